//! A profile that was read from a CV or a JSON Resume, as TOML for the person to check and complete.
//!
//! In: a [`Draft`]. Out: TOML that [`super::parse`] accepts, each value with the place it came from as a comment.

use std::fmt::Write as _;

use super::country::misspelt;
use super::{Level, Profile};
use crate::dictionary::Dictionary;
use crate::text::one_line;

/// What was read, before a person has confirmed it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// The person's name.
    pub name: Option<String>,
    /// Years of work, and the stretches that they are made of, in words.
    pub years: Option<(f64, String)>,
    /// Residence, "Town, Country".
    pub location: Option<String>,
    /// Spoken languages, as English names.
    pub languages: Vec<String>,
    /// Skills, most certain first.
    pub skills: Vec<DraftSkill>,
    /// What was seen and not taken, in words.
    pub left_out: Vec<String>,
}

/// A skill that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftSkill {
    /// Index into the dictionary's skills.
    pub skill: u32,
    /// As stated, or `working` for want of a statement.
    pub level: Level,
    /// Years of use, stated or those of the employments that name it.
    pub years: Option<f64>,
    /// Year of last use.
    pub last_used: Option<i16>,
    /// Where it was found, in words.
    pub found: String,
}

/// A longest comment, in characters.
const LONGEST: usize = 110;

impl Draft {
    /// A JSON Resume as a draft.
    pub fn of(profile: &Profile) -> Self {
        let place = [profile.town.clone(), profile.country.map(|country| country.name().to_owned())];
        let place: Vec<String> = place.into_iter().flatten().collect();
        Self {
            name: profile.name.clone(),
            years: profile.years.map(|years| (years, "the employments together, overlaps counted once".to_owned())),
            location: (!place.is_empty()).then(|| place.join(", ")),
            languages: profile.languages.clone(),
            skills: profile
                .own_skills()
                .map(|held| DraftSkill {
                    skill: held.skill,
                    level: held.level,
                    years: held.years,
                    last_used: held.last_used,
                    found: held.evidence.clone().unwrap_or_else(|| "among the skills".to_owned()),
                })
                .collect(),
            left_out: profile.unknown.iter().map(|name| format!("not in the vocabulary: {name}")).collect(),
        }
    }

    /// The TOML; `from` names where it was read.
    pub fn to_toml(&self, from: &str, dictionary: &Dictionary) -> String {
        let mut out = format!("# Read from {} by `jobsift profile import`.\n", comment(from));
        out.push_str("# Nothing here is confirmed: check every line, correct the levels, take out what is wrong, fill in what is missing.\n\n");
        if let Some(name) = &self.name {
            let _ = writeln!(out, "name = {}", quoted(name));
        }
        if let Some((years, of)) = &self.years {
            let _ = writeln!(out, "years = {years}  # {}", comment(of));
        }
        if let Some(location) = &self.location {
            // One that reads as a slip would be refused; a comment asks.
            let location = &one_line(location);
            let (sign, ask) = match misspelt(location) {
                Some(near) => ("# ", format!("  # not {near}? Then write it as Town, Country")),
                None => ("", String::new()),
            };
            let _ = writeln!(out, "{sign}location = {}{ask}", quoted(location));
        }
        if !self.languages.is_empty() {
            let names: Vec<String> = self.languages.iter().map(|name| quoted(name)).collect();
            let _ = writeln!(out, "languages = [{}]", names.join(", "));
        }
        out.push_str(TO_FILL_IN);
        out.push_str(
            "\n# Levels: basic, working, strong, expert. Where the source states none it says working.\n[skills]\n",
        );
        for skill in &self.skills {
            let _ = writeln!(out, "{}", line(skill, dictionary));
        }
        if !self.left_out.is_empty() {
            out.push_str("\n# Seen and left out:\n");
            for what in &self.left_out {
                let _ = writeln!(out, "#   {}", comment(what));
            }
        }
        out
    }
}

/// What no source says. `jobsift profile new` explains each.
const TO_FILL_IN: &str = r#"
# roles = ["platform", "sre"]
# seniority = "mid"
# remote = ["remote", "hybrid"]
# relocate_to = []
# time_zone = "UTC+0"
# citizenships = []
# work_authorisations = []
# clearance = "none"
# hours_a_week = 6
# avoid = []
# salary_floor = { amount = 50000, currency = "EUR" }
"#;

fn line(skill: &DraftSkill, dictionary: &Dictionary) -> String {
    let entry = dictionary.skills.get(skill.skill as usize);
    let (id, name) = entry.map_or(("", ""), |entry| (entry.id.as_str(), entry.name.as_str()));
    let key = if dictionary.find(name) == Some(skill.skill) { name } else { id };
    let key = if is_bare(key) { key.to_owned() } else { quoted(key) };
    let mut value = format!("level = \"{}\"", skill.level);
    if let Some(years) = skill.years {
        let _ = write!(value, ", years = {years}");
    }
    if let Some(year) = skill.last_used {
        let _ = write!(value, ", last_used = {year}");
    }
    format!("{key} = {{ {value} }}  # {}", comment(&skill.found))
}

fn is_bare(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn quoted(text: &str) -> String {
    ::toml::Value::String(one_line(text)).to_string()
}

fn comment(text: &str) -> String {
    let text = one_line(text);
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_town_that_reads_as_a_slip_is_a_comment() {
        let dictionary = Dictionary::builtin().unwrap();
        let line = |location: &str| {
            let draft = Draft { location: Some(location.to_owned()), ..Draft::default() };
            draft.to_toml("cv.txt", &dictionary).lines().find(|line| line.contains("location")).map(str::to_owned)
        };
        assert_eq!(line("Ghent, Belgium").as_deref(), Some("location = \"Ghent, Belgium\""));
        for location in ["Lisbonn", "Lisbonn\u{200b}\u{200b}"] {
            let asks = "# location = \"Lisbonn\"  # not Lisbon? Then write it as Town, Country";
            assert_eq!(line(location).as_deref(), Some(asks));
        }
    }
}
