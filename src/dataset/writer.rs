//! Adds the postings of a scan to a dataset: analyses and rejections go in one by one, files come out.

use std::collections::HashSet;
use std::io::Write as _;
use std::mem;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use polars::prelude::DataFrame;
use polars_io::parquet::write::ParquetWriter;

use super::files::{Checked, Files, Writing};
use super::refused::{self, Refused};
use super::rows::{self, Row};
use super::standing::{self, Days};
use super::{
    Batch, Error, FORMAT, MANIFEST, Manifest, PART_ROWS, Reader, Repeats, entries, is_dataset, is_left_over,
    perhaps_file, postings_file, rejected_file, signatures_file, skills_file, standing_file,
};
use crate::analysis::Analysis;
use crate::dictionary::Dictionary;
use crate::posting::Rejected;

/// The program that writes, with its version: another one may read a posting differently.
const PROGRAM: &str = concat!("jobsift ", env!("CARGO_PKG_VERSION"));

/// A scan into one dataset. The dataset is as it was until [`Writer::finish`] has replaced its manifest, whatever happens to
/// the writer before.
pub struct Writer {
    files: Files,
    scan: Scan,
    /// The dataset as it was; the new manifest grows out of it.
    manifest: Manifest,
    known: Known,
    batch: Batch,
    /// The signatures of the part that `batch` is.
    signatures: Option<Writing>,
    /// The first and last day of every posting, old ones first, in the order of the parts.
    days: Vec<Days>,
    refused: Refused,
    /// What was written and waits for its name.
    closed: Vec<String>,
    written: Written,
}

/// What a scan is to do, besides its postings.
#[derive(Clone, Copy, Debug)]
pub struct Scan {
    /// The day of the scan: postings are first and last seen on it.
    pub today: Date,
    /// Whether postings that repeat another are told apart.
    pub repeats: Repeats,
}

/// What a scan did to a dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// What the dataset now says about itself.
    pub manifest: Manifest,
    /// Postings that were not there before.
    pub added: u64,
    /// Postings that were there and are still.
    pub seen_again: u64,
    /// Postings of earlier scans that this one did not meet.
    pub not_seen: u64,
    /// Why every posting was analysed anew, when the dataset was made with another vocabulary or program.
    pub anew: Option<&'static str>,
    /// Where the dataset as it was is kept: it has postings that are no longer there, so that they could not be analysed anew.
    pub kept: Option<PathBuf>,
}

/// The postings of a dataset, to know them again.
#[derive(Default)]
struct Known {
    /// In the order of their hashes; those of one hash, which is a posting that is saved several times, in that of their rows.
    rows: Vec<KnownRow>,
    days: Vec<Days>,
}

struct KnownRow {
    hash: u64,
    row: u32,
    /// How often the posting came in this scan, where its first row stands.
    came: u32,
}

impl Known {
    fn new(hashes: Vec<u64>, days: Vec<Days>) -> Self {
        let mut rows: Vec<KnownRow> =
            hashes.into_iter().zip(0..).map(|(hash, row)| KnownRow { hash, row, came: 0 }).collect();
        rows.sort_unstable_by_key(|known| (known.hash, known.row));
        Self { rows, days }
    }

    /// The row of a posting that comes for the n-th time, when it came so often before.
    fn row_of_next(&mut self, hash: u64) -> Option<usize> {
        let first = self.rows.partition_point(|known| known.hash < hash);
        let came = self.rows.get(first)?.came;
        let row = self.rows.get(first + came as usize).filter(|known| known.hash == hash)?.row;
        self.rows[first].came += 1;
        Some(row as usize)
    }
}

impl Writer {
    /// Starts a scan into a dataset, or into a folder that is new or empty.
    ///
    /// # Errors
    /// When another scan is at work on it, the folder has files and is no dataset, or it or a file in it cannot be read or
    /// made.
    pub fn open(dir: &Path, scan: Scan, dictionary: &Dictionary) -> Result<Self, Error> {
        if dir.exists() && !is_dataset(dir) && entries(dir)?.iter().any(|path| !is_left_over(path)) {
            return Err(Error::Occupied(dir.to_owned()));
        }
        let files = Files::open(dir)?;
        Self::start(files, scan, dictionary)
    }

