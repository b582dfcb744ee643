//! Parquet: rows under the usual names of columns, or under those of a board (JobSpy writes such files too).
//!
//! In: a file, or bytes. Out: blocks of rows, each a [`Frame`] that a worker turns into postings. The columns are read as
//! they are stored, without polars' own types: those that hold days would have to be built for this alone.

use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::{ControlFlow, RangeInclusive};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use polars_arrow::array::{
    Array, BinaryViewArray, BooleanArray, DictionaryArray, DictionaryKey, FixedSizeListArray, ListArray,
    PrimitiveArray, StructArray, Utf8ViewArray,
};
use polars_arrow::datatypes::{ArrowDataType, ArrowSchema, IntegerType, TimeUnit};
use polars_arrow::types::NativeType;
use polars_buffer::Buffer;
use polars_parquet::parquet::page::CompressedPage;
use polars_parquet::read::{
    BasicDecompressor, FileMetadata, Filter, PageReader, RowGroupMetadata, column_iter_to_arrays, infer_schema,
    read_metadata,
};
use serde_json::{Map, Number, Value};

use super::board::Boards;
use super::chunk::{Content, named};
use super::reading::{Place, Take};
use super::{Found, table};
use crate::posting::Source;

/// The first bytes of a Parquet file.
pub(super) const MAGIC: &[u8] = b"PAR1";

/// Bytes of values that a block should hold.
const BLOCK: usize = 4 << 20;

/// Rows of a block, at least and at most.
const ROWS: RangeInclusive<usize> = 64..=8_192;

/// Bytes on disk of a group of rows, which is held while its blocks are read, and bytes of one page of a column.
const LARGEST_GROUP: usize = 1 << 30;
const LARGEST_PAGE: usize = 256 << 20;

/// Values that one page of a column may say it has. The decoder makes room for them before it looks for them.
const MOST_VALUES: usize = 1 << 24;

/// Elements of a list in a cell, and levels of lists and structs in each other.
const MOST_ELEMENTS: usize = 200;
const DEEPEST: usize = 8;

/// Rows of a table with typed columns.
#[derive(Debug)]
pub(super) struct Frame {
    names: Arc<[String]>,
    columns: Vec<Vec<Box<dyn Array>>>,
    rows: usize,
    bytes: usize,
}

/// Reads a Parquet file block by block.
pub(super) fn read(mut from: impl Read + Seek, place: &Place, take: &mut Take<'_>) -> ControlFlow<()> {
    let place = Place { source: named(&place.source, "parquet"), ..place.clone() };
    let about = guarded(|| {
        let about = read_metadata(&mut from)?;
        let schema = infer_schema(&about)?;
        Ok((about, schema))
    });
    let (about, schema): (FileMetadata, ArrowSchema) = match about {
        Ok(about) => about,
        Err(reason) => return place.refuse(format!("not a readable Parquet file: {reason}"), take),
    };
    if about.num_rows == 0 {
        return place.refuse("holds no postings: the table has no rows", take);
    }
    let names: Arc<[String]> = schema.iter_names().map(ToString::to_string).collect();
    let mut first = 0;
    for group in &about.row_groups {
        let stored = guarded(|| {
            let stored = stored(&mut from, group, &schema)?;
            are_sound(&stored, group, &schema)?;
            Ok(stored)
        });
        let stored = match stored {
            Ok(stored) => stored,
            Err(reason) => return place.refuse(format!("cannot be read from row {first} on: {reason}"), take),
        };
        let block =
            (BLOCK / (group.total_byte_size() / group.num_rows().max(1)).max(1)).clamp(*ROWS.start(), *ROWS.end());
        for start in (0..group.num_rows()).step_by(block) {
            let rows = block.min(group.num_rows() - start);
            let columns = guarded(|| columns(&stored, group, &schema, &Filter::new_ranged(start, start + rows)));
            let columns = match columns {
                Ok(columns) => columns,
                Err(reason) => return place.refuse(format!("cannot be read from row {first} on: {reason}"), take),
            };
            let bytes = group.total_byte_size() / group.num_rows() * rows;
            let frame = Frame { names: Arc::clone(&names), columns, rows, bytes: bytes.max(1) };
            let wanted = place.chunk(Content::Frame { frame, first }, take);
            if wanted.is_break() {
                return wanted;
            }
            first += rows as u64;
        }
    }
    ControlFlow::Continue(())
}

type Failure = Box<dyn std::error::Error>;

