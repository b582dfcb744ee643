//! What rules a person out, or nearly: conditions that no skill makes up for. Each caps the score.
//!
//! In: what the posting states, what the profile states. Out: [`Blocker`]s, only where both sides state what is compared,
//! and what remains to be checked because one of them does not.
//!
//! | blocker | when | at most |
//! |---|---|---|
//! | closed | the last day for applications is past | 0 |
//! | citizenship, clearance | asked for, and the profile has none that fits | 20 |
//! | work permit | no sponsor, and no right to work in the country | 20 |
//! | place | on-site or hybrid in another country, or remote within another country | 30 |
//! | place | on-site or hybrid in another town | 50 |
//! | place | in another country, with no word of remote work | 50 |
//! | time zone | outside the offsets from UTC that are asked for | 30 |
//! | way of working | remote, hybrid or on-site, and the profile does not accept it | 30 |
//! | language | a spoken language that the profile does not list | 30 |
//! | pay | the most that is offered is under the floor, in the same currency | 50 |
//! | years | fewer than asked for | the share of the years, not under 20 |
//! | seniority | one level above the profile's | 75 |
//! | seniority | two or more levels above | 40 |

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Tenths;
use crate::analysis::Analysis;
use crate::facts::per_year;
use crate::posting::{Remote, Salary, names};
use crate::profile::{Clearance, Country, Profile, folded_words, zone};
use crate::text::{counted, one_line};

names! {
    /// What a blocker is about.
    BlockerKind {
        /// Closed.
        Closed = "closed",
        /// Citizenship or permanent residence.
        Citizenship = "citizenship",
        /// Security clearance.
        Clearance = "clearance",
        /// The right to work in the country.
        WorkPermit = "work permit",
        /// Town or country.
        Place = "place",
        /// Offset from UTC.
        TimeZone = "time zone",
        /// Remote, hybrid or on-site.
        WayOfWorking = "way of working",
        /// Spoken language.
        Language = "language",
        /// Pay.
        Pay = "pay",
        /// Years of work.
        Years = "years",
        /// Level.
        Seniority = "seniority",
    }
}

/// A condition that caps the score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocker {
    /// What it is about.
    pub kind: BlockerKind,
    /// The highest score that it allows.
    pub cap: Tenths,
    /// Both sides, in a sentence.
    pub text: String,
    /// The words of the posting, where they are known.
    pub quote: Option<String>,
}

/// Words for a region of several countries, or for none: with one of them a place of work is not in another country for sure.
const REGIONS: &[&str] = &[
    "africa",
    "america",
    "americas",
    "anywhere",
    "apac",
    "asia",
    "emea",
    "eu",
    "europe",
    "global",
    "globally",
    "latam",
    "worldwide",
];

/// The cap of a posting that has closed.
pub(super) const CLOSED_AT_MOST: Tenths = Tenths(0);

/// Whether the last day for applications is past; not asked without a day.
pub(super) fn is_closed(analysis: &Analysis, today: Option<Date>) -> bool {
    analysis.closes.zip(today).is_some_and(|(closes, today)| closes < today)
}

/// The blockers, lowest cap first, and what remains to be checked.
pub(super) fn compare(analysis: &Analysis, profile: &Profile, today: Option<Date>) -> (Vec<Blocker>, Vec<String>) {
    let mut found = Comparison { blockers: Vec::new(), to_check: Vec::new() };
    if analysis.facts.several_jobs.is_some() {
        found.to_check.push("It holds several jobs: what is asked for may belong to another of them.".to_owned());
    }
    found.closed(analysis, today);
    found.right_to_work(analysis, profile);
    found.place(analysis, profile);
    found.languages(analysis, profile);
    found.pay(analysis.facts.salary.as_ref(), profile);
    found.experience(analysis, profile);
    found.blockers.sort_by_key(|blocker| (blocker.cap, blocker.kind));
    (found.blockers, found.to_check)
}

struct Comparison {
    blockers: Vec<Blocker>,
    to_check: Vec<String>,
}

impl Comparison {
    fn block(&mut self, kind: BlockerKind, most: u32, text: String, quote: Option<&str>) {
        self.cap(kind, Tenths(i64::from(most) * 10), text, quote);
    }

