//! The words that a first look must see, for a reader to look at all.

use super::*;
use crate::facts::years::{BARE, YEARS, YEARS_AFTER};
use crate::pattern::Pattern;
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
            ("Seasonal position", Some(Employment::Temporary)),
            ("Our seasonal menus and the work of our seasonal staff.", None),
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
    let kind = |title: &str| facts_in(SectionKind::Intro, title, "", "We build things.").employment;
    assert_eq!(kind("Help Desk (Seasonal)"), Some(Employment::Temporary));
    assert_eq!(facts("Rodzaj umowy: staż").employment, Some(Employment::Internship));
    let pay = facts("Salaire : à partir de 50 000 € par an").salary;
    assert_eq!(pay.map(|pay| (pay.min, pay.max)), Some((Some(50_000.0), None)));
    let asked = |text: &str| facts_in(SectionKind::Requirements, "Engineer", "", text).requires.languages;
    assert_eq!(asked("Znajomość angielskiego"), ["English"]);
    assert_eq!(asked("Goede kennis van het Engels is een pré"), [] as [&str; 0]);
}

/// A pattern, the topics of which a text must have one for the pattern to be tried, and a text for each of its alternatives.
type Gate = (&'static Pattern, Topics, &'static str);

const GATES: &[Gate] = &[
    (
        &YEARS,
        Topics::YEARS,
        "5 years|5 yrs|5-yr|10yr|(5yr)|5+yoe|5 Jahre|5 Jahren|3 ans|3-ans|3+ans|2 années|5 años|5 AÑOS|5 anos|5 anni|1 anno|5 jaar|5 jaren|5 lat|5+lat|2 lata|1 rok|1 roku",
    ),
    (
        &YEARS_AFTER,
        Topics::YEARS,
        "Years of experience: 5|Yrs experience: 5|YOE: 5|Berufserfahrung in Jahren: 5|Experience (in years): 5",
    ),
    (&BARE, Topics::YEARS, "Experience: 5+|Experience required: 5+|Experience level: 5+|Experience range: 3-5"),
    (
        &seniority::TITLE,
        Topics::LEVEL,
        "junior|jr|entry level|entry-level|graduate|new grad|new grads|trainee|intern|interns|internship|co-op|apprentice|werkstudent|working student|Praktikum|student|stagiaire|alternance|becario|júnior|JÚNIOR|estagiário|estágio|ESTÁGIO|stagista|tirocinante|beginner|Berufseinsteiger|débutant|DÉBUTANT|młodszy|praktykant|stażysta|mid|mid-level|middle|medior|intermediate|pleno|confirmé|regular|senior|sr|snr|sénior|sênior|Seniorin|semi-senior|ssr|starszy|lead|leads|leader|staff|principal|team lead|tech lead|techlead|Teamleiter|Teamleitung|teamleider",
    ),
    (
        &employment::KIND,
        Topics::EMPLOYMENT,
        "internship|intern|apprentice|apprenticeship|working student|Werkstudent|Praktikum|Praktikant|Ausbildung|stagiaire|alternance|alternant|apprentissage|becario|prácticas|PRÁCTICAS|estágio|estagiário|tirocinio|stageplaats|staż|praktyki|co-op|temporary|temp|fixed-term|fixed term|befristet|CDD|tempo determinato|contrato temporal|tijdelijk|interim|seasonal|maternity cover|parental leave cover|part-time|part time|Teilzeit|temps partiel|media jornada|jornada parcial|tiempo parcial|tempo parcial|meio período|tempo parziale|deeltijd|parttime|niepełny etat|część etatu|contract|contractor|contracting|contract-to-hire|freelance|freiberuflich|B2B|C2C|corp-to-corp|corp to corp|1099|indépendant|INDÉPENDANT|autónomo|ZZP|full-time|full time|permanent|Vollzeit|Festanstellung|unbefristet|CDI|temps plein|tiempo completo|jornada completa|contrato indefinido|indefinido|tempo integral|período integral|CLT|tempo pieno|tempo indeterminato|voltijd|fulltime|vast contract|pełny etat|PEŁNY ETAT|pełen etat|umowa o pracę|umowę o pracę|W2",
    ),
    (
        &requires::CLEARANCE,
        Topics::CLEARANCE.with(Topics::CONDITION),
        "security clearance|secret clearance|clearance required|clearance: none|polygraph|TS/SCI|Sicherheitsüberprüfung|SICHERHEITSÜBERPRÜFUNG|habilitation défense|habilitation de sécurité|habilitación de seguridad",
    ),
    (
        &requires::CITIZEN,
        Topics::CLEARANCE.with(Topics::CONDITION),
        "U.S. citizen|US citizens|U.S. person|British national|American person|citizenship|permanent resident|permanent residency|green card|Staatsangehörigkeit|STAATSANGEHÖRIGKEIT|Staatsbürger|nationalité|NATIONALITÉ|ciudadanía|cidadania|cittadinanza",
    ),
    (
        &requires::SPONSOR,
        Topics::VISA.with(Topics::CONDITION),
        "visa sponsorship|work permit sponsored|we sponsor visas|H-1B sponsor|sponsorship|visa support|visa assistance|help with your visa",
    ),
    (
        &requires::ON_CALL,
        Topics::ON_CALL.with(Topics::CONDITION),
        "on-call|on call|oncall|pager duty|pager rotation|carry a pager|Rufbereitschaft|Bereitschaftsdienst|astreinte|guardias|sobreaviso|plantão|PLANTÃO|plantões|PLANTÕES|reperibilità|dyżur|DYŻURY|wachtdienst|storingsdienst|piketdienst",
    ),
    (
        &requires::TRAVEL,
        Topics::TRAVEL.with(Topics::CONDITION),
        "travel up to 10%|willing to travel|Reisebereitschaft|Dienstreisen|déplacements|DÉPLACEMENTS|disponibilidad para viajar|disponibilidade para viagens|disponibilità a trasferte|bereid te reizen|bereidheid om te reizen|gotowość do podróży|travel: yes",
    ),
    (
        &degree::LEVEL,
        Topics::DEGREE.with(Topics::CONDITION),
        "Bachelor|Bachelor's|undergraduate degree|BSc|B.Sc|BS/MS|B.S. in|BS, MS|BA/BS|B.A./B.S.|BA / BS|B.Tech|BTech|B.Eng|BEng|B.E|four-year degree|4-year degree|bac+3|bac +3|HBO|licenciatura|licence|laurea triennale|inżynier|INŻYNIER|Master's|masters|master of|Masterstudium|Masterabschluss|MSc|M.Sc|MS in|M.S. in|M.Tech|MTech|M.Eng|MEng|advanced degree|graduate degree|bac+5|laurea magistrale|diplôme d'ingénieur|DIPLÔME D'INGÉNIEUR|école d'ingénieurs|École d'ingénieurs|ÉCOLE D'INGÉNIEURS|ecole d'ingenieurs|mestrado|magister|máster universitario|wo-niveau|PhD|Ph.D|Ph D|Ph. D|doctorate|doctoral|abgeschlossene Promotion|university degree|college education|technical diploma|degree in|degree|Studium|Hochschulabschluss|Studienabschluss|Universitätsabschluss|diplôme|formation supérieure|FORMATION SUPÉRIEURE|titulación|título universitario|grado en|ingeniería|INGENIERÍA|formação superior|ensino superior|graduação|laurea|afgeronde opleiding|wykształcenie wyższe|wyższe wykształcenie",
    ),
    (&degree::COMPOUND, Topics::DEGREE.with(Topics::CONDITION), "Informatikstudium"),
    (
        &remote::CUE,
        Topics::PLACE,
        "remote|remotely|remoto|remota|à distance|À DISTANCE|a distancia|a distância|A DISTÂNCIA|télétravail|TÉLÉTRAVAIL|teletrabajo|teletrabalho|work from home|work from anywhere|WFH|anywhere|home office|homeoffice|home-office|zdalna|zdalną|op afstand|thuiswerk|da remoto|distributed team|hybrid|hyrbid|hybird|hybride|híbrido|HÍBRIDO|hibrido|ibrido|hybrydowa|smart working|smart-working|smartworking|on-site|onsite|on site|in-office|in office|in-person|in person|office-based|vor Ort|sur site|presencial|in sede|in presenza|stacjonarna|op kantoor",
    ),
    (
        &remote::DENIAL,
        Topics::PLACE,
        "not remote|no remote|non-remote|cannot be done remotely|can't work from home|don't offer remote|isn't remote|aren't remote|won't be remote|unable to offer telework|neither remote|not telecommuting|no WFH|remote work is not possible|kein Homeoffice|keine Remote|Remote nicht möglich|pas de télétravail|PAS DE TÉLÉTRAVAIL|sin teletrabajo|não é remoto|NÃO É REMOTO|no es remoto|geen thuiswerk|non è previsto lo smart",
    ),
    (&remote::REMOTE_FIRST, Topics::PLACE, "remote-first|remote flexible|remote-friendly"),
    (
        &days::OFFICE_DAYS,
        Topics::PLACE,
        "3 days in the office|3x on-site|3 times in-person|3 days in our hub|3 days in the lab|3 days in the laboratory|3 Tage im Büro|3 TAGE IM BÜRO|3 Tage vor Ort|2 jours au bureau|3 días en la oficina|3 DÍAS EN LA OFICINA|3 dias no escritório|3 giorni in ufficio|2 giorni in sede|2 dagen op kantoor|2 dni w biurze",
    ),
    (
        &days::OFFICE_DAYS_AFTER,
        Topics::PLACE,
        "in-office 3 days|on-site 3 days|in-person 3 days|hybrid, 3 days|in our offices 3 days|from the hub 3 days|in our HQ 3 days|at the headquarters 3 days|office attendance 3 days|im Büro 3 Tage|vor Ort 3 Tage|au bureau 3 jours|en la oficina 3 días|in ufficio 3 giorni|op kantoor 3 dagen",
    ),
    (
        &days::HOME_DAYS,
        Topics::PLACE,
        "2 days remote|2 days a week from home|2 Tage Homeoffice|2 days telework|2 jours de télétravail|2 días de teletrabajo|2 dias de teletrabalho|2 giorni smart working|2 dni zdalnie|2 dagen thuis",
    ),
    (
        &days::HOME_DAYS_AFTER,
        Topics::PLACE,
        "from home 2 days a week|home office 2 Tage pro Woche|remote 2 days per week|telework 2 days a week|mobile work 2 days per week|mobile working 2 days a week|télétravail 2 jours par semaine|teletrabajo 2 días por semana|smart working 2 giorni alla settimana|smart-working 2 giorni a settimana",
    ),
    (
        &days::HALF,
        Topics::PLACE,
        "half of your time in the office|50% of the time in the office|some of your time in the office|twice a week in the office|once per week in the office|office twice a week|mix of remote and office|combination of home and office|blend of on-site and remote|balance of home and office|between home and office",
    ),
    (
        &days::SOME_WEEKDAYS,
        Topics::PLACE,
        "Mondays on-site|Tuesdays in the office|Wednesday in-person|Thursday in our lab|Friday at our hub|montags vor Ort|Dienstag im Büro|Mittwoch im Büro|Donnerstag im Büro|Freitag im Büro|lundi au bureau|mardi au bureau|mercredi au bureau|jeudi au bureau|vendredi au bureau|lunes en la oficina|martes en oficina|miércoles en la oficina|MIÉRCOLES EN LA OFICINA|jueves en la oficina|viernes en la oficina",
    ),
    (
        &days::WHOLE_WEEK,
        Topics::PLACE,
        "Monday to Friday on-site|Montag bis Freitag vor Ort|every day in the office|each working day in-office|every weekday on-site",
    ),
    (
        &days::REST_AT_HOME,
        Topics::PLACE,
        "the rest from home|the remainder remotely|otherwise at home|other days in the home office|at home the rest|den Rest im Homeoffice",
    ),
];

