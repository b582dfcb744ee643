//! One posting against one profile: an explained sum that a person can check by hand.
//!
//! In: an [`Analysis`], a [`Profile`], the [`Dictionary`], and the day it is. Out: a [`Fit`], with every line of the sum.
//! The writers are [`text`], [`json`] and [`html`]; they format and do no arithmetic. Of many fits [`crate::rank`] makes a table.
//!
//! # The formula, `jobsift.fit/1`
//!
//! A **requirement** is one skill of the posting, or one any-of group. A group is as important as its most important
//! member, and as well met as its best met one. A skill that the posting rules out ("no PHP") is shown and not counted.
//!
//! **Weight**: required 3, preferred 1, mentioned 0.5. In a posting of more than twelve requirements a mentioned one
//! weighs 6 ÷ n, n being the number of all requirements: what is only mentioned never weighs more than two required
//! skills together, so that a long list of tools does not drown what is asked for.
//!
//! **Credit**, from 0 to 1, is that of the best of these ways (`fit/credit.rs`):
//! - The profile has the skill, by name or because another of its skills implies it: 1. At level `basic`: 0.6, for asked
//!   is work with it, not having tried it. Last used more than five years ago: at most 0.8. With fewer years than this
//!   posting asks for with this skill: at most the share of the years, though never under 0.4, because most of a skill
//!   is learnt in its first year. Years that the profile does not state are not held against it, except that they cannot be
//!   more than all years of work.
//! - A skill of the profile carries over: 0.8, 0.6, 0.35 or 0.15 for a transfer of very low, low, medium or high difficulty
//!   (about one week, one month, one quarter and one year beside a job). Times the 0.6 or 0.8 of that skill, if it is `basic` or stale.
//! - The posting says "or similar" and the profile has another tool of the same dictionary group: 0.5 (a group is a rough
//!   measure of likeness), reduced in the same way.
//! - Else 0. A skill that the profile wants to avoid gives 0, whoever has it.
//!
//! **Score** = 100 × Σ weight × credit ÷ (Σ weight + 6). The 6 is what the posting leaves unsaid: each is read as asking for
//! two more required skills, which it does not name and nobody can show to have. It is the same for all, so it shrinks the score of a thin
//! posting much (3 of 3 required skills: 60) and of a complete one little (12 of 12: 86). The unsaid counts as unmet and
//! not as half met, for a neutral prior would give an empty profile points that nothing stands behind.
//!
//! **Band**: the low end counts transfers as nothing, the high end in full.
//!
//! **Cannot tell**: under three requirements there is no score.
//!
//! **Blockers** (`fit/blockers.rs`) cap all three figures. One exists only where posting and profile both state what it compares.
//!
//! # Why it is monotone
//!
//! Credits are maxima over ways, so another skill in the profile can only raise them. Another unmet requirement adds nothing
//! above the line, and below it the sum never falls: with more than twelve requirements, n of them and m only mentioned, one more
//! takes 6m ÷ n(n+1) off the mentioned ones, which is under 0.5 and less than what a required or preferred one adds; and if it is
//! itself a mentioned one, all mentioned ones go from 6m ÷ n to 6(m+1) ÷ (n+1), which is no less. All of it is done in whole
//! numbers (`fit/points.rs`), so that no order of adding can change a digit, and the printed points add up to the printed sum.

mod blockers;
mod credit;
pub mod html;
pub mod json;
pub(crate) mod outline;
mod points;
mod quote;
mod raise;
#[cfg(test)]
pub(crate) mod tests;
pub mod text;
mod words;

use std::collections::BTreeMap;

use jiff::civil::Date;

pub use self::blockers::{Blocker, BlockerKind};
pub use self::credit::{Basis, Way};
pub use self::points::{Credit, Tenths, Weight, Weights};
pub use self::raise::{Raise, Step};
pub(crate) use self::words::effort;
use crate::analysis::{Analysis, Importance, Mention, Role};
use crate::dictionary::Dictionary;
use crate::posting::{Source, names};
use crate::profile::Profile;
use crate::text::one_line;
use credit::{Member, Rating, Requirement, Scale};

/// Version of the formula; changes whenever the same input could give another figure.
pub const FORMULA: &str = "jobsift.fit/1";

