//! Where and how a board is asked, as data: the `[fetch]` table of the files in `dictionaries/boards/`.
//!
//! In: the board files. Out: [`Endpoints`], which the sources are recognised by and the requests are made from. How to write
//! one is said at the head of `dictionaries/boards/generic.toml`.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

use crate::import::BUILT_IN;
use crate::import::path::Path;

/// Sites that forbid programs: the names that they have registered, in any country, and what people call them.
const REFUSED: &[(&str, &str)] = &[
    ("glassdoor", "Glassdoor"),
    ("indeed", "Indeed"),
    ("indeedhi", "Indeed"),
    ("linkedin", "LinkedIn"),
    ("licdn", "LinkedIn"),
    ("lnkd", "LinkedIn"),
];

/// Every board that the program knows, those among them that can only be read when saved.
#[derive(Debug)]
pub struct Endpoints {
    /// The boards that can be fetched, sorted by name.
    pub boards: Vec<Endpoint>,
    /// The names of the formats that are only read from saved files.
    pub only_read: Vec<String>,
}

/// A board file whose `[fetch]` table cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("board file {name}: {reason}")]
pub struct EndpointError {
    name: String,
    reason: String,
}

impl Endpoints {
    /// The boards that come with the program.
    ///
    /// # Errors
    /// When a built-in file is wrong, which the tests exclude.
    pub fn built_in() -> Result<Self, EndpointError> {
        let mut out = Self { boards: Vec::new(), only_read: Vec::new() };
        for (name, text) in BUILT_IN {
            out.add(name, text)?;
        }
        Ok(out)
    }

    /// Adds a board by its file, or replaces the one of the same name.
    ///
    /// # Errors
    /// When the file is no board file, or its `[fetch]` table cannot be used.
    pub fn add(&mut self, name: &str, text: &str) -> Result<(), EndpointError> {
        let wrong = |reason: String| EndpointError { name: name.to_owned(), reason };
        let file: File = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        self.boards.retain(|known| known.name != name);
        self.only_read.retain(|known| known != name);
        match file.fetch {
            Some(endpoint) => {
                let at = self.boards.partition_point(|known| known.name.as_str() < name);
                self.boards.insert(at, Endpoint { name: name.to_owned(), ..endpoint });
            }
            None => self.only_read.push(name.to_owned()),
        }
        Ok(())
    }

    /// The board of a name or a short name.
    pub(super) fn named(&self, name: &str) -> Option<&Endpoint> {
        self.boards.iter().find(|board| board.name == name || board.short.as_deref() == Some(name))
    }
}

/// The name of a site that is not fetched from, if a host is one of its, or a source is named for it.
///
/// What counts is the registered name, which stands before `com`, `de`, `co.uk` or the like: the own board of such a company at
/// another site (`indeed.wd5.myworkdayjobs.com`) may be asked as any other.
pub(super) fn refused(host: &str) -> Option<&'static str> {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let labels: Vec<&str> = host.rsplit('.').collect();
    let registered = match labels[..] {
        [country, "co" | "com" | "net" | "org", name, ..] if country.len() == 2 => name,
        [name] | [_, name, ..] => name,
        [] => return None,
    };
    REFUSED.iter().find(|(name, _)| *name == registered).map(|(_, site)| *site)
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    fetch: Option<Endpoint>,
}

/// How one board is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Endpoint {
    /// The name of the board's format, which a source begins with.
    #[serde(skip)]
    pub name: String,
    /// A shorter name for the same.
    #[serde(default)]
    pub short: Option<String>,
    /// The name that people know it by.
    pub title: String,
    /// What stands behind the colon of a source: alternatives of names in braces; empty where nothing does.
    #[serde(default)]
    pub(super) source: Vec<String>,
    /// Values of names that an alternative leaves out.
    #[serde(default)]
    pub(super) defaults: BTreeMap<String, String>,
    /// A source to copy from.
    pub example: String,
    /// Addresses of a company's board, without their scheme.
    #[serde(default)]
    pub(super) addresses: Vec<String>,
    /// What the board asks of those who fetch from it, in a sentence or two.
    pub terms: String,
    /// How the board wants to be named wherever its postings are shown.
    #[serde(default)]
    pub credit: Option<String>,
    /// The keys that it needs: the name in the requests, and the environment variable or the entry of `[keys]` that holds it.
    #[serde(default)]
    pub keys: BTreeMap<String, String>,
    /// Headers of every request.
    #[serde(default)]
    pub(super) headers: BTreeMap<String, String>,
    /// What is asked first, to know what to list.
    #[serde(default)]
    pub(super) find: Option<Find>,
    /// The list of postings.
    pub(super) list: List,
    /// The request for each posting of the list, where the list has no descriptions.
    #[serde(default)]
    pub(super) detail: Option<Detail>,
    /// One posting, recognised by the address of its page.
    #[serde(default)]
    pub(super) posting: Option<Posting>,
    /// How often and how much at once.
    #[serde(default)]
    pub(super) limits: Limits,
}

