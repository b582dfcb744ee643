//! `fetch` and `boards` from outside: against servers on this machine.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::program::{Ran, run, run_on};

/// A server and the runtime that it lives on.
struct Site {
    server: MockServer,
    _runtime: Runtime,
}

impl Site {
    fn new(answer: impl Fn(&Request) -> ResponseTemplate + Send + Sync + 'static) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let server = runtime.block_on(async {
            let server = MockServer::start().await;
            Mock::given(any()).respond_with(answer).mount(&server).await;
            server
        });
        Self { server, _runtime: runtime }
    }

    /// Fetches from this site in the place of two boards.
    fn fetch(&self, folder: &TempDir, arguments: &[&str]) -> Ran {
        let arguments = self.arguments(folder, arguments);
        run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn arguments(&self, folder: &TempDir, arguments: &[&str]) -> Vec<String> {
        let uri = self.server.uri();
        let bases = ["greenhouse", "smartrecruiters"].map(|board| format!("--base={board}={uri}"));
        let fixed = ["fetch", "--allow-private", "--output", folder.path().to_str().unwrap()].map(str::to_owned);
        fixed.into_iter().chain(bases).chain(arguments.iter().map(|argument| (*argument).to_owned())).collect()
    }
}

/// A board of so many postings with one request each, in pages of a hundred, or of one posting at Greenhouse.
fn answer(request: &Request, postings: usize) -> ResponseTemplate {
    let path = request.url.path();
    if path == "/v1/boards/acme/jobs" {
        return ResponseTemplate::new(200).set_body_json(json!({"jobs": [{
            "id": 1, "title": "SRE", "absolute_url": "https://g.example/acme/1", "updated_at": "2026-05-04",
            "content": "&lt;p&gt;We run Kubernetes and Terraform for all our teams.&lt;/p&gt;",
        }]}));
    }
    if let Some(id) = path.strip_prefix("/v1/companies/acme/postings/") {
        let text = "<p>We run Kubernetes and Terraform for all our teams.</p>";
        return ResponseTemplate::new(200).set_body_json(json!({
            "id": id, "name": "SRE", "jobAd": {"sections": {"jobDescription": {"text": text}}},
        }));
    }
    if path == "/v1/companies/acme/postings" {
        let offset = request.url.query_pairs().find(|(name, _)| name == "offset").unwrap().1.parse::<usize>().unwrap();
        let items = offset..postings.min(offset + 100);
        let content: Vec<_> =
            items.map(|id| json!({"id": id.to_string(), "name": "SRE", "releasedDate": "x"})).collect();
        return ResponseTemplate::new(200).set_body_json(json!({"totalFound": postings, "content": content}));
    }
    ResponseTemplate::new(404)
}

#[test]
fn what_was_fetched_is_said_and_can_be_scanned() {
    let site = Site::new(|request| answer(request, 3));
    let folder = TempDir::new().unwrap();
    let list = folder.path().join("list.txt");
    fs::write(&list, "# two boards\ngreenhouse:acme\n\nsmartrecruiters:acme # all of it\n").unwrap();
    let saved = TempDir::new().unwrap();
    let list = format!("@{}", list.display());
    let ran = site.fetch(&saved, &[&list, "greenhouse:gone", "greenhous:acme"]);
    let stdout = ran.stdout.replace(saved.path().to_str().unwrap(), "DIR");
    let expected = "greenhouse:acme       1 posting; files: 1 new; 1 request\n\
                    smartrecruiters:acme  3 postings; files: 3 new; 4 requests\n\
                    \nSaved in DIR. Next: jobsift scan DIR\n";
    assert_eq!((ran.status, stdout.as_str()), (1, expected), "{}", ran.stderr);
    let warnings = "warning: greenhouse:gone: gone: the site knows no such page or board; check the spelling (status 404)\n\
                    warning: greenhous:acme: no board is called `greenhous`; did you mean `greenhouse`? `jobsift boards` lists them\n";
    assert_eq!(ran.stderr, warnings);
    let scanned = run(&["scan", saved.path().to_str().unwrap(), "--format", "ndjson"]);
    assert_eq!((scanned.status, scanned.stdout.lines().count()), (0, 4), "{}", scanned.stderr);
    let again = site.fetch(&saved, &["greenhouse:acme", "smartrecruiters:acme"]);
    assert_eq!(again.status, 0);
    assert!(again.stdout.contains("3 postings; files: 3 unchanged; 1 request\n"), "{}", again.stdout);
}

