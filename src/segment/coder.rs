//! A range coder over small alphabets: symbols in, each with how often it occurs in its context, a byte string out that is
//! as long as their surprise; and back.
//!
//! Writer and reader share one trait, [`Code`], so that a model is written once and cannot disagree with itself: the
//! writer takes the symbol it is given and returns it, the reader returns the one it finds.
//!
//! Frequencies do not change on the way: they stand before the symbols, four bits each. They add up to 256, so that one entry of
//! a table says all about a part of them: reading is one look and one multiplication a symbol, without a branch that depends on
//! what is read. Whoever has to search takes a wrong turn at every other symbol, and that was half of the time. (4,096 parts make the
//! lexicon a quarter of a per cent smaller, and their table would take longer to fill than to do without. A coder that learns on
//! the way makes it four per cent smaller and opens it ten times slower.)
//!
//! Source: Duda, *Asymmetric numeral systems*, arXiv:1311.2540, section 2; the form with ranges and 32-bit words.

/// Symbols are smaller than this.
pub(super) const NUM_SYMBOLS: usize = 32;
/// Frequencies of a context add up to two to the power of this.
const SCALE_BITS: u32 = 8;
const SCALE: u32 = 1 << SCALE_BITS;
/// The state is kept at least this large.
const LEAST_STATE: u64 = 1 << 32;
/// How often a symbol occurs beside the commonest one of its context, by its four bits: a factor of 2^0.8 a step.
const WEIGHTS: [u32; 16] = [0, 2, 3, 5, 9, 16, 28, 49, 84, 147, 256, 446, 776, 1351, 2353, 4096];

/// Codes symbols and numbers.
pub(super) trait Code {
    /// Whether it takes what it is given; a reader is given nothing, and need not look for it.
    const WRITES: bool;

    /// Codes `symbol` (below [`NUM_SYMBOLS`]) as one of those of `context`.
    fn symbol(&mut self, context: usize, symbol: usize) -> usize;

    /// Codes a number below 2^16: up to 3 as a symbol, larger ones as the symbol of their length and second bit, and the
    /// rest plainly.
    fn number(&mut self, context: usize, number: usize) -> usize;
}

/// The symbol of a number: 0, 1, 2, 3, then two for each length (4–5, 6–7, 8–11, 12–15, …).
pub(super) fn size_of_number(number: usize) -> usize {
    if number < 4 {
        return number;
    }
    let num_bits = number.ilog2() as usize - 1;
    (2 + 2 * num_bits + (number >> num_bits & 1)).min(NUM_SYMBOLS - 1)
}

/// The first bits of the numbers of one size, and how many bits follow.
fn head_of_size(size: u32) -> (u32, u32) {
    if size < 4 { (size, 0) } else { (2 | size & 1, (size - 4) / 2 + 1) }
}

/// The symbols of one context: frequency and sum of the frequencies before it.
#[derive(Clone, Copy)]
struct Context([(u16, u16); NUM_SYMBOLS]);

impl Context {
    /// From four bits a symbol; `None` where all are zero.
    fn new(weights: &[u8]) -> Option<Context> {
        let weight = |code: &u8| WEIGHTS.get(usize::from(*code)).copied().unwrap_or(0);
        let (mut sum, mut largest) = (0, (0, 0));
        for (symbol, code) in weights.iter().enumerate() {
            sum += weight(code);
            largest = largest.max((*code, symbol));
        }
        if sum == 0 {
            return None;
        }
        let mut context = Context([(0, 0); NUM_SYMBOLS]);
        let mut rest = SCALE;
        for (cell, code) in context.0.iter_mut().zip(weights) {
            if *code > 0 {
                cell.0 = (weight(code) * SCALE / sum).max(1) as u16;
                rest = rest.wrapping_sub(u32::from(cell.0));
            }
        }
        // What rounding left over, or took too much, is the commonest symbol's, which has at least a 32nd of all: that is enough, as the
        // test below holds.
        let cell = context.0.get_mut(largest.1)?;
        cell.0 = (u32::from(cell.0)).wrapping_add(rest) as u16;
        let mut before = 0;
        for cell in &mut context.0 {
            cell.1 = before;
            before += cell.0;
        }
        Some(context)
    }
}

