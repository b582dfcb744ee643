//! The nodes of a trie: which bytes each reads, and their places in a hash table.
//!
//! In: sorted, distinct phrases. Out: slots.

use std::collections::VecDeque;

use super::folded::WINDOW;
use super::openings::Openings;
use super::{NONE, Phrase, ROOT, Slot, bit, hash, label, place};

/// A node that has no slot yet.
struct Node {
    /// The number of its parent among the nodes; [`NONE`] for a child of the root.
    parent: u32,
    phrase: u32,
    label: u64,
    children: u64,
    step: u8,
}

/// What the root reads of a phrase, the first byte highest, with its length; and the number of the phrase.
type Below = (u64, u8, u32);

/// A node that is to be read: the phrases below it, and how much of them lies before it and behind it.
struct Open<'b> {
    parent: u32,
    from: u32,
    depth: u32,
    below: &'b [Below],
}

/// Places the nodes for phrases in a table of which half at least is free.
pub(super) fn slots(phrases: &[Phrase<'_>], openings: &Openings) -> Vec<Slot> {
    let nodes = nodes(phrases, openings);
    let mut slots = vec![Slot::FREE; (2 * nodes.len()).next_power_of_two().max(2)];
    let mut places: Vec<u32> = Vec::with_capacity(nodes.len());
    for Node { parent, phrase, label, children, step } in nodes {
        let parent = places.get(parent as usize).map_or(ROOT, |place| place + 1);
        let mut at = place(hash(parent, label), slots.len());
        while !slots[at].is_free() {
            at = (at + 1) % slots.len();
        }
        slots[at] = Slot { label, children, step_and_parent: parent << 4 | u32::from(step), phrase };
        places.push(at as u32);
    }
    slots
}

/// The nodes in an order in which every parent stands before its children.
fn nodes(phrases: &[Phrase<'_>], openings: &Openings) -> Vec<Node> {
    let mut nodes = Vec::with_capacity(2 * phrases.len());
    // Each phrase with what the root reads of it: those below a node stand side by side.
    let mut order: Vec<Below> = Vec::with_capacity(2 * phrases.len());
    for (phrase, number) in phrases.iter().zip(0..) {
        let read = |length: usize| (label(&phrase.bytes[..length]).swap_bytes(), length as u8, number);
        order.extend(openings.read(phrase).map(read));
    }
    order.sort_unstable();
    let children = order.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
    let mut open: VecDeque<Open<'_>> =
        children.map(|below| Open { parent: NONE, from: 0, depth: u32::from(below[0].1), below }).collect();
    while let Some(Open { parent, from, depth, below }) = open.pop_front() {
        let bytes = |below: &Below| phrases[below.2 as usize].bytes;
        let (first, from, depth) = (&phrases[below[0].2 as usize], from as usize, depth as usize);
        let ends = first.bytes.len() == depth;
        let further = &below[usize::from(ends)..];
        let step = further.iter().map(|below| (bytes(below).len() - depth).min(WINDOW)).min().unwrap_or(0);
        let next = depth..depth + step;
        let number = nodes.len() as u32;
        let mut children = 0;
        for below in further.chunk_by(|a, b| bytes(a)[next.clone()] == bytes(b)[next.clone()]) {
            children |= bit(label(&bytes(&below[0])[next.clone()]));
            open.push_back(Open { parent: number, from: depth as u32, depth: next.end as u32, below });
        }
        let phrase = if ends { first.first } else { NONE };
        nodes.push(Node { parent, phrase, label: label(&first.bytes[from..depth]), children, step: step as u8 });
    }
    nodes
}
