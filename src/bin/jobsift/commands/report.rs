//! `report`: the market report of everything named, from files or datasets, perhaps against a profile.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::bail;
use jobsift::dataset;
use jobsift::dictionary::Dictionary;
use jobsift::market::{Builder, Market, Standing};
use jobsift::plan::{self, Cases, Gatherer, Way};
use jobsift::profile::Profile;
use jobsift::report::{self, FirstStep, Options, Report};

use crate::Outcome;
use crate::args::{Arguments, ReportFormat, ReportOptions};
use crate::console::{Console, print};
use crate::inputs::{Engine, endpoints, repeats, today};

pub(crate) fn run(options: &ReportOptions, arguments: &Arguments, console: &Console) -> anyhow::Result<Outcome> {
    if options.format == ReportFormat::Files && dataset::is_dataset(&options.output) {
        bail!("{} is a dataset; name another folder for the report", options.output.display());
    }
    let mut engine = Engine::open(arguments, console)?;
    engine.repeats = repeats(options.keep_duplicates);
    let date = options.date.unwrap_or_else(today);
    // Read the profile first: a fault in it should not wait for a million postings.
    let profile =
        options.profile.as_deref().map(|path| jobsift::profile::read(path, &engine.dictionary, date)).transpose()?;
    let postings = engine.gather(&options.paths)?;
    let unwritten = match options.format {
        ReportFormat::Files if options.output.join("report.html").exists() => {
            Some(format!("no report is written, and the one in {} stays as it was", options.output.display()))
        }
        ReportFormat::Files => Some("no report is written".to_owned()),
        ReportFormat::Text => None,
    };
    postings.counts.some_posting_or(&options.paths, unwritten)?;
    console.note(&postings.counts.sentence());
    let how = plan::Options::default();
    let gatherer = profile.as_ref().map(|profile| Gatherer::new(profile, &engine.dictionary, &how, Some(date)));
    let mut cases = Cases::default();
    let mut market = Builder::new(&engine.dictionary);
    if let Some(gatherer) = &gatherer {
        market = market.against(gatherer, &mut cases);
    }
    postings.of_files.unless_ended(market.push_collection(&postings.collection))?;
    let market = market.finish()?;
    let standing: Option<Vec<Standing>> =
        profile.as_ref().map(|profile| market.standing(&engine.dictionary, &skill_ids(profile, &engine.dictionary)));
    let first_steps = gatherer.as_ref().map_or_else(Vec::new, |gatherer| first_steps(cases, gatherer));
    let credits = credits(&market, &arguments.board)?;
    let options_of_report =
        Options { date, standing: standing.as_deref(), first_steps: &first_steps, credits: &credits };
    match options.format {
        ReportFormat::Text => {
            print(report::terminal::render(&Report::new(&market, &options_of_report)))?;
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
    Ok(postings.counts.outcome())
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
