//! Pieces of input that workers read by themselves.
//!
//! In: [`Inputs`]. Out: [`Chunk`]s, read in order by one thread of its own: a whole file or member of an archive, a block of
//! NDJSON lines or of rows of a table. Memory is bounded by the size of a few chunks, not by that of a file.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::thread;

use crossbeam_channel::{Receiver, bounded};
use csv::ByteRecord;

use super::board::Boards;
use super::inputs::Inputs;
use super::{Found, format, json, parquet, reading, table};
use crate::posting::{Rejected, Source};

/// Chunks that are read before they are asked for.
const AHEAD: usize = 1;

/// A piece of input.
#[derive(Debug)]
pub struct Chunk {
    /// The file that it is of, an archive where its source is a member of one.
    pub(super) file: Arc<str>,
    pub(super) source: Source,
    pub(super) content: Content,
}

/// What a piece holds.
#[derive(Debug)]
pub(super) enum Content {
    /// A whole file or member.
    Whole(Vec<u8>),
    /// Lines of NDJSON, the first with the number `first`.
    Lines { block: Vec<u8>, first: u64 },
    /// Rows of a table, the first with the index `first`.
    Rows { columns: table::Columns, records: Vec<ByteRecord>, first: u64 },
    /// Rows of a Parquet file.
    Frame { frame: parquet::Frame, first: u64 },
    /// Why there is nothing.
    Refused(String),
    /// A dataset in a folder of postings, which is left out.
    Dataset,
}

impl Chunk {
    pub(super) fn refused(source: Source, reason: impl Into<String>) -> Self {
        Self { file: Arc::clone(&source.path), source, content: Content::Refused(reason.into()) }
    }

    /// The name of the input that it comes from: a path, behind a `!` the name inside an archive.
    pub fn path(&self) -> &str {
        &self.source.path
    }

    /// The file that it is of: a path, also where that is an archive. What is refused of one is [summed up](super::Refusals).
    pub fn file(&self) -> &Arc<str> {
        &self.file
    }

    /// About the number of bytes that it holds, for progress.
    pub fn len(&self) -> usize {
        match &self.content {
            Content::Whole(bytes) | Content::Lines { block: bytes, .. } => bytes.len(),
            Content::Rows { records, .. } => records.iter().map(|record| record.as_slice().len() + record.len()).sum(),
            Content::Frame { frame, .. } => frame.len(),
            Content::Refused(_) | Content::Dataset => 0,
        }
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Its postings and rejections, in order. Pure: depends on nothing but the chunk and the boards.
    pub fn postings(self, boards: &Boards) -> Vec<Found> {
        match self.content {
            Content::Whole(bytes) => format::whole(&bytes, &self.source, boards),
            Content::Lines { block, first } => json::lines(&block, first, &self.source, boards),
            Content::Rows { columns, records, first } => table::rows(&columns, records, first, &self.source, boards),
            Content::Frame { frame, first } => frame.postings(first, &self.source, boards),
            Content::Refused(reason) => vec![Err(Rejected::new(self.source, reason))],
            Content::Dataset => Vec::new(),
        }
    }

    /// What is to be said of it, where it was left out on purpose and nothing is wrong with it.
    pub fn left_out(&self) -> Option<String> {
        matches!(self.content, Content::Dataset).then(|| {
            format!(
                "{}: a dataset in a folder of postings, left out; `report`, `rank`, `plan` and `diff` read it too when it is named itself",
                self.source.path
            )
        })
    }
}

/// The chunks of some inputs, in order. Nothing is read before the first is asked for.
pub fn chunks(inputs: Inputs) -> Chunks {
    Chunks(State::Waiting(Box::new(inputs)))
}

/// An iterator over chunks; its own thread reads a little ahead of it, and ends with it.
pub struct Chunks(State);

enum State {
    Waiting(Box<Inputs>),
    Reading(Receiver<Chunk>),
    Ended,
}

impl Iterator for Chunks {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        if let State::Waiting(_) = self.0
            && let State::Waiting(inputs) = std::mem::replace(&mut self.0, State::Ended)
        {
            match start(*inputs) {
                Ok(chunks) => self.0 = State::Reading(chunks),
                Err(error) => {
                    return Some(Chunk::refused(Source::default(), format!("no thread to read with: {error}")));
                }
            }
        }
        match &self.0 {
            State::Reading(chunks) => chunks.recv().ok(),
            State::Waiting(_) | State::Ended => None,
        }
    }
}

fn start(inputs: Inputs) -> std::io::Result<Receiver<Chunk>> {
    let (send, chunks) = bounded(AHEAD);
    let read = move || {
        for input in inputs {
            let mut take = |chunk| match send.send(chunk) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            };
            let wanted = match input {
                Err(rejected) => take(Chunk::refused(rejected.source_of, rejected.reason)),
                Ok(input) => reading::input(&input, &mut take),
            };
            if wanted.is_break() {
                break;
            }
        }
    };
    thread::Builder::new().name("import".to_owned()).spawn(read)?;
    Ok(chunks)
}

/// The name of a format, shared by all its postings.
pub(super) fn named(source: &Source, name: &str) -> Source {
    Source { format: Arc::from(name), ..source.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_and_working_may_be_on_different_threads() {
        fn is_send<T: Send>() {}
        is_send::<Chunks>();
        is_send::<Chunk>();
    }

    #[test]
    fn reading_ends_with_its_iterator() {
        let folder = tempfile::tempdir().unwrap();
        for name in 0..50 {
            std::fs::write(folder.path().join(format!("{name}.txt")), "SRE").unwrap();
        }
        let mut chunks = chunks(super::super::inputs(&[folder.path().to_string_lossy()]).unwrap());
        assert!(chunks.next().is_some());
        let State::Reading(receiver) = &chunks.0 else { panic!("not reading") };
        let receiver = receiver.clone();
        drop(chunks);
        // The thread is not told while another end is open; here it has room for as many as it reads.
        assert!(receiver.iter().count() < 50);
    }
}
