//! The published records of postings, read as any other program would read them.

use jobsift::profile::Country;
use regex::Regex;
use serde_json::Value;

use crate::program::run;

/// One posting, as far as the report counts it.
pub(super) struct Posting {
    /// The whole record.
    pub(super) record: Value,
    pub(super) is_repeat: bool,
    pub(super) role: String,
    /// Without those that are said not to be needed.
    pub(super) asks: Vec<Ask>,
}

pub(super) struct Ask {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) group: String,
    /// 0 mentioned, 1 preferred, 2 required.
    pub(super) strength: usize,
    pub(super) any_of: Option<u64>,
    pub(super) or_similar: bool,
}

pub(super) fn read(folder: &str) -> Vec<Posting> {
    let ran = run(&["scan", folder, "--format", "ndjson", "--quiet"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let mut postings: Vec<Posting> =
        ran.stdout.lines().map(|line| posting(serde_json::from_str(line).unwrap())).collect();
    // The lines name the first of a group; the one that counts is the newest. All of the samples' repeats are whole.
    for repeat in (0..postings.len()).filter(|at| !postings[*at].record["duplicate_of"].is_null()).collect::<Vec<_>>() {
        let first =
            postings.iter().position(|one| one.record["id"] == postings[repeat].record["duplicate_of"]).unwrap();
        let day = |at: usize| postings[at].record["posted"].as_str().map(str::to_owned);
        let is_newer = day(repeat) > day(first);
        postings[first].is_repeat = is_newer;
        postings[repeat].is_repeat = !is_newer;
    }
    postings
}

fn posting(record: Value) -> Posting {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let asks = record["skills"].as_array().unwrap().iter().filter(|skill| skill["negated"] == false);
    let asks = asks.map(|skill| Ask {
        id: text(&skill["id"]),
        name: text(&skill["name"]),
        group: text(&skill["group"]),
        strength: ["mentioned", "preferred", "required"].iter().position(|one| skill["importance"] == **one).unwrap(),
        any_of: skill["any_of"].as_u64(),
        or_similar: skill["or_similar"] == true,
    });
    Posting {
        asks: asks.collect(),
        is_repeat: !record["duplicate_of"].is_null(),
        role: text(&record["role"]["primary"]),
        record,
    }
}

/// The host of an address.
fn host(url: &str) -> Option<String> {
    let found = Regex::new(r"^[a-z]+://(?:[^/@]*@)?(?:www\.)?([^/?#:]+\.[^/?#:]+)").unwrap().captures(url)?;
    Some(found[1].to_owned())
}

fn country(place: &str) -> Option<String> {
    match Country::all_in(place).as_slice() {
        [] => None,
        [one] => Some(one.name().to_owned()),
        _ => Some("several countries".to_owned()),
    }
}

impl Posting {
    pub(super) fn is_of(&self, roles: &[&str]) -> bool {
        roles.contains(&self.role.as_str())
    }

    pub(super) fn asks_for(&self, skill: &str) -> Option<&Ask> {
        self.asks.iter().find(|ask| ask.id == skill)
    }

    /// A field as the tables name it; `None` when the posting does not state it.
    pub(super) fn field(&self, name: &str) -> Option<String> {
        let record = &self.record;
        let value = match name {
            "url" | "format" => &record["source"][name],
            "salary_text" => &record["salary"]["text"],
            "visa_sponsorship" => &record["requires"][name],
            "yearly" => return self.yearly().map(|(_, amount)| amount.to_string()),
            "site" => return record["source"]["url"].as_str().and_then(host),
            "country" => return record["location"].as_str().and_then(country),
            "month" => return record["posted"].as_str().map(|day| day[..7].to_owned()),
            "requires_languages" => {
                return record["requires"]["languages"]
                    .as_array()
                    .filter(|all| !all.is_empty())
                    .map(|all| all.len().to_string());
            }
            _ => match name.strip_prefix("requires_") {
                Some(condition) => &record["requires"][condition],
                None => &record[name],
            },
        };
        match value {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }

    /// Currency and yearly pay, to four significant digits.
    pub(super) fn yearly(&self) -> Option<(String, u64)> {
        let pay = &self.record["salary"];
        let factor = match pay["period"].as_str()? {
            "year" => 1.0,
            "month" => 12.0,
            "week" => 52.0,
            "day" => 260.0,
            "hour" => 2080.0,
            other => panic!("{other}"),
        };
        let (min, max) = (pay["min"].as_f64(), pay["max"].as_f64());
        let middle = f64::midpoint(min.or(max)?, max.or(min)?) * factor;
        let four: f64 = format!("{middle:.3e}").parse().unwrap();
        Some((pay["currency"].as_str()?.to_owned(), four.round() as u64))
    }
}
