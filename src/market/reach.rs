//! How much of the market a person reaches: the fit of every posting of the four roles, counted by how high it is.
//!
//! What was measured of each posting goes in; per scope comes out how many postings reach each of [`LEVELS`]. The cases of a plan are gathered
//! on the same way, so that no posting is recalled or measured twice.

use polars::prelude::{BooleanChunked, PolarsResult};

use super::tally::Tally;
use super::{FOUR, Scope};
use crate::analysis::Role;
use crate::dataset::{self, Part};
use crate::dictionary::Dictionary;
use crate::fit::Tenths;
use crate::plan::{Cases, Gatherer, Measured};

/// The fits that are counted: a stretch, a good fit, a very good one.
pub const LEVELS: [u8; 3] = [50, 70, 85];

/// The postings of one scope by their fit with a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Which postings.
    pub scope: Scope,
    /// How many they are.
    pub n: u64,
    /// The counts.
    pub counts: Reached,
}

/// Postings by their fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// Postings that ask for enough to have a fit.
    pub told: u64,
    /// Of them, those whose fit is at least each of [`LEVELS`].
    pub fit: [u64; 3],
    /// The same for the sum of skills alone, before blockers cap it (place, languages, pay, clearance, closing day …).
    pub skills_alone: [u64; 3],
}

impl Reached {
    fn add(&mut self, more: &Self) {
        self.told += more.told;
        for (sum, count) in self.fit.iter_mut().zip(more.fit) {
            *sum += count;
        }
        for (sum, count) in self.skills_alone.iter_mut().zip(more.skills_alone) {
            *sum += count;
        }
    }
}

/// Whom the postings are measured against, and what is gathered of them.
pub(super) struct Person<'d> {
    pub(super) gatherer: &'d Gatherer<'d>,
    pub(super) cases: &'d mut Cases,
}

impl Person<'_> {
    /// Counts one posting that repeats no other, measured by the gatherer.
    pub(super) fn count(&mut self, tally: &mut Tally, role: Role, measured: Option<Measured>) {
        let role = Role::ALL.iter().position(|&one| one == role);
        if let Some(reached) = role.and_then(|role| tally.reach.get_mut(role))
            && let Some((fit, sum)) = measured.as_ref().and_then(|measured| measured.fit)
        {
            let over = |points: Tenths| LEVELS.map(|level| u64::from(points.0 >= i64::from(level) * 10));
            reached.add(&Reached { told: 1, fit: over(fit), skills_alone: over(sum) });
        }
        self.cases.push_measured(measured);
    }
}

/// Every posting of a part that repeats no other, measured. Only those of a role that the person is asked about are recalled: most of a large
/// market is of none.
pub(super) fn measure(
    part: &Part,
    gatherer: &Gatherer<'_>,
    dictionary: &Dictionary,
) -> PolarsResult<Vec<(Role, Option<Measured>)>> {
    let (roles, repeats) = (part.postings.column("role")?.str()?, part.postings.column("duplicate_of")?.str()?);
    let role = |name: Option<&str>| name.and_then(Role::from_name).unwrap_or(Role::Other);
    let distinct = roles.iter().zip(repeats.iter()).map(|(name, of)| of.is_none().then(|| role(name)));
    let distinct: Vec<Option<Role>> = distinct.collect();
    let is_asked = |role: &Option<Role>| Some(role.is_some_and(|role| gatherer.asks_about(role)));
    let asked: BooleanChunked = distinct.iter().map(is_asked).collect();
    let recalled = dataset::recalled(&part.only(&asked)?, dictionary)?.analyses;
    let measured = recalled.iter().map(|analysis| (analysis.role.primary, gatherer.measure(analysis)));
    let others = distinct.into_iter().flatten().filter(|&role| !gatherer.asks_about(role));
    Ok(measured.chain(others.map(|role| (role, None))).collect())
}

/// The counts of the four roles together and of each.
pub(super) fn summarise(tally: &Tally) -> Vec<Reach> {
    let scopes = Scope::ALL.into_iter().filter(|scope| scope.roles().end <= FOUR);
    scopes
        .map(|scope| {
            let mut counts = Reached::default();
            tally.reach[scope.roles()].iter().for_each(|one| counts.add(one));
            Reach { scope, n: tally.postings[scope.roles()].iter().sum(), counts }
        })
        .collect()
}
