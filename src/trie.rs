//! Phrases searched where words begin: every vocabulary of the program is made of whole words, so that a search need not look inside
//! them, as an Aho-Corasick automaton must.
//!
//! In: folded phrases; then a folded text. Out: every phrase that stands where a word begins, with its number. Whether the word also
//! ends where the phrase does is for the caller to say: each vocabulary has rules of its own for that.
//!
//! The phrases are a double-array trie: a node is a slot, and the slot of its child by a byte is the node's base plus that byte. A slot
//! knows its parent, so that a slot which another node's child took is told from a child of one's own. Where only one phrase goes on,
//! the rest of it is compared as it is: most nodes would have one child only, and the fewer nodes, the more of them stay in the
//! processor's cache.

use std::collections::VecDeque;
use std::ops::{Deref, Range};

use crate::dictionary::terms::fold;

/// Phrases, searchable. The numbers of phrases are their places in the list that they were compiled from.
#[derive(Clone, Debug)]
pub(crate) struct Trie {
    slots: Vec<Slot>,
    phrases: Vec<Phrase>,
    /// The rests of phrases, one behind the other.
    tails: Vec<u8>,
    numbers: Vec<Number>,
}

/// A node.
#[derive(Clone, Copy, Debug)]
struct Slot {
    parent: u32,
    base: u32,
    /// The phrase that ends here, or the only one that goes on from here.
    phrase: u32,
}

/// A distinct phrase, without the blank before it.
#[derive(Clone, Debug)]
struct Phrase {
    /// What goes on behind its node.
    tail: Range<u32>,
    /// Its numbers: a vocabulary may have one phrase in several meanings.
    numbers: Range<u32>,
}

/// The place of a phrase in the list that was compiled.
#[derive(Clone, Copy, Debug)]
struct Number {
    number: u32,
    /// Whether a blank must stand before it: ` yr`. It is looked at last, so that no search begins at a blank.
    after_blank: bool,
}

/// No parent, or no phrase.
const NONE: u32 = u32::MAX;
/// A parent that no node has.
const TAKEN: u32 = u32::MAX - 1;
const FREE: Slot = Slot { parent: NONE, base: 0, phrase: NONE };

/// A phrase where it stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The place of the phrase in the list that was compiled.
    pub(crate) number: usize,
}

/// A folded text with the places at which a word may begin: made once a posting, for every vocabulary.
#[derive(Clone, Debug)]
pub(crate) struct Folded {
    bytes: Vec<u8>,
    /// A bit for each byte: no ASCII letter goes on from before, and it is no blank. Behind a digit a phrase may begin, as in `5years`,
    /// and any sign may be the first of a phrase, as in `.net`.
    starts: Vec<u64>,
}

impl Folded {
    /// Folds a text, byte for byte.
    pub(crate) fn of(text: &str) -> Self {
        Self::new(fold(text))
    }

    /// A text that is folded already.
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        let begins = |before: u8, byte: u8| {
            let is_letter = byte.is_ascii_lowercase();
            let goes_on = before.is_ascii_lowercase() && (is_letter || byte.is_ascii_digit());
            u8::from(!goes_on && byte != b' ')
        };
        let mut flags = vec![0; bytes.len().next_multiple_of(BITS)];
        if let Some(first) = bytes.first() {
            flags[0] = begins(b' ', *first);
        }
        for ((flag, before), byte) in flags.iter_mut().skip(1).zip(&bytes).zip(bytes.iter().skip(1)) {
            *flag = begins(*before, *byte);
        }
        // Eight flags of one bit in eight bytes, moved side by side into the highest byte.
        let packed = |flags: &[u8; 8]| u64::from_le_bytes(*flags).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        let word =
            |flags: &[u8; BITS]| flags.as_chunks::<8>().0.iter().rev().fold(0, |bits, eight| bits << 8 | packed(eight));
        let starts = flags.as_chunks::<BITS>().0.iter().map(word).collect();
        Self { bytes, starts }
    }

    /// The same text with further bytes as blanks.
    pub(crate) fn with_blanks(&self, is_blank: impl Fn(u8) -> bool) -> Self {
        let bytes = self.bytes.iter().map(|&byte| if is_blank(byte) { b' ' } else { byte }).collect();
        Self { bytes, starts: self.starts.clone() }
    }
}

