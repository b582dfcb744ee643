//! How alike two texts are, from a few bytes of each: one-permutation `MinHash` over runs of three words.
//!
//! In go the words of a text; out come a [`Sketch`] of 32 bytes, of which any two estimate the share of three-word runs
//! that their texts have in common (Jaccard similarity, with a standard error of about .03 at .8), and the least hash of
//! each slot, which [`keys`](super::keys::keys) are made of.
//!
//! One permutation: the hash of a run chooses a slot by its upper bits and competes for the least value there by the
//! rest, so that a run is hashed once and not once a slot (Li, Owen, Zhang 2012). Slots of short texts that stay empty
//! borrow from others in an order that depends on the slot alone (Shrivastava 2017). Two bits of each least value are
//! kept; that chance makes a quarter of unequal slots look equal is taken off again (Li, König 2010).

/// Slots of a signature.
pub(super) const SLOTS: usize = 128;

/// Words of a run.
pub(super) const RUN: usize = 3;

/// The chance that two bits are equal by accident.
const ACCIDENT: f64 = 0.25;

/// Two bits of each slot, as two planes of [`SLOTS`] bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sketch {
    pub(super) low: u128,
    pub(super) high: u128,
}

impl Sketch {
    /// The estimated Jaccard similarity of two texts, from 0 to 1; 1 for equal texts.
    pub(super) fn similarity(self, other: Self) -> f64 {
        let unequal = (self.low ^ other.low) | (self.high ^ other.high);
        let equal = f64::from(unequal.count_zeros()) / SLOTS as f64;
        ((equal - ACCIDENT) / (1.0 - ACCIDENT)).max(0.0)
    }
}

/// The least hash of each slot, growing word by word.
pub(super) struct Slots {
    least: [u64; SLOTS],
    /// The hashes of the last words, the newest last.
    before: [u64; RUN - 1],
    words: u32,
}

impl Slots {
    pub(super) fn new() -> Self {
        Self { least: [u64::MAX; SLOTS], before: [0; RUN - 1], words: 0 }
    }

    /// Adds the next word of the text; returns the hash of the run that ends with it.
    #[inline]
    pub(super) fn push(&mut self, word: u64) -> u64 {
        let run = self.run_with(word);
        self.push_run(word, run);
        run
    }

    /// Adds the next word where the hash of the run that ends with it is known.
    #[inline]
    pub(super) fn push_run(&mut self, word: u64, run: u64) {
        self.words += 1;
        self.before = [self.before[1], word];
        if self.words as usize >= RUN {
            self.compete(run);
        }
    }

    #[inline]
    fn run_with(&self, word: u64) -> u64 {
        let [a, b] = self.before;
        mix(a.rotate_left(21) ^ mix(b.rotate_left(42) ^ word))
    }

    /// Lets a run compete for its slot.
    #[inline]
    fn compete(&mut self, run: u64) {
        let least = &mut self.least[(run >> (u64::BITS - SLOTS.ilog2())) as usize];
        *least = (*least).min(run & (u64::MAX >> SLOTS.ilog2()));
    }

    /// Words so far.
    pub(super) fn words(&self) -> u32 {
        self.words
    }

    /// The least hash of every slot; of a text shorter than a run, of what there is.
    pub(super) fn finish(mut self) -> [u64; SLOTS] {
        if (self.words as usize) < RUN {
            let [a, b] = self.before;
            self.before = [0, a];
            let run = self.run_with(b);
            self.compete(run);
        }
        let own = self.least;
        for slot in (0..SLOTS).filter(|&slot| own[slot] == u64::MAX) {
            let mut step = slot as u64;
            // At least one slot is filled, and the steps reach every slot sooner or later.
            let lender = loop {
                step = mix(step ^ slot as u64);
                let lender = own[step as usize % SLOTS];
                if lender != u64::MAX {
                    break lender;
                }
            };
            self.least[slot] = lender;
        }
        self.least
    }
}

