//! Which postings of a run repeat another one, why, and which pairs a person may want to look at.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::sync::Arc;

use jobsift::analysis::Analysis;
use jobsift::duplicate::{Doubt, Duplicate, Grouping, Perhaps, Place, Reason};
use jobsift::text::one_line;

use crate::console::{BOLD, DIM};

/// So many uncertain pairs are shown.
const SHOWN: usize = 10;

/// The groups of the postings read so far, with what there is to say about them.
#[derive(Default)]
pub(crate) struct RepeatCounts {
    grouping: Grouping,
    /// Repeats by [`Reason`].
    by_reason: [u64; Reason::ALL.len()],
    /// The first uncertain pairs.
    pairs: Vec<Pair>,
    /// All uncertain pairs.
    perhaps: u64,
    /// How each group's first posting is named, for as long as there is room for pairs.
    names: Vec<Name>,
}

/// Two postings that may be one job.
struct Pair {
    first: Name,
    next: Name,
    similarity: f64,
    doubt: Doubt,
}

#[derive(Clone)]
struct Name {
    title: Box<str>,
    company: Option<Box<str>>,
    path: Arc<str>,
    member: Option<u64>,
}

impl RepeatCounts {
    /// Takes in the next posting; says which earlier one it repeats.
    pub(crate) fn add(&mut self, analysis: &Analysis) -> Option<Duplicate> {
        match self.grouping.place(&analysis.signature) {
            Place::Repeats { group, reason, similarity } => {
                self.by_reason[reason as usize] += 1;
                Some(Duplicate { id: self.grouping.first_id(group), reason, similarity })
            }
            Place::Begins { perhaps, .. } => {
                if let Some(perhaps) = perhaps {
                    self.note(perhaps, analysis);
                }
                if self.pairs.len() < SHOWN {
                    self.names.push(Name::of(analysis));
                } else {
                    self.names = Vec::new();
                }
                None
            }
        }
    }

    /// Nothing more comes: what was kept to know repeats by is not needed any more.
    pub(crate) fn end(&mut self) {
        (self.grouping, self.names) = (Grouping::default(), Vec::new());
    }

    /// Repeats that are known, by the reason.
    pub(crate) fn known(count: &BTreeMap<Reason, u64>) -> Self {
        let by_reason = std::array::from_fn(|at| count.get(&Reason::ALL[at]).copied().unwrap_or_default());
        Self { by_reason, ..Self::default() }
    }

    fn note(&mut self, perhaps: Perhaps, analysis: &Analysis) {
        self.perhaps += 1;
        if self.pairs.len() < SHOWN
            && let Some(first) = self.names.get(perhaps.group as usize)
        {
            let (similarity, doubt) = (perhaps.similarity, perhaps.doubt);
            self.pairs.push(Pair { first: first.clone(), next: Name::of(analysis), similarity, doubt });
        }
    }

    /// How many of the postings are repeats, and why: a part of a sentence, or nothing.
    pub(crate) fn clause(&self) -> String {
        let all: u64 = self.by_reason.iter().sum();
        if all == 0 {
            return String::new();
        }
        let by_reason: Vec<String> = Reason::ALL
            .iter()
            .zip(self.by_reason)
            .filter(|(_, count)| *count > 0)
            .map(|(reason, count)| format!("{count} {}", words(*reason)))
            .collect();
        format!(", {all} of them repeated ({})", by_reason.join(", "))
    }

    /// How many pairs are uncertain, where they are not shown.
    pub(crate) fn count_of_perhaps(&self) -> Option<String> {
        (self.perhaps > 0).then(|| {
            let (pairs, are) = if self.perhaps == 1 { ("pair", "is") } else { ("pairs", "are") };
            format!("{} {pairs} of postings {are} perhaps one job and counted as two.", self.perhaps)
        })
    }

    /// Lists the uncertain pairs.
    pub(crate) fn write_perhaps(&self, out: &mut String) {
        if self.perhaps == 0 {
            return;
        }
        let shown = if self.perhaps > self.pairs.len() as u64 { ", the first" } else { "" };
        let _ = writeln!(
            out,
            "\n{BOLD}Perhaps one job, counted as two{BOLD:#}  {DIM}{} {}{shown}{DIM:#}",
            self.perhaps,
            if self.perhaps == 1 { "pair" } else { "pairs" }
        );
        for pair in &self.pairs {
            let against = match pair.doubt {
                Doubt::Title => "another title",
                Doubt::Company => "another company",
                Doubt::Text => "a partly different text",
            };
            let _ = writeln!(out, "  {:>4.0}% alike, {against}", pair.similarity * 100.0);
            for name in [&pair.first, &pair.next] {
                let _ = writeln!(out, "         {name}");
            }
        }
    }
}

impl Name {
    fn of(analysis: &Analysis) -> Self {
        Self {
            title: analysis.title.as_str().into(),
            company: analysis.company.as_deref().map(Into::into),
            path: analysis.source.path.clone(),
            member: analysis.source.member,
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shortened(&self.title))?;
        if let Some(company) = &self.company {
            write!(f, " · {}", shortened(company))?;
        }
        write!(f, "  {DIM}{}", one_line(&self.path))?;
        if let Some(member) = self.member {
            write!(f, "#{member}")?;
        }
        write!(f, "{DIM:#}")
    }
}

/// The beginning of a name, where it is a whole paragraph.
fn shortened(name: &str) -> String {
    const MOST: usize = 60;
    match name.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

/// A reason as it is counted.
fn words(reason: Reason) -> &'static str {
    match reason {
        Reason::Content => "word for word",
        Reason::Id => "by its id",
        Reason::Near => "nearly the same",
        Reason::Copy => "by another company",
    }
}
