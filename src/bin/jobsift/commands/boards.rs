//! `boards`: every board that can be fetched from, with its terms, whether it needs a key, and an example.

use std::fmt::Write as _;

use jobsift::fetch::Endpoints;
use serde_json::json;

use crate::Outcome;
use crate::args::{Arguments, BoardsFormat, BoardsOptions};
use crate::console::print;
use crate::inputs::{check_own, endpoints};

/// Columns of the text: those of the narrowest usual terminal.
const WIDTH: usize = 80;

pub(crate) fn run(options: &BoardsOptions, arguments: &Arguments) -> anyhow::Result<Outcome> {
    check_own(arguments)?;
    let endpoints = endpoints(&arguments.board)?;
    let out = match options.format {
        BoardsFormat::Text => text(&endpoints),
        BoardsFormat::Json => json(&endpoints)?,
    };
    print(out)?;
    Ok(Outcome::Done)
}

fn text(endpoints: &Endpoints) -> String {
    let mut out = String::new();
    for board in &endpoints.boards {
        let short = board.short.as_ref().map(|short| format!(", {short}")).unwrap_or_default();
        let _ = writeln!(out, "{} ({}{short})", board.title, board.name);
        row(&mut out, "example", &format!("jobsift fetch {}", quoted(&board.example)));
        let keys: Vec<&str> = board.keys.values().map(String::as_str).collect();
        let key = if keys.is_empty() { "none needed".to_owned() } else { format!("needed: {}", keys.join(" and ")) };
        row(&mut out, "key", &key);
        row(&mut out, "terms", &board.terms);
        if let Some(credit) = &board.credit {
            row(&mut out, "credit", credit);
        }
        out.push('\n');
    }
    out += "Any other page\n";
    row(&mut out, "example", "jobsift fetch https://acme.example/jobs/42");
    row(&mut out, "terms", "Its robots.txt; two requests at once, and one a second.");
    out += "\nOnly read when you have saved their pages or payloads yourself\n";
    row(&mut out, "formats", &endpoints.only_read.join(", "));
    out += "\nLinkedIn, Indeed, Glassdoor\n";
    row(
        &mut out,
        "terms",
        "They do not allow programs: save the posting in your browser, and read the file with jobsift scan.",
    );
    out
}

/// One array, an object a board.
fn json(endpoints: &Endpoints) -> anyhow::Result<String> {
    let board = |board: &jobsift::fetch::Endpoint| {
        json!({
            "name": board.name,
            "short": board.short,
            "title": board.title,
            "example": board.example,
            "needs_key": !board.keys.is_empty(),
            "keys": board.keys.values().collect::<Vec<_>>(),
            "terms": board.terms,
            "credit": board.credit,
        })
    };
    let boards: Vec<_> = endpoints.boards.iter().map(board).collect();
    Ok(serde_json::to_string_pretty(&boards)? + "\n")
}

/// An example as a shell wants it.
fn quoted(example: &str) -> String {
    if example.contains(['?', '&', '*']) { format!("'{example}'") } else { example.to_owned() }
}

/// A labelled text, broken between words.
fn row(out: &mut String, label: &str, text: &str) {
    let mut line = String::new();
    let mut label = label;
    for word in text.split(' ') {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH - 12 {
            let _ = writeln!(out, "  {label:8}  {line}");
            line.clear();
            label = "";
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    let _ = writeln!(out, "  {label:8}  {line}");
}
