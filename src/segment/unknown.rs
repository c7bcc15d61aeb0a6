//! Unknown words: how likely is it that these characters, in this order, are a word no lexicon has?
//!
//! Example: `阿莫迪` is in no lexicon. `阿` begins many words, `莫` and `迪` seldom stand alone, so one word of three
//! characters is cheaper than three words of one.
//!
//! The statistics are counted from the lexicon itself at load, so they cost no byte on the wire: how often each
//! character begins a word, stands inside, or ends it, each word counted once.

use super::trie::{ArrayTrie, NO_WORD};
use super::{Cost, MAX_COST, cost_of};

/// No unknown word is longer.
pub(super) const MAX_UNKNOWN_CHARS: usize = 4;
/// What it costs to leave the lexicon, in thousandths of a nat. Measured together with the counts (offset -6).
const LEAVING: Cost = 6000;

/// Costs of each character at each place of a word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnknownWords {
    /// By the character's number; last, for one that is in no word: as if counted nowhere.
    costs: Vec<PlaceCosts>,
    /// Cost of a word having this many characters, less two.
    lengths: [Cost; MAX_UNKNOWN_CHARS - 1],
}

/// What a character costs at the beginning, inside and at the end of an unknown word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PlaceCosts {
    pub begin: u16,
    pub middle: u16,
    pub end: u16,
}

impl PlaceCosts {
    const NEVER: PlaceCosts = PlaceCosts { begin: u16::MAX, middle: u16::MAX, end: u16::MAX };
}

const BEGIN: usize = 0;
const MIDDLE: usize = 1;
const END: usize = 2;

impl UnknownWords {
    pub(super) fn new(trie: &ArrayTrie) -> UnknownWords {
        let mut counts = vec![[0u32; 3]; trie.num_chars()];
        let mut num_by_length = [0u32; MAX_UNKNOWN_CHARS - 1];
        let parents = trie.parents();
        let mut depths: Vec<u8> = Vec::with_capacity(parents.len());
        for &parent in &parents {
            depths.push(depths.get(parent as usize).map_or(0, |&depth| depth.saturating_add(1)));
        }
        // How many words of two to four characters go through each node, its own word not counted. Children have larger
        // numbers than their parents, so from the last node to the first.
        let mut num_through = vec![0u32; parents.len()];
        for (node, &parent) in parents.iter().enumerate().rev() {
            let through = num_through[node];
            let own = match num_by_length.get_mut(usize::from(depths[node]).wrapping_sub(1)) {
                Some(num) if trie.level(node) != NO_WORD => {
                    *num += 1;
                    1
                }
                _ => 0,
            };
            let Some(count) = counts.get_mut(usize::from(trie.label(node))) else { continue };
            match num_through.get_mut(parent as usize) {
                Some(num) => {
                    *num += through + own;
                    count[MIDDLE] += through;
                    count[END] += own;
                }
                None => count[BEGIN] += through,
            }
        }
        let totals =
            [BEGIN, MIDDLE, END].map(|place| counts.iter().map(|count| u64::from(count[place])).sum::<u64>());
        // One more than counted, so that a character new to a place is dear, not impossible. Counts are small and
        // repeat, so their logarithms are taken once.
        let num_chars = counts.iter().filter(|count| count.iter().any(|&n| n > 0)).count() as u64;
        let sums = totals.map(|total| total + num_chars + 1);
        let most = counts.iter().flatten().copied().max().unwrap_or(0);
        let tables: [Vec<u16>; 3] = sums.map(|sum| {
            (0..=most).map(|count| cost_of(u64::from(count) + 1, sum).min(MAX_COST) as u16).collect()
        });
        let cost = |num: u32, place: usize| tables[place].get(num as usize).copied().unwrap_or(u16::MAX);
        let costs_of = |count: &[u32; 3]| PlaceCosts {
            begin: cost(count[BEGIN], BEGIN),
            middle: cost(count[MIDDLE], MIDDLE),
            end: cost(count[END], END),
        };
        let num_words =
            num_by_length.iter().map(|&num| u64::from(num)).sum::<u64>() + num_by_length.len() as u64;
        UnknownWords {
            costs: counts.iter().chain([&[0; 3]]).map(costs_of).collect(),
            lengths: num_by_length.map(|num| cost_of(u64::from(num) + 1, num_words)),
        }
    }

    /// The costs of the character with this number. One that no lexicon can hold joins nothing: what stands beside it says
    /// nothing about it.
    #[inline(always)]
    pub(super) fn at(&self, id: u16) -> PlaceCosts {
        self.costs.get(usize::from(id)).copied().unwrap_or(PlaceCosts::NEVER)
    }

    /// What every unknown word of two, three and four characters costs before its characters are looked at.
    pub(super) fn base_costs(&self) -> [Cost; MAX_UNKNOWN_CHARS - 1] {
        self.lengths.map(|length| LEAVING + length)
    }
}
