//! The README keeps its word: every command of its tour is run, and prints what the README shows.
//!
//! A `console` block holds commands behind `$ jobsift` and what they print; `…` alone on a line stands for lines left out. After a wanted
//! change: `JOBSIFT_BLESS=1 cargo test readme`, then read the difference.

use std::fs;

use tempfile::TempDir;

use crate::program::{jobsift, root};

/// Lines shown of a longer output when the README is written anew.
const SHOWN: usize = 24;

#[test]
fn the_tour_is_real() {
    let path = root().join("README.md");
    let text = fs::read_to_string(&path).unwrap();
    let scratch = TempDir::new().unwrap();
    let mut written = String::new();
    let mut lines = text.lines().peekable();
    let mut commands = 0;
    while let Some(line) = lines.next() {
        written += &format!("{line}\n");
        if line != "```console" {
            continue;
        }
        while let Some(line) = lines.next_if(|line| *line != "```") {
            let Some(command) = line.strip_prefix("$ jobsift ") else { panic!("not a command of the tour: {line}") };
            let mut shown = Vec::new();
            while let Some(line) = lines.next_if(|line| *line != "```" && !line.starts_with("$ ")) {
                shown.push(line);
            }
            commands += 1;
            let printed = printed(command, &scratch);
            written += &format!("{line}\n{}", excerpt(&printed, shown.len()));
            if std::env::var_os("JOBSIFT_BLESS").is_none() {
                assert_eq!(shown.join("\n"), excerpt(&printed, shown.len()).trim_end(), "jobsift {command}");
            }
        }
    }
    assert!(commands >= 8, "{commands}");
    if std::env::var_os("JOBSIFT_BLESS").is_some() {
        fs::write(path, written).unwrap();
    }
}

/// Both outputs of a command, with the scratch folder in the place of `/tmp`.
fn printed(command: &str, scratch: &TempDir) -> String {
    let scratch = scratch.path().to_str().unwrap();
    let arguments = command.split(' ').map(|argument| argument.trim_matches('\'').replace("/tmp", scratch));
    let output = jobsift().args(arguments).output().unwrap();
    let both = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    both.replace(scratch, "/tmp").lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

/// The first lines of an output, as many as are shown now, or [`SHOWN`] at first.
fn excerpt(printed: &str, shown: usize) -> String {
    let total = printed.lines().count();
    let most = if shown == 0 { SHOWN } else { shown };
    if total <= most {
        return printed.to_owned();
    }
    printed.lines().take(most - 1).chain(["…"]).map(|line| format!("{line}\n")).collect()
}
