//! Words at places on pages to text: lines, columns, paragraphs, headings and list items, without what every page repeats.
//!
//! In: the runs of text of each page in the order in which they are drawn, which is the order of reading in what browsers
//! and word processors print. Out: text, written as Markdown is.

use std::collections::{HashMap, HashSet};

/// A run of text at its place. Lengths are in points; `base` grows upwards.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) base: f32,
    pub(super) size: f32,
    pub(super) is_bold: bool,
    pub(super) text: String,
}

/// A line, or the part of one that stands in one column.
#[derive(Clone, Debug)]
struct Line {
    left: f32,
    right: f32,
    base: f32,
    size: f32,
    is_bold: bool,
    text: String,
    /// Where the text begins behind a bullet.
    text_left: f32,
}

/// Characters that begin an item, as fonts for symbols write them too.
const BULLETS: &[char] = &[
    '•', '●', '◦', '○', '▪', '■', '□', '‣', '⁃', '∙', '·', '➢', '✓', '✔', '–', '-', '*', '\u{F0B7}', '\u{F0A7}',
    '\u{F076}', '\u{F0D8}',
];

/// Rows of two columns that are drawn row by row and make a page one of two columns.
const FEWEST_ROWS: usize = 6;

/// First halves of words that keep their hyphen at the end of a line.
const BEFORE_HYPHEN: &[&str] = &[
    "all", "back", "best", "built", "co", "cloud", "cross", "customer", "cutting", "data", "day", "decision", "deep",
    "end", "event", "fast", "first", "fixed", "follow", "front", "full", "hands", "high", "in", "large", "long", "low",
    "mid", "mission", "multi", "non", "off", "on", "open", "out", "over", "part", "per", "post", "pre", "problem",
    "real", "right", "self", "semi", "short", "single", "state", "sub", "test", "third", "time", "top", "two", "up",
    "user", "well", "work", "world",
];

/// The text of a document.
pub(super) fn text(pages: &[Vec<Run>]) -> String {
    let mut pages: Vec<Vec<Line>> = pages.iter().map(|runs| in_columns(lines(runs))).collect();
    without_furniture(&mut pages);
    let body = usual(pages.iter().flatten().map(|line| (line.size, line.text.len()))).max(1.0);
    let words = words(&pages);
    let mut out = Vec::new();
    // Where some items have bullets, what is indented without one is none.
    let has_bullets = pages.iter().flatten().filter(|line| is_bullet(&line.text).is_some()).count() > 1;
    for page in &pages {
        paragraphs(page, body, has_bullets, &words, &mut out);
    }
    written(&out, body)
}

