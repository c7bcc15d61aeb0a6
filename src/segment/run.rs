//! A run of text laid out for the lattice: its characters one by one, and which of them stay together.

use super::scan::{PieceKind, ends_run, piece_at};
use super::sign::Signs;
use super::{HAS_LEXICON, Lexicon};
use crate::text::{fold_char, is_han};

/// A run is cut at the next piece after this many bytes even without a line or sentence end, so that memory and the
/// sum of costs stay bounded. Prose never gets there.
pub const MAX_RUN_BYTES: usize = 12_288;

/// The characters over which one lattice spans.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run<'r> {
    /// The folded text that the run is part of.
    pub text: &'r str,
    /// What the lexicon calls each character, and at the end one that is in no word; anything without a lexicon.
    pub ids: &'r [u16],
    /// Bytes of `text` at which the characters of the run start, and last the byte at which the run ends. Empty until
    /// [`Layout::find_starts`].
    pub starts: &'r [u32],
}

impl Run<'_> {
    pub fn num_chars(&self) -> usize {
        self.ids.len().saturating_sub(1)
    }

    /// Byte of the text at which character `at` starts; the end of the run past its last one.
    pub fn start(&self, at: usize) -> u32 {
        self.starts.get(at).or(self.starts.last()).copied().unwrap_or(0)
    }

    /// The text from one character to another.
    pub fn of(&self, start: usize, end: usize) -> &str {
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

/// How a text is read.
#[derive(Clone, Copy)]
pub(super) struct Reading<'r> {
    pub lexicon: Option<&'r Lexicon>,
    pub joins_parts: bool,
    /// What the lexicon calls the characters of [`COMMON_HAN`], or their folded forms; empty without one.
    pub common: &'r [u16],
    /// The same of signs, digits and letters; empty without a lexicon.
    pub signs: &'r Signs,
    /// Whether the text is as it was written, and folded on the way.
    pub folds: bool,
}

impl Reading<'_> {
    fn id(&self, c: char) -> u16 {
        self.lexicon.map_or(0, |lexicon| lexicon.trie().id(c))
    }

    fn folded(&self, c: char) -> char {
        if self.folds { fold_char(c) } else { c }
    }
}

/// Nearly every character of a text, three bytes each.
pub(super) const COMMON_HAN: std::ops::Range<u16> = 0x4e00..0xa000;
/// In a table of common characters: one that is to be looked up with care.
pub(super) const UNCOMMON: u16 = u16::MAX;

/// Scratch memory for one run after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    pub pieces: Vec<RunPiece>,
    /// Byte at which the run starts.
    pub start: usize,
    /// Characters of the run outside the Basic Multilingual Plane, as they were written.
    pub wide: Vec<u32>,
    /// Longer than the run; what stands past `num_chars` is from before.
    ids: Vec<u16>,
    num_chars: usize,
    starts: Vec<u32>,
    /// Where a text is folded on the way: what is no Han from `other_at` on, folded, up to the next Han.
    other: String,
    other_at: usize,
}

impl Layout {
    /// Lays out the run that starts at byte `at`; gives its end, `None` at the end of the text. Runs of a text come one after
    /// the other, the first at 0.
    pub fn next_run(&mut self, text: &str, at: usize, reading: Reading<'_>) -> Option<usize> {
        self.pieces.clear();
        self.starts.clear();
        self.wide.clear();
        self.start = at;
        self.num_chars = 0;
        if at == 0 {
            self.other.clear();
            self.other_at = 0;
        }
        // A run ends with the piece that takes it past its length, and no piece is longer than that and a character.
        let wanted = text.len().saturating_sub(at).min(2 * MAX_RUN_BYTES + 4) + 1;
        if self.ids.len() < wanted {
            self.ids.resize(wanted.next_power_of_two(), 0);
        }
        let (mut end, mut len_folded) = (at, 0usize);
        while len_folded < MAX_RUN_BYTES {
            let len_han = self.push_han(text, &mut end, reading);
            if len_han > 0 {
                len_folded = len_folded.wrapping_add(len_han);
                continue;
            }
            if end >= text.len() {
                break;
            }
            let (len_other, is_last) = if let Some(found) = self.push_sign(text, &mut end, reading) {
                found
            } else if reading.folds {
                self.push_folded(text, &mut end, reading)
            } else {
                self.push_other(text, &mut end, reading)
            };
            len_folded = len_folded.wrapping_add(len_other);
            if is_last {
                break;
            }
        }
        let none = reading.lexicon.map_or(0, |lexicon| lexicon.trie().no_id());
        if let Some(cell) = self.ids.get_mut(self.num_chars) {
            *cell = none;
        }
        (end > at).then_some(end)
    }

