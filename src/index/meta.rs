//! What holds for the whole index.

use crate::Result;
use crate::format::{ByteReader, ByteWriter};

const HAS_TEXT: u64 = 1;
const HAS_BOILERPLATE: u64 = 2;

/// The options the index was built with, as far as a reader must know them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Meta {
    pub has_text: bool,
    pub has_boilerplate: bool,
}

impl Meta {
    pub(crate) fn encode(self) -> Vec<u8> {
        let mut writer = ByteWriter::new();
        writer.varint(
            if self.has_text { HAS_TEXT } else { 0 } | if self.has_boilerplate { HAS_BOILERPLATE } else { 0 },
        );
        writer.finish()
    }

    /// Reads the options; later versions may add to them, so what follows is left alone.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Meta> {
        let flags = ByteReader::new(bytes, "META").varint()?;
        Ok(Meta { has_text: flags & HAS_TEXT != 0, has_boilerplate: flags & HAS_BOILERPLATE != 0 })
    }
}
