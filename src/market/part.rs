//! Adds one part of a dataset to the running counts.
//!
//! In go the two tables of a part; polars groups and counts them lazily, and the partial counts are added up. Skills,
//! roles and days become numbers first, so that the groupings run on integers.

use jiff::civil::{Date, date};
use polars::prelude::*;

use super::tally::{Asked, ROLES, Tally};
use super::vocabulary::Vocabulary;
use super::{FOUR, pay, titles};
use crate::analysis::{Importance, Role};

/// The fields whose values are counted as they are.
pub(super) const MIXES: [&str; 8] =
    ["format", "site", "language", "seniority", "remote", "employment", "company", "location"];

/// The fields whose presence is counted.
pub(super) const COVERED: [&str; 19] = [
    "company",
    "location",
    "url",
    "posted",
    "closes",
    "language",
    "years_min",
    "seniority",
    "remote",
    "employment",
    "salary_text",
    "yearly",
    "requires_degree",
    "requires_languages",
    "requires_clearance",
    "requires_citizenship",
    "visa_sponsorship",
    "requires_on_call",
    "requires_travel",
];

/// The first day of the month count, and of the trend.
const EPOCH: Date = date(1970, 1, 1);

/// Adds a part: its postings, one row each, and its skills, whose `posting` is a row of the first.
pub(super) fn add(
    tally: &mut Tally,
    vocabulary: &mut Vocabulary,
    postings: &DataFrame,
    skills: &DataFrame,
) -> PolarsResult<()> {
    let distinct = numbered(postings)?.lazy().filter(col("duplicate_of").is_null()).collect()?;
    tally.duplicates += (postings.height() - distinct.height()) as u64;
    for format in postings.column("format")?.str()?.iter().flatten() {
        if !tally.formats.contains(format) {
            tally.formats.insert(format.to_owned());
        }
    }
    add_postings(tally, &distinct)?;

    let asked = coded(skills, vocabulary)?;
    let of_posting = distinct.select(["row", "role_number", "day", "yearly", "salary_currency"])?;
    let joined = asked
        .lazy()
        .join(of_posting.lazy(), [col("posting")], [col("row")], JoinArgs::new(JoinType::Inner))
        .collect()?;
    add_negated(tally, &joined)?;
    let asked = joined.lazy().filter(col("negated").not()).collect()?;
    add_demand(tally, vocabulary, &asked)?;
    let four = asked.lazy().filter(col("role_number").lt(lit(FOUR as u32))).collect()?;
    add_skill_pay(tally, &four)?;
    add_skill_days(tally, &four)?;
    add_pairs(tally, &four)
}

/// The postings with what they are grouped by: row, role, title family, day, yearly pay, and the site of the address.
fn numbered(postings: &DataFrame) -> PolarsResult<DataFrame> {
    let rows: Vec<u32> = (0..postings.height() as u32).collect();
    let role_of = |name: Option<&str>| name.and_then(Role::from_name).and_then(position).unwrap_or(ROLES as u32 - 1);
    let roles: Vec<u32> = postings.column("role")?.str()?.iter().map(role_of).collect();
    let families: Vec<u32> =
        postings.column("title")?.str()?.iter().map(|title| titles::family(title.unwrap_or_default()) as u32).collect();
    let days: Vec<Option<i32>> = postings.column("posted")?.str()?.iter().map(|day| day.and_then(day_number)).collect();
    let (min, max) = (postings.column("salary_min")?.f64()?, postings.column("salary_max")?.f64()?);
    let (period, currency) = (postings.column("salary_period")?.str()?, postings.column("salary_currency")?.str()?);
    // An amount without a currency cannot be compared with any other.
    let yearly: Vec<Option<u64>> = (0..postings.height())
        .map(|row| currency.get(row).and_then(|_| pay::yearly(min.get(row), max.get(row), period.get(row))))
        .collect();
    let sites: Vec<Option<&str>> = postings.column("url")?.str()?.iter().map(|url| url.and_then(site)).collect();
    let mut with = postings.clone();
    for column in [
        Column::new("site".into(), sites),
        Column::new("row".into(), rows),
        Column::new("role_number".into(), roles),
        Column::new("family".into(), families),
        Column::new("day".into(), days),
        Column::new("yearly".into(), yearly),
    ] {
        with.with_column(column)?;
    }
    Ok(with)
}

