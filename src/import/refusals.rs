//! No more refusals of one file than a person reads: the first are named one by one, the others are counted.
//!
//! In: what is found in a file, in order. Out: the same, with one sum in the place of all refusals past the first [`NAMED`]. A table
//! of a megabyte may have half a million rows that are none, and an archive as many members.

use std::sync::Arc;

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
    file: Arc<str>,
    named: u64,
    more: u64,
}

impl Refusals {
    /// Takes in the next one, of that file; gives back the sum of the file before, where this is another, and it itself, unless
    /// it is only counted.
    pub fn next(&mut self, file: &Arc<str>, rejected: Rejected) -> impl Iterator<Item = Rejected> + use<> {
        let sum = if *file == self.file { None } else { self.end() };
        self.file = Arc::clone(file);
        let Source { path, member, .. } = &rejected.source_of;
        // What is wrong with all of a file is said in any case.
        let is_of_all = path == file && member.is_none() && rejected.inputs == 1;
        let named = if is_of_all || self.named < NAMED {
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
        let source = Source { path: file, ..Source::default() };
        (more > 0).then(|| Rejected { inputs: more, ..Rejected::new(source, UNNAMED) })
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
            Err(rejected) => {
                let file = Arc::clone(&rejected.source_of.path);
                self.found.extend(self.refusals.next(&file, rejected).map(Err));
            }
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
        let mut archive = tar::Builder::new(Vec::new());
        for row in 0..rows {
            let mut header = tar::Header::new_gnu();
            header.set_size(0);
            archive.append_data(&mut header, format!("{row}.txt"), &[][..]).unwrap();
        }
        for (name, bytes) in [
            ("a.csv", format!("title,description\n{}", "a\n".repeat(rows)).into_bytes()),
            ("a.ndjson", format!("{good}\n{}", "{\n".repeat(rows)).into_bytes()),
            ("a.json", format!("[{good}{}]", ", {\"title\": \"a\"}".repeat(rows)).into_bytes()),
            ("a.tar", archive.into_inner().unwrap()),
        ] {
            let mut refusals = Refusals::default();
            let mut said = Vec::new();
            for chunk in in_memory(name, &bytes) {
                let file = Arc::clone(chunk.file());
                let refused = chunk.postings(&boards).into_iter().filter_map(Result::err);
                said.extend(refused.flat_map(|rejected| refusals.next(&file, rejected)));
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
    fn each_file_has_a_thousand_and_what_is_wrong_with_all_of_it() {
        let mut refusals = Refusals::default();
        let mut said = Vec::new();
        for path in ["a", "b"] {
            let (file, source) = (Arc::from(path), Source { path: path.into(), ..Source::default() });
            let row = |at: u64| Rejected::new(Source { member: Some(at), ..source.clone() }, "empty");
            let all = Rejected::new(source.clone(), "it ends too early");
            for rejected in (0..1_500).map(row).chain([all]) {
                said.extend(refusals.next(&file, rejected));
            }
        }
        said.extend(refusals.end());
        let sums: Vec<(usize, u64)> = said.iter().map(|one| one.inputs).enumerate().filter(|(_, n)| *n > 1).collect();
        assert_eq!(sums, [(1_001, 500), (2_003, 500)]);
        assert_eq!(
            [&said[1_000], &said[2_002]].map(ToString::to_string),
            ["a: it ends too early", "b: it ends too early"]
        );
    }
}
