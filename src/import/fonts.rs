//! The fonts of a PDF document: which text and which width its codes stand for.
//!
//! In: the dictionary of a font. Out: a [`Font`]. What a font says is bounded here: it may say it of millions of codes.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use lopdf::{Dictionary, Document, Encoding, Object};

/// Fonts that are read, bytes of what one says of its codes, and widths of glyphs that it may state.
const MOST_FONTS: usize = 200;
const LARGEST_MAP: usize = 4 << 20;
const MOST_WIDTHS: usize = 70_000;

/// The fonts of a document, each read once, however many pages and forms name it.
pub(super) struct Fonts<'d> {
    document: &'d Document,
    /// By the place of their dictionary in the document.
    known: HashMap<*const Dictionary, Rc<Font<'d>>>,
}

impl<'d> Fonts<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        Self { document, known: HashMap::new() }
    }

    /// A font; none when the document has too many.
    pub(super) fn of(&mut self, font: &'d Dictionary) -> Option<Rc<Font<'d>>> {
        let place = std::ptr::from_ref(font);
        if !self.known.contains_key(&place) && self.known.len() >= MOST_FONTS {
            return None;
        }
        let document = self.document;
        Some(Rc::clone(self.known.entry(place).or_insert_with(|| Rc::new(Font::new(font, document)))))
    }
}

/// What a font says of its codes.
pub(super) struct Font<'d> {
    encoding: Option<Encoding<'d>>,
    /// Bytes of each code.
    pub(super) code_bytes: usize,
    widths: BTreeMap<u32, f32>,
    usual: f32,
    pub(super) is_bold: bool,
}

impl<'d> Font<'d> {
    fn new(font: &'d Dictionary, document: &'d Document) -> Self {
        let is_composite = font.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Type0");
        let encoding =
            Self::to_unicode(font, document).or_else(|| font.get_font_encoding_with_limit(document, LARGEST_MAP).ok());
        let (widths, usual) = if is_composite { composite(font, document) } else { (simple(font, document), 500.0) };
        let name = font.get(b"BaseFont").and_then(Object::as_name).map(String::from_utf8_lossy).unwrap_or_default();
        let is_bold = ["Bold", "Semibold", "Black", "Heavy"].iter().any(|weight| name.contains(weight));
        Self { encoding, code_bytes: if is_composite { 2 } else { 1 }, widths, usual, is_bold }
    }

    /// What the font says of its codes itself, which is surer than the name of its encoding.
    fn to_unicode(font: &'d Dictionary, document: &'d Document) -> Option<Encoding<'d>> {
        font.get_deref(b"ToUnicode", document).ok()?.as_stream().ok()?;
        let mut bare = font.clone();
        bare.remove(b"Encoding");
        match bare.get_font_encoding_with_limit(document, LARGEST_MAP).ok()? {
            Encoding::UnicodeMapEncoding(map) => Some(Encoding::UnicodeMapEncoding(map)),
            _ => None,
        }
    }

    pub(super) fn text(&self, bytes: &[u8]) -> String {
        self.encoding.as_ref().and_then(|encoding| encoding.bytes_to_string(bytes).ok()).unwrap_or_default()
    }

    /// The width of a code, in thousandths of the size.
    pub(super) fn width(&self, code: &[u8]) -> f32 {
        let code = code.iter().fold(0, |sum, byte| sum * 256 + u32::from(*byte));
        self.widths.get(&code).copied().unwrap_or(self.usual)
    }
}

fn numbers<'d>(dictionary: &'d Dictionary, key: &[u8], document: &'d Document) -> &'d [Object] {
    dictionary.get_deref(key, document).ok().and_then(|list| list.as_array().ok()).map_or(&[], Vec::as_slice)
}

fn simple(font: &Dictionary, document: &Document) -> BTreeMap<u32, f32> {
    let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or(0);
    let first = u32::try_from(first).unwrap_or(0);
    let widths = numbers(font, b"Widths", document).iter().take(256);
    (first..).zip(widths).filter_map(|(code, width)| Some((code, width.as_float().ok()?))).collect()
}

/// The widths of a composite font: `[first [width …] first last width …]`.
fn composite(font: &Dictionary, document: &Document) -> (BTreeMap<u32, f32>, f32) {
    let mut widths = BTreeMap::new();
    let inner = numbers(font, b"DescendantFonts", document).first();
    let Some(inner) = inner.and_then(|inner| document.dereference(inner).ok()?.1.as_dict().ok()) else {
        return (widths, 1_000.0);
    };
    let usual = inner.get_deref(b"DW", document).and_then(Object::as_float).unwrap_or(1_000.0);
    let mut told = numbers(inner, b"W", document).iter();
    while let (Some(first), Some(next)) = (told.next(), told.next()) {
        let code = |object: &Object| object.as_i64().ok().and_then(|code| u32::try_from(code).ok());
        let Some(first) = code(first) else { break };
        match document.dereference(next) {
            Ok((_, Object::Array(list))) => {
                widths.extend((first..).zip(list).filter_map(|(code, width)| Some((code, width.as_float().ok()?))));
            }
            Ok((_, last)) => {
                let (Some(last), Some(width)) = (code(last), told.next().and_then(|w| w.as_float().ok())) else {
                    break;
                };
                widths.extend((first..=last).take(MOST_WIDTHS).map(|code| (code, width)));
            }
            Err(_) => break,
        }
        if widths.len() > MOST_WIDTHS {
            break;
        }
    }
    (widths, usual)
}
