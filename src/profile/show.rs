//! What a profile means to the program: for the person to check.
//!
//! In: a [`Profile`]. Out: text for the terminal, a JSON record, and advice on what is not stated and what that costs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Serialize;

use super::{Clearance, Country, Held, Level, Profile, zone};
use crate::analysis::Role;
use crate::dictionary::Dictionary;
use crate::posting::{Period, Remote, Seniority};
use crate::text::one_line;

/// The name of the JSON form.
pub const SCHEMA: &str = "jobsift.profile/1";

/// What a profile does not say, and what follows from that; empty for a complete one.
pub fn advice(profile: &Profile, dictionary: &Dictionary) -> Vec<String> {
    let mut advice = Vec::new();
    let mut missing = |is_missing: bool, text: &str| {
        if is_missing {
            advice.push(text.to_owned());
        }
    };
    missing(profile.skills.is_empty(), "no skills: every fit is 0; add them under [skills]");
    missing(
        profile.roles.is_empty(),
        "no roles: `plan` takes all four, and `rank --wanted` cannot be used; add roles = [\"platform\"]",
    );
    missing(profile.years.is_none(), "no years of work: years that postings ask for are not compared");
    missing(profile.seniority.is_none(), "no seniority: the level of postings is not compared");
    missing(profile.country.is_none(), "no location with a country: places of work are not compared");
    missing(profile.remote.is_empty(), "no remote: every way of working counts as acceptable");
    missing(profile.languages.is_empty(), "no languages: spoken languages that postings ask for are not compared");
    missing(profile.authorised.is_empty(), "no citizenships or work_authorisations: the right to work is not compared");
    missing(profile.salary_floor.is_none(), "no salary_floor: pay is not compared");
    missing(profile.hours_a_week.is_none(), "no hours_a_week: `plan` assumes a number and says which");
    for held in profile.own_skills().filter(|held| profile.avoid.contains(&held.skill)) {
        let name = name_of(held.skill, dictionary);
        advice.push(format!("{name} is among the skills and in avoid: it counts for nothing"));
    }
    for place in
        profile.relocate_to.iter().filter(|place| Country::all_in(place).is_empty() && Country::find(place).is_none())
    {
        let place = one_line(place);
        advice.push(format!(
            "the country of `{place}` is not known: only postings that name it are compared; write it as Town, Country"
        ));
    }
    for name in &profile.unknown {
        advice.push(format!("`{}` is not in the vocabulary and counts for nothing", one_line(name)));
    }
    advice
}

/// The whole profile in words, ending in a newline.
pub fn text(profile: &Profile, dictionary: &Dictionary) -> String {
    let mut out = String::new();
    let mut line = |what: &str, value: Option<String>| {
        let value = value.filter(|value| !value.is_empty()).unwrap_or_else(|| "not stated".to_owned());
        let _ = writeln!(out, "{what:18}{}", one_line(&value));
    };
    line("name", profile.name.clone());
    line("looks for", Some(names(profile.roles.iter().map(|role| role.name()))));
    line("years of work", profile.years.map(|years| years.to_string()));
    line("level", profile.seniority.map(|level| level.name().to_owned()));
    let country = profile.country.map(|country| country.name().to_owned());
    line("lives in", Some(names(profile.town.clone().into_iter().chain(country))));
    line("time zone", profile.time_zone.map(zone::named));
    line("would move to", Some(names(&profile.relocate_to)));
    line("accepts", Some(names(profile.remote.iter().map(|mode| mode.name()))));
    line(
        "least pay",
        profile.salary_floor.as_ref().map(|floor| format!("{} {} per {}", floor.amount, floor.currency, floor.period)),
    );
    line("speaks", Some(names(&profile.languages)));
    line("citizen of", Some(names(profile.citizenships.iter().map(|country| country.name()))));
    line("may work in", Some(areas(&profile.authorised)));
    line(
        "clearance",
        profile.clearance.as_ref().map(|clearance| match clearance {
            Clearance::None => "none".to_owned(),
            Clearance::Held(name) => name.clone(),
        }),
    );
    line("hours a week", profile.hours_a_week.map(|hours| hours.to_string()));
    line("avoids", Some(names(profile.avoid.iter().map(|skill| name_of(*skill, dictionary)))));
    let implied = implied(profile);
    let mut own: Vec<&Held> = profile.own_skills().collect();
    own.sort_by_key(|held| (std::cmp::Reverse(held.level), name_of(held.skill, dictionary).to_lowercase()));
    for &level in Level::ALL.iter().rev() {
        let of_level: Vec<&&Held> = own.iter().filter(|held| held.level == level).collect();
        if of_level.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n{level}");
        for held in of_level {
            let mut parts = Vec::new();
            parts.extend(held.years.map(|years| format!("{years} {}", if years > 1.0 { "years" } else { "year" })));
            parts.extend(held.last_used.map(|year| format!("last used {year}")));
            parts.extend(held.evidence.clone());
            if let Some(more) = implied.get(&held.skill) {
                parts.push(format!("counts for {} too", names(more.iter().map(|skill| name_of(*skill, dictionary)))));
            }
            let line = format!("  {:24}{}", name_of(held.skill, dictionary), one_line(&parts.join("; ")));
            let _ = writeln!(out, "{}", line.trim_end());
        }
    }
    let advice = advice(profile, dictionary);
    if !advice.is_empty() {
        out.push_str("\nNot said, and what that means\n");
        for advice in advice {
            let _ = writeln!(out, "  - {advice}");
        }
    }
    out
}

