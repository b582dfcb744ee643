//! Saved postings in any usual format to records: the only stage that reads what the user named.
//!
//! In: paths. Out: [`Posting`]s and [`Rejected`]s, in the order of the input. One thread pulls [`Chunk`]s, any number of
//! workers turn each into postings:
//!
//! ```no_run
//! use jobsift::import::{Boards, chunks, inputs};
//!
//! let boards = Boards::built_in()?;
//! for chunk in chunks(inputs(&["saved/", "more.ndjson"])?) {
//!     for found in chunk.postings(&boards) {
//!         match found {
//!             Ok(posting) => assert!(!posting.body.raw.is_empty()),
//!             Err(rejected) => assert!(!rejected.reason.is_empty()),
//!         }
//!     }
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The way of a file: out of its packing (`reading`, `archive`, `unpack`), bytes to text (`encoding`), format by content and
//! name (`format`), then JSON (`json`), a table (`table`, `parquet`), a page (`page`, `content`), a mail (`mail`, `alert`), a
//! document (`document`, `docx`, `pdf`, `layout`), XML (`xml`) or text (`plain`). Everything with fields becomes a JSON
//! value and is mapped by a board file (`board`, `mapping`); no board is known to the code.

mod alert;
mod archive;
mod blocks;
mod board;
mod chunk;
mod content;
mod date;
mod document;
mod docx;
mod encoding;
mod field;
mod fonts;
mod format;
mod inner;
mod inputs;
pub(crate) mod json;
mod layout;
mod lengths;
mod lookup;
mod mail;
mod mapping;
mod markup;
mod page;
mod parquet;
pub(crate) mod path;
#[cfg(test)]
mod payloads;
mod pdf;
mod plain;
mod reading;
mod record;
mod refusals;
mod repair;
#[cfg(test)]
mod saved;
mod table;
mod unpack;
mod walk;
pub(crate) mod xml;

pub(crate) use board::BUILT_IN;
pub use board::{BoardError, Boards};
pub use chunk::{Chunk, Chunks, chunks};
pub use document::document_text;
pub(crate) use encoding::text as payload_text;
pub use inputs::{Input, InputError, Inputs, inputs, open, read_text};
pub use reading::in_memory;
pub use refusals::{NAMED, Refusals};

use crate::posting::{Posting, Rejected};

/// What one place of an input gives.
pub type Found = Result<Posting, Rejected>;
