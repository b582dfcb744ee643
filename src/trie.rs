//! Phrases searched where words begin: every vocabulary of the program is made of whole words, so that a search need not look inside
//! them, as an Aho-Corasick automaton must.
//!
//! In: folded phrases; then a folded text. Out: every phrase that stands where a word begins, with its number. Whether the word also
//! ends where the phrase does is for the caller to say: each vocabulary has rules of its own for that.
//!
//! The phrases are a double-array trie: a node is a slot, and the slot of its child by a byte is the node's base plus that byte. A slot
//! knows its parent, so that a slot which another node's child took is told from a child of one's own.

use std::ops::{Deref, Range};

use crate::dictionary::terms::fold;

/// Phrases, searchable. The numbers of phrases are their places in the list that they were compiled from.
#[derive(Clone, Debug)]
pub(crate) struct Trie {
    slots: Vec<Slot>,
    /// For each distinct phrase the range of its numbers in `numbers`: a vocabulary may have one phrase in several meanings.
    phrases: Vec<Range<u32>>,
    numbers: Vec<u32>,
}

/// A node; 12 bytes, so that a vocabulary of ten thousand phrases stays in the processor's cache.
#[derive(Clone, Copy, Debug)]
struct Slot {
    parent: u32,
    base: u32,
    /// The phrase that ends here.
    phrase: u32,
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
    starts: Vec<u32>,
}

impl Folded {
    /// Folds a text, byte for byte.
    pub(crate) fn of(text: &str) -> Self {
        let bytes = fold(text);
        let starts = starts(&bytes).map(|at| at as u32).collect();
        Self { bytes, starts }
    }

    /// The places at which a word may begin.
    pub(crate) fn starts(&self) -> impl Iterator<Item = usize> {
        self.starts.iter().map(|at| *at as usize)
    }
}

impl Deref for Folded {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

/// The places at which a word of a folded text may begin: no ASCII letter goes on from before. Behind a digit a phrase may begin, as in
/// `5years`, and any sign may be the first of a phrase, as in `.net`.
pub(crate) fn starts(folded: &[u8]) -> impl Iterator<Item = usize> {
    let mut before = false;
    folded.iter().enumerate().filter_map(move |(at, byte)| {
        let begins = !(before && byte.is_ascii_alphanumeric());
        before = byte.is_ascii_alphabetic();
        begins.then_some(at)
    })
}

impl Trie {
    /// Compiles folded phrases; the empty one is none.
    pub(crate) fn compile<F: AsRef<[u8]>>(forms: &[F]) -> Self {
        let mut sorted: Vec<(&[u8], u32)> =
            forms.iter().map(AsRef::as_ref).zip(0..).filter(|(form, _)| !form.is_empty()).collect();
        sorted.sort_unstable();
        let mut keys: Vec<&[u8]> = Vec::with_capacity(sorted.len());
        let mut phrases: Vec<Range<u32>> = Vec::with_capacity(sorted.len());
        for same in sorted.chunk_by(|a, b| a.0 == b.0) {
            let from = phrases.last().map_or(0, |before| before.end);
            keys.push(same[0].0);
            phrases.push(from..from + same.len() as u32);
        }
        let numbers = sorted.iter().map(|(_, number)| *number).collect();
        Self { slots: Builder::default().build(&keys), phrases, numbers }
    }

    /// Hands on every phrase that begins at one of the places, from left to right, the shorter first.
    pub(crate) fn find(&self, folded: &[u8], starts: impl IntoIterator<Item = usize>, mut see: impl FnMut(Found)) {
        for start in starts {
            let mut node = 0;
            for (length, &byte) in (1..).zip(&folded[start..]) {
                let child = self.slots[node].base as usize + usize::from(byte);
                match self.slots.get(child) {
                    Some(slot) if slot.parent == node as u32 => node = child,
                    _ => break,
                }
                let phrase = self.slots[node].phrase;
                if phrase != NONE {
                    let Range { start: from, end: to } = self.phrases[phrase as usize].clone();
                    for number in &self.numbers[from as usize..to as usize] {
                        see(Found { start, end: start + length, number: *number as usize });
                    }
                }
            }
        }
    }
}

/// A trie under construction.
struct Builder {
    slots: Vec<Slot>,
    /// All slots before this one are taken.
    first_free: usize,
}

impl Default for Builder {
    fn default() -> Self {
        // The first block has the root alone, so that a base is never less than nothing.
        Self { slots: vec![Slot { parent: TAKEN, ..FREE }; BLOCK], first_free: BLOCK }
    }
}

/// A node's children lie within so many slots.
const BLOCK: usize = 256;

impl Builder {
    /// The slots for sorted, distinct phrases.
    fn build(mut self, keys: &[&[u8]]) -> Vec<Slot> {
        // Nodes whose children are not placed yet: slot, the phrases below, and the length of what they have in common.
        let mut open = vec![(0, 0..keys.len(), 0)];
        while let Some((node, range, depth)) = open.pop() {
            let below = &keys[range.clone()];
            let ends = usize::from(below.first().is_some_and(|key| key.len() == depth));
            if ends > 0 {
                self.slots[node].phrase = range.start as u32;
            }
            let mut at = range.start + ends;
            let children: Vec<(u8, Range<usize>)> = below[ends..]
                .chunk_by(|a, b| a[depth] == b[depth])
                .map(|same| {
                    at += same.len();
                    (same[0][depth], at - same.len()..at)
                })
                .collect();
            if children.is_empty() {
                continue;
            }
            let base = self.place(&children);
            self.slots[node].base = base as u32;
            for (byte, range) in children {
                let child = base + usize::from(byte);
                self.slots[child].parent = node as u32;
                open.push((child, range, depth + 1));
            }
        }
        self.slots
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
        trie.find(text.as_bytes(), starts(text.as_bytes()), |f| {
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
    }

    #[test]
    fn words_that_go_on_are_for_the_caller_to_judge() {
        assert_eq!(found(&["go"], "gone"), [(0, "go".to_owned())]);
        assert_eq!(found(&["x"], "éx"), [(0, "x".to_owned())], "only an ASCII letter before rules a place out");
    }
}
