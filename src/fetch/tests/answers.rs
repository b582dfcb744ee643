//! Every kind of answer, and what is made of it.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use wiremock::ResponseTemplate;

use super::{Site, failure, fetched, files, none};
use crate::fetch::Options;

const PAGE: &str = r#"{"jobs": [{"id": 1, "title": "SRE", "absolute_url": "https://g.example/1", "content": "TEXT"}]}"#;

/// Fetches a board that answers like this.
fn board(answer: impl Fn() -> ResponseTemplate + Send + Sync + 'static) -> (crate::fetch::Fetched, Vec<String>) {
    let site = Site::new(move |request| if request.url.path() == "/robots.txt" { none() } else { answer() });
    let folder = tempfile::tempdir().unwrap();
    let options = Options { largest: 100_000, timeout: Duration::from_millis(500), ..site.options() };
    let out = fetched("greenhouse:acme", folder.path(), &options);
    (out, files(folder.path()))
}

fn status(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status)
}

#[test]
fn what_is_wrong_is_told_apart_and_nothing_is_saved() {
    let text = |text: &str| status(200).set_body_string(text);
    let cases: Vec<(ResponseTemplate, &str)> = vec![
        (status(404), "gone: the site knows no such page or board; check the spelling (status 404)"),
        (status(410), "gone: the site says that it was taken away (status 410)"),
        (status(403), "refused: the site does not let this program in (status 403)"),
        (status(451), "refused: it is withheld for legal reasons (status 451)"),
        (status(400), "refused: the site does not accept the request (status 400)"),
        (status(500), "the site failed: it is no fault of the request; try again later (status 500), 4 times"),
        (status(501), "the site failed: it is no fault of the request; try again later (status 501)"),
        (status(429), "refused: the site is asked too often (status 429), 4 times"),
        (
            status(429).insert_header("Retry-After", "3600"),
            "refused: the site is asked too often (status 429); it asks to come back after 2026-05-04 11:",
        ),
        (
            status(503).insert_header("Retry-After", "Mon, 04 May 2026 20:00:00 GMT"),
            "the site failed: it is no fault of the request; try again later (status 503); it asks to come back after 2026-05-04 ",
        ),
        (status(200), "empty: status 200 without content, which does not mean that there are no jobs"),
        (text("  \n"), "empty: status 200 without content, which does not mean that there are no jobs"),
        (status(204), "empty: status 204 without content, which does not mean that there are no jobs"),
        (status(304), "unreadable: the site says that nothing changed (status 304), and was not asked that"),
        (text("<!DOCTYPE html><html>Log in</html>"), "unreadable: a web page came instead of the board's data"),
        (text("{\"jobs\": [{\"id\""), "unreadable: not valid JSON: it ends too early, as a truncated file does"),
        (text("{\"error\": \"x\"}"), "changed shape: expected a list at `jobs`; found an object with the keys error."),
        (text("{\"jobs\": null}"), "changed shape: expected a list at `jobs`"),
        (text("{\"jobs\": {\"a\": 1}}"), "changed shape: expected a list at `jobs`"),
        (
            text(r#"{"jobs": [{"name": "SRE", "link": "x"}]}"#),
            "changed shape: expected postings with `absolute_url`, `title`; found an object with the keys name, link.",
        ),
        (status(302), "unreadable: a redirect that leads nowhere (status 302)"),
        (status(302).insert_header("Location", "/again"), "not fetched: more than 5 redirects"),
        (
            status(302).insert_header("Location", "file:///etc/passwd"),
            "not fetched: only http and https are asked, not file",
        ),
        (
            status(302).insert_header("Location", "https://www.linkedin.com/jobs"),
            "refused: it leads to LinkedIn, which does not allow programs",
        ),
        (text(&"x".repeat(100_001)), "not fetched: it is larger than 97 KiB"),
        (text(PAGE).insert_header("X-Large", "x".repeat(70_000).as_str()), "not fetched: headers of more than 64 KiB"),
        (text(PAGE).set_delay(Duration::from_mins(1)), "no answer: it was not complete after 0.5 seconds, 4 times"),
        (text(PAGE).insert_header("Content-Encoding", "gzip"), "unreadable: its compression is damaged"),
    ];
    for (answer, expected) in cases {
        let (out, files) = board(move || answer.clone());
        let said = failure(&out);
        assert!(said.starts_with(expected), "{said}\nis not\n{expected}");
        assert_eq!(files, [""; 0], "{said}");
    }
}

#[test]
fn no_postings_are_no_failure() {
    let (out, files) = board(|| status(200).set_body_string("{\"jobs\": []}"));
    assert_eq!((out.failures.as_slice(), out.postings, files.as_slice()), (&[][..], 0, &[][..]));
}

#[test]
fn what_works_in_the_end_is_saved() {
    for bad in [500, 502, 503, 429, 408] {
        let calls = AtomicUsize::new(0);
        let (out, files) = board(move || match calls.fetch_add(1, Ordering::Relaxed) {
            0 => status(bad).insert_header("Retry-After", "0"),
            1 => status(bad),
            _ => status(200).set_body_string(PAGE),
        });
        assert_eq!((out.failures, files.as_slice()), (vec![], &["greenhouse-acme.json".to_owned()][..]), "{bad}");
    }
}

#[test]
fn a_compressed_bomb_ends_at_the_cap() {
    let mut zipped = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..20 {
        zipped.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let bomb = zipped.finish().unwrap();
    assert!(bomb.len() < 300_000);
    let zstd = zstd::encode_all(std::io::repeat(b' ').take(20 << 20), 1).unwrap();
    for (coding, bytes) in [("gzip", bomb), ("zstd", zstd)] {
        let (out, _) =
            board(move || status(200).insert_header("Content-Encoding", coding).set_body_bytes(bytes.clone()));
        assert!(failure(&out).starts_with("not fetched: it is larger than 97 KiB"), "{out:?}");
    }
}

/// Serves a board by raw bytes, to whoever asks, until the program goes away.
fn raw(serve: fn(&mut std::net::TcpStream)) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            std::thread::spawn(move || {
                let mut head = Vec::new();
                let mut byte = [0];
                while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n == 1) {
                    head.push(byte[0]);
                }
                if head.starts_with(b"GET /robots.txt") {
                    let _ = stream.write_all(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                } else {
                    serve(&mut stream);
                }
            });
        }
    });
    let mut options = Options::new("2026-05-04T10:00:00Z".parse().unwrap());
    options.bases.insert("greenhouse".to_owned(), format!("http://{at}").parse().unwrap());
    options.allow_private = true;
    options.backoff = Duration::from_millis(1);
    options.largest = 1 << 20;
    options.timeout = Duration::from_secs(2);
    let folder = tempfile::tempdir().unwrap();
    let out = fetched("greenhouse:acme", folder.path(), &options);
    assert_eq!(files(folder.path()), [""; 0]);
    failure(&out)
}

