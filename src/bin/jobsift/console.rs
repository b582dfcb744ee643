//! What goes to the person beside the data: messages, warnings, counts and progress, all on stderr.

use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};
use jobsift::text::one_line;

/// The stderr of one run.
pub(crate) struct Console {
    quiet: bool,
}

/// The headline style of messages.
pub(crate) const BOLD: Style = Style::new().bold();
/// What is less important.
pub(crate) const DIM: Style = Style::new().dimmed();
const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();

impl Console {
    pub(crate) fn new(quiet: bool) -> Self {
        Self { quiet }
    }

    /// Whether counts and progress are unwanted.
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Why the program could not do what was asked.
    pub(crate) fn error(&self, message: &str) {
        self.line(RED, "error", message);
    }

    /// One input that could not be used. Shown even when quiet: nothing is rejected silently.
    pub(crate) fn warn(&self, message: &str) {
        // One line, whatever a file's name holds.
        self.line(YELLOW, "warning", &message.replace('\n', "\\n"));
    }

    /// What was done.
    pub(crate) fn note(&self, message: &str) {
        if !self.quiet {
            // Nothing can be done about a closed stderr.
            drop(writeln!(anstream::stderr(), "{message}"));
        }
    }

    #[allow(clippy::unused_self, reason = "messages go through the console, whatever it holds")]
    fn line(&self, style: Style, label: &str, message: &str) {
        // File names and reasons may hold anything: no line of theirs may carry control characters to a terminal.
        for (i, line) in message.lines().enumerate() {
            let line = one_line(line);
            let result = if i == 0 {
                writeln!(anstream::stderr(), "{style}{label}:{style:#} {line}")
            } else {
                writeln!(anstream::stderr(), "  {line}")
            };
            drop(result);
        }
    }

    /// A counter for work that may take long; it shows on a terminal only, and only from the first second on.
    pub(crate) fn progress(&self) -> Progress {
        let is_shown = !self.quiet && std::io::stderr().is_terminal();
        if !is_shown {
            return Progress { bar: ProgressBar::hidden() };
        }
        let bar = ProgressBar::no_length().with_style(
            ProgressStyle::with_template("{spinner} {pos} postings read, {per_sec}, {elapsed}{msg}")
                .unwrap_or_else(|_| ProgressStyle::default_spinner()),
        );
        bar.enable_steady_tick(Duration::from_millis(250));
        Progress { bar }
    }
}

/// Whether standard output shows no styles: it is no terminal that can, or the person asked for none.
pub(crate) fn stdout_is_plain() -> bool {
    anstream::AutoStream::choice(&std::io::stdout()) == anstream::ColorChoice::Never
}

/// The width of a table on standard output: that of the terminal where the shell tells it.
pub(crate) fn table_width() -> u16 {
    const WIDTH: u16 = 100;
    std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(WIDTH)
}

/// A running count of postings.
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Counts further postings.
    pub(crate) fn add(&self, postings: u64) {
        self.bar.inc(postings);
    }

    /// Runs a writer of messages without the bar in between.
    pub(crate) fn suspend(&self, write: impl FnOnce()) {
        self.bar.suspend(write);
    }

    /// Takes the counter away.
    pub(crate) fn done(&self) {
        self.bar.finish_and_clear();
    }
}
