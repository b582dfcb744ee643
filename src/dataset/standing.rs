//! What changes with every scan although the posting does not: first and last day, and the posting that it repeats.
//!
//! All signatures of a dataset go through one [`Gathering`], so the groups depend on what is in the dataset and neither on how
//! many scans brought it there nor in which order.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use polars::prelude::{DataFrame, PolarsResult, polars_err};
use serde::Serialize;

use super::files::Checked;
use super::tables::{Standing, StandingRow};
use super::{Error, Repeats, rows};
use crate::duplicate::{self, Doubt, Gathering, Groups, Reason};

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
#[derive(Default)]
pub(super) struct Standings {
    /// Postings of each part.
    pub(super) parts: Vec<usize>,
    /// Uncertain pairs.
    pub(super) perhaps: u64,
    /// None when every posting counts.
    pub(super) groups: Option<Groups>,
}

/// Two postings that may be one job, as published.
#[derive(Serialize)]
struct Pair<'p> {
    first: &'p str,
    second: &'p str,
    similarity: f64,
    doubt: Doubt,
}

/// Groups the postings of some parts by the content of their files of signatures; hands on the uncertain pairs, each as a line
/// of JSON.
pub(super) fn group(
    signatures: impl Iterator<Item = Result<Checked, Error>>,
    repeats: Repeats,
    mut perhaps: impl FnMut(&str),
) -> Result<Standings, Error> {
    let mut gathering = Gathering::default();
    let mut standings = Standings::default();
    for file in signatures {
        let file = file?;
        let mut rows = 0;
        for row in rows::read(&file)? {
            rows += 1;
            gathering.push(&row.signature, row.posted, row.place);
        }
        standings.parts.push(rows);
    }
    let groups = gathering.finish(|duplicate::Pair { ids: [first, second], similarity, doubt }| {
        standings.perhaps += 1;
        let pair = Pair { first, second, similarity: (similarity * 100.0).round() / 100.0, doubt: *doubt };
        perhaps(&(serde_json::to_string(&pair).unwrap_or_default() + "\n"));
    });
    standings.groups = matches!(repeats, Repeats::Once).then_some(groups);
    Ok(standings)
}

impl Standings {
    /// Postings that repeat another, by the reason.
    pub(super) fn repeats(&self) -> BTreeMap<Reason, u64> {
        self.groups.as_ref().map(Groups::count).unwrap_or_default()
    }

    /// The rows of a part, by its place. None when it has more or fewer postings than signatures, so that nothing is known of which
    /// is which.
    pub(super) fn rows(&self, place: usize, postings: usize) -> Option<Range<usize>> {
        if self.groups.is_none() {
            return Some(0..postings);
        }
        let before: usize = self.parts.get(..place)?.iter().sum();
        (*self.parts.get(place)? == postings).then(|| before..before + postings)
    }

    /// The table of some rows.
    pub(super) fn table(&self, rows: Range<usize>, days: &[Days]) -> PolarsResult<DataFrame> {
        let mut table = Standing::default();
        let height = rows.len();
        for row in rows {
            let repeats = self.groups.as_ref().and_then(|groups| groups.repeats(row));
            table.push(&StandingRow { repeats, days: days.get(row).copied() });
        }
        table.into_frame(height)
    }
}
