//! Tags that no page has. In: markup. Out: the same markup, such tags without their attributes.
//!
//! Parsers keep the attributes of a tag apart by comparing each with all before it, and a tokenizer may go one call deeper for each: a tag
//! of thousands of attributes, which only malice writes, would cost minutes or the stack.

use std::borrow::Cow;
use std::ops::Range;

/// Attributes that no tag has.
const MOST_ATTRIBUTES: usize = 250;

/// The markup, each tag of more than [`MOST_ATTRIBUTES`] attributes without them. Borrowed where there is none.
///
/// What looks like such a tag inside a script is cut too: no text is read there.
pub(crate) fn tamed(markup: &str) -> Cow<'_, str> {
    let mut tame = String::new();
    let mut copied = 0;
    for attributes in endless(markup) {
        tame.push_str(&markup[copied..attributes.start]);
        copied = attributes.end;
    }
    if copied == 0 {
        return Cow::Borrowed(markup);
    }
    tame.push_str(&markup[copied..]);
    Cow::Owned(tame)
}

/// Whether a tag outside scripts has more than [`MOST_ATTRIBUTES`] attributes.
pub(crate) fn has_endless_tag(markup: &str) -> bool {
    let is_in_script = |at: usize| markup[..at].rfind("<script") > markup[..at].rfind("</script");
    endless(markup).any(|attributes| !is_in_script(attributes.start))
}

/// Where the attributes of such tags are.
fn endless(markup: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = markup.as_bytes();
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(at) = memchr::memchr(b'<', &bytes[from..]).map(|at| from + at) {
            let name = at + 1 + usize::from(bytes.get(at + 1) == Some(&b'/'));
            from = name;
            if !bytes.get(name).is_some_and(u8::is_ascii_alphabetic) {
                continue;
            }
            let start = name + bytes[name..].iter().take_while(|byte| !ends_name(**byte)).count();
            let (count, end) = attributes(bytes, start);
            from = end;
            if count > MOST_ATTRIBUTES {
                return Some(start..end);
            }
        }
        None
    })
}

fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
}

/// How many attributes follow, and where the `>` behind them is, or else the end of the markup.
fn attributes(bytes: &[u8], from: usize) -> (usize, usize) {
    let (mut count, mut at, mut between) = (0, from, true);
    // The last byte that is no blank: a quote opens a value only behind an equals sign.
    let mut last = b' ';
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => break,
            b'"' | b'\'' if last == b'=' => {
                at += memchr::memchr(byte, &bytes[at + 1..]).map_or(bytes.len(), |end| end + 1);
                // What stands directly behind a quoted value is the next attribute.
                between = true;
            }
            _ if ends_name(byte) => between = true,
            _ if between => {
                count += 1;
                between = false;
            }
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            last = byte;
        }
        at += 1;
    }
    (count, at.min(bytes.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_pages_stay() {
        let data = "=".repeat(5000);
        for markup in
            ["", "a < b", "<p>", "<a href='x' b>c</a>", "<p", "</p a=\"b", &format!("<img src=\"data:{data}\">x")]
        {
            assert!(matches!(tamed(markup), Cow::Borrowed(_)), "{markup}");
        }
    }

    #[test]
    fn endless_tags_lose_their_attributes() {
        for attribute in [" a=\"b\"", " a='>'", "a=\"b\"", " a=b", " a", "\na = \"b\"", " a = \">\"", "/a"] {
            let endless = attribute.repeat(MOST_ATTRIBUTES + 9);
            assert_eq!(tamed(&format!("x<p {endless}>y</p>")), "x<p>y</p>", "{attribute}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_markup_is_taken(markup in "[<>/a='\" \n=é]{0,60}") {
            tamed(&markup);
        }
    }
}
