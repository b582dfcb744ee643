//! Two made-up collections, one changed by hand: every event is found, called by its name, and written in every form.

use jiff::civil::date;

use super::*;
use crate::analysis::{Analysis, Importance};
use crate::dataset::{Repeats, Scan, Writer};
use crate::market::specimen::{self, asks, plain, postings};
use crate::posting::{Period, Salary};

/// A posting with everything that tells it from others.
fn posting(id: &str, title: &str, company: &str, url: Option<&str>) -> Analysis {
    let dictionary = specimen::dictionary();
    let mut one = plain(id, Role::Platform);
    (one.title, one.company) = (title.to_owned(), Some(company.to_owned()));
    one.source.url = url.map(str::to_owned);
    one.posted = Some(date(2026, 5, 4));
    one.skills = ["kubernetes", "aws", "terraform", "python"]
        .into_iter()
        .map(|skill| asks(dictionary, skill, Importance::Required))
        .collect();
    one
}

fn side(analyses: &[Analysis]) -> Side<'static> {
    let mut side = Side::new(specimen::dictionary());
    for analysis in analyses {
        side.push(analysis).unwrap();
    }
    side
}

fn diff(old: &[Analysis], new: &[Analysis]) -> Diff {
    compare(side(old), side(new), specimen::dictionary()).unwrap()
}

/// Kind, reason and title of every event.
fn told(diff: &Diff) -> Vec<(Kind, &str, &str)> {
    diff.events
        .iter()
        .map(|event| {
            (event.kind, event.reason.as_str(), event.new.as_ref().or(event.old.as_ref()).unwrap().title.as_str())
        })
        .collect()
}

const URL: Option<&str> = Some("https://boards.example/jobs/1");

#[test]
fn a_collection_does_not_differ_from_itself() {
    let analyses = postings(specimen::dictionary(), 300, 5);
    let diff = diff(&analyses, &analyses);
    assert_eq!((diff.old, diff.new), (diff.same, diff.same));
    assert!(diff.events.is_empty() && diff.moved.is_empty() && diff.lopsided.is_none(), "{:?}", diff.events);
}

#[test]
fn what_is_on_one_side_only_is_new_or_closed() {
    let (one, mut two) = (posting("1", "Platform Engineer", "Acorn", None), posting("2", "SRE", "Birch", None));
    two.closes = Some(date(2026, 6, 1));
    let found = diff(&[one.clone(), two], &[one, posting("3", "Release Engineer", "Cedar", None)]);
    assert_eq!(
        told(&found),
        [
            (Kind::New, "not on the older side", "Release Engineer"),
            (Kind::Closed, "no longer there; its closing day was 2026-06-01", "SRE")
        ]
    );
    assert_eq!((found.old, found.new, found.same), (2, 2, 1));
}

#[test]
fn the_same_address_tells_a_posting_whose_text_changed() {
    let dictionary = specimen::dictionary();
    let old = posting("1", "Platform Engineer", "Acorn", URL);
    let mut new =
        posting("2", "Senior Platform Engineer", "Acorn", Some("http://www.boards.example/jobs/1/?utm_source=x"));
    new.facts.salary = Some(Salary {
        min: Some(80_000.0),
        max: Some(95_500.0),
        currency: Some("EUR".to_owned()),
        period: Some(Period::Year),
        text: String::new(),
    });
    new.skills[1].importance = Importance::Preferred;
    new.skills[2] = asks(dictionary, "pulumi", Importance::Mentioned);
    let found = diff(&[old], &[new]);
    assert_eq!(told(&found), [(Kind::Changed, "the same address", "Senior Platform Engineer")]);
    let event = &found.events[0];
    let fields: Vec<(Field, Option<&str>, Option<&str>)> =
        event.changes.iter().map(|one| (one.field, one.old.as_deref(), one.new.as_deref())).collect();
    assert_eq!(
        fields,
        [
            (Field::Title, Some("Platform Engineer"), Some("Senior Platform Engineer")),
            (Field::Pay, None, Some("EUR 80,000–95,500 a year"))
        ]
    );
    let skills: Vec<(&str, Option<Importance>, Option<Importance>)> =
        event.skills.iter().map(|one| (one.id.as_str(), one.old, one.new)).collect();
    assert_eq!(
        skills,
        [
            ("pulumi", None, Some(Importance::Mentioned)),
            ("aws", Some(Importance::Required), Some(Importance::Preferred)),
            ("terraform", Some(Importance::Required), None)
        ]
    );
}

