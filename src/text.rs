//! Raw bodies to plain text in blocks: markup taken away, characters made uniform, headings, list items and paragraphs told apart.
//!
//! In: a [`Body`]. Out: a [`Text`], the one text that every later stage reads and every offset points into.

mod emitter;
mod html;
mod lines;
mod plain;
pub(crate) mod tags;

use crate::posting::{Body, Markup};

/// The plain text of a posting and its blocks.
///
/// The text has no markup, no control characters except `\n`, no zero-width or bidirectional controls, no runs of blanks;
/// non-breaking, full-width and mathematical letter forms are ordinary ones, and typographic apostrophes are `'`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The text; its lines are separated by `\n`.
    pub plain: String,
    /// Its blocks, in order, disjoint, none empty. A block is a line, or a part of one where a heading stands inside it.
    pub blocks: Vec<Block>,
}

/// One block of the plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// First byte in [`Text::plain`].
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it looks like.
    pub shape: Shape,
}

/// What a block looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A heading, by markup or by form (a short line in bold, in capitals or ending in a colon).
    Heading,
    /// A list item (its bullet is not part of the text).
    Item,
    /// Anything else.
    Paragraph,
}

impl Text {
    /// The text of a posting's body.
    pub fn from_body(body: &Body) -> Self {
        match body.markup {
            Markup::Html => html::read(&body.raw),
            Markup::Text => plain::read(&body.raw),
        }
    }

    /// The text of one block.
    pub fn slice(&self, block: &Block) -> &str {
        &self.plain[block.start..block.end]
    }
}

/// Whether a terminal would not show a character but act on it, or show what follows in another order: a control character
/// (a newline is one too) or a bidirectional one.
pub fn is_acted_on(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || c.is_control()
}

/// One line without markup, control characters or runs of blanks: for titles, companies and other single fields.
pub fn one_line(raw: &str) -> String {
    let mut lines = lines::Lines::with_capacity(raw.len());
    lines.push(raw);
    let plain = lines.finish().plain;
    if plain.contains('\n') { plain.replace('\n', " ") } else { plain }
}

/// A number of things, with the word for one or for several of them.
pub fn counted(number: u64, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shapes(markup: Markup, raw: &str) -> Vec<(Shape, String)> {
        let text = Text::from_body(&Body { markup, raw: raw.to_owned() });
        text.blocks.iter().map(|b| (b.shape, text.slice(b).to_owned())).collect()
    }

    #[test]
    fn html_blocks() {
        use Shape::{Heading, Item, Paragraph};
        let raw = "<h2>What you&rsquo;ll do</h2><p>Run <b>Linux</b>&nbsp;&amp; more</p><ul><li>Build\n it<li><p>Ship it</p></ul>\
                   <p><strong>Must have:</strong></p>- Go<br>&bull; Rust<script>alert('no')</script><p>ＡＷＳ and Kuber\u{200b}netes</p>";
        assert_eq!(
            shapes(Markup::Html, raw),
            [
                (Heading, "What you'll do".into()),
                (Paragraph, "Run Linux & more".into()),
                (Item, "Build it".into()),
                (Item, "Ship it".into()),
                (Heading, "Must have:".into()),
                (Item, "Go".into()),
                (Item, "Rust".into()),
                (Paragraph, "AWS and Kubernetes".into()),
            ]
        );
    }

    #[test]
    fn text_blocks() {
        use Shape::{Heading, Item, Paragraph};
        let raw = "# Site Reliability Engineer\n\n**Requirements**\n* C\\+\\+ and [Go](https://go.example)\n  \\- Python\n1. SQL\n---\nWe are a small team that works on large \
                   systems and\nlikes it. Really.\nNICE TO HAVE\n**Rust** helps";
        assert_eq!(
            shapes(Markup::Text, raw),
            [
                (Heading, "Site Reliability Engineer".into()),
                (Heading, "Requirements".into()),
                (Item, "C++ and Go".into()),
                (Item, "Python".into()),
                (Item, "SQL".into()),
                (Paragraph, "We are a small team that works on large systems and likes it. Really.".into()),
                (Heading, "NICE TO HAVE".into()),
                (Paragraph, "Rust helps".into()),
            ]
        );
    }

    #[test]
    fn framed_lines_are_headings() {
        use Shape::{Heading, Item, Paragraph};
        let raw = "\\-\\-\\-\\- Basic Qualifications ----\n01. SQL\n=== Stack ===\n[Nice to have]\n-- a dash, and more";
        assert_eq!(
            shapes(Markup::Text, raw),
            [
                (Heading, "Basic Qualifications".into()),
                (Item, "SQL".into()),
                (Heading, "Stack".into()),
                (Heading, "Nice to have".into()),
                (Paragraph, "-- a dash, and more".into()),
            ]
        );
    }

    #[test]
    fn newlines_count_in_loose_html() {
        let raw = "Acme | SRE | Remote<p>What you do:\nRun things\nFix things<p>- Go &amp; Rust";
        assert_eq!(shapes(Markup::Html, raw).len(), 5);
    }

    #[test]
    fn one_line_is_one_line() {
        assert_eq!(one_line(" Senior\u{1b}[31m \n SRE\u{202e} "), "Senior[31m SRE");
    }

    proptest! {
        #[test]
        fn blocks_are_ordered_and_on_boundaries(raw in "\\PC{0,80}|[<>/a-z&;# *\\-\n\u{a0}\u{200b}é:.–—•1)(]{0,120}", html in any::<bool>()) {
            let markup = if html { Markup::Html } else { Markup::Text };
            let text = Text::from_body(&Body { markup, raw });
            let mut last = 0;
            for block in &text.blocks {
                prop_assert!(block.start >= last && block.start < block.end && block.end <= text.plain.len());
                prop_assert!(!text.slice(block).contains('\n'));
                prop_assert_eq!(text.slice(block).trim(), text.slice(block));
                last = block.end;
            }
            prop_assert!(!text.plain.chars().any(|c| c.is_control() && c != '\n'));
        }
    }
}