    pub(super) fn start(files: Files, scan: Scan, dictionary: &Dictionary) -> Result<Self, Error> {
        let vocabulary = format!("{:016x}", dictionary.fingerprint());
        let dir = files.path("");
        let reader = is_dataset(&dir).then(|| Reader::open(&dir)).transpose()?;
        let old = reader.as_ref().map(|reader| reader.manifest().clone());
        let anew = old.as_ref().and_then(|old| match old {
            old if old.program != PROGRAM => Some("another version of the program"),
            old if old.vocabulary != vocabulary => Some("another vocabulary"),
            _ => None,
        });
        let mut known = Known::default();
        let mut refused = Refused::default();
        if let Some(reader) = &reader {
            let (mut hashes, mut days) = (Vec::new(), Vec::new());
            for file in reader.signatures() {
                let hash = |row: Row| if anew.is_some() { row.source } else { row.posting };
                hashes.extend(rows::read(&file?)?.map(hash));
            }
            for part in reader.parts() {
                standing::days(&part?.postings, &mut days).map_err(|e| Error::damaged(&dir, e))?;
            }
            known = Known::new(hashes, days);
            if known.rows.len() != known.days.len() {
                return Err(Error::damaged(&dir, "the signatures are not those of its postings"));
            }
            refused.add_list(&reader.refused()?)?;
        }
        // While it is read, nothing of it is removed.
        drop(reader);
        let live: HashSet<String> = old.iter().flat_map(Manifest::files).collect();
        files.sweep(|name| live.contains(name))?;
        files.begin()?;
        let days = if anew.is_some() { Vec::new() } else { known.days.clone() };
        let old = old.unwrap_or_default();
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            program: PROGRAM.to_owned(),
            vocabulary,
            scans: old.scans + 1,
            last_scan: Some(scan.today.to_string()),
            parts: if anew.is_some() { Vec::new() } else { old.parts.clone() },
            next_part: old.next_part,
            skills: if anew.is_some() { 0 } else { old.skills },
            checksums: old.checksums.clone(),
            ..Manifest::default()
        };
        let written = Written { manifest: old, added: 0, seen_again: 0, not_seen: 0, anew, kept: None };
        Ok(Self {
            files,
            scan,
            manifest,
            known,
            batch: Batch::default(),
            signatures: None,
            days,
            refused,
            closed: Vec::new(),
            written,
        })
    }

    /// Why every posting of the dataset is analysed anew, if so.
    pub fn anew(&self) -> Option<&'static str> {
        self.written.anew
    }

    /// Whether there is no dataset yet, so that a part of the postings is better than none.
    pub fn is_first(&self) -> bool {
        self.manifest.scans == 1
    }

    /// Adds one posting, or notes that it is still there; writes a part when it is full.
    ///
    /// # Errors
    /// When the part cannot be written.
    pub fn push(&mut self, analysis: &Analysis, dictionary: &Dictionary) -> Result<(), Error> {
        let row = Row::of(analysis);
        self.refused.is_read(&analysis.source);
        let today = self.scan.today;
        let is_anew = self.written.anew.is_some();
        let before = self.known.row_of_next(if is_anew { row.source } else { row.posting });
        let first = before.map_or(today, |before| self.known.days[before].first.min(today));
        let seen = Days { first, last: before.map_or(today, |before| self.known.days[before].last.max(today)) };
        match before {
            Some(_) => self.written.seen_again += 1,
            None => self.written.added += 1,
        }
        if let Some(before) = before
            && !is_anew
        {
            self.days[before] = seen;
            return Ok(());
        }
        let signatures = match &mut self.signatures {
            Some(open) => open,
            none => none.insert(self.files.create(&signatures_file(self.manifest.next_part))?),
        };
        row.write(&mut signatures.file).map_err(Error::io(&signatures.path))?;
        self.days.push(seen);
        self.batch.push(analysis, dictionary);
        if self.batch.len() == PART_ROWS { self.write_part() } else { Ok(()) }
    }

    /// Adds one input that could not be read, with its reason.
    pub fn reject(&mut self, rejected: &Rejected) {
        self.refused.add(rejected, self.scan.today);
    }

    /// Writes what is left, groups all postings anew, and puts the new manifest in the place of the old one.
    ///
    /// # Errors
    /// When a file cannot be read or written; the dataset is then as it was.
    pub fn finish(mut self) -> Result<Written, Error> {
        if self.batch.len() > 0 {
            self.write_part()?;
        }
        let known = self.known.days.len() as u64;
        self.written.not_seen = known - self.written.seen_again;
        self.write_standing()?;
        self.write_refused()?;
        if self.written.anew.is_some() && self.written.not_seen > 0 {
            let old: Vec<String> = self.written.manifest.files().chain([MANIFEST.to_owned()]).collect();
            let folder = format!("before-scan-{:05}", self.manifest.scans);
            self.written.kept = Some(self.files.keep(&old, &folder)?);
        }
        let live: HashSet<String> = self.manifest.files().collect();
        self.manifest.checksums.retain(|name, _| live.contains(name));
        let text = serde_json::to_string_pretty(&self.manifest).unwrap_or_default() + "\n";
        self.files.publish(&self.closed, &text)?;
        // The scan is done; what cannot be removed now is removed by the next one.
        drop(self.files.sweep(|name| live.contains(name)));
        Ok(Written { manifest: self.manifest.clone(), ..self.written.clone() })
    }

    fn write_part(&mut self) -> Result<(), Error> {
        let part = self.manifest.next_part;
        let path = self.files.path(&postings_file(part));
        let (mut postings, mut skills) = mem::take(&mut self.batch).into_tables().map_err(Error::encoding(&path))?;
        self.write_table(&postings_file(part), &mut postings)?;
        self.write_table(&skills_file(part), &mut skills)?;
        if let Some(signatures) = self.signatures.take() {
            self.close(signatures)?;
        }
        self.manifest.parts.push(part);
        self.manifest.next_part += 1;
        self.manifest.skills += skills.height() as u64;
        Ok(())
    }

    fn write_table(&mut self, name: &str, frame: &mut DataFrame) -> Result<(), Error> {
        let mut file = self.files.create(name)?;
        // In memory first: what the disk says is then not hidden in what the encoder says.
        let mut bytes = Vec::new();
        ParquetWriter::new(&mut bytes).finish(frame).map_err(Error::encoding(&file.path))?;
        file.file.write_all(&bytes).map_err(Error::io(&file.path))?;
        self.close(file)
    }

    fn close(&mut self, file: Writing) -> Result<(), Error> {
        let (name, sum) = self.files.close(file)?;
        self.manifest.checksums.insert(name.clone(), sum);
        self.closed.push(name);
        Ok(())
    }

    /// Writes what changes with every scan: first and last day of each posting, and which one it repeats.
    fn write_standing(&mut self) -> Result<(), Error> {
        let is_new = |part: u32| part >= self.written.manifest.next_part;
        let mut perhaps = self.files.create(&perhaps_file(self.manifest.scans))?;
        let signatures = self.manifest.parts.iter().map(|part| {
            let name = signatures_file(*part);
            let path = if is_new(*part) { self.files.staged(&name) } else { self.files.path(&name) };
            Checked::read(path, self.manifest.checksums.get(&name))
        });
        let mut noted = Ok(());
        let standings = standing::group(signatures, self.scan.repeats, |line| {
            if noted.is_ok() {
                noted = perhaps.file.write_all(line.as_bytes());
            }
        })?;
        noted.map_err(Error::io(&perhaps.path))?;
        self.close(perhaps)?;
        let mut from = 0;
        for (at, rows) in standings.parts.iter().enumerate() {
            let name = standing_file(self.manifest.scans, self.manifest.parts[at]);
            let table = standings.table(from..from + rows, &self.days);
            let mut table = table.map_err(Error::encoding(&self.files.path(&name)))?;
            self.write_table(&name, &mut table)?;
            from += rows;
        }
        self.manifest.postings = from as u64;
        self.manifest.duplicates = standings.repeats().values().sum();
        self.manifest.perhaps = standings.perhaps;
        Ok(())
    }

    fn write_refused(&mut self) -> Result<(), Error> {
        let mut file = self.files.create(&rejected_file(self.manifest.scans))?;
        self.manifest.rejected = refused::write(&self.refused, &mut file.file).map_err(Error::io(&file.path))?;
        self.close(file)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.files.discard();
    }
}
