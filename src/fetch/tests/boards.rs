//! Every board from its first page to its last, and then read by import as what it is.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use wiremock::ResponseTemplate;

use super::playing::{A_PAGE, ALL, BOARDS, Board, Manner, TEXT, answer, body, is_paged};
use super::{Site, fetched, none};
use crate::fetch::Endpoints;
use crate::import::{Boards, chunks, inputs};

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
