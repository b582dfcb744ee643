//! `plan`: what to learn next by the postings of files or datasets.

use jobsift::analysis::Analysis;
use jobsift::plan::{self, Cases, Gatherer, Options};
use jobsift::profile;

use crate::Outcome;
use crate::args::{Arguments, PlanFormat, PlanOptions};
use crate::console::{Console, print};
use crate::inputs::{Engine, today};

pub(crate) fn run(options: &PlanOptions, arguments: &Arguments, console: &Console) -> anyhow::Result<Outcome> {
    let engine = Engine::open(arguments, console)?;
    let today = options.of.today.unwrap_or_else(today);
    let profile = profile::read(&options.of.profile, &engine.dictionary, today)?;
    let how = Options {
        roles: options.role.clone(),
        reach: options.reach,
        months: options.months,
        hours_a_week: options.hours_a_week,
        skills_alone: options.skills_alone,
    };
    let gatherer = Gatherer::new(&profile, &engine.dictionary, &how, Some(today));
    let mut cases = Cases::default();
    let data = engine.gather(&options.of.paths)?;
    data.counts.some_posting(&options.of.paths)?;
    let case = |analysis: &Analysis| gatherer.case(analysis);
    engine.each_known(&data, case, |analysis, case| {
        if analysis.duplicate_of.is_none() {
            cases.push(case);
        }
        Ok(())
    })?;
    let plan = plan::plan(cases, &gatherer);
    let text = match options.format {
        PlanFormat::Text => plan::text::write(&plan),
        PlanFormat::Json => serde_json::to_string(&plan::json::Record::new(&plan))? + "\n",
    };
    print(text)?;
    console.note(&data.counts.sentence());
    Ok(data.counts.outcome())
}
