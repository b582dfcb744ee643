//! Conditions that may rule a person out: clearance, citizenship, visa, on-call duty, travel; languages and degree stand
//! in modules of their own.
//!
//! Each has a polarity. A condition in the text is `true`, a condition that the text says does not hold is `false`; a
//! wish ("clearance preferred") and a notice of equal treatment are neither.

use super::{Page, Passage, Topics, context, degree, language};
use crate::analysis::{Requires, SectionKind};
use crate::pattern::{Pattern, pattern};

pattern!(
    WISH,
    r"(?i)\b(?:preferred|preferably|preference|a plus|is a bonus|nice[- ]to[- ]have|desired|desirable|ideally|advantage(?:ous)?|von vorteil|un plus|deseable|desejável|mile widzian\w+)\b"
);

pattern!(
    pub(super) CLEARANCE,
    r"(?i)\b(?:(?:security|secret|top[- ]secret|ts/?sci|ts|public trust|government|federal|dod|doe|nato|sc|dv|nv1|nv2|baseline|q|l|active|current|interim|reliability)\b[^.;]{0,40}\bclearances?|",
    r"(?:obtain|maintain|hold|possess|require|need|have|get)\w*\b[^.;]{0,40}\bclearances?|clearance (?:level|required|eligib\w+)|clearance\s*[:(]|polygraph|ts/sci|sicherheitsüberprüfung|habilitation (?:de )?(?:défense|secret|sécurité)|habilitación de seguridad)"
);
pattern!(
    CLEARANCE_NOT,
    r"(?i)\b(?:no (?:security |active |government )?clearance|clearances?\b[^.;]{0,20}\bnot (?:be )?(?:required|needed|necessary)|not require[^.;]{0,30}clearance|without (?:a |any )?(?:security )?clearance|clearance\s*[:–-]\s*(?:none|no\b|not required|n/a))"
);
pattern!(
    pub(super) CITIZEN,
    r"(?i)(?:\b(?:u\.?s\.?a?|united states|american|uk|british|eu|european|canadian|australian|german|french|israeli|indian|swiss|nato)\b\.?[- ](?:or \w+ )?(?:citizen|national|person)(?:s|ship)?\b|\bcitizen(?:ship)?\b|\bpermanent residen\w+|\bgreen card\b|\b(?:staatsangehörigkeit|staatsbürger\w*|nationalité|ciudadan\w+|cidadania|cittadin\w+))"
);
pattern!(
    CITIZEN_MUST,
    r"(?i)\b(?:must|require[sd]?|required|requirement|requires|only|need(?:s|ed)?|mandatory|eligib\w+|due to|restrict\w*|sole|hold|be an?|erforderlich|voraussetzung|requis\w*|necesari\w+|obrigatóri\w+)\b|:\s*(?:yes|required)|^\W*(?:u\.?s\.?|united states) citizen(?:ship)?\W*(?:\(|$|or\b)"
);
pattern!(
    CITIZEN_NOT,
    r"(?i)\b(?:citizenship\b[^.;]{0,20}\bnot (?:be )?(?:required|needed|necessary)|no citizenship|not require[^.;]{0,20}citizen|do not need to be an? [^.;]{0,20}citizen|regardless of (?:\w+ )?citizenship required)"
);
pattern!(
    EQUAL,
    r"(?i)\b(?:regardless|without regard|discriminat\w+|equal (?:opportunity|employment)|protected|race|religion|gender|veteran|marital|sexual orientation|citizen scien\w+|citizen develop\w+|corporate citizen\w*|good citizen|citizen services|senior citizens|citizens? of the)\b"
);

