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
