//! What may be typed behind `fetch`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// What stands below `fetch --help`.
pub(crate) const FETCH_HELP: &str = "SOURCE is one of\n  \
greenhouse:acme           a company's board (see `jobsift boards`)\n  \
remotive?search=devops    a board for everybody; behind the ? its own filters\n  \
hn:2026-10                a month's “Who is hiring?” on Hacker News\n  \
https://…                 the address of a board or of one posting\n  \
@list.txt                 a file of sources, one a line, # for remarks\n\n\
The bytes are saved as they come, for `jobsift scan` to read, with a small hidden record of where and when. A second run asks \
only for what changed, and an interrupted one goes on. robots.txt and the boards' terms are kept. Keys of boards come from the \
environment or from [keys] in your own jobsift.toml; `jobsift doctor` says which are set. LinkedIn, Indeed and Glassdoor allow \
no programs: save such a page in your browser, and scan it.\n\n\
Exit status 1: some sources failed; what they gave until then is saved.\n\n\
Example: jobsift fetch greenhouse:acme lever:bolt -o saved && jobsift scan saved";

#[derive(Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag that may be typed")]
pub(crate) struct FetchOptions {
    /// Boards, addresses, or @FILE with a list of them.
    #[arg(required = true, value_name = "SOURCE")]
    pub(crate) sources: Vec<String>,

    /// The folder to save in.
    #[arg(long, short, value_name = "DIR", default_value = "saved")]
    pub(crate) output: PathBuf,

    /// Asks the first page of each source, saves nothing, and says what fetching would do.
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) check: bool,

    /// Prints the requests and sends none.
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Your mail address or page, sent with every request so that a site can reach you.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) contact: Option<String>,

    /// Ends a source after about this many postings.
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = at_least_one)]
    pub(crate) most: usize,

    /// Asks again for postings whose entries in the board's list have not changed.
    #[arg(long)]
    pub(crate) refresh: bool,

    /// Requests to one site at the same time; its terms may allow less.
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = at_least_one)]
    pub(crate) at_once: usize,

    /// The longest wait for a site that asks for one; where it asks for more, the source fails and says until when.
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    pub(crate) patience: u64,

    /// The time for one answer.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    pub(crate) timeout: u64,

    /// The largest answer, in MiB after decompression.
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=4_096))]
    pub(crate) largest: u16,

    /// Sends requests through this proxy (http://host:port). It resolves the names itself, past the check for private addresses.
    #[arg(long, value_name = "URL")]
    pub(crate) proxy: Option<url::Url>,

    /// Asks addresses of this machine and its network too.
    #[arg(long)]
    pub(crate) allow_private: bool,

    /// Asks another place instead of a board, such as a mirror (greenhouse=http://127.0.0.1:8080); the board's limits do not hold there.
    #[arg(long, value_name = "BOARD=URL", value_parser = base)]
    pub(crate) base: Vec<(String, url::Url)>,
}

#[derive(Args)]
pub(crate) struct BoardsOptions {
    /// `text` for reading, `json` for programs.
    #[arg(long, value_enum, default_value_t = BoardsFormat::Text)]
    pub(crate) format: BoardsFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum BoardsFormat {
    Text,
    Json,
}

fn at_least_one(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|number| *number > 0).ok_or_else(|| "a whole number from 1 on".to_owned())
}

fn base(text: &str) -> Result<(String, url::Url), String> {
    let (board, url) = text.split_once('=').ok_or("write it as BOARD=URL")?;
    let url: url::Url = url.parse().map_err(|error| format!("{error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("only http and https are asked".to_owned());
    }
    Ok((board.to_owned(), url))
}
