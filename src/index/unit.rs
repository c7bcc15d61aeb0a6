//! Units: the stretches of a document that the postings count.
//!
//! A short document is one unit; a long one (a book, an interview) is several of about [`UNIT_CHARS`] characters, so
//! that its best stretch competes with short documents on even terms, and only that stretch is read again when
//! ranking. A unit is a run of whole blocks; a block that is longer by itself is cut between sentences.
//! Builder and reader derive the same units from the same document: they are not stored.

use crate::document::{Block, BlockKind, Document};
use crate::text::Span;

/// A unit is closed when it has this many characters. Higher: fewer postings, coarser ranking of long documents.
pub const UNIT_CHARS: usize = 1200;

/// No index has more units.
pub const MAX_UNITS: u32 = 1 << 28;

/// The units of a document.
pub(crate) struct Units {
    /// Their folded spans: those of the text in order, then those of boilerplate.
    pub spans: Vec<Span>,
    /// How many of them are boilerplate: found by the very string only, and never ranked.
    pub num_boilerplate: usize,
}

/// Finds the units of `document`; boilerplate is taken for text where `with_boilerplate` says so.
pub(crate) fn units(document: &Document, with_boilerplate: bool) -> Units {
    let mut spans = units_of(document, |block| with_boilerplate || !block.is_boilerplate);
    let num_text = spans.len();
    if !with_boilerplate {
        spans.extend(units_of(document, |block| block.is_boilerplate));
    }
    Units { num_boilerplate: spans.len() - num_text, spans }
}

fn units_of(document: &Document, is_wanted: impl Fn(&Block) -> bool) -> Vec<Span> {
    let text = document.folded();
    let mut units: Vec<Span> = Vec::new();
    let mut open: Option<(Span, usize)> = None;
    for block in &document.blocks {
        if !is_wanted(block) || block.folded.is_empty() {
            units.extend(open.take().map(|(span, _)| span));
            continue;
        }
        let num_chars = block.folded.of(text).chars().count();
        // A heading begins a new unit where the open one has enough.
        let is_full = |len: usize| {
            len + num_chars > UNIT_CHARS || (block.kind == BlockKind::Heading && len > UNIT_CHARS / 2)
        };
        if open.is_some_and(|(_, len)| is_full(len)) {
            units.extend(open.take().map(|(span, _)| span));
        }
        if num_chars > UNIT_CHARS {
            cut(text, block.folded, &mut units);
            continue;
        }
        open = Some(
            open.map_or((block.folded, num_chars), |(span, len)| (span.hull(block.folded), len + num_chars)),
        );
    }
    units.extend(open.map(|(span, _)| span));
    units
}

/// Cuts a long block after sentence ends, or, where there is none, anywhere between characters.
fn cut(text: &str, block: Span, units: &mut Vec<Span>) {
    let mut start = block.start;
    let (mut len, mut last_end) = (0usize, block.start);
    for (at, char) in block.of(text).char_indices() {
        let end = block.start + (at + char.len_utf8()) as u32;
        len += 1;
        if matches!(char, '。' | '!' | '?' | ';' | '…') {
            last_end = end;
        }
        if len >= UNIT_CHARS {
            let at = if last_end > start { last_end } else { end };
            units.push(Span { start, end: at });
            len = Span { start: at, end }.of(text).chars().count();
            start = at;
        }
    }
    if start < block.end {
        units.push(Span { start, end: block.end });
    }
}
