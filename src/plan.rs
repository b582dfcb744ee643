//! What to learn next, so that the most postings of the wanted roles come within reach for the hours that a person has.
//!
//! In: [`Cases`] of many postings (one [`Case`] each), a [`Profile`], the [`Dictionary`] and [`Options`]. Out: a [`Plan`], or why there can be none.
//! The writers are [`text`] and [`json`]; they format and do no arithmetic.
//!
//! # What counts
//!
//! A posting is **within reach** from a fit of 70 on ([`crate::fit`]; another threshold may be asked for). A plan looks at the postings of the wanted
//! roles that learning can bring there: not at those that something else keeps out of reach (place, language, years …: their cap
//! is under the threshold; that one has closed counts for nothing here, it still tells what is asked for), nor at those that stay under it with
//! every skill learnt (they say too little, or ask for years with a skill). All of these are counted. Under 30 postings are too few to
//! plan by: then there is no plan. Of more than 5,000 a plan is made by a sample of so many.
//!
//! What is counted in the postings as they are is **observed**; what would be if the profile had more skills is **counterfactual**: each
//! learnt skill at a working level, with all that it teaches ([`crate::dictionary::taught`]) and what carries over from it, and with no years of use.
//!
//! # How it is chosen
//!
//! A **step** is one skill. Its hours are the fewest of: those of `dictionaries/learning.toml`; half of them where the profile has the skill at
//! basic level; those of a transfer from a skill that is had at a working level or was learnt in an earlier step. What must come before
//! (the entry's `after`, and every tool that the skill implies) is learnt first, unless the transfer is of very low
//! difficulty: the same work under another name. A skill with nothing to go by has no hours and is not planned, but named. One that fewer than one in twenty postings ask for is
//! learnt only where it must come before another.
//!
//! A **bundle** is one or more skills with all that must come before them. Bundles are taken one by one as long as their hours are left, always the
//! one that gains most per hour; `plan/choice.rs` says what a gain is. A test compares the outcome with exhaustive choice on small markets.
//! All of it is done in whole numbers, and ties are broken by name, so that no order of postings can change a digit.

mod board;
mod choice;
mod gather;
pub mod json;
mod month;
mod route;
#[cfg(test)]
mod tests;
pub mod text;
mod usual;

use jiff::civil::Date;

pub use self::gather::{Case, Cases, Gatherer, Measured, OutOfReach};
pub use self::month::{Month, Share};
pub use self::route::Way;
pub use self::usual::{Departure, Where};
use crate::analysis::{Analysis, Role};
use crate::dictionary::Dictionary;
use crate::fit::{BlockerKind, Heading};
use crate::profile::Profile;
use board::Board;
use route::Known;

/// Fewer postings than this are too few to plan by.
pub const FEWEST_POSTINGS: usize = 30;

/// No plan is made by more postings than this: of more, a sample tells every share within a point and a half, in bounded time and memory.
pub const MOST_POSTINGS: usize = 5_000;

/// Hours a week where the profile states none.
pub const HOURS_A_WEEK: u8 = 8;

/// How a plan is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The roles to plan for; empty: those of the profile, or all four.
    pub roles: Vec<Role>,
    /// From this fit on a posting is within reach, 1 to 100.
    pub reach: u8,
    /// How many months are planned.
    pub months: u32,
    /// Hours a week, instead of those of the profile.
    pub hours_a_week: Option<u8>,
    /// Takes in postings that something other than skills keeps out of reach.
    pub skills_alone: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { roles: Vec::new(), reach: 70, months: 12, hours_a_week: None, skills_alone: false }
    }
}

/// A plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The roles that it is for.
    pub roles: Vec<Role>,
    /// From this fit on a posting is within reach.
    pub reach: u8,
    /// Hours a week for learning.
    pub hours_a_week: u8,
    /// Whether the hours are stated, or assumed.
    pub hours_are_stated: bool,
    /// Months that were to be planned.
    pub months_planned: u32,
    /// What the postings are.
    pub postings: Postings,
    /// The steps, in order; empty where there are too few postings, or nothing helps.
    pub steps: Vec<Step>,
    /// The steps laid over months.
    pub months: Vec<Month>,
    /// What would come next, had there been more hours; at most three.
    pub later: Vec<Later>,
    /// Skills that are asked for often and have no estimate of hours, most asked first; at most five.
    pub without_hours: Vec<Asked>,
    /// Where the plan departs from the usual order, and why.
    pub departures: Vec<Departure>,
}

