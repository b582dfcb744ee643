//! The running counts of a market: what every part adds to, and all that is kept of the postings.
//!
//! Its size depends on the number of distinct skills, companies, places, days and amounts, not of postings.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::FOUR;
use super::reach::Reached;
use crate::analysis::Role;

/// How many roles there are.
pub(super) const ROLES: usize = Role::ALL.len();

/// Counts by role, in the order of [`Role::ALL`].
pub(super) type ByRole = [u64; ROLES];

/// How many postings ask for one thing, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) required: u64,
    pub(super) preferred: u64,
    pub(super) mentioned: u64,
    /// Of all these, how many ask for it as one of several alternatives.
    pub(super) any_of: u64,
    /// Of all these, how many add "or similar".
    pub(super) or_similar: u64,
}

impl Asked {
    pub(super) fn all(&self) -> u64 {
        self.required + self.preferred + self.mentioned
    }

    pub(super) fn add(&mut self, more: &Self) {
        self.required += more.required;
        self.preferred += more.preferred;
        self.mentioned += more.mentioned;
        self.any_of += more.any_of;
        self.or_similar += more.or_similar;
    }
}

/// Yearly amounts with how often each occurs.
pub(super) type Amounts = BTreeMap<u64, u64>;

/// All running counts. Postings that repeat another are in `duplicates` and `formats` and nowhere else.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) postings: ByRole,
    pub(super) duplicates: u64,
    pub(super) formats: BTreeSet<String>,
    /// Reason → inputs.
    pub(super) rejected: BTreeMap<String, u64>,
    /// Role and status → postings.
    pub(super) status: BTreeMap<(u32, String), u64>,
    pub(super) conflicts: ByRole,
    /// Title family → postings by role.
    pub(super) titles: BTreeMap<u32, ByRole>,
    /// Field of the dataset → postings that have it.
    pub(super) coverage: BTreeMap<&'static str, u64>,
    /// Field of the dataset → value → postings by role. Postings without a value are not in it.
    pub(super) mixes: BTreeMap<&'static str, BTreeMap<String, ByRole>>,
    pub(super) years: BTreeMap<u32, ByRole>,
    /// Skill → how each role asks for it.
    pub(super) skills: BTreeMap<u32, [Asked; ROLES]>,
    /// Bundle → how each role asks for at least one of its skills.
    pub(super) bundles: BTreeMap<u32, [Asked; ROLES]>,
    /// Skill → postings that say it is not needed.
    pub(super) negated: BTreeMap<u32, u64>,
    /// Two skills, smaller number first → postings of the four roles that ask for both.
    pub(super) together: HashMap<(u32, u32), u64>,
    /// Two skills, smaller number first → postings of the four roles that offer them as alternatives.
    pub(super) alternatives: HashMap<(u32, u32), u64>,
    /// Role and currency → yearly pay.
    pub(super) pay: BTreeMap<(u32, String), Amounts>,
    /// Skill and currency → yearly pay in the four roles.
    pub(super) pay_by_skill: BTreeMap<(u32, String), Amounts>,
    /// Day since 1970 → postings of the four roles.
    pub(super) days: BTreeMap<i32, u64>,
    /// Skill → day → postings of the four roles that ask for it.
    pub(super) skill_days: BTreeMap<u32, BTreeMap<i32, u64>>,
    /// The postings of each of the four roles by their fit with a profile.
    pub(super) reach: [Reached; FOUR],
    /// First and last day of publication, of all postings, as ISO strings.
    pub(super) window: Option<(String, String)>,
}

/// More distinct reasons than this are counted together: a reason may quote what was wrong, and no list may grow forever.
const MOST_REASONS: usize = 200;

impl Tally {
    /// Counts refused inputs by what its reason says before the first colon: what follows is about that one input
    /// ("not valid JSON: invalid escape at column 12").
    pub(super) fn reject(&mut self, reason: &str, inputs: u64) {
        let reason = reason.split_once(": ").map_or(reason, |(kind, _)| kind);
        let known = self.rejected.contains_key(reason) || self.rejected.len() < MOST_REASONS;
        let key = if known { reason } else { "other reasons" };
        *self.rejected.entry(key.to_owned()).or_default() += inputs;
    }

    pub(super) fn saw_days(&mut self, first: &str, last: &str) {
        let (from, to) = self.window.get_or_insert_with(|| (first.to_owned(), last.to_owned()));
        if first < from.as_str() {
            first.clone_into(from);
        }
        if last > to.as_str() {
            last.clone_into(to);
        }
    }
}
