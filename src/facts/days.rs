//! The rhythm of the week: days in the office, days at home, weekdays named.
//!
//! In: a sentence. Out: hybrid or on site, with the strength by which the reader of places weighs it. Four days in the office
//! are on site unless home is named beside them; interviews, trials and retreats are visits and say nothing.

use super::Passage;
use crate::pattern::{Pattern, pattern};
use crate::posting::Remote;

macro_rules! number_of_days {
    () => {
        r"(?P<days>[1-5]|(?:one|two|three|four|five|ein|einen|zwei|drei|vier|fünf|un|deux|trois|quatre|dos|tres|cuatro|cinco|dois|três|quatro|due|tre|quattro|twee|drie)\b)"
    };
}
macro_rules! day {
    () => {
        r"\s*\+?\s*(?:full |remote |set |fixed |anchor |core )?(?:days?|x|times|tagen?|jours?|días?|dias?|giorni|dagen|dni)\b"
    };
}
pattern!(
    pub(super) OFFICE_DAYS,
    r"(?i)\b(?:(?:min(?:imum|\.)?(?: of)?|at least|up to)\s+)?",
    number_of_days!(),
    r"(?:\s*(?:-|–|to|or|bis|à|a)\s*(?:[1-5]|(?:one|two|three|four|five)\b))?",
    day!(),
    r"(?:\s*(?:/|per|a|each|every|pro|par|por|alla|in der)\s*(?:week|wk|woche|semaine|semana|settimana))?[^.;]{0,40}?\b(?:office|on[- ]?site|in[- ]person|in (?:the|our|your) (?:\w+ )?(?:hub|lab|laboratory)|büro|vor ort|bureau|oficina|escritório|ufficio|sede|kantoor|biur\w*)"
);
pattern!(
    pub(super) OFFICE_DAYS_AFTER,
    r"(?i)\b(?:in[- ]office|on[- ]?site|in[- ]person|hybrid\w*|(?:in|from|at|to|into) (?:the|our|your|one of our)? ?(?:[\w-]+ ){0,3}(?:offices?|hub|hq\b|headquarters)|work\w* from \w+ office|office attendance|im büro|vor ort|au bureau|en (?:la )?oficina|in ufficio|op kantoor)[^.;]{0,60}?",
    r"(?:\b|\()",
    number_of_days!(),
    r"(?:\s*(?:-|–|to|or)\s*(?:[1-5]|(?:one|two|three|four|five)\b))?",
    day!()
);
pattern!(
    pub(super) HOME_DAYS,
    r"(?i)\b",
    number_of_days!(),
    r"(?:\s*(?:-|–|to)\s*[1-5])?",
    day!(),
    r"(?:\s*(?:/|per|a|each|pro|par|por)\s*(?:week|woche|semaine|semana))?\s*(?:of |from |de |per |w |im |\w+ )?(?:remote(?:ly)?|home(?: ?office)?|telework|télétravail|teletrabajo|teletrabalho|smart[- ]?working|zdaln\w+|thuis\w*)"
);
pattern!(
    pub(super) HALF,
    r"(?i)\b(?:half|[1-9]0 ?%|some) of (?:their|your|the|working|work)\s?(?:\w+ )?time[^.;]{0,30}\boffice|\b(?:twice|once) (?:a|per) week[^.;]{0,20}\boffice|office[^.;]{0,20}\b(?:twice|once) (?:a|per) week|(?:mix|combination|blend|balance) of (?:remote|home|in[- ](?:office|person)|on[- ]?site)[^.;]{0,30}(?:and|with|&)|between home and (?:the )?office"
);
pattern!(HOME, r"(?i)\b(?:hybrid|remote|work[- ]from[- ]home|wfh|from home|home ?office)");
pattern!(
    pub(super) HOME_DAYS_AFTER,
    r"(?i)\b(?:from home|home ?office|remote(?:ly)?|remote work|telework|mobile work(?:ing)?|télétravail|teletrabajo|smart[- ]?working)\s*:?\s*(?:is |are )?(?:possible )?(?:for |on |an |à |de )?(?:up to |bis zu |max\.? |jusqu.à |hasta |fino a )?",
    number_of_days!(),
    day!(),
    r"\s*(?:/|per|a|each|every|pro|par|por|alla|in der|à la)\s*(?:week|wk|woche|semaine|semana|settimana)"
);
// Some weekdays in the office; from the first to the last of them it is the whole week.
macro_rules! weekday {
    () => {
        r"(?:(?:mon|tues|wednes|thurs|fri)days?|(?:montag|dienstag|mittwoch|donnerstag|freitag)s?|lundi|mardi|mercredi|jeudi|vendredi|lunes|martes|miércoles|jueves|viernes)"
    };
}
macro_rules! workplace {
    () => {
        r"(?:(?:in|from|at|to) (?:the|our|your) (?:[\w-]+ ){0,3}(?:offices?|hub|hq|lab|laboratory)|in[- ]office|in[- ]person|on[- ]?site|vor ort|im büro|au bureau|en (?:la )?oficina)"
    };
}
pattern!(
    pub(super) WHOLE_WEEK,
    r"(?i)\b(?:monday\s*(?:-|–|to|through|thru)\s*friday|montag bis freitag|(?:every|each) (?:working |week ?)?day)\b[^.;]{0,40}\b",
    workplace!(),
    r"\b|\b",
    workplace!(),
    r"\b[^.;]{0,40}\b(?:monday\s*(?:-|–|to|through|thru)\s*friday|montag bis freitag|(?:every|each) (?:working |week ?)?day)\b"
);
pattern!(
    pub(super) SOME_WEEKDAYS,
    r"(?i)\b",
    weekday!(),
    r"\b[^.;]{0,50}\b",
    workplace!(),
    r"\b|\b",
    workplace!(),
    r"\b[^.;]{0,50}\b",
    weekday!(),
    r"\b"
);
// Days, of which the others are spent at home.
pattern!(
    pub(super) REST_AT_HOME,
    r"(?i)\b(?:(?:the )?(?:rest|remainder)(?: of (?:the|your) (?:week|time))?|(?:the )?(?:other|remaining) (?:days|time)|otherwise)\W{1,3}(?:is |are |you work |work )?(?:from home|at home|remote(?:ly)?|in the home office|home ?office)\b|\b(?:from|at) home (?:on |for )?(?:the )?(?:rest|other|remaining|remainder)\b|\bden rest (?:im|vom) home ?office"
);
// A visit of some days, not a week's rhythm.
pattern!(ONCE, r"(?i)\b(?:interview\w*|trials?|workshops?|retreats?|hiring process|off-?sites?|hackathons?)\b");

