//! What a job really is: platform, release, SRE, backend with infrastructure, or other; from the body first, the title second.
//!
//! In: the text with its sections, the title, the skills found. Out: a [`RoleFinding`] with the sentences that decided.
//!
//! The formula. A cue of `dictionaries/roles.toml` is a set of phrases, skills and title words that say the same about a job. Each
//! sentence of the body that shows it is one sighting, worth 1 in duties and down to 0 in benefits and notices. With `s` their sum, the
//! cue's strength is `x = 1 - 2^(-s/3)`: three sentences make it half as strong as it can be. Words in the title make it 1; of
//! a header line that names several jobs, the words of the jobs whose role most of them have. Some cues are structural: one is 1 where
//! duties and requirements hold two kinds of infrastructure item, one is that times the strength of the software cues, the `share-` cues
//! say what part of all that the body shows is of one kind of work, because a reader counts the duties, and `silence` is `2^-s` over all
//! sightings, because the title decides where there are no duties. A role's score is its
//! bias plus the sum of weight × strength over the cues; the softmax of the five scores are the published ones, which sum to one.

mod evidence;
mod model;
mod phrases;
mod title;

#[cfg(test)]
mod tests;

use crate::analysis::{Analysis, Role, RoleFinding, RoleStatus, SectionKind, SkillFinding};
use crate::dictionary::Dictionary;
use crate::lexicon::Marked;
use crate::text::Text;
pub(crate) use model::RoleCues;
use model::{ROLES, Sighting};

/// Below this many words a body does not tell what the job is.
const WORDS_MIN: usize = 40;
/// A runner-up whose score is this near makes the role mixed: of such findings three in five are right, of the others nine in ten.
const MIXED_MARGIN: f64 = 0.4;
/// A title speaks for a role when it leads the next one by this much, in log-odds.
const TITLE_MARGIN: f64 = 0.8;

/// A cue in one posting: what the weights of `dictionaries/roles.toml` are fitted to.
#[derive(Clone, Debug)]
pub struct CueStrength {
    /// The cue's id.
    pub id: String,
    /// Its weights by role as judged before the fit, in log-odds, in the order of [`Role::ALL`].
    pub judged: [f64; ROLES],
    /// Its weights by role.
    pub weights: [f64; ROLES],
    /// How strongly it speaks in the posting, 0 to 1.
    pub strength: f64,
}

/// Every cue with its strength in one posting; the last is the bias, whose strength is always 1.
pub fn cues(analysis: &Analysis, dictionary: &Dictionary) -> Vec<CueStrength> {
    let cues = &dictionary.roles;
    let sightings = cues.sightings(
        &analysis.text,
        &dictionary.lexicon.mark(&analysis.text.plain),
        &analysis.sections,
        &analysis.skills,
    );
    let strengths = cues.strengths(&sightings, &analysis.title).of_cues;
    let bias = CueStrength { id: "bias".to_owned(), judged: cues.judged_bias, weights: cues.bias, strength: 1.0 };
    let with_strength = cues.cues.iter().zip(strengths);
    with_strength
        .map(|(cue, strength)| CueStrength { id: cue.id.clone(), judged: cue.judged, weights: cue.weights, strength })
        .chain([bias])
        .collect()
}

/// Decides the role of a posting.
pub(crate) fn classify(
    title: &str,
    text: &Text,
    folded: &Marked,
    sections: &[SectionKind],
    skills: &[SkillFinding],
    cues: &RoleCues,
) -> RoleFinding {
    let sightings: Vec<Sighting> = cues.sightings(text, folded, sections, skills);
    let strengths = cues.strengths(&sightings, title);
    let scores = softmax(cues.logits(&strengths.of_cues));
    let order = order(&scores);
    let (primary, runner_up) = (Role::ALL[order[0]], Role::ALL[order[1]]);
    let words = text.plain.split_ascii_whitespace().take(WORDS_MIN).count();
    let status = if words < WORDS_MIN {
        RoleStatus::Insufficient
    } else if scores[order[0]] - scores[order[1]] < MIXED_MARGIN {
        RoleStatus::Mixed
    } else {
        RoleStatus::Clear
    };
    let title_conflict =
        status != RoleStatus::Insufficient && title_role(title, cues).is_some_and(|role| role != primary);
    let evidence = evidence::quote(text, &sightings, &strengths, cues, primary, runner_up);
    RoleFinding { primary, runner_up, status, scores, title_conflict, evidence }
}

/// The roles from the highest value to the lowest; the earlier of equals first.
fn order(values: &[f64; ROLES]) -> [usize; ROLES] {
    let mut order = std::array::from_fn(|i| i);
    order.sort_by(|a, b| values[*b].total_cmp(&values[*a]).then(a.cmp(b)));
    order
}

fn softmax(logits: [f64; ROLES]) -> [f64; ROLES] {
    let top = logits.into_iter().fold(f64::NEG_INFINITY, f64::max);
    let powers = logits.map(|logit| (logit - top).exp());
    let sum: f64 = powers.iter().sum();
    powers.map(|power| power / sum)
}

/// The role that the title alone names, when it names one clearly.
fn title_role(title: &str, cues: &RoleCues) -> Option<Role> {
    let mut sums = [0.0; ROLES];
    let named = cues.cues.iter().zip(cues.named_in_title(title)).filter(|(_, named)| *named);
    for (cue, _) in named {
        sums.iter_mut().zip(cue.weights).for_each(|(sum, weight)| *sum += weight);
    }
    let order = order(&sums);
    (sums[order[0]] - sums[order[1]] >= TITLE_MARGIN).then(|| Role::ALL[order[0]])
}
