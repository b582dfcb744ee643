//! Tables of sentences and what they state.

use super::*;
use crate::lexicon::Lexicon;
use crate::posting::{Employment, Period, Remote, Salary, Seniority, Stated};
use crate::text::Shape;

/// A posting of plain lines; `location` may be empty.
fn posting(title: &str, location: &str, body: &str) -> Posting {
    let location = (!location.is_empty()).then(|| location.to_owned());
    Posting { location, ..Posting::of_text(title, body) }
}

fn read(posting: &Posting, text: &Text, sections: &[SectionKind]) -> Facts {
    let lexicon = Lexicon::compile(&[], &topics::forms(), &[]);
    super::read(posting, text, &lexicon.mark(&text.plain), sections, &lexicon)
}

/// The facts of a posting whose whole text is in one section.
fn facts_in(section: SectionKind, title: &str, location: &str, body: &str) -> Facts {
    let posting = posting(title, location, body);
    let text = Text::from_body(&posting.body);
    let sections = vec![section; text.blocks.len()];
    read(&posting, &text, &sections)
}

fn facts(body: &str) -> Facts {
    facts_in(SectionKind::Intro, "Engineer", "", body)
}

/// A text of bare lines, whatever characters they have.
fn lines_of(plain: &str) -> Text {
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in plain.split('\n') {
        if !line.is_empty() {
            blocks.push(Block { start, end: start + line.len(), shape: Shape::Paragraph });
        }
        start += line.len() + 1;
    }
    Text { plain: plain.to_owned(), blocks }
}

/// Compares a whole table and names every sentence that fails.
fn check<T: PartialEq + std::fmt::Debug>(cases: &[(&str, T)], read: impl Fn(&str) -> T) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, want)| {
            let said = read(text);
            (said != *want).then(|| format!("{text:?}: wanted {want:?}, said {said:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

mod conditions;
mod gates;
mod levels;
mod pay;
mod places;
mod terms;
mod years;

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(title in ".{0,60}", location in ".{0,40}", body in "(.{0,300}\n){0,4}") {
        let text = lines_of(&body);
        read(&posting(&title, &location, ""), &text, &[]);
    }

    /// Fragments of what the readers look for, glued at random: this reaches the code behind the patterns.
    #[test]
    fn any_mixture_of_cues_is_read_without_a_panic(words in proptest::collection::vec(proptest::sample::select(CUES), 0..40)) {
        let body = words.concat();
        let text = lines_of(&body);
        read(&posting(&body, &body, ""), &text, &[]);
    }
}

const CUES: &[&str] = &[
    "5+ years",
    " of experience",
    "3-5 años",
    " – ",
    "€",
    "$",
    "120",
    "k",
    ".000",
    ",5",
    " per year",
    " Jahre",
    " Erfahrung",
    " mit ",
    "é",
    "ü",
    "–",
    "’",
    "\u{1f600}",
    " ",
    "\n",
    "|",
    "remote",
    " hybrid",
    " onsite",
    " not ",
    " or ",
    "(",
    ")",
    " 3 days",
    " a week in the office",
    "Senior",
    "/",
    " Staff",
    " Manager",
    " full-time",
    " contract",
    " clearance",
    " US citizen",
    " visa sponsorship",
    "no ",
    " fluent in ",
    "German",
    "English",
    " (C1)",
    " Bachelor's degree",
    " PhD",
    " on-call",
    " 20% travel",
    ".",
    ";",
    "zł",
    "łą",
    "İ",
    "ß",
    "ﬁ",
    "401(k)",
    " equivalent ",
    "1'234",
    "1 234",
    "99999999",
    "years of experience: ",
    "Location: ",
];

#[test]
fn fields_of_the_source_win() {
    let mut posting =
        posting("Senior Engineer | Remote", "", "5+ years of experience. Full-time. Salary: $100,000 - $120,000.");
    posting.stated = Stated {
        salary: None,
        salary_text: Some("€60k - €70k".to_owned()),
        remote: Some(Remote::Onsite),
        employment: Some(Employment::Contract),
        seniority: Some(Seniority::Mid),
        years_min: Some(2),
    };
    let text = Text::from_body(&posting.body);
    let facts = read(&posting, &text, &[]);
    assert_eq!((facts.years_min, facts.years_text), (Some(2), None));
    assert_eq!(
        (facts.seniority, facts.remote, facts.employment),
        (Some(Seniority::Mid), Some(Remote::Onsite), Some(Employment::Contract))
    );
    let salary = facts.salary.expect("stated in a phrase");
    assert_eq!(
        (salary.min, salary.max, salary.currency.as_deref(), salary.period),
        (Some(60_000.0), Some(70_000.0), Some("EUR"), Some(Period::Year))
    );
}

#[test]
fn nothing_stated_is_nothing_said() {
    assert_eq!(facts("We build software for farms. Come and talk to us."), Facts::default());
}

#[test]
fn a_hostile_line_is_read_in_linear_time() {
    let line = "5+ years of experience or remote $100k - on-call English not ".repeat(2_000);
    let small = facts(&line[..line.len() / 20]);
    assert_eq!(small.remote, facts(&line).remote);
}
