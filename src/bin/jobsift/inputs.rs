//! What every command that reads postings has in common: the dictionary, the threads, the stream of analyses in order.

use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use jobsift::analysis::{Analysis, analyse};
use jobsift::dataset::{self, Collection};
use jobsift::dictionary::Dictionary;
use jobsift::fetch::Endpoints;
use jobsift::import::{self, Boards};
use jobsift::pipeline;
use jobsift::posting::Rejected;
use tempfile::TempDir;

use crate::args::Arguments;
use crate::console::{Console, Progress};
use crate::counts::Counts;
use crate::interrupt::Interrupt;
use crate::named::Named;
use crate::repeats::RepeatCounts;

/// What a command works with.
pub(crate) struct Engine<'c> {
    /// The system takes it back at the end, all at once.
    pub(crate) dictionary: ManuallyDrop<Dictionary>,
    pub(crate) console: &'c Console,
    /// Whether postings that repeat another count.
    pub(crate) repeats: dataset::Repeats,
    boards: Boards,
    threads: NonZeroUsize,
}

/// A posting with its analysis and what was made of it at once, or why it could not be read.
type Read<R> = Result<(Analysis, R), Rejected>;

/// All postings of some paths as datasets: those that were named, and one of the files, which lasts as long as this.
pub(crate) struct Data {
    pub(crate) collection: Collection,
    pub(crate) counts: Counts,
    pub(crate) of_files: OfFiles,
}

/// The dataset of the files, where there are any; gone when this is dropped.
pub(crate) struct OfFiles(Option<(TempDir, Interrupt)>);

impl OfFiles {
    /// What was made of the collection, unless the person ended the program: its parts are not read further then.
    pub(crate) fn unless_ended<T, E: Into<anyhow::Error>>(&self, made: Result<T, E>) -> anyhow::Result<T> {
        if let Some((_, interrupt)) = &self.0 {
            interrupt.check()?;
        }
        made.map_err(Into::into)
    }
}

