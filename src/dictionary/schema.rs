//! The TOML of `dictionaries/` as it is written; [`super::Dictionary`] is what it means.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::analysis::{Importance, Role, SectionKind, SkillKind};

/// `skills/<group>.toml`, and a person's own file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SkillFile {
    pub(crate) group: String,
    #[serde(default)]
    pub(crate) skill: Vec<SkillEntry>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SkillEntry {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: SkillKind,
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    #[serde(default)]
    pub(crate) exact: Vec<String>,
    #[serde(default)]
    pub(crate) weak: Vec<String>,
    #[serde(default)]
    pub(crate) with: Vec<String>,
    #[serde(default)]
    pub(crate) mask: Vec<String>,
    #[serde(default)]
    pub(crate) implies: Vec<String>,
    #[serde(default, rename = "match")]
    pub(crate) matches: Vec<String>,
    #[serde(default)]
    pub(crate) reject: Vec<String>,
    #[serde(default)]
    pub(crate) refs: BTreeMap<String, String>,
}

/// `transfers.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TransferFile {
    #[serde(default)]
    pub(crate) transfer: Vec<TransferEntry>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TransferEntry {
    pub(crate) from: Vec<String>,
    pub(crate) to: Vec<String>,
    pub(crate) difficulty: super::Difficulty,
    pub(crate) hours: u32,
    pub(crate) why: String,
}

/// `learning.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LearningFile {
    #[serde(default)]
    pub(crate) skill: Vec<LearningEntry>,
    #[serde(default)]
    pub(crate) usual: Vec<UsualEntry>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LearningEntry {
    pub(crate) id: String,
    pub(crate) hours: u32,
    pub(crate) after: Vec<String>,
    pub(crate) project: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UsualEntry {
    pub(crate) stage: u32,
    pub(crate) name: String,
    pub(crate) any_of: Vec<String>,
}

/// `sections.toml`. A posting is read with the entries of its own language and the English ones.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SectionFile {
    #[serde(default)]
    pub(crate) heading: Vec<HeadingEntry>,
    #[serde(default)]
    pub(crate) cue: Vec<CueEntry>,
    #[serde(default)]
    pub(crate) negation: Vec<NegationEntry>,
    #[serde(default)]
    pub(crate) hedge: Vec<HedgeEntry>,
    #[serde(default)]
    pub(crate) alternative: Vec<AlternativeEntry>,
    #[serde(default)]
    pub(crate) lead_in: Vec<HedgeEntry>,
    #[serde(default)]
    pub(crate) company_list: Vec<HedgeEntry>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HeadingEntry {
    pub(crate) kind: SectionKind,
    pub(crate) language: String,
    #[serde(default)]
    pub(crate) phrases: Vec<String>,
    #[serde(default)]
    pub(crate) whole: Vec<String>,
    #[serde(default)]
    pub(crate) prefix: Vec<String>,
    #[serde(default)]
    pub(crate) turns: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CueEntry {
    pub(crate) importance: Importance,
    pub(crate) language: String,
    #[serde(default)]
    pub(crate) sentence: Vec<String>,
    #[serde(default)]
    pub(crate) following: Vec<String>,
    #[serde(default)]
    pub(crate) lead: Vec<String>,
    #[serde(default)]
    pub(crate) except: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NegationEntry {
    pub(crate) language: String,
    #[serde(default)]
    pub(crate) before: Vec<String>,
    #[serde(default)]
    pub(crate) next: Vec<String>,
    #[serde(default)]
    pub(crate) after: Vec<String>,
    #[serde(default)]
    pub(crate) except: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HedgeEntry {
    pub(crate) language: String,
    pub(crate) phrases: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AlternativeEntry {
    pub(crate) language: String,
    #[serde(default)]
    pub(crate) words: Vec<String>,
    #[serde(default)]
    pub(crate) lead: Vec<String>,
    #[serde(default)]
    pub(crate) examples: Vec<String>,
}

/// `roles.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleFile {
    pub(crate) bias: BTreeMap<Role, f64>,
    pub(crate) judged_bias: BTreeMap<Role, f64>,
    pub(crate) infrastructure: Vec<InfrastructureEntry>,
    pub(crate) cue: Vec<RoleCueEntry>,
}

/// A kind of infrastructure item.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InfrastructureEntry {
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) phrases: Vec<String>,
    #[serde(default)]
    pub(crate) skills: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleCueEntry {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) title: Vec<String>,
    #[serde(default)]
    pub(crate) phrases: Vec<String>,
    #[serde(default)]
    pub(crate) skills: Vec<String>,
    /// So many kinds of infrastructure make this cue 1.
    #[serde(default)]
    pub(crate) kinds: usize,
    /// Earlier cues, of which the strongest multiplies the strength of this one.
    #[serde(default)]
    pub(crate) with: Vec<String>,
    /// Earlier cues whose part of all that the body shows is the strength of this one.
    #[serde(default)]
    pub(crate) share: Vec<String>,
    /// Whether this cue is that the body shows none of the cues that have a share.
    #[serde(default)]
    pub(crate) silence: bool,
    #[serde(default)]
    pub(crate) judged: BTreeMap<Role, f64>,
    #[serde(default)]
    pub(crate) weights: BTreeMap<Role, f64>,
}
