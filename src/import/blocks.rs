//! Streams of any size in blocks: whole lines of NDJSON, whole rows of a table.
//!
//! In: a stream and its beginning, which was read already. Out: [`Chunk`](super::Chunk)s of about a quarter of a megabyte:
//! what is made of one is many times its size, and all of it is held until those before it are done; of smaller ones the threads that
//! work on them wait for the next a fifth of their time.

use std::io::{self, Cursor, Read};

use csv::ByteRecord;

use super::chunk::{Content, named};
use super::reading::{LARGEST_WHOLE, Outcome, Place, Take};
use super::table;

/// Bytes of a block, and lines or rows: of very short ones each costs more than its bytes.
const BLOCK: usize = 256 << 10;
const MOST_ROWS: usize = 4_000;

/// The longest line of NDJSON that is kept; of a longer one only enough to refuse it.
const LONGEST_LINE: usize = 17 << 20;

/// Whether a stream that begins so may be cut between bytes: UTF-16 may not.
pub(super) fn may_be_cut(head: &[u8]) -> bool {
    !head.starts_with(b"\xFF\xFE") && !head.starts_with(b"\xFE\xFF") && memchr::memchr(0, head).is_none()
}

/// The lines of a stream.
pub(super) fn lines(head: Vec<u8>, from: &mut dyn Read, place: &Place, take: &mut Take<'_>) -> Outcome {
    let place = Place { source: named(&place.source, "ndjson"), ..place.clone() };
    let mut from = Cursor::new(head).chain(from);
    let (mut rest, mut next) = (Vec::new(), 1);
    loop {
        let block = match block(&mut from, &mut rest) {
            Ok(block) => block,
            Err(error) => return place.failed("cannot be read further", error, take),
        };
        if block.is_empty() {
            return Ok(std::ops::ControlFlow::Continue(()));
        }
        let first = next;
        next += memchr::memchr_iter(b'\n', &block).count() as u64;
        let wanted = place.chunk(Content::Lines { block, first }, take);
        if wanted.is_break() {
            return Ok(wanted);
        }
    }
}

/// The rows of a table.
pub(super) fn rows(head: Vec<u8>, from: &mut dyn Read, place: &Place, take: &mut Take<'_>) -> Outcome {
    let place = Place { source: named(&place.source, "csv"), ..place.clone() };
    let delimiter = table::delimiter(&head);
    let bounded = Bounded { from: Cursor::new(head).chain(from), left: LARGEST_WHOLE };
    let mut from = table::builder(delimiter).from_reader(bounded);
    let mut header = ByteRecord::new();
    if !from.read_byte_record(&mut header).map_err(io::Error::other)? {
        return Ok(place.refuse("the file is empty", take));
    }
    let columns = table::Columns::new(&header);
    let mut next = 0;
    loop {
        let (records, failed) = records(&mut from);
        if records.is_empty() && failed.is_none() {
            return Ok(std::ops::ControlFlow::Continue(()));
        }
        let first = next;
        next += records.len() as u64;
        if !records.is_empty() {
            let wanted = place.chunk(Content::Rows { columns: columns.clone(), records, first }, take);
            if wanted.is_break() {
                return Ok(wanted);
            }
        }
        if let Some(error) = failed {
            return place.failed("cannot be read further", io::Error::other(error), take);
        }
    }
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

/// The next block of records, and why there are no more where that is not the end of the file.
fn records<R: Read>(from: &mut csv::Reader<Bounded<R>>) -> (Vec<ByteRecord>, Option<csv::Error>) {
    let mut records = Vec::new();
    let mut bytes = 0;
    let mut record = ByteRecord::new();
    while bytes < BLOCK && records.len() < MOST_ROWS {
        from.get_mut().left = LARGEST_WHOLE;
        match from.read_byte_record(&mut record) {
            Ok(true) => {
                // A row of empty fields still counts as something that was read.
                bytes += record.as_slice().len() + 1;
                records.push(record.clone());
            }
            Ok(false) => break,
            Err(error) => return (records, Some(error)),
        }
    }
    (records, None)
}

/// The next block of whole lines; what follows the last newline stays in `rest`. Empty at the end.
fn block(from: &mut impl Read, rest: &mut Vec<u8>) -> io::Result<Vec<u8>> {
    let mut block = std::mem::take(rest);
    block.reserve(BLOCK);
    let mut ended = false;
    loop {
        if ended {
            return Ok(block);
        }
        if block.len() >= BLOCK {
            let ends = memchr::memchr_iter(b'\n', &block[..BLOCK]).take(MOST_ROWS);
            // A line may be longer than a block.
            if let Some(end) = ends.last().or_else(|| memchr::memchr(b'\n', &block)) {
                *rest = block.split_off(end + 1);
                return Ok(block);
            }
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

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;
    use std::rc::Rc;

    use super::super::board::Boards;
    use super::super::inputs::Input;
    use super::super::{Chunk, json};
    use super::*;
    use crate::posting::Source;

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
        let row = |row: u32| format!("Job {row},\"We run the clusters, and the\nnetworks between all of them.\"\n");
        let text = std::iter::once("title,description\n".to_owned()).chain((0..20_000).map(row)).collect::<String>();
        let boards = Boards::built_in().unwrap();
        let (mut read, mut chunks) = (Vec::new(), 0_u32);
        let (head, mut rest) = (text.as_bytes()[..100].to_vec(), &text.as_bytes()[100..]);
        let mut take = |chunk: Chunk| {
            chunks += 1;
            read.extend(chunk.postings(&boards).into_iter().map(Result::unwrap));
            ControlFlow::Continue(())
        };
        assert!(rows(head, &mut rest, &Place::of(&Input::Stdin, Rc::default()), &mut take).unwrap().is_continue());
        assert!(chunks > 1);
        assert_eq!(read.len(), 20_000);
        assert!(read.iter().enumerate().all(|(row, posting)| posting.source.member == Some(row as u64)));
        assert_eq!(read[19_999].title, "Job 19999");
    }
}
