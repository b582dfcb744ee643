//! Which skills are alternatives of each other: "AWS, GCP or Azure", "Jenkins/CircleCI", "one of Go, Rust and C++", "a cloud (AWS, GCP)".
//!
//! A list is a run of mentions with nothing but list signs between them. It is one of alternatives when
//! - an "or" joins it, or slashes join its neighbours;
//! - "one of" announces it;
//! - it gives examples: "such as" announces it, or "etc." or "or similar" ends it, and no "and" says that all are meant;
//! - it stands in a bracket behind a category and names things of one kind.

use std::borrow::Cow;
use std::ops::Range;

use super::Found;
use super::sentence::Sentence;
use crate::analysis::SkillKind;
use crate::cues::CueKind;
use crate::dictionary::Dictionary;

/// The longest text between two members of a list.
const GAP_MAX: usize = 24;
/// How far before a list its announcement may end.
const LEAD_MAX: usize = 30;
/// How far before a bracket the name may stand of which it lists the parts.
const PARTS_MAX: usize = 24;

/// How two neighbours are joined.
#[derive(Clone, Copy, PartialEq)]
enum Joint {
    Comma,
    Slash,
    Or,
    And,
    None,
}

/// Sets `any_of` and `or_similar`; `groups` counts the groups of the posting.
pub(super) fn group(mentions: &mut [Found], sentence: &Sentence<'_>, dictionary: &Dictionary, groups: &mut u16) {
    let joints: Vec<Joint> = mentions.windows(2).map(|pair| joint(pair[0].end, pair[1].start, sentence)).collect();
    let mut start = 0;
    while start < mentions.len() {
        let mut end = start + 1;
        while end < mentions.len() && joints[end - 1] != Joint::None {
            end += 1;
        }
        // A category before a bracket is a practice at most; a tool there is what the bracket lists the parts of.
        let is_tool = |found: &Found| dictionary.skills[found.skill as usize].kind == SkillKind::Tool;
        let before = start.checked_sub(1).map(|i| &mentions[i]).filter(|found| is_tool(found)).map(|found| found.end);
        let list = &mut mentions[start..end];
        let ending = ending(list[list.len() - 1].end, sentence);
        if ending == Ending::Hedge {
            for member in list.iter_mut() {
                member.or_similar = true;
            }
        }
        if list.len() > 1 {
            let sense = sense(list[0].start, before, ending, sentence);
            for run in runs(list, &joints[start..end - 1], sense, dictionary) {
                *groups = groups.saturating_add(1);
                for member in &mut list[run] {
                    member.any_of = Some(*groups);
                }
            }
        }
        start = end;
    }
}

/// What a list is, by the words around it.
#[derive(Clone, Copy, PartialEq)]
enum Sense {
    /// Announced as one of several.
    Choice,
    /// Announced or ended as examples.
    Examples,
    /// In a bracket behind a category, with nothing that announces or ends it.
    Bracket,
    /// Neither.
    Plain,
}

/// What stands behind a list.
#[derive(Clone, Copy, PartialEq)]
enum Ending {
    /// "or similar".
    Hedge,
    /// "etc.", "or another language".
    AndSoOn,
    Nothing,
}

/// The parts of a list that are alternatives, as ranges of its members.
fn runs(list: &[Found], joints: &[Joint], sense: Sense, dictionary: &Dictionary) -> Vec<Range<usize>> {
    let has = |joint| joints.contains(&joint);
    // The groups of the clouds are by vendor and hold products of every kind: `(GitHub Actions, Azure DevOps)`.
    let group = |found: &Found| {
        Some(&dictionary.skills[found.skill as usize].group).filter(|group| !group.starts_with("cloud-"))
    };
    let is_of_one_kind = || {
        let mut kinds = list.iter().filter_map(group);
        kinds.next().is_none_or(|first| kinds.all(|kind| kind == first))
    };
    let whole = match sense {
        Sense::Choice => true,
        Sense::Examples => !has(Joint::And) || has(Joint::Or) || is_of_one_kind(),
        Sense::Bracket => (!has(Joint::And) || has(Joint::Or)) && is_of_one_kind(),
        Sense::Plain => has(Joint::Or) && !has(Joint::And),
    };
    let mut runs: Vec<Range<usize>> = Vec::new();
    // Several slashes among commas are several small choices: "(Kafka/Redpanda, ClickHouse/InfluxDB)".
    let slashes = joints.iter().filter(|joint| **joint == Joint::Slash).count();
    let is_several =
        matches!(sense, Sense::Examples | Sense::Bracket) && slashes > 1 && has(Joint::Comma) && !has(Joint::Or);
    if whole && !is_several {
        runs.push(0..list.len());
    } else {
        // It falls apart at each "and"; what holds together is joined by an "or" or by slashes.
        let mut from = 0;
        for at in 0..=joints.len() {
            if at == joints.len() || joints[at] == Joint::And {
                push_parts(&joints[from..at], from, &mut runs);
                from = at + 1;
            }
        }
    }
    runs.retain(|run| list[run.clone()].iter().any(|found| found.skill != list[run.start].skill));
    runs
}

