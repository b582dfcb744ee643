//! The properties that the formula promises, on generated postings and profiles; one whole example; hostile text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::text::Styles;
use super::*;
use crate::analysis::{Facts, RoleFinding, RoleStatus, SectionKind, SkillFinding, SkillKind};
use crate::dictionary::{Difficulty, Transfer};
use crate::posting::{Period, Remote, Salary, Seniority};
use crate::profile::{Clearance, Country, Held, Level, SalaryFloor};
use crate::text::{Block, Shape, Text};

const TODAY: Date = date(2026, 11, 20);

/// Skills of the small dictionary. `Island` is related to nothing.
const AWS: u32 = 0;
const KUBERNETES: u32 = 1;
const EKS: u32 = 2;
const DOCKER: u32 = 3;
const PYTHON: u32 = 4;
const TERRAFORM: u32 = 5;
const ANSIBLE: u32 = 6;
const GO: u32 = 7;
const PHP: u32 = 8;
const LINUX: u32 = 9;
const AZURE: u32 = 10;
const ISLAND: u32 = 11;
const NAMES: [(&str, &str); 12] = [
    ("AWS", "cloud"),
    ("Kubernetes", "containers"),
    ("EKS", "cloud"),
    ("Docker", "containers"),
    ("Python", "languages"),
    ("Terraform", "provisioning"),
    ("Ansible", "provisioning"),
    ("Go", "languages"),
    ("PHP", "languages"),
    ("Linux", "systems"),
    ("Azure", "cloud"),
    ("Island", "sea"),
];

static SMALL: LazyLock<Dictionary> = LazyLock::new(|| {
    let mut dictionary = Dictionary::builtin().unwrap();
    let template = dictionary.skills.swap_remove(0);
    dictionary.skills = NAMES
        .iter()
        .enumerate()
        .map(|(index, (name, group))| crate::dictionary::Skill {
            id: name.to_lowercase(),
            name: (*name).to_owned(),
            group: (*group).to_owned(),
            kind: SkillKind::Tool,
            implies: if index as u32 == EKS { vec![AWS, KUBERNETES] } else { Vec::new() },
            ..template.clone()
        })
        .collect();
    let transfer = |from: &[u32], to: &[u32], difficulty, hours, why: &str| Transfer {
        from: from.to_vec(),
        to: to.to_vec(),
        difficulty,
        hours,
        why: why.to_owned(),
    };
    dictionary.transfers = vec![
        transfer(&[PYTHON, GO], &[TERRAFORM, ANSIBLE], Difficulty::Low, 40, "Scripts already describe what to create."),
        transfer(&[DOCKER], &[KUBERNETES, EKS], Difficulty::Medium, 80, "Images are known, scheduling is new."),
        transfer(&[AWS, AZURE], &[AZURE, AWS], Difficulty::VeryLow, 20, "The same services under other names."),
        transfer(&[LINUX], &[DOCKER], Difficulty::High, 160, "Only processes and files are known."),
    ];
    dictionary
});

/// One skill of a posting to build.
#[derive(Clone, Debug)]
struct Ask {
    skill: u32,
    importance: Importance,
    negated: bool,
    any_of: Option<u16>,
    or_similar: bool,
    years: Option<u8>,
}

fn ask(skill: u32, importance: Importance) -> Ask {
    Ask { skill, importance, negated: false, any_of: None, or_similar: false, years: None }
}

fn required(skills: &[u32]) -> Vec<Ask> {
    skills.iter().map(|skill| ask(*skill, Importance::Required)).collect()
}

/// A posting with one line for each skill.
fn posting(asks: &[Ask]) -> Analysis {
    let mut text = Text::default();
    let mut skills = Vec::new();
    for ask in asks {
        let name = NAMES.get(ask.skill as usize).map_or("Other", |(name, _)| *name);
        let start = text.plain.len();
        text.plain += &format!("You will meet {name} here. Tea is free.\n");
        text.blocks.push(Block { start, end: text.plain.len() - 1, shape: Shape::Item });
        let start = start + "You will meet ".len();
        let mention =
            Mention { start, end: start + name.len(), section: SectionKind::Requirements, importance: ask.importance };
        skills.push(SkillFinding {
            skill: ask.skill,
            importance: ask.importance,
            negated: ask.negated,
            any_of: ask.any_of,
            or_similar: ask.or_similar,
            years: ask.years,
            version: None,
            surfaces: vec![name.to_owned()],
            mentions: vec![mention],
        });
    }
    Analysis {
        id: "0123456789abcdef".to_owned(),
        external_id: None,
        source: Source { path: "postings/one.txt".into(), format: "text".into(), ..Source::default() },
        title: "Platform Engineer".to_owned(),
        company: Some("Harbour Freight Forwarding".to_owned()),
        location: Some("Porto, Portugal".to_owned()),
        posted: None,
        closes: None,
        language: Some("en"),
        duplicate_of: None,
        role: RoleFinding {
            primary: Role::Platform,
            runner_up: Role::Sre,
            status: RoleStatus::Clear,
            scores: [0.6, 0.1, 0.1, 0.1, 0.1],
            title_conflict: false,
            evidence: Vec::new(),
        },
        skills,
        facts: Facts::default(),
        sections: vec![SectionKind::Requirements; text.blocks.len()],
        text,
        suppressed: Vec::new(),
    }
}

