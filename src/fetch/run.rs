//! One source from its first request to its last file.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;
use url::Url;

use super::client::{Answer, Body, Request};
use super::endpoint::Endpoint;
use super::failure::{Failure, Kind};
use super::paging::{self, Place};
use super::plan;
use super::polite::{Group, Watch};
use super::records::Record;
use super::secrets::Secrets;
use super::site::{Sites, not_asked_for};
use super::source::{Source, Wanted};
use super::store::{Store, Written};
use super::template::{self, Values};
use super::{Fetched, Options, Watcher};

/// What everything in a run shares.
pub(super) struct Run<'r> {
    pub(super) sites: Sites<'r>,
    pub(super) watcher: &'r Watcher<'r>,
}

impl<'r> Run<'r> {
    pub(super) fn new(options: &'r Options, watcher: &'r Watcher<'r>, waiting: &'r Watch<'r>) -> Result<Self, String> {
        Ok(Self { sites: Sites::new(options, waiting)?, watcher })
    }

    /// Fetches a source.
    pub(super) async fn fetch(&self, source: &Source<'_>, store: &Store) -> Fetched {
        let fetched = match &source.wanted {
            Wanted::Board { board, values, filters } => {
                self.board(&source.name, board, values, filters, store.clone()).await
            }
            Wanted::Posting { board, values } => self.posting(&source.name, board, values, store).await,
            Wanted::Page(url) => self.page(&source.name, url, store).await,
        };
        let fetched = fetched.unwrap_or_else(|failure| Fetched::failed(&source.name, failure));
        Secrets::of_source(source, self.sites.options).fetched(fetched)
    }

    /// Asks for the first page of a source, and says what is there.
    pub(super) async fn check(&self, source: &Source<'_>) -> Result<String, Failure> {
        let secrets = Secrets::of_source(source, self.sites.options);
        self.checked(source).await.map_err(|failure| secrets.failure(failure))
    }

    async fn checked(&self, source: &Source<'_>) -> Result<String, Failure> {
        match &source.wanted {
            Wanted::Board { board, values, filters } => {
                let values = plan::with_keys(board, values, self.sites.options)?;
                let before = Arc::default();
                let values = self.found(board, values, None, &before).await?;
                let request = plan::list_request(board, &values, filters, &Place::default(), self.sites.options)?;
                let body = self.sites.body(&self.sites.board_group(board), request).await?;
                let page = board.list.read(&body.bytes)?;
                if let Some(failure) = board.list.kept_back(&Place::default(), &page) {
                    return Err(failure);
                }
                let total = board.list.total(&Place::default(), &page).unwrap_or(page.postings);
                let more = board.list.next(&Place::default(), &page).is_some();
                Ok(plan::outlook(
                    board,
                    before.load(Ordering::Relaxed),
                    page.items,
                    total,
                    more,
                    self.sites.options.most,
                ))
            }
            Wanted::Posting { board, values } => {
                let request = self.posting_request(board, values)?;
                let body = self.sites.body(&self.sites.board_group(board), request).await?;
                paging::check(&body.bytes, board.posting.as_ref().map_or(&[][..], |posting| &posting.has))?;
                Ok("one posting".to_owned())
            }
            Wanted::Page(url) => {
                let body = self.sites.body(&self.sites.host_group(url), Request::get(url.clone())).await?;
                Ok(format!("one page, {} KiB of {}", body.bytes.len().div_ceil(1024), extension(&body)?))
            }
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
        let request = self.posting_request(board, values)?;
        let has = board.posting.as_ref().map_or(&[][..], |posting| &posting.has);
        let check = |body: &Body| paging::check(&body.bytes, has).map(|()| "json");
        let mut out = self.one(source, &self.sites.board_group(board), request, store, check).await?;
        out.credit.clone_from(&board.credit);
        Ok(out)
    }

    fn posting_request(&self, board: &Endpoint, values: &Values) -> Result<Request, Failure> {
        let values = plan::with_keys(board, values, self.sites.options)?;
        plan::posting_request(board, &values, self.sites.options)
    }

    /// One page of any site.
    async fn page(&self, source: &str, url: &Url, store: &Store) -> Result<Fetched, Failure> {
        self.one(source, &self.sites.host_group(url), Request::get(url.clone()), store, extension).await
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
        let mut out = Fetched { source: source.to_owned(), postings: 1, ..Fetched::default() };
        let address = request.shown();
        let stem = plan::page_stem(&request.url);
        let named = |extension: &str| format!("{stem}.{extension}");
        let saved = EXTENSIONS.iter().find_map(|extension| {
            let name = named(extension);
            store.saved(&name, &address).map(|(record, _)| (name, record))
        });
        if let Some((_, record)) = &saved {
            request.validators = record.validators.clone();
        }
        let fetched = self.sites.clock.now();
        let sent = Arc::clone(&request.sent);
        match (self.sites.ask(group, request).await?, saved) {
            (Answer::Body(body), saved) => {
                let name = named(kind(&body)?);
                if let Some((old, _)) = saved.filter(|(old, _)| *old != name) {
                    store.set_aside(&old);
                }
                let record = Record::new(address, source, fetched, body.validators);
                out.count(store.save(&name, &body.bytes, record)?);
            }
            (_, Some((name, record))) => {
                store.note(&name, Record { fetched, ..record })?;
                out.count(Written::Unchanged);
            }
            (_, None) => return Err(not_asked_for()),
        }
        out.requests = sent.load(Ordering::Relaxed);
        Ok(out)
    }

    /// The values with what the board has to be asked for first; `sent` counts the requests. The answer is kept in the store,
    /// under a name and for a source, so that it is only confirmed the next time.
    pub(super) async fn found(
        &self,
        board: &Endpoint,
        mut values: Values,
        kept: Option<(&Store, &str, &str)>,
        sent: &Arc<AtomicUsize>,
    ) -> Result<Values, Failure> {
        let Some(find) = board.find.as_ref().filter(|find| !values.contains_key(&find.into)) else {
            return Ok(values);
        };
        let mut request = plan::request(board, &find.url, None, &values, self.sites.options)?;
        request.sent = Arc::clone(sent);
        let address = request.shown();
        let saved = kept.and_then(|(store, name, _)| store.saved(name, &address));
        if let Some((record, _)) = &saved {
            request.validators = record.validators.clone();
        }
        let root = match (self.sites.ask(&self.sites.board_group(board), request).await?, saved) {
            (Answer::Body(body), _) => {
                let root = paging::value(&body.bytes, board.list.format)?;
                if let Some((store, name, source)) = kept {
                    let record = Record::new(address.clone(), source, self.sites.clock.now(), body.validators);
                    store.save(name, &body.bytes, Record { hidden: true, ..record })?;
                }
                root
            }
            (_, Some((_, bytes))) => paging::value(&bytes, board.list.format)?,
            (_, None) => return Err(not_asked_for()),
        };
        let wanted = template::words(&find.contains, &values);
        let items = find.items.select(&root, &root);
        if items.is_empty() {
            let reason = format!("expected `{}` in the answer of {address}", find.items);
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
}

impl Fetched {
    pub(super) fn count(&mut self, written: Written) {
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
