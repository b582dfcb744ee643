//! The words around a match: windows and sentences of bounded length, cut at character boundaries.
//!
//! Every window is bounded, so that a hostile text of one endless line costs no more than its length.

use std::ops::Range;

/// The text before `at`, at most `limit` bytes of it.
pub(super) fn before(text: &str, at: usize, limit: usize) -> &str {
    let from = (at.saturating_sub(limit)..at).find(|&i| text.is_char_boundary(i)).unwrap_or(at);
    &text[from..at]
}

/// The text from `at` on, at most `limit` bytes of it.
pub(super) fn after(text: &str, at: usize, limit: usize) -> &str {
    let limit = at.saturating_add(limit).min(text.len());
    let to = (at..=limit).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(at);
    &text[at..to]
}

/// The farthest that a sentence reaches to either side of a match, in bytes.
const REACH: usize = 200;

/// The sentence in which `range` stands, at most [`REACH`] bytes to either side.
pub(super) fn sentence(text: &str, range: Range<usize>) -> Range<usize> {
    let bytes = text.as_bytes();
    let first = range.start - before(text, range.start, REACH).len();
    let last = range.end + after(text, range.end, REACH).len();
    let start = (first..range.start).rev().find(|&i| is_end(bytes, i)).map_or(first, |i| i + 1);
    let end = (range.end..last).find(|&i| is_end(bytes, i)).unwrap_or(last);
    start..end
}

/// Whether a sentence ends at byte `i`. A full stop ends one only before a blank and a capital letter, a digit or a
/// non-ASCII letter, and not after an abbreviation of up to three letters ("Sr.", "min.", "e.g.").
fn is_end(bytes: &[u8], i: usize) -> bool {
    match bytes[i] {
        b'\n' | b';' => true,
        b'!' | b'?' => bytes.get(i + 1).is_none_or(|&b| b == b' '),
        b'.' => {
            let follows = match (bytes.get(i + 1), bytes.get(i + 2)) {
                (None, _) => true,
                (Some(b' '), Some(&b)) => !b.is_ascii_lowercase() && !b.is_ascii_digit(),
                _ => false,
            };
            follows && word_length(bytes, i) > 3
        }
        _ => false,
    }
}

/// How many bytes of a word stand right before byte `i`; a closing bracket or quotation mark counts as a long word.
fn word_length(bytes: &[u8], i: usize) -> usize {
    match i.checked_sub(1).map(|last| bytes[last]) {
        Some(last) if !last.is_ascii_alphanumeric() && last < 0x80 && last != b'.' => usize::MAX,
        _ => bytes[..i].iter().rev().take(8).take_while(|&&b| b != b' ').count(),
    }
}

/// One sentence as a quotation: trimmed, never longer than the bounds of [`sentence`].
pub(super) fn quote(text: &str, range: Range<usize>) -> String {
    text[sentence(text, range)].trim().to_owned()
}

/// The sentences of a line, in order.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let mut from = 0;
    std::iter::from_fn(move || {
        if from >= bytes.len() {
            return None;
        }
        let end = (from..bytes.len()).find(|&i| is_end(bytes, i)).map_or(bytes.len(), |i| i + 1);
        let sentence = &text[from..end];
        from = end;
        Some(sentence)
    })
}
