//! Reads a dataset back, part by part.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Cursor;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

use polars::prelude::{BooleanChunked, Column, DataFrame, PolarsResult, SchemaExt as _};
use polars_io::SerReader as _;
use polars_io::parquet::read::ParquetReader;

use super::files::{self, Checked};
use super::refused::{self, Line};
use super::tables::{Standing, beside};
use super::{
    Batch, Error, FORMAT, MANIFEST, Manifest, is_dataset, postings_file, rejected_file, signatures_file, skills_file,
    standing_file,
};
use crate::duplicate::Reason;
use crate::posting::Rejected;

/// A finished dataset, open for reading. A scan into it may go on meanwhile: what is read is the dataset as it was opened.
pub struct Reader {
    pub(super) dir: PathBuf,
    manifest: Manifest,
    _reading: Option<File>,
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
        let reading = files::reading(dir);
        let path = dir.join(MANIFEST);
        let text = fs::read_to_string(&path).map_err(Error::io(&path))?;
        let manifest: Manifest = serde_json::from_str(&text).map_err(|e| Error::damaged(&path, e))?;
        if manifest.format != FORMAT {
            return Err(Error::mismatch(&path, format!("format {:?}, expected {FORMAT:?}", manifest.format)));
        }
        Ok(Self { dir: dir.to_owned(), manifest, _reading: reading })
    }

    /// What the dataset says about itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The parts, in order, each read when it is asked for.
    pub fn parts(&self) -> impl Iterator<Item = Result<Part, Error>> + '_ {
        self.manifest.parts.iter().map(|part| self.part(*part))
    }

    /// What was refused when the dataset was scanned, in order.
    ///
    /// # Errors
    /// The list cannot be read.
    pub fn rejections(&self) -> Result<Vec<Rejected>, Error> {
        refused::lines(&self.refused()?).map(|line| line.map(Line::into_rejected)).collect()
    }

    pub(super) fn refused(&self) -> Result<Checked, Error> {
        self.file(&rejected_file(self.manifest.scans))
    }

    /// Postings that repeat another, by the reason.
    pub(super) fn repeats(&self) -> Result<BTreeMap<Reason, u64>, Error> {
        let mut count = BTreeMap::new();
        for part in &self.manifest.parts {
            let (_, standing) = self.standing(*part)?;
            let reasons = standing.column("duplicate_reason").and_then(|column| column.str().cloned());
            for reason in reasons.unwrap_or_default().iter().flatten().filter_map(Reason::from_name) {
                *count.entry(reason).or_default() += 1;
            }
        }
        Ok(count)
    }

    /// The signatures of every part, in order.
    pub(super) fn signatures(&self) -> impl Iterator<Item = Result<Checked, Error>> + '_ {
        self.manifest.parts.iter().map(|part| self.file(&signatures_file(*part)))
    }

    /// What is wrong with the files, one after the other.
    pub fn faults(&self) -> impl Iterator<Item = Error> + '_ {
        let damaged = self.manifest.files().filter_map(|name| self.file(&name).err());
        damaged.chain(self.parts().filter_map(Result::err).filter(|_| self.manifest.checksums.is_empty()))
    }

    pub(super) fn file(&self, name: &str) -> Result<Checked, Error> {
        Checked::read(self.dir.join(name), self.manifest.checksums.get(name))
    }

    fn standing(&self, part: u32) -> Result<(PathBuf, DataFrame), Error> {
        let file = self.file(&standing_file(self.manifest.scans, part))?;
        let like = Standing::default().into_frame(0).map_err(Error::encoding(&file.path))?;
        let frame = table(&file, &like)?;
        Ok((file.path, frame))
    }

    pub(super) fn part(&self, part: u32) -> Result<Part, Error> {
        let (like_postings, like_skills) = Batch::default().into_tables().map_err(Error::encoding(&self.dir))?;
        let postings = table(&self.file(&postings_file(part))?, &like_postings)?;
        let (standing_path, standing) = self.standing(part)?;
        if standing.height() != postings.height() {
            return Err(Error::damaged(&standing_path, "it has not as many rows as its part has postings"));
        }
        let postings = beside(&postings, &standing).map_err(|e| Error::damaged(&standing_path, e))?;
        let skills_file = self.file(&skills_file(part))?;
        let skills = table(&skills_file, &like_skills)?;
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
            Err(Error::damaged(&skills_file.path, "it names postings that its part does not have"))
        }
    }
}

/// The table of a file with the columns of `like`; more columns do no harm, fewer or others do.
fn table(file: &Checked, like: &DataFrame) -> Result<DataFrame, Error> {
    let path = &file.path;
    // The decoder panics on some damaged files; here that is one more way of being unreadable.
    let read = panic::catch_unwind(AssertUnwindSafe(|| ParquetReader::new(Cursor::new(&file.bytes)).finish()));
    let frame = read
        .map_err(|_| Error::damaged(path, "it is no Parquet file"))?
        .map_err(|e| Error::damaged(path, format!("it is no Parquet file that can be read: {e}")))?;
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
