//! `fetch`: downloads what is named into a folder, politely, and says what came of each source.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read as _};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, bail};
use jobsift::dataset;
use jobsift::fetch::{self, Endpoints, Failure, Fetched, Options, Source};
use jobsift::text::one_line;

use crate::Outcome;
use crate::args::{Arguments, FetchOptions};
use crate::commands::fetch_progress::Bars;
use crate::config::{self, Config};
use crate::console::{Console, print};
use crate::inputs::{check_own, endpoints};

/// Lists of sources inside lists.
const DEEPEST_LIST: usize = 8;

/// Failures of one source that are named one by one.
const NAMED_FAILURES: usize = 5;

pub(crate) fn run(
    options: &FetchOptions,
    config: &Config,
    arguments: &Arguments,
    console: &Console,
) -> anyhow::Result<Outcome> {
    if dataset::is_dataset(&options.output) {
        bail!("{} is a dataset; name another folder to save in", options.output.display());
    }
    check_own(arguments)?;
    let endpoints = endpoints(&arguments.board)?;
    let settings = settings(options, config, &endpoints)?;
    let mut named = Vec::new();
    for source in &options.sources {
        listed(source, 0, &mut named)?;
    }
    if named.is_empty() {
        bail!("the list names no source; write one a line, such as greenhouse:acme");
    }
    let mut wrong = Vec::new();
    let mut sources = Vec::new();
    for name in &named {
        match Source::parse(name, &endpoints) {
            Ok(source) => sources.push(source),
            Err(failure) => wrong.push(Fetched::failed(name, failure)),
        }
    }
    let results = if options.dry_run {
        shown(&sources, sources.iter().map(|source| fetch::plan(source, &settings).map(|lines| lines.join("\n  "))))?
    } else if options.check {
        let checked = fetch::check(&sources, &settings, &|_| ())?;
        shown(&sources, checked.into_iter())?
    } else {
        let bars = Bars::new(console, &sources);
        let results = fetch::fetch(&sources, &options.output, &settings, &|event| bars.show(event))?;
        bars.done();
        results
    };
    let is_complete = results.iter().chain(&wrong).all(|fetched| fetched.failures.is_empty());
    for fetched in results.iter().chain(&wrong) {
        warn(fetched, console);
    }
    if !options.dry_run && !options.check && !arguments.quiet {
        print(summary(&results, options))?;
    }
    Ok(if is_complete { Outcome::Done } else { Outcome::SomeRejected })
}