/// Runs to lines, in the order of drawing.
fn lines(runs: &[Run]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for run in runs {
        let em = run.size.max(1.0);
        if let Some(line) = lines.last_mut() {
            let gap = run.left - line.right;
            let is_same = (run.base - line.base).abs() < em.max(line.size) * 0.4;
            if is_same && gap > -em * 0.5 && gap < em * 1.5 {
                if gap > em * 0.15 && !line.text.ends_with(' ') && !run.text.starts_with(' ') {
                    line.text.push(' ');
                }
                if line.text.len() < 8 && line.text.trim().chars().count() == 1 && line.text.trim().starts_with(BULLETS)
                {
                    line.text_left = run.left;
                }
                let is_blank = run.text.trim().is_empty();
                line.is_bold &= run.is_bold || is_blank;
                line.size = if is_blank { line.size } else { line.size.max(run.size) };
                line.right = line.right.max(run.right);
                line.text.push_str(&run.text);
                continue;
            }
        }
        if run.text.trim().is_empty() {
            continue;
        }
        let Run { left, right, base, size, is_bold, .. } = *run;
        lines.push(Line { left, right, base, size, is_bold, text: run.text.clone(), text_left: left });
    }
    for line in &mut lines {
        line.text = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    lines.retain(|line| !line.text.is_empty());
    lines
}

/// Puts the parts of rows in order: those of two columns that were drawn row by row column by column, others as one line.
fn in_columns(lines: Vec<Line>) -> Vec<Line> {
    let follows = |at: usize| {
        let (before, line) = (&lines[at - 1], &lines[at]);
        (before.base - line.base).abs() < line.size * 0.4 && line.left > before.right
    };
    let rows: Vec<usize> = (1..lines.len()).filter(|at| follows(*at)).collect();
    let edge = usual(rows.iter().map(|at| (lines[*at].left.round(), 1)));
    let second: Vec<usize> = rows.iter().copied().filter(|at| (lines[*at].left - edge).abs() < 3.0).collect();
    let is_text = |at: usize| lines[at].text.split(' ').count() >= 3;
    let texts = second.iter().filter(|at| is_text(**at) && is_text(**at - 1)).count();
    if second.len() >= FEWEST_ROWS && texts * 3 >= second.len() * 2 {
        let (top, bottom) = (second.first().map_or(0, |at| at - 1), second.last().map_or(0, |at| *at));
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for (at, line) in lines.into_iter().enumerate() {
            // What follows the band goes behind both of its columns.
            if at > bottom {
                left.append(&mut right);
            }
            let is_right = at >= top && at <= bottom && line.left > edge - 3.0;
            if is_right { right.push(line) } else { left.push(line) }
        }
        left.append(&mut right);
        return left;
    }
    let mut out: Vec<Line> = Vec::new();
    for line in lines {
        match out.last_mut() {
            Some(before) if (before.base - line.base).abs() < line.size * 0.4 && line.left > before.right => {
                before.right = line.right;
                before.is_bold &= line.is_bold;
                before.text.push(' ');
                before.text.push_str(&line.text);
            }
            _ => out.push(line),
        }
    }
    out
}

/// Takes away what stands at the edge of every page: running heads, page numbers, the date and address of a browser's print.
fn without_furniture(pages: &mut [Vec<Line>]) {
    let letters = |line: &Line| line.text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for page in pages.iter() {
        for at in edges(page) {
            *counts.entry(letters(&page[at])).or_default() += 1;
        }
    }
    let repeated = (pages.len() / 2 + 1).max(2);
    for page in pages {
        let edges = edges(page);
        let is_furniture = |line: &Line| {
            counts.get(&letters(line)).is_some_and(|count| *count >= repeated) || is_page_number(&line.text)
        };
        let dropped: HashSet<usize> = edges.into_iter().filter(|at| is_furniture(&page[*at])).collect();
        let mut at = 0;
        page.retain(|_| {
            at += 1;
            !dropped.contains(&(at - 1))
        });
    }
}

/// The lines nearest to the top and to the bottom of a page.
fn edges(page: &[Line]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..page.len()).collect();
    order.sort_by(|a, b| page[*b].base.total_cmp(&page[*a].base));
    let last = order.len().saturating_sub(2).max(2.min(order.len()));
    order.iter().take(2).chain(&order[last..]).copied().collect()
}

/// `3`, `Page 3 of 4`, `3/4`, also behind an address or a date with a time, as browsers print them.
fn is_page_number(text: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.len() < 4 && part.bytes().all(|b| b.is_ascii_digit());
    let is_of = |word: &str| word.split_once('/').is_some_and(|(page, of)| is_number(page) && is_number(of));
    let words: Vec<&str> = text.split(' ').collect();
    match &words[..] {
        [one] => is_number(one) || is_of(one) || one.contains("://"),
        [word, page] => word.eq_ignore_ascii_case("page") && is_number(page) || word.contains("://") && is_of(page),
        [word, page, _, of] if word.eq_ignore_ascii_case("page") => is_number(page) && is_number(of),
        [date, time, ..] => date.ends_with(',') && date.contains('/') && time.contains(':') && time.len() < 6,
        [] => true,
    }
}

/// A paragraph, a heading or an item.
struct Block {
    text: String,
    size: f32,
    is_bold: bool,
    is_item: bool,
    /// Its last line, for what may go on.
    last: Line,
    is_full: bool,
}

