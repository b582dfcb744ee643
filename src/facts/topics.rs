//! A first, cheap look at a text: where it has words of which topic.
//!
//! One walk over the whole text. The readers then run their patterns on the few lines and sentences that can say something. A topic has a
//! term for everything that the patterns of its reader look for, unless it is to narrow them: "manager", "director" and other words for
//! those who lead are a level in a title, but in a text they mostly speak of somebody else, so no line is read for them alone.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::words::{self, Listed};
use crate::dictionary::terms::fold;
use crate::lexicon::{Lexicon, Marked, TopicForm};
use crate::text::{Block, Shape};
use crate::trie::Found;

/// A set of topics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Topics(u32);

impl Topics {
    pub(super) const YEARS: Self = Self(1);
    pub(super) const LEVEL: Self = Self(1 << 1);
    pub(super) const EMPLOYMENT: Self = Self(1 << 2);
    pub(super) const CLEARANCE: Self = Self(1 << 3);
    pub(super) const VISA: Self = Self(1 << 4);
    pub(super) const DEGREE: Self = Self(1 << 5);
    pub(super) const ON_CALL: Self = Self(1 << 6);
    pub(super) const TRAVEL: Self = Self(1 << 7);
    /// Where the work is done.
    pub(super) const PLACE: Self = Self(1 << 8);
    /// The name of a spoken language.
    pub(super) const SPOKEN: Self = Self(1 << 9);
    /// A condition that its topic has no term for.
    pub(super) const CONDITION: Self = Self(1 << 10);
    /// A currency or a sign of magnitude, as a word of its own.
    pub(super) const MONEY: Self = Self(1 << 11);

    /// What is read sentence by sentence.
    pub(super) const OF_SENTENCES: Self = Self::CLEARANCE
        .with(Self::VISA)
        .with(Self::DEGREE)
        .with(Self::ON_CALL)
        .with(Self::TRAVEL)
        .with(Self::PLACE)
        .with(Self::SPOKEN)
        .with(Self::CONDITION);

    /// The topics whose terms must be written as they stand; those of others may have a hyphen for a blank.
    const LITERAL: Self = Self((1 << 8) - 1);
    /// The topic whose terms are words of their own.
    const WHOLE: Self = Self::MONEY;

