//! robots.txt, by RFC 9309: what an answer to it means, and what it then says of an address.
//!
//! A file that cannot be had because of the site (5xx, no answer) forbids everything; one that is not there (4xx) forbids
//! nothing. A file may be hostile, as any answer: it is read line by line and matched without regular expressions, so that
//! it costs no more than its length.

use std::fmt::Write as _;
use std::time::Duration;

use memchr::memmem;
use url::{Position, Url};

use super::failure::{Failure, Kind};

/// The name by which rules are looked up.
const NAME: &str = "jobsift";

/// What is read of a file; the RFC asks for at least this much.
pub(super) const LARGEST: usize = 500 * 1024;

/// No delay is longer: a site that asks for more does not want to be asked.
const LONGEST_DELAY: f64 = 1e9;

/// What a site says of its addresses.
#[derive(Debug)]
pub(super) struct Robots(Said);

#[derive(Debug)]
enum Said {
    Everything,
    Nothing(Failure),
    Rules(Rules),
}

/// The rules for one program.
#[derive(Debug, Default)]
struct Rules {
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

/// Addresses whose path begins like the pattern, with `*` for anything and `$` for the end.
#[derive(Debug)]
struct Rule {
    pattern: String,
    allows: bool,
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
            Some(head) => &head[..memchr::memrchr2(b'\n', b'\r', head).map_or(0, |end| end + 1)],
            None => text,
        };
        Self(Said::Rules(Rules::read(kept)))
    }

    /// Whether an address may be asked; the error says why not.
    pub(super) fn check(&self, url: &Url) -> Result<(), Failure> {
        match &self.0 {
            Said::Everything => Ok(()),
            Said::Nothing(failure) => Err(failure.clone()),
            Said::Rules(rules) if rules.allow(url) => Ok(()),
            Said::Rules(_) => {
                let reason = format!("robots.txt forbids {}", crate::text::one_line(url.path()));
                Err(Failure::new(Kind::Refused, reason))
            }
        }
    }

    /// The time between two requests that the site asks for.
    pub(super) fn delay(&self) -> Option<Duration> {
        let Said::Rules(rules) = &self.0 else { return None };
        rules.delay
    }
}

impl Rules {
    /// The rules of all groups that name this program, or if none does, of all that are for everybody.
    fn read(text: &[u8]) -> Self {
        let (mut own, mut general) = (Self::default(), Self::default());
        let mut is_named = false;
        // Whether the group that is being read is this program's, or everybody's; above the first, only a delay counts.
        let (mut is_own, mut is_general, mut is_head, mut is_above) = (false, false, false, true);
        for line in text.split(|byte| matches!(byte, b'\n' | b'\r' | 0)) {
            let line = line.split(|byte| *byte == b'#').next().unwrap_or_default().trim_ascii();
            // Some write a space where the colon belongs.
            let Some(end) = memchr::memchr(b':', line).or_else(|| memchr::memchr2(b' ', b'\t', line)) else { continue };
            let (key, value) = (line[..end].trim_ascii().to_ascii_lowercase(), line[end + 1..].trim_ascii());
            match key.as_slice() {
                b"user-agent" | b"user agent" | b"useragent" => {
                    if !is_head {
                        (is_own, is_general) = (false, false);
                    }
                    (is_head, is_above) = (true, false);
                    is_own |= is_this(value);
                    is_named |= is_own;
                    is_general |= value.starts_with(b"*");
                }
                b"allow" | b"disallow" | b"dissallow" | b"dissalow" | b"disalow" => {
                    is_head = false;
                    for rules in [is_own.then_some(&mut own), is_general.then_some(&mut general)].into_iter().flatten()
                    {
                        rules.add(value, key == b"allow");
                    }
                }
                b"crawl-delay" | b"crawldelay" => {
                    is_head = false;
                    let (to_own, to_general) = (is_own || is_above, is_general || is_above);
                    for rules in [to_own.then_some(&mut own), to_general.then_some(&mut general)].into_iter().flatten()
                    {
                        rules.delay = rules.delay.max(delay(value));
                    }
                }
                _ => (),
            }
        }
        if is_named { own } else { general }
    }

    fn add(&mut self, value: &[u8], allows: bool) {
        // An empty pattern is about nothing.
        if !value.is_empty() {
            self.rules.push(Rule { pattern: canonical(value, b"*$"), allows });
        }
    }

    /// The longest pattern that fits decides; of two as long, the one that allows.
    fn allow(&self, url: &Url) -> bool {
        let path = canonical(url[Position::BeforePath..Position::AfterQuery].as_bytes(), b"");
        if path == "/robots.txt" {
            return true;
        }
        let fitting = self.rules.iter().filter(|rule| rule.fits(&path));
        fitting.map(|rule| (rule.pattern.len(), rule.allows)).max().is_none_or(|(_, allows)| allows)
    }
}

impl Rule {
    fn fits(&self, path: &str) -> bool {
        let (pattern, is_to_end) = match self.pattern.strip_suffix('$') {
            Some(pattern) => (pattern, true),
            None => (self.pattern.as_str(), false),
        };
        let mut parts = pattern.split('*');
        let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
        let mut ends = rest.is_empty();
        while let Some(part) = parts.next() {
            let is_last = parts.clone().next().is_none();
            if is_last && is_to_end {
                return rest.ends_with(part);
            }
            let Some(at) = memmem::find(rest.as_bytes(), part.as_bytes()) else { return false };
            rest = &rest[at + part.len()..];
            ends = rest.is_empty();
        }
        ends || !is_to_end
    }
}

