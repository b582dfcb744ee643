//! An item of a board's payload to a posting.
//!
//! In: a [`Board`], the payload and one of its items. Out: a [`Posting`], or the reason why it is none.

use serde_json::Value;

use super::board::{Board, Part};
use super::lookup::Field;
use super::{Found, date, field, markup};
use crate::posting::{Body, Markup, Posting, Rejected, Remote, Salary, Source, Stated};

/// Letters of a later part that are looked for in the earlier ones, to leave out what a source says twice.
const SAID_BEFORE: usize = 120;

/// Values of one field that are joined. More are no places of work but an attack on time.
const MOST_VALUES: usize = 50;

/// Parts of a description of one kind.
const MOST_PARTS: usize = 200;

/// A description of more bytes is none of one posting: as much as a line of NDJSON may have.
const LONGEST: usize = 16 << 20;

/// Bytes of a description that may be nothing but a way to it.
const LONGEST_CALL: usize = 400;

/// The words of a text that only leads to the posting, in the languages of most postings.
const CALLS: &[&str] = &[
    "a",
    "ahora",
    "all",
    "an",
    "application",
    "apply",
    "aquí",
    "auf",
    "bewerben",
    "bewirb",
    "by",
    "candidatar",
    "candidater",
    "click",
    "clicking",
    "description",
    "details",
    "dich",
    "easy",
    "for",
    "full",
    "here",
    "hier",
    "ici",
    "jetzt",
    "job",
    "klick",
    "learn",
    "link",
    "maintenant",
    "more",
    "now",
    "offre",
    "on",
    "online",
    "or",
    "our",
    "page",
    "please",
    "position",
    "postuler",
    "read",
    "role",
    "see",
    "sich",
    "site",
    "stelle",
    "submit",
    "the",
    "this",
    "to",
    "today",
    "unsere",
    "view",
    "visit",
    "voir",
    "website",
    "zur",
];

/// The posting that an item of a board's payload describes, unless it has no description.
pub(super) fn posting(board: &Board, root: &Value, item: &Value, source: Source) -> Found {
    let at = At { root, item };
    let Some(body) = at.body(&board.body) else {
        // Nothing else of it is told, and a table may be of such rows alone.
        let title = at.line(&board.fields.title).unwrap_or_default();
        let source = Source { url: at.text(&board.fields.url), ..source };
        return Err(Rejected::new(source, no_description(&title)));
    };
    described(at.posting(board, body, source))
}

/// Whatever an item of a board's payload says of a posting.
pub(super) fn fields(board: &Board, root: &Value, item: &Value, source: Source) -> Posting {
    let at = At { root, item };
    let body = at.body(&board.body).unwrap_or(Body { markup: Markup::Text, raw: String::new() });
    at.posting(board, body, source)
}

/// A place without the gaps that missing parts of it leave: `Remote, , Spain`.
fn without_gaps(place: &str) -> String {
    let parts: Vec<&str> = place.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

/// The posting, unless it has no description worth the name.
pub(super) fn described(posting: Posting) -> Found {
    if posting.body.raw.len() > LONGEST {
        let reason =
            format!("a description of more than 16 MB, which no posting has: {}", markup::head(&posting.title, 200));
        return Err(Rejected::new(posting.source, reason));
    }
    if markup::is_long(&posting.body) && posting.body.raw.len() > LONGEST_CALL {
        return Ok(posting);
    }
    let said = match posting.body.markup {
        Markup::Html => markup::line(&markup::strip(&posting.body.raw)),
        Markup::Text => markup::line(&posting.body.raw),
    };
    let title = &posting.title;
    let repeats = field::letters(&said) == field::letters(title);
    let words = said.split(' ').filter(|word| word.contains(char::is_alphanumeric)).count();
    let only_calls = words > 0 && only_calls(&said);
    if !only_calls && (words >= 2 && !repeats || markup::is_long(&posting.body)) {
        return Ok(posting);
    }
    let reason = if only_calls {
        format!("no description, only a way to it ({}): {}", markup::head(&said, 100), markup::head(title, 200))
    } else if words > 0 && !repeats {
        format!("description of {} characters is too short: {}", said.chars().count(), markup::head(title, 200))
    } else {
        no_description(title)
    };
    Err(Rejected::new(posting.source, reason))
}

/// That an item has a title at most.
fn no_description(title: &str) -> String {
    if title.is_empty() {
        "no description and no title".to_owned()
    } else {
        format!("no description (title only): {}", markup::head(title, 200))
    }
}

/// Whether a text only leads to the posting: "Apply now", "Click here to view the full job description".
fn only_calls(said: &str) -> bool {
    let mut words = said.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.all(|word| CALLS.binary_search(&word.to_lowercase().as_str()).is_ok())
}

/// Whether an item has the title or a part of the description that the board's fields point at.
pub(super) fn has_anything(board: &Board, root: &Value, item: &Value) -> bool {
    let at = At { root, item };
    at.line(&board.fields.title).is_some() || at.has_description(board)
}

/// Whether an item has both.
pub(super) fn is_posting(board: &Board, root: &Value, item: &Value) -> bool {
    let at = At { root, item };
    at.line(&board.fields.title).is_some() && at.has_description(board)
}

/// Whether an item has a part of the description that the board's fields point at.
pub(super) fn has_description(board: &Board, root: &Value, item: &Value) -> bool {
    At { root, item }.has_description(board)
}

/// An item in its payload.
struct At<'v> {
    root: &'v Value,
    item: &'v Value,
}

