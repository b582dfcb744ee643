//! The import stage on real files, where a folder of them lies beside the repository; elsewhere the test says so and ends.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use super::{Boards, Found, chunks, inputs};

/// Real payloads and pages, which are not ours to keep in the repository.
const FOLDER: &str = "../shared/data";

/// Postings of a file that the table shows.
const SHOWN: usize = 3;

/// Postings and rejections of files whose numbers are known by another way than this program.
const KNOWN: &[(&str, usize, usize)] = &[
    ("boards/adzuna/adzuna_joblist_all_entries.json", 20, 0),
    ("boards/ashby/Lambda.json", 88, 0),
    ("boards/ashby/anara.json", 0, 1),
    ("boards/ashby/ashby.json", 49, 0),
    ("boards/ashby/harvey.json", 100, 0),
    ("boards/ashby/notion.json", 135, 0),
    ("boards/ashby/vanta.json", 118, 0),
    ("boards/greenhouse/anthropic_single_job_4948535008.json", 1, 0),
    ("boards/hackernews/runs_2026-02-01_raw.json", 438, 3),
    ("boards/hackernews/runs_2026-05-05_raw.json", 289, 3),
    ("boards/jobicy/jobicy_raw.json", 50, 0),
    ("boards/jobspy/devops_jobs.csv", 3, 0),
    ("boards/jobspy/jobs.csv", 666, 0),
    ("boards/themuse/muse_raw_joblist.page0.2024-03-18_11_13_13.json", 20, 0),
    ("boards/workday/careerkit_workday.json", 0, 2),
];

fn by_file() -> Option<BTreeMap<String, Vec<Found>>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    let parts = ["boards", "pages"].map(|part| folder.join(part).to_string_lossy().into_owned());
    let inputs = inputs(&parts).ok()?;
    let boards = Boards::built_in().unwrap();
    let mut files: BTreeMap<String, Vec<Found>> = BTreeMap::new();
    for chunk in chunks(inputs) {
        let name = Path::new(chunk.path()).strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
        files.entry(name).or_default().extend(chunk.postings(&boards));
    }
    Some(files)
}

fn table(files: &BTreeMap<String, Vec<Found>>) -> String {
    let mut out = String::new();
    for (file, found) in files {
        let postings = found.iter().flatten().count();
        writeln!(out, "{file}: {postings} postings, {} rejected", found.len() - postings).unwrap();
        for found in found.iter().take(SHOWN) {
            match found {
                Ok(p) => writeln!(
                    out,
                    "   {} #{:?} id={:?} title={:?} company={:?} location={:?} posted={:?} closes={:?}\n      {:?}\n      {:?} {:?} {} {:?}",
                    p.source.format, p.source.member, p.external_id, p.title, p.company, p.location, p.posted, p.closes,
                    p.stated, p.source.url, p.body.markup, p.body.raw.len(), super::markup::head(&p.body.raw, 260),
                ),
                Err(r) => writeln!(out, "   REJECTED {} {:?}: {}", r.source_of.format, r.source_of.member, r.reason),
            }
            .unwrap();
        }
    }
    out
}

#[test]
#[allow(clippy::print_stdout, reason = "the test says when it has nothing to check, and its table is read by eye")]
fn every_saved_file_gives_postings_or_named_reasons() {
    let Some(files) = by_file() else {
        println!("skipped: no folder {FOLDER}");
        return;
    };
    println!("{}", table(&files));
    for (file, found) in &files {
        assert!(!found.is_empty(), "{file}: neither posting nor rejection");
        for posting in found.iter().flatten() {
            assert!(!posting.title.is_empty() && !posting.body.raw.is_empty(), "{file}: {posting:?}");
        }
        assert!(found.iter().all(|found| found.as_ref().err().is_none_or(|rejected| !rejected.reason.is_empty())));
    }
    for (file, postings, rejected) in KNOWN {
        let Some(found) = files.get(*file) else { continue };
        let read = found.iter().flatten().count();
        assert_eq!((read, found.len() - read), (*postings, *rejected), "{file}");
    }
}

/// The words of a piece of HTML.
fn words(html: &str) -> Vec<String> {
    let spaced = html.replace('<', " <");
    super::markup::strip(&spaced)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The share of words that two texts do not have in common.
fn difference(one: &[String], other: &[String]) -> f64 {
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for word in one {
        *counts.entry(word).or_default() += 1;
    }
    for word in other {
        *counts.entry(word).or_default() -= 1;
    }
    counts.values().map(|count| count.unsigned_abs()).sum::<u64>() as f64 / one.len().max(1) as f64
}

#[test]
#[allow(clippy::print_stdout, reason = "the test says when it has nothing to check, and its table is read by eye")]
fn main_content_is_the_description_that_the_page_states() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    let pages = ["pages/builtin/*.html", "pages/indeed/*.html", "boards/adzuna/*.html", "boards/themuse/*.html"];
    let pages = pages.map(|pattern| folder.join(pattern).to_string_lossy().into_owned());
    let Ok(pages) = inputs(&pages) else {
        println!("skipped: no folder {FOLDER}");
        return;
    };
    let boards = Boards::built_in().unwrap();
    let source = crate::posting::Source { path: "page.html".into(), ..Default::default() };
    let read = |page: &str| super::page::document(page, &source, &boards).remove(0).unwrap();
    let mut far = Vec::new();
    for input in pages {
        let name = input.unwrap().name();
        let page = std::fs::read_to_string(&*name).unwrap();
        let stated = read(&page);
        let found = read(&page.replace("application/ld", "application/none"));
        let difference = difference(&words(&stated.body.raw), &words(&found.body.raw));
        println!("{difference:.3} {name}: {:?} {:?}", found.title, found.location);
        // Indeed shows pay and place inside the part that it calls the description, and does not state them there.
        let bar = if name.contains("/indeed/") { 0.06 } else { 0.02 };
        if difference > bar || found.title != stated.title {
            far.push((name, difference, found.title, found.body.raw));
        }
    }
    assert!(far.is_empty(), "{far:?}");
}
