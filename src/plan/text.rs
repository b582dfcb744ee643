//! A plan for the terminal: plain text, at most 80 columns.
//!
//! In: a [`Plan`]. Out: the text. Every figure says whether it is observed or counterfactual, in its line or in the heading above it.

use std::fmt::Write as _;

use super::{Departure, FEWEST_POSTINGS, Plan, Rest, Step, Way, Where};
use crate::fit::text::wrapped;
use crate::fit::{BlockerKind, Heading};
use crate::text::counted;

const WIDTH: usize = 78;
/// Where the lines under a step begin.
const INDENT: usize = 5;
/// So many of the opened postings are named.
const NAMED: usize = 3;

/// The whole plan, ending in a newline.
pub fn write(plan: &Plan) -> String {
    let mut page = String::new();
    paragraph(&mut page, 0, &heading(plan));
    section(&mut page, "The postings (observed)");
    for (number, what) in postings(plan) {
        hanging(&mut page, &format!("{number:>7}  "), &what);
    }
    if !plan.can_tell() {
        page.push('\n');
        paragraph(&mut page, 0, &cannot_tell(plan));
        return page;
    }
    if plan.steps.is_empty() {
        page.push('\n');
        paragraph(&mut page, 0, &nothing_helps(plan));
    } else {
        section(&mut page, "The steps");
        for (at, step) in plan.steps.iter().enumerate() {
            write_step(&mut page, at + 1, step, plan);
        }
        months(&mut page, plan);
    }
    if !plan.departures.is_empty() {
        section(&mut page, "Beside the usual order");
        paragraph(&mut page, 2, USUAL);
        for departure in &plan.departures {
            hanging(&mut page, "  - ", &departed(departure, plan));
        }
    }
    after(&mut page, plan);
    page
}

const USUAL: &str = "Usually 6 to 12 months part-time, or 3 to 6 full-time: first a cloud provider, networking and one deployed system, then infrastructure as code with state and Kubernetes, then monitoring and observability.";

fn heading(plan: &Plan) -> String {
    let roles: Vec<&str> = plan.roles.iter().map(|role| role.name()).collect();
    let hours = if plan.hours_are_stated { "" } else { " (assumed: the profile states no hours_a_week)" };
    format!(
        "What to learn next for {} work. A posting is within reach from a fit of {} on. {} a week{hours} for {} are {}.",
        joined(&roles, "or"),
        plan.reach,
        hours_of(plan.hours_a_week),
        counted(u64::from(plan.months_planned), "month", "months"),
        hours_of(plan.hours_there_are()),
    )
}

fn postings(plan: &Plan) -> Vec<(usize, String)> {
    let of = &plan.postings;
    let mut lines = vec![
        (of.looked_at, "looked at".to_owned()),
        (of.wanted, "of these are of the roles; of these again".to_owned()),
    ];
    if of.untold > 0 {
        lines.push((of.untold, "name too few requirements for a fit".to_owned()));
    }
    let blocked: usize = of.blocked.iter().map(|(_, count)| count).sum();
    if blocked > 0 {
        let kinds: Vec<String> = of.blocked.iter().map(|(kind, count)| format!("{} {count}", about(*kind))).collect();
        lines.push((blocked, format!("are out of reach for something that is no skill: {}", kinds.join(", "))));
    }
    if of.beyond > 0 {
        let text = "with every skill learnt: they say little, or ask for years with a skill";
        lines.push((of.beyond, format!("stay under {} {text}", plan.reach)));
    }
    if of.found > of.counted {
        lines.push((of.found, "are left, of which a sample is enough to plan by:".to_owned()));
    }
    lines.push((of.counted, format!("are left to plan by, {} of them within reach today", of.within_reach)));
    lines
}

const fn about(kind: BlockerKind) -> &'static str {
    match kind {
        BlockerKind::Years => "years of work",
        BlockerKind::Seniority => "level",
        other => other.name(),
    }
}

