//! Values of structured fields: JSON values to text, amounts and yes or no, and the words that sources use for the
//! place of work, the contract, the level and the period of pay.
//!
//! In: a JSON value or a word of a payload. Out: the typed value, or none where the word does not decide.

use serde_json::Value;

use crate::posting::{Employment, Period, Remote, Seniority};

/// The keys under which an object holds its name, best first.
const NAMES: &[&str] =
    &["name", "label", "display_name", "displayName", "title", "text", "value", "descriptor", "#text"];

/// The parts of an address, in the order in which they are written.
const ADDRESS: &[&[&str]] = &[
    &["city", "addressLocality", "locality"],
    &["state", "region", "addressRegion", "province"],
    &["country", "addressCountry", "countryName", "countryCode", "countrycode"],
];

/// A longer text in a field for a word or two is a sentence, whose words do not decide.
const LONGEST_WORD: usize = 60;

/// The text of a value: a string, a number, the name of an object, the elements of an array joined by `; `.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(map) => {
            if let Some(address) = map.get("address").filter(|address| address.is_object()) {
                return text(address);
            }
            let named = NAMES.iter().find_map(|name| map.get(*name).filter(|v| v.is_string()).and_then(text));
            named.or_else(|| {
                let parts = ADDRESS.iter().filter_map(|keys| keys.iter().find_map(|key| map.get(*key).and_then(text)));
                joined(parts, ", ")
            })
        }
        Value::Array(items) => joined(items.iter().take(50).filter_map(text), "; "),
        Value::Bool(_) | Value::Null => None,
    }
}

/// Texts in one, without what was just said ("Berlin, Berlin, Germany").
pub(super) fn joined(parts: impl Iterator<Item = String>, separator: &str) -> Option<String> {
    let mut kept: Vec<String> = Vec::new();
    for part in parts {
        if !kept.contains(&part) {
            kept.push(part);
        }
    }
    (!kept.is_empty()).then(|| kept.join(separator))
}

/// Yes or no, also as a word or a digit.
pub(super) fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => number.as_f64().map(|n| n != 0.0),
        Value::String(word) => match word.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "y" | "1" | "1.0" => Some(true),
            "false" | "no" | "n" | "0" | "0.0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// A positive amount: `75000`, `"75,000.00"`, `"$90k"`, `"1.234,50"`. Words around it, or two amounts, are none.
pub(super) fn amount(value: &Value) -> Option<f64> {
    let amount = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => amount_of_text(text)?,
        _ => return None,
    };
    (amount.is_finite() && amount > 0.0).then_some(amount)
}

fn amount_of_text(text: &str) -> Option<f64> {
    let text = text.trim().trim_matches(|c: char| matches!(c, '$' | '€' | '£') || c.is_whitespace());
    let (text, times) = match text.strip_suffix(['k', 'K']) {
        Some(rest) => (rest, 1_000.0),
        None => (text, 1.0),
    };
    if text.is_empty() || text.len() > 20 || !text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')) {
        return None;
    }
    // The last separator is a decimal point when one or two digits follow it, and groups thousands otherwise.
    let decimals = text.rfind(['.', ',']).filter(|at| text.len() - at <= 3);
    let (whole, fraction) = match decimals {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, ""),
    };
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    format!("{whole}.{fraction}0").parse::<f64>().ok().map(|amount| amount * times)
}

/// The least number of whole years in "7-10", "5+", "3 years", "lt-1" (none) or "gt-15".
pub(super) fn years(value: &Value) -> Option<u8> {
    let text = text(value)?;
    if text.starts_with("lt") || text.starts_with('<') {
        return Some(0);
    }
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let digits: String = text[digits..].chars().take_while(char::is_ascii_digit).take(3).collect();
    digits.parse().ok().filter(|years| *years <= 40)
}

/// The letters and digits of a text in lower case: "Full-Time" and `FULL_TIME` are one word.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The first row one of whose words is part of `word`.
fn find<T: Copy>(rows: &[(&[&str], T)], word: &str) -> Option<T> {
    if word.len() > LONGEST_WORD {
        return None;
    }
    let word = letters(word);
    rows.iter().find(|(words, _)| words.iter().any(|w| word.contains(w))).map(|(_, value)| *value)
}

/// The place of work that a word of a dedicated field names.
pub(super) fn remote(word: &str) -> Option<Remote> {
    find(
        &[
            (&["hybrid", "híbrido", "ibrido", "hybride", "flexible"], Remote::Hybrid),
            (&["nonremote", "notremote", "noremote"], Remote::Onsite),
            (&["remote", "remoto", "telecommut", "anywhere", "homeoffice", "fromhome"], Remote::Remote),
            (&["onsite", "onlocation", "inoffice", "inperson", "office", "presencial", "vorort"], Remote::Onsite),
        ],
        word,
    )
}

