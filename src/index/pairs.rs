//! Symbols for two symbols that often follow each other.

use super::store::{FIRST_TERM, MAX_PAIR_DEPTH};
use crate::order::sort_numbers;

/// A pair used so often may have a symbol of its own.
const MIN_PAIR_COUNT: u32 = 12;
/// No symbol stands for a longer row than this.
const MAX_PAIR_SYMBOLS: u32 = 64;
/// Between two documents; part of no pair.
pub(super) const END: u32 = u32::MAX;

/// Gives frequent pairs of the row a symbol each, from `first` on, and puts it in their place. Pairs are looked for
/// several times; a pair may be made of pairs found before.
///
/// Cost: linear in the row for each of [`MAX_PAIR_DEPTH`] rounds; memory: sixteen bytes for each place of a pair
/// that may be frequent, and a byte or so for each symbol.
#[cfg_attr(optimize_for_size, optimize(speed))]
pub(super) fn join_pairs(row: &mut Vec<u32>, first: u32) -> Vec<[u32; 2]> {
    let mut pairs: Vec<[u32; 2]> = Vec::new();
    let mut sizes: Vec<u32> = Vec::new();
    let size = |symbol: u32, sizes: &[u32]| symbol.checked_sub(first).map_or(1, |pair| sizes[pair as usize]);
    let mut newest = 0;
    for _ in 0..MAX_PAIR_DEPTH {
        let mut uses: Vec<u32> = vec![0; first as usize + pairs.len()];
        for &symbol in row.iter().filter(|&&symbol| symbol != END) {
            uses[symbol as usize] += 1;
        }
        let total = uses.iter().map(|&count| u64::from(count)).sum::<u64>() as f64;
        let mut sieve = Sieve::new(row.len());
        let mut left = END;
        for &right in row.iter() {
            if is_candidate(&uses, newest, left, right) {
                sieve.count(key_of(left, right));
            }
            left = right;
        }
        let mut seen: Vec<u64> = Vec::new();
        let mut left = END;
        for &right in row.iter() {
            if is_candidate(&uses, newest, left, right) && sieve.may_be_frequent(key_of(left, right)) {
                seen.push(key_of(left, right));
            }
            left = right;
        }
        sort_numbers(&mut seen);
        let mut chosen: Vec<u64> = Vec::new();
        for run in seen.chunk_by(|a, b| a == b) {
            let (left, right) = ((run[0] >> 32) as u32, run[0] as u32);
            let count = run.len() as u32;
            if count < MIN_PAIR_COUNT || size(left, &sizes) + size(right, &sizes) > MAX_PAIR_SYMBOLS {
                continue;
            }
            // Bits saved by each use, less what the pair costs itself (about two symbols and its own weight).
            let expected = f64::from(uses[left as usize]) * f64::from(uses[right as usize]) / total;
            let saved = f64::from(count) * libm::log2(f64::from(count) / expected);
            if saved > 48.0 && f64::from(count) > 2.0 * expected {
                chosen.push(run[0]);
            }
        }
        drop(seen);
        if chosen.is_empty() {
            break;
        }
        newest = first + pairs.len() as u32;
        for &pair in &chosen {
            let (left, right) = ((pair >> 32) as u32, pair as u32);
            sizes.push(size(left, &sizes) + size(right, &sizes));
            pairs.push([left, right]);
        }
        let mut end = 0;
        let mut at = 0;
        while let Some(&left) = row.get(at) {
            let found = row.get(at + 1).and_then(|&right| {
                let key = key_of(left, right);
                if !sieve.may_be_frequent(key) {
                    return None;
                }
                chosen.binary_search(&key).ok()
            });
            row[end] = found.map_or(left, |found| newest + found as u32);
            end += 1;
            at += if found.is_some() { 2 } else { 1 };
        }
        row.truncate(end);
    }
    pairs
}

/// Whether two symbols may have a symbol together. A sign about the next symbol must stand right before it; two that were
/// there in the round before were judged then.
#[inline(always)]
fn is_candidate(uses: &[u32], newest: u32, left: u32, right: u32) -> bool {
    let is_often = |symbol: u32| uses.get(symbol as usize).is_some_and(|&count| count >= MIN_PAIR_COUNT);
    left >= FIRST_TERM && (left >= newest || right >= newest) && is_often(left) && is_often(right)
}

#[inline(always)]
fn key_of(left: u32, right: u32) -> u64 {
    u64::from(left) << 32 | u64::from(right)
}

/// Counts roughly: a pair may be counted with others, but never too low.
struct Sieve {
    counts: Vec<u8>,
    shift: u32,
}

impl Sieve {
    fn new(len: usize) -> Sieve {
        let width = len.max(1 << 10).ilog2().min(24) + 1;
        Sieve { counts: vec![0; 1 << width], shift: 64 - width }
    }

    #[inline(always)]
    fn place(&self, key: u64) -> usize {
        (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize
    }

    #[inline(always)]
    fn count(&mut self, key: u64) {
        let place = self.place(key);
        self.counts[place] = self.counts[place].saturating_add(1);
    }

    #[inline(always)]
    fn may_be_frequent(&self, key: u64) -> bool {
        u32::from(self.counts[self.place(key)]) >= MIN_PAIR_COUNT
    }
}
