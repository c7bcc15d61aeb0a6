//! The term dictionary: which terms there are, in order, and which of them begin where.
//!
//! On the wire the terms are a tree of characters (four times smaller than an fst of them, and the same bytes on every
//! target, which an fst's are not); in memory they are one string and an array of ends. An `fst::Map` of them
//! is made for whoever wants to walk them with an automaton.

use super::term_tree;
use crate::Result;
use crate::format::{ByteReader, ByteWriter};
use std::cell::OnceCell;
use std::ops::Range;

/// No term is longer; longer tokens are cut into terms of at most this many bytes.
pub const MAX_TERM_BYTES: usize = 63;

/// No dictionary has more terms.
pub const MAX_TERMS: u64 = 1 << 24;

/// No section has more terms for each of its bytes.
const MAX_TERMS_PER_BYTE: u64 = 8;

const SECTION: &str = "TERM";

/// The ordinal of a term in byte order, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(pub u32);

impl TermId {
    /// The ordinal as an array index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The terms of an index, ascending in byte order.
#[derive(Debug, Default)]
pub struct TermDictionary {
    text: String,
    /// Where each term ends in `text`; its start is the end before.
    ends: Vec<u32>,
    /// The distinct first characters, ascending, with the first term of each.
    first_chars: Vec<(char, u32)>,
    map: OnceCell<Option<fst::Map<Vec<u8>>>>,
}

impl TermDictionary {
    /// Writes `terms`, which ascend strictly in byte order.
    pub(crate) fn encode<'t>(terms: impl Iterator<Item = &'t str>) -> Vec<u8> {
        let terms: Vec<&str> = terms.collect();
        debug_assert!(terms.windows(2).all(|pair| pair[0] < pair[1]));
        debug_assert!(terms.iter().all(|term| !term.is_empty() && term.len() <= MAX_TERM_BYTES));
        let mut writer = ByteWriter::new();
        writer.varint(terms.len() as u64);
        writer.raw(&term_tree::encode(&terms));
        writer.finish()
    }

    /// Reads what [`TermDictionary::encode`] wrote. Errors: `Corrupt` where an invariant does not hold.
    pub(crate) fn decode(bytes: &[u8]) -> Result<TermDictionary> {
        let mut reader = ByteReader::new(bytes, SECTION);
        // Of a set of everything the members cost nothing, but each has had its frequency written.
        let max_terms = MAX_TERMS.min(bytes.len() as u64 * MAX_TERMS_PER_BYTE);
        let num_terms = reader.number(max_terms, "a number of terms")? as usize;
        let mut dictionary =
            TermDictionary { ends: Vec::with_capacity(num_terms), ..TermDictionary::default() };
        let (text, ends, first_chars) =
            (&mut dictionary.text, &mut dictionary.ends, &mut dictionary.first_chars);
        term_tree::decode(reader.raw(reader.num_left())?, SECTION, num_terms, |term| {
            if let Some(first) = term.chars().next()
                && first_chars.last().is_none_or(|&(last, _)| last != first)
            {
                first_chars.push((first, ends.len() as u32));
            }
            text.push_str(term);
            ends.push(text.len() as u32);
        })?;
        if dictionary.len() != num_terms {
            return Err(reader.corrupt("fewer terms than it says"));
        }
        Ok(dictionary)
    }

    /// One dictionary of several, whose terms follow each other in order.
    pub(crate) fn joined<'d>(parts: impl Iterator<Item = &'d TermDictionary>) -> TermDictionary {
        let mut joined = TermDictionary::default();
        for part in parts {
            let (num_bytes, num_terms) = (joined.text.len() as u32, joined.ends.len() as u32);
            joined.text.push_str(&part.text);
            joined.ends.extend(part.ends.iter().map(|end| num_bytes.saturating_add(*end)));
            joined
                .first_chars
                .extend(part.first_chars.iter().map(|&(char, first)| (char, num_terms + first)));
        }
        joined
    }

    /// Gives the number of terms.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True when there is no term.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Gives a term, or "" for an ordinal past the end.
    pub fn term(&self, id: TermId) -> &str {
        let index = id.index();
        let Some(&end) = self.ends.get(index) else { return "" };
        let start = if index == 0 { 0 } else { self.ends.get(index - 1).copied().unwrap_or(0) };
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// Visits the terms in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).map(|ordinal| self.term(TermId(ordinal)))
    }

    /// Gives the ordinal of a term. Cost: a binary search.
    pub fn find(&self, term: &str) -> Option<TermId> {
        let range = self.starting_with(term);
        let id = TermId(range.start);
        (!range.is_empty() && self.term(id) == term).then_some(id)
    }

    /// Gives the ordinals of the terms that start with `prefix`. Cost: two binary searches.
    pub fn starting_with(&self, prefix: &str) -> Range<u32> {
        match prefix.chars().next() {
            None => 0..self.len() as u32,
            Some(first) => self.narrow(self.with_first_char(first), prefix),
        }
    }

    /// Visits the characters that begin terms, ascending, with the ordinals of the terms of each.
    pub fn iter_first_chars(&self) -> impl Iterator<Item = (char, Range<u32>)> {
        let ends = self.first_chars.iter().skip(1).map(|&(_, start)| start).chain([self.len() as u32]);
        self.first_chars.iter().zip(ends).map(|(&(char, start), end)| (char, start..end))
    }

    fn with_first_char(&self, first: char) -> Range<u32> {
        match self.first_chars.binary_search_by_key(&first, |&(char, _)| char) {
            Ok(at) => {
                let start = self.first_chars.get(at).map_or(0, |&(_, start)| start);
                let end = self.first_chars.get(at + 1).map_or(self.len() as u32, |&(_, end)| end);
                start..end
            }
            Err(_) => 0..0,
        }
    }

    /// Of the terms in `range`, those that start with `prefix`.
    fn narrow(&self, range: Range<u32>, prefix: &str) -> Range<u32> {
        let first = partition(range.clone(), |ordinal| self.term(TermId(ordinal)) < prefix);
        let end = partition(first..range.end, |ordinal| self.term(TermId(ordinal)).starts_with(prefix));
        first..end
    }

    /// Calls `visit(end, term)` for every term with which `text` begins, shortest first; `end` is a byte of `text`.
    ///
    /// Cost: a binary search for each character as long as some term goes on.
    pub fn visit_prefixes_of(&self, text: &str, visit: &mut dyn FnMut(usize, TermId)) {
        let ends = text.char_indices().map(|(at, char)| at + char.len_utf8());
        let Some(first) = text.chars().next() else { return };
        let mut range = self.with_first_char(first);
        for end in ends {
            let Some(prefix) = text.get(..end) else { return };
            if end > MAX_TERM_BYTES {
                return;
            }
            if end > first.len_utf8() {
                range = self.narrow(range, prefix);
            }
            if range.is_empty() {
                return;
            }
            let id = TermId(range.start);
            if self.term(id).len() == end {
                visit(end, id);
            }
        }
    }

    /// Gives the terms as an fst, made on the first call. `None` only if the terms could not be put into one.
    pub fn map(&self) -> Option<&fst::Map<Vec<u8>>> {
        let made = self.map.get_or_init(|| {
            let terms = self.iter().zip(0u64..);
            fst::Map::from_iter(terms).ok()
        });
        made.as_ref()
    }
}

/// The first ordinal of `range` for which `is_before` is false, given that it is true up to there.
fn partition(range: Range<u32>, is_before: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