#[test]
fn every_request_and_no_posting_that_failed_is_counted() {
    let listed = Mutex::new(0);
    let site = Site::new(move |request| match request.url.path() {
        "/v1/companies/acme/postings/1" => ResponseTemplate::new(404),
        "/v1/companies/acme/postings" => {
            let mut listed = listed.lock().unwrap();
            *listed += 1;
            let busy = ResponseTemplate::new(503).insert_header("Retry-After", "0");
            if *listed < 3 { busy } else { answer(request, 3) }
        }
        _ => answer(request, 3),
    });
    let saved = TempDir::new().unwrap();
    let ran = site.fetch(&saved, &["smartrecruiters:acme"]);
    // The list three times, and each posting.
    assert!(
        ran.stdout.starts_with("smartrecruiters:acme  2 of 3 postings; files: 2 new; 6 requests\n"),
        "{}",
        ran.stdout
    );
    assert_eq!(ran.status, 1);
}

#[test]
fn checking_saves_nothing_and_a_dry_run_asks_nothing() {
    let site = Site::new(|request| answer(request, 230));
    let saved = TempDir::new().unwrap();
    let checked = site.fetch(&saved, &["--check", "smartrecruiters:acme", "greenhouse:gone"]);
    let expected = "smartrecruiters:acme\n  230 postings; fetching them takes 233 requests\n";
    assert_eq!((checked.status, checked.stdout.as_str()), (1, expected), "{}", checked.stderr);
    let cut = site.fetch(&saved, &["--check", "smartrecruiters:acme", "--most", "100"]).stdout;
    let expected = "smartrecruiters:acme\n  230 postings, of which --most lets about 100 through; fetching them takes 101 requests\n";
    assert_eq!(cut, expected);
    assert_eq!(fs::read_dir(saved.path()).unwrap().count(), 0);
    let dry = run_on(b"smartrecruiters:acme\nhn:2026-10\n", &["fetch", "--dry-run", "@-", "adzuna:gb?what=devops"]);
    let expected = "smartrecruiters:acme\n  \
        GET https://api.smartrecruiters.com/v1/companies/acme/postings?limit=100&offset=0\n    \
        and so on, 100 postings at a time, to the end\n  \
        GET https://api.smartrecruiters.com/v1/companies/acme/postings/… for each posting that is new or changed\n\
        hn:2026-10\n  \
        GET https://hn.algolia.com/api/v1/search_by_date?tags=story,author_whoishiring&hitsPerPage=200\n  \
        GET https://hn.algolia.com/api/v1/items/…\n\
        adzuna:gb?what=devops\n  \
        GET https://api.adzuna.com/v1/api/jobs/gb/search/1?app_id=…&app_key=…&results_per_page=50&what=devops\n    \
        and so on, page by page, to the end\n";
    assert_eq!((dry.status, dry.stdout.as_str()), (0, expected), "{}", dry.stderr);
}

