//! The input record: one job posting as a file, a feed or a board gave it, before anything is read out of its text.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Where a posting came from, for messages and for the analysis record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The path as the user gave it or as the walk found it; `-` for standard input; behind a `!` the name inside an archive.
    pub path: Arc<str>,
    /// The position inside a file that holds several postings: a line number of NDJSON, otherwise a zero-based index.
    pub member: Option<u64>,
    /// The recognised format: `ndjson`, `json`, `csv`, `html`, `text`, `markdown`, or a board's name such as `greenhouse`.
    pub format: Arc<str>,
    /// The address at which the posting stands, when its source names one.
    pub url: Option<String>,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.member {
            Some(member) => write!(f, "{}#{member}", self.path),
            None => f.write_str(&self.path),
        }
    }
}

/// How the raw body of a posting is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// HTML, a whole page's main part or a fragment, entities not yet decoded (but not escaped twice).
    Html,
    /// Plain text or Markdown: lines, bullets, `**bold**`, backslash escapes.
    Text,
}

/// The raw body of a posting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// How `raw` is written.
    pub markup: Markup,
    /// The body as the source gave it, in UTF-8.
    pub raw: String,
}

/// One job posting, not yet analysed.
#[derive(Clone, Debug)]
pub struct Posting {
    /// Where it came from.
    pub source: Source,
    /// The id that the source itself gave, as a string.
    pub external_id: Option<String>,
    /// The job title; empty when the source has none.
    pub title: String,
    /// The employer.
    pub company: Option<String>,
    /// The place of work, as written.
    pub location: Option<String>,
    /// The day on which it was published.
    pub posted: Option<Date>,
    /// The day after which applications close.
    pub closes: Option<Date>,
    /// The description.
    pub body: Body,
    /// What the source states in fields of its own; it wins over what the text seems to say.
    pub stated: Stated,
}

#[cfg(test)]
impl Posting {
    /// A posting of plain text that says no more of itself.
    pub(crate) fn of_text(title: &str, text: &str) -> Self {
        Self {
            source: Source::default(),
            external_id: None,
            title: title.to_owned(),
            company: None,
            location: None,
            posted: None,
            closes: None,
            body: Body { markup: Markup::Text, raw: text.to_owned() },
            stated: Stated::default(),
        }
    }
}

/// Facts that the source gives in structured fields (JSON-LD, board payloads, CSV columns).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stated {
    /// Pay.
    pub salary: Option<Salary>,
    /// Pay as a phrase of the source, such as `$90k - $105k`, when it gives no amounts.
    pub salary_text: Option<String>,
    /// Place of work.
    pub remote: Option<Remote>,
    /// Full-time, contract …
    pub employment: Option<Employment>,
    /// Level.
    pub seniority: Option<Seniority>,
    /// Minimum years of experience.
    pub years_min: Option<u8>,
}

/// Something that could not be read as a posting. Counted, listed and in the exit status; never the end of a batch.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{source_of}: {}{reason}", if *.inputs > 1 { format!("{inputs} more rejected: ") } else { String::new() })]
pub struct Rejected {
    /// What was refused.
    pub source_of: Source,
    /// Why, in words a person can act on.
    pub reason: String,
    /// How many inputs this is; more than one where those of a file are [summed up](crate::import::Refusals).
    pub inputs: u64,
}

impl Rejected {
    /// One input that was refused.
    pub fn new(source_of: Source, reason: impl Into<String>) -> Self {
        Self { source_of, reason: reason.into(), inputs: 1 }
    }
}

/// Pay as stated. Amounts are in the currency's main unit for one `period`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Salary {
    /// The lowest amount; equal to `max` when a single amount is stated.
    pub min: Option<f64>,
    /// The highest amount.
    pub max: Option<f64>,
    /// ISO 4217 code.
    pub currency: Option<String>,
    /// The period that the amounts are for.
    pub period: Option<Period>,
    /// The words that it was read from.
    pub text: String,
}

macro_rules! names {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name used in every output.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The value of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }
    };
}
pub(crate) use names;

names! {
    /// The period that pay is stated for.
    Period {
        /// A year.
        Year = "year",
        /// A month.
        Month = "month",
        /// A week.
        Week = "week",
        /// A day.
        Day = "day",
        /// An hour.
        Hour = "hour",
    }
}

names! {
    /// Where the work is done.
    Remote {
        /// From anywhere, or anywhere in a stated region.
        Remote = "remote",
        /// Partly at an office.
        Hybrid = "hybrid",
        /// At an office or on a site.
        Onsite = "onsite",
    }
}

names! {
    /// The kind of contract.
    Employment {
        /// Full-time, permanent unless said otherwise.
        FullTime = "full-time",
        /// Part-time.
        PartTime = "part-time",
        /// Contract or freelance.
        Contract = "contract",
        /// Fixed-term or temporary.
        Temporary = "temporary",
        /// Internship, apprenticeship or working student.
        Internship = "internship",
    }
}

names! {
    /// The level of a job.
    Seniority {
        /// Entry level, junior, graduate, intern.
        Junior = "junior",
        /// Mid level.
        Mid = "mid",
        /// Senior.
        Senior = "senior",
        /// Lead, staff, principal, manager and above.
        Lead = "lead",
    }
}
