//! A profile as a person writes it: TOML.
//!
//! In: the text. Out: a [`Profile`], or every problem with its line and remedy.
//! A skill is written short (`Docker = "strong"`) or in full (`Docker = { level = "strong", years = 4, last_used = 2026 }`).

use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Range, RangeInclusive};

use ::toml::Spanned;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{Deserializer, MapAccess, Visitor};

use super::{
    Clearance, Country, Held, LONGEST_CAREER, Level, Problem, Profile, SalaryFloor, authorise, country::place,
    language::language, nearest, zone,
};
use crate::analysis::Role;
use crate::dictionary::Dictionary;
use crate::posting::{Period, Remote, Seniority};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    name: Option<String>,
    #[serde(default)]
    roles: Vec<Role>,
    years: Option<Spanned<f64>>,
    seniority: Option<Seniority>,
    location: Option<String>,
    country: Option<Spanned<String>>,
    time_zone: Option<Spanned<String>>,
    #[serde(default)]
    relocate_to: Vec<String>,
    #[serde(default)]
    remote: Vec<Remote>,
    salary_floor: Option<RawFloor>,
    #[serde(default)]
    languages: Vec<String>,
    #[serde(default)]
    citizenships: Vec<Spanned<String>>,
    #[serde(default)]
    work_authorisations: Vec<Spanned<String>>,
    clearance: Option<String>,
    hours_a_week: Option<Spanned<i64>>,
    #[serde(default)]
    avoid: Vec<Spanned<String>>,
    #[serde(default)]
    skills: BTreeMap<Spanned<String>, RawSkill>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFloor {
    amount: Spanned<f64>,
    currency: Spanned<String>,
    #[serde(default = "yearly")]
    period: Period,
}

const fn yearly() -> Period {
    Period::Year
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FullSkill {
    level: Level,
    years: Option<Spanned<f64>>,
    last_used: Option<Spanned<i64>>,
    evidence: Option<String>,
}

/// A skill in either form.
struct RawSkill(FullSkill);

/// Written by hand because an untagged enum would lose the lines of its errors.
impl<'de> Deserialize<'de> for RawSkill {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EitherForm;
        impl<'de> Visitor<'de> for EitherForm {
            type Value = RawSkill;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a level such as \"working\", or { level = \"working\", years = 3 }")
            }

            fn visit_str<E: serde::de::Error>(self, level: &str) -> Result<RawSkill, E> {
                let level = Level::deserialize(StrDeserializer::new(level))?;
                Ok(RawSkill(FullSkill { level, years: None, last_used: None, evidence: None }))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RawSkill, A::Error> {
                FullSkill::deserialize(MapAccessDeserializer::new(map)).map(RawSkill)
            }
        }
        deserializer.deserialize_any(EitherForm)
    }
}

/// Parses and validates.
pub(super) fn parse(text: &str, dictionary: &Dictionary, today: Date) -> Result<Profile, Vec<Problem>> {
    let raw: Raw = ::toml::from_str(text).map_err(|error| vec![syntax_problem(text, &error)])?;
    let mut check = Check { text, dictionary, today, problems: Vec::new() };
    let profile = check.profile(raw);
    if check.problems.is_empty() {
        Ok(profile)
    } else {
        check.problems.sort_by_key(|problem| problem.line);
        Err(check.problems)
    }
}

