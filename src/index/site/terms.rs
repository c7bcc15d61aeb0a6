//! Pieces of terms: the terms that begin with some characters, how many units and titles each stands in, where their
//! lists are, and the aliases and regional words of forms that begin so.

use crate::Result;
use crate::format::{BitReader, BitWriter, ByteReader, ByteWriter, deflate, inflate};
use crate::index::aliases::{self, AliasPair, AliasTable};
use crate::index::terms::TermDictionary;

const NAME: &str = "terms";

/// So many bytes of a piece of lists go with a term: a piece of terms is closed before the next first character when it has
/// a share of those accordingly.
pub(super) const LIST_BYTES_A_TERM: u64 = 4;

/// A piece of terms.
#[derive(Debug, Default)]
pub(super) struct TermPiece {
    pub terms: TermDictionary,
    /// In how many units each stands.
    pub num_units: Vec<u32>,
    /// In how many titles.
    pub num_titles: Vec<u32>,
    /// For each, the piece of postings that has its lists, and which place they have in it.
    pub places: Vec<(u32, u32)>,
    pub aliases: AliasTable,
    /// Regional words.
    pub regional: AliasTable,
}

/// What is written of a term.
pub(super) struct TermEntry<'t> {
    pub term: &'t str,
    pub num_units: u32,
    pub num_titles: u32,
    /// Whether its lists begin a piece of postings; those of the first term always do.
    pub begins_piece: bool,
}

/// Writes a piece; the lists of its terms begin with piece `first_lists` of the postings.
pub(super) fn encode(
    entries: &[TermEntry<'_>],
    first_lists: u32,
    pairs: &[AliasPair],
    regional: &[AliasPair],
) -> Vec<u8> {
    let mut numbers = ByteWriter::new();
    for entry in entries {
        numbers.varint(u64::from(entry.num_units));
    }
    for entry in entries {
        numbers.varint(u64::from(entry.num_titles));
    }
    let numbers = numbers.finish();
    let mut begins = BitWriter::new();
    let places: Vec<u32> =
        (0u32..).zip(entries).filter(|(_, entry)| entry.begins_piece).map(|(place, _)| place).collect();
    begins.write_ascending(&places, entries.len() as u32);
    let mut writer = ByteWriter::new();
    writer.block(&TermDictionary::encode(entries.iter().map(|entry| entry.term)));
    writer.varint(u64::from(first_lists));
    writer.varint(places.len() as u64);
    writer.block(&begins.finish());
    writer.varint(numbers.len() as u64);
    writer.block(&deflate(&numbers));
    for pairs in [pairs, regional] {
        writer.block(&if pairs.is_empty() { Vec::new() } else { aliases::encode_counts(pairs) });
    }
    writer.finish()
}

impl TermPiece {
    /// Errors: `Corrupt`.
    pub(super) fn decode(bytes: &[u8]) -> Result<TermPiece> {
        let mut reader = ByteReader::new(bytes, NAME);
        let terms = TermDictionary::decode(reader.block()?)?;
        let first_lists = reader.number(u64::from(u32::MAX) / 2, "a number of a piece")? as u32;
        let num_begins = reader.number(terms.len() as u64, "a number of pieces")? as usize;
        let mut begins = Vec::new();
        BitReader::new(reader.block()?, 0, NAME).read_ascending(
            num_begins,
            terms.len() as u32,
            &mut begins,
        )?;
        // Two numbers a term, of at most five bytes.
        let len_numbers = reader.number(10 * terms.len() as u64, "a length")? as usize;
        let numbers = inflate(reader.block()?, len_numbers, NAME)?;
        let mut numbers = ByteReader::new(&numbers, NAME);
        let mut column = || -> Result<Vec<u32>> {
            (0..terms.len()).map(|_| Ok(numbers.number(u64::from(u32::MAX), "a number")? as u32)).collect()
        };
        let (num_units, num_titles) = (column()?, column()?);
        numbers.finish()?;
        let mut table = || match reader.block()? {
            [] => Ok(AliasTable::default()),
            bytes => AliasTable::decode_counts(bytes),
        };
        let (aliases, regional) = (table()?, table()?);
        reader.finish()?;
        let mut places = Vec::with_capacity(terms.len());
        let mut begins = begins.into_iter().peekable();
        let (mut piece, mut place) = (first_lists, 0);
        for ordinal in 0..terms.len() as u32 {
            if begins.next_if_eq(&ordinal).is_some() && ordinal > 0 {
                piece += 1;
                place = 0;
            }
            places.push((piece, place));
            place += 1;
        }
        Ok(TermPiece { terms, num_units, num_titles, places, aliases, regional })
    }
}
