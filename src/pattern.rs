//! Regular expressions of fixed words, in the dialect that is cheap to compile and to run.
//!
//! They are written as one writes them for Unicode text and compiled for bytes: a start of the program compiles a hundred of them, and
//! the tables of Unicode (letter case, word characters, characters of one to four bytes in every class) would be nine tenths of that
//! work. In the dialect `\b` is a boundary of ASCII words; `\w` is a word character of ASCII, Latin, Greek or Cyrillic; `\d` and
//! `\s` are of ASCII; `.` and `[^…]` take whole characters; `(?i)` at the head ignores the case of ASCII letters everywhere and of
//! other letters outside ranges.
//!
//! A pattern that counts (`must[^.;]{0,60}remote`) has an automaton that knows how far it has counted from each place where it may have
//! begun: more states than any text visits twice. So a text is not scanned with it; it is tried from one place after the other, where it
//! has one count to know, and only where the next byte can begin a match, which few can.

mod needs;

use std::borrow::Cow;
use std::ops::{Index, Range};
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::OnceLock;

use regex_automata::hybrid::dfa::{self, DFA};
use regex_automata::meta::{self, Regex};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::captures;
use regex_automata::util::pool::Pool;
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input};

pub(crate) use needs::{Known, Word};

/// A regular expression. Each part of it is compiled once, at its first use.
pub(crate) struct Pattern {
    written: &'static str,
    automaton: OnceLock<Automaton>,
    groups: OnceLock<Regex>,
    /// What is known of it, by the numbers of lists of words (`facts::words`).
    known: OnceLock<Known<u16>>,
}

/// A pattern without its groups.
struct Automaton {
    states: DFA,
    caches: Pool<dfa::Cache, CreateCache>,
    is_anchored: bool,
    /// No match is shorter than so many bytes.
    shortest: usize,
    begins: Begins,
}

type CreateCache = Box<dyn Fn() -> dfa::Cache + Send + Sync + UnwindSafe + RefUnwindSafe>;

/// Names a [`Pattern`], written in one part or several.
macro_rules! pattern {
    ($visible:vis $name:ident, $($part:expr),+ $(,)?) => {
        $visible static $name: crate::pattern::Pattern = crate::pattern::Pattern::new(concat!($($part),+));
    };
}
pub(crate) use pattern;

/// A match in a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Match<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

/// The groups of a match.
#[derive(Clone, Debug)]
pub(crate) struct Captures<'t> {
    text: &'t str,
    groups: captures::Captures,
}

impl Pattern {
    pub(crate) const fn new(written: &'static str) -> Self {
        Self { written, automaton: OnceLock::new(), groups: OnceLock::new(), known: OnceLock::new() }
    }

    /// The words of its matches.
    pub(crate) fn words(&self) -> Known {
        Known::of(self.written)
    }

    /// The letters beyond ASCII at which it has a boundary of words: it can never match there.
    #[cfg(test)]
    pub(crate) fn lost_letters(&self) -> Vec<char> {
        needs::lost_letters(self.written)
    }

    #[cfg(test)]
    pub(crate) fn written(&self) -> &str {
        self.written
    }

    /// All matches by a search that tries every place.
    #[cfg(test)]
    pub(crate) fn searched(&self, text: &str) -> Vec<Range<usize>> {
        self.groups().find_iter(text).map(|found| found.range()).collect()
    }

    /// Says by which numbers the lists of [`Self::words`] go.
    pub(crate) fn number(&self, known: Known<u16>) {
        // Always the same: whoever was first said it.
        let _ = self.known.set(known);
    }

    #[cfg(test)]
    pub(crate) fn is_numbered(&self) -> bool {
        self.known.get().is_some()
    }

    /// Whether it can match a text that has a word of the lists of which `has` says so.
    pub(crate) fn may_match(&self, has: impl Fn(&u16) -> bool) -> bool {
        self.known.get().is_none_or(|known| known.need.is_met(&has))
    }

    /// The list of words with one of which every match begins.
    pub(crate) fn first_words(&self) -> Option<u16> {
        self.known.get()?.first
    }

    fn automaton(&self) -> &Automaton {
        self.automaton.get_or_init(|| Automaton::compile(&in_bytes(self.written)))
    }

    fn groups(&self) -> &Regex {
        self.groups.get_or_init(|| {
            // It is shown where the match is.
            let engine = meta::Config::new().auto_prefilter(false).onepass(false).hybrid(false);
            let regex = Regex::builder().configure(engine).syntax(of_bytes()).build(&in_bytes(self.written));
            regex.expect("the pattern is constant")
        })
    }

