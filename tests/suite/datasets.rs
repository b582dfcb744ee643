//! Where a dataset or report may be written, and that nothing good is lost to a run that cannot be done.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::Stdio;

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
    is_refused(&dir, &["scan", "{}/data/rejected-00001.ndjson", "-o", "{}/data"], &format!("data: {no}"));
    assert_eq!(run_in(&dir, &["scan", "{}/S/*.json", "-o", "{}/S/new", "--quiet"]).status, 0);
}

#[test]
fn a_dataset_in_a_folder_of_postings_is_left_out_and_named_once() {
    let dir = set_up();
    fs::create_dir(dir.path().join("S/own")).unwrap();
    let other = r#"{"id": 2, "title": "Release Engineer", "description": "You cut our releases every week, sign them and watch them go out. Jenkins, Bazel."}"#;
    fs::write(dir.path().join("S/own/dataset.json"), other).unwrap();
    fs::rename(dir.path().join("data"), dir.path().join("S/data")).unwrap();
    // What is no file is not waited for.
    fs::create_dir(dir.path().join("S/pipe")).unwrap();
    #[cfg(unix)]
    std::process::Command::new("mkfifo").arg(dir.path().join("S/pipe/dataset.json")).status().unwrap();
    let said = "warning: S/data: a dataset in a folder of postings, left out; `report`, `rank`, `plan` and `diff` read it too when it is named itself\n";
    for (paths, postings) in [(&["{}/S"][..], 2), (&["{}/S/**/*.json"], 2), (&["{}/S/*/*.json"], 1)] {
        let ran = run_in(&dir, &[&["scan", "--format", "csv", "--quiet"], paths].concat());
        assert_eq!((ran.status, ran.stderr.as_str(), ran.stdout.lines().count()), (0, said, 1 + postings), "{paths:?}");
    }
    let ran = run_in(&dir, &["report", "{}/S", "{}/S/data", "-o", "{}/out"]);
    let read = "3 postings read, 1 of them repeated (1 word for word).\n19 files written; open out/report.html\n";
    assert_eq!((ran.status, ran.stderr), (0, format!("{said}{read}")));
}

#[test]
fn a_report_in_a_folder_of_postings_is_no_posting() {
    let dir = set_up();
    let own =
        "title,description\nRelease Engineer,\"You cut our releases every week, sign them and watch them go out.\"\n";
    fs::create_dir(dir.path().join("S/own")).unwrap();
    fs::write(dir.path().join("S/own/pay.csv"), own).unwrap();
    let read = "2 postings read.\n";
    for out in ["S", "S/report"] {
        let report = ["report", "{}/S", "-o", &format!("{{}}/{out}")];
        for _ in 0..2 {
            let ran = run_in(&dir, &report);
            assert_eq!((ran.status, ran.stderr), (0, format!("{read}19 files written; open {out}/report.html\n")));
        }
    }
    let ran = run_in(&dir, &["scan", "{}/S/**/*.*", "--format", "table"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, read));
}

#[test]
fn a_dataset_goes_into_an_empty_folder_or_onto_a_dataset() {
    let dir = set_up();
    fs::create_dir(dir.path().join("full")).unwrap();
    fs::write(dir.path().join("full/letter.txt"), "mine").unwrap();
    let no = "full: the folder is not empty and no dataset; name a new folder, an empty one or a dataset to add to";
    is_refused(&dir, &["scan", "{}/S", "-o", "{}/full"], no);
    assert_eq!(run_in(&dir, &["scan", "{}/S", "-o", "{}/data", "--quiet"]).status, 0);
}

