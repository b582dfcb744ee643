//! The folder that a run fills: bodies as they came, and beside them, hidden, a small record of each.
//!
//! ```text
//! DIR/greenhouse-acme.json              what `scan DIR` reads
//! DIR/smartrecruiters-acme/744000.json
//! DIR/.jobsift/records/…                where each came from, when, and with which validators: a log for each source
//! DIR/.jobsift/lists/…                  lists that only lead to postings
//! DIR/.jobsift/gone/…                   postings that are no longer listed
//! DIR/.jobsift/unfinished/…             sources that were begun and not ended
//! DIR/.jobsift/lock                     held by the one run that saves here
//! ```
//!
//! A file is written under another name and then renamed, and its record noted after that: a run that is killed leaves a file
//! that is whole, and at worst a record that does not fit it, which counts as none.
//!
//! When the power fails, more may be lost. Lists and single pages are on the disk before they take their names, and the logs
//! when a run ends. Postings that are saved one by one are not waited for: it would take longer than to ask for them. One of the
//! last of them may be damaged then; its record does not fit it, so that the next run asks for it again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use xxhash_rust::xxh3::xxh3_64;

use super::SetupError;
use super::disk::{PARTIAL, Writing, sync_names, write, write_to_disk};
use super::failure::{Failure, Kind};
use super::records::{Record, Records};

/// The folder of everything that is not for reading.
const HIDDEN: &str = ".jobsift";

/// In that folder.
const LOCK: &str = "lock";

/// Characters of a file's name that are taken from what it is named for.
const LONGEST_NAME: usize = 80;

/// A run that was interrupted longer ago than this begins anew.
const RESUMED_FOR: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

/// No file takes this long to write; a younger one may be that of another source of the run.
const LEFT_AFTER: jiff::SignedDuration = jiff::SignedDuration::from_mins(10);

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    New,
    Changed,
    Unchanged,
}

/// The folder, the same for all sources of a run.
#[derive(Clone, Debug)]
pub(super) struct Store {
    dir: PathBuf,
    /// The logs that were read, by name.
    records: Arc<Mutex<BTreeMap<String, Records>>>,
    /// One writes at a time: threads that make files in one folder only stand in each other's way.
    writer: Arc<tokio::sync::Mutex<()>>,
    /// Locked until dropped; the system unlocks it too when the process ends in any way.
    _lock: Arc<File>,
}

