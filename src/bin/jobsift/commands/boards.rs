//! `boards`: every board that can be fetched from, with its terms, whether it needs a key, and an example.

use std::fmt::Write as _;

use jobsift::fetch::Endpoints;

use crate::Outcome;
use crate::args::Arguments;
use crate::console::print;
use crate::inputs::check_own;

/// Columns of the text below a board's name.
const WIDTH: usize = 96;

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    check_own(arguments)?;
    let endpoints = Endpoints::built_in()?;
    let mut out = String::new();
    for board in &endpoints.boards {
        let _ = writeln!(out, "{} ({})", board.title, board.name);
        let keys: Vec<&str> = board.keys.values().map(String::as_str).collect();
        let key = if keys.is_empty() { "none".to_owned() } else { keys.join(" and ") };
        row(&mut out, "example", &format!("jobsift fetch {}", quoted(&board.example)));
        row(&mut out, "key", &key);
        row(&mut out, "terms", &board.terms);
        if let Some(credit) = &board.credit {
            row(&mut out, "credit", credit);
        }
    }
    let _ = writeln!(out, "Read from saved files only");
    row(&mut out, "formats", &endpoints.only_read.join(", "));
    let _ = writeln!(out, "Any other page");
    row(&mut out, "example", "jobsift fetch https://acme.example/jobs/42");
    row(&mut out, "terms", "Its robots.txt, two requests at once and one a second.");
    let _ = writeln!(out, "LinkedIn, Indeed, Glassdoor");
    row(
        &mut out,
        "terms",
        "They do not allow programs: save the posting in your browser, and read it with jobsift scan.",
    );
    print(out)?;
    Ok(Outcome::Done)
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
