//! Several datasets as one: in which every group of repeats counts once, wherever its postings are.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use polars::prelude::{BooleanChunked, PolarsResult};

use super::refused::Refused;
use super::standing::{self, Standings};
use super::{Error, Part, Reader, Recalled, postings_file, signatures_file};
use crate::analysis::Analysis;
use crate::dictionary::Dictionary;
use crate::duplicate::Reason;
use crate::posting::Rejected;

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
    /// Whether to read no further.
    stop: Box<dyn Fn() -> bool + Send + Sync>,
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
        let standings = match repeats {
            Repeats::Each => Some(Standings::default()),
            Repeats::Once if readers.len() < 2 => None,
            Repeats::Once => Some(standing::group(readers.iter().flat_map(Reader::signatures), repeats, |_| ())?),
        };
        Ok(Self { readers, stop: Box::new(|| false), standings })
    }

    /// The same, of which no part is read any more once `stop` says so: in its place is [`Error::Stopped`].
    #[must_use]
    pub fn until(self, stop: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self { stop: Box::new(stop), ..self }
    }

    /// All postings, those that repeat another among them.
    pub fn postings(&self) -> u64 {
        self.readers.iter().map(|reader| reader.manifest().postings).sum()
    }

    /// Inputs that could not be read as a posting when they were scanned.
    ///
    /// # Errors
    /// When a list of them cannot be read.
    pub fn rejected(&self) -> Result<u64, Error> {
        match &self.readers[..] {
            [only] => Ok(only.manifest().rejected),
            _ => Ok(self.rejections()?.iter().map(|rejected| rejected.inputs).sum()),
        }
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
        self.places().map(|place| self.part(&place))
    }

    /// The analyses of every part, in order, each read when it is asked for.
    pub fn analyses<'a>(&'a self, dictionary: &'a Dictionary) -> impl Iterator<Item = Result<Recalled, Error>> + 'a {
        self.recalled_parts(dictionary).map(|found| found.map(|(_, recalled)| recalled))
    }

    /// Every part with its analyses, in order.
    pub(crate) fn recalled_parts<'a>(
        &'a self,
        dictionary: &'a Dictionary,
    ) -> impl Iterator<Item = Result<(Part, Recalled), Error>> + 'a {
        self.places().map(|place| {
            let part = self.part(&place)?;
            let recalled = place.reader.recall(place.number, &part, dictionary)?;
            Ok((part, recalled))
        })
    }

    /// Some rows of one part of all, by their places, in order; fewer when there are not so many.
    pub(crate) fn some_analyses(
        &self,
        place: usize,
        rows: &BTreeSet<usize>,
        dictionary: &Dictionary,
    ) -> Result<Vec<Analysis>, Error> {
        let Some(place) = self.places().nth(place) else { return Ok(Vec::new()) };
        let part = self.part(&place)?;
        let wanted: BooleanChunked = (0..part.len()).map(|row| Some(rows.contains(&row))).collect();
        let part = part.only(&wanted).map_err(|e| Error::damaged(&place.postings(), e))?;
        Ok(place.reader.recall(place.number, &part, dictionary)?.analyses)
    }

    /// What was refused when the datasets were scanned, in order. An input that several of them refused is there once.
    ///
    /// # Errors
    /// When a list cannot be read.
    pub fn rejections(&self) -> Result<Vec<Rejected>, Error> {
        let mut all = Refused::default();
        self.readers.iter().try_for_each(|reader| all.add_list(&reader.refused()?))?;
        Ok(all.into_rejections())
    }

    fn places(&self) -> impl Iterator<Item = PartOfAll<'_>> {
        let parts = self.readers.iter().flat_map(|reader| reader.manifest().parts.iter().map(move |at| (reader, *at)));
        parts.enumerate().map(|(place, (reader, number))| PartOfAll { place, reader, number })
    }

    /// Reads a part, and puts what its postings repeat among all in the place of what they repeat in their dataset.
    fn part(&self, of: &PartOfAll<'_>) -> Result<Part, Error> {
        if (self.stop)() {
            return Err(Error::Stopped);
        }
        let mut part = of.reader.part(of.number)?;
        let Some(standings) = &self.standings else { return Ok(part) };
        let Some(rows) = standings.rows(of.place, part.len()) else {
            let signatures = of.reader.dir.join(signatures_file(of.number));
            return Err(Error::damaged(&signatures, "it has not as many rows as its part has postings"));
        };
        regroup(&mut part, standings, rows).map_err(|e| Error::damaged(&of.postings(), e))?;
        Ok(part)
    }
}

fn regroup(part: &mut Part, standings: &Standings, rows: Range<usize>) -> PolarsResult<()> {
    let table = standings.table(rows, &[])?;
    for name in ["duplicate_of", "duplicate_reason", "duplicate_similarity"] {
        part.postings.with_column(table.column(name)?.clone())?;
    }
    Ok(())
}

/// One of the parts of all datasets.
struct PartOfAll<'c> {
    /// Among all.
    place: usize,
    reader: &'c Reader,
    /// In its dataset.
    number: u32,
}

impl PartOfAll<'_> {
    fn postings(&self) -> PathBuf {
        self.reader.dir.join(postings_file(self.number))
    }
}
