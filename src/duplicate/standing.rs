//! Chooses the posting that stands for each group, once all are known: the one rule of which postings count.
//!
//! What belongs together, and which one stands for it, depends on the postings alone and not on the order in which they
//! come: they are put into their groups in an order of their own. Until then one signature is held of every content, and of
//! each posting what the choice needs: a million postings are 40 MB, and some 300 MB more if no two are the same.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use xxhash_rust::xxh3::xxh3_64;

use super::groups::Spread;
use super::{Doubt, Duplicate, Grouping, Place, Reason, Signature, id_of};
use crate::posting::Source;

/// Postings as they come, on their way into [`Groups`].
#[derive(Default)]
pub struct Gathering {
    members: Vec<Member>,
    /// The number of every content.
    contents: HashMap<u64, u32, Spread>,
    /// By content, the least signature of its postings in the order of [`rank`], and whose it is.
    signatures: Vec<Signature>,
    firsts: Vec<u32>,
    /// The ids that boards gave, each with the content that it came with.
    board_ids: Vec<(u64, u32)>,
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
        let at = self.members.len() as u32;
        let content = *self.contents.entry(signature.content).or_insert_with(|| {
            self.signatures.push(*signature);
            self.firsts.push(at);
            self.firsts.len() as u32 - 1
        });
        let member = Member { content, posted, words: signature.words, place };
        self.members.push(member);
        let (first, least) = (&mut self.firsts[content as usize], &mut self.signatures[content as usize]);
        if rank(&member, signature) < rank(&self.members[*first as usize], least) {
            (*first, *least) = (at, *signature);
        }
        if signature.board_id != 0 {
            self.board_ids.push((signature.board_id, content));
        }
    }

    /// All of them in their groups; hands on the uncertain pairs, in an order that is always the same.
    pub fn finish(self, mut perhaps: impl FnMut(&Pair)) -> Groups {
        let Self { members, contents, signatures, firsts, board_ids } = self;
        drop((contents, firsts));
        let board_ids = with_several_contents(board_ids);
        let mut groups_by_board_id: HashMap<u64, u32, Spread> = HashMap::default();
        let mut grouping = Grouping::default();
        let mut contents: Vec<Content> = signatures.iter().map(Content::of).collect();
        // Whole texts begin the groups, so that what was cut short finds the text that it is a part of.
        let mut order: Vec<u32> = (0..contents.len() as u32).collect();
        order.sort_unstable_by_key(|&at| (Reverse(signatures[at as usize].words), contents[at as usize].id));
        for at in order {
            let (signature, content) = (&signatures[at as usize], &mut contents[at as usize]);
            let from = board_ids.partition_point(|&(content, _)| content < at);
            let ids = board_ids[from..].iter().take_while(|&&(content, _)| content == at).map(|&(_, id)| id);
            let place = match ids.clone().find_map(|id| groups_by_board_id.get(&id)) {
                Some(&group) => grouping.repeats(group, Reason::Id, signature),
                None => grouping.judged(signature),
            };
            content.group = match place {
                Place::Begins { group, perhaps: found } => {
                    if let Some(found) = found {
                        let ids = [found.group, group].map(|group| grouping.first_id(group));
                        perhaps(&Pair { ids, similarity: found.similarity, doubt: found.doubt });
                    }
                    group
                }
                Place::Repeats { group, reason, similarity } => {
                    content.repeats = Some((reason, similarity as f32));
                    group
                }
            };
            for id in ids {
                groups_by_board_id.entry(id).or_insert(content.group);
            }
        }
        Groups { representatives: representatives(&members, &contents, grouping.len()), members, contents }
    }
}

/// The board ids that came with more than one content, behind each of these: no other one brings any together. Sorted.
fn with_several_contents(mut board_ids: Vec<(u64, u32)>) -> Vec<(u32, u64)> {
    board_ids.sort_unstable();
    board_ids.dedup();
    let by_id = board_ids.chunk_by(|a, b| a.0 == b.0).filter(|contents| contents.len() > 1);
    let mut by_content: Vec<(u32, u64)> = by_id.flatten().map(|&(id, content)| (content, id)).collect();
    by_content.sort_unstable();
    by_content
}

/// Postings in groups, each with the one that stands for it. A posting is named by its number in the order of coming.
pub struct Groups {
    members: Vec<Member>,
    contents: Vec<Content>,
    /// By group.
    representatives: Vec<u32>,
}

impl Groups {
    /// The posting that this one repeats; none when it stands for its group.
    pub fn repeats(&self, posting: usize) -> Option<Duplicate> {
        let (stands, reason, similarity) = self.found(posting)?;
        Some(Duplicate { id: id_of(stands.id), reason, similarity: f64::from(similarity) })
    }

    /// How many postings repeat another, by the reason.
    pub fn count(&self) -> BTreeMap<Reason, u64> {
        let mut count = BTreeMap::new();
        for (_, reason, _) in (0..self.members.len()).filter_map(|posting| self.found(posting)) {
            *count.entry(reason).or_default() += 1;
        }
        count
    }

    /// The content that stands for a posting, why, and how alike they are; none when it stands for its group itself.
    fn found(&self, posting: usize) -> Option<(&Content, Reason, f32)> {
        let content = |posting: usize| &self.contents[self.members[posting].content as usize];
        let own = content(posting);
        let stands = self.representatives[own.group as usize] as usize;
        let other = content(stands);
        // What began the group came to it by the reason of the one that stands for it.
        let repeats = if own.id == other.id { None } else { own.repeats.or(other.repeats) };
        let (reason, similarity) = repeats.unwrap_or((Reason::Content, 1.0));
        (stands != posting).then_some((other, reason, similarity))
    }
}