/// Prints what is known of each source, and leaves those of which nothing is.
fn shown(sources: &[Source<'_>], known: impl Iterator<Item = Result<String, Failure>>) -> anyhow::Result<Vec<Fetched>> {
    let mut failed = Vec::new();
    for (source, known) in sources.iter().zip(known) {
        match known {
            Ok(text) => print(format!("{}\n  {text}\n", one_line(&source.name)))?,
            Err(failure) => failed.push(Fetched::failed(&source.name, failure)),
        }
    }
    Ok(failed)
}

fn warn(fetched: &Fetched, console: &Console) {
    for (address, failure) in fetched.failures.iter().take(NAMED_FAILURES) {
        let address = address.as_deref().map(|address| format!(" {address}:")).unwrap_or_default();
        console.warn(&format!("{}:{address} {failure}", fetched.source));
    }
    if let Some(more) = fetched.failures.len().checked_sub(NAMED_FAILURES).filter(|more| *more > 0) {
        console.warn(&format!("{}: and {more} more; the next run asks for them again", fetched.source));
    }
}

/// A line or two a source, the credits that boards ask for, and what to do next.
fn summary(results: &[Fetched], options: &FetchOptions) -> String {
    let mut out = String::new();
    let width =
        results.iter().map(|fetched| one_line(&fetched.source).chars().count()).max().unwrap_or_default().min(48);
    for fetched in results.iter().filter(|fetched| fetched.postings > 0 || fetched.failures.is_empty()) {
        let _ = writeln!(out, "{:width$}  {}", one_line(&fetched.source), line(fetched));
        for note in &fetched.notes {
            let _ = writeln!(out, "{:width$}  {}", "", one_line(note));
        }
    }
    let credits: std::collections::BTreeSet<&str> =
        results.iter().filter_map(|fetched| fetched.credit.as_deref()).collect();
    if !credits.is_empty() {
        out += "\nWherever you show these postings, name their source:\n";
        out.extend(credits.iter().map(|credit| format!("  {credit}\n")));
    }
    if results.iter().any(|fetched| fetched.new + fetched.changed + fetched.unchanged > 0) {
        let _ = writeln!(out, "\nSaved in {0}. Next: jobsift scan {0}", options.output.display());
    }
    out
}

fn line(fetched: &Fetched) -> String {
    let postings = if fetched.postings == 1 { "posting" } else { "postings" };
    let counts = [
        (fetched.new, "new"),
        (fetched.changed, "changed"),
        (fetched.unchanged, "unchanged"),
        (fetched.put_aside, "no longer listed and put aside"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    let counts: Vec<String> = counts.collect();
    let requests = if fetched.requests == 1 { "request" } else { "requests" };
    let files = if counts.is_empty() { String::new() } else { format!("; files: {}", counts.join(", ")) };
    // A failure without an address is of the list itself, and no posting of it.
    let failed = fetched.failures.iter().filter(|(address, _)| address.is_some()).count();
    let fetched_of = match fetched.postings.checked_sub(failed) {
        Some(rest) if failed > 0 => format!("{rest} of "),
        _ => String::new(),
    };
    format!("{fetched_of}{} {postings}{files}; {} {requests}", fetched.postings, fetched.requests)
}

/// The sources that an argument stands for: itself, or the lines of a file.
fn listed(argument: &str, depth: usize, out: &mut Vec<String>) -> anyhow::Result<()> {
    let Some(path) = argument.strip_prefix('@') else {
        out.push(argument.to_owned());
        return Ok(());
    };
    if depth >= DEEPEST_LIST {
        bail!("{path}: lists of sources name each other");
    }
    let text = if path == "-" {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).context("the list of sources on standard input cannot be read")?;
        text
    } else {
        fs::read_to_string(path).with_context(|| format!("the list of sources {path} cannot be read"))?
    };
    let lines = text.lines().map(|line| line.split(" #").next().unwrap_or_default().trim());
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        listed(line, depth + 1, out)?;
    }
    Ok(())
}

/// What was typed, and what the environment and the config file say, as the library wants it.
pub(crate) fn settings(options: &FetchOptions, config: &Config, endpoints: &Endpoints) -> anyhow::Result<Options> {
    let mut settings = Options::new(jiff::Timestamp::now());
    if let Some(contact) = &options.contact {
        if contact.is_empty() || !contact.chars().all(|c| c.is_ascii_graphic()) {
            bail!("--contact takes one word of plain letters, such as a mail address or the address of a page");
        }
        settings.contact.clone_from(contact);
    }
    for (board, url) in &options.base {
        if !endpoints.boards.iter().any(|known| known.name == *board) {
            bail!("--base {board}=…: no board is called `{board}`; `jobsift boards` lists them");
        }
        settings.bases.insert(board.clone(), url.clone());
    }
    settings.keys = keys(config, endpoints);
    settings.allow_private = options.allow_private;
    settings.proxy.clone_from(&options.proxy);
    settings.at_once = options.at_once;
    settings.most = options.most;
    settings.refresh = options.refresh;
    settings.patience = Duration::from_secs(options.patience);
    settings.timeout = Duration::from_secs(options.timeout);
    settings.largest = usize::from(options.largest) << 20;
    settings.memory = memory();
    Ok(settings)
}

/// The keys of the boards: from the environment, then from the config file.
pub(crate) fn keys(config: &Config, endpoints: &Endpoints) -> BTreeMap<String, String> {
    let names = endpoints.boards.iter().flat_map(|board| board.keys.values());
    let found = names.filter_map(|name| {
        let of_environment = std::env::var(name).ok().filter(|key| !key.is_empty());
        Some((name.clone(), of_environment.or_else(|| config.keys.get(name).cloned())?))
    });
    found.collect()
}

/// Where requests are remembered for limits over hours and days.
pub(crate) fn memory() -> Option<PathBuf> {
    config::cache_folder().map(|folder| folder.join("requests"))
}