/// The kind of contract that the words of a dedicated field name. Words that contradict each other name none.
pub(super) fn employment(words: &str) -> Option<Employment> {
    let mut found: Vec<Employment> =
        words.split([',', ';', '/', '|']).filter_map(|word| one_employment(word.trim())).collect();
    found.sort_unstable();
    found.dedup();
    match found[..] {
        [one]
        | [Employment::FullTime, one @ (Employment::Contract | Employment::Temporary | Employment::Internship)] => {
            Some(one)
        }
        _ => None,
    }
}

fn one_employment(word: &str) -> Option<Employment> {
    let word = letters(word).replace("international", "").replace("internal", "");
    find(
        &[
            (&["intern", "apprentice", "trainee", "werkstudent", "praktik", "stage", "becari"], Employment::Internship),
            (&["parttime", "teilzeit", "tempspartiel", "tiempoparcial"], Employment::PartTime),
            (&["unbefrist", "permanent", "indefinid", "cdi"], Employment::FullTime),
            (&["tempor", "fixedterm", "befrist", "seasonal"], Employment::Temporary),
            (&["contract", "freelance", "consultant", "1099"], Employment::Contract),
            (&["fulltime", "vollzeit", "tempsplein", "tiempocompleto", "regular"], Employment::FullTime),
        ],
        &word,
    )
}

/// The level that a word of a dedicated field names. `mid-senior` spans two and names none.
pub(super) fn seniority(word: &str) -> Option<Seniority> {
    let word = letters(word);
    if word.contains("midsenior") {
        return None;
    }
    find(
        &[
            (&["junior", "entry", "graduate", "intern", "student", "trainee"], Seniority::Junior),
            (&["lead", "principal", "staff", "director", "executive", "manager", "head", "vicepres"], Seniority::Lead),
            (&["senior"], Seniority::Senior),
            (&["mid", "intermediate", "experienced"], Seniority::Mid),
        ],
        &word,
    )
}

/// The period of pay that a word of a dedicated field names.
pub(super) fn period(word: &str) -> Option<Period> {
    find(
        &[
            (&["biweek", "twoweek", "fortnight", "semimonth"], None),
            (&["hour", "hr", "stunde"], Some(Period::Hour)),
            (&["year", "annual", "annum", "yr", "jahr"], Some(Period::Year)),
            (&["month", "monat"], Some(Period::Month)),
            (&["week", "woche"], Some(Period::Week)),
            (&["day", "dai", "tag"], Some(Period::Day)),
        ],
        word,
    )
    .flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts() {
        assert_eq!(text(&json!(" a ")).as_deref(), Some("a"));
        assert_eq!(text(&json!({"id": 1, "name": "Acme"})).as_deref(), Some("Acme"));
        assert_eq!(
            text(&json!({"city": "Berlin", "region": "Berlin", "country": "DE"})).as_deref(),
            Some("Berlin, DE")
        );
        assert_eq!(text(&json!(["A", {"name": "B"}, "A"])).as_deref(), Some("A; B"));
        assert_eq!(text(&json!("  ")), None);
        assert_eq!(text(&json!(true)), None);
    }

    #[test]
    fn amounts() {
        for (value, expected) in [
            (json!(75_000), Some(75_000.0)),
            (json!("75,000.00"), Some(75_000.0)),
            (json!("75.000"), Some(75_000.0)),
            (json!("$90k"), Some(90_000.0)),
            (json!("22.5"), Some(22.5)),
            (json!("1.234,50"), Some(1_234.5)),
            (json!(0), None),
            (json!("0"), None),
            (json!("90-105"), None),
            (json!("competitive"), None),
            (json!(null), None),
        ] {
            assert_eq!(amount(&value), expected, "{value}");
        }
    }

    #[test]
    fn words_of_dedicated_fields() {
        assert_eq!(remote("TELECOMMUTE"), Some(Remote::Remote));
        assert_eq!(remote("On-site"), Some(Remote::Onsite));
        assert_eq!(remote("hybrid remote"), Some(Remote::Hybrid));
        assert_eq!(remote("unspecified"), None);
        assert_eq!(employment("FULL_TIME"), Some(Employment::FullTime));
        assert_eq!(employment("parttime, fulltime"), None);
        assert_eq!(employment("FULL_TIME; CONTRACTOR"), Some(Employment::Contract));
        assert_eq!(employment("International"), None);
        assert_eq!(employment("Unbefristet"), Some(Employment::FullTime));
        assert_eq!(seniority("mid-senior level"), None);
        assert_eq!(seniority("You have some experience in leading teams of engineers in a large company"), None);
        assert_eq!(seniority("Entry-level"), Some(Seniority::Junior));
        assert_eq!(period("per-year-salary"), Some(Period::Year));
        assert_eq!(period("1 HOUR"), Some(Period::Hour));
        assert_eq!(period("bi-weekly"), None);
    }

    #[test]
    fn years_of_a_range_are_its_least() {
        assert_eq!(years(&json!("7-10")), Some(7));
        assert_eq!(years(&json!("lt-1")), Some(0));
        assert_eq!(years(&json!("gt-15")), Some(15));
        assert_eq!(years(&json!(3)), Some(3));
        assert_eq!(years(&json!("2500")), None);
        assert_eq!(years(&json!("some")), None);
    }
}