    fn cap(&mut self, kind: BlockerKind, cap: Tenths, text: String, quote: Option<&str>) {
        let quote = quote.map(one_line).filter(|quote| !quote.is_empty());
        self.blockers.push(Blocker { kind, cap, text, quote });
    }

    fn closed(&mut self, analysis: &Analysis, today: Option<Date>) {
        if let Some(closes) = analysis.closes.filter(|_| is_closed(analysis, today)) {
            self.cap(BlockerKind::Closed, CLOSED_AT_MOST, format!("It closed on {closes}."), None);
        }
    }

    fn right_to_work(&mut self, analysis: &Analysis, profile: &Profile) {
        let requires = &analysis.facts.requires;
        let countries: BTreeSet<Country> = countries(analysis).into_iter().collect();
        let there = list(countries.iter().map(|country| country.name()));
        if requires.clearance == Some(true) {
            match &profile.clearance {
                Some(Clearance::None) => {
                    let text = "It asks for a security clearance; you have none.".to_owned();
                    self.block(BlockerKind::Clearance, 20, text, None);
                }
                Some(Clearance::Held(name)) => {
                    self.to_check.push(format!(
                        "It asks for a security clearance: whether yours ({}) is enough.",
                        one_line(name)
                    ));
                }
                None => self.to_check.push("It asks for a security clearance; your profile does not say.".to_owned()),
            }
        }
        let may_work = !countries.is_disjoint(&profile.authorised);
        if requires.citizenship == Some(true) {
            if countries.is_empty() || profile.citizenships.is_empty() {
                self.to_check.push(
                    "It asks for a citizenship or permanent residence: whether yours is the right one.".to_owned(),
                );
            } else if countries.is_disjoint(&profile.citizenships) {
                if may_work {
                    self.to_check.push(format!("It asks for citizenship or permanent residence ({there}): whether your right to work is enough."));
                } else {
                    let text = format!("It asks for citizenship or permanent residence ({there}); you state neither.");
                    self.block(BlockerKind::Citizenship, 20, text, None);
                }
            }
        }
        if requires.visa_sponsorship == Some(false) && !may_work {
            if countries.is_empty() || profile.authorised.is_empty() {
                self.to_check.push("It sponsors no visas: whether you may work there.".to_owned());
            } else {
                let text = format!("It sponsors no visas; you state no right to work in {there}.");
                self.block(BlockerKind::WorkPermit, 20, text, None);
            }
        }
    }

    fn place(&mut self, analysis: &Analysis, profile: &Profile) {
        let mode = analysis.facts.remote;
        if let Some(mode) = mode.filter(|mode| !profile.remote.is_empty() && !profile.remote.contains(mode)) {
            let accepted = profile.remote.iter().map(|mode| mode.name()).collect::<Vec<_>>().join(" or ");
            let text = format!("The work is {}; you accept {accepted}.", spoken(mode));
            self.block(BlockerKind::WayOfWorking, 30, text, None);
        }
        let Some(location) = analysis.location.as_deref() else { return };
        if let (Some((first, last)), Some(own)) = (zone::asked(location), profile.time_zone)
            && !(first..=last).contains(&own)
        {
            let [first, last, own] = [first, last, own].map(zone::named);
            let text = format!("It asks for a time zone from {first} to {last}; yours is {own}.");
            self.block(BlockerKind::TimeZone, 30, text, None);
        }
        let words = folded_words(location);
        if words.iter().any(|word| REGIONS.contains(&word.as_str())) {
            return;
        }
        let countries = countries(analysis);
        let would_move = || profile.relocate_to.iter().filter_map(|place| Country::find(place));
        let mine: Vec<Country> = profile.country.into_iter().chain(would_move()).collect();
        let is_abroad =
            profile.country.is_some() && !countries.is_empty() && !countries.iter().any(|c| mine.contains(c));
        let names_town = Country::has_more_than_countries(location);
        if mode == Some(Remote::Remote) {
            // A town beside "remote" is the employer's, not a limit.
            if is_abroad && !names_town {
                let text = format!("It is remote within {}; you live in {}.", named(&countries), named(&mine));
                self.block(BlockerKind::Place, 30, text, None);
            }
            return;
        }
        let is_mine = |place: &String| contains(&words, &folded_words(place));
        if profile.town.iter().chain(&profile.relocate_to).any(is_mine) {
            return;
        }
        let home = profile.town.clone().or_else(|| profile.country.map(|country| country.name().to_owned()));
        let (Some(home), true) = (home, is_abroad || (names_town && profile.town.is_some())) else { return };
        if would_move().any(|country| countries.contains(&country)) {
            return;
        }
        let place = one_line(location);
        match mode {
            Some(mode) => {
                let text = format!("The work is {} in {place}; you live in {home}.", spoken(mode));
                self.block(BlockerKind::Place, if is_abroad { 30 } else { 50 }, text, None);
            }
            None if is_abroad => {
                let text = format!("It is in {place} and says nothing of remote work; you live in {home}.");
                self.block(BlockerKind::Place, 50, text, None);
            }
            None => {
                self.to_check.push(format!("It is in {place}, you live in {home}: whether it may be done from there."));
            }
        }
    }

