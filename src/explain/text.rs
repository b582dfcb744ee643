//! An explanation for the terminal: what was decided first, then the posting with its marks.
//!
//! In: a [`Page`]. Out: styled text; the caller takes the styles away where they are not wanted. Marks are brackets as well as
//! colours, so that nothing is lost without colour: `[K8s]` required, `(K8s)` preferred, `<K8s>` mentioned, `~K8s~` not counted.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::{Mark, Page};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const WIDTH: usize = 96;

/// The whole explanation.
pub fn write(page: &Page) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{BOLD}{}{BOLD:#}", page.title);
    if !page.about.is_empty() {
        let _ = writeln!(out, "{}", page.about);
    }
    let _ = writeln!(out, "{DIM}{}{DIM:#}\n", page.source);
    let _ = writeln!(out, "{BOLD}{}{BOLD:#}", page.verdict);
    let scores: Vec<String> = page.scores.iter().map(|score| format!("{} {} %", score.role, score.percent)).collect();
    let _ = writeln!(out, "{DIM}{}{DIM:#}", scores.join("   "));
    for quote in &page.evidence {
        let _ = writeln!(out, "  {:<13} {:>5}  “{}”", quote.role, quote.weight, quote.text);
    }
    if !page.facts.is_empty() {
        let _ = writeln!(out, "\n{BOLD}Stated{BOLD:#}");
        for fact in &page.facts {
            let words = fact.words.as_ref().map(|words| format!("  {DIM}“{words}”{DIM:#}")).unwrap_or_default();
            let _ = writeln!(out, "  {:<17} {}{words}", fact.name, fact.value);
        }
    }
    let _ = writeln!(out, "\n{BOLD}Skills{BOLD:#}  {DIM}[required]  (preferred)  <mentioned>  -not needed-{DIM:#}");
    for row in &page.skills {
        let importance = if row.negated { "not needed" } else { row.importance.name() };
        let notes = if row.notes.is_empty() { String::new() } else { format!("  {}", row.notes.join("; ")) };
        let _ = writeln!(out, "  {importance:<10} {:<28}{notes}  {DIM}{}{DIM:#}", row.name, row.why);
    }
    if !page.suppressed.is_empty() {
        let _ = writeln!(out, "\n{BOLD}Seen and not counted{BOLD:#}  {DIM}~marked so~{DIM:#}");
        for unused in &page.suppressed {
            let times = if unused.times > 1 { format!(" ({} times)", unused.times) } else { String::new() };
            let _ = writeln!(out, "  {:<20} {DIM}{}{times}{DIM:#}", unused.text, unused.reason);
        }
    }
    let _ = writeln!(out, "\n{BOLD}The posting{BOLD:#}");
    for line in &page.lines {
        if let Some(section) = line.section {
            let _ = writeln!(out, "{DIM}── {section} {}{DIM:#}", "─".repeat(WIDTH - 4 - section.name().len()));
        }
        let bullet = if line.shape == "item" { "  • " } else { "" };
        let style = if line.shape == "heading" { BOLD } else { Style::new() };
        out += bullet;
        for part in &line.parts {
            let (open, close, mark) = signs(part.mark);
            let mark = if part.mark == Mark::None { style } else { mark };
            let _ = write!(out, "{mark}{open}{}{close}{mark:#}", part.text);
        }
        out.push('\n');
    }
    if let Some(unshown) = &page.unshown {
        let _ = writeln!(out, "{DIM}{unshown}{DIM:#}");
    }
    out
}

const fn signs(mark: Mark) -> (&'static str, &'static str, Style) {
    match mark {
        Mark::None => ("", "", Style::new()),
        Mark::Required => ("[", "]", AnsiColor::Green.on_default().bold()),
        Mark::Preferred => ("(", ")", AnsiColor::Yellow.on_default()),
        Mark::Mentioned => ("<", ">", AnsiColor::Cyan.on_default()),
        Mark::Negated => ("-", "-", AnsiColor::Red.on_default().strikethrough()),
        Mark::Suppressed => ("~", "~", Style::new().dimmed()),
        Mark::Cue => ("", "", Style::new().underline()),
    }
}
