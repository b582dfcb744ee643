//! An explanation as one page: no network, no script, everything escaped by the template.
//!
//! In: a [`Page`]. Out: HTML.

use minijinja::Environment;
use minijinja::value::{Serde, Value};

use super::Page;

/// The page.
///
/// # Errors
/// When the template does not fit the page, which the tests rule out.
pub fn write(page: &Page) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.add_template("explain.html", include_str!("templates/explain.html"))?;
    environment.get_template("explain.html")?.render(Value::from(Serde(page)))
}
