//! What goes together, and what is offered as alternatives.

use std::collections::BTreeMap;

use super::Tables;
use super::arithmetic::{FOUR, cells, count, names, of};
use super::records::Posting;

/// What goes together and what is offered as alternatives.
pub(super) fn pairs(postings: &[&Posting]) -> Tables {
    let (four, names) = (of(postings, &FOUR), names(postings));
    let n = four.len();
    let asked = |id: &str| count(&four, |one| one.asks_for(id).is_some());
    let both = |a: &str, b: &str| count(&four, |one| one.asks_for(a).is_some() && one.asks_for(b).is_some());
    let (mut together, mut alternatives) = (Vec::new(), Vec::new());
    let ids: Vec<&String> = names.keys().filter(|id| asked(id) > 0).collect();
    for (at, a) in ids.iter().enumerate() {
        for b in &ids[at + 1..] {
            let (first, second) = if asked(b) > asked(a) { (b, a) } else { (a, b) };
            let both_names = cells([first.as_str(), &names[*first], second.as_str(), &names[*second]]);
            let (hits, first_asked, second_asked) = (both(a, b), asked(first), asked(second));
            let lift = (hits * n) as f64 / (first_asked * second_asked) as f64;
            if hits >= 10.max((n as f64 * 0.02).ceil() as usize) && lift > 1.0 {
                let mut row = both_names.clone();
                row.extend(cells([hits, first_asked, second_asked]));
                row.push(format!("{lift:.4}"));
                together.push(row);
            }
            let offered = count(&four, |one| {
                let group = |id: &str| one.asks_for(id).and_then(|ask| ask.any_of);
                group(a).is_some() && group(a) == group(b)
            });
            if offered > 0 {
                let mut row = both_names;
                row.extend(cells([offered, hits]));
                alternatives.push(row);
            }
        }
    }
    // The tables keep the 200 commonest, of equals the first by id.
    let rank =
        |row: &Vec<String>| (std::cmp::Reverse(row[4].parse::<usize>().unwrap()), row[0].clone(), row[2].clone());
    alternatives.sort_by_key(rank);
    alternatives.truncate(200);
    assert!(together.len() < 200, "all of them are in the table");
    BTreeMap::from([("together".to_owned(), together), ("alternatives".to_owned(), alternatives)])
}

/// The links of the picture: of the thirty most asked-for skills, those of ten postings and a lift of 1.25, the 48 strongest by φ. `order` is that
/// of the picture, which says which of two comes first.
pub(super) fn links(postings: &[&Posting], order: &[String]) -> Vec<Vec<String>> {
    let (four, names) = (of(postings, &FOUR), names(postings));
    let mut rows: Vec<(f64, Vec<String>)> = Vec::new();
    for (at, a) in order.iter().enumerate() {
        for b in &order[at + 1..] {
            let (hits, lift, phi) = association(&four, a, b);
            if hits >= 10 && lift >= 1.25 {
                let row =
                    cells([a, &names[a], b, &names[b], &hits.to_string(), &format!("{lift:.3}"), &format!("{phi:.3}")]);
                rows.push((phi, row));
            }
        }
    }
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    rows.into_iter().take(48).map(|(_, row)| row).collect()
}

/// Postings that ask for both, lift and φ, by the four cells of the table of two skills.
fn association(postings: &[&Posting], a: &str, b: &str) -> (usize, f64, f64) {
    let cell = |with_a: bool, with_b: bool| {
        count(postings, |one| one.asks_for(a).is_some() == with_a && one.asks_for(b).is_some() == with_b) as f64
    };
    let (both, only_a, only_b, none) = (cell(true, true), cell(true, false), cell(false, true), cell(false, false));
    let margins = (both + only_a) * (only_b + none) * (both + only_b) * (only_a + none);
    let phi = if margins > 0.0 { (both * none - only_a * only_b) / margins.sqrt() } else { 0.0 };
    let lift = both * postings.len() as f64 / ((both + only_a) * (both + only_b));
    (both as usize, lift, phi)
}

/// The families of the picture: the thirty most asked-for skills, each once, and no two families alike enough to be one.
pub(super) fn are_families(postings: &[&Posting], rows: &[Vec<String>]) -> Vec<String> {
    let (four, names) = (of(postings, &FOUR), names(postings));
    let asked = |id: &String| count(&four, |one| one.asks_for(id).is_some());
    let mut commonest: Vec<&String> = names.keys().collect();
    commonest.sort_by_key(|id| std::cmp::Reverse(asked(id)));
    commonest.truncate(30);
    commonest.sort();
    let mut shown: Vec<&String> = rows.iter().map(|row| &row[1]).collect();
    shown.sort();
    assert_eq!(shown, commonest);
    let families: Vec<&[Vec<String>]> = rows.chunk_by(|a, b| a[0] == b[0]).collect();
    assert!(families.len() > 1);
    for (at, one) in families.iter().enumerate() {
        for other in &families[at + 1..] {
            let pairs = one.iter().flat_map(|a| other.iter().map(|b| association(&four, &a[1], &b[1]).2));
            let average = pairs.sum::<f64>() / (one.len() * other.len()) as f64;
            assert!(average < 0.2, "{one:?} {other:?} {average}");
        }
    }
    rows.iter().map(|row| row[1].clone()).collect()
}
