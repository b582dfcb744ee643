//! PDF documents to text: which words stand where, from the drawing operations of every page. The order and the lines are
//! made of them in [`layout`](super::layout).
//!
//! In: the bytes of a document. Out: its text, written as Markdown is. What is only a picture of text has none.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{self, AssertUnwindSafe};
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, FilterFunc, LoadOptions, Object, ObjectId, Stream};

use super::fonts::{Font, Fonts};
use super::layout::{self, Run};
use super::lengths;

/// Pages that are read.
const MOST_PAGES: usize = 200;

/// Times that a document may say `obj`, which it does at both ends of each object, and parts of all its objects together.
const MOST_OBJECTS: usize = 40_000;
const MOST_PARTS: usize = 500_000;

/// Bytes that the streams of objects may expand to, one piece of drawing, and the drawing of all pages.
const LARGEST_STREAM: usize = 4 << 20;
const LARGEST_DRAWING: usize = 4 << 20;
const MOST_DRAWING: usize = 16 << 20;

/// Bytes that a form counts as at least, so that empty ones cannot be drawn without end.
const LEAST_FORM: usize = 10_000;

/// Forms drawn inside each other.
const DEEPEST: usize = 6;

/// What is said of a document that would take minutes or gigabytes to read.
const TANGLED: &str = "a PDF document with far more objects than a posting has; save the posting as HTML or text";

/// The text of a document.
///
/// # Errors
/// When it is damaged, protected by a password, or holds no text; the text says which.
pub(super) fn text(bytes: &[u8]) -> Result<String, String> {
    if memchr::memmem::find_iter(bytes, b"obj").count() > MOST_OBJECTS {
        return Err(TANGLED.to_owned());
    }
    if !lengths::are_plain(bytes) {
        return Err(
            "a damaged PDF document: a stream does not plainly say how long it is; print it into a new PDF".to_owned()
        );
    }
    LEFT.set((MOST_PARTS, LARGEST_STREAM));
    // The parser is sound on damaged files as far as is known; a worker must outlive what is not known.
    match panic::catch_unwind(AssertUnwindSafe(|| read(bytes))) {
        Ok(read) => read,
        Err(panic) => Err(if panic.is::<Tangled>() { TANGLED } else { "a damaged PDF document" }.to_owned()),
    }
}

/// Why parsing was broken off: it goes past the parser, which knows of no end but its own.
struct Tangled;

thread_local! {
    /// Parts of objects, and bytes of streams of objects, that the document may still have.
    static LEFT: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

/// Counts an object that was parsed, and a stream of objects before it is. Pictures are not kept: they have no text.
fn counted(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let (parts, bytes) = LEFT.get();
    let parts = parts.checked_sub(parts_of(object));
    let bytes = match object.as_stream() {
        Ok(stream) if stream.dict.has_type(b"ObjStm") => bytes_of(stream, bytes),
        _ => Some(bytes),
    };
    match (parts, bytes) {
        (Some(parts), Some(bytes)) => LEFT.set((parts, bytes)),
        // No message of a panic: this is no fault of the program.
        _ => panic::resume_unwind(Box::new(Tangled)),
    }
    let kind = object.as_stream().and_then(|stream| stream.dict.get(b"Subtype")).and_then(Object::as_name);
    (kind.ok() != Some(b"Image")).then(|| (id, object.clone()))
}

/// How many parts an object has; the parser bounds how deep they are in each other.
fn parts_of(object: &Object) -> usize {
    1 + match object {
        Object::Array(parts) => parts.iter().map(parts_of).sum(),
        Object::Dictionary(parts) => parts.iter().map(|(_, part)| parts_of(part)).sum(),
        Object::Stream(stream) => stream.dict.iter().map(|(_, part)| parts_of(part)).sum(),
        _ => 0,
    }
}

/// What is left of so many bytes behind a stream of objects; nothing where an object in it is named more than once.
fn bytes_of(stream: &Stream, left: usize) -> Option<usize> {
    let content = stream.get_plain_content_with_limit(left).ok()?;
    let index = stream.dict.get(b"First").and_then(Object::as_i64).ok().and_then(|first| usize::try_from(first).ok());
    let index = content.get(..index.unwrap_or_default()).unwrap_or_default();
    let mut places = BTreeSet::new();
    let numbers = index.split(u8::is_ascii_whitespace).filter(|number| !number.is_empty());
    let is_sound = numbers.skip(1).step_by(2).all(|place| places.insert(place));
    if is_sound { left.checked_sub(content.len()) } else { None }
}

fn load(bytes: &[u8], force_reconstruct: bool) -> Result<Document, String> {
    let (max_decompressed_size, filter) = (Some(LARGEST_STREAM), Some(counted as FilterFunc));
    let options = LoadOptions { max_decompressed_size, filter, force_reconstruct, ..LoadOptions::default() };
    Document::load_mem_with_options(bytes, options).map_err(|error| format!("a damaged PDF document: {error}"))
}

fn read(bytes: &[u8]) -> Result<String, String> {
    let mut document = load(bytes, false)?;
    if document.page_iter().next().is_none() {
        // Its table of objects points past them, as when bytes were lost: they are looked for one by one.
        document = load(bytes, true).unwrap_or(document);
    }
    if document.is_encrypted() {
        return Err("a PDF document that needs a password; print it into a new PDF".to_owned());
    }
    let mut left = MOST_DRAWING;
    let mut known = Fonts::new(&document);
    let mut pages = Vec::new();
    for page in document.page_iter().take(MOST_PAGES) {
        let Ok(content) = document.get_page_content_with_limit(page, LARGEST_DRAWING.min(left)) else { continue };
        left -= content.len().min(left);
        let fonts = document.get_page_fonts(page).unwrap_or_default();
        let (own, inherited) = document.get_page_resources(page).unwrap_or_default();
        let resources = own.into_iter().chain(inherited.iter().filter_map(|id| document.get_dictionary(*id).ok()));
        let fonts = fonts.into_iter().filter_map(|(name, font)| Some((name, known.of(font)?))).collect();
        let mut drawing =
            Drawing { document: &document, known: &mut known, runs: Vec::new(), left: &mut left, label: Label::None };
        drawing.draw(&content, &Names { fonts, resources: resources.collect() }, IDENTITY, 0);
        pages.push(drawing.runs);
    }
    let text = layout::text(&pages);
    if text.chars().filter(|c| c.is_alphanumeric()).count() < 20 {
        return Err("a PDF document without text, as a scan is; save the posting as HTML or text".to_owned());
    }
    Ok(text)
}

/// What the names in a piece of drawing mean.
struct Names<'d> {
    fonts: BTreeMap<Vec<u8>, Rc<Font<'d>>>,
    resources: Vec<&'d Dictionary>,
}

