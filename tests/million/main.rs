//! Makes a large dataset out of a small one, to measure the report and `diff` at the size of a national job board:
//!
//! ```text
//! jobsift scan FOLDER -o small
//! cargo run --release --example million -- small large 1000000
//! ```
//!
//! The postings are repeated under new ids and addresses, one copy of each part after the other, until there are as many as asked for.

#![allow(clippy::print_stdout, reason = "a program for the terminal")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use jobsift::dataset::{Manifest, Reader};
use polars::prelude::{Column, DataFrame, PolarsResult};
use polars_io::SerReader as _;
use polars_io::parquet::read::ParquetReader;
use polars_io::parquet::write::ParquetWriter;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [small, large, wanted] = arguments.as_slice() else { bail!("give: DATASET NEW-DATASET POSTINGS") };
    let (small, large, wanted) = (Path::new(small), Path::new(large), wanted.parse::<u64>().context("POSTINGS")?);
    let manifest = Reader::open(small)?.manifest().clone();
    if manifest.postings == 0 {
        bail!("{}: has no postings to repeat", small.display());
    }
    fs::create_dir_all(large)?;
    let mut made = Manifest { parts: 0, postings: 0, skills: 0, duplicates: 0, rejected: 0, ..manifest.clone() };
    for copy in 0.. {
        for part in 0..manifest.parts {
            if made.postings >= wanted {
                fs::write(large.join("rejected.ndjson"), "")?;
                fs::write(large.join("dataset.json"), serde_json::to_string_pretty(&made)?)?;
                println!("{} postings in {} parts", made.postings, made.parts);
                return Ok(());
            }
            let mut postings = renumbered(read(&file(small, "postings", part))?, copy)?;
            made.postings += postings.height() as u64;
            made.duplicates +=
                (postings.height() - postings.column("duplicate_of").map_or(0, Column::null_count)) as u64;
            write(&file(large, "postings", made.parts), &mut postings)?;
            let mut skills = read(&file(small, "skills", part))?;
            made.skills += skills.height() as u64;
            write(&file(large, "skills", made.parts), &mut skills)?;
            made.parts += 1;
        }
    }
    Ok(())
}

fn file(dir: &Path, table: &str, part: usize) -> PathBuf {
    dir.join(format!("{table}-{part:05}.parquet"))
}

fn read(path: &Path) -> anyhow::Result<DataFrame> {
    Ok(ParquetReader::new(File::open(path)?).finish()?)
}

fn write(path: &Path, frame: &mut DataFrame) -> anyhow::Result<()> {
    ParquetWriter::new(File::create(path)?).finish(frame)?;
    Ok(())
}

/// The postings with ids and addresses of their own. The first copy keeps what it has.
fn renumbered(mut postings: DataFrame, copy: u64) -> PolarsResult<DataFrame> {
    if copy == 0 {
        return Ok(postings);
    }
    let hash = |id: &str| format!("{:016x}", xxhash_rust::xxh3::xxh3_64_with_seed(id.as_bytes(), copy));
    let added = |text: &str| format!("{text}-{copy}");
    for name in ["id", "duplicate_of", "external_id", "url"] {
        let is_hash = matches!(name, "id" | "duplicate_of");
        let new = |value: &str| if is_hash { hash(value) } else { added(value) };
        let values: Vec<Option<String>> = postings.column(name)?.str()?.iter().map(|value| value.map(new)).collect();
        postings.with_column(Column::new(name.into(), values))?;
    }
    Ok(postings)
}
