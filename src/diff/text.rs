//! The differences in 80 columns of plain text; only addresses may be longer, for half an address leads nowhere.

use super::{Basis, Change, Diff, Entry, Event, Field, Kind, Moved, SkillChange, Subject};
use crate::analysis::Importance;
use crate::market::Scope;
use crate::report::terminal::Page;
use crate::report::words::{clean, count, list, percent, plural, range, scope};

/// Everything, of each kind of event and of each scope's demand at most `most` rows.
pub fn render(diff: &Diff, most: usize) -> String {
    let mut page = Page::default();
    page.line(&format!("{} before, {} now", plural(diff.old, "posting", "postings"), count(diff.new)));
    for (kind, words) in KINDS {
        page.line(&format!("  {:>9}  {words}", count(diff.of(kind).count() as u64)));
    }
    page.line(&format!("  {:>9}  the same as before", count(diff.same)));
    for (kind, words) in KINDS {
        let events: Vec<&Event> = diff.of(kind).collect();
        if events.is_empty() {
            continue;
        }
        page.heading(&capitalised(words));
        for event in events.iter().take(most) {
            self::event(&mut page, event);
        }
        rest(&mut page, events.len(), most);
    }
    moved(&mut page, diff, most);
    page.finish()
}

const KINDS: [(Kind, &str); 4] =
    [(Kind::New, "new"), (Kind::Closed, "closed"), (Kind::Changed, "changed"), (Kind::Reposted, "reposted")];

fn event(page: &mut Page, event: &Event) {
    let Some(entry) = event.new.as_ref().or(event.old.as_ref()) else { return };
    page.wrapped("  ", &heading(entry));
    // What the heading of the list says already is not said again.
    let is_plain = match event.kind {
        Kind::New => true,
        Kind::Closed => entry.closes.is_none(),
        Kind::Changed => event.basis == Some(Basis::Address),
        Kind::Reposted => false,
    };
    if !is_plain {
        page.wrapped("      ", &format!("{}.", event.reason));
    }
    for change in event.changes.iter().filter(|change| !matches!(change.field, Field::Posted | Field::Address)) {
        page.wrapped("      ", &self::change(change));
    }
    for line in skills(&event.skills) {
        page.wrapped("      ", &line);
    }
    if let Some(url) = entry.url.as_deref().filter(|_| event.kind != Kind::Closed) {
        page.whole("      ", &shown_address(url));
    }
}

/// An address that a terminal may show; one of unusual length is cut like every other text of a posting.
fn shown_address(url: &str) -> String {
    if url.len() <= 200 && url.bytes().all(|byte| byte.is_ascii_graphic()) { url.to_owned() } else { clean(url) }
}

/// Title, employer, place, role, day.
fn heading(entry: &Entry) -> String {
    let parts = [Some(entry.title.as_str()), entry.company.as_deref(), entry.location.as_deref()];
    let named: Vec<String> = parts.into_iter().flatten().map(clean).collect();
    let posted = entry.posted.map(|day| format!(", {day}")).unwrap_or_default();
    format!("{}  ({}{posted})", named.join(" · "), entry.role)
}

fn change(change: &Change) -> String {
    let value = |value: &Option<String>| value.as_deref().map_or_else(|| "not stated".to_owned(), clean);
    match change.field {
        Field::Wording => "the wording, and nothing that is read out of it".to_owned(),
        field => format!("{field}: {} → {}", value(&change.old), value(&change.new)),
    }
}

/// At most four lines: what is asked for now, more, less, and no longer.
fn skills(changes: &[SkillChange]) -> Vec<String> {
    let of = |wanted: &dyn Fn(&SkillChange) -> Option<String>| -> Vec<String> {
        changes.iter().filter_map(wanted).collect()
    };
    let strength = |importance: Importance| format!(" ({importance})");
    let both = |one: &SkillChange| one.old.zip(one.new);
    let turned = |one: &SkillChange| both(one).map(|(old, new)| format!("{} ({old} → {new})", one.name));
    let now = of(&|one| one.new.filter(|_| one.old.is_none()).map(|new| one.name.clone() + &strength(new)));
    let more = of(&|one| both(one).filter(|(old, new)| new > old).and_then(|_| turned(one)));
    let less = of(&|one| both(one).filter(|(old, new)| new < old).and_then(|_| turned(one)));
    let no_longer = of(&|one| one.new.is_none().then(|| one.name.clone()));
    [("asks now for", now), ("asks more for", more), ("asks less for", less), ("asks no longer for", no_longer)]
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(words, names)| format!("{words} {}", list(&names)))
        .collect()
}

fn moved(page: &mut Page, diff: &Diff, most: usize) {
    page.heading("Demand that moved beyond its interval (before, now, change in points)");
    if diff.moved.is_empty() {
        page.wrapped("", "No share moved so far that the 95 % intervals before and now do not meet.");
    }
    if let Some((old, new)) = diff.lopsided {
        page.wrapped(
            "",
            &format!(
                "Before, postings of the four roles asked for {old:.1} skills on average, now for {new:.1}: the texts are of different kinds, \
                 so a move that most skills share says more about the sources than about demand."
            ),
        );
    }
    for group in diff.moved.chunk_by(|a, b| (a.scope, a.subject) == (b.scope, b.subject)) {
        let Some(first) = group.first() else { continue };
        page.blank();
        page.line(&format!("{} (n = {}, {})", of(first), count(first.old_count.1), count(first.new_count.1)));
        for one in group.iter().take(most) {
            page.row_of([&one.name, &share(one.old), &share(one.new), &points(one.change())], [30, 18, 18, 8]);
        }
        rest(page, group.len(), most);
    }
}

/// What a group of shares is of.
fn of(one: &Moved) -> String {
    match (one.subject, one.scope) {
        (Subject::Role, _) => "Roles among all postings".to_owned(),
        (Subject::Kind, Scope::FourRoles) => "Kinds of skill in the four roles".to_owned(),
        (Subject::Skill, Scope::FourRoles) => "Skills in the four roles".to_owned(),
        (Subject::Kind, of) => format!("Kinds of skill in {} work", scope(of)),
        (Subject::Skill, of) => format!("Skills in {} work", scope(of)),
    }
}

fn share(of: crate::statistics::Interval) -> String {
    format!("{} ({})", percent(of.share), range(of))
}

fn points(change: f64) -> String {
    format!("{}{:.0}", if change < 0.0 { '−' } else { '+' }, change.abs() * 100.0)
}

fn rest(page: &mut Page, all: usize, most: usize) {
    if all > most {
        page.line(&format!("  … and {} more (--most {all} shows them all)", count((all - most) as u64)));
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
