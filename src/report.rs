//! The market report: the view model that every form of it is written from.
//!
//! A [`Market`], a date and perhaps a person's [`Standing`] go in; [`Report`] holds every sentence, row and bar as it is
//! shown, so that the writers only place them. [`write`] puts all forms of it into a folder:
//! `report.html`, `market.json` and the tables as CSV.

mod columns;
pub(crate) mod csv;
mod demand;
mod findings;
mod html;
mod json;
mod pattern;
mod person;
mod rows;
mod spread;
pub mod terminal;
pub(crate) mod words;

use std::path::{Path, PathBuf};
use std::{fs, io};

use jiff::civil::Date;
use serde::Serialize;

use crate::fault;
use crate::market::{FLOOR_PAY, FLOOR_SHARE, Market, PRIOR_ASKS, Standing, Verdict};
use crate::plan::MOST_POSTINGS;
use columns::{Matrix, PairRow};
use demand::{ApartPanel, Panel, StandingView};
use pattern::PatternView;
use person::{ReachRow, StepRow};
use rows::{ClaimView, Fact, MixView, RoleRow, Row};
use spread::{PayView, TrendView};

pub(crate) use json::SCHEMA;

/// The page of a report.
const PAGE: &str = "report.html";

/// The file of a report that says by its [`SCHEMA`] that it is one.
pub(crate) const MARKET: &str = "market.json";

/// Every file that a report may have, sorted.
pub(crate) const FILES: [&str; 22] = [
    "alternatives.csv",
    "apart.csv",
    "demand.csv",
    "families.csv",
    "first-steps.csv",
    "kinds.csv",
    "links.csv",
    MARKET,
    "mixes.csv",
    "overview.csv",
    "pay-by-skill.csv",
    "pay.csv",
    "reach.csv",
    "rejected.csv",
    PAGE,
    "roles.csv",
    "sayings.csv",
    "standing.csv",
    "titles.csv",
    "together.csv",
    "trend.csv",
    "years.csv",
];

/// What a report needs to know besides the market.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The day that the report is dated.
    pub date: Date,
    /// Where a person stands, when the report is against a profile.
    pub standing: Option<&'a [Standing]>,
    /// The first steps of the person's plan, where there is one.
    pub first_steps: &'a [FirstStep],
    /// How boards among the sources want to be named, one line each; the report prints them.
    pub credits: &'a [String],
}

impl Options<'_> {
    /// A report of that day, without a person.
    pub fn of(date: Date) -> Self {
        Self { date, standing: None, first_steps: &[], credits: &[] }
    }
}

/// A step of a plan, as far as the report shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstStep {
    /// Dictionary id of the skill to learn.
    pub id: String,
    /// The skill, as people write it.
    pub name: String,
    /// Hours to a working level.
    pub hours: u32,
    /// The skill that carries over, by name.
    pub from: Option<String>,
    /// Whether the person has the skill at a basic level.
    pub deepens: bool,
    /// Counterfactual: postings that this step brings within reach after all earlier ones.
    pub opens: u64,
    /// Counterfactual: postings within reach after it.
    pub within_reach: u64,
    /// The postings that the plan is made by.
    pub of: u64,
}

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be written.
    #[error("{}: cannot be written: {}", path.display(), fault::reason(cause))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A form of the report could not be put together.
    #[error("the report could not be written: {0}")]
    Render(String),
}

/// Everything that the report says, as it says it.
#[derive(Debug, Serialize)]
pub struct Report {
    date: String,
    title: String,
    /// Set when there is nothing, or too little, to speak of.
    notice: Option<String>,
    findings: Vec<String>,
    looked_at: Vec<Fact>,
    coverage: Vec<Row>,
    credits: Vec<String>,
    rejected: Vec<Row>,
    roles: Vec<RoleRow>,
    conflicts: String,
    certainty: String,
    titles: Matrix,
    panels: Vec<Panel>,
    bundles: Matrix,
    alternatives: Vec<PairRow>,
    table: Matrix,
    apart: Vec<ApartPanel>,
    pattern: PatternView,
    companions: Matrix,
    pairs: Vec<PairRow>,
    standing: Option<StandingView>,
    reach: Vec<ReachRow>,
    steps: Vec<StepRow>,
    pay: PayView,
    years: Vec<spread::SpreadRow>,
    mixes: Vec<MixView>,
    trend: Option<TrendView>,
    claims: Vec<ClaimView>,
    /// Whether there are enough postings for any of them.
    can_judge: bool,
    method: Method,
}

