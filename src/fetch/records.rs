//! What is known of each saved file: a line for each time that one was saved or confirmed, in one log for all files of a source.
//!
//! The last line of a name counts. A run that is killed, or a full disk, leaves at worst half a line, which counts as none. A log
//! instead of a file for each record: making a file costs a file system more than saving a posting does.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Lines that may be out of date before a log is written anew, beside as many again as count.
const STALE: usize = 100;

/// What a later request asks with, to be told that nothing changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Validators {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last_modified: Option<String>,
}

/// Where a file came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    /// The address, without anything secret.
    pub(super) url: String,
    /// The source that asked for it.
    pub(super) source: String,
    /// When it came, or was last confirmed.
    pub(super) fetched: Timestamp,
    #[serde(flatten)]
    pub(super) validators: Validators,
    /// What the board's list said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) stamp: Option<String>,
    /// How the board wants to be named wherever this is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) credit: Option<String>,
    /// The body is among the lists, not among what is read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) hidden: bool,
    /// The size and the hash of the body that it belongs to.
    pub(super) bytes: usize,
    pub(super) hash: String,
}

impl Record {
    /// The record of a body that came from there; the store fills in which body.
    pub(super) fn new(url: String, source: &str, fetched: Timestamp, validators: Validators) -> Self {
        let source = source.to_owned();
        Self {
            url,
            source,
            fetched,
            validators,
            stamp: None,
            credit: None,
            hidden: false,
            bytes: 0,
            hash: String::new(),
        }
    }
}

/// A line: a file and its record, or none where it is not there any more.
#[derive(Serialize, Deserialize)]
struct Line<R> {
    file: String,
    record: Option<R>,
}

/// The log of a source.
#[derive(Debug)]
pub(super) struct Records {
    path: PathBuf,
    known: BTreeMap<String, Record>,
    log: Option<File>,
}

impl Records {
    /// Reads a log. One that cannot be read is as none: everything is asked for anew.
    pub(super) fn open(path: &Path, rewrite: impl Fn(&Path, &[u8]) -> io::Result<()>) -> Self {
        let mut out = Self { path: path.to_owned(), known: BTreeMap::new(), log: None };
        let bytes = fs::read(path).unwrap_or_default();
        let mut lines = 0;
        for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            lines += 1;
            let Ok(Line { file, record }) = serde_json::from_slice::<Line<Record>>(line) else { continue };
            match record {
                Some(record) => drop(out.known.insert(file, record)),
                None => drop(out.known.remove(&file)),
            }
        }
        if lines > 2 * out.known.len() + STALE {
            let anew: Vec<u8> = out.known.iter().flat_map(|(file, record)| line(file, Some(record))).collect();
            // Where that fails, the old lines stay and are passed over the next time too.
            drop(rewrite(path, &anew));
        }
        out
    }

    /// The record of a file.
    pub(super) fn get(&self, file: &str) -> Option<&Record> {
        self.known.get(file)
    }

    /// The files of a folder.
    pub(super) fn files<'r>(&'r self, folder: &'r str) -> impl Iterator<Item = &'r String> {
        self.known.keys().filter(move |file| file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    }

    /// Brings what was noted to the disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.log.as_ref().map_or(Ok(()), File::sync_all)
    }

    /// Notes a record of a file, or that it is not there any more.
    pub(super) fn set(&mut self, file: &str, record: Option<Record>) -> io::Result<()> {
        if record.is_none() && !self.known.contains_key(file) {
            return Ok(());
        }
        let log = match &mut self.log {
            Some(log) => log,
            none => none.insert(opened(&self.path)?),
        };
        if let Err(error) = log.write_all(&line(file, record.as_ref())) {
            // Half a line may be there: whoever opens it again ends that first.
            self.log = None;
            return Err(error);
        }
        match record {
            Some(record) => drop(self.known.insert(file.to_owned(), record)),
            None => drop(self.known.remove(file)),
        }
        Ok(())
    }
}

/// Opens a log to append to it, behind a whole line.
fn opened(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut log = OpenOptions::new().create(true).read(true).append(true).open(path)?;
    // An empty one has no last byte to seek.
    if log.seek(SeekFrom::End(-1)).is_ok() {
        let mut last = [0];
        log.read_exact(&mut last)?;
        if last != *b"\n" {
            log.write_all(b"\n")?;
        }
    }
    Ok(log)
}

fn line(file: &str, record: Option<&Record>) -> Vec<u8> {
    // Texts, numbers and times cannot fail to be written.
    let mut line = serde_json::to_vec(&Line { file: file.to_owned(), record }).unwrap_or_default();
    line.push(b'\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(url: &str) -> Record {
        Record::new(url.to_owned(), "acme", Timestamp::UNIX_EPOCH, Validators::default())
    }

    #[test]
    fn the_last_whole_line_of_a_name_counts() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/log");
        let open = || Records::open(&path, |path, bytes| fs::write(path, bytes));
        let mut records = open();
        for (file, url) in [("a/1", "u"), ("a/2", "u"), ("ab/3", "u"), ("a/1", "v")] {
            records.set(file, Some(record(url))).unwrap();
        }
        records.set("a/2", None).unwrap();
        records.set("never", None).unwrap();
        let again = open();
        assert_eq!(again.known, records.known);
        assert_eq!((again.get("a/1").unwrap().url.as_str(), again.get("a/2")), ("v", None));
        assert_eq!(again.files("a").collect::<Vec<_>>(), ["a/1"]);
        // What a killed run leaves: half a line, after which the next run's lines are whole.
        let mut bytes = fs::read(&path).unwrap();
        bytes.extend_from_slice(b"{\"file\":\"a/4\",\"rec");
        fs::write(&path, bytes).unwrap();
        let mut cut = open();
        assert_eq!(cut.known, records.known);
        cut.set("b", Some(record("w"))).unwrap();
        assert_eq!(open().known.len(), records.known.len() + 1);
    }

    #[test]
    fn what_could_not_be_written_spoils_no_later_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let open = || Records::open(&path, |path, bytes| fs::write(path, bytes));
        let mut records = open();
        records.set("a", Some(record("u"))).unwrap();
        // As a full disk does it: half a line is written, and the rest is not.
        let half = &line("b", Some(&record("v")))[..20];
        fs::write(&path, [&fs::read(&path).unwrap(), half].concat()).unwrap();
        records.log = Some(File::open(&path).unwrap());
        records.set("b", Some(record("v"))).unwrap_err();
        assert!(records.get("b").is_none());
        records.set("c", Some(record("w"))).unwrap();
        assert_eq!(open().known.keys().collect::<Vec<_>>(), ["a", "c"]);
        assert_eq!(open().known, records.known);
    }

    #[test]
    fn a_log_of_old_lines_is_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let open = || Records::open(&path, |path, bytes| fs::write(path, bytes));
        let mut records = open();
        for at in 0..=STALE + 2 {
            records.set("a", Some(record(&at.to_string()))).unwrap();
        }
        let (before, again) = (fs::read(&path).unwrap().len(), open());
        assert_eq!(again.known, records.known);
        assert!(fs::read(&path).unwrap().len() < before / STALE);
    }
}
