//! A binary range coder: yes-or-no decisions in, each with its probability, a byte string out that is as long as their
//! surprise; and back.
//!
//! Writer and reader share one trait, [`Code`], so that a model is written once and cannot disagree with itself: the
//! writer takes the decision it is given and returns it, the reader returns the one it finds.
//!
//! Source: Martin, *Range encoding*, 1979, in the carry-propagating form of LZMA (Pavlov), with 16-bit probabilities.

/// Probabilities are out of this many.
pub(super) const ONE: u32 = 1 << 16;
/// No decision is more certain than this, so none costs more than about eleven bits.
const LEAST: u32 = 32;
/// The range is kept at least this large.
const TOP: u32 = 1 << 24;

/// Codes decisions.
pub(super) trait Code {
    /// Whether decisions are given (and not found).
    const WRITES: bool;

    /// Codes `decision`, which is true with probability `chance` out of [`ONE`].
    fn code(&mut self, decision: bool, chance: u32) -> bool;
}

/// Writes decisions.
pub(super) struct Writer {
    low: u64,
    range: u32,
    /// The last byte not yet written, and how many 0xff follow it, in case a carry comes.
    held: u8,
    num_held: usize,
    bytes: Vec<u8>,
}

impl Writer {
    pub(super) fn new() -> Writer {
        Writer { low: 0, range: u32::MAX, held: 0, num_held: 1, bytes: Vec::new() }
    }

    fn shift(&mut self) {
        if self.low < 0xff00_0000 || self.low > u64::from(u32::MAX) {
            let carry = (self.low >> 32) as u8;
            let mut byte = self.held;
            for _ in 0..self.num_held {
                self.bytes.push(byte.wrapping_add(carry));
                byte = 0xff;
            }
            self.num_held = 0;
            self.held = (self.low >> 24) as u8;
        }
        self.num_held += 1;
        self.low = (self.low & 0x00ff_ffff) << 8;
    }

    /// The bytes. The first one is always 0 and is left out.
    pub(super) fn finish(mut self) -> Vec<u8> {
        for _ in 0..5 {
            self.shift();
        }
        self.bytes.split_off(1)
    }
}

impl Code for Writer {
    const WRITES: bool = true;

    fn code(&mut self, decision: bool, chance: u32) -> bool {
        let bound = (self.range >> 16) * chance.clamp(LEAST, ONE - LEAST);
        if decision {
            self.range = bound;
        } else {
            self.low += u64::from(bound);
            self.range -= bound;
        }
        while self.range < TOP {
            self.range <<= 8;
            self.shift();
        }
        decision
    }
}

/// Reads decisions back. Past the end it reads zeros; [`Reader::is_over`] tells.
pub(super) struct Reader<'b> {
    value: u32,
    range: u32,
    bytes: &'b [u8],
    position: usize,
}

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Reader<'b> {
        let mut reader = Reader { value: 0, range: u32::MAX, bytes, position: 0 };
        for _ in 0..4 {
            reader.value = reader.value << 8 | reader.next();
        }
        reader
    }

    #[inline]
    fn next(&mut self) -> u32 {
        let byte = self.bytes.get(self.position).copied().unwrap_or(0);
        self.position += 1;
        u32::from(byte)
    }

    /// Whether more was read than there is.
    pub(super) fn is_over(&self) -> bool {
        self.position > self.bytes.len()
    }
}

impl Code for Reader<'_> {
    const WRITES: bool = false;

    #[inline]
    fn code(&mut self, _: bool, chance: u32) -> bool {
        let bound = (self.range >> 16) * chance.clamp(LEAST, ONE - LEAST);
        let decision = self.value < bound;
        if decision {
            self.range = bound;
        } else {
            self.value = self.value.wrapping_sub(bound);
            self.range -= bound;
        }
        while self.range < TOP {
            self.range <<= 8;
            self.value = self.value << 8 | self.next();
        }
        decision
    }
}

/// A decision whose chance is learnt from those before it: fast at first, steadier the more were seen.
#[derive(Clone, Copy)]
pub(super) struct Learnt {
    chance: u16,
    num_seen: u16,
}

impl Learnt {
    pub(super) const NEW: Learnt = Learnt { chance: (ONE / 2) as u16, num_seen: 0 };
    /// From here on every decision moves the chance by the same share.
    const STEADY: u16 = 250;

    #[inline]
    pub(super) fn code(&mut self, coder: &mut impl Code, decision: bool) -> bool {
        let chance = u32::from(self.chance);
        let decision = coder.code(decision, chance);
        let divisor = i32::from(self.num_seen) + 2;
        let target = if decision { (ONE - 1) as i32 } else { 0 };
        self.chance = (chance as i32 + (target - chance as i32) / divisor) as u16;
        self.num_seen = (self.num_seen + 1).min(Learnt::STEADY);
        decision
    }
}

/// Codes the low `bits.ilog2()` bits of `value`, the highest first, each in the light of those above it. `tree` has a
/// power of two cells.
pub(super) fn code_bits(coder: &mut impl Code, tree: &mut [Learnt], value: usize) -> usize {
    let num_bits = tree.len().checked_ilog2().unwrap_or(0);
    let mut node = 1;
    for bit in (0..num_bits).rev() {
        let Some(learnt) = tree.get_mut(node) else { break };
        node = node << 1 | usize::from(learnt.code(coder, value >> bit & 1 == 1));
    }
    node - (1 << num_bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_certain_decisions_are_nearly_free() {
        // Fixed chances from one end to the other, and one that is learnt.
        let decisions: Vec<(bool, u32)> =
            (0..20_000u32).map(|n| (n * n % 7 < 3, n * 3 % (ONE + 1))).collect();
        let mut writer = Writer::new();
        let mut learnt = Learnt::NEW;
        for &(decision, chance) in &decisions {
            writer.code(decision, chance);
            learnt.code(&mut writer, decision);
        }
        let bytes = writer.finish();
        let mut reader = Reader::new(&bytes);
        let mut learnt = Learnt::NEW;
        for (at, &(decision, chance)) in decisions.iter().enumerate() {
            assert_eq!(reader.code(false, chance), decision, "{at}");
            assert_eq!(learnt.code(&mut reader, false), decision, "{at}");
        }
        assert!(!reader.is_over());

        let mut writer = Writer::new();
        let mut learnt = Learnt::NEW;
        for _ in 0..10_000 {
            learnt.code(&mut writer, true);
        }
        assert!(writer.finish().len() < 60);
    }

    #[test]
    fn carries_pass_through_runs_of_ff() {
        for seed in 0..200u32 {
            let decisions: Vec<bool> =
                (0..400u32).map(|n| (n ^ seed).wrapping_mul(2_654_435_761) >> 29 == 0).collect();
            let mut writer = Writer::new();
            for &decision in &decisions {
                writer.code(decision, LEAST);
            }
            let bytes = writer.finish();
            let mut reader = Reader::new(&bytes);
            assert!(decisions.iter().all(|&decision| reader.code(false, LEAST) == decision), "{seed}");
        }
    }
}
