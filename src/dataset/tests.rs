use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{fs, io};

use jiff::civil::{Date, date};

use super::files::Files;
use super::*;
use crate::analysis::Analysis;
use crate::dictionary::Dictionary;
use crate::diff::Side;
use crate::market;
use crate::market::specimen::{self, Dice, postings};
use crate::posting::{Rejected, Source};

/// How many more steps a process takes before it is killed; for ever when not told.
#[derive(Default)]
pub(super) struct Steps(Cell<Option<u32>>);

impl Steps {
    fn only(steps: u32) -> Self {
        Self(Cell::new(Some(steps)))
    }

    /// Takes a step, or dies; what is dead does nothing more.
    pub(super) fn take(&self) -> io::Result<()> {
        match self.0.get() {
            None => Ok(()),
            Some(0) => Err(io::Error::other("killed")),
            Some(left) => {
                self.0.set(Some(left - 1));
                Ok(())
            }
        }
    }
}

const FIRST_DAY: Date = date(2026, 5, 1);

fn on(today: Date) -> Scan {
    Scan { today, repeats: Repeats::Once }
}

fn refused(reason: &str) -> Rejected {
    Rejected::new(Source { path: "a/b.html".into(), ..Source::default() }, reason.to_owned())
}

fn written(count: usize) -> (tempfile::TempDir, Manifest) {
    let dir = tempfile::tempdir().unwrap();
    let done = scanned(dir.path(), on(FIRST_DAY), specimen::dictionary(), &postings(specimen::dictionary(), count, 7));
    (dir, done.manifest)
}

/// Scans these postings and one refused input into a dataset.
fn scanned(dir: &Path, scan: Scan, dictionary: &Dictionary, analyses: &[Analysis]) -> Written {
    filled(Writer::open(dir, scan, dictionary).unwrap(), dictionary, analyses).unwrap()
}

fn filled(mut writer: Writer, dictionary: &Dictionary, analyses: &[Analysis]) -> Result<Written, Error> {
    for analysis in analyses {
        writer.push(analysis, dictionary)?;
    }
    writer.reject(&refused("no description"));
    writer.finish()
}

#[test]
fn what_is_written_is_read_again() {
    let dictionary = specimen::dictionary();
    let analyses = postings(dictionary, 300, 7);
    let (dir, manifest) = written(300);
    assert_eq!((manifest.postings, manifest.parts.len(), manifest.rejected), (300, 1, 1));
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
    assert_eq!(reader.rejections().unwrap()[0].reason, "no description");
}

#[test]
fn an_empty_dataset_has_no_parts() {
    let (dir, manifest) = written(0);
    assert_eq!((manifest.parts.len(), manifest.postings), (0, 0));
    assert_eq!(Reader::open(dir.path()).unwrap().parts().count(), 0);
}

#[test]
fn the_same_analyses_give_the_same_bytes() {
    let (first, _) = written(200);
    let (second, _) = written(200);
    assert_eq!(names(first.path()), names(second.path()));
    for name in names(first.path()) {
        assert_eq!(fs::read(first.path().join(&name)).unwrap(), fs::read(second.path().join(&name)).unwrap(), "{name}");
    }
}

#[test]
fn nothing_is_a_dataset_until_it_is_finished() {
    let dictionary = specimen::dictionary();
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path(), on(FIRST_DAY), dictionary).unwrap();
    writer.push(&postings(dictionary, 1, 1)[0], dictionary).unwrap();
    assert!(!is_dataset(dir.path()));
    drop(writer);
    assert!(matches!(Reader::open(dir.path()), Err(Error::NotADataset(_))));
}

/// What a dataset says of its postings: id, first and last day, the one that it repeats and why.
fn told(dir: &Path) -> Vec<[String; 5]> {
    let mut rows = Vec::new();
    for part in Reader::open(dir).unwrap().parts() {
        let postings = part.unwrap().postings;
        let columns = ["id", "first_seen", "last_seen", "duplicate_of", "duplicate_reason"]
            .map(|name| postings.column(name).unwrap().str().unwrap().clone());
        for row in 0..postings.height() {
            rows.push(columns.each_ref().map(|column| column.get(row).unwrap_or("-").to_owned()));
        }
    }
    rows
}

