//! The postings of a plan with what is learnt so far, and what learning more would change.
//!
//! In: cases, then skills one by one. Out: gains in whole numbers. What each skill does to each requirement is worked out once, at the start,
//! by the same rating that a fit is made of; after that everything is adding.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::gather::{Cases, Gatherer, Open};
use super::route::{Bundle, Known};
use crate::analysis::Importance;
use crate::fit::{Heading, Tenths};
use crate::profile::Profile;

/// A skill is chosen for itself only where one in so many postings asks for it; others may have to come before. Else what carries over to much
/// that is asked for would be learnt for that alone: a tool that nobody wants instead of the one that all want.
const ONE_IN: usize = 20;

/// What a skill makes of a requirement.
#[derive(Clone, Copy)]
struct Effect {
    case: u32,
    need: u16,
    /// In hundredths.
    credit: u64,
}

/// Where the postings stand.
#[derive(Clone)]
pub(super) struct Board<'a> {
    cases: &'a [Open],
    gatherer: &'a Gatherer<'a>,
    /// By skill, in the order of cases and needs.
    effects: Rc<BTreeMap<u32, Vec<Effect>>>,
    /// By case: the skills that have an effect on it.
    helpful: Rc<Vec<Vec<u32>>>,
    /// How many postings ask for each skill, and how many require it.
    asked: Rc<BTreeMap<u32, (usize, usize)>>,
    /// By case and need, in hundredths.
    credits: Vec<Vec<u64>>,
    /// By case.
    met: Vec<u64>,
}

/// What a bundle would change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Gain {
    /// In millionths of a posting, weighted by nearness.
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
            effects: Rc::default(),
            helpful: Rc::default(),
            asked: Rc::new(asked(cases)),
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
        let mut effects: BTreeMap<u32, Vec<Effect>> = BTreeMap::new();
        let mut helpful = vec![Vec::new(); self.cases.len()];
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
                        effects.entry(skill).or_default().push(effect);
                        helpful[case].push(skill);
                    }
                }
            }
            helpful[case].sort_unstable();
            helpful[case].dedup();
        }
        self.effects = Rc::new(effects);
        self.helpful = Rc::new(helpful);
    }

    /// The postings that are not within reach, the nearest first, at most so many.
    pub(super) fn nearest(&self, most: usize) -> Vec<usize> {
        let far = (0..self.cases.len()).filter(|case| self.score(*case, 0) < self.gatherer.threshold());
        let mut far: Vec<usize> = far.collect();
        // By id among equals, so that the order of the postings changes nothing.
        far.sort_by_key(|case| (std::cmp::Reverse(self.score(*case, 0)), &self.cases[*case].posting.id));
        far.truncate(most);
        far
    }

    /// The candidates that have an effect on a posting.
    pub(super) fn helpful(&self, case: usize) -> impl Iterator<Item = u32> + '_ {
        self.helpful[case].iter().copied().filter(|skill| self.is_candidate(*skill))
    }

    /// What skills add to the parts that are met of one posting.
    pub(super) fn added(&self, case: usize, skills: &[u32]) -> u64 {
        let mut best: BTreeMap<u16, u64> = BTreeMap::new();
        for effects in skills.iter().filter_map(|skill| self.effects.get(skill)) {
            // Sorted by case.
            let first = effects.partition_point(|effect| (effect.case as usize) < case);
            for effect in effects[first..].iter().take_while(|effect| effect.case as usize == case) {
                let credit = best.entry(effect.need).or_default();
                *credit = effect.credit.max(*credit);
            }
        }
        let added = best.into_iter().map(|(need, credit)| {
            let before = self.credits[case][need as usize];
            self.cases[case].outline.parts(need as usize) * credit.saturating_sub(before)
        });
        added.sum()
    }

    /// Whether skills bring a posting within reach.
    pub(super) fn is_opened_by(&self, case: usize, skills: &[u32]) -> bool {
        self.score(case, self.added(case, skills)) >= self.gatherer.threshold()
    }

    /// The skills that a plan may choose for themselves, in the order of the dictionary: asked for by enough postings, and not avoided.
    /// Among them are those that nothing tells the hours of.
    pub(super) fn candidates(&self) -> impl Iterator<Item = u32> + '_ {
        self.asked.keys().copied().filter(|skill| self.is_candidate(*skill))
    }

    fn is_candidate(&self, skill: u32) -> bool {
        let fewest = self.cases.len().div_ceil(ONE_IN);
        self.asked_by(skill).0 >= fewest && !self.gatherer.judge.is_avoided(skill)
    }

    /// What a bundle would change; nearness is this power of the share of the way.
    pub(super) fn gain(&self, bundle: &Bundle, power: u32) -> Gain {
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
            gain.nearer += self.nearness(after, power) - self.nearness(before, power);
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

    /// How near a score is to the threshold: a power of its share, in millionths.
    fn nearness(&self, score: Tenths, power: u32) -> u64 {
        const ONE: u64 = 1_000_000;
        let threshold = self.gatherer.threshold().0.max(1).unsigned_abs();
        let share = score.0.max(0).unsigned_abs().min(threshold) * ONE / threshold;
        (1..power).fold(share, |nearness, _| nearness * share / ONE)
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
