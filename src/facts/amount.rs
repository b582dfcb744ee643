//! Amounts of money as people write them: currencies, digit groups of every locale, "k", lakhs, ranges.

use std::ops::Range;

use super::context;
use crate::pattern::{Match, pattern};

/// An amount or a range, with what stands directly at it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Amount {
    /// Lowest amount.
    pub low: f64,
    /// Highest amount; equal to `low` for a single one.
    pub high: f64,
    /// The currency named at the amount.
    pub currency: Option<Currency>,
    /// Whether two amounts were given.
    pub is_range: bool,
    /// Whether a sign of magnitude ("k", "L", "LPA") was given.
    pub is_scaled: bool,
    /// Where it stands in its text.
    pub range: Range<usize>,
}

/// A currency as far as its sign tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Currency {
    /// An ISO 4217 code.
    Code(&'static str),
    /// "$": of the United States unless place or words say otherwise.
    Dollar,
    /// "kr": of Sweden, Norway, Denmark or Iceland.
    Krone,
    /// "¥": of Japan or China.
    Yen,
}

/// Signs and words of currencies, longest first where one begins another; lower case.
const SIGNS: &[(&str, Currency)] = &[
    ("us$", Currency::Code("USD")),
    ("usd$", Currency::Code("USD")),
    ("$usd", Currency::Code("USD")),
    ("u$s", Currency::Code("USD")),
    ("cad$", Currency::Code("CAD")),
    ("ca$", Currency::Code("CAD")),
    ("cdn$", Currency::Code("CAD")),
    ("c$", Currency::Code("CAD")),
    ("aud$", Currency::Code("AUD")),
    ("au$", Currency::Code("AUD")),
    ("a$", Currency::Code("AUD")),
    ("nz$", Currency::Code("NZD")),
    ("nzd$", Currency::Code("NZD")),
    ("sgd$", Currency::Code("SGD")),
    ("sg$", Currency::Code("SGD")),
    ("s$", Currency::Code("SGD")),
    ("hkd$", Currency::Code("HKD")),
    ("hk$", Currency::Code("HKD")),
    ("nt$", Currency::Code("TWD")),
    ("r$", Currency::Code("BRL")),
    ("mx$", Currency::Code("MXN")),
    ("mex$", Currency::Code("MXN")),
    ("$", Currency::Dollar),
    ("€", Currency::Code("EUR")),
    ("euros", Currency::Code("EUR")),
    ("euro", Currency::Code("EUR")),
    ("£", Currency::Code("GBP")),
    ("pounds", Currency::Code("GBP")),
    ("₹", Currency::Code("INR")),
    ("rs.", Currency::Code("INR")),
    ("rs", Currency::Code("INR")),
    ("rupees", Currency::Code("INR")),
    ("¥", Currency::Yen),
    ("円", Currency::Code("JPY")),
    ("yen", Currency::Code("JPY")),
    ("元", Currency::Code("CNY")),
    ("rmb", Currency::Code("CNY")),
    ("zł", Currency::Code("PLN")),
    ("zl", Currency::Code("PLN")),
    ("złotych", Currency::Code("PLN")),
    ("kč", Currency::Code("CZK")),
    ("ft", Currency::Code("HUF")),
    ("lei", Currency::Code("RON")),
    ("kr.", Currency::Krone),
    ("kr", Currency::Krone),
    ("sfr.", Currency::Code("CHF")),
    ("sfr", Currency::Code("CHF")),
    ("fr.", Currency::Code("CHF")),
    ("franken", Currency::Code("CHF")),
    ("₪", Currency::Code("ILS")),
    ("nis", Currency::Code("ILS")),
    ("₩", Currency::Code("KRW")),
    ("₽", Currency::Code("RUB")),
    ("₺", Currency::Code("TRY")),
    ("₴", Currency::Code("UAH")),
    ("₫", Currency::Code("VND")),
    ("฿", Currency::Code("THB")),
    ("₱", Currency::Code("PHP")),
    ("₦", Currency::Code("NGN")),
    ("dollars", Currency::Dollar),
    ("us dollars", Currency::Code("USD")),
];

/// Currencies known by their code.
const CODES: &[&str] = &[
    "AED", "ARS", "AUD", "BDT", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR", "GBP",
    "HKD", "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KES", "KRW", "LKR", "MXN", "MYR", "NGN", "NOK", "NZD", "PEN",
    "PHP", "PKR", "PLN", "QAR", "RON", "RUB", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "VND", "ZAR",
];

/// Whether a code is that of a currency, by ISO 4217: one that pay is read in, or another that people are paid in.
pub fn is_currency(code: &str) -> bool {
    const OTHERS: &[&str] = &[
        "AFN", "ALL", "AMD", "AOA", "AZN", "BAM", "BHD", "BIF", "BMD", "BND", "BOB", "BWP", "BYN", "CRC", "CUP", "CVE",
        "DOP", "DZD", "ETB", "FJD", "GEL", "GHS", "GMD", "GTQ", "HNL", "IQD", "IRR", "JMD", "JOD", "KGS", "KHR", "KWD",
        "KZT", "LAK", "LBP", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MUR", "MVR", "MWK", "MZN", "NAD",
        "NIO", "NPR", "OMR", "PAB", "PGK", "PYG", "RSD", "RWF", "SDG", "SOS", "SYP", "TJS", "TMT", "TND", "TTD", "TZS",
        "UGX", "UYU", "UZS", "VES", "XAF", "XCD", "XOF", "YER", "ZMW",
    ];
    CODES.contains(&code) || OTHERS.contains(&code)
}

