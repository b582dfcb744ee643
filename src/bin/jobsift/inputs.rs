//! What every command that reads postings has in common: the dictionary, the threads, the stream of analyses in order.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use jobsift::analysis::{Analysis, analyse};
use jobsift::dataset;
use jobsift::dictionary::Dictionary;
use jobsift::import::{self, Boards};
use jobsift::pipeline;
use jobsift::posting::Rejected;

use crate::Outcome;
use crate::args::Arguments;
use crate::console::{Console, Progress};

/// What a command works with.
pub(crate) struct Engine<'c> {
    pub(crate) dictionary: Dictionary,
    pub(crate) console: &'c Console,
    boards: Boards,
    threads: NonZeroUsize,
}

/// What came out of a run over many postings.
#[derive(Default)]
pub(crate) struct Counts {
    /// Postings analysed, duplicates among them.
    pub(crate) postings: u64,
    /// Postings whose content another one had before.
    pub(crate) duplicates: u64,
    /// Inputs that could not be read.
    pub(crate) rejected: u64,
}

impl Counts {
    pub(crate) fn outcome(&self) -> Outcome {
        if self.rejected > 0 { Outcome::SomeRejected } else { Outcome::Done }
    }

    /// The counts in words.
    pub(crate) fn sentence(&self) -> String {
        let mut out = format!("{} {} read", self.postings, if self.postings == 1 { "posting" } else { "postings" });
        if self.duplicates > 0 {
            let _ = write!(out, ", {} of them repeated", self.duplicates);
        }
        if self.rejected > 0 {
            let _ = write!(out, ", {} {} rejected", self.rejected, if self.rejected == 1 { "input" } else { "inputs" });
        }
        out + "."
    }
}

impl<'c> Engine<'c> {
    pub(crate) fn open(arguments: &Arguments, console: &'c Console) -> anyhow::Result<Self> {
        let own = own_files(&arguments.dictionary)?;
        let cores = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Ok(Self {
            dictionary: Dictionary::with_files(&own)?,
            console,
            boards: Boards::built_in()?,
            threads: arguments.threads.unwrap_or(cores),
        })
    }

    /// Analyses every posting of `paths` on all threads. `render` runs on the working threads, `take` on this one, in order of input.
    ///
    /// A posting whose content was seen before comes with `duplicate_of` set; `render` has seen it without.
    pub(crate) fn each<R: Send>(
        &self,
        paths: &[String],
        render: impl Fn(&Analysis) -> R + Sync,
        mut take: impl FnMut(Result<(Analysis, R), Rejected>) -> anyhow::Result<()>,
    ) -> anyhow::Result<Counts> {
        let inputs = postings(paths)?;
        let progress = self.console.progress(|| inputs.bytes());
        let mut counts = Counts::default();
        let mut seen = HashSet::new();
        let mut failure = None;
        let work = |chunk: import::Chunk| -> (usize, Vec<Result<(Analysis, R), Rejected>>) {
            let bytes = chunk.len();
            let analysed = chunk
                .postings(&self.boards)
                .into_iter()
                .map(|found| found.map(|posting| analyse(posting, &self.dictionary)));
            let rendered = analysed.map(|found| {
                found.map(|analysis| {
                    let rendered = render(&analysis);
                    (analysis, rendered)
                })
            });
            (bytes, rendered.collect())
        };
        pipeline::in_order(import::chunks(inputs), self.threads, work, |(bytes, results)| {
            progress.add(bytes as u64, results.len() as u64);
            for mut result in results {
                match &mut result {
                    Ok((analysis, _)) => {
                        counts.postings += 1;
                        if !seen.insert(id_number(&analysis.id)) {
                            counts.duplicates += 1;
                            analysis.duplicate_of = Some(analysis.id.clone());
                        }
                    }
                    Err(rejected) => {
                        counts.rejected += 1;
                        self.warn(&progress, rejected);
                    }
                }
                if let Err(error) = take(result) {
                    failure = Some(error);
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        });
        progress.done();
        match failure {
            Some(error) => Err(error),
            None => Ok(counts),
        }
    }

    fn warn(&self, progress: &Progress, rejected: &Rejected) {
        progress.suspend(|| self.console.warn(&rejected.to_string()));
    }
}

/// The files of postings that `paths` mean; a dataset, finished or not, is refused.
fn postings(paths: &[String]) -> anyhow::Result<import::Inputs> {
    for path in paths {
        if dataset::is_dataset(Path::new(path)) {
            bail!(
                "{path} is a dataset: its postings are analysed already; give it to `jobsift report`, or name the folder that it was made from"
            );
        }
        if dataset::is_unfinished(Path::new(path)) {
            return Err(dataset::Error::NotADataset(path.into()).into());
        }
    }
    Ok(import::inputs(paths)?)
}

/// A dataset of the postings of `paths`, begun in `dir`. Refused when the next run over `paths` would read it, or when it
/// would be written around them.
pub(crate) fn dataset_of(paths: &[String], dir: &Path) -> anyhow::Result<dataset::Writer> {
    let inputs = postings(paths)?;
    if inputs.lie_in(dir) || dataset::files(dir).iter().any(|file| inputs.would_read(file)) {
        bail!("{}: the dataset cannot go where the postings are; name a folder apart from them", dir.display());
    }
    Ok(dataset::Writer::create(dir)?)
}

/// The hash that an id is the text of; ids are compared as numbers because a million of them are held.
fn id_number(id: &str) -> u64 {
    u64::from_str_radix(id, 16).unwrap_or_default()
}

/// The person's own vocabulary files with their texts.
pub(crate) fn own_files(paths: &[PathBuf]) -> anyhow::Result<Vec<(String, String)>> {
    paths
        .iter()
        .map(|path| {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("{}: cannot be read as a vocabulary file", path.display()))?;
            Ok((path.display().to_string(), text))
        })
        .collect()
}

/// Today, for what a person did not date. The library never asks for it.
pub(crate) fn today() -> jiff::civil::Date {
    jiff::Zoned::now().date()
}
