//! The level of a job: what the title says, or else what the text says of the position itself.
//!
//! In a title the first level counts; of alternatives ("Senior / Staff") the lowest; of stacked words ("Senior Staff") the
//! highest. Words of level in the text count only where they speak of the position, not of colleagues or of a duty to lead.

use std::borrow::Cow;

use super::{Line, Page, Passage, Topics, context};
use crate::analysis::SectionKind;
use crate::pattern::{Captures, Pattern, pattern};
use crate::posting::Seniority;

macro_rules! levels {
    () => {
        concat!(
            r"(?:(?P<junior>junior|jr|entry[- ]?level|graduate|new ?grads?|trainee|intern|interns|internship|co-op|apprentice\w*|werkstudent\w*|working student|praktik\w+|student|stagiaire|alternan\w+|becari\w+|",
            r"júnior|estagiári[oa]|estágio|stagista|tirocinante|beginner|berufseinsteiger\w*|débutant\w*|młodszy|praktykant\w*|stażyst\w+)|",
            r"(?P<mid>mid[- ]?level|mid|middle|medior|intermediate|pleno|confirm|regular)|",
            r"(?P<senior>senior|sr|snr|sénior|sênior|seniorin|semi[- ]?senior|ssr|starszy)|",
            r"(?P<lead>lead|leads|leader|staff|principal|managers?|head of|heads? |director|vp|vice president|chief|cto|cio|team ?lead|tech ?lead|techlead|teamleiter\w*|teamleitung|leiter\w*|leitung|supervisor|distinguished|fellow|",
            r"responsable|jefe|líder|lider|gerente|diretor\w*|chef d.équipe|capo|kierownik|leidinggevende|teamleider))"
        )
    };
}

pattern!(pub(super) TITLE, r"(?i)\b", levels!(), r"\b");
pattern!(
    TITLE_NOT,
    r"(?i)\b(?:technical staff|lead gen(?:eration)?|leads gen\w*|staff (?:nurse|accountant|augmentation|scheduling)|semi[- ]?senior|all levels|any level|mid[- ]market|hiring managers?|senior (?:living|care|citizens?|housing)|(?:password|package|boot) manager|tag manager|",
    r"(?:identity|configuration|device|endpoint|solution|content|experience|access|product lifecycle|system center configuration) manager (?:admin\w*|engineer|developer|architect|specialist|consultant)|reports? to [^|,]*|student (?:information|loan|success|systems?|life)\b)"
);
pattern!(
    ASSOCIATE,
    r"(?i)\b(?P<senior>(?:senior|sr\.?)\s+)?associate\s+(?:[\w/&-]+\s+){0,3}?(?:engineer|developer|analyst|consultant|administrator|programmer|sre|technician|architect|scientist|designer|specialist)\b"
);
pattern!(
    LEADS_PEOPLE,
    r"(?i)^[\s.]*(?:[\w&+]+\s+){0,3}(?:director|principal|staff|vp|head|lead)\b|^[\s.]*(?:(?:engineering|software|development|devops|sre|reliability|infrastructure|platform|cloud|it|technical|technology|security|data|team|qa|site)\s+){0,4}managers?\b"
);
pattern!(
    NUMERAL,
    r"(?i)\b(?:(?:engineer|developer|administrator|admin|analyst|technician|sre|swe|sde|specialist|programmer|scientist|consultant|designer|level)\s*[-–,]?\s*(?:level\s*)?(?P<n>I|V|[1-5])|(?P<roman>III|II|IV))\b"
);

