//! `jobsift.toml`: defaults for any option, from the working folder and from the person's own config folder.
//!
//! ```toml
//! threads = 4                 # options of every command
//!
//! [fit]                       # options of one command, by their long names
//! profile = "me.toml"
//!
//! [fetch]
//! contact = "https://acme.example/me"
//!
//! [dictionary.suggest]        # commands inside commands
//! most = 20
//!
//! [keys]                      # keys of boards
//! ADZUNA_APP_ID = "…"
//! ```
//!
//! The values become the defaults of the command line's own definitions: what is typed wins, values are checked as typed
//! ones are, and `--help` shows them. Of two files the one in the working folder wins.

use std::collections::BTreeMap;
use std::env;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, Command};
use jobsift::{fault, import};
use toml::de::{DeTable, DeValue};

/// The name of the file, everywhere.
const NAME: &str = "jobsift.toml";

/// Options that reach or protect the network. A folder that came from somebody else must not set them. A board file says where
/// requests go, with whatever keys.
const OWN_ONLY: &[&str] = &["board", "fetch.allow-private", "fetch.base", "fetch.proxy", "keys"];

/// What the files say beside the defaults of options.
#[derive(Debug, Default)]
pub(crate) struct Config {
    /// The files that were read, the one that wins first.
    pub(crate) files: Vec<PathBuf>,
    /// Keys of boards.
    pub(crate) keys: BTreeMap<String, String>,
}

/// A file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}{}: {reason}", .file.display(), .line.map(|line| format!(":{line}")).unwrap_or_default())]
pub(crate) struct ConfigError {
    file: PathBuf,
    /// From 1.
    line: Option<usize>,
    reason: String,
}

/// Why a value cannot be used, and where it stands.
struct Wrong {
    at: usize,
    reason: String,
}

/// A place where a file may be.
pub(crate) struct Place {
    pub(crate) path: PathBuf,
    /// It is the person's own.
    is_own: bool,
}

/// The places where a file may be, the one that wins first.
pub(crate) fn places() -> Vec<Place> {
    let own = folder(Folder::Config).map(|folder| Place { path: folder.join(NAME), is_own: true });
    [Some(Place { path: PathBuf::from(NAME), is_own: false }), own].into_iter().flatten().collect()
}

/// The command line with the defaults of the files.
pub(crate) fn apply(mut command: Command) -> Result<(Command, Config), ConfigError> {
    let mut config = Config::default();
    // The file that wins comes last.
    for place in places().iter().rev() {
        let wrong = |line, reason| ConfigError { file: place.path.clone(), line, reason };
        let text = match import::read_text(&place.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(wrong(None, format!("cannot be read: {}", fault::reason(&error)))),
        };
        let line = |at: usize| text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
        let table = DeTable::parse(&text).map_err(|error| {
            let said = error.message().trim().replace('\n', ", ");
            wrong(error.span().map(|span| line(span.start)), format!("{said}; is it written as key = value?"))
        })?;
        let applied = defaults(command, table.get_ref(), "", place.is_own, &mut config);
        command = applied.map_err(|found| wrong(Some(line(found.at)), found.reason))?;
        config.files.insert(0, place.path.clone());
    }
    Ok((command, config))
}

