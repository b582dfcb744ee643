//! What a terminal shows while sources are fetched: a line a source, with what it waits for.

use std::collections::HashMap;
use std::io::IsTerminal as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use jobsift::fetch::Event;
use jobsift::text::one_line;

use crate::console::Console;

/// The lines of the sources that are being fetched.
pub(crate) struct Bars {
    all: MultiProgress,
    lines: Mutex<HashMap<String, Line>>,
}

struct Line {
    site: String,
    bar: ProgressBar,
    pages: u64,
    listed: usize,
    of: Option<usize>,
    saved: u64,
}

impl Bars {
    pub(crate) fn new(console: &Console) -> Self {
        let is_shown = !console.is_quiet() && std::io::stderr().is_terminal();
        let target = if is_shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        Self { all: MultiProgress::with_draw_target(target), lines: Mutex::default() }
    }

    /// Shows an event.
    pub(crate) fn show(&self, event: &Event<'_>) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            Event::Began { source, site } => {
                let style = ProgressStyle::with_template("{spinner} {prefix}  {wide_msg} {elapsed}");
                let bar = self.all.add(ProgressBar::new_spinner());
                bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
                bar.set_prefix(one_line(source));
                bar.enable_steady_tick(Duration::from_millis(250));
                lines.insert(
                    (*source).to_owned(),
                    Line { site: (*site).to_owned(), bar, pages: 0, listed: 0, of: None, saved: 0 },
                );
            }
            Event::Page { source, postings, of } => {
                if let Some(line) = lines.get_mut(*source) {
                    line.pages += 1;
                    line.listed = *postings;
                    line.of = *of;
                    line.draw();
                }
            }
            Event::Posting { source } => {
                if let Some(line) = lines.get_mut(*source) {
                    line.saved += 1;
                    line.draw();
                }
            }
            Event::Waiting { site, wait, why } => {
                let wait = wait.as_secs_f32().ceil();
                for line in lines.values().filter(|line| line.site == *site) {
                    line.bar.set_message(format!("waits {wait} s: {}", one_line(why)));
                }
            }
            Event::Done { fetched } => {
                if let Some(line) = lines.remove(&fetched.source) {
                    line.bar.finish_and_clear();
                    self.all.remove(&line.bar);
                }
            }
        }
    }

    /// Takes every line away.
    pub(crate) fn done(&self) {
        // A terminal that is gone needs no cleaning.
        drop(self.all.clear());
    }
}

impl Line {
    fn draw(&self) {
        let of = self.of.map(|of| format!(" of {of}")).unwrap_or_default();
        let seconds = self.bar.elapsed().as_secs_f64().max(0.001);
        let saved = if self.saved == 0 {
            String::new()
        } else {
            format!(", {} fetched, {:.1} a second", self.saved, self.saved as f64 / seconds)
        };
        let pages = if self.pages == 1 { "page" } else { "pages" };
        self.bar.set_message(format!("{} {pages}, {}{of} postings{saved}", self.pages, self.listed));
    }
}
