//! Phrases searched where words begin: every vocabulary of the program is made of whole words, so that a search need not look inside
//! them, as an Aho-Corasick automaton must.
//!
//! In: folded phrases; then a folded text. Out: every phrase that stands where a word begins, with its number. Where a phrase is to end
//! with a word, those behind which a letter goes on are left out, but for an `s`, which may be a plural's: the rest of the rules, each
//! vocabulary has its own.
//!
//! Most words begin no phrase, which [`openings`] tells. The others walk through a trie that reads several bytes at a time: a node reads as
//! many as all phrases below it have, and its child by these bytes is found by hash. So two steps or three decide on a phrase, where one
//! by one its bytes would be some twenty steps, each of which waits for the one before.

mod folded;
mod nodes;
mod openings;

use std::ops::Range;

use folded::FIRST;
pub(crate) use folded::Folded;
use openings::Openings;

/// Phrases, searchable. The numbers of phrases are their places in the list that they were compiled from.
#[derive(Clone, Debug)]
pub(crate) struct Trie {
    openings: Openings,
    /// The nodes but for the root, by hash; a power of two of them.
    slots: Vec<Slot>,
    /// The numbers of distinct phrases: a vocabulary may have one phrase in several meanings.
    numbers: Vec<Number>,
}

/// A node: the child of another by some bytes.
#[derive(Clone, Copy, Debug)]
struct Slot {
    /// The bytes.
    label: u64,
    /// A bit by hash for each child, so that most of the others are known to be none without a look for them.
    children: u64,
    /// Its parent, and in the lowest four bits how many bytes it reads.
    step_and_parent: u32,
    /// Where the numbers of the phrase that ends here begin.
    phrase: u32,
}

/// The place of a phrase in the list that was compiled.
#[derive(Clone, Copy, Debug)]
struct Number {
    number: u32,
    /// Whether a blank must stand before it: ` yr`. It is looked at last, so that no search begins at a blank.
    after_blank: bool,
    /// Whether no letter may go on behind it.
    is_whole: bool,
    /// Whether it is the last of its phrase.
    is_last: bool,
}

/// No phrase.
const NONE: u32 = u32::MAX;
/// The root, as a parent: others are known by the number behind that of their slot.
const ROOT: u32 = 0;

/// A phrase where it stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The place of the phrase in the list that was compiled.
    pub(crate) number: usize,
}

impl Trie {
    /// Compiles folded phrases whose last word may go on; the empty one is none.
    pub(crate) fn compile<F: AsRef<[u8]>>(forms: &[F]) -> Self {
        Self::compile_words(forms, |_| false)
    }

