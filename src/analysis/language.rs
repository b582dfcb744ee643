//! The language that a text is written in.
//!
//! In: the plain text. Out: an ISO 639-1 code, or none where there is too little to tell.

use whichlang::Lang;

/// The language of a text: of its first two thousand bytes, by the small words of English where there are enough, else by three short parts
/// where they agree, and otherwise by the whole; `None` where there is too little to tell.
pub(super) fn of(text: &str) -> Option<&'static str> {
    const ENOUGH: usize = 60;
    const SAMPLE: usize = 2_000;
    /// Of so many bytes of Polish one letter at least is Polish alone; names in a text of another language are fewer.
    const POLISH_SHARE: usize = 60;
    const PART: usize = 250;
    const END: usize = 500;
    /// Of so many bytes of English one at most is of no ASCII character: dashes and quotation marks are, but not a part in another script.
    const FOREIGN_SHARE: usize = 10;
    /// Of so many words one at least is a small word of English where a part is English; and of the whole, where one of its ends is not.
    const SHARE: usize = 12;
    const SHARE_OF_ALL: usize = 9;
    if text.len() < ENOUGH {
        return None;
    }
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    // The detector does not know Polish; no other language has these letters, and Polish has them in every sentence.
    let is_polish = |at: usize| sample[at..].starts_with(|c| "ąęłśźżĄĘŁŚŹŻ".contains(c));
    // All of them begin with one of two bytes.
    let polish = memchr::memchr2_iter(0xc4, 0xc5, sample.as_bytes()).filter(|at| is_polish(*at)).count();
    if polish * POLISH_SHARE > sample.len() {
        return Some("pl");
    }
    // Most postings are English, and that is seen without a detector; of one in two languages it is for the detector to say which.
    let ends = [sample.floor_char_boundary(END), sample.floor_char_boundary(sample.len().saturating_sub(END))];
    let foreign = sample.bytes().filter(|byte| !byte.is_ascii()).count();
    if foreign * FOREIGN_SHARE <= sample.len() {
        match [&sample[..ends[0]], &sample[ends[1]..]].map(|part| is_english(part, SHARE)) {
            [true, true] => return Some("en"),
            // A list of names at one end, in a text that is English over all.
            [true, false] | [false, true] if is_english(sample, SHARE_OF_ALL) => return Some("en"),
            _ => {}
        }
    }
    let part = |from: usize| {
        let from = sample.floor_char_boundary(from);
        whichlang::detect_language(&sample[from..sample.floor_char_boundary(from + PART)])
    };
    let first = part(0);
    let agree =
        sample.len() > 4 * PART && [sample.len() / 2, sample.len() - PART].iter().all(|from| part(*from) == first);
    Some(match if agree { first } else { whichlang::detect_language(sample) } {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    })
}

/// Whether a text has as many of the small words of English as only English has.
fn is_english(text: &str, share: usize) -> bool {
    /// So many in all: in Dutch `of` is one too.
    const LEAST: usize = 4;
    let is_small = |word: &&[u8]| {
        matches!(
            *word,
            b"the" | b"and" | b"to" | b"of" | b"for" | b"with" | b"you" | b"your" | b"our" | b"this" | b"that"
        )
    };
    let mut words = 1;
    let ends_word = |byte: &u8| {
        let ends = matches!(byte, b' ' | b'\n');
        words += usize::from(ends);
        ends
    };
    let small = text.as_bytes().split(ends_word).filter(is_small).count();
    small >= LEAST && small * share >= words
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str =
        "We are looking for an engineer to run the clusters of our platform with the team that built them. ";
    const GERMAN: &str =
        "Wir suchen einen Ingenieur, der die Rechner unserer Plattform mit den Menschen betreibt, die sie bauten. ";
    const NAMES: &str =
        "Kubernetes, Terraform, Ansible, Prometheus, Grafana, Kafka, Postgres, Redis, Nginx, Jenkins, Python, Linux. ";

    #[test]
    fn the_language_of_most_of_a_text_is_its_own() {
        for (text, expected) in [
            (ENGLISH.repeat(20), Some("en")),
            (ENGLISH.repeat(12) + &NAMES.repeat(8), Some("en")),
            (NAMES.repeat(8) + &ENGLISH.repeat(20), Some("en")),
            (GERMAN.repeat(20), Some("de")),
            (GERMAN.repeat(15) + &ENGLISH.repeat(5), Some("de")),
            ("Zażółć gęślą jaźń, a potem napisz do nas, proszę.".repeat(3), Some("pl")),
            ("Go".to_owned(), None),
        ] {
            assert_eq!(of(&text), expected, "{text}");
        }
    }
}
