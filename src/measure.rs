//! How right the analyses are, on labelled postings: precision and recall of skills, importance, alternatives, roles and facts.
//!
//! In: labels (the format is described in `dictionaries/README.md`) and analyses, joined by the source's own id. Out: the figures.
//! A skill is right when its name or one of its spellings in the text is the name or the text of a labelled skill of that
//! posting, letter case, blanks, hyphens, dots, slashes and a plural `s` aside. A negated skill counts as not asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Deserialize;

use crate::analysis::{Analysis, Importance, Role, SkillKind};
use crate::dictionary::Dictionary;
use crate::posting::{Remote, Seniority};

/// The labels of one posting.
#[derive(Clone, Debug, Deserialize)]
pub struct Label {
    id: String,
    role: Role,
    #[serde(default)]
    skills: Vec<SkillLabel>,
    years_min: Option<u8>,
    salary_min: Option<f64>,
    salary_max: Option<f64>,
    remote: Option<Remote>,
    seniority: Option<Seniority>,
}

#[derive(Clone, Debug, Deserialize)]
struct SkillLabel {
    text: String,
    name: String,
    kind: SkillKind,
    importance: Importance,
    #[serde(default)]
    negated: bool,
    #[serde(default)]
    any_of: Option<String>,
}

/// A share as two counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many are right.
    pub right: u64,
    /// Of how many.
    pub of: u64,
}

impl Share {
    fn count(&mut self, is_right: bool) {
        self.of += 1;
        self.right += u64::from(is_right);
    }

    /// The share, 1 where there is nothing to be wrong about.
    pub fn value(self) -> f64 {
        if self.of == 0 { 1.0 } else { self.right as f64 / self.of as f64 }
    }
}

/// Figures over labelled postings.
#[derive(Clone, Debug, Default)]
pub struct Measure {
    labels: BTreeMap<String, Label>,
    /// By kind: how many of the skills found are labelled.
    pub precision: [Share; 2],
    /// By kind: how many of the labelled skills are found.
    pub recall: [Share; 2],
    /// Importance of the skills found.
    pub importance: Share,
    /// Pairs of labelled alternatives that are alternatives here too.
    pub any_of: Share,
    /// Roles.
    pub role: Share,
    /// By fact: right where stated, silent where not.
    pub facts: BTreeMap<&'static str, [Share; 2]>,
    wrong: BTreeMap<String, u64>,
    missed: BTreeMap<String, u64>,
}

/// A line of labels that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {error}")]
pub struct LabelError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub error: serde_json::Error,
}

