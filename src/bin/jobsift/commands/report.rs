//! `report`: the market report of everything named, from files or datasets, perhaps against a profile.

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::bail;
use jobsift::dataset;
use jobsift::dictionary::Dictionary;
use jobsift::market::{Builder, Market, Standing};
use jobsift::plan::{self, Cases, Gatherer, Way};
use jobsift::profile::Profile;
use jobsift::report::{self, FirstStep, Options, Report};

use crate::Outcome;
use crate::args::{Arguments, ReportFormat, ReportOptions};
use crate::console::Console;
use crate::inputs::{Engine, endpoints, today};

pub(crate) fn run(options: &ReportOptions, arguments: &Arguments, console: &Console) -> anyhow::Result<Outcome> {
    if options.format == ReportFormat::Files && dataset::is_dataset(&options.output) {
        bail!("{} is a dataset; name another folder for the report", options.output.display());
    }
    let engine = Engine::open(arguments, console)?;
    let date = options.date.unwrap_or_else(today);
    // Read the profile first: a fault in it should not wait for a million postings.
    let profile =
        options.profile.as_deref().map(|path| jobsift::profile::read(path, &engine.dictionary, date)).transpose()?;
    let how = plan::Options::default();
    let gatherer = profile.as_ref().map(|profile| Gatherer::new(profile, &engine.dictionary, &how, Some(date)));
    let mut cases = Cases::default();
    let mut market = Builder::new(&engine.dictionary);
    if let Some(gatherer) = &gatherer {
        market = market.against(gatherer, &mut cases);
    }
    let (datasets, files): (Vec<String>, Vec<String>) =
        options.paths.iter().cloned().partition(|path| dataset::is_dataset(Path::new(path)));
    for dir in &datasets {
        market.push_dataset(Path::new(dir))?;
    }
    if !files.is_empty() {
        let counts = engine.each(
            &files,
            |analysis| gatherer.as_ref().and_then(|gatherer| gatherer.measure(analysis)),
            |found| {
                match found {
                    Ok((analysis, measured)) => market.push_measured(&analysis, measured)?,
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
    let first_steps = gatherer.as_ref().map_or_else(Vec::new, |gatherer| first_steps(cases, gatherer));
    let credits = credits(&market, &arguments.board)?;
    let options_of_report =
        Options { date, standing: standing.as_deref(), first_steps: &first_steps, credits: &credits };
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

/// So many steps of the plan are in a report; `plan` has them all.
const FIRST_STEPS: usize = 5;

fn first_steps(cases: Cases, gatherer: &Gatherer<'_>) -> Vec<FirstStep> {
    let plan = plan::plan(cases, gatherer);
    if !plan.can_tell() {
        return Vec::new();
    }
    let step = |step: &plan::Step| FirstStep {
        id: step.id.clone(),
        name: step.name.clone(),
        hours: step.hours,
        from: match &step.way {
            Way::Transfer { from, .. } => Some(from.clone()),
            _ => None,
        },
        deepens: step.way == Way::Deepen,
        opens: step.opens.len() as u64,
        within_reach: step.within_reach as u64,
        of: plan.postings.counted as u64,
    };
    plan.steps.iter().take(FIRST_STEPS).map(step).collect()
}

/// How the boards among the sources want to be named.
fn credits(market: &Market, boards: &[PathBuf]) -> anyhow::Result<Vec<String>> {
    let boards = endpoints(boards)?.boards.into_iter();
    let named = boards.filter(|board| market.looked_at.formats.contains(&board.name));
    Ok(named.filter_map(|board| board.credit).collect())
}
