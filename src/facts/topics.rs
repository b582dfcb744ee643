//! A first, cheap look at a text: which of its blocks have words of which topic.
//!
//! One pass of a term automaton over the whole text. The readers then run their patterns on the few blocks that can
//! say something. A topic's terms must be such that no pattern of its reader can match a line without any of them.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::text::Text;

/// A set of topics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Topics(u16);

impl Topics {
    pub(super) const YEARS: Self = Self(1);
    pub(super) const SALARY: Self = Self(1 << 1);
    pub(super) const REMOTE: Self = Self(1 << 2);
    pub(super) const LEVEL: Self = Self(1 << 3);
    pub(super) const EMPLOYMENT: Self = Self(1 << 4);
    pub(super) const CLEARANCE: Self = Self(1 << 5);
    pub(super) const VISA: Self = Self(1 << 6);
    pub(super) const LANGUAGE: Self = Self(1 << 7);
    pub(super) const DEGREE: Self = Self(1 << 8);
    pub(super) const ON_CALL: Self = Self(1 << 9);
    pub(super) const TRAVEL: Self = Self(1 << 10);

    /// Whether any of `other` is in the set.
    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// The terms of each topic, in lower case, between bars; ASCII letters match in either case, others as they stand.
const TERMS: &[(Topics, &str)] = &[
    (Topics::YEARS, "year|yrs| yr|yoe|jahr| ans|+ans|année|año|anos|anni|jaar|jaren| lat| roku| rok |experience:"),
    (
        Topics::SALARY,
        concat!(
            "$|€|£|₹|¥|₪|₩|₽|₺|₴|₫|฿|₱|₦|zł|kč| kr|usd|eur|gbp|chf|cad|aud|nzd|sgd|hkd|inr|jpy|cny|rmb|",
            "pln|czk|huf|ron|bgn|sek|nok|dkk|isk|brl|mxn|ars|clp|cop|zar|ils|nis|aed|sar|qar|try|krw|twd|",
            "thb|myr|idr|php|vnd|uah|rub|ngn|kes|egp|pkr|bdt|lkr|rs.|lpa|lakh|dollar|pound|franken|",
            "francs|złot|rupee|salary|salar|gehalt|compensation|pay ",
        ),
    ),
    (
        Topics::REMOTE,
        concat!(
            "remot|hybrid|híbrid|ibrid|on-site|onsite|on site|in-office|in office|in-person|in person|",
            "office|vor ort|büro|bureau|oficina|escritório|presencial|sur site|télétravail|teletrabajo|",
            "teletrabalho|telework|telecommut|thuiswerk|kantoor|ufficio|in sede|smart working|",
            "smartworking|zdaln|biur|biurz|stacjonarn|hybryd|anywhere|work from home|wfh|home office|",
            "homeoffice|home-office|home based|home-based|distanc|from home|at home|vor ort|hyrbid|hybird|",
            "laborator|our lab|headquarters| hq|premises|factory| plant|workshop|virtual",
        ),
    ),
    (
        Topics::LEVEL,
        concat!(
            "senior|junior|mid-level|mid level|midlevel|medior|entry-level|entry level|principal|staff|",
            "lead|graduate|seniority|sr.|jr.|intermediate|sénior|sênior|pleno|berufseinsteiger|débutant|",
            "early career|early-career|level:| mid |mid-|mid/| sr | jr |sr/",
        ),
    ),
    (
        Topics::EMPLOYMENT,
        concat!(
            "full-time|full time|fulltime|part-time|part time|parttime|contract|freelance|permanent|",
            "temporary|fixed-term|fixed term|intern|apprentice|vollzeit|teilzeit|festanstellung|",
            "befristet|werkstudent|praktik|ausbildung|cdi|cdd|temps plein|temps partiel|stage|alternance|",
            "tiempo completo|jornada completa|jornada parcial|media jornada|indefinido|becari|prácticas|",
            "tempo integral|período integral|estágio|tempo pieno|tempo indeterminato|tempo determinato|",
            "tirocinio|voltijd|deeltijd|fulltime|pełny etat|pełen etat|umowa o pracę|b2b|staż|c2c|w2|1099",
        ),
    ),
    (
        Topics::CLEARANCE,
        concat!(
            "clearance|citizen|security check|polygraph|ts/sci|green card|u.s. person|us person|itar|",
            "permanent resident|permanent residen|nationals|sicherheitsüberprüfung|staatsangehörigkeit|",
            "staatsbürger|habilitation|nationalité|ciudadan|cidad|cittadin|habilitación de seguridad",
        ),
    ),
    (
        Topics::VISA,
        concat!(
            "visa|visum|sponsor|work permit|work authori|right to work|authorized to work|",
            "authorised to work|h-1b|h1b",
        ),
    ),
    (
        Topics::LANGUAGE,
        concat!(
            "english|german|french|spanish|portuguese|dutch|italian|polish|japanese|chinese|mandarin|",
            "cantonese|korean|arabic|hebrew|turkish|russian|ukrainian|czech|slovak|hungarian|romanian|",
            "greek|swedish|norwegian|danish|finnish|hindi|catalan|bilingual|englisch|deutsch|französisch|",
            "spanisch|niederländisch|italienisch|polnisch|anglais|allemand|français|espagnol|néerlandais|",
            "inglés|ingles|alemán|francés|español|catalán|inglês|alemão|francês|espanhol|português|",
            "inglese|tedesco|francese|spagnolo|italiano|engels|duits|frans|nederlands|angielsk|niemieck|",
            "polsk|francusk|hiszpańsk",
        ),
    ),
    (
        Topics::DEGREE,
        concat!(
            "degree|bachelor|master|phd|ph.d|doctorate|doctoral|bsc|msc|b.s|m.s|b.tech|btech|m.tech| bs|",
            " ms|(bs|bs/|bs in |bs or|ms in |diplom|studium|hochschul|universit|licence|licenciatura|",
            "grado|graduação|laurea|opleiding|hbo|wyższe|bac+|bac +|ingeniería|école|titulación|diplôme|",
            "formação superior|ensino superior",
        ),
    ),
    (
        Topics::ON_CALL,
        concat!(
            "on-call|on call|oncall|pager|rufbereitschaft|bereitschaft|astreinte|guardia|plantão|",
            "sobreaviso|reperibilit|dyżur|wachtdienst|piket|24/7|24x7|after-hours|after hours",
        ),
    ),
    (Topics::TRAVEL, "travel|reise|déplacement|viaj|viagen|trasfert|reizen|podróż|delegacj|reisbereid"),
];

static MATCHER: LazyLock<(AhoCorasick, Vec<Topics>)> = LazyLock::new(|| {
    let topics = TERMS.iter().flat_map(|(topic, terms)| terms.split('|').map(|_| *topic)).collect();
    let automaton = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .build(TERMS.iter().flat_map(|(_, terms)| terms.split('|')))
        .expect("the terms are constant");
    (automaton, topics)
});

/// The topics of each block, in the order of the blocks.
pub(super) fn of_blocks(text: &Text) -> Vec<Topics> {
    let (automaton, topics) = &*MATCHER;
    let mut out = vec![Topics::default(); text.blocks.len()];
    let mut block = 0;
    for found in automaton.find_overlapping_iter(&text.plain) {
        while block < out.len() && text.blocks[block].end < found.end() {
            block += 1;
        }
        let Some(slot) = out.get_mut(block) else { break };
        slot.0 |= topics[found.pattern().as_usize()].0;
    }
    out
}
