//! The options of `profile`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::day;

#[derive(Args)]
pub(crate) struct ProfileOptions {
    #[command(subcommand)]
    pub(crate) command: ProfileCommand,
}

#[derive(Subcommand)]
pub(crate) enum ProfileCommand {
    /// Writes a profile with comments, to fill in.
    New {
        /// The new file; - for standard output.
        #[arg(value_name = "FILE", default_value = "profile.toml")]
        file: PathBuf,
    },
    /// Checks a profile: every fault with its line and what to do, then what it does not say.
    Check {
        /// A profile (TOML), or a JSON Resume.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Shows what a profile means: skills with what they imply, countries, limits.
    Show {
        /// A profile (TOML), or a JSON Resume.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// For reading, or a JSON record.
        #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
        format: ShowFormat,
    },
    /// Reads a profile from a CV (Markdown, text, PDF, DOCX) or a JSON Resume, for you to check and complete.
    ///
    /// Every skill comes with the line that it was found in. Employments that overlap count once. Levels are a first guess: set them
    /// yourself before you use the profile.
    Import {
        /// The CV; - for standard input.
        #[arg(value_name = "CV")]
        cv: PathBuf,
        /// The new profile; standard output when not given.
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        /// The day that ends an employment which still goes on, YYYY-MM-DD; today when not given.
        #[arg(long, value_name = "DATE", value_parser = day)]
        today: Option<Date>,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShowFormat {
    Text,
    Json,
}
