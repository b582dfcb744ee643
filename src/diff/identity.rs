//! Who is who on two sides: the surest sign first, and no sign that fits several postings.
//!
//! In: the postings of both sides with their keys. Out: pairs of places with what told them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;

use strsim::normalized_levenshtein;
use xxhash_rust::xxh3::Xxh3;

use super::side::{Card, Known, Stub};

/// Titles less alike than this are of different jobs, whatever else fits.
const TITLES_ALIKE: f64 = 0.85;

/// An id alone is not believed where the titles are less alike than this: lists that are numbered anew give an old number to another job.
const TITLES_RELATED: f64 = 0.4;

/// The share of all skills of two postings that both must name to be one posting with another text.
const SKILLS_ALIKE: f64 = 0.5;

/// With fewer skills than this on both sides together, skills tell nothing.
const FEWEST_SKILLS: usize = 3;

/// More pairs of one employer than this are not compared title by title: only the same title is then looked for.
const MOST_PAIRS: usize = 250_000;

/// The longest part of a title that is compared, in characters.
const TITLE_COMPARED: usize = 120;

/// How a posting of one side was told on the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Both stand at the same address.
    Address,
    /// Both have the same id of the same employer's board.
    BoardId,
    /// Both have the same title, employer and text.
    Content,
    /// Both are of the same employer, with nearly the same title, no other place of work and most of the same skills.
    Name {
        /// Skills that both ask for.
        shared: usize,
        /// Skills that at least one asks for.
        all: usize,
    },
}

impl Basis {
    /// The name used in JSON and CSV.
    pub fn name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::BoardId => "board-id",
            Self::Content => "content",
            Self::Name { .. } => "name",
        }
    }

    /// In words.
    pub fn sentence(self) -> String {
        match self {
            Self::Address => "the same address".to_owned(),
            Self::BoardId => "the same id on its board".to_owned(),
            Self::Content => "the same text".to_owned(),
            Self::Name { shared, all } => format!("the same employer and title, {shared} of {all} skills in common"),
        }
    }
}

/// One posting on both sides.
pub(super) struct Match {
    pub(super) old: usize,
    pub(super) new: usize,
    pub(super) basis: Basis,
}

/// What a posting is known by, as hashes: a million are held.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys {
    /// Its own, in the order of [`Sign::ALL`].
    own: [Option<u64>; 3],
    /// Those of postings that repeat it.
    lent: Vec<(Sign, u64)>,
}

/// What a key is made of, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Address,
    Board,
    Content,
}

impl Sign {
    const ALL: [Self; 3] = [Self::Address, Self::Board, Self::Content];
}

impl Keys {
    pub(super) fn of(card: &Card) -> Self {
        let address = card.url.as_deref().map(|url| hash(&[&plain_address(url)]));
        let employer = folded(card.company.as_deref().unwrap_or_default());
        let board = card.external_id.as_deref().map(|id| hash(&[&employer, id]));
        Self { own: [address, board, Some(hash(&[&card.id]))], lent: Vec::new() }
    }

    /// Adds the keys of a posting that repeats this one.
    pub(super) fn take_in(&mut self, more: &Self) {
        for sign in Sign::ALL {
            for key in more.of_sign(sign) {
                if !self.of_sign(sign).any(|own| own == key) {
                    self.lent.push((sign, key));
                }
            }
        }
    }

    pub(super) fn shares_address(&self, other: &Self) -> bool {
        let common = |sign: Sign| self.of_sign(sign).any(|key| other.of_sign(sign).any(|theirs| theirs == key));
        common(Sign::Address) || common(Sign::Board)
    }

    fn of_sign(&self, wanted: Sign) -> impl Iterator<Item = u64> + '_ {
        let lent = self.lent.iter().filter(move |(sign, _)| *sign == wanted).map(|&(_, key)| key);
        self.own[wanted as usize].into_iter().chain(lent)
    }
}

/// Which postings of each side stand on the other with the same keys and to the last letter the same card, and share no key with any other
/// posting. Whatever else is compared, these are each other's, and nothing about them has changed: their cards are never needed.
pub(super) fn twins(old: &[Stub], new: &[Stub]) -> (Vec<bool>, Vec<bool>) {
    let of_old = Sign::ALL.map(|sign| unshared(old, sign));
    let of_new = Sign::ALL.map(|sign| unshared(new, sign));
    let (mut is_old, mut is_new) = (vec![false; old.len()], vec![false; new.len()]);
    for (place, one) in old.iter().enumerate().filter(|(_, one)| one.keys.lent.is_empty()) {
        // Every posting has a content.
        let Some(&there) =
            one.keys.own[Sign::Content as usize].and_then(|key| of_new[Sign::Content as usize].get(&key))
        else {
            continue;
        };
        let twin = &new[there];
        let stands_alone = |places: &[HashMap<u64, usize>; 3], keys: &Keys| {
            keys.own.iter().zip(places).all(|(key, places)| key.is_none_or(|key| places.contains_key(&key)))
        };
        if one.mark == twin.mark
            && one.keys.own == twin.keys.own
            && twin.keys.lent.is_empty()
            && stands_alone(&of_old, &one.keys)
            && stands_alone(&of_new, &twin.keys)
        {
            (is_old[place], is_new[there]) = (true, true);
        }
    }
    (is_old, is_new)
}