/// The numbers that the page on method names.
#[derive(Debug, Serialize)]
struct Method {
    version: &'static str,
    floor_share: u64,
    floor_pay: u64,
    prior: f64,
    most_planned: String,
}

impl Report {
    /// Puts a market into words.
    pub fn new(market: &Market, options: &Options<'_>) -> Self {
        let n = market.looked_at.postings;
        Self {
            date: options.date.to_string(),
            title: match n {
                0 => "No postings to report on".to_owned(),
                1 => "What one job posting asks for".to_owned(),
                _ => format!("What {} ask for", words::plural(n, "job posting", "job postings")),
            },
            notice: findings::notice(market),
            findings: findings::findings(market, options.standing),
            looked_at: rows::looked_at(market),
            coverage: rows::coverage(market),
            credits: options.credits.iter().map(|line| words::clean(line)).collect(),
            rejected: rows::rejected(market),
            roles: rows::roles(market),
            conflicts: findings::conflicts(market),
            certainty: findings::certainty(market),
            titles: columns::titles(market),
            panels: demand::panels(market),
            bundles: columns::bundles(market),
            alternatives: columns::alternatives(market),
            table: columns::table(market),
            apart: demand::apart(market),
            pattern: pattern::pattern(market),
            companions: columns::companions(market),
            pairs: columns::pairs(market),
            standing: options.standing.and_then(|standing| demand::standing(market, standing)),
            reach: person::reach(market),
            steps: person::steps(options.first_steps),
            pay: spread::pay(market),
            years: spread::years(market),
            mixes: rows::mixes(market),
            trend: spread::trend(market),
            claims: rows::claims(market),
            can_judge: market.claims.iter().any(|claim| claim.verdict != Verdict::TooFew),
            method: Method {
                version: env!("CARGO_PKG_VERSION"),
                floor_share: FLOOR_SHARE,
                floor_pay: FLOOR_PAY,
                prior: PRIOR_ASKS,
                most_planned: words::count(MOST_POSTINGS as u64),
            },
        }
    }
}

/// Writes every form of the report into a folder, which is made if need be, and gives the files, sorted.
///
/// # Errors
/// When the folder or a file cannot be written.
pub fn write(market: &Market, options: &Options<'_>, dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |cause| Error::Io { path, cause }
    };
    fs::create_dir_all(dir).map_err(failed(dir))?;
    let report = Report::new(market, options);
    let mut files = csv::tables(market, options)?;
    files.push((PAGE.to_owned(), html::render(&report)?));
    files.push((MARKET.to_owned(), json::render(market, options)?));
    files.sort();
    // All of them in a folder of their own first: an earlier report stays as it was until this one is whole.
    let staged =
        tempfile::Builder::new().prefix(".jobsift-").suffix(".partial").tempdir_in(dir).map_err(failed(dir))?;
    for (name, text) in &files {
        fs::write(staged.path().join(name), text).map_err(failed(&dir.join(name)))?;
    }
    let mut written = Vec::with_capacity(files.len());
    for (name, _) in files {
        let path = dir.join(&name);
        fs::rename(staged.path().join(&name), &path).map_err(failed(&path))?;
        written.push(path);
    }
    // What an earlier report said of a person would stand beside figures that it has nothing to do with.
    for path in csv::OF_A_PERSON.map(|name| dir.join(name)).into_iter().filter(|path| !written.contains(path)) {
        if let Err(cause) = fs::remove_file(&path)
            && cause.kind() != io::ErrorKind::NotFound
        {
            return Err(Error::Io { path, cause });
        }
    }
    Ok(written)
}

#[cfg(test)]
mod tests;
