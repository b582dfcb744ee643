use std::collections::BTreeSet;
use std::fs;

use jiff::civil::date;

use super::*;
use crate::analysis::Analysis;
use crate::dictionary::Dictionary;
use crate::market::Builder;
use crate::market::specimen::postings;

fn market_of(dictionary: &Dictionary, analyses: &[Analysis]) -> Market {
    let mut builder = Builder::new(dictionary);
    for analysis in analyses {
        builder.push(analysis).unwrap();
    }
    builder.finish().unwrap()
}

#[test]
fn zz_write() {
    let dictionary = Dictionary::builtin().unwrap();
    for (name, n) in [("big", 900), ("small", 60), ("tiny", 5), ("empty", 0)] {
        let market = market_of(&dictionary, &postings(&dictionary, n, 42));
        let have: BTreeSet<String> = ["python", "docker", "postgresql", "git", "linux"].map(str::to_owned).into();
        let standing = market.standing(&dictionary, &have);
        let options = Options { date: date(2026, 6, 1), standing: Some(&standing) };
        let files = write(&market, &options, Path::new("/tmp/w-market").join(name).as_path()).unwrap();
        fs::write(Path::new("/tmp/w-market").join(name).join("report.txt"), terminal::render(&Report::new(&market, &options))).unwrap();
        eprintln!("{files:?}");
    }
}
