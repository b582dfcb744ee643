//! A small dictionary, and postings and profiles built by hand: what the tests of a fit work with.

mod examples;
mod properties;

use std::sync::LazyLock;

use jiff::civil::{Date, date};

use super::*;
use crate::analysis::{Facts, RoleFinding, RoleStatus, SectionKind, SkillFinding, SkillKind};
use crate::dictionary::{Difficulty, Transfer};
use crate::posting::{Period, Remote, Salary, Seniority};
use crate::profile::{Clearance, Country, Held, Level, SalaryFloor};
use crate::text::{Block, Shape, Text};

pub(crate) const TODAY: Date = date(2026, 11, 20);

/// Skills of the small dictionary. `Island` is related to nothing.
pub(crate) const AWS: u32 = 0;
pub(crate) const KUBERNETES: u32 = 1;
pub(crate) const EKS: u32 = 2;
pub(crate) const DOCKER: u32 = 3;
pub(crate) const PYTHON: u32 = 4;
pub(crate) const TERRAFORM: u32 = 5;
pub(crate) const ANSIBLE: u32 = 6;
pub(crate) const GO: u32 = 7;
pub(crate) const PHP: u32 = 8;
pub(crate) const LINUX: u32 = 9;
pub(crate) const AZURE: u32 = 10;
pub(crate) const ISLAND: u32 = 11;
const NAMES: [(&str, &str); 12] = [
    ("AWS", "cloud"),
    ("Kubernetes", "containers"),
    ("EKS", "cloud"),
    ("Docker", "containers"),
    ("Python", "languages"),
    ("Terraform", "provisioning"),
    ("Ansible", "provisioning"),
    ("Go", "languages"),
    ("PHP", "languages"),
    ("Linux", "systems"),
    ("Azure", "cloud"),
    ("Island", "sea"),
];

pub(crate) static SMALL: LazyLock<Dictionary> = LazyLock::new(small);

pub(crate) fn small() -> Dictionary {
    let mut dictionary = Dictionary::builtin().unwrap();
    dictionary.learning.clear();
    dictionary.usual.clear();
    let template = dictionary.skills.swap_remove(0);
    dictionary.skills = NAMES
        .iter()
        .enumerate()
        .map(|(index, (name, group))| crate::dictionary::Skill {
            id: name.to_lowercase(),
            name: (*name).to_owned(),
            group: (*group).to_owned(),
            kind: SkillKind::Tool,
            implies: if index as u32 == EKS { vec![AWS, KUBERNETES] } else { Vec::new() },
            ..template.clone()
        })
        .collect();
    let transfer = |from: &[u32], to: &[u32], difficulty, hours, why: &str| Transfer {
        from: from.to_vec(),
        to: to.to_vec(),
        difficulty,
        hours,
        why: why.to_owned(),
    };
    dictionary.transfers = vec![
        transfer(&[PYTHON, GO], &[TERRAFORM, ANSIBLE], Difficulty::Low, 40, "Scripts already describe what to create."),
        transfer(&[DOCKER], &[KUBERNETES, EKS], Difficulty::Medium, 80, "Images are known, scheduling is new."),
        transfer(&[AWS, AZURE], &[AZURE, AWS], Difficulty::VeryLow, 20, "The same services under other names."),
        transfer(&[LINUX], &[DOCKER], Difficulty::High, 160, "Only processes and files are known."),
    ];
    dictionary
}

/// One skill of a posting to build.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    pub(crate) skill: u32,
    pub(crate) importance: Importance,
    pub(crate) negated: bool,
    pub(crate) any_of: Option<u16>,
    pub(crate) or_similar: bool,
    pub(crate) years: Option<u8>,
}

pub(crate) fn ask(skill: u32, importance: Importance) -> Ask {
    Ask { skill, importance, negated: false, any_of: None, or_similar: false, years: None }
}

pub(crate) fn required(skills: &[u32]) -> Vec<Ask> {
    skills.iter().map(|skill| ask(*skill, Importance::Required)).collect()
}

/// A posting with one line for each skill.
pub(crate) fn posting(asks: &[Ask]) -> Analysis {
    let mut text = Text::default();
    let mut skills = Vec::new();
    for ask in asks {
        let name = NAMES.get(ask.skill as usize).map_or("Other", |(name, _)| *name);
        let start = text.plain.len();
        text.plain += &["You will meet ", name, " here. Tea is free.\n"].concat();
        text.blocks.push(Block { start, end: text.plain.len() - 1, shape: Shape::Item });
        let start = start + "You will meet ".len();
        let mention = Mention {
            start,
            end: start + name.len(),
            section: SectionKind::Requirements,
            importance: ask.importance,
            negated: ask.negated,
            cue: None,
        };
        skills.push(SkillFinding {
            skill: ask.skill,
            importance: ask.importance,
            negated: ask.negated,
            any_of: ask.any_of,
            or_similar: ask.or_similar,
            years: ask.years,
            version: None,
            surfaces: vec![name.to_owned()],
            mentions: vec![mention],
        });
    }
    Analysis {
        id: "0123456789abcdef".to_owned(),
        external_id: None,
        source: Source { path: "postings/one.txt".into(), format: "text".into(), ..Source::default() },
        title: "Platform Engineer".to_owned(),
        company: Some("Harbour Freight Forwarding".to_owned()),
        location: Some("Porto, Portugal".to_owned()),
        posted: None,
        closes: None,
        language: Some("en"),
        duplicate_of: None,
        signature: crate::duplicate::Signature::default(),
        role: RoleFinding {
            primary: Role::Platform,
            runner_up: Role::Sre,
            status: RoleStatus::Clear,
            scores: [0.6, 0.1, 0.1, 0.1, 0.1],
            title_conflict: false,
            evidence: Vec::new(),
        },
        skills,
        facts: Facts::default(),
        sections: vec![SectionKind::Requirements; text.blocks.len()],
        text,
        suppressed: Vec::new(),
    }
}

pub(crate) fn profile(skills: &[(u32, Level)]) -> Profile {
    let mut profile = Profile::default();
    for (skill, level) in skills {
        profile.hold(Held::new(*skill, *level), &SMALL);
    }
    profile
}

pub(crate) fn fit(asks: &[Ask], profile: &Profile) -> Fit {
    assess(&posting(asks), profile, &SMALL, Some(TODAY))
}

pub(crate) fn value(fit: &Fit) -> i64 {
    fit.score.expect("enough requirements").value.0
}
