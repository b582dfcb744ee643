//! The files of a folder, in a fixed order, and which of them belong to a dataset in it.
//!
//! In: a folder. Out: its files and those of the folders in it, without what no one saved as a posting: hidden files, the images of a saved
//! page, what is half-written, and what a report of this program is made of.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use ignore::{DirEntry, Walk, WalkBuilder};
use memchr::memmem;

use super::inputs::open;
use crate::posting::{Rejected, Source};
use crate::{dataset, fault, report};

/// Walks a folder in the order of names. Git's ignore files do not count: a folder of saved postings is no repository.
pub(super) fn walk(folder: &Path) -> Files {
    let mut builder = WalkBuilder::new(folder);
    builder.standard_filters(false).hidden(true).follow_links(true).sort_by_file_path(Path::cmp);
    let is_saved = |entry: &DirEntry| !is_assets(entry) && !is_half_written(entry) && !is_of_report(entry);
    let entries = builder.filter_entry(is_saved).build();
    Files { entries, dataset: None }
}

/// The files of a folder, and of the folders in it.
pub(super) struct Files {
    entries: Walk,
    /// The dataset that the walk is in, or was in last.
    dataset: Option<PathBuf>,
}

/// A file of a folder.
pub(super) struct Walked {
    pub(super) path: PathBuf,
    /// The dataset that it is a part of. The folder that was named is none of these: whoever names it means its files.
    pub(super) dataset: Option<PathBuf>,
}

impl Iterator for Files {
    type Item = Result<Walked, ignore::Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let entry = match self.entries.next()? {
                Ok(entry) => entry,
                Err(error) => return Some(Err(error)),
            };
            let within = self.dataset.as_ref().filter(|dataset| entry.path().starts_with(dataset));
            if is_file(&entry) {
                let dataset = within.cloned();
                return Some(Ok(Walked { path: entry.into_path(), dataset }));
            }
            if within.is_none() && entry.depth() > 0 && says(&entry.path().join(dataset::MANIFEST), dataset::FORMAT) {
                self.dataset = Some(entry.into_path());
            }
        }
    }
}

/// Whether an entry is a file that some program is still writing, or was when it was killed.
fn is_half_written(entry: &DirEntry) -> bool {
    entry.depth() > 0 && is_file(entry) && entry.path().extension().is_some_and(|extension| extension == "partial")
}

/// Whether an entry is a file of a report that was written there: its page would count as a posting that asks for everything.
fn is_of_report(entry: &DirEntry) -> bool {
    let is_named_so = entry.file_name().to_str().is_some_and(|name| report::FILES.binary_search(&name).is_ok());
    is_named_so && is_file(entry) && says(&entry.path().with_file_name(report::MARKET), report::SCHEMA)
}

/// Whether a file says in its first lines that it is of this format, in any version: a person's own may have the same name.
fn says(path: &Path, format: &str) -> bool {
    let mut head = Vec::new();
    let read = open(path).and_then(|file| file.take(100).read_to_end(&mut head));
    let any_version = format.trim_end_matches(|c: char| c.is_ascii_digit());
    read.is_ok() && memmem::find(&head, format!("\"{any_version}").as_bytes()).is_some()
}

/// Whether an entry is the folder of images and scripts that a browser saves beside `X.html` as `X_files`.
fn is_assets(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let Some(page) = name.strip_suffix("_files").filter(|_| entry.depth() > 0) else { return false };
    ["html", "htm"].iter().any(|extension| entry.path().with_file_name(format!("{page}.{extension}")).is_file())
}

fn is_file(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file())
}

/// A path without the `./` that a walk of the current folder puts before it.
pub(super) fn plain(path: &Path) -> &Path {
    path.strip_prefix("./").unwrap_or(path)
}

/// Where a walk failed, and why.
pub(super) fn unwalked(error: &ignore::Error) -> Rejected {
    fn place(error: &ignore::Error) -> Option<&Path> {
        match error {
            ignore::Error::WithPath { path, .. } => Some(path),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => place(err),
            ignore::Error::Loop { child, .. } => Some(child),
            _ => None,
        }
    }
    let place = place(error).map(plain);
    let is_link = place.is_some_and(|place| place.symlink_metadata().is_ok_and(|about| about.is_symlink()));
    let reason = match error.io_error() {
        None => "a link to a folder around it; its files are read once, from there".to_owned(),
        Some(error) if is_link && error.kind() == io::ErrorKind::NotFound => {
            "a link to something that is not there; mend or remove it".to_owned()
        }
        Some(_) if is_link => "a link that leads nowhere; mend or remove it".to_owned(),
        Some(error) => format!("cannot be looked into: {}", fault::reason(error)),
    };
    let path = place.map_or_else(|| "?".into(), |place| place.to_string_lossy());
    Rejected::new(Source { path: path.into(), ..Source::default() }, reason)
}
