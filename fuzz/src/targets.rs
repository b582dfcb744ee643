//! What is fuzzed: for every room that strangers' bytes come into, a function that takes any bytes and panics where a promise is broken.
//!
//! The fuzzer (`main.rs`) calls one of them millions of times; the test suite of the program calls them too, on the samples and on
//! `regressions/`, so that a finding stays mended.

use std::io::{Cursor, Write as _};
use std::path::Path;
use std::sync::{LazyLock, Mutex, PoisonError};

use jiff::civil::{Date, date};
use jobsift::analysis::stages::Divided;
use jobsift::analysis::{Analysis, analyse};
use jobsift::dictionary::Dictionary;
use jobsift::explain::{self, Page};
use jobsift::import::{Boards, Found, document_text, in_memory};
use jobsift::measure::Measure;
use jobsift::posting::{Body, Markup, Posting, Source, Stated};
use jobsift::profile::{self, Profile};
use jobsift::rank::{self, Ranking, Row};
use jobsift::text::{Text, one_line};
use jobsift::{fit, record};
use lopdf::{Document, Stream, dictionary};
use zip::write::{SimpleFileOptions, ZipWriter};

/// A target: its name, and what is done with the bytes.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// Every target, sorted by name. An importer is named for the ending of the files that it reads.
pub(crate) const TARGETS: &[Target] = &[
    ("analysis", analysis),
    ("board", board),
    ("csv", |data| import("csv", data)),
    ("cv", cv),
    ("dictionary", dictionary),
    ("docx", |data| import("docx", data)),
    ("docx-parts", docx_parts),
    ("eml", |data| import("eml", data)),
    ("facts", facts),
    ("gz", |data| import("gz", data)),
    ("html", |data| import("html", data)),
    ("json", |data| import("json", data)),
    ("labels", labels),
    ("md", |data| import("md", data)),
    ("ndjson", |data| import("ndjson", data)),
    ("outputs", outputs),
    ("parquet", |data| import("parquet", data)),
    ("pdf", |data| import("pdf", data)),
    ("pdf-parts", pdf_parts),
    ("profile", profile),
    ("resume", resume),
    ("tar", |data| import("tar", data)),
    ("text", text),
    ("txt", |data| import("txt", data)),
    ("xml", |data| import("xml", data)),
    ("zip", |data| import("zip", data)),
    ("zst", |data| import("zst", data)),
];

const TODAY: Date = date(2026, 11, 20);

static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| Dictionary::builtin().expect("the built-in dictionary"));
static BOARDS: LazyLock<Boards> = LazyLock::new(|| Boards::built_in().expect("the built-in boards"));
/// The built-in boards and one of the user's own, which each trial replaces.
static OWN_BOARDS: LazyLock<Mutex<Boards>> =
    LazyLock::new(|| Mutex::new(Boards::built_in().expect("the built-in boards")));
static PROFILE: LazyLock<Profile> = LazyLock::new(|| {
    let text = include_str!("../../samples/profiles/backend-engineer.toml");
    profile::parse(text, Path::new("sample.toml"), &DICTIONARY, TODAY).expect("the sample profile")
});

/// A file of any content: each posting has what a posting has, and what is refused says why.
fn import(extension: &str, data: &[u8]) {
    for chunk in in_memory(&format!("saved.{extension}"), data) {
        chunk.postings(&BOARDS).into_iter().for_each(found);
    }
}

fn found(found: Found) {
    match found {
        Ok(posting) => {
            assert!(!posting.body.raw.trim().is_empty(), "a posting without a body");
            shown(&one_line(&posting.title));
            blocks(&Text::from_body(&posting.body));
        }
        Err(rejected) => assert!(!rejected.reason.trim().is_empty(), "a rejection without a reason"),
    }
}

/// What stands before and behind the first NUL byte.
fn halves(data: &[u8]) -> (&[u8], &[u8]) {
    let at = data.iter().position(|byte| *byte == 0).unwrap_or(data.len());
    (&data[..at], data.get(at + 1..).unwrap_or_default())
}

