//! `jobsift`: the command line. Parses what was typed, runs one command, says what went wrong, and turns the outcome into an exit status.

mod args;
mod commands;
mod config;
mod console;
mod counts;
mod inputs;
mod interrupt;
mod named;
mod repeats;

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};
use jobsift::fault::reason;
use mimalloc::MiMalloc;

use crate::args::{Arguments, Command};
use crate::config::{Config, ConfigError};
use crate::console::Console;
use crate::counts::NoPosting;
use crate::interrupt::Interrupted;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// How a command ended, other than by an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything was read: status 0.
    Done,
    /// Done, but inputs were rejected: status 1.
    SomeRejected,
    /// A fit is under `--fail-under`: status 3.
    UnderThreshold,
}

fn main() -> ExitCode {
    interrupt::outlive_file_limits();
    // What the files say comes first: it is the defaults of what may be typed.
    let (definitions, config) = match config::apply(Arguments::command()) {
        Ok((definitions, config)) => (definitions, Ok(config)),
        Err(error) => (Arguments::command(), Err(error)),
    };
    let parsed = definitions
        .try_get_matches()
        .and_then(|typed| Arguments::from_arg_matches(&typed).map_err(|error| error.format(&mut Arguments::command())));
    let arguments = parsed.unwrap_or_else(|error| console::refuse(&error));
    let console = Console::new(arguments.quiet);
    match run(&arguments, config, &console) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::SomeRejected) => ExitCode::from(1),
        Ok(Outcome::UnderThreshold) => ExitCode::from(3),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            console.error(&said(&error));
            // As a shell has it for a program that Ctrl-C ended.
            let status = if error.is::<Interrupted>() { 130 } else { 2 };
            ExitCode::from(error.downcast_ref().map_or(status, NoPosting::status))
        }
    }
}

/// An error and its causes, those of the system in words of their own.
fn said(error: &anyhow::Error) -> String {
    let said =
        |cause: &(dyn std::error::Error + 'static)| cause.downcast_ref().map_or_else(|| cause.to_string(), reason);
    error.chain().map(said).collect::<Vec<_>>().join(": ")
}

fn run(arguments: &Arguments, config: Result<Config, ConfigError>, console: &Console) -> anyhow::Result<Outcome> {
    if let Command::Doctor { datasets } = &arguments.command {
        return commands::doctor::run(datasets, arguments, config.as_ref());
    }
    let config = config?;
    match &arguments.command {
        Command::Scan(options) => commands::scan::run(options, arguments, console),
        Command::Explain(options) => commands::explain::run(options, arguments, console),
        Command::Fit(options) => commands::fit::run(options, arguments, console),
        Command::Report(options) => commands::report::run(options, arguments, console),
        Command::Rank(options) => commands::rank::run(options, arguments, console),
        Command::Plan(options) => commands::plan::run(options, arguments, console),
        Command::Profile(options) => commands::profile::run(options, arguments, console),
        Command::Fetch(options) => commands::fetch::run(options, &config, arguments, console),
        Command::Boards(options) => commands::boards::run(options, arguments),
        Command::Doctor { datasets } => commands::doctor::run(datasets, arguments, Ok(&config)),
        Command::Diff(options) => commands::diff::run(options, arguments, console),
        Command::Dictionary(options) => commands::dictionary::run(options, arguments, console),
        Command::Completions { shell } => commands::completions::run(*shell, arguments),
        Command::Man => commands::completions::man(arguments),
    }
}

/// A reader that has seen enough (`| head`) is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