/// Joins the lines of a page.
fn paragraphs(page: &[Line], body: f32, has_bullets: bool, words: &HashSet<String>, out: &mut Vec<Block>) {
    let margin = page.iter().map(|line| line.left).fold(f32::MAX, f32::min);
    let mut lefts: HashMap<i32, usize> = HashMap::new();
    for line in page.iter().filter(|line| line.size < body * 1.15) {
        *lefts.entry(line.left.round() as i32).or_default() += 1;
    }
    let right = page.iter().map(|line| line.right).fold(0.0, f32::max);
    let steps = page.windows(2).filter(|pair| (pair[0].size - pair[1].size).abs() < 0.5);
    let step = usual(steps.map(|pair| ((pair[0].base - pair[1].base).round(), 1)).filter(|(step, _)| *step > 0.0));
    for (at, line) in page.iter().enumerate() {
        let bullet = is_bullet(&line.text);
        let first_word = line.text.split(' ').next().map_or(0, str::len) as f32;
        let room = first_word / line.text.len().max(1) as f32 * (line.right - line.left);
        if let Some(before) = out.last_mut() {
            let down = before.last.base - line.base;
            let is_next = if at == 0 {
                line.text.starts_with(char::is_lowercase)
            } else {
                down > 0.0 && down < (step * 1.25).max(line.size * 1.1) && down < line.size * 2.2
            };
            let is_alike = (before.size - line.size).abs() < 0.6 && before.is_bold == line.is_bold;
            let is_inside = line.left > before.last.left - 2.0 && line.left < before.last.text_left + line.size * 2.0
                || (line.left - before.last.text_left).abs() < 3.0
                || at == 0;
            let was_full = before.last.right + room + line.size * 0.2 > right
                || at == 0 && before.is_full
                || line.text.starts_with(char::is_lowercase);
            if is_next && is_alike && is_inside && was_full && bullet.is_none() {
                join(&mut before.text, &line.text, words);
                before.last = Line { left: before.last.left, text_left: before.last.text_left, ..line.clone() };
                continue;
            }
        }
        let shared = lefts.get(&(line.left.round() as i32)).is_some_and(|count| *count > 1);
        let is_indented = shared && line.left > margin + line.size * 1.2 && line.size < body * 1.15;
        let text = bullet.map_or(&*line.text, |rest| rest);
        out.push(Block {
            text: text.to_owned(),
            size: line.size,
            is_bold: line.is_bold,
            is_item: bullet.is_some() || is_indented && !has_bullets && !line.is_bold,
            last: line.clone(),
            is_full: false,
        });
    }
    if let Some(last) = out.last_mut() {
        last.is_full = last.last.right > right - (right - margin) * 0.15;
    }
}

/// What follows a bullet.
fn is_bullet(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(BULLETS)?;
    rest.strip_prefix(' ').map(str::trim_start).filter(|rest| !rest.is_empty())
}

/// Joins the next line of a paragraph, and mends a word that was divided between the two.
fn join(text: &mut String, next: &str, words: &HashSet<String>) {
    let soft = text.ends_with(['\u{AD}', '\u{2010}']);
    let divided = (soft || text.ends_with('-')) && next.starts_with(char::is_lowercase);
    if !divided {
        // A hyphen before a capital or a digit belongs to the name: `CI-` `CD`.
        if !text.ends_with('-') {
            text.push(' ');
        }
        text.push_str(next);
        return;
    }
    let end = text.len() - text.chars().next_back().map_or(0, char::len_utf8);
    let first = text[..end].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    let second = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    let known = |word: &str| words.contains(word);
    let whole = known(&format!("{first}{second}"));
    let parts = known(&format!("{first}-{second}")) || known(&first) && known(&second);
    text.truncate(end);
    if !whole && !text.ends_with('\u{AD}') && (parts || BEFORE_HYPHEN.contains(&first.as_str()) || first.len() < 2) {
        text.push('-');
    }
    text.push_str(next);
}

