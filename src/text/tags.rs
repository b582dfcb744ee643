//! Tags as nearly every page writes them, and tags that no page has.
//!
//! In: markup. Out: a [`Written`] tag, its attributes passed over; and the same markup, endless tags without their attributes: parsers
//! keep the attributes of a tag apart by comparing each with all before it, and a tokenizer may go one call deeper for each: a tag
//! of thousands of attributes, which only malice writes, would cost minutes or the stack.

use std::borrow::Cow;
use std::ops::Range;

/// A tag as it is usually written: a name of letters and digits, then attributes with values in quotes, bare or none.
pub(super) struct Written<'m> {
    name: &'m [u8],
    /// Whether it ends an element.
    pub(super) is_end: bool,
    /// Bytes from its `<` to behind its `>`.
    pub(super) length: usize,
}

impl<'m> Written<'m> {
    /// The tag at the beginning of the markup. None where the markup does not begin with a tag, or with one of which only a parser can
    /// say where it ends.
    pub(super) fn as_usual(markup: &'m [u8]) -> Option<Self> {
        let is_end = markup.get(1) == Some(&b'/');
        let start = 1 + usize::from(is_end);
        if !markup.get(start)?.is_ascii_alphabetic() {
            return None;
        }
        let mut at = start + run(&markup[start..], is_name);
        let name = &markup[start..at];
        loop {
            match *markup.get(at)? {
                b'>' => return Some(Self { name, is_end, length: at + 1 }),
                b'/' => at += 1,
                blank if blank.is_ascii_whitespace() => at += 1,
                byte if is_name(byte) => {
                    at += run(&markup[at..], is_name);
                    if *markup.get(at)? == b'=' {
                        at += 1;
                        at += match *markup.get(at)? {
                            quote @ (b'"' | b'\'') => memchr::memchr(quote, &markup[at + 1..])? + 2,
                            byte if is_bare_value(byte) => run(&markup[at..], is_bare_value),
                            _ => return None,
                        };
                    }
                }
                _ => return None,
            }
        }
    }

    /// The name in small letters, as nearly all are written.
    pub(super) fn lower_name(&self) -> Cow<'m, [u8]> {
        if self.name.iter().any(u8::is_ascii_uppercase) {
            Cow::Owned(self.name.to_ascii_lowercase())
        } else {
            Cow::Borrowed(self.name)
        }
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':')
}

fn is_bare_value(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !matches!(byte, b'>' | b'"' | b'\'' | b'`' | b'<')
}

/// Bytes at the beginning that are so.
fn run(bytes: &[u8], is: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| is(**byte)).count()
}

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
    let (mut is_in_script, mut read) = (false, 0);
    endless(markup).any(|attributes| {
        // The last of the two in what was not read yet says where this tag is; without any it is where the one before was. Each part
        // ends behind the name of a tag, so that no `<script` is cut in two.
        let part = &markup[read..attributes.start];
        read = attributes.start;
        let (begins, ends) = (part.rfind("<script"), part.rfind("</script"));
        if begins != ends {
            is_in_script = begins > ends;
        }
        !is_in_script
    })
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
            // Without quotes it ends at the first `>`, and of each two bytes one at most begins an attribute.
            if let Some(length) = memchr::memchr3(b'>', b'"', b'\'', &bytes[name..])
                && bytes[name + length] == b'>'
                && length <= MOST_ATTRIBUTES
            {
                from = name + length;
                continue;
            }
            let start = name + run(&bytes[name..], |byte| !ends_name(byte));
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

    #[test]
    fn scripts_may_hold_what_looks_endless() {
        let endless = format!("</x{}>", " a".repeat(MOST_ATTRIBUTES + 1));
        let many = endless.repeat((4 << 20) / endless.len());
        for (markup, expected) in [
            (format!("<script>{many}"), false),
            (format!("<script>{many}</script>{endless}"), true),
            (format!("<script>{many}</script><script>{endless}</script>"), false),
            (format!("<script>{endless}</script><p>{endless}"), true),
            (format!("</script>{endless}"), true),
            (endless, true),
            (String::new(), false),
        ] {
            assert_eq!(has_endless_tag(&markup), expected, "{}", &markup[markup.len().saturating_sub(40)..]);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_markup_is_taken(markup in "[<>/a='\" \n=é]{0,60}") {
            tamed(&markup);
        }
    }
}
