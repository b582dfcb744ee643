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
}
