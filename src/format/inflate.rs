//! Raw deflate, unpacked: the reader of this room's bits and its prefix codes, and the little that goes between.
//!
//! A library's inflate is built for streams and speed and was 5 KB of every module after gzip (24 November 2026); what an
//! index has in deflate are tables, whole and at hand. Not useful for packing.
//!
//! Source: RFC 1951.

use super::bits::BitReader;
use super::prefix_code::PrefixCode;
use crate::{Error, ErrorKind, Result};

const SECTION: &str = "deflate";
/// Symbols of the first code: 256 bytes, the end of a block, 29 kinds of length.
pub(super) const NUM_SYMBOLS: usize = 286;
pub(super) const END: u32 = 256;
pub(super) const NUM_DISTANCES: usize = 30;
/// The order in which lengths of the code of code lengths are written.
pub(super) const ORDER: [u8; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// Decompresses raw deflate; `len_bytes` is the length it must have.
///
/// Errors: `Corrupt` for bytes that are not deflate, or give another length (no more than `len_bytes` are ever held).
pub fn inflate(bytes: &[u8], len_bytes: usize, section: &str) -> Result<Vec<u8>> {
    let wrong = |found: String| {
        Error::new(
            ErrorKind::Corrupt,
            format!(
                "section {section}: expected {len_bytes} bytes of deflate, found {found}; rebuild the index"
            ),
        )
    };
    let plain = unpack(bytes, len_bytes).map_err(|fault| wrong(fault.message().to_owned()))?;
    if plain.len() == len_bytes { Ok(plain) } else { Err(wrong(format!("{} bytes", plain.len()))) }
}

/// Unpacks `bytes`, to no more than `max_bytes`.
///
/// Errors: `Corrupt` for bytes that are no deflate, or hold more. Cost: linear in what is unpacked.
fn unpack(bytes: &[u8], max_bytes: usize) -> Result<Vec<u8>> {
    let mut reader = BitReader::new(bytes, 0, SECTION);
    let mut plain = Vec::new();
    loop {
        let is_last = reader.read(1)? == 1;
        match reader.read(2)? {
            0 => stored(&mut reader, bytes, &mut plain, max_bytes)?,
            1 => {
                let lengths: Vec<u8> = (0..288).map(fixed_length).collect();
                let codes = (PrefixCode::of_lengths(lengths)?, PrefixCode::of_lengths(vec![5; 32])?);
                block(&mut reader, &codes, &mut plain, max_bytes)?;
            }
            2 => {
                let codes = codes(&mut reader)?;
                block(&mut reader, &codes, &mut plain, max_bytes)?;
            }
            _ => return Err(wrong("a block of no known kind")),
        }
        if is_last {
            return Ok(plain);
        }
    }
}

fn wrong(what: &str) -> Error {
    Error::new(ErrorKind::Corrupt, what)
}

/// A block that is as it was.
fn stored<'a>(
    reader: &mut BitReader<'a>,
    bytes: &'a [u8],
    plain: &mut Vec<u8>,
    max_bytes: usize,
) -> Result<()> {
    let at_byte = reader.position().next_multiple_of(8);
    reader.read((at_byte - reader.position()) as u32)?;
    let (len, check) = (reader.read(16)?, reader.read(16)?);
    let start = (reader.position() / 8) as usize;
    let found = bytes.get(start..start + len as usize).filter(|found| plain.len() + found.len() <= max_bytes);
    let Some(found) = found.filter(|_| len ^ check == 0xffff) else {
        return Err(wrong("a stored block too long"));
    };
    plain.extend_from_slice(found);
    *reader = BitReader::new(bytes, (start as u64 + u64::from(len)) * 8, SECTION);
    Ok(())
}

/// The length of a symbol in the code that stands for itself.
pub(super) fn fixed_length(symbol: u32) -> u8 {
    match symbol {
        0..144 => 8,
        144..256 => 9,
        256..280 => 7,
        _ => 8,
    }
}

