//! A profile from a JSON Resume (jsonresume.org): skills, employments, certificates, languages.
//!
//! In: the text. Out: a [`Profile`], or every problem. The schema allows almost anything, so free text is usual:
//! names that the dictionary does not know are listed in [`Profile::unknown`], not refused; impossible dates are.

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use super::span::{self, Edge, day};
use super::{Country, Held, LONGEST_CAREER, Level, Problem, Profile, language};
use crate::dictionary::Dictionary;

/// The parts that are read. Unknown keys are allowed by the schema, and skipped.
#[derive(Deserialize)]
struct Resume {
    #[serde(default)]
    basics: Basics,
    #[serde(default)]
    work: Vec<Employment>,
    #[serde(default)]
    skills: Vec<Skill>,
    #[serde(default)]
    certificates: Vec<Certificate>,
    #[serde(default)]
    languages: Vec<Language>,
}

#[derive(Default, Deserialize)]
struct Basics {
    name: Option<String>,
    location: Option<Location>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    city: Option<String>,
    country_code: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Employment {
    start_date: Option<String>,
    end_date: Option<String>,
}

#[derive(Deserialize)]
struct Skill {
    name: Option<String>,
    /// Text by the schema, a number in practice.
    #[serde(default)]
    level: Value,
    #[serde(default)]
    keywords: Vec<String>,
}

#[derive(Deserialize)]
struct Certificate {
    name: Option<String>,
    date: Option<String>,
}

#[derive(Deserialize)]
struct Language {
    language: Option<String>,
}

/// Parses and validates.
pub(super) fn parse(text: &str, dictionary: &Dictionary, today: Date) -> Result<Profile, Vec<Problem>> {
    let problem = |line: usize, message: String| {
        let remedy = "write it as jsonresume.org describes, or write a TOML profile".to_owned();
        vec![Problem { line: Some(line.max(1)), message, remedy }]
    };
    let value: Value = serde_json::from_str(text).map_err(|e| problem(e.line(), format!("not valid JSON: {e}")))?;
    if !value.is_object() {
        return Err(problem(1, "no JSON Resume, which is one object with `basics`, `work` and `skills`".to_owned()));
    }
    let resume: Resume = serde_json::from_str(text).map_err(|e| problem(e.line(), format!("no JSON Resume: {e}")))?;
    let location = resume.basics.location;
    let mut profile = Profile {
        name: resume.basics.name,
        years: years_of_work(&resume.work, today)?,
        town: location.as_ref().and_then(|location| location.city.clone()).filter(|city| !city.trim().is_empty()),
        country: location.and_then(|location| location.country_code).and_then(|code| Country::find(&code)),
        languages: resume.languages.iter().filter_map(|entry| language::any(entry.language.as_deref()?)).collect(),
        ..Profile::default()
    };
    for entry in &resume.skills {
        let level = level(&entry.level).unwrap_or(Level::Working);
        // With keywords the name is often a heading ("Backend"), and no skill itself.
        if let Some(name) = &entry.name {
            let is_heading = !entry.keywords.is_empty() && dictionary.find(name).is_none();
            if !is_heading {
                hold(&mut profile, name, level, None, dictionary);
            }
        }
        for keyword in &entry.keywords {
            hold(&mut profile, keyword, level, None, dictionary);
        }
    }
    for entry in &resume.certificates {
        let evidence =
            entry.date.as_ref().map_or_else(|| "certificate".to_owned(), |date| format!("certificate of {date}"));
        if let Some(name) = &entry.name {
            hold(&mut profile, name, Level::Working, Some(evidence), dictionary);
        }
    }
    Ok(profile)
}

/// Adds a skill once; a second naming of it counts only when it claims a higher level.
fn hold(profile: &mut Profile, name: &str, level: Level, evidence: Option<String>, dictionary: &Dictionary) {
    let Some(skill) = dictionary.find(name) else {
        let name = name.trim().to_owned();
        if !name.is_empty() && !profile.unknown.contains(&name) {
            profile.unknown.push(name);
        }
        return;
    };
    if profile.own_skills().any(|held| held.skill == skill && held.level >= level) {
        return;
    }
    profile.skills.retain(|held| held.skill != skill || held.through.is_some());
    profile.skills.retain(|held| held.through != Some(skill));
    profile.hold(Held { evidence, ..Held::new(skill, level) }, dictionary);
}

/// A level from free text or from a number: up to 1 a share, up to 5 points of five, up to 10 of ten, up to 100 per cent.
fn level(value: &Value) -> Option<Level> {
    const WORDS: &[(Level, &[&str])] = &[
        (Level::Expert, &["expert", "master", "guru", "authority"]),
        (Level::Strong, &["advanced", "senior", "strong", "proficient", "professional", "very good", "experienced"]),
        (Level::Working, &["intermediate", "working", "competent", "good", "medium", "mid", "practitioner"]),
        (
            Level::Basic,
            &["beginner", "basic", "novice", "junior", "elementary", "learning", "familiar", "entry", "low"],
        ),
    ];
    if let Some(number) = value.as_f64() {
        return level_of_number(number);
    }
    let text = value.as_str()?.trim().to_lowercase();
    if let Some((points, of)) = text.split_once('/')
        && let (Ok(points), Ok(of)) = (points.trim().parse::<f64>(), of.trim().parse::<f64>())
        && of > 0.0
    {
        return level_of_share(points / of);
    }
    if let Some(Ok(percent)) = text.strip_suffix('%').map(|number| number.trim().parse::<f64>()) {
        return level_of_share(percent / 100.0);
    }
    if let Ok(number) = text.parse::<f64>() {
        return level_of_number(number);
    }
    WORDS.iter().find(|(_, words)| words.iter().any(|word| text.contains(word))).map(|(level, _)| *level)
}

fn level_of_number(number: f64) -> Option<Level> {
    let scale = if number.fract() != 0.0 && number < 1.0 {
        1.0
    } else if number <= 5.0 {
        5.0
    } else if number <= 10.0 {
        10.0
    } else {
        100.0
    };
    level_of_share(number / scale)
}

fn level_of_share(share: f64) -> Option<Level> {
    match share {
        share if !(0.0..=1.0).contains(&share) => None,
        share if share > 0.9 => Some(Level::Expert),
        share if share > 0.6 => Some(Level::Strong),
        share if share > 0.4 => Some(Level::Working),
        _ => Some(Level::Basic),
    }
}

/// The years that the employments cover together; overlaps count once. `None` when no employment has a date.
fn years_of_work(work: &[Employment], today: Date) -> Result<Option<f64>, Vec<Problem>> {
    let mut spans: Vec<(Date, Date)> = Vec::new();
    let mut problems = Vec::new();
    for (index, employment) in work.iter().enumerate() {
        let mut refuse = |key: &str, message: String| {
            let remedy = "write dates as 2021, 2021-04 or 2021-04-30, the start before the end".to_owned();
            problems.push(Problem { line: None, message: format!("work[{index}].{key}: {message}"), remedy });
        };
        let Some(start_text) = employment.start_date.as_deref().filter(|text| !text.trim().is_empty()) else {
            continue;
        };
        let Some(start) = date(start_text, Edge::Start) else {
            refuse("startDate", format!("`{start_text}` is not a date"));
            continue;
        };
        let end_text = employment.end_date.as_deref().map(str::trim).unwrap_or_default();
        let end = if end_text.is_empty()
            || ["present", "now", "current", "today"].contains(&end_text.to_lowercase().as_str())
        {
            Some(today)
        } else {
            date(end_text, Edge::End)
        };
        match end {
            None => refuse("endDate", format!("`{end_text}` is not a date")),
            Some(end) if end < start && start <= today => {
                refuse("endDate", format!("{end_text} is before {start_text}"));
            }
            // What is still to come is no experience yet.
            Some(end) => spans.push((start.min(today), end.min(today))),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let Some(years) = span::years(spans) else { return Ok(None) };
    if years > LONGEST_CAREER {
        return Err(vec![Problem {
            line: None,
            message: format!("work: {years} years of work cannot be"),
            remedy: "check the years of the dates".to_owned(),
        }]);
    }
    Ok(Some(years))
}

/// `2021`, `2021-04` or `2021-04-30`. A bare year is its middle, at either edge; a month is worked in full.
fn date(text: &str, edge: Edge) -> Option<Date> {
    let parts: Vec<i16> = text.trim().split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match (parts.as_slice(), edge) {
        ([year], edge) => day(*year, None, edge),
        ([year, month], edge) => day(*year, Some(i8::try_from(*month).ok()?), edge),
        ([year, month, day], _) => Date::new(*year, i8::try_from(*month).ok()?, i8::try_from(*day).ok()?).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 20);

    fn work(entries: &[(&str, &str)]) -> Vec<Employment> {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        entries.iter().map(|(start, end)| Employment { start_date: text(start), end_date: text(end) }).collect()
    }

    #[test]
    fn overlapping_employments_count_once() {
        let years = |entries: &[(&str, &str)]| years_of_work(&work(entries), TODAY).unwrap();
        assert_eq!(years(&[("2018-01", "2020-12"), ("2019-06", "2021-12")]), Some(4.0));
        assert_eq!(years(&[("2018-01", "2020-12"), ("2019-01", "2019-12")]), Some(3.0));
        assert_eq!(years(&[("2019", "2021")]), Some(2.0));
        assert_eq!(years(&[("2025-11-20", "")]), Some(1.0));
        assert_eq!(years(&[("2027-01", "")]), Some(0.0), "still to come");
        assert_eq!(years(&[("", "")]), None);
        assert_eq!(years(&[]), None);
    }

    #[test]
    fn impossible_dates_are_refused() {
        let say = |entries: &[(&str, &str)]| {
            years_of_work(&work(entries), TODAY).unwrap_err().iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let remedy = "write dates as 2021, 2021-04 or 2021-04-30, the start before the end";
        assert_eq!(say(&[("2021-05", "2020-01")]), [format!("work[0].endDate: 2020-01 is before 2021-05: {remedy}")]);
        assert_eq!(say(&[("2020", ""), ("May", "")]), [format!("work[1].startDate: `May` is not a date: {remedy}")]);
        assert_eq!(say(&[("1900", "")]), ["work: 126.4 years of work cannot be: check the years of the dates"]);
    }

    #[test]
    fn levels_come_as_text_and_as_numbers() {
        let read = |text: &str| level(&serde_json::from_str(text).unwrap());
        assert_eq!(read("\"Advanced\""), Some(Level::Strong));
        assert_eq!(read("\"absolute beginner\""), Some(Level::Basic));
        assert_eq!(read("5"), Some(Level::Expert));
        assert_eq!(read("\"3/5\""), Some(Level::Working));
        assert_eq!(read("\"80%\""), Some(Level::Strong));
        assert_eq!(read("0.2"), Some(Level::Basic));
        assert_eq!(read("-3"), None);
        assert_eq!(read("null"), None);
    }

    #[test]
    fn reads_a_resume() {
        let dictionary = Dictionary::builtin().unwrap();
        let text = r#"{
            "basics": {"name": "Noor Example", "location": {"city": "Ghent", "countryCode": "BE"}},
            "work": [{"name": "Fictional Ltd", "startDate": "2020-01", "endDate": "2023-12"}],
            "skills": [{"name": "Backend", "level": "Expert", "keywords": ["Go", "PostgreSQL", "Juggling"]},
                       {"name": "Docker", "level": 2}, {"name": "docker", "level": 4}],
            "languages": [{"language": "Nederlands", "fluency": "Native"}],
            "volunteer": [{"anything": true}]
        }"#;
        let profile = parse(text, &dictionary, TODAY).unwrap();
        let own: Vec<_> =
            profile.own_skills().map(|held| (dictionary.skills[held.skill as usize].id.as_str(), held.level)).collect();
        assert_eq!(own, [("docker", Level::Strong), ("go", Level::Expert), ("postgresql", Level::Expert)]);
        assert_eq!(profile.unknown, ["Juggling"]);
        assert_eq!(
            (profile.years, profile.town.as_deref(), profile.country.map(Country::code)),
            (Some(4.0), Some("Ghent"), Some("BE"))
        );
        assert_eq!(profile.languages, ["Dutch"]);
    }
}
