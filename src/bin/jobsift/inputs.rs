//! What every command that reads postings has in common: the dictionary, the threads, the stream of analyses in order.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use jobsift::analysis::{Analysis, analyse};
use jobsift::dataset;
use jobsift::dictionary::Dictionary;
use jobsift::duplicate::Duplicate;
use jobsift::fetch::Endpoints;
use jobsift::import::{self, Boards};
use jobsift::pipeline;
use jobsift::posting::Rejected;

use crate::Outcome;
use crate::args::Arguments;
use crate::console::{Console, Progress};
use crate::repeats::Repeats;

/// What a command works with.
pub(crate) struct Engine<'c> {
    pub(crate) dictionary: Dictionary,
    pub(crate) console: &'c Console,
    /// Whether postings that repeat another are told apart from the rest.
    pub(crate) group_repeats: bool,
    boards: Boards,
    threads: NonZeroUsize,
}

/// What came out of a run over many postings.
#[derive(Default)]
pub(crate) struct Counts {
    /// Postings analysed, duplicates among them.
    pub(crate) postings: u64,
    /// Which of them repeat another, and which perhaps do.
    pub(crate) repeats: Repeats,
    /// Inputs that could not be read.
    pub(crate) rejected: u64,
}

/// A posting with its analysis and what was made of it at once, or why it could not be read.
type Read<R> = Result<(Analysis, R), Rejected>;

impl Counts {
    pub(crate) fn outcome(&self) -> Outcome {
        if self.rejected > 0 { Outcome::SomeRejected } else { Outcome::Done }
    }

