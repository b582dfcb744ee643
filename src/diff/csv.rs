//! The differences as two tables: a row a posting that differs, and a row a share that moved. Safe to open in a spreadsheet.

use super::{Diff, Entry, Event};
use crate::report::csv::safe;

const POSTINGS: [&str; 17] = [
    "kind",
    "reason",
    "told_by",
    "title",
    "company",
    "location",
    "role",
    "old_id",
    "new_id",
    "old_external_id",
    "new_external_id",
    "old_url",
    "new_url",
    "old_posted",
    "new_posted",
    "changes",
    "skills",
];

/// The postings that differ. Title, company, place and role are those of the newer side, where the posting is on it. `changes` holds `field: old →
/// new`, `skills` holds `id: old → new` with the importances, both separated by semicolons.
///
/// # Errors
/// Never in practice: it is written into memory.
pub fn postings(diff: &Diff) -> ::csv::Result<String> {
    table(&POSTINGS, diff.events.iter().map(posting))
}

fn posting(event: &Event) -> Vec<String> {
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let shown = event.new.as_ref().or(event.old.as_ref());
    let of =
        |side: &Option<Entry>, field: fn(&Entry) -> Option<String>| side.as_ref().and_then(field).unwrap_or_default();
    let day = |entry: &Entry| entry.posted.map(|day| day.to_string());
    let changes = event.changes.iter().map(|one| match (&one.old, &one.new) {
        (None, None) => one.field.to_string(),
        (old, new) => format!("{}: {} → {}", one.field, text(old.as_deref()), text(new.as_deref())),
    });
    let strength = |importance: Option<crate::analysis::Importance>| importance.map_or("", |one| one.name());
    let skills = event.skills.iter().map(|one| format!("{}: {} → {}", one.id, strength(one.old), strength(one.new)));
    vec![
        event.kind.to_string(),
        event.reason.clone(),
        text(event.basis.map(super::Basis::name)),
        text(shown.map(|entry| entry.title.as_str())),
        text(shown.and_then(|entry| entry.company.as_deref())),
        text(shown.and_then(|entry| entry.location.as_deref())),
        text(shown.map(|entry| entry.role.name())),
        of(&event.old, |entry| Some(entry.id.clone())),
        of(&event.new, |entry| Some(entry.id.clone())),
        of(&event.old, |entry| entry.external_id.clone()),
        of(&event.new, |entry| entry.external_id.clone()),
        of(&event.old, |entry| entry.url.clone()),
        of(&event.new, |entry| entry.url.clone()),
        of(&event.old, day),
        of(&event.new, day),
        changes.collect::<Vec<_>>().join("; "),
        skills.collect::<Vec<_>>().join("; "),
    ]
}

/// The shares that moved.
///
/// # Errors
/// Never in practice: it is written into memory.
pub fn demand(diff: &Diff) -> ::csv::Result<String> {
    let columns = [
        "scope",
        "subject",
        "id",
        "name",
        "old_asked",
        "old_n",
        "old_share",
        "old_low",
        "old_high",
        "new_asked",
        "new_n",
        "new_share",
        "new_low",
        "new_high",
    ];
    let fraction = |value: f64| format!("{value:.4}");
    let rows = diff.moved.iter().map(|one| {
        let mut cells = vec![one.scope.name().to_owned(), one.subject.to_string(), one.id.clone(), one.name.clone()];
        for ((asked, n), of) in [(one.old_count, one.old), (one.new_count, one.new)] {
            cells.extend([asked.to_string(), n.to_string(), fraction(of.share), fraction(of.low), fraction(of.high)]);
        }
        cells
    });
    table(&columns, rows)
}

fn table(columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> ::csv::Result<String> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(columns)?;
    for row in rows {
        writer.write_record(row.into_iter().map(safe))?;
    }
    let bytes = writer.into_inner().map_err(|error| ::csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