const BITS: usize = u64::BITS as usize;

impl Deref for Folded {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Trie {
    /// Compiles folded phrases; the empty one is none.
    pub(crate) fn compile<F: AsRef<[u8]>>(forms: &[F]) -> Self {
        let bare = forms.iter().map(|form| without_blank(form.as_ref()).0);
        let mut sorted: Vec<(&[u8], u32)> = bare.zip(0..).filter(|(form, _)| !form.is_empty()).collect();
        sorted.sort_unstable();
        let mut builder = Builder::default();
        let mut keys: Vec<&[u8]> = Vec::with_capacity(sorted.len());
        for same in sorted.chunk_by(|a, b| a.0 == b.0) {
            let from = builder.phrases.last().map_or(0, |before| before.numbers.end);
            keys.push(same[0].0);
            builder.phrases.push(Phrase { tail: 0..0, numbers: from..from + same.len() as u32 });
        }
        builder.build(&keys);
        let after_blank = |number: u32| without_blank(forms[number as usize].as_ref()).1;
        let numbers = sorted.iter().map(|&(_, number)| Number { number, after_blank: after_blank(number) }).collect();
        Self { slots: builder.slots, phrases: builder.phrases, tails: builder.tails, numbers }
    }

    /// Hands on every phrase of a text, by the place where its first word begins, the shorter first.
    pub(crate) fn find(&self, folded: &Folded, see: impl FnMut(Found)) {
        self.find_within(folded, 0..folded.len(), see);
    }

    /// Hands on every phrase that begins in a range of a text.
    pub(crate) fn find_within(&self, folded: &Folded, range: Range<usize>, mut see: impl FnMut(Found)) {
        let first = range.start / BITS;
        let last = range.end.div_ceil(BITS).max(first);
        for (chunk, bits) in (first..last).zip(&folded.starts[first..last]) {
            let before = range.start.saturating_sub(chunk * BITS);
            let behind = (chunk * BITS + BITS).saturating_sub(range.end);
            let mut bits = bits & u64::MAX << before & u64::MAX >> behind;
            while bits != 0 {
                self.find_at(folded, chunk * BITS + bits.trailing_zeros() as usize, &mut see);
                bits &= bits - 1;
            }
        }
    }

    /// Hands on every phrase that begins at a place.
    #[inline]
    fn find_at(&self, folded: &[u8], start: usize, see: &mut impl FnMut(Found)) {
        let (mut node, mut slot) = (0, &self.slots[0]);
        for (at, &byte) in (start + 1..).zip(&folded[start..]) {
            let child = slot.base + u32::from(byte);
            match self.slots.get(child as usize) {
                Some(next) if next.parent == node => (node, slot) = (child, next),
                _ => break,
            }
            if slot.phrase != NONE {
                self.see(&self.phrases[slot.phrase as usize], folded, start..at, see);
            }
        }
    }

