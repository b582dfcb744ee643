//! The options of `rank`.

use std::num::NonZeroUsize;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use jobsift::analysis::Role;
use jobsift::posting::{Remote, Seniority};

use super::{Subject, at_least_one, day, named};

#[derive(Args)]
pub(crate) struct RankOptions {
    #[command(flatten)]
    pub(crate) of: Subject,

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
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) since: Option<Date>,

    /// Only employers whose name holds this text, in any letter case (may be given several times).
    #[arg(long, value_name = "TEXT")]
    pub(crate) company: Vec<String>,

    /// Keeps postings that do not say what a filter asks about; without it they are left out and counted.
    #[arg(long)]
    pub(crate) keep_unsaid: bool,

    /// How many postings are shown; 30 in the table, all in the other formats when not given.
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub(crate) most: Option<NonZeroUsize>,

    /// A table for reading, one JSON object a line, or CSV that is safe to open in a spreadsheet.
    #[arg(long, value_enum, default_value_t = RankFormat::Text)]
    pub(crate) format: RankFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RankFormat {
    Text,
    Json,
    Csv,
}
