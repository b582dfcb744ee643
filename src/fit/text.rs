//! A fit for the terminal: 80 columns, the verdict first, the sum last.
//!
//! In: a [`Fit`] and [`Styles`]. Out: the text. All that a posting says has lost its control characters before it comes here.

use std::fmt;

use anstyle::{AnsiColor, Style};

use super::{FORMULA, Fit, Line, Score, Status, UNSAID_WEIGHT};
use crate::analysis::Importance;
use crate::text::one_line;

const WIDTH: usize = 80;
/// Where the name of a requirement begins: after credit, points and status.
const INDENT: usize = 27;

/// How the parts look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Styles {
    /// Headings and the score.
    pub strong: Style,
    /// What is less important: quotes, versions.
    pub faint: Style,
    /// Met.
    pub good: Style,
    /// Met in part, or one step away.
    pub fair: Style,
    /// Missing, blockers.
    pub bad: Style,
}

impl Styles {
    /// No styling.
    pub const fn plain() -> Self {
        Self { strong: Style::new(), faint: Style::new(), good: Style::new(), fair: Style::new(), bad: Style::new() }
    }

    /// For a terminal that shows colours.
    pub const fn coloured() -> Self {
        Self {
            strong: Style::new().bold(),
            faint: Style::new().dimmed(),
            good: AnsiColor::Green.on_default(),
            fair: AnsiColor::Yellow.on_default(),
            bad: AnsiColor::Red.on_default(),
        }
    }

    fn of(&self, status: Status) -> Style {
        match status {
            Status::Have => self.good,
            Status::Partly | Status::Transfer => self.fair,
            Status::Missing | Status::Avoided => self.bad,
            Status::NotAsked => self.faint,
        }
    }
}

/// The whole fit, ending in a newline.
pub fn write(fit: &Fit, styles: &Styles) -> String {
    let mut page = Page { text: String::new(), styles };
    page.heading(fit);
    page.list(
        "Blockers",
        fit.blockers.iter().map(|blocker| {
            let quote = blocker.quote.as_ref().map_or_else(String::new, |quote| format!(" “{quote}”"));
            format!("at most {}: {}{quote}", blocker.cap, blocker.text)
        }),
        styles.bad,
    );
    page.list("To check: not stated on both sides", fit.to_check.iter().cloned(), styles.fair);
    page.requirements(fit);
    if let Some(score) = &fit.score {
        page.sum(fit, score);
        page.raises(fit, score);
    }
    page.text
}

struct Page<'a> {
    text: String,
    styles: &'a Styles,
}