    /// Whether it matches anywhere.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// The first match.
    pub(crate) fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.find_from(text, 0)
    }

    /// All matches that do not overlap, from left to right.
    pub(crate) fn find_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Match<'t>> {
        successive(|from| self.find_from(text, from))
    }

    /// The first match that begins at a place or behind it.
    pub(crate) fn find_from<'t>(&self, text: &'t str, from: usize) -> Option<Match<'t>> {
        self.automaton().first(text, from)
    }

    /// The match that begins at a place.
    pub(crate) fn find_at<'t>(&self, text: &'t str, at: usize) -> Option<Match<'t>> {
        let automaton = self.automaton();
        automaton.at(&mut automaton.caches.get(), text, at)
    }

    /// The first match with its groups.
    pub(crate) fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.captures_in(self.find(text)?)
    }

    /// All matches that do not overlap, from left to right, with their groups.
    pub(crate) fn captures_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        self.find_iter(text).map_while(|found| self.captures_in(found))
    }

    /// The text with every match replaced.
    pub(crate) fn replaced<'t>(&self, text: &'t str, with: &str) -> Cow<'t, str> {
        let (mut out, mut copied) = (String::new(), 0);
        for found in self.find_iter(text) {
            out.extend([&text[copied..found.start], with]);
            copied = found.end;
        }
        if copied == 0 { Cow::Borrowed(text) } else { Cow::Owned(out + &text[copied..]) }
    }

    /// A match with its groups.
    pub(crate) fn captures_in<'t>(&self, found: Match<'t>) -> Option<Captures<'t>> {
        let Match { text, .. } = found;
        let mut groups = self.groups().create_captures();
        self.groups().search_captures(&Input::new(text).range(found.range()).anchored(Anchored::Yes), &mut groups);
        groups.is_match().then_some(Captures { text, groups })
    }
}

/// Matches that do not overlap, by what finds the first at a place or behind it.
pub(crate) fn successive<'t>(mut find: impl FnMut(usize) -> Option<Match<'t>>) -> impl Iterator<Item = Match<'t>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let found = find(from)?;
        from = found.end.max(found.start + 1);
        Some(found)
    })
}

impl Automaton {
    fn compile(pattern: &str) -> Self {
        let parsed = syntax::parse_with(pattern, &of_bytes()).expect("the pattern is constant");
        let nfa = thompson::Compiler::new()
            .configure(thompson::Config::new().which_captures(WhichCaptures::None))
            .build_from_hir(&parsed)
            .expect("the pattern is small");
        let is_anchored = nfa.is_always_start_anchored();
        let states = DFA::builder()
            .configure(dfa::Config::new().skip_cache_capacity_check(true))
            .build_from_nfa(nfa)
            .expect("the cache grows with the automaton");
        let shortest = parsed.properties().minimum_len().unwrap_or(0);
        let begins = Begins::of(&states, shortest);
        let create = states.clone();
        let caches: Pool<_, CreateCache> = Pool::new(Box::new(move || create.create_cache()));
        Self { states, caches, is_anchored, shortest, begins }
    }

    /// The first match that begins at a place of the text or behind it.
    fn first<'t>(&self, text: &'t str, from: usize) -> Option<Match<'t>> {
        let last = text.len().checked_sub(self.shortest).filter(|&last| from <= last)?;
        let last = if self.is_anchored { from } else { last };
        let cache = &mut self.caches.get();
        let places = self.begins.places(text.as_bytes(), from..last + 1);
        places.filter(|&at| text.is_char_boundary(at)).find_map(|at| self.at(cache, text, at))
    }

    /// The match that begins at a place.
    fn at<'t>(&self, cache: &mut dfa::Cache, text: &'t str, start: usize) -> Option<Match<'t>> {
        let input = Input::new(text).range(start..).anchored(Anchored::Yes);
        // An automaton fails only at bytes that it was told to give up at: this one at none.
        let end = self.states.try_search_fwd(cache, &input).ok().flatten()?.offset();
        Some(Match { text, start, end })
    }
}

/// Which bytes can begin a match.
struct Begins {
    /// Of each byte: [`BEHIND_OTHER`] and [`BEHIND_WORD`] where it can begin one there, [`WORD`] where it is of a word itself.
    by_byte: [u8; 256],
}

/// Behind no letter or digit, or at the start of a text.
const BEHIND_OTHER: u8 = 1;
/// Behind one.
const BEHIND_WORD: u8 = 2;
/// For `\b` it is part of a word.
const WORD: u8 = 4;

