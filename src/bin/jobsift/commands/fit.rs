//! `fit`: one posting against one profile line by line, or several as a table, best first.

use std::fmt::Write as _;

use anyhow::bail;
use jobsift::dataset::Repeats;
use jobsift::duplicate::{Gathering, place_number};
use jobsift::fit::{self, Fit};
use jobsift::profile;
use jobsift::rank::{self, Ranking, Row};

use crate::Outcome;
use crate::args::{Arguments, FitFormat, FitOptions};
use crate::console::{Console, print, stdout_is_plain, table_width};
use crate::inputs::{Engine, postings, today};
use crate::repeats::RepeatCounts;

pub(crate) fn run(options: &FitOptions, arguments: &Arguments, console: &Console) -> anyhow::Result<Outcome> {
    let engine = Engine::open(arguments, console)?;
    let today = options.today.unwrap_or_else(today);
    let profile = profile::read(&options.profile, &engine.dictionary, today)?;
    let mut fits: Vec<(Row, Fit)> = Vec::new();
    let assess =
        |analysis: &jobsift::analysis::Analysis| fit::assess(analysis, &profile, &engine.dictionary, Some(today));
    let mut gathering = Gathering::default();
    let mut counts = engine.stream(postings(&options.paths, "rank")?, Repeats::Each, assess, |found| {
        if let Ok((analysis, fit)) = found {
            gathering.push(&analysis.signature, analysis.posted, place_number(&analysis.source));
            fits.push((Row::new(&analysis, &fit), fit));
        }
        Ok(())
    })?;
    counts.some_posting(&options.paths)?;
    let groups = gathering.finish(|_| ());
    counts.repeats = RepeatCounts::known(&groups.count());
    let mut numbers = 0..;
    fits.retain(|_| numbers.next().is_some_and(|number| groups.repeats(number).is_none()));
    fits.sort_by(|a, b| a.0.best_first(&b.0));
    print(written(&fits, options.format)?)?;
    if counts.postings > 1 {
        console.note(&counts.sentence());
    }
    let threshold = options.fail_under.map(|score| i64::from(score) * 10);
    let is_under = |(_, fit): &(Row, Fit)| {
        threshold.is_some_and(|least| fit.score.as_ref().is_none_or(|score| score.value.0 < least))
    };
    Ok(if fits.iter().any(is_under) { Outcome::UnderThreshold } else { counts.outcome() })
}

/// The fits, best first.
fn written(fits: &[(Row, Fit)], format: FitFormat) -> anyhow::Result<String> {
    Ok(match (format, fits) {
        (FitFormat::Text, [(_, only)]) => {
            let styles = if stdout_is_plain() { fit::text::Styles::plain() } else { fit::text::Styles::coloured() };
            fit::text::write(only, &styles)
        }
        (FitFormat::Text, several) => {
            let mut ranking = Ranking::new(several.len());
            for (row, _) in several {
                ranking.push(row.clone());
            }
            let untold = ranking.untold;
            let mut table = rank::text::write(&ranking.best(), table_width());
            if untold > 0 {
                let all = several.len();
                let _ = writeln!(table, "{untold} of {all} cannot be told: too few requirements are named.");
            }
            table
        }
        (FitFormat::Json, _) => {
            let mut lines = String::new();
            for (_, fit) in fits {
                lines += &serde_json::to_string(&fit::json::Record::new(fit))?;
                lines.push('\n');
            }
            lines
        }
        (FitFormat::Html, [(_, only)]) => fit::html::write(only)?,
        (FitFormat::Html, _) => bail!("--format html shows one posting; name one, or use --format text for the table"),
    })
}
