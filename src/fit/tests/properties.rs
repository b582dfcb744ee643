//! The properties that the formula promises, on generated postings and profiles; hostile text.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::fit::text::Styles;
use crate::rank::{self, Ranked, Row};

fn any_importance() -> impl Strategy<Value = Importance> {
    prop::sample::select(Importance::ALL.to_vec())
}

/// Any posting of up to 40 skills, of which the dictionary's relations touch the first; `Island` is never among them.
fn any_asks() -> impl Strategy<Value = Vec<Ask>> {
    let number = prop_oneof![0u32..ISLAND, 0u32..ISLAND, ISLAND + 1..40];
    let any_of = prop_oneof![3 => Just(None), 1 => (0u16..3).prop_map(Some)];
    let years = prop_oneof![3 => Just(None), 1 => (0u8..9).prop_map(Some)];
    let one = (number, any_importance(), prop::bool::weighted(0.1), any_of, prop::bool::weighted(0.2), years);
    prop::collection::vec(one, 0..30).prop_map(|asks| {
        let mut by_skill = BTreeMap::new();
        for (skill, importance, negated, any_of, or_similar, years) in asks {
            by_skill.insert(skill, Ask { skill, importance, negated, any_of, or_similar, years });
        }
        by_skill.into_values().collect()
    })
}

fn any_held() -> impl Strategy<Value = Held> {
    let level = prop::sample::select(Level::ALL.to_vec());
    (0u32..40, level, prop::option::of(0u8..12), prop::option::of(2010i16..2027)).prop_map(
        |(skill, level, years, last_used)| Held {
            skill,
            level,
            years: years.map(f64::from),
            last_used,
            evidence: None,
            through: None,
        },
    )
}

fn any_profile() -> impl Strategy<Value = Profile> {
    let held = prop::collection::btree_map(0u32..40, any_held(), 0..15);
    let avoid = prop::collection::btree_set(0u32..40, 0..3);
    (held, avoid, prop::option::of(0u8..20)).prop_map(|(held, avoid, years)| {
        let mut profile = Profile { avoid, years: years.map(f64::from), ..Profile::default() };
        for (skill, held) in held {
            profile.hold(Held { skill, ..held }, &SMALL);
        }
        profile
    })
}

