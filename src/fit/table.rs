//! Several fits as a table, best first. Postings with the same score share a rank; "cannot tell" comes last and has none.
//!
//! In: fits in any order. Out: the text of a table.

use comfy_table::presets::NOTHING;
use comfy_table::{Cell, CellAlignment, ContentArrangement, Table};

use super::{Blocker, Fit, Status};
use crate::text::one_line;

/// The table, `width` columns wide, ending in a newline.
pub fn write(fits: &[Fit], width: u16) -> String {
    let mut table = Table::new();
    table.load_preset(NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    table.set_header(["", "fit", "band", "role", "posting", "in the way"]);
    for (rank, fit) in ranked(fits) {
        let (value, band) = match &fit.score {
            Some(score) => (score.value.to_string(), format!("{}–{}", score.low, score.high)),
            None => ("?".to_owned(), "cannot tell".to_owned()),
        };
        let posting = &fit.posting;
        let title = if posting.title.is_empty() { "(no title)".to_owned() } else { shortened(&posting.title) };
        let company = posting.company.as_ref().map_or_else(String::new, |company| format!(" · {}", shortened(company)));
        let about = format!("{title}{company}\n{}", one_line(&posting.source.to_string()));
        table.add_row([
            Cell::new(rank).set_alignment(CellAlignment::Right),
            Cell::new(value).set_alignment(CellAlignment::Right),
            Cell::new(band),
            Cell::new(posting.role),
            Cell::new(about),
            Cell::new(in_the_way(fit)),
        ]);
    }
    let mut text: String = table.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
    let untold = fits.iter().filter(|fit| fit.score.is_none()).count();
    if untold > 0 {
        let note = format!("{untold} of {} cannot be told: too few requirements are named.\n", fits.len());
        text.push_str(&note);
    }
    text
}

/// The fits, best first, each with its rank: `1`, `2=` where several share it, empty for "cannot tell".
pub fn ranked(fits: &[Fit]) -> Vec<(String, &Fit)> {
    let mut sorted: Vec<&Fit> = fits.iter().collect();
    sorted.sort_by(|a, b| a.best_first(b));
    let value = |fit: &Fit| fit.score.map(|score| score.value);
    let mut rank = 0;
    let mut last = None;
    let mut rows = Vec::with_capacity(sorted.len());
    for (at, fit) in sorted.iter().enumerate() {
        let Some(score) = value(fit) else {
            rows.push((String::new(), *fit));
            continue;
        };
        if last != Some(score) {
            rank = at + 1;
            last = Some(score);
        }
        let is_shared = [at.checked_sub(1), at.checked_add(1)]
            .into_iter()
            .flatten()
            .filter_map(|neighbour| sorted.get(neighbour))
            .any(|neighbour| value(neighbour) == Some(score));
        rows.push((format!("{rank}{}", if is_shared { "=" } else { "" }), *fit));
    }
    rows
}

/// Some feeds put half a posting into the title.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

/// The blockers that lower the score (all of them where there is none), or else the most important skills that are missing.
fn in_the_way(fit: &Fit) -> String {
    let is_felt = |blocker: &&Blocker| fit.score.is_none_or(|score| blocker.cap < score.sum);
    let blockers =
        fit.blockers.iter().filter(is_felt).map(|blocker| format!("{} (at most {})", blocker.kind, blocker.cap));
    let blockers: Vec<String> = blockers.collect();
    if !blockers.is_empty() {
        return blockers.join(", ");
    }
    let missing = fit.lines.iter().filter(|line| matches!(line.status, Status::Missing | Status::Avoided));
    let names: Vec<String> = missing.map(super::Line::asks).collect();
    match names.len() {
        0..=3 => names.join(", "),
        more => format!("{} and {} more", names[..3].join(", "), more - 3),
    }
}
