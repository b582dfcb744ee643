//! The report as JSON for other programs: `market.json`, version 1.
//!
//! A [`Market`] goes in, text comes out; its shape stands in [`contract`]. Shares are fractions with
//! four digits and `null` under the floor; skills are named by id.

mod contract;

use contract::{
    AlternativeOut, ApartOut, ApartSkillOut, Claim, DemandOut, Document, Family, Floors, Fraction, HalfOut, LinkOut,
    LookedAt, MixOut, MoveOut, ObservedOut, PairOut, PayOfSkillOut, PayOut, Quantiles, Quartiles, ReachOut, Reason,
    RoleOut, ScopeOut, StandingOut, StandingSkillOut, StepOut, TrendOut, ValueOut, YearsOut, rounded,
};

use super::{Error, Options};
use crate::market::{Demand, FLOOR_PAY, FLOOR_SHARE, LEVELS, Market, Spread, Standing, State};

pub(crate) const SCHEMA: &str = "jobsift.market/1";

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
        families: market
            .pattern
            .families
            .iter()
            .map(|family| family.iter().map(|&skill| id(skill)).collect())
            .collect(),
        links: market
            .pattern
            .links
            .iter()
            .map(|link| LinkOut {
                first: id(link.first),
                second: id(link.second),
                both: link.both,
                lift: rounded(link.lift),
                phi: rounded(link.phi),
            })
            .collect(),
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
        credits: options.credits,
        reach: market
            .reach
            .iter()
            .map(|one| ReachOut {
                scope: one.scope.name(),
                n: one.n,
                told: one.counts.told,
                levels: LEVELS,
                fit: one.counts.fit,
                skills_alone: one.counts.skills_alone,
            })
            .collect(),
        first_steps: options
            .first_steps
            .iter()
            .map(|step| StepOut {
                id: &step.id,
                hours: step.hours,
                from: step.from.as_deref(),
                opens: step.opens,
                within_reach: step.within_reach,
                of: step.of,
            })
            .collect(),
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
