//! Every figure of a made-up market, recomputed from the analyses one by one, without polars.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;

use super::specimen::{DRAWN, asks, number, plain, postings};
use super::*;
use crate::analysis::{Importance, Role, RoleStatus};
use crate::dataset::{Scan, Writer};
use crate::plan;
use crate::posting::{Period, Source};
use crate::statistics::wilson;

fn market_of(dictionary: &Dictionary, analyses: &[Analysis]) -> Market {
    let mut builder = Builder::new(dictionary);
    for analysis in analyses {
        builder.push(analysis).unwrap();
    }
    builder.finish().unwrap()
}

/// The distinct postings of a scope.
fn of_scope(analyses: &[Analysis], scope: Scope) -> Vec<&Analysis> {
    let takes_in = |role: Role| match scope {
        Scope::Everything => true,
        Scope::FourRoles => role != Role::Other,
        Scope::One(one) => role == one,
    };
    analyses.iter().filter(|one| one.duplicate_of.is_none() && takes_in(one.role.primary)).collect()
}

/// How a posting asks for a skill, unless it says that it does not.
fn ask(analysis: &Analysis, skill: u32) -> Option<&crate::analysis::SkillFinding> {
    analysis.skills.iter().find(|found| found.skill == skill && !found.negated)
}

#[test]
fn demand_of_every_skill_in_every_scope() {
    let dictionary = specimen::dictionary();
    let analyses = postings(dictionary, 700, 11);
    let market = market_of(dictionary, &analyses);
    let mut checked = 0;
    for scope in Scope::ALL {
        let own = of_scope(&analyses, scope);
        let demand = market.demand(scope).unwrap();
        assert_eq!(demand.n, own.len() as u64);
        for (id, _) in DRAWN {
            let skill = number(dictionary, id);
            let found: Vec<_> = own.iter().filter_map(|one| ask(one, skill)).collect();
            let of = |importance| found.iter().filter(|one| one.importance == importance).count() as u64;
            let row = demand.skills.iter().find(|row| row.what == skill);
            let Some(row) = row else {
                assert!(found.is_empty(), "{id}");
                continue;
            };
            assert_eq!(row.asked, found.len() as u64, "{id} in {}", scope.name());
            assert_eq!(row.required, of(Importance::Required));
            assert_eq!(row.preferred, of(Importance::Preferred));
            assert_eq!(row.mentioned, of(Importance::Mentioned));
            assert_eq!(row.any_of, found.iter().filter(|one| one.any_of.is_some()).count() as u64);
            assert_eq!(row.or_similar, found.iter().filter(|one| one.or_similar).count() as u64);
            assert_eq!(row.share, wilson(found.len() as u64, own.len() as u64));
            checked += 1;
        }
        assert!(demand.skills.is_sorted_by(|a, b| a.asked >= b.asked));
    }
    assert!(checked > 150, "{checked}");
}

#[test]
fn demand_of_a_bundle_counts_a_posting_once_and_by_its_strongest_skill() {
    let dictionary = specimen::dictionary();
    let analyses = postings(dictionary, 500, 5);
    let market = market_of(dictionary, &analyses);
    let clouds: Vec<u32> = ["aws", "azure", "gcp", "amazon-eks"].iter().map(|id| number(dictionary, id)).collect();
    for scope in Scope::ALL {
        let strongest: Vec<Importance> = of_scope(&analyses, scope)
            .iter()
            .filter_map(|one| clouds.iter().filter_map(|&cloud| ask(one, cloud)).map(|found| found.importance).max())
            .collect();
        let demand = market.demand(scope).unwrap();
        let row = demand.bundles.iter().find(|row| market.bundle(row.what).id == "any-cloud").unwrap();
        assert_eq!(row.asked, strongest.len() as u64, "{}", scope.name());
        assert_eq!(row.required, strongest.iter().filter(|&&one| one == Importance::Required).count() as u64);
    }
}

