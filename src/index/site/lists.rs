//! Pieces of postings: the lists of some terms, each with the lengths of its own units.

use super::MAX_PIECE_BYTES;
use crate::format::{BitReader, BitWriter, PrefixCode, write_symbols};
use crate::index::postings::{List, Lists};
use crate::{Error, ErrorKind, Result};
use std::rc::Rc;

const NAME: &str = "postings";

/// The most bits of a piece, but for a list that is longer by itself.
const MAX_BITS: u64 = 8 * MAX_PIECE_BYTES;

/// About how many bits an ascending list takes, for cutting pieces: each element the bits of a gap and some.
pub(super) fn about_bits(len: u32, end: u32, bits_each: u64) -> u64 {
    let gap = u64::from(end) / u64::from(len.max(1)) + 1;
    u64::from(len) * (u64::from(gap.ilog2()) + 1 + bits_each)
}

/// The lists of one term: of the text, then of titles.
pub(super) struct TermLists<'l> {
    pub units: &'l [u32],
    pub frequencies: &'l [u32],
    pub unit_levels: &'l [u8],
    pub titles: &'l [u32],
    pub title_levels: &'l [u8],
}

/// Writes pieces.
pub(super) struct ListWriter {
    num_units: u32,
    num_documents: u32,
    unit_codes: Vec<(u32, u8)>,
    title_codes: Vec<(u32, u8)>,
    bits: BitWriter,
    num_lists: usize,
    max_bits: u64,
}

impl ListWriter {
    pub(super) fn new(
        num_units: u32,
        num_documents: u32,
        unit_code: &PrefixCode,
        title_code: &PrefixCode,
        piece_bytes: u64,
    ) -> Self {
        ListWriter {
            num_units,
            num_documents,
            unit_codes: unit_code.codes(),
            title_codes: title_code.codes(),
            bits: BitWriter::new(),
            num_lists: 0,
            max_bits: 8 * piece_bytes,
        }
    }

    /// True when the next lists are better begun in a piece of their own.
    pub(super) fn is_full(&self, next: &TermLists<'_>) -> bool {
        let more = about_bits(next.units.len() as u32, self.num_units, 4)
            + about_bits(next.titles.len() as u32, self.num_documents, 3);
        self.num_lists > 0 && self.bits.len_bits() + more > self.max_bits
    }

    pub(super) fn add(&mut self, lists: &TermLists<'_>) {
        self.num_lists += 1;
        self.bits.write_ascending(lists.units, self.num_units);
        let is_once = lists.frequencies.iter().all(|&frequency| frequency == 1);
        if !lists.units.is_empty() {
            self.bits.write(u32::from(is_once), 1);
        }
        for &frequency in lists.frequencies.iter().filter(|_| !is_once) {
            self.bits.write_count(frequency);
        }
        self.write_levels(lists.unit_levels, false);
        self.bits.write_ascending(lists.titles, self.num_documents);
        self.write_levels(lists.title_levels, true);
    }

    fn write_levels(&mut self, levels: &[u8], of_titles: bool) {
        let symbols: Vec<u32> = levels.iter().map(|&level| u32::from(level)).collect();
        write_symbols(if of_titles { &self.title_codes } else { &self.unit_codes }, &symbols, &mut self.bits);
    }

    /// The piece so far; starts the next.
    pub(super) fn take(&mut self) -> Vec<u8> {
        self.num_lists = 0;
        std::mem::take(&mut self.bits).finish()
    }
}

/// A piece, read.
#[derive(Debug, Default)]
pub(super) struct ListPiece {
    units: Rc<Lists>,
    titles: Rc<Lists>,
}

impl ListPiece {
    /// Reads the lists of terms with these lengths, `(units, titles)` each.
    ///
    /// Errors: `Corrupt`. Cost: linear in the lists.
    pub(super) fn decode(
        bytes: &[u8],
        lengths: impl Iterator<Item = (u32, u32)>,
        (num_units, unit_code): (u32, &PrefixCode),
        (num_documents, title_code): (u32, &PrefixCode),
    ) -> Result<ListPiece> {
        let mut reader = BitReader::new(bytes, 0, NAME);
        let (mut units, mut titles) = (Lists::default(), Lists::default());
        for (num, num_titles) in lengths {
            // A list may be long by itself; all others together are about as long as a piece is.
            if (units.units.len() + titles.units.len()) as u64 > MAX_BITS {
                return Err(Error::new(
                    ErrorKind::Corrupt,
                    "a piece of postings has more lists than fit; build the site again",
                ));
            }
            units.starts.push(units.units.len() as u32);
            reader.read_ascending(num as usize, num_units, &mut units.units)?;
            let is_once = num == 0 || reader.read(1)? == 1;
            for _ in 0..num {
                let frequency = if is_once { 1 } else { reader.read_count()? };
                units.frequencies.push(u16::try_from(frequency).unwrap_or(u16::MAX));
            }
            read_levels(&mut reader, num, unit_code, &mut units.levels)?;
            titles.starts.push(titles.units.len() as u32);
            reader.read_ascending(num_titles as usize, num_documents, &mut titles.units)?;
            titles.frequencies.resize(titles.units.len(), 1);
            read_levels(&mut reader, num_titles, title_code, &mut titles.levels)?;
        }
        for lists in [&mut units, &mut titles] {
            lists.starts.push(lists.units.len() as u32);
        }
        Ok(ListPiece { units: Rc::new(units), titles: Rc::new(titles) })
    }

    /// The list of the term at `place` of the piece, in the text or in titles.
    pub(super) fn list(&self, place: u32, of_titles: bool) -> List {
        let lists = if of_titles { &self.titles } else { &self.units };
        let at = |place: u32| lists.starts.get(place as usize).map_or(0, |&start| start as usize);
        List { lists: Rc::clone(lists), range: at(place)..at(place + 1) }
    }
}

fn read_levels(reader: &mut BitReader<'_>, num: u32, code: &PrefixCode, levels: &mut Vec<u8>) -> Result<()> {
    for _ in 0..num {
        levels.push(code.read(reader)? as u8);
    }
    Ok(())
}
