//! Phrases in one trie, each with the number of what it is a sign of. In: a text. Out: every whole phrase in it.

use crate::dictionary::terms::fold;
use crate::trie::{Folded, Trie};

/// Phrases with the number that each stands for.
#[derive(Clone, Debug)]
pub(super) struct Phrases {
    trie: Trie,
    meanings: Vec<usize>,
}

impl Phrases {
    /// Compiles lists of phrases; a phrase means the place of its list.
    pub(super) fn compile<'l>(lists: impl Iterator<Item = &'l [String]>) -> Self {
        let pairs: Vec<(Vec<u8>, usize)> =
            lists.enumerate().flat_map(|(i, list)| list.iter().map(move |phrase| (fold(phrase), i))).collect();
        let forms: Vec<&Vec<u8>> = pairs.iter().map(|(phrase, _)| phrase).collect();
        Self { trie: Trie::compile(&forms), meanings: pairs.into_iter().map(|(_, meaning)| meaning).collect() }
    }

    /// Hands on meaning and place of every whole phrase, in any letter case; a hyphen is a blank, and a plural `s` may follow.
    pub(super) fn find(&self, text: &str, folded: &Folded, mut see: impl FnMut(usize, usize)) {
        let is_letter = |at: Option<char>| at.is_some_and(char::is_alphanumeric);
        self.trie.find(folded, folded.starts(), |found| {
            let before = text[..found.start].chars().next_back();
            let mut after = text[found.end..].chars();
            let next = after.next();
            if !is_letter(before) && (!is_letter(next) || next == Some('s') && !is_letter(after.next())) {
                see(self.meanings[found.number], found.start);
            }
        });
    }
}
