//! One posting with everything that was read out of it, and why: the view model of `jobsift explain`.
//!
//! In: an [`Analysis`]. Out: a [`Page`], which the writers in `text` and `html` only place.

pub mod html;
pub mod text;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::analysis::{Analysis, Importance, Mention, Role, RoleStatus, SectionKind, SkillFinding};
use crate::dictionary::Dictionary;
use crate::text::{Shape, counted, one_line};

/// Bytes of a posting's text that are shown. Few have a tenth of it; with all its marks, more would be no page that a browser opens.
const MOST_TEXT: usize = 100_000;

/// Names in a note, and rows of what is not counted, that are shown.
const MOST_NAMES: usize = 12;
const MOST_UNUSED: usize = 200;

/// Everything that is shown of one posting.
#[derive(Debug, Serialize)]
pub struct Page {
    title: String,
    about: String,
    source: String,
    verdict: String,
    scores: Vec<Score>,
    evidence: Vec<Quote>,
    facts: Vec<Fact>,
    skills: Vec<Row>,
    suppressed: Vec<Unused>,
    lines: Vec<Line>,
    /// What is said of the text that is not shown.
    unshown: Option<String>,
}

#[derive(Debug, Serialize)]
struct Score {
    role: Role,
    percent: u8,
}

#[derive(Debug, Serialize)]
struct Quote {
    role: Role,
    text: String,
    weight: String,
}

#[derive(Debug, Serialize)]
struct Fact {
    name: &'static str,
    value: String,
    words: Option<String>,
}

/// A skill.
#[derive(Debug, Serialize)]
struct Row {
    importance: Importance,
    negated: bool,
    name: String,
    group: String,
    notes: Vec<String>,
    why: String,
}

/// A name that was seen and not counted.
#[derive(Debug, Serialize)]
struct Unused {
    text: String,
    reason: &'static str,
    times: usize,
}

/// A line of the posting.
#[derive(Debug, Serialize)]
struct Line {
    /// The section, where it begins.
    section: Option<SectionKind>,
    shape: &'static str,
    parts: Vec<Part>,
}

/// A piece of a line: plain, or marked.
#[derive(Debug, Serialize)]
struct Part {
    text: String,
    mark: Mark,
}

/// Why a piece of text is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Mark {
    None,
    Required,
    Preferred,
    Mentioned,
    Negated,
    Suppressed,
    Cue,
}

