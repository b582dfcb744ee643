//! Years of experience: the smallest number asked for in the main field of the job.
//!
//! Every "N years" is a candidate. What stands around it says what it counts: the experience of a person (kept), the age
//! of a company, a contract, a benefit (dropped). What it is experience *of* ranks the kept ones: overall experience and
//! a field or with a programming language counts as overall; with any other single technology it does not.

use super::{Line, Page, Passage, Topics, context};
use crate::analysis::SectionKind;
use crate::pattern::{Match, Pattern, pattern};

/// More than this is never asked for; it is the age of something.
const MOST: u8 = 25;

/// What a number of years counts, from weakest to strongest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Scope {
    /// Instead of a degree.
    InsteadOfDegree,
    /// Experience in a trade or field, with a programming language, or overall.
    Field,
}

struct Candidate {
    years: u8,
    scope: Scope,
    /// Whether a degree is named in the same sentence: such candidates are routes to the same job.
    route: bool,
    quote: String,
}

pattern!(
    pub(super) YEARS,
    r"(?i)(?:^|[^\w.,/$€£])(?P<low>\d{1,2}(?:[.,]\d)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|",
    r"zwei|drei|vier|fünf|sechs|sieben|acht|zehn|deux|trois|quatre|cinq|sept|huit|dix|dos|tres|cuatro|cinco|seis|siete|ocho|diez|",
    r"dois|duas|três|quatro|sete|oito|dez|due|tre|cinque|sei|sette|otto|dieci|twee|drie|vijf|zes|zeven|tien|dwa|trzy|cztery|pięć)",
    r"\s*(?:\+|plus\b|or more\b|and above\b)?\s*(?:\(\s*\d{1,2}\s*\+?\s*\)\s*\+?\s*)?",
    r"(?:(?:-|–|—|to\b|or\b|bis\b|à|a\b|al\b|ou\b|o\b|tot\b|do\b|y\b|e\b|and\b|und\b|et\b)\s*(?P<high>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen)\b\s*(?:\(\s*\d{1,2}\s*\+?\s*\))?\s*)?",
    r"(?:\+|plus\b|or more\b|oder mehr\b|ou plus\b|o más\b|ou mais\b|of meer\b|o più|i więcej\b)?\s*-?\s*",
    r"(?:full |solid |calendar |complete |volle |good )?",
    r"(?P<unit>years?|yrs?|yoe|jahren?|ans|années?|años?|anos?|anni|anno|jaar|jaren|lat|lata|roku|rok)\b['’´]?s?"
);
pattern!(
    pub(super) YEARS_AFTER,
    r"(?i)\b(?:(?:years?|yrs?)\.?\s+of\s+(?:[\w-]+\s+){0,3}experience|experience\s+\((?:in\s+)?(?:years|yrs)\)|(?:years|yrs)\s+experience|yoe|berufserfahrung in jahren)",
    r"\s*(?:required|needed|\([^)]{0,20}\))?\s*[:=–-]\s*(?:min(?:imum)?\.?\s*|at least\s*|>=?\s*|≥\s*)?(?P<low>\d{1,2})\b"
);
pattern!(pub(super) BARE, r"(?i)\bexperience(?: required| level| range)?\s*:\s*(?P<low>\d{1,2})\s*(?:\+|[-–]\s*\d{1,2}\+?)\s*$");

