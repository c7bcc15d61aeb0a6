//! Prefix codes: frequent symbols in few bits, rare ones in many.
//!
//! Both sides make the same code from the same weights, so the code itself is not stored.
//!
//! Source: Huffman 1952; canonical codes after Schwartz and Kallick 1964.

use super::bits::{BitReader, BitWriter};
use crate::order::sort_by_number;
use crate::{Error, ErrorKind, Result};

/// Codes up to this length are found by one look into a table.
const TABLE_BITS: u32 = 11;

/// No code is longer.
const MAX_BITS: u32 = 30;

/// A number for each length of code.
type ByLength = [u32; MAX_BITS as usize + 2];

/// A canonical prefix code.
#[derive(Debug, Default)]
pub struct PrefixCode {
    /// The length of each symbol's code; 0 for a symbol that has none.
    lengths: Vec<u8>,
    /// The symbols by length, then by number.
    symbols: Vec<u32>,
    /// For each length: the first code of that length, and where its symbols start.
    first_codes: ByLength,
    first_symbols: ByLength,
    /// By the next [`TABLE_BITS`] bits: symbol and length, or length 0 for a longer code.
    table: Vec<(u32, u8)>,
}

impl PrefixCode {
    /// Makes the code for symbols of these weights; a symbol of weight 0 gets no code. Cost: n log n.
    pub fn new(weights: &[u32]) -> PrefixCode {
        let weights: Vec<u64> = weights.iter().map(|&weight| u64::from(weight)).collect();
        let lengths = code_lengths(&weights, MAX_BITS as u8);
        PrefixCode::canonical(lengths)
    }

    /// The code whose symbols have these lengths in bits, 0 for a symbol without a code; some codes may be of no symbol.
    ///
    /// Errors: `Corrupt` where no code has these lengths.
    pub(super) fn of_lengths(lengths: Vec<u8>) -> Result<PrefixCode> {
        let room = |&length: &u8| 1u64.checked_shl(MAX_BITS - u32::from(length).min(MAX_BITS)).unwrap_or(0);
        let taken: u64 = lengths.iter().filter(|&&length| length > 0).map(room).sum();
        if taken > 1 << MAX_BITS {
            return Err(Error::new(ErrorKind::Corrupt, "lengths of codes that cannot be"));
        }
        Ok(PrefixCode::canonical(lengths))
    }

    fn canonical(lengths: Vec<u8>) -> PrefixCode {
        let mut code = PrefixCode { lengths, ..PrefixCode::default() };
        code.first_codes = first_codes(&code.lengths);
        let mut next_symbol = 0;
        for (first, count) in code.first_symbols.iter_mut().zip(counts_of(&code.lengths)) {
            *first = next_symbol;
            next_symbol += count;
        }
        let mut next = code.first_symbols;
        code.symbols = vec![0; next_symbol as usize];
        for (symbol, &length) in (0u32..).zip(&code.lengths).filter(|&(_, &length)| length > 0) {
            let rank = &mut next[usize::from(length)];
            code.symbols[*rank as usize] = symbol;
            *rank += 1;
        }
        code.table = vec![(0, 0); 1 << TABLE_BITS];
        for (rank, &symbol) in code.symbols.iter().enumerate() {
            let length = u32::from(code.length(symbol));
            if length > TABLE_BITS {
                break;
            }
            let bits = code.code_of_rank(rank as u32, length);
            for high in 0..1u32 << (TABLE_BITS - length) {
                code.table[(bits | high << length) as usize] = (symbol, length as u8);
            }
        }
        code
    }

    /// The length of a symbol's code in bits.
    pub fn length(&self, symbol: u32) -> u8 {
        self.lengths.get(symbol as usize).copied().unwrap_or(0)
    }

    /// The code of the symbol at `rank`, first bit lowest.
    fn code_of_rank(&self, rank: u32, length: u32) -> u32 {
        let at = length as usize;
        (self.first_codes[at] + rank - self.first_symbols[at]).reverse_bits() >> (32 - length)
    }

    /// The code of each symbol, for writing.
    pub fn codes(&self) -> Vec<(u32, u8)> {
        let mut codes = vec![(0, 0); self.lengths.len()];
        for (rank, &symbol) in self.symbols.iter().enumerate() {
            let length = self.length(symbol);
            codes[symbol as usize] = (self.code_of_rank(rank as u32, u32::from(length)), length);
        }
        codes
    }

    /// Reads one symbol. Errors: `Corrupt` at the end of the bits, or for bits that are no code.
    #[inline]
    pub fn read(&self, reader: &mut BitReader<'_>) -> Result<u32> {
        let &(symbol, length) = self.table.get(reader.peek(TABLE_BITS) as usize).unwrap_or(&(0, 0));
        if length > 0 {
            reader.read(u32::from(length))?;
            return Ok(symbol);
        }
        self.read_long(reader)
    }

