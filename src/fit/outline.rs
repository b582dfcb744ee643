//! A fit without words: for work that asks of many postings how their fits would change.
//!
//! In: an [`Analysis`], and what a [`Judge`] knows of the person. Out: an [`Outline`], whose figures are those of [`super::assess`] by
//! construction: the same requirements, ratings and weights.

use jiff::civil::Date;

use super::credit::{Requirement, Scale};
use super::{Blocker, FEWEST_REQUIREMENTS, Tenths, Weights, blockers, requirements};
use crate::analysis::{Analysis, Importance, SkillKind};
use crate::dictionary::{Dictionary, taught};
use crate::profile::{Held, Level, Profile};

/// Rates requirements for one person.
pub(crate) struct Judge<'a> {
    scale: Scale<'a>,
    profile: &'a Profile,
}

/// The requirements of a posting with their ratings.
#[derive(Clone)]
pub(crate) struct Outline {
    /// What caps the score, lowest cap first.
    pub(crate) blockers: Vec<Blocker>,
    /// The requirements.
    pub(crate) needs: Vec<Need>,
    weights: Weights,
}

/// A requirement with its rating.
#[derive(Clone)]
pub(crate) struct Need {
    requirement: Requirement<'static>,
    /// How well it is met, in hundredths.
    pub(crate) credit: u64,
}

impl Need {
    /// The skills, any one of which is enough.
    pub(crate) fn skills(&self) -> impl Iterator<Item = u32> + '_ {
        self.requirement.members.iter().map(|member| member.skill)
    }

    /// How strongly it is asked for.
    pub(crate) fn importance(&self) -> Importance {
        self.requirement.importance
    }

    /// Whether another tool of the same group would do in part.
    pub(crate) fn or_similar(&self) -> bool {
        self.requirement.or_similar
    }
}

impl Outline {
    /// Whether there are enough requirements for a score.
    pub(crate) fn can_tell(&self) -> bool {
        self.needs.len() >= FEWEST_REQUIREMENTS
    }

    /// What a need adds to the sum for each hundredth of credit.
    pub(crate) fn parts(&self, need: usize) -> u64 {
        self.needs.get(need).map_or(0, |need| self.weights.parts(need.importance()))
    }

    /// The parts that are met now.
    pub(crate) fn met(&self) -> u64 {
        (0..self.needs.len()).map(|at| self.parts(at) * self.needs[at].credit).sum()
    }

    /// The score, before caps, when so many parts are met.
    pub(crate) fn score(&self, met: u64) -> Tenths {
        self.weights.score(met)
    }
}

impl<'a> Judge<'a> {
    /// Of this person; the day tells which skills are stale.
    pub(crate) fn new(profile: &'a Profile, dictionary: &'a Dictionary, today: Option<Date>) -> Self {
        let all = 0..dictionary.skills.len() as u32;
        Self { scale: Scale::over(all, profile, dictionary, today), profile }
    }

    /// The outline of one posting. That it has closed is no blocker here.
    pub(crate) fn outline(&self, analysis: &Analysis) -> Outline {
        let (asked, _) = requirements(analysis);
        let weights = Weights::of(&asked);
        let (blockers, _) = blockers::compare(analysis, self.profile, None);
        let needs = asked.iter().map(|requirement| Need {
            credit: self.scale.rate(requirement, &self.profile.skills).credit,
            requirement: requirement.bare(),
        });
        Outline { blockers, needs: needs.collect(), weights }
    }

    /// The fit of an outlined posting as [`super::assess`] has it: after all caps, that of a closing day among them.
    pub(crate) fn fit(&self, outline: &Outline, analysis: &Analysis) -> Tenths {
        let closed = blockers::is_closed(analysis, self.scale.today).then_some(blockers::CLOSED_AT_MOST);
        let caps = outline.blockers.iter().map(|blocker| blocker.cap).chain(closed);
        caps.fold(outline.score(outline.met()), Tenths::min)
    }

    /// How well other skills than those of the profile meet a need, in hundredths.
    pub(crate) fn credit(&self, need: &Need, held: &[Held]) -> u64 {
        self.scale.rate(&need.requirement, held).credit
    }

    /// Whether the person does not want to work with a skill.
    pub(crate) fn is_avoided(&self, skill: u32) -> bool {
        self.scale.is_avoided(skill)
    }

    /// What a person has who has learnt a skill: it at a working level with all that it teaches, and no years of use yet but those that
    /// they have already.
    pub(crate) fn learnt(&self, skill: u32) -> Profile {
        let own = self.profile.own_skills().find(|held| held.skill == skill);
        let years = own.and_then(|held| held.years).unwrap_or(0.0);
        let held = Held { years: Some(years), ..Held::new(skill, Level::Working) };
        let taught = taught(skill, self.scale.dictionary).into_iter();
        let mut skills: Vec<Held> =
            taught.map(|taught| Held { skill: taught, through: Some(skill), ..held.clone() }).collect();
        skills.push(held);
        skills.sort_by_key(|held| held.skill);
        Profile { skills, ..Profile::default() }
    }

    /// The skills whose requirements `learnt` may help to meet, where nothing similar is asked for.
    pub(crate) fn reaches(&self, learnt: &Profile) -> Vec<u32> {
        let own: Vec<u32> = learnt.skills.iter().map(|held| held.skill).collect();
        let transfers = self.scale.dictionary.transfers.iter();
        let carried = transfers.filter(|transfer| transfer.from.iter().any(|from| own.contains(from)));
        let mut reached: Vec<u32> = carried.flat_map(|transfer| transfer.to.iter().copied()).collect();
        reached.extend(own);
        reached.sort_unstable();
        reached.dedup();
        reached
    }

    /// The group of a tool; `None` for a practice.
    pub(crate) fn group_of(&self, skill: u32) -> Option<&'a str> {
        let skill = self.scale.dictionary.skills.get(skill as usize)?;
        (skill.kind == SkillKind::Tool).then_some(skill.group.as_str())
    }
}