impl Page<'_> {
    fn put(&mut self, text: fmt::Arguments<'_>) {
        self.text.push_str(&text.to_string());
    }

    fn line(&mut self, style: Style, text: &str) {
        if text.is_empty() {
            self.text.push('\n');
        } else {
            self.put(format_args!("{style}{text}{style:#}\n"));
        }
    }

    fn paragraph(&mut self, style: Style, indent: usize, text: &str) {
        for line in wrapped(text, WIDTH - indent) {
            self.put(format_args!("{:indent$}{style}{line}{style:#}\n", ""));
        }
    }

    fn heading(&mut self, fit: &Fit) {
        let posting = &fit.posting;
        let title = if posting.title.is_empty() { "(no title)" } else { &posting.title };
        self.paragraph(self.styles.strong, 0, title);
        let wish = match posting.role_is_wanted {
            Some(true) => " (wanted)",
            Some(false) => " (not a role you look for)",
            None => "",
        };
        let role = format!("role: {}{wish}", posting.role);
        let about: Vec<&str> = [posting.company.as_deref(), posting.location.as_deref(), Some(role.as_str())]
            .into_iter()
            .flatten()
            .collect();
        self.paragraph(Style::new(), 0, &about.join(" · "));
        self.paragraph(self.styles.faint, 0, &one_line(&posting.source.to_string()));
        self.line(Style::new(), "");
        let figures = match &fit.score {
            Some(score) => format!("Fit {} of 100   band {} to {}", score.value, score.low, score.high),
            None => "Fit ?".to_owned(),
        };
        let (strong, faint) = (self.styles.strong, self.styles.faint);
        self.put(format_args!("{strong}{figures}{strong:#}   {faint}{FORMULA}{faint:#}\n"));
        self.paragraph(Style::new(), 0, &fit.verdict());
    }

    fn list(&mut self, title: &str, items: impl Iterator<Item = String>, style: Style) {
        let mut items = items.peekable();
        if items.peek().is_none() {
            return;
        }
        self.line(Style::new(), "");
        self.line(self.styles.strong, title);
        for item in items {
            for (number, line) in wrapped(&item, WIDTH - 4).iter().enumerate() {
                let bullet = if number == 0 { "  - " } else { "    " };
                self.put(format_args!("{bullet}{style}{line}{style:#}\n"));
            }
        }
    }

    fn requirements(&mut self, fit: &Fit) {
        for &importance in Importance::ALL.iter().rev() {
            let lines =
                fit.lines.iter().filter(|line| line.importance == importance && line.status != Status::NotAsked);
            let lines: Vec<&Line> = lines.collect();
            if lines.is_empty() {
                continue;
            }
            self.line(Style::new(), "");
            let weight = fit.weights.each[importance as usize];
            let title = format!("{}, weight {weight}", capitalised(importance.name()));
            self.line(self.styles.strong, &title);
            if fit.score.is_some() {
                self.line(self.styles.faint, "  credit  points");
            } else {
                self.line(self.styles.faint, "  credit");
            }
            for line in lines {
                self.requirement(line);
            }
        }
        let not_asked: Vec<&Line> = fit.lines.iter().filter(|line| line.status == Status::NotAsked).collect();
        if !not_asked.is_empty() {
            self.line(Style::new(), "");
            self.line(self.styles.strong, "Said not to be needed, weight 0");
            for line in not_asked {
                self.paragraph(self.styles.faint, 2, &format!("{} “{}”", line.asks(), line.quote));
            }
        }
    }

    fn requirement(&mut self, line: &Line) {
        let style = self.styles.of(line.status);
        let points = line.points.map_or_else(String::new, |points| points.to_string());
        let mut names = wrapped(&line.asks(), WIDTH - INDENT).into_iter();
        let first = names.next().unwrap_or_default();
        self.put(format_args!("  {:>6}  {points:>6}  {style}{:8}{style:#} {first}\n", line.credit, line.status));
        for name in names {
            self.paragraph(Style::new(), INDENT, &name);
        }
        if let Some(because) = line.because() {
            self.paragraph(style, INDENT, &because);
        }
        if !line.quote.is_empty() {
            self.paragraph(self.styles.faint, INDENT, &format!("“{}”", line.quote));
        }
    }

    fn sum(&mut self, fit: &Fit, score: &Score) {
        let weights = &fit.weights;
        self.line(Style::new(), "");
        self.line(self.styles.strong, "The sum");
        self.paragraph(
            Style::new(),
            2,
            &format!("points = 100 × weight × credit ÷ {}, the weight of all", weights.total),
        );
        for &importance in Importance::ALL.iter().rev() {
            let (count, each) = (weights.count[importance as usize], weights.each[importance as usize]);
            if count > 0 {
                let what = format!("{importance}: {count} × {each}");
                self.put(format_args!("  {what:42}{:>6}\n", fit.subtotal(importance)));
            }
        }
        let unsaid = format!("left unsaid: {UNSAID_WEIGHT}, as for every posting");
        self.put(format_args!("  {unsaid:42}{:>6}\n", "0.0"));
        if score.value < score.sum {
            self.put(format_args!("  {:42}{:>6}\n", "cap of the first blocker", score.reduction()));
        }
        let strong = self.styles.strong;
        self.put(format_args!("  {strong}{:42}{:>6}{strong:#}\n", "fit", score.value));
        self.paragraph(self.styles.faint, 2, &format!("With every requirement met the sum would be {}.", score.most));
    }

    fn raises(&mut self, fit: &Fit, score: &Score) {
        if fit.raises.is_empty() {
            return;
        }
        self.line(Style::new(), "");
        let title = if score.value < score.sum {
            "What would raise the sum most (the cap stays until its cause is gone)"
        } else {
            "What would raise it most"
        };
        self.line(self.styles.strong, title);
        for raise in &fit.raises {
            let text = format!("{} ({}); {}", raise.name, raise.importance, raise.how());
            let mut lines = wrapped(&text, WIDTH - 9).into_iter();
            self.put(format_args!("  +{:<5} {}\n", raise.gain, lines.next().unwrap_or_default()));
            for line in lines {
                self.paragraph(Style::new(), 9, &line);
            }
        }
    }
}

fn capitalised(word: &str) -> String {
    word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect()
}

/// Breaks a text at blanks into lines of at most `width` characters; a longer word is broken too.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut room = width;
    for word in text.split(' ') {
        let mut length = word.chars().count();
        let mut rest = word;
        if room < width && length < room {
            room -= 1;
            lines.last_mut().expect("there is always a line").push(' ');
        } else if room < width {
            lines.push(String::new());
            room = width;
        }
        while length > width {
            let cut = rest.char_indices().nth(width).map_or(rest.len(), |(at, _)| at);
            lines.last_mut().expect("there is always a line").push_str(&rest[..cut]);
            lines.push(String::new());
            rest = &rest[cut..];
            length -= width;
        }
        lines.last_mut().expect("there is always a line").push_str(rest);
        room = room.saturating_sub(length);
    }
    lines
}
