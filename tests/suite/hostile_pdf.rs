//! PDF documents that would take the stack, minutes or gigabytes: each is one rejection, soon.

use std::io::Write as _;

use jobsift::import::{Boards, in_memory};

const TEXT: &str = "We run Kubernetes and Terraform for twenty teams and answer for what breaks at night.";

/// A document while it is written: its bytes, and where its objects begin.
struct Pdf {
    bytes: Vec<u8>,
    places: Vec<usize>,
}

impl Pdf {
    /// One page with a title and a text, in five objects.
    fn new() -> Self {
        let mut pdf = Self { bytes: b"%PDF-1.5\n".to_vec(), places: Vec::new() };
        pdf.add("<</Type/Catalog/Pages 2 0 R>>");
        pdf.add("<</Type/Pages/Kids[3 0 R]/Count 1>>");
        pdf.add("<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>");
        pdf.stream("", format!("BT /F1 12 Tf 50 700 Td (SRE) Tj 0 -20 Td ({TEXT}) Tj ET").as_bytes());
        pdf.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
        pdf
    }

    fn next(&self) -> usize {
        self.places.len() + 1
    }

    fn add(&mut self, object: &str) {
        self.places.push(self.bytes.len());
        write!(self.bytes, "{} 0 obj\n{object}\nendobj\n", self.places.len()).unwrap();
    }

    fn stream(&mut self, keys: &str, content: &[u8]) {
        self.places.push(self.bytes.len());
        write!(self.bytes, "{} 0 obj\n<<{keys}/Length {}>>stream\n", self.places.len(), content.len()).unwrap();
        self.bytes.extend_from_slice(content);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
    }

    /// With a table of its objects, and of `again` further ones at the place of the last.
    fn finish(mut self, again: usize) -> Vec<u8> {
        let start = self.bytes.len();
        let last = *self.places.last().unwrap();
        self.places.resize(self.places.len() + again, last);
        let size = self.next();
        write!(self.bytes, "xref\n0 {size}\n0000000000 65535 f \n").unwrap();
        for place in &self.places {
            writeln!(self.bytes, "{place:010} 00000 n ").unwrap();
        }
        write!(self.bytes, "trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF").unwrap();
        self.bytes
    }
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

/// The title of the posting, or why there is none.
fn read(bytes: &[u8]) -> String {
    let boards = Boards::built_in().unwrap();
    let mut found = in_memory("saved.pdf", bytes).into_iter().flat_map(|chunk| chunk.postings(&boards));
    let first = found.next().unwrap();
    assert!(found.next().is_none());
    first.map_or_else(|rejected| rejected.reason, |posting| posting.title)
}

const TOO_MANY: &str = "a PDF document with far more objects than a posting has; save the posting as HTML or text";

#[test]
fn a_plain_document_is_read() {
    assert_eq!(read(&Pdf::new().finish(0)), "SRE");
    // Without the table of its objects, and with one that points past them.
    let whole = Pdf::new().finish(0);
    let table = whole.windows(4).position(|bytes| bytes == b"xref").unwrap();
    assert_eq!(read(&[&whole[..table], b"trailer<</Root 1 0 R>>"].concat()), "SRE");
    assert_eq!(read(&[b"%PDF-1.5\n% some bytes that were put before\n", &whole[9..]].concat()), "SRE");
}

#[test]
fn lengths_that_stand_in_each_other_are_refused() {
    let mut pdf = Pdf::new();
    for _ in 0..8_000 {
        let next = pdf.next() + 1;
        pdf.add(&format!("<</Length {next} 0 R>>stream\nx\nendstream"));
    }
    assert_eq!(
        read(&pdf.finish(0)),
        "a damaged PDF document: a stream does not plainly say how long it is; print it into a new PDF"
    );
}

#[test]
fn objects_without_number_are_refused() {
    let mut pdf = Pdf::new();
    for _ in 0..50_000 {
        pdf.add("[]");
    }
    assert_eq!(read(&pdf.finish(0)), TOO_MANY);
}

#[test]
fn one_object_under_many_numbers_is_refused() {
    let mut pdf = Pdf::new();
    pdf.add(&format!("[{}]", "[] ".repeat(20_000)));
    assert_eq!(read(&pdf.finish(5_000)), TOO_MANY);
}

#[test]
fn streams_of_objects_that_expand_without_end_are_refused() {
    let mut pdf = Pdf::new();
    let number = 9_000;
    for at in 0..40 {
        let content = format!("{} 0 ({})", number + at, "A".repeat(3 << 20));
        pdf.stream("/Type/ObjStm/N 1/First 7/Filter/FlateDecode", &deflated(content.as_bytes()));
    }
    assert_eq!(read(&pdf.finish(0)), TOO_MANY);
}

#[test]
fn a_stream_of_objects_that_are_all_one_is_refused() {
    let mut pdf = Pdf::new();
    let index: String = (0..20_000).map(|at| format!("{} 0 ", 10_000 + at)).collect();
    let content = format!("{index}[{}]", "[] ".repeat(100_000));
    let keys = format!("/Type/ObjStm/N 20000/First {}/Filter/FlateDecode", index.len());
    pdf.stream(&keys, &deflated(content.as_bytes()));
    assert_eq!(read(&pdf.finish(0)), TOO_MANY);
}
