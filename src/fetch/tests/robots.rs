//! robots.txt from a server: in all its forms.

use std::time::Duration;

use wiremock::ResponseTemplate;

use super::{Site, failure, fetched, none};

/// Fetches a page of a site whose robots.txt is this: what came of it, and how many requests the page had.
fn page_with(robots: impl Fn(&str) -> ResponseTemplate + Send + Sync + 'static) -> (Result<(), String>, usize) {
    let site = Site::new(move |request| match request.url.path() {
        "/page" => ResponseTemplate::new(200).set_body_raw("<html>SRE</html>", "text/html"),
        path => robots(path),
    });
    let folder = tempfile::tempdir().unwrap();
    let out = fetched(&format!("{}/page", site.server.uri()), folder.path(), &site.options());
    let result = if out.failures.is_empty() { Ok(()) } else { Err(failure(&out)) };
    (result, site.asked().len())
}

#[test]
fn what_the_file_says_is_kept() {
    let text = |text: &'static str| page_with(move |_| ResponseTemplate::new(200).set_body_string(text));
    assert_eq!(text("User-agent: *\nDisallow: /other"), (Ok(()), 1));
    assert_eq!(text("User-agent: jobsift\nDisallow: /page"), (Err("refused: robots.txt forbids /page".to_owned()), 0));
    assert_eq!(text(""), (Ok(()), 1));
    let large = page_with(|_| {
        let text = format!("User-agent: *\nDisallow: /page\n{}", "# and so on\n".repeat(200_000));
        ResponseTemplate::new(200).set_body_string(text)
    });
    assert_eq!(large, (Err("refused: robots.txt forbids /page".to_owned()), 0));
}

#[test]
fn a_missing_file_allows_and_an_unavailable_one_forbids() {
    for status in [400, 401, 403, 404, 410, 451] {
        assert_eq!(page_with(move |_| ResponseTemplate::new(status)), (Ok(()), 1), "{status}");
    }
    for status in [429, 500, 503] {
        let (result, asked) = page_with(move |_| ResponseTemplate::new(status));
        assert!(
            result.unwrap_err().contains("so that its robots.txt is not known and nothing may be asked"),
            "{status}"
        );
        assert_eq!(asked, 0, "{status}");
    }
}

#[test]
fn redirects_of_the_file_are_followed_five_times() {
    let to = |to: &str| ResponseTemplate::new(301).insert_header("Location", to);
    let (result, _) = page_with(move |path| match path {
        "/robots.txt" => to("/a"),
        "/a" => to("/b"),
        "/b" => ResponseTemplate::new(200).set_body_string("User-agent: *\nDisallow: /"),
        _ => none(),
    });
    assert_eq!(result, Err("refused: robots.txt forbids /page".to_owned()));
    assert_eq!(page_with(move |_| to("/again")).0, Ok(()));
}

#[test]
fn a_delay_slows_the_site_down() {
    let site = Site::new(|request| match request.url.path() {
        "/robots.txt" => ResponseTemplate::new(200).set_body_string("User-agent: *\nCrawl-delay: 500"),
        "/a" => ResponseTemplate::new(302).insert_header("Location", "/b"),
        _ => ResponseTemplate::new(200).set_body_raw("<html>SRE</html>", "text/html"),
    });
    let folder = tempfile::tempdir().unwrap();
    let options = crate::fetch::Options { patience: Duration::from_secs(9), ..site.options() };
    let out = fetched(&format!("{}/a", site.server.uri()), folder.path(), &options);
    assert!(
        failure(&out)
            .starts_with("refused: the time between two requests; the next request may go after 2026-05-04 10:"),
        "{out:?}"
    );
}
