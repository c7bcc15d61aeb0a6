//! Cuts a text into pieces by rule, before any word is looked up: Han runs, Latin and mixed terms, numbers,
//! punctuation, space.
//!
//! Example: `用gpt-4o写c++,花了3.5天` is Han `用`, Latin `gpt-4o`, Han `写`, Latin `c++`, punctuation `,`, Han `花了`,
//! number `3.5`, Han `天`.

use super::TokenKind;
use super::run::MAX_RUN_BYTES;
use crate::text::{CharClass, class_of};

/// A Latin word or number longer than this is cut, so that a blob of base64 cannot become a term.
pub const MAX_ATOM_BYTES: usize = 256;

/// What a piece is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// Han characters, to be cut by the lattice.
    Han,
    /// One edge of this kind.
    Whole(TokenKind),
}

/// A piece of text: a run of Han, or something that rules keep whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: PieceKind,
}

/// The piece of `text` that starts at byte `at`; `None` at the end.
///
/// `is_joined` keeps parts that a hyphen, a dot or the like connects in one piece (`gpt-4o`, `2025-01-20`); an index
/// wants them apart, so that `gpt` finds `gpt-4o`.
pub(super) fn piece_at(text: &str, at: usize, is_joined: bool) -> Option<Piece> {
    let rest = text.get(at..)?;
    let c = rest.chars().next()?;
    let (len, kind) = match class_of(c) {
        CharClass::Han => (han_len(rest), PieceKind::Han),
        CharClass::Space => {
            (len_while(rest, |c| class_of(c) == CharClass::Space), PieceKind::Whole(TokenKind::Space))
        }
        CharClass::Punctuation => (repeated_len(rest, c), PieceKind::Whole(TokenKind::Punctuation)),
        CharClass::Letter | CharClass::Digit => {
            let len = atom_len(rest, is_joined);
            let atom = rest.get(..len).unwrap_or(rest);
            let is_number = !atom.chars().any(|c| class_of(c) == CharClass::Letter);
            (len, PieceKind::Whole(if is_number { TokenKind::Number } else { TokenKind::Latin }))
        }
    };
    Some(Piece { start: at, end: at + len, kind })
}

fn len_while(text: &str, mut holds: impl FnMut(char) -> bool) -> usize {
    text.char_indices().find(|&(at, c)| at >= MAX_ATOM_BYTES || !holds(c)).map_or(text.len(), |(at, _)| at)
}

/// How long the text goes on with `c`, its first character.
fn repeated_len(text: &str, c: char) -> usize {
    let width = c.len_utf8();
    let bytes = text.as_bytes();
    let mut len = width;
    while len < MAX_ATOM_BYTES
        && bytes.get(len) == bytes.first()
        && bytes.get(len..len + width) == bytes.get(..width)
    {
        len = len.wrapping_add(width);
    }
    len
}

fn han_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    // Nearly every character is in U+5000..U+8FFF, which three bytes from E5 to E8 encode.
    while let Some(&byte) = bytes.get(at)
        && at < MAX_RUN_BYTES
    {
        if (0xe5..=0xe8).contains(&byte) {
            at += 3;
            continue;
        }
        match text.get(at..).and_then(|rest| rest.chars().next()) {
            Some(c) if class_of(c) == CharClass::Han => at += c.len_utf8(),
            _ => break,
        }
    }
    at
}

fn is_word(c: char) -> bool {
    matches!(class_of(c), CharClass::Letter | CharClass::Digit)
}

fn atom_len(text: &str, is_joined: bool) -> usize {
    let mut len = len_while(text, is_word);
    loop {
        let (done, rest) = text.split_at(len);
        let mut after = rest.chars();
        let (Some(connector), Some(next)) = (after.next(), after.next()) else { break };
        if !is_word(next) || !connects(done, connector, &rest[connector.len_utf8()..], is_joined) {
            break;
        }
        let added = connector.len_utf8() + len_while(&rest[connector.len_utf8()..], is_word);
        if len + added > MAX_ATOM_BYTES {
            break;
        }
        len += added;
    }
    len + suffix_len(&text[..len], &text[len..])
}

/// Whether `connector` joins `left` and the word that `right` begins with.
fn connects(left: &str, connector: char, right: &str, is_joined: bool) -> bool {
    let part = left.rsplit(['-', '.', ',', ':', '/', '_']).next().unwrap_or(left);
    let next = &right[..len_while(right, is_word)];
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let both_digits = digits(part) && digits(next);
    match connector {
        '.' if both_digits => true,
        // 1,000 but not 1,2,3.
        ',' => both_digits && next.len() == 3 && part.len() <= 3,
        _ if !is_joined => false,
        '.' | '_' => true,
        '\'' | '&' => !digits(part) && !digits(next),
        // gpt-4o, and 2025-01-20; but 20-25 is a range of two numbers.
        '-' | '/' if both_digits => is_date(left, connector, right),
        '-' => true,
        ':' => both_digits && part.len() <= 2 && next.len() == 2 && next < "60",
        _ => false,
    }
}

/// Whether `left`, `connector` and the start of `right` are a date such as `2025-01-20` (at either of its hyphens).
fn is_date(left: &str, connector: char, right: &str) -> bool {
    let date: String = [left, &right[..len_while(right, |c| c.is_ascii_digit() || c == connector)]]
        .join(&connector.to_string());
    let parts: Vec<&str> = date.split(connector).collect();
    let sizes: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    matches!(sizes[..], [4, 1..=2, 1..=2]) && date.bytes().all(|b| b.is_ascii_digit() || b == connector as u8)
}

/// `c++`, `g++`, `c#`, `f#`: signs that belong to the name before them.
fn suffix_len(name: &str, rest: &str) -> usize {
    let is_name = name.len() <= 9 && name.bytes().all(|b| b.is_ascii_alphabetic());
    let suffix = if rest.starts_with("++") {
        2
    } else if rest.starts_with('#') && name.len() == 1 {
        1
    } else {
        return 0;
    };
    let follows = rest.get(suffix..).and_then(|rest| rest.chars().next());
    let is_free = follows.is_none_or(|c| !is_word(c) && c != '+' && c != '#');
    if is_name && is_free { suffix } else { 0 }
}

/// Whether a run of lattice may end after this piece: after a line or a sentence no word goes on.
pub(super) fn ends_run(text: &str, piece: Piece) -> bool {
    match piece.kind {
        PieceKind::Whole(TokenKind::Punctuation) => {
            text.get(piece.start..).and_then(|rest| rest.chars().next()).is_some_and(ends_run_with)
        }
        PieceKind::Whole(TokenKind::Space) => {
            text.get(piece.start..piece.end).is_some_and(|space| space.contains(ends_run_with))
        }
        _ => false,
    }
}

/// Whether a run may end after this sign (folded), or after white space that has it.
pub(super) fn ends_run_with(c: char) -> bool {
    matches!(c, '。' | '!' | '?' | '…' | ';' | '\n')
}
