//! Job boards and pages to a folder that import reads: the only room that is asynchronous, and the only one with a network.
//!
//! In: [`Source`]s and [`Options`]. Out: files, and of each source what came of it ([`Fetched`]). The bytes are saved as they
//! came; reading them is import's business, so that a saved board can be read again without asking it again.
//!
//! ```text
//! source ─endpoint─► requests ─polite, robots, guard─► client ─► answers ─paging─► store
//! ```
//!
//! What holds for every request: the site's robots.txt and the board's terms decide when it goes (`polite`, `robots`), no
//! address of this machine or its network is asked (`guard`), and size and time of the answer are bounded (`client`).

mod board;
mod client;
mod disk;
mod endpoint;
mod failure;
mod guard;
mod paging;
mod plan;
mod polite;
mod records;
mod robots;
mod run;
mod secrets;
mod site;
mod source;
mod store;
mod template;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fmt, io};

use futures_util::StreamExt as _;
use jiff::Timestamp;
use url::Url;

pub use endpoint::{Endpoint, EndpointError, Endpoints};
pub use failure::{Failure, Kind};
pub use plan::plan;
pub use source::Source;

use crate::fault;
use run::Run;
use store::Store;

/// Sources that are worked on at the same time. How much one site is asked is not decided here.
const SOURCES_AT_ONCE: usize = 8;

/// How to fetch.
#[derive(Clone)]
pub struct Options {
    /// Who may be asked about these requests: an address of a page or of a mailbox, sent with every request.
    pub contact: String,
    /// Keys of boards, by the names that the boards' files give them.
    pub keys: BTreeMap<String, String>,
    /// Other places to ask instead of a board, by its name: a mirror, or a server of a test. The board's limits do not hold there.
    pub bases: BTreeMap<String, Url>,
    /// Whether addresses of this machine and its network may be asked.
    pub allow_private: bool,
    /// A proxy. It resolves names itself, past the check of their addresses.
    pub proxy: Option<Url>,
    /// Requests to one site at the same time, unless its terms say less.
    pub at_once: usize,
    /// Postings of one source.
    pub most: usize,
    /// Whether to ask again for postings whose entries in the list have not changed.
    pub refresh: bool,
    /// The longest wait for one request's turn.
    pub patience: Duration,
    /// The time for one answer.
    pub timeout: Duration,
    /// The wait before the first further try of a request that failed; it doubles with each.
    pub backoff: Duration,
    /// Bytes of one answer.
    pub largest: usize,
    /// A folder to remember requests in, for limits over hours and days.
    pub memory: Option<PathBuf>,
    /// The time of day. The library reads no clock.
    pub now: Timestamp,
    lookup: guard::Lookup,
}

impl Options {
    /// The usual options.
    pub fn new(now: Timestamp) -> Self {
        Self {
            contact: env!("CARGO_PKG_REPOSITORY").to_owned(),
            keys: BTreeMap::new(),
            bases: BTreeMap::new(),
            allow_private: false,
            proxy: None,
            at_once: 4,
            most: 10_000,
            refresh: false,
            patience: Duration::from_mins(2),
            timeout: Duration::from_mins(1),
            backoff: Duration::from_secs(1),
            largest: 64 << 20,
            memory: None,
            now,
            lookup: guard::system(),
        }
    }

    /// What the program calls itself.
    fn user_agent(&self) -> String {
        format!("jobsift/{} (+{})", env!("CARGO_PKG_VERSION"), self.contact)
    }
}

impl fmt::Debug for Options {
    /// Without the keys.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<&String> = self.keys.keys().collect();
        f.debug_struct("Options").field("contact", &self.contact).field("keys", &keys).finish_non_exhaustive()
    }
}

/// What came of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fetched {
    /// The source, as it was named.
    pub source: String,
    /// The postings that its lists and pages hold.
    pub postings: usize,
    /// Files that were not there before.
    pub new: usize,
    /// Files that are another now.
    pub changed: usize,
    /// Files that are as they were.
    pub unchanged: usize,
    /// Files of postings that are no longer listed, put aside.
    pub put_aside: usize,
    /// Requests that were sent, without those for robots.txt.
    pub requests: usize,
    /// What a person should know beside it.
    pub notes: Vec<String>,
    /// How the board wants to be named.
    pub credit: Option<String>,
    /// What was not fetched, by address, or without one where it is the whole source.
    pub failures: Vec<(Option<String>, Failure)>,
}

