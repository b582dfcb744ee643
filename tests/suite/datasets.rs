//! Where a dataset or report may be written, and that nothing good is lost to a run that cannot be done.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::program::{Ran, run};

const POSTING: &str = r#"{"id": 1, "title": "Platform Engineer", "description": "We run Kubernetes and Terraform for twenty teams. You bring AWS and Go."}"#;

/// A folder `S` with one posting in it, and `data`, the dataset of it.
fn set_up() -> TempDir {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("S")).unwrap();
    fs::write(dir.path().join("S/a.json"), POSTING).unwrap();
    assert_eq!(run_in(&dir, &["scan", "{}/S", "-o", "{}/data", "--quiet"]).status, 0);
    dir
}

/// Runs the program, with `{}` in an argument for the folder; the folder is taken out of the messages.
fn run_in(dir: &TempDir, arguments: &[&str]) -> Ran {
    let at = dir.path().to_str().unwrap();
    let arguments: Vec<String> = arguments.iter().map(|argument| argument.replace("{}", at)).collect();
    let mut ran = run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    ran.stderr = ran.stderr.replace(&format!("{at}/"), "");
    ran
}

/// Every file under a folder with its bytes.
fn content(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.display().to_string(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Checks that a run ends with status 2 and this message, and changes no file.
fn is_refused(dir: &TempDir, arguments: &[&str], message: &str) {
    let before = content(dir.path());
    let ran = run_in(dir, arguments);
    assert_eq!((ran.status, ran.stderr.as_str()), (2, format!("error: {message}\n").as_str()), "{arguments:?}");
    assert_eq!(content(dir.path()), before, "{arguments:?}");
}

#[test]
fn a_dataset_is_not_scanned_into_itself() {
    let dir = set_up();
    let message = "data is a dataset: its postings are analysed already; give it to `jobsift report`, or name the folder that it was made from";
    is_refused(&dir, &["scan", "{}/data", "-o", "{}/data"], message);
}

#[test]
fn a_dataset_goes_apart_from_its_postings() {
    let dir = set_up();
    let no = "the dataset cannot go where the postings are; name a folder apart from them";
    is_refused(&dir, &["scan", "{}/S", "-o", "{}/S"], &format!("S: {no}"));
    is_refused(&dir, &["scan", "{}/S", "-o", "{}/S/sub/new"], &format!("S/sub/new: {no}"));
    is_refused(&dir, &["scan", "{}/S", "-o", "{}/S/.."], &format!("S/..: {no}"));
    is_refused(&dir, &["scan", "{}/S/**/*.json", "-o", "{}/S/new"], &format!("S/new: {no}"));
    is_refused(&dir, &["scan", "{}/data/rejected.ndjson", "-o", "{}/data"], &format!("data: {no}"));
    assert_eq!(run_in(&dir, &["scan", "{}/S/*.json", "-o", "{}/S/new", "--quiet"]).status, 0);
}

#[test]
fn a_dataset_goes_into_an_empty_folder_or_onto_a_dataset() {
    let dir = set_up();
    fs::create_dir(dir.path().join("full")).unwrap();
    fs::write(dir.path().join("full/letter.txt"), "mine").unwrap();
    let no = "full: the folder is not empty and no dataset; name a new folder, an empty one or a dataset to replace";
    is_refused(&dir, &["scan", "{}/S", "-o", "{}/full"], no);
    let before = content(dir.path());
    assert_eq!(run_in(&dir, &["scan", "{}/S", "-o", "{}/data", "--quiet"]).status, 0);
    assert_eq!(content(dir.path()), before);
}

#[test]
fn a_failed_scan_says_why_once_and_makes_nothing() {
    let dir = set_up();
    fs::write(dir.path().join("afile"), "").unwrap();
    is_refused(
        &dir,
        &["scan", "{}/S", "-o", "{}/afile"],
        "afile: cannot be read or written: File exists (os error 17)",
    );
    is_refused(
        &dir,
        &["report", "{}/S", "-o", "{}/afile", "--quiet"],
        "afile: cannot be written: File exists (os error 17)",
    );
    assert_eq!(run_in(&dir, &["scan", "{}/none", "-o", "{}/new"]).status, 2);
    assert!(!dir.path().join("new").exists());
}

#[test]
fn an_unfinished_dataset_is_called_one() {
    let dir = set_up();
    fs::remove_file(dir.path().join("data/dataset.json")).unwrap();
    let no = "data: not a dataset (no dataset.json; was the scan interrupted?)";
    is_refused(&dir, &["report", "{}/data", "-o", "{}/out"], no);
    is_refused(&dir, &["scan", "{}/data"], no);
}

#[test]
fn a_report_overwrites_no_dataset() {
    let dir = set_up();
    let no = "data is a dataset; name another folder for the report";
    is_refused(&dir, &["report", "{}/S", "-o", "{}/data"], no);
}

#[test]
fn a_report_of_nothing_readable_is_not_written() {
    let dir = set_up();
    assert_eq!(run_in(&dir, &["report", "{}/S", "-o", "{}/out", "--quiet"]).status, 0);
    fs::create_dir(dir.path().join("bad")).unwrap();
    fs::write(dir.path().join("bad/a.pdf"), "%PDF-1.4\n").unwrap();
    let before = content(dir.path());
    let ran = run_in(&dir, &["report", "{}/bad", "-o", "{}/out", "--quiet"]);
    assert_eq!(ran.status, 2, "{}", ran.stderr);
    let last = ran.stderr.lines().last().unwrap();
    assert_eq!(
        last,
        "error: no posting could be read, the one input was rejected; no report is written, and an earlier one stays as it was"
    );
    assert_eq!(content(dir.path()), before);
    fs::create_dir(dir.path().join("empty")).unwrap();
    assert_eq!(run_in(&dir, &["report", "{}/empty", "-o", "{}/out", "--quiet"]).status, 0);
}
