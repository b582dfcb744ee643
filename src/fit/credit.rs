//! How well a requirement is met: every way in which a profile may meet it, and the best of them.
//!
//! In: a [`Requirement`] and skills held. Out: a [`Rating`]. What each way is worth is laid down in [`super`].

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Status;
use crate::analysis::{Importance, Mention, SkillFinding, SkillKind};
use crate::dictionary::{Dictionary, Difficulty, Transfer};
use crate::profile::{Held, Level, Profile};

const FULL: u64 = 100;
/// At level `basic`.
const BASIC: u64 = 60;
/// Not used for longer than [`STALE_AFTER`].
const STALE: u64 = 80;
/// In years.
const STALE_AFTER: i16 = 5;
/// However few the years.
const LEAST_FOR_YEARS: u64 = 40;
/// Another tool of the same group, where the posting says "or similar".
const SIMILAR: u64 = 50;

const fn worth(difficulty: Difficulty) -> u64 {
    match difficulty {
        Difficulty::VeryLow => 80,
        Difficulty::Low => 60,
        Difficulty::Medium => 35,
        Difficulty::High => 15,
    }
}

/// One skill of a requirement, with all its mentions.
#[derive(Clone)]
pub(super) struct Member<'a> {
    pub(super) skill: u32,
    pub(super) negated: bool,
    pub(super) any_of: Option<u16>,
    pub(super) years: Option<u8>,
    importance: Importance,
    or_similar: bool,
    mentions: Vec<&'a Mention>,
}

impl<'a> Member<'a> {
    pub(super) fn of(finding: &'a SkillFinding) -> Self {
        Self {
            skill: finding.skill,
            negated: finding.negated,
            any_of: finding.any_of,
            years: finding.years,
            importance: finding.importance,
            or_similar: finding.or_similar,
            mentions: finding.mentions.iter().collect(),
        }
    }

    /// Takes in a second finding of the same skill: the stricter reading wins, whichever comes first.
    pub(super) fn merge(&mut self, finding: &'a SkillFinding) {
        if self.negated != finding.negated {
            if self.negated {
                *self = Self::of(finding);
            }
            return;
        }
        self.importance = self.importance.max(finding.importance);
        // Asked for by itself is stricter than asked for as one of several.
        self.any_of = self.any_of.and_then(|group| finding.any_of.map(|other| group.min(other)));
        self.years = self.years.max(finding.years);
        self.or_similar &= finding.or_similar;
        self.mentions.extend(&finding.mentions);
    }

    fn first(&self) -> usize {
        self.mentions.iter().map(|mention| mention.start).min().unwrap_or(usize::MAX)
    }
}

/// One skill, or several of which any one is enough.
#[derive(Clone)]
pub(super) struct Requirement<'a> {
    /// At least one, in the order of the posting.
    pub(super) members: Vec<Member<'a>>,
    pub(super) importance: Importance,
    pub(super) or_similar: bool,
}

impl<'a> Requirement<'a> {
    pub(super) fn of(mut members: Vec<Member<'a>>) -> Self {
        members.sort_by_key(|member| (member.first(), member.skill));
        Self {
            importance: members.iter().map(|member| member.importance).max().unwrap_or(Importance::Mentioned),
            or_similar: members.iter().any(|member| member.or_similar),
            members,
        }
    }

    /// The same without its mentions, free of the posting.
    pub(super) fn bare(&self) -> Requirement<'static> {
        let bare = |member: &Member<'a>| Member {
            skill: member.skill,
            negated: member.negated,
            any_of: member.any_of,
            years: member.years,
            importance: member.importance,
            or_similar: member.or_similar,
            mentions: Vec::new(),
        };
        Requirement {
            members: self.members.iter().map(bare).collect(),
            importance: self.importance,
            or_similar: self.or_similar,
        }
    }

    /// Sorts the most important first, then as the posting has them.
    pub(super) fn place(&self) -> impl Ord + use<> {
        let first = self.members.first().map(|member| (member.first(), member.skill));
        (std::cmp::Reverse(self.importance), first)
    }

    /// The first mention that is as important as the requirement.
    pub(super) fn mention(&self) -> Option<Mention> {
        let mentions = self.members.iter().flat_map(|member| &member.mentions);
        mentions.min_by_key(|mention| (mention.importance != self.importance, mention.start)).map(|mention| **mention)
    }
}

