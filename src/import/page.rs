//! Saved web pages: the posting from what the page states for machines, and from its main content otherwise.
//!
//! In: the HTML of a page. Out: postings and rejections. Tried in order: JSON-LD of schema.org, JSON of a board in a
//! script, the rows of a board's list page, microdata, the main content.

use html5gum::{Token, Tokenizer};
use memchr::memmem;
use scraper::{ElementRef, Html, Selector};
use serde_json::{Map, Value};

use super::board::{Boards, Rows};
use super::refusals::Finds;
use super::{Found, content, format, inner, json, mapping, markup};
use crate::posting::{Body, Markup, Posting, Source};
use crate::text::tags::tamed;

/// Postings of microdata that are read, and properties of each.
const MOST_SCOPES: usize = 200;
const MOST_PROPERTIES: usize = 2_000;

/// The postings of a page.
pub(super) fn document(html: &str, source: &Source, boards: &Boards) -> Vec<Found> {
    let source = &Source { url: address(html).or(source.url.clone()), ..source.clone() };
    let stated = job_postings(html);
    if stated.is_empty()
        && let Some(found) = embedded(html, source, boards)
    {
        return found;
    }
    if !content::is_sound(html) {
        return vec![too_deep(html, &stated, source, boards)];
    }
    // The tree is built once, and only where it is needed.
    let lacks_body = |value: &Value| !mapping::has_description(&boards.schema_org, value, value);
    if !stated.is_empty() && !stated.iter().any(lacks_body) {
        return each(&stated, source, |value, source| described(value, source, boards));
    }
    let page = Html::parse_document(html);
    if stated.is_empty()
        && let Some(found) = listed(&page, source, boards)
    {
        return found;
    }
    let stated = if stated.is_empty() { microdata(&page) } else { stated };
    match &stated[..] {
        [] => vec![main_content(page, source, boards)],
        [one] if lacks_body(one) => {
            let posting = mapping::fields(&boards.schema_org, one, one, source.clone());
            let title = Some(posting.title.clone()).filter(|title| !title.is_empty());
            let main = content::read(page, title);
            vec![mapping::described(Posting { title: main.title, body: html_body(main.html), ..posting })]
        }
        several => each(several, source, |value, source| described(value, source, boards)),
    }
}

/// Maps what a page states; a lone posting has no place in a list.
pub(super) fn each(stated: &[Value], source: &Source, map: impl Fn(&Value, Source) -> Found) -> Vec<Found> {
    if stated.len() > format::MOST_WHOLE {
        return format::too_many(source);
    }
    let member = |index: usize| source.member.or((stated.len() > 1).then_some(index as u64));
    let sourced = |(index, value)| map(value, Source { member: member(index), ..source.clone() });
    stated.iter().enumerate().map(sourced).collect::<Finds>().all()
}

/// The posting that a schema.org object describes. The page's own address stands where the object gives none.
fn described(value: &Value, source: Source, boards: &Boards) -> Found {
    let url = source.url.clone();
    let mut posting = mapping::fields(&boards.schema_org, value, value, source);
    if posting.source.url.as_deref().is_none_or(|url| !url.contains("://")) {
        posting.source.url = url;
    }
    mapping::described(posting)
}

fn html_body(raw: String) -> Body {
    Body { markup: Markup::Html, raw }
}

/// The posting of a page that states nothing for machines.
fn main_content(page: Html, source: &Source, boards: &Boards) -> Found {
    let main = content::read(page, None);
    let facts = Value::Object(main.facts);
    let posting = mapping::fields(&boards.generic, &facts, &facts, source.clone());
    let url = source.url.clone();
    let source = Source { url: url.or(posting.source.url), ..source.clone() };
    mapping::described(Posting { source, title: main.title, body: html_body(main.html), ..posting })
}

/// A page whose nesting no parser should be given: all of it is the body, which the text stage reads without a tree.
fn too_deep(html: &str, stated: &[Value], source: &Source, boards: &Boards) -> Found {
    if let [one, ..] = stated {
        return described(one, source.clone(), boards);
    }
    let title = between(html, "<title", "</title").map(markup::line).unwrap_or_default();
    let facts = serde_json::json!({"title": title, "description": html});
    mapping::described(mapping::fields(&boards.generic, &facts, &facts, source.clone()))
}

