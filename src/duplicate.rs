//! Which postings are one job: the same one saved twice, posted again, listed for ten places, copied by an agency.
//!
//! In go postings one by one, each as a [`Signature`] of 140 bytes that is computed of it alone, on any thread. A
//! [`Grouping`] takes the signatures in order and says of each whether it begins a group of its own or repeats the one
//! that began another, for which [`Reason`], and how alike the two are. One pass, no text kept: a million different
//! postings need some 250 MB, and repeats next to nothing.
//!
//! # What is one job
//!
//! | reason | what agrees |
//! |---|---|
//! | `content` | title, company and every word of the text |
//! | `id` | the board, the company and the id that the board gave it |
//! | `near` | title and company, and the texts are nearly the same |
//! | `copy` | title and place but not the company, and the texts are as good as the same |
//!
//! Titles agree when their words do, in any order, without place, company and terms (`(m/w/d)`, `Remote`). Texts are
//! compared twice, as a whole and without what says the same in every posting of a company (about us, benefits, legal
//! notices, how to apply): what is left is about the job itself and decides where there is enough of it. A text that was
//! cut short is nearly the same as the whole one.
//!
//! The same company and title with another text are different jobs. Pairs that these rules do not merge although the texts
//! are alike are reported with what speaks against it ([`Doubt`]), and stay two. Nothing is ever deleted: a repeat is a
//! posting with `duplicate_of`, and counts leave it out.
//!
//! # Which one stands for a group
//!
//! The newest complete one ([`Groups`]), whatever the order of coming, which is known when all are: in a dataset, and in every command that counts or orders
//! postings, whether of files or of datasets. Only while postings stream by, in the lines of `scan --format` and its summary,
//! the later ones of a group are said to repeat the first.

mod groups;
mod keys;
mod sketch;
mod standing;
mod words;

use crate::analysis::{Analysis, SectionKind};
use crate::posting::names;
use sketch::{Sketch, mix};
use words::Words;

pub use groups::{Doubt, Grouping, Perhaps, Place};
pub use standing::{Gathering, Groups, Pair, place_number};

names! {
    /// Why a posting repeats another.
    Reason {
        /// Title, company and every word are the same.
        Content = "content",
        /// The board, company and the board's id are the same.
        Id = "id",
        /// Title and company agree, and the texts are nearly the same.
        Near = "near",
        /// Title and place agree and the texts are nearly the same, but another company posted it: an agency or aggregator.
        Copy = "copy",
    }
}

/// The posting that another one repeats.
#[derive(Clone, Debug, PartialEq)]
pub struct Duplicate {
    /// The id of the posting that stands for the group.
    pub id: String,
    /// Why the two are one job.
    pub reason: Reason,
    /// How alike the texts are, from 0 to 1.
    pub similarity: f64,
}

impl Duplicate {
    /// A posting whose text, title and company are those of the posting with this id.
    pub fn of_content(id: &str) -> Self {
        Self { id: id.to_owned(), reason: Reason::Content, similarity: 1.0 }
    }
}

/// What is needed of a posting to find those that repeat it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Signature {
    /// The posting's id as a number.
    content: u64,
    /// The id that its board gave it, with the board and the company; zero when there is none to rely on.
    board_id: u64,
    title: u32,
    /// Zero when unknown.
    company: u32,
    /// Zero when unknown.
    place: u32,
    /// Words of the text.
    words: u32,
    /// Words of the part that is about the job itself.
    own_words: u32,
    whole: Sketch,
    own: Sketch,
    keys: [u32; keys::KEYS],
}

impl Signature {
    /// Bytes of a signature that is kept.
    pub(crate) const BYTES: usize = 100 + 4 * keys::KEYS;

