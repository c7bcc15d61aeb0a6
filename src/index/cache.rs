//! Documents kept for a while, so that what is shown and shown again is unpacked once.

use super::indexed_text::IndexedText;
use super::passages::Passages;
use crate::document::Document;
use crate::sorted::SortedMap;
use std::rc::Rc;

/// Documents that are kept, in bytes of their source text: those on a page of hits are asked for again and again.
const MAX_KEPT_BYTES: usize = 4 << 20;
/// … and so many at most.
const MAX_KEPT: usize = 4096;

#[derive(Default)]
pub(super) struct Cache {
    /// Documents kept last, by ordinal. When there are half as many as may be, they become the earlier ones.
    kept: SortedMap<u32, Kept>,
    kept_bytes: usize,
    earlier: SortedMap<u32, Kept>,
    /// The indexed texts made so far, by ordinal: whoever looks for a string asks for many.
    pub texts: Vec<Option<Rc<IndexedText>>>,
    pub num_texts: usize,
}

/// A document, and the passages that were made of it, each with their length.
#[derive(Clone)]
pub(super) struct Kept {
    pub document: Rc<Document>,
    pub passages: Vec<(usize, Rc<Passages>)>,
}

impl Cache {
    /// A document that is kept; one of the earlier ones is kept longer by that.
    pub fn find(&mut self, ordinal: u32) -> Option<&mut Kept> {
        if !self.kept.contains(&ordinal) {
            let earlier = self.earlier.remove(&ordinal)?;
            self.keep(ordinal, earlier);
        }
        self.kept.get_mut(&ordinal)
    }

    pub fn keep(&mut self, ordinal: u32, kept: Kept) {
        let len_bytes = kept.document.text.len();
        if self.kept_bytes + len_bytes > MAX_KEPT_BYTES / 2 || self.kept.len() >= MAX_KEPT / 2 {
            self.earlier = std::mem::take(&mut self.kept);
            self.kept_bytes = 0;
        }
        self.kept_bytes += len_bytes;
        self.kept.insert(ordinal, kept);
    }
}
