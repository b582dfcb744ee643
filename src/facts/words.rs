//! The words that the patterns of all readers need (`crate::pattern`), and which of them a part of a text has.
//!
//! All lists of words of all patterns are numbered, equal ones alike; what is known of a part of a text is one bit for each. Where
//! every match of a pattern begins with a word of a list, it is tried at those words alone.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::LazyLock;

use super::topics::Sight;
use super::{context, days, degree, employment, language, remote, requires, salary, seniority, several, years};
use crate::lexicon::TopicForm;
use crate::pattern::{Captures, Match, Pattern, Word, successive};

/// Of which lists a text has a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Words([u64; BITS / 64]);

/// More lists than so many have no bit; the patterns that need them are tried on every text.
const BITS: usize = 256;

impl Words {
    fn insert(&mut self, lists: &[u16]) {
        for &list in lists {
            self.0[usize::from(list / 64)] |= 1 << (list % 64);
        }
    }

    fn has(&self, list: u16) -> bool {
        self.0[usize::from(list / 64)] >> (list % 64) & 1 == 1
    }
}

/// A word with the lists that it is of: those in which it may go on, then those in which it must end.
pub(super) struct Listed {
    form: Vec<u8>,
    lists: Vec<u16>,
    open: usize,
}

impl Listed {
    /// What is looked for.
    pub(super) fn topic_form(&self) -> TopicForm {
        TopicForm { form: self.form.clone(), is_whole: self.open == 0 }
    }

    /// The lists that it stands for where it ends its word, or does not.
    pub(super) fn lists(&self, is_whole: bool) -> &[u16] {
        if is_whole { &self.lists } else { &self.lists[..self.open] }
    }
}

/// All words.
pub(super) static LISTED: LazyLock<Vec<Listed>> = LazyLock::new(|| {
    let mut numbers = BTreeMap::new();
    for pattern in patterns() {
        let mut has_bits = true;
        let known = pattern.words().map(&mut |words| {
            let next = numbers.len();
            let number = *numbers.entry(words).or_insert(next);
            has_bits &= number < BITS;
            number as u16
        });
        if has_bits {
            pattern.number(known);
        }
    }
    numbers.retain(|_, number| *number < BITS);
    let of_list = |(list, number): (Vec<Word>, usize)| list.into_iter().map(move |word| (word, number as u16));
    let mut words: Vec<(Word, u16)> = numbers.into_iter().flat_map(of_list).collect();
    words.sort();
    let listed = words.chunk_by(|a, b| a.0.form == b.0.form).map(|same| Listed {
        form: same[0].0.form.clone(),
        lists: same.iter().map(|(_, list)| *list).collect(),
        open: same.iter().filter(|(word, _)| !word.is_whole).count(),
    });
    listed.collect()
});

/// The patterns of all readers.
fn patterns() -> impl Iterator<Item = &'static Pattern> {
    let readers = [
        days::PATTERNS,
        degree::PATTERNS,
        employment::PATTERNS,
        language::PATTERNS,
        remote::PATTERNS,
        requires::PATTERNS,
        salary::PATTERNS,
        seniority::PATTERNS,
        several::PATTERNS,
        years::PATTERNS,
    ];
    readers.into_iter().flatten().copied()
}

/// A part of a text with the words in it or around it: a pattern that needs others is not tried.
#[derive(Clone, Copy)]
pub(super) struct Passage<'a> {
    text: &'a str,
    words: Words,
    /// The words and where they stand, if that is known.
    sights: Option<&'a [Sight]>,
    /// Where the part begins among them.
    start: usize,
}

impl<'a> Passage<'a> {
    /// The part of a text that begins at a place, with the sights in it.
    pub(super) fn new(text: &'a str, start: usize, sights: &'a [Sight]) -> Self {
        let mut words = Words::default();
        for sight in sights {
            words.insert(sight.lists);
        }
        Self { text, words, sights: Some(sights), start }
    }

    /// A text of which it is not known what it has.
    pub(super) fn of_any(text: &'a str) -> Self {
        Self { text, words: Words([u64::MAX; BITS / 64]), sights: None, start: 0 }
    }

