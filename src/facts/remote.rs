//! Where the work is done: remote, hybrid or on site.
//!
//! Title and location field decide before the text, and in the text what is said of the position before what is said of
//! the company. Every cue has a strength; the strongest wins, on a tie hybrid before remote before on site. Remote as one
//! of several choices, or within a region, is remote; remote on some days of the week is hybrid; four days in the office
//! are on site. A denial beats everything. Remote teams, remote access, hybrid clouds and stipends say nothing.

use super::{Line, Page, Passage, Sentence, Topics, days};
use crate::analysis::SectionKind;
use crate::pattern::{Pattern, pattern};
use crate::posting::Remote;

pattern!(
    pub(super) CUE,
    r"(?i)(?:(?P<partly>\b(?:partially|partly|semi|part|occasional(?:ly)?|some|flexible|teilweise|partiel\w*|hybrid)[- ]+)?(?P<remote>à distance\b|\b(?:remote(?:ly)?|remoto|remota|a distancia|a distância|télétravail|teletrabajo|teletrabalho|",
    r"work from home|work from anywhere|wfh|anywhere|home[- ]?office|zdaln\w*|op afstand|thuiswerk\w*|da remoto|distributed team))|\b(?P<hybrid>hybrid|hyrbid|hybird|hybride|híbrid[oa]|hibrid[oa]|ibrid[oa]|hybrydow\w*|smart[- ]?working)|",
    r"\b(?P<onsite>on[- ]?site|in[- ]office|in[- ]person|office[- ]based|vor ort|sur site|presencial|in sede|in presenza|stacjonarn\w*|op kantoor))\b"
);
/// Words after "remote" or "hybrid" with which it is no place of work.
const NOT_WORK: &[&str] = &[
    "sensing",
    "access",
    "support",
    "monitoring",
    "management",
    "desktop",
    "hands",
    "operations",
    "infrastructure",
    "patient",
    "control",
    "controlled",
    "systems",
    "system",
    "devices",
    "device",
    "signers",
    "signing",
    "server",
    "servers",
    "site",
    "sites",
    "procedure",
    "procedures",
    "api",
    "apis",
    "cloud",
    "clouds",
    "it",
    "mobile",
    "apps",
    "app",
    "multi",
    "multicloud",
    "storage",
    "deployment",
    "deployments",
    "architecture",
    "architectures",
    "quantum",
    "electric",
    "vehicle",
    "search",
    "integration",
    "identity",
    "network",
    "networks",
    "networking",
    "data",
    "solutions",
    "environments",
    "ai",
    "model-based",
    "stipend",
    "budget",
    "sessions",
    "code",
    "workspace",
    "connectivity",
    "execution",
    "diagnostics",
    "assistance",
    "learning",
    "ml",
    "threads",
    "workloads",
    "kubernetes",
    "aws",
    "azure",
    "computing",
    "meetings",
    "repository",
    "users",
    "communities",
    "areas",
    "villages",
    "offshore",
    "coordination",
    "flexibility",
    "setup",
    "set-up",
    "interview",
    "interviews",
    "customer",
    "client",
    "visits",
    "gym",
    "parking",
];

pattern!(
    pub(super) DENIAL,
    r"(?i)\b(?:(?:not|no|non|cannot|can.t|don.t|isn.t|aren.t|won.t|unable to|neither)[\s-]+(?:be |is |are |currently |a |an |able to |offer(?:ing)? |provide |support |allow |consider(?:ing)? |accept(?:ing)? |eligible for |available |suitable |open to |looking for |hire |hiring |have |performed |done |any |for |as |work(?:ing)? |to |the |option |possibility |of |possible |fully |100% |completely |virtual |hybrid |or ){0,6}",
    r"(?:remote(?:ly)?|telework\w*|telecommut\w+|work(?:ing)?[- ]from[- ]home|wfh)\b(?P<what>[\s-]*\w*)|",
    r"remote (?:work(?:ing)?|option|candidates?|applicants?|applications?|employment|arrangements?|position)?s?\s*(?:is|are|will|can)?\s*(?:not|n.t|cannot)\s+(?:be )?(?:an option|possible|available|offered|supported|permitted|allowed|considered|eligible|accepted|provided)|",
    r"kein(?:e)? (?:remote|home ?office)|remote nicht möglich|pas de télétravail|sin teletrabajo|não é remoto|no es remoto|geen thuiswerk|non (?:è )?(?:previsto )?(?:lo )?smart)"
);
pattern!(TAG, r"(?i)#\s?li[-_ ]?(?P<tag>remote|hybrid|on-?site|office)\b");
pattern!(
    LABEL,
    r"(?i)(?:\b(?:job|work) location\s*[:–-]|📍|\b(?:espacio|modalidad|lugar|local|regime) de (?:trabajo|trabalho)\s*:|^\W*(?:(?:job |work(?:place|ing)? |office |primary |position )?(?:location|locations|place|type|model|mode|arrangement|setting|setup|style|environment|policy|site|schedule|option|status)s?(?: type| of work)?|workplace|modality|remote(?: ?/ ?hybrid| status| type| work)?|where|arbeitsort|standort|arbeitsmodell|ort|einsatzort|lieu(?: de travail)?|ubicación|modalidad(?: de trabajo)?|localização|local|modelo(?: de trabalho)?|sede(?: di lavoro)?|locatie|standplaats|lokalizacja|tryb pracy|miejsce pracy)\s*[:–-])\W*(?P<value>.+)$"
);
/// A cue of the text: pattern, what it says, how strongly.
pub(super) struct Cue {
    pub(super) pattern: &'static Pattern,
    says: Remote,
    strength: u8,
}

