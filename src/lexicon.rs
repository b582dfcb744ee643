//! All vocabularies that are looked for in the whole text of a posting, in one trie: one walk over the text for all of them.
//!
//! In: the folded forms of each vocabulary; then a text. Out: the text folded, with what each vocabulary has in it.

use std::ops::Deref;

use crate::trie::{Folded, Found, Trie};

/// The vocabularies, searchable.
#[derive(Clone, Debug)]
pub(crate) struct Lexicon {
    trie: Trie,
    /// The number of the first topic, and that of the first role phrase.
    topics_from: usize,
    roles_from: usize,
}

/// A folded text, with the phrases of each vocabulary in it by place, as they stand: whether they are whole words is for the stages
/// to say.
#[derive(Clone, Debug)]
pub(crate) struct Marked {
    folded: Folded,
    /// Spellings of skills (`dictionary::terms`).
    pub(crate) terms: Vec<Found>,
    /// Words that facts are about (`facts::topics`).
    pub(crate) topics: Vec<Found>,
    /// Phrases that speak for a role (`classify`).
    pub(crate) roles: Vec<Found>,
}

impl Lexicon {
    /// Compiles the vocabularies. A phrase has its number within its own one.
    pub(crate) fn compile(terms: &[Vec<u8>], topics: &[Vec<u8>], roles: &[Vec<u8>]) -> Self {
        let forms: Vec<&Vec<u8>> = terms.iter().chain(topics).chain(roles).collect();
        Self { trie: Trie::compile(&forms), topics_from: terms.len(), roles_from: terms.len() + topics.len() }
    }

    /// Folds a text and looks for all of them.
    pub(crate) fn mark(&self, text: &str) -> Marked {
        let folded = Folded::of(text);
        let (mut terms, mut topics, mut roles) = (Vec::new(), Vec::new(), Vec::new());
        self.trie.find(&folded, |found| {
            let (list, from) = match found.number {
                number if number < self.topics_from => (&mut terms, 0),
                number if number < self.roles_from => (&mut topics, self.topics_from),
                _ => (&mut roles, self.roles_from),
            };
            list.push(Found { number: found.number - from, ..found });
        });
        Marked { folded, terms, topics, roles }
    }
}

impl Deref for Marked {
    type Target = Folded;

    fn deref(&self) -> &Folded {
        &self.folded
    }
}