pattern!(
    pub(super) SPONSOR,
    r"(?i)\b(?:visa|work permit|immigration|employment|h-?1b)s?\b[^.;?]{0,40}\bsponsor\w*|\bsponsor\w*\b[^.;?]{0,40}\b(?:visas?|work permits?|immigration|h-?1b|work authori[sz]ation|employment|applicants?|candidates?|individuals)\b|\bsponsorship\b|\bvisa (?:support|assistance)\b|\b(?:support|assist|help)\w*\b[^.;?]{0,30}\bvisas?\b"
);
pattern!(
    SPONSOR_NOT,
    r"(?i)\b(?:not|no|unable|cannot|can.t|won.t|don.t|doesn.t|isn.t|aren.t|without|never|neither|nor|ineligible|not be|lack)\b[^.;?]{0,110}\b(?:sponsor\w*|visas?)\b|\b(?:sponsor\w*|visas?)\b[^.;?]{0,60}\b(?:not|n.t|cannot|unavailable|no)\b|\bvisa sponsorship\s*[:–-]\s*(?:no\b|none|n/a)"
);
pattern!(
    SPONSOR_YES,
    r"(?i)\b(?:visa|sponsorship|relocation)\b[^.;?]{0,40}\b(?:available|offered|provided|possible|included|support(?:ed)?|yes|considered)\b|\b(?:we|can|will|do|offer(?:s|ing)?|provide[sd]?|happy to|able to|open to|willing to|including|and|[+])\b[^.;?]{0,40}\b(?:sponsor\w*|visa (?:sponsorship|support|assistance)|(?:support|assist|help)\w*[^.;?]{0,30}visa)|^\W*visa (?:sponsorship|support)|\bvisa sponsorship\s*[:–-]\s*(?:yes|available)"
);
pattern!(
    SPONSOR_ASKS,
    r"(?i)\b(?:will|do|does|would) you\b|\bif (?:you|the)\b|\bexecutive sponsor|\bsponsored by\b|\bsponsorships\b|\bsponsorship (?:deliverables|acquisition|opportunit\w+|sales|revenue|packages?|programs?|deals?)\b|\bevents?\b"
);

pattern!(
    pub(super) ON_CALL,
    r"(?i)\b(?:on[- ]?call\b|pager (?:duty|rotation)|carry(?:ing)? (?:a|the) pager|rufbereitschaft|bereitschaftsdienst\w*|astreintes?|guardias|sobreaviso|plantão|plantões|reperibilità|dyżur\w*|wachtdienst\w*|storingsdienst\w*|piketdienst)"
);
pattern!(
    ON_CALL_NOT,
    r"(?i)\b(?:no|without|never|zero|not(?: be)?|n.t|kein\w*|keine|pas d.|sin|sem|geen)\b[^.;,]{0,30}\b(?:on[- ]?call|rufbereitschaft|astreintes?|guardias|sobreaviso|pager)|on[- ]?call\b[^.;,]{0,20}\b(?:is not|not required|isn.t|none)\b|on-call\s*:\s*no\b"
);
pattern!(
    ON_CALL_OTHER,
    r"(?i)\bon call with (?:a )?(?:customer|client)|(?:build|tool|product|software|platform|solution)\w* for on[- ]?call|on a call\b"
);

pattern!(
    pub(super) TRAVEL,
    r"(?i)\b(?:travel\w*\b[^.;]{0,40}(?:\d{1,3} ?%|required|requirement|expected|necessary|as needed|may be|up to|occasional\w*|domestic|international\w*|times (?:a|per) year)|(?:willing\w*|able|ability|availab\w+|requires?|required|must|need|occasional\w*|some|minimal|periodic|frequent|limited|quarterly|flexible|expect\w*|open|light)\b[^.;]{0,30}\btravel\w*|\d{1,3} ?%\+? (?:(?:of (?:the |your )?time|or (?:less|more)|domestic|international|overnight|regional|local|business|annual) ){0,2}travel\w*|",
    r"reisebereitschaft|dienstreisen|déplacements|disponibilidad para viajar|disponibilidade para viag\w+|disponibilità a(?:lle)? trasfert\w+|bereid(?:heid)? (?:om )?te reizen|gotowość do podróży|travel\s*[:–-]\s*(?:yes|\d))"
);
pattern!(
    TRAVEL_NOT,
    r"(?i)\b(?:no|without any|zero|0 ?%|not require\w*|does not (?:involve|require)|kein\w*)\s(?:\w+ ){0,2}(?:travel|reise\w*)\b|\btravel\b[^.;]{0,20}\b(?:not required|not expected|none|is not)|\btravel\w*\s*(?:requirements?|required|percentage)?\s*[:–-]\s*(?:no\b|none|0 ?%|n/a|not)"
);
pattern!(
    TRAVEL_OTHER,
    r"(?i)\btravel (?:industry|compan\w+|agenc\w+|platform|tech\w*|brand|products?|booking|experience|insurance|stipend|allowance|discounts?|benefits?|perks?|credits?|assistance|expenses? (?:are )?(?:covered|paid|reimbursed)|planning|sector|space|market)|(?:business|corporate|future of|way (?:people|the world)|love to|leisure|global|air|space|time|online) travel(?:s|ers|lers|ing)?\b[^%]{0,30}$|\btravell?ers"
);