    /// The signature of a posting.
    pub fn of(analysis: &Analysis) -> Self {
        let words = Words::of(&analysis.text.plain);
        let (mut all, mut own) = (Vec::new(), Vec::new());
        for (block, section) in analysis.text.blocks.iter().zip(&analysis.sections) {
            let before = all.len();
            words.within(block.start..block.end, &mut all);
            if !matches!(
                section,
                SectionKind::Company | SectionKind::Benefits | SectionKind::Legal | SectionKind::Apply
            ) {
                own.extend_from_slice(&all[before..]);
            }
        }
        let (company, place) = (keys::company(analysis.company.as_deref()), keys::place(analysis.location.as_deref()));
        let title = keys::title(&analysis.title, analysis.company.as_deref(), analysis.location.as_deref());
        let least = sketch::least(&all);
        let whole = sketch::sketch(&least);
        let is_all_own = own.len() == all.len();
        Self {
            content: u64::from_str_radix(&analysis.id, 16).unwrap_or_default(),
            board_id: board_id(analysis, company, title),
            title,
            company,
            place,
            words: all.len() as u32,
            own_words: own.len() as u32,
            whole,
            own: if is_all_own { whole } else { sketch::sketch(&sketch::least(&own)) },
            keys: keys::keys(title, company, &least),
        }
    }
}

/// Kept in a dataset, and for what a dataset needs of it besides.
impl Signature {
    /// The signature of a posting that nothing else repeats.
    #[cfg(test)]
    pub(crate) fn numbered(number: u32) -> Self {
        Self {
            content: u64::from(number),
            title: number,
            keys: std::array::from_fn(|key| mix(u64::from(number) << 8 | key as u64) as u32),
            ..Self::default()
        }
    }

    /// The signature as bytes.
    pub(crate) fn to_bytes(self) -> [u8; Self::BYTES] {
        let mut bytes = Vec::with_capacity(Self::BYTES);
        for number in [self.content, self.board_id] {
            bytes.extend(number.to_le_bytes());
        }
        for number in [self.title, self.company, self.place, self.words, self.own_words] {
            bytes.extend(number.to_le_bytes());
        }
        for plane in [self.whole.low, self.whole.high, self.own.low, self.own.high] {
            bytes.extend(plane.to_le_bytes());
        }
        for key in self.keys {
            bytes.extend(key.to_le_bytes());
        }
        std::array::from_fn(|at| bytes[at])
    }

    /// The signature of these bytes.
    pub(crate) fn from_bytes(bytes: &[u8; Self::BYTES]) -> Self {
        let small = |at: usize| u32::from_le_bytes(std::array::from_fn(|i| bytes[at + i]));
        let large = |at: usize| u64::from_le_bytes(std::array::from_fn(|i| bytes[at + i]));
        let plane = |at: usize| u128::from_le_bytes(std::array::from_fn(|i| bytes[at + i]));
        Self {
            content: large(0),
            board_id: large(8),
            title: small(16),
            company: small(20),
            place: small(24),
            words: small(28),
            own_words: small(32),
            whole: Sketch { low: plane(36), high: plane(52) },
            own: Sketch { low: plane(68), high: plane(84) },
            keys: std::array::from_fn(|key| small(100 + 4 * key)),
        }
    }
}

/// The id of a posting, by its number.
fn id_of(content: u64) -> String {
    format!("{content:016x}")
}

/// Formats whose ids are only as good as the file that they stand in. Sorted.
const OF_FILES: [&str; 15] = [
    "csv", "docx", "eml", "html", "json", "mail", "markdown", "mhtml", "ndjson", "parquet", "pdf", "rss", "text",
    "tsv", "xml",
];

/// A board's id with what makes it unique; zero when there is none. The title must agree too where the company is not known,
/// or the id is of no known board; where neither is known, it says nothing.
fn board_id(analysis: &Analysis, company: u32, title: u32) -> u64 {
    let Some(id) = analysis.external_id.as_deref().filter(|id| !id.is_empty()) else { return 0 };
    let board = Some(&*analysis.source.format).filter(|format| OF_FILES.binary_search(format).is_err());
    let title = match (board, company) {
        (None, 0) => return 0,
        (Some(_), 1..) => 0,
        _ => title,
    };
    let board = board.unwrap_or_default();
    let mut number = u64::from(company) << 32 | u64::from(title);
    for part in [board, id] {
        number = mix(number ^ xxhash_rust::xxh3::xxh3_64(part.as_bytes()));
    }
    number
}

#[cfg(test)]
mod tests;