impl Begins {
    /// Asks an automaton.
    fn of(states: &DFA, shortest: usize) -> Self {
        let cache = &mut states.create_cache();
        let mut by_byte = [0; 256];
        for (behind, before) in [(BEHIND_OTHER, b' '), (BEHIND_WORD, b'a')] {
            let input = [before];
            let input = Input::new(&input).range(1..).anchored(Anchored::Yes);
            let start = states.start_state_forward(cache, &input).expect("no byte is given up at");
            let mut of_class = [None; 256];
            for byte in 0..=u8::MAX {
                let may = of_class[usize::from(states.byte_classes().get(byte))].get_or_insert_with(|| {
                    // What is empty begins anywhere.
                    shortest == 0 || !states.next_state(cache, start, byte).expect("a new cache has room").is_dead()
                });
                by_byte[usize::from(byte)] |= if *may { behind } else { 0 };
            }
        }
        for byte in (0..=u8::MAX).filter(|byte| byte.is_ascii_alphanumeric() || *byte == b'_') {
            by_byte[usize::from(byte)] |= WORD;
        }
        Self { by_byte }
    }

    /// The places of a range at which a match may begin.
    fn places(&self, text: &[u8], range: Range<usize>) -> impl Iterator<Item = usize> {
        let behind = |flags: u8| if flags & WORD == 0 { BEHIND_OTHER } else { BEHIND_WORD };
        let flags = |byte: &u8| self.by_byte[usize::from(*byte)];
        let mut here = range.start.checked_sub(1).map_or(BEHIND_OTHER, |before| behind(flags(&text[before])));
        // Behind the last byte is a place too, for what is empty; at the start of a text more can begin than elsewhere.
        let own = text[range.start..range.end.min(text.len())]
            .iter()
            .map(flags)
            .chain(std::iter::once(BEHIND_OTHER | BEHIND_WORD));
        range.zip(own).filter_map(move |(at, flags)| {
            let may = flags & here != 0 || at == 0;
            here = behind(flags);
            may.then_some(at)
        })
    }
}

fn of_bytes() -> syntax::Config {
    syntax::Config::new().unicode(false).utf8(false)
}

impl<'t> Match<'t> {
    pub(crate) fn as_str(&self) -> &'t str {
        &self.text[self.start..self.end]
    }

    pub(crate) fn start(&self) -> usize {
        self.start
    }

    pub(crate) fn end(&self) -> usize {
        self.end
    }

    pub(crate) fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    pub(crate) fn len(&self) -> usize {
        self.end - self.start
    }
}

impl<'t> Captures<'t> {
    /// The group of that number; 0 is the whole match.
    pub(crate) fn get(&self, group: usize) -> Option<Match<'t>> {
        self.groups.get_group(group).map(|span| Match { text: self.text, start: span.start, end: span.end })
    }

    /// The group of that name, when it took part in the match.
    pub(crate) fn name(&self, group: &str) -> Option<Match<'t>> {
        self.groups.get_group_by_name(group).map(|span| Match { text: self.text, start: span.start, end: span.end })
    }
}

impl Index<&str> for Captures<'_> {
    type Output = str;

    fn index(&self, group: &str) -> &str {
        self.name(group).map_or("", |found| found.as_str())
    }
}

/// The rest of a character behind its first byte.
const TAIL: &str = r"[\x80-\xBF]*";
/// A word character beyond ASCII, all of two bytes: Latin, Greek, Cyrillic.
const LETTER: &str = r"[\xC3-\xC9\xCD-\xD4][\x80-\xBF]";

/// A pattern of the dialect as one of bytes.
fn in_bytes(written: &str) -> String {
    let (ignores_case, pattern) = written.strip_prefix("(?i)").map_or((false, written), |rest| (true, rest));
    let mut out = String::with_capacity(2 * pattern.len());
    if ignores_case {
        out.push_str("(?i)");
    }
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('w') => out.extend(["(?:[0-9A-Za-z_]|", LETTER, ")"]),
                Some('W') => out.extend([r"(?:[^0-9A-Za-z_\x80-\xFF]|[\xC2\xCA-\xCC\xD5-\xFF]", TAIL, ")"]),
                Some('d') => out.push_str("[0-9]"),
                Some('s') => out.push_str(r"[ \t\n]"),
                Some('S') => out.extend([r"(?:[^ \t\n\x80-\xBF]", TAIL, ")"]),
                Some(other) => out.extend(['\\', other]),
                None => {}
            },
            '.' => out.extend([r"(?:[^\n\x80-\xBF]", TAIL, ")"]),
            '[' => class(&mut chars, ignores_case, &mut out),
            c if c.is_ascii() => out.push(c),
            c => letter(c, ignores_case, &mut out),
        }
    }
    out
}

