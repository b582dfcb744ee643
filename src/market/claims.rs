//! Sayings of the field, held against the postings.
//!
//! The figures go in; each saying comes out with what was observed and whether it holds here. A saying is judged by
//! the observed share and its interval: it holds when the share is what the saying claims, is undecided when only the interval
//! reaches that, and does not hold when the interval lies outside.

use super::summary::share;
use super::{FOUR, Market, Scope};
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
    /// The share is what the saying claims.
    Holds,
    /// It is not, but so near to it that chance may be why.
    Undecided,
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
            Self::Undecided => "undecided",
            Self::InPart => "holds in part",
            Self::DoesNotHold => "does not hold",
            Self::TooFew => "too few to say",
        }
    }
}

/// Every saying, held against a market that is summarised but for them.
pub(super) fn check(market: &Market) -> Vec<Claim> {
    let four = Scope::FourRoles;
    vec![
        within(
            "Nearly three quarters of backend jobs with infrastructure work ask for a cloud platform.",
            "Share of backend-with-infrastructure postings that name AWS, Azure, Google Cloud or one of their services; \
             holds from 70 to 80 %.",
            vec![bundle(market, Scope::One(Role::BackendInfra), "any-cloud", "any cloud platform")],
            0.70,
            0.80,
        ),
        within(
            "Docker or Kubernetes, CI/CD, a cloud and monitoring are the four essentials.",
            "Share of the four roles' postings that ask for each; each holds from one half on.",
            vec![
                bundle(market, four, "docker-or-kubernetes", "Docker or Kubernetes"),
                bundle(market, four, "ci-cd", "CI/CD"),
                bundle(market, four, "any-cloud", "any cloud platform"),
                bundle(market, four, "observability", "monitoring and observability"),
            ],
            0.5,
            1.0,
        ),
        networking(market),
        clouds(market),
        within(
            "Terraform is the standard of infrastructure as code.",
            "Of the four roles' postings that name any tool or practice of infrastructure as code, the share that names Terraform; \
             holds from one half on.",
            vec![terraform(market)],
            0.5,
            1.0,
        ),
        within(
            "One DevOps title in five is other work than the rest.",
            "Of the postings with DevOps in the title, the share whose text shows another role than the commonest one among them; \
             holds from one fifth on.",
            vec![devops_titles(market)],
            0.2,
            1.0,
        ),
        within(
            "Hardly anybody looks for juniors in these roles.",
            "Of the four roles' postings that state a level, the share that is for juniors; holds up to one tenth.",
            vec![value(market, "seniority", "junior", "junior")],
            0.0,
            0.1,
        ),
        within(
            "Most of this work can be done remotely.",
            "Of the four roles' postings that state a place of work, the share that is remote, hybrid not among it; holds from one half on.",
            vec![value(market, "remote", "remote", "remote")],
            0.5,
            1.0,
        ),
    ]
}

fn observed(what: &str, hits: u64, n: u64) -> Observed {
    Observed { what: what.to_owned(), hits, n, share: share(hits, n) }
}

/// The postings of a scope that ask for a bundle, and how many there are.
fn asked(market: &Market, scope: Scope, id: &str) -> (u64, u64) {
    let demand = market.demand(scope);
    let row = demand.and_then(|of| of.bundles.iter().find(|row| market.bundle(row.what).id == id));
    (row.map_or(0, |row| row.asked), demand.map_or(0, |of| of.n))
}

fn bundle(market: &Market, scope: Scope, id: &str, label: &str) -> Observed {
    let (hits, n) = asked(market, scope, id);
    observed(label, hits, n)
}

/// Terraform stands in the group that it is measured by, so its postings are among those of the group.
fn terraform(market: &Market) -> Observed {
    let four = market.demand(Scope::FourRoles);
    let row = four.and_then(|of| of.skills.iter().find(|row| market.skill(row.what).id == "terraform"));
    let (group, _) = asked(market, Scope::FourRoles, "infrastructure-as-code");
    observed("Terraform", row.map_or(0, |row| row.asked), group)
}

fn devops_titles(market: &Market) -> Observed {
    let family = market.titles.iter().find(|family| family.name == "DevOps");
    let (n, commonest) =
        family.map_or((0, 0), |family| (family.count, family.roles.iter().copied().max().unwrap_or(0)));
    observed("another role than the commonest", n - commonest, n)
}

/// Of the four roles' postings that state a field, those with one value.
fn value(market: &Market, field: &str, value: &str, label: &str) -> Observed {
    let four = |roles: &[u64; 5]| roles[..FOUR].iter().sum::<u64>();
    let mix = market.mixes.iter().find(|mix| mix.field == field);
    let hits = mix.and_then(|mix| mix.values.iter().find(|one| one.value == value)).map_or(0, |one| four(&one.roles));
    observed(label, hits, mix.map_or(0, |mix| four(&mix.known)))
}

/// Holds when the first cloud's interval lies above those of the others, in part when only its share does.
fn clouds(market: &Market) -> Claim {
    let of = |id, label| bundle(market, Scope::FourRoles, id, label);
    let observed = vec![of("cloud-aws", "AWS"), of("cloud-azure", "Azure"), of("cloud-gcp", "Google Cloud")];
    let shares: Option<Vec<Interval>> = observed.iter().map(|one| one.share).collect();
    let verdict = match shares.as_deref() {
        Some([aws, others @ ..]) if others.iter().all(|other| aws.low > other.high) => Verdict::Holds,
        Some([aws, others @ ..]) if others.iter().all(|other| aws.share > other.share) => Verdict::InPart,
        Some(_) => Verdict::DoesNotHold,
        None => Verdict::TooFew,
    };
    Claim {
        saying: "AWS comes before Azure and Google Cloud.",
        measure: "Share of the four roles' postings that name each cloud or one of its services; holds when the interval of AWS lies \
                  above both others, in part when its share is the greatest and the intervals meet.",
        observed,
        verdict,
    }
}

/// A saying that names a range.
fn within(saying: &'static str, measure: &'static str, observed: Vec<Observed>, low: f64, high: f64) -> Claim {
    let judge = |one: &Observed| {
        one.share.map(|of| match of {
            of if (low..=high).contains(&of.share) => Verdict::Holds,
            of if of.high >= low && of.low <= high => Verdict::Undecided,
            _ => Verdict::DoesNotHold,
        })
    };
    let verdict = match observed.iter().map(judge).collect::<Option<Vec<Verdict>>>() {
        None => Verdict::TooFew,
        Some(each) if each.iter().all(|one| *one == each[0]) => each[0],
        Some(each) if each.contains(&Verdict::DoesNotHold) => Verdict::InPart,
        Some(_) => Verdict::Undecided,
    };
    Claim { saying, measure, observed, verdict }
}

/// The usual gap of a backend engineer: what the other three roles ask for and backend work does not teach.
fn networking(market: &Market) -> Claim {
    let of = |roles: &[Role]| {
        roles
            .iter()
            .map(|&role| asked(market, Scope::One(role), "networking"))
            .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    };
    let observe = |what: &str, (hits, n)| observed(what, hits, n);
    let infrastructure = observe("platform, release and SRE", of(&[Role::Platform, Role::Release, Role::Sre]));
    let backend = observe("backend with infrastructure", of(&[Role::BackendInfra]));
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