    pub(super) fn as_str(&self) -> &'a str {
        self.text
    }

    /// A part of this one.
    pub(super) fn part(&self, text: &'a str) -> Self {
        let before = text.as_ptr().addr().wrapping_sub(self.text.as_ptr().addr());
        Self { text, start: self.start + before, ..*self }
    }

    /// What stands before a place, at most so many bytes.
    pub(super) fn before(&self, at: usize, limit: usize) -> Self {
        self.part(context::before(self.text, at, limit))
    }

    /// What stands from a place on, at most so many bytes.
    pub(super) fn after(&self, at: usize, limit: usize) -> Self {
        self.part(context::after(self.text, at, limit))
    }

    /// The beginning, at most so many bytes.
    pub(super) fn head(&self, limit: usize) -> Self {
        self.after(0, limit)
    }

    /// The end, at most so many bytes.
    pub(super) fn tail(&self, limit: usize) -> Self {
        self.before(self.text.len(), limit)
    }

    /// Another text with no other words than this one has.
    pub(super) fn reworded<'b>(&self, text: &'b str) -> Passage<'b> {
        Passage { text, words: self.words, sights: None, start: 0 }
    }

    /// Whether a pattern can match.
    pub(super) fn may_have(&self, pattern: &Pattern) -> bool {
        pattern.may_match(|list| self.words.has(*list))
    }

    /// Whether a pattern matches.
    pub(super) fn has(&self, pattern: &Pattern) -> bool {
        self.find(pattern).is_some()
    }

    /// The first match of a pattern.
    pub(super) fn find(&self, pattern: &Pattern) -> Option<Match<'a>> {
        self.may_have(pattern).then(|| self.find_from(pattern, 0))?
    }

    /// The first match of a pattern with its groups.
    pub(super) fn captures(&self, pattern: &Pattern) -> Option<Captures<'a>> {
        pattern.captures_in(self.find(pattern)?)
    }

    /// All matches of a pattern that do not overlap, from left to right.
    pub(super) fn find_iter<'p>(&self, pattern: &'p Pattern) -> impl Iterator<Item = Match<'a>> + use<'a, 'p> {
        let passage = *self;
        let may_have = self.may_have(pattern);
        successive(move |from| may_have.then(|| passage.find_from(pattern, from))?)
    }

    /// The same with their groups.
    pub(super) fn captures_iter<'p>(&self, pattern: &'p Pattern) -> impl Iterator<Item = Captures<'a>> + use<'a, 'p> {
        self.find_iter(pattern).map_while(|found| pattern.captures_in(found))
    }

    fn find_from(&self, pattern: &Pattern, from: usize) -> Option<Match<'a>> {
        let (Some(list), Some(sights)) = (pattern.first_words(), self.sights) else {
            return pattern.find_from(self.text, from);
        };
        let begin = self.start + from;
        let behind = sights[sights.partition_point(|sight| sight.at < begin)..].iter();
        let within = behind.map_while(|sight| (sight.at < self.start + self.text.len()).then_some(sight));
        let first = within.filter(|sight| sight.lists.contains(&list));
        first.map(|sight| sight.at - self.start).find_map(|at| pattern.find_at(self.text, at))
    }
}

impl Deref for Passage<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::topics;
    use super::*;
    use crate::lexicon::Lexicon;

    static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::compile(&[], &topics::forms(), &[]));

    /// What stands between words, and numbers.
    const BETWEEN: [&str; 16] =
        [" ", ", ", "-", ".", ": ", " / ", "\n", "", " 3 ", "$5", "10% ", " (", ") ", "é", "’s ", "_"];

    proptest! {
        #[test]
        fn a_pattern_is_found_where_a_search_of_every_place_finds_it(
            words in prop::collection::vec((0..LISTED.len(), any::<bool>(), 0..BETWEEN.len()), 0..14)
        ) {
            let mut text = String::new();
            for (word, is_capital, between) in words {
                let word = String::from_utf8_lossy(&LISTED[word].form).into_owned();
                text += &if is_capital { word.to_uppercase() } else { word };
                text += BETWEEN[between];
            }
            let sights = topics::of_field(&text, &LEXICON);
            let passage = Passage::new(&text, 0, &sights);
            let ranges = |found: Match<'_>| found.range();
            for pattern in patterns() {
                let searched = pattern.searched(&text);
                let found: Vec<_> = pattern.find_iter(&text).map(ranges).collect();
                prop_assert_eq!(&found, &searched, "{:?} in {:?}", pattern.written(), text);
                let found: Vec<_> = passage.find_iter(pattern).map(ranges).collect();
                prop_assert_eq!(&found, &searched, "{:?} in {:?} by its words", pattern.written(), text);
            }
        }
    }

    #[test]
    fn every_list_has_a_bit() {
        LazyLock::force(&LISTED);
        assert!(patterns().all(Pattern::is_numbered), "more than {BITS} lists of words");
    }

    #[test]
    fn no_pattern_has_a_boundary_beside_a_letter_beyond_ascii() {
        let lost: Vec<Vec<char>> =
            patterns().map(Pattern::lost_letters).filter(|letters| !letters.is_empty()).collect();
        assert!(lost.is_empty(), "{lost:?}");
    }
}
