//! What a run over many postings came to: how many were read, repeated and rejected, in words and as an exit status.

use std::fmt::{self, Write as _};

use jobsift::text::counted;

use crate::Outcome;
use crate::repeats::RepeatCounts;

/// What came out of a run over many postings.
#[derive(Default)]
pub(crate) struct Counts {
    /// Postings analysed, duplicates among them.
    pub(crate) postings: u64,
    /// Which of them repeat another, and which perhaps do.
    pub(crate) repeats: RepeatCounts,
    /// Inputs that this run could not read.
    pub(crate) rejected: u64,
    /// Others that could not be read when a dataset was scanned, which is no fault of this run.
    pub(crate) rejected_before: u64,
}

impl Counts {
    pub(crate) fn outcome(&self) -> Outcome {
        if self.rejected > 0 { Outcome::SomeRejected } else { Outcome::Done }
    }

    /// Goes no further without a posting.
    pub(crate) fn some_posting(&self, paths: &[String]) -> Result<(), NoPosting> {
        self.some_posting_or(paths, None)
    }

    /// The same, and says what is not written then.
    pub(crate) fn some_posting_or(&self, paths: &[String], unwritten: Option<String>) -> Result<(), NoPosting> {
        const NAMED: usize = 3;
        if self.postings > 0 {
            return Ok(());
        }
        let more = if paths.len() > NAMED { format!(" and {} more", paths.len() - NAMED) } else { String::new() };
        let named: Vec<&str> = paths.iter().take(NAMED).map(String::as_str).collect();
        let (rejected, rejected_before) = (self.rejected, self.rejected_before);
        Err(NoPosting { paths: named.join(", ") + &more, rejected, rejected_before, unwritten })
    }

    /// The counts in words.
    pub(crate) fn sentence(&self) -> String {
        let mut out = format!("{} read", counted(self.postings, "posting", "postings"));
        out += &self.repeats.clause();
        if self.rejected > 0 {
            let _ = write!(out, ", {} rejected", counted(self.rejected, "input", "inputs"));
        }
        if self.rejected_before > 0 {
            let before = self.rejected_before;
            let before = if self.rejected > 0 { format!("{before} more") } else { counted(before, "input", "inputs") };
            let _ = write!(out, ", {before} rejected when the dataset was scanned");
        }
        out + "."
    }
}

/// That there was no posting at all. What a command wrote before then stays as it was.
#[derive(Debug, thiserror::Error)]
pub(crate) struct NoPosting {
    paths: String,
    rejected: u64,
    rejected_before: u64,
    /// What is not written for want of postings.
    unwritten: Option<String>,
}

impl NoPosting {
    /// The one rule for all commands: inputs that were rejected are status 1, nothing to read is status 2.
    pub(crate) fn status(&self) -> u8 {
        if self.rejected > 0 { 1 } else { 2 }
    }
}

impl fmt::Display for NoPosting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: no posting could be read, ", self.paths)?;
        match (self.rejected, self.rejected_before) {
            (0, 0) => f.write_str("there is no file to read; name a file, or a folder with saved postings")?,
            (0, _) => f.write_str("all that was scanned was rejected then; scan what can be read")?,
            (1, _) => f.write_str("the one input was rejected")?,
            (rejected, _) => write!(f, "all {rejected} inputs were rejected")?,
        }
        self.unwritten.as_ref().map_or(Ok(()), |unwritten| write!(f, "; {unwritten}"))
    }
}
