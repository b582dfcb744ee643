//! Chooses the posting that stands for each group, once all are known.

use jiff::civil::Date;

/// A posting of a group, as far as the choice needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its group.
    pub group: u32,
    /// The day on which it was published.
    pub posted: Option<Date>,
    /// Words of its text.
    pub words: u32,
}

/// A text with fewer than this of the words of the longest of its group is not complete.
const COMPLETE: f64 = 0.8;

/// The member that stands for each group, by group, as a position in `members`: of those that are complete, the one
/// published last; of several the longest, then the first.
pub fn representatives(members: &[Member], groups: usize) -> Vec<u32> {
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