/// A posting, as far as the choice needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Member {
    /// The number of its content.
    content: u32,
    /// Words of its text.
    words: u32,
    /// Where it comes from, as a number.
    place: u64,
    /// The day on which it was published.
    posted: Option<Date>,
}

/// Puts postings of one content in order, by what they say: where they lie is no part of it.
fn rank(member: &Member, signature: &Signature) -> impl Ord + use<> {
    (Reverse(member.words), member.posted, *signature)
}

/// Postings that are the same in every word.
struct Content {
    /// Their id as a number.
    id: u64,
    /// Their group.
    group: u32,
    /// Why they came to it and how alike they are to what began it, unless they began it.
    repeats: Option<(Reason, f32)>,
}

impl Content {
    /// Not yet in a group.
    fn of(signature: &Signature) -> Self {
        Self { id: signature.content, group: 0, repeats: None }
    }
}

/// A text with fewer than this of the words of the longest of its group is not complete.
const COMPLETE: f64 = 0.8;

/// The member that stands for each group, by group, as a position in `members`: of those that are complete, the one
/// published last; of several the longest, then the one with the smallest id and place.
fn representatives(members: &[Member], contents: &[Content], groups: usize) -> Vec<u32> {
    let of = |member: &Member| &contents[member.content as usize];
    let mut longest = vec![0_u32; groups];
    for member in members {
        let words = &mut longest[of(member).group as usize];
        *words = member.words.max(*words);
    }
    let rank = |member: &Member| {
        let is_complete = f64::from(member.words) >= COMPLETE * f64::from(longest[of(member).group as usize]);
        (is_complete, member.posted, member.words, Reverse((of(member).id, member.place)))
    };
    let mut best: Vec<Option<u32>> = vec![None; groups];
    for (at, member) in members.iter().enumerate() {
        let best = &mut best[of(member).group as usize];
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
        let member = |content, day: Option<i8>, words| {
            let posted = day.map(|day| date(2026, 5, day));
            Member { content, posted, words, place: 7 }
        };
        let contents = [(1, 0), (2, 1), (3, 0), (4, 0), (5, 0), (7, 1), (6, 1), (8, 2)].map(|(id, group)| Content {
            id,
            group,
            repeats: None,
        });
        let members = [
            member(0, Some(1), 400),
            member(1, None, 90),
            member(2, Some(3), 390),
            member(3, Some(9), 100),
            member(4, None, 410),
            member(5, None, 100),
            member(6, None, 100),
            member(7, Some(2), 0),
        ];
        assert_eq!(representatives(&members, &contents, 3), [2, 6, 7]);
        let mut twice = [member(0, None, 100), Member { place: 6, ..member(0, None, 100) }];
        assert_eq!(representatives(&twice, &contents, 1), [1]);
        twice.reverse();
        assert_eq!(representatives(&twice, &contents, 1), [0]);
    }

    /// Two hundred words of a text from one of them on, as a board posted them.
    fn posted(from: usize, board_id: Option<&str>) -> Signature {
        let text: Vec<String> = (from..from + 200).map(|word| format!("task{word}")).collect();
        let mut posting = crate::posting::Posting::of_text("Rope Engineer", &text.join(" "));
        (posting.company, posting.external_id) = (Some("Halyard".to_owned()), board_id.map(str::to_owned));
        crate::analysis::analyse(posting, &crate::dictionary::Dictionary::builtin().unwrap()).signature
    }

    #[test]
    fn the_reason_is_why_a_posting_is_one_with_that_which_stands_for_the_group() {
        let on = |day| Some(date(2026, 5, day));
        let mut gathering = Gathering::default();
        for (signature, day) in [(posted(0, None), 1), (posted(8, None), 2), (posted(8, None), 3), (posted(0, None), 4)]
        {
            gathering.push(&signature, on(day), u64::from(day.unsigned_abs()));
        }
        let groups = gathering.finish(|_| ());
        let reasons: Vec<_> = (0..4).map(|at| groups.repeats(at).map(|repeats| repeats.reason)).collect();
        assert_eq!(reasons, [Some(Reason::Content), Some(Reason::Near), Some(Reason::Near), None]);
    }

    #[test]
    fn an_id_brings_together_what_any_posting_of_a_content_has() {
        let (one, other) = (posted(0, None), posted(1000, Some("7")));
        let again = Signature { board_id: other.board_id, ..one };
        let mut gathering = Gathering::default();
        for (signature, place) in [(one, 1), (again, 2), (other, 3)] {
            gathering.push(&signature, None, place);
        }
        let groups = gathering.finish(|_| ());
        let counted = (0..3).filter(|&at| groups.repeats(at).is_none()).count();
        assert!(counted == 1 && groups.count().contains_key(&Reason::Id), "{:?}", groups.count());
    }

    #[test]
    fn groups_do_not_depend_on_the_order_of_coming() {
        // Each text is nearly that of the one before it, and the last has little of the first: a chain that may be cut
        // into groups in more than one way.
        let signatures: Vec<Signature> = (0..12).map(|at| posted(at * 17, None)).collect();
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
