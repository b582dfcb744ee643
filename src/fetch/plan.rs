//! The requests of a source and the names of its files, without sending or writing anything.

use std::fmt::Write as _;

use url::Url;
use xxhash_rust::xxh3::xxh3_64;

use super::client::Request;
use super::endpoint::{Detail, Endpoint};
use super::failure::{Failure, Kind};
use super::paging::{Kinds, Place};
use super::secrets::{self, Secrets};
use super::source::{Source, Wanted};
use super::store::file_name;
use super::template::{self, Values};
use super::{Options, guard};

/// The requests that a source begins with and what follows them, for reading. Nothing is sent.
///
/// # Errors
/// When the source makes no address, or one that would not be asked.
pub fn plan(source: &Source<'_>, options: &Options) -> Result<Vec<String>, Failure> {
    match &source.wanted {
        Wanted::Page(url) => Ok(vec![line(&Request::get(url.clone()), options)?]),
        Wanted::Posting { board, values } => {
            let values = with_key_values(board, values, |_| Some("…".to_owned()))?;
            Ok(vec![line(&posting_request(board, &values, options)?, options)?])
        }
        Wanted::Board { board, values, filters } => board_plan(board, values, filters, options),
    }
}

fn board_plan(
    board: &Endpoint,
    values: &Values,
    filters: &[(String, String)],
    options: &Options,
) -> Result<Vec<String>, Failure> {
    let mut lines = Vec::new();
    let mut values = with_key_values(board, values, |_| Some("…".to_owned()))?;
    if let Some(find) = board.find.as_ref().filter(|find| !values.contains_key(&find.into)) {
        lines.push(line(&request(board, &find.url, None, &values, options)?, options)?);
        values.insert(find.into.clone(), "…".to_owned());
    }
    lines.push(line(&list_request(board, &values, filters, &Place::default(), options)?, options)?);
    let size = board.list.size;
    match board.list.kind() {
        Kinds::One => {}
        Kinds::Offset => lines.push(format!("  and so on, {size} postings at a time, to the end")),
        Kinds::Number | Kinds::Cursor => lines.push("  and so on, page by page, to the end".to_owned()),
    }
    if let Some(detail) = &board.detail {
        let one = line(&detail_request(board, detail, &values, "…", options)?, options)?;
        lines.push(format!("{one} for each posting that is new or changed"));
    }
    Ok(lines)
}

/// A request for reading, if it may be sent as far as its address says.
fn line(request: &Request, options: &Options) -> Result<String, Failure> {
    guard::check(&request.url, options.allow_private)?;
    let url = secrets::shown(&request.url).replace("%E2%80%A6", "…");
    Ok(match &request.body {
        Some(body) => format!("POST {url} {body}"),
        None => format!("GET {url}"),
    })
}

/// What the first page of a list says of all of it; `before` is how many requests it took to know the list.
pub(super) fn outlook(board: &Endpoint, before: usize, first: usize, total: usize, more: bool, most: usize) -> String {
    let mut out = if more && total == first {
        format!("{first} postings on the first page, and more")
    } else {
        format!("{total} {}", if total == 1 { "posting" } else { "postings" })
    };
    let taken = if more { total.min(most) } else { total };
    if taken < total {
        let _ = write!(out, ", of which --most lets about {taken} through");
    }
    let pages = if more && first > 0 { taken.div_ceil(first) } else { 1 };
    let requests = before + pages + if board.detail.is_some() { taken } else { 0 };
    let at_least = if more && total == first { "at least " } else { "" };
    let word = if requests == 1 { "request" } else { "requests" };
    let _ = write!(out, "; fetching them takes {at_least}{requests} {word}");
    out
}

/// The values with the person's keys.
///
/// # Errors
/// When a key is missing; the reason names it, never its value.
pub(super) fn with_keys(board: &Endpoint, values: &Values, options: &Options) -> Result<Values, Failure> {
    with_key_values(board, values, |name| options.keys.get(name).filter(|key| !key.is_empty()).cloned())
}

