//! Numbers and names as people read them: shares, counts, money, roles, scopes, fields.
//!
//! Everything that came out of a posting passes [`clean`] before it is shown.

use crate::analysis::Role;
use crate::dictionary::Difficulty;
use crate::market::{FLOOR_SHARE, Scope};
use crate::statistics::Interval;

/// A narrow space that no line breaks at, between a number and its sign.
const THIN: char = '\u{202f}';

/// The longest text of a posting that is shown, in characters.
const LONGEST: usize = 60;

/// A text from a posting as one short line that cannot reorder what stands around it or move a cursor.
pub(crate) fn clean(text: &str) -> String {
    let is_steering = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let spaced: String = text.chars().take(LONGEST * 8).map(|c| if is_steering(c) { ' ' } else { c }).collect();
    let mut line = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = line.char_indices().nth(LONGEST) {
        line.truncate(cut);
        line.push('…');
    }
    if line.is_empty() { "(blank)".to_owned() } else { line }
}

/// 1234567 → 1,234,567.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share of 0 to 1 as a percentage: whole, but with one digit under one percent, and never 0 for what is more.
pub(crate) fn percent(share: f64) -> String {
    if share > 0.0 && share < 0.0005 {
        return format!("<0.1{THIN}%");
    }
    format!("{}{THIN}%", percent_number(share))
}

fn percent_number(share: f64) -> String {
    let hundredths = share * 100.0;
    if (0.05..0.95).contains(&hundredths) { format!("{hundredths:.1}") } else { format!("{hundredths:.0}") }
}

/// The two ends of an interval: 66–75 %; with a digit more where they would read the same.
pub(crate) fn range(interval: Interval) -> String {
    let (low, high) = (percent_number(interval.low), percent_number(interval.high));
    if low == high {
        return format!("{:.1}–{:.1}{THIN}%", interval.low * 100.0, interval.high * 100.0);
    }
    format!("{low}–{high}{THIN}%")
}

/// A part of a whole as a percentage; a dash when the whole is too small to speak of shares.
pub(super) fn part(hits: u64, n: u64) -> String {
    if n < FLOOR_SHARE { "–".to_owned() } else { percent(hits as f64 / n as f64) }
}

/// A share of 0 to 1 as the width of a bar: percent with one digit.
pub(super) fn width(share: f64) -> f64 {
    (share * 1000.0).round() / 10.0
}

/// `one` or `many`, with the number before it.
pub(crate) fn plural(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// An amount of money in whole units and to three digits: a sample of postings knows pay no better than that.
pub(crate) fn money(amount: f64) -> String {
    let unit = 10_f64.powf((amount.max(1.0).log10().floor() - 2.0).max(0.0));
    count(((amount / unit).round() * unit).max(0.0) as u64)
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// A role as people write it.
pub(crate) fn role(role: Role) -> &'static str {
    match role {
        Role::Platform => "Platform",
        Role::Release => "Release",
        Role::Sre => "SRE",
        Role::BackendInfra => "Backend + infrastructure",
        Role::Other => "Other",
    }
}

/// A role where there is little room.
pub(super) fn short_role(of: Role) -> &'static str {
    if of == Role::BackendInfra { "Backend" } else { role(of) }
}

/// A scope as people write it.
pub(crate) fn scope(of: Scope) -> &'static str {
    match of {
        Scope::Everything => "All postings",
        Scope::FourRoles => "The four roles",
        Scope::One(one) => role(one),
    }
}

/// A field of the dataset as people write it.
pub(super) fn field(name: &str) -> &str {
    match name {
        "years_min" => "Years of experience",
        "yearly" => "Pay that can be compared",
        "posted" => "Day of publication",
        "closes" => "Closing day",
        "requires_degree" => "Degree",
        "requires_languages" => "Spoken languages",
        "requires_clearance" => "Security clearance",
        "requires_citizenship" => "Citizenship or residence",
        "visa_sponsorship" => "Visa sponsorship",
        "requires_on_call" => "On-call duty",
        "requires_travel" => "Travel",
        "url" => "Address of the posting",
        "salary_text" => "Pay, in any form",
        "company" => "Company",
        "location" => "Place",
        "language" => "Language",
        "seniority" => "Level",
        "remote" => "Remote, hybrid or on site",
        "employment" => "Contract",
        "format" => "Source format",
        "country" => "Country of the place",
        "month" => "Month of publication",
        other => other,
    }
}

/// A difficulty as people say it.
pub(super) fn difficulty(of: Difficulty) -> &'static str {
    match of {
        Difficulty::VeryLow => "very easy",
        Difficulty::Low => "easy",
        Difficulty::Medium => "some work",
        Difficulty::High => "hard",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!([0, 999, 1000, 1_234_567].map(count), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(percent(0.714), "71\u{202f}%");
        assert_eq!(percent(0.0), "0\u{202f}%");
        assert_eq!(percent(0.004), "0.4\u{202f}%");
        assert_eq!(percent(0.0001), "<0.1\u{202f}%");
        assert_eq!(percent(0.0096), "1\u{202f}%");
        assert_eq!(part(1, 0), "–");
        assert_eq!(part(5, 9), "–");
        assert_eq!(part(5, 10), "50\u{202f}%");
        let range_of = |low, high| range(Interval { share: low, low, high });
        assert_eq!(range_of(0.66, 0.751), "66–75\u{202f}%");
        assert_eq!(range_of(0.0352, 0.0418), "3.5–4.2\u{202f}%");
        assert_eq!(
            [54_024.0, 120_250.0, 999_600.0, 87.0, 0.0].map(money),
            ["54,000", "120,000", "1,000,000", "87", "0"]
        );
        assert_eq!(plural(1, "posting", "postings"), "1 posting");
        assert_eq!(list(&["a", "b", "c"].map(str::to_owned)), "a, b and c");
    }

    #[test]
    fn texts_of_postings_become_one_harmless_line() {
        assert_eq!(clean("Acme\r\n\u{1b}[31m GmbH"), "Acme [31m GmbH");
        assert_eq!(clean("\u{202e}live"), "live");
        assert_eq!(clean(" \t "), "(blank)");
        let long = clean(&"é".repeat(500));
        assert_eq!(long.chars().count(), 61);
        assert!(long.ends_with('…'));
    }
}
