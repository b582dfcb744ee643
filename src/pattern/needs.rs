//! What a text must have for a pattern to match: the words without which it need not be tried, and the words at which it begins.
//!
//! In: a pattern of the dialect. Out: a [`Need`], true of every text that the pattern matches: some word of a list, one of each of
//! several lists, or either; and, of most patterns, the list of words with one of which every match begins. Most patterns match few
//! texts, and most texts lack what they need; a look at the words of a text, which are found once for all patterns, costs a hundredth
//! of what an automaton does that reads all of it.
//!
//! A word is folded, and stands where a word begins (`crate::trie`): in `\bremot\w+` it is `remot`, in `(?:home|smart)[ -]?work` it is
//! `homework`, `home work`, `smartwork` or `smart work`. What a pattern has inside of words says nothing here, nor do
//! beginnings of two letters and words that are in every text.

use std::collections::BTreeSet;
use std::iter::Peekable;
use std::str::Chars;

use crate::dictionary::terms::{fold, fold_byte};

/// A word of a need, folded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Word {
    pub(crate) form: Vec<u8>,
    /// Whether it must end there; otherwise it may go on.
    pub(crate) is_whole: bool,
}

/// What a text must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Need<W = Vec<Word>> {
    /// Nothing that is known.
    Nothing,
    /// One of these words, sorted.
    One(W),
    All(Vec<Self>),
    Any(Vec<Self>),
}

/// What is known of a pattern.
#[derive(Clone, Debug)]
pub(crate) struct Known<W = Vec<Word>> {
    /// What a text must have for a match.
    pub(crate) need: Need<W>,
    /// The words of which one begins every match.
    pub(crate) first: Option<W>,
}

impl Known {
    /// Reads a pattern.
    pub(crate) fn of(written: &str) -> Self {
        let (ignores_case, pattern) = written.strip_prefix("(?i)").map_or((false, written), |rest| (true, rest));
        let parsed = Reader { chars: pattern.chars().peekable() }.alternatives();
        let search = Search { ignores_case };
        let first = match search.first(&parsed, false, false) {
            Need::One(words) => Some(words),
            _ => None,
        };
        Self { need: search.need(&parsed, false, false), first }
    }
}

impl<W> Known<W> {
    /// The same by other lists.
    pub(crate) fn map<V>(self, list: &mut impl FnMut(W) -> V) -> Known<V> {
        Known { need: self.need.map(list), first: self.first.map(list) }
    }
}

impl Need {
    /// One of these words.
    fn one(mut words: Vec<Word>) -> Self {
        words.sort();
        words.dedup();
        Self::One(words)
    }

    fn all(needs: Vec<Self>) -> Self {
        let mut needs: Vec<Self> = needs.into_iter().filter(|need| *need != Self::Nothing).collect();
        match needs.len() {
            0 => Self::Nothing,
            1 => needs.remove(0),
            _ => Self::All(needs),
        }
    }

    fn any(needs: Vec<Self>) -> Self {
        let (mut words, mut others) = (Vec::new(), Vec::new());
        for need in needs {
            match need {
                Self::Nothing => return Self::Nothing,
                Self::One(more) => words.extend(more),
                other => others.push(other),
            }
        }
        if others.is_empty() || !words.is_empty() {
            others.push(Self::one(words));
        }
        if others.len() == 1 { others.remove(0) } else { Self::Any(others) }
    }
}

impl<W> Need<W> {
    /// Whether a text has it, by whether it has a word of a list.
    pub(crate) fn is_met(&self, has: &impl Fn(&W) -> bool) -> bool {
        match self {
            Self::Nothing => true,
            Self::One(words) => has(words),
            Self::All(needs) => needs.iter().all(|need| need.is_met(has)),
            Self::Any(needs) => needs.iter().any(|need| need.is_met(has)),
        }
    }

