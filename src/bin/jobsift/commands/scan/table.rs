//! One posting as a row of a table that streams: fixed columns, cut where they are too long.

use jobsift::analysis::{Analysis, Importance, RoleStatus, SkillKind};
use jobsift::dictionary::Dictionary;

/// Role, its status, title and employer, years, place, and the tools that are required.
pub(super) fn row(analysis: &Analysis, dictionary: &Dictionary) -> String {
    let status = match analysis.role.status {
        RoleStatus::Clear => " ",
        RoleStatus::Mixed => "~",
        RoleStatus::Insufficient => "?",
    };
    let what = match &analysis.company {
        Some(company) => format!("{} · {company}", analysis.title),
        None => analysis.title.clone(),
    };
    let years = analysis.facts.years_min.map(|years| format!("{years}y")).unwrap_or_default();
    let place = analysis.facts.remote.map(jobsift::posting::Remote::name).unwrap_or_default();
    let tools: Vec<&str> = analysis
        .skills
        .iter()
        .filter(|finding| finding.importance == Importance::Required && !finding.negated)
        .map(|finding| &dictionary.skills[finding.skill as usize])
        .filter(|skill| skill.kind == SkillKind::Tool)
        .map(|skill| skill.name.as_str())
        .collect();
    let line = format!(
        "{:<13}{status} {:<52} {years:>3} {place:<6}  {}",
        analysis.role.primary,
        cut(&what, 52),
        cut(&tools.join(", "), 60)
    );
    line.trim_end().to_owned() + "\n"
}

/// At most so many characters, with an ellipsis where some are cut.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut out: String = text.chars().take(most - 1).collect();
    out.push('…');
    out
}
