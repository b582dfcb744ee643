//! Pieces of input that workers read by themselves.
//!
//! In: [`Inputs`]. Out: [`Chunk`]s, read lazily in order by one thread: a whole file, a block of NDJSON lines or of rows
//! of a table. Memory is bounded by the size of a chunk, not by that of a file.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use csv::ByteRecord;

use super::board::Boards;
use super::inputs::{Input, Inputs};
use super::{Found, format, json, table};
use crate::posting::{Rejected, Source};

/// Bytes of lines or of rows in a block.
const BLOCK: usize = 1 << 20;

/// The largest file that is read whole.
const LARGEST_WHOLE: u64 = 64 << 20;

/// A table of more bytes is read in blocks.
const LARGE_TABLE: u64 = 4 << 20;

/// The longest line of NDJSON that is kept; of a longer one only enough to refuse it.
const LONGEST_LINE: usize = 17 << 20;

/// A piece of input.
#[derive(Debug)]
pub struct Chunk {
    source: Source,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Whole(Vec<u8>),
    Lines { block: Vec<u8>, first: u64 },
    Rows { columns: table::Columns, records: Vec<ByteRecord>, first: u64 },
    Refused(String),
}

impl Chunk {
    fn refused(source: Source, reason: impl Into<String>) -> Self {
        Self { source, content: Content::Refused(reason.into()) }
    }

    /// The name of the input that it comes from.
    pub fn path(&self) -> &str {
        &self.source.path
    }

    /// About the number of bytes that it holds, for progress.
    pub fn len(&self) -> usize {
        match &self.content {
            Content::Whole(bytes) | Content::Lines { block: bytes, .. } => bytes.len(),
            Content::Rows { records, .. } => records.iter().map(|record| record.as_slice().len() + record.len()).sum(),
            Content::Refused(_) => 0,
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
            Content::Rows { columns, records, first } => table::rows(&columns, &records, first, &self.source, boards),
            Content::Refused(reason) => vec![Err(Rejected { source_of: self.source, reason })],
        }
    }
}

/// The chunks of some inputs, in order.
pub fn chunks(inputs: Inputs) -> Chunks {
    Chunks { inputs, open: None }
}

/// An iterator over chunks; it reads as it goes.
pub struct Chunks {
    inputs: Inputs,
    open: Option<Open>,
}

/// A file of which more is to come.
enum Open {
    Lines {
        source: Source,
        from: Box<dyn Read + Send>,
        rest: Vec<u8>,
        next: u64,
    },
    Rows {
        source: Source,
        from: Box<csv::Reader<Bounded<File>>>,
        columns: table::Columns,
        next: u64,
    },
    /// What went wrong after the part that was read.
    Failed {
        source: Source,
        reason: String,
    },
    Ended,
}

/// A reader that fails after a number of bytes, so that a quote that is never closed does not fill the memory.
struct Bounded<R> {
    from: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::other("a row of more than 64 MB, as a quote that is not closed makes"));
        }
        let read = self.from.read(into)?;
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}

impl Iterator for Chunks {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        loop {
            if let Some(open) = &mut self.open {
                if let Some(chunk) = open.next() {
                    return Some(chunk);
                }
                self.open = None;
            }
            match self.inputs.next()? {
                Err(rejected) => return Some(Chunk::refused(rejected.source_of, rejected.reason)),
                Ok(input) => {
                    let source = Source { path: input.name(), ..Source::default() };
                    match start(&input, &source) {
                        Ok(Start::Whole(bytes)) => return Some(Chunk { source, content: Content::Whole(bytes) }),
                        Ok(Start::Open(open)) => self.open = Some(open),
                        Ok(Start::Refused(reason)) => return Some(Chunk::refused(source, reason)),
                        Err(error) => return Some(Chunk::refused(source, format!("cannot be read: {error}"))),
                    }
                }
            }
        }
    }
}

enum Start {
    Whole(Vec<u8>),
    Open(Open),
    Refused(String),
}

/// Looks at the beginning of an input to decide how it is read.
fn start(input: &Input, source: &Source) -> io::Result<Start> {
    let Input::File(path) = input else { return stream(Box::new(io::stdin()), None, source, u64::MAX) };
    let size = std::fs::metadata(path)?.len();
    let mut file = File::open(path)?;
    let extension = format::extension(path);
    if size > LARGE_TABLE && matches!(extension.as_str(), "csv" | "tsv") {
        if let Some(rows) = rows(&mut file, source)? {
            return Ok(Start::Open(rows));
        }
        file.seek(SeekFrom::Start(0))?;
    }
    stream(Box::new(file), Some(path), source, size)
}

