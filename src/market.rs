//! What many postings say together: demand, roles, pay, mixes and trend, every figure with its n.
//!
//! Analyses go in, one by one into a [`Builder`] or from a dataset on disk; a [`Market`] of plain numbers comes out. Whichever
//! way they come, they are counted part by part with polars and the counts added up, so memory does not grow with
//! the number of postings. Postings that repeat another count once.

mod arrange;
mod claims;
mod figures;
mod part;
mod pay;
mod person;
mod reach;
mod summary;
mod tally;
mod titles;
mod trend;
mod vocabulary;

use std::path::Path;

use jiff::civil::Date;
use polars::prelude::{BooleanChunked, PolarsError, PolarsResult};

use crate::analysis::{Analysis, Role};
use crate::dataset::{self, Batch, Collection, PART_ROWS, Part, Repeats};
use crate::dictionary::Dictionary;
use crate::posting::Rejected;
use crate::profile::Profile;
use reach::Person;
use tally::Tally;
use vocabulary::Vocabulary;

pub use arrange::{Link, Pattern};
pub use claims::{Claim, Observed, Verdict};
pub use figures::{
    Alternative, Apart, ApartSkill, Bundle, Companions, Demand, LookedAt, Market, Mix, MixValue, Pair, Pay, PayOfSkill,
    RoleCount, Scope, ScopeDemand, Skill, Spread, TitleFamily, Years,
};
pub use person::{Asks, Standing, StandingSkill, State};
pub use reach::{LEVELS, Reach, Reached};
pub(crate) use trend::is_lopsided;
pub use trend::{Half, Move, Trend};

/// Fewer postings than this are too few for a share.
pub const FLOOR_SHARE: u64 = 10;

/// Fewer postings with pay than this are too few for quantiles of pay.
pub const FLOOR_PAY: u64 = 20;

/// The most values of a [`Mix`].
pub const MOST_VALUES: usize = 50;

/// What the prior of the log-odds weighs, in asks (one posting asking for one skill).
pub const PRIOR_ASKS: f64 = 500.0;

/// Beyond this many standard errors a difference is called one (two-sided 95 %).
pub const Z_NOTABLE: f64 = 1.96;

/// How many of [`Role::ALL`](crate::analysis::Role::ALL), from the front, are the roles that this program is about; the rest is "other".
pub(crate) const FOUR: usize = 4;

/// Why a market could not be summarised.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A dataset could not be read.
    #[error(transparent)]
    Dataset(#[from] dataset::Error),
    /// The aggregation failed.
    #[error("the postings could not be counted: {0}")]
    Counting(String),
}

/// Gathers analyses into a [`Market`], holding no more than one part of them.
pub struct Builder<'d> {
    dictionary: &'d Dictionary,
    vocabulary: Vocabulary,
    person: Option<Person<'d>>,
    batch: Batch,
    tally: Tally,
}

impl<'d> Builder<'d> {
    /// An empty market, whose skills are named by the dictionary that the analyses were made with.
    pub fn new(dictionary: &'d Dictionary) -> Self {
        Self {
            dictionary,
            vocabulary: Vocabulary::new(dictionary),
            person: None,
            batch: Batch::default(),
            tally: Tally::default(),
        }
    }

    /// Measures the fit of every posting that is added from now on with a profile, on a day that decides what is closed.
    #[must_use]
    pub fn against(mut self, profile: &'d Profile, today: Date) -> Self {
        self.person = Some(Person { profile, today });
        self
    }

    /// Adds one posting.
    ///
    /// # Errors
    /// When a full part could not be counted.
    pub fn push(&mut self, analysis: &Analysis) -> Result<(), Error> {
        self.batch.push(analysis, self.dictionary);
        if let Some(person) =
            self.person.filter(|_| Person::asks(analysis.role.primary, analysis.duplicate_of.is_some()))
        {
            person.count(&mut self.tally, analysis, self.dictionary);
        }
        if self.batch.len() == PART_ROWS { self.count_batch() } else { Ok(()) }
    }

    /// Adds one input that could not be read.
    pub fn reject(&mut self, rejected: &Rejected) {
        self.tally.reject(&rejected.reason);
    }

    /// Adds a whole dataset, part by part.
    ///
    /// # Errors
    /// When the folder is not a dataset, or a part of it cannot be read.
    pub fn push_dataset(&mut self, dir: &Path) -> Result<(), Error> {
        self.push_collection(&Collection::open(&[dir], Repeats::Once)?)
    }

    /// Adds several datasets as one, part by part.
    ///
    /// # Errors
    /// When a part cannot be read.
    pub fn push_collection(&mut self, collection: &Collection) -> Result<(), Error> {
        for part in collection.parts() {
            let part = part?;
            part::add(&mut self.tally, &mut self.vocabulary, &part.postings, &part.skills).map_err(counting)?;
            if let Some(person) = self.person {
                self.measure(&part, person).map_err(counting)?;
            }
        }
        for reason in collection.rejections()? {
            self.tally.reject(&reason);
        }
        Ok(())
    }

    /// The market of everything added.
    ///
    /// # Errors
    /// When the last part could not be counted.
    pub fn finish(mut self) -> Result<Market, Error> {
        if self.batch.len() > 0 {
            self.count_batch()?;
        }
        let (skills, bundles) = self.vocabulary.into_names();
        let reach = if self.person.is_some() { reach::summarise(&self.tally) } else { Vec::new() };
        Ok(summary::summarise(&self.tally, skills, bundles, reach))
    }

    /// Measures the postings of a part that are asked about; most of a large market is none of the four roles.
    fn measure(&mut self, part: &Part, person: Person<'_>) -> PolarsResult<()> {
        let (roles, repeats) = (part.postings.column("role")?.str()?, part.postings.column("duplicate_of")?.str()?);
        let is_asked = |(role, of): (Option<&str>, Option<&str>)| {
            Some(role.and_then(Role::from_name).is_some_and(|role| Person::asks(role, of.is_some())))
        };
        let asked: BooleanChunked = roles.iter().zip(repeats.iter()).map(is_asked).collect();
        for analysis in dataset::recalled(&part.only(&asked)?, self.dictionary)?.analyses {
            person.count(&mut self.tally, &analysis, self.dictionary);
        }
        Ok(())
    }

    fn count_batch(&mut self) -> Result<(), Error> {
        let (postings, skills) = std::mem::take(&mut self.batch).into_frames().map_err(counting)?;
        part::add(&mut self.tally, &mut self.vocabulary, &postings, &skills).map_err(counting)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err asks for")]
fn counting(error: PolarsError) -> Error {
    Error::Counting(error.to_string())
}

#[cfg(test)]
pub(crate) mod specimen;
#[cfg(test)]
mod tests;
