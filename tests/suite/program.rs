//! Runs the built program in a clean environment.

use std::path::PathBuf;
use std::process::Output;

use assert_cmd::Command;

/// The project's root, where samples and dictionaries are.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The program, to be run in the project's root, with nothing of the person's environment.
pub(crate) fn jobsift() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jobsift"));
    command.env_clear().env("NO_COLOR", "1").env("COLUMNS", "100").current_dir(root());
    command
}

/// What a run ended with.
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the program with these arguments.
pub(crate) fn run(arguments: &[&str]) -> Ran {
    ran(&jobsift().args(arguments).output().unwrap())
}

/// Runs the program with these arguments and this standard input.
pub(crate) fn run_on(input: &[u8], arguments: &[&str]) -> Ran {
    ran(&jobsift().args(arguments).write_stdin(input).output().unwrap())
}

fn ran(output: &Output) -> Ran {
    Ran {
        status: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout.clone()).unwrap(),
        stderr: String::from_utf8(output.stderr.clone()).unwrap(),
    }
}
