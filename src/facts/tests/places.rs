//! Remote, hybrid, on site.

use super::*;
use Remote::{Hybrid, Onsite, Remote as Far};

#[test]
fn places_of_titles() {
    check(
        &[
            ("Harvest | SRE | REMOTE (US) | Full-time", Some(Far)),
            ("Harvest | SRE | Berlin | ONSITE", Some(Onsite)),
            ("Harvest | SRE | Berlin (Hybrid)", Some(Hybrid)),
            ("Harvest | SRE | ONSITE or REMOTE", Some(Far)),
            ("Harvest | SRE | Boston, Hybrid or Remote", Some(Far)),
            ("Harvest | SRE | Onsite (hybrid)", Some(Hybrid)),
            ("Harvest | SRE | NYC Onsite (Designer Remote)", Some(Onsite)),
            ("Harvest | SRE | Hybrid Remote", Some(Hybrid)),
            ("Harvest | SRE | NYC | No remote", Some(Onsite)),
            ("DevOps Engineer (Remote within the EU)", Some(Far)),
            ("Remote Sensing Engineer", None),
            ("Remote Support Technician", None),
            ("Hybrid Cloud Engineer", None),
            ("Platform Engineer", None),
        ],
        |title| facts_in(SectionKind::Intro, title, "", "We build things.").remote,
    );
}

#[test]
fn places_of_locations() {
    check(
        &[
            ("Remote - US", Some(Far)),
            ("Hybrid", Some(Hybrid)),
            ("Remote, Berlin", Some(Far)),
            ("Lisbon (On-site)", Some(Onsite)),
            ("Lisbon", None),
        ],
        |location| facts_in(SectionKind::Intro, "Engineer", location, "We build things.").remote,
    );
}

#[test]
fn places_of_texts() {
    check(
        &[
            ("This is a fully remote position.", Some(Far)),
            ("The role is remote within the EU.", Some(Far)),
            ("100% remote work.", Some(Far)),
            ("Work from anywhere in the world.", Some(Far)),
            ("We are a remote-first company.", Some(Far)),
            ("This is not a remote position.", Some(Onsite)),
            ("We do not offer remote or hybrid options.", Some(Onsite)),
            ("Remote work is not possible.", Some(Onsite)),
            ("This role cannot be performed remotely.", Some(Onsite)),
            ("This is a hybrid role based in Austin.", Some(Hybrid)),
            ("We have a hybrid work model.", Some(Hybrid)),
            ("You will be in the office 3 days a week.", Some(Hybrid)),
            ("Three days per week in our Madrid office are expected.", Some(Hybrid)),
            ("You come into the office twice a week.", Some(Hybrid)),
            ("2 days per week from home.", Some(Hybrid)),
            ("In office five days a week.", Some(Onsite)),
            ("Willingness to work in person at our office 4-5 days a week.", Some(Onsite)),
            ("This position is on-site in Denver.", Some(Onsite)),
            ("We use an in-person work model.", Some(Onsite)),
            ("#LI-Remote", Some(Far)),
            ("#LI-Hybrid", Some(Hybrid)),
            ("#LI-Onsite", Some(Onsite)),
            ("Location: Oslo (hybrid)", Some(Hybrid)),
            ("Workplace type: Remote", Some(Far)),
            ("Remote", Some(Far)),
            ("100% télétravail possible.", Some(Far)),
            ("Hybrides Arbeiten und zwei Tage pro Woche Homeoffice.", Some(Hybrid)),
            ("Modelo híbrido en Valencia.", Some(Hybrid)),
            ("Praca zdalna lub w biurze.", Some(Far)),
            ("A remote work stipend of 500 dollars.", None),
            ("You will work with remote teams.", None),
            ("Manage hybrid cloud environments.", None),
            ("Experience working in a remote environment.", None),
            ("Lunch is catered in the office 4 days a week.", None),
            ("Remote patient monitoring for clinics.", None),
            ("On-site gym and parking.", None),
        ],
        |text| facts(text).remote,
    );
}

#[test]
fn places_by_the_days_of_the_week() {
    check(
        &[
            ("You work in the laboratory on Tuesdays and Thursdays and from home on the other days.", Some(Hybrid)),
            ("Two days a week in Turin, the rest from home.", Some(Hybrid)),
            ("Tuesday and Wednesday are our in-office days.", Some(Hybrid)),
            ("Dienstags und donnerstags: wir sind dienstags im Büro.", Some(Hybrid)),
            ("Five days a week on site in Ghent.", Some(Onsite)),
            ("You are on site Monday to Friday.", Some(Onsite)),
            ("You are in our office every day.", Some(Onsite)),
            ("Home office up to three days a week.", Some(Hybrid)),
            ("Office hours are Monday to Friday.", None),
            ("A work trial of two days in the office follows.", None),
            ("The last interview takes one day in our office.", None),
        ],
        |text| facts(text).remote,
    );
}

#[test]
fn places_where_the_work_is_done() {
    check(
        &[
            ("The work is done at our offices in Leiden.", Some(Onsite)),
            ("Full-time role at our Porto office.", Some(Onsite)),
            ("The job is on site in Split.", Some(Onsite)),
            ("Die Stelle ist vor Ort in Kassel.", Some(Onsite)),
            ("100% on-site, with a hybrid schedule after a year.", Some(Onsite)),
            ("This position does not offer any virtual or telecommute options.", Some(Onsite)),
            ("Espacio de trabajo: Hibrido", Some(Hybrid)),
            ("Occasional in-person attendance is required.", Some(Hybrid)),
            ("📍 Malta or Remote", Some(Far)),
            ("We pay US-remote colleagues the same.", Some(Far)),
            ("As a remote team, we write things down.", Some(Far)),
            ("Remote-first, offices in Bonn and Graz, and a stipend for your desk.", Some(Far)),
            ("You must be available to work on-site when required.", None),
            ("Deploy to on-premise and hybrid setups.", None),
            ("If you are based in Oslo you may work on site.", None),
        ],
        |text| facts(text).remote,
    );
}
