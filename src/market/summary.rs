//! Turns running counts into the market: shares with intervals, differences, spreads, and the order of everything.
//!
//! A [`Tally`] goes in, a [`Market`] comes out. No counting happens here, and every list has a tie-break by name.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::arrange::{Pattern, arrange};
use super::part::{COVERED, day_of};
use super::tally::{Amounts, Asked, ByRole, ROLES, Tally};
use super::{
    Alternative, Apart, ApartSkill, Bundle, Companions, Demand, FLOOR_PAY, FLOOR_SHARE, FOUR, Half, LookedAt,
    MOST_VALUES, Market, Mix, MixValue, Move, PRIOR_ASKS, Pair, Pay, PayOfSkill, Reach, RoleCount, Scope, ScopeDemand,
    Skill, Spread, TitleFamily, Trend, Years, Z_NOTABLE, claims, titles,
};
use crate::analysis::{Role, RoleStatus};
use crate::profile::Country;
use crate::statistics::{self, Interval, lift, log_odds, quantile, wilson};

/// How many skills stand in the table of companions.
const COMPANIONS: usize = 12;

/// The most pairs and alternatives that are kept.
const MOST_PAIRS: usize = 200;

/// A pair must stand together in this share of the postings, so that a lift is not a curiosity.
const PAIR_SUPPORT: f64 = 0.02;

/// The value of the country where a place names more than one.
const SEVERAL_COUNTRIES: &str = "several countries";

pub(super) fn summarise(tally: &Tally, skills: Vec<Skill>, bundles: Vec<Bundle>, reach: Vec<Reach>) -> Market {
    let demand: Vec<ScopeDemand> = Scope::ALL.iter().map(|&scope| demand(tally, scope, &skills, &bundles)).collect();
    let four = tally.asked_in(Scope::FourRoles);
    let mut market = Market {
        looked_at: looked_at(tally),
        roles: roles(tally),
        titles: title_families(tally),
        apart: Role::ALL[..FOUR].iter().map(|&role| apart(tally, role, &skills)).collect(),
        together: pairs(tally, &four, &skills),
        companions: companions(tally, &demand),
        pattern: pattern(tally, &demand),
        alternatives: alternatives(tally, &four, &skills),
        pay: pay(tally),
        pay_by_skill: pay_by_skill(tally, &skills),
        years: Scope::ALL.iter().map(|&scope| years(tally, scope)).collect(),
        mixes: mixes(tally),
        trend: trend(tally, &skills),
        claims: Vec::new(),
        reach,
        skills,
        bundles,
        demand,
    };
    market.claims = claims::check(&market);
    market
}

impl Tally {
    fn n(&self, scope: Scope) -> u64 {
        sum(&self.postings, scope)
    }

    /// Postings of the four roles that ask for two different skills.
    fn both(&self, a: u32, b: u32) -> u64 {
        self.together.get(&(a.min(b), a.max(b))).copied().unwrap_or_default()
    }

    /// How often each skill is asked for within a scope.
    fn asked_in(&self, scope: Scope) -> BTreeMap<u32, u64> {
        self.skills.iter().map(|(&skill, by_role)| (skill, total(by_role, scope).all())).collect()
    }
}

fn sum(counts: &ByRole, scope: Scope) -> u64 {
    counts[scope.roles()].iter().sum()
}

fn total(by_role: &[Asked; ROLES], scope: Scope) -> Asked {
    let mut all = Asked::default();
    by_role[scope.roles()].iter().for_each(|asked| all.add(asked));
    all
}

/// A share, unless there are too few to speak of one.
pub(super) fn share(hits: u64, n: u64) -> Option<Interval> {
    (n >= FLOOR_SHARE).then(|| wilson(hits, n)).flatten()
}

fn looked_at(tally: &Tally) -> LookedAt {
    let mut rejected: Vec<(String, u64)> =
        tally.rejected.iter().map(|(reason, &count)| (reason.clone(), count)).collect();
    rejected.sort_by_key(|(_, count)| Reverse(*count));
    LookedAt {
        postings: tally.n(Scope::Everything),
        four_roles: tally.n(Scope::FourRoles),
        duplicates: tally.duplicates,
        formats: tally.formats.iter().cloned().collect(),
        rejected,
        window: tally.window.clone(),
        coverage: COVERED
            .iter()
            .map(|&field| (field, tally.coverage.get(field).copied().unwrap_or_default()))
            .collect(),
    }
}

fn roles(tally: &Tally) -> Vec<RoleCount> {
    let n = tally.n(Scope::Everything);
    let count_of = |(at, &role): (usize, &Role)| {
        let status =
            |status: RoleStatus| tally.status.get(&(at as u32, status.name().to_owned())).copied().unwrap_or_default();
        RoleCount {
            role,
            count: tally.postings[at],
            share: share(tally.postings[at], n),
            clear: status(RoleStatus::Clear),
            mixed: status(RoleStatus::Mixed),
            insufficient: status(RoleStatus::Insufficient),
            title_conflicts: tally.conflicts[at],
        }
    };
    Role::ALL.iter().enumerate().map(count_of).collect()
}

