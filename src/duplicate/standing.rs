//! Chooses the posting that stands for each group, once all are known: the one rule of which postings count.
//!
//! What belongs together, and which one stands for it, depends on the postings alone and not on the order in which they
//! come: they are put into their groups in an order of their own.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;
use xxhash_rust::xxh3::xxh3_64;

use super::{Doubt, Duplicate, Grouping, Place, Reason, Signature};
use crate::posting::Source;

/// Postings as they come, on their way into [`Groups`].
#[derive(Default)]
pub struct Gathering {
    signatures: Vec<Signature>,
    members: Vec<Member>,
}

/// Two postings that may be one job and count as two.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The ids of the two.
    pub ids: [String; 2],
    /// How alike the texts are, from 0 to 1.
    pub similarity: f64,
    /// What speaks against it.
    pub doubt: Doubt,
}

/// A number for the place that a posting comes from: it tells postings apart that are the same in every word.
pub fn place_number(source: &Source) -> u64 {
    xxh3_64(source.to_string().as_bytes())
}

impl Gathering {
    /// Takes in the next posting: its signature, the day on which it was published, and the [number](place_number) of the
    /// place that it comes from.
    pub fn push(&mut self, signature: &Signature, posted: Option<Date>, place: u64) {
        let (content, words) = (signature.content(), signature.words());
        self.signatures.push(*signature);
        self.members.push(Member { group: 0, posted, words, content, place });
    }

    /// All of them in their groups; hands on the uncertain pairs, in an order that is always the same.
    pub fn finish(self, mut perhaps: impl FnMut(&Pair)) -> Groups {
        let Self { signatures, mut members } = self;
        let mut grouping = Grouping::default();
        let mut reasons = vec![None; members.len()];
        // Whole texts begin the groups, so that what was cut short finds the text that it is a part of.
        let mut order: Vec<u32> = (0..members.len() as u32).collect();
        order.sort_unstable_by_key(|&at| {
            let member = &members[at as usize];
            (Reverse(member.words), member.content, member.posted, member.place)
        });
        for at in order {
            members[at as usize].group = match grouping.place(&signatures[at as usize]) {
                Place::Begins { group, perhaps: found } => {
                    if let Some(found) = found {
                        let ids = [found.group, group].map(|group| grouping.first_id(group));
                        perhaps(&Pair { ids, similarity: found.similarity, doubt: found.doubt });
                    }
                    group
                }
                Place::Repeats { group, reason, similarity } => {
                    reasons[at as usize] = Some((reason, similarity as f32));
                    group
                }
            };
        }
        Groups { representatives: representatives(&members, grouping.len()), members, reasons }
    }
}

/// Postings in groups, each with the one that stands for it. A posting is named by its number in the order of coming.
pub struct Groups {
    members: Vec<Member>,
    /// Why each posting came to its group, unless it began it.
    reasons: Vec<Option<(Reason, f32)>>,
    /// By group.
    representatives: Vec<u32>,
}

impl Groups {
    /// The posting that this one repeats; none when it stands for its group.
    pub fn repeats(&self, posting: usize) -> Option<Duplicate> {
        let stands = self.representatives[self.members[posting].group as usize] as usize;
        (stands != posting).then(|| {
            // What began the group came to it by the reason of the one that stands for it.
            let (reason, similarity) = self.reasons[posting].or(self.reasons[stands]).unwrap_or((Reason::Content, 1.0));
            Duplicate {
                id: format!("{:016x}", self.members[stands].content),
                reason,
                similarity: f64::from(similarity),
            }
        })
    }

    /// How many postings repeat another, by the reason.
    pub fn count(&self) -> BTreeMap<Reason, u64> {
        let mut count = BTreeMap::new();
        for repeat in (0..self.members.len()).filter_map(|posting| self.repeats(posting)) {
            *count.entry(repeat.reason).or_default() += 1;
        }
        count
    }
}

