//! Whether the streams of a PDF document plainly say how long they are.
//!
//! A length may stand in another object, and the parser goes one call deeper to read it. Where that object is a stream again,
//! whose length stands in another, and so on, it would go deep enough to end the program, from each object anew. No writer
//! does so: a length that stands apart is a number.

use std::collections::HashMap;

use memchr::memmem::find_iter;

/// Codes with which the letters of `Length` may be written, as nobody does who has nothing to hide.
const HIDDEN: &[&[u8]] = &[b"#4C", b"#4c", b"#65", b"#6E", b"#6e", b"#67", b"#74", b"#68"];

/// Whether the length of every stream is a number, or stands in an object that is one.
pub(super) fn are_plain(bytes: &[u8]) -> bool {
    let numbers = numbers(bytes);
    let mut last = 0;
    find_iter(bytes, b"stream").all(|at| {
        let before = &bytes[std::mem::replace(&mut last, at)..at];
        !begins(bytes, at) || dictionary(before).is_some_and(|dictionary| is_plain(dictionary, &numbers))
    })
}

/// Whether the word `stream` there begins one: it stands behind a dictionary and ends its line.
fn begins(bytes: &[u8], at: usize) -> bool {
    let behind = bytes[at + 6..].iter().find(|byte| !matches!(byte, b' ' | b'\t' | 0 | 12));
    let before = bytes[..at].trim_ascii_end();
    // A remark may stand between the dictionary and the word.
    let remark = || before.iter().rev().take(200).take_while(|byte| !matches!(byte, b'\r' | b'\n')).any(|b| *b == b'%');
    matches!(behind, Some(b'\r' | b'\n')) && (before.ends_with(b">>") || remark())
}

/// The dictionary of a stream: from the last `obj` before it.
fn dictionary(before: &[u8]) -> Option<&[u8]> {
    memchr::memmem::rfind(before, b"obj").map(|at| &before[at + 3..])
}

fn is_plain(dictionary: &[u8], numbers: &HashMap<u32, bool>) -> bool {
    let values = find_iter(dictionary, b"/Length").map(|at| &dictionary[at + 7..]);
    // `/Length1` is another key.
    let mut values = values.filter(|value| !value.first().is_some_and(u8::is_ascii_alphanumeric)).peekable();
    let says_it = values.peek().is_some();
    let all = values.all(|value| {
        let Some((number, rest)) = number(value.trim_ascii_start()) else { return false };
        let reference =
            self::number(rest.trim_ascii_start()).filter(|(_, rest)| rest.trim_ascii_start().starts_with(b"R"));
        reference.is_none() || numbers.get(&number) == Some(&true)
    });
    says_it && all && !HIDDEN.iter().any(|code| memchr::memmem::find(dictionary, code).is_some())
}

/// The objects by number: whether each, wherever it is written, is a number.
fn numbers(bytes: &[u8]) -> HashMap<u32, bool> {
    let mut numbers = HashMap::new();
    for at in find_iter(bytes, b"obj") {
        let before = bytes[..at].trim_ascii_end();
        let Some(name) = without_number(before).and_then(|before| {
            let before = before.trim_ascii_end();
            let digits = before.len() - without_number(before)?.len();
            number(&before[before.len() - digits..]).map(|(number, _)| number)
        }) else {
            continue;
        };
        let is_number = bytes[at + 3..].trim_ascii_start().first().is_some_and(u8::is_ascii_digit);
        *numbers.entry(name).or_insert(true) &= is_number;
    }
    numbers
}

/// A number, and what follows it.
fn number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let number = std::str::from_utf8(&bytes[..digits]).ok()?.parse().ok()?;
    Some((number, &bytes[digits..]))
}

/// What stands before the number at the end.
fn without_number(bytes: &[u8]) -> Option<&[u8]> {
    let digits = bytes.iter().rev().take(11).take_while(|byte| byte.is_ascii_digit()).count();
    (1..=10).contains(&digits).then(|| &bytes[..bytes.len() - digits])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_in_numbers_are_plain_and_lengths_in_streams_are_not() {
        for (document, expected) in [
            ("1 0 obj\n<</Length 5>>stream\nhello\nendstream\nendobj", true),
            ("1 0 obj<</Length1 9/Length 2 0 R>>\nstream\r\nx\nendstream endobj\n2 0 obj\n1\nendobj", true),
            ("a data stream\nof events", true),
            ("1 0 obj<</Length 2 0 R>>stream\nx\nendstream endobj 2 0 obj<</Length 3 0 R>>stream\n", false),
            ("1 0 obj<</Length 2 0 R>>stream\nx\nendstream endobj 2 0 obj 1 endobj 2 0 obj<<>>", false),
            ("1 0 obj<</Length 2 0 R>>stream\nx\nendstream", false),
            ("1 0 obj<</#4cength 2 0 R/Length 5>>stream\nx\nendstream", false),
            ("1 0 obj<</Length 5/X(obj)>>stream\nx\nendstream", false),
            ("1 0 obj<</Length%\n2 0 R>>stream\nx\nendstream", false),
            ("1 0 obj<</Length 2 0 R>>%\nstream\nx\nendstream", false),
        ] {
            assert_eq!(are_plain(document.as_bytes()), expected, "{document}");
        }
    }
}
