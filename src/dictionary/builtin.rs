//! The files of `dictionaries/`, embedded. A test compares this list with the folder.

macro_rules! skill_files {
    ($($group:literal),+ $(,)?) => {
        /// File name and text of every skill group, sorted.
        pub(super) const SKILLS: &[(&str, &str)] =
            &[$((concat!("skills/", $group, ".toml"), include_str!(concat!("../../dictionaries/skills/", $group, ".toml")))),+];
    };
}

skill_files![
    "blockchain",
    "business",
    "certifications",
    "ci-cd",
    "cloud-aws",
    "cloud-azure",
    "cloud-gcp",
    "cloud-other",
    "collaboration",
    "containers",
    "cost",
    "data",
    "databases",
    "delivery-practices",
    "design-tools",
    "frameworks",
    "infrastructure-as-code",
    "it-support",
    "languages",
    "messaging",
    "networking",
    "observability",
    "operating-systems",
    "protocols",
    "reliability-practices",
    "scripting",
    "security",
    "testing",
    "version-control",
];

pub(super) const SECTIONS: &str = include_str!("../../dictionaries/sections.toml");
pub(super) const TRANSFERS: &str = include_str!("../../dictionaries/transfers.toml");
pub(super) const LEARNING: &str = include_str!("../../dictionaries/learning.toml");
pub(super) const ROLES: &str = include_str!("../../dictionaries/roles.toml");