/// Fewer requirements than this: cannot tell.
pub const FEWEST_REQUIREMENTS: usize = 3;

/// The weight of what a posting leaves unsaid.
pub const UNSAID_WEIGHT: u64 = 6;

names! {
    /// How a requirement stands.
    Status {
        /// Met.
        Have = "have",
        /// Met in part: level or years short, or only something similar.
        Partly = "partly",
        /// Not met, but a skill of the profile carries over.
        Transfer = "transfer",
        /// Not met.
        Missing = "missing",
        /// Met only by what the profile wants to avoid, or not at all by choice.
        Avoided = "avoided",
        /// The posting says that it is not needed.
        NotAsked = "not asked",
    }
}

/// The fit of one posting to one profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// What was assessed.
    pub posting: Heading,
    /// `None`: cannot tell.
    pub score: Option<Score>,
    /// What caps the score, lowest cap first.
    pub blockers: Vec<Blocker>,
    /// What might rule the person out, but one side does not say enough.
    pub to_check: Vec<String>,
    /// The requirements, most important first, then in the order of the posting.
    pub lines: Vec<Line>,
    /// What the requirements weigh.
    pub weights: Weights,
    /// What would raise the sum most, most first.
    pub raises: Vec<Raise>,
    /// Whether the profile names no skill at all.
    pub profile_is_empty: bool,
}

/// Which posting a fit is about. Control characters are taken out: it may go to a terminal.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// [`Analysis::id`].
    pub id: String,
    /// Job title.
    pub title: String,
    /// Employer.
    pub company: Option<String>,
    /// Place of work.
    pub location: Option<String>,
    /// What the job really is.
    pub role: Role,
    /// Whether that is one of the roles the profile looks for; `None` when it names none.
    pub role_is_wanted: Option<bool>,
    /// Where it came from.
    pub source: Source,
}

/// The figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score {
    /// The fit, 0 to 100, after caps.
    pub value: Tenths,
    /// Transfers counted as nothing, after caps.
    pub low: Tenths,
    /// Transfers counted in full, after caps.
    pub high: Tenths,
    /// The sum of all lines, before caps.
    pub sum: Tenths,
    /// What the sum would be if every requirement were met.
    pub most: Tenths,
}

/// One requirement.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// How strongly it is asked.
    pub importance: Importance,
    /// How it stands.
    pub status: Status,
    /// The skills, any one of which is enough, in the order of the posting.
    pub asked: Vec<Asked>,
    /// "or similar" stood beside it.
    pub or_similar: bool,
    /// What it weighs.
    pub weight: Weight,
    /// How well it is met.
    pub credit: Credit,
    /// What it adds to the sum; the points of all lines add up to it exactly. `None` when the answer is "cannot tell".
    pub points: Option<Tenths>,
    /// What of the profile stands behind the credit.
    pub basis: Option<Basis>,
    /// The sentence of the posting.
    pub quote: String,
}

/// A skill as a posting asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Dictionary id.
    pub id: String,
    /// As people write it.
    pub name: String,
    /// Years asked for with it.
    pub years: Option<u8>,
}

