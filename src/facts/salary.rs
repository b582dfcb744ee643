//! Pay: amounts of a text that are what the job pays, not what the company raised, earns or spends.
//!
//! An amount counts as pay for what stands nearest to it: words for pay before it, a period after it, or the plain form
//! of a range of yearly size. Funding, revenue, budgets, stipends and bonuses are dropped, on-target earnings are taken
//! only where no base is stated. Several ranges in one currency and period become one, from the lowest to the highest.

use super::amount::{Amount, amounts};
use super::currency::{self, code, worth_of};
use super::topics::may_be_pay;
use super::{Page, Passage, Topics, context};
use crate::analysis::SectionKind;
use crate::pattern::{Pattern, pattern};
use crate::posting::{Period, Salary};

pattern!(
    PAY,
    r"(?i)\b(?:salar\w+|pay|pays|paying|paid|compensations?|comp|base|wages?|rates?|remuneration|ctc|lpa|earn|earnings|ote|hourly|annual(?:ly)?|yearly|gross|gehalt\w*|\w+gehalt|vergütung|lohn|brutto|salaire|rémunération|brut|",
    r"salario|sueldo|retribuci\w+|bruto|brutos|salário|remunera\w+|ral|stipendio|retribuzione|lord[aio]|salaris|loon|wynagrodzeni\w+|stawka|widełki)\b"
);
pattern!(
    NOT_PAY,
    r"(?i)\b(?:rais(?:ed|ing|e)|fund(?:ed|ing|s|raise)?|series|seed|rounds?|revenues?|arr|mrr|gmv|aum|valuations?|valued|backed|invest\w*|budgets?|stipends?|allowances?|reimburs\w+|401\(?k\)?|sign[- ]on|signing|",
    r"referral|refer|bonus(?: of| up to)|relocation|credits?|donat\w+|bonuses|quotas?|deals?|deal sizes?|acv|coworking|commut\w+|parking|gym|wellness|lunch\w*|meals?|phone|internet|childcare|savings?|save[sd]?|saving|customers?|clients?|portfolio|transactions?|payments? volume|volume|process(?:es|ed|ing)|market|industry|worth|contract value|grants?|",
    r"per diem|insurance|coverage|deductible|tuition|gift|contribut\w+|match(?:ing|es)?|profit|turnover|umsatz|finanzierung|levée|ingresos|facturación|fatturato|omzet|manag(?:e|es|ing) over|spend\w*|costs?|fees?|fine|prizes?|awards?|membership|perks?)\b"
);
pattern!(
    NOT_PAY_AFTER,
    r"(?i)^\s*(?:(?:in|of|as|for|towards?)\s+(?:an? |our |your |the )?)?(?:(?:annual|yearly|monthly|quarterly|total|new|venture|learning|development|education\w*|training|professional|personal|home|office|wellness|equipment|remote|",
    r"travel|sign[- ]on|signing|referral|retention|relocation|commuter|coworking|hiring|welcome|cash)\s+){0,3}(?:funding|capital|revenues?|arr|mrr|gmv|aum|assets|valuation|investments?|series|seed|budget|stipend|allowance|reimburs\w*|",
    r"bonus|credits?|equity|stock|stocks|rsus?|savings|transactions|volume|donation|coverage|customers|users|employees|people|deals?|market|industry|company|business|raise|round|in sales|sales|gift|voucher|grant|",
    r"learning|training|equipment|relocation|home office|towards|toward)\b|^\s*(?:[\w/-]+\s+){0,4}(?:stipends?|allowances?|reimbursements?|vouchers?)\b"
);
pattern!(
    ON_TARGET,
    r"(?i)\b(?:ote|on[- ]target|total (?:cash|target|annual|rewards?|earning\w*)? ?(?:compensation|comp|earnings|package)|target (?:compensation|earnings)|with bonus|including bonus|incl\. bonus|commission)\b"
);
pattern!(UP_TO, r"(?i)(?:\b(?:up to|bis(?: zu)?|jusqu.à|hasta|até|fino a|max\.?|maximum(?: of)?|maximal)|<=?|≤)\s*$");
pattern!(
    FROM,
    r"(?i)(?:à partir de|\b(?:from|ab|starting (?:at|from|salary of|pay of)|starts (?:at|from)|begins at|minimum(?: of)?|at least|min\.?|mind\.|mindestens|a partir de|desde|a partire da|vanaf|od)|>=?|≥)\s*$"
);

