//! How strongly each mention asks, from its section and from the words around it.
//!
//! The section gives the ground; a cue in the sentence changes it for the mentions that it reaches:
//! - inside brackets, those in the brackets, or else the one before them: `Terraform (preferred)`;
//! - before them, all that follow until the next cue: `must have Terraform, ideally with Vault`;
//! - behind them, the list that it closes: `Python is required, Go and Rust are a plus`.

use super::Found;
use super::evidence::is_list_gap;
use super::sentence::Sentence;
use crate::analysis::{Importance, SectionKind};
use crate::cues::{Cue, CueKind};

/// Words behind which a negation no longer holds: "no Java, just Go", "kein Java, sondern Go".
const TURNS: [&[u8]; 14] = [
    b"but", b"just", b"only", b"instead", b"mainly", b"sondern", b"aber", b"nur", b"mais", b"sino", b"mas", b"maar",
    b"solo", b"lecz",
];
/// A negation reaches this many bytes.
const NEGATION_REACH: usize = 45;

/// What a mention in this section asks, when no word says otherwise.
pub(super) const fn of_section(section: SectionKind) -> Importance {
    match section {
        SectionKind::Requirements => Importance::Required,
        SectionKind::Preferred => Importance::Preferred,
        _ => Importance::Mentioned,
    }
}

/// Sets importance and negation of the mentions of one sentence.
pub(super) fn judge(mentions: &mut [Found], sentence: &Sentence<'_>) {
    let cues: Vec<(&Cue, Importance)> = sentence
        .cues
        .iter()
        .filter_map(|cue| match cue.kind {
            CueKind::Importance(importance) | CueKind::Following(importance) | CueKind::Lead(importance) => {
                Some((cue, importance))
            }
            _ => None,
        })
        .collect();
    // What would be nice goes last: it wins where both are said of a skill ("we'd love experience with Rust").
    for wanted in [Importance::Mentioned, Importance::Required, Importance::Preferred] {
        for (i, (cue, importance)) in cues.iter().enumerate().filter(|(_, (_, importance))| *importance == wanted) {
            let before = i.checked_sub(1).map_or(sentence.range.start, |i| cues[i].0.end);
            // What would be nice reaches over a cue that stands before the first skill behind it: "we'd love experience with Rust".
            let first = mentions.partition_point(|m| m.start < cue.end);
            let reaches_over = match mentions.get(first) {
                Some(next) if wanted == Importance::Preferred => next.start,
                None if wanted == Importance::Preferred => sentence.range.end,
                _ => cue.end,
            };
            let next = cues[i + 1..].iter().find(|(next, _)| next.start >= reaches_over);
            let after = next.map_or(sentence.range.end, |(next, _)| next.start);
            for at in reach(cue, before, after, mentions, sentence) {
                let mention = &mut mentions[at];
                mention.importance = combine(mention.section, *importance);
                mention.cue = Some((cue.start, cue.end));
            }
        }
    }
    negate(mentions, sentence);
}

/// What a cue makes of a mention in a section.
const fn combine(section: SectionKind, cue: Importance) -> Importance {
    match (section, cue) {
        // Under "nice to have", "strong experience with" is still nice to have.
        (SectionKind::Preferred, _) => Importance::Preferred,
        (_, cue) => cue,
    }
}

/// The mentions that a cue reaches; `before` and `after` bound it by its neighbour cues.
fn reach(
    cue: &Cue,
    before: usize,
    after: usize,
    mentions: &[Found],
    sentence: &Sentence<'_>,
) -> std::ops::Range<usize> {
    let first_from = |at: usize| mentions.partition_point(|m| m.start < at);
    if let Some(brackets) = sentence.brackets(cue.start) {
        let inside = first_from(brackets.start)..first_from(brackets.end);
        if !inside.is_empty() {
            return inside;
        }
        let at = first_from(brackets.start);
        return at.saturating_sub(1)..at;
    }
    let (left, right) = (first_from(before)..first_from(cue.start), first_from(cue.end)..first_from(after));
    match cue.kind {
        CueKind::Lead(_) => return first_from(cue.end)..mentions.len(),
        CueKind::Following(_) => return right,
        _ if left.is_empty() => return right,
        _ => {}
    }
    if right.is_empty() || closes(cue, sentence) {
        return list_before(left, mentions, sentence, cue);
    }
    right
}

