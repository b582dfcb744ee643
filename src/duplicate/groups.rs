//! Puts postings into groups, one after the other.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::keys::KEYS;
use super::sketch::Sketch;
use super::{Reason, Signature, id_of};

/// So many postings are kept under one key. What meets more often is what many write, and says nothing.
const MOST_UNDER_KEY: u32 = 16;

/// Texts of one title and company are one job's when so much of both is the same (Jaccard similarity of three-word runs).
const NEAR: f64 = 0.75;

/// As good as the same.
const SAME: f64 = 0.9;

/// One text is a part of the other when so much of it is there, and it is so much of the other.
const PART: f64 = 0.9;
const PART_OF_MIN: f64 = 0.4;

/// Texts of one title and company that are alike by so much are worth a look.
const ALIKE: f64 = 0.55;

/// What is about the job itself decides when there are so many words of it.
const OWN_WORDS_MIN: u32 = 60;

/// The groups so far: what began each, and where to look for it.
#[derive(Default)]
pub struct Grouping {
    firsts: Vec<First>,
    contents: HashMap<u64, u32, Spread>,
    board_ids: HashMap<u64, u32, Spread>,
    /// Under the n-th derivative of a key, the n-th posting that has it.
    keys: HashMap<u32, u32, Spread>,
}

/// Keys are hashes already.
pub(super) type Spread = BuildHasherDefault<Same>;

/// What is kept of the posting that began a group.
#[derive(Clone, Copy)]
struct First {
    content: u64,
    title: u32,
    company: u32,
    place: u32,
    words: u32,
    own_words: u32,
    whole: Sketch,
    own: Sketch,
}

/// Where a posting belongs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// It begins the group of this number; the groups are numbered from 0 in the order in which they begin.
    Begins {
        /// Its group.
        group: u32,
        /// The group that it may belong to.
        perhaps: Option<Perhaps>,
    },
    /// It repeats the posting that began this group.
    Repeats {
        /// Its group.
        group: u32,
        /// Why.
        reason: Reason,
        /// How alike its text and that of the first are, from 0 to 1.
        similarity: f64,
    },
}

/// A group that a posting may belong to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Perhaps {
    /// The group.
    pub group: u32,
    /// How alike the posting's text and that of the first are, from 0 to 1.
    pub similarity: f64,
    /// What speaks against it.
    pub doubt: Doubt,
}

crate::posting::names! {
    /// Why two postings whose texts are alike were not taken for one job.
    Doubt {
        /// The titles differ.
        Title = "title",
        /// The companies differ, and the places or the texts do too.
        Company = "company",
        /// The texts are not alike enough.
        Text = "text",
    }
}

impl Grouping {
    /// Says where the next posting belongs, and remembers it.
    pub fn place(&mut self, next: &Signature) -> Place {
        let place = self.known(next).unwrap_or_else(|| self.judged(next));
        let (Place::Begins { group, .. } | Place::Repeats { group, .. }) = place;
        self.contents.entry(next.content).or_insert(group);
        if next.board_id != 0 {
            self.board_ids.entry(next.board_id).or_insert(group);
        }
        place
    }

    /// The id of the posting that began a group.
    pub fn first_id(&self, group: u32) -> String {
        id_of(self.firsts[group as usize].content)
    }

    /// Groups so far.
    pub fn len(&self) -> usize {
        self.firsts.len()
    }

    /// Whether no posting was placed yet.
    pub fn is_empty(&self) -> bool {
        self.firsts.is_empty()
    }

    /// The group of a posting whose content or board id was there before.
    fn known(&self, next: &Signature) -> Option<Place> {
        let by_content = self.contents.get(&next.content).map(|&group| self.repeats(group, Reason::Content, next));
        by_content.or_else(|| self.board_ids.get(&next.board_id).map(|&group| self.repeats(group, Reason::Id, next)))
    }

    /// That a posting is of a group.
    pub(super) fn repeats(&self, group: u32, reason: Reason, next: &Signature) -> Place {
        let first = &self.firsts[group as usize];
        Place::Repeats { group, reason, similarity: first.whole.similarity(next.whole) }
    }

