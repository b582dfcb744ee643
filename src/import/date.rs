//! Days as sources write them.
//!
//! In: a text or a number. Out: a [`Date`], or none where the day is not certain: no clock is read, so "3 days ago" is
//! none, and "04/05/2026" is none because two countries read it differently.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;

/// The years that a job posting can be of; a number outside them is not a date.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// The first eleven letters suffice to tell months apart; three do in English.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The day that a value names: a text of any accepted form, or seconds or milliseconds since 1970.
pub(super) fn of_value(value: &Value) -> Option<Date> {
    match value {
        Value::String(text) => of_text(text),
        Value::Number(number) => of_epoch(number.as_i64().or_else(|| number.as_f64().map(|n| n as i64))?),
        _ => None,
    }
}

/// The day that a text names.
pub(super) fn of_text(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.is_empty() || text.len() > 100 {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return match text.len() {
            8 => date(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?),
            9..=13 => of_epoch(text.parse().ok()?),
            _ => None,
        };
    }
    let parts: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).take(6).collect();
    numeric(text, &parts).or_else(|| worded(&parts))
}

/// `2026-05-04…`, `2026/05/04`, `04.05.2026`, `13/05/2026`, `05/13/2026`.
fn numeric(text: &str, parts: &[&str]) -> Option<Date> {
    let [first, second, third, ..] = parts else { return None };
    if !first.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if first.len() == 4 {
        // The day may be glued to its time: 2026-05-04T10:00:00Z.
        let day = &third[..third.bytes().take_while(u8::is_ascii_digit).count().min(2)];
        return date(first.parse().ok()?, second.parse().ok()?, day.parse().ok()?);
    }
    let (first, second, year) = (first.parse().ok()?, second.parse().ok()?, third.parse().ok()?);
    if text.contains('.') {
        return date(year, second, first);
    }
    match (first, second) {
        (13.., ..=12) => date(year, second, first),
        (..=12, 13..) => date(year, first, second),
        _ if first == second => date(year, first, second),
        _ => None,
    }
}

/// `May 4, 2026`, `4 May 2026`, `Mon, 04 May 2026 10:00:00 GMT`.
fn worded(parts: &[&str]) -> Option<Date> {
    let at = parts.iter().position(|part| month(part).is_some())?;
    let month = month(parts[at])?;
    let day_before = at.checked_sub(1).and_then(|before| day(parts[before]));
    match day_before {
        Some(day) => date(parts.get(at + 1)?.parse().ok()?, month, day),
        None => date(parts.get(at + 2)?.parse().ok()?, month, day(parts.get(at + 1)?)?),
    }
}

fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    if word.len() < 3 {
        return None;
    }
    let at = MONTHS.iter().position(|month| month.starts_with(&word) || (word == "sept" && *month == "september"))?;
    i8::try_from(at + 1).ok()
}

/// `4`, `04`, `4th`.
fn day(word: &str) -> Option<i8> {
    word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()
}

fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    YEARS.contains(&year).then(|| Date::new(year, month, day).ok()).flatten()
}

fn of_epoch(number: i64) -> Option<Date> {
    // A number of this size in seconds would be after the year 5000: it is in milliseconds.
    let seconds = if number.abs() >= 100_000_000_000 { number / 1000 } else { number };
    let date = Timestamp::from_second(seconds).ok()?.to_zoned(TimeZone::UTC).date();
    YEARS.contains(&date.year()).then_some(date)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn accepted_forms() {
        for (text, expected) in [
            ("2026-05-04", "2026-05-04"),
            ("2026-05-04T23:59:00-07:00", "2026-05-04"),
            ("2026-05-04 10:00:00 UTC", "2026-05-04"),
            ("2026/5/4", "2026-05-04"),
            ("20260504", "2026-05-04"),
            ("Mon, 04 May 2026 23:10:38 GMT", "2026-05-04"),
            ("May 4, 2026", "2026-05-04"),
            ("Sept 4th, 2026", "2026-09-04"),
            ("4 May 2026", "2026-05-04"),
            ("04.05.2026", "2026-05-04"),
            ("05/13/2026", "2026-05-13"),
            ("13/05/2026", "2026-05-13"),
            ("1777852800", "2026-05-04"),
        ] {
            assert_eq!(of_text(text).map(|d| d.to_string()).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(of_value(&json!(1_777_852_800_000_i64)).unwrap().to_string(), "2026-05-04");
    }

    #[test]
    fn what_is_not_certain_is_none() {
        for text in [
            "",
            "04/05/2026",
            "Posted 8 Days Ago",
            "Yesterday",
            "2026-13-40",
            "0",
            "May",
            "2026",
            "99/99/9999",
            "日本語",
            "1é/2/2026",
            "2026-05-é",
        ] {
            assert_eq!(of_text(text), None, "{text}");
        }
        assert_eq!(of_value(&json!(42)), None);
        assert_eq!(of_value(&json!(true)), None);
    }
}