/// The two codes of a block: of bytes and lengths, of distances.
fn codes(reader: &mut BitReader<'_>) -> Result<(PrefixCode, PrefixCode)> {
    let num_symbols = reader.read(5)? as usize + 257;
    let num_distances = reader.read(5)? as usize + 1;
    let num_lengths = reader.read(4)? as usize + 4;
    if num_symbols > NUM_SYMBOLS || num_distances > NUM_DISTANCES {
        return Err(wrong("more symbols than there are"));
    }
    let mut of_lengths = vec![0; ORDER.len()];
    for &place in ORDER.iter().take(num_lengths) {
        let length = reader.read(3)? as u8;
        if let Some(slot) = of_lengths.get_mut(usize::from(place)) {
            *slot = length;
        }
    }
    let code = PrefixCode::of_lengths(of_lengths)?;
    let mut lengths: Vec<u8> = Vec::with_capacity(NUM_SYMBOLS + NUM_DISTANCES);
    while lengths.len() < num_symbols + num_distances {
        let (value, times) = match code.read(reader)? {
            16 => (*lengths.last().ok_or_else(|| wrong("nothing to repeat"))?, 3 + reader.read(2)?),
            17 => (0, 3 + reader.read(3)?),
            18 => (0, 11 + reader.read(7)?),
            length => (length as u8, 1),
        };
        lengths.resize(lengths.len() + times as usize, value);
    }
    if lengths.len() > num_symbols + num_distances {
        return Err(wrong("more lengths than symbols"));
    }
    let distances = lengths.split_off(num_symbols);
    Ok((PrefixCode::of_lengths(lengths)?, PrefixCode::of_lengths(distances)?))
}

/// A block of symbols, to its end.
#[cfg_attr(optimize_for_size, optimize(speed))]
fn block(
    reader: &mut BitReader<'_>,
    (symbols, distances): &(PrefixCode, PrefixCode),
    plain: &mut Vec<u8>,
    max_bytes: usize,
) -> Result<()> {
    loop {
        let symbol = symbols.read(reader)?;
        if let Ok(byte) = u8::try_from(symbol) {
            plain.push(byte);
        } else if symbol == END {
            return Ok(());
        } else {
            let (len, distance) = match symbol - END - 1 {
                28 => (258, distances.read(reader)?),
                code @ 0..28 => (3 + number(reader, code, 2)?, distances.read(reader)?),
                _ => return Err(wrong("a length that is none")),
            };
            if distance >= NUM_DISTANCES as u32 {
                return Err(wrong("a distance that is none"));
            }
            let back = number(reader, distance, 1)? as usize + 1;
            let Some(start) = plain.len().checked_sub(back) else { return Err(wrong("a distance too far")) };
            for at in start..start + len as usize {
                let byte = plain.get(at).copied().unwrap_or(0);
                plain.push(byte);
            }
        }
        if plain.len() > max_bytes {
            return Err(wrong("more bytes than expected"));
        }
    }
}

/// The number that a code and the bits after it say: of each number of further bits there are `2^width_bits` codes, but
/// twice as many without any.
fn number(reader: &mut BitReader<'_>, code: u32, width_bits: u32) -> Result<u32> {
    let group = code >> width_bits;
    if group < 2 {
        return Ok(code);
    }
    let (width, place) = (group - 1, code & ((1 << width_bits) - 1));
    Ok((((1 << width_bits) | place) << width) + reader.read(width)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::{deflate::compress_to_vec, inflate::decompress_to_vec_with_limit};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_packed_comes_back(
            pieces in prop::collection::vec("[a-c一二]{0,12}|[a-z]{0,40}|.{0,30}", 0..60),
            times in 1usize..40,
            level in 0u8..=10,
        ) {
            let plain = pieces.concat().repeat(times).into_bytes();
            let packed = compress_to_vec(&plain, level);
            prop_assert_eq!(&unpack(&packed, plain.len()).unwrap(), &plain);
            if !plain.is_empty() {
                prop_assert!(unpack(&packed, plain.len() - 1).is_err(), "no more than asked for");
            }
            prop_assert!(unpack(&packed[..packed.len() - 1], plain.len()).is_err(), "cut short");
        }

        /// Whatever the bytes are: what the library unpacks, this does, and nothing traps.
        #[test]
        fn damage_is_refused_or_read_as_the_library_does(
            text in "[a-f ]{0,200}",
            level in 0u8..=10,
            flips in prop::collection::vec((any::<prop::sample::Index>(), 0u8..8), 1..4),
        ) {
            let mut packed = compress_to_vec(text.as_bytes(), level);
            for (at, bit) in flips {
                let at = at.index(packed.len());
                packed[at] ^= 1 << bit;
            }
            let ours = unpack(&packed, 4096);
            if let Ok(theirs) = decompress_to_vec_with_limit(&packed, 4096) {
                prop_assert_eq!(ours.unwrap(), theirs);
            }
        }

        #[test]
        fn no_bytes_trap(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let ours = unpack(&bytes, 4096);
            if let Ok(theirs) = decompress_to_vec_with_limit(&bytes, 4096) {
                prop_assert_eq!(ours.unwrap(), theirs);
            }
        }
    }

    #[test]
    fn a_block_in_the_code_that_stands_for_itself() {
        // "aaaaaaaaaa" as `zlib` writes it with fixed codes.
        assert_eq!(unpack(&[0x4b, 0x84, 0x03, 0x00], 10).unwrap(), b"aaaaaaaaaa");
    }
}
