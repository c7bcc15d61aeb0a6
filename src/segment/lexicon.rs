//! The shipped lexicon: checked bytes in, an array trie out.
//!
//! Useful for cutting text that no index has seen. A page that only searches an index needs none.

use std::sync::Arc;

use super::coder::Reader;
use super::trie::ArrayTrie;
use super::wire::{NUM_CONTEXTS, Streams, code_streams};
use super::{Cost, Vocabulary, cost_of};
use crate::format::Checksum;
use crate::{Error, ErrorKind, Result};

/// First bytes of a lexicon.
pub(super) const MAGIC: [u8; 4] = *b"DZLX";
/// Version of the layout below; any other is refused.
pub(super) const VERSION: u16 = 4;
/// Bytes before the coded trie: magic, version (2), reserved (2), length of the whole (4), nodes (4), characters (4), words
/// (4), total frequency (8), costs of the 16 levels (2 each), CRC-32C of everything else (4); integers are little-endian.
/// Then the trie as `wire.rs` codes it.
pub(super) const HEADER_BYTES: usize = 68;
/// Bytes of the checksum, the last of the header.
pub(super) const CHECKSUM_BYTES: usize = 4;
/// Costs are quantised to this many levels.
pub(super) const NUM_LEVELS: usize = 16;
/// No word of a lexicon is longer.
pub const MAX_WORD_CHARS: usize = 16;
/// No lexicon has more different characters: three numbers of 16 bits are kept free.
const MAX_CHARS: usize = 0xfffd;
/// No lexicon has more nodes: bounds memory before anything is allocated.
pub(super) const MAX_NODES: usize = 1 << 22;

/// The segmenter's words with their costs, read-only; a clone shares them.
#[derive(Clone, Debug)]
pub struct Lexicon {
    tables: Arc<Tables>,
}

#[derive(Debug)]
struct Tables {
    trie: ArrayTrie,
    total: u64,
    num_words: usize,
    checksum: u32,
}

impl Lexicon {
    /// Opens a lexicon from the bytes of `data/lexicon-*.dzl` or of a [`LexiconBuilder`](super::LexiconBuilder).
    ///
    /// Errors: [`ErrorKind::NotAnIndex`] for other bytes, [`ErrorKind::Truncated`], [`ErrorKind::Version`],
    /// [`ErrorKind::Corrupt`] where the checksum or the structure does not hold; then fetch the file again.
    /// Cost: linear in the number of words, a few milliseconds; 8 bytes of memory a trie node, 22 a character, and 128 KB.
    pub fn open(bytes: &[u8]) -> Result<Lexicon> {
        let magic = bytes.get(..4).unwrap_or(bytes);
        if magic.is_empty() || !MAGIC.starts_with(magic) {
            return Err(Error::new(
                ErrorKind::NotAnIndex,
                "expected a Duizhao lexicon (a file *.dzl), found other bytes",
            ));
        }
        let mut header =
            Header { bytes: bytes.get(4..HEADER_BYTES).ok_or_else(|| truncated(bytes.len(), HEADER_BYTES))? };
        let version = header.number(2)?;
        if version != u64::from(VERSION) {
            return Err(Error::new(
                ErrorKind::Version,
                format!(
                    "expected a lexicon of format {VERSION}, found format {version}: take the lexicon shipped with this version"
                ),
            ));
        }
        header.number(2)?;
        let len = header.number(4)? as usize;
        if bytes.len() < len {
            return Err(truncated(bytes.len(), len));
        }
        let (num_nodes, num_chars) = (header.number(4)? as usize, header.number(4)? as usize);
        let (num_words, total) = (header.number(4)? as usize, header.number(8)?);
        let mut costs = [0; NUM_LEVELS];
        for cost in &mut costs {
            *cost = header.number(2)? as Cost;
        }
        let checksum = header.number(CHECKSUM_BYTES)?;
        if bytes.len() != len || checksum != u64::from(checksum_of(bytes)) {
            return Err(corrupt("the checksum does not hold"));
        }
        let coded = bytes.get(HEADER_BYTES..).unwrap_or(&[]);
        // No real trie has half as many nodes a byte; so what is reserved stays in proportion to what was sent.
        if num_nodes > MAX_NODES.min(coded.len() * 8) || num_chars > num_nodes.min(MAX_CHARS) || total == 0 {
            return Err(corrupt("its counts are out of range"));
        }
        let damaged = || corrupt("its trie does not decode");
        let mut reader = Reader::new(coded, NUM_CONTEXTS).ok_or_else(damaged)?;
        let streams = code_streams(&mut reader, &Streams::default(), num_nodes, num_chars, MAX_WORD_CHARS)
            .filter(|_| reader.is_done())
            .ok_or_else(damaged)?;
        if streams.num_words.iter().sum::<u32>() as usize != num_words {
            return Err(corrupt("its words do not add up"));
        }
        let trie = ArrayTrie::new(streams, &costs, cost_of(1, total));
        Ok(Lexicon { tables: Arc::new(Tables { trie, total, num_words, checksum: checksum as u32 }) })
    }

