//! Sayings of the field, held against the postings.
//!
//! The demand tables go in; each saying comes out with what was observed and whether it holds here. A saying is judged by
//! intervals: it holds when the interval of the observed share meets what the saying claims.

use super::summary::share;
use super::{Bundle, Scope, ScopeDemand};
use crate::analysis::Role;
use crate::statistics::Interval;

/// A saying with what was observed.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// What people say.
    pub saying: &'static str,
    /// How it was measured here.
    pub measure: &'static str,
    /// The shares it was judged by.
    pub observed: Vec<Observed>,
    /// Whether it holds in these postings.
    pub verdict: Verdict,
}

/// One share that a saying was judged by.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// What the share is of.
    pub what: String,
    /// Postings that ask for it.
    pub hits: u64,
    /// Postings looked at.
    pub n: u64,
    /// The share; `None` when there are too few.
    pub share: Option<Interval>,
}

/// Whether a saying holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The interval meets what the saying claims.
    Holds,
    /// Only in part: some of its shares do, others do not.
    InPart,
    /// The interval lies outside.
    DoesNotHold,
    /// Not enough postings to say.
    TooFew,
}

impl Verdict {
    /// The name used in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::InPart => "holds in part",
            Self::DoesNotHold => "does not hold",
            Self::TooFew => "too few to say",
        }
    }
}

pub(super) fn check(demand: &[ScopeDemand], bundles: &[Bundle]) -> Vec<Claim> {
    let bundle = |scope: Scope, id: &str, label: &str| {
        let of_scope = demand.iter().find(|one| one.scope == scope);
        let hits = of_scope
            .and_then(|one| one.bundles.iter().find(|row| bundles[row.what as usize].id == id))
            .map_or(0, |row| row.asked);
        let n = of_scope.map_or(0, |one| one.n);
        Observed { what: label.to_owned(), hits, n, share: share(hits, n) }
    };
    let backend = Scope::One(Role::BackendInfra);
    vec![
        within(
            "Nearly three quarters of backend jobs with infrastructure work ask for a cloud platform.",
            "Share of backend-with-infrastructure postings that name AWS, Azure, Google Cloud or one of their services; \
             holds when the interval meets 70 to 80 %.",
            vec![bundle(backend, "any-cloud", "any cloud platform")],
            0.70,
            0.80,
        ),
        within(
            "Docker or Kubernetes, CI/CD, a cloud and monitoring are the four essentials.",
            "Share of the four roles' postings that ask for each; each holds when its interval reaches one half.",
            vec![
                bundle(Scope::FourRoles, "docker-or-kubernetes", "Docker or Kubernetes"),
                bundle(Scope::FourRoles, "ci-cd", "CI/CD"),
                bundle(Scope::FourRoles, "any-cloud", "any cloud platform"),
                bundle(Scope::FourRoles, "observability", "monitoring and observability"),
            ],
            0.5,
            1.0,
        ),
        networking(demand, bundles),
    ]
}

/// A saying that names a range: it holds where the intervals meet it.
fn within(saying: &'static str, measure: &'static str, observed: Vec<Observed>, low: f64, high: f64) -> Claim {
    let meets = |one: &Observed| one.share.map(|share| share.high >= low && share.low <= high);
    let verdict = match observed.iter().map(meets).collect::<Option<Vec<bool>>>() {
        None => Verdict::TooFew,
        Some(met) if met.iter().all(|&met| met) => Verdict::Holds,
        Some(met) if met.iter().any(|&met| met) => Verdict::InPart,
        Some(_) => Verdict::DoesNotHold,
    };
    Claim { saying, measure, observed, verdict }
}

/// The usual gap of a backend engineer: what the other three roles ask for and backend work does not teach.
fn networking(demand: &[ScopeDemand], bundles: &[Bundle]) -> Claim {
    let asked = |roles: &[Role]| {
        let of = demand.iter().filter(|one| matches!(one.scope, Scope::One(role) if roles.contains(&role)));
        of.fold((0, 0), |(hits, n), one| {
            let row = one.bundles.iter().find(|row| bundles[row.what as usize].id == "networking");
            (hits + row.map_or(0, |row| row.asked), n + one.n)
        })
    };
    let observe = |what: &str, (hits, n)| Observed { what: what.to_owned(), hits, n, share: share(hits, n) };
    let infrastructure = observe("platform, release and SRE", asked(&[Role::Platform, Role::Release, Role::Sre]));
    let backend = observe("backend with infrastructure", asked(&[Role::BackendInfra]));
    let verdict = match (infrastructure.share, backend.share) {
        (Some(there), Some(here)) if there.low > here.high => Verdict::Holds,
        (Some(_), Some(_)) => Verdict::DoesNotHold,
        _ => Verdict::TooFew,
    };
    Claim {
        saying: "Networking depth is what a backend engineer usually lacks.",
        measure: "Share of postings that name any networking skill (VPC, subnets, routing, DNS, firewalls …), in the three \
                  infrastructure roles and in backend work; holds when the first is higher and the intervals do not meet.",
        observed: vec![infrastructure, backend],
        verdict,
    }
}