pattern!(
    LABELLED,
    r"(?i)\b(?:seniority(?: level)?|job level|career level|experience level|position level|level of experience|level|karrierelevel|niveau|nivel|livello)\s*[:–-]\s*(?:the\s+)?",
    levels!(),
    r"\b"
);
pattern!(
    POSITION,
    r"(?i)\b(?:looking for|seeking|seeks|hiring|searching for|search for|in search of|recruiting|need|as|role of|position of|is|are|be|for|join\w* \S+ as|become|suchen(?: wir)?|als|recherch\w+|cherch\w+|busca(?:mos)?|procura(?:mos)?|cerca|cerchiamo|zoeken(?: wij)?|szukamy|hire)\s+",
    r"(?:an?|our|the|your|its|their|one|two|three|multiple|several|einen?|eine[rn]?|une?|een|um|uma|un|una|[-–:])?\s*(?:[A-Za-z][\w.-]*,?\s+){0,6}?",
    levels!(),
    r"\b(?P<rest>[^.;:!?\n]{0,60})"
);
pattern!(
    IS_LEVEL,
    r"(?i)\b",
    levels!(),
    r"(?:[- ](?:level )?(?:role|position|opportunity|opening|job|individual contributor|ic\b|hire)|[- ]level (?:[\w+#.-]+ ){0,2}?(?:engineer|developer|administrator|analyst|designer))\b"
);
pattern!(NAMED_ROLE, r"(?i)\bthe ", levels!(), r" (?:[\w+#/.-]+ ){1,4}?(?:role|position)\b");
pattern!(
    JOB,
    r"(?i)\b(?:engineer\w*|developers?|dev|devops|sre|sres|administrator|architects?|analysts?|consultants?|specialists?|programmers?|technicians?|scientists?|role|position|contributor|ic|swe|designer|entwickler\w*|ingenieur\w*|ingénieur\w*|développeu\w+|ingenier\w+|desarrollador\w*|engenheir\w+|desenvolvedor\w*|sviluppat\w+|ontwikkelaar|inżynier\w*|programist\w+|manager|lead|level|member)\b"
);
pattern!(
    OTHERS,
    r"(?i)\b(?:work(?:ing|s)?|collaborat\w+|partner\w*|pair\w*|report\w*|mentor\w*|alongside|support\w*|guidance|interact\w*|coordinat\w+|interfac\w+|together|coach\w*|supervis\w+|assist\w*|trusted)\b[^.;]{0,40}\b(?:with|to|by|from|of|for|as)\b[^.;]{0,20}$"
);

// Between the verb and the level: somebody else than the one who is sought.
pattern!(
    COLLEAGUES,
    r"(?i)\b(?:support\w*|mentor\w*|coach\w*|help\w*|guid\w+|with|teams? of|other|our|composed|train\w*|including|stakeholders?)\b"
);
// Before the verb: experience that is asked for, or a part that is played.
pattern!(PAST_OR_PART, r"(?i)\bexperience\w*\b[^.;]{0,50}$|\b(?:tak|play|assum)\w*\s+(?:on\s+)?(?:an?|the)?\s*$");
pattern!(
    INTERN,
    r"(?i)\b(?:intern|interns|internship|werkstudent\w*|working student|praktik\w+|apprentice\w*|trainee|stagiaire|becari[oa]|co-op)\b"
);

pattern!(ALTERNATIVE, r"(?i)^[\s.)\]]*(?:&|\+|(?:and|or|to|und|oder|ou|et|y|o|bis)\b)");
// The level for itself, between commas or as a sentence: "80,000 dollars, senior level, hybrid".
pattern!(
    ALONE,
    r"(?i)(?:^|[,;.|(·•–])\s*(?:(?P<junior>(?:junior|entry)[- ]level)|(?P<mid>(?:mid|middle|intermediate)[- ]level)|(?P<senior>senior[- ]level)|(?P<lead>(?:lead|principal|staff)[- ]level))\s*(?:$|[,;.|)·•–])|\b(?P<entry>entry[- ]level|junior) (?:applicants?|candidates?|applications)\b"
);

/// All patterns of this reader.
pub(super) const PATTERNS: &[&Pattern] = &[
    &TITLE,
    &TITLE_NOT,
    &ASSOCIATE,
    &LEADS_PEOPLE,
    &NUMERAL,
    &LABELLED,
    &POSITION,
    &IS_LEVEL,
    &NAMED_ROLE,
    &JOB,
    &OTHERS,
    &COLLEAGUES,
    &PAST_OR_PART,
    &INTERN,
    &ALTERNATIVE,
    &ALONE,
];

/// The level, and the words that say so.
pub(super) fn read(page: &Page<'_>) -> Option<(Seniority, String)> {
    let title = page.title.text;
    if let Some(level) = of_title(title) {
        return Some((level, title.as_str().to_owned()));
    }
    // A word of level as a word of its own: all that is looked for in the text has one.
    let lines: Vec<&Line<'_>> = page
        .about(Topics::LEVEL)
        .filter(|line| !matches!(line.section, SectionKind::Legal | SectionKind::Benefits) && line.text.has(&TITLE))
        .collect();
    let labelled = lines.iter().find_map(|line| {
        let found = line.text.captures(&LABELLED)?;
        Some((level_of(&found)?, context::quote(&line.text, found.get(0)?.range())))
    });
    labelled.or_else(|| lines.iter().find_map(|line| of_line(line.text))).or_else(|| {
        let numeral = title.captures(&NUMERAL)?;
        let level = match numeral.name("n").or(numeral.name("roman"))?.as_str().to_uppercase().as_str() {
            "I" | "1" => Seniority::Junior,
            "II" | "2" => Seniority::Mid,
            "III" | "IV" | "3" | "4" => Seniority::Senior,
            _ => Seniority::Lead,
        };
        Some((level, title.as_str().to_owned()))
    })
}

