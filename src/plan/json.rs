//! A plan as JSON, version `jobsift.plan/1`: a contract of its own, apart from the internal structs. Unknown is `null`.
//!
//! In: a [`Plan`]. Out: something that serialises.
//!
//! | key | meaning |
//! |---|---|
//! | `can_tell` | whether there are 30 postings or more to plan by; if not, there are no steps |
//! | `observed` | counts of postings as they are; `n` is those that the plan is made by: all that are left (`found`), or a sample of 5,000 of them |
//! | `steps[].observed` | how many of n ask for the skill, and how many require it |
//! | `steps[].counterfactual` | what the step changes after all earlier ones: the postings that it `opens`, how many it `brings_nearer`, and how many of n are `within_reach` then |
//! | `steps[].way` | `scratch`, `deepen`, or `transfer` (then with `from`, `difficulty`, `why`) |
//! | `steps[].rests_on` | what must come before; `step` is the number of an earlier step, from 1, or `null`: the profile has it |
//! | `months` | the hours of each step in each month; `within_reach` is counterfactual |
//! | `later`, `without_hours` | what there were no hours for, and what nothing tells the hours of |
//! | `departures` | milestones of the usual way: `had`, `early` (before one of an earlier stage) or `absent` |

use serde::Serialize;

use super::{Departure, Plan, Step, Way, Where};
use crate::analysis::Role;
use crate::dictionary::Difficulty;
use crate::fit::{FORMULA, Heading};

/// The name of this version.
pub const SCHEMA: &str = "jobsift.plan/1";

/// One plan as published.
#[derive(Serialize)]
pub struct Record<'a> {
    schema: &'static str,
    formula: &'static str,
    roles: &'a [Role],
    reach: u8,
    hours_a_week: u8,
    hours_are_stated: bool,
    months_planned: u32,
    hours_there_are: u32,
    hours: u32,
    can_tell: bool,
    observed: Observed<'a>,
    within_reach_after: usize,
    steps: Vec<StepRecord<'a>>,
    months: Vec<MonthRecord>,
    later: Vec<LaterRecord<'a>>,
    without_hours: Vec<AskedRecord<'a>>,
    departures: Vec<DepartureRecord<'a>>,
}

#[derive(Serialize)]
struct Observed<'a> {
    looked_at: usize,
    wanted: usize,
    untold: usize,
    blocked: Vec<Blocked<'a>>,
    beyond: usize,
    found: usize,
    n: usize,
    within_reach: usize,
}

#[derive(Serialize)]
struct Blocked<'a> {
    by: &'a str,
    postings: usize,
}

#[derive(Serialize)]
struct StepRecord<'a> {
    id: &'a str,
    name: &'a str,
    hours: u32,
    way: &'static str,
    from: Option<&'a str>,
    difficulty: Option<Difficulty>,
    why: Option<&'a str>,
    rests_on: Vec<RestRecord<'a>>,
    needed_for: Option<&'a str>,
    observed: StepObserved,
    counterfactual: StepCounterfactual<'a>,
    project: Option<&'a str>,
}

#[derive(Serialize)]
struct RestRecord<'a> {
    name: &'a str,
    step: Option<usize>,
}

#[derive(Serialize)]
struct StepObserved {
    asked_by: usize,
    required_by: usize,
}

#[derive(Serialize)]
struct StepCounterfactual<'a> {
    opens: Vec<PostingRecord<'a>>,
    brings_nearer: usize,
    within_reach: usize,
}

#[derive(Serialize)]
struct PostingRecord<'a> {
    id: &'a str,
    title: &'a str,
    company: Option<&'a str>,
    role: Role,
    path: &'a str,
    member: Option<u64>,
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct MonthRecord {
    month: u32,
    shares: Vec<ShareRecord>,
    within_reach: usize,
}

#[derive(Serialize)]
struct ShareRecord {
    step: usize,
    hours: u32,
}

#[derive(Serialize)]
struct LaterRecord<'a> {
    name: &'a str,
    hours: u32,
    asked_by: usize,
    opens: usize,
}

