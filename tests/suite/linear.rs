//! Texts of one thing said without end, as nobody writes and anybody may send: what they cost grows with their length and no faster.
//!
//! Work that grows with the square of the length comes from looking again, at every cue, at all that stands before or behind it; so the
//! texts are of cues, of what separates and joins them, and of what has no end.

use std::time::{Duration, Instant};

use jobsift::analysis::{Analysis, analyse};
use jobsift::dictionary::Dictionary;
use jobsift::explain::{self, Page};
use jobsift::import::{Boards, in_memory};
use jobsift::posting::{Body, Markup, Posting, Source, Stated};
use jobsift::record::Record;

use crate::targets::TARGETS;

/// What the texts repeat.
const UNITS: &[&str] = &[
    // Words of every vocabulary.
    "5 years or ",
    "3-5 yrs of experience in ",
    "years of experience: ",
    "mindestens 3 Jahre ",
    "años de experiencia ",
    "jaar ervaring ",
    "lat doświadczenia ",
    "expérience avec ",
    "remote ",
    "hybrid 2 days a week ",
    "office in Berlin ",
    "Location: ",
    "Location: Berlin\n",
    "must must ",
    "not ",
    "no experience with ",
    "is a plus ",
    "nice to have: ",
    "or similar ",
    "such as ",
    "like Go, ",
    "either ",
    "at least one of Go, ",
    "Kubernetes ",
    "Kubernetes\n",
    "Kubernetes is a plus. ",
    "Kubernetes or AWS, ",
    "(Kubernetes ",
    "kubernetes",
    "Go/",
    "Go, ",
    "Go or ",
    "C ",
    "C++ ",
    "R ",
    "Python 3.12 ",
    "on-call ",
    "security clearance ",
    "US citizen ",
    "visa sponsorship ",
    "bachelor's degree or ",
    "German C1, English B2 ",
    "travel 10% ",
    "junior or senior ",
    "Engineer | ",
    "full-time ",
    "contract ",
    "$100k - ",
    "$100,000 – $150,000 per year ",
    "€80k-95k ",
    "1-2 ",
    "1,000",
    "3+ ",
    "build the internal developer platform ",
    "We run Kubernetes for teams.\n\n",
    "2026-01-02 ",
    "January 2026 - ",
    "https://a.example/ ",
    "a@b.example ",
    // What joins and separates.
    "(",
    "()[]{}",
    ")]}",
    "- ",
    "- \n",
    "•",
    "• a\n",
    "a-",
    "# Requirements\n",
    "Requirements:\n",
    "Requirements: ",
    "|",
    "a | ",
    ",",
    "/",
    ".",
    "a.b.",
    "1.2.",
    "No. ",
    "e.g. ",
    "a: ",
    "a:\n",
    "a; ",
    "\"",
    "'",
    "and ",
    "the ",
    // Marks of Markdown.
    "**",
    "**a** ",
    "[a](",
    "`",
    "```\n",
    "* ",
    ">",
    "1. a\n",
    "#",
    "a\n=\n",
    "---\n",
    "_",
    "\\",
    // Marks of HTML and of JSON.
    "<",
    "<a",
    "<b>",
    "</b>",
    "<b>a</b> ",
    "<div>",
    "<li>a",
    "<table><td>",
    "<h2>a</h2>",
    "a<br>",
    "<a a=\"",
    "&",
    "&amp;",
    "&lt;p&gt;",
    "&amp;amp;",
    "<!--",
    "<![CDATA[",
    "<script>",
    "<p style=\"display:none\">",
    "{\"a\":",
    "[1,",
    // Letters without end.
    "x",
    "x ",
    "A",
    "a b c d e ",
    "ALL CAPS WORDS HERE ",
    "1",
    "1 ",
    "$",
    "a\n",
    "a\n\n",
    "a\r\n",
    "a\t",
    "a\u{a0}",
    "\u{301}",
    "e\u{301}",
    "👩‍💻🏳️‍🌈",
    "\u{200b}",
    "\u{202e}",
    "a\u{ad}",
    "aбγ中あ한",
    "word слово λέξη 文字 ",
    "Ｋ",
    "ﷺ",
    "İ",
    "𝐊",
];

