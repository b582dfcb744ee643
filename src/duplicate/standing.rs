//! Chooses the posting that stands for each group, once all are known: the one rule of which postings count.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Duplicate, Grouping, Place, Reason, Signature};

/// Postings as they come, on their way into [`Groups`].
#[derive(Default)]
pub struct Gathering {
    grouping: Grouping,
    contents: Vec<u64>,
    members: Vec<Member>,
    reasons: Vec<Option<(Reason, f32)>>,
}

impl Gathering {
    /// Takes in the next posting and the day on which it was published; says where it belongs so far.
    pub fn push(&mut self, signature: &Signature, posted: Option<Date>) -> Place {
        let place = self.grouping.place(signature);
        let (group, reason) = match place {
            Place::Begins { group, .. } => (group, None),
            Place::Repeats { group, reason, similarity } => (group, Some((reason, similarity as f32))),
        };
        self.contents.push(signature.content());
        self.reasons.push(reason);
        self.members.push(Member { group, posted, words: signature.words() });
        place
    }

    /// The id of the posting that began a group.
    pub fn first_id(&self, group: u32) -> String {
        self.grouping.first_id(group)
    }

    /// All of them in their groups.
    pub fn finish(self) -> Groups {
        let representatives = representatives(&self.members, self.grouping.len());
        let groups = self.members.iter().map(|member| member.group).collect();
        Groups { contents: self.contents, groups, reasons: self.reasons, representatives }
    }
}

/// Postings in groups, each with the one that stands for it. A posting is named by its number in the order of coming.
pub struct Groups {
    contents: Vec<u64>,
    groups: Vec<u32>,
    /// Why each posting came to its group, unless it began it.
    reasons: Vec<Option<(Reason, f32)>>,
    /// By group.
    representatives: Vec<u32>,
}

impl Groups {
    /// The posting that this one repeats; none when it stands for its group.
    pub fn repeats(&self, posting: usize) -> Option<Duplicate> {
        let stands = self.representatives[self.groups[posting] as usize] as usize;
        (stands != posting).then(|| {
            // What began the group came to it by the reason of the one that stands for it.
            let (reason, similarity) = self.reasons[posting].or(self.reasons[stands]).unwrap_or((Reason::Content, 1.0));
            Duplicate { id: format!("{:016x}", self.contents[stands]), reason, similarity: f64::from(similarity) }
        })
    }

    /// How many postings repeat another, by the reason.
    pub fn count(&self) -> BTreeMap<Reason, u64> {
        let mut count = BTreeMap::new();
        for repeat in (0..self.groups.len()).filter_map(|posting| self.repeats(posting)) {
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
}

/// A text with fewer than this of the words of the longest of its group is not complete.
const COMPLETE: f64 = 0.8;

/// The member that stands for each group, by group, as a position in `members`: of those that are complete, the one
/// published last; of several the longest, then the first.
fn representatives(members: &[Member], groups: usize) -> Vec<u32> {
    let mut longest = vec![0_u32; groups];
    for member in members {
        let words = &mut longest[member.group as usize];
        *words = member.words.max(*words);
    }
    let rank = |member: &Member| {
        let is_complete = f64::from(member.words) >= COMPLETE * f64::from(longest[member.group as usize]);
        (is_complete, member.posted, member.words)
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
        let member = |group, day: Option<i8>, words| Member { group, posted: day.map(|day| date(2026, 5, day)), words };
        let members = [
            member(0, Some(1), 400),
            member(1, None, 90),
            member(0, Some(3), 390),
            member(0, Some(9), 100),
            member(0, None, 410),
            member(1, None, 100),
            member(1, None, 100),
            member(2, Some(2), 0),
        ];
        assert_eq!(representatives(&members, 3), [2, 5, 7]);
    }
}
