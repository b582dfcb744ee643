//! The report as JSON for other programs: `market.json`, version 1.
//!
//! A [`Market`] goes in, text comes out. The structs below are the public contract: they may gain fields, and anything else needs a new
//! version. Shares are fractions with four digits and `null` under the floor; skills are named by id.

use serde::Serialize;

use super::{Error, Options};
use crate::analysis::Role;
use crate::market::{Demand, FLOOR_PAY, FLOOR_SHARE, Market, Spread, Standing, State};
use crate::statistics::Interval;

const SCHEMA: &str = "jobsift.market/1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    program: &'static str,
    date: String,
    floors: Floors,
    looked_at: LookedAt<'a>,
    roles: Vec<RoleOut>,
    titles: Vec<Family>,
    demand: Vec<ScopeOut<'a>>,
    apart: Vec<ApartOut<'a>>,
    together: Vec<PairOut<'a>>,
    alternatives: Vec<AlternativeOut<'a>>,
    pay: Vec<PayOut<'a>>,
    pay_by_skill: Vec<PayOfSkillOut<'a>>,
    years: Vec<YearsOut>,
    mixes: Vec<MixOut<'a>>,
    trend: Option<TrendOut<'a>>,
    sayings: Vec<Claim<'a>>,
    standing: Option<Vec<StandingOut<'a>>>,
}

#[derive(Serialize)]
struct Floors {
    share: u64,
    pay: u64,
}

#[derive(Serialize)]
struct LookedAt<'a> {
    postings: u64,
    four_roles: u64,
    duplicates: u64,
    rejected: Vec<Reason<'a>>,
    first_day: Option<&'a str>,
    last_day: Option<&'a str>,
    coverage: serde_json::Map<String, serde_json::Value>,
}

#[derive(Serialize)]
struct Reason<'a> {
    reason: &'a str,
    inputs: u64,
}

#[derive(Serialize)]
struct Fraction {
    share: f64,
    low: f64,
    high: f64,
}

impl Fraction {
    fn new(of: Interval) -> Self {
        Self { share: rounded(of.share), low: rounded(of.low), high: rounded(of.high) }
    }
}

fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

#[derive(Serialize)]
struct ByRole {
    platform: u64,
    release: u64,
    sre: u64,
    #[serde(rename = "backend-infra")]
    backend_infra: u64,
    other: u64,
}

impl From<[u64; 5]> for ByRole {
    fn from([platform, release, sre, backend_infra, other]: [u64; 5]) -> Self {
        Self { platform, release, sre, backend_infra, other }
    }
}

#[derive(Serialize)]
struct RoleOut {
    role: Role,
    postings: u64,
    share: Option<Fraction>,
    clear: u64,
    mixed: u64,
    insufficient: u64,
    title_conflicts: u64,
}

#[derive(Serialize)]
struct Family {
    title_says: &'static str,
    postings: u64,
    roles: ByRole,
}

#[derive(Serialize)]
struct ScopeOut<'a> {
    scope: &'static str,
    n: u64,
    skills: Vec<DemandOut<'a>>,
    kinds: Vec<DemandOut<'a>>,
}

#[derive(Serialize)]
struct DemandOut<'a> {
    id: &'a str,
    name: &'a str,
    asked: u64,
    share: Option<Fraction>,
    required: u64,
    preferred: u64,
    mentioned: u64,
    any_of: u64,
    or_similar: u64,
}

#[derive(Serialize)]
struct ApartOut<'a> {
    role: Role,
    n: u64,
    others_n: u64,
    skills: Vec<ApartSkillOut<'a>>,
}

#[derive(Serialize)]
struct ApartSkillOut<'a> {
    id: &'a str,
    asked: u64,
    others_asked: u64,
    log_odds: f64,
    z: f64,
}

#[derive(Serialize)]
struct PairOut<'a> {
    first: &'a str,
    second: &'a str,
    both: u64,
    first_asked: u64,
    second_asked: u64,
    lift: f64,
}

#[derive(Serialize)]
struct AlternativeOut<'a> {
    first: &'a str,
    second: &'a str,
    alternatives: u64,
    both: u64,
}

#[derive(Serialize)]
struct PayOut<'a> {
    scope: &'static str,
    currency: &'a str,
    n: u64,
    yearly: Option<Quantiles>,
}

#[derive(Serialize)]
struct PayOfSkillOut<'a> {
    id: &'a str,
    currency: &'a str,
    n: u64,
    yearly: Quantiles,
}

#[derive(Serialize)]
struct Quantiles {
    p10: f64,
    median: f64,
    p90: f64,
}

#[derive(Serialize)]
struct YearsOut {
    scope: &'static str,
    n: u64,
    years: Option<Quartiles>,
}

#[derive(Serialize)]
struct Quartiles {
    p25: f64,
    median: f64,
    p75: f64,
}

