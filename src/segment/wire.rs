//! The trie on the wire: level by level, each number coded in the light of what is already known.
//!
//! In this order: the alphabet (every character that occurs, as gaps between code points, each with the size of the number
//! of nodes it labels); then the roots; then for each node, level by level, its cost level, its number of children and
//! their characters.
//!
//! - Characters are numbered by how many nodes they label, the commonest first. Children come in the order of these numbers,
//!   as gaps: a gap depends on the depth, on how many children are still to come, and on how far the last one has come. This
//!   saves what the order of children would cost, and knows common characters from rare ones.
//! - A *level* depends on the depth and on the level of the character by itself.
//! - A *number of children* depends on depth, level, and on how many characters follow the same character at the root.
//!
//! Measured on the two lexicons (29 November 2026): 93 and 196 KB; the same trie under brotli takes 130 and 266.
//!
//! Writing and reading are one function, see [`Code`]; all arithmetic is on integers.

use super::coder::{Code, NUM_SYMBOLS, size_of_number};
use super::trie::NO_WORD;
use crate::sorted::SortedMap;
use std::ops::Range;

/// The level-order streams of a trie; the roots are the first `num_roots` nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Streams {
    /// Characters by their numbers.
    pub alphabet: Vec<u16>,
    pub num_roots: usize,
    /// Where each depth begins, the roots first, and where the last one ends.
    pub depths: Vec<usize>,
    /// How many words end at each depth.
    pub num_words: Vec<u32>,
    /// And at the end one whose first child is the number of nodes.
    pub nodes: Vec<Node>,
    /// Number of the character of each node; ascending among siblings.
    pub labels: Vec<u16>,
}

/// Number of the first child in the low 24 bits, above them the level, at most [`NO_WORD`]; the highest bit says that there is
/// a child.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Node(u32);

impl Node {
    const HAS_CHILDREN: u32 = 1 << 31;
    pub const FIRST: u32 = 0x00ff_ffff;

    #[inline(always)]
    pub fn new(first: u32, level: u32, has_children: bool) -> Node {
        Node(first | level << 24 | u32::from(has_children) << 31)
    }

    #[inline(always)]
    pub fn first(self) -> u32 {
        self.0 & Node::FIRST
    }

    /// At most 31.
    #[inline(always)]
    pub fn level(self) -> usize {
        (self.0 >> 24 & 31) as usize
    }

    #[inline(always)]
    pub fn is_word(self) -> bool {
        self.level() != usize::from(NO_WORD)
    }

    #[inline(always)]
    pub fn has_children(self) -> bool {
        self.0 & Node::HAS_CHILDREN != 0
    }
}

/// Depths are told apart up to here.
const NUM_DEPTHS: usize = 5;
/// Sixteen levels, "no word", and for the context "not known".
const NUM_LEVELS: usize = 18;
const NOT_KNOWN: usize = NUM_LEVELS - 1;
/// Bit lengths of a 16-bit number.
const NUM_LENGTHS: usize = 17;
/// Classes of how many children are still to come.
const NUM_RESTS: usize = 9;
/// Depths at which gaps are told apart: roots, second, third, later characters.
const NUM_LABEL_DEPTHS: usize = 4;

const GAPS: usize = 0;
const SIZES: usize = 1;
const LEVELS: usize = 2;
const COUNTS: usize = LEVELS + NUM_DEPTHS * NUM_LEVELS;
const LABELS: usize = COUNTS + NUM_DEPTHS * NUM_LEVELS * NUM_LENGTHS;
/// Contexts of all symbols.
pub(super) const NUM_CONTEXTS: usize = LABELS + NUM_LABEL_DEPTHS * NUM_RESTS * NUM_LENGTHS;

/// Numbers the characters that label nodes, given how often each does: larger size first, then by code point.
pub(super) fn alphabet_of(num_nodes_of: &SortedMap<u16, usize>) -> Vec<u16> {
    let mut alphabet: Vec<(std::cmp::Reverse<usize>, u16)> =
        num_nodes_of.iter().map(|(&c, &num)| (std::cmp::Reverse(size_of_number(num)), c)).collect();
    alphabet.sort_unstable();
    alphabet.into_iter().map(|(_, c)| c).collect()
}

