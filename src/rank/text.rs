//! A ranking as a table for the terminal.
//!
//! In: ranked rows. Out: the text of a table.

use comfy_table::presets::NOTHING;
use comfy_table::{Cell, CellAlignment, ContentArrangement, Table};

use super::{Ranked, Row};
use crate::fit::Blocker;
use crate::posting::Salary;
use crate::text::one_line;

/// The table, `width` columns wide, ending in a newline.
pub fn write(rows: &[Ranked<'_>], width: u16) -> String {
    let mut table = Table::new();
    table.load_preset(NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    table.set_header(["", "fit", "band", "role", "posting", "in the way"]);
    for Ranked { rank, is_shared, row } in rows {
        let rank = rank.map_or_else(String::new, |rank| format!("{rank}{}", if *is_shared { "=" } else { "" }));
        let (value, band) = match &row.score {
            Some(score) => (score.value.to_string(), format!("{}–{}", score.low, score.high)),
            None => ("?".to_owned(), "cannot tell".to_owned()),
        };
        table.add_row([
            Cell::new(rank).set_alignment(CellAlignment::Right),
            Cell::new(value).set_alignment(CellAlignment::Right),
            Cell::new(band),
            Cell::new(row.posting.role),
            Cell::new(about(row)),
            Cell::new(in_the_way(row)),
        ]);
    }
    table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

/// Title and company; place, pay and day where they are stated; source.
fn about(row: &Row) -> String {
    let posting = &row.posting;
    let title = if posting.title.is_empty() { "(no title)".to_owned() } else { shortened(&posting.title, 60) };
    let company = posting.company.as_ref().map_or_else(String::new, |name| format!(" · {}", shortened(name, 60)));
    let place = posting.location.as_ref().map(|place| shortened(place, 40));
    let remote = row.remote.map(|remote| remote.name().to_owned());
    // "Remote" beside "remote" says nothing.
    let remote = remote.filter(|mode| !place.as_ref().is_some_and(|place| place.to_lowercase().contains(mode)));
    let facts = [place, remote, row.salary.as_ref().and_then(pay), row.posted.map(|day| day.to_string())];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let lines = [format!("{title}{company}"), facts.join(" · "), one_line(&posting.source.to_string())];
    lines.iter().filter(|line| !line.is_empty()).map(String::as_str).collect::<Vec<_>>().join("\n")
}

/// Pay with its unit; nothing where no amount was read.
pub(super) fn pay(salary: &Salary) -> Option<String> {
    let amount =
        |amount: f64| if amount >= 10_000.0 { format!("{:.0}k", amount / 1000.0) } else { format!("{amount:.0}") };
    let range = match (salary.min, salary.max) {
        (Some(min), Some(max)) if min < max => format!("{}–{}", amount(min), amount(max)),
        (min, max) => amount(max.or(min)?),
    };
    let currency = salary.currency.as_ref().map_or_else(String::new, |code| format!(" {}", one_line(code)));
    let period = salary.period.map_or_else(String::new, |period| format!("/{period}"));
    Some(format!("{range}{currency}{period}"))
}

/// Some feeds put half a posting into the title.
fn shortened(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

/// The blockers that lower the score (all of them where there is none), or else the most important skills that are missing.
fn in_the_way(row: &Row) -> String {
    let is_felt = |blocker: &&Blocker| row.score.is_none_or(|score| blocker.cap < score.sum);
    let blockers =
        row.blockers.iter().filter(is_felt).map(|blocker| format!("{} (at most {})", blocker.kind, blocker.cap));
    let blockers: Vec<String> = blockers.collect();
    if !blockers.is_empty() {
        return blockers.join(", ");
    }
    match row.missing.as_slice() {
        names @ ([] | [_] | [_, _] | [_, _, _]) => names.join(", "),
        names => format!("{} and {} more", names[..3].join(", "), names.len() - 3),
    }
}
