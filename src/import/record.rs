//! The plain NDJSON record, read without a tree of values: the fast way for the files of a million lines.
//!
//! In: one line. Out: a [`Record`] borrowed from it, or none when the line has any other field, so that nothing that the
//! slower way understands is lost.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, Visitor};

use super::{Found, date, mapping, markup};
use crate::posting::{Posting, Source, Stated};

/// A line with the fields that most collections of postings have, and no other.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record<'a> {
    #[serde(borrow, default)]
    id: Text<'a>,
    #[serde(borrow)]
    title: Text<'a>,
    #[serde(borrow, default)]
    company: Text<'a>,
    #[serde(borrow, default)]
    location: Text<'a>,
    #[serde(borrow, default, alias = "date_posted", alias = "posted")]
    date: Text<'a>,
    #[serde(borrow, default)]
    url: Text<'a>,
    #[serde(borrow)]
    description: Text<'a>,
    /// Where the collector found the posting; not the posting's own.
    #[serde(default, rename = "source")]
    _source: IgnoredAny,
}

impl<'a> Record<'a> {
    /// The record of a line; none when the line is anything else, also when it is no JSON.
    pub(super) fn parse(line: &'a str) -> Option<Self> {
        serde_json::from_str(line).ok()
    }

    /// The posting that it describes.
    pub(super) fn posting(self, mut source: Source) -> Found {
        source.url = self.url.owned();
        mapping::described(Posting {
            source,
            external_id: self.id.owned(),
            title: markup::line(&self.title.0),
            company: self.company.line(),
            location: self.location.line(),
            posted: date::of_text(&self.date.0),
            closes: None,
            body: markup::body(self.description.0),
            stated: Stated::default(),
        })
    }
}

/// A string, borrowed where it has no escapes; also a number, or null, which is empty.
#[derive(Default)]
struct Text<'a>(Cow<'a, str>);

impl Text<'_> {
    fn owned(self) -> Option<String> {
        (!self.0.trim().is_empty()).then(|| self.0.into_owned())
    }

    fn line(&self) -> Option<String> {
        Some(markup::line(&self.0)).filter(|line| !line.is_empty())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, a whole number or null")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(number.to_string())))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(number.to_string())))
    }

    fn visit_unit<E: Error>(self) -> Result<Text<'de>, E> {
        Ok(Text::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_record_is_read() {
        let line = r#"{"id": 7, "title": "SRE", "company": null, "location": "Ulm", "date": "2026-05-04",
            "description": "<p>We run the clusters on which our teams build.</p>", "source": {"any": 1}}"#;
        let posting = Record::parse(line).unwrap().posting(Source::default()).unwrap();
        assert_eq!((posting.external_id.as_deref(), posting.company.as_deref()), (Some("7"), None));
        assert_eq!(posting.posted.unwrap().to_string(), "2026-05-04");
    }

    #[test]
    fn any_other_field_or_shape_is_left_to_the_slower_way() {
        for line in [
            r#"{"title": "SRE", "description": "x", "salary_min": 1}"#,
            r#"{"title": "SRE", "description": "x", "company": {"name": "Acme"}}"#,
            r#"{"title": "SRE", "body": "x"}"#,
            r#"{"title": "SRE", "description": "x""#,
        ] {
            assert!(Record::parse(line).is_none(), "{line}");
        }
    }
}