pattern!(
    REMOTE_ROLE,
    r"(?i)\b(?:remote|home[- ]based|telework) (?:\([^)]{0,30}\) )?(?:position|role|job|opportunity|contract|opening|full[- ]time|first position|eligible)\b|\b(?:role|position|job|opportunity|posting)\b[^.;]{0,60}\b(?:is|are|be|can be|may be|will be|as)\b[^.;]{0,50}\b(?:remote(?:ly)?|work from home|telework)\b"
);
pattern!(
    FULLY_REMOTE,
    r"(?i)\b(?:100 ?%[ -]*|(?:fully|full|completely|entirely|permanent(?:ly)?|all|wholly|totally|komplett|vollständig|totalmente|completamente|w pełni|volledig|entièrement)[ -]+)(?:remote(?:ly)?|distributed|telework|à distance|en télétravail|remoto|remota|zdaln\w+|home ?office|distance)\b|\bremote\s*\(?100 ?%|\bwork(?:ing)? from anywhere\b|\banywhere in (?:the )?(?:world|us|u\.s|united states|europe|eu|canada)\b|\bpraca (?:w 100% )?zdalna\b|\b100 ?% télétravail"
);
pattern!(
    REMOTE_IN,
    r"(?i)\bremote(?:ly)?(?: work| working)?,? (?:within|in|from|across|anywhere|based in|inside|innerhalb|throughout|possible|available|ok\b|okay|friendly|considered|allowed|option available)\b|\bremote\s*[(–-]\s*(?:us|usa|uk|eu|emea|europe|canada|worldwide|global|north america|latam|apac|india|germany)\b|\b(?:open to|hiring|consider) (?:fully )?remote\b|\b(?:or|oder|ou|/|and) (?:fully )?remote\b|\bremote(?:ly)? (?:or|/|oder|ou)\b|\bwork(?:s|ing)? (?:\w+ ){0,2}?remotely\b|\byou(?: can|.ll| will| may)? (?:\w+ )?work from home\b|\binnerhalb (?:von |der )?deutschland|\bjoin (?:us|our team) remotely\b|\b(?:us|usa|u\.s\.|uk|eu|emea)[ -]remote\b|\bremote[ -](?:us|usa|eu|emea)\b"
);
pattern!(
    REMOTE_CULTURE,
    r"(?i)\b(?:remote|distributed)[ -](?:first|friendly|only|native|flexible)\b|\bwe (?:\w+ ){0,3}as an? (?:\w+ )?remote|\bwe(?:.re| are) (?:a )?(?:\w+[, -]+){0,3}(?:remote|distributed)\b|\bas an? (?:\w+ )?remote(?:[ -][\w-]+){0,2} (?:team|company|organi[sz]ation)\b|\b(?:fully|globally|all)[ -](?:distributed|remote) (?:team|company|organi[sz]ation|workforce|startup)\b"
);
pattern!(
    HYBRID_ROLE,
    r"(?i)\bhybrid(?: remote| work(?:ing)?| office)? (?:position|role|job|opportunity|setup in|in\b|from\b)|\b(?:role|position|job|opportunity)\b[^.;]{0,60}\b(?:is|are|be|as|follows|requires|offers)\b[^.;]{0,30}\bhybrid\b|\bhybrid\W{0,3}(?:\(|[1-4] days|[–-] )"
);
pattern!(
    HYBRID_MODEL,
    r"(?i)\bhybrid[ -](?:work\w*|schedule|model|set[- ]?up|arrangement|policy|approach|format|basis|workplace|office|company|team|flexib\w+|remote|mode|environment|capacity|culture|option|first|friendly|home)|\b(?:work\w*|model|schedule|environment|arrangement|remote)[ ,/:(–-]+hybrid\b|\bhybride[sn]? (?:arbeit\w*|modell?\w*)|mobiles arbeiten|(?:modèle|mode|travail|télétravail) (?:hybride|partiel)|modelo híbrido|trabajo híbrido|trabalho híbrido|modalità ibrida|lavoro ibrido|hybride werk\w*|praca hybrydowa|modelu hybrydowym|\boccasional(?:ly)? (?:in[- ](?:person|office)|on[- ]?site) (?:attendance|presence|days?|work)|\b(?:occasional(?:ly)?|some|partial(?:ly)?|part[- ]time) (?:remote|work(?:ing)? from home|telework|wfh)\b"
);
pattern!(
    ONSITE_ROLE,
    r"(?i)\b(?:fully |100 ?% |entirely |strictly )?(?:on[- ]?site|in[- ]person|in[- ]office|office[- ]based) (?:position|role|job|opportunity|only|work model|presence (?:is )?required|required|full[- ]time|in\b|at\b)|\b(?:role|position|job|opportunity|work|team)\b[^.;]{0,50}\b(?:is|are|be|requires?|based|performed|located)\b[^.;]{0,40}\b(?:on[- ]?site|in[- ]person|in[- ]office|in (?:the|our) (?:[\w-]+ )?office full)\b|\bmust (?:be able to )?(?:work|be|report|commute)\b[^.;]{0,30}\b(?:on[- ]?site|in[- ]person|in[- ]office)\b|\b100 ?% (?:on[- ]?site|in[- ]office|in[- ]person)\b|\ball in[- ]person\b|arbeit vor ort|\b(?:stelle|position|tätigkeit|arbeit|arbeiten|arbeitest)\b[^.;]{0,40}\bvor ort\b|\b(?:in[- ]person|on[- ]?site|in[- ]office) (?:team|company|first|culture|environment)\b|\bwe.(?:re|are) (?:an? |all )?(?:in[- ]office|in[- ]person|on[- ]?site)\b|\bwork(?:ing)? (?:on[- ]?site|in[- ]person)\b|praca stacjonarna|trabajo presencial|trabalho presencial|100 ?% presencial"
);
pattern!(
    FULLY_ONSITE,
    r"(?i)\b(?:fully|100 ?%|entirely|strictly|completely|exclusively) (?:on[- ]?site|in[- ]person|in[- ]office)\b"
);
pattern!(
    AT_OUR_OFFICE,
    r"(?i)\b(?:role|position|job|opportunity|work)\b(?: is| are| will be| takes place)?(?: done| performed| carried out| based| located)? (?:on[- ]?site )?(?:at|in|from|out of) (?:our|the company.s) (?:[\w.,&-]+ ){0,4}(?:offices?|headquarters|hq|premises|laborator(?:y|ies)|labs?|plant|factory|workshop)\b"
);
pattern!(
    OFFICE_FULL_TIME,
    r"(?i)\b(?:in|from) (?:the|our) (?:[\w-]+ ){0,3}office (?:full[- ]time|every day|daily|5 days)|\bin[- ]office (?:work )?environment|office[- ]based culture|willing\w* to work in[- ]person"
);
pattern!(
    DAYS_OFF_SITE,
    r"(?i)^\W*(?:flexible )?(?:remote|home ?office|work[- ]from[- ]home|wfh) days?\b|\bremote[- ]days\b|\b(?:option|opportunity|possibility|ability|möglichkeit\w*|possibilité|posibilidad) (?:to|of|for|zu[mr]?|de) (?:\w+ ){0,3}(?:work from home|home ?office|télétravail|teletrabajo)|flexib\w+ (?:\w+ ){0,3}work(?:ing)? from home|\bwork[- ]from[- ]home[- ](?:flexib|option|polic)|\bhome ?office[- ](?:möglichkeit\w*|option\w*|regelung|tage)|télétravail (?:possible|\d)"
);

