//! Ranks and ties, filters, and that no more is held than is shown.

use jiff::civil::date;

use super::*;
use crate::analysis::Role;
use crate::fit::tests::{GO, ISLAND, LINUX, PHP, PYTHON, SMALL, TODAY, ask, posting, profile, required};
use crate::fit::{Tenths, assess};
use crate::posting::Period;
use crate::profile::{Level, SalaryFloor};

fn row(title: &str, asks: &[crate::fit::tests::Ask]) -> Row {
    let person = profile(&[(GO, Level::Strong), (LINUX, Level::Strong)]);
    let mut analysis = posting(asks);
    analysis.title = title.to_owned();
    analysis.id = format!("id of {title}");
    Row::new(&analysis, &assess(&analysis, &person, &SMALL, Some(TODAY)))
}

fn rows() -> [Row; 5] {
    let mut best = required(&[GO, LINUX]);
    best.push(ask(PHP, Importance::Preferred));
    [
        row("Thin", &required(&[GO])),
        row("Beta", &required(&[GO, LINUX, PHP])),
        row("Alpha", &required(&[GO, LINUX, PHP])),
        row("Best", &best),
        row("Far", &required(&[PYTHON, PHP, ISLAND])),
    ]
}

#[test]
fn the_table_shows_ties_and_what_cannot_be_told() {
    let mut ranking = Ranking::new(10);
    for row in rows() {
        ranking.push(row);
    }
    assert_eq!(text::write(&ranking.best(), 80), TABLE);
    assert_eq!((ranking.looked_at, ranking.passed, ranking.untold), (5, 5, 1));
}

const TABLE: &str = concat!(
    "     fit   band         role      posting                   in the way\n",
    "  1  46.2  46.2–46.2    platform  Best · Harbour Freight    PHP\n",
    "                                  Forwarding\n",
    "                                  Porto, Portugal\n",
    "                                  postings/one.txt\n",
    " 2=  40.0  40.0–40.0    platform  Alpha · Harbour Freight   PHP\n",
    "                                  Forwarding\n",
    "                                  Porto, Portugal\n",
    "                                  postings/one.txt\n",
    " 2=  40.0  40.0–40.0    platform  Beta · Harbour Freight    PHP\n",
    "                                  Forwarding\n",
    "                                  Porto, Portugal\n",
    "                                  postings/one.txt\n",
    "  4   0.0  0.0–0.0      platform  Far · Harbour Freight     Python, PHP, Island\n",
    "                                  Forwarding\n",
    "                                  Porto, Portugal\n",
    "                                  postings/one.txt\n",
    "        ?  cannot tell  platform  Thin · Harbour Freight\n",
    "                                  Forwarding\n",
    "                                  Porto, Portugal\n",
    "                                  postings/one.txt\n",
);

#[test]
fn the_best_are_the_same_however_few_are_held() {
    let all: Vec<Row> = rows().into_iter().cycle().take(50).collect();
    let mut whole = Ranking::new(usize::MAX);
    for row in &all {
        whole.push(row.clone());
    }
    let whole: Vec<_> = whole.best().iter().map(|r| (r.rank, r.is_shared, r.row.clone())).collect();
    for most in [0, 1, 3, 7, 49] {
        let mut few = Ranking::new(most);
        for row in all.iter().rev() {
            few.push(row.clone());
            assert!(few.rows.len() <= 2 * (most + 1));
        }
        let few: Vec<_> = few.best().iter().map(|r| (r.rank, r.is_shared, r.row.clone())).collect();
        assert_eq!(few, whole[..most]);
    }
}

#[test]
fn a_filter_names_what_a_posting_fails_and_whether_it_is_only_unsaid() {
    let refusal = |filter: &Filter, analysis: &Analysis| filter.refuses(analysis).map(|r| (r.by, r.is_unsaid));
    let mut analysis = posting(&[]);
    analysis.posted = Some(date(2026, 5, 4));
    analysis.facts.remote = Some(Remote::Hybrid);
    let euro = |amount, currency: &str| SalaryFloor { amount, currency: currency.to_owned(), period: Period::Year };
    let any = Filter::default();
    assert_eq!(refusal(&any, &analysis), None);
    for (filter, expected) in [
        (Filter { roles: vec![Role::Sre], ..any.clone() }, Some((Criterion::Role, false))),
        (Filter { roles: vec![Role::Sre, Role::Platform], ..any.clone() }, None),
        (Filter { companies: vec!["freight".to_owned()], ..any.clone() }, None),
        (Filter { companies: vec!["mill".to_owned()], ..any.clone() }, Some((Criterion::Company, false))),
        (Filter { remote: vec![Remote::Remote], ..any.clone() }, Some((Criterion::Remote, false))),
        (Filter { seniority: vec![Seniority::Senior], ..any.clone() }, Some((Criterion::Seniority, true))),
        (Filter { seniority: vec![Seniority::Senior], keeps_unsaid: true, ..any.clone() }, None),
        (Filter { since: Some(date(2026, 5, 4)), ..any.clone() }, None),
        (Filter { since: Some(date(2026, 5, 5)), ..any.clone() }, Some((Criterion::Since, false))),
        (Filter { pay: Some(euro(50_000.0, "EUR")), ..any.clone() }, Some((Criterion::Pay, true))),
    ] {
        assert_eq!(refusal(&filter, &analysis), expected, "{filter:?}");
    }
    analysis.facts.salary = Some(Salary {
        min: Some(3_000.0),
        max: Some(5_000.0),
        currency: Some("EUR".to_owned()),
        period: Some(Period::Month),
        text: String::new(),
    });
    let paid = |amount, currency| Filter { pay: Some(euro(amount, currency)), ..any.clone() };
    assert_eq!(refusal(&paid(60_000.0, "EUR"), &analysis), None);
    assert_eq!(refusal(&paid(60_001.0, "EUR"), &analysis), Some((Criterion::Pay, false)));
    assert_eq!(
        refusal(&paid(10.0, "USD"), &analysis),
        Some((Criterion::Pay, true)),
        "another currency is not compared"
    );
}

#[test]
fn what_is_left_out_is_counted() {
    let mut ranking = Ranking::new(3);
    for (by, is_unsaid) in [(Criterion::Pay, true), (Criterion::Role, false), (Criterion::Pay, false)] {
        ranking.leave_out(Refusal { by, is_unsaid });
    }
    assert_eq!(ranking.left_out(), "3 of 3 left out: 1 by role, 2 by pay (1 of them do not say).");
}

#[test]
fn csv_and_json_say_what_the_table_says() {
    let mut hostile = row("=HYPERLINK(\"x\")", &required(&[GO, LINUX, PHP]));
    hostile.posting.company = Some("Acme; \"Co\"".to_owned());
    let ranked = [Ranked { rank: Some(1), is_shared: false, row: &hostile }];
    let text = String::from_utf8(csv::write(&ranked).unwrap()).unwrap();
    let line = text.lines().nth(1).unwrap();
    assert!(line.starts_with("1,40.0,40.0,40.0,40.0,2,3,,PHP,,PHP 20.0,\"'=HYPERLINK(\"\"x\"\")\""), "{line}");
    let json = serde_json::to_value(json::Record::new(&ranked[0])).unwrap();
    assert_eq!((&json["schema"], &json["score"]["value"]), (&"jobsift.rank/1".into(), &40.0.into()));
    assert_eq!(hostile.score.map(|score| score.value), Some(Tenths(400)));
}
