//! What may be typed. Help texts teach: what the command does, on what, and an example.

mod diff;
mod fetch;
mod plan;
mod profile;
mod rank;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(crate) use diff::{DIFF_HELP, DiffFormat, DiffOptions};
pub(crate) use fetch::{BoardsFormat, BoardsOptions, FETCH_HELP, FetchOptions};
pub(crate) use plan::{PlanFormat, PlanOptions};
pub(crate) use profile::{ProfileCommand, ProfileOptions, ShowFormat};
pub(crate) use rank::{RankFormat, RankOptions};

/// Reads job postings and says what they really ask for.
///
/// jobsift reads saved postings (HTML and MHTML pages, mails, PDF, DOCX, JSON and NDJSON, CSV, Parquet, XML feeds, text, Markdown,
/// board payloads, and archives of any of them), finds the skills each one asks for and how strongly, tells whether the job is
/// platform, release, SRE or backend-with-infrastructure work, and compares what the market asks for with your profile. Nothing
/// leaves your machine, and only `fetch` opens a connection.
#[derive(Parser)]
#[command(version, propagate_version = true, max_term_width = 100)]
#[command(
    after_help = "Exit status: 0 done, 1 inputs were rejected, 2 could not run, 3 a fit is under --fail-under.\n\
                  Where all inputs were rejected (1), or there was no file to read (2), nothing that was written before is touched.\n\n\
                  Start with: jobsift scan FOLDER"
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Adds your own vocabulary file to the built-in one (may be given several times).
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) dictionary: Vec<PathBuf>,

    /// Adds a job board of your own, described as in dictionaries/boards (may be given several times).
    ///
    /// The file says where the fields of a posting sit in the board's payload; dictionaries/boards/generic.toml begins with
    /// the specification. It is tried before the built-in boards, and replaces the one of the same name.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) board: Vec<PathBuf>,

    /// Working threads; all cores when not given. The output is the same with any number.
    #[arg(long, global = true, value_name = "N", value_parser = at_least_one)]
    pub(crate) threads: Option<NonZeroUsize>,

    /// No counts and no progress; warnings and errors stay.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Analyses saved postings: roles, skills, years, pay.
    ///
    /// Prints a summary, or every analysis with --format, or writes a dataset with -o.
    #[command(after_help = FILES_HELP)]
    Scan(ScanOptions),

    /// Shows one posting with everything that was read out of it, and why.
    Explain(ExplainOptions),

    /// The fit of a posting with your profile, line by line; of several, a table, best first.
    #[command(after_help = FILES_HELP)]
    Fit(FitOptions),

    /// Every posting by its fit with your profile, best first, with filters.
    #[command(after_help = INPUT_HELP)]
    Rank(RankOptions),

    /// What to learn next, in which order, and which postings each step brings within reach.
    #[command(after_help = INPUT_HELP)]
    Plan(PlanOptions),

    /// Your profile: writes one to fill in, checks it, shows what it means, reads one from a CV.
    Profile(ProfileOptions),

    /// The market report: report.html, CSV tables and market.json in a folder.
    #[command(after_help = INPUT_HELP)]
    Report(ReportOptions),

    /// Downloads postings from job boards and pages, politely, into a folder that `scan` reads.
    #[command(after_help = FETCH_HELP)]
    Fetch(FetchOptions),

    /// Lists the boards that can be fetched from: terms, keys, examples.
    Boards(BoardsOptions),

    /// Checks that everything the commands need is there.
    ///
    /// The config file, the vocabulary, the folders, the terminal, and whether datasets are whole. No site is asked anything.
    Doctor {
        /// Datasets to be checked, every file of them.
        #[arg(value_name = "DATASET")]
        datasets: Vec<PathBuf>,
    },

    /// What changed between two datasets: new, closed, changed and reposted postings, and demand that moved.
    ///
    /// Files and folders are analysed first.
    #[command(after_help = DIFF_HELP)]
    Diff(DiffOptions),

    /// The vocabulary: browse it, check it, find terms that it does not know, measure it.
    Dictionary(DictionaryOptions),

    /// Prints a completion script for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },

    /// Prints the manual page.
    Man,
}

const INPUT_HELP: &str = "PATH is a file, a folder (walked), a glob in quotes, a dataset written by `scan -o`, or - for standard input.\n\
A file that cannot be read is one warning and exit status 1; the rest goes on. Exit status 1 too when none could be read, 2 when there is no file.";

const FILES_HELP: &str = "PATH is a file, a folder (walked), a glob in quotes, or - for standard input.\n\
A file that cannot be read is one warning and exit status 1; the rest goes on. Exit status 1 too when none could be read, 2 when there is no file.";

#[derive(Args)]
pub(crate) struct ScanOptions {
    /// Files, folders, globs, or - for standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<String>,

    /// Writes every analysis to standard output in this format, instead of the summary.
    #[arg(long, value_enum)]
    pub(crate) format: Option<ScanFormat>,

    /// Writes a Parquet dataset into this folder, for `report` and other tools. Into a dataset that is there, adds what is new.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,

    /// Counts every posting, those too that repeat another: saved twice, posted again, copied by an agency.
    #[arg(long)]
    pub(crate) keep_duplicates: bool,

