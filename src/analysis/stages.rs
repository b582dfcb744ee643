//! The stages of [`analyse`](super::analyse) one by one, for the benchmarks: not part of the library's interface.

use super::{Facts, RoleFinding, SectionKind, SkillFinding};
use crate::dictionary::Dictionary;
use crate::lexicon::Marked;
use crate::posting::Posting;
use crate::text::Text;
use crate::{classify, extract, facts, sections};

/// A text with what the stages after it need.
pub struct Divided<'d> {
    posting: Posting,
    text: Text,
    language: Option<&'static str>,
    sections: Vec<SectionKind>,
    folded: Marked,
    dictionary: &'d Dictionary,
}

impl<'d> Divided<'d> {
    /// Text to blocks, language, sections, folded form.
    pub fn new(posting: Posting, dictionary: &'d Dictionary) -> Self {
        let posting = super::in_lines(posting);
        let mut text = Text::from_body(&posting.body);
        let language = super::language::of(&text.plain);
        let sections = sections::divide(&mut text, dictionary.sections(language));
        let folded = dictionary.lexicon.mark(&text.plain);
        Self { posting, text, language, sections, folded, dictionary }
    }

    /// The plain text.
    pub fn plain(&self) -> &str {
        &self.text.plain
    }

    /// The folded text.
    pub fn folded(&self) -> &[u8] {
        &self.folded
    }

    /// Guesses the language.
    pub fn language(&self) -> Option<&'static str> {
        super::language::of(&self.text.plain)
    }

    /// Divides the text into sections once more.
    pub fn sections(&self) -> Vec<SectionKind> {
        sections::divide(&mut self.text.clone(), self.dictionary.sections(self.language))
    }

    /// Looks once more for the words of every vocabulary; how many stand in it.
    pub fn words(&self) -> usize {
        let marked = self.dictionary.lexicon.mark(&self.text.plain);
        marked.terms.len() + marked.topics.len() + marked.roles.len()
    }

    /// The skills that it names.
    pub fn skills(&self) -> Vec<SkillFinding> {
        let cues = &self.dictionary.sections(self.language).cues;
        extract::extract(&self.text, &self.folded, &self.sections, None, self.dictionary, cues).skills
    }

    /// What it states besides skills.
    pub fn facts(&self) -> Facts {
        facts::read(&self.posting, &self.text, &self.folded, &self.sections, &self.dictionary.lexicon)
    }

    /// What the job is.
    pub fn role(&self, skills: &[SkillFinding]) -> RoleFinding {
        let (title, cues) = (&self.posting.title, &self.dictionary.roles);
        classify::classify(title, &self.text, &self.folded, &self.sections, skills, cues)
    }
}

/// Every folded spelling of the vocabulary.
pub fn spellings(dictionary: &Dictionary) -> Vec<String> {
    dictionary.terms.forms(|_| true)
}
