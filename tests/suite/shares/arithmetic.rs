//! Counting and formulas, written down anew and in the plainest way.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::records::Posting;

pub(super) const ROLES: [&str; 5] = ["platform", "release", "sre", "backend-infra", "other"];
pub(super) const FOUR: [&str; 4] = ["platform", "release", "sre", "backend-infra"];

pub(super) fn of<'p>(postings: &[&'p Posting], roles: &[&str]) -> Vec<&'p Posting> {
    postings.iter().copied().filter(|one| one.is_of(roles)).collect()
}

pub(super) fn count<'p>(postings: impl IntoIterator<Item = &'p &'p Posting>, is: impl Fn(&Posting) -> bool) -> usize {
    postings.into_iter().filter(|one| is(one)).count()
}

pub(super) fn cells<T: Display>(values: impl IntoIterator<Item = T>) -> Vec<String> {
    values.into_iter().map(|value| value.to_string()).collect()
}

/// The two ends of Wilson's interval as the roots of (share − p)² = z²·p·(1 − p)/n.
pub(super) fn wilson(hits: usize, n: usize) -> (f64, f64, f64) {
    let (share, n) = (hits as f64 / n as f64, n as f64);
    let z2 = 1.959_963_984_540_054_f64.powi(2);
    let (square, linear, constant) = (1.0 + z2 / n, -(2.0 * share + z2 / n), share * share);
    let root = (linear * linear - 4.0 * square * constant).max(0.0).sqrt();
    (share, (-linear - root) / (2.0 * square), (-linear + root) / (2.0 * square))
}

/// Share, low and high with four digits; empty under ten postings.
pub(super) fn share(hits: usize, n: usize) -> Vec<String> {
    if n < 10 {
        return vec![String::new(); 3];
    }
    let (share, low, high) = wilson(hits, n);
    // No minus before a zero.
    [share, low, high].map(|value| format!("{:.4}", value.max(0.0))).to_vec()
}

pub(super) fn by_role(postings: &[&Posting], is: impl Fn(&Posting) -> bool) -> [usize; 5] {
    ROLES.map(|role| count(postings, |one| one.role == role && is(one)))
}

/// Every id in the postings with its name, in order.
pub(super) fn names(postings: &[&Posting]) -> BTreeMap<String, String> {
    postings.iter().flat_map(|one| &one.asks).map(|ask| (ask.id.clone(), ask.name.clone())).collect()
}