#[test]
fn this_machine_is_asked_only_when_that_is_wanted() {
    let site = Site::new(|request| answer(request, 3));
    let saved = TempDir::new().unwrap();
    let base = format!("greenhouse={}", site.server.uri());
    let ran = run(&["fetch", "greenhouse:acme", "--base", &base, "-o", saved.path().to_str().unwrap()]);
    assert_eq!(ran.status, 1);
    let expected = "warning: greenhouse:acme: not fetched: 127.0.0.1 is an address of this machine or its network; --allow-private allows that\n";
    assert_eq!(ran.stderr, expected);
    let dry = run(&["fetch", "greenhouse:acme", "http://0x7f.1/", "--dry-run", "--base", &base]);
    assert_eq!((dry.status, dry.stdout.as_str()), (1, ""));
    assert_eq!(dry.stderr, format!("{expected}{}", expected.replace("greenhouse:acme", "http://127.0.0.1/")));
}

#[test]
fn what_cannot_be_fetched_at_all_says_why() {
    for (arguments, expected) in [
        (
            &["fetch", "@no-list.txt"][..],
            "error: the list of sources no-list.txt cannot be read: there is no such file or folder\n",
        ),
        (
            &["fetch", "lever:x", "--contact", "two words"],
            "error: --contact takes one word of plain letters, such as a mail address or the address of a page\n",
        ),
        (
            &["fetch", "lever:x", "--base", "levr=http://a.example"],
            "error: --base levr=…: no board is called `levr`; `jobsift boards` lists them\n",
        ),
    ] {
        let ran = run(arguments);
        assert_eq!((ran.status, ran.stderr.as_str()), (2, expected));
    }
}

/// The postings in a folder, each of which is whole.
fn whole_files(folder: &Path) -> usize {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let paths = entries.map(|entry| entry.unwrap().path());
    let files: Vec<_> = paths.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect();
    for path in &files {
        let text = fs::read(path).unwrap();
        assert!(serde_json::from_slice::<serde_json::Value>(&text).is_ok(), "{}", path.display());
    }
    files.len()
}

/// How many files have another record than theirs, by the last whole line of each in the log.
fn unfit_records(saved: &Path) -> usize {
    let log = fs::read_to_string(saved.join(".jobsift/records/smartrecruiters-acme.ndjson")).unwrap_or_default();
    let lines = log.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let records: BTreeMap<String, serde_json::Value> =
        lines.map(|line| (line["file"].as_str().unwrap().to_owned(), line["record"].clone())).collect();
    let fits = |file: &str, record: &serde_json::Value| {
        let folder = if record["hidden"] == true { ".jobsift/lists" } else { "." };
        let body = fs::read(saved.join(folder).join(file));
        body.is_ok_and(|body| body.len() as u64 == record["bytes"].as_u64().unwrap())
    };
    records.iter().filter(|(file, record)| !fits(file, record)).count()
}

