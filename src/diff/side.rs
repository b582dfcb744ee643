//! One of the two collections: gathers what is to be compared of each posting, and counts the market beside it.
//!
//! Most postings of two datasets are the same on both sides. So of a posting in a dataset only its keys and a hash are held until it turns out
//! not to be; its card is then read again.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use jiff::civil::Date;
use xxhash_rust::xxh3::xxh3_64;

use super::Entry;
use super::identity::Keys;
use crate::analysis::{Analysis, Importance, Role};
use crate::dataset::{self, Collection, Repeats};
use crate::dictionary::Dictionary;
use crate::market::{self, Builder, Market};
use crate::posting::{Employment, Rejected, Remote, Salary, Seniority};
use crate::text::one_line;

/// One collection of postings, to be filled and then compared with another.
pub struct Side<'d> {
    dictionary: &'d Dictionary,
    market: Builder<'d>,
    stubs: Vec<Stub>,
    /// Postings that repeat another, with the hash of that one's id.
    repeats: Vec<(u64, Stub)>,
    datasets: Vec<Collection>,
}

/// A posting as long as it may turn out to be the same on both sides.
pub(super) struct Stub {
    /// The hash of its id.
    id: u64,
    pub(super) keys: Keys,
    /// The hash of all that its card says.
    pub(super) mark: u64,
    place: Place,
}

/// Where the card of a posting is.
enum Place {
    Here(Box<Card>),
    /// In a dataset: the number of the dataset, of the part in it, and of the row in that.
    Stored(usize, usize, usize),
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

impl AsRef<Keys> for Stub {
    fn as_ref(&self) -> &Keys {
        &self.keys
    }
}

impl AsRef<Keys> for Known {
    fn as_ref(&self) -> &Keys {
        &self.keys
    }
}

impl<'d> Side<'d> {
    /// An empty side, whose skills are named by the dictionary that the analyses were made with.
    pub fn new(dictionary: &'d Dictionary) -> Self {
        let market = Builder::new(dictionary);
        Self { dictionary, market, stubs: Vec::new(), repeats: Vec::new(), datasets: Vec::new() }
    }

    /// Adds one posting.
    ///
    /// # Errors
    /// When it could not be counted.
    pub fn push(&mut self, analysis: &Analysis) -> Result<(), market::Error> {
        self.keep(analysis, |card| Place::Here(Box::new(card)));
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
        self.push_collection(Collection::open(&[dir], Repeats::Once)?)
    }

    /// Adds several datasets as one, part by part. What is not the same on both sides is read again when they are compared.
    ///
    /// # Errors
    /// When a part cannot be read.
    pub fn push_collection(&mut self, collection: Collection) -> Result<(), market::Error> {
        let number = self.datasets.len();
        for (place, found) in collection.recalled_parts(self.dictionary).enumerate() {
            let (part, recalled) = found?;
            for (row, analysis) in recalled.analyses.iter().enumerate() {
                self.keep(analysis, |_| Place::Stored(number, place, row));
            }
            self.market.push_part(&part)?;
        }
        self.market.push_rejections(&collection)?;
        self.datasets.push(collection);
        Ok(())
    }

    fn keep(&mut self, analysis: &Analysis, place: impl FnOnce(Card) -> Place) {
        let card = Card::of(analysis);
        let id = xxh3_64(analysis.id.as_bytes());
        let mark = xxh3_64(format!("{card:?}").as_bytes());
        let stub = Stub { id, keys: Keys::of(&card), mark, place: place(card) };
        match &analysis.duplicate_of {
            None => self.stubs.push(stub),
            Some(of) => self.repeats.push((xxh3_64(of.id.as_bytes()), stub)),
        }
    }

    /// The postings, each group of repeats once, and the market that they make.
    pub(super) fn finish(mut self) -> Result<(Gathered<'d>, Market), market::Error> {
        let places: HashMap<u64, usize> = self.stubs.iter().enumerate().map(|(place, one)| (one.id, place)).collect();
        for (of, stub) in self.repeats {
            match places.get(&of) {
                Some(&place) => self.stubs[place].keys.take_in(&stub.keys),
                // What it repeats is not here, so it stands for itself.
                None => self.stubs.push(stub),
            }
        }
        let gathered = Gathered { dictionary: self.dictionary, stubs: self.stubs, datasets: self.datasets };
        Ok((gathered, self.market.finish()?))
    }
}

/// The postings of a side, most of their cards where they came from.
pub(super) struct Gathered<'d> {
    dictionary: &'d Dictionary,
    pub(super) stubs: Vec<Stub>,
    datasets: Vec<Collection>,
}

impl Gathered<'_> {
    /// The postings that are not to be left out, with their cards, in order.
    pub(super) fn known(self, is_left_out: &[bool]) -> Result<Vec<Known>, dataset::Error> {
        let wanted = self.stubs.into_iter().zip(is_left_out).filter(|(_, is_left_out)| !**is_left_out);
        let wanted: Vec<Stub> = wanted.map(|(stub, _)| stub).collect();
        let mut rows: BTreeMap<(usize, usize), BTreeSet<usize>> = BTreeMap::new();
        for stub in &wanted {
            if let Place::Stored(dataset, part, row) = stub.place {
                rows.entry((dataset, part)).or_default().insert(row);
            }
        }
        let mut cards: HashMap<(usize, usize, usize), Card> = HashMap::new();
        for (&(dataset, part), rows) in &rows {
            let analyses = self.datasets[dataset].some_analyses(part, rows, self.dictionary)?;
            cards.extend(rows.iter().zip(&analyses).map(|(&row, one)| ((dataset, part, row), Card::of(one))));
        }
        let known = wanted.into_iter().filter_map(|Stub { keys, place, .. }| {
            let card = match place {
                Place::Here(card) => *card,
                Place::Stored(dataset, part, row) => cards.remove(&(dataset, part, row))?,
            };
            Some(Known { card, keys })
        });
        Ok(known.collect())
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
