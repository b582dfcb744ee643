//! What goes together, as a picture: skills one under the other, in families, and arcs between those that stand together.

use serde::Serialize;

use super::columns::leading;
use super::words::{count, list, part};
use crate::market::{Link, Market};

/// From this lift on an arc is drawn broader, and from the second on broader still.
const BROAD: [f64; 2] = [2.0, 3.0];

/// The picture, and what it says in words.
#[derive(Debug, Default, Serialize)]
pub(super) struct PatternView {
    /// The skills from top to bottom.
    pub(super) skills: Vec<PatternSkill>,
    /// The arcs, in units of a row's height from the top.
    pub(super) arcs: Vec<Arc>,
    /// The families of two skills or more, largest first, as lists of names.
    pub(super) families: Vec<String>,
}

/// One row of the picture.
#[derive(Debug, Serialize)]
pub(super) struct PatternSkill {
    pub(super) name: String,
    pub(super) share: String,
    /// Whether a family begins here.
    pub(super) begins: bool,
}

/// One arc of the picture.
#[derive(Debug, Serialize)]
pub(super) struct Arc {
    /// The path, in rows downwards and in a hundred units across.
    pub(super) path: String,
    /// 1 to 3, the broadest.
    pub(super) breadth: usize,
    /// What it says, for a pointer that rests on it.
    pub(super) title: String,
}

pub(super) fn pattern(market: &Market) -> PatternView {
    let pattern = &market.pattern;
    let Some(lead) = leading(market).filter(|_| !pattern.links.is_empty()) else { return PatternView::default() };
    let asked = |skill: u32| lead.skills.iter().find(|one| one.what == skill).map_or(0, |one| one.asked);
    let name = |skill: u32| market.skill(skill).name.clone();
    let order: Vec<u32> = pattern.families.iter().flatten().copied().collect();
    let skills = pattern.families.iter().flat_map(|family| {
        family.iter().enumerate().map(|(at, &skill)| PatternSkill {
            name: name(skill),
            share: part(asked(skill), lead.n),
            begins: at == 0,
        })
    });
    let row = |skill: u32| order.iter().position(|&one| one == skill).map_or(0.0, |at| at as f64 + 0.5);
    let apart = |link: &Link| row(link.second) - row(link.first);
    let furthest = pattern.links.iter().map(apart).fold(1.0, f64::max);
    let arc = |link: &Link| {
        let (from, to) = (row(link.first), row(link.second));
        // Far arcs reach further out, so that near ones stay apart from them; the furthest fills the width, of which a curve reaches
        // three quarters of the way to its control points.
        let out = 130.0 * (apart(link) / furthest).sqrt();
        Arc {
            path: format!("M0 {from}C{out:.1} {from} {out:.1} {to} 0 {to}"),
            breadth: 1 + BROAD.iter().filter(|&&least| link.lift >= least).count(),
            title: format!(
                "{} and {}: {:.1} times as often as chance, in {} postings",
                name(link.first),
                name(link.second),
                link.lift,
                count(link.both)
            ),
        }
    };
    let mut families: Vec<&Vec<u32>> = pattern.families.iter().filter(|family| family.len() > 1).collect();
    families.sort_by_key(|family| std::cmp::Reverse(family.len()));
    let named = |family: &Vec<u32>| list(&family.iter().map(|&skill| name(skill)).collect::<Vec<_>>());
    // The faint arcs first, so that the broad ones lie on top.
    let mut arcs: Vec<Arc> = pattern.links.iter().map(arc).collect();
    arcs.sort_by_key(|arc| arc.breadth);
    PatternView { skills: skills.collect(), arcs, families: families.into_iter().map(named).collect() }
}
