//! The array trie: words by their characters, level by level, in flat arrays.
//!
//! Worked by hand on `中`, `中国`, `中国人`, `人`; characters are numbered, commonest first: 人 0, 国 1, 中 2.
//!
//! ```text
//! node   0   1   2   3        roots 0..2: 人 中
//! label  0   2   1   0        node 2 (国) is the child of 1 (中), node 3 (人) the child of 2
//! first  2   2   3   4   4    children of n: first[n] .. first[n + 1]
//! level  d   a   b   c        cost level of the word that ends here, or NO_WORD
//! ```
//!
//! Nodes are numbered in level order, so the children of a node stand together, sorted, and one number a node is enough to
//! find them; level and number share a word of memory. Roots are not looked up: everything that is asked of a character
//! stands at its number ([`Head`]). Two characters that stand side by side in a text mostly begin no word together; a table
//! of bits, one look, says so before any child is sought ([`Filter`]).

use super::run::UNCOMMON;
use super::unknown::{Counts, MAX_UNKNOWN_CHARS, PlaceCosts, UnknownWords};
use super::wire::{Node, Streams};
use super::{Cost, MAX_COST};
use crate::text::{is_han, visit_folding};
use std::ops::Range;

/// Level of a node at which no word ends.
pub(super) const NO_WORD: u8 = 16;
/// Costs by level; at [`NO_WORD`] one that is dearer than any run, and does not overflow when added to one.
pub(super) type LevelCosts = [Cost; 32];
/// More than any path costs.
pub(super) const NO_COST: Cost = 0x3fff_ffff;

#[derive(Clone, Debug)]
pub(super) struct ArrayTrie {
    alphabet: Vec<u16>,
    /// Number of each character of the Basic Multilingual Plane; of those in no word, one past the largest.
    ids: Box<[u16; 0x1_0000]>,
    /// By the character's number; then for those in no word, and for those that can be in none.
    heads: Vec<Head>,
    num_roots: usize,
    nodes: Vec<Node>,
    labels: Vec<u16>,
    filter: Filter,
    costs: LevelCosts,
    unknown: UnknownWords,
}

/// What is asked of a character: the word it is, the words it begins, and what it costs in unknown words. Sixteen bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    /// Number of its first child in the low 24 bits, above them what follows.
    first: u32,
    num: u16,
    /// Cost of the character by itself, as a word or as none, whichever is less.
    single: u16,
    /// Cost of the word it is, if it is one.
    word: u16,
    costs: PlaceCosts,
}

impl Head {
    const IS_WORD: u32 = 1 << 31;
    /// By itself it costs what the word costs.
    const IS_SINGLE_WORD: u32 = 1 << 30;

    #[inline(always)]
    pub(super) fn single(&self) -> Cost {
        Cost::from(self.single)
    }

    #[inline(always)]
    pub(super) fn is_single_word(&self) -> bool {
        self.first & Head::IS_SINGLE_WORD != 0
    }

    fn word(&self) -> Option<Cost> {
        (self.first & Head::IS_WORD != 0).then_some(Cost::from(self.word))
    }

    #[inline(always)]
    pub(super) fn begin(&self) -> Cost {
        Cost::from(self.costs.begin)
    }

    #[inline(always)]
    pub(super) fn middle(&self) -> Cost {
        Cost::from(self.costs.middle)
    }

    #[inline(always)]
    pub(super) fn end(&self) -> Cost {
        Cost::from(self.costs.end)
    }

    #[inline(always)]
    pub(super) fn children(&self) -> Children {
        Children { first: self.first & Node::FIRST, num: self.num }
    }
}

/// The children of a node.
#[derive(Clone, Copy, Debug)]
pub(super) struct Children {
    first: u32,
    num: u16,
}

/// A word of two characters or more as far as it was walked.
#[derive(Clone, Copy)]
pub(super) struct Walked {
    /// What the word costs; [`NO_COST`] where none ends here.
    pub cost: Cost,
    pub children: Option<Children>,
}

