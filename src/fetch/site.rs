//! How anything is asked: through redirects, and at each of their addresses past the guard, the robots.txt of the site and the
//! limits of its group.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OnceCell;
use url::{Host, Url};

use super::client::{Answer, Body, Client, Request};
use super::endpoint::{Endpoint, Limits};
use super::failure::{Failure, Kind};
use super::polite::{Budget, Clock, Group, Polite, Watch};
use super::robots::{self, Robots};
use super::secrets;
use super::{Options, guard};

/// Redirects of one request.
const MOST_REDIRECTS: usize = 5;

/// Requests at the same time where the site says nothing.
const USUAL_AT_ONCE: usize = 2;

/// The time between two pages of a site that says nothing.
const USUAL_PACE: Duration = Duration::from_secs(1);

/// The same for a board, whose programming interface is made for programs.
const USUAL_BOARD_PACE: Duration = Duration::from_millis(200);

/// All sites that a run asks.
pub(super) struct Sites<'r> {
    pub(super) options: &'r Options,
    pub(super) clock: Clock,
    client: Client,
    polite: Polite<'r>,
    robots: Mutex<HashMap<String, Arc<OnceCell<Robots>>>>,
}

impl<'r> Sites<'r> {
    pub(super) fn new(options: &'r Options, waiting: &'r Watch<'r>) -> Result<Self, String> {
        let clock = Clock::new(options.now);
        let polite = Polite::new(clock, options.backoff, options.memory.clone(), waiting);
        Ok(Self { options, clock, client: Client::new(options)?, polite, robots: Mutex::default() })
    }

    /// A body that is not saved yet.
    pub(super) async fn body(&self, group: &Group, request: Request) -> Result<Body, Failure> {
        match self.ask(group, request).await? {
            Answer::Body(body) => Ok(body),
            _ => Err(not_asked_for()),
        }
    }

    /// Sends a request and follows it where it leads. Every address on the way passes the guard, the robots.txt of its site
    /// and its site's limits.
    pub(super) async fn ask(&self, group: &Group, mut request: Request) -> Result<Answer, Failure> {
        let first = origin(&request.url);
        let mut elsewhere: Option<Arc<Group>> = None;
        for _ in 0..=MOST_REDIRECTS {
            let group = elsewhere.as_deref().unwrap_or(group);
            guard::check(&request.url, self.options.allow_private)?;
            self.permission(&request.url, group).await?;
            let key = secrets::shown(&request.url);
            let send = async || self.client.send(&request, self.clock.now()).await;
            let (to, same) = match self.polite.run(group, &key, send).await? {
                Answer::Moved { to, same } => (to, same),
                answer => return Ok(answer),
            };
            check_step(&request.url, &to)?;
            elsewhere = None;
            if origin(&to) != first {
                // Keys are for the site that they were given for.
                request.headers.clear();
                request.body = None;
                elsewhere = Some(self.host_group(&to));
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
        let robots = cell.get_or_init(async || self.robots_of(url, &group.name).await).await;
        if let Some(delay) = robots.delay() {
            group.slow_down(delay);
        }
        robots.check(url)
    }

    async fn robots_of(&self, url: &Url, site: &str) -> Robots {
        let Ok(mut at) = url.join("/robots.txt") else { return Robots::absent() };
        // Not a request of the board's terms, and not to be slowed down by what it says.
        let budget = Budget { at_once: 1, pace: Duration::ZERO, rates: Vec::new(), patience: self.options.patience };
        let group = self.polite.group_within(site, &format!("robots.txt of {}", origin(url)), &budget);
        for _ in 0..=MOST_REDIRECTS {
            if let Err(failure) = guard::check(&at, self.options.allow_private) {
                return Robots::unavailable(&failure);
            }
            let request = Request { cut_at: Some(robots::LARGEST + 1), ..Request::get(at.clone()) };
            let send = async || self.client.send(&request, self.clock.now()).await;
            match self.polite.run(&group, at.as_str(), send).await {
                Ok(Answer::Moved { to, .. }) => {
                    if let Err(failure) = check_step(&at, &to) {
                        return Robots::unavailable(&failure);
                    }
                    at = to;
                }
                Ok(Answer::Body(body)) => return Robots::read(&body.bytes),
                Ok(Answer::NotModified) => return Robots::absent(),
                Err(failure) if failure.kind == Kind::Empty => return Robots::absent(),
                Err(failure) if matches!(failure.status, Some(400..=428 | 430..=499)) => return Robots::absent(),
                Err(failure) => return Robots::unavailable(&failure),
            }
        }
        // So RFC 9309: after five redirects it may be taken for missing.
        Robots::absent()
    }

    /// The limits of a board.
    pub(super) fn board_group(&self, board: &Endpoint) -> Arc<Group> {
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
    pub(super) fn host_group(&self, url: &Url) -> Arc<Group> {
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

/// What a site said that was not asked.
pub(super) fn not_asked_for() -> Failure {
    Failure::new(Kind::Unreadable, "the site says that nothing changed (status 304), and was not asked that")
}

/// Whether a redirect may be followed: what is asked in secret is not asked in the open.
fn check_step(from: &Url, to: &Url) -> Result<(), Failure> {
    if from.scheme() == "https" && to.scheme() == "http" {
        return Err(Failure::new(Kind::Unsafe, "it leads from https to plain http"));
    }
    Ok(())
}

/// Scheme, host and port.
fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_redirect_leads_out_of_https() {
        let is_followed = |from: &str, to: &str| check_step(&from.parse().unwrap(), &to.parse().unwrap()).is_ok();
        for (from, to, expected) in [
            ("https://a.example/x", "http://a.example/x", false),
            ("https://a.example/x", "http://b.example:443/", false),
            ("https://a.example/x", "https://b.example/", true),
            ("http://a.example/x", "https://a.example/x", true),
            ("http://a.example/x", "http://b.example/", true),
        ] {
            assert_eq!(is_followed(from, to), expected, "{from} to {to}");
        }
    }
}