// What stands right before or right after the number when it does not count experience.
pattern!(
    NOT_BEFORE,
    r"(?i)(?:(?:über die|últimos|\b(?:last|past|previous|next|first|coming|recent|every|each|after|within|since|during|our|only|turned|aged?|ages|up to|maximum(?: of)?|max\.?|no more than|",
    r"not more than|less than|fewer than|under|below|until|for|for (?:over|more than|the|nearly|almost|about|around)|in(?: just)?(?: under| less than| over)|vor|seit|depuis|il y a|desde|hace|há|",
    r"da oltre|letzten|nächsten|derniers|ultimi|bis zu|jusqu.à|hasta|até|fino a|sinds|al meer dan|od|przez|contract of|term of|period of|maximal))\s*(?:the )?)$"
);
pattern!(
    NOT_AFTER,
    r"(?i)^[\s-]*(?:old\b|older\b|of age|ago\b|in business|in a row|contract|fixed|vest|cliff|warranty|term\b|degree|college|university|program|bachelor|diploma|",
    r"later|anniversary|plan\b|roadmap|runway|consecutive|from now|period|lease|running\b\s*(?:$|[,.;)!])|straight|commitment|apprentice|high school|education|stud(?:y|ies)|",
    r"of (?:excellence|innovation|history|heritage|tradition|growth|success|runway|age|college|university|education|study|schooling|stud|post-?secondary|operation\b|employment|tenure|full[- ]time education|the|our|profitab|stability|continuous)|",
    r"alt\b|jung\b|geschichte|tradition|d.histoire|d.existence|d.âge|de (?:historia|história|antigüedad|trayectoria)|di storia|bestaan|istnienia|na rynku|and (?:counting|growing)|record|after|before|with (?:us|the company|our))"
);
// What must stand near for a number to count a person's experience.
pattern!(
    EXPERIENCE_AFTER,
    r"(?i)\b(?:experiences?|exp\b|xp\b|experienced|expertise|background|track record|erfahrung|\w*erfahrung|erfahrungen|expérience|experiencia|experiência|esperienza|ervaring|werkervaring|doświadczeni\w*|",
    r"working|work as|work in|as an?\b|als\b|in an? [^.;]{0,60}\b(?:role|position|capacity|environment)s?\b|in (?:the )?(?:field|industry|similar)|praxis|practice|professional\w*|berufspraxis|hands.on|exposure|tätigkeit)"
);
pattern!(
    EXPERIENCE_BEFORE,
    r"(?i)(?:\b(?:experiences?|exp|expertise|background|at least|minimum|minimally|min\.?|requires?|required|must have|have|has|having|with|you.ve(?: got)?|you bring|you possess|bringing|target|around|about|approximately|",
    r"mindestens|mind\.|minimum|au moins|au minimum|al menos|mínimo|mínima|pelo menos|no mínimo|almeno|minimo|minstens|minimaal|ten minste|co najmniej|min|\w*erfahrung|expérience|experiencia|experiência|esperienza|ervaring|doświadczeni\w*)|[>≥]=?)",
    r"(?: range| required| level| needed)?[\s:(–-]*(?:of|von|de|di|d.|van|:|is|the)?[\s:(–-]*(?:at least|min\.?|minimum(?: of)?|mindestens|over|more than|>=?|≥)?\s*$"
);
pattern!(
    IN_BRACKETS,
    r"(?i)\b(?:experience|erfahrung|expérience|experiencia|experiência|esperienza|ervaring)\b[^.;(]{0,100}\((?:min\w*\.? |at least )?$"
);
/// The start of a duty or a field right after the number: "5+ years designing …", "3+ years in platform …".
const DOING: &[&str] = &["in", "of", "as", "within", "across", "leading", "managing"];

