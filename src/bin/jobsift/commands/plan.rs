//! `plan`: what to learn next by the postings of files or datasets.

use std::io::{self, Write as _};

use anyhow::bail;
use jobsift::plan::{self, Cases, Gatherer, Options};
use jobsift::profile;

use crate::Outcome;
use crate::args::{Arguments, PlanFormat, PlanOptions};
use crate::console::Console;
use crate::inputs::{Engine, today};

pub(crate) fn run(options: &PlanOptions, arguments: &Arguments, console: &Console) -> anyhow::Result<Outcome> {
    let engine = Engine::open(arguments, console)?;
    let today = options.today.unwrap_or_else(today);
    let profile = profile::read(&options.profile, &engine.dictionary, today)?;
    let how = Options {
        roles: options.role.clone(),
        reach: options.reach,
        months: options.months,
        hours_a_week: options.hours_a_week,
        skills_alone: options.skills_alone,
    };
    let gatherer = Gatherer::new(&profile, &engine.dictionary, &how, Some(today));
    let mut cases = Cases::default();
    let counts = engine.each_known(
        &options.paths,
        |analysis| gatherer.case(analysis),
        |found| {
            if let Ok((analysis, case)) = found
                && analysis.duplicate_of.is_none()
            {
                cases.push(case);
            }
            Ok(())
        },
    )?;
    if counts.postings == 0 {
        bail!("none of the inputs could be read as a posting");
    }
    let plan = plan::plan(cases, &gatherer);
    let text = match options.format {
        PlanFormat::Text => plan::text::write(&plan),
        PlanFormat::Json => serde_json::to_string(&plan::json::Record::new(&plan))? + "\n",
    };
    io::stdout().write_all(text.as_bytes())?;
    console.note(&counts.sentence());
    Ok(counts.outcome())
}
