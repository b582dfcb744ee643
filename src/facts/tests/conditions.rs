//! Clearance, citizenship, visa, languages, degree, on-call, travel.

use super::*;

#[test]
fn clearance() {
    check(
        &[
            ("An active Top Secret clearance is required.", Some(true)),
            ("Must be able to obtain a security clearance.", Some(true)),
            ("TS/SCI with polygraph", Some(true)),
            ("No security clearance required.", Some(false)),
            ("Security clearance preferred.", None),
            ("You will clear customs paperwork.", None),
        ],
        |text| facts(text).requires.clearance,
    );
}

#[test]
fn citizenship() {
    check(
        &[
            ("Must be a U.S. citizen.", Some(true)),
            ("US citizenship is required for this role.", Some(true)),
            ("U.S. citizens or permanent residents only.", Some(true)),
            ("US citizenship is not required.", Some(false)),
            ("All applicants are considered regardless of citizenship, race or religion.", None),
            ("We build services for citizens.", None),
        ],
        |text| facts(text).requires.citizenship,
    );
}

#[test]
fn sponsorship() {
    check(
        &[
            ("Visa sponsorship is available.", Some(true)),
            ("We sponsor visas and help with relocation.", Some(true)),
            ("We are unable to sponsor visas at this time.", Some(false)),
            ("Must be authorized to work in the US without sponsorship.", Some(false)),
            ("No visa sponsorship.", Some(false)),
            ("Sponsorship is not available for this position.", Some(false)),
            ("Will you now or in the future require visa sponsorship?", None),
            ("We sponsor open-source conferences.", None),
            ("Negotiate sponsorship deals for our events.", None),
        ],
        |text| facts(text).requires.visa_sponsorship,
    );
}

#[test]
fn spoken_languages() {
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    check(
        &[
            ("Fluent in German and English", names(&["English", "German"])),
            ("German (C1)", names(&["German"])),
            ("English required", names(&["English"])),
            ("Excellent written and spoken English", names(&["English"])),
            ("Sehr gute Deutschkenntnisse in Wort und Schrift", names(&["German"])),
            ("Verhandlungssicheres Englisch", names(&["English"])),
            ("Anglais courant", names(&["English"])),
            ("Inglés avanzado", names(&["English"])),
            ("Inglês fluente", names(&["English"])),
            ("Ottima conoscenza della lingua inglese", names(&["English"])),
            ("Goede beheersing van het Nederlands", names(&["Dutch"])),
            ("Znajomość języka angielskiego", names(&["English"])),
            ("German is a plus", names(&[])),
            ("Fluent in German or French", names(&[])),
            ("Strong skills to polish our product", names(&[])),
            ("Free English lessons", names(&[])),
            ("A programming language such as Go", names(&[])),
        ],
        |text| facts(text).requires.languages,
    );
}

#[test]
fn degrees() {
    check(
        &[
            ("Bachelor's degree in computer science", Some("bachelor")),
            ("Bachelor's or Master's degree in a technical field", Some("bachelor")),
            ("Master's degree required", Some("master")),
            ("PhD in machine learning", Some("doctorate")),
            ("A university degree in engineering", Some("degree")),
            ("Abgeschlossenes Studium der Informatik", Some("degree")),
            ("Diplôme Bac+5 en informatique", Some("master")),
            ("BS in Computer Science or equivalent experience", Some("bachelor")),
            ("No degree required", None),
            ("Master's degree preferred", None),
            ("A high degree of autonomy", None),
            ("Certified Scrum Master", None),
        ],
        |text| {
            facts_in(SectionKind::Requirements, "Engineer", "", text).requires.degree.as_deref().map(|degree| {
                match degree {
                    "bachelor" => "bachelor",
                    "master" => "master",
                    "doctorate" => "doctorate",
                    _ => "degree",
                }
            })
        },
    );
}

#[test]
fn duty_at_odd_hours() {
    check(
        &[
            ("Participate in an on-call rotation", Some(true)),
            ("Bereitschaft zur Rufbereitschaft", Some(true)),
            ("Participation aux astreintes", Some(true)),
            ("There is no on-call duty", Some(false)),
            ("You will not be on call", Some(false)),
            ("We use PagerDuty", None),
            ("We call our customers", None),
        ],
        |text| facts(text).requires.on_call,
    );
}

#[test]
fn travel() {
    check(
        &[
            ("Travel up to 25% is required", Some(true)),
            ("Willingness to travel", Some(true)),
            ("20% travel", Some(true)),
            ("Up to 10 % domestic travel", Some(true)),
            ("Save 20% on every travel booking", None),
            ("Reisebereitschaft", Some(true)),
            ("Travel: none", Some(false)),
            ("No travel required", Some(false)),
            ("We are a travel company", None),
            ("We build the future of travel", None),
        ],
        |text| facts(text).requires.travel,
    );
}

#[test]
fn every_condition_has_its_quotation() {
    let requires = facts("Must be a U.S. citizen. You take part in the on-call rotation.").requires;
    assert_eq!(
        requires.quotes,
        [
            ("citizenship", "Must be a U.S. citizen.".to_owned()),
            ("on_call", "You take part in the on-call rotation.".to_owned())
        ]
    );
}

#[test]
fn a_level_under_the_heading_clearance() {
    check(
        &[
            ("Clearance\n\nSecret.", Some(true)),
            ("Security clearance:\n\nNone", Some(false)),
            ("Clearance\n\nSecret preferred", None),
            ("Clearance\n\nWe build tools.", None),
        ],
        |text| facts(text).requires.clearance,
    );
}
