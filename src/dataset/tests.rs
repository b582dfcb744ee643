use std::fs;

use super::*;
use crate::market::specimen::{self, Dice, postings};
use crate::posting::{Rejected, Source};

fn refused(reason: &str) -> Rejected {
    Rejected { source_of: Source { path: "a/b.html".into(), ..Source::default() }, reason: reason.to_owned() }
}

fn written(count: usize) -> (tempfile::TempDir, Manifest) {
    let dictionary = specimen::dictionary();
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::create(dir.path()).unwrap();
    for analysis in postings(dictionary, count, 7) {
        writer.push(&analysis, dictionary).unwrap();
    }
    writer.reject(&refused("no description")).unwrap();
    let manifest = writer.finish().unwrap();
    (dir, manifest)
}

#[test]
fn what_is_written_is_read_again() {
    let dictionary = specimen::dictionary();
    let analyses = postings(dictionary, 300, 7);
    let (dir, manifest) = written(300);
    assert_eq!((manifest.postings, manifest.parts, manifest.rejected), (300, 1, 1));
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(*reader.manifest(), manifest);
    let parts: Vec<Part> = reader.parts().collect::<Result<_, _>>().unwrap();
    assert_eq!(parts.len(), 1);
    let part = &parts[0];
    assert_eq!(part.len(), 300);
    let titles = part.postings.column("title").unwrap().str().unwrap();
    let lows = part.postings.column("salary_min").unwrap().f64().unwrap();
    let days = part.postings.column("posted").unwrap().str().unwrap();
    for (row, analysis) in analyses.iter().enumerate() {
        assert_eq!(titles.get(row), Some(analysis.title.as_str()));
        assert_eq!(lows.get(row), analysis.facts.salary.as_ref().and_then(|pay| pay.min));
        assert_eq!(days.get(row).map(str::to_owned), analysis.posted.map(|day| day.to_string()));
    }
    let (rows, ids) =
        (part.skills.column("posting").unwrap().u32().unwrap(), part.skills.column("skill").unwrap().str().unwrap());
    let read: Vec<(u32, String)> =
        rows.iter().zip(ids.iter()).map(|(row, id)| (row.unwrap(), id.unwrap().to_owned())).collect();
    let expected: Vec<(u32, String)> = analyses
        .iter()
        .enumerate()
        .flat_map(|(row, analysis)| analysis.skills.iter().map(move |found| (row as u32, found.skill)))
        .map(|(row, skill)| (row, dictionary.skills[skill as usize].id.clone()))
        .collect();
    assert_eq!(read, expected);
    let reasons: Vec<String> = reader.rejections().unwrap().collect::<Result<_, _>>().unwrap();
    assert_eq!(reasons, ["no description"]);
}

#[test]
fn an_empty_dataset_has_no_parts() {
    let (dir, manifest) = written(0);
    assert_eq!((manifest.parts, manifest.postings), (0, 0));
    assert_eq!(Reader::open(dir.path()).unwrap().parts().count(), 0);
}

#[test]
fn the_same_analyses_give_the_same_bytes() {
    let (first, _) = written(200);
    let (second, _) = written(200);
    for name in ["postings-00000.parquet", "skills-00000.parquet", REJECTED, MANIFEST] {
        assert_eq!(fs::read(first.path().join(name)).unwrap(), fs::read(second.path().join(name)).unwrap(), "{name}");
    }
}

#[test]
fn nothing_is_a_dataset_until_it_is_finished() {
    let dictionary = specimen::dictionary();
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::create(dir.path()).unwrap();
    writer.push(&postings(dictionary, 1, 1)[0], dictionary).unwrap();
    assert!(!is_dataset(dir.path()));
    drop(writer);
    assert!(matches!(Reader::open(dir.path()), Err(Error::NotADataset(_))));
}

