//! Raw deflate, packed: what stood before is named by how far back it stands, the rest by a prefix code.
//!
//! Useful for text-like sections; the same input gives the same bytes on every target. Not useful for bytes
//! that are coded already.
//!
//! What a site index packs are a thousand pieces of some kilobytes each. Libraries set a third of a megabyte to zero for
//! each, which took longer than the packing; and they take the longest repetition there is, where a Chinese character that stood far
//! away costs more bits than its three bytes. Here tables are as long as the input, and a repetition is worth the bits it saves.
//!
//! Source: RFC 1951.

use super::bits::BitWriter;
use super::inflate::{END, NUM_DISTANCES, NUM_SYMBOLS, ORDER, fixed_length};
use super::prefix_code::{code_lengths, first_codes};

/// So long are repetitions.
const MIN_LEN: usize = 3;
const MAX_LEN: usize = 258;
/// So far back they may stand.
const WINDOW: usize = 1 << 15;
/// So many places are tried for one repetition.
const MAX_PROBES: u32 = 48;
/// So many steps have codes of their own.
const STEPS_IN_BLOCK: usize = 1 << 14;
/// A stored block is no longer.
const MAX_STORED: usize = 0xffff;
/// Codes of symbols and distances are no longer, and codes of the lengths of codes.
const MAX_BITS: u8 = 15;
const MAX_LENGTH_BITS: u8 = 7;
/// Costs are counted in eighths of a bit.
const BIT: u32 = 8;
/// About what the two codes of a repetition take, besides the bits that follow them.
const COST_OF_CODES: u32 = 8 * BIT;

/// Compresses `bytes`. Cost: linear, but for what repeats itself very often.
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut writer = BitWriter::new();
    let steps = steps_of(bytes);
    let mut start = 0;
    let mut blocks = steps.chunks(STEPS_IN_BLOCK).peekable();
    if blocks.peek().is_none() {
        write_block(&[], &[], true, &mut writer);
    }
    while let Some(steps) = blocks.next() {
        let len: usize = steps.iter().map(|step| step.len()).sum();
        write_block(&bytes[start..start + len], steps, blocks.peek().is_none(), &mut writer);
        start += len;
    }
    writer.finish()
}

/// A byte as it is, or a repetition: its distance, and its length in the lowest nine bits.
#[derive(Clone, Copy)]
struct Step(u32);

impl Step {
    fn repetition(len: usize, distance: usize) -> Step {
        Step((distance as u32) << 9 | len as u32)
    }

    fn distance(self) -> u32 {
        self.0 >> 9
    }

    fn value(self) -> u32 {
        self.0 & 0x1ff
    }

    /// How many bytes it stands for.
    fn len(self) -> usize {
        if self.distance() == 0 { 1 } else { self.value() as usize }
    }
}

/// What the bytes before each place cost one by one, by how frequent each is.
#[cfg_attr(optimize_for_size, optimize(speed))]
fn costs_before(bytes: &[u8]) -> Vec<u32> {
    let mut counts = [0u32; 256];
    for &byte in bytes {
        counts[usize::from(byte)] += 1;
    }
    let all = eighths_of_log2(bytes.len() as u32);
    let costs = counts.map(|count| if count == 0 { 0 } else { (all - eighths_of_log2(count)).max(BIT) });
    let mut sum = 0u32;
    let mut before = Vec::with_capacity(bytes.len() + 1);
    before.push(0);
    for &byte in bytes {
        // Only differences are asked for.
        sum = sum.wrapping_add(costs[usize::from(byte)]);
        before.push(sum);
    }
    before
}

/// The logarithm to base 2 of a number that is not 0, in eighths.
fn eighths_of_log2(number: u32) -> u32 {
    let whole = number.max(1).ilog2();
    // The number as one and a fraction, squared for each further bit of the logarithm.
    let mut rest = u64::from(number.max(1)) << (31 - whole);
    let mut eighths = whole;
    for _ in 0..3 {
        rest = (rest * rest) >> 31;
        let bit = (rest >> 32) as u32;
        rest >>= bit;
        eighths = eighths << 1 | bit;
    }
    eighths
}

/// A repetition that may be taken, and how much it saves.
#[derive(Clone, Copy, Default)]
struct Found {
    saving: u32,
    len: usize,
    distance: usize,
}

const NOWHERE: u32 = u32::MAX;

