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

/// A word that facts are about, folded.
#[derive(Clone, Debug)]
pub(crate) struct TopicForm {
    pub(crate) form: Vec<u8>,
    /// Whether no letter may go on behind it.
    pub(crate) is_whole: bool,
}

/// A folded text, with the phrases of each vocabulary in it by place: of those that are to be whole words, which they are
/// is for the stages to say, but none goes on with a letter other than an `s`.
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
    pub(crate) fn compile(terms: &[Vec<u8>], topics: &[TopicForm], roles: &[Vec<u8>]) -> Self {
        let topic_forms = topics.iter().map(|topic| &topic.form);
        let forms: Vec<&Vec<u8>> = terms.iter().chain(topic_forms).chain(roles).collect();
        let (topics_from, roles_from) = (terms.len(), terms.len() + topics.len());
        // Skills and what speaks for a role are named in whole words.
        let is_whole = |number: usize| {
            let topic = number.checked_sub(topics_from).and_then(|number| topics.get(number));
            topic.is_none_or(|topic| topic.is_whole)
        };
        Self { trie: Trie::compile_words(&forms, is_whole), topics_from, roles_from }
    }

    /// Folds a text and looks for all of them.
    pub(crate) fn mark(&self, text: &str) -> Marked {
        let folded = Folded::of(text);
        let from = [0, self.topics_from, self.roles_from];
        // About as many of each as a posting has.
        let mut lists = [64, 12, 100].map(|bytes| Vec::with_capacity(text.len() / bytes));
        self.trie.find(&folded, |found| {
            // A sum, no branch: which comes next cannot be foretold.
            let list = usize::from(found.number >= from[1]) + usize::from(found.number >= from[2]);
            lists[list].push(Found { number: found.number - from[list], ..found });
        });
        let [terms, topics, roles] = lists;
        Marked { folded, terms, topics, roles }
    }
}

impl Deref for Marked {
    type Target = Folded;

    fn deref(&self) -> &Folded {
        &self.folded
    }
}
