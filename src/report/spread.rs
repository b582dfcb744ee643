//! Parts of the report that show a spread or a move: pay, years of experience, and the trend.

use serde::Serialize;

use super::columns::leading;
use super::words::{clean, count, money, percent, scope};
use crate::market::{FLOOR_PAY, Market, Move, Pay, Scope, Spread, Trend};

/// A row with three points on a track.
#[derive(Debug, Serialize)]
pub(super) struct SpreadRow {
    pub(super) label: String,
    pub(super) role: &'static str,
    pub(super) n: String,
    /// Low, median and high as text.
    pub(super) points: [String; 3],
    /// Their places on the track, in percent.
    pub(super) at: [f64; 3],
}

/// Pay in one currency.
#[derive(Debug, Serialize)]
pub(super) struct PayGroup {
    pub(super) currency: String,
    pub(super) rows: Vec<SpreadRow>,
    /// The scopes with too few postings, as one sentence; may be empty.
    pub(super) few: String,
    /// By skill, highest median first.
    pub(super) skills: Vec<SpreadRow>,
}

/// All that is said about pay.
#[derive(Debug, Serialize)]
pub(super) struct PayView {
    pub(super) groups: Vec<PayGroup>,
    /// All postings in the currencies in which too few of the four roles state pay, each labelled by its currency.
    pub(super) others: Vec<SpreadRow>,
    /// Currencies with too few postings and how many they have; may be empty.
    pub(super) left_out: String,
}

/// The most skills in a table of pay; the CSV has all of them.
const MOST_SKILLS: usize = 20;

pub(super) fn pay(market: &Market) -> PayView {
    let of = |scope: Scope| market.pay.iter().filter(move |row| row.scope == scope);
    let of_all = || of(Scope::Everything);
    let lead = leading(market).map_or(Scope::Everything, |lead| lead.scope);
    let leads = |currency: &str| of(lead).any(|row| row.currency == currency && row.n >= FLOOR_PAY);
    let groups = of_all().filter(|row| leads(&row.currency)).map(|row| pay_group(market, &row.currency)).collect();
    let others = of_all().filter(|row| !leads(&row.currency)).filter_map(|row| {
        // Amounts in different currencies share no track.
        let scale = Scale::over(row.spread.into_iter());
        Some(spread_row(clean(&row.currency), row.n, row.spread?, &scale, money))
    });
    let few: Vec<String> = of_all()
        .filter(|row| row.n < FLOOR_PAY)
        .take(12)
        .map(|row| format!("{} ({})", clean(&row.currency), row.n))
        .collect();
    PayView { groups, others: others.collect(), left_out: few.join(", ") }
}

fn pay_group(market: &Market, currency: &str) -> PayGroup {
    let wanted = |row: &&Pay| row.currency == currency && row.n > 0;
    let rows: Vec<&Pay> = market.pay.iter().filter(wanted).collect();
    let mut skills: Vec<_> = market.pay_by_skill.iter().filter(|row| row.currency == currency).collect();
    // The commonest skills, so that the table is about the market and not about its corners.
    skills.sort_by_key(|row| std::cmp::Reverse(row.n));
    skills.truncate(MOST_SKILLS);
    skills.sort_by(|a, b| b.spread.median.total_cmp(&a.spread.median));
    let spreads = rows.iter().filter_map(|row| row.spread).chain(skills.iter().map(|row| row.spread));
    let scale = Scale::over(spreads);
    let shown = rows.iter().filter_map(|row| Some(scope_row(row.scope, row.n, row.spread?, &scale, money)));
    let few: Vec<String> =
        rows.iter().filter(|row| row.spread.is_none()).map(|row| format!("{} ({})", scope(row.scope), row.n)).collect();
    PayGroup {
        currency: clean(currency),
        rows: shown.collect(),
        few: if few.is_empty() { String::new() } else { format!("Too few to show: {}.", few.join(", ")) },
        skills: skills
            .iter()
            .map(|row| spread_row(market.skill(row.skill).name.clone(), row.n, row.spread, &scale, money))
            .collect(),
    }
}

/// Maps values onto a track of 0 to 100.
struct Scale {
    from: f64,
    to: f64,
}

