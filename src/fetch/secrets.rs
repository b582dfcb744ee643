//! What is taken out of everything that is noted or said, in two ways because two things are known of a key.
//!
//! The keys that a board has are known by value: no board's file and no answer of a site can bring one there, wherever in a
//! request it stands ([`Secrets`]). Of an address that a person typed only the names of its parameters are known: one that is
//! called like a key is shown without its value, and so are names and passwords before a host ([`shown`]).

use std::collections::BTreeSet;
use std::fmt::Write as _;

use url::{Url, form_urlencoded};

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

/// Parts of names of parameters whose values are not shown.
const SECRET: &[&str] = &["auth", "code", "key", "pass", "secret", "session", "sig", "token", "app_id"];

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
        self.secrets.hidden(&(shown(&self.url) + self.body.as_deref().unwrap_or_default()))
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

/// An address as it may be printed and saved: without passwords, and without the values of parameters that may be keys.
pub(super) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    // Both fail only for addresses without a host, which have neither.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    shown_text(url.as_str())
}

/// The same for what a person typed, which may be no address: a source with filters, or an address with a mistake.
pub(super) fn shown_text(text: &str) -> String {
    let mut out = text.to_owned();
    // A name and a password stand before the last `@` of the host.
    if let Some(begins) = out.find("://").map(|at| at + 3) {
        let ends = out[begins..].find(['/', '?', '#']).map_or(out.len(), |at| begins + at);
        if let Some(at) = out[begins..ends].rfind('@') {
            out.replace_range(begins..begins + at, "…");
        }
    }
    let Some((address, query)) = out.split_once('?') else { return out };
    let parameters = query.split('&').map(|parameter| match parameter.split_once('=') {
        Some((name, _)) if is_secret(name) => format!("{name}=…"),
        _ => parameter.to_owned(),
    });
    format!("{address}?{}", parameters.collect::<Vec<_>>().join("&"))
}

/// Whether the value of a parameter of this name may be a key.
pub(super) fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET.iter().any(|part| name.contains(part))
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

    #[test]
    fn nothing_secret_is_shown() {
        let url = Url::parse("https://me:pw@a.example/x?app_id=1&app_key=s3cret&Access_Token=t&page=2#f").unwrap();
        assert_eq!(shown(&url), "https://a.example/x?app_id=…&app_key=…&Access_Token=…&page=2");
        for (typed, expected) in [
            ("https://me:p@w@a.example/x?token=t", "https://…@a.example/x?token=…"),
            ("remotive?api_key=s3cret&search=a@b", "remotive?api_key=…&search=a@b"),
            ("https://a.example/@team", "https://a.example/@team"),
            ("lever:acme", "lever:acme"),
        ] {
            assert_eq!(shown_text(typed), expected);
        }
    }
}