/// How a requirement is rated, in hundredths.
#[derive(Clone, Copy, Default)]
pub(super) struct Rating<'a> {
    pub(super) credit: u64,
    /// With transfers as nothing.
    pub(super) low: u64,
    /// With transfers in full.
    pub(super) high: u64,
    best: Option<Best<'a>>,
}

#[derive(Clone, Copy)]
struct Best<'a> {
    member: &'a Member<'a>,
    held: &'a Held,
    by: By<'a>,
}

#[derive(Clone, Copy)]
enum By<'a> {
    Skill,
    Transfer(&'a Transfer),
    Group,
}

/// What of a profile stands behind a credit.
#[derive(Clone, Debug, PartialEq)]
pub struct Basis {
    /// The skill that is asked for, by name; one of a group.
    pub asked: String,
    /// The skill that the profile has, by name.
    pub skill: String,
    /// The skill of the profile that implies it.
    pub through: Option<String>,
    /// Level of the skill.
    pub level: Level,
    /// Years of use.
    pub years: Option<f64>,
    /// Years that the posting asks for with the skill.
    pub years_asked: Option<u8>,
    /// Year of last use.
    pub last_used: Option<i16>,
    /// Where it can be seen.
    pub evidence: Option<String>,
    /// How it meets what is asked.
    pub way: Way,
}

/// How a skill of a profile meets what is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// It is what is asked for.
    Same,
    /// It carries over.
    Transfer {
        /// How hard.
        difficulty: Difficulty,
        /// Hours to a working level.
        hours: u32,
        /// Why.
        why: String,
    },
    /// It is of the same group, and the posting says "or similar".
    Similar,
}

impl<'a> Rating<'a> {
    fn consider(&mut self, credit: u64, low: u64, high: u64, best: Best<'a>) {
        self.low = self.low.max(low);
        self.high = self.high.max(high);
        if credit > self.credit {
            self.credit = credit;
            self.best = Some(best);
        }
    }

    /// In words for people.
    pub(super) fn basis(&self, dictionary: &Dictionary) -> Option<Basis> {
        let Best { member, held, by } = self.best?;
        let name =
            |skill: u32| dictionary.skills.get(skill as usize).map_or_else(String::new, |skill| skill.name.clone());
        Some(Basis {
            asked: name(member.skill),
            skill: name(held.skill),
            through: held.through.map(name),
            level: held.level,
            years: held.years,
            years_asked: member.years.filter(|_| matches!(by, By::Skill)),
            last_used: held.last_used,
            evidence: held.evidence.clone(),
            way: match by {
                By::Skill => Way::Same,
                By::Group => Way::Similar,
                By::Transfer(transfer) => {
                    Way::Transfer { difficulty: transfer.difficulty, hours: transfer.hours, why: transfer.why.clone() }
                }
            },
        })
    }
}

/// What every rating of one posting needs.
pub(super) struct Scale<'a> {
    pub(super) dictionary: &'a Dictionary,
    /// The transfers to each skill of the posting.
    transfers: BTreeMap<u32, Vec<&'a Transfer>>,
    avoid: &'a BTreeSet<u32>,
    career: Option<f64>,
    pub(super) today: Option<Date>,
}

