//! What a scan found, on one screen: the roles, what they ask for, what is stated, what was rejected.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jobsift::analysis::{Analysis, Importance, Role, RoleStatus, SkillKind};
use jobsift::dictionary::Dictionary;
use jobsift::posting::Rejected;

use crate::console::{BOLD, DIM, stdout_is_plain};
use crate::counts::Counts;

/// So many tools and practices are shown.
const SHOWN: usize = 12;
/// The longest bar.
const BAR: f64 = 24.0;

/// Counts over postings; a repeated posting counts once.
#[derive(Default)]
pub(super) struct Summary {
    postings: u64,
    roles: [u64; Role::ALL.len()],
    mixed: u64,
    insufficient: u64,
    conflicts: u64,
    /// By skill: postings that ask for it, and of these the ones that require it.
    skills: BTreeMap<u32, (u64, u64)>,
    stated: [u64; 4],
    rejected: BTreeMap<String, u64>,
}

impl Summary {
    pub(super) fn add(&mut self, analysis: &Analysis) {
        if analysis.duplicate_of.is_some() {
            return;
        }
        self.postings += 1;
        self.roles[analysis.role.primary as usize] += 1;
        self.mixed += u64::from(analysis.role.status == RoleStatus::Mixed);
        self.insufficient += u64::from(analysis.role.status == RoleStatus::Insufficient);
        self.conflicts += u64::from(analysis.role.title_conflict);
        for finding in analysis.skills.iter().filter(|finding| !finding.negated) {
            let (asked, required) = self.skills.entry(finding.skill).or_default();
            *asked += 1;
            *required += u64::from(finding.importance == Importance::Required);
        }
        let facts = &analysis.facts;
        let stated =
            [facts.years_min.is_some(), facts.salary.is_some(), facts.remote.is_some(), facts.seniority.is_some()];
        for (count, stated) in self.stated.iter_mut().zip(stated) {
            *count += u64::from(stated);
        }
    }

    pub(super) fn reject(&mut self, rejected: &Rejected) {
        // Reasons that differ only in what they quote are one reason here; each was shown in full as a warning.
        let reason = rejected.reason.split([':', '(']).next().unwrap_or_default().trim();
        *self.rejected.entry(jobsift::text::one_line(reason)).or_default() += rejected.inputs;
    }

    pub(super) fn text(&self, counts: &Counts, dictionary: &Dictionary) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "{}", counts.sentence());
        self.write_roles(&mut out);
        for (kind, heading) in [(SkillKind::Tool, "Tools asked for"), (SkillKind::Practice, "Practices asked for")] {
            self.write_skills(&mut out, heading, kind, dictionary);
        }
        let [years, salary, remote, seniority] = self.stated.map(|count| share(count, self.postings));
        let _ = writeln!(
            out,
            "\n{BOLD}Stated{BOLD:#}  years {years}   pay {salary}   place of work {remote}   level {seniority}"
        );
        counts.repeats.write_perhaps(&mut out);
        if !self.rejected.is_empty() {
            let _ = writeln!(out, "\n{BOLD}Rejected{BOLD:#}");
            let mut reasons: Vec<_> = self.rejected.iter().collect();
            reasons.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
            for (reason, count) in reasons {
                let _ = writeln!(out, "  {count:>6}  {reason}");
            }
        }
        if stdout_is_plain() { anstream::adapter::strip_str(&out).to_string() } else { out }
    }

    fn write_roles(&self, out: &mut String) {
        let _ = writeln!(out, "\n{BOLD}What the jobs really are{BOLD:#}");
        for role in Role::ALL {
            let count = self.roles[*role as usize];
            let _ = writeln!(
                out,
                "  {role:<14} {count:>6}  {:>4}  {}",
                share(count, self.postings),
                bar(count, self.postings)
            );
        }
        let mut notes = Vec::new();
        for (count, what) in [
            (self.mixed, "with a close runner-up"),
            (self.insufficient, "with too little text to tell"),
            (self.conflicts, "whose title says another role than the text"),
        ] {
            if count > 0 {
                notes.push(format!("{count} {what}"));
            }
        }
        if !notes.is_empty() {
            let _ = writeln!(out, "  {DIM}{}{DIM:#}", notes.join(", "));
        }
    }

    fn write_skills(&self, out: &mut String, heading: &str, kind: SkillKind, dictionary: &Dictionary) {
        let mut rows: Vec<_> =
            self.skills.iter().filter(|(skill, _)| dictionary.skills[**skill as usize].kind == kind).collect();
        rows.sort_by(|a, b| b.1.0.cmp(&a.1.0).then(a.0.cmp(b.0)));
        if rows.is_empty() {
            return;
        }
        let _ = writeln!(out, "\n{BOLD}{heading}{BOLD:#}  {DIM}postings, share, of these required{DIM:#}");
        for (skill, (asked, required)) in rows.into_iter().take(SHOWN) {
            let name = &dictionary.skills[*skill as usize].name;
            let _ = writeln!(
                out,
                "  {name:<26} {asked:>6}  {:>4}  {:>4}  {}",
                share(*asked, self.postings),
                share(*required, *asked),
                bar(*asked, self.postings)
            );
        }
    }
}

fn share(part: u64, whole: u64) -> String {
    format!("{:.0}%", part as f64 * 100.0 / whole.max(1) as f64)
}

fn bar(part: u64, whole: u64) -> String {
    "▇".repeat((part as f64 * BAR / whole.max(1) as f64).round() as usize)
}
