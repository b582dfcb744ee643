//! Where a person stands, and which postings they reach.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jobsift::analysis::{Role, analyse};
use jobsift::dictionary::{Dictionary, Transfer};
use jobsift::fit;
use jobsift::import::{self, Boards};

use super::arithmetic::{cells, count, names, of};
use super::records::Posting;
use super::{SAMPLES, SCOPES, Tables};
use crate::program::root;

/// Where the person stands and which postings they reach, each posting read and assessed anew.
pub(super) fn person(postings: &[&Posting], dictionary: &Dictionary, profile: &str, date: &str) -> Tables {
    let today = date.parse().unwrap();
    let profile = jobsift::profile::read(Path::new(&root().join(profile)), dictionary, today).unwrap();
    let boards = Boards::built_in().unwrap();
    let folder = root().join(SAMPLES).to_string_lossy().into_owned();
    let mut fits: BTreeMap<&str, [usize; 8]> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for chunk in import::chunks(import::inputs(&[folder]).unwrap()) {
        for posting in chunk.postings(&boards) {
            let analysis = analyse(posting.unwrap(), dictionary);
            let role = analysis.role.primary;
            if role == Role::Other || !seen.insert(analysis.id.clone()) {
                continue;
            }
            let score = fit::assess(&analysis, &profile, dictionary, Some(today)).score;
            for scope in ["four-roles", role.name()] {
                let counts = fits.entry(scope).or_default();
                counts[0] += 1;
                if let Some(score) = score {
                    counts[1] += 1;
                    for (at, level) in [50.0, 70.0, 85.0].into_iter().enumerate() {
                        counts[2 + at] += usize::from(score.value.points() >= level);
                        counts[5 + at] += usize::from(score.sum.points() >= level);
                    }
                }
            }
        }
    }
    let reach = fits.into_iter().map(|(scope, counts)| [scope.to_owned()].into_iter().chain(cells(counts)).collect());
    let has = |id: &str| profile.skills.iter().any(|held| dictionary.skills[held.skill as usize].id == id);
    let mut standing = Vec::new();
    for (scope, roles) in SCOPES.iter().filter(|(scope, _)| *scope != "all") {
        let own = of(postings, roles);
        for (id, name) in names(&own) {
            let number = dictionary.skill(&id).unwrap();
            let from = |transfer: &Transfer| {
                let from = transfer.from.iter().map(|&skill| &dictionary.skills[skill as usize]);
                from.clone().find(|skill| has(&skill.id)).map(|skill| skill.name.clone())
            };
            let ways = dictionary.transfers.iter().filter(|transfer| transfer.to.contains(&number));
            let best =
                ways.filter_map(|way| Some((way, from(way)?))).min_by_key(|(way, _)| (way.difficulty, way.hours));
            let tail = match best {
                _ if has(&id) => cells(["have", "", ""]),
                Some((way, from)) => vec!["near".to_owned(), from, way.hours.to_string()],
                None => cells(["missing", "", ""]),
            };
            let asked = count(&own, |one| one.asks_for(&id).is_some());
            let mut row = cells([(*scope).to_owned(), id, name, own.len().to_string(), asked.to_string()]);
            row.extend(tail);
            standing.push(row);
        }
    }
    BTreeMap::from([("reach".to_owned(), reach.collect()), ("standing".to_owned(), standing)])
}