    /// Whether any of `other` is in the set.
    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The topics of both sets.
    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A term in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sight {
    /// Its first byte.
    pub(super) at: usize,
    /// The block that it stands in.
    pub(super) block: usize,
    pub(super) topics: Topics,
    /// The lists of words that it is of.
    pub(super) lists: &'static [u16],
}

/// The terms of each topic, in lower case, between bars; letters match in either case. A term stands where a word begins, and the word
/// may go on.
const TERMS: &[(Topics, &str)] = &[
    (
        Topics::YEARS,
        "year|yr|yoe|jahr|ans|année|año|anos|ann|jaar|jaren|lat|rok|experience:|experience required:|experience level:|experience range:",
    ),
    (
        Topics::LEVEL,
        concat!(
            "senior|sr|snr|sénior|sênior|semi|ssr|starszy|junior|jr|júnior|entry|graduate|new grad|newgrad|trainee|intern|intermediate|co-op|",
            "apprentice|werkstudent|working student|student|praktik|praktyk|stagiaire|stagist|alternan|becari|estagi|estági|tirocin|",
            "beginner|berufseinsteiger|débutant|młodsz|stażyst|mid|medior|pleno|confirm|regular|lead|techlead|teamle|staff|principal|",
            "seniority|level:|karrierelevel|niveau|nivel|livello",
        ),
    ),
    (
        Topics::EMPLOYMENT,
        concat!(
            "full-time|full time|fulltime|part-time|part time|parttime|contract|freelance|freiberuf|permanent|temp|fixed-term|",
            "fixed term|interim|seasonal|maternity cover|parental leave cover|intern|apprenti|co-op|working student|werkstudent|praktik|",
            "praktyki|ausbildung|vollzeit|teilzeit|festanstellung|befristet|unbefristet|cdi|cdd|stage|stagiaire|alternan|indépendant|",
            "tiempo|jornada|contrato|indefinido|autónomo|becari|prácticas|período integral|meio período|estágio|estagi|clt|tirocinio|",
            "voltijd|deeltijd|tijdelijk|vast contract|zzp|pełny etat|pełen etat|niepełny etat|część etatu|umow|staż|b2b|c2c|corp|w2|1099",
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
        Topics::DEGREE,
        concat!(
            "degree|bachelor|master|phd|ph.d|doctorate|doctoral|bsc|msc|b.s|m.s|b.tech|btech|m.tech|mtech|bs|",
            "ms|diplom|studium|studienabschluss|hochschul|universit|licence|licenciatura|",
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
    (Topics::TRAVEL, "travel|reise|déplacement|viaj|viagen|trasfert|reizen|podróż|delegacj|reisbereid|dienstreise"),
    (
        Topics::PLACE,
        concat!(
            "remot|telework|telecommut|from home|at home|home|wfh|anywhere|distanc|distânc|télétravail|teletrabajo|teletrabalho|thuis|",
            "zdaln|afstand|distributed|innerhalb|smart|smartworking|mobile|virtual|liremote|hybrid|híbrid|hibrid|ibrid|hyrbid|hybird|",
            "hybryd|lihybrid|partiel|office|on site|onsite|in person|vor ort|büro|bureau|oficina|escritório|ufficio|in sede|sede|kantoor|",
            "biur|sur site|presencial|presenza|stacjonarn|hub|hq|lab|headquarters|premises|plant|factory|workshop|lionsite|lioffice",
        ),
    ),
    (
        Topics::CONDITION,
        concat!(
            "national|person|plantões|storingsdienst|viag|",
            "ph d|ph. d|formation supérieure|ecole|education|diploma|ba/|ba /|b.a|b.e|beng|meng|m.eng|bac|mestrado|magister|inżynier|wo niveau|promotion",
        ),
    ),
    (
        Topics::MONEY,
        concat!(
            "$|€|£|₹|¥|₪|₩|₽|₺|₴|₫|฿|₱|₦|円|元|zł|złotych|kč|usd|eur|gbp|chf|cad|aud|nzd|sgd|hkd|inr|jpy|cny|rmb|pln|czk|huf|ron|bgn|",
            "sek|nok|dkk|isk|brl|mxn|ars|clp|cop|pen|zar|ils|nis|aed|sar|qar|try|krw|twd|thb|myr|idr|php|vnd|uah|rub|ngn|kes|egp|pkr|",
            "bdt|lkr|rs|kr|fr.|sfr|euro|euros|dollars|pounds|rupees|zl|ft|lei|franken|yen|",
            "k|tys|mila|mil|lpa|lakh|lakhs|lac|lacs|l|m|mm|mn|million|millions|mio|bn|b|billion|billions|t|trillion|trillions|thousand",
        ),
    ),
];

/// The end of a compound: `Informatikstudium`.
const ENDING: (Topics, &str) = (Topics::DEGREE, "studium");

/// What a line about pay has, anywhere in it, even inside a word.
const PAY: &str = concat!(
    "$|€|£|₹|¥|₪|₩|₽|₺|₴|₫|฿|₱|₦|zł|kč| kr|usd|eur|gbp|chf|cad|aud|nzd|sgd|hkd|inr|jpy|cny|rmb|",
    "pln|czk|huf|ron|bgn|sek|nok|dkk|isk|brl|mxn|ars|clp|cop|zar|ils|nis|aed|sar|qar|try|krw|twd|",
    "thb|myr|idr|php|vnd|uah|rub|ngn|kes|egp|pkr|bdt|lkr|rs.|lpa|lakh|dollar|pound|franken|",
    "francs|złot|rupee|salary|salar|gehalt|compensation|pay ",
);

static PAY_TERMS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let terms: Vec<String> = PAY.split('|').flat_map(cases).collect();
    AhoCorasick::builder().ascii_case_insensitive(true).build(terms).expect("the terms are constant")
});

/// Whether a line may be about pay.
pub(super) fn may_be_pay(line: &str) -> bool {
    PAY_TERMS.is_match(line)
}

static LISTED: LazyLock<Vec<(Topics, String)>> = LazyLock::new(|| {
    let listed = TERMS.iter().flat_map(|(topics, terms)| terms.split('|').map(|term| (*topics, term)));
    let named = listed.chain(super::language::names().map(|name| (Topics::SPOKEN, name)));
    named.flat_map(|(topics, term)| cases(term).map(move |term| (topics, term))).collect()
});

/// A term, and the same with its letters beyond ASCII in capitals: where letters are compared, only the case of ASCII is ignored.
fn cases(term: &str) -> impl Iterator<Item = String> + use<> {
    let upper = |c: char| if c.is_ascii() { c.into() } else { c.to_uppercase().collect::<String>() };
    let capitals: String = term.chars().map(upper).collect();
    let other = (capitals != term).then_some(capitals);
    std::iter::once(term.to_owned()).chain(other)
}

/// The folded forms of all terms and words.
pub(crate) fn forms() -> Vec<TopicForm> {
    let is_word = |term: &str| term.ends_with(|c: char| c.is_ascii_alphabetic());
    let terms = LISTED
        .iter()
        .map(|(topics, term)| TopicForm { form: fold(term), is_whole: topics.has(Topics::WHOLE) && is_word(term) });
    terms.chain(words::LISTED.iter().map(Listed::topic_form)).collect()
}

/// The terms and words of a title or another short field.
pub(super) fn of_field(field: &str, lexicon: &Lexicon) -> Vec<Sight> {
    sights(field, &[Block { start: 0, end: field.len(), shape: Shape::Paragraph }], &lexicon.mark(field))
}

/// The terms and words of a text in blocks, by place.
pub(super) fn sights(plain: &str, blocks: &[Block], marked: &Marked) -> Vec<Sight> {
    let (terms, words) = (&*LISTED, &*words::LISTED);
    let plain = plain.as_bytes();
    let mut sights: Vec<Sight> = Vec::with_capacity(marked.topics.len());
    let mut reached = 0;
    let mut see = |at: usize, end: usize, topics: Topics, lists: &'static [u16]| {
        // They come by place; one that goes on into the next block is of that.
        reached += blocks[reached..].iter().take_while(|block| block.end <= at).count();
        let goes_on = blocks[reached..].iter().take_while(|block| block.end < end).count();
        sights.push(Sight { at, block: reached + goes_on, topics, lists });
    };
    for &Found { start, end, number } in &marked.topics {
        if let Some(word) = number.checked_sub(terms.len()).map(|number| &words[number]) {
            let is_whole = !plain.get(end).is_some_and(u8::is_ascii_alphanumeric);
            let lists = word.lists(is_whole);
            if !lists.is_empty() {
                see(start, end, Topics::default(), lists);
            }
            continue;
        }
        let (topics, ref term) = terms[number];
        let stands = if topics.has(Topics::WHOLE) {
            !(plain[end - 1].is_ascii_alphabetic() && plain.get(end).is_some_and(u8::is_ascii_alphabetic))
        } else {
            !topics.has(Topics::LITERAL) || plain[start..end].eq_ignore_ascii_case(term.as_bytes())
        };
        if stands {
            see(start, end, topics, &[]);
        }
    }
    let (topics, ending) = ENDING;
    for at in memchr::memmem::find_iter(marked, ending) {
        let block = blocks.partition_point(|block| block.end < at + ending.len());
        sights.push(Sight { at, block, topics, lists: &[] });
    }
    let by_place = |sight: &Sight| (sight.block, sight.at);
    if !sights.is_sorted_by_key(by_place) {
        sights.sort_by_key(by_place);
    }
    sights
}
