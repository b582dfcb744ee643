//! What a person names to what is fetched.
//!
//! In: `greenhouse:acme`, `remotive?search=devops`, the address of a board or of a posting. Out: a [`Source`], or why it is none.

use jiff::civil::Date;
use url::Url;

use super::endpoint::{Endpoint, Endpoints, refused};
use super::failure::{Failure, Kind};
use super::secrets;
use super::template::Values;

/// No board had postings on the web before.
const FIRST_YEAR: i16 = 1990;

/// Something to fetch.
#[derive(Debug)]
pub struct Source<'e> {
    /// As it is named in messages.
    pub name: String,
    pub(super) wanted: Wanted<'e>,
}

/// What a source is.
#[derive(Debug)]
pub(super) enum Wanted<'e> {
    /// The postings of a board.
    Board {
        board: &'e Endpoint,
        values: Values,
        /// The person's own parameters, for boards that filter.
        filters: Vec<(String, String)>,
    },
    /// One posting of a known board, whose page needs a browser.
    Posting { board: &'e Endpoint, values: Values },
    /// Any page.
    Page(Url),
}

impl<'e> Source<'e> {
    /// The board's name or the host that it is asked at.
    pub fn site(&self) -> &str {
        match &self.wanted {
            Wanted::Board { board, .. } | Wanted::Posting { board, .. } => &board.name,
            Wanted::Page(url) => url.host_str().unwrap_or_default(),
        }
    }

    /// Recognises what was named.
    ///
    /// # Errors
    /// When it is no source, or one that is not fetched from; the reason says what to do.
    pub fn parse(text: &str, endpoints: &'e Endpoints) -> Result<Self, Failure> {
        let text = text.trim();
        if text.contains("://") {
            return of_address(text, endpoints);
        }
        let (what, filters) = text.split_once('?').unwrap_or((text, ""));
        let (name, rest) = what.split_once(':').unwrap_or((what, ""));
        if let Some(site) = refused(name.split('/').next().unwrap_or_default()) {
            return Err(not_fetched(site));
        }
        let Some(board) = endpoints.named(name) else { return Err(unknown(text, name, endpoints)) };
        let values = board.source.iter().find_map(|pattern| parts(pattern, rest));
        let values = values.or_else(|| (board.source.is_empty() && rest.is_empty()).then(Values::new));
        let Some(values) = values else {
            let reason = format!("{} is named like {}", board.title, board.example);
            return Err(Failure::new(Kind::Unknown, reason));
        };
        let values = with_defaults(board, values)?;
        let name = secrets::shown_text(text);
        let filters = url::form_urlencoded::parse(filters.as_bytes()).into_owned().collect();
        Ok(Self { name, wanted: Wanted::Board { board, values, filters } })
    }
}

fn of_address<'e>(text: &str, endpoints: &'e Endpoints) -> Result<Source<'e>, Failure> {
    let wrong = |reason: String| Failure::new(Kind::Unknown, reason);
    let mut url = Url::parse(text).map_err(|error| wrong(format!("is no valid address: {error}")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong(format!("only http and https are fetched, not {}", url.scheme())));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("an address with a password in it is not fetched".to_owned()));
    }
    url.set_fragment(None);
    if let Some(site) = url.host_str().and_then(refused) {
        return Err(not_fetched(site));
    }
    let name = secrets::shown(&url);
    for board in &endpoints.boards {
        if let Some(values) = board.addresses.iter().find_map(|pattern| matched(pattern, &url)) {
            let wanted = Wanted::Board { board, values: with_defaults(board, values)?, filters: Vec::new() };
            return Ok(Source { name, wanted });
        }
        let posting = board.posting.iter().flat_map(|posting| &posting.addresses);
        if let Some(values) = posting.into_iter().find_map(|pattern| matched(pattern, &url)) {
            return Ok(Source { name, wanted: Wanted::Posting { board, values: with_defaults(board, values)? } });
        }
    }
    Ok(Source { name, wanted: Wanted::Page(url) })
}

fn not_fetched(site: &str) -> Failure {
    let reason = format!(
        "{site} does not allow programs to fetch its pages. Open the posting in your browser, save it (Ctrl+S, “Web page, complete” \
         or “HTML only”) into a folder, and read that with `jobsift scan FOLDER`"
    );
    Failure::new(Kind::Refused, reason)
}

