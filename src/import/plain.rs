//! Plain text and Markdown: the title, the employer and the place from the first lines, the rest as the body.
//!
//! In: the text of a file. Out: one posting.

use serde_json::{Map, Value};

use super::board::Boards;
use super::{Found, date, field, mapping, markup};
use crate::posting::{Body, Markup, Posting, Source};

/// A longer first line is a sentence, not a title.
const LONGEST_TITLE: usize = 160;

/// Lines after the title that may hold the employer, the place and labelled facts.
const HEADER_LINES: usize = 12;

/// Words by which a part of a line is the job rather than the employer or the place.
const ROLE_WORDS: &[&str] = &[
    "administrator",
    "analyst",
    "architect",
    "consultant",
    "designer",
    "developer",
    "devops",
    "director",
    "engineer",
    "ingenieur",
    "lead",
    "manager",
    "platform",
    "programmer",
    "scientist",
    "specialist",
    "sre",
    "technician",
    "tester",
];

/// Endings of such words in languages that compose them.
const ROLE_ENDINGS: &[&str] = &[
    "administrador",
    "administrateur",
    "architekt",
    "architektin",
    "desarrollador",
    "desarrolladora",
    "développeur",
    "développeuse",
    "engenheiro",
    "entwickler",
    "entwicklerin",
    "ingegnere",
    "ingeniero",
    "ingeniera",
    "ingenieur",
    "ingenieurin",
    "ingénieur",
    "ingénieure",
    "ontwikkelaar",
    "sviluppatore",
];

/// What a label at the beginning of a line means, in the languages of most postings.
const LABELS: &[(&[&str], &str)] = &[
    (&["title", "jobtitle", "position", "role", "stelle", "poste", "puesto"], "title"),
    (
        &[
            "company",
            "employer",
            "organization",
            "organisation",
            "unternehmen",
            "firma",
            "arbeitgeber",
            "entreprise",
            "empresa",
        ],
        "company",
    ),
    (
        &[
            "location",
            "joblocation",
            "standort",
            "ort",
            "arbeitsort",
            "lieu",
            "ubicación",
            "ubicació",
            "localização",
            "locatie",
        ],
        "location",
    ),
    (&["date", "posted", "dateposted", "postedon", "published"], "date"),
    (&["closes", "enddate", "deadline", "applyby", "closingdate", "validthrough"], "closes"),
    (&["url", "link", "joburl"], "url"),
    (&["salary", "compensation", "pay", "payrange", "gehalt", "salaire", "salario", "salari"], "salary"),
    (&["employmenttype", "jobtype", "contracttype", "employment", "contract", "tipodecontrato"], "employmenttype"),
    (
        &["remote", "workplacetype", "workplace", "workmodel", "modalidaddetrabajo", "modalitatdetreball"],
        "workplacetype",
    ),
    (&["id", "jobid", "requisitionid", "reference", "ref"], "id"),
];

/// The posting of a text.
pub(super) fn document(text: &str, source: &Source, boards: &Boards) -> Found {
    let mut facts = Map::new();
    let text = front_matter(text, &mut facts);
    let mut lines = text.lines();
    let mut rest = text;
    let mut title = None;
    for line in lines.by_ref() {
        rest = after(text, line);
        let line = heading(line);
        if line.is_empty() {
            continue;
        }
        if let Some((key, value)) = labelled(line) {
            facts.entry(key).or_insert(Value::String(value.to_owned()));
            continue;
        }
        if line.len() <= LONGEST_TITLE {
            title = Some(line.to_owned());
        } else {
            rest = from(text, line);
        }
        break;
    }
    if facts.contains_key("title") {
        // The title was labelled: this first line without a label belongs to the body.
        if let Some(line) = title.take() {
            rest = from(text, &line).trim_start();
        }
    }
    if let Some(line) = &title {
        split_title(line, &mut facts);
    }
    let body = header(rest, &mut facts, title.is_some());
    let value = Value::Object(facts);
    let raw =
        Body { markup: if markup::is_html(body) { Markup::Html } else { Markup::Text }, raw: body.trim().to_owned() };
    let posting = mapping::fields(&boards.generic, &value, &value, source.clone());
    mapping::described(Posting { body: raw, ..posting })
}