/// A transformation, as PDF writes it.
type Matrix = [f32; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `inner`, then `outer`.
fn times(inner: Matrix, outer: Matrix) -> Matrix {
    // The rows of both matrices are pairs; the last of a pair moves the point as well.
    let row = |x: f32, y: f32| [x * outer[0] + y * outer[2], x * outer[1] + y * outer[3]];
    let [right, up, moved] = [row(inner[0], inner[1]), row(inner[2], inner[3]), row(inner[4], inner[5])];
    [right[0], right[1], up[0], up[1], moved[0] + outer[4], moved[1] + outer[5]]
}

/// The state of text while a page is drawn.
#[derive(Clone)]
struct State<'f, 'd> {
    page: Matrix,
    font: Option<&'f Font<'d>>,
    size: f32,
    spacing: f32,
    word_spacing: f32,
    stretch: f32,
    leading: f32,
    rise: f32,
}

struct Drawing<'d, 'l> {
    document: &'d Document,
    known: &'l mut Fonts<'d>,
    runs: Vec<Run>,
    /// Bytes of drawing that are left to all pages.
    left: &'l mut usize,
    label: Label,
}

/// The label of an item in a tagged document, which is often drawn as a shape and no text.
#[derive(Clone, Copy, PartialEq)]
enum Label {
    None,
    /// Inside its mark, at that depth of marks.
    Open(usize),
    /// Behind it, when it had no text: what comes next is the item.
    Drawn,
}

impl<'d> Drawing<'d, '_> {
    fn draw(&mut self, content: &[u8], names: &Names<'d>, page: Matrix, depth: usize) {
        let mut state = State {
            page,
            font: None,
            size: 0.0,
            spacing: 0.0,
            word_spacing: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let mut saved = Vec::new();
        let mut marks = 0_usize;
        let (mut line, mut at) = (IDENTITY, IDENTITY);
        for Operation { operator, operands } in Content::decode_iter(content).map_while(Result::ok) {
            let number = |index: usize| operands.get(index).and_then(|operand| operand.as_float().ok()).unwrap_or(0.0);
            match operator.as_str() {
                "q" if saved.len() < 64 => saved.push(state.clone()),
                "Q" => state = saved.pop().unwrap_or(state),
                "cm" => state.page = times(std::array::from_fn(number), state.page),
                "BT" => (line, at) = (IDENTITY, IDENTITY),
                "Tf" => {
                    state.font =
                        operands.first().and_then(|name| names.fonts.get(name.as_name().ok()?)).map(|font| &**font);
                    state.size = number(1);
                }
                "Tc" => state.spacing = number(0),
                "Tw" => state.word_spacing = number(0),
                "Tz" => state.stretch = number(0) / 100.0,
                "TL" => state.leading = number(0),
                "Ts" => state.rise = number(0),
                "Tm" => {
                    line = std::array::from_fn(number);
                    at = line;
                }
                "Td" | "TD" => {
                    if operator == "TD" {
                        state.leading = -number(1);
                    }
                    line = times([1.0, 0.0, 0.0, 1.0, number(0), number(1)], line);
                    at = line;
                }
                "T*" | "'" | "\"" => {
                    if operator == "\"" {
                        (state.word_spacing, state.spacing) = (number(0), number(1));
                    }
                    line = times([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], line);
                    at = line;
                    if let Some(Object::String(bytes, _)) = operands.last() {
                        self.show(bytes, &state, &mut at);
                    }
                }
                "Tj" => {
                    if let Some(Object::String(bytes, _)) = operands.first() {
                        self.show(bytes, &state, &mut at);
                    }
                }
                "TJ" => {
                    for part in operands.first().and_then(|parts| parts.as_array().ok()).into_iter().flatten() {
                        match part {
                            Object::String(bytes, _) => self.show(bytes, &state, &mut at),
                            part => {
                                let back = part.as_float().unwrap_or(0.0) / 1_000.0 * state.size * state.stretch;
                                at = times([1.0, 0.0, 0.0, 1.0, -back, 0.0], at);
                            }
                        }
                    }
                }
                "BMC" | "BDC" => {
                    marks += 1;
                    if operands.first().and_then(|tag| tag.as_name().ok()) == Some(b"Lbl") {
                        self.label = Label::Open(marks);
                    }
                }
                "EMC" => {
                    if self.label == Label::Open(marks) {
                        self.label = Label::Drawn;
                    }
                    marks = marks.saturating_sub(1);
                }
                "Do" => {
                    if let Some(name) = operands.first().and_then(|name| name.as_name().ok()) {
                        self.form(name, names, state.page, depth);
                    }
                }
                _ => {}
            }
        }
    }

    /// Adds the text of a string, and moves on behind it.
    fn show(&mut self, bytes: &[u8], state: &State<'_, '_>, at: &mut Matrix) {
        let Some(font) = state.font else { return };
        let start = times([1.0, 0.0, 0.0, 1.0, 0.0, state.rise], times(*at, state.page));
        let mut width = 0.0;
        for code in bytes.chunks(font.code_bytes) {
            let is_space = code == b" ";
            width += font.width(code) / 1_000.0 * state.size
                + state.spacing
                + if is_space { state.word_spacing } else { 0.0 };
        }
        *at = times([1.0, 0.0, 0.0, 1.0, width * state.stretch, 0.0], *at);
        let end = times(*at, state.page);
        // Text that runs upwards or backwards is a label of a figure or a watermark.
        let is_upright = start[0].abs() > start[1].abs() && end[4] >= start[4];
        let text = font.text(bytes);
        let size = state.size.abs() * (start[2].powi(2) + start[3].powi(2)).sqrt();
        let is_placed = [start[4], start[5], end[4], size].iter().all(|number| number.is_finite());
        if is_upright && is_placed && !text.is_empty() {
            if self.label == Label::Drawn {
                let (right, text) = (start[4] - size / 2.0, "• ".to_owned());
                let dot = Run { left: right - size / 2.0, right, base: start[5], size, is_bold: font.is_bold, text };
                self.runs.push(dot);
            }
            self.label = Label::None;
            self.runs.push(Run { left: start[4], right: end[4], base: start[5], size, is_bold: font.is_bold, text });
        }
    }

    /// Draws a form, which has names of its own.
    fn form(&mut self, name: &[u8], names: &Names<'d>, page: Matrix, depth: usize) {
        if depth >= DEEPEST || *self.left == 0 {
            return;
        }
        let document = self.document;
        let find = |resources: &&'d Dictionary| {
            let forms = resources.get_deref(b"XObject", document).ok()?.as_dict().ok()?;
            forms.get_deref(name, document).ok()?.as_stream().ok()
        };
        let Some(form) = names.resources.iter().find_map(find) else { return };
        if form.dict.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Form") {
            return;
        }
        let Ok(content) = form.get_plain_content_with_limit(LARGEST_DRAWING.min(*self.left)) else { return };
        *self.left -= content.len().max(LEAST_FORM).min(*self.left);
        let own = form.dict.get_deref(b"Resources", document).and_then(Object::as_dict).ok();
        let fonts = own.and_then(|own| own.get_deref(b"Font", document).ok()?.as_dict().ok());
        let mut own_fonts = BTreeMap::new();
        for (name, font) in fonts.into_iter().flat_map(Dictionary::iter) {
            let font = document.dereference(font).ok().and_then(|(_, font)| font.as_dict().ok());
            if let Some(font) = font.and_then(|font| self.known.of(font)) {
                own_fonts.insert(name.clone(), font);
            }
        }
        let inner =
            Names { fonts: own_fonts, resources: own.into_iter().chain(names.resources.iter().copied()).collect() };
        let placed = form.dict.get(b"Matrix").and_then(Object::as_array).ok().map_or(IDENTITY, |numbers| {
            std::array::from_fn(|index| numbers.get(index).and_then(|n| n.as_float().ok()).unwrap_or(IDENTITY[index]))
        });
        self.draw(&content, &inner, times(placed, page), depth + 1);
    }
}