/// One text or more for each cue, in their order.
const CUES: [&str; 11] = [
    "hybrid role|this role is hybrid|the position offers a hybrid schedule|hybrid (Berlin)|hybrid 3 days",
    "remote position|home-based role|telework job|remote opportunity|remote contract|remote opening|remote full-time|remote first position|remote eligible|the role is remote|this posting is for work from home|the job can be telework",
    "fully on-site|100% in-person|strictly in-office|exclusively onsite",
    "fully remote|100% distributed|fully telework|entièrement à distance|ENTIÈREMENT À DISTANCE|totalmente remoto|w pełni zdalna|komplett Homeoffice|remote (100%|working from anywhere|anywhere in the world|praca zdalna|100% télétravail|all distance",
    "on-site position|in-person role|in-office required|office-based only|the role is based on-site|the job is in the office full|must work in-office|100% on-site|all in-person|Arbeit vor Ort|die Stelle ist vor Ort|in-person team|we're in-office|working onsite|praca stacjonarna|trabajo presencial|trabalho presencial",
    "hybrid work|hybrid schedule|work model: hybrid|hybrides Arbeiten, hybride Arbeit|mobiles Arbeiten|mode hybride|mode partiel|télétravail partiel|TÉLÉTRAVAIL PARTIEL|modelo híbrido|MODELO HÍBRIDO|trabajo híbrido|modalità ibrida|lavoro ibrido|hybride werken|praca hybrydowa|modelu hybrydowym|occasional in-person days|occasional on-site work|some remote|part-time telework|partially work from home",
    "remote within the EU|remote (US|open to remote|or remote|remotely or|work remotely|you can work from home|innerhalb Deutschland|innerhalb von Deutschland|join us remotely|EMEA-remote|remote-US",
    "in the office full-time|in our office every day|from the office daily|in our Berlin office 5 days|in-office environment|office-based culture|willingness to work in-person",
    "role based in our office|work at our headquarters|position is at our HQ|job is performed in our laboratory|work from our lab|opportunity in our plant|work at our factory|work out of our workshop|work at our premises",
    "remote-first|distributed-first|we hire as a remote|we're distributed|we are a remote|as a remote company|fully distributed team|globally distributed company",
    "home office day|WFH days|remote days|option to work from home|Möglichkeit zum Homeoffice|MÖGLICHKEIT ZUM HOMEOFFICE|posibilidad de teletrabajo|flexibility to work from home|work-from-home policy|Homeoffice-Regelung|télétravail possible",
];

/// A pattern whose words no topic has is never tried: it would be lost without a sign.
#[test]
fn whatever_a_pattern_matches_is_seen() {
    let lexicon = Lexicon::compile(&[], &topics::forms(), &[]);
    let cues = remote::CUES.iter().zip(CUES).map(|(cue, texts)| (cue.pattern, Topics::PLACE, texts));
    let mut wrong = Vec::new();
    for (pattern, gate, texts) in GATES.iter().copied().chain(cues) {
        for text in texts.split('|') {
            let sights = topics::of_field(text, &lexicon);
            let seen = Sentence::new(text, 0, &sights);
            if !pattern.is_match(text) {
                wrong.push(format!("{text:?} is no match"));
            } else if !seen.topics.has(gate) {
                wrong.push(format!("{text:?} is not seen"));
            } else if !seen.text.has(pattern) {
                wrong.push(format!("{text:?} has no word that its pattern needs"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