/// The skills that come along with each own skill and are not own ones.
fn implied(profile: &Profile) -> BTreeMap<u32, BTreeSet<u32>> {
    let own: BTreeSet<u32> = profile.own_skills().map(|held| held.skill).collect();
    let mut implied: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for held in profile.skills.iter().filter(|held| !own.contains(&held.skill)) {
        if let Some(through) = held.through {
            implied.entry(through).or_default().insert(held.skill);
        }
    }
    implied
}

/// Country names; the area of free movement is one name.
fn areas(countries: &BTreeSet<Country>) -> String {
    let free: BTreeSet<Country> = Country::all().filter(|country| country.has_free_movement()).collect();
    let has_area = free.is_subset(countries);
    let area = has_area.then_some("the European Economic Area and Switzerland");
    let rest = countries.iter().filter(|country| !(has_area && free.contains(country))).map(|country| country.name());
    names(area.into_iter().chain(rest))
}

fn names<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    names.into_iter().map(|name| name.as_ref().to_owned()).collect::<Vec<_>>().join(", ")
}

fn name_of(skill: u32, dictionary: &Dictionary) -> &str {
    dictionary.skills.get(skill as usize).map_or("", |skill| skill.name.as_str())
}

/// A profile as published: `jobsift.profile/1`. Unknown is `null`.
#[derive(Serialize)]
pub struct Record<'a> {
    schema: &'static str,
    name: Option<&'a str>,
    roles: &'a [Role],
    years: Option<f64>,
    seniority: Option<Seniority>,
    town: Option<&'a str>,
    country: Option<&'static str>,
    /// Minutes ahead of UTC.
    time_zone: Option<i16>,
    relocate_to: &'a [String],
    remote: &'a [Remote],
    salary_floor: Option<FloorRecord<'a>>,
    languages: &'a [String],
    citizenships: Vec<&'static str>,
    authorised: Vec<&'static str>,
    clearance: Option<&'a str>,
    hours_a_week: Option<u8>,
    skills: Vec<SkillRecord<'a>>,
    avoid: Vec<&'a str>,
    unknown: &'a [String],
}

#[derive(Serialize)]
struct FloorRecord<'a> {
    amount: f64,
    currency: &'a str,
    period: Period,
}

#[derive(Serialize)]
struct SkillRecord<'a> {
    id: &'a str,
    name: &'a str,
    level: Level,
    years: Option<f64>,
    last_used: Option<i16>,
    evidence: Option<&'a str>,
    /// The own skill that implies it.
    through: Option<&'a str>,
}

impl<'a> Record<'a> {
    /// The published form; countries by their ISO 3166 codes.
    pub fn new(profile: &'a Profile, dictionary: &'a Dictionary) -> Self {
        let id = |skill: u32| dictionary.skills.get(skill as usize).map_or("", |skill| skill.id.as_str());
        Self {
            schema: SCHEMA,
            name: profile.name.as_deref(),
            roles: &profile.roles,
            years: profile.years,
            seniority: profile.seniority,
            town: profile.town.as_deref(),
            country: profile.country.map(Country::code),
            time_zone: profile.time_zone,
            relocate_to: &profile.relocate_to,
            remote: &profile.remote,
            salary_floor: profile.salary_floor.as_ref().map(|floor| FloorRecord {
                amount: floor.amount,
                currency: &floor.currency,
                period: floor.period,
            }),
            languages: &profile.languages,
            citizenships: profile.citizenships.iter().map(|country| country.code()).collect(),
            authorised: profile.authorised.iter().map(|country| country.code()).collect(),
            clearance: profile.clearance.as_ref().map(|clearance| match clearance {
                Clearance::None => "none",
                Clearance::Held(name) => name.as_str(),
            }),
            hours_a_week: profile.hours_a_week,
            skills: profile
                .skills
                .iter()
                .map(|held| SkillRecord {
                    id: id(held.skill),
                    name: name_of(held.skill, dictionary),
                    level: held.level,
                    years: held.years,
                    last_used: held.last_used,
                    evidence: held.evidence.as_deref(),
                    through: held.through.map(id),
                })
                .collect(),
            avoid: profile.avoid.iter().map(|skill| id(*skill)).collect(),
            unknown: &profile.unknown,
        }
    }
}
