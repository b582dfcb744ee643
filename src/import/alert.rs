//! Job alerts: mails that list several postings, each with a title that is a link, an employer, a place and a few words.
//!
//! In: the HTML or the text of a mail. Out: its entries; fewer than two when it is no alert.

use html5gum::{Token, Tokenizer};
use serde_json::{Map, Value};

use super::board::Boards;
use super::{Found, field, mapping, markup, plain};
use crate::posting::{Body, Markup, Posting, Source};
use crate::text::tags::tamed;

/// Lines of an entry that are kept, entries of a mail, and lines of it that are read.
const MOST_LINES: usize = 40;
const MOST_ENTRIES: usize = 500;
const MOST_READ: usize = 20_000;

/// Letters of a title at most.
const LONGEST_TITLE: usize = 140;

/// Words with which a line begins that ends the last entry: it is about the mail.
const ABOUT_THE_MAIL: &[&str] = &[
    "©",
    "abbestellen",
    "alle jobs",
    "copyright",
    "edit this alert",
    "manage",
    "privacy",
    "se désabonner",
    "see all",
    "see more",
    "this email was",
    "this mail was",
    "unsubscribe",
    "view all",
    "view more",
    "you are receiving",
    "you received",
    "you're receiving",
];

/// Words of a line that only leads to the posting.
const LEADS_TO_IT: &[&str] = &[
    "ansehen",
    "anzeigen",
    "apply",
    "bewerben",
    "candidater",
    "details",
    "here",
    "jetzt",
    "job",
    "learn",
    "more",
    "now",
    "offre",
    "posting",
    "read",
    "save",
    "see",
    "stelle",
    "the",
    "to",
    "view",
    "voir",
    "zur",
];

/// A posting in an alert.
#[derive(Debug, PartialEq)]
pub(super) struct Entry {
    /// The title, and what stands under it.
    lines: Vec<String>,
    url: Option<String>,
}

/// A line of a mail, and the address of the link that it is.
struct Line {
    text: String,
    url: Option<String>,
}

/// The entries of an alert in HTML.
pub(super) fn of_html(html: &str) -> Vec<Entry> {
    let lines = linked_lines(html);
    let mut entries: Vec<Entry> = Vec::new();
    let mut is_open = false;
    // A title names an occupation, or stands over an employer and a place.
    let over_employer: Vec<bool> =
        (1..=lines.len()).map(|at| lines.get(at).is_some_and(|next| plain::employer(&next.text).is_some())).collect();
    for (Line { text, url }, over_employer) in lines.into_iter().zip(over_employer) {
        let is_title = url.is_some()
            && text.chars().count() <= LONGEST_TITLE
            && !leads_to_it(&text)
            && !is_about_the_mail(&text)
            && (over_employer || plain::is_role(&text));
        match entries.last_mut() {
            // The same posting again: its logo, or a link of its own under it.
            Some(last) if is_title && last.lines[0] == text => {}
            _ if is_title => {
                entries.push(Entry { lines: vec![text], url });
                is_open = true;
            }
            Some(_) if is_about_the_mail(&text) => is_open = false,
            Some(last) if is_open && last.lines.len() < MOST_LINES && !leads_to_it(&text) => last.lines.push(text),
            _ => {}
        }
        if entries.len() >= MOST_ENTRIES {
            break;
        }
    }
    entries
}

/// The entries of an alert in plain text: pieces between rules, each with a title first and an address.
pub(super) fn of_text(text: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let is_rule = |line: &str| line.len() > 3 && line.chars().all(|c| "-=_*~ ".contains(c));
    for line in text.lines().take(MOST_READ).map(str::trim).chain(["----"]) {
        if !is_rule(line) {
            open.push(line);
            continue;
        }
        entries.extend(entry(&open));
        open.clear();
        if entries.len() >= MOST_ENTRIES {
            break;
        }
    }
    entries
}

/// The entry of a piece between two rules.
fn entry(lines: &[&str]) -> Option<Entry> {
    let address = lines.iter().find_map(|line| Some(&line[line.find("http")?..]))?;
    let url = address.split([' ', '>', ')']).next().filter(|url| url.contains("://"))?.to_owned();
    // What stands before the first title introduces the mail.
    let start =
        lines.iter().position(|line| line.len() <= LONGEST_TITLE && plain::is_role(line) && !line.contains("://"))?;
    let kept = lines[start..].iter().filter(|line| !line.is_empty() && !line.contains("://") && !leads_to_it(line));
    let kept = kept.take_while(|line| !is_about_the_mail(line));
    Some(Entry { url: Some(url), lines: kept.take(MOST_LINES).map(|line| markup::line(line)).collect() })
}

fn is_about_the_mail(line: &str) -> bool {
    let line = line.to_lowercase();
    ABOUT_THE_MAIL.iter().any(|start| line.starts_with(start))
}

/// Whether a line says no more than "View job".
fn leads_to_it(line: &str) -> bool {
    let mut words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some()
        && words.clone().count() <= 5
        && words.all(|word| LEADS_TO_IT.binary_search(&word.to_lowercase().as_str()).is_ok())
}

impl Entry {
    /// The posting of the entry. An alert often has no words of its own: such an entry is a title only.
    pub(super) fn posting(self, source: Source, date: Option<&str>, boards: &Boards) -> Found {
        let mut facts = Map::new();
        let mut lines = self.lines.into_iter();
        facts.insert("title".to_owned(), lines.next().unwrap_or_default().into());
        let mut body: Vec<String> = Vec::new();
        for (at, line) in lines.enumerate() {
            if body.is_empty() && at < 5 && head(&line, at, &mut facts) {
                continue;
            }
            body.push(line);
        }
        let mut set = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                facts.entry(key).or_insert(Value::String(value));
            }
        };
        set("date", date.map(str::to_owned));
        set("url", self.url);
        let facts = Value::Object(facts);
        let posting = mapping::fields(&boards.generic, &facts, &facts, source);
        mapping::described(Posting { body: Body { markup: Markup::Text, raw: body.join("\n") }, ..posting })
    }
}

