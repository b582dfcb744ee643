//! Lists of the report in which a row is a name, a share and a bar: what was looked at, roles, coverage, mixes, sayings.

use serde::Serialize;

use super::words::{clean, count, field, part, percent, plural, range, role, width};
use crate::market::{Demand, FLOOR_SHARE, Market, Mix, Observed, Scope, Verdict};
use crate::statistics::Interval;

/// A fact about the input: a name and a value.
#[derive(Debug, Serialize)]
pub(super) struct Fact {
    pub(super) name: &'static str,
    pub(super) value: String,
}

/// A row with a bar. Widths are percent of the track.
#[derive(Debug, Default, Serialize)]
pub(super) struct Row {
    pub(super) label: String,
    /// The share as text, or "too few".
    pub(super) value: String,
    /// The 95 % interval as text; empty when there is none.
    pub(super) range: String,
    /// The postings behind it.
    pub(super) count: String,
    /// Widths of the bar's parts, from the strongest.
    pub(super) parts: Vec<f64>,
    /// Left end and width of the whisker.
    pub(super) whisker: Option<(f64, f64)>,
    pub(super) note: String,
}

impl Row {
    /// A share of a whole, without an interval: the whole is what was counted, not a sample of it.
    fn of(label: String, hits: u64, n: u64) -> Self {
        let parts = if n < FLOOR_SHARE { Vec::new() } else { vec![width(hits as f64 / n as f64)] };
        Self { label, value: part(hits, n), count: count(hits), parts, ..Self::default() }
    }

    /// A share with its interval.
    pub(super) fn with_interval(label: String, hits: u64, share: Option<Interval>) -> Self {
        let count = count(hits);
        match share {
            None => Self { label, value: "too few".to_owned(), count, ..Self::default() },
            Some(share) => Self {
                label,
                value: percent(share.share),
                range: range(share),
                count,
                parts: vec![width(share.share)],
                whisker: Some(whisker(share)),
                note: String::new(),
            },
        }
    }

    /// Demand, its bar split into required, preferred and mentioned.
    pub(super) fn of_demand(label: String, demand: &Demand, n: u64) -> Self {
        let mut row = Self::with_interval(label, demand.asked, demand.share);
        if demand.share.is_some() {
            row.parts = [demand.required, demand.preferred, demand.mentioned]
                .map(|hits| width(hits as f64 / n as f64))
                .to_vec();
        }
        row.note = part(demand.required, demand.asked);
        row
    }
}

fn whisker(share: Interval) -> (f64, f64) {
    (width(share.low), width(share.high - share.low))
}

pub(super) fn looked_at(market: &Market) -> Vec<Fact> {
    let looked = &market.looked_at;
    let mix = |field: &str| market.mixes.iter().find(|mix| mix.field == field);
    let distinct = |field: &str| mix(field).map_or(0, |mix| mix.distinct as u64);
    let mut facts = vec![
        Fact { name: "Postings counted", value: count(looked.postings) },
        Fact { name: "Repeats left out", value: count(looked.duplicates) },
        Fact { name: "Inputs refused", value: count(looked.rejected_total()) },
        Fact {
            name: "Published",
            value: looked
                .window
                .as_ref()
                .map_or_else(|| "no day stated".to_owned(), |(from, to)| format!("{from} to {to}")),
        },
        Fact { name: "Companies", value: count(distinct("company")) },
        Fact { name: "Places", value: count(distinct("location")) },
    ];
    for (name, field) in [("Formats", "format"), ("Sites", "site"), ("Languages", "language")] {
        if field != "site" || mix(field).is_some() {
            facts.push(Fact { name, value: mix(field).map_or_else(|| "none stated".to_owned(), top_values) });
        }
    }
    facts
}

/// The commonest values of a field with their shares: "en 92 %, de 8 %".
fn top_values(mix: &Mix) -> String {
    let known: u64 = mix.known.iter().sum();
    let shown = mix.values.iter().take(5).map(|value| {
        let hits: u64 = value.roles.iter().sum();
        let how_many = if known < FLOOR_SHARE { count(hits) } else { part(hits, known) };
        format!("{}\u{a0}{how_many}", clean(&value.value))
    });
    let more = if mix.distinct > 5 { format!(" and {} more", mix.distinct - 5) } else { String::new() };
    format!("{}{more}", shown.collect::<Vec<_>>().join(", "))
}

pub(super) fn coverage(market: &Market) -> Vec<Row> {
    let n = market.looked_at.postings;
    let mut fields = market.looked_at.coverage.clone();
    fields.sort_by_key(|&(_, hits)| std::cmp::Reverse(hits));
    fields.into_iter().map(|(name, hits)| Row::of(field(name).to_owned(), hits, n)).collect()
}

pub(super) fn rejected(market: &Market) -> Vec<Row> {
    let all = market.looked_at.rejected_total();
    market.looked_at.rejected.iter().take(10).map(|(reason, hits)| Row::of(clean(reason), *hits, all)).collect()
}

/// A role, how common it is, and how sure that is.
#[derive(Debug, Serialize)]
pub(super) struct RoleRow {
    pub(super) row: Row,
    pub(super) clear: String,
    pub(super) mixed: String,
    pub(super) insufficient: String,
}

