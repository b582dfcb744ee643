//! The sentences that decided a role. In: what was seen and how strongly it spoke. Out: quotes, strongest first.

use super::model::{ROLES, RoleCues, Sighting, Strengths};
use crate::analysis::{Evidence, Role};
use crate::text::Text;

/// Quotes are cut to this many bytes.
const QUOTE_MAX: usize = 180;
/// So many quotes for the primary role; half as many for the runner-up.
const QUOTES: usize = 4;
/// A sentence that adds less than this, in log-odds, decided nothing.
const WORTH_MIN: f64 = 0.05;

/// The sentences that spoke most for the primary role, then for the runner-up.
pub(super) fn quote(
    text: &Text,
    sightings: &[Sighting],
    strengths: &Strengths,
    cues: &RoleCues,
    primary: Role,
    runner_up: Role,
) -> Vec<Evidence> {
    let mut all = Vec::new();
    // Those of one sentence side by side.
    let mut by_place: Vec<&Sighting> = sightings.iter().collect();
    by_place.sort_by_key(|sighting| sighting.start);
    for (role, wanted) in [(primary, QUOTES), (runner_up, QUOTES / 2)] {
        let by_sign = leads(strengths, cues, role);
        // A sentence is worth its share of what the cue added.
        let worth = |sighting: &&Sighting| by_sign[sighting.sign] * sighting.weight / strengths.sums[sighting.sign];
        let mut sentences: Vec<(usize, usize, f64)> = by_place
            .chunk_by(|a, b| a.start == b.start)
            .map(|own| (own[0].start, own[0].end, own.iter().map(worth).sum()))
            .filter(|(.., worth)| *worth > WORTH_MIN)
            .collect();
        sentences.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
        all.extend(sentences.into_iter().take(wanted).map(|(start, end, weight)| Evidence {
            role,
            quote: cut(&text.plain[start..end]),
            weight,
        }));
    }
    all
}

/// What each sign added for a role over the mean of the roles. What a cue on other cues added is shared out among what it rests on: the kinds
/// of infrastructure seen, or the cues of which it is the part.
fn leads(strengths: &Strengths, cues: &RoleCues, role: Role) -> Vec<f64> {
    let mut by_sign = vec![0.0; strengths.sums.len()];
    let (of_cues, of_kinds) = by_sign.split_at_mut(cues.cues.len());
    let seen = strengths.sums[cues.cues.len()..].iter().filter(|sum| **sum > 0.0).count();
    let strong = cues.cues.iter().zip(&strengths.of_cues).enumerate().filter(|(_, (_, strength))| **strength > 0.0);
    for (i, (cue, strength)) in strong {
        let added = strength * (cue.weights[role as usize] - cue.weights.iter().sum::<f64>() / ROLES as f64);
        if cue.kinds > 0 {
            for kind in of_kinds.iter_mut() {
                *kind += added / seen.max(1) as f64;
            }
        } else if cue.share.is_empty() {
            of_cues[i] += added;
        } else {
            let shown: f64 = cue.share.iter().map(|member| strengths.sums[*member]).sum();
            for member in cue.share.iter().filter(|_| shown > 0.0) {
                of_cues[*member] += added * strengths.sums[*member] / shown;
            }
        }
    }
    by_sign
}

fn cut(quote: &str) -> String {
    if quote.len() <= QUOTE_MAX {
        return quote.to_owned();
    }
    let end = quote.floor_char_boundary(QUOTE_MAX);
    let end = quote[..end].rfind(' ').unwrap_or(end);
    format!("{} …", &quote[..end])
}
