//! The keys of a TOML table, taken one after the other, so that every fault of a file is found and not only the first.
//!
//! In: the text. Out: values of the types that are asked for. What is of another type, stands for nothing that may be there, or was
//! not asked for is a [`Problem`] with its line, what may be there instead, and the nearest of it.

use std::ops::Range;

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};

use super::{Problem, nearest};

/// Faults that are told. A file with more is no profile, and telling them all would take minutes.
const MOST_TOLD: usize = 50;

/// The faults of a text.
pub(super) struct Faults<'t> {
    text: &'t str,
    problems: Vec<Problem>,
    untold: usize,
}

impl<'t> Faults<'t> {
    /// Parses a text: its keys, and its faults of syntax.
    pub(super) fn parse(text: &'t str) -> (Keys<'t>, Self) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut faults = Self { text, problems: Vec::new(), untold: 0 };
        for error in errors {
            let said = error.message().trim().replace('\n', ", ");
            let span = error.span().unwrap_or_default();
            faults.add(span, said, "see what `jobsift profile new -` prints for the form");
        }
        // Of a text that is no TOML the rest says nothing.
        let table = if faults.problems.is_empty() { table.into_inner() } else { DeTable::new() };
        (Keys::of(table, String::new()), faults)
    }

    pub(super) fn add(&mut self, span: Range<usize>, message: impl Into<String>, remedy: impl Into<String>) {
        if self.is_full() {
            self.untold += 1;
            return;
        }
        let line = self.text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1;
        self.problems.push(Problem { line: Some(line), message: message.into(), remedy: remedy.into() });
    }

    pub(super) fn is_full(&self) -> bool {
        self.problems.len() >= MOST_TOLD
    }

    /// The entry of `known` that was probably meant by a word at fault, while the fault is told.
    pub(super) fn nearest<'a>(&self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        if self.is_full() { None } else { nearest(word, known) }
    }

    /// All of them in the order of the lines; none is the value.
    pub(super) fn or<T>(mut self, value: T) -> Result<T, Vec<Problem>> {
        self.problems.sort_by_key(|problem| problem.line);
        if self.untold > 0 {
            let (message, remedy) = (format!("{} more faults", self.untold), "mend these first".to_owned());
            self.problems.push(Problem { line: None, message, remedy });
        }
        if self.problems.is_empty() { Ok(value) } else { Err(self.problems) }
    }

    /// That a word is none of those that may stand there: the nearest is offered, and all of them where they are few.
    fn none_of(&mut self, span: Range<usize>, message: String, word: &str, known: &[&str]) {
        const FEW: usize = 8;
        let all = match known {
            [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
            one => one.concat(),
        };
        let remedy = match self.nearest(word, known.iter().copied()) {
            Some(near) if known.len() > FEW => format!("did you mean `{near}`?"),
            Some(near) => format!("did you mean `{near}`? It may be {all}"),
            None => format!("it may be {all}"),
        };
        self.add(span, message, remedy);
    }
}

/// A table, from which keys are taken.
pub(super) struct Keys<'t> {
    /// What stands before a key in messages.
    path: String,
    entries: Vec<(Spanned<String>, Spanned<DeValue<'t>>)>,
    asked: Vec<&'static str>,
}