/// Where three bytes stood before.
struct Places<'b> {
    bytes: &'b [u8],
    costs_before: Vec<u32>,
    /// The last place for each hash, and for each place the one before it with the same hash.
    last: Vec<u32>,
    previous: Vec<u32>,
    shift: u32,
}

impl<'b> Places<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        let num_bits = (bytes.len().max(1).ilog2() + 1).clamp(6, 15);
        Places {
            bytes,
            costs_before: costs_before(bytes),
            last: vec![NOWHERE; 1 << num_bits],
            previous: vec![NOWHERE; bytes.len()],
            shift: u32::BITS - num_bits,
        }
    }

    /// The repetition at `at` that saves most, more than `least`; notes that the place was there.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    #[inline]
    fn find(&mut self, at: usize, least: u32) -> Found {
        let mut best = Found { saving: least, ..Found::default() };
        let bytes = self.bytes;
        let max_len = MAX_LEN.min(bytes.len() - at);
        if max_len < MIN_LEN {
            return best;
        }
        let mut place = self.note(at);
        let mut longest = MIN_LEN - 1;
        let own = &bytes[at..at + max_len];
        for _ in 0..MAX_PROBES {
            if place == NOWHERE || at - place as usize > WINDOW {
                break;
            }
            let from = place as usize;
            // Most places are told apart by the byte that would make it longer than what was found.
            if bytes[from + longest] == own[longest] {
                let len = own.iter().zip(&bytes[from..]).take_while(|(a, b)| a == b).count();
                if len > longest {
                    longest = len;
                    let distance = at - from;
                    let saved = self.costs_before[at + len].wrapping_sub(self.costs_before[at]);
                    let saving = saved.saturating_sub(cost_of(len, distance));
                    if saving > best.saving {
                        best = Found { saving, len, distance };
                    }
                    if len == max_len {
                        break;
                    }
                }
            }
            place = self.previous[from];
        }
        best
    }

    /// Notes that the three bytes at `at` stand there; gives where they, or others like them, stood before.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    fn note(&mut self, at: usize) -> u32 {
        let byte = |further: usize| u32::from(self.bytes[at + further]);
        let hash = (byte(0) << 16 | byte(1) << 8 | byte(2)).wrapping_mul(0x9e37_79b1) >> self.shift;
        let before = std::mem::replace(&mut self.last[hash as usize], at as u32);
        self.previous[at] = before;
        before
    }
}

/// About what a repetition takes.
fn cost_of(len: usize, distance: usize) -> u32 {
    let (_, len_bits, _) = length_code(len as u32);
    let (_, distance_bits, _) = code_of(distance as u32 - 1, 1);
    COST_OF_CODES + (len_bits + distance_bits) * BIT
}

#[cfg_attr(optimize_for_size, optimize(speed))]
fn steps_of(bytes: &[u8]) -> Vec<Step> {
    let mut steps = Vec::with_capacity(bytes.len() / 2);
    let mut places = Places::new(bytes);
    let mut at = 0;
    let mut found = None;
    while at < bytes.len() {
        let here = found.take().unwrap_or_else(|| places.find(at, 0));
        if here.len == 0 {
            steps.push(Step(u32::from(bytes[at])));
            at += 1;
            continue;
        }
        // One that begins a byte later may save more.
        if at + 1 < bytes.len() {
            let next = places.find(at + 1, here.saving);
            if next.len > 0 {
                steps.push(Step(u32::from(bytes[at])));
                at += 1;
                found = Some(next);
                continue;
            }
        }
        steps.push(Step::repetition(here.len, here.distance));
        let end = at + here.len;
        for place in at + 2..end.min(bytes.len().saturating_sub(MIN_LEN - 1)) {
            places.note(place);
        }
        at = end;
    }
    steps
}

/// The code of a number, how many bits follow it, and which: the reverse of `number` in `inflate.rs`.
fn code_of(number: u32, width_bits: u32) -> (u32, u32, u32) {
    if number < 2 << width_bits {
        return (number, 0, 0);
    }
    let width = number.ilog2() - width_bits;
    let place = number >> width & ((1 << width_bits) - 1);
    ((width + 1) << width_bits | place, width, number & ((1 << width) - 1))
}

fn length_code(len: u32) -> (u32, u32, u32) {
    if len as usize == MAX_LEN { (28, 0, 0) } else { code_of(len - MIN_LEN as u32, 2) }
}

/// A code for writing: of each symbol its bits, first bit lowest, and its length.
struct Codes(Vec<(u32, u8)>);