/// Two bits of each slot.
pub(super) fn sketch(least: &[u64; SLOTS]) -> Sketch {
    let mut sketch = Sketch::default();
    for (slot, &hash) in least.iter().enumerate() {
        let bits = mix(hash ^ slot as u64);
        sketch.low |= u128::from(bits & 1) << slot;
        sketch.high |= u128::from(bits >> 1 & 1) << slot;
    }
    sketch
}

/// Spreads a number over all 64 bits (the finaliser of `SplitMix64`).
pub(super) fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ number >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ number >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ number >> 31
}

/// Hands the hash of every word of a text to `take`, in order: runs of letters and digits in lower case; every character
/// of a script without blanks between words is one.
pub(super) fn words(text: &str, mut take: impl FnMut(u64)) {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let mut word = START;
    let add = |value: u32, word: &mut u64| *word = (*word ^ u64::from(value)).wrapping_mul(PRIME);
    let mut end = |word: &mut u64| {
        if *word != START {
            take(*word);
            *word = START;
        }
    };
    for c in text.chars() {
        if c.is_ascii() {
            match LETTERS[c as usize] {
                0 => end(&mut word),
                letter => add(u32::from(letter), &mut word),
            }
        } else if !c.is_alphanumeric() {
            end(&mut word);
        } else if is_without_blanks(c) {
            end(&mut word);
            add(u32::from(c), &mut word);
            end(&mut word);
        } else {
            c.to_lowercase().for_each(|c| add(u32::from(c), &mut word));
        }
    }
    end(&mut word);
}

/// ASCII letters in lower case and digits; zero for every other sign.
const LETTERS: [u8; 128] = {
    let mut letters = [0; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            letters[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    letters
};

/// Whether a character is of Chinese, Japanese or Thai, whose words stand without blanks.
fn is_without_blanks(c: char) -> bool {
    matches!(u32::from(c), 0x0e00..=0x0e7f | 0x2e80..=0xa4cf | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn of(text: &str) -> Sketch {
        let mut slots = Slots::new();
        words(text, |word| {
            slots.push(word);
        });
        sketch(&slots.finish())
    }

    /// So many words with numbers from `from` on.
    fn numbered(from: usize, count: usize) -> String {
        (from..from + count).map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_estimate_is_near_the_truth() {
        for (shared, own) in [(900, 50), (800, 100), (600, 200), (300, 350)] {
            let mut error = 0.0;
            for round in 0..40 {
                let base = round * 10_000;
                let a = numbered(base, shared) + " " + &numbered(base + 5000, own);
                let b = numbered(base, shared) + " " + &numbered(base + 7000, own);
                let truth = (shared - 2) as f64 / (shared + 2 * own + 2) as f64;
                error += (of(&a).similarity(of(&b)) - truth).powi(2);
            }
            assert!((error / 40.0).sqrt() < 0.075, "{shared} and {own}: {}", (error / 40.0).sqrt());
        }
    }

    #[test]
    fn equal_words_are_alike_whatever_stands_between_them() {
        let text = "We run Kubernetes in Zürich, for 20 teams";
        assert!((of(text).similarity(of("we RUN\n* kubernetes — in ZÜRICH (for 20 teams)")) - 1.0).abs() < 1e-9);
        assert!(of(&numbered(0, 400)).similarity(of(&numbered(1000, 400))) < 0.2);
    }

    #[test]
    fn short_and_empty_texts_have_a_sketch() {
        let texts = ["", "one", "one two", "two one", "one two three", "three two one"];
        let sketches: BTreeSet<(u128, u128)> = texts.iter().map(|text| (of(text).low, of(text).high)).collect();
        assert_eq!(sketches.len(), texts.len());
    }

    #[test]
    fn a_script_without_blanks_has_words() {
        let mut count = 0;
        words("我们使用 Kubernetes 和 Go。", |_| count += 1);
        assert_eq!(count, 7);
    }
}