/// The `JobPosting` objects of a page's JSON-LD, in order.
fn job_postings(html: &str) -> Vec<Value> {
    if memmem::find(html.as_bytes(), b"JobPosting").is_none() {
        return Vec::new();
    }
    let data = scripts(html).filter(|(tag, _)| is_json_ld(tag)).filter_map(|(_, script)| linked_data(script));
    data.flat_map(|value| of_type_job_posting(&value)).collect()
}

/// The opening tag and the content of every script, up to one that is never closed.
fn scripts(html: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = html;
    std::iter::from_fn(move || {
        let is_script =
            |at: &usize| rest.as_bytes()[at + 1..].get(..6).is_some_and(|name| name.eq_ignore_ascii_case(b"script"));
        let start = memchr::memchr_iter(b'<', rest.as_bytes()).find(is_script)?;
        let (tag, after) = rest[start..].split_once('>')?;
        let ends =
            |at: &usize| after.as_bytes()[at + 1..].get(..7).is_some_and(|name| name.eq_ignore_ascii_case(b"/script"));
        let end = memchr::memchr_iter(b'<', after.as_bytes()).find(ends)?;
        rest = &after[end..];
        Some((tag, &after[..end]))
    })
}

/// Whether a script's tag says JSON-LD, also with its `+` written as an entity.
fn is_json_ld(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    tag.contains("application/ld") && tag.contains("json")
}

fn linked_data(script: &str) -> Option<Value> {
    let script =
        script.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let script = script.trim_end_matches("-->").trim_end_matches("//]]>").trim_end_matches("]]>").trim();
    let script = script.trim_end_matches(';');
    json::parse(script).ok().or_else(|| {
        // Some pages write the quotes of the script as entities.
        script.contains("&quot;").then(|| json::parse(&markup::strip(script)).ok()).flatten()
    })
}

/// The objects of type `JobPosting` at any depth, in order.
pub(super) fn of_type_job_posting(root: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    let mut open = vec![root];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) if is_job_posting(map) => found.push(value.clone()),
            Value::Object(map) => open.extend(map.values().rev()),
            Value::Array(items) => open.extend(items.iter().rev()),
            _ => {}
        }
    }
    found
}

fn is_job_posting(map: &Map<String, Value>) -> bool {
    let named =
        |value: &Value| value.as_str().is_some_and(|name| name.rsplit(['/', ':', '#']).next() == Some("JobPosting"));
    match map.get("@type") {
        Some(Value::Array(types)) => types.iter().any(named),
        Some(one) => named(one),
        None => false,
    }
}

/// The postings of a board whose pages hold their data in a script.
fn embedded(html: &str, source: &Source, boards: &Boards) -> Option<Vec<Found>> {
    boards.iter().find_map(|board| {
        let marker = board.embedded.as_deref()?;
        let at = memmem::find_iter(html.as_bytes(), marker.as_bytes()).next()? + marker.len();
        let rest = html[at..].trim_start().strip_prefix('=')?;
        let value = serde_json::Deserializer::from_str(rest).into_iter::<Value>().next()?.ok()?;
        Some(json::payload(value, source, boards))
    })
}

/// The rows of a board's list page.
fn listed(page: &Html, source: &Source, boards: &Boards) -> Option<Vec<Found>> {
    boards.iter().find_map(|board| {
        let rows: Vec<Value> = cells(page, board.page.as_ref()?);
        if rows.is_empty() {
            return None;
        }
        let source = Source { format: board.name.as_str().into(), ..source.clone() };
        Some(each(&rows, &source, |row, source| mapping::posting(board, row, row, source)))
    })
}

fn cells(page: &Html, told: &Rows) -> Vec<Value> {
    let rows = page.select(&told.rows).map(|row| {
        let cells = told.cells.iter().filter_map(|(key, selector, attribute)| {
            let cell = row.select(selector).next()?;
            let value = match attribute {
                Some(attribute) => cell.attr(attribute)?.to_owned(),
                None => content::line(cell),
            };
            Some((key.clone(), Value::String(value)))
        });
        Value::Object(cells.collect())
    });
    rows.collect()
}