/// The columns of a group as they are stored, each of one or more parts.
fn stored(
    from: &mut (impl Read + Seek),
    group: &RowGroupMetadata,
    schema: &ArrowSchema,
) -> io::Result<Vec<Vec<Buffer<u8>>>> {
    let sizes =
        group.parquet_columns().iter().map(|part| usize::try_from(part.compressed_size()).unwrap_or(usize::MAX));
    if sizes.fold(0, usize::saturating_add) > LARGEST_GROUP {
        return Err(io::Error::other("a group of rows of more than 1 GB; write the file with smaller row groups"));
    }
    let mut read = |range: std::ops::Range<u64>| {
        from.seek(SeekFrom::Start(range.start))?;
        let mut bytes = Vec::new();
        from.take(range.end - range.start).read_to_end(&mut bytes)?;
        Ok(Buffer::from(bytes))
    };
    let parts = |name| group.columns_under_root_iter(name).into_iter().flatten();
    schema.iter_names().map(|name| parts(name).map(|part| read(part.byte_range())).collect()).collect()
}

/// Whether no page says that it has values beyond measure: a damaged one may, and the program would end where it makes room.
fn are_sound(stored: &[Vec<Buffer<u8>>], group: &RowGroupMetadata, schema: &ArrowSchema) -> Result<(), Failure> {
    let parts = schema.iter_names().flat_map(|name| group.columns_under_root_iter(name).into_iter().flatten());
    for (part, bytes) in parts.zip(stored.iter().flatten()) {
        let pages = || PageReader::new(Cursor::new(bytes.clone()), part, Vec::new(), LARGEST_PAGE);
        let dictionary = BasicDecompressor::new(pages(), Vec::new()).read_dict_page()?;
        let mut said = vec![(dictionary.map_or(0, |page| page.num_values), 0)];
        for page in pages() {
            if let CompressedPage::Data(page) = page? {
                said.push((page.num_values(), page.null_count().unwrap_or_default()));
            }
        }
        if said.iter().any(|(values, nulls)| *values > MOST_VALUES || nulls > values) {
            return Err("a page of a column says that it has more values than 16 million, or than it can".into());
        }
    }
    Ok(())
}

/// Some rows of every column. One that cannot be decoded is an error of all.
fn columns(
    stored: &[Vec<Buffer<u8>>],
    group: &RowGroupMetadata,
    schema: &ArrowSchema,
    rows: &Filter,
) -> Result<Vec<Vec<Box<dyn Array>>>, Failure> {
    let decoded = schema.iter_values().zip(stored).map(|(field, bytes)| {
        let parts = group.columns_under_root_iter(&field.name).into_iter().flatten();
        let (pages, types) = parts
            .zip(bytes)
            .map(|(part, bytes)| {
                let pages = PageReader::new(Cursor::new(bytes.clone()), part, Vec::new(), LARGEST_PAGE);
                (BasicDecompressor::new(pages, Vec::new()), &part.descriptor().descriptor.primitive_type)
            })
            .unzip();
        Ok(column_iter_to_arrays(pages, types, field.clone(), Some(rows.clone()))?.0)
    });
    decoded.collect()
}

/// Runs the decoder, which panics on some damaged files.
fn guarded<T>(read: impl FnOnce() -> Result<T, Failure>) -> Result<T, String> {
    match panic::catch_unwind(AssertUnwindSafe(read)) {
        Ok(read) => read.map_err(|error| {
            let said = error.to_string();
            let said = said.lines().next().unwrap_or_default();
            said.trim_start_matches("parquet: ").trim_start_matches("File out of specification: ").to_owned()
        }),
        Err(_) => Err("it is damaged".to_owned()),
    }
}

impl Frame {
    /// About the bytes that it takes.
    pub(super) fn len(&self) -> usize {
        self.bytes
    }

    /// Its postings, of which the first has the index `first` in the file.
    pub(super) fn postings(&self, first: u64, source: &Source, boards: &Boards) -> Vec<Found> {
        let rows = (0..self.rows).map(|row| {
            let cells = self.names.iter().zip(&self.columns);
            cells.filter_map(|(name, parts)| Some((name.clone(), cell(parts, row)?))).collect::<Map<String, Value>>()
        });
        table::values(&self.names, rows, first, source, boards)
    }
}

/// The cell of a column that came in one or more parts.
fn cell(parts: &[Box<dyn Array>], mut row: usize) -> Option<Value> {
    let part = parts.iter().find(|part| {
        let here = row < part.len();
        row -= if here { 0 } else { part.len() };
        here
    });
    value(&**part?, row, 0)
}

