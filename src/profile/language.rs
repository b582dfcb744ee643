//! Spoken languages, so that `de`, `Deutsch` and `German` are one.
//!
//! In: a name or code as a person writes it. Out: the English name.

use super::country::folded_words;

/// The English name of a language, by its name or code in any letter case.
pub(super) fn any(name: &str) -> Option<String> {
    let name = name.trim();
    let other = || OTHERS.iter().find(|other| other.eq_ignore_ascii_case(name)).map(|other| (*other).to_owned());
    known(name).or_else(other)
}

/// The English names of all of them.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().map(|names| names[0]).chain(OTHERS.iter().copied())
}

/// Languages that postings hardly ask for. Sorted.
const OTHERS: &[&str] = &[
    "Afrikaans",
    "Albanian",
    "Amharic",
    "Armenian",
    "Assamese",
    "Azerbaijani",
    "Basque",
    "Belarusian",
    "Bosnian",
    "Breton",
    "Burmese",
    "Cantonese",
    "Corsican",
    "Dari",
    "Esperanto",
    "Faroese",
    "Filipino",
    "Frisian",
    "Galician",
    "Georgian",
    "Guarani",
    "Gujarati",
    "Haitian Creole",
    "Hausa",
    "Icelandic",
    "Igbo",
    "Javanese",
    "Kannada",
    "Kazakh",
    "Khmer",
    "Kinyarwanda",
    "Kurdish",
    "Kyrgyz",
    "Lao",
    "Luxembourgish",
    "Macedonian",
    "Malagasy",
    "Malayalam",
    "Maltese",
    "Maori",
    "Marathi",
    "Mongolian",
    "Montenegrin",
    "Nepali",
    "Odia",
    "Oromo",
    "Pashto",
    "Punjabi",
    "Quechua",
    "Romansh",
    "Sami",
    "Scottish Gaelic",
    "Shona",
    "Sign Language",
    "Sindhi",
    "Sinhala",
    "Somali",
    "Swahili",
    "Tagalog",
    "Tajik",
    "Tatar",
    "Telugu",
    "Tibetan",
    "Tigrinya",
    "Turkmen",
    "Uyghur",
    "Uzbek",
    "Welsh",
    "Wolof",
    "Xhosa",
    "Yiddish",
    "Yoruba",
    "Zulu",
];

/// The English name of a spoken language that is known here.
pub(super) fn known(name: &str) -> Option<String> {
    let folded = folded_words(name).join(" ");
    let found = LANGUAGES.iter().find(|known| known.iter().any(|spelling| *spelling == folded))?;
    Some(found[0][..1].to_uppercase() + &found[0][1..])
}

/// English name, ISO 639-1 code, own name without accents; all in lower case.
const LANGUAGES: &[&[&str]] = &[
    &["arabic", "ar"],
    &["bengali", "bn"],
    &["bulgarian", "bg"],
    &["catalan", "ca", "catala"],
    &["chinese", "zh", "mandarin"],
    &["croatian", "hr", "hrvatski"],
    &["czech", "cs", "cestina"],
    &["danish", "da", "dansk"],
    &["dutch", "nl", "nederlands"],
    &["english", "en"],
    &["estonian", "et", "eesti"],
    &["finnish", "fi", "suomi"],
    &["french", "fr", "francais"],
    &["german", "de", "deutsch"],
    &["greek", "el"],
    &["hebrew", "he"],
    &["hindi", "hi"],
    &["hungarian", "hu", "magyar"],
    &["indonesian", "id"],
    &["irish", "ga", "gaeilge"],
    &["italian", "it", "italiano"],
    &["japanese", "ja"],
    &["korean", "ko"],
    &["latvian", "lv"],
    &["lithuanian", "lt"],
    &["malay", "ms"],
    &["norwegian", "no", "nb", "norsk"],
    &["persian", "fa", "farsi"],
    &["polish", "pl", "polski"],
    &["portuguese", "pt", "portugues"],
    &["romanian", "ro", "romana"],
    &["russian", "ru"],
    &["serbian", "sr"],
    &["slovak", "sk"],
    &["slovenian", "sl"],
    &["spanish", "es", "espanol", "castellano"],
    &["swedish", "sv", "svenska"],
    &["tamil", "ta"],
    &["thai", "th"],
    &["turkish", "tr", "turkce"],
    &["ukrainian", "uk"],
    &["urdu", "ur"],
    &["vietnamese", "vi"],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_codes_and_own_names_are_one() {
        assert_eq!(["German", "de", " deutsch "].map(any), [(); 3].map(|()| Some("German".to_owned())));
        assert_eq!(["Español", "Türkçe"].map(any), ["Spanish", "Turkish"].map(|name| Some(name.to_owned())));
        assert_eq!(["welsh", "cs", "Klingon"].map(any), [Some("Welsh".to_owned()), Some("Czech".to_owned()), None]);
        assert!(OTHERS.is_sorted());
    }
}
