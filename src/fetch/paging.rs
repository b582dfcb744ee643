//! What a page of a list holds, whether it is what the board gives, and which page comes next. Nothing here asks anything.

use serde_json::Value;
use xxhash_rust::xxh3::Xxh3;

use super::endpoint::{Format, List};
use super::failure::{Failure, Kind};
use super::template::{self, Values};
use crate::import::path::Path;
use crate::import::payload_text;
use crate::import::{json, xml};

/// Items of a page that are looked at to know it. The first may be a legal notice.
const LOOKED_AT: usize = 3;

/// Where in a list a page is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Pages before this one.
    pub(super) index: usize,
    /// Postings before it.
    pub(super) offset: usize,
    /// What the page before said that asks for it.
    pub(super) cursor: String,
    /// Items of the first page.
    first: usize,
    /// The number of postings, as the board last told it.
    total: Option<usize>,
}

/// A page that was read.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) root: Value,
    /// The number of its items, as the board counts them.
    pub(super) items: usize,
    /// The number of those that are postings.
    pub(super) postings: usize,
    /// What the items are, in a number: a page that comes again says the same, whatever stands around its items.
    pub(super) hash: u64,
}

/// How the pages of a list are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kinds {
    One,
    Offset,
    Number,
    Cursor,
}

impl List {
    pub(super) fn kind(&self) -> Kinds {
        let has = |name: &str| {
            template::has(&self.url, name) || self.body.as_ref().is_some_and(|body| template::has(body, name))
        };
        if has("cursor") {
            Kinds::Cursor
        } else if has("offset") {
            Kinds::Offset
        } else if has("page") {
            Kinds::Number
        } else {
            Kinds::One
        }
    }

    /// The values of a page's names.
    pub(super) fn place_values(&self, place: &Place) -> Values {
        [
            ("size", self.size.to_string()),
            ("offset", place.offset.to_string()),
            ("page", (self.first_page + place.index).to_string()),
            ("cursor", place.cursor.clone()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
    }

    /// Reads a page.
    ///
    /// # Errors
    /// When it is no payload, or not of the board's shape.
    pub(super) fn read(&self, bytes: &[u8]) -> Result<Page, Failure> {
        let root = value(bytes, self.format)?;
        let held = self.within.select(&root, &root).into_iter().find(|value| !value.is_null());
        let is_list = match self.format {
            Format::Json => held.is_some_and(Value::is_array),
            Format::Xml => held.is_some(),
        };
        if !is_list {
            return Err(changed(&format!("a list at `{}`", self.within), &root));
        }
        let items = self.postings(&root);
        let count = items.len();
        let known = |item: &&Value| self.has.iter().all(|path| !path.select(&root, item).is_empty());
        if count > 0 && !items.iter().take(LOOKED_AT).any(known) {
            let expected = format!("postings with {}", names(&self.has));
            return Err(changed(&expected, items[0]));
        }
        let mut hash = Xxh3::new();
        if self.kind() != Kinds::One {
            for item in &items {
                hash.update(item.to_string().as_bytes());
            }
        }
        let postings = items.iter().filter(|item| known(item)).count();
        Ok(Page { items: count, postings, hash: hash.digest(), root })
    }

    /// The postings of a page, or whatever stands in their place.
    pub(super) fn postings<'v>(&self, root: &'v Value) -> Vec<&'v Value> {
        let mut items = self.items.select(root, root);
        items.retain(|item| !matches!(item, Value::String(text) if text.is_empty()));
        items
    }

    /// The number of postings that the board says it has, on this page or, where that says none, on an earlier one.
    ///
    /// Workday's pages after the first say 0 whatever is there.
    pub(super) fn total(&self, place: &Place, page: &Page) -> Option<usize> {
        let told = number(self.total.as_ref()?, &page.root)?;
        place.total.filter(|_| told == 0).or(Some(told))
    }

    /// The failure that a first page is which has no postings although the board says that there are some.
    pub(super) fn kept_back(&self, place: &Place, page: &Page) -> Option<Failure> {
        let total = self.total(place, page).filter(|total| *total > 0 && place.offset == 0 && page.items == 0)?;
        let says = crate::text::counted(total as u64, "posting", "postings");
        Some(Failure::new(Kind::Empty, format!("the board says {says} and gives none")))
    }

    /// Whether the board has another number of postings now than on the page before.
    pub(super) fn has_moved(&self, place: &Place, page: &Page) -> bool {
        place.total.is_some_and(|before| self.total(place, page).is_some_and(|total| total != before))
    }

    /// The page after this one.
    pub(super) fn next(&self, place: &Place, page: &Page) -> Option<Place> {
        let offset = place.offset + page.items;
        if page.items == 0 || self.ends_at.is_some_and(|end| offset >= end) {
            return None;
        }
        let first = if place.index == 0 { page.items } else { place.first };
        let total = self.total(place, page);
        let next = Place { index: place.index + 1, offset, cursor: String::new(), first, total };
        match self.kind() {
            Kinds::One => None,
            Kinds::Cursor => {
                let cursor = self.cursor.as_ref()?.select(&page.root, &page.root).into_iter().find_map(text)?;
                (cursor != place.cursor).then_some(Place { cursor, ..next })
            }
            Kinds::Offset | Kinds::Number => {
                if let Some(total) = total {
                    return (offset < total).then_some(next);
                }
                let pages = self.pages.as_ref().and_then(|path| number(path, &page.root));
                if let Some(pages) = pages.filter(|pages| *pages > 0) {
                    return (next.index < pages).then_some(next);
                }
                // A page that is not as full as the first is the last. A first page alone may be short because the site
                // gives fewer at once than it is asked for, so that one more request has to tell.
                (page.items >= first).then_some(next)
            }
        }
    }
}

/// The value of a payload.
pub(super) fn value(bytes: &[u8], format: Format) -> Result<Value, Failure> {
    let unreadable = |reason: String| Failure::new(Kind::Unreadable, reason);
    let text = payload_text(bytes).map_err(unreadable)?;
    let begins = text.trim_start_matches('\u{feff}').trim_start();
    let is_page = ["<!doctype html", "<html"]
        .iter()
        .any(|tag| begins.get(..tag.len()).is_some_and(|head| head.eq_ignore_ascii_case(tag)));
    if is_page {
        let reason = "a web page came instead of the board's data: a login, a check for robots, or another address now";
        return Err(unreadable(reason.to_owned()));
    }
    match format {
        Format::Json => json::parse(&text).map_err(unreadable),
        Format::Xml => xml::value(&text).map_err(unreadable),
    }
}

/// Checks that a posting has what the board gives.
pub(super) fn check(bytes: &[u8], has: &[Path]) -> Result<(), Failure> {
    let root = value(bytes, Format::Json)?;
    let complete = has.iter().all(|path| path.select(&root, &root).iter().any(|value| !value.is_null()));
    if complete { Ok(()) } else { Err(changed(&names(has), &root)) }
}

/// A text or a number of a payload.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn number(path: &Path, root: &Value) -> Option<usize> {
    path.select(root, root).into_iter().find_map(|value| text(value)?.parse().ok())
}

fn names(paths: &[Path]) -> String {
    paths.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ")
}

fn changed(expected: &str, found: &Value) -> Failure {
    let found = crate::text::one_line(&json::shape(found));
    let reason = format!(
        "expected {expected}; found {found}. The board may have changed: `jobsift scan` may still read what a browser saves"
    );
    Failure::new(Kind::ChangedShape, reason)
}
