//! The main content of a page: the posting without navigation, cookie text, forms and similar jobs.
//!
//! In: the tree of a page. Out: its title, the HTML of the part that holds the posting, and facts under labels.
//!
//! The part is found by where running text stands together: the container whose own paragraphs and lists hold the most
//! text outside links, widened to the element that names itself a description, or to its like siblings.

use std::collections::HashMap;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node, Selector};
use serde_json::{Map, Value};

use super::{date, inner, markup, plain};
use crate::text::tags::has_endless_tag;

/// What a page says.
pub(super) struct Main {
    /// The title; empty when the page has none.
    pub(super) title: String,
    /// The HTML of the part that holds the posting.
    pub(super) html: String,
    /// Facts under labels ("Location: Ulm"), by the usual names of fields.
    pub(super) facts: Map<String, Value>,
}

/// Elements nested deeper than this are given to no parser, whose time grows with the square of it.
const DEEPEST: usize = 400;

/// Elements that never hold the posting.
const FURNITURE: &[&str] = &[
    "aside", "button", "dialog", "footer", "head", "iframe", "input", "nav", "noscript", "object", "script", "select",
    "style", "svg", "template", "textarea",
];

/// Roles of such parts.
const FURNITURE_ROLES: &[&str] = &["banner", "complementary", "contentinfo", "dialog", "navigation", "search"];

/// Words in a class or an id of such parts.
const FURNITURE_WORDS: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "banner",
    "breadcrumb",
    "breadcrumbs",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "footer",
    "gdpr",
    "menu",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "popup",
    "recommendations",
    "recommended",
    "related",
    "share",
    "sharing",
    "sidebar",
    "similar",
    "social",
    "subscribe",
    "toast",
];

/// Elements without a closing tag, or whose closing tag is often left out: they do not count as nesting.
const UNCLOSED: &[&str] = &[
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
    "param", "source", "td", "th", "tr", "track", "wbr",
];

/// Elements that hold others rather than text.
const CONTAINERS: &[&str] =
    &["article", "body", "div", "form", "html", "main", "section", "table", "tbody", "td", "tr"];

/// Elements that are paragraphs, or part them: a container without any is a paragraph itself.
const BLOCKS: &[&str] =
    &["blockquote", "br", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul"];

/// Letters that a sibling must have to be more of the same.
const SIBLING_TEXT: usize = 50;

/// A larger page is given to no parser either: its tree takes many times its size.
const LARGEST: usize = 16 << 20;

/// Whether a page is of the size and the nesting of pages, and its tags of the length of tags.
pub(super) fn is_sound(html: &str) -> bool {
    html.len() <= LARGEST && is_shallow(html) && !has_endless_tag(html)
}

fn is_shallow(html: &str) -> bool {
    let bytes = html.as_bytes();
    let mut depth = 0_usize;
    for at in memchr::memchr_iter(b'<', bytes) {
        let closing = bytes.get(at + 1) == Some(&b'/');
        let name = &bytes[at + 1 + usize::from(closing)..];
        let name = &name[..name.iter().take(10).take_while(|b| b.is_ascii_alphanumeric()).count()];
        let unclosed = UNCLOSED.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name));
        if name.is_empty() || unclosed {
            continue;
        }
        depth = if closing { depth.saturating_sub(1) } else { depth + 1 };
        if depth > DEEPEST {
            return false;
        }
    }
    true
}

/// The text of an element on one line.
pub(super) fn line(element: ElementRef<'_>) -> String {
    let text: String = element.text().flat_map(|text| [text, " "]).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The main content of a page. A title that is known is kept.
pub(super) fn read(mut page: Html, title: Option<String>) -> Main {
    let title = title.unwrap_or_else(|| self::title(&page));
    let employer = employer(&page, &title);
    clear(&mut page);
    let measures = measure(&page);
    let Some(best) = best(&page, &measures) else {
        return Main { title, html: String::new(), facts: Map::new() };
    };
    let chosen = widened(best, &measures);
    let title = if title.is_empty() { heading(&page) } else { title };
    let mut facts = facts(&page);
    if let Some(employer) = employer {
        facts.entry("company").or_insert(Value::String(employer));
    }
    Main { title, html: inner::html(chosen), facts }
}

fn select<'p>(page: &'p Html, css: &str) -> Vec<ElementRef<'p>> {
    // From the root: a selection from the page itself would find what was taken out.
    Selector::parse(css).map(|selector| page.root_element().select(&selector).collect()).unwrap_or_default()
}