/// A symbol that was written, and the bits that follow it.
#[derive(Clone, Copy)]
struct Written {
    context: u16,
    symbol: u8,
    num_bits: u8,
    bits: u16,
}

/// Collects symbols; their frequencies are known when all have come.
pub(super) struct Writer {
    counts: Vec<[u64; NUM_SYMBOLS]>,
    written: Vec<Written>,
}

impl Writer {
    pub(super) fn new(num_contexts: usize) -> Writer {
        Writer { counts: vec![[0; NUM_SYMBOLS]; num_contexts], written: Vec::new() }
    }

    fn push(&mut self, context: usize, symbol: usize, num_bits: u32, bits: usize) {
        if let Some(count) = self.counts.get_mut(context).and_then(|counts| counts.get_mut(symbol)) {
            *count += 1;
            let (context, symbol) = (context as u16, symbol as u8);
            self.written.push(Written { context, symbol, num_bits: num_bits as u8, bits: bits as u16 });
        }
    }

    /// The bytes: for each context one bit whether it occurs; for each that does five bits for its last symbol and four for each
    /// symbol; then the state and the 32-bit words.
    pub(super) fn finish(self) -> Vec<u8> {
        let mut tables = BitWriter::default();
        for counts in &self.counts {
            tables.push(1, u32::from(counts.iter().any(|&count| count > 0)));
        }
        let mut contexts = Vec::with_capacity(self.counts.len());
        for counts in &self.counts {
            let most = counts.iter().copied().max().unwrap_or(0);
            if most == 0 {
                contexts.push(None);
                continue;
            }
            let weights = counts.map(|count| weight_code(count, most));
            let last = weights.iter().rposition(|&code| code > 0).unwrap_or(0);
            tables.push(5, last as u32);
            for &code in weights.iter().take(last + 1) {
                tables.push(4, u32::from(code));
            }
            contexts.push(Context::new(&weights));
        }
        let mut words: Vec<u32> = Vec::new();
        let mut state = LEAST_STATE;
        // What is read first is written last.
        for written in self.written.iter().rev() {
            let cells = contexts.get(usize::from(written.context)).copied().flatten();
            let Some((frequency, before)) = cells.map(|context| context.0[usize::from(written.symbol)])
            else {
                continue;
            };
            let (frequency, before) = (u64::from(frequency), u64::from(before));
            let num_bits = u32::from(written.num_bits);
            // Symbol and bits are one step, after which the state has to be below 2^64.
            if u128::from(state) >= u128::from(frequency) << (64 - SCALE_BITS - num_bits) {
                words.push(state as u32);
                state >>= 32;
            }
            state = state << num_bits | u64::from(written.bits);
            state = (state / frequency) << SCALE_BITS | (state % frequency + before);
        }
        let mut bytes = tables.finish();
        bytes.extend(state.to_le_bytes());
        bytes.extend(words.iter().rev().flat_map(|word| word.to_le_bytes()));
        bytes
    }
}

/// The four bits whose weight is nearest to `count`, of which the commonest symbol has `most`.
fn weight_code(count: u64, most: u64) -> u8 {
    if count == 0 {
        return 0;
    }
    let share = count * u64::from(WEIGHTS[15]) / most;
    let steps = WEIGHTS.windows(2).skip(1);
    // Half-way between two steps is their geometric mean.
    1 + steps.filter(|pair| share * share >= u64::from(pair[0]) * u64::from(pair[1])).count() as u8
}

impl Code for Writer {
    const WRITES: bool = true;

    fn symbol(&mut self, context: usize, symbol: usize) -> usize {
        self.push(context, symbol, 0, 0);
        symbol
    }

    fn number(&mut self, context: usize, number: usize) -> usize {
        let size = size_of_number(number);
        let (_, num_bits) = head_of_size(size as u32);
        self.push(context, size, num_bits, number & ((1 << num_bits) - 1));
        number
    }
}

/// Bits, the lowest of each byte first.
#[derive(Default)]
struct BitWriter {
    bytes: Vec<u8>,
    num_bits: u32,
}

