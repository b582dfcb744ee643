//! HTML to text with a tokenizer alone: no tree is built, so that time is linear in the length whatever the nesting.
//!
//! Nearly all markup of postings is text between tags that are written as usual; this is read here. Everything else is for the
//! tokenizer to judge: text with references to characters by itself; scripts, comments and odd tags with all that follows them.

use std::borrow::Cow;

use html5gum::{Tokenizer, naive_next_state};

use super::emitter::Events;
use super::lines::Lines;
use super::tags::{Written, tamed};
use super::{Shape, Text};

pub(super) fn read(raw: &str) -> Text {
    let mut page = Page::of(raw);
    let mut rest = raw;
    while !rest.is_empty() {
        rest = page.run(rest);
        let Some(tag) = Written::as_usual(rest.as_bytes()) else {
            page.tokenize(&tamed(rest));
            break;
        };
        let name = tag.lower_name();
        // What stands inside such an element is not text and tags.
        if !tag.is_end && naive_next_state(&name).is_some() {
            page.tokenize(&tamed(rest));
            break;
        }
        let kind = Tag::named(&name);
        if tag.is_end {
            page.end(kind);
        } else {
            page.start(kind);
        }
        rest = &rest[tag.length..];
    }
    page.lines.finish()
}

/// What a tag does to the lines.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Tag {
    Break,
    Item,
    Heading,
    Bold,
    Cell,
    Hidden,
    Void,
    Inline,
}

impl Tag {
    pub(super) fn named(name: &[u8]) -> Self {
        match name {
            b"li" | b"dd" => Self::Item,
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"dt" | b"summary" => Self::Heading,
            b"b" | b"strong" => Self::Bold,
            b"td" | b"th" => Self::Cell,
            b"script" | b"style" | b"template" | b"noscript" | b"svg" | b"head" | b"select" | b"button" | b"iframe" => {
                Self::Hidden
            }
            b"br" | b"hr" => Self::Void,
            b"p" | b"div" | b"ul" | b"ol" | b"dl" | b"table" | b"tbody" | b"thead" | b"tr" | b"section"
            | b"article" | b"header" | b"footer" | b"main" | b"aside" | b"nav" | b"blockquote" | b"pre" | b"figure"
            | b"figcaption" | b"form" | b"fieldset" | b"details" | b"body" | b"html" | b"address" | b"center"
            | b"title" => Self::Break,
            _ => Self::Inline,
        }
    }
}

/// The text of a page as its tags and texts come in.
#[derive(Default)]
pub(super) struct Page {
    lines: Lines,
    /// Depth of bold elements.
    bold: u32,
    /// Depth of elements whose text is not shown.
    hidden: u32,
    /// Whether a newline in the source ends a line.
    breaks_count: bool,
}

impl Page {
    fn of(raw: &str) -> Self {
        let lines = Lines::with_capacity(raw.len());
        Self { lines, breaks_count: has_no_closed_blocks(raw), ..Self::default() }
    }

    /// Takes the text before the next tag; returns what begins with that tag.
    fn run<'m>(&mut self, markup: &'m str) -> &'m str {
        let special = memchr::memchr3(b'<', b'&', b'\r', markup.as_bytes()).unwrap_or(markup.len());
        let is_plain = markup.as_bytes().get(special).is_none_or(|byte| *byte == b'<');
        let end = if is_plain { special } else { memchr::memchr(b'<', markup.as_bytes()).unwrap_or(markup.len()) };
        let (text, rest) = markup.split_at(end);
        if is_plain {
            self.shown(text);
        } else {
            // What its references to characters stand for, and what its line ends are, the tokenizer knows.
            self.tokenize(text);
        }
        rest
    }

    fn tokenize(&mut self, markup: &str) {
        Tokenizer::new_with_emitter(markup, Events::new(self)).for_each(drop);
    }

    pub(super) fn start(&mut self, tag: Tag) {
        match tag {
            Tag::Break | Tag::Void => self.lines.end(),
            Tag::Item => {
                self.lines.end_element();
                self.lines.hint(Shape::Item);
            }
            Tag::Heading => {
                self.lines.end();
                self.lines.hint(Shape::Heading);
            }
            Tag::Bold => self.bold += 1,
            Tag::Cell => self.lines.space(),
            Tag::Hidden => self.hidden += 1,
            Tag::Inline => {}
        }
    }

    pub(super) fn end(&mut self, tag: Tag) {
        match tag {
            Tag::Break | Tag::Void => self.lines.end(),
            Tag::Item | Tag::Heading => self.lines.end_element(),
            Tag::Bold => self.bold = self.bold.saturating_sub(1),
            Tag::Cell => self.lines.space(),
            Tag::Hidden => self.hidden = self.hidden.saturating_sub(1),
            Tag::Inline => {}
        }
    }

    /// Text whose references to characters were resolved.
    pub(super) fn text(&mut self, text: &str) {
        self.shown(&decode_again(text));
    }

    /// Text as it is shown.
    fn shown(&mut self, text: &str) {
        if self.hidden > 0 || text.is_empty() {
            return;
        }
        if !self.breaks_count {
            return self.add(text);
        }
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
            self.add(&text[start..end]);
            self.lines.end();
            start = end + 1;
        }
        self.add(&text[start..]);
    }

    fn add(&mut self, text: &str) {
        if self.bold > 0 { self.lines.push_bold(text) } else { self.lines.push(text) }
    }
}

/// Whether the source has no closed block element, as in text that people typed into a form which kept their newlines
/// and put `<p>` between paragraphs: there, a newline ends a line.
fn has_no_closed_blocks(raw: &str) -> bool {
    ["</p>", "</li>", "</div>", "</ul>", "</P>", "</LI>"]
        .iter()
        .all(|tag| memchr::memmem::find(raw.as_bytes(), tag.as_bytes()).is_none())
}

/// Text in which an entity survived decoding was escaped twice: decode it once more.
fn decode_again(text: &str) -> Cow<'_, str> {
    let has = |byte| memchr::memchr(byte, text.as_bytes()).is_some();
    if !has(b'&') || !has(b';') {
        return Cow::Borrowed(text);
    }
    let mut out = text.to_owned();
    for (entity, plain) in
        [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    {
        if out.contains(entity) {
            out = out.replace(entity, plain);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_tokenizer_alone(raw: &str) -> Text {
        let mut page = Page::of(raw);
        page.tokenize(&tamed(raw));
        page.lines.finish()
    }

    proptest::proptest! {
        #[test]
        fn usual_tags_read_as_the_tokenizer_reads_them(
            pieces in proptest::collection::vec(
                "</?(p|LI|h2|b|td|br|script|title|textarea|o:p|x-y)( ?[a-z]+(=(\"[^\"]{0,4}\"|'>'|[a-z/=]{0,3}))?){0,3} ?/?>|<[!/? a]|<!--|-->|&(amp;|lt;|#38;|nbsp;?|x)|[ \n\r]{1,2}|\\PC{1,6}|[a-z<>=\"'/& ]{1,6}",
                0..16,
            )
        ) {
            let raw = pieces.concat();
            proptest::prop_assert_eq!(read(&raw), by_tokenizer_alone(&raw), "{}", raw);
        }
    }
}