#[test]
fn broken_and_endless_answers_end() {
    let truncated = raw(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{\"jobs\": [");
    });
    assert!(truncated.starts_with("no answer: ") && truncated.ends_with(", 4 times"), "{truncated}");
    let endless = raw(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while stream.write_all(b"1000\r\n").and_then(|()| stream.write_all(&[b' '; 0x1000])).is_ok() {
            if stream.write_all(b"\r\n").is_err() {
                return;
            }
        }
    });
    assert!(endless.starts_with("not fetched: it is larger than 1 MiB"), "{endless}");
    let headers = raw(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        while stream.write_all(format!("X-{}: y\r\n", "a".repeat(1_000)).as_bytes()).is_ok() {}
    });
    assert!(headers.contains("headers") || headers.starts_with("no answer: "), "{headers}");
    let nonsense = raw(|stream| {
        let _ = stream.write_all(b"SSH-2.0-OpenSSH_9\r\n\r\n");
    });
    assert!(nonsense.starts_with("no answer: "), "{nonsense}");
    let closed = raw(|_| ());
    assert!(closed.starts_with("no answer: "), "{closed}");
}

/// A site that is reached through a proxy, so that addresses of other hosts may be asked for without being there.
fn through_proxy(location: &'static str) -> (String, Vec<String>) {
    let site = Site::new(move |request| match request.url.path() {
        "/robots.txt" => none(),
        "/start" => ResponseTemplate::new(302).insert_header("Location", location),
        _ => ResponseTemplate::new(200).set_body_raw("<html>secret</html>", "text/html"),
    });
    let folder = tempfile::tempdir().unwrap();
    let options = Options { allow_private: false, proxy: Some(site.server.uri().parse().unwrap()), ..site.options() };
    let out = fetched("http://jobs.example/start", folder.path(), &options);
    let said = if out.failures.is_empty() { String::new() } else { failure(&out) };
    (said, files(folder.path()))
}

#[test]
fn redirects_to_forbidden_addresses_are_not_followed() {
    for to in [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://[::ffff:192.168.0.1]/",
        "http://0x7f000001/",
        "http://100.64.0.1/",
        "http://[fd00::1]/",
    ] {
        let (said, files) = through_proxy(to);
        assert!(
            said.ends_with("is an address of this machine or its network; --allow-private allows that"),
            "{to}: {said}"
        );
        assert_eq!(files, [""; 0]);
    }
    let (said, saved) = through_proxy("http://elsewhere.example/posting");
    assert_eq!((said.as_str(), saved.len()), ("", 1), "a public address is followed");
}