/// The postings in microdata that have a description; where none has, the first. A page lists similar jobs beside its own.
fn microdata(page: &Html) -> Vec<Value> {
    let (Ok(typed), Ok(property)) = (Selector::parse("[itemtype*=JobPosting]"), Selector::parse("[itemprop]")) else {
        return Vec::new();
    };
    let scopes = page.select(&typed).take(MOST_SCOPES);
    let mut found: Vec<Value> = scopes.filter_map(|scope| properties(scope, &property)).collect();
    if found.iter().any(|posting| posting.get("description").is_some()) {
        found.retain(|posting| posting.get("description").is_some());
    } else {
        found.truncate(1);
    }
    found
}

/// Elements with `itemprop` inside one with the type, as the object that JSON-LD would give.
fn properties(scope: ElementRef<'_>, property: &Selector) -> Option<Value> {
    let mut object = Map::new();
    for element in scope.select(property).take(MOST_PROPERTIES) {
        let Some(name) = element.attr("itemprop").filter(|_| element.attr("itemscope").is_none()) else { continue };
        let within = match owner(element, scope) {
            None => &mut object,
            Some(outer) => match object.entry(outer).or_insert_with(|| Value::Object(Map::new())) {
                Value::Object(inner) => inner,
                _ => continue,
            },
        };
        within.entry(name.to_owned()).or_insert_with(|| value_of(element, name));
    }
    (!object.is_empty()).then_some(Value::Object(object))
}

/// The property that an element is a part of, such as an address; none for the posting's own.
///
/// Of scopes inside each other the outermost counts, which is flat enough for addresses and salaries.
fn owner(element: ElementRef<'_>, scope: ElementRef<'_>) -> Option<String> {
    let within = element.ancestors().filter_map(ElementRef::wrap).take_while(|ancestor| *ancestor != scope);
    let properties = within.filter(|ancestor| ancestor.attr("itemscope").is_some());
    properties.filter_map(|ancestor| ancestor.attr("itemprop")).last().map(str::to_owned)
}

fn value_of(element: ElementRef<'_>, name: &str) -> Value {
    let attribute = ["content", "datetime"].iter().find_map(|key| element.attr(key)).map(str::to_owned);
    let link = || (name == "url").then(|| element.attr("href").map(str::to_owned)).flatten();
    let html = || {
        matches!(name, "description" | "responsibilities" | "qualifications" | "skills").then(|| inner::html(element))
    };
    Value::String(attribute.or_else(link).or_else(html).unwrap_or_else(|| content::line(element)))
}

/// The page's own address: its canonical link, or `og:url`.
fn address(html: &str) -> Option<String> {
    let head = markup::head(html, 200_000);
    let mut found = None;
    for Ok(token) in Tokenizer::new(&*tamed(head)) {
        let Token::StartTag(tag) = token else { continue };
        let attribute = |name: &[u8]| tag.attributes.get(name).map(|value| String::from_utf8_lossy(value).into_owned());
        let is = |name: &[u8], value: &str| attribute(name).is_some_and(|found| found.eq_ignore_ascii_case(value));
        let address = match &**tag.name {
            b"link" if is(b"rel", "canonical") => attribute(b"href"),
            b"meta" if is(b"property", "og:url") => attribute(b"content"),
            b"body" => break,
            _ => None,
        };
        found = found.or(address.filter(|address| address.contains("://")));
    }
    found
}

