//! The best way on from a place of a run, in one number: the smaller, the better.

use super::{Cost, TokenKind};

/// Where an edge comes from. Of two ways of one cost the smaller number wins.
pub(super) mod source {
    /// Characters joined by their statistics.
    pub const JOINED: u32 = 0;
    /// The user's words.
    pub const USER: u32 = 1;
    /// The vocabulary.
    pub const WORD: u32 = 2;
    /// A rule: what stays whole, or a single character.
    pub const RULE: u32 = 3;
}

/// The cost from here to the end of the run, and the first edge on the way: 32 bits of cost, eight of its source, 16 of
/// how much shorter than possible it is, eight of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Step(u64);

impl Step {
    /// Costs are far below these two, and added to either do not overflow: a run has at most 12,288 characters and 256
    /// more, each of which costs at most [`MAX_COST`](super::MAX_COST).
    pub const NO_NODE: Step = Step((NO_NODE_COST as u64) << 32);
    /// A node whose way on is not yet known; dearer than any run.
    pub const NODE: Step = Step(((NO_NODE_COST - 1) as u64) << 32);
    /// The end of the run.
    pub const END: Step = Step::of(0, edge_code(source::RULE, 0, TokenKind::Unknown));

    #[inline(always)]
    pub const fn of(cost: Cost, code: u32) -> Step {
        Step((cost as u64) << 32 | code as u64)
    }

    #[inline(always)]
    pub fn cost(self) -> Cost {
        (self.0 >> 32) as Cost
    }

    /// Characters of the edge; 0 at the end.
    #[inline(always)]
    pub fn num_chars(self) -> usize {
        0xffff - (self.0 >> 8 & 0xffff) as usize
    }

    #[inline(always)]
    pub fn kind(self) -> TokenKind {
        TokenKind::from_number(self.0 as u8)
    }

    #[inline(always)]
    pub fn is_node(self) -> bool {
        self.cost() != NO_NODE_COST
    }
}

/// To the middle of what stays whole nothing leads.
pub(super) const NO_NODE_COST: Cost = 0x7fff_ffff;

/// What a step knows of its edge; a run has fewer than 2^16 characters.
#[inline(always)]
pub(super) const fn edge_code(source: u32, num_chars: usize, kind: TokenKind) -> u32 {
    source << 24 | (0xffff - (num_chars as u32 & 0xffff)) << 8 | kind as u32
}

/// One character more.
pub(super) const LONGER: u32 = 1 << 8;
