//! Which part of a posting each block belongs to: what is required, what would be nice, what the job does, what is only around it.
//!
//! In: a [`Text`] and the headings of `dictionaries/sections.toml`. Out: one [`SectionKind`] a block. A heading holds until the next
//! one that is recognised; a label at the start of a line (`Nice to have: Rust`) holds for that line.

mod run_on;

use std::collections::{HashMap, HashSet};

use crate::analysis::SectionKind;
use crate::cues::Cues;
use crate::dictionary::schema::SectionFile;
use crate::text::{Block, Shape, Text};
use crate::trie::{Folded, Found, Trie};

/// A label at the start of a line is at most this long.
const LABEL_MAX: usize = 60;
/// A line that announces a list is at most this long.
const ANNOUNCEMENT_MAX: usize = 240;
/// A heading without markup has at most so many bytes and words, of which a known phrase makes up at least this part.
const BARE_MAX: usize = 60;
const BARE_WORDS_MAX: usize = 7;
const BARE_PART_MIN: f64 = 0.7;
/// From this length on, a paragraph may be a whole posting on one line, with headings inside.
const RUN_ON_MIN: usize = 500;

/// The compiled headings and cues of `sections.toml`.
#[derive(Clone, Debug)]
pub(crate) struct SectionCues {
    whole: HashMap<String, SectionKind>,
    /// Every phrase that names a kind by itself.
    exact: HashMap<String, SectionKind>,
    /// The first word of each of those.
    first_words: HashSet<String>,
    phrases: Trie,
    /// The kind of each phrase, and whether it must begin the heading.
    kinds: Vec<(SectionKind, Place)>,
    /// Words that make a heading of requirements one of preferences.
    turns: Vec<String>,
    pub(crate) cues: Cues,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Anywhere,
    Start,
}

impl SectionCues {
    /// The headings and cues of the languages wanted.
    pub(crate) fn compile(file: &SectionFile, wanted: impl Fn(&str) -> bool) -> Self {
        let mut whole = HashMap::new();
        let (mut patterns, mut kinds, mut turns) = (Vec::new(), Vec::new(), Vec::new());
        for entry in file.heading.iter().filter(|entry| wanted(&entry.language)) {
            turns.extend(entry.turns.iter().map(|word| fold_heading(word)));
            whole.extend(entry.whole.iter().map(|phrase| (fold_heading(phrase), entry.kind)));
            for (list, place) in [(&entry.phrases, Place::Anywhere), (&entry.prefix, Place::Start)] {
                patterns.extend(list.iter().map(|phrase| fold_heading(phrase)));
                kinds.extend(list.iter().map(|_| (entry.kind, place)));
            }
        }
        let anywhere = patterns.iter().zip(&kinds).filter(|(_, (_, place))| *place == Place::Anywhere);
        let exact: HashMap<String, SectionKind> = anywhere.map(|(phrase, (kind, _))| (phrase.clone(), *kind)).collect();
        let first_words = exact.keys().map(|phrase| first_word(phrase).to_owned()).collect();
        let phrases = Trie::compile(&patterns);
        Self { whole, exact, first_words, phrases, kinds, turns, cues: Cues::compile(file, wanted) }
    }

    /// The kind that a heading names, if it names one.
    pub(crate) fn kind_of(&self, heading: &str) -> Option<SectionKind> {
        self.named(heading).map(|(kind, _)| kind)
    }

