//! Postings by the names that the program itself gives them: `postings.ndjson#5`, `jobs.zip!acme.html`.
//!
//! In: what was typed. Out: the files to read, and which of their postings are meant where not all are. A file that has such
//! a name itself is that file.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::bail;
use jobsift::import::{self, Inputs};
use jobsift::posting::{Rejected, Source};

/// What was typed, as files and postings in them.
pub(crate) struct Named {
    pub(crate) inputs: Inputs,
    pub(crate) wanted: Wanted,
}

/// Some postings of some files; all of every other file.
#[derive(Clone)]
pub(crate) struct Wanted {
    names: BTreeSet<(String, String)>,
}

impl Named {
    /// Looks which files are there.
    pub(crate) fn of(paths: &[String]) -> anyhow::Result<Self> {
        let (some, whole): (Vec<&String>, Vec<&String>) = paths.iter().partition(|path| file_of(path).is_some());
        let read_whole = if whole.is_empty() { None } else { Some(import::inputs(&whole)?) };
        let mut names = BTreeSet::new();
        let mut read: Vec<&str> = whole.iter().map(|path| path.as_str()).collect();
        for name in some {
            let Some(file) = file_of(name) else { continue };
            // All of it is wanted anyway.
            if read_whole.as_ref().is_some_and(|inputs| inputs.would_read(Path::new(file))) {
                continue;
            }
            if !names.iter().any(|(known, _)| known == file) {
                read.push(file);
            }
            names.insert((file.to_owned(), name.clone()));
        }
        Ok(Self { inputs: import::inputs(&read)?, wanted: Wanted { names } })
    }
}

impl Wanted {
    /// Whether a posting is meant, or what was found wrong in its place.
    pub(crate) fn has(&self, source: &Source) -> bool {
        let of_file = |file: &str| is_within(&source.path, file);
        !self.names.iter().any(|(file, _)| of_file(file)) || {
            let place = source.to_string();
            self.names.iter().any(|(_, name)| is_within(&place, name))
        }
    }

    /// The same of what could not be read, around a posting too.
    pub(crate) fn has_refused(&self, rejected: &Rejected) -> bool {
        let place = rejected.source_of.to_string();
        self.has(&rejected.source_of)
            || rejected.inputs == 1 && self.names.iter().any(|(_, name)| is_within(name, &place))
    }

    /// Notes what came.
    pub(crate) fn came(&mut self, source: &Source) {
        if !self.names.is_empty() {
            let place = source.to_string();
            self.names.retain(|(_, name)| !is_within(&place, name) && !is_within(name, &place));
        }
    }

    /// Goes no further where one did not come.
    pub(crate) fn all_came(&self) -> anyhow::Result<()> {
        match self.names.first() {
            None => Ok(()),
            Some((file, name)) => bail!(
                "{name}: {file} has no such posting; `jobsift scan '{file}' --format csv` has the number of each under `member`"
            ),
        }
    }
}

/// The file of a posting's name, where there is no file of that name. Folders may have such names too.
fn file_of(name: &str) -> Option<&str> {
    if Path::new(name).exists() {
        return None;
    }
    name.rmatch_indices(['#', '!']).map(|(at, _)| &name[..at]).find(|file| Path::new(file).is_file())
}

/// Whether a place is that one, or a posting or member in it.
fn is_within(place: &str, around: &str) -> bool {
    place.strip_prefix(around).is_some_and(|rest| rest.is_empty() || rest.starts_with(['#', '!']))
}