macro_rules! sign {
    () => {
        r"(?:(?:US|USD|CAD?|CDN|AUD?|NZD?|SGD?|HKD?|MEX)\s?\$|(?:C|A|S|NT|R|MX)\$|\$\s?(?:USD|CAD|AUD|NZD|SGD|HKD)|[$€£₹¥₪₩₽₺₴₫฿₱₦]|(?:USD|EUR|GBP|CHF|CAD|AUD|NZD|SGD|HKD|INR|JPY|CNY|RMB|PLN|CZK|HUF|RON|BGN|SEK|NOK|DKK|ISK|BRL|MXN|ARS|CLP|COP|PEN|ZAR|ILS|NIS|AED|SAR|QAR|TRY|KRW|TWD|THB|MYR|IDR|PHP|VND|UAH|RUB|NGN|KES|EGP|PKR|BDT|LKR|Rs\.?|kr\.?|S?Fr\.)(?:\s?[$€£])?)"
    };
}
macro_rules! number {
    () => {
        r"(?:\d{1,3}(?:,\d{2,3}){1,3}(?:\.\d{1,2})?|\d{1,3}(?:\.\d{3}){1,3}(?:,\d{1,2})?|\d{1,3}(?:['’]\d{3}){1,3}(?:\.\d{1,2})?|\d{1,3}(?: \d{3}\b){1,3}(?:,\d{1,2})?|\d{1,9}(?:[.,]\d{1,2})?)"
    };
}
macro_rules! scale {
    () => {
        r"(?:k|K|tys\.?|mila|mil|LPA|lpa|[Ll]akhs?|lacs?|[Ll]acs?|L|m|M|mm|MM|mn|[Mm]illions?|[Mm]io\.?|bn|B|[Bb]illions?|T|[Tt]rillions?|[Tt]housand)\b"
    };
}
macro_rules! after_sign {
    () => {
        r"(?:[$€£₹¥₪₩₽₺₴₫฿₱₦円元]|zł(?:otych)?|Kč|(?:US\s?dollars|USD|EUR|GBP|CHF|CAD|AUD|NZD|SGD|HKD|INR|JPY|CNY|RMB|PLN|CZK|HUF|RON|BGN|SEK|NOK|DKK|ISK|BRL|MXN|ARS|CLP|COP|PEN|ZAR|ILS|NIS|AED|SAR|QAR|TRY|KRW|TWD|THB|MYR|IDR|PHP|VND|UAH|RUB|NGN|KES|EGP|PKR|BDT|LKR|[Ee]uros?|[Dd]ollars|[Pp]ounds|[Rr]upees|zl|kr|Ft|lei|Franken|yen)\b)"
    };
}
macro_rules! unit {
    // What may stand between the first amount of a range and the dash: "$80,000 per year - $90,000 per year".
    () => {
        r"(?:\s?(?:/|per |a |an )\s?(?:hour|hr|h|day|week|month|mo|year|yr|annum)\b|\s?(?:annually|hourly|monthly)|\s?p\.?a\.?\b)?"
    };
}

pattern!(
    MONEY,
    r"(?P<s1>",
    sign!(),
    r")?\s?(?P<n1>",
    number!(),
    r")\s?(?P<k1>",
    scale!(),
    r")?\s?(?P<c1>",
    after_sign!(),
    r")?",
    r"(?:",
    unit!(),
    r"\s*(?:-|–|—|−|~|to|and|bis|und|à|a|al|au|et|y|e|tot|en|do|hasta|até|until)\s*(?:up to\s*)?",
    r"(?P<s2>",
    sign!(),
    r")?\s?(?P<n2>",
    number!(),
    r")\s?(?P<k2>",
    scale!(),
    r")?\s?\(?(?P<c2>",
    after_sign!(),
    r")?)?"
);

// "$90,000.00Salary": a sentence that lost its line break; an amount with cents ends there.
pattern!(CENTS, r"\d{3}\.\d{2}$");