    /// The counts in words.
    pub(crate) fn sentence(&self) -> String {
        let mut out = format!("{} {} read", self.postings, if self.postings == 1 { "posting" } else { "postings" });
        out += &self.repeats.clause();
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
            group_repeats: true,
            boards: boards(&arguments.board)?,
            threads: arguments.threads.unwrap_or(cores),
        })
    }

    /// Analyses every posting of `paths` on all threads. `render` runs on the working threads, `take` on this one, in order of input.
    ///
    /// A posting that repeats an earlier one comes with `duplicate_of` set; `render` has seen it without.
    pub(crate) fn each<R: Send>(
        &self,
        paths: &[String],
        render: impl Fn(&Analysis) -> R + Sync,
        mut take: impl FnMut(Read<R>) -> anyhow::Result<()>,
    ) -> anyhow::Result<Counts> {
        let inputs = postings(paths)?;
        let progress = self.console.progress(|| inputs.bytes());
        let mut counts = Counts::default();
        let mut failure = None;
        let work = |chunk: import::Chunk| -> (usize, Vec<Read<R>>) {
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
                        if self.group_repeats {
                            analysis.duplicate_of = counts.repeats.add(analysis);
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

    /// Like [`Self::each`], for work that needs no text: datasets among `paths` are taken too, and come first. Their analyses are those
    /// of the scan, without text.
    pub(crate) fn each_known<R: Send>(
        &self,
        paths: &[String],
        render: impl Fn(&Analysis) -> R + Sync,
        mut take: impl FnMut(Result<(Analysis, R), Rejected>) -> anyhow::Result<()>,
    ) -> anyhow::Result<Counts> {
        let (datasets, files): (Vec<String>, Vec<String>) =
            paths.iter().cloned().partition(|path| dataset::is_dataset(Path::new(path)));
        let mut counts = Counts::default();
        let mut seen = HashSet::new();
        for dir in &datasets {
            let dataset = dataset::Reader::open(Path::new(dir))?;
            for part in dataset.analyses(&self.dictionary) {
                let part = part?;
                if !part.unknown_skills.is_empty() {
                    self.console.warn(&unknown_skills(dir, &part.unknown_skills));
                }
                let work = |analysis: Analysis| {
                    let rendered = render(&analysis);
                    (analysis, rendered)
                };
                self.recalled(part.analyses, work, |(mut analysis, rendered)| {
                    counts.postings += 1;
                    if analysis.duplicate_of.is_none() && !seen.insert(analysis.id.clone()) {
                        analysis.duplicate_of = Some(Duplicate::of_content(&analysis.id));
                    }
                    if let Some(duplicate) = &analysis.duplicate_of {
                        counts.repeats.count(duplicate.reason);
                    }
                    take(Ok((analysis, rendered)))
                })?;
            }
        }
        if files.is_empty() {
            return Ok(counts);
        }
        let mut repeats = 0;
        let mut of_files = self.each(&files, render, |mut found| {
            if let Ok((analysis, _)) = &mut found
                && analysis.duplicate_of.is_none()
                && seen.contains(&analysis.id)
            {
                repeats += 1;
                analysis.duplicate_of = Some(Duplicate::of_content(&analysis.id));
            }
            take(found)
        })?;
        of_files.postings += counts.postings;
        of_files.repeats.count_known(&counts.repeats, repeats);
        Ok(of_files)
    }

    /// Works on recalled analyses on all threads and hands the results on in order.
    fn recalled<R: Send>(
        &self,
        analyses: Vec<Analysis>,
        work: impl Fn(Analysis) -> R + Sync,
        mut take: impl FnMut(R) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        /// Enough that handing over costs nothing beside the work.
        const TOGETHER: usize = 256;
        let mut analyses = analyses.into_iter();
        let chunks = std::iter::from_fn(|| {
            let chunk: Vec<Analysis> = analyses.by_ref().take(TOGETHER).collect();
            (!chunk.is_empty()).then_some(chunk)
        });
        let mut failure = None;
        let work = |chunk: Vec<Analysis>| chunk.into_iter().map(&work).collect::<Vec<R>>();
        pipeline::in_order(chunks, self.threads, work, |results| {
            for result in results {
                if let Err(error) = take(result) {
                    failure = Some(error);
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        });
        failure.map_or(Ok(()), Err)
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

/// A scan of the postings of `paths` into the dataset in `dir`. Refused when the next run over `paths` would read it, or when it
/// would be written around them.
pub(crate) fn dataset_of(
    paths: &[String],
    dir: &Path,
    scan: dataset::Scan,
    dictionary: &Dictionary,
) -> anyhow::Result<dataset::Writer> {
    let inputs = postings(paths)?;
    if inputs.lie_in(dir) || dataset::files(dir).iter().any(|file| inputs.would_read(file)) {
        bail!("{}: the dataset cannot go where the postings are; name a folder apart from them", dir.display());
    }
    Ok(dataset::Writer::open(dir, scan, dictionary)?)
}

/// That a dataset was made with another vocabulary.
fn unknown_skills(dir: &str, ids: &BTreeSet<String>) -> String {
    let named: Vec<&str> = ids.iter().take(3).map(String::as_str).collect();
    let more = if ids.len() > named.len() { format!(" and {} more", ids.len() - named.len()) } else { String::new() };
    format!(
        "{dir}: the vocabulary does not know the skills {}{more}, they count for nothing; give the --dictionary that the scan had",
        named.join(", ")
    )
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

/// The built-in boards and the person's own, as they are read.
fn boards(own: &[PathBuf]) -> anyhow::Result<Boards> {
    let mut boards = Boards::built_in()?;
    for (name, text, path) in board_files(own)? {
        boards.add(&name, &text).context(path)?;
    }
    Ok(boards)
}

/// The same boards, as they are fetched from.
pub(crate) fn endpoints(own: &[PathBuf]) -> anyhow::Result<Endpoints> {
    let mut endpoints = Endpoints::built_in()?;
    for (name, text, path) in board_files(own)? {
        endpoints.add(&name, &text).context(path)?;
    }
    Ok(endpoints)
}

/// The person's own board files: name, text and path.
fn board_files(own: &[PathBuf]) -> anyhow::Result<Vec<(String, String, String)>> {
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("{}: cannot be read as a board file", path.display()))?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok((name, text, path.display().to_string()))
    };
    own.iter().map(read).collect()
}

/// Today, for what a person did not date. The library never asks for it.
pub(crate) fn today() -> jiff::civil::Date {
    jiff::Zoned::now().date()
}
