//! A range coder over small alphabets: symbols in, each with how often it occurs in its context, a byte string out that is
//! as long as their surprise; and back.
//!
//! Writer and reader share one trait, [`Code`], so that a model is written once and cannot disagree with itself: the
//! writer takes the symbol it is given and returns it, the reader returns the one it finds.
//!
//! Frequencies do not change on the way: they stand before the symbols, four bits each, so that reading is one look into
//! a table and one multiplication a symbol. (A coder that learns on the way makes the lexicon four per cent smaller and
//! opens it six times slower.)
//!
//! Source: Duda, *Asymmetric numeral systems*, arXiv:1311.2540, section 2; the form with ranges and 16-bit words.

/// Symbols are smaller than this.
pub(super) const NUM_SYMBOLS: usize = 32;
/// Frequencies of a context add up to two to the power of this.
const SCALE_BITS: u32 = 12;
const SCALE: u32 = 1 << SCALE_BITS;
/// As many parts are told apart at the first look.
const PARTS_OF_COARSE: u32 = 16;
const NUM_COARSE: usize = (SCALE / PARTS_OF_COARSE) as usize;
/// The state is kept at least this large.
const LEAST_STATE: u32 = 1 << 16;
/// How often a symbol occurs beside the commonest one of its context, by its four bits: a factor of 2^0.8 a step.
const WEIGHTS: [u32; 16] = [0, 2, 3, 5, 9, 16, 28, 49, 84, 147, 256, 446, 776, 1351, 2353, 4096];
/// Bits of a number that are written as they are, at most.
const MAX_PLAIN_BITS: u32 = 16;

/// Codes symbols and numbers.
pub(super) trait Code {
    /// Whether it takes what it is given; a reader is given nothing, and need not look for it.
    const WRITES: bool;

    /// Codes `symbol` (below [`NUM_SYMBOLS`]) as one of those of `context`.
    fn symbol(&mut self, context: usize, symbol: usize) -> usize;

    /// Codes the `num_bits` (at most 16) lowest bits of `number` as they are.
    fn plain(&mut self, num_bits: u32, number: usize) -> usize;

    /// Codes a number below 2^16: up to 3 as a symbol, larger ones as the symbol of their length and second bit, and the
    /// rest plainly.
    #[inline]
    fn number(&mut self, context: usize, number: usize) -> usize {
        let symbol = self.symbol(context, size_of_number(number));
        if symbol < 4 {
            return symbol;
        }
        let num_bits = (symbol as u32 - 4) / 2 + 1;
        let head = 2 | (symbol & 1);
        head << num_bits | self.plain(num_bits, number & ((1 << num_bits) - 1))
    }
}

/// The symbol of a number: 0, 1, 2, 3, then two for each length (4–5, 6–7, 8–11, 12–15, …).
pub(super) fn size_of_number(number: usize) -> usize {
    if number < 4 {
        return number;
    }
    let num_bits = number.ilog2() as usize - 1;
    (2 + 2 * num_bits + (number >> num_bits & 1)).min(NUM_SYMBOLS - 1)
}

/// The symbols of one context: frequency and sum of the frequencies before it.
#[derive(Clone, Copy)]
struct Context([(u16, u16); NUM_SYMBOLS]);

impl Context {
    /// From four bits a symbol; `None` where all are zero.
    fn new(weights: &[u8]) -> Option<Context> {
        let weight = |code: &u8| WEIGHTS.get(usize::from(*code)).copied().unwrap_or(0);
        let sum: u32 = weights.iter().map(weight).sum();
        let (largest, _) = weights.iter().enumerate().rev().max_by_key(|(_, code)| **code)?;
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
        // What rounding left over, or took too much, is the commonest symbol's: it has at least a 32nd of all.
        let cell = context.0.get_mut(largest)?;
        cell.0 = (u32::from(cell.0)).wrapping_add(rest) as u16;
        let mut before = 0;
        for cell in &mut context.0 {
            cell.1 = before;
            before += cell.0;
        }
        Some(context)
    }
}

#[derive(Clone, Copy)]
enum Written {
    Symbol { context: u16, symbol: u8 },
    Plain { num_bits: u8, number: u16 },
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

