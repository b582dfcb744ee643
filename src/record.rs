//! The analysis record: the public form of an [`Analysis`], one JSON object a line. Version 1 is a contract; it is its own set of
//! structs so that the internal ones may change. Unknown is `null`, never a guess.

use serde::Serialize;

use crate::analysis::{Analysis, Importance, Role, RoleStatus, SectionKind, SkillKind};
use crate::dictionary::Dictionary;
use crate::duplicate::Reason;
use crate::posting::{Employment, Period, Remote, Salary, Seniority};
use crate::report::csv::safe;
use crate::text::one_line;

/// The name of this version.
pub const SCHEMA: &str = "jobsift.analysis/1";

/// One posting's analysis as published.
#[derive(Serialize)]
pub struct Record<'a> {
    schema: &'static str,
    id: &'a str,
    external_id: Option<&'a str>,
    source: SourceRecord<'a>,
    title: &'a str,
    company: Option<&'a str>,
    location: Option<&'a str>,
    posted: Option<String>,
    closes: Option<String>,
    language: Option<&'a str>,
    duplicate_of: Option<&'a str>,
    duplicate_reason: Option<Reason>,
    duplicate_similarity: Option<f64>,
    role: RoleRecord<'a>,
    skills: Vec<SkillRecord<'a>>,
    years_min: Option<u8>,
    seniority: Option<Seniority>,
    remote: Option<Remote>,
    employment: Option<Employment>,
    salary: Option<&'a Salary>,
    requires: RequiresRecord<'a>,
    /// Whether it holds several jobs: what is read of it belongs to one or another of them.
    several_jobs: bool,
}

#[derive(Serialize)]
struct SourceRecord<'a> {
    path: &'a str,
    member: Option<u64>,
    format: &'a str,
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct RoleRecord<'a> {
    primary: Role,
    runner_up: Role,
    status: RoleStatus,
    scores: Scores,
    title_conflict: bool,
    evidence: Vec<EvidenceRecord<'a>>,
}

#[derive(Serialize)]
struct Scores {
    platform: f64,
    release: f64,
    sre: f64,
    #[serde(rename = "backend-infra")]
    backend_infra: f64,
    other: f64,
}

#[derive(Serialize)]
struct EvidenceRecord<'a> {
    role: Role,
    quote: &'a str,
    weight: f64,
}

#[derive(Serialize)]
struct SkillRecord<'a> {
    id: &'a str,
    name: &'a str,
    group: &'a str,
    kind: SkillKind,
    importance: Importance,
    negated: bool,
    any_of: Option<u16>,
    or_similar: bool,
    years: Option<u8>,
    version: Option<&'a str>,
    surfaces: &'a [String],
    mentions: Vec<MentionRecord>,
}

#[derive(Serialize)]
struct MentionRecord {
    start: usize,
    end: usize,
    section: SectionKind,
}

#[derive(Serialize)]
struct RequiresRecord<'a> {
    clearance: Option<bool>,
    citizenship: Option<bool>,
    visa_sponsorship: Option<bool>,
    languages: &'a [String],
    degree: Option<&'a str>,
    on_call: Option<bool>,
    travel: Option<bool>,
}

/// Most lines are shorter.
const USUAL_LINE: usize = 4 << 10;

impl<'a> Record<'a> {
    /// The published form of an analysis.
    pub fn new(analysis: &'a Analysis, dictionary: &'a Dictionary) -> Self {
        let [platform, release, sre, backend_infra, other] = analysis.role.scores.map(|score| round(score, 4));
        let requires = &analysis.facts.requires;
        let repeats = analysis.duplicate_of.as_ref();
        Self {
            schema: SCHEMA,
            id: &analysis.id,
            external_id: analysis.external_id.as_deref(),
            source: SourceRecord {
                path: &analysis.source.path,
                member: analysis.source.member,
                format: &analysis.source.format,
                url: analysis.source.url.as_deref(),
            },
            title: &analysis.title,
            company: analysis.company.as_deref(),
            location: analysis.location.as_deref(),
            posted: analysis.posted.map(|date| date.to_string()),
            closes: analysis.closes.map(|date| date.to_string()),
            language: analysis.language,
            duplicate_of: repeats.map(|of| of.id.as_str()),
            duplicate_reason: repeats.map(|of| of.reason),
            duplicate_similarity: repeats.map(|of| round(of.similarity, 2)),
            role: RoleRecord {
                primary: analysis.role.primary,
                runner_up: analysis.role.runner_up,
                status: analysis.role.status,
                scores: Scores { platform, release, sre, backend_infra, other },
                title_conflict: analysis.role.title_conflict,
                evidence: analysis
                    .role
                    .evidence
                    .iter()
                    .map(|e| EvidenceRecord { role: e.role, quote: &e.quote, weight: round(e.weight, 2) })
                    .collect(),
            },
            skills: analysis
                .skills
                .iter()
                .map(|finding| {
                    let skill = &dictionary.skills[finding.skill as usize];
                    SkillRecord {
                        id: &skill.id,
                        name: &skill.name,
                        group: &skill.group,
                        kind: skill.kind,
                        importance: finding.importance,
                        negated: finding.negated,
                        any_of: finding.any_of,
                        or_similar: finding.or_similar,
                        years: finding.years,
                        version: finding.version.as_deref(),
                        surfaces: &finding.surfaces,
                        mentions: finding
                            .mentions
                            .iter()
                            .map(|m| MentionRecord { start: m.start, end: m.end, section: m.section })
                            .collect(),
                    }
                })
                .collect(),
            years_min: analysis.facts.years_min,
            seniority: analysis.facts.seniority,
            remote: analysis.facts.remote,
            employment: analysis.facts.employment,
            salary: analysis.facts.salary.as_ref(),
            requires: RequiresRecord {
                clearance: requires.clearance,
                citizenship: requires.citizenship,
                visa_sponsorship: requires.visa_sponsorship,
                languages: &requires.languages,
                degree: requires.degree.as_deref(),
                on_call: requires.on_call,
                travel: requires.travel,
            },
            several_jobs: analysis.facts.several_jobs.is_some(),
        }
    }

