//! What holds for the whole index.

use crate::Result;
use crate::format::{ByteReader, ByteWriter};

const HAS_TEXT: u64 = 1;
const HAS_BOILERPLATE: u64 = 2;

/// What an index was built with, as far as a reader or a later builder must know it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Meta {
    pub has_text: bool,
    pub has_boilerplate: bool,
    /// CRC-32C of the lexicon that cut the texts, 0 for none.
    pub lexicon: u32,
    /// The version of Duizhao that wrote it.
    pub writer: String,
    /// CRC-32C of the table of readings, 0 where none was given.
    pub pinyin: u32,
}

impl Meta {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut writer = ByteWriter::new();
        let text = if self.has_text { HAS_TEXT } else { 0 };
        writer.varint(text | if self.has_boilerplate { HAS_BOILERPLATE } else { 0 });
        writer.varint(u64::from(self.lexicon));
        writer.block(self.writer.as_bytes());
        if self.pinyin != 0 {
            writer.varint(u64::from(self.pinyin));
        }
        writer.finish()
    }

    /// Reads it; later versions may add to it, so what follows is left alone.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Meta> {
        let mut reader = ByteReader::new(bytes, "META");
        let flags = reader.varint()?;
        Ok(Meta {
            has_text: flags & HAS_TEXT != 0,
            has_boilerplate: flags & HAS_BOILERPLATE != 0,
            lexicon: reader.number(u64::from(u32::MAX), "a checksum")? as u32,
            writer: str::from_utf8(reader.block()?).unwrap_or("unknown").to_owned(),
            pinyin: match reader.num_left() {
                0 => 0,
                _ => reader.number(u64::from(u32::MAX), "a checksum")? as u32,
            },
        })
    }
}
