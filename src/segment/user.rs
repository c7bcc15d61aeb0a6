//! Words added at run time.

use super::{Cost, MAX_COST, Vocabulary, cost_of};
use crate::text::fold;

/// How strongly a user word binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// So cheap that it wins over the pieces it is cut into now.
    Preferred,
    /// As if seen this many times; 0 counts as 1.
    Frequency(u64),
    /// This cost, at most [`MAX_COST`]. At the maximum, a word of the vocabulary is practically taken out.
    Cost(Cost),
}

/// A small set of words in memory, consulted before the vocabulary; a word in both has the cost given here.
#[derive(Clone, Debug)]
pub struct UserWords {
    /// Node 0 is the root; children are sorted.
    nodes: Vec<Node>,
    total: u64,
}

#[derive(Clone, Debug, Default)]
struct Node {
    children: Vec<(char, u32)>,
    cost: Option<Cost>,
}

impl UserWords {
    /// No words yet; frequencies are meant out of `total`.
    pub fn new(total: u64) -> UserWords {
        UserWords { nodes: vec![Node::default()], total }
    }

    /// Whether no word was added.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() == 1
    }

    /// Adds a word, or changes its cost. The word is folded; an empty one is ignored.
    pub fn add(&mut self, word: &str, cost: Cost) {
        let word = fold(word);
        let mut node = 0;
        for c in word.chars() {
            let next = self.nodes.len() as u32;
            let children = &mut self.nodes[node].children;
            node = match children.binary_search_by_key(&c, |child| child.0) {
                Ok(at) => children[at].1,
                Err(at) => {
                    children.insert(at, (c, next));
                    self.nodes.push(Node::default());
                    next
                }
            } as usize;
        }
        if node != 0 {
            self.nodes[node].cost = Some(cost.min(MAX_COST));
        }
    }

    /// Whether a word begins with `c`.
    pub(super) fn begins_with(&self, c: char) -> bool {
        self.nodes.first().is_some_and(|root| root.children.binary_search_by_key(&c, |child| child.0).is_ok())
    }

    /// The cost of `word` (folded), if it was added.
    pub fn cost_of(&self, word: &str) -> Option<Cost> {
        let mut node = self.nodes.first()?;
        for c in word.chars() {
            let at = node.children.binary_search_by_key(&c, |child| child.0).ok()?;
            node = self.nodes.get(node.children.get(at)?.1 as usize)?;
        }
        node.cost
    }

    /// Adds a word seen `frequency` times.
    pub fn add_frequency(&mut self, word: &str, frequency: u64) {
        self.add(word, cost_of(frequency, self.total));
    }
}

impl Vocabulary for UserWords {
    fn words_at(&self, text: &str, at: usize, found: &mut dyn FnMut(usize, Cost)) {
        let Some(rest) = text.get(at..) else { return };
        let mut node = &self.nodes[0];
        for (offset, c) in rest.char_indices() {
            let Ok(child) = node.children.binary_search_by_key(&c, |child| child.0) else { return };
            let Some(next) = self.nodes.get(node.children[child].1 as usize) else { return };
            node = next;
            if let Some(cost) = node.cost {
                found(at + offset + c.len_utf8(), cost);
            }
        }
    }

    fn total(&self) -> u64 {
        self.total
    }
}