/// A command with the defaults of a table.
fn defaults(
    mut command: Command,
    table: &DeTable<'_>,
    at: &str,
    is_own: bool,
    config: &mut Config,
) -> Result<Command, Wrong> {
    // In the order of the file, so that the first fault is the one that is named.
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in entries {
        let wrong = |reason| Wrong { at: key.span().start, reason };
        let (key, value): (&str, &DeValue<'_>) = (key.get_ref(), value.get_ref());
        let name = if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") };
        if !is_own && OWN_ONLY.contains(&name.as_str()) {
            let own = folder(Folder::Config).map(|folder| folder.join(NAME).display().to_string());
            let own = own.unwrap_or_else(|| "the file in your config folder".to_owned());
            return Err(wrong(format!(
                "`{name}` is not taken from a file in the working folder; set it in {own}, or by its flag"
            )));
        }
        if name == "keys" {
            keys(value, config).map_err(wrong)?;
            continue;
        }
        if let (DeValue::Table(inner), true) = (value, command.find_subcommand(key).is_some()) {
            let mut outcome = Ok(());
            command = command.mut_subcommand(key, |subcommand| {
                defaults(subcommand.clone(), inner, &name, is_own, config).unwrap_or_else(|error| {
                    outcome = Err(error);
                    subcommand
                })
            });
            outcome?;
            continue;
        }
        command = default(command, key, &name, value).map_err(wrong)?;
    }
    Ok(command)
}

/// A command with one default.
fn default(command: Command, key: &str, name: &str, value: &DeValue<'_>) -> Result<Command, String> {
    let found = command.get_arguments().find(|argument| argument.get_long() == Some(key) && !argument.is_positional());
    let Some(argument) = found.filter(|argument| !matches!(argument.get_id().as_str(), "help" | "version")) else {
        return Err(unknown(&command, key, name));
    };
    let id = argument.get_id().clone();
    let takes_many = matches!(argument.get_action(), ArgAction::Append);
    let is_flag = matches!(argument.get_action(), ArgAction::SetTrue);
    let values = match value {
        DeValue::Array(values) if takes_many => {
            values.iter().map(|value| written(value.get_ref())).collect::<Option<Vec<_>>>()
        }
        DeValue::Boolean(_) if !is_flag => None,
        value if is_flag => value.as_bool().map(|flag| vec![flag.to_string()]),
        value => written(value).map(|value| vec![value]),
    };
    let Some(values) = values else {
        let wanted = if is_flag {
            "true or false"
        } else if takes_many {
            "a list of texts"
        } else {
            "a text or a number"
        };
        return Err(format!("`{name}` takes {wanted}, not {}", kind(value)));
    };
    let values = values.into_iter().map(as_static).collect::<Vec<_>>();
    check(argument, &values).map_err(|error| format!("`{name}`: {error}"))?;
    Ok(command.mut_arg(id, |argument| argument.required(false).default_values(values)))
}

/// Whether an option takes these values: by itself, so that the message is of the file and not of what was typed.
fn check(argument: &Arg, values: &[&'static str]) -> Result<(), String> {
    let alone = Arg::new("value").num_args(1).value_parser(argument.get_value_parser().clone());
    let probe = Command::new("probe").no_binary_name(true).arg(alone.allow_hyphen_values(true));
    for value in values {
        probe.clone().try_get_matches_from([value]).map_err(|error| {
            // The first line says what is wrong, one of the next what may stand there instead.
            let text = error.to_string();
            let first = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
            let allowed = text.lines().map(str::trim).find(|line| line.starts_with("[possible values: "));
            let allowed = allowed.map(|line| format!("; {}", line.trim_matches(['[', ']'])));
            first.replace(" for '[value]'", "") + &allowed.unwrap_or_default()
        })?;
    }
    Ok(())
}

fn unknown(command: &Command, key: &str, name: &str) -> String {
    let options = command.get_arguments().filter_map(Arg::get_long);
    let commands = command.get_subcommands().map(Command::get_name);
    let near = options.chain(commands).map(|known| (strsim::damerau_levenshtein(known, key), known)).min();
    let near = near.filter(|(distance, _)| *distance <= 3).map(|(_, known)| format!("; did you mean `{known}`?"));
    format!("`{name}` is no option or command{}", near.unwrap_or_default())
}

fn written(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.clone().into_owned()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Float(number) => Some(number.to_string()),
        DeValue::Datetime(date) => Some(date.to_string()),
        _ => None,
    }
}

/// What a value is, for messages: some values are secret.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The command line's definitions live as long as the program, and so do their defaults.
fn as_static(text: String) -> &'static str {
    text.leak()
}

fn keys(value: &DeValue<'_>, config: &mut Config) -> Result<(), String> {
    // No message may have a key in it.
    let table = value.as_table().ok_or("`keys` is a table: [keys]")?;
    for (name, key) in table {
        let (name, key) = (name.get_ref(), key.get_ref().as_str());
        let key = key.ok_or_else(|| format!("`keys.{name}` takes a text"))?;
        config.keys.insert(name.clone().into_owned(), key.to_owned());
    }
    Ok(())
}

/// The kinds of a person's folders.
#[derive(Clone, Copy)]
enum Folder {
    Config,
    Cache,
}

/// Where what can be made again is kept.
pub(crate) fn cache_folder() -> Option<PathBuf> {
    folder(Folder::Cache)
}

/// The person's own folder of the program, by the customs of the system.
fn folder(kind: Folder) -> Option<PathBuf> {
    let variable = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || variable("HOME");
    let (xdg, unix, mac, windows) = match kind {
        Folder::Config => ("XDG_CONFIG_HOME", ".config", "Library/Application Support", "APPDATA"),
        Folder::Cache => ("XDG_CACHE_HOME", ".cache", "Library/Caches", "LOCALAPPDATA"),
    };
    let base = variable(xdg).or_else(|| {
        if cfg!(windows) {
            variable(windows)
        } else if cfg!(target_os = "macos") {
            home().map(|home| home.join(mac))
        } else {
            home().map(|home| home.join(unix))
        }
    });
    base.map(|base| base.join(Path::new("jobsift")))
}
