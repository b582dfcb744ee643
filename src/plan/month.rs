//! Steps laid over months.
//!
//! In: a plan with its steps. Out: per month, the steps that fall into it and their hours.

use super::Plan;

/// One month of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// From 1.
    pub number: u32,
    /// What is learnt in it, in order.
    pub shares: Vec<Share>,
    /// Counterfactual: how many postings are within reach at its end.
    pub within_reach: usize,
}

/// What of a step falls into a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The number of the step, from 1.
    pub step: usize,
    /// Hours in this month.
    pub hours: u32,
    /// Whether the step ends in this month.
    pub is_end: bool,
}

/// Hours in so many months: a month is a twelfth of 52 weeks.
pub(super) fn hours(a_week: u8, months: u32) -> u32 {
    u32::from(a_week) * 52 * months / 12
}

/// The steps over months, one behind the other.
pub(super) fn lay_out(plan: &Plan) -> Vec<Month> {
    let mut months = Vec::new();
    let mut within_reach = plan.postings.within_reach;
    let (mut step, mut done) = (0, 0);
    while step < plan.steps.len() {
        let number = months.len() as u32 + 1;
        // Rounding is carried over, so that twelve months have the hours of a year.
        let mut left = hours(plan.hours_a_week, number) - hours(plan.hours_a_week, number - 1);
        let mut shares = Vec::new();
        while let Some(current) = plan.steps.get(step).filter(|_| left > 0) {
            let taken = left.min(current.hours - done);
            left -= taken;
            done += taken;
            let is_end = done == current.hours;
            shares.push(Share { step: step + 1, hours: taken, is_end });
            if is_end {
                within_reach = current.within_reach;
                (step, done) = (step + 1, 0);
            }
        }
        months.push(Month { number, shares, within_reach });
    }
    months
}
