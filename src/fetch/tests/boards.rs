//! Every board from its first page to its last, and then read by import as what it is.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use super::{Site, fetched, none};
use crate::fetch::Endpoints;
use crate::import::{Boards, chunks, inputs};

/// A board as it answers.
struct Board {
    /// The source that asks it.
    source: &'static str,
    /// One posting, with its number in the place of `~`.
    item: &'static str,
    /// A page of the list, with `@` in the place of the postings; `$` is the number of all, `#` that of the pages, `%` what asks
    /// for the next page.
    page: &'static str,
    /// What stands between the postings.
    between: &'static str,
    /// The number of the posting whose detail an address asks for.
    detail: Option<(&'static str, &'static str)>,
}

/// Postings of each board.
const ALL: usize = 23;
/// Postings of a page, whatever is asked for.
const A_PAGE: usize = 10;

const TEXT: &str = "We run the clusters on which all our teams build their services.";

const BOARDS: &[Board] = &[
    Board {
        source: "adzuna:gb?what=devops",
        item: r#"{"id": "~", "title": "SRE ~", "redirect_url": "https://a.example/~", "category": {"tag": "it"}, "description": "TEXT"}"#,
        page: r#"{"count": $, "results": [@]}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "arbeitnow",
        item: r#"{"slug": "s~", "title": "SRE ~", "company_name": "Acme", "job_types": [], "created_at": 1777852800, "description": "TEXT"}"#,
        page: r#"{"data": [@]}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "ashby:acme",
        item: r#"{"id": "~", "title": "SRE ~", "jobUrl": "https://a.example/~", "publishedAt": "2026-05-04", "descriptionHtml": "<p>TEXT</p>"}"#,
        page: r#"{"jobs": [@]}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "bamboohr:acme",
        item: r#"{"id": "~", "jobOpeningName": "SRE ~"}"#,
        page: r#"{"meta": {}, "result": [@]}"#,
        between: ",",
        detail: Some((
            "/careers/~/detail",
            r#"{"result": {"jobOpening": {"jobOpeningName": "SRE ~", "description": "<p>TEXT</p>"}}}"#,
        )),
    },
    Board {
        source: "breezy:acme",
        item: r#"{"id": "~", "friendly_id": "~-sre", "name": "SRE ~", "published_date": "2026-05-04", "description": "<p>TEXT</p>"}"#,
        page: "[@]",
        between: ",",
        detail: None,
    },
    Board {
        source: "greenhouse:acme",
        item: r#"{"id": ~, "title": "SRE ~", "absolute_url": "https://g.example/acme/~", "updated_at": "2026-05-04", "content": "&lt;p&gt;TEXT&lt;/p&gt;"}"#,
        page: r#"{"jobs": [@], "meta": {"total": $}}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "hn:2026-10",
        item: r#"{"id": ~, "text": "Acme | SRE ~<p>TEXT", "created_at": "2026-10-01T00:00:00Z"}"#,
        page: r#"{"id": 7, "children": [@]}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "himalayas",
        item: r#"{"guid": "~", "title": "SRE ~", "companyName": "Acme", "companySlug": "acme", "applicationLink": "https://h.example/~", "description": "<p>TEXT</p>"}"#,
        page: r#"{"totalCount": $, "nextCursor": %, "jobs": [@]}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "jobicy?tag=devops",
        item: r#"{"id": ~, "jobTitle": "SRE ~", "companyName": "Acme", "jobGeo": "EU", "jobDescription": "<p>TEXT</p>"}"#,
        page: r#"{"jobs": [@]}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "lever:acme",
        item: r#"{"id": "~", "text": "SRE ~", "hostedUrl": "https://l.example/acme/~", "categories": {}, "description": "<p>TEXT</p>"}"#,
        page: "[@]",
        between: ",",
        detail: None,
    },
    Board {
        source: "personio:acme",
        item: "<position><id>~</id><name>SRE ~</name><jobDescriptions><jobDescription><name>Profil</name><value>TEXT</value></jobDescription></jobDescriptions></position>",
        page: "<?xml version=\"1.0\"?><workzag-jobs>@</workzag-jobs>",
        between: "",
        detail: None,
    },
    Board {
        source: "pinpoint:acme",
        item: r#"{"id": "~", "title": "SRE ~", "path": "/p/~", "url": "https://p.example/~", "workplace_type": "remote", "description": "TEXT"}"#,
        page: r#"{"data": [@]}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "recruitee:acme",
        item: r#"{"id": ~, "title": "SRE ~", "careers_url": "https://r.example/~", "description": "<p>TEXT</p>"}"#,
        page: r#"{"offers": [@]}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "remoteok?tags=devops",
        item: r#"{"id": "~", "position": "SRE ~", "epoch": 1777852800, "company": "Acme", "description": "<p>TEXT</p>"}"#,
        page: r#"[{"legal": "Please link back."}, @]"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "remotive?search=devops",
        item: r#"{"id": ~, "title": "SRE ~", "company_name": "Acme", "candidate_required_location": "EU", "description": "<p>TEXT</p>"}"#,
        page: r#"{"job-count": $, "jobs": [@]}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "rippling:acme",
        item: r#"{"uuid": "~", "name": "SRE ~", "workLocation": {"label": "Ulm"}}"#,
        page: "[@]",
        between: ",",
        detail: Some((
            "/jobs/~",
            r#"{"uuid": "~", "name": "SRE ~", "workLocations": ["Ulm"], "description": {"role": "<p>TEXT</p>"}}"#,
        )),
    },
    Board {
        source: "smartrecruiters:acme",
        item: r#"{"id": "~", "name": "SRE ~", "releasedDate": "2026-05-04T00:00:00Z"}"#,
        page: r#"{"totalFound": $, "content": [@]}"#,
        between: ",",
        detail: Some((
            "/postings/~",
            r#"{"id": "~", "name": "SRE ~", "jobAd": {"sections": {"jobDescription": {"text": "<p>TEXT</p>"}}}}"#,
        )),
    },
    Board {
        source: "teamtailor:acme",
        item: "<item><title>SRE ~</title><guid>~</guid><link>https://t.example/~</link><remoteStatus>fully</remoteStatus><description>TEXT</description></item>",
        page: "<rss><channel><title>Acme</title>@</channel></rss>",
        between: "",
        detail: None,
    },
    Board {
        source: "themuse?category=IT",
        item: r#"{"id": ~, "name": "SRE ~", "refs": {"landing_page": "https://m.example/~"}, "contents": "<p>TEXT</p>"}"#,
        page: r#"{"page_count": #, "results": [@]}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "usajobs?Keyword=devops",
        item: r#"{"MatchedObjectDescriptor": {"PositionID": "~", "PositionTitle": "SRE ~", "PositionURI": "https://u.example/~", "QualificationSummary": "TEXT"}}"#,
        page: r#"{"SearchResult": {"SearchResultCountAll": $, "SearchResultItems": [@]}}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "weworkremotely",
        item: "<item><title>Acme: SRE ~</title><region>Anywhere</region><guid>~</guid><description>TEXT</description></item>",
        page: "<rss><channel><title>Remote</title>@</channel></rss>",
        between: "",
        detail: None,
    },
    Board {
        source: "workable:acme",
        item: r#"{"title": "SRE ~", "shortcode": "X~", "description": "<p>TEXT</p>"}"#,
        page: r#"{"name": "Acme", "jobs": [@]}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "workday:acme.wd5/careers",
        item: r#"{"title": "SRE ~", "externalPath": "/job/Ulm/SRE_~", "postedOn": "Posted Today"}"#,
        page: r#"{"total": $, "jobPostings": [@]}"#,
        between: ",",
        detail: Some(("/job/Ulm/SRE_~", r#"{"jobPostingInfo": {"title": "SRE ~", "jobDescription": "<p>TEXT</p>"}}"#)),
    },
];

/// How a board behaves, once its list has more than one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// As it should, with so many postings.
    Right(usize),
    /// It has so many postings on its first page, and so many after that.
    Moves(usize, usize),
    /// It tells how many there are on its first page only, and says none on the others.
    TellsOnce,
    /// It gives the first page whatever is asked for, or the first two in turn.
    Repeats(usize),
}

/// What a board answers; the numbers of its postings begin with 100, so that none is part of another.
fn body(board: &Board, request: &Request, manner: Manner) -> Option<String> {
    let path = request.url.path();
    if path == "/robots.txt" {
        return None;
    }
    let filled = |template: &str, number: usize| template.replace('~', &number.to_string()).replace("TEXT", TEXT);
    if let Some((address, detail)) = board.detail {
        let asked = (100..200).find(|number| path.ends_with(&filled(address, *number)));
        if let Some(number) = asked {
            return Some(filled(detail, number));
        }
    }
    if path.ends_with("search_by_date") {
        let hits = json!({"hits": [
            {"title": "Ask HN: Who wants to be hired? (October 2026)", "objectID": "6"},
            {"title": "Ask HN: Who is hiring? (October 2026)", "objectID": "7"},
            {"title": "Ask HN: Who is hiring? (September 2026)", "objectID": "8"},
        ]});
        return Some(hits.to_string());
    }
    let asked = first_of(request);
    let (from, all) = match manner {
        Manner::Right(all) => (asked, all),
        Manner::TellsOnce => (asked, ALL),
        Manner::Moves(before, after) => (asked, if asked == 0 { before } else { after }),
        Manner::Repeats(pages) => (asked % (pages * A_PAGE), 1_000),
    };
    let size = if is_paged(board) { A_PAGE } else { all };
    let postings = all.saturating_sub(from).min(size);
    let items: Vec<String> = (from..from + postings).map(|number| filled(board.item, 100 + number)).collect();
    let next = if asked + postings < all { format!("\"c{}\"", asked + postings) } else { "null".to_owned() };
    let told = if manner == Manner::TellsOnce && asked > 0 { 0 } else { all };
    let page = board.page.replace('$', &told.to_string()).replace('#', &told.div_ceil(A_PAGE).to_string());
    Some(page.replace('%', &next).replace('@', &items.join(board.between)).replace(", ]", "]"))
}

fn answer(board: &Board, request: &Request, manner: Manner) -> ResponseTemplate {
    body(board, request, manner).map_or_else(none, |body| ResponseTemplate::new(200).set_body_string(body))
}

/// Boards that give all at once are asked for no page.
fn is_paged(board: &Board) -> bool {
    let paged = ["adzuna", "arbeitnow", "himalayas", "lever", "smartrecruiters", "themuse", "usajobs", "workday"];
    paged.iter().any(|name| board.source.starts_with(name))
}

/// The number of the first posting of the page that is asked for.
fn first_of(request: &Request) -> usize {
    let query =
        |name: &str| request.url.query_pairs().find(|(found, _)| found == name).map(|(_, value)| value.into_owned());
    let number = |text: String| text.trim_start_matches('c').parse::<usize>().unwrap();
    if let Some(offset) = query("offset").or_else(|| query("skip")).or_else(|| query("cursor")) {
        return number(offset);
    }
    if let Some(page) = query("page").or_else(|| query("Page")) {
        // The Muse counts from none, the others from one.
        let first = usize::from(!request.url.path().contains("public"));
        return (number(page) - first) * A_PAGE;
    }
    if request.url.path().contains("/jobs/gb/search/") {
        let page = request.url.path_segments().unwrap().next_back().unwrap().to_owned();
        return (number(page) - 1) * A_PAGE;
    }
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    body["offset"].as_u64().unwrap_or(0) as usize
}

#[test]
fn every_board_is_paged_to_its_end_and_read_as_itself() {
    let endpoints = Endpoints::built_in().unwrap();
    let known = Boards::built_in().unwrap();
    let tested: BTreeSet<&str> = BOARDS.iter().map(|board| board.source.split([':', '?']).next().unwrap()).collect();
    for endpoint in &endpoints.boards {
        let name = endpoint.short.as_deref().unwrap_or(&endpoint.name);
        assert!(tested.contains(name), "{name} has no test");
    }
    for board in BOARDS {
        let site = Site::new(|request| answer(board, request, Manner::Right(ALL)));
        let folder = tempfile::tempdir().unwrap();
        let out = fetched(board.source, folder.path(), &site.options());
        assert_eq!(out.failures, [], "{}", board.source);
        assert_eq!((out.postings, out.notes.as_slice()), (ALL, &[][..]), "{}", board.source);
        let name = board.source.split([':', '?']).next().unwrap();
        let format = if name == "hn" { "hackernews" } else { name };
        let mut numbers = BTreeSet::new();
        for chunk in chunks(inputs(&[folder.path().to_string_lossy()]).unwrap()) {
            for posting in chunk.postings(&known) {
                let posting = posting.unwrap();
                assert_eq!(&*posting.source.format, format);
                assert!(posting.body.raw.contains(TEXT), "{}", board.source);
                numbers.insert(posting.title.rsplit(' ').next().unwrap().to_owned());
            }
        }
        let expected: BTreeSet<String> = (100..100 + ALL).map(|number| number.to_string()).collect();
        assert_eq!(numbers, expected, "{}", board.source);
        // Nothing secret is in a saved record or in a message.
        for entry in ignore::Walk::new(folder.path().join(".jobsift")).flatten() {
            let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
            assert!(!text.contains("secret-"), "{}", entry.path().display());
        }
    }
}

#[test]
fn keys_and_filters_are_sent_and_pages_are_told_apart() {
    let board = BOARDS.iter().find(|board| board.source.starts_with("usajobs")).unwrap();
    let site = Site::new(|request| answer(board, request, Manner::Right(ALL)));
    let folder = tempfile::tempdir().unwrap();
    fetched(board.source, folder.path(), &site.options());
    let asked = site.asked();
    let addresses: Vec<&str> = asked.iter().map(|request| &request.url[url::Position::BeforePath..]).collect();
    assert_eq!(addresses, [1, 2, 3].map(|page| format!("/api/search?ResultsPerPage=250&Page={page}&Keyword=devops")));
    assert_eq!(asked[0].headers["authorization-key"], "secret-usajobs_key");
    assert_eq!(asked[0].headers["user-agent"], "secret-usajobs_email");
}

/// Fetches a board that behaves like this.
fn fetched_from(board: &'static Board, manner: Manner) -> crate::fetch::Fetched {
    let site = Site::new(move |request| answer(board, request, manner));
    fetched(board.source, tempfile::tempdir().unwrap().path(), &site.options())
}

#[test]
fn every_paged_board_ends_whatever_its_pages_say() {
    let endpoints = Endpoints::built_in().unwrap();
    for board in BOARDS.iter().filter(|board| is_paged(board)) {
        let name = board.source.split([':', '?']).next().unwrap();
        let list = &endpoints.boards.iter().find(|endpoint| endpoint.name == name).unwrap().list;
        // The last page is full, so that an empty one may follow; or there is nothing at all.
        for all in [0, A_PAGE, 2 * A_PAGE] {
            let out = fetched_from(board, Manner::Right(all));
            assert_eq!(
                (out.failures.as_slice(), out.notes.as_slice(), out.postings),
                (&[][..], &[][..], all),
                "{name}"
            );
        }
        let once = fetched_from(board, Manner::TellsOnce);
        assert_eq!((once.failures.as_slice(), once.postings), (&[][..], ALL), "{name}");
        // A list that grows or shrinks is read to its new end, and nothing is taken for gone.
        for (before, after, expected) in [(23, 33, 33), (33, 14, 14)] {
            let out = fetched_from(board, Manner::Moves(before, after));
            assert_eq!((out.failures.as_slice(), out.postings), (&[][..], expected), "{name}");
            let is_told = out.notes.iter().any(|note| note.contains("changed while it was read"));
            assert_eq!(is_told, list.total.is_some(), "{name}: {:?}", out.notes);
        }
        for pages in [1, 2] {
            let out = fetched_from(board, Manner::Repeats(pages));
            let said = out.failures.iter().map(|(_, failure)| failure.to_string()).collect::<Vec<_>>();
            let expected = format!("changed shape: page {} has the same postings as one before it", pages + 1);
            assert!(said.iter().any(|said| said.starts_with(&expected)), "{name}: {said:?}");
        }
    }
}

#[test]
fn a_second_run_costs_one_conditional_request_a_page() {
    for board in BOARDS {
        let changed = Arc::new(AtomicBool::new(false));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (is_other, noted) = (Arc::clone(&changed), Arc::clone(&seen));
        let site = Site::new(move |request| {
            let Some(mut body) = body(board, request, Manner::Right(ALL)) else { return none() };
            if is_other.load(Ordering::SeqCst) {
                body = body.replace("SRE 112", "SRE, still wanted: 112");
            }
            let etag = format!("\"{:x}\"", xxhash_rust::xxh3::xxh3_64(body.as_bytes()));
            let asked = request.headers.get("if-none-match").map(|value| value.to_str().unwrap().to_owned());
            let is_same = asked.as_ref() == Some(&etag);
            noted.lock().unwrap().push((asked.is_some(), is_same));
            if is_same {
                return ResponseTemplate::new(304);
            }
            ResponseTemplate::new(200).insert_header("ETag", etag.as_str()).set_body_string(body)
        });
        let folder = tempfile::tempdir().unwrap();
        let run = || {
            let out = fetched(board.source, folder.path(), &site.options());
            assert_eq!((out.failures.as_slice(), out.postings), (&[][..], ALL), "{}", board.source);
            (out, std::mem::take(&mut *seen.lock().unwrap()))
        };
        let (first, asked) = run();
        assert!(asked.iter().all(|asked| *asked == (false, false)), "{}", board.source);
        let details = if board.detail.is_some() { ALL } else { 0 };
        let pages = asked.len() - details;
        assert_eq!(first.requests, asked.len(), "{}", board.source);
        let (second, asked) = run();
        assert_eq!(asked, vec![(true, true); pages], "{}", board.source);
        assert_eq!((second.new, second.changed, second.unchanged), (0, 0, first.new), "{}", board.source);
        // One posting is another now: its page comes anew, and what hangs on it, and nothing else.
        changed.store(true, Ordering::SeqCst);
        let (third, asked) = run();
        let anew = asked.iter().filter(|asked| **asked == (true, false)).count();
        assert_eq!((anew, asked.len()), (1 + details.min(1), pages + details.min(1)), "{}", board.source);
        assert_eq!((third.new, third.changed, third.unchanged), (0, 1, first.new - 1), "{}", board.source);
    }
}
