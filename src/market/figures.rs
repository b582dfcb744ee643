//! The figures of a market: plain numbers, each with the count that it rests on.
//!
//! [`Market`] is what [`Builder::finish`](super::Builder::finish) gives and what every form of the report is written from.

use super::{Claim, FOUR, Pattern, Reach, Trend};
#[cfg(doc)]
use super::{FLOOR_PAY, FLOOR_SHARE, MOST_VALUES, Z_NOTABLE};
use crate::analysis::{Role, SkillKind};
use crate::statistics::{Interval, LogOdds};

/// Which postings a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Every posting.
    Everything,
    /// The postings whose role is not "other".
    FourRoles,
    /// The postings of one role.
    One(Role),
}

impl Scope {
    /// Every scope, the widest first.
    pub const ALL: [Self; 7] = [
        Self::Everything,
        Self::FourRoles,
        Self::One(Role::Platform),
        Self::One(Role::Release),
        Self::One(Role::Sre),
        Self::One(Role::BackendInfra),
        Self::One(Role::Other),
    ];

    /// The name used in CSV and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Everything => "all",
            Self::FourRoles => "four-roles",
            Self::One(role) => role.name(),
        }
    }

    /// The positions in [`Role::ALL`] of the roles that it takes in.
    pub(super) fn roles(self) -> std::ops::Range<usize> {
        match self {
            Self::Everything => 0..Role::ALL.len(),
            Self::FourRoles => 0..FOUR,
            Self::One(role) => {
                let at = Role::ALL.iter().position(|&one| one == role).unwrap_or_default();
                at..at + 1
            }
        }
    }
}

/// The whole market report, in numbers.
#[derive(Clone, Debug)]
pub struct Market {
    /// What was counted.
    pub looked_at: LookedAt,
    /// The roles in the order of [`Role::ALL`].
    pub roles: Vec<RoleCount>,
    /// What titles promise against what texts show; families without a posting are left out.
    pub titles: Vec<TitleFamily>,
    /// Every skill by number: the dictionary's, then any that only the dataset knows.
    pub skills: Vec<Skill>,
    /// Every bundle by number.
    pub bundles: Vec<Bundle>,
    /// Demand in each of [`Scope::ALL`].
    pub demand: Vec<ScopeDemand>,
    /// What sets each of the four roles apart from the other three.
    pub apart: Vec<Apart>,
    /// Pairs of skills that one posting of the four roles asks for more often than chance, strongest first.
    pub together: Vec<Pair>,
    /// The commonest skills of the four roles against each other.
    pub companions: Companions,
    /// The commonest skills of the four roles, arranged by what goes together.
    pub pattern: Pattern,
    /// Skills that postings of the four roles offer as alternatives of each other, commonest first.
    pub alternatives: Vec<Alternative>,
    /// Yearly pay by scope and currency, where any is stated.
    pub pay: Vec<Pay>,
    /// Yearly pay of the postings of the four roles that ask for a skill, where there are enough.
    pub pay_by_skill: Vec<PayOfSkill>,
    /// Years of experience asked for, by scope.
    pub years: Vec<Years>,
    /// How the values of each field are spread.
    pub mixes: Vec<Mix>,
    /// Demand in the earlier and the later half of the window, where dates allow.
    pub trend: Option<Trend>,
    /// Sayings of the field, checked.
    pub claims: Vec<Claim>,
    /// How the postings of the four roles fit a profile; empty without one.
    pub reach: Vec<Reach>,
}