impl Codes {
    fn new(lengths: &[u8]) -> Codes {
        let mut next = first_codes(lengths);
        let codes = lengths.iter().map(|&length| {
            if length == 0 {
                return (0, 0);
            }
            let code = next[usize::from(length)];
            next[usize::from(length)] += 1;
            (code.reverse_bits() >> (32 - u32::from(length)), length)
        });
        Codes(codes.collect())
    }

    fn write(&self, symbol: u32, writer: &mut BitWriter) {
        let (bits, length) = self.0[symbol as usize];
        writer.write(bits, u32::from(length));
    }
}

/// The lengths of codes in an order that repeats are named in: symbol, how many bits follow, which.
fn repeats_of(lengths: &[u8]) -> Vec<(u32, u32, u32)> {
    let mut repeats = Vec::new();
    for run in lengths.chunk_by(|a, b| a == b) {
        let (length, mut num) = (u32::from(run[0]), run.len() as u32);
        if length > 0 {
            repeats.push((length, 0, 0));
            num -= 1;
        }
        while num >= 3 {
            let (symbol, least, width, most) = match (length, num) {
                (0, 11..) => (18, 11, 7, 138),
                (0, _) => (17, 3, 3, 10),
                _ => (16, 3, 2, 6),
            };
            // Not so many that one or two are left over.
            let now = match num.min(most) {
                now if num > now && num - now < 3 && now > 5 => num - 3,
                now => now,
            };
            repeats.push((symbol, width, now - least));
            num -= now;
        }
        repeats.extend((0..num).map(|_| (length, 0, 0)));
    }
    repeats
}

#[cfg_attr(optimize_for_size, optimize(speed))]
fn write_block(plain: &[u8], steps: &[Step], is_last: bool, writer: &mut BitWriter) {
    let mut counts = [0u64; NUM_SYMBOLS];
    let mut distance_counts = [0u64; NUM_DISTANCES];
    counts[END as usize] = 1;
    let mut num_further = 0u64;
    for step in steps {
        let distance = step.distance();
        if distance == 0 {
            counts[step.value() as usize] += 1;
            continue;
        }
        let (code, len_bits, _) = length_code(step.value());
        counts[(END + 1 + code) as usize] += 1;
        let (code, distance_bits, _) = code_of(distance - 1, 1);
        distance_counts[code as usize] += 1;
        num_further += u64::from(len_bits + distance_bits);
    }
    let fixed: Vec<u8> = (0..NUM_SYMBOLS as u32).map(fixed_length).collect();
    let (lengths, distances) = (code_lengths(&counts, MAX_BITS), code_lengths(&distance_counts, MAX_BITS));
    let num_used = |lengths: &[u8], least: usize| {
        lengths.iter().rposition(|&length| length > 0).map_or(0, |last| last + 1).max(least)
    };
    let (num_symbols, num_distances) = (num_used(&lengths, 257), num_used(&distances, 1));
    let repeats = repeats_of(&[&lengths[..num_symbols], &distances[..num_distances]].concat());
    let mut repeat_counts = [0u64; ORDER.len()];
    for &(symbol, ..) in &repeats {
        repeat_counts[symbol as usize] += 1;
    }
    let repeat_lengths = code_lengths(&repeat_counts, MAX_LENGTH_BITS);
    let in_order = ORDER.map(|symbol| repeat_lengths[usize::from(symbol)]);
    let num_lengths = num_used(&in_order, 4);

    let bits = |counts: &[u64], lengths: &[u8]| -> u64 {
        counts.iter().zip(lengths).map(|(&count, &length)| count * u64::from(length)).sum()
    };
    let head: u64 = repeats.iter().map(|&(_, width, _)| u64::from(width)).sum::<u64>()
        + bits(&repeat_counts, &repeat_lengths)
        + 14
        + 3 * num_lengths as u64;
    let own_bits = head + bits(&counts, &lengths) + bits(&distance_counts, &distances) + num_further;
    let fixed_bits = bits(&counts, &fixed) + 5 * distance_counts.iter().sum::<u64>() + num_further;
    let num_stored = plain.len().div_ceil(MAX_STORED).max(1) as u64;
    if 8 * plain.len() as u64 + 40 * num_stored <= own_bits.min(fixed_bits) {
        return write_stored(plain, is_last, writer);
    }
    writer.write(u32::from(is_last), 1);
    let (symbols, distances) = if fixed_bits <= own_bits {
        writer.write(1, 2);
        (Codes::new(&(0..288).map(fixed_length).collect::<Vec<u8>>()), Codes::new(&[5; NUM_DISTANCES]))
    } else {
        writer.write(2, 2);
        writer.write(num_symbols as u32 - 257, 5);
        writer.write(num_distances as u32 - 1, 5);
        writer.write(num_lengths as u32 - 4, 4);
        for &length in &in_order[..num_lengths] {
            writer.write(u32::from(length), 3);
        }
        let codes = Codes::new(&repeat_lengths);
        for &(symbol, width, further) in &repeats {
            codes.write(symbol, writer);
            writer.write(further, width);
        }
        (Codes::new(&lengths), Codes::new(&distances))
    };
    write_steps(steps, &symbols, &distances, writer);
}