fn profile(skills: &[(u32, Level)]) -> Profile {
    let mut profile = Profile::default();
    for (skill, level) in skills {
        profile.hold(Held::new(*skill, *level), &SMALL);
    }
    profile
}

fn fit(asks: &[Ask], profile: &Profile) -> Fit {
    assess(&posting(asks), profile, &SMALL, Some(TODAY))
}

fn value(fit: &Fit) -> i64 {
    fit.score.expect("enough requirements").value.0
}

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
        let page = text::write(&fit, &Styles::plain()) + &table::write(&[fit.clone()], 80);
        prop_assert!(page.chars().all(|c| c == '\n' || !c.is_control()));
        prop_assert!(!html::write(&fit).unwrap().contains("<script"));
        prop_assert!(serde_json::to_string(&json::Record::new(&fit)).is_ok());
    }
}

#[test]
fn an_empty_posting_cannot_be_told() {
    let person = profile(&[(GO, Level::Expert)]);
    let fit_of_none = fit(&[], &person);
    assert_eq!(fit_of_none.score, None);
    assert_eq!(fit_of_none.verdict(), "Cannot tell: the posting names no skill, and a score needs at least 3.");
    assert_eq!(
        fit(&required(&[GO, PHP]), &person).verdict(),
        "Cannot tell: the posting names 2 requirements, and a score needs at least 3."
    );
}

#[test]
fn each_way_of_meeting_a_requirement_earns_its_credit() {
    let credit = |wanted: Ask, held: &[Held]| {
        let mut person = Profile::default();
        for held in held {
            person.hold(held.clone(), &SMALL);
        }
        let line = fit(&[wanted], &person).lines.remove(0);
        (line.status, line.credit.0)
    };
    let wanted = |skill| ask(skill, Importance::Required);
    let with_years = |skill, years| Ask { years: Some(years), ..wanted(skill) };
    let similar = |skill| Ask { or_similar: true, ..wanted(skill) };
    let held = Held::new;
    let for_years = |skill, years| Held { years: Some(years), ..Held::new(skill, Level::Strong) };
    assert_eq!(credit(wanted(GO), &[held(GO, Level::Working)]), (Status::Have, 100));
    assert_eq!(credit(wanted(GO), &[held(GO, Level::Basic)]), (Status::Partly, 60));
    assert_eq!(credit(wanted(GO), &[Held { last_used: Some(2021), ..held(GO, Level::Expert) }]), (Status::Have, 100));
    assert_eq!(credit(wanted(GO), &[Held { last_used: Some(2020), ..held(GO, Level::Expert) }]), (Status::Partly, 80));
    assert_eq!(credit(with_years(GO, 4), &[for_years(GO, 3.0)]), (Status::Partly, 75));
    assert_eq!(credit(with_years(GO, 9), &[for_years(GO, 1.0)]), (Status::Partly, 40));
    assert_eq!(credit(with_years(GO, 4), &[held(GO, Level::Strong)]), (Status::Have, 100), "years not stated");
    assert_eq!(credit(wanted(KUBERNETES), &[held(EKS, Level::Strong)]), (Status::Have, 100), "implied");
    assert_eq!(credit(wanted(TERRAFORM), &[held(PYTHON, Level::Strong)]), (Status::Transfer, 60));
    assert_eq!(credit(wanted(TERRAFORM), &[held(PYTHON, Level::Basic)]), (Status::Transfer, 36));
    assert_eq!(credit(wanted(KUBERNETES), &[held(DOCKER, Level::Strong)]), (Status::Transfer, 35));
    assert_eq!(credit(wanted(AZURE), &[held(EKS, Level::Strong)]), (Status::Transfer, 80), "from what is implied");
    assert_eq!(credit(wanted(DOCKER), &[held(LINUX, Level::Strong)]), (Status::Transfer, 15));
    assert_eq!(credit(similar(GO), &[held(PHP, Level::Strong)]), (Status::Partly, 50));
    assert_eq!(credit(wanted(GO), &[held(PHP, Level::Strong)]), (Status::Missing, 0));
    assert_eq!(credit(Ask { negated: true, ..wanted(GO) }, &[held(GO, Level::Strong)]), (Status::NotAsked, 0));
}

