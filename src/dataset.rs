//! A dataset: the analyses of many postings as a folder of Parquet files, to be read again by this program or any other.
//!
//! In go [`Analysis`] records one by one; out comes, in `DIR`:
//!
//! | file | holds |
//! |---|---|
//! | `dataset.json` | what wrote it, the counts, and which files are the dataset; any other file is none of it |
//! | `postings-00000.parquet` … | one row a posting |
//! | `skills-00000.parquet` … | one row a posting and skill; `posting` is the row of the part with the same number |
//! | `standing-00001-00000.parquet` … | row by row beside `postings-00000`, as of scan 1: `first_seen`, `last_seen`, and which posting this one repeats |
//! | `rejected-00001.ndjson` | as of scan 1, one object a refused input: `path`, `member`, `format`, `url`, `reason`, `first_seen`, `last_seen`; with `inputs` where it is the sum of further ones of a file |
//! | `perhaps-00001.ndjson` | as of scan 1, one object a pair that may be one job: `first`, `second`, `similarity`, `doubt` |
//! | `signatures-00000.bin` … | what a later scan knows the postings again by; for this program alone |
//!
//! A scan into a dataset adds parts with what is new and leaves the old ones as they are; what may change for an old
//! posting stands in files that every scan writes anew. Postings that a scan does not meet keep their last day. What is no
//! longer refused leaves the list. A dataset that another version of the program or another vocabulary wrote is not added
//! to: every posting is analysed anew and keeps its first day; if some are no longer there, the dataset as it was is
//! kept beside, in `before-scan-00002`, and is a dataset too.
//!
//! A part holds up to [`PART_ROWS`] postings, and no more than one part is ever in memory. How a scan may be killed at any
//! moment is written at the head of `dataset/files.rs`. Days are ISO strings (`2026-05-04`). Several datasets are read as one
//! by a [`Collection`].

mod collection;
mod files;
mod reader;
mod recall;
mod refused;
mod rows;
mod standing;
mod tables;
mod writer;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use polars::prelude::PolarsError;
use serde::{Deserialize, Serialize};

use crate::fault;

pub use collection::{Collection, Repeats};
pub use reader::{Part, Reader};
pub use recall::Recalled;
pub(crate) use recall::recalled;
pub(crate) use tables::Batch;
pub use writer::{Scan, Writer, Written};

#[cfg(doc)]
use crate::analysis::Analysis;

/// The format that [`Writer`] writes and [`Reader`] reads.
pub const FORMAT: &str = "jobsift.dataset/5";

/// The most postings in one part.
pub const PART_ROWS: usize = 20_000;

pub(crate) const MANIFEST: &str = "dataset.json";
/// Held by the one scan that writes.
const LOCK: &str = ".jobsift-lock";
/// Held by everybody who reads, and by whoever removes what nobody should be reading.
const READERS: &str = ".jobsift-readers";

/// What a dataset says about itself, in `dataset.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// The program and version that wrote it.
    pub program: String,
    /// Which vocabulary its postings were analysed with.
    pub vocabulary: String,
    /// How many scans went into it.
    pub scans: u32,
    /// The day of the last one.
    pub last_scan: Option<String>,
    /// The numbers of its parts, in order.
    pub parts: Vec<u32>,
    /// The number of the next part. No number is used twice.
    pub next_part: u32,
    /// Rows of all postings tables together, duplicates included.
    pub postings: u64,
    /// Rows of all skills tables together.
    pub skills: u64,
    /// Postings that repeat another one.
    pub duplicates: u64,
    /// Pairs of postings that may be one job and count as two.
    pub perhaps: u64,
    /// Inputs that could not be read as a posting.
    pub rejected: u64,
    /// By file, the XXH3 checksum of its content in hexadecimal digits. Older datasets have none.
    #[serde(default)]
    pub checksums: BTreeMap<String, String>,
}

impl Manifest {
    /// The names of the files that are the dataset, beside the manifest.
    fn files(&self) -> impl Iterator<Item = String> + '_ {
        let parts = self.parts.iter().flat_map(|&part| {
            [postings_file(part), skills_file(part), signatures_file(part), standing_file(self.scans, part)]
        });
        parts.chain([rejected_file(self.scans), perhaps_file(self.scans)])
    }
}