    fn languages(&mut self, analysis: &Analysis, profile: &Profile) {
        let asked = &analysis.facts.requires.languages;
        if profile.languages.is_empty() {
            if !asked.is_empty() {
                let names = list(asked.iter().map(String::as_str));
                self.to_check.push(format!("It asks for {names}; your profile lists no spoken languages."));
            }
            return;
        }
        let speaks = |language: &String| profile.languages.iter().any(|known| known.eq_ignore_ascii_case(language));
        let missing: Vec<&str> = asked.iter().filter(|language| !speaks(language)).map(String::as_str).collect();
        if !missing.is_empty() {
            let text = format!("It asks for {}, which you do not list.", list(missing));
            self.block(BlockerKind::Language, 30, text, None);
        }
    }

    fn pay(&mut self, salary: Option<&Salary>, profile: &Profile) {
        let (Some(salary), Some(floor)) = (salary, &profile.salary_floor) else { return };
        let (Some(most), Some(currency), Some(period)) = (salary.max.or(salary.min), &salary.currency, salary.period)
        else {
            return;
        };
        if !currency.eq_ignore_ascii_case(&floor.currency) {
            let text = format!(
                "The pay is in {}, your floor in {}: they are not compared.",
                one_line(currency),
                floor.currency
            );
            self.to_check.push(text);
            return;
        }
        if most * per_year(period) < floor.amount * per_year(floor.period) {
            let text = format!(
                "It pays at most {most:.0} {currency} per {period}; your floor is {:.0} {} per {}.",
                floor.amount, floor.currency, floor.period
            );
            self.block(BlockerKind::Pay, 50, text, Some(&salary.text));
        }
    }

    fn experience(&mut self, analysis: &Analysis, profile: &Profile) {
        let facts = &analysis.facts;
        if let (Some(asked), Some(years)) = (facts.years_min, profile.years)
            && years < f64::from(asked)
        {
            let share = (100.0 * years / f64::from(asked)).round() as u32;
            let asked_years = counted(u64::from(asked), "year", "years");
            let text = format!("It asks for {asked_years} of work; you have {years}.");
            self.block(BlockerKind::Years, share.max(20), text, facts.years_text.as_deref());
        }
        if let (Some(asked), Some(level)) = (facts.seniority, profile.seniority) {
            let most = match (asked as u32).saturating_sub(level as u32) {
                0 => return,
                1 => 75,
                _ => 40,
            };
            let text = format!("It is a {asked} position; you work at {level} level.");
            self.block(BlockerKind::Seniority, most, text, None);
        }
    }
}

fn countries(analysis: &Analysis) -> Vec<Country> {
    analysis.location.as_deref().map(Country::all_in).unwrap_or_default()
}

const fn spoken(mode: Remote) -> &'static str {
    match mode {
        Remote::Remote => "remote",
        Remote::Hybrid => "hybrid",
        Remote::Onsite => "on-site",
    }
}

fn named(countries: &[Country]) -> String {
    list(countries.iter().map(|country| country.name()))
}

fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(one_line).collect::<Vec<_>>().join(", ")
}

fn contains(words: &[String], part: &[String]) -> bool {
    !part.is_empty() && words.windows(part.len()).any(|window| window == part)
}