/// The text of a Word document, and its styles behind a NUL byte. They are packed here: of an archive that is changed anywhere only the
/// check of its sums is tried.
fn docx_parts(data: &[u8]) {
    let (document, styles) = halves(data);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, part) in [("word/document.xml", document), ("word/styles.xml", styles)] {
        archive.start_file(name, stored).and_then(|()| Ok(archive.write_all(part)?)).expect("room in memory");
    }
    import("docx", &archive.finish().expect("room in memory").into_inner());
}

/// What is drawn on the page of a PDF document, and behind a NUL byte the letters that its font's codes stand for. The lengths and places
/// of both are right, however they are changed.
fn pdf_parts(data: &[u8]) {
    let (drawing, letters) = halves(data);
    let mut document = Document::with_version("1.5");
    let letters = document.add_object(Stream::new(dictionary! {}, letters.to_vec()));
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "ToUnicode" => letters,
    });
    let drawing = document.add_object(Stream::new(dictionary! {}, drawing.to_vec()));
    let fonts = dictionary! { "Font" => dictionary! { "F1" => font } };
    let pages = document.new_object_id();
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => drawing, "Resources" => fonts,
    });
    let tree = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, tree.into());
    let root = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", root);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("room in memory");
    import("pdf", &bytes);
}

/// Any body to text.
fn text(data: &[u8]) {
    let raw = String::from_utf8_lossy(data).into_owned();
    shown(&one_line(&raw));
    for markup in [Markup::Html, Markup::Text] {
        blocks(&Text::from_body(&Body { markup, raw: raw.clone() }));
    }
}

/// Blocks are in order, disjoint, on boundaries, trimmed, and no line in them breaks.
fn blocks(text: &Text) {
    let mut last = 0;
    for block in &text.blocks {
        assert!(block.start >= last && block.start < block.end, "{block:?} behind {last}");
        let line = text.slice(block);
        assert!(!line.contains('\n') && line.trim() == line, "{line:?}");
        last = block.end;
    }
    shown(&text.plain.replace('\n', " "));
}

/// No terminal does anything at such a text but show it.
fn shown(text: &str) {
    let moves = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!text.contains(moves), "{text:?}");
}

/// A posting from any bytes: the first line is title, employer and place; the first byte says what the rest is.
fn posting(data: &[u8]) -> Posting {
    let said = String::from_utf8_lossy(data.get(1..).unwrap_or_default()).into_owned();
    let (head, raw) = said.split_once('\n').unwrap_or(("", &said));
    let mut head = head.split('|').map(str::to_owned);
    let markup = if data.first().is_some_and(|byte| byte % 2 == 1) { Markup::Html } else { Markup::Text };
    Posting {
        source: Source { path: "saved.txt".into(), url: Some(head.clone().collect()), ..Source::default() },
        external_id: head.clone().next_back(),
        title: head.next().unwrap_or_default(),
        company: head.next(),
        location: head.next(),
        posted: None,
        closes: None,
        body: Body { markup, raw: raw.to_owned() },
        stated: Stated { salary_text: head.next(), ..Stated::default() },
    }
}

/// The whole analysis of any posting.
fn analysis(data: &[u8]) {
    checked(posting(data), &DICTIONARY);
}

