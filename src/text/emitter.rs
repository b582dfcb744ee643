//! What the tokenizer says, as far as text needs it: tags by name and the text between them. Attributes, comments, document types and
//! errors are dropped where they stand: collecting them costs more than all the rest.

use html5gum::{Emitter, Error, State, naive_next_state};

use super::html::{Page, Tag};

/// Hands tags and texts on to a [`Page`].
pub(super) struct Events<'p> {
    page: &'p mut Page,
    /// The text since the last tag.
    text: Vec<u8>,
    /// The name of the tag at hand.
    name: Vec<u8>,
    is_end: bool,
    /// The last start tag, until an end tag: it says how what follows is read (`<script>`), and until where.
    last_start: Vec<u8>,
}

impl<'p> Events<'p> {
    pub(super) fn new(page: &'p mut Page) -> Self {
        Self { page, text: Vec::new(), name: Vec::new(), is_end: false, last_start: Vec::new() }
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            match std::str::from_utf8(&self.text) {
                Ok(text) => self.page.text(text),
                Err(_) => self.page.text(&String::from_utf8_lossy(&self.text)),
            }
            self.text.clear();
        }
    }

    fn open(&mut self, is_end: bool) {
        self.name.clear();
        self.is_end = is_end;
    }
}

impl Emitter for Events<'_> {
    type Token = ();

    fn emit_string(&mut self, text: &[u8]) {
        self.text.extend_from_slice(text);
    }

    fn init_start_tag(&mut self) {
        self.open(false);
    }

    fn init_end_tag(&mut self) {
        self.open(true);
    }

    fn push_tag_name(&mut self, part: &[u8]) {
        self.name.extend_from_slice(part);
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.flush();
        let tag = Tag::named(&self.name);
        self.last_start.clear();
        if self.is_end {
            self.page.end(tag);
        } else {
            self.page.start(tag);
            std::mem::swap(&mut self.last_start, &mut self.name);
        }
        naive_next_state(&self.last_start)
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.is_end && !self.last_start.is_empty() && self.last_start == self.name
    }

    fn init_comment(&mut self) {
        self.flush();
    }

    fn init_doctype(&mut self) {
        self.flush();
    }

    fn emit_eof(&mut self) {
        self.flush();
    }

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last_start.clear();
        self.last_start.extend_from_slice(name.unwrap_or_default());
    }

    fn pop_token(&mut self) -> Option<()> {
        None
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_error(&mut self, _: Error) {}
    fn emit_current_comment(&mut self) {}
    fn emit_current_doctype(&mut self) {}
    fn set_self_closing(&mut self) {}
    fn set_force_quirks(&mut self) {}
    fn push_comment(&mut self, _: &[u8]) {}
    fn push_doctype_name(&mut self, _: &[u8]) {}
    fn init_attribute(&mut self) {}
    fn push_attribute_name(&mut self, _: &[u8]) {}
    fn push_attribute_value(&mut self, _: &[u8]) {}
    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}
}