/// Lines are read in blocks, everything else whole.
fn stream(mut from: Box<dyn Read + Send>, path: Option<&Path>, source: &Source, size: u64) -> io::Result<Start> {
    let mut head = Vec::new();
    (&mut from).take(BLOCK as u64).read_to_end(&mut head)?;
    let by_name = path.is_some_and(|path| matches!(format::extension(path).as_str(), "ndjson" | "jsonl" | "ldjson"));
    let utf16 = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    if !utf16 && (json::is_lines(&head) || by_name && head.trim_ascii_start().starts_with(b"{")) {
        let source = Source { format: "ndjson".into(), ..source.clone() };
        return Ok(Start::Open(Open::Lines { source, from, rest: head, next: 1 }));
    }
    let too_large = "larger than 64 MB; only NDJSON and CSV are read at any size: convert it, or split it";
    if size != u64::MAX && size > LARGEST_WHOLE {
        return Ok(Start::Refused(too_large.to_owned()));
    }
    from.take(LARGEST_WHOLE + 1 - head.len() as u64).read_to_end(&mut head)?;
    if head.len() as u64 > LARGEST_WHOLE {
        return Ok(Start::Refused(too_large.to_owned()));
    }
    Ok(Start::Whole(head))
}

/// Opens a large table; none when it is of an encoding that cannot be cut between bytes.
fn rows(file: &mut File, source: &Source) -> io::Result<Option<Open>> {
    let mut head = vec![0; 64 << 10];
    let read = file.read(&mut head)?;
    head.truncate(read);
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") || memchr::memchr(0, &head).is_some() {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(0))?;
    let bounded = Bounded { from: file.try_clone()?, left: LARGEST_WHOLE };
    let mut from = table::builder(table::delimiter(&head)).from_reader(bounded);
    let mut header = ByteRecord::new();
    if !from.read_byte_record(&mut header).map_err(io::Error::other)? {
        return Ok(None);
    }
    let source = Source { format: "csv".into(), ..source.clone() };
    Ok(Some(Open::Rows { source, from: Box::new(from), columns: table::Columns::new(&header), next: 0 }))
}

impl Open {
    fn next(&mut self) -> Option<Chunk> {
        let (chunk, failed) = match self {
            Self::Lines { source, from, rest, next } => {
                let first = *next;
                let (block, failed) = match block(from, rest) {
                    Ok(block) => (block, None),
                    Err(error) => (Vec::new(), Some(error.to_string())),
                };
                *next += memchr::memchr_iter(b'\n', &block).count() as u64;
                (Chunk { source: source.clone(), content: Content::Lines { block, first } }, failed)
            }
            Self::Rows { source, from, columns, next } => {
                let first = *next;
                let (records, failed) = records(from);
                *next += records.len() as u64;
                let content = Content::Rows { columns: columns.clone(), records, first };
                (Chunk { source: source.clone(), content }, failed)
            }
            Self::Failed { source, reason } => {
                let chunk = Chunk::refused(std::mem::take(source), std::mem::take(reason));
                *self = Self::Ended;
                return Some(chunk);
            }
            Self::Ended => return None,
        };
        if let Some(error) = failed {
            *self = Self::Failed { source: chunk.source.clone(), reason: format!("cannot be read further: {error}") };
        }
        if chunk.is_empty() && matches!(self, Self::Failed { .. }) {
            return self.next();
        }
        (!chunk.is_empty()).then_some(chunk)
    }
}

/// The next block of records, and why there are no more where that is not the end of the file.
fn records(from: &mut csv::Reader<Bounded<File>>) -> (Vec<ByteRecord>, Option<String>) {
    let mut records = Vec::new();
    let mut bytes = 0;
    let mut record = ByteRecord::new();
    while bytes < BLOCK {
        from.get_mut().left = LARGEST_WHOLE;
        match from.read_byte_record(&mut record) {
            Ok(true) => {
                // A row of empty fields still counts as something that was read.
                bytes += record.as_slice().len() + 1;
                records.push(record.clone());
            }
            Ok(false) => break,
            Err(error) => return (records, Some(error.to_string())),
        }
    }
    (records, None)
}