impl ArrayTrie {
    /// From streams that [`code_streams`](super::wire::code_streams) has made, which are sound; costs of the levels, and of
    /// a character that is no word.
    pub(super) fn new(streams: Streams, level_costs: &[Cost; 16], unknown_cost: Cost) -> ArrayTrie {
        let mut filter = Filter::new(streams.labels.len());
        let mut counts = Counts::new(&streams);
        let mut end = streams.labels.len();
        for (at, node) in streams.nodes.iter().enumerate().take(end).rev() {
            if node.has_children() {
                let first = node.first() as usize;
                let nodes = streams.nodes.get(first..end).unwrap_or(&[]);
                let labels = streams.labels.get(first..end).unwrap_or(&[]);
                filter.insert(node.first(), labels);
                counts.add_children(at, first, nodes, labels);
                end = first;
            }
        }
        let (unknown, place_costs) = counts.finish(&streams);
        let Streams { alphabet, num_roots, nodes, labels, .. } = streams;
        let mut costs = [NO_COST; 32];
        for (cost, &given) in costs.iter_mut().zip(level_costs) {
            *cost = given.min(MAX_COST);
        }
        // Twice as many at a time: to be run once, it is run through quickly.
        let mut ids = vec![0u16; 0x1_0000];
        let mut num_filled = 64;
        ids.get_mut(..num_filled).unwrap_or(&mut []).fill(alphabet.len() as u16);
        while num_filled < ids.len() {
            ids.copy_within(..num_filled, num_filled);
            num_filled *= 2;
        }
        for (id, &c) in alphabet.iter().enumerate() {
            if let Some(cell) = ids.get_mut(usize::from(c)) {
                *cell = id as u16;
            }
        }
        let single = unknown_cost.min(MAX_COST);
        let mut heads = Vec::with_capacity(place_costs.len());
        for costs in place_costs {
            heads.push(Head { first: 0, num: 0, single: single as u16, word: 0, costs });
        }
        for ((&node, next), &label) in nodes.iter().zip(nodes.iter().skip(1)).zip(&labels).take(num_roots) {
            let Some(head) = heads.get_mut(usize::from(label)) else { continue };
            (head.first, head.num) = (node.first(), next.first().wrapping_sub(node.first()) as u16);
            let cost = costs[node.level()];
            if cost <= MAX_COST {
                head.word = cost as u16;
                head.first |= Head::IS_WORD;
            }
            if cost <= single {
                head.single = cost as u16;
                head.first |= Head::IS_SINGLE_WORD;
            }
        }
        // The length is right, so this does not fail.
        let ids = ids.try_into().unwrap_or_else(|_| Box::new([0; 0x1_0000]));
        ArrayTrie { alphabet, ids, heads, num_roots, nodes, labels, filter, costs, unknown }
    }

    /// The number of a character: that of the alphabet, as many as it has where it is in no word, or one more where it can
    /// be in none: outside the Basic Multilingual Plane.
    #[inline(always)]
    pub(super) fn id(&self, c: char) -> u16 {
        match u16::try_from(u32::from(c)) {
            Ok(code) => self.ids[usize::from(code)],
            Err(_) => self.no_id(),
        }
    }

    /// The numbers of some characters of the Basic Multilingual Plane.
    pub(super) fn ids_of(&self, codes: Range<u16>) -> &[u16] {
        self.ids.get(usize::from(codes.start)..usize::from(codes.end)).unwrap_or(&[])
    }

    /// The same of their folded forms; [`UNCOMMON`] where that is no Han of this plane.
    pub(super) fn ids_of_folded(&self, codes: Range<u16>) -> Vec<u16> {
        let mut ids = self.ids_of(codes.clone()).to_vec();
        visit_folding(codes.clone(), &mut |code, c| {
            if let Some(id) = ids.get_mut(usize::from(code - codes.start)) {
                *id = if is_han(c) && c <= '\u{ffff}' { self.id(c) } else { UNCOMMON };
            }
        });
        ids
    }

    /// The number of a character that can be in no word.
    pub(super) fn no_id(&self) -> u16 {
        (self.alphabet.len() as u16).wrapping_add(1)
    }

    /// Bytes of memory the arrays take.
    pub(super) fn size_bytes(&self) -> usize {
        (self.alphabet.len() + self.ids.len() + self.labels.len()) * 2
            + (self.nodes.len() + self.filter.words.len()) * 4
            + size_of_val(self.heads.as_slice())
    }

    #[inline(always)]
    pub(super) fn heads(&self) -> &[Head] {
        &self.heads
    }

    /// Whether a word begins with the character of this number.
    #[inline(always)]
    pub(super) fn begins_word(&self, id: u16) -> bool {
        self.heads.get(usize::from(id)).is_some_and(|head| head.first & Head::IS_WORD != 0 || head.num > 0)
    }

    /// See [`UnknownWords::base_costs`].
    pub(super) fn unknown_bases(&self) -> [Cost; MAX_UNKNOWN_CHARS - 1] {
        self.unknown.base_costs
    }

    /// Calls `found` with length and cost of the unknown words of two to four characters at the beginning of `ids`.
    #[inline(always)]
    pub(super) fn unknown_words(&self, ids: &[u16], found: &mut (impl FnMut(usize, Cost) + ?Sized)) {
        let costs_of = |id: &u16| self.heads.get(usize::from(*id)).map(|head| head.costs);
        let mut costs = ids.iter().map_while(costs_of);
        let Some(first) = costs.next() else { return };
        let mut so_far = Cost::from(first.begin);
        for ((last, base), num_chars) in costs.zip(self.unknown.base_costs).zip(2..) {
            let cost = base.wrapping_add(so_far).wrapping_add(Cost::from(last.end));
            // With a character that no lexicon can hold it always is.
            if cost <= MAX_COST {
                found(num_chars, cost);
            }
            so_far = so_far.wrapping_add(Cost::from(last.middle));
        }
    }