/// The host of an address, without `www.`, user or port.
fn site(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    host.contains('.').then_some(host)
}

fn position(role: Role) -> Option<u32> {
    Role::ALL.iter().position(|&one| one == role).map(|at| at as u32)
}

fn day_number(day: &str) -> Option<i32> {
    let day: Date = day.parse().ok()?;
    EPOCH.until(day).ok().map(|span| span.get_days())
}

/// The day of a number that [`day_number`] gave.
pub(super) fn day_of(number: i32) -> Date {
    EPOCH.saturating_add(jiff::Span::new().days(number))
}

/// The skills with number, importance as a number, and whether they are one of several alternatives.
fn coded(skills: &DataFrame, vocabulary: &mut Vocabulary) -> PolarsResult<DataFrame> {
    let numbers: Vec<u32> =
        skills.column("skill")?.str()?.iter().map(|id| vocabulary.skill(id.unwrap_or_default())).collect();
    let level = |name: Option<&str>| name.and_then(Importance::from_name).map_or(0, |importance| importance as u32);
    let importance: Vec<u32> = skills.column("importance")?.str()?.iter().map(level).collect();
    DataFrame::new(
        skills.height(),
        vec![
            skills.column("posting")?.clone(),
            Column::new("number".into(), numbers),
            Column::new("level".into(), importance),
            skills.column("negated")?.clone(),
            skills.column("any_of")?.clone(),
            skills.column("or_similar")?.clone(),
        ],
    )
}

fn add_postings(tally: &mut Tally, postings: &DataFrame) -> PolarsResult<()> {
    for (role, count) in counted::<1>(postings.clone().lazy(), ["role_number"])?.rows_u32(["role_number"])? {
        tally.postings[role[0] as usize] += count;
    }
    let conflicts = postings.clone().lazy().filter(col("title_conflict"));
    for (role, count) in counted(conflicts, ["role_number"])?.rows_u32(["role_number"])? {
        tally.conflicts[role[0] as usize] += count;
    }
    let families = counted(postings.clone().lazy(), ["role_number", "family"])?;
    for ([role, family], count) in families.rows_u32(["role_number", "family"])? {
        tally.titles.entry(family).or_default()[role as usize] += count;
    }
    for (role, status, count) in
        counted(postings.clone().lazy(), ["role_number", "role_status"])?.rows_text("role_status")?
    {
        *tally.status.entry((role, status)).or_default() += count;
    }
    for field in COVERED {
        let present = postings.height() - postings.column(field)?.null_count();
        *tally.coverage.entry(field).or_default() += present as u64;
    }
    for field in MIXES {
        for (role, value, count) in counted(present(postings, field), ["role_number", field])?.rows_text(field)? {
            let by_role = tally.mixes.entry(field).or_default().entry(value).or_default();
            by_role[role as usize] += count;
        }
    }
    for ([role, years], count) in
        counted(present(postings, "years_min"), ["role_number", "years_min"])?.rows_u32(["role_number", "years_min"])?
    {
        tally.years.entry(years).or_default()[role as usize] += count;
    }
    add_days(tally, postings)?;
    let paid = counted(present(postings, "yearly"), ["role_number", "salary_currency", "yearly"])?;
    let (amounts, currencies) = (paid.frame.column("yearly")?.u64()?, paid.frame.column("salary_currency")?.str()?);
    for (at, ([role], count)) in paid.rows_u32(["role_number"])?.into_iter().enumerate() {
        if let (Some(amount), Some(currency)) = (amounts.get(at), currencies.get(at)) {
            *tally.pay.entry((role, currency.to_owned())).or_default().entry(amount).or_default() += count;
        }
    }
    Ok(())
}