/// Cues in order of strength.
pub(super) const CUES: [Cue; 11] = [
    Cue { pattern: &HYBRID_ROLE, says: Remote::Hybrid, strength: 7 },
    Cue { pattern: &REMOTE_ROLE, says: Remote::Remote, strength: 7 },
    Cue { pattern: &FULLY_ONSITE, says: Remote::Onsite, strength: 7 },
    Cue { pattern: &FULLY_REMOTE, says: Remote::Remote, strength: 6 },
    Cue { pattern: &ONSITE_ROLE, says: Remote::Onsite, strength: 6 },
    Cue { pattern: &HYBRID_MODEL, says: Remote::Hybrid, strength: 6 },
    Cue { pattern: &REMOTE_IN, says: Remote::Remote, strength: 5 },
    Cue { pattern: &OFFICE_FULL_TIME, says: Remote::Onsite, strength: 5 },
    Cue { pattern: &AT_OUR_OFFICE, says: Remote::Onsite, strength: 4 },
    Cue { pattern: &REMOTE_CULTURE, says: Remote::Remote, strength: 4 },
    Cue { pattern: &DAYS_OFF_SITE, says: Remote::Hybrid, strength: 2 },
];

// Said first, it counts whatever else the sentence offers ("remote-first, offices in three cities, and a stipend").
pattern!(pub(super) REMOTE_FIRST, r"(?i)^\W*remote[ -](?:first|flexible|friendly)\b");
pattern!(MEALS, r"(?i)\b(?:lunch\w*|catered|meals?|snacks?|breakfast|dinners?)\b");
// Sentences in which the words say nothing of this job.
pattern!(
    ELSEWHERE,
    r"(?i)\b(?:experience (?:in|with|working|of|at|leading|managing)|experienced in|proficien|familiar|knowledge of|comfortable (?:in|with|working)|unless|ability to (?:troubleshoot|support)|stipend|reimburse|budget|allowance|on[- ]?site (?:gym|cafe|cafeteria|parking|fitness|interview|meals?|lunch|childcare|daycare|doctor|health|clinic|customer|client|visit|amenities|kitchen|chef)|",
    r"on-prem\w*|on[- ]?site\b[^.;]{0,30}\b(?:when|as|if) (?:required|needed|necessary)|interviews?|workshops?|trials?|retreats?|customer sites?|client sites?|depending on|if (?:you.re |you are |you live |you )?(?:based|located|living|near)\b|varies|vary|thrive[s]? in|certain roles|some roles|other roles|hybrid[- ](?:cloud|infrastructure|environments|it\b|multi)|offsites?|off-sites?|equal opportunity|accommodation)"
);