    /// The cost of `word` (folded); `None` where it is not in the lexicon.
    pub fn lookup(&self, word: &str) -> Option<Cost> {
        let mut cost = None;
        self.words_at(word, 0, &mut |end, found| {
            if end == word.len() {
                cost = Some(found);
            }
        });
        cost
    }

    /// The checksum of its file: tells one lexicon from another.
    pub fn checksum(&self) -> u32 {
        self.tables.checksum
    }

    /// Number of words.
    pub fn num_words(&self) -> usize {
        self.tables.num_words
    }

    /// Bytes of memory the words take (not counting the statistics of characters).
    pub fn size_bytes(&self) -> usize {
        self.tables.trie.size_bytes()
    }

    /// Calls `visit(word, cost)` for every word, in the order of their characters.
    pub fn visit(&self, mut visit: impl FnMut(&str, Cost)) {
        let mut buffer = String::new();
        self.tables.trie.visit(&mut |word, cost| {
            buffer.clear();
            buffer.extend(word);
            visit(&buffer, cost);
        });
    }

    #[inline(always)]
    pub(super) fn trie(&self) -> &ArrayTrie {
        &self.tables.trie
    }
}

impl Vocabulary for Lexicon {
    fn words_at(&self, text: &str, at: usize, found: &mut dyn FnMut(usize, Cost)) {
        let Some(rest) = text.get(at..) else { return };
        // No word is longer, so no more is looked at.
        let (mut ids, mut ends) = ([0; MAX_WORD_CHARS], [0; MAX_WORD_CHARS]);
        let mut num_chars = 0;
        for ((start, c), (id, end)) in rest.char_indices().zip(ids.iter_mut().zip(&mut ends)) {
            (*id, *end) = (self.tables.trie.id(c), at + start + c.len_utf8());
            num_chars += 1;
        }
        self.tables.trie.words(ids.get(..num_chars).unwrap_or(&[]), &mut |num_chars, cost| {
            if let Some(&end) = ends.get(num_chars.wrapping_sub(1)) {
                found(end, cost);
            }
        });
    }

    fn total(&self) -> u64 {
        self.tables.total
    }

    fn lexicon(&self) -> Option<&Lexicon> {
        Some(self)
    }
}

/// CRC-32C over everything but the checksum itself.
pub(super) fn checksum_of(bytes: &[u8]) -> u32 {
    let (header, rest) = bytes.split_at(bytes.len().min(HEADER_BYTES - CHECKSUM_BYTES));
    let checksum = Checksum::new();
    let parts = [checksum.of(header), checksum.of(rest.get(CHECKSUM_BYTES..).unwrap_or(&[]))];
    checksum.of(&parts.map(u32::to_le_bytes).concat())
}

fn truncated(found: usize, expected: usize) -> Error {
    Error::new(
        ErrorKind::Truncated,
        format!("expected a lexicon of {expected} bytes, found {found}: fetch it again"),
    )
}

fn corrupt(what: &str) -> Error {
    Error::new(ErrorKind::Corrupt, format!("the lexicon is damaged: {what}; fetch it again"))
}

/// Reads little-endian integers off the front of a slice.
struct Header<'b> {
    bytes: &'b [u8],
}

impl Header<'_> {
    fn number(&mut self, len: usize) -> Result<u64> {
        let (number, rest) =
            self.bytes.split_at_checked(len).ok_or_else(|| corrupt("the header ends early"))?;
        self.bytes = rest;
        Ok(number.iter().rev().fold(0, |value, &byte| value << 8 | u64::from(byte)))
    }
}
