//! What learning a skill takes, and the order in which people usually learn.
//!
//! In: `learning.toml`. Out: [`Learning`] by skill, and the [`Usual`] milestones.

use std::collections::BTreeMap;

use super::{Dictionary, DictionaryError, built_in, builtin, schema};
use crate::analysis::SkillKind;
use crate::profile::implied;

/// What learning a skill from scratch takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learning {
    /// Hours to a working level, for who has what comes before.
    pub hours: u32,
    /// The skills to have first, as indices.
    pub after: Vec<u32>,
    /// A small piece of work that proves it.
    pub project: String,
}

/// What learning a skill teaches besides it: what it implies, without that which has to be learnt before it, and without tools that
/// have hours of their own. Who learns EKS has had to learn Kubernetes first, and who learns S3 knows AWS no better than before.
pub fn taught(skill: u32, dictionary: &Dictionary) -> Vec<u32> {
    let before = dictionary.learning.get(&skill).map_or(&[][..], |learning| &learning.after);
    let is_tool = |skill: u32| dictionary.skills.get(skill as usize).is_some_and(|skill| skill.kind == SkillKind::Tool);
    let stands_apart =
        |other: &u32| before.contains(other) || (is_tool(*other) && dictionary.learning.contains_key(other));
    implied(skill, dictionary).into_iter().filter(|other| !stands_apart(other)).collect()
}

/// A milestone of the usual way into the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usual {
    /// From 1: what is usually done in the same months has the same number.
    pub stage: u32,
    /// As people call it.
    pub name: String,
    /// Any one of these skills is it, as indices.
    pub any_of: Vec<u32>,
}

/// Reads the file; `ids` finds the indices of skills named at a place.
pub(super) fn read(
    ids: impl Fn(&str, &str, &[String]) -> Result<Vec<u32>, DictionaryError>,
) -> Result<(BTreeMap<u32, Learning>, Vec<Usual>), DictionaryError> {
    const FILE: &str = "learning.toml";
    let file: schema::LearningFile = built_in(FILE, builtin::LEARNING)?;
    let mut learning = BTreeMap::new();
    for entry in file.skill {
        let after = ids(FILE, &entry.id, &entry.after)?;
        for skill in ids(FILE, "an entry", std::slice::from_ref(&entry.id))? {
            learning
                .insert(skill, Learning { hours: entry.hours, after: after.clone(), project: entry.project.clone() });
        }
    }
    let usual = file.usual.into_iter().map(|entry| {
        let any_of = ids(FILE, &entry.name, &entry.any_of)?;
        Ok(Usual { stage: entry.stage, name: entry.name, any_of })
    });
    Ok((learning, usual.collect::<Result<_, DictionaryError>>()?))
}
