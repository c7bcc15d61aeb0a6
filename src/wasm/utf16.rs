//! From byte offsets to UTF-16 units and back: the core speaks the first, JavaScript strings the second.

use crate::text::Span;

/// Bytes between two remembered offsets: one offset per 64 bytes costs a sixteenth of the text.
const STEP_BYTES: usize = 64;

/// Converts the offsets of one text.
pub(super) struct Utf16 {
    /// UTF-16 units before byte `STEP_BYTES * i`.
    units: Vec<u32>,
}

impl Utf16 {
    /// Counts through the text once.
    pub fn new(text: &str) -> Utf16 {
        let mut units = Vec::with_capacity(text.len() / STEP_BYTES + 1);
        let mut count = 0;
        for piece in text.as_bytes().chunks(STEP_BYTES) {
            units.push(count);
            count += num_units(piece);
        }
        units.push(count);
        Utf16 { units }
    }

    /// UTF-16 units before byte `offset` of `text` (the text given to [`Utf16::new`]); its length for any offset
    /// past the end.
    pub fn offset(&self, text: &str, offset: u32) -> u32 {
        let offset = (offset as usize).min(text.len());
        let step = offset / STEP_BYTES;
        let before = self.units.get(step).copied().unwrap_or(0);
        before + num_units(text.as_bytes().get(step * STEP_BYTES..offset).unwrap_or(&[]))
    }

    /// Both ends of a span.
    pub fn span(&self, text: &str, span: Span) -> (u32, u32) {
        (self.offset(text, span.start), self.offset(text, span.end))
    }

    /// The byte at which a unit's character begins; the length of the text for any unit past the end.
    pub fn byte(&self, text: &str, unit: u32) -> u32 {
        let step = self.units.partition_point(|&before| before <= unit).saturating_sub(1);
        let mut count = self.units.get(step).copied().unwrap_or(0);
        let mut start = text.len().min(step * STEP_BYTES);
        // A step may begin inside a character, which is then counted in the step before.
        while !text.is_char_boundary(start) {
            start += 1;
        }
        for (at, character) in text.get(start..).unwrap_or("").char_indices() {
            count += character.len_utf16() as u32;
            if count > unit {
                return (start + at) as u32;
            }
        }
        text.len() as u32
    }
}

/// Units of the characters that begin in these bytes: two for those outside the basic plane.
fn num_units(bytes: &[u8]) -> u32 {
    bytes.iter().map(|&byte| u32::from(byte & 0xc0 != 0x80) + u32::from(byte >= 0xf0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_agree_with_counting_from_the_start_and_lead_back() {
        let text = "a漢𠀀é，".repeat(40);
        let units = Utf16::new(&text);
        for (at, _) in text.char_indices() {
            let counted: usize = text[..at].chars().map(char::len_utf16).sum();
            assert_eq!(units.offset(&text, at as u32), counted as u32, "at byte {at}");
            assert_eq!(units.byte(&text, counted as u32), at as u32, "at byte {at}");
        }
        let num_units = text.encode_utf16().count() as u32;
        assert_eq!(units.offset(&text, u32::MAX), num_units);
        assert_eq!(units.byte(&text, num_units), text.len() as u32);
        assert_eq!(units.byte(&text, u32::MAX), text.len() as u32);
        assert_eq!((Utf16::new("").offset("", 0), Utf16::new("").byte("", 0)), (0, 0));
    }
}
