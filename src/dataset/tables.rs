//! The two tables of a dataset: which columns they have and how an analysis fills them.
//!
//! Analyses go in one by one, and two data frames come out. The column lists below are the format's documentation:
//! their order is the order in the file, and a new column is one more line.

use polars::prelude::*;

use super::standing::Days;
use crate::analysis::{Analysis, Role, SkillFinding};
use crate::dictionary::Dictionary;
use crate::duplicate::Duplicate;
use crate::posting::{Employment, Period, Remote, Seniority};

/// Declares a table: its columns, their types, and how a row is read from a record.
macro_rules! table {
    ($(#[$meta:meta])* $name:ident from $record:ident: $type:ty { $($column:ident: $of:ty = $value:expr,)+ }) => {
        $(#[$meta])*
        #[derive(Default)]
        pub(super) struct $name { $($column: Vec<$of>),+ }

        impl $name {
            pub(super) fn push(&mut self, $record: $type) {
                $(self.$column.push($value);)+
            }

            pub(super) fn into_frame(self, height: usize) -> PolarsResult<DataFrame> {
                DataFrame::new(height, vec![$(Column::new(stringify!($column).into(), self.$column)),+])
            }
        }
    };
}

table! {
    /// One row a posting.
    Postings from a: &Analysis {
        id: String = a.id.clone(),
        external_id: Option<String> = a.external_id.clone(),
        path: String = a.source.path.to_string(),
        member: Option<u64> = a.source.member,
        format: String = a.source.format.to_string(),
        url: Option<String> = a.source.url.clone(),
        title: String = a.title.clone(),
        company: Option<String> = a.company.clone(),
        location: Option<String> = a.location.clone(),
        posted: Option<String> = a.posted.map(|day| day.to_string()),
        closes: Option<String> = a.closes.map(|day| day.to_string()),
        language: Option<&'static str> = a.language,
        role: &'static str = a.role.primary.name(),
        runner_up: &'static str = a.role.runner_up.name(),
        role_status: &'static str = a.role.status.name(),
        score_platform: f64 = score(a, Role::Platform),
        score_release: f64 = score(a, Role::Release),
        score_sre: f64 = score(a, Role::Sre),
        score_backend_infra: f64 = score(a, Role::BackendInfra),
        score_other: f64 = score(a, Role::Other),
        title_conflict: bool = a.role.title_conflict,
        several_jobs: bool = a.facts.several_jobs.is_some(),
        years_min: Option<u32> = a.facts.years_min.map(u32::from),
        seniority: Option<&'static str> = a.facts.seniority.map(Seniority::name),
        remote: Option<&'static str> = a.facts.remote.map(Remote::name),
        employment: Option<&'static str> = a.facts.employment.map(Employment::name),
        salary_min: Option<f64> = a.facts.salary.as_ref().and_then(|pay| pay.min),
        salary_max: Option<f64> = a.facts.salary.as_ref().and_then(|pay| pay.max),
        salary_currency: Option<String> = a.facts.salary.as_ref().and_then(|pay| pay.currency.clone()),
        salary_period: Option<&'static str> = a.facts.salary.as_ref().and_then(|pay| pay.period).map(Period::name),
        salary_text: Option<String> = a.facts.salary.as_ref().map(|pay| pay.text.clone()),
        requires_clearance: Option<bool> = a.facts.requires.clearance,
        requires_citizenship: Option<bool> = a.facts.requires.citizenship,
        visa_sponsorship: Option<bool> = a.facts.requires.visa_sponsorship,
        requires_languages: Option<String> =
            (!a.facts.requires.languages.is_empty()).then(|| a.facts.requires.languages.join(", ")),
        requires_degree: Option<String> = a.facts.requires.degree.clone(),
        requires_on_call: Option<bool> = a.facts.requires.on_call,
        requires_travel: Option<bool> = a.facts.requires.travel,
    }
}

/// What may change for a posting with every scan.
pub(super) struct StandingRow {
    /// The posting that this one repeats.
    pub(super) repeats: Option<Duplicate>,
    /// First and last day; none before there is a dataset.
    pub(super) days: Option<Days>,
}

table! {
    /// One row a posting.
    Standing from row: &StandingRow {
        duplicate_of: Option<String> = row.repeats.as_ref().map(|repeats| repeats.id.clone()),
        duplicate_reason: Option<&'static str> = row.repeats.as_ref().map(|repeats| repeats.reason.name()),
        duplicate_similarity: Option<f64> = row.repeats.as_ref().map(|repeats| (repeats.similarity * 100.0).round() / 100.0),
        first_seen: Option<String> = row.days.map(|days| days.first.to_string()),
        last_seen: Option<String> = row.days.map(|days| days.last.to_string()),
    }
}

/// A skill of a posting, with what the finding itself does not hold.
pub(super) struct Row<'a> {
    posting: u32,
    skill: &'a str,
    finding: &'a SkillFinding,
}

table! {
    /// One row a posting and skill.
    Skills from row: &Row<'_> {
        posting: u32 = row.posting,
        skill: String = row.skill.to_owned(),
        importance: &'static str = row.finding.importance.name(),
        negated: bool = row.finding.negated,
        any_of: Option<u32> = row.finding.any_of.map(u32::from),
        or_similar: bool = row.finding.or_similar,
        years: Option<u32> = row.finding.years.map(u32::from),
        version: Option<String> = row.finding.version.clone(),
        surface: Option<String> = row.finding.surfaces.first().cloned(),
    }
}

fn score(analysis: &Analysis, role: Role) -> f64 {
    let at = Role::ALL.iter().position(|&one| one == role);
    at.map_or(0.0, |at| analysis.role.scores[at])
}

/// The rows of one part, growing.
#[derive(Default)]
pub(crate) struct Batch {
    postings: Postings,
    standing: Standing,
    skills: Skills,
}

impl Batch {
    /// Adds one posting and its skills. A skill that the dictionary does not have is left out.
    pub(crate) fn push(&mut self, analysis: &Analysis, dictionary: &Dictionary) {
        let posting = self.len() as u32;
        self.postings.push(analysis);
        self.standing.push(&StandingRow { repeats: analysis.duplicate_of.clone(), days: None });
        for finding in &analysis.skills {
            if let Some(skill) = dictionary.skills.get(finding.skill as usize) {
                self.skills.push(&Row { posting, skill: &skill.id, finding });
            }
        }
    }

    /// Postings so far.
    pub(crate) fn len(&self) -> usize {
        self.postings.id.len()
    }

    /// The two tables as a [`Part`](super::Part) has them, postings first.
    pub(crate) fn into_frames(self) -> PolarsResult<(DataFrame, DataFrame)> {
        let (postings, skills) = (self.len(), self.skills.posting.len());
        let standing = self.standing.into_frame(postings)?;
        Ok((beside(&self.postings.into_frame(postings)?, &standing)?, self.skills.into_frame(skills)?))
    }

    /// The two tables as they are written, postings first: without what is not known before the scan is done.
    pub(super) fn into_tables(self) -> PolarsResult<(DataFrame, DataFrame)> {
        let (postings, skills) = (self.len(), self.skills.posting.len());
        Ok((self.postings.into_frame(postings)?, self.skills.into_frame(skills)?))
    }
}

/// Postings with what a scan found out about each.
pub(super) fn beside(postings: &DataFrame, standing: &DataFrame) -> PolarsResult<DataFrame> {
    postings.hstack(standing.columns())
}