#[test]
fn a_second_scan_adds_what_is_new_and_keeps_the_days() {
    let dictionary = specimen::dictionary();
    let all = postings(dictionary, 30, 7);
    let dir = tempfile::tempdir().unwrap();
    scanned(dir.path(), on(FIRST_DAY), dictionary, &all[..20]);
    fs::write(dir.path().join("notes.txt"), "mine").unwrap();
    let before = fs::read(dir.path().join("postings-00000.parquet")).unwrap();
    let done = scanned(dir.path(), on(date(2026, 5, 8)), dictionary, &all[5..]);
    assert_eq!((done.added, done.seen_again, done.not_seen, done.anew), (10, 15, 5, None));
    assert_eq!((done.manifest.postings, done.manifest.parts.as_slice()), (30, [0, 1].as_slice()));
    assert_eq!(fs::read(dir.path().join("postings-00000.parquet")).unwrap(), before);
    let days: Vec<[String; 2]> = told(dir.path()).into_iter().map(|[_, first, last, ..]| [first, last]).collect();
    let of = |first: &str, last: &str, count| vec![[first.to_owned(), last.to_owned()]; count];
    let expected =
        [of("2026-05-01", "2026-05-01", 5), of("2026-05-01", "2026-05-08", 15), of("2026-05-08", "2026-05-08", 10)];
    assert_eq!(days, expected.concat());
    assert!(!dir.path().join("standing-00001-00000.parquet").exists());
    let again = scanned(dir.path(), on(date(2026, 5, 8)), dictionary, &all);
    assert_eq!((again.added, again.seen_again, again.not_seen), (0, 30, 0));
    scanned(dir.path(), on(date(2026, 5, 9)), dictionary, &[]);
    let live: Vec<String> = Reader::open(dir.path()).unwrap().manifest().files().collect();
    let others: Vec<String> = names(dir.path()).into_iter().filter(|name| !live.contains(name)).collect();
    assert_eq!(others, [MANIFEST, "notes.txt"]);
    assert_eq!(told(dir.path()).len(), 30);
}

#[test]
fn one_posting_saved_twice_is_two_rows_however_often_it_is_scanned() {
    let dictionary = specimen::dictionary();
    let one = postings(dictionary, 1, 7).remove(0);
    let dir = tempfile::tempdir().unwrap();
    for scan in 0..3 {
        let done = scanned(dir.path(), on(FIRST_DAY), dictionary, &[one.clone(), one.clone()]);
        assert_eq!((done.added, done.manifest.duplicates), (if scan == 0 { 2 } else { 0 }, 1));
    }
    let every = Scan { repeats: Repeats::Each, ..on(FIRST_DAY) };
    assert_eq!(scanned(dir.path(), every, dictionary, &[]).manifest.duplicates, 0);
}

#[test]
fn the_newest_of_a_group_stands_for_it() {
    let dictionary = specimen::dictionary();
    let mut old = postings(dictionary, 1, 7).remove(0);
    old.posted = Some(date(2026, 1, 1));
    let new = Analysis { posted: Some(date(2026, 4, 1)), external_id: Some("again".to_owned()), ..old.clone() };
    let dir = tempfile::tempdir().unwrap();
    scanned(dir.path(), on(FIRST_DAY), dictionary, &[old]);
    scanned(dir.path(), on(date(2026, 5, 2)), dictionary, &[new]);
    let told: Vec<String> = told(dir.path()).into_iter().map(|[.., reason]| reason).collect();
    assert_eq!(told, ["content", "-"]);
}

/// The dictionary with one more skill.
fn other_dictionary() -> Dictionary {
    let own = "group = \"own\"\n[[skill]]\nid = \"ropewalk\"\nname = \"Ropewalk\"\nkind = \"tool\"\n";
    Dictionary::with_files(&[("own.toml".to_owned(), own.to_owned())]).unwrap()
}

