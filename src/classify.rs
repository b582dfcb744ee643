//! What a job really is: platform, release, SRE, backend with infrastructure, or other; from the body first, the title second.
//!
//! In: the text with its sections, the title, the skills found. Out: a [`RoleFinding`] with the sentences that decided.
//!
//! The formula: each cue of `dictionaries/roles.toml` (phrases of duties, skills, title words) gives a strength `x` between 0 and 1,
//! where `x = 1 - 2^-s` and `s` adds up its distinct sightings, each weighted by the section that it stands in. A role's score is its
//! bias plus the sum of weight × strength over the cues; the softmax of the five scores are the published ones, which sum to one.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::analysis::{Analysis, Evidence, Role, RoleFinding, RoleStatus, SectionKind, SkillFinding};
use crate::dictionary::schema::{RoleCueEntry, RoleFile};
use crate::dictionary::terms::fold;
use crate::dictionary::{Dictionary, DictionaryError};
use crate::text::Text;

/// Below this many words a body does not tell what the job is.
const WORDS_MIN: usize = 40;
/// A runner-up whose score is this near makes the role mixed.
const MIXED_MARGIN: f64 = 0.2;
/// A title speaks for a role when it leads the next one by this much, in log-odds.
const TITLE_MARGIN: f64 = 0.8;
/// Quotes are cut to this many bytes.
const QUOTE_MAX: usize = 180;
/// So many quotes for the primary role; half as many for the runner-up.
const QUOTES: usize = 4;

/// Number of roles.
const ROLES: usize = Role::ALL.len();

/// The compiled cues of `roles.toml`.
#[derive(Clone, Debug)]
pub(crate) struct RoleCues {
    bias: [f64; ROLES],
    cues: Vec<RoleCue>,
    body: Phrases,
    title: Phrases,
    /// For each skill that is a cue: skill, cue.
    skills: Vec<(u32, usize)>,
}

#[derive(Clone, Debug)]
struct RoleCue {
    id: String,
    weights: [f64; ROLES],
}

/// Phrases with the cue that each belongs to.
#[derive(Clone, Debug)]
struct Phrases {
    automaton: AhoCorasick,
    cues: Vec<usize>,
}

/// One sighting of a cue in the body.
#[derive(Clone, Copy)]
struct Sighting {
    cue: usize,
    at: usize,
    weight: f64,
}

impl RoleCues {
    pub(crate) fn compile(
        file: RoleFile,
        ids: impl Fn(&str, &[String]) -> Result<Vec<u32>, DictionaryError>,
    ) -> Result<Self, DictionaryError> {
        let by_role = |map: &BTreeMap<Role, f64>| {
            let mut weights = [0.0; ROLES];
            for (role, weight) in map {
                weights[*role as usize] = *weight;
            }
            weights
        };
        let mut skills = Vec::new();
        for (i, cue) in file.cue.iter().enumerate() {
            skills.extend(ids(&cue.id, &cue.skills)?.into_iter().map(|skill| (skill, i)));
        }
        skills.sort_unstable();
        Ok(Self {
            bias: by_role(&file.bias),
            body: Phrases::compile(&file.cue, |cue| &cue.phrases),
            title: Phrases::compile(&file.cue, |cue| &cue.title),
            cues: file.cue.iter().map(|cue| RoleCue { id: cue.id.clone(), weights: by_role(&cue.weights) }).collect(),
            skills,
        })
    }

    fn strengths_of(&self, sightings: &[Sighting], title: &str) -> Vec<f64> {
        let mut sums = vec![0.0; self.cues.len()];
        for sighting in sightings {
            sums[sighting.cue] += sighting.weight;
        }
        let mut strengths: Vec<f64> = sums.into_iter().map(|sum| 1.0 - (-sum).exp2()).collect();
        let folded = fold(title);
        for (cue, _) in self.title.find(title, &folded) {
            strengths[cue] = 1.0;
        }
        strengths
    }

