//! The person: what they can do, what they want, what rules them out.
//!
//! In: a TOML file (`profile/toml.rs`) or a JSON Resume (`profile/json_resume.rs`). Out: a [`Profile`], validated against
//! the dictionary, or every problem of the file at once. What a file does not say stays unknown: nothing is guessed.
//! [`cv`] reads a first draft of one from the text of a CV, [`write`] makes TOML of it, and [`show`] says what a profile means.

mod country;
pub mod cv;
mod json_resume;
mod keys;
mod language;
pub mod show;
mod span;
mod toml;
pub mod write;
pub mod zone;

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

pub use self::country::{Country, folded_words};
use crate::analysis::Role;
use crate::dictionary::Dictionary;
use crate::posting::{Period, Remote, Seniority, names};
use crate::{fault, import};

names! {
    /// How well a person knows a skill. Ordered from weakest to strongest.
    Level {
        /// Has tried it; needs help with real work.
        Basic = "basic",
        /// Does ordinary work with it alone.
        Working = "working",
        /// Solves hard problems with it.
        Strong = "strong",
        /// Others come with their hard problems.
        Expert = "expert",
    }
}

/// A profile with comments, to fill in: what `jobsift profile new` writes.
pub const NEW: &str = include_str!("profile/new.toml");

/// A person's profile. `None` and empty lists are "not stated".
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// How the person is called.
    pub name: Option<String>,
    /// The roles looked for.
    pub roles: Vec<Role>,
    /// Years of professional work, overlaps counted once.
    pub years: Option<f64>,
    /// The level worked at.
    pub seniority: Option<Seniority>,
    /// Town of residence.
    pub town: Option<String>,
    /// Country of residence.
    pub country: Option<Country>,
    /// Time zone, in minutes ahead of UTC.
    pub time_zone: Option<i16>,
    /// Towns and countries that the person would also work in.
    pub relocate_to: Vec<String>,
    /// The ways of working that are acceptable.
    pub remote: Vec<Remote>,
    /// The least pay that is acceptable.
    pub salary_floor: Option<SalaryFloor>,
    /// Spoken languages, as English names.
    pub languages: Vec<String>,
    /// Countries whose passport the person holds.
    pub citizenships: BTreeSet<Country>,
    /// Countries that the person may work in without a sponsor; includes those that a citizenship opens.
    pub authorised: BTreeSet<Country>,
    /// Security clearance.
    pub clearance: Option<Clearance>,
    /// Hours a week for learning.
    pub hours_a_week: Option<u8>,
    /// Skills, own and implied ones, by dictionary index, then own before implied. The same skill may be implied more than once.
    pub skills: Vec<Held>,
    /// Skills, by dictionary index, that the person does not want to work with again.
    pub avoid: BTreeSet<u32>,
    /// Names that the dictionary does not know, from a source in which free text is usual; they count for nothing.
    pub unknown: Vec<String>,
}

/// A skill that a person has.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// Index into the dictionary's skills.
    pub skill: u32,
    /// How well.
    pub level: Level,
    /// Years of use.
    pub years: Option<f64>,
    /// The year of last use.
    pub last_used: Option<i16>,
    /// Where it can be seen.
    pub evidence: Option<String>,
    /// The skill of the profile that implies this one; `None` for a skill that the profile names.
    pub through: Option<u32>,
}

/// The least pay that is acceptable.
#[derive(Clone, Debug, PartialEq)]
pub struct SalaryFloor {
    /// In the currency's main unit, for one `period`.
    pub amount: f64,
    /// ISO 4217 code.
    pub currency: String,
    /// What the amount is for.
    pub period: Period,
}

/// What a person says about security clearance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clearance {
    /// Has none.
    None,
    /// Has this one.
    Held(String),
}

/// Why a profile cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// The file cannot be read.
    #[error("{}: the profile cannot be read: {}{}", path.display(), fault::reason(cause), hint(path, cause))]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The file says something that cannot be; all of it is listed.
    #[error("{}", problems.iter().map(|problem| at(path, problem)).collect::<Vec<_>>().join("\n"))]
    Invalid {
        /// The file.
        path: PathBuf,
        /// In the order of the file; at least one.
        problems: Vec<Problem>,
    },
}

