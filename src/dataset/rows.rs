//! What a dataset remembers of each posting to know it again and to find those that repeat it: one row of fixed length a
//! posting, in `signatures-00000.bin`, in the order of the postings table of the same number.

use std::io::Write;

use jiff::civil::Date;
use xxhash_rust::xxh3::xxh3_64;

use super::Error;
use super::files::Checked;
use crate::analysis::Analysis;
use crate::duplicate::{Signature, place_number};

/// Bytes of a row.
const ROW: usize = 28 + Signature::BYTES;

/// One posting as it is known again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Content, place and the source's id: equal for a posting that has not changed.
    pub(super) posting: u64,
    /// Title, company, place and the source's id, without the text, whose hash may change with the program.
    pub(super) source: u64,
    pub(super) posted: Option<Date>,
    /// The number of the place that it came from.
    pub(super) place: u64,
    pub(super) signature: Signature,
}

impl Row {
    pub(super) fn of(analysis: &Analysis) -> Self {
        let text = |part: Option<&str>| xxh3_64(part.unwrap_or_default().as_bytes());
        let id = analysis.external_id.as_deref().or(analysis.source.url.as_deref());
        let parts = |first: [Option<&str>; 2]| {
            let [first, second] = first;
            xxh3_64(
                [first, second, analysis.location.as_deref(), id].map(|part| text(part).to_le_bytes()).as_flattened(),
            )
        };
        Self {
            posting: parts([Some(&analysis.id), None]),
            source: parts([Some(&analysis.title), analysis.company.as_deref()]),
            posted: analysis.posted,
            place: place_number(&analysis.source),
            signature: analysis.signature,
        }
    }

    pub(super) fn write(&self, file: &mut impl Write) -> std::io::Result<()> {
        let mut bytes = [0; ROW];
        bytes[..8].copy_from_slice(&self.posting.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.source.to_le_bytes());
        if let Some(day) = self.posted {
            bytes[16..18].copy_from_slice(&day.year().to_le_bytes());
            [bytes[18], bytes[19]] = [day.month(), day.day()].map(i8::cast_unsigned);
        }
        bytes[20..28].copy_from_slice(&self.place.to_le_bytes());
        bytes[28..].copy_from_slice(&self.signature.to_bytes());
        file.write_all(&bytes)
    }

    fn read(bytes: &[u8; ROW]) -> Self {
        let number = |at: usize| u64::from_le_bytes(std::array::from_fn(|i| bytes[at + i]));
        let [month, day] = [bytes[18], bytes[19]].map(u8::cast_signed);
        Self {
            posting: number(0),
            source: number(8),
            // No day has month 0.
            posted: Date::new(i16::from_le_bytes([bytes[16], bytes[17]]), month, day).ok(),
            place: number(20),
            signature: Signature::from_bytes(&std::array::from_fn(|i| bytes[28 + i])),
        }
    }
}

/// The rows of a file, in order.
///
/// # Errors
/// When the file ends within a row.
pub(super) fn read(file: &Checked) -> Result<impl Iterator<Item = Row>, Error> {
    let (rows, rest) = file.bytes.as_chunks::<ROW>();
    if rest.is_empty() {
        Ok(rows.iter().map(Row::read))
    } else {
        Err(Error::damaged(&file.path, "it ends within a row"))
    }
}
