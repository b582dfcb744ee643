//! Job boards as data: what a payload looks like, and where each field of a posting sits in it.
//!
//! In: the TOML files of `dictionaries/boards/`, of which `generic.toml` begins with the specification. Out: [`Boards`], which know a payload
//! when they see one. How an item becomes a posting is in [`mapping`](super::mapping).

use std::collections::BTreeMap;

use scraper::Selector;
use serde::Deserialize;
use serde_json::Value;

use super::lookup::Field;
use super::path::Path;
use crate::posting::{Period, Remote};

/// Items of a list that are looked at to recognise it. The first may be a legal notice.
const LOOKED_AT: usize = 3;

macro_rules! built_in {
    ($($name:literal),+ $(,)?) => {
        /// The board files that come with the program, by format name.
        pub(crate) const BUILT_IN: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../dictionaries/boards/", $name, ".toml")))),+];
    };
}
built_in!(
    "adzuna",
    "arbeitnow",
    "ashby",
    "bamboohr",
    "breezy",
    "eightfold",
    "greenhouse",
    "hackernews",
    "himalayas",
    "hrmdirect",
    "icims",
    "jobicy",
    "jobspy",
    "jobvite",
    "lever",
    "neogov",
    "oracle",
    "paylocity",
    "personio",
    "phenom",
    "pinpoint",
    "recruitee",
    "remoteok",
    "remotive",
    "rippling",
    "smartrecruiters",
    "teamtailor",
    "themuse",
    "usajobs",
    "weworkremotely",
    "workable",
    "workday",
);

const GENERIC: &str = include_str!("../../dictionaries/boards/generic.toml");
const SCHEMA_ORG: &str = include_str!("../../dictionaries/boards/schema-org.toml");

/// A board file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("board file {name}: {reason}")]
pub struct BoardError {
    /// The file, by the name of its format.
    name: String,
    /// What is wrong with it.
    reason: String,
}

/// Every known board, in the order in which payloads are tried against them.
#[derive(Debug)]
pub struct Boards {
    known: Vec<Board>,
    /// The usual names of fields, for what is of no board.
    pub(super) generic: Board,
    /// schema.org's names of fields.
    pub(super) schema_org: Board,
}

impl Boards {
    /// The boards that come with the program.
    ///
    /// # Errors
    /// When a built-in file is wrong, which the tests exclude.
    pub fn built_in() -> Result<Self, BoardError> {
        let known = BUILT_IN.iter().map(|(name, text)| Board::parse(name, text)).collect::<Result<_, _>>()?;
        let generic = Board::parse("generic", GENERIC)?;
        Ok(Self { known, generic, schema_org: Board::parse("schema-org", SCHEMA_ORG)? })
    }

    /// Adds a board of the user's own, or replaces the one of the same name. It is tried before the built-in ones.
    ///
    /// # Errors
    /// When the file is no board file.
    pub fn add(&mut self, name: &str, text: &str) -> Result<(), BoardError> {
        let board = Board::parse(name, text)?;
        self.known.retain(|known| known.name != name);
        self.known.insert(0, board);
        Ok(())
    }

    /// Every board, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Board> {
        self.known.iter()
    }

    /// The board whose payload this is, with its items.
    pub(super) fn recognise<'b, 'v>(&'b self, root: &'v Value) -> Option<(&'b Board, Vec<&'v Value>)> {
        self.iter().find_map(|board| board.items(root).map(|items| (board, items)))
    }
}

/// One board.
#[derive(Debug)]
pub(super) struct Board {
    /// The name of the format.
    pub(super) name: String,
    /// Where the fields of a posting are.
    pub(super) fields: Fields,
    /// What tells the place of work.
    pub(super) remote: RemoteFields,
    /// What tells the pay.
    pub(super) salary: SalaryFields,
    /// The parts of the description, in order.
    pub(super) body: Vec<Part>,
    /// The script that holds the payload, when it is saved as a page: the words before its JSON.
    pub(super) embedded: Option<String>,
    /// The rows of a list page.
    pub(super) page: Option<Rows>,
    payloads: Vec<Payload>,
    skip: Vec<Path>,
}

impl Board {
    fn parse(name: &str, text: &str) -> Result<Self, BoardError> {
        let wrong = |reason: String| BoardError { name: name.to_owned(), reason };
        let file: File = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        let page = file.page.map(Rows::compile).transpose().map_err(wrong)?;
        Ok(Self {
            name: name.to_owned(),
            fields: file.fields,
            remote: file.remote,
            salary: file.salary,
            body: file.body,
            embedded: file.embedded,
            page,
            payloads: file.payload,
            skip: file.skip,
        })
    }

    /// The items of a payload of this board; none when it is of another.
    fn items<'v>(&self, root: &'v Value) -> Option<Vec<&'v Value>> {
        self.payloads.iter().find_map(|payload| self.lists(payload, root).find(|items| payload.fits(root, items)))
    }

    /// The lists of objects in a payload at the places where this board may have them, whatever the objects hold.
    pub(super) fn candidates<'v>(&self, root: &'v Value) -> impl Iterator<Item = Vec<&'v Value>> {
        self.payloads.iter().flat_map(move |payload| self.lists(payload, root))
    }

    fn lists<'v>(&self, payload: &Payload, root: &'v Value) -> impl Iterator<Item = Vec<&'v Value>> {
        let items = payload.lists.iter().map(move |list| {
            let mut items = list.select(root, root);
            items.retain(|item| item.is_object() && !self.skip.iter().any(|path| selects(path, root, item)));
            items
        });
        items.filter(|items| !items.is_empty())
    }
}

