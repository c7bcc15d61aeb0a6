//! Unknown words: how likely is it that these characters, in this order, are a word no lexicon has?
//!
//! Example: `阿莫迪` is in no lexicon. `阿` begins many words, `莫` and `迪` seldom stand alone, so one word of three
//! characters is cheaper than three words of one.
//!
//! The statistics are counted from the lexicon itself at load, so they cost no byte on the wire: how often each
//! character begins a word, stands inside, or ends it, each word counted once.

use super::wire::{Node, Streams};
use super::{Cost, MAX_COST, cost_of};

/// No unknown word is longer.
pub(super) const MAX_UNKNOWN_CHARS: usize = 4;
/// What it costs to leave the lexicon, in thousandths of a nat. Measured together with the counts (offset -6).
const LEAVING: Cost = 6000;

/// What every unknown word of two, three and four characters costs before its characters are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct UnknownWords {
    pub base_costs: [Cost; MAX_UNKNOWN_CHARS - 1],
}

/// What a character costs at the beginning, inside and at the end of an unknown word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PlaceCosts {
    pub begin: u16,
    pub middle: u16,
    pub end: u16,
}

impl PlaceCosts {
    /// Of a character that no lexicon can hold: it joins nothing, what stands beside it says nothing about it.
    const NEVER: PlaceCosts = PlaceCosts { begin: u16::MAX, middle: u16::MAX, end: u16::MAX };
}

const BEGIN: usize = 0;
const MIDDLE: usize = 1;
const END: usize = 2;

/// What is counted, node after node.
pub(super) struct Counts {
    by_char: Vec<[u32; 3]>,
    /// How many words of two to four characters go through each node, its own word not counted; up to the nodes of fourth
    /// characters, through which none goes.
    through: Vec<u32>,
    /// Nodes from here on have no children that are counted.
    end: usize,
}

impl Counts {
    pub(super) fn new(streams: &Streams) -> Counts {
        let start = |depth: usize| streams.depths.get(depth).or(streams.depths.last()).copied().unwrap_or(0);
        Counts {
            by_char: vec![[0; 3]; streams.alphabet.len()],
            through: vec![0; start(MAX_UNKNOWN_CHARS)],
            end: start(MAX_UNKNOWN_CHARS - 1),
        }
    }

    /// Counts the children of node `at`, the first of which is `first`; children have larger numbers than their parents, so from the
    /// last node to the first. A function of its own, called for each: an engine that compiles well what is called often can do so
    /// while the trie is being made.
    #[inline(never)]
    pub(super) fn add_children(&mut self, at: usize, first: usize, nodes: &[Node], labels: &[u16]) {
        let Some((before, after)) = self.through.split_at_mut_checked(first) else { return };
        let (Some(through), true) = (before.get_mut(at), at < self.end) else { return };
        let mut sum = 0u32;
        for ((&through, &node), &label) in after.iter().zip(nodes).zip(labels) {
            let own = u32::from(node.is_word());
            if let Some([_, middle, end]) = self.by_char.get_mut(usize::from(label)) {
                *middle = middle.wrapping_add(through);
                *end = end.wrapping_add(own);
            }
            sum = sum.wrapping_add(through).wrapping_add(own);
        }
        *through = sum;
    }

    /// The costs of each character by its number; then of one that is in no word, as if counted nowhere, and of one that can
    /// be in none.
    pub(super) fn finish(mut self, streams: &Streams) -> (UnknownWords, Vec<PlaceCosts>) {
        for (&through, &label) in self.through.iter().zip(&streams.labels).take(streams.num_roots) {
            if let Some(count) = self.by_char.get_mut(usize::from(label)) {
                count[BEGIN] += through;
            }
        }
        // One more than counted of each length, as of each character.
        let mut num_words = MAX_UNKNOWN_CHARS as u64 - 1;
        let by_length = || streams.num_words.iter().skip(1);
        for &num in by_length().take(MAX_UNKNOWN_CHARS - 1) {
            num_words += u64::from(num);
        }
        let mut base_costs = [LEAVING + cost_of(1, num_words); MAX_UNKNOWN_CHARS - 1];
        for (base, &num) in base_costs.iter_mut().zip(by_length()) {
            *base = LEAVING + cost_of(u64::from(num) + 1, num_words);
        }
        (UnknownWords { base_costs }, place_costs(&self.by_char))
    }
}

/// From counts to costs: one more than counted, so that a character new to a place is dear, not impossible.
///
/// In loops of the plainest kind: in a module that is built to be small each adapter of an iterator is a function, and an engine
/// takes as long to compile one, when it is first called, as it takes to cut a thousand characters.
fn place_costs(counts: &[[u32; 3]]) -> Vec<PlaceCosts> {
    let (mut num_chars, mut totals, mut most) = (0u64, [0u64; 3], 0u32);
    for &[begin, middle, end] in counts {
        num_chars += u64::from(begin | middle | end != 0);
        totals[BEGIN] += u64::from(begin);
        totals[MIDDLE] += u64::from(middle);
        totals[END] += u64::from(end);
        most = most.max(begin).max(middle).max(end);
    }
    // Counts are small and repeat, so their logarithms are taken once; zero stands for "not yet".
    let width = most as usize + 1;
    let mut known = vec![0u16; 3 * width];
    let mut cost = |place: usize, count: u32| {
        let Some(known) = known.get_mut(place * width + count as usize) else { return u16::MAX };
        if *known == 0 {
            *known = cost_of(u64::from(count) + 1, totals[place] + num_chars + 1).min(MAX_COST) as u16;
        }
        *known
    };
    let mut costs = Vec::with_capacity(counts.len() + 2);
    for &[begin, middle, end] in counts {
        let (begin, middle, end) = (cost(BEGIN, begin), cost(MIDDLE, middle), cost(END, end));
        costs.push(PlaceCosts { begin, middle, end });
    }
    costs.push(PlaceCosts { begin: cost(BEGIN, 0), middle: cost(MIDDLE, 0), end: cost(END, 0) });
    costs.push(PlaceCosts::NEVER);
    costs
}
