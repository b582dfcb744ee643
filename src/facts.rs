//! What a posting states besides skills: years, pay, level, place of work, kind of contract, and conditions.
//!
//! In: a posting, its plain text in blocks, and the section of each block. Out: [`Facts`]. What the source states in
//! fields of its own wins; then the title, then the text. What nobody states stays `None`.

use crate::analysis::{Facts, SectionKind};
use crate::lexicon::{Lexicon, Marked};
use crate::posting::Posting;
use crate::text::{Block, Text};

mod amount;
mod context;
mod currency;
mod days;
mod degree;
mod employment;
mod language;
mod remote;
mod requires;
mod salary;
mod seniority;
mod several;
mod topics;
mod words;
mod years;

pub use amount::is_currency;
pub use salary::{per_year, yearly};
pub(crate) use topics::forms as topic_forms;

use topics::{Sight, Topics};
use words::Passage;

/// One block of the text as the readers of facts see it.
#[derive(Clone, Copy)]
struct Line<'a> {
    text: Passage<'a>,
    section: SectionKind,
    /// What its words may be about; a reader looks only at the lines and sentences of its own topics.
    topics: Topics,
    /// Its sentences that are about something that is read sentence by sentence.
    sentences: &'a [Sentence<'a>],
}

/// One sentence of a line, or a field, with what its words may be about.
#[derive(Clone, Copy)]
struct Sentence<'a> {
    text: Passage<'a>,
    topics: Topics,
}

impl<'a> Line<'a> {
    /// The sentences of the line that have a word of `topics`.
    fn sentences(&self, topics: Topics) -> impl Iterator<Item = &'a Sentence<'a>> + use<'a> {
        debug_assert!(Topics::OF_SENTENCES.with(topics) == Topics::OF_SENTENCES, "{topics:?} is not read by sentences");
        self.sentences.iter().filter(move |sentence| sentence.topics.has(topics))
    }
}

impl<'a> Sentence<'a> {
    /// A text that begins at a place, with the sights in it.
    fn new(text: &'a str, start: usize, sights: &'a [Sight]) -> Self {
        let topics = sights.iter().fold(Topics::default(), |all, sight| all.with(sight.topics));
        Self { text: Passage::new(text, start, sights), topics }
    }
}

/// A posting as the readers of facts see it.
struct Page<'a> {
    posting: &'a Posting,
    title: Sentence<'a>,
    location: Option<Passage<'a>>,
    lines: Vec<Line<'a>>,
}

/// The words of each part of a posting, by place.
struct Sights {
    title: Vec<Sight>,
    location: Vec<Sight>,
    text: Vec<Sight>,
}

impl Sights {
    /// `marked` is the plain text with its words marked, `lexicon` what marked it.
    fn of(posting: &Posting, text: &Text, marked: &Marked, lexicon: &Lexicon) -> Self {
        Self {
            title: topics::of_field(&posting.title, lexicon),
            location: topics::of_field(posting.location.as_deref().unwrap_or_default(), lexicon),
            text: topics::sights(&text.plain, &text.blocks, marked),
        }
    }
}

/// The lines of a text, each with the sights in it.
fn by_line<'a>(text: &'a Text, sights: &'a [Sight]) -> impl Iterator<Item = (&'a Block, &'a [Sight])> {
    let mut rest = sights;
    text.blocks.iter().enumerate().map(move |(i, block)| {
        let (own, later) = rest.split_at(rest.partition_point(|sight| sight.block <= i));
        rest = later;
        (block, own)
    })
}

/// The sentences of a text that are read as such, line by line.
struct Sentences<'a> {
    all: Vec<Sentence<'a>>,
    /// How many there are up to the end of each line.
    until: Vec<usize>,
}

impl<'a> Sentences<'a> {
    fn of(text: &'a Text, sights: &'a [Sight]) -> Self {
        let mut all = Vec::new();
        let until = by_line(text, sights).map(|(block, mut own)| {
            if own.iter().any(|sight| sight.topics.has(Topics::OF_SENTENCES)) {
                let mut end = block.start;
                all.extend(context::sentences(text.slice(block)).filter_map(|sentence| {
                    let start = end;
                    end += sentence.len();
                    let (within, behind) = own.split_at(own.partition_point(|sight| sight.at < end));
                    own = behind;
                    Some(Sentence::new(sentence, start, within))
                        .filter(|sentence| sentence.topics.has(Topics::OF_SENTENCES))
                }));
            }
            all.len()
        });
        let until = until.collect();
        Self { all, until }
    }

    fn of_line(&self, line: usize) -> &[Sentence<'a>] {
        let from = line.checked_sub(1).map_or(0, |before| self.until[before]);
        &self.all[from..self.until[line]]
    }
}

impl<'a> Page<'a> {
    fn new(
        posting: &'a Posting,
        text: &'a Text,
        sections: &[SectionKind],
        sights: &'a Sights,
        sentences: &'a Sentences<'a>,
    ) -> Self {
        let line = |(i, (block, own)): (usize, (&Block, &'a [Sight]))| {
            let section = sections.get(i).copied().unwrap_or(SectionKind::Intro);
            let Sentence { text, topics } = Sentence::new(text.slice(block), block.start, own);
            Line { text, section, topics, sentences: sentences.of_line(i) }
        };
        let location = posting.location.as_deref();
        Self {
            posting,
            title: Sentence::new(&posting.title, 0, &sights.title),
            location: location.map(|location| Passage::new(location, 0, &sights.location)),
            lines: by_line(text, &sights.text).enumerate().map(line).collect(),
        }
    }

    /// The lines that may be about `topic`.
    fn about(&self, topic: Topics) -> impl Iterator<Item = &Line<'a>> {
        self.lines.iter().filter(move |line| line.topics.has(topic))
    }
}

/// Reads the facts of a posting. `marked` is the plain text with its words marked, `sections[i]` the section of `text.blocks[i]`, `lexicon` what marked it.
pub(crate) fn read(
    posting: &Posting,
    text: &Text,
    marked: &Marked,
    sections: &[SectionKind],
    lexicon: &Lexicon,
) -> Facts {
    let sights = Sights::of(posting, text, marked, lexicon);
    let sentences = Sentences::of(text, &sights.text);
    let page = Page::new(posting, text, sections, &sights, &sentences);
    let (years_min, years_text) = found(posting.stated.years_min, || years::read(&page));
    let (seniority, seniority_text) = found(posting.stated.seniority, || seniority::read(&page));
    let (remote, remote_text) = found(posting.stated.remote, || remote::read(&page));
    let (employment, employment_text) = found(posting.stated.employment, || employment::read(&page));
    Facts {
        years_min,
        years_text,
        seniority,
        seniority_text,
        remote,
        remote_text,
        employment,
        employment_text,
        salary: posting.stated.salary.clone().or_else(|| salary::read(&page)),
        requires: requires::read(&page),
        several_jobs: several::read(&page),
    }
}

/// The value of a field of the source, or else what is read with the words that say so.
fn found<T>(stated: Option<T>, read: impl FnOnce() -> Option<(T, String)>) -> (Option<T>, Option<String>) {
    match stated {
        Some(value) => (Some(value), None),
        None => read().map_or((None, None), |(value, words)| (Some(value), Some(words))),
    }
}

#[cfg(test)]
mod tests;