/// Every span lies in the text, on boundaries, and holds what it says; what is quoted stands in the posting.
fn checked(posting: Posting, dictionary: &Dictionary) {
    let fields = [Some(&posting.title), posting.location.as_ref(), posting.stated.salary_text.as_ref()];
    let fields: String = fields.into_iter().flatten().map(|field| one_line(field) + "\n").collect();
    let analysis = analyse(posting, dictionary);
    quotes(&analysis, &(fields + &analysis.text.plain));
    let plain = &analysis.text.plain;
    blocks(&analysis.text);
    assert_eq!(analysis.sections.len(), analysis.text.blocks.len());
    assert!((analysis.role.scores.iter().sum::<f64>() - 1.0).abs() < 1e-6, "{:?}", analysis.role.scores);
    for finding in &analysis.skills {
        assert!(!finding.mentions.is_empty() && !finding.surfaces.is_empty(), "{finding:?}");
        let mut last = 0;
        for mention in &finding.mentions {
            assert!(mention.start >= last && mention.start < mention.end, "{mention:?} behind {last}");
            let surface = &plain[mention.start..mention.end];
            assert!(finding.surfaces.iter().any(|known| known == surface), "{surface:?} of {:?}", finding.surfaces);
            last = mention.end;
            if let Some((start, end)) = mention.cue {
                assert!(start < end && plain.get(start..end).is_some(), "a cue at {start}..{end}");
            }
        }
    }
    for unused in &analysis.suppressed {
        assert!(unused.start < unused.end && plain.get(unused.start..unused.end).is_some(), "{unused:?}");
    }
    for evidence in &analysis.role.evidence {
        assert!(!evidence.quote.is_empty() && evidence.weight.is_finite(), "{evidence:?}");
    }
}

/// The words that facts and role were read from are words of the posting.
fn quotes(analysis: &Analysis, said: &str) {
    let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = joined(said);
    let facts = &analysis.facts;
    let of_facts =
        [&facts.years_text, &facts.seniority_text, &facts.remote_text, &facts.employment_text, &facts.several_jobs];
    let of_facts = of_facts.into_iter().flatten().chain(facts.salary.as_ref().map(|pay| &pay.text));
    let of_conditions = facts.requires.quotes.iter().map(|(_, quote)| quote);
    for quote in of_facts.chain(of_conditions).chain(analysis.role.evidence.iter().map(|evidence| &evidence.quote)) {
        shown(quote);
        let quote = joined(quote.trim_end_matches(" …"));
        assert!(said.contains(&quote), "{quote:?} is not said in {said:?}");
    }
}

/// The facts alone: faster than the whole analysis, so that more is tried.
fn facts(data: &[u8]) {
    let facts = Divided::new(posting(data), &DICTIONARY).facts();
    if let Some(pay) = facts.salary {
        assert!([pay.min, pay.max].iter().flatten().all(|amount| amount.is_finite() && *amount >= 0.0), "{pay:?}");
        assert!(pay.min.zip(pay.max).is_none_or(|(min, max)| min <= max), "{pay:?}");
    }
}

/// Everything that is written about one posting.
fn outputs(data: &[u8]) {
    let analysis = analyse(posting(data), &DICTIONARY);
    let line = record::Record::new(&analysis, &DICTIONARY).line().expect("a record");
    serde_json::from_slice::<serde_json::Value>(&line).expect("a line of valid JSON");
    table(&record::csv_row(&analysis, &DICTIONARY).expect("a row"));

    let page = Page::new(&analysis, &DICTIONARY);
    lines(&explain::text::write(&page));
    html(&explain::html::write(&page).expect("a page"));

    let fit = fit::assess(&analysis, &PROFILE, &DICTIONARY, Some(TODAY));
    if let Some(score) = &fit.score {
        assert!(0 <= score.low.0 && score.low <= score.value && score.value <= score.high && score.high.0 <= 1_000);
        let points: i64 = fit.lines.iter().filter_map(|line| line.points).map(|points| points.0).sum();
        assert_eq!(points, score.sum.0, "the lines add up to the sum");
    }
    lines(&fit::text::write(&fit, &fit::text::Styles::plain()));
    html(&fit::html::write(&fit).expect("a page"));
    serde_json::to_string(&fit::json::Record::new(&fit)).expect("a fit");

    let mut ranking = Ranking::new(10);
    ranking.push(Row::new(&analysis, &fit));
    let best = ranking.best();
    lines(&rank::text::write(&best, 100));
    table(&rank::csv::write(&best).expect("a table"));
}

