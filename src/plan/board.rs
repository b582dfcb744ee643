//! The postings of a plan with what is learnt so far, and what learning more would change.
//!
//! In: cases, then skills one by one. Out: gains in whole numbers. What each skill does to each requirement is worked out once, at the start,
//! by the same rating that a fit is made of; after that everything is adding.

use std::collections::{BTreeMap, BTreeSet};

use super::gather::{Cases, Gatherer, Open};
use super::route::{Bundle, Known};
use crate::analysis::Importance;
use crate::fit::{Heading, Tenths};
use crate::profile::Profile;

/// What a skill makes of a requirement.
#[derive(Clone, Copy)]
struct Effect {
    case: u32,
    need: u16,
    /// In hundredths.
    credit: u64,
}

/// Where the postings stand.
pub(super) struct Board<'a> {
    cases: &'a [Open],
    gatherer: &'a Gatherer<'a>,
    /// By skill, in the order of cases and needs.
    effects: BTreeMap<u32, Vec<Effect>>,
    /// How many postings ask for each skill, and how many require it.
    asked: BTreeMap<u32, (usize, usize)>,
    /// By case and need, in hundredths.
    credits: Vec<Vec<u64>>,
    /// By case.
    met: Vec<u64>,
}

/// What a bundle would change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Gain {
    /// In thousandths of a posting, weighted by nearness.
    pub(super) nearer: u64,
    /// Postings that come within reach.
    pub(super) opened: usize,
}

impl<'a> Board<'a> {
    pub(super) fn set_up(cases: &'a Cases, gatherer: &'a Gatherer<'a>, known: &Known<'_>) -> Self {
        let cases = cases.open.as_slice();
        let mut board = Self {
            cases,
            gatherer,
            effects: BTreeMap::new(),
            asked: asked(cases),
            credits: cases.iter().map(|open| open.outline.needs.iter().map(|need| need.credit).collect()).collect(),
            met: cases.iter().map(|open| open.outline.met()).collect(),
        };
        board.work_out(known);
        board
    }

    /// What every skill that may be learnt makes of every requirement.
    fn work_out(&mut self, known: &Known<'_>) {
        let judge = &self.gatherer.judge;
        let mut learnable: BTreeSet<u32> = BTreeSet::new();
        for &skill in self.asked.keys() {
            let bundle = known.bundle(skill);
            learnable.extend(bundle.iter().flat_map(|bundle| &bundle.steps).map(|(skill, _)| *skill));
        }
        learnable.retain(|skill| !judge.is_avoided(*skill));
        let learnt: BTreeMap<u32, Profile> = learnable.iter().map(|skill| (*skill, judge.learnt(*skill))).collect();
        let mut touching: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let mut alike: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (skill, learnt) in &learnt {
            for reached in judge.reaches(learnt) {
                touching.entry(reached).or_default().push(*skill);
            }
            let groups: BTreeSet<&str> = learnt.skills.iter().filter_map(|held| judge.group_of(held.skill)).collect();
            for group in groups {
                alike.entry(group).or_default().push(*skill);
            }
        }
        for (case, open) in self.cases.iter().enumerate() {
            for (at, need) in open.outline.needs.iter().enumerate().filter(|(_, need)| need.credit < 100) {
                let mut skills: BTreeSet<u32> =
                    need.skills().filter_map(|skill| touching.get(&skill)).flatten().copied().collect();
                if need.or_similar() {
                    let groups = need.skills().filter_map(|skill| judge.group_of(skill));
                    skills.extend(groups.filter_map(|group| alike.get(group)).flatten());
                }
                for skill in skills {
                    let credit = learnt.get(&skill).map_or(0, |learnt| judge.credit(need, &learnt.skills));
                    if credit > need.credit {
                        let effect = Effect { case: case as u32, need: at as u16, credit };
                        self.effects.entry(skill).or_default().push(effect);
                    }
                }
            }
        }
    }

