//! One source from its first request to its last file.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::{Stream, StreamExt as _, stream};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tokio::sync::OnceCell;
use url::{Host, Url};

use super::client::{Answer, Body, Client, Request};
use super::endpoint::{Detail, Endpoint, Limits};
use super::failure::{Failure, Kind};
use super::paging::{self, Kinds, Page, Place};
use super::plan;
use super::polite::{Budget, Clock, Group, Polite, Watch};
use super::robots::{self, Robots};
use super::source::{Source, Wanted};
use super::store::{Record, Store, Written, file_name};
use super::template::{self, Values};
use super::{Event, Fetched, Options, Watcher, endpoint, guard};

/// Redirects of one request.
const MOST_REDIRECTS: usize = 5;

/// Requests at the same time where the site says nothing.
const USUAL_AT_ONCE: usize = 2;

/// The time between two pages of a site that says nothing.
const USUAL_PACE: Duration = Duration::from_secs(1);

/// The same for a board, whose programming interface is made for programs.
const USUAL_BOARD_PACE: Duration = Duration::from_millis(200);

/// What everything in a run shares.
pub(super) struct Run<'r> {
    options: &'r Options,
    watcher: &'r Watcher<'r>,
    client: Client,
    polite: Polite<'r>,
    robots: Mutex<HashMap<String, Arc<OnceCell<Robots>>>>,
}

/// A source of a board on its way.
struct Job<'j> {
    board: &'j Endpoint,
    source: &'j str,
    values: Values,
    filters: &'j [(String, String)],
    group: Arc<Group>,
    store: Store,
    /// The name of its file, or of the folder of its files.
    stem: String,
    /// When the run began that this one goes on with.
    begun: Option<Timestamp>,
    out: Mutex<Fetched>,
}

/// A posting of a list that is to be asked for.
struct Entry {
    item: String,
    stamp: String,
}

impl<'r> Run<'r> {
    pub(super) fn new(options: &'r Options, watcher: &'r Watcher<'r>, waiting: &'r Watch<'r>) -> Result<Self, String> {
        let polite = Polite::new(Clock::new(options.now), options.backoff, options.memory.clone(), waiting);
        Ok(Self { options, watcher, client: Client::new(options)?, polite, robots: Mutex::default() })
    }

    /// Fetches a source.
    pub(super) async fn fetch(&self, source: &Source<'_>, folder: &Path) -> Fetched {
        let store = Store::new(folder);
        let fetched = match &source.wanted {
            Wanted::Board { board, values, filters } => self.board(&source.name, board, values, filters, store).await,
            Wanted::Posting { board, values } => self.posting(&source.name, board, values, &store).await,
            Wanted::Page(url) => self.page(&source.name, url, &store).await,
        };
        fetched.unwrap_or_else(|failure| Fetched::failed(&source.name, failure))
    }

    /// Asks for the first page of a source, and says what is there.
    pub(super) async fn check(&self, source: &Source<'_>) -> Result<String, Failure> {
        match &source.wanted {
            Wanted::Board { board, values, filters } => {
                let values = self.found(board, plan::with_keys(board, values, self.options)?).await?;
                let request = plan::list_request(board, &values, filters, &Place::default(), self.options)?;
                let body = self.body(&self.board_group(board), request).await?;
                let page = board.list.read(&body.bytes)?;
                let total = board.list.total(&page).unwrap_or(page.postings);
                let more = board.list.next(&Place::default(), &page, page.items).is_some();
                Ok(plan::outlook(board, page.items, total, more))
            }
            Wanted::Posting { board, values } => {
                let request = plan::posting_request(board, values, self.options)?;
                let body = self.body(&self.board_group(board), request).await?;
                paging::check(&body.bytes, board.posting.as_ref().map_or(&[][..], |posting| &posting.has))?;
                Ok("one posting".to_owned())
            }
            Wanted::Page(url) => {
                let body = self.body(&self.host_group(url), Request::get(url.clone())).await?;
                Ok(format!("one page, {} KiB of {}", body.bytes.len().div_ceil(1024), extension(&body)?))
            }
        }
    }

