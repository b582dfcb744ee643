//! Time zones as offsets from UTC: one's own, and those that a place of work asks for.
//!
//! In: "UTC+1", "GMT-03:30", or a place such as "Remote (UTC-5 to UTC+3)". Out: minutes ahead of UTC.

use crate::pattern::pattern;

pattern!(OFFSET, r"(?i)\b(?:UTC|GMT)[\s", "\u{A0}", r"]*(?:([+\-−–])[\s", "\u{A0}", r"]*(\d{1,2})(?::?(\d\d))?\b)?");

/// The farthest offset that there is, in hours.
const FARTHEST: i16 = 14;

/// Every offset that a text names, in minutes, in its order.
fn offsets(text: &str) -> Vec<i16> {
    let found = OFFSET.captures_iter(text).filter_map(|found| {
        let number = |group: usize| found.get(group).map_or(Some(0), |digits| digits.as_str().parse::<i16>().ok());
        let (hours, minutes) = (number(2)?, number(3)?);
        let sign = if found.get(1).is_some_and(|sign| sign.as_str() != "+") { -1 } else { 1 };
        (hours <= FARTHEST && minutes < 60).then(|| sign * (hours * 60 + minutes))
    });
    found.collect()
}

/// One's own offset, from "UTC+1" or "GMT".
pub(super) fn own(text: &str) -> Option<i16> {
    match offsets(text).as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// The offsets between which a place of work asks for, from "UTC-5 to UTC+3"; a single one is no range.
pub fn asked(place: &str) -> Option<(i16, i16)> {
    match offsets(place).as_slice() {
        [first, second] => Some((*first.min(second), *first.max(second))),
        _ => None,
    }
}

/// An offset as people write it.
pub fn named(minutes: i16) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    match (minutes.abs() / 60, minutes.abs() % 60) {
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_offsets_and_ranges() {
        assert_eq!(
            (own("UTC+1"), own("GMT"), own("utc -03:30"), own("UTC+19"), own("Lisbon")),
            (Some(60), Some(0), Some(-210), None, None)
        );
        assert_eq!(asked("Remote (UTC-5 to UTC+3)"), Some((-300, 180)));
        assert_eq!(asked("Remote, UTC+3 – UTC−5"), Some((-300, 180)));
        assert_eq!(asked("télétravail, utc\u{A0}+\u{A0}0530 to GMT"), Some((0, 330)));
        assert_eq!((asked("Remote (UTC+1)"), asked("Remote")), (None, None));
        assert_eq!([named(60), named(-210), named(0)], ["UTC+1", "UTC-3:30", "UTC+0"]);
    }
}