/// The title: the first heading of the first rank that the page's own title repeats, or the first, or the page's title.
fn title(page: &Html) -> String {
    let attribute = |css: &str| select(page, css).into_iter().find_map(|meta| meta.attr("content")).map(markup::line);
    let shared = attribute("meta[property='og:title']").or_else(|| attribute("meta[itemprop='og:title']"));
    let page_title = select(page, "title").first().map(|element| line(*element));
    let headings: Vec<String> = select(page, "h1").into_iter().map(line).filter(|text| !text.is_empty()).collect();
    let repeated = headings
        .iter()
        .find(|heading| [&shared, &page_title].into_iter().flatten().any(|title| title.contains(heading.as_str())));
    let found = repeated.or(headings.first()).cloned().or(shared);
    found.unwrap_or_default()
}

/// The employer that the page's own title names: `SRE at Acme | Board`. What stands there without such a word may be the board.
fn employer(page: &Html, title: &str) -> Option<String> {
    let shared = select(page, "meta[property='og:title']").into_iter().filter_map(|meta| meta.attr("content"));
    let titles = shared.map(markup::line).chain(select(page, "title").into_iter().map(line));
    titles.filter(|_| !title.is_empty()).find_map(|whole| {
        let (_, rest) = whole.split_once(title)?;
        let rest = [" at ", " bei ", " chez ", " @ "].iter().find_map(|word| rest.strip_prefix(word))?;
        let end = [" | ", " - ", " – ", " — ", " in ", " (", ","].iter().filter_map(|mark| rest.find(mark)).min();
        let name = rest[..end.unwrap_or(rest.len())].trim();
        (!name.is_empty() && name.len() <= 60).then(|| name.to_owned())
    })
}

/// The first heading of a lower rank, for pages without a title of their own; the page's title where there is none.
fn heading(page: &Html) -> String {
    let first = select(page, "h2, h3").into_iter().map(line).find(|text| !text.is_empty());
    first.unwrap_or_default()
}

/// Takes the parts that do not hold the posting out of the tree.
fn clear(page: &mut Html) {
    detach(page, elements(page).filter(|element| is_furniture(element.value())).map(|element| element.id()).collect());
    // A name alone is no proof: a part with half of the page's text is the page, whatever it is called.
    let measures = measure(page);
    let half = measures.get(&page.root_element().id()).map_or(0, |measure| measure.text / 2);
    let small = |id| measures.get(&id).is_none_or(|measure: &Measure| measure.text <= half);
    let named = |element: &ElementRef<'_>| is_named_furniture(element.value()) && small(element.id());
    detach(page, elements(page).filter(named).map(|element| element.id()).collect());
}

fn elements(page: &Html) -> impl Iterator<Item = ElementRef<'_>> {
    page.tree.nodes().filter_map(ElementRef::wrap)
}

fn detach(page: &mut Html, ids: Vec<NodeId>) {
    for id in ids {
        if let Some(mut node) = page.tree.get_mut(id) {
            node.detach();
        }
    }
}

fn is_furniture(element: &Element) -> bool {
    FURNITURE.contains(&element.name())
        || element.attr("hidden").is_some()
        || element.attr("role").is_some_and(|role| FURNITURE_ROLES.contains(&role))
}

fn is_named_furniture(element: &Element) -> bool {
    if matches!(element.name(), "html" | "body" | "main" | "article") {
        return false;
    }
    let words = [element.attr("class"), element.attr("id")];
    let mut words = words.into_iter().flatten().flat_map(|names| names.split(|c: char| !c.is_ascii_alphanumeric()));
    words.any(|word| FURNITURE_WORDS.binary_search(&word.to_ascii_lowercase().as_str()).is_ok())
}

/// What an element holds.
#[derive(Clone, Copy, Default)]
struct Measure {
    /// Letters and digits outside links, in all of it.
    text: usize,
    /// Letters and digits in links.
    links: usize,
    /// Letters and digits of its own paragraphs: of children that hold text rather than other containers.
    own: usize,
    /// Whether a container or a block is inside.
    holds_blocks: bool,
}

type Measures = HashMap<NodeId, Measure>;

