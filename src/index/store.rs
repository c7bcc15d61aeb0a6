//! The stored text: source texts as symbols in a prefix code.
//!
//! A text is a row of symbols. Most symbols are the terms of the index, which are there anyway; others are pieces
//! that are no terms (punctuation, words in Traditional characters, names with capitals), two say that the next
//! term is written with capitals, and some stand for two symbols that often follow each other. Symbols are coded
//! by how often they are used.
//!
//! Chosen by measuring (CMRC, as a share of gzip of the text): deflate in blocks of 64 KB 1.02, this .70 or less;
//! any single document can be unpacked by itself, and the text is the source text to the byte.
//!
//! A piece that has no symbol is written in several, each but the last behind a symbol that joins it to what follows: so
//! the pieces come back as they went in, and what was built from parts is what was built at once.
//!
//! Wire: a deflated head (pieces, pairs, how often what is used, the length of each document), then the bits of the
//! documents, each from a whole byte on, and from the next one on those of its layout (`layout.rs`).

use super::postings::Postings;
use super::terms::{TermDictionary, TermId};
use crate::format::{BitReader, ByteReader, PrefixCode, StringColumn, inflate, unzigzag};
use crate::{Error, ErrorKind, Result};
use std::cell::OnceCell;
use std::ops::Range;

const SECTION: &str = "TEXT";

/// The longest head, unpacked.
const MAX_HEAD_BYTES: u64 = 1 << 30;

/// The next term begins with a capital.
pub(super) const CAPITAL: u32 = 0;
/// The next term is in capitals.
pub(super) const CAPITALS: u32 = 1;
/// The next symbol and the one after it are parts of one piece.
pub(super) const JOIN: u32 = 2;
/// The first term; then come the pieces, then the pairs.
pub(super) const FIRST_TERM: u32 = 3;

/// Terms in so many units have their use stored; of rarer ones the number of units tells it.
const MIN_UNITS: u32 = 8;
/// No pair is made of pairs made of pairs … deeper than this.
pub(super) const MAX_PAIR_DEPTH: usize = 5;

pub(super) fn with_capitals(how: u32, term: &str) -> String {
    let len = if how == CAPITALS { term.len() } else { term.chars().next().map_or(0, char::len_utf8) };
    let (head, rest) = term.split_at(len);
    head.to_ascii_uppercase() + rest
}

/// The weight of each symbol. `level(symbol, guess)` gives the level of those whose use is stored; of the others the
/// number of units is the weight. `None` as soon as `level` gives it.
pub(super) fn weights(
    num_units: &[u32],
    num_symbols: usize,
    mut level: impl FnMut(usize, u8) -> Option<u8>,
) -> Option<Vec<u32>> {
    let mut weights = Vec::with_capacity(num_symbols);
    for symbol in 0..num_symbols {
        let units = symbol.checked_sub(FIRST_TERM as usize).and_then(|term| num_units.get(term)).copied();
        weights.push(match units {
            Some(units) if units < MIN_UNITS => units.max(1),
            Some(units) => weight_of(level(symbol, level_of(units))?),
            None => weight_of(level(symbol, 0)?),
        });
    }
    Some(weights)
}

/// The highest level there is.
const MAX_LEVEL: u8 = 4 * 29;

/// Levels go up by a fourth root of two.
fn weight_of(level: u8) -> u32 {
    const ROOTS: [u64; 4] = [65_536, 77_936, 92_682, 110_218];
    let level = level.min(MAX_LEVEL);
    ((ROOTS[usize::from(level & 3)] << (level >> 2)) >> 16).max(1) as u32
}

pub(super) fn level_of(count: u32) -> u8 {
    (0..MAX_LEVEL).find(|&level| weight_of(level) >= count).unwrap_or(MAX_LEVEL)
}

/// A piece of a stored text.
pub(super) enum Piece<'p> {
    /// It is this term.
    Term(TermId),
    /// It is this one of [`Store::extras`].
    Extra(u32),
    /// It is written in several symbols.
    Other(&'p str),
}

/// The store, open.
#[derive(Debug, Default)]
pub(crate) struct Store {
    extras: StringColumn,
    pairs: Vec<[u32; 2]>,
    levels: Vec<u8>,
    /// Where each document ends, in bytes of the section.
    ends: Vec<usize>,
    first_byte: usize,
    code: OnceCell<PrefixCode>,
}