/// All patterns of this reader.
pub(super) const PATTERNS: &[&Pattern] = &[
    &WISH,
    &CLEARANCE,
    &CLEARANCE_NOT,
    &CITIZEN,
    &CITIZEN_MUST,
    &CITIZEN_NOT,
    &EQUAL,
    &SPONSOR,
    &SPONSOR_NOT,
    &SPONSOR_YES,
    &SPONSOR_ASKS,
    &ON_CALL,
    &ON_CALL_NOT,
    &ON_CALL_OTHER,
    &TRAVEL,
    &TRAVEL_NOT,
    &TRAVEL_OTHER,
    &CLEARANCE_HEADING,
    &CLEARANCE_LEVEL,
    &NO_LEVEL,
];

/// The conditions of a posting.
pub(super) fn read(page: &Page<'_>) -> Requires {
    let mut quotes = Vec::new();
    let mut keep = |name: &'static str, found: Option<(bool, String)>| {
        let (value, quote) = found?;
        quotes.push((name, quote));
        Some(value)
    };
    let clearance =
        keep("clearance", clearance_under_heading(page).or_else(|| condition(page, Topics::CLEARANCE, clearance_of)));
    let citizenship = keep("citizenship", condition(page, Topics::CLEARANCE, citizenship_of));
    let visa_sponsorship =
        keep("visa_sponsorship", condition(page, Topics::VISA, sponsorship_of).or_else(|| header_visa(page)));
    let (languages, language_quote) = language::read(page);
    quotes.extend(language_quote.map(|quote| ("languages", quote)));
    let degree = degree::read(page).map(|(degree, quote)| {
        quotes.push(("degree", quote));
        degree.to_owned()
    });
    let mut keep = |name: &'static str, found: Option<(bool, String)>| {
        let (value, quote) = found?;
        quotes.push((name, quote));
        Some(value)
    };
    let on_call = keep("on_call", condition(page, Topics::ON_CALL, on_call_of));
    let travel = keep("travel", condition(page, Topics::TRAVEL, travel_of));
    Requires { clearance, citizenship, visa_sponsorship, languages, degree, on_call, travel, quotes }
}

