//! `scan`: every posting analysed, as a summary, as records, or into a dataset.

mod summary;
mod table;

use std::io::{self, Write as _};
use std::path::Path;

use jobsift::analysis::Analysis;
use jobsift::dictionary::Dictionary;
use jobsift::record::{self, Record};

use crate::Outcome;
use crate::args::{Arguments, ScanFormat, ScanOptions};
use crate::console::Console;
use crate::inputs::{Engine, dataset_of};

pub(crate) fn run(options: &ScanOptions, arguments: &Arguments, console: &Console) -> anyhow::Result<Outcome> {
    let mut engine = Engine::open(arguments, console)?;
    engine.group_repeats = !options.keep_duplicates;
    let mut dataset = options.output.as_deref().map(|dir| dataset_of(&options.paths, dir)).transpose()?;
    let mut summary = summary::Summary::default();
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    if options.format == Some(ScanFormat::Csv) {
        out.write_all(&record::csv_header()?)?;
    }
    let dictionary = &engine.dictionary;
    let render = |analysis: &Analysis| options.format.map(|format| rendered(analysis, dictionary, format)).transpose();
    let counts = engine.each(&options.paths, render, |found| {
        match found {
            Ok((analysis, bytes)) => {
                // A repeated posting was rendered before it was known to be one.
                let bytes = if analysis.duplicate_of.is_some() { render(&analysis)? } else { bytes? };
                out.write_all(&bytes.unwrap_or_default())?;
                summary.add(&analysis);
                if let Some(dataset) = &mut dataset {
                    dataset.push(&analysis, dictionary)?;
                }
            }
            Err(rejected) => {
                summary.reject(&rejected);
                if let Some(dataset) = &mut dataset {
                    dataset.reject(&rejected)?;
                }
            }
        }
        Ok(())
    })?;
    if let Some(dataset) = dataset {
        dataset.finish()?;
    }
    if options.format.is_none() && !arguments.quiet {
        out.write_all(summary.text(&counts, dictionary).as_bytes())?;
    }
    out.flush()?;
    if options.format.is_some() {
        console.note(&counts.sentence());
        if let Some(perhaps) = counts.repeats.count_of_perhaps() {
            console.note(&perhaps);
        }
    }
    if let Some(dir) = &options.output {
        console.note(&written(dir));
    }
    Ok(counts.outcome())
}

fn rendered(analysis: &Analysis, dictionary: &Dictionary, format: ScanFormat) -> anyhow::Result<Vec<u8>> {
    Ok(match format {
        ScanFormat::Table => table::row(analysis, dictionary).into_bytes(),
        ScanFormat::Ndjson => {
            let mut line = serde_json::to_vec(&Record::new(analysis, dictionary))?;
            line.push(b'\n');
            line
        }
        ScanFormat::Csv => record::csv_row(analysis, dictionary)?,
    })
}

fn written(dir: &Path) -> String {
    format!("Dataset in {}. Next: jobsift report {} -o reports/market", dir.display(), dir.display())
}
