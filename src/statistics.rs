//! The few formulas behind every figure of the market report.
//!
//! Counts go in, plain numbers come out. Each function names the paper or definition that it follows, so that a
//! sceptical reader can check it by hand; the tests do just that.

/// The 97.5 % point of the normal distribution: two-sided 95 %.
pub const Z95: f64 = 1.959_963_984_540_054;

/// A share with its interval, all three between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The observed share.
    pub share: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
}

/// The observed share of `hits` in `n` trials with the Wilson score interval at 95 %.
///
/// Wilson (1927), *Probable inference, the law of succession, and statistical inference*, JASA 22: with p = hits/n,
///
/// ```text
/// (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)
/// ```
///
/// Unlike p ± z·√(p(1−p)/n) it stays inside [0, 1] and is honest for small n. `None` when `n` is 0 or less than `hits`.
pub fn wilson(hits: u64, n: u64) -> Option<Interval> {
    if n == 0 || hits > n {
        return None;
    }
    let (trials, share) = (n as f64, hits as f64 / n as f64);
    let z2 = Z95 * Z95;
    let centre = share + z2 / (2.0 * trials);
    let half = Z95 * (share * (1.0 - share) / trials + z2 / (4.0 * trials * trials)).sqrt();
    let scale = 1.0 + z2 / trials;
    // At 0 and n hits one end is exactly 0 or 1; rounding must not push it past the share itself.
    let low = ((centre - half) / scale).clamp(0.0, share);
    let high = ((centre + half) / scale).clamp(share, 1.0);
    Some(Interval { share, low, high })
}

/// How strongly a word belongs to one of two groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogOdds {
    /// Difference of the two smoothed log-odds; above 0 the word belongs to the first group.
    pub delta: f64,
    /// `delta` in standard errors; beyond ±1.96 it is hard to put down to chance.
    pub z: f64,
}

/// One group of a log-odds comparison: how often the word was counted, and how often all words together were.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tally {
    /// Counts of the word.
    pub word: f64,
    /// Counts of all words.
    pub all: f64,
}

/// Log-odds ratio of a word between two groups, with an informative Dirichlet prior.
///
/// Monroe, Colaresi & Quinn (2008), *Fightin' Words*, Political Analysis 16, equations 16, 19 and 22: with counts y of n
/// in each group, and a prior that acts like α₀ counts seen before, α of them of this word,
///
/// ```text
/// δ = ln((y₁+α)/(n₁+α₀−y₁−α)) − ln((y₂+α)/(n₂+α₀−y₂−α))     σ² ≈ 1/(y₁+α) + 1/(y₂+α)     z = δ/σ
/// ```
///
/// The prior pulls rare words towards no difference, so that a word counted twice does not lead the list.
/// `None` when the prior gives the word no weight or leaves nothing for the others.
pub fn log_odds(first: Tally, second: Tally, prior: Tally) -> Option<LogOdds> {
    let odds = |group: Tally| {
        let (word, rest) = (group.word + prior.word, group.all + prior.all - group.word - prior.word);
        (word > 0.0 && rest > 0.0).then(|| word / rest)
    };
    if prior.word <= 0.0 {
        return None;
    }
    let delta = odds(first)?.ln() - odds(second)?.ln();
    let variance = 1.0 / (first.word + prior.word) + 1.0 / (second.word + prior.word);
    Some(LogOdds { delta, z: delta / variance.sqrt() })
}

/// How much more often two things stand together than if they were independent: n·n₁₂ / (n₁·n₂).
///
/// The definition of association rules (Brin, Motwani, Ullman & Tsur 1997, there called *interest*). 1 is independence.
/// `None` when one of the two never occurs.
pub fn lift(both: u64, first: u64, second: u64, n: u64) -> Option<f64> {
    (first > 0 && second > 0).then(|| n as f64 * both as f64 / (first as f64 * second as f64))
}

/// The `p` quantile (0 to 1) of values that were counted: `(value, how often)`, sorted by value.
///
/// Type 7 of Hyndman & Fan (1996), *Sample quantiles in statistical packages*, the default of R and `NumPy`: with the n
/// values in order and h = (n − 1)·p, the value at ⌊h⌋ plus the fraction of h towards the next. `None` without values.
pub fn quantile(counted: &[(f64, u64)], p: f64) -> Option<f64> {
    let n: u64 = counted.iter().map(|&(_, count)| count).sum();
    let last = n.checked_sub(1)?;
    let rank = last as f64 * p.clamp(0.0, 1.0);
    let below = value_at(counted, rank.floor() as u64)?;
    let above = value_at(counted, (rank.ceil() as u64).min(last))?;
    Some(below + (above - below) * rank.fract())
}

