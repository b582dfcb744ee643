//! Tables of the report in which a cell is a share: titles against roles, groups and skills by role, what goes together.

use serde::Serialize;

use super::words::{count, part, percent, short_role, width};
use crate::analysis::Role;
use crate::market::{Alternative, Demand, FLOOR_SHARE, Market, Pair, Scope, ScopeDemand};

/// A table of shares.
#[derive(Debug, Default, Serialize)]
pub(super) struct Matrix {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<MatrixRow>,
}

/// The head of a column.
#[derive(Debug, Serialize)]
pub(super) struct Column {
    pub(super) name: String,
    /// The role that it is of, for filtering; empty for the others.
    pub(super) role: &'static str,
    /// The postings that its shares are of.
    pub(super) n: String,
}

/// A row of shares.
#[derive(Debug, Serialize)]
pub(super) struct MatrixRow {
    pub(super) name: String,
    /// The group of a skill, or the postings of a title family.
    pub(super) detail: String,
    pub(super) cells: Vec<Cell>,
}

/// One share: its text, and how much of the cell is filled, in percent.
#[derive(Debug, Serialize)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) fill: f64,
}

impl Cell {
    fn of(hits: u64, n: u64) -> Self {
        if n < FLOOR_SHARE {
            return Self { text: "–".to_owned(), fill: 0.0 };
        }
        Self { text: part(hits, n), fill: width(hits as f64 / n as f64) }
    }
}

/// The scopes that have a column each.
const COLUMNS: [Scope; 6] = [
    Scope::FourRoles,
    Scope::One(Role::Platform),
    Scope::One(Role::Release),
    Scope::One(Role::Sre),
    Scope::One(Role::BackendInfra),
    Scope::One(Role::Other),
];

/// Title families with fewer postings are not shown.
pub(super) fn titles(market: &Market) -> Matrix {
    let columns =
        Role::ALL.iter().map(|&role| Column { name: short_role(role).to_owned(), role: role.name(), n: String::new() });
    let families = market.titles.iter().filter(|family| family.count >= FLOOR_SHARE);
    let rows: Vec<MatrixRow> = families
        .map(|family| MatrixRow {
            name: family.name.to_owned(),
            detail: count(family.count),
            cells: family.roles.iter().map(|&hits| Cell::of(hits, family.count)).collect(),
        })
        .collect();
    Matrix { columns: columns.collect(), rows }
}

fn scope_columns(market: &Market) -> Vec<Column> {
    let column = |scope: Scope| Column {
        name: match scope {
            Scope::One(role) => short_role(role).to_owned(),
            _ => "All four".to_owned(),
        },
        role: match scope {
            Scope::One(role) => role.name(),
            _ => "",
        },
        n: count(market.demand(scope).map_or(0, |demand| demand.n)),
    };
    COLUMNS.into_iter().map(column).collect()
}

fn scope_cells(market: &Market, what: u32, of: fn(&ScopeDemand) -> &[Demand]) -> Vec<Cell> {
    let cell = |scope| {
        let demand = market.demand(scope);
        let row = demand.and_then(|demand| of(demand).iter().find(|row| row.what == what));
        Cell::of(row.map_or(0, |row| row.asked), demand.map_or(0, |demand| demand.n))
    };
    COLUMNS.into_iter().map(cell).collect()
}

/// The scope that leads: the four roles, or everything where none of them occurs.
pub(super) fn leading(market: &Market) -> Option<&ScopeDemand> {
    market.demand(if market.looked_at.four_roles > 0 { Scope::FourRoles } else { Scope::Everything })
}

/// Umbrellas and groups, by role.
pub(super) fn bundles(market: &Market) -> Matrix {
    let Some(lead) = leading(market).filter(|lead| lead.n >= FLOOR_SHARE) else { return Matrix::default() };
    let row = |demand: &Demand| {
        let bundle = market.bundle(demand.what);
        MatrixRow {
            name: bundle.name.clone(),
            detail: if bundle.is_group { String::new() } else { "umbrella".to_owned() },
            cells: scope_cells(market, demand.what, |demand| &demand.bundles),
        }
    };
    Matrix { columns: scope_columns(market), rows: lead.bundles.iter().take(24).map(row).collect() }
}

/// The most skills in the table that can be searched.
const MOST_SKILLS: usize = 400;

/// Every skill that is asked for often enough to say more than its name, by role.
pub(super) fn table(market: &Market) -> Matrix {
    let Some(lead) = leading(market).filter(|lead| lead.n >= FLOOR_SHARE) else { return Matrix::default() };
    let least = (lead.n / 200).max(2);
    let group = |id: &str| {
        market.bundles.iter().find(|bundle| bundle.id == id).map_or_else(String::new, |bundle| bundle.name.clone())
    };
    let row = |demand: &Demand| {
        let skill = market.skill(demand.what);
        let mut cells = scope_cells(market, demand.what, |demand| &demand.skills);
        cells.push(Cell::of(demand.required, demand.asked));
        MatrixRow { name: skill.name.clone(), detail: group(&skill.group), cells }
    };
    let mut columns = scope_columns(market);
    columns.push(Column { name: "As a must".to_owned(), role: "", n: String::new() });
    let rows = lead.skills.iter().filter(|demand| demand.asked >= least).take(MOST_SKILLS).map(row).collect();
    Matrix { columns, rows }
}

/// Of the postings that ask for the row's skill, how many also ask for the column's.
pub(super) fn companions(market: &Market) -> Matrix {
    let companions = &market.companions;
    let name = |&skill: &u32| market.skill(skill).name.clone();
    let rows = companions.skills.iter().enumerate().map(|(row, skill)| {
        let own = companions.both[row][row];
        let cell = |(column, &both): (usize, &u64)| {
            if row == column { Cell { text: "·".to_owned(), fill: 0.0 } } else { Cell::of(both, own) }
        };
        MatrixRow {
            name: name(skill),
            detail: count(own),
            cells: companions.both[row].iter().enumerate().map(cell).collect(),
        }
    });
    let columns = companions.skills.iter().map(|skill| Column { name: name(skill), role: "", n: String::new() });
    Matrix { columns: columns.collect(), rows: rows.collect() }
}

/// Two skills and what is to be said of them together.
#[derive(Debug, Serialize)]
pub(super) struct PairRow {
    pub(super) first: String,
    pub(super) second: String,
    pub(super) count: String,
    pub(super) share: String,
    pub(super) lift: String,
}

pub(super) fn pairs(market: &Market) -> Vec<PairRow> {
    let row = |pair: &Pair| PairRow {
        first: market.skill(pair.first).name.clone(),
        second: market.skill(pair.second).name.clone(),
        count: count(pair.both),
        share: percent(pair.both as f64 / pair.second_asked as f64),
        lift: format!("{:.1}", pair.lift),
    };
    market.together.iter().take(15).map(row).collect()
}

pub(super) fn alternatives(market: &Market) -> Vec<PairRow> {
    let row = |one: &Alternative| PairRow {
        first: market.skill(one.first).name.clone(),
        second: market.skill(one.second).name.clone(),
        count: count(one.count),
        share: part(one.count, one.both),
        lift: String::new(),
    };
    market.alternatives.iter().filter(|one| one.count >= FLOOR_SHARE).take(10).map(row).collect()
}