/// Months, the window, and the days of the four roles for the trend.
fn add_days(tally: &mut Tally, postings: &DataFrame) -> PolarsResult<()> {
    let dated = counted(present(postings, "day"), ["role_number", "day"])?;
    let days = dated.frame.column("day")?.i32()?;
    for (at, ([role], count)) in dated.rows_u32(["role_number"])?.into_iter().enumerate() {
        let Some(number) = days.get(at) else { continue };
        let day = day_of(number).to_string();
        tally.saw_days(&day, &day);
        let month = day.get(..7).unwrap_or(&day).to_owned();
        tally.mixes.entry("month").or_default().entry(month).or_default()[role as usize] += count;
        if (role as usize) < FOUR {
            *tally.days.entry(number).or_default() += count;
        }
    }
    Ok(())
}

fn add_negated(tally: &mut Tally, skills: &DataFrame) -> PolarsResult<()> {
    let negated = counted(skills.clone().lazy().filter(col("negated")), ["number"])?;
    for ([skill], count) in negated.rows_u32(["number"])? {
        *tally.negated.entry(skill).or_default() += count;
    }
    Ok(())
}

/// Demand of every skill and of every bundle. A posting asks for a bundle once, as strongly as for its strongest skill.
fn add_demand(tally: &mut Tally, vocabulary: &Vocabulary, asked: &DataFrame) -> PolarsResult<()> {
    let each =
        asked.clone().lazy().with_columns([col("any_of").is_not_null().alias("any"), col("number").alias("what")]);
    for (role, skill, asked) in strengths(each)? {
        tally.skills.entry(skill).or_default()[role as usize].add(&asked);
    }
    let (members, bundles): (Vec<u32>, Vec<u32>) = vocabulary.memberships().unzip();
    let membership = DataFrame::new(
        members.len(),
        vec![Column::new("member".into(), members), Column::new("what".into(), bundles)],
    )?;
    // "AWS or Azure" asks for a cloud without alternative: only a bundle met by alternatives alone could be avoided, and
    // then the alternatives of interest are those inside it. So a bundle counts no any-of groups of its own.
    let once = asked
        .clone()
        .lazy()
        .join(membership.lazy(), [col("number")], [col("member")], JoinArgs::new(JoinType::Inner))
        .group_by([col("posting"), col("role_number"), col("what")])
        .agg([col("level").max()])
        .with_columns([lit(false).alias("any"), lit(false).alias("or_similar")]);
    for (role, bundle, asked) in strengths(once)? {
        tally.bundles.entry(bundle).or_default()[role as usize].add(&asked);
    }
    Ok(())
}

/// For each role and `what`: how many rows ask how strongly.
fn strengths(rows: LazyFrame) -> PolarsResult<Vec<(u32, u32, Asked)>> {
    let level = |importance: Importance| col("level").eq(lit(importance as u32));
    let sums = rows
        .group_by([col("role_number"), col("what")])
        .agg([
            level(Importance::Required).sum().alias("required"),
            level(Importance::Preferred).sum().alias("preferred"),
            level(Importance::Mentioned).sum().alias("mentioned"),
            col("any").sum(),
            col("or_similar").sum(),
        ])
        .collect()?;
    let column = |name: &str| sums.column(name)?.u32();
    let (roles, what) = (column("role_number")?, column("what")?);
    let (required, preferred, mentioned) = (column("required")?, column("preferred")?, column("mentioned")?);
    let (any, similar) = (column("any")?, column("or_similar")?);
    let of = |column: &UInt32Chunked, row: usize| column.get(row).map_or(0, u64::from);
    Ok((0..sums.height())
        .filter_map(|row| {
            let asked = Asked {
                required: of(required, row),
                preferred: of(preferred, row),
                mentioned: of(mentioned, row),
                any_of: of(any, row),
                or_similar: of(similar, row),
            };
            Some((roles.get(row)?, what.get(row)?, asked))
        })
        .collect())
}

