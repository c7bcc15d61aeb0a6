//! The array trie: words by their characters, level by level, in four flat arrays.
//!
//! Worked by hand on `中`, `中国`, `中国人`, `人`:
//!
//! ```text
//! node   0   1   2   3        roots 0..2: 中 人
//! label  中  人  国  人       node 2 is the child of 0, node 3 the child of 2
//! first  2   3   3   4   4    children of n: first[n] .. first[n + 1]
//! level  a   b   c   d        cost level of the word that ends here, or NO_WORD
//! ```
//!
//! Nodes are numbered in level order, so the children of a node stand together, sorted, and one number a node
//! is enough to find them. The roots are found by the character itself. 7 bytes a node.

/// Level of a node at which no word ends.
pub(super) const NO_WORD: u8 = u8::MAX;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ArrayTrie {
    /// Smallest root label; `roots[label - base]` is the node, or `u16::MAX`.
    base: u16,
    roots: Vec<u16>,
    first: Vec<u32>,
    labels: Vec<u16>,
    levels: Vec<u8>,
}

impl ArrayTrie {
    /// Builds from the level-order streams; `None` where they do not describe a trie: `num_roots` roots, one
    /// child count, label and level for each node, siblings strictly ascending, every leaf a word.
    pub(super) fn from_streams(
        num_roots: usize,
        counts: &[u16],
        labels: Vec<u16>,
        levels: Vec<u8>,
    ) -> Option<Self> {
        let num_nodes = counts.len();
        if labels.len() != num_nodes
            || levels.len() != num_nodes
            || num_roots > num_nodes
            || num_roots >= usize::from(u16::MAX)
        {
            return None;
        }
        let mut first = Vec::with_capacity(num_nodes + 1);
        let mut next = u32::try_from(num_roots).ok()?;
        for (node, (&count, &level)) in counts.iter().zip(&levels).enumerate() {
            // A child has a larger number than its parent, so every chain ends.
            if (next as usize) <= node || (count == 0 && level == NO_WORD) {
                return None;
            }
            first.push(next);
            next = next.checked_add(u32::from(count))?;
        }
        first.push(next);
        if next as usize != num_nodes {
            return None;
        }
        let ascending = |labels: &[u16]| labels.windows(2).all(|pair| pair[0] < pair[1]);
        if !ascending(labels.get(..num_roots)?) {
            return None;
        }
        for pair in first.windows(2) {
            if !ascending(labels.get(pair[0] as usize..pair[1] as usize)?) {
                return None;
            }
        }
        let base = labels.first().copied().unwrap_or(0);
        let last = labels.get(num_roots.wrapping_sub(1)).copied().unwrap_or(0);
        let mut roots = vec![u16::MAX; usize::from(last.wrapping_sub(base)) + 1];
        for (node, &label) in labels.iter().take(num_roots).enumerate() {
            *roots.get_mut(usize::from(label - base))? = u16::try_from(node).ok()?;
        }
        Some(ArrayTrie { base, roots, first, labels, levels })
    }

    /// The smallest and the largest character of any word.
    pub(super) fn char_range(&self) -> (u32, u32) {
        let smallest = self.labels.iter().copied().min().unwrap_or(0);
        (u32::from(smallest), u32::from(self.labels.iter().copied().max().unwrap_or(smallest)))
    }

    /// Bytes of memory the arrays take.
    pub(super) fn size_bytes(&self) -> usize {
        self.roots.len() * 2 + self.first.len() * 4 + self.labels.len() * 2 + self.levels.len()
    }

    /// The root of a character.
    #[inline]
    pub(super) fn root(&self, label: u16) -> Option<usize> {
        let node = *self.roots.get(usize::from(label).wrapping_sub(usize::from(self.base)))?;
        (node != u16::MAX).then_some(usize::from(node))
    }

    /// The first child of `node` and the labels of all; `None` where there are none.
    #[inline]
    pub(super) fn children(&self, node: usize) -> Option<(usize, &[u16])> {
        let &[first, end] = self.first.get(node..node + 2)? else { return None };
        let labels = self.labels.get(first as usize..end as usize)?;
        (!labels.is_empty()).then_some((first as usize, labels))
    }

    /// The level of `node`: below [`NO_WORD`] where a word ends.
    #[inline]
    pub(super) fn level(&self, node: usize) -> u8 {
        self.levels.get(node).copied().unwrap_or(NO_WORD)
    }

    /// Visits every word in the order of its characters.
    pub(super) fn visit(&self, visit: &mut dyn FnMut(&[char], u8)) {
        let mut word = Vec::new();
        for (offset, &node) in self.roots.iter().enumerate() {
            if node != u16::MAX {
                word.push(char_of(self.base.wrapping_add(offset as u16)));
                self.visit_from(usize::from(node), &mut word, visit);
                word.pop();
            }
        }
    }

    fn visit_from(&self, node: usize, word: &mut Vec<char>, visit: &mut dyn FnMut(&[char], u8)) {
        if self.level(node) != NO_WORD {
            visit(word, self.level(node));
        }
        let (Some(&first), Some(&end)) = (self.first.get(node), self.first.get(node + 1)) else { return };
        for child in first as usize..end as usize {
            word.push(char_of(self.labels.get(child).copied().unwrap_or(0)));
            self.visit_from(child, word, visit);
            word.pop();
        }
    }
}

fn char_of(label: u16) -> char {
    char::from_u32(u32::from(label)).unwrap_or(char::REPLACEMENT_CHARACTER)
}