/// The words of a document that stand inside its lines, also those with a hyphen.
fn words(pages: &[Vec<Line>]) -> HashSet<String> {
    let mut words = HashSet::new();
    let mut goes_on = false;
    for line in pages.iter().flatten() {
        let mut parts: Vec<&str> = line.text.split(' ').collect();
        // Neither half of a divided word is one.
        if goes_on {
            parts.remove(0);
        }
        goes_on = line.text.ends_with(['-', '\u{AD}', '\u{2010}']);
        if goes_on {
            parts.pop();
        }
        for part in parts {
            let part = part.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            words.extend(part.split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
            words.insert(part);
        }
    }
    words
}

/// Blocks as Markdown. The first of the largest letters is the title.
fn written(blocks: &[Block], body: f32) -> String {
    let largest = blocks.iter().map(|block| block.size).fold(0.0, f32::max);
    let is_heading =
        |block: &Block| block.size > body * 1.12 && block.text.len() < 160 && block.text.contains(char::is_alphabetic);
    let title = blocks.iter().position(|block| block.size > largest - 0.5 && is_heading(block));
    let mut out = String::new();
    for (at, block) in blocks.iter().enumerate() {
        let (before, after) = match () {
            () if Some(at) == title => ("# ", "\n\n"),
            () if is_heading(block) => ("\n## ", "\n\n"),
            () if block.is_item => ("- ", "\n"),
            () if block.is_bold && block.text.len() < 120 => ("\n**", "**\n\n"),
            () => ("", "\n\n"),
        };
        out.extend([before, &block.text, after]);
    }
    out
}

/// The value with the greatest weight, to a tenth; of equals the first.
fn usual(values: impl Iterator<Item = (f32, usize)>) -> f32 {
    let mut order = Vec::new();
    let mut weights: HashMap<i64, usize> = HashMap::new();
    for (value, weight) in values {
        let key = (f64::from(value) * 10.0).round() as i64;
        let sum = weights.entry(key).or_default();
        if *sum == 0 {
            order.push(key);
        }
        *sum += weight.max(1);
    }
    let mut best = (0, 0);
    for key in order {
        if weights[&key] > best.1 {
            best = (key, weights[&key]);
        }
    }
    best.0 as f32 / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines at 12 points below each other, the second and further of a paragraph to the right edge of 400 points.
    fn run(text: &str, left: f32, right: f32, base: f32, size: f32) -> Run {
        Run { left, right, base, size, is_bold: false, text: text.to_owned() }
    }

    fn page(texts: &[&str]) -> Vec<Run> {
        let place = |(at, text): (usize, &&str)| run(text, 50.0, 400.0, 700.0 - 12.0 * at as f32, 10.0);
        texts.iter().enumerate().map(place).collect()
    }

    #[test]
    fn words_that_were_divided_are_whole_and_hyphens_of_their_own_stay() {
        for (lines, expected) in [
            (["keep the infra-", "structure"], "keep the infrastructure"),
            (["our hands-", "on work"], "our hands-on work"),
            (["knows CI/CD and Cloud-", "Native"], "knows CI/CD and Cloud-Native"),
            (["a soft hy\u{AD}", "phen"], "a soft hyphen"),
            (["two words", "stay two"], "two words stay two"),
            (["fault-tolerant and fault-", "tolerant"], "fault-tolerant and fault-tolerant"),
        ] {
            assert_eq!(text(&[page(&lines)]).trim(), expected);
        }
    }

    #[test]
    fn running_heads_and_page_numbers_are_left_out() {
        let side = |number: &str, body: &str| {
            vec![
                run("11/28/26, 4:44 PM", 20.0, 90.0, 780.0, 8.0),
                run("SRE | Acme", 200.0, 260.0, 780.0, 8.0),
                run(body, 50.0, 200.0, 700.0, 10.0),
                run("http://acme.example/sre", 20.0, 120.0, 20.0, 8.0),
                run(number, 380.0, 400.0, 20.0, 8.0),
            ]
        };
        assert_eq!(
            text(&[side("1/2", "We run clusters."), side("2/2", "Apply by mail.")]),
            "We run clusters.\n\nApply by mail.\n\n"
        );
        assert_eq!(text(&[side("1/1", "We run clusters.")]), "We run clusters.\n\n");
    }

    #[test]
    fn nothing_and_nonsense_give_nothing() {
        assert_eq!(text(&[]), "");
        assert_eq!(text(&[vec![run(" ", 0.0, 0.0, 0.0, 0.0)], Vec::new()]), "");
        let zero = vec![run("x", 0.0, 0.0, 0.0, 0.0), run("y", 0.0, 0.0, 0.0, 0.0)];
        assert!(!text(&[zero]).is_empty());
    }
}