#[test]
fn a_posting_put_up_again_is_told_from_a_new_one() {
    let old = posting("1", "Platform Engineer (m/f/d)", "Acorn", URL);
    let elsewhere = Some("https://boards.example/jobs/2");
    // The same text under another address.
    let found = diff(std::slice::from_ref(&old), &[posting("1", "Platform Engineer (m/f/d)", "Acorn", elsewhere)]);
    assert_eq!(told(&found), [(Kind::Reposted, "the same text, under another address", "Platform Engineer (m/f/d)")]);
    // Another text under another address, by the same employer.
    let mut again = posting("2", "Platform-Engineer", "ACORN", elsewhere);
    again.skills.pop();
    let found = diff(std::slice::from_ref(&old), &[again]);
    let reason = "the same employer and title, 3 of 4 skills in common, under another address";
    assert_eq!(told(&found), [(Kind::Reposted, reason, "Platform-Engineer")]);
    // The same address as of a later day.
    let mut later = old.clone();
    later.posted = Some(date(2026, 7, 1));
    let found = diff(std::slice::from_ref(&old), &[later]);
    let reason = "the same address, published again on 2026-07-01 (before: 2026-05-04)";
    assert_eq!(told(&found), [(Kind::Reposted, reason, "Platform Engineer (m/f/d)")]);
}

#[test]
fn what_only_looks_alike_is_another_job() {
    let old = posting("1", "Platform Engineer", "Acorn", URL);
    let other = |change: fn(&mut Analysis)| {
        let mut one = posting("2", "Platform Engineer", "Acorn", None);
        change(&mut one);
        diff(std::slice::from_ref(&old), &[one]).events.iter().map(|event| event.kind).collect::<Vec<_>>()
    };
    let apart = [Kind::New, Kind::Closed];
    assert_eq!(other(|one| one.company = Some("Birch".to_owned())), apart);
    assert_eq!(other(|one| one.company = None), apart);
    assert_eq!(other(|one| one.title = "Accountant".to_owned()), apart);
    assert_eq!(other(|one| one.skills.truncate(1)), apart);
    assert_eq!(other(|_| ()), [Kind::Changed]);
}

#[test]
fn an_id_that_was_given_to_another_job_is_not_believed() {
    let numbered = |content: &str, title: &str, company: &str| {
        let mut one = posting(content, title, company, None);
        one.external_id = Some("17".to_owned());
        one.company = None;
        one
    };
    let mut other = numbered("2", "Pastry Cook", "");
    other.skills.clear();
    let found = diff(&[numbered("1", "Platform Engineer", "")], &[other]);
    assert_eq!(found.events.iter().map(|event| event.kind).collect::<Vec<_>>(), [Kind::New, Kind::Closed]);
    let found = diff(&[numbered("1", "Platform Engineer", "")], &[numbered("2", "Platform Engineer II", "")]);
    assert_eq!(told(&found), [(Kind::Changed, "the same id on its board", "Platform Engineer II")]);
}

#[test]
fn an_address_that_many_postings_share_tells_none() {
    let listed = |id: &str, title: &str| posting(id, title, "Acorn", URL);
    let old = [listed("1", "Platform Engineer"), listed("2", "Data Scientist")];
    let new = [listed("3", "Data Scientist"), listed("1", "Platform Engineer")];
    let found = diff(&old, &new);
    assert_eq!(found.same, 1);
    let reason = "the same employer and title, 4 of 4 skills in common";
    assert_eq!(told(&found), [(Kind::Changed, reason, "Data Scientist")]);
    assert_eq!(found.events[0].changes, [Change { field: Field::Wording, old: None, new: None }]);
}

#[test]
fn a_repeat_lends_its_address_to_what_it_repeats() {
    let first = posting("1", "Platform Engineer", "Acorn", URL);
    let mut copy = posting("9", "Platform Engineer", "Agency", Some("https://agency.example/5"));
    copy.duplicate_of = Some(crate::duplicate::Duplicate::of_content("1"));
    let later = posting("9", "Platform Engineer", "Agency", Some("https://agency.example/5"));
    let found = diff(&[first, copy], &[later]);
    assert_eq!((found.old, found.new, found.same), (1, 1, 0));
    assert_eq!(told(&found)[0].0, Kind::Changed);
}

