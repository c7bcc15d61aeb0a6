//! An index built before, as a source of documents that need not be read again.

use super::entry::{Entry, TermCount};
use super::interner::Interner;
use super::reader::Index;
use super::store::Piece;
use super::unit::units;
use super::unit_spans::{UnitSpan, unit_spans};
use crate::{Error, ErrorKind, Result};
use std::ops::Range;

/// The index, turned round: by document what it holds by term.
pub(super) struct Earlier<'i> {
    index: &'i Index,
    /// From the index's terms and further pieces to the builder's numbers.
    term_numbers: Vec<u32>,
    extra_numbers: Vec<u32>,
    /// By unit.
    counts: Rows<TermCount>,
    /// By document.
    titles: Rows<u32>,
    aliases: Rows<u32>,
}

impl<'i> Earlier<'i> {
    /// Turns `index` round; its strings get numbers of `strings`.
    ///
    /// Errors: `Corrupt`. Cost: linear in the postings, eight bytes of memory for each.
    pub(super) fn new(index: &'i Index, strings: &mut Interner) -> Result<Earlier<'i>> {
        let term_numbers: Vec<u32> = index.terms().iter().map(|term| strings.number(term)).collect();
        let extras = index.store().into_iter().flat_map(|store| store.extras().iter());
        let extra_numbers = extras.map(|extra| strings.number(extra)).collect();
        let number_of = |ordinal: u32| term_numbers.get(ordinal as usize).copied().unwrap_or(0);
        let counts = Rows::new(index.documents().num_units(), |add| {
            index.visit_postings(|term, unit, frequency| {
                add(unit, TermCount { term: number_of(term.0), frequency });
            })
        })?;
        let titles = Rows::new(index.documents().len() as u32, |add| {
            index.visit_title_postings(|term, document| add(document, number_of(term.0)))
        })?;
        let aliases = Rows::new(index.documents().len() as u32, |add| {
            for (pair, documents) in (0u32..).zip(index.aliases().iter_documents()) {
                for &document in documents {
                    add(document, pair);
                }
            }
            Ok(())
        })?;
        Ok(Earlier { index, term_numbers, extra_numbers, counts, titles, aliases })
    }

    /// Document `ordinal` as the builder made it when the index was built.
    ///
    /// Errors: `Corrupt`. Cost: linear in the document.
    pub(super) fn entry(&self, ordinal: u32, stored_text: bool, strings: &mut Interner) -> Result<Entry> {
        let record = self.index.documents().record(ordinal).ok_or_else(|| {
            Error::new(ErrorKind::UnknownDocument, format!("the earlier index has no document {ordinal}"))
        })?;
        let mut pieces = Vec::new();
        let mut layout: Box<[u8]> = Box::default();
        if stored_text {
            let bits = self.index.visit_pieces(ordinal, |piece| {
                let known = match piece {
                    Piece::Term(term) => self.term_numbers.get(term.index()).copied(),
                    Piece::Extra(extra) => self.extra_numbers.get(extra as usize).copied(),
                    Piece::Other(string) => Some(strings.number(string)),
                };
                pieces.extend(known);
            })?;
            layout = bits.into();
        }
        let units = self.index.documents().all_units(ordinal);
        let spans = if stored_text { Box::default() } else { self.unit_spans(ordinal)? };
        let pairs = self.aliases.row(ordinal).iter();
        let pairs = pairs.filter_map(|&pair| self.index.aliases().pair(pair as usize));
        Ok(Entry {
            record,
            pieces: pieces.into(),
            layout,
            unit_spans: spans,
            aliases: pairs.map(|pair| (pair.left.clone(), pair.right.clone())).collect(),
            units: units.map(|unit| self.counts.row(unit).into()).collect(),
            title: self.titles.row(ordinal).into(),
            grams: None,
        })
    }

    /// Where the units of a document stand, by the index or by its text.
    fn unit_spans(&self, ordinal: u32) -> Result<Box<[UnitSpan]>> {
        if self.index.has_text() {
            let document = self.index.document(ordinal)?;
            let found = units(&document, self.index.has_boilerplate());
            return Ok(unit_spans(&document, &found.spans));
        }
        let documents = self.index.documents();
        Ok(documents.all_units(ordinal).map_while(|unit| documents.unit_span(unit)).collect())
    }
}

/// Lists of values, end to end.
struct Rows<T> {
    ends: Vec<u32>,
    values: Vec<T>,
}

impl<T: Copy> Rows<T> {
    /// Collects what `visit` adds to `len` rows; it is called twice and must add the same both times.
    fn new(len: u32, visit: impl Fn(&mut dyn FnMut(u32, T)) -> Result<()>) -> Result<Rows<T>> {
        let mut lengths = vec![0u32; len as usize];
        let mut first = None;
        visit(&mut |row, value| {
            first.get_or_insert(value);
            if let Some(length) = lengths.get_mut(row as usize) {
                *length += 1;
            }
        })?;
        let mut end = 0;
        // Where the next value of each row goes: when all are there, the ends.
        let mut ends: Vec<u32> = Vec::with_capacity(lengths.len());
        for length in lengths {
            ends.push(end);
            end += length;
        }
        let mut values = first.map_or_else(Vec::new, |value| vec![value; end as usize]);
        visit(&mut |row, value| {
            let Some(next) = ends.get_mut(row as usize) else { return };
            if let Some(slot) = values.get_mut(*next as usize) {
                *slot = value;
                *next += 1;
            }
        })?;
        Ok(Rows { ends, values })
    }

    fn row(&self, row: u32) -> &[T] {
        let at = row as usize;
        let start = at.checked_sub(1).and_then(|previous| self.ends.get(previous)).copied().unwrap_or(0);
        let range: Range<usize> = start as usize..self.ends.get(at).copied().unwrap_or(start) as usize;
        self.values.get(range).unwrap_or(&[])
    }
}