#[test]
fn another_vocabulary_is_not_mixed_in() {
    let (dictionary, other) = (specimen::dictionary(), other_dictionary());
    let all = postings(dictionary, 12, 7);
    let dir = tempfile::tempdir().unwrap();
    scanned(dir.path(), on(FIRST_DAY), dictionary, &all[..10]);
    let before = told(dir.path());
    let done = scanned(dir.path(), on(date(2026, 5, 3)), &other, &all[2..]);
    assert_eq!((done.added, done.seen_again, done.not_seen), (2, 8, 2));
    assert_eq!((done.anew, done.manifest.postings), (Some("another vocabulary"), 10));
    let kept = done.kept.unwrap();
    assert_eq!(kept, dir.path().join("before-scan-00002"));
    assert_eq!(told(&kept), before);
    let first: Vec<String> = told(dir.path()).into_iter().map(|[_, first, ..]| first).collect();
    assert_eq!(first, [vec!["2026-05-01"; 8], vec!["2026-05-03"; 2]].concat());
    // All are there: nothing is kept.
    assert_eq!(scanned(dir.path(), on(date(2026, 5, 4)), dictionary, &all[2..]).kept, None);
}

#[test]
fn a_refused_input_is_listed_until_it_can_be_read() {
    let dictionary = specimen::dictionary();
    let dir = tempfile::tempdir().unwrap();
    scanned(dir.path(), on(FIRST_DAY), dictionary, &[]);
    scanned(dir.path(), on(date(2026, 5, 2)), dictionary, &[]);
    let list = fs::read_to_string(dir.path().join("rejected-00002.ndjson")).unwrap();
    let line = r#"{"path":"a/b.html","member":null,"format":"","url":null,"reason":"no description","first_seen":"2026-05-01","last_seen":"2026-05-02"}"#;
    assert_eq!(list, format!("{line}\n"));
    let mut readable = postings(dictionary, 1, 7).remove(0);
    readable.source.path = "a/b.html".into();
    let mut writer = Writer::open(dir.path(), on(date(2026, 5, 3)), dictionary).unwrap();
    writer.push(&readable, dictionary).unwrap();
    assert_eq!(writer.finish().unwrap().manifest.rejected, 0);
}

#[test]
fn two_scans_at_once_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let one = Writer::open(dir.path(), on(FIRST_DAY), specimen::dictionary()).unwrap();
    let other = Writer::open(dir.path(), on(FIRST_DAY), specimen::dictionary());
    assert!(matches!(other, Err(Error::InUse(_))));
    drop(one);
    Writer::open(dir.path(), on(FIRST_DAY), specimen::dictionary()).unwrap();
}

#[test]
fn a_scan_that_is_killed_leaves_the_dataset_as_it_was() {
    let (dictionary, other) = (specimen::dictionary(), other_dictionary());
    let all = postings(dictionary, 12, 7);
    // A new dataset, one that is added to, and one that is written anew.
    let scans = [(dictionary, &all[..8]), (dictionary, &all[4..]), (&other, &all[6..])];
    let mut killed = 0;
    for (number, (dictionary, analyses)) in scans.iter().enumerate() {
        let begun = |dir: &Path| {
            for (dictionary, analyses) in &scans[..number] {
                scanned(dir, on(FIRST_DAY), dictionary, analyses);
            }
        };
        let told_or_nothing = |dir: &Path| is_dataset(dir).then(|| told(dir));
        let undisturbed = tempfile::tempdir().unwrap();
        begun(undisturbed.path());
        let before = told_or_nothing(undisturbed.path());
        scanned(undisturbed.path(), on(date(2026, 5, 3)), dictionary, analyses);
        let after = told_or_nothing(undisturbed.path());
        for steps in 0.. {
            let dir = tempfile::tempdir().unwrap();
            begun(dir.path());
            let mut files = Files::open(dir.path()).unwrap();
            files.steps = Steps::only(steps);
            let writer = Writer::start(files, on(date(2026, 5, 3)), dictionary);
            let ended = writer.and_then(|writer| filled(writer, dictionary, analyses));
            let now = told_or_nothing(dir.path());
            assert!(now == before || now == after, "after {steps} steps of scan {number}: {now:?}");
            assert!(before.is_some() || is_unfinished(dir.path()) == now.is_none() || steps == 0, "{steps}");
            if ended.is_ok() {
                assert_eq!(now, after);
                break;
            }
            killed += 1;
            scanned(dir.path(), on(date(2026, 5, 3)), dictionary, analyses);
            if now == before {
                assert_eq!(told_or_nothing(dir.path()), after, "after {steps} steps of scan {number}");
                assert_eq!(live(dir.path()), live(undisturbed.path()));
            }
        }
    }
    assert!(killed >= 50, "{killed} points");
}

