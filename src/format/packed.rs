//! A table as it lies in a section: how long it is when unpacked, then deflate to the end.

use super::bytes::{ByteReader, ByteWriter};
use super::deflate::deflate;
use super::inflate::inflate;
use crate::Result;

/// Packs a table.
pub fn pack(plain: &[u8]) -> Vec<u8> {
    let mut writer = ByteWriter::new();
    writer.varint(plain.len() as u64);
    writer.raw(&deflate(plain));
    writer.finish()
}

/// Unpacks what [`pack`] made.
///
/// Errors: `Corrupt` for bytes that are not that, or a table of more than `max_bytes` bytes.
pub fn unpack(bytes: &[u8], max_bytes: u64, section: &'static str) -> Result<Vec<u8>> {
    let mut reader = ByteReader::new(bytes, section);
    let len_bytes = reader.number(max_bytes, "a length")? as usize;
    inflate(reader.raw(reader.num_left())?, len_bytes, section)
}
