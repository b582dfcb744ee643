//! How well repeats are found: pairs made from real postings, which are not in the repository, with other jobs of the same
//! companies beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::thread;

use jobsift::analysis::{Analysis, analyse};
use jobsift::dictionary::Dictionary;
use jobsift::duplicate::{Grouping, Place, Signature};
use jobsift::import::{self, Boards};
use jobsift::posting::{Body, Markup, Posting};
use jobsift::text::{Block, Shape, Text};

use crate::program::run;
use crate::real_files::shared;

/// Every so manieth posting of the corpus is varied.
const STEP: usize = 60;
/// Other jobs of the same company beside each.
const OTHERS: usize = 3;

/// Makes of a posting, whose text is given too, the same one as it may come again.
type Vary = fn(&Posting, &Text) -> Posting;

const VARIANTS: [(&str, Vary); 8] = [
    ("wrapped anew, as text", |posting, text| with_text(posting, wrapped(&text.plain, 72))),
    ("posted again", posted_again),
    ("its last quarter cut off", |posting, text| with_text(posting, joined(text, &text.blocks[..part(text, 3, 4)]))),
    ("its first fifth cut off", |posting, text| with_text(posting, joined(text, &text.blocks[part(text, 1, 5)..]))),
    ("as Markdown", |posting, text| with_text(posting, marked(text))),
    ("as HTML", |posting, text| with_body(posting, Markup::Html, tagged(text))),
    ("with the words of a job site around it", by_a_site),
    ("by an agency", by_an_agency),
];

fn with_body(posting: &Posting, markup: Markup, raw: String) -> Posting {
    Posting { body: Body { markup, raw }, ..posting.clone() }
}

fn with_text(posting: &Posting, raw: String) -> Posting {
    with_body(posting, Markup::Text, raw)
}

fn part(text: &Text, of: usize, parts: usize) -> usize {
    text.blocks.len() * of / parts
}

fn joined(text: &Text, blocks: &[Block]) -> String {
    blocks.iter().map(|block| text.slice(block)).collect::<Vec<_>>().join("\n\n")
}

fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut column = 0;
        for word in line.split(' ') {
            if column + word.len() > width {
                out.push('\n');
                column = 0;
            }
            out += word;
            out.push(' ');
            column += word.len() + 1;
        }
        out += "\n\n";
    }
    out
}

