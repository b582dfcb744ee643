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
const RUN: usize = 3;

/// The chance that two bits are equal by accident.
const ACCIDENT: f64 = 0.25;

/// Two bits of each slot, as two planes of [`SLOTS`] bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
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

/// The least hash of every slot among the runs of some words; of fewer words than a run has, of what there is.
pub(super) fn least(words: &[u64]) -> [u64; SLOTS] {
    let mut own = [u64::MAX; SLOTS];
    let mut compete = |[a, b, c]: [u64; RUN]| {
        let run = spread(a.rotate_left(21) ^ b.rotate_left(42) ^ c);
        let least = &mut own[(run >> (u64::BITS - SLOTS.ilog2())) as usize];
        *least = (*least).min(run & (u64::MAX >> SLOTS.ilog2()));
    };
    match *words {
        [] => compete([0; RUN]),
        [a] => compete([0, 0, a]),
        [a, b] => compete([0, a, b]),
        _ => words.windows(RUN).for_each(|run| compete([run[0], run[1], run[2]])),
    }
    let mut least = own;
    for slot in (0..SLOTS).filter(|&slot| own[slot] == u64::MAX) {
        // Another order for each slot: of many that asked one lender first, a single run would decide. An odd step reaches
        // every slot, and at least one is filled.
        let order = mix(slot as u64) as usize;
        let (mut lender, step) = (order, order >> SLOTS.ilog2() | 1);
        while own[lender % SLOTS] == u64::MAX {
            lender = lender.wrapping_add(step);
        }
        least[slot] = own[lender % SLOTS];
    }
    least
}

/// Two bits of each slot.
pub(super) fn sketch(least: &[u64; SLOTS]) -> Sketch {
    let mut sketch = Sketch::default();
    for (slot, &hash) in least.iter().enumerate().rev() {
        // The number of the slot takes part: a lender's bits are others wherever it lends.
        let bits = (hash ^ (slot as u64).wrapping_mul(0x94d0_49bb_1331_11eb)).wrapping_mul(SPREAD) >> 62;
        sketch.low = sketch.low << 1 | u128::from(bits & 1);
        sketch.high = sketch.high << 1 | u128::from(bits >> 1);
    }
    sketch
}

const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Spreads a number over all 64 bits in one multiplication, where nobody looks for two that meet.
#[inline]
pub(super) fn spread(number: u64) -> u64 {
    let product = u128::from(number) * u128::from(SPREAD);
    (product >> u64::BITS) as u64 ^ product as u64
}

/// Spreads a number over all 64 bits (the finaliser of `SplitMix64`).
pub(super) fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ number >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ number >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ number >> 31
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::duplicate::words::Words;

    fn of(text: &str) -> Sketch {
        let mut found = Vec::new();
        Words::of(text).within(0..text.len(), &mut found);
        sketch(&least(&found))
    }

    /// So many words with numbers from `from` on.
    fn numbered(from: usize, count: usize) -> String {
        (from..from + count).map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_estimate_is_near_the_truth() {
        for (shared, own) in [(900, 50), (800, 100), (600, 200), (300, 350), (100, 10), (40, 3), (12, 1)] {
            let mut error = 0.0;
            for round in 0..40 {
                let base = round * 10_000;
                let a = numbered(base, shared) + " " + &numbered(base + 5000, own);
                let b = numbered(base, shared) + " " + &numbered(base + 7000, own);
                let truth = (shared - 2) as f64 / (shared - 2 + 2 * own) as f64;
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
}