/// A character beyond ASCII, in either case where case is ignored.
fn letter(c: char, ignores_case: bool, out: &mut String) {
    let other: String = if c.is_lowercase() { c.to_uppercase().collect() } else { c.to_lowercase().collect() };
    if ignores_case && !other.starts_with(c) {
        out.extend(["(?:", c.encode_utf8(&mut [0; 4]), "|", &other, ")"]);
    } else {
        out.extend(["(?:", c.encode_utf8(&mut [0; 4]), ")"]);
    }
}

/// The class behind an opening bracket: its ASCII as a class of bytes, its other characters as alternatives.
fn class(chars: &mut std::str::Chars<'_>, ignores_case: bool, out: &mut String) {
    let (mut ascii, mut others) = (String::new(), Vec::new());
    let mut is_negated = false;
    let mut has_letters = false;
    while let Some(c) = chars.next() {
        match c {
            ']' => break,
            '^' if ascii.is_empty() && others.is_empty() && !is_negated => is_negated = true,
            '\\' => match chars.next() {
                Some('w') => {
                    ascii.push_str("0-9A-Za-z_");
                    has_letters = true;
                }
                Some('d') => ascii.push_str("0-9"),
                Some('s') => ascii.push_str(r" \t\n"),
                Some(other) => ascii.extend(['\\', other]),
                None => {}
            },
            c if c.is_ascii() => ascii.push(c),
            c => others.push(c),
        }
    }
    if is_negated && others.is_empty() && !has_letters {
        out.extend(["(?:[^", &ascii, r"\x80-\xBF]", TAIL, ")"]);
        return;
    }
    if is_negated {
        let letters = if has_letters { r"\x{C0}-\x{24F}\x{340}-\x{53F}" } else { "" };
        let others: String = others.into_iter().collect();
        out.extend(["(?u-i:[^", letters, &others, &ascii, "])"]);
        return;
    }
    if others.is_empty() && !has_letters {
        out.extend(["[", &ascii, "]"]);
        return;
    }
    out.push_str("(?:");
    if !ascii.is_empty() {
        out.extend(["[", &ascii, "]|"]);
    }
    if has_letters {
        out.extend([LETTER, "|"]);
    }
    for other in others {
        letter(other, ignores_case, out);
        out.push('|');
    }
    out.pop();
    out.push(')');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(written: &'static str, text: &str) -> Vec<String> {
        Pattern::new(written).find_iter(text).map(|found| found.as_str().to_owned()).collect()
    }

    #[test]
    fn the_dialect_is_of_whole_characters() {
        assert_eq!(matches(r"\w+", "né à 5 – Łódź_1"), ["né", "à", "5", "Łódź_1"]);
        assert_eq!(matches(r"\W+", "né – 5"), [" – "]);
        assert_eq!(matches(r"you.ve", "you’ve you've youve"), ["you’ve", "you've"]);
        assert_eq!(matches(r"a[^b]{0,2}c", "a–éc a–é–c"), ["a–éc"]);
        assert_eq!(matches(r"[^\w€]\d", "€1 –2 é3"), ["–2"]);
        assert_eq!(matches(r"[:–-]\s*\d\S+", "– 3€ -4 :5é"), ["– 3€", ":5é"]);
        assert_eq!(matches(r"x\b.", "é xé").len(), 1, "a boundary is one of ASCII words");
        assert_eq!(matches("a*", "baa"), ["", "aa", ""]);
    }

    #[test]
    fn the_case_of_letters_is_ignored_where_a_pattern_says_so() {
        assert_eq!(matches(r"(?i)été|d[ií]a", "Été ÉTÉ DÍA"), ["Été", "ÉTÉ", "DÍA"]);
        assert_eq!(matches("été|PLN", "ÉTÉ pln PLN"), ["PLN"]);
    }

    #[test]
    fn counts_hold() {
        let pattern = Pattern::new(r"must[^.;]{0,10}\bremote(?P<rest>.{3})");
        assert!(!pattern.is_match("must now and then be remote today"));
        assert!(pattern.is_match("must be remote today"));
        assert_eq!(
            pattern.captures("must be remote today").map(|found| found["rest"].to_owned()).as_deref(),
            Some(" to")
        );
    }

    #[test]
    fn groups_and_replacement() {
        let pattern = Pattern::new(r"(?i)(?P<low>\d+)(?:-(?P<high>\d+))? years?");
        let groups: Vec<(String, bool)> = pattern
            .captures_iter("3-5 years, 7 Years")
            .map(|found| (found["low"].to_owned(), found.name("high").is_some()))
            .collect();
        assert_eq!(groups, [("3".to_owned(), true), ("7".to_owned(), false)]);
        assert_eq!(pattern.replaced("ein 3 years é", "·"), "ein · é");
        assert!(matches!(pattern.replaced("none", "·"), Cow::Borrowed("none")));
    }
}