impl Store {
    /// Reads the head.
    pub(crate) fn open(bytes: &[u8], num_documents: usize, terms: &TermDictionary) -> Result<Store> {
        let mut reader = ByteReader::new(bytes, SECTION);
        let len_head = reader.number(MAX_HEAD_BYTES, "a length")? as usize;
        let head = inflate(reader.block()?, len_head, SECTION)?;
        let first_byte = bytes.len() - reader.num_left();
        let mut head = ByteReader::new(&head, SECTION);
        let extras = head.column()?;
        let first_pair = u64::from(FIRST_TERM) + terms.len() as u64 + extras.len() as u64;
        let num_pairs = head.number(head.num_left() as u64, "a number of pairs")? as usize;
        let mut pairs = vec![[0u32; 2]; num_pairs];
        for side in 0..2 {
            for (at, pair) in pairs.iter_mut().enumerate() {
                // A pair is made of symbols before it, so that every row ends.
                let symbol =
                    head.number((first_pair + at as u64).saturating_sub(1), "a symbol before this one")?;
                if let Some(slot) = pair.get_mut(side) {
                    *slot = u32::try_from(symbol).map_err(|_| head.corrupt("too many symbols"))?;
                }
            }
        }
        // A pair of pairs of pairs … is unpacked by recursion: so it must not go deep.
        let mut depths: Vec<u8> = Vec::with_capacity(pairs.len());
        for pair in &pairs {
            let depth_of = |symbol: u32| {
                let at = u64::from(symbol).checked_sub(first_pair).and_then(|at| usize::try_from(at).ok());
                at.and_then(|at| depths.get(at)).map_or(0, |&depth| depth + 1)
            };
            let depth = pair.iter().map(|&symbol| depth_of(symbol)).max().unwrap_or(0);
            if usize::from(depth) >= MAX_PAIR_DEPTH {
                return Err(head.corrupt("pairs of pairs are nested too deep"));
            }
            depths.push(depth);
        }
        let levels = head.block()?.to_vec();
        let mut ends = Vec::with_capacity(num_documents.min(head.num_left()));
        let mut end = first_byte;
        for _ in 0..num_documents {
            end += head.number((bytes.len() - end) as u64, "a length inside the section")? as usize;
            ends.push(end);
        }
        head.finish()?;
        if end != bytes.len() {
            return Err(reader.corrupt("the documents end before the section"));
        }
        Ok(Store { extras, pairs, levels, ends, first_byte, code: OnceCell::new() })
    }