/// A posting of a group, as far as the choice needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Member {
    /// Its group.
    group: u32,
    /// The day on which it was published.
    posted: Option<Date>,
    /// Words of its text.
    words: u32,
    /// Its id as a number.
    content: u64,
    /// Where it comes from, as a number.
    place: u64,
}

/// A text with fewer than this of the words of the longest of its group is not complete.
const COMPLETE: f64 = 0.8;

/// The member that stands for each group, by group, as a position in `members`: of those that are complete, the one
/// published last; of several the longest, then the one with the smallest id and place.
fn representatives(members: &[Member], groups: usize) -> Vec<u32> {
    let mut longest = vec![0_u32; groups];
    for member in members {
        let words = &mut longest[member.group as usize];
        *words = member.words.max(*words);
    }
    let rank = |member: &Member| {
        let is_complete = f64::from(member.words) >= COMPLETE * f64::from(longest[member.group as usize]);
        (is_complete, member.posted, member.words, Reverse((member.content, member.place)))
    };
    let mut best: Vec<Option<u32>> = vec![None; groups];
    for (at, member) in members.iter().enumerate() {
        let best = &mut best[member.group as usize];
        if best.is_none_or(|best| rank(member) > rank(&members[best as usize])) {
            *best = Some(at as u32);
        }
    }
    best.into_iter().map(Option::unwrap_or_default).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_newest_complete_one_stands_for_its_group() {
        let member = |group, day: Option<i8>, words, content| {
            let posted = day.map(|day| date(2026, 5, day));
            Member { group, posted, words, content, place: 7 }
        };
        let members = [
            member(0, Some(1), 400, 1),
            member(1, None, 90, 1),
            member(0, Some(3), 390, 3),
            member(0, Some(9), 100, 4),
            member(0, None, 410, 5),
            member(1, None, 100, 7),
            member(1, None, 100, 6),
            member(2, Some(2), 0, 8),
        ];
        assert_eq!(representatives(&members, 3), [2, 6, 7]);
        let mut twice = [member(0, None, 100, 1), Member { place: 6, ..member(0, None, 100, 1) }];
        assert_eq!(representatives(&twice, 1), [1]);
        twice.reverse();
        assert_eq!(representatives(&twice, 1), [0]);
    }

    #[test]
    fn groups_do_not_depend_on_the_order_of_coming() {
        // Each text is nearly that of the one before it, and the last has little of the first: a chain that may be cut
        // into groups in more than one way.
        let dictionary = crate::dictionary::Dictionary::builtin().unwrap();
        let signature = |from: usize| {
            let text: Vec<String> = (from..from + 200).map(|word| format!("task{word}")).collect();
            let mut posting = crate::posting::Posting::of_text("Rope Engineer", &text.join(" "));
            posting.company = Some("Halyard".to_owned());
            crate::analysis::analyse(posting, &dictionary).signature
        };
        let signatures: Vec<Signature> = (0..12).map(|at| signature(at * 17)).collect();
        let grouped = |order: &[usize]| {
            let mut gathering = Gathering::default();
            for &at in order {
                gathering.push(&signatures[at], None, 0);
            }
            let mut pairs = Vec::new();
            let groups = gathering.finish(|pair| pairs.push(pair.clone()));
            let mut repeats: Vec<_> = order.iter().enumerate().map(|(place, at)| (at, groups.repeats(place))).collect();
            repeats.sort_by_key(|(at, _)| **at);
            let repeats: Vec<Option<Duplicate>> = repeats.into_iter().map(|(_, repeats)| repeats).collect();
            (repeats, groups.count(), pairs)
        };
        let forward: Vec<usize> = (0..12).collect();
        let backward: Vec<usize> = (0..12).rev().collect();
        let mixed = [5, 0, 7, 3, 11, 1, 9, 2, 10, 4, 8, 6];
        assert!(grouped(&forward).0.iter().any(Option::is_some));
        assert_eq!(grouped(&forward), grouped(&backward));
        assert_eq!(grouped(&forward), grouped(&mixed));
    }
}
