//! Bits: fixed width, gamma, and interpolative codes, least significant bit first.
//!
//! Interpolative coding writes a sorted list by its middle element, then its halves, each element within the
//! bounds that its neighbours leave; lists that cluster cost far less than their gaps would, and whatever the
//! bits are, the list that comes out is sorted and within its bounds, so damage cannot produce a wild number.
//!
//! Source: Moffat and Stuiver, *Binary interpolative coding for effective index compression*, 2000 (with the
//! short codes in the middle of the range).

use crate::{Error, ErrorKind, Result};

/// Counts up to this are unary.
const MAX_UNARY: u32 = 4;

/// Writes bits into bytes.
#[derive(Default)]
pub struct BitWriter {
    bytes: Vec<u8>,
    pending: u64,
    num_pending: u32,
}

impl BitWriter {
    /// Starts with no bits.
    pub fn new() -> Self {
        BitWriter::default()
    }

    /// Gives how many bits have been written.
    pub fn len_bits(&self) -> u64 {
        self.bytes.len() as u64 * 8 + u64::from(self.num_pending)
    }

    /// Writes the low `width` bits of `value`; `width` is at most 32.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    pub fn write(&mut self, value: u32, width: u32) {
        debug_assert!(width <= 32 && (width == 32 || u64::from(value) < 1 << width));
        self.pending |= u64::from(value) << self.num_pending;
        self.num_pending += width;
        while self.num_pending >= 8 {
            self.bytes.push(self.pending as u8);
            self.pending >>= 8;
            self.num_pending -= 8;
        }
    }

    /// Writes `value` ≥ 1 in Elias' gamma code: 1 in 1 bit, 2 and 3 in 3 bits, 4 to 7 in 5.
    pub fn write_gamma(&mut self, value: u32) {
        debug_assert!(value >= 1);
        let width = value.ilog2();
        self.write(0, width);
        self.write(1, 1);
        self.write(value & !(1 << width), width);
    }

    /// Writes `value` ≥ 1 in unary up to `MAX_UNARY` (1 in 1 bit, 2 in 2), beyond in gamma after so many zeros: for
    /// counts that are mostly 1 or 2.
    pub fn write_count(&mut self, value: u32) {
        debug_assert!(value >= 1);
        let num_zeros = (value - 1).min(MAX_UNARY);
        self.write(0, num_zeros);
        match num_zeros == MAX_UNARY {
            true => self.write_gamma(value - MAX_UNARY),
            false => self.write(1, 1),
        }
    }

    /// Writes a strictly ascending list whose elements are below `end`. The reader must know its length and `end`.
    pub fn write_ascending(&mut self, list: &[u32], end: u32) {
        self.write_interpolative(list, 0, end);
    }

    #[cfg_attr(optimize_for_size, optimize(speed))]
    fn write_interpolative(&mut self, list: &[u32], start: u32, end: u32) {
        if list.is_empty() || list.len() as u64 == u64::from(end - start) {
            return; // nothing, or everything: no bits
        }
        let middle = list.len() / 2;
        let lowest = start + middle as u32;
        let highest = end - (list.len() - middle) as u32;
        self.write_centred(list[middle] - lowest, highest - lowest + 1);
        self.write_interpolative(&list[..middle], start, list[middle]);
        self.write_interpolative(&list[middle + 1..], list[middle] + 1, end);
    }

    /// Writes `value` < `range` in the fewest bits, the middle of the range a bit shorter than its ends.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    pub(super) fn write_centred(&mut self, value: u32, range: u32) {
        let (width, num_short) = short_codes(range);
        let first_short = (range - num_short) / 2;
        let turned = if value >= first_short { value - first_short } else { value + (range - first_short) };
        if turned < num_short {
            self.write(turned, width);
        } else {
            let long = turned + num_short;
            self.write(long >> 1, width);
            self.write(long & 1, 1);
        }
    }

    /// Ends with zero bits up to a whole byte.
    pub fn finish(mut self) -> Vec<u8> {
        if self.num_pending > 0 {
            self.bytes.push(self.pending as u8);
        }
        self.bytes
    }
}

/// A difference as a number to write: 0, -1, 1, -2, 2 … become 0, 1, 2, 3, 4 …
#[cfg(feature = "search")]
pub(crate) fn zigzag(difference: i64) -> u32 {
    (difference << 1 ^ difference >> 63) as u32
}

/// The difference that [`zigzag`] made `code` of.
#[cfg(feature = "search")]
pub(crate) fn unzigzag(code: u32) -> i64 {
    i64::from(code >> 1) ^ -i64::from(code & 1)
}

/// Of `range` codes: how many bits the short ones have, and how many of them there are.
fn short_codes(range: u32) -> (u32, u32) {
    let width = range.max(1).ilog2();
    (width, ((2u64 << width) - u64::from(range)) as u32)
}

/// Reads bits from bytes; never past their end.
#[derive(Clone)]
pub struct BitReader<'a> {
    bytes: &'a [u8],
    position: u64,
    section: &'static str,
}

impl<'a> BitReader<'a> {
    /// Reads `bytes` from bit `position` on; `section` is named in errors.
    pub fn new(bytes: &'a [u8], position: u64, section: &'static str) -> Self {
        BitReader { bytes, position, section }
    }

