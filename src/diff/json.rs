//! The differences as JSON for other programs, schema `jobsift.diff/1`. Shares are fractions with four digits; unknown is `null`.

use serde::Serialize;

use super::{Diff, Entry, Event, Kind, Moved, Subject};
use crate::analysis::{Importance, Role};
use crate::statistics::Interval;

const SCHEMA: &str = "jobsift.diff/1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    program: &'static str,
    old: u64,
    new: u64,
    same: u64,
    counts: Counts,
    events: Vec<EventOut<'a>>,
    skills_per_posting_differ: Option<[f64; 2]>,
    moved: Vec<MovedOut<'a>>,
}

#[derive(Serialize)]
struct Counts {
    new: usize,
    closed: usize,
    changed: usize,
    reposted: usize,
}

#[derive(Serialize)]
struct EventOut<'a> {
    kind: Kind,
    reason: &'a str,
    told_by: Option<&'static str>,
    old: Option<EntryOut<'a>>,
    new: Option<EntryOut<'a>>,
    changes: Vec<ChangeOut<'a>>,
    skills: Vec<SkillOut<'a>>,
}

#[derive(Serialize)]
struct EntryOut<'a> {
    id: &'a str,
    external_id: Option<&'a str>,
    url: Option<&'a str>,
    title: &'a str,
    company: Option<&'a str>,
    location: Option<&'a str>,
    role: Role,
    posted: Option<String>,
    closes: Option<String>,
}

#[derive(Serialize)]
struct ChangeOut<'a> {
    field: &'static str,
    old: Option<&'a str>,
    new: Option<&'a str>,
}

#[derive(Serialize)]
struct SkillOut<'a> {
    id: &'a str,
    old: Option<Importance>,
    new: Option<Importance>,
}

#[derive(Serialize)]
struct MovedOut<'a> {
    scope: &'static str,
    subject: Subject,
    id: &'a str,
    name: &'a str,
    old: ShareOut,
    new: ShareOut,
}

#[derive(Serialize)]
struct ShareOut {
    count: u64,
    n: u64,
    share: f64,
    low: f64,
    high: f64,
}

/// The document, indented, with a line break at its end.
///
/// # Errors
/// Never in practice: it is written into memory.
pub fn render(diff: &Diff) -> serde_json::Result<String> {
    let count = |kind| diff.of(kind).count();
    let document = Document {
        schema: SCHEMA,
        program: concat!("jobsift ", env!("CARGO_PKG_VERSION")),
        old: diff.old,
        new: diff.new,
        same: diff.same,
        counts: Counts {
            new: count(Kind::New),
            closed: count(Kind::Closed),
            changed: count(Kind::Changed),
            reposted: count(Kind::Reposted),
        },
        events: diff.events.iter().map(event).collect(),
        skills_per_posting_differ: diff.lopsided.map(|(old, new)| [rounded(old), rounded(new)]),
        moved: diff.moved.iter().map(moved).collect(),
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn event(event: &Event) -> EventOut<'_> {
    EventOut {
        kind: event.kind,
        reason: &event.reason,
        told_by: event.basis.map(super::Basis::name),
        old: event.old.as_ref().map(entry),
        new: event.new.as_ref().map(entry),
        changes: event
            .changes
            .iter()
            .map(|one| ChangeOut { field: one.field.name(), old: one.old.as_deref(), new: one.new.as_deref() })
            .collect(),
        skills: event.skills.iter().map(|one| SkillOut { id: &one.id, old: one.old, new: one.new }).collect(),
    }
}

fn entry(entry: &Entry) -> EntryOut<'_> {
    EntryOut {
        id: &entry.id,
        external_id: entry.external_id.as_deref(),
        url: entry.url.as_deref(),
        title: &entry.title,
        company: entry.company.as_deref(),
        location: entry.location.as_deref(),
        role: entry.role,
        posted: entry.posted.map(|day| day.to_string()),
        closes: entry.closes.map(|day| day.to_string()),
    }
}

fn moved(one: &Moved) -> MovedOut<'_> {
    MovedOut {
        scope: one.scope.name(),
        subject: one.subject,
        id: &one.id,
        name: &one.name,
        old: share(one.old_count, one.old),
        new: share(one.new_count, one.new),
    }
}

fn share((count, n): (u64, u64), of: Interval) -> ShareOut {
    ShareOut { count, n, share: rounded(of.share), low: rounded(of.low), high: rounded(of.high) }
}

fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}
