//! One input to chunks: what is inside of what, and which of it is read in pieces.
//!
//! In: an input, or a member of an archive as a stream of bytes. Out: [`Chunk`]s to whoever takes them. Lines of NDJSON
//! and rows of large tables come in blocks at any size and through any packing; everything else is read whole.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek as _};
use std::ops::ControlFlow;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use super::chunk::{Chunk, Content};
use super::inputs::{self, Input};
use super::unpack::{BOMB, Budget, Packed, Packing, unpacked};
use super::{archive, blocks, format, json, parquet};
use crate::fault;
use crate::posting::Source;

/// Bytes at the beginning of a stream that are looked at.
const HEAD: usize = 1 << 20;

/// The largest file or member that is read whole.
pub(super) const LARGEST_WHOLE: u64 = 64 << 20;

/// A table of more bytes, or of more rows than are read whole, is read in blocks.
const LARGE_TABLE: u64 = 4 << 20;

/// What is said of a larger one.
pub(super) const TOO_LARGE: &str =
    "larger than 64 MB; only NDJSON, CSV and Parquet are read at any size: convert it, or split it";

/// What is said of a file that somebody wrote into meanwhile.
const CHANGED: &str =
    "changed while it was read, so that some of it may be missing; run this again when nothing writes it";

/// Who takes the chunks; it breaks when it wants no more.
pub(super) type Take<'t> = dyn FnMut(Chunk) -> ControlFlow<()> + 't;

/// What reading came to: wanted on or not, or the error that ended it.
pub(super) type Outcome = io::Result<ControlFlow<()>>;

/// Where something that is read stands.
#[derive(Clone)]
pub(super) struct Place {
    /// The file that was named or found, which all of it is in.
    pub(super) file: Arc<str>,
    /// The source of what is read there.
    pub(super) source: Source,
    /// The name whose ending says the format where the content does not.
    pub(super) name: String,
    /// What the whole input may expand to.
    pub(super) budget: Rc<Budget>,
    /// Archives around it.
    pub(super) archives: u8,
    /// Whether it came out of a compressed stream, with nothing between.
    pub(super) is_unpacked: bool,
}

impl Place {
    pub(super) fn of(input: &Input, budget: Rc<Budget>) -> Self {
        let source = Source { path: input.name(), ..Source::default() };
        let file = Arc::clone(&source.path);
        Self { file, name: source.path.to_string(), source, budget, archives: 0, is_unpacked: false }
    }

    /// A member of the archive that stands here.
    pub(super) fn member(&self, name: &str) -> Self {
        let path = format!("{}!{name}", self.source.path).into();
        let source = Source { path, ..self.source.clone() };
        Self { source, name: name.to_owned(), archives: self.archives + 1, is_unpacked: false, ..self.clone() }
    }

    fn extension(&self) -> String {
        format::extension(Path::new(&self.name))
    }

    /// Hands on that nothing was read here, and why.
    pub(super) fn refuse(&self, reason: impl Into<String>, take: &mut Take<'_>) -> ControlFlow<()> {
        self.chunk(Content::Refused(reason.into()), take)
    }

    /// Hands on an error as a rejection, unless it is one of the whole input.
    pub(super) fn failed(&self, what: &str, error: io::Error, take: &mut Take<'_>) -> Outcome {
        if self.budget.is_spent() { Err(error) } else { Ok(self.refuse(format!("{what}: {error}"), take)) }
    }

    pub(super) fn chunk(&self, content: Content, take: &mut Take<'_>) -> ControlFlow<()> {
        take(Chunk { file: Arc::clone(&self.file), source: self.source.clone(), content })
    }
}

/// Reads an input. Whatever is wrong with it is a rejection.
pub(super) fn input(input: &Input, take: &mut Take<'_>) -> ControlFlow<()> {
    guarded(Place::of(input, Rc::default()), take, |place, take| match input {
        Input::File(path) => file(path, place, take),
        Input::Stdin => unsized_stream(&mut io::stdin().lock(), place, take),
        Input::Dataset(_) => Ok(place.chunk(Content::Dataset, take)),
    })
}

/// The chunks of bytes that are at hand already, read as a file of that name would be. Whatever is wrong is in a chunk too.
pub fn in_memory(name: &str, bytes: &[u8]) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let mut take = |chunk| {
        chunks.push(chunk);
        ControlFlow::Continue(())
    };
    let place = Place::of(&Input::File(name.into()), Budget::of(bytes.len() as u64));
    let _ = guarded(place, &mut take, |place, take| stream(&mut &*bytes, place, take));
    chunks
}

