//! Why something was not fetched, told apart: gone is not empty, and refused is not "no jobs".

use std::time::Duration;

/// Why a request, or a whole source, gave nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{reason}", .kind.label())]
pub struct Failure {
    /// What kind of failure it is.
    pub kind: Kind,
    /// What happened, and what to do about it, in words.
    pub reason: String,
    /// The status of the answer, where there was one.
    pub status: Option<u16>,
    pub(super) again: Again,
}

/// The kinds of failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It is not there, or not any more.
    Gone,
    /// The answer holds nothing at all.
    Empty,
    /// The answer is no payload of the kind that the board gives.
    Unreadable,
    /// The answer is a payload, of another shape than is known.
    ChangedShape,
    /// The site does not want to be asked: its status, its robots.txt, its limits.
    Refused,
    /// The program does not ask: a forbidden address, too large an answer, too many redirects.
    Unsafe,
    /// No answer, or a broken one.
    Unreachable,
    /// The site failed.
    Broken,
    /// A key is missing or was not accepted.
    Key,
    /// What was named is no source.
    Unknown,
    /// The answer could not be saved.
    Unsaved,
}

impl Kind {
    fn label(self) -> &'static str {
        match self {
            Self::Gone => "gone: ",
            Self::Empty => "empty: ",
            Self::Unreadable => "unreadable: ",
            Self::ChangedShape => "changed shape: ",
            Self::Refused => "refused: ",
            Self::Unsafe => "not fetched: ",
            Self::Unreachable => "no answer: ",
            Self::Broken => "the site failed: ",
            Self::Key => "key: ",
            Self::Unknown => "",
            Self::Unsaved => "not saved: ",
        }
    }
}

/// Whether the same request may do better later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    /// It will not.
    Never,
    /// After a while that grows.
    Soon,
    /// After the time that the site named, and everything else of the site too.
    After(Duration),
}

impl Failure {
    pub(super) fn new(kind: Kind, reason: impl Into<String>) -> Self {
        Self { kind, reason: reason.into(), status: None, again: Again::Never }
    }

    pub(super) fn temporary(kind: Kind, reason: impl Into<String>) -> Self {
        Self { kind, reason: reason.into(), status: None, again: Again::Soon }
    }

    /// The failure of something that the site itself named, which is no mistake of the person's.
    pub(super) fn of_listed(self) -> Self {
        if self.status == Some(404) {
            return Self { reason: "the board took it away since it listed it (status 404)".to_owned(), ..self };
        }
        self
    }

    /// The failure that a status of an answer is.
    pub(super) fn of_status(status: u16, retry_after: Option<Duration>) -> Self {
        let (kind, meaning) = match status {
            404 => (Kind::Gone, "the site knows no such page or board; check the spelling"),
            410 => (Kind::Gone, "the site says that it was taken away"),
            401 | 403 => (Kind::Refused, "the site does not let this program in"),
            451 => (Kind::Refused, "it is withheld for legal reasons"),
            429 => (Kind::Refused, "the site is asked too often"),
            500..=599 => (Kind::Broken, "it is no fault of the request; try again later"),
            _ => (Kind::Refused, "the site does not accept the request"),
        };
        let again = match (status, retry_after) {
            (429 | 503, Some(wait)) => Again::After(wait),
            (408 | 425 | 429 | 500 | 502..=504 | 507..=509 | 520..=530, _) => Again::Soon,
            _ => Again::Never,
        };
        Self { kind, reason: format!("{meaning} (status {status})"), status: Some(status), again }
    }
}
