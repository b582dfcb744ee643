//! The kind of contract: full-time, part-time, contract, temporary, internship.
//!
//! The title decides, then a header line or a labelled line ("Job type: …"), then what a sentence says of the position.
//! Words about whom a benefit is for ("full-time employees receive …") say nothing.

use super::{Line, Page, Passage, Topics, context};
use crate::analysis::SectionKind;
use crate::pattern::{Captures, Pattern, pattern};
use crate::posting::Employment;

macro_rules! kinds {
    () => {
        concat!(
            r"(?:(?P<internship>staż|(?:internships?|interns?|apprentice(?:ship)?|working student|werkstudent\w*|praktikum|praktikant\w*|ausbildung|stagiaire|alternance|alternant\w*|apprentissage|becari[oa]|prácticas|estágio|estagiári[oa]|tirocinio|stageplaats|praktyki|co-op)\b)|(?:",
            r"(?P<temporary>temporary|temp|fixed[- ]term|befristet\w*|cdd|tempo determinato|contrato temporal|tijdelijk\w*|interim|seasonal(?:$| (?:position|role|job|contract|employment|hire|opportunity)s?)|maternity cover|parental leave cover)|",
            r"(?P<parttime>part[- ]?time|teilzeit|temps partiel|media jornada|jornada parcial|tiempo parcial|tempo parcial|meio período|tempo parziale|deeltijd|parttime|niepełny etat|część etatu)|",
            r"(?P<contract>contract(?:or|ing)?|contract[- ]to[- ]hire|freelance\w*|freiberuf\w+|b2b|c2c|corp[- ]to[- ]corp|1099|indépendant|autónomo|zzp)|",
            r"(?P<fulltime>full[- ]?time|permanent|vollzeit|festanstellung|unbefristet\w*|cdi|temps plein|tiempo completo|jornada completa|contrato indefinido|indefinido|tempo integral|período integral|clt|tempo pieno|tempo indeterminato|",
            r"voltijd|fulltime|vast contract|pełny etat|pełen etat|umowa o prac|umow. o prac|w2))\b)"
        )
    };
}

pattern!(pub(super) KIND, r"(?i)\b", kinds!());
pattern!(
    LABELLED,
    r"(?i)\b(?:employment(?: type| status)?|job[- ]type|position type|contract(?: type| duration)?|type of (?:contract|employment|position)|type|schedule|job category|work type|time type|working time|hours|status|duration|anstellungsart|vertragsart|beschäftigungsart|arbeitszeit|type de contrat|contrat|tipo de contrato|jornada|contrato|tipo di contratto|contratto|dienstverband|rodzaj umowy|wymiar pracy)\s*[:–-]\s*[^\n|;]{0,40}?\b",
    kinds!()
);
pattern!(
    SAID,
    r"(?i)\b(?:this|the|our|an?|is|are|as|on|for|für|in|un|une|een)\s+(?:[\w-]+,?\s+){0,4}?",
    kinds!(),
    r"(?:[\s,/-]+(?:[\w-]+[\s,/]+){0,3}?(?:position|role|job|opportunity|contract|basis|engagement|assignment|program|hire|work|opening|stelle|vertrag|poste|puesto|posição|vaga|posizione|functie)\b|\s*[.(,]|\s*$)"
);
pattern!(
    NOT_THIS,
    r"(?i)\b(?:employees?|staff|team members|workers|students?|degree|enrolled|eligible|benefits?|insurance|experience|equivalent|contractors|interns|vendors?|customers?|negotiat\w*|management|right|authori[sz]ed|redlin\w+|intelligence|smart contracts?|api|data contracts?|convert\w*|leads? to|former|hours of)\b"
);

/// All patterns of this reader.
pub(super) const PATTERNS: &[&Pattern] = &[&KIND, &LABELLED, &SAID, &NOT_THIS];

/// The kind of contract, and the words that say so.
pub(super) fn read(page: &Page<'_>) -> Option<(Employment, String)> {
    if let Some(kind) = of_title(page.title.text) {
        return Some((kind, page.title.text.as_str().to_owned()));
    }
    let mut headers = page.lines.iter().take(3).filter(|line| line.text.matches('|').count() >= 2);
    let header = headers.find_map(|line| {
        let header = line.text.head(400);
        Some((of_title(header)?, header.as_str().to_owned()))
    });
    if header.is_some() {
        return header;
    }
    // All that is looked for in the text has the word of a kind.
    let lines: Vec<&Line<'_>> = page.about(Topics::EMPLOYMENT).filter(|line| line.text.has(&KIND)).collect();
    let labelled = lines.iter().find_map(|line| {
        let found = line.text.captures(&LABELLED)?;
        Some((kind_of(&found)?, context::quote(&line.text, found.get(0)?.range())))
    });
    labelled.or_else(|| {
        lines
            .iter()
            .filter(|line| !matches!(line.section, SectionKind::Benefits | SectionKind::Legal | SectionKind::Company))
            .find_map(|line| of_line(line.text))
    })
}

/// The kind of contract in a title or header.
fn of_title(title: Passage<'_>) -> Option<Employment> {
    // In a text it is said of menus and staff, in a title of the job.
    if title.split(|c: char| !c.is_alphanumeric()).any(|word| word.eq_ignore_ascii_case("seasonal")) {
        return Some(Employment::Temporary);
    }
    title.captures_iter(&KIND).find_map(|found| {
        let whole = found.get(0)?;
        let word = whole.as_str().to_lowercase();
        // "Contract Manager", "Smart Contract Engineer", "Temp" of temperature: jobs about contracts.
        let right = title[whole.end()..].trim_start().to_lowercase();
        let left = title[..whole.start()].trim_end().to_lowercase();
        let about = ["manag", "admin", "special", "lifecycle", "negotiat", "law", "analyst", "develop"]
            .iter()
            .any(|start| right.starts_with(start))
            || left.ends_with("smart");
        (!(word.starts_with("contract") && about)).then(|| kind_of(&found)).flatten()
    })
}

/// What a line says of the position: all of it when it is short ("Full-time"), otherwise a sentence about the position.
fn of_line(text: Passage<'_>) -> Option<(Employment, String)> {
    if text.len() <= 40
        && !text.has(&NOT_THIS)
        && let Some(found) = text.captures(&KIND)
        && text.len() - found.get(0)?.len() <= 16
    {
        return kind_of(&found).map(|kind| (kind, text.trim().to_owned()));
    }
    text.captures_iter(&SAID).find_map(|found| {
        let whole = found.get(0)?;
        let about = text.part(whole.as_str()).has(&NOT_THIS) || text.after(whole.end(), 24).has(&NOT_THIS);
        let kind = kind_of(&found)?;
        // "in a contract" and "the internship of" speak of the position only with a word for it.
        let bare = matches!(kind, Employment::Contract | Employment::Internship)
            && !whole.as_str().ends_with(char::is_alphabetic);
        (!about && !bare).then(|| (kind, context::quote(&text, whole.range())))
    })
}

/// The kind whose group took part in a match.
fn kind_of(found: &Captures<'_>) -> Option<Employment> {
    [
        ("internship", Employment::Internship),
        ("temporary", Employment::Temporary),
        ("parttime", Employment::PartTime),
        ("contract", Employment::Contract),
        ("fulltime", Employment::FullTime),
    ]
    .into_iter()
    .find_map(|(group, kind)| found.name(group).map(|_| kind))
}
