//! Text to skills: which ones the posting names, how strongly it asks for each, which are alternatives of each other.
//!
//! In: a [`Text`], the section of each block, the employer's name. Out: one [`SkillFinding`] a skill, in order of first mention,
//! and the names that were seen and not counted, with the reason. The steps, each a file:
//! whole terms (`dictionary::terms`) → [`evidence`] for ambiguous names → [`importance`] and negation of each mention →
//! [`alternatives`] → [`detail`]: years and version.

mod alternatives;
mod detail;
mod evidence;
mod importance;
mod sentence;

use std::collections::BTreeMap;

use crate::analysis::{Importance, Mention, SectionKind, SkillFinding};
use crate::cues::{Cue, CueKind, Cues};
use crate::dictionary::Dictionary;
use crate::dictionary::terms::{Hit, fold};
use crate::lexicon::Marked;
use crate::text::Text;
use evidence::Place;
use sentence::Sentence;

/// A name that stands in the text and was not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suppressed {
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Index of the skill that it would have named.
    pub skill: u32,
    /// Why it was not counted.
    pub reason: Reason,
}

/// Why a name was not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is an ordinary word too, and nothing near it says that the skill is meant.
    NoEvidence,
    /// It is the employer's own name.
    Employer,
    /// It stands in a list of companies or sites: customers, investors, former employers, places to follow or to sign in with.
    Companies,
    /// It stands in a legal notice or in the text on how to apply.
    Boilerplate,
}

impl Reason {
    /// The reason in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NoEvidence => "an ordinary word too, and nothing near it says that the skill is meant",
            Self::Employer => "the employer's own name",
            Self::Companies => {
                "named as a company or site: a customer, investor, former employer, or a place to follow or sign in with"
            }
            Self::Boilerplate => "in a legal notice or the text on how to apply",
        }
    }
}

/// A name's block has the words that say how it is meant; words that announce it may end the line before, so many bytes of it at most.
const LEAD_MAX: usize = 120;

/// A shorter company name may begin a product of another by chance.
const COMPANY_MIN: usize = 4;

/// What was found in one posting.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// Every skill named, once each, in order of first mention.
    pub skills: Vec<SkillFinding>,
    /// What was seen and not counted, in order.
    pub suppressed: Vec<Suppressed>,
}

/// One mention on its way through the steps.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) skill: u32,
    pub(crate) section: SectionKind,
    pub(crate) importance: Importance,
    pub(crate) negated: bool,
    /// The words that decided importance or negation.
    pub(crate) cue: Option<(usize, usize)>,
    /// Group of alternatives, unique within the posting.
    pub(crate) any_of: Option<u16>,
    pub(crate) or_similar: bool,
    pub(crate) years: Option<u8>,
}

/// Finds the skills of a posting. `folded` is `text.plain` with its words marked.
pub(crate) fn extract(
    text: &Text,
    folded: &Marked,
    sections: &[SectionKind],
    company: Option<&str>,
    dictionary: &Dictionary,
    phrases: &Cues,
) -> Extraction {
    let hits = dictionary.terms.whole(&text.plain, folded);
    let mut extraction = Extraction::default();
    if hits.is_empty() {
        return extraction;
    }
    let mut end = 0;
    let around = by_block(&hits, text, sections).map(|(_, block, _)| {
        let range = block.start.saturating_sub(LEAD_MAX).max(end)..block.end;
        end = block.end;
        range
    });
    let cues = phrases.find_within(&text.plain, folded, around);
    let company = company.map(|name| fold(name.trim()));
    let employer = |hit: &Hit| {
        company.as_deref().filter(|name| is_named(name, &folded[hit.start..hit.end])).map(|_| Reason::Employer)
    };
    let mut groups = 0;
    let mut found: Vec<Found> = Vec::with_capacity(hits.len());
    // Those of one sentence.
    let mut mentions: Vec<Found> = Vec::new();
    for (hits, block, &section) in by_block(&hits, text, sections) {
        let place = Place { text, folded, block: block.clone(), section, cues: &cues, dictionary };
        let hits = evidence::weigh(hits, &place, &mut extraction.suppressed);
        for range in sentence::split(&text.plain, block) {
            let own_cues = within(&cues, &range);
            let companies_from =
                own_cues.iter().find(|cue| cue.kind == CueKind::Companies).map_or(usize::MAX, |cue| cue.end);
            // Hits are sorted: a slice of them, not a search through all for each sentence of a long block.
            let own =
                hits.partition_point(|hit| hit.start < range.start)..hits.partition_point(|hit| hit.start < range.end);
            for hit in &hits[own] {
                let reason = match section {
                    SectionKind::Legal | SectionKind::Apply => Some(Reason::Boilerplate),
                    SectionKind::Requirements | SectionKind::Preferred | SectionKind::Stack => {
                        // An employer may ask for its own product as one skill among others; "our Acme products" asks for none.
                        employer(hit).filter(|_| !evidence::is_one_of_several(hit, &hits, &place))
                    }
                    _ if hit.start >= companies_from => Some(Reason::Companies),
                    _ => employer(hit),
                };
                match reason {
                    Some(reason) => extraction.suppressed.push(Suppressed {
                        start: hit.start,
                        end: hit.end,
                        skill: hit.skill,
                        reason,
                    }),
                    None => mentions.push(Found::new(hit, section)),
                }
            }
            if mentions.is_empty() {
                continue;
            }
            let sentence = Sentence { text: &text.plain, folded, cues: own_cues, range };
            importance::judge(&mut mentions, &sentence);
            alternatives::group(&mut mentions, &sentence, dictionary, &mut groups);
            detail::years(&mut mentions, &sentence);
            found.append(&mut mentions);
        }
    }
    extraction.skills = gather(&found, text);
    extraction.suppressed.sort_by_key(|s| s.start);
    extraction
}

