//! What the system said when a file could not be read or written, in words that say what to do.

use std::io::{self, ErrorKind};

/// Why, and where there is a choice what to do: in lower case, without a full stop, without the system's numbers.
pub fn reason(error: &io::Error) -> String {
    let said = match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder",
        ErrorKind::PermissionDenied => "permission denied; change its rights, or name another place",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "the disk is full; make room, or name another place",
        ErrorKind::FileTooLarge => {
            "the file would be larger than is allowed here; raise the limit, or name another place"
        }
        ErrorKind::ReadOnlyFilesystem => "nothing can be written on this disk; name another place",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::NotADirectory => "it, or a part of its path, is a file and no folder",
        ErrorKind::AlreadyExists => "something else of that name is there; name another",
        ErrorKind::UnexpectedEof => "it ends too early",
        _ => return without_number(&error.to_string()).to_owned(),
    };
    said.to_owned()
}

/// A message of the system without its ` (os error 5)`.
fn without_number(text: &str) -> &str {
    text.split(" (os error ").next().unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_says_what_to_do_or_at_least_what_it_is() {
        let said = |code| reason(&io::Error::from_raw_os_error(code));
        assert_eq!(said(2), "there is no such file or folder");
        if cfg!(target_os = "linux") {
            assert_eq!(said(5), "Input/output error");
            assert_eq!(said(28), "the disk is full; make room, or name another place");
            assert_eq!(said(30), "nothing can be written on this disk; name another place");
        }
        assert_eq!(reason(&io::Error::other("the archive is damaged")), "the archive is damaged");
    }
}
