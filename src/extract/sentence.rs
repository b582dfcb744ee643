//! The sentences of a block: how far a word like "required" or "a plus" reaches.

use std::ops::Range;

use crate::cues::Cue;
use crate::stops;

/// One sentence with its cues.
pub(super) struct Sentence<'a> {
    /// The whole text of the posting.
    pub(super) text: &'a str,
    /// Its folded form.
    pub(super) folded: &'a [u8],
    /// Where the sentence stands.
    pub(super) range: Range<usize>,
    /// The cues in it, by place.
    pub(super) cues: &'a [Cue],
}

impl Sentence<'_> {
    /// The folded text between two places.
    pub(super) fn between(&self, start: usize, end: usize) -> &[u8] {
        self.folded.get(start..end).unwrap_or_default()
    }

    /// The innermost brackets around a place: from behind the opening one to the closing one.
    pub(super) fn brackets(&self, at: usize) -> Option<Range<usize>> {
        let bytes = self.text.as_bytes();
        let mut depth = 0_u32;
        let open = (self.range.start..at).rev().find(|&i| match bytes[i] {
            b')' | b']' => {
                depth += 1;
                false
            }
            b'(' | b'[' if depth > 0 => {
                depth -= 1;
                false
            }
            b'(' | b'[' => true,
            _ => false,
        })?;
        let close = (at..self.range.end).find(|&i| matches!(bytes[i], b')' | b']')).unwrap_or(self.range.end);
        Some(open + 1..close)
    }
}

/// A longer sentence is cut: what follows compares a sentence's parts with each other, and must not do so over a megabyte.
const SENTENCE_MAX: usize = 1_500;

/// The ranges of a block's sentences. They end at `.`, `!` or `?` before a blank and a capital, digit or sign, and at `;`.
pub(super) fn split(text: &str, block: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let bytes = &text.as_bytes()[..block.end];
    let ends = |first: usize, at: usize| {
        bytes[at] == b';'
            || bytes.get(at + 1) == Some(&b' ')
                && at + 2 < bytes.len()
                && !text[at + 2..].starts_with(char::is_lowercase)
                && !(bytes[at] == b'.' && is_abbreviation(&bytes[first..at]))
    };
    let mut start = block.start;
    std::iter::from_fn(move || {
        let (first, mut from) = (start, start);
        start = loop {
            let stop = stops::first(&bytes[from..]).map_or(bytes.len(), |at| from + at);
            let is_long = from.max(first + SENTENCE_MAX)..stop;
            if let Some(blank) = bytes.get(is_long.clone()).and_then(|rest| memchr::memchr(b' ', rest)) {
                break is_long.start + blank + 1;
            }
            if stop == bytes.len() {
                break stop;
            }
            from = stop + 1;
            if ends(first, stop) {
                break from;
            }
        };
        (first < start).then_some(first..start)
    })
}

fn is_abbreviation(before: &[u8]) -> bool {
    let word = before.rsplit(|b| matches!(b, b' ' | b'(' | b',')).next().unwrap_or_default();
    ABBREVIATIONS.iter().any(|abbreviation| abbreviation.as_bytes().eq_ignore_ascii_case(word))
}

/// Words whose full stop ends no sentence.
const ABBREVIATIONS: [&str; 22] = [
    "e.g", "eg", "i.e", "ie", "incl", "vs", "z.b", "p.ej", "ej", "ex", "bijv", "bv", "np", "inkl", "evtl", "ggf",
    "bzw", "approx", "min", "sr", "jr", "inc",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        let text = "Know Node.js, e.g. Express. Rust is a plus; Go too! 5 years.";
        let parts: Vec<&str> = split(text, 0..text.len()).map(|r| text[r].trim()).collect();
        assert_eq!(parts, ["Know Node.js, e.g. Express.", "Rust is a plus;", "Go too!", "5 years."]);
    }
}
