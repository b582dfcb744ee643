//! Spellings of skills, and which of those that a text has are whole terms.
//!
//! Text and spellings are folded byte by byte (ASCII lower case; a hyphen or an underscore is a blank), so that an offset in the
//! folded text is the same offset in the text itself.

use std::cmp::Reverse;

use crate::lexicon::Marked;
use crate::trie::Found;

/// How a spelling counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strength {
    /// Names the skill wherever it stands.
    Strong,
    /// An ordinary word too: needs evidence.
    Weak,
    /// Names something else: takes its place in the text and nothing more.
    Mask,
}

/// The spellings of one folded form.
#[derive(Clone, Debug)]
struct Term {
    skill: u32,
    /// Its strength in any letter case.
    any: Option<Strength>,
    /// Spellings that count only in their own letter case.
    cased: Vec<(String, Strength)>,
}

/// One whole-term match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) start: usize,
    /// One past the last byte of the term, a plural `s` included, a version not.
    pub(crate) end: usize,
    pub(crate) skill: u32,
    pub(crate) strength: Strength,
    /// One past the last byte of the spelling itself, without a plural `s`.
    literal: usize,
}

/// All spellings, searchable.
#[derive(Clone, Debug)]
pub(crate) struct Terms {
    terms: Vec<Term>,
    /// The folded spellings, sorted, in the order of `terms`.
    pub(crate) folded: Vec<Vec<u8>>,
}

/// Folds a byte; see the module's head.
#[inline]
pub(crate) const fn fold_byte(byte: u8) -> u8 {
    blank(byte).to_ascii_lowercase()
}

/// A hyphen or an underscore as a blank, letter case kept.
#[inline]
const fn blank(byte: u8) -> u8 {
    match byte {
        b'-' | b'_' => b' ',
        _ => byte,
    }
}

/// The folded form of a text, byte for byte.
pub(crate) fn fold(text: &str) -> Vec<u8> {
    text.bytes().map(fold_byte).collect()
}

/// Spellings before compilation.
pub(crate) struct Spellings<'e> {
    spelled: Vec<Spelled<'e>>,
}

/// A spelling of a skill.
struct Spelled<'e> {
    /// The first bytes of the folded form, by which most are told apart.
    begins: u64,
    form: Vec<u8>,
    /// How many were added before it.
    number: u32,
    skill: u32,
    written: &'e str,
    strength: Strength,
    reach: Reach,
}

/// Where a spelling counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// In any letter case.
    Any,
    /// In its own letter case.
    Cased,
    /// In any letter case, where no other has the form: nobody wrote it, a rule added it.
    Yielding,
}

/// A spelling that another skill has.
pub(crate) struct Clash<'e> {
    pub(crate) spelling: &'e str,
    pub(crate) skill: u32,
    pub(crate) other: u32,
}

impl<'e> Spellings<'e> {
    /// None yet, with room for so many.
    pub(crate) fn with_capacity(most: usize) -> Self {
        Self { spelled: Vec::with_capacity(most) }
    }

    /// Adds a spelling that counts in any letter case.
    pub(crate) fn add_any(&mut self, spelling: &'e str, skill: u32, strength: Strength) {
        self.add(fold(spelling), spelling, skill, strength, Reach::Any);
    }

    /// Adds a spelling that counts only in its own letter case.
    pub(crate) fn add_cased(&mut self, spelling: &'e str, skill: u32, strength: Strength) {
        self.add(fold(spelling), spelling, skill, strength, Reach::Cased);
    }

    /// Adds a spelling that counts where no other one has its form, neither one that was written nor an earlier one of these.
    pub(crate) fn add_yielding(&mut self, spelling: &str, skill: u32, strength: Strength) {
        self.add(fold(spelling), "", skill, strength, Reach::Yielding);
    }

