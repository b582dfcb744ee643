//! Which bundles are taken, and in which order.
//!
//! In: a [`Board`], what is [`Known`], and the hours there are. Out: bundles. No one rule of choice is best for all markets: to count only
//! what a skill opens is blind to postings that need two of them, and to count how near it brings all of them opens many doors half. So a few
//! rules are followed to the end, and the one that has most within reach there is kept; of equals the one of fewer hours, then the first.

use std::collections::BTreeSet;

use super::board::{Board, Gain};
use super::route::{Bundle, Known};

/// A rule of choice; the best of its bundles per hour is taken, again and again.
#[derive(Clone, Copy)]
enum Rule {
    /// What brings all postings nearer, nearness being this power of the share of the way: the higher, the more the last steps count.
    Nearer(u32),
    /// What brings one posting within reach, rated by all that it opens; and once there are no hours for that, what brings all nearer.
    Opens,
}

const RULES: [Rule; 4] = [Rule::Nearer(4), Rule::Opens, Rule::Nearer(16), Rule::Nearer(1)];

/// The power for which a bundle that opens nothing is rated.
pub(super) const POWER: u32 = 4;

/// So many postings, the nearest ones, are looked at when a bundle is made for one.
const NEAREST: usize = 500;

/// The bundles to take, in order.
pub(super) fn choose(board: &Board<'_>, known: &Known<'_>, hours: u32) -> Vec<Bundle> {
    let outcomes = RULES.into_iter().map(|rule| follow(rule, board.clone(), known.clone(), hours));
    // The first of the best: a later one must be better.
    let best =
        outcomes.reduce(|best, next| if (next.opened, best.hours) > (best.opened, next.hours) { next } else { best });
    best.map_or_else(Vec::new, |best| best.bundles)
}

struct Outcome {
    bundles: Vec<Bundle>,
    opened: usize,
    hours: u32,
}

fn follow(rule: Rule, mut board: Board<'_>, mut known: Known<'_>, hours: u32) -> Outcome {
    let mut outcome = Outcome { bundles: Vec::new(), opened: 0, hours: 0 };
    while let Some(bundle) = next(rule, &board, &known, hours - outcome.hours) {
        outcome.opened += board.gain(&bundle, POWER).opened;
        outcome.hours += bundle.hours;
        for (skill, _) in &bundle.steps {
            board.learn(*skill);
            known.learn(*skill);
        }
        outcome.bundles.push(bundle);
    }
    outcome
}

/// The best bundle by a rule, of those for which there are hours and which help at all.
fn next(rule: Rule, board: &Board<'_>, known: &Known<'_>, hours: u32) -> Option<Bundle> {
    let singles = || board.candidates().filter_map(|skill| known.bundle(skill)).filter(|bundle| bundle.hours <= hours);
    let nearer = |power| best(singles().map(|bundle| (board.gain(&bundle, power).nearer, bundle)));
    match rule {
        Rule::Nearer(power) => nearer(power),
        Rule::Opens => {
            let bundles = for_one(board, known).into_iter().filter(|bundle| bundle.hours <= hours);
            let opened = |Gain { opened, .. }| opened as u64;
            best(bundles.map(|bundle| (opened(board.gain(&bundle, POWER)), bundle))).or_else(|| nearer(POWER))
        }
    }
}

/// The bundle of the highest gain per hour; of equals the shorter, then the first. What gains nothing is left.
fn best(rated: impl Iterator<Item = (u64, Bundle)>) -> Option<Bundle> {
    let helpful = rated.filter(|(gain, _)| *gain > 0);
    let best = helpful.reduce(|a, b| {
        let (left, right) = (u128::from(a.0) * u128::from(b.1.hours), u128::from(b.0) * u128::from(a.1.hours));
        if right > left || (right == left && b.1.hours < a.1.hours) { b } else { a }
    });
    best.map(|(_, bundle)| bundle)
}

/// For each of the nearest postings the skills that bring it within reach: always that which adds most to its score by some measure of hours,
/// and in the end none that is not needed.
fn for_one(board: &Board<'_>, known: &Known<'_>) -> Vec<Bundle> {
    let mut bundles = Vec::new();
    let mut seen = BTreeSet::new();
    let alone = |_: &[u32], skill| known.hours_of(skill);
    let none = |_: &[u32], skill| known.hours_of(skill).map(|_| 1);
    // What several skills rest on is learnt once. That is dear to work out.
    let together = |with: &[u32], _| known.bundle_of(with).map(|bundle| bundle.hours);
    let measures: [(&Measure<'_>, usize); 3] = [(&alone, NEAREST), (&none, NEAREST), (&together, NEAREST / 10)];
    let nearest = board.nearest(NEAREST);
    let tries =
        measures.into_iter().flat_map(|(hours, most)| nearest.iter().take(most).map(move |case| (*case, hours)));
    for (case, hours) in tries {
        let Some(mut skills) = enough_for(case, board, hours) else { continue };
        for at in (0..skills.len()).rev() {
            let mut fewer = skills.clone();
            fewer.remove(at);
            if board.is_opened_by(case, &fewer) {
                skills = fewer;
            }
        }
        skills.sort_unstable();
        if seen.insert(skills.clone()) {
            bundles.extend(known.bundle_of(&skills));
        }
    }
    bundles
}

/// The hours by which a skill, the last of several, is rated.
type Measure<'a> = dyn Fn(&[u32], u32) -> Option<u32> + 'a;

fn enough_for(case: usize, board: &Board<'_>, hours: &Measure<'_>) -> Option<Vec<u32>> {
    let mut skills: Vec<u32> = Vec::new();
    while !board.is_opened_by(case, &skills) {
        let more = board.helpful(case).filter(|skill| !skills.contains(skill));
        let rated = more.filter_map(|skill| {
            let with: Vec<u32> = skills.iter().copied().chain([skill]).collect();
            let gain = board.added(case, &with) - board.added(case, &skills);
            Some((gain, hours(&with, skill)?, skill))
        });
        let helpful = rated.filter(|(gain, ..)| *gain > 0);
        let best = helpful.reduce(|a, b| {
            let (left, right) = (u128::from(a.0) * u128::from(b.1), u128::from(b.0) * u128::from(a.1));
            if right > left || (right == left && b.1 < a.1) { b } else { a }
        });
        skills.push(best?.2);
    }
    Some(skills)
}
