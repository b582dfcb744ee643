//! Whether an ambiguous name is the skill: `Go` the language or the verb, `Chef` the tool or the cook.
//!
//! A weak spelling counts when (a) a word that its entry lists under `with` stands near, (b) it stands in a list beside another
//! skill, (c) words that announce a skill stand directly before it, or (d) it is a line of its own in a list of requirements or
//! tools. The rules are specified in `dictionaries/README.md`.

use std::borrow::Cow;
use std::ops::Range;

use super::{Reason, Suppressed};
use crate::analysis::SectionKind;
use crate::cues::{Cue, CueKind};
use crate::dictionary::Dictionary;
use crate::dictionary::terms::{Hit, Strength};
use crate::text::Text;

/// How near a word of `with` must stand, in bytes.
const NEAR: usize = 60;

/// A block with what is around its names.
pub(super) struct Place<'a> {
    pub(super) text: &'a Text,
    /// The folded form of the whole text.
    pub(super) folded: &'a [u8],
    pub(super) block: Range<usize>,
    pub(super) section: SectionKind,
    /// The cues of the whole text.
    pub(super) cues: &'a [Cue],
    pub(super) dictionary: &'a Dictionary,
}

/// The hits of one block that name skills, in most blocks all of them; the others go to `suppressed`.
pub(super) fn weigh<'h>(hits: &'h [Hit], place: &Place<'_>, suppressed: &mut Vec<Suppressed>) -> Cow<'h, [Hit]> {
    let Place { text, dictionary, .. } = place;
    let is_mask = |hit: &Hit| hit.strength == Strength::Mask;
    let hits: Cow<'h, [Hit]> =
        if hits.iter().any(is_mask) { hits.iter().filter(|hit| !is_mask(hit)).copied().collect() } else { hits.into() };
    if hits.iter().all(|hit| hit.strength == Strength::Strong) {
        return hits;
    }
    let group = |hit: &Hit| &dictionary.skills[hit.skill as usize].group;
    let mut sure: Vec<bool> = hits
        .iter()
        .map(|hit| {
            hit.strength == Strength::Strong
                || stands_alone(hit, place)
                || has_lead_in(hit, place)
                || has_word_near(hit, place)
        })
        .collect();
    // A list passes its certainty on, from left to right and back.
    let beside: Vec<bool> = hits.windows(2).map(|pair| is_list_gap(&text.plain[pair[0].end..pair[1].start])).collect();
    for i in 1..hits.len() {
        sure[i] |= beside[i - 1] && sure[i - 1];
    }
    for i in (1..hits.len()).rev() {
        sure[i - 1] |= beside[i - 1] && sure[i];
    }
    // Two doubtful names of one kind side by side (`Go or Rust`, `Chef/Puppet`) vouch for each other.
    for i in 1..hits.len() {
        let capital = |hit: &Hit| text.plain[hit.start..].starts_with(char::is_uppercase);
        if beside[i - 1]
            && group(&hits[i - 1]) == group(&hits[i])
            && hits[i - 1].skill != hits[i].skill
            && capital(&hits[i - 1])
            && capital(&hits[i])
        {
            sure[i - 1] = true;
            sure[i] = true;
        }
    }
    let mut kept = Vec::with_capacity(hits.len());
    for (&hit, sure) in hits.iter().zip(sure) {
        if sure {
            kept.push(hit);
        } else {
            suppressed.push(Suppressed {
                start: hit.start,
                end: hit.end,
                skill: hit.skill,
                reason: Reason::NoEvidence,
            });
        }
    }
    kept.into()
}

/// Whether a name stands in a list beside another skill, or words that announce a skill stand before it.
pub(super) fn is_one_of_several(hit: &Hit, hits: &[Hit], place: &Place<'_>) -> bool {
    let at = hits.partition_point(|other| other.start < hit.start);
    let gap = |first: Option<&Hit>, second: Option<&Hit>| {
        first.zip(second).is_some_and(|(a, b)| is_list_gap(&place.text.plain[a.end..b.start]))
    };
    gap(at.checked_sub(1).and_then(|before| hits.get(before)), Some(hit))
        || gap(Some(hit), hits.get(at + 1))
        || has_lead_in(hit, place)
}

