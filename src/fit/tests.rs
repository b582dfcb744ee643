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

const TODAY: Date = date(2026, 11, 20);

/// Skills of the small dictionary. `Island` is related to nothing.
const AWS: u32 = 0;
const KUBERNETES: u32 = 1;
const EKS: u32 = 2;
const DOCKER: u32 = 3;
const PYTHON: u32 = 4;
const TERRAFORM: u32 = 5;
const ANSIBLE: u32 = 6;
const GO: u32 = 7;
const PHP: u32 = 8;
const LINUX: u32 = 9;
const AZURE: u32 = 10;
const ISLAND: u32 = 11;
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

static SMALL: LazyLock<Dictionary> = LazyLock::new(|| {
    let mut dictionary = Dictionary::builtin().unwrap();
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
});

/// One skill of a posting to build.
#[derive(Clone, Debug)]
struct Ask {
    skill: u32,
    importance: Importance,
    negated: bool,
    any_of: Option<u16>,
    or_similar: bool,
    years: Option<u8>,
}

fn ask(skill: u32, importance: Importance) -> Ask {
    Ask { skill, importance, negated: false, any_of: None, or_similar: false, years: None }
}

fn required(skills: &[u32]) -> Vec<Ask> {
    skills.iter().map(|skill| ask(*skill, Importance::Required)).collect()
}

/// A posting with one line for each skill.
fn posting(asks: &[Ask]) -> Analysis {
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

fn profile(skills: &[(u32, Level)]) -> Profile {
    let mut profile = Profile::default();
    for (skill, level) in skills {
        profile.hold(Held::new(*skill, *level), &SMALL);
    }
    profile
}

fn fit(asks: &[Ask], profile: &Profile) -> Fit {
    assess(&posting(asks), profile, &SMALL, Some(TODAY))
}

fn value(fit: &Fit) -> i64 {
    fit.score.expect("enough requirements").value.0
}