/// Whether a name in a file is this program's: its letters, whatever version follows them.
fn is_this(name: &[u8]) -> bool {
    let end = name.iter().position(|byte| !byte.is_ascii_alphabetic() && !b"_-".contains(byte));
    name[..end.unwrap_or(name.len())].eq_ignore_ascii_case(NAME.as_bytes())
}

fn delay(value: &[u8]) -> Option<Duration> {
    let seconds: f64 = std::str::from_utf8(value).ok()?.parse().ok()?;
    (seconds > 0.0).then(|| Duration::from_secs_f64(seconds.min(LONGEST_DELAY)))
}

/// A path as it is compared: what may stand for itself does, everything else is escaped in one way. `special` is not touched.
fn canonical(path: &[u8], special: &[u8]) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let [byte, after @ ..] = rest {
        let escaped = match after {
            [high, low, ..] if *byte == b'%' => hex(*high).zip(hex(*low)).map(|(high, low)| high << 4 | low),
            _ => None,
        };
        rest = if escaped.is_some() { &after[2..] } else { after };
        let (byte, is_escaped) = (escaped.unwrap_or(*byte), escaped.is_some());
        let is_plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let is_punctuation = !is_escaped && (b"/:?@!&()+,;=".contains(&byte) || special.contains(&byte));
        if is_plain || is_punctuation {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
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
            ("User-agent: jobsift/0.1 (+x)\nDisallow: /x", "/x", false),
            ("User-agent: jobsift-images\nDisallow: /x", "/x", true),
            ("User-agent: jobsift\nDisallow:\n\nUser-agent: *\nDisallow: /", "/x", true),
            ("Disallow: /", "/x", true),
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
            ("User-agent: *\nDisallow:\nDisallow: /", "/x", false),
            ("User-agent: *\nAllow: /$\nDisallow: /", "/", true),
            ("User-agent: *\nAllow: /$\nDisallow: /", "/x", false),
            // Wildcards and ends.
            ("User-agent: *\nDisallow: *", "/x", false),
            ("User-agent: *\nDisallow: /a*b*c", "/a/c/b/c", false),
            ("User-agent: *\nDisallow: /a*b*c", "/a/c/b", true),
            ("User-agent: *\nDisallow: /a*a$", "/a", true),
            ("User-agent: *\nDisallow: /a*$", "/ab", false),
            ("User-agent: *\nDisallow: /a$b", "/a$b", true),
            ("User-agent: *\nDisallow: /a%24", "/a$", false),
            ("User-agent: *\nDisallow: /a%2A", "/a*", false),
            ("User-agent: *\nDisallow: /*.json$", "/a/b.json", false),
            ("User-agent: *\nDisallow: /*.json$", "/a/b.json?x", true),
            ("User-agent: *\nDisallow: /*?page=", "/a?page=2", false),
            ("User-agent: *\nDisallow: /a%3cd", "/a%3cd", false),
            ("User-agent: *\nDisallow: /a%3Cd", "/a<d", false),
            ("User-agent: *\nDisallow: /%7ea", "/~a", false),
            ("User-agent: *\nDisallow: /a%2Fb", "/a/b", true),
            ("User-agent: *\nDisallow: /ü", "/%C3%BC", false),
            // What is no rule is passed over, and what means to be one is taken for one.
            ("User-agent: *\rDisallow: /x\r", "/x", false),
            ("User-agent *\nDisalow /x", "/x", false),
            ("<html><body>Not here</body></html>", "/x", true),
            ("Sitemap: https://a.example/s.xml\nUser-agent: *\nNonsense\nDisallow: /x", "/x", false),
        ] {
            assert_eq!(allowed(text, path), expected, "{text:?} {path}");
        }
    }

    #[test]
    fn a_delay_is_read_when_it_is_one() {
        let delay = |text: &str| Robots::read(text.as_bytes()).delay().map(|delay| delay.as_secs_f64());
        for (text, expected) in [
            ("User-agent: *\nCrawl-delay: 2.5\nDisallow: /x", Some(2.5)),
            ("User-agent: *\nCrawl-delay: 1\nCrawl-delay: 7", Some(7.0)),
            ("Crawl-delay: 4\nUser-agent: other\nDisallow: /x", Some(4.0)),
            ("User-agent: *\nCrawl-delay: 1e300", Some(LONGEST_DELAY)),
            ("User-agent: *\nCrawl-delay: inf", Some(LONGEST_DELAY)),
            ("User-agent: *\nCrawl-delay: soon", None),
            ("User-agent: *\nCrawl-delay: NaN", None),
            ("User-agent: *\nCrawl-delay: -3", None),
            ("User-agent: *\nCrawl-delay: 0", None),
            ("User-agent: other\nCrawl-delay: 9", None),
            ("", None),
        ] {
            assert_eq!(delay(text), expected, "{text}");
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

    #[test]
    fn a_hostile_file_is_read_as_any_other() {
        for (rule, expected) in [
            ("Disallow: *$\n", false),
            ("Disallow: *a*a*a*a*a*a*a*a*b$\n", true),
            ("Disallow: /%%%é\n", true),
            ("User-agent: *\n", true),
        ] {
            let text = format!("User-agent: *\n{}", rule.repeat(LARGEST / rule.len()));
            assert_eq!(allowed(&text, "/aaaaaaaa"), expected, "{rule}");
        }
        let one = format!("User-agent: *\nDisallow: /{}b", "*a".repeat(200_000));
        assert!(allowed(&one, &format!("/{}", "a".repeat(2_000))));
    }
}
