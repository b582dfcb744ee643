//! Terms that the vocabulary does not know yet: what stands in lists beside known skills and looks like a name.
//!
//! In: analyses. Out: candidates ranked by the number of postings that have them, each with example lines. A person judges them.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::{Analysis, SectionKind};
use crate::dictionary::Dictionary;
use crate::text::Block;

/// A term has at most so many words.
const WORDS_MAX: usize = 4;
/// And so many bytes.
const BYTES: std::ops::RangeInclusive<usize> = 2..=40;
/// So many example lines are kept.
const EXAMPLES: usize = 3;
/// Example lines are cut to so many bytes.
const LINE_MAX: usize = 140;

/// Unknown terms over many postings.
#[derive(Debug, Default)]
pub struct Candidates {
    by_term: BTreeMap<String, Candidate>,
}

/// An unknown term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The term, in its first spelling.
    pub term: String,
    /// Postings that have it.
    pub postings: u64,
    /// Lines in which it stands, from the first postings that have it.
    pub examples: Vec<String>,
}

/// The unknown terms of one posting, each with a line in which it stands.
pub type Terms = BTreeMap<String, String>;

impl Candidates {
    /// The unknown terms of a posting.
    pub fn of(analysis: &Analysis, dictionary: &Dictionary) -> Terms {
        let mut terms = Terms::new();
        let mut known: Vec<(usize, usize)> =
            analysis.skills.iter().flat_map(|finding| &finding.mentions).map(|m| (m.start, m.end)).collect();
        known.extend(analysis.suppressed.iter().map(|s| (s.start, s.end)));
        known.sort_unstable();
        let company = analysis.company.as_deref().unwrap_or_default();
        for (block, section) in analysis.text.blocks.iter().zip(&analysis.sections) {
            if matches!(section, SectionKind::Benefits | SectionKind::Legal | SectionKind::Apply) {
                continue;
            }
            let from = known.partition_point(|(start, _)| *start < block.start);
            let own = &known[from..known.partition_point(|(start, _)| *start < block.end)];
            if own.is_empty() {
                continue;
            }
            let line = analysis.text.slice(block);
            for (start, term) in segments(line) {
                let at = block.start + start;
                let next = own.partition_point(|(_, end)| *end <= at);
                let is_known = own.get(next).is_some_and(|(from, _)| *from < at + term.len());
                // A sentence begins with a capital whatever its first word is.
                let before = line[..start].trim_end();
                let begins = before.is_empty() || before.ends_with(['.', '!', '?', ':']);
                let is_plain =
                    !term.contains(' ') && !term.chars().skip(1).any(|c| c.is_uppercase() || c.is_ascii_digit());
                if !is_known
                    && (!begins || !is_plain)
                    && looks_like_a_name(term)
                    && !term.eq_ignore_ascii_case(company)
                    && dictionary.find(term).is_none()
                {
                    terms.entry(term.to_owned()).or_insert_with(|| excerpt(analysis, block, at));
                }
            }
        }
        terms
    }

    /// Adds the terms of one posting.
    pub fn add(&mut self, terms: Terms) {
        let mut counted = BTreeSet::new();
        for (term, line) in terms {
            let key = term.to_lowercase();
            let candidate = self.by_term.entry(key.clone()).or_insert_with(|| Candidate {
                term,
                postings: 0,
                examples: Vec::new(),
            });
            // Two spellings in one posting are one posting.
            if counted.insert(key) {
                candidate.postings += 1;
            }
            if candidate.examples.len() < EXAMPLES && !candidate.examples.contains(&line) {
                candidate.examples.push(line);
            }
        }
    }

    /// The `most` frequent, ties by name.
    pub fn ranked(&self, most: usize) -> Vec<&Candidate> {
        let mut all: Vec<&Candidate> = self.by_term.values().collect();
        all.sort_by(|a, b| b.postings.cmp(&a.postings).then(a.term.cmp(&b.term)));
        all.truncate(most);
        all
    }
}

/// The members of the lists in a line, with their places.
fn segments(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_separator = |c: char| matches!(c, ',' | ';' | '/' | '(' | ')' | '|' | '•' | '·' | ':' | '[' | ']');
    line.split(is_separator)
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" or "))
        .map(|part| part.trim().trim_end_matches(['.', '!', '?']))
        .filter(|term| BYTES.contains(&term.len()) && term.split(' ').count() <= WORDS_MAX)
        // A part of the line: its place is how far its bytes stand behind the line's.
        .map(move |term| (term.as_ptr() as usize - line.as_ptr() as usize, term))
}

/// Whether every word has a capital or a digit, or is one sign long, and some word has a letter.
fn looks_like_a_name(term: &str) -> bool {
    let is_marked = |word: &str| word.chars().any(|c| c.is_uppercase() || c.is_ascii_digit());
    term.chars().any(char::is_alphabetic) && term.split(' ').all(|word| is_marked(word) || word.len() == 1)
}

fn excerpt(analysis: &Analysis, block: &Block, at: usize) -> String {
    let line = analysis.text.slice(block);
    let middle = (at - block.start).min(line.len());
    let start = line.floor_char_boundary(middle.saturating_sub(LINE_MAX / 2));
    let end = line.floor_char_boundary((start + LINE_MAX).min(line.len()));
    line[start..end].trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_lists_with_their_places() {
        let line = "Know Go and Zig, or Gleam (é • Roc).";
        let found: Vec<(usize, &str)> = segments(line).collect();
        assert!(found.iter().all(|(at, term)| line[*at..].starts_with(term)));
        let terms: Vec<&str> = found.into_iter().map(|(_, term)| term).collect();
        assert_eq!(terms, ["Know Go", "Zig", "Gleam", "é", "Roc"]);
    }
}
