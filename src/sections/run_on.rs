//! Headings inside a paragraph that is a whole posting on one line, as data sets that keep no line breaks have them.
//!
//! In: the line. Out: the places of the known headings in it.

use std::cell::LazyCell;
use std::ops::Range;

use super::{SectionCues, first_word, fold_heading, sentence_start};

/// Headings that have lost their line count where so many stand in one paragraph, each of so many words at most.
const BARE_MIN: usize = 2;
const WORDS_MAX: usize = 5;
/// A single word of this length is hardly anything but a heading where it stands in capitals.
const LONG_WORD: usize = 12;
/// Words behind which a heading's words are part of a sentence.
const JOINS: [&str; 20] = [
    "the", "a", "an", "our", "your", "their", "of", "and", "or", "for", "with", "to", "in", "on", "by", "all", "these",
    "any", "&", "as",
];

/// The headings inside a run-on paragraph, by place: a known one before a colon; and, where several of them stand in capitals, those
/// that have lost their colon and their line (`… ship it. Requirements 5+ years … Nice To Have Rust`).
pub(super) fn headings(line: &str, sections: &SectionCues) -> Vec<Range<usize>> {
    let mut headings: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    for colon in memchr::memchr_iter(b':', line.as_bytes()) {
        if colon <= from || !line[colon + 1..].starts_with(' ') {
            continue;
        }
        let Some(start) = sentence_start(line, from, colon) else { continue };
        if line[start..].starts_with(char::is_uppercase) && sections.kind_of(&line[start..colon]).is_some() {
            headings.push(start..colon + 1);
            from = colon + 1;
        }
    }
    let bare = bare_headings(line, sections);
    if bare.len() >= BARE_MIN {
        headings.extend(bare);
        headings.sort_by_key(|heading| heading.start);
        let mut end = 0;
        headings.retain(|heading| {
            let keep = heading.start >= end;
            end = if keep { heading.end } else { end };
            keep
        });
    }
    headings
}

/// Known headings in title case in the middle of a line, with a capital or a number behind them.
fn bare_headings(line: &str, sections: &SectionCues) -> Vec<Range<usize>> {
    let mut start = 0;
    let words: Vec<Range<usize>> = line
        .split(' ')
        .map(|word| {
            let range = start..start + word.len();
            start = range.end + 1;
            range
        })
        .collect();
    let capital = |at: usize| words.get(at).is_some_and(|word| line[word.clone()].starts_with(char::is_uppercase));
    let mut headings = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if !capital(at) {
            at += 1;
            continue;
        }
        let before = at.checked_sub(1).map_or(".", |before| &line[words[before].clone()]);
        let word = &line[words[at].clone()];
        let begins_heading = LazyCell::new(|| sections.first_words.contains(first_word(&fold_heading(word))));
        let longest = (1..=WORDS_MAX).rev().find(|&count| {
            let Some(last) = words.get(at + count - 1) else { return false };
            let heading = &line[words[at].start..last.end];
            let follows = words.get(at + count).map_or("", |next| &line[next.clone()]);
            if !follows.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '•' | '*'))
            {
                return false;
            }
            let begins_sentence = before.ends_with(['.', '!', '?', ';', ')', ':']);
            let title_case = (at..at + count).filter(|&word| capital(word)).count();
            // A word alone may be part of a sentence: "Product Requirements Document", "the Qualifications of".
            let stands_apart = match title_case {
                0 => false,
                1 => {
                    count == 1
                        && (begins_sentence
                            || heading.len() >= LONG_WORD
                                && (heading.len() > LONG_WORD + 1 || !before.starts_with(char::is_uppercase))
                                && !JOINS.contains(&before.to_lowercase().as_str()))
                }
                _ => begins_sentence || !JOINS.contains(&before.to_lowercase().as_str()),
            };
            stands_apart
                && heading.ends_with(|c: char| c.is_alphanumeric() || c == ':')
                && *begins_heading
                && sections.exact.contains_key(&fold_heading(heading))
        });
        match longest {
            Some(count) => {
                headings.push(words[at].start..words[at + count - 1].end);
                at += count;
            }
            None => at += 1,
        }
    }
    headings
}