impl Fetched {
    /// A source of which nothing was fetched.
    pub fn failed(source: &str, failure: Failure) -> Self {
        Self { source: secrets::shown_text(source), failures: vec![(None, failure)], ..Self::default() }
    }
}

/// What happens while sources are fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<'e> {
    /// A source is begun.
    Began {
        /// The source.
        source: &'e str,
        /// The board or host that it is asked at.
        site: &'e str,
    },
    /// A page of a list was read.
    Page {
        /// The source.
        source: &'e str,
        /// Postings of the list so far.
        postings: usize,
        /// Postings that the board says it has.
        of: Option<usize>,
    },
    /// A posting was saved, or was there already.
    Posting {
        /// The source.
        source: &'e str,
    },
    /// A site is waited for.
    Waiting {
        /// The board or host.
        site: &'e str,
        /// How long.
        wait: Duration,
        /// Why.
        why: &'e str,
    },
    /// A source is done.
    Done {
        /// What came of it.
        fetched: &'e Fetched,
    },
}

/// Who watches.
pub type Watcher<'w> = dyn Fn(&Event<'_>) + Send + Sync + 'w;

/// Why fetching cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The runtime or the client cannot be made.
    #[error("fetching cannot begin: {0}")]
    Client(String),
    /// The folder cannot be used.
    #[error("{}: nothing can be saved in this folder: {}", path.display(), fault::reason(error))]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// Another run saves into the folder.
    #[error("{}: another run saves into this folder; wait until it is done, or name another folder", .0.display())]
    InUse(PathBuf),
}

/// Fetches sources into a folder. The results are in the order of the sources.
///
/// # Errors
/// When nothing can be fetched at all, or another run saves into the folder. What fails of a source is in its result.
pub fn fetch(
    sources: &[Source<'_>],
    folder: &Path,
    options: &Options,
    watcher: &Watcher<'_>,
) -> Result<Vec<Fetched>, SetupError> {
    if sources.is_empty() {
        return Ok(Vec::new());
    }
    let store = Store::open(folder)?;
    let results = blocking(options, watcher, async |run| {
        let mut seen = BTreeSet::new();
        let different = sources.iter().filter(|source| seen.insert(&source.name));
        each(different, async |source| {
            watcher(&Event::Began { source: &source.name, site: source.site() });
            let fetched = run.fetch(source, &store).await;
            watcher(&Event::Done { fetched: &fetched });
            fetched
        })
        .await
    })?;
    store.sync()?;
    Ok(results)
}

/// Asks the first page of each source, saves nothing, and says what fetching it would do.
///
/// # Errors
/// When nothing can be fetched at all.
pub fn check(
    sources: &[Source<'_>],
    options: &Options,
    watcher: &Watcher<'_>,
) -> Result<Vec<Result<String, Failure>>, SetupError> {
    blocking(options, watcher, async |run| each(sources.iter(), async |source| run.check(source).await).await)
}

/// Works on sources at the same time; the results are in their order. One that waits long keeps none of the others waiting.
async fn each<'s, 'e: 's, T>(
    sources: impl Iterator<Item = &'s Source<'e>>,
    work: impl AsyncFn(&'s Source<'e>) -> T,
) -> Vec<T> {
    let numbered = futures_util::stream::iter(sources.enumerate());
    let mut done: Vec<(usize, T)> = numbered
        .map(|(at, source)| {
            let working = work(source);
            async move { (at, working.await) }
        })
        .buffer_unordered(SOURCES_AT_ONCE)
        .collect()
        .await;
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

fn blocking<T>(
    options: &Options,
    watcher: &Watcher<'_>,
    work: impl AsyncFnOnce(&Run<'_>) -> T,
) -> Result<T, SetupError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| SetupError::Client(error.to_string()))?;
    // The clock of the run begins inside the runtime, whose time it follows.
    runtime.block_on(async {
        let waiting = |site: &str, wait: Duration, why: &str| watcher(&Event::Waiting { site, wait, why });
        let run = Run::new(options, watcher, &waiting).map_err(SetupError::Client)?;
        Ok(work(&run).await)
    })
}
