//! The two-byte part of GBK, both ways, from a table that the caller supplies.

use std::rc::Rc;

/// Where the table comes from: asked only for a text that needs repairing. `None` where there is none after all.
pub type GbkSource = fn() -> Option<Rc<Gbk>>;

/// The two-byte part of GBK.
///
/// Made from the 126 × 192 cells a `TextDecoder("gbk")` yields, so that the module need not carry the table.
#[derive(Clone)]
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
        let is_defined = |c: u16| !matches!(c, 0 | 0xfffd | 0xe000..=0xf8ff);
        let decode: Vec<u16> = cells.iter().map(|&c| if is_defined(c) { c } else { 0 }).collect();
        let pair = |at: usize| (((at / NUM_TRAILS) as u16 + 0x81) << 8) | ((at % NUM_TRAILS) as u16 + 0x40);
        let mut encode: Vec<(u16, u16)> =
            decode.iter().enumerate().filter(|(_, c)| **c != 0).map(|(at, &c)| (c, pair(at))).collect();
        encode.sort_unstable();
        Some(Gbk { decode, encode })
    }

    /// The character of a pair of bytes; `None` where GBK has none (user-defined areas included).
    pub(super) fn decode(&self, lead: u8, trail: u8) -> Option<char> {
        let (row, column) = (usize::from(lead.checked_sub(0x81)?), usize::from(trail.checked_sub(0x40)?));
        let code = *self.decode.get(row * NUM_TRAILS + column).filter(|code| **code != 0)?;
        char::from_u32(u32::from(code))
    }

    /// The pair of bytes of a character.
    pub(super) fn encode(&self, c: char) -> Option<[u8; 2]> {
        let code = u16::try_from(c as u32).ok()?;
        let at = self.encode.partition_point(|pair| pair.0 < code);
        self.encode.get(at).filter(|pair| pair.0 == code).map(|pair| pair.1.to_be_bytes())
    }
}