#[derive(Serialize)]
struct MixOut<'a> {
    field: &'static str,
    known: ByRole,
    distinct: usize,
    values: Vec<ValueOut<'a>>,
}

#[derive(Serialize)]
struct ValueOut<'a> {
    value: &'a str,
    roles: ByRole,
}

#[derive(Serialize)]
struct TrendOut<'a> {
    earlier: HalfOut<'a>,
    later: HalfOut<'a>,
    skills: Vec<MoveOut<'a>>,
}

#[derive(Serialize)]
struct HalfOut<'a> {
    from: &'a str,
    to: &'a str,
    n: u64,
    asks: u64,
}

#[derive(Serialize)]
struct MoveOut<'a> {
    id: &'a str,
    earlier: Fraction,
    later: Fraction,
    earlier_rank: usize,
    later_rank: usize,
    beyond_chance: bool,
}

#[derive(Serialize)]
struct Claim<'a> {
    saying: &'a str,
    verdict: &'static str,
    observed: Vec<ObservedOut<'a>>,
}

#[derive(Serialize)]
struct ObservedOut<'a> {
    of: &'a str,
    asked: u64,
    n: u64,
    share: Option<Fraction>,
}

#[derive(Serialize)]
struct StandingOut<'a> {
    scope: &'static str,
    n: u64,
    asks_have: u64,
    asks_near: u64,
    asks_missing: u64,
    skills: Vec<StandingSkillOut<'a>>,
}

#[derive(Serialize)]
struct StandingSkillOut<'a> {
    id: &'a str,
    asked: u64,
    state: &'static str,
    from: Option<&'a str>,
    hours: Option<u32>,
}

/// The document, indented, with a line break at its end.
pub(super) fn render(market: &Market, options: &Options<'_>) -> Result<String, Error> {
    let document = document(market, options);
    let mut text = serde_json::to_string_pretty(&document).map_err(|error| Error::Render(error.to_string()))?;
    text.push('\n');
    Ok(text)
}

fn document<'a>(market: &'a Market, options: &Options<'a>) -> Document<'a> {
    let id = |skill: u32| market.skill(skill).id.as_str();
    Document {
        schema: SCHEMA,
        program: concat!("jobsift ", env!("CARGO_PKG_VERSION")),
        date: options.date.to_string(),
        floors: Floors { share: FLOOR_SHARE, pay: FLOOR_PAY },
        looked_at: looked_at(market),
        roles: roles(market),
        titles: titles(market),
        demand: demand(market),
        apart: apart(market),
        together: together(market),
        alternatives: market
            .alternatives
            .iter()
            .map(|one| AlternativeOut {
                first: id(one.first),
                second: id(one.second),
                alternatives: one.count,
                both: one.both,
            })
            .collect(),
        pay: market
            .pay
            .iter()
            .map(|row| PayOut {
                scope: row.scope.name(),
                currency: &row.currency,
                n: row.n,
                yearly: row.spread.map(quantiles),
            })
            .collect(),
        pay_by_skill: market
            .pay_by_skill
            .iter()
            .map(|row| PayOfSkillOut {
                id: id(row.skill),
                currency: &row.currency,
                n: row.n,
                yearly: quantiles(row.spread),
            })
            .collect(),
        years: market
            .years
            .iter()
            .map(|row| YearsOut { scope: row.scope.name(), n: row.n, years: row.spread.map(quartiles) })
            .collect(),
        mixes: mixes(market),
        trend: trend(market),
        sayings: sayings(market),
        standing: options.standing.map(|standing| standing.iter().map(|one| standing_out(market, one)).collect()),
    }
}

fn quantiles(spread: Spread) -> Quantiles {
    Quantiles { p10: rounded(spread.low), median: rounded(spread.median), p90: rounded(spread.high) }
}

fn quartiles(spread: Spread) -> Quartiles {
    Quartiles { p25: rounded(spread.low), median: rounded(spread.median), p75: rounded(spread.high) }
}

fn looked_at(market: &Market) -> LookedAt<'_> {
    let looked = &market.looked_at;
    let window = looked.window.as_ref();
    LookedAt {
        postings: looked.postings,
        four_roles: looked.four_roles,
        duplicates: looked.duplicates,
        rejected: looked.rejected.iter().map(|(reason, inputs)| Reason { reason, inputs: *inputs }).collect(),
        first_day: window.map(|(from, _)| from.as_str()),
        last_day: window.map(|(_, to)| to.as_str()),
        coverage: looked.coverage.iter().map(|&(field, count)| (field.to_owned(), count.into())).collect(),
    }
}

fn roles(market: &Market) -> Vec<RoleOut> {
    let role = |one: &crate::market::RoleCount| RoleOut {
        role: one.role,
        postings: one.count,
        share: one.share.map(Fraction::new),
        clear: one.clear,
        mixed: one.mixed,
        insufficient: one.insufficient,
        title_conflicts: one.title_conflicts,
    };
    market.roles.iter().map(role).collect()
}