    fn read_long(&self, reader: &mut BitReader<'_>) -> Result<u32> {
        // A code begins with its highest bit; those that the table holds are no longer than it.
        let next = reader.peek(MAX_BITS).reverse_bits();
        for length in TABLE_BITS as usize + 1..=MAX_BITS as usize {
            let bits = next >> (32 - length);
            let num = self.first_symbols[length + 1] - self.first_symbols[length];
            let place = bits.wrapping_sub(self.first_codes[length]);
            if place < num {
                reader.read(length as u32)?;
                let rank = self.first_symbols[length] + place;
                return Ok(self.symbols.get(rank as usize).copied().unwrap_or(0));
            }
        }
        Err(Error::new(ErrorKind::Corrupt, "bits that are no code; rebuild the index"))
    }
}

/// How many symbols have codes of each length.
fn counts_of(lengths: &[u8]) -> ByLength {
    let mut counts = ByLength::default();
    for &length in lengths.iter().filter(|&&length| length > 0) {
        counts[usize::from(length)] += 1;
    }
    counts
}

/// The first code of each length, highest bit first, where symbols have codes of these `lengths`.
pub(super) fn first_codes(lengths: &[u8]) -> ByLength {
    let mut firsts = ByLength::default();
    let mut next = 0;
    for (first, count) in firsts.iter_mut().zip(counts_of(lengths)).take(MAX_BITS as usize + 1).skip(1) {
        *first = next;
        next = (next + count) << 1;
    }
    firsts
}

/// Writes symbols in a code.
pub fn write_symbols(codes: &[(u32, u8)], symbols: &[u32], writer: &mut BitWriter) {
    for &symbol in symbols {
        let (code, length) = codes[symbol as usize];
        debug_assert!(length > 0);
        writer.write(code, u32::from(length));
    }
}

/// Code lengths for symbols of these weights, none longer than `max_bits`; 0 for a symbol of weight 0.
pub(super) fn code_lengths(weights: &[u64], max_bits: u8) -> Vec<u8> {
    let mut lengths = best_lengths(weights);
    let mut weights = weights.to_vec();
    while lengths.iter().any(|&length| length > max_bits) {
        // Flatter weights make shorter codes; ends at the latest when all are 1.
        for weight in &mut weights {
            *weight = weight.div_ceil(2);
        }
        lengths = best_lengths(&weights);
    }
    lengths
}

/// Huffman's code lengths, by two queues: leaves by weight, and pairs as they are made. Of equals the earlier
/// symbol, and leaves before pairs, so that every machine makes the same code.
#[cfg_attr(optimize_for_size, optimize(speed))]
fn best_lengths(weights: &[u64]) -> Vec<u8> {
    let mut leaves: Vec<u32> =
        (0..weights.len() as u32).filter(|&symbol| weights[symbol as usize] > 0).collect();
    sort_by_number(&mut leaves, |symbol| weights[symbol as usize]);
    let mut lengths = vec![0u8; weights.len()];
    if leaves.len() <= 1 {
        for &symbol in &leaves {
            lengths[symbol as usize] = 1;
        }
        return lengths;
    }
    let num_leaves = leaves.len();
    let mut sums: Vec<u64> = Vec::with_capacity(num_leaves - 1);
    let mut parents = vec![0u32; 2 * num_leaves - 1];
    let (mut leaf, mut pair) = (0, 0);
    let mut take = |sums: &Vec<u64>| -> (u64, usize) {
        let leaf_weight = leaves.get(leaf).map(|&symbol| weights[symbol as usize]);
        match (leaf_weight, sums.get(pair)) {
            (Some(weight), sum) if sum.is_none_or(|&sum| weight <= sum) => {
                leaf += 1;
                (weight, leaf - 1)
            }
            (_, Some(&sum)) => {
                pair += 1;
                (sum, num_leaves + pair - 1)
            }
            (_, None) => (0, 0),
        }
    };
    for made in 0..num_leaves - 1 {
        let (left_weight, left) = take(&sums);
        let (right_weight, right) = take(&sums);
        sums.push(left_weight + right_weight);
        parents[left] = (num_leaves + made) as u32;
        parents[right] = (num_leaves + made) as u32;
    }
    let mut depths = vec![0u8; 2 * num_leaves - 1];
    for node in (0..2 * num_leaves - 2).rev() {
        depths[node] = depths[parents[node] as usize].saturating_add(1);
    }
    for (at, &symbol) in leaves.iter().enumerate() {
        lengths[symbol as usize] = depths[at];
    }
    lengths
}
