//! Makes lexicon bytes from words and frequencies: folds, prunes, quantises, writes.
//!
//! Runs where the lexicon is made (`examples/make_lexicon.rs`) and in tests, never in a page.

use crate::sorted::SortedMap;
use std::collections::BTreeMap;

use super::coder::Writer;
use super::lexicon::{
    CHECKSUM_BYTES, HEADER_BYTES, MAGIC, MAX_NODES, MAX_WORD_CHARS, NUM_LEVELS, VERSION, checksum_of,
};
use super::trie::NO_WORD;
use super::wire::{NUM_CONTEXTS, Node, Streams, alphabet_of, code_streams};
use super::{Cost, MAX_COST, cost_of};
use crate::text::fold;
use crate::{Error, ErrorKind, Result};

/// A word of this many characters or more goes when shorter words explain it nearly as well...
const LONG_WORD_CHARS: usize = 4;
/// ...that is, when they cost less than this much more (thousandths of a nat). Measured: fewer bytes and a higher F1.
const LONG_WORD_MARGIN: Cost = 4000;

/// Collects words and writes a lexicon.
#[derive(Clone, Debug, Default)]
pub struct LexiconBuilder {
    words: BTreeMap<String, u64>,
    total: Option<u64>,
    is_pruned: bool,
}

impl LexiconBuilder {
    /// Adds a word with its frequency. The word is folded; frequencies of words that fold to the same add up.
    ///
    /// Words that a lexicon cannot hold are left out: empty ones, longer than [`MAX_WORD_CHARS`], or with characters
    /// outside the Basic Multilingual Plane.
    pub fn add(&mut self, word: &str, frequency: u64) {
        let word = fold(word);
        let num_chars = word.chars().count();
        if num_chars == 0 || num_chars > MAX_WORD_CHARS || word.chars().any(|c| c as u32 > 0xffff) {
            return;
        }
        let sum = self.words.entry(word).or_insert(0);
        *sum = sum.saturating_add(frequency);
    }

    /// Sets the sum of all frequencies of the source, left-out words included; otherwise that of the words added.
    pub fn total(&mut self, total: u64) -> &mut Self {
        self.total = Some(total);
        self
    }

    /// Drops the words that shorter ones compose at no loss: a path over other words costs no more, or for words of
    /// four characters and more, hardly more.
    pub fn prune(&mut self) -> &mut Self {
        self.is_pruned = true;
        self
    }

    /// The bytes of the lexicon, the same for the same words on every machine.
    ///
    /// Errors: [`ErrorKind::TooLarge`] past about four million trie nodes, [`ErrorKind::InvalidOption`] where the
    /// total is smaller than the frequencies.
    pub fn finish(&self) -> Result<Vec<u8>> {
        let sum = self.words.values().fold(0u64, |sum, &frequency| sum.saturating_add(frequency));
        let total = self.total.unwrap_or(sum).max(1);
        if total < sum {
            return Err(Error::new(
                ErrorKind::InvalidOption,
                format!("the total frequency is {total}, but the words alone have {sum}"),
            ));
        }
        let mut costs: BTreeMap<Vec<char>, Cost> = self
            .words
            .iter()
            .map(|(word, &frequency)| (word.chars().collect(), cost_of(frequency, total)))
            .collect();
        if self.is_pruned {
            prune(&mut costs, cost_of(1, total));
        }
        let (levels, level_costs) = quantise(&costs);
        write(&costs.keys().map(Vec::as_slice).collect::<Vec<_>>(), &levels, level_costs, total)
    }
}

/// Drops composable words, shorter ones first, so that what remains never leans on a word that is gone.
fn prune(costs: &mut BTreeMap<Vec<char>, Cost>, unknown: Cost) {
    for num_chars in 2..=MAX_WORD_CHARS {
        let words: Vec<Vec<char>> = costs.keys().filter(|word| word.len() == num_chars).cloned().collect();
        let margin = if num_chars >= LONG_WORD_CHARS { LONG_WORD_MARGIN } else { 0 };
        for word in words {
            let own = costs.get(&word).copied().unwrap_or(MAX_COST);
            if composed_cost(&word, costs, unknown) <= own.saturating_add(margin) {
                costs.remove(&word);
            }
        }
    }
}

/// The cost of the cheapest path over words shorter than `word`.
fn composed_cost(word: &[char], costs: &BTreeMap<Vec<char>, Cost>, unknown: Cost) -> Cost {
    let mut best: Vec<Cost> = vec![0; word.len() + 1];
    for start in (0..word.len()).rev() {
        best[start] =
            best[start + 1].saturating_add(costs.get(&word[start..=start]).copied().unwrap_or(unknown));
        for end in start + 2..=word.len() {
            if end - start < word.len()
                && let Some(cost) = costs.get(&word[start..end])
            {
                best[start] = best[start].min(best[end].saturating_add(*cost));
            }
        }
    }
    best[0]
}

