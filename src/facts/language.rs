//! The spoken languages that a posting asks for.
//!
//! A language counts where its name stands with a level or with a word for commanding it ("fluent in German", "German
//! (C1)", "English required"). Wishes do not count, and of alternatives ("German or French") none is asked for by itself.

use super::{Page, Passage, Topics, context};
use crate::analysis::SectionKind;
use crate::pattern::{Pattern, pattern};

/// Names of languages as postings write them, in lower case, with the English name. Case matters for words that mean
/// something else in lower case; see [`ONLY_CAPITAL`].
const NAMES: &[(&str, &[&str])] = &[
    ("Arabic", &["arabic", "arabisch", "arabe"]),
    ("Catalan", &["catalan", "catalán", "català"]),
    ("Chinese", &["chinese", "mandarin", "cantonese", "chinesisch", "chinois", "chino"]),
    ("Czech", &["czech", "tschechisch"]),
    ("Danish", &["danish", "dansk", "dänisch"]),
    (
        "Dutch",
        &[
            "dutch",
            "niederländisch",
            "niederländischkenntnisse",
            "néerlandais",
            "neerlandés",
            "nederlands",
            "nederlandse",
            "olandese",
        ],
    ),
    (
        "English",
        &[
            "english",
            "englisch",
            "englischkenntnisse",
            "englischen",
            "anglais",
            "anglaise",
            "inglés",
            "ingles",
            "inglês",
            "inglese",
            "engels",
            "engelse",
            "angielski",
            "angielskiego",
            "angielskim",
        ],
    ),
    ("Finnish", &["finnish", "finnisch"]),
    (
        "French",
        &[
            "french",
            "französisch",
            "französischkenntnisse",
            "français",
            "francés",
            "francês",
            "francese",
            "frans",
            "francuski",
            "francuskiego",
        ],
    ),
    (
        "German",
        &[
            "german",
            "deutsch",
            "deutschkenntnisse",
            "deutschen",
            "allemand",
            "alemán",
            "alemão",
            "tedesco",
            "duits",
            "duitse",
            "niemiecki",
            "niemieckiego",
        ],
    ),
    ("Greek", &["greek", "griechisch"]),
    ("Hebrew", &["hebrew", "hebräisch"]),
    ("Hindi", &["hindi"]),
    ("Hungarian", &["hungarian", "ungarisch"]),
    ("Italian", &["italian", "italienisch", "italien", "italiano"]),
    ("Japanese", &["japanese", "japanisch", "japonais", "japonés"]),
    ("Korean", &["korean", "koreanisch"]),
    ("Norwegian", &["norwegian", "norwegisch", "norsk"]),
    ("Polish", &["polish", "polnisch", "polski", "polskiego", "polonais"]),
    ("Portuguese", &["portuguese", "portugiesisch", "portugais", "portugués", "português", "portoghese"]),
    ("Romanian", &["romanian", "rumänisch"]),
    ("Russian", &["russian", "russisch", "russe", "ruso"]),
    ("Slovak", &["slovak"]),
    (
        "Spanish",
        &[
            "spanish",
            "spanisch",
            "espagnol",
            "español",
            "espanhol",
            "spagnolo",
            "spaans",
            "hiszpański",
            "hiszpańskiego",
        ],
    ),
    ("Swedish", &["swedish", "schwedisch", "svenska"]),
    ("Turkish", &["turkish", "türkisch"]),
    ("Ukrainian", &["ukrainian"]),
];

/// All the names.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().flat_map(|(_, names)| *names).copied()
}

/// Names that are another word in lower case.
const ONLY_CAPITAL: &[&str] = &["polish", "italien"];