    /// Whether `id` may be among `children`: "no" for certain, "yes" mostly rightly.
    #[inline(always)]
    pub(super) fn may_go_on(&self, children: Children, id: u16) -> bool {
        self.filter.may_hold(children.first, id)
    }

    /// From `children` on by the character `id`.
    #[inline(always)]
    pub(super) fn step(&self, children: Children, id: u16) -> Option<Walked> {
        if self.may_go_on(children, id) { self.child(children, id) } else { None }
    }

    /// The same where [`may_go_on`](ArrayTrie::may_go_on) has said yes.
    #[inline(always)]
    pub(super) fn child(&self, children: Children, id: u16) -> Option<Walked> {
        let first = children.first as usize;
        let labels = self.labels.get(first..first.wrapping_add(usize::from(children.num)))?;
        // The n-th label is at least n. (A table of hashes in place of halving takes half a megabyte more and is no faster.)
        let size = labels.len().min(usize::from(id).wrapping_add(1));
        let low = labels.get(..size)?.binary_search(&id).ok()?;
        let node = first.wrapping_add(low);
        let &[this, next] = self.nodes.get(node..node.wrapping_add(2))? else { return None };
        Some(Walked {
            cost: self.costs[this.level()],
            children: this.has_children().then(|| Children {
                first: this.first(),
                num: next.first().wrapping_sub(this.first()) as u16,
            }),
        })
    }

    /// Calls `found` with length and cost of every word at the beginning of `ids`, shortest first.
    pub(super) fn words(&self, ids: &[u16], found: &mut dyn FnMut(usize, Cost)) {
        let Some(head) = ids.first().and_then(|&id| self.heads.get(usize::from(id))) else { return };
        if let Some(cost) = head.word() {
            found(1, cost);
        }
        let mut children = head.children();
        for (&id, num_chars) in ids.iter().skip(1).zip(2..) {
            let Some(walked) = self.step(children, id) else { return };
            if walked.cost != NO_COST {
                found(num_chars, walked.cost);
            }
            match walked.children {
                Some(further) => children = further,
                None => return,
            }
        }
    }

    /// Visits every word in the order of its characters.
    pub(super) fn visit(&self, visit: &mut dyn FnMut(&[char], Cost)) {
        self.visit_children(0..self.num_roots, &mut Vec::new(), visit);
    }

    fn visit_children(
        &self,
        children: Range<usize>,
        word: &mut Vec<char>,
        visit: &mut dyn FnMut(&[char], Cost),
    ) {
        let mut children: Vec<(char, usize)> = children.map(|node| (self.char_of(node), node)).collect();
        children.sort_unstable();
        for (c, node) in children {
            let Some(&[this, next]) = self.nodes.get(node..node + 2) else { continue };
            word.push(c);
            let cost = self.costs[this.level()];
            if cost != NO_COST {
                visit(word, cost);
            }
            self.visit_children(this.first() as usize..next.first() as usize, word, visit);
            word.pop();
        }
    }

    fn char_of(&self, node: usize) -> char {
        let label = self.labels.get(node).map_or(usize::MAX, |&label| usize::from(label));
        let code = self.alphabet.get(label).copied().unwrap_or(0);
        char::from_u32(u32::from(code)).unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}

/// A set of pairs that says "not in it" for certain, and "in it" mostly rightly: a bit for each hash, at least eight bits
/// a pair. A pair is a node, by the number of its first child, and a character.
#[derive(Clone, Debug, Default)]
struct Filter {
    words: Vec<u32>,
    shift: u32,
}

impl Filter {
    fn new(num_pairs: usize) -> Filter {
        let num_words = (num_pairs.max(4) / 4).next_power_of_two();
        Filter { words: vec![0; num_words], shift: 27 - num_words.ilog2() }
    }

    /// Word and bit of a pair.
    #[inline(always)]
    fn place(&self, first: u32, id: u16) -> (usize, u32) {
        let hash = first.wrapping_shl(13).wrapping_add(u32::from(id)).wrapping_mul(0x9e37_79b1);
        let place = hash.wrapping_shr(self.shift);
        ((place >> 5) as usize, place & 31)
    }

    /// All children of a node. A function of its own, for the reason of `HalfTrie::code_node`.
    #[inline(never)]
    fn insert(&mut self, first: u32, ids: &[u16]) {
        for &id in ids {
            let (word, bit) = self.place(first, id);
            if let Some(word) = self.words.get_mut(word) {
                *word |= 1 << bit;
            }
        }
    }

    #[inline(always)]
    fn may_hold(&self, first: u32, id: u16) -> bool {
        let (word, bit) = self.place(first, id);
        self.words.get(word).is_some_and(|word| word.wrapping_shr(bit) & 1 == 1)
    }
}