/// The files of a dataset that are in its folder and that its manifest names, and what lies about besides.
fn live(dir: &Path) -> Vec<String> {
    let manifest = Reader::open(dir).unwrap().manifest().clone();
    let mut files: Vec<String> = manifest.files().filter(|name| dir.join(name).exists()).collect();
    files.extend(names(dir).into_iter().filter(|name| !is_own_file(name)));
    files
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != LOCK && name != READERS)
        .collect();
    names.sort();
    names
}

#[test]
fn a_writer_that_does_not_finish_leaves_the_dataset_as_it_was() {
    let dictionary = specimen::dictionary();
    let (dir, manifest) = written(10);
    let files = || names(dir.path()).into_iter().map(|name| fs::read(dir.path().join(name)).unwrap());
    let before: Vec<Vec<u8>> = files().collect();
    let mut writer = Writer::open(dir.path(), on(FIRST_DAY), dictionary).unwrap();
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
    let writer = Writer::open(dir.path(), on(FIRST_DAY), specimen::dictionary()).unwrap();
    assert!(is_unfinished(dir.path()));
    drop(writer);
    assert!(!is_unfinished(dir.path()));
    assert_eq!(names(dir.path()), [""; 0]);
    fs::create_dir(dir.path().join(".jobsift-scan.partial")).unwrap();
    fs::write(dir.path().join("postings-00000.parquet"), "").unwrap();
    assert!(is_unfinished(dir.path()));
    scanned(dir.path(), on(FIRST_DAY), specimen::dictionary(), &[]);
    assert!(is_dataset(dir.path()) && !is_unfinished(dir.path()));
}

