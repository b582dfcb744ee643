//! Panels of the report, one a role: what it asks for, what sets it apart, and where a person stands.

use serde::Serialize;

use super::columns::leading;
use super::findings::caution;
use super::rows::Row;
use super::words::{count, difficulty, list, part, percent, role, scope, width};
use crate::analysis::Role;
use crate::market::{Apart, ApartSkill, Asks, FLOOR_SHARE, Market, Scope, Standing, StandingSkill, State};

/// How many skills a panel shows.
const PANEL_ROWS: usize = 15;

/// A skill that fewer postings of a role ask for is not said to be typical of it.
const LEAST_ASKED: u64 = 3;

/// What one role asks for.
#[derive(Debug, Serialize)]
pub(super) struct Panel {
    pub(super) name: &'static str,
    pub(super) role: &'static str,
    pub(super) n: String,
    /// Whether there are too few postings for shares; then there are no rows.
    pub(super) too_few: bool,
    /// What to bear in mind where there are few postings, or where the role of some is a guess; may be empty.
    pub(super) caution: String,
    pub(super) rows: Vec<Row>,
}

/// The four roles; all postings together where none has one of the four.
pub(super) fn panels(market: &Market) -> Vec<Panel> {
    let scopes = match market.looked_at.four_roles {
        0 => vec![Scope::Everything],
        _ => [Role::Platform, Role::Release, Role::Sre, Role::BackendInfra].map(Scope::One).to_vec(),
    };
    let panel = |of: Scope| {
        let demand = market.demand(of)?;
        let too_few = demand.n < FLOOR_SHARE;
        let shown = demand.skills.iter().take(if too_few { 0 } else { PANEL_ROWS });
        let rows = shown.map(|one| Row::of_demand(market.skill(one.what).name.clone(), one, demand.n)).collect();
        let caution = if too_few { String::new() } else { caution_of(market, of, demand.n) };
        Some(Panel { name: scope(of), role: of.name(), n: count(demand.n), too_few, caution, rows })
    };
    let mut panels: Vec<Panel> = scopes.into_iter().filter_map(panel).collect();
    // What has nothing to show stands last, and leaves no hole.
    panels.sort_by_key(|panel| panel.too_few);
    panels
}