/// All patterns of this reader.
pub(super) const PATTERNS: &[&Pattern] = &[
    &CUE,
    &DENIAL,
    &TAG,
    &LABEL,
    &REMOTE_ROLE,
    &FULLY_REMOTE,
    &REMOTE_IN,
    &REMOTE_CULTURE,
    &HYBRID_ROLE,
    &HYBRID_MODEL,
    &ONSITE_ROLE,
    &FULLY_ONSITE,
    &AT_OUR_OFFICE,
    &OFFICE_FULL_TIME,
    &DAYS_OFF_SITE,
    &REMOTE_FIRST,
    &MEALS,
    &ELSEWHERE,
];

/// Where the work is done, and the words that say so.
pub(super) fn read(page: &Page<'_>) -> Option<(Remote, String)> {
    let mut best: Option<(u8, Remote, String)> = None;
    let mut offer = |strength: u8, says: Remote, words: &str| {
        let rank = |strength: u8, says: Remote| {
            (
                strength,
                match says {
                    Remote::Hybrid => 2,
                    Remote::Remote => 1,
                    Remote::Onsite => 0,
                },
            )
        };
        if best.as_ref().is_none_or(|(held, kind, _)| rank(*held, *kind) < rank(strength, says)) {
            best = Some((strength, says, words.trim().to_owned()));
        }
    };
    if page.title.topics.has(Topics::PLACE)
        && let Some(says) = of_field(page.title.text)
    {
        offer(10, says, &page.title.text);
    }
    if let Some((location, says)) = page.location.and_then(|location| Some((location, of_field(location)?))) {
        offer(9, says, &location);
    }
    for (i, line) in page.lines.iter().enumerate().filter(|(_, line)| line.topics.has(Topics::PLACE)) {
        if i < 3 && line.text.matches('|').count() >= 2 {
            let header = line.text.head(400);
            if let Some(says) = of_field(header) {
                offer(9, says, &header);
            }
            continue;
        }
        for sentence in line.sentences(Topics::PLACE) {
            // A notice counts only where it says something definite of the position.
            if let Some((strength, says)) = of_sentence(sentence, line)
                && (line.section != SectionKind::Legal || strength >= 6)
            {
                offer(strength, says, &sentence.text.head(300));
            }
        }
    }
    best.map(|(_, says, words)| (says, words))
}

