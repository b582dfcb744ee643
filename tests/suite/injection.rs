//! What postings, file names and arguments cannot do to a page, a spreadsheet or a terminal.

use std::fs;

use jobsift::text::is_acted_on;
use scraper::{Html, Selector};
use tempfile::TempDir;

use crate::program::{run, run_on};

/// Ways into a page, each of which would set the title.
const SCRIPTS: &[&str] = &[
    "<script>document.title='x'</script>",
    "\"><script>document.title='x'</script>",
    "</title></style></textarea></script><script>document.title='x'</script>",
    "--><img src=x onerror=document.title='x'>",
    "<svg/onload=document.title='x'>",
    "\" autofocus onfocus=\"document.title='x'\" x=\"",
    "' autofocus onfocus='document.title=1' x='",
    "javascript:document.title='x'",
    "<a href=\"javascript:document.title='x'\">apply</a>",
    "<iframe srcdoc=\"<script>parent.document.title='x'</script>\">",
    "<base href=//example.org><form action=//example.org><input name=x>",
    "<meta http-equiv=refresh content=\"0;url=javascript:document.title='x'\">",
    "&lt;img src=x onerror=document.title='x'&gt;",
    "&amp;lt;script&amp;gt;document.title='x'&amp;lt;/script&amp;gt;",
    "＜script＞document.title='x'＜/script＞",
    "{{ 7*7 }}{% include 'x' %}",
    "=HYPERLINK(\"https://example.org\",\"x\")",
    "＝cmd|' /C calc'!A0",
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "\r\n=1+1",
];

