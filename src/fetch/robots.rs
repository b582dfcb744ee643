//! robots.txt, by RFC 9309: what an answer to it means, and what it then says of an address.
//!
//! The rules themselves are read by `texting_robots`. A file that cannot be had because of the site (5xx, no answer) forbids
//! everything; one that is not there (4xx) forbids nothing.

use std::time::Duration;

use texting_robots::Robot;
use url::Url;

use super::failure::{Failure, Kind};

/// The name by which rules are looked up.
const NAME: &str = "jobsift";

/// What is read of a file; the RFC asks for at least this much.
pub(super) const LARGEST: usize = 500 * 1024;

/// What a site says of its addresses.
#[derive(Debug)]
pub(super) struct Robots(Said);

#[derive(Debug)]
enum Said {
    Everything,
    Nothing(Failure),
    Rules(Box<Robot>),
}

impl Robots {
    /// Everything is allowed: there is no file.
    pub(super) fn absent() -> Self {
        Self(Said::Everything)
    }

    /// Nothing is: the file cannot be had, for this reason.
    pub(super) fn unavailable(failure: &Failure) -> Self {
        let reason = format!("{}, so that its robots.txt is not known and nothing may be asked", failure.reason);
        Self(Said::Nothing(Failure { reason, ..failure.clone() }))
    }

    /// What the text of a file says. Rules past [`LARGEST`] bytes are not read.
    pub(super) fn read(text: &[u8]) -> Self {
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        let kept = match text.get(..LARGEST) {
            // A line that is cut in two might allow or forbid too much.
            Some(head) => &head[..memchr::memrchr(b'\n', head).map_or(0, |end| end + 1)],
            None => text,
        };
        match Robot::new(NAME, kept) {
            Ok(robot) => Self(Said::Rules(Box::new(robot))),
            Err(error) => Self::unavailable(&Failure::new(Kind::Refused, format!("it cannot be understood: {error}"))),
        }
    }

    /// Whether an address may be asked; the error says why not.
    pub(super) fn check(&self, url: &Url) -> Result<(), Failure> {
        match &self.0 {
            Said::Everything => Ok(()),
            Said::Nothing(failure) => Err(failure.clone()),
            Said::Rules(robot) if robot.allowed(url.as_str()) => Ok(()),
            Said::Rules(_) => {
                let reason = format!("robots.txt forbids {}", crate::text::one_line(url.path()));
                Err(Failure::new(Kind::Refused, reason))
            }
        }
    }

    /// The time between two requests that the site asks for.
    pub(super) fn delay(&self) -> Option<Duration> {
        let Said::Rules(robot) = &self.0 else { return None };
        robot.delay.and_then(|seconds| Duration::try_from_secs_f32(seconds).ok()).filter(|delay| !delay.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(text: &str, path: &str) -> bool {
        let url = Url::parse("https://a.example").unwrap().join(path).unwrap();
        Robots::read(text.as_bytes()).check(&url).is_ok()
    }

    #[test]
    fn the_rules_of_rfc_9309() {
        for (text, path, expected) in [
            ("", "/x", true),
            ("User-agent: *\nDisallow: /", "/x", false),
            ("User-agent: *\nDisallow: /", "/robots.txt", true),
            ("User-agent: *\nDisallow:", "/x", true),
            ("\u{feff}User-agent: *\nDisallow: /", "/x", false),
            ("User-agent: *\r\nDisallow: /x\r\n", "/x/y", false),
            ("user-AGENT : *\ndisallow:/x # why", "/x", false),
            // Its own group counts, and only that.
            ("User-agent: JobSift\nDisallow: /x\n\nUser-agent: *\nDisallow: /", "/y", true),
            ("User-agent: JobSift\nDisallow: /x\n\nUser-agent: *\nDisallow: /", "/x", false),
            ("User-agent: other\nDisallow: /", "/x", true),
            // Groups of one name are one; several names share a group.
            (
                "User-agent: jobsift\nDisallow: /a\nUser-agent: b\nDisallow: /c\nUser-agent: jobsift\nDisallow: /d",
                "/d",
                false,
            ),
            ("User-agent: b\nUser-agent: jobsift\nDisallow: /c", "/c", false),
            // The longest rule wins, and of two alike the one that allows.
            ("User-agent: *\nDisallow: /x\nAllow: /x/y", "/x/y/z", true),
            ("User-agent: *\nAllow: /x\nDisallow: /x", "/x", true),
            // Wildcards and ends.
            ("User-agent: *\nDisallow: /*.json$", "/a/b.json", false),
            ("User-agent: *\nDisallow: /*.json$", "/a/b.json?x", true),
            ("User-agent: *\nDisallow: /*?page=", "/a?page=2", false),
            ("User-agent: *\nDisallow: /a%3cd", "/a%3cd", false),
            ("User-agent: *\nDisallow: /ü", "/%C3%BC", false),
            // What is no rule is passed over.
            ("<html><body>Not here</body></html>", "/x", true),
            ("Sitemap: https://a.example/s.xml\nUser-agent: *\nNonsense\nDisallow: /x", "/x", false),
        ] {
            assert_eq!(allowed(text, path), expected, "{text:?} {path}");
        }
    }

    #[test]
    fn a_delay_is_read_when_it_is_one() {
        let delay = |text: &str| Robots::read(text.as_bytes()).delay();
        assert_eq!(delay("User-agent: *\nCrawl-delay: 2.5\nDisallow: /x"), Some(Duration::from_millis(2_500)));
        for none in [
            "User-agent: *\nCrawl-delay: soon",
            "User-agent: *\nCrawl-delay: -3",
            "User-agent: other\nCrawl-delay: 9",
            "",
        ] {
            assert_eq!(delay(none), None, "{none}");
        }
    }

    #[test]
    fn a_missing_file_allows_and_an_unavailable_one_forbids() {
        let url = Url::parse("https://a.example/x").unwrap();
        assert!(Robots::absent().check(&url).is_ok());
        assert!(Robots::unavailable(&Failure::of_status(503, None)).check(&url).is_err());
    }

    #[test]
    fn rules_past_the_largest_size_are_not_read() {
        let padding = "#".repeat(LARGEST - 30);
        assert!(allowed(&format!("User-agent: *\n{padding}\nDisallow: /x-and-more\nDisallow: /x"), "/x"));
        assert!(!allowed(&format!("User-agent: *\nDisallow: /x\n{padding}{padding}"), "/x"));
    }
}