/// Takes `---` front matter off: its `key: value` lines become facts. YAML beyond that is not read.
fn front_matter<'t>(text: &'t str, facts: &mut Map<String, Value>) -> &'t str {
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    let Some(inside) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else { return text };
    let Some(end) = inside.find("\n---") else { return text };
    for line in inside[..end].lines() {
        if let Some((key, value)) = line.split_once(':') {
            let value = value.trim().trim_matches(['"', '\'']);
            if !value.is_empty() && !key.starts_with([' ', '#', '-']) {
                facts.insert(field::letters(key), Value::String(value.to_owned()));
            }
        }
    }
    let after = &inside[end + 4..];
    after.trim_start_matches('-').trim_start()
}

/// A line without the marks of a Markdown heading or of bold.
fn heading(line: &str) -> &str {
    line.trim().trim_start_matches('#').trim().trim_matches('*').trim_matches('_').trim()
}

/// The fact that a line states under a label: `Location: Ulm`, `**Company:** Acme`.
pub(super) fn labelled(line: &str) -> Option<(&'static str, &str)> {
    let Some((label, value)) = line.split_once(':') else { return dated(line) };
    let value = value.trim().trim_start_matches(['*', '_']).trim();
    if label.len() > 40 || value.is_empty() || value.len() > 200 {
        return None;
    }
    let label = field::letters(label);
    let (_, key) = LABELS.iter().find(|(labels, _)| labels.contains(&label.as_str()))?;
    Some((key, value))
}

/// `Posted 4 May 2026 · Full-time`: without a colon only a day is taken, which shows by itself whether it is one.
fn dated(line: &str) -> Option<(&'static str, &str)> {
    let said = line.split(['·', '|', '•']).next()?.trim();
    let (label, value) = said.split_once(' ').filter(|_| said.len() < 60)?;
    let value = ["on ", "am ", "le ", "el "].iter().find_map(|word| value.strip_prefix(word)).unwrap_or(value);
    let known =
        ["posted", "published", "veröffentlicht", "publié", "publicado"].contains(&label.to_lowercase().as_str());
    (known && date::of_text(value).is_some()).then_some(("date", value))
}

/// `Acme | SRE | Ulm` and `SRE at Acme` to title, company and location. A line of one part is the title.
pub(super) fn split_title(line: &str, facts: &mut Map<String, Value>) {
    let parts: Vec<&str> = line.split('|').map(str::trim).filter(|part| !part.is_empty()).collect();
    let role = parts.iter().position(|part| is_role(part));
    let mut set = |key: &str, value: &str| {
        facts.entry(key).or_insert_with(|| Value::String(value.to_owned()));
    };
    match (parts.len(), role) {
        (2.., Some(role)) => {
            set("title", parts[role]);
            let mut others = parts.iter().enumerate().filter(|(at, part)| *at != role && !part.contains("://"));
            if let Some((_, company)) = others.next() {
                set("company", company);
            }
            if let Some((_, location)) = others.next() {
                set("location", location);
            }
        }
        _ => set("title", line),
    }
}

pub(super) fn is_role(part: &str) -> bool {
    part.split(|c: char| !c.is_alphanumeric()).any(|word| {
        let word = word.to_lowercase();
        ROLE_WORDS.contains(&word.as_str())
            || word.strip_suffix('s').is_some_and(|word| ROLE_WORDS.contains(&word))
            || ROLE_ENDINGS.iter().any(|ending| word.ends_with(ending))
    })
}

/// Takes the employer, the place and labelled facts off the lines after the title; what follows is the body.
fn header<'t>(text: &'t str, facts: &mut Map<String, Value>, titled: bool) -> &'t str {
    let mut body = text;
    let mut first = titled;
    for line in text.lines().take(HEADER_LINES) {
        let said = heading(line);
        if said.is_empty() {
            continue;
        }
        if let Some((key, value)) = labelled(said) {
            facts.entry(key).or_insert(Value::String(value.to_owned()));
        } else if first && let Some((company, location)) = employer(said) {
            facts.entry("company").or_insert(Value::String(company.to_owned()));
            facts.entry("location").or_insert(Value::String(location.to_owned()));
        } else {
            break;
        }
        first = false;
        body = after(text, line);
    }
    body
}

