//! Putting broken GBK pairs together again.
//!
//! The machines that put a sound behind every character of certain lists did so on GBK bytes, without regard for
//! character boundaries: the bytes of `变人` (`B1 E4 C8 CB`) may hold another character across the boundary. What
//! they left behind:
//!
//! | seen | bytes | was |
//! | --- | --- | --- |
//! | `，F(xiàn)在` | the comma swallowed the lead byte `AC` of 现's Traditional form `現` (`AC 46`); `F` is its trail byte | `。現在` |

use super::normalize::Cell;

/// The two-byte part of GBK, both ways.
///
/// Made from the 126 × 192 table a `TextDecoder("gbk")` yields, so that the module need not carry it.
pub struct Gbk {
    decode: Vec<u16>,
    encode: Vec<(u16, u16)>,
}

/// Lead bytes 81..FE, trail bytes 40..FF.
const NUM_TRAILS: usize = 192;
const NUM_LEADS: usize = 126;

impl Gbk {
    /// Number of cells of the table that [`Gbk::new`] expects.
    pub const NUM_CELLS: usize = NUM_LEADS * NUM_TRAILS;

    /// From the characters of all pairs, lead byte 0x81..=0xFE by trail byte 0x40..=0xFF, row by row; 0 or U+FFFD
    /// where there is none. Returns `None` where the length is not [`Gbk::NUM_CELLS`].
    pub fn new(cells: &[u16]) -> Option<Gbk> {
        if cells.len() != Self::NUM_CELLS {
            return None;
        }
        let mut encode: Vec<(u16, u16)> = cells
            .iter()
            .enumerate()
            .filter(|(_, c)| !matches!(**c, 0 | 0xfffd))
            .map(|(at, &c)| (c, (((at / NUM_TRAILS) as u16 + 0x81) << 8) | ((at % NUM_TRAILS) as u16 + 0x40)))
            .collect();
        encode.sort_unstable();
        Some(Gbk { decode: cells.to_vec(), encode })
    }

    pub(super) fn decode(&self, lead: u8, trail: u8) -> Option<char> {
        let at = usize::from(lead.checked_sub(0x81)?) * NUM_TRAILS + usize::from(trail.checked_sub(0x40)?);
        let code = *self.decode.get(at)?;
        if matches!(code, 0 | 0xfffd) { None } else { char::from_u32(u32::from(code)) }
    }

    pub(super) fn encode(&self, c: char) -> Option<[u8; 2]> {
        let code = u16::try_from(c as u32).ok()?;
        let at = self.encode.partition_point(|pair| pair.0 < code);
        self.encode.get(at).filter(|pair| pair.0 == code).map(|pair| pair.1.to_be_bytes())
    }
}

/// A repaired stretch: `replaces` characters before it and `consumed` characters of it become `cells`.
pub(super) struct Repaired {
    pub replaces: usize,
    pub consumed: usize,
    pub cells: Vec<Cell>,
}

/// A repair at the start of `rest`, where one can be proved.
pub(super) fn repair(gbk: &Gbk, before: &[Cell], rest: &[Cell]) -> Option<Repaired> {
    let _ = (gbk, before, rest);
    None
}
