//! Bad inputs: each is one warning that names the file and the reason, the rest goes on, and the exit status tells.

use std::fs;

use tempfile::TempDir;

use crate::program::{run, run_on};

const GOOD: &str = r#"{"id": 1, "title": "Platform Engineer", "description": "We run Kubernetes and Terraform for twenty teams. You bring AWS and Go."}"#;

/// Scans a folder of bad files with one good posting among them: the warnings, without the folder's name.
fn scan(files: &[(&str, &[u8])]) -> (i32, usize, Vec<String>) {
    let dir = TempDir::new().unwrap();
    for (name, bytes) in files {
        fs::write(dir.path().join(name), bytes).unwrap();
    }
    fs::write(dir.path().join("zz-good.ndjson"), GOOD).unwrap();
    let ran = run(&["scan", dir.path().to_str().unwrap(), "--format", "ndjson", "--quiet"]);
    let prefix = format!("{}/", dir.path().display());
    let warnings = ran.stderr.lines().map(|line| line.replace(&prefix, "")).collect();
    (ran.status, ran.stdout.lines().count(), warnings)
}

#[test]
fn each_bad_file_is_one_warning() {
    let (status, postings, warnings) = scan(&[
        ("binary.txt", b"\x00\x01\x02\x03\x00\x00binary"),
        ("broken.json", b"{\"jobs\": [{\"title\": \"SRE\", \"descr"),
        ("empty.html", b""),
        ("no-description.csv", b"name,place\nAnvil,Berlin\nHammer,Rome\n"),
        ("page.pdf", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"),
        ("unknown.json", b"{\"weather\": {\"today\": \"rain\"}, \"moon\": 4}"),
    ]);
    assert_eq!((status, postings), (1, 1), "{warnings:#?}");
    insta::assert_snapshot!(warnings.join("\n"));
}

#[test]
fn other_encodings_are_read() {
    let text = "Ingénieur plateforme\nNous cherchons quelqu'un qui maîtrise Kubernetes, Terraform et la supervision.\nRémunération selon expérience.";
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let latin1: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    for bytes in [utf16, latin1] {
        let ran = run_on(&bytes, &["scan", "-", "--format", "ndjson", "--quiet"]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        assert!(ran.stdout.contains("Ingénieur plateforme"), "{}", ran.stdout);
    }
}

#[test]
fn what_cannot_run_says_what_to_do() {
    let missing = run(&["scan", "no/such/folder"]);
    assert_eq!(missing.status, 2);
    assert_eq!(
        missing.stderr,
        "error: no/such/folder: no such file or folder; check the spelling, or put a pattern such as 'saved/*.html' in quotes\n"
    );
    let flag = run(&["scan", "--fromat", "csv", "samples"]);
    assert_eq!(flag.status, 2);
    assert!(flag.stderr.contains("'--format'"), "{}", flag.stderr);
    let profile = run(&["fit", "samples/postings", "-p", "no-profile.toml"]);
    assert_eq!(profile.status, 2);
    assert_eq!(
        profile.stderr,
        "error: no-profile.toml: the profile cannot be read: there is no such file or folder; `jobsift profile new no-profile.toml` writes one to fill in\n"
    );
}

#[test]
fn nothing_of_a_posting_reaches_the_terminal_or_a_spreadsheet_raw() {
    let posting = serde_json::json!({
        "id": "=cmd()", "title": "\u{1b}]0;owned\u{7}SRE\u{202e}", "company": "=HYPERLINK(\"http://x\")",
        "description": "<p>We run Kubernetes \u{1b}[31mand Terraform</p><script>alert(1)</script> <img src=x onerror=alert(1)> on call every week for everybody.</p>"
    });
    let line = posting.to_string();
    for arguments in [vec!["scan", "-", "--format", "table"], vec!["explain", "-"], vec!["scan", "-"]] {
        let ran = run_on(line.as_bytes(), &arguments);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        assert!(!(ran.stdout + &ran.stderr).contains(['\u{1b}', '\u{7}', '\u{202e}']), "{arguments:?}");
    }
    let csv = run_on(line.as_bytes(), &["scan", "-", "--format", "csv"]).stdout;
    assert!(csv.lines().nth(1).unwrap().contains("'=cmd()"), "{csv}");
    let html = run_on(line.as_bytes(), &["explain", "-", "--format", "html"]).stdout;
    assert!(!html.contains("<img") && !html.contains("<script"), "{html}");
}

#[test]
fn of_a_table_of_nothing_the_first_thousand_rows_are_named() {
    let dir = TempDir::new().unwrap();
    let at = |name: &str| dir.path().join(name).display().to_string();
    fs::write(at("a.csv"), format!("title,description\n{}", "a\n".repeat(30_000))).unwrap();
    fs::write(at("b.ndjson"), format!("{GOOD}\n{}", "{\n".repeat(30_000))).unwrap();
    let ran = run(&["scan", &at("a.csv"), &at("b.ndjson"), "-o", &at("data"), "--format", "csv"]);
    let prefix = format!("{}/", dir.path().display());
    let warnings: Vec<String> = ran.stderr.lines().map(|line| line.replace(&prefix, "")).collect();
    let more = "29000 more rejected: past the first 1,000 of a file, what is refused is counted and not named";
    assert_eq!((ran.status, warnings.len()), (1, 2 * 1_001 + 2), "{warnings:#?}");
    assert_eq!(warnings[1_000], format!("warning: a.csv: {more}"));
    assert_eq!(warnings[2_001], format!("warning: b.ndjson: {more}"));
    assert_eq!(warnings[2_002], "1 posting read, 60000 inputs rejected.");
    let ran = run(&["report", &at("data"), "--format", "text"]);
    assert_eq!(
        (ran.status, ran.stderr.as_str()),
        (0, "1 posting read, 60000 inputs rejected when the dataset was scanned.\n")
    );
    assert!(
        ran.stdout.contains("Inputs refused: 60000") || ran.stdout.contains("Inputs refused: 60,000"),
        "{}",
        ran.stdout
    );
    // What can be read now is on the list no more.
    fs::write(at("a.csv"), "title,description\nSRE,\"We run clusters for twenty teams and keep them running.\"\n")
        .unwrap();
    assert_eq!(run(&["scan", &at("a.csv"), "-o", &at("data"), "--quiet"]).status, 0);
    let list = fs::read_to_string(at("data/rejected-00002.ndjson")).unwrap();
    assert_eq!(list.lines().filter(|line| line.contains("\"inputs\":29000")).count(), 1);
}
