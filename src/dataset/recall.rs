//! The postings of a dataset as analyses again, for what takes them one by one: fit tables, rankings and plans.
//!
//! In: a part and the dictionary. Out: an [`Analysis`] a row, with all that a fit is made of. A dataset keeps no text, so a recalled
//! analysis has none: no quotes, no evidence, no sections. A mention stands for the order of the skills and for nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr as _;

use jiff::civil::Date;
use polars::prelude::*;

use super::{Error, Part, Reader, postings_file};
use crate::analysis::SkillFinding;
use crate::analysis::{Analysis, Facts, Importance, Mention, Requires, Role, RoleFinding, RoleStatus, SectionKind};
use crate::dictionary::Dictionary;
use crate::duplicate::{Duplicate, Reason, Signature};
use crate::posting::{Employment, Period, Remote, Salary, Seniority, Source};
use crate::text::Text;

/// The analyses of one part.
#[derive(Clone, Debug, Default)]
pub struct Recalled {
    /// In the order of the rows, duplicates included.
    pub analyses: Vec<Analysis>,
    /// Ids of skills that the dictionary does not have: the dataset was made with another vocabulary. They are left out.
    pub unknown_skills: BTreeSet<String>,
}

impl Reader {
    /// The analyses of every part, in order, each read when it is asked for.
    pub fn analyses<'a>(&'a self, dictionary: &'a Dictionary) -> impl Iterator<Item = Result<Recalled, Error>> + 'a {
        self.manifest().parts.iter().map(|&number| self.recall(number, &self.part(number)?, dictionary))
    }

    /// The analyses of a part, or of some of it.
    pub(super) fn recall(&self, number: u32, part: &Part, dictionary: &Dictionary) -> Result<Recalled, Error> {
        recalled(part, dictionary).map_err(|e| Error::damaged(&self.dir.join(postings_file(number)), e))
    }
}

pub(crate) fn recalled(part: &Part, dictionary: &Dictionary) -> PolarsResult<Recalled> {
    let mut recalled = Recalled::default();
    let mut skills = findings(part, dictionary, &mut recalled.unknown_skills)?;
    let row = Row::of(&part.postings)?;
    recalled.analyses = (0..part.len()).map(|at| row.analysis(at, skills.remove(&(at as u32)))).collect();
    Ok(recalled)
}

/// The skills of each posting, by its row.
fn findings(
    part: &Part,
    dictionary: &Dictionary,
    unknown: &mut BTreeSet<String>,
) -> PolarsResult<BTreeMap<u32, Vec<SkillFinding>>> {
    let table = &part.skills;
    let (postings, ids) = (table.column("posting")?.u32()?, table.column("skill")?.str()?);
    let (importance, negated) = (table.column("importance")?.str()?, table.column("negated")?.bool()?);
    let (any_of, or_similar) = (table.column("any_of")?.u32()?, table.column("or_similar")?.bool()?);
    let (years, version) = (table.column("years")?.u32()?, table.column("version")?.str()?);
    let surface = table.column("surface")?.str()?;
    let mut found: BTreeMap<u32, Vec<SkillFinding>> = BTreeMap::new();
    for at in 0..table.height() {
        let (Some(posting), Some(id)) = (postings.get(at), ids.get(at)) else { continue };
        let Some(skill) = dictionary.skill(id) else {
            unknown.insert(id.to_owned());
            continue;
        };
        let importance = importance.get(at).and_then(Importance::from_name).unwrap_or(Importance::Mentioned);
        let is_negated = negated.get(at).unwrap_or_default();
        let of_posting = found.entry(posting).or_default();
        let place = of_posting.len();
        of_posting.push(SkillFinding {
            skill,
            importance,
            negated: is_negated,
            any_of: any_of.get(at).and_then(|group| u16::try_from(group).ok()),
            or_similar: or_similar.get(at).unwrap_or_default(),
            years: years.get(at).and_then(|years| u8::try_from(years).ok()),
            version: version.get(at).map(str::to_owned),
            surfaces: surface.get(at).map(str::to_owned).into_iter().collect(),
            mentions: vec![Mention {
                start: place,
                end: place,
                section: SectionKind::Intro,
                importance,
                negated: is_negated,
                cue: None,
            }],
        });
    }
    Ok(found)
}

/// The columns of the postings table that an analysis is recalled from.
struct Row<'a> {
    text: BTreeMap<&'static str, &'a StringChunked>,
    flags: BTreeMap<&'static str, &'a BooleanChunked>,
    member: &'a UInt64Chunked,
    years_min: &'a UInt32Chunked,
    numbers: BTreeMap<&'static str, &'a Float64Chunked>,
}

