//! Sets of symbols, where some symbols are likelier than others.
//!
//! The symbols, in a fixed order, are halved by weight again and again; a set is written by how many of its symbols lie
//! in the first half, then each half in its turn. So a likely symbol costs few bits, and k symbols cost less together
//! than one by one, because their order is not written. Useful for the characters that may follow a prefix; not useful
//! for a set of nearly everything.
//!
//! Any bits are some set of the size that was asked for.

use super::bits::{BitReader, BitWriter};
use crate::Result;

/// How the symbols are halved.
#[derive(Debug, Default)]
pub struct SetCode {
    len: u32,
    /// Where each part is halved, in preorder: a part of n symbols has n − 1 entries, its first half's come first.
    middles: Vec<u32>,
}

impl SetCode {
    /// Makes the code for symbols of these weights. Cost: n log n.
    pub fn new(weights: &[u32]) -> SetCode {
        let mut ends: Vec<u64> = Vec::with_capacity(weights.len());
        let mut sum = 0u64;
        for &weight in weights {
            sum += u64::from(weight.max(1));
            ends.push(sum);
        }
        let len = weights.len() as u32;
        let mut middles = Vec::with_capacity(weights.len());
        let mut parts = vec![(0u32, len)];
        while let Some((start, end)) = parts.pop() {
            if end - start < 2 {
                continue;
            }
            let before = start.checked_sub(1).and_then(|at| ends.get(at as usize)).copied().unwrap_or(0);
            let all = ends.get(end as usize - 1).copied().unwrap_or(before);
            let half = before + (all - before).div_ceil(2);
            let range = ends.get(start as usize..end as usize).unwrap_or(&[]);
            let middle =
                (start + range.partition_point(|&sum| sum < half) as u32 + 1).clamp(start + 1, end - 1);
            middles.push(middle);
            parts.push((middle, end));
            parts.push((start, middle));
        }
        SetCode { len, middles }
    }

    /// Gives the number of symbols.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// True when there is no symbol.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Writes a set: distinct symbols, ascending. The reader must know how many.
    pub fn write(&self, set: &[u32], writer: &mut BitWriter) {
        self.write_part(set, 0, self.len, 0, writer);
    }

    #[cfg_attr(optimize_for_size, optimize(speed))]
    fn write_part(&self, set: &[u32], start: u32, end: u32, at: usize, writer: &mut BitWriter) {
        let (num, len) = (set.len() as u32, end - start);
        if num == 0 || num == len {
            return;
        }
        let middle = self.middles[at];
        let num_first = set.partition_point(|&symbol| symbol < middle);
        let least = num.saturating_sub(end - middle);
        writer.write_centred(num_first as u32 - least, num.min(middle - start) - least + 1);
        let (first, second) = set.split_at(num_first);
        self.write_part(first, start, middle, at + 1, writer);
        self.write_part(second, middle, end, at + (middle - start) as usize, writer);
    }

    /// Reads a set of `num` symbols onto the end of `set`, ascending.
    ///
    /// Errors: `Corrupt` at the end of the bits. Asked for more symbols than there are, it gives all there are.
    pub fn read(&self, num: u32, reader: &mut BitReader<'_>, set: &mut Vec<u32>) -> Result<()> {
        self.read_part(num.min(self.len), 0, self.len, 0, reader, set)
    }

    fn read_part(
        &self,
        mut num: u32,
        mut start: u32,
        end: u32,
        mut at: usize,
        reader: &mut BitReader<'_>,
        set: &mut Vec<u32>,
    ) -> Result<()> {
        loop {
            if num == 0 {
                return Ok(());
            }
            if num == 1 {
                return self.read_one(start, end, at, reader, set);
            }
            if num == end - start {
                set.extend(start..end);
                return Ok(());
            }
            // A part of two symbols or more has a middle inside it.
            let Some(&middle) = self.middles.get(at) else { return Ok(()) };
            let least = num.saturating_sub(end - middle);
            let range = num.min(middle - start) - least + 1;
            let num_first = least + reader.read_centred(range)?;
            if num_first > 0 {
                self.read_part(num_first, start, middle, at + 1, reader, set)?;
            }
            at += (middle - start) as usize;
            start = middle;
            num -= num_first;
        }
    }

    /// Reads one symbol of a part: a bit for each halving, 1 for the first half.
    fn read_one(
        &self,
        mut start: u32,
        mut end: u32,
        mut at: usize,
        reader: &mut BitReader<'_>,
        set: &mut Vec<u32>,
    ) -> Result<()> {
        while end - start > 1 {
            let bits = reader.peek(32);
            let mut num_bits = 0;
            while end - start > 1 && num_bits < 32 {
                let Some(&middle) = self.middles.get(at) else { return Ok(()) };
                if bits >> num_bits & 1 == 1 {
                    end = middle;
                    at += 1;
                } else {
                    at += (middle - start) as usize;
                    start = middle;
                }
                num_bits += 1;
            }
            reader.read(num_bits)?;
        }
        set.push(start);
        Ok(())
    }
}
