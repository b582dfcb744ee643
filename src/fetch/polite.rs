//! When a request may go: the only place that waits.
//!
//! Requests belong to groups: a board with the limits of its terms, or a host. A group has places for requests at the same
//! time, a span between two, budgets over minutes and days, pauses that the site asked for, and for each of its hosts a
//! breaker that ends what only fails. Time is tokio's, which tests wind forward, and the wall clock is the start of the run plus that.

#[cfg(test)]
mod tests;

use std::collections::{HashMap, VecDeque};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep, sleep_until};

use super::endpoint::Rate;
use super::failure::{Again, Failure, Kind};

/// How often one request is tried.
const TRIES: u32 = 4;

/// Failures in a row that end a host.
const BREAKS_AT: u32 = 8;

/// Budgets over at least this span outlive the run.
const REMEMBERED: Duration = Duration::from_mins(1);

/// The wall clock of a run: its start, and tokio's time since.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    start: Timestamp,
    began: Instant,
}

impl Clock {
    pub(super) fn new(start: Timestamp) -> Self {
        Self { start, began: Instant::now() }
    }

    pub(super) fn now(&self) -> Timestamp {
        let elapsed = jiff::SignedDuration::try_from(self.began.elapsed()).unwrap_or_default();
        self.start.checked_add(elapsed).unwrap_or(self.start)
    }
}

/// The limits of a group.
#[derive(Clone, Debug)]
pub(super) struct Budget {
    /// Requests at the same time.
    pub(super) at_once: usize,
    /// The time between two requests.
    pub(super) pace: Duration,
    /// Requests in a span.
    pub(super) rates: Vec<Rate>,
    /// The longest wait; a longer one is a failure.
    pub(super) patience: Duration,
}

/// Why a group waits, for those who watch.
pub(super) type Watch<'w> = dyn Fn(&str, Duration, &str) + Send + Sync + 'w;

/// Everything that is asked, in groups.
pub(super) struct Polite<'w> {
    pub(super) clock: Clock,
    /// The first wait of a request that is tried again.
    pub(super) backoff: Duration,
    /// Where requests are remembered from one run to the next.
    pub(super) memory: Option<PathBuf>,
    pub(super) watch: &'w Watch<'w>,
    groups: Mutex<HashMap<String, Arc<Group>>>,
}

/// One group.
pub(super) struct Group {
    /// The board or the host, for those who watch and for the memory.
    pub(super) name: String,
    places: Semaphore,
    patience: Duration,
    rates: Vec<Rate>,
    memory: Option<PathBuf>,
    state: Mutex<State>,
}

/// How far a group is.
struct State {
    pace: Duration,
    next: Instant,
    paused_until: Instant,
    /// Of each host: failures in a row, and the last one.
    failures: HashMap<String, (u32, String)>,
    /// When the requests were sent that the longest rate still counts.
    sent: VecDeque<Timestamp>,
}

impl<'w> Polite<'w> {
    pub(super) fn new(clock: Clock, backoff: Duration, memory: Option<PathBuf>, watch: &'w Watch<'w>) -> Self {
        Self { clock, backoff, memory, watch, groups: Mutex::default() }
    }

    /// The group of a name, which has these limits from the first time on that it is asked for.
    pub(super) fn group(&self, name: &str, budget: &Budget) -> Arc<Group> {
        self.group_within(name, name, budget)
    }

    /// A group beside another one: those who watch see it wait under the other's name.
    pub(super) fn group_within(&self, site: &str, name: &str, budget: &Budget) -> Arc<Group> {
        let mut groups = lock(&self.groups);
        let made = groups.entry(name.to_owned()).or_insert_with(|| Arc::new(Group::new(site, budget, self)));
        Arc::clone(made)
    }

    /// Sends a request when its turn has come, and again where that may help. `key` is its address, fit to be shown.
    pub(super) async fn run<T>(
        &self,
        group: &Group,
        key: &str,
        send: impl AsyncFn() -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut attempt = 1;
        loop {
            let place = self.turn(group, host(key)).await?;
            let outcome = send().await;
            drop(place);
            let failure = match outcome {
                Ok(done) => {
                    lock(&group.state).failures.remove(host(key));
                    return Ok(done);
                }
                Err(failure) => failure,
            };
            let wait = match failure.again {
                Again::Never => return Err(failure),
                Again::Soon => self.backoff(key, attempt),
                Again::After(wait) => wait,
            };
            {
                let mut state = lock(&group.state);
                let (failures, last) = state.failures.entry(host(key).to_owned()).or_default();
                *failures += 1;
                last.clone_from(&failure.reason);
            }
            if wait > group.patience {
                let until = self.at(wait);
                let later = if matches!(failure.again, Again::After(_)) {
                    format!("it asks to come back after {until}")
                } else {
                    format!("to try again at {until} is later than --patience allows")
                };
                let reason = format!("{}; {later}", failure.reason);
                return Err(Failure { reason, again: Again::Never, ..failure });
            }
            if attempt >= TRIES {
                let reason = format!("{}, {TRIES} times", failure.reason);
                return Err(Failure { reason, again: Again::Never, ..failure });
            }
            attempt += 1;
            (self.watch)(&group.name, wait, &failure.reason);
            if matches!(failure.again, Again::After(_)) {
                let mut state = lock(&group.state);
                state.paused_until = state.paused_until.max(Instant::now() + wait);
            } else {
                sleep(wait).await;
            }
        }
    }