fn title_families(tally: &Tally) -> Vec<TitleFamily> {
    (0..titles::COUNT)
        .filter_map(|family| {
            let roles = *tally.titles.get(&(family as u32))?;
            Some(TitleFamily { name: titles::name(family), count: roles.iter().sum(), roles })
        })
        .collect()
}

fn demand(tally: &Tally, scope: Scope, skills: &[Skill], bundles: &[Bundle]) -> ScopeDemand {
    let n = tally.n(scope);
    let of = |(&what, by_role): (&u32, &[Asked; ROLES])| {
        let asked = total(by_role, scope);
        (asked.all() > 0).then(|| Demand {
            what,
            asked: asked.all(),
            share: share(asked.all(), n),
            required: asked.required,
            preferred: asked.preferred,
            mentioned: asked.mentioned,
            any_of: asked.any_of,
            or_similar: asked.or_similar,
        })
    };
    let mut of_skills: Vec<Demand> = tally.skills.iter().filter_map(of).collect();
    of_skills.sort_by_key(|one| (Reverse(one.asked), &skills[one.what as usize].id));
    let mut of_bundles: Vec<Demand> = tally.bundles.iter().filter_map(of).collect();
    of_bundles.sort_by_key(|one| (Reverse(one.asked), &bundles[one.what as usize].id));
    ScopeDemand { scope, n, skills: of_skills, bundles: of_bundles }
}

/// Log-odds of one role against the other three, on asks, with the four roles together as the prior.
///
/// The whole market would be the wrong prior: where most postings are "other", it holds what none of the four asks for, and a role with
/// few postings then looks as if it asked for that.
fn apart(tally: &Tally, role: Role, skills: &[Skill]) -> Apart {
    let n = tally.n(Scope::One(role));
    let others_n = tally.n(Scope::FourRoles) - n;
    let mut found = Vec::new();
    if n >= FLOOR_SHARE && others_n >= FLOOR_SHARE {
        let (own, four) = (tally.asked_in(Scope::One(role)), tally.asked_in(Scope::FourRoles));
        let all = |asked: &BTreeMap<u32, u64>| asked.values().sum::<u64>();
        let four_all = all(&four);
        let (own_all, others_all) = (all(&own), four_all - all(&own));
        for (&skill, &asked) in &own {
            let others = four[&skill] - asked;
            let prior = PRIOR_ASKS * four[&skill] as f64 / four_all as f64;
            let odds = log_odds(
                statistics::Tally { word: asked as f64, all: own_all as f64 },
                statistics::Tally { word: others as f64, all: others_all as f64 },
                statistics::Tally { word: prior, all: PRIOR_ASKS },
            );
            found.extend(odds.filter(|odds| odds.z.abs() >= Z_NOTABLE).map(|odds| ApartSkill {
                skill,
                asked,
                others,
                odds,
            }));
        }
        found.sort_by(|a, b| b.odds.z.total_cmp(&a.odds.z).then_with(|| id(skills, a.skill).cmp(id(skills, b.skill))));
    }
    Apart { role, n, others_n, skills: found }
}

fn id(skills: &[Skill], number: u32) -> &str {
    &skills[number as usize].id
}

/// The two of a pair, the one that is asked for more often first.
fn ordered(pair: (u32, u32), asked: &BTreeMap<u32, u64>, skills: &[Skill]) -> (u32, u32) {
    let rank = |skill: u32| (Reverse(asked.get(&skill).copied().unwrap_or_default()), id(skills, skill));
    if rank(pair.0) <= rank(pair.1) { pair } else { (pair.1, pair.0) }
}

fn pairs(tally: &Tally, asked: &BTreeMap<u32, u64>, skills: &[Skill]) -> Vec<Pair> {
    let n = tally.n(Scope::FourRoles);
    let least = FLOOR_SHARE.max((n as f64 * PAIR_SUPPORT).ceil() as u64);
    let mut found: Vec<Pair> = tally
        .together
        .iter()
        .filter(|&(_, &both)| both >= least)
        .filter_map(|(&pair, &both)| {
            let (first, second) = ordered(pair, asked, skills);
            let (first_asked, second_asked) = (*asked.get(&first)?, *asked.get(&second)?);
            let lift = lift(both, first_asked, second_asked, n)?;
            (lift > 1.0).then_some(Pair { first, second, both, first_asked, second_asked, lift })
        })
        .collect();
    found.sort_by(|a, b| {
        let ids = |pair: &Pair| (id(skills, pair.first), id(skills, pair.second));
        b.lift.total_cmp(&a.lift).then_with(|| ids(a).cmp(&ids(b)))
    });
    found.truncate(MOST_PAIRS);
    found
}