    /// A whole board.
    async fn board(
        &self,
        source: &str,
        board: &Endpoint,
        values: &Values,
        filters: &[(String, String)],
        store: Store,
    ) -> Result<Fetched, Failure> {
        let stem = plan::stem(board, values, filters);
        let values = self.found(board, plan::with_keys(board, values, self.options)?).await?;
        let begun = store.begin(&stem, self.polite.clock.now())?;
        let fetched = Fetched { source: source.to_owned(), credit: board.credit.clone(), ..Fetched::default() };
        let group = self.board_group(board);
        let job = Job { board, source, values, filters, group, store, stem, begun, out: Mutex::new(fetched) };
        if begun.is_some() {
            job.note("goes on with a run that was interrupted".to_owned());
        }
        let keep = Mutex::new(BTreeSet::new());
        let kept = |name: String| {
            keep.lock().unwrap_or_else(PoisonError::into_inner).insert(name);
        };
        self.entries(&job, &kept)
            .map(|entry| async {
                let (name, result) = self.detail(&job, entry).await;
                (self.watcher)(&Event::Posting { source });
                kept(name.clone());
                job.tell(|out| match result {
                    Ok(written) => out.count(written),
                    Err(failure) => out.failures.push((Some(name), failure)),
                });
            })
            .buffer_unordered(self.options.at_once.max(1))
            .collect::<()>()
            .await;
        let Job { store, stem, out, .. } = job;
        let mut out = out.into_inner().unwrap_or_else(PoisonError::into_inner);
        out.failures.sort_by(|(a, _), (b, _)| a.cmp(b));
        // A list that ended early says nothing of what is no longer listed, and the next run goes on with it. Postings that
        // failed are asked for again by any next run.
        let has_whole_list = out.failures.iter().all(|(address, _)| address.is_some());
        if has_whole_list {
            out.put_aside += store.put_aside(&stem, &keep.into_inner().unwrap_or_else(PoisonError::into_inner));
            store.end(&stem);
        }
        Ok(out)
    }

    /// The postings of a board's list that have to be asked for one by one, page after page; pages with whole postings are
    /// saved on the way, and give none.
    fn entries<'j>(&'j self, job: &'j Job<'j>, kept: &'j impl Fn(String)) -> impl Stream<Item = Entry> + 'j {
        let first = (Some(Place::default()), None::<(usize, u64)>);
        let pages = stream::unfold(first, move |(place, before)| async move {
            let place = place?;
            let page = match self.list_page(job, &place, kept, before.map(|(_, hash)| hash)).await {
                Ok(page) => page,
                Err(failure) => {
                    job.tell(|out| out.failures.push((None, failure)));
                    return None;
                }
            };
            let (page, hash) = page;
            let first = before.map_or(page.items, |(first, _)| first);
            let entries = job.entries_of(&page);
            let next = self.next_page(job, &place, &page, first);
            Some((stream::iter(entries), (next, Some((first, hash)))))
        });
        pages.flatten()
    }

    fn next_page(&self, job: &Job<'_>, place: &Place, page: &Page, first: usize) -> Option<Place> {
        let list = &job.board.list;
        let next = list.next(place, page, first);
        let total = list.total(page);
        let so_far = job.tell(|out| out.postings);
        (self.watcher)(&Event::Page { source: job.source, postings: so_far, of: total });
        match &next {
            Some(next) if next.offset >= self.options.most => {
                let of = total.map(|total| format!(" of {total}")).unwrap_or_default();
                job.note(format!(
                    "ends after {}{of} postings; --most N goes on, and filters narrow it down",
                    next.offset
                ));
                None
            }
            None => {
                let given = place.offset + page.items;
                if let Some(total) = total.filter(|total| *total > given) {
                    job.note(format!("the board says {total} postings and gives {given}"));
                }
                None
            }
            _ => next,
        }
    }