/// The postings behind a plan; all of it observed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Postings {
    /// Looked at, repeated ones not among them.
    pub looked_at: usize,
    /// Of the wanted roles.
    pub wanted: usize,
    /// Of these: too few requirements for a fit.
    pub untold: usize,
    /// Out of reach for something that is no skill, by the lowest cap; most first.
    pub blocked: Vec<(BlockerKind, usize)>,
    /// Under the threshold with every skill learnt.
    pub beyond: usize,
    /// The rest: what learning can bring within reach, or is there.
    pub found: usize,
    /// The postings that the plan is made by: N. All of `found`, or a sample of [`MOST_POSTINGS`].
    pub counted: usize,
    /// Of these: within reach today.
    pub within_reach: usize,
}

/// One skill to learn.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Dictionary id.
    pub id: String,
    /// As people write it.
    pub name: String,
    /// From where.
    pub way: Way,
    /// Hours of learning.
    pub hours: u32,
    /// What must come before it.
    pub rests_on: Vec<Rest>,
    /// The step that this one is needed for, by name; `None` for one that is wanted for itself.
    pub needed_for: Option<String>,
    /// Observed: how many of N ask for it, alone or as one of several.
    pub asked_by: usize,
    /// Observed: how many of N require it, alone or as one of several.
    pub required_by: usize,
    /// Counterfactual: the postings that this step brings within reach after all earlier ones, in the order of their names.
    pub opens: Vec<Heading>,
    /// Counterfactual: how many of N are within reach after it.
    pub within_reach: usize,
    /// Counterfactual: how many of N it brings nearer.
    pub brings_nearer: usize,
    /// A small piece of work that proves it; `None` where the dictionary has none.
    pub project: Option<String>,
}

/// What a step rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rest {
    /// The skill, as people write it.
    pub name: String,
    /// The number of the earlier step, from 1; `None`: the profile has it.
    pub step: Option<usize>,
}

/// A bundle that there were no hours for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Later {
    /// The skill, as people write it.
    pub name: String,
    /// Hours, with all that must come before it.
    pub hours: u32,
    /// Observed: how many of N ask for it.
    pub asked_by: usize,
    /// Counterfactual: how many of N it would bring within reach after the plan.
    pub opens: usize,
}

/// A skill and how many ask for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// As people write it.
    pub name: String,
    /// Observed: how many of N ask for it.
    pub asked_by: usize,
}

impl Plan {
    /// Whether there are enough postings to plan by.
    pub fn can_tell(&self) -> bool {
        self.postings.counted >= FEWEST_POSTINGS
    }

    /// Hours of all steps together.
    pub fn hours(&self) -> u32 {
        self.steps.iter().map(|step| step.hours).sum()
    }

    /// Hours that there are.
    pub fn hours_there_are(&self) -> u32 {
        month::hours(self.hours_a_week, self.months_planned)
    }

    /// How many of N are within reach at the end.
    pub fn within_reach_after(&self) -> usize {
        self.steps.last().map_or(self.postings.within_reach, |step| step.within_reach)
    }
}

/// Plans by the cases that were gathered with the same profile, dictionary and options.
pub fn plan(mut cases: Cases, gatherer: &Gatherer<'_>) -> Plan {
    cases.thin();
    let options = gatherer.options();
    let (profile, dictionary) = (gatherer.profile(), gatherer.dictionary());
    let hours_a_week = options.hours_a_week.or(profile.hours_a_week);
    let mut plan = Plan {
        roles: gatherer.roles().to_vec(),
        reach: options.reach,
        hours_a_week: hours_a_week.unwrap_or(HOURS_A_WEEK),
        hours_are_stated: hours_a_week.is_some(),
        months_planned: options.months,
        postings: cases.postings(gatherer),
        steps: Vec::new(),
        months: Vec::new(),
        later: Vec::new(),
        without_hours: Vec::new(),
        departures: Vec::new(),
    };
    if !plan.can_tell() {
        return plan;
    }
    let mut known = Known::of(profile, dictionary);
    let mut board = Board::set_up(&cases, gatherer, &known);
    take(&mut plan, &mut board, &mut known);
    plan.later = later(&board, &known);
    plan.without_hours = without_hours(&board, &known);
    plan.months = month::lay_out(&plan);
    plan.departures = usual::compare(&plan, &board, profile, dictionary, &known);
    plan
}

