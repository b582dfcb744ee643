//! A second run, an interrupted run, a board that changed.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use wiremock::{Request, ResponseTemplate};

use super::{Site, failure, fetched, files, none};
use crate::fetch::{Endpoints, Options, Source, check};

/// Postings of the board below.
const ALL: usize = 25;

/// A board with one request a posting, in pages of ten; `allowed` is how many requests it answers, and `listed` how many
/// postings it lists.
fn board(allowed: &Arc<AtomicUsize>, listed: &Arc<AtomicUsize>) -> Site {
    let (allowed, listed) = (Arc::clone(allowed), Arc::clone(listed));
    Site::new(move |request: &Request| {
        let path = request.url.path();
        if path == "/robots.txt" {
            return none();
        }
        if allowed.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_err() {
            return ResponseTemplate::new(501);
        }
        if let Some((_, id)) = path.rsplit_once("/postings/") {
            return ResponseTemplate::new(200)
                .set_body_json(json!({"id": id, "name": "SRE", "jobAd": {"sections": {}}}));
        }
        let offset = request.url.query_pairs().find(|(name, _)| name == "offset").unwrap().1.parse::<usize>().unwrap();
        let total = listed.load(Ordering::SeqCst);
        let content: Vec<_> =
            (offset..total.min(offset + 10)).map(|id| json!({"id": id.to_string(), "name": "SRE"})).collect();
        ResponseTemplate::new(200).set_body_json(json!({"totalFound": total, "content": content}))
    })
}

fn count(number: usize) -> Arc<AtomicUsize> {
    Arc::new(AtomicUsize::new(number))
}

#[test]
fn an_interrupted_run_goes_on_where_it_was() {
    // What is interrupted is the list itself, whose pages come first, and then its postings.
    for (answers, note) in [(2, Some("goes on with a run that was interrupted")), (14, None)] {
        let (allowed, listed) = (count(answers), count(ALL));
        let site = board(&allowed, &listed);
        let folder = tempfile::tempdir().unwrap();
        let options = Options { at_once: 1, ..site.options() };
        let first = fetched("smartrecruiters:acme", folder.path(), &options);
        assert!(!first.failures.is_empty());
        let saved = files(folder.path()).len();
        assert!((answers.saturating_sub(4)..answers).contains(&saved), "{saved}");
        allowed.store(1_000, Ordering::SeqCst);
        let second = fetched("smartrecruiters:acme", folder.path(), &options);
        assert_eq!((second.failures.as_slice(), second.postings), (&[][..], ALL));
        assert_eq!(second.notes.first().map(String::as_str), note);
        assert_eq!(files(folder.path()).len(), ALL);
        // The pages of an interrupted list and the postings that were there are not asked for again.
        let pages = if note.is_some() { 3 - (answers - saved) } else { 3 };
        assert_eq!(second.requests, pages + ALL - saved, "{second:?}");
    }
}

#[test]
fn a_second_run_asks_for_the_list_alone() {
    let (allowed, listed) = (count(1_000), count(ALL));
    let site = board(&allowed, &listed);
    let folder = tempfile::tempdir().unwrap();
    let first = fetched("smartrecruiters:acme", folder.path(), &site.options());
    assert_eq!((first.new, first.requests), (ALL, ALL + 3));
    let second = fetched("smartrecruiters:acme", folder.path(), &site.options());
    assert_eq!((second.new, second.unchanged, second.requests), (0, ALL, 3));
    let refreshed = fetched("smartrecruiters:acme", folder.path(), &Options { refresh: true, ..site.options() });
    assert_eq!((refreshed.unchanged, refreshed.requests), (ALL, ALL + 3));
    // What is no longer listed is put aside, and not lost.
    listed.store(5, Ordering::SeqCst);
    let third = fetched("smartrecruiters:acme", folder.path(), &site.options());
    assert_eq!((third.put_aside, third.unchanged, files(folder.path()).len()), (ALL - 5, 5, 5));
    assert!(folder.path().join(".jobsift/gone/smartrecruiters-acme/7.json").exists());
}

#[test]
fn a_list_that_breaks_off_puts_nothing_aside() {
    let (allowed, listed) = (count(1_000), count(ALL));
    let site = board(&allowed, &listed);
    let folder = tempfile::tempdir().unwrap();
    fetched("smartrecruiters:acme", folder.path(), &site.options());
    allowed.store(1, Ordering::SeqCst);
    let broken = fetched("smartrecruiters:acme", folder.path(), &site.options());
    assert!(failure(&broken).starts_with("the site failed: "), "{broken:?}");
    assert_eq!((broken.put_aside, files(folder.path()).len()), (0, ALL));
}

