//! `rank`: every posting by its fit with a profile, best first, from files or datasets, perhaps filtered.

use std::fmt::Write as _;

use anyhow::{anyhow, bail};
use jobsift::analysis::Analysis;
use jobsift::facts::is_currency;
use jobsift::fit;
use jobsift::posting::Period;
use jobsift::profile::{self, Profile, SalaryFloor};
use jobsift::rank::{self, Filter, Ranked, Ranking, Row};

use crate::Outcome;
use crate::args::{Arguments, RankFormat, RankOptions};
use crate::console::{Console, print, table_width};
use crate::inputs::{Engine, today};

/// So many postings are shown in a table when nobody says how many.
const SHOWN: usize = 30;

pub(crate) fn run(options: &RankOptions, arguments: &Arguments, console: &Console) -> anyhow::Result<Outcome> {
    let engine = Engine::open(arguments, console)?;
    let today = options.of.today.unwrap_or_else(today);
    let profile = profile::read(&options.of.profile, &engine.dictionary, today)?;
    let filter = filter(options, &profile)?;
    let most = match options.most {
        Some(most) => most.get(),
        None if options.format == RankFormat::Text => SHOWN,
        None => usize::MAX,
    };
    let mut ranking = Ranking::new(most);
    let place = |analysis: &Analysis| match filter.refuses(analysis) {
        Some(refusal) => Err(refusal),
        None => Ok(Row::new(analysis, &fit::assess(analysis, &profile, &engine.dictionary, Some(today)))),
    };
    let data = engine.gather(&options.of.paths)?;
    let counts = &data.counts;
    counts.some_posting(&options.of.paths)?;
    engine.each_known(&data, place, |analysis, placed| {
        match placed {
            _ if analysis.duplicate_of.is_some() => {}
            Ok(row) => ranking.push(row),
            Err(refusal) => ranking.leave_out(refusal),
        }
        Ok(())
    })?;
    let (passed, untold, left_out) = (ranking.passed, ranking.untold, ranking.left_out());
    let best = ranking.best();
    print(written(&best, options.format)?)?;
    let mut note = counts.sentence();
    if !left_out.is_empty() {
        let _ = write!(note, "\n{left_out}");
    }
    if best.len() < passed as usize {
        let _ = write!(note, "\n{} of {passed} shown; --most {passed} shows all.", best.len());
    }
    if untold > 0 {
        let _ = write!(
            note,
            "\n{untold} of {passed} cannot be told: they name fewer than {} requirements.",
            fit::FEWEST_REQUIREMENTS
        );
    }
    console.note(&note);
    Ok(counts.outcome())
}

fn filter(options: &RankOptions, profile: &Profile) -> anyhow::Result<Filter> {
    if options.wanted && profile.roles.is_empty() {
        bail!("the profile names no roles: add a line such as roles = [\"platform\", \"sre\"], or use --role");
    }
    Ok(Filter {
        roles: if options.wanted { profile.roles.clone() } else { options.role.clone() },
        companies: options.company.clone(),
        remote: options.remote.clone(),
        seniority: options.seniority.clone(),
        since: options.since,
        pay: options.salary.as_deref().map(|text| floor(text, profile)).transpose()?,
        keeps_unsaid: options.keep_unsaid,
    })
}

/// `60000`, `60k`, `90000USD`: an amount a year.
fn floor(text: &str, profile: &Profile) -> anyhow::Result<SalaryFloor> {
    let wrong = || {
        anyhow!(
            "--salary {text}: write an amount a year, with a currency of three letters if need be, such as 60000 or 90000USD"
        )
    };
    let compact: String = text.chars().filter(|c| !matches!(c, ' ' | ',' | '_')).collect();
    let digits = compact.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(compact.len());
    let (amount, rest) = compact.split_at(digits);
    let (factor, currency) = match rest.strip_prefix(['k', 'K']) {
        Some(currency) => (1_000.0, currency),
        None => (1.0, rest),
    };
    let amount: f64 = amount.parse().ok().filter(|amount| *amount > 0.0).ok_or_else(wrong)?;
    let currency = match (currency, &profile.salary_floor) {
        ("", Some(own)) => own.currency.clone(),
        ("", None) => bail!(
            "--salary {text}: the profile has no salary_floor to take the currency from; name one, such as {text}EUR"
        ),
        (code, _) if is_currency(&code.to_uppercase()) => code.to_uppercase(),
        (code, _) if code.len() == 3 && code.bytes().all(|b| b.is_ascii_alphabetic()) => {
            bail!("--salary {text}: {code} is no currency that is known; write its code of three letters, such as EUR")
        }
        _ => return Err(wrong()),
    };
    Ok(SalaryFloor { amount: amount * factor, currency, period: Period::Year })
}

fn written(best: &[Ranked<'_>], format: RankFormat) -> anyhow::Result<Vec<u8>> {
    Ok(match format {
        RankFormat::Text => rank::text::write(best, table_width()).into_bytes(),
        RankFormat::Csv => rank::csv::write(best)?,
        RankFormat::Json => {
            let mut lines = Vec::new();
            for ranked in best {
                serde_json::to_writer(&mut lines, &rank::json::Record::new(ranked))?;
                lines.push(b'\n');
            }
            lines
        }
    })
}
