//! An element of a page as HTML again: what the text stage reads of it, which is tags without attributes, and text.
//!
//! The tree's own way to write it takes a time that grows with the square of a text of many `&` or non-breaking blanks.

use ego_tree::iter::Edge;
use scraper::{ElementRef, Node};

use super::markup::escape_into;

/// Elements that have no closing tag.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// What is inside an element.
pub(super) fn inside(element: ElementRef<'_>) -> String {
    let mut out = String::new();
    for edge in element.traverse() {
        let (node, is_open) = match edge {
            Edge::Open(node) => (node, true),
            Edge::Close(node) => (node, false),
        };
        match node.value() {
            Node::Element(_) if node.id() == element.id() => {}
            Node::Element(inner) if is_open || !VOID.contains(&inner.name()) => {
                out.push_str(if is_open { "<" } else { "</" });
                out.push_str(inner.name());
                out.push('>');
            }
            Node::Text(text) if is_open => escape_into(&mut out, text),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    #[test]
    fn it_reads_as_the_page_did() {
        let page =
            Html::parse_fragment("<p class=x>A &amp; B&nbsp;&lt;C&gt;<br>D <b>E</b><!-- F --></p><ul><li>G</ul>");
        assert_eq!(inside(page.root_element()), "<p>A &amp; B\u{a0}&lt;C&gt;<br>D <b>E</b></p><ul><li>G</li></ul>");
    }
}
