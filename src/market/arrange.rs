//! Arranges the commonest skills so that those which one posting asks for together stand near each other.
//!
//! Counts of skills and pairs go in; an order comes out, cut into families, with the links worth drawing. Lift tells how many times more
//! often than chance two skills stand together, and is greatest for rare ones; for arranging, the correlation φ is used, which weighs
//! how much the two overlap: (n·n₁₂ − n₁·n₂) / √(n₁·n₂·(n−n₁)·(n−n₂)).

use std::collections::BTreeMap;

use super::FLOOR_SHARE;
use crate::statistics::lift;

/// The most skills that are arranged: what a person can take in at a glance, and a page can show.
const MOST_SKILLS: usize = 30;

/// The most links, the strongest of them.
const MOST_LINKS: usize = 48;

/// Two families whose skills correlate less than this on average stay apart.
const FAMILY: f64 = 0.2;

/// A pair must stand together so many times more often than chance to be linked.
const LEAST_LIFT: f64 = 1.25;

/// The commonest skills of the four roles, in an order in which what goes together stands together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pattern {
    /// The families in order, each a list of skill numbers in order. A family may be one skill alone.
    pub families: Vec<Vec<u32>>,
    /// The strongest links, strongest first.
    pub links: Vec<Link>,
}

/// Two skills that stand together more often than chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// The skill that stands earlier in the order.
    pub first: u32,
    /// The other.
    pub second: u32,
    /// Postings that ask for both.
    pub both: u64,
    /// How many times more often than chance.
    pub lift: f64,
    /// The correlation φ.
    pub phi: f64,
}

/// A skill and how many of the postings ask for it, most asked first.
pub(super) fn arrange(asked: &[(u32, u64)], n: u64, both: impl Fn(u32, u32) -> u64) -> Pattern {
    if n < FLOOR_SHARE {
        return Pattern::default();
    }
    let shown = &asked[..asked.len().min(MOST_SKILLS)];
    let phi = |a: usize, b: usize| correlation(both(shown[a].0, shown[b].0), shown[a].1, shown[b].1, n);
    let mut families: Vec<Vec<usize>> = (0..shown.len()).map(|at| vec![at]).collect();
    let table: Vec<Vec<f64>> = (0..shown.len()).map(|a| (0..shown.len()).map(|b| phi(a, b)).collect()).collect();
    let sizes = join(&mut families, &table);
    let order: Vec<usize> = families.into_iter().flatten().collect();
    let mut rest = order.as_slice();
    let families = sizes.into_iter().map(|size| {
        let (family, after) = rest.split_at(size);
        rest = after;
        family.iter().map(|&at| shown[at].0).collect()
    });
    Pattern { families: families.collect(), links: links(shown, &order, n, &table, both) }
}

fn correlation(both: u64, first: u64, second: u64, n: u64) -> f64 {
    let [both, first, second, n] = [both, first, second, n].map(|count| count as f64);
    let spread = first * second * (n - first) * (n - second);
    if spread > 0.0 { (n * both - first * second) / spread.sqrt() } else { 0.0 }
}

/// Joins families by average linkage, the most alike first, until one is left, in which neighbours are alike. Gives the sizes, in the
/// final order, of the families that there were when the average fell under [`FAMILY`].
fn join(families: &mut Vec<Vec<usize>>, phi: &[Vec<f64>]) -> Vec<usize> {
    let mut of_skill: BTreeMap<usize, usize> = BTreeMap::new();
    let average = |a: &[usize], b: &[usize]| {
        a.iter().flat_map(|&x| b.iter().map(move |&y| phi[x][y])).sum::<f64>() / (a.len() * b.len()) as f64
    };
    while families.len() > 1 {
        let mut best = (f64::NEG_INFINITY, 0, 1);
        for a in 0..families.len() {
            for b in a + 1..families.len() {
                let alike = average(&families[a], &families[b]);
                if alike > best.0 {
                    best = (alike, a, b);
                }
            }
        }
        let (alike, a, b) = best;
        if alike < FAMILY && of_skill.is_empty() {
            of_skill = named(families);
        }
        let second = families.remove(b);
        let first = std::mem::take(&mut families[a]);
        families[a] = side_by_side(&first, &second, phi);
    }
    if of_skill.is_empty() {
        of_skill = named(families);
    }
    let order: Vec<usize> = families.iter().flatten().map(|at| of_skill[at]).collect();
    order.chunk_by(|a, b| a == b).map(<[usize]>::len).collect()
}

