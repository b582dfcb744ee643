//! `diff` from outside: two files, two datasets, and what cannot be compared.

use std::fs;

use tempfile::TempDir;

use crate::program::run;

const BEFORE: &str = "samples/months/september.ndjson";
const NOW: &str = "samples/months/october.ndjson";

#[test]
fn datasets_differ_as_their_files_do() {
    let dir = TempDir::new().unwrap();
    let at = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    for (file, name) in [(BEFORE, "before"), (NOW, "now")] {
        assert_eq!(run(&["scan", file, "-o", &at(name), "--quiet"]).status, 0);
    }
    for format in ["text", "json", "csv", "demand-csv"] {
        let of_files = run(&["diff", BEFORE, NOW, "--format", format, "--quiet"]);
        let of_datasets = run(&["diff", &at("before"), &at("now"), "--format", format]);
        assert_eq!((of_files.status, of_datasets.status), (0, 0), "{}", of_datasets.stderr);
        assert_eq!(of_files.stdout, of_datasets.stdout);
        let one_thread = run(&["diff", BEFORE, NOW, "--format", format, "--threads", "1", "--quiet"]);
        assert_eq!(of_files.stdout, one_thread.stdout);
    }
}

#[test]
fn nothing_differs_from_itself() {
    let ran = run(&["diff", "samples/postings", "samples/postings", "--format", "csv", "--quiet"]);
    assert_eq!((ran.status, ran.stdout.lines().count()), (0, 1), "{}", ran.stdout);
}

#[test]
fn a_bad_input_is_a_warning_and_the_rest_is_compared() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("now.ndjson");
    fs::write(&file, fs::read_to_string(crate::program::root().join(NOW)).unwrap() + "{\"broken\n").unwrap();
    let ran = run(&["diff", BEFORE, file.to_str().unwrap(), "--format", "csv"]);
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.starts_with("before: 5 postings read.\nwarning: "), "{}", ran.stderr);
    assert_eq!(ran.stdout, run(&["diff", BEFORE, NOW, "--format", "csv", "--quiet"]).stdout);
    let missing = run(&["diff", "nowhere", NOW]);
    assert_eq!(missing.status, 2);
    assert!(missing.stderr.starts_with("error: nowhere: no such file or folder"), "{}", missing.stderr);
}