/// Why a dataset could not be written or read. Every case names the file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be created, read, written or renamed.
    #[error("{}: cannot be read or written: {}", path.display(), fault::reason(cause))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A file is not what was written, or is gone.
    #[error("{}: damaged: {reason}; take the file from a copy, or scan the postings again into a new folder", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A table could not be encoded.
    #[error("{}: cannot be written: {reason}", path.display())]
    Encoding {
        /// The file.
        path: PathBuf,
        /// What the library said.
        reason: String,
    },
    /// Another scan is writing.
    #[error("{}: another scan is writing into this dataset; wait until it is done", .0.display())]
    InUse(PathBuf),
    /// A new dataset is to go into a folder that holds something else.
    #[error("{}: the folder is not empty and no dataset; name a new folder, an empty one or a dataset to add to", .0.display())]
    Occupied(PathBuf),
    /// The folder has no manifest, so it is no dataset or was not finished.
    #[error("{}: not a dataset (no dataset.json; was the scan interrupted?)", .0.display())]
    NotADataset(PathBuf),
    /// It was not read to its end because nobody wants that any more.
    #[error("stopped")]
    Stopped,
    /// A file is there and readable, but not what this version of the program writes.
    #[error("{}: {reason}; scan the postings again with this version, into a new folder", path.display())]
    Mismatch {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        reason: String,
    },
}

impl Error {
    fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |cause| Self::Io { path: path.to_owned(), cause }
    }

    fn damaged(path: &Path, reason: impl std::fmt::Display) -> Self {
        Self::Damaged { path: path.to_owned(), reason: reason.to_string() }
    }

    fn encoding(path: &Path) -> impl FnOnce(PolarsError) -> Self + '_ {
        move |error| match error {
            PolarsError::IO { error, .. } => Self::io(path)(io::Error::new(error.kind(), error.to_string())),
            error => Self::Encoding { path: path.to_owned(), reason: error.to_string() },
        }
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
        entries.flatten().any(|entry| is_staging(&entry.path()) || entry.file_name().to_str().is_some_and(is_own_file))
    };
    !is_dataset(path) && fs::read_dir(path).is_ok_and(has_pieces)
}

/// The files of the dataset in `dir`, or those that the first scan into it will write.
pub fn files(dir: &Path) -> Vec<PathBuf> {
    let first = || Manifest { scans: 1, parts: vec![0], ..Manifest::default() };
    let manifest = Reader::open(dir).map_or_else(|_| first(), |reader| reader.manifest().clone());
    manifest.files().chain([MANIFEST.to_owned()]).map(|name| dir.join(name)).collect()
}

fn postings_file(part: u32) -> String {
    format!("postings-{part:05}.parquet")
}

fn skills_file(part: u32) -> String {
    format!("skills-{part:05}.parquet")
}

fn signatures_file(part: u32) -> String {
    format!("signatures-{part:05}.bin")
}

fn standing_file(scan: u32, part: u32) -> String {
    format!("standing-{scan:05}-{part:05}.parquet")
}

fn rejected_file(scan: u32) -> String {
    format!("rejected-{scan:05}.ndjson")
}

fn perhaps_file(scan: u32) -> String {
    format!("perhaps-{scan:05}.ndjson")
}

/// Whether a file name is one that a dataset gives, other than the manifest's.
fn is_own_file(name: &str) -> bool {
    const KINDS: [(&str, usize, &str); 6] = [
        ("postings", 1, ".parquet"),
        ("skills", 1, ".parquet"),
        ("signatures", 1, ".bin"),
        ("standing", 2, ".parquet"),
        ("rejected", 1, ".ndjson"),
        ("perhaps", 1, ".ndjson"),
    ];
    KINDS.iter().any(|(kind, numbers, ending)| {
        let rest = name.strip_prefix(kind).and_then(|rest| rest.strip_suffix(ending));
        rest.and_then(|rest| rest.strip_prefix('-')).is_some_and(|rest| {
            rest.split('-').count() == *numbers
                && rest.split('-').all(|number| number.len() >= 5 && number.bytes().all(|b| b.is_ascii_digit()))
        })
    })
}

/// Whether a path is something that a scan leaves when it is killed.
fn is_left_over(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name == LOCK || name == READERS || is_own_file(name) || is_staging(path)
}

/// Whether a path is the hidden folder of a scan, at work or killed.
fn is_staging(path: &Path) -> bool {
    let named = path.file_name().and_then(|name| name.to_str());
    named.is_some_and(|name| name.starts_with(STAGING) && name.ends_with(TEMPORARY))
        && path.symlink_metadata().is_ok_and(|found| found.is_dir())
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = fs::read_dir(dir).map_err(Error::io(dir))?;
    entries.map(|entry| Ok(entry.map_err(Error::io(dir))?.path())).collect()
}

/// Begins and ends the name of the hidden folder that a scan writes in.
const STAGING: &str = ".jobsift-";
const TEMPORARY: &str = ".partial";

#[cfg(test)]
mod tests;
