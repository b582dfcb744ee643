//! Just enough of HTML to carry bodies from payloads: is it HTML, was it escaped once too often, what does one line say.
//!
//! In: strings of a payload. Out: strings, with a [`Markup`] beside them. Reading HTML into blocks is the text stage's work.

use std::borrow::Cow;

use html5gum::{Token, Tokenizer};

use super::repair;
use crate::posting::{Body, Markup};
use crate::text::tags::tamed;

/// Letters and digits that make a body a description without a look at its words.
const LEAST_LETTERS: usize = 30;

/// Elements whose tags show that a text is HTML. Angle brackets alone do not: `Vec<String>`, `<3 years`.
const TAGS: &[&str] = &[
    "a", "article", "b", "body", "br", "center", "div", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "html",
    "i", "img", "li", "main", "ol", "p", "pre", "section", "span", "strong", "table", "tbody", "td", "tr", "u", "ul",
];

/// A body from a text of unknown form: HTML or plain, possibly with its HTML escaped once or twice.
pub(super) fn body<'t>(raw: impl Into<Cow<'t, str>>) -> Body {
    let raw = repair::encoded_twice(raw.into());
    if is_html(&raw) {
        return Body { markup: Markup::Html, raw: raw.into_owned() };
    }
    if !has_escaped_tag(&raw) {
        return Body { markup: Markup::Text, raw: repair::escaped_twice(raw).into_owned() };
    }
    let raw = unescape(&raw).into_owned();
    Body { markup: if is_html(&raw) { Markup::Html } else { Markup::Text }, raw }
}

/// Whether a text has tags of HTML.
pub(super) fn is_html(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).take(2_000).any(|at| is_tag(&text[at + 1..]))
}

/// Takes off escaping that covers whole tags (`&lt;p&gt;`): such a text has no tags of its own, and was escaped on its way.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..2 {
        if is_html(&text) || !has_escaped_tag(&text) {
            break;
        }
        text = Cow::Owned(strip(&text));
    }
    text
}

fn has_escaped_tag(text: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), b"&lt;").take(2_000).any(|at| is_tag(&text[at + 4..]))
        || memchr::memmem::find(text.as_bytes(), b"&amp;lt;").is_some()
}

/// Whether what follows a `<` is the name of a known element and its end.
fn is_tag(after: &str) -> bool {
    let name = after.strip_prefix('/').unwrap_or(after);
    let end = name.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
    let closed = name.as_bytes().get(end).is_some_and(|b| matches!(b, b'>' | b'/' | b'&') || b.is_ascii_whitespace());
    closed && TAGS.binary_search(&name[..end].to_ascii_lowercase().as_str()).is_ok()
}

/// The text of a piece of HTML without its tags, entities decoded.
pub(super) fn strip(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for Ok(token) in Tokenizer::new(&*tamed(html)) {
        if let Token::String(text) = token {
            out.push_str(&String::from_utf8_lossy(&text));
        }
    }
    out
}

/// The text on one line: tags away, entities decoded, runs of blanks made one.
pub(super) fn line(raw: &str) -> String {
    let raw = repair::encoded_twice(raw.into());
    let plain = if raw.contains(['<', '&']) { strip(&unescape(&raw)).into() } else { raw };
    let mut out = String::with_capacity(plain.len());
    for word in plain.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The first line that says something, of HTML or of text: up to a newline, a `<p>`, a `<br>` or the end of a paragraph.
pub(super) fn first_line(raw: &str) -> String {
    let breaks = ["\n", "<p", "<br", "</p>", "<div", "</div>", "<li", "<ul", "</h", "<pre"];
    // Text that has no line in its first bytes has none; the cut bounds the work on a run of empty tags.
    let mut rest = head(raw.trim_start(), 4_000);
    while !rest.is_empty() {
        // A break at the very start is the opening of the first line, not its end.
        let from = rest.char_indices().nth(1).map_or(rest.len(), |(at, _)| at);
        let end = breaks.iter().filter_map(|b| rest[from..].find(b)).min().map_or(rest.len(), |at| from + at);
        let found = line(&rest[..end]);
        if !found.is_empty() {
            return found;
        }
        rest = rest[end..].trim_start();
    }
    String::new()
}

/// The beginning of a text: at most that many bytes, cut between characters.
pub(super) fn head(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Plain text as HTML that reads the same: escaped, one paragraph a line.
pub(super) fn paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let item = ["- ", "* ", "• "].iter().find_map(|bullet| line.strip_prefix(bullet));
        let (before, after) = if item.is_some() { ("<li>", "</li>\n") } else { ("<p>", "</p>\n") };
        out.push_str(before);
        escape_into(&mut out, item.unwrap_or(line));
        out.push_str(after);
    }
    out
}

/// Appends `text` with the characters that HTML reserves written as entities.
pub(super) fn escape_into(out: &mut String, text: &str) {
    let mut copied = 0;
    for at in memchr::memchr3_iter(b'&', b'<', b'>', text.as_bytes()) {
        out.push_str(&text[copied..at]);
        out.push_str(match text.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            _ => "&gt;",
        });
        copied = at + 1;
    }
    out.push_str(&text[copied..]);
}

/// Whether a body is long enough to be a description whatever it says.
pub(super) fn is_long(body: &Body) -> bool {
    let mut in_tag = false;
    let letters = body.raw.chars().filter(|&c| {
        match c {
            '<' if body.markup == Markup::Html => in_tag = true,
            '>' => in_tag = false,
            _ => {}
        }
        !in_tag && c.is_alphanumeric()
    });
    letters.take(LEAST_LETTERS).count() == LEAST_LETTERS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_sorted() {
        assert!(TAGS.is_sorted());
    }

    #[test]
    fn html_is_known_by_its_tags() {
        for html in ["<p>Hi", "one<br/>two", "<UL class=x><li>", "text</div>"] {
            assert!(is_html(html), "{html}");
        }
        for text in ["Vec<String>", "<3 years", "a < b", "x <you@here>", "<", "<é>", "<p"] {
            assert!(!is_html(text), "{text}");
        }
    }

    #[test]
    fn escaping_is_taken_off_only_where_it_covers_the_tags() {
        assert_eq!(unescape("&lt;p&gt;A &amp;amp; B&lt;/p&gt;"), "<p>A &amp; B</p>");
        assert_eq!(unescape("&amp;lt;p&amp;gt;A&amp;lt;/p&amp;gt;"), "<p>A</p>");
        assert_eq!(unescape("<p>Write &lt;div&gt; by hand</p>"), "<p>Write &lt;div&gt; by hand</p>");
        assert_eq!(unescape("R&amp;D"), "R&amp;D");
    }

    #[test]
    fn first_lines() {
        assert_eq!(first_line("<p>\n Acme | <a href=\"x\">SRE</a> &amp; more<p>We are"), "Acme | SRE & more");
        assert_eq!(first_line("\n\n  Platform  Engineer\nAcme"), "Platform Engineer");
        assert_eq!(first_line("<p></p><br>"), "");
        assert_eq!(first_line("é<br>x"), "é");
    }

    #[test]
    fn tags_do_not_make_a_body_long() {
        assert!(!is_long(&body("<p class=\"a-very-long-class-name-that-says-nothing\">Apply now</p>")));
        assert!(is_long(&body("We look for an engineer who runs our clusters.")));
    }
}
