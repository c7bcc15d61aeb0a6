//! The stored text: source texts in deflated blocks.
//!
//! Useful for getting one document back without unpacking all of them; not useful for searching.
//! Texts are laid end to end and cut into blocks of whole documents.

use crate::Result;
use crate::format::{ByteReader, ByteWriter, deflate, inflate};
use std::cell::RefCell;
use std::ops::Range;

const SECTION: &str = "TEXT";

/// A block is closed when it holds this many bytes; a longer document has a block of its own.
const BLOCK_BYTES: u64 = 64 * 1024;

/// The longest block, unpacked.
const MAX_BLOCK_BYTES: u64 = 1 << 31;

pub(crate) fn encode<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<u8> {
    let mut blocks: Vec<(u64, Vec<u8>)> = Vec::new();
    let mut block: Vec<u8> = Vec::new();
    for text in texts {
        block.extend_from_slice(text.as_bytes());
        if block.len() as u64 >= BLOCK_BYTES {
            blocks.push((block.len() as u64, deflate(&block)));
            block.clear();
        }
    }
    if !block.is_empty() {
        blocks.push((block.len() as u64, deflate(&block)));
    }
    let mut writer = ByteWriter::new();
    writer.varint(blocks.len() as u64);
    for (plain, packed) in &blocks {
        writer.varint(*plain);
        writer.varint(packed.len() as u64);
    }
    for (_, packed) in &blocks {
        writer.raw(packed);
    }
    writer.finish()
}

/// The store, open.
#[derive(Debug, Default)]
pub(crate) struct Store {
    blocks: Vec<Block>,
    /// The block read last: neighbours are often read together.
    last: RefCell<Option<(usize, Vec<u8>)>>,
}

#[derive(Debug)]
struct Block {
    plain: Range<u64>,
    packed: Range<usize>,
}

impl Store {
    /// Reads the table of blocks; `len_bytes` is the length of all texts.
    pub(crate) fn open(bytes: &[u8], len_bytes: u64) -> Result<Store> {
        let mut reader = ByteReader::new(bytes, SECTION);
        let num_blocks = reader.number(reader.num_left() as u64, "a number of blocks")? as usize;
        let mut lengths = Vec::with_capacity(num_blocks);
        for _ in 0..num_blocks {
            lengths.push((
                reader.number(MAX_BLOCK_BYTES, "a length")?,
                reader.number(bytes.len() as u64, "a length")? as usize,
            ));
        }
        let (mut plain, mut packed) = (0u64, bytes.len() - reader.num_left());
        let mut blocks = Vec::with_capacity(num_blocks);
        for (plain_len, packed_len) in lengths {
            reader.raw(packed_len)?;
            blocks.push(Block { plain: plain..plain + plain_len, packed: packed..packed + packed_len });
            plain += plain_len;
            packed += packed_len;
        }
        if plain != len_bytes {
            return Err(reader.corrupt(&format!("expected {len_bytes} bytes of text, found {plain}")));
        }
        reader.finish()?;
        Ok(Store { blocks, last: RefCell::default() })
    }

    /// Gives the text at `range` of all texts laid end to end; it lies inside one block.
    pub(crate) fn text(&self, section: &[u8], range: Range<u64>) -> Result<String> {
        if range.is_empty() {
            return Ok(String::new());
        }
        let damaged = |what| ByteReader::new(section, SECTION).corrupt(what);
        let at = self.blocks.partition_point(|block| block.plain.end <= range.start);
        let Some(block) = self.blocks.get(at).filter(|block| range.end <= block.plain.end) else {
            return Err(damaged("a text lies across two blocks"));
        };
        let mut last = self.last.borrow_mut();
        if last.as_ref().is_none_or(|(held, _)| *held != at) {
            let packed = section.get(block.packed.clone()).unwrap_or(&[]);
            *last = Some((at, inflate(packed, (block.plain.end - block.plain.start) as usize, SECTION)?));
        }
        let plain = last.as_ref().map_or(&[][..], |(_, plain)| plain);
        let (start, end) =
            ((range.start - block.plain.start) as usize, (range.end - block.plain.start) as usize);
        let text = plain.get(start..end).and_then(|bytes| std::str::from_utf8(bytes).ok());
        text.map(str::to_owned).ok_or_else(|| damaged("expected UTF-8"))
    }
}
