//! Word documents (DOCX) to text: paragraphs as lines, with the headings and list items that their styles say.
//!
//! In: the bytes of a document. Out: its text, written as Markdown is. What was deleted in it, hidden, or stands in headers,
//! footers and comments is no part of the text.

use std::collections::HashMap;
use std::io::{self, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use super::markup;

/// Bytes of XML that a document may hold: some thousand pages.
const LARGEST: u64 = 16 << 20;

/// Elements nested deeper than this are no document.
const DEEPEST: usize = 256;

/// The text of a document.
///
/// # Errors
/// When it is damaged, encrypted or of another kind; the text says which.
pub(super) fn text(bytes: &[u8]) -> Result<String, String> {
    let damaged = |error: &dyn std::fmt::Display| {
        format!("a damaged Word document: {}", error.to_string().trim_start_matches("invalid Zip archive: "))
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let styles = part(&mut archive, "word/styles.xml").map(|xml| styles(&xml)).unwrap_or_default();
    match part(&mut archive, "word/document.xml") {
        Ok(xml) => read(&xml, styles).map_err(|error| damaged(&error)),
        Err(ZipError::FileNotFound) => Err(kind(&archive).to_owned()),
        Err(error) => Err(damaged(&error)),
    }
}

/// A part of the document, as text.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<String, ZipError> {
    let mut xml = Vec::new();
    archive.by_name(name)?.take(LARGEST + 1).read_to_end(&mut xml)?;
    if xml.len() as u64 > LARGEST {
        return Err(io::Error::other("its text is larger than 16 MB").into());
    }
    Ok(String::from_utf8_lossy(&xml).into_owned())
}

/// The names of styles by their ids, in small letters: ids are in the language of the writer, names are not.
fn styles(xml: &str) -> HashMap<String, String> {
    let mut reader = Reader::from_str(xml);
    let (mut names, mut id) = (HashMap::new(), String::new());
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(start) if is(&start, "style") => id = attribute(&start, "styleId").unwrap_or_default(),
            Event::Empty(start) if is(&start, "name") && !id.is_empty() => {
                names.insert(std::mem::take(&mut id), value(&start).unwrap_or_default().to_lowercase());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    names
}

fn is(element: &BytesStart<'_>, name: &str) -> bool {
    element.local_name().as_ref() == name
}

/// What an office document is that is none of Word's.
fn kind(archive: &ZipArchive<Cursor<&[u8]>>) -> &'static str {
    let has = |wanted: &[u8]| archive.file_names_raw().any(|name| name == wanted);
    if has(b"xl/workbook.xml") {
        "a spreadsheet (XLSX), which is not read; save it as CSV"
    } else if has(b"ppt/presentation.xml") {
        "a presentation (PPTX), which is not read; save it as PDF"
    } else if has(b"content.xml") {
        "an OpenDocument file, which is not read; save it as DOCX or PDF"
    } else {
        "a ZIP archive, not a Word document"
    }
}

/// A paragraph while it is read.
#[derive(Default)]
struct Paragraph {
    text: String,
    /// The level of a heading.
    heading: Option<usize>,
    is_item: bool,
    /// Whether all of it so far is bold: a heading without the style of one.
    is_bold: bool,
}

#[derive(Default)]
struct Document {
    styles: HashMap<String, String>,
    out: String,
    paragraph: Paragraph,
    /// Cells of the table rows that are open, innermost last.
    rows: Vec<Vec<String>>,
    /// Whether what is read is text: inside `w:t`, outside what was deleted.
    in_text: bool,
    /// Whether a run is open, and whether it is bold.
    run: Option<bool>,
    /// The depth at which a part began that is not read.
    skipped_from: Option<usize>,
    depth: usize,
}

fn read(xml: &str, styles: HashMap<String, String>) -> Result<String, String> {
    let mut reader = Reader::from_str(xml);
    let mut document = Document { styles, ..Document::default() };
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => {
                document.depth += 1;
                if document.depth > DEEPEST {
                    return Err(format!("elements nested deeper than {DEEPEST}"));
                }
                document.start(&start);
            }
            Event::Empty(start) => {
                document.depth += 1;
                document.start(&start);
                document.end(start.local_name().as_ref());
            }
            Event::End(end) => document.end(end.local_name().as_ref()),
            Event::Text(text) if document.in_text => document.said(&text.xml10_content()),
            Event::GeneralRef(name) if document.in_text => document.said(&markup::strip(&format!("&{};", &*name))),
            Event::Eof => break,
            _ => {}
        }
    }
    if document.depth > 0 {
        return Err("it ends too early".to_owned());
    }
    Ok(document.out)
}

impl Document {
    fn start(&mut self, start: &BytesStart<'_>) {
        if self.skipped_from.is_some() {
            return;
        }
        match start.local_name().as_ref() {
            // Deleted or moved away; codes of fields; the second form of a text box; a hidden run.
            "del" | "moveFrom" | "instrText" | "Fallback" => self.skipped_from = Some(self.depth),
            "vanish" if !is_off(start) => {
                self.in_text = false;
                self.skipped_from = Some(self.depth.saturating_sub(2));
            }
            "t" => self.in_text = true,
            "r" => self.run = Some(false),
            "b" if self.run.is_some() => self.run = Some(!is_off(start)),
            "pStyle" => self.style(&value(start).unwrap_or_default()),
            "outlineLvl" => {
                let level = value(start).and_then(|level| level.parse::<usize>().ok()).filter(|level| *level < 9);
                self.paragraph.heading = self.paragraph.heading.or(level.map(|level| level + 1));
            }
            "numPr" => self.paragraph.is_item = true,
            "numId" if value(start).as_deref() == Some("0") => self.paragraph.is_item = false,
            "tab" | "noBreakHyphen" if in_run(start) => {
                self.paragraph.text.push(if start.local_name().as_ref() == "tab" { ' ' } else { '-' });
            }
            "br" | "cr" => self.paragraph.text.push('\n'),
            "tr" => self.rows.push(Vec::new()),
            _ => {}
        }
    }

