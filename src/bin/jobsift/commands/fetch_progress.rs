//! What a terminal shows while sources are fetched: a line a source, with what it waits for.

use std::collections::HashMap;
use std::io::IsTerminal as _;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use jobsift::fetch::{Event, Source};
use jobsift::text::one_line;

use crate::console::Console;

/// How often the lines are drawn: waits count down and rates change while nothing comes.
const TICK: Duration = Duration::from_millis(250);

/// Columns of a source's name, at most; the rest is for what it does.
const NAME: usize = 24;

/// The lines of the sources that are being fetched, redrawn until they are dropped.
pub(crate) struct Bars {
    shown: Arc<Shown>,
    /// Closed when the lines are no longer to be drawn.
    _ticking: Option<mpsc::Sender<()>>,
}

struct Shown {
    all: MultiProgress,
    lines: Mutex<HashMap<String, Line>>,
    /// Columns of the sources' names.
    width: usize,
    /// The sources that are done, where there are several.
    total: Option<ProgressBar>,
}

/// One source.
struct Line {
    site: String,
    bar: ProgressBar,
    began: Instant,
    pages: u64,
    listed: usize,
    of: Option<usize>,
    fetched: u64,
    wait: Option<(Instant, String)>,
}

impl Bars {
    /// The lines of these sources. Nothing is shown where there is no terminal.
    pub(crate) fn new(console: &Console, sources: &[Source<'_>]) -> Self {
        let is_shown = !console.is_quiet() && std::io::stderr().is_terminal();
        let target = if is_shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let all = MultiProgress::with_draw_target(target);
        let width = sources.iter().map(|source| one_line(&source.name).chars().count()).max().unwrap_or_default();
        let total = (sources.len() > 1).then(|| {
            let bar = all.add(ProgressBar::new(sources.len() as u64));
            bar.with_style(style("{pos} of {len} sources done, {elapsed}"))
        });
        let shown = Arc::new(Shown { all, lines: Mutex::default(), width: width.min(NAME), total });
        end_tidily(&shown, is_shown, console.is_quiet());
        let ticking = is_shown.then(|| {
            let (ticking, ticks) = mpsc::channel();
            let shown = Arc::clone(&shown);
            std::thread::spawn(move || {
                while ticks.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                    let mut lines = lock(&shown.lines);
                    lines.values_mut().for_each(Line::draw);
                    shown.total.iter().for_each(ProgressBar::tick);
                }
            });
            ticking
        });
        Self { shown, _ticking: ticking }
    }

    /// Takes an event in.
    pub(crate) fn show(&self, event: &Event<'_>) {
        let mut lines = lock(&self.shown.lines);
        match event {
            Event::Began { source, site } => {
                let bar = match &self.shown.total {
                    Some(total) => self.shown.all.insert_before(total, ProgressBar::new_spinner()),
                    None => self.shown.all.add(ProgressBar::new_spinner()),
                };
                bar.set_style(style("{spinner} {prefix}  {wide_msg}"));
                bar.set_prefix(shortened(&one_line(source), self.shown.width));
                let line = Line {
                    site: (*site).to_owned(),
                    bar,
                    began: Instant::now(),
                    pages: 0,
                    listed: 0,
                    of: None,
                    fetched: 0,
                    wait: None,
                };
                lines.insert((*source).to_owned(), line);
            }
            Event::Page { source, postings, of } => {
                if let Some(line) = lines.get_mut(*source) {
                    line.pages += 1;
                    line.listed = *postings;
                    line.of = *of;
                }
            }
            Event::Posting { source } => {
                if let Some(line) = lines.get_mut(*source) {
                    line.fetched += 1;
                }
            }
            Event::Waiting { site, wait, why } => {
                let until = Instant::now() + *wait;
                for line in lines.values_mut().filter(|line| line.site == *site) {
                    if line.wait.as_ref().is_none_or(|(already, _)| *already <= until) {
                        line.wait = Some((until, one_line(why)));
                    }
                }
            }
            Event::Done { fetched } => {
                if let Some(line) = lines.remove(&fetched.source) {
                    line.bar.finish_and_clear();
                    self.shown.all.remove(&line.bar);
                }
                self.shown.total.iter().for_each(|total| total.inc(1));
            }
        }
    }

    /// Takes every line away.
    pub(crate) fn done(self) {
        // While nothing else draws. A terminal that is gone needs no cleaning.
        let _lines = lock(&self.shown.lines);
        drop(self.shown.all.clear());
        self.shown.all.set_draw_target(ProgressDrawTarget::hidden());
    }
}

impl Line {
    fn draw(&mut self) {
        let now = Instant::now();
        self.wait.take_if(|(until, _)| *until <= now);
        self.bar.set_message(self.text(now));
        self.bar.tick();
    }

    /// What is known of the source, shortest first, so that a narrow terminal cuts off what matters least.
    fn text(&self, now: Instant) -> String {
        let done = if self.fetched > 0 { self.fetched } else { self.listed as u64 };
        let of = self.of.or(Some(self.listed).filter(|_| self.fetched > 0)).filter(|of| *of as u64 >= done);
        let counts = match (self.pages, of) {
            (0, _) => String::new(),
            (_, Some(of)) => format!("{done} of {of}"),
            (_, None) => done.to_string(),
        };
        if let Some((until, why)) = &self.wait {
            let seconds = until.saturating_duration_since(now).as_secs_f64().ceil();
            let counts = if counts.is_empty() { counts } else { counts + ", " };
            return format!("{counts}waits {seconds} s: {why}");
        }
        if counts.is_empty() {
            return "asks".to_owned();
        }
        let rate = done as f64 / now.saturating_duration_since(self.began).as_secs_f64().max(0.1);
        let pages = if self.pages == 1 { "page" } else { "pages" };
        format!("{counts} postings, {} {pages}, {rate:.1}/s", self.pages)
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}

/// A name in so many columns.
fn shortened(name: &str, width: usize) -> String {
    if name.chars().count() <= width {
        return format!("{name:width$}");
    }
    let mut short: String = name.chars().take(width.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// When the person ends the program, leaves the lines as they are, which say how far it was, and says below them what that
/// means for the folder. To take them away is not safe: what the terminal shows of Ctrl-C may stand on a line of its own.
#[cfg(unix)]
fn end_tidily(shown: &Arc<Shown>, is_shown: bool, is_quiet: bool) {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    // Without it the program ends as well, only less tidily.
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else { return };
    let shown = Arc::clone(shown);
    std::thread::spawn(move || {
        for signal in signals.forever() {
            let lines = lock(&shown.lines);
            shown.all.set_draw_target(ProgressDrawTarget::hidden());
            let below = if is_shown { "\n" } else { "" };
            let said = "Interrupted. What is saved is whole, and the same command goes on from there.";
            Console::new(is_quiet).note(&format!("{below}{said}"));
            drop(lines);
            // As the signal would have: a shell sees why the program ended.
            drop(signal_hook::low_level::emulate_default_handler(signal));
        }
    });
}

#[cfg(not(unix))]
fn end_tidily(_shown: &Arc<Shown>, _is_shown: bool, _is_quiet: bool) {}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
