//! Documents of word processors, and PDF: to text, and the text to a posting. The text alone serves CVs too.
//!
//! In: the bytes of a document. Out: its text, written as Markdown is; or one posting.

use super::board::Boards;
use super::chunk::named;
use super::{Found, docx, encoding, markup, pdf, plain};
use crate::posting::{Body, Markup, Rejected, Source};
use crate::text::{Shape, Text};

/// Bytes before the mark of a PDF document that readers pass over.
const PDF_WITHIN: usize = 1_024;

/// Headings of what follows a posting on a page: other postings.
const OTHER_JOBS: &[&str] = &[
    "ähnliche jobs",
    "ähnliche stellen",
    "jobs you may",
    "more jobs",
    "more like this",
    "offres similaires",
    "ofertas similares",
    "other jobs",
    "other openings",
    "people also viewed",
    "recommended jobs",
    "related jobs",
    "similar jobs",
    "similar positions",
    "similar roles",
];

/// What a document is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Pdf,
    Docx,
}

impl Kind {
    /// The kind of a document by its content; none for what is text, or nothing that is read.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let head = &bytes[..bytes.len().min(PDF_WITHIN)];
        if head.starts_with(b"PK\x03\x04") {
            Some(Self::Docx)
        } else {
            let at = memchr::memmem::find(head, b"%PDF-")?;
            // A text may speak of the mark; what stands before the real one is no text.
            (at == 0 || !head[..at].is_ascii()).then_some(Self::Pdf)
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
        }
    }

    fn text(self, bytes: &[u8]) -> Result<String, String> {
        match self {
            Self::Pdf => pdf::text(bytes),
            Self::Docx => docx::text(bytes),
        }
    }
}

/// The posting of a document.
pub(super) fn posting(bytes: &[u8], kind: Kind, source: &Source, boards: &Boards) -> Found {
    let source = named(source, kind.name());
    match kind.text(bytes) {
        Ok(text) => plain::document(without_other_jobs(from_title(&text)), &source, boards),
        Err(reason) => Err(Rejected::new(source, reason)),
    }
}

/// The text of a document of a person's own: PDF, DOCX, HTML, Markdown or plain text, recognised by its content.
///
/// Headings begin with `#` and items with `-`, as in Markdown; text that is Markdown or plain stays as it is.
///
/// # Errors
/// When the bytes hold no text; the text says what they are and what to do.
pub fn document_text(name: &str, bytes: &[u8]) -> Result<String, String> {
    if let Some(kind) = Kind::of(bytes) {
        return kind.text(bytes);
    }
    let text = encoding::text(bytes)?;
    let by_name = [".html", ".htm", ".xhtml"].iter().any(|ending| name.to_ascii_lowercase().ends_with(ending));
    let text = if by_name || text.trim_start().starts_with('<') && markup::is_html(&text) {
        of_html(&text)
    } else {
        text.trim_start_matches('\u{FEFF}').to_owned()
    };
    if text.trim().is_empty() { Err("the file is empty".to_owned()) } else { Ok(text) }
}

/// The text of a page, block by block.
fn of_html(html: &str) -> String {
    let text = Text::from_body(&Body { markup: Markup::Html, raw: html.to_owned() });
    let mut out = String::with_capacity(text.plain.len() + text.blocks.len() * 3);
    for block in &text.blocks {
        out.push_str(match block.shape {
            Shape::Heading => "\n## ",
            Shape::Item => "- ",
            Shape::Paragraph => "",
        });
        out.push_str(&text.plain[block.start..block.end]);
        out.push('\n');
    }
    out
}

/// The text from its title on, where what stands before it is only the head of a page.
fn from_title(text: &str) -> &str {
    let title = if text.starts_with("# ") { Some(0) } else { text.find("\n# ") };
    title.filter(|at| at * 3 < text.len()).map_or(text, |at| &text[at..])
}

/// The text up to a heading of other postings, where such a one stands behind its first quarter.
fn without_other_jobs(text: &str) -> &str {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let said = line.trim().trim_matches(['#', '*', ' ']).to_lowercase();
        if at > text.len() / 4 && said.len() < 60 && OTHER_JOBS.iter().any(|heading| said.starts_with(heading)) {
            return &text[..at];
        }
        at += line.len();
    }
    text
}
