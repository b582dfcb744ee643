//! Writes a dataset part by part: analyses and rejections go in, files come out.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::mem;
use std::path::{Path, PathBuf};

use polars::prelude::DataFrame;
use polars_io::parquet::write::ParquetWriter;
use serde::Serialize;

use super::{
    Batch, Error, FORMAT, MANIFEST, Manifest, PART_ROWS, REJECTED, TEMPORARY, is_own_file, postings_file, skills_file,
};
use crate::analysis::Analysis;
use crate::dictionary::Dictionary;
use crate::posting::Rejected;

/// Writes one dataset. Nothing is a dataset until [`Writer::finish`] has returned.
pub struct Writer {
    dir: PathBuf,
    batch: Batch,
    rejected: Partial,
    manifest: Manifest,
}

impl Writer {
    /// Starts a dataset in a folder, which is made if need be. A dataset that is already there is replaced; other files
    /// in the folder are left alone.
    ///
    /// # Errors
    /// When the folder or a file in it cannot be made or removed.
    pub fn create(dir: &Path) -> Result<Self, Error> {
        fs::create_dir_all(dir).map_err(Error::io(dir))?;
        remove_old(dir)?;
        Ok(Self {
            dir: dir.to_owned(),
            batch: Batch::default(),
            rejected: Partial::create(dir.join(REJECTED))?,
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
        self.rejected.write_json_line(&line)
    }

    /// Writes what is left, then the manifest.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn finish(mut self) -> Result<Manifest, Error> {
        if self.batch.len() > 0 {
            self.write_part()?;
        }
        self.rejected.keep()?;
        let mut manifest = Partial::create(self.dir.join(MANIFEST))?;
        let text = serde_json::to_string_pretty(&self.manifest).unwrap_or_default();
        writeln!(manifest.file, "{text}").map_err(Error::io(&manifest.path))?;
        manifest.keep()?;
        Ok(self.manifest)
    }

    fn write_part(&mut self) -> Result<(), Error> {
        let part = self.manifest.parts;
        let (postings_path, skills_path) = (postings_file(&self.dir, part), skills_file(&self.dir, part));
        let (mut postings, mut skills) =
            mem::take(&mut self.batch).into_frames().map_err(|e| Error::parquet(&postings_path, &e))?;
        write_parquet(skills_path, &mut skills)?;
        write_parquet(postings_path, &mut postings)?;
        self.manifest.parts += 1;
        self.manifest.postings += postings.height() as u64;
        self.manifest.skills += skills.height() as u64;
        Ok(())
    }
}

fn write_parquet(path: PathBuf, frame: &mut DataFrame) -> Result<(), Error> {
    let mut partial = Partial::create(path)?;
    ParquetWriter::new(&mut partial.file).finish(frame).map_err(|e| Error::parquet(&partial.path, &e))?;
    partial.keep()
}

/// Removes the files of an earlier dataset, the manifest first: what is left half-way is no dataset.
fn remove_old(dir: &Path) -> Result<(), Error> {
    let mut old = vec![dir.join(MANIFEST)];
    for entry in fs::read_dir(dir).map_err(Error::io(dir))? {
        let path = entry.map_err(Error::io(dir))?.path();
        if path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name != MANIFEST && is_own_file(name)) {
            old.push(path);
        }
    }
    for path in old.into_iter().filter(|path| path.is_file()) {
        fs::remove_file(&path).map_err(Error::io(&path))?;
    }
    Ok(())
}

/// A file under a temporary name, which takes its own name when it is complete.
struct Partial {
    path: PathBuf,
    temporary: PathBuf,
    file: BufWriter<File>,
}

impl Partial {
    fn create(path: PathBuf) -> Result<Self, Error> {
        let mut name = path.clone().into_os_string();
        name.push(TEMPORARY);
        let temporary = PathBuf::from(name);
        let file = BufWriter::new(File::create(&temporary).map_err(Error::io(&temporary))?);
        Ok(Self { path, temporary, file })
    }

    fn write_json_line(&mut self, line: &impl Serialize) -> Result<(), Error> {
        let written = serde_json::to_writer(&mut self.file, line).map_err(Into::into);
        written.and_then(|()| self.file.write_all(b"\n")).map_err(Error::io(&self.temporary))
    }

    fn keep(mut self) -> Result<(), Error> {
        self.file.flush().map_err(Error::io(&self.temporary))?;
        fs::rename(&self.temporary, &self.path).map_err(Error::io(&self.path))
    }
}
