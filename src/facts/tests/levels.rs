//! Seniority.

use super::*;
use Seniority::{Junior, Lead, Mid, Senior};

#[test]
fn levels_of_titles() {
    check(
        &[
            ("Senior Software Engineer", Some(Senior)),
            ("Sr. SRE", Some(Senior)),
            ("Senior / Staff Platform Engineer", Some(Senior)),
            ("[Senior / Staff] Engineer", Some(Senior)),
            ("Sr/Lead Backend Engineer", Some(Senior)),
            ("Staff Engineer", Some(Lead)),
            ("Senior Staff Engineer", Some(Lead)),
            ("Principal Cloud Architect", Some(Lead)),
            ("Lead DevOps Engineer", Some(Lead)),
            ("DevOps Team Lead", Some(Lead)),
            ("Engineering Manager, Platform", Some(Lead)),
            ("Senior Engineering Manager", Some(Lead)),
            ("Senior Product Manager", Some(Senior)),
            ("Director of Infrastructure", Some(Lead)),
            ("Head of Platform", Some(Lead)),
            ("VP Engineering", Some(Lead)),
            ("Junior DevOps Engineer", Some(Junior)),
            ("Junior/Medior Developer", Some(Junior)),
            ("Mid-level Backend Developer", Some(Mid)),
            ("Mid/Senior Engineer", Some(Mid)),
            ("Software Engineer Intern", Some(Junior)),
            ("Graduate Software Engineer", Some(Junior)),
            ("Entry Level Java Developer", Some(Junior)),
            ("Associate Software Engineer", Some(Junior)),
            ("Senior Associate Infrastructure Engineer", Some(Mid)),
            ("Software Engineer II", Some(Mid)),
            ("Software Engineer III", Some(Senior)),
            ("Systems Administrator I", Some(Junior)),
            ("Werkstudent DevOps", Some(Junior)),
            ("Ingénieur DevOps confirmé", Some(Mid)),
            ("Desarrollador Sénior", Some(Senior)),
            ("Software Engineer", None),
            ("Member of Technical Staff", None),
            ("Lead Generation Specialist", None),
            ("Internal Tools Engineer", None),
            ("Software Engineer - All Levels", None),
            ("Cloud Architect", None),
        ],
        |title| facts_in(SectionKind::Intro, title, "", "We build things.").seniority,
    );
}

#[test]
fn levels_of_texts() {
    check(
        &[
            ("We are looking for a Senior Engineer to join the team.", Some(Senior)),
            ("We are seeking a talented, driven and curious senior backend engineer.", Some(Senior)),
            ("Wir suchen einen Senior DevOps Engineer.", Some(Senior)),
            ("This is a junior role.", Some(Junior)),
            ("This is an entry-level position.", Some(Junior)),
            ("Seniority level: Mid-Senior", Some(Mid)),
            ("Level: Senior", Some(Senior)),
            ("We're looking for a Mid to Sr software engineer.", Some(Mid)),
            ("You will work with senior engineers.", None),
            ("You will mentor junior engineers.", None),
            ("You will lead the migration.", None),
            ("The role reports to the Senior Manager of Operations.", None),
            ("We support our staff with training.", None),
        ],
        |text| facts(text).seniority,
    );
}

#[test]
fn levels_of_two_words_and_alone() {
    check(
        &[
            ("Director/Sr. Director of Events", Some(Lead)),
            ("Backend Engineer | Senior & Staff", Some(Senior)),
            ("Senior or Staff Engineer", Some(Senior)),
            ("Senior Director of Events", Some(Lead)),
            ("System Administrator Co-Op", Some(Junior)),
        ],
        |title| facts_in(SectionKind::Intro, title, "", "We build things.").seniority,
    );
    check(
        &[
            ("Contract, 12 months, on site. Senior level. No agencies.", Some(Senior)),
            ("80,000 to 90,000, senior level, hybrid in Ghent.", Some(Senior)),
            ("The job is in Porto; mid-level, 40 hours.", Some(Mid)),
            ("Entry level applicants are welcome.", Some(Junior)),
            ("The Senior DevOps Engineer role is new.", Some(Senior)),
            ("You present results at a senior level of detail.", None),
        ],
        |text| facts(text).seniority,
    );
}