    fn said(&mut self, text: &str) {
        let paragraph = &mut self.paragraph;
        paragraph.is_bold = self.run == Some(true) && (paragraph.is_bold || paragraph.text.trim().is_empty())
            || text.trim().is_empty() && paragraph.is_bold;
        paragraph.text.push_str(text);
    }

    fn style(&mut self, style: &str) {
        let style = self.styles.get(style).cloned().unwrap_or_else(|| style.to_lowercase());
        let level = style.strip_prefix("heading").map(|level| level.trim().parse().unwrap_or(2));
        self.paragraph.heading = level.or((style == "title").then_some(1)).or((style == "subtitle").then_some(2));
        self.paragraph.is_item = style.starts_with("list");
    }

    fn end(&mut self, name: &str) {
        if let Some(depth) = self.skipped_from {
            if self.depth <= depth {
                self.skipped_from = None;
            }
            self.depth = self.depth.saturating_sub(1);
            return;
        }
        self.depth = self.depth.saturating_sub(1);
        match name {
            "t" => self.in_text = false,
            "r" => self.run = None,
            "p" => self.paragraph(),
            "tc" => {
                if let Some(row) = self.rows.last_mut() {
                    row.push(String::new());
                }
            }
            "tr" => {
                let cells = self.rows.pop().unwrap_or_default();
                let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
                let line = cells.join(" | ");
                self.line(&line);
            }
            _ => {}
        }
    }

    fn paragraph(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        if !self.rows.is_empty() {
            self.line(&paragraph.text);
            return;
        }
        let text = paragraph.text.trim();
        let line = match (paragraph.heading, paragraph.is_item) {
            _ if text.is_empty() => return,
            (Some(level), _) => format!("\n{} {}\n", "#".repeat(level.clamp(1, 6)), text.replace('\n', " ")),
            (None, true) => format!("- {}", text.replace('\n', " ")),
            (None, false) if paragraph.is_bold && !text.contains('\n') => format!("\n**{text}**\n"),
            (None, false) => format!("{text}\n"),
        };
        self.line(&line);
    }

    /// Adds a line to the cell that is open, or to the text.
    fn line(&mut self, line: &str) {
        let Some(row) = self.rows.last_mut() else {
            self.out.push_str(line);
            self.out.push('\n');
            return;
        };
        if row.is_empty() {
            row.push(String::new());
        }
        if let Some(cell) = row.last_mut() {
            cell.push_str(line);
            cell.push('\n');
        }
    }
}

/// `w:tab` is a tab in a run, and the setting of one, which has a position, in a paragraph's properties.
fn in_run(start: &BytesStart<'_>) -> bool {
    start.attributes().flatten().next().is_none()
}

/// Whether a property that is named is said to be off.
fn is_off(start: &BytesStart<'_>) -> bool {
    matches!(value(start).as_deref(), Some("0" | "false" | "off"))
}

/// The attribute `w:val`.
fn value(start: &BytesStart<'_>) -> Option<String> {
    attribute(start, "val")
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.value.as_ref().to_owned())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn document(body: &str) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let xml = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
        let styles = "<w:styles><w:style w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>";
        for (name, text) in [("word/document.xml", xml.as_str()), ("word/styles.xml", styles)] {
            writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn run(text: &str) -> String {
        format!("<w:r><w:t>{text}</w:t></w:r>")
    }

    #[test]
    fn headings_items_tables_and_breaks_are_kept_and_what_is_deleted_is_not() {
        let body = [
            format!("<w:p><w:pPr><w:pStyle w:val=\"berschrift1\"/></w:pPr>{}</w:p>", run("SRE &amp; more")),
            format!(
                "<w:p><w:pPr><w:tabs><w:tab w:pos=\"7\"/></w:tabs></w:pPr>{}<w:r><w:tab/></w:r>{}</w:p>",
                run("Acme"),
                run("Ulm")
            ),
            format!(
                "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Duties</w:t></w:r></w:p><w:p><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr>{}</w:p>",
                run("Run clusters")
            ),
            format!(
                "<w:p>{}<w:del><w:r><w:delText>not </w:delText><w:t>x</w:t></w:r></w:del>{}</w:p>",
                run("You may "),
                run("work from home.")
            ),
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>".to_owned(),
            format!(
                "<w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>",
                run("Pay"),
                run("60k")
            ),
        ];
        assert_eq!(
            text(&document(&body.concat())).unwrap(),
            "\n# SRE & more\n\nAcme Ulm\n\n\n**Duties**\n\n- Run clusters\nYou may work from home.\n\nPay | 60k\n"
        );
    }

    #[test]
    fn what_is_damaged_or_absurd_is_refused() {
        assert!(text(b"PK\x03\x04").unwrap_err().starts_with("a damaged Word document"));
        assert!(text(&document("<w:p>")).unwrap_err().starts_with("a damaged Word document"));
        let deep = format!("{}{}", "<w:p>".repeat(400), "</w:p>".repeat(400));
        assert!(text(&document(&deep)).unwrap_err().contains("nested deeper"));
    }
}
