//! How a skill can be learnt from what is known: in how many hours, from where, and what must come before.
//!
//! In: a profile, and the skills learnt so far. Out: a [`Bundle`] for a skill, or none where the dictionary has nothing to go by.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::{Rest, Step};
use crate::analysis::SkillKind;
use crate::dictionary::{Dictionary, Difficulty, taught};
use crate::profile::{Level, Profile, implied};

/// From where a skill is learnt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// From the beginning.
    Scratch,
    /// It is there at basic level.
    Deepen,
    /// Another skill carries over.
    Transfer {
        /// That skill, as people write it.
        from: String,
        /// How hard.
        difficulty: Difficulty,
        /// Why.
        why: String,
    },
}

/// A way with its hours.
#[derive(Clone, Debug)]
pub(super) struct Route {
    pub(super) hours: u32,
    pub(super) way: Way,
    /// The skills that must come before, known ones among them.
    pub(super) after: Vec<u32>,
}

/// A skill with all that must come before it, in order; the skill itself is last.
#[derive(Clone, Debug)]
pub(super) struct Bundle {
    pub(super) steps: Vec<(u32, Route)>,
    pub(super) hours: u32,
}

/// What a person knows while a plan is made.
pub(super) struct Known<'a> {
    dictionary: &'a Dictionary,
    /// At a working level or above.
    solid: BTreeSet<u32>,
    /// At any level.
    any: BTreeSet<u32>,
    /// The hours of bundles, as far as they were asked for since the last skill was learnt.
    hours: RefCell<BTreeMap<u32, Option<u32>>>,
}

impl Clone for Known<'_> {
    /// Without the hours: a copy is made to learn something.
    fn clone(&self) -> Self {
        Self {
            dictionary: self.dictionary,
            solid: self.solid.clone(),
            any: self.any.clone(),
            hours: RefCell::default(),
        }
    }
}

impl<'a> Known<'a> {
    pub(super) fn of(profile: &Profile, dictionary: &'a Dictionary) -> Self {
        let solid = profile.skills.iter().filter(|held| held.level >= Level::Working).map(|held| held.skill).collect();
        let any = profile.skills.iter().map(|held| held.skill).collect();
        Self { dictionary, solid, any, hours: RefCell::default() }
    }

    pub(super) fn dictionary(&self) -> &'a Dictionary {
        self.dictionary
    }

    pub(super) fn is_solid(&self, skill: u32) -> bool {
        self.solid.contains(&skill)
    }

    pub(super) fn learn(&mut self, skill: u32) {
        let all: Vec<u32> = taught(skill, self.dictionary).into_iter().chain([skill]).collect();
        self.hours.take();
        self.solid.extend(all.iter().copied());
        self.any.extend(all);
    }

    /// A skill with all that must come before it. `None` where it is known, or nothing tells its hours or those of what comes before.
    pub(super) fn bundle(&self, skill: u32) -> Option<Bundle> {
        let mut bundle = Bundle { steps: Vec::new(), hours: 0 };
        let mut known = self.clone();
        known.add(skill, &mut bundle, &mut BTreeSet::new())?;
        Some(bundle)
    }

    /// Several skills with all that must come before them.
    pub(super) fn bundle_of(&self, skills: &[u32]) -> Option<Bundle> {
        let mut bundle = Bundle { steps: Vec::new(), hours: 0 };
        let mut known = self.clone();
        for &skill in skills {
            if !known.is_solid(skill) {
                known.add(skill, &mut bundle, &mut BTreeSet::new())?;
            }
        }
        Some(bundle)
    }

    /// The hours of a skill with all that must come before it.
    pub(super) fn hours_of(&self, skill: u32) -> Option<u32> {
        *self.hours.borrow_mut().entry(skill).or_insert_with(|| self.bundle(skill).map(|bundle| bundle.hours))
    }

    /// Adds a skill behind what must come before it; `open` guards against circles.
    fn add(&mut self, skill: u32, bundle: &mut Bundle, open: &mut BTreeSet<u32>) -> Option<()> {
        if !open.insert(skill) {
            return None;
        }
        let route = self.route(skill)?;
        for &before in &route.after {
            if !self.any.contains(&before) {
                self.add(before, bundle, open)?;
            }
        }
        // What came before may have made it shorter, or taught it.
        if !self.solid.contains(&skill) {
            let route = self.route(skill)?;
            bundle.hours += route.hours;
            bundle.steps.push((skill, route));
            self.learn(skill);
        }
        open.remove(&skill);
        Some(())
    }

    /// The shortest way to a skill that is not known yet.
    fn route(&self, skill: u32) -> Option<Route> {
        if self.solid.contains(&skill) {
            return None;
        }
        let learning = self.dictionary.learning.get(&skill);
        let own = learning.map(|learning| {
            if self.any.contains(&skill) {
                (learning.hours.div_ceil(2), Way::Deepen)
            } else {
                (learning.hours, Way::Scratch)
            }
        });
        let transfers = self.dictionary.transfers.iter().filter(|transfer| transfer.to.contains(&skill));
        let carried = transfers.filter_map(|transfer| {
            let from = transfer.from.iter().find(|from| self.solid.contains(from))?;
            let from = self.dictionary.skills.get(*from as usize)?.name.clone();
            Some((transfer.hours, Way::Transfer { from, difficulty: transfer.difficulty, why: transfer.why.clone() }))
        });
        let (hours, way) = own.into_iter().chain(carried).min_by_key(|(hours, _)| *hours)?;
        let is_same_work = matches!(way, Way::Transfer { difficulty: Difficulty::VeryLow, .. });
        let listed = learning.filter(|_| !is_same_work).map_or(&[][..], |learning| &learning.after);
        // The tools that come along with a skill are no gift: who learns EKS must know AWS. Those that have no hours are taken to be
        // in the entry's own; where there is no entry they stand in the way.
        let kind = |skill: u32| self.dictionary.skills.get(skill as usize).map(|skill| skill.kind);
        let stands_for_itself = |tool: &u32| learning.is_none() || self.dictionary.learning.contains_key(tool);
        let tools =
            implied(skill, self.dictionary).into_iter().filter(|implied| kind(*implied) == Some(SkillKind::Tool));
        let mut after = listed.to_vec();
        after.extend(tools.filter(|tool| !listed.contains(tool)).filter(stands_for_itself));
        Some(Route { hours, way, after })
    }

    /// What a step rests on, as things are before it is learnt.
    pub(super) fn rests_on(&self, skill: u32, route: &Route, earlier: &[Step]) -> Vec<Rest> {
        let own = route.after.iter().filter(|before| **before != skill && self.any.contains(before));
        own.filter_map(|before| {
            let entry = self.dictionary.skills.get(*before as usize)?;
            let step = earlier.iter().position(|step| step.id == entry.id).map(|at| at + 1);
            Some(Rest { name: entry.name.clone(), step })
        })
        .collect()
    }
}
