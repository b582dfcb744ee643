//! Several datasets as one: in which every group of repeats counts once, wherever its postings are.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Range;
use std::path::Path;

use polars::prelude::PolarsResult;

use super::standing::{self, Standings};
use super::{Error, Part, Reader, Recalled, recalled};
use crate::analysis::Analysis;
use crate::dictionary::Dictionary;
use crate::duplicate::Reason;

/// Whether postings that repeat another count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeats {
    /// Each group counts once.
    Once,
    /// Each posting counts.
    Each,
}

/// Datasets that are read one after the other.
pub struct Collection {
    readers: Vec<Reader>,
    /// Which postings repeat another, where that is not what each dataset says of itself.
    standings: Option<Standings>,
}

impl Collection {
    /// Opens some datasets. The groups of a single one are those that it has; several are grouped together.
    ///
    /// # Errors
    /// When a folder is no dataset, or its signatures cannot be read.
    pub fn open<P: AsRef<Path>>(dirs: &[P], repeats: Repeats) -> Result<Self, Error> {
        let readers = dirs.iter().map(|dir| Reader::open(dir.as_ref())).collect::<Result<Vec<_>, _>>()?;
        let is_as_stored = readers.len() < 2 && repeats == Repeats::Once;
        let group = || standing::group(readers.iter().flat_map(Reader::signatures), repeats, &mut io::sink());
        let standings = (!is_as_stored).then(group).transpose()?;
        Ok(Self { readers, standings })
    }

    /// All postings, those that repeat another among them.
    pub fn postings(&self) -> u64 {
        self.readers.iter().map(|reader| reader.manifest().postings).sum()
    }

    /// Inputs that could not be read as a posting.
    pub fn rejected(&self) -> u64 {
        self.readers.iter().map(|reader| reader.manifest().rejected).sum()
    }

    /// Postings that repeat another, by the reason.
    ///
    /// # Errors
    /// When a dataset cannot be read.
    pub fn repeats(&self) -> Result<BTreeMap<Reason, u64>, Error> {
        if let Some(standings) = &self.standings {
            return Ok(standings.repeats());
        }
        let mut count = BTreeMap::new();
        for reader in &self.readers {
            for (reason, postings) in reader.repeats()? {
                *count.entry(reason).or_default() += postings;
            }
        }
        Ok(count)
    }

    /// The parts, in order, each read when it is asked for.
    pub fn parts(&self) -> impl Iterator<Item = Result<Part, Error>> + '_ {
        let mut row = 0;
        self.readers.iter().flat_map(|reader| reader.parts().map(move |part| (reader, part))).map(
            move |(reader, part)| {
                let mut part = part?;
                let rows = row..row + part.len();
                row = rows.end;
                self.regroup(&mut part, rows).map_err(|e| Error::damaged(&reader.dir, e))?;
                Ok(part)
            },
        )
    }

    /// The analyses of every part, in order, each read when it is asked for.
    pub fn analyses<'a>(&'a self, dictionary: &'a Dictionary) -> impl Iterator<Item = Result<Recalled, Error>> + 'a {
        let dir = self.readers.first().map_or(Path::new(""), |reader| reader.dir.as_path());
        self.parts().map(move |part| recalled(&part?, dictionary).map_err(|e| Error::damaged(dir, e)))
    }

    /// Some rows of one part of all, by their places, in order; fewer when there are not so many.
    pub(crate) fn some_analyses(
        &self,
        mut place: usize,
        rows: &BTreeSet<usize>,
        dictionary: &Dictionary,
    ) -> Result<Vec<Analysis>, Error> {
        for reader in &self.readers {
            let parts = reader.manifest().parts.len();
            if place < parts {
                return reader.some_analyses(place, rows, dictionary);
            }
            place -= parts;
        }
        Ok(Vec::new())
    }

    /// The reason of every refused input, in order.
    ///
    /// # Errors
    /// When a list cannot be read.
    pub fn rejections(&self) -> Result<Vec<String>, Error> {
        let lists = self.readers.iter().map(Reader::rejections).collect::<Result<Vec<_>, _>>()?;
        Ok(lists.concat())
    }

    /// Puts what the postings of a part repeat among all in the place of what they repeat in their dataset.
    fn regroup(&self, part: &mut Part, rows: Range<usize>) -> PolarsResult<()> {
        let Some(standings) = &self.standings else { return Ok(()) };
        let table = standings.table(rows, &[])?;
        for name in ["duplicate_of", "duplicate_reason", "duplicate_similarity"] {
            part.postings.with_column(table.column(name)?.clone())?;
        }
        Ok(())
    }
}
