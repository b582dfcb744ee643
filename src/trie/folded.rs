//! A folded text with the places at which a word may begin: made once a posting, for every vocabulary.
//!
//! In: a text. Out: its bytes as `dictionary::terms` folds them, and a bit for each of them.

use std::ops::{Deref, Range};

use crate::bits::{Bits, GROUP};
use crate::dictionary::terms::fold_byte;

/// A folded text, searchable.
#[derive(Clone, Debug)]
pub(crate) struct Folded {
    /// The text, and behind it as many bytes of nothing as [`Folded::window`] may look ahead.
    bytes: Vec<u8>,
    /// A bit for each byte: no ASCII letter goes on from before, and it is neither a blank nor the end of a line. Behind a digit a phrase
    /// may begin, as in `5years`, and any sign may be the first of a phrase, as in `.net`.
    starts: Bits,
}

/// So many bytes does a window show.
pub(super) const WINDOW: usize = size_of::<u64>();
/// The first bytes of a window, by their number.
pub(super) const FIRST: [u64; WINDOW + 1] = {
    let mut masks = [0; WINDOW + 1];
    let mut length = 1;
    while length <= WINDOW {
        masks[length] = u64::MAX >> (8 * (WINDOW - length));
        length += 1;
    }
    masks
};
impl Folded {
    /// Folds a text, byte for byte.
    pub(crate) fn of(text: &str) -> Self {
        let mut bytes = Vec::with_capacity(Self::capacity(text.len()));
        bytes.extend(text.bytes().map(fold_byte));
        Self::new(bytes)
    }

    /// The capacity that a folded text of so many bytes needs to be searched.
    pub(crate) const fn capacity(bytes: usize) -> usize {
        bytes + WINDOW
    }

    /// A text that is folded already.
    pub(crate) fn new(mut bytes: Vec<u8>) -> Self {
        let starts = starts(&bytes);
        bytes.extend([0; WINDOW]);
        Self { bytes, starts }
    }

    /// The same text with further bytes as blanks.
    pub(crate) fn with_blanks(&self, is_blank: impl Fn(u8) -> bool) -> Self {
        let bytes = self.bytes.iter().map(|&byte| if is_blank(byte) { b' ' } else { byte }).collect();
        Self { bytes, starts: self.starts.clone() }
    }

    /// The bytes from a place in the text on, the first as the lowest; behind the text there are zeros.
    #[inline]
    pub(super) fn window(&self, at: usize) -> u64 {
        u64::from_le_bytes(*self.bytes[at..].first_chunk().expect("as many bytes stand behind the text"))
    }

    /// The starts within a range, in groups of neighbours: the place of the group's first byte, and a bit for each start from there on.
    #[inline]
    pub(super) fn starts(&self, range: Range<usize>) -> impl Iterator<Item = (usize, u64)> {
        self.starts.within(range)
    }
}

impl Deref for Folded {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes[..self.bytes.len() - WINDOW]
    }
}

/// The starts of folded bytes; see [`Folded`].
fn starts(bytes: &[u8]) -> Bits {
    let mut last = b' ';
    Bits::of(bytes, |group| {
        let mut before = [last; GROUP];
        before[1..].copy_from_slice(&group[..GROUP - 1]);
        last = group[GROUP - 1];
        let mut flags = [0; GROUP];
        for ((flag, before), byte) in flags.iter_mut().zip(before).zip(group) {
            *flag = may_begin(before, *byte);
        }
        flags
    })
}

/// Whether a word may begin with a byte behind another: 1 or 0, so that many bytes are compared at once.
#[inline]
const fn may_begin(before: u8, byte: u8) -> u8 {
    let is_word = byte.is_ascii_lowercase() as u8 | byte.is_ascii_digit() as u8;
    let goes_on = before.is_ascii_lowercase() as u8 & is_word;
    // Below the blank stand the ends of lines; the bytes of a character behind its first begin nothing either.
    let begins_none = (byte <= b' ') as u8 | (byte & 0xc0 == 0x80) as u8;
    (goes_on | begins_none) ^ 1
}