impl Scale {
    /// From a little below the lowest to a little above the highest.
    fn over(spreads: impl Iterator<Item = Spread>) -> Self {
        let (mut from, mut to) = (f64::INFINITY, f64::NEG_INFINITY);
        for spread in spreads {
            from = from.min(spread.low);
            to = to.max(spread.high);
        }
        let margin = ((to - from) * 0.04).max(f64::MIN_POSITIVE);
        Self { from: from - margin, to: to + margin }
    }

    fn place(&self, value: f64) -> f64 {
        super::words::width((value - self.from) / (self.to - self.from))
    }
}

fn spread_row(label: String, n: u64, spread: Spread, scale: &Scale, text: fn(f64) -> String) -> SpreadRow {
    let points = [spread.low, spread.median, spread.high];
    SpreadRow { label, role: "", n: count(n), points: points.map(text), at: points.map(|point| scale.place(point)) }
}

fn scope_row(of: Scope, n: u64, spread: Spread, scale: &Scale, text: fn(f64) -> String) -> SpreadRow {
    let role = match of {
        Scope::One(role) => role.name(),
        _ => "",
    };
    SpreadRow { role, ..spread_row(scope(of).to_owned(), n, spread, scale, text) }
}

/// The scopes that have enough postings with years.
pub(super) fn years(market: &Market) -> Vec<SpreadRow> {
    let rows = market.years.iter().filter(|row| row.scope != Scope::Everything);
    let most = market.years.iter().filter_map(|row| row.spread).fold(10.0, |most, one| f64::max(most, one.high));
    let scale = Scale { from: 0.0, to: most };
    let text = |years: f64| if years.fract() == 0.0 { format!("{years:.0}") } else { format!("{years:.1}") };
    rows.filter_map(|row| Some(scope_row(row.scope, row.n, row.spread?, &scale, text))).collect()
}

/// How demand moved.
#[derive(Debug, Serialize)]
pub(super) struct TrendView {
    pub(super) earlier: String,
    pub(super) later: String,
    /// The postings of each half.
    pub(super) earlier_n: String,
    pub(super) later_n: String,
    pub(super) notable: usize,
    /// A warning when the texts of the halves are of different kinds; empty otherwise.
    pub(super) lopsided: String,
    pub(super) rows: Vec<MoveRow>,
}

/// How demand for one skill moved.
#[derive(Debug, Serialize)]
pub(super) struct MoveRow {
    pub(super) label: String,
    pub(super) earlier: String,
    pub(super) later: String,
    pub(super) change: String,
    pub(super) ranks: String,
    pub(super) notable: bool,
}

pub(super) fn trend(market: &Market) -> Option<TrendView> {
    let trend = market.trend.as_ref()?;
    let half = |half: &crate::market::Half| format!("{} to {} (n = {})", half.from, half.to, count(half.n));
    let row = |one: &Move| MoveRow {
        label: market.skill(one.skill).name.clone(),
        earlier: percent(one.earlier.share),
        later: percent(one.later.share),
        change: points(one.change()),
        ranks: format!("{} → {}", one.earlier_rank, one.later_rank),
        notable: one.is_notable(),
    };
    Some(TrendView {
        earlier: half(&trend.earlier),
        later: half(&trend.later),
        earlier_n: count(trend.earlier.n),
        later_n: count(trend.later.n),
        lopsided: lopsided(trend),
        notable: trend.skills.iter().filter(|one| one.is_notable()).count(),
        rows: trend.skills.iter().take(12).map(row).collect(),
    })
}

fn lopsided(trend: &Trend) -> String {
    if !trend.is_lopsided() {
        return String::new();
    }
    format!(
        "Postings of the earlier half ask for {:.1} skills on average, those of the later for {:.1}: the texts differ, so a move \
         that most skills share says more about the sources than about demand.",
        trend.earlier.asks_per_posting(),
        trend.later.asks_per_posting()
    )
}

/// A change of a share in percentage points, with its sign.
fn points(change: f64) -> String {
    let rounded = (change * 100.0).round();
    if rounded == 0.0 {
        "0".to_owned()
    } else {
        format!("{}{:.0}", if rounded > 0.0 { '+' } else { '−' }, rounded.abs())
    }
}