fn cannot_tell(plan: &Plan) -> String {
    format!(
        "Cannot tell: {} left, and fewer than {FEWEST_POSTINGS} are too few to plan by. Save more postings of these roles, name more roles with --role, or plan by skills alone with --skills-alone.",
        counted(plan.postings.counted as u64, "posting is", "postings are"),
    )
}

fn nothing_helps(plan: &Plan) -> String {
    if plan.postings.within_reach == plan.postings.counted {
        "Nothing to learn: all of them are within reach today.".to_owned()
    } else {
        format!("No skill that fits into {} brings any of them nearer.", hours_of(plan.hours_there_are()))
    }
}

fn write_step(page: &mut String, number: usize, step: &Step, plan: &Plan) {
    let n = plan.postings.counted;
    let title = format!("{} h", step.hours);
    let _ = writeln!(page, "{number:>3}  {:<50}{title:>7}   {}", step.name, when(number, plan));
    let mut line = |text: &str| paragraph(page, INDENT, text);
    if let Some(target) = &step.needed_for {
        line(&format!("needed for {target}"));
    }
    line(&from(&step.way));
    let required =
        if step.required_by > 0 { format!(", {} of them as required", step.required_by) } else { String::new() };
    line(&format!("observed: {} of {n} ({}) ask for it{required}", step.asked_by, percent(step.asked_by, n)));
    let opens = match step.opens.len() {
        0 => "brings none within reach by itself".to_owned(),
        more => format!("brings {more} within reach"),
    };
    let nearer = step.brings_nearer.saturating_sub(step.opens.len());
    let nearer = if nearer > 0 { format!(", {nearer} others nearer") } else { String::new() };
    line(&format!("counterfactual: {opens}{nearer}; {} of {n} are then within reach", step.within_reach));
    if !step.opens.is_empty() {
        let named: Vec<String> = step.opens.iter().take(NAMED).map(named).collect();
        let more = step.opens.len().saturating_sub(NAMED);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        line(&format!("such as {}{more}", named.join("; ")));
    }
    if !step.rests_on.is_empty() {
        let rests: Vec<String> = step.rests_on.iter().map(rest).collect();
        line(&format!("rests on {}", joined(&rests, "and")));
    }
    if let Some(project) = &step.project {
        line(&format!("prove it: {project}"));
    }
    page.push('\n');
}

/// The months in which a step lies.
fn when(number: usize, plan: &Plan) -> String {
    let months = plan.months.iter().filter(|month| month.shares.iter().any(|share| share.step == number));
    let numbers: Vec<u32> = months.map(|month| month.number).collect();
    match numbers.as_slice() {
        [] => String::new(),
        [only] => format!("month {only}"),
        [first, .., last] => format!("months {first}–{last}"),
    }
}

fn from(way: &Way) -> String {
    match way {
        Way::Scratch => "from the beginning".to_owned(),
        Way::Deepen => "you have it at basic level: half the hours".to_owned(),
        Way::Transfer { from, difficulty, why } => {
            format!("from {from} ({} difficulty): {why}", crate::fit::effort(*difficulty))
        }
    }
}

fn rest(rest: &Rest) -> String {
    match rest.step {
        Some(step) => format!("{} (step {step})", rest.name),
        None => format!("{} (you have it)", rest.name),
    }
}

fn named(posting: &Heading) -> String {
    const LONGEST: usize = 50;
    let title = match posting.title.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", posting.title[..at].trim_end()),
        None if posting.title.is_empty() => "(no title)".to_owned(),
        None => posting.title.clone(),
    };
    posting.company.as_ref().map_or_else(|| title.clone(), |company| format!("{title} · {company}"))
}

