//! Every figure of the samples' report, computed again by a slow and independent path: the published records (`scan --format ndjson`) are
//! counted one by one, and each CSV table must say the same, row for row.

mod arithmetic;
mod counts;
mod demand;
mod pairs;
mod person;
mod records;
mod sayings;
mod spreads;

use std::collections::BTreeMap;

use jobsift::dictionary::Dictionary;
use tempfile::TempDir;

use crate::program::run;
use records::Posting;

const SAMPLES: &str = "samples/postings";
const PROFILE: &str = "samples/profiles/backend-engineer.toml";
const DATE: &str = "2026-11-20";

/// Name of a table → its rows, each a list of cells, the heading left out.
type Tables = BTreeMap<String, Vec<Vec<String>>>;

/// The scopes by the name that the tables use.
const SCOPES: [(&str, &[&str]); 7] = [
    ("all", &["platform", "release", "sre", "backend-infra", "other"]),
    ("four-roles", &["platform", "release", "sre", "backend-infra"]),
    ("platform", &["platform"]),
    ("release", &["release"]),
    ("sre", &["sre"]),
    ("backend-infra", &["backend-infra"]),
    ("other", &["other"]),
];

fn tables() -> Tables {
    let dir = TempDir::new().unwrap();
    let out = dir.path().to_str().unwrap();
    let ran = run(&["report", SAMPLES, "-p", PROFILE, "--date", DATE, "-o", out, "--quiet"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let mut tables = Tables::new();
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "csv") {
            let mut reader = csv::Reader::from_path(&path).unwrap();
            let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
            tables.insert(path.file_stem().unwrap().to_str().unwrap().to_owned(), rows);
        }
    }
    tables
}

#[test]
fn every_table_of_the_samples_is_right() {
    let dictionary = Dictionary::builtin().unwrap();
    let (all, tables) = (records::read(SAMPLES), tables());
    let distinct: Vec<&Posting> = all.iter().filter(|one| !one.is_repeat).collect();
    assert!(distinct.len() > 60);
    let mut expected = counts::counts(&all, &distinct);
    expected.extend(demand::demand(&distinct, &dictionary));
    expected.extend(pairs::pairs(&distinct));
    expected.extend(spreads::spreads(&distinct));
    expected.extend(person::person(&distinct, &dictionary, PROFILE, DATE));
    let order = pairs::are_families(&distinct, &tables["families"]);
    expected.insert("families".to_owned(), tables["families"].clone());
    expected.insert("links".to_owned(), pairs::links(&distinct, &order));
    let names: Vec<&String> = tables.keys().collect();
    assert_eq!(names, expected.keys().collect::<Vec<_>>(), "every table is computed again");
    for (name, rows) in &expected {
        let sorted = |rows: &[Vec<String>]| {
            let mut rows = rows.to_vec();
            rows.sort();
            rows
        };
        let (found, expected) = (sorted(&tables[name]), sorted(rows));
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(found, expected, "{name}.csv");
        }
        assert_eq!(found.len(), expected.len(), "{name}.csv");
    }
}