/// Assesses one posting. `today` decides whether it is closed and which skills are stale; without it neither is asked.
pub fn assess(analysis: &Analysis, profile: &Profile, dictionary: &Dictionary, today: Option<Date>) -> Fit {
    let (requirements, not_asked) = requirements(analysis);
    let scale = Scale::new(&requirements, profile, dictionary, today);
    let ratings: Vec<Rating<'_>> =
        requirements.iter().map(|requirement| scale.rate(requirement, &profile.skills)).collect();
    let weights = Weights::of(&requirements);
    let (blockers, to_check) = blockers::compare(analysis, profile, today);
    let can_tell = requirements.len() >= FEWEST_REQUIREMENTS;

    let sum_of = |credit: fn(&Rating<'_>) -> u64| {
        let met =
            requirements.iter().zip(&ratings).map(|(r, rating)| weights.parts(r.importance) * credit(rating)).sum();
        weights.score(met)
    };
    let sum = sum_of(|rating| rating.credit);
    let cap = blockers.iter().map(|blocker| blocker.cap).min().unwrap_or(Tenths(1000));
    let score = can_tell.then(|| Score {
        value: sum.min(cap),
        low: sum_of(|rating| rating.low).min(cap),
        high: sum_of(|rating| rating.high).min(cap),
        sum,
        most: sum_of(|_| 100),
    });

    let exact: Vec<u64> =
        requirements.iter().zip(&ratings).map(|(r, rating)| weights.parts(r.importance) * rating.credit).collect();
    let points = weights.apportion(&exact, sum);
    let mut lines: Vec<Line> = Vec::with_capacity(requirements.len() + not_asked.len());
    for ((requirement, rating), points) in requirements.iter().zip(&ratings).zip(points) {
        let weight = weights.each[requirement.importance as usize];
        let mut line = line(requirement, weight, analysis, dictionary);
        line.status = scale.status(requirement, rating);
        line.credit = Credit(rating.credit);
        line.points = can_tell.then_some(points);
        line.basis = rating.basis(dictionary);
        lines.push(line);
    }
    for requirement in &not_asked {
        lines.push(line(requirement, Weight { parts: 0, of: weights.total.of }, analysis, dictionary));
    }

    let raises = if can_tell { raise::find(&requirements, &ratings, &weights, &scale, profile) } else { Vec::new() };
    Fit {
        posting: heading(analysis, profile),
        score,
        blockers,
        to_check,
        lines,
        weights,
        raises,
        profile_is_empty: profile.skills.is_empty(),
    }
}

impl Fit {
    /// What the requirements of one importance add to the sum.
    pub fn subtotal(&self, importance: Importance) -> Tenths {
        let lines = self.lines.iter().filter(|line| line.importance == importance);
        Tenths(lines.filter_map(|line| line.points).map(|points| points.0).sum())
    }
}

impl Score {
    /// What the caps take away: zero or less.
    pub fn reduction(&self) -> Tenths {
        Tenths(self.value.0 - self.sum.0)
    }
}

/// What a posting asks for, most important first, and what it says is not needed. Each skill counts once.
fn requirements(analysis: &Analysis) -> (Vec<Requirement<'_>>, Vec<Requirement<'_>>) {
    let mut skills: BTreeMap<u32, Member<'_>> = BTreeMap::new();
    for finding in &analysis.skills {
        skills.entry(finding.skill).and_modify(|member| member.merge(finding)).or_insert_with(|| Member::of(finding));
    }
    let mut groups: BTreeMap<(Option<u16>, Option<u32>), Vec<Member<'_>>> = BTreeMap::new();
    let mut not_asked = Vec::new();
    for (skill, member) in skills {
        if member.negated {
            not_asked.push(Requirement::of(vec![member]));
        } else {
            let alone = member.any_of.is_none().then_some(skill);
            groups.entry((member.any_of, alone)).or_default().push(member);
        }
    }
    let mut asked: Vec<Requirement<'_>> = groups.into_values().map(Requirement::of).collect();
    asked.sort_by_key(Requirement::place);
    not_asked.sort_by_key(Requirement::place);
    (asked, not_asked)
}

fn line(requirement: &Requirement<'_>, weight: Weight, analysis: &Analysis, dictionary: &Dictionary) -> Line {
    let asked = requirement.members.iter().filter_map(|member| {
        let skill = dictionary.skills.get(member.skill as usize)?;
        Some(Asked { id: skill.id.clone(), name: skill.name.clone(), years: member.years })
    });
    let mention: Option<Mention> = requirement.mention();
    Line {
        importance: requirement.importance,
        status: Status::NotAsked,
        asked: asked.collect(),
        or_similar: requirement.or_similar,
        weight,
        credit: Credit(0),
        points: None,
        basis: None,
        quote: mention
            .map_or_else(String::new, |mention| quote::around(&analysis.text.plain, mention.start, mention.end)),
    }
}

pub(crate) fn heading(analysis: &Analysis, profile: &Profile) -> Heading {
    let role = analysis.role.primary;
    Heading {
        id: analysis.id.clone(),
        title: one_line(&analysis.title),
        company: analysis.company.as_deref().map(one_line),
        location: analysis.location.as_deref().map(one_line),
        role,
        role_is_wanted: (!profile.roles.is_empty()).then(|| profile.roles.contains(&role)),
        source: analysis.source.clone(),
    }
}
