//! The words that a first look must see, for a reader to look at all.

use super::*;
use Remote::{Hybrid, Onsite, Remote as Far};

#[test]
fn capitals_with_accents_are_seen() {
    check(
        &[
            ("DESENVOLVEDOR – HÍBRIDO", Some(Hybrid)),
            ("DEVOPS (TÉLÉTRAVAIL)", Some(Far)),
            ("INGÉNIEUR – TÉLÉTRAVAIL OU SUR SITE", Some(Far)),
            ("Engenheiro (Presencial)", Some(Onsite)),
        ],
        |title| facts_in(SectionKind::Intro, title, "", "We build things.").remote,
    );
    let requires = |text: &str| facts_in(SectionKind::Requirements, text, "", "").requires;
    assert_eq!(requires("ENGENHEIRO – PLANTÃO").on_call, Some(true));
    assert_eq!(requires("INGÉNIEUR – DÉPLACEMENTS").travel, Some(true));
    assert_eq!(requires("DEUTSCHE STAATSANGEHÖRIGKEIT ERFORDERLICH").citizenship, Some(true));
    assert_eq!(facts_in(SectionKind::Requirements, "Engineer", "", "5 AÑOS DE EXPERIENCIA").years_min, Some(5));
    assert_eq!(facts("3 TAGE IM BÜRO").remote, Some(Hybrid));
}

#[test]
fn every_name_of_a_language_is_seen() {
    for name in language::names() {
        let capital: String = name.chars().take(1).flat_map(char::to_uppercase).chain(name.chars().skip(1)).collect();
        let asked =
            facts_in(SectionKind::Requirements, "Engineer", "", &format!("Fluent in {capital}.")).requires.languages;
        assert_eq!(asked.len(), 1, "{name}: {asked:?}");
    }
}

#[test]
fn a_place_of_work_is_seen_by_any_word_that_its_patterns_have() {
    check(
        &[
            ("In presenza", Some(Onsite)),
            ("Op afstand", Some(Far)),
            ("Distributed team", Some(Far)),
            ("We are a fully distributed company.", Some(Far)),
            ("Mobiles Arbeiten", Some(Hybrid)),
            ("Mode partiel", Some(Hybrid)),
            ("Du arbeitest innerhalb von Deutschland.", Some(Far)),
            ("3 days in our hub", Some(Hybrid)),
            ("Smart-working", Some(Hybrid)),
        ],
        |line| facts(line).remote,
    );
}

#[test]
fn a_condition_is_seen_by_words_that_several_conditions_have() {
    check(
        &[
            ("BA/BS or equivalent", Some("bachelor".to_owned())),
            ("B.Eng", Some("bachelor".to_owned())),
            ("BS, MS or more", Some("bachelor".to_owned())),
            ("Inżynier", Some("bachelor".to_owned())),
            ("Mestrado", Some("master".to_owned())),
            ("Magister", Some("master".to_owned())),
            ("École d’ingénieurs", Some("master".to_owned())),
            ("ÉCOLE D'INGÉNIEURS", Some("master".to_owned())),
            ("Ph D", Some("doctorate".to_owned())),
            ("Formation supérieure", Some("degree".to_owned())),
        ],
        |line| facts_in(SectionKind::Requirements, "Engineer", "", line).requires.degree,
    );
    let requires = |text: &str| facts_in(SectionKind::Requirements, "Engineer", "", text).requires;
    assert_eq!(requires("Must be a British national").citizenship, Some(true));
    assert_eq!(requires("Must be an American person").citizenship, Some(true));
    assert_eq!(requires("Storingsdienst").on_call, Some(true));
    assert_eq!(requires("Plantões").on_call, Some(true));
}

#[test]
fn words_of_level_kind_and_years_are_seen() {
    check(
        &[
            ("We are looking for a trainee DevOps engineer.", Some(Seniority::Junior)),
            ("Wir suchen einen Werkstudent als Entwickler.", Some(Seniority::Junior)),
            ("Szukamy starszy programista", Some(Seniority::Senior)),
            ("Level: Director", Some(Seniority::Lead)),
            ("You report to the Head of Platform, as a manager position does.", None),
        ],
        |line| facts(line).seniority,
    );
    check(
        &[
            ("Seasonal", Some(Employment::Temporary)),
            ("Interim position", Some(Employment::Temporary)),
            ("Contract type: temp", Some(Employment::Temporary)),
            ("Tijdelijk", Some(Employment::Temporary)),
            ("Maternity cover", Some(Employment::Temporary)),
            ("ZZP", Some(Employment::Contract)),
            ("Freiberuflich", Some(Employment::Contract)),
            ("Indépendant", Some(Employment::Contract)),
            ("AUTÓNOMO", Some(Employment::Contract)),
            ("CLT", Some(Employment::FullTime)),
            ("Unbefristet", Some(Employment::FullTime)),
            ("Co-op", Some(Employment::Internship)),
        ],
        |line| facts(line).employment,
    );
    check(
        &[
            ("5-yr experience in software", Some(5)),
            ("10yr experience in software", Some(10)),
            ("Experience in software engineering (5yr)", Some(5)),
            ("5+lat doświadczenia", Some(5)),
            ("3-ans d'expérience", Some(3)),
            ("Almeno 1 anno di esperienza", Some(1)),
        ],
        |line| facts_in(SectionKind::Requirements, "Engineer", "", line).years_min,
    );
}

#[test]
fn words_that_begin_or_end_with_an_accent_are_words() {
    check(
        &[("Développeur (à distance)", Some(Far)), ("PRACA ZDALNĄ", Some(Far)), ("Engineer, hybrydową", Some(Hybrid))],
        |title| facts_in(SectionKind::Intro, title, "", "We build things.").remote,
    );
    assert_eq!(facts("Os últimos 5 anos de experiência foram bons").years_min, None);
    assert_eq!(facts("Seit über die 10 Jahre Erfahrung gesammelt").years_min, None);
    assert_eq!(facts("Rodzaj umowy: staż").employment, Some(Employment::Internship));
    let pay = facts("Salaire : à partir de 50 000 € par an").salary;
    assert_eq!(pay.map(|pay| (pay.min, pay.max)), Some((Some(50_000.0), None)));
    let asked = |text: &str| facts_in(SectionKind::Requirements, "Engineer", "", text).requires.languages;
    assert_eq!(asked("Znajomość angielskiego"), ["English"]);
    assert_eq!(asked("Goede kennis van het Engels is een pré"), [] as [&str; 0]);
}
