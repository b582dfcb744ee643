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
    let mut made = Manifest {
        scans: 1,
        parts: Vec::new(),
        postings: 0,
        skills: 0,
        duplicates: 0,
        rejected: 0,
        ..manifest.clone()
    };
    for copy in 0.. {
        for &part in &manifest.parts {
            let next = made.parts.len() as u32;
            if made.postings >= wanted {
                made.next_part = next;
                fs::write(large.join("rejected-00001.ndjson"), "")?;
                fs::write(large.join("perhaps-00001.ndjson"), "")?;
                fs::write(large.join("dataset.json"), serde_json::to_string_pretty(&made)?)?;
                println!("{} postings in {next} parts", made.postings);
                return Ok(());
            }
            let postings = read(&file(small, "postings", part))?;
            made.postings += postings.height() as u64;
            write(&file(large, "postings", next), &mut renumbered(postings, copy, &["id"], &["external_id", "url"])?)?;
            let standing = read(&small.join(format!("standing-{:05}-{part:05}.parquet", manifest.scans)))?;
            made.duplicates +=
                (standing.height() - standing.column("duplicate_of").map_or(0, Column::null_count)) as u64;
            let standing = renumbered(standing, copy, &["duplicate_of"], &[]);
            write(&large.join(format!("standing-00001-{next:05}.parquet")), &mut standing?)?;
            let mut skills = read(&file(small, "skills", part))?;
            made.skills += skills.height() as u64;
            write(&file(large, "skills", next), &mut skills)?;
            made.parts.push(next);
        }
    }
    Ok(())
}

fn file(dir: &Path, table: &str, part: u32) -> PathBuf {
    dir.join(format!("{table}-{part:05}.parquet"))
}

fn read(path: &Path) -> anyhow::Result<DataFrame> {
    Ok(ParquetReader::new(File::open(path)?).finish()?)
}

fn write(path: &Path, frame: &mut DataFrame) -> anyhow::Result<()> {
    ParquetWriter::new(File::create(path)?).finish(frame)?;
    Ok(())
}

/// The table with hashes and texts of its own. The first copy keeps what it has.
fn renumbered(mut table: DataFrame, copy: u64, hashes: &[&str], texts: &[&str]) -> PolarsResult<DataFrame> {
    if copy == 0 {
        return Ok(table);
    }
    let hash = |id: &str| format!("{:016x}", xxhash_rust::xxh3::xxh3_64_with_seed(id.as_bytes(), copy));
    let added = |text: &str| format!("{text}-{copy}");
    for name in hashes.iter().chain(texts) {
        let new: &dyn Fn(&str) -> String = if hashes.contains(name) { &hash } else { &added };
        let values: Vec<Option<String>> = table.column(name)?.str()?.iter().map(|value| value.map(new)).collect();
        table.with_column(Column::new((*name).into(), values))?;
    }
    Ok(table)
}
