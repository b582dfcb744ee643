//! XML as a JSON value, so that feeds are mapped by the same board files as any other payload.
//!
//! In: an XML text. Out: a [`Value`]: an element with children is an object, elements of one name under one parent are an
//! array, an element with nothing but text is a string. Attributes are `@name`, text beside them `#text`.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Map, Value};

use super::markup;

/// Nesting beyond this is an attack, not a feed; it also bounds the recursion of dropping the value.
const DEEPEST: usize = 100;

/// The value of an XML document.
///
/// # Errors
/// When it is not well-formed or nested absurdly; the text says which.
pub(crate) fn value(text: &str) -> Result<Value, String> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        let at = reader.buffer_position();
        match reader.read_event().map_err(|error| format!("not well-formed XML at byte {at}: {error}"))? {
            Event::Start(start) if open.len() >= DEEPEST => {
                return Err(format!("XML nested deeper than {DEEPEST} elements, at <{}>", name(&start)));
            }
            Event::Start(start) => open.push(Element::new(&start)),
            Event::Empty(start) => {
                let element = Element::new(&start);
                close(&mut open, element);
            }
            Event::End(_) => {
                if let Some(element) = open.pop() {
                    close(&mut open, element);
                }
            }
            Event::Text(text) => said(&mut open, &text.xml10_content()),
            Event::CData(text) => said(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) => {
                let written = format!("&{};", &*reference);
                // HTML's names are a superset of XML's, and feeds use them.
                said(&mut open, &markup::strip(&written));
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if open.len() > 1 {
        return Err(format!(
            "not well-formed XML: it ends inside <{}>, as a truncated file does",
            open[open.len() - 1].name
        ));
    }
    Ok(open.pop().unwrap_or_default().value())
}

#[derive(Default)]
struct Element {
    name: String,
    children: Map<String, Value>,
    text: String,
}

fn name(start: &BytesStart<'_>) -> String {
    String::from_utf8_lossy(start.name().as_ref().as_ref()).into_owned()
}

impl Element {
    fn new(start: &BytesStart<'_>) -> Self {
        let mut children = Map::new();
        for attribute in start.attributes().flatten() {
            let key = format!("@{}", String::from_utf8_lossy(attribute.key.as_ref().as_ref()));
            let value = String::from_utf8_lossy(attribute.value.as_ref().as_ref()).into_owned();
            children.insert(key, Value::String(markup::strip(&value)));
        }
        Self { name: name(start), children, text: String::new() }
    }

    fn value(mut self) -> Value {
        let text = self.text.trim();
        if self.children.is_empty() {
            return Value::String(text.to_owned());
        }
        if !text.is_empty() {
            self.children.insert("#text".to_owned(), Value::String(text.to_owned()));
        }
        Value::Object(self.children)
    }
}

fn said(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// Hands a finished element to its parent.
fn close(open: &mut [Element], element: Element) {
    let Some(parent) = open.last_mut() else { return };
    let name = element.name.clone();
    let value = element.value();
    match parent.children.get_mut(&name) {
        Some(Value::Array(siblings)) => siblings.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
        None => {
            parent.children.insert(name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn elements_become_objects_arrays_and_strings() {
        let xml = "<?xml version=\"1.0\"?><r><j id=\"1\"><t>A &amp; B&nbsp;C</t><d><![CDATA[<p>x</p>]]></d></j>\
                   <j>plain</j><e/></r>";
        assert_eq!(
            value(xml).unwrap(),
            json!({"r": {"j": [{"@id": "1", "t": "A & B\u{a0}C", "d": "<p>x</p>"}, "plain"], "e": ""}})
        );
    }

    #[test]
    fn damaged_and_absurd_files_are_refused() {
        assert!(value("<a><b></a>").is_err());
        assert!(value("<a><b>").unwrap_err().contains("truncated"));
        assert!(value(&"<a>".repeat(5_000)).unwrap_err().contains("deeper"));
    }
}
