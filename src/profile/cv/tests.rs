//! What is read out of CVs, and that any text gives a profile that is valid.

use std::sync::LazyLock;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::profile::parse;

static BUILTIN: LazyLock<Dictionary> = LazyLock::new(|| Dictionary::builtin().unwrap());
const TODAY: Date = date(2026, 11, 20);

fn skill<'a>(draft: &'a Draft, name: &str) -> Option<&'a DraftSkill> {
    draft.skills.iter().find(|found| Some(found.skill) == BUILTIN.find(name))
}

#[test]
fn the_sample_is_read() {
    let text = include_str!("../../../samples/cv/alex-muster.md");
    let draft = read(text, &BUILTIN, TODAY);
    assert_eq!(draft.name.as_deref(), Some("Alex Muster"));
    assert_eq!(draft.location.as_deref(), Some("Leipzig, Germany"));
    assert_eq!(draft.languages, ["German", "English", "Polish"]);
    let (years, of) = draft.years.as_ref().unwrap();
    assert!((years - 10.6).abs() < 1e-9, "{years}: from April 2016 on without a gap; what overlaps counts once: {of}");
    let go = skill(&draft, "Go").unwrap();
    assert_eq!((go.level, go.years, go.last_used), (Level::Working, Some(4.0), Some(2026)));
    let terraform = skill(&draft, "Terraform").unwrap();
    assert_eq!((terraform.level, terraform.last_used), (Level::Basic, Some(2022)));
    assert!(terraform.found.starts_with("line 26: "), "{}", terraform.found);
    assert!(skill(&draft, "cost management").is_none() && draft.left_out.iter().any(|what| what.contains("Not yet")));
}

#[test]
fn stretches_are_read_in_the_usual_forms() {
    let of = |line: &str| dates::stretch(line, TODAY).map(|s| (s.start, s.end));
    for (line, start, end) in [
        ("March 2022 – present", date(2022, 3, 1), TODAY),
        ("Engineer, 10/2017 - 04/2022", date(2017, 10, 1), date(2022, 5, 1)),
        ("2016-04 to 2017-09", date(2016, 4, 1), date(2017, 10, 1)),
        ("2019-2021", date(2019, 7, 1), date(2021, 7, 1)),
        ("Sept. 2020 until Dec 2021", date(2020, 9, 1), date(2022, 1, 1)),
        ("Mai 2018 bis heute", date(2018, 5, 1), TODAY),
        ("juin 2018 à juillet 2019", date(2018, 6, 1), date(2019, 8, 1)),
    ] {
        assert_eq!(of(line), Some((start, end)), "{line}");
    }
    for line in ["2022 – 2019", "in 2019 we moved", "2031 – 2033", "call 0341 2019-20", ""] {
        assert_eq!(of(line), None, "{line}");
    }
}

#[test]
fn education_and_interests_are_no_work_and_no_skills() {
    let text =
        "Jo Doe\n\nEducation\n2010 - 2014\nPython\n\nExperience\n2015-01 - 2015-12\nDocker\n\nInterests\nKubernetes\n";
    let draft = read(text, &BUILTIN, TODAY);
    assert_eq!(draft.years.as_ref().map(|(years, _)| *years), Some(1.0));
    let names: Vec<&str> = draft.skills.iter().map(|s| BUILTIN.skills[s.skill as usize].name.as_str()).collect();
    assert_eq!(names, ["Docker"]);
}

#[test]
fn what_stands_beside_a_skill_is_its_own() {
    let line = "Languages: Python (9 years), Go (4 years, some of it alone), basic Rust";
    let of = |name: &str| {
        let start = line.find(name).unwrap();
        parts::piece(line, start, start + name.len()).trim()
    };
    assert_eq!(
        [of("Python"), of("Go"), of("Rust")],
        ["Python (9 years)", "Go (4 years, some of it alone)", "basic Rust"]
    );
    assert_eq!((parts::level("basic Rust"), parts::years("Python (9 years)")), (Some(Level::Basic), Some(9.0)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_gives_a_valid_profile(text in "(?s).{0,200}", name in "\\PC{0,30}", line in "(Python|Docker \\(99 years\\)|C\\+\\+|2001 - now|Skills|\"\"\"|\\\\u0007|[a-z\"'\\\\]{0,9}\n){0,12}") {
        let draft = read(&format!("{name}\n{text}\n{line}"), &BUILTIN, TODAY);
        let toml = draft.to_toml(&name, &BUILTIN);
        let parsed = parse(&toml, std::path::Path::new("me.toml"), &BUILTIN, TODAY);
        prop_assert!(parsed.is_ok(), "{}\n{}", parsed.unwrap_err(), toml);
        prop_assert_eq!(parsed.unwrap().own_skills().count(), draft.skills.len());
    }
}