#[derive(Serialize)]
struct AskedRecord<'a> {
    name: &'a str,
    asked_by: usize,
}

#[derive(Serialize)]
struct DepartureRecord<'a> {
    milestone: &'a str,
    stage: u32,
    place: &'static str,
    step: Option<usize>,
    before: Option<&'a str>,
    hours: Option<u32>,
    opens: Option<usize>,
    asked_by: usize,
}

impl<'a> Record<'a> {
    /// The published form of a plan.
    pub fn new(plan: &'a Plan) -> Self {
        let of = &plan.postings;
        Self {
            schema: SCHEMA,
            formula: FORMULA,
            roles: &plan.roles,
            reach: plan.reach,
            hours_a_week: plan.hours_a_week,
            hours_are_stated: plan.hours_are_stated,
            months_planned: plan.months_planned,
            hours_there_are: plan.hours_there_are(),
            hours: plan.hours(),
            can_tell: plan.can_tell(),
            observed: Observed {
                looked_at: of.looked_at,
                wanted: of.wanted,
                untold: of.untold,
                blocked: of
                    .blocked
                    .iter()
                    .map(|(kind, postings)| Blocked { by: kind.name(), postings: *postings })
                    .collect(),
                beyond: of.beyond,
                found: of.found,
                n: of.counted,
                within_reach: of.within_reach,
            },
            within_reach_after: plan.within_reach_after(),
            steps: plan.steps.iter().map(step).collect(),
            months: plan
                .months
                .iter()
                .map(|month| MonthRecord {
                    month: month.number,
                    shares: month
                        .shares
                        .iter()
                        .map(|share| ShareRecord { step: share.step, hours: share.hours })
                        .collect(),
                    within_reach: month.within_reach,
                })
                .collect(),
            later: plan
                .later
                .iter()
                .map(|later| LaterRecord {
                    name: &later.name,
                    hours: later.hours,
                    asked_by: later.asked_by,
                    opens: later.opens,
                })
                .collect(),
            without_hours: plan
                .without_hours
                .iter()
                .map(|asked| AskedRecord { name: &asked.name, asked_by: asked.asked_by })
                .collect(),
            departures: plan.departures.iter().map(departure).collect(),
        }
    }
}

fn step(step: &Step) -> StepRecord<'_> {
    let (way, from, difficulty, why) = match &step.way {
        Way::Scratch => ("scratch", None, None, None),
        Way::Deepen => ("deepen", None, None, None),
        Way::Transfer { from, difficulty, why } => {
            ("transfer", Some(from.as_str()), Some(*difficulty), Some(why.as_str()))
        }
    };
    StepRecord {
        id: &step.id,
        name: &step.name,
        hours: step.hours,
        way,
        from,
        difficulty,
        why,
        rests_on: step.rests_on.iter().map(|rest| RestRecord { name: &rest.name, step: rest.step }).collect(),
        needed_for: step.needed_for.as_deref(),
        observed: StepObserved { asked_by: step.asked_by, required_by: step.required_by },
        counterfactual: StepCounterfactual {
            opens: step.opens.iter().map(posting).collect(),
            brings_nearer: step.brings_nearer,
            within_reach: step.within_reach,
        },
        project: step.project.as_deref(),
    }
}

fn posting(posting: &Heading) -> PostingRecord<'_> {
    PostingRecord {
        id: &posting.id,
        title: &posting.title,
        company: posting.company.as_deref(),
        role: posting.role,
        path: &posting.source.path,
        member: posting.source.member,
        url: posting.source.url.as_deref(),
    }
}

fn departure(departure: &Departure) -> DepartureRecord<'_> {
    let (place, step, before, hours, opens) = match &departure.place {
        Where::Had => ("had", None, None, None, None),
        Where::Early { step, before } => ("early", Some(*step), Some(before.as_str()), None, None),
        Where::Absent { hours, opens } => ("absent", None, None, *hours, Some(*opens)),
    };
    DepartureRecord {
        milestone: &departure.milestone,
        stage: departure.stage,
        place,
        step,
        before,
        hours,
        opens,
        asked_by: departure.asked_by,
    }
}