// The periods, in the languages that postings are written in.
macro_rules! hour {
    () => {
        r"(?:/\s?(?:h(?:ou)?r\b|hour|h\b|std|hora)|\b(?:per hour|an hour\b|hourly\b|p\.?/?h\b|pro stunde|stundenlohn|stundensatz|par heure|de l['’]heure|por hora|all['’]ora|per uur|godz|per hr\b))"
    };
}
macro_rules! day {
    () => {
        r"(?:/\s?(?:day\b|d\b|tag\b|jour|d[ií]a\b|dzień)|\b(?:per day|a day\b|daily\b|day rate|pro tag|tagessatz|par jour|tjm\b|por d[ií]a|al día|al giorno|per dag|dziennie))"
    };
}
macro_rules! week {
    () => {
        r"(?:/\s?(?:week|wk)\b|\b(?:per week|a week\b|weekly\b|pro woche|par semaine|por semana|a settimana|tygodniow))"
    };
}
macro_rules! month {
    () => {
        r"(?:/\s?(?:mo(?:nth)?\b|monat|mois|mes\b|mês|mese|maand|mies)|\b(?:per month|a month\b|monthly\b|p\.?c?\.?m\b|(?:pro|im|je) monat|monatlich|(?:brutto)?monatsgehalt|par mois|mensuel|mensual|al mes\b|por mês|mensal|mensais|al mese|mensil|per maand|miesięcz|mies\b|mth\b))"
    };
}
macro_rules! year {
    () => {
        r"(?:/\s?(?:y(?:ea)?r\b|annum|jahr|an\b|año|ano\b|jaar|rok\b)|\b(?:per year|per annum|p\.?\s?a\b|annual|yearly\b|a year\b|per yr\b|(?:pro|im|je) jahr|jährlich|(?:brutto|ziel|fix)?jahresgehalt|jahresbrutto|par an\b|annuel|anual|al año|por ano|ao ano|all['’]anno|annu[oi]\b|ral\b|per jaar|rocznie|lpa\b|ctc\b|pa\b))"
    };
}
pattern!(HOUR, "(?i)", hour!());
pattern!(DAY, "(?i)", day!());
pattern!(WEEK, "(?i)", week!());
pattern!(MONTH, "(?i)", month!());
pattern!(YEAR, "(?i)", year!());
pattern!(PERIOD, "(?i)", hour!(), "|", day!(), "|", week!(), "|", month!(), "|", year!());

pattern!(
    RATE,
    r"(?i)^\s?(?:/|per |an? |p\.|pro |par |por |al )\s?(?:hour|hr|h|day|d|stunde|tag|jour|heure|hora|día|dia)\b"
);

/// All patterns of this reader.
pub(super) const PATTERNS: &[&Pattern] = &[
    &PAY,
    &NOT_PAY,
    &NOT_PAY_AFTER,
    &ON_TARGET,
    &UP_TO,
    &FROM,
    &HOUR,
    &DAY,
    &WEEK,
    &MONTH,
    &YEAR,
    &PERIOD,
    &RATE,
    &OPENS_SPREAD,
    &CLOSES_SPREAD,
];

/// Amounts that are read of one posting: more are a price list, or an attack on time.
const MOST_AMOUNTS: usize = 200;

/// The part of a title that is read for pay, in bytes: each amount is judged with the title at hand.
const LONGEST_TITLE: usize = 1_000;

/// How an amount is worded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    Both,
    Lowest,
    Highest,
}

/// An amount that is pay.
struct Pay {
    amount: Amount,
    currency: Option<&'static str>,
    period: Option<Period>,
    bound: Bound,
    on_target: bool,
    quote: String,
}

