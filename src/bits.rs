//! A bit for each byte of a text: what is looked for there is found for many bytes at once, and then taken one by one.

use std::ops::Range;

/// Bytes whose bits are in one number.
pub(crate) const GROUP: usize = u64::BITS as usize;

/// Bits by place, in groups of neighbours.
#[derive(Clone, Debug)]
pub(crate) struct Bits(Vec<u64>);

impl Bits {
    /// The bits that `flags` gives, each as a byte of 0 or 1, for one group of bytes after the other; behind the last byte stand blanks.
    pub(crate) fn of(bytes: &[u8], mut flags: impl FnMut(&[u8; GROUP]) -> [u8; GROUP]) -> Self {
        let (groups, rest) = bytes.as_chunks::<GROUP>();
        let mut bits = Vec::with_capacity(groups.len() + 1);
        bits.extend(groups.iter().map(|group| packed(&flags(group))));
        if !rest.is_empty() {
            let mut group = [b' '; GROUP];
            group[..rest.len()].copy_from_slice(rest);
            bits.push(packed(&flags(&group)));
        }
        Self(bits)
    }

    /// The bits within a range: the place of each group's first byte, and the bits from there on.
    #[inline]
    pub(crate) fn within(&self, range: Range<usize>) -> impl Iterator<Item = (usize, u64)> {
        let first = range.start / GROUP;
        let last = range.end.div_ceil(GROUP).max(first);
        (first..last).zip(&self.0[first..last]).map(move |(group, bits)| {
            let at = group * GROUP;
            let before = range.start.saturating_sub(at);
            let behind = (at + GROUP).saturating_sub(range.end);
            (at, bits & u64::MAX << before & u64::MAX >> behind)
        })
    }
}

/// Flags as bits: eight of them, in eight bytes, are moved side by side into the highest byte.
#[inline]
fn packed(flags: &[u8; GROUP]) -> u64 {
    let eight = |flags: &[u8; 8]| u64::from_le_bytes(*flags).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    flags.as_chunks::<8>().0.iter().rev().fold(0, |bits, flags| bits << 8 | eight(flags))
}
