use super::*;
use crate::analysis::analyse;
use crate::dictionary::Dictionary;
use crate::posting::{Body, Markup, Posting, Source};

/// A text of so many words about the job, the same for the same seed.
fn about(seed: usize, words: usize) -> String {
    (0..words).map(|n| format!("task{}", (seed * 7919 + n * 31) % 100_003)).collect::<Vec<_>>().join(" ")
}

const COMPANY: &str = "\n\n## About us\nHalyard makes ropes and the software that knows where each rope is. We are ninety people, \
    we like long walks and short meetings, and we have done this since the days of sail. Every rope has a number.\n";

fn posting(title: &str, company: &str, location: &str, body: String) -> Posting {
    Posting {
        source: Source { path: "saved.txt".into(), format: "text".into(), ..Source::default() },
        company: Some(company.to_owned()).filter(|name| !name.is_empty()),
        location: Some(location.to_owned()).filter(|place| !place.is_empty()),
        body: Body { markup: Markup::Text, raw: body },
        ..Posting::of_text(title, "")
    }
}

/// Where each posting belongs.
fn placed(postings: impl IntoIterator<Item = Posting>) -> Vec<Place> {
    let dictionary = Dictionary::builtin().unwrap();
    let mut grouping = Grouping::default();
    postings.into_iter().map(|posting| grouping.place(&analyse(posting, &dictionary).signature)).collect()
}

fn reason(place: Place) -> Option<Reason> {
    match place {
        Place::Repeats { reason, .. } => Some(reason),
        Place::Begins { .. } => None,
    }
}

fn doubt(place: Place) -> Option<Doubt> {
    match place {
        Place::Begins { perhaps, .. } => perhaps.map(|perhaps| perhaps.doubt),
        Place::Repeats { .. } => None,
    }
}

#[test]
fn a_repeat_has_its_reason() {
    let text = about(1, 200) + COMPANY;
    let mut by_id = posting("Rope Engineer", "Halyard", "Porto", about(3, 200));
    (by_id.external_id, by_id.source.format) = (Some("77".to_owned()), "greenhouse".into());
    let renamed = Posting {
        title: "Rigging Engineer".to_owned(),
        body: posting("", "", "", about(4, 200)).body,
        ..by_id.clone()
    };
    let places = placed([
        posting("Rope Engineer", "Halyard", "Porto", text.clone()),
        posting("Rope Engineer", "Halyard", "Porto", format!("**{}**", text.replace(' ', "\n"))),
        posting("Rope Engineer (m/f/d)", "Halyard Ltd.", "Bergen", format!("Again!\n\n{text}")),
        posting("Rope Engineer", "Swift Recruiting", "Porto", about(1, 200)),
        by_id,
        renamed,
    ]);
    let reasons: Vec<Option<Reason>> = places.iter().map(|place| reason(*place)).collect();
    let (near, copy) = (Some(Reason::Near), Some(Reason::Copy));
    assert_eq!(reasons, [None, Some(Reason::Content), near, copy, None, Some(Reason::Id)]);
}

#[test]
fn another_text_is_another_job_whatever_the_company_says_of_itself() {
    let company = COMPANY.repeat(4);
    let places = placed([
        posting("Rope Engineer", "Halyard", "Porto", about(1, 150) + &company),
        posting("Rope Engineer", "Halyard", "Porto", about(2, 150) + &company),
        posting("Sail Engineer", "Halyard", "Porto", about(3, 150) + &company),
    ]);
    assert!(places.iter().all(|place| reason(*place).is_none()), "{places:?}");
}

#[test]
fn what_speaks_against_it_leaves_two_jobs() {
    let text = about(1, 200);
    let half = about(1, 160) + " " + &about(2, 40);
    let places = placed([
        posting("Rope Engineer", "Halyard", "Porto", text.clone()),
        posting("Senior Rope Engineer", "Halyard", "Porto", text.clone()),
        posting("Rope Engineer", "Crew Member Franchise 12", "Bergen", text),
        posting("Rope Engineer", "Halyard", "Porto", half),
    ]);
    let doubts: Vec<Option<Doubt>> = places.iter().map(|place| doubt(*place)).collect();
    assert_eq!(doubts, [None, Some(Doubt::Title), Some(Doubt::Company), Some(Doubt::Text)]);
}

#[test]
fn a_text_cut_short_repeats_the_whole() {
    let places = placed([
        posting("Rope Engineer", "Halyard", "Porto", about(1, 300)),
        posting("Rope Engineer", "Halyard", "Porto", about(1, 170)),
        posting("Rope Engineer", "", "", about(1, 300)),
    ]);
    assert_eq!(places.iter().filter(|place| reason(**place) == Some(Reason::Near)).count(), 2, "{places:?}");
}

#[test]
fn an_id_of_a_file_counts_with_title_and_company_only() {
    let with_id = |title: &str, company: &str, seed| {
        let mut posting = posting(title, company, "", about(seed, 120));
        (posting.external_id, posting.source.format) = (Some("1".to_owned()), "csv".into());
        posting
    };
    let places = placed([
        with_id("Rope Engineer", "Halyard", 1),
        with_id("Sail Engineer", "Halyard", 2),
        with_id("Rope Engineer", "Bowline", 3),
        with_id("Rope Engineer", "", 4),
        with_id("Rope Engineer", "", 5),
        with_id("Rope Engineer", "Halyard", 6),
    ]);
    let repeats: Vec<bool> = places.iter().map(|place| reason(*place) == Some(Reason::Id)).collect();
    assert_eq!(repeats, [false, false, false, false, false, true]);
}

#[test]
fn one_title_and_text_by_many_hands_is_bounded_work() {
    // Ten thousand titles over one text meet under the same keys; no key holds more than a few of them.
    let mut grouping = Grouping::default();
    let first = placed_signature();
    for n in 0..10_000_u32 {
        grouping.place(&Signature { content: u64::from(n), title: n, ..first });
    }
    assert_eq!(grouping.len(), 10_000);
}

fn placed_signature() -> Signature {
    let posting = posting("Rope Engineer", "Halyard", "Porto", about(1, 200));
    analyse(posting, &Dictionary::builtin().unwrap()).signature
}

#[test]
fn a_signature_survives_its_bytes() {
    let signature = placed_signature();
    assert_eq!(Signature::from_bytes(&signature.to_bytes()), signature);
}