/// A request whose answer names what to list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Find {
    pub(super) url: String,
    /// The things to choose from.
    pub(super) items: Path,
    /// The text of a thing, and what the wanted one has in it.
    pub(super) text: Path,
    pub(super) contains: String,
    /// What is taken of it, and the name under which the list's address has it.
    pub(super) take: Path,
    pub(super) into: String,
}

/// The pages of a list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    /// The address. `{offset}`, `{page}` or `{cursor}` in it, or in the body, make it one of many pages.
    pub(super) url: String,
    /// What is posted; without it the request is a GET.
    #[serde(default)]
    pub(super) body: Option<String>,
    #[serde(default)]
    pub(super) format: Format,
    /// The postings of a page.
    pub(super) items: Path,
    /// What holds them, and is there on a page without postings too.
    pub(super) within: Path,
    /// What a posting has, in its list.
    pub(super) has: Vec<Path>,
    /// Postings that are asked for at once.
    #[serde(default)]
    pub(super) size: usize,
    /// The number of the first page.
    #[serde(default)]
    pub(super) first_page: usize,
    /// The number of postings, where the board tells it.
    #[serde(default)]
    pub(super) total: Option<Path>,
    /// The number of pages, where the board tells it.
    #[serde(default)]
    pub(super) pages: Option<Path>,
    /// What asks for the next page, where the board tells it.
    #[serde(default)]
    pub(super) cursor: Option<Path>,
    /// The board gives no more postings than this, whatever its total says.
    #[serde(default)]
    pub(super) ends_at: Option<usize>,
}

/// The form of a payload.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Format {
    #[default]
    Json,
    Xml,
}

impl Format {
    /// The ending of a saved file.
    pub(super) fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xml => "xml",
        }
    }
}

/// A request for each posting.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Detail {
    pub(super) url: String,
    /// What of the list's item fills `{item}`.
    pub(super) item: Path,
    /// What of the list's item changes when the posting does (all of it, where nothing is named): a posting whose item is as
    /// it was is not asked for again.
    #[serde(default)]
    pub(super) stamp: Vec<Path>,
    /// What the answer has.
    pub(super) has: Vec<Path>,
}

/// The request for a posting whose page was named.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Posting {
    pub(super) addresses: Vec<String>,
    pub(super) url: String,
    pub(super) has: Vec<Path>,
}

/// What the terms of a board allow.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Limits {
    /// Requests at the same time; 2 where the board does not say.
    pub(super) at_once: Option<usize>,
    /// Requests in a span: `10/s`, `25/m`, `1/h`, `4/d`, `1000/w`, `2500/mo`.
    pub(super) rates: Vec<Rate>,
    /// Seconds before the same list is asked for again.
    pub(super) again_after: Option<u64>,
    /// Seconds that are waited for at most when the board says to come later.
    pub(super) patience: Option<u64>,
}

/// So many requests in such a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Rate {
    pub(super) requests: usize,
    pub(super) span: Duration,
}

impl TryFrom<String> for Rate {
    type Error = String;

    fn try_from(written: String) -> Result<Self, String> {
        let wrong = || format!("`{written}` is no rate; write 10/s, 25/m, 1/h, 250/d, 1000/w, 2500/mo");
        let (requests, unit) = written.split_once('/').ok_or_else(wrong)?;
        let seconds = match unit {
            "s" => 1,
            "m" => 60,
            "h" => 3_600,
            "d" => 86_400,
            "w" => 604_800,
            // The longest month, for a span that may begin on any day.
            "mo" => 31 * 86_400,
            _ => return Err(wrong()),
        };
        let requests = requests.parse().ok().filter(|requests| *requests > 0).ok_or_else(wrong)?;
        Ok(Self { requests, span: Duration::from_secs(seconds) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read() {
        let rate = |written: &str| Rate::try_from(written.to_owned());
        assert_eq!(rate("25/m").unwrap(), Rate { requests: 25, span: Duration::from_mins(1) });
        assert_eq!(rate("2500/mo").unwrap().span, Duration::from_hours(744));
        for wrong in ["25", "0/s", "x/s", "3/y"] {
            assert!(rate(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn sites_that_forbid_programs_are_known_by_any_of_their_hosts() {
        for (host, site) in [
            ("de.linkedin.com", Some("LinkedIn")),
            ("www.linkedin.cn.", Some("LinkedIn")),
            ("lnkd.in", Some("LinkedIn")),
            ("indeed.co.uk", Some("Indeed")),
            ("uk.indeed.com", Some("Indeed")),
            ("www.indeed.fr", Some("Indeed")),
            ("indeedhi.re", Some("Indeed")),
            ("www.glassdoor.com.au", Some("Glassdoor")),
            ("www.glassdoor.co.in", Some("Glassdoor")),
            ("fr.glassdoor.ch", Some("Glassdoor")),
            ("Glassdoor", Some("Glassdoor")),
            ("notindeed.example", None),
            ("indeed.wd5.myworkdayjobs.com", None),
            ("linkedin.teamtailor.com", None),
            ("", None),
        ] {
            assert_eq!(refused(host), site, "{host}");
        }
    }
}