fn months(page: &mut String, plan: &Plan) {
    let n = plan.postings.counted;
    section(page, "Over the months (within reach at the end: counterfactual)");
    for month in &plan.months {
        let shares = month.shares.iter().map(|share| {
            let name = plan.steps.get(share.step - 1).map_or("", |step| step.name.as_str());
            format!("{name} {} h{}", share.hours, if share.is_end { "" } else { " …" })
        });
        let text = shares.collect::<Vec<_>>().join(", ");
        let reach = format!("{} of {n}", month.within_reach);
        let mut lines = wrapped(&text, WIDTH - 18).into_iter();
        let _ = writeln!(page, "{:>3}  {:<59} {reach:>13}", month.number, lines.next().unwrap_or_default());
        for line in lines {
            paragraph(page, INDENT, &line);
        }
    }
    let months = plan.months.len();
    let hours = plan.hours();
    paragraph(
        page,
        2,
        &format!(
            "{} in {}: from {} to {} of {n} within reach.",
            hours_of(hours),
            counted(months as u64, "month", "months"),
            plan.postings.within_reach,
            plan.within_reach_after()
        ),
    );
}

fn departed(departure: &Departure, plan: &Plan) -> String {
    let n = plan.postings.counted;
    let stage = match departure.stage {
        1 => "first",
        2 => "second",
        _ => "third",
    };
    let Departure { milestone, asked_by, .. } = departure;
    match &departure.place {
        Where::Had => format!("{milestone} (usually {stage}): you have it."),
        Where::Early { step, before } => {
            format!(
                "{milestone} (usually {stage}) comes here as step {step}, before {before}: it brings these postings nearer per hour ({asked_by} of {n} ask for it)."
            )
        }
        Where::Absent { hours: Some(hours), opens } => {
            let open = if *opens > 0 { format!("would open {opens} more") } else { "would open no posting".to_owned() };
            format!(
                "{milestone} (usually {stage}) is not in the plan: {asked_by} of {n} ask for it, {} more {open}.",
                hours_of(*hours)
            )
        }
        Where::Absent { hours: None, .. } => {
            format!(
                "{milestone} (usually {stage}) is not in the plan: {asked_by} of {n} ask for it, and nothing tells its hours."
            )
        }
    }
}

fn after(page: &mut String, plan: &Plan) {
    let n = plan.postings.counted;
    if !plan.later.is_empty() {
        section(page, "Next, with more hours");
        for later in &plan.later {
            let text = format!(
                "{}: {} with what comes before it; {} of {n} ask for it (observed), {} would come within reach (counterfactual)",
                later.name,
                hours_of(later.hours),
                later.asked_by,
                later.opens
            );
            hanging(page, "  - ", &text);
        }
    }
    if !plan.without_hours.is_empty() {
        section(page, "Asked for, and not planned: dictionaries/learning.toml has no hours for them");
        let names: Vec<String> =
            plan.without_hours.iter().map(|asked| format!("{} ({} of {n})", asked.name, asked.asked_by)).collect();
        paragraph(page, 2, &names.join(", "));
    }
}

fn section(page: &mut String, title: &str) {
    let gap = if page.ends_with("\n\n") || page.is_empty() { "" } else { "\n" };
    let _ = writeln!(page, "{gap}{title}");
}

fn paragraph(page: &mut String, indent: usize, text: &str) {
    for line in wrapped(text, WIDTH - indent) {
        let _ = writeln!(page, "{:indent$}{line}", "");
    }
}

/// A paragraph behind a first sign; its further lines begin where its first one does.
fn hanging(page: &mut String, sign: &str, text: &str) {
    let indent = sign.chars().count();
    for (at, line) in wrapped(text, WIDTH - indent).iter().enumerate() {
        let lead = if at == 0 { sign } else { "" };
        let _ = writeln!(page, "{lead:indent$}{line}");
    }
}

fn percent(part: usize, of: usize) -> String {
    format!("{} %", (part * 200 + of) / (of * 2).max(1))
}

fn hours_of(hours: impl Into<u64>) -> String {
    counted(hours.into(), "hour", "hours")
}

fn joined<T: AsRef<str>>(names: &[T], word: &str) -> String {
    match names {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {word} {}", first.join(", "), last.as_ref())
        }
    }
}
