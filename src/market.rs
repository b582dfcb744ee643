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

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;

use polars::prelude::PolarsError;

use crate::analysis::{Analysis, Role};
use crate::dataset::{self, Batch, Collection, PART_ROWS, Part, Repeats};
use crate::dictionary::Dictionary;
use crate::pipeline;
use crate::plan::{Cases, Gatherer, Measured};
use crate::posting::Rejected;
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

/// The most values of a [`Mix`]: so many of all postings, and so many of the four roles where these are others.
pub const MOST_VALUES: usize = 50;

/// What the prior of the log-odds weighs, in asks (one posting asking for one skill).
pub const PRIOR_ASKS: f64 = 500.0;

/// Beyond this many standard errors a difference is called one (two-sided 95 %).
pub const Z_NOTABLE: f64 = 1.96;

/// So many parts of a dataset are measured at a time, however many cores there are: each takes memory.
const PARTS_AT_ONCE: NonZeroUsize = NonZeroUsize::new(2).unwrap();

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

    /// Measures every posting that is added from now on against the person of `gatherer`, and gathers the cases of their plan.
    #[must_use]
    pub fn against(mut self, gatherer: &'d Gatherer<'d>, cases: &'d mut Cases) -> Self {
        self.person = Some(Person { gatherer, cases });
        self
    }

    /// Adds one posting.
    ///
    /// # Errors
    /// When a full part could not be counted.
    pub fn push(&mut self, analysis: &Analysis) -> Result<(), Error> {
        let measured = self.person.as_ref().and_then(|person| person.gatherer.measure(analysis));
        self.push_measured(analysis, measured)
    }

    /// Adds one posting that [`Gatherer::measure`] has measured already, perhaps on another thread.
    ///
    /// # Errors
    /// When a full part could not be counted.
    pub fn push_measured(&mut self, analysis: &Analysis, measured: Option<Measured>) -> Result<(), Error> {
        self.batch.push(analysis, self.dictionary);
        if let Some(person) = self.person.as_mut().filter(|_| analysis.duplicate_of.is_none()) {
            person.count(&mut self.tally, analysis.role.primary, measured);
        }
        if self.batch.len() == PART_ROWS { self.count_batch() } else { Ok(()) }
    }

    /// Adds one input that could not be read.
    pub fn reject(&mut self, rejected: &Rejected) {
        self.tally.reject(&rejected.reason, rejected.inputs);
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
        let (dictionary, gatherer) = (self.dictionary, self.person.as_ref().map(|person| person.gatherer));
        // While one part is counted the next is measured and the one after it read.
        let measure = |part: Result<Part, dataset::Error>| {
            let part = part?;
            let measured = gatherer.map(|gatherer| reach::measure(&part, gatherer, dictionary)).transpose();
            Ok((part, measured.map_err(counting)?.unwrap_or_default()))
        };
        let mut all = Ok(());
        pipeline::in_order(collection.parts(), PARTS_AT_ONCE, measure, |found: Result<_, Error>| {
            all = found.and_then(|(part, measured)| self.count_part(&part, measured));
            if all.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        all?;
        self.push_rejections(collection)
    }

    /// Adds one part of a collection; a [profile](Self::against) is not measured by it.
    pub(crate) fn push_part(&mut self, part: &Part) -> Result<(), Error> {
        self.count_part(part, Vec::new())
    }

    /// Adds what could not be read when a collection was scanned.
    pub(crate) fn push_rejections(&mut self, collection: &Collection) -> Result<(), Error> {
        collection.rejections()?.iter().for_each(|rejected| self.reject(rejected));
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

    fn count_part(&mut self, part: &Part, measured: Vec<(Role, Option<Measured>)>) -> Result<(), Error> {
        part::add(&mut self.tally, &mut self.vocabulary, &part.postings, &part.skills).map_err(counting)?;
        if let Some(person) = &mut self.person {
            for (role, measured) in measured {
                person.count(&mut self.tally, role, measured);
            }
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