    fn add(&mut self, form: Vec<u8>, written: &'e str, skill: u32, strength: Strength, reach: Reach) {
        let begins = (0..size_of::<u64>()).fold(0, |begins, at| begins << 8 | u64::from(*form.get(at).unwrap_or(&0)));
        let number = self.spelled.len() as u32;
        self.spelled.push(Spelled { begins, form, number, skill, written, strength, reach });
    }

    /// One term of all spellings that have one folded form, sorted by it: what is sorted once need not be looked up for each.
    ///
    /// # Errors
    /// The first spelling that another skill has.
    pub(crate) fn compile(mut self) -> Result<Terms, Clash<'e>> {
        // What was written goes before what yields, of either the earlier first.
        self.spelled.sort_unstable_by(|a, b| {
            let rank = |spelled: &Spelled<'_>| (spelled.reach == Reach::Yielding, spelled.number);
            (a.begins, &a.form, rank(a)).cmp(&(b.begins, &b.form, rank(b)))
        });
        let mut terms: Vec<Term> = Vec::with_capacity(self.spelled.len());
        let mut folded: Vec<Vec<u8>> = Vec::with_capacity(self.spelled.len());
        let mut clash: Option<Clash<'e>> = None;
        for Spelled { form, written, skill, strength, reach, .. } in self.spelled {
            if folded.last() != Some(&form) {
                terms.push(Term { skill, any: None, cased: Vec::new() });
                folded.push(form);
            } else if reach == Reach::Yielding {
                continue;
            }
            let Some(term) = terms.last_mut() else { continue };
            if term.skill != skill {
                // They are added by skill.
                if clash.as_ref().is_none_or(|first| skill < first.skill) {
                    clash = Some(Clash { spelling: written, skill, other: term.skill });
                }
            } else if reach == Reach::Cased {
                term.cased.push((written.replace(['-', '_'], " "), strength));
            } else {
                term.any.get_or_insert(strength);
            }
        }
        clash.map_or(Ok(Terms { terms, folded }), Err)
    }
}

impl Terms {
    /// The whole terms of a text, leftmost first, of overlapping ones the longest, masks among them.
    ///
    /// All of them, then the whole-term filter, then the choice: a leftmost-longest search would lose a short term whose longer
    /// neighbour fails the filter.
    pub(crate) fn whole(&self, text: &str, marked: &Marked) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        for &Found { start, end, number } in &marked.terms {
            let term = &self.terms[number];
            if !is_whole_start(text, start) {
                continue;
            }
            let Some(tail) = whole_end(text, start, end) else { continue };
            let Some(strength) = term.strength(&text[start..end]) else { continue };
            // An ordinary word with a plural `s` is another ordinary word: `Excels`, `nodes`; `CRDs` and `ARM templates` are not.
            let is_ordinary =
                || !marked[start..end].contains(&b' ') && text[start..end].contains(|c: char| c.is_lowercase());
            if strength == Strength::Weak && tail > end && is_ordinary() {
                continue;
            }
            if strength != Strength::Mask && is_in_address(text, start, end) {
                continue;
            }
            hits.push(Hit { start, end: tail, skill: term.skill, strength, literal: end });
        }
        // Of two that end alike a skill goes before a mask, which may be another skill's, then the one that needs no plural.
        hits.sort_by_key(|hit| (hit.start, Reverse(hit.end), hit.strength == Strength::Mask, Reverse(hit.literal)));
        let mut free_from = 0;
        hits.retain(|hit| {
            let free = hit.start >= free_from;
            if free {
                free_from = hit.end;
            }
            free
        });
        hits
    }

    /// The folded spellings whose strength is wanted.
    pub(crate) fn forms(&self, wanted: impl Fn(Strength) -> bool) -> Vec<String> {
        let is_wanted =
            |term: &Term| term.any.into_iter().chain(term.cased.iter().map(|(_, strength)| *strength)).any(&wanted);
        self.folded
            .iter()
            .zip(&self.terms)
            .filter(|(_, term)| is_wanted(term))
            .map(|(form, _)| String::from_utf8_lossy(form).into_owned())
            .collect()
    }
}

