//! Addresses with names in braces, filled in.
//!
//! In: `https://{company}.boards.example/{item}` and values. Out: an address, in which no value can leave its place: whatever
//! has a meaning in an address is escaped, and a host takes nothing but letters, digits and hyphens.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use url::Url;

/// The values of the names.
pub(super) type Values = BTreeMap<String, String>;

/// The address that a template and its values make.
///
/// # Errors
/// When a value cannot stand where the template wants it, or one is missing; the text says which.
pub(super) fn address(template: &str, values: &Values) -> Result<Url, String> {
    let host_ends = template.find("://").map_or(0, |at| at + 3);
    let host_ends = template[host_ends..].find('/').map_or(template.len(), |at| at + host_ends);
    let mut failure = None;
    let filled = filled(template, |at, name| {
        let value = values.get(name)?;
        if at >= host_ends {
            return Some(escaped(value));
        }
        let fits =
            !value.is_empty() && value.len() <= 63 && value.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !fits {
            failure = Some(format!("`{}` cannot be part of a host's name", crate::text::one_line(value)));
        }
        Some(value.clone())
    });
    match failure {
        Some(failure) => Err(failure),
        None => Url::parse(&filled).map_err(|error| format!("makes no valid address: {error}")),
    }
}

/// A text of JSON with numbers and words filled in.
pub(super) fn body(template: &str, values: &Values) -> String {
    filled(template, |_, name| values.get(name).map(|value| in_json(value)))
}

/// A value as it stands in a text of JSON.
pub(super) fn in_json(value: &str) -> String {
    let quoted = serde_json::Value::from(value).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// A text of words, such as a header, filled in.
pub(super) fn words(template: &str, values: &Values) -> String {
    filled(template, |_, name| values.get(name).cloned())
}

/// Whether a template has this name.
pub(super) fn has(template: &str, name: &str) -> bool {
    template.contains(&format!("{{{name}}}"))
}

/// A template with what `value` gives for the names in braces; what is no such name stays.
fn filled(template: &str, mut value: impl FnMut(usize, &str) -> Option<String>) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        let name = after.split_once('}').map(|(name, _)| name).filter(|name| is_name(name));
        let found = name.and_then(|name| Some((name, value(template.len() - rest.len() + open, name)?)));
        if let Some((name, value)) = found {
            out.push_str(&value);
            rest = &after[name.len() + 1..];
        } else {
            out.push('{');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// Whether a text in braces is a name.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '.')
}

/// A value as it may stand in a path or a query. Escapes that it has already stay.
pub(super) fn escaped(value: &str) -> String {
    let bytes = value.as_bytes();
    let mut out = String::with_capacity(value.len());
    for (i, byte) in bytes.iter().enumerate() {
        let is_escape =
            *byte == b'%' && bytes.get(i + 1..i + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(byte) || is_escape {
            out.push(char::from(*byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(pairs: &[(&str, &str)]) -> Values {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn values_stay_in_their_places() {
        let make = |company: &str, item: &str| {
            let template = "https://{company}.b.example/x/{item}?n={item}";
            address(template, &values(&[("company", company), ("item", item)])).map(String::from)
        };
        assert_eq!(make("acme", "a b").unwrap(), "https://acme.b.example/x/a%20b?n=a%20b");
        assert_eq!(
            make("acme", "a?b#c&d=é%41").unwrap(),
            "https://acme.b.example/x/a%3Fb%23c%26d%3D%C3%A9%41?n=a%3Fb%23c%26d%3D%C3%A9%41"
        );
        for wrong in ["", "evil.example/", "a@b", "a:1", "é", "a.b"] {
            assert!(make(wrong, "1").is_err(), "{wrong}");
        }
    }

    #[test]
    fn json_braces_are_no_names() {
        let body = body(r#"{"a": {}, "n": {offset}, "s": "{text}"}"#, &values(&[("offset", "20"), ("text", "a\"b")]));
        assert_eq!(body, r#"{"a": {}, "n": 20, "s": "a\"b"}"#);
    }
}