/// Whether the cue speaks of what stands before it: it ends its clause, or begins with a verb.
fn closes(cue: &Cue, sentence: &Sentence<'_>) -> bool {
    let words = sentence.between(cue.start, cue.end);
    let starts_with_verb = [&b"is "[..], b"are ", b"would be ", b"a plus", b"a bonus", b"an advantage"]
        .iter()
        .any(|verb| words.starts_with(verb));
    let behind = sentence.between(cue.end, sentence.range.end).trim_ascii_start();
    starts_with_verb || behind.first().is_none_or(|b| matches!(b, b',' | b'.' | b';' | b')' | b'!'))
}

/// The last list before a cue: back to where something else than a list stands between two mentions and ends a clause.
fn list_before(
    left: std::ops::Range<usize>,
    mentions: &[Found],
    sentence: &Sentence<'_>,
    cue: &Cue,
) -> std::ops::Range<usize> {
    // "is a plus" closes one thing, "are a plus" a list.
    let single = sentence.between(cue.start.saturating_sub(3), cue.end);
    let single = single.starts_with(b"is ") || sentence.between(cue.start, cue.end).starts_with(b"is ");
    let mut start = left.end - 1;
    while start > left.start {
        let gap = sentence.between(mentions[start - 1].end, mentions[start].start);
        let ends_clause = memchr::memmem::find(gap, b" but ").is_some()
            || memchr::memmem::find(gap, b". ").is_some()
            || memchr::memmem::find(gap, b" while ").is_some()
            || single
                && gap.contains(&b',')
                && !is_list_gap(&sentence.text[mentions[start - 1].end..mentions[start].start]);
        if ends_clause {
            break;
        }
        start -= 1;
    }
    start..left.end
}

/// Marks the skills that the cues of a sentence say are not needed or not used.
fn negate(mentions: &mut [Found], sentence: &Sentence<'_>) {
    for cue in sentence.cues {
        let negated = match cue.kind {
            CueKind::NotBefore | CueKind::NotNext => negated_behind(cue, mentions, sentence),
            CueKind::NotAfter => negated_before(cue, mentions, sentence),
            _ => continue,
        };
        for mention in &mut mentions[negated] {
            mention.negated = true;
            mention.cue = Some((cue.start, cue.end));
        }
    }
}

/// The mentions behind a negation, each a few words from the one before; also the list in a bracket that says what is
/// meant: `no cloud skills (Azure, AWS)`.
fn negated_behind(cue: &Cue, mentions: &[Found], sentence: &Sentence<'_>) -> std::ops::Range<usize> {
    let first = mentions.partition_point(|m| m.start < cue.end);
    let mut last = first;
    let mut reach = cue.end;
    for mention in &mentions[first..] {
        let gap = sentence.between(reach, mention.start);
        let opens_list = reach == cue.end && opens_bracket(gap);
        let is_apart =
            cue.kind == CueKind::NotNext && reach == cue.end && !matches!(gap, b" " | b" a " | b" the " | b" any ");
        if gap.len() > NEGATION_REACH
            || is_apart
            || gap.iter().any(|b| matches!(b, b'.' | b':') || *b == b'(' && !opens_list)
            || gap.starts_with(b",") && (reach == cue.end || !is_list_gap(&sentence.text[reach..mention.start]))
            || gap.split(|b| !b.is_ascii_alphabetic()).any(|word| TURNS.contains(&word))
        {
            break;
        }
        last += 1;
        reach = mention.end;
    }
    first..last
}

/// Whether all that a bracket has before the next mention is nothing.
fn opens_bracket(gap: &[u8]) -> bool {
    gap.trim_ascii_end().strip_suffix(b"(").is_some_and(|before| !before.contains(&b'('))
}

