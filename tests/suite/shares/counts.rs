//! Overview, refusals, roles, titles and mixes.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use super::Tables;
use super::arithmetic::{FOUR, ROLES, by_role, cells, count, of, share};
use super::records::Posting;

/// Overview, refusals, roles, titles, mixes.
pub(super) fn counts(all: &[Posting], postings: &[&Posting]) -> Tables {
    let mut overview = vec![
        cells(["postings".to_owned(), postings.len().to_string()]),
        cells(["four_roles".to_owned(), of(postings, &FOUR).len().to_string()]),
        cells(["duplicates".to_owned(), (all.len() - postings.len()).to_string()]),
        cells(["rejected", "0"]),
    ];
    let days: BTreeSet<String> = postings.iter().filter_map(|one| one.field("posted")).collect();
    overview.push(cells(["first_day", days.first().unwrap()]));
    overview.push(cells(["last_day", days.last().unwrap()]));
    for field in [
        "company",
        "location",
        "url",
        "posted",
        "closes",
        "language",
        "years_min",
        "seniority",
        "remote",
        "employment",
        "salary_text",
        "yearly",
        "requires_degree",
        "requires_languages",
        "requires_clearance",
        "requires_citizenship",
        "visa_sponsorship",
        "requires_on_call",
        "requires_travel",
    ] {
        let stated = count(postings, |one| one.field(field).is_some());
        overview.push(vec![format!("with_{field}"), stated.to_string()]);
    }
    let role = |role: &&str| {
        let own = of(postings, &[role]);
        let status = |status: &str| count(&own, |one| one.record["role"]["status"] == status);
        let mut row = cells([(*role).to_owned(), own.len().to_string()]);
        row.extend(share(own.len(), postings.len()));
        row.extend(cells([status("clear"), status("mixed"), status("insufficient")]));
        row.push(count(&own, |one| one.record["role"]["title_conflict"] == true).to_string());
        row
    };
    BTreeMap::from([
        ("overview".to_owned(), overview),
        ("rejected".to_owned(), Vec::new()),
        ("roles".to_owned(), ROLES.iter().map(role).collect()),
        ("titles".to_owned(), titles(postings)),
        ("mixes".to_owned(), mixes(postings)),
    ])
}

const FAMILIES: [(&str, &str); 10] = [
    ("SRE", r"sre|site reliability|reliability engineer|production engineer"),
    ("DevOps", r"devops|dev ops|devsecops"),
    ("Release or build", r"release|build engineer|build and release|ci cd|configuration management"),
    ("Platform", r"platform|developer experience|developer productivity"),
    ("Cloud", r"cloud"),
    ("Infrastructure or systems", r"infrastructure|systems? engineer|systems? administrator|sysadmin"),
    ("Backend", r"backend|back end|server side"),
    ("Full stack", r"full stack|fullstack"),
    ("Software, other", r"software|developer|programmer"),
    ("Anything else", r""),
];

pub(super) fn titles(postings: &[&Posting]) -> Vec<Vec<String>> {
    let words = Regex::new(r"[^\p{Alphabetic}\p{N}]+").unwrap();
    let patterns: Vec<(&str, Regex)> = FAMILIES
        .iter()
        .map(|(name, words)| (*name, Regex::new(&format!("(?:^| )(?:{words})(?: |$)")).unwrap()))
        .collect();
    let family = |one: &Posting| {
        let title = one.field("title").unwrap().to_lowercase();
        let plain = words.replace_all(&title, " ").trim().to_owned();
        patterns.iter().find(|(name, pattern)| *name == "Anything else" || pattern.is_match(&plain)).unwrap().0
    };
    FAMILIES
        .iter()
        .map(|(name, _)| (*name, by_role(postings, |one| family(one) == *name)))
        .filter(|(_, roles)| roles.iter().sum::<usize>() > 0)
        .map(|(name, roles)| {
            let all = roles.iter().sum::<usize>().to_string();
            [name.to_owned(), all].into_iter().chain(cells(roles)).collect()
        })
        .collect()
}

const MIXED: [&str; 10] =
    ["format", "site", "language", "seniority", "remote", "employment", "company", "country", "location", "month"];

fn mixes(postings: &[&Posting]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for field in MIXED {
        let values: BTreeSet<String> = postings.iter().filter_map(|one| one.field(field)).collect();
        let mut of_field: Vec<(String, [usize; 5])> = values
            .into_iter()
            .map(|value| {
                let roles = by_role(postings, |one| one.field(field).as_ref() == Some(&value));
                (value, roles)
            })
            .collect();
        // The fifty commonest of all, and the fifty commonest of the four roles; of equals the first in the alphabet.
        of_field.sort_by_key(|(_, roles)| std::cmp::Reverse(roles.iter().sum::<usize>()));
        let mut of_four = of_field.clone();
        of_four.sort_by_key(|(_, roles)| std::cmp::Reverse(roles[..4].iter().sum::<usize>()));
        of_four.retain(|(_, roles)| roles[..4].iter().sum::<usize>() > 0);
        of_four.truncate(50);
        let first = of_field[..of_field.len().min(50)].to_vec();
        for (value, roles) in of_field.into_iter().filter(|one| first.contains(one) || of_four.contains(one)) {
            let all = roles.iter().sum::<usize>().to_string();
            rows.push([field.to_owned(), value, all].into_iter().chain(cells(roles)).collect());
        }
    }
    rows
}