    /// One page of a list, from the site or from an interrupted run.
    async fn list_page(
        &self,
        job: &Job<'_>,
        place: &Place,
        kept: &impl Fn(String),
        before: Option<u64>,
    ) -> Result<(Page, u64), Failure> {
        let list = &job.board.list;
        let request = plan::list_request(job.board, &job.values, job.filters, place, self.options)?;
        let extension = list.format.extension();
        let name = match list.kind() {
            Kinds::One if job.board.detail.is_none() => format!("{}.{extension}", job.stem),
            _ => format!("{}/list-{:04}.{extension}", job.stem, place.index + 1),
        };
        // What is posted is a part of what is asked for.
        let address = template::shown(&request.url) + request.body.as_deref().unwrap_or_default();
        let saved = job.store.saved(&name, &address);
        if let Some((record, body)) = &saved {
            let is_polled = self.is_polled(job.board, record);
            if job.begun.is_some_and(|begun| record.fetched >= begun) || is_polled {
                if is_polled && place.index == 0 && job.begun.is_none() {
                    job.note(polled(job.board, self.polite.clock.now().duration_since(record.fetched)));
                }
                let page = list.read(body)?;
                kept(name);
                job.tell(|out| {
                    out.postings += page.postings;
                    out.unchanged += usize::from(!record.hidden);
                });
                return Ok((page, xxhash_rust::xxh3::xxh3_64(body)));
            }
        }
        let hidden = |page: &Page| job.board.detail.is_some() || page.postings == 0;
        let now = || self.polite.clock.now();
        let (bytes, validators) = match self.conditional(job, request, saved.as_ref()).await? {
            Some(body) => (body.bytes, body.validators),
            None => saved.map(|(record, body)| (body, record.validators)).unwrap_or_default(),
        };
        let page = list.read(&bytes)?;
        let hash = xxhash_rust::xxh3::xxh3_64(&bytes);
        if page.items > 0 && before == Some(hash) {
            let reason = format!(
                "page {} is the same as the one before it: the board does not turn its pages any more",
                place.index + 1
            );
            return Err(Failure::new(Kind::ChangedShape, reason));
        }
        let hidden = hidden(&page);
        let record = Record {
            url: address,
            source: job.source.to_owned(),
            fetched: now(),
            validators,
            stamp: None,
            hidden,
            bytes: 0,
            hash: String::new(),
        };
        if hidden && job.board.detail.is_none() && job.store.set_aside(&name) {
            job.tell(|out| out.put_aside += 1);
        }
        let written = job.store.save(&name, &bytes, record)?;
        kept(name);
        job.tell(|out| {
            out.postings += page.postings;
            if !hidden {
                out.count(written);
            }
        });
        Ok((page, hash))
    }

    /// Whether a list was asked for so short a time ago that the board's terms forbid to ask again.
    fn is_polled(&self, board: &Endpoint, record: &Record) -> bool {
        let again_after = board.limits.again_after.filter(|_| !self.options.bases.contains_key(&board.name));
        let Some(seconds) = again_after else { return false };
        self.polite.clock.now().duration_since(record.fetched) < SignedDuration::from_secs(seconds as i64)
    }

    /// One posting of a list, with the name of its file.
    async fn detail(&self, job: &Job<'_>, entry: Entry) -> (String, Result<Written, Failure>) {
        let name = format!("{}/{}.json", job.stem, file_name(entry.item.trim_matches('/')));
        let result = match &job.board.detail {
            Some(detail) => self.detail_of(job, detail, &name, entry).await,
            None => Ok(Written::Unchanged),
        };
        (name, result)
    }

    async fn detail_of(&self, job: &Job<'_>, detail: &Detail, name: &str, entry: Entry) -> Result<Written, Failure> {
        let request = plan::detail_request(job.board, detail, &job.values, &entry.item, self.options)?;
        let address = template::shown(&request.url);
        let saved = job.store.saved(name, &address);
        if let Some((record, _)) = &saved {
            let is_of_this_run = job.begun.is_some_and(|begun| record.fetched >= begun);
            let is_same = record.stamp.as_deref() == Some(&entry.stamp) && !self.options.refresh;
            if is_of_this_run || is_same {
                return Ok(Written::Unchanged);
            }
        }
        let body = self.conditional(job, request, saved.as_ref()).await?;
        let now = self.polite.clock.now();
        match (body, saved) {
            (Some(body), _) => {
                paging::check(&body.bytes, &detail.has)?;
                let record = Record {
                    url: address,
                    source: job.source.to_owned(),
                    fetched: now,
                    validators: body.validators,
                    stamp: Some(entry.stamp),
                    hidden: false,
                    bytes: 0,
                    hash: String::new(),
                };
                job.store.save(name, &body.bytes, record)
            }
            (None, Some((record, _))) => {
                job.store.note(name, &Record { fetched: now, stamp: Some(entry.stamp), ..record })?;
                Ok(Written::Unchanged)
            }
            (None, None) => Err(not_asked_for()),
        }
    }