impl Page {
    /// What is shown of an analysis.
    pub fn new(analysis: &Analysis, dictionary: &Dictionary) -> Self {
        let about = [analysis.company.as_deref(), analysis.location.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · ");
        Self {
            title: if analysis.title.is_empty() { "(no title)".to_owned() } else { analysis.title.clone() },
            about,
            source: one_line(&format!("{} ({})", analysis.source, analysis.source.format)),
            verdict: verdict(analysis),
            scores: Role::ALL
                .iter()
                .zip(analysis.role.scores)
                .map(|(&role, score)| Score { role, percent: (score * 100.0).round() as u8 })
                .collect(),
            evidence: analysis
                .role
                .evidence
                .iter()
                .map(|e| Quote { role: e.role, text: e.quote.clone(), weight: format!("{:+.1}", e.weight) })
                .collect(),
            facts: facts(analysis),
            skills: rows(analysis, dictionary),
            suppressed: unused(analysis),
            lines: lines(analysis, shown(analysis)),
            unshown: unshown(analysis),
        }
    }
}

/// What was seen and not counted, each text once for each reason, in the order of the posting.
fn unused(analysis: &Analysis) -> Vec<Unused> {
    let mut places: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut rows: Vec<Unused> = Vec::new();
    for suppressed in &analysis.suppressed {
        let (text, reason) = (&analysis.text.plain[suppressed.start..suppressed.end], suppressed.reason.words());
        let at = *places.entry((text, reason)).or_insert(rows.len());
        match rows.get_mut(at) {
            Some(row) => row.times += 1,
            None => rows.push(Unused { text: text.to_owned(), reason, times: 1 }),
        }
    }
    rows.truncate(MOST_UNUSED);
    rows
}

/// Where the text that is shown ends.
fn shown(analysis: &Analysis) -> usize {
    analysis.text.plain.floor_char_boundary(MOST_TEXT)
}

fn unshown(analysis: &Analysis) -> Option<String> {
    let rest = analysis.text.plain.len() - shown(analysis);
    (rest > 0).then(|| format!("The rest of the text, {} kB, is not shown.", rest.div_ceil(1000)))
}

/// Some names; the first of them where they are many.
fn names(all: &[&str]) -> String {
    let some = all.iter().take(MOST_NAMES).copied().collect::<Vec<_>>().join(", ");
    if all.len() > MOST_NAMES { format!("{some} and {} more", all.len() - MOST_NAMES) } else { some }
}

fn verdict(analysis: &Analysis) -> String {
    let role = &analysis.role;
    let mut words = match role.status {
        RoleStatus::Clear => format!("This is {} work.", role.primary),
        RoleStatus::Mixed => format!("This is {} work, close to {}.", role.primary, role.runner_up),
        RoleStatus::Insufficient => {
            format!("There is too little text to tell what this is; the best guess is {}.", role.primary)
        }
    };
    if role.title_conflict {
        words += " The title says otherwise.";
    }
    words
}

fn facts(analysis: &Analysis) -> Vec<Fact> {
    let facts = &analysis.facts;
    let requires = &facts.requires;
    let mut rows = Vec::new();
    let mut add = |name, value: Option<String>, words: Option<&str>| {
        if let Some(value) = value {
            rows.push(Fact { name, value, words: words.map(one_line) });
        }
    };
    add("years", facts.years_min.map(|years| format!("at least {years}")), facts.years_text.as_deref());
    add("level", facts.seniority.map(|level| level.to_string()), facts.seniority_text.as_deref());
    add("place of work", facts.remote.map(|remote| remote.to_string()), facts.remote_text.as_deref());
    add("contract", facts.employment.map(|kind| kind.to_string()), facts.employment_text.as_deref());
    if let Some(salary) = &facts.salary {
        let amounts = match (salary.min, salary.max) {
            (Some(min), Some(max)) if min < max => format!("{min} to {max}"),
            (Some(amount), _) => format!("{amount}"),
            (None, Some(max)) => format!("up to {max}"),
            (None, None) => "not said".to_owned(),
        };
        let unit = [salary.currency.clone(), salary.period.map(|period| format!("a {period}"))]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ");
        add("pay", Some(format!("{amounts} {unit}").trim().to_owned()), Some(&salary.text));
    }
    add(
        "several jobs",
        facts.several_jobs.as_ref().map(|_| "yes: what is read belongs to one or another".to_owned()),
        facts.several_jobs.as_deref(),
    );
    add("posted", analysis.posted.map(|day| day.to_string()), None);
    add("closes", analysis.closes.map(|day| day.to_string()), None);
    let quote = |field: &str| requires.quotes.iter().find(|(name, _)| *name == field).map(|(_, words)| words.as_str());
    let asked = |asked: Option<bool>| asked.map(|asked| if asked { "yes" } else { "no" }.to_owned());
    add("clearance", asked(requires.clearance), quote("clearance"));
    add("citizenship", asked(requires.citizenship), quote("citizenship"));
    add("visa sponsorship", asked(requires.visa_sponsorship), quote("visa_sponsorship"));
    add("languages", (!requires.languages.is_empty()).then(|| requires.languages.join(", ")), quote("languages"));
    add("degree", requires.degree.clone(), quote("degree"));
    add("on call", asked(requires.on_call), quote("on_call"));
    add("travel", asked(requires.travel), quote("travel"));
    rows
}

/// The skills, the strongest first, then in the order of the posting.
fn rows(analysis: &Analysis, dictionary: &Dictionary) -> Vec<Row> {
    let mut groups: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
    for finding in &analysis.skills {
        if let Some(group) = finding.any_of {
            groups.entry(group).or_default().push(&dictionary.skills[finding.skill as usize].name);
        }
    }
    let mut findings: Vec<&SkillFinding> = analysis.skills.iter().collect();
    findings.sort_by_key(|finding| (finding.negated, std::cmp::Reverse(finding.importance)));
    findings
        .into_iter()
        .map(|finding| {
            let skill = &dictionary.skills[finding.skill as usize];
            let mut notes = Vec::new();
            if let Some(group) = finding.any_of {
                notes.push(format!("one of {}", names(&groups[&group])));
            }
            if finding.or_similar {
                notes.push("or similar".to_owned());
            }
            if let Some(years) = finding.years {
                notes.push(counted(u64::from(years), "year", "years"));
            }
            if let Some(version) = &finding.version {
                notes.push(format!("version {version}"));
            }
            let surfaces: Vec<&str> =
                finding.surfaces.iter().map(String::as_str).filter(|s| *s != skill.name).collect();
            if !surfaces.is_empty() {
                notes.push(format!("written {}", names(&surfaces)));
            }
            Row {
                importance: finding.importance,
                negated: finding.negated,
                name: skill.name.clone(),
                group: skill.group.clone(),
                notes,
                why: why(finding, analysis),
            }
        })
        .collect()
}

/// What gave a skill its importance: of the mentions that ask most, the first.
fn why(finding: &SkillFinding, analysis: &Analysis) -> String {
    let decides = |mention: &&Mention| mention.negated == finding.negated && mention.importance == finding.importance;
    let Some(mention) = finding.mentions.iter().find(decides).or(finding.mentions.first()) else {
        return String::new();
    };
    match mention.cue {
        Some((start, end)) => format!("the words “{}”", analysis.text.plain[start..end].trim_end_matches(')')),
        None => match mention.section {
            SectionKind::Intro => "in the introduction or a part without a heading".to_owned(),
            section => format!("in the {section} part"),
        },
    }
}

/// The text up to `shown`, line by line, with its marks.
fn lines(analysis: &Analysis, shown: usize) -> Vec<Line> {
    let mut marks: Vec<(usize, usize, Mark)> = Vec::new();
    for mention in analysis.skills.iter().flat_map(|finding| &finding.mentions) {
        let mark = match mention.importance {
            _ if mention.negated => Mark::Negated,
            Importance::Required => Mark::Required,
            Importance::Preferred => Mark::Preferred,
            Importance::Mentioned => Mark::Mentioned,
        };
        marks.push((mention.start, mention.end, mark));
        marks.extend(mention.cue.map(|(start, end)| (start, end, Mark::Cue)));
    }
    marks.extend(analysis.suppressed.iter().map(|s| (s.start, s.end, Mark::Suppressed)));
    marks.sort_by_key(|(start, end, mark)| (*start, *end, *mark == Mark::Cue));
    let mut marks = marks.into_iter().peekable();
    let mut last_section = None;
    let mut lines = Vec::with_capacity(analysis.text.blocks.len());
    for (block, &section) in analysis.text.blocks.iter().zip(&analysis.sections) {
        if block.start >= shown {
            break;
        }
        let block_end = block.end.min(shown);
        let mut parts = Vec::new();
        let mut at = block.start;
        let mut push = |start: usize, end: usize, mark| {
            if start < end {
                parts.push(Part { text: analysis.text.plain[start..end].to_owned(), mark });
            }
        };
        while let Some((start, end, mark)) = marks.next_if(|(start, ..)| *start < block_end) {
            // A cue may share its place with another mark; the first keeps it.
            if start >= at && end <= block_end {
                push(at, start, Mark::None);
                push(start, end, mark);
                at = end;
            }
        }
        push(at, block_end, Mark::None);
        let shape = match block.shape {
            Shape::Heading => "heading",
            Shape::Item => "item",
            Shape::Paragraph => "paragraph",
        };
        lines.push(Line { section: (last_section != Some(section)).then_some(section), shape, parts });
        last_section = Some(section);
    }
    lines
}