/// The level that a title states.
fn of_title(whole: Passage<'_>) -> Option<Seniority> {
    let title = if whole.may_have(&TITLE_NOT) {
        TITLE_NOT.replaced(whole.as_str(), " · ")
    } else {
        Cow::Borrowed(whole.as_str())
    };
    let title = whole.reworded(&title);
    if let Some(found) = title.captures(&ASSOCIATE) {
        return Some(if found.name("senior").is_some() { Seniority::Mid } else { Seniority::Junior });
    }
    // "Product Manager Intern" is an intern.
    if title.has(&INTERN) {
        return Some(Seniority::Junior);
    }
    let mut level: Option<Seniority> = None;
    let mut end = 0;
    for found in title.captures_iter(&TITLE) {
        let (Some(this), Some(whole)) = (level_of(&found), found.get(0)) else { continue };
        let Some(before) = level else {
            level = Some(this);
            end = whole.end();
            if leads_people(this, title.after(end, 80)) {
                return Some(Seniority::Lead);
            }
            continue;
        };
        // "Senior / Staff", "Mid-Senior", "Junior or Mid": alternatives.
        let gap = title[end..whole.start()]
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '(' | ')' | '[' | ']'));
        if !matches!(
            gap.to_lowercase().as_str(),
            "/" | "or"
                | "and"
                | "&"
                | "to"
                | "-"
                | "–"
                | ","
                | "|"
                | "-to-"
                | "bis"
                | "oder"
                | "ou"
                | "o"
                | "/ or"
                | "level /"
                | "level to"
                | "level or"
        ) {
            break;
        }
        // "Director / Sr. Director" are both.
        let this = if leads_people(this, title.after(whole.end(), 80)) { Seniority::Lead } else { this };
        level = Some(before.min(this));
        end = whole.end();
    }
    level
}

/// Whether "Senior" is the first word of a title of more ("Senior Staff Engineer", "Senior Engineering Manager"), not one of
/// two alternatives ("Senior & Staff").
fn leads_people(level: Seniority, right: Passage<'_>) -> bool {
    level == Seniority::Senior && !right.has(&ALTERNATIVE) && right.has(&LEADS_PEOPLE)
}

/// The level that a line states of the position itself.
fn of_line(text: Passage<'_>) -> Option<(Seniority, String)> {
    let positions = text
        .captures_iter(&POSITION)
        .filter(|found| found.name("rest").is_some_and(|rest| text.part(rest.as_str()).has(&JOB)));
    if let Some(found) = text.captures(&ALONE) {
        let level = level_of(&found).unwrap_or(Seniority::Junior);
        return Some((level, context::quote(&text, found.get(0)?.range())));
    }
    positions.chain(text.captures_iter(&IS_LEVEL)).chain(text.captures_iter(&NAMED_ROLE)).find_map(|found| {
        let whole = found.get(0)?;
        let level = level_of(&found)?;
        let left = text.before(whole.start(), 60);
        let word = LEVEL_NAMES.iter().find_map(|name| found.name(name))?;
        let vague = matches!(
            word.as_str().to_lowercase().as_str(),
            "student" | "managers" | "leads" | "leader" | "responsable" | "regular" | "cto" | "cio" | "chief" | "vp"
        );
        let stray = text.after(word.start(), 40).has(&TITLE_NOT) && !text.after(word.end(), 20).has(&JOB);
        let between = text.part(&text.as_str()[whole.start()..word.start()]);
        let others = left.has(&OTHERS) || between.has(&OTHERS) || between.has(&COLLEAGUES);
        (!vague && !stray && !others && !left.has(&PAST_OR_PART)).then(|| (level, context::quote(&text, whole.range())))
    })
}

const LEVEL_NAMES: [&str; 4] = ["junior", "mid", "senior", "lead"];

/// The level whose group took part in a match.
fn level_of(found: &Captures<'_>) -> Option<Seniority> {
    LEVEL_NAMES.iter().find(|name| found.name(name).is_some()).and_then(|name| Seniority::from_name(name))
}
