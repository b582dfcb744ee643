//! Demand of skills and kinds, what sets roles apart, and the trend.

use std::collections::{BTreeMap, BTreeSet};

use jobsift::dictionary::Dictionary;

use super::arithmetic::{FOUR, cells, count, names, of, share, wilson};
use super::records::Posting;
use super::sayings::sayings;
use super::{SCOPES, Tables};

/// Kind → its name and the ids of its skills.
pub(super) type Groups = BTreeMap<String, (String, BTreeSet<String>)>;

/// Demand of skills and kinds, what sets apart, the trend and the sayings.
pub(super) fn demand(postings: &[&Posting], dictionary: &Dictionary) -> Tables {
    let (names, groups) = (names(postings), groups(postings, dictionary));
    let (mut skills, mut kinds) = (Vec::new(), Vec::new());
    for (scope, roles) in SCOPES {
        let own = of(postings, roles);
        for (id, name) in &names {
            let asks: Vec<_> = own.iter().filter_map(|one| one.asks_for(id)).collect();
            if asks.is_empty() {
                continue;
            }
            let group = &asks[0].group;
            let mut row = cells([scope, id, name, group]);
            row.extend(cells([own.len(), asks.len()]));
            row.extend(share(asks.len(), own.len()));
            row.extend(cells([2, 1, 0].map(|strength| asks.iter().filter(|ask| ask.strength == strength).count())));
            row.push(asks.iter().filter(|ask| ask.any_of.is_some()).count().to_string());
            row.push(asks.iter().filter(|ask| ask.or_similar).count().to_string());
            skills.push(row);
        }
        for (kind, (name, members)) in &groups {
            let strongest =
                |one: &&Posting| one.asks.iter().filter(|ask| members.contains(&ask.id)).map(|ask| ask.strength).max();
            let asks: Vec<usize> = own.iter().filter_map(strongest).collect();
            if asks.is_empty() {
                continue;
            }
            let mut row = cells([scope, kind, name]);
            row.extend(cells([own.len(), asks.len()]));
            row.extend(share(asks.len(), own.len()));
            row.extend(cells([2, 1, 0].map(|strength| asks.iter().filter(|one| **one == strength).count())));
            kinds.push(row);
        }
    }
    let apart = apart(postings, &names);
    let sayings = sayings(postings, &groups);
    BTreeMap::from([
        ("demand".to_owned(), skills),
        ("kinds".to_owned(), kinds),
        ("apart".to_owned(), apart),
        ("trend".to_owned(), trend(postings, &names)),
        ("sayings".to_owned(), sayings),
    ])
}

/// Kind → its name and the ids of its skills: groups of the dictionary, and the two umbrellas.
fn groups(postings: &[&Posting], dictionary: &Dictionary) -> Groups {
    let mut groups: Groups = BTreeMap::new();
    let implies = |id: &str, wanted: &[&str]| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![dictionary.skill(id).unwrap()]);
        while let Some(skill) = open.pop() {
            if wanted.contains(&dictionary.skills[skill as usize].id.as_str()) {
                return true;
            }
            if seen.insert(skill) {
                open.extend(&dictionary.skills[skill as usize].implies);
            }
        }
        false
    };
    for ask in postings.iter().flat_map(|one| &one.asks) {
        let name = match ask.group.as_str() {
            "ci-cd" => "CI/CD".to_owned(),
            "cloud-aws" => "Cloud: AWS".to_owned(),
            "cloud-gcp" => "Cloud: GCP".to_owned(),
            "cloud-azure" => "Cloud: Azure".to_owned(),
            "cloud-other" => "Cloud: Other".to_owned(),
            other => other[..1].to_uppercase() + &other[1..].replace('-', " "),
        };
        groups.entry(ask.group.clone()).or_insert_with(|| (name, BTreeSet::new())).1.insert(ask.id.clone());
        let is_cloud = ["cloud-aws", "cloud-azure", "cloud-gcp"].contains(&ask.group.as_str());
        for (id, name, is_member) in [
            ("any-cloud", "Any cloud platform", is_cloud || implies(&ask.id, &["aws", "azure", "gcp"])),
            ("docker-or-kubernetes", "Docker or Kubernetes", implies(&ask.id, &["docker", "kubernetes"])),
        ] {
            if is_member {
                let members = &mut groups.entry(id.to_owned()).or_insert_with(|| (name.to_owned(), BTreeSet::new())).1;
                members.insert(ask.id.clone());
            }
        }
    }
    groups
}

fn apart(postings: &[&Posting], names: &BTreeMap<String, String>) -> Vec<Vec<String>> {
    let asked = |own: &[&Posting], id: &str| count(own, |one| one.asks_for(id).is_some()) as f64;
    let all = |own: &[&Posting]| own.iter().map(|one| one.asks.len()).sum::<usize>() as f64;
    let four = of(postings, &FOUR);
    let mut rows = Vec::new();
    for role in FOUR {
        let (own, others): (Vec<&Posting>, Vec<&Posting>) = four.iter().partition(|one| one.role == role);
        if own.len() < 10 || others.len() < 10 {
            continue;
        }
        for (id, name) in names {
            let (y1, y2) = (asked(&own, id), asked(&others, id));
            if y1 == 0.0 {
                continue;
            }
            let alpha = 500.0 * asked(&four, id) / all(&four);
            let odds = |y: f64, n: f64| ((y + alpha) / (n + 500.0 - y - alpha)).ln();
            let delta = odds(y1, all(&own)) - odds(y2, all(&others));
            let z = delta / (1.0 / (y1 + alpha) + 1.0 / (y2 + alpha)).sqrt();
            if z.abs() >= 1.96 {
                let mut row = cells([role, id, name]);
                row.extend(cells([own.len(), y1 as usize, others.len(), y2 as usize]));
                row.extend([format!("{delta:.4}"), format!("{z:.4}")]);
                rows.push(row);
            }
        }
    }
    rows
}

fn trend(postings: &[&Posting], names: &BTreeMap<String, String>) -> Vec<Vec<String>> {
    let mut dated: Vec<(String, &Posting)> =
        of(postings, &FOUR).into_iter().filter_map(|one| Some((one.field("posted")?, one))).collect();
    dated.sort_by(|a, b| a.0.cmp(&b.0));
    let last_early = dated[dated.len().div_ceil(2) - 1].0.clone();
    let half = |is_early: bool| -> Vec<&Posting> {
        dated.iter().filter(|(day, _)| (*day <= last_early) == is_early).map(|(_, one)| *one).collect()
    };
    let (early, late) = (half(true), half(false));
    let hits = |own: &[&Posting], id: &str| count(own, |one| one.asks_for(id).is_some());
    let often: Vec<&String> = names.keys().filter(|id| hits(&early, id) + hits(&late, id) >= 10).collect();
    let rank = |own: &[&Posting], id: &String| {
        let before = |other: &&&String| {
            let (theirs, mine) = (hits(own, other), hits(own, id));
            theirs > mine || theirs == mine && **other < id
        };
        often.iter().filter(before).count() + 1
    };
    let row = |id: &String| {
        let (before, now) = (wilson(hits(&early, id), early.len()), wilson(hits(&late, id), late.len()));
        let mut row = cells([id, &names[id]]);
        row.extend(share(hits(&early, id), early.len()));
        row.extend(share(hits(&late, id), late.len()));
        row.extend(cells([rank(&early, id), rank(&late, id)]));
        row.push((before.2 < now.1 || now.2 < before.1).to_string());
        row
    };
    often.iter().map(|id| row(id)).collect()
}