impl Term {
    fn strength(&self, written: &str) -> Option<Strength> {
        if self.any.is_some() && self.cased.is_empty() {
            return self.any;
        }
        let is_written = |spelling: &str| spelling.bytes().eq(written.bytes().map(blank));
        self.cased.iter().find(|(spelling, _)| is_written(spelling)).map(|(_, strength)| *strength).or(self.any)
    }
}

/// Whether no word goes on into the term from before it.
fn is_whole_start(text: &str, start: usize) -> bool {
    let bytes = text.as_bytes();
    if start == 0 || !text.is_char_boundary(start) {
        return start == 0;
    }
    if !is_word_at(text, start) {
        return true;
    }
    let before = bytes[start - 1];
    if before.is_ascii() {
        return !before.is_ascii_alphanumeric();
    }
    !text[..start].chars().next_back().is_some_and(char::is_alphanumeric)
}

/// Where the term ends when no word goes on behind it; a plural `s` is taken in, a version directly behind is allowed.
fn whole_end(text: &str, start: usize, end: usize) -> Option<usize> {
    if !text.is_char_boundary(end) {
        return None;
    }
    let bytes = text.as_bytes();
    let last = bytes[end - 1];
    let Some(next) = text[end..].chars().next() else { return Some(end) };
    // `C` is neither `C++` nor `C#`.
    if end - start <= 2 && matches!(next, '+' | '#') {
        return None;
    }
    if !last.is_ascii_alphanumeric() && last.is_ascii() || !next.is_alphanumeric() {
        return Some(end);
    }
    if next == 's' && last != b's' && last.is_ascii_alphabetic() && end - start >= 2 && !is_word_at(text, end + 1) {
        return Some(end + 1);
    }
    if next.is_ascii_digit() && last.is_ascii_alphabetic() && end - start >= 3 {
        let digits = bytes[end..].iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
        return (!is_word_at(text, end + digits)).then_some(end);
    }
    None
}

fn is_word_at(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(char::is_alphanumeric)
}

/// The ends of domain names that are common enough to tell one.
const DOMAINS: [&[u8]; 12] =
    [b".com", b".org", b".net", b".dev", b".ai", b".co", b".app", b".eu", b".de", b".us", b".tech", b".cloud"];

/// Whether the match is part of a web address or an e-mail address.
fn is_in_address(text: &str, start: usize, end: usize) -> bool {
    // Bounded: a "word" of a megabyte is no address.
    const REACH: usize = 160;
    let bytes = text.as_bytes();
    let from = bytes[start.saturating_sub(REACH)..start]
        .iter()
        .rposition(u8::is_ascii_whitespace)
        .map_or(start.saturating_sub(REACH), |at| start.saturating_sub(REACH) + at + 1);
    let before = &bytes[from..start];
    let until = end
        + bytes[end..bytes.len().min(end + REACH)]
            .iter()
            .position(u8::is_ascii_whitespace)
            .unwrap_or(bytes.len().min(end + REACH) - end);
    let after = &bytes[end..until];
    // Most names stand between blanks.
    if before.is_empty() && after.is_empty() {
        return false;
    }
    if memchr::memmem::find(before, b"://").is_some() || memchr::memmem::find(before, b"www.").is_some() {
        return true;
    }
    let at = |part: &[u8]| memchr::memchr(b'@', part);
    if at(before).is_some_and(|i| i > 0 && before[i - 1].is_ascii_alphanumeric()) {
        return true;
    }
    if at(after).is_some_and(|i| {
        after[..i].iter().all(|b| b.is_ascii_alphanumeric() || b"._-+".contains(b)) && after[i + 1..].contains(&b'.')
    }) {
        return true;
    }
    // `acme.com` behind or before: `docker.com/careers`, `careers.google.com`.
    DOMAINS.iter().any(|domain| {
        after.len() >= domain.len()
            && after[..domain.len()].eq_ignore_ascii_case(domain)
            && !after.get(domain.len()).is_some_and(u8::is_ascii_alphanumeric)
    })
}
