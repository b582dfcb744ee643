//! A ranking as CSV, one row a posting; no cell is taken for a formula by a spreadsheet.
//!
//! In: ranked rows. Out: the bytes, header first. `missing`, `near` and `blockers` hold several entries, separated by `; `.

use super::{Ranked, Row};
use crate::fit::Tenths;
use crate::posting::{Period, Remote, Seniority};
use crate::report::csv::safe;
use crate::text::one_line;

const COLUMNS: [&str; 25] = [
    "rank",
    "fit",
    "low",
    "high",
    "sum",
    "required_met",
    "required",
    "blockers",
    "missing",
    "near",
    "raise",
    "title",
    "company",
    "location",
    "role",
    "remote",
    "seniority",
    "years_min",
    "salary_min",
    "salary_max",
    "salary_currency",
    "salary_period",
    "posted",
    "source",
    "url",
];

/// The table.
///
/// # Errors
/// Never in practice: it is written into memory.
pub fn write(rows: &[Ranked<'_>]) -> ::csv::Result<Vec<u8>> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for ranked in rows {
        writer.write_record(cells(ranked).map(|cell| safe(one_line(&cell))))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

fn cells(Ranked { rank, row, .. }: &Ranked<'_>) -> [String; COLUMNS.len()] {
    let Row { posting, score, .. } = row;
    let figure =
        |of: fn(&crate::fit::Score) -> Tenths| score.as_ref().map(of).map(|f| f.to_string()).unwrap_or_default();
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    let salary = row.salary.as_ref();
    [
        rank.map(|rank| rank.to_string()).unwrap_or_default(),
        figure(|score| score.value),
        figure(|score| score.low),
        figure(|score| score.high),
        figure(|score| score.sum),
        row.required_met.to_string(),
        row.required.to_string(),
        row.blockers.iter().map(|blocker| blocker.text.as_str()).collect::<Vec<_>>().join("; "),
        row.missing.join("; "),
        row.near.join("; "),
        row.raise.as_ref().map(|raise| format!("{} {}", raise.name, raise.gain)).unwrap_or_default(),
        posting.title.clone(),
        text(posting.company.as_deref()),
        text(posting.location.as_deref()),
        posting.role.to_string(),
        text(row.remote.map(Remote::name)),
        text(row.seniority.map(Seniority::name)),
        row.years_min.map(|years| years.to_string()).unwrap_or_default(),
        number(salary.and_then(|salary| salary.min)),
        number(salary.and_then(|salary| salary.max)),
        text(salary.and_then(|salary| salary.currency.as_deref())),
        text(salary.and_then(|salary| salary.period).map(Period::name)),
        row.posted.map(|day| day.to_string()).unwrap_or_default(),
        posting.source.to_string(),
        text(posting.source.url.as_deref()),
    ]
}