/// A value as JSON; nothing for what is empty, or of a type that no posting has.
fn value(array: &dyn Array, at: usize, depth: usize) -> Option<Value> {
    if depth > DEEPEST || array.is_null(at) {
        return None;
    }
    let any = array.as_any();
    Some(match array.dtype() {
        ArrowDataType::Utf8View => Value::String(any.downcast_ref::<Utf8ViewArray>()?.value(at).to_owned()),
        ArrowDataType::BinaryView => {
            let bytes = any.downcast_ref::<BinaryViewArray>()?.value(at);
            Value::String(std::str::from_utf8(bytes).ok()?.to_owned())
        }
        ArrowDataType::Boolean => Value::Bool(any.downcast_ref::<BooleanArray>()?.value(at)),
        ArrowDataType::Int8 => number::<i8>(array, at)?.into(),
        ArrowDataType::Int16 => number::<i16>(array, at)?.into(),
        ArrowDataType::Int32 => number::<i32>(array, at)?.into(),
        ArrowDataType::Int64 => number::<i64>(array, at)?.into(),
        ArrowDataType::UInt8 => number::<u8>(array, at)?.into(),
        ArrowDataType::UInt16 => number::<u16>(array, at)?.into(),
        ArrowDataType::UInt32 => number::<u32>(array, at)?.into(),
        ArrowDataType::UInt64 => number::<u64>(array, at)?.into(),
        ArrowDataType::Float32 => Value::Number(Number::from_f64(number::<f32>(array, at)?.into())?),
        ArrowDataType::Float64 => Value::Number(Number::from_f64(number::<f64>(array, at)?)?),
        ArrowDataType::Decimal(_, scale) => {
            let units = number::<i128>(array, at)? as f64;
            Value::Number(Number::from_f64(units / 10_f64.powi(i32::try_from(*scale).ok()?))?)
        }
        ArrowDataType::Date32 => day(i64::from(number::<i32>(array, at)?).checked_mul(86_400)?)?,
        ArrowDataType::Timestamp(unit, _) => day(number::<i64>(array, at)?.div_euclid(per_second(*unit)))?,
        ArrowDataType::List(_) => elements(&*any.downcast_ref::<ListArray<i32>>()?.value(at), depth),
        ArrowDataType::LargeList(_) => elements(&*any.downcast_ref::<ListArray<i64>>()?.value(at), depth),
        ArrowDataType::FixedSizeList(..) => elements(&*any.downcast_ref::<FixedSizeListArray>()?.value(at), depth),
        ArrowDataType::Struct(fields) => {
            let values = any.downcast_ref::<StructArray>()?.values();
            let named = fields.iter().zip(values);
            let named =
                named.filter_map(|(field, array)| Some((field.name.to_string(), value(&**array, at, depth + 1)?)));
            Value::Object(named.collect())
        }
        ArrowDataType::Dictionary(keys, ..) => match keys {
            IntegerType::Int8 => entry::<i8>(array, at, depth)?,
            IntegerType::Int16 => entry::<i16>(array, at, depth)?,
            IntegerType::Int32 => entry::<i32>(array, at, depth)?,
            IntegerType::Int64 => entry::<i64>(array, at, depth)?,
            IntegerType::UInt8 => entry::<u8>(array, at, depth)?,
            IntegerType::UInt16 => entry::<u16>(array, at, depth)?,
            IntegerType::UInt32 => entry::<u32>(array, at, depth)?,
            IntegerType::UInt64 => entry::<u64>(array, at, depth)?,
            IntegerType::Int128 | IntegerType::UInt128 => return None,
        },
        _ => return None,
    })
}

fn number<T: NativeType>(array: &dyn Array, at: usize) -> Option<T> {
    array.as_any().downcast_ref::<PrimitiveArray<T>>().map(|numbers| numbers.value(at))
}

fn elements(items: &dyn Array, depth: usize) -> Value {
    Value::Array((0..items.len().min(MOST_ELEMENTS)).filter_map(|at| value(items, at, depth + 1)).collect())
}

/// The value that a key of a column with repeated values stands for.
fn entry<K: DictionaryKey>(array: &dyn Array, at: usize, depth: usize) -> Option<Value> {
    let entries = array.as_any().downcast_ref::<DictionaryArray<K>>()?;
    value(&**entries.values(), entries.key_value(at), depth + 1)
}

const fn per_second(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => 1,
        TimeUnit::Millisecond => 1_000,
        TimeUnit::Microsecond => 1_000_000,
        TimeUnit::Nanosecond => 1_000_000_000,
    }
}

/// The day of a second since 1970, as it is written.
fn day(second: i64) -> Option<Value> {
    let day = Timestamp::from_second(second).ok()?.to_zoned(TimeZone::UTC).date();
    Some(Value::String(day.to_string()))
}
