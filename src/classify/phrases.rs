//! Phrases in one automaton, each with the number of what it is a sign of. In: a text. Out: every whole phrase in it.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::dictionary::terms::fold;

/// Phrases with the number that each stands for.
#[derive(Clone, Debug)]
pub(super) struct Phrases {
    automaton: AhoCorasick,
    meanings: Vec<usize>,
}

impl Phrases {
    /// Compiles lists of phrases; a phrase means the place of its list.
    pub(super) fn compile<'l>(lists: impl Iterator<Item = &'l [String]>) -> Self {
        let pairs: Vec<(Vec<u8>, usize)> =
            lists.enumerate().flat_map(|(i, list)| list.iter().map(move |phrase| (fold(phrase), i))).collect();
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .match_kind(MatchKind::Standard)
            .build(pairs.iter().map(|(phrase, _)| phrase))
            .expect("some thousand short phrases are far below the automaton's limits");
        Self { automaton, meanings: pairs.into_iter().map(|(_, meaning)| meaning).collect() }
    }

    /// Meaning and place of every whole phrase, in any letter case; a hyphen is a blank, and a plural `s` may follow.
    pub(super) fn find<'t>(&'t self, text: &'t str, folded: &'t [u8]) -> impl Iterator<Item = (usize, usize)> + 't {
        let is_letter = |at: Option<char>| at.is_some_and(char::is_alphanumeric);
        self.automaton
            .find_overlapping_iter(folded)
            .filter(move |m| {
                let before = text[..m.start()].chars().next_back();
                let mut after = text[m.end()..].chars();
                let next = after.next();
                !is_letter(before) && (!is_letter(next) || next == Some('s') && !is_letter(after.next()))
            })
            .map(|m| (self.meanings[m.pattern().as_usize()], m.start()))
    }
}