fn between<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(open)?;
    let (_, rest) = rest.split_once('>')?;
    rest.split_once(close).map(|(inside, _)| inside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::posting::{Employment, Period, Remote};

    const BODY: &str = "<p>We run the clusters on which all our teams build.</p>";

    fn read(html: &str) -> Vec<Found> {
        let source = Source { path: "t.html".into(), format: "html".into(), ..Source::default() };
        document(html, &source, &Boards::built_in().unwrap())
    }

    fn one(html: &str) -> Posting {
        let mut found = read(html);
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0).unwrap()
    }

    #[test]
    fn json_ld_in_a_graph_with_an_entity_in_its_type() {
        let posting = one(&format!(
            r#"<html><head><link rel="canonical" href="https://acme.example/1"></head>
            <script type="application/ld&#x2B;json">{{"@context": "https://schema.org", "@graph": [{{"@type": "WebPage"}},
            {{"@type": ["JobPosting"], "title": "SRE", "description": "{BODY}", "datePosted": "2026-05-04",
             "validThrough": "2026-06-04T00:00", "employmentType": ["FULL_TIME"], "jobLocationType": "TELECOMMUTE",
             "hiringOrganization": {{"@type": "Organization", "name": "Acme"}}, "identifier": {{"value": 42}},
             "jobLocation": [{{"address": {{"addressLocality": "Ulm", "addressCountry": {{"name": "DE"}}}}}}],
             "baseSalary": {{"currency": "EUR", "value": {{"minValue": 60000, "maxValue": "70000", "unitText": "YEAR"}}}}}}]}}
            </script></html>"#
        ));
        assert_eq!((posting.title.as_str(), posting.company.as_deref()), ("SRE", Some("Acme")));
        assert_eq!(posting.location.as_deref(), Some("Ulm, DE"));
        assert_eq!(posting.source.url.as_deref(), Some("https://acme.example/1"));
        assert_eq!(posting.external_id.as_deref(), Some("42"));
        assert_eq!((posting.posted.unwrap().day(), posting.closes.unwrap().month()), (4, 6));
        assert_eq!(
            (posting.stated.remote, posting.stated.employment),
            (Some(Remote::Remote), Some(Employment::FullTime))
        );
        let salary = posting.stated.salary.unwrap();
        assert_eq!((salary.min, salary.max, salary.period), (Some(60_000.0), Some(70_000.0), Some(Period::Year)));
        assert_eq!(posting.body.raw, BODY);
    }

    #[test]
    fn json_in_a_script_of_a_known_board() {
        let found = read(
            "<script>window.pageData = {\"ModuleTitle\": \"Acme\", \"Jobs\": [{\"JobId\": 1, \"JobTitle\": \"SRE\", \
             \"Description\": \"\"}]};\nvar x = 1;</script>",
        );
        let rejected = found[0].as_ref().unwrap_err();
        assert_eq!(rejected.reason, "no description (title only): SRE");
        assert_eq!(&*rejected.source_of.format, "paylocity");
    }

    #[test]
    fn rows_of_a_list_page_are_named_one_by_one() {
        let found = read(
            "<table><tr><td><a href=\"/acme/job/1\">SRE</a></td><td class=\"jv-job-list-location\">Ulm</td></tr>\
             <tr><td><a href=\"/acme/job/2\">QA</a></td><td class=\"jv-job-list-location\">Ulm</td></tr></table>",
        );
        let reasons: Vec<String> = found.into_iter().map(|found| found.unwrap_err().to_string()).collect();
        assert_eq!(
            reasons,
            ["t.html#0: no description (title only): SRE", "t.html#1: no description (title only): QA"]
        );
    }

    #[test]
    fn microdata_gives_the_same_fields() {
        let posting = one(&format!(
            r#"<div itemscope itemtype="https://schema.org/JobPosting"><h1 itemprop="title">SRE</h1>
            <span itemprop="hiringOrganization" itemscope><b itemprop="name">Acme</b></span>
            <div itemprop="jobLocation" itemscope><i itemprop="address" itemscope><b itemprop="addressLocality">Ulm</b></i></div>
            <span itemprop="baseSalary" itemscope><meta itemprop="currency" content="EUR"><b itemprop="value" itemscope>
            <meta itemprop="minValue" content="60000"><meta itemprop="unitText" content="YEAR"></b></span>
            <meta itemprop="datePosted" content="2026-05-04"><div itemprop="description">{BODY}</div></div>
            <ul><li itemscope itemtype="http://schema.org/JobPosting"><a itemprop="title">QA</a></li></ul>"#
        ));
        let salary = posting.stated.salary.as_ref().unwrap();
        assert_eq!(
            (salary.min, salary.currency.as_deref(), salary.period),
            (Some(60_000.0), Some("EUR"), Some(Period::Year))
        );
        assert_eq!((posting.title.as_str(), posting.company.as_deref()), ("SRE", Some("Acme")));
        assert_eq!((posting.location.as_deref(), posting.body.raw.as_str()), (Some("Ulm"), BODY));
        assert!(posting.posted.is_some());
    }

    #[test]
    fn scripts_without_an_end_are_passed_over_quickly() {
        assert_eq!(scripts(&"<script>".repeat(200_000)).count(), 0);
        assert_eq!(
            scripts("<SCRIPT a>x</Script ><script>y</script>").collect::<Vec<_>>(),
            [("<SCRIPT a", "x"), ("<script", "y")]
        );
    }

    #[test]
    fn absurd_nesting_is_read_without_a_tree() {
        let html = format!("<title>SRE</title>{}{BODY}", "<div>".repeat(100_000));
        assert_eq!(one(&html).title, "SRE");
    }
}
