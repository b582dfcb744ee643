//! `sections.toml` and what is compiled of it, for each language when a posting first needs it.

use std::sync::OnceLock;

use super::{DictionaryError, built_in, builtin, schema};
use crate::sections::SectionCues;

/// Headings and cues by language.
#[derive(Debug)]
pub(super) struct Sections {
    file: schema::SectionFile,
    compiled: Vec<(&'static str, OnceLock<SectionCues>)>,
}

/// The languages that the file has entries for. English is read with every one.
const LANGUAGES: [&str; 8] = ["de", "en", "es", "fr", "it", "nl", "pl", "pt"];

impl Sections {
    /// Reads the file, and compiles it for the commonest language.
    pub(super) fn read() -> Result<Self, DictionaryError> {
        let file: schema::SectionFile = built_in("sections.toml", builtin::SECTIONS)?;
        let compiled = LANGUAGES.into_iter().map(|language| (language, OnceLock::new())).collect();
        let sections = Self { file, compiled };
        sections.of(None);
        Ok(sections)
    }

    /// What is compiled for a language.
    pub(super) fn of(&self, language: Option<&str>) -> &SectionCues {
        let at = LANGUAGES.iter().position(|known| Some(*known) == language).unwrap_or(1);
        let (language, cues) = &self.compiled[at];
        cues.get_or_init(|| SectionCues::compile(&self.file, |entry| entry == *language || entry == "en"))
    }
}
