//! The words of a text, each as a number: runs of letters and digits in lower case; every character of a script without
//! blanks between words is one.
//!
//! Where runs begin and end is found for many bytes at once, and eight bytes of a run are hashed in one multiplication. Only
//! a run with characters beyond ASCII is read one by one; what it is made of is hashed the same way.

use std::ops::Range;

use super::sketch::spread;
use crate::bits::{Bits, GROUP};

/// A text whose words can be read.
pub(super) struct Words<'t> {
    text: &'t str,
    /// A bit for each byte: it is an ASCII letter or digit, or not of ASCII.
    of_runs: Bits,
}

/// Bytes that are hashed together.
const EIGHT: usize = size_of::<u64>();

impl<'t> Words<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let is_of_run = |byte: u8| {
            u8::from((byte | 0x20).is_ascii_lowercase()) | u8::from(byte.is_ascii_digit()) | u8::from(!byte.is_ascii())
        };
        Self { text, of_runs: Bits::of(text.as_bytes(), |group| group.map(is_of_run)) }
    }

    /// Adds the number of every word of a part of the text, in order. The part begins and ends between characters.
    pub(super) fn within(&self, part: Range<usize>, to: &mut Vec<u64>) {
        let (mut start, mut is_in_run, mut before) = (part.start, false, 0);
        for (at, bits) in self.of_runs.within(part.clone()) {
            // Where a bit is another than the one before it, a run begins or ends.
            let mut edges = bits ^ (bits << 1 | before);
            before = bits >> (GROUP - 1);
            while edges != 0 {
                let edge = at + edges.trailing_zeros() as usize;
                edges &= edges - 1;
                if is_in_run {
                    self.run(start..edge, to);
                }
                (start, is_in_run) = (edge, !is_in_run);
            }
        }
        if is_in_run {
            self.run(start..part.end, to);
        }
    }

    /// Adds the word or words of a run.
    #[inline]
    fn run(&self, run: Range<usize>, to: &mut Vec<u64>) {
        let (mut word, mut beyond_ascii, mut at) = (START, 0, run.start);
        while at < run.end {
            let of_run = u64::MAX >> (8 * EIGHT.saturating_sub(run.end - at));
            let eight = self.window(at) & of_run;
            beyond_ascii |= eight & each(0x80);
            // This bit makes capital letters small; digits have it.
            word = with(word, eight | each(0x20) & of_run);
            at += EIGHT;
        }
        if beyond_ascii == 0 { to.push(word) } else { by_character(&self.text[run], to) }
    }

    /// Eight bytes from a place on; behind the text there are zeros.
    #[inline]
    fn window(&self, at: usize) -> u64 {
        let rest = &self.text.as_bytes()[at..];
        rest.first_chunk().map_or_else(|| padded(rest), |eight| u64::from_le_bytes(*eight))
    }
}

/// Adds the words of a run that has characters beyond ASCII.
#[cold]
fn by_character(run: &str, to: &mut Vec<u64>) {
    let mut word = String::new();
    let mut end = |word: &mut String| {
        if !word.is_empty() {
            to.push(number(word.as_bytes()));
            word.clear();
        }
    };
    for c in run.chars() {
        if !c.is_alphanumeric() {
            end(&mut word);
        } else if is_without_blanks(c) {
            end(&mut word);
            word.push(c);
            end(&mut word);
        } else {
            word.extend(c.to_lowercase());
        }
    }
    end(&mut word);
}

const START: u64 = 0xcbf2_9ce4_8422_2325;

/// The number of a word with further bytes, up to eight of them.
#[inline]
fn with(word: u64, bytes: u64) -> u64 {
    word.rotate_left(5) ^ spread(word ^ bytes)
}

/// The number of a word.
fn number(word: &[u8]) -> u64 {
    word.chunks(EIGHT).fold(START, |number, eight| with(number, padded(eight)))
}

/// Up to eight bytes as a number, the first as the lowest.
#[cold]
fn padded(bytes: &[u8]) -> u64 {
    let mut eight = [0; EIGHT];
    eight[..bytes.len()].copy_from_slice(bytes);
    u64::from_le_bytes(eight)
}

/// The same byte eight times.
const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; EIGHT])
}

/// Whether a character is of Chinese, Japanese or Thai, whose words stand without blanks.
fn is_without_blanks(c: char) -> bool {
    matches!(u32::from(c), 0x0e00..=0x0e7f | 0x2e80..=0xa4cf | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The words of a text, one character after the other.
    fn plainly(text: &str) -> Vec<String> {
        let mut words = vec![String::new()];
        for c in text.chars() {
            if !c.is_alphanumeric() {
                words.push(String::new());
            } else if is_without_blanks(c) {
                words.extend([c.to_string(), String::new()]);
            } else if let Some(word) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
        }
        words.retain(|word| !word.is_empty());
        words
    }

    fn of(text: &str, part: Range<usize>) -> Vec<u64> {
        let mut found = Vec::new();
        Words::of(text).within(part, &mut found);
        found
    }

    #[test]
    fn every_ascii_sign_is_a_word_or_none() {
        for byte in 0..128_u8 {
            for place in 0..EIGHT {
                let text = format!("{}{}{}", "x".repeat(place), char::from(byte), "y".repeat(EIGHT));
                let expected: Vec<u64> = plainly(&text).iter().map(|word| number(word.as_bytes())).collect();
                assert_eq!(of(&text, 0..text.len()), expected, "{text:?}");
            }
        }
    }

    #[test]
    fn a_script_without_blanks_has_words() {
        let text = "我们使用 Kubernetes 和 Go。";
        assert_eq!(of(text, 0..text.len()).len(), 7);
    }

    #[test]
    fn no_words_meet() {
        let mut all: Vec<u64> = (0..200_000)
            .flat_map(|n| [format!("{n}"), format!("engineer{n}"), format!("{n:016}")])
            .map(|word| number(word.as_bytes()))
            .collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    proptest! {
        #[test]
        fn words_are_what_they_are_one_by_one(
            before in "[a-zA-Z0-9 é我]{0,9}",
            text in "([a-z]{0,20}|[A-Za-z0-9]|[ .,-]{1,3}|[éÉßİK\u{307}ж我ไ\u{2009}•²]|\\PC){0,40}",
            behind in "[a-zA-Z0-9 é我]{0,9}",
        ) {
            let whole = format!("{before}{text}{behind}");
            let expected: Vec<u64> = plainly(&text).iter().map(|word| number(word.as_bytes())).collect();
            prop_assert_eq!(of(&whole, before.len()..before.len() + text.len()), expected);
        }
    }
}
