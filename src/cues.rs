//! Words in a sentence that say how the skills beside them are meant: a must, nice to have, not needed, one of several.
//!
//! In: the folded text. Out: the cues in it, by place. The phrases are those of `dictionaries/sections.toml`.

use std::ops::Range;

use crate::analysis::{Importance, SectionKind};
use crate::dictionary::schema::SectionFile;
use crate::dictionary::terms::fold;
use crate::trie::{Folded, Found, Trie};

/// What a cue says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CueKind {
    /// The skills of the clause have this importance.
    Importance(Importance),
    /// The skills behind it in the clause have this importance.
    Following(Importance),
    /// At the start of a sentence, all its skills have this importance.
    Lead(Importance),
    /// The skills behind it in the clause are not needed.
    NotBefore,
    /// The skill right behind it, with the list that it begins, is not used.
    NotNext,
    /// The skills before it in the clause are not needed.
    NotAfter,
    /// Holds a cue and is none: `not limited to`, `annual bonus`.
    Exempt,
    /// `or similar`.
    Hedge,
    /// Joins the last two of several alternatives.
    Or,
    /// Announces a list of which one is enough.
    OneOf,
    /// Announces a list of examples.
    Example,
    /// Announces a skill: `experience with`.
    LeadIn,
    /// Announces companies: `customers include`, `backed by`.
    Companies,
}

impl CueKind {
    /// Cues of one family hide each other where they overlap (`not required` hides `required`); of two families they do not.
    const fn family(self) -> u8 {
        match self {
            Self::Importance(_)
            | Self::Following(_)
            | Self::Lead(_)
            | Self::NotBefore
            | Self::NotNext
            | Self::NotAfter
            | Self::Exempt => 0,
            Self::Hedge | Self::Or | Self::OneOf | Self::Example => 1,
            Self::LeadIn => 2,
            Self::Companies => 3,
        }
    }
}

/// One cue in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cue {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: CueKind,
}

/// All phrases, searchable.
#[derive(Clone, Debug)]
pub(crate) struct Cues {
    trie: Trie,
    kinds: Vec<CueKind>,
    /// Phrases that, at the start of a line which ends in a colon, say how the list behind it is meant.
    leads: Vec<(Vec<u8>, Importance)>,
}

impl Cues {
    /// The phrases of the languages wanted.
    pub(crate) fn compile(file: &SectionFile, wanted: impl Fn(&str) -> bool) -> Self {
        let (mut patterns, mut kinds, mut leads) = (Vec::new(), Vec::new(), Vec::new());
        // Of a phrase that says several things in one family, the first counts: `preferred` before `required`.
        let mut add = |phrases: &[String], kind: CueKind| {
            for phrase in phrases {
                patterns.push(phrase_form(phrase));
                kinds.push(kind);
            }
        };
        for cue in file.cue.iter().filter(|cue| wanted(&cue.language)) {
            add(&cue.sentence, CueKind::Importance(cue.importance));
            add(&cue.following, CueKind::Following(cue.importance));
            add(&cue.lead, CueKind::Lead(cue.importance));
            add(&cue.except, CueKind::Exempt);
            leads.extend(cue.lead.iter().map(|phrase| (phrase_form(phrase), cue.importance)));
        }
        for negation in file.negation.iter().filter(|negation| wanted(&negation.language)) {
            add(&negation.before, CueKind::NotBefore);
            add(&negation.next, CueKind::NotNext);
            add(&negation.after, CueKind::NotAfter);
            add(&negation.except, CueKind::Exempt);
        }
        for hedge in file.hedge.iter().filter(|hedge| wanted(&hedge.language)) {
            add(&hedge.phrases, CueKind::Hedge);
        }
        for alternative in file.alternative.iter().filter(|alternative| wanted(&alternative.language)) {
            add(&alternative.words, CueKind::Or);
            add(&alternative.lead, CueKind::OneOf);
            add(&alternative.examples, CueKind::Example);
        }
        for lead_in in file.lead_in.iter().filter(|lead_in| wanted(&lead_in.language)) {
            add(&lead_in.phrases, CueKind::LeadIn);
        }
        for companies in file.company_list.iter().filter(|companies| wanted(&companies.language)) {
            add(&companies.phrases, CueKind::Companies);
        }
        Self { trie: Trie::compile_words(&patterns, |_| true), kinds, leads }
    }

    /// The cues that begin in some ranges of a text, by place; within a family the longest of overlapping ones.
    ///
    /// `folded` is the folded form of the text.
    pub(crate) fn find_within(
        &self,
        text: &str,
        folded: &Folded,
        ranges: impl Iterator<Item = Range<usize>>,
    ) -> Vec<Cue> {
        self.find(text, &cue_form(folded), ranges)
    }

