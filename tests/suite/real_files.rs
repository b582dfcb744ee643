//! Real payloads and labelled postings, where they are at hand beside the project; skipped, and said so, where they are not.

use std::path::PathBuf;

use jobsift::analysis::{SkillKind, analyse};
use jobsift::dictionary::Dictionary;
use jobsift::import::{self, Boards};
use jobsift::measure::Measure;

use crate::program::root;

pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let path = root().join("../shared").join(path);
    let is_there = path.exists();
    if !is_there {
        println!("skipped: {} is not there", path.display());
    }
    is_there.then_some(path)
}

#[test]
fn every_real_payload_is_read_or_refused_by_name() {
    let Some(data) = shared("data") else { return };
    let folders = [data.join("boards"), data.join("pages")].map(|path| path.to_string_lossy().into_owned());
    let boards = Boards::built_in().unwrap();
    let (mut postings, mut refused) = (0, 0);
    for chunk in import::chunks(import::inputs(&folders).unwrap()) {
        let path = chunk.path().to_owned();
        let found = chunk.postings(&boards);
        assert!(!found.is_empty(), "{path} gave neither a posting nor a reason");
        for found in found {
            match found {
                Ok(posting) => {
                    assert!(!posting.title.is_empty() && posting.body.raw.len() >= 30, "{}", posting.source);
                    postings += 1;
                }
                Err(rejected) => {
                    assert!(rejected.reason.len() > 10, "{rejected}");
                    refused += 1;
                }
            }
        }
    }
    // 2,112 postings of boards and 42 of pages; the rest are titles without a description and empty lists.
    assert!(postings >= 2_150 && refused <= 40, "{postings} postings, {refused} refused");
}

/// What the payloads state, counted by another program that reads them field by field: postings with a description, and of
/// these those with a company, a place, a day, pay in a field, and a place of work in a field.
const STATED: &[(&str, [usize; 6])] = &[
    ("adzuna/0f8f9c4_api.adzuna.com--page1.json", [10, 10, 10, 10, 0, 0]),
    ("adzuna/63e2978_api.adzuna.com--page1.json", [10, 10, 10, 10, 0, 0]),
    ("adzuna/adzuna.result.json", [1, 1, 1, 1, 0, 0]),
    ("adzuna/adzuna_joblist_all_entries.json", [20, 20, 20, 20, 2, 0]),
    ("adzuna/api.adzuna.com--page1.json", [10, 10, 10, 10, 1, 0]),
    ("arbeitnow/hunt_arbeitnow.json", [1, 1, 1, 1, 0, 0]),
    ("ashby/Lambda.json", [88, 88, 88, 88, 88, 0]),
    ("ashby/ashby.json", [49, 49, 49, 49, 49, 0]),
    ("ashby/careerkit_ashby.json", [2, 2, 2, 2, 1, 2]),
    ("ashby/continua.json", [3, 3, 3, 3, 0, 0]),
    ("ashby/harvey.json", [100, 100, 100, 100, 76, 0]),
    ("ashby/interaction.json", [3, 3, 3, 3, 0, 0]),
    ("ashby/mangomint.json", [2, 2, 2, 2, 2, 0]),
    ("ashby/notion.json", [135, 135, 135, 135, 0, 0]),
    ("ashby/playpowerlabs.json", [4, 4, 4, 4, 0, 0]),
    ("ashby/surreal.json", [4, 4, 4, 4, 0, 0]),
    ("ashby/vanta.json", [118, 118, 118, 118, 74, 0]),
    ("greenhouse/anthropic_single_job_4948535008.json", [1, 1, 1, 1, 0, 1]),
    ("greenhouse/careerkit_greenhouse.json", [2, 2, 2, 2, 0, 0]),
    ("himalayas/hunt_himalayas.json", [1, 1, 1, 1, 1, 1]),
    ("jobicy/jobicy_raw.json", [50, 50, 50, 50, 19, 50]),
    ("jobspy/devops_jobs.csv", [3, 3, 3, 1, 0, 1]),
    ("jobspy/jobs.csv", [666, 640, 648, 603, 389, 57]),
    ("lever/careerkit_lever.json", [2, 2, 2, 2, 0, 2]),
    ("pinpoint/careerkit_pinpoint.json", [2, 1, 2, 0, 2, 2]),
    ("recruitee/careerkit_recruitee.json", [2, 2, 2, 2, 2, 2]),
    ("remoteok/hunt_remoteok.json", [2, 2, 0, 2, 0, 2]),
    ("remotive/hunt_remotive.json", [1, 1, 1, 1, 1, 1]),
    ("themuse/muse_raw_joblist.page0.2024-03-18_11_13_13.json", [20, 20, 20, 20, 0, 0]),
    ("themuse/muse_raw_joblist.page1.2024-03-18_11_13_14.json", [20, 20, 20, 20, 0, 0]),
    ("themuse/muse_raw_joblist.page10.2024-03-18_11_13_18.json", [20, 20, 20, 20, 0, 0]),
];

#[test]
fn every_posting_of_a_payload_has_what_the_payload_states() {
    let Some(data) = shared("data") else { return };
    let boards = Boards::built_in().unwrap();
    let mut wrong = Vec::new();
    for (file, expected) in STATED {
        let path = data.join("boards").join(file);
        if !path.exists() {
            continue;
        }
        let chunks = import::chunks(import::inputs(&[path.to_string_lossy()]).unwrap());
        let mut found = [0; 6];
        for posting in chunks.flat_map(|chunk| chunk.postings(&boards)).flatten() {
            let stated = &posting.stated;
            let has = [
                !posting.title.is_empty() && !posting.body.raw.trim().is_empty(),
                posting.company.is_some(),
                posting.location.is_some(),
                posting.posted.is_some(),
                stated.salary.is_some() || stated.salary_text.is_some(),
                stated.remote.is_some(),
            ];
            for (count, has) in found.iter_mut().zip(has) {
                *count += usize::from(has);
            }
        }
        println!("{file}: {found:?}");
        if found != *expected {
            wrong.push(format!("{file}: {found:?}, expected {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn labelled_postings_are_read_as_a_careful_reader_does() {
    let Some(eval) = shared("eval") else { return };
    let labels = std::fs::read_to_string(eval.join("dev.labels.ndjson")).unwrap();
    let mut measure = Measure::new(&labels).unwrap();
    let (dictionary, boards) = (Dictionary::builtin().unwrap(), Boards::built_in().unwrap());
    let postings = eval.join("dev.postings.ndjson").to_string_lossy().into_owned();
    for chunk in import::chunks(import::inputs(&[postings]).unwrap()) {
        for posting in chunk.postings(&boards) {
            measure.add(&analyse(posting.unwrap(), &dictionary), &dictionary);
        }
    }
    assert_eq!(measure.unmatched(), 0);
    let report = measure.text();
    assert!(measure.f1(SkillKind::Tool) >= 0.95 && measure.f1(SkillKind::Practice) >= 0.92, "{report}");
    assert!(measure.importance.value() >= 0.93 && measure.any_of.value() >= 0.85, "{report}");
    assert!(measure.role.value() >= 0.80, "{report}");
    for (fact, [stated, unstated]) in &measure.facts {
        assert!(stated.value() >= 0.90 && unstated.value() >= 0.95, "{fact}\n{report}");
    }
}