    /// Gives the number of bits already read, from the start of the bytes.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// Reads `width` bits, at most 32. Errors: `Corrupt` at the end of the bytes.
    #[inline]
    pub fn read(&mut self, width: u32) -> Result<u32> {
        let first = (self.position >> 3) as usize;
        let shift = (self.position & 7) as u32;
        let word = match self.bytes.get(first..).and_then(|rest| rest.first_chunk::<8>()) {
            Some(chunk) => u64::from_le_bytes(*chunk),
            None => self.last_word(first, shift + width)?,
        };
        self.position += u64::from(width);
        Ok((word >> shift & ((1u64 << width) - 1)) as u32)
    }

    /// Gives the next `width` bits, at most 32, without moving on; past the end they are 0.
    #[inline]
    pub fn peek(&self, width: u32) -> u32 {
        let first = (self.position >> 3) as usize;
        let shift = (self.position & 7) as u32;
        let rest = self.bytes.get(first..).unwrap_or(&[]);
        let word = match rest.first_chunk::<8>() {
            Some(chunk) => u64::from_le_bytes(*chunk),
            None => {
                rest.iter().enumerate().fold(0u64, |word, (at, &byte)| word | u64::from(byte) << (8 * at))
            }
        };
        (word >> shift & ((1u64 << width) - 1)) as u32
    }

    #[cold]
    fn last_word(&self, first: usize, num_bits: u32) -> Result<u64> {
        let rest = self.bytes.get(first..).unwrap_or(&[]);
        if rest.len() * 8 < num_bits as usize {
            return Err(Error::new(
                ErrorKind::Corrupt,
                format!(
                    "section {}: the bits end at {} while more are due; rebuild the index",
                    self.section,
                    self.bytes.len() * 8
                ),
            ));
        }
        let mut word = [0u8; 8];
        for (to, from) in word.iter_mut().zip(rest) {
            *to = *from;
        }
        Ok(u64::from_le_bytes(word))
    }

    /// Reads one gamma code. Errors: `Corrupt` at the end, or for a code of more than 32 bits.
    #[inline]
    pub fn read_gamma(&mut self) -> Result<u32> {
        let next = self.peek(32);
        let width = next.trailing_zeros();
        if width < 16 {
            // All of it is among the bits at hand; past the end they are 0, and reading says so.
            self.read(2 * width + 1)?;
            return Ok(1 << width | next >> (width + 1) & ((1 << width) - 1));
        }
        self.read_long_gamma()
    }

    #[cold]
    fn read_long_gamma(&mut self) -> Result<u32> {
        let mut width = 0;
        while self.read(1)? == 0 {
            width += 1;
            if width > 31 {
                return Err(Error::new(
                    ErrorKind::Corrupt,
                    format!(
                        "section {}: a number is longer than 32 bits at bit {}; rebuild the index",
                        self.section, self.position
                    ),
                ));
            }
        }
        Ok(1 << width | self.read(width)?)
    }

    /// Reads one count. Errors: as [`BitReader::read_gamma`], and for a count of more than 32 bits.
    #[inline]
    pub fn read_count(&mut self) -> Result<u32> {
        let num_zeros = self.peek(MAX_UNARY).trailing_zeros().min(MAX_UNARY);
        if num_zeros < MAX_UNARY {
            self.read(num_zeros + 1)?;
            return Ok(num_zeros + 1);
        }
        self.read(MAX_UNARY)?;
        Ok(self.read_gamma()?.saturating_add(MAX_UNARY))
    }

    /// Reads a strictly ascending list of `len` elements below `end` onto the end of `list`.
    ///
    /// Errors: `Corrupt` when more elements are asked for than fit, or the bits end. Cost: linear in `len`.
    pub fn read_ascending(&mut self, len: usize, end: u32, list: &mut Vec<u32>) -> Result<()> {
        if len as u64 > u64::from(end) {
            return Err(Error::new(
                ErrorKind::Corrupt,
                format!("section {}: a list of {len} below {end} cannot be; rebuild the index", self.section),
            ));
        }
        let at = list.len();
        list.resize(at + len, 0);
        self.read_interpolative(&mut list[at..], 0, end)
    }

    fn read_interpolative(&mut self, list: &mut [u32], start: u32, end: u32) -> Result<()> {
        if list.len() as u64 == u64::from(end - start) {
            for (to, value) in list.iter_mut().zip(start..) {
                *to = value;
            }
            return Ok(());
        }
        let middle = list.len() / 2;
        let num_after = list.len() - middle;
        let lowest = start + middle as u32;
        let highest = end - num_after as u32;
        let Some((lower, rest)) = list.split_at_mut_checked(middle) else { return Ok(()) };
        let Some((element, upper)) = rest.split_first_mut() else { return Ok(()) };
        let value = lowest + self.read_centred(highest - lowest + 1)?;
        *element = value;
        if !lower.is_empty() {
            self.read_interpolative(lower, start, value)?;
        }
        if !upper.is_empty() {
            self.read_interpolative(upper, value + 1, end)?;
        }
        Ok(())
    }

    #[inline]
    pub(super) fn read_centred(&mut self, range: u32) -> Result<u32> {
        let (width, num_short) = short_codes(range);
        let mut turned = self.read(width)?;
        if turned >= num_short {
            turned = (turned << 1 | self.read(1)?) - num_short;
        }
        let first_short = (range - num_short) / 2;
        let value = turned + first_short;
        Ok(if value >= range { value - range } else { value })
    }
}