struct Check<'a> {
    text: &'a str,
    dictionary: &'a Dictionary,
    today: Date,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn problem(&mut self, span: Range<usize>, message: String, remedy: impl Into<String>) {
        self.problems.push(Problem { line: Some(line_of(self.text, span.start)), message, remedy: remedy.into() });
    }

    fn profile(&mut self, raw: Raw) -> Profile {
        let (town, country_of_town) = raw.location.as_deref().map_or((None, None), place);
        let years = raw.years.and_then(|years| self.years(&years, "years of work"));
        let mut profile = Profile {
            name: raw.name,
            roles: raw.roles,
            years,
            seniority: raw.seniority,
            town,
            country: raw.country.and_then(|name| self.country(&name)).or(country_of_town),
            time_zone: raw.time_zone.and_then(|zone| self.time_zone(&zone)),
            relocate_to: raw.relocate_to,
            remote: raw.remote,
            salary_floor: raw.salary_floor.and_then(|floor| self.salary_floor(&floor)),
            languages: raw.languages.iter().map(|name| language(name)).collect(),
            citizenships: raw.citizenships.iter().filter_map(|name| self.country(name)).collect(),
            clearance: raw.clearance.map(|name| {
                if name.trim().is_empty() || name.trim().eq_ignore_ascii_case("none") {
                    Clearance::None
                } else {
                    Clearance::Held(name)
                }
            }),
            hours_a_week: raw.hours_a_week.and_then(|hours| self.whole(&hours, 1..=80, "hours a week")),
            ..Profile::default()
        };
        for name in &raw.work_authorisations {
            if name.as_ref().trim().eq_ignore_ascii_case("EU") {
                profile.authorised.extend(Country::all().filter(|country| country.has_free_movement()));
            } else {
                profile.authorised.extend(self.country(name));
            }
        }
        authorise(&mut profile);
        self.skills(raw.skills, &mut profile);
        for name in &raw.avoid {
            profile.avoid.extend(self.skill(name));
        }
        profile
    }

    fn skills(&mut self, raw: BTreeMap<Spanned<String>, RawSkill>, profile: &mut Profile) {
        // In the order of the file, so that of two names for one skill the second is the one at fault.
        let mut entries: Vec<_> = raw.into_iter().collect();
        entries.sort_by_key(|(name, _)| name.span().start);
        let mut seen: BTreeMap<u32, String> = BTreeMap::new();
        for (name, RawSkill(entry)) in entries {
            let Some(skill) = self.skill(&name) else { continue };
            if let Some(first) = seen.insert(skill, name.as_ref().clone()) {
                let message = format!("`{}` is the same skill as `{first}`", name.as_ref());
                self.problem(name.span(), message, "keep one of the two");
            }
            let years = entry.years.and_then(|years| {
                let span = years.span();
                let years = self.years(&years, &format!("years of {}", name.as_ref()))?;
                if let Some(career) = profile.years.filter(|career| years > *career) {
                    let message = format!("{years} years of {} in {career} years of work", name.as_ref());
                    self.problem(span, message, "count years of professional use, or raise `years`");
                }
                Some(years)
            });
            let last_used = entry.last_used.and_then(|year| {
                let this_year = i64::from(self.today.year());
                self.whole(&year, 1960..=this_year, &format!("the year {} was last used", name.as_ref()))
            });
            let evidence = entry.evidence.filter(|text| !text.trim().is_empty());
            profile
                .hold(Held { skill, level: entry.level, years, last_used, evidence, through: None }, self.dictionary);
        }
    }

    fn skill(&mut self, name: &Spanned<String>) -> Option<u32> {
        let found = self.dictionary.find(name.as_ref());
        if found.is_none() {
            let message = format!("the dictionary does not know the skill `{}`", name.as_ref());
            let known = self
                .dictionary
                .skills
                .iter()
                .flat_map(|skill| [&skill.name, &skill.id].into_iter().chain(&skill.aliases).map(String::as_str));
            let remedy = nearest(name.as_ref(), known).map_or_else(
                || "write another of its names, add it with `--dictionary FILE`, or leave it out".to_owned(),
                |name| format!("did you mean `{name}`?"),
            );
            self.problem(name.span(), message, remedy);
        }
        found
    }

    fn country(&mut self, name: &Spanned<String>) -> Option<Country> {
        let found = Country::find(name.as_ref());
        if found.is_none() {
            let message = format!("`{}` is not the name or code of a country", name.as_ref());
            let remedy = nearest(name.as_ref(), Country::all().map(Country::name)).map_or_else(
                || "write its English name or its code of two letters".to_owned(),
                |name| format!("did you mean `{name}`?"),
            );
            self.problem(name.span(), message, remedy);
        }
        found
    }

    fn time_zone(&mut self, zone: &Spanned<String>) -> Option<i16> {
        let found = zone::own(zone.as_ref());
        if found.is_none() {
            let message = format!("`{}` is not a time zone", zone.as_ref());
            self.problem(zone.span(), message, "write how far it is from UTC, such as UTC+1 or UTC-03:30");
        }
        found
    }

    fn years(&mut self, years: &Spanned<f64>, what: &str) -> Option<f64> {
        let value = *years.as_ref();
        if (0.0..=LONGEST_CAREER).contains(&value) {
            return Some(value);
        }
        self.problem(
            years.span(),
            format!("{value} {what} cannot be"),
            format!("give a number from 0 to {LONGEST_CAREER}"),
        );
        None
    }

    fn whole<T: TryFrom<i64>>(&mut self, number: &Spanned<i64>, range: RangeInclusive<i64>, what: &str) -> Option<T> {
        let value = *number.as_ref();
        if range.contains(&value) {
            return T::try_from(value).ok();
        }
        let (least, most) = range.into_inner();
        self.problem(
            number.span(),
            format!("{value} cannot be {what}"),
            format!("give a whole number from {least} to {most}"),
        );
        None
    }

    fn salary_floor(&mut self, floor: &RawFloor) -> Option<SalaryFloor> {
        let amount = *floor.amount.as_ref();
        if !(amount.is_finite() && amount > 0.0) {
            self.problem(floor.amount.span(), format!("{amount} is not a pay"), "give an amount above 0");
            return None;
        }
        let currency = floor.currency.as_ref().trim().to_uppercase();
        if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
            let message = format!("`{}` is not a currency", floor.currency.as_ref());
            self.problem(floor.currency.span(), message, "write its code of three letters, such as EUR");
            return None;
        }
        Some(SalaryFloor { amount, currency, period: floor.period })
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// What the TOML reader says, as a problem. Of "unknown field `x`, expected one of `a`, `b`" the nearest name is offered.
fn syntax_problem(text: &str, error: &::toml::de::Error) -> Problem {
    let line = error.span().map(|span| line_of(text, span.start));
    let said =
        error.message().trim().replace('\n', ", ").replace("expected a map", "expected a table such as [skills]");
    let quoted: Vec<&str> = said.split('`').skip(1).step_by(2).collect();
    if let (true, [unknown, known @ ..]) = (said.starts_with("unknown "), quoted.as_slice()) {
        let message = said.split(", ").next().unwrap_or(&said).to_owned();
        let remedy = nearest(unknown, known.iter().copied())
            .map_or_else(|| format!("use one of {}", known.join(", ")), |name| format!("did you mean `{name}`?"));
        return Problem { line, message, remedy };
    }
    Problem { line, message: said, remedy: "see samples/profiles for examples".to_owned() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn problems(text: &str) -> String {
        let dictionary = Dictionary::builtin().unwrap();
        let problems = parse(text, &dictionary, date(2026, 11, 20)).unwrap_err();
        problems.iter().map(|p| format!("{}: {p}\n", p.line.unwrap_or(0))).collect::<Vec<_>>().concat()
    }

    #[test]
    fn reads_both_forms_of_a_skill_and_what_it_implies() {
        let dictionary = Dictionary::builtin().unwrap();
        let text = "years = 7\nlocation = \"Porto, Portugal\"\ncitizenships = [\"pt\"]\n[skills]\nk8s = \"strong\"\nterraform = { level = \"working\", years = 2.5, last_used = 2025, evidence = \"a module\" }\n";
        let profile = parse(text, &dictionary, date(2026, 11, 20)).unwrap();
        assert_eq!((profile.town.as_deref(), profile.country.map(Country::name)), (Some("Porto"), Some("Portugal")));
        assert!(profile.authorised.contains(&Country::find("Spain").unwrap()));
        let own: Vec<_> = profile
            .own_skills()
            .map(|held| (dictionary.skills[held.skill as usize].id.as_str(), held.level, held.years))
            .collect();
        assert_eq!(own, [("kubernetes", Level::Strong, None), ("terraform", Level::Working, Some(2.5))]);
        let implied = profile.skills.iter().find(|held| held.through == dictionary.skill("terraform")).unwrap();
        assert_eq!((implied.level, implied.years, implied.evidence.as_deref()), (Level::Working, Some(2.5), None));
    }

    #[test]
    fn every_problem_is_named_with_its_line_and_remedy() {
        let text = r#"
years = 3
country = "Portugall"
hours_a_week = 200
avoid = ["Blorbix"]
time_zone = "Mars"

[salary_floor]
amount = -1
currency = "EUR"

[skills]
Postgrrresql = "strong"
Docker = { level = "working", years = 9 }
docker = "basic"
Terraform = { level = "expert", years = 99, last_used = 2031 }
"#;
        assert_eq!(
            problems(text),
            "3: `Portugall` is not the name or code of a country: did you mean `Portugal`?\n\
             4: 200 cannot be hours a week: give a whole number from 1 to 80\n\
             5: the dictionary does not know the skill `Blorbix`: write another of its names, add it with `--dictionary FILE`, or leave it out\n\
             6: `Mars` is not a time zone: write how far it is from UTC, such as UTC+1 or UTC-03:30\n\
             9: -1 is not a pay: give an amount above 0\n\
             13: the dictionary does not know the skill `Postgrrresql`: did you mean `PostgreSQL`?\n\
             14: 9 years of Docker in 3 years of work: count years of professional use, or raise `years`\n\
             15: `docker` is the same skill as `Docker`: keep one of the two\n\
             16: 99 years of Terraform cannot be: give a number from 0 to 60\n\
             16: 2031 cannot be the year Terraform was last used: give a whole number from 1960 to 2026\n"
        );
    }

    #[test]
    fn what_is_not_the_form_is_named_with_its_line_and_remedy() {
        for (text, expected) in [
            ("years = 3\nlokation = \"Porto\"\n", "2: unknown field `lokation`: did you mean `location`?\n"),
            ("roles = [\"plattform\"]\n", "1: unknown variant `plattform`: did you mean `platform`?\n"),
            ("[skills]\nDocker = \"god\"\n", "2: unknown variant `god`: use one of basic, working, strong, expert\n"),
            (
                "[skills]\nDocker = { level = \"basic\", yeers = 1 }\n",
                "2: unknown field `yeers`: did you mean `years`?\n",
            ),
            (
                "skills = [\"Docker\"]\n",
                "1: invalid type: sequence, expected a table such as [skills]: see samples/profiles for examples\n",
            ),
        ] {
            assert_eq!(problems(text), expected);
        }
    }
}
