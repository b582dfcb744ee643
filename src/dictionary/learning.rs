//! What learning a skill takes, and the order in which people usually learn.
//!
//! In: `learning.toml`. Out: [`Learning`] by skill, and the [`Usual`] milestones.

use std::collections::BTreeMap;

use super::{DictionaryError, builtin, parse, schema};

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
    let file: schema::LearningFile = parse(FILE, builtin::LEARNING)?;
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
