//! The array trie: words by their characters, level by level, in four flat arrays.
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
//! find them. The roots are found by the character's number. Two characters that stand side by side in a text mostly begin
//! no word together; a table of bits, one look, says so before any child is sought ([`Filter`]).

use super::wire::Streams;

/// Level of a node at which no word ends.
pub(super) const NO_WORD: u8 = u8::MAX;
/// The number of a character that no trie can hold: outside the Basic Multilingual Plane.
pub(super) const NO_CHAR: u16 = u16::MAX;

#[derive(Clone, Debug, Default)]
pub(super) struct ArrayTrie {
    alphabet: Vec<u16>,
    /// Number of each character of the Basic Multilingual Plane; of those in no word, one past the largest.
    ids: Vec<u16>,
    /// Root of each character, by its number; or [`NO_ROOT`].
    roots: Vec<u32>,
    num_roots: usize,
    first: Vec<u32>,
    labels: Vec<u16>,
    levels: Vec<u8>,
    filter: Filter,
}

const NO_ROOT: u32 = u32::MAX;

impl ArrayTrie {
    /// From streams that [`code_streams`](super::wire::code_streams) has made, which are sound.
    pub(super) fn new(streams: Streams) -> ArrayTrie {
        let Streams { alphabet, num_roots, first, labels, levels } = streams;
        let mut ids = vec![alphabet.len() as u16; 0x1_0000];
        for (id, &c) in alphabet.iter().enumerate() {
            if let Some(cell) = ids.get_mut(usize::from(c)) {
                *cell = id as u16;
            }
        }
        let mut roots = vec![NO_ROOT; alphabet.len()];
        for (node, &label) in labels.iter().take(num_roots).enumerate() {
            if let Some(root) = roots.get_mut(usize::from(label)) {
                *root = node as u32;
            }
        }
        let mut filter = Filter::new(labels.len());
        for (node, range) in first.windows(2).enumerate().filter(|(_, range)| range[0] < range[1]) {
            for &label in labels.get(range[0] as usize..range[1] as usize).unwrap_or(&[]) {
                filter.insert(node, label);
            }
        }
        ArrayTrie { alphabet, ids, roots, num_roots, first, labels, levels, filter }
    }

    /// The number of a character: that of the alphabet, [`Self::num_chars`] where it is in no word, or [`NO_CHAR`].
    #[inline(always)]
    pub(super) fn id(&self, c: char) -> u16 {
        self.ids.get(c as usize).copied().unwrap_or(NO_CHAR)
    }

    /// How many characters have a number.
    pub(super) fn num_chars(&self) -> usize {
        self.alphabet.len()
    }

    /// Bytes of memory the arrays take.
    pub(super) fn size_bytes(&self) -> usize {
        (self.alphabet.len() + self.ids.len() + self.labels.len()) * 2
            + (self.roots.len() + self.first.len() + self.filter.words.len()) * 4
            + self.levels.len()
    }

    /// The root of a character.
    #[inline(always)]
    pub(super) fn root(&self, id: u16) -> Option<usize> {
        let node = *self.roots.get(usize::from(id))?;
        (node != NO_ROOT).then_some(node as usize)
    }

    /// The child of `node` by the character `id`.
    #[inline(always)]
    pub(super) fn child(&self, node: usize, id: u16) -> Option<usize> {
        if !self.filter.may_hold(node, id) {
            return None;
        }
        let &[first, end] = self.first.get(node..node + 2)? else { return None };
        let labels = self.labels.get(first as usize..end as usize)?;
        // The usual halving, without a branch that cannot be foretold: `low` is the last place not past `id`.
        let (mut low, mut size) = (0, labels.len());
        while size > 1 {
            let half = size / 2;
            low = if labels.get(low + half).is_some_and(|&label| label <= id) { low + half } else { low };
            size -= half;
        }
        (labels.get(low) == Some(&id)).then_some(first as usize + low)
    }

    /// The level of `node`: below [`NO_WORD`] where a word ends.
    #[inline(always)]
    pub(super) fn level(&self, node: usize) -> u8 {
        self.levels.get(node).copied().unwrap_or(NO_WORD)
    }

    /// Visits every word in the order of its characters.
    pub(super) fn visit(&self, visit: &mut dyn FnMut(&[char], u8)) {
        self.visit_children(0..self.num_roots, &mut Vec::new(), visit);
    }

    fn visit_children(
        &self,
        children: std::ops::Range<usize>,
        word: &mut Vec<char>,
        visit: &mut dyn FnMut(&[char], u8),
    ) {
        let mut children: Vec<(char, usize)> = children.map(|node| (self.char_of(node), node)).collect();
        children.sort_unstable();
        for (c, node) in children {
            word.push(c);
            if self.level(node) != NO_WORD {
                visit(word, self.level(node));
            }
            if let Some(&[first, end]) = self.first.get(node..node + 2) {
                self.visit_children(first as usize..end as usize, word, visit);
            }
            word.pop();
        }
    }

    fn char_of(&self, node: usize) -> char {
        let label = self.labels.get(node).map_or(usize::MAX, |&label| usize::from(label));
        let code = self.alphabet.get(label).copied().unwrap_or(0);
        char::from_u32(u32::from(code)).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// The number of the character of `node`.
    #[inline]
    pub(super) fn label(&self, node: usize) -> u16 {
        self.labels.get(node).copied().unwrap_or(NO_CHAR)
    }

    /// The parent of each node; `u32::MAX` for roots.
    pub(super) fn parents(&self) -> Vec<u32> {
        let mut parents = vec![u32::MAX; self.labels.len()];
        for (node, range) in self.first.windows(2).enumerate() {
            if let Some(children) = parents.get_mut(range[0] as usize..range[1] as usize) {
                children.fill(node as u32);
            }
        }
        parents
    }
}

/// A set of pairs that says "not in it" for certain, and "in it" mostly rightly: a bit for each hash, at least eight bits
/// a pair.
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
    fn place(&self, node: usize, id: u16) -> (usize, u32) {
        let hash = (node as u32).wrapping_shl(13).wrapping_add(u32::from(id)).wrapping_mul(0x9e37_79b1);
        let place = hash >> self.shift;
        ((place >> 5) as usize, place & 31)
    }

    fn insert(&mut self, node: usize, id: u16) {
        let (word, bit) = self.place(node, id);
        if let Some(word) = self.words.get_mut(word) {
            *word |= 1 << bit;
        }
    }

    #[inline(always)]
    fn may_hold(&self, node: usize, id: u16) -> bool {
        let (word, bit) = self.place(node, id);
        self.words.get(word).is_some_and(|word| word >> bit & 1 == 1)
    }
}