/// A posting for each, with it in every field.
fn postings() -> String {
    let line = |(at, text): (usize, &&str)| {
        let posting = serde_json::json!({
            "id": format!("{text}{at}"), "title": text, "company": format!("{text}{at}"), "location": text, "url": text,
            "date": format!("2026-10-{:02}", at + 1), "salary": format!("$120,000 {text}"), "employment_type": text, "tags": [text],
            "description": format!(
                "{text}\nWe run Kubernetes {text} for {at} teams.\n- 5+ years of experience with Terraform {text} or AWS\n\
                 - {text} German B2 required, remote {text}\n{text}"
            ),
        });
        posting.to_string()
    };
    SCRIPTS.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// No element, attribute or address of a page is a posting's.
fn is_clean(page: &str, name: &str) {
    let page = Html::parse_document(page);
    let policy = Selector::parse("meta[http-equiv=Content-Security-Policy]").unwrap();
    assert_eq!(page.select(&policy).count(), 1, "{name}: no policy");
    for element in page.select(&Selector::parse("*").unwrap()) {
        let tag = element.value().name();
        let is_foreign = ["img", "iframe", "object", "embed", "base", "form", "textarea", "a"].contains(&tag);
        let link = element.attr("href").unwrap_or("#");
        assert!(!is_foreign || tag == "a" && link.starts_with('#'), "{name}: {}", element.html());
        for (key, value) in element.value().attrs() {
            assert!(!key.starts_with("on") && !value.trim_start().starts_with("javascript:"), "{name}: {key}={value}");
        }
    }
    let refreshes = Selector::parse("meta[http-equiv=refresh i]").unwrap();
    assert_eq!(page.select(&refreshes).count(), 0, "{name}");
}

/// No cell of a table is a formula.
fn has_no_formula(table: &str, name: &str) {
    let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(table.as_bytes());
    for row in rows.records() {
        for cell in &row.unwrap() {
            let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
            assert!(!is_formula || cell.parse::<f64>().is_ok(), "{name}: {cell:?}");
        }
    }
}

const PROFILE: &str = "samples/profiles/backend-engineer.toml";

#[test]
fn a_posting_puts_nothing_into_a_page_or_a_formula_into_a_table() {
    let (dir, postings) = (TempDir::new().unwrap(), postings());
    let out = dir.path().join("market");
    let out = out.to_str().unwrap();
    let ran = run_on(postings.as_bytes(), &["report", "-", "-p", PROFILE, "-o", out, "--date", "2026-11-20"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let mut tables = 0;
    for file in fs::read_dir(out).unwrap() {
        let path = file.unwrap().path();
        let (name, text) = (path.display().to_string(), fs::read_to_string(&path).unwrap());
        match path.extension().unwrap().to_str().unwrap() {
            "html" => is_clean(&text, &name),
            "json" => drop(serde_json::from_str::<serde_json::Value>(&text).unwrap()),
            _ => {
                has_no_formula(&text, &name);
                tables += 1;
            }
        }
    }
    assert!(tables > 10);
    for arguments in [vec!["scan", "-", "--format", "csv"], vec!["rank", "-", "-p", PROFILE, "--format", "csv"]] {
        let ran = run_on(postings.as_bytes(), &arguments);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        has_no_formula(&ran.stdout, arguments[0]);
    }
    // A dataset holds whatever they say, and gives it back.
    let dataset = dir.path().join("dataset");
    let dataset = dataset.to_str().unwrap();
    assert_eq!(run_on(postings.as_bytes(), &["scan", "-", "-o", dataset, "--quiet"]).status, 0);
    let ran = run(&["rank", dataset, "-p", PROFILE, "--today", "2026-11-20", "--format", "json", "--quiet"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let is_json = |line: &str| serde_json::from_str::<serde_json::Value>(line).is_ok();
    assert!(!ran.stdout.is_empty() && ran.stdout.lines().all(is_json), "{}", ran.stdout);
    for line in postings.lines() {
        for arguments in [vec!["explain", "-", "--format", "html"], vec!["fit", "-", "-p", PROFILE, "--format", "html"]]
        {
            let ran = run_on(line.as_bytes(), &arguments);
            assert_eq!(ran.status, 0, "{}", ran.stderr);
            is_clean(&ran.stdout, arguments[0]);
        }
    }
}

/// Escapes of every kind, in characters that a file's name may have.
const ESCAPES: &str = "\u{1b}]0;x\u{7}\u{1b}[31m\u{9b}2J\u{202e}\u{2066}\u{200f}\u{61c}\u{7f}";

#[cfg(unix)]
#[test]
fn no_name_or_argument_moves_the_terminal() {
    let dir = TempDir::new().unwrap();
    let good = dir.path().join(format!("{ESCAPES}good.txt"));
    fs::write(&good, "Platform Engineer\n\nWe run Kubernetes and Terraform for twenty teams.").unwrap();
    fs::write(dir.path().join(format!("bad{ESCAPES}.pdf")), "%PDF-1.4").unwrap();
    let (folder, good) = (dir.path().to_str().unwrap(), good.to_str().unwrap());
    let missing = format!("{folder}/{ESCAPES}none");
    let option = format!("--{ESCAPES}");
    let out = format!("{folder}/{ESCAPES}");
    for arguments in [
        vec!["scan", folder],
        vec!["scan", folder, "--format", "table"],
        vec!["explain", good],
        vec!["fit", good, "-p", PROFILE],
        vec!["fit", good, "-p", missing.as_str()],
        vec!["scan", missing.as_str()],
        vec!["scan", option.as_str()],
        vec!["scan", folder, "--format", ESCAPES],
        vec!["report", good, "-o", out.as_str()],
        vec!["profile", "check", missing.as_str()],
        vec!["dictionary", "show", ESCAPES],
    ] {
        let ran = run(&arguments);
        let said = ran.stdout + &ran.stderr;
        assert!(!said.is_empty() && !said.contains(|c| c != '\n' && is_acted_on(c)), "{arguments:?}: {said:?}");
    }
}

#[test]
fn a_vocabulary_with_control_characters_is_refused() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("own.toml");
    fs::write(&file, "group = \"own\"\n[[skill]]\nid = \"lamp\"\nname = \"\\u009b31mLamp\"\nkind = \"tool\"\n")
        .unwrap();
    let ran = run(&["dictionary", "list", "--dictionary", file.to_str().unwrap()]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("the id or name of skill `lamp` has control characters"), "{}", ran.stderr);
}
