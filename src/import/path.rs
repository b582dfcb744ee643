//! Paths into a JSON value, as the board files write them.
//!
//! In: the text of a path. Out: a [`Path`] that selects values from an item, or from the whole payload.
//!
//! ```text
//! location.name                       a key of a key
//! jobs[]                              every element of an array (a lone value counts as an array of one)
//! details.*                           every value of an object
//! levels[0].name                      one element
//! components[type=Salary].min         the elements (or the object itself) whose key has that text
//! /company.name                       a leading slash: from the payload's root instead of from the item
//! .                                   the value itself
//! ```

use std::fmt;

use serde_json::{Map, Value};

use super::field::text;

/// A path into a JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Path {
    from_root: bool,
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    Each,
    Values,
    Index(usize),
    Where { key: String, equals: String },
}

impl Path {
    /// Reads a path. The error says what is wrong with it.
    pub(super) fn parse(written: &str) -> Result<Self, String> {
        let written = written.trim();
        let (from_root, mut rest) = match written.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, written),
        };
        let mut steps = Vec::new();
        if rest == "." {
            return Ok(Self { from_root, steps });
        }
        while !rest.is_empty() {
            if let Some(inside) = rest.strip_prefix('[') {
                let (inside, after) =
                    inside.split_once(']').ok_or_else(|| format!("`{written}`: a `[` without its `]`"))?;
                steps.push(
                    bracket(inside).ok_or_else(|| {
                        format!("`{written}`: `[{inside}]` is none of `[]`, `[number]`, `[key=value]`")
                    })?,
                );
                rest = after.strip_prefix('.').unwrap_or(after);
                continue;
            }
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            match &rest[..end] {
                "" => return Err(format!("`{written}`: an empty step")),
                "*" => steps.push(Step::Values),
                key => steps.push(Step::Key(key.to_owned())),
            }
            rest = &rest[end..];
            rest = rest.strip_prefix('.').unwrap_or(rest);
        }
        if steps.is_empty() && !from_root {
            return Err("an empty path; `.` is the value itself".to_owned());
        }
        Ok(Self { from_root, steps })
    }

    /// The values at this path, in order: below `item`, or below `root` when the path begins with a slash.
    pub(crate) fn select<'v>(&self, root: &'v Value, item: &'v Value) -> Vec<&'v Value> {
        let mut one = if self.from_root { root } else { item };
        // Most paths are keys, and most of those are absent: no list is made for them.
        let keys = self.steps.iter().take_while(|step| matches!(step, Step::Key(_)));
        let mut rest = &self.steps[..];
        for step in keys {
            let (Step::Key(key), Value::Object(map)) = (step, one) else { return Vec::new() };
            let Some(found) = get(map, key) else { return Vec::new() };
            one = found;
            rest = &rest[1..];
        }
        let mut at = vec![one];
        for step in rest {
            at = at.into_iter().flat_map(|value| step.apply(value)).collect();
            if at.is_empty() {
                break;
            }
        }
        at
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.from_root { "/" } else { "" })?;
        if self.steps.is_empty() && !self.from_root {
            return f.write_str(".");
        }
        for (i, step) in self.steps.iter().enumerate() {
            let dot = if i == 0 { "" } else { "." };
            match step {
                Step::Key(key) => write!(f, "{dot}{key}")?,
                Step::Each => f.write_str("[]")?,
                Step::Values => write!(f, "{dot}*")?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Where { key, equals } => write!(f, "[{key}={equals}]")?,
            }
        }
        Ok(())
    }
}

/// The value of a key. Every field is looked for under a dozen names: in the few fields of a row that is done sooner than hashing them.
fn get<'v>(map: &'v Map<String, Value>, key: &str) -> Option<&'v Value> {
    const FEW: usize = 12;
    if map.len() > FEW {
        return map.get(key);
    }
    map.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
}

fn bracket(inside: &str) -> Option<Step> {
    if inside.is_empty() {
        return Some(Step::Each);
    }
    if let Some((key, equals)) = inside.split_once('=') {
        return Some(Step::Where { key: key.trim().to_owned(), equals: equals.trim().to_owned() });
    }
    inside.parse().ok().map(Step::Index)
}

impl Step {
    fn apply<'v>(&self, value: &'v Value) -> Vec<&'v Value> {
        match (self, value) {
            (Self::Key(key), Value::Object(map)) => get(map, key).into_iter().collect(),
            (Self::Each, Value::Array(items)) => items.iter().collect(),
            (Self::Each, lone) if !lone.is_null() => vec![lone],
            (Self::Values, Value::Object(map)) => map.values().collect(),
            (Self::Index(index), Value::Array(items)) => items.get(*index).into_iter().collect(),
            (Self::Index(0), lone @ (Value::Object(_) | Value::String(_))) => vec![lone],
            (Self::Where { key, equals }, Value::Array(items)) => {
                items.iter().filter(|item| has(item, key, equals)).collect()
            }
            (Self::Where { key, equals }, item @ Value::Object(_)) if has(item, key, equals) => vec![item],
            _ => Vec::new(),
        }
    }
}

fn has(item: &Value, key: &str, equals: &str) -> bool {
    match item.get(key) {
        Some(Value::Bool(flag)) => flag.to_string() == equals,
        Some(value) => text(value).is_some_and(|found| found == equals),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn select(path: &str, value: &Value) -> Vec<Value> {
        Path::parse(path).unwrap().select(value, value).into_iter().cloned().collect()
    }

    #[test]
    fn paths_select_what_they_say() {
        let value = json!({
            "a": {"b": "deep"},
            "list": [{"n": 1, "k": "x"}, {"n": 2, "k": "y"}],
            "map": {"one": 1, "two": 2},
            "flag": "0",
        });
        assert_eq!(select("a.b", &value), [json!("deep")]);
        assert_eq!(select("list[].n", &value), [json!(1), json!(2)]);
        assert_eq!(select("list[1].n", &value), [json!(2)]);
        assert_eq!(select("list[k=y].n", &value), [json!(2)]);
        assert_eq!(select("a[].b", &value), [json!("deep")], "a lone object counts as a list of one");
        assert_eq!(select("map.*", &value), [json!(1), json!(2)]);
        assert_eq!(select("[flag=0].a.b", &value), [json!("deep")]);
        assert!(select("[flag=1].a.b", &value).is_empty());
        assert!(select("a.b.c", &value).is_empty());
        assert_eq!(select(".", &value), std::slice::from_ref(&value));
    }

    #[test]
    fn a_leading_slash_starts_at_the_root() {
        let root = json!({"company": "Acme", "jobs": [{"title": "x"}]});
        let path = Path::parse("/company").unwrap();
        assert_eq!(path.select(&root, &root["jobs"][0]), [&json!("Acme")]);
    }

    #[test]
    fn a_path_is_shown_as_it_is_written() {
        for written in [".", "a.b", "list[].n", "list[1].n", "map.*", "list[k=y].n", "/a.b", "[]"] {
            assert_eq!(Path::parse(written).unwrap().to_string(), written);
        }
    }

    #[test]
    fn wrong_paths_are_told_apart() {
        for wrong in ["", "a[", "a[x]", "a..b"] {
            assert!(Path::parse(wrong).is_err(), "{wrong}");
        }
    }
}
