//! Whether a posting holds several jobs, as those of "Who is hiring?" threads do: what is read of it then belongs to one or
//! another of them.

use super::{Page, Passage};
use crate::pattern::{Pattern, pattern};

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

/// All patterns of this reader.
pub(super) const PATTERNS: &[&Pattern] = &[&SAYS_SO, &OCCUPATION];

/// Lines of a text, at the head of it, in which it may say that it holds several.
const HEAD: usize = 6;

/// A longer line is a sentence, not the title of a job.
const LONGEST_TITLE: usize = 70;

/// The words that say so; none where it holds one job as far as it says.
pub(super) fn read(page: &Page<'_>) -> Option<String> {
    let has_occupation = |part: &str| page.title.text.part(part).has(&OCCUPATION);
    let title = page.title.text.as_str();
    // "DevOps Engineer (multiple positions)" is one job with several seats.
    let said = page.title.text.find(&SAYS_SO);
    if let Some(found) = said.filter(|_| title.contains('|') || !has_occupation(title)) {
        return Some(found.as_str().to_owned());
    }
    // `Acme | Backend Engineer, Data Scientist | Remote`. In a title of one part a stroke stands between names of one job.
    let lists = |names: &&str| names.split([',', ';', '/', '&', '+']).filter(|name| has_occupation(name)).count() > 1;
    if let Some(part) = title.split('|').filter(|part| part.len() < title.len()).find(lists) {
        return Some(part.trim().to_owned());
    }
    // Three names of jobs and more are no one job's, in a title of one part either.
    let names: Vec<&str> = title.split([',', ';']).collect();
    if names.len() > 2 && names.iter().all(|name| has_occupation(name)) {
        return Some(title.to_owned());
    }
    // Titles of jobs that stand as lines of their own under words that announce them.
    let announced = page.lines.iter().position(|line| line.text.has(&SAYS_SO))?;
    let found = page.lines[announced].text.find(&SAYS_SO)?.as_str();
    let is_title = |text: Passage<'_>| text.len() <= LONGEST_TITLE && text.has(&OCCUPATION) && !text.ends_with('.');
    let titles = page.lines[announced + 1..].iter().take(HEAD * 4).filter(|line| is_title(line.text)).count();
    (titles > 1).then(|| found.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::{Sentences, Sights, topics};
    use super::*;
    use crate::lexicon::Lexicon;
    use crate::posting::Posting;
    use crate::text::Text;

    fn said(title: &str, body: &str) -> Option<String> {
        let posting = Posting::of_text(title, body);
        let text = Text::from_body(&posting.body);
        let lexicon = Lexicon::compile(&[], &topics::forms(), &[]);
        let sights = Sights::of(&posting, &text, &lexicon.mark(&text.plain), &lexicon);
        read(&Page::new(&posting, &text, &[], &sights, &Sentences::of(&text, &sights.text)))
    }

    #[test]
    fn lists_of_jobs_are_several_and_names_of_one_job_are_not() {
        for (title, body, words) in [
            ("Acme | Backend Engineer, Data Scientist | Remote", "", Some("Backend Engineer, Data Scientist")),
            ("Acme | multiple roles | Ulm", "", Some("multiple roles")),
            ("Backend Engineer, SRE, Designer", "", Some("Backend Engineer, SRE, Designer")),
            (
                "Acme",
                "We have these open positions:\n- Backend Engineer\n- Site Reliability Engineer",
                Some("these open positions"),
            ),
            ("Software Engineer / Software Developer", "", None),
            ("Senior Software Engineer, Developer Experience", "", None),
            ("Data Engineer (Multiple Positions & Levels)", "", None),
            ("SRE", "You grow into several roles.\n- You write code\n- You run it", None),
        ] {
            assert_eq!(said(title, body).as_deref(), words, "{title}");
        }
    }
}
