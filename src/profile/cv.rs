//! A profile from the text of a CV: Markdown or plain, or what was read out of a PDF or a Word file.
//!
//! In: the text. Out: a [`Draft`] for the person to confirm. Skills are found by the extractor that reads postings, line by line, so
//! that each has its line. Employments are the stretches of time under a heading of work (or under none); what
//! lies under education counts for nothing. A skill's years are those stated beside it, or those of the employments that name it.

mod dates;
mod parts;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use self::dates::Stretch;
use self::parts::Part;
use super::write::{Draft, DraftSkill};
use super::{LONGEST_CAREER, Level, country::place, language, span};
use crate::dictionary::Dictionary;
use crate::extract;
use crate::posting::{Body, Markup};
use crate::sections;
use crate::text::{Text, one_line};

/// No CV has more lines; what has is read up to here.
const MOST_LINES: usize = 5_000;

/// A line that is longer is cut here, in bytes.
const LONGEST_LINE: usize = 4_000;

/// Name and residence stand within the first lines.
const HEAD: usize = 12;

/// Reads a CV. `today` ends what still goes on.
pub fn read(text: &str, dictionary: &Dictionary, today: Date) -> Draft {
    let lines: Vec<String> = text.trim_start_matches('\u{feff}').lines().take(MOST_LINES).map(plain).collect();
    let mut draft = Draft {
        name: lines.iter().find(|line| !line.is_empty()).filter(|line| is_name(line)).cloned(),
        location: lines.iter().take(HEAD).find_map(|line| residence(line)),
        ..Draft::default()
    };
    let mut part = Part::Other;
    let mut employment: Option<Stretch> = None;
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut found: BTreeMap<u32, Found> = BTreeMap::new();
    for (number, line) in lines.iter().enumerate() {
        if let Some(next) = Part::of_heading(line) {
            part = next;
            employment = None;
            continue;
        }
        if let Some(stretch) = dates::stretch(line, today).filter(|_| part.counts_as_work()) {
            employment = Some(stretch.clone());
            stretches.push(stretch);
        }
        if part == Part::Languages {
            draft.languages.extend(line.split([',', ';', '/', '|', '·']).filter_map(spoken));
        }
        if !part.names_skills() {
            continue;
        }
        let is_wish = parts::is_wish(line);
        for mention in mentions(line, dictionary) {
            if is_wish {
                let name = dictionary.skills.get(mention.skill as usize).map_or("", |skill| skill.name.as_str());
                draft.left_out.push(format!("{name}, said to be still to come in line {}: {line}", number + 1));
                continue;
            }
            let entry = found.entry(mention.skill).or_insert_with(|| Found {
                line: number + 1,
                text: line.clone(),
                ..Found::default()
            });
            entry.level = entry.level.max(mention.level);
            entry.years = entry.years.or(mention.years);
            entry.employments.extend(employment.clone());
        }
    }
    let mut seen = BTreeSet::new();
    draft.languages.retain(|name| seen.insert(name.clone()));
    let spans: Vec<(Date, Date)> = stretches.iter().map(|stretch| (stretch.start, stretch.end)).collect();
    let of: Vec<&str> = stretches.iter().map(|stretch| stretch.text.as_str()).collect();
    draft.years = span::years(spans)
        .filter(|years| *years <= LONGEST_CAREER)
        .map(|years| (years, format!("{}; overlaps counted once", of.join(" + "))));
    let career = draft.years.as_ref().map(|(years, _)| *years);
    let mut skills: Vec<(usize, DraftSkill)> =
        found.into_iter().map(|(skill, found)| (found.line, found.skill(skill, career))).collect();
    skills.sort_by_key(|(line, skill)| (*line, skill.skill));
    draft.skills = skills.into_iter().map(|(_, skill)| skill).collect();
    draft
}

/// A skill, over all lines that name it.
#[derive(Default)]
struct Found {
    line: usize,
    text: String,
    level: Option<Level>,
    years: Option<f64>,
    employments: Vec<Stretch>,
}

impl Found {
    fn skill(self, skill: u32, career: Option<f64>) -> DraftSkill {
        let spans = self.employments.iter().map(|stretch| (stretch.start, stretch.end)).collect();
        let worked = span::years(spans).map(|years| (years * 2.0).round() / 2.0).filter(|years| *years > 0.0);
        // Nobody has used a skill for longer than they have worked; what says so says something else.
        let years = self.years.or(worked).map(|years| career.map_or(years, |career| years.min(career)));
        DraftSkill {
            skill,
            level: self.level.unwrap_or(Level::Working),
            years,
            last_used: self.employments.iter().map(|stretch| stretch.last_year).max(),
            found: format!("line {}: {}", self.line, self.text),
        }
    }
}

/// One place in a line where a skill stands.
struct Mention {
    skill: u32,
    level: Option<Level>,
    years: Option<f64>,
}

/// The skills that a line names and does not deny.
fn mentions(line: &str, dictionary: &Dictionary) -> Vec<Mention> {
    let mut text = Text::from_body(&Body { markup: Markup::Text, raw: line.to_owned() });
    let cues = dictionary.sections(None);
    let kinds = sections::divide(&mut text, cues);
    let found = extract::extract(&text, &dictionary.lexicon.mark(&text.plain), &kinds, None, dictionary, &cues.cues);
    let named = found.skills.iter().filter(|finding| !finding.negated);
    named
        .map(|finding| {
            let beside =
                finding.mentions.first().map_or("", |mention| parts::piece(&text.plain, mention.start, mention.end));
            Mention { skill: finding.skill, level: parts::level(beside), years: parts::years(beside) }
        })
        .collect()
}

/// A line without the marks of Markdown and without control characters.
fn plain(line: &str) -> String {
    let line = &line[..line.floor_char_boundary(LONGEST_LINE)];
    let line = one_line(&line.replace("**", "").replace("__", "").replace('`', ""));
    line.trim_start_matches(['#', '*', '-', '•', '–', '+', '>', ' ']).trim().to_owned()
}

/// Two to four words that begin with a capital, without digits or signs of an address.
fn is_name(line: &str) -> bool {
    const TITLES: [&str; 6] = ["curriculum", "vitae", "resume", "résumé", "cv", "lebenslauf"];
    let words: Vec<&str> = line.split_whitespace().collect();
    (2..=4).contains(&words.len())
        && words.iter().all(|word| word.chars().next().is_some_and(char::is_uppercase))
        && line.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '.' | '\''))
        && !words.iter().any(|word| TITLES.contains(&word.to_lowercase().as_str()))
}

/// "Leipzig, Germany", wherever it stands between the other things of a line.
fn residence(line: &str) -> Option<String> {
    const LONGEST: usize = 60;
    line.split(['|', '·', '•', ';', '.', '—', '–']).map(str::trim).find_map(|piece| {
        let (town, country) = place(piece);
        let town = town.filter(|town| town.chars().count() <= LONGEST && !town.chars().any(|c| c.is_ascii_digit()))?;
        Some(format!("{town}, {}", country?.name()))
    })
}

/// The language of "German (native)", "English: C1" or "Polish – A2"; none where it is not known.
fn spoken(piece: &str) -> Option<String> {
    let name = piece.split(['(', ':', '–', '-', '—']).next().unwrap_or_default().trim();
    language::known(name).or_else(|| language::known(name.split_whitespace().next()?))
}

#[cfg(test)]
mod tests;
