//! Headings inside a paragraph that is a whole posting on one line, as data sets that keep no line breaks have them.
//!
//! In: the line. Out: the places of the known headings in it.

use std::ops::Range;

use super::{SectionCues, sentence_start};

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
    let mut headings = Vec::new();
    let mut from = 0;
    let inside = line.as_bytes().windows(2).zip(1..).filter(|(pair, _)| may_be_capital(pair[1]) && pair[0] == b' ');
    for start in std::iter::once(0).chain(inside.map(|(_, start)| start)) {
        if start >= from
            && let Some(end) = bare_heading(line, start, sections)
        {
            headings.push(start..end);
            from = end;
        }
    }
    headings
}

fn may_be_capital(byte: u8) -> bool {
    byte.is_ascii_uppercase() || !byte.is_ascii()
}

/// The end of the longest known heading that begins with a word in capitals.
fn bare_heading(line: &str, start: usize, sections: &SectionCues) -> Option<usize> {
    let (mut from, mut title_case, mut longest) = (start, 0, None);
    for count in 1..=WORDS_MAX {
        title_case += usize::from(line[from..].starts_with(char::is_uppercase));
        if title_case == 0 {
            return None;
        }
        let Some(length) = line.as_bytes()[from..].iter().position(|byte| *byte == b' ') else { break };
        let end = from + length;
        from = end + 1;
        let heading = &line[start..end];
        if (title_case > 1 || count == 1)
            && line[from..].starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "-•*".contains(c))
            && heading.ends_with(|c: char| c.is_alphanumeric() || c == ':')
            && stands_apart(heading, title_case, &line[..start])
            && sections.is_phrase(heading)
        {
            longest = Some(end);
        }
    }
    longest
}

/// Whether a heading is none of a sentence's words: "the Qualifications of". A word alone may be part of a name besides: "Product
/// Requirements Document".
fn stands_apart(heading: &str, title_case: usize, before: &str) -> bool {
    let Some(before) = before.trim_end().rsplit(' ').next().filter(|before| !before.is_empty()) else { return true };
    let is_long =
        || heading.len() >= LONG_WORD && (heading.len() > LONG_WORD + 1 || !before.starts_with(char::is_uppercase));
    before.ends_with(['.', '!', '?', ';', ')', ':'])
        || (title_case > 1 || is_long()) && !JOINS.iter().any(|join| join.eq_ignore_ascii_case(before))
}
