//! Kind of contract.

use super::*;
use Employment::{Contract, FullTime, Internship, PartTime, Temporary};

#[test]
fn kinds_of_contract() {
    check(
        &[
            ("Employment type: Full-time", Some(FullTime)),
            ("Job Type: Part-time", Some(PartTime)),
            ("This is a full-time position.", Some(FullTime)),
            ("This is a 6-month contract role.", Some(Contract)),
            ("This is a permanent role.", Some(FullTime)),
            ("Full-time", Some(FullTime)),
            ("Contract type: B2B", Some(Contract)),
            ("This is a fixed-term position.", Some(Temporary)),
            ("This part-time role is in Ghent.", Some(PartTime)),
            ("Festanstellung in Vollzeit", Some(FullTime)),
            ("Type de contrat : CDI", Some(FullTime)),
            ("Tipo de contrato: indefinido", Some(FullTime)),
            ("Rodzaj umowy: umowa o pracę", Some(FullTime)),
            ("Benefits for full-time employees", None),
            ("You will negotiate contracts with vendors.", None),
            ("Smart contract security", None),
            ("You have the permanent right to work in Norway.", None),
            ("The previous intern is now a manager.", None),
        ],
        |text| facts(text).employment,
    );
}

#[test]
fn kinds_of_contract_in_titles() {
    check(
        &[
            ("Platform Internship", Some(Internship)),
            ("DevOps Engineer (Contract)", Some(Contract)),
            ("DevOps Engineer - Temporary", Some(Temporary)),
            ("Harvest | SRE | Full-time", Some(FullTime)),
            ("Contract Manager", None),
            ("Smart Contract Engineer", None),
        ],
        |title| facts_in(SectionKind::Intro, title, "", "We build things.").employment,
    );
}