fn companions(tally: &Tally, demand: &[ScopeDemand]) -> Companions {
    let Some(four) = demand.iter().find(|one| one.scope == Scope::FourRoles && one.n >= FLOOR_SHARE) else {
        return Companions::default();
    };
    let top: Vec<&Demand> = four.skills.iter().take(COMPANIONS).collect();
    let both = |row: &Demand, column: &Demand| {
        if row.what == column.what { row.asked } else { tally.both(row.what, column.what) }
    };
    Companions {
        skills: top.iter().map(|one| one.what).collect(),
        both: top.iter().map(|row| top.iter().map(|column| both(row, column)).collect()).collect(),
        n: four.n,
    }
}

fn pattern(tally: &Tally, demand: &[ScopeDemand]) -> Pattern {
    let Some(four) = demand.iter().find(|one| one.scope == Scope::FourRoles) else { return Pattern::default() };
    let asked: Vec<(u32, u64)> = four.skills.iter().map(|one| (one.what, one.asked)).collect();
    arrange(&asked, four.n, |a, b| tally.both(a, b))
}

fn alternatives(tally: &Tally, asked: &BTreeMap<u32, u64>, skills: &[Skill]) -> Vec<Alternative> {
    let mut found: Vec<Alternative> = tally
        .alternatives
        .iter()
        .map(|(&pair, &count)| {
            let (first, second) = ordered(pair, asked, skills);
            Alternative { first, second, count, both: tally.together.get(&pair).copied().unwrap_or(count) }
        })
        .collect();
    found.sort_by_key(|one| (Reverse(one.count), id(skills, one.first), id(skills, one.second)));
    found.truncate(MOST_PAIRS);
    found
}

fn spread<'a>(values: impl IntoIterator<Item = (f64, &'a u64)>, low: f64, high: f64) -> Option<Spread> {
    let values: Vec<(f64, u64)> = values.into_iter().map(|(value, &count)| (value, count)).collect();
    Some(Spread { low: quantile(&values, low)?, median: quantile(&values, 0.5)?, high: quantile(&values, high)? })
}

fn pay_spread(amounts: &Amounts) -> Option<Spread> {
    spread(amounts.iter().map(|(&amount, count)| (amount as f64, count)), 0.1, 0.9)
}

fn pay(tally: &Tally) -> Vec<Pay> {
    let mut found = Vec::new();
    for scope in Scope::ALL {
        let mut by_currency: BTreeMap<&str, Amounts> = BTreeMap::new();
        for ((role, currency), amounts) in &tally.pay {
            if scope.roles().contains(&(*role as usize)) {
                let all = by_currency.entry(currency).or_default();
                for (&amount, count) in amounts {
                    *all.entry(amount).or_default() += count;
                }
            }
        }
        let mut rows: Vec<Pay> = by_currency
            .into_iter()
            .map(|(currency, amounts)| {
                let n = amounts.values().sum();
                let spread = if n >= FLOOR_PAY { pay_spread(&amounts) } else { None };
                Pay { scope, currency: currency.to_owned(), n, spread }
            })
            .collect();
        rows.sort_by_key(|row| Reverse(row.n));
        found.extend(rows);
    }
    found
}

fn pay_by_skill(tally: &Tally, skills: &[Skill]) -> Vec<PayOfSkill> {
    let mut found: Vec<PayOfSkill> = tally
        .pay_by_skill
        .iter()
        .filter_map(|((skill, currency), amounts)| {
            let n = amounts.values().sum();
            let spread = if n >= FLOOR_PAY { pay_spread(amounts)? } else { return None };
            Some(PayOfSkill { skill: *skill, currency: currency.clone(), n, spread })
        })
        .collect();
    found.sort_by(|a, b| {
        let by_median = b.spread.median.total_cmp(&a.spread.median);
        a.currency.cmp(&b.currency).then(by_median).then_with(|| id(skills, a.skill).cmp(id(skills, b.skill)))
    });
    found
}

fn years(tally: &Tally, scope: Scope) -> Years {
    let counts: Vec<(f64, u64)> =
        tally.years.iter().map(|(&years, by_role)| (f64::from(years), sum(by_role, scope))).collect();
    let n = counts.iter().map(|(_, count)| count).sum();
    let quartiles = (n >= FLOOR_SHARE).then(|| spread(counts.iter().map(|(years, count)| (*years, count)), 0.25, 0.75));
    Years { scope, n, spread: quartiles.flatten() }
}