/// The value at a zero-based rank.
fn value_at(counted: &[(f64, u64)], rank: u64) -> Option<f64> {
    let mut seen = 0;
    counted.iter().find_map(|&(value, count)| {
        seen += count;
        (rank < seen).then_some(value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(actual: f64, expected: f64) {
        assert!((actual - expected).abs() < 5e-5, "{actual} is not {expected}");
    }

    #[test]
    fn wilson_agrees_with_published_values() {
        // Newcombe (1998), Statistics in Medicine 17, table I, method 3 (Wilson without continuity correction).
        for (hits, n, low, high) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let interval = wilson(hits, n).unwrap();
            near(interval.low, low);
            near(interval.high, high);
        }
    }

    #[test]
    fn wilson_keeps_its_ends() {
        let all = wilson(7, 7).unwrap();
        assert!((all.high - 1.0).abs() < f64::EPSILON && all.low > 0.6 && all.low < 0.7, "{all:?}");
        assert_eq!(wilson(0, 0), None);
        assert_eq!(wilson(3, 2), None);
        for n in 1..200 {
            for hits in 0..=n {
                let i = wilson(hits, n).unwrap();
                assert!(0.0 <= i.low && i.low <= i.share && i.share <= i.high && i.high <= 1.0, "{hits}/{n}: {i:?}");
            }
        }
    }

    #[test]
    fn log_odds_by_hand() {
        // (30+2)/(100+20−30−2) = 32/88; (10+2)/(200+20−10−2) = 12/208.
        let odds = log_odds(
            Tally { word: 30.0, all: 100.0 },
            Tally { word: 10.0, all: 200.0 },
            Tally { word: 2.0, all: 20.0 },
        )
        .unwrap();
        let delta = (32.0_f64 / 88.0).ln() - (12.0_f64 / 208.0).ln();
        near(delta, 1.841_04);
        near(odds.delta, delta);
        near(odds.z, delta / (1.0_f64 / 32.0 + 1.0 / 12.0).sqrt());
        near(odds.z, 5.438_76);
    }

    #[test]
    fn log_odds_shrinks_rare_words_and_is_antisymmetric() {
        let prior = Tally { word: 2.0, all: 100.0 };
        let rare = log_odds(Tally { word: 2.0, all: 1000.0 }, Tally { word: 0.0, all: 1000.0 }, prior).unwrap();
        let common = log_odds(Tally { word: 200.0, all: 1000.0 }, Tally { word: 100.0, all: 1000.0 }, prior).unwrap();
        assert!(rare.z < 1.96 && common.z > 1.96, "{rare:?} {common:?}");
        let back = log_odds(Tally { word: 0.0, all: 1000.0 }, Tally { word: 2.0, all: 1000.0 }, prior).unwrap();
        near(back.z, -rare.z);
        assert_eq!(log_odds(prior, prior, Tally { word: 0.0, all: 10.0 }), None);
        let whole = Tally { word: 5.0, all: 5.0 };
        assert_eq!(log_odds(whole, whole, whole), None);
    }

    #[test]
    fn lift_by_hand() {
        near(lift(20, 40, 50, 200).unwrap(), 2.0);
        near(lift(10, 40, 50, 200).unwrap(), 1.0);
        assert_eq!(lift(0, 0, 50, 200), None);
    }

    #[test]
    fn quantiles_are_those_of_type_seven() {
        // R: quantile(c(10, 20, 30, 40), c(.1, .5, .9)) gives 13, 25, 37.
        let four = [(10.0, 1), (20.0, 1), (30.0, 1), (40.0, 1)];
        for (p, expected) in [(0.0, 10.0), (0.1, 13.0), (0.5, 25.0), (0.9, 37.0), (1.0, 40.0)] {
            near(quantile(&four, p).unwrap(), expected);
        }
        // c(10, 10, 10, 40): repeated values count as often as they occur.
        near(quantile(&[(10.0, 3), (40.0, 1)], 0.9).unwrap(), 31.0);
        near(quantile(&[(7.0, 1)], 0.9).unwrap(), 7.0);
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[(1.0, 0)], 0.5), None);
    }
}
