//! What two forms of one posting say differently: field by field and skill by skill.

use super::side::Card;
use crate::analysis::Importance;
use crate::dictionary::Dictionary;
use crate::posting::{Employment, Remote, Salary, Seniority, names};
use crate::report::words::{clean, money};

names! {
    /// A field of a posting that may change.
    Field {
        /// Job title.
        Title = "title",
        /// Employer.
        Company = "company",
        /// Place of work.
        Location = "location",
        /// Pay.
        Pay = "pay",
        /// Level.
        Seniority = "seniority",
        /// Years of experience asked for.
        Years = "years",
        /// Remote, hybrid or on site.
        Remote = "remote",
        /// Kind of contract.
        Employment = "employment",
        /// What the job really is.
        Role = "role",
        /// Day of publication.
        Posted = "posted",
        /// Last day for applications.
        Closes = "closes",
        /// The address.
        Address = "address",
        /// The wording, where nothing else that is read out of it changed.
        Wording = "wording",
    }
}

/// A field with another value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The field.
    pub field: Field,
    /// What it said; `None` when it said nothing. Always `None` for [`Field::Wording`].
    pub old: Option<String>,
    /// What it says.
    pub new: Option<String>,
}

/// A skill that is asked for otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkillChange {
    /// Dictionary id.
    pub id: String,
    /// As people write it.
    pub name: String,
    /// How strongly it was asked for; `None`: it was not.
    pub old: Option<Importance>,
    /// How strongly it is asked for now; `None`: it is not.
    pub new: Option<Importance>,
}

/// Everything that differs. A day of publication that is stated on one side only is no change of the posting.
pub(super) fn between(old: &Card, new: &Card, dictionary: &Dictionary) -> (Vec<Change>, Vec<SkillChange>) {
    let skills = skills(old, new, dictionary);
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    let pay = |card: &Card| card.salary.as_deref().map(pay);
    let posted =
        if old.posted.is_some() && new.posted.is_some() { (day(old.posted), day(new.posted)) } else { (None, None) };
    let address = if old.url.is_some() && new.url.is_some() && !old.shares_address(new) {
        (old.url.clone(), new.url.clone())
    } else {
        (None, None)
    };
    let name = |text: &str| Some(text.to_owned());
    let pairs = [
        (Field::Title, name(&old.title), name(&new.title)),
        (Field::Company, old.company.clone(), new.company.clone()),
        (Field::Location, old.location.clone(), new.location.clone()),
        (Field::Pay, pay(old), pay(new)),
        (
            Field::Seniority,
            old.seniority.map(Seniority::name).and_then(name),
            new.seniority.map(Seniority::name).and_then(name),
        ),
        (Field::Years, old.years_min.map(|years| years.to_string()), new.years_min.map(|years| years.to_string())),
        (Field::Remote, old.remote.map(Remote::name).and_then(name), new.remote.map(Remote::name).and_then(name)),
        (
            Field::Employment,
            old.employment.map(Employment::name).and_then(name),
            new.employment.map(Employment::name).and_then(name),
        ),
        (Field::Role, name(old.role.name()), name(new.role.name())),
        (Field::Posted, posted.0, posted.1),
        (Field::Closes, day(old.closes), day(new.closes)),
        (Field::Address, address.0, address.1),
    ];
    let mut changes: Vec<Change> = pairs
        .into_iter()
        .filter(|(_, old, new)| old != new)
        .map(|(field, old, new)| Change { field, old, new })
        .collect();
    let of_text =
        |change: &Change| !matches!(change.field, Field::Posted | Field::Closes | Field::Address | Field::Location);
    if old.id != new.id && skills.is_empty() && !changes.iter().any(of_text) {
        changes.push(Change { field: Field::Wording, old: None, new: None });
    }
    (changes, skills)
}

/// By name: asked for now, then asked for otherwise, then no longer.
fn skills(old: &Card, new: &Card, dictionary: &Dictionary) -> Vec<SkillChange> {
    let of = |card: &Card, skill: u32| {
        card.skills.binary_search_by_key(&skill, |&(number, _)| number).ok().map(|place| card.skills[place].1)
    };
    let mut numbers: Vec<u32> = old.skills.iter().chain(&new.skills).map(|&(skill, _)| skill).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut found: Vec<SkillChange> = numbers
        .into_iter()
        .filter_map(|number| {
            let (old, new) = (of(old, number), of(new, number));
            let skill = dictionary.skills.get(number as usize).filter(|_| old != new)?;
            Some(SkillChange { id: skill.id.clone(), name: skill.name.clone(), old, new })
        })
        .collect();
    found.sort_by_key(|one| (one.old.is_some(), one.new.is_none(), one.name.to_lowercase(), one.id.clone()));
    found
}

/// Pay in one short phrase; as stated where no amount was read.
fn pay(salary: &Salary) -> String {
    let amounts = match (salary.min, salary.max) {
        (Some(min), Some(max)) if (max - min).abs() >= 0.5 => format!("{}–{}", amount(min), amount(max)),
        (Some(one), _) | (_, Some(one)) => amount(one),
        (None, None) => return clean(&salary.text),
    };
    let currency = salary.currency.as_deref().map(|code| format!("{} ", clean(code))).unwrap_or_default();
    let period = salary.period.map(|period| format!(" a {period}").replace(" a hour", " an hour")).unwrap_or_default();
    format!("{currency}{amounts}{period}")
}

/// An amount in full: a rise of some hundreds is a change.
fn amount(value: f64) -> String {
    if value.fract() == 0.0 && (0.0..1e12).contains(&value) {
        crate::report::words::count(value as u64)
    } else {
        money(value)
    }
}