/// The mention or the list before a negation; nothing where the same clause calls it a plus.
fn negated_before(cue: &Cue, mentions: &[Found], sentence: &Sentence<'_>) -> std::ops::Range<usize> {
    let last = mentions.partition_point(|m| m.end <= cue.start);
    let Some(mention) = last.checked_sub(1).map(|last| &mentions[last]) else { return 0..0 };
    let gap = sentence.between(mention.end, cue.start);
    // "AWS (certification not required)" speaks of something else in its bracket.
    let aside = gap
        .iter()
        .position(|&b| b == b'(')
        .is_some_and(|open| !gap[open..].contains(&b')') && !gap[open + 1..].trim_ascii().is_empty());
    if gap.len() > NEGATION_REACH || aside || is_wished(cue, mention.end, sentence) {
        return 0..0;
    }
    let gap_before = |at: usize| sentence.text.get(mentions[at - 1].end..mentions[at].start).unwrap_or("(");
    let mut first = last - 1;
    if let Some(brackets) = sentence.brackets(mention.start).filter(|brackets| brackets.end <= cue.start) {
        // "SAP (FI, CO) is not part of this job": all that is in the bracket, and what it explains.
        while first > 0 && mentions[first - 1].start >= brackets.start {
            first -= 1;
        }
        if first > 0 && gap_before(first).trim() == "(" {
            first -= 1;
        }
        return first..last;
    }
    // "Linux, Docker and Kubernetes knowledge is not required"; of "you know Linux, and Docker is not required" one.
    let joined = |gap: &str| {
        matches!(gap.trim(), "and" | "or" | "/" | "&" | "und" | "oder" | "et" | "ou" | "y" | "e" | "en" | "i")
    };
    let closing = |gap: &str| matches!(gap.trim(), ", and" | ", or");
    let listed = |at: usize| at > 0 && gap_before(at).trim() == ",";
    if first > 0 && (joined(gap_before(first)) || closing(gap_before(first)) && listed(first - 1)) {
        first -= 1;
        while listed(first) || first > 0 && gap_before(first).trim() == "/" {
            first -= 1;
        }
    }
    first..last
}

/// Whether a wish stands between the mention and its negation, or right behind: `a plus, but not required`.
fn is_wished(cue: &Cue, from: usize, sentence: &Sentence<'_>) -> bool {
    sentence.cues.iter().any(|other| {
        matches!(other.kind, CueKind::Importance(Importance::Preferred))
            && (other.start >= from && other.end <= cue.start
                || other.start >= cue.end
                    && !sentence.between(cue.end, other.start).iter().any(|b| matches!(b, b'.' | b';'))
                    && other.start - cue.end <= NEGATION_REACH)
    })
}

#[cfg(test)]
mod tests {
    use crate::analysis::SectionKind;
    use crate::dictionary::Dictionary;
    use crate::posting::{Body, Markup};
    use crate::text::Text;

    /// The names of the skills that a sentence negates.
    fn negated(dictionary: &Dictionary, sentence: &str) -> Vec<String> {
        let text = Text::from_body(&Body { markup: Markup::Text, raw: sentence.to_owned() });
        let sections = vec![SectionKind::Intro; text.blocks.len()];
        let phrases = &dictionary.sections(Some("en")).cues;
        let folded = dictionary.lexicon.mark(&text.plain);
        let found = crate::extract::extract(&text, &folded, &sections, None, dictionary, phrases);
        found
            .skills
            .iter()
            .filter(|skill| skill.negated)
            .map(|skill| dictionary.skills[skill.skill as usize].name.clone())
            .collect()
    }

    #[test]
    fn a_negation_reaches_its_list_and_no_further() {
        let dictionary = Dictionary::builtin().unwrap();
        let cases: [(&str, &[&str]); 21] = [
            ("Infrastructure (AWS, Terraform) is not part of this job.", &["AWS", "Terraform"]),
            ("Terraform is handled by another team.", &["Terraform"]),
            ("Nobody will ask you to write Java.", &["Java"]),
            ("No cloud skills (Azure, AWS) are expected.", &["Azure", "AWS"]),
            ("Linux, Docker and Kubernetes knowledge is not required.", &["Linux", "Docker", "Kubernetes"]),
            ("Kubernetes is not on our roadmap.", &["Kubernetes"]),
            ("You do not need Java, Kotlin or Scala.", &["Java", "Kotlin", "Scala"]),
            ("You know Linux, and Docker is not required.", &["Docker"]),
            ("Java is not expected; Python is required.", &["Java"]),
            ("No Docker (we use Podman).", &["Docker"]),
            ("Experience with AWS (certification not required).", &[]),
            ("Tools include but are not limited to Terraform and Ansible.", &[]),
            ("We don't use Docker or Podman here, just Linux.", &["Docker", "Podman"]),
            ("Instead of waiting for tickets you use Terraform, without downtime on Kubernetes.", &[]),
            ("Unlike most of them we run Nomad instead of Kubernetes.", &["Kubernetes"]),
            ("Unlike Jenkins, our pipelines in GitLab CI are fast.", &["Jenkins"]),
            ("No Java, just Go and Python.", &["Java"]),
            ("Not only Python but TypeScript.", &[]),
            ("Python is required, not optional.", &[]),
            ("Kubernetes is a plus, but not required.", &[]),
            ("Kubernetes experience is not required but a plus.", &[]),
        ];
        for (sentence, want) in cases {
            assert_eq!(negated(&dictionary, sentence), want, "{sentence}");
        }
    }
}