impl At<'_> {
    /// The posting with this description.
    fn posting(&self, board: &Board, body: Body, mut source: Source) -> Posting {
        let fields = &board.fields;
        source.url = self.text(&fields.url);
        let salary = self.salary(board);
        let stated = Stated {
            salary_text: salary.is_none().then(|| self.line(&board.salary.text)).flatten(),
            salary,
            remote: self.remote(board),
            employment: self.first(&fields.employment, |value| field::employment(&field::text(value)?)),
            seniority: self.first(&fields.seniority, |value| field::seniority(&field::text(value)?)),
            years_min: self.first(&fields.years, field::years),
        };
        Posting {
            source,
            external_id: self.text(&fields.id),
            title: self.line(&fields.title).unwrap_or_default(),
            company: self.line(&fields.company),
            location: self.line(&fields.location).map(|place| without_gaps(&place)).filter(|place| !place.is_empty()),
            posted: self.first(&fields.posted, date::of_value),
            closes: self.first(&fields.closes, date::of_value),
            body,
            stated,
        }
    }

    /// The text of a field as it stands.
    fn text(&self, wanted: &Field) -> Option<String> {
        wanted.0.iter().find_map(|alternative| {
            let terms = alternative.0.iter().filter_map(|term| {
                let found =
                    term.path.select(self.root, self.item).into_iter().take(MOST_VALUES).filter_map(field::text);
                field::joined(found.filter_map(|text| term.filtered(text)), "; ")
            });
            field::joined(terms, ", ")
        })
    }

    /// The text of a field on one line, without markup.
    fn line(&self, wanted: &Field) -> Option<String> {
        self.text(wanted).map(|text| markup::line(&text)).filter(|line| !line.is_empty())
    }

    /// What the first value that is understood means.
    fn first<T>(&self, wanted: &Field, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let terms = wanted.0.iter().flat_map(|alternative| &alternative.0);
        terms.flat_map(|term| term.path.select(self.root, self.item)).find_map(read)
    }

    fn is_true(&self, wanted: &Field) -> bool {
        self.first(wanted, |value| field::flag(value).filter(|flag| *flag)).is_some()
    }

    fn remote(&self, board: &Board) -> Option<Remote> {
        let told = &board.remote;
        let words = |value: &Value| {
            let word = field::text(value).or_else(|| value.as_bool().map(|flag| flag.to_string()))?;
            told.codes.get(&word).copied().or_else(|| field::remote(&word))
        };
        if let Some(said) = self.first(&told.words, words) {
            return Some(said);
        }
        if self.is_true(&told.hybrid) {
            Some(Remote::Hybrid)
        } else if self.is_true(&told.remote) {
            Some(Remote::Remote)
        } else if self.is_true(&told.onsite) {
            Some(Remote::Onsite)
        } else {
            told.always
        }
    }

    fn salary(&self, board: &Board) -> Option<Salary> {
        let told = &board.salary;
        let divide_by = told.divide_by.unwrap_or(1.0);
        let amount = |wanted| self.first(wanted, field::amount).map(|amount| amount / divide_by);
        let (min, max) = match (amount(&told.min), amount(&told.max)) {
            (Some(min), Some(max)) if min > max => (Some(max), Some(min)),
            (Some(one), None) if told.max.0.is_empty() => (Some(one), Some(one)),
            found => found,
        };
        if min.is_none() && max.is_none() {
            return None;
        }
        let code = |word: &str| told.periods.get(word).copied().or_else(|| field::period(word));
        let period = self.first(&told.period, |value| code(&field::text(value)?)).or(told.period_is);
        let currency = self.text(&told.currency).map(|code| code.to_ascii_uppercase());
        let currency = currency.filter(|code| code.len() == 3).or_else(|| told.currency_is.clone());
        let text = self.line(&told.text).unwrap_or_else(|| {
            let amounts = [min, max].into_iter().flatten().map(|amount| amount.to_string());
            let amounts = field::joined(amounts, "–").unwrap_or_default();
            let words = [currency.clone(), period.map(|period| format!("per {period}"))];
            words.into_iter().flatten().fold(amounts, |text, word| text + " " + &word)
        });
        Some(Salary { min, max, currency, period, text })
    }

    fn has_description(&self, board: &Board) -> bool {
        board.body.iter().any(|part| part.each.is_none() && self.part_text(&part.text).is_some())
    }

    /// The description: its parts under their headings, as HTML when any of them is.
    fn body(&self, parts: &[Part]) -> Option<Body> {
        let mut found: Vec<(Option<String>, Body)> = Vec::new();
        // The letters of the parts found so far; most descriptions have one part and need none.
        let mut said = String::new();
        let mut counted = 0;
        for part in parts {
            let places = match &part.each {
                Some(each) => each.select(self.root, self.item),
                None => vec![self.item],
            };
            for item in places.into_iter().take(MOST_PARTS) {
                let at = At { root: self.root, item };
                let Some(text) = at.part_text(&part.text) else { continue };
                let body = markup::body(text);
                for (_, earlier) in &found[counted..] {
                    said.push_str(&letters(earlier));
                }
                counted = found.len();
                if counted > 0 && said.contains(markup::head(&letters(&body), SAID_BEFORE)) {
                    continue;
                }
                found.push((at.line(&part.heading_at).or_else(|| part.heading.clone()), body));
            }
        }
        match found.len() {
            0 => None,
            1 if found[0].0.is_none() => found.pop().map(|(_, body)| body),
            _ if found.iter().any(|(_, body)| body.markup == Markup::Html) => Some(in_html(&found)),
            _ => Some(in_text(&found)),
        }
    }

    /// The text of a part: the first alternative that says something; the elements of an array as a list.
    fn part_text(&self, wanted: &Field) -> Option<String> {
        wanted.0.iter().flat_map(|alternative| &alternative.0).find_map(|term| {
            let found = term.path.select(self.root, self.item).into_iter().filter_map(described_value);
            Some(found.collect::<Vec<_>>().join("\n")).filter(|text| !text.is_empty())
        })
    }
}