/// One thing that is wrong in a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line, from 1; unknown for values of a JSON Resume.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.message, self.remedy)
    }
}

fn hint(path: &Path, cause: &io::Error) -> String {
    let is_missing = cause.kind() == io::ErrorKind::NotFound;
    if is_missing { format!("; `jobsift profile new {}` writes one to fill in", path.display()) } else { String::new() }
}

fn at(path: &Path, problem: &Problem) -> String {
    match problem.line {
        Some(line) => format!("{}:{line}: {problem}", path.display()),
        None => format!("{}: {problem}", path.display()),
    }
}

/// Reads the profile at `path`; `today` ends an employment that is still going on and dates "last used".
///
/// # Errors
///
/// The file cannot be read, is neither TOML nor JSON, or says something impossible.
pub fn read(path: &Path, dictionary: &Dictionary, today: Date) -> Result<Profile, ProfileError> {
    let text = import::read_text(path).map_err(|cause| ProfileError::Read { path: path.to_path_buf(), cause })?;
    parse(&text, path, dictionary, today)
}

/// Reads a profile from its text: JSON Resume when the file is called so or the text begins with a brace, else TOML.
///
/// # Errors
///
/// The text is neither TOML nor JSON, or says something impossible.
pub fn parse(text: &str, path: &Path, dictionary: &Dictionary, today: Date) -> Result<Profile, ProfileError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    let parsed = if is_json || text.trim_start().starts_with('{') {
        json_resume::parse(text, dictionary, today)
    } else {
        toml::parse(text, dictionary, today)
    };
    parsed.map_err(|problems| ProfileError::Invalid { path: path.to_path_buf(), problems })
}

impl Profile {
    /// Adds a skill together with all that the dictionary says it implies, at the same level and years.
    pub fn hold(&mut self, held: Held, dictionary: &Dictionary) {
        let own = held.skill;
        for implied in implied(own, dictionary) {
            self.skills.push(Held { skill: implied, evidence: None, through: Some(own), ..held.clone() });
        }
        self.skills.push(held);
        self.skills.sort_by_key(|held| (held.skill, held.through));
    }

    /// The skills that the profile names itself, in the order of the dictionary.
    pub fn own_skills(&self) -> impl Iterator<Item = &Held> {
        self.skills.iter().filter(|held| held.through.is_none())
    }
}

impl Held {
    /// A skill at a level, with nothing else said about it.
    pub fn new(skill: u32, level: Level) -> Self {
        Self { skill, level, years: None, last_used: None, evidence: None, through: None }
    }
}

/// Every skill that `skill` implies, directly or through others, without itself. Safe against circles.
pub fn implied(skill: u32, dictionary: &Dictionary) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    let mut open = vec![skill];
    while let Some(next) = open.pop() {
        for &implied in dictionary.skills.get(next as usize).map_or(&[][..], |entry| &entry.implies) {
            if implied != skill && found.insert(implied) {
                open.push(implied);
            }
        }
    }
    found
}

/// Adds to the authorisations what the citizenships open: a citizen of a country of the European Economic Area, or of
/// Switzerland, may work in all of them.
fn authorise(profile: &mut Profile) {
    profile.authorised.extend(profile.citizenships.iter().copied());
    if profile.citizenships.iter().any(|country| country.has_free_movement()) {
        profile.authorised.extend(Country::all().filter(|country| country.has_free_movement()));
    }
}

/// The longest working life that is believed, in years.
const LONGEST_CAREER: f64 = 60.0;