/// The alternatives of a part without "and": all of it when an "or" joins it, else each run of slashes.
fn push_parts(joints: &[Joint], first: usize, runs: &mut Vec<Range<usize>>) {
    if joints.contains(&Joint::Or) {
        runs.push(first..first + joints.len() + 1);
        return;
    }
    let mut from = 0;
    for at in 0..=joints.len() {
        if at == joints.len() || joints[at] != Joint::Slash {
            if at > from {
                runs.push(first + from..first + at + 1);
            }
            from = at + 1;
        }
    }
}

fn joint(end: usize, start: usize, sentence: &Sentence<'_>) -> Joint {
    if start < end {
        return Joint::None;
    }
    let gap = &sentence.text[end..start];
    // A bracket opens another list, but for "AWS (or GCP)" and "Azure (preferred) or AWS".
    let is_new_list = gap.contains(')') && !gap.contains('(') || gap.contains('(') && !gap.contains("or");
    if gap.len() > GAP_MAX || is_new_list {
        return Joint::None;
    }
    // "or" in the language of the posting; the same letters mean something else in another ("of" is "or" in Dutch).
    let first = sentence.cues.partition_point(|cue| cue.start < end);
    let has_or = sentence.cues[first..].iter().take_while(|cue| cue.start < start).any(|cue| cue.kind == CueKind::Or);
    let mut joint = Joint::None;
    // Most gaps are in lower case already.
    let is_lower = gap.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    let gap = if is_lower { Cow::Borrowed(gap) } else { Cow::Owned(gap.to_lowercase()) };
    for word in gap.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '\'')) {
        joint = match word {
            "," | "+" | "|" | "·" if joint == Joint::None => Joint::Comma,
            "/" | "\\" => Joint::Slash,
            "and" | "&" | ",and" | "und" | "et" | "y" | "e" | "en" | "i" => Joint::And,
            // Versions, short qualifiers and the maker's name do not break a list.
            _ if word.is_empty() || word == "," || has_or && OR_WORDS.contains(&word) || is_filler(word) => joint,
            _ => return Joint::None,
        };
    }
    if has_or { Joint::Or } else { joint }
}

/// The words that an "or" may be made of.
const OR_WORDS: [&str; 13] = ["or", "and/or", ",or", "oder", "bzw.", "ou", "o", "u", "of", "lub", "e/ou", "y/o", "vs"];

fn is_filler(word: &str) -> bool {
    let number = word
        .trim_matches(|c: char| matches!(c, '+' | '.' | 'v' | ','))
        .bytes()
        .all(|b| b.is_ascii_digit() || b == b'.');
    number
        || matches!(
            word,
            "even"
                | "maybe"
                | "preferably"
                | "ideally"
                | "google"
                | "microsoft"
                | "amazon"
                | "apache"
                | "another"
                | "similar"
                | "preferred"
                | "a"
                | "an"
                | "the"
        )
}

/// What the words around a list make of it; `before` is the end of the tool named before its first member.
fn sense(start: usize, before: Option<usize>, ending: Ending, sentence: &Sentence<'_>) -> Sense {
    let cue = sentence.cues[..sentence.cues.partition_point(|cue| cue.end <= start)].iter().rev().take(6).find(|cue| {
        // The full stop of "e.g." is not one.
        let gap = sentence.between(cue.end, start);
        let gap = gap.strip_prefix(b".").unwrap_or(gap);
        matches!(cue.kind, CueKind::OneOf | CueKind::Example)
            && gap.len() <= LEAD_MAX
            && !gap.iter().any(|b| matches!(b, b'.' | b';' | b')'))
    });
    match cue.map(|cue| cue.kind) {
        Some(CueKind::OneOf) => return Sense::Choice,
        Some(_) => return Sense::Examples,
        None => {}
    }
    // "a cloud (AWS, GCP)", but not "AWS services (EC2, S3)": there the bracket lists parts of what is named before it.
    let opening = sentence.between(sentence.range.start, start).trim_ascii_end();
    let names_whole = before.is_some_and(|end| start - end <= PARTS_MAX);
    match (ending, opening.ends_with(b"(") && !names_whole) {
        (Ending::Nothing, false) => Sense::Plain,
        (Ending::Nothing, true) => Sense::Bracket,
        _ => Sense::Examples,
    }
}

fn ending(end: usize, sentence: &Sentence<'_>) -> Ending {
    let is_near = |at: usize| {
        at >= end && sentence.between(end, at).iter().all(|b| b.is_ascii_whitespace() || matches!(b, b',' | b'/'))
    };
    let from = sentence.cues.partition_point(|cue| cue.start < end);
    if sentence.cues[from..].iter().take(3).any(|cue| cue.kind == CueKind::Hedge && is_near(cue.start)) {
        return Ending::Hedge;
    }
    let behind = sentence.between(end, sentence.range.end);
    let behind = &behind[behind.iter().take_while(|b| b.is_ascii_whitespace() || matches!(b, b',' | b'/')).count()..];
    let goes_on = behind.starts_with(b"or ") && !behind.starts_with(b"or better");
    if goes_on || behind.starts_with(b"etc") || behind.starts_with(b"...") || behind.starts_with("…".as_bytes()) {
        Ending::AndSoOn
    } else {
        Ending::Nothing
    }
}