fn mixes(tally: &Tally) -> Vec<Mix> {
    let countries = tally.mixes.get("location").map(countries).filter(|found| !found.is_empty());
    let mix = |(field, values): (&'static str, &BTreeMap<String, ByRole>)| {
        let mut known = [0; ROLES];
        let mut rows: Vec<MixValue> = Vec::with_capacity(values.len());
        for (value, roles) in values {
            known.iter_mut().zip(roles).for_each(|(sum, count)| *sum += count);
            rows.push(MixValue { value: value.clone(), roles: *roles });
        }
        if field == "month" {
            // The last months are the ones to keep.
            rows.drain(..rows.len().saturating_sub(MOST_VALUES));
        } else {
            rows.sort_by_key(|row| Reverse(row.roles.iter().sum::<u64>()));
            keep_commonest(&mut rows);
        }
        Mix { field, known, distinct: values.len(), values: rows }
    };
    let mut fields: BTreeMap<&'static str, &BTreeMap<String, ByRole>> =
        tally.mixes.iter().map(|(&field, values)| (field, values)).collect();
    fields.extend(countries.as_ref().map(|found| ("country", found)));
    fields.into_iter().map(mix).collect()
}

/// Keeps the commonest of all postings and the commonest of the four roles, which may be far down a list of all.
fn keep_commonest(rows: &mut Vec<MixValue>) {
    let of_four = |row: &MixValue| row.roles[..FOUR].iter().sum::<u64>();
    let mut by_four: Vec<(Reverse<u64>, usize)> =
        rows.iter().enumerate().map(|(place, row)| (Reverse(of_four(row)), place)).collect();
    by_four.sort_unstable();
    let kept: BTreeSet<usize> = by_four
        .into_iter()
        .take(MOST_VALUES)
        .filter(|(Reverse(hits), _)| *hits > 0)
        .map(|(_, place)| place)
        .chain(0..MOST_VALUES)
        .collect();
    let mut place = 0;
    rows.retain(|_| {
        place += 1;
        kept.contains(&(place - 1))
    });
}

/// The postings by the country that their place names; of those that name several, under words of their own.
fn countries(places: &BTreeMap<String, ByRole>) -> BTreeMap<String, ByRole> {
    let mut found: BTreeMap<String, ByRole> = BTreeMap::new();
    for (place, roles) in places {
        let name = match Country::all_in(place).as_slice() {
            [] => continue,
            [country] => country.name(),
            _ => SEVERAL_COUNTRIES,
        };
        found.entry(name.to_owned()).or_default().iter_mut().zip(roles).for_each(|(sum, count)| *sum += count);
    }
    found
}

/// The dated postings of the four roles, cut at the day that leaves half of them on each side.
fn trend(tally: &Tally, skills: &[Skill]) -> Option<Trend> {
    let all: u64 = tally.days.values().sum();
    let mut seen = 0;
    let last_early = tally.days.iter().find_map(|(&day, count)| {
        seen += count;
        (seen * 2 >= all).then_some(day)
    })?;
    let half = |days: &[(i32, u64)]| {
        let (&(first, _), &(last, _)) = (days.first()?, days.last()?);
        let n = days.iter().map(|(_, count)| count).sum();
        (n >= FLOOR_SHARE).then(|| Half { from: day_of(first).to_string(), to: day_of(last).to_string(), n, asks: 0 })
    };
    let days: Vec<(i32, u64)> = tally.days.iter().map(|(&day, &count)| (day, count)).collect();
    let (before, after) = days.split_at(days.partition_point(|&(day, _)| day <= last_early));
    let (mut earlier, mut later) = (half(before)?, half(after)?);
    let mut moves = Vec::new();
    for (&skill, days) in &tally.skill_days {
        let early: u64 = days.range(..=last_early).map(|(_, count)| count).sum();
        let late = days.values().sum::<u64>() - early;
        earlier.asks += early;
        later.asks += late;
        if early + late >= FLOOR_SHARE
            && let (Some(earlier), Some(later)) = (wilson(early, earlier.n), wilson(late, later.n))
        {
            moves.push(Move { skill, earlier, later, earlier_rank: 0, later_rank: 0 });
        }
    }
    rank(&mut moves, skills, |one| one.earlier.share, |one, rank| one.earlier_rank = rank);
    rank(&mut moves, skills, |one| one.later.share, |one, rank| one.later_rank = rank);
    moves.sort_by(|a, b| {
        b.change().abs().total_cmp(&a.change().abs()).then_with(|| id(skills, a.skill).cmp(id(skills, b.skill)))
    });
    Some(Trend { earlier, later, skills: moves })
}

fn rank(moves: &mut [Move], skills: &[Skill], key: impl Fn(&Move) -> f64, set: impl Fn(&mut Move, usize)) {
    moves.sort_by(|a, b| key(b).total_cmp(&key(a)).then_with(|| id(skills, a.skill).cmp(id(skills, b.skill))));
    for (at, one) in moves.iter_mut().enumerate() {
        set(one, at + 1);
    }
}