/// Measures every element, children before parents.
fn measure(page: &Html) -> Measures {
    let mut measures = Measures::new();
    for edge in page.tree.root().traverse() {
        let Edge::Close(node) = edge else { continue };
        let measure = match node.value() {
            Node::Text(text) => {
                Measure { text: text.chars().filter(|c| c.is_alphanumeric()).count(), ..Measure::default() }
            }
            Node::Element(element) => {
                let children = node.children().filter_map(|child| {
                    let name = child.value().as_element().map_or("", Element::name);
                    measures.get(&child.id()).map(|measure| (*measure, name))
                });
                element_measure(element.name(), children)
            }
            _ => continue,
        };
        measures.insert(node.id(), measure);
    }
    measures
}

fn element_measure<'n>(name: &str, children: impl Iterator<Item = (Measure, &'n str)>) -> Measure {
    let mut sum = Measure::default();
    for (child, name) in children {
        let container = CONTAINERS.contains(&name);
        sum.text += child.text;
        sum.links += child.links;
        sum.holds_blocks |= container || child.holds_blocks || BLOCKS.contains(&name);
        if !(container && child.holds_blocks) {
            sum.own += child.text;
        }
    }
    if name == "a" {
        sum = Measure { text: 0, own: 0, links: sum.links + sum.text, ..sum };
    }
    sum
}

/// The container whose own paragraphs hold the most text; of equals the first.
fn best<'p>(page: &'p Html, measures: &Measures) -> Option<ElementRef<'p>> {
    let mut best = None;
    let mut most = 0;
    for element in page.tree.nodes().filter_map(ElementRef::wrap) {
        let own = measures.get(&element.id()).map_or(0, |measure| measure.own);
        if own > most && CONTAINERS.contains(&element.value().name()) {
            (best, most) = (Some(element), own);
        }
    }
    best
}

/// The element that holds all of the posting of which `best` holds the most.
fn widened<'p>(best: ElementRef<'p>, measures: &Measures) -> ElementRef<'p> {
    let of = |element: ElementRef<'_>| measures.get(&element.id()).copied().unwrap_or_default();
    let text = of(best).text;
    let around = || std::iter::once(best).chain(best.ancestors().filter_map(ElementRef::wrap));
    let named = around().filter(|element| names_itself(element.value()) && of(*element).text <= text * 3).last();
    if let Some(named) = named {
        return named;
    }
    let mut chosen = best;
    let mut at = best;
    while let Some(parent) = at.parent().and_then(ElementRef::wrap) {
        let more = at.prev_siblings().chain(at.next_siblings()).filter_map(ElementRef::wrap);
        let alike = more.filter(|sibling| is_like(*sibling, at, of(*sibling))).count();
        // Paragraphs beside it: it was a part of a description that is cut in two.
        let beside = of(parent).own >= of(at).text / 4;
        if alike > 0 || beside {
            chosen = parent;
        } else if of(parent).text > of(at).text + of(at).text / 10 {
            break;
        }
        at = parent;
    }
    chosen
}

/// Whether an element calls itself the description of a job.
fn names_itself(element: &Element) -> bool {
    let names = [element.attr("class"), element.attr("id")];
    let mut names = names.into_iter().flatten().flat_map(str::split_whitespace);
    names.any(|name| {
        let name = name.to_ascii_lowercase();
        name.contains("description") && !name.contains("meta") && !name.contains("company")
    })
}

fn is_like(sibling: ElementRef<'_>, element: ElementRef<'_>, measure: Measure) -> bool {
    let same = sibling.value().name() == element.value().name() && sibling.attr("class") == element.attr("class");
    same && measure.text >= SIBLING_TEXT && measure.links * 3 < measure.text
}

