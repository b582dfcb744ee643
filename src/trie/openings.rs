//! Whether a phrase may begin at a place: most words of a text begin none, and that is seen without a walk through the trie.
//!
//! In: the phrases; then the bytes at a place. Out: `false` where no phrase can stand.
//!
//! The first three bytes, by classes, say how many bytes the root of the trie reads: as many as every phrase has that begins so. Those are
//! looked up in a set of bits by hash, which may hold others by chance, but lacks none. Both tables are small enough to stay near the
//! processor, and nothing is decided before both have been read: a branch would be guessed wrong at every third word.

use super::folded::{FIRST, WINDOW};
use super::{Phrase, goes_on, label};

/// The beginnings of phrases.
#[derive(Clone, Debug)]
pub(super) struct Openings {
    /// For each byte where its row of `lengths` begins; the first row is that of bytes which begin no phrase.
    rows: Box<[u32; 256]>,
    /// For the classes of the first three bytes, how many bytes the root reads; 0 where no phrase begins so.
    lengths: Vec<u8>,
    /// What the root may read, a bit for each.
    known: Box<[u64; KNOWN]>,
}

/// Of the bits one in ten is set.
const KNOWN: usize = 1 << KNOWN_BITS;
const KNOWN_BITS: u32 = 11;
/// So many classes are there, and so many pairs of them in a row.
const CLASSES: usize = 32;
const ROW: usize = CLASSES * CLASSES;

/// Each letter has a class of its own, the blank too, and other bytes share five.
const CLASS: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b' ' => 0,
            letter @ b'a'..=b'z' => letter - b'a' + 1,
            other => 27 + other % 5,
        };
        byte += 1;
    }
    classes
};

impl Openings {
    /// The beginnings of phrases.
    pub(super) fn of(phrases: &[Phrase<'_>]) -> Self {
        let mut openings = Self { rows: Box::new([0; 256]), lengths: vec![0; ROW], known: Box::new([0; KNOWN]) };
        for phrase in phrases {
            let row = &mut openings.rows[usize::from(phrase.bytes[0])];
            if *row == 0 {
                *row = openings.lengths.len() as u32;
                openings.lengths.resize(openings.lengths.len() + ROW, 0);
            }
            let length = phrase.bytes.len().min(WINDOW) as u8;
            for at in openings.places(phrase) {
                let shortest = &mut openings.lengths[at];
                *shortest = if *shortest == 0 { length } else { length.min(*shortest) };
            }
        }
        for phrase in phrases {
            for length in openings.read(phrase) {
                let (word, bit) = place(label(&phrase.bytes[..length]));
                openings.known[word] |= 1 << bit;
            }
        }
        openings
    }

    /// Whether a phrase may begin with these bytes, as a bit.
    #[inline]
    pub(super) fn has(&self, window: u64) -> u64 {
        let length = self.length(window);
        let (word, bit) = place(window & FIRST[length]);
        self.known[word] >> bit & u64::from(length > 0)
    }

    /// How many of these bytes the root reads.
    #[inline]
    pub(super) fn length(&self, window: u64) -> usize {
        let byte = |at: u32| usize::from((window >> (8 * at)) as u8);
        let pair = usize::from(CLASS[byte(1)]) * CLASSES + usize::from(CLASS[byte(2)]);
        usize::from(self.lengths[self.rows[byte(0)] as usize + pair])
    }

    /// How many bytes of a phrase the root reads: of a short one that depends on what stands behind it.
    pub(super) fn read(&self, phrase: &Phrase<'_>) -> impl Iterator<Item = usize> + use<> {
        members(self.places(phrase).fold(0, |lengths, at| lengths | 1 << self.lengths[at]))
    }

    /// Where `lengths` has a phrase: in one place, unless it is shorter than three bytes.
    fn places(&self, phrase: &Phrase<'_>) -> impl Iterator<Item = usize> + use<> {
        let row = self.rows[usize::from(phrase.bytes[0])] as usize;
        // The classes that a byte of the phrase, or one behind it, may have.
        let classes = |at: usize| match phrase.bytes.get(at) {
            Some(byte) => 1 << CLASS[usize::from(*byte)],
            None if phrase.is_whole && at == phrase.bytes.len() => ENDING,
            None => u32::MAX,
        };
        let (seconds, thirds) = (classes(1), classes(2));
        members(seconds).flat_map(move |second| members(thirds).map(move |third| row + second * CLASSES + third))
    }
}

/// The numbers of a set of bits.
fn members(set: u32) -> impl Iterator<Item = usize> {
    let first = Some(set).filter(|set| *set != 0);
    let sets = std::iter::successors(first, |set| Some(set & (set - 1)).filter(|set| *set != 0));
    sets.map(|set| set.trailing_zeros() as usize)
}

/// The classes of bytes with which no word goes on.
const ENDING: u32 = {
    let (mut classes, mut byte) = (0, 0);
    while byte < 256 {
        if !goes_on(byte as u8) {
            classes |= 1 << CLASS[byte];
        }
        byte += 1;
    }
    classes
};

/// The place of the bit for what the root reads.
#[inline]
fn place(label: u64) -> (usize, u32) {
    let bits = super::hash(super::ROOT, label);
    ((bits >> (u64::BITS - KNOWN_BITS)) as usize, (bits >> (u64::BITS - KNOWN_BITS - 6)) as u32 % u64::BITS)
}