    /// Asks for something that may be saved already: nothing comes when that still holds.
    async fn conditional(
        &self,
        job: &Job<'_>,
        mut request: Request,
        saved: Option<&(Record, Vec<u8>)>,
    ) -> Result<Option<Body>, Failure> {
        if let Some((record, _)) = saved {
            request.validators = record.validators.clone();
        }
        job.tell(|out| out.requests += 1);
        match self.ask(&job.group, request).await? {
            Answer::Body(body) => Ok(Some(body)),
            _ if saved.is_some() => Ok(None),
            _ => Err(not_asked_for()),
        }
    }

    /// One posting of a known board.
    async fn posting(
        &self,
        source: &str,
        board: &Endpoint,
        values: &Values,
        store: &Store,
    ) -> Result<Fetched, Failure> {
        let request = plan::posting_request(board, values, self.options)?;
        let has = board.posting.as_ref().map_or(&[][..], |posting| &posting.has);
        let check = |body: &Body| paging::check(&body.bytes, has).map(|()| "json");
        let mut out = self.one(source, &self.board_group(board), request, store, check).await?;
        out.credit.clone_from(&board.credit);
        Ok(out)
    }

    /// One page of any site.
    async fn page(&self, source: &str, url: &Url, store: &Store) -> Result<Fetched, Failure> {
        self.one(source, &self.host_group(url), Request::get(url.clone()), store, extension).await
    }

    /// One file; `kind` checks what came and names its ending.
    async fn one(
        &self,
        source: &str,
        group: &Group,
        mut request: Request,
        store: &Store,
        kind: impl Fn(&Body) -> Result<&'static str, Failure>,
    ) -> Result<Fetched, Failure> {
        let mut out = Fetched { source: source.to_owned(), postings: 1, requests: 1, ..Fetched::default() };
        let address = template::shown(&request.url);
        let stem = plan::page_stem(&request.url);
        let named = |extension: &str| format!("{stem}.{extension}");
        let saved = EXTENSIONS.iter().find_map(|extension| {
            let name = named(extension);
            store.saved(&name, &address).map(|(record, _)| (name, record))
        });
        if let Some((_, record)) = &saved {
            request.validators = record.validators.clone();
        }
        let fetched = self.polite.clock.now();
        match (self.ask(group, request).await?, saved) {
            (Answer::Body(body), saved) => {
                let name = named(kind(&body)?);
                if let Some((old, _)) = saved.filter(|(old, _)| *old != name) {
                    store.set_aside(&old);
                }
                let record = Record {
                    url: address,
                    source: source.to_owned(),
                    fetched,
                    validators: body.validators,
                    stamp: None,
                    hidden: false,
                    bytes: 0,
                    hash: String::new(),
                };
                out.count(store.save(&name, &body.bytes, record)?);
            }
            (_, Some((name, record))) => {
                store.note(&name, &Record { fetched, ..record })?;
                out.count(Written::Unchanged);
            }
            (_, None) => return Err(not_asked_for()),
        }
        Ok(out)
    }

    /// The values with what the board has to be asked for first.
    async fn found(&self, board: &Endpoint, mut values: Values) -> Result<Values, Failure> {
        let Some(find) = board.find.as_ref().filter(|find| !values.contains_key(&find.into)) else { return Ok(values) };
        let request = plan::request(board, &find.url, None, &values, self.options)?;
        let body = self.body(&self.board_group(board), request).await?;
        let root = paging::value(&body.bytes, board.list.format)?;
        let wanted = template::words(&find.contains, &values);
        let items = find.items.select(&root, &root);
        if items.is_empty() {
            let reason = format!(
                "expected `{}` in the answer of {}",
                find.items,
                template::shown(&plan::based(board, &find.url, &values, self.options)?)
            );
            return Err(Failure::new(Kind::ChangedShape, reason));
        }
        let says = |item: &&Value| {
            let texts = find.text.select(&root, item);
            texts.into_iter().filter_map(paging::text).any(|text| text.contains(&wanted))
        };
        let taken = items
            .into_iter()
            .find(says)
            .and_then(|item| find.take.select(&root, item).into_iter().find_map(paging::text));
        let Some(taken) = taken else {
            return Err(Failure::new(Kind::Gone, format!("{} lists nothing named “{wanted}”", board.title)));
        };
        values.insert(find.into.clone(), taken);
        Ok(values)
    }