#[test]
fn a_board_that_keeps_its_postings_back_has_failed() {
    let offered = count(1);
    let jobs_offered = Arc::clone(&offered);
    let site = Site::new(move |request: &Request| {
        if request.url.path() == "/robots.txt" {
            return none();
        }
        let jobs = vec![json!({"id": "1", "title": "SRE", "redirect_url": "x"}); jobs_offered.load(Ordering::SeqCst)];
        ResponseTemplate::new(200).set_body_json(json!({"count": jobs.len().max(1), "results": jobs}))
    });
    let folder = tempfile::tempdir().unwrap();
    let first = fetched("adzuna:gb?what=devops", folder.path(), &site.options());
    assert_eq!((first.failures.len(), first.new), (0, 1), "{first:?}");
    offered.store(0, Ordering::SeqCst);
    let second = fetched("adzuna:gb?what=devops", folder.path(), &site.options());
    assert_eq!(failure(&second), "empty: the board says 1 posting and gives none");
    assert_eq!((second.put_aside, files(folder.path()).len()), (0, 1));
    let endpoints = Endpoints::built_in().unwrap();
    let source = Source::parse("adzuna:gb?what=devops", &endpoints).unwrap();
    let checked = check(&[source], &site.options(), super::SILENT).unwrap().remove(0);
    assert_eq!(checked.unwrap_err().to_string(), "empty: the board says 1 posting and gives none");
    // What failed before anything was saved is no run to go on with.
    offered.store(1, Ordering::SeqCst);
    assert_eq!(fetched("adzuna:gb?what=devops", folder.path(), &site.options()).notes, [""; 0]);
}

#[test]
fn what_a_power_failure_damaged_is_asked_for_again() {
    let site = board(&count(1_000), &count(ALL));
    let folder = tempfile::tempdir().unwrap();
    fetched("smartrecruiters:acme", folder.path(), &site.options());
    // A file that has its name and nothing else yet, and a log whose end is not there.
    let damaged = folder.path().join(&files(folder.path())[3]);
    let whole = std::fs::read(&damaged).unwrap();
    std::fs::write(&damaged, "").unwrap();
    let log = folder.path().join(".jobsift/records/smartrecruiters-acme.ndjson");
    let mut lines = std::fs::read(&log).unwrap();
    let end = lines.len() - 10;
    lines[end..].fill(0);
    std::fs::write(&log, lines).unwrap();
    let again = fetched("smartrecruiters:acme", folder.path(), &site.options());
    assert_eq!((again.failures.len(), again.changed, again.unchanged), (0, 1, ALL - 1), "{again:?}");
    assert_eq!(std::fs::read(&damaged).unwrap(), whole);
}

#[test]
fn what_was_refused_is_no_run_to_go_on_with() {
    let site = board(&count(1_000), &count(ALL));
    let folder = tempfile::tempdir().unwrap();
    let refused = fetched("smartrecruiters:acme", folder.path(), &Options { allow_private: false, ..site.options() });
    assert!(failure(&refused).starts_with("not fetched: 127.0.0.1 is an address of this machine"), "{refused:?}");
    assert!(!folder.path().join(".jobsift/unfinished").exists());
    assert_eq!(fetched("smartrecruiters:acme", folder.path(), &site.options()).notes, [""; 0]);
}

#[test]
fn a_posting_that_is_gone_since_it_was_listed_is_no_mistake_of_spelling() {
    let site = Site::new(|request: &Request| match request.url.path() {
        "/v1/companies/acme/postings" => {
            ResponseTemplate::new(200).set_body_json(json!({"totalFound": 1, "content": [{"id": "1", "name": "SRE"}]}))
        }
        _ => none(),
    });
    let folder = tempfile::tempdir().unwrap();
    let out = fetched("smartrecruiters:acme", folder.path(), &site.options());
    assert_eq!(failure(&out), "gone: the board took it away since it listed it (status 404)");
}

#[test]
fn an_end_that_was_asked_for_is_told() {
    let site = board(&count(1_000), &count(ALL));
    let folder = tempfile::tempdir().unwrap();
    let out = fetched("smartrecruiters:acme", folder.path(), &Options { most: 10, ..site.options() });
    assert_eq!((out.postings, files(folder.path()).len()), (10, 10));
    assert_eq!(out.notes, ["ends after 10 of 25 postings; --most N goes on, and filters narrow it down"]);
    // The rest is no longer listed only where the list was followed to its end.
    fetched("smartrecruiters:acme", folder.path(), &site.options());
    let cut = fetched("smartrecruiters:acme", folder.path(), &Options { most: 10, ..site.options() });
    assert_eq!((cut.put_aside, files(folder.path()).len()), (0, ALL));
}