const TEXT: [&str; 23] = [
    "id",
    "external_id",
    "path",
    "format",
    "url",
    "title",
    "company",
    "location",
    "posted",
    "closes",
    "duplicate_of",
    "duplicate_reason",
    "role",
    "runner_up",
    "role_status",
    "seniority",
    "remote",
    "employment",
    "salary_currency",
    "salary_period",
    "salary_text",
    "requires_languages",
    "requires_degree",
];
const FLAGS: [&str; 7] = [
    "title_conflict",
    "several_jobs",
    "requires_clearance",
    "requires_citizenship",
    "visa_sponsorship",
    "requires_on_call",
    "requires_travel",
];
/// The scores are in the order of [`Role::ALL`].
const SCORES: [&str; 5] = ["score_platform", "score_release", "score_sre", "score_backend_infra", "score_other"];

impl<'a> Row<'a> {
    fn of(table: &'a DataFrame) -> PolarsResult<Self> {
        let numbers = SCORES.into_iter().chain(["salary_min", "salary_max", "duplicate_similarity"]);
        Ok(Self {
            text: TEXT.into_iter().map(|name| Ok((name, table.column(name)?.str()?))).collect::<PolarsResult<_>>()?,
            flags: FLAGS
                .into_iter()
                .map(|name| Ok((name, table.column(name)?.bool()?)))
                .collect::<PolarsResult<_>>()?,
            member: table.column("member")?.u64()?,
            years_min: table.column("years_min")?.u32()?,
            numbers: numbers.map(|name| Ok((name, table.column(name)?.f64()?))).collect::<PolarsResult<_>>()?,
        })
    }

    fn text(&self, name: &str, at: usize) -> Option<&'a str> {
        self.text.get(name).and_then(|column| column.get(at))
    }

    fn owned(&self, name: &str, at: usize) -> Option<String> {
        self.text(name, at).map(str::to_owned)
    }

    fn flag(&self, name: &str, at: usize) -> Option<bool> {
        self.flags.get(name).and_then(|column| column.get(at))
    }

    fn number(&self, name: &str, at: usize) -> Option<f64> {
        self.numbers.get(name).and_then(|column| column.get(at))
    }

    fn day(&self, name: &str, at: usize) -> Option<Date> {
        self.text(name, at).and_then(|day| Date::from_str(day).ok())
    }

    fn role(&self, name: &str, at: usize) -> Role {
        self.text(name, at).and_then(Role::from_name).unwrap_or(Role::Other)
    }

    fn analysis(&self, at: usize, skills: Option<Vec<SkillFinding>>) -> Analysis {
        Analysis {
            id: self.owned("id", at).unwrap_or_default(),
            external_id: self.owned("external_id", at),
            source: Source {
                path: self.text("path", at).unwrap_or_default().into(),
                member: self.member.get(at),
                format: self.text("format", at).unwrap_or_default().into(),
                url: self.owned("url", at),
            },
            title: self.owned("title", at).unwrap_or_default(),
            company: self.owned("company", at),
            location: self.owned("location", at),
            posted: self.day("posted", at),
            closes: self.day("closes", at),
            language: None,
            duplicate_of: self.owned("duplicate_of", at).map(|id| Duplicate {
                id,
                reason: self.text("duplicate_reason", at).and_then(Reason::from_name).unwrap_or(Reason::Content),
                similarity: self.number("duplicate_similarity", at).unwrap_or(1.0),
            }),
            signature: Signature::default(),
            role: RoleFinding {
                primary: self.role("role", at),
                runner_up: self.role("runner_up", at),
                status: self
                    .text("role_status", at)
                    .and_then(RoleStatus::from_name)
                    .unwrap_or(RoleStatus::Insufficient),
                scores: SCORES.map(|name| self.number(name, at).unwrap_or_default()),
                title_conflict: self.flag("title_conflict", at).unwrap_or_default(),
                evidence: Vec::new(),
            },
            skills: skills.unwrap_or_default(),
            facts: self.facts(at),
            text: Text::default(),
            sections: Vec::new(),
            suppressed: Vec::new(),
        }
    }

    fn facts(&self, at: usize) -> Facts {
        Facts {
            years_min: self.years_min.get(at).and_then(|years| u8::try_from(years).ok()),
            seniority: self.text("seniority", at).and_then(Seniority::from_name),
            remote: self.text("remote", at).and_then(Remote::from_name),
            employment: self.text("employment", at).and_then(Employment::from_name),
            salary: self.owned("salary_text", at).map(|text| Salary {
                min: self.number("salary_min", at),
                max: self.number("salary_max", at),
                currency: self.owned("salary_currency", at),
                period: self.text("salary_period", at).and_then(Period::from_name),
                text,
            }),
            requires: Requires {
                clearance: self.flag("requires_clearance", at),
                citizenship: self.flag("requires_citizenship", at),
                visa_sponsorship: self.flag("visa_sponsorship", at),
                languages: self
                    .text("requires_languages", at)
                    .map_or_else(Vec::new, |names| names.split(", ").map(str::to_owned).collect()),
                degree: self.owned("requires_degree", at),
                on_call: self.flag("requires_on_call", at),
                travel: self.flag("requires_travel", at),
                quotes: Vec::new(),
            },
            // The words that say so are not kept.
            several_jobs: (self.flag("several_jobs", at) == Some(true)).then(String::new),
            ..Facts::default()
        }
    }
}
