//! What a plan needs of each posting, and which postings it is made by.
//!
//! In: analyses, one by one, in any order and on any thread. Out: a [`Case`] each, gathered in [`Cases`]. Of the postings that a plan is not made
//! by only counts are kept, and of those that it could be made by no more than [`MOST_POSTINGS`]: memory does not grow with the market.

use std::collections::BTreeMap;

use jiff::civil::Date;
use xxhash_rust::xxh3::xxh3_64;

use super::{MOST_POSTINGS, Options, Postings};
use crate::analysis::{Analysis, Role};
use crate::dictionary::Dictionary;
use crate::fit::outline::{Judge, Outline};
use crate::fit::{BlockerKind, Heading, Tenths, heading};
use crate::profile::Profile;

/// Turns analyses into cases, for one person and one set of options.
pub struct Gatherer<'a> {
    pub(super) judge: Judge<'a>,
    profile: &'a Profile,
    dictionary: &'a Dictionary,
    options: &'a Options,
    roles: Vec<Role>,
}

/// One posting as a plan sees it.
pub struct Case(Kind);

/// One posting as a person sees it: how well it fits, and what a plan needs of it.
pub struct Measured {
    /// The fit and the sum of skills alone, as [`crate::fit::Score`] has them; `None`: it asks for too little.
    pub(crate) fit: Option<(Tenths, Tenths)>,
    case: Case,
}

enum Kind {
    /// Of another role.
    Unwanted,
    Untold,
    Out(OutOfReach),
    Open(Box<Open>),
}

/// Why learning brings a posting not within reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutOfReach {
    /// Something that is no skill caps the fit under the threshold.
    Blocked(BlockerKind),
    /// With every skill learnt the fit stays under the threshold.
    Beyond,
}

/// A posting that a plan is made by.
pub(super) struct Open {
    pub(super) posting: Heading,
    pub(super) outline: Outline,
}

/// The cases of many postings.
#[derive(Default)]
pub struct Cases {
    looked_at: usize,
    wanted: usize,
    untold: usize,
    blocked: BTreeMap<BlockerKind, usize>,
    beyond: usize,
    /// How many came that a plan may be made by.
    found: usize,
    /// Those of them that are kept.
    pub(super) open: Vec<Open>,
}

impl<'a> Gatherer<'a> {
    /// For this person; `today` tells which skills are stale. That a posting has closed plays no part: it still tells what is asked for.
    pub fn new(profile: &'a Profile, dictionary: &'a Dictionary, options: &'a Options, today: Option<Date>) -> Self {
        let all_four = || Role::ALL.iter().copied().filter(|role| *role != Role::Other).collect();
        let roles = [&options.roles, &profile.roles].into_iter().find(|roles| !roles.is_empty());
        Self {
            judge: Judge::new(profile, dictionary, today),
            profile,
            dictionary,
            options,
            roles: roles.map_or_else(all_four, Clone::clone),
        }
    }

    /// What a plan needs of one posting.
    pub fn case(&self, analysis: &Analysis) -> Case {
        if !self.roles.contains(&analysis.role.primary) {
            return Case(Kind::Unwanted);
        }
        self.case_of(analysis, self.judge.outline(analysis))
    }

    /// One posting measured once, for all that is asked about this person; `None` where nothing is ([`Self::asks_about`]).
    pub fn measure(&self, analysis: &Analysis) -> Option<Measured> {
        let role = analysis.role.primary;
        if !self.asks_about(role) {
            return None;
        }
        let outline = self.judge.outline(analysis);
        let fit = outline.can_tell().then(|| (self.judge.fit(&outline, analysis), outline.score(outline.met())));
        let case = if self.roles.contains(&role) { self.case_of(analysis, outline) } else { Case(Kind::Unwanted) };
        Some(Measured { fit, case })
    }

    /// Whether postings of a role are measured: those of the four, and what the plan is for.
    pub(crate) fn asks_about(&self, role: Role) -> bool {
        role != Role::Other || self.roles.contains(&role)
    }