/// The postings that are on both sides. Each is in one pair at most.
pub(super) fn matches(old: &[Known], new: &[Known]) -> Vec<Match> {
    let mut open = Open { old: vec![true; old.len()], new: vec![true; new.len()], found: Vec::new() };
    let related = |a: &Known, b: &Known| {
        a.card.id == b.card.id
            || alike(&plain_title(&a.card.title), &plain_title(&b.card.title)) >= TITLES_RELATED
            || skills_are_alike(&a.card, &b.card)
    };
    open.by_key(old, new, Sign::Address, Basis::Address, related);
    open.by_key(old, new, Sign::Board, Basis::BoardId, related);
    open.by_key(old, new, Sign::Content, Basis::Content, |_, _| true);
    open.by_name(old, new);
    open.found.sort_by_key(|found| found.old);
    open.found
}

/// The postings that are still to be matched.
struct Open {
    old: Vec<bool>,
    new: Vec<bool>,
    found: Vec<Match>,
}

impl Open {
    fn close(&mut self, old: usize, new: usize, basis: Basis) {
        (self.old[old], self.new[new]) = (false, false);
        self.found.push(Match { old, new, basis });
    }

    fn by_key(
        &mut self,
        old: &[Known],
        new: &[Known],
        sign: Sign,
        basis: Basis,
        is_related: impl Fn(&Known, &Known) -> bool,
    ) {
        let (mine, theirs) = (unshared(old, sign), unshared(new, sign));
        for (place, one) in old.iter().enumerate() {
            let own = one.keys.of_sign(sign).filter(|key| mine.contains_key(key));
            let there = own.filter_map(|key| theirs.get(&key).copied()).find(|&there| self.new[there]);
            if let Some(there) = there.filter(|&there| self.old[place] && is_related(one, &new[there])) {
                self.close(place, there, basis);
            }
        }
    }

    /// Pairs of one employer by title and skills, the most alike first.
    fn by_name(&mut self, old: &[Known], new: &[Known]) {
        let (mine, theirs) = (by_employer(old, &self.old), by_employer(new, &self.new));
        for (employer, mine) in mine {
            let Some(theirs) = theirs.get(&employer) else { continue };
            let mut pairs: Vec<(Likeness, usize, usize)> = Vec::new();
            for (place, there) in candidates(old, &mine, new, theirs) {
                pairs.extend(likeness(&old[place].card, &new[there].card).map(|alike| (alike, place, there)));
            }
            pairs.sort_by(|a, b| b.0.order(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
            for (alike, place, there) in pairs {
                if self.old[place] && self.new[there] {
                    self.close(place, there, Basis::Name { shared: alike.shared, all: alike.all });
                }
            }
        }
    }
}

/// The keys that stand for one posting alone.
fn unshared(side: &[impl AsRef<Keys>], sign: Sign) -> HashMap<u64, usize> {
    let mut places = HashMap::new();
    let mut shared = HashSet::new();
    for (place, one) in side.iter().enumerate() {
        for key in one.as_ref().of_sign(sign) {
            if places.insert(key, place).is_some_and(|other| other != place) {
                shared.insert(key);
            }
        }
    }
    places.retain(|key, _| !shared.contains(key));
    places
}

/// The open postings of each employer that is named.
fn by_employer(side: &[Known], is_open: &[bool]) -> BTreeMap<String, Vec<usize>> {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, one) in side.iter().enumerate().filter(|&(place, _)| is_open[place]) {
        let employer = folded(one.card.company.as_deref().unwrap_or_default());
        if !employer.is_empty() {
            places.entry(employer).or_default().push(place);
        }
    }
    places
}

/// The pairs of one employer that are worth comparing.
fn candidates(old: &[Known], mine: &[usize], new: &[Known], theirs: &[usize]) -> Vec<(usize, usize)> {
    if mine.len().saturating_mul(theirs.len()) <= MOST_PAIRS {
        return mine.iter().flat_map(|&place| theirs.iter().map(move |&there| (place, there))).collect();
    }
    let mut by_title: HashMap<String, Vec<usize>> = HashMap::new();
    for &there in theirs {
        by_title.entry(plain_title(&new[there].card.title)).or_default().push(there);
    }
    let same_title = |&place: &usize| by_title.get(&plain_title(&old[place].card.title)).map(|there| (place, there));
    let pairs =
        mine.iter().filter_map(same_title).flat_map(|(place, there)| there.iter().map(move |&there| (place, there)));
    pairs.take(MOST_PAIRS).collect()
}

struct Likeness {
    title: f64,
    shared: usize,
    all: usize,
}

impl Likeness {
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        let skills = |one: &Self| one.shared as f64 / one.all.max(1) as f64;
        self.title.total_cmp(&other.title).then(skills(self).total_cmp(&skills(other)))
    }
}