    /// The kind that a heading names, and how much of the heading the words that name it make up.
    fn named(&self, heading: &str) -> Option<(SectionKind, f64)> {
        let folded = fold_heading(heading);
        if let Some(kind) = self.whole.get(&folded) {
            return Some((*kind, 1.0));
        }
        let words = folded.bytes().filter(|byte| *byte == b' ').count() + 1;
        let is_edge = |at: usize| at == 0 || at == folded.len() || folded.as_bytes().get(at) == Some(&b' ');
        let mut best: Option<(usize, usize, usize, SectionKind)> = None;
        let mut found_kinds: Vec<(usize, usize, SectionKind)> = Vec::new();
        self.phrases.find(&Folded::new(folded.clone().into_bytes()), |Found { start, end, number }| {
            let (kind, place) = self.kinds[number];
            let is_word = (start == 0 || folded.as_bytes()[start - 1] == b' ') && is_edge(end);
            // A long heading is a sentence: a phrase that is a small part of it does not name it.
            let is_enough = words <= 8 || (end - start) * 3 >= folded.len();
            if !is_word || !is_enough || place == Place::Start && start > 0 {
                return;
            }
            found_kinds.push((start, end, kind));
            // Phrases before prefixes, the longest, then the first.
            let rank = (usize::from(place == Place::Anywhere), end - start, usize::MAX - start);
            if best.is_none_or(|(a, b, c, _)| rank > (a, b, c)) {
                best = Some((rank.0, rank.1, rank.2, kind));
            }
        });
        let (_, length, from_end, kind) = best?;
        let start = usize::MAX - from_end;
        // All phrases of that kind make up the heading together: `Role Qualifications and Requirements`.
        let (mut covered, mut until) = (0, 0);
        for (from, to, _) in found_kinds.iter().filter(|(.., of)| *of == kind) {
            covered += to.saturating_sub(until.max(*from));
            until = until.max(*to);
        }
        let turned = kind == SectionKind::Requirements && self.has_turn(&folded[..start], &folded[start + length..]);
        let kind = if turned { SectionKind::Preferred } else { kind };
        // What a bracket adds does not make a heading less of one: `Skills & Tools (Technical Ecosystem)`.
        let before = if heading.ends_with(')') { heading.split_once(" (") } else { None };
        let length_before = before.map_or(folded.len(), |(before, _)| fold_heading(before).len()).max(1);
        Some((kind, covered as f64 / length_before as f64))
    }

    /// Whether a line without markup is a heading: short, begun with a capital, not a sentence, and named by a phrase that makes up
    /// most of it, or any of it where a list follows.
    fn is_bare_heading(&self, line: &str, list_follows: bool) -> bool {
        line.len() <= BARE_MAX
            && line.split(' ').count() <= BARE_WORDS_MAX
            && line.starts_with(char::is_uppercase)
            && line.ends_with(|c: char| c.is_alphanumeric() || c == ')' || c == '?')
            && self.named(line).is_some_and(|(_, part)| list_follows || part >= BARE_PART_MIN)
    }

    /// Whether a word outside the deciding phrase makes requirements preferences.
    fn has_turn(&self, before: &str, after: &str) -> bool {
        self.turns.iter().any(|turn| {
            [before, after].iter().filter(|part| part.len() >= turn.len()).any(|part| {
                part.match_indices(turn.as_str()).any(|(at, _)| {
                    let bytes = part.as_bytes();
                    (at == 0 || bytes[at - 1] == b' ') && bytes.get(at + turn.len()).is_none_or(|b| *b == b' ')
                })
            })
        })
    }
}

/// Divides a text: returns the section of each block. Blocks are split where a heading stands inside a run-on paragraph.
pub(crate) fn divide(text: &mut Text, sections: &SectionCues) -> Vec<SectionKind> {
    split_run_ons(text, sections);
    mark_bare_headings(text, sections);
    let mut kinds = Vec::with_capacity(text.blocks.len());
    let mut current = SectionKind::Intro;
    // The section before a line that announces a list, to come back to when the list ends.
    let mut before_list: Option<SectionKind> = None;
    // The section before a list under an unknown heading that reads as requirements.
    let mut before_look: Option<SectionKind> = None;
    for (i, block) in text.blocks.iter().enumerate() {
        let line = text.slice(block);
        let next_is_item = text.blocks.get(i + 1).is_some_and(|next| next.shape == Shape::Item);
        if block.shape == Shape::Heading {
            let named = sections.kind_of(line).or_else(|| sections.cues.announced(line).filter(|_| next_is_item));
            let looked = if named.is_none() { before_look.take() } else { None };
            before_list = None;
            before_look = None;
            match named.or(looked) {
                Some(kind) => current = kind,
                // What closes a posting does not go on under a heading of another subject.
                None if matches!(current, SectionKind::Legal | SectionKind::Apply | SectionKind::Benefits) => {
                    current = SectionKind::Intro;
                }
                None => {}
            }
            // "Job description" says nothing about what its list holds.
            if matches!(named, None | Some(SectionKind::Intro)) && looks_required(text, i + 1, current, sections) {
                before_look = Some(current);
                current = SectionKind::Requirements;
            }
            kinds.push(current);
            continue;
        }
        if block.shape == Shape::Paragraph
            && let Some(kind) = before_list.take().or_else(|| before_look.take())
        {
            current = kind;
        }
        if let Some(kind) = label(line).and_then(|label| sections.kind_of(label)) {
            kinds.push(kind);
            continue;
        }
        if block.shape == Shape::Paragraph && next_is_item && line.ends_with(':') && line.len() <= ANNOUNCEMENT_MAX {
            let kind = sections.kind_of(line).or_else(|| sections.cues.announced(line));
            if let Some(kind) = kind {
                before_list = Some(current);
                current = kind;
            }
        }
        if block.shape == Shape::Paragraph
            && current == SectionKind::Intro
            && looks_required(text, i + 1, current, sections)
        {
            before_look = Some(current);
            kinds.push(current);
            current = SectionKind::Requirements;
            continue;
        }
        kinds.push(current);
    }
    kinds
}

