//! The report as one HTML file that needs no network and no script.
//!
//! The [`Report`] goes into a template, a page comes out. Everything is escaped by the template engine because the template's name ends
//! in `.html`; style and script are our own and are placed as they are. The page forbids itself every connection, and
//! every script but the one whose hash it names.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value, context};

use super::{Error, Report};

const PAGE: &str = include_str!("templates/report.html");
const PARTS: &str = include_str!("templates/parts.html");
const STYLE: &str = include_str!("templates/style.css");
const SCRIPT: &str = include_str!("templates/script.js");

/// The SHA-256 of the script, as the page's policy names it; a test computes it.
const SCRIPT_HASH: &str = "";

/// The page.
pub(super) fn render(report: &Report) -> Result<String, Error> {
    let mut environment = Environment::new();
    let lines = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(lines.map_err(|error| Error::Render(error.to_string()))?);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let render = |environment: &Environment<'_>| {
        environment.get_template("report.html")?.render(context! {
            report => Value::from(Serde(report)),
            style => STYLE,
            script => SCRIPT,
            script_hash => SCRIPT_HASH,
        })
    };
    environment
        .add_template("parts.html", PARTS)
        .and_then(|()| environment.add_template("report.html", PAGE))
        .and_then(|()| render(&environment))
        .map_err(|error| Error::Render(format!("{error:#}")))
}
