//! The format of a whole file, by what it contains first and by its name second.
//!
//! In: the bytes of a file and its source. Out: its postings and rejections.

use std::path::Path;

use super::board::Boards;
use super::chunk::named;
use super::{Found, document, encoding, json, mail, markup, page, plain, table, xml};
use crate::posting::{Rejected, Source};

/// Files that lie beside saved pages and are no postings, by extension.
const BESIDE: &[&str] = &["css", "js", "map", "mjs", "svg"];

/// First words of XML documents that are no pages.
const XML: &[&str] = &["<?xml", "<rss", "<feed", "<rdf:", "<workzag-jobs", "<jobs", "<source", "<job>"];

/// The extension of a path, in small letters.
pub(super) fn extension(path: &Path) -> String {
    path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
}

/// The postings of a whole file.
pub(super) fn whole(bytes: &[u8], source: &Source, boards: &Boards) -> Vec<Found> {
    let extension = extension(Path::new(&*source.path));
    if let Some(kind) = document::Kind::of(bytes) {
        return vec![document::posting(bytes, kind, source, boards)];
    }
    if mail::is_message(bytes) {
        return mail::document(bytes, source, boards);
    }
    match encoding::text(bytes) {
        Err(reason) => refuse(source, reason),
        Ok(_) if BESIDE.contains(&extension.as_str()) => {
            refuse(source, format!("a .{extension} file is part of a web page, not a posting"))
        }
        Ok(text) => of_text(&text, &extension, source, boards),
    }
}

/// Postings of a document that is read whole: what is made of each is hundreds of times what the shortest takes in the file.
pub(super) const MOST_WHOLE: usize = 100_000;

/// The rejection of a document with more.
pub(super) fn too_many(source: &Source) -> Vec<Found> {
    refuse(source, "more than 100,000 postings in one document; save them as NDJSON or CSV, which are read at any size")
}

fn refuse(source: &Source, reason: impl Into<String>) -> Vec<Found> {
    vec![Err(Rejected::new(source.clone(), reason))]
}

fn of_text(text: &str, extension: &str, source: &Source, boards: &Boards) -> Vec<Found> {
    let start = text.trim_start_matches('\u{FEFF}').trim_start();
    if start.is_empty() {
        return refuse(source, "the file is empty");
    }
    if start.starts_with(['{', '[']) {
        let json_name = matches!(extension, "json" | "ndjson" | "jsonl" | "ldjson" | "txt" | "");
        if json_name || json::parse(start).is_ok() {
            if json::is_lines(start.as_bytes()) {
                return json::lines(text.as_bytes(), 1, &named(source, "ndjson"), boards);
            }
            return if json::parse(start).is_ok() || matches!(extension, "json" | "ndjson" | "jsonl" | "ldjson") {
                json::document(start, &named(source, "json"), boards)
            } else {
                vec![plain::document(start, &named(source, "text"), boards)]
            };
        }
    }
    if start.starts_with('<') {
        return markup_of(start, extension, source, boards);
    }
    match extension {
        "json" | "ndjson" | "jsonl" => refuse(source, "not JSON: it begins with neither `{` nor `[`"),
        "csv" | "tsv" => table::document(start, &named(source, "csv"), boards),
        "md" | "markdown" => vec![plain::document(start, &named(source, "markdown"), boards)],
        "html" | "htm" | "xhtml" => page::document(start, &named(source, "html"), boards),
        _ if table::is_table(start, boards) => table::document(start, &named(source, "csv"), boards),
        _ if start.starts_with("---\n") || start.starts_with("# ") => {
            vec![plain::document(start, &named(source, "markdown"), boards)]
        }
        _ => vec![plain::document(start, &named(source, "text"), boards)],
    }
}

/// XML or HTML.
fn markup_of(text: &str, extension: &str, source: &Source, boards: &Boards) -> Vec<Found> {
    let head = markup::head(text, 1_000).to_ascii_lowercase();
    let is_xml = XML.iter().any(|start| head.starts_with(start)) || matches!(extension, "xml" | "rss" | "atom");
    if is_xml && !head.contains("<html") && !head.contains("<!doctype html") {
        return match xml::value(text) {
            Ok(root) => json::payload(root, &named(source, "xml"), boards),
            Err(reason) => refuse(source, reason),
        };
    }
    page::document(text, &named(source, "html"), boards)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn no_input_panics(pieces in proptest::collection::vec(PIECE, 0..24), name in "[a-z]{0,3}\\.(json|csv|html|md|txt|xml|rss|ndjson|eml|pdf|docx)?") {
            let source = Source { path: name.into(), ..Source::default() };
            let boards = BOARDS.get_or_init(|| Boards::built_in().unwrap());
            let text = pieces.concat();
            proptest::prop_assert!(!whole(text.as_bytes(), &source, boards).is_empty());
            proptest::prop_assert!(!whole(&text.as_bytes()[..text.len() / 2], &source, boards).is_empty());
        }
    }

    static BOARDS: std::sync::OnceLock<Boards> = std::sync::OnceLock::new();

    /// Pieces of the syntax of every format, and text of every width.
    const PIECE: &str = "\\PC{0,8}|[{}\\[\\],:\"|;\\n\\t#*-]{1,4}|\"(title|description|jobs|text|location|date)\":|é€🚀Ã¡|\
                         <(p|div|script type=\"application/ld\\+json\"|/script|h1|job|rss|item|!\\[CDATA\\[)>|&(amp;|lt;p&gt;)|\
                         JobPosting|title,description\n|From: x\nMIME-Version: 1\\.0\nContent-Type: multipart/mixed; boundary=b\n\n|--b(--)?\n|Content-Type: text/html\n\n|%PDF-1\\.7\n|PK\x03\x04|---\n|phApp.ddo = |2026-0é-04|\\\\";

    const BODY: &str = "We run the clusters on which all our teams build their services.";

    fn formats(path: &str, text: &str) -> Vec<String> {
        let source = Source { path: path.into(), ..Source::default() };
        let found = whole(text.as_bytes(), &source, &Boards::built_in().unwrap());
        let named = found.into_iter().map(|found| match found {
            Ok(posting) => format!("{}: {}", posting.source.format, posting.title),
            Err(rejected) => rejected.reason,
        });
        named.collect()
    }

    #[test]
    fn content_decides_before_the_name() {
        for (path, text, expected) in [
            ("a.txt", format!("{{\"title\": \"SRE\", \"text\": \"{BODY}\"}}"), "json: SRE"),
            ("a.txt", format!("title,description\nSRE,{BODY}\n"), "csv: SRE"),
            ("a.txt", format!("<html><h1>SRE</h1><p>{BODY}</p></html>"), "html: SRE"),
            ("a.txt", format!("[Remote] SRE\n\n{BODY}"), "text: [Remote] SRE"),
            ("a", format!("# SRE\n\n{BODY}"), "markdown: SRE"),
            ("a.md", format!("SRE\n\n{BODY}"), "markdown: SRE"),
            ("a.xml", format!("<x><job><title>SRE</title><body>{BODY}</body></job></x>"), "xml: SRE"),
            ("a.css", BODY.to_owned(), "a .css file is part of a web page, not a posting"),
            ("a.json", "hello".to_owned(), "not JSON: it begins with neither `{` nor `[`"),
            ("a.json", " \n".to_owned(), "the file is empty"),
        ] {
            assert_eq!(formats(path, &text), [expected], "{path}");
        }
    }
}