    /// A body that is not saved yet.
    async fn body(&self, group: &Group, request: Request) -> Result<Body, Failure> {
        match self.ask(group, request).await? {
            Answer::Body(body) => Ok(body),
            _ => Err(not_asked_for()),
        }
    }

    /// Sends a request and follows it where it leads. Every address on the way passes the guard, the robots.txt of its site
    /// and its site's limits.
    async fn ask(&self, group: &Group, mut request: Request) -> Result<Answer, Failure> {
        let first = origin(&request.url);
        let mut elsewhere: Option<Arc<Group>> = None;
        for _ in 0..=MOST_REDIRECTS {
            let group = elsewhere.as_deref().unwrap_or(group);
            guard::check(&request.url, self.options.allow_private)?;
            self.permission(&request.url, group).await?;
            let key = template::shown(&request.url);
            let send = async || self.client.send(&request, self.polite.clock.now()).await;
            let (to, same) = match self.polite.run(group, &key, send).await? {
                Answer::Moved { to, same } => (to, same),
                answer => return Ok(answer),
            };
            if request.url.scheme() == "https" && to.scheme() == "http" {
                return Err(Failure::new(Kind::Unsafe, "it leads from https to plain http".to_owned()));
            }
            if let Some(site) = to.host_str().and_then(endpoint::refused) {
                return Err(Failure::new(Kind::Refused, format!("it leads to {site}, which does not allow programs")));
            }
            if origin(&to) != first {
                // Keys are for the site that they were given for.
                request.headers.clear();
                request.body = None;
                elsewhere = Some(self.host_group(&to));
            } else {
                elsewhere = None;
            }
            if !same {
                request.body = None;
            }
            request.url = to;
        }
        Err(Failure::new(Kind::Unsafe, format!("more than {MOST_REDIRECTS} redirects")))
    }

    /// Whether the robots.txt of a site allows an address; its delay slows the group down.
    async fn permission(&self, url: &Url, group: &Group) -> Result<(), Failure> {
        let cell = {
            let mut cells = self.robots.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(cells.entry(origin(url)).or_default())
        };
        let robots = cell.get_or_init(async || self.robots_of(url).await).await;
        if let Some(delay) = robots.delay() {
            group.slow_down(delay);
        }
        robots.check(url)
    }

    async fn robots_of(&self, url: &Url) -> Robots {
        let Ok(mut at) = url.join("/robots.txt") else { return Robots::absent() };
        // Not a request of the board's terms, and not to be slowed down by what it says.
        let budget = Budget { at_once: 1, pace: Duration::ZERO, rates: Vec::new(), patience: self.options.patience };
        let group = self.polite.group(&format!("robots.txt of {}", origin(url)), &budget);
        for _ in 0..=MOST_REDIRECTS {
            if let Err(failure) = guard::check(&at, self.options.allow_private) {
                return Robots::unavailable(failure);
            }
            let request = Request { cut_at: Some(robots::LARGEST + 1), ..Request::get(at.clone()) };
            let send = async || self.client.send(&request, self.polite.clock.now()).await;
            match self.polite.run(&group, at.as_str(), send).await {
                Ok(Answer::Moved { to, .. }) => at = to,
                Ok(Answer::Body(body)) => return Robots::read(&body.bytes),
                Ok(Answer::NotModified) => return Robots::absent(),
                Err(failure) if failure.kind == Kind::Empty => return Robots::absent(),
                Err(failure) if matches!(failure.status, Some(400..=428 | 430..=499)) => return Robots::absent(),
                Err(failure) => return Robots::unavailable(failure),
            }
        }
        // So RFC 9309: after five redirects it may be taken for missing.
        Robots::absent()
    }

