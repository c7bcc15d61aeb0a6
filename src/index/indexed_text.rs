//! What ranking reads of a document: the text of its units, folded, in the shape that is quickest to read.

use super::unit::units;
use crate::document::Document;
use std::ops::Range;

/// The indexed text of a document as ranking reads it: folded, as UTF-16 units, which take two thirds of the memory
/// of Han characters in UTF-8 and can be indexed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct IndexedText {
    /// The text of all units, in order; what is not indexed is left out, a line break in its place.
    pub text_utf16: Box<[u16]>,
    /// Where each unit stands in it, boilerplate last.
    pub units: Vec<Range<usize>>,
    /// The title, folded.
    pub title_utf16: Box<[u16]>,
}

impl IndexedText {
    pub(super) fn new(document: &Document, with_boilerplate: bool) -> IndexedText {
        let folded = document.folded();
        let mut text_utf16: Vec<u16> = Vec::with_capacity(folded.len() / 3);
        let mut places = Vec::new();
        let mut end = 0;
        for unit in units(document, with_boilerplate).spans {
            if unit.start != end && !text_utf16.is_empty() {
                text_utf16.push(u16::from(b'\n'));
            }
            let start = text_utf16.len();
            text_utf16.extend(unit.of(folded).encode_utf16());
            places.push(start..text_utf16.len());
            end = unit.end;
        }
        IndexedText {
            text_utf16: text_utf16.into(),
            units: places,
            title_utf16: crate::text::fold(&document.title).encode_utf16().collect(),
        }
    }
}
