//! Every board as it answers, well-behaved and otherwise: what the tests of boards ask.

use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use super::none;

/// A board as it answers.
pub(super) struct Board {
    /// The source that asks it.
    pub(super) source: &'static str,
    /// One posting, with its number in the place of `~`.
    item: &'static str,
    /// A page of the list, with `@` in the place of the postings; `$` is the number of all, `#` that of the pages, `%` what asks
    /// for the next page.
    page: &'static str,
    /// What stands between the postings.
    between: &'static str,
    /// What the address of one posting ends with, and its answer, where the list has no descriptions.
    pub(super) detail: Option<(&'static str, &'static str)>,
}

/// Postings of each board.
pub(super) const ALL: usize = 23;
/// Postings of a page, whatever is asked for.
pub(super) const A_PAGE: usize = 10;

pub(super) const TEXT: &str = "We run the clusters on which all our teams build their services.";

pub(super) const BOARDS: &[Board] = &[
    Board {
        source: "adzuna:gb?what=devops",
        item: r#"{"id": "~", "title": "SRE ~", "redirect_url": "https://a.example/~", "category": {"tag": "it"}, "description": "TEXT"}"#,
        page: r#"{"count": $, "results": [@]}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "arbeitnow",
        item: r#"{"slug": "s~", "title": "SRE ~", "company_name": "Acme", "job_types": [], "created_at": 1777852800, "description": "TEXT"}"#,
        page: r#"{"data": [@]}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "ashby:acme",
        item: r#"{"id": "~", "title": "SRE ~", "jobUrl": "https://a.example/~", "publishedAt": "2026-05-04", "descriptionHtml": "<p>TEXT</p>"}"#,
        page: r#"{"jobs": [@]}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "bamboohr:acme",
        item: r#"{"id": "~", "jobOpeningName": "SRE ~"}"#,
        page: r#"{"meta": {}, "result": [@]}"#,
        between: ",",
        detail: Some((
            "/careers/~/detail",
            r#"{"result": {"jobOpening": {"jobOpeningName": "SRE ~", "description": "<p>TEXT</p>"}}}"#,
        )),
    },
    Board {
        source: "breezy:acme",
        item: r#"{"id": "~", "friendly_id": "~-sre", "name": "SRE ~", "published_date": "2026-05-04", "description": "<p>TEXT</p>"}"#,
        page: "[@]",
        between: ",",
        detail: None,
    },
    Board {
        source: "greenhouse:acme",
        item: r#"{"id": ~, "title": "SRE ~", "absolute_url": "https://g.example/acme/~", "updated_at": "2026-05-04", "content": "&lt;p&gt;TEXT&lt;/p&gt;"}"#,
        page: r#"{"jobs": [@], "meta": {"total": $}}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "hn:2026-10",
        item: r#"{"id": ~, "text": "Acme | SRE ~<p>TEXT", "created_at": "2026-10-01T00:00:00Z"}"#,
        page: r#"{"id": 7, "children": [@]}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "himalayas",
        item: r#"{"guid": "~", "title": "SRE ~", "companyName": "Acme", "companySlug": "acme", "applicationLink": "https://h.example/~", "description": "<p>TEXT</p>"}"#,
        page: r#"{"totalCount": $, "nextCursor": %, "jobs": [@]}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "jobicy?tag=devops",
        item: r#"{"id": ~, "jobTitle": "SRE ~", "companyName": "Acme", "jobGeo": "EU", "jobDescription": "<p>TEXT</p>"}"#,
        page: r#"{"jobs": [@]}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "lever:acme",
        item: r#"{"id": "~", "text": "SRE ~", "hostedUrl": "https://l.example/acme/~", "categories": {}, "description": "<p>TEXT</p>"}"#,
        page: "[@]",
        between: ",",
        detail: None,
    },
    Board {
        source: "personio:acme",
        item: "<position><id>~</id><name>SRE ~</name><jobDescriptions><jobDescription><name>Profil</name><value>TEXT</value></jobDescription></jobDescriptions></position>",
        page: "<?xml version=\"1.0\"?><workzag-jobs>@</workzag-jobs>",
        between: "",
        detail: None,
    },
    Board {
        source: "pinpoint:acme",
        item: r#"{"id": "~", "title": "SRE ~", "path": "/p/~", "url": "https://p.example/~", "workplace_type": "remote", "description": "TEXT"}"#,
        page: r#"{"data": [@]}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "recruitee:acme",
        item: r#"{"id": ~, "title": "SRE ~", "careers_url": "https://r.example/~", "description": "<p>TEXT</p>"}"#,
        page: r#"{"offers": [@]}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "remoteok?tags=devops",
        item: r#"{"id": "~", "position": "SRE ~", "epoch": 1777852800, "company": "Acme", "description": "<p>TEXT</p>"}"#,
        page: r#"[{"legal": "Please link back."}, @]"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "remotive?search=devops",
        item: r#"{"id": ~, "title": "SRE ~", "company_name": "Acme", "candidate_required_location": "EU", "description": "<p>TEXT</p>"}"#,
        page: r#"{"job-count": $, "jobs": [@]}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "rippling:acme",
        item: r#"{"uuid": "~", "name": "SRE ~", "workLocation": {"label": "Ulm"}}"#,
        page: "[@]",
        between: ",",
        detail: Some((
            "/jobs/~",
            r#"{"uuid": "~", "name": "SRE ~", "workLocations": ["Ulm"], "description": {"role": "<p>TEXT</p>"}}"#,
        )),
    },
    Board {
        source: "smartrecruiters:acme",
        item: r#"{"id": "~", "name": "SRE ~", "releasedDate": "2026-05-04T00:00:00Z"}"#,
        page: r#"{"totalFound": $, "content": [@]}"#,
        between: ",",
        detail: Some((
            "/postings/~",
            r#"{"id": "~", "name": "SRE ~", "jobAd": {"sections": {"jobDescription": {"text": "<p>TEXT</p>"}}}}"#,
        )),
    },
    Board {
        source: "teamtailor:acme",
        item: "<item><title>SRE ~</title><guid>~</guid><link>https://t.example/~</link><remoteStatus>fully</remoteStatus><description>TEXT</description></item>",
        page: "<rss><channel><title>Acme</title>@</channel></rss>",
        between: "",
        detail: None,
    },
    Board {
        source: "themuse?category=IT",
        item: r#"{"id": ~, "name": "SRE ~", "refs": {"landing_page": "https://m.example/~"}, "contents": "<p>TEXT</p>"}"#,
        page: r#"{"page_count": #, "results": [@]}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "usajobs?Keyword=devops",
        item: r#"{"MatchedObjectDescriptor": {"PositionID": "~", "PositionTitle": "SRE ~", "PositionURI": "https://u.example/~", "QualificationSummary": "TEXT"}}"#,
        page: r#"{"SearchResult": {"SearchResultCountAll": $, "SearchResultItems": [@]}}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "weworkremotely",
        item: "<item><title>Acme: SRE ~</title><region>Anywhere</region><guid>~</guid><description>TEXT</description></item>",
        page: "<rss><channel><title>Remote</title>@</channel></rss>",
        between: "",
        detail: None,
    },
    Board {
        source: "workable:acme",
        item: r#"{"title": "SRE ~", "shortcode": "X~", "description": "<p>TEXT</p>"}"#,
        page: r#"{"name": "Acme", "jobs": [@]}"#,
        between: ",",
        detail: None,
    },
    Board {
        source: "workday:acme.wd5/careers",
        item: r#"{"title": "SRE ~", "externalPath": "/job/Ulm/SRE_~", "postedOn": "Posted Today"}"#,
        page: r#"{"total": $, "jobPostings": [@]}"#,
        between: ",",
        detail: Some(("/job/Ulm/SRE_~", r#"{"jobPostingInfo": {"title": "SRE ~", "jobDescription": "<p>TEXT</p>"}}"#)),
    },
];

/// How a board behaves, once its list has more than one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// As it should, with so many postings.
    Right(usize),
    /// It has so many postings on its first page, and so many after that.
    Moves(usize, usize),
    /// It tells how many there are on its first page only, and says none on the others.
    TellsOnce,
    /// It gives the first page whatever is asked for, or the first two in turn.
    Repeats(usize),
}

/// What a board answers; the numbers of its postings begin with 100, so that none is part of another.
pub(super) fn body(board: &Board, request: &Request, manner: Manner) -> Option<String> {
    let path = request.url.path();
    if path == "/robots.txt" {
        return None;
    }
    let filled = |template: &str, number: usize| template.replace('~', &number.to_string()).replace("TEXT", TEXT);
    if let Some((address, detail)) = board.detail {
        let asked = (100..200).find(|number| path.ends_with(&filled(address, *number)));
        if let Some(number) = asked {
            return Some(filled(detail, number));
        }
    }
    if path.ends_with("search_by_date") {
        let hits = json!({"hits": [
            {"title": "Ask HN: Who wants to be hired? (October 2026)", "objectID": "6"},
            {"title": "Ask HN: Who is hiring? (October 2026)", "objectID": "7"},
            {"title": "Ask HN: Who is hiring? (September 2026)", "objectID": "8"},
        ]});
        return Some(hits.to_string());
    }
    let asked = first_of(request);
    let (from, all) = match manner {
        Manner::Right(all) => (asked, all),
        Manner::TellsOnce => (asked, ALL),
        Manner::Moves(before, after) => (asked, if asked == 0 { before } else { after }),
        Manner::Repeats(pages) => (asked % (pages * A_PAGE), 1_000),
    };
    let size = if is_paged(board) { A_PAGE } else { all };
    let postings = all.saturating_sub(from).min(size);
    let items: Vec<String> = (from..from + postings).map(|number| filled(board.item, 100 + number)).collect();
    let next = if asked + postings < all { format!("\"c{}\"", asked + postings) } else { "null".to_owned() };
    let told = if manner == Manner::TellsOnce && asked > 0 { 0 } else { all };
    let page = board.page.replace('$', &told.to_string()).replace('#', &told.div_ceil(A_PAGE).to_string());
    Some(page.replace('%', &next).replace('@', &items.join(board.between)).replace(", ]", "]"))
}

pub(super) fn answer(board: &Board, request: &Request, manner: Manner) -> ResponseTemplate {
    body(board, request, manner).map_or_else(none, |body| ResponseTemplate::new(200).set_body_string(body))
}

/// Boards that give all at once are asked for no page.
pub(super) fn is_paged(board: &Board) -> bool {
    let paged = ["adzuna", "arbeitnow", "himalayas", "lever", "smartrecruiters", "themuse", "usajobs", "workday"];
    paged.iter().any(|name| board.source.starts_with(name))
}

/// The number of the first posting of the page that is asked for.
fn first_of(request: &Request) -> usize {
    let query =
        |name: &str| request.url.query_pairs().find(|(found, _)| found == name).map(|(_, value)| value.into_owned());
    let number = |text: String| text.trim_start_matches('c').parse::<usize>().unwrap();
    if let Some(offset) = query("offset").or_else(|| query("skip")).or_else(|| query("cursor")) {
        return number(offset);
    }
    if let Some(page) = query("page").or_else(|| query("Page")) {
        // The Muse counts from none, the others from one.
        let first = usize::from(!request.url.path().contains("public"));
        return (number(page) - first) * A_PAGE;
    }
    if request.url.path().contains("/jobs/gb/search/") {
        let page = request.url.path_segments().unwrap().next_back().unwrap().to_owned();
        return (number(page) - 1) * A_PAGE;
    }
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    body["offset"].as_u64().unwrap_or(0) as usize
}
