//! The compiled cues of `dictionaries/roles.toml`, what of them stands in a posting, and how strongly each speaks.
//!
//! In: the dictionary file; then the text, title and skills of a posting. Out: sightings, strengths, scores before normalisation.

use std::collections::BTreeMap;

use super::phrases::Phrases;
use super::title;
use crate::analysis::{Importance, Role, SectionKind, SkillFinding};
use crate::dictionary::DictionaryError;
use crate::dictionary::schema::RoleFile;
use crate::lexicon::Marked;
use crate::stops;
use crate::text::Text;
use crate::trie::{Folded, Trie};

/// Number of roles.
pub(super) const ROLES: usize = Role::ALL.len();
/// So many sightings make a cue half as strong as it can be.
const HALF: f64 = 3.0;
/// Sightings that are added to all that a body shows before shares are taken, so that a body of one statement is not all of one kind.
const SHARE_MORE: f64 = 1.0;
/// Statements are cut to this many bytes on either side of a sighting, so that a line of a megabyte costs no more than another.
const STATEMENT_HALF: usize = 360;

/// The compiled cues of `roles.toml`.
#[derive(Clone, Debug)]
pub(crate) struct RoleCues {
    pub(super) bias: [f64; ROLES],
    pub(super) judged_bias: [f64; ROLES],
    pub(super) cues: Vec<RoleCue>,
    /// Signs in the body: a cue, or beyond the last cue a kind of infrastructure.
    pub(crate) body: Phrases,
    title: Phrases,
    /// Finds the phrases of titles.
    title_trie: Trie,
    /// For each skill that is a sign: skill, sign.
    skills: Vec<(u32, usize)>,
    kinds: usize,
}

#[derive(Clone, Debug)]
pub(super) struct RoleCue {
    pub(super) id: String,
    pub(super) judged: [f64; ROLES],
    pub(super) weights: [f64; ROLES],
    /// The number of kinds of infrastructure that make it 1; 0 for a cue that does not count them.
    pub(super) kinds: usize,
    with: Vec<usize>,
    /// The cues whose part of all that the body shows is this one's strength; empty for a cue that is seen itself.
    pub(super) share: Vec<usize>,
    /// Whether this cue is that the body shows no work at all.
    silence: bool,
}

/// One statement of the body that speaks for a cue (or, beyond the last cue, names a kind of infrastructure).
#[derive(Clone, Copy)]
pub(super) struct Sighting {
    pub(super) sign: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) weight: f64,
}

/// How strongly each cue speaks, and the sightings summed up by sign.
pub(super) struct Strengths {
    pub(super) of_cues: Vec<f64>,
    pub(super) sums: Vec<f64>,
}

impl RoleCues {
    pub(crate) fn compile(
        file: RoleFile,
        ids: impl Fn(&str, &[String]) -> Result<Vec<u32>, DictionaryError>,
    ) -> Result<Self, DictionaryError> {
        let RoleFile { bias, judged_bias, infrastructure, cue: entries } = file;
        let phrases = entries.iter().map(|cue| &cue.phrases).chain(infrastructure.iter().map(|kind| &kind.phrases));
        let body = Phrases::of(phrases.map(Vec::as_slice));
        let title = Phrases::of(entries.iter().map(|cue| cue.title.as_slice()));
        let mut skills = Vec::new();
        let cues = entries.iter().map(|cue| (&cue.id, &cue.skills));
        let signs = cues.chain(infrastructure.iter().map(|kind| (&kind.kind, &kind.skills)));
        for (sign, (name, list)) in signs.enumerate() {
            skills.extend(ids(name, list)?.into_iter().map(|skill| (skill, sign)));
        }
        skills.sort_unstable();
        let mut cues: Vec<RoleCue> = Vec::with_capacity(entries.len());
        for entry in entries {
            // The file's own test holds every name to an earlier cue.
            let numbers =
                |ids: &[String]| ids.iter().filter_map(|id| cues.iter().position(|cue| cue.id == *id)).collect();
            let (with, share) = (numbers(&entry.with), numbers(&entry.share));
            let (judged, weights) = (by_role(&entry.judged), by_role(&entry.weights));
            cues.push(RoleCue {
                id: entry.id,
                judged,
                weights,
                kinds: entry.kinds,
                with,
                share,
                silence: entry.silence,
            });
        }
        let (bias, judged_bias) = (by_role(&bias), by_role(&judged_bias));
        Ok(Self {
            bias,
            judged_bias,
            cues,
            body,
            title_trie: Trie::compile_words(&title.forms, |_| true),
            title,
            skills,
            kinds: infrastructure.len(),
        })
    }

