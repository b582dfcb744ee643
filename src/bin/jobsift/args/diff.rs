//! What may be typed for `diff`.

use std::num::NonZeroUsize;

use clap::{Args, ValueEnum};

use super::at_least_one;

/// Options of `diff`.
#[derive(Args)]
pub(crate) struct DiffOptions {
    /// The older postings: a dataset, a file, a folder, or a glob.
    #[arg(value_name = "OLD")]
    pub(crate) old: String,

    /// The newer postings.
    #[arg(value_name = "NEW")]
    pub(crate) new: String,

    /// How the differences are written. `csv` is a row a posting that differs, `demand-csv` a row a share that moved.
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub(crate) format: DiffFormat,

    /// The most rows of each list in the text form.
    #[arg(long, value_name = "N", default_value = "20", value_parser = at_least_one)]
    pub(crate) most: NonZeroUsize,
}

/// Forms of the differences.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    Text,
    Json,
    Csv,
    DemandCsv,
}

/// Ends the help of `diff`.
pub(crate) const DIFF_HELP: &str = "A posting is the same when it stands at the same address, has the same id of its board, has the same text, or is of the \
same employer with nearly the same title and most of the same skills, in this order.\n\
A share has moved when its 95 % intervals before and now do not meet.\n\n\
Example: jobsift scan saved/may -o may; jobsift scan saved/june -o june; jobsift diff may june";
