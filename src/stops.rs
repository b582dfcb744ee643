//! Where sentences may end: the bytes `.`, `!`, `?` and `;`. Whether one does, each stage says by rules of its own.
//!
//! Most of a text has none of them, which is seen for many bytes at once.

/// So many bytes are looked at together.
const CHUNK: usize = 16;

/// The first such byte.
pub(crate) fn first(bytes: &[u8]) -> Option<usize> {
    let free = CHUNK * bytes.as_chunks().0.iter().take_while(|chunk| has_none(chunk)).count();
    bytes[free..].iter().position(|byte| is_stop(*byte)).map(|at| free + at)
}

/// The last one.
pub(crate) fn last(bytes: &[u8]) -> Option<usize> {
    let free = CHUNK * bytes.as_rchunks().1.iter().rev().take_while(|chunk| has_none(chunk)).count();
    bytes[..bytes.len() - free].iter().rposition(|byte| is_stop(*byte))
}

fn has_none(chunk: &[u8; CHUNK]) -> bool {
    chunk.iter().fold(0, |any, byte| any | u8::from(is_stop(*byte))) == 0
}

const fn is_stop(byte: u8) -> bool {
    // Sums of comparisons, which can be made for all bytes of a chunk in one step.
    (byte == b'.') as u8 + (byte == b'!') as u8 + (byte == b'?') as u8 + (byte == b';') as u8 != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_are_found_from_both_sides() {
        let text = |before: usize, behind: usize| [vec![b'a'; before], b"b;c".to_vec(), vec![b'd'; behind]].concat();
        for (before, behind) in [(0, 0), (1, 40), (15, 17), (40, 3), (33, 32)] {
            let text = text(before, behind);
            assert_eq!((first(&text), last(&text)), (Some(before + 1), Some(before + 1)), "{before} {behind}");
        }
        assert_eq!((first(b"a. b! c? d"), last(b"a. b! c? d")), (Some(1), Some(7)));
        assert_eq!((first(&[b'a'; 50]), last(&[])), (None, None));
    }
}
