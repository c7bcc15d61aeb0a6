//! Raw deflate, bounded on both sides.
//!
//! Useful for text-like sections; the same input gives the same bytes on every target. Not useful for bytes
//! that are coded already.

use super::inflate::unpack;
use crate::{Error, ErrorKind, Result};
use miniz_oxide::deflate::compress_to_vec;

/// The effort of the compressor, 0 to 10; the index is built once and loaded often.
const LEVEL: u8 = 10;

/// Compresses `bytes`.
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, LEVEL)
}

/// Decompresses what [`deflate`] made; `len_bytes` is the length it must have.
///
/// Errors: `Corrupt` for bytes that are not deflate, or give another length (no more than `len_bytes` are ever held).
pub fn inflate(bytes: &[u8], len_bytes: usize, section: &str) -> Result<Vec<u8>> {
    let wrong = |found: String| {
        Error::new(
            ErrorKind::Corrupt,
            format!(
                "section {section}: expected {len_bytes} bytes of deflate, found {found}; rebuild the index"
            ),
        )
    };
    let plain = unpack(bytes, len_bytes).map_err(|fault| wrong(fault.message().to_owned()))?;
    if plain.len() == len_bytes { Ok(plain) } else { Err(wrong(format!("{} bytes", plain.len()))) }
}
