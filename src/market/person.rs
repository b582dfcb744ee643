//! The market against one person: what each role asks for that they have, could have soon, or lack.
//!
//! The ids of a person's skills and the dictionary's transfers go in; per scope every asked-for skill comes out as have, one
//! step away, or missing.

use std::collections::{BTreeMap, BTreeSet};

use super::{Demand, Market, Scope};
use crate::dictionary::{Dictionary, Difficulty, Transfer};

/// How a person stands within one scope.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Which postings.
    pub scope: Scope,
    /// How many they are.
    pub n: u64,
    /// All asks of these postings (one posting asking for one skill), split by whether the person has the skill.
    pub asks: Asks,
    /// Every asked-for skill, most asked first.
    pub skills: Vec<StandingSkill>,
}

/// Asks, split by how far away the skill is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asks {
    /// For skills that the person has.
    pub have: u64,
    /// For skills that one they have carries over to.
    pub near: u64,
    /// For the others.
    pub missing: u64,
}

/// A demanded skill, and whether the person has it.
#[derive(Clone, Debug, PartialEq)]
pub struct StandingSkill {
    /// The demand.
    pub demand: Demand,
    /// How far away the skill is.
    pub state: State,
}

/// How far away a skill is.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// The person has it.
    Have,
    /// A skill they have carries over to it.
    Near {
        /// The skill that carries over, by name.
        from: String,
        /// How hard.
        difficulty: Difficulty,
        /// Hours to a working level.
        hours: u32,
    },
    /// Neither.
    Missing,
}

impl Market {
    /// Where a person stands in each of [`Scope::ALL`] that has postings. `have` holds the ids of the person's skills.
    pub fn standing(&self, dictionary: &Dictionary, have: &BTreeSet<String>) -> Vec<Standing> {
        let steps = steps(dictionary, have);
        let state = |skill: u32| {
            let id = &self.skill(skill).id;
            if have.contains(id) { State::Have } else { steps.get(id.as_str()).cloned().unwrap_or(State::Missing) }
        };
        self.demand
            .iter()
            .filter(|demand| demand.n > 0)
            .map(|demand| {
                let mut asks = Asks::default();
                let skills = demand.skills.iter().map(|&demand| {
                    let state = state(demand.what);
                    match state {
                        State::Have => asks.have += demand.asked,
                        State::Near { .. } => asks.near += demand.asked,
                        State::Missing => asks.missing += demand.asked,
                    }
                    StandingSkill { demand, state }
                });
                let skills = skills.collect();
                Standing { scope: demand.scope, n: demand.n, asks, skills }
            })
            .collect()
    }
}

/// For every skill that something the person has carries over to: the easiest way.
fn steps<'d>(dictionary: &'d Dictionary, have: &BTreeSet<String>) -> BTreeMap<&'d str, State> {
    let skill = |number: u32| dictionary.skills.get(number as usize);
    let mut best: BTreeMap<&str, &Transfer> = BTreeMap::new();
    let owned = |transfer: &'d Transfer| {
        transfer.from.iter().filter_map(|&number| skill(number)).find(|skill| have.contains(&skill.id))
    };
    for transfer in dictionary.transfers.iter().filter(|transfer| owned(transfer).is_some()) {
        for to in transfer.to.iter().filter_map(|&number| skill(number)) {
            let kept = best.entry(&to.id).or_insert(transfer);
            if (transfer.difficulty, transfer.hours) < (kept.difficulty, kept.hours) {
                *kept = transfer;
            }
        }
    }
    best.into_iter()
        .filter_map(|(to, transfer)| {
            let from = owned(transfer)?.name.clone();
            Some((to, State::Near { from, difficulty: transfer.difficulty, hours: transfer.hours }))
        })
        .collect()
}