/// What the title and then the sentences about a topic say: the first that says anything, a condition before its denial.
fn condition(
    page: &Page<'_>,
    topic: Topics,
    judge: fn(Passage<'_>, SectionKind) -> Option<bool>,
) -> Option<(bool, String)> {
    let of_topic = topic.with(Topics::CONDITION);
    let title = page.title.topics.has(of_topic).then_some((page.title.text, SectionKind::Intro));
    let body = page
        .about(of_topic)
        .flat_map(|line| line.sentences(of_topic).map(move |sentence| (sentence.text, line.section)));
    let mut denied = None;
    for (sentence, section) in title.into_iter().chain(body) {
        let sentence = sentence.head(2_000);
        match judge(sentence, section) {
            Some(true) => return Some((true, quote(&sentence))),
            Some(false) if denied.is_none() => denied = Some((false, quote(&sentence))),
            _ => {}
        }
    }
    denied
}

/// A sentence as a quotation of bounded length.
fn quote(sentence: &str) -> String {
    context::after(sentence.trim(), 0, 400).to_owned()
}

/// Whether a wish is all that the sentence or its section expresses.
fn is_wish(sentence: Passage<'_>, section: SectionKind) -> bool {
    section == SectionKind::Preferred || sentence.has(&WISH)
}

/// `Some(false)` where `denial` matches, `Some(true)` where `claim` does.
fn polarity(sentence: Passage<'_>, denial: &Pattern, claim: &Pattern) -> Option<bool> {
    if sentence.has(denial) { Some(false) } else { sentence.has(claim).then_some(true) }
}

fn clearance_of(sentence: Passage<'_>, section: SectionKind) -> Option<bool> {
    polarity(sentence, &CLEARANCE_NOT, &CLEARANCE).filter(|&holds| !(holds && is_wish(sentence, section)))
}

pattern!(CLEARANCE_HEADING, r"(?i)^\W*(?:security )?clearances?(?: level| required| requirements?)?\W*$");
pattern!(
    CLEARANCE_LEVEL,
    r"(?i)^\W*(?:(?:active|current|interim) )?(?:top secret|secret|ts\b|public trust|sc\b|dv\b|nv[12]\b)"
);
pattern!(NO_LEVEL, r"(?i)^\W*(?:none|not required|n/a|no)\W*$");

/// "Clearance" on one line, the level on the next.
fn clearance_under_heading(page: &Page<'_>) -> Option<(bool, String)> {
    page.lines
        .windows(2)
        .filter(|pair| {
            let heading = pair[0];
            heading.topics.has(Topics::CLEARANCE) && heading.text.len() <= 60 && heading.text.has(&CLEARANCE_HEADING)
        })
        .find_map(|pair| {
            let level = pair[1].text.head(400);
            polarity(level, &NO_LEVEL, &CLEARANCE_LEVEL)
                .filter(|&holds| !(holds && is_wish(level, pair[1].section)))
                .map(|holds| (holds, quote(&level)))
        })
}

fn citizenship_of(sentence: Passage<'_>, section: SectionKind) -> Option<bool> {
    if sentence.has(&EQUAL) || !sentence.has(&CITIZEN) {
        return None;
    }
    if sentence.has(&CITIZEN_NOT) {
        return Some(false);
    }
    (sentence.has(&CITIZEN_MUST) && !is_wish(sentence, section)).then_some(true)
}

fn sponsorship_of(sentence: Passage<'_>, _: SectionKind) -> Option<bool> {
    if !sentence.has(&SPONSOR) || sentence.trim_end().ends_with('?') {
        return None;
    }
    if sentence.has(&SPONSOR_NOT) {
        return Some(false);
    }
    // "If you need sponsorship …" asks, "event sponsorship" is of another kind.
    (sentence.has(&SPONSOR_YES) && !sentence.has(&SPONSOR_ASKS)).then_some(true)
}

/// "… | ONSITE | VISA": the custom of monthly hiring threads.
fn header_visa(page: &Page<'_>) -> Option<(bool, String)> {
    let first = page.lines.first().map_or("", |line| line.text.as_str());
    [page.posting.title.as_str(), context::after(first, 0, 400)]
        .into_iter()
        .find(|header| {
            header
                .split('|')
                .any(|part| matches!(part.trim(), "VISA" | "Visa" | "VISA sponsorship" | "Visa sponsorship"))
        })
        .map(|header| (true, quote(header)))
}

fn on_call_of(sentence: Passage<'_>, section: SectionKind) -> Option<bool> {
    if sentence.has(&ON_CALL_OTHER) || matches!(section, SectionKind::Company | SectionKind::Legal) {
        return None;
    }
    polarity(sentence, &ON_CALL_NOT, &ON_CALL).filter(|&holds| !(holds && is_wish(sentence, section)))
}

fn travel_of(sentence: Passage<'_>, section: SectionKind) -> Option<bool> {
    if matches!(section, SectionKind::Company) || sentence.has(&TRAVEL_OTHER) {
        return None;
    }
    polarity(sentence, &TRAVEL_NOT, &TRAVEL).filter(|&holds| !(holds && section == SectionKind::Benefits))
}