#[test]
fn a_folder_of_other_things_is_not_written_into() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("posting.html"), "mine").unwrap();
    let writer = Writer::open(dir.path(), on(FIRST_DAY), specimen::dictionary());
    assert!(matches!(writer, Err(Error::Occupied(_))));
    assert_eq!(names(dir.path()), ["posting.html"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named_and_leaves_the_dataset_as_it_was() {
    let dictionary = specimen::dictionary();
    let (dir, _) = written(10);
    let before = told(dir.path());
    let files = [
        "postings-00001.parquet",
        "skills-00001.parquet",
        "signatures-00001.bin",
        "standing-00002-00000.parquet",
        "rejected-00002.ndjson",
        MANIFEST,
    ];
    for name in files {
        let writer = Writer::open(dir.path(), on(date(2026, 5, 2)), dictionary).unwrap();
        std::os::unix::fs::symlink("/dev/full", dir.path().join(".jobsift-scan.partial").join(name)).unwrap();
        let error = filled(writer, dictionary, &postings(dictionary, 12, 9)).unwrap_err().to_string();
        let expected = "cannot be read or written: the disk is full; make room, or name another place";
        assert_eq!(error, format!("{}: {expected}", dir.path().join(name).display()));
        assert_eq!(told(dir.path()), before);
    }
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

/// Takes the checksums away, as an older version of the program wrote no.
fn without_checksums(dir: &Path) {
    let mut manifest = Reader::open(dir).unwrap().manifest().clone();
    manifest.checksums.clear();
    fs::write(dir.join(MANIFEST), serde_json::to_string(&manifest).unwrap()).unwrap();
}

/// Bytes with some cut off or changed.
fn damaged(whole: &[u8], dice: &mut Dice) -> Vec<u8> {
    if whole.is_empty() {
        return b"x".to_vec();
    }
    let mut bytes = whole.to_vec();
    if dice.below(3) == 0 {
        bytes.truncate(dice.below(whole.len() as u64) as usize);
    }
    for _ in 0..dice.below(8) {
        if !bytes.is_empty() {
            let at = dice.below(bytes.len() as u64) as usize;
            bytes[at] = dice.below(256) as u8;
        }
    }
    bytes
}

#[test]
fn every_damage_is_found_and_named_by_whoever_reads() {
    let dictionary = specimen::dictionary();
    let (dir, manifest) = written(40);
    let mut dice = Dice::new(5);
    for name in manifest.files().chain([MANIFEST.to_owned()]) {
        let path = dir.path().join(&name);
        let whole = fs::read(&path).unwrap();
        for _ in 0..20 {
            let bytes = damaged(&whole, &mut dice);
            if bytes == whole {
                continue;
            }
            fs::write(&path, &bytes).unwrap();
            let faults = Reader::open(dir.path())
                .map_or_else(|error| vec![error], |reader| reader.faults().collect())
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>();
            if name != MANIFEST {
                let expected = "damaged: its content is not what was written; take the file from a copy, or scan the postings again into a new folder";
                assert_eq!(faults, [format!("{}: {expected}", path.display())]);
                // What a scan does not read it does not miss.
                let is_read = !name.starts_with("skills") && !name.starts_with("perhaps");
                let added = Writer::open(dir.path(), on(FIRST_DAY), dictionary).map(drop).map_err(|e| e.to_string());
                assert!(!is_read || added == Err(faults[0].clone()), "{added:?}");
            }
        }
        fs::remove_file(&path).unwrap();
        let missing = Reader::open(dir.path()).map_or_else(|e| vec![e], |reader| reader.faults().collect());
        assert!(missing[0].to_string().contains(if name == MANIFEST {
            "not a dataset"
        } else {
            "damaged: it is missing"
        }));
        fs::write(&path, &whole).unwrap();
    }
    assert_eq!(Reader::open(dir.path()).unwrap().faults().count(), 0);
}

#[test]
fn damaged_parts_without_checksums_are_errors_that_name_the_file() {
    let (dir, _) = written(40);
    without_checksums(dir.path());
    let path = dir.path().join("skills-00000.parquet");
    let whole = fs::read(&path).unwrap();
    let mut dice = Dice::new(3);
    for _ in 0..60 {
        fs::write(&path, damaged(&whole, &mut dice)).unwrap();
        for part in Reader::open(dir.path()).unwrap().parts() {
            if let Err(error) = part {
                assert!(error.to_string().contains("skills-00000.parquet"), "{error}");
            }
        }
    }
}

#[test]
fn tables_of_another_shape_are_refused() {
    let (dir, _) = written(5);
    without_checksums(dir.path());
    let [postings, skills] = [postings_file(0), skills_file(0)].map(|name| dir.path().join(name));
    fs::copy(&postings, &skills).unwrap();
    let message = Reader::open(dir.path()).unwrap().parts().next().unwrap().err().unwrap().to_string();
    assert!(message.contains("column posting is missing"), "{message}");
}

#[test]
fn what_is_read_stays_until_it_is_read() {
    let dictionary = specimen::dictionary();
    let (dir, _) = written(10);
    let before = told(dir.path());
    let reader = Reader::open(dir.path()).unwrap();
    scanned(dir.path(), on(date(2026, 5, 3)), &other_dictionary(), &postings(dictionary, 12, 9));
    let parts: Vec<Part> = reader.parts().collect::<Result<_, _>>().unwrap();
    assert_eq!((parts[0].len(), reader.rejections().unwrap().len()), (before.len(), 1));
    drop(reader);
    // The next scan removes what nobody reads any more.
    scanned(dir.path(), on(date(2026, 5, 4)), &other_dictionary(), &postings(dictionary, 12, 9));
    assert!(!dir.path().join("standing-00001-00000.parquet").exists());
}

#[test]
fn several_datasets_are_read_as_one() {
    let dictionary = specimen::dictionary();
    let mut all = postings(dictionary, 12, 7);
    all[3].posted = Some(date(2026, 1, 1));
    let newer = Analysis { posted: Some(date(2026, 4, 1)), external_id: Some("again".to_owned()), ..all[3].clone() };
    let [one, two, both] = std::array::from_fn(|_| tempfile::tempdir().unwrap());
    scanned(one.path(), on(FIRST_DAY), dictionary, &all);
    scanned(two.path(), on(FIRST_DAY), dictionary, std::slice::from_ref(&newer));
    scanned(both.path(), on(FIRST_DAY), dictionary, &[all.clone(), vec![newer]].concat());
    let repeats = |dirs: &[&Path], repeats| {
        let collection = Collection::open(dirs, repeats).unwrap();
        let analyses = collection.analyses(dictionary).flat_map(|part| part.unwrap().analyses);
        let repeats: Vec<_> = analyses.map(|analysis| analysis.duplicate_of).collect();
        let count: u64 = collection.repeats().unwrap().values().sum();
        assert_eq!(count, repeats.iter().flatten().count() as u64);
        repeats
    };
    let as_one = repeats(&[both.path()], Repeats::Once);
    assert_eq!(repeats(&[one.path(), two.path()], Repeats::Once), as_one);
    assert!(as_one[3].is_some() && as_one[12].is_none(), "{as_one:?}");
    assert!(repeats(&[both.path()], Repeats::Each).iter().all(Option::is_none));
}

#[test]
fn some_postings_of_several_datasets_are_grouped_as_all_are() {
    let dictionary = specimen::dictionary();
    let all = postings(dictionary, 6, 7);
    let [one, two] = std::array::from_fn(|_| tempfile::tempdir().unwrap());
    scanned(one.path(), on(FIRST_DAY), dictionary, &all);
    scanned(two.path(), on(FIRST_DAY), dictionary, &all);
    for counted in [Repeats::Once, Repeats::Each] {
        let collection = Collection::open(&[one.path(), two.path()], counted).unwrap();
        let whole: Vec<_> = collection.analyses(dictionary).map(|part| part.unwrap().analyses).collect();
        let told = |analysis: &Analysis| (analysis.id.clone(), analysis.duplicate_of.clone());
        for (place, whole) in whole.iter().enumerate() {
            let some = collection.some_analyses(place, &BTreeSet::from([1, 4, 99]), dictionary).unwrap();
            assert_eq!(some.iter().map(told).collect::<Vec<_>>(), [told(&whole[1]), told(&whole[4])]);
            assert_eq!(some[0].duplicate_of.is_some(), place == 1 && counted == Repeats::Once);
        }
        assert!(collection.some_analyses(2, &BTreeSet::from([0]), dictionary).unwrap().is_empty());
    }
}

#[test]
fn what_several_datasets_have_damaged_is_named_and_what_is_not_needed_is_not_read() {
    let dictionary = specimen::dictionary();
    let dirs = [6, 9, 12].map(|count| written(count).0);
    let paths: Vec<&Path> = dirs.iter().map(tempfile::TempDir::path).collect();
    for dir in &paths {
        without_checksums(dir);
    }
    let signatures = paths[1].join("signatures-00000.bin");
    let whole = fs::read(&signatures).unwrap();
    let said = |counted| {
        let collection = Collection::open(&paths, counted).unwrap();
        let some = collection.some_analyses(1, &BTreeSet::from([0]), dictionary).err();
        let errors = collection.analyses(dictionary).map(Result::err).chain([some]);
        errors.map(|error| error.map(|error| error.to_string())).collect::<Vec<_>>()
    };
    // Fewer signatures than postings, and more.
    for bytes in [whole[..whole.len() * 2 / 3].to_vec(), whole.repeat(2)] {
        fs::write(&signatures, bytes).unwrap();
        let said = said(Repeats::Once);
        let [None, Some(one), None, Some(other)] = said.as_slice() else { panic!("{said:?}") };
        assert!(one.contains(signatures.to_str().unwrap()) && one.contains("not as many rows"), "{one}");
        assert_eq!(one, other);
    }
    fs::remove_file(&signatures).unwrap();
    assert_eq!(said(Repeats::Each), [None, None, None, None]);
}

#[test]
fn only_its_own_files_are_its_own() {
    for name in [
        "postings-00012.parquet",
        "skills-100000.parquet",
        "standing-00001-00002.parquet",
        "rejected-00003.ndjson",
        "signatures-00000.bin",
    ] {
        assert!(is_own_file(name), "{name}");
    }
    for name in [
        "postings.parquet",
        "postings-1.parquet",
        "skills-abcde.parquet",
        "standing-00001.parquet",
        "report.html",
        "dataset.json",
    ] {
        assert!(!is_own_file(name), "{name}");
    }
}

#[test]
fn a_collection_is_read_once_and_no_further_than_wanted() {
    let dictionary = specimen::dictionary();
    let (one, two) = (written(40).0, written(50).0);
    for (wanted, is_stopped) in [(2, false), (1, true)] {
        let reads = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&reads);
        let open = Collection::open(&[one.path(), two.path()], Repeats::Each).unwrap();
        let collection = open.until(move || counted.fetch_add(1, Ordering::Relaxed) == wanted);
        let pushed = Side::new(dictionary).push_collection(collection);
        assert_eq!(matches!(pushed, Err(market::Error::Dataset(Error::Stopped))), is_stopped, "{pushed:?}");
        assert_eq!((pushed.is_ok(), reads.load(Ordering::Relaxed)), (!is_stopped, 2));
    }
}
