//! Documents and archives: made from the samples by Chromium (MHTML, PDF), Libre Office (DOCX, PDF), mail programs and
//! pyarrow; each gives what its source gives. And what is wrong with such files is one clear rejection.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use jobsift::import::{self, Boards, document_text};
use jobsift::posting::Posting;
use jobsift::text::Text;
use tempfile::TempDir;

use crate::program::{root, run, run_on};

fn read(path: &Path) -> Vec<Result<Posting, String>> {
    let boards = Boards::built_in().unwrap();
    let chunks = import::chunks(import::inputs(&[path.to_string_lossy()]).unwrap());
    let found = chunks.flat_map(|chunk| chunk.postings(&boards));
    found.map(|found| found.map_err(|rejected| rejected.to_string())).collect()
}

fn words(posting: &Posting) -> Vec<String> {
    let plain = Text::from_body(&posting.body).plain;
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The share of words that two texts do not have in common.
fn difference(one: &[String], other: &[String]) -> f64 {
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for word in one {
        *counts.entry(word).or_default() += 1;
    }
    for word in other {
        *counts.entry(word).or_default() -= 1;
    }
    counts.values().map(|count| count.unsigned_abs()).sum::<u64>() as f64 / one.len() as f64
}

#[test]
fn a_document_says_what_the_page_or_text_said_that_it_was_made_of() {
    for (document, source) in [
        ("brass-heron-site-reliability-engineer.mhtml", "html/brass-heron-site-reliability-engineer.html"),
        ("mossgate-devops-engineer.mhtml", "html/mossgate-devops-engineer.html"),
        ("nettlecombe-release-engineer.pdf", "html/nettlecombe-release-engineer.html"),
        ("northquay-platform-engineer.pdf", "markdown/northquay-platform-engineer.md"),
        ("quillmere-devops-engineer.pdf", "markdown/quillmere-devops-engineer.md"),
        ("lockwyn-security-engineer.docx", "markdown/lockwyn-security-engineer.md"),
        ("sallow-and-reed-systems-engineer.docx", "html/sallow-and-reed-systems-engineer.html"),
    ] {
        let made = read(&root().join("samples/documents").join(document)).remove(0).unwrap();
        let source = read(&root().join("samples/postings").join(source)).remove(0).unwrap();
        assert_eq!(made.title, source.title, "{document}");
        let difference = difference(&words(&source), &words(&made));
        println!("{difference:.3} {document}");
        assert!(difference <= 0.02, "{document}: {difference:.3}\n{}", made.body.raw);
    }
}

#[test]
fn every_document_is_read_under_a_good_name() {
    let ran = run(&["scan", "samples/documents", "--format", "ndjson", "--quiet"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    let line = |line: &str| {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |pointer: &str| record.pointer(pointer).and_then(|v| v.as_str()).unwrap_or("-").to_owned();
        let member = record.pointer("/source/member").and_then(serde_json::Value::as_u64);
        let path = text("/source/path").replace("samples/documents/", "");
        format!(
            "{path}{} [{}] {} | {} | {} | {} | {}",
            member.map(|member| format!("#{member}")).unwrap_or_default(),
            text("/source/format"),
            text("/title"),
            text("/company"),
            text("/location"),
            text("/posted"),
            text("/source/url"),
        )
    };
    insta::assert_snapshot!(ran.stdout.lines().map(line).collect::<Vec<_>>().join("\n"));
}

#[test]
fn words_divided_at_the_ends_of_lines_are_whole_and_columns_are_read_one_after_the_other() {
    let text =
        |name: &str| document_text(name, &fs::read(root().join("samples/documents").join(name)).unwrap()).unwrap();
    let columns = text("northquay-platform-engineer.pdf");
    for whole in [
        "answer for that number.",
        "lost messages across services",
        "Hands-on experience with Kubernetes in production",
        "Rotterdam office five days",
    ] {
        assert!(columns.contains(whole), "{whole}\n{columns}");
    }
    let at = |words: &str| columns.find(words).unwrap_or_else(|| panic!("{words}\n{columns}"));
    assert!(
        at("About Northquay") < at("The role") && at("Rehearse disaster recovery") < at("Find the causes of latency")
    );
}

#[test]
fn the_text_of_a_document_is_plain_whatever_its_form() {
    for (name, bytes) in [
        ("cv.md", "# Alex Muster\n\n- Terraform\n".as_bytes().to_vec()),
        ("cv.html", "<html><h1>Alex Muster</h1><ul><li>Terraform</li></ul></html>".as_bytes().to_vec()),
        ("cv.txt", "\u{feff}Alex Muster\n- Terraform".as_bytes().to_vec()),
        ("cv", "Alex Muster\n- Terraform".encode_utf16().flat_map(u16::to_le_bytes).collect()),
    ] {
        let text = document_text(name, &bytes).unwrap();
        assert!(text.contains("Alex Muster") && text.contains("- Terraform") && !text.contains('<'), "{name}: {text}");
    }
    assert_eq!(
        document_text("cv.rtf", b"{\\rtf1 x}").unwrap_err(),
        "not text: a Rich Text document, which is not read; save it as DOCX, PDF or text"
    );
    assert_eq!(document_text("cv.txt", b"").unwrap_err(), "the file is empty");
}

const GOOD: &str =
    r#"{"title": "Platform Engineer", "description": "We run Kubernetes and Terraform for twenty teams."}"#;

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

#[test]
fn bombs_and_damaged_archives_are_one_rejection_each() {
    let dir = TempDir::new().unwrap();
    let zeros = vec![b'0'; 80 << 20];
    let inner = zip(&[("a.json", GOOD.as_bytes()), ("b.txt", b"Apply now")]);
    let mut lying = zip(&[("a.txt", &zeros)]);
    // The sizes of a member, as its two headers say them, set to a hundred bytes.
    for (mark, at) in [(b"PK\x03\x04", 22), (b"PK\x01\x02", 24)] {
        let header = lying.windows(4).position(|bytes| bytes == mark).unwrap();
        lying[header + at..header + at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("a-bomb.zip", zip(&[("a.txt", &zeros), ("b.txt", &zeros)])),
        ("b-bomb.json.gz", gzip(&zeros)),
        ("c-bomb.ndjson.zst", zstd::encode_all(&zeros[..], 3).unwrap()),
        ("d-twice.gz", gzip(&gzip(GOOD.as_bytes()))),
        ("e-nested.zip", zip(&[("inner.zip", &inner)])),
        ("f-deep.zip", zip(&[("inner.zip", &zip(&[("core.zip", &inner)]))])),
        ("g-cut.zip", inner[..inner.len() / 2].to_vec()),
        ("h-cut.json.gz", gzip(GOOD.as_bytes())[..60].to_vec()),
        ("i-lying.zip", lying),
        (
            "j-empty.zip",
            zip(&[(".DS_Store", b"x"), ("__MACOSX/a.json", GOOD.as_bytes()), ("p_files/a.json", GOOD.as_bytes())]),
        ),
        ("k-outside.zip", zip(&[("../../etc/passwd.json", GOOD.as_bytes())])),
        (
            "l-cut.pdf",
            fs::read(root().join("samples/documents/quillmere-devops-engineer.pdf")).unwrap()[..9_000].to_vec(),
        ),
        ("m-cut.parquet", fs::read(root().join("samples/documents/postings.parquet")).unwrap()[..9_000].to_vec()),
        ("n.xlsx", zip(&[("xl/workbook.xml", b"<x/>")])),
        ("o.docx", zip(&[("word/document.xml", b"<w:document><w:body><w:p>")])),
    ];
    for (name, bytes) in &files {
        fs::write(dir.path().join(name), bytes).unwrap();
    }
    let ran = run(&["scan", dir.path().to_str().unwrap(), "--format", "csv", "--quiet"]);
    let clean = |text: &str| text.replace(&format!("{}/", dir.path().display()), "");
    let rows = ran.stdout.lines().skip(1).map(|line| line.split(',').nth(2).unwrap().to_owned());
    let rows = clean(&rows.collect::<Vec<_>>().join("\n"));
    insta::assert_snapshot!(format!("{}\n{rows}", clean(&ran.stderr)));
    assert_eq!(ran.status, 1);
}

#[test]
fn an_archive_on_standard_input_is_read_too() {
    let tar = fs::read(root().join("samples/documents/boards.tar.gz")).unwrap();
    let ran = run_on(&tar, &["scan", "-", "--format", "csv", "--quiet"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    assert!(ran.stdout.contains("-!boards/lever.json,0,lever"), "{}", ran.stdout);
    let explained = run(&["explain", "samples/documents/saved.zip!text/brightforge-devops-engineer.txt", "--quiet"]);
    assert_eq!(explained.status, 0, "{}", explained.stderr);
    assert!(
        explained.stdout.contains("samples/documents/saved.zip!text/brightforge-devops-engineer.txt (text)"),
        "{}",
        explained.stdout
    );
}

#[test]
fn a_board_of_ones_own_is_read_with_a_file() {
    let dir = TempDir::new().unwrap();
    let (board, payload) = (dir.path().join("harbour.toml"), dir.path().join("jobs.json"));
    fs::write(
        &board,
        "[[payload]]\nlists = [\"vagas[]\"]\nhas = [\"cargo\", \"texto\"]\n[fields]\ntitle = [\"cargo\"]\ncompany = [\"quem\"]\n\
         [[body]]\ntext = [\"texto\"]\n",
    )
    .unwrap();
    let text = r#"{"vagas": [{"cargo": "Engenheira de plataforma", "quem": "Porto Velho Sistemas", "texto": "Você mantém o Kubernetes e o Terraform de vinte equipes."}]}"#;
    fs::write(&payload, text).unwrap();
    let (board, payload) = (board.to_str().unwrap(), payload.to_str().unwrap());
    let without = run(&["scan", payload, "--format", "csv", "--quiet"]);
    assert!(without.stderr.contains("JSON of unknown shape"), "{}", without.stderr);
    let with = run(&["scan", payload, "--board", board, "--format", "csv", "--quiet"]);
    assert_eq!(with.status, 0, "{}", with.stderr);
    assert!(with.stdout.contains(",harbour,,Engenheira de plataforma,Porto Velho Sistemas,"), "{}", with.stdout);
    fs::write(board, "[fields]\ntitel = [\"x\"]").unwrap();
    let wrong = run(&["scan", payload, "--board", board]);
    assert_eq!(wrong.status, 2);
    assert!(wrong.stderr.contains("board file harbour: ") && wrong.stderr.contains("titel"), "{}", wrong.stderr);
}

#[test]
fn a_way_to_the_posting_is_no_description_and_several_jobs_are_said_to_be() {
    let call = run_on(br#"{"title": "SRE", "description": "Apply now"}"#, &["scan", "-", "--quiet"]);
    assert_eq!(
        call.stderr,
        "warning: -: no description, only a way to it (Apply now): SRE\nerror: -: no posting could be read, the one input was rejected\n"
    );
    let several = run(&["scan", "samples/postings/text/tidewick-several-roles.txt", "--format", "ndjson", "--quiet"]);
    assert!(several.stdout.contains("\"several_jobs\":true"), "{}", several.stdout);
    let one = run(&["scan", "samples/postings/text/brightforge-devops-engineer.txt", "--format", "ndjson", "--quiet"]);
    assert!(one.stdout.contains("\"several_jobs\":false"), "{}", one.stdout);
    let explained = run(&["explain", "samples/postings/text/tidewick-several-roles.txt", "--quiet"]);
    assert!(explained.stdout.contains("several jobs"), "{}", explained.stdout);
}