// A person is asked, against the company telling of itself.
pattern!(
    ASKS,
    r"(?i)\bvocê|\b(?:you|your|you.(?:ve|ll)|candidates?|applicants?|looking for|seeking|seeks?|hiring|ask for|asks for|expect|expects|expected|requires?|required|requirements?|must|minimum|at least|ideal|need|qualifications?|du|sie bringen|suchen|",
    r"vous|justifie\w*|recherch\w+|buscamos|requisitos|procuramos|cerchiamo|zoeken|szukamy|wymagan\w+|oczekuj\w+)\b"
);
pattern!(
    TELLS,
    r"(?i)\b(?:we|we.ve|our|us|company|firm|founded|established|founders?|customers|clients|combined|collective|collectively|team (?:has|have|brings|with)|wir|unser\w*|nous|notre|nosotros|nuestr\w+|nossa|nosso|noi|nostr\w+|wij|onze|nasz\w*)\b"
);
pattern!(
    TELLS_AFTER,
    r"(?i)\b(?:we|we.ve|our|us|wir|unser\w*|nous|notre|nosotros|nuestr\w+|noi|onze|wij|nasz\w*|\w{2,}[aei]mos)\b"
);
// A wish, said of the number itself.
pattern!(
    WISHED_AFTER,
    r"(?i)^[^,.;:(]{0,110}\(?\s*\b(?:preferred|is a plus|are a plus|a plus|nice[- ]to[- ]have|is a bonus|would be (?:a|an) (?:plus|bonus|advantage)|advantageous|von vorteil|wünschenswert|serait un plus|es un plus|deseable|desejável|gradito|mile widzian)"
);
// "At least 3 years are required; 5 or more, especially in a factory, are preferred".
pattern!(WISHED_LATER, r"(?i)^[^.:;(]{0,110}\bpreferred\W*$");
pattern!(
    WISHED_BEFORE,
    r"(?i)\b(?:preferred|preferably|nice[- ]to[- ]have|ideally|bonus(?: points)?(?: for| if)?|idealerweise|idéalement|idealmente)\b[^.;]{0,40}$"
);
pattern!(
    PART_OF,
    r"(?i)(?:including|with|of which|incl\.?|plus|davon|dont|de los cuales|dei quali|waarvan|in addition to|and)\s*(?:at least|a minimum of|minimum(?: of)?|min\.?|mindestens|au moins)?\s*$"
);

pattern!(
    DEGREE,
    r"(?i)\b(?:degrees?|bachelor\w*|master\w*|ph\.?\s?d|doctora\w+|diploma|b\.?sc?|m\.?sc?|b\.?s|m\.?s|ba|associate.s|studium|abschluss|licence|laurea|licenciatura|grado)\b"
);
pattern!(INSTEAD, r"(?i)\b(?:or|and/or|oder|ou|o|of|lub|equivalent|lieu|instead|substitut\w+|otherwise)\b");

// Words that make the experience that of a trade, not of one technology.
pattern!(
    FIELD,
    r"(?i)\b(?:software|engineer\w*|develop\w*|dev ?ops|dev ?sec ?ops|secops|sre|reliability|\w*infrastru[ck]tu\w*|infraestru\w+|\w*beheer|back-?\s?end|front-?\s?end|full-?\s?stack|platforms?\b|administ\w+|operations|sysadmin|industry|",
    r"professional\w*|relevant|relatable|related|similar|equivalent|comparable|overall|total|work(?:ing)? experience|experience working|practical|information technology|IT|technical|technology|security|data\b|machine learning|ml\b|ai\b|",
    r"quality|qa\b|manage(?:ment|r|rial)?\b|managing|leadership|leading|consult\w*|architect\w*|support\b|progressive|role|position|systems\b|network(?:s|ing)?\b|",
    r"cloud (?:comput\w*|infra\w*|environments?|technolog\w+|services|solutions)|public cloud|web\b|mobile\b|entwickl\w*|\w*entwickl\w*|\w*beruf\w*|informatik\w*|bereich|développ\w+|ingénieu?r\w*|métier|desarroll\w*|ingenier\w+|",
    r"desenvolv\w+|engenh\w+|svilupp\w+|ontwikkel\w*|programowani\w+|tworzeni\w+|computer science|release|automation|configuration management|analytics|analys\w+|business intelligence|soc\b|noc\b|ci/cd|(?:main|primary|day|full-time) (?:job|work|occupation|role)|embedded|distributed|design\w*)"
);

/// All patterns of this reader.
pub(super) const PATTERNS: &[&Pattern] = &[
    &YEARS,
    &YEARS_AFTER,
    &BARE,
    &NOT_BEFORE,
    &NOT_AFTER,
    &EXPERIENCE_AFTER,
    &EXPERIENCE_BEFORE,
    &IN_BRACKETS,
    &ASKS,
    &TELLS,
    &TELLS_AFTER,
    &WISHED_AFTER,
    &WISHED_LATER,
    &WISHED_BEFORE,
    &PART_OF,
    &DEGREE,
    &INSTEAD,
    &FIELD,
];

