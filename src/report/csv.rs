//! The tables of the report as CSV: every figure, with more rows than the page shows.
//!
//! A [`Market`] goes in, `(file name, text)` comes out. UTF-8, a comma, `\n`; the columns are documented in `reports/README.md`. A cell
//! that a spreadsheet would take for a formula begins with an apostrophe.

use super::words::clean;
use super::{Error, FirstStep, Options};
use crate::market::{Demand, Market, Scope, Spread, Standing, State};
use crate::statistics::Interval;

/// One table being written.
struct Table {
    name: &'static str,
    writer: csv::Writer<Vec<u8>>,
}

impl Table {
    fn new(name: &'static str, columns: &[&str]) -> Result<Self, Error> {
        let mut table = Self { name, writer: csv::Writer::from_writer(Vec::new()) };
        table.row(columns.iter().map(|&column| column.to_owned()))?;
        Ok(table)
    }

    fn row(&mut self, cells: impl IntoIterator<Item = String>) -> Result<(), Error> {
        self.writer.write_record(cells.into_iter().map(safe)).map_err(|error| Error::Render(error.to_string()))
    }

    fn finish(self) -> Result<(String, String), Error> {
        let bytes = self.writer.into_inner().map_err(|error| Error::Render(error.to_string()))?;
        let text = String::from_utf8(bytes).map_err(|error| Error::Render(error.to_string()))?;
        Ok((self.name.to_owned(), text))
    }
}

/// With what a formula begins, in full width too: spreadsheets in some languages read it alike.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// A cell that no spreadsheet takes for a formula. Numbers keep their sign.
pub(crate) fn safe(cell: String) -> String {
    let is_number = cell.parse::<f64>().is_ok_and(f64::is_finite);
    if cell.starts_with(FORMULA) && !is_number { format!("'{cell}") } else { cell }
}

/// The tables that only a report against a profile has.
pub(super) const OF_A_PERSON: [&str; 3] = ["first-steps.csv", "reach.csv", "standing.csv"];

/// Every table, in no particular order.
pub(super) fn tables(market: &Market, options: &Options<'_>) -> Result<Vec<(String, String)>, Error> {
    let mut tables = vec![
        overview(market)?,
        rejected(market)?,
        roles(market)?,
        titles(market)?,
        demand(market)?,
        kinds(market)?,
        apart(market)?,
        together(market)?,
        families(market)?,
        links(market)?,
        alternatives(market)?,
        pay(market)?,
        pay_by_skill(market)?,
        years(market)?,
        mixes(market)?,
        trend(market)?,
        sayings(market)?,
    ];
    if let Some(standing) = options.standing {
        tables.push(standing_table(market, standing)?);
    }
    if !market.reach.is_empty() {
        tables.push(reach(market)?);
    }
    if !options.first_steps.is_empty() {
        tables.push(first_steps(options.first_steps)?);
    }
    Ok(tables)
}

fn share(of: Option<Interval>) -> [String; 3] {
    of.map_or_else(Default::default, |of| [of.share, of.low, of.high].map(fraction))
}

/// A share with four digits: more than any input of this size can tell apart.
fn fraction(value: f64) -> String {
    format!("{value:.4}")
}

fn points(spread: Option<Spread>) -> [String; 3] {
    spread.map_or_else(Default::default, |spread| {
        [spread.low, spread.median, spread.high].map(|value| format!("{value:.1}"))
    })
}

fn skill(market: &Market, number: u32) -> [String; 2] {
    let skill = market.skill(number);
    [skill.id.clone(), skill.name.clone()]
}

fn overview(market: &Market) -> Result<(String, String), Error> {
    let looked = &market.looked_at;
    let mut table = Table::new("overview.csv", &["measure", "value"])?;
    let mut row = |measure: &str, value: String| table.row([measure.to_owned(), value]);
    row("postings", looked.postings.to_string())?;
    row("four_roles", looked.four_roles.to_string())?;
    row("duplicates", looked.duplicates.to_string())?;
    row("rejected", looked.rejected_total().to_string())?;
    let (from, to) = looked.window.clone().unwrap_or_default();
    row("first_day", from)?;
    row("last_day", to)?;
    for (field, count) in &looked.coverage {
        row(&format!("with_{field}"), count.to_string())?;
    }
    table.finish()
}

fn rejected(market: &Market) -> Result<(String, String), Error> {
    let mut table = Table::new("rejected.csv", &["reason", "inputs"])?;
    for (reason, count) in &market.looked_at.rejected {
        table.row([clean(reason), count.to_string()])?;
    }
    table.finish()
}

fn roles(market: &Market) -> Result<(String, String), Error> {
    let columns = ["role", "postings", "share", "low", "high", "clear", "mixed", "insufficient", "title_conflicts"];
    let mut table = Table::new("roles.csv", &columns)?;
    for one in &market.roles {
        let counts = [one.clear, one.mixed, one.insufficient, one.title_conflicts].map(|count| count.to_string());
        table.row(
            [one.role.name().to_owned(), one.count.to_string()].into_iter().chain(share(one.share)).chain(counts),
        )?;
    }
    table.finish()
}

