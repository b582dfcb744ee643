//! Quotes from a posting: the sentence around a mention, short and safe to print.

use crate::text::one_line;

/// The longest quote, in characters.
const LONGEST: usize = 160;

/// How far around a mention its sentence is looked for, in bytes; a line may be of any length.
const REACH: usize = 400;

/// The sentence of `text` around `start..end`, at most 160 characters. Offsets that do not fit the text give "".
pub(super) fn around(text: &str, start: usize, end: usize) -> String {
    let (Some(before), Some(mention), Some(after)) = (text.get(..start), text.get(start..end), text.get(end..)) else {
        return String::new();
    };
    let before = last_bytes(before, REACH);
    let after = first_bytes(after, REACH);
    let before = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    let after = &after[..after.find('\n').unwrap_or(after.len())];
    let before = &before
        [before.rmatch_indices(". ").find(|(at, _)| !is_abbreviation(&before[..*at])).map_or(0, |(at, _)| at + 2)..];
    let after = &after[..after.find(". ").map_or(after.len(), |at| at + 1)];
    // Some texts carry their bullets along.
    one_line(&shortened(before.trim_start_matches(['•', '*', '-', '–', '·', ' ']), mention, after))
}

/// Whether a full stop after `text` ends no sentence.
fn is_abbreviation(text: &str) -> bool {
    ["e.g", "i.e", "incl", "esp", "z.B", "p. ex"].iter().any(|short| text.ends_with(short))
}

/// Takes whole words off the ends until the quote is short enough; "…" stands where something is gone.
fn shortened(before: &str, mention: &str, after: &str) -> String {
    let mention: String = mention.chars().take(LONGEST - 2).collect();
    let room = LONGEST - 2 - mention.chars().count();
    let (lead, tail) = (before.chars().count(), after.chars().count());
    if lead + tail <= room {
        return format!("{before}{mention}{after}");
    }
    // What one side does not need the other may have.
    let for_lead = lead.min((room / 2).max(room.saturating_sub(tail)));
    let for_tail = tail.min(room - for_lead);
    let mut quote = String::new();
    if for_lead < lead {
        let kept: String = before.chars().skip(lead - for_lead).collect();
        quote += "…";
        quote += kept.split_once(' ').map_or("", |(_, words)| words);
    } else {
        quote += before;
    }
    quote += &mention;
    if for_tail < tail {
        let kept: String = after.chars().take(for_tail).collect();
        quote += kept.rsplit_once(' ').map_or("", |(words, _)| words);
        quote += "…";
    } else {
        quote += after;
    }
    quote
}

fn first_bytes(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn last_bytes(text: &str, most: usize) -> &str {
    let mut start = text.len().saturating_sub(most);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quote(text: &str, word: &str) -> String {
        let start = text.find(word).unwrap();
        around(text, start, start + word.len())
    }

    #[test]
    fn the_sentence_of_the_line_is_quoted() {
        let text = "What you bring\nWe ship daily. You know Docker well. Tea is free.\nDocker again";
        assert_eq!(quote(text, "Docker"), "You know Docker well.");
        assert_eq!(quote("Docker", "Docker"), "Docker");
        assert_eq!(quote("Node.js and Docker 4.2, e.g. in CI", "CI"), "Node.js and Docker 4.2, e.g. in CI");
    }

    #[test]
    fn a_long_sentence_loses_whole_words_at_its_ends() {
        let text = format!("{}Docker{}", "alpha beta ".repeat(30), " gamma delta".repeat(30));
        let quote = quote(&text, "Docker");
        assert!(quote.chars().count() <= LONGEST);
        assert!(quote.starts_with('…') && quote.ends_with('…') && quote.contains("beta Docker gamma"), "{quote}");
    }

    proptest! {
        #[test]
        fn any_offsets_in_any_text_are_safe(text in "[a-zäß€. \n]{0,300}|(ä\n|x. ){0,200}", start in 0usize..700, length in 0usize..300) {
            let quote = around(&text, start, start + length);
            prop_assert!(quote.chars().count() <= LONGEST);
        }
    }
}