/// Programming languages: the main field of a job that asks for years of nothing else.
const LANGUAGES: &[&str] = &[
    "java",
    "python",
    "go",
    "golang",
    "rust",
    "ruby",
    "php",
    "c",
    "c++",
    "c#",
    ".net",
    "javascript",
    "typescript",
    "node.js",
    "node",
    "kotlin",
    "scala",
    "swift",
    "elixir",
    "erlang",
    "clojure",
    "haskell",
    "perl",
    "rails",
    "dotnet",
    "abap",
    "coding",
    "programming",
];

/// The smallest number of years asked for, and the sentence that says so.
pub(super) fn read(page: &Page<'_>) -> Option<(u8, String)> {
    let mut found: Vec<Candidate> = Vec::new();
    for line in page.about(Topics::YEARS) {
        if line.section != SectionKind::Preferred {
            line_candidates(line, &mut found);
        }
    }
    let scope = found.iter().map(|candidate| candidate.scope).max()?;
    found.retain(|candidate| candidate.scope == scope);
    // Routes to the job are alternatives: the easiest counts. Separate demands hold together: the hardest counts.
    let route = found.iter().filter(|candidate| candidate.route).map(|candidate| candidate.years).min();
    let best = found
        .into_iter()
        .filter(|candidate| !candidate.route || Some(candidate.years) == route)
        .rev()
        .max_by_key(|candidate| candidate.years)?;
    Some((best.years, best.quote))
}

pattern!(EITHER, r"(?i)\b(?:or|oder|ou|lub)\s+(?:(?:at least|a minimum of|mindestens|au moins)\s+)?\W*$");

/// Adds the candidates of a line.
fn line_candidates(line: &Line<'_>, found: &mut Vec<Candidate>) {
    let mut previous: Option<(usize, usize)> = None;
    let mut numbers = line.text.captures_iter(&YEARS).peekable();
    if numbers.peek().is_none() {
        let number = line.text.captures(&YEARS_AFTER).or_else(|| line.text.captures(&BARE));
        if let Some((years, whole)) = number.and_then(|c| Some((number_of(c.name("low")?.as_str())?, c.get(0)?)))
            && years <= MOST
            && !line.text.before(whole.start(), 60).has(&WISHED_BEFORE)
            && !line.text.get(..whole.start()).is_some_and(|left| left.trim_end().to_lowercase().ends_with("preferred"))
        {
            found.push(Candidate {
                years,
                scope: Scope::Field,
                route: false,
                quote: context::quote(&line.text, whole.range()),
            });
        }
        return;
    }
    while let Some(number) = numbers.next() {
        let (Some(low), Some(unit)) = (number.name("low"), number.name("unit")) else { continue };
        let sentence = context::sentence(&line.text, low.start()..unit.end());
        let next =
            numbers.peek().and_then(|c| c.name("low")).map_or(sentence.end, |next| next.start().min(sentence.end));
        let around = Around { line, low, unit, sentence: (sentence.start, sentence.end), until: next.max(unit.end()) };
        let earlier = previous.is_some_and(|(start, end)| start >= sentence.start && end <= low.start());
        let wished = previous.is_some()
            && line
                .text
                .get(unit.end()..around.until)
                .is_some_and(|right| line.text.part(right).head(160).has(&WISHED_LATER));
        if let Some(mut candidate) = around.candidate(earlier).filter(|_| !wished) {
            // "5+ years of X or 3+ years with Y": either will do.
            if let (true, Some((_, end)), Some(first)) = (earlier, previous, found.last_mut())
                && line.text.get(end..low.start()).is_some_and(|gap| EITHER.is_match(gap))
            {
                first.route = true;
                candidate.route = true;
            }
            // "5+ years in X, including 2 years of Y": the second is inside the first.
            let between = previous.and_then(|(_, end)| line.text.as_str().get(end..low.start())).unwrap_or("");
            if !(earlier && line.text.before(low.start(), 40).has(&PART_OF) && !line.text.part(between).has(&DEGREE)) {
                found.push(candidate);
            }
            previous = Some((low.start(), unit.end()));
        }
    }
}

