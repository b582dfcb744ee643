//! What changes with every scan although the posting does not: first and last day, and the posting that it repeats.
//!
//! All signatures of a dataset go through one [`Grouping`], in the order of the postings, so the groups depend on what is
//! in the dataset and not on how many scans brought it there.

use std::io::Write;
use std::ops::Range;
use std::path::PathBuf;

use jiff::civil::Date;
use polars::prelude::{DataFrame, PolarsResult, polars_err};
use serde::Serialize;

use super::tables::{Standing, StandingRow};
use super::{Error, rows};
use crate::duplicate::{Doubt, Grouping, Member, Place, Reason, representatives};

/// The first and the last day on which a posting was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) first: Date,
    pub(super) last: Date,
}

/// Adds the days of a part's postings.
pub(super) fn days(postings: &DataFrame, to: &mut Vec<Days>) -> PolarsResult<()> {
    let (first, last) = (postings.column("first_seen")?.str()?, postings.column("last_seen")?.str()?);
    for (first, last) in first.iter().zip(last.iter()) {
        let day = |text: Option<&str>| text.and_then(|text| text.parse().ok());
        let (Some(first), Some(last)) = (day(first), day(last)) else {
            return Err(polars_err!(ComputeError: "a day on which a posting was seen is missing"));
        };
        to.push(Days { first, last });
    }
    Ok(())
}

/// All postings of a dataset in their groups.
pub(super) struct Groups {
    /// Postings of each part.
    pub(super) parts: Vec<usize>,
    /// Uncertain pairs.
    pub(super) perhaps: u64,
    contents: Vec<u64>,
    members: Vec<Member>,
    /// Why each posting came to its group, unless it began it.
    reasons: Vec<Option<(Reason, f32)>>,
    /// By group, the row that stands for it. Empty when every posting counts.
    representatives: Vec<u32>,
}

/// Two postings that may be one job, as published.
#[derive(Serialize)]
struct Pair {
    first: String,
    second: String,
    similarity: f64,
    doubt: Doubt,
}

/// Groups the postings of all parts; writes the uncertain pairs, one JSON object a line.
pub(super) fn group(
    signatures: impl Iterator<Item = PathBuf>,
    group_repeats: bool,
    perhaps: &mut impl Write,
) -> Result<Groups, Error> {
    let mut grouping = Grouping::default();
    let mut groups = Groups {
        parts: Vec::new(),
        perhaps: 0,
        contents: Vec::new(),
        members: Vec::new(),
        reasons: Vec::new(),
        representatives: Vec::new(),
    };
    let mut failed = None;
    for path in signatures {
        let rows = rows::read(&path, |row| {
            let place = grouping.place(&row.signature);
            let (group, reason) = match place {
                Place::Begins { group, perhaps: None } => (group, None),
                Place::Begins { group, perhaps: Some(found) } => {
                    groups.perhaps += 1;
                    let pair = Pair {
                        first: grouping.first_id(found.group),
                        second: grouping.first_id(group),
                        similarity: (found.similarity * 100.0).round() / 100.0,
                        doubt: found.doubt,
                    };
                    let line = serde_json::to_string(&pair).unwrap_or_default() + "\n";
                    failed = failed.take().or_else(|| perhaps.write_all(line.as_bytes()).err());
                    (group, None)
                }
                Place::Repeats { group, reason, similarity } => (group, Some((reason, similarity as f32))),
            };
            groups.contents.push(row.signature.content());
            groups.reasons.push(reason);
            groups.members.push(Member { group, posted: row.posted, words: row.signature.words() });
        })?;
        if let Some(error) = failed.take() {
            return Err(Error::io(&path)(error));
        }
        groups.parts.push(rows);
    }
    if group_repeats {
        groups.representatives = representatives(&groups.members, grouping.len());
    }
    Ok(groups)
}

impl Groups {
    /// Postings that repeat another.
    pub(super) fn duplicates(&self) -> u64 {
        if self.representatives.is_empty() { 0 } else { (self.members.len() - self.representatives.len()) as u64 }
    }

    /// The table of some rows.
    pub(super) fn table(&self, rows: Range<usize>, days: &[Days]) -> PolarsResult<DataFrame> {
        let mut table = Standing::default();
        let height = rows.len();
        for row in rows {
            let stands = self.representatives.get(self.members[row].group as usize).map(|row| *row as usize);
            let repeats = stands.filter(|stands| *stands != row).map(|stands| {
                // What began the group came to it by the reason of the one that stands for it.
                let (reason, similarity) = self.reasons[row].or(self.reasons[stands]).unwrap_or((Reason::Content, 1.0));
                (format!("{:016x}", self.contents[stands]), reason, f64::from(similarity))
            });
            table.push(&StandingRow { repeats, days: days.get(row).copied() });
        }
        table.into_frame(height)
    }
}
