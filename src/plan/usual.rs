//! Where a plan departs from the order in which people usually learn, and why.
//!
//! In: a plan, and the milestones of `dictionaries/learning.toml`. Out: [`Departure`]s; none where the plan does as others do.

use super::board::Board;
use super::choice::POWER;
use super::route::Known;
use super::{Plan, Step};
use crate::dictionary::{Dictionary, Usual};
use crate::profile::{Level, Profile};

/// A milestone of the usual way that this plan treats otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// The milestone, as people call it.
    pub milestone: String,
    /// Its usual stage, from 1.
    pub stage: u32,
    /// Where it is in this plan.
    pub place: Where,
    /// Observed: how many of N ask for it.
    pub asked_by: usize,
}

/// Where a milestone is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Where {
    /// The profile has it already.
    Had,
    /// In the plan, but before a milestone of an earlier stage.
    Early {
        /// The step, from 1.
        step: usize,
        /// The milestone of an earlier stage that comes after it.
        before: String,
    },
    /// Not in the plan.
    Absent {
        /// Hours for the shortest of its skills with all that comes before; `None`: nothing tells.
        hours: Option<u32>,
        /// Counterfactual: how many of N it would bring within reach after the plan.
        opens: usize,
    },
}

/// The milestones that the plan treats otherwise, in their usual order.
pub(super) fn compare(
    plan: &Plan,
    board: &Board<'_>,
    profile: &Profile,
    dictionary: &Dictionary,
    known: &Known<'_>,
) -> Vec<Departure> {
    let id = |skill: &u32| dictionary.skills.get(*skill as usize).map_or("", |skill| skill.id.as_str());
    let step_of = |usual: &Usual| {
        let is_it = |step: &Step| usual.any_of.iter().any(|skill| id(skill) == step.id);
        plan.steps.iter().position(is_it)
    };
    let has = |usual: &Usual| {
        profile.skills.iter().any(|held| held.level >= Level::Working && usual.any_of.contains(&held.skill))
    };
    let place = |usual: &Usual| {
        if has(usual) {
            return Some(Where::Had);
        }
        let Some(step) = step_of(usual) else {
            let bundles = usual.any_of.iter().filter_map(|skill| known.bundle(*skill));
            let shortest = bundles.min_by_key(|bundle| bundle.hours);
            let opens = shortest.as_ref().map_or(0, |bundle| board.gain(bundle, POWER).opened);
            return Some(Where::Absent { hours: shortest.map(|bundle| bundle.hours), opens });
        };
        let mut earlier = dictionary.usual.iter().filter(|other| other.stage < usual.stage && !has(other));
        let late = earlier.find(|other| step_of(other).is_some_and(|other| other > step));
        late.map(|other| Where::Early { step: step + 1, before: other.name.clone() })
    };
    let departures = dictionary.usual.iter().filter_map(|usual| {
        Some(Departure {
            milestone: usual.name.clone(),
            stage: usual.stage,
            place: place(usual)?,
            asked_by: board.asked_for_any(&usual.any_of),
        })
    });
    departures.collect()
}
