//! Unknown words: how likely is it that these characters, in this order, are a word no lexicon has?
//!
//! Example: `阿莫迪` is in no lexicon. `阿` begins many words, `莫` and `迪` seldom stand alone, so one word of three
//! characters is cheaper than three words of one.
//!
//! The statistics are counted from the lexicon itself at load, so they cost no byte on the wire: how often each
//! character begins a word, stands inside, or ends it, each word counted once.

use super::trie::NO_WORD;
use super::wire::Streams;
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

impl UnknownWords {
    /// The costs of each character by its number; then of one that is in no word, as if counted nowhere, and of one that can
    /// be in none.
    pub(super) fn new(streams: &Streams) -> (UnknownWords, Vec<PlaceCosts>) {
        let Streams { alphabet, num_roots, first, labels, levels } = streams;
        let mut counts = vec![[0u32; 3]; alphabet.len()];
        let mut num_by_length = [0u32; MAX_UNKNOWN_CHARS - 1];
        // Where each depth begins: the roots, their children, and so on.
        let mut depths = [0; MAX_UNKNOWN_CHARS + 1];
        let mut end = *num_roots;
        for start in depths.iter_mut().skip(1) {
            *start = end;
            end = first.get(end).map_or(end, |&child| child as usize);
        }
        // How many words of two to four characters go through each node, its own word not counted. Children have larger
        // numbers than their parents, so from the last node to the first.
        let mut num_through = vec![0u32; labels.len()];
        // Words past the fourth character are not counted.
        let last = depths[MAX_UNKNOWN_CHARS] as u32;
        for (node, range) in first.windows(2).enumerate().take(depths[MAX_UNKNOWN_CHARS - 1]).rev() {
            let range = range[0].min(last) as usize..range[1].min(last) as usize;
            if range.is_empty() {
                continue;
            }
            if let (Some((before, after)), Some(levels), Some(labels)) =
                (num_through.split_at_mut_checked(range.start), levels.get(range.clone()), labels.get(range))
                && let Some(through) = before.get_mut(node)
            {
                *through = count_children(&mut counts, after, levels, labels);
            }
        }
        for (&through, &label) in num_through.iter().zip(labels).take(*num_roots) {
            if let Some(count) = counts.get_mut(usize::from(label)) {
                count[BEGIN] += through;
            }
        }
        for (num, range) in num_by_length.iter_mut().zip(depths.windows(2).skip(1)) {
            let levels = levels.get(range[0]..range[1]).unwrap_or(&[]);
            *num = levels.iter().filter(|&&level| level != NO_WORD).count() as u32;
        }
        let num_words =
            num_by_length.iter().map(|&num| u64::from(num)).sum::<u64>() + num_by_length.len() as u64;
        let base_costs = num_by_length.map(|num| LEAVING + cost_of(u64::from(num) + 1, num_words));
        (UnknownWords { base_costs }, place_costs(&counts))
    }
}

/// Counts the children of a node, given how many words go through each; gives their sum with the children's own. A function of
/// its own, for the reason of `HalfTrie::code_node`.
#[inline(never)]
fn count_children(counts: &mut [[u32; 3]], through: &[u32], levels: &[u8], labels: &[u16]) -> u32 {
    let mut sum = 0u32;
    for ((&through, &level), &label) in through.iter().zip(levels).zip(labels) {
        let own = u32::from(level != NO_WORD);
        if let Some(count) = counts.get_mut(usize::from(label)) {
            count[MIDDLE] = count[MIDDLE].wrapping_add(through);
            count[END] = count[END].wrapping_add(own);
        }
        sum = sum.wrapping_add(through).wrapping_add(own);
    }
    sum
}

/// From counts to costs: one more than counted, so that a character new to a place is dear, not impossible.
fn place_costs(counts: &[[u32; 3]]) -> Vec<PlaceCosts> {
    let num_chars = counts.iter().filter(|count| count.iter().any(|&n| n > 0)).count() as u64;
    let mut columns = [BEGIN, MIDDLE, END].map(|place| {
        let total: u64 = counts.iter().map(|count| u64::from(count[place])).sum();
        let most = counts.iter().map(|count| count[place]).max().unwrap_or(0);
        // Counts are small and repeat, so their logarithms are taken once; no cost is as large as what stands for "not yet".
        (place, total + num_chars + 1, vec![u32::MAX; most as usize + 1])
    });
    let mut costs: Vec<PlaceCosts> = counts
        .iter()
        .chain([&[0; 3]])
        .map(|count| {
            let [begin, middle, end] = columns.each_mut().map(|(place, sum, known)| {
                let count = count[*place];
                let Some(known) = known.get_mut(count as usize) else { return u16::MAX };
                if *known == u32::MAX {
                    *known = cost_of(u64::from(count) + 1, *sum).min(MAX_COST);
                }
                *known as u16
            });
            PlaceCosts { begin, middle, end }
        })
        .collect();
    costs.push(PlaceCosts::NEVER);
    costs
}