#[test]
fn demand_moves_when_the_intervals_do_not_meet() {
    let dictionary = specimen::dictionary();
    let with = |hits: usize| -> Vec<Analysis> {
        let make = |at: usize| {
            let mut one = plain(&format!("{at:x}"), Role::Sre);
            one.skills = vec![asks(dictionary, "linux", Importance::Required)];
            if at < hits {
                one.skills.push(asks(dictionary, "nomad", Importance::Required));
            }
            one
        };
        (0..200).map(make).collect()
    };
    let found = diff(&with(20), &with(80));
    let nomad = found.moved.iter().find(|one| one.id == "nomad" && one.scope == market::Scope::FourRoles).unwrap();
    assert_eq!((nomad.old_count, nomad.new_count), ((20, 200), (80, 200)));
    assert!(nomad.old.high < nomad.new.low && (nomad.change() - 0.3).abs() < 1e-9);
    assert!(found.moved.iter().all(|one| one.id != "linux"));
    assert!(diff(&with(20), &with(24)).moved.is_empty());
    assert!(diff(&with(20)[..9], &with(80)[..9]).moved.is_empty(), "under the floor nothing moves");
}

#[test]
fn an_employer_with_thousands_of_postings_ends_in_time() {
    let many = |from: usize, text: &str| -> Vec<Analysis> {
        (from..from + 700)
            .map(|at| posting(&format!("{text}{at}"), &format!("Engineer {at}"), "Agency", None))
            .collect()
    };
    let found = diff(&many(0, "a"), &many(350, "b"));
    assert_eq!(found.of(Kind::Changed).count(), 350);
    assert_eq!((found.of(Kind::New).count(), found.of(Kind::Closed).count()), (350, 350));
}

#[test]
fn no_form_is_steered_by_what_a_posting_holds() {
    let mut hostile = posting(
        "1",
        "=HYPERLINK(\"x\")\u{1b}[2J\u{202e}\n<script>",
        "@acme\r\n",
        Some("javascript:alert(1)\u{1b}[0m\u{9b}"),
    );
    hostile.location = Some("+cmd\u{7}".to_owned());
    hostile.external_id = Some("-cmd\t".to_owned());
    let found = diff(&[], &[hostile]);
    let text = text::render(&found, 20);
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
    assert!(!text.contains('\u{202e}'));
    let csv = csv::postings(&found).unwrap();
    let mut rows = ::csv::Reader::from_reader(csv.as_bytes());
    for row in rows.records() {
        assert!(row.unwrap().iter().all(|cell| !cell.starts_with(['=', '+', '@', '-', '\t', '\r'])), "{csv}");
    }
    let json: serde_json::Value = serde_json::from_str(&json::render(&found).unwrap()).unwrap();
    assert_eq!(json["counts"]["new"], 1);
}

#[test]
fn every_line_fits_but_addresses() {
    let dictionary = specimen::dictionary();
    let (old, new) = (postings(dictionary, 200, 1), postings(dictionary, 200, 2));
    let text = text::render(&diff(&old, &new), 7);
    let too_long = text.lines().find(|line| !line.contains("://") && line.chars().count() > 80);
    assert_eq!(too_long, None);
    assert!(text.contains("more (--most"));
    assert_eq!(text, text::render(&diff(&old, &new), 7));
}

#[test]
fn datasets_differ_as_their_postings_do() {
    let dictionary = specimen::dictionary();
    let old = postings(dictionary, 300, 8);
    let mut new = old.clone();
    for (at, one) in new.iter_mut().enumerate() {
        match at % 7 {
            0 => one.title += " II",
            1 => one.skills.truncate(1),
            2 => one.id = format!("other{at}"),
            _ => {}
        }
    }
    new.drain(..20);
    let stored = |analyses: &[Analysis]| {
        let dir = tempfile::tempdir().unwrap();
        let scan = Scan { today: date(2026, 6, 1), repeats: Repeats::Once };
        let mut writer = Writer::open(dir.path(), scan, dictionary).unwrap();
        for one in analyses {
            writer.push(one, dictionary).unwrap();
        }
        writer.finish().unwrap();
        let mut side = Side::new(dictionary);
        side.push_dataset(dir.path()).unwrap();
        compare(side, self::side(analyses), dictionary).unwrap()
    };
    for one in [&old, &new] {
        let found = stored(one);
        assert_eq!((found.same, found.events.len()), (found.old, 0), "{:?}", found.events);
    }
    assert!(diff(&old, &new).of(Kind::Changed).count() > 40);
}
