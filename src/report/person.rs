//! The postings that a person reaches, and the first steps of their plan, as the report shows them.

use serde::Serialize;

use super::FirstStep;
use super::words::{count, part, scope, width};
use crate::market::{FLOOR_SHARE, Market, Reach, Scope};

/// How many of the steps of a plan are shown.
const MOST_STEPS: usize = 6;

/// One scope by the fit of its postings.
#[derive(Debug, Serialize)]
pub(super) struct ReachRow {
    pub(super) name: &'static str,
    pub(super) role: &'static str,
    pub(super) n: String,
    /// Shares with a fit of at least each level.
    pub(super) shares: [String; 3],
    /// The share that would reach the middle level were there only skills.
    pub(super) skills_alone: String,
    /// Widths of the bar's parts in percent: the best fits, then what the next levels add.
    pub(super) parts: [f64; 3],
}

pub(super) fn reach(market: &Market) -> Vec<ReachRow> {
    let row = |one: &Reach| {
        let [fair, good, best] = one.counts.fit;
        let fill = |hits: u64| width(hits as f64 / one.n as f64);
        ReachRow {
            name: scope(one.scope),
            role: match one.scope {
                Scope::One(role) => role.name(),
                _ => "",
            },
            n: count(one.n),
            shares: one.counts.fit.map(|hits| part(hits, one.n)),
            skills_alone: part(one.counts.skills_alone[1], one.n),
            parts: [fill(best), fill(good - best), fill(fair - good)],
        }
    };
    market.reach.iter().filter(|one| one.n >= FLOOR_SHARE).map(row).collect()
}

/// One step of the plan.
#[derive(Debug, Serialize)]
pub(super) struct StepRow {
    pub(super) name: String,
    pub(super) hours: String,
    pub(super) how: String,
    pub(super) opens: String,
    pub(super) within_reach: String,
}

pub(super) fn steps(steps: &[FirstStep]) -> Vec<StepRow> {
    let row = |step: &FirstStep| StepRow {
        name: step.name.clone(),
        hours: count(u64::from(step.hours)),
        how: match &step.from {
            Some(from) => format!("from {from}"),
            None if step.deepens => "from your basics".to_owned(),
            None => "from scratch".to_owned(),
        },
        opens: count(step.opens),
        within_reach: format!("{} of {}", count(step.within_reach), count(step.of)),
    };
    steps.iter().take(MOST_STEPS).map(row).collect()
}