#[test]
fn writing_again_replaces_the_dataset_and_nothing_else() {
    let (dir, _) = written(10);
    fs::write(dir.path().join("notes.txt"), "mine").unwrap();
    fs::write(dir.path().join("skills-00007.parquet"), "of a longer dataset").unwrap();
    fs::create_dir(dir.path().join(".jobsift-killed.partial")).unwrap();
    Writer::create(dir.path()).unwrap().finish().unwrap();
    assert_eq!(names(dir.path()), [MANIFEST, "notes.txt", REJECTED]);
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_writer_that_does_not_finish_leaves_the_dataset_as_it_was() {
    let dictionary = specimen::dictionary();
    let (dir, manifest) = written(10);
    let files = || names(dir.path()).into_iter().map(|name| fs::read(dir.path().join(name)).unwrap());
    let before: Vec<Vec<u8>> = files().collect();
    let mut writer = Writer::create(dir.path()).unwrap();
    for analysis in postings(dictionary, PART_ROWS + 1, 8) {
        writer.push(&analysis, dictionary).unwrap();
    }
    assert_eq!(*Reader::open(dir.path()).unwrap().manifest(), manifest);
    drop(writer);
    assert_eq!(files().collect::<Vec<_>>(), before);
}

#[test]
fn a_killed_writer_leaves_a_folder_that_is_known_for_it() {
    let dir = tempfile::tempdir().unwrap();
    let writer = Writer::create(dir.path()).unwrap();
    assert!(is_unfinished(dir.path()));
    drop(writer);
    assert!(!is_unfinished(dir.path()));
    assert_eq!(names(dir.path()), [""; 0]);
    fs::create_dir(dir.path().join(".jobsift-killed.partial")).unwrap();
    Writer::create(dir.path()).unwrap().finish().unwrap();
    assert!(is_dataset(dir.path()) && !is_unfinished(dir.path()));
    fs::remove_file(dir.path().join(MANIFEST)).unwrap();
    assert!(!is_unfinished(dir.path()), "a list of refusals alone is any folder");
    fs::write(dir.path().join("postings-00000.parquet"), "").unwrap();
    assert!(is_unfinished(dir.path()));
}

#[test]
fn a_folder_of_other_things_is_not_written_into() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("posting.html"), "mine").unwrap();
    assert!(matches!(Writer::create(dir.path()), Err(Error::Occupied(_))));
    assert_eq!(names(dir.path()), ["posting.html"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_of_writing() {
    let dictionary = specimen::dictionary();
    let mut batch = Batch::default();
    batch.push(&postings(dictionary, 1, 1)[0], dictionary);
    let mut full = fs::File::options().write(true).open("/dev/full").unwrap();
    let (mut frame, _) = batch.into_frames().unwrap();
    let message = writer::encode(&mut full, &mut frame, Path::new("a.parquet")).err().unwrap().to_string();
    assert!(message.starts_with("a.parquet: cannot be written: "), "{message}");
}

#[test]
fn another_format_is_refused_by_name() {
    let (dir, _) = written(3);
    let path = dir.path().join(MANIFEST);
    let text = fs::read_to_string(&path).unwrap().replace(FORMAT, "jobsift.dataset/99");
    fs::write(&path, text).unwrap();
    let message = Reader::open(dir.path()).err().unwrap().to_string();
    assert!(message.contains("dataset.json") && message.contains("jobsift.dataset/99"), "{message}");
}

#[test]
fn damaged_parts_are_errors_that_name_the_file() {
    let (dir, _) = written(40);
    let path = dir.path().join("skills-00000.parquet");
    let whole = fs::read(&path).unwrap();
    let mut dice = Dice::new(3);
    for round in 0..60 {
        let mut bytes = whole.clone();
        if round % 3 == 0 {
            bytes.truncate(dice.below(whole.len() as u64) as usize);
        }
        for _ in 0..dice.below(8) {
            if !bytes.is_empty() {
                let at = dice.below(bytes.len() as u64) as usize;
                bytes[at] = dice.below(256) as u8;
            }
        }
        fs::write(&path, &bytes).unwrap();
        for part in Reader::open(dir.path()).unwrap().parts() {
            if let Err(error) = part {
                assert!(error.to_string().contains("skills-00000.parquet"), "{error}");
            }
        }
    }
    fs::remove_file(&path).unwrap();
    assert!(matches!(Reader::open(dir.path()).unwrap().parts().next(), Some(Err(Error::Io { .. }))));
}

#[test]
fn tables_of_another_shape_are_refused() {
    let (dir, _) = written(5);
    let (postings, skills) = (postings_file(dir.path(), 0), skills_file(dir.path(), 0));
    fs::copy(&postings, &skills).unwrap();
    let message = Reader::open(dir.path()).unwrap().parts().next().unwrap().err().unwrap().to_string();
    assert!(message.contains("column posting is missing"), "{message}");
}

#[test]
fn only_its_own_files_are_its_own() {
    for name in ["dataset.json", "rejected.ndjson", "postings-00012.parquet", "skills-100000.parquet"] {
        assert!(is_own_file(name), "{name}");
    }
    for name in ["postings.parquet", "postings-1.parquet", "skills-abcde.parquet", "report.html", "dataset.json.bak"] {
        assert!(!is_own_file(name), "{name}");
    }
}
