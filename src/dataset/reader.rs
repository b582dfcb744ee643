//! Reads a dataset back, part by part.

use std::fs::{self, File};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

use polars::prelude::{BooleanChunked, Column, DataFrame, PolarsResult, SchemaExt as _};
use polars_io::SerReader as _;
use polars_io::parquet::read::ParquetReader;

use super::tables::{Standing, beside};
use super::{
    Batch, Error, FORMAT, MANIFEST, Manifest, is_dataset, postings_file, refused, rejected_file, skills_file,
    standing_file,
};

/// A finished dataset, open for reading.
pub struct Reader {
    pub(super) dir: PathBuf,
    manifest: Manifest,
}

/// The tables of one part, in step: `posting` of the skills is a row of the postings, and these have the columns of what
/// the last scan found out about each.
pub struct Part {
    pub(crate) postings: DataFrame,
    pub(crate) skills: DataFrame,
}

impl Part {
    /// Postings in this part.
    pub fn len(&self) -> usize {
        self.postings.height()
    }

    /// Whether the part has no postings.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Some of the postings with their skills, as a part of its own.
    pub(crate) fn only(&self, wanted: &BooleanChunked) -> PolarsResult<Self> {
        let mut kept = 0;
        let new_rows: Vec<Option<u32>> = wanted
            .iter()
            .map(|is_wanted| {
                kept += u32::from(is_wanted == Some(true));
                (is_wanted == Some(true)).then(|| kept - 1)
            })
            .collect();
        let of = |posting: Option<u32>| posting.and_then(|row| *new_rows.get(row as usize)?);
        let rows: Vec<Option<u32>> = self.skills.column("posting")?.u32()?.iter().map(of).collect();
        let is_kept: BooleanChunked = rows.iter().map(|row| Some(row.is_some())).collect();
        let mut skills = self.skills.filter(&is_kept)?;
        skills.with_column(Column::new("posting".into(), rows.into_iter().flatten().collect::<Vec<u32>>()))?;
        Ok(Self { postings: self.postings.filter(wanted)?, skills })
    }
}

impl Reader {
    /// Opens a dataset.
    ///
    /// # Errors
    /// When the folder has no manifest, or one of another format.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        if !is_dataset(dir) {
            return Err(Error::NotADataset(dir.to_owned()));
        }
        let path = dir.join(MANIFEST);
        let text = fs::read_to_string(&path).map_err(Error::io(&path))?;
        let manifest: Manifest = serde_json::from_str(&text).map_err(|e| Error::mismatch(&path, e.to_string()))?;
        if manifest.format != FORMAT {
            return Err(Error::mismatch(&path, format!("format {:?}, expected {FORMAT:?}", manifest.format)));
        }
        Ok(Self { dir: dir.to_owned(), manifest })
    }

    /// What the dataset says about itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The parts, in order, each read when it is asked for.
    pub fn parts(&self) -> impl Iterator<Item = Result<Part, Error>> + '_ {
        self.manifest.parts.iter().map(|part| self.part(*part))
    }

    /// The reason of every refused input, in order.
    ///
    /// # Errors
    /// The list cannot be opened; a line that cannot be read is an error of its own.
    pub fn rejections(&self) -> Result<impl Iterator<Item = Result<String, Error>>, Error> {
        let lines = refused::lines(&self.dir.join(rejected_file(self.manifest.scans)))?;
        Ok(lines.map(|line| line.map(|line| line.reason)))
    }

    pub(super) fn part(&self, part: u32) -> Result<Part, Error> {
        let path = |name: String| self.dir.join(name);
        let (postings_path, skills_path) = (path(postings_file(part)), path(skills_file(part)));
        let standing_path = path(standing_file(self.manifest.scans, part));
        let (like_postings, like_skills) =
            Batch::default().into_tables().map_err(|e| Error::parquet(&postings_path, &e))?;
        let like_standing = Standing::default().into_frame(0).map_err(|e| Error::parquet(&standing_path, &e))?;
        let postings = read(&postings_path, &like_postings)?;
        let standing = read(&standing_path, &like_standing)?;
        if standing.height() != postings.height() {
            return Err(Error::mismatch(&standing_path, "has not as many rows as its part has postings"));
        }
        let postings = beside(&postings, &standing).map_err(|e| Error::parquet(&standing_path, &e))?;
        let skills = read(&skills_path, &like_skills)?;
        let in_step = skills
            .column("posting")
            .and_then(|column| {
                column
                    .u32()
                    .map(|rows| rows.iter().all(|row| row.is_some_and(|row| (row as usize) < postings.height())))
            })
            .unwrap_or(false);
        if in_step {
            Ok(Part { postings, skills })
        } else {
            Err(Error::mismatch(&skills_path, "names postings that its part does not have"))
        }
    }
}

/// Reads the columns of `like`; more columns do no harm, fewer or others do.
fn read(path: &Path, like: &DataFrame) -> Result<DataFrame, Error> {
    let file = File::open(path).map_err(Error::io(path))?;
    // The decoder panics on some damaged files; here that is one more way of being unreadable.
    let read = panic::catch_unwind(AssertUnwindSafe(|| ParquetReader::new(file).finish()));
    let frame =
        read.map_err(|_| Error::parquet(path, &"the file is damaged"))?.map_err(|e| Error::parquet(path, &e))?;
    for field in like.schema().iter_fields() {
        match frame.column(field.name()) {
            Ok(column) if column.dtype() == field.dtype() => {}
            Ok(column) => {
                let reason = format!("column {} is {}, expected {}", field.name(), column.dtype(), field.dtype());
                return Err(Error::mismatch(path, reason));
            }
            Err(_) => return Err(Error::mismatch(path, format!("column {} is missing", field.name()))),
        }
    }
    Ok(frame)
}