    /// The statements of the body that speak for a cue or name a kind of infrastructure, each once a sign.
    pub(super) fn sightings(
        &self,
        text: &Text,
        marked: &Marked,
        sections: &[SectionKind],
        skills: &[SkillFinding],
    ) -> Vec<Sighting> {
        let mut sightings: Vec<Sighting> = Vec::new();
        // Most statements are seen several times, one after the other.
        let mut statement = Statement::default();
        let mut see = |sign: usize, at: usize, section: SectionKind, wanted: bool| {
            let weight = if sign < self.cues.len() {
                section_weight(section)
            } else {
                f64::from(wanted && is_own_work(section))
            };
            if weight > 0.0 {
                if !statement.is_around(at) {
                    statement = Statement::around(text, at);
                }
                sightings.push(Sighting { sign, start: statement.start, end: statement.end, weight });
            }
        };
        let mut block = 0;
        self.body.whole(&text.plain, &marked.roles, |sign, at| {
            // They come by place.
            while text.blocks.get(block).is_some_and(|block| block.end <= at) {
                block += 1;
            }
            if let Some(section) = sections.get(block) {
                see(sign, at, *section, true);
            }
        });
        for skill in skills {
            let from = self.skills.partition_point(|(id, _)| *id < skill.skill);
            let signs = || self.skills[from..].iter().take_while(|(id, _)| *id == skill.skill);
            for mention in skill.mentions.iter().filter(|mention| !mention.negated) {
                for (_, sign) in signs() {
                    see(*sign, mention.start, mention.section, mention.importance != Importance::Preferred);
                }
            }
        }
        sightings.sort_unstable_by(|a, b| {
            (a.sign, a.start).cmp(&(b.sign, b.start)).then(b.weight.total_cmp(&a.weight)).then(a.end.cmp(&b.end))
        });
        sightings.dedup_by_key(|sighting| (sighting.sign, sighting.start));
        sightings
    }

    /// How strongly each cue speaks; see the formula at the head of [`crate::classify`].
    pub(super) fn strengths(&self, sightings: &[Sighting], title: &str) -> Strengths {
        let mut sums = vec![0.0; self.cues.len() + self.kinds];
        for sighting in sightings {
            sums[sighting.sign] += sighting.weight;
        }
        let kinds = sums[self.cues.len()..].iter().filter(|sum| **sum > 0.0).count();
        // Most cues are not seen at all.
        let strength = |sum: &f64| if *sum > 0.0 { 1.0 - (-sum / HALF).exp2() } else { 0.0 };
        let mut of_cues: Vec<f64> = sums[..self.cues.len()].iter().map(strength).collect();
        for (strength, named) in of_cues.iter_mut().zip(self.named_in_title(title)) {
            if named {
                *strength = 1.0;
            }
        }
        let shown = |cue: &RoleCue| cue.share.iter().map(|member| sums[*member]).sum::<f64>();
        let shown_in_all: f64 = self.cues.iter().map(shown).sum();
        for (i, cue) in self.cues.iter().enumerate() {
            if !cue.share.is_empty() {
                of_cues[i] = shown(cue) / (shown_in_all + SHARE_MORE);
            }
            if cue.silence {
                of_cues[i] = (-shown_in_all).exp2();
            }
            if cue.kinds > 0 {
                of_cues[i] = f64::from(kinds >= cue.kinds);
            }
            if !cue.with.is_empty() {
                of_cues[i] *= cue.with.iter().map(|with| of_cues[*with]).fold(0.0, f64::max);
            }
        }
        Strengths { of_cues, sums }
    }

    /// For each cue whether the title names it. Of several jobs those count that have the role of most of them, on a tie of the first
    /// listed; a job's role by its name is what the judged weights say, so that fitting the weights changes no strength.
    pub(super) fn named_in_title(&self, title: &str) -> Vec<bool> {
        let of_jobs: Vec<Vec<usize>> = title::jobs(title).into_iter().map(|job| self.cues_of_job(job)).collect();
        let roles: Vec<usize> = of_jobs.iter().map(|cues| self.judged_role(cues)).collect();
        let count = |role: usize| roles.iter().filter(|other| **other == role).count();
        // The first of equals: `max_by_key` takes the last.
        let winner = roles.iter().copied().rev().max_by_key(|role| count(*role));
        let mut named = vec![false; self.cues.len()];
        for (cues, _) in of_jobs.iter().zip(&roles).filter(|(_, role)| Some(**role) == winner) {
            for cue in cues {
                named[*cue] = true;
            }
        }
        named
    }