/// The columns that hold a count for each role.
const BY_ROLE: [&str; 5] = ["platform", "release", "sre", "backend_infra", "other"];

fn titles(market: &Market) -> Result<(String, String), Error> {
    let mut table = Table::new("titles.csv", &[["title_says", "postings"].as_slice(), &BY_ROLE].concat())?;
    for family in &market.titles {
        let counts = family.roles.iter().map(ToString::to_string);
        table.row([family.name.to_owned(), family.count.to_string()].into_iter().chain(counts))?;
    }
    table.finish()
}

fn demand_cells(demand: &Demand, n: u64) -> Vec<String> {
    let mut cells = vec![n.to_string(), demand.asked.to_string()];
    cells.extend(share(demand.share));
    cells.extend([demand.required, demand.preferred, demand.mentioned].map(|count| count.to_string()));
    cells
}

const DEMAND: [&str; 8] = ["n", "asked", "share", "low", "high", "required", "preferred", "mentioned"];

fn demand(market: &Market) -> Result<(String, String), Error> {
    let columns = [["scope", "skill", "name", "group"].as_slice(), &DEMAND, &["any_of", "or_similar"]].concat();
    let mut table = Table::new("demand.csv", &columns)?;
    for scope in &market.demand {
        for one in &scope.skills {
            let [id, name] = skill(market, one.what);
            let names = [scope.scope.name().to_owned(), id, name, market.skill(one.what).group.clone()];
            let alternatives = [one.any_of.to_string(), one.or_similar.to_string()];
            table.row(names.into_iter().chain(demand_cells(one, scope.n)).chain(alternatives))?;
        }
    }
    table.finish()
}

fn kinds(market: &Market) -> Result<(String, String), Error> {
    let mut table = Table::new("kinds.csv", &[["scope", "kind", "name"].as_slice(), &DEMAND].concat())?;
    for scope in &market.demand {
        for one in &scope.bundles {
            let bundle = market.bundle(one.what);
            let names = [scope.scope.name().to_owned(), bundle.id.clone(), bundle.name.clone()];
            table.row(names.into_iter().chain(demand_cells(one, scope.n)))?;
        }
    }
    table.finish()
}

fn apart(market: &Market) -> Result<(String, String), Error> {
    let columns = ["role", "skill", "name", "n", "asked", "others_n", "others_asked", "log_odds", "z"];
    let mut table = Table::new("apart.csv", &columns)?;
    for apart in &market.apart {
        for one in &apart.skills {
            let [id, name] = skill(market, one.skill);
            let counts = [apart.n, one.asked, apart.others_n, one.others].map(|count| count.to_string());
            let odds = [one.odds.delta, one.odds.z].map(fraction);
            table.row([apart.role.name().to_owned(), id, name].into_iter().chain(counts).chain(odds))?;
        }
    }
    table.finish()
}

fn together(market: &Market) -> Result<(String, String), Error> {
    let columns = ["first", "first_name", "second", "second_name", "both", "first_asked", "second_asked", "lift"];
    let mut table = Table::new("together.csv", &columns)?;
    for pair in &market.together {
        let names = skill(market, pair.first).into_iter().chain(skill(market, pair.second));
        let counts = [pair.both, pair.first_asked, pair.second_asked].map(|count| count.to_string());
        table.row(names.chain(counts).chain([fraction(pair.lift)]))?;
    }
    table.finish()
}

fn families(market: &Market) -> Result<(String, String), Error> {
    let mut table = Table::new("families.csv", &["family", "skill", "name"])?;
    for (family, skills) in market.pattern.families.iter().enumerate() {
        for &number in skills {
            table.row([(family + 1).to_string()].into_iter().chain(skill(market, number)))?;
        }
    }
    table.finish()
}

fn links(market: &Market) -> Result<(String, String), Error> {
    let columns = ["first", "first_name", "second", "second_name", "both", "lift", "phi"];
    let mut table = Table::new("links.csv", &columns)?;
    for link in &market.pattern.links {
        let names = [link.first, link.second].into_iter().flat_map(|number| skill(market, number));
        table.row(names.chain([link.both.to_string(), format!("{:.3}", link.lift), format!("{:.3}", link.phi)]))?;
    }
    table.finish()
}

fn reach(market: &Market) -> Result<(String, String), Error> {
    let columns =
        ["scope", "n", "told", "fit_50", "fit_70", "fit_85", "skills_alone_50", "skills_alone_70", "skills_alone_85"];
    let mut table = Table::new("reach.csv", &columns)?;
    for one in &market.reach {
        let counts = [one.n, one.counts.told].into_iter().chain(one.counts.fit).chain(one.counts.skills_alone);
        table.row([one.scope.name().to_owned()].into_iter().chain(counts.map(|count| count.to_string())))?;
    }
    table.finish()
}

