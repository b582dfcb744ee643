//! The skills by number, and the bundles of skills whose demand is counted together.
//!
//! Skill ids of the dictionary go in (and of a dataset, which may name skills that this dictionary does not have); out
//! come small numbers to aggregate by, and the names behind them.

use std::collections::HashMap;

use super::{Bundle, Skill};
use crate::dictionary::Dictionary;

/// A bundle that no single group of the dictionary is. Besides what it lists it holds every skill that implies one of
/// its `skills` (EKS implies Kubernetes).
struct Umbrella {
    id: &'static str,
    name: &'static str,
    groups: &'static [&'static str],
    skills: &'static [&'static str],
}

/// Demands that are stated about the field in these terms, so they must be countable in these terms.
const UMBRELLAS: &[Umbrella] = &[
    Umbrella {
        id: "any-cloud",
        name: "Any cloud platform",
        groups: &["cloud-aws", "cloud-azure", "cloud-gcp"],
        skills: &["aws", "azure", "gcp"],
    },
    Umbrella {
        id: "docker-or-kubernetes",
        name: "Docker or Kubernetes",
        groups: &[],
        skills: &["docker", "kubernetes"],
    },
];

/// Names of skills and bundles, by number.
pub(super) struct Vocabulary {
    skills: Vec<Skill>,
    by_id: HashMap<String, u32>,
    bundles: Vec<Bundle>,
    by_group: HashMap<String, u32>,
    /// The bundles of each skill.
    members: Vec<Vec<u32>>,
}

impl Vocabulary {
    pub(super) fn new(dictionary: &Dictionary) -> Self {
        let bundles =
            UMBRELLAS.iter().map(|one| Bundle { id: one.id.to_owned(), name: one.name.to_owned(), is_group: false });
        let mut this = Self {
            skills: Vec::with_capacity(dictionary.skills.len()),
            by_id: HashMap::with_capacity(dictionary.skills.len()),
            bundles: bundles.collect(),
            by_group: HashMap::new(),
            members: Vec::with_capacity(dictionary.skills.len()),
        };
        for skill in &dictionary.skills {
            this.add(Skill {
                id: skill.id.clone(),
                name: skill.name.clone(),
                group: skill.group.clone(),
                kind: Some(skill.kind),
            });
        }
        for (number, umbrella) in UMBRELLAS.iter().enumerate() {
            this.fill(number as u32, umbrella, dictionary);
        }
        this
    }

    /// The number of a skill; one that the dictionary lacks gets a number of its own and keeps its id as its name.
    pub(super) fn skill(&mut self, id: &str) -> u32 {
        match self.by_id.get(id) {
            Some(&number) => number,
            None => self.add(Skill { id: id.to_owned(), name: id.to_owned(), group: "unknown".to_owned(), kind: None }),
        }
    }

    /// Every skill with every bundle that it belongs to: its group, and the umbrellas over it.
    pub(super) fn memberships(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.members
            .iter()
            .enumerate()
            .flat_map(|(skill, bundles)| bundles.iter().map(move |&bundle| (skill as u32, bundle)))
    }

    pub(super) fn into_names(self) -> (Vec<Skill>, Vec<Bundle>) {
        (self.skills, self.bundles)
    }

    fn add(&mut self, skill: Skill) -> u32 {
        let number = self.skills.len() as u32;
        let next_bundle = self.bundles.len() as u32;
        let bundle = *self.by_group.entry(skill.group.clone()).or_insert(next_bundle);
        if bundle == next_bundle {
            self.bundles.push(Bundle { id: skill.group.clone(), name: group_name(&skill.group), is_group: true });
        }
        self.by_id.insert(skill.id.clone(), number);
        self.skills.push(skill);
        self.members.push(vec![bundle]);
        number
    }

    /// Puts every skill under an umbrella that belongs there.
    fn fill(&mut self, bundle: u32, umbrella: &Umbrella, dictionary: &Dictionary) {
        let direct = |skill: &Skill| {
            umbrella.groups.contains(&skill.group.as_str()) || umbrella.skills.contains(&skill.id.as_str())
        };
        let named = |skill: &Skill| umbrella.skills.contains(&skill.id.as_str());
        // What implies a member is a member; chains are short, and a round that adds none ends the search.
        let mut reaches: Vec<bool> = self.skills.iter().map(named).collect();
        loop {
            let more: Vec<usize> = (0..dictionary.skills.len())
                .filter(|&at| {
                    !reaches[at]
                        && dictionary.skills[at].implies.iter().any(|&to| reaches.get(to as usize) == Some(&true))
                })
                .collect();
            if more.is_empty() {
                break;
            }
            for at in more {
                reaches[at] = true;
            }
        }
        for (at, skill) in self.skills.iter().enumerate() {
            if reaches[at] || direct(skill) {
                self.members[at].push(bundle);
            }
        }
    }
}

/// The name of a group as people write it, from its id: `ci-cd` is CI/CD, `cloud-aws` is Cloud: AWS.
fn group_name(id: &str) -> String {
    if id == "ci-cd" {
        return "CI/CD".to_owned();
    }
    if let Some(cloud) = id.strip_prefix("cloud-") {
        return match cloud {
            "aws" | "gcp" => format!("Cloud: {}", cloud.to_uppercase()),
            _ => format!("Cloud: {}", capitalised(cloud)),
        };
    }
    capitalised(&id.replace('-', " "))
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::specimen;

    #[test]
    fn what_implies_a_member_of_an_umbrella_is_one() {
        let dictionary = specimen::dictionary();
        let mut vocabulary = Vocabulary::new(dictionary);
        let (eks, kafka) = (vocabulary.skill("amazon-eks"), vocabulary.skill("kafka"));
        let stranger = vocabulary.skill("not-in-the-dictionary");
        let of = |skill| -> Vec<String> {
            let bundles = vocabulary.memberships().filter(|&(one, _)| one == skill);
            bundles.map(|(_, bundle)| vocabulary.bundles[bundle as usize].id.clone()).collect()
        };
        assert_eq!(of(eks), ["cloud-aws", "any-cloud", "docker-or-kubernetes"]);
        assert_eq!(of(kafka), ["messaging"]);
        assert_eq!(of(stranger), ["unknown"]);
    }

    #[test]
    fn groups_are_named_as_people_write_them() {
        for (id, name) in [
            ("ci-cd", "CI/CD"),
            ("cloud-aws", "Cloud: AWS"),
            ("cloud-azure", "Cloud: Azure"),
            ("infrastructure-as-code", "Infrastructure as code"),
            ("", ""),
        ] {
            assert_eq!(group_name(id), name);
        }
    }
}
