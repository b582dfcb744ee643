//! JSON: documents of a known board or of any reasonable shape, and the lines of NDJSON.
//!
//! In: the text of a document, or bytes of whole lines. Out: postings and rejections, in order.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::board::Boards;
use super::refusals::Finds;
use super::{Found, field, format, mapping, page, record, repair};
use crate::posting::{Rejected, Source};

/// A longer line is refused: it is not one posting.
const LONGEST_LINE: usize = 16 << 20;

/// Values that are looked at to find the list of postings in a document of unknown shape.
const SEARCHED: usize = 20_000;

/// Keys named in a message about an unknown shape.
const NAMED_KEYS: usize = 12;

/// Keys under which lists of postings usually stand, for telling an empty list from an unknown shape.
const LISTS: &[&str] = &[
    "jobs",
    "postings",
    "results",
    "result",
    "data",
    "items",
    "positions",
    "offers",
    "content",
    "jobpostings",
    "hits",
];

/// The postings of a JSON document.
pub(super) fn document(text: &str, source: &Source, boards: &Boards) -> Vec<Found> {
    match parse(text) {
        Ok(root) => payload(root, source, boards),
        Err(reason) => vec![Err(Rejected::new(source.clone(), reason))],
    }
}

/// The value of a document; strings with stray backslashes, raw control characters or half characters are mended first
/// where needed.
///
/// One such string would otherwise cost every posting of the document. Of the lines of NDJSON only half characters are
/// mended: the rest costs only its own line, and a damaged record is better named than guessed at.
pub(crate) fn parse(text: &str) -> Result<Value, String> {
    let text = text.trim_start_matches('\u{FEFF}');
    serde_json::from_str(text).or_else(|error| {
        if error.is_eof() {
            return Err("not valid JSON: it ends too early, as a truncated file does".to_owned());
        }
        serde_json::from_str(&mend(&repair::lone_surrogates(text))).map_err(|_| format!("not valid JSON: {error}"))
    })
}

/// Doubles backslashes that begin no escape and escapes raw control characters, inside strings.
fn mend(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut in_string = false;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' => in_string = !in_string,
            '\\' if in_string => {
                let escape = rest.peek().is_some_and(|next| "\"\\/bfnrtu".contains(*next));
                out.push('\\');
                out.push(if escape { rest.next().unwrap_or('\\') } else { '\\' });
                continue;
            }
            '\n' | '\r' | '\t' if in_string => {
                out.push_str(match c {
                    '\n' => "\\n",
                    '\t' => "\\t",
                    _ => "",
                });
                continue;
            }
            c if in_string && c.is_control() => continue,
            _ => {}
        }
        out.push(c);
    }
    out
}

/// The postings of a payload, by its board or by the usual names of fields. `source.format` names it when no board does.
pub(super) fn payload(root: Value, source: &Source, boards: &Boards) -> Vec<Found> {
    if root.as_object().is_some_and(Map::is_empty) {
        return vec![Err(Rejected::new(source.clone(), "an empty object, without any field"))];
    }
    if let Some((board, items)) = boards.recognise(&root) {
        let source = Source { format: board.name.as_str().into(), ..source.clone() };
        return numbered(&root, &items, &source, |item, source| mapping::posting(board, &root, item, source));
    }
    let stated = page::of_type_job_posting(&root);
    if !stated.is_empty() {
        let source = Source { format: "schema-org".into(), ..source.clone() };
        return page::each(&stated, &source, |value, source| {
            mapping::posting(&boards.schema_org, value, value, source)
        });
    }
    let generic = &boards.generic;
    let keys = shape(&root);
    let empty = empty_list(&root);
    let root = plain_names(root);
    let described = |item: &Value| mapping::is_posting(generic, &root, item);
    let anything = |item: &Value| mapping::has_anything(generic, &root, item);
    let items = generic
        .candidates(&root)
        .find(|items| items.iter().any(|item| described(item)))
        .or_else(|| search(&root, &described))
        .or_else(|| generic.candidates(&root).find(|items| empty.is_none() && items.iter().any(|item| anything(item))));
    let Some(items) = items else {
        let reason = empty.unwrap_or_else(|| {
            format!(
                "JSON of unknown shape: {keys}; expected postings with a title (title, job_title, position, name …) \
                 and a description (description, job_description, body, content, text …)"
            )
        });
        return vec![Err(Rejected::new(source.clone(), reason))];
    };
    numbered(&root, &items, source, |item, source| mapping::posting(generic, &root, item, source))
}