    fn cues_of_job(&self, job: &str) -> Vec<usize> {
        let mut cues: Vec<usize> = Vec::new();
        let mut found = Vec::new();
        self.title_trie.find(&Folded::of(job), |phrase| found.push(phrase));
        self.title.whole(job, &found, |cue, _| cues.push(cue));
        cues.sort_unstable();
        cues.dedup();
        cues
    }

    /// The role that the judged weights of some cues say; `other` where there is none.
    fn judged_role(&self, cues: &[usize]) -> usize {
        let sums: [f64; ROLES] = std::array::from_fn(|role| cues.iter().map(|cue| self.cues[*cue].judged[role]).sum());
        (0..ROLES).max_by(|a, b| sums[*a].total_cmp(&sums[*b])).unwrap_or(ROLES - 1)
    }

    /// Each role's bias plus the sum of weight × strength.
    pub(super) fn logits(&self, strengths: &[f64]) -> [f64; ROLES] {
        let mut logits = self.bias;
        for (cue, strength) in self.cues.iter().zip(strengths) {
            for (logit, weight) in logits.iter_mut().zip(cue.weights) {
                *logit += weight * strength;
            }
        }
        logits
    }
}

fn by_role(map: &BTreeMap<Role, f64>) -> [f64; ROLES] {
    let mut weights = [0.0; ROLES];
    for (role, weight) in map {
        weights[*role as usize] = *weight;
    }
    weights
}

/// How much a sighting counts, by where it stands.
const fn section_weight(section: SectionKind) -> f64 {
    match section {
        SectionKind::Duties | SectionKind::Intro => 1.0,
        SectionKind::Requirements => 0.7,
        SectionKind::Preferred => 0.35,
        SectionKind::Stack => 0.3,
        SectionKind::Company => 0.25,
        SectionKind::Benefits | SectionKind::Legal | SectionKind::Apply => 0.0,
    }
}

/// Whether a section says what the person does or must have done: a stack line, a nice-to-have or the employer's story does not.
const fn is_own_work(section: SectionKind) -> bool {
    matches!(section, SectionKind::Duties | SectionKind::Intro | SectionKind::Requirements)
}

/// Where the last statement of some bytes begins, if one ends in them: at a stop before a blank.
fn start_before(bytes: &[u8]) -> Option<usize> {
    let mut rest = &bytes[..bytes.len().saturating_sub(1)];
    while let Some(stop) = stops::last(rest) {
        if bytes[stop + 1] == b' ' {
            return Some(stop + 2);
        }
        rest = &rest[..stop];
    }
    None
}

/// Where the first statement of some bytes ends, if it does in them.
fn end_behind(bytes: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(stop) = stops::first(&bytes[from..]) {
        from += stop + 1;
        if bytes.get(from) == Some(&b' ') {
            return Some(from);
        }
    }
    None
}

/// A sentence of a block.
#[derive(Clone, Copy, Default)]
struct Statement {
    start: usize,
    end: usize,
    /// Whether it was cut on neither side.
    is_whole: bool,
}

impl Statement {
    /// The one around a place.
    fn around(text: &Text, at: usize) -> Self {
        let block = text.blocks.partition_point(|block| block.end <= at);
        let Some(block) = text.blocks.get(block) else { return Self { start: at, end: at, is_whole: false } };
        let line = text.slice(block);
        let inside = at.saturating_sub(block.start).min(line.len());
        let from = line.floor_char_boundary(inside.saturating_sub(STATEMENT_HALF));
        let to = line.ceil_char_boundary((inside + STATEMENT_HALF).min(line.len()));
        let inside = line.floor_char_boundary(inside);
        let bytes = line.as_bytes();
        let before = start_before(&bytes[from..inside]).map(|start| from + start);
        let behind = end_behind(&bytes[inside..to]).map(|end| inside + end);
        Self {
            start: block.start + before.unwrap_or(from),
            end: block.start + behind.unwrap_or(to),
            is_whole: (before.is_some() || from == 0) && (behind.is_some() || to == line.len()),
        }
    }

    /// Whether it is the one around another place: so near that from there its ends would be seen too.
    fn is_around(&self, at: usize) -> bool {
        /// The bytes of a character, and of what ends a statement.
        const LEEWAY: usize = 8;
        self.is_whole
            && (self.start..self.end).contains(&at)
            && (at - self.start).max(self.end - at) < STATEMENT_HALF - LEEWAY
    }
}