#[test]
fn roles_titles_and_what_was_looked_at() {
    let dictionary = specimen::dictionary();
    let analyses = postings(dictionary, 400, 2);
    let mut builder = Builder::new(dictionary);
    for one in &analyses {
        builder.push(one).unwrap();
    }
    for reason in ["no description: A Title", "broken", "no description: Another"] {
        builder.reject(&Rejected::new(Source::default(), reason.to_owned()));
    }
    let market = builder.finish().unwrap();
    let own = of_scope(&analyses, Scope::Everything);
    let looked = &market.looked_at;
    assert_eq!((looked.postings, looked.duplicates), (own.len() as u64, (analyses.len() - own.len()) as u64));
    assert_eq!(looked.rejected, [("no description".to_owned(), 2), ("broken".to_owned(), 1)]);
    assert_eq!(looked.rejected_total(), 3);
    let days: BTreeSet<String> = own.iter().filter_map(|one| one.posted).map(|day| day.to_string()).collect();
    assert_eq!(looked.window, days.first().cloned().zip(days.last().cloned()));
    let coverage: BTreeMap<&str, u64> = looked.coverage.iter().copied().collect();
    assert_eq!(coverage["company"], own.iter().filter(|one| one.company.is_some()).count() as u64);
    assert_eq!(coverage["seniority"], own.iter().filter(|one| one.facts.seniority.is_some()).count() as u64);
    for row in &market.roles {
        let of = of_scope(&analyses, Scope::One(row.role));
        let status = |status| of.iter().filter(|one| one.role.status == status).count() as u64;
        assert_eq!(row.count, of.len() as u64);
        assert_eq!((row.clear, row.mixed), (status(RoleStatus::Clear), status(RoleStatus::Mixed)));
        assert_eq!(row.insufficient, status(RoleStatus::Insufficient));
        assert_eq!(row.title_conflicts, of.iter().filter(|one| one.role.title_conflict).count() as u64);
    }
    let devops = market.titles.iter().find(|family| family.name == "DevOps").unwrap();
    assert_eq!(devops.count, own.iter().filter(|one| one.title.contains("DevOps")).count() as u64);
    assert_eq!(
        devops.roles[0],
        own.iter().filter(|one| one.title.contains("DevOps") && one.role.primary == Role::Platform).count() as u64
    );
}

#[test]
fn mixes_and_years() {
    let dictionary = specimen::dictionary();
    let analyses = postings(dictionary, 400, 9);
    let market = market_of(dictionary, &analyses);
    let own = of_scope(&analyses, Scope::Everything);
    let mix = |field: &str| market.mixes.iter().find(|mix| mix.field == field).unwrap();
    let remote = mix("remote");
    assert_eq!(remote.known.iter().sum::<u64>(), own.iter().filter(|one| one.facts.remote.is_some()).count() as u64);
    for value in &remote.values {
        for (at, &role) in Role::ALL.iter().enumerate() {
            let of = own.iter().filter(|one| {
                one.role.primary == role && one.facts.remote.is_some_and(|place| place.name() == value.value)
            });
            assert_eq!(value.roles[at], of.count() as u64);
        }
    }
    let may =
        own.iter().filter(|one| one.posted.is_some_and(|day| (day.year(), day.month()) == (2026, 5))).count() as u64;
    let month = mix("month").values.iter().find(|value| value.value == "2026-05").unwrap();
    assert_eq!(month.roles.iter().sum::<u64>(), may);
    assert!(mix("month").values.is_sorted_by(|a, b| a.value < b.value));
    let mut years: Vec<f64> = own.iter().filter_map(|one| one.facts.years_min).map(f64::from).collect();
    years.sort_by(f64::total_cmp);
    let all = market.years.iter().find(|years| years.scope == Scope::Everything).unwrap();
    assert_eq!(all.n, years.len() as u64);
    assert!((all.spread.unwrap().median - slow_quantile(&years, 0.5)).abs() < 1e-9);
}

fn slow_quantile(sorted: &[f64], p: f64) -> f64 {
    let rank = (sorted.len() - 1) as f64 * p;
    let (below, above) = (sorted[rank.floor() as usize], sorted[rank.ceil() as usize]);
    below + (above - below) * rank.fract()
}

