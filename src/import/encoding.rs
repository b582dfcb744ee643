//! Bytes to text: byte-order mark, declared character set, detection; and the names of what is no text at all.
//!
//! In: the bytes of a file. Out: its text, or what it is instead, in words for the person who saved it.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memmem;

/// Bytes at the beginning of a file in which a character set may be declared.
const DECLARED_IN: usize = 2_048;

/// First bytes of files that are no text, and what to call them. Longer ones first where one begins another.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\x89PNG", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a media file (RIFF)"),
    (b"\x1F\x8B", "gzip-compressed; unpack it first"),
    (b"\x28\xB5\x2F\xFD", "zstd-compressed; unpack it first"),
    (b"BZh", "bzip2-compressed; unpack it first"),
    (b"\xFD7zXZ", "xz-compressed; unpack it first"),
    (b"7z\xBC\xAF", "a 7z archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"PAR1", "a Parquet file inside another; take it out first"),
    (b"\xD0\xCF\x11\xE0", "an old Office document; save it as text"),
    (b"{\\rtf", "a Rich Text document, which is not read; save it as DOCX, PDF or text"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7FELF", "a program"),
    (b"wOF2", "a font"),
    (b"wOFF", "a font"),
];

/// The text of a file.
///
/// # Errors
/// When the bytes are not text; the error names what they are.
pub(crate) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, String> {
    if let Some(what) = foreign(bytes) {
        return Err(format!("not text: {what}"));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[mark..]).0);
    }
    if let Some(encoding) = bare_utf16(bytes) {
        return Ok(encoding.decode_without_bom_handling(bytes).0);
    }
    if memchr::memchr(0, bytes).is_some() {
        return Err("not text: binary data (it has NUL bytes)".to_owned());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    let declared = declared(bytes).filter(|encoding| *encoding != UTF_8);
    if let Some(encoding) = declared {
        let (text, damaged) = encoding.decode_without_bom_handling(bytes);
        if !damaged {
            return Ok(text);
        }
    }
    Ok(guess(bytes).decode_without_bom_handling(bytes).0)
}

/// What a file is when it is not text.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, what)| *what)
}

/// UTF-16 without its mark: nearly every second byte of a mostly Latin text is NUL.
fn bare_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(512) & !1];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let most = head.len() / 2 * 7 / 10;
    match (zeros(0), zeros(1)) {
        _ if head.len() < 8 => None,
        (0, little) if little > most => Some(UTF_16LE),
        (big, 0) if big > most => Some(UTF_16BE),
        _ => None,
    }
}

/// The character set that an XML declaration or a `<meta>` names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARED_IN)].to_ascii_lowercase();
    let at = [&b"charset="[..], b"encoding="].into_iter().find_map(|key| Some(memmem::find(head, key)? + key.len()))?;
    let rest = &head[at..];
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest.iter().position(|b| !b.is_ascii_alphanumeric() && !b"-_:".contains(b)).unwrap_or(rest.len());
    Encoding::for_label(&rest[..end])
}

/// The most likely character set of a text that is not UTF-8.
fn guess(bytes: &[u8]) -> &'static Encoding {
    // Mostly-valid UTF-8 is UTF-8 with damage, not another character set: one bad byte must not turn every accent to dust.
    let (text, _) = UTF_8.decode_without_bom_handling(bytes);
    let damage = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    let foreign = text.chars().filter(|c| !c.is_ascii()).count();
    if foreign - damage > damage * 2 {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_every_encoding_are_read() {
        let utf16: Vec<u8> = "Ingénieur réseau".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked: Vec<u8> = [&b"\xFF\xFE"[..], &utf16].concat();
        assert_eq!(text(&marked).unwrap(), "Ingénieur réseau");
        assert_eq!(text(&utf16).unwrap(), "Ingénieur réseau");
        assert_eq!(text(b"\xEF\xBB\xBFSRE").unwrap(), "SRE");
        assert_eq!(text("Zürich".as_bytes()).unwrap(), "Zürich");
        assert_eq!(
            text(b"F\xFCr unser B\xFCro in Z\xFCrich suchen wir eine Ingenieurin f\xFCr die Netze").unwrap(),
            "Für unser Büro in Zürich suchen wir eine Ingenieurin für die Netze"
        );
        assert_eq!(
            text(b"<meta charset=\"iso-8859-2\"><p>\xB3\xF3d\xBC").unwrap(),
            "<meta charset=\"iso-8859-2\"><p>łódź"
        );
    }

    #[test]
    fn one_bad_byte_does_not_change_the_encoding() {
        let mut bytes = "Développeur à Genève, équipe réseau".as_bytes().to_vec();
        bytes.push(0xFF);
        assert_eq!(text(&bytes).unwrap(), "Développeur à Genève, équipe réseau\u{FFFD}");
    }

    #[test]
    fn what_is_no_text_is_named() {
        for (bytes, name) in [
            (&b"\x89PNG\r\n\x1a\n"[..], "PNG"),
            (b"{\\rtf1 x}", "Rich Text"),
            (b"\x1F\x8B\x08", "gzip"),
            (b"abc\x00\x01\x02def\x00\x00\x00\x00", "binary"),
        ] {
            let reason = text(bytes).unwrap_err();
            assert!(reason.contains(name), "{reason}");
        }
        assert_eq!(text(b"").unwrap(), "");
    }
}