    /// The same of other lists.
    fn map<V>(self, list: &mut impl FnMut(W) -> V) -> Need<V> {
        match self {
            Self::Nothing => Need::Nothing,
            Self::One(words) => Need::One(list(words)),
            Self::All(needs) => Need::All(needs.into_iter().map(|need| need.map(list)).collect()),
            Self::Any(needs) => Need::Any(needs.into_iter().map(|need| need.map(list)).collect()),
        }
    }
}

/// A pattern, read.
enum Part {
    Char(char),
    /// One character of several: which, where they are few.
    Class {
        chars: Option<Vec<char>>,
        has_letters: bool,
    },
    /// `\b`
    Boundary,
    /// `^`
    Start,
    /// `$`
    End,
    Row(Vec<Self>),
    Alternatives(Vec<Self>),
    /// What may be missing, and may come more than once.
    Repeat {
        part: Box<Self>,
        is_optional: bool,
        is_single: bool,
    },
}

/// Of so many characters at most, each is tried.
const FEW: usize = 4;

struct Reader<'p> {
    chars: Peekable<Chars<'p>>,
}

impl Reader<'_> {
    /// Parts between bars, up to the end or a closing bracket.
    fn alternatives(&mut self) -> Part {
        let mut rows = vec![Vec::new()];
        while let Some(c) = self.chars.next() {
            let part = match c {
                ')' => break,
                '|' => {
                    rows.push(Vec::new());
                    continue;
                }
                '(' => self.group(),
                '[' => self.class(),
                '^' => Part::Start,
                '$' => Part::End,
                '.' => Part::Class { chars: None, has_letters: true },
                '\\' => match self.chars.next() {
                    Some('b') => Part::Boundary,
                    Some('w' | 'S') => Part::Class { chars: None, has_letters: true },
                    Some('W' | 'd' | 's') => Part::Class { chars: None, has_letters: false },
                    other => Part::Char(other.unwrap_or('\\')),
                },
                c => Part::Char(c),
            };
            let part = self.repeated(part);
            if let Some(row) = rows.last_mut() {
                row.push(part);
            }
        }
        let mut rows: Vec<Part> = rows.into_iter().map(Part::Row).collect();
        if rows.len() == 1 { rows.remove(0) } else { Part::Alternatives(rows) }
    }

    /// What stands behind an opening bracket: `?:` or `?P<name>`, and alternatives.
    fn group(&mut self) -> Part {
        if self.chars.next_if_eq(&'?').is_some() && self.chars.next() == Some('P') {
            self.chars.by_ref().find(|c| *c == '>');
        }
        self.alternatives()
    }

    fn class(&mut self) -> Part {
        let is_negated = self.chars.next_if_eq(&'^').is_some();
        let mut chars = Some(Vec::new());
        let (mut has_letters, mut has_all_letters) = (false, false);
        while let Some(c) = self.chars.next().filter(|c| *c != ']') {
            let escaped = if c == '\\' { self.chars.next() } else { None };
            match (escaped, self.chars.peek()) {
                (Some('w' | 'd' | 's'), _) => {
                    has_all_letters |= escaped == Some('w');
                    chars = None;
                }
                (None, Some('-')) => {
                    let mut ahead = self.chars.clone();
                    let last = ahead.nth(1).filter(|last| *last != ']');
                    has_letters |= c.is_ascii_alphabetic();
                    if last.is_some() {
                        self.chars = ahead;
                        chars = None;
                    } else if let Some(chars) = &mut chars {
                        chars.push(c);
                    }
                }
                _ => {
                    let c = escaped.unwrap_or(c);
                    has_letters |= c.is_ascii_alphabetic();
                    if let Some(chars) = &mut chars {
                        chars.push(c);
                    }
                }
            }
        }
        if is_negated {
            return Part::Class { chars: None, has_letters: !has_all_letters };
        }
        Part::Class { chars: chars.filter(|chars| chars.len() <= FEW), has_letters: has_letters || has_all_letters }
    }

    /// A part with what says how often it comes.
    fn repeated(&mut self, part: Part) -> Part {
        let (is_optional, is_single) = match self.chars.peek() {
            Some('?') => (true, true),
            Some('*') => (true, false),
            Some('+') => (false, false),
            Some('{') => {
                let count: String = self.chars.clone().skip(1).take_while(|c| *c != '}').collect();
                self.chars.by_ref().take(count.len() + 1).for_each(drop);
                (count.starts_with('0'), false)
            }
            _ => return part,
        };
        self.chars.next();
        // As few as possible is as often.
        self.chars.next_if_eq(&'?');
        Part::Repeat { part: Box::new(part), is_optional, is_single }
    }
}

