//! What a plan needs of each posting, and which postings it is made by.
//!
//! In: analyses, one by one, in any order and on any thread. Out: a [`Case`] each, gathered in [`Cases`]. Of the postings that a plan is not made
//! by only counts are kept.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Options, Postings};
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
        let outline = self.judge.outline(analysis);
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
            Kind::Open(open) => self.open.push(*open),
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
            counted: self.open.len(),
            within_reach: self.open.iter().filter(|open| gatherer.is_within_reach(open)).count(),
        }
    }
}
