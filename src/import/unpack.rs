//! Compressed streams, and the bounds within which anything may expand.
//!
//! In: a reader of packed bytes. Out: a reader of the bytes inside, which fails when it is a bomb. One [`Budget`] holds for
//! an input with all that is nested in it, so that nesting multiplies nothing.

use std::cell::Cell;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

/// Times its size that an input may expand to. Postings compress to a tenth, postings that are all alike to a fiftieth.
const MOST_TIMES: u64 = 200;

/// Bytes that any input may expand to, however small it is.
const ALWAYS_ALLOWED: u64 = 64 << 20;

/// What is said of a bomb.
pub(super) const BOMB: &str = "expands to more than 200 times its size, as an archive bomb does; \
                               if you trust it, unpack it and give what was inside";

/// How a stream is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstd,
}

impl Packing {
    /// The packing of a stream whose first bytes these are.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        // Gzip knows one method only; two bytes alone may begin other files.
        if head.starts_with(b"\x1F\x8B\x08") {
            Some(Self::Gzip)
        } else {
            head.starts_with(b"\x28\xB5\x2F\xFD").then_some(Self::Zstd)
        }
    }

    /// The name of what is inside: without the ending that says how it is packed.
    pub(super) fn inside(self, name: &str) -> &str {
        let endings: &[&str] = match self {
            Self::Gzip => &[".gz", ".gzip"],
            Self::Zstd => &[".zst", ".zstd"],
        };
        let stem = endings.iter().find_map(|ending| {
            let at = name.len().checked_sub(ending.len())?;
            name.get(at..).filter(|tail| tail.eq_ignore_ascii_case(ending)).map(|_| &name[..at])
        });
        stem.unwrap_or(name)
    }
}

/// What an input may still expand to.
#[derive(Debug, Default)]
pub(super) struct Budget {
    packed: Cell<u64>,
    expanded: Cell<u64>,
}

impl Budget {
    /// That of an input whose size is known.
    pub(super) fn of(bytes: u64) -> Rc<Self> {
        Rc::new(Self { packed: Cell::new(bytes), expanded: Cell::new(0) })
    }

    /// Whether the input turned out to be a bomb.
    pub(super) fn is_spent(&self) -> bool {
        !self.allows(self.expanded.get())
    }

    /// Whether so many bytes may come out of the input.
    pub(super) fn allows(&self, bytes: u64) -> bool {
        bytes <= self.packed.get().saturating_mul(MOST_TIMES).max(ALWAYS_ALLOWED)
    }
}

/// A reader that counts what is read as packed bytes, for an input whose size is not known.
pub(super) struct Packed<R> {
    pub(super) from: R,
    pub(super) budget: Rc<Budget>,
}

impl<R: Read> Read for Packed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(into)?;
        self.budget.packed.set(self.budget.packed.get() + read as u64);
        Ok(read)
    }
}

/// A reader of bytes that came out of a packing; it fails when there are more than the budget allows.
pub(super) struct Expanded<R> {
    pub(super) from: R,
    pub(super) budget: Rc<Budget>,
}

impl<R: Read> Read for Expanded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(into)?;
        self.budget.expanded.set(self.budget.expanded.get() + read as u64);
        if self.budget.is_spent() { Err(io::Error::other(BOMB)) } else { Ok(read) }
    }
}

/// The bytes inside a compressed stream. Streams that follow each other are read as one, as their tools do.
///
/// # Errors
/// When no decoder can be set up; a damaged stream fails while it is read.
pub(super) fn unpacked<'r>(
    from: impl Read + 'r,
    packing: Packing,
    budget: &Rc<Budget>,
) -> io::Result<Box<dyn Read + 'r>> {
    let from = BufReader::with_capacity(1 << 16, from);
    let budget = Rc::clone(budget);
    Ok(match packing {
        Packing::Gzip => Box::new(Expanded { from: flate2::bufread::MultiGzDecoder::new(from), budget }),
        Packing::Zstd => Box::new(Expanded { from: zstd::stream::read::Decoder::with_buffer(from)?, budget }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bomb(packing: Packing, bytes: u64) -> Vec<u8> {
        let mut zeros = io::repeat(b' ').take(bytes);
        match packing {
            Packing::Gzip => {
                let mut packed = Vec::new();
                flate2::read::GzEncoder::new(zeros, flate2::Compression::best()).read_to_end(&mut packed).unwrap();
                packed
            }
            Packing::Zstd => zstd::stream::encode_all(&mut zeros, 1).unwrap(),
        }
    }

    fn read(packed: &[u8], packing: Packing) -> io::Result<u64> {
        let budget = Rc::default();
        let from = Packed { from: packed, budget: Rc::clone(&budget) };
        io::copy(&mut unpacked(from, packing, &budget)?, &mut io::sink())
    }

    #[test]
    fn what_is_inside_comes_out_and_bombs_stop() {
        for packing in [Packing::Gzip, Packing::Zstd] {
            let (small, large) = (bomb(packing, 1 << 20), bomb(packing, 1 << 28));
            assert_eq!(Packing::of(&small), Some(packing));
            assert_eq!(read(&small, packing).unwrap(), 1 << 20);
            assert_eq!(read(&[&small[..], &small].concat(), packing).unwrap(), 2 << 20);
            assert_eq!(read(&large, packing).unwrap_err().to_string(), BOMB);
            assert!(read(&small[..small.len() / 2], packing).is_err());
        }
    }

    #[test]
    fn names_lose_their_packing() {
        assert_eq!(Packing::Zstd.inside("a.ndjson.zst"), "a.ndjson");
        assert_eq!(Packing::Gzip.inside("a.JSON.GZ"), "a.JSON");
        assert_eq!(Packing::Gzip.inside("é"), "é");
        assert_eq!(Packing::Gzip.inside(".zst"), ".zst");
    }
}