/// `Acme — Ulm, Germany`, `Acme | Ulm`, `Acme · Ulm`.
pub(super) fn employer(line: &str) -> Option<(&str, &str)> {
    if line.len() > 120 || line.ends_with(['.', ':', '!', '?']) || line.starts_with(['-', '*', '•']) {
        return None;
    }
    let (company, rest) = [" — ", " – ", " | ", " · ", " • ", " - "].iter().find_map(|mark| line.split_once(mark))?;
    let location =
        [" — ", " – ", " | ", " · ", " • "].iter().find_map(|mark| rest.split_once(mark)).map_or(rest, |(l, _)| l);
    let short = |part: &str| !part.trim().is_empty() && part.split_whitespace().count() <= 8;
    (short(company) && short(location)).then_some((heading(company), heading(location)))
}

/// What follows a line that is a part of `text`.
fn after<'t>(text: &'t str, line: &str) -> &'t str {
    let end = line.as_ptr() as usize - text.as_ptr() as usize + line.len();
    text[end..].trim_start_matches(['\r', '\n'])
}

/// The text from a line that is a part of it.
fn from<'t>(text: &'t str, line: &str) -> &'t str {
    text.find(line).map_or(text, |at| &text[at..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::posting::Remote;

    const BODY: &str = "We run the clusters on which all our teams build their services.";

    fn read(text: &str) -> Posting {
        document(text, &Source::default(), &Boards::built_in().unwrap()).unwrap()
    }

    /// Title, company, location and body.
    fn parts(text: &str) -> (String, Option<String>, Option<String>, String) {
        let posting = read(text);
        (posting.title, posting.company, posting.location, posting.body.raw)
    }

    fn expected(
        title: &str,
        company: Option<&str>,
        location: Option<&str>,
    ) -> (String, Option<String>, Option<String>, String) {
        (title.to_owned(), company.map(str::to_owned), location.map(str::to_owned), BODY.to_owned())
    }

    #[test]
    fn titles_employers_and_places_of_first_lines() {
        let acme = expected("Site Reliability Engineer", Some("Acme GmbH"), Some("Ulm, Germany"));
        for head in [
            "# Site Reliability Engineer\n\n**Acme GmbH** — Ulm, Germany",
            "Site Reliability Engineer\r\nAcme GmbH | Ulm, Germany",
            "Site Reliability Engineer\nAcme GmbH – Ulm, Germany – Full-time",
            "Acme GmbH | Site Reliability Engineer | Ulm, Germany",
            "Title: Site Reliability Engineer\nCompany: Acme GmbH\nLocation: Ulm, Germany",
            "Site Reliability Engineer\n\n**Company:** Acme GmbH\n**Location:** Ulm, Germany",
            "---\ntitle: \"Site Reliability Engineer\"\ncompany: Acme GmbH\nlocation: Ulm, Germany\n---",
        ] {
            assert_eq!(parts(&format!("{head}\n\n{BODY}\n")), acme, "{head}");
        }
    }

    #[test]
    fn what_is_not_certain_stays_in_the_body() {
        assert_eq!(parts(&format!("SRE\n\n{BODY}")), expected("SRE", None, None));
        let list = format!("SRE\n\n- Linux - all of it\n{BODY}");
        assert!(read(&list).body.raw.starts_with("- Linux"));
        let long = format!("{}\nMore.", BODY.repeat(4));
        assert_eq!((read(&long).title.as_str(), read(&long).body.raw), ("", long.clone()));
    }

    #[test]
    fn labelled_facts_are_stated() {
        let posting = read(&format!(
            "SRE\nRemote: hybrid\nPosted: 4 May 2026\nSalary: 80k-90k EUR\nURL: https://acme.example/1\n\n{BODY}"
        ));
        assert_eq!(posting.stated.remote, Some(Remote::Hybrid));
        assert_eq!(posting.stated.salary_text.as_deref(), Some("80k-90k EUR"));
        assert_eq!(posting.posted.unwrap().to_string(), "2026-05-04");
        assert_eq!(posting.source.url.as_deref(), Some("https://acme.example/1"));
        assert_eq!(posting.body.raw, BODY);
    }

    #[test]
    fn nothing_much_is_rejected_and_nothing_panics() {
        let boards = Boards::built_in().unwrap();
        for text in ["x", "---\n", "---\n---", "# \n\n#", "é|é", "Title:\nCompany:", "\u{feff}", "|||", "a: b\n\n\n"]
        {
            assert!(document(text, &Source::default(), &boards).is_err(), "{text:?}");
        }
    }
}