/// A text of several lines, without the styles that the writers put in.
fn lines(text: &str) {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    let unstyled = parts.fold(first, |plain, part| {
        let end = part.find(|c: char| !c.is_ascii_digit() && c != ';').filter(|end| part[*end..].starts_with('m'));
        plain + end.map_or("\u{1b}", |_| "") + &part[end.map_or(0, |end| end + 1)..]
    });
    unstyled.lines().for_each(shown);
}

/// Of what a posting says, a page has nothing that is markup.
fn html(page: &str) {
    assert!(page.contains("Content-Security-Policy"), "a page without a policy");
    let lower = page.to_ascii_lowercase();
    for tag in ["<script", "<img", "<iframe", "<svg", "<base", "<form", "<object", "<embed", "javascript:"] {
        let is_markup = lower.contains(tag) && (tag.starts_with('<') || lower.contains("=\"javascript:"));
        assert!(!is_markup, "{tag} in a page");
    }
}

/// No cell is a formula.
fn table(csv: &[u8]) {
    let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv);
    for row in rows.records() {
        for cell in &row.expect("a row of UTF-8") {
            let is_formula =
                cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
            assert!(!is_formula || cell.parse::<f64>().is_ok(), "{cell:?}");
        }
    }
}

/// A board file before a NUL byte, a payload behind it.
fn board(data: &[u8]) {
    let (toml, payload) = halves(data);
    let Ok(toml) = std::str::from_utf8(toml) else { return };
    let mut boards = OWN_BOARDS.lock().unwrap_or_else(PoisonError::into_inner);
    if boards.add("own", toml).is_ok() {
        for chunk in in_memory("saved.json", payload) {
            chunk.postings(&boards).into_iter().for_each(found);
        }
    }
}

/// A person's own skill file, and then a text that it is used on.
fn dictionary(data: &[u8]) {
    let Ok(toml) = std::str::from_utf8(data) else { return };
    let own = [("own.toml".to_owned(), toml.to_owned())];
    match Dictionary::with_files(&own) {
        Ok(dictionary) => {
            dictionary.own_faults(&own).expect("faults of what was compiled");
            let words = Posting { body: Body { markup: Markup::Text, raw: toml.to_owned() }, ..posting(b"") };
            checked(words, &dictionary);
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// A profile in TOML.
fn profile(data: &[u8]) {
    let Ok(toml) = std::str::from_utf8(data) else { return };
    shown_profile(profile::parse(toml, Path::new("own.toml"), &DICTIONARY, TODAY));
}

/// A JSON Resume.
fn resume(data: &[u8]) {
    let Ok(json) = std::str::from_utf8(data) else { return };
    shown_profile(profile::parse(json, Path::new("own.json"), &DICTIONARY, TODAY));
}

fn shown_profile(parsed: Result<Profile, profile::ProfileError>) {
    match parsed {
        Ok(profile) => {
            lines(&profile::show::text(&profile, &DICTIONARY));
            draft(&profile::write::Draft::of(&profile));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// A CV in any form.
fn cv(data: &[u8]) {
    if let Ok(text) = document_text("cv.txt", data) {
        draft(&profile::cv::read(&text, &DICTIONARY, TODAY));
    }
}

/// A draft is a profile that is read again.
fn draft(draft: &profile::write::Draft) {
    let toml = draft.to_toml("own", &DICTIONARY);
    lines(&toml);
    profile::parse(&toml, Path::new("draft.toml"), &DICTIONARY, TODAY)
        .unwrap_or_else(|error| panic!("{error}\n{toml}"));
}

/// Labels before a NUL byte, the posting behind it; the label `saved.txt` is that posting's.
fn labels(data: &[u8]) {
    let (labels, said) = halves(data);
    let Ok(labels) = std::str::from_utf8(labels) else { return };
    if let Ok(mut measure) = Measure::new(labels) {
        measure.add(&analyse(posting(said), &DICTIONARY), &DICTIONARY);
        lines(&measure.text());
    }
}
