//! Many postings by their fit, best first.
//!
//! In: an [`Analysis`] and its [`Fit`], one after the other, in any order. Out: a [`Ranking`] of [`Row`]s, with what was left out and why.
//! The writers are [`text`], [`csv`] and [`json`]; they format and do no arithmetic. No more rows are held than are asked for.
//!
//! Postings of one score share a rank. What has no score ("cannot tell") comes last, without a rank.

pub mod csv;
mod filter;
pub mod json;
#[cfg(test)]
mod tests;
pub mod text;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use jiff::civil::Date;

pub use self::filter::{Criterion, Filter, Refusal};
use crate::analysis::{Analysis, Importance};
use crate::fit::{Blocker, Fit, Heading, Line, Raise, Score, Status};
use crate::posting::{Remote, Salary, Seniority};

/// One posting of a ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which posting.
    pub posting: Heading,
    /// `None`: cannot tell.
    pub score: Option<Score>,
    /// Of the required skills and groups, how many are met in full.
    pub required_met: usize,
    /// Required skills and groups.
    pub required: usize,
    /// What caps the score, lowest cap first.
    pub blockers: Vec<Blocker>,
    /// What is asked for and missing, most important first, as people write it.
    pub missing: Vec<String>,
    /// What is not met, but a skill of the profile carries over to it.
    pub near: Vec<String>,
    /// The skill that would raise the sum most.
    pub raise: Option<Raise>,
    /// Where the work is done.
    pub remote: Option<Remote>,
    /// Level.
    pub seniority: Option<Seniority>,
    /// Pay as stated.
    pub salary: Option<Salary>,
    /// Day of publication.
    pub posted: Option<Date>,
    /// Years of work asked for.
    pub years_min: Option<u8>,
}

impl Row {
    /// What a ranking keeps of a fit.
    pub fn new(analysis: &Analysis, fit: &Fit) -> Self {
        let of_status = |wanted: &[Status]| -> Vec<String> {
            fit.lines.iter().filter(|line| wanted.contains(&line.status)).map(Line::asks).collect()
        };
        let required = |line: &&Line| line.importance == Importance::Required && line.status != Status::NotAsked;
        Self {
            posting: fit.posting.clone(),
            score: fit.score,
            required_met: fit.lines.iter().filter(required).filter(|line| line.status == Status::Have).count(),
            required: fit.lines.iter().filter(required).count(),
            blockers: fit.blockers.clone(),
            missing: of_status(&[Status::Missing, Status::Avoided]),
            near: of_status(&[Status::Transfer]),
            raise: fit.raises.first().cloned(),
            remote: analysis.facts.remote,
            seniority: analysis.facts.seniority,
            salary: analysis.facts.salary.clone(),
            posted: analysis.posted,
            years_min: analysis.facts.years_min,
        }
    }

    /// Best first: by score, then by the high and the low end of the band; "cannot tell" comes last; then by title, company, id and source.
    pub fn best_first(&self, other: &Self) -> Ordering {
        let figures = |row: &Self| row.score.map(|score| (score.value, score.high, score.low));
        let names = |row: &Self| {
            let Heading { title, company, id, source, .. } = row.posting.clone();
            (title, company, id, source.path, source.member)
        };
        figures(other).cmp(&figures(self)).then_with(|| names(self).cmp(&names(other)))
    }

    /// Whether a blocker lowers the score.
    pub fn is_held_back(&self) -> bool {
        self.score.is_some_and(|score| score.value < score.sum)
    }
}

/// Postings by their fit, best first.
#[derive(Clone, Debug)]
pub struct Ranking {
    most: usize,
    rows: Vec<Row>,
    /// How many postings were taken in, repeated ones not among them.
    pub looked_at: u64,
    /// How many of them passed the filter.
    pub passed: u64,
    /// How many of those have no score.
    pub untold: u64,
    /// How many did not pass, by the first criterion that they failed; and how many of these because they do not say.
    pub left_out: BTreeMap<Criterion, (u64, u64)>,
}

/// A row with its place.
#[derive(Clone, Copy, Debug)]
pub struct Ranked<'a> {
    /// From 1; `None` for "cannot tell".
    pub rank: Option<usize>,
    /// Whether another posting has the same rank.
    pub is_shared: bool,
    /// The posting.
    pub row: &'a Row,
}

impl Ranking {
    /// A ranking of the best `most` postings.
    pub fn new(most: usize) -> Self {
        Self { most, rows: Vec::new(), looked_at: 0, passed: 0, untold: 0, left_out: BTreeMap::new() }
    }

    /// Takes in a posting that passed the filter.
    pub fn push(&mut self, row: Row) {
        self.looked_at += 1;
        self.passed += 1;
        self.untold += u64::from(row.score.is_none());
        self.rows.push(row);
        // One more than are shown: it tells whether the last one shares its rank.
        let kept = self.most.saturating_add(1);
        if self.rows.len() >= kept.saturating_mul(2) {
            self.rows.sort_by(Row::best_first);
            self.rows.truncate(kept);
        }
    }

    /// Counts a posting that did not pass the filter.
    pub fn leave_out(&mut self, refusal: Refusal) {
        self.looked_at += 1;
        let (all, unsaid) = self.left_out.entry(refusal.by).or_default();
        *all += 1;
        *unsaid += u64::from(refusal.is_unsaid);
    }

    /// The best ones, with their ranks.
    pub fn best(&mut self) -> Vec<Ranked<'_>> {
        self.rows.sort_by(Row::best_first);
        let value = |at: usize| self.rows.get(at).and_then(|row| row.score).map(|score| score.value);
        let mut rank = 0;
        let mut ranked = Vec::with_capacity(self.rows.len().min(self.most));
        for (at, row) in self.rows.iter().enumerate().take(self.most) {
            let own = value(at);
            if at == 0 || own != value(at - 1) {
                rank = at + 1;
            }
            let is_shared = own.is_some() && (own == value(at + 1) || (at > 0 && own == value(at - 1)));
            ranked.push(Ranked { rank: own.map(|_| rank), is_shared, row });
        }
        ranked
    }

    /// What was left out, and what the filter could not judge, in a sentence or two; empty when nothing was.
    pub fn left_out(&self) -> String {
        if self.left_out.is_empty() {
            return String::new();
        }
        let parts = self.left_out.iter().map(|(criterion, (all, unsaid))| {
            let unsaid = if *unsaid > 0 { format!(" ({unsaid} of them do not say)") } else { String::new() };
            format!("{all} by {criterion}{unsaid}")
        });
        format!(
            "{} of {} left out: {}.",
            self.looked_at - self.passed,
            self.looked_at,
            parts.collect::<Vec<_>>().join(", ")
        )
    }
}