#[test]
fn pay_by_role_and_by_skill() {
    let dictionary = specimen::dictionary();
    let analyses = postings(dictionary, 900, 21);
    let market = market_of(dictionary, &analyses);
    let yearly = |one: &Analysis, currency: &str| {
        let pay = one.facts.salary.as_ref().filter(|pay| pay.currency.as_deref() == Some(currency))?;
        let factor = match pay.period? {
            Period::Year => 1.0,
            Period::Month => 12.0,
            Period::Week => 52.0,
            Period::Day => 260.0,
            Period::Hour => 2080.0,
        };
        let low = pay.min.unwrap();
        Some(f64::midpoint(low, pay.max.unwrap_or(low)) * factor)
    };
    let near =
        |actual: f64, expected: f64| assert!((actual / expected - 1.0).abs() < 6e-4, "{actual} is not {expected}");
    for scope in Scope::ALL {
        for currency in ["USD", "EUR"] {
            let mut amounts: Vec<f64> =
                of_scope(&analyses, scope).iter().filter_map(|one| yearly(one, currency)).collect();
            amounts.sort_by(f64::total_cmp);
            let row = market.pay.iter().find(|row| row.scope == scope && row.currency == currency).unwrap();
            assert_eq!(row.n, amounts.len() as u64);
            assert_eq!(row.spread.is_some(), amounts.len() >= 20);
            if let Some(spread) = row.spread {
                near(spread.low, slow_quantile(&amounts, 0.1));
                near(spread.median, slow_quantile(&amounts, 0.5));
                near(spread.high, slow_quantile(&amounts, 0.9));
            }
        }
    }
    let skill = number(dictionary, "kubernetes");
    let four = of_scope(&analyses, Scope::FourRoles);
    let mut amounts: Vec<f64> =
        four.iter().filter(|one| ask(one, skill).is_some()).filter_map(|one| yearly(one, "USD")).collect();
    amounts.sort_by(f64::total_cmp);
    let row = market.pay_by_skill.iter().find(|row| row.skill == skill && row.currency == "USD").unwrap();
    assert_eq!(row.n, amounts.len() as u64);
    near(row.spread.median, slow_quantile(&amounts, 0.5));
    assert!(market.pay_by_skill.iter().all(|row| row.n >= FLOOR_PAY));
}

#[test]
fn pairs_alternatives_and_companions() {
    let dictionary = specimen::dictionary();
    let analyses = postings(dictionary, 600, 33);
    let market = market_of(dictionary, &analyses);
    let four = of_scope(&analyses, Scope::FourRoles);
    let both = |a: u32, b: u32| four.iter().filter(|one| ask(one, a).is_some() && ask(one, b).is_some()).count() as u64;
    let asked = |a: u32| both(a, a);
    assert!(!market.together.is_empty());
    for pair in &market.together {
        assert_eq!(pair.both, both(pair.first, pair.second));
        assert_eq!((pair.first_asked, pair.second_asked), (asked(pair.first), asked(pair.second)));
        let expected = (pair.both * four.len() as u64) as f64 / (pair.first_asked * pair.second_asked) as f64;
        assert!((pair.lift - expected).abs() < 1e-9 && pair.lift > 1.0 && pair.both >= FLOOR_SHARE);
    }
    let companions = &market.companions;
    for (row, &a) in companions.skills.iter().enumerate() {
        for (column, &b) in companions.skills.iter().enumerate() {
            assert_eq!(companions.both[row][column], both(a, b));
        }
    }
    let (aws, azure) = (number(dictionary, "aws"), number(dictionary, "azure"));
    let offered = |one: &&&Analysis| {
        let groups = ask(one, aws).and_then(|found| found.any_of).zip(ask(one, azure).and_then(|found| found.any_of));
        groups.is_some_and(|(a, b)| a == b)
    };
    let row = market.alternatives.iter().find(|row| (row.first, row.second) == (aws, azure)).unwrap();
    assert_eq!((row.count, row.both), (four.iter().filter(offered).count() as u64, both(aws, azure)));
}

#[test]
fn what_sets_a_role_apart() {
    let dictionary = specimen::dictionary();
    let market = market_of(dictionary, &postings(dictionary, 900, 4));
    let typical = |role| {
        let apart = market.apart.iter().find(|apart| apart.role == role).unwrap();
        assert!(apart.skills.iter().all(|one| one.odds.z.abs() >= Z_NOTABLE));
        assert!(apart.skills.is_sorted_by(|a, b| a.odds.z >= b.odds.z));
        apart.skills.iter().take(3).map(|one| market.skill(one.skill).id.clone()).collect::<BTreeSet<_>>()
    };
    assert!(typical(Role::Sre).contains("prometheus"), "{:?}", typical(Role::Sre));
    assert!(typical(Role::Release).contains("jenkins"), "{:?}", typical(Role::Release));
    assert!(typical(Role::BackendInfra).contains("postgresql"), "{:?}", typical(Role::BackendInfra));
    assert!(typical(Role::Platform).contains("terraform"), "{:?}", typical(Role::Platform));
}

