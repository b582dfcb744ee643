//! What must agree before two postings can be one job: title, company and place, each as a number that does not depend
//! on how it is written, and the keys under which look-alikes are found.

use super::sketch::{SLOTS, mix};

/// Keys that hold title and two slots: of two texts alike by .8, one misses the other in 1 of 60 cases, by .9 in 1 of 800.
const TITLED: usize = 4;

/// Keys that hold four slots and no title: only what is almost equal meets under another title.
const UNTITLED: usize = 2;

/// Keys of one posting: those, and one of title and company, for copies of which a good part was cut off.
pub(super) const KEYS: usize = 1 + TITLED + UNTITLED;

/// The keys under which a posting is kept and looked for: two postings meet when any of their keys are equal.
///
/// Nearly every pair that is worth a look has one title, so most keys hold it; texts that only share what a company writes
/// into every posting do not meet.
pub(super) fn keys(title: u32, company: u32, least: &[u64; SLOTS]) -> [u32; KEYS] {
    let (titled, untitled) = least.split_at(2 * TITLED);
    let titled = titled.chunks(2).map(|slots| (title, slots));
    let untitled = untitled.chunks(4).take(UNTITLED).map(|slots| (0, slots));
    let mut keys = [mix(u64::from(title) << 32 | u64::from(company)) as u32; KEYS];
    for (n, (key, (title, slots))) in keys[1..].iter_mut().zip(titled.chain(untitled)).enumerate() {
        let start = mix((n as u64) << 32 | u64::from(title));
        *key = slots.iter().fold(start, |key, least| mix(key ^ least)) as u32;
    }
    keys
}

/// A title as a number: its words in any order, without the place, the company and what says where or for whom.
pub(super) fn title(title: &str, company: Option<&str>, location: Option<&str>) -> u32 {
    let lower = title.to_lowercase();
    let mut all: Vec<&str> = parts(&lower).map(normal).collect();
    all.sort_unstable();
    all.dedup();
    let context = [company, location].map(|part| part.unwrap_or_default().to_lowercase());
    let mut dropped: Vec<&str> = context.iter().flat_map(|part| parts(part)).collect();
    dropped.sort_unstable();
    let is_kept = |word: &&&str| {
        let is_number_of_the_posting = word.len() >= 4 && word.bytes().all(|b| b.is_ascii_digit());
        !is_number_of_the_posting && dropped.binary_search(word).is_err() && SAYS_WHERE.binary_search(word).is_err()
    };
    let essential: Vec<&str> = all.iter().filter(is_kept).copied().collect();
    if essential.is_empty() { number(all) } else { number(essential) }
}

/// An employer as a number, without its legal form; zero when it is not known.
pub(super) fn company(name: Option<&str>) -> u32 {
    let lower = name.unwrap_or_default().to_lowercase();
    let mut words: Vec<&str> = parts(&lower).collect();
    while words.len() > 1 && words.last().is_some_and(|word| LEGAL_FORMS.binary_search(word).is_ok()) {
        words.pop();
    }
    // `Red Hat` and `RedHat` are one.
    if words.is_empty() { 0 } else { number([words.concat().as_str()]).max(1) }
}

/// A place as a number: its first part, which names the town; zero when it is not known.
pub(super) fn place(location: Option<&str>) -> u32 {
    let lower = location.unwrap_or_default().to_lowercase();
    let first = lower.split([',', ';', '|', '(', '/']).find(|part| !part.trim().is_empty());
    let words: Vec<&str> = parts(first.unwrap_or_default()).collect();
    if words.is_empty() { 0 } else { number(words).max(1) }
}

fn number<'a>(parts: impl IntoIterator<Item = &'a str>) -> u32 {
    let mut number = 0;
    for part in parts {
        part.chars().for_each(|c| number = mix(number ^ u64::from(c)));
        number = mix(number);
    }
    number as u32
}

/// The words of a name: runs of letters and digits, with `+` and `#` for C++ and C#.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_alphanumeric() && c != '+' && c != '#').filter(|word| !word.is_empty())
}

/// One spelling for the words of titles that have several.
fn normal(word: &str) -> &str {
    match word {
        "sr" | "snr" => "senior",
        "jr" | "jnr" => "junior",
        "eng" | "engr" => "engineer",
        "mgr" => "manager",
        word => word,
    }
}

/// Words of titles that tell where, on what terms or for whom, and not which job. Sorted.
const SAYS_WHERE: [&str; 39] = [
    "a",
    "amer",
    "americas",
    "an",
    "and",
    "apac",
    "at",
    "based",
    "d",
    "div",
    "diverse",
    "emea",
    "eu",
    "europe",
    "f",
    "for",
    "from",
    "fulltime",
    "global",
    "gn",
    "h",
    "home",
    "hybrid",
    "in",
    "m",
    "of",
    "on",
    "onsite",
    "or",
    "parttime",
    "remote",
    "the",
    "uk",
    "us",
    "usa",
    "w",
    "wfh",
    "worldwide",
    "x",
];

/// Endings of company names. Sorted.
const LEGAL_FORMS: [&str; 24] = [
    "ab",
    "ag",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "gmbh",
    "group",
    "holding",
    "inc",
    "incorporated",
    "kg",
    "limited",
    "llc",
    "llp",
    "ltd",
    "nv",
    "oy",
    "plc",
    "pty",
    "sa",
    "sas",
    "se",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        assert!(SAYS_WHERE.is_sorted() && LEGAL_FORMS.is_sorted());
    }

    #[test]
    fn titles_agree_whatever_they_say_of_place_and_terms() {
        let base = title("Senior Platform Engineer", None, None);
        for (other, company, location) in [
            ("Platform Engineer, Senior (m/w/d)", None, None),
            ("Sr. Platform Engineer - Berlin", None, Some("Berlin, DE")),
            ("Senior Platform Engineer (Remote US) 448812", Some("Acme"), None),
            ("Acme: Senior Platform Engineer", Some("Acme Inc."), None),
        ] {
            assert_eq!(title(other, company, location), base, "{other}");
        }
        for other in ["Platform Engineer", "Senior Platform Engineer II", "Senior Software Engineer", ""] {
            assert_ne!(title(other, None, None), base, "{other}");
        }
        assert_ne!(title("C++ Developer", None, None), title("C# Developer", None, None));
        assert_ne!(title("Remote", None, None), title("Hybrid", None, None));
    }

    #[test]
    fn companies_agree_whatever_their_legal_form() {
        let agree = |a, b| company(Some(a)) == company(Some(b));
        assert!(agree("Red Hat, Inc.", "RedHat") && agree("Café Noir GmbH & Co. KG", "CAFÉ NOIR"));
        assert!(!agree("Acme", "Acme Labs") && company(None) == 0 && company(Some("  ")) == 0);
    }

    #[test]
    fn places_agree_by_town() {
        let agree = |a, b| place(Some(a)) == place(Some(b));
        assert!(agree("Berlin, DE", "berlin") && !agree("Berlin", "Bern") && place(Some(" ,")) == 0);
    }
}
