//! `dictionary`: browse the vocabulary, check it, find what it lacks, measure it.

use std::fmt::Write as _;

use anyhow::{Context as _, bail};
use jobsift::dictionary::{Dictionary, Skill};
use jobsift::measure::Measure;
use jobsift::suggest::Candidates;

use crate::Outcome;
use crate::args::{Arguments, DictionaryCommand, DictionaryOptions};
use crate::console::{Console, print};
use crate::inputs::{Engine, own_files};

pub(crate) fn run(options: &DictionaryOptions, arguments: &Arguments, console: &Console) -> anyhow::Result<Outcome> {
    let engine = Engine::open(arguments, console)?;
    let dictionary = &engine.dictionary;
    let (text, outcome) = match &options.command {
        DictionaryCommand::List { group: _, spellings: true } => {
            (dictionary.spellings().join("\n") + "\n", Outcome::Done)
        }
        DictionaryCommand::List { group, .. } => (list(dictionary, group.as_deref())?, Outcome::Done),
        DictionaryCommand::Show { skill } => (show(dictionary, skill)?, Outcome::Done),
        DictionaryCommand::Check => check(dictionary, arguments)?,
        DictionaryCommand::Suggest { paths, most } => suggest(&engine, paths, most.get())?,
        DictionaryCommand::Test { paths, labels } => test(&engine, paths, labels)?,
    };
    print(text)?;
    Ok(outcome)
}

fn list(dictionary: &Dictionary, group: Option<&str>) -> anyhow::Result<String> {
    let mut out = String::new();
    for skill in dictionary.skills.iter().filter(|skill| group.is_none_or(|group| skill.group == group)) {
        let _ = writeln!(out, "{:<36} {:<32} {:<9} {}", skill.id, skill.name, skill.kind, skill.group);
    }
    if out.is_empty() {
        let mut groups: Vec<&str> = dictionary.skills.iter().map(|skill| skill.group.as_str()).collect();
        groups.sort_unstable();
        groups.dedup();
        bail!("no group of that name; the groups are {}", groups.join(", "));
    }
    Ok(out)
}

fn show(dictionary: &Dictionary, wanted: &str) -> anyhow::Result<String> {
    let Some(at) = dictionary.find(wanted) else {
        let near = dictionary.nearest(wanted, 5);
        bail!(
            "the vocabulary has no skill `{wanted}`{}",
            if near.is_empty() { String::new() } else { format!("; near it: {}", near.join(", ")) }
        );
    };
    let skill: &Skill = &dictionary.skills[at as usize];
    let names = |skills: &[u32]| {
        skills.iter().map(|i| dictionary.skills[*i as usize].id.as_str()).collect::<Vec<_>>().join(", ")
    };
    let mut out = format!("{} ({})\n", skill.name, skill.id);
    let refs = skill.refs.iter().map(|(catalogue, id)| format!("{catalogue}: {id}")).collect::<Vec<_>>().join(", ");
    let rows = [
        ("kind", skill.kind.to_string()),
        ("group", skill.group.clone()),
        ("spellings", std::iter::once(&skill.name).chain(&skill.aliases).cloned().collect::<Vec<_>>().join(", ")),
        ("weak spellings", skill.weak.join(", ")),
        ("evidence", skill.with.join(", ")),
        ("not in", skill.mask.join(", ")),
        ("implies", names(&skill.implies)),
        ("found in", skill.matches.join(" | ")),
        ("not found in", skill.reject.join(" | ")),
        ("elsewhere", refs),
    ];
    for (name, value) in rows.into_iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(out, "  {name:<15} {value}");
    }
    for transfer in dictionary.transfers.iter().filter(|transfer| transfer.to.contains(&at)) {
        let _ = writeln!(
            out,
            "  {:<15} from {} ({} h): {}",
            "carries over",
            names(&transfer.from),
            transfer.hours,
            transfer.why
        );
    }
    Ok(out)
}

fn check(dictionary: &Dictionary, arguments: &Arguments) -> anyhow::Result<(String, Outcome)> {
    let faults = dictionary.faults(&own_files(&arguments.dictionary)?)?;
    if faults.is_empty() {
        let spellings = dictionary.spellings().len();
        return Ok((
            format!(
                "{} skills, {spellings} spellings, {} transfers: no faults.\n",
                dictionary.skills.len(),
                dictionary.transfers.len()
            ),
            Outcome::Done,
        ));
    }
    Ok((faults.join("\n") + "\n", Outcome::SomeRejected))
}

fn suggest(engine: &Engine<'_>, paths: &[String], most: usize) -> anyhow::Result<(String, Outcome)> {
    let mut candidates = Candidates::default();
    let counts = engine.each(
        paths,
        |analysis| Candidates::of(analysis, &engine.dictionary),
        |found| {
            if let Ok((analysis, terms)) = found
                && analysis.duplicate_of.is_none()
            {
                candidates.add(terms);
            }
            Ok(())
        },
    )?;
    counts.some_posting(paths)?;
    let mut out = String::new();
    for candidate in candidates.ranked(most) {
        let _ = writeln!(out, "{:>6}  {}", candidate.postings, candidate.term);
        for line in &candidate.examples {
            let _ = writeln!(out, "          {line}");
        }
    }
    Ok((out, counts.outcome()))
}

fn test(engine: &Engine<'_>, paths: &[String], labels: &std::path::Path) -> anyhow::Result<(String, Outcome)> {
    let text = jobsift::import::read_text(labels)
        .with_context(|| format!("{}: cannot be read as labels", labels.display()))?;
    let mut measure = Measure::new(&text).with_context(|| format!("{}: not labels", labels.display()))?;
    let counts = engine.each(
        paths,
        |_| (),
        |found| {
            if let Ok((analysis, ())) = found {
                measure.add(&analysis, &engine.dictionary);
            }
            Ok(())
        },
    )?;
    counts.some_posting(paths)?;
    Ok((measure.text(), counts.outcome()))
}
