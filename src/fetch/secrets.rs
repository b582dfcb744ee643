//! The values of a board's keys, taken out of everything that is noted or said: no board's file and no answer of a site can
//! bring one there, wherever in a request it stands.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use url::form_urlencoded;

use super::client::Request;
use super::endpoint::Endpoint;
use super::failure::Failure;
use super::source::{Source, Wanted};
use super::template::{self, Values};
use super::{Fetched, Options};

/// Characters of a value that is a key; a shorter one would be found in any text.
const SHORTEST: usize = 4;

/// Characters of a key that are as good as all of it: a message may have cut it off.
const ENOUGH: usize = 16;

/// The keys of a source. In the place of each stands its name, as a board's file writes it: `{key.name}`.
#[derive(Clone, Debug, Default)]
pub(super) struct Secrets {
    /// What may stand for a key, in small letters, and what stands for it then.
    forms: BTreeSet<(String, String)>,
}

impl Secrets {
    /// The keys among the values of a request.
    pub(super) fn among(values: &Values) -> Self {
        let keys = values.iter().filter(|(name, _)| name.starts_with("key."));
        Self::of(keys.map(|(name, key)| (name.as_str(), key.as_str())))
    }

    /// The keys that the requests of a source have.
    pub(super) fn of_source(source: &Source<'_>, options: &Options) -> Self {
        match &source.wanted {
            Wanted::Board { board, .. } | Wanted::Posting { board, .. } => Self::of_board(board, options),
            Wanted::Page(_) => Self::default(),
        }
    }

    fn of_board(board: &Endpoint, options: &Options) -> Self {
        let keys: Vec<_> =
            board.keys.iter().map(|(name, key)| (format!("key.{name}"), options.keys.get(key))).collect();
        Self::of(keys.iter().filter_map(|(name, key)| Some((name.as_str(), key.as_ref()?.as_str()))))
    }

    fn of<'k>(keys: impl Iterator<Item = (&'k str, &'k str)>) -> Self {
        let mut forms = BTreeSet::new();
        for (name, key) in keys.filter(|(_, key)| key.chars().count() >= SHORTEST) {
            let mark = format!("{{{name}}}");
            forms.extend(written(key).into_iter().map(|form| (form.to_ascii_lowercase(), mark.clone())));
        }
        Self { forms }
    }

    /// A text without the keys.
    pub(super) fn hidden(&self, text: &str) -> String {
        let lower = text.to_ascii_lowercase();
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(next) = rest.chars().next() {
            let here = &lower[text.len() - rest.len()..];
            let found = self.forms.iter().filter_map(|(form, mark)| Some((length_of(form, here)?, mark.as_str())));
            let mut letter = [0; 4];
            let (length, shown) = found.max().unwrap_or((next.len_utf8(), next.encode_utf8(&mut letter)));
            out.push_str(shown);
            rest = &rest[length..];
        }
        out
    }

    /// A failure that says no key.
    pub(super) fn failure(&self, mut failure: Failure) -> Failure {
        failure.reason = self.hidden(&failure.reason);
        failure
    }

    /// What came of a source, without its keys in what that says.
    pub(super) fn fetched(&self, mut fetched: Fetched) -> Fetched {
        for note in &mut fetched.notes {
            *note = self.hidden(note);
        }
        for (address, failure) in &mut fetched.failures {
            *address = address.take().map(|address| self.hidden(&address));
            failure.reason = self.hidden(&failure.reason);
        }
        fetched
    }
}

impl Request {
    /// What is asked for, fit to be noted and said: the address, and what is posted there.
    pub(super) fn shown(&self) -> String {
        self.secrets.hidden(&(template::shown(&self.url) + self.body.as_deref().unwrap_or_default()))
    }
}

/// How many bytes at the beginning of a text are a key, if any are.
fn length_of(form: &str, text: &str) -> Option<usize> {
    let same = form.chars().zip(text.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a);
    let (count, length) = same.fold((0, 0), |(count, length), c| (count + 1, length + c.len_utf8()));
    (length == form.len() || count >= ENOUGH).then_some(length)
}

/// The ways in which a key may be written: as it is, in an address, in JSON, and in a message.
fn written(key: &str) -> [String; 6] {
    let every = key.bytes().fold(String::new(), |mut out, byte| {
        let _ =
            if byte.is_ascii_alphanumeric() { write!(out, "{}", char::from(byte)) } else { write!(out, "%{byte:02X}") };
        out
    });
    [
        key.to_owned(),
        template::escaped(key),
        form_urlencoded::byte_serialize(key.as_bytes()).collect(),
        every,
        template::in_json(key),
        crate::text::one_line(key),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_however_it_is_written() {
        let key = "S3cret +/=\"é";
        let long = "0123456789abcdefghijklmnopqrstuvwxyz0123456789";
        let values = [("key.secret", key), ("key.long", long), ("key.short", "abc"), ("company", "acme")];
        let secrets = Secrets::among(&values.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect());
        for form in written(key).into_iter().chain(["s3cret%20%2b%2f%3d%22%c3%a9".to_owned()]) {
            assert_eq!(secrets.hidden(&format!("É{form}/{form}x")), "É{key.secret}/{key.secret}x", "{form}");
        }
        assert_eq!(secrets.hidden(&format!("{}…", &long[..40])), "{key.long}…", "what was cut off");
        assert_eq!(secrets.hidden("acme abc S3cret"), "acme abc S3cret");
    }
}
