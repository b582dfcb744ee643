//! The parts of a fit as people read them; the text and the page say the same in the same words.

use super::{Basis, FEWEST_REQUIREMENTS, Fit, Line, Raise, Status, Step, Tenths, Way};
use crate::analysis::Importance;
use crate::dictionary::Difficulty;
use crate::profile::Level;
use crate::text::{counted, one_line};

/// From here on a fit is called strong.
const STRONG: Tenths = Tenths(700);

impl Fit {
    /// The result in a sentence or two.
    pub fn verdict(&self) -> String {
        let Some(score) = self.score else {
            let asked: u64 = self.weights.count.iter().sum();
            let named = if asked == 0 { "no skill".to_owned() } else { counted(asked, "requirement", "requirements") };
            return format!(
                "Cannot tell: the posting names {named}, and a score needs at least {FEWEST_REQUIREMENTS}."
            );
        };
        if self.profile_is_empty {
            return "Nothing to compare: your profile names no skills.".to_owned();
        }
        let verdict = match score.value.0 {
            value if value >= STRONG.0 => "A strong fit",
            500.. => "A fair fit",
            300.. => "A stretch",
            _ => "Far off",
        };
        let held_back = match self.blockers.first() {
            Some(blocker) if score.value < score.sum => {
                format!(" The skills alone would give {}. {}", score.sum, blocker.text)
            }
            _ => String::new(),
        };
        let thin = if score.most < STRONG {
            format!(" The posting says little: with all of it met the sum would be {}.", score.most)
        } else {
            String::new()
        };
        format!("{verdict}: {}.{held_back}{thin}", self.tally())
    }

    /// Of the strongest importance in the posting: how many are met, in part, one step away, missing.
    fn tally(&self) -> String {
        let is_asked = |importance: &&Importance| self.weights.count[**importance as usize] > 0;
        let strongest = Importance::ALL.iter().rev().find(is_asked).copied().unwrap_or(Importance::Mentioned);
        let count = |wanted: &[Status]| {
            let lines = self.lines.iter().filter(|line| line.importance == strongest);
            lines.filter(|line| wanted.contains(&line.status)).count()
        };
        let parts = [
            (count(&[Status::Partly]), "in part"),
            (count(&[Status::Transfer]), "one step away"),
            (count(&[Status::Missing, Status::Avoided]), "missing"),
        ];
        let have = format!(
            "of {} you have {}",
            counted(
                self.weights.count[strongest as usize],
                &format!("{strongest} skill"),
                &format!("{strongest} skills")
            ),
            count(&[Status::Have])
        );
        let rest = parts.into_iter().filter(|(number, _)| *number > 0);
        let rest = rest.map(|(number, what)| format!("{number} {what}"));
        std::iter::once(have).chain(rest).collect::<Vec<_>>().join(", ")
    }
}

impl Line {
    /// What is asked for: one name, or several joined by "or".
    pub fn asks(&self) -> String {
        let mut names: Vec<String> = self
            .asked
            .iter()
            .map(|asked| match asked.years {
                Some(years) => format!("{} ({} asked)", asked.name, counted(u64::from(years), "year", "years")),
                None => asked.name.clone(),
            })
            .collect();
        if self.or_similar {
            names.push("similar".to_owned());
        }
        names.join(" or ")
    }

    /// What of the profile stands behind the credit.
    pub fn because(&self) -> Option<String> {
        if self.status == Status::Avoided {
            return Some("you do not want to work with it again".to_owned());
        }
        let basis = self.basis.as_ref()?;
        Some(match &basis.way {
            Way::Same => {
                let of_several = if self.asked.len() > 1 { format!("{}: ", basis.asked) } else { String::new() };
                format!("{of_several}{}", basis.standing())
            }
            Way::Similar => format!("{}, a tool of the same group: {}", basis.skill, basis.standing()),
            Way::Transfer { difficulty, hours, why } => {
                let to = if self.asked.len() > 1 { format!(" to {}", basis.asked) } else { String::new() };
                let why = why.trim_end_matches('.');
                format!(
                    "from {}{to}: {} difficulty, about {}. {why}.",
                    basis.skill,
                    effort(*difficulty),
                    hours_of(*hours)
                )
            }
        })
    }
}

impl Basis {
    /// Level, years, last use, by what, where seen.
    fn standing(&self) -> String {
        // Asked for is work with it.
        let level = if self.level == Level::Basic { "basic, short of a working level" } else { self.level.name() };
        let mut parts = vec![level.to_owned()];
        match (self.years, self.years_asked) {
            (Some(years), Some(asked)) if years < f64::from(asked) => {
                parts.push(format!("{years} of {asked} years asked: {} short", f64::from(asked) - years));
            }
            (Some(years), Some(asked)) => parts.push(format!("{years} of {asked} years asked")),
            (Some(years), None) => parts.push(format!("{years} {}", if years > 1.0 { "years" } else { "year" })),
            (None, Some(_)) => parts.push("years not stated".to_owned()),
            (None, None) => {}
        }
        parts.extend(self.last_used.map(|year| format!("last used {year}")));
        parts.extend(self.through.as_ref().map(|skill| format!("through {skill}")));
        let evidence = self.evidence.as_ref().map_or_else(String::new, |evidence| format!("; {}", one_line(evidence)));
        parts.join(", ") + &evidence
    }
}

impl Raise {
    /// How one gets there.
    pub fn how(&self) -> String {
        match &self.step {
            _ if self.is_deepening => "you have it: deepen it to a working level".to_owned(),
            Some(Step { from, difficulty, hours }) => {
                format!("from {from}: {} difficulty, about {}", effort(*difficulty), hours_of(*hours))
            }
            None => "no skill of yours carries over".to_owned(),
        }
    }
}

/// How hard a transfer is.
pub(crate) const fn effort(difficulty: Difficulty) -> &'static str {
    match difficulty {
        Difficulty::VeryLow => "very low",
        Difficulty::Low => "low",
        Difficulty::Medium => "medium",
        Difficulty::High => "high",
    }
}

fn hours_of(hours: u32) -> String {
    counted(u64::from(hours), "hour", "hours")
}