fn add_skill_pay(tally: &mut Tally, asked: &DataFrame) -> PolarsResult<()> {
    let paid = counted(present(asked, "yearly"), ["number", "salary_currency", "yearly"])?;
    let (amounts, currencies) = (paid.frame.column("yearly")?.u64()?, paid.frame.column("salary_currency")?.str()?);
    for (at, ([skill], count)) in paid.rows_u32(["number"])?.into_iter().enumerate() {
        if let (Some(amount), Some(currency)) = (amounts.get(at), currencies.get(at)) {
            *tally.pay_by_skill.entry((skill, currency.to_owned())).or_default().entry(amount).or_default() += count;
        }
    }
    Ok(())
}

fn add_skill_days(tally: &mut Tally, asked: &DataFrame) -> PolarsResult<()> {
    let dated = counted(present(asked, "day"), ["number", "day"])?;
    let days = dated.frame.column("day")?.i32()?;
    for (at, ([skill], count)) in dated.rows_u32(["number"])?.into_iter().enumerate() {
        if let Some(day) = days.get(at) {
            *tally.skill_days.entry(skill).or_default().entry(day).or_default() += count;
        }
    }
    Ok(())
}

/// Pairs of skills in one posting, and pairs that are alternatives of each other.
///
/// Not a join of the table with itself: one posting that names a thousand skills would make a million rows at a time.
fn add_pairs(tally: &mut Tally, asked: &DataFrame) -> PolarsResult<()> {
    let sorted = asked.sort(["posting", "number"], SortMultipleOptions::default())?;
    let (postings, numbers) = (sorted.column("posting")?.u32()?, sorted.column("number")?.u32()?);
    let any_of = sorted.column("any_of")?.u32()?;
    let rows: Vec<(u32, u32, Option<u32>)> = postings
        .iter()
        .zip(numbers.iter())
        .zip(any_of.iter())
        .filter_map(|((posting, number), group)| Some((posting?, number?, group)))
        .collect();
    for posting in rows.chunk_by(|a, b| a.0 == b.0) {
        for (at, &(_, first, group)) in posting.iter().enumerate() {
            for &(_, second, other) in &posting[at + 1..] {
                *tally.together.entry((first, second)).or_default() += 1;
                if group.is_some() && group == other {
                    *tally.alternatives.entry((first, second)).or_default() += 1;
                }
            }
        }
    }
    Ok(())
}

/// The rows that have a value in a column.
fn present(frame: &DataFrame, column: &str) -> LazyFrame {
    frame.clone().lazy().filter(col(column).is_not_null())
}

/// Rows counted by some columns.
struct Counted {
    frame: DataFrame,
}

fn counted<const N: usize>(rows: LazyFrame, by: [&str; N]) -> PolarsResult<Counted> {
    let by: Vec<Expr> = by.into_iter().map(col).collect();
    Ok(Counted { frame: rows.group_by(by).agg([len().alias("count")]).collect()? })
}

impl Counted {
    /// The values of some number columns with the count, in the order of the frame.
    fn rows_u32<const N: usize>(&self, columns: [&str; N]) -> PolarsResult<Vec<([u32; N], u64)>> {
        let mut rows = vec![([0; N], 0); self.frame.height()];
        for (place, name) in columns.into_iter().enumerate() {
            for (row, value) in rows.iter_mut().zip(self.frame.column(name)?.u32()?.iter()) {
                row.0[place] = value.unwrap_or_default();
            }
        }
        for (row, count) in rows.iter_mut().zip(self.frame.column("count")?.u32()?.iter()) {
            row.1 = count.map_or(0, u64::from);
        }
        Ok(rows)
    }

    /// The role, the value of a text column, and the count.
    fn rows_text(&self, column: &str) -> PolarsResult<Vec<(u32, String, u64)>> {
        let values = self.frame.column(column)?.str()?;
        let roles = self.rows_u32(["role_number"])?;
        Ok(roles
            .into_iter()
            .zip(values.iter())
            .map(|(([role], count), value)| (role, value.unwrap_or_default().to_owned(), count))
            .collect())
    }
}