fn selects(path: &Path, root: &Value, item: &Value) -> bool {
    !path.select(root, item).is_empty()
}

/// A shape of payload.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Payload {
    /// Where the list of items is; the first that fits.
    lists: Vec<Path>,
    /// What an item of this board has.
    has: Vec<Path>,
}

impl Payload {
    /// Whether one of the first items has what this board's postings have.
    fn fits(&self, root: &Value, items: &[&Value]) -> bool {
        let known = |item: &Value| !self.has.is_empty() && self.has.iter().all(|path| selects(path, root, item));
        items.iter().take(LOOKED_AT).any(|item| known(item))
    }
}

/// A board file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    payload: Vec<Payload>,
    #[serde(default)]
    skip: Vec<Path>,
    #[serde(default)]
    embedded: Option<String>,
    #[serde(default)]
    page: Option<RowsFile>,
    fields: Fields,
    #[serde(default)]
    remote: RemoteFields,
    #[serde(default)]
    salary: SalaryFields,
    #[serde(default)]
    body: Vec<Part>,
    /// How the board is asked, which is `crate::fetch`'s to read.
    #[serde(default, rename = "fetch")]
    _fetch: Option<serde::de::IgnoredAny>,
}

/// Where the fields of a posting are.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Fields {
    pub(super) id: Field,
    pub(super) title: Field,
    pub(super) company: Field,
    pub(super) location: Field,
    pub(super) url: Field,
    pub(super) posted: Field,
    pub(super) closes: Field,
    pub(super) employment: Field,
    pub(super) seniority: Field,
    pub(super) years: Field,
}

/// What tells the place of work.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RemoteFields {
    /// Fields whose words say it.
    pub(super) words: Field,
    /// What the codes of those fields mean.
    pub(super) codes: BTreeMap<String, Remote>,
    /// Fields that are true for hybrid work.
    pub(super) hybrid: Field,
    /// Fields that are true for remote work.
    pub(super) remote: Field,
    /// Fields that are true for work on site.
    pub(super) onsite: Field,
    /// What every posting of the board is.
    pub(super) always: Option<Remote>,
}

/// What tells the pay.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SalaryFields {
    pub(super) min: Field,
    pub(super) max: Field,
    pub(super) currency: Field,
    pub(super) period: Field,
    /// Pay in words.
    pub(super) text: Field,
    /// What the codes of `period` mean.
    pub(super) periods: BTreeMap<String, Period>,
    /// The currency where the payload names none.
    pub(super) currency_is: Option<String>,
    /// The period where the payload names none.
    pub(super) period_is: Option<Period>,
    /// How many units of the payload make one of the currency: 100 for cents.
    pub(super) divide_by: Option<f64>,
}

/// A part of the description.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    /// The objects that each give such a part; without it the item gives one.
    #[serde(default)]
    pub(super) each: Option<Path>,
    /// The heading, where `heading_at` finds none.
    #[serde(default)]
    pub(super) heading: Option<String>,
    /// Where the heading is.
    #[serde(default)]
    pub(super) heading_at: Field,
    /// Where the text is.
    pub(super) text: Field,
}

/// The rows of a list page.
#[derive(Debug)]
pub(super) struct Rows {
    /// The elements that are rows.
    pub(super) rows: Selector,
    /// What a row holds: key, element, attribute (the text of the element where none).
    pub(super) cells: Vec<(String, Selector, Option<String>)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RowsFile {
    rows: String,
    cells: BTreeMap<String, String>,
}

impl Rows {
    fn compile(file: RowsFile) -> Result<Self, String> {
        let selector = |css: &str| Selector::parse(css).map_err(|error| format!("`{css}`: {error}"));
        let cells = file.cells.into_iter().map(|(key, written)| {
            let (css, attribute) = match written.split_once('@') {
                Some((css, attribute)) => (css, Some(attribute.to_owned())),
                None => (written.as_str(), None),
            };
            Ok((key, selector(css)?, attribute))
        });
        Ok(Self { rows: selector(&file.rows)?, cells: cells.collect::<Result<_, String>>()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_boards_are_sorted_and_right() {
        assert!(BUILT_IN.is_sorted_by_key(|(name, _)| *name));
        let boards = Boards::built_in().unwrap();
        for board in boards.iter() {
            assert!(!board.fields.title.0.is_empty(), "{}: no title", board.name);
            let shapes = board.payloads.len() + usize::from(board.page.is_some());
            assert!(shapes > 0, "{}: nothing to recognise it by", board.name);
        }
    }

    #[test]
    fn a_wrong_board_file_is_refused_with_its_name() {
        let mut boards = Boards::built_in().unwrap();
        let error = boards.add("mine", "[fields]\ntitle = [\"a[\"]").unwrap_err();
        assert!(error.to_string().starts_with("board file mine: "), "{error}");
        assert!(boards.add("mine", "[fields]\ntitel = [\"a\"]").is_err(), "an unknown key is an error");
    }

    #[test]
    fn a_board_of_the_users_own_is_tried_first() {
        let mut boards = Boards::built_in().unwrap();
        let text = "[[payload]]\nlists = [\"jobs[]\"]\nhas = [\"absolute_url\"]\n[fields]\ntitle = [\"title\"]";
        boards.add("mine", text).unwrap();
        let payload = serde_json::json!({"jobs": [{"title": "SRE", "absolute_url": "x", "content": "y"}]});
        assert_eq!(boards.recognise(&payload).unwrap().0.name, "mine");
    }
}