/// Reads, and hands on as a rejection what ended the reading.
fn guarded(
    mut place: Place,
    take: &mut Take<'_>,
    read: impl FnOnce(&mut Place, &mut Take<'_>) -> Outcome,
) -> ControlFlow<()> {
    // A decoder that fails on a damaged file in a way of its own must not end the batch.
    let read = panic::catch_unwind(AssertUnwindSafe(|| read(&mut place, take)));
    let reason = match read {
        Ok(Ok(wanted)) => return wanted,
        Ok(Err(_)) if place.budget.is_spent() => BOMB.to_owned(),
        Ok(Err(error)) => format!("cannot be read: {}", fault::reason(&error)),
        Err(_) => "cannot be read: it is damaged in a way that its decoder does not survive".to_owned(),
    };
    place.refuse(reason, take)
}

fn file(path: &Path, place: &mut Place, take: &mut Take<'_>) -> Outcome {
    let mut file = inputs::open(path)?;
    let about = file.metadata()?;
    if !about.is_file() {
        return unsized_stream(&mut file, place, take);
    }
    let same = file.try_clone()?;
    let read = whole_file(file, about.len(), place, take)?;
    let after = same.metadata()?;
    if read.is_continue() && (about.len(), about.modified().ok()) != (after.len(), after.modified().ok()) {
        return Ok(place.refuse(CHANGED, take));
    }
    Ok(read)
}

fn whole_file(mut file: File, length: u64, place: &mut Place, take: &mut Take<'_>) -> Outcome {
    place.budget = Budget::of(length);
    let mut magic = Vec::new();
    (&mut file).take(4).read_to_end(&mut magic)?;
    file.rewind()?;
    match &magic[..] {
        archive::ZIP => archive::zip(file, place, take),
        parquet::MAGIC => Ok(parquet::read(file, place, take)),
        _ => stream(&mut file, place, take),
    }
}

fn unsized_stream(from: &mut dyn Read, place: &Place, take: &mut Take<'_>) -> Outcome {
    stream(&mut Packed { from, budget: Rc::clone(&place.budget) }, place, take)
}

/// Reads a stream by its first bytes.
pub(super) fn stream(from: &mut dyn Read, place: &Place, take: &mut Take<'_>) -> Outcome {
    let mut head = Vec::new();
    from.take(HEAD as u64).read_to_end(&mut head)?;
    if let Some(packing) = Packing::of(&head) {
        if place.is_unpacked {
            return Ok(place.refuse("compressed more than once; unpack it first", take));
        }
        let name = packing.inside(&place.name).to_owned();
        let mut inside = unpacked(Cursor::new(head).chain(from), packing, &place.budget)?;
        return stream(&mut *inside, &Place { name, is_unpacked: true, ..place.clone() }, take);
    }
    if archive::is_tar(&head) {
        return archive::tar(Cursor::new(head).chain(from), place, take);
    }
    let extension = place.extension();
    if blocks::may_be_cut(&head) {
        let by_name = matches!(extension.as_str(), "ndjson" | "jsonl" | "ldjson");
        if json::is_lines(&head) || by_name && head.trim_ascii_start().starts_with(b"{") {
            return blocks::lines(head, from, place, take);
        }
        if matches!(extension.as_str(), "csv" | "tsv") {
            from.take(LARGE_TABLE - head.len() as u64).read_to_end(&mut head)?;
            let has_many_rows = || memchr::memchr_iter(b'\n', &head).count() > format::MOST_WHOLE;
            if head.len() as u64 == LARGE_TABLE || has_many_rows() {
                return blocks::rows(head, from, place, take);
            }
        }
    }
    from.take(LARGEST_WHOLE + 1 - head.len() as u64).read_to_end(&mut head)?;
    if head.len() as u64 > LARGEST_WHOLE {
        return Ok(place.refuse(TOO_LARGE, take));
    }
    match head.get(..4) {
        Some(archive::ZIP) => archive::zip(Cursor::new(head), place, take),
        Some(parquet::MAGIC) => Ok(parquet::read(Cursor::new(head), place, take)),
        _ => Ok(place.chunk(Content::Whole(head), take)),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::{chunks, inputs};
    use super::*;

    /// Enough lines that a reader is in the middle of them after the first block.
    const LINES: usize = 100_000;

    #[test]
    fn a_file_that_changes_while_it_is_read_is_named() {
        let line = format!("{{\"title\": \"SRE\", \"description\": \"{}\"}}\n", "We run Kubernetes. ".repeat(5));
        for (length, is_named) in [(None, false), (Some(0), true), (Some(line.len() as u64 * 50_000), true)] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a.ndjson");
            fs::write(&path, line.repeat(LINES)).unwrap();
            let mut chunks = chunks(inputs(&[path.to_string_lossy()]).unwrap());
            assert!(chunks.next().is_some());
            if let Some(length) = length {
                File::options().write(true).open(&path).unwrap().set_len(length).unwrap();
            }
            let last = chunks.last().unwrap();
            let reason = if let Content::Refused(reason) = last.content { reason } else { String::new() };
            assert_eq!(reason == CHANGED, is_named, "{reason}");
        }
    }
}