impl Store {
    /// Makes the folder if need be and locks it: two runs would write over each other's logs.
    pub(super) fn open(dir: &Path) -> Result<Self, SetupError> {
        let hidden = dir.join(HIDDEN);
        let unusable = |error: io::Error| SetupError::Folder { path: dir.to_owned(), error };
        fs::create_dir_all(&hidden).map_err(unusable)?;
        let lock =
            File::options().create(true).truncate(false).write(true).open(hidden.join(LOCK)).map_err(unusable)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(SetupError::InUse(dir.to_owned())),
            Err(TryLockError::Error(error)) => return Err(unusable(error)),
        }
        Ok(Self { dir: dir.to_owned(), records: Arc::default(), writer: Arc::default(), _lock: Arc::new(lock) })
    }

    fn body_path(&self, name: &str, hidden: bool) -> PathBuf {
        if hidden { self.dir.join(HIDDEN).join("lists").join(name) } else { self.dir.join(name) }
    }

    /// Works with the log that a file is in: that of the folder it is in, or its own.
    fn with_records<T>(&self, name: &str, work: impl FnOnce(&mut Records) -> T) -> T {
        let log = name.split('/').next().unwrap_or_default();
        let mut logs = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        let records = logs.entry(log.to_owned()).or_insert_with(|| Records::open(&self.log_path(log), write_to_disk));
        work(records)
    }

    fn log_path(&self, log: &str) -> PathBuf {
        self.dir.join(HIDDEN).join("records").join(format!("{log}.ndjson"))
    }

    fn mark_path(&self, name: &str) -> PathBuf {
        self.dir.join(HIDDEN).join("unfinished").join(name)
    }

    /// The record of a name and its body, if they are of this address and whole.
    pub(super) fn saved(&self, name: &str, url: &str) -> Option<(Record, Vec<u8>)> {
        let record = self.with_records(name, |records| records.get(name).cloned())?;
        let body = fs::read(self.body_path(name, record.hidden)).ok()?;
        let fits = record.url == url && record.bytes == body.len() && record.hash == hash(&body);
        fits.then_some((record, body))
    }

    /// Saves a body and its record on another thread: making a file takes about as long as an answer of a near site does, and
    /// the requests would wait for it.
    pub(super) async fn save_apart(&self, name: &str, body: Vec<u8>, record: Record) -> Result<Written, Failure> {
        let (store, name) = (self.clone(), name.to_owned());
        let turn = self.writer.lock().await;
        let saving = tokio::task::spawn_blocking(move || store.save_by(write, &name, &body, record)).await;
        drop(turn);
        saving.map_err(|error| Failure::new(Kind::Unsaved, error.to_string()))?
    }

    /// Saves a body, which is on the disk then, and its record.
    pub(super) fn save(&self, name: &str, body: &[u8], record: Record) -> Result<Written, Failure> {
        self.save_by(write_to_disk, name, body, record)
    }

    fn save_by(&self, write: Writing, name: &str, body: &[u8], mut record: Record) -> Result<Written, Failure> {
        record.bytes = body.len();
        record.hash = hash(body);
        let path = self.body_path(name, record.hidden);
        let before = self.saved_hash(name, record.hidden);
        let written = match &before {
            Some(before) if *before == record.hash => Written::Unchanged,
            Some(_) => Written::Changed,
            None => Written::New,
        };
        let failed = |error: io::Error| Failure::new(Kind::Unsaved, format!("{}: {error}", path.display()));
        if written != Written::Unchanged {
            write(&path, body).map_err(failed)?;
        }
        // What was read before and is a mere list now, or the other way round, is there once.
        let other = self.with_records(name, |records| records.get(name).is_some_and(|old| old.hidden != record.hidden));
        let other = other.then(|| self.body_path(name, !record.hidden));
        self.note(name, record)?;
        drop(other.map(fs::remove_file));
        Ok(written)
    }

    fn saved_hash(&self, name: &str, hidden: bool) -> Option<String> {
        fs::read(self.body_path(name, hidden)).ok().map(|body| hash(&body))
    }

    /// Notes a record: its body was saved or confirmed.
    pub(super) fn note(&self, name: &str, record: Record) -> Result<(), Failure> {
        self.with_records(name, |records| records.set(name, Some(record)))
            .map_err(|error| Failure::new(Kind::Unsaved, format!("the record of {name}: {error}")))
    }

    /// Brings the logs to the disk, each once.
    pub(super) fn sync(&self) -> Result<(), SetupError> {
        let logs = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        let synced =
            logs.values().try_for_each(Records::sync).and_then(|()| sync_names(&self.dir.join(HIDDEN).join("records")));
        synced.map_err(|error| SetupError::Folder { path: self.dir.clone(), error })
    }

    /// When an earlier run began a source that it did not end.
    pub(super) fn begun(&self, name: &str, now: Timestamp) -> Option<Timestamp> {
        let begun =
            fs::read_to_string(self.mark_path(name)).ok().and_then(|text| text.trim().parse::<Timestamp>().ok());
        if begun.is_some() {
            self.clean(name, now);
        }
        begun.filter(|begun| now.duration_since(*begun) < RESUMED_FOR)
    }

    /// Notes that a source is begun.
    pub(super) fn begin(&self, name: &str, now: Timestamp) -> Result<(), Failure> {
        let path = self.mark_path(name);
        let failed = |error: io::Error| Failure::new(Kind::Unsaved, format!("{}: {error}", path.display()));
        write(&path, now.to_string().as_bytes()).map_err(failed)
    }

    /// Takes away what a killed run left half-written.
    fn clean(&self, stem: &str, now: Timestamp) {
        let hidden = self.dir.join(HIDDEN);
        for folder in [self.dir.join(stem), hidden.join("records"), hidden.join("lists").join(stem)] {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let is_partial = entry.file_name().to_string_lossy().ends_with(PARTIAL);
                let written = entry.metadata().ok().and_then(|data| Timestamp::try_from(data.modified().ok()?).ok());
                if is_partial && written.is_some_and(|written| now.duration_since(written) > LEFT_AFTER) {
                    drop(fs::remove_file(entry.path()));
                }
            }
        }
    }

    /// Notes that a source is ended.
    pub(super) fn end(&self, name: &str) {
        drop(fs::remove_file(self.mark_path(name)));
    }

    /// Puts the files of a source aside that are not among these; answers how many.
    pub(super) fn put_aside(&self, folder: &str, keep: &BTreeSet<String>) -> usize {
        let gone: Vec<String> = self.with_records(folder, |records| {
            records.files(folder).filter(|name| !keep.contains(*name)).cloned().collect()
        });
        gone.iter().filter(|name| self.set_aside(name)).count()
    }

    /// Puts one file aside; answers whether it was there to be read.
    pub(super) fn set_aside(&self, name: &str) -> bool {
        let to = self.dir.join(HIDDEN).join("gone").join(name);
        let from = self.body_path(name, false);
        let moved = from.is_file()
            && to.parent().is_some_and(|folder| fs::create_dir_all(folder).is_ok())
            && fs::rename(&from, &to).is_ok();
        drop(fs::remove_file(self.body_path(name, true)));
        // A record without its file counts as none.
        drop(self.with_records(name, |records| records.set(name, None)));
        moved
    }
}

