//! Pay made comparable: what a posting states becomes one yearly amount.
//!
//! The amount is the middle of the range, or the one end that is stated. It is converted as [`facts::yearly`] says and rounded
//! to four significant digits, so that the number of distinct amounts, and with it memory, stays small; the rounding
//! moves no amount by more than 0.05 %.

use crate::facts;
use crate::posting::{Period, Salary};

/// The yearly amount in whole units of the currency; `None` when no amount or no period is stated, or it is not positive.
pub(super) fn yearly(min: Option<f64>, max: Option<f64>, period: Option<&str>) -> Option<u64> {
    let period = Period::from_name(period?)?;
    let (low, high) = facts::yearly(&Salary { min, max, currency: None, period: Some(period), text: String::new() })?;
    let amount = f64::midpoint(low, high);
    // Past a billion a year it is a misread number, not pay, in any currency.
    (1.0..1e9).contains(&amount).then(|| four_digits(amount))
}

fn four_digits(amount: f64) -> u64 {
    let unit = 10_f64.powf((amount.log10().floor() - 3.0).max(0.0));
    ((amount / unit).round() * unit) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_period_is_converted() {
        let of = |amount, period| yearly(Some(amount), Some(amount), Some(period));
        assert_eq!(of(90_000.0, "year"), Some(90_000));
        assert_eq!(of(5_000.0, "month"), Some(60_000));
        assert_eq!(of(1_000.0, "week"), Some(52_000));
        assert_eq!(of(500.0, "day"), Some(130_000));
        assert_eq!(of(62.5, "hour"), Some(130_000));
    }

    #[test]
    fn the_middle_of_a_range_rounded_to_four_digits() {
        assert_eq!(yearly(Some(80_000.0), Some(95_000.0), Some("year")), Some(87_500));
        assert_eq!(yearly(Some(123_456.0), None, Some("year")), Some(123_500));
        assert_eq!(yearly(None, Some(99_996.0), Some("year")), Some(100_000));
    }

    #[test]
    fn what_is_not_pay_is_left_out() {
        assert_eq!(yearly(None, None, Some("year")), None);
        assert_eq!(yearly(Some(50.0), None, None), None);
        assert_eq!(yearly(Some(50.0), None, Some("sprint")), None);
        assert_eq!(yearly(Some(-5.0), None, Some("year")), None);
        assert_eq!(yearly(Some(f64::NAN), None, Some("year")), None);
        assert_eq!(yearly(Some(f64::INFINITY), None, Some("year")), None);
    }
}
