//! Where do two stretches of one wording differ in their marks: `（一）` and `(一)`, `％` and `%`?
//!
//! Useful for the old and the new text of a law, whose marks are part of it: an article is unchanged when it is, to the
//! letter. Not useful for reports and translations, where the width of a bracket says nothing.

use super::{Difference, DifferenceKind};
use crate::document::Document;
use crate::text::{Span, is_han};

/// The places in source bytes where two stretches with the same folded text are written with different signs. The
/// script of a Han character is no such place.
pub(super) fn differences(left: (&Document, Span), right: (&Document, Span)) -> Vec<Difference> {
    let mut found = Vec::new();
    let (left_text, right_text) = (left.1.of(left.0.folded()), right.1.of(right.0.folded()));
    if left_text != right_text {
        return found;
    }
    for ((at, c), (other, _)) in left_text.char_indices().zip(right_text.char_indices()) {
        if is_han(c) || c.is_whitespace() {
            continue;
        }
        let of = |document: &Document, start: u32, at: usize| {
            let folded = Span::new(start as usize + at, start as usize + at + c.len_utf8());
            document.source_span(folded)
        };
        let (a, b) = (of(left.0, left.1.start, at), of(right.0, right.1.start, other));
        if a.of(&left.0.text) != b.of(&right.0.text) {
            found.push(Difference { kind: DifferenceKind::Wording, left: a, right: b });
        }
    }
    found
}