fn unknown(text: &str, name: &str, endpoints: &Endpoints) -> Failure {
    let names = || endpoints.boards.iter().flat_map(|board| [Some(&board.name), board.short.as_ref()]).flatten();
    let reason = if endpoints.only_read.iter().any(|known| known == name) {
        format!("{name} is read from saved files only; save its pages in your browser and scan the folder")
    } else if let Some(near) = names().find(|known| strsim::damerau_levenshtein(known, name) <= 2) {
        format!("no board is called `{name}`; did you mean `{near}`? `jobsift boards` lists them")
    } else if text.contains('.') && !text.contains(':') {
        format!("is no source; an address begins with https:// (https://{text}), and a list of sources with @")
    } else {
        format!("no board is called `{name}`; `jobsift boards` lists them")
    };
    Failure::new(Kind::Unknown, crate::text::one_line(&reason))
}

/// The values with those that were left out, and the name of a month beside its number.
fn with_defaults(board: &Endpoint, mut values: Values) -> Result<Values, Failure> {
    for (name, value) in &board.defaults {
        values.entry(name.clone()).or_insert_with(|| value.clone());
    }
    // A board titles its months in English words; people type numbers.
    let (Some(year), Some(month)) = (values.get("year"), values.get("month")) else { return Ok(values) };
    let date = year.parse().ok().zip(month.parse().ok()).and_then(|(year, month)| Date::new(year, month, 1).ok());
    let Some(date) = date.filter(|date| date.year() >= FIRST_YEAR) else {
        let named = crate::text::one_line(&format!("{year}-{month}"));
        let reason = format!("{named} is no month; {} is named like {}", board.title, board.example);
        return Err(Failure::new(Kind::Unknown, reason));
    };
    let written = [("year", "%Y"), ("month", "%m"), ("month_name", "%B")];
    values.extend(written.map(|(name, format)| (name.to_owned(), date.strftime(format).to_string())));
    Ok(values)
}

/// The values of the names of a pattern, such as `{tenant}.{data_center}/{site}`, in a text.
fn parts(pattern: &str, text: &str) -> Option<Values> {
    let mut values = Values::new();
    let mut rest = text;
    let mut pattern = pattern;
    while let Some((before, after)) = pattern.split_once('{') {
        rest = rest.strip_prefix(before)?;
        let (name, after) = after.split_once('}')?;
        // A value ends where what follows its name in the pattern begins.
        let stop = after.split('{').next().unwrap_or_default();
        let end = if stop.is_empty() { rest.len() } else { rest.find(stop)? };
        let value = &rest[..end];
        let is_safe = !value.is_empty()
            && !value.contains(['/', '?', '#', '@', ':', '\\'])
            && !value.contains(char::is_control)
            && value != "."
            && value != "..";
        if !is_safe {
            return None;
        }
        values.insert(name.to_owned(), value.to_owned());
        rest = &rest[end..];
        pattern = after;
    }
    (rest == pattern).then_some(values)
}

/// The values of the names of a pattern, such as `jobs.example/{board}?for={x}`, in an address.
fn matched(pattern: &str, url: &Url) -> Option<Values> {
    let (pattern, query) = pattern.split_once('?').unwrap_or((pattern, ""));
    let host = url.host_str()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    let path = url.path().trim_end_matches('/');
    let (host_pattern, path_pattern) = pattern.split_once('/').unwrap_or((pattern, ""));
    let mut values = labels(host_pattern, host, '.')?;
    values.append(&mut labels(path_pattern, path.trim_start_matches('/'), '/')?);
    if !query.is_empty() {
        let (key, name) = query.split_once('=')?;
        let value = url.query_pairs().find(|(found, _)| found == key)?.1.into_owned();
        values.append(&mut parts(name, &value)?);
    }
    Some(values)
}