/// What a title, a location or another short field says.
fn of_field(field: Passage<'_>) -> Option<Remote> {
    if field.has(&DENIAL) {
        return Some(Remote::Onsite);
    }
    let mut said: Option<(Remote, usize)> = None;
    for found in field.captures_iter(&CUE) {
        let Some(whole) = found.get(0) else { continue };
        let next = next_word(&field.after(whole.end(), 32));
        let mut kind = match (found.name("hybrid"), found.name("onsite")) {
            (Some(_), _) => Remote::Hybrid,
            (_, Some(_)) => Remote::Onsite,
            _ if found.name("partly").is_some() => Remote::Hybrid,
            _ => Remote::Remote,
        };
        if NOT_WORK.contains(&next.as_str()) {
            continue;
        }
        if matches!(next.as_str(), "days" | "day") && kind == Remote::Remote {
            kind = Remote::Hybrid;
        }
        said = Some(match said {
            None => (kind, whole.end()),
            Some((held, end)) if held == kind => (held, end),
            Some((held, end)) => {
                let gap = field.get(end..whole.start()).unwrap_or("").to_lowercase();
                (of_two(held, kind, &format!("{gap} ")), whole.end())
            }
        });
    }
    said.map(|(kind, _)| kind)
}

/// The word that a cue stands right before, in lower case; empty where a bracket or comma stands between.
fn next_word(right: &str) -> String {
    right
        .trim_start_matches([' ', '-'])
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '-')
        .flat_map(char::to_lowercase)
        .collect()
}

/// What two cues in one field say together, by what stands between them.
fn of_two(first: Remote, second: Remote, gap: &str) -> Remote {
    let choice = gap.contains([',', '/', '|', '&', ';', '+'])
        || [" or ", " and ", " oder ", " ou ", " o ", " y ", " und "].iter().any(|word| gap.contains(word));
    match (first, second) {
        (Remote::Remote, _) | (_, Remote::Remote) if choice => Remote::Remote,
        (Remote::Remote, Remote::Onsite) | (Remote::Onsite, Remote::Remote) => first,
        _ => Remote::Hybrid,
    }
}

/// What a sentence of the text says, and how strongly.
fn of_sentence(sentence: &Sentence<'_>, line: &Line<'_>) -> Option<(u8, Remote)> {
    let sentence = sentence.text.head(2_000);
    if let Some(denial) = sentence.captures(&DENIAL) {
        let what = denial.name("what").map_or("", |what| what.as_str()).trim_start_matches([' ', '-']).to_lowercase();
        if !NOT_WORK.contains(&what.as_str()) {
            let says = if sentence.has(&HYBRID_MODEL) && !sentence.contains("or hybrid") {
                Remote::Hybrid
            } else {
                Remote::Onsite
            };
            return Some((11, says));
        }
    }
    if sentence.contains('#')
        && let Some(tag) = sentence.captures(&TAG)
    {
        let says = match tag["tag"].to_lowercase().as_str() {
            "remote" => Remote::Remote,
            "hybrid" => Remote::Hybrid,
            _ => Remote::Onsite,
        };
        return Some((8, says));
    }
    of_words(sentence, line).filter(|_| !sentence.has(&MEALS))
}

/// What a sentence says that neither denies nor has a tag.
fn of_words(sentence: Passage<'_>, line: &Line<'_>) -> Option<(u8, Remote)> {
    if let Some(said) = days::in_office(sentence, line.text) {
        return Some(said);
    }
    if days::at_home(sentence) {
        return Some((7, Remote::Hybrid));
    }
    let may_be_label = sentence.contains([':', '-', '–', '📍']);
    if may_be_label
        && let Some(label) = sentence.captures(&LABEL)
        && let Some(value) = label.name("value")
        && let Some(says) = of_field(sentence.part(value.as_str()).head(120))
    {
        return Some((8, says));
    }
    if days::is_mixture(sentence) {
        return Some((7, Remote::Hybrid));
    }
    if sentence.has(&REMOTE_FIRST) {
        return Some((4, Remote::Remote));
    }
    let is_short = sentence.trim().len() <= 40 && sentence.split_whitespace().count() <= 5;
    let whole = if is_short { of_field(sentence).map(|says| (6, says)) } else { None };
    whole.or_else(|| of_cues(sentence, line.section)).filter(|_| !sentence.has(&ELSEWHERE))
}

/// The strongest cue of a sentence; in text about the company it is weaker.
fn of_cues(sentence: Passage<'_>, section: SectionKind) -> Option<(u8, Remote)> {
    let weaker = u8::from(section == SectionKind::Company);
    CUES.iter()
        .filter(|cue| sentence.has(cue.pattern))
        .map(|cue| (cue.strength.saturating_sub(weaker), cue.says))
        .max_by_key(|(strength, says)| (*strength, *says == Remote::Hybrid, *says == Remote::Remote))
}
