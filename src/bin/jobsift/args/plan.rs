//! The options of `plan`.

use clap::{Args, ValueEnum};
use jobsift::analysis::Role;

use super::{Subject, named};

#[derive(Args)]
pub(crate) struct PlanOptions {
    #[command(flatten)]
    pub(crate) of: Subject,

    /// The roles to plan for: platform, release, sre, backend-infra, other; those of the profile when not given.
    #[arg(long, value_name = "ROLE", value_delimiter = ',', value_parser = named(Role::ALL, Role::name))]
    pub(crate) role: Vec<Role>,

    /// From this fit on a posting counts as within reach.
    #[arg(long, value_name = "SCORE", default_value_t = 70, value_parser = clap::value_parser!(u8).range(1..=95))]
    pub(crate) reach: u8,

    /// How many months are planned.
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=60))]
    pub(crate) months: u32,

    /// Hours a week for learning, instead of those of the profile.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=80))]
    pub(crate) hours_a_week: Option<u8>,

    /// Plans by skills alone: takes in postings that something else keeps out of reach (place, years, language, pay …).
    #[arg(long)]
    pub(crate) skills_alone: bool,

    /// For reading, or one JSON object.
    #[arg(long, value_enum, default_value_t = PlanFormat::Text)]
    pub(crate) format: PlanFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PlanFormat {
    Text,
    Json,
}
