//! Stretches of working life, and the years that several of them cover together.
//!
//! In: first and last days. Out: years, where what overlaps counts once.

use jiff::ToSpan as _;
use jiff::civil::Date;

/// Which end of an employment a date is; it decides what an incomplete date stands for.
#[derive(Clone, Copy)]
pub(super) enum Edge {
    Start,
    End,
}

/// The day that a year, or a year and month, stands for. A bare year is its middle, at either edge; a month is worked in full.
pub(super) fn day(year: i16, month: Option<i8>, edge: Edge) -> Option<Date> {
    match (month, edge) {
        (None, _) => Date::new(year, 7, 1).ok(),
        (Some(month), Edge::Start) => Date::new(year, month, 1).ok(),
        (Some(month), Edge::End) => Date::new(year, month, 1).ok()?.checked_add(1.month()).ok(),
    }
}

/// The years that stretches cover together, to a tenth. `None` when there is none.
pub(super) fn years(mut spans: Vec<(Date, Date)>) -> Option<f64> {
    if spans.is_empty() {
        return None;
    }
    spans.sort_unstable();
    let mut days = 0;
    let mut covered_to = Date::MIN;
    for (start, end) in spans {
        let from = start.max(covered_to);
        if end > from {
            days += (end - from).get_days();
            covered_to = end;
        }
    }
    Some((f64::from(days) / 365.25 * 10.0).round() / 10.0)
}