    fn find(&self, text: &str, form: &Folded, ranges: impl Iterator<Item = Range<usize>>) -> Vec<Cue> {
        let mut cues: Vec<Cue> = Vec::new();
        for range in ranges {
            self.trie.find_within(form, range, |Found { start, end, number }| {
                if is_word(text, start, end) {
                    cues.push(Cue { start, end, kind: self.kinds[number] });
                }
            });
        }
        cues.sort_by_key(|cue| (cue.start, usize::MAX - cue.end));
        let mut free_from = [0; 4];
        // A lead counts only where it begins a line or a sentence; elsewhere it must not hide what it overlaps.
        cues.retain(|cue| !matches!(cue.kind, CueKind::Lead(_)) || begins_sentence(text, cue.start));
        cues.retain(|cue| {
            let free = &mut free_from[usize::from(cue.kind.family())];
            let keep = cue.start >= *free;
            if keep {
                *free = cue.end;
            }
            keep
        });
        cues
    }

    /// Whether a list item begins as a requirement does: `Strong knowledge of`, `5+ years`.
    pub(crate) fn begins_required(&self, item: &str) -> bool {
        /// The words that say so begin within so many bytes.
        const WITHIN: usize = 20;
        let item = item.char_indices().nth(4 * WITHIN).map_or(item, |(end, _)| &item[..end]);
        let form = cue_form(&Folded::of(item));
        let counts_years = form.first().is_some_and(u8::is_ascii_digit)
            && [&b" years"[..], b" yrs", b" jahre", b" ans", b" a\xc3\xb1os", b" anos", b" jaar", b" anni", b" lat"]
                .iter()
                .any(|word| memchr::memmem::find(&form[..form.len().min(WITHIN)], word).is_some());
        counts_years || self.leads(&form).any(|importance| importance == Importance::Required) || {
            // A phrase with a blank before it begins at the blank.
            let cues = self.find(item, &form, std::iter::once(0..item.len().min(WITHIN + 2)));
            cues.iter().any(|cue| cue.kind == CueKind::Importance(Importance::Required) && cue.start <= WITHIN)
        }
    }

    /// How a line that ends in a colon announces the list behind it.
    pub(crate) fn announced(&self, line: &str) -> Option<SectionKind> {
        let form = cue_form(&Folded::of(line));
        let lead = self.leads(&form).next();
        let importance = lead.or_else(|| {
            let cues = self.find(line, &form, std::iter::once(0..line.len()));
            let said = |wanted| cues.iter().any(|cue| cue.kind == CueKind::Importance(wanted));
            [Importance::Preferred, Importance::Required].into_iter().find(|&importance| said(importance))
        });
        match importance? {
            Importance::Required => Some(SectionKind::Requirements),
            Importance::Preferred => Some(SectionKind::Preferred),
            Importance::Mentioned => None,
        }
    }

    /// What the leads say with which a line begins.
    fn leads(&self, form: &[u8]) -> impl Iterator<Item = Importance> {
        // Most begin with another letter, and comparing whole phrases is a call.
        self.leads
            .iter()
            .filter(|(phrase, _)| phrase.first() == form.first() && form.starts_with(phrase))
            .map(|(_, importance)| *importance)
    }
}

/// A folded text as cues are compared: a full stop or a slash is a blank too (`e.g.`, `and/or`).
fn cue_form(folded: &Folded) -> Folded {
    folded.with_blanks(is_cue_blank)
}

/// A phrase as cues are compared.
fn phrase_form(phrase: &str) -> Vec<u8> {
    fold(phrase).into_iter().map(|byte| if is_cue_blank(byte) { b' ' } else { byte }).collect()
}

const fn is_cue_blank(byte: u8) -> bool {
    matches!(byte, b'.' | b'/')
}

fn begins_sentence(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '(', '*', '"']);
    before.is_empty() || before.ends_with(['\n', '.', ';', '!', '?', ':'])
}

/// Whether the match is made of whole words.
fn is_word(text: &str, start: usize, end: usize) -> bool {
    let inside = &text[start..end];
    let first = inside.chars().next().is_some_and(char::is_alphanumeric);
    let last = inside.chars().next_back().is_some_and(char::is_alphanumeric);
    let before = text[..start].chars().next_back().is_some_and(char::is_alphanumeric);
    let after = text[end..].chars().next().is_some_and(char::is_alphanumeric);
    !(first && before || last && after)
}