fn with_key_values(board: &Endpoint, values: &Values, key: impl Fn(&str) -> Option<String>) -> Result<Values, Failure> {
    let mut values = values.clone();
    let mut missing = Vec::new();
    for (name, variable) in &board.keys {
        match key(variable) {
            Some(key) => {
                values.insert(format!("key.{name}"), key);
            }
            None => missing.push(variable.as_str()),
        }
    }
    if missing.is_empty() {
        return Ok(values);
    }
    let reason = format!(
        "{} needs {}: set the environment {}, or write {} under [keys] in your own jobsift.toml",
        board.title,
        missing.join(" and "),
        if missing.len() == 1 { "variable" } else { "variables" },
        if missing.len() == 1 { "it" } else { "them" },
    );
    Err(Failure::new(Kind::Key, reason))
}

/// The request for a page of a list.
pub(super) fn list_request(
    board: &Endpoint,
    values: &Values,
    filters: &[(String, String)],
    place: &Place,
    options: &Options,
) -> Result<Request, Failure> {
    let list = &board.list;
    let mut values = values.clone();
    values.append(&mut list.place_values(place));
    let mut request = request(board, &list.url, list.body.as_deref(), &values, options)?;
    if place.cursor.is_empty() {
        // A first page has no cursor, and an empty one is not the same to every board.
        without_empty(&mut request.url);
    }
    for (name, value) in filters {
        if request.url.query_pairs().any(|(set, _)| set == *name) {
            let reason = format!("`{}` is set by the program and cannot be a filter", crate::text::one_line(name));
            return Err(Failure::new(Kind::Unknown, reason));
        }
        request.url.query_pairs_mut().append_pair(name, value);
    }
    Ok(request)
}

/// Takes parameters without a value away.
fn without_empty(url: &mut Url) {
    let Some(query) = url.query() else { return };
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.ends_with('=')).collect();
    let kept = kept.join("&");
    url.set_query(Some(kept.as_str()).filter(|query| !query.is_empty()));
}

/// The request for one posting of a list.
pub(super) fn detail_request(
    board: &Endpoint,
    detail: &Detail,
    values: &Values,
    item: &str,
    options: &Options,
) -> Result<Request, Failure> {
    let mut values = values.clone();
    values.insert("item".to_owned(), item.to_owned());
    request(board, &detail.url, None, &values, options)
}

/// The request for one posting whose page was named.
pub(super) fn posting_request(board: &Endpoint, values: &Values, options: &Options) -> Result<Request, Failure> {
    let Some(posting) = &board.posting else {
        return Err(Failure::new(Kind::Unknown, format!("{} gives no single postings", board.title)));
    };
    request(board, &posting.url, None, values, options)
}

/// A request of a board.
pub(super) fn request(
    board: &Endpoint,
    url: &str,
    body: Option<&str>,
    values: &Values,
    options: &Options,
) -> Result<Request, Failure> {
    let headers = board.headers.iter().map(|(name, value)| (name.clone(), template::words(value, values))).collect();
    let body = body.map(|body| template::body(body, values));
    let secrets = Secrets::among(values);
    Ok(Request { body, headers, secrets, ..Request::get(based(board, url, values, options)?) })
}

/// The address that a template makes, at the board or at the place that stands for it.
pub(super) fn based(board: &Endpoint, url: &str, values: &Values, options: &Options) -> Result<Url, Failure> {
    let url = template::address(url, values).map_err(|reason| Failure::new(Kind::Unknown, reason))?;
    let Some(base) = options.bases.get(&board.name) else { return Ok(url) };
    let mut out = base.clone();
    out.set_path(&format!("{}{}", base.path().trim_end_matches('/'), url.path()));
    out.set_query(url.query());
    Ok(out)
}

/// The name of the file or the folder of a board's source.
pub(super) fn stem(board: &Endpoint, values: &Values, filters: &[(String, String)]) -> String {
    let mut name = board.name.clone();
    for (_, value) in values.iter().filter(|(name, _)| *name != "month_name") {
        let _ = write!(name, "-{value}");
    }
    for (key, value) in filters {
        if secrets::is_secret(key) {
            let _ = write!(name, "-{key}={:08x}", xxh3_64(value.as_bytes()) as u32);
        } else {
            let _ = write!(name, "-{key}={value}");
        }
    }
    file_name(&name)
}

/// The name of the file of a page, without its ending: readable, and different for every address.
pub(super) fn page_stem(url: &Url) -> String {
    let readable = format!("{}{}", url.host_str().unwrap_or_default(), url.path().trim_end_matches('/'));
    let readable: String = file_name(&readable.replace('/', "-")).chars().take(90).collect();
    format!("pages/{readable}-{:08x}", xxh3_64(url.as_str().as_bytes()) as u32)
}
