//! Tables: CSV and TSV of any delimiter, by the names of their columns.
//!
//! In: the text of a table, or its columns and a block of records. Out: postings and rejections, in order.

use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder};
use serde_json::{Map, Value};

use super::board::Boards;
use super::refusals::Finds;
use super::{Found, encoding, field, format, json, mapping};
use crate::posting::{Rejected, Source};

/// The delimiters that tables have.
const DELIMITERS: &[u8] = b",;\t|";

/// Columns of a table that are read.
const MOST_COLUMNS: usize = 10_000;

/// The columns of a table.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    names: Arc<[String]>,
}

impl Columns {
    /// The columns that a header record names.
    pub(super) fn new(header: &ByteRecord) -> Self {
        let names = header.iter().map(|name| text(name).trim_start_matches('\u{FEFF}').trim().to_owned());
        Self { names: names.collect() }
    }
}

/// Whether there is a column that may hold descriptions; a first line without one is no header of postings.
fn has_description(names: &[String], boards: &Boards) -> bool {
    let probe: Map<String, Value> =
        names.iter().map(|name| (field::letters(name), Value::String("text".to_owned()))).collect();
    let probe = Value::Object(probe);
    mapping::has_description(&boards.generic, &probe, &probe)
}

fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding::text(bytes).unwrap_or_else(|_| String::from_utf8_lossy(bytes)).into_owned(),
    }
}

/// A reader for tables, set as all of this stage's are.
pub(super) fn builder(delimiter: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(delimiter).flexible(true).has_headers(false);
    builder
}

/// The delimiter of a table, by its first line: the one that stands there most often outside quotes.
pub(super) fn delimiter(head: &[u8]) -> u8 {
    let mut counts = [0_usize; 4];
    let mut quoted = false;
    for &b in head {
        match b {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if !quoted => {
                if let Some(at) = DELIMITERS.iter().position(|d| *d == b) {
                    counts[at] += 1;
                }
            }
            _ => {}
        }
    }
    // The first of equals: a comma.
    let best = (0..DELIMITERS.len()).max_by_key(|at| (counts[*at], std::cmp::Reverse(*at))).unwrap_or(0);
    DELIMITERS[best]
}

/// Whether the first line of a text is the header of a table of postings.
pub(super) fn is_table(text: &str, boards: &Boards) -> bool {
    let head = super::markup::head(text, 4_000).as_bytes();
    let delimiter = delimiter(head);
    let mut header = ByteRecord::new();
    let read = builder(delimiter).from_reader(head).read_byte_record(&mut header);
    matches!(read, Ok(true)) && header.len() > 1 && has_description(&Columns::new(&header).names, boards)
}

/// The postings of a whole table.
pub(super) fn document(text: &str, source: &Source, boards: &Boards) -> Vec<Found> {
    let mut reader = builder(delimiter(text.as_bytes())).from_reader(text.as_bytes());
    let mut header = ByteRecord::new();
    if let Err(error) = reader.read_byte_record(&mut header) {
        return vec![Err(Rejected::new(source.clone(), format!("not a readable table: {error}")))];
    }
    let columns = Columns::new(&header);
    let mut records = Vec::new();
    let mut record = ByteRecord::new();
    while matches!(reader.read_byte_record(&mut record), Ok(true)) {
        if records.len() == format::MOST_WHOLE {
            let reason =
                "a table of more than 100,000 rows; name the file .csv, of which any number is read".to_owned();
            return vec![Err(Rejected::new(source.clone(), reason))];
        }
        records.push(record.clone());
    }
    if records.is_empty() && has_description(&columns.names, boards) {
        let reason = "holds no postings: the table has a header and no rows".to_owned();
        return vec![Err(Rejected::new(source.clone(), reason))];
    }
    rows(&columns, records, 0, source, boards)
}

/// The postings of records, of which the first has the index `first` in its table.
pub(super) fn rows(
    columns: &Columns,
    records: impl IntoIterator<Item = ByteRecord>,
    first: u64,
    source: &Source,
    boards: &Boards,
) -> Vec<Found> {
    let row = |record: ByteRecord| {
        let cells = columns.names.iter().zip(&record).map(|(name, value)| (name.clone(), Value::String(text(value))));
        // Of columns of one name the first stays.
        cells.fold(Map::with_capacity(columns.names.len()), |mut row, (name, value)| {
            row.entry(name).or_insert(value);
            row
        })
    };
    values(&columns.names, records.into_iter().map(row), first, source, boards)
}