/// A number of years and where it stands.
struct Around<'a> {
    line: &'a Line<'a>,
    low: Match<'a>,
    unit: Match<'a>,
    sentence: (usize, usize),
    /// Where the next number of years, or the sentence, ends the clause.
    until: usize,
}

impl Around<'_> {
    /// The candidate, when the number counts experience; `earlier` says that the sentence already had one.
    fn candidate(&self, earlier: bool) -> Option<Candidate> {
        let part = |text| self.line.text.part(text);
        let text = self.line.text.as_str();
        let years = number_of(self.low.as_str()).filter(|&years| years <= MOST)?;
        let left = part(&text[self.sentence.0..self.low.start()]);
        let right = part(&text[self.unit.end()..self.until]);
        let after = right.head(160);
        if left.has(&NOT_BEFORE) || right.has(&NOT_AFTER) || left.has(&WISHED_BEFORE) || after.has(&WISHED_AFTER) {
            return None;
        }
        let sentence = part(&text[self.sentence.0..self.sentence.1]);
        let asks = sentence.has(&ASKS);
        let elsewhere = matches!(self.line.section, SectionKind::Company | SectionKind::Benefits | SectionKind::Legal);
        let tells = left.has(&TELLS) || after.has(&TELLS_AFTER);
        if !asks && (tells || elsewhere && !left.trim().is_empty()) {
            return None;
        }
        let opens = left.trim_matches(|c: char| !c.is_alphanumeric()).is_empty();
        let first = right.split_whitespace().next().unwrap_or("").to_lowercase();
        let doing = DOING.contains(&first.as_str()) || first.ends_with("ing");
        let counts = self.unit.as_str().eq_ignore_ascii_case("yoe")
            || after.has(&EXPERIENCE_AFTER)
            || left.has(&EXPERIENCE_BEFORE)
            || doing && (opens || right.head(40).has(&FIELD))
            || left.has(&IN_BRACKETS)
            || opens && self.line.section == SectionKind::Requirements
            || earlier && left.has(&DEGREE);
        if !counts {
            return None;
        }
        let route = sentence.has(&DEGREE);
        let scope = if route && !earlier && left.has(&DEGREE) && left.tail(LAST_WORDS).has(&INSTEAD) {
            Scope::InsteadOfDegree
        } else {
            scope_of(left, after)?
        };
        Some(Candidate { years, scope, route, quote: sentence.trim().to_owned() })
    }
}

/// So much before a number is enough for "or equivalent practical experience (", in bytes.
const LAST_WORDS: usize = 48;

/// What the experience is of; `None` when it is one technology that is not a programming language.
fn scope_of(left: Passage<'_>, right: Passage<'_>) -> Option<Scope> {
    let clause = right.split(['.', ';', '•']).next().unwrap_or(right.as_str());
    let clause = right.part(clause).find(&PART_OF).map_or(clause, |next| &clause[..next.start()]);
    if right.part(clause).has(&FIELD) {
        return Some(Scope::Field);
    }
    let lower = clause.to_lowercase();
    let words: Vec<&str> = clause.split([' ', ',', '/', '(', ')']).filter(|word| !word.is_empty()).collect();
    if words.iter().take(8).any(|word| LANGUAGES.contains(&word.to_lowercase().as_str())) {
        return Some(Scope::Field);
    }
    // "5+ years of experience", "3 years.", or what it is of stands before: "Experience in software: 3 years".
    let of = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let object = OBJECT.captures(of).and_then(|c| c.name("what"));
    let Some(object) = object else {
        return (left.has(&FIELD) || !left.contains(" with ")).then_some(Scope::Field);
    };
    // In lower case a text may be longer than it was.
    let at = clause.len().saturating_sub(of.len()) + object.start();
    let with_tool = WITH.is_match(&of[..object.start()]);
    (!with_tool && !is_product(clause.get(at..).unwrap_or(""))).then_some(Scope::Field)
}

