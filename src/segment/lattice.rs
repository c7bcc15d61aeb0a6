//! The lattice as data: what was weighed, what was chosen, and by how much.
//!
//! Example, for `他来到`: edges `他`, `来`, `来到`, `到`; chosen `他` and `来到`. Draw it with [`Lattice::to_dot`] or
//! [`Lattice::to_svg`], print it with `{}`.

use std::fmt;

use super::{Cost, TokenKind};
use crate::text::Span;

/// One candidate word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Bytes of the folded text: from node `start` to node `end`.
    pub span: Span,
    /// How surprising it is, in thousandths of a nat.
    pub cost: Cost,
    /// What the token would be.
    pub kind: TokenKind,
    /// Whether it lies on the cheapest path.
    pub is_chosen: bool,
}

impl Edge {
    pub(super) fn new(start: usize, end: usize, cost: Cost, kind: TokenKind) -> Edge {
        Edge { span: Span::new(start, end), cost, kind, is_chosen: false }
    }
}

/// All candidate words of a text. Made by [`Segmenter::lattice`](super::Segmenter::lattice).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lattice {
    /// The folded text.
    pub text: String,
    /// Every edge, by start, then end.
    pub edges: Vec<Edge>,
}

impl Lattice {
    /// Nodes: the byte offsets at which edges start or end, ascending.
    pub fn nodes(&self) -> Vec<u32> {
        let mut nodes: Vec<u32> =
            self.edges.iter().flat_map(|edge| [edge.span.start, edge.span.end]).collect();
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }

    /// The chosen edges in order: the segmentation.
    pub fn path(&self) -> impl Iterator<Item = &Edge> {
        self.edges.iter().filter(|edge| edge.is_chosen)
    }

    /// Sum of the costs on the path.
    pub fn path_cost(&self) -> u64 {
        self.path().map(|edge| u64::from(edge.cost)).sum()
    }

    /// The word of an edge.
    pub fn word(&self, edge: &Edge) -> &str {
        edge.span.of(&self.text)
    }
}

/// One edge a line: a mark on the path, start, end, cost in nats, kind, word.
impl fmt::Display for Lattice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for edge in &self.edges {
            let mark = if edge.is_chosen { '*' } else { ' ' };
            writeln!(
                f,
                "{mark} {:>4} {:>4} {:>3}.{:03} {:<11} {}",
                edge.span.start,
                edge.span.end,
                edge.cost / 1000,
                edge.cost % 1000,
                edge.kind.as_str(),
                self.word(edge)
            )?;
        }
        let total = self.path_cost();
        writeln!(f, "  path {}.{:03} nats", total / 1000, total % 1000)
    }
}