    /// Sightings in the body: each phrase or skill once a sentence, weighted by its section.
    fn sightings(
        &self,
        text: &Text,
        folded: &[u8],
        sections: &[SectionKind],
        skills: &[SkillFinding],
    ) -> Vec<Sighting> {
        let mut sightings: Vec<Sighting> = Vec::new();
        for (cue, at) in self.body.find(&text.plain, folded) {
            let block = text.blocks.partition_point(|block| block.end <= at);
            let Some(section) = sections.get(block) else { continue };
            sightings.push(Sighting { cue, at, weight: section_weight(*section) });
        }
        for skill in skills.iter().filter(|skill| !skill.negated) {
            let from = self.skills.partition_point(|(id, _)| *id < skill.skill);
            for (_, cue) in self.skills[from..].iter().take_while(|(id, _)| *id == skill.skill) {
                let best = skill
                    .mentions
                    .iter()
                    .map(|m| (m.start, section_weight(m.section)))
                    .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
                if let Some((at, weight)) = best {
                    sightings.push(Sighting { cue: *cue, at, weight });
                }
            }
        }
        sightings
    }
}

/// The biases by role, and every cue with its id, its weights by role and its strength in one posting: what the weights of
/// `dictionaries/roles.toml` are fitted to.
pub fn cues(analysis: &Analysis, dictionary: &Dictionary) -> ([f64; ROLES], Vec<(String, [f64; ROLES], f64)>) {
    let cues = &dictionary.roles;
    let sightings = cues.sightings(&analysis.text, &fold(&analysis.text.plain), &analysis.sections, &analysis.skills);
    let strengths = cues.strengths_of(&sightings, &analysis.title);
    (
        cues.bias,
        cues.cues.iter().zip(strengths).map(|(cue, strength)| (cue.id.clone(), cue.weights, strength)).collect(),
    )
}

impl Phrases {
    fn compile(cues: &[RoleCueEntry], of: impl Fn(&RoleCueEntry) -> &Vec<String>) -> Self {
        let pairs: Vec<(Vec<u8>, usize)> =
            cues.iter().enumerate().flat_map(|(i, cue)| of(cue).iter().map(move |phrase| (fold(phrase), i))).collect();
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .match_kind(MatchKind::Standard)
            .build(pairs.iter().map(|(phrase, _)| phrase))
            .expect("some hundred short phrases are far below the automaton's limits");
        Self { automaton, cues: pairs.into_iter().map(|(_, cue)| cue).collect() }
    }

    /// Cue and place of every whole phrase; a plural `s` may follow, and a phrase that ends in `*` stands for any ending.
    fn find(&self, text: &str, folded: &[u8]) -> Vec<(usize, usize)> {
        let is_letter = |at: Option<char>| at.is_some_and(char::is_alphanumeric);
        let mut found: Vec<(usize, usize)> = self
            .automaton
            .find_overlapping_iter(folded)
            .filter(|m| {
                let before = text[..m.start()].chars().next_back();
                let mut after = text[m.end()..].chars();
                let next = after.next();
                !is_letter(before) && (!is_letter(next) || next == Some('s') && !is_letter(after.next()))
            })
            .map(|m| (self.cues[m.pattern().as_usize()], m.start()))
            .collect();
        found.sort_unstable();
        // Overlapping phrases of one cue are one sighting.
        found.dedup_by(|b, a| a.0 == b.0 && b.1 < a.1 + 12);
        found
    }
}

/// How much a sighting counts, by where it stands.
const fn section_weight(section: SectionKind) -> f64 {
    match section {
        SectionKind::Duties | SectionKind::Intro => 1.0,
        SectionKind::Requirements | SectionKind::Stack => 0.7,
        SectionKind::Preferred => 0.35,
        SectionKind::Company => 0.25,
        SectionKind::Benefits | SectionKind::Legal | SectionKind::Apply => 0.0,
    }
}

/// Decides the role of a posting.
pub(crate) fn classify(
    title: &str,
    text: &Text,
    folded: &[u8],
    sections: &[SectionKind],
    skills: &[SkillFinding],
    cues: &RoleCues,
) -> RoleFinding {
    let sightings = cues.sightings(text, folded, sections, skills);
    let strengths = cues.strengths_of(&sightings, title);
    let scores = softmax(cues.logits(&strengths));
    let mut order: Vec<usize> = (0..ROLES).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
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
    let evidence = evidence(text, &sightings, &strengths, cues, primary, runner_up);
    RoleFinding { primary, runner_up, status, scores, title_conflict, evidence }
}