/// One of [`NUM_LEVELS`] equal steps between the dearest and the cheapest word, for each word in order; and what
/// each step costs (the mean of its words).
fn quantise(costs: &BTreeMap<Vec<char>, Cost>) -> (Vec<u8>, [u16; NUM_LEVELS]) {
    let dearest = costs.values().copied().max().unwrap_or(0);
    let cheapest = costs.values().copied().min().unwrap_or(0);
    let range = u64::from(dearest - cheapest).max(1);
    let last = NUM_LEVELS as u64 - 1;
    let levels: Vec<u8> = costs
        .values()
        .map(|&cost| ((u64::from(dearest - cost) * last * 2 + range) / (range * 2)).min(last) as u8)
        .collect();
    let mut level_costs = [0; NUM_LEVELS];
    for (level, level_cost) in level_costs.iter_mut().enumerate() {
        let members = || {
            costs
                .values()
                .zip(&levels)
                .filter(|(_, other)| usize::from(**other) == level)
                .map(|(cost, _)| u64::from(*cost))
        };
        let num = members().count() as u64;
        let mean = (members().sum::<u64>() + num / 2).checked_div(num).unwrap_or(0);
        *level_cost = mean.min(u64::from(MAX_COST)) as u16;
    }
    (levels, level_costs)
}

/// Writes `words` as a trie behind a header.
fn write(
    words: &[&[char]],
    word_levels: &[u8],
    level_costs: [u16; NUM_LEVELS],
    total: u64,
) -> Result<Vec<u8>> {
    let streams = streams_of(words, word_levels);
    let num_nodes = streams.labels.len();
    if num_nodes > MAX_NODES {
        return Err(Error::new(ErrorKind::TooLarge, format!("{num_nodes} trie nodes, at most {MAX_NODES}")));
    }
    let num_chars = streams.alphabet.len();
    let mut writer = Writer::new(NUM_CONTEXTS);
    let written = code_streams(&mut writer, &streams, num_nodes, num_chars, MAX_WORD_CHARS);
    debug_assert_eq!(written.as_ref(), Some(&streams));
    let coded = writer.finish();

    let mut bytes = Vec::with_capacity(HEADER_BYTES + coded.len());
    bytes.extend(MAGIC);
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend([0; 2]);
    for number in [HEADER_BYTES + coded.len(), num_nodes, num_chars, words.len()] {
        bytes.extend((number as u32).to_le_bytes());
    }
    bytes.extend(total.to_le_bytes());
    bytes.extend(level_costs.iter().flat_map(|cost| cost.to_le_bytes()));
    bytes.extend([0; CHECKSUM_BYTES]);
    debug_assert_eq!(bytes.len(), HEADER_BYTES);
    bytes.extend(coded);
    let checksum = checksum_of(&bytes).to_le_bytes();
    bytes[HEADER_BYTES - CHECKSUM_BYTES..HEADER_BYTES].copy_from_slice(&checksum);
    Ok(bytes)
}

/// The level-order streams of `words`, which are sorted, so that those of one beginning stand together.
fn streams_of(words: &[&[char]], word_levels: &[u8]) -> Streams {
    // A node is labelled by the last character of a beginning that occurs.
    let mut num_nodes_of: SortedMap<u16, usize> = SortedMap::new();
    let mut previous: &[char] = &[];
    for &word in words {
        let num_same = word.iter().zip(previous).take_while(|(a, b)| a == b).count();
        for &c in &word[num_same..] {
            *num_nodes_of.or_default(c as u16) += 1;
        }
        previous = word;
    }
    let alphabet = alphabet_of(&num_nodes_of);
    let ids: BTreeMap<char, u16> =
        alphabet.iter().zip(0..).filter_map(|(&c, id)| Some((char::from_u32(u32::from(c))?, id))).collect();
    let mut words: Vec<(Vec<u16>, u8)> = words
        .iter()
        .zip(word_levels)
        .map(|(word, &level)| (word.iter().map(|c| ids[c]).collect(), level))
        .collect();
    words.sort_unstable();

    let mut streams = Streams { alphabet, depths: vec![0], ..Streams::default() };
    let mut firsts = Vec::new();
    let mut levels = Vec::new();
    // Every node of a level is the range of words that begin with its characters.
    let mut parents: Vec<std::ops::Range<usize>> = std::iter::once(0..words.len()).collect();
    for depth in 0.. {
        let mut nodes = Vec::new();
        for range in &parents {
            if depth > 0 {
                firsts.push(streams.labels.len() as u32);
            }
            let mut start = range.start;
            while start < range.end {
                let (word, level) = &words[start];
                let Some(&label) = word.get(depth) else {
                    start += 1;
                    continue;
                };
                let end = start
                    + words[start..range.end].partition_point(|(word, _)| word.get(depth) == Some(&label));
                levels.push(if word.len() == depth + 1 { *level } else { NO_WORD });
                streams.labels.push(label);
                nodes.push(start..end);
                start = end;
            }
        }
        if depth == 0 {
            streams.num_roots = nodes.len();
        }
        if nodes.is_empty() {
            break;
        }
        let start = streams.depths.last().copied().unwrap_or(0);
        let is_word = |level: &&u8| **level != NO_WORD;
        streams.num_words.push(levels[start..].iter().filter(is_word).count() as u32);
        streams.depths.push(levels.len());
        parents = nodes;
    }
    firsts.push(streams.labels.len() as u32);
    let has_children = firsts.windows(2).map(|pair| pair[0] < pair[1]).chain([false]);
    levels.push(NO_WORD);
    streams.nodes = firsts
        .iter()
        .zip(levels)
        .zip(has_children)
        .map(|((&first, level), has_children)| Node::new(first, u32::from(level), has_children))
        .collect();
    streams
}
