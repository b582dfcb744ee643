//! Which dollar, krone or yen a sign stands for, and roughly what a unit of each currency is worth.
//!
//! In: the sign, its sentence, the place and title of the posting. Out: the ISO 4217 code.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::amount::Currency;
use super::{Page, context};
use crate::pattern::pattern;

/// Words that tell which dollar, krone or yen: in the sentence first, then in the place of work and the title.
const PLACES: &[(&str, &[&str])] = &[
    (
        "USD",
        &[
            "united states",
            "u.s.",
            "usa",
            " us ",
            "us-",
            "new york",
            "san francisco",
            "california",
            "texas",
            "seattle",
            "boston",
            "chicago",
            "usd",
        ],
    ),
    (
        "CAD",
        &[
            "canad",
            "toronto",
            "vancouver",
            "montreal",
            "montréal",
            "ottawa",
            "calgary",
            "ontario",
            "quebec",
            "québec",
            "alberta",
            "british columbia",
            " cad ",
        ],
    ),
    (
        "AUD",
        &[
            "australia",
            "sydney",
            "melbourne",
            "brisbane",
            "perth",
            "adelaide",
            "canberra",
            "superannuation",
            "+ super",
            " aud ",
        ],
    ),
    ("NZD", &["new zealand", "auckland", "christchurch", " nzd "]),
    ("SGD", &["singapore", " sgd "]),
    ("HKD", &["hong kong", " hkd "]),
    ("MXN", &["mexico", "méxico", "monterrey", "guadalajara", " mx ", " mxn "]),
    ("NOK", &["norway", "norge", "oslo", "bergen"]),
    ("DKK", &["denmark", "danmark", "copenhagen", "københavn", "aarhus"]),
    ("SEK", &["sweden", "sverige", "stockholm", "gothenburg", "göteborg", "malmö"]),
    ("ISK", &["iceland", "reykjav"]),
    ("CNY", &["china", "beijing", "shanghai", "shenzhen", "hangzhou", "cny", "rmb"]),
];

// A city of the United States ("Melbourne, FL"); "WA" is also Western Australia.
pattern!(
    US_STATE,
    r"[a-z], (?:AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WV|WI|WY)\b"
);

/// The code of a currency; a sign that several countries share is settled by the places named.
pub(super) fn code(currency: Currency, sentence: &str, page: &Page<'_>) -> Option<&'static str> {
    let (among, otherwise): (&[&str], Option<&'static str>) = match currency {
        Currency::Code(code) => return Some(code),
        Currency::Dollar => (&["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"], Some("USD")),
        Currency::Krone => (&["NOK", "DKK", "SEK", "ISK"], None),
        Currency::Yen => (&["CNY"], Some("JPY")),
    };
    // Both are cut: this is asked for every amount.
    let field = format!(
        "{} | {}",
        context::after(page.posting.location.as_deref().unwrap_or(""), 0, 500),
        context::after(&page.posting.title, 0, 500)
    );
    [sentence, &field]
        .into_iter()
        .find_map(
            |text| if among.contains(&"USD") && names_us_state(text) { Some("USD") } else { only_place(text, among) },
        )
        .or(otherwise)
}

/// The words of [`PLACES`] with blanks for signs, and of which entry each of them is.
static WORDS: LazyLock<(AhoCorasick, Vec<usize>)> = LazyLock::new(|| {
    let listed = PLACES.iter().enumerate().flat_map(|(place, (_, words))| words.iter().map(move |word| (word, place)));
    let (words, places): (Vec<String>, Vec<usize>) =
        listed.map(|(word, place)| (word.replace(SIGNS, " "), place)).unzip();
    (AhoCorasick::new(words).expect("the words are constant"), places)
});

/// What stands between the words of a place, or in them.
const SIGNS: [char; 9] = [',', '(', ')', '/', '|', ':', '.', '+', '-'];

/// The currency of the places that a text names, when they all have the same; that of the United States when they are
/// among them.
fn only_place(text: &str, among: &[&str]) -> Option<&'static str> {
    let text = format!(" {} ", text.to_lowercase().replace(SIGNS, " "));
    let mut is_named = [false; PLACES.len()];
    let (words, places) = &*WORDS;
    for found in words.find_overlapping_iter(&text) {
        is_named[places[found.pattern().as_usize()]] = true;
    }
    let named = PLACES.iter().zip(is_named).filter(|((code, _), is_named)| *is_named && among.contains(code));
    let mut codes = named.map(|((code, _), _)| *code);
    let first = codes.next()?;
    (first == "USD" || codes.next().is_none()).then_some(first)
}

/// Roughly how many units of a currency are one US dollar: only to tell a year's pay from an hour's.
pub(super) fn worth_of(currency: Option<&str>) -> f64 {
    match currency {
        Some("JPY") => 150.0,
        Some("INR" | "BDT" | "PHP" | "RUB" | "EGP" | "TRY" | "UAH") => 40.0,
        Some("KES" | "ISK" | "PKR" | "LKR") => 130.0,
        Some("KRW" | "NGN" | "ARS" | "CLP") => 1000.0,
        Some("HUF") => 360.0,
        Some("COP") => 4000.0,
        Some("IDR" | "VND") => 16_000.0,
        Some("CZK" | "TWD" | "THB" | "MXN" | "ZAR") => 20.0,
        Some("SEK" | "NOK" | "DKK" | "HKD" | "CNY") => 8.0,
        Some("PLN" | "BRL" | "RON" | "ILS" | "AED" | "SAR" | "QAR" | "MYR" | "PEN") => 4.0,
        _ => 1.0,
    }
}

/// Whether a text names a city with a state of the United States.
pub(super) fn names_us_state(text: &str) -> bool {
    US_STATE.is_match(text)
}
