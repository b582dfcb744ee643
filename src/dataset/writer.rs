//! Writes a dataset part by part: analyses and rejections go in, files come out.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::mem;
use std::path::{Path, PathBuf};

use polars::prelude::DataFrame;
use polars_io::parquet::write::ParquetWriter;
use serde::Serialize;
use tempfile::TempDir;

use super::{
    Batch, Error, FORMAT, MANIFEST, Manifest, PART_ROWS, REJECTED, STAGING, TEMPORARY, is_dataset, is_own_file,
    is_staging, postings_file, skills_file,
};
use crate::analysis::Analysis;
use crate::dictionary::Dictionary;
use crate::posting::Rejected;

/// Writes one dataset. Nothing changes in the folder until [`Writer::finish`]; a writer that is dropped before leaves
/// what was there.
pub struct Writer {
    dir: PathBuf,
    /// Where the files are until they are all complete; removed when dropped.
    staging: TempDir,
    batch: Batch,
    rejected: BufWriter<File>,
    manifest: Manifest,
}

impl Writer {
    /// Starts a dataset in a folder, which is made if need be. A dataset that is already there is replaced at the end;
    /// other files beside it are left alone.
    ///
    /// # Errors
    /// When the folder has files and is no dataset, or it or a file in it cannot be made.
    pub fn create(dir: &Path) -> Result<Self, Error> {
        fs::create_dir_all(dir).map_err(Error::io(dir))?;
        if !is_dataset(dir) && entries(dir)?.iter().any(|path| !is_staging(path)) {
            return Err(Error::Occupied(dir.to_owned()));
        }
        let staging = tempfile::Builder::new().prefix(STAGING).suffix(TEMPORARY).tempdir_in(dir);
        let staging = staging.map_err(Error::io(dir))?;
        let rejected = create(&staging.path().join(REJECTED))?;
        Ok(Self {
            dir: dir.to_owned(),
            staging,
            batch: Batch::default(),
            rejected,
            manifest: Manifest {
                format: FORMAT.to_owned(),
                program: concat!("jobsift ", env!("CARGO_PKG_VERSION")).to_owned(),
                parts: 0,
                postings: 0,
                skills: 0,
                duplicates: 0,
                rejected: 0,
            },
        })
    }

    /// Adds one posting; writes a part when it is full.
    ///
    /// # Errors
    /// When the part cannot be written.
    pub fn push(&mut self, analysis: &Analysis, dictionary: &Dictionary) -> Result<(), Error> {
        self.manifest.duplicates += u64::from(analysis.duplicate_of.is_some());
        self.batch.push(analysis, dictionary);
        if self.batch.len() == PART_ROWS { self.write_part() } else { Ok(()) }
    }

    /// Adds one input that could not be read.
    ///
    /// # Errors
    /// When the list cannot be written.
    pub fn reject(&mut self, rejected: &Rejected) -> Result<(), Error> {
        #[derive(Serialize)]
        struct Line<'a> {
            path: &'a str,
            member: Option<u64>,
            format: &'a str,
            url: Option<&'a str>,
            reason: &'a str,
        }
        let source = &rejected.source_of;
        let line = Line {
            path: &source.path,
            member: source.member,
            format: &source.format,
            url: source.url.as_deref(),
            reason: &rejected.reason,
        };
        self.manifest.rejected += 1;
        let written = serde_json::to_writer(&mut self.rejected, &line).map_err(Into::into);
        written.and_then(|()| self.rejected.write_all(b"\n")).map_err(Error::io(&self.dir.join(REJECTED)))
    }

    /// Writes what is left, then puts the new files in the place of the old ones, the manifest last.
    ///
    /// # Errors
    /// When a file cannot be written; an earlier dataset is then as it was, unless it could not be removed or renamed.
    pub fn finish(mut self) -> Result<Manifest, Error> {
        if self.batch.len() > 0 {
            self.write_part()?;
        }
        self.rejected.flush().map_err(Error::io(&self.dir.join(REJECTED)))?;
        let text = serde_json::to_string_pretty(&self.manifest).unwrap_or_default() + "\n";
        fs::write(self.staging.path().join(MANIFEST), text).map_err(Error::io(&self.dir.join(MANIFEST)))?;
        remove_old(&self.dir, self.staging.path())?;
        let parts = (0..self.manifest.parts)
            .flat_map(|part| [postings_file(&self.dir, part), skills_file(&self.dir, part)])
            .chain([self.dir.join(REJECTED), self.dir.join(MANIFEST)]);
        for path in parts {
            fs::rename(self.staged(&path), &path).map_err(Error::io(&path))?;
        }
        Ok(self.manifest)
    }

    fn write_part(&mut self) -> Result<(), Error> {
        let part = self.manifest.parts;
        let (postings_path, skills_path) = (postings_file(&self.dir, part), skills_file(&self.dir, part));
        let (mut postings, mut skills) =
            mem::take(&mut self.batch).into_frames().map_err(|e| Error::parquet_write(&postings_path, &e))?;
        for (path, frame) in [(&skills_path, &mut skills), (&postings_path, &mut postings)] {
            let mut file = create(&self.staged(path))?;
            encode(&mut file, frame, path)?;
            file.flush().map_err(Error::io(path))?;
        }
        self.manifest.parts += 1;
        self.manifest.postings += postings.height() as u64;
        self.manifest.skills += skills.height() as u64;
        Ok(())
    }

    /// Where a file of the dataset is before it takes its place.
    fn staged(&self, path: &Path) -> PathBuf {
        self.staging.path().join(path.file_name().unwrap_or_default())
    }
}

fn create(path: &Path) -> Result<BufWriter<File>, Error> {
    File::create(path).map(BufWriter::new).map_err(Error::io(path))
}

/// Encodes a table; `path` is the name that an error gives it.
pub(super) fn encode(file: &mut impl Write, frame: &mut DataFrame, path: &Path) -> Result<(), Error> {
    ParquetWriter::new(file).finish(frame).map(drop).map_err(|e| Error::parquet_write(path, &e))
}

/// Removes the files of an earlier dataset, the manifest first: what is left half-way is no dataset. Hidden folders of
/// killed writers go too, all but `staging`.
fn remove_old(dir: &Path, staging: &Path) -> Result<(), Error> {
    let entries = entries(dir)?;
    let manifest = dir.join(MANIFEST);
    if manifest.is_file() {
        fs::remove_file(&manifest).map_err(Error::io(&manifest))?;
    }
    for path in entries {
        let is_own = path.file_name().and_then(|name| name.to_str()).is_some_and(is_own_file);
        if is_own && path.is_file() {
            fs::remove_file(&path).map_err(Error::io(&path))?;
        } else if is_staging(&path) && path.file_name() != staging.file_name() {
            fs::remove_dir_all(&path).map_err(Error::io(&path))?;
        }
    }
    Ok(())
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = fs::read_dir(dir).map_err(Error::io(dir))?;
    entries.map(|entry| Ok(entry.map_err(Error::io(dir))?.path())).collect()
}