fn hash(bytes: &[u8]) -> String {
    format!("{:016x}", xxh3_64(bytes))
}

/// A name that is safe for a file on every system. What had to be changed keeps its own name by a hash.
pub(super) fn file_name(text: &str) -> String {
    let mut name: String = text
        .chars()
        .take(LONGEST_NAME)
        .map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c.to_ascii_lowercase() } else { '-' })
        .collect();
    let trimmed = name.trim_matches(['.', '-']).len();
    let is_reserved = ["con", "prn", "aux", "nul", "com", "lpt"].iter().any(|device| {
        let stem = name.split('.').next().unwrap_or_default();
        stem.strip_prefix(device).is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()))
    });
    if name != text || trimmed != name.len() || name.is_empty() || is_reserved {
        name = format!("{}-{:08x}", name.trim_matches(['.', '-']), xxh3_64(text.as_bytes()) as u32);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::records::Validators;

    fn record(url: &str) -> Record {
        let validators = Validators { etag: Some("\"1\"".to_owned()), last_modified: None };
        Record::new(url.to_owned(), "acme", Timestamp::UNIX_EPOCH, validators)
    }

    #[test]
    fn names_are_safe_and_different() {
        let names = [
            "acme",
            "ACME",
            "../../etc/passwd",
            "a/b",
            "a\\b",
            "a:b",
            "con",
            "nul.txt",
            ".hidden",
            "a b",
            "é",
            "",
            "-",
            "x\u{1b}[31m",
            &"a".repeat(300),
            &"a".repeat(301),
        ];
        let made: BTreeSet<String> = names.iter().map(|name| file_name(name)).collect();
        assert_eq!(made.len(), names.len(), "{made:?}");
        for name in made {
            assert!(name.len() <= 100 && !name.starts_with('.') && !name.is_empty(), "{name}");
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)), "{name}");
        }
        assert_eq!(file_name("acme-1.2"), "acme-1.2");
    }

    #[test]
    fn a_record_counts_only_with_its_own_whole_body() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        assert_eq!(store.save("a/1.json", b"{}", record("u")).unwrap(), Written::New);
        assert_eq!(store.save("a/1.json", b"{}", record("u")).unwrap(), Written::Unchanged);
        assert_eq!(store.save("a/1.json", b"[]", record("u")).unwrap(), Written::Changed);
        let (found, body) = store.saved("a/1.json", "u").unwrap();
        assert_eq!((body.as_slice(), found.validators.etag.as_deref()), (&b"[]"[..], Some("\"1\"")));
        assert!(store.saved("a/1.json", "another").is_none());
        fs::write(folder.path().join("a/1.json"), "[").unwrap();
        assert!(store.saved("a/1.json", "u").is_none(), "a damaged body has no record");
    }

    #[test]
    fn two_runs_do_not_save_into_one_folder() {
        let folder = tempfile::tempdir().unwrap();
        let one = Store::open(folder.path()).unwrap();
        let other = Store::open(folder.path());
        assert!(matches!(other, Err(SetupError::InUse(ref path)) if path == folder.path()), "{other:?}");
        drop(one);
        Store::open(folder.path()).unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "mine").unwrap();
        let error = Store::open(&file).unwrap_err().to_string();
        assert!(error.contains("nothing can be saved in this folder"), "{error}");
    }

    #[test]
    fn what_is_no_longer_listed_is_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        for name in ["a/1.json", "a/2.json", "b/3.json"] {
            store.save(name, b"{}", record("u")).unwrap();
        }
        assert_eq!(store.put_aside("a", &["a/2.json".to_owned()].into()), 1);
        assert!(!folder.path().join("a/1.json").exists() && folder.path().join(".jobsift/gone/a/1.json").exists());
        assert!(folder.path().join("a/2.json").exists() && folder.path().join("b/3.json").exists());
    }

    #[test]
    fn what_a_killed_run_left_half_written_is_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        store.begin("a", at("2026-05-04T10:00:00Z")).unwrap();
        fs::create_dir(folder.path().join("a")).unwrap();
        let left = folder.path().join("a/.x.partial");
        fs::write(&left, "{").unwrap();
        // Long before and long after it was written, whenever this test runs.
        store.begun("a", at("2000-01-01T00:00:00Z"));
        assert!(left.exists());
        store.begun("a", at("2200-01-01T00:00:00Z"));
        assert!(!left.exists());
    }

    #[test]
    fn an_interrupted_source_is_known_for_a_day() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let first = at("2026-05-04T10:00:00Z");
        assert_eq!(store.begun("a", first), None);
        store.begin("a", first).unwrap();
        assert_eq!(store.begun("a", at("2026-05-04T20:00:00Z")), Some(first));
        assert_eq!(store.begun("a", at("2026-05-05T11:00:00Z")), None);
        store.end("a");
        assert_eq!(store.begun("a", at("2026-05-04T20:00:00Z")), None);
    }
}
