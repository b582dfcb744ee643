//! A fit as one page to read or print: no script, no network, light and dark.
//!
//! In: a [`Fit`]. Out: the page. The template escapes whatever it is given, and its content policy allows nothing but its own style.

use minijinja::{Environment, Error, context};

use super::{FORMULA, Fit, Line, Status, UNSAID_WEIGHT};
use crate::analysis::Importance;
use crate::text::one_line;

/// The page.
///
/// # Errors
///
/// None as long as the template, which is part of the program, is right.
pub fn write(fit: &Fit) -> Result<String, Error> {
    let mut templates = Environment::new();
    // The name decides that values are escaped.
    templates.add_template("fit.html", include_str!("fit.html"))?;
    let posting = &fit.posting;
    let groups: Vec<_> = Importance::ALL.iter().rev().filter_map(|importance| group(fit, *importance)).collect();
    let not_asked = fit.lines.iter().filter(|line| line.status == Status::NotAsked);
    templates.get_template("fit.html")?.render(context! {
        formula => FORMULA,
        title => posting.title.as_str(),
        company => posting.company.as_deref(),
        location => posting.location.as_deref(),
        role => posting.role.name(),
        role_is_wanted => posting.role_is_wanted,
        source => one_line(&posting.source.to_string()),
        verdict => fit.verdict(),
        score => fit.score.map(|score| context! {
            value => score.value.to_string(),
            low => score.low.to_string(),
            high => score.high.to_string(),
            most => score.most.to_string(),
            reduction => (score.value < score.sum).then(|| score.reduction().to_string()),
        }),
        blockers => fit.blockers.iter().map(|blocker| context! {
            cap => blocker.cap.to_string(),
            text => blocker.text.as_str(),
            quote => blocker.quote.as_deref(),
        }).collect::<Vec<_>>(),
        to_check => &fit.to_check,
        groups => groups,
        not_asked => not_asked.map(row).collect::<Vec<_>>(),
        unsaid => UNSAID_WEIGHT,
        total => fit.weights.total.to_string(),
        raises => fit.raises.iter().map(|raise| context! {
            gain => raise.gain.to_string(),
            name => raise.name.as_str(),
            importance => raise.importance.name(),
            how => raise.how(),
        }).collect::<Vec<_>>(),
    })
}

fn group(fit: &Fit, importance: Importance) -> Option<minijinja::Value> {
    let lines = fit.lines.iter().filter(|line| line.importance == importance && line.status != Status::NotAsked);
    let rows: Vec<_> = lines.map(row).collect();
    (!rows.is_empty()).then(|| {
        context! {
            name => importance.name(),
            count => fit.weights.count[importance as usize],
            weight => fit.weights.each[importance as usize].to_string(),
            points => fit.subtotal(importance).to_string(),
            rows => rows,
        }
    })
}

fn row(line: &Line) -> minijinja::Value {
    context! {
        status => line.status.name(),
        class => line.status.name().replace(' ', "-"),
        asks => line.asks(),
        because => line.because(),
        quote => line.quote.as_str(),
        credit => line.credit.to_string(),
        points => line.points.map(|points| points.to_string()),
    }
}
