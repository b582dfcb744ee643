//! `diff`: what changed between two datasets, or two files or folders of postings.

use jobsift::diff::{self, Side};

use crate::Outcome;
use crate::args::{Arguments, DiffFormat, DiffOptions};
use crate::console::{Console, print};
use crate::inputs::Engine;

pub(crate) fn run(options: &DiffOptions, arguments: &Arguments, console: &Console) -> anyhow::Result<Outcome> {
    let engine = Engine::open(arguments, console)?;
    let mut outcome = Outcome::Done;
    // What is not the same on both sides is read again: the datasets of files have to last.
    let mut held = Vec::new();
    let mut side = |path: &String, label: &str| -> anyhow::Result<Side<'_>> {
        let mut side = Side::new(&engine.dictionary);
        let data = engine.gather(std::slice::from_ref(path))?;
        data.counts.some_posting(std::slice::from_ref(path))?;
        data.of_files.unless_ended(side.push_collection(data.collection))?;
        held.push(data.of_files);
        console.note(&format!("{label}: {}", data.counts.sentence()));
        if data.counts.outcome() == Outcome::SomeRejected {
            outcome = Outcome::SomeRejected;
        }
        Ok(side)
    };
    let (old, new) = (side(&options.old, "before")?, side(&options.new, "now")?);
    let compared = diff::compare(old, new, &engine.dictionary).map_err(anyhow::Error::from);
    let diff = held.iter().fold(compared, |compared, of_files| of_files.unless_ended(compared))?;
    let written = match options.format {
        DiffFormat::Text => diff::text::render(&diff, options.most.get()),
        DiffFormat::Json => diff::json::render(&diff)?,
        DiffFormat::Csv => diff::csv::postings(&diff)?,
        DiffFormat::DemandCsv => diff::csv::demand(&diff)?,
    };
    print(written)?;
    Ok(outcome)
}
