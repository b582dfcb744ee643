//! The report in 80 columns of plain text, for a terminal or a mail.
//!
//! A [`Report`] goes in, text comes out. No colour and no control characters: what came out of postings was cleaned before.

use super::columns::Matrix;
use super::rows::Row;
use super::{Report, demand, spread};

/// The width that every line fits.
const WIDTH: usize = 80;

/// The width of a name, and of a bar.
const NAME: usize = 28;
const BAR: usize = 18;

/// The whole report; each section is left out where there is nothing to say.
pub fn render(report: &Report) -> String {
    let mut page = Page::default();
    page.line(&report.title);
    page.line(&"=".repeat(columns(&report.title).min(WIDTH)));
    page.line(&format!("Market report, {}", report.date));
    if let Some(notice) = &report.notice {
        page.blank();
        page.wrapped("", notice);
    }
    if !report.findings.is_empty() {
        page.blank();
        for finding in &report.findings {
            page.wrapped("* ", finding);
        }
    }
    page.heading("What was looked at");
    for fact in &report.looked_at {
        page.wrapped("", &format!("{}: {}", fact.name, fact.value));
    }
    for credit in &report.credits {
        page.wrapped("Source: ", credit);
    }
    page.rows("Refused", &report.rejected);
    page.heading("What the jobs really are");
    page.heads("Role", "");
    for role in &report.roles {
        page.row(&role.row);
    }
    for sentence in [&report.conflicts, &report.certainty] {
        if !sentence.is_empty() {
            page.wrapped("", sentence);
        }
    }
    page.matrix("Title says", "n", &report.titles);
    for panel in &report.panels {
        let verb = if panel.role == "all" { "ask" } else { "asks" };
        page.heading(&format!("{} {verb} for (n = {})", panel.name, panel.n));
        if panel.too_few {
            page.line("too few postings for shares");
        }
        if !panel.caution.is_empty() {
            page.wrapped("", &panel.caution);
        }
        if !panel.rows.is_empty() {
            page.heads("Skill", "must");
        }
        page.rows("", &panel.rows);
    }
    page.matrix("Kinds of skill", "", &report.bundles);
    page.apart(&report.apart);
    page.families(report);
    page.pairs(report);
    page.standing(report);
    page.pay(&report.pay);
    page.spreads("Years of experience: quartiles", &report.years);
    for mix in &report.mixes {
        page.rows(&format!("{} ({})", mix.name, mix.of), &mix.rows);
    }
    page.trend(report);
    page.heading("Sayings, checked");
    for claim in &report.claims {
        page.wrapped("", &format!("“{}” In these postings: {}.", claim.saying, claim.verdict));
        page.rows("", &claim.rows);
    }
    page.blank();
    page.wrapped(
        "",
        &format!(
            "Shares are of postings that ask by name, with Wilson's 95 % interval, from {} postings; pay is the middle of the range, \
             a year, from {} postings. Method and more rows: report.html and the CSV files.",
            report.method.floor_share, report.method.floor_pay
        ),
    );
    page.text
}

/// Text in the making, no line wider than [`WIDTH`].
#[derive(Default)]
pub(crate) struct Page {
    text: String,
}

impl Page {
    pub(crate) fn blank(&mut self) {
        self.text.push('\n');
    }

    pub(crate) fn line(&mut self, line: &str) {
        self.text.push_str(cut(line, WIDTH).trim_end());
        self.text.push('\n');
    }

    pub(crate) fn heading(&mut self, heading: &str) {
        self.blank();
        self.line(heading);
        self.line(&"-".repeat(columns(heading).min(WIDTH)));
    }

    /// A paragraph, broken at spaces, its later lines indented as deep as `lead` is wide.
    pub(crate) fn wrapped(&mut self, lead: &str, text: &str) {
        let indent = " ".repeat(columns(lead));
        let mut line = lead.to_owned();
        let mut fresh = true;
        for word in text.split(' ') {
            if !fresh && columns(&line) + 1 + columns(word) > WIDTH {
                self.line(&line);
                line.clone_from(&indent);
                fresh = true;
            }
            if !fresh {
                line.push(' ');
            }
            line.push_str(word);
            fresh = false;
        }
        self.line(&line);
    }