/// Piece by piece, so that a name never takes more than one label of a host or one part of a path.
fn labels(pattern: &str, text: &str, between: char) -> Option<Values> {
    let (patterns, texts) = (pattern.split(between), text.split(between));
    if patterns.clone().count() != texts.clone().count() {
        return None;
    }
    let mut values = Values::new();
    for (pattern, text) in patterns.zip(texts) {
        values.append(&mut parts(pattern, text)?);
    }
    Some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let endpoints = Endpoints::built_in().unwrap();
        let said =
            |values: &Values| values.iter().flat_map(|(name, value)| [" ", name, "=", value]).collect::<String>();
        match Source::parse(text, &endpoints) {
            Ok(Source { wanted: Wanted::Board { board, values, filters }, .. }) => {
                let filters = filters.iter().flat_map(|(name, value)| [" ?", name, "=", value]).collect::<String>();
                format!("{}{}{filters}", board.name, said(&values))
            }
            Ok(Source { wanted: Wanted::Posting { board, values }, .. }) => {
                format!("one of {}{}", board.name, said(&values))
            }
            Ok(Source { wanted: Wanted::Page(url), .. }) => format!("page {url}"),
            Err(failure) => failure.to_string(),
        }
    }

    #[test]
    fn sources_by_name_and_by_address() {
        for (text, expected) in [
            ("greenhouse:acme", "greenhouse board=acme"),
            (" remotive?search=dev%20ops&limit=5 ", "remotive ?search=dev ops ?limit=5"),
            ("hn:2026-10", "hackernews month=10 month_name=October year=2026"),
            ("hn:2026-3", "hackernews month=03 month_name=March year=2026"),
            ("remotive?api_key=1", "remotive ?api_key=1"),
            ("workday:acme.wd5/careers", "workday data_center=wd5 site=careers tenant=acme"),
            ("workday:acme/careers", "workday data_center=wd1 site=careers tenant=acme"),
            ("https://boards.greenhouse.io/acme/", "greenhouse board=acme"),
            ("https://boards.greenhouse.io/embed/job_board?for=acme&x=1", "greenhouse board=acme"),
            ("https://job-boards.eu.greenhouse.io/acme/jobs/42?gh_src=x", "one of greenhouse board=acme item=42"),
            ("https://jobs.lever.co/acme", "lever company=acme"),
            ("https://jobs.ashbyhq.com/My%20Company#x", "ashby company=My%20Company"),
            ("https://acme.jobs.personio.de/?language=en", "personio company=acme"),
            ("https://news.ycombinator.com/item?id=7", "hackernews story=7"),
            (
                "https://acme.wd5.myworkdayjobs.com/en-US/careers/job/Ulm/SRE_1",
                "one of workday data_center=wd5 item=SRE_1 language=en-US place=Ulm site=careers tenant=acme",
            ),
            ("https://acme.example/jobs/1", "page https://acme.example/jobs/1"),
            ("https://jobs.ashbyhq.com/acme/1234", "page https://jobs.ashbyhq.com/acme/1234"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_source_says_what_to_do() {
        for (text, expected) in [
            (
                "greenhous:acme",
                "no board is called `greenhous`; did you mean `greenhouse`? `jobsift boards` lists them",
            ),
            ("greenhouse", "Greenhouse is named like greenhouse:acme"),
            ("greenhouse:a/../b", "Greenhouse is named like greenhouse:acme"),
            ("greenhouse:a@evil.example", "Greenhouse is named like greenhouse:acme"),
            ("remotive:x", "Remotive is named like remotive?search=devops"),
            (
                "acme.example",
                "is no source; an address begins with https:// (https://acme.example), and a list of sources with @",
            ),
            ("ftp://acme.example", "only http and https are fetched, not ftp"),
            ("https://me:pw@acme.example", "an address with a password in it is not fetched"),
            ("https://", "is no valid address: empty host"),
            ("hn:2026-99", "2026-99 is no month; Hacker News: Who is hiring? is named like hn:2026-10"),
            ("hn:26-1", "26-1 is no month; Hacker News: Who is hiring? is named like hn:2026-10"),
            ("hn:2026", "Hacker News: Who is hiring? is named like hn:2026-10"),
            ("icims:acme", "icims is read from saved files only; save its pages in your browser and scan the folder"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        for site in [
            "linkedin:x",
            "linkedin.com/jobs/view/1",
            "https://lnkd.in/x",
            "https://de.indeed.com/viewjob?jk=1",
            "https://www.glassdoor.co.uk/Job/x",
        ] {
            assert!(read(site).contains("save it (Ctrl+S"), "{site}");
        }
    }

    #[test]
    fn every_example_is_a_source_of_its_board() {
        let endpoints = Endpoints::built_in().unwrap();
        assert!(endpoints.boards.len() >= 20);
        for board in &endpoints.boards {
            let source = Source::parse(&board.example, &endpoints).unwrap();
            assert!(
                matches!(source.wanted, Wanted::Board { board: found, .. } if found.name == board.name),
                "{}",
                board.name
            );
        }
    }
}