    /// Hands on a phrase of which a part stands at a place, where the rest of it and the blank before it stand too.
    #[inline]
    fn see(&self, phrase: &Phrase, folded: &[u8], part: Range<usize>, see: &mut impl FnMut(Found)) {
        let tail = &self.tails[phrase.tail.start as usize..phrase.tail.end as usize];
        // Most go on in another way from the first byte on.
        if tail.first().is_some_and(|first| folded.get(part.end) != Some(first))
            || !folded[part.end..].starts_with(tail)
        {
            return;
        }
        let end = part.end + tail.len();
        for Number { number, after_blank } in &self.numbers[phrase.numbers.start as usize..phrase.numbers.end as usize]
        {
            let start = part.start - usize::from(*after_blank && part.start > 0);
            if !after_blank || folded[start] == b' ' {
                see(Found { start, end, number: *number as usize });
            }
        }
    }
}

/// A phrase without the blank before it, and whether it had one.
fn without_blank(form: &[u8]) -> (&[u8], bool) {
    form.strip_prefix(b" ").map_or((form, false), |rest| (rest, true))
}

/// A trie under construction.
struct Builder {
    slots: Vec<Slot>,
    phrases: Vec<Phrase>,
    tails: Vec<u8>,
    /// All slots before this one are taken.
    first_free: usize,
}

impl Default for Builder {
    fn default() -> Self {
        // The first block has the root alone, so that a base is never less than nothing.
        let slots = vec![Slot { parent: TAKEN, ..FREE }; BLOCK];
        Self { slots, phrases: Vec::new(), tails: Vec::new(), first_free: BLOCK }
    }
}

/// A node's children lie within so many slots.
const BLOCK: usize = 256;

impl Builder {
    /// Places sorted, distinct phrases.
    fn build(&mut self, keys: &[&[u8]]) {
        // Nodes whose children are not placed yet: slot, the phrases below, and the length of what they have in common.
        // The shallowest go first: those that every text visits lie side by side.
        let mut open = VecDeque::from([(0, 0..keys.len(), 0)]);
        let mut children: Vec<(u8, Range<usize>)> = Vec::new();
        while let Some((node, range, depth)) = open.pop_front() {
            let below = &keys[range.clone()];
            if let [key] = below
                && depth > 0
            {
                let from = self.tails.len() as u32;
                self.tails.extend_from_slice(&key[depth..]);
                self.phrases[range.start].tail = from..self.tails.len() as u32;
                self.slots[node].phrase = range.start as u32;
                continue;
            }
            let ends = usize::from(below.first().is_some_and(|key| key.len() == depth));
            if ends > 0 {
                self.slots[node].phrase = range.start as u32;
            }
            let mut at = range.start + ends;
            children.clear();
            children.extend(below[ends..].chunk_by(|a, b| a[depth] == b[depth]).map(|same| {
                at += same.len();
                (same[0][depth], at - same.len()..at)
            }));
            if children.is_empty() {
                continue;
            }
            let base = self.place(&children);
            self.slots[node].base = base as u32;
            for (byte, range) in children.drain(..) {
                let child = base + usize::from(byte);
                self.slots[child].parent = node as u32;
                open.push_back((child, range, depth + 1));
            }
        }
    }

    /// A base at which the slots of all children are free. An only child takes the first free slot; several are not worth a search
    /// from the beginning, where what is free lies apart.
    fn place(&mut self, children: &[(u8, Range<usize>)]) -> usize {
        let first = usize::from(children[0].0);
        let mut at = self.first_free;
        if children.len() > 1 {
            at = at.max(self.slots.len().saturating_sub(2 * BLOCK));
        }
        loop {
            let base = at - first;
            if self.slots.len() < base + BLOCK {
                self.slots.resize(base + BLOCK, FREE);
            }
            if children.iter().all(|(byte, _)| self.is_free(base + usize::from(*byte))) {
                break;
            }
            at += 1;
        }
        let base = at - first;
        for (byte, _) in children {
            // By whom, the caller says.
            self.slots[base + usize::from(*byte)].parent = TAKEN;
        }
        while self.slots.get(self.first_free).is_some_and(|slot| slot.parent != NONE) {
            self.first_free += 1;
        }
        base
    }

    fn is_free(&self, at: usize) -> bool {
        self.slots[at].parent == NONE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrases: &[&str], text: &str) -> Vec<(usize, String)> {
        let trie = Trie::compile(phrases);
        let mut found = Vec::new();
        trie.find(&Folded::of(text), |f| {
            found.push((f.number, text[f.start..f.end].to_owned()));
        });
        found
    }

    #[test]
    fn phrases_are_found_where_words_begin() {
        let phrases = ["go", "go lang", "c", "c++", ".net", "go", "", "ü b"];
        let expected = [(0, "go"), (5, "go"), (1, "go lang"), (2, "c"), (3, "c++"), (4, ".net"), (7, "ü b")];
        let text = "ego go lang, c++ (asp.net), ü b";
        assert_eq!(found(&phrases, text), expected.map(|(number, form)| (number, form.to_owned())));
        assert_eq!(found(&phrases, ""), []);
        assert_eq!(found(&[], "go"), []);
        assert_eq!(
            found(&[" yr", "yrs"], "5 yrs, yr"),
            [" yr", "yrs", " yr"].map(|f| (usize::from(f == "yrs"), f.to_owned()))
        );
    }

    #[test]
    fn words_that_go_on_are_for_the_caller_to_judge() {
        assert_eq!(found(&["go"], "gone"), [(0, "go".to_owned())]);
        assert_eq!(found(&["x"], "éx"), [(0, "x".to_owned())], "only an ASCII letter before rules a place out");
    }
}
