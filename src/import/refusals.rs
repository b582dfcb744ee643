//! No more refusals of one file than a person reads: the first are named one by one, the others are counted.
//!
//! In: what is found in a file, in order. Out: the same, with one sum in the place of all refusals past the first [`NAMED`]. A table
//! of a megabyte may have half a million rows that are none.

use super::Found;
use crate::posting::{Rejected, Source};

/// So many refused inputs of one file are named.
pub const NAMED: u64 = 1_000;

/// What is said of the others.
const UNNAMED: &str = "past the first 1,000 of a file, what is refused is counted and not named";

/// Lets the first refusals of each file pass, and sums up the others.
#[derive(Default)]
pub struct Refusals {
    /// The file that the last one was in.
    file: Source,
    named: u64,
    more: u64,
}

impl Refusals {
    /// Takes in the next one; gives back the sum of the file before, where that has ended, and it itself, unless it is only counted.
    pub fn next(&mut self, rejected: Rejected) -> impl Iterator<Item = Rejected> + use<> {
        let sum = if rejected.source_of.path == self.file.path { None } else { self.end() };
        if self.named == 0 {
            self.file = Source { member: None, url: None, ..rejected.source_of.clone() };
        }
        let named = if self.named < NAMED {
            self.named += 1;
            Some(rejected)
        } else {
            self.more += rejected.inputs;
            None
        };
        [sum, named].into_iter().flatten()
    }

    /// The sum of the last file, if there is one.
    pub fn end(&mut self) -> Option<Rejected> {
        let Self { file, more, .. } = std::mem::take(self);
        (more > 0).then(|| Rejected { inputs: more, ..Rejected::new(file, UNNAMED) })
    }
}

/// What is found in a file, growing.
#[derive(Default)]
pub(super) struct Finds {
    found: Vec<Found>,
    refusals: Refusals,
}

impl Finds {
    pub(super) fn push(&mut self, found: Found) {
        match found {
            Ok(posting) => self.found.push(Ok(posting)),
            Err(rejected) => self.found.extend(self.refusals.next(rejected).map(Err)),
        }
    }

    /// All of it, in order.
    pub(super) fn all(mut self) -> Vec<Found> {
        self.found.extend(self.refusals.end().map(Err));
        self.found
    }
}

impl Extend<Found> for Finds {
    fn extend<I: IntoIterator<Item = Found>>(&mut self, found: I) {
        for found in found {
            self.push(found);
        }
    }
}

impl FromIterator<Found> for Finds {
    fn from_iter<I: IntoIterator<Item = Found>>(found: I) -> Self {
        let mut finds = Self::default();
        finds.extend(found);
        finds
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Boards, in_memory};
    use super::*;

    #[test]
    fn refusals_past_the_first_thousand_are_summed_up_in_every_format() {
        let rows = 5_000;
        let boards = Boards::built_in().unwrap();
        let good = r#"{"title": "SRE", "description": "We run Kubernetes and Terraform for twenty teams."}"#;
        for (name, text) in [
            ("a.csv", format!("title,description\n{}", "a\n".repeat(rows))),
            ("a.ndjson", format!("{good}\n{}", "{\n".repeat(rows))),
            ("a.json", format!("[{good}{}]", ", {\"title\": \"a\"}".repeat(rows))),
        ] {
            let chunks = in_memory(name, text.as_bytes());
            let mut refusals = Refusals::default();
            let mut said = Vec::new();
            for found in chunks.into_iter().flat_map(|chunk| chunk.postings(&boards)) {
                said.extend(found.err().into_iter().flat_map(|rejected| refusals.next(rejected)));
            }
            said.extend(refusals.end());
            assert_eq!(
                (said.len() as u64, said.iter().map(|one| one.inputs).sum()),
                (NAMED + 1, rows as u64),
                "{name}"
            );
            let last = said.last().unwrap().to_string();
            assert_eq!(last, format!("{name}: 4000 more rejected: {UNNAMED}"));
        }
    }

    #[test]
    fn each_file_has_a_thousand() {
        let of = |path: &str| Rejected::new(Source { path: path.into(), ..Source::default() }, "empty");
        let mut refusals = Refusals::default();
        let mut said = Vec::new();
        for path in ["a", "b"] {
            said.extend((0..1_500).flat_map(|_| refusals.next(of(path)).collect::<Vec<_>>()));
        }
        said.extend(refusals.end());
        let sums: Vec<(usize, u64)> = said.iter().map(|one| one.inputs).enumerate().filter(|(_, n)| *n > 1).collect();
        assert_eq!(sums, [(1_000, 500), (2_001, 500)]);
    }
}
