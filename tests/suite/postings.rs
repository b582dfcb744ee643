//! A posting by the name that the program prints for it.

use std::fs;

use tempfile::TempDir;

use crate::program::{Ran, run};

const PROFILE: &str = "samples/profiles/backend-engineer.toml";
const TABLE: &str = "samples/postings/tables/postings.ndjson";

/// Runs the program; the folder is taken out of what it says.
fn run_in(dir: &TempDir, arguments: &[&str]) -> Ran {
    let at = format!("{}/", dir.path().display());
    let arguments: Vec<String> = arguments.iter().map(|argument| argument.replace("{}/", &at)).collect();
    let mut ran = run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    ran.stderr = ran.stderr.replace(&at, "");
    ran.stdout = ran.stdout.replace(&at, "");
    ran
}

fn fit(dir: &TempDir, names: &[&str]) -> Ran {
    run_in(dir, &[&["fit", "-p", PROFILE, "--today", "2026-11-20", "--format", "json"], names].concat())
}

#[test]
fn a_posting_is_found_by_the_name_that_is_printed_for_it() {
    let dir = TempDir::new().unwrap();
    let by_number = run(&["explain", TABLE, "-n", "5"]);
    let by_name = run(&["explain", &format!("{TABLE}#5")]);
    assert_eq!((by_name.status, by_name.stdout, by_name.stderr.as_str()), (0, by_number.stdout, ""));
    let fits = fit(&dir, &[&format!("{TABLE}#5"), &format!("{TABLE}#2"), &format!("{TABLE}#5")]);
    let titles: Vec<String> = fits
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["posting"]["title"].to_string())
        .collect();
    assert_eq!(titles, ["\"Senior Python Engineer\"", "\"Reliability Engineer, Payments\""], "{}", fits.stdout);
    assert_eq!((fits.status, fits.stderr.as_str()), (0, "2 postings read.\n"));
    let whole = fit(&dir, &[&format!("{TABLE}#5"), "samples/postings/tables"]).stdout;
    assert_eq!(whole, fit(&dir, &["samples/postings/tables"]).stdout);
}

#[test]
fn other_postings_of_the_file_are_not_looked_at() {
    let dir = TempDir::new().unwrap();
    let line = fs::read_to_string(TABLE).unwrap().lines().next().unwrap().to_owned();
    fs::write(dir.path().join("a.ndjson"), format!("{line}\n{{\"id\": \n{line}\n")).unwrap();
    let good = fit(&dir, &["{}/a.ndjson#3"]);
    assert_eq!((good.status, good.stderr.as_str(), good.stdout.lines().count()), (0, "", 1));
    let bad = fit(&dir, &["{}/a.ndjson#2"]);
    let said = "error: a.ndjson#2: no posting could be read, the one input was rejected";
    assert_eq!((bad.status, bad.stderr.lines().last(), bad.stderr.lines().count()), (1, Some(said), 2));
    for command in [&["explain", "{}/a.ndjson#4"][..], &["fit", "{}/a.ndjson#4", "-p", PROFILE]] {
        let none = run_in(&dir, command);
        let said = "error: a.ndjson#4: a.ndjson has no such posting; `jobsift scan 'a.ndjson' --format csv` has the number of each under `member`\n";
        assert_eq!((none.status, none.stderr.as_str()), (2, said));
    }
}

#[test]
fn a_file_of_such_a_name_is_that_file() {
    let dir = TempDir::new().unwrap();
    fs::copy(TABLE, dir.path().join("a")).unwrap();
    fs::copy("samples/postings/text/hollowreed-go-engineer.txt", dir.path().join("a#2")).unwrap();
    let ran = run_in(&dir, &["explain", "{}/a#2"]);
    assert!(ran.stdout.starts_with("Go Engineer\n"), "{}", ran.stdout);
}

#[test]
fn a_dataset_is_for_the_commands_that_read_one() {
    let dir = TempDir::new().unwrap();
    assert_eq!(run_in(&dir, &["scan", TABLE, "-o", "{}/data", "--quiet"]).status, 0);
    let said = |instead: &str| {
        format!(
            "error: data is a dataset: its postings are analysed already; give it to `jobsift {instead}`, or name the folder that it was made from\n"
        )
    };
    assert_eq!(fit(&dir, &["{}/data"]).stderr, said("rank"));
    assert_eq!(run_in(&dir, &["explain", "{}/data"]).stderr, said("report"));
}