#[test]
fn the_band_counts_transfers_as_nothing_and_in_full() {
    let asks = required(&[PYTHON, TERRAFORM, PHP]);
    let score = fit(&asks, &profile(&[(PYTHON, Level::Strong)])).score.unwrap();
    assert_eq!([score.low, score.value, score.high], [Tenths(200), Tenths(320), Tenths(400)]);
}

#[test]
fn what_the_profile_avoids_counts_for_nothing() {
    let mut person = profile(&[(PHP, Level::Expert), (GO, Level::Strong), (LINUX, Level::Strong)]);
    person.avoid.insert(PHP);
    let shown = fit(&required(&[PHP, GO, LINUX]), &person);
    assert_eq!((shown.lines[0].status, shown.lines[0].credit), (Status::Avoided, Credit(0)));
    assert!(shown.raises.is_empty(), "it is not advised either: {:?}", shown.raises);
}

#[test]
fn blockers_cap_the_score_and_come_first() {
    let asks = required(&[GO, LINUX, PYTHON, DOCKER]);
    let mut person =
        profile(&[(GO, Level::Strong), (LINUX, Level::Strong), (PYTHON, Level::Strong), (DOCKER, Level::Strong)]);
    let country = |name| Country::find(name).unwrap();
    person.years = Some(2.0);
    person.seniority = Some(Seniority::Junior);
    person.town = Some("Leipzig".to_owned());
    person.country = Some(country("DE"));
    person.remote = vec![Remote::Remote];
    person.languages = vec!["German".to_owned()];
    person.citizenships.insert(country("IN"));
    person.authorised.insert(country("IN"));
    person.clearance = Some(Clearance::None);
    person.salary_floor = Some(SalaryFloor { amount: 5000.0, currency: "EUR".to_owned(), period: Period::Month });
    let mut analysis = posting(&asks);
    let free = assess(&analysis, &person, &SMALL, Some(TODAY));
    assert_eq!(free.blockers, [], "nothing is stated on the other side");
    assert_eq!(value(&free), 667);

    analysis.closes = Some(date(2026, 11, 19));
    analysis.facts.years_min = Some(5);
    analysis.facts.years_text = Some("5+ years".to_owned());
    analysis.facts.seniority = Some(Seniority::Senior);
    analysis.facts.remote = Some(Remote::Onsite);
    analysis.facts.requires.languages = vec!["Portuguese".to_owned()];
    analysis.facts.requires.citizenship = Some(true);
    analysis.facts.requires.clearance = Some(true);
    analysis.facts.requires.visa_sponsorship = Some(false);
    analysis.facts.salary = Some(Salary {
        min: Some(20.0),
        max: Some(25.0),
        currency: Some("EUR".to_owned()),
        period: Some(Period::Hour),
        text: "20 to 25 € an hour".to_owned(),
    });
    let fit = assess(&analysis, &person, &SMALL, Some(TODAY));
    let shown: String = fit.blockers.iter().map(|blocker| format!("{}: {}\n", blocker.cap, blocker.text)).collect();
    assert_eq!(
        shown,
        "0.0: It closed on 2026-11-19.\n\
         20.0: It asks for citizenship or permanent residence (Portugal); you state neither.\n\
         20.0: It asks for a security clearance; you have none.\n\
         20.0: It sponsors no visas; you state no right to work in Portugal.\n\
         30.0: The work is on-site in Porto, Portugal; you live in Leipzig.\n\
         30.0: The work is on-site; you accept remote.\n\
         30.0: It asks for Portuguese, which you do not list.\n\
         40.0: It asks for 5 years of work; you have 2.\n\
         40.0: It is a senior position; you work at junior level.\n\
         50.0: It pays at most 25 EUR a hour; your floor is 5000 EUR a month.\n"
    );
    assert_eq!(fit.score.map(|score| (score.value, score.high, score.sum)), Some((Tenths(0), Tenths(0), Tenths(667))));
    // The same posting and a profile that states nothing: nothing blocks, and what cannot be compared is named.
    let silent = Profile { skills: person.skills, ..Profile::default() };
    let fit = assess(&analysis, &silent, &SMALL, None);
    assert_eq!(fit.blockers, []);
    assert_eq!(fit.to_check.len(), 4, "{:?}", fit.to_check);
}

