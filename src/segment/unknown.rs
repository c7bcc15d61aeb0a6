//! Unknown words: how likely is it that these characters, in this order, are a word no lexicon has?
//!
//! Example: `阿莫迪` is in no lexicon. `阿` begins many words, `莫` and `迪` seldom stand alone, so one word of three
//! characters is cheaper than three words of one.
//!
//! The statistics are counted from the lexicon itself at load, so they cost no byte on the wire: how often each
//! character begins a word, stands inside, or ends it, each word counted once.

use super::trie::ArrayTrie;
use super::{Cost, MAX_COST, cost_of};

/// No unknown word is longer.
pub(super) const MAX_UNKNOWN_CHARS: usize = 4;
/// What it costs to leave the lexicon, in thousandths of a nat. Measured together with the counts (offset -6).
const LEAVING: Cost = 6000;

/// Costs of each character at each place of a word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnknownWords {
    /// Smallest character counted; `places[c - base]` holds its costs.
    base: u32,
    places: Vec<[u16; 3]>,
    /// Cost of a word having this many characters, less two.
    lengths: [Cost; MAX_UNKNOWN_CHARS - 1],
}

/// A place in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Begin = 0,
    Middle = 1,
    End = 2,
}

impl UnknownWords {
    pub(super) fn new(trie: &ArrayTrie) -> UnknownWords {
        let (base, last) = trie.char_range();
        let mut counts = vec![[0u32; 3]; (last - base) as usize + 1];
        let mut totals = [0u32; 3];
        let mut num_by_length = [0u32; MAX_UNKNOWN_CHARS - 1];
        trie.visit(&mut |word, _| {
            let Some(num) = word.len().checked_sub(2).and_then(|at| num_by_length.get_mut(at)) else {
                return;
            };
            *num += 1;
            for (at, &c) in word.iter().enumerate() {
                let place = match at {
                    0 => Place::Begin,
                    at if at + 1 == word.len() => Place::End,
                    _ => Place::Middle,
                };
                if let Some(count) = counts.get_mut((c as u32).wrapping_sub(base) as usize) {
                    count[place as usize] += 1;
                    totals[place as usize] += 1;
                }
            }
        });
        // One more than counted, so that a character new to a place is dear, not impossible. Counts are small and
        // repeat, so their logarithms are taken once.
        let num_chars = counts.iter().filter(|count| count.iter().any(|&n| n > 0)).count() as u32;
        let sums = totals.map(|total| u64::from(total) + u64::from(num_chars) + 1);
        let clamp = |cost: Cost| cost.min(Cost::from(u16::MAX)) as u16;
        let most = counts.iter().flatten().copied().max().unwrap_or(0);
        let tables: [Vec<u16>; 3] =
            sums.map(|sum| (0..=most).map(|count| clamp(cost_of(u64::from(count) + 1, sum))).collect());
        let places = counts
            .iter()
            .map(|count| {
                std::array::from_fn(|place| {
                    tables[place].get(count[place] as usize).copied().unwrap_or(u16::MAX)
                })
            })
            .collect();
        let num_words =
            num_by_length.iter().map(|&num| u64::from(num)).sum::<u64>() + num_by_length.len() as u64;
        UnknownWords {
            base,
            places,
            lengths: num_by_length.map(|num| cost_of(u64::from(num) + 1, num_words)),
        }
    }

    /// The cost of `c` at `place`. A character that is in no word at all joins nothing: what stands beside it says
    /// nothing about it.
    #[inline]
    pub(super) fn at(&self, c: char, place: Place) -> Cost {
        self.places
            .get((c as u32).wrapping_sub(self.base) as usize)
            .map_or(MAX_COST, |costs| Cost::from(costs[place as usize]))
    }

    /// What every unknown word of so many characters (two to four) costs before its characters are looked at.
    pub(super) fn base_cost(&self, num_chars: usize) -> Cost {
        let length = num_chars.checked_sub(2).and_then(|at| self.lengths.get(at));
        length.map_or(MAX_COST, |&length| LEAVING + length)
    }
}