    /// The group whose first is most alike, when that is enough; else a new one, to be found again by its keys alone.
    pub(super) fn judged(&mut self, next: &Signature) -> Place {
        let (mut merged, mut perhaps): (Option<(u32, Reason, f64)>, Option<Perhaps>) = (None, None);
        for group in self.candidates(next) {
            match judge(&self.firsts[group as usize], next) {
                Verdict::Same(reason, similarity) if merged.is_none_or(|(.., best)| similarity > best) => {
                    merged = Some((group, reason, similarity));
                }
                Verdict::Perhaps(doubt, similarity) if perhaps.is_none_or(|best| similarity > best.similarity) => {
                    perhaps = Some(Perhaps { group, similarity, doubt });
                }
                _ => {}
            }
        }
        if let Some((group, reason, similarity)) = merged {
            return Place::Repeats { group, reason, similarity };
        }
        let group = self.firsts.len() as u32;
        self.firsts.push(First {
            content: next.content,
            title: next.title,
            company: next.company,
            place: next.place,
            words: next.words,
            own_words: next.own_words,
            whole: next.whole,
            own: next.own,
        });
        for key in next.keys {
            let free = (0..MOST_UNDER_KEY).map(|n| nth(key, n)).find(|key| !self.keys.contains_key(key));
            if let Some(key) = free {
                self.keys.insert(key, group);
            }
        }
        Place::Begins { group, perhaps }
    }

    /// Groups that share a key with a posting, in order.
    fn candidates(&self, next: &Signature) -> Vec<u32> {
        let mut found = Vec::with_capacity(KEYS);
        for key in next.keys {
            found.extend((0..MOST_UNDER_KEY).map_while(|n| self.keys.get(&nth(key, n))));
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The key under which the n-th posting of a key is kept.
fn nth(key: u32, n: u32) -> u32 {
    key.wrapping_add(n.wrapping_mul(0x9e37_79b1)).rotate_left(n)
}

enum Verdict {
    Same(Reason, f64),
    Perhaps(Doubt, f64),
    Different,
}

/// Whether two postings are one job.
fn judge(first: &First, next: &Signature) -> Verdict {
    let texts = Likeness::of(first, next);
    let similarity = texts.similarity;
    let agree_or_unknown = |a: u32, b: u32| a == b || a == 0 || b == 0;
    let company = agree_or_unknown(first.company, next.company);
    let place = agree_or_unknown(first.place, next.place);
    match (first.title == next.title, texts.degree) {
        (true, Degree::Same | Degree::Near) if company => Verdict::Same(Reason::Near, similarity),
        (true, Degree::Same) if place => Verdict::Same(Reason::Copy, similarity),
        (true, Degree::Same | Degree::Near) => Verdict::Perhaps(Doubt::Company, similarity),
        (true, Degree::Alike) if company => Verdict::Perhaps(Doubt::Text, similarity),
        (false, Degree::Same) => Verdict::Perhaps(Doubt::Title, similarity),
        _ => Verdict::Different,
    }
}

/// How alike two texts are, and what that amounts to.
struct Likeness {
    similarity: f64,
    degree: Degree,
}

enum Degree {
    /// As good as the same.
    Same,
    /// The same with changes, or one a part of the other.
    Near,
    /// Much in common.
    Alike,
    Different,
}

impl Likeness {
    fn of(first: &First, next: &Signature) -> Self {
        let whole = first.whole.similarity(next.whole);
        let (own, words) = if first.own_words.min(next.own_words) < OWN_WORDS_MIN {
            (whole, [first.words, next.words])
        } else {
            (first.own.similarity(next.own), [first.own_words, next.own_words])
        };
        let degree = if own >= SAME || whole >= SAME {
            Degree::Same
        } else if own >= NEAR || own >= PART_OF_MIN && contained(own, words) >= PART {
            Degree::Near
        } else if own.max(whole) >= ALIKE {
            Degree::Alike
        } else {
            Degree::Different
        };
        Self { similarity: own.max(whole), degree }
    }
}

/// How much of the shorter of two texts is in the other, by their similarity and lengths in words.
fn contained(similarity: f64, words: [u32; 2]) -> f64 {
    let shared = similarity / (1.0 + similarity) * f64::from(words[0] + words[1]);
    shared / f64::from(words[0].min(words[1]))
}

/// Passes a number through as its own hash.
#[derive(Default)]
pub(super) struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, &byte| hash.rotate_left(8) ^ u64::from(byte));
    }

    fn write_u32(&mut self, number: u32) {
        // The table takes its buckets from the lower bits and its tags from the upper ones.
        self.0 = u64::from(number) << 32 | u64::from(number);
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}
