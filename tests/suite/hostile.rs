//! Hostile input: what was found by fuzzing stays mended, and any text that postings may hold keeps the promises of `fuzz/src/targets.rs`.

use std::fs;
use std::path::Path;

use jobsift::import::{Boards, in_memory};
use jobsift::posting::{Posting, Rejected};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::program::root;
use crate::targets::TARGETS;

fn try_on(name: &str, bytes: &[u8]) {
    let (_, target) = TARGETS.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("no target {name}"));
    target(bytes);
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Runs every file of a folder that has one folder for each target.
fn try_every_file(folder: &str) {
    for folder in files(&root().join(folder)) {
        let target = folder.file_name().unwrap().to_string_lossy().into_owned();
        for file in files(&folder) {
            println!("{}", file.display());
            try_on(&target, &fs::read(&file).unwrap());
        }
    }
}

#[test]
fn what_fuzzing_found_stays_mended() {
    try_every_file("fuzz/regressions");
}

#[test]
fn what_fuzzing_begins_with_holds() {
    try_every_file("fuzz/seeds");
}

#[test]
fn targets_are_sorted_and_hold_on_samples_whole_and_cut() {
    assert!(TARGETS.is_sorted_by_key(|(name, _)| name));
    for folder in ["documents", "postings/boards", "postings/html", "postings/tables"] {
        for file in files(&root().join("samples").join(folder)) {
            let ending = file.extension().unwrap().to_string_lossy().replace("mhtml", "eml").replace("tsv", "csv");
            let bytes = fs::read(&file).unwrap();
            try_on(&ending.replace("rss", "xml"), &bytes);
            try_on(&ending.replace("rss", "xml"), &bytes[..bytes.len() * 2 / 3]);
        }
    }
    for file in files(&root().join("samples/postings/text")) {
        try_on("outputs", &fs::read(file).unwrap());
    }
}

/// What is kept of a posting or a rejection is far more than the few bytes that make one.
#[test]
fn postings_without_end_in_one_document_are_refused_or_come_in_blocks() {
    let boards = Boards::built_in().unwrap();
    let several = |unit: &str| unit.repeat(100_001);
    let many = "more than 100,000 postings in one document; save them as NDJSON or CSV, which are read at any size";
    let rows = "a table of more than 100,000 rows; name the file .csv, of which any number is read";
    for (name, document, reason) in [
        ("a.json", format!("[{{\"title\":\"a\",\"text\":\"b\"}}{}]", several(",{}")), many),
        ("a.json", format!("[{{\"@type\":\"JobPosting\"}}{}]", several(",{\"@type\":\"JobPosting\"}")), many),
        (
            "a.xml",
            format!("<jobs><job><title>a</title><text>b</text></job>{}</jobs>", several("<job><title>a</title></job>")),
            many,
        ),
        ("a.txt", format!("title,description\n{}", several(",\n")), rows),
    ] {
        let mut chunks = in_memory(name, document.as_bytes());
        let found = chunks.pop().unwrap().postings(&boards);
        assert!(chunks.is_empty() && found.len() == 1, "{name}: {}", found.len());
        assert_eq!(found[0].as_ref().unwrap_err().reason, reason, "{name}");
    }
    let table = format!("title,description\n{}", several(",\n"));
    let rows = |found: Vec<Result<Posting, Rejected>>| -> u64 {
        found.iter().map(|found| found.as_ref().map_or_else(|refused| refused.inputs, |_| 1)).sum()
    };
    let read = in_memory("a.csv", table.as_bytes()).into_iter();
    let read: Vec<u64> = read.map(|chunk| rows(chunk.postings(&boards))).collect();
    assert!(read.iter().sum::<u64>() == 100_001 && read.iter().all(|rows| *rows <= 4_000), "{read:?}");
}

/// A posting from what postings hold and what nobody wrote by hand: the first line is title, employer, place and pay.
fn any_posting() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => select(USUAL).prop_map(str::to_owned),
        3 => select(NASTY).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "\\PC{0,20}",
    ];
    (vec(piece.clone(), 0..8), vec(piece, 0..50), any::<bool>()).prop_map(|(head, body, is_html)| {
        let head = head.join("|").replace('\n', " ");
        format!("{}{head}\n{}", if is_html { '1' } else { '0' }, body.concat())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn spans_are_on_boundaries_in_order_and_hold_what_they_say(text in any_posting()) {
        try_on("analysis", text.as_bytes());
    }

    #[test]
    fn every_output_is_safe_and_valid(text in any_posting()) {
        try_on("outputs", text.as_bytes());
    }

    #[test]
    fn any_bytes_are_text_of_some_kind(bytes in vec(any::<u8>(), 0..400)) {
        try_on("text", &bytes);
        try_on("analysis", &bytes);
    }
}

const USUAL: &[&str] = &[
    "Senior DevOps Engineer",
    "Requirements\n",
    "Nice to have:\n",
    "What you will do\n",
    "Benefits\n",
    "- 5+ years of experience with Kubernetes, Terraform and AWS\n",
    "- C++, C#, .NET or Go\n",
    "- CI/CD (GitHub Actions, GitLab CI or similar)\n",
    "* experience with PostgreSQL is a plus. ",
    "You know Python 3.12 and R. ",
    "No experience with Java required. ",
    "We go to market with Swift. ",
    "<li>Node.js / TypeScript</li>",
    "<h2>Must have</h2><ul><li>k8s<li>Kafka</ul>",
    "<p><strong>Stack:</strong> Rust, gRPC, <b>Helm</b></p>",
    "&amp;lt;p&amp;gt;REST&nbsp;API",
    "$120,000 – $150,000 per year. ",
    "80k-95k €. ",
    "Remote (Germany) ",
    "Hybrid, 2 days a week in Leeds. ",
    "You must be a US citizen with a TS/SCI clearance. ",
    "On-call one week in six. ",
    "German B2, English C1. ",
    "Bachelor's degree in computer science or equivalent. ",
    "Wir suchen eine Ingenieurin mit Erfahrung in Ansible. ",
    "\n",
    " ",
    ", ",
    ". ",
];

const NASTY: &[&str] = &[
    "\0",
    "\u{1b}[31m",
    "\u{1b}]8;;https://example.org\u{1b}\\link\u{1b}]8;;\u{1b}\\",
    "\u{9b}2J",
    "\u{7}\u{8}\r",
    "\u{202e}gnp\u{202c}",
    "\u{2066}\u{2069}\u{200e}\u{200f}\u{61c}",
    "\u{200b}\u{200d}\u{feff}\u{ad}",
    "\u{2028}\u{2029}\u{85}\u{b}\u{c}",
    "e\u{301}\u{301}\u{301}",
    "ﬁﬂ ﷺ İıſß ǅ",
    "𝐊𝐮𝐛𝐞𝐫𝐧𝐞𝐭𝐞𝐬 ＡＷＳ Ⅳ ①",
    "👩‍💻🏳️‍🌈",
    "\u{10ffff}\u{e000}\u{fffd}",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*",
    "+1",
    "-2+3",
    "＝1+1",
    "\t=1",
    "\"><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "{{ 7*7 }}{% raw %}",
    "]]>--><!--",
    "<b><i><table><li></b></i>",
    "&#x202e;&#0;&#xd800;&notanentity;&",
    "\\*\\_[x](javascript:1)`",
    "'\"`,;|\r\n",
];