/// A resolver for whom a name has another address each time: that of a site on this machine, and any address before it.
fn rebinding(addresses: &'static [&'static str]) -> (crate::fetch::guard::Lookup, std::sync::Arc<AtomicUsize>) {
    let asked = std::sync::Arc::new(AtomicUsize::new(0));
    let count = std::sync::Arc::clone(&asked);
    let lookup =
        move |_: &str| -> futures_util::future::BoxFuture<'static, std::io::Result<Vec<std::net::SocketAddr>>> {
            let at = count.fetch_add(1, Ordering::SeqCst).min(addresses.len() - 1);
            Box::pin(async move { Ok(vec![std::net::SocketAddr::new(addresses[at].parse().unwrap(), 0)]) })
        };
    (std::sync::Arc::new(lookup), asked)
}

#[test]
fn a_name_that_changes_its_address_gains_nothing() {
    let site = Site::new(|request| match request.url.path() {
        // Each connection is for one request only, so that the next one resolves the name again.
        "/robots.txt" => none().insert_header("Connection", "close"),
        _ => ResponseTemplate::new(200).set_body_raw("<html>secret</html>", "text/html"),
    });
    let page = format!("http://rebind.example:{}/page", site.server.address().port());
    let folder = tempfile::tempdir().unwrap();
    let (lookup, _) = rebinding(&["127.0.0.1"]);
    let forbidden =
        "not fetched: rebind.example is an address of this machine or its network; --allow-private allows that";
    let out = fetched(&page, folder.path(), &Options { allow_private: false, lookup, ..site.options() });
    assert!(failure(&out).starts_with("not fetched: rebind.example is an address of this machine"), "{out:?}");
    assert_eq!(site.requests(), 0);
    // The same name, where this machine may be asked: what the resolver gives is what is connected to, every time anew.
    let (lookup, asked) = rebinding(&["127.0.0.1"]);
    let out = fetched(&page, folder.path(), &Options { lookup, ..site.options() });
    assert_eq!((out.failures.as_slice(), out.new), (&[][..], 1));
    assert_eq!((site.requests(), asked.load(Ordering::SeqCst)), (2, 2));
    // Public when robots.txt is asked for, and this machine's when the page is: only the first is let through the guard.
    let (lookup, _) = rebinding(&["1.1.1.1", "169.254.169.254", "::ffff:127.0.0.1", "127.0.0.1"]);
    let guarded = crate::fetch::guard::Guarded { lookup, allow_private: false, proxy: None };
    let resolved = |guarded: &crate::fetch::guard::Guarded| {
        let resolving = reqwest::dns::Resolve::resolve(guarded, "rebind.example".parse().unwrap());
        site.runtime.block_on(resolving).map(Iterator::count).map_err(|error| format!("not fetched: {error}"))
    };
    let said: Vec<Result<usize, String>> = (0..4).map(|_| resolved(&guarded)).collect();
    assert_eq!(said, [Ok(1), Err(forbidden.into()), Err(forbidden.into()), Err(forbidden.into())]);
}

#[test]
fn a_name_of_this_machine_is_not_asked() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options::new("2026-05-04T10:00:00Z".parse().unwrap());
    for source in ["http://localhost:9/", "http://127.0.0.1:9/", "http://[::1]:9/"] {
        assert!(failure(&fetched(source, folder.path(), &options)).starts_with("not fetched: "), "{source}");
    }
}

#[test]
fn pages_are_saved_as_what_they_are() {
    for (bytes, kind, expected) in [
        (&b"<html><body>SRE</body></html>"[..], "text/html; charset=utf-8", ".html"),
        (b"%PDF-1.7 x", "application/octet-stream", ".pdf"),
        (b"{\"title\": \"SRE\"}", "application/json", ".json"),
        (b"<?xml version=\"1.0\"?><jobs/>", "text/xml", ".xml"),
        (b"SRE wanted", "text/plain", ".txt"),
    ] {
        let site = Site::new(move |request| match request.url.path() {
            "/robots.txt" => none(),
            _ => ResponseTemplate::new(200).set_body_raw(bytes, kind),
        });
        let folder = tempfile::tempdir().unwrap();
        let out = fetched(&format!("{}/jobs/42", site.server.uri()), folder.path(), &site.options());
        assert_eq!(out.failures, []);
        let files = files(folder.path());
        assert!(
            files.len() == 1 && files[0].starts_with("pages/127.0.0.1-jobs-42") && files[0].ends_with(expected),
            "{files:?}"
        );
        assert_eq!(std::fs::read(folder.path().join(&files[0])).unwrap(), bytes);
    }
    let site = Site::new(|request| match request.url.path() {
        "/robots.txt" => none(),
        _ => ResponseTemplate::new(200).set_body_raw(&b"\x89PNG"[..], "image/png"),
    });
    let folder = tempfile::tempdir().unwrap();
    let out = fetched(&format!("{}/x", site.server.uri()), folder.path(), &site.options());
    assert_eq!(failure(&out), "unreadable: it is image/png, which holds no posting");
}
