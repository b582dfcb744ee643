//! Raw bodies to plain text in blocks: markup taken away, characters made uniform, headings, list items and paragraphs told apart.
//!
//! In: a [`Body`](crate::posting::Body). Out: a [`Text`], the one text that every later stage reads and every offset points into.

/// The plain text of a posting and its blocks.
///
/// The text has no markup, no control characters except `\n`, no zero-width or bidirectional controls, no runs of blanks;
/// non-breaking and full-width forms are ordinary ones. Blocks are separated by `\n`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub plain: String,
    /// Its blocks, in order, disjoint; each covers one line of `plain` without its newline.
    pub blocks: Vec<Block>,
}

/// One block: a line of the plain text.
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
    /// The text of one block.
    pub fn slice(&self, block: &Block) -> &str {
        &self.plain[block.start..block.end]
    }
}