    /// Compiles folded phrases, of which some, by number, are to end with a word. Only a letter or digit can be the end of a word.
    pub(crate) fn compile_words<F: AsRef<[u8]>>(forms: &[F], is_whole: impl Fn(usize) -> bool) -> Self {
        let bare = |number: u32| without_blank(forms[number as usize].as_ref()).0;
        // By their first bytes most are told apart.
        let begins = |number: u32| label(&bare(number)[..bare(number).len().min(size_of::<u64>())]).swap_bytes();
        let with_begin = (0..forms.len() as u32).map(|number| (begins(number), number));
        let mut sorted: Vec<(u64, u32)> = with_begin.filter(|(_, number)| !bare(*number).is_empty()).collect();
        sorted.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| (bare(a.1), a.1).cmp(&(bare(b.1), b.1))));
        let (mut numbers, mut phrases) = (Vec::with_capacity(sorted.len()), Vec::with_capacity(sorted.len()));
        for same in sorted.chunk_by(|a, b| a.0 == b.0 && bare(a.1) == bare(b.1)) {
            let (first, form) = (numbers.len(), bare(same[0].1));
            numbers.extend(same.iter().map(|&(_, number)| Number {
                number,
                after_blank: without_blank(forms[number as usize].as_ref()).1,
                is_whole: form.last().is_some_and(u8::is_ascii_alphanumeric) && is_whole(number as usize),
                is_last: false,
            }));
            let own: &mut [Number] = &mut numbers[first..];
            own[same.len() - 1].is_last = true;
            let is_whole = own.iter().all(|number| number.is_whole);
            phrases.push(Phrase { bytes: form, is_whole, first: first as u32 });
        }
        let openings = Openings::of(&phrases);
        let slots = nodes::slots(&phrases, &openings);
        Self { openings, slots, numbers }
    }

    /// Hands on every phrase of a text, by the place where its first word begins, the shorter first.
    pub(crate) fn find(&self, folded: &Folded, see: impl FnMut(Found)) {
        self.find_within(folded, 0..folded.len(), see);
    }

    /// Hands on every phrase that begins in a range of a text.
    pub(crate) fn find_within(&self, folded: &Folded, range: Range<usize>, mut see: impl FnMut(Found)) {
        for (group, mut starts) in folded.starts(range) {
            let mut openings = 0_u64;
            while starts != 0 {
                let start = starts.trailing_zeros();
                openings |= self.openings.has(folded.window(group + start as usize)) << start;
                starts &= starts - 1;
            }
            while openings != 0 {
                self.find_at(folded, group + openings.trailing_zeros() as usize, &mut see);
                openings &= openings - 1;
            }
        }
    }

    /// Hands on every phrase that begins at a place.
    #[inline]
    fn find_at(&self, folded: &Folded, start: usize, see: &mut impl FnMut(Found)) {
        let window = folded.window(start);
        let (mut node, mut step, mut end) = (ROOT, self.openings.length(window), start);
        let mut label = window & FIRST[step];
        while let Some(child) = self.child(node, label) {
            end += step;
            // Behind the text stand zeros, of which a phrase may have some.
            if end > folded.len() {
                break;
            }
            let slot = self.slots[child];
            if slot.phrase != NONE {
                self.see(slot.phrase, folded, start..end, see);
            }
            (node, step) = (child as u32 + 1, slot.step());
            label = folded.window(end) & FIRST[step];
            if slot.children & bit(label) == 0 {
                break;
            }
        }
    }

    /// The slot of a node's child by some bytes.
    #[inline]
    fn child(&self, node: u32, label: u64) -> Option<usize> {
        let mut at = place(hash(node, label), self.slots.len());
        loop {
            let slot = self.slots.get(at)?;
            if slot.label == label && slot.parent() == node {
                return Some(at);
            }
            if slot.is_free() {
                return None;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// Hands on a phrase that stands at a place, where what must stand around it does.
    #[inline]
    fn see(&self, phrase: u32, folded: &Folded, place: Range<usize>, see: &mut impl FnMut(Found)) {
        let goes_on = folded.get(place.end).is_some_and(|byte| goes_on(*byte));
        for number in &self.numbers[phrase as usize..] {
            let start = place.start - usize::from(number.after_blank && place.start > 0);
            if !(number.is_whole & goes_on) && (!number.after_blank || folded[start] == b' ') {
                see(Found { start, end: place.end, number: number.number as usize });
            }
            if number.is_last {
                break;
            }
        }
    }
}

/// A distinct phrase while it is compiled, without the blank before it.
struct Phrase<'f> {
    bytes: &'f [u8],
    /// Whether it is to end with a word.
    is_whole: bool,
    /// Where its numbers begin.
    first: u32,
}

impl Slot {
    const FREE: Self = Self { label: 0, children: 0, step_and_parent: u32::MAX, phrase: NONE };

    #[inline]
    const fn parent(self) -> u32 {
        self.step_and_parent >> 4
    }

    #[inline]
    const fn step(self) -> usize {
        (self.step_and_parent & 0xf) as usize
    }

    #[inline]
    const fn is_free(self) -> bool {
        self.step_and_parent == u32::MAX
    }
}

/// Up to eight bytes as a window shows them.
fn label(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |label, byte| label << 8 | u64::from(*byte))
}