impl BitWriter {
    fn push(&mut self, num_bits: u32, number: u32) {
        for bit in 0..num_bits {
            if self.num_bits.is_multiple_of(8) {
                self.bytes.push(0);
            }
            if let Some(byte) = self.bytes.last_mut() {
                *byte |= ((number >> bit & 1) as u8) << (self.num_bits % 8);
            }
            self.num_bits += 1;
        }
    }

    fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// All that is known of a symbol once it is known in which part of its context it lies: from the lowest bit on the symbol (5
/// bits), how many bits follow a number of this size (5), the symbol's frequency (10), how many of its parts are before this one
/// (9), the first bits of the number (2).
#[derive(Clone, Copy)]
struct Part(u32);

impl Part {
    /// Of a context that has no symbols.
    const NONE: Part = Part(0);

    /// The first one of a symbol; for the next, add [`Part::NEXT`].
    fn first(symbol: u32, frequency: u16) -> Part {
        let (head, num_bits) = head_of_size(symbol);
        Part(symbol | num_bits << 5 | u32::from(frequency) << 10 | head << 29)
    }

    const NEXT: u32 = 1 << 20;

    #[inline(always)]
    fn symbol(self) -> usize {
        (self.0 & 31) as usize
    }

    #[inline(always)]
    fn num_bits(self) -> u32 {
        self.0 >> 5 & 31
    }

    #[inline(always)]
    fn head(self) -> u32 {
        self.0 >> 29
    }

    /// What the state was before the symbol was written.
    #[inline(always)]
    fn state_before(self, state: u64) -> u64 {
        let (frequency, offset) = (self.0 >> 10 & 0x3ff, self.0 >> 20 & 0x1ff);
        u64::from(frequency).wrapping_mul(state >> SCALE_BITS).wrapping_add(u64::from(offset))
    }
}

/// Reads symbols back. Past the end, and in a context that has no symbols, it finds zeros; [`Reader::is_done`] tells.
pub(super) struct Reader<'b> {
    state: u64,
    words: &'b [[u8; 4]],
    position: usize,
    is_good: bool,
    /// Where the parts of each context begin; those of a context without symbols are [`Part::NONE`].
    contexts: Vec<u32>,
    parts: Vec<Part>,
}

impl<'b> Reader<'b> {
    /// `None` where the tables end early or describe no context.
    pub(super) fn new(bytes: &'b [u8], num_contexts: usize) -> Option<Reader<'b>> {
        let mut at = 0usize;
        let mut take = |num_bits: usize| {
            let low = u32::from(*bytes.get(at / 8)?);
            let high = u32::from(bytes.get(at / 8 + 1).copied().unwrap_or(0));
            let number = (high << 8 | low) >> (at % 8) & ((1 << num_bits) - 1);
            at += num_bits;
            (at <= bytes.len() * 8).then_some(number as u8)
        };
        let mut contexts = vec![0u32; num_contexts];
        let mut num_parts = SCALE;
        for context in &mut contexts {
            if take(1)? == 1 {
                *context = num_parts;
                num_parts = num_parts.wrapping_add(SCALE);
            }
        }
        let mut parts = vec![Part::NONE; num_parts as usize];
        let (_, mut rest) = parts.split_at_mut_checked(SCALE as usize)?;
        while !rest.is_empty() {
            let mut weights = [0; NUM_SYMBOLS];
            let last = usize::from(take(5)?);
            for code in weights.iter_mut().take(last.wrapping_add(1)) {
                *code = take(4)?;
            }
            for (&(frequency, _), symbol) in Context::new(&weights)?.0.iter().zip(0..) {
                let cells = rest.split_off_mut(..usize::from(frequency))?;
                let mut part = Part::first(symbol, frequency);
                for cell in cells {
                    *cell = part;
                    part.0 = part.0.wrapping_add(Part::NEXT);
                }
            }
        }
        let (state, words) = bytes.get(at.div_ceil(8)..)?.split_first_chunk()?;
        let state = u64::from_le_bytes(*state);
        let (words, rest) = words.as_chunks();
        let is_good = state >= LEAST_STATE && rest.is_empty();
        Some(Reader { state, words, position: 0, is_good, contexts, parts })
    }

    #[inline(always)]
    fn part(&self, context: usize) -> Part {
        let start = self.contexts.get(context).map_or(0, |&start| start as usize);
        let place = start.wrapping_add((self.state & u64::from(SCALE - 1)) as usize);
        self.parts.get(place).copied().unwrap_or(Part::NONE)
    }

    /// Takes the state that is left, and the next word where that has become small: after one symbol of eight or so.
    #[inline(always)]
    fn refill(&mut self, state: u64) {
        self.state = state;
        if state < LEAST_STATE {
            let word = self.words.get(self.position).map_or(0, |word| u32::from_le_bytes(*word));
            self.state = state << 32 | u64::from(word);
            self.position = self.position.wrapping_add(1);
        }
    }

    /// Whether all was read, nothing past the end, and the state is what writing began with.
    pub(super) fn is_done(&self) -> bool {
        self.is_good && self.state == LEAST_STATE && self.position == self.words.len()
    }
}

impl Code for Reader<'_> {
    const WRITES: bool = false;