/// All patterns of this reader.
pub(super) const PATTERNS: &[&Pattern] = &[
    &OFFICE_DAYS,
    &OFFICE_DAYS_AFTER,
    &HOME_DAYS,
    &HALF,
    &HOME,
    &HOME_DAYS_AFTER,
    &WHOLE_WEEK,
    &SOME_WEEKDAYS,
    &REST_AT_HOME,
    &ONCE,
];

/// What a sentence says of the days in the office, and how strongly; `line` is the line that it stands in.
pub(super) fn in_office(sentence: Passage<'_>, line: Passage<'_>) -> Option<(u8, Remote)> {
    rhythm(sentence, line).filter(|_| !sentence.has(&ONCE))
}

/// The same, visits among them.
fn rhythm(sentence: Passage<'_>, line: Passage<'_>) -> Option<(u8, Remote)> {
    if sentence.has(&REST_AT_HOME) {
        return Some((8, Remote::Hybrid));
    }
    if let Some(days) = sentence.captures(&OFFICE_DAYS_AFTER).or_else(|| sentence.captures(&OFFICE_DAYS)) {
        let says = match days["days"].to_lowercase().as_str() {
            "4" | "four" | "vier" | "quatre" | "cuatro" | "quattro" | "quatro" if line.head(600).has(&HOME) => {
                Remote::Hybrid
            }
            "4" | "5" | "four" | "five" | "vier" | "fünf" | "quatre" | "cuatro" | "cinco" | "quattro" | "quatro" => {
                Remote::Onsite
            }
            _ => Remote::Hybrid,
        };
        return Some((8, says));
    }
    if sentence.has(&WHOLE_WEEK) {
        return Some((7, if sentence.has(&HOME) { Remote::Hybrid } else { Remote::Onsite }));
    }
    sentence.has(&SOME_WEEKDAYS).then_some((8, Remote::Hybrid))
}

/// Whether a sentence gives a number of days at home.
pub(super) fn at_home(sentence: Passage<'_>) -> bool {
    (sentence.has(&HOME_DAYS) || sentence.has(&HOME_DAYS_AFTER)) && !sentence.has(&ONCE)
}

/// Whether a sentence divides the time between office and home without a number of days.
pub(super) fn is_mixture(sentence: Passage<'_>) -> bool {
    sentence.has(&HALF)
}