proptest! {
    #[test]
    fn another_skill_never_lowers_a_fit(asks in any_asks(), profile in any_profile(), held in any_held()) {
        prop_assume!(profile.own_skills().all(|own| own.skill != held.skill));
        let before = fit(&asks, &profile).score;
        let mut more = profile;
        more.hold(held, &SMALL);
        let after = fit(&asks, &more).score;
        let figures = |score: Option<Score>| score.map_or([Tenths(0); 3], |score| [score.low, score.value, score.high]);
        for (before, after) in figures(before).into_iter().zip(figures(after)) {
            prop_assert!(after >= before);
        }
    }

    #[test]
    fn another_unmet_requirement_never_raises_a_fit(asks in any_asks(), profile in any_profile(), importance in any_importance()) {
        let mut unmet = profile.clone();
        unmet.skills.retain(|held| held.skill != ISLAND);
        let before = fit(&asks, &unmet);
        let mut more = asks;
        more.push(ask(ISLAND, importance));
        if let (Some(before), Some(after)) = (before.score, fit(&more, &unmet).score) {
            prop_assert!(after.value <= before.value && after.low <= before.low && after.high <= before.high);
        }
    }

    #[test]
    fn another_met_requirement_never_lowers_a_fit(asks in any_asks(), profile in any_profile(), importance in any_importance()) {
        let mut met = profile;
        met.avoid.remove(&ISLAND);
        met.skills.retain(|held| held.skill != ISLAND);
        met.hold(Held::new(ISLAND, Level::Working), &SMALL);
        let before = fit(&asks, &met);
        let mut more = asks;
        more.push(ask(ISLAND, importance));
        if let (Some(before), Some(after)) = (before.score, fit(&more, &met).score) {
            prop_assert!(after.value >= before.value);
        }
    }

    #[test]
    fn a_group_is_as_well_met_as_its_best_member(asks in any_asks(), profile in any_profile()) {
        let of_group = |ask: &&Ask| ask.any_of == Some(0) && !ask.negated;
        let Some(importance) = asks.iter().filter(of_group).map(|ask| ask.importance).max() else { return Ok(()) };
        let or_similar = asks.iter().filter(of_group).any(|ask| ask.or_similar);
        let whole = fit(&asks, &profile).score;
        let alone = asks.iter().filter(of_group).map(|member| {
            let mut only: Vec<Ask> = asks.iter().filter(|ask| !of_group(ask)).cloned().collect();
            only.push(Ask { importance, or_similar, ..member.clone() });
            fit(&only, &profile).score
        });
        let best = alone.flatten().map(|score| score.value).max();
        prop_assert_eq!(whole.map(|score| score.value), best);
    }

    #[test]
    fn order_changes_nothing(asks in any_asks().prop_flat_map(|asks| (Just(asks.clone()), Just(asks).prop_shuffle())), profile in any_profile()) {
        let (asks, shuffled) = asks;
        // The same text, its findings in another order.
        let mut analysis = posting(&asks);
        let first = assess(&analysis, &profile, &SMALL, Some(TODAY));
        analysis.skills.sort_by_key(|finding| shuffled.iter().position(|ask| ask.skill == finding.skill));
        prop_assert_eq!(&assess(&analysis, &profile, &SMALL, Some(TODAY)), &first);
        // Another text.
        let figures = |fit: &Fit| fit.score.map(|score| (score.low, score.value, score.high));
        prop_assert_eq!(figures(&fit(&shuffled, &profile)), figures(&first));
    }

    #[test]
    fn duplicates_and_boilerplate_change_nothing(asks in any_asks(), profile in any_profile(), copies in prop::collection::vec(any::<prop::sample::Index>(), 0..9)) {
        let mut analysis = posting(&asks);
        let first = assess(&analysis, &profile, &SMALL, Some(TODAY));
        if !analysis.skills.is_empty() {
            for copy in copies {
                let finding = copy.get(&analysis.skills).clone();
                analysis.skills.push(finding);
            }
        }
        analysis.text.plain += "We are an equal opportunity employer and love what we do.\n".repeat(20).as_str();
        prop_assert_eq!(assess(&analysis, &profile, &SMALL, Some(TODAY)), first);
    }

    #[test]
    fn an_empty_profile_scores_nothing(asks in any_asks()) {
        if let Some(score) = fit(&asks, &Profile::default()).score {
            prop_assert_eq!([score.low, score.value, score.high], [Tenths(0); 3]);
        }
    }

    #[test]
    fn a_thin_posting_never_wins_by_thinness(met in 0usize..10, unmet in 0usize..10, times in 2usize..4, importance in any_importance()) {
        prop_assume!(met + unmet >= FEWEST_REQUIREMENTS);
        // The same share of the requirements is met in both; skills from 100 on are met.
        let of_size = |times: usize| -> Vec<Ask> {
            let met = (0..met * times).map(|n| 100 + n as u32);
            met.chain((0..unmet * times).map(|n| 200 + n as u32)).map(|skill| ask(skill, importance)).collect()
        };
        let mut person = Profile::default();
        for skill in 100..200 {
            person.hold(Held::new(skill, Level::Strong), &SMALL);
        }
        prop_assert!(value(&fit(&of_size(1), &person)) <= value(&fit(&of_size(times), &person)));
    }

    #[test]
    fn what_is_only_mentioned_does_not_drown_what_is_required(mentions in 0u32..200) {
        let person = profile(&[(PYTHON, Level::Strong), (LINUX, Level::Strong), (GO, Level::Strong), (PHP, Level::Strong)]);
        let mut asks = required(&[PYTHON, LINUX, GO, PHP]);
        asks.extend((0..mentions).map(|n| ask(300 + n, Importance::Mentioned)));
        prop_assert!(value(&fit(&asks, &person)) >= 500);
    }

    #[test]
    fn the_figures_are_in_order_and_the_printed_numbers_add_up(asks in any_asks(), profile in any_profile(), years in prop::option::of(1u8..30)) {
        let mut analysis = posting(&asks);
        analysis.facts.years_min = years;
        let fit = assess(&analysis, &profile, &SMALL, Some(TODAY));
        let page = text::write(&fit, &Styles::plain());
        let Some(score) = fit.score else {
            prop_assert!(fit.lines.iter().all(|line| line.points.is_none()) && page.contains("\nFit ?   "));
            return Ok(());
        };
        prop_assert!(score.low <= score.value && score.value <= score.high && score.sum <= score.most);
        prop_assert!((0..=1000).contains(&score.low.0) && score.high.0 <= 1000);
        // As a person would: add the points column of every requirement, and the last column of the sum.
        let tenths = |number: &str| number.replacen('.', "", 1).parse::<i64>().unwrap();
        let (requirements, sum) = page.split_once("\nThe sum\n").unwrap();
        let of_lines: i64 = requirements
            .lines()
            .filter_map(|line| {
                let mut columns = line.split_whitespace();
                let (credit, points, status) = (columns.next()?, columns.next()?, columns.next()?);
                let is_row = line.starts_with("    ") && credit.len() == 4 && Status::from_name(status).is_some();
                is_row.then(|| tenths(points))
            })
            .sum();
        prop_assert_eq!(of_lines, score.sum.0);
        let rows: Vec<i64> = sum
            .lines()
            .take_while(|line| !line.starts_with("  With every"))
            .filter(|line| !line.starts_with("  points"))
            .map(|line| tenths(line.rsplit(' ').next().unwrap()))
            .collect();
        let (total, parts) = rows.split_last().unwrap();
        prop_assert_eq!(parts.iter().sum::<i64>(), *total);
        prop_assert_eq!(*total, score.value.0);
        let first = format!("\nFit {} of 100   ", score.value);
        prop_assert!(page.contains(&first));
    }

    #[test]
    fn a_raise_is_what_learning_would_bring(asks in any_asks(), profile in any_profile()) {
        let before = fit(&asks, &profile);
        for raise in &before.raises {
            let skill = SMALL.skills.iter().position(|skill| skill.id == raise.id).unwrap();
            let mut learnt = profile.clone();
            learnt.hold(Held { years: Some(0.0), ..Held::new(skill as u32, Level::Working) }, &SMALL);
            let after = fit(&asks, &learnt).score.unwrap().sum;
            prop_assert_eq!(after.0 - before.score.unwrap().sum.0, raise.gain.0);
        }
    }

    #[test]
    fn hostile_text_reaches_no_terminal_and_no_page(title in any::<String>(), company in any::<String>(), junk in any::<String>()) {
        let mut analysis = posting(&required(&[AWS, GO, PHP]));
        analysis.title = format!("{title}\u{1b}[2J<script>");
        analysis.company = Some(company);
        analysis.location = Some(format!("{junk}\u{9b}31m"));
        analysis.source.path = junk.as_str().into();
        analysis.facts.remote = Some(Remote::Onsite);
        analysis.facts.requires.languages = vec![junk];
        let person = Profile { town: Some("Porto".to_owned()), languages: vec!["English".to_owned()], ..profile(&[(GO, Level::Basic)]) };
        let fit = assess(&analysis, &person, &SMALL, Some(TODAY));
        let row = Row::new(&analysis, &fit);
        let ranked = [Ranked { rank: Some(1), is_shared: false, row: &row }];
        let page = text::write(&fit, &Styles::plain()) + &rank::text::write(&ranked, 80);
        prop_assert!(page.chars().all(|c| c == '\n' || !c.is_control()));
        prop_assert!(!html::write(&fit).unwrap().contains("<script"));
        prop_assert!(serde_json::to_string(&json::Record::new(&fit)).is_ok());
    }
}