fn posting(unit: &str, bytes: usize, markup: Markup) -> Posting {
    let raw = format!("We run it.\n\n{}", unit.repeat(bytes / unit.len()));
    Posting {
        source: Source { path: "saved.txt".into(), ..Source::default() },
        external_id: None,
        title: "Platform Engineer".to_owned(),
        company: Some("Larkfield".to_owned()),
        location: None,
        posted: None,
        closes: None,
        body: Body { markup, raw },
        stated: Stated::default(),
    }
}

/// How much is kept of a text and written about it.
fn kept(analysis: &Analysis, dictionary: &Dictionary) -> usize {
    let quotes = &analysis.facts.requires.quotes;
    let skills = analysis.skills.iter().map(|skill| skill.mentions.len() + skill.surfaces.len()).sum::<usize>();
    let page = Page::new(analysis, dictionary);
    analysis.text.plain.len()
        + analysis.text.blocks.len()
        + analysis.suppressed.len()
        + analysis.role.evidence.iter().map(|evidence| evidence.quote.len()).sum::<usize>()
        + quotes.iter().map(|(_, quote)| quote.len()).sum::<usize>()
        + skills
        + Record::new(analysis, dictionary).line().unwrap().len()
        + explain::text::write(&page).len()
        + explain::html::write(&page).unwrap().len()
}

#[test]
fn what_is_kept_of_a_text_grows_no_faster_than_it() {
    const SHORT: usize = 1_500;
    const TIMES: usize = 8;
    let dictionary = Dictionary::builtin().unwrap();
    for unit in UNITS {
        for markup in [Markup::Text, Markup::Html] {
            let [short, long] = [SHORT, SHORT * TIMES]
                .map(|bytes| kept(&analyse(posting(unit, bytes, markup), &dictionary), &dictionary));
            assert!(long <= short * TIMES, "{unit:?}: {short} of a text, {long} of one {TIMES} times as long");
        }
    }
}

#[test]
fn texts_without_end_keep_every_promise() {
    for unit in UNITS {
        for (name, bytes) in [("outputs", 1_000), ("analysis", 3_000), ("facts", 3_000), ("cv", 1_000), ("text", 3_000)]
        {
            let (_, target) = TARGETS.iter().find(|(known, _)| *known == name).unwrap();
            for first in ["0", "1"] {
                target(format!("{first}Engineer|Larkfield\n{}", unit.repeat(bytes / unit.len())).as_bytes());
            }
        }
    }
}

/// A text as a file of each kind that is plainly written.
fn files(text: &str) -> [(&'static str, String); 5] {
    let json = serde_json::json!([{ "title": "Platform Engineer", "description": text }]).to_string();
    [
        ("txt", format!("Platform Engineer\n\nWe run it.\n\n{text}")),
        ("html", format!("<html><body><h1>Platform Engineer</h1><p>We run it.</p>{text}</body></html>")),
        ("csv", format!("title,description\nPlatform Engineer,\"{}\"\n", text.replace('"', "\"\""))),
        ("eml", format!("From: a@b.example\nSubject: SRE\nMIME-Version: 1.0\nContent-Type: text/plain\n\n{text}")),
        ("json", json),
    ]
}

#[test]
#[ignore = "measures time, in a release build: cargo test --release --test suite linear -- --ignored"]
fn a_megabyte_of_anything_takes_less_than_a_second() {
    let (dictionary, boards) = (Dictionary::builtin().unwrap(), Boards::built_in().unwrap());
    let mut slow = Vec::new();
    for unit in UNITS {
        for (ending, file) in files(&unit.repeat(1_000_000 / unit.len())) {
            let began = Instant::now();
            for chunk in in_memory(&format!("saved.{ending}"), file.as_bytes()) {
                for posting in chunk.postings(&boards).into_iter().flatten() {
                    let analysis = analyse(posting, &dictionary);
                    Record::new(&analysis, &dictionary).line().unwrap();
                }
            }
            let took = began.elapsed();
            if took > Duration::from_secs(1) {
                slow.push(format!("{unit:?} as {ending}: {took:.1?}"));
            }
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}
