//! Demand that moved: shares of the two markets whose intervals do not meet.
//!
//! Where most postings are on both sides the two shares are not of independent samples, and what is called a move here is one all the
//! more: the same postings cannot differ by chance.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::analysis::Role;
use crate::market::{Demand, FLOOR_SHARE, Market, Scope, ScopeDemand};
use crate::posting::names;
use crate::statistics::{Interval, wilson};

names! {
    /// What a share is of.
    Subject {
        /// A role among all postings.
        Role = "role",
        /// A kind of skill among the postings of a scope.
        Kind = "kind",
        /// A skill among the postings of a scope.
        Skill = "skill",
    }
}

/// A share that moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// Which postings.
    pub scope: Scope,
    /// What the share is of.
    pub subject: Subject,
    /// Id of the role, kind or skill.
    pub id: String,
    /// As people write it.
    pub name: String,
    /// Postings that had it, and of how many.
    pub old_count: (u64, u64),
    /// The share that they were.
    pub old: Interval,
    /// Postings that have it, and of how many.
    pub new_count: (u64, u64),
    /// The share that they are.
    pub new: Interval,
}

impl Moved {
    /// Change of the share, in 0 to 1.
    pub fn change(&self) -> f64 {
        self.new.share - self.old.share
    }
}

/// Everything that moved: roles first, then the four roles together, then each of them; the greatest change first.
pub(super) fn moved(old: &Market, new: &Market) -> Vec<Moved> {
    let mut all = roles(old, new);
    let scopes = [Scope::FourRoles].into_iter().chain(Role::ALL[..4].iter().map(|&role| Scope::One(role)));
    for scope in scopes {
        let (Some(before), Some(now)) = (old.demand(scope), new.demand(scope)) else { continue };
        let bundle = |market: &Market, what: u32| (market.bundle(what).id.clone(), market.bundle(what).name.clone());
        let skill = |market: &Market, what: u32| (market.skill(what).id.clone(), market.skill(what).name.clone());
        let of = |market: &Market, rows: &[Demand], name: &dyn Fn(&Market, u32) -> (String, String)| -> Counts {
            rows.iter().map(|row| (name(market, row.what), row.asked)).collect()
        };
        let counts = |subject: Subject, market: &Market, demand: &ScopeDemand| match subject {
            Subject::Skill => of(market, &demand.skills, &skill),
            _ => of(market, &demand.bundles, &bundle),
        };
        for subject in [Subject::Kind, Subject::Skill] {
            let (mine, theirs) = (counts(subject, old, before), counts(subject, new, now));
            all.extend(differences(scope, subject, (&mine, before.n), (&theirs, now.n)));
        }
    }
    all
}

/// Id and name of what is asked for, and by how many postings.
type Counts = BTreeMap<(String, String), u64>;

fn roles(old: &Market, new: &Market) -> Vec<Moved> {
    let counts = |market: &Market| -> Counts {
        let named = |role: Role| (role.name().to_owned(), crate::report::words::role(role).to_owned());
        market.roles.iter().map(|one| (named(one.role), one.count)).collect()
    };
    let n = |market: &Market| market.looked_at.postings;
    differences(Scope::Everything, Subject::Role, (&counts(old), n(old)), (&counts(new), n(new)))
}

fn differences(scope: Scope, subject: Subject, old: (&Counts, u64), new: (&Counts, u64)) -> Vec<Moved> {
    if old.1 < FLOOR_SHARE || new.1 < FLOOR_SHARE {
        return Vec::new();
    }
    let names = old.0.keys().chain(new.0.keys().filter(|name| !old.0.contains_key(name)));
    let mut moved: Vec<Moved> = names
        .filter_map(|name| {
            let count = |side: (&Counts, u64)| (side.0.get(name).copied().unwrap_or_default(), side.1);
            let (before, now) = (count(old), count(new));
            let (was, is) = (wilson(before.0, before.1)?, wilson(now.0, now.1)?);
            let (id, name) = name.clone();
            (was.high < is.low || is.high < was.low).then_some(Moved {
                scope,
                subject,
                id,
                name,
                old_count: before,
                old: was,
                new_count: now,
                new: is,
            })
        })
        .collect();
    moved.sort_by(greatest_first);
    moved
}

fn greatest_first(a: &Moved, b: &Moved) -> Ordering {
    b.change().abs().total_cmp(&a.change().abs()).then_with(|| a.id.cmp(&b.id))
}
