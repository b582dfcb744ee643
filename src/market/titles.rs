//! What a title alone would make one expect: families of job titles, to hold against what the text shows.
//!
//! A title goes in, a family comes out. The words are compared whole and in lower case; the first family that fits wins,
//! so the more telling words stand first ("Cloud DevOps Engineer" is called DevOps).

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// The families in order of precedence: name, and phrases any of which puts a title into it.
const FAMILIES: &[(&str, &[&str])] = &[
    ("SRE", &["sre", "site reliability", "reliability engineer", "production engineer"]),
    ("DevOps", &["devops", "dev ops", "devsecops"]),
    ("Release or build", &["release", "build engineer", "build and release", "ci cd", "configuration management"]),
    ("Platform", &["platform", "developer experience", "developer productivity"]),
    ("Cloud", &["cloud"]),
    (
        "Infrastructure or systems",
        &[
            "infrastructure",
            "systems engineer",
            "system engineer",
            "systems administrator",
            "system administrator",
            "sysadmin",
        ],
    ),
    ("Backend", &["backend", "back end", "server side"]),
    ("Full stack", &["full stack", "fullstack"]),
    ("Software, other", &["software", "developer", "programmer"]),
];

/// Stands for every title that no family claims.
const REST: &str = "Anything else";

/// How many families there are, the rest included.
pub(super) const COUNT: usize = FAMILIES.len() + 1;

/// Every phrase between blanks with its family; one pass over a title, for a million of them are looked at.
static PHRASES: LazyLock<Option<(AhoCorasick, Vec<usize>)>> = LazyLock::new(|| {
    let phrases = FAMILIES.iter().enumerate().flat_map(|(at, (_, phrases))| phrases.iter().map(move |&one| (at, one)));
    let (families, phrases): (Vec<usize>, Vec<String>) = phrases.map(|(at, one)| (at, format!(" {one} "))).unzip();
    AhoCorasick::new(phrases).ok().map(|automaton| (automaton, families))
});

/// The family that a title belongs to, as an index below [`COUNT`].
pub(super) fn family(title: &str) -> usize {
    let mut words = String::with_capacity(title.len() + 2);
    words.push(' ');
    for word in title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        words.extend(word.chars().flat_map(char::to_lowercase));
        words.push(' ');
    }
    let Some((automaton, families)) = &*PHRASES else { return FAMILIES.len() };
    let found = automaton.find_overlapping_iter(&words).map(|found| families[found.pattern().as_usize()]);
    found.min().unwrap_or(FAMILIES.len())
}

/// The name of a family.
pub(super) fn name(family: usize) -> &'static str {
    FAMILIES.get(family).map_or(REST, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_fall_into_the_first_family_that_fits() {
        for (title, expected) in [
            ("Senior DevOps Engineer (m/f/d)", "DevOps"),
            ("Cloud/DevOps Engineer", "DevOps"),
            ("Site-Reliability Engineer, Platform", "SRE"),
            ("SRE II", "SRE"),
            ("CI/CD Engineer", "Release or build"),
            ("Back-End Developer", "Backend"),
            ("Platformer at heart", "Anything else"),
            ("Ingénieur Système", "Anything else"),
            ("Software Engineer", "Software, other"),
            ("İstanbul SRE", "SRE"),
            ("", "Anything else"),
        ] {
            assert_eq!(name(family(title)), expected, "{title}");
        }
    }
}
