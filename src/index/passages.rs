//! The passages of a document, cut once and kept in the shape in which words are looked for.

use crate::document::{Document, Passage};

/// The passages of a document, each with its folded text as UTF-16 units.
#[derive(Debug, Default)]
pub struct Passages {
    all: Vec<Passage>,
    text_utf16: Vec<u16>,
    /// Where the text of each ends in `text_utf16`.
    ends: Vec<u32>,
}

impl Passages {
    pub(super) fn new(document: &Document, max_chars: usize) -> Passages {
        let folded = document.folded();
        let all = document.passages(max_chars);
        let mut text_utf16 = Vec::with_capacity(folded.len() / 2);
        let mut ends = Vec::with_capacity(all.len());
        for passage in &all {
            text_utf16.extend(passage.folded.of(folded).encode_utf16());
            ends.push(text_utf16.len() as u32);
        }
        Passages { all, text_utf16, ends }
    }

    /// Gives the number of passages.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// True for a document without text.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// A passage and its text; `None` past the last.
    pub fn get(&self, at: usize) -> Option<(&Passage, &[u16])> {
        let passage = self.all.get(at)?;
        let start = at.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        Some((passage, self.text_utf16.get(start as usize..*self.ends.get(at)? as usize)?))
    }

    /// Visits the passages in order, each with its text.
    pub fn iter(&self) -> impl Iterator<Item = (&Passage, &[u16])> {
        (0..self.len()).filter_map(|at| self.get(at))
    }
}