/// Takes the bundles that are chosen, step by step.
fn take(plan: &mut Plan, board: &mut Board<'_>, known: &mut Known<'_>) {
    for bundle in choice::choose(board, known, plan.hours_there_are()) {
        let needed_for = |skill: u32| {
            let needs = bundle.steps.iter().find(|(_, route)| route.after.contains(&skill));
            needs.map(|(target, _)| board.name(*target))
        };
        let targets: Vec<Option<String>> = bundle.steps.iter().map(|(skill, _)| needed_for(*skill)).collect();
        for ((skill, route), needed_for) in bundle.steps.into_iter().zip(targets) {
            let rests_on = known.rests_on(skill, &route, &plan.steps);
            let (opens, brings_nearer) = board.learn(skill);
            known.learn(skill);
            let entry = &known.dictionary().skills[skill as usize];
            let (asked_by, required_by) = board.asked_by(skill);
            plan.steps.push(Step {
                id: entry.id.clone(),
                name: entry.name.clone(),
                way: route.way,
                hours: route.hours,
                rests_on,
                needed_for,
                asked_by,
                required_by,
                opens,
                within_reach: board.within_reach(),
                brings_nearer,
                project: known.dictionary().learning.get(&skill).map(|learning| learning.project.clone()),
            });
        }
    }
}

/// What would have come next.
fn later(board: &Board<'_>, known: &Known<'_>) -> Vec<Later> {
    const MOST: usize = 3;
    let bundles = board.candidates().filter_map(|skill| Some((skill, known.bundle(skill)?)));
    let mut rated: Vec<(u64, u32, Later)> = bundles
        .filter_map(|(skill, bundle)| {
            let gain = board.gain(&bundle, choice::POWER);
            let later = Later {
                name: board.name(skill),
                hours: bundle.hours,
                asked_by: board.asked_by(skill).0,
                opens: gain.opened,
            };
            (gain.nearer > 0).then_some((gain.nearer, bundle.hours, later))
        })
        .collect();
    rated.sort_by(|a, b| {
        let (left, right) = (u128::from(a.0) * u128::from(b.1), u128::from(b.0) * u128::from(a.1));
        right.cmp(&left).then(a.1.cmp(&b.1)).then_with(|| a.2.name.cmp(&b.2.name))
    });
    rated.into_iter().map(|(_, _, later)| later).take(MOST).collect()
}

/// What is asked for most of that which cannot be planned.
fn without_hours(board: &Board<'_>, known: &Known<'_>) -> Vec<Asked> {
    const MOST: usize = 5;
    let unknown = board.candidates().filter(|skill| !known.is_solid(*skill) && known.bundle(*skill).is_none());
    let mut asked: Vec<Asked> =
        unknown.map(|skill| Asked { name: board.name(skill), asked_by: board.asked_by(skill).0 }).collect();
    asked.sort_by(|a, b| b.asked_by.cmp(&a.asked_by).then_with(|| a.name.cmp(&b.name)));
    asked.truncate(MOST);
    asked
}

/// A plan for the analyses of `postings`, for callers that hold them all.
pub fn plan_for<'a>(
    postings: impl IntoIterator<Item = &'a Analysis>,
    profile: &Profile,
    dictionary: &Dictionary,
    options: &Options,
    today: Option<Date>,
) -> Plan {
    let gatherer = Gatherer::new(profile, dictionary, options, today);
    let mut cases = Cases::default();
    for analysis in postings {
        cases.push(gatherer.case(analysis));
    }
    plan(cases, &gatherer)
}