    #[inline(always)]
    fn symbol(&mut self, context: usize, _: usize) -> usize {
        let part = self.part(context);
        self.refill(part.state_before(self.state));
        part.symbol()
    }

    #[inline(always)]
    fn number(&mut self, context: usize, _: usize) -> usize {
        let part = self.part(context);
        let state = part.state_before(self.state);
        let num_bits = part.num_bits();
        let bits = state as u32 & (1u32.wrapping_shl(num_bits).wrapping_sub(1));
        self.refill(state.wrapping_shr(num_bits));
        (part.head().wrapping_shl(num_bits) | bits) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        // One context of one symbol, one even, one very uneven, numbers of every length.
        let number = |n: usize| n.wrapping_mul(2_654_435_761) >> 7;
        let run = |coder: &mut dyn FnMut(usize, usize, usize)| {
            for n in 0..20_000usize {
                coder(0, 0, 5);
                coder(0, 1, number(n) % 32);
                coder(0, 2, if number(n) % 900 == 0 { number(n) % 32 } else { 7 });
                coder(1, 3, (number(n) % 65_536) >> (n % 16));
            }
        };
        let mut writer = Writer::new(5);
        run(&mut |kind, context, value| {
            let _ = if kind == 0 { writer.symbol(context, value) } else { writer.number(context, value) };
        });
        let bytes = writer.finish();
        let mut reader = Reader::new(&bytes, 5).unwrap();
        run(&mut |kind, context, value| {
            let found = if kind == 0 { reader.symbol(context, 0) } else { reader.number(context, 0) };
            assert_eq!(found, value);
        });
        assert!(reader.is_done());
        assert_eq!(reader.symbol(4, 0), 0);
        assert!(!reader.is_done(), "a context without symbols");
        for len in 0..40 {
            assert!(Reader::new(&bytes[..len], 5).is_none() || len > 36, "{len}");
        }
    }

    #[test]
    fn every_table_of_four_bit_weights_adds_up() {
        for seed in 0..2000u32 {
            let weights: Vec<u8> = (0..NUM_SYMBOLS as u32)
                .map(|at| ((seed ^ at).wrapping_mul(2_654_435_761) >> (16 + seed % 13) & 15) as u8)
                .collect();
            let Some(context) = Context::new(&weights) else {
                assert!(weights.iter().all(|&code| code == 0));
                continue;
            };
            let sum: u32 = context.0.iter().map(|cell| u32::from(cell.0)).sum();
            assert_eq!(sum, SCALE);
            assert!(context.0.iter().zip(&weights).all(|(cell, &code)| (cell.0 > 0) == (code > 0)));
        }
        // The worst: some as common as the commonest, all others as rare as can be.
        for num_common in 1..=NUM_SYMBOLS {
            let weights: Vec<u8> =
                (0..NUM_SYMBOLS).map(|symbol| if symbol < num_common { 15 } else { 1 }).collect();
            let context = Context::new(&weights).unwrap();
            assert!(context.0.iter().all(|cell| (1..=SCALE).contains(&u32::from(cell.0))), "{num_common}");
        }
    }

    #[test]
    fn a_certain_symbol_is_nearly_free() {
        let mut writer = Writer::new(1);
        for _ in 0..10_000 {
            writer.symbol(0, 3);
        }
        assert!(writer.finish().len() < 12);
    }
}