#[test]
fn a_killed_run_leaves_whole_files_and_the_next_goes_on() {
    let (tell, told) = mpsc::channel();
    let tell = Mutex::new(tell);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&seen);
    let site = Site::new(move |request| {
        noted.lock().unwrap().push(request.url.path().to_owned());
        // Nobody listens any more when the second run asks.
        let _ = tell.lock().unwrap().send(());
        answer(request, 400)
    });
    let saved = TempDir::new().unwrap();
    let folder = saved.path().join("smartrecruiters-acme");
    let mut whole = 0;
    for requests in [1, 2, 5, 17, 40, 90, 160] {
        while told.try_recv().is_ok() {}
        let mut child = Command::new(env!("CARGO_BIN_EXE_jobsift"))
            .args(site.arguments(&saved, &["smartrecruiters:acme"]))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        for _ in 0..requests {
            told.recv_timeout(Duration::from_mins(1)).unwrap();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let before = std::mem::replace(&mut whole, whole_files(&folder));
        assert!(whole >= before, "{whole} files after {before}");
        assert!(unfit_records(saved.path()) <= 1, "only the file that was being written may lack its record");
    }
    assert!((150..400).contains(&whole), "{whole}");
    // A record that the kill came before is no record, so that a few postings may be asked for twice.
    seen.lock().unwrap().clear();
    let ran = site.fetch(&saved, &["smartrecruiters:acme"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let asked_again = seen.lock().unwrap().len();
    assert!(asked_again <= 400 + 4 + 1 - whole + 7, "{asked_again} requests, {whole} saved before");
    let scanned = run(&["scan", saved.path().to_str().unwrap(), "--format", "ndjson", "--quiet"]);
    assert_eq!((scanned.status, scanned.stdout.lines().count()), (0, 400), "{}", scanned.stderr);
}

/// Run it with `cargo test --release -- --ignored measured`: 2,000 postings, 20 ms an answer, 16 at once.
#[test]
#[ignore = "a measurement, which other work on the machine disturbs"]
fn measured_two_thousand_postings() {
    let delay = Duration::from_millis(20);
    let site = Site::new(move |request| answer(request, 2_000).set_delay(delay));
    let saved = TempDir::new().unwrap();
    let began = Instant::now();
    let ran = site.fetch(&saved, &["smartrecruiters:acme", "--at-once", "16"]);
    let took = began.elapsed();
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let ideal = delay * 2_000 / 16;
    println!("{took:?}, {:.2} times the ideal {ideal:?}", took.as_secs_f64() / ideal.as_secs_f64());
    assert!(took < ideal.mul_f64(1.3));
}

#[test]
fn a_board_of_ones_own_is_fetched_read_and_credited() {
    let site = Site::new(|request| match request.url.path() {
        "/acme" => ResponseTemplate::new(200).set_body_json(json!({"list": [
            {"vacancy": "SRE", "words": "You will run Kubernetes and Terraform for all our teams, and be on call."},
        ]})),
        _ => ResponseTemplate::new(404),
    });
    let folder = TempDir::new().unwrap();
    let board = folder.path().join("acmejobs.toml");
    let text = r#"
        [[payload]]
        lists = ["list[]"]
        has = ["vacancy", "words"]
        [fields]
        title = ["vacancy"]
        [[body]]
        text = ["words"]
        [fetch]
        title = "Acme Jobs"
        source = ["{company}"]
        example = "acmejobs:acme"
        terms = "A board of this test."
        credit = "Acme Jobs (https://jobs.example)"
        [fetch.list]
        url = "https://jobs.example/{company}"
        within = "list"
        items = "list[]"
        has = ["vacancy"]
    "#;
    fs::write(&board, text).unwrap();
    let (board, saved) = (board.to_str().unwrap(), TempDir::new().unwrap());
    let base = format!("--base=acmejobs={}", site.server.uri());
    let ran = site.fetch(&saved, &["--board", board, &base, "acmejobs:acme"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("name their source:\n  Acme Jobs (https://jobs.example)\n"), "{}", ran.stdout);
    let record = fs::read_to_string(saved.path().join(".jobsift/records/acmejobs-acme.json.ndjson")).unwrap();
    assert!(record.contains("\"credit\":\"Acme Jobs (https://jobs.example)\""), "{record}");
    let report = run(&["report", saved.path().to_str().unwrap(), "--board", board, "--format", "text", "--quiet"]);
    assert!(report.stdout.contains("Source: Acme Jobs (https://jobs.example)"), "{}\n{}", report.stdout, report.stderr);
}

#[test]
fn every_board_is_listed_with_its_terms() {
    let listed = run(&["boards"]).stdout;
    let blocks = listed.split("\n  example   jobsift fetch ").count();
    assert!(blocks >= 24, "{blocks}");
    for line in listed.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let json: serde_json::Value = serde_json::from_str(&run(&["boards", "--format", "json"]).stdout).unwrap();
    let boards = json.as_array().unwrap();
    assert!(boards.len() >= 23);
    for board in boards {
        for field in ["name", "title", "example", "terms"] {
            assert!(board[field].as_str().is_some_and(|text| !text.is_empty()), "{field} of {board}");
        }
        assert_eq!(board["needs_key"].as_bool().unwrap(), !board["keys"].as_array().unwrap().is_empty());
    }
}