fn marked(text: &Text) -> String {
    let lines = text.blocks.iter().map(|block| match block.shape {
        Shape::Heading => format!("\n### {}\n", text.slice(block)),
        Shape::Item => format!("* {}", text.slice(block)),
        Shape::Paragraph => format!("\n{}\n", text.slice(block)),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn tagged(text: &Text) -> String {
    let escaped = |block: &Block| text.slice(block).replace('&', "&amp;").replace('<', "&lt;");
    let lines = text.blocks.iter().map(|block| match block.shape {
        Shape::Heading => format!("<p><strong>{}</strong></p>", escaped(block)),
        Shape::Item => format!("<ul><li>{}</li></ul>", escaped(block)),
        Shape::Paragraph => format!("<div>{}</div>", escaped(block)),
    });
    lines.collect()
}

fn posted_again(posting: &Posting, text: &Text) -> Posting {
    let mut again = with_text(posting, format!("We are still looking!\n\n{}", joined(text, &text.blocks)));
    again.external_id = Some("again".to_owned());
    again.posted = Some(jiff::civil::date(2026, 11, 2));
    again.title += " (m/w/d)";
    again.location = Some("Rotterdam".to_owned());
    again
}

fn by_a_site(posting: &Posting, text: &Text) -> Posting {
    let before =
        "Be one of the first to apply. This job was found on the pages of the employer and is shown here as it was.";
    let after = "## About this site\n\nWe collect jobs from many employers and show them to people who look for one. Sign up to get \
                 jobs like this one by mail every morning. You can stop that at any time.";
    let mut copy = with_text(posting, format!("{before}\n\n{}\n\n{after}", joined(text, &text.blocks)));
    copy.company = copy.company.map(|name| format!("{name}, Inc."));
    copy
}

fn by_an_agency(posting: &Posting, text: &Text) -> Posting {
    let mut copy = with_text(posting, joined(text, &text.blocks));
    copy.company = Some("Halyard & Vane Recruiting".to_owned());
    copy
}

/// A posting with what it is known to be: two of one job have the same number.
struct Known {
    job: usize,
    form: &'static str,
    posting: Posting,
}

/// The postings of the corpus and the saved pages, one a title and company.
fn real() -> Option<Vec<Posting>> {
    let mut text = String::new();
    let file = std::fs::File::open(shared("data/corpus.ndjson.zst")?).unwrap();
    zstd::Decoder::new(file).unwrap().read_to_string(&mut text).unwrap();
    let corpus = tempfile::Builder::new().suffix(".ndjson").tempfile().unwrap();
    std::fs::write(corpus.path(), text).unwrap();
    let pages = shared("data/pages/builtin")?;
    let paths = [pages.display().to_string(), corpus.path().display().to_string()];
    let boards = Boards::built_in().unwrap();
    let mut seen = BTreeSet::new();
    let found = import::chunks(import::inputs(&paths).unwrap()).flat_map(|chunk| chunk.postings(&boards)).flatten();
    let name = |posting: &Posting| (posting.company.clone(), posting.title.clone());
    Some(found.filter(|posting| posting.body.raw.len() > 600 && seen.insert(name(posting))).collect())
}

fn made(real: &[Posting]) -> Vec<Known> {
    let mut by_company: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for (at, posting) in real.iter().enumerate() {
        by_company.entry(posting.company.as_deref()).or_default().push(at);
    }
    let mut made = Vec::new();
    let chosen: BTreeSet<usize> = (0..35).chain((35..real.len()).step_by(STEP)).collect();
    for &at in &chosen {
        let posting = &real[at];
        let text = Text::from_body(&posting.body);
        let others =
            by_company[&posting.company.as_deref()].iter().filter(|other| !chosen.contains(other)).take(OTHERS);
        for (n, &other) in others.enumerate() {
            made.push(Known { job: other, form: "another job of the company", posting: real[other].clone() });
            if n == 0 {
                let posting = Posting { body: real[other].body.clone(), external_id: None, ..posting.clone() };
                made.push(Known { job: real.len() + at, form: "another job of the same title", posting });
            }
        }
        made.push(Known { job: at, form: "the posting", posting: posting.clone() });
        made.extend(VARIANTS.iter().map(|(form, vary)| Known { job: at, form, posting: vary(posting, &text) }));
    }
    // Every other job may be chosen beside several; once is enough.
    let mut seen = BTreeSet::new();
    made.retain(|known| known.form != "another job of the company" || seen.insert(known.job));
    made
}

fn analysed(made: &[Known]) -> Vec<Analysis> {
    let dictionary = Dictionary::builtin().unwrap();
    let analysed = |half: &[Known]| -> Vec<Analysis> {
        half.iter().map(|known| analyse(known.posting.clone(), &dictionary)).collect()
    };
    thread::scope(|scope| {
        let (left, right) = made.split_at(made.len() / 2);
        let right = scope.spawn(|| analysed(right));
        let mut all = analysed(left);
        all.extend(right.join().unwrap());
        all
    })
}

#[test]
fn repeats_are_found_and_other_jobs_are_not() {
    let Some(real) = real() else { return };
    let made = made(&real);
    let analyses = analysed(&made);
    let mut grouping = Grouping::default();
    let groups: Vec<u32> = analyses
        .iter()
        .map(|analysis| match grouping.place(&analysis.signature) {
            Place::Begins { group, .. } | Place::Repeats { group, .. } => group,
        })
        .collect();
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    let (mut missed_of, mut examples): (BTreeMap<&str, u32>, Vec<String>) = Default::default();
    for (i, one) in made.iter().enumerate() {
        for (j, other) in made.iter().enumerate().skip(i + 1) {
            match (one.job == other.job, groups[i] == groups[j]) {
                (true, true) => right += 1,
                (true, false) => {
                    missed += 1;
                    *missed_of.entry(other.form).or_default() += 1;
                }
                (false, true) => {
                    wrong += 1;
                    let [one, other] = [one, other].map(|of| (&of.posting.title, of.form, &of.posting.source.member));
                    examples.push(format!("{one:?} {other:?}"));
                }
                (false, false) => {}
            }
        }
    }
    let (precision, recall) =
        (f64::from(right) / f64::from(right + wrong), f64::from(right) / f64::from(right + missed));
    println!("{} postings, {right} pairs found, {missed} missed, {wrong} wrong", made.len());
    println!("precision {precision:.4}, recall {recall:.4}; missed {missed_of:?}");
    examples.truncate(20);
    assert!(precision >= 0.98 && recall >= 0.95, "{}", examples.join("\n"));
}

/// The part of the summary that lists uncertain pairs.
const PERHAPS: &str = "\
Perhaps one job, counted as two  1 pair
   100% alike, another title
         Site Reliability Engineer · Fernwick Ferries  samples/duplicates/fernwick-sre-from-a-mail.txt
         Senior Site Reliability Engineer · Fernwick Ferries  samples/duplicates/fernwick.ndjson#3
";

#[test]
fn the_samples_are_grouped_as_a_reader_would() {
    let ran = run(&["scan", "samples/duplicates"]);
    let counts = "6 postings read, 3 of them repeated (1 word for word, 1 nearly the same, 1 by another company).\n";
    assert!(ran.stdout.starts_with(counts) && ran.stdout.ends_with(PERHAPS), "{}", ran.stdout);
    let ran = run(&["scan", "samples/duplicates", "--keep-duplicates"]);
    assert!(ran.stdout.starts_with("6 postings read.\n"), "{}", ran.stdout);
}

#[test]
fn each_repeat_names_the_first_and_the_reason() {
    let ran = run(&["scan", "samples/duplicates", "--format", "ndjson", "--threads", "3"]);
    assert_eq!(ran.stdout, run(&["scan", "samples/duplicates", "--format", "ndjson", "--threads", "1"]).stdout);
    let records: Vec<serde_json::Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let reasons: Vec<Option<&str>> = records.iter().map(|record| record["duplicate_reason"].as_str()).collect();
    assert_eq!(reasons, [None, Some("content"), Some("near"), Some("copy"), None, None]);
    for repeat in &records[1..4] {
        assert_eq!(repeat["duplicate_of"], records[0]["id"]);
        assert!(repeat["duplicate_similarity"].as_f64().unwrap() >= 0.9, "{repeat}");
    }
}

#[test]
fn a_signature_is_small() {
    // Held for every different posting of a run.
    assert!(size_of::<Signature>() <= 160);
}

/// Two copies of some postings and an agency's beside them, so that there are groups and ties.
#[test]
fn nothing_depends_on_the_order_of_arguments() {
    let dir = tempfile::TempDir::new().unwrap();
    let at = |name: &str| dir.path().join(name).display().to_string();
    for copy in ["one", "two"] {
        std::fs::create_dir(at(copy)).unwrap();
        for entry in std::fs::read_dir(crate::program::root().join("samples/duplicates")).unwrap() {
            let path = entry.unwrap().path();
            std::fs::copy(&path, dir.path().join(copy).join(path.file_name().unwrap())).unwrap();
        }
    }
    let paths = [at("one"), at("two"), "samples/duplicates".to_owned(), "samples/postings/tables".to_owned()];
    let forward: Vec<&str> = paths.iter().map(String::as_str).collect();
    let backward: Vec<&str> = forward.iter().rev().copied().collect();
    for (order, data) in [(&forward, "data"), (&backward, "other")] {
        assert_eq!(run(&[&["scan", "--quiet", "-o", &at(data)], &order[..]].concat()).status, 0);
    }
    let person = ["-p", "samples/profiles/backend-engineer.toml", "--today", "2026-11-20", "--format", "json"];
    let said = |command: &[&str], paths: &[&str]| {
        let ran = run(&[command, paths].concat());
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        let files = std::fs::read_dir(at("out")).into_iter().flatten().map(|file| file.unwrap().path());
        let files: BTreeMap<_, _> = files.map(|file| (file.clone(), std::fs::read_to_string(file).unwrap())).collect();
        (ran.stdout, ran.stderr, files)
    };
    let (fit, rank, plan) =
        ([&["fit"], &person[..]].concat(), [&["rank"], &person[..]].concat(), [&["plan"], &person[..]].concat());
    let report = ["report", "--date", "2026-11-20", "-o", &at("out")];
    for command in [&fit[..], &rank, &plan, &report] {
        let once = said(command, &forward);
        assert_eq!(said(command, &backward), once, "{command:?}");
        if command[0] != "fit" {
            assert_eq!(said(command, &[&at("data")]), once, "{command:?}");
            assert_eq!(said(command, &[&at("other")]), once, "{command:?}");
        }
    }
}
