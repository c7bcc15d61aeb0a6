//! Where each unit stands in its source, for an index that stores no text: hits then carry spans, and the page that has
//! the texts shows what stands there.
//!
//! Useful where the text is at hand anyhow, as on the page of a blog; not useful for marking words: where in a unit they
//! stand the postings do not tell.

use crate::Result;
#[cfg(feature = "build")]
use crate::document::Document;
use crate::format::{ByteReader, unpack, unzigzag};
#[cfg(feature = "build")]
use crate::format::{ByteWriter, pack, zigzag};
use crate::text::Span;

const SECTION: &str = "SPAN";

/// Numbers for a unit, and the most bytes that each takes.
const NUM_COLUMNS: usize = 4;
const MAX_NUMBER_BYTES: usize = 5;

/// The place of a unit in the source text of its document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnitSpan {
    /// In bytes.
    pub bytes: Span,
    /// In UTF-16 units, as JavaScript counts.
    pub utf16: Span,
}

/// The places of units of `document`, whose folded spans are given.
#[cfg(feature = "build")]
pub(super) fn unit_spans(document: &Document, units: &[Span]) -> Box<[UnitSpan]> {
    let length = |start: u32, end: u32| {
        document.text.get(start as usize..end as usize).map_or(0, |text| text.encode_utf16().count() as u32)
    };
    let mut before = UnitSpan::default();
    let mut spans = Vec::with_capacity(units.len());
    for &unit in units {
        let bytes = document.source_span(unit);
        // Counted from the end of the unit before, but for boilerplate, which begins anew.
        if bytes.start < before.bytes.end {
            before = UnitSpan::default();
        }
        let start = before.utf16.end + length(before.bytes.end, bytes.start);
        before = UnitSpan { bytes, utf16: Span { start, end: start + length(bytes.start, bytes.end) } };
        spans.push(before);
    }
    spans.into()
}

/// The section: the units of all documents, in their order.
#[cfg(feature = "build")]
pub(super) fn encode<'u>(documents: impl Iterator<Item = &'u [UnitSpan]>) -> Vec<u8> {
    let mut columns: [Vec<u32>; NUM_COLUMNS] = Default::default();
    for units in documents {
        let mut before = UnitSpan::default();
        for &unit in units {
            let gap = |from: u32, to: u32| i64::from(to) - i64::from(from);
            let (gap_utf16, gap_bytes) =
                (gap(before.utf16.end, unit.utf16.start), gap(before.bytes.end, unit.bytes.start));
            let (len_utf16, len_bytes) = (unit.utf16.len_bytes() as i64, unit.bytes.len_bytes() as i64);
            // Most characters take three bytes.
            for (column, number) in columns.iter_mut().zip([
                gap_utf16,
                gap_bytes - gap_utf16,
                len_utf16,
                3 * len_utf16 - len_bytes,
            ]) {
                column.push(zigzag(number));
            }
            before = unit;
        }
    }
    let mut writer = ByteWriter::new();
    for number in columns.into_iter().flatten() {
        writer.varint(u64::from(number));
    }
    pack(&writer.finish())
}

/// The places of all units; `units_of` gives how many each document has.
///
/// Errors: `Corrupt`. Cost: linear in the units.
pub(super) fn decode(
    bytes: &[u8],
    num_units: usize,
    units_of: impl Iterator<Item = usize>,
) -> Result<Vec<UnitSpan>> {
    let max_bytes = (num_units * NUM_COLUMNS * MAX_NUMBER_BYTES) as u64;
    let plain = unpack(bytes, max_bytes, SECTION)?;
    let mut reader = ByteReader::new(&plain, SECTION);
    let mut numbers = Vec::with_capacity(num_units * NUM_COLUMNS);
    for _ in 0..num_units * NUM_COLUMNS {
        numbers.push(unzigzag(reader.number(u64::from(u32::MAX), "a number")? as u32));
    }
    let mut rows = (0..num_units).map(|unit| {
        let number = |column: usize| numbers.get(column * num_units + unit).copied().unwrap_or(0);
        [number(0), number(1), number(2), number(3)]
    });
    let mut spans = Vec::with_capacity(num_units);
    for num_of_document in units_of {
        let mut before = UnitSpan::default();
        for [gap_utf16, more_gap, len_utf16, fewer_bytes] in rows.by_ref().take(num_of_document) {
            let span = |end: u32, gap: i64, len: i64| {
                let start = u32::try_from(i64::from(end) + gap).ok()?;
                Some(Span { start, end: u32::try_from(i64::from(start) + len).ok().filter(|_| len >= 0)? })
            };
            let bytes = span(before.bytes.end, gap_utf16 + more_gap, 3 * len_utf16 - fewer_bytes);
            let utf16 = span(before.utf16.end, gap_utf16, len_utf16);
            let (Some(bytes), Some(utf16)) = (bytes, utf16) else {
                return Err(reader.corrupt("a unit lies outside of every text"));
            };
            before = UnitSpan { bytes, utf16 };
            spans.push(before);
        }
    }
    reader.finish()?;
    Ok(spans)
}
