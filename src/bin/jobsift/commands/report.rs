//! `report`: the market report of everything named, from files or datasets, perhaps against a profile.

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::bail;
use jobsift::dataset;
use jobsift::dictionary::Dictionary;
use jobsift::market::{Builder, Standing};
use jobsift::profile::Profile;
use jobsift::report::{self, Options, Report};

use crate::Outcome;
use crate::args::{Arguments, ReportFormat, ReportOptions};
use crate::console::Console;
use crate::inputs::{Engine, today};

pub(crate) fn run(options: &ReportOptions, arguments: &Arguments, console: &Console) -> anyhow::Result<Outcome> {
    if options.format == ReportFormat::Files && dataset::is_dataset(&options.output) {
        bail!("{} is a dataset; name another folder for the report", options.output.display());
    }
    let engine = Engine::open(arguments, console)?;
    let date = options.date.unwrap_or_else(today);
    // Read the profile first: a fault in it should not wait for a million postings.
    let profile =
        options.profile.as_deref().map(|path| jobsift::profile::read(path, &engine.dictionary, date)).transpose()?;
    let mut market = Builder::new(&engine.dictionary);
    if let Some(profile) = &profile {
        market = market.against(profile, date);
    }
    let (datasets, files): (Vec<String>, Vec<String>) =
        options.paths.iter().cloned().partition(|path| dataset::is_dataset(Path::new(path)));
    for dir in &datasets {
        market.push_dataset(Path::new(dir))?;
    }
    if !files.is_empty() {
        let counts = engine.each(
            &files,
            |_| (),
            |found| {
                match found {
                    Ok((analysis, ())) => market.push(&analysis)?,
                    Err(rejected) => market.reject(&rejected),
                }
                Ok(())
            },
        )?;
        console.note(&counts.sentence());
    }
    let market = market.finish()?;
    let rejected = market.looked_at.rejected_total();
    if market.looked_at.postings == 0 && rejected > 0 {
        let inputs = if rejected == 1 { "the one input was" } else { "all inputs were" };
        bail!("no posting could be read, {inputs} rejected; no report is written, and an earlier one stays as it was");
    }
    let standing: Option<Vec<Standing>> =
        profile.as_ref().map(|profile| market.standing(&engine.dictionary, &skill_ids(profile, &engine.dictionary)));
    let options_of_report = Options { standing: standing.as_deref(), ..Options::of(date) };
    match options.format {
        ReportFormat::Text => {
            io::stdout().write_all(report::terminal::render(&Report::new(&market, &options_of_report)).as_bytes())?;
        }
        ReportFormat::Files => {
            let files = report::write(&market, &options_of_report, &options.output)?;
            console.note(&format!(
                "{} files written; open {}",
                files.len(),
                options.output.join("report.html").display()
            ));
        }
    }
    Ok(if rejected > 0 { Outcome::SomeRejected } else { Outcome::Done })
}

/// The ids of all skills that a profile has, the implied ones among them.
fn skill_ids(profile: &Profile, dictionary: &Dictionary) -> BTreeSet<String> {
    profile.skills.iter().map(|held| dictionary.skills[held.skill as usize].id.clone()).collect()
}