impl Found {
    fn new(hit: &Hit, section: SectionKind) -> Self {
        Self {
            start: hit.start,
            end: hit.end,
            skill: hit.skill,
            section,
            importance: importance::of_section(section),
            negated: false,
            cue: None,
            any_of: None,
            or_similar: false,
            years: None,
        }
    }
}

/// The hits of each block that has any, with the block's range and section.
fn by_block<'a>(
    hits: &'a [Hit],
    text: &'a Text,
    sections: &'a [SectionKind],
) -> impl Iterator<Item = (&'a [Hit], std::ops::Range<usize>, &'a SectionKind)> {
    let mut rest = hits;
    text.blocks.iter().zip(sections).filter_map(move |(block, section)| {
        let before = rest.partition_point(|hit| hit.start < block.start);
        let inside = rest.partition_point(|hit| hit.start < block.end);
        let own = &rest[before..inside];
        rest = &rest[inside..];
        (!own.is_empty()).then_some((own, block.start..block.end, section))
    })
}

fn within<'a>(cues: &'a [Cue], range: &std::ops::Range<usize>) -> &'a [Cue] {
    &cues[cues.partition_point(|cue| cue.start < range.start)..cues.partition_point(|cue| cue.start < range.end)]
}

/// Whether the matched name is the company's, begins it (`Acme` of `Acme Inc.`), or is a product with its name (`Acme Cloud` of `Acme`).
fn is_named(company: &[u8], name: &[u8]) -> bool {
    let begins = |long: &[u8], short: &[u8]| {
        long.strip_prefix(short).is_some_and(|rest| !rest.first().is_some_and(u8::is_ascii_alphanumeric))
    };
    begins(company, name) || company.len() >= COMPANY_MIN && begins(name, company)
}

/// Mentions to skills: the strongest importance of all, the surfaces, the group of the strongest mention.
fn gather(found: &[Found], text: &Text) -> Vec<SkillFinding> {
    let mut order: BTreeMap<u32, usize> = BTreeMap::new();
    let mut skills: Vec<SkillFinding> = Vec::new();
    for mention in found {
        let at = *order.entry(mention.skill).or_insert_with(|| {
            skills.push(SkillFinding {
                skill: mention.skill,
                importance: mention.importance,
                // Negated only when every mention is.
                negated: true,
                any_of: None,
                or_similar: false,
                years: None,
                version: None,
                surfaces: Vec::new(),
                mentions: Vec::new(),
            });
            skills.len() - 1
        });
        let skill = &mut skills[at];
        if !mention.negated {
            let stronger = skill.negated || mention.importance > skill.importance;
            skill.importance =
                if skill.negated { mention.importance } else { skill.importance.max(mention.importance) };
            skill.negated = false;
            // The group goes with the mentions that ask most: a must is not an alternative for being one elsewhere.
            if stronger || skill.any_of.is_none() && mention.importance == skill.importance {
                skill.any_of = mention.any_of;
                skill.or_similar = mention.or_similar;
            }
            skill.years = skill.years.max(mention.years);
        }
        let surface = &text.plain[mention.start..mention.end];
        if !skill.surfaces.iter().any(|s| s == surface) {
            skill.surfaces.push(surface.to_owned());
        }
        if skill.version.is_none() {
            skill.version = detail::version(&text.plain, mention.end);
        }
        skill.mentions.push(Mention {
            start: mention.start,
            end: mention.end,
            section: mention.section,
            importance: mention.importance,
            negated: mention.negated,
            cue: mention.cue,
        });
    }
    number_groups(&mut skills);
    skills
}

/// Numbers the groups from 1 in order of appearance; a group that has lost all but one member is none.
fn number_groups(skills: &mut [SkillFinding]) {
    let mut sizes: BTreeMap<u16, u32> = BTreeMap::new();
    for group in skills.iter().filter_map(|s| s.any_of) {
        *sizes.entry(group).or_default() += 1;
    }
    let mut numbers: BTreeMap<u16, u16> = BTreeMap::new();
    for skill in skills {
        skill.any_of = skill.any_of.filter(|group| sizes[group] > 1).map(|group| {
            let next = numbers.len() as u16 + 1;
            *numbers.entry(group).or_insert(next)
        });
    }
}
