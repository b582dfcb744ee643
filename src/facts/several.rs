//! Whether a posting holds several jobs, as those of "Who is hiring?" threads do: what is read of it then belongs to one or
//! another of them.

use super::Page;

pattern!(
    SAYS_SO,
    r"(?i)\b(?:(?:multiple|several|various|many|different|a few|two|three|four|five|six|seven|eight|nine|ten)",
    r" (?:\w+ ){0,3}(?:roles|positions|openings|vacancies|opportunities|stellen|postes|puestos)\b",
    r"|(?:following|these|open|all) (?:\w+ ){0,2}(?:roles|positions|openings|vacancies)\b|mehrere stellen|plusieurs postes|varios puestos)"
);
pattern!(
    OCCUPATION,
    r"(?i)\b(?:administrator|analyst|architect|consultant|designer|developer|director|engineer|ingenieur|ingénieur|manager|",
    r"programmer|recruiter|researcher|scientist|specialist|sre|technician|writer|entwickler|développeur|desarrollador)(?:s|in|innen)?\b"
);

/// Lines of a text, at the head of it, in which it may say that it holds several.
const HEAD: usize = 6;

/// A longer line is a sentence, not the title of a job.
const LONGEST_TITLE: usize = 70;

/// The words that say so; none where it holds one job as far as it says.
pub(super) fn read(page: &Page<'_>) -> Option<String> {
    let title = page.posting.title.as_str();
    if let Some(found) = SAYS_SO.find(title) {
        return Some(found.as_str().to_owned());
    }
    // `Acme | Backend Engineer, Data Scientist | Remote`
    let lists =
        |part: &&str| part.split([',', ';', '/', '&', '+']).filter(|name| OCCUPATION.is_match(name)).count() > 1;
    if let Some(part) = title.split('|').find(lists) {
        return Some(part.trim().to_owned());
    }
    // Titles of jobs that stand as lines of their own under words that announce them.
    let announced = page.lines.iter().position(|line| SAYS_SO.is_match(line.text))?;
    let found = SAYS_SO.find(page.lines[announced].text)?.as_str();
    let is_title = |text: &str| text.len() <= LONGEST_TITLE && OCCUPATION.is_match(text) && !text.ends_with('.');
    let titles = page.lines[announced + 1..].iter().take(HEAD * 4).filter(|line| is_title(line.text)).count();
    (titles > 1).then(|| found.to_owned())
}