/// What the job pays: the source's own phrase first, then the title, then the text.
pub(super) fn read(page: &Page<'_>) -> Option<Salary> {
    let stated = page.posting.stated.salary_text.as_deref().map(Passage::of_any);
    let stated = stated.into_iter().flat_map(|text| pays(text, page, Place::Field));
    if let Some(salary) = join(stated.collect()) {
        return Some(salary);
    }
    let title = page.title.text.head(LONGEST_TITLE);
    let mut found: Vec<Pay> = pays(title, page, Place::Title).collect();
    for (i, line) in page.lines.iter().enumerate() {
        if found.len() >= MOST_AMOUNTS {
            break;
        }
        let digits = line.text.bytes().filter(u8::is_ascii_digit).count();
        let has_amount = digits > 0 && line.topics.has(Topics::MONEY);
        if !(has_amount || digits >= THOUSANDS && has_thousands(&line.text)) || !may_be_pay(&line.text) {
            continue;
        }
        // "Salary" on one line, the amount on the next.
        let above = i.checked_sub(1).map(|above| page.lines[above].text);
        let place = match line.section {
            SectionKind::Company => Place::Company,
            _ if above.is_some_and(|above| above.len() <= 80 && may_be_pay(&above) && above.has(&PAY)) => {
                Place::UnderHeading
            }
            _ => Place::Body,
        };
        found.extend(pays(line.text, page, place));
    }
    join(found)
}

/// A number of thousands has so many digits at least.
const THOUSANDS: usize = 4;

/// Whether a number of thousands stands in the text, its thousands set apart or not.
fn has_thousands(text: &str) -> bool {
    let mut digits = 0;
    let mut last = 0;
    text.bytes().any(|byte| {
        let is_digit = byte.is_ascii_digit();
        // What stands between groups of digits; an apostrophe may be of three bytes.
        let goes_on = digits > 0 && matches!(byte, b',' | b'.' | b'\'' | b' ' | 0x80..) && last != b' ';
        digits = if is_digit {
            digits + 1
        } else if goes_on {
            digits
        } else {
            0
        };
        last = byte;
        digits >= THOUSANDS
    })
}

/// Where an amount stands: how much it must bring along to count as pay.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The source's field for pay: everything there is pay.
    Field,
    /// The title, or the header line of a posting.
    Title,
    /// Under a line about pay.
    UnderHeading,
    /// Text about the company, where amounts are rarely pay.
    Company,
    /// Any other text.
    Body,
}

/// The amounts of a text that are pay.
fn pays<'a>(text: Passage<'a>, page: &'a Page<'_>, place: Place) -> impl Iterator<Item = Pay> + 'a {
    let mut end = 0;
    let part = move |part| text.part(part);
    let text = text.as_str();
    spread(part(text), amounts(text).take(MOST_AMOUNTS).collect()).into_iter().filter_map(move |amount| {
        let sentence = context::sentence(text, amount.range.clone());
        let left = &text[sentence.start.max(end).min(amount.range.start)..amount.range.start];
        // A header has one statement between two bars.
        let left = left.rsplit('|').next().unwrap_or(left);
        let right = &text[amount.range.end..sentence.end];
        end = amount.range.end;
        pay(amount, part(left), part(right), part(&text[sentence]), page, place)
    })
}

/// Joins two single amounts that words make a range: "from $100,000 a year in our lowest market up to $150,000".
fn spread(text: Passage<'_>, amounts: Vec<Amount>) -> Vec<Amount> {
    let mut out: Vec<Amount> = Vec::with_capacity(amounts.len());
    for amount in amounts {
        if let Some(first) = out.last_mut()
            && !first.is_range
            && !amount.is_range
            && first.currency == amount.currency
            && first.currency.is_some()
            && first.low < amount.low
            && amount.high <= first.low * 4.0
            && amount.range.start - first.range.end <= 110
            && text.before(first.range.start, 24).has(&OPENS_SPREAD)
            && (text.as_str().get(first.range.end..amount.range.start))
                .is_some_and(|gap| text.part(gap).has(&CLOSES_SPREAD))
        {
            first.high = amount.high;
            first.is_range = true;
            first.is_scaled |= amount.is_scaled;
            first.range.end = amount.range.end;
            continue;
        }
        out.push(amount);
    }
    out
}
pattern!(OPENS_SPREAD, r"(?i)\b(?:from|between|ranges?|ranging)(?: of| is|:)?\s*$");
pattern!(CLOSES_SPREAD, r"(?i)^[^.;\n]{0,100}\b(?:to|and)\s*$");