impl<'t> Keys<'t> {
    fn of(table: DeTable<'t>, path: String) -> Self {
        let entries = table.into_iter().map(|(key, value)| {
            let span = key.span();
            (Spanned::new(span, key.into_inner().into_owned()), value)
        });
        Self { path, entries: entries.collect(), asked: Vec::new() }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, _)| name.as_ref() == key)
    }

    fn take(&mut self, key: &'static str) -> Option<Value<'t>> {
        self.asked.push(key);
        let at = self.entries.iter().position(|(name, _)| name.as_ref() == key)?;
        let (_, value) = self.entries.swap_remove(at);
        Some(Value { path: format!("{}{key}", self.path), span: value.span(), value: value.into_inner() })
    }

    pub(super) fn text(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Option<Spanned<String>> {
        self.take(key)?.text(faults)
    }

    pub(super) fn texts(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Vec<Spanned<String>> {
        self.take(key).map(|value| value.texts(faults)).unwrap_or_default()
    }

    /// One of a few names.
    pub(super) fn name<T: Copy>(
        &mut self,
        key: &'static str,
        all: &[T],
        name: fn(T) -> &'static str,
        faults: &mut Faults<'_>,
    ) -> Option<T> {
        let value = self.take(key)?;
        let path = value.path.clone();
        named(&value.text(faults)?, &path, all, name, faults)
    }

    /// Several of a few names.
    pub(super) fn names<T: Copy>(
        &mut self,
        key: &'static str,
        all: &[T],
        name: fn(T) -> &'static str,
        faults: &mut Faults<'_>,
    ) -> Vec<T> {
        let path = format!("{}{key}", self.path);
        let texts = self.texts(key, faults);
        texts.iter().filter_map(|text| named(text, &path, all, name, faults)).collect()
    }

    pub(super) fn number(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Option<Spanned<f64>> {
        let value = self.take(key)?;
        let number = match &value.value {
            DeValue::Float(number) => number.as_str().parse().ok(),
            DeValue::Integer(number) => i128::from_str_radix(number.as_str(), number.radix()).ok().map(|n| n as f64),
            _ => None,
        };
        value.or_wrong(number, "a number", faults)
    }

    pub(super) fn whole(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Option<Spanned<i64>> {
        let value = self.take(key)?;
        let number = match &value.value {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        value.or_wrong(number, "a whole number", faults)
    }

    pub(super) fn table(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Option<Keys<'t>> {
        self.take(key)?.table(faults)
    }

    /// What is left of the keys, in the order of the file, for a table whose keys are free.
    pub(super) fn all(self) -> Vec<(Spanned<String>, Value<'t>)> {
        let path = self.path;
        let named = |(key, value): (Spanned<String>, Spanned<DeValue<'t>>)| {
            let value =
                Value { path: format!("{path}{}", key.as_ref()), span: value.span(), value: value.into_inner() };
            (key, value)
        };
        let mut all: Vec<_> = self.entries.into_iter().map(named).collect();
        all.sort_by_key(|(key, _)| key.span().start);
        all
    }

    /// Notes the keys that nobody asked for.
    pub(super) fn end(self, faults: &mut Faults<'_>) {
        for (key, _) in &self.entries {
            let message = format!("unknown key `{}{}`", self.path, key.as_ref());
            faults.none_of(key.span(), message, key.as_ref(), &self.asked);
        }
    }
}

/// A value, where it stands, and how messages call it.
pub(super) struct Value<'t> {
    path: String,
    span: Range<usize>,
    value: DeValue<'t>,
}

impl<'t> Value<'t> {
    /// A text, or else the keys of a table.
    pub(super) fn text_or_table(self, faults: &mut Faults<'_>) -> Option<Result<Spanned<String>, Keys<'t>>> {
        match self.value {
            DeValue::String(_) => self.text(faults).map(Ok),
            DeValue::Table(_) => self.table(faults).map(Err),
            _ => {
                self.or_wrong::<()>(None, "a level such as \"working\", or { level = \"working\", years = 3 }", faults);
                None
            }
        }
    }

    fn text(self, faults: &mut Faults<'_>) -> Option<Spanned<String>> {
        let text = self.value.as_str().map(str::to_owned);
        self.or_wrong(text, "a text in quotes", faults)
    }

    fn texts(self, faults: &mut Faults<'_>) -> Vec<Spanned<String>> {
        let DeValue::Array(values) = self.value else {
            self.or_wrong::<()>(None, "a list of texts, such as [\"a\", \"b\"]", faults);
            return Vec::new();
        };
        let one = |value: Spanned<DeValue<'t>>| {
            Value { path: self.path.clone(), span: value.span(), value: value.into_inner() }.text(faults)
        };
        values.into_iter().filter_map(one).collect()
    }

    fn table(self, faults: &mut Faults<'_>) -> Option<Keys<'t>> {
        if let DeValue::Table(table) = self.value {
            return Some(Keys::of(table, format!("{}.", self.path)));
        }
        let wanted = format!("a table, written as [{}] with its keys below it", self.path);
        self.or_wrong(None, &wanted, faults).map(Spanned::into_inner)
    }

    fn or_wrong<T>(&self, value: Option<T>, wanted: &str, faults: &mut Faults<'_>) -> Option<Spanned<T>> {
        if let Some(value) = value {
            return Some(Spanned::new(self.span.clone(), value));
        }
        let is = match self.value {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) if wanted.contains("whole") => "a whole number that is too large",
            DeValue::Float(_) if wanted.contains("whole") => "no whole number",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        faults.add(self.span.clone(), format!("`{}` is {is}", self.path), format!("give {wanted}"));
        None
    }
}

/// The value of that name.
pub(super) fn named<T: Copy>(
    text: &Spanned<String>,
    path: &str,
    all: &[T],
    name: fn(T) -> &'static str,
    faults: &mut Faults<'_>,
) -> Option<T> {
    let found = all.iter().copied().find(|value| name(*value) == text.as_ref());
    if found.is_none() {
        let names: Vec<&str> = all.iter().map(|value| name(*value)).collect();
        let message = format!("`{}` is no value of `{path}`", text.as_ref());
        faults.none_of(text.span(), message, text.as_ref(), &names);
    }
    found
}
