//! Which postings a ranking is about.
//!
//! In: what the person asks for. Out: whether a posting passes, or the first criterion that it fails. A posting that does not say
//! what a criterion is about fails it, unless the person wants to see those too: nothing is guessed, and what was left out so is counted.

use jiff::civil::Date;

use crate::analysis::{Analysis, Role};
use crate::facts::{per_year, yearly};
use crate::posting::{Remote, Seniority, names};
use crate::profile::SalaryFloor;

names! {
    /// What a posting may be left out by.
    Criterion {
        /// What the job really is.
        Role = "role",
        /// Employer.
        Company = "company",
        /// Where the work is done.
        Remote = "place of work",
        /// Level.
        Seniority = "level",
        /// Day of publication.
        Since = "date",
        /// Pay.
        Pay = "pay",
    }
}

/// What postings must be. Empty and `None` is "anything".
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// One of these roles.
    pub roles: Vec<Role>,
    /// Part of the employer's name, in any letter case: one of these.
    pub companies: Vec<String>,
    /// One of these ways of working.
    pub remote: Vec<Remote>,
    /// One of these levels.
    pub seniority: Vec<Seniority>,
    /// Published on this day or later.
    pub since: Option<Date>,
    /// The most that is offered is at least this. Pay in another currency is not compared: the posting counts as one that does not say.
    pub pay: Option<SalaryFloor>,
    /// Lets postings through that do not say what a criterion is about.
    pub keeps_unsaid: bool,
}

/// Why a posting does not pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The first criterion that it fails.
    pub by: Criterion,
    /// It fails because it does not say.
    pub is_unsaid: bool,
}

impl Filter {
    /// Why a posting does not pass; `None` when it does.
    pub fn refuses(&self, analysis: &Analysis) -> Option<Refusal> {
        let facts = &analysis.facts;
        let company = analysis.company.as_deref().map(str::to_lowercase);
        let is_named = |company: &String| self.companies.iter().any(|part| company.contains(&part.to_lowercase()));
        let pay = self.pay.as_ref().map(|floor| (floor, offered(analysis, floor)));
        let checks = [
            (Criterion::Role, among(&self.roles, Some(analysis.role.primary))),
            (Criterion::Company, if self.companies.is_empty() { Some(true) } else { company.as_ref().map(is_named) }),
            (Criterion::Remote, among(&self.remote, facts.remote)),
            (Criterion::Seniority, among(&self.seniority, facts.seniority)),
            (Criterion::Since, self.since.map_or(Some(true), |since| analysis.posted.map(|posted| posted >= since))),
            (Criterion::Pay, pay.map_or(Some(true), |(floor, offered)| offered.map(|most| most >= least(floor)))),
        ];
        checks.into_iter().find_map(|(by, passes)| match passes {
            Some(true) => None,
            Some(false) => Some(Refusal { by, is_unsaid: false }),
            None => (!self.keeps_unsaid).then_some(Refusal { by, is_unsaid: true }),
        })
    }
}

/// Whether a value is wanted; `None` when there is none.
fn among<T: PartialEq>(wanted: &[T], value: Option<T>) -> Option<bool> {
    if wanted.is_empty() { Some(true) } else { value.map(|value| wanted.contains(&value)) }
}

/// The most that a posting offers, in a year, in the currency of `floor`.
fn offered(analysis: &Analysis, floor: &SalaryFloor) -> Option<f64> {
    let salary = analysis.facts.salary.as_ref()?;
    let is_comparable = salary.currency.as_ref()?.eq_ignore_ascii_case(&floor.currency);
    is_comparable.then(|| yearly(salary)).flatten().map(|(_, most)| most)
}

fn least(floor: &SalaryFloor) -> f64 {
    floor.amount * per_year(floor.period)
}