/// Judges one amount by the words before and after it.
fn pay(
    amount: Amount,
    left: Passage<'_>,
    right: Passage<'_>,
    sentence: Passage<'_>,
    page: &Page<'_>,
    place: Place,
) -> Option<Pay> {
    let near = right.head(48);
    let cue = nearest(left);
    // "Our client pays …", "a customer looks for … at 400 a day": a rate by hour or day is pay unless the word is close.
    let is_rate = near.has(&RATE) && !left.tail(30).has(&NOT_PAY);
    if place != Place::Field && (cue == Some(false) && !is_rate || near.has(&NOT_PAY_AFTER)) {
        return None;
    }
    // A header of a posting may have a range with no currency between two bars: "Acme | Engineer | Austin, TX | 90K-120K".
    let bare = place == Place::Title
        && amount.currency.is_none()
        && amount.is_range
        && amount.is_scaled
        && amount.low >= 20_000.0
        && left.trim().is_empty()
        && right.trim_start().starts_with('|');
    let currency = match amount.currency {
        Some(currency) => code(currency, &sentence, page),
        None if bare && currency::names_us_state(&page.title.text.head(LONGEST_TITLE)) => Some("USD"),
        None => None,
    };
    let worth = worth_of(currency);
    let (low, high) = (amount.low / worth, amount.high / worth);
    let stated = period_near(left, near).or_else(|| place_period(sentence).filter(|_| low >= 150.0));
    let period = fitting(stated, low, high, currency)?;
    let about_pay = cue == Some(true) || matches!(place, Place::Field | Place::UnderHeading);
    let yearly = period == Some(Period::Year) && low >= 3000.0;
    let enough = match (amount.currency.is_some(), amount.is_range) {
        (true, true) => about_pay || yearly && place != Place::Company || stated.is_some(),
        (true, false) => {
            about_pay
                || (period_near(left.part(""), near).is_some() && is_living(period, low)
                    || place == Place::Title && yearly && place != Place::Company)
        }
        (false, _) if bare => true,
        (false, _) => {
            about_pay && (amount.is_scaled || yearly && amount.is_range && nearest_is_close(left)) && low >= 15.0
        }
    };
    if !enough || high > low * 5.0 {
        return None;
    }
    let bound = if amount.is_range {
        Bound::Both
    } else if left.has(&UP_TO) {
        Bound::Highest
    } else if left.has(&FROM) || is_open(&right) {
        Bound::Lowest
    } else {
        Bound::Both
    };
    let on_target = left.tail(48).has(&ON_TARGET) || near.head(24).has(&ON_TARGET);
    Some(Pay { amount, currency, period, bound, on_target, quote: sentence.trim().to_owned() })
}

/// Whether a plus sign leaves the amount open above ("$170k+"), rather than adding something to it ("$170k + bonus").
fn is_open(right: &str) -> bool {
    let right = right.trim_start();
    right.strip_prefix('+').is_some_and(|rest| !rest.trim_start().starts_with(char::is_alphabetic))
}

/// Whether the last cue before an amount speaks for pay; `None` without any.
fn nearest(left: Passage<'_>) -> Option<bool> {
    let left = left.tail(140);
    let last = |pattern: &Pattern| left.find_iter(pattern).last().map(|found| found.end());
    match (last(&PAY), last(&NOT_PAY)) {
        (None, None) => None,
        (pay, not) => Some(pay > not),
    }
}

/// Whether an amount in US dollars is enough to be pay for its period rather than a perk.
fn is_living(period: Option<Period>, low: f64) -> bool {
    low >= match period {
        Some(Period::Hour) => 8.0,
        Some(Period::Day) => 80.0,
        Some(Period::Week) => 300.0,
        Some(Period::Month) => 1_200.0,
        Some(Period::Year) | None => 12_000.0,
    }
}

/// Whether a word for pay stands within a few words before the amount.
fn nearest_is_close(left: Passage<'_>) -> bool {
    left.tail(40).has(&PAY)
}

/// The period named after the amount, or else before it.
fn period_near(left: Passage<'_>, right: Passage<'_>) -> Option<Period> {
    earliest(right, false).or_else(|| earliest(left.tail(80), true))
}

/// The period that a sentence names at all.
fn place_period(sentence: Passage<'_>) -> Option<Period> {
    earliest(sentence, false)
}

