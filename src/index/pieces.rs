//! From a source text to the pieces its stored form is made of: the words as they are written, and what stands
//! between them.

use crate::document::Document;
use crate::text::{CharClass, Span, class_of};

/// A run of characters of one class is cut at this length.
const MAX_RUN_CHARS: usize = 16;

/// A word of the folded text, and the number of its term where it is one term.
pub(super) struct Word {
    pub folded: Span,
    pub term: Option<u32>,
}

/// Visits the pieces of `document.text` in order; joined they are the text. `words` come in any order. A piece that is
/// written as its term is comes with the term's number.
#[cfg_attr(optimize_for_size, optimize(speed))]
pub(super) fn visit_pieces<'d>(
    document: &'d Document,
    words: &[Word],
    mut visit: impl FnMut(&'d str, Option<u32>),
) {
    let text = document.text.as_str();
    let mut source_span = document.source_spans();
    let mut spans: Vec<(Span, &Word)> = words.iter().map(|word| (source_span(word.folded), word)).collect();
    let place = |(span, _): &(Span, &Word)| (span.start, span.end);
    // Words mostly come in order: those of a text with nothing set aside always do.
    if !spans.is_sorted_by_key(place) {
        spans.sort_unstable_by_key(place);
    }
    let mut end = 0u32;
    for (span, word) in spans {
        if span.start < end || span.is_empty() {
            continue;
        }
        visit_runs(Span { start: end, end: span.start }.of(text), &mut |run| visit(run, None));
        let piece = span.of(text);
        visit(piece, word.term.filter(|_| word.folded.of(document.folded()) == piece));
        end = span.end;
    }
    visit_runs(text.get(end as usize..).unwrap_or(""), &mut |run| visit(run, None));
}

/// Visits the runs of a string: letters, digits, spaces, one sign repeated, single Han characters.
pub(super) fn visit_runs<'t>(text: &'t str, visit: &mut impl FnMut(&'t str)) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let class = class_of(first);
        let goes_on = |char: char| match class {
            CharClass::Han => false,
            CharClass::Punctuation => char == first,
            _ => class_of(char) == class,
        };
        let mut end = first.len_utf8();
        for (num, char) in rest.chars().skip(1).enumerate() {
            if num + 1 >= MAX_RUN_CHARS || !goes_on(char) {
                break;
            }
            end += char.len_utf8();
        }
        let (run, after) = rest.split_at(end);
        visit(run);
        rest = after;
    }
}