impl Measure {
    /// Reads labels: one JSON object a line.
    ///
    /// # Errors
    /// When a line is not a label.
    pub fn new(labels: &str) -> Result<Self, LabelError> {
        let mut measure = Self::default();
        for (i, line) in labels.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let label: Label = serde_json::from_str(line).map_err(|error| LabelError { line: i + 1, error })?;
            measure.labels.insert(label.id.clone(), label);
        }
        Ok(measure)
    }

    /// Compares one analysis with its label; one without a label is passed over. The label is found by the source's own id,
    /// or else by the end of the source's path.
    pub fn add(&mut self, analysis: &Analysis, dictionary: &Dictionary) {
        let by_id = analysis.external_id.as_ref().and_then(|id| self.labels.remove(id));
        let path = analysis.source.path.replace('\\', "/");
        let Some(label) = by_id.or_else(|| {
            let key = self.labels.keys().find(|key| path.ends_with(key.as_str()))?.clone();
            self.labels.remove(&key)
        }) else {
            return;
        };
        self.role.count(analysis.role.primary == label.role);
        self.add_skills(analysis, &label, dictionary);
        let facts = &analysis.facts;
        let salary = facts.salary.as_ref();
        let is_near = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() < 0.5,
            (a, b) => a.is_none() && b.is_none(),
        };
        let rows = [
            ("years", label.years_min.is_some(), facts.years_min == label.years_min),
            ("pay, lowest", label.salary_min.is_some(), is_near(salary.and_then(|s| s.min), label.salary_min)),
            ("pay, highest", label.salary_max.is_some(), is_near(salary.and_then(|s| s.max), label.salary_max)),
            ("place of work", label.remote.is_some(), facts.remote == label.remote),
            ("level", label.seniority.is_some(), facts.seniority == label.seniority),
        ];
        for (name, is_stated, is_right) in rows {
            self.facts.entry(name).or_default()[usize::from(!is_stated)].count(is_right);
        }
    }

    fn add_skills(&mut self, analysis: &Analysis, label: &Label, dictionary: &Dictionary) {
        struct Said {
            keys: BTreeSet<String>,
            kind: SkillKind,
            importance: Importance,
            any_of: Option<u16>,
        }
        let said: Vec<Said> = analysis
            .skills
            .iter()
            .filter(|finding| !finding.negated)
            .map(|finding| {
                let skill = &dictionary.skills[finding.skill as usize];
                let keys = std::iter::once(&skill.name).chain(&finding.surfaces).map(|s| key(s)).collect();
                Said { keys, kind: skill.kind, importance: finding.importance, any_of: finding.any_of }
            })
            .collect();
        let wanted: Vec<(&SkillLabel, [String; 2])> =
            label.skills.iter().filter(|s| !s.negated).map(|s| (s, [key(&s.name), key(&s.text)])).collect();
        for (finding, said) in analysis.skills.iter().filter(|finding| !finding.negated).zip(&said) {
            let is_right = wanted.iter().any(|(_, keys)| keys.iter().any(|key| said.keys.contains(key)));
            self.precision[said.kind as usize].count(is_right);
            if !is_right {
                *self.wrong.entry(dictionary.skills[finding.skill as usize].name.clone()).or_default() += 1;
            }
        }
        let mut groups: BTreeMap<&str, Vec<Option<u16>>> = BTreeMap::new();
        for (skill, keys) in &wanted {
            let found = said.iter().find(|said| keys.iter().any(|key| said.keys.contains(key)));
            self.recall[skill.kind as usize].count(found.is_some());
            let Some(found) = found else {
                *self.missed.entry(skill.name.clone()).or_default() += 1;
                continue;
            };
            self.importance.count(found.importance == skill.importance);
            if let Some(group) = &skill.any_of {
                groups.entry(group).or_default().push(found.any_of);
            }
        }
        for members in groups.values() {
            for (i, a) in members.iter().enumerate() {
                for b in &members[..i] {
                    self.any_of.count(a.is_some() && a == b);
                }
            }
        }
    }

    /// The harmonic mean of precision and recall of one kind.
    pub fn f1(&self, kind: SkillKind) -> f64 {
        let (p, r) = (self.precision[kind as usize].value(), self.recall[kind as usize].value());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }

    /// Labels that no analysis was found for.
    pub fn unmatched(&self) -> usize {
        self.labels.len()
    }

    /// The figures as text.
    pub fn text(&self) -> String {
        let mut out = format!("{} labelled postings", self.role.of);
        if !self.labels.is_empty() {
            let _ = write!(out, ", {} more labels without a posting", self.labels.len());
        }
        out.push('\n');
        for kind in SkillKind::ALL {
            let (p, r) = (self.precision[*kind as usize], self.recall[*kind as usize]);
            let _ = writeln!(
                out,
                "{kind:<14} precision {:.3}  recall {:.3}  F1 {:.3}   (found {}, labelled {})",
                p.value(),
                r.value(),
                self.f1(*kind),
                p.of,
                r.of
            );
        }
        for (name, share) in [("importance", self.importance), ("alternatives", self.any_of), ("role", self.role)] {
            let _ = writeln!(out, "{name:<14} right {:.3} of {}", share.value(), share.of);
        }
        for (name, [stated, unstated]) in &self.facts {
            let _ = writeln!(
                out,
                "{name:<14} right where stated {:.3} of {}, silent where not {:.3} of {}",
                stated.value(),
                stated.of,
                unstated.value(),
                unstated.of
            );
        }
        for (name, counts) in [("found, not labelled", &self.wrong), ("labelled, not found", &self.missed)] {
            let mut rows: Vec<_> = counts.iter().collect();
            rows.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
            let shown: Vec<String> = rows.iter().take(30).map(|(name, count)| format!("{name} {count}")).collect();
            if !shown.is_empty() {
                let _ = writeln!(out, "{name}: {}", shown.join(", "));
            }
        }
        out
    }
}

/// A name as it is compared.
fn key(name: &str) -> String {
    let mut key: String = name.to_lowercase();
    key.retain(|c| !c.is_whitespace() && !matches!(c, '-' | '_' | '/' | '.' | '·' | '\'' | '’'));
    if key.chars().count() > 3 && key.ends_with('s') && !key.ends_with("ss") {
        key.pop();
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_loosely() {
        assert_eq!(key("Node.js"), key("NodeJS"));
        assert_eq!(key("SLOs"), key("slo"));
        assert_ne!(key("AWS"), key("AW"));
    }

    #[test]
    fn a_line_that_is_no_label_is_named() {
        let error = Measure::new("\n{\"id\": 3}").unwrap_err().to_string();
        assert!(error.starts_with("line 2: "), "{error}");
    }
}
