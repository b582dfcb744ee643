//! Which part of a posting each block belongs to: what is required, what would be nice, what the job does, what is only around it.
//!
//! In: a [`Text`] and the headings of `dictionaries/sections.toml`. Out: one [`SectionKind`] a block. A heading holds until the next
//! one that is recognised; a label at the start of a line (`Nice to have: Rust`) holds for that line.

mod run_on;

use std::ops::Range;

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
    phrases: Trie,
    /// What each phrase says.
    says: Vec<Says>,
    pub(crate) cues: Cues,
}

/// What a phrase says of a heading.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Says {
    /// Its kind, where it stands there.
    Kind(SectionKind, Place),
    /// That requirements are preferences.
    Turn,
}

/// Where in a heading a phrase must stand, the weakest claim first.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
enum Place {
    Start,
    Anywhere,
    Whole,
}

/// A phrase that names the kind of a heading.
#[derive(Clone, Copy)]
struct Named {
    start: usize,
    end: usize,
    kind: SectionKind,
    place: Place,
}

impl Named {
    /// Of several the whole heading decides, then the longest phrase, then the first.
    fn rank(self) -> (Place, usize, usize) {
        (self.place, self.end - self.start, usize::MAX - self.start)
    }
}

impl SectionCues {
    /// The headings and cues of the languages wanted.
    pub(crate) fn compile(file: &SectionFile, wanted: impl Fn(&str) -> bool) -> Self {
        let (mut patterns, mut says) = (Vec::new(), Vec::new());
        for entry in file.heading.iter().filter(|entry| wanted(&entry.language)) {
            for (list, said) in [
                (&entry.whole, Says::Kind(entry.kind, Place::Whole)),
                (&entry.phrases, Says::Kind(entry.kind, Place::Anywhere)),
                (&entry.prefix, Says::Kind(entry.kind, Place::Start)),
                (&entry.turns, Says::Turn),
            ] {
                patterns.extend(list.iter().map(|phrase| fold_heading(phrase)));
                says.extend(list.iter().map(|_| said));
            }
        }
        Self { phrases: Trie::compile(&patterns), says, cues: Cues::compile(file, wanted) }
    }

    /// The kind that a heading names, if it names one.
    pub(crate) fn kind_of(&self, heading: &str) -> Option<SectionKind> {
        self.named(heading).map(|(kind, _)| kind)
    }

    /// The kind that a heading names, and how much of the heading the words that name it make up.
    fn named(&self, heading: &str) -> Option<(SectionKind, f64)> {
        let folded = Folded::new(fold_heading(heading));
        let words = count_of_blanks(&folded) + 1;
        let mut found: Vec<Named> = Vec::new();
        let mut turns: Vec<Range<usize>> = Vec::new();
        self.each_phrase(&folded, |said, at| match said {
            // A long heading is a sentence: a phrase that is a small part of it does not name it.
            Says::Kind(kind, place) if words <= 8 || at.len() * 3 >= folded.len() => {
                found.push(Named { start: at.start, end: at.end, kind, place });
            }
            Says::Kind(..) => {}
            Says::Turn => turns.push(at),
        });
        // What is the whole heading in two languages counts as in the posting's own, which stands behind English.
        let goes_before = |next: Named, best: Named| next.place == Place::Whole || next.rank() > best.rank();
        let best = found.iter().copied().reduce(|best, next| if goes_before(next, best) { next } else { best })?;
        if best.place == Place::Whole {
            return Some((best.kind, 1.0));
        }
        // All phrases of that kind make up the heading together: `Role Qualifications and Requirements`.
        let (mut covered, mut until) = (0, 0);
        for phrase in found.iter().filter(|phrase| phrase.kind == best.kind) {
            covered += phrase.end.saturating_sub(until.max(phrase.start));
            until = until.max(phrase.end);
        }
        let is_outside = |turn: &Range<usize>| turn.end <= best.start || best.end <= turn.start;
        let turned = best.kind == SectionKind::Requirements && turns.iter().any(is_outside);
        let kind = if turned { SectionKind::Preferred } else { best.kind };
        // What a bracket adds does not make a heading less of one: `Skills & Tools (Technical Ecosystem)`.
        let before = if heading.ends_with(')') { heading.split_once(" (") } else { None };
        let length_before = before.map_or(folded.len(), |(before, _)| fold_heading(before).len()).max(1);
        Some((kind, covered as f64 / length_before as f64))
    }

    /// Whether a heading is a phrase that names a kind wherever it stands, and nothing more.
    fn is_phrase(&self, heading: &str) -> bool {
        let folded = Folded::new(fold_heading(heading));
        let mut is_phrase = false;
        self.each_phrase(&folded, |said, at| {
            is_phrase |= at.len() == folded.len() && matches!(said, Says::Kind(_, Place::Anywhere));
        });
        is_phrase
    }

    /// Hands on every phrase in a folded heading that is made of whole words and stands where it must.
    fn each_phrase(&self, folded: &Folded, mut take: impl FnMut(Says, Range<usize>)) {
        self.phrases.find(folded, |Found { start, end, number }| {
            let is_word = (start == 0 || folded[start - 1] == b' ') && folded.get(end).is_none_or(|next| *next == b' ');
            let stands = match self.says[number] {
                Says::Kind(_, Place::Start) => start == 0,
                Says::Kind(_, Place::Whole) => start == 0 && end == folded.len(),
                Says::Kind(_, Place::Anywhere) | Says::Turn => true,
            };
            if is_word && stands {
                take(self.says[number], start..end);
            }
        });
    }

    /// Whether a line without markup is a heading: short, begun with a capital, not a sentence, and named by a phrase that makes up
    /// most of it, or any of it where a list follows.
    fn is_bare_heading(&self, line: &str, list_follows: bool) -> bool {
        line.len() <= BARE_MAX
            && line.starts_with(char::is_uppercase)
            && count_of_blanks(line.as_bytes()) < BARE_WORDS_MAX
            && line.ends_with(|c: char| c.is_alphanumeric() || c == ')' || c == '?')
            && self.named(line).is_some_and(|(_, part)| list_follows || part >= BARE_PART_MIN)
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
            let announced = || if next_is_item { sections.cues.announced(line) } else { None };
            let named = sections.kind_of(line).or_else(announced);
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
    if !open || items().nth(2).is_none() {
        return false;
    }
    // Three of five at least: as soon as more than the others do not, it is decided.
    let others = items().count() * 2 / 5;
    items().filter(|item| !sections.cues.begins_required(text.slice(item))).nth(others).is_none()
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

fn count_of_blanks(text: &[u8]) -> usize {
    memchr::memchr_iter(b' ', text).count()
}

/// A heading as it is compared: lower case, single blanks for all signs but `'`, `&` and `+`, no leading number or sign.
fn fold_heading(text: &str) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(Folded::capacity(text.len()));
    let mut add = |c: char| match c {
        'a'..='z' | '0'..='9' | '\'' | '&' | '+' => out.push(c as u8),
        '’' => out.push(b'\''),
        c if !c.is_ascii() && c.is_alphanumeric() => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        _ if out.last().is_some_and(|last| *last != b' ') => out.push(b' '),
        _ => {}
    };
    for c in text.chars() {
        if c.is_ascii() { add(c.to_ascii_lowercase()) } else { c.to_lowercase().for_each(&mut add) }
    }
    let is_edge = |byte: &u8| matches!(byte, b' ' | b'\'' | b'&');
    out.truncate(out.len() - out.iter().rev().take_while(|byte| is_edge(byte)).count());
    out.drain(..out.iter().take_while(|byte| is_edge(byte)).count());
    out
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
