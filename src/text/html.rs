//! HTML to text with a tokenizer alone: no tree is built, so that time is linear in the length whatever the nesting.

use super::tags::tamed;
use std::borrow::Cow;

use html5gum::Tokenizer;

use super::emitter::Events;
use super::lines::Lines;
use super::{Shape, Text};

pub(super) fn read(raw: &str) -> Text {
    let mut page = Page::of(raw);
    Tokenizer::new_with_emitter(&*tamed(raw), Events::new(&mut page)).for_each(drop);
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

    pub(super) fn text(&mut self, text: &str) {
        if self.hidden > 0 {
            return;
        }
        let text = decode_again(text);
        if !self.breaks_count {
            return self.add(&text);
        }
        for (i, line) in text.split('\n').enumerate() {
            if i > 0 {
                self.lines.end();
            }
            self.add(line);
        }
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
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
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
