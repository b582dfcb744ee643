//! Mails (EML) and web pages saved as one file (MHTML): both are MIME.
//!
//! In: the bytes of a message. Out: of a page the posting of its main frame, or of the frame that holds one; of a job alert
//! one posting an entry; of any other mail one posting. Documents that are attached are read as members: `mail.eml!job.pdf`.

use std::borrow::Cow;
use std::sync::Arc;

use mail_parser::{HeaderValue, Message, MessageParser, MimeHeaders as _, PartType};
use memchr::memmem;
use serde_json::{Map, Value};

use super::board::Boards;
use super::chunk::named;
use super::{Found, alert, format, mapping, markup, page, plain};
use crate::posting::{Body, Markup, Rejected, Source};

/// Bytes in which the headers of a message are looked for.
const HEADERS_WITHIN: usize = 4_000;

/// Frames of a page that are read, and documents of a mail.
const MOST_FRAMES: usize = 20;
const MOST_ATTACHED: usize = 20;

/// Letters of a body that make it more than a note beside what is attached.
const ENOUGH: usize = 400;

/// Marks before the subject of an answer or of a mail that is handed on.
const MARKS: &[&str] = &["re", "fw", "fwd", "aw", "wg", "tr", "rv", "i"];

/// Whether bytes begin with the headers of a mail or of a web archive.
pub(super) fn is_message(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEADERS_WITHIN)];
    let head = String::from_utf8_lossy(head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head));
    let lines = head.trim_start().lines().take_while(|line| !line.trim().is_empty());
    let names: Vec<String> = lines
        .take(60)
        .filter(|line| !line.starts_with([' ', '\t']))
        .map(|line| line.split_once(':').map_or("?", |(name, _)| name).to_ascii_lowercase())
        .collect();
    let has = |wanted: &[&str]| wanted.iter().any(|wanted| names.iter().any(|name| name == wanted));
    names.first().is_some_and(|name| name != "?")
        && has(&["from", "snapshot-content-location"])
        && has(&["mime-version", "message-id", "received", "content-transfer-encoding"])
}

/// The postings of a message.
pub(super) fn document(bytes: &[u8], source: &Source, boards: &Boards) -> Vec<Found> {
    let bytes = &*ended(bytes.trim_ascii_start());
    let Some(message) = MessageParser::default().parse(bytes) else {
        let reason = "a damaged mail or MHTML file".to_owned();
        return vec![Err(Rejected::new(named(source, "mail"), reason))];
    };
    if is_page(&message) { saved_page(&message, source, boards) } else { mail(&message, source, boards) }
}

/// A message with the end that its parts lack where it was cut off: the parser drops a part without one.
fn ended(bytes: &[u8]) -> Cow<'_, [u8]> {
    let head = &bytes[..bytes.len().min(HEADERS_WITHIN)];
    let Some(at) = memmem::find(head, b"boundary=") else { return bytes.into() };
    let named = &head[at + b"boundary=".len()..];
    let is_quote = |b: &u8| matches!(b, b'"' | b'\r' | b'\n' | b';');
    let named = named.strip_prefix(b"\"").unwrap_or(named);
    let named = &named[..named.iter().position(is_quote).unwrap_or(named.len())];
    let end = [b"--", named, b"--"].concat();
    if named.is_empty() || memmem::rfind(bytes, &end).is_some() {
        return bytes.into();
    }
    [bytes, b"\r\n", &end, b"\r\n"].concat().into()
}

/// Whether a message is a page: its parts have addresses of their own.
fn is_page(message: &Message<'_>) -> bool {
    let related = message.is_content_type("multipart", "related");
    message.header("Snapshot-Content-Location").is_some()
        || related
            && message
                .parts
                .iter()
                .any(|part| part.is_content_type("text", "html") && part.content_location().is_some())
}

/// The postings of the frame that holds most; of frames that hold none, what is wrong with the first.
fn saved_page(message: &Message<'_>, source: &Source, boards: &Boards) -> Vec<Found> {
    let snapshot = message.header("Snapshot-Content-Location").and_then(HeaderValue::as_text).map(str::to_owned);
    let mut best: Option<(usize, Vec<Found>)> = None;
    for part in message.parts.iter().take(2_000).filter(|part| matches!(part.body, PartType::Html(_))).take(MOST_FRAMES)
    {
        let PartType::Html(html) = &part.body else { continue };
        let url = part.content_location().map(str::to_owned).or_else(|| snapshot.clone());
        let url = url.filter(|url| url.starts_with("http"));
        let found = page::document(html, &Source { url, ..named(source, "mhtml") }, boards);
        let said: usize = found.iter().flatten().map(|posting| posting.body.raw.len()).sum();
        if best.as_ref().is_none_or(|(most, _)| said > *most) {
            best = Some((said, found));
        }
    }
    let none = || {
        let reason = "an MHTML file without a page in it".to_owned();
        vec![Err(Rejected::new(named(source, "mhtml"), reason))]
    };
    best.map_or_else(none, |(_, found)| found)
}