#[test]
fn places_block_only_where_there_is_no_doubt() {
    let asks = required(&[GO, LINUX, PYTHON]);
    let person = Profile {
        town: Some("Leipzig".to_owned()),
        country: Country::find("Germany"),
        relocate_to: vec!["Berlin".to_owned(), "Austria".to_owned()],
        ..Profile::default()
    };
    let cap = |remote, location: &str| {
        let mut analysis = posting(&asks);
        analysis.facts.remote = remote;
        analysis.location = Some(location.to_owned());
        assess(&analysis, &person, &SMALL, None).blockers.first().map(|blocker| blocker.cap.0 / 10)
    };
    let (onsite, hybrid, remote) = (Some(Remote::Onsite), Some(Remote::Hybrid), Some(Remote::Remote));
    assert_eq!(cap(onsite, "Leipzig, Germany"), None);
    assert_eq!(cap(onsite, "Hamburg, Berlin or Munich"), None);
    assert_eq!(cap(hybrid, "Wien, Austria"), None);
    assert_eq!(cap(hybrid, "Hybrid"), None);
    assert_eq!(cap(onsite, "Germany"), None);
    assert_eq!(cap(onsite, "Munich, Germany"), Some(50));
    assert_eq!(cap(onsite, "San Mateo, CA"), Some(50));
    assert_eq!(cap(onsite, "Reading, UK"), Some(30));
    assert_eq!(cap(None, "Reading, UK"), None);
    assert_eq!(cap(remote, "Remote - US"), Some(30));
    assert_eq!(cap(remote, "Remote, Germany"), None);
    assert_eq!(cap(remote, "Remote, Europe"), None);
    assert_eq!(cap(remote, "London, UK"), None);
    assert_eq!(cap(remote, "Anywhere"), None);
}

#[test]
fn the_whole_text_of_an_example() {
    let mut asks = required(&[KUBERNETES, PYTHON, TERRAFORM, AWS, AZURE]);
    asks[1].years = Some(4);
    asks[2].or_similar = true;
    asks[3].any_of = Some(1);
    asks[4].any_of = Some(1);
    asks.push(ask(LINUX, Importance::Preferred));
    asks.push(ask(GO, Importance::Mentioned));
    asks.push(Ask { negated: true, ..ask(PHP, Importance::Mentioned) });
    let mut person = profile(&[(DOCKER, Level::Strong), (LINUX, Level::Basic)]);
    let python =
        Held { years: Some(3.0), evidence: Some("ticket shop".to_owned()), ..Held::new(PYTHON, Level::Strong) };
    person.hold(python, &SMALL);
    person.years = Some(4.0);
    person.roles = vec![Role::Platform];
    let mut analysis = posting(&asks);
    analysis.facts.years_min = Some(10);
    analysis.facts.years_text = Some("10+ years in operations".to_owned());
    analysis.facts.requires.clearance = Some(true);
    let fit = assess(&analysis, &person, &SMALL, Some(TODAY));
    assert_eq!(text::write(&fit, &Styles::plain()), EXAMPLE);
}

const EXAMPLE: &str = "";

#[test]
fn the_table_shows_ties_and_what_cannot_be_told() {
    let person = profile(&[(GO, Level::Strong), (LINUX, Level::Strong)]);
    let named = |title: &str, asks: &[Ask]| {
        let mut analysis = posting(asks);
        analysis.title = title.to_owned();
        assess(&analysis, &person, &SMALL, Some(TODAY))
    };
    let fits = [
        named("Thin", &required(&[GO])),
        named("Beta", &required(&[GO, LINUX, PHP])),
        named("Alpha", &required(&[GO, LINUX, PHP])),
        named("Best", &required(&[GO, LINUX, PYTHON, GO])),
        named("Far", &required(&[PYTHON, PHP, ISLAND])),
    ];
    let ranks: Vec<_> =
        table::ranked(&fits).into_iter().map(|(rank, fit)| (rank, fit.posting.title.as_str())).collect();
    assert_eq!(ranks.len(), 5);
    assert_eq!(table::write(&fits, 80), "");
}