/// What was counted and what was not.
#[derive(Clone, Debug, PartialEq)]
pub struct LookedAt {
    /// Postings counted, each group of duplicates once.
    pub postings: u64,
    /// Of them, those whose role is not "other".
    pub four_roles: u64,
    /// Postings that repeat another one and are counted in no other figure.
    pub duplicates: u64,
    /// The formats of all postings, those that repeat another included, sorted: what their sources' credits are told from.
    pub formats: Vec<String>,
    /// Inputs that could not be read, by reason, commonest first.
    pub rejected: Vec<(String, u64)>,
    /// First and last day of publication, as ISO strings, where any posting states one.
    pub window: Option<(String, String)>,
    /// How many of `postings` state each field.
    pub coverage: Vec<(&'static str, u64)>,
}

impl LookedAt {
    /// Inputs that could not be read.
    pub fn rejected_total(&self) -> u64 {
        self.rejected.iter().map(|(_, count)| count).sum()
    }
}

/// How many postings have a role.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleCount {
    /// The role.
    pub role: Role,
    /// Postings.
    pub count: u64,
    /// Their share of all postings.
    pub share: Option<Interval>,
    /// Of `count`, those whose role stands out, is close to another, or rests on too little text.
    pub clear: u64,
    /// See `clear`.
    pub mixed: u64,
    /// See `clear`.
    pub insufficient: u64,
    /// Of `count`, those whose title names another role.
    pub title_conflicts: u64,
}

/// The real roles of the postings whose titles sound alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleFamily {
    /// What the titles have in common.
    pub name: &'static str,
    /// Postings.
    pub count: u64,
    /// Postings by role, in the order of [`Role::ALL`].
    pub roles: [u64; 5],
}

/// A skill by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skill {
    /// The dictionary's id.
    pub id: String,
    /// As people write it.
    pub name: String,
    /// The group it stands in.
    pub group: String,
    /// Tool or practice; unknown for a skill that is not in the dictionary.
    pub kind: Option<SkillKind>,
}

/// Skills counted together: a group of the dictionary, or an umbrella such as "any cloud platform".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// The group's or umbrella's id.
    pub id: String,
    /// As people write it.
    pub name: String,
    /// Whether it is a group of the dictionary, rather than an umbrella over several.
    pub is_group: bool,
}

/// Demand within one scope.
#[derive(Clone, Debug, PartialEq)]
pub struct ScopeDemand {
    /// Which postings.
    pub scope: Scope,
    /// How many they are.
    pub n: u64,
    /// Every skill that at least one of them asks for, most asked first.
    pub skills: Vec<Demand>,
    /// Every bundle that at least one of them asks for, most asked first.
    pub bundles: Vec<Demand>,
}

/// How many postings ask for a skill, or for at least one skill of a bundle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demand {
    /// Number of the skill or bundle.
    pub what: u32,
    /// Postings that ask for it: `required + preferred + mentioned`.
    pub asked: u64,
    /// Their share; `None` under [`FLOOR_SHARE`] postings in the scope.
    pub share: Option<Interval>,
    /// Postings that state it as a must.
    pub required: u64,
    /// Postings that would like it.
    pub preferred: u64,
    /// Postings that only name it.
    pub mentioned: u64,
    /// Of `asked`, those that accept an alternative ("AWS, GCP or Azure"). Always 0 for a bundle.
    pub any_of: u64,
    /// Of `asked`, those that add "or similar". Always 0 for a bundle.
    pub or_similar: u64,
}

/// What one role asks for more, or less, than the other three of the four.
#[derive(Clone, Debug, PartialEq)]
pub struct Apart {
    /// The role.
    pub role: Role,
    /// Its postings.
    pub n: u64,
    /// The postings of the other three.
    pub others_n: u64,
    /// Skills beyond [`Z_NOTABLE`] either way, the most typical first. Empty when either side is under [`FLOOR_SHARE`].
    pub skills: Vec<ApartSkill>,
}

/// A skill that a role asks for more, or less, than its neighbours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ApartSkill {
    /// Number of the skill.
    pub skill: u32,
    /// Postings of the role that ask for it.
    pub asked: u64,
    /// Postings of the other three that ask for it.
    pub others: u64,
    /// The difference.
    pub odds: LogOdds,
}

