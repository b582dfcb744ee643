//! `jobsift.toml` and `doctor`.

use std::fs;

use tempfile::TempDir;

use crate::program::{jobsift, root};

/// Runs the program in a folder with this config file, and with this one in the person's own config folder.
fn run_with(here: Option<&str>, own: Option<&str>, arguments: &[&str]) -> (i32, String, String) {
    let folder = TempDir::new().unwrap();
    let (work, home) = (folder.path().join("work"), folder.path().join("home"));
    fs::create_dir_all(&work).unwrap();
    fs::create_dir_all(home.join("jobsift")).unwrap();
    if let Some(text) = here {
        fs::write(work.join("jobsift.toml"), text).unwrap();
    }
    if let Some(text) = own {
        fs::write(home.join("jobsift/jobsift.toml"), text).unwrap();
    }
    let mut command = jobsift();
    command.current_dir(&work).env("XDG_CONFIG_HOME", &home).env("XDG_CACHE_HOME", folder.path().join("cache"));
    let output = command.args(arguments).output().unwrap();
    let clean = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(folder.path().to_str().unwrap(), "DIR");
    (output.status.code().unwrap(), clean(output.stdout), clean(output.stderr))
}

fn text() -> String {
    root().join("samples/postings/tables/postings.ndjson").display().to_string()
}

#[test]
fn a_default_of_the_file_holds_until_a_flag_is_typed() {
    let file = "quiet = true\n[scan]\nformat = \"table\"\n";
    let (status, stdout, stderr) = run_with(Some(file), None, &["scan", &text()]);
    assert_eq!((status, stderr.as_str()), (0, ""), "{stdout}");
    assert!(stdout.starts_with("backend-infra  Kotlin"), "{stdout}");
    let (_, stdout, _) = run_with(Some(file), None, &["scan", &text(), "--format", "csv"]);
    assert!(stdout.starts_with("id,"), "{stdout}");
    let (_, help, _) = run_with(Some(file), None, &["scan", "--help"]);
    assert!(help.contains("[default: table]"), "{help}");
}

#[test]
fn the_working_folder_wins_over_the_persons_own_file() {
    let own = "[scan]\nformat = \"csv\"\n[dictionary.suggest]\nmost = 1\n";
    let (_, stdout, _) = run_with(None, Some(own), &["scan", &text()]);
    assert!(stdout.starts_with("id,"), "{stdout}");
    let (_, stdout, _) = run_with(Some("scan.format = \"ndjson\""), Some(own), &["scan", &text()]);
    assert!(stdout.starts_with("{\"schema\""), "{stdout}");
    let (status, stdout, stderr) = run_with(None, Some(own), &["dictionary", "suggest", &text()]);
    assert_eq!(status, 0, "{stderr}");
    assert!(stdout.lines().filter(|line| !line.starts_with("      ")).count() <= 1, "{stdout}");
}

#[test]
fn what_an_option_needs_may_come_from_the_file() {
    let profile = root().join("samples/profiles/backend-engineer.toml");
    let file = format!("[fit]\nprofile = {:?}\n", profile.display().to_string());
    let (status, stdout, stderr) = run_with(Some(&file), None, &["fit", &text(), "--today", "2026-11-20"]);
    assert_eq!(status, 0, "{stderr}");
    assert!(stdout.contains("fit"), "{stdout}");
}

#[test]
fn a_wrong_file_is_named_with_what_is_wrong() {
    for (file, expected) in [
        ("thread = 2", "`thread` is no option or command; did you mean `threads`?"),
        ("\n[scn]", "`scn` is no option or command; did you mean `scan`?"),
        ("[scan]\nformat = \"xlsx\"", "`scan.format`: invalid value 'xlsx'; possible values: table, ndjson, csv"),
        ("threads = \"many\"", "`threads`: invalid value 'many'"),
        ("threads = true", "`threads` takes a text or a number, not true or false"),
        ("quiet = 1", "`quiet` takes true or false, not a number"),
        (
            "[fetch]\nallow-private = true",
            "`fetch.allow-private` is not taken from a file in the working folder; set it in DIR/home/jobsift/jobsift.toml, or by its flag",
        ),
        (
            "keys.ADZUNA_APP_ID = \"x\"",
            "`keys` is not taken from a file in the working folder; set it in DIR/home/jobsift/jobsift.toml, or by its flag",
        ),
        ("threads = ", ""),
        (
            "board = [\"adzuna.toml\"]",
            "`board` is not taken from a file in the working folder; set it in DIR/home/jobsift/jobsift.toml, or by its flag",
        ),
    ] {
        let (status, _, stderr) = run_with(Some(file), None, &["scan", &text()]);
        assert_eq!(status, 2, "{file}");
        // Each of them has its fault in the last line.
        let line = file.lines().count();
        assert!(stderr.starts_with(&format!("error: jobsift.toml:{line}: {expected}")), "{stderr}");
    }
}

#[test]
fn keys_come_from_the_persons_own_file_and_are_never_shown() {
    let own = "[keys]\nADZUNA_APP_ID = \"s3cret\"\nADZUNA_APP_KEY = \"s3cret\"\n";
    let broken = "[keys]\nADZUNA_APP_ID = \"s3cret\nADZUNA_APP_KEY = s3cret\n";
    let (_, _, stderr) = run_with(None, Some(broken), &["boards"]);
    assert!(stderr.contains("jobsift.toml:2: ") && !stderr.contains("s3cret"), "{stderr}");
    let (status, stdout, stderr) = run_with(None, Some(own), &["doctor"]);
    assert_eq!(status, 0, "{stderr}");
    assert!(stdout.contains("ADZUNA_APP_ID set, ADZUNA_APP_KEY set, USAJOBS_EMAIL not set"), "{stdout}");
    // Nothing listens there, so that the request with the key fails, and its message is shown.
    let arguments =
        ["fetch", "adzuna:gb", "--check", "--allow-private", "--base", "adzuna=http://127.0.0.1:1", "--patience", "0"];
    let (status, fetched, warned) = run_with(None, Some(own), &arguments);
    assert_eq!(status, 1);
    assert!(!(stdout + &stderr + &fetched + &warned).contains("s3cret"), "{warned}");
}

#[test]
fn doctor_says_what_is_wrong_and_goes_on() {
    let (status, stdout, _) = run_with(None, None, &["doctor"]);
    assert_eq!(status, 0, "{stdout}");
    let says: Vec<&str> = stdout.lines().map(|line| line.split_whitespace().nth(1).unwrap()).collect();
    let expected = [
        "version",
        "config",
        "vocabulary",
        "boards",
        "keys",
        "reports",
        "saved",
        "cache",
        "threads",
        "terminal",
        "network",
    ];
    assert_eq!(says, expected);
    assert!(
        stdout.contains("ok     config      no file; it may be jobsift.toml or DIR/home/jobsift/jobsift.toml"),
        "{stdout}"
    );
    let (status, stdout, _) = run_with(Some("thread = 2"), None, &["doctor"]);
    assert_eq!(status, 1, "{stdout}");
    assert!(stdout.contains("WRONG  config      jobsift.toml:1: `thread` is no option"), "{stdout}");
}
