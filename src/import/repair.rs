//! Texts that were encoded or escaped once too often on their way.
//!
//! In: a text. Out: the same text, with the runs set right that certainly went wrong.

use std::borrow::Cow;

use memchr::memmem;

/// Windows-1252's characters for the bytes from 0x80 to 0x9F; the five bytes without one stand for themselves.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// Characters that begin UTF-8 read as Windows-1252, and that no language puts before a sign such as `©` or `€`.
const LEADS: [char; 4] = ['Â', 'Ã', 'â', 'ð'];

/// Mends UTF-8 that was read as Windows-1252 and encoded again: `MecÃ¡nico` is `Mecánico`, `itâ€™s` is `it’s`.
pub(super) fn encoded_twice(text: Cow<'_, str>) -> Cow<'_, str> {
    // The second byte of each lead after the first, which they share.
    let suspect = |at: usize| text.as_bytes().get(at + 1).is_some_and(|b| matches!(b, 0x82 | 0x83 | 0xA2 | 0xB0));
    if !memchr::memchr_iter(0xC3, text.as_bytes()).any(suspect) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(at) = rest.find(LEADS) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (mended, length) = sequence(rest);
        match mended {
            Some(c) => out.push(c),
            None => out.push_str(&rest[..length]),
        }
        rest = &rest[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character that a run at the beginning of a text is the misread UTF-8 of, and the bytes that it takes.
fn sequence(text: &str) -> (Option<char>, usize) {
    let mut bytes = Vec::with_capacity(4);
    for (at, c) in text.char_indices().take(4) {
        let Some(byte) = byte(c) else { break };
        bytes.push(byte);
        if let Ok(found) = std::str::from_utf8(&bytes) {
            let length = at + c.len_utf8();
            return (found.chars().next().filter(|_| bytes.len() > 1), length);
        }
    }
    (None, text.chars().next().map_or(0, char::len_utf8))
}

/// The byte that Windows-1252 writes a character as.
fn byte(c: char) -> Option<u8> {
    match u32::from(c) {
        code @ (0..=0x7F | 0xA0..=0xFF) => u8::try_from(code).ok(),
        _ => WINDOWS_1252.iter().position(|known| *known == c).map(|at| 0x80 + at as u8),
    }
}

/// Takes off one of two backslashes before a sign, in Markdown that was escaped twice: `to\\-do` is `to\-do`.
pub(super) fn escaped_twice(text: Cow<'_, str>) -> Cow<'_, str> {
    if memmem::find(text.as_bytes(), b"\\\\").is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(at) = memmem::find(rest.as_bytes(), b"\\\\") {
        let sign = rest.as_bytes().get(at + 2).is_some_and(|b| b.is_ascii_punctuation() && *b != b'\\');
        out.push_str(&rest[..=at]);
        rest = &rest[at + 1 + usize::from(sign)..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Writes U+FFFD for escapes of half a character in JSON (`\ud83d` with no second half), which no parser takes.
///
/// Borrowed when there are none. The text keeps its length, so that places in it stay true.
pub(super) fn lone_surrogates(json: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut done = 0;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &json.as_bytes()[at..]) {
        at += found;
        match escaped(json, at) {
            Some(0xD800..=0xDBFF) if matches!(escaped(json, at + 6), Some(0xDC00..=0xDFFF)) => at += 12,
            Some(0xD800..=0xDFFF) => {
                out.push_str(&json[done..at]);
                out.push_str("\\uFFFD");
                at += 6;
                done = at;
            }
            // An escape of two bytes at least: the second of two backslashes begins none.
            _ => at = (at + 2).min(json.len()),
        }
    }
    if done == 0 {
        return Cow::Borrowed(json);
    }
    out.push_str(&json[done..]);
    Cow::Owned(out)
}

/// The code unit of the escape `\uXXXX` at a byte of a text.
fn escaped(json: &str, at: usize) -> Option<u16> {
    let digits = json.as_bytes().get(at..at + 6)?.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0, |code, digit| Some(code * 16 + char::from(*digit).to_digit(16)? as u16))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misread_utf_8_is_mended_and_nothing_else() {
        for (text, expected) in [
            ("MecÃ¡nico de vehÃ\u{AD}culos", "Mecánico de vehículos"),
            ("itâ€™s â€œgoodâ€\u{9D} â€“ yes", "it’s “good” – yes"),
            ("ðŸš€ go", "🚀 go"),
            ("NÃO, SÃO, Â, château, CAFÉ…", "NÃO, SÃO, Â, château, CAFÉ…"),
            ("déjà vu – ok", "déjà vu – ok"),
            ("Ã", "Ã"),
        ] {
            assert_eq!(encoded_twice(text.into()), expected);
        }
    }

    #[test]
    fn markdown_escaped_twice_is_escaped_once() {
        assert_eq!(escaped_twice(r"on\\-call\\. C:\\x".into()), r"on\-call\. C:\\x");
        assert_eq!(escaped_twice(r"on\-call".into()), r"on\-call");
    }

    #[test]
    fn halves_of_characters_are_replaced_and_pairs_kept() {
        for (json, expected) in [
            (r"a \ud83d\ude80 b", None),
            (r"C:\\ud800 is a path", None),
            (r"\ud83", None),
            (r"x\", None),
            (r"\é\", None),
            (r"a \ud800 é", Some(r"a \uFFFD é")),
            (r"\uDC00\ud83d\ude80", Some(r"\uFFFD\ud83d\ude80")),
            (r"\ud83d\ud83d\ude80\uD8Aa", Some(r"\uFFFD\ud83d\ude80\uFFFD")),
            (r"\\\ud800", Some(r"\\\uFFFD")),
        ] {
            let mended = lone_surrogates(json);
            assert_eq!(mended, expected.unwrap_or(json));
            assert_eq!(matches!(mended, Cow::Owned(_)), expected.is_some(), "{json}");
        }
    }
}