/// A hash of a node and some bytes, of which the highest bits are best.
#[inline]
const fn hash(node: u32, label: u64) -> u64 {
    (label ^ (node as u64) << 32).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The place of a hash in a table of so many slots, a power of two.
#[inline]
const fn place(hash: u64, slots: usize) -> usize {
    (hash >> (u64::BITS - slots.trailing_zeros())) as usize
}

/// The bit of a child by these bytes.
#[inline]
const fn bit(label: u64) -> u64 {
    1 << (label.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - 6))
}

/// Whether a word goes on with this byte: any letter but the `s`, which may be a plural's.
#[inline]
const fn goes_on(byte: u8) -> bool {
    byte.is_ascii_lowercase() && byte != b's'
}

/// A phrase without the blank before it, and whether it had one.
fn without_blank(form: &[u8]) -> (&[u8], bool) {
    form.strip_prefix(b" ").map_or((form, false), |rest| (rest, true))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::dictionary::terms::fold;

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

    #[test]
    fn whole_phrases_end_with_a_word() {
        let phrases = ["go", "go", "c", "c++", "r", "golang dev"];
        let trie = Trie::compile_words(&phrases, |number| number != 1);
        let found = |text: &str| {
            let mut found = Vec::new();
            trie.find(&Folded::of(text), |f| found.push((f.start, f.number)));
            found
        };
        assert_eq!(found("gone go Golang-dev"), [(0, 1), (5, 0), (5, 1), (8, 1), (8, 5)]);
        assert_eq!(
            found("gos goss c++x c+ rs rx r"),
            [(0, 0), (0, 1), (4, 0), (4, 1), (9, 2), (9, 3), (14, 2), (17, 4), (23, 4)]
        );
        // Nothing is found of which a part lies behind the text.
        assert_eq!(found("c+"), [(0, 2)]);
        assert_eq!(found("r"), [(0, 4)]);
    }

    proptest! {
        #[test]
        fn every_phrase_is_found_where_a_search_for_each_finds_it(
            forms in prop::collection::vec("[ab s.+1é\0]{0,3}|[ab ]{0,20}", 0..12),
            text in "[ab s.+1é\0\n-]{0,90}|([ab]{1,4} ){0,40}",
            whole in any::<u16>(),
        ) {
            let is_whole = |number: usize| whole >> number & 1 != 0;
            let folded = fold(&text);
            let begins = |at: usize| {
                let before = at.checked_sub(1).map_or(b' ', |before| folded[before]);
                let goes_on = before.is_ascii_lowercase() && folded[at].is_ascii_alphanumeric();
                !goes_on && folded[at] > b' ' && folded[at] & 0xc0 != 0x80
            };
            let mut expected = Vec::new();
            for at in (0..folded.len()).filter(|at| begins(*at)) {
                for (number, form) in forms.iter().enumerate().filter(|(_, form)| !form.trim_start().is_empty()) {
                    let bare = form.strip_prefix(' ').unwrap_or(form);
                    let start = (at + bare.len()).checked_sub(form.len());
                    let end = at + bare.len();
                    let is_word = bare.ends_with(|c: char| c.is_ascii_alphanumeric()) && is_whole(number);
                    if start.is_some_and(|start| folded[start..].starts_with(form.as_bytes()))
                        && !(is_word && folded.get(end).is_some_and(|byte| goes_on(*byte)))
                    {
                        expected.push((at, bare.len(), number));
                    }
                }
            }
            expected.sort_unstable();
            let mut found = Vec::new();
            Trie::compile_words(&forms, is_whole).find(&Folded::of(&text), |f| {
                let form = &forms[f.number];
                let bare = form.strip_prefix(' ').unwrap_or(form);
                found.push((f.end - bare.len(), bare.len(), f.number));
            });
            prop_assert_eq!(found, expected);
        }
    }
}