/// A line of its own in a part that lists what is asked for or used: "• Go" under "Our stack", "• Rust (nice to have)".
fn stands_alone(hit: &Hit, place: &Place<'_>) -> bool {
    /// A longer line says more than a name and how much it is wanted.
    const LONGEST: usize = 60;
    let Place { text, block, section, cues, .. } = place;
    let lists = matches!(section, SectionKind::Requirements | SectionKind::Preferred | SectionKind::Stack);
    if !lists || block.len() > LONGEST || !text.plain[hit.start..].starts_with(char::is_uppercase) {
        return false;
    }
    let own = cues.partition_point(|cue| cue.start < block.start)..cues.partition_point(|cue| cue.start < block.end);
    let is_cue = |at: usize| {
        cues[own.clone()]
            .iter()
            .any(|cue| matches!(cue.kind, CueKind::Importance(_)) && (cue.start..cue.end).contains(&at))
    };
    text.plain[block.clone()]
        .char_indices()
        .map(|(i, c)| (block.start + i, c))
        .all(|(at, c)| !c.is_alphabetic() || (hit.start..hit.end).contains(&at) || is_cue(at))
}

fn has_word_near(hit: &Hit, place: &Place<'_>) -> bool {
    let Place { folded, block, dictionary, .. } = place;
    let words = &dictionary.skills[hit.skill as usize].with;
    let from = hit.start.saturating_sub(NEAR).max(block.start);
    let to = (hit.end + NEAR).min(block.end);
    [&folded[from..hit.start], &folded[hit.end..to]].iter().any(|text| {
        // The texts are short and the words many: most are not looked for where it is known how each word of the text begins.
        let beginnings = beginnings(text);
        let may_stand = |word: &[u8]| word.len() < 2 || beginnings >> beginning(word) & 1 != 0;
        words.iter().map(String::as_bytes).any(|word| may_stand(word) && is_word_in(text, word))
    })
}

/// How each word of a text begins, a bit for each; words that begin in different ways may have one bit.
fn beginnings(text: &[u8]) -> u64 {
    let mut beginnings = 0;
    let mut goes_on = false;
    for (at, byte) in text.iter().enumerate() {
        if !goes_on {
            beginnings |= 1 << beginning(&text[at..]);
        }
        goes_on = byte.is_ascii_alphanumeric();
    }
    beginnings
}

/// The number of the bit for the beginning of a word, by its first two letters.
fn beginning(word: &[u8]) -> u32 {
    let [first, second] = [0, 1].map(|at| word.get(at).map_or(0, |byte| u32::from(*byte)));
    (first + 5 * second) % u64::BITS
}

/// Whether the folded text holds the word; a plural or other ending may follow.
fn is_word_in(text: &[u8], word: &[u8]) -> bool {
    let Some(&first) = word.first() else { return false };
    // A searcher for each word would cost more than the search.
    memchr::memchr_iter(first, text).filter(|&at| text[at..].starts_with(word)).any(|at| {
        let end = at + word.len();
        let before = at == 0 || !text[at - 1].is_ascii_alphanumeric();
        let after = !text.get(end).is_some_and(u8::is_ascii_alphanumeric)
            || text[end] == b's' && !text.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
        before && after
    })
}

/// Words that announce a skill stand directly before a spelling with a capital letter; an article or adjective may stand between.
fn has_lead_in(hit: &Hit, place: &Place<'_>) -> bool {
    let Place { text, folded, cues, .. } = place;
    if !text.plain[hit.start..].starts_with(char::is_uppercase) {
        return false;
    }
    let at = cues.partition_point(|cue| cue.start < hit.start);
    cues[..at].iter().rev().take(4).any(|cue| {
        let announces = matches!(cue.kind, CueKind::LeadIn | CueKind::Example | CueKind::OneOf);
        announces
            && cue.end <= hit.start
            && matches!(
                folded[cue.end..hit.start].trim_ascii(),
                b"" | b":" | b"the" | b"a" | b"modern" | b"strong" | b"(" | b"either"
            )
    })
}

/// What may stand between two names of a list, besides signs.
const JOINTS: [&str; 17] =
    ["and", "or", "und", "oder", "et", "ou", "y", "o", "e", "en", "i", "lub", "-", "–", "with", "e.g.", "etc."];

/// Whether the text between two names is that of a list: a comma, slash, "and", "or", brackets.
pub(super) fn is_list_gap(gap: &str) -> bool {
    const LONGEST: usize = 12;
    if gap.len() > LONGEST {
        return false;
    }
    let mut words = gap
        .split(|c: char| {
            c.is_whitespace() || matches!(c, ',' | '/' | '|' | '(' | ')' | '&' | '+' | '·' | '•' | '"' | '\'' | '\\')
        })
        .filter(|w| !w.is_empty());
    let is_joined = words.all(|word| JOINTS.iter().any(|joint| joint.eq_ignore_ascii_case(word)));
    is_joined && gap.chars().any(|c| !c.is_whitespace())
}
