//! What changed between two collections of postings: which are new, closed, changed or put up again, and whose demand moved.
//!
//! Two [`Side`]s go in, older and newer, each filled with analyses or datasets; a [`Diff`] of plain records comes out, which [`text`],
//! [`json`] and [`csv`] write. Three questions are answered in turn, each in a module of its own:
//!
//! 1. **Who is who** (`identity.rs`). A posting of one side is one of the other if, in this order, it stands at the same address,
//!    has the same id of its board, has the same content, or is of the same employer with nearly the same title and most of the
//!    same skills. A key that several postings of one side share decides nothing.
//! 2. **What changed in it** (`change.rs`), field by field and skill by skill.
//! 3. **What moved** (`demand.rs`): shares whose two Wilson intervals do not meet.
//!
//! Postings that repeat another of their side count once, and lend it their addresses. Memory grows with the number of postings, by some
//! hundred bytes for each of a dataset, and by about a thousand for each that differs or comes from a file.

mod change;
pub mod csv;
mod demand;
mod identity;
pub mod json;
mod side;
#[cfg(test)]
mod tests;
pub mod text;

use jiff::civil::Date;

use crate::analysis::Role;
use crate::dictionary::Dictionary;
use crate::market::{self, Market};

pub use change::{Change, Field, SkillChange};
pub use demand::{Moved, Subject};
pub use identity::Basis;
use side::Card;
pub use side::Side;

/// Everything that changed.
#[derive(Clone, Debug)]
pub struct Diff {
    /// Postings of the older side, repeats left out.
    pub old: u64,
    /// Postings of the newer side, repeats left out.
    pub new: u64,
    /// Postings that are on both sides and say the same.
    pub same: u64,
    /// Those that differ: new, closed, changed, reposted; within each in the order of their side.
    pub events: Vec<Event>,
    /// Demand that moved beyond its interval, the greatest change first within a scope.
    pub moved: Vec<Moved>,
    /// Skills that a posting of the four roles asks for on average, older and newer, when they differ so much that the texts must be
    /// of different kinds and every share moves with them.
    pub lopsided: Option<(f64, f64)>,
}

/// What happened to one posting.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What happened.
    pub kind: Kind,
    /// Why it is held to be that, as a sentence without its full stop.
    pub reason: String,
    /// How the posting was told on the other side; `None` when it is on one side only.
    pub basis: Option<Basis>,
    /// The posting as it was.
    pub old: Option<Entry>,
    /// The posting as it is.
    pub new: Option<Entry>,
    /// What differs, in the order of [`Field::ALL`].
    pub changes: Vec<Change>,
    /// Skills asked for now, no longer, or otherwise, by name.
    pub skills: Vec<SkillChange>,
}

crate::posting::names! {
    /// What can happen to a posting.
    Kind {
        /// It is on the newer side only.
        New = "new",
        /// It is on the older side only.
        Closed = "closed",
        /// It is on both and says something else now.
        Changed = "changed",
        /// It was put up again, under another address or as of a later day.
        Reposted = "reposted",
    }
}

/// A posting, as far as a list of changes shows it. Nothing in it carries control characters.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Hash of its content.
    pub id: String,
    /// The id that its source gave.
    pub external_id: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Job title.
    pub title: String,
    /// Employer.
    pub company: Option<String>,
    /// Place of work.
    pub location: Option<String>,
    /// What the job really is.
    pub role: Role,
    /// Day of publication.
    pub posted: Option<Date>,
    /// Last day for applications.
    pub closes: Option<Date>,
}

/// Compares two sides.
///
/// # Errors
/// When the last postings of a side could not be counted.
pub fn compare(old: Side<'_>, new: Side<'_>, dictionary: &Dictionary) -> Result<Diff, market::Error> {
    let (old, old_market) = old.finish()?;
    let (new, new_market) = new.finish()?;
    let (of_old, of_new) = identity::twins(&old.stubs, &new.stubs);
    let mut diff = Diff {
        old: old.stubs.len() as u64,
        new: new.stubs.len() as u64,
        same: of_old.iter().filter(|is| **is).count() as u64,
        events: Vec::new(),
        moved: demand::moved(&old_market, &new_market),
        lopsided: lopsided(&old_market, &new_market),
    };
    let (old, new) = (old.known(&of_old)?, new.known(&of_new)?);
    let matches = identity::matches(&old, &new);
    let (mut gone, mut come) = (vec![true; old.len()], vec![true; new.len()]);
    let mut on_both = Vec::new();
    for found in matches {
        (gone[found.old], come[found.new]) = (false, false);
        let event = on_both_sides(&old[found.old].card, &new[found.new].card, found.basis, dictionary);
        if let Some(event) = event { on_both.push((found.new, event)) } else { diff.same += 1 }
    }
    on_both.sort_by_key(|&(place, ref event)| (event.kind, place));
    let alone = |kind: Kind, card: &Card| on_one_side(kind, card);
    diff.events.extend(new.iter().zip(come).filter(|(_, is)| *is).map(|(one, _)| alone(Kind::New, &one.card)));
    diff.events.extend(old.iter().zip(gone).filter(|(_, is)| *is).map(|(one, _)| alone(Kind::Closed, &one.card)));
    diff.events.extend(on_both.into_iter().map(|(_, event)| event));
    Ok(diff)
}

impl Diff {
    /// The postings to which one thing happened.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(move |event| event.kind == kind)
    }
}

fn on_one_side(kind: Kind, card: &Card) -> Event {
    let entry = Some(card.entry());
    let reason = match (kind, card.closes) {
        (Kind::New, _) => "not on the older side".to_owned(),
        (_, Some(day)) => format!("no longer there; its closing day was {day}"),
        (_, None) => "no longer there".to_owned(),
    };
    let (old, new) = if kind == Kind::New { (None, entry) } else { (entry, None) };
    Event { kind, reason, basis: None, old, new, changes: Vec::new(), skills: Vec::new() }
}

/// What happened to a posting that is on both sides; `None` when nothing did.
fn on_both_sides(old: &Card, new: &Card, basis: Basis, dictionary: &Dictionary) -> Option<Event> {
    let (changes, skills) = change::between(old, new, dictionary);
    let has_moved = old.has_address() && new.has_address() && !old.shares_address(new);
    let again = old.posted.zip(new.posted).filter(|(before, now)| now > before);
    let (kind, reason) = match (basis, again) {
        (Basis::Address | Basis::BoardId, Some((before, now))) => {
            (Kind::Reposted, format!("{}, published again on {now} (before: {before})", basis.sentence()))
        }
        (Basis::Content | Basis::Name { .. }, _) if has_moved => {
            (Kind::Reposted, format!("{}, under another address", basis.sentence()))
        }
        _ if changes.is_empty() && skills.is_empty() => return None,
        _ => (Kind::Changed, basis.sentence()),
    };
    Some(Event { kind, reason, basis: Some(basis), old: Some(old.entry()), new: Some(new.entry()), changes, skills })
}

/// See [`Diff::lopsided`].
fn lopsided(old: &Market, new: &Market) -> Option<(f64, f64)> {
    let (old, new) = (old.asks_per_posting()?, new.asks_per_posting()?);
    market::is_lopsided(old, new).then_some((old, new))
}
