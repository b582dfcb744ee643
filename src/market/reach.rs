//! How much of the market a person reaches: the fit of every posting of the four roles, counted by how high it is.
//!
//! An analysis and a profile go in, one posting at a time; per scope comes out how many postings reach each of [`LEVELS`].

use jiff::civil::Date;

use super::tally::Tally;
use super::{FOUR, Scope};
use crate::analysis::{Analysis, Role};
use crate::dictionary::Dictionary;
use crate::fit;
use crate::profile::Profile;

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

/// Whom the postings are measured against, and on which day.
#[derive(Clone, Copy)]
pub(super) struct Person<'d> {
    pub(super) profile: &'d Profile,
    pub(super) today: Date,
}

impl Person<'_> {
    /// Whether a posting counts: one of the four roles, and no repeat of another.
    pub(super) fn asks(role: Role, is_repeat: bool) -> bool {
        role != Role::Other && !is_repeat
    }

    pub(super) fn count(&self, tally: &mut Tally, analysis: &Analysis, dictionary: &Dictionary) {
        let role = Role::ALL.iter().position(|&one| one == analysis.role.primary);
        let Some(reached) = role.and_then(|role| tally.reach.get_mut(role)) else { return };
        let Some(score) = fit::assess(analysis, self.profile, dictionary, Some(self.today)).score else { return };
        let over = |points: fit::Tenths| LEVELS.map(|level| u64::from(points.0 >= i64::from(level) * 10));
        reached.add(&Reached { told: 1, fit: over(score.value), skills_alone: over(score.sum) });
    }
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
