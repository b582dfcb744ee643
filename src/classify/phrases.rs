//! Phrases, each with the number of what it is a sign of. In: those that a trie found in a text. Out: the whole ones, by their signs.

use crate::dictionary::terms::fold;
use crate::trie::Found;

/// Phrases with the number that each stands for.
#[derive(Clone, Debug)]
pub(crate) struct Phrases {
    /// Folded.
    pub(crate) forms: Vec<Vec<u8>>,
    meanings: Vec<usize>,
}

impl Phrases {
    /// Lists of phrases; a phrase means the place of its list.
    pub(super) fn of<'l>(lists: impl Iterator<Item = &'l [String]>) -> Self {
        let pairs = lists.enumerate().flat_map(|(i, list)| list.iter().map(move |phrase| (fold(phrase), i)));
        let (forms, meanings) = pairs.unzip();
        Self { forms, meanings }
    }

    /// Hands on meaning and place of every whole phrase of those found; a plural `s` may follow.
    pub(super) fn whole(&self, text: &str, found: &[Found], mut see: impl FnMut(usize, usize)) {
        let is_letter = |at: Option<char>| at.is_some_and(char::is_alphanumeric);
        for found in found {
            let before = text[..found.start].chars().next_back();
            let mut after = text[found.end..].chars();
            let next = after.next();
            if !is_letter(before) && (!is_letter(next) || next == Some('s') && !is_letter(after.next())) {
                see(self.meanings[found.number], found.start);
            }
        }
    }
}