fn first_steps(steps: &[FirstStep]) -> Result<(String, String), Error> {
    let columns = ["step", "skill", "name", "hours", "from", "opens", "within_reach", "of"];
    let mut table = Table::new("first-steps.csv", &columns)?;
    for (number, step) in steps.iter().enumerate() {
        let from = step.from.clone().unwrap_or_default();
        let counts = [step.opens, step.within_reach, step.of].map(|count| count.to_string());
        table.row(
            [(number + 1).to_string(), step.id.clone(), step.name.clone(), step.hours.to_string(), from]
                .into_iter()
                .chain(counts),
        )?;
    }
    table.finish()
}

fn alternatives(market: &Market) -> Result<(String, String), Error> {
    let columns = ["first", "first_name", "second", "second_name", "alternatives", "both"];
    let mut table = Table::new("alternatives.csv", &columns)?;
    for one in &market.alternatives {
        let names = skill(market, one.first).into_iter().chain(skill(market, one.second));
        table.row(names.chain([one.count.to_string(), one.both.to_string()]))?;
    }
    table.finish()
}

fn pay(market: &Market) -> Result<(String, String), Error> {
    let mut table = Table::new("pay.csv", &["scope", "currency", "n", "p10", "median", "p90"])?;
    for row in &market.pay {
        let names = [row.scope.name().to_owned(), clean(&row.currency), row.n.to_string()];
        table.row(names.into_iter().chain(points(row.spread)))?;
    }
    table.finish()
}

fn pay_by_skill(market: &Market) -> Result<(String, String), Error> {
    let mut table = Table::new("pay-by-skill.csv", &["skill", "name", "currency", "n", "p10", "median", "p90"])?;
    for row in &market.pay_by_skill {
        let names = skill(market, row.skill).into_iter().chain([clean(&row.currency), row.n.to_string()]);
        table.row(names.chain(points(Some(row.spread))))?;
    }
    table.finish()
}

fn years(market: &Market) -> Result<(String, String), Error> {
    let mut table = Table::new("years.csv", &["scope", "n", "p25", "median", "p75"])?;
    for row in &market.years {
        table.row([row.scope.name().to_owned(), row.n.to_string()].into_iter().chain(points(row.spread)))?;
    }
    table.finish()
}

fn mixes(market: &Market) -> Result<(String, String), Error> {
    let mut table = Table::new("mixes.csv", &[["field", "value", "postings"].as_slice(), &BY_ROLE].concat())?;
    for mix in &market.mixes {
        for value in &mix.values {
            let counts = value.roles.iter().map(ToString::to_string);
            let all = value.roles.iter().sum::<u64>().to_string();
            table.row([mix.field.to_owned(), clean(&value.value), all].into_iter().chain(counts))?;
        }
    }
    table.finish()
}

fn trend(market: &Market) -> Result<(String, String), Error> {
    let columns = [
        "skill",
        "name",
        "earlier_share",
        "earlier_low",
        "earlier_high",
        "later_share",
        "later_low",
        "later_high",
        "earlier_rank",
        "later_rank",
        "beyond_chance",
    ];
    let mut table = Table::new("trend.csv", &columns)?;
    for one in market.trend.iter().flat_map(|trend| &trend.skills) {
        let shares = share(Some(one.earlier)).into_iter().chain(share(Some(one.later)));
        let ranks = [one.earlier_rank, one.later_rank].map(|rank| rank.to_string());
        table.row(
            skill(market, one.skill).into_iter().chain(shares).chain(ranks).chain([one.is_notable().to_string()]),
        )?;
    }
    table.finish()
}

fn sayings(market: &Market) -> Result<(String, String), Error> {
    let columns = ["saying", "verdict", "observed", "asked", "n", "share", "low", "high"];
    let mut table = Table::new("sayings.csv", &columns)?;
    for claim in &market.claims {
        for one in &claim.observed {
            let cells = [
                claim.saying.to_owned(),
                claim.verdict.name().to_owned(),
                one.what.clone(),
                one.hits.to_string(),
                one.n.to_string(),
            ];
            table.row(cells.into_iter().chain(share(one.share)))?;
        }
    }
    table.finish()
}

fn standing_table(market: &Market, standing: &[Standing]) -> Result<(String, String), Error> {
    let columns = ["scope", "skill", "name", "n", "asked", "state", "from", "hours"];
    let mut table = Table::new("standing.csv", &columns)?;
    for of in standing.iter().filter(|of| of.scope != Scope::Everything) {
        for one in &of.skills {
            let [id, name] = skill(market, one.demand.what);
            let (state, from, hours) = match &one.state {
                State::Have => ("have", String::new(), String::new()),
                State::Near { from, hours, .. } => ("near", from.clone(), hours.to_string()),
                State::Missing => ("missing", String::new(), String::new()),
            };
            table.row([
                of.scope.name().to_owned(),
                id,
                name,
                of.n.to_string(),
                one.demand.asked.to_string(),
                state.to_owned(),
                from,
                hours,
            ])?;
        }
    }
    table.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_taken_for_a_formula() {
        for cell in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＠SUM(A1)"] {
            assert_eq!(safe(cell.to_owned()), format!("'{cell}"));
        }
        for cell in ["-0.5", "+3", "12", "", "C++", "a=b"] {
            assert_eq!(safe(cell.to_owned()), cell);
        }
    }
}