#[test]
fn a_rare_role_is_not_set_apart_by_what_only_other_jobs_ask_for() {
    let dictionary = specimen::dictionary();
    let posting = |at: usize, role: Role, skill: &str| {
        let mut one = plain(&format!("{at:x}"), role);
        one.skills.push(asks(dictionary, skill, Importance::Required));
        one
    };
    let analyses: Vec<Analysis> = (0..1600)
        .map(|at| match at {
            0..12 => posting(at, Role::Release, "jenkins"),
            12..100 => posting(at, Role::Sre, "prometheus"),
            100..104 => posting(at, Role::Sre, "kafka"),
            _ => posting(at, Role::Other, "kafka"),
        })
        .collect();
    let market = market_of(dictionary, &analyses);
    let release = market.apart.iter().find(|apart| apart.role == Role::Release).unwrap();
    let more: Vec<&str> =
        release.skills.iter().filter(|one| one.odds.z > 0.0).map(|one| market.skill(one.skill).id.as_str()).collect();
    assert_eq!(more, ["jenkins"]);
}

#[test]
fn the_trend_cuts_the_dated_postings_in_two() {
    let dictionary = specimen::dictionary();
    let analyses = postings(dictionary, 600, 8);
    let market = market_of(dictionary, &analyses);
    let trend = market.trend.as_ref().unwrap();
    let in_half = |half: &Half| -> Vec<&Analysis> {
        let within = |one: &&Analysis| {
            one.posted.is_some_and(|day| (half.from.as_str()..=half.to.as_str()).contains(&day.to_string().as_str()))
        };
        of_scope(&analyses, Scope::FourRoles).into_iter().filter(within).collect()
    };
    let (early, late) = (in_half(&trend.earlier), in_half(&trend.later));
    assert_eq!((early.len() as u64, late.len() as u64), (trend.earlier.n, trend.later.n));
    assert!(trend.earlier.to < trend.later.from);
    let asks = |half: &[&Analysis]| {
        half.iter().map(|one| one.skills.iter().filter(|found| !found.negated).count() as u64).sum::<u64>()
    };
    assert_eq!((asks(&early), asks(&late)), (trend.earlier.asks, trend.later.asks));
    assert!(!trend.is_lopsided());
    assert!(trend.earlier.n.abs_diff(trend.later.n) < 20);
    for one in &trend.skills {
        let hits = |half: &[&Analysis]| half.iter().filter(|posting| ask(posting, one.skill).is_some()).count() as u64;
        assert_eq!(Some(one.earlier), wilson(hits(&early), early.len() as u64));
        assert_eq!(Some(one.later), wilson(hits(&late), late.len() as u64));
    }
    let mut ranks: Vec<usize> = trend.skills.iter().map(|one| one.later_rank).collect();
    ranks.sort_unstable();
    assert_eq!(ranks, (1..=trend.skills.len()).collect::<Vec<_>>());
}

#[test]
fn a_dataset_gives_the_same_market_as_the_stream() {
    let dictionary = specimen::dictionary();
    let analyses = postings(dictionary, 300, 13);
    let dir = tempfile::tempdir().unwrap();
    let today = date(2026, 6, 1);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/profiles/backend-engineer.toml");
    let profile = crate::profile::read(&path, dictionary, today).unwrap();
    let scan = Scan { today, repeats: Repeats::Once };
    let mut writer = Writer::open(dir.path(), scan, dictionary).unwrap();
    let how = plan::Options { skills_alone: true, ..plan::Options::default() };
    let gatherer = Gatherer::new(&profile, dictionary, &how, Some(today));
    let (mut of_stream, mut of_stored) = (Cases::default(), Cases::default());
    let mut stream = Builder::new(dictionary).against(&gatherer, &mut of_stream);
    for analysis in &analyses {
        writer.push(analysis, dictionary).unwrap();
        stream.push(analysis).unwrap();
    }
    let refused = Rejected::new(Source::default(), "empty file".to_owned());
    writer.reject(&refused);
    stream.reject(&refused);
    writer.finish().unwrap();
    let mut stored = Builder::new(dictionary).against(&gatherer, &mut of_stored);
    stored.push_dataset(dir.path()).unwrap();
    let stored = stored.finish().unwrap();
    assert!(stored.reach[0].counts.told > 0, "{:?}", stored.reach);
    assert_eq!(format!("{stored:?}"), format!("{:?}", stream.finish().unwrap()));
    let (of_stored, of_stream) = (plan::plan(of_stored, &gatherer), plan::plan(of_stream, &gatherer));
    let distinct = analyses.iter().filter(|one| one.duplicate_of.is_none());
    let of_each = plan::plan_for(distinct, &profile, dictionary, &how, Some(today));
    assert_eq!(of_stream, of_each);
    assert_eq!(of_stored, of_each);
}