#[cfg_attr(optimize_for_size, optimize(speed))]
fn write_steps(steps: &[Step], symbols: &Codes, distances: &Codes, writer: &mut BitWriter) {
    for step in steps {
        let distance = step.distance();
        if distance == 0 {
            symbols.write(step.value(), writer);
            continue;
        }
        let (code, width, further) = length_code(step.value());
        symbols.write(END + 1 + code, writer);
        writer.write(further, width);
        let (code, width, further) = code_of(distance - 1, 1);
        distances.write(code, writer);
        writer.write(further, width);
    }
    symbols.write(END, writer);
}

/// Bytes as they are.
fn write_stored(plain: &[u8], is_last: bool, writer: &mut BitWriter) {
    let mut parts = plain.chunks(MAX_STORED).peekable();
    while let Some(part) = parts.next() {
        writer.write(u32::from(is_last && parts.peek().is_none()), 1);
        writer.write(0, 2);
        writer.write(0, (writer.len_bits().wrapping_neg() & 7) as u32);
        writer.write(part.len() as u32, 16);
        writer.write(!(part.len() as u32) & 0xffff, 16);
        for &byte in part {
            writer.write(u32::from(byte), 8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::inflate;
    use miniz_oxide::inflate::decompress_to_vec;
    use proptest::prelude::*;

    /// What the library unpacks, and what this does.
    fn both(plain: &[u8]) -> Vec<u8> {
        let packed = deflate(plain);
        assert_eq!(inflate(&packed, plain.len(), "TEST").unwrap(), plain);
        assert!(decompress_to_vec(&packed).unwrap() == plain);
        packed
    }

    proptest! {
        #[test]
        fn what_was_packed_comes_back(
            pieces in prop::collection::vec("[a-c一二]{0,12}|[a-z]{0,40}|.{0,30}", 0..60),
            times in 1usize..40,
        ) {
            both(&pieces.concat().repeat(times).into_bytes());
        }

        #[test]
        fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
            let packed = both(&bytes);
            prop_assert!(packed.len() <= bytes.len() + 6);
        }
    }

    #[test]
    fn short_long_and_much_the_same() {
        both(b"");
        both(b"a");
        both(&[7; 100_000]);
        // No byte repeats what stood before: stored, in several blocks.
        let mut state = 1u32;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .take(200_000)
        .collect();
        assert!(both(&noise).len() < noise.len() + 100);
        // The farthest that a repetition may stand back, and one farther.
        for distance in [WINDOW, WINDOW + 1] {
            let mut far = noise[..distance].to_vec();
            far.extend_from_slice(&noise[..300]);
            both(&far);
        }
        // Frequencies whose code would be longer than codes may be.
        let (mut skewed, mut counts) = (Vec::new(), (1usize, 1usize));
        for byte in 0..24u8 {
            skewed.extend(std::iter::repeat_n(byte, counts.0));
            counts = (counts.1, counts.0 + counts.1);
        }
        let mut at = 0usize;
        let mixed: Vec<u8> = (0..skewed.len())
            .map(|_| {
                at = (at + 48_271) % skewed.len();
                skewed[at]
            })
            .collect();
        both(&mixed);
    }

    #[test]
    fn codes_name_every_length_and_distance() {
        assert_eq!(length_code(3), (0, 0, 0));
        assert_eq!(length_code(11), (8, 1, 0));
        assert_eq!(length_code(257), (27, 5, 30));
        assert_eq!(length_code(258), (28, 0, 0));
        assert_eq!(code_of(4, 1), (4, 1, 0));
        assert_eq!(code_of(32_767, 1), (29, 13, 8191));
    }
}