pattern!(
    NAME,
    r"(?i)(?:\b(?:arabic|arabisch|arabe|catalan|catalán|chinese|mandarin|cantonese|chinesisch|chinois|chino|czech|tschechisch|danish|dansk|dänisch|dutch|niederländisch|niederländischkenntnisse|néerlandais|neerlandés|nederlandse?|olandese|",
    r"english|englisch|englischen|englischkenntnisse|anglaise?|inglés|ingles|inglês|inglese|engelse?|angielski|angielskiego|angielskim|finnish|finnisch|french|französisch|französischkenntnisse|français|francés|francês|francese|frans|francuski|francuskiego|",
    r"german|deutsch|deutschen|deutschkenntnisse|allemand|alemán|alemão|tedesco|duitse?|niemiecki|niemieckiego|greek|griechisch|hebrew|hebräisch|hindi|hungarian|ungarisch|italian|italienisch|italien|italiano|japanese|japanisch|japonais|japonés|korean|koreanisch|",
    r"norwegian|norwegisch|norsk|polish|polnisch|polski|polskiego|polonais|portuguese|portugiesisch|portugais|portugués|português|portoghese|romanian|rumänisch|russian|russisch|russe|ruso|slovak|spanish|spanisch|espagnol|español|espanhol|spagnolo|spaans|hiszpański|hiszpańskiego|",
    r"swedish|schwedisch|svenska|turkish|türkisch|ukrainian)\b|\bcatalà)"
);
pattern!(
    COMMAND_BEFORE,
    r"(?i)(?:\bznajomość|\b(?:fluent|fluency|fluently|proficien\w+|native|bilingual|trilingual|excellent|strong|good|very good|great|solid|advanced|business|professional|working|full|upper[- ]intermediate|intermediate|conversational|perfect|outstanding|command|knowledge|speak|speaks|speaking|spoken|written|verbal|oral|write|read|mastery|level of|skills in|communicate\w*|communication|",
    r"fließend\w*|sehr gute\w*|gute\w*|verhandlungssicher\w*|sichere\w*|kenntnisse|sprach\w*|beherrsch\w+|stilsicher\w*|courant|maîtrise\w*|niveau|bilingue|parl\w+|nivel|dominio|fluent[ei]\w*|fluido|fluência|avanzado|avançado|alto|ottima|buona|conoscenza|fluente|goede|vloeiend\w*|uitstekende|beheersing|biegł\w+|dobra|dobry|język\w*|komunikatywn\w*)\b)[^.;:!?]{0,48}$"
);
pattern!(
    COMMAND_AFTER,
    r"(?i)^(?:\s+(?:and|or|und|oder|et|y|e|en|i|&|/)\s+\w+|\s*[/,&]\s*\w+){0,3}\W{0,3}(?:\(?\s*(?:minimum |min\.? |mindestens |at least |level |niveau |nivel |livello |poziom |na poziomie |auf )?(?:[ABC][12]\b|native|fluent|mother tongue|business level|proficient)|(?:language )?(?:skills?|proficiency|fluency|speaker|speaking|communication|communicator)\b|",
    r"(?:is|are) (?:\w+ )?(?:required|mandatory|essential|necessary|a must|must)|\(?(?:required|mandatory|must|essential|erforderlich|zwingend|obligatoire|requis|imprescindible|obrigatório|richiesto|vereist|wymagan\w+)|fließend|verhandlungssicher|in wort und schrift|courant|fluide|fluido|fluente|vloeiend|avanzado|avançado|language (?:is )?required|[:–-]\s*(?:[ABC][12]|fluent|native|required|advanced|professional))"
);
pattern!(
    WISH,
    r"(?i)\bpré(?:\W|$)|\b(?:preferred|preferably|a plus|plus\b|is a bonus|bonus|nice[- ]to[- ]have|desired|desirable|ideally|advantage\w*|beneficial|von vorteil|wünschenswert|idealerweise|un plus|un atout|deseable|valorable|se valora\w*|desejável|diferencial|gradit\w+|mile widzian\w*|not (?:required|necessary|needed)|no \w+ required)\b"
);
pattern!(
    NOT_SKILL,
    r"(?i)\b(?:lessons?|classes|courses?|programming|english[- ]as|market|customers?|office|company|team|regardless|version|translat\w+|deutschlandticket)\b"
);
pattern!(CHOICE, r"(?i)^\s*(?:,\s*)?(?:or|oder|ou|o|of|lub|/)\s+(?:\w+\s+){0,2}$");

/// All patterns of this reader.
pub(super) const PATTERNS: &[&Pattern] = &[&NAME, &COMMAND_BEFORE, &COMMAND_AFTER, &WISH, &NOT_SKILL, &CHOICE];

/// The languages asked for, as English names, sorted, and the first sentence that asks.
pub(super) fn read(page: &Page<'_>) -> (Vec<String>, Option<String>) {
    let mut asked: Vec<String> = Vec::new();
    let mut quote = None;
    let lines = page.about(Topics::SPOKEN).filter(|line| {
        !matches!(
            line.section,
            SectionKind::Preferred | SectionKind::Benefits | SectionKind::Legal | SectionKind::Company
        )
    });
    for sentence in lines.flat_map(|line| line.sentences(Topics::SPOKEN)) {
        let before = asked.len();
        of_sentence(sentence.text.head(2_000), &mut asked);
        if asked.len() > before && quote.is_none() {
            quote = Some(context::after(sentence.text.trim(), 0, 400).to_owned());
        }
    }
    asked.sort_unstable();
    asked.dedup();
    (asked, quote)
}

/// Adds the languages that a sentence asks for.
fn of_sentence(sentence: Passage<'_>, asked: &mut Vec<String>) {
    let part = |text| sentence.part(text);
    let text = sentence.as_str();
    let names: Vec<(usize, usize, &str)> = sentence
        .find_iter(&NAME)
        .filter_map(|found| Some((found.start(), found.end(), english_name(found.as_str())?)))
        .collect();
    for (i, &(start, end, name)) in names.iter().enumerate() {
        let other_side = |at: usize| names.get(at).is_some_and(|other| other.2 != name);
        let choice = other_side(i + 1) && part(&text[end..names[i + 1].0]).has(&CHOICE)
            || i > 0 && other_side(i - 1) && part(&text[names[i - 1].1..start]).has(&CHOICE);
        let left = sentence.before(start, 80);
        let right = sentence.after(end, 80);
        let clause = part(right.as_str().split([',', ';', '.']).next().unwrap_or(right.as_str()));
        let commanded = left.has(&COMMAND_BEFORE) || right.has(&COMMAND_AFTER);
        let wished = clause.has(&WISH) || left.tail(40).has(&WISH) || right.has(&WISH) && names.len() == 1;
        if commanded && !choice && !wished && !right.head(24).has(&NOT_SKILL) {
            asked.push(name.to_owned());
        }
    }
}

/// The English name of a language.
fn english_name(written: &str) -> Option<&'static str> {
    let lower = written.to_lowercase();
    if ONLY_CAPITAL.contains(&lower.as_str()) && written.starts_with(char::is_lowercase) {
        return None;
    }
    NAMES.iter().find(|(_, surfaces)| surfaces.contains(&lower.as_str())).map(|(name, _)| *name)
}
