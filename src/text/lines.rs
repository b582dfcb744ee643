//! Builds a [`Text`] line by line: makes characters uniform as they come in, and decides what each finished line is.

use unicode_normalization::UnicodeNormalization as _;

use super::{Block, Shape, Text};

/// A short line in bold, in capitals or with a colon at its end is a heading up to this many bytes.
const HEADING_MAX: usize = 90;

/// A [`Text`] under construction.
#[derive(Default)]
pub(super) struct Lines {
    text: Text,
    /// First byte of the line under construction.
    start: usize,
    /// A blank is due before the next character.
    blank: bool,
    /// Bytes of the line that stand in bold.
    bold: usize,
    /// What the markup says about the line.
    hint: Option<Shape>,
}

impl Lines {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        let text = Text { plain: String::with_capacity(bytes), blocks: Vec::new() };
        Self { text, ..Self::default() }
    }

    /// Whether nothing stands on the line yet.
    pub(super) fn is_empty(&self) -> bool {
        self.text.plain.len() == self.start
    }

    /// Adds text to the line. Every kind of white space is one blank; characters that show nothing are dropped.
    pub(super) fn push(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let run = uniform_length(rest.as_bytes());
            if run > 0 {
                self.space_if_due();
                self.text.plain.push_str(&rest[..run]);
                rest = &rest[run..];
            }
            let mut chars = rest.chars();
            if let Some(c) = chars.next() {
                if c == ' ' {
                    self.blank = true;
                } else {
                    self.push_special(c);
                }
                rest = chars.as_str();
            }
        }
    }

    /// Adds text that stands in bold.
    pub(super) fn push_bold(&mut self, text: &str) {
        let before = self.text.plain.len();
        self.push(text);
        self.bold += self.text.plain.len() - before;
    }

    /// Says what the line is, by its markup; the first word on it counts.
    pub(super) fn hint(&mut self, shape: Shape) {
        self.hint.get_or_insert(shape);
    }

    /// A blank between words, such as between two cells of a table.
    pub(super) fn space(&mut self) {
        self.blank = true;
    }

    /// Ends the line. A hint on an empty line is kept for the next one (`<li><p>…`).
    pub(super) fn end(&mut self) {
        self.blank = false;
        if self.is_empty() {
            return;
        }
        let line = &self.text.plain[self.start..];
        let framed = unframed(line);
        let is_framed = framed.is_some();
        let bullet = if framed.is_some() { 0 } else { bullet_length(line) };
        let item = bullet > 0 || self.hint == Some(Shape::Item);
        let inner = framed.unwrap_or(bullet..line.len());
        let (start, end) = (self.start + inner.start, self.start + inner.end);
        let content = &self.text.plain[start..end];
        let is_rule = !content.chars().any(char::is_alphanumeric);
        if !is_rule {
            let by_form =
                || content.len() <= HEADING_MAX && (self.bold * 10 >= content.len() * 9 || is_heading_by_form(content));
            let shape = match self.hint {
                _ if is_framed => Shape::Heading,
                Some(Shape::Heading) if content.len() <= 2 * HEADING_MAX => Shape::Heading,
                _ if item => Shape::Item,
                _ if by_form() => Shape::Heading,
                _ => Shape::Paragraph,
            };
            self.text.blocks.push(Block { start, end, shape });
        }
        self.text.plain.push('\n');
        self.start = self.text.plain.len();
        self.bold = 0;
        self.hint = None;
    }

    /// Ends an item or heading whether or not anything stood in it.
    pub(super) fn end_element(&mut self) {
        self.end();
        self.hint = None;
    }

    pub(super) fn finish(mut self) -> Text {
        self.end();
        let kept = self.text.plain.trim_end().len();
        self.text.plain.truncate(kept);
        self.text
    }

    fn space_if_due(&mut self) {
        if self.blank && !self.is_empty() {
            self.text.plain.push(' ');
        }
        self.blank = false;
    }

    fn push_special(&mut self, c: char) {
        match c {
            // Shown as nothing: soft hyphen, zero-width, bidirectional controls, byte order mark, variation selectors, tags.
            '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}' => {}
            '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '`' | '\u{b4}' => self.push_char('\''),
            '\u{2010}' | '\u{2011}' => self.push_char('-'),
            c if c.is_whitespace() => self.blank = true,
            c if c.is_control() => {}
            // Ligatures, full-width forms and the mathematical letters that people use as bold: what they stand for.
            '\u{fb00}'..='\u{fb06}' | '\u{ff01}'..='\u{ff5e}' | '\u{1d400}'..='\u{1d7ff}' | '\u{2460}'..='\u{24ff}' => {
                for plain in std::iter::once(c).nfkc() {
                    self.push_char(plain);
                }
            }
            c => self.push_char(c),
        }
    }

    fn push_char(&mut self, c: char) {
        self.space_if_due();
        self.text.plain.push(c);
    }
}

/// Bytes at the beginning of a text that stay as they are: printable ASCII, a single blank between words.
fn uniform_length(text: &[u8]) -> usize {
    /// So many are looked at together, which costs no more than a few alone.
    const TOGETHER: usize = 16;
    let mut before = b' ';
    let mut uniform = 0;
    while let Some(next) = text.get(uniform..=uniform + TOGETHER)
        && (uniform > 0 || next[0] != b' ')
    {
        let changes = |(&byte, &after): (&u8, &u8)| !matches!(byte, b' '..=b'~') | (byte == b' ') & (after == b' ');
        if next[..TOGETHER].iter().zip(&next[1..]).map(changes).fold(false, |any, changes| any | changes) {
            break;
        }
        uniform += TOGETHER;
        before = next[TOGETHER - 1];
    }
    let changes = |&byte: &u8| {
        let changes = !matches!(byte, b' '..=b'~') || byte == b' ' && before == b' ';
        before = byte;
        changes
    };
    let length = text[uniform..].iter().position(changes).map_or(text.len(), |at| uniform + at);
    // Whether a blank at the end is one between words is not known yet.
    if length > 0 && text[length - 1] == b' ' { length - 1 } else { length }
}

/// Bytes of a leading bullet or number with the blank behind it; 0 where there is none.
fn bullet_length(line: &str) -> usize {
    let mut chars = line.chars();
    let Some(first) = chars.next() else { return 0 };
    let rest = chars.as_str();
    let blanks = |rest: &str| rest.len() - rest.trim_start().len();
    match first {
        '•' | '▪' | '●' | '◦' | '‣' | '➢' | '➤' | '►' | '▸' | '✓' | '✔' | '✅' | '■' | '□' | '○' | '⁃' | '∙' | '·'
        | '§' | '❖' | '◆' | '→' | '👉' | '🔹' | '➡' => first.len_utf8() + blanks(rest),
        '-' | '*' | '–' | '—' | '+' | 'o' if rest.starts_with(' ') => first.len_utf8() + blanks(rest),
        '-' | '–' | '—' if rest.starts_with(|c: char| c.is_alphabetic()) => first.len_utf8(),
        '0'..='9' | '(' => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count().min(3);
            match rest[digits..].strip_prefix(['.', ')']) {
                Some(after) if after.starts_with(' ') => line.len() - after.trim_start().len(),
                _ => 0,
            }
        }
        _ => 0,
    }
}

/// What a line has between the signs that frame it as a heading: `---- Requirements ----`, `=== Stack ===`, `[Nice to have]`.
fn unframed(line: &str) -> Option<std::ops::Range<usize>> {
    let is_frame = |c: char| matches!(c, '-' | '=' | '~' | '_' | '*' | '#' | '–' | '—' | '<' | '>' | '|');
    let (start, inner) = match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(inner) if !inner.contains(['[', ']']) => (1, inner),
        _ => {
            let start = line.len() - line.trim_start_matches(is_frame).len();
            let inner = line[start..].trim_end_matches(is_frame);
            // One sign alone is a bullet or a dash.
            if start < 2 || line.len() - start - inner.len() < 2 {
                return None;
            }
            (start, inner)
        }
    };
    let (lead, trimmed) = (inner.len() - inner.trim_start().len(), inner.trim());
    let is_heading = trimmed.len() <= HEADING_MAX && trimmed.starts_with(char::is_alphanumeric);
    is_heading.then(|| start + lead..start + lead + trimmed.len())
}

/// A line without markup that reads as a heading: it ends in a colon, or stands in capitals.
fn is_heading_by_form(line: &str) -> bool {
    let words = || line.bytes().filter(|byte| *byte == b' ').count() + 1;
    if let Some(label) = line.strip_suffix(':') {
        return words() <= 10 && !label.contains(['.', ';']);
    }
    let is_capital = |c: &char| c.is_alphabetic() && !c.is_lowercase();
    !line.contains(|c: char| matches!(c, ',' | '|' | '/') || c.is_alphabetic() && c.is_lowercase())
        && line.chars().filter(is_capital).nth(3).is_some()
        && words() <= 8
}