    /// The skills that would change something, in the order of the dictionary, and those that are asked for and cannot be planned.
    pub(super) fn candidates(&self) -> impl Iterator<Item = u32> + '_ {
        self.asked.keys().copied().filter(|skill| !self.gatherer.judge.is_avoided(*skill))
    }

    /// What a bundle would change.
    pub(super) fn gain(&self, bundle: &Bundle) -> Gain {
        let mut best: BTreeMap<(u32, u16), u64> = BTreeMap::new();
        for effect in bundle.steps.iter().filter_map(|(skill, _)| self.effects.get(skill)).flatten() {
            if effect.credit > self.credits[effect.case as usize][effect.need as usize] {
                let credit = best.entry((effect.case, effect.need)).or_default();
                *credit = effect.credit.max(*credit);
            }
        }
        let mut added: BTreeMap<u32, u64> = BTreeMap::new();
        for ((case, need), credit) in best {
            let before = self.credits[case as usize][need as usize];
            *added.entry(case).or_default() +=
                self.cases[case as usize].outline.parts(need as usize) * (credit - before);
        }
        let mut gain = Gain::default();
        for (case, added) in added {
            let (before, after) = (self.score(case as usize, 0), self.score(case as usize, added));
            gain.nearer += self.nearness(after) - self.nearness(before);
            gain.opened += usize::from(before < self.gatherer.threshold() && after >= self.gatherer.threshold());
        }
        gain
    }

    /// Learns a skill. The postings that come within reach, and how many come nearer.
    pub(super) fn learn(&mut self, skill: u32) -> (Vec<Heading>, usize) {
        let effects = self.effects.get(&skill).cloned().unwrap_or_default();
        let before: Vec<Tenths> = (0..self.cases.len()).map(|case| self.score(case, 0)).collect();
        for effect in effects {
            let (case, need) = (effect.case as usize, effect.need as usize);
            let credit = &mut self.credits[case][need];
            if effect.credit > *credit {
                self.met[case] += self.cases[case].outline.parts(need) * (effect.credit - *credit);
                *credit = effect.credit;
            }
        }
        let threshold = self.gatherer.threshold();
        let rises =
            (0..self.cases.len()).filter(|case| self.score(*case, 0) > before[*case] && before[*case] < threshold);
        let rises: Vec<usize> = rises.collect();
        let opened = rises.iter().filter(|case| self.score(**case, 0) >= threshold);
        let mut opened: Vec<Heading> = opened.map(|case| self.cases[*case].posting.clone()).collect();
        opened.sort_by(|a, b| (&a.title, &a.company, &a.id).cmp(&(&b.title, &b.company, &b.id)));
        (opened, rises.len())
    }

    /// How many postings ask for a skill, alone or as one of several, and how many require it.
    pub(super) fn asked_by(&self, skill: u32) -> (usize, usize) {
        self.asked.get(&skill).copied().unwrap_or_default()
    }

    /// How many postings ask for any of these skills.
    pub(super) fn asked_for_any(&self, skills: &[u32]) -> usize {
        let asks =
            |open: &&Open| open.outline.needs.iter().any(|need| need.skills().any(|skill| skills.contains(&skill)));
        self.cases.iter().filter(asks).count()
    }

    pub(super) fn within_reach(&self) -> usize {
        (0..self.cases.len()).filter(|case| self.score(*case, 0) >= self.gatherer.threshold()).count()
    }

    pub(super) fn name(&self, skill: u32) -> String {
        self.gatherer.dictionary().skills.get(skill as usize).map_or_else(String::new, |skill| skill.name.clone())
    }

    fn score(&self, case: usize, added: u64) -> Tenths {
        self.cases[case].outline.score(self.met[case] + added)
    }

    /// How near a score is to the threshold: the fourth power of its share, in thousandths.
    fn nearness(&self, score: Tenths) -> u64 {
        let threshold = self.gatherer.threshold().0.max(1).unsigned_abs();
        let share = score.0.max(0).unsigned_abs().min(threshold) * 1_000 / threshold;
        share.pow(4) / 1_000_u64.pow(3)
    }
}

fn asked(cases: &[Open]) -> BTreeMap<u32, (usize, usize)> {
    let mut asked: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    for open in cases {
        let mut of_case: BTreeMap<u32, bool> = BTreeMap::new();
        for need in &open.outline.needs {
            for skill in need.skills() {
                *of_case.entry(skill).or_default() |= need.importance() == Importance::Required;
            }
        }
        for (skill, is_required) in of_case {
            let counts = asked.entry(skill).or_default();
            counts.0 += 1;
            counts.1 += usize::from(is_required);
        }
    }
    asked
}