    /// A line that is not cut, however long.
    pub(crate) fn whole(&mut self, lead: &str, text: &str) {
        self.text.push_str(lead);
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// Cells side by side, the first to the left and the others to the right of their columns.
    pub(crate) fn row_of<const N: usize>(&mut self, cells: [&str; N], widths: [usize; N]) {
        let mut line = String::new();
        for (at, (cell, width)) in cells.into_iter().zip(widths).enumerate() {
            let cell = cut(cell, width);
            let room = " ".repeat(width - columns(cell));
            let (left, right) = if at == 0 { (cell, room.as_str()) } else { (room.as_str(), cell) };
            line.push_str(left);
            line.push_str(right);
        }
        self.line(&line);
    }

    /// The text so far.
    pub(crate) fn finish(self) -> String {
        self.text
    }

    fn rows(&mut self, title: &str, rows: &[Row]) {
        if rows.is_empty() {
            return;
        }
        if !title.is_empty() {
            self.blank();
            self.line(title);
        }
        for row in rows {
            self.row(row);
        }
    }

    fn row(&mut self, row: &Row) {
        let bar = bar(row.parts.iter().sum());
        let count = tail(&row.count, &row.note);
        self.line(&format!("{} {bar} {:>7} {:>8} {count}", padded(&row.label, NAME), row.value, row.range));
    }

    /// What the columns of rows are.
    fn heads(&mut self, name: &str, note: &str) {
        let count = tail("count", note);
        self.line(&format!("{} {} {:>7} {:>8} {count}", padded(name, NAME), " ".repeat(BAR), "share", "95 %"));
    }

    /// A table of shares; `detail` is the head of the column between names and shares, or empty where it is not shown.
    fn matrix(&mut self, title: &str, detail: &str, matrix: &Matrix) {
        if matrix.rows.is_empty() {
            return;
        }
        self.blank();
        let room = if detail.is_empty() { 0 } else { 8 };
        let mut line = |name: &str, detail: &str, cells: &mut dyn Iterator<Item = &str>| {
            let cells = cells.fold(String::new(), |line, cell| line + &format!("{:>9}", cut(cell, 9)));
            self.line(&format!("{}{:>room$}{cells}", padded(name, 26), cut(detail, room)));
        };
        line(title, detail, &mut matrix.columns.iter().map(|column| column.name.as_str()));
        if matrix.columns.iter().any(|column| !column.n.is_empty()) {
            line("n", "", &mut matrix.columns.iter().map(|column| column.n.as_str()));
        }
        for row in &matrix.rows {
            line(&row.name, &row.detail, &mut row.cells.iter().map(|cell| cell.text.as_str()));
        }
    }

    fn apart(&mut self, panels: &[demand::ApartPanel]) {
        for panel in panels.iter().filter(|panel| !panel.rows.is_empty()) {
            self.heading(&format!("What sets {} apart (n = {}; here, other roles, z)", panel.name, panel.n));
            if !panel.caution.is_empty() {
                self.wrapped("", &panel.caution);
            }
            for row in &panel.rows {
                self.line(&format!("{} {:>8} {:>8} {:>7}", padded(&row.label, NAME), row.own, row.others, row.z));
            }
        }
    }

    fn families(&mut self, report: &Report) {
        if report.pattern.families.is_empty() {
            return;
        }
        self.heading("Skills that go together");
        for family in &report.pattern.families {
            self.wrapped("- ", family);
        }
    }

    fn pairs(&mut self, report: &Report) {
        if report.pairs.is_empty() {
            return;
        }
        self.heading("What goes together (lift, postings)");
        for pair in &report.pairs {
            let both = format!("{} + {}", pair.first, pair.second);
            self.line(&format!("{} {:>6} {:>9}", padded(&both, 56), pair.lift, pair.count));
        }
    }

    fn standing(&mut self, report: &Report) {
        let Some(standing) = &report.standing else { return };
        self.heading("Where you stand (have, one step away, missing, n)");
        for row in &standing.bars {
            let name = padded(row.name, NAME);
            self.line(&format!("{name} {:>8} {:>8} {:>8} {:>8}", row.have, row.near, row.missing, row.n));
        }
        for (what, names) in
            [("Nearest first steps: ", &standing.near), ("Missing and most asked for: ", &standing.missing)]
        {
            if !names.is_empty() {
                self.wrapped("", &format!("{what}{names}."));
            }
        }
        self.reach(report);
    }

    fn reach(&mut self, report: &Report) {
        if !report.reach.is_empty() {
            self.heading("Postings that fit you (at 50, 70, 85 or more; at 70 by skills alone; n)");
        }
        for row in &report.reach {
            let [fair, good, best] = &row.shares;
            self.row_of([row.name, fair, good, best, &row.skills_alone, &row.n], [NAME, 9, 9, 9, 9, 9]);
        }
        if !report.steps.is_empty() {
            self.heading("First steps of the plan (hours, postings opened, then within reach)");
        }
        for row in &report.steps {
            self.row_of([&row.name, &row.hours, &row.opens, &row.within_reach], [NAME, 8, 10, 18]);
        }
    }

    fn pay(&mut self, pay: &spread::PayView) {
        for group in &pay.groups {
            self.spreads(&format!("Pay, {} a year: P10, median, P90, n", group.currency), &group.rows);
            if !group.few.is_empty() {
                self.wrapped("", &group.few);
            }
        }
        self.spreads("Pay of all postings in other currencies, a year: P10, median, P90, n", &pay.others);
        if !pay.left_out.is_empty() {
            self.wrapped("", &format!("Currencies with too few postings to show: {}.", pay.left_out));
        }
    }

    fn spreads(&mut self, title: &str, rows: &[spread::SpreadRow]) {
        if rows.is_empty() {
            return;
        }
        self.heading(title);
        for row in rows {
            let [low, median, high] = &row.points;
            let points = format!("{low:>12}{median:>12}{high:>12}");
            self.line(&format!("{}{points} {:>8}", padded(&row.label, NAME), row.n));
        }
    }

    fn trend(&mut self, report: &Report) {
        let Some(trend) = &report.trend else { return };
        self.heading("What moved");
        self.wrapped("", &format!("{} against {}; * marks what is beyond chance.", trend.earlier, trend.later));
        if !trend.lopsided.is_empty() {
            self.wrapped("", &trend.lopsided);
        }
        for row in &trend.rows {
            let mark = if row.notable { "*" } else { "" };
            self.line(&format!(
                "{} {:>8} {:>8} {:>5} {mark}",
                padded(&row.label, NAME),
                row.earlier,
                row.later,
                row.change
            ));
        }
    }
}

/// The last columns of a row: a count, and a note where there is one.
fn tail(count: &str, note: &str) -> String {
    if note.is_empty() { format!("{count:>14}") } else { format!("{count:>7}{note:>7}") }
}

/// How many columns a text takes, counting a wide character as two, as terminals do.
fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

fn width(c: char) -> usize {
    let is_wide = matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}');
    if is_wide { 2 } else { 1 }
}

/// The text in at most that many columns.
fn cut(text: &str, most: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|&(_, c)| {
        used += width(c);
        used > most
    });
    end.map_or(text, |(at, _)| &text[..at])
}

/// The text in exactly that many columns.
fn padded(text: &str, exactly: usize) -> String {
    let text = cut(text, exactly);
    format!("{text}{}", " ".repeat(exactly - columns(text)))
}

/// A bar for a share in percent.
fn bar(filled: f64) -> String {
    let full = ((filled / 100.0 * BAR as f64).round() as usize).min(BAR);
    format!("{}{}", "█".repeat(full), "·".repeat(BAR - full))
}
