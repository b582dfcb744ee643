//! The figures of a trend: two halves of the dated postings, and how demand moved between them.

#[cfg(doc)]
use super::FLOOR_SHARE;
use crate::statistics::Interval;

/// Demand in the four roles, earlier against later.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// The earlier half.
    pub earlier: Half,
    /// The later half.
    pub later: Half,
    /// Skills asked for in both halves together at least [`FLOOR_SHARE`] times, the greatest change in share first.
    pub skills: Vec<Move>,
}

/// Half of the dated postings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Half {
    /// First day, as an ISO string.
    pub from: String,
    /// Last day, as an ISO string.
    pub to: String,
    /// Postings of the four roles.
    pub n: u64,
    /// All their asks (one posting asking for one skill).
    pub asks: u64,
}

impl Half {
    /// How many skills a posting of this half asks for on average.
    pub fn asks_per_posting(&self) -> f64 {
        self.asks as f64 / self.n as f64
    }
}

impl Trend {
    /// Whether the two halves ask for so different numbers of skills that every share is moved by it: the texts are of
    /// another kind then, and a common rise or fall says little about demand.
    pub fn is_lopsided(&self) -> bool {
        is_lopsided(self.earlier.asks_per_posting(), self.later.asks_per_posting())
    }
}

/// Whether two collections ask for so different numbers of skills a posting that their texts are of different kinds.
pub(crate) fn is_lopsided(earlier: f64, later: f64) -> bool {
    (earlier - later).abs() > LOPSIDED * earlier.max(later)
}

/// A difference in skills a posting beyond this share is more than a change of taste.
const LOPSIDED: f64 = 0.15;

/// How demand for one skill moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Move {
    /// Number of the skill.
    pub skill: u32,
    /// Share in the earlier half.
    pub earlier: Interval,
    /// Share in the later half.
    pub later: Interval,
    /// Rank by share in the earlier half, from 1.
    pub earlier_rank: usize,
    /// Rank by share in the later half, from 1.
    pub later_rank: usize,
}

impl Move {
    /// Whether the two intervals do not meet: more than chance would easily do.
    pub fn is_notable(&self) -> bool {
        self.earlier.high < self.later.low || self.later.high < self.earlier.low
    }

    /// Change of the share, in 0 to 1.
    pub fn change(&self) -> f64 {
        self.later.share - self.earlier.share
    }
}