// What the years are of: after the word for experience and its preposition, or straight after "years of".
pattern!(
    OBJECT,
    r"^(?:(?:of|in|with|d['’]|de|di|an)\s+)?(?:[\w\-/&+]+\s+){0,4}?(?:experience|exp|expertise|erfahrung|\w*erfahrung|expérience|experiencia|experiência|esperienza|ervaring|doświadczenia)?\s*\b(?:of|in|with|using|mit|im|avec|en|con|com|em|met|z|w|su)\s+(?P<what>.*)$"
);
pattern!(WITH, r"\b(?:with|using|mit|avec|con|com|met)\s+$");

/// Whether the words begin with the name of a product rather than with that of a trade: capitalised ("Terraform", "AWS"),
/// with no ordinary word in the same phrase ("B2B sales"), and not two plain capitalised words ("Customer Success") unless
/// the first is a maker of products ("Google Cloud").
fn is_product(words: &str) -> bool {
    let phrase = PHRASE_END.find(words).map_or(words, |end| &words[..end.start()]);
    let content: Vec<&str> = phrase.split_whitespace().filter(|word| !EXPERIENCE_WORD.is_match(word)).collect();
    let Some(first) = content.first() else { return false };
    let is_name = |word: &str| word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    let is_title_word =
        |word: &str| is_name(word) && word.chars().skip(1).all(|c| c.is_lowercase() || matches!(c, '-' | '/' | '&'));
    let is_trade = content.len() > 1
        && content.iter().all(|word| is_title_word(word))
        && !MAKERS.contains(&first.to_lowercase().as_str());
    is_name(first) && content.iter().all(|word| is_name(word)) && !is_trade
}

pattern!(PHRASE_END, r"(?i)[,(/:]|\b(?:and|or|in|on|at|with|using|for|from|as|oder|und|ou|et|y|e|en)\b");
pattern!(
    EXPERIENCE_WORD,
    r"(?i)^(?:hands-on|experiences?|\w*erfahrung|expérience|experiencia|experiência|esperienza|ervaring|doświadczenia|the|an?)$"
);

/// Makers whose name begins the names of their products.
const MAKERS: &[&str] = &[
    "adobe",
    "amazon",
    "apache",
    "apple",
    "atlassian",
    "aws",
    "azure",
    "cisco",
    "elastic",
    "github",
    "gitlab",
    "google",
    "hashicorp",
    "ibm",
    "microsoft",
    "oracle",
    "palo",
    "red",
    "salesforce",
    "sap",
    "spring",
    "vmware",
    "ruby",
    "power",
];

/// The number that a digit group or a word stands for; fractions are rounded down.
fn number_of(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    if let Some(whole) = word.split(['.', ',']).next().and_then(|digits| digits.parse().ok()) {
        return Some(whole);
    }
    Some(match word.as_str() {
        "one" => 1,
        "two" | "zwei" | "deux" | "dos" | "dois" | "duas" | "due" | "twee" | "dwa" => 2,
        "three" | "drei" | "trois" | "tres" | "três" | "tre" | "drie" | "trzy" => 3,
        "four" | "vier" | "quatre" | "cuatro" | "quatro" | "quattro" | "cztery" => 4,
        "five" | "fünf" | "cinq" | "cinco" | "cinque" | "vijf" | "pięć" => 5,
        "six" | "sechs" | "seis" | "sei" | "zes" => 6,
        "seven" | "sieben" | "sept" | "siete" | "sete" | "sette" | "zeven" => 7,
        "eight" | "acht" | "huit" | "ocho" | "oito" | "otto" => 8,
        "nine" => 9,
        "ten" | "zehn" | "dix" | "diez" | "dez" | "dieci" | "tien" => 10,
        "twelve" => 12,
        "fifteen" => 15,
        _ => return None,
    })
}