impl<'a> Scale<'a> {
    pub(super) fn new(
        requirements: &[Requirement<'_>],
        profile: &'a Profile,
        dictionary: &'a Dictionary,
        today: Option<Date>,
    ) -> Self {
        let asked = requirements.iter().flat_map(|requirement| &requirement.members).map(|member| member.skill);
        Self::over(asked, profile, dictionary, today)
    }

    /// For requirements of these skills.
    pub(super) fn over(
        skills: impl Iterator<Item = u32>,
        profile: &'a Profile,
        dictionary: &'a Dictionary,
        today: Option<Date>,
    ) -> Self {
        let mut transfers: BTreeMap<u32, Vec<&Transfer>> = skills.map(|skill| (skill, Vec::new())).collect();
        for transfer in &dictionary.transfers {
            for target in &transfer.to {
                if let Some(found) = transfers.get_mut(target) {
                    found.push(transfer);
                }
            }
        }
        Self { dictionary, transfers, avoid: &profile.avoid, career: profile.years, today }
    }

    /// The best that `held`, sorted by skill, makes of a requirement. Of ways that are worth the same the more direct counts.
    pub(super) fn rate<'r>(&self, requirement: &'r Requirement<'r>, held: &'r [Held]) -> Rating<'r>
    where
        'a: 'r,
    {
        let mut rating = Rating::default();
        let members = || requirement.members.iter().filter(|member| !self.avoid.contains(&member.skill));
        for member in members() {
            for held in entries(held, member.skill) {
                let credit = self.strength(held).min(self.years_credit(held, member.years));
                rating.consider(credit, credit, credit, Best { member, held, by: By::Skill });
            }
        }
        for member in members().filter(|_| requirement.or_similar) {
            for held in held.iter().filter(|held| self.is_alike(held.skill, member.skill)) {
                let credit = SIMILAR * self.strength(held) / FULL;
                rating.consider(credit, credit, credit, Best { member, held, by: By::Group });
            }
        }
        for member in members() {
            for &transfer in self.transfers.get(&member.skill).into_iter().flatten() {
                for held in transfer.from.iter().flat_map(|from| entries(held, *from)) {
                    let credit = worth(transfer.difficulty) * self.strength(held) / FULL;
                    rating.consider(credit, 0, FULL, Best { member, held, by: By::Transfer(transfer) });
                }
            }
        }
        rating
    }

    pub(super) fn status(&self, requirement: &Requirement<'_>, rating: &Rating<'_>) -> Status {
        match rating.best.map(|best| best.by) {
            Some(By::Transfer(_)) => Status::Transfer,
            Some(By::Skill) if rating.credit == FULL => Status::Have,
            Some(_) => Status::Partly,
            None if requirement.members.iter().any(|member| self.is_avoided(member.skill)) => Status::Avoided,
            None => Status::Missing,
        }
    }

    pub(super) fn is_avoided(&self, skill: u32) -> bool {
        self.avoid.contains(&skill)
    }

    /// The transfer that asks the fewest hours from what is held to `skill`.
    pub(super) fn shortest_transfer<'h>(&self, skill: u32, held: &'h [Held]) -> Option<(&'a Transfer, &'h Held)> {
        let transfers = self.transfers.get(&skill).into_iter().flatten();
        transfers
            .filter_map(|&transfer| {
                Some((transfer, transfer.from.iter().find_map(|from| entries(held, *from).first())?))
            })
            .min_by_key(|(transfer, _)| transfer.hours)
    }

    fn strength(&self, held: &Held) -> u64 {
        let level = if held.level == Level::Basic { BASIC } else { FULL };
        let is_stale = match (self.today, held.last_used) {
            (Some(today), Some(year)) => today.year().saturating_sub(year) > STALE_AFTER,
            _ => false,
        };
        if is_stale { level.min(STALE) } else { level }
    }

    fn years_credit(&self, held: &Held, asked: Option<u8>) -> u64 {
        let asked = f64::from(asked.unwrap_or(0));
        match held.years.or(self.career) {
            Some(years) if years < asked => ((FULL as f64 * years / asked).round() as u64).max(LEAST_FOR_YEARS),
            _ => FULL,
        }
    }

    fn is_alike(&self, held: u32, asked: u32) -> bool {
        let skill = |index: u32| self.dictionary.skills.get(index as usize);
        skill(held).zip(skill(asked)).is_some_and(|(held, asked)| {
            held.group == asked.group && held.kind == SkillKind::Tool && asked.kind == SkillKind::Tool
        })
    }
}

/// The entries of one skill; `held` is sorted by skill.
fn entries(held: &[Held], skill: u32) -> &[Held] {
    let start = held.partition_point(|held| held.skill < skill);
    let length = held[start..].partition_point(|held| held.skill == skill);
    &held[start..start + length]
}