    /// The day on which the postings are seen, YYYY-MM-DD, for a dataset; today when not given.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) today: Option<jiff::civil::Date>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScanFormat {
    /// A row a posting, for reading.
    Table,
    /// One JSON object a line: the analysis record, version 1.
    Ndjson,
    /// One row a posting, safe to open in a spreadsheet.
    Csv,
}

#[derive(Args)]
pub(crate) struct ExplainOptions {
    /// The file with the posting, one of several in a file as `jobs.ndjson#5`, a member of an archive as `jobs.zip!acme.html`, or - for standard input.
    #[arg(value_name = "POSTING")]
    pub(crate) path: String,

    /// Which posting of a file that holds several: its id, or its number as `scan` shows it behind the #.
    #[arg(long, short = 'n', value_name = "ID")]
    pub(crate) posting: Option<String>,

    /// Where it goes: the terminal, or one HTML page on standard output.
    #[arg(long, value_enum, default_value_t = ExplainFormat::Text)]
    pub(crate) format: ExplainFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormat {
    Text,
    Html,
}

#[derive(Args)]
pub(crate) struct FitOptions {
    /// Files, folders, globs, one posting of a file as `jobs.ndjson#5`, or - for standard input.
    #[arg(required = true, value_name = "POSTING")]
    pub(crate) paths: Vec<String>,

    /// Your profile (TOML, or JSON Resume). `jobsift profile new` writes one to start from.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) profile: PathBuf,

    /// How the result is written: for reading, one JSON object a posting and line, or, of a single posting, one HTML page.
    #[arg(long, value_enum, default_value_t = FitFormat::Text)]
    pub(crate) format: FitFormat,

    /// Exit status 3 when the fit of any posting is under this score, or cannot be told.
    #[arg(long, value_name = "SCORE", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(crate) fail_under: Option<u8>,

    /// The day to judge closing dates by, YYYY-MM-DD; today when not given.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) today: Option<jiff::civil::Date>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FitFormat {
    Text,
    Json,
    Html,
}

/// What ranking and planning are about: postings, a person, a day.
#[derive(Args)]
pub(crate) struct Subject {
    /// Files, folders, globs, datasets, or - for standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<String>,

    /// Your profile (TOML, or JSON Resume). `jobsift profile new` writes one to start from.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) profile: PathBuf,

    /// The day to judge closing dates by, YYYY-MM-DD; today when not given.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) today: Option<jiff::civil::Date>,
}

#[derive(Args)]
pub(crate) struct ReportOptions {
    /// Files, folders, globs, datasets, or - for standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<String>,

    /// Compares the market with this profile.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) profile: Option<PathBuf>,

    /// The folder for report.html, the CSV tables and market.json. A report that is there is replaced only by one with postings in it.
    #[arg(long, short, value_name = "DIR", default_value = "reports/market")]
    pub(crate) output: PathBuf,

    /// `files` writes the folder; `text` prints the report on the terminal.
    #[arg(long, value_enum, default_value_t = ReportFormat::Files)]
    pub(crate) format: ReportFormat,

    /// Counts every posting, those too that repeat another.
    #[arg(long)]
    pub(crate) keep_duplicates: bool,

    /// The date printed on the report, YYYY-MM-DD; today when not given.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) date: Option<jiff::civil::Date>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    Files,
    Text,
}

#[derive(Args)]
pub(crate) struct DictionaryOptions {
    #[command(subcommand)]
    pub(crate) command: DictionaryCommand,
}

#[derive(Subcommand)]
pub(crate) enum DictionaryCommand {
    /// Lists the skills, or those of one group.
    List {
        /// Only this group, for instance `containers`.
        #[arg(long, value_name = "GROUP")]
        group: Option<String>,
        /// Every spelling that is looked for, one a line, instead of the skills.
        #[arg(long)]
        spellings: bool,
    },
    /// Shows one skill: its spellings, context rules, examples, and what it implies.
    Show {
        /// Id, name or any spelling.
        skill: String,
    },
    /// Checks the vocabulary, your own files included, by its own examples and rules.
    Check,
    /// Ranks terms that the vocabulary does not know by the number of postings that name them.
    Suggest {
        /// Files, folders, globs, or - for standard input.
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<String>,
        /// How many terms.
        #[arg(long, value_name = "N", default_value = "50", value_parser = at_least_one)]
        most: NonZeroUsize,
    },
    /// Measures precision and recall on labelled postings.
    Test {
        /// The postings.
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<String>,
        /// Their labels: one JSON object a line, joined by `id`.
        #[arg(long, value_name = "FILE")]
        labels: PathBuf,
    },
}

/// A day as everything else writes it.
fn day(text: &str) -> Result<jiff::civil::Date, String> {
    text.parse().map_err(|_| "write a day as YYYY-MM-DD, such as 2026-05-31".to_owned())
}

fn at_least_one(text: &str) -> Result<NonZeroUsize, String> {
    text.parse().map_err(|_| "write a whole number from 1 on".to_owned())
}

/// Reads a value by the name that every output has for it, and offers all of them in the help and in completions.
fn named<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    name: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    let names = PossibleValuesParser::new(all.iter().map(|value| name(*value)));
    names.try_map(move |given| all.iter().copied().find(|value| name(*value) == given).ok_or("no such value"))
}