/// More texts of a part than so many are not told one by one.
const MOST: usize = 400;

/// Words of every text, and their beginnings: they would be found everywhere and rule nothing out.
const EVERYWHERE: &[&str] = &[
    "an", "as", "at", "be", "by", "if", "in", "is", "it", "no", "of", "on", "or", "to", "us", "we", "de", "en", "la",
    "and", "the", "you", "our", "are", "for", "with", "can", "all", "from", "your", "will", "that",
];

struct Search {
    ignores_case: bool,
}

/// The texts that a part of a row may have so far, one of which stands there.
struct Texts {
    texts: Vec<Vec<u8>>,
    /// Whether no letter stands before them.
    begins: bool,
}

impl Search {
    /// What a part needs; `begins` says that no letter stands before it, `is_bounded` that a boundary of words stands behind it.
    fn need(&self, part: &Part, begins: bool, is_bounded: bool) -> Need {
        match part {
            Part::Alternatives(rows) => Need::any(rows.iter().map(|row| self.need(row, begins, is_bounded)).collect()),
            Part::Row(parts) => self.row(parts, begins, is_bounded),
            Part::Repeat { part, is_optional: false, .. } => self.need(part, begins, is_bounded),
            _ => Need::Nothing,
        }
    }

    fn row(&self, parts: &[Part], begins: bool, is_bounded: bool) -> Need {
        let mut needs = Vec::new();
        let mut read = Texts { texts: vec![Vec::new()], begins };
        for (i, part) in parts.iter().enumerate() {
            let Err(texts) = self.extend(&mut read.texts, part) else { continue };
            let is_boundary = matches!(part, Part::Boundary);
            needs.push(read.need(is_boundary));
            let begins = read.ends_no_word();
            read = Texts { texts: vec![Vec::new()], begins: is_boundary || ends_no_word(part, begins) };
            if let Some(texts) = texts {
                read = Texts { texts, begins };
            } else {
                let is_bounded = parts.get(i + 1).map_or(is_bounded, |next| matches!(next, Part::Boundary));
                needs.push(self.need(part, begins, is_bounded));
            }
        }
        needs.push(read.need(is_bounded));
        Need::all(needs)
    }

    /// The words with which a part begins.
    fn first(&self, part: &Part, begins: bool, is_bounded: bool) -> Need {
        match part {
            Part::Alternatives(rows) => Need::any(rows.iter().map(|row| self.first(row, begins, is_bounded)).collect()),
            Part::Row(parts) => match &parts[..] {
                [Part::Boundary, rest @ ..] => self.first_of_row(rest, true, is_bounded),
                row => self.first_of_row(row, begins, is_bounded),
            },
            Part::Repeat { part, is_optional: false, .. } => self.first(part, begins, is_bounded),
            _ => Need::Nothing,
        }
    }

    fn first_of_row(&self, parts: &[Part], begins: bool, is_bounded: bool) -> Need {
        // With what may be missing, or with what comes behind it.
        if let [Part::Repeat { part, is_optional: true, is_single: true }, rest @ ..] = parts
            && self.texts(part).is_none()
        {
            return Need::any(vec![self.first(part, begins, false), self.first_of_row(rest, begins, is_bounded)]);
        }
        let mut read = Texts { texts: vec![Vec::new()], begins };
        for (i, part) in parts.iter().enumerate() {
            let is_boundary = |part: Option<&Part>| matches!(part, Some(Part::Boundary));
            match self.extend(&mut read.texts, part) {
                Ok(()) => {}
                Err(None) if i == 0 => {
                    let is_bounded = parts.get(1).map_or(is_bounded, |next| is_boundary(Some(next)));
                    return self.first(part, begins, is_bounded);
                }
                Err(_) => return read.first(is_boundary(Some(part))),
            }
        }
        read.first(is_bounded)
    }

