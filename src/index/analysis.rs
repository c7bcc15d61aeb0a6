//! From a token to the terms that stand for it, the same for texts and queries.

use super::terms::MAX_TERM_BYTES;
use crate::segment::{Token, TokenKind};

/// Calls `visit` with each term of a token of `text`: none for punctuation and space, several where the token is
/// longer than [`MAX_TERM_BYTES`].
pub(crate) fn visit_terms<'t>(text: &'t str, token: &Token, mut visit: impl FnMut(&'t str)) {
    if matches!(token.kind, TokenKind::Punctuation | TokenKind::Space) {
        return;
    }
    let mut rest = token.span.of(text);
    while !rest.is_empty() {
        let mut end = rest.len().min(MAX_TERM_BYTES);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let (term, after) = rest.split_at(end);
        visit(term);
        rest = after;
    }
}