    /// Gives the text of a document, `len_bytes` long, and the bits of its layout.
    ///
    /// Errors: `Corrupt` where the bits give another length. Cost: linear in the text; the first time, in the terms.
    pub(crate) fn text<'s>(
        &self,
        section: &'s [u8],
        document: u32,
        len_bytes: usize,
        terms: &TermDictionary,
        body: &Postings,
    ) -> Result<(String, &'s [u8])> {
        let code = self.code(terms, body)?;
        let bytes = section.get(self.range(document)).unwrap_or(&[]);
        let mut reader = BitReader::new(bytes, 0, SECTION);
        let mut text = String::with_capacity(len_bytes.min(bytes.len().saturating_mul(64)));
        let mut how = None;
        while text.len() < len_bytes {
            let symbol = code.read(&mut reader)?;
            self.write(symbol, terms, &mut how, &mut text, len_bytes);
        }
        if text.len() == len_bytes {
            return Ok((text, rest(bytes, &reader)));
        }
        Err(too_long(document, len_bytes))
    }

    /// Visits the pieces that a document was written in, in order; gives the bits of its layout.
    ///
    /// Errors and cost: as [`Store::text`].
    pub(super) fn visit_pieces<'s>(
        &self,
        section: &'s [u8],
        document: u32,
        len_bytes: usize,
        terms: &TermDictionary,
        body: &Postings,
        mut visit: impl FnMut(Piece<'_>),
    ) -> Result<&'s [u8]> {
        let code = self.code(terms, body)?;
        let bytes = section.get(self.range(document)).unwrap_or(&[]);
        let mut reader = BitReader::new(bytes, 0, SECTION);
        let (mut len, mut how, mut is_part) = (0usize, None, false);
        let mut parts = String::new();
        let mut waiting: Vec<u32> = Vec::new();
        while len < len_bytes {
            waiting.push(code.read(&mut reader)?);
            while let Some(symbol) = waiting.pop() {
                if symbol == JOIN {
                    is_part = true;
                    continue;
                }
                let Some(ordinal) = symbol.checked_sub(FIRST_TERM) else {
                    how = Some(symbol);
                    continue;
                };
                let extra = ordinal.checked_sub(terms.len() as u32);
                let pair = extra.and_then(|extra| extra.checked_sub(self.extras.len() as u32));
                if let Some(&[left, right]) = pair.and_then(|pair| self.pairs.get(pair as usize)) {
                    waiting.push(right);
                    waiting.push(left);
                    continue;
                }
                let string = match extra {
                    Some(extra) => self.extras.at(extra as usize),
                    None => terms.term(TermId(ordinal)),
                };
                len += string.len();
                if is_part || !parts.is_empty() {
                    parts.push_str(string);
                    if !std::mem::take(&mut is_part) {
                        visit(Piece::Other(&std::mem::take(&mut parts)));
                    }
                    continue;
                }
                match (extra, how.take()) {
                    (Some(extra), _) => visit(Piece::Extra(extra)),
                    (None, None) => visit(Piece::Term(TermId(ordinal))),
                    (None, Some(how)) => visit(Piece::Other(&with_capitals(how, string))),
                }
                if len > len_bytes {
                    return Err(too_long(document, len_bytes));
                }
            }
        }
        if len == len_bytes && parts.is_empty() && waiting.is_empty() {
            return Ok(rest(bytes, &reader));
        }
        Err(too_long(document, len_bytes))
    }

    /// The strings of the pieces that are no terms.
    pub(super) fn extras(&self) -> &StringColumn {
        &self.extras
    }

    fn code(&self, terms: &TermDictionary, body: &Postings) -> Result<&PrefixCode> {
        if let Some(code) = self.code.get() {
            return Ok(code);
        }
        let code = self.make_code(terms, body)?;
        Ok(self.code.get_or_init(|| code))
    }

    /// Where the bits of a document are in the section.
    fn range(&self, document: u32) -> Range<usize> {
        let at = document as usize;
        let start =
            at.checked_sub(1).map_or(Some(self.first_byte), |previous| self.ends.get(previous).copied());
        start.unwrap_or(0)..self.ends.get(at).copied().unwrap_or(0)
    }

    /// Writes what a symbol stands for; stops once more than `max_bytes` are there.
    fn write(
        &self,
        symbol: u32,
        terms: &TermDictionary,
        how: &mut Option<u32>,
        text: &mut String,
        max_bytes: usize,
    ) {
        if text.len() > max_bytes {
            return;
        }
        let Some(term) = symbol.checked_sub(FIRST_TERM) else {
            if symbol != JOIN {
                *how = Some(symbol);
            }
            return;
        };
        if let Some(extra) = term.checked_sub(terms.len() as u32) {
            match extra.checked_sub(self.extras.len() as u32).and_then(|pair| self.pairs.get(pair as usize)) {
                None => text.push_str(self.extras.at(extra as usize)),
                Some(&[left, right]) => {
                    self.write(left, terms, how, text, max_bytes);
                    self.write(right, terms, how, text, max_bytes);
                }
            }
            return;
        }
        let term = terms.term(TermId(term));
        match how.take() {
            None => text.push_str(term),
            Some(how) => text.push_str(&with_capitals(how, term)),
        }
    }

    fn make_code(&self, terms: &TermDictionary, body: &Postings) -> Result<PrefixCode> {
        let num_units: Vec<u32> = (0..terms.len() as u32).map(|term| body.length(TermId(term))).collect();
        let num_symbols = FIRST_TERM as usize + terms.len() + self.extras.len() + self.pairs.len();
        let mut levels = self.levels.iter();
        let weights = weights(&num_units, num_symbols, |_, guess| {
            let level = i64::from(guess) + unzigzag(u32::from(*levels.next()?));
            Some(level.clamp(0, i64::from(MAX_LEVEL)) as u8)
        });
        let weights = weights.filter(|_| levels.next().is_none());
        let weights = weights.ok_or_else(|| {
            Error::new(
                ErrorKind::Corrupt,
                format!("section {SECTION}: not one level for each symbol; rebuild the index"),
            )
        })?;
        Ok(PrefixCode::new(&weights))
    }
}

/// The whole bytes after those that were read.
fn rest<'s>(bytes: &'s [u8], reader: &BitReader<'_>) -> &'s [u8] {
    bytes.get(reader.position().div_ceil(8) as usize..).unwrap_or(&[])
}

fn too_long(document: u32, len_bytes: usize) -> Error {
    Error::new(
        ErrorKind::Corrupt,
        format!(
            "section {SECTION}: document {document} should have {len_bytes} bytes and has more; rebuild the index"
        ),
    )
}