#[test]
fn unchanged_files_are_confirmed_by_validators() {
    let site = Site::new(|request| {
        let asked = |name: &str, value: &str| request.headers.get(name).is_some_and(|found| found == value);
        let page = |text: &str| ResponseTemplate::new(200).set_body_raw(text, "text/html");
        match request.url.path() {
            "/etag" if asked("if-none-match", "\"v1\"") => ResponseTemplate::new(304),
            "/etag" => page("<html>SRE</html>").insert_header("ETag", "\"v1\""),
            "/date" if asked("if-modified-since", "Mon, 04 May 2026 10:00:00 GMT") => ResponseTemplate::new(304),
            "/date" => page("<html>SRE</html>").insert_header("Last-Modified", "Mon, 04 May 2026 10:00:00 GMT"),
            "/none" => page("<html>SRE</html>"),
            _ => none(),
        }
    });
    let folder = tempfile::tempdir().unwrap();
    for page in ["etag", "date", "none"] {
        let address = format!("{}/{page}", site.server.uri());
        let first = fetched(&address, folder.path(), &site.options());
        let second = fetched(&address, folder.path(), &site.options());
        assert_eq!((first.new, second.new, second.unchanged), (1, 0, 1), "{page}");
    }
}

#[test]
fn a_board_that_wants_to_be_asked_seldom_is() {
    let site = Site::new(|request| match request.url.path() {
        "/robots.txt" => none(),
        _ => ResponseTemplate::new(200).set_body_string(r#"{"jobs": [{"jobTitle": "SRE", "companyName": "Acme"}]}"#),
    });
    let folder = tempfile::tempdir().unwrap();
    // Through a proxy, so that the board's own address and limits hold; plain http, for a proxy sees no more of https.
    let endpoints = endpoints_in_plain_http();
    let at = |now: &str| {
        let mut options = Options { proxy: Some(site.server.uri().parse().unwrap()), ..site.options() };
        options.bases.clear();
        options.now = now.parse().unwrap();
        let source = Source::parse("jobicy", &endpoints).unwrap();
        crate::fetch::fetch(&[source], folder.path(), &options, super::SILENT).unwrap().remove(0)
    };
    assert_eq!(at("2026-05-04T10:00:00Z").requests, 1);
    let soon = at("2026-05-04T10:20:00Z");
    assert_eq!((soon.requests, soon.postings, soon.unchanged), (0, 1, 1));
    // How many minutes ago depends on the time that this takes.
    assert!(soon.notes[0].contains("minutes ago, and Jobicy wants 60 minutes between two"), "{:?}", soon.notes);
    assert_eq!(at("2026-05-04T11:30:00Z").requests, 1);
}

fn endpoints_in_plain_http() -> Endpoints {
    let mut endpoints = Endpoints::built_in().unwrap();
    for board in &mut endpoints.boards {
        board.list.url = board.list.url.replace("https://", "http://");
    }
    endpoints
}

#[test]
fn a_board_that_does_not_turn_its_pages_ends() {
    let site = Site::new(|request| {
        if request.url.path() == "/robots.txt" {
            return none();
        }
        let jobs: Vec<_> = (0..100).map(|id| json!({"id": id, "text": "SRE", "hostedUrl": "x"})).collect();
        ResponseTemplate::new(200).set_body_json(jobs)
    });
    let folder = tempfile::tempdir().unwrap();
    let out = fetched("lever:acme", folder.path(), &site.options());
    assert_eq!(
        failure(&out),
        "changed shape: page 2 has the same postings as one before it: the board does not turn its pages any more"
    );
}

#[test]
fn fewer_postings_than_the_board_says_are_told() {
    let site = Site::new(|request| match (request.url.path(), request.url.query()) {
        ("/robots.txt", _) => none(),
        (_, Some(query)) if query.contains("offset=0") => {
            ResponseTemplate::new(200).set_body_json(json!({"totalFound": 9, "content": [{"id": "1", "name": "SRE"}]}))
        }
        (_, Some(_)) => ResponseTemplate::new(200).set_body_json(json!({"totalFound": 9, "content": []})),
        _ => ResponseTemplate::new(200).set_body_json(json!({"id": "1", "jobAd": {"sections": {}}})),
    });
    let folder = tempfile::tempdir().unwrap();
    let out = fetched("smartrecruiters:acme", folder.path(), &site.options());
    assert_eq!(out.notes, ["the board says 9 postings and gives 1"]);
}

#[test]
fn a_missing_key_is_named() {
    let site = Site::new(|_| none());
    let folder = tempfile::tempdir().unwrap();
    let mut options = site.options();
    options.keys.remove("ADZUNA_APP_KEY");
    let out = fetched("adzuna:gb", folder.path(), &options);
    assert_eq!(
        failure(&out),
        "key: Adzuna needs ADZUNA_APP_KEY: set the environment variable, or write it under [keys] in your own jobsift.toml"
    );
    assert!(site.asked().is_empty());
    assert!(!format!("{options:?}").contains("secret-"), "keys are in no debug output");
}
