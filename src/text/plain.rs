//! Plain text and the Markdown that people and scrapers write: backslash escapes, emphasis and links are taken away, hard-wrapped
//! lines are joined. Not a Markdown parser: postings are rarely valid Markdown, and indented text in them is not code.

use super::lines::Lines;
use super::{Shape, Text};

/// A line at least this long that does not end a sentence goes on in the next one, when that begins in lower case.
const WRAPPED_MIN: usize = 45;

pub(super) fn read(raw: &str) -> Text {
    let mut lines = Lines::with_capacity(raw.len());
    // The last line's length, and whether it may go on.
    let mut wrapped = false;
    for line in raw.lines() {
        let trimmed = line.trim();
        let goes_on = wrapped && trimmed.starts_with(char::is_lowercase) && !trimmed.starts_with("o ");
        if goes_on {
            lines.space();
        } else {
            lines.end_element();
        }
        read_line(trimmed, &mut lines);
        wrapped = trimmed.len() >= WRAPPED_MIN && !trimmed.ends_with(['.', ':', ';', '!', '?', '*']);
    }
    lines.finish()
}

fn read_line(line: &str, lines: &mut Lines) {
    let hashes = line.bytes().take_while(|&b| b == b'#').count();
    let mut rest = match &line[hashes..] {
        after if (1..=6).contains(&hashes) && after.starts_with(' ') => {
            lines.hint(Shape::Heading);
            after.trim_end_matches(['#', ' '])
        }
        _ => line,
    };
    if let Some(after) =
        rest.strip_prefix("* ").or_else(|| rest.strip_prefix("\\- ")).or_else(|| rest.strip_prefix("\\* "))
    {
        lines.hint(Shape::Item);
        rest = after;
    }
    let mut bold = false;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'\\' | b'*' | b'_' | b'[' | b'`')) {
        add(lines, &rest[..at], bold);
        let mark = &rest[at..];
        rest = match mark.as_bytes() {
            [b'\\', next, ..] if next.is_ascii_punctuation() => {
                add(lines, &mark[1..2], bold);
                &mark[2..]
            }
            [b'*', b'*', ..] | [b'_', b'_', ..] => {
                bold = !bold;
                &mark[2..]
            }
            // A lone asterisk is emphasis only where it touches a word on one side.
            [b'*', ..] if is_emphasis(rest, at) => &mark[1..],
            [b'`', ..] => &mark[1..],
            [b'[', ..] => match link(mark) {
                Some((label, after)) => {
                    add(lines, label, bold);
                    after
                }
                None => keep_first(lines, mark, bold),
            },
            _ => keep_first(lines, mark, bold),
        };
    }
    add(lines, rest, bold);
}

fn keep_first<'a>(lines: &mut Lines, mark: &'a str, bold: bool) -> &'a str {
    add(lines, &mark[..1], bold);
    &mark[1..]
}

fn add(lines: &mut Lines, text: &str, bold: bool) {
    if bold { lines.push_bold(text) } else { lines.push(text) }
}

fn is_emphasis(line: &str, at: usize) -> bool {
    let before = line[..at].chars().next_back().is_none_or(char::is_whitespace);
    let after = line[at + 1..].chars().next().is_none_or(char::is_whitespace);
    before != after
}

/// `[label](address)…` as its label and what follows.
fn link(text: &str) -> Option<(&str, &str)> {
    // Bounded, so that a line of a million brackets takes no longer than its length.
    const LABEL_MAX: usize = 200;
    let close = memchr::memchr(b']', &text.as_bytes()[..text.len().min(LABEL_MAX)])?;
    let after = text[close + 1..].strip_prefix('(')?;
    let end = memchr::memchr(b')', &after.as_bytes()[..after.len().min(2048)])?;
    Some((&text[1..close], &after[end + 1..]))
}