/// Two skills that stand together more often than chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The skill that more postings ask for.
    pub first: u32,
    /// The other.
    pub second: u32,
    /// Postings that ask for both.
    pub both: u64,
    /// Postings that ask for the first.
    pub first_asked: u64,
    /// Postings that ask for the second.
    pub second_asked: u64,
    /// How many times more often than if they were independent.
    pub lift: f64,
}

/// The commonest skills against each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Companions {
    /// Numbers of the skills, most asked first.
    pub skills: Vec<u32>,
    /// For each skill (row) and each other (column): postings that ask for both. The diagonal holds the row's own count.
    pub both: Vec<Vec<u64>>,
    /// Postings of the four roles.
    pub n: u64,
}

/// Two skills that postings offer as alternatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The skill that more postings ask for.
    pub first: u32,
    /// The other.
    pub second: u32,
    /// Postings that offer them as alternatives of each other.
    pub count: u64,
    /// Postings that ask for both, as alternatives or not.
    pub both: u64,
}

/// Three points of a spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// P10 of pay; the lower quartile of years.
    pub low: f64,
    /// The median.
    pub median: f64,
    /// P90 of pay; the upper quartile of years.
    pub high: f64,
}

/// Yearly pay within one scope and currency.
#[derive(Clone, Debug, PartialEq)]
pub struct Pay {
    /// Which postings.
    pub scope: Scope,
    /// ISO 4217 code.
    pub currency: String,
    /// Postings that state pay in this currency.
    pub n: u64,
    /// P10, median, P90 of the middles of the ranges; `None` under [`FLOOR_PAY`].
    pub spread: Option<Spread>,
}

/// Yearly pay of the postings that ask for a skill.
#[derive(Clone, Debug, PartialEq)]
pub struct PayOfSkill {
    /// Number of the skill.
    pub skill: u32,
    /// ISO 4217 code.
    pub currency: String,
    /// Postings of the four roles that ask for the skill and state pay in this currency; never under [`FLOOR_PAY`].
    pub n: u64,
    /// P10, median, P90.
    pub spread: Spread,
}

/// Years of experience asked for within one scope.
#[derive(Clone, Debug, PartialEq)]
pub struct Years {
    /// Which postings.
    pub scope: Scope,
    /// Postings that state a number of years.
    pub n: u64,
    /// Quartiles; `None` under [`FLOOR_SHARE`].
    pub spread: Option<Spread>,
}

/// How the values of one field are spread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mix {
    /// The dataset's column, or what is read out of one: `month` of `posted`, `site` of `url`, `country` of `location`.
    pub field: &'static str,
    /// Postings that state the field, by role in the order of [`Role::ALL`].
    pub known: [u64; 5],
    /// How many distinct values there are.
    pub distinct: usize,
    /// The values, commonest first (months in order of time), limited by [`MOST_VALUES`].
    pub values: Vec<MixValue>,
}

/// One value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MixValue {
    /// The value, as stated.
    pub value: String,
    /// Postings by role, in the order of [`Role::ALL`].
    pub roles: [u64; 5],
}

impl Market {
    /// The demand within a scope.
    pub fn demand(&self, scope: Scope) -> Option<&ScopeDemand> {
        self.demand.iter().find(|demand| demand.scope == scope)
    }

    /// How many skills a posting of the four roles asks for on average; `None` where there are too few postings.
    pub fn asks_per_posting(&self) -> Option<f64> {
        let four = self.demand(Scope::FourRoles).filter(|four| four.n >= super::FLOOR_SHARE)?;
        Some(four.skills.iter().map(|one| one.asked).sum::<u64>() as f64 / four.n as f64)
    }

    /// The name of a skill.
    pub fn skill(&self, number: u32) -> &Skill {
        &self.skills[number as usize]
    }

    /// The name of a bundle.
    pub fn bundle(&self, number: u32) -> &Bundle {
        &self.bundles[number as usize]
    }
}
