//! The nodes of a trie: which bytes each reads, and their places in a hash table.
//!
//! In: sorted, distinct phrases. Out: slots.

use std::collections::VecDeque;

use super::folded::WINDOW;
use super::openings::Openings;
use super::{NONE, Phrase, ROOT, Slot, bit, hash, label, place};

/// A node that has no slot yet.
struct Node {
    /// The number of its parent among the nodes; none for a child of the root.
    parent: Option<usize>,
    label: u64,
    children: u64,
    step: usize,
    phrase: u32,
}

/// What the root reads of a phrase, with its length, and the phrase.
type Below<'p> = ((u64, usize), &'p Phrase<'p>);

/// Places the nodes for phrases in a table of which half at least is free.
pub(super) fn slots(phrases: &[Phrase<'_>], openings: &Openings) -> Vec<Slot> {
    let nodes = nodes(phrases, openings);
    let mut slots = vec![Slot::FREE; (2 * nodes.len()).next_power_of_two().max(2)];
    let mut places: Vec<u32> = Vec::with_capacity(nodes.len());
    for Node { parent, label, children, step, phrase } in nodes {
        let parent = parent.map_or(ROOT, |parent| places[parent] + 1);
        let mut at = place(hash(parent, label), slots.len());
        while !slots[at].is_free() {
            at = (at + 1) % slots.len();
        }
        slots[at] = Slot { label, children, step_and_parent: parent << 4 | step as u32, phrase };
        places.push(at as u32);
    }
    slots
}

/// The nodes in an order in which every parent stands before its children.
fn nodes(phrases: &[Phrase<'_>], openings: &Openings) -> Vec<Node> {
    let mut nodes = Vec::with_capacity(2 * phrases.len());
    // Each phrase with what the root reads of it: those below a node stand side by side.
    let mut order: Vec<Below<'_>> = phrases
        .iter()
        .flat_map(|phrase| openings.read(phrase).map(move |length| ((label(&phrase.bytes[..length]), length), phrase)))
        .collect();
    order.sort_by_key(|(read, _)| *read);
    let children = order.chunk_by(|a, b| a.0 == b.0).map(|below| (None, 0, below[0].0.1, below));
    // Of each node: its parent, how much of the phrases lies before and behind it, and the phrases below.
    let mut open: VecDeque<(Option<usize>, usize, usize, &[Below<'_>])> = children.collect();
    while let Some((above, from, depth, below)) = open.pop_front() {
        let first = below[0].1;
        let ends = first.bytes.len() == depth;
        let further = &below[usize::from(ends)..];
        let step = further.iter().map(|(_, phrase)| (phrase.bytes.len() - depth).min(WINDOW)).min().unwrap_or(0);
        let next = depth..depth + step;
        let parent = Some(nodes.len());
        let mut children = 0;
        for below in further.chunk_by(|a, b| a.1.bytes[next.clone()] == b.1.bytes[next.clone()]) {
            children |= bit(label(&below[0].1.bytes[next.clone()]));
            open.push_back((parent, depth, next.end, below));
        }
        let phrase = if ends { first.first } else { NONE };
        nodes.push(Node { parent: above, label: label(&first.bytes[from..depth]), children, step, phrase });
    }
    nodes
}
