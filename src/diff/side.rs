//! One of the two collections: gathers what is to be compared of each posting, and counts the market beside it.

use std::collections::HashMap;
use std::path::Path;

use jiff::civil::Date;

use super::Entry;
use super::identity::Keys;
use crate::analysis::{Analysis, Importance, Role};
use crate::dataset::{Collection, Repeats};
use crate::dictionary::Dictionary;
use crate::market::{self, Builder, Market};
use crate::posting::{Employment, Rejected, Remote, Salary, Seniority};
use crate::text::one_line;

/// One collection of postings, to be filled and then compared with another.
pub struct Side<'d> {
    dictionary: &'d Dictionary,
    market: Builder<'d>,
    cards: Vec<Card>,
    /// Postings that repeat another, with the id of that one.
    repeats: Vec<(String, Card)>,
}

/// What is compared of one posting.
#[derive(Clone, Debug)]
pub(super) struct Card {
    pub(super) id: String,
    pub(super) external_id: Option<String>,
    pub(super) url: Option<String>,
    pub(super) title: String,
    pub(super) company: Option<String>,
    pub(super) location: Option<String>,
    pub(super) posted: Option<Date>,
    pub(super) closes: Option<Date>,
    pub(super) role: Role,
    pub(super) years_min: Option<u8>,
    pub(super) seniority: Option<Seniority>,
    pub(super) remote: Option<Remote>,
    pub(super) employment: Option<Employment>,
    pub(super) salary: Option<Box<Salary>>,
    /// By number, each once, without those that are said not to be needed.
    pub(super) skills: Box<[(u32, Importance)]>,
}

/// A posting with every key that it, or one that repeats it, is known by.
pub(super) struct Known {
    pub(super) card: Card,
    pub(super) keys: Keys,
}

impl<'d> Side<'d> {
    /// An empty side, whose skills are named by the dictionary that the analyses were made with.
    pub fn new(dictionary: &'d Dictionary) -> Self {
        Self { dictionary, market: Builder::new(dictionary), cards: Vec::new(), repeats: Vec::new() }
    }

    /// Adds one posting.
    ///
    /// # Errors
    /// When it could not be counted.
    pub fn push(&mut self, analysis: &Analysis) -> Result<(), market::Error> {
        self.keep(analysis);
        self.market.push(analysis)
    }

    /// Adds one input that could not be read.
    pub fn reject(&mut self, rejected: &Rejected) {
        self.market.reject(rejected);
    }

    /// Adds a whole dataset, part by part.
    ///
    /// # Errors
    /// When the folder is not a dataset, or a part of it cannot be read.
    pub fn push_dataset(&mut self, dir: &Path) -> Result<(), market::Error> {
        self.push_collection(&Collection::open(&[dir], Repeats::Once)?)
    }

    /// Adds several datasets as one, part by part.
    ///
    /// # Errors
    /// When a part cannot be read.
    pub fn push_collection(&mut self, collection: &Collection) -> Result<(), market::Error> {
        for part in collection.analyses(self.dictionary) {
            part?.analyses.iter().for_each(|analysis| self.keep(analysis));
        }
        self.market.push_collection(collection)
    }

    fn keep(&mut self, analysis: &Analysis) {
        let card = Card::of(analysis);
        match &analysis.duplicate_of {
            None => self.cards.push(card),
            Some(of) => self.repeats.push((of.id.clone(), card)),
        }
    }

    /// The postings, each group of repeats once, and the market that they make.
    pub(super) fn finish(self) -> Result<(Vec<Known>, Market), market::Error> {
        let known = |card: Card| Known { keys: Keys::of(&card), card };
        let mut all: Vec<Known> = self.cards.into_iter().map(known).collect();
        let places: HashMap<String, usize> =
            all.iter().enumerate().map(|(place, one)| (one.card.id.clone(), place)).collect();
        for (of, card) in self.repeats {
            match places.get(&of) {
                Some(&place) => all[place].keys.take_in(&Keys::of(&card)),
                // What it repeats is not here, so it stands for itself.
                None => all.push(known(card)),
            }
        }
        Ok((all, self.market.finish()?))
    }
}

impl Card {
    fn of(analysis: &Analysis) -> Self {
        let line = |text: &Option<String>| text.as_deref().map(one_line).filter(|line| !line.is_empty());
        let asked = analysis.skills.iter().filter(|found| !found.negated);
        let mut skills: Vec<(u32, Importance)> = asked.map(|found| (found.skill, found.importance)).collect();
        skills.sort_unstable_by_key(|&(skill, importance)| (skill, std::cmp::Reverse(importance)));
        skills.dedup_by_key(|&mut (skill, _)| skill);
        let facts = &analysis.facts;
        Self {
            id: one_line(&analysis.id),
            external_id: line(&analysis.external_id),
            url: line(&analysis.source.url),
            title: one_line(&analysis.title),
            company: line(&analysis.company),
            location: line(&analysis.location),
            posted: analysis.posted,
            closes: analysis.closes,
            role: analysis.role.primary,
            years_min: facts.years_min,
            seniority: facts.seniority,
            remote: facts.remote,
            employment: facts.employment,
            salary: facts.salary.clone().map(Box::new),
            skills: skills.into(),
        }
    }

    /// Whether its source gave it an address or an id.
    pub(super) fn has_address(&self) -> bool {
        self.url.is_some() || self.external_id.is_some()
    }

    /// Whether the two have an address or an id in common.
    pub(super) fn shares_address(&self, other: &Self) -> bool {
        let (own, others) = (Keys::of(self), Keys::of(other));
        own.shares_address(&others)
    }

    pub(super) fn entry(&self) -> Entry {
        Entry {
            id: self.id.clone(),
            external_id: self.external_id.clone(),
            url: self.url.clone(),
            title: self.title.clone(),
            company: self.company.clone(),
            location: self.location.clone(),
            role: self.role,
            posted: self.posted,
            closes: self.closes,
        }
    }

    /// How many skills both ask for, and how many at least one of them does.
    pub(super) fn skills_shared(&self, other: &Self) -> (usize, usize) {
        let has = |skill: u32| other.skills.binary_search_by_key(&skill, |&(number, _)| number).is_ok();
        let both = self.skills.iter().filter(|&&(skill, _)| has(skill)).count();
        (both, self.skills.len() + other.skills.len() - both)
    }
}