/// Whether the list that begins at a block reads as requirements although nothing above it says so: most of its items begin as such.
fn looks_required(text: &Text, first: usize, current: SectionKind, sections: &SectionCues) -> bool {
    let open = matches!(current, SectionKind::Intro | SectionKind::Company | SectionKind::Duties | SectionKind::Stack);
    let items = || text.blocks[first..].iter().take_while(|block| block.shape == Shape::Item);
    let asked = || items().filter(|item| sections.cues.begins_required(text.slice(item))).count();
    open && items().nth(2).is_some() && asked() * 5 >= items().count() * 3
}

fn mark_bare_headings(text: &mut Text, sections: &SectionCues) {
    for i in 0..text.blocks.len() {
        let block = text.blocks[i];
        let list_follows = text.blocks.get(i + 1).is_some_and(|next| next.shape == Shape::Item);
        if block.shape == Shape::Paragraph && sections.is_bare_heading(text.slice(&block), list_follows) {
            text.blocks[i].shape = Shape::Heading;
        }
    }
}

/// The label at the start of a line: `Nice to have` of `Nice to have: Rust`.
fn label(line: &str) -> Option<&str> {
    let colon = memchr::memchr(b':', &line.as_bytes()[..line.len().min(LABEL_MAX)])?;
    let label = &line[..colon];
    (line[colon + 1..].starts_with(' ') && !label.contains(['.', ',', '('])).then_some(label)
}

/// Splits paragraphs that hold a whole posting where a sentence begins with a known heading and a colon.
fn split_run_ons(text: &mut Text, sections: &SectionCues) {
    if !text.blocks.iter().any(|block| block.shape == Shape::Paragraph && block.end - block.start >= RUN_ON_MIN) {
        return;
    }
    let mut blocks = Vec::with_capacity(text.blocks.len() * 2);
    for block in &text.blocks {
        if block.shape != Shape::Paragraph || block.end - block.start < RUN_ON_MIN {
            blocks.push(*block);
            continue;
        }
        let line = text.slice(block);
        let mut from = 0;
        for heading in run_on::headings(line, sections) {
            push_trimmed(&mut blocks, text, block.start + from, block.start + heading.start, Shape::Paragraph);
            push_trimmed(&mut blocks, text, block.start + heading.start, block.start + heading.end, Shape::Heading);
            from = heading.end;
        }
        push_trimmed(&mut blocks, text, block.start + from, block.end, Shape::Paragraph);
    }
    text.blocks = blocks;
}

/// Where the sentence that ends in the colon begins, when it is short enough for a heading.
fn sentence_start(line: &str, from: usize, colon: usize) -> Option<usize> {
    let earliest = from.max(colon.saturating_sub(LABEL_MAX));
    let at = line.as_bytes()[earliest..colon].iter().rposition(|b| b".;!?".contains(b)).map(|at| earliest + at + 1);
    let start = match at {
        Some(at) => at,
        None if earliest == from => from,
        None => return None,
    };
    Some(start + (line[start..colon].len() - line[start..colon].trim_start().len()))
}

fn push_trimmed(blocks: &mut Vec<Block>, text: &Text, start: usize, end: usize, shape: Shape) {
    let part = &text.plain[start..end];
    let lead = part.len() - part.trim_start().len();
    let trimmed = part.trim();
    if !trimmed.is_empty() {
        blocks.push(Block { start: start + lead, end: start + lead + trimmed.len(), shape });
    }
}