/// How alike two postings of one employer are, if they may be one.
fn likeness(old: &Card, new: &Card) -> Option<Likeness> {
    let differ = |a: Option<String>, b: Option<String>| a.zip(b).is_some_and(|(a, b)| a != b);
    let place = |card: &Card| card.location.as_deref().map(folded);
    let level = |card: &Card| card.seniority.map(|level| level.to_string());
    if differ(place(old), place(new)) || differ(level(old), level(new)) || !skills_are_alike(old, new) {
        return None;
    }
    let title = alike(&plain_title(&old.title), &plain_title(&new.title));
    let (shared, all) = old.skills_shared(new);
    (title >= TITLES_ALIKE).then_some(Likeness { title, shared, all })
}

fn skills_are_alike(old: &Card, new: &Card) -> bool {
    let (shared, all) = old.skills_shared(new);
    all >= FEWEST_SKILLS && shared as f64 >= SKILLS_ALIKE * all as f64
}

fn alike(a: &str, b: &str) -> f64 {
    if a == b { 1.0 } else { normalized_levenshtein(a, b) }
}

/// A title without what does not name the job: letter case, punctuation, and marks such as (m/f/d).
fn plain_title(title: &str) -> String {
    const MARKS: [&str; 14] = ["m", "f", "d", "w", "x", "h", "mfd", "mwd", "fmd", "wmd", "mfx", "all", "genders", "gn"];
    let short: String = title.chars().take(TITLE_COMPARED).collect();
    let folded = folded(&short);
    let words: Vec<&str> = folded.split(' ').filter(|word| !MARKS.contains(word)).collect();
    if words.is_empty() { folded } else { words.join(" ") }
}

/// Lower case, and one blank for every run of what is neither letter, digit nor one of the signs that tell names apart (C++, C#, .NET).
fn folded(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !(c.is_alphanumeric() || matches!(c, '+' | '#'))).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// An address without what differs between two visits: protocol, `www.`, fragment, a slash at the end, and parameters that only say where the
/// visitor came from.
fn plain_address(url: &str) -> String {
    let lower = url.trim();
    let rest = lower.split_once("://").map_or(lower, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or_default();
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    let host = host.to_lowercase();
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !tells_the_visitor(pair)).collect();
    let path = path.trim_end_matches('/');
    format!("{}/{path}?{}", host.trim_start_matches("www."), kept.join("&"))
}

fn tells_the_visitor(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default().to_lowercase();
    name.starts_with("utm_")
        || matches!(
            name.as_str(),
            "gh_src"
                | "lever-source"
                | "lever-origin"
                | "source"
                | "src"
                | "ref"
                | "referrer"
                | "trk"
                | "gclid"
                | "fbclid"
        )
}

fn hash(parts: &[impl AsRef<[u8]> + Hash]) -> u64 {
    let mut hasher = Xxh3::new();
    for part in parts {
        hasher.update(part.as_ref());
        hasher.update(&[0]);
    }
    hasher.digest()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_one_whichever_way_one_came() {
        let plain = plain_address("https://www.Boards.example/acme/jobs/17/?gh_jid=17&utm_source=feed#apply");
        assert_eq!(plain, "boards.example/acme/jobs/17?gh_jid=17");
        assert_eq!(plain, plain_address("http://boards.example/acme/jobs/17?gh_jid=17&ref=mail"));
        assert_ne!(plain, plain_address("https://boards.example/acme/jobs/17?gh_jid=18"));
        assert_eq!(plain_address(""), "/?");
    }

    #[test]
    fn titles_are_one_however_they_are_marked() {
        for (title, plain) in [
            ("Senior DevOps-Engineer (m/w/d)", "senior devops engineer"),
            ("Senior DevOps Engineer [all genders]", "senior devops engineer"),
            ("C++ Developer", "c++ developer"),
            ("(m/f/d)", "m f d"),
            ("", ""),
        ] {
            assert_eq!(plain_title(title), plain, "{title}");
        }
    }
}
