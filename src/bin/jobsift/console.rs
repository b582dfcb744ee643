//! What goes to the person beside the data: messages, warnings, counts and progress, all on stderr.

use std::cell::Cell;
use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use jobsift::text::{is_acted_on, one_line};

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
            // A path may be named in it. Nothing can be done about a closed stderr.
            let message = message.replace(|c| c != '\n' && is_acted_on(c), "");
            drop(writeln!(anstream::stderr(), "{message}"));
        }
    }

    #[allow(clippy::unused_self, reason = "messages go through the console, whatever it holds")]
    fn line(&self, style: Style, label: &str, message: &str) {
        // File names and reasons may hold anything: no line of theirs may carry control characters to a terminal.
        for (i, line) in message.lines().enumerate() {
            let line = one_line(line);
            // Written at once: stderr keeps nothing back, and each piece of a format would be a call to the system.
            let whole = if i == 0 { format!("{style}{label}:{style:#} {line}\n") } else { format!("  {line}\n") };
            drop(anstream::stderr().write_all(whole.as_bytes()));
        }
    }

    /// A bar for work that may take long, with the rate and, where the number of bytes to read is known, the time left. It shows on
    /// a terminal only; `bytes` is asked only then.
    pub(crate) fn progress(&self, bytes: impl FnOnce() -> Option<u64>) -> Progress {
        let is_shown = !self.quiet && std::io::stderr().is_terminal();
        if !is_shown {
            return Progress { bar: ProgressBar::hidden(), postings: Cell::new(0) };
        }
        let (bar, template) = match bytes() {
            Some(bytes) => (
                ProgressBar::new(bytes),
                "{percent:>3} % {bar:24} {decimal_bytes} of {decimal_total_bytes}, {msg}, {decimal_bytes_per_sec}, {eta} left",
            ),
            None => (ProgressBar::no_length(), "{spinner} {decimal_bytes}, {msg}, {decimal_bytes_per_sec}, {elapsed}"),
        };
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner());
        let bar = bar.with_style(style).with_message("0 postings");
        bar.enable_steady_tick(Duration::from_millis(250));
        Progress { bar, postings: Cell::new(0) }
    }
}

/// Writes what a command came to, all of it, to standard output.
pub(crate) fn print(bytes: impl AsRef<[u8]>) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes.as_ref()).and_then(|()| out.flush()).context(UNWRITTEN)
}

/// Writes a text with styles, which are left out where they cannot be shown.
pub(crate) fn print_styled(text: &str) -> anyhow::Result<()> {
    if stdout_is_plain() { print(anstream::adapter::strip_str(text).to_string()) } else { print(text) }
}

/// What is said when standard output takes nothing.
pub(crate) const UNWRITTEN: &str = "standard output cannot be written";

/// Ends the program with what is wrong with the arguments, or with the help that they ask for. A pattern of the shell may have
/// put a file's name among them: nothing of it moves the terminal.
pub(crate) fn refuse(error: &clap::Error) -> ! {
    if !std::env::args_os().any(|argument| argument.to_string_lossy().contains(is_acted_on)) {
        error.exit();
    }
    let said = error.render().to_string().replace(|c| c != '\n' && is_acted_on(c), "");
    drop(writeln!(anstream::stderr(), "{}", said.trim_end()));
    std::process::exit(error.exit_code())
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

/// A running count of bytes and postings.
pub(crate) struct Progress {
    bar: ProgressBar,
    postings: Cell<u64>,
}

impl Progress {
    /// Counts further bytes read and the postings in them.
    pub(crate) fn add(&self, bytes: u64, postings: u64) {
        self.postings.set(self.postings.get() + postings);
        if !self.bar.is_hidden() {
            self.bar.set_message(format!("{} postings", self.postings.get()));
            self.bar.inc(bytes);
        }
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
