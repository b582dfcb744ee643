//! The inputs that could not be read, over all scans: one JSON object a line, in `rejected-00001.ndjson`.

use std::collections::HashMap;
use std::io::{self, Write};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Error;
use super::files::Checked;
use crate::posting::{Rejected, Source};

/// One refused input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line {
    path: String,
    member: Option<u64>,
    format: String,
    url: Option<String>,
    reason: String,
    /// How many inputs of the file it stands for.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    inputs: u64,
    /// A day, as an ISO string.
    first_seen: String,
    last_seen: String,
}

const fn one() -> u64 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
const fn is_one(inputs: &u64) -> bool {
    *inputs == 1
}

/// What is refused once, however often it is met: a path, what stands there, and whether it is the sum of the others of a file.
type Place = (String, Option<u64>, bool);

impl Line {
    pub(super) fn into_rejected(self) -> Rejected {
        let Self { path, member, format, url, reason, inputs, .. } = self;
        let source_of = Source { path: path.into(), member, format: format.into(), url };
        Rejected { source_of, reason, inputs }
    }

    fn place(&self) -> Place {
        (self.path.clone(), self.member, self.inputs > 1)
    }
}

/// The refused inputs so far, in the order in which they were first met.
#[derive(Default)]
pub(super) struct Refused {
    lines: Vec<Option<Line>>,
    by_place: HashMap<Place, usize>,
}

impl Refused {
    /// Takes in the list of a dataset. What is on several lists is there once, as the last of them has it.
    pub(super) fn add_list(&mut self, file: &Checked) -> Result<(), Error> {
        lines(file).try_for_each(|line| line.map(|line| self.insert(line)))
    }

    /// All of them, without their days.
    pub(super) fn into_rejections(self) -> Vec<Rejected> {
        self.lines.into_iter().flatten().map(Line::into_rejected).collect()
    }

    /// Adds one, or notes that it is still there.
    pub(super) fn add(&mut self, rejected: &Rejected, today: Date) {
        let source = &rejected.source_of;
        self.insert(Line {
            path: source.path.to_string(),
            member: source.member,
            format: source.format.to_string(),
            url: source.url.clone(),
            reason: rejected.reason.clone(),
            inputs: rejected.inputs,
            first_seen: today.to_string(),
            last_seen: today.to_string(),
        });
    }

    /// Notes that the input of this place can be read now.
    pub(super) fn is_read(&mut self, source: &Source) {
        if self.lines.is_empty() {
            return;
        }
        let path = source.path.to_string();
        // The sum of a file, or of the archive around it, comes after all else of it: it is noted anew where there is one still.
        let archive = path.split('!').next().unwrap_or_default().to_owned();
        for place in [(path.clone(), source.member, false), (path, None, true), (archive, None, true)] {
            if let Some(at) = self.by_place.remove(&place) {
                self.lines[at] = None;
            }
        }
    }

    fn insert(&mut self, line: Line) {
        let at = *self.by_place.entry(line.place()).or_insert(self.lines.len());
        match self.lines.get_mut(at) {
            Some(Some(old)) => {
                let first_seen = old.first_seen.clone().min(line.first_seen.clone());
                *old = Line { first_seen, ..line };
            }
            _ => self.lines.push(Some(line)),
        }
    }
}

/// Writes the list; returns how many there are.
pub(super) fn write(refused: &Refused, file: &mut impl Write) -> io::Result<u64> {
    let mut count = 0;
    for line in refused.lines.iter().flatten() {
        serde_json::to_writer(&mut *file, line)?;
        file.write_all(b"\n")?;
        count += line.inputs;
    }
    Ok(count)
}

/// The lines of a list, in order.
pub(super) fn lines(file: &Checked) -> impl Iterator<Item = Result<Line, Error>> + '_ {
    let lines = file.bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).map_err(|e| Error::damaged(&file.path, e)))
}