/// The text of a value in a description. The elements of an array are items of a list.
fn described_value(value: &Value) -> Option<String> {
    let Value::Array(items) = value else { return field::text(value) };
    let items: Vec<String> = items.iter().filter_map(field::text).collect();
    let html = items.iter().any(|item| markup::is_html(item));
    let (before, between, after) = if html { ("<li>", "</li>\n<li>", "</li>") } else { ("- ", "\n- ", "") };
    (!items.is_empty()).then(|| [before, &items.join(between), after].concat())
}

fn letters(body: &Body) -> String {
    field::letters(&markup::strip(&body.raw))
}

fn in_html(parts: &[(Option<String>, Body)]) -> Body {
    let mut raw = String::new();
    for (heading, body) in parts {
        if let Some(heading) = heading {
            raw.push_str("<h3>");
            markup::escape_into(&mut raw, heading);
            raw.push_str("</h3>\n");
        }
        let html = match body.markup {
            Markup::Html => body.raw.clone(),
            Markup::Text => markup::paragraphs(&body.raw),
        };
        // A list without its `<ul>` is how some boards give the items under a heading.
        let bare_list = html.trim_start().get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case("<li"));
        let (before, after) = if bare_list { ("<ul>", "</ul>\n") } else { ("", "\n") };
        raw.push_str(before);
        raw.push_str(&html);
        raw.push_str(after);
    }
    Body { markup: Markup::Html, raw }
}

fn in_text(parts: &[(Option<String>, Body)]) -> Body {
    let mut raw = String::new();
    for (heading, body) in parts {
        if let Some(heading) = heading {
            raw.push_str("## ");
            raw.push_str(heading);
            raw.push_str("\n\n");
        }
        raw.push_str(&body.raw);
        raw.push_str("\n\n");
    }
    Body { markup: Markup::Text, raw }
}