/// The postings of rows under the names of their columns, of which the first has the index `first` in its table.
pub(super) fn values(
    names: &[String],
    rows: impl Iterator<Item = Map<String, Value>>,
    first: u64,
    source: &Source,
    boards: &Boards,
) -> Vec<Found> {
    let mut rows = rows.map(Value::Object).peekable();
    if names.len() > MOST_COLUMNS {
        let reason = format!(
            "a table of {} columns, which is more than 10,000: leave out what is no part of postings",
            names.len()
        );
        return vec![Err(Rejected::new(source.clone(), reason))];
    }
    let known = rows.peek().and_then(|sample| boards.recognise(sample)).map(|(board, _)| board);
    if known.is_none()
        && let Some(rejected) = lacking(names, source, boards)
    {
        return vec![rejected];
    }
    let board = known.unwrap_or(&boards.generic);
    let format: Arc<str> = if known.is_some() { board.name.as_str().into() } else { source.format.clone() };
    let read = |(row, index): (Value, u64)| {
        let row = if known.is_none() { json::plain_names(row) } else { row };
        let source = Source { member: Some(index), format: format.clone(), ..source.clone() };
        mapping::posting(board, &row, &row, source)
    };
    rows.zip(first..).map(read).collect::<Finds>().all()
}

/// The rejection of a table that has no column for descriptions.
fn lacking(names: &[String], source: &Source, boards: &Boards) -> Option<Found> {
    if has_description(names, boards) {
        return None;
    }
    let names: Vec<&str> = names.iter().take(12).map(|name| super::markup::head(name, 40)).collect();
    let reason = format!(
        "a table without a description column: it has {}; expected one of description, job_description, body, content, text",
        names.join(", ")
    );
    Some(Err(Rejected::new(source.clone(), reason)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::posting::{Period, Remote};

    fn read(text: &str) -> Vec<Found> {
        let source = Source { path: "t.csv".into(), format: "csv".into(), ..Source::default() };
        document(text, &source, &Boards::built_in().unwrap())
    }

    #[test]
    fn delimiters_are_found() {
        assert_eq!(delimiter(b"title;\"a,b,c,d\";text\n1,2,3,4,5"), b';');
        assert_eq!(delimiter(b"title\tdescription\n"), b'\t');
        assert_eq!(delimiter(b"title"), b',');
    }

    #[test]
    fn columns_of_usual_names_are_read() {
        let found = read(
            "Job Title;Employer;Body;Posted\nSRE;Acme;\"We run clusters; you keep them\nrunning at night.\";2026-05-04\nQA;Acme;;\n",
        );
        let first = found[0].as_ref().unwrap();
        assert_eq!((first.title.as_str(), first.company.as_deref()), ("SRE", Some("Acme")));
        assert_eq!(first.body.raw, "We run clusters; you keep them\nrunning at night.");
        assert_eq!((first.source.member, &*first.source.format), (Some(0), "csv"));
        assert_eq!(found[1].as_ref().unwrap_err().reason, "no description (title only): QA");
    }

    #[test]
    fn the_columns_of_jobspy_are_known() {
        let found = read(
            "id,site,job_url,title,company,date_posted,interval,min_amount,max_amount,currency,is_remote,description\n\
             in-1,indeed,https://j.example/1,SRE,Acme,2026-05-04,hourly,50.0,60.5,USD,True,\
             We look for someone who keeps our clusters running.\n",
        );
        let posting = found[0].as_ref().unwrap();
        let salary = posting.stated.salary.as_ref().unwrap();
        assert_eq!((salary.min, salary.max, salary.period), (Some(50.0), Some(60.5), Some(Period::Hour)));
        assert_eq!(posting.stated.remote, Some(Remote::Remote));
        assert_eq!((&*posting.source.format, posting.external_id.as_deref()), ("jobspy", Some("in-1")));
    }

    #[test]
    fn a_table_without_descriptions_is_one_rejection() {
        let found = read("name,price\na,1\nb,2\n");
        assert_eq!(found.len(), 1);
        assert!(
            found[0]
                .as_ref()
                .unwrap_err()
                .reason
                .starts_with("a table without a description column: it has name, price;")
        );
        assert_eq!(
            read("title,description\n")[0].as_ref().unwrap_err().reason,
            "holds no postings: the table has a header and no rows"
        );
    }
}
