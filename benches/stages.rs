//! How fast each stage is, and the whole, on one thread: `cargo bench`.
//!
//! The corpus is made from `samples/postings`: every posting there in several variants, each with its own part of another one behind it,
//! so that no two are alike and the memory of the processor does not know them. It is the same on every run. `automaton` is the measure
//! that the whole must not fall far behind: a bare Aho-Corasick automaton of the same spellings, over the bytes that `scan` reads, with no whole words,
//! no sections, no facts and no output. Postings of your own take the corpus's place: `JOBSIFT_CORPUS=postings.ndjson cargo bench -- b`.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use jobsift::analysis::stages::{Divided, spellings};
use jobsift::analysis::{SkillFinding, analyse};
use jobsift::dictionary::Dictionary;
use jobsift::import::{self, Boards};
use jobsift::posting::{Body, Posting};
use jobsift::record::Record;
use jobsift::text::Text;

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// Postings in the corpus.
const POSTINGS: usize = 600;

static DICTIONARY: LazyLock<Dictionary> =
    LazyLock::new(|| Dictionary::builtin().expect("the tests hold it to be right"));

/// The file of postings that is to be read instead of the samples.
static OWN: LazyLock<Option<String>> = LazyLock::new(|| std::env::var("JOBSIFT_CORPUS").ok());

static CORPUS: LazyLock<Vec<Posting>> = LazyLock::new(|| {
    if let Some(own) = &*OWN {
        return postings(own);
    }
    let samples = postings(concat!(env!("CARGO_MANIFEST_DIR"), "/samples/postings"));
    (0..POSTINGS).map(|i| variant(&samples, i)).collect()
});

fn postings(path: &str) -> Vec<Posting> {
    let boards = Boards::built_in().expect("the tests hold them to be right");
    let chunks = import::chunks(import::inputs(&[path]).expect("it can be read"));
    chunks.flat_map(|chunk| chunk.postings(&boards)).flatten().collect()
}

/// The `i`th sample, with a part of another sample behind it that is of the same markup.
fn variant(samples: &[Posting], i: usize) -> Posting {
    let own = &samples[i % samples.len()];
    let others: Vec<&Posting> = samples.iter().filter(|other| other.body.markup == own.body.markup).collect();
    let other = &others[(i * 7 + i / samples.len()) % others.len()].body.raw;
    let from = other.floor_char_boundary(other.len() * (i % 11) / 11);
    let raw = format!("{}\n{}", own.body.raw, &other[from..]);
    Posting { body: Body { raw, ..own.body.clone() }, title: format!("{} {i}", own.title), ..own.clone() }
}

static DIVIDED: LazyLock<Vec<Divided<'static>>> =
    LazyLock::new(|| CORPUS.iter().map(|posting| Divided::new(posting.clone(), &DICTIONARY)).collect());

/// The postings as `scan` reads them: lines of JSON.
static LINES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    if let Some(own) = &*OWN {
        return std::fs::read(own).expect("it can be read");
    }
    let line = |posting: &Posting| {
        let html = posting.body.markup == jobsift::posting::Markup::Html;
        let field = if html { "description_html" } else { "description" };
        serde_json::json!({ "title": posting.title, "company": posting.company, field: posting.body.raw }).to_string()
            + "\n"
    };
    CORPUS.iter().map(line).collect::<String>().into_bytes()
});

fn raw_bytes() -> BytesCount {
    BytesCount::new(CORPUS.iter().map(|posting| posting.body.raw.len()).sum::<usize>())
}

fn plain_bytes() -> BytesCount {
    BytesCount::new(DIVIDED.iter().map(|text| text.plain().len()).sum::<usize>())
}

#[divan::bench]
fn a1_text(bencher: Bencher<'_, '_>) {
    bencher
        .counter(raw_bytes())
        .bench(|| CORPUS.iter().map(|posting| Text::from_body(&posting.body).blocks.len()).sum::<usize>());
}

#[divan::bench]
fn a2_language(bencher: Bencher<'_, '_>) {
    bencher.counter(plain_bytes()).bench(|| DIVIDED.iter().filter(|text| text.language() == Some("en")).count());
}

#[divan::bench]
fn a3_sections(bencher: Bencher<'_, '_>) {
    bencher.counter(plain_bytes()).bench(|| DIVIDED.iter().map(|text| text.sections().len()).sum::<usize>());
}

#[divan::bench]
fn a4_words(bencher: Bencher<'_, '_>) {
    bencher.counter(plain_bytes()).bench(|| DIVIDED.iter().map(Divided::words).sum::<usize>());
}

#[divan::bench]
fn a5_extract(bencher: Bencher<'_, '_>) {
    bencher.counter(plain_bytes()).bench(|| DIVIDED.iter().map(|text| text.skills().len()).sum::<usize>());
}

#[divan::bench]
fn a6_facts(bencher: Bencher<'_, '_>) {
    bencher.counter(plain_bytes()).bench(|| DIVIDED.iter().filter(|text| text.facts().salary.is_some()).count());
}

#[divan::bench]
fn a7_classify(bencher: Bencher<'_, '_>) {
    let skills: Vec<Vec<SkillFinding>> = DIVIDED.iter().map(Divided::skills).collect();
    let roles = || DIVIDED.iter().zip(&skills).map(|(text, skills)| text.role(skills).scores[0]).sum::<f64>();
    bencher.counter(plain_bytes()).bench(roles);
}

#[divan::bench]
fn b1_analysis(bencher: Bencher<'_, '_>) {
    let input = || CORPUS.clone();
    let whole = |postings: Vec<Posting>| {
        postings.into_iter().map(|posting| analyse(posting, &DICTIONARY).skills.len()).sum::<usize>()
    };
    bencher.counter(raw_bytes()).with_inputs(input).bench_values(whole);
}

/// From lines of JSON to lines of JSON, as `scan --format ndjson` on one thread.
#[divan::bench]
fn b2_scan(bencher: Bencher<'_, '_>) {
    let boards = Boards::built_in().expect("the tests hold them to be right");
    let folder = tempfile::tempdir().expect("a folder for the corpus");
    let file = folder.path().join("corpus.ndjson");
    std::fs::write(&file, &*LINES).expect("the corpus is written");
    let paths = [file.to_string_lossy().into_owned()];
    let scan = || {
        let mut written = 0;
        for chunk in import::chunks(import::inputs(&paths).expect("the file is there")) {
            for posting in chunk.postings(&boards).into_iter().flatten() {
                let analysis = analyse(posting, &DICTIONARY);
                written += Record::new(&analysis, &DICTIONARY).line().map_or(0, |line| line.len());
            }
        }
        written
    };
    bencher.counter(BytesCount::new(LINES.len())).bench(scan);
}

/// The bare automaton over the bytes that `b2_scan` reads.
#[divan::bench]
fn b3_automaton(bencher: Bencher<'_, '_>) {
    let automaton = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .match_kind(MatchKind::Standard)
        .ascii_case_insensitive(true)
        .build(spellings(&DICTIONARY))
        .expect("a few thousand short spellings");
    bencher.counter(BytesCount::new(LINES.len())).bench(|| automaton.find_overlapping_iter(black_box(&*LINES)).count());
}

#[divan::bench]
fn c_dictionary() -> Dictionary {
    Dictionary::builtin().expect("the tests hold it to be right")
}