    /// Puts the texts of a part behind others. Where it has too many, or they would become too many, all is left as it is, and
    /// the part's own are the error.
    fn extend(&self, read: &mut Vec<Vec<u8>>, part: &Part) -> Result<(), Option<Vec<Vec<u8>>>> {
        if let Part::Char(c) = part
            && c.is_ascii()
        {
            for text in read {
                text.push(fold_byte(*c as u8));
            }
            return Ok(());
        }
        let more = self.texts(part).ok_or(None)?;
        if read.len() * more.len() > MOST {
            return Err(Some(more));
        }
        if matches!(&read[..], [text] if text.is_empty()) {
            *read = more;
        } else {
            *read = read.iter().flat_map(|a| more.iter().map(move |b| [&a[..], b].concat())).collect();
        }
        Ok(())
    }

    /// All texts of a part, folded, where they are few.
    fn texts(&self, part: &Part) -> Option<Vec<Vec<u8>>> {
        match part {
            Part::Char(c) => Some(self.cases(*c)),
            Part::Class { chars, .. } => Some(chars.as_ref()?.iter().flat_map(|c| self.cases(*c)).collect()),
            Part::Row(parts) => {
                let mut read = vec![Vec::new()];
                parts.iter().all(|part| self.extend(&mut read, part).is_ok()).then_some(read)
            }
            Part::Alternatives(rows) => {
                let mut texts = Vec::new();
                for row in rows {
                    texts.append(&mut self.texts(row)?);
                }
                Some(texts).filter(|texts| texts.len() <= MOST)
            }
            Part::Repeat { part, is_optional: true, is_single: true } => {
                let mut texts = self.texts(part)?;
                texts.push(Vec::new());
                Some(texts)
            }
            Part::Boundary | Part::Start | Part::End | Part::Repeat { .. } => None,
        }
    }

    /// A character folded, in either case where case is ignored.
    fn cases(&self, c: char) -> Vec<Vec<u8>> {
        if c.is_ascii() {
            return vec![vec![fold_byte(c as u8)]];
        }
        let other: String = if c.is_lowercase() { c.to_uppercase().collect() } else { c.to_lowercase().collect() };
        let written = [c.to_string(), if self.ignores_case { other } else { c.to_string() }];
        BTreeSet::from(written.map(|text| fold(&text))).into_iter().collect()
    }
}

/// Whether no letter stands behind a part that has no few texts.
fn ends_no_word(part: &Part, begins: bool) -> bool {
    match part {
        Part::Char(c) => !c.is_ascii_alphabetic(),
        Part::Class { has_letters, .. } => !has_letters,
        Part::Start | Part::Boundary => true,
        Part::End => begins,
        Part::Row(parts) => parts.iter().fold(begins, |begins, part| ends_no_word(part, begins)),
        Part::Alternatives(rows) => rows.iter().all(|row| ends_no_word(row, begins)),
        Part::Repeat { part, is_optional, .. } => {
            let ends = ends_no_word(part, begins);
            ends && (begins || !is_optional)
        }
    }
}

impl Texts {
    /// The same as [`Self::need`], of words that stand where the texts begin.
    fn first(&self, is_bounded: bool) -> Need {
        let begins = |text: &Vec<u8>| match text.first() {
            None | Some(b' ') => false,
            Some(first) => self.begins || !first.is_ascii_alphanumeric(),
        };
        if self.texts.iter().all(begins) { self.need(is_bounded) } else { Need::Nothing }
    }

    fn ends_no_word(&self) -> bool {
        let ends = |text: &Vec<u8>| text.last().map_or(self.begins, |last| !last.is_ascii_alphabetic());
        self.texts.iter().all(ends)
    }

