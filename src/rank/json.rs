//! A row of a ranking as JSON, version `jobsift.rank/1`: a contract of its own, apart from the internal structs. Unknown is `null`.
//!
//! In: a ranked row. Out: something that serialises; one object a line, best first.
//!
//! | key | meaning |
//! |---|---|
//! | `rank`, `is_shared` | from 1, the same for equal scores; `null` is "cannot tell" |
//! | `score` | as in `jobsift.fit/1`: `value` after caps, `low` and `high` its band, `sum` before caps, `most` if all were met |
//! | `required`, `required_met` | requirements of importance "required", an any-of group being one |
//! | `blockers` | what caps the score, lowest first |
//! | `missing`, `near` | what is asked for and not there; what a skill of the profile carries over to |
//! | `raise` | counterfactual: the one skill that would add most to the sum, and how much |

use serde::Serialize;

use super::Ranked;
use crate::analysis::Role;
use crate::fit::FORMULA;
use crate::fit::json::{CapRecord, ScoreRecord};
use crate::posting::{Remote, Salary, Seniority};

/// The name of this version.
pub const SCHEMA: &str = "jobsift.rank/1";

/// One row as published.
#[derive(Serialize)]
pub struct Record<'a> {
    schema: &'static str,
    formula: &'static str,
    rank: Option<usize>,
    is_shared: bool,
    id: &'a str,
    path: &'a str,
    member: Option<u64>,
    url: Option<&'a str>,
    title: &'a str,
    company: Option<&'a str>,
    location: Option<&'a str>,
    role: Role,
    role_is_wanted: Option<bool>,
    score: Option<ScoreRecord>,
    required: usize,
    required_met: usize,
    blockers: Vec<CapRecord<'a>>,
    missing: &'a [String],
    near: &'a [String],
    raise: Option<RaiseRecord<'a>>,
    remote: Option<Remote>,
    seniority: Option<Seniority>,
    years_min: Option<u8>,
    salary: Option<&'a Salary>,
    posted: Option<String>,
}

#[derive(Serialize)]
struct RaiseRecord<'a> {
    id: &'a str,
    name: &'a str,
    gain: f64,
}

impl<'a> Record<'a> {
    /// The published form of a row.
    pub fn new(ranked: &Ranked<'a>) -> Self {
        let row = ranked.row;
        let posting = &row.posting;
        Self {
            schema: SCHEMA,
            formula: FORMULA,
            rank: ranked.rank,
            is_shared: ranked.is_shared,
            id: &posting.id,
            path: &posting.source.path,
            member: posting.source.member,
            url: posting.source.url.as_deref(),
            title: &posting.title,
            company: posting.company.as_deref(),
            location: posting.location.as_deref(),
            role: posting.role,
            role_is_wanted: posting.role_is_wanted,
            score: row.score.map(ScoreRecord::from),
            required: row.required,
            required_met: row.required_met,
            blockers: row.blockers.iter().map(CapRecord::from).collect(),
            missing: &row.missing,
            near: &row.near,
            raise: row.raise.as_ref().map(|raise| RaiseRecord {
                id: &raise.id,
                name: &raise.name,
                gain: raise.gain.points(),
            }),
            remote: row.remote,
            seniority: row.seniority,
            years_min: row.years_min,
            salary: row.salary.as_ref(),
            posted: row.posted.map(|day| day.to_string()),
        }
    }
}