/// The entry of `known` nearest to `word`, when it is near enough to be a slip of the pen.
fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LIKENESS_MIN: f64 = 0.6;
    let word = word.to_lowercase();
    let letters = word.chars().count();
    // The difference of the lengths has to be made up letter by letter, and a word may be a megabyte long.
    let may_be_near = |name: &&str| {
        let others = name.chars().count();
        1.0 - letters.abs_diff(others) as f64 / letters.max(others).max(1) as f64 >= LIKENESS_MIN
    };
    known
        .into_iter()
        .filter(may_be_near)
        .map(|name| (strsim::normalized_damerau_levenshtein(&word, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness >= LIKENESS_MIN)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    static BUILTIN: LazyLock<Dictionary> = LazyLock::new(|| Dictionary::builtin().unwrap());

    #[test]
    fn a_refusal_names_the_file() {
        let parse = |text| parse(text, Path::new("me.toml"), &BUILTIN, date(2026, 11, 20)).unwrap_err().to_string();
        assert_eq!(
            parse("\u{feff}years = 99\nhours_a_week = 0\n"),
            "me.toml:1: 99 years of work cannot be: give a number from 0 to 60\n\
             me.toml:2: 0 cannot be hours a week: give a whole number from 1 to 80"
        );
        assert!(parse("{\"basics\": 3}").starts_with("me.toml:1: no JSON Resume: invalid type"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,200}", field in "(years|country|location|skills|avoid|remote|salary_floor)", brace in "\\{?") {
            let dictionary = &*BUILTIN;
            for text in [text.clone(), format!("{field} = {text}"), format!("[skills]\n{text} = \"basic\"\n"), format!("{brace}{text}")] {
                let _ = parse(&text, Path::new("me.toml"), dictionary, date(2026, 11, 20)).map_err(|error| error.to_string());
            }
            let place = text.as_str();
            let _ = (Country::all_in(place), Country::has_more_than_countries(place));
        }

        #[test]
        fn any_resume_dates_are_read_or_refused(start in "[0-9-]{0,12}", end in "[0-9-]{0,12}", level in "[0-9./%a-z-]{0,6}") {
            let text = serde_json::json!({
                "work": [{"startDate": start, "endDate": end}],
                "skills": [{"name": "Docker", "level": level}],
            });
            if let Ok(profile) = parse(&text.to_string(), Path::new("me.json"), &BUILTIN, date(2026, 11, 20)) {
                prop_assert!(profile.years.is_none_or(|years| (0.0..=LONGEST_CAREER).contains(&years)));
                prop_assert_eq!(profile.own_skills().count(), 1);
            }
        }
    }

    #[test]
    fn the_new_profile_is_valid_in_every_commented_line() {
        let parse = |text: &str| parse(text, Path::new("new.toml"), &BUILTIN, date(2026, 11, 20));
        assert_eq!(parse(NEW).unwrap().own_skills().count(), 4);
        let is_value = |rest: &&str| rest.contains(" = ") || rest.starts_with('[');
        let bare = NEW.lines().map(|line| line.strip_prefix("# ").filter(is_value).unwrap_or(line));
        let whole = bare.collect::<Vec<_>>().join("\n");
        let profile = parse(&whole).unwrap_or_else(|error| panic!("{error}\n{whole}"));
        assert_eq!(profile.salary_floor.map(|floor| floor.currency).as_deref(), Some("EUR"));
        assert!(show::advice(&parse(NEW).unwrap(), &BUILTIN).len() >= 5);
    }

    #[test]
    fn the_samples_are_valid() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/profiles");
        let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        assert!(paths.len() >= 3);
        for path in paths {
            let profile = read(&path, &BUILTIN, date(2026, 11, 20)).unwrap_or_else(|error| panic!("{error}"));
            assert!(profile.own_skills().count() >= 8);
        }
    }

    #[test]
    fn implied_skills_come_along_once_for_each_source() {
        let id = |name| BUILTIN.find(name).unwrap();
        let mut profile = Profile::default();
        profile.hold(Held::new(id("EKS"), Level::Strong), &BUILTIN);
        profile.hold(Held::new(id("Kubernetes"), Level::Basic), &BUILTIN);
        let kubernetes: Vec<_> = profile
            .skills
            .iter()
            .filter(|held| held.skill == id("Kubernetes"))
            .map(|held| (held.level, held.through))
            .collect();
        assert_eq!(kubernetes, [(Level::Basic, None), (Level::Strong, Some(id("EKS")))]);
        assert_eq!(profile.own_skills().count(), 2);
    }
}
