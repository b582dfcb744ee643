//! The files of a folder, in a fixed order, and which of them belong to a dataset in it.
//!
//! In: a folder. Out: its files and those of the folders in it, without what no one saved as a posting: hidden files, the images of a saved
//! page, what is half-written.

use std::io;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, Walk, WalkBuilder};

use crate::posting::{Rejected, Source};
use crate::{dataset, fault};

/// Walks a folder in the order of names. Git's ignore files do not count: a folder of saved postings is no repository.
pub(super) fn walk(folder: &Path) -> Files {
    let mut builder = WalkBuilder::new(folder);
    builder.standard_filters(false).hidden(true).follow_links(true).sort_by_file_path(Path::cmp);
    let entries = builder.filter_entry(|entry| !is_assets(entry) && !is_half_written(entry)).build();
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
            if within.is_none() && entry.depth() > 0 && dataset::says_so(entry.path()) {
                self.dataset = Some(entry.into_path());
            }
        }
    }
}

/// Whether an entry is a file that some program is still writing, or was when it was killed.
fn is_half_written(entry: &DirEntry) -> bool {
    entry.depth() > 0 && is_file(entry) && entry.path().extension().is_some_and(|extension| extension == "partial")
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