/// Maps items, each with its place in the list; an item that is the whole payload has none.
fn numbered(root: &Value, items: &[&Value], source: &Source, map: impl Fn(&Value, Source) -> Found) -> Vec<Found> {
    if items.len() > format::MOST_WHOLE {
        return format::too_many(source);
    }
    let whole = matches!(items, [one] if std::ptr::eq(*one, root));
    let place = |index: usize| source.member.or((!whole).then_some(index as u64));
    let sourced = |index| Source { member: place(index), ..source.clone() };
    items.iter().enumerate().map(|(index, item)| map(item, sourced(index))).collect::<Finds>().all()
}

/// The same value with every key in small letters and digits only.
pub(super) fn plain_names(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut plain = Map::with_capacity(map.len());
            for (key, value) in map {
                // Of `jobTitle` and `job_title` the first stays.
                plain.entry(field::letters(&key)).or_insert_with(|| plain_names(value));
            }
            Value::Object(plain)
        }
        Value::Array(items) => Value::Array(items.into_iter().map(plain_names).collect()),
        other => other,
    }
}

/// The first array, nearest to the root, whose objects have descriptions; where there is none, the first such object.
fn search<'v>(root: &'v Value, described: &impl Fn(&Value) -> bool) -> Option<Vec<&'v Value>> {
    let mut queue = VecDeque::from([root]);
    let mut seen = 0;
    let mut lone = None;
    while let Some(value) = queue.pop_front() {
        seen += 1;
        if seen > SEARCHED {
            break;
        }
        match value {
            Value::Array(items) => {
                let objects: Vec<&Value> = items.iter().filter(|item| item.is_object()).collect();
                if objects.iter().take(3).any(|item| described(item)) {
                    return Some(objects);
                }
                queue.extend(items.iter().filter(|item| item.is_object() || item.is_array()).take(50));
            }
            Value::Object(map) => {
                if lone.is_none() && described(value) {
                    lone = Some(vec![value]);
                }
                queue.extend(map.values().filter(|value| value.is_object() || value.is_array()));
            }
            _ => {}
        }
    }
    lone
}

/// Says that a list of postings is there, and empty.
fn empty_list(root: &Value) -> Option<String> {
    let empty = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
    if empty(root) {
        return Some("holds no postings: the list is empty".to_owned());
    }
    let mut keys = root.as_object()?.iter().filter(|(_, value)| empty(value)).map(|(key, _)| key);
    let key = keys.find(|key| LISTS.contains(&field::letters(key).as_str()))?;
    Some(format!("holds no postings: its list `{key}` is empty"))
}

/// What a document is, for the message about an unknown shape.
pub(crate) fn shape(root: &Value) -> String {
    match root {
        Value::Object(map) => named_keys("an object with", map),
        Value::Array(items) => match items.iter().find_map(Value::as_object) {
            Some(map) => named_keys("a list of objects with", map),
            None => "a list without objects".to_owned(),
        },
        _ => "a single value".to_owned(),
    }
}

fn named_keys(what: &str, map: &Map<String, Value>) -> String {
    let keys: Vec<&str> = map.keys().take(NAMED_KEYS).map(|key| super::markup::head(key, 40)).collect();
    let more = if map.len() > NAMED_KEYS { ", …" } else { "" };
    format!("{what} the keys {}{more}", keys.join(", "))
}

/// The postings of a block of NDJSON lines, of which the first has the number `first`.
pub(super) fn lines(block: &[u8], first: u64, source: &Source, boards: &Boards) -> Vec<Found> {
    let mut found = Finds::default();
    let ndjson: Arc<str> = "ndjson".into();
    let mut start = 0;
    for (end, number) in memchr::memchr_iter(b'\n', block).chain([block.len()]).zip(first..) {
        let line = block[start..end].trim_ascii();
        start = end + 1;
        if line.is_empty() {
            continue;
        }
        let source = Source { member: Some(number), format: ndjson.clone(), ..source.clone() };
        if line.len() > LONGEST_LINE {
            let reason = "the line is longer than 16 MB, which no posting is".to_owned();
            found.push(Err(Rejected::new(source, reason)));
            continue;
        }
        one_line(line, source, boards, &mut found);
    }
    found.all()
}

