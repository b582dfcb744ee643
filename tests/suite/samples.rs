//! The samples: written for this project, in every format that is read, labelled, and reported in `reports/samples`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jobsift::analysis::{Role, SkillKind, analyse};
use jobsift::dictionary::Dictionary;
use jobsift::import::{self, Boards};
use jobsift::measure::Measure;
use tempfile::TempDir;

use crate::program::{root, run};

#[test]
fn the_samples_are_read_as_they_are_labelled() {
    let (dictionary, boards) = (Dictionary::builtin().unwrap(), Boards::built_in().unwrap());
    let mut labels = String::new();
    for part in ["tests/labels/samples-part1.ndjson", "tests/labels/samples-part2.ndjson"] {
        labels += &fs::read_to_string(root().join(part)).unwrap();
    }
    let mut measure = Measure::new(&labels).unwrap();
    let mut roles = BTreeMap::new();
    let mut postings = 0;
    let folder = root().join("samples/postings").to_string_lossy().into_owned();
    for chunk in import::chunks(import::inputs(&[folder]).unwrap()) {
        for posting in chunk.postings(&boards) {
            let analysis = analyse(posting.unwrap(), &dictionary);
            postings += 1;
            *roles.entry(analysis.role.primary).or_insert(0) += 1;
            measure.add(&analysis, &dictionary);
        }
    }
    assert!(postings >= 60, "{postings}");
    assert_eq!(roles.len(), Role::ALL.len(), "{roles:?}");
    let report = measure.text();
    assert_eq!(measure.unmatched(), 0, "{report}");
    assert!(measure.f1(SkillKind::Tool) >= 0.95, "{report}");
    assert!(measure.f1(SkillKind::Practice) >= 0.88, "{report}");
    assert!(measure.importance.value() >= 0.88, "{report}");
    assert!(measure.any_of.value() >= 0.75, "{report}");
    assert!(measure.role.value() >= 0.80, "{report}");
}

/// The committed report of the samples is what the program writes today. After a wanted change:
/// `JOBSIFT_BLESS=1 cargo test samples`, then read the difference.
#[test]
fn the_committed_report_is_what_the_program_writes() {
    let fresh = TempDir::new().unwrap();
    let out = fresh.path().to_str().unwrap();
    let ran = run(&[
        "report",
        "samples/postings",
        "-p",
        "samples/profiles/backend-engineer.toml",
        "--date",
        "2026-11-20",
        "-o",
        out,
        "--quiet",
    ]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let committed = root().join("reports/samples");
    if std::env::var_os("JOBSIFT_BLESS").is_some() {
        drop(fs::remove_dir_all(&committed));
        fs::create_dir_all(&committed).unwrap();
        for (name, text) in files(fresh.path()) {
            fs::write(committed.join(name), text).unwrap();
        }
    }
    let (fresh, committed) = (files(fresh.path()), files(&committed));
    assert_eq!(fresh.keys().collect::<Vec<_>>(), committed.keys().collect::<Vec<_>>());
    for (name, text) in fresh {
        assert!(text == committed[&name], "{name} differs from reports/samples; see the comment of this test");
    }
}

fn files(dir: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap()))
        .collect()
}

#[test]
fn a_dataset_gives_the_report_that_its_files_give() {
    let dir = TempDir::new().unwrap();
    let (dataset, from_files, from_dataset) = (dir.path().join("data"), dir.path().join("a"), dir.path().join("b"));
    // All but the tables, one row of which repeats an older posting: it stands for both in a dataset only (`src/duplicate.rs`).
    let samples = ["boards", "html", "markdown", "text"].map(|kind| format!("samples/postings/{kind}"));
    let samples: Vec<&str> = samples.iter().map(String::as_str).collect();
    let (data, a, b) = (dataset.to_str().unwrap(), from_files.to_str().unwrap(), from_dataset.to_str().unwrap());
    let scan = run(&[&["scan", "-o", data, "--quiet"], samples.as_slice()].concat());
    assert_eq!(scan.status, 0, "{}", scan.stderr);
    for (input, out) in [(samples.as_slice(), a), (&[data], b)] {
        let ran = run(&[&["report", "--date", "2026-11-20", "-o", out, "--quiet"], input].concat());
        assert_eq!(ran.status, 0, "{}", ran.stderr);
    }
    assert_eq!(files(&from_files), files(&from_dataset));
}