impl<'c> Engine<'c> {
    pub(crate) fn open(arguments: &Arguments, console: &'c Console) -> anyhow::Result<Self> {
        let own = own_files(&arguments.dictionary)?;
        let cores = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Ok(Self {
            dictionary: ManuallyDrop::new(Dictionary::with_files(&own)?),
            console,
            repeats: dataset::Repeats::Once,
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
        take: impl FnMut(Read<R>) -> anyhow::Result<()>,
    ) -> anyhow::Result<Counts> {
        self.stream(postings(paths, "report")?, self.repeats, render, take)
    }

    /// The same, with or without a look at what repeats what.
    pub(crate) fn stream<R: Send>(
        &self,
        Named { inputs, wanted }: Named,
        repeats: dataset::Repeats,
        render: impl Fn(&Analysis) -> R + Sync,
        mut take: impl FnMut(Read<R>) -> anyhow::Result<()>,
    ) -> anyhow::Result<Counts> {
        let progress = self.console.progress(|| inputs.bytes());
        let mut counts = Counts::default();
        let mut to_come = wanted.clone();
        let work = |chunk: import::Chunk| {
            let (bytes, file, left_out) = (chunk.len(), Arc::clone(chunk.file()), chunk.left_out());
            let analysed = chunk
                .postings(&self.boards)
                .into_iter()
                .filter(|found| match found {
                    Ok(posting) => wanted.has(&posting.source),
                    Err(rejected) => wanted.has_refused(rejected),
                })
                .map(|found| found.map(|posting| analyse(posting, &self.dictionary)));
            let rendered = analysed.map(|found| {
                found.map(|analysis| {
                    let rendered = render(&analysis);
                    (analysis, rendered)
                })
            });
            (bytes, file, left_out, rendered.collect::<Vec<Read<R>>>())
        };
        let mut settle = |mut result: Read<R>| {
            match &mut result {
                Ok((analysis, _)) => {
                    to_come.came(&analysis.source);
                    counts.postings += 1;
                    if repeats == dataset::Repeats::Once {
                        analysis.duplicate_of = counts.repeats.add(analysis);
                    }
                }
                Err(rejected) => {
                    to_come.came(&rejected.source_of);
                    counts.rejected += rejected.inputs;
                    self.warn(&progress, rejected);
                }
            }
            take(result).map_or_else(ControlFlow::Break, ControlFlow::Continue)
        };
        let mut refusals = import::Refusals::default();
        let mut ended = ControlFlow::Continue(());
        pipeline::in_order(import::chunks(inputs), self.threads, work, |(bytes, file, left_out, results)| {
            progress.add(bytes as u64, results.len() as u64);
            if let Some(left_out) = left_out {
                progress.suspend(|| self.console.warn(&left_out));
            }
            ended = results.into_iter().try_for_each(|result| match result {
                Ok(read) => settle(Ok(read)),
                Err(rejected) => refusals.next(&file, rejected).try_for_each(|rejected| settle(Err(rejected))),
            });
            if ended.is_break() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if ended.is_continue() {
            ended = refusals.end().into_iter().try_for_each(|sum| settle(Err(sum)));
        }
        progress.done();
        counts.repeats.end();
        match ended {
            ControlFlow::Break(error) => Err(error),
            ControlFlow::Continue(()) => to_come.all_came().map(|()| counts),
        }
    }

    /// Scans the files among `paths` into a dataset that is gone afterwards, and puts the datasets among them before it: for all that
    /// counts or orders postings. So the newest stands for its group whatever way the postings come, and no more than a part of
    /// them is ever in memory.
    pub(crate) fn gather(&self, paths: &[String]) -> anyhow::Result<Data> {
        let (datasets, files): (Vec<String>, Vec<String>) =
            paths.iter().cloned().partition(|path| dataset::is_dataset(Path::new(path)));
        let of_files = if files.is_empty() { None } else { Some(self.dataset_of_files(&files)?) };
        let of_files_at = of_files.iter().map(|(folder, ..)| folder.path());
        let datasets: Vec<&Path> = datasets.iter().map(Path::new).chain(of_files_at).collect();
        let collection = Collection::open(&datasets, self.repeats)?;
        let rejected = of_files.as_ref().map_or(0, |(.., rejected)| *rejected);
        let counts = Counts {
            postings: collection.postings(),
            repeats: RepeatCounts::known(&collection.repeats()?),
            rejected,
            rejected_before: collection.rejected()?.saturating_sub(rejected),
        };
        let of_files = of_files.map(|(folder, interrupt, _)| (folder, interrupt));
        let collection = match &of_files {
            Some((_, interrupt)) => collection.until(interrupt.came()),
            None => collection,
        };
        Ok(Data { collection, counts, of_files: OfFiles(of_files) })
    }

    /// The folder, and how many inputs were rejected.
    fn dataset_of_files(&self, files: &[String]) -> anyhow::Result<(TempDir, Interrupt, u64)> {
        // Looked at first: what cannot be read should not wait for a folder.
        let inputs = postings(files, "report")?;
        let temporary = std::env::temp_dir();
        let hint = || format!("postings are gathered in {} (TMPDIR names another folder)", temporary.display());
        let mut folder = tempfile::Builder::new();
        folder.prefix("jobsift-");
        #[cfg(unix)]
        folder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let folder = folder.tempdir().with_context(hint)?;
        // What is gathered must not stay behind.
        let interrupt = Interrupt::watch();
        let scan = dataset::Scan { today: today(), repeats: self.repeats };
        let mut writer = dataset::Writer::open(folder.path(), scan, &self.dictionary).with_context(hint)?;
        let take = |found| {
            interrupt.check()?;
            match found {
                Ok((analysis, ())) => writer.push(&analysis, &self.dictionary).with_context(hint)?,
                Err(rejected) => writer.reject(&rejected),
            }
            Ok(())
        };
        self.stream(inputs, dataset::Repeats::Each, |_| (), take)?;
        let written = writer.finish().with_context(hint)?;
        Ok((folder, interrupt, written.manifest.rejected))
    }

    /// Works on the postings of datasets on all threads and hands the results on in order. Their analyses are those of the scan, without
    /// text; those that repeat another have `duplicate_of` set.
    pub(crate) fn each_known<R: Send>(
        &self,
        data: &Data,
        render: impl Fn(&Analysis) -> R + Sync,
        mut take: impl FnMut(Analysis, R) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut unknown = BTreeSet::new();
        for part in data.collection.analyses(&self.dictionary) {
            let part = data.of_files.unless_ended(part)?;
            unknown.extend(part.unknown_skills);
            let work = |analysis: Analysis| {
                let rendered = render(&analysis);
                (analysis, rendered)
            };
            self.recalled(part.analyses, work, |(analysis, rendered)| take(analysis, rendered))?;
        }
        if !unknown.is_empty() {
            self.console.warn(&unknown_skills(&unknown));
        }
        Ok(())
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

/// The files of postings that `paths` mean; a dataset, finished or not, is refused, with the command that reads it.
pub(crate) fn postings(paths: &[String], instead: &str) -> anyhow::Result<Named> {
    for path in paths {
        if dataset::is_dataset(Path::new(path)) {
            bail!(
                "{path} is a dataset: its postings are analysed already; give it to `jobsift {instead}`, or name the folder that it was made from"
            );
        }
        if dataset::is_unfinished(Path::new(path)) {
            return Err(dataset::Error::NotADataset(path.into()).into());
        }
    }
    Named::of(paths)
}

/// A scan of the postings of `paths` into the dataset in `dir`. Refused when the next run over `paths` would read it, or when it
/// would be written around them.
pub(crate) fn dataset_of(
    paths: &[String],
    dir: &Path,
    scan: dataset::Scan,
    dictionary: &Dictionary,
) -> anyhow::Result<dataset::Writer> {
    let inputs = postings(paths, "report")?.inputs;
    if inputs.lie_in(dir) || dataset::files(dir).iter().any(|file| inputs.would_read(file)) {
        bail!("{}: the dataset cannot go where the postings are; name a folder apart from them", dir.display());
    }
    Ok(dataset::Writer::open(dir, scan, dictionary)?)
}

/// That a dataset was made with another vocabulary.
fn unknown_skills(ids: &BTreeSet<String>) -> String {
    let named: Vec<&str> = ids.iter().take(3).map(String::as_str).collect();
    let more = if ids.len() > named.len() { format!(" and {} more", ids.len() - named.len()) } else { String::new() };
    format!(
        "the vocabulary does not know the skills {}{more} of the dataset, they count for nothing; give the --dictionary that the scan had",
        named.join(", ")
    )
}

/// The person's own vocabulary files with their texts.
pub(crate) fn own_files(paths: &[PathBuf]) -> anyhow::Result<Vec<(String, String)>> {
    paths
        .iter()
        .map(|path| {
            let text = import::read_text(path)
                .with_context(|| format!("{}: cannot be read as a vocabulary file", path.display()))?;
            Ok((path.display().to_string(), text))
        })
        .collect()
}

/// Checks the person's own files, for commands that do not use them: a wrong name is never passed over.
pub(crate) fn check_own(arguments: &Arguments) -> anyhow::Result<()> {
    Dictionary::with_files(&own_files(&arguments.dictionary)?)?;
    boards(&arguments.board).map(drop)
}

/// The built-in boards and the person's own, as they are read.
pub(crate) fn boards(own: &[PathBuf]) -> anyhow::Result<Boards> {
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
        let text =
            import::read_text(path).with_context(|| format!("{}: cannot be read as a board file", path.display()))?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok((name, text, path.display().to_string()))
    };
    own.iter().map(read).collect()
}

/// What `--keep-duplicates` means.
pub(crate) fn repeats(keep_duplicates: bool) -> dataset::Repeats {
    if keep_duplicates { dataset::Repeats::Each } else { dataset::Repeats::Once }
}

/// Today, for what a person did not date. The library never asks for it.
pub(crate) fn today() -> jiff::civil::Date {
    jiff::Zoned::now().date()
}
