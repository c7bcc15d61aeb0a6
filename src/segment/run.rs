//! A run of text laid out for the lattice: its characters one by one, and which of them stay together.

use super::Vocabulary;
use super::scan::{Piece, PieceKind, ends_run, piece_at};
use crate::text::is_han;

/// A run is cut at the next piece after this many bytes even without a line or sentence end, so that memory and the
/// sum of costs stay bounded. Prose never gets there.
pub const MAX_RUN_BYTES: usize = 12_288;

/// The characters over which one lattice spans.
#[derive(Clone, Copy, Debug)]
pub struct Run<'r> {
    /// The folded text that the run is part of.
    pub text: &'r str,
    /// Bytes of `text` at which the characters of the run start, and last the byte at which the run ends.
    pub starts: &'r [u32],
    /// What [`Vocabulary::char_id`] says of each character.
    pub ids: &'r [u16],
}

impl Run<'_> {
    /// Byte of the text at which character `at` starts; the end of the run past its last one.
    #[inline]
    pub(super) fn start(&self, at: usize) -> u32 {
        self.starts.get(at).or(self.starts.last()).copied().unwrap_or(0)
    }

    /// The text from one character to another.
    pub(super) fn of(&self, start: usize, end: usize) -> &str {
        self.text.get(self.start(start) as usize..self.start(end) as usize).unwrap_or("")
    }
}

/// A piece of a run, in characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct RunPiece {
    pub start: usize,
    pub end: usize,
    pub kind: PieceKind,
}

/// Scratch memory for one run after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    pub pieces: Vec<RunPiece>,
    starts: Vec<u32>,
    ids: Vec<u16>,
}

impl Layout {
    /// Lays out the run that starts at byte `at`; gives its end, `None` at the end of the text.
    pub(super) fn next_run(
        &mut self,
        text: &str,
        at: usize,
        joins_parts: bool,
        vocabulary: &impl Vocabulary,
    ) -> Option<usize> {
        self.pieces.clear();
        self.starts.clear();
        self.ids.clear();
        let mut end = at;
        loop {
            let han = self.push_han(text, end, vocabulary);
            if han > end {
                end = han;
            } else {
                let Some(piece) = piece_at(text, end, joins_parts) else { break };
                self.push(text, piece, vocabulary);
                end = piece.end;
                if ends_run(text, piece) {
                    break;
                }
            }
            if end - at >= MAX_RUN_BYTES {
                break;
            }
        }
        self.starts.push(end as u32);
        (end > at).then_some(end)
    }

    /// A piece of Han, if one starts at byte `at`; gives its end. The same as [`piece_at`] finds, character by character at
    /// once.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    fn push_han(&mut self, text: &str, at: usize, vocabulary: &impl Vocabulary) -> usize {
        let start = self.ids.len();
        let bytes = text.as_bytes();
        let mut end = at;
        while end.wrapping_sub(at) < MAX_RUN_BYTES {
            let c = match bytes.get(end..) {
                // Nearly every character is in U+5000..U+8FFF.
                Some(&[first @ 0xe5..=0xe8, second, third, ..]) => {
                    let code = u32::from(first & 0xf) << 12
                        | u32::from(second & 0x3f) << 6
                        | u32::from(third & 0x3f);
                    char::from_u32(code).unwrap_or_default()
                }
                _ => match text.get(end..).and_then(|rest| rest.chars().next()) {
                    Some(c) if is_han(c) => c,
                    _ => break,
                },
            };
            self.starts.push(end as u32);
            self.ids.push(vocabulary.char_id(c));
            end = end.wrapping_add(c.len_utf8());
        }
        if end > at {
            self.pieces.push(RunPiece { start, end: self.ids.len(), kind: PieceKind::Han });
        }
        end
    }

    fn push(&mut self, text: &str, piece: Piece, vocabulary: &impl Vocabulary) {
        let start = self.ids.len();
        for (offset, c) in text.get(piece.start..piece.end).unwrap_or("").char_indices() {
            self.starts.push((piece.start + offset) as u32);
            self.ids.push(vocabulary.char_id(c));
        }
        self.pieces.push(RunPiece { start, end: self.ids.len(), kind: piece.kind });
    }

    pub(super) fn run<'r>(&'r self, text: &'r str) -> Run<'r> {
        Run { text, starts: &self.starts, ids: &self.ids }
    }
}
