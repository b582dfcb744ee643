//! `doctor`: whether everything that the commands need is there. It asks no site anything.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use jobsift::dataset::Reader;
use jobsift::dictionary::Dictionary;
use jobsift::fetch::Endpoints;
use jobsift::text::counted;

use crate::Outcome;
use crate::args::Arguments;
use crate::commands::fetch;
use crate::config::{self, Config, ConfigError};
use crate::console::print;
use crate::{inputs, said};

/// What was found out about one thing.
struct Finding {
    what: &'static str,
    says: Result<String, String>,
}

pub(crate) fn run(
    datasets: &[PathBuf],
    arguments: &Arguments,
    config: Result<&Config, &ConfigError>,
) -> anyhow::Result<Outcome> {
    let mut findings = vec![
        Finding {
            what: "version",
            says: Ok(format!(
                "jobsift {}, {} {}",
                env!("CARGO_PKG_VERSION"),
                std::env::consts::OS,
                std::env::consts::ARCH
            )),
        },
        Finding { what: "config", says: config_files(config) },
        Finding { what: "vocabulary", says: vocabulary(arguments) },
        Finding { what: "boards", says: boards(arguments) },
        Finding { what: "keys", says: keys(config) },
        Finding { what: "reports", says: writable(Path::new("reports")) },
        Finding { what: "saved", says: writable(Path::new("saved")) },
        Finding { what: "cache", says: cache() },
        Finding { what: "threads", says: Ok(threads(arguments)) },
        Finding { what: "terminal", says: Ok(terminal()) },
        Finding { what: "network", says: Ok("not asked; jobsift fetch --check SOURCE tries a board".to_owned()) },
    ];
    findings.extend(datasets.iter().map(|dir| Finding { what: "dataset", says: dataset(dir) }));
    let mut out = String::new();
    for Finding { what, says } in &findings {
        let (mark, text) = match says {
            Ok(text) => ("ok   ", text),
            Err(text) => ("WRONG", text),
        };
        let _ = writeln!(out, "{mark}  {what:10}  {}", jobsift::text::one_line(text));
    }
    print(out)?;
    Ok(if findings.iter().all(|finding| finding.says.is_ok()) { Outcome::Done } else { Outcome::SomeRejected })
}

fn config_files(config: Result<&Config, &ConfigError>) -> Result<String, String> {
    let config = config.map_err(ToString::to_string)?;
    if config.files.is_empty() {
        let places = config::places();
        let places: Vec<String> = places.iter().map(|place| place.path.display().to_string()).collect();
        return Ok(format!("no file; it may be {}", places.join(" or ")));
    }
    Ok(config.files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join(", then "))
}

fn vocabulary(arguments: &Arguments) -> Result<String, String> {
    let own = inputs::own_files(&arguments.dictionary).map_err(|error| said(&error))?;
    let dictionary = Dictionary::with_files(&own).map_err(|error| error.to_string())?;
    Ok(format!(
        "{} skills, {} of them in {} of your own",
        dictionary.skills.len(),
        own_skills(&dictionary)?,
        counted(own.len() as u64, "file", "files")
    ))
}

fn own_skills(dictionary: &Dictionary) -> Result<usize, String> {
    let built_in = Dictionary::with_files(&[]).map_err(|error| error.to_string())?;
    Ok(dictionary.skills.len().saturating_sub(built_in.skills.len()))
}

fn boards(arguments: &Arguments) -> Result<String, String> {
    let endpoints = inputs::endpoints(&arguments.board).map_err(|error| said(&error))?;
    Ok(format!(
        "{} to fetch from, {} read from saved files only, {} of your own",
        endpoints.boards.len(),
        endpoints.only_read.len(),
        arguments.board.len()
    ))
}

fn keys(config: Result<&Config, &ConfigError>) -> Result<String, String> {
    let endpoints = Endpoints::built_in().map_err(|error| error.to_string())?;
    let set = config.map(|config| fetch::keys(config, &endpoints)).unwrap_or_default();
    let names = endpoints.boards.iter().flat_map(|board| board.keys.values());
    let told = names.map(|name| format!("{name} {}", if set.contains_key(name) { "set" } else { "not set" }));
    Ok(told.collect::<Vec<_>>().join(", "))
}

fn cache() -> Result<String, String> {
    match config::cache_folder() {
        Some(folder) => writable(&folder),
        None => Ok("none: without a home folder, limits over hours and days hold for one run only".to_owned()),
    }
}

/// Whether every file of a dataset is as it was written.
fn dataset(dir: &Path) -> Result<String, String> {
    let reader = Reader::open(dir).map_err(|error| error.to_string())?;
    let faults: Vec<String> = reader.faults().map(|fault| fault.to_string()).collect();
    let manifest = reader.manifest();
    if faults.is_empty() {
        return Ok(format!(
            "{}: whole, {} in {}",
            dir.display(),
            counted(manifest.postings, "posting", "postings"),
            counted(manifest.parts.len() as u64, "part", "parts")
        ));
    }
    Err(faults.join("; "))
}

/// Whether a folder can be written in, or made. Nothing is left there.
fn writable(folder: &Path) -> Result<String, String> {
    let there = folder.ancestors().find(|ancestor| ancestor.is_dir() || ancestor.as_os_str().is_empty());
    let there = there.filter(|there| !there.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if folder.exists() && !folder.is_dir() {
        return Err(format!("{} is a file, and has to be a folder", folder.display()));
    }
    let probe = tempfile::Builder::new().prefix(".jobsift-doctor").tempfile_in(there);
    match probe {
        Ok(_) if there == folder => Ok(format!("{} can be written in", folder.display())),
        Ok(_) => Ok(format!("{} can be made", folder.display())),
        Err(error) => Err(format!("{} cannot be written in: {}", there.display(), jobsift::fault::reason(&error))),
    }
}

fn threads(arguments: &Arguments) -> String {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
    let used = arguments.threads.map_or(cores, std::num::NonZeroUsize::get);
    format!("{used} used, {}", counted(cores as u64, "core", "cores"))
}

fn terminal() -> String {
    let colours = if anstream::AutoStream::choice(&io::stdout()) == anstream::ColorChoice::Never {
        "no colours"
    } else {
        "colours"
    };
    if io::stdout().is_terminal() {
        format!("yes, with {colours}")
    } else {
        format!("standard output is none; {colours}")
    }
}