/// The amounts of a text that stand with a currency or with a sign of magnitude that only pay has, in order.
pub(super) fn amounts(text: &str) -> impl Iterator<Item = Amount> {
    let mut from = 0;
    let found = std::iter::from_fn(move || {
        // Of an amount only its currency stands before its first digit.
        const SIGN_MAX: usize = 12;
        let digit = from + text.as_bytes().get(from..)?.iter().position(u8::is_ascii_digit)?;
        let found = MONEY.find_from(text, from.max(text.floor_char_boundary(digit.saturating_sub(SIGN_MAX))))?;
        from = found.end();
        Some(found)
    });
    found.filter_map(move |whole| {
        if is_bare(whole.as_str()) {
            return bare(text, whole);
        }
        let found = MONEY.captures_in(whole)?;
        let part = |name: &str| found.name(name).map(|m| m.as_str());
        let start = found.name("s1").or_else(|| found.name("n1"))?.start();
        if !stands_alone(text, start, whole.end()) {
            return None;
        }
        let currency =
            ["s1", "c1", "s2", "c2"].iter().filter_map(|name| currency_of(part(name)?)).reduce(|first, next| {
                // "$90k – $105k CAD": the code says which dollar.
                if first == Currency::Dollar || first == Currency::Krone { next } else { first }
            });
        let first = number_of(part("n1")?)?;
        if part("n1").is_some_and(is_pension_plan) && currency.is_none() {
            return None;
        }
        let scale1 = part("k1").map_or(Some(1.0), scale_of)?;
        let Some(second) = part("n2").and_then(number_of) else {
            let amount = first * scale1;
            return Some(Amount {
                low: amount,
                high: amount,
                currency,
                is_range: false,
                is_scaled: part("k1").is_some(),
                range: start..whole.end(),
            });
        };
        let scale2 = part("k2").map_or(Some(1.0), scale_of)?;
        let high =
            if part("k2").is_none() && scale1 > 1.0 && second < 1000.0 { second * scale1 } else { second * scale2 };
        let mut low =
            if part("k1").is_none() && scale2 > 1.0 && first < 1000.0 { first * scale2 } else { first * scale1 };
        // "$154-190,000": the thousands are written once.
        if low < 1000.0 && high >= 10_000.0 && low * 1000.0 <= high && high / (low * 1000.0) < 4.0 {
            low *= 1000.0;
        }
        let is_scaled = part("k1").is_some() || part("k2").is_some();
        let (low, high) = if low <= high { (low, high) } else { (high, low) };
        Some(Amount { low, high, currency, is_range: true, is_scaled, range: start..whole.end() })
    })
}

/// Whether a match is a number and nothing else, as most numbers of a posting are: its groups need not be told apart.
fn is_bare(found: &str) -> bool {
    found.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b',' | b'\'' | b' '))
}

/// A number that stands alone as an amount.
fn bare(text: &str, found: Match<'_>) -> Option<Amount> {
    let number = found.as_str().trim();
    let start = found.end() - found.as_str().trim_start().len();
    if !stands_alone(text, start, found.end()) || is_pension_plan(number) {
        return None;
    }
    let amount = number_of(number)?;
    let range = start..found.end();
    Some(Amount { low: amount, high: amount, currency: None, is_range: false, is_scaled: false, range })
}

/// Whether a number names the pension plan of American employers: `401k` is not 401 thousand.
fn is_pension_plan(number: &str) -> bool {
    matches!(number, "401" | "403" | "457")
}

/// Whether no letter or digit touches the amount: "401k", "B2B" and "v2.30" are none.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let left = context::before(text, start, 4).chars().next_back();
    let right = text[end..].chars().next();
    let last = text[..end].chars().next_back();
    let glued_left = left.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ',' | '#' | '_'));
    let glued_right = right.is_some_and(char::is_alphanumeric)
        && last.is_some_and(char::is_alphanumeric)
        && !(CENTS.is_match(&text[start..end]) && right.is_some_and(char::is_uppercase));
    !glued_left && !glued_right && right != Some('%')
}

/// The currency that a sign, code or word stands for.
fn currency_of(sign: &str) -> Option<Currency> {
    let sign: String = sign.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let sign = sign.as_str();
    if let Some((_, currency)) = SIGNS.iter().find(|(known, _)| *known == sign) {
        return Some(*currency);
    }
    let code = sign.trim_matches(|c: char| !c.is_ascii_alphabetic());
    CODES
        .iter()
        .find(|known| known.eq_ignore_ascii_case(code))
        .map(|known| Currency::Code(known))
        .or_else(|| (sign == "usdollars").then_some(Currency::Code("USD")))
}

/// The factor of a sign of magnitude; `None` for millions and more, which no one is paid in a currency that has them
/// written so.
fn scale_of(scale: &str) -> Option<f64> {
    match scale.trim_end_matches('.') {
        "k" | "K" | "tys" | "mila" | "mil" | "thousand" | "Thousand" => Some(1e3),
        "L" | "LPA" | "lpa" | "lakh" | "lakhs" | "Lakh" | "Lakhs" | "lac" | "lacs" | "Lac" | "Lacs" => Some(1e5),
        _ => None,
    }
}

/// The value of a written number. A separator before one or two last digits is a decimal sign, every other one groups.
fn number_of(written: &str) -> Option<f64> {
    let decimals = written
        .rfind(['.', ','])
        .filter(|&at| (1..=2).contains(&(written.len() - at - 1)))
        .filter(|&at| !written[..at].contains(&written[at..=at]));
    let (whole, fraction) = decimals.map_or((written, ""), |at| (&written[..at], &written[at + 1..]));
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    format!("{digits}.{fraction}0").parse().ok()
}