#[test]
fn parts_add_up() {
    let dictionary = specimen::dictionary();
    let analyses = postings(dictionary, 400, 17);
    let mut builder = Builder::new(dictionary);
    for chunk in analyses.chunks(150) {
        for one in chunk {
            builder.push(one).unwrap();
        }
        builder.count_batch().unwrap();
    }
    assert_eq!(format!("{:?}", builder.finish().unwrap()), format!("{:?}", market_of(dictionary, &analyses)));
}

#[test]
fn sayings_are_judged_by_their_intervals() {
    let dictionary = specimen::dictionary();
    let backend = |with_cloud: usize, n: usize| {
        let mut analyses: Vec<Analysis> = (0..n).map(|at| plain(&format!("{at:x}"), Role::BackendInfra)).collect();
        analyses[..with_cloud]
            .iter_mut()
            .for_each(|one| one.skills.push(asks(dictionary, "aws", Importance::Required)));
        market_of(dictionary, &analyses).claims[0].clone()
    };
    assert_eq!(backend(75, 100).verdict, Verdict::Holds);
    assert_eq!(backend(20, 100).verdict, Verdict::DoesNotHold);
    assert_eq!(backend(100, 100).verdict, Verdict::DoesNotHold);
    let few = backend(7, 9);
    assert_eq!((few.verdict, few.observed[0].hits, few.observed[0].share), (Verdict::TooFew, 7, None));
}

#[test]
fn an_empty_market_and_a_tiny_one_have_no_shares() {
    let dictionary = specimen::dictionary();
    let empty = market_of(dictionary, &[]);
    assert_eq!(empty.looked_at.postings, 0);
    assert!(empty.trend.is_none() && empty.together.is_empty() && empty.pay.is_empty());
    let mut one = plain("1", Role::Sre);
    one.skills.push(asks(dictionary, "linux", Importance::Required));
    let tiny = market_of(dictionary, &[one]);
    let row = tiny.demand(Scope::One(Role::Sre)).unwrap().skills[0];
    assert_eq!((row.asked, row.share), (1, None));
    assert!(tiny.claims.iter().all(|claim| claim.verdict == Verdict::TooFew));
}

#[test]
fn a_person_has_is_near_or_misses() {
    let dictionary = specimen::dictionary();
    let market = market_of(dictionary, &postings(dictionary, 300, 6));
    let have: BTreeSet<String> = ["docker", "python"].map(str::to_owned).into();
    let standing = market.standing(dictionary, &have);
    let four = standing.iter().find(|one| one.scope == Scope::FourRoles).unwrap();
    let state = |id: &str| &four.skills.iter().find(|row| market.skill(row.demand.what).id == id).unwrap().state;
    assert_eq!(*state("python"), State::Have);
    assert!(matches!(state("kubernetes"), State::Near { from, .. } if from == "Docker"), "{:?}", state("kubernetes"));
    let sum = |wanted: fn(&State) -> bool| {
        four.skills.iter().filter(|row| wanted(&row.state)).map(|row| row.demand.asked).sum::<u64>()
    };
    assert_eq!(four.asks.have, sum(|state| *state == State::Have));
    assert_eq!(four.asks.missing, sum(|state| *state == State::Missing));
    assert_eq!(four.asks.near, sum(|state| matches!(state, State::Near { .. })));
}
