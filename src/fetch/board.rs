//! A whole board: the pages of its list, and where those have no descriptions, its postings one by one.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::{Stream, StreamExt as _, future, stream};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tokio::sync::mpsc;

use super::client::{Answer, Body, Request};
use super::endpoint::{Detail, Endpoint};
use super::failure::{Failure, Kind};
use super::paging::{self, Kinds, Page, Place};
use super::plan;
use super::polite::Group;
use super::records::{Record, Validators};
use super::run::Run;
use super::site::not_asked_for;
use super::store::{Store, Written, file_name};
use super::template::Values;
use super::{Event, Fetched};

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
    /// When this run began, until that is noted: a run of which nothing is saved is none to go on with.
    unmarked: Cell<Option<Timestamp>>,
    /// The list was not followed to its end, so that it does not say what is no longer listed.
    is_cut: Cell<bool>,
    /// Requests that were sent.
    sent: Arc<AtomicUsize>,
    out: Mutex<Fetched>,
}

/// A posting of a list that is to be asked for.
struct Entry {
    item: String,
    stamp: String,
}

impl Run<'_> {
    /// A whole board.
    pub(super) async fn board(
        &self,
        source: &str,
        board: &Endpoint,
        values: &Values,
        filters: &[(String, String)],
        store: Store,
    ) -> Result<Fetched, Failure> {
        let stem = plan::stem(board, values, filters);
        let values = plan::with_keys(board, values, self.sites.options)?;
        let found = format!("{stem}/~find.json");
        let sent = Arc::default();
        let values = self.found(board, values, Some((&store, &found, source)), &sent).await?;
        let now = self.sites.clock.now();
        let begun = store.begun(&stem, now);
        let credit = board.credit.clone();
        let fetched = Fetched { source: source.to_owned(), credit, ..Fetched::default() };
        let group = self.sites.board_group(board);
        let job = Job {
            board,
            source,
            values,
            filters,
            group,
            store,
            stem,
            begun,
            unmarked: Cell::new(Some(now).filter(|_| begun.is_none())),
            is_cut: Cell::new(false),
            sent,
            out: Mutex::new(fetched),
        };
        if begun.is_some() {
            job.note("goes on with a run that was interrupted".to_owned());
        }
        let keep = Mutex::new(BTreeSet::from([found]));
        let kept = |name: String| {
            keep.lock().unwrap_or_else(PoisonError::into_inner).insert(name);
        };
        // The list is read a page ahead of its postings, so that no place stands empty while a page is on its way. The two are
        // joined rather than one stream: a page that was given the last place has to go on while postings wait for it.
        let (listed, listing) = mpsc::channel(1);
        let pages = self.pages(&job, &kept);
        let pages = async move {
            let mut pages = pin!(pages);
            while let Some(entries) = pages.next().await {
                if listed.send(entries).await.is_err() {
                    return;
                }
            }
        };
        let postings =
            stream::unfold(listing, async |mut listing| Some((stream::iter(listing.recv().await?), listing)))
                .flatten()
                .map(|entry| async {
                    let (name, result) = self.detail(&job, entry).await;
                    (self.watcher)(&Event::Posting { source });
                    kept(name.clone());
                    job.tell(|out| match result {
                        Ok(written) => out.count(written),
                        Err(failure) => out.failures.push((Some(name), failure)),
                    });
                })
                // The group has the places for requests; as many postings again may be on their way into files.
                .buffer_unordered(2 * self.sites.options.at_once.max(1))
                .collect::<()>();
        future::join(pages, postings).await;
        let Job { store, stem, out, is_cut, sent, .. } = job;
        let mut out = out.into_inner().unwrap_or_else(PoisonError::into_inner);
        out.requests = sent.load(Ordering::Relaxed);
        out.failures.sort_by(|(a, _), (b, _)| a.cmp(b));
        // A list that failed is gone on with by the next run. Postings that failed are asked for again by any next run.
        if out.failures.iter().all(|(address, _)| address.is_some()) {
            store.end(&stem);
            if !is_cut.get() {
                out.put_aside += store.put_aside(&stem, &keep.into_inner().unwrap_or_else(PoisonError::into_inner));
            }
        }
        Ok(out)
    }

    /// The postings of each page of a board's list that have to be asked for one by one; pages with whole postings are saved
    /// on the way, and give none.
    fn pages<'j>(&'j self, job: &'j Job<'j>, kept: &'j impl Fn(String)) -> impl Stream<Item = Vec<Entry>> + 'j {
        let first = (Some(Place::default()), BTreeSet::new());
        stream::unfold(first, async move |(place, mut seen)| {
            let place = place?;
            let page = match self.list_page(job, &place, kept, &mut seen).await {
                Ok(page) => page,
                Err(failure) => {
                    job.tell(|out| out.failures.push((None, failure)));
                    return None;
                }
            };
            Some((job.entries_of(&page), (self.next_page(job, &place, &page), seen)))
        })
    }

    fn next_page(&self, job: &Job<'_>, place: &Place, page: &Page) -> Option<Place> {
        let list = &job.board.list;
        let next = list.next(place, page);
        let total = list.total(place, page);
        let so_far = job.tell(|out| out.postings);
        (self.watcher)(&Event::Page { source: job.source, postings: so_far, of: total });
        if list.has_moved(place, page) && !job.is_cut.replace(true) {
            // What slid from one page to another meanwhile was on none of them.
            job.note("the board's list changed while it was read, so nothing is put aside".to_owned());
        }
        match &next {
            Some(next) if next.offset >= self.sites.options.most => {
                job.is_cut.set(true);
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
                    job.is_cut.set(true);
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
        seen: &mut BTreeSet<u64>,
    ) -> Result<Page, Failure> {
        let list = &job.board.list;
        let request = plan::list_request(job.board, &job.values, job.filters, place, self.sites.options)?;
        let extension = list.format.extension();
        let name = match list.kind() {
            Kinds::One if job.board.detail.is_none() => format!("{}.{extension}", job.stem),
            // No posting's own file is named with a tilde.
            _ if job.board.detail.is_some() => format!("{}/~list-{:04}.{extension}", job.stem, place.index + 1),
            _ => format!("{}/list-{:04}.{extension}", job.stem, place.index + 1),
        };
        let address = request.shown();
        let saved = job.store.saved(&name, &address);
        if let Some((record, body)) = &saved {
            let is_polled = self.is_polled(job.board, record);
            if job.begun.is_some_and(|begun| record.fetched >= begun) || is_polled {
                if is_polled && place.index == 0 && job.begun.is_none() {
                    job.note(polled(job.board, self.sites.clock.now().duration_since(record.fetched)));
                }
                let page = list.read(body)?;
                kept(name);
                job.tell(|out| {
                    out.postings += page.postings;
                    out.unchanged += usize::from(!record.hidden);
                });
                seen.insert(page.hash);
                return Ok(page);
            }
        }
        let (bytes, validators) = match self.conditional(job, request, saved.as_ref()).await? {
            Some(body) => (body.bytes, body.validators),
            None => saved.map(|(record, body)| (body, record.validators)).unwrap_or_default(),
        };
        let page = list.read(&bytes)?;
        if page.items > 0 && !seen.insert(page.hash) {
            let reason = format!(
                "page {} has the same postings as one before it: the board does not turn its pages any more",
                place.index + 1
            );
            return Err(Failure::new(Kind::ChangedShape, reason));
        }
        if let Some(failure) = list.kept_back(place, &page) {
            return Err(failure);
        }
        if page.items == 0 && list.total(place, &page).is_some_and(|total| total > place.offset) {
            // What was saved before in the place of such a page stays.
            return Ok(page);
        }
        // A list that leads to postings, or has none, is nothing to read.
        let hidden = job.board.detail.is_some() || page.postings == 0;
        let record = Record { hidden, ..job.record(address, self.sites.clock.now(), validators) };
        if hidden && job.board.detail.is_none() && job.store.set_aside(&name) {
            job.tell(|out| out.put_aside += 1);
        }
        if let Some(now) = job.unmarked.take() {
            job.store.begin(&job.stem, now)?;
        }
        let written = job.store.save(&name, &bytes, record)?;
        kept(name);
        job.tell(|out| {
            out.postings += page.postings;
            if !hidden {
                out.count(written);
            }
        });
        Ok(page)
    }

    /// Whether a list was asked for so short a time ago that the board's terms forbid to ask again.
    fn is_polled(&self, board: &Endpoint, record: &Record) -> bool {
        let again_after = board.limits.again_after.filter(|_| !self.sites.options.bases.contains_key(&board.name));
        let Some(seconds) = again_after else { return false };
        self.sites.clock.now().duration_since(record.fetched)
            < SignedDuration::try_from(Duration::from_secs(seconds)).unwrap_or_default()
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
        let request = plan::detail_request(job.board, detail, &job.values, &entry.item, self.sites.options)?;
        let address = request.shown();
        let saved = job.store.saved(name, &address);
        if let Some((record, _)) = &saved {
            let is_of_this_run = job.begun.is_some_and(|begun| record.fetched >= begun);
            let is_same = record.stamp.as_deref() == Some(&entry.stamp) && !self.sites.options.refresh;
            if is_of_this_run || is_same {
                return Ok(Written::Unchanged);
            }
        }
        let body = self.conditional(job, request, saved.as_ref()).await.map_err(Failure::of_listed)?;
        let now = self.sites.clock.now();
        match (body, saved) {
            (Some(body), _) => {
                paging::check(&body.bytes, &detail.has)?;
                let record = Record { stamp: Some(entry.stamp), ..job.record(address, now, body.validators) };
                job.store.save_apart(name, body.bytes, record).await
            }
            (None, Some((record, _))) => {
                job.store.note(name, Record { fetched: now, stamp: Some(entry.stamp), ..record })?;
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
        request.sent = Arc::clone(&job.sent);
        match self.sites.ask(&job.group, request).await? {
            Answer::Body(body) => Ok(Some(body)),
            _ if saved.is_some() => Ok(None),
            _ => Err(not_asked_for()),
        }
    }
}

impl Job<'_> {
    fn tell<T>(&self, change: impl FnOnce(&mut Fetched) -> T) -> T {
        change(&mut self.out.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn note(&self, note: String) {
        self.tell(|out| out.notes.push(note));
    }

    fn record(&self, address: String, now: Timestamp, validators: Validators) -> Record {
        Record { credit: self.board.credit.clone(), ..Record::new(address, self.source, now, validators) }
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

fn polled(board: &Endpoint, ago: SignedDuration) -> String {
    let span = board.limits.again_after.unwrap_or_default() / 60;
    format!(
        "was asked {} minutes ago, and {} wants {span} minutes between two requests; what is saved still counts",
        ago.as_mins(),
        board.title
    )
}