/// Facts under labels anywhere in the page outside its furniture.
fn facts(page: &Html) -> Map<String, Value> {
    let mut facts = Map::new();
    for element in select(page, "li, p, dt, th, div, span").into_iter().take(3_000) {
        let text: Vec<&str> = element.text().take(40).map(str::trim).filter(|text| !text.is_empty()).take(4).collect();
        if text.is_empty() || text.len() > 3 {
            continue;
        }
        let labelled = match &text[..] {
            // Without a colon only days are taken, which show by themselves whether they are any.
            [label, value] if !label.contains(':') && date::of_text(value).is_some() => format!("{label}: {value}"),
            _ => text.join(" "),
        };
        if let Some((key, value)) = plain::labelled(&labelled) {
            facts.entry(key).or_insert(Value::String(value.to_owned()));
        }
    }
    // A term and its description, or the head of a row and its cell.
    for term in select(page, "dt, th").into_iter().take(300) {
        let described =
            term.next_siblings().find_map(ElementRef::wrap).filter(|next| matches!(next.value().name(), "dd" | "td"));
        let labelled = described.map(|described| format!("{}: {}", line(term).trim_end_matches(':'), line(described)));
        if let Some((key, value)) = labelled.as_deref().and_then(plain::labelled) {
            facts.entry(key).or_insert(Value::String(value.to_owned()));
        }
    }
    facts.remove("title");
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn main_of(html: &str) -> Main {
        read(Html::parse_document(html), None)
    }

    const DUTIES: &str = "<p>You will run the clusters on which all our teams build their services, day and night.</p>\
                          <ul><li>Automate the setup of machines and networks</li><li>Keep the pipelines quick</li></ul>";
    const ASKED: &str = "<p>You have run Linux servers for some years and know how packets find their way.</p>";

    #[test]
    fn word_lists_are_sorted() {
        assert!(FURNITURE.is_sorted());
        assert!(FURNITURE_WORDS.is_sorted());
    }

    #[test]
    fn navigation_cookies_and_similar_jobs_are_left_out() {
        let main = main_of(&format!(
            "<html><head><title>SRE | Acme</title></head><body><nav><a href=/>Home</a></nav>\
             <div class=\"cookie-notice\"><p>We use cookies to make this page better for you and for all our partners.</p></div>\
             <h1>SRE</h1><p class=x><b>Location:</b> Ulm</p><dl><dt>Salary:</dt><dd>60k</dd></dl><div><div>Posted On</div><div>4 May 2026</div></div><div class=\"text\">{DUTIES}</div>\
             <div class=\"similar-jobs\"><p>Another job that is about the same as this one, only elsewhere.</p></div></body></html>"
        ));
        assert_eq!(main.title, "SRE");
        assert_eq!(main.html, DUTIES);
        let fact = |key: &str| main.facts[key].as_str().unwrap();
        assert_eq!((fact("location"), fact("date"), fact("salary")), ("Ulm", "4 May 2026", "60k"));
    }

    #[test]
    fn an_employer_is_named_after_the_title_only_with_a_word_that_says_so() {
        let company = |title: &str| {
            let main = main_of(&format!("<title>{title}</title><h1>SRE</h1><p>{DUTIES}</p>"));
            main.facts.get("company").map(|name| name.as_str().unwrap().to_owned())
        };
        assert_eq!(company("SRE at Acme &amp; Co | Board").as_deref(), Some("Acme & Co"));
        assert_eq!(company("SRE | Board"), None);
    }

    #[test]
    fn like_sections_belong_together() {
        let html = format!(
            "<body><h2>SRE</h2><div class=all><div class=s><h4>Duties</h4><div>{DUTIES}</div></div>\
             <div class=s><h4>Asked</h4><div>{ASKED}</div></div></div><p>Foot</p></body>"
        );
        let main = main_of(&html);
        assert!(main.html.contains("pipelines quick") && main.html.contains("packets find"), "{}", main.html);
        assert!(!main.html.contains("Foot"));
        assert_eq!(main.title, "SRE");
    }

    #[test]
    fn an_element_that_calls_itself_the_description_is_taken_whole() {
        let html = format!(
            "<body><div id=job-description><div><div>{DUTIES}</div></div><section>{ASKED}</section></div><div>{ASKED}</div></body>"
        );
        assert!(main_of(&html).html.contains("packets find"));
    }

    #[test]
    fn nesting_is_judged_without_a_tree() {
        assert!(is_sound(&"<p><li><br>".repeat(10_000)));
        assert!(is_sound(&"<div></div>".repeat(10_000)));
        assert!(!is_sound(&"<div>".repeat(10_000)));
    }

    #[test]
    fn a_tag_of_endless_attributes_goes_to_no_parser() {
        let tag = |count: usize| (0..count).fold("<p".to_owned(), |tag, i| format!("{tag} a{i}=1")) + ">text";
        assert!(is_sound(&tag(200).repeat(20)));
        assert!(!is_sound(&tag(2_000)));
        assert!(is_sound(&format!("<script>if (a <b {}) </script><p>text", "x y ".repeat(2_000))));
    }
}
