//! The degree that a posting asks for: the lowest level that is enough.

use super::{Page, Topics, context};
use crate::analysis::SectionKind;
use crate::pattern::{Pattern, pattern};

pattern!(
    pub(super) LEVEL,
    r"(?i)(?:\b(?P<bachelor>bachelor\w*(?:[’'´]s)?|undergraduate degree|b\.?sc\b|b\.?s\b\.?\s*(?:/|or|in\b|degree|,)|b\.?a\b\.?\s*/\s*b\.?s|bs\b(?:/ms)?|b\.?tech\b|b\.?eng\b|b\.e\b|four[- ]year degree|4[- ]year (?:\w+ )?degree|bac ?\+ ?[34]\b|hbo\b|licenciatura|licence\b|laurea triennale|inżynier\w*\b)|",
    r"(?P<master>\b(?:master(?:[’'´]s|s)\b|master (?:degree|of)\b|masterstudium|masterabschluss|(?:bachelor|bac) ?(?:/|or|oder|ou|und) ?master\b|m\.?sc\b|m\.?s\b\.?\s+(?:in\b|degree)|m\.?tech\b|m\.?eng\b|advanced degree|graduate degree|bac ?\+ ?5\b|laurea magistrale|diplôme d.ingénieur|ecole d.ing.{1,2}nieurs?|mestrado|magister\w*|máster universitario|wo-niveau)|école d.ing.{1,2}nieurs?)|",
    r"\b(?P<doctorate>ph\.? ?d\b|doctora(?:te|l)\w*|(?:abgeschlossene|mit|oder|und) promotion\b)|",
    r"\b(?P<degree>(?:university|college|technical|cs|engineering|relevant|related|stem|computer science|academic|tertiary|higher|formal|associate.?s?) (?:degree|education|diploma)|degree\s*(?:in|or|and|is|required|preferred|\(|/|,|with|from|equivalent|level|qualification)|degree$|",
    r"studium\b|hochschulabschluss|studienabschluss|universitätsabschluss|diplôme|formation supérieure|titulación|título universitario|grado en|ingeniería|formação superior|ensino superior|graduação|laurea|afgeronde opleiding|wykształcenie wyższe|wyższe wykształcenie))"
);
// The end of a compound: `Informatikstudium`.
pattern!(pub(super) COMPOUND, r"(?i)\w+studium\b");
pattern!(
    NOT_ASKED,
    r"(?i)\b(?:no (?:\w+ ){0,2}degree|degree\b[^.;]{0,20}\b(?:not|n.t) (?:be )?(?:required|needed|necessary)|not require[^.;]{0,30}degree|(?:high|certain|greater|some|any) degree of|degree of (?:\w+ )?(?:autonomy|freedom|responsibility|confidence|independence)|pursuing|tuition|(?:pay|salary|compensation)\b[^.;]{0,60}\b(?:determined|based|depend\w*)|education or training|360[- ]degree|degrees? of)\b"
);
pattern!(
    WISH,
    r"(?i)\b(?:preferred|preferably|a plus|is a bonus|nice[- ]to[- ]have|desired|desirable|ideally|von vorteil|un plus|deseable|desejável|mile widzian\w+)\b"
);

/// All patterns of this reader.
pub(super) const PATTERNS: &[&Pattern] = &[&LEVEL, &COMPOUND, &NOT_ASKED, &WISH];

/// The level asked for, by the name that the record uses, and the sentence that says so.
pub(super) fn read(page: &Page<'_>) -> Option<(&'static str, String)> {
    let mut best: Option<(usize, String)> = None;
    let words = Topics::DEGREE.with(Topics::CONDITION);
    let lines = page.about(words).filter(|line| {
        !matches!(
            line.section,
            SectionKind::Preferred
                | SectionKind::Company
                | SectionKind::Benefits
                | SectionKind::Legal
                | SectionKind::Duties
        )
    });
    for sentence in lines.flat_map(|line| line.sentences(words)) {
        let sentence = sentence.text.head(2_000);
        if sentence.has(&NOT_ASKED) || sentence.has(&WISH) && !sentence.contains("required") {
            continue;
        }
        let lowest = sentence
            .captures_iter(&LEVEL)
            .filter_map(|found| GROUPS.iter().position(|(group, _)| found.name(group).is_some()))
            .min()
            .or_else(|| (sentence.contains("studium") && sentence.has(&COMPOUND)).then_some(GROUPS.len() - 1));
        if let Some(lowest) = lowest
            && best.as_ref().is_none_or(|(held, _)| lowest < *held)
        {
            best = Some((lowest, context::after(sentence.trim(), 0, 400).to_owned()));
        }
    }
    best.map(|(level, quote)| (GROUPS[level].1, quote))
}

/// The groups of [`LEVEL`] from the lowest level to the highest, with their names. A degree of no named level comes last:
/// a named one says more.
const GROUPS: [(&str, &str); 4] =
    [("bachelor", "bachelor"), ("master", "master"), ("doctorate", "doctorate"), ("degree", "degree")];
