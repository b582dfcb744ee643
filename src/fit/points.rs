//! Weights, credits and points in whole numbers, so that no order of adding can change a digit and printed figures add up.
//!
//! In: how many requirements of each importance. Out: what each weighs, and the sum of what they earn in tenths of a point.

use std::fmt;

use super::UNSAID_WEIGHT;
use super::credit::Requirement;
use crate::analysis::Importance;

/// Up to so many requirements a mentioned one has its full weight.
const FULL_WEIGHT_UP_TO: u64 = 12;

/// What the requirements weigh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights {
    /// How many requirements of each importance, in the order of [`Importance::ALL`].
    pub count: [u64; 3],
    /// What one of each weighs, in the same order.
    pub each: [Weight; 3],
    /// What all weigh together.
    pub asked: Weight,
    /// [`Self::asked`] and [`UNSAID_WEIGHT`]: what the sum is divided by.
    pub total: Weight,
}

/// An exact weight: `parts` ÷ `of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// Numerator.
    pub parts: u64,
    /// Denominator, the same for all weights of one fit.
    pub of: u64,
}

/// A share in hundredths, 0 to 100.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Credit(pub u64);

/// A number of points in tenths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tenths(pub i64);

impl Weight {
    /// As a number.
    pub fn value(self) -> f64 {
        self.parts as f64 / self.of as f64
    }
}

impl fmt::Display for Weight {
    /// At most two decimals, none that say nothing: `3`, `0.5`, `0.43`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.2}", self.value());
        f.pad(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl fmt::Display for Credit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{:02}", self.0 / 100, self.0 % 100))
    }
}

impl Tenths {
    /// As a number of points.
    pub fn points(self) -> f64 {
        self.0 as f64 / 10.0
    }
}

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        f.pad(&format!("{sign}{}.{}", self.0.abs() / 10, self.0.abs() % 10))
    }
}

impl Weights {
    pub(super) fn of(requirements: &[Requirement<'_>]) -> Self {
        let n = requirements.len() as u64;
        let of = n.max(FULL_WEIGHT_UP_TO);
        let mut count = [0; 3];
        for requirement in requirements {
            count[requirement.importance as usize] += 1;
        }
        // In of-ths. A mentioned one is 6 ÷ n, which is 0.5 at the twelve up to which it keeps its full weight.
        let each = [FULL_WEIGHT_UP_TO / 2, of, 3 * of];
        let asked = each.iter().zip(&count).map(|(weight, count)| weight * count).sum();
        let weight = |parts| Weight { parts, of };
        Self { count, each: each.map(weight), asked: weight(asked), total: weight(asked + UNSAID_WEIGHT * of) }
    }

    pub(super) fn parts(&self, importance: Importance) -> u64 {
        self.each[importance as usize].parts
    }

    /// The score of a sum of weight parts times credit hundredths, rounded once.
    pub(super) fn score(&self, met: u64) -> Tenths {
        let total = self.total.parts;
        Tenths(((met * 10 + total / 2) / total).cast_signed())
    }

    /// Gives each line its points in tenths such that they add up to `sum`: rounded down, and what is left over goes to
    /// those that lost most (the earlier of equals).
    pub(super) fn apportion(&self, exact: &[u64], sum: Tenths) -> Vec<Tenths> {
        let total = self.total.parts;
        let mut points: Vec<Tenths> = exact.iter().map(|met| Tenths((met * 10 / total).cast_signed())).collect();
        let left_over = sum.0 - points.iter().map(|points| points.0).sum::<i64>();
        let mut by_loss: Vec<usize> = (0..exact.len()).collect();
        by_loss.sort_by_key(|&line| (std::cmp::Reverse(exact[line] * 10 % total), line));
        for &line in by_loss.iter().take(left_over.max(0) as usize) {
            points[line].0 += 1;
        }
        points
    }
}
