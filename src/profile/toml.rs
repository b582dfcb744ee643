//! A profile as a person writes it: TOML.
//!
//! In: the text. Out: a [`Profile`], or every problem with its line and remedy.
//! A skill is written short (`Docker = "strong"`) or in full (`Docker = { level = "strong", years = 4, last_used = 2026 }`).

use std::ops::RangeInclusive;

use ::toml::Spanned;
use jiff::civil::Date;

use super::country::{last_part, misspelt, place};
use super::keys::{Faults, Keys, Value, named};
use super::{
    Clearance, Country, Held, LONGEST_CAREER, Level, Problem, Profile, SalaryFloor, authorise, language, zone,
};
use crate::analysis::Role;
use crate::dictionary::Dictionary;
use crate::facts::is_currency;
use crate::posting::{Period, Remote, Seniority};

/// Parses and validates.
pub(super) fn parse(text: &str, dictionary: &Dictionary, today: Date) -> Result<Profile, Vec<Problem>> {
    let (keys, faults) = Faults::parse(text);
    let mut check = Check { faults, dictionary, today };
    let profile = check.profile(keys);
    check.faults.or(profile)
}

struct Check<'a> {
    faults: Faults<'a>,
    dictionary: &'a Dictionary,
    today: Date,
}

impl Check<'_> {
    fn profile(&mut self, mut keys: Keys<'_>) -> Profile {
        let location = keys.text("location", &mut self.faults);
        let (town, country_of_town) = location.as_ref().map_or((None, None), |text| place(text.as_ref()));
        let years = keys.number("years", &mut self.faults);
        let country = keys.text("country", &mut self.faults);
        let time_zone = keys.text("time_zone", &mut self.faults);
        let relocate_to = keys.texts("relocate_to", &mut self.faults);
        let languages = keys.texts("languages", &mut self.faults);
        let citizenships = keys.texts("citizenships", &mut self.faults);
        let authorisations = keys.texts("work_authorisations", &mut self.faults);
        let hours = keys.whole("hours_a_week", &mut self.faults);
        let avoid = keys.texts("avoid", &mut self.faults);
        let floor = keys.table("salary_floor", &mut self.faults);
        let skills = keys.table("skills", &mut self.faults);
        let is_none = |name: &str| name.trim().is_empty() || name.trim().eq_ignore_ascii_case("none");
        location.iter().chain(&relocate_to).for_each(|text| self.place(text));
        let mut profile = Profile {
            name: keys.text("name", &mut self.faults).map(Spanned::into_inner),
            roles: keys.names("roles", Role::ALL, Role::name, &mut self.faults),
            years: years.and_then(|years| self.years(&years, "years of work")),
            seniority: keys.name("seniority", Seniority::ALL, Seniority::name, &mut self.faults),
            town,
            country: country.and_then(|name| self.country(&name)).or(country_of_town),
            time_zone: time_zone.and_then(|zone| self.time_zone(&zone)),
            relocate_to: relocate_to.into_iter().map(Spanned::into_inner).collect(),
            remote: keys.names("remote", Remote::ALL, Remote::name, &mut self.faults),
            salary_floor: floor.and_then(|floor| self.salary_floor(floor)),
            languages: languages.iter().filter_map(|name| self.language(name)).collect(),
            citizenships: citizenships.iter().filter_map(|name| self.country(name)).collect(),
            clearance: keys
                .text("clearance", &mut self.faults)
                .map(Spanned::into_inner)
                .map(|name| if is_none(&name) { Clearance::None } else { Clearance::Held(name) }),
            hours_a_week: hours.and_then(|hours| self.whole(&hours, 1..=80, "hours a week")),
            ..Profile::default()
        };
        for name in &authorisations {
            if name.as_ref().trim().eq_ignore_ascii_case("EU") {
                profile.authorised.extend(Country::all().filter(|country| country.has_free_movement()));
            } else {
                profile.authorised.extend(self.country(name));
            }
        }
        authorise(&mut profile);
        for (name, value) in skills.map(Keys::all).unwrap_or_default() {
            self.held(&name, value, &mut profile);
        }
        for name in &avoid {
            profile.avoid.extend(self.skill(name));
        }
        keys.end(&mut self.faults);
        profile
    }

    /// Adds a skill. Of two names for one skill the second is at fault.
    fn held(&mut self, name: &Spanned<String>, value: Value<'_>, profile: &mut Profile) {
        let skill = self.skill(name);
        let (level, years, last_used, evidence) = match value.text_or_table(&mut self.faults) {
            None => return,
            Some(Ok(level)) => {
                (named(&level, name.as_ref(), Level::ALL, Level::name, &mut self.faults), None, None, None)
            }
            Some(Err(mut keys)) => {
                let has_level = keys.has("level");
                let level = keys.name("level", Level::ALL, Level::name, &mut self.faults);
                let years = keys.number("years", &mut self.faults);
                let last_used = keys.whole("last_used", &mut self.faults);
                let evidence = keys.text("evidence", &mut self.faults).map(Spanned::into_inner);
                if !has_level {
                    let message = format!("`{}` has no level", name.as_ref());
                    self.faults.add(name.span(), message, "add level = \"working\", or basic, strong, expert");
                }
                keys.end(&mut self.faults);
                (level, years, last_used, evidence)
            }
        };
        let years = years.and_then(|given| {
            let years = self.years(&given, &format!("years of {}", name.as_ref()))?;
            if let Some(career) = profile.years.filter(|career| years > *career) {
                let message = format!("{years} years of {} in {career} years of work", name.as_ref());
                self.faults.add(given.span(), message, "count years of professional use, or raise `years`");
            }
            Some(years)
        });
        let this_year = i64::from(self.today.year());
        let last_used = last_used
            .and_then(|year| self.whole(&year, 1960..=this_year, &format!("the year {} was last used", name.as_ref())));
        let evidence = evidence.filter(|text| !text.trim().is_empty());
        let (Some(skill), Some(level)) = (skill, level) else { return };
        if profile.own_skills().any(|held| held.skill == skill) {
            let first = &self.dictionary.skills[skill as usize].name;
            let message = format!("`{}` is {first}, which is there already", name.as_ref());
            self.faults.add(name.span(), message, "keep one of the two");
            return;
        }
        profile.hold(Held { skill, level, years, last_used, evidence, through: None }, self.dictionary);
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
            let remedy = did_you_mean(
                self.faults.nearest(name.as_ref(), known),
                || "write another of its names, add it with `--dictionary FILE`, or leave it out",
            );
            self.faults.add(name.span(), message, remedy);
        }
        found
    }

    fn country(&mut self, name: &Spanned<String>) -> Option<Country> {
        let found = Country::find(name.as_ref());
        if found.is_none() {
            let message = format!("`{}` is not the name or code of a country", name.as_ref());
            let near = self.faults.nearest(name.as_ref(), Country::all().map(Country::name));
            self.faults.add(
                name.span(),
                message,
                did_you_mean(near, || "write its English name or its code of two letters"),
            );
        }
        found
    }

    /// Notes a place that is nearly one that is known: a slip of the pen. Others may be any town.
    fn place(&mut self, text: &Spanned<String>) {
        if self.faults.is_full() {
            return;
        }
        if let Some(near) = misspelt(text.as_ref()) {
            let message = format!("`{}` is no place that is known", last_part(text.as_ref()));
            self.faults.add(text.span(), message, format!("did you mean `{near}`? If not, write it as Town, Country"));
        }
    }

    fn language(&mut self, name: &Spanned<String>) -> Option<String> {
        let found = language::any(name.as_ref());
        if found.is_none() {
            let message = format!("`{}` is no language that is known", name.as_ref());
            let near = self.faults.nearest(name.as_ref(), language::names()).and_then(language::any);
            self.faults.add(
                name.span(),
                message,
                did_you_mean(near.as_deref(), || "write its English name or its code of two letters"),
            );
        }
        found
    }

    fn time_zone(&mut self, zone: &Spanned<String>) -> Option<i16> {
        let found = zone::own(zone.as_ref());
        if found.is_none() {
            let message = format!("`{}` is not a time zone", zone.as_ref());
            self.faults.add(zone.span(), message, "write how far it is from UTC, such as UTC+1 or UTC-03:30");
        }
        found
    }

    fn years(&mut self, years: &Spanned<f64>, what: &str) -> Option<f64> {
        let value = *years.as_ref();
        if (0.0..=LONGEST_CAREER).contains(&value) {
            return Some(value);
        }
        let remedy = format!("give a number from 0 to {LONGEST_CAREER}");
        self.faults.add(years.span(), format!("{} {what} cannot be", figure(value)), remedy);
        None
    }

    fn whole<T: TryFrom<i64>>(&mut self, number: &Spanned<i64>, range: RangeInclusive<i64>, what: &str) -> Option<T> {
        let value = *number.as_ref();
        if range.contains(&value) {
            return T::try_from(value).ok();
        }
        let remedy = format!("give a whole number from {} to {}", range.start(), range.end());
        self.faults.add(number.span(), format!("{value} cannot be {what}"), remedy);
        None
    }

    fn salary_floor(&mut self, mut keys: Keys<'_>) -> Option<SalaryFloor> {
        let amount = keys.number("amount", &mut self.faults);
        let currency = keys.text("currency", &mut self.faults);
        let period = keys.name("period", Period::ALL, Period::name, &mut self.faults).unwrap_or(Period::Year);
        keys.end(&mut self.faults);
        let (amount, currency) = (amount?, currency?);
        let code = currency.as_ref().trim().to_uppercase();
        let value = *amount.as_ref();
        if !(value.is_finite() && value > 0.0) {
            self.faults.add(amount.span(), format!("{} is not a pay", figure(value)), "give an amount above 0");
            return None;
        }
        if !is_currency(&code) {
            let message = format!("`{}` is no currency that is known", currency.as_ref());
            self.faults.add(currency.span(), message, "write its code of three letters, such as EUR");
            return None;
        }
        Some(SalaryFloor { amount: value, currency: code, period })
    }
}