#[test]
fn a_dataset_is_added_to() {
    let dir = set_up();
    let scan = |day: &str| run_in(&dir, &["scan", "{}/S", "-o", "{}/data", "--today", day, "--format", "table"]).stderr;
    let said = "1 posting read.\nDataset in data, scan 2: 0 new, 1 seen again, 0 not seen this time. Next: jobsift report data -o reports/market\n";
    assert_eq!(scan("2026-05-02"), said);
    fs::remove_file(dir.path().join("S/a.json")).unwrap();
    fs::write(dir.path().join("S/b.json"), POSTING.replace("\"id\": 1", "\"id\": 2")).unwrap();
    fs::write(dir.path().join("S/c.pdf"), "%PDF-1.4\n").unwrap();
    let said = scan("2026-05-03");
    assert!(said.contains("scan 3: 1 new, 0 seen again, 1 not seen this time"), "{said}");
    let list = fs::read_to_string(dir.path().join("data/rejected-00003.ndjson")).unwrap();
    assert!(
        list.contains("S/c.pdf") && list.ends_with("\"first_seen\":\"2026-05-03\",\"last_seen\":\"2026-05-03\"}\n"),
        "{list}"
    );
    fs::write(dir.path().join("own.toml"), OWN).unwrap();
    let said =
        run_in(&dir, &["scan", "{}/S", "-o", "{}/data", "--dictionary", "{}/own.toml", "--format", "table"]).stderr;
    assert!(said.contains("The dataset was made with another vocabulary: every posting is analysed anew.\n"), "{said}");
    assert!(said.contains("the dataset as it was is kept in data/before-scan-00004"), "{said}");
    for data in ["{}/data", "{}/data/before-scan-00004"] {
        assert_eq!(run_in(&dir, &["report", data, "-o", "{}/out", "--quiet"]).status, 0);
    }
}

#[test]
fn to_read_a_dataset_is_to_reject_nothing() {
    let dir = set_up();
    fs::write(dir.path().join("S/c.pdf"), "%PDF-1.4\n").unwrap();
    assert_eq!(run_in(&dir, &["scan", "{}/S", "-o", "{}/data", "--quiet"]).status, 1);
    assert_eq!(run_in(&dir, &["scan", "{}/S", "-o", "{}/other", "--quiet"]).status, 1);
    let refused = || {
        let market = fs::read_to_string(dir.path().join("out/market.json")).unwrap();
        let market: serde_json::Value = serde_json::from_str(&market).unwrap();
        market["looked_at"]["rejected"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["inputs"].as_u64().unwrap())
            .sum::<u64>()
    };
    let report = |paths: &[&str]| run_in(&dir, &[&["report", "-o", "{}/out"], paths].concat());
    let before = "1 input rejected when the dataset was scanned.\n";
    for (paths, read) in [
        (&["{}/data"][..], "1 posting read, "),
        // What both of them refused is one input.
        (&["{}/data", "{}/other"], "2 postings read, 1 of them repeated (1 word for word), "),
    ] {
        let ran = report(paths);
        assert_eq!((ran.status, refused()), (0, 1), "{}", ran.stderr);
        assert!(ran.stderr.starts_with(&format!("{read}{before}")), "{}", ran.stderr);
    }
    // Of files that are read now it is said as ever.
    let ran = report(&["{}/data", "{}/S"]);
    assert_eq!((ran.status, refused()), (1, 1), "{}", ran.stderr);
    assert!(ran.stderr.contains(" 1 input rejected.\n"), "{}", ran.stderr);
    fs::write(dir.path().join("S/c.pdf"), POSTING).unwrap();
    fs::write(dir.path().join("S/d.pdf"), "%PDF-1.4\n").unwrap();
    let ran = report(&["{}/data", "{}/S"]);
    assert_eq!((ran.status, refused()), (1, 2), "{}", ran.stderr);
    assert!(
        ran.stderr.contains(" 1 input rejected, 1 more rejected when the dataset was scanned.\n"),
        "{}",
        ran.stderr
    );
}

/// A vocabulary of one's own.
const OWN: &str = "group = \"own\"\n[[skill]]\nid = \"ropewalk\"\nname = \"Ropewalk\"\nkind = \"tool\"\n";

