//! Bytes: variable-length integers, byte strings, columns of strings.

use crate::{Error, ErrorKind, Result};

/// Writes integers and strings into bytes.
#[derive(Default)]
pub struct ByteWriter {
    bytes: Vec<u8>,
}

impl ByteWriter {
    /// Starts empty.
    pub fn new() -> Self {
        ByteWriter::default()
    }

    /// Writes `value`, seven bits a byte, low bits first, the top bit set on all bytes but the last (LEB128).
    pub fn varint(&mut self, mut value: u64) {
        while value >= 128 {
            self.bytes.push(value as u8 | 128);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    /// Writes one byte.
    pub fn byte(&mut self, value: u8) {
        self.bytes.push(value);
    }

    /// Writes bytes as they are; the reader must know how many.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Writes a length and that many bytes.
    pub fn block(&mut self, bytes: &[u8]) {
        self.varint(bytes.len() as u64);
        self.raw(bytes);
    }

    /// Writes a column: how many strings, their lengths, their text.
    pub fn column<'s>(&mut self, strings: impl Iterator<Item = &'s str> + Clone) {
        self.varint(strings.clone().count() as u64);
        for string in strings.clone() {
            self.varint(string.len() as u64);
        }
        for string in strings {
            self.raw(string.as_bytes());
        }
    }

    /// Gives the length so far, in bytes.
    pub fn len_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Ends.
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// Reads what a [`ByteWriter`] wrote, from bytes that may be hostile.
#[derive(Clone)]
pub struct ByteReader<'a> {
    bytes: &'a [u8],
    position: usize,
    section: &'static str,
}

impl<'a> ByteReader<'a> {
    /// Reads `bytes` from the start; `section` is named in errors.
    pub fn new(bytes: &'a [u8], section: &'static str) -> Self {
        ByteReader { bytes, position: 0, section }
    }

    /// An error of kind `Corrupt` that names the section, the place, and the way out.
    pub fn corrupt(&self, what: &str) -> Error {
        Error::new(
            ErrorKind::Corrupt,
            format!("section {}, byte {}: {what}; rebuild the index", self.section, self.position),
        )
    }

    /// Gives the number of bytes not yet read.
    pub fn num_left(&self) -> usize {
        self.bytes.len() - self.position
    }

    /// Reads one byte.
    pub fn byte(&mut self) -> Result<u8> {
        match self.bytes.get(self.position) {
            Some(&byte) => {
                self.position += 1;
                Ok(byte)
            }
            None => Err(self.corrupt("expected a byte, found the end")),
        }
    }

    /// Reads one variable-length integer.
    pub fn varint(&mut self) -> Result<u64> {
        let mut value = 0u64;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Ok(value);
            }
        }
        Err(self.corrupt("expected an integer of at most 63 bits, found a longer one"))
    }

    /// Reads one variable-length integer of at most `max`.
    pub fn number(&mut self, max: u64, what: &str) -> Result<u64> {
        let value = self.varint()?;
        if value <= max {
            Ok(value)
        } else {
            Err(self.corrupt(&format!("expected {what} of at most {max}, found {value}")))
        }
    }

    /// Reads an integer that counts things of which each takes at least one bit of what is left.
    ///
    /// So no count, however damaged, makes a reader reserve more than eight times the bytes it was given.
    pub fn count(&mut self, what: &str) -> Result<usize> {
        let max = self.num_left() as u64 * 8;
        Ok(self.number(max, what)? as usize)
    }

    /// Reads `len` bytes.
    pub fn raw(&mut self, len: usize) -> Result<&'a [u8]> {
        match self.position.checked_add(len).and_then(|end| self.bytes.get(self.position..end)) {
            Some(bytes) => {
                self.position += len;
                Ok(bytes)
            }
            None => Err(self.corrupt(&format!("expected {len} bytes, found {}", self.num_left()))),
        }
    }

    /// Reads a length and that many bytes.
    pub fn block(&mut self) -> Result<&'a [u8]> {
        let len = self.number(self.num_left() as u64, "a length")?;
        self.raw(len as usize)
    }

    /// Reads a column of strings.
    pub fn column(&mut self) -> Result<StringColumn> {
        let len = self.number(self.num_left() as u64, "a number of strings")? as usize;
        let mut ends = Vec::with_capacity(len);
        let mut end = 0u64;
        for _ in 0..len {
            end += self.number(u64::from(u32::MAX), "a length")?;
            match u32::try_from(end) {
                Ok(end) => ends.push(end),
                Err(_) => return Err(self.corrupt("the strings of a column are longer than 4 GB")),
            }
        }
        let bytes = self.raw(end as usize)?;
        let text = std::str::from_utf8(bytes).map_err(|_| self.corrupt("expected UTF-8"))?;
        if !ends.iter().all(|&end| text.is_char_boundary(end as usize)) {
            return Err(self.corrupt("a string ends inside a character"));
        }
        Ok(StringColumn { text: text.to_owned(), ends })
    }

    /// Checks that nothing is left.
    pub fn finish(self) -> Result<()> {
        if self.num_left() == 0 {
            Ok(())
        } else {
            Err(self.corrupt(&format!("{} bytes too many", self.num_left())))
        }
    }
}

/// Many strings in one piece of memory.
#[derive(Clone, Debug, Default)]
pub struct StringColumn {
    text: String,
    ends: Vec<u32>,
}

impl StringColumn {
    /// Adds a string at the end. A column holds 4 GB at most; what goes past that is left out.
    pub fn push(&mut self, string: &str) {
        if let Ok(end) = u32::try_from(self.text.len() + string.len()) {
            self.text.push_str(string);
            self.ends.push(end);
        }
    }

    /// Gives the number of strings.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Gives string `ordinal`, or "" where there is none.
    pub fn at(&self, ordinal: usize) -> &str {
        let end = self.ends.get(ordinal).map_or(0, |&end| end as usize);
        let start = ordinal
            .checked_sub(1)
            .and_then(|previous| self.ends.get(previous))
            .map_or(0, |&start| start as usize);
        self.text.get(start..end).unwrap_or("")
    }

    /// Visits the strings in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        (0..self.len()).map(|ordinal| self.at(ordinal))
    }
}