/// The first period that a text names, or the last one.
fn earliest(text: Passage<'_>, is_last: bool) -> Option<Period> {
    // Most texts name none.
    if !text.has(&PERIOD) {
        return None;
    }
    let all: [(&Pattern, Period); 5] = [
        (&HOUR, Period::Hour),
        (&DAY, Period::Day),
        (&WEEK, Period::Week),
        (&MONTH, Period::Month),
        (&YEAR, Period::Year),
    ];
    let found = all.iter().filter_map(|(pattern, period)| Some((text.find(pattern)?.start(), *period)));
    if is_last { found.max() } else { found.min() }.map(|(_, period)| period)
}

/// The period that suits the size of an amount, in US dollars; `None` when no pay has that size.
///
/// Only two sizes are safe without a word: nobody is paid 15,000 dollars by the month, and 7 to 150 is by the hour.
#[expect(clippy::option_option, reason = "not pay at all, against pay without a known period")]
fn fitting(stated: Option<Period>, low: f64, high: f64, currency: Option<&str>) -> Option<Option<Period>> {
    let is_yearly = low >= 15_000.0 || low >= 3_000.0 && high >= 20_000.0;
    let period = match stated {
        None | Some(Period::Hour | Period::Day | Period::Week) if is_yearly => Some(Period::Year),
        Some(Period::Month) if low >= 60_000.0 => Some(Period::Year),
        None if (7.0..150.0).contains(&low) && high < 400.0 && currency.is_some() => Some(Period::Hour),
        stated => stated,
    };
    let plausible = match period {
        Some(Period::Hour) => low >= 2.0 && high <= 1_000.0,
        Some(Period::Day) => low >= 15.0 && high <= 6_000.0,
        Some(Period::Week) => low >= 60.0 && high <= 20_000.0,
        Some(Period::Month) => low >= 150.0 && high <= 90_000.0,
        Some(Period::Year) => low >= 1_500.0 && high <= 3_000_000.0,
        None => low >= 300.0 && high <= 3_000_000.0,
    };
    plausible.then_some(period)
}

/// One salary of all that was found: base before on-target earnings, ranges before single amounts, the currency and
/// period of the first: a posting for several countries begins with that of the job.
fn join(mut found: Vec<Pay>) -> Option<Salary> {
    if found.iter().any(|pay| !pay.on_target) {
        found.retain(|pay| !pay.on_target);
    }
    if found.iter().any(|pay| pay.amount.is_range) {
        found.retain(|pay| pay.amount.is_range);
    }
    let same = |a: &Pay, b: &Pay| a.currency == b.currency && a.period == b.period;
    let pay = found.iter().find(|pay| pay.currency.is_some()).or_else(|| found.first())?;
    let group: Vec<&Pay> = found.iter().filter(|other| same(pay, other)).collect();
    let low = group.iter().filter(|pay| pay.bound != Bound::Highest).map(|pay| pay.amount.low).min_by(f64::total_cmp);
    let high = group.iter().filter(|pay| pay.bound != Bound::Lowest).map(|pay| pay.amount.high).max_by(f64::total_cmp);
    Some(Salary {
        min: low,
        max: high,
        currency: pay.currency.map(str::to_owned),
        period: pay.period,
        text: pay.quote.clone(),
    })
}

/// How many such periods are paid in a full-time year: 2,080 hours (40 hours in 52 weeks, the figure by which the United States
/// Bureau of Labor Statistics turns hourly into annual wages), 260 days (five in each of 52 weeks), 52 weeks, 12 months. Holidays,
/// thirteenth months and unpaid leave are not taken into account.
pub const fn per_year(period: Period) -> f64 {
    match period {
        Period::Year => 1.0,
        Period::Month => 12.0,
        Period::Week => 52.0,
        Period::Day => 260.0,
        Period::Hour => 2080.0,
    }
}

/// The pay of a full-time year, by [`per_year`].
///
/// `None` when the period is unknown or no amount is stated; a single bound stands for both.
pub fn yearly(salary: &Salary) -> Option<(f64, f64)> {
    let factor = per_year(salary.period?);
    let low = salary.min.or(salary.max)?;
    let high = salary.max.unwrap_or(low);
    Some((low * factor, high * factor))
}
