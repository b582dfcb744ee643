//! `jobsift`: the command line. Parses what was typed, runs one command, says what went wrong, and turns the outcome into an exit status.

mod args;
mod commands;
mod console;
mod inputs;

use std::process::ExitCode;

use clap::Parser as _;

use crate::args::{Arguments, Command};
use crate::console::Console;

/// How a command ended, other than by an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything was read: status 0.
    Done,
    /// Done, but some inputs were rejected: status 1.
    SomeRejected,
    /// A fit is under `--fail-under`: status 3.
    UnderThreshold,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let console = Console::new(arguments.quiet);
    match run(&arguments, &console) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::SomeRejected) => ExitCode::from(1),
        Ok(Outcome::UnderThreshold) => ExitCode::from(3),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            console.error(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments, console: &Console) -> anyhow::Result<Outcome> {
    match &arguments.command {
        Command::Scan(options) => commands::scan::run(options, arguments, console),
        Command::Explain(options) => commands::explain::run(options, arguments, console),
        Command::Fit(options) => commands::fit::run(options, arguments, console),
        Command::Report(options) => commands::report::run(options, arguments, console),
        Command::Diff(options) => commands::diff::run(options, arguments, console),
        Command::Dictionary(options) => commands::dictionary::run(options, arguments, console),
        Command::Completions { shell } => commands::completions::run(*shell),
        Command::Man => commands::completions::man(),
    }
}

/// A reader that has seen enough (`| head`) is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