fn first_word(folded: &str) -> &str {
    folded.split(' ').next().unwrap_or_default()
}

/// Lower case, hyphens as blanks, punctuation but `'`, `&` and `+` dropped, single blanks, no leading number or sign.
fn fold_heading(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut add = |c: char| {
        let c = match c {
            '’' => '\'',
            c if c.is_alphanumeric() || matches!(c, '\'' | '&' | '+') => c,
            _ => ' ',
        };
        if c != ' ' || !out.is_empty() && !out.ends_with(' ') {
            out.push(c);
        }
    };
    for c in text.chars() {
        if c.is_ascii() { add(c.to_ascii_lowercase()) } else { c.to_lowercase().for_each(&mut add) }
    }
    let kept = out.trim_matches(|c: char| !c.is_alphanumeric() && c != '+');
    if kept.len() == out.len() { out } else { kept.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::Dictionary;
    use crate::posting::{Body, Markup};
    use SectionKind::{Benefits, Duties, Intro, Preferred, Requirements, Stack};

    fn kinds(raw: &str) -> Vec<SectionKind> {
        let dictionary = Dictionary::builtin().unwrap();
        let mut text = Text::from_body(&Body { markup: Markup::Text, raw: raw.to_owned() });
        divide(&mut text, dictionary.sections(Some("en")))
    }

    #[test]
    fn headings_hold_until_the_next() {
        let raw = "We build kites.\nWhat you'll do\n- Fly kites\nRequirements:\n- String\nKites and strings:\n- More string\nNice to have\n- Wind\nBenefits\nSun";
        let expected = [
            Intro,
            Duties,
            Duties,
            Requirements,
            Requirements,
            Requirements,
            Requirements,
            Preferred,
            Preferred,
            Benefits,
            Benefits,
        ];
        assert_eq!(kinds(raw), expected);
    }

    #[test]
    fn a_label_holds_for_its_line() {
        assert_eq!(
            kinds("Hello there.\nTech stack: Rust and wind, nothing else here.\nMore talk follows."),
            [Intro, Stack, Intro]
        );
    }

    #[test]
    fn a_list_under_an_unknown_heading_is_what_it_reads_as() {
        let raw = "Kites and you\n- 3+ years of flying kites\n- Knowledge of string\n- Strong understanding of wind\n- Knots\nMore kites\nTalk.";
        let read = kinds(raw);
        assert_eq!(read, [Intro, Requirements, Requirements, Requirements, Requirements, Intro, Intro]);
        let raw = "Kites and you\n- Fly kites\n- Mend string\n- Talk to the wind";
        assert_eq!(kinds(raw), [Intro; 4]);
    }

    #[test]
    fn headings_without_markup() {
        let raw = "We build kites.\nRole Qualifications and Requirements\nString.\nSkills & Tools (Kite Shop)\nKnots.\n---- What You Will Do ----\nFly.";
        assert_eq!(kinds(raw), [Intro, Requirements, Requirements, Requirements, Requirements, Duties, Duties]);
        let raw = "The Requirements Engineering team builds kites\nand more.";
        assert!(kinds(raw).iter().all(|kind| *kind == Intro));
    }

    #[test]
    fn headings_that_a_run_on_paragraph_has_swallowed() {
        let filler =
            "We have made kites for a long time and we will go on making them in every colour there is. ".repeat(6);
        let raw = format!(
            "{filler}Responsibilities Fly kites and mend them Requirements 5+ years of string Nice To Have Wind"
        );
        assert_eq!(kinds(&raw), [Intro, Duties, Duties, Requirements, Requirements, Preferred, Preferred]);
        // One alone may be part of a sentence.
        let raw = format!("{filler}We write a Requirements Document for each of them and read it.");
        assert_eq!(kinds(&raw), [Intro]);
    }

    #[test]
    fn headings_inside_a_run_on_paragraph() {
        let filler =
            "We have made kites for a long time and we will go on making them in every colour there is. ".repeat(6);
        let raw = format!(
            "{filler}Responsibilities: you fly kites; you mend them. Requirements: string, patience. Nice to have: wind."
        );
        assert_eq!(kinds(&raw), [Intro, Duties, Duties, Requirements, Requirements, Preferred, Preferred]);
    }
}
