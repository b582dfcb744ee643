//! A dataset: the analyses of many postings as a folder of Parquet files, to be read again by this program or any other.
//!
//! In go [`Analysis`] records one by one; out comes, in `DIR`:
//!
//! | file | holds |
//! |---|---|
//! | `postings-00000.parquet` … | one row a posting |
//! | `skills-00000.parquet` … | one row a posting and skill; `posting` is the row of the part with the same number |
//! | `rejected.ndjson` | one object a refused input: `path`, `member`, `format`, `url`, `reason` |
//! | `dataset.json` | what wrote it, and the counts; written last, so a folder without it is not a dataset |
//!
//! A part holds up to [`PART_ROWS`] postings, and no more than one part is ever in memory. All files are written into a
//! hidden folder inside `DIR` and take their places together at the end, so a run that fails leaves an earlier dataset
//! as it was. Days are ISO strings (`2026-05-04`).

mod reader;
mod recall;
mod tables;
mod writer;

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::{Deserialize, Serialize};

pub use reader::{Part, Reader};
pub use recall::Recalled;
pub(crate) use recall::recalled;
pub(crate) use tables::Batch;
pub use writer::Writer;

#[cfg(doc)]
use crate::analysis::Analysis;

/// The format that [`Writer`] writes and [`Reader`] reads.
pub const FORMAT: &str = "jobsift.dataset/1";

/// The most postings in one part.
pub const PART_ROWS: usize = 20_000;

const MANIFEST: &str = "dataset.json";
const REJECTED: &str = "rejected.ndjson";

/// What a dataset says about itself, in `dataset.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// The program and version that wrote it.
    pub program: String,
    /// How many parts there are of each table.
    pub parts: usize,
    /// Rows of all postings tables together, duplicates included.
    pub postings: u64,
    /// Rows of all skills tables together.
    pub skills: u64,
    /// Postings that repeat another one.
    pub duplicates: u64,
    /// Inputs that could not be read as a posting.
    pub rejected: u64,
}

/// Why a dataset could not be written or read. Every case names the file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be created, read, written or renamed.
    #[error("{}: cannot be read or written", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A Parquet file could not be decoded.
    #[error("{}: not a readable Parquet file: {reason}", path.display())]
    Parquet {
        /// The file.
        path: PathBuf,
        /// What the library said.
        reason: String,
    },
    /// A Parquet file could not be encoded or written, for want of space perhaps.
    #[error("{}: cannot be written: {reason}", path.display())]
    ParquetWrite {
        /// The file.
        path: PathBuf,
        /// What the library said.
        reason: String,
    },
    /// A new dataset is to go into a folder that holds something else.
    #[error("{}: the folder is not empty and no dataset; name a new folder, an empty one or a dataset to replace", .0.display())]
    Occupied(PathBuf),
    /// The folder has no manifest, so it is no dataset or was not finished.
    #[error("{}: not a dataset (no dataset.json; was the scan interrupted?)", .0.display())]
    NotADataset(PathBuf),
    /// A file is there and readable, but not what this version of the program writes.
    #[error("{}: {reason}; scan the postings again with this version", path.display())]
    Mismatch {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        reason: String,
    },
}

impl Error {
    fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| Self::Io { path: path.to_owned(), source }
    }

    fn parquet(path: &Path, reason: &dyn std::fmt::Display) -> Self {
        Self::Parquet { path: path.to_owned(), reason: reason.to_string() }
    }

    fn parquet_write(path: &Path, reason: &dyn std::fmt::Display) -> Self {
        Self::ParquetWrite { path: path.to_owned(), reason: reason.to_string() }
    }

    fn mismatch(path: &Path, reason: impl Into<String>) -> Self {
        Self::Mismatch { path: path.to_owned(), reason: reason.into() }
    }
}

/// Whether a path is a finished dataset.
pub fn is_dataset(path: &Path) -> bool {
    path.join(MANIFEST).is_file()
}

/// Whether a path is a folder that a dataset was begun in and not finished: it has parts of one, or a [`Writer`]'s
/// hidden folder, and no manifest.
pub fn is_unfinished(path: &Path) -> bool {
    let has_pieces = |entries: fs::ReadDir| {
        entries.flatten().any(|entry| {
            is_staging(&entry.path())
                || entry.file_name().to_str().is_some_and(|name| {
                    let whole = name.strip_suffix(TEMPORARY).unwrap_or(name);
                    is_part(whole) || (whole != name && is_own_file(whole))
                })
        })
    };
    !is_dataset(path) && fs::read_dir(path).is_ok_and(has_pieces)
}

/// A file of each kind that a dataset in `dir` has.
pub fn files(dir: &Path) -> [PathBuf; 4] {
    [dir.join(MANIFEST), dir.join(REJECTED), postings_file(dir, 0), skills_file(dir, 0)]
}

fn postings_file(dir: &Path, part: usize) -> PathBuf {
    dir.join(format!("postings-{part:05}.parquet"))
}

fn skills_file(dir: &Path, part: usize) -> PathBuf {
    dir.join(format!("skills-{part:05}.parquet"))
}

/// Whether a file name is one of a finished dataset.
fn is_own_file(name: &str) -> bool {
    name == MANIFEST || name == REJECTED || is_part(name)
}

/// Whether a file name is that of a table's part.
fn is_part(name: &str) -> bool {
    let number = name.strip_prefix("postings-").or_else(|| name.strip_prefix("skills-"));
    number
        .and_then(|rest| rest.strip_suffix(".parquet"))
        .is_some_and(|number| number.len() >= 5 && number.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a path is the hidden folder of a [`Writer`], at work or killed.
fn is_staging(path: &Path) -> bool {
    let named = path.file_name().and_then(|name| name.to_str());
    named.is_some_and(|name| name.starts_with(STAGING) && name.ends_with(TEMPORARY))
        && path.symlink_metadata().is_ok_and(|found| found.is_dir())
}

/// Begins the name of the hidden folder that a dataset is written in.
const STAGING: &str = ".jobsift-";

/// Ends the name of what is still being written.
const TEMPORARY: &str = ".partial";

#[cfg(test)]
mod tests;