/// The family of each skill, by number.
fn named(families: &[Vec<usize>]) -> BTreeMap<usize, usize> {
    families.iter().enumerate().flat_map(|(family, members)| members.iter().map(move |&at| (at, family))).collect()
}

/// Two families in a row, each turned so that the skills that meet are as alike as can be.
fn side_by_side(first: &[usize], second: &[usize], phi: &[Vec<f64>]) -> Vec<usize> {
    let turned = |list: &[usize]| list.iter().rev().copied().collect::<Vec<_>>();
    let ways = [
        (first.to_vec(), second.to_vec()),
        (turned(first), second.to_vec()),
        (first.to_vec(), turned(second)),
        (turned(first), turned(second)),
    ];
    let meet = |(first, second): &(Vec<usize>, Vec<usize>)| phi[first[first.len() - 1]][second[0]];
    let best = ways.into_iter().reduce(|best, way| if meet(&way) > meet(&best) { way } else { best });
    best.map_or_else(Vec::new, |(mut first, second)| {
        first.extend(second);
        first
    })
}

fn links(shown: &[(u32, u64)], order: &[usize], n: u64, phi: &[Vec<f64>], both: impl Fn(u32, u32) -> u64) -> Vec<Link> {
    let mut links = Vec::new();
    for (place, &a) in order.iter().enumerate() {
        for &b in &order[place + 1..] {
            let ((first, first_asked), (second, second_asked)) = (shown[a], shown[b]);
            let together = both(first, second);
            let lift = lift(together, first_asked, second_asked, n).unwrap_or_default();
            if together >= FLOOR_SHARE && lift >= LEAST_LIFT {
                links.push(Link { first, second, both: together, lift, phi: phi[a][b] });
            }
        }
    }
    links.sort_by(|a, b| b.phi.total_cmp(&a.phi).then((a.first, a.second).cmp(&(b.first, b.second))));
    links.truncate(MOST_LINKS);
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_together_stands_together() {
        // Two families of three, and one skill that goes with none: 0, 2, 4 are always asked for together, and so are 1, 3, 5.
        let asked: Vec<(u32, u64)> = (0..7).map(|skill| (skill, 40)).collect();
        let both = |a: u32, b: u32| match (a, b) {
            (6, _) | (_, 6) => 16,
            _ if a % 2 == b % 2 => 38,
            _ => 2,
        };
        let pattern = arrange(&asked, 100, both);
        let mut families = pattern.families.clone();
        for family in &mut families {
            family.sort_unstable();
        }
        families.sort();
        assert_eq!(families, [vec![0, 2, 4], vec![1, 3, 5], vec![6]]);
        assert_eq!(pattern.links.len(), 6);
        assert!(pattern.links.iter().all(|link| (link.lift - 38.0 * 100.0 / 1600.0).abs() < 1e-9));
        assert_eq!(arrange(&asked, 100, both), pattern);
    }

    #[test]
    fn few_or_uniform_postings_make_no_picture() {
        assert_eq!(arrange(&[(0, 5)], 9, |_, _| 5), Pattern::default());
        let alone = arrange(&[(0, 20), (1, 20)], 20, |_, _| 20);
        assert_eq!((alone.families, alone.links), (vec![vec![0], vec![1]], Vec::new()));
        assert!(arrange(&[], 50, |_, _| 0).families.is_empty());
    }

    #[test]
    fn correlation_by_hand() {
        // (100·20 − 40·30) / √(40·30·60·70) = 800 / 2244.99…
        assert!((correlation(20, 40, 30, 100) - 800.0 / 5_040_000.0_f64.sqrt()).abs() < 1e-12);
        assert!(correlation(12, 40, 30, 100).abs() < 1e-12);
    }
}