fn titles(market: &Market) -> Vec<Family> {
    let title = |family: &crate::market::TitleFamily| Family {
        title_says: family.name,
        postings: family.count,
        roles: family.roles.into(),
    };
    market.titles.iter().map(title).collect()
}

fn demand(market: &Market) -> Vec<ScopeOut<'_>> {
    let out = |id, name, one: &Demand| DemandOut {
        id,
        name,
        asked: one.asked,
        share: one.share.map(Fraction::new),
        required: one.required,
        preferred: one.preferred,
        mentioned: one.mentioned,
        any_of: one.any_of,
        or_similar: one.or_similar,
    };
    let scope = |scope: &'_ crate::market::ScopeDemand| ScopeOut {
        scope: scope.scope.name(),
        n: scope.n,
        skills: scope
            .skills
            .iter()
            .map(|one| out(&*market.skill(one.what).id, &*market.skill(one.what).name, one))
            .collect(),
        kinds: scope
            .bundles
            .iter()
            .map(|one| out(&*market.bundle(one.what).id, &*market.bundle(one.what).name, one))
            .collect(),
    };
    market.demand.iter().map(scope).collect()
}

fn apart(market: &Market) -> Vec<ApartOut<'_>> {
    let skill = |one: &crate::market::ApartSkill| ApartSkillOut {
        id: &market.skill(one.skill).id,
        asked: one.asked,
        others_asked: one.others,
        log_odds: rounded(one.odds.delta),
        z: rounded(one.odds.z),
    };
    let role = |apart: &crate::market::Apart| ApartOut {
        role: apart.role,
        n: apart.n,
        others_n: apart.others_n,
        skills: apart.skills.iter().map(skill).collect(),
    };
    market.apart.iter().map(role).collect()
}

fn together(market: &Market) -> Vec<PairOut<'_>> {
    let pair = |pair: &crate::market::Pair| PairOut {
        first: &market.skill(pair.first).id,
        second: &market.skill(pair.second).id,
        both: pair.both,
        first_asked: pair.first_asked,
        second_asked: pair.second_asked,
        lift: rounded(pair.lift),
    };
    market.together.iter().map(pair).collect()
}

fn mixes(market: &Market) -> Vec<MixOut<'_>> {
    let mix = |mix: &'_ crate::market::Mix| MixOut {
        field: mix.field,
        known: mix.known.into(),
        distinct: mix.distinct,
        values: Vec::new(),
    };
    market
        .mixes
        .iter()
        .map(|one| MixOut {
            values: one
                .values
                .iter()
                .map(|value| ValueOut { value: &value.value, roles: value.roles.into() })
                .collect(),
            ..mix(one)
        })
        .collect()
}

fn trend(market: &Market) -> Option<TrendOut<'_>> {
    let trend = market.trend.as_ref()?;
    let skill = |one: &crate::market::Move| MoveOut {
        id: &market.skill(one.skill).id,
        earlier: Fraction::new(one.earlier),
        later: Fraction::new(one.later),
        earlier_rank: one.earlier_rank,
        later_rank: one.later_rank,
        beyond_chance: one.is_notable(),
    };
    Some(TrendOut {
        earlier: HalfOut {
            from: &trend.earlier.from,
            to: &trend.earlier.to,
            n: trend.earlier.n,
            asks: trend.earlier.asks,
        },
        later: HalfOut { from: &trend.later.from, to: &trend.later.to, n: trend.later.n, asks: trend.later.asks },
        skills: trend.skills.iter().map(skill).collect(),
    })
}

fn sayings(market: &Market) -> Vec<Claim<'_>> {
    market
        .claims
        .iter()
        .map(|claim| Claim {
            saying: claim.saying,
            verdict: claim.verdict.name(),
            observed: claim
                .observed
                .iter()
                .map(|one| ObservedOut {
                    of: &one.what,
                    asked: one.hits,
                    n: one.n,
                    share: one.share.map(Fraction::new),
                })
                .collect(),
        })
        .collect()
}

fn standing_out<'a>(market: &'a Market, of: &'a Standing) -> StandingOut<'a> {
    let skill = |one: &'a crate::market::StandingSkill| {
        let (state, from, hours) = match &one.state {
            State::Have => ("have", None, None),
            State::Near { from, hours, .. } => ("near", Some(from.as_str()), Some(*hours)),
            State::Missing => ("missing", None, None),
        };
        StandingSkillOut { id: &market.skill(one.demand.what).id, asked: one.demand.asked, state, from, hours }
    };
    StandingOut {
        scope: of.scope.name(),
        n: of.n,
        asks_have: of.asks.have,
        asks_near: of.asks.near,
        asks_missing: of.asks.missing,
        skills: of.skills.iter().map(skill).collect(),
    }
}
