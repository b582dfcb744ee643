//! Zip and tar archives: each member is read as if it lay beside the archive, under the name `jobs.zip!acme.html`.
//!
//! In: an archive as a file or a stream. Out: the chunks of its members, in the order of the archive. Nothing is written
//! anywhere. An archive in an archive is read, one in that is not; what is bounded is said in [`unpack`](super::unpack).

use std::cell::Cell;
use std::io::{self, Read, Seek};
use std::ops::ControlFlow;
use std::rc::Rc;

use zip::ZipArchive;
use zip::result::ZipError;

use super::chunk::Content;
use super::reading::{LARGEST_WHOLE, Outcome, Place, TOO_LARGE, Take, stream};
use super::unpack::{BOMB, Expanded};

/// The first bytes of a zip archive with members.
pub(super) const ZIP: &[u8] = b"PK\x03\x04";

/// Archives in each other that are opened.
const DEEPEST: u8 = 2;

/// Members of an archive that are read.
const MOST_MEMBERS: usize = 100_000;

/// Bytes that the headers of a member of a tar archive may take.
const LONGEST_HEADER: u64 = 1 << 20;

/// Whether a stream begins as a tar archive does.
pub(super) fn is_tar(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
}

/// Reads a zip archive; a document that is one inside (DOCX) is handed on whole.
pub(super) fn zip<R: Read + Seek>(mut from: R, place: &Place, take: &mut Take<'_>) -> Outcome {
    if is_too_deep(place) {
        return Ok(too_deep(place, take));
    }
    let mut archive = match ZipArchive::new(&mut from) {
        Ok(archive) => archive,
        Err(error) => {
            return Ok(place
                .refuse(format!("a damaged ZIP archive, as one that was not copied whole: {}", reason(&error)), take));
        }
    };
    if is_office(&archive) {
        drop(archive);
        return document(from, place, take);
    }
    if archive.len() > MOST_MEMBERS {
        return Ok(too_many(place, take));
    }
    // What it says of itself is believed where that refuses it; what comes out is counted in any case.
    let told = archive.decompressed_size().map_or(0, |bytes| u64::try_from(bytes).unwrap_or(u64::MAX));
    if !place.budget.allows(told) {
        return Ok(place.refuse(BOMB, take));
    }
    let mut any = false;
    for index in 0..archive.len() {
        let name = match archive.name_for_index(index) {
            Some(Ok(name)) => clean(&name),
            _ => format!("member {index}"),
        };
        if is_beside(&name) {
            continue;
        }
        any = true;
        let place = place.member(&name);
        let wanted = match archive.by_index(index) {
            Ok(mut file) => member(&mut file, &place, take)?,
            Err(ZipError::Io(error)) => place.failed("cannot be read", error, take)?,
            Err(error) => place.refuse(reason(&error), take),
        };
        if wanted.is_break() {
            return Ok(wanted);
        }
    }
    if any { Ok(ControlFlow::Continue(())) } else { Ok(place.refuse("the archive is empty", take)) }
}

/// Reads a tar archive.
pub(super) fn tar(from: impl Read, place: &Place, take: &mut Take<'_>) -> Outcome {
    if is_too_deep(place) {
        return Ok(too_deep(place, take));
    }
    let left = Rc::new(Cell::new(LONGEST_HEADER));
    let mut archive = tar::Archive::new(Allowed { from, left: Rc::clone(&left) });
    let mut members = 0;
    for entry in archive.entries()? {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) => return place.failed("cannot be read further", error, take),
        };
        left.set(LONGEST_HEADER.saturating_add(entry.size()));
        let name = clean(&String::from_utf8_lossy(&entry.path_bytes()));
        if !entry.header().entry_type().is_file() || is_beside(&name) {
            continue;
        }
        members += 1;
        if members > MOST_MEMBERS {
            return Ok(too_many(place, take));
        }
        let wanted = member(&mut entry, &place.member(&name), take)?;
        if wanted.is_break() {
            return Ok(wanted);
        }
    }
    if members > 0 { Ok(ControlFlow::Continue(())) } else { Ok(place.refuse("the archive is empty", take)) }
}

/// Reads one member. What is wrong with it alone is its own rejection.
fn member(from: &mut dyn Read, place: &Place, take: &mut Take<'_>) -> Outcome {
    let mut from = Expanded { from, budget: Rc::clone(&place.budget) };
    stream(&mut from, place, take).or_else(|error| place.failed("cannot be read", error, take))
}

fn document(mut from: impl Read + Seek, place: &Place, take: &mut Take<'_>) -> Outcome {
    from.rewind()?;
    let mut bytes = Vec::new();
    from.take(LARGEST_WHOLE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_WHOLE {
        return Ok(place.refuse(TOO_LARGE, take));
    }
    Ok(place.chunk(Content::Whole(bytes), take))
}

fn is_too_deep(place: &Place) -> bool {
    place.archives >= DEEPEST
}

fn too_deep(place: &Place, take: &mut Take<'_>) -> ControlFlow<()> {
    place.refuse("an archive in an archive in an archive; unpack the outer one first", take)
}

fn too_many(place: &Place, take: &mut Take<'_>) -> ControlFlow<()> {
    place.refuse(format!("more than {MOST_MEMBERS} files in one archive; unpack it and name the folder"), take)
}

/// Whether the names of an archive's members show that it is an office document.
fn is_office<R: Read + Seek>(archive: &ZipArchive<R>) -> bool {
    let has = |wanted: &[u8]| archive.index_for_name_raw(wanted).is_some();
    has(b"word/document.xml")
        || has(b"xl/workbook.xml")
        || has(b"ppt/presentation.xml")
        || has(b"mimetype") && has(b"content.xml")
}

/// A member's name, with one kind of slash and without `./` before it.
fn clean(name: &str) -> String {
    let name = name.replace('\\', "/");
    name.trim_start_matches("./").to_owned()
}

/// Whether a member is none that a walk of the unpacked folder would read: hidden, half written, or an asset of a page.
fn is_beside(name: &str) -> bool {
    let mut parts = name.split('/');
    let file = parts.next_back().unwrap_or_default();
    file.is_empty()
        || file.starts_with('.')
        || file.ends_with(".partial")
        || parts.any(|folder| {
            folder.starts_with('.') && folder != ".." || folder == "__MACOSX" || folder.ends_with("_files")
        })
}

fn reason(error: &ZipError) -> String {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => "it is encrypted; unpack it first".to_owned(),
        error => error.to_string().trim_start_matches("invalid Zip archive: ").to_owned(),
    }
}

/// A reader that fails where a header is longer than headers are: it would be held in memory.
struct Allowed<R> {
    from: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Allowed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(into)?;
        let left = self.left.get().checked_sub(read as u64);
        self.left.set(left.ok_or_else(|| io::Error::other("a header of more than 1 MB"))?);
        Ok(read)
    }
}