    /// Waits for a place and for the moment to use it.
    async fn turn<'g>(&self, group: &'g Group, host: &str) -> Result<tokio::sync::SemaphorePermit<'g>, Failure> {
        let place = group.places.acquire().await.map_err(|_| Failure::new(Kind::Refused, "the run has ended"))?;
        loop {
            let (at, why) = match group.reserve(&self.clock, host)? {
                Ok(()) => return Ok(place),
                Err(later) => later,
            };
            let wait = at.saturating_duration_since(Instant::now());
            if wait > group.patience {
                let reason = format!("{why}; the next request may go after {}", self.at(wait));
                return Err(Failure::new(Kind::Refused, reason));
            }
            if wait >= Duration::from_secs(1) {
                (self.watch)(&group.name, wait, why);
            }
            sleep_until(at).await;
        }
    }

    /// The wait before a further try: twice the one before, and between a half and the whole of it, so that many
    /// requests that failed together do not come back together.
    fn backoff(&self, key: &str, attempt: u32) -> Duration {
        let whole = self.backoff * 2_u32.saturating_pow(attempt - 1);
        let seed = format!("{key} {attempt} {}", self.clock.start.as_nanosecond());
        let share = xxhash_rust::xxh3::xxh3_64(seed.as_bytes()) as f64 / u64::MAX as f64;
        whole.mul_f64(0.5 + share / 2.0)
    }

    /// The time of day in UTC after a wait.
    fn at(&self, wait: Duration) -> String {
        let then = self.clock.now().checked_add(wait).unwrap_or(self.clock.now());
        then.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
    }
}

impl Group {
    fn new(name: &str, budget: &Budget, polite: &Polite<'_>) -> Self {
        let now = Instant::now();
        let longest = budget.rates.iter().map(|rate| rate.span).max().unwrap_or_default();
        let memory = polite.memory.as_ref().filter(|_| longest >= REMEMBERED).map(|folder| folder.join(name));
        let oldest = polite.clock.now().checked_sub(longest).unwrap_or(Timestamp::MIN);
        let sent = memory.as_ref().map(|file| remembered(file, oldest)).unwrap_or_default();
        Self {
            name: name.to_owned(),
            places: Semaphore::new(budget.at_once.max(1)),
            patience: budget.patience,
            rates: budget.rates.clone(),
            memory,
            state: Mutex::new(State {
                pace: budget.pace,
                next: now,
                paused_until: now,
                failures: HashMap::new(),
                sent,
            }),
        }
    }

    /// Makes the group at least as slow as a site asks for.
    pub(super) fn slow_down(&self, pace: Duration) {
        let mut state = lock(&self.state);
        state.pace = state.pace.max(pace);
    }

    /// Takes the moment for a request, or tells when to ask again, and why.
    fn reserve(&self, clock: &Clock, host: &str) -> Result<Result<(), (Instant, &'static str)>, Failure> {
        let mut state = lock(&self.state);
        if let Some((failures, last)) = state.failures.get(host).filter(|(failures, _)| *failures >= BREAKS_AT) {
            let reason = format!("{failures} failures in a row, so it is left alone: {last}");
            return Err(Failure::new(Kind::Unreachable, reason));
        }
        let (now, wall) = (Instant::now(), clock.now());
        let budget = self.rates.iter().filter_map(|rate| free_at(&state.sent, *rate, wall)).max();
        let waits = [
            (state.next, "the time between two requests"),
            (state.paused_until, "the site asked for a pause"),
            (now + budget.unwrap_or_default(), "the limit of the site's terms is reached"),
        ];
        if let Some(latest) = waits.into_iter().filter(|(at, _)| *at > now).max_by_key(|(at, _)| *at) {
            return Ok(Err(latest));
        }
        state.next = now + state.pace;
        if !self.rates.is_empty() {
            let most = self.rates.iter().map(|rate| rate.requests).max().unwrap_or_default();
            state.sent.push_back(wall);
            while state.sent.len() > most {
                state.sent.pop_front();
            }
            drop(state);
            self.remember(wall);
        }
        Ok(Ok(()))
    }

    /// Notes a request for later runs. Where that fails, the limit holds for this run only.
    fn remember(&self, sent: Timestamp) {
        let Some(file) = &self.memory else { return };
        let note = || {
            fs::create_dir_all(file.parent()?).ok()?;
            let mut file = fs::OpenOptions::new().create(true).append(true).open(file).ok()?;
            file.write_all(format!("{}\n", sent.as_millisecond()).as_bytes()).ok()
        };
        let _: Option<()> = note();
    }
}

/// The host of a request's key.
fn host(key: &str) -> &str {
    let after = key.find("://").map_or(key, |at| &key[at + 3..]);
    after.split('/').next().unwrap_or_default()
}

/// The time until a rate has room again.
fn free_at(sent: &VecDeque<Timestamp>, rate: Rate, now: Timestamp) -> Option<Duration> {
    let counted = sent.len().checked_sub(rate.requests)?;
    let free = sent.get(counted)?.checked_add(rate.span).ok()?;
    Duration::try_from(free.duration_since(now)).ok().filter(|wait| !wait.is_zero())
}

/// The requests that earlier runs noted, from `oldest` on. Older notes are dropped from the file.
fn remembered(file: &PathBuf, oldest: Timestamp) -> VecDeque<Timestamp> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let times = text.lines().filter_map(|line| Timestamp::from_millisecond(line.parse().ok()?).ok());
    let kept: VecDeque<Timestamp> = times.filter(|sent| *sent >= oldest).collect();
    if kept.len() < text.lines().count() {
        let lines = kept.iter().fold(String::new(), |mut lines, sent| {
            let _ = writeln!(lines, "{}", sent.as_millisecond());
            lines
        });
        drop(fs::write(file, lines));
    }
    kept
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
