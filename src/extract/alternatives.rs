//! Which skills are alternatives of each other: "AWS, GCP or Azure", "Jenkins/CircleCI", "one of Go, Rust and C++", "a cloud such as AWS, GCP".
//!
//! A list is a run of mentions with nothing but list signs between them. It is one of alternatives when an "or" or a slash joins
//! it, when "one of" announces it, or when "such as" announces competing products: members of one dictionary group.

use super::Found;
use super::sentence::Sentence;
use crate::cues::CueKind;
use crate::dictionary::Dictionary;

/// The longest text between two members of a list.
const GAP_MAX: usize = 24;
/// How far before a list its announcement may end.
const LEAD_MAX: usize = 30;

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
        hedge(&mut mentions[start..end], sentence);
        if end - start > 1 {
            let announced = announcement(mentions[start].start, sentence);
            for run in runs(start, end, &joints, announced) {
                let members = &mut mentions[run.clone()];
                let joined = &joints[run.start..run.end - 1];
                if is_alternative(members, joined, announced, dictionary) {
                    *groups = groups.saturating_add(1);
                    for member in members {
                        member.any_of = Some(*groups);
                    }
                }
            }
        }
        start = end;
    }
}

/// A list falls apart at each "and", unless it was announced as one of choices or examples.
fn runs(start: usize, end: usize, joints: &[Joint], announced: Option<CueKind>) -> Vec<std::ops::Range<usize>> {
    if announced.is_some() {
        return std::iter::once(start..end).collect();
    }
    let mut runs = Vec::new();
    let mut from = start;
    for i in start..end - 1 {
        if joints[i] == Joint::And {
            runs.push(from..i + 1);
            from = i + 1;
        }
    }
    runs.push(from..end);
    runs.retain(|run| run.len() > 1);
    runs
}

fn is_alternative(members: &[Found], joints: &[Joint], announced: Option<CueKind>, dictionary: &Dictionary) -> bool {
    if members.windows(2).all(|pair| pair[0].skill == pair[1].skill) {
        return false;
    }
    let has = |joint| joints.contains(&joint);
    match announced {
        Some(CueKind::OneOf) => true,
        Some(CueKind::Example) => has(Joint::Or) || has(Joint::Slash) || {
            let group = |m: &Found| &dictionary.skills[m.skill as usize].group;
            members.windows(2).all(|pair| group(&pair[0]) == group(&pair[1]))
        },
        _ => has(Joint::Or) || joints.iter().all(|joint| *joint == Joint::Slash),
    }
}

fn joint(end: usize, start: usize, sentence: &Sentence<'_>) -> Joint {
    if start < end {
        return Joint::None;
    }
    let gap = &sentence.text[end..start];
    if gap.len() > GAP_MAX {
        return Joint::None;
    }
    let mut joint = Joint::None;
    for word in gap.to_lowercase().split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '\'')) {
        joint = match word {
            "" => joint,
            "," | "+" | "|" | "·" if joint == Joint::None => Joint::Comma,
            "," => joint,
            "/" | "\\" => Joint::Slash,
            "or" | "and/or" | "oder" | "bzw." | "ou" | "lub" | "of" | ",or" => Joint::Or,
            "o" | "e" | "y" | "et" | "und" | "en" | "i" if joint != Joint::Or => if word == "o" { Joint::Or } else { Joint::And },
            "and" | "&" | ",and" => Joint::And,
            // Versions, short qualifiers and the maker's name do not break a list.
            _ if is_filler(word) => joint,
            _ => return Joint::None,
        };
    }
    joint
}

fn is_filler(word: &str) -> bool {
    let number = word.trim_matches(|c: char| matches!(c, '+' | '.' | 'v' | ',')).bytes().all(|b| b.is_ascii_digit() || b == b'.');
    number || matches!(word, "even" | "maybe" | "preferably" | "ideally" | "google" | "microsoft" | "amazon" | "apache" | "another" | "similar")
}

/// What announces the list: a cue that ends shortly before its first member with no other name between.
fn announcement(start: usize, sentence: &Sentence<'_>) -> Option<CueKind> {
    sentence
        .cues
        .iter()
        .rev()
        .filter(|cue| matches!(cue.kind, CueKind::OneOf | CueKind::Example) && cue.end <= start)
        .find(|cue| {
            let gap = sentence.between(cue.end, start);
            gap.len() <= LEAD_MAX && !gap.iter().any(|b| matches!(b, b'.' | b';' | b')'))
        })
        .map(|cue| cue.kind)
}

/// "or similar" behind the list.
fn hedge(members: &mut [Found], sentence: &Sentence<'_>) {
    let Some(end) = members.last().map(|last| last.end) else { return };
    let is_hedged = sentence.cues.iter().any(|cue| {
        cue.kind == CueKind::Hedge && cue.start >= end && sentence.between(end, cue.start).iter().all(|b| b.is_ascii_whitespace() || matches!(b, b',' | b'(' | b'/' | b')'))
    });
    if is_hedged {
        for member in members {
            member.or_similar = true;
        }
    }
}
