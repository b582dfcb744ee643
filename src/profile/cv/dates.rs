//! Stretches of time as people write them in a CV: "March 2022 – present", "10/2017 - 04/2022", "2016–2017".
//!
//! In: a line. Out: its first stretch, if there is one.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::span::{Edge, day};

/// A stretch of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) start: Date,
    pub(super) end: Date,
    /// The year of its last day.
    pub(super) last_year: i16,
    /// As written.
    pub(super) text: String,
}

/// The earliest year in which a working life is believed to begin.
const EARLIEST: i16 = 1950;

/// A year and month, a month and year, or a year alone; six groups.
const POINT: &str =
    r"(?:((?:19|20)\d\d)-(\d{1,2})|(\d{1,2})[./]((?:19|20)\d\d)|(?:(\p{L}{3,10})\.?,?\s+)?((?:19|20)\d\d))";
const NOW: &str =
    "present|now|today|current|ongoing|heute|jetzt|aujourd'hui|présent|actualidad|presente|oggi|heden|obecnie";

// A month may be a word of any script, which the dialect of `crate::pattern` does not know.
static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(r"(?i)\b{POINT}\s*(?:–|—|-|to|until|till|bis|à|hasta|al?|tot|do)\s*(?:({NOW})\b|{POINT}\b)");
    Regex::new(&pattern).expect("the pattern is constant")
});

/// The first letters of each month's names in the languages that postings are read in.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen", "sty"],
    &["feb", "fév", "fev", "lut"],
    &["mar", "mär", "maa", "mrz"],
    &["apr", "avr", "abr", "kwi"],
    &["may", "mai", "mag", "mei", "maj"],
    &["jun", "juin", "giu", "cze"],
    &["jul", "juil", "lug", "lip"],
    &["aug", "aoû", "aou", "ago", "sie"],
    &["sep", "set", "wrz"],
    &["oct", "okt", "out", "ott", "paź"],
    &["nov", "lis"],
    &["dec", "dez", "déc", "dic", "gru"],
];

/// The first stretch of a line. What has not begun yet, or ends before it begins, is none.
pub(super) fn stretch(line: &str, today: Date) -> Option<Stretch> {
    let found = RANGE.captures(line)?;
    let start = point(&found, 1, Edge::Start)?;
    let end = if found.get(7).is_some() { today } else { point(&found, 8, Edge::End)?.min(today) };
    let is_sound = start.year() >= EARLIEST && start <= end && start <= today;
    is_sound.then(|| Stretch {
        start,
        end,
        // The end of December is written as the first of January.
        last_year: end.yesterday().map_or(end.year(), Date::year).max(start.year()),
        text: found[0].to_owned(),
    })
}

fn point(found: &Captures<'_>, first: usize, edge: Edge) -> Option<Date> {
    let group = |at: usize| found.get(first + at).map(|group| group.as_str());
    let number = |at: usize| group(at).and_then(|text| text.parse::<i16>().ok());
    let month = |at: usize| number(at).and_then(|month| i8::try_from(month).ok());
    if let Some(year) = number(0) {
        return day(year, month(1), edge);
    }
    if let Some(year) = number(3) {
        return day(year, month(2), edge);
    }
    day(number(5)?, group(4).and_then(month_of), edge)
}

fn month_of(name: &str) -> Option<i8> {
    let name = name.to_lowercase();
    // "juin" before "jun" and "jui…": the longest beginning decides.
    let found = MONTHS.iter().enumerate().flat_map(|(at, names)| names.iter().map(move |known| (at, *known)));
    let best = found.filter(|(_, known)| name.starts_with(known)).max_by_key(|(_, known)| known.len());
    best.and_then(|(at, _)| i8::try_from(at + 1).ok())
}