fn caution_of(market: &Market, of: Scope, n: u64) -> String {
    let guessed = market.roles.iter().find(|one| of == Scope::One(one.role)).map_or(0, |one| one.insufficient);
    let guessed = match guessed {
        0 => String::new(),
        1 => "The role of 1 of them rests on too little text.".to_owned(),
        many => format!("The role of {} of them rests on too little text.", count(many)),
    };
    [caution(n), guessed].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What sets one role apart.
#[derive(Debug, Serialize)]
pub(super) struct ApartPanel {
    pub(super) name: &'static str,
    pub(super) role: &'static str,
    pub(super) n: String,
    pub(super) too_few: bool,
    /// What to bear in mind where there are few postings; may be empty.
    pub(super) caution: String,
    pub(super) rows: Vec<ApartRow>,
    /// What the role asks for less than the others, as a sentence; may be empty.
    pub(super) less: String,
}

/// One skill in a role and in the other three.
#[derive(Debug, Serialize)]
pub(super) struct ApartRow {
    pub(super) label: String,
    pub(super) own: String,
    pub(super) others: String,
    pub(super) z: String,
    /// Places of the two shares on the track, in percent.
    pub(super) own_at: f64,
    pub(super) others_at: f64,
}

pub(super) fn apart(market: &Market) -> Vec<ApartPanel> {
    let panel = |apart: &Apart| {
        let share = |hits: u64, n: u64| hits as f64 / n as f64;
        let row = |one: &ApartSkill| ApartRow {
            label: market.skill(one.skill).name.clone(),
            own: percent(share(one.asked, apart.n)),
            others: percent(share(one.others, apart.others_n)),
            z: format!("{:.1}", one.odds.z),
            own_at: width(share(one.asked, apart.n)),
            others_at: width(share(one.others, apart.others_n)),
        };
        // The odds are of asks, the shares shown are of postings: where a role's postings ask for more skills each, the two may
        // point apart, and such a row would contradict itself.
        let is_more = |one: &&ApartSkill| share(one.asked, apart.n) > share(one.others, apart.others_n);
        let more = apart.skills.iter().take_while(|one| one.odds.z > 0.0).filter(is_more);
        let less: Vec<String> = apart
            .skills
            .iter()
            .rev()
            .take_while(|one| one.odds.z < 0.0)
            .filter(|one| !is_more(one))
            .take(4)
            .map(row)
            .map(|row| format!("{} ({} against {})", row.label, row.own, row.others))
            .collect();
        ApartPanel {
            name: role(apart.role),
            role: apart.role.name(),
            n: count(apart.n),
            too_few: apart.n < FLOOR_SHARE || apart.others_n < FLOOR_SHARE,
            caution: caution(apart.n),
            rows: more.filter(|one| one.asked >= LEAST_ASKED).take(8).map(row).collect(),
            less: if less.is_empty() { String::new() } else { format!("Asks less for {}.", list(&less)) },
        }
    };
    if market.looked_at.four_roles == 0 {
        return Vec::new();
    }
    let mut panels: Vec<ApartPanel> = market.apart.iter().map(panel).collect();
    panels.sort_by_key(|panel| panel.too_few);
    panels
}

/// Where a person stands.
#[derive(Debug, Serialize)]
pub(super) struct StandingView {
    pub(super) bars: Vec<StandingBar>,
    /// What the rows are of.
    pub(super) of: &'static str,
    /// How many postings that is.
    pub(super) n: String,
    pub(super) rows: Vec<StandingRow>,
    /// The most asked-for skills that are missing, and those that are near, as lists of names.
    pub(super) missing: String,
    pub(super) near: String,
}

/// The asks of one scope, split.
#[derive(Debug, Serialize)]
pub(super) struct StandingBar {
    pub(super) name: &'static str,
    pub(super) role: &'static str,
    pub(super) n: String,
    pub(super) have: String,
    pub(super) near: String,
    pub(super) missing: String,
    pub(super) parts: [f64; 3],
}

/// One skill that is asked for, and how far away it is.
#[derive(Debug, Serialize)]
pub(super) struct StandingRow {
    pub(super) label: String,
    pub(super) state: &'static str,
    pub(super) value: String,
    pub(super) note: String,
}

pub(super) fn standing(market: &Market, standing: &[Standing]) -> Option<StandingView> {
    let lead = leading(market)?.scope;
    let of = standing.iter().find(|one| one.scope == lead && one.n >= FLOOR_SHARE)?;
    let bars = standing
        .iter()
        .filter(|one| one.n >= FLOOR_SHARE && !matches!(one.scope, Scope::Everything | Scope::One(Role::Other)));
    let row = |one: &StandingSkill| {
        let (state, note) = match &one.state {
            State::Have => ("have", String::new()),
            State::Missing => ("missing", String::new()),
            State::Near { from, difficulty: hard, hours } => {
                ("one step away", format!("from {from}: {}, about {hours} h", difficulty(*hard)))
            }
        };
        StandingRow {
            label: market.skill(one.demand.what).name.clone(),
            state,
            value: part(one.demand.asked, of.n),
            note,
        }
    };
    let names = |wanted: fn(&State) -> bool| {
        let names: Vec<String> = of
            .skills
            .iter()
            .filter(|one| wanted(&one.state))
            .take(5)
            .map(|one| format!("{} ({})", market.skill(one.demand.what).name, part(one.demand.asked, of.n)))
            .collect();
        list(&names)
    };
    Some(StandingView {
        bars: bars.map(standing_bar).collect(),
        of: scope(lead),
        n: count(of.n),
        rows: of.skills.iter().take(30).map(row).collect(),
        missing: names(|state| *state == State::Missing),
        near: names(|state| matches!(state, State::Near { .. })),
    })
}

fn standing_bar(of: &Standing) -> StandingBar {
    let Asks { have, near, missing } = of.asks;
    let all = have + near + missing;
    let fill = |hits: u64| if all == 0 { 0.0 } else { width(hits as f64 / all as f64) };
    StandingBar {
        name: scope(of.scope),
        role: match of.scope {
            Scope::One(role) => role.name(),
            _ => "",
        },
        n: count(of.n),
        have: part(have, all),
        near: part(near, all),
        missing: part(missing, all),
        parts: [fill(have), fill(near), fill(missing)],
    }
}