    /// The need for one of the texts; `is_bounded` says that a boundary of words stands behind it.
    fn need(&self, is_bounded: bool) -> Need {
        let words: Option<Vec<Word>> = self.texts.iter().map(|text| self.word(text, is_bounded)).collect();
        words.map_or(Need::Nothing, Need::one)
    }

    /// A text from where its first word begins, if that says anything.
    fn word(&self, text: &[u8], is_bounded: bool) -> Option<Word> {
        let begins = |at: usize| {
            let goes_on = text[at].is_ascii_alphanumeric()
                && at.checked_sub(1).map_or(!self.begins, |before| text[before].is_ascii_alphabetic());
            text[at] != b' ' && !goes_on
        };
        let written = &text[(0..text.len()).find(|at| begins(*at))?..];
        // A blank behind it ends it too.
        let form = written.trim_ascii_end();
        let is_bounded = is_bounded || form.len() < written.len();
        let is_whole = is_bounded && form.last().is_some_and(u8::is_ascii_alphanumeric);
        let least = match form.first() {
            // Of a sign, or of a whole word (`3x`), one is found in few places.
            Some(first) if is_whole || !first.is_ascii_alphanumeric() => 1,
            _ => 3,
        };
        let says = form.len() >= least && !EVERYWHERE.iter().any(|word| word.as_bytes().starts_with(form));
        says.then(|| Word { form: form.to_owned(), is_whole })
    }
}

/// The characters with which a part may begin, or end.
#[cfg(test)]
fn outermost(part: &Part, is_first: bool) -> Vec<char> {
    match part {
        Part::Char(c) => vec![*c],
        Part::Class { chars, .. } => chars.clone().unwrap_or_default(),
        Part::Repeat { part, .. } => outermost(part, is_first),
        Part::Alternatives(rows) => rows.iter().flat_map(|row| outermost(row, is_first)).collect(),
        Part::Row(parts) => {
            let mut chars = Vec::new();
            let ordered: Vec<&Part> = if is_first { parts.iter().collect() } else { parts.iter().rev().collect() };
            for part in ordered {
                chars.extend(outermost(part, is_first));
                if !matches!(part, Part::Repeat { is_optional: true, .. }) {
                    break;
                }
            }
            chars
        }
        Part::Boundary | Part::Start | Part::End => Vec::new(),
    }
}

/// The letters beyond ASCII at which a part has a boundary of words: none is there for the program.
#[cfg(test)]
fn lost(part: &Part) -> Vec<char> {
    match part {
        Part::Row(parts) => {
            let beside = parts.windows(2).flat_map(|pair| match pair {
                [Part::Boundary, next] => outermost(next, true),
                [before, Part::Boundary] => outermost(before, false),
                _ => Vec::new(),
            });
            beside.filter(|c| !c.is_ascii() && c.is_alphabetic()).chain(parts.iter().flat_map(lost)).collect()
        }
        Part::Alternatives(rows) => rows.iter().flat_map(lost).collect(),
        Part::Repeat { part, .. } => lost(part),
        _ => Vec::new(),
    }
}

