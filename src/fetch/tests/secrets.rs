//! Keys reach the board that they are for, and nothing else: no message, no record, no other site.

use std::fmt::Write as _;
use std::sync::Mutex;
use std::time::Duration;

use wiremock::ResponseTemplate;

use super::{Site, none};
use crate::fetch::{Endpoints, Options, Source, fetch, plan};

/// The sources whose requests hold keys: in the address, in the headers, and in an address that a person typed.
const SOURCES: [&str; 3] = ["adzuna:gb?what=devops", "usajobs", "remotive?api_key=secret-typed"];

/// Everything that fetching a source says, shows and saves.
fn said_and_saved(source: &str, options: &Options) -> String {
    said_and_saved_of(&Endpoints::built_in().unwrap(), source, options)
}

fn said_and_saved_of(endpoints: &Endpoints, source: &str, options: &Options) -> String {
    let folder = tempfile::tempdir().unwrap();
    let source = Source::parse(source, endpoints).unwrap();
    let out = Mutex::new(format!("{:?} {options:?} {}\n", plan(&source, options), source.name));
    let watch = |event: &crate::fetch::Event<'_>| writeln!(out.lock().unwrap(), "{event:?}").unwrap();
    let fetched = fetch(&[source], folder.path(), options, &watch).unwrap();
    let mut out = out.into_inner().unwrap();
    for (address, failure) in &fetched[0].failures {
        writeln!(out, "{address:?} {failure} {failure:?}").unwrap();
    }
    let mut files = ignore::WalkBuilder::new(folder.path());
    for entry in files.standard_filters(false).build().flatten() {
        let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
        writeln!(out, "{}\n{text}", entry.path().display()).unwrap();
    }
    out
}

#[test]
fn keys_are_in_nothing_that_is_said_or_saved() {
    let adzuna = r#"{"count": 1, "results": [{"redirect_url": "x", "title": "SRE"}]}"#;
    let text = |text: &str| ResponseTemplate::new(200).insert_header("ETag", "\"1\"").set_body_string(text);
    let to = |to: &str| ResponseTemplate::new(302).insert_header("Location", to);
    for answer in [
        text(adzuna),
        text("{"),
        text("{\"error\": 1}"),
        text("<html></html>"),
        to("/again?app_key=secret-of-the-site"),
        to("http://127.0.0.1:1/?token=secret-of-the-site"),
        to("http://[secret-of-the-site/"),
        none(),
        ResponseTemplate::new(403),
        ResponseTemplate::new(429).insert_header("Retry-After", "9999"),
        ResponseTemplate::new(500),
        text(adzuna).set_delay(Duration::from_secs(9)),
    ] {
        let site = Site::new(move |request| if request.url.path() == "/robots.txt" { none() } else { answer.clone() });
        let options = Options { timeout: Duration::from_millis(200), ..site.options() };
        for source in SOURCES {
            let out = said_and_saved(source, &options);
            assert!(!out.contains("secret-"), "{source}: {out}");
        }
    }
    let site = Site::new(|_| none());
    let mut nowhere = site.options();
    nowhere.bases.values_mut().for_each(|base| *base = "http://127.0.0.1:1/".parse().unwrap());
    let proxied = Options { proxy: Some("http://me:secret-word@127.0.0.1:1/".parse().unwrap()), ..site.options() };
    for options in [nowhere, proxied] {
        for source in SOURCES {
            let out = said_and_saved(source, &options);
            assert!(out.contains("no answer: ") && !out.contains("secret-"), "{source}: {out}");
        }
    }
}

/// A board of one's own, whose file puts its keys where no parameter's name tells of them, and whose site repeats them.
#[test]
fn keys_are_hidden_wherever_a_board_has_them() {
    let board = |method: &str| {
        let text = format!(
            r#"
            [[payload]]
            lists = ["list[]"]
            has = ["vacancy"]
            [fields]
            title = ["vacancy"]
            [fetch]
            title = "Acme Jobs"
            example = "acmejobs"
            terms = "A board of this test."
            keys = {{ one = "ACME_ONE", two = "ACME_TWO" }}
            [fetch.list]
            url = "https://jobs.example/{{key.one}}/list?account={{key.two}}"
            {method}
            within = "list"
            items = "list[]"
            has = ["vacancy"]
            "#
        );
        let mut endpoints = Endpoints::built_in().unwrap();
        endpoints.add("acmejobs", &text).unwrap();
        endpoints
    };
    let (one, two) = ("One+of/the keys", "the-other-one-is-longer-than-what-a-message-gives-room-to");
    let asked = |answer: &str, method: &str| {
        let answer = ResponseTemplate::new(200).set_body_string(answer);
        let site = Site::new(move |request| if request.url.path() == "/robots.txt" { none() } else { answer.clone() });
        let mut options = site.options();
        options.bases.insert("acmejobs".to_owned(), site.server.uri().parse().unwrap());
        options.keys.extend([("ACME_ONE".to_owned(), one.to_owned()), ("ACME_TWO".to_owned(), two.to_owned())]);
        let endpoints = board(method);
        let source = Source::parse("acmejobs", &endpoints).unwrap();
        let checked = crate::fetch::check(&[source], &options, super::SILENT).unwrap();
        let said = said_and_saved_of(&endpoints, "acmejobs", &options);
        assert!(site.asked().iter().any(|request| request.url.as_str().contains(two)), "the board gets its keys");
        format!("{checked:?} {said}")
    };
    let repeated = format!(r#"{{"{one}": 1, "{two}": 2}}"#);
    let page = r#"{"list": [{"vacancy": "SRE"}]}"#;
    for method in ["", r#"body = '{"a": "{key.one}", "b": "{key.two}"}'"#] {
        let saved = asked(page, method);
        assert!(saved.contains("/{key.one}/list?account={key.two}"), "{saved}");
        let said = asked(&repeated, method);
        assert!(said.contains("changed shape: ") && said.contains("the keys {key.one}, {key.two}"), "{said}");
        for hidden in [saved, said] {
            for part in ["One+of", "One%2Bof", "the%20keys", "the-other-one"] {
                assert!(!hidden.contains(part), "{part} in {hidden}");
            }
        }
    }
}

#[test]
fn keys_are_not_taken_along_to_another_site() {
    let other = Site::new(|_| none());
    let there = format!("{}/there", other.server.uri());
    let site = Site::new(move |request| match request.url.path() {
        "/robots.txt" => none(),
        _ => ResponseTemplate::new(307).insert_header("Location", there.as_str()),
    });
    for source in SOURCES {
        said_and_saved(source, &site.options());
    }
    let asked = other.asked();
    assert_eq!(asked.len(), SOURCES.len());
    for request in asked {
        let sent = format!("{} {:?} {:?}", request.url, request.headers, request.body);
        assert!(!sent.contains("secret-") && sent.contains("jobsift/"), "{sent}");
    }
}

#[test]
fn what_was_typed_wrongly_is_said_without_its_password() {
    let endpoints = Endpoints::built_in().unwrap();
    for typed in ["https://me:secret-word@acme.example/jobs", "https://me:secret-word@acme.example:99999/?key=secret-2"]
    {
        let failure = Source::parse(typed, &endpoints).unwrap_err();
        let failed = crate::fetch::Fetched::failed(typed, failure);
        assert!(!format!("{failed:?}").contains("secret-"), "{failed:?}");
    }
}