    /// The bytes: for each context one bit whether it occurs, and then five bits for its last symbol and four for each
    /// symbol; then the state and the 16-bit words.
    pub(super) fn finish(self) -> Vec<u8> {
        let mut tables = BitWriter::default();
        let mut contexts = Vec::with_capacity(self.counts.len());
        for counts in &self.counts {
            let most = counts.iter().copied().max().unwrap_or(0);
            tables.push(1, u32::from(most > 0));
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
        let mut words: Vec<u16> = Vec::new();
        let mut state = LEAST_STATE;
        // What is read first is written last.
        for written in self.written.iter().rev() {
            let (frequency, before, bits) = match *written {
                Written::Plain { num_bits, number } => (1, u32::from(number), u32::from(num_bits)),
                Written::Symbol { context, symbol } => {
                    let cells = contexts.get(usize::from(context)).copied().flatten();
                    let Some((frequency, before)) = cells.map(|context| context.0[usize::from(symbol)])
                    else {
                        continue;
                    };
                    (u32::from(frequency), u32::from(before), SCALE_BITS)
                }
            };
            if u64::from(state) >= u64::from(frequency) << (32 - bits) {
                words.push(state as u16);
                state >>= 16;
            }
            state = (state / frequency) << bits | (state % frequency + before);
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
    let share = count * u64::from(SCALE) / most;
    let steps = WEIGHTS.windows(2).skip(1);
    // Half-way between two steps is their geometric mean.
    1 + steps.filter(|pair| share * share >= u64::from(pair[0]) * u64::from(pair[1])).count() as u8
}

impl Code for Writer {
    const WRITES: bool = true;

    fn symbol(&mut self, context: usize, symbol: usize) -> usize {
        if let Some(count) = self.counts.get_mut(context).and_then(|counts| counts.get_mut(symbol)) {
            *count += 1;
            self.written.push(Written::Symbol { context: context as u16, symbol: symbol as u8 });
        }
        symbol
    }

    fn plain(&mut self, num_bits: u32, number: usize) -> usize {
        self.written.push(Written::Plain { num_bits: num_bits as u8, number: number as u16 });
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

/// Reads symbols back. Past the end, and in a context that has no symbols, it finds zeros; [`Reader::is_done`] tells.
pub(super) struct Reader<'b> {
    state: u32,
    words: &'b [u8],
    position: usize,
    is_good: bool,
    /// Where the tables of each context begin, or `u16::MAX`.
    contexts: Vec<u16>,
    frequencies: Vec<Context>,
    /// For each context, which symbol the first of each sixteen of its 4,096 parts belongs to: from there it is a step or two.
    /// (A table of all parts would be a megabyte, which takes longer to fill than to do without.)
    symbols: Vec<u8>,
}

impl<'b> Reader<'b> {
    /// `None` where the tables end early or describe no context.
    pub(super) fn new(bytes: &'b [u8], num_contexts: usize) -> Option<Reader<'b>> {
        let mut at = 0usize;
        let mut take = |num_bits: usize| {
            let mut number = 0u8;
            for bit in 0..num_bits {
                number |= (bytes.get(at / 8)? >> (at % 8) & 1) << bit;
                at += 1;
            }
            Some(number)
        };
        let mut contexts = Vec::with_capacity(num_contexts);
        let mut frequencies = Vec::new();
        for _ in 0..num_contexts {
            if take(1)? == 0 {
                contexts.push(u16::MAX);
                continue;
            }
            let mut weights = [0; NUM_SYMBOLS];
            let last = usize::from(take(5)?);
            for code in weights.iter_mut().take(last + 1) {
                *code = take(4)?;
            }
            contexts.push(u16::try_from(frequencies.len()).ok()?);
            frequencies.push(Context::new(&weights)?);
        }
        let mut symbols = vec![0; frequencies.len() * NUM_COARSE];
        let (tables, _) = symbols.as_chunks_mut::<NUM_COARSE>();
        for (table, context) in tables.iter_mut().zip(&frequencies) {
            for (symbol, &(frequency, before)) in context.0.iter().enumerate().skip(1) {
                let end = u32::from(before) + u32::from(frequency);
                let coarse = |part: u32| part.div_ceil(PARTS_OF_COARSE) as usize;
                if frequency > 0 {
                    table.get_mut(coarse(before.into())..coarse(end))?.fill(symbol as u8);
                }
            }
        }
        let (state, words) = bytes.get(at.div_ceil(8)..)?.split_first_chunk()?;
        let state = u32::from_le_bytes(*state);
        let is_good = state >= LEAST_STATE;
        Some(Reader { state, words, position: 0, is_good, contexts, frequencies, symbols })
    }

    #[inline]
    fn refill(&mut self) {
        if self.state < LEAST_STATE {
            let word = match self.words.get(self.position..self.position.wrapping_add(2)) {
                Some(&[low, high]) => u32::from(high) << 8 | u32::from(low),
                _ => 0,
            };
            self.state = self.state << 16 | word;
            self.position = self.position.wrapping_add(2);
        }
    }

    /// Whether all was read, nothing past the end, and the state is what writing began with.
    pub(super) fn is_done(&self) -> bool {
        self.is_good && self.state == LEAST_STATE && self.position == self.words.len()
    }
}

impl Code for Reader<'_> {
    const WRITES: bool = false;

    #[inline]
    fn symbol(&mut self, context: usize, _: usize) -> usize {
        let place = self.contexts.get(context).map_or(usize::MAX, |&place| usize::from(place));
        let part = self.state & (SCALE - 1);
        let (tables, _) = self.symbols.as_chunks::<NUM_COARSE>();
        let (Some(context), Some(symbols)) = (self.frequencies.get(place), tables.get(place)) else {
            self.is_good = false;
            return 0;
        };
        let mut symbol = usize::from(symbols[(part / PARTS_OF_COARSE) as usize]) % NUM_SYMBOLS;
        let (mut frequency, mut before) = context.0[symbol];
        // The parts of all symbols together are 4,096, so this ends before the last one is passed.
        while part.wrapping_sub(u32::from(before)) >= u32::from(frequency) && symbol < NUM_SYMBOLS - 1 {
            symbol = symbol.wrapping_add(1);
            (frequency, before) = context.0[symbol % NUM_SYMBOLS];
        }
        self.state = u32::from(frequency)
            .wrapping_mul(self.state >> SCALE_BITS)
            .wrapping_add(part.wrapping_sub(u32::from(before)));
        self.refill();
        symbol
    }

    #[inline]
    fn plain(&mut self, num_bits: u32, _: usize) -> usize {
        debug_assert!(num_bits <= MAX_PLAIN_BITS);
        let number = self.state & ((1 << num_bits) - 1);
        self.state >>= num_bits;
        self.refill();
        number as usize
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
