//! `diff`: what changed between two datasets, or two files or folders of postings.

use std::io::{self, Write as _};
use std::path::Path;

use jobsift::dataset;
use jobsift::diff::{self, Side};

use crate::Outcome;
use crate::args::{Arguments, DiffFormat, DiffOptions};
use crate::console::Console;
use crate::inputs::Engine;

pub(crate) fn run(options: &DiffOptions, arguments: &Arguments, console: &Console) -> anyhow::Result<Outcome> {
    let engine = Engine::open(arguments, console)?;
    let mut outcome = Outcome::Done;
    let mut side = |path: &String, label: &str| -> anyhow::Result<Side<'_>> {
        let mut side = Side::new(&engine.dictionary);
        if dataset::is_dataset(Path::new(path)) {
            side.push_dataset(Path::new(path))?;
            return Ok(side);
        }
        let counts = engine.each(
            std::slice::from_ref(path),
            |_| (),
            |found| {
                match found {
                    Ok((analysis, ())) => side.push(&analysis)?,
                    Err(rejected) => side.reject(&rejected),
                }
                Ok(())
            },
        )?;
        console.note(&format!("{label}: {}", counts.sentence()));
        if counts.rejected > 0 {
            outcome = Outcome::SomeRejected;
        }
        Ok(side)
    };
    let (old, new) = (side(&options.old, "before")?, side(&options.new, "now")?);
    let diff = diff::compare(old, new, &engine.dictionary)?;
    let written = match options.format {
        DiffFormat::Text => diff::text::render(&diff, options.most),
        DiffFormat::Json => diff::json::render(&diff)?,
        DiffFormat::Csv => diff::csv::postings(&diff)?,
        DiffFormat::DemandCsv => diff::csv::demand(&diff)?,
    };
    io::stdout().write_all(written.as_bytes())?;
    Ok(outcome)
}
