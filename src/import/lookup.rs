//! Where one field of a posting is found, as the board files write it: alternatives of paths, with what is made of their text.
//!
//! In: the texts of a board file. Out: a [`Field`], which the mapping walks.

use serde::Deserialize;

use super::markup;
use super::path::Path;

/// Where one field is: alternatives, of which the first that gives something wins.
#[derive(Debug, Default, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub(super) struct Field(pub(super) Vec<Alternative>);

/// Values that are joined by commas.
#[derive(Debug)]
pub(super) struct Alternative(pub(super) Vec<Term>);

/// A path and what is made of its text.
#[derive(Debug)]
pub(super) struct Term {
    pub(super) path: Path,
    filters: Vec<Filter>,
}

/// What is made of a text.
#[derive(Debug)]
enum Filter {
    /// Its first line.
    Line,
    /// What stands before the separator; nothing where there is none.
    Before(String),
    /// What stands after the separator; nothing where there is none.
    After(String),
    /// Part of a path of an address, counted from one.
    Segment(usize),
    /// The first name of the host of an address.
    Host,
}

impl TryFrom<String> for Path {
    type Error = String;

    fn try_from(written: String) -> Result<Self, String> {
        Self::parse(&written)
    }
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl TryFrom<Vec<String>> for Field {
    type Error = String;

    fn try_from(written: Vec<String>) -> Result<Self, String> {
        let alternative =
            |text: &String| outside(text, ',').into_iter().map(Term::parse).collect::<Result<_, _>>().map(Alternative);
        written.iter().map(alternative).collect::<Result<_, _>>().map(Self)
    }
}

impl Term {
    fn parse(written: &str) -> Result<Self, String> {
        let parts = outside(written, '|');
        let filters = parts[1..].iter().map(|filter| Filter::parse(filter)).collect::<Result<_, _>>()?;
        Ok(Self { path: Path::parse(parts[0])?, filters })
    }

    /// What the filters make of a text; none when nothing is left.
    pub(super) fn filtered(&self, text: String) -> Option<String> {
        let made = self.filters.iter().try_fold(text, |text, filter| filter.apply(&text))?;
        Some(made.trim().to_owned()).filter(|text| !text.is_empty())
    }
}

impl Filter {
    fn parse(written: &str) -> Result<Self, String> {
        let written = written.trim();
        let (name, argument) = match written.strip_suffix(')').and_then(|rest| rest.split_once('(')) {
            Some((name, argument)) => (name, argument),
            None => (written, ""),
        };
        match (name, argument) {
            ("line", "") => Ok(Self::Line),
            ("host", "") => Ok(Self::Host),
            ("before", separator) if !separator.is_empty() => Ok(Self::Before(separator.to_owned())),
            ("after", separator) if !separator.is_empty() => Ok(Self::After(separator.to_owned())),
            ("segment", number) => number.parse().map(Self::Segment).map_err(|_| format!("`{written}`: no number")),
            _ => Err(format!("`{written}` is none of line, host, before(…), after(…), segment(…)")),
        }
    }

    fn apply(&self, text: &str) -> Option<String> {
        match self {
            Self::Line => Some(markup::first_line(text)),
            Self::Before(separator) => text.split_once(separator.as_str()).map(|(before, _)| before.to_owned()),
            Self::After(separator) => text.split_once(separator.as_str()).map(|(_, after)| after.to_owned()),
            Self::Segment(number) => {
                let path = address(text)?.split('?').next()?;
                path.split('/').nth(*number).map(|part| part.replace("%20", " "))
            }
            Self::Host => address(text)?.split(['.', '/']).next().map(str::to_owned),
        }
    }
}

/// The pieces between separators that stand outside parentheses; at least one.
fn outside(text: &str, separator: char) -> Vec<&str> {
    let mut depth = 0_usize;
    text.split(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == separator && depth == 0
    })
    .collect()
}

/// An address without its scheme.
fn address(text: &str) -> Option<&str> {
    text.split_once("://").map(|(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_take_parts_of_a_text() {
        for (written, text, expected) in [
            (".|before(: )", "Acme: SRE", Some("Acme")),
            (".|after(: )", "Acme: SRE", Some("SRE")),
            (".|after(: )", "SRE", None),
            (".|before(|)", "Acme | SRE", Some("Acme")),
            (".|before(, )", "Acme, Inc", Some("Acme")),
            (".|line", "<p>One</p><p>Two</p>", Some("One")),
            (".|segment(1)", "https://jobs.acme.example/team%20a/42?x=/y", Some("team a")),
            (".|host", "https://acme.jobs.example/42", Some("acme")),
            (".|segment(9)", "https://acme.example", None),
        ] {
            let term = Term::parse(written).unwrap();
            assert_eq!(term.filtered(text.to_owned()).as_deref(), expected, "{written}");
        }
    }
}