/// Codes `given` (or, reading, what the coder holds) and returns it. `None` where it is no trie of `num_nodes` nodes over
/// `num_chars` characters, or has words of more than `max_depth` characters.
pub(super) fn code_streams<C: Code>(
    coder: &mut C,
    given: &Streams,
    num_nodes: usize,
    num_chars: usize,
    max_depth: usize,
) -> Option<Streams> {
    let alphabet = code_alphabet(coder, given, num_chars)?;
    let num_roots = coder.number(GAPS, given.num_roots);
    if num_roots > num_nodes {
        return None;
    }
    let mut half = HalfTrie {
        nodes: vec![Node::default(); num_nodes],
        labels: vec![0; num_nodes],
        num_labels: 0,
        heads: vec![CharHead { alone: NOT_KNOWN as u8, fan_out: 0 }; num_chars],
    };
    half.code_children(coder, 0, num_roots, given)?;
    let (mut start, mut depths, mut num_words) = (0, vec![0], Vec::new());
    while start < half.num_labels && num_words.len() < max_depth {
        let end = half.num_labels;
        let depth = num_words.len();
        num_words.push(half.code_depth(
            coder,
            depth,
            start..end,
            depth.wrapping_add(1) < max_depth,
            given,
        )?);
        depths.push(end);
        start = end;
    }
    if half.num_labels != num_nodes {
        return None;
    }
    half.nodes.push(Node::new(num_nodes as u32, u32::from(NO_WORD), false));
    let HalfTrie { nodes, labels, .. } = half;
    Some(Streams { alphabet, num_roots, depths, num_words, nodes, labels })
}

/// What is known of a character once its root is coded.
#[derive(Clone, Copy)]
struct CharHead {
    /// Level of the character by itself.
    alone: u8,
    /// Bit length of how many characters follow it at the root.
    fan_out: u8,
}

/// A trie half coded: room for all nodes, of which the first are filled in.
///
/// The loops below are run once, by an engine that has compiled them without a thought; so they call nothing, hold little at a
/// time, and check no sum that cannot overflow: numbers of the coder are below 2^16, those of nodes below 2^22.
struct HalfTrie {
    nodes: Vec<Node>,
    labels: Vec<u16>,
    num_labels: usize,
    /// By the character's number.
    heads: Vec<CharHead>,
}

impl HalfTrie {
    /// The nodes of one depth, and the labels of their children; gives how many are words.
    fn code_depth<C: Code>(
        &mut self,
        coder: &mut C,
        depth: usize,
        range: Range<usize>,
        may_go_on: bool,
        given: &Streams,
    ) -> Option<u32> {
        let of_depth = depth.min(NUM_DEPTHS - 1).wrapping_mul(NUM_LEVELS);
        let mut num_words = 0u32;
        for at in range {
            let label = usize::from(*self.labels.get(at)?);
            let head = *self.heads.get(label)?;
            let (mut wanted_level, mut wanted_count) = (0, 0);
            if C::WRITES {
                wanted_level = given.nodes.get(at)?.level();
                wanted_count = (given.nodes.get(at + 1)?.first() - given.nodes.get(at)?.first()) as usize;
            }
            let context = LEVELS.wrapping_add(of_depth).wrapping_add(usize::from(head.alone));
            let level = coder.symbol(context, wanted_level);
            // Deeper down there are few nodes, so levels are taken three together (a division by three, below 32).
            let level_class = if depth == 0 { level } else { level.wrapping_mul(11) >> 5 };
            let context = of_depth.wrapping_add(level_class).wrapping_mul(NUM_LENGTHS);
            let context = COUNTS.wrapping_add(context).wrapping_add(usize::from(head.fan_out));
            let count = coder.number(context, wanted_count);
            let node = Node::new(self.num_labels as u32, level as u32, count > 0);
            if level > usize::from(NO_WORD) || !(node.is_word() || count > 0) {
                return None;
            }
            num_words = num_words.wrapping_add(u32::from(node.is_word()));
            *self.nodes.get_mut(at)? = node;
            if depth == 0 {
                *self.heads.get_mut(label)? =
                    CharHead { alone: level as u8, fan_out: bit_length(count) as u8 };
            }
            if count > 0 {
                if !may_go_on {
                    return None;
                }
                self.code_children(coder, depth.wrapping_add(1), count, given)?;
            }
        }
        Some(num_words)
    }

