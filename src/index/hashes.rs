//! Content hashes: what a document was made from, in eight bytes, so that a later builder need not read it again.
//!
//! Useful where the text alone does not tell: it is not stored, or it was drawn from HTML. Whoever adds the document
//! decides what is hashed. Not useful against somebody who wants two contents to have one hash.

use crate::Result;
use crate::format::{BitReader, BitWriter, ByteReader, ByteWriter};

const SECTION: &str = "HASH";

/// Gives a hash of `bytes` for [`Builder::add_source`](super::Builder::add_source): FNV-1a, 64 bits.
pub fn content_hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The section; `None` where no document has a hash.
pub(super) fn encode(hashes: impl Iterator<Item = Option<u64>> + Clone) -> Option<Vec<u8>> {
    let (mut len, mut present) = (0u32, Vec::new());
    for hash in hashes.clone() {
        if hash.is_some() {
            present.push(len);
        }
        len += 1;
    }
    if present.is_empty() {
        return None;
    }
    let mut bits = BitWriter::new();
    bits.write_ascending(&present, len);
    let mut writer = ByteWriter::new();
    writer.varint(present.len() as u64);
    writer.block(&bits.finish());
    for hash in hashes.flatten() {
        writer.raw(&hash.to_le_bytes());
    }
    Some(writer.finish())
}

/// The hash of document `ordinal` of `num_documents`, from the section.
///
/// Errors: `Corrupt`. Cost: linear in the documents.
pub(super) fn decode(bytes: &[u8], num_documents: u32) -> Result<Vec<Option<u64>>> {
    let mut reader = ByteReader::new(bytes, SECTION);
    let num_present = reader.number(u64::from(num_documents), "a number of hashes")? as usize;
    let bits = reader.block()?;
    let (hashes, rest) = reader.raw(reader.num_left())?.as_chunks::<8>();
    if hashes.len() != num_present || !rest.is_empty() {
        return Err(reader.corrupt("not eight bytes for each hash"));
    }
    let mut present = Vec::new();
    BitReader::new(bits, 0, SECTION).read_ascending(num_present, num_documents, &mut present)?;
    let mut found = vec![None; num_documents as usize];
    for (at, hash) in present.into_iter().zip(hashes) {
        if let Some(slot) = found.get_mut(at as usize) {
            *slot = Some(u64::from_le_bytes(*hash));
        }
    }
    Ok(found)
}
