//! What would raise a fit most: for each skill that is not fully met, what learning it would add to the sum.
//!
//! In: the requirements and their ratings. Out: [`Raise`]s, most first. Counterfactual by nature: the gain is what the sum would
//! be if the profile had the skill too, at a working level, with no years yet, and with all that it implies.

use super::credit::{Rating, Requirement, Scale};
use super::{Tenths, Weights};
use crate::analysis::Importance;
use crate::dictionary::Difficulty;
use crate::profile::{Held, Level, Profile};

/// So many are named.
const MOST: usize = 5;

/// A skill that would raise the sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raise {
    /// Dictionary id.
    pub id: String,
    /// As people write it.
    pub name: String,
    /// The strongest importance among the requirements that it would help to meet.
    pub importance: Importance,
    /// What it would add to the sum, before caps.
    pub gain: Tenths,
    /// The shortest way there, where the dictionary knows one.
    pub step: Option<Step>,
    /// The profile has it already, at too low a level.
    pub is_deepening: bool,
}

/// A way to a new skill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The skill of the profile that carries over, by name.
    pub from: String,
    /// How hard.
    pub difficulty: Difficulty,
    /// Hours to a working level.
    pub hours: u32,
}

/// The skills that would raise the sum most. Of several that would meet the same requirement only the best is named.
pub(super) fn find(
    requirements: &[Requirement<'_>],
    ratings: &[Rating<'_>],
    weights: &Weights,
    scale: &Scale<'_>,
    profile: &Profile,
) -> Vec<Raise> {
    let parts = |credits: &dyn Fn(usize) -> u64| -> u64 {
        requirements.iter().enumerate().map(|(at, r)| weights.parts(r.importance) * credits(at)).sum()
    };
    let sum = weights.score(parts(&|at| ratings[at].credit));
    let mut raises: Vec<Raise> = Vec::new();
    for (requirement, rating) in requirements.iter().zip(ratings) {
        if rating.credit == 100 {
            continue;
        }
        let members = requirement.members.iter().filter(|member| !scale.is_avoided(member.skill));
        let best = members.filter_map(|member| {
            let mut learnt = Profile::default();
            learnt.hold(Held { years: Some(0.0), ..Held::new(member.skill, Level::Working) }, scale.dictionary);
            let with: Vec<u64> = requirements
                .iter()
                .zip(ratings)
                .map(|(requirement, rating)| rating.credit.max(scale.rate(requirement, &learnt.skills).credit))
                .collect();
            let helped =
                requirements.iter().zip(ratings).zip(&with).filter(|((_, before), after)| **after > before.credit);
            let skill = scale.dictionary.skills.get(member.skill as usize)?;
            let step = scale.shortest_transfer(member.skill, &profile.skills);
            Some(Raise {
                id: skill.id.clone(),
                name: skill.name.clone(),
                importance: helped.map(|((requirement, _), _)| requirement.importance).max()?,
                gain: Tenths(weights.score(parts(&|at| with[at])).0 - sum.0),
                step: step.and_then(|(transfer, held)| {
                    let from = scale.dictionary.skills.get(held.skill as usize)?.name.clone();
                    Some(Step { from, difficulty: transfer.difficulty, hours: transfer.hours })
                }),
                is_deepening: profile.own_skills().any(|held| held.skill == member.skill),
            })
        });
        raises.extend(best.min_by(order).filter(|raise| raise.gain.0 > 0));
    }
    raises.sort_by(order);
    raises.dedup_by(|a, b| a.id == b.id);
    raises.truncate(MOST);
    raises
}

/// The largest gain first, then the fewest hours (unknown last), then by name.
fn order(a: &Raise, b: &Raise) -> std::cmp::Ordering {
    let hours = |raise: &Raise| raise.step.as_ref().map_or(u32::MAX, |step| step.hours);
    b.gain
        .cmp(&a.gain)
        .then_with(|| hours(a).cmp(&hours(b)))
        .then_with(|| a.name.cmp(&b.name))
        .then_with(|| a.id.cmp(&b.id))
}
