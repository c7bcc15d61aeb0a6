//! Pieces of texts: some documents with all that is known of them; and lists of grams.

use super::MAX_PIECE_BYTES;
use crate::Result;
use crate::format::{BitReader, BitWriter, ByteReader, ByteWriter, deflate, inflate};
use crate::index::documents::{DocumentRecord, DocumentTable};
use crate::index::terms::TermDictionary;

/// The longest piece, unpacked.
const MAX_UNPACKED_BYTES: u64 = 1 << 32;

/// A piece of texts.
#[derive(Debug, Default)]
pub(super) struct TextPiece {
    pub table: DocumentTable,
    layouts: Vec<Vec<u8>>,
    text: String,
}

/// Writes a piece: documents, their texts end to end, and the bits of their layouts.
pub(super) fn encode(records: &[DocumentRecord], text: &str, layouts: &[&[u8]]) -> Vec<u8> {
    let mut writer = ByteWriter::new();
    writer.block(&DocumentTable::encode(records.iter()));
    for layout in layouts {
        writer.block(layout);
    }
    writer.varint(text.len() as u64);
    writer.raw(&deflate(text.as_bytes()));
    writer.finish()
}

impl TextPiece {
    const NAME: &'static str = "texts";

    /// Errors: `Corrupt`.
    pub(super) fn decode(bytes: &[u8]) -> Result<TextPiece> {
        let mut reader = ByteReader::new(bytes, Self::NAME);
        let table = DocumentTable::decode(reader.block()?)?;
        let layouts = (0..table.len()).map(|_| Ok(reader.block()?.to_vec())).collect::<Result<_>>()?;
        let len_bytes = reader.number(MAX_UNPACKED_BYTES, "a length")? as usize;
        let last = (table.len() as u32).checked_sub(1);
        if last.map_or(0, |last| table.text_range(last).end) != len_bytes as u64 {
            return Err(reader.corrupt("the texts are not as long as their documents"));
        }
        let text = inflate(reader.raw(reader.num_left())?, len_bytes, Self::NAME)?;
        let text = String::from_utf8(text).map_err(|_| reader.corrupt("expected UTF-8"))?;
        Ok(TextPiece { table, layouts, text })
    }

    /// The text of the document at `place` of the piece and the bits of its layout; `None` where the text would end inside a
    /// character.
    pub(super) fn text(&self, place: u32) -> Option<(&str, &[u8])> {
        let range = self.table.text_range(place);
        let text = self.text.get(range.start as usize..range.end as usize)?;
        Some((text, self.layouts.get(place as usize)?))
    }
}

/// The most bits of lists in a piece of grams, but for a list that is longer by itself,
pub(super) const MAX_GRAM_BITS: u64 = 8 * MAX_PIECE_BYTES;
/// … and the most grams.
pub(super) const MAX_GRAMS: usize = 1024;

/// A piece of grams.
#[derive(Debug, Default)]
pub(super) struct GramPiece {
    keys: TermDictionary,
    ends: Vec<u32>,
    documents: Vec<u32>,
}

/// Writes a piece: keys, ascending, each with its documents.
#[cfg_attr(optimize_for_size, optimize(speed))]
pub(super) fn encode_grams(keys: &[String], lists: &[Vec<u32>], num_documents: u32) -> Vec<u8> {
    let mut lengths = ByteWriter::new();
    let mut bits = BitWriter::new();
    for list in lists {
        lengths.varint(list.len() as u64);
        bits.write_ascending(list, num_documents);
    }
    let lengths = lengths.finish();
    let mut writer = ByteWriter::new();
    writer.block(&TermDictionary::encode(keys.iter().map(String::as_str)));
    writer.varint(lengths.len() as u64);
    writer.block(&deflate(&lengths));
    writer.raw(&bits.finish());
    writer.finish()
}

impl GramPiece {
    const NAME: &'static str = "grams";

    /// Errors: `Corrupt`.
    pub(super) fn decode(bytes: &[u8], num_documents: u32) -> Result<GramPiece> {
        let mut reader = ByteReader::new(bytes, Self::NAME);
        let keys = TermDictionary::decode(reader.block()?)?;
        let len_lengths = reader.number(5 * keys.len() as u64, "a length")? as usize;
        let lengths = inflate(reader.block()?, len_lengths, Self::NAME)?;
        let mut lengths = ByteReader::new(&lengths, Self::NAME);
        let mut bits = BitReader::new(reader.raw(reader.num_left())?, 0, Self::NAME);
        let mut piece = GramPiece { ends: Vec::with_capacity(keys.len()), documents: Vec::new(), keys };
        for _ in 0..piece.keys.len() {
            let length = lengths.number(u64::from(num_documents), "a number of documents")? as usize;
            // A list may be long by itself; all others together are about as long as a piece is.
            if (piece.documents.len() as u64) > MAX_GRAM_BITS {
                return Err(lengths.corrupt("more lists than a piece has"));
            }
            bits.read_ascending(length, num_documents, &mut piece.documents)?;
            piece.ends.push(piece.documents.len() as u32);
        }
        lengths.finish()?;
        Ok(piece)
    }

    /// The documents with a gram, ascending.
    pub(super) fn documents(&self, key: &str) -> &[u32] {
        let Some(at) = self.keys.find(key).map(|id| id.index()) else { return &[] };
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |&end| end as usize);
        self.documents.get(start..self.ends.get(at).map_or(start, |&end| end as usize)).unwrap_or(&[])
    }
}