/// The next block of whole lines; what follows the last newline stays in `rest`. Empty at the end.
fn block(from: &mut impl Read, rest: &mut Vec<u8>) -> io::Result<Vec<u8>> {
    let mut block = std::mem::take(rest);
    let mut ended = false;
    loop {
        if ended {
            return Ok(block);
        }
        if block.len() >= BLOCK
            && let Some(end) = memchr::memrchr(b'\n', &block)
        {
            *rest = block.split_off(end + 1);
            return Ok(block);
        }
        if block.len() > LONGEST_LINE {
            skip_line(from, rest)?;
            block.push(b'\n');
            return Ok(block);
        }
        ended = from.take(BLOCK as u64).read_to_end(&mut block)? == 0;
    }
}

/// Reads to the end of a line that is too long to keep; what follows it stays in `rest`.
fn skip_line(from: &mut impl Read, rest: &mut Vec<u8>) -> io::Result<()> {
    loop {
        let mut more = Vec::new();
        if from.take(BLOCK as u64).read_to_end(&mut more)? == 0 {
            return Ok(());
        }
        if let Some(end) = memchr::memchr(b'\n', &more) {
            *rest = more.split_off(end + 1);
            return Ok(());
        }
    }
}

/// The name of a format, shared by all its postings.
pub(super) fn named(source: &Source, name: &str) -> Source {
    Source { format: Arc::from(name), ..source.clone() }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn blocks(text: &[u8]) -> Vec<Vec<u8>> {
        let (mut from, mut rest) = (Cursor::new(text), Vec::new());
        let mut found = Vec::new();
        loop {
            let block = block(&mut from, &mut rest).unwrap();
            if block.is_empty() {
                return found;
            }
            found.push(block);
        }
    }

    #[test]
    fn reading_and_working_may_be_on_different_threads() {
        fn is_send<T: Send>() {}
        is_send::<Chunks>();
        is_send::<Chunk>();
    }

    #[test]
    fn blocks_are_whole_lines_and_all_of_them() {
        let line = ["x".repeat(300_000).as_bytes(), b"\n"].concat();
        let text = [line.repeat(11), b"last".to_vec()].concat();
        let blocks = blocks(&text);
        assert_eq!(blocks.concat(), text);
        assert!(blocks.len() > 2);
        assert!(blocks[..blocks.len() - 1].iter().all(|block| block.ends_with(b"\n")));
    }

    #[test]
    fn an_endless_line_is_cut_and_refused() {
        let text = [&vec![b'x'; 40 << 20][..], b"\n{\"a\": 1}\n"].concat();
        let blocks = blocks(&text);
        assert!(blocks[0].len() < 20 << 20);
        assert_eq!(blocks[1], b"{\"a\": 1}\n");
        let source = Source::default();
        let found = json::lines(&blocks[0], 1, &source, &Boards::built_in().unwrap());
        assert!(found[0].as_ref().unwrap_err().reason.starts_with("the line is longer"));
    }

    #[test]
    fn a_reader_without_an_end_fails_in_time() {
        let mut bounded = Bounded { from: io::repeat(b'x'), left: 100_000 };
        let error = io::copy(&mut bounded, &mut io::sink()).unwrap_err();
        assert!(error.to_string().contains("a quote that is not closed"));
    }

    #[test]
    fn a_large_table_comes_in_blocks_with_the_same_rows() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.csv");
        let row = |row: u32| format!("Job {row},\"We run the clusters, and the\nnetworks between all of them.\"\n");
        let text = std::iter::once("title,description\n".to_owned()).chain((0..20_000).map(row)).collect::<String>();
        std::fs::write(&path, text).unwrap();
        let mut file = File::open(&path).unwrap();
        let mut open = rows(&mut file, &Source::default()).unwrap().unwrap();
        let boards = Boards::built_in().unwrap();
        let mut read = Vec::new();
        let mut chunks = 0_u32;
        while let Some(chunk) = open.next() {
            chunks += 1;
            read.extend(chunk.postings(&boards).into_iter().map(Result::unwrap));
        }
        assert!(chunks > 1);
        assert_eq!(read.len(), 20_000);
        assert!(read.iter().enumerate().all(|(row, posting)| posting.source.member == Some(row as u64)));
        assert_eq!(read[19_999].title, "Job 19999");
    }
}