impl RoleCues {
    fn logits(&self, strengths: &[f64]) -> [f64; ROLES] {
        let mut logits = self.bias;
        for (cue, strength) in self.cues.iter().zip(strengths) {
            for (logit, weight) in logits.iter_mut().zip(cue.weights) {
                *logit += weight * strength;
            }
        }
        logits
    }
}

fn softmax(logits: [f64; ROLES]) -> [f64; ROLES] {
    let top = logits.into_iter().fold(f64::NEG_INFINITY, f64::max);
    let powers = logits.map(|logit| (logit - top).exp());
    let sum: f64 = powers.iter().sum();
    powers.map(|power| power / sum)
}

/// The role that the title alone names, when it names one clearly.
fn title_role(title: &str, cues: &RoleCues) -> Option<Role> {
    let found = cues.title.find(title, &fold(title));
    let mut sums = [0.0; ROLES];
    for (i, (cue, _)) in found.iter().enumerate() {
        // A cue counts once however often its words stand in the title.
        if found[..i].iter().all(|(earlier, _)| earlier != cue) {
            for (sum, weight) in sums.iter_mut().zip(cues.cues[*cue].weights) {
                *sum += weight;
            }
        }
    }
    let mut order: Vec<usize> = (0..ROLES).collect();
    order.sort_by(|a, b| sums[*b].total_cmp(&sums[*a]).then(a.cmp(b)));
    (sums[order[0]] - sums[order[1]] >= TITLE_MARGIN).then(|| Role::ALL[order[0]])
}

/// The sentences that spoke most for the primary role, then for the runner-up.
fn evidence(
    text: &Text,
    sightings: &[Sighting],
    strengths: &[f64],
    cues: &RoleCues,
    primary: Role,
    runner_up: Role,
) -> Vec<Evidence> {
    let mut all = Vec::new();
    for (role, wanted) in [(primary, QUOTES), (runner_up, QUOTES / 2)] {
        let mut sums = vec![0.0; cues.cues.len()];
        for sighting in sightings {
            sums[sighting.cue] += sighting.weight;
        }
        // A sentence is worth its share of what its cues added for the role over the mean of the roles.
        let mut sentences: BTreeMap<usize, (usize, f64)> = BTreeMap::new();
        for sighting in sightings.iter().filter(|s| s.weight > 0.0) {
            let weights = cues.cues[sighting.cue].weights;
            let lead = weights[role as usize] - weights.iter().sum::<f64>() / ROLES as f64;
            let worth = lead * strengths[sighting.cue] * sighting.weight / sums[sighting.cue];
            let (start, end) = sentence_around(text, sighting.at);
            sentences.entry(start).or_insert((end, 0.0)).1 += worth;
        }
        let mut sentences: Vec<(usize, usize, f64)> = sentences
            .into_iter()
            .map(|(start, (end, worth))| (start, end, worth))
            .filter(|(.., worth)| *worth > 0.05)
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

/// The sentence of the block around a place.
fn sentence_around(text: &Text, at: usize) -> (usize, usize) {
    let block = text.blocks.partition_point(|block| block.end <= at);
    let Some(block) = text.blocks.get(block) else { return (at, at) };
    let line = text.slice(block);
    let inside = at.saturating_sub(block.start).min(line.len());
    // Bounded, so that a line of a megabyte costs no more than another.
    let from = line.floor_char_boundary(inside.saturating_sub(2 * QUOTE_MAX));
    let to = line.ceil_char_boundary((inside + 2 * QUOTE_MAX).min(line.len()));
    let start = line[from..inside].rfind(". ").map_or(from, |i| from + i + 2);
    let end = line[inside..to].find(". ").map_or(to, |i| inside + i + 1);
    (block.start + start, block.start + end)
}

fn cut(quote: &str) -> String {
    if quote.len() <= QUOTE_MAX {
        return quote.to_owned();
    }
    let end = quote.floor_char_boundary(QUOTE_MAX);
    let end = quote[..end].rfind(' ').unwrap_or(end);
    format!("{} …", &quote[..end])
}
