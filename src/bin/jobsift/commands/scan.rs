//! `scan`: every posting analysed, as a summary, as records, or into a dataset.

mod summary;
mod table;

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use jobsift::analysis::Analysis;
use jobsift::dataset::{Scan, Writer, Written};
use jobsift::dictionary::Dictionary;
use jobsift::record::{self, Record};
use jobsift::text::counted;

use crate::Outcome;
use crate::args::{Arguments, ScanFormat, ScanOptions};
use crate::console::{Console, UNWRITTEN};
use crate::inputs::{Engine, dataset_of, repeats, today};
use crate::interrupt::{Interrupt, Interrupted};

pub(crate) fn run(options: &ScanOptions, arguments: &Arguments, console: &Console) -> anyhow::Result<Outcome> {
    let mut engine = Engine::open(arguments, console)?;
    engine.repeats = repeats(options.keep_duplicates);
    let scan = Scan { today: options.today.unwrap_or_else(today), repeats: engine.repeats };
    let open = |dir: &PathBuf| dataset_of(&options.paths, dir, scan, &engine.dictionary);
    let mut dataset = options.output.as_ref().map(open).transpose()?;
    if let Some(other) = dataset.as_ref().and_then(Writer::anew) {
        console.note(&format!("The dataset was made with {other}: every posting is analysed anew."));
    }
    let mut summary = summary::Summary::default();
    let mut out = Lines::new(dataset.is_some());
    if options.format == Some(ScanFormat::Csv) {
        out.write(&record::csv_header()?)?;
    }
    let dictionary = &engine.dictionary;
    let render = |analysis: &Analysis| options.format.map(|format| rendered(analysis, dictionary, format)).transpose();
    // An earlier dataset stays as it is; of a first one, what is read so far is worth having.
    let interrupt = dataset.as_ref().is_some_and(Writer::is_first).then(Interrupt::watch);
    let counts = engine.each(&options.paths, render, |found| {
        interrupt.as_ref().map_or(Ok(()), Interrupt::check)?;
        match found {
            Ok((analysis, bytes)) => {
                // A repeated posting was rendered before it was known to be one.
                let bytes = if analysis.duplicate_of.is_some() { render(&analysis)? } else { bytes? };
                out.write(&bytes.unwrap_or_default())?;
                summary.add(&analysis);
                if let Some(dataset) = &mut dataset {
                    dataset.push(&analysis, dictionary)?;
                }
            }
            Err(rejected) => {
                summary.reject(&rejected);
                if let Some(dataset) = &mut dataset {
                    dataset.reject(&rejected);
                }
            }
        }
        Ok(())
    });
    if counts.as_ref().is_err_and(anyhow::Error::is::<Interrupted>) {
        out.flush()?;
        return Err(Interrupted(kept_so_far(options, dataset)?).into());
    }
    let counts = counts?;
    let kept = |dir: &PathBuf| format!("nothing is written into {}", dir.display());
    counts.some_posting_or(&options.paths, options.output.as_ref().map(kept))?;
    let written = dataset.map(Writer::finish).transpose()?;
    if options.format.is_none() && !arguments.quiet {
        out.write(summary.text(&counts, dictionary).as_bytes())?;
    }
    out.flush()?;
    if options.format.is_some() {
        console.note(&counts.sentence());
        if let Some(perhaps) = counts.repeats.count_of_perhaps() {
            console.note(&perhaps);
        }
    }
    if let (Some(dir), Some(written)) = (&options.output, &written) {
        console.note(&said(dir, written));
    }
    Ok(counts.outcome())
}

/// Finishes the dataset of a scan that the person ended, and says what it has.
fn kept_so_far(options: &ScanOptions, dataset: Option<Writer>) -> anyhow::Result<String> {
    let written = dataset.map(Writer::finish).transpose()?;
    let (Some(dir), Some(written)) = (&options.output, written) else { return Ok("nothing is written".to_owned()) };
    let postings = counted(written.manifest.postings, "posting", "postings");
    Ok(format!("the {postings} read so far are the dataset in {}, and the same command adds the rest", dir.display()))
}

/// Standard output, line by line. That its reader goes away ends a scan, but not one that also writes a dataset.
struct Lines {
    out: io::BufWriter<io::StdoutLock<'static>>,
    is_open: bool,
    goes_on: bool,
}

impl Lines {
    fn new(goes_on: bool) -> Self {
        Self { out: io::BufWriter::with_capacity(1 << 16, io::stdout().lock()), is_open: true, goes_on }
    }

    fn write(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        if self.is_open { self.done(|out| out.write_all(bytes)) } else { Ok(()) }
    }

    fn flush(&mut self) -> anyhow::Result<()> {
        if self.is_open { self.done(io::Write::flush) } else { Ok(()) }
    }

    fn done(
        &mut self,
        write: impl FnOnce(&mut io::BufWriter<io::StdoutLock<'static>>) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        match write(&mut self.out) {
            Err(error) if self.goes_on && error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_open = false;
                Ok(())
            }
            other => other.context(UNWRITTEN),
        }
    }
}

fn rendered(analysis: &Analysis, dictionary: &Dictionary, format: ScanFormat) -> anyhow::Result<Vec<u8>> {
    Ok(match format {
        ScanFormat::Table => table::row(analysis, dictionary).into_bytes(),
        ScanFormat::Ndjson => Record::new(analysis, dictionary).line()?,
        ScanFormat::Csv => record::csv_row(analysis, dictionary)?,
    })
}

/// What a scan did to a dataset.
fn said(dir: &Path, written: &Written) -> String {
    let manifest = &written.manifest;
    let mut out = format!("Dataset in {}", dir.display());
    if manifest.scans > 1 {
        let (added, again, not_seen) = (written.added, written.seen_again, written.not_seen);
        let _ =
            write!(out, ", scan {}: {added} new, {again} seen again, {not_seen} not seen this time", manifest.scans);
    }
    if let Some(kept) = &written.kept {
        let _ = write!(
            out,
            ".\nWhat was not seen could not be analysed anew; the dataset as it was is kept in {}",
            kept.display()
        );
    }
    let _ = write!(out, ". Next: jobsift report {} -o reports/market", dir.display());
    out
}