/// The letters beyond ASCII at which a pattern has a boundary of words.
#[cfg(test)]
pub(crate) fn lost_letters(pattern: &str) -> Vec<char> {
    lost(&Reader { chars: pattern.chars().peekable() }.alternatives())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A need as one reads it: words between bars, `~` behind one that may go on.
    fn shown(need: &Need) -> String {
        let join = |needs: &[Need], between: &str| {
            let shown: Vec<String> = needs.iter().map(shown).collect();
            format!("({})", shown.join(between))
        };
        match need {
            Need::Nothing => "-".to_owned(),
            Need::One(words) => {
                let word = |word: &Word| {
                    String::from_utf8_lossy(&word.form).into_owned() + if word.is_whole { "" } else { "~" }
                };
                words.iter().map(word).collect::<Vec<_>>().join("|")
            }
            Need::All(needs) => join(needs, " & "),
            Need::Any(needs) => join(needs, " or "),
        }
    }

    #[test]
    fn a_pattern_needs_the_words_that_stand_in_all_its_matches() {
        for (pattern, need) in [
            (r"\bremote\b", "remote"),
            (r"remote", "-"),
            (r"(?i)\b(?:on[- ]?call|Pagers?)\b", "on call|oncall|pager|pagers"),
            (r"\b(?:home|smart)[ -]?work\w*", "home work~|homework~|smart work~|smartwork~"),
            (r"\b(?:not|never)\b[^.;]{0,30}\bvisas?\b", "(never|not & visa|visas)"),
            (r"\bvisas?\b(?: now)?|\d+ permits?", "permit~|permits~|visa|visas"),
            (r"\b(?:\d+ ?%|some)\b[^.]*\btravel\w*", "(%~|some & travel~)"),
            (r"\b(?:\w+ ){0,3}years", "years~"),
            (r"(?:^|[^\w.])(?:one|two) lat\b", "one lat|two lat"),
            (r"\w*studium\b|\bdiploma", "-"),
            (r"[a-z]clearance", "-"),
            (r"[:–-]\s*clearance", "clearance~"),
            (r"[^\w]clearance", "clearance~"),
            (r"[^.]clearance", "-"),
            (r"\bof (?:the )?team|\bvisa", "of team~|of the team~|visa~"),
            (r"(?:of the )+team", "team~"),
            (r"(?i)\b[ée]tat", "etat~|État~|état~"),
            (r"(?i)straße\b", "-"),
            (r"(?i)\bstraße\b", "strasse|straße"),
            (r"(?P<tag>#\s?li-remote)", "(#~ & li remote~)"),
            (r"\bpartners? of\b|\bin\b", "-"),
            (r"\bpaym?ents{2}now", "payent~|payment~"),
            (r"", "-"),
        ] {
            assert_eq!(shown(&Known::of(pattern).need), need, "{pattern}");
        }
    }

    #[test]
    fn matches_begin_with_words_where_all_alternatives_do() {
        for (pattern, first) in [
            (r"\b(?:fully )?remote\b", "fully remote|remote"),
            (r"\b(?:no|never)\b[^.]*\bvisa", "-"),
            (r"\b(?:not|never)\b[^.]*\bvisa", "never|not"),
            (r"\bvisas?\b(?: now)?|\b(?:work )?permits? \d", "permit|permits|visa|visas|work permit|work permits"),
            (r"\b(?:(?P<a>junior|jr)|(?P<b>senior\w*))\b", "jr|junior|senior~"),
            (r"\b(?:junior|\d+)", "-"),
            (r"\b(?:\w+ )?junior", "-"),
            (r"^remote", "-"),
            (r" remote", "-"),
            (r"remote", "-"),
            (r"#remote|\bremote", "#remote~|remote~"),
        ] {
            assert_eq!(
                Known::of(pattern).first.map_or("-".to_owned(), |words| shown(&Need::One(words))),
                first,
                "{pattern}"
            );
        }
    }

    #[test]
    fn a_boundary_beside_a_letter_beyond_ascii_is_seen() {
        assert_eq!(lost_letters(r"\b(?:été|an)\b"), ['é', 'é']);
        assert_eq!(lost_letters(r"(?:é|\bane)\b x"), ['é']);
        assert_eq!(lost_letters(r"\bl['’]été |années?\b|\b(?:é|x)"), ['é']);
    }

    #[test]
    fn a_need_is_met_by_the_words_that_it_lists() {
        let need = Known::of(r"\b(?:not|never)\b.*\bvisas?\b|\bsponsor").need;
        let met = |text: &str| {
            need.is_met(&|words| words.iter().any(|word| text.contains(&*String::from_utf8_lossy(&word.form))))
        };
        assert!(met("never a visa") && met("sponsored"));
        assert!(!met("never") && !met("visas"));
    }
}