    /// A piece of Han, if one starts at byte `at`, which moves to its end; gives its length when folded. The same as
    /// [`piece_at`] finds, character by character at once.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    fn push_han(&mut self, text: &str, at: &mut usize, reading: Reading<'_>) -> usize {
        let start = self.num_chars;
        let mut len_folded = 0usize;
        while len_folded < MAX_RUN_BYTES {
            let rest = text.as_bytes().get(*at..).unwrap_or(&[]);
            let (chunks, _) =
                rest.get(..MAX_RUN_BYTES.wrapping_sub(len_folded)).unwrap_or(rest).as_chunks::<3>();
            let cells = self.ids.get_mut(self.num_chars..).unwrap_or(&mut []);
            let mut num = 0usize;
            for (cell, &[first, second, third]) in cells.iter_mut().zip(chunks) {
                // The high bits of the first byte stay: other lengths are out of the table.
                let code = u32::from(first) << 12 | u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f);
                match reading.common.get(code.wrapping_sub(0xe_0000 | u32::from(COMMON_HAN.start)) as usize) {
                    Some(&id) if id != UNCOMMON => *cell = id,
                    _ => break,
                }
                num = num.wrapping_add(1);
            }
            self.num_chars = self.num_chars.wrapping_add(num);
            *at = at.wrapping_add(num.wrapping_mul(3));
            len_folded = len_folded.wrapping_add(num.wrapping_mul(3));
            // No Han character is of less than three bytes, nor what folds to one.
            if len_folded >= MAX_RUN_BYTES || text.as_bytes().get(*at).is_none_or(|&byte| byte < 0xe2) {
                break;
            }
            let Some(c) = text.get(*at..).and_then(|rest| rest.chars().next()) else { break };
            let folded = reading.folded(c);
            if !is_han(folded) {
                break;
            }
            self.push_char(c, reading.id(folded));
            *at = at.wrapping_add(c.len_utf8());
            len_folded = len_folded.wrapping_add(folded.len_utf8());
        }
        if self.num_chars > start {
            self.pieces.push(RunPiece { start, end: self.num_chars, kind: PieceKind::Han });
        }
        len_folded
    }

    /// A piece of known signs, digits or letters, if one starts at byte `at`; gives what [`push_other`](Layout::push_other) does.
    fn push_sign(&mut self, text: &str, at: &mut usize, reading: Reading<'_>) -> Option<(usize, bool)> {
        if !HAS_LEXICON || self.other_at < self.other.len() {
            return None;
        }
        let rest = text.as_bytes().get(*at..)?;
        let start = self.num_chars;
        let piece = reading.signs.piece_at(rest, reading.common, self.ids.get_mut(start..)?)?;
        self.num_chars = start.wrapping_add(piece.num_chars);
        self.pieces.push(RunPiece { start, end: self.num_chars, kind: PieceKind::Whole(piece.kind) });
        *at = at.wrapping_add(piece.len);
        Some((piece.len_folded, piece.ends_run))
    }

    /// A piece of folded text that is no Han; gives its length, and whether the run ends with it.
    fn push_other(&mut self, text: &str, at: &mut usize, reading: Reading<'_>) -> (usize, bool) {
        let Some(piece) = piece_at(text, *at, reading.joins_parts) else { return (0, true) };
        let start = self.num_chars;
        for c in text.get(piece.start..piece.end).unwrap_or("").chars() {
            self.push_char(c, reading.id(c));
        }
        self.pieces.push(RunPiece { start, end: self.num_chars, kind: piece.kind });
        *at = piece.end;
        (piece.end.wrapping_sub(piece.start), ends_run(text, piece))
    }

    /// The same of a text as it was written. A piece never depends on what Han stands behind it, so what is no Han is folded
    /// by itself.
    fn push_folded(&mut self, text: &str, at: &mut usize, reading: Reading<'_>) -> (usize, bool) {
        let rest = text.get(*at..).unwrap_or("");
        if self.other_at >= self.other.len() {
            self.other.clear();
            self.other_at = 0;
            self.other.extend(rest.chars().map(fold_char).take_while(|&c| !is_han(c)));
        }
        let other = std::mem::take(&mut self.other);
        let mut len_and_last = (0, true);
        if let Some(piece) = piece_at(&other, self.other_at, reading.joins_parts) {
            let start = self.num_chars;
            let folded = other.get(piece.start..piece.end).unwrap_or("");
            for (c, to) in rest.chars().zip(folded.chars()) {
                self.push_char(c, reading.id(to));
                *at = at.wrapping_add(c.len_utf8());
            }
            self.pieces.push(RunPiece { start, end: self.num_chars, kind: piece.kind });
            self.other_at = piece.end;
            len_and_last = (folded.len(), ends_run(&other, piece));
        }
        self.other = other;
        len_and_last
    }

    /// A character as it was written, and the number of what it folds to.
    #[inline]
    fn push_char(&mut self, c: char, id: u16) {
        if c > '\u{ffff}' {
            self.wide.push(self.num_chars as u32);
        }
        if let Some(cell) = self.ids.get_mut(self.num_chars) {
            *cell = id;
            self.num_chars = self.num_chars.wrapping_add(1);
        }
    }

    /// Finds the bytes at which the characters of the run start: not everyone needs to know.
    pub fn find_starts(&mut self, text: &str) {
        if !self.starts.is_empty() {
            return;
        }
        let rest = text.get(self.start..).unwrap_or("");
        self.starts.extend(rest.char_indices().take(self.num_chars).map(|(at, _)| (self.start + at) as u32));
        let last = self.starts.last().map_or(self.start, |&last| last as usize);
        let num_bytes = text.get(last..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        self.starts.push((last + num_bytes) as u32);
    }

    pub fn run<'r>(&'r self, text: &'r str) -> Run<'r> {
        let ids = self.ids.get(..=self.num_chars).unwrap_or(&[]);
        Run { text, ids, starts: &self.starts }
    }
}
