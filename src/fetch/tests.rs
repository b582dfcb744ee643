//! Fetching from servers on this machine: every board, every kind of answer, interruptions.

mod answers;
mod boards;
mod playing;
mod robots;
mod runs;
mod secrets;

use std::path::Path;
use std::time::Duration;

use tokio::runtime::Runtime;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::{Endpoints, Fetched, Options, Source, Watcher, fetch};

/// Nobody watches.
const SILENT: &Watcher<'static> = &|_| ();

/// A server that answers by a function, and the runtime that it lives on.
struct Site {
    server: MockServer,
    runtime: Runtime,
}

impl Site {
    /// A site that answers like this, and has no robots.txt unless `answer` gives one.
    fn new(answer: impl Fn(&Request) -> ResponseTemplate + Send + Sync + 'static) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let server = runtime.block_on(async {
            let server = MockServer::start().await;
            Mock::given(any()).respond_with(answer).mount(&server).await;
            server
        });
        Self { server, runtime }
    }

    /// Options that reach this site for every board, and never wait long.
    fn options(&self) -> Options {
        let mut options = Options::new("2026-05-04T10:00:00Z".parse().unwrap());
        for board in &Endpoints::built_in().unwrap().boards {
            options.bases.insert(board.name.clone(), self.server.uri().parse().unwrap());
        }
        for key in ["ADZUNA_APP_ID", "ADZUNA_APP_KEY", "USAJOBS_EMAIL", "USAJOBS_KEY"] {
            options.keys.insert(key.to_owned(), format!("secret-{}", key.to_lowercase()));
        }
        options.allow_private = true;
        options.backoff = Duration::from_millis(1);
        options
    }

    /// How many requests came so far, with those for robots.txt.
    fn requests(&self) -> usize {
        self.runtime.block_on(self.server.received_requests()).unwrap().len()
    }

    /// What was asked so far, without robots.txt, and is forgotten now.
    fn asked(&self) -> Vec<Request> {
        let requests = self.runtime.block_on(async {
            let requests = self.server.received_requests().await.unwrap();
            self.server.reset().await;
            requests
        });
        requests.into_iter().filter(|request| request.url.path() != "/robots.txt").collect()
    }
}

/// The answer of a site without this page.
fn none() -> ResponseTemplate {
    ResponseTemplate::new(404)
}

/// Fetches one source.
fn fetched(source: &str, folder: &Path, options: &Options) -> Fetched {
    let endpoints = Endpoints::built_in().unwrap();
    let source = Source::parse(source, &endpoints).unwrap();
    fetch(&[source], folder, options, SILENT).unwrap().remove(0)
}

/// The only failure of a source.
fn failure(fetched: &Fetched) -> String {
    assert_eq!(fetched.failures.len(), 1, "{fetched:?}");
    fetched.failures[0].1.to_string()
}

/// The files of a folder that `scan` reads, by name, with their sizes.
fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = crate::import::inputs(&[folder.to_string_lossy()])
        .unwrap()
        .map(|input| input.unwrap().name().replace(&format!("{}/", folder.display()), ""))
        .collect();
    names.sort();
    names
}