    /// The limits of a board.
    fn board_group(&self, board: &Endpoint) -> Arc<Group> {
        let options = self.options;
        let none = Limits::default();
        let is_based = options.bases.contains_key(&board.name);
        let limits = if is_based { &none } else { &board.limits };
        let usual = if is_based { options.at_once } else { USUAL_AT_ONCE };
        let budget = Budget {
            at_once: limits.at_once.unwrap_or(usual).min(options.at_once),
            pace: if is_based || !limits.rates.is_empty() { Duration::ZERO } else { USUAL_BOARD_PACE },
            rates: limits.rates.clone(),
            patience: limits
                .patience
                .map_or(options.patience, |seconds| options.patience.min(Duration::from_secs(seconds))),
        };
        self.polite.group(&board.name, &budget)
    }

    /// The limits of a site of which nothing is known.
    fn host_group(&self, url: &Url) -> Arc<Group> {
        // One's own network needs no courtesy.
        let is_own = match url.host() {
            Some(Host::Ipv4(address)) => guard::is_private(address.into()),
            Some(Host::Ipv6(address)) => guard::is_private(address.into()),
            _ => false,
        };
        let budget = Budget {
            at_once: if is_own { self.options.at_once } else { USUAL_AT_ONCE.min(self.options.at_once) },
            pace: if is_own { Duration::ZERO } else { USUAL_PACE },
            rates: Vec::new(),
            patience: self.options.patience,
        };
        self.polite.group(url.host_str().unwrap_or_default(), &budget)
    }
}

impl Job<'_> {
    fn tell<T>(&self, change: impl FnOnce(&mut Fetched) -> T) -> T {
        change(&mut self.out.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn note(&self, note: String) {
        self.tell(|out| out.notes.push(note));
    }

    /// The postings of a page that have to be asked for.
    fn entries_of(&self, page: &Page) -> Vec<Entry> {
        let Some(detail) = &self.board.detail else { return Vec::new() };
        let entry = |item: &Value| {
            let path = detail.item.select(&page.root, item).into_iter().find_map(paging::text)?;
            let stamp = if detail.stamp.is_empty() {
                item.to_string()
            } else {
                let values = detail.stamp.iter().flat_map(|stamp| stamp.select(&page.root, item));
                values.map(Value::to_string).collect::<Vec<_>>().join("\n")
            };
            Some(Entry { item: path, stamp: format!("{:016x}", xxhash_rust::xxh3::xxh3_64(stamp.as_bytes())) })
        };
        self.board.list.postings(&page.root).into_iter().filter_map(entry).collect()
    }
}

impl Fetched {
    fn count(&mut self, written: Written) {
        match written {
            Written::New => self.new += 1,
            Written::Changed => self.changed += 1,
            Written::Unchanged => self.unchanged += 1,
        }
    }
}

/// The endings of pages.
const EXTENSIONS: &[&str] = &["html", "json", "xml", "pdf", "docx", "txt"];

/// The ending of what came from an unknown site.
fn extension(body: &Body) -> Result<&'static str, Failure> {
    let kind = body.content_type.as_deref().unwrap_or_default().to_ascii_lowercase();
    let begins = body.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&body.bytes).trim_ascii_start();
    let starts = |with: &str| begins.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with.as_bytes()));
    Ok(match () {
        () if starts("%PDF-") => "pdf",
        () if starts("PK\u{3}\u{4}") && kind.contains("wordprocessing") => "docx",
        () if starts("<?xml") && !kind.contains("html") || starts("<rss") || starts("<feed") => "xml",
        () if starts("{") || starts("[") && kind.contains("json") => "json",
        () if starts("<") || kind.contains("html") => "html",
        () if kind.starts_with("text/") || kind.is_empty() => "txt",
        () => {
            let kind = crate::text::one_line(kind.split(';').next().unwrap_or_default());
            return Err(Failure::new(Kind::Unreadable, format!("it is {kind}, which holds no posting")));
        }
    })
}

fn not_asked_for() -> Failure {
    Failure::new(Kind::Unreadable, "the site says that nothing changed (status 304), and was not asked that")
}

fn polled(board: &Endpoint, ago: SignedDuration) -> String {
    let span = board.limits.again_after.unwrap_or_default() / 60;
    format!(
        "was asked {} minutes ago, and {} wants {span} minutes between two requests; what is saved still counts",
        ago.as_mins(),
        board.title
    )
}

/// Scheme, host and port.
fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}
