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
//! Measured on the two lexicons (24 November 2026): 93 and 196 KB; the same trie under brotli takes 130 and 266.
//!
//! Writing and reading are one function, see [`Code`]; all arithmetic is on integers.

use super::coder::{Code, size_of_number};
use super::trie::NO_WORD;
use crate::sorted::SortedMap;

/// The level-order streams of a trie; the roots are the first `num_roots` nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Streams {
    /// Characters by their numbers.
    pub alphabet: Vec<u16>,
    pub num_roots: usize,
    /// First child of each node, and at the end the number of nodes.
    pub first: Vec<u32>,
    /// Number of the character of each node; ascending among siblings.
    pub labels: Vec<u16>,
    /// At most [`NO_WORD`], 16.
    pub levels: Vec<u8>,
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
        streams: Streams {
            alphabet,
            num_roots,
            first: Vec::with_capacity(num_nodes + 1),
            labels: Vec::with_capacity(num_nodes),
            levels: Vec::with_capacity(num_nodes),
        },
        heads: vec![CharHead::default(); num_chars],
        num_nodes,
        max_depth,
    };
    half.code_children(coder, 0, num_roots, given)?;
    let (mut depth, mut end_of_depth) = (0, num_roots);
    for node in 0..num_nodes {
        if node == end_of_depth {
            depth += 1;
            end_of_depth = half.streams.labels.len();
        }
        half.code_node(coder, node, depth, given)?;
    }
    let mut streams = half.streams;
    streams.first.push(streams.labels.len() as u32);
    (streams.labels.len() == num_nodes).then_some(streams)
}

/// What is known of a character once its root is coded.
#[derive(Clone, Copy)]
struct CharHead {
    /// Level of the character by itself.
    alone: u8,
    /// Bit length of how many characters follow it at the root.
    fan_out: u8,
}

impl Default for CharHead {
    fn default() -> CharHead {
        CharHead { alone: NOT_KNOWN as u8, fan_out: 0 }
    }
}

/// A trie half coded.
struct HalfTrie {
    streams: Streams,
    /// By the character's number.
    heads: Vec<CharHead>,
    num_nodes: usize,
    max_depth: usize,
}

impl HalfTrie {
    /// One node. A function of its own, called for each: an engine that compiles well what is called often can do so while
    /// the trie is being read.
    #[inline(never)]
    fn code_node<C: Code>(
        &mut self,
        coder: &mut C,
        node: usize,
        depth: usize,
        given: &Streams,
    ) -> Option<()> {
        let label = usize::from(*self.streams.labels.get(node)?);
        let head = self.heads.get_mut(label)?;
        let alone = usize::from(head.alone);
        let context = depth.min(NUM_DEPTHS - 1) * NUM_LEVELS;
        let (mut wanted_level, mut wanted_count) = (0, 0);
        if C::WRITES {
            wanted_level = given.levels.get(node).map_or(0, |&level| usize::from(level));
            if let Some(&[start, end]) = given.first.get(node..node + 2) {
                wanted_count = (end - start) as usize;
            }
        }
        let level = coder.symbol(LEVELS + context + alone, wanted_level);
        if level > usize::from(NO_WORD) {
            return None;
        }
        // Deeper down there are few nodes, so levels are taken three together.
        let level_class = if depth == 0 { level } else { level / 3 };
        let context = COUNTS + (context + level_class) * NUM_LENGTHS + usize::from(head.fan_out);
        let count = coder.number(context, wanted_count);
        if depth == 0 {
            *head = CharHead { alone: level as u8, fan_out: bit_length(count) as u8 };
        }
        let labels = &self.streams.labels;
        let is_sound = labels.len() + count <= self.num_nodes
            && (count > 0 || level < usize::from(NO_WORD))
            && (count == 0 || depth + 1 < self.max_depth);
        if !is_sound {
            return None;
        }
        self.streams.levels.push(level as u8);
        self.streams.first.push(self.streams.labels.len() as u32);
        self.code_children(coder, depth + 1, count, given)
    }

    /// Appends `count` labels, ascending.
    #[inline]
    fn code_children<C: Code>(
        &mut self,
        coder: &mut C,
        depth: usize,
        count: usize,
        given: &Streams,
    ) -> Option<()> {
        let depth = depth.min(NUM_LABEL_DEPTHS - 1) * NUM_RESTS;
        let labels = &mut self.streams.labels;
        let mut next = 0;
        for rest in (1..=count).rev() {
            let rest = if rest < 4 { rest - 1 } else { bit_length(rest).min(NUM_RESTS - 1) };
            let context = LABELS + (depth + rest) * NUM_LENGTHS + bit_length(next);
            let mut wanted = 0;
            if C::WRITES {
                wanted = given.labels.get(labels.len()).map_or(0, |&label| usize::from(label) - next);
            }
            let label = next + coder.number(context, wanted);
            if label >= self.heads.len() {
                return None;
            }
            labels.push(label as u16);
            next = label + 1;
        }
        Some(())
    }
}

fn code_alphabet<C: Code>(coder: &mut C, given: &Streams, num_chars: usize) -> Option<Vec<u16>> {
    let mut num_nodes_of = SortedMap::new();
    for &label in &given.labels {
        let c = given.alphabet.get(usize::from(label)).copied().unwrap_or(0);
        *num_nodes_of.or_insert(c, 0) += 1;
    }
    let mut by_size = vec![Vec::new(); super::coder::NUM_SYMBOLS];
    let mut next = 0;
    let mut wanted = num_nodes_of.iter();
    for _ in 0..num_chars {
        let (wanted_char, wanted_num) =
            wanted.next().map_or((next, 0), |(&c, &num)| (usize::from(c), size_of_number(num)));
        let c = next + coder.number(GAPS, wanted_char - next);
        let size = coder.symbol(SIZES, wanted_num);
        by_size.get_mut(size)?.push(u16::try_from(c).ok()?);
        next = c + 1;
    }
    Some(by_size.into_iter().rev().flatten().collect())
}

fn bit_length(number: usize) -> usize {
    (usize::BITS - number.leading_zeros()) as usize
}