/// Whether a line under the title is no part of the text: a labelled fact, the employer, the place, the pay, a tag.
fn head(line: &str, at: usize, facts: &mut Map<String, Value>) -> bool {
    let mut set = |key: &str, value: &str| {
        facts.entry(key).or_insert_with(|| Value::String(value.to_owned()));
    };
    if let Some((key, value)) = plain::labelled(line) {
        set(key, value);
        return true;
    }
    let is_short = line.chars().count() <= 80 && !line.ends_with(['.', '!', '?', '…']) && line.split(' ').count() <= 9;
    if !is_short {
        return false;
    }
    match plain::employer(line) {
        Some((company, location)) if at == 0 => {
            set("company", company);
            set("location", location);
        }
        _ if line.contains(['$', '€', '£']) => set("salary", line),
        _ if field::remote(line).is_some() && line.split(' ').count() <= 2 => set("workplacetype", line),
        _ if at == 0 => set("company", line),
        _ if at == 1 => set("location", line),
        // "3 days ago", "Easy apply", "New": tags of the board.
        _ => return line.split(' ').count() <= 4,
    }
    true
}

/// The lines of a page with the links that they are: tags that part lines part them, cells of a table too.
fn linked_lines(html: &str) -> Vec<Line> {
    let mut page = Page::default();
    for Ok(token) in Tokenizer::new(&*tamed(html)) {
        match token {
            Token::StartTag(tag) => match &**tag.name {
                b"style" | b"script" | b"head" | b"title" => page.hidden += 1,
                b"a" => {
                    page.end();
                    let href = tag.attributes.get(&b"href"[..]).map(|href| String::from_utf8_lossy(href).into_owned());
                    page.link = href.filter(|href| href.starts_with("http"));
                }
                name if parts_lines(name) => page.end(),
                _ => {}
            },
            Token::EndTag(tag) => match &**tag.name {
                b"style" | b"script" | b"head" | b"title" => page.hidden = page.hidden.saturating_sub(1),
                b"a" => {
                    page.end();
                    page.link = None;
                }
                name if parts_lines(name) => page.end(),
                _ => {}
            },
            Token::String(said) if page.hidden == 0 => page.text.push_str(&String::from_utf8_lossy(&said)),
            _ => {}
        }
        if page.lines.len() >= MOST_READ {
            break;
        }
    }
    page.end();
    page.lines
}

fn parts_lines(tag: &[u8]) -> bool {
    matches!(
        tag,
        b"p" | b"div" | b"td" | b"tr" | b"table" | b"li" | b"br" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6"
    )
}

/// A page while its lines are read.
#[derive(Default)]
struct Page {
    lines: Vec<Line>,
    /// The line that is open, and the address of the link that is: of each of several lines in it.
    text: String,
    link: Option<String>,
    /// Elements that are not shown and are open.
    hidden: usize,
}

impl Page {
    /// Ends the line that is open.
    fn end(&mut self) {
        let text = markup::line(&std::mem::take(&mut self.text));
        if text.chars().any(char::is_alphanumeric) {
            self.lines.push(Line { text, url: self.link.clone() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(entries: &[Entry]) -> Vec<&str> {
        entries.iter().map(|entry| entry.lines[0].as_str()).collect()
    }

    #[test]
    fn word_lists_are_sorted() {
        assert!(LEADS_TO_IT.is_sorted());
    }

    #[test]
    fn entries_of_html_begin_at_links_with_titles() {
        let html = "<a href=http://x/home>JobMail</a><h2>2 new jobs</h2>\
             <table><tr><td><a href=http://x/1><img></a><a href=http://x/1><b>Site Reliability</b> Engineer</a><br>Acme &amp; Co<br>Ulm<p>We run clusters.</td></tr>\
             <tr><td><a href=http://x/2><div>Head of Infrastructure</div></a><div>Umbra · Bonn</div><a href=http://x/2>View job</a></td></tr></table>\
             <p>See all jobs</p><p>JobMail Ltd</p>";
        let entries = of_html(html);
        assert_eq!(titles(&entries), ["Site Reliability Engineer", "Head of Infrastructure"]);
        assert_eq!(entries[0].url.as_deref(), Some("http://x/1"));
        assert_eq!(entries[1].lines, ["Head of Infrastructure", "Umbra · Bonn"]);
        let boards = Boards::built_in().unwrap();
        let mut found = entries.into_iter().map(|entry| entry.posting(Source::default(), Some("2026-05-04"), &boards));
        let first = found.next().unwrap().unwrap();
        assert_eq!((first.company.as_deref(), first.location.as_deref()), (Some("Acme & Co"), Some("Ulm")));
        assert_eq!((first.body.raw.as_str(), first.posted.is_some()), ("We run clusters.", true));
        assert_eq!(found.next().unwrap().unwrap_err().reason, "no description (title only): Head of Infrastructure");
    }

    #[test]
    fn entries_of_text_stand_between_rules() {
        let text = "Your alert\n\nSRE\nAcme\nUlm\nWe run clusters.\nView job: http://x/1\n----------\n\
                    Data Engineer\nUmbra\nhttp://x/2\n----------\nUnsubscribe: http://x/u\n";
        assert_eq!(titles(&of_text(text)), ["SRE", "Data Engineer"]);
        assert!(of_text("An Engineer writes.\nNo rules here.").is_empty());
    }
}