/// The postings of a mail: of what is attached, and of its text unless that only points at what is attached.
fn mail(message: &Message<'_>, source: &Source, boards: &Boards) -> Vec<Found> {
    let source = &named(source, "mail");
    let mut found = attached(message, source, boards);
    let html = message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(html) => Some(html.as_ref()),
        _ => None,
    });
    let text = message.body_text(0);
    let date = message.date().map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day));
    let entries = html.map(alert::of_html).filter(|entries| entries.len() > 1);
    let entries = entries.or_else(|| Some(alert::of_text(text.as_deref()?))).filter(|entries| entries.len() > 1);
    if let Some(entries) = entries {
        let numbered = entries.into_iter().zip(0..);
        found.extend(numbered.map(|(entry, index)| {
            let source = Source { member: Some(index), ..source.clone() };
            entry.posting(source, date.as_deref(), boards)
        }));
        return found;
    }
    let letters = text.as_deref().map_or(0, |text| text.chars().filter(|c| c.is_alphanumeric()).count());
    if found.iter().any(Result::is_ok) && letters < ENOUGH {
        return found;
    }
    found.push(one(message, html, text.as_deref(), source, boards));
    found
}

/// A mail that is one posting, under the title that its subject gives.
fn one(message: &Message<'_>, html: Option<&str>, text: Option<&str>, source: &Source, boards: &Boards) -> Found {
    let subject = subject(message.subject().unwrap_or_default());
    let stated = html.map(|html| page::document(html, source, boards));
    if let Some([Ok(posting)]) = stated.as_deref()
        && posting.company.is_some()
    {
        return Ok(posting.clone());
    }
    let mut facts = Map::new();
    plain::split_title(&subject, &mut facts);
    let body = match (html, text) {
        (Some(html), _) => Body { markup: Markup::Html, raw: html.to_owned() },
        (None, text) => markup::body(text.unwrap_or_default()),
    };
    let facts = Value::Object(facts);
    mapping::described(crate::posting::Posting {
        body,
        ..mapping::fields(&boards.generic, &facts, &facts, source.clone())
    })
}

/// The postings of the documents that are attached.
fn attached(message: &Message<'_>, source: &Source, boards: &Boards) -> Vec<Found> {
    let documents = message.attachments().filter_map(|part| {
        let name = part.attachment_name()?;
        let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let is_document = ["pdf", "docx", "html", "htm", "txt", "md", "json", "csv"].contains(&ending.as_str());
        is_document.then(|| (name, part.contents()))
    });
    let read = documents.take(MOST_ATTACHED).flat_map(|(name, bytes)| {
        let path: Arc<str> = format!("{}!{name}", source.path).into();
        format::whole(bytes, &Source { path, ..source.clone() }, boards)
    });
    read.collect()
}

/// A subject without the marks of answers.
fn subject(subject: &str) -> String {
    let mut rest = subject.trim();
    while let Some((mark, after)) = rest.split_once(':') {
        if !MARKS.contains(&mark.trim().to_ascii_lowercase().as_str()) {
            break;
        }
        rest = after.trim_start();
    }
    markup::line(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_known_by_their_headers() {
        for message in [
            "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x\r\nMIME-Version: 1.0\r\n\r\n",
            "Received: by x\n\tfor y\nFrom: a@b.example\nSubject: SRE\n\nWe run",
        ] {
            assert!(is_message(message.as_bytes()), "{message}");
        }
        for text in
            ["Title: SRE\nCompany: Acme\nFrom: May\n\nWe run", "SRE\nFrom: x\nMIME-Version: 1.0\n\n", "", "From: x"]
        {
            assert!(!is_message(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn subjects_lose_the_marks_of_answers() {
        assert_eq!(subject("Fwd: RE: Acme | SRE"), "Acme | SRE");
        assert_eq!(subject("SRE: nights"), "SRE: nights");
    }

    #[test]
    fn a_page_in_a_frame_and_what_is_attached_are_found() {
        let boards = Boards::built_in().unwrap();
        let source = Source { path: "m".into(), ..Source::default() };
        let page = "From: x\r\nSnapshot-Content-Location: https://acme.example/jobs\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Location: https://acme.example/jobs\r\n\r\n\
             <nav>Home</nav>\r\n--b\r\nContent-Type: text/html\r\nContent-Location: https://board.example/1\r\n\r\n\
             <h1>SRE</h1><p>We run the clusters on which all our teams build their services.</p>\r\n--b--\r\n";
        let found = document(page.as_bytes(), &source, &boards);
        let posting = found[0].as_ref().unwrap();
        assert_eq!((posting.title.as_str(), posting.source.url.as_deref()), ("SRE", Some("https://board.example/1")));
        let cut = &page[..page.len() - 60];
        assert!(document(cut.as_bytes(), &source, &boards)[0].is_ok());
        let mail = "From: x\nMIME-Version: 1.0\nSubject: See attached\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\
             Content-Type: text/plain\n\nHi, this may be for you.\n--b\nContent-Type: text/plain\n\
             Content-Disposition: attachment; filename=\"sre.txt\"\n\nSRE\nAcme | Ulm\n\nWe run the clusters on which our teams build.\n--b--\n";
        let found = document(mail.as_bytes(), &source, &boards);
        let posting = found[0].as_ref().unwrap();
        assert_eq!((found.len(), &*posting.source.path, posting.title.as_str()), (1, "m!sre.txt", "SRE"));
    }
}
