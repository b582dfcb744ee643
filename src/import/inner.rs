//! The HTML inside an element of a page's tree.
//!
//! In: an element. Out: markup that reads the same. The parser's own serialiser looks for the end of the text anew at every character
//! that it escapes, and the time for a text of a million of them grows with the square.

use ego_tree::iter::Edge;
use scraper::{ElementRef, Node};

use super::markup::escape_into;

/// Elements without content, which no tag ends.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// The markup between the tags of an element. Comments are left out.
pub(super) fn html(element: ElementRef<'_>) -> String {
    let mut out = String::new();
    for edge in element.traverse() {
        match edge {
            Edge::Open(node) if node.id() != element.id() => match node.value() {
                Node::Text(text) => escape_into(&mut out, text),
                Node::Element(inner) => {
                    out.push('<');
                    out.push_str(inner.name());
                    for (name, value) in inner.attrs() {
                        out.push(' ');
                        out.push_str(name);
                        out.push_str("=\"");
                        for (i, part) in value.split('"').enumerate() {
                            out.push_str(if i > 0 { "&quot;" } else { "" });
                            escape_into(&mut out, part);
                        }
                        out.push('"');
                    }
                    out.push('>');
                }
                _ => {}
            },
            Edge::Close(node) if node.id() != element.id() => {
                if let Node::Element(inner) = node.value()
                    && !VOID.contains(&inner.name())
                {
                    out.push_str("</");
                    out.push_str(inner.name());
                    out.push('>');
                }
            }
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
    fn what_is_inside_reads_the_same() {
        for inside in ["a &amp; b", "<p class=\"x\">1 &lt; 2<br>3</p><img alt=\"&quot;&amp;\">", "é&amp;amp;", ""] {
            let page = Html::parse_fragment(&format!("<div>{inside}</div>"));
            let div = page.root_element().child_elements().next().expect("the div");
            assert_eq!(html(div), inside);
        }
    }

    #[test]
    fn every_sign_of_half_a_million_is_escaped() {
        let page = Html::parse_fragment(&format!("<div>{}", "&#".repeat(500_000)));
        assert_eq!(html(page.root_element()).len(), "<div></div>".len() + 500_000 * "&amp;#".len());
    }
}