#[test]
fn a_scan_that_is_killed_changes_nothing_and_holds_nothing() {
    let dir = set_up();
    let many = |from: usize| {
        let posting = |n: usize| {
            format!("{}\n", POSTING.replace("\"id\": 1", &format!("\"id\": {n}")).replace("twenty", &format!("{n}")))
        };
        (from..from + 400).map(posting).collect::<String>()
    };
    fs::write(dir.path().join("S/many.ndjson"), many(10)).unwrap();
    let before = content(&dir.path().join("data"));
    let arguments = ["scan", "{}/S", "-o", "{}/data", "--format", "ndjson", "--threads", "1"];
    let at = dir.path().to_str().unwrap();
    let mut scan = std::process::Command::new(env!("CARGO_BIN_EXE_jobsift"))
        .args(arguments.map(|argument| argument.replace("{}", at)))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // Its first bytes say that it is at work; nobody reads the rest, so that it waits for us in the middle of it.
    scan.stdout.as_mut().unwrap().read_exact(&mut [0; 100]).unwrap();
    let no = "data: another scan is writing into this dataset; wait until it is done";
    let ran = run_in(&dir, &["scan", "{}/S", "-o", "{}/data"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (2, format!("error: {no}\n").as_str()));
    scan.kill().unwrap();
    scan.wait().unwrap();
    let mut after = content(&dir.path().join("data"));
    after.retain(|path, _| !path.contains("/.jobsift-"));
    assert_eq!(after, before.into_iter().filter(|(path, _)| !path.contains("/.jobsift-")).collect());
    let said = run_in(&dir, &["scan", "{}/S", "-o", "{}/data", "--format", "table"]).stderr;
    assert!(said.contains("scan 2: 400 new, 1 seen again, 0 not seen this time"), "{said}");
    assert!(!dir.path().join("data/.jobsift-scan.partial").exists());
}

/// As Ctrl-C does; a new folder then has what was read, and the same command reads the rest.
#[cfg(unix)]
#[test]
fn a_first_scan_that_is_interrupted_keeps_what_it_read() {
    let dir = set_up();
    let posting = |n: usize| {
        format!("{}\n", POSTING.replace("\"id\": 1", &format!("\"id\": {n}")).replace("twenty", &format!("{n}")))
    };
    fs::write(dir.path().join("S/many.ndjson"), (10..410).map(posting).collect::<String>()).unwrap();
    let at = dir.path().to_str().unwrap();
    let arguments = ["scan", "{}/S", "-o", "{}/new", "--format", "ndjson", "--threads", "1", "--quiet"];
    let mut scan = std::process::Command::new(env!("CARGO_BIN_EXE_jobsift"))
        .args(arguments.map(|argument| argument.replace("{}", at)))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It is at work, and waits for us to read on.
    scan.stdout.as_mut().unwrap().read_exact(&mut [0; 100]).unwrap();
    let interrupt = format!("kill -INT {}", scan.id());
    assert!(std::process::Command::new("sh").args(["-c", &interrupt]).status().unwrap().success());
    let done = scan.wait_with_output().unwrap();
    let stderr = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(130), "{stderr}");
    let read: usize =
        stderr.strip_prefix("error: interrupted; the ").unwrap().split(' ').next().unwrap().parse().unwrap();
    assert!((1..401).contains(&read), "{stderr}");
    let said = run_in(&dir, &["scan", "{}/S", "-o", "{}/new", "--format", "table"]).stderr;
    assert!(said.contains(&format!("scan 2: {} new, {read} seen again, 0 not seen this time", 401 - read)), "{said}");
}

#[test]
fn a_failed_scan_says_why_once_and_makes_nothing() {
    let dir = set_up();
    fs::write(dir.path().join("afile"), "").unwrap();
    is_refused(
        &dir,
        &["scan", "{}/S", "-o", "{}/afile"],
        "afile: cannot be read or written: it, or a part of its path, is a file and no folder",
    );
    is_refused(
        &dir,
        &["report", "{}/S", "-o", "{}/afile", "--quiet"],
        "afile: cannot be written: something else of that name is there; name another",
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
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    let last = ran.stderr.lines().last().unwrap();
    assert_eq!(
        last,
        "error: bad: no posting could be read, the one input was rejected; no report is written, and the one in out stays as it was"
    );
    assert_eq!(content(dir.path()), before);
    fs::create_dir(dir.path().join("empty")).unwrap();
    let no = "empty: no posting could be read, there is no file to read; name a file, or a folder with saved postings";
    let kept = format!("{no}; no report is written, and the one in out stays as it was");
    is_refused(&dir, &["report", "{}/empty", "-o", "{}/out", "--quiet"], &kept);
    is_refused(&dir, &["report", "{}/empty", "-o", "{}/new"], &format!("{no}; no report is written"));
    let ran = run_in(&dir, &["report", "{}/bad", "-o", "{}/new"]);
    let last = ran.stderr.lines().last().unwrap();
    assert_eq!(last, "error: bad: no posting could be read, the one input was rejected; no report is written");
    assert_eq!((ran.status, ran.stderr.lines().count()), (1, 2), "{}", ran.stderr);
    assert!(!dir.path().join("new").exists());
}