    /// The record as a line of NDJSON, its newline included.
    ///
    /// # Errors
    /// Never in practice: it is written into memory.
    pub fn line(&self) -> serde_json::Result<Vec<u8>> {
        let mut line = Vec::with_capacity(USUAL_LINE);
        serde_json::to_writer(&mut line, self)?;
        line.push(b'\n');
        Ok(line)
    }
}

/// The columns of `scan --format csv`.
const COLUMNS: [&str; 31] = [
    "id",
    "external_id",
    "path",
    "member",
    "format",
    "url",
    "title",
    "company",
    "location",
    "posted",
    "closes",
    "language",
    "duplicate_of",
    "duplicate_reason",
    "duplicate_similarity",
    "role",
    "runner_up",
    "role_status",
    "title_conflict",
    "several_jobs",
    "years_min",
    "seniority",
    "remote",
    "employment",
    "salary_min",
    "salary_max",
    "salary_currency",
    "salary_period",
    "required",
    "preferred",
    "mentioned",
];

/// The header line of `scan --format csv`.
///
/// # Errors
/// Never in practice: it is written into memory.
pub fn csv_header() -> csv::Result<Vec<u8>> {
    csv_line(COLUMNS.map(str::to_owned))
}

/// One posting as a line of `scan --format csv`: the skills by importance, as ids separated by blanks. No cell is taken for a formula.
///
/// # Errors
/// Never in practice: it is written into memory.
pub fn csv_row(analysis: &Analysis, dictionary: &Dictionary) -> csv::Result<Vec<u8>> {
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let ids = |importance: Importance| {
        let asked = analysis.skills.iter().filter(|finding| finding.importance == importance && !finding.negated);
        asked.map(|finding| dictionary.skills[finding.skill as usize].id.as_str()).collect::<Vec<_>>().join(" ")
    };
    let facts = &analysis.facts;
    let salary = facts.salary.as_ref();
    let repeats = analysis.duplicate_of.as_ref();
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    csv_line([
        analysis.id.clone(),
        text(analysis.external_id.as_deref()),
        analysis.source.path.to_string(),
        analysis.source.member.map(|member| member.to_string()).unwrap_or_default(),
        analysis.source.format.to_string(),
        text(analysis.source.url.as_deref()),
        analysis.title.clone(),
        text(analysis.company.as_deref()),
        text(analysis.location.as_deref()),
        analysis.posted.map(|date| date.to_string()).unwrap_or_default(),
        analysis.closes.map(|date| date.to_string()).unwrap_or_default(),
        text(analysis.language),
        text(repeats.map(|of| of.id.as_str())),
        text(repeats.map(|of| of.reason.name())),
        number(repeats.map(|of| round(of.similarity, 2))),
        analysis.role.primary.to_string(),
        analysis.role.runner_up.to_string(),
        analysis.role.status.to_string(),
        analysis.role.title_conflict.to_string(),
        facts.several_jobs.is_some().to_string(),
        facts.years_min.map(|years| years.to_string()).unwrap_or_default(),
        text(facts.seniority.map(Seniority::name)),
        text(facts.remote.map(Remote::name)),
        text(facts.employment.map(Employment::name)),
        number(salary.and_then(|s| s.min)),
        number(salary.and_then(|s| s.max)),
        text(salary.and_then(|s| s.currency.as_deref())),
        text(salary.and_then(|s| s.period).map(Period::name)),
        ids(Importance::Required),
        ids(Importance::Preferred),
        ids(Importance::Mentioned),
    ])
}

fn csv_line(cells: [String; COLUMNS.len()]) -> csv::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells.map(|cell| safe(one_line(&cell))))?;
    writer.into_inner().map_err(|error| error.into_error().into())
}

fn round(value: f64, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits);
    (value * scale).round() / scale
}
