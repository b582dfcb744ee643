//! `fit`: one posting against one profile line by line, or several as a table, best first.

use std::io::{self, Write as _};

use anyhow::bail;
use jobsift::fit::{self, Fit};
use jobsift::profile;

use crate::Outcome;
use crate::args::{Arguments, FitFormat, FitOptions};
use crate::console::{Console, stdout_is_plain};
use crate::inputs::{Engine, today};

/// The width of tables where standard output is no terminal.
const WIDTH: u16 = 100;

pub(crate) fn run(options: &FitOptions, arguments: &Arguments, console: &Console) -> anyhow::Result<Outcome> {
    let engine = Engine::open(arguments, console)?;
    let today = options.today.unwrap_or_else(today);
    let profile = profile::read(&options.profile, &engine.dictionary, today)?;
    let mut fits: Vec<Fit> = Vec::new();
    let assess =
        |analysis: &jobsift::analysis::Analysis| fit::assess(analysis, &profile, &engine.dictionary, Some(today));
    let counts = engine.each(&options.paths, assess, |found| {
        if let Ok((analysis, fit)) = found
            && analysis.duplicate_of.is_none()
        {
            fits.push(fit);
        }
        Ok(())
    })?;
    if fits.is_empty() {
        bail!("none of the inputs could be read as a posting");
    }
    io::stdout().write_all(written(&fits, options.format)?.as_bytes())?;
    let threshold = options.fail_under.map(|score| i64::from(score) * 10);
    let is_under =
        |fit: &Fit| threshold.is_some_and(|least| fit.score.as_ref().is_none_or(|score| score.value.0 < least));
    Ok(if fits.iter().any(is_under) { Outcome::UnderThreshold } else { counts.outcome() })
}

fn written(fits: &[Fit], format: FitFormat) -> anyhow::Result<String> {
    Ok(match (format, fits) {
        (FitFormat::Text, [only]) => {
            let styles = if stdout_is_plain() { fit::text::Styles::plain() } else { fit::text::Styles::coloured() };
            fit::text::write(only, &styles)
        }
        (FitFormat::Text, several) => {
            let width = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(WIDTH);
            fit::table::write(several, width)
        }
        (FitFormat::Json, _) => {
            let mut lines = String::new();
            for (_, fit) in fit::table::ranked(fits) {
                lines += &serde_json::to_string(&fit::json::Record::new(fit))?;
                lines.push('\n');
            }
            lines
        }
        (FitFormat::Html, [only]) => fit::html::write(only)?,
        (FitFormat::Html, _) => bail!("--format html shows one posting; name one, or use --format text for the table"),
    })
}