fn did_you_mean(near: Option<&str>, otherwise: impl Fn() -> &'static str) -> String {
    near.map_or_else(|| otherwise().to_owned(), |name| format!("did you mean `{name}`?"))
}

/// A number as a person can read it, however large.
fn figure(value: f64) -> String {
    if value.abs() < 1e9 { value.to_string() } else { format!("{value:e}") }
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
             15: `docker` is Docker, which is there already: keep one of the two\n\
             16: 99 years of Terraform cannot be: give a number from 0 to 60\n\
             16: 2031 cannot be the year Terraform was last used: give a whole number from 1960 to 2026\n"
        );
    }

    #[test]
    fn faults_without_end_are_told_up_to_fifty_and_counted() {
        let several = |one: fn(usize) -> String| (0..3_000).map(one).collect::<Vec<_>>();
        let unknown = several(|at| format!("\"zork {at}\" = \"working\"\n")).concat();
        let words = several(|at| format!("\"zork {at}\"")).join(",");
        let keys = several(|at| format!("key{at} = 1\n")).concat();
        for text in [format!("[skills]\n{unknown}"), format!("languages = [{words}]\n"), keys] {
            let told = problems(&text);
            assert_eq!(
                (told.lines().count(), told.lines().last()),
                (51, Some("0: 2950 more faults: mend these first"))
            );
        }
        assert_eq!(problems(&"= 1\n".repeat(3_000)).lines().count(), 51);
        let long = format!("[skills]\n{} = \"working\"\n", "x".repeat(500_000));
        assert!(problems(&long).starts_with("2: the dictionary does not know the skill `xxx"));
    }

    #[test]
    fn what_is_not_the_form_is_named_with_its_line_and_remedy() {
        for (text, expected) in [
            ("years = 3\nlokation = \"Porto\"\n", "2: unknown key `lokation`: did you mean `location`?\n"),
            (
                "roles = [\"plattform\", \"sre\", \"dev\"]\n",
                "1: `plattform` is no value of `roles`: did you mean `platform`? It may be platform, release, sre, backend-infra or other\n\
                 1: `dev` is no value of `roles`: it may be platform, release, sre, backend-infra or other\n",
            ),
            (
                "[skills]\nDocker = \"god\"\n",
                "2: `god` is no value of `Docker`: it may be basic, working, strong or expert\n",
            ),
            (
                "[skills]\nDocker = { level = \"basic\", yeers = 1 }\n",
                "2: unknown key `skills.Docker.yeers`: did you mean `years`? It may be level, years, last_used or evidence\n",
            ),
            (
                "skills = [\"Docker\"]\n",
                "1: `skills` is a list: give a table, written as [skills] with its keys below it\n",
            ),
            (
                "years = \"six\"\nname = 3\nlanguages = \"German\"\n",
                "1: `years` is a text: give a number\n2: `name` is a number: give a text in quotes\n\
                 3: `languages` is a text: give a list of texts, such as [\"a\", \"b\"]\n",
            ),
            (
                "languages = [\"Germann\", \"Klingon\", \"Welsh\"]\nlocation = \"Jena, Germny\"\nrelocate_to = [\"Lisbonn\", \"Faro\"]\n",
                "1: `Germann` is no language that is known: did you mean `German`?\n\
                 1: `Klingon` is no language that is known: write its English name or its code of two letters\n\
                 2: `Germny` is no place that is known: did you mean `Germany`? If not, write it as Town, Country\n\
                 3: `Lisbonn` is no place that is known: did you mean `Lisbon`? If not, write it as Town, Country\n",
            ),
            (
                "years = 1e300\nhours_a_week = 99999999999999999999\n[salary_floor]\namount = 1\ncurrency = \"XYZ\"\n[skills]\nDocker = { years = 2 }\n",
                "1: 1e300 years of work cannot be: give a number from 0 to 60\n\
                 2: `hours_a_week` is a whole number that is too large: give a whole number\n\
                 5: `XYZ` is no currency that is known: write its code of three letters, such as EUR\n\
                 7: `Docker` has no level: add level = \"working\", or basic, strong, expert\n",
            ),
            ("roles = [\"sre\"\nyears = \n", ""),
        ] {
            if expected.is_empty() {
                assert!(problems(text).lines().all(|line| line.contains("profile new")), "{}", problems(text));
                continue;
            }
            assert_eq!(problems(text), expected);
        }
    }
}