    /// Fills in the next `count` labels, ascending.
    #[inline(always)]
    fn code_children<C: Code>(
        &mut self,
        coder: &mut C,
        depth: usize,
        count: usize,
        given: &Streams,
    ) -> Option<()> {
        let of_depth = depth.min(NUM_LABEL_DEPTHS - 1).wrapping_mul(NUM_RESTS);
        let end = self.num_labels.wrapping_add(count);
        let labels = self.labels.get_mut(self.num_labels..end)?;
        let given = if C::WRITES { given.labels.get(self.num_labels..end)? } else { &[] };
        let (mut next, mut rest) = (0usize, count);
        for cell in labels {
            let class = if rest < 4 { rest.wrapping_sub(1) } else { bit_length(rest).min(NUM_RESTS - 1) };
            let context = of_depth.wrapping_add(class).wrapping_mul(NUM_LENGTHS);
            let context = LABELS.wrapping_add(context).wrapping_add(bit_length(next));
            let mut wanted = 0;
            if C::WRITES {
                wanted = usize::from(*given.get(given.len() - rest)?) - next;
            }
            let label = next.wrapping_add(coder.number(context, wanted));
            if label >= self.heads.len() {
                return None;
            }
            *cell = label as u16;
            next = label.wrapping_add(1);
            rest = rest.wrapping_sub(1);
        }
        self.num_labels = end;
        Some(())
    }
}

fn code_alphabet<C: Code>(coder: &mut C, given: &Streams, num_chars: usize) -> Option<Vec<u16>> {
    let wanted = if C::WRITES { sizes_of(given) } else { Vec::new() };
    let mut chars = vec![(0u16, 0u8); num_chars];
    let mut num_of_size = [0usize; NUM_SYMBOLS];
    let mut next = 0usize;
    for (at, cell) in chars.iter_mut().enumerate() {
        let (wanted_char, wanted_size) = wanted.get(at).copied().unwrap_or((next as u16, 0));
        let c = next.wrapping_add(coder.number(GAPS, usize::from(wanted_char).wrapping_sub(next)));
        let size = coder.symbol(SIZES, wanted_size);
        *cell = (u16::try_from(c).ok()?, size as u8);
        let num = num_of_size.get_mut(size)?;
        *num = num.wrapping_add(1);
        next = c.wrapping_add(1);
    }
    // The largest size comes first: where each begins.
    let mut place = 0usize;
    for num in num_of_size.iter_mut().rev() {
        (place, *num) = (place.wrapping_add(*num), place);
    }
    let mut alphabet = vec![0; num_chars];
    for (c, size) in chars {
        let place = num_of_size.get_mut(usize::from(size))?;
        *alphabet.get_mut(*place)? = c;
        *place = place.wrapping_add(1);
    }
    Some(alphabet)
}

/// Characters in their order, each with the size of the number of nodes it labels.
fn sizes_of(given: &Streams) -> Vec<(u16, usize)> {
    let mut num_nodes_of = SortedMap::new();
    for &label in &given.labels {
        let c = given.alphabet.get(usize::from(label)).copied().unwrap_or(0);
        *num_nodes_of.or_insert(c, 0) += 1;
    }
    num_nodes_of.iter().map(|(&c, &num)| (c, size_of_number(num))).collect()
}

#[inline(always)]
fn bit_length(number: usize) -> usize {
    usize::BITS.wrapping_sub(number.leading_zeros()) as usize
}