    fn case_of(&self, analysis: &Analysis, outline: Outline) -> Case {
        if !outline.can_tell() {
            return Case(Kind::Untold);
        }
        let blocker = outline.blockers.first().filter(|blocker| blocker.cap < self.threshold());
        if let Some(blocker) = blocker.filter(|_| !self.options.skills_alone) {
            return Case(Kind::Out(OutOfReach::Blocked(blocker.kind)));
        }
        if outline.score(self.most(&outline)) < self.threshold() {
            return Case(Kind::Out(OutOfReach::Beyond));
        }
        Case(Kind::Open(Box::new(Open { posting: heading(analysis, self.profile), outline })))
    }

    /// The parts that are met when everything is learnt that may be.
    fn most(&self, outline: &Outline) -> u64 {
        let needs = outline.needs.iter().enumerate();
        let most = needs.map(|(at, need)| {
            let members = need.skills().filter(|skill| !self.judge.is_avoided(*skill));
            let learnt = members.map(|skill| self.judge.credit(need, &self.judge.learnt(skill).skills));
            outline.parts(at) * learnt.max().unwrap_or(0).max(need.credit)
        });
        most.sum()
    }

    pub(super) fn threshold(&self) -> Tenths {
        Tenths(i64::from(self.options.reach) * 10)
    }

    pub(super) fn options(&self) -> &'a Options {
        self.options
    }

    pub(super) fn profile(&self) -> &'a Profile {
        self.profile
    }

    pub(super) fn dictionary(&self) -> &'a Dictionary {
        self.dictionary
    }

    pub(super) fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// Whether a posting is within reach as things are.
    fn is_within_reach(&self, open: &Open) -> bool {
        open.outline.score(open.outline.met()) >= self.threshold()
    }
}

impl Cases {
    /// Adds one posting. Repeated ones are not to be added.
    pub fn push(&mut self, case: Case) {
        self.looked_at += 1;
        self.wanted += usize::from(!matches!(case.0, Kind::Unwanted));
        match case.0 {
            Kind::Unwanted => {}
            Kind::Untold => self.untold += 1,
            Kind::Out(OutOfReach::Blocked(kind)) => *self.blocked.entry(kind).or_default() += 1,
            Kind::Out(OutOfReach::Beyond) => self.beyond += 1,
            Kind::Open(open) => {
                self.found += 1;
                self.open.push(*open);
                if self.open.len() >= 2 * MOST_POSTINGS {
                    self.thin();
                }
            }
        }
    }

    /// Adds a posting that was measured, or one that was not because of its role.
    pub(crate) fn push_measured(&mut self, measured: Option<Measured>) {
        self.push(measured.map_or(Case(Kind::Unwanted), |measured| measured.case));
    }

    /// Keeps as many as a plan is made by: those whose ids hash lowest, which is a fair sample and the same one in whatever order they came.
    pub(super) fn thin(&mut self) {
        if self.open.len() > MOST_POSTINGS {
            self.open.select_nth_unstable_by(MOST_POSTINGS, |a, b| {
                let lot = |open: &Open| xxh3_64(open.posting.id.as_bytes());
                lot(a).cmp(&lot(b)).then_with(|| a.posting.id.cmp(&b.posting.id))
            });
            self.open.truncate(MOST_POSTINGS);
        }
    }

    /// The counts; `within_reach` for this person.
    pub(super) fn postings(&self, gatherer: &Gatherer<'_>) -> Postings {
        let mut blocked: Vec<(BlockerKind, usize)> = self.blocked.iter().map(|(kind, count)| (*kind, *count)).collect();
        blocked.sort_by_key(|(kind, count)| (std::cmp::Reverse(*count), *kind));
        Postings {
            looked_at: self.looked_at,
            wanted: self.wanted,
            untold: self.untold,
            blocked,
            beyond: self.beyond,
            found: self.found,
            counted: self.open.len(),
            within_reach: self.open.iter().filter(|open| gatherer.is_within_reach(open)).count(),
        }
    }
}
