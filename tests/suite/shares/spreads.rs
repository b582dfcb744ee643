//! Pay and years.

use std::collections::{BTreeMap, BTreeSet};

use super::arithmetic::{FOUR, cells, names, of};
use super::records::Posting;
use super::{SCOPES, Tables};

fn quantile(sorted: &[f64], p: f64) -> f64 {
    let rank = (sorted.len() - 1) as f64 * p;
    let (below, above) = (sorted[rank.floor() as usize], sorted[rank.ceil() as usize]);
    below + (above - below) * rank.fract()
}

fn three(values: &mut [f64], points: [f64; 3], least: usize) -> Vec<String> {
    values.sort_by(f64::total_cmp);
    if values.len() < least {
        vec![String::new(); 3]
    } else {
        points.map(|p| format!("{:.1}", quantile(values, p))).to_vec()
    }
}

/// Pay and years.
pub(super) fn spreads(postings: &[&Posting]) -> Tables {
    let amounts = |own: &[&Posting], currency: &str| -> Vec<f64> {
        own.iter()
            .filter_map(|one| one.yearly())
            .filter(|(code, _)| code == currency)
            .map(|(_, pay)| pay as f64)
            .collect()
    };
    let currencies: BTreeSet<String> = postings.iter().filter_map(|one| one.yearly()).map(|(code, _)| code).collect();
    let (mut pay, mut years) = (Vec::new(), Vec::new());
    for (scope, roles) in SCOPES {
        let own = of(postings, roles);
        for currency in &currencies {
            let mut amounts = amounts(&own, currency);
            if !amounts.is_empty() {
                let mut row = cells([scope.to_owned(), currency.clone(), amounts.len().to_string()]);
                row.extend(three(&mut amounts, [0.1, 0.5, 0.9], 20));
                pay.push(row);
            }
        }
        let mut stated: Vec<f64> =
            own.iter().filter_map(|one| one.field("years_min")).map(|years| years.parse().unwrap()).collect();
        let mut row = cells([scope.to_owned(), stated.len().to_string()]);
        row.extend(three(&mut stated, [0.25, 0.5, 0.75], 10));
        years.push(row);
    }
    let four = of(postings, &FOUR);
    let mut by_skill = Vec::new();
    for (id, name) in names(&four) {
        let askers: Vec<&Posting> = four.iter().copied().filter(|one| one.asks_for(&id).is_some()).collect();
        for currency in &currencies {
            let mut amounts = amounts(&askers, currency);
            if amounts.len() >= 20 {
                let mut row = cells([id.clone(), name.clone(), currency.clone(), amounts.len().to_string()]);
                row.extend(three(&mut amounts, [0.1, 0.5, 0.9], 20));
                by_skill.push(row);
            }
        }
    }
    BTreeMap::from([("pay".to_owned(), pay), ("pay-by-skill".to_owned(), by_skill), ("years".to_owned(), years)])
}
