//! The options of `rank`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use jobsift::analysis::Role;
use jobsift::posting::{Remote, Seniority};

use super::named;

#[derive(Args)]
pub(crate) struct RankOptions {
    /// Files, folders, globs, datasets, or - for standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<String>,

    /// Your profile (TOML, or JSON Resume). `jobsift profile new` writes one to start from.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) profile: PathBuf,

    /// Only postings whose text shows one of these roles: platform, release, sre, backend-infra, other.
    #[arg(long, value_name = "ROLE", value_delimiter = ',', value_parser = named(Role::ALL, Role::name))]
    pub(crate) role: Vec<Role>,

    /// Only the roles that the profile looks for.
    #[arg(long, conflicts_with = "role")]
    pub(crate) wanted: bool,

    /// Only this place of work: remote, hybrid, onsite (several with commas).
    #[arg(long, value_name = "PLACE", value_delimiter = ',', value_parser = named(Remote::ALL, Remote::name))]
    pub(crate) remote: Vec<Remote>,

    /// Only this level: junior, mid, senior, lead (several with commas).
    #[arg(long, value_name = "LEVEL", value_delimiter = ',', value_parser = named(Seniority::ALL, Seniority::name))]
    pub(crate) seniority: Vec<Seniority>,

    /// Only where the highest pay is at least this in a year; in the profile's currency, or name one: 90000USD.
    #[arg(long, value_name = "AMOUNT")]
    pub(crate) salary: Option<String>,

    /// Only postings published on this day or later, YYYY-MM-DD.
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<Date>,

    /// Only employers whose name holds this text, in any letter case (may be given several times).
    #[arg(long, value_name = "TEXT")]
    pub(crate) company: Vec<String>,

    /// Keeps postings that do not say what a filter asks about; without it they are left out and counted.
    #[arg(long)]
    pub(crate) keep_unsaid: bool,

    /// How many postings are shown; 30 in the table, all in the other formats when not given.
    #[arg(long, value_name = "N")]
    pub(crate) most: Option<usize>,

    /// A table for reading, one JSON object a line, or CSV that is safe to open in a spreadsheet.
    #[arg(long, value_enum, default_value_t = RankFormat::Text)]
    pub(crate) format: RankFormat,

    /// The day to judge closing dates by, YYYY-MM-DD; today when not given.
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<Date>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RankFormat {
    Text,
    Json,
    Csv,
}