/// Adds what a line holds: one posting, or those of the payload of a board.
fn one_line(line: &[u8], source: Source, boards: &Boards, found: &mut Finds) {
    let line = match std::str::from_utf8(line) {
        Ok(line) => Cow::Borrowed(line),
        // A line of another encoding among lines of UTF-8: it is read by itself.
        Err(_) => match super::encoding::text(line) {
            Ok(line) => line,
            Err(reason) => return found.push(Err(Rejected::new(source, reason))),
        },
    };
    let line = line.trim_start_matches('\u{FEFF}');
    if let Some(record) = record::Record::parse(line) {
        return found.push(record.posting(source));
    }
    match serde_json::from_str::<Value>(line) {
        Ok(root) => found.extend(payload(root, &source, boards)),
        Err(error) => {
            // What was mended is whole, so that this happens once.
            if let Cow::Owned(mended) = repair::lone_surrogates(line) {
                return one_line(mended.as_bytes(), source, boards, found);
            }
            let column = error.column();
            let what = error.to_string();
            let what = what.split(" at line ").next().unwrap_or(&what);
            let reason = format!("not valid JSON: {what} at column {column}");
            found.push(Err(Rejected::new(source, reason)));
        }
    }
}

/// Whether a file whose beginning this is holds one JSON value a line. One of the first lines may be broken.
pub(super) fn is_lines(head: &[u8]) -> bool {
    let lines = head.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let first: Vec<&[u8]> = lines.take(4).collect();
    let whole = |line: &&[u8]| serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok();
    first.len() > 1 && first.iter().all(|line| line.starts_with(b"{")) && first.iter().any(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::posting::{Employment, Markup, Posting, Remote};

    fn source() -> Source {
        Source { path: "t".into(), format: "json".into(), ..Source::default() }
    }

    fn read(text: &str) -> Vec<Found> {
        document(text, &source(), &Boards::built_in().unwrap())
    }

    fn one(text: &str) -> Posting {
        let mut found = read(text);
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0).unwrap()
    }

    const BODY: &str = "We run the clusters on which all our teams build their services.";

    #[test]
    fn usual_names_in_any_spelling_are_read() {
        let posting = one(&format!(
            r#"{{"Job Title": "SRE &amp; more", "companyName": "Acme", "job_location": {{"city": "Ulm", "country": "DE"}},
                "jobDescription": "{BODY}", "remote": true, "employment_type": "Full-time", "salary": "$90k - $105k",
                "id": 42, "date_posted": "2026-05-04", "link": "https://acme.example/42"}}"#
        ));
        assert_eq!(posting.title, "SRE & more");
        assert_eq!(posting.company.as_deref(), Some("Acme"));
        assert_eq!(posting.location.as_deref(), Some("Ulm, DE"));
        assert_eq!(posting.external_id.as_deref(), Some("42"));
        assert_eq!(posting.posted.unwrap().to_string(), "2026-05-04");
        assert_eq!(posting.stated.remote, Some(Remote::Remote));
        assert_eq!(posting.stated.employment, Some(Employment::FullTime));
        assert_eq!(posting.stated.salary_text.as_deref(), Some("$90k - $105k"));
        assert_eq!(posting.source.url.as_deref(), Some("https://acme.example/42"));
        assert_eq!((posting.body.markup, posting.body.raw.as_str()), (Markup::Text, BODY));
        assert_eq!(posting.source.member, None);
    }

    #[test]
    fn lists_are_found_where_they_are() {
        for wrapped in ["[X]", r#"{"jobs": [X]}"#, r#"{"page": {"found": {"deep": [X]}}}"#] {
            let item = format!(r#"{{"title": "SRE", "body": "{BODY}"}}, {{"title": "only a title"}}"#);
            let found = read(&wrapped.replace('X', &item));
            assert_eq!(found.len(), 2, "{wrapped}");
            assert_eq!(found[0].as_ref().unwrap().source.member, Some(0));
            let rejected = found[1].as_ref().unwrap_err();
            assert_eq!(rejected.reason, "no description (title only): only a title");
            assert_eq!(rejected.source_of.member, Some(1));
        }
    }

    #[test]
    fn a_job_in_the_json_resume_schema_keeps_its_parts() {
        let posting = one(&format!(
            r#"{{"title": "SRE", "company": "Acme", "type": "Contract", "description": "{BODY}", "remote": "Full", "location": {{"city": "Ulm", "countryCode": "DE"}},
                "responsibilities": ["Run clusters", "Write runbooks"],
                "skills": [{{"name": "Kubernetes", "keywords": ["helm"]}}]}}"#
        ));
        assert!(
            posting.body.raw.contains("## Responsibilities\n\n- Run clusters\n- Write runbooks"),
            "{}",
            posting.body.raw
        );
        assert!(posting.body.raw.contains("## Skills\n\n- Kubernetes"), "{}", posting.body.raw);
        assert_eq!((posting.stated.remote, posting.location.as_deref()), (Some(Remote::Remote), Some("Ulm, DE")));
        assert_eq!(posting.stated.employment, Some(Employment::Contract));
    }

    #[test]
    fn what_is_no_posting_says_what_it_is() {
        for (text, reason) in [
            (r#"{"jobs": [], "apiVersion": "1"}"#, "holds no postings: its list `jobs` is empty"),
            ("[]", "holds no postings: the list is empty"),
            (r#"{"a": 1, "b": {"c": 2}}"#, "JSON of unknown shape: an object with the keys a, b;"),
            ("[1, 2]", "JSON of unknown shape: a list without objects;"),
            (r#"{"jobs": [{"title": "x""#, "not valid JSON: it ends too early"),
            (r#"{"jobs" 1}"#, "not valid JSON: expected `:`"),
        ] {
            let found = read(text);
            assert_eq!(found.len(), 1, "{text}");
            let rejected = found[0].as_ref().unwrap_err();
            assert!(rejected.reason.starts_with(reason), "{}", rejected.reason);
        }
    }

    #[test]
    fn stray_backslashes_and_raw_newlines_in_a_document_are_mended() {
        let posting = one(&format!("{{\"title\": \"SRE\", \"description\": \"{BODY} C:\\work \\\"ok\\\"\n\\u0041\"}}"));
        assert_eq!(posting.body.raw, format!("{BODY} C:\\work \"ok\"\nA"));
    }

    #[test]
    fn short_descriptions_count_when_they_say_something() {
        let found =
            |body: &str| read(&format!(r#"[{{"title": "Cluster Engineer", "description": "{body}"}}]"#)).remove(0);
        assert!(found("Kubernetes required").is_ok());
        let reason = |body: &str| found(body).unwrap_err().reason;
        assert_eq!(reason("Kubernetes"), "description of 10 characters is too short: Cluster Engineer");
        assert_eq!(reason("Cluster engineer."), "no description (title only): Cluster Engineer");
    }

    #[test]
    fn half_characters_cost_neither_a_document_nor_a_line() {
        let posting = format!(r#"{{"title": "SRE", "description": "{BODY} \ud800 \ud83d\ude80"}}"#);
        let expected = format!("{BODY} \u{FFFD} 🚀");
        assert_eq!(one(&posting).body.raw, expected);
        let found = lines(posting.as_bytes(), 0, &source(), &Boards::built_in().unwrap());
        assert_eq!(found[0].as_ref().unwrap().body.raw, expected);
        let broken = lines(br#"{"title": "\ud800" x}"#, 0, &source(), &Boards::built_in().unwrap());
        assert_eq!(broken.len(), 1);
        assert!(broken[0].as_ref().unwrap_err().reason.starts_with("not valid JSON"));
    }

    #[test]
    fn lines_are_numbered_and_broken_ones_named() {
        let block = format!(
            "{{\"title\": \"A\", \"description\": \"{BODY}\"}}\n\n{{\"title\": \"B\", \"description\": \"x\\p\"}}\r\n\
             {{\"title\": \"C\", \"jobdescription\": \"{BODY}\", \"hybrid\": \"yes\"}}\n"
        );
        let found = lines(block.as_bytes(), 7, &source(), &Boards::built_in().unwrap());
        assert_eq!(found.len(), 3);
        assert_eq!(found[0].as_ref().unwrap().source.member, Some(7));
        let rejected = found[1].as_ref().unwrap_err();
        assert_eq!(rejected.to_string(), "t#9: not valid JSON: invalid escape at column 34");
        let third = found[2].as_ref().unwrap();
        assert_eq!((third.source.member, third.stated.remote), (Some(10), Some(Remote::Hybrid)));
    }

    #[test]
    fn ndjson_is_told_from_a_document() {
        assert!(is_lines(b"{\"a\": 1}\n{\"b\": 2}\n{\"c\""));
        assert!(is_lines(b"{\"a\" 1}\n{\"b\": 2}\n"));
        assert!(!is_lines(b"{\n \"a\": 1\n}\n"));
        assert!(!is_lines(b"{\"a\": 1}\n"));
        assert!(!is_lines(b"[{\"a\": 1},\n{\"b\": 2}]"));
        assert!(!is_lines(b""));
    }
}