pub(super) fn roles(market: &Market) -> Vec<RoleRow> {
    let of = |one: &crate::market::RoleCount| RoleRow {
        row: Row::with_interval(role(one.role).to_owned(), one.count, one.share),
        clear: part(one.clear, one.count),
        mixed: part(one.mixed, one.count),
        insufficient: part(one.insufficient, one.count),
    };
    market.roles.iter().map(of).collect()
}

/// How the values of one field are spread.
#[derive(Debug, Serialize)]
pub(super) struct MixView {
    pub(super) name: String,
    /// What the shares are of.
    pub(super) of: String,
    pub(super) rows: Vec<Row>,
}

/// The most values that the page shows of one field; the CSV has more.
const MOST_SHOWN: usize = 12;

pub(super) fn mixes(market: &Market) -> Vec<MixView> {
    let order = ["seniority", "remote", "employment", "company", "country", "location", "month"];
    let find = |name: &str| market.mixes.iter().find(|mix| mix.field == name);
    order.into_iter().filter_map(find).filter_map(|mix| mix_view(market, mix)).collect()
}

/// One field in the four roles, or in all postings when none has one of the four.
fn mix_view(market: &Market, mix: &Mix) -> Option<MixView> {
    let (scope, n) = match market.looked_at.four_roles {
        0 => (Scope::Everything, market.looked_at.postings),
        n => (Scope::FourRoles, n),
    };
    let in_scope = |roles: &[u64; 5]| -> u64 {
        let end = if scope == Scope::FourRoles { 4 } else { 5 };
        roles[..end].iter().sum()
    };
    let known = in_scope(&mix.known);
    let mut rows: Vec<(u64, &str)> =
        mix.values.iter().map(|value| (in_scope(&value.roles), value.value.as_str())).collect();
    if mix.field == "month" {
        rows.drain(..rows.len().saturating_sub(MOST_SHOWN));
    } else {
        rows.sort_by_key(|&(hits, _)| std::cmp::Reverse(hits));
        rows.truncate(MOST_SHOWN);
    }
    rows.retain(|&(hits, _)| hits > 0);
    let mut shown = Vec::with_capacity(rows.len());
    for (at, &(hits, value)) in rows.iter().enumerate() {
        if mix.field == "month" && at > 0 {
            shown.extend(between(rows[at - 1].1, value).into_iter().map(|month| Row::of(month, 0, known)));
        }
        shown.push(Row::of(clean(value), hits, known));
    }
    let latest = if mix.field == "month" && mix.distinct > MOST_SHOWN { "; the latest months" } else { "" };
    let scale = stretch(&mut shown);
    (!shown.is_empty()).then(|| MixView {
        name: field(mix.field).to_owned(),
        of: format!("{} of {} state it{latest}{scale}", count(known), plural(n, "posting", "postings")),
        rows: shown,
    })
}

/// The months between two months (`2026-05`), which must not look like neighbours; none where they are more than a year.
fn between(before: &str, after: &str) -> Vec<String> {
    const MOST: i32 = 12;
    let number = |month: &str| {
        let (year, month) = month.split_once('-')?;
        Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()? - 1)
    };
    let Some((before, after)) = number(before).zip(number(after)) else { return Vec::new() };
    let gap = before + 1..after;
    if gap.len() > MOST as usize {
        return Vec::new();
    }
    gap.map(|month| format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)).collect()
}

/// Stretches bars that would all be stubs, and says so.
fn stretch(rows: &mut [Row]) -> String {
    let drawn = |row: &Row| row.parts.iter().sum::<f64>();
    let Some(longest) = rows.iter().max_by(|a, b| drawn(a).total_cmp(&drawn(b))) else { return String::new() };
    let (longest, share) = (drawn(longest), longest.value.clone());
    if longest <= 0.0 || longest > STUB {
        return String::new();
    }
    for part in rows.iter_mut().flat_map(|row| &mut row.parts) {
        *part = width(*part / longest);
    }
    format!("; a full bar is {share}")
}

/// A list whose longest bar is under this many percent is drawn to a scale of its own.
const STUB: f64 = 20.0;

/// A saying with its verdict.
#[derive(Debug, Serialize)]
pub(super) struct ClaimView {
    pub(super) saying: &'static str,
    pub(super) measure: &'static str,
    pub(super) verdict: String,
    pub(super) rows: Vec<Row>,
}

pub(super) fn claims(market: &Market) -> Vec<ClaimView> {
    let row = |one: &Observed| {
        let mut row = Row::with_interval(one.what.clone(), one.hits, one.share);
        row.count = format!("{} of {}", count(one.hits), count(one.n));
        row
    };
    market
        .claims
        .iter()
        .map(|claim| ClaimView {
            saying: claim.saying,
            measure: claim.measure,
            verdict: match claim.verdict {
                Verdict::TooFew => {
                    format!("{}, for shares are shown from {FLOOR_SHARE} postings", claim.verdict.name())
                }
                judged => judged.name().to_owned(),
            },
            rows: claim.observed.iter().filter(|one| one.n > 0).map(row).collect(),
        })
        .collect()
}
