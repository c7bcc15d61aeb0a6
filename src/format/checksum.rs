//! CRC-32C (Castagnoli), in software.
//!
//! The tables are made when asked for (a few microseconds) and not stored: eight kilobytes of table do not
//! compress, and the search module counts its kilobytes.
//!
//! Source: Castagnoli, Bräuer, Herrmann 1993; the "slicing by 8" method of Kounavis and Berry 2005.

/// The reversed polynomial of CRC-32C.
const POLYNOMIAL: u32 = 0x82f6_3b78;

/// The tables of one run of checks; make one, use it for many sections.
pub struct Checksum {
    tables: [[u32; 256]; 8],
}

impl Default for Checksum {
    fn default() -> Self {
        Checksum::new()
    }
}

impl Checksum {
    /// Makes the tables.
    pub fn new() -> Self {
        let mut tables = [[0u32; 256]; 8];
        for byte in 0..256u32 {
            let mut value = byte;
            for _ in 0..8 {
                value = if value & 1 == 1 { (value >> 1) ^ POLYNOMIAL } else { value >> 1 };
            }
            tables[0][byte as usize] = value;
        }
        for row in 1..8 {
            for byte in 0..256 {
                let previous = tables[row - 1][byte];
                tables[row][byte] = (previous >> 8) ^ tables[0][(previous & 255) as usize];
            }
        }
        Checksum { tables }
    }

    /// Gives the CRC-32C of `bytes`. Cost: linear, about a gigabyte a second.
    pub fn of(&self, bytes: &[u8]) -> u32 {
        let t = &self.tables;
        let mut crc = !0u32;
        let (blocks, rest) = bytes.as_chunks::<8>();
        for block in blocks {
            let word = u64::from_le_bytes(*block) ^ u64::from(crc);
            crc = t[7][(word & 255) as usize]
                ^ t[6][(word >> 8 & 255) as usize]
                ^ t[5][(word >> 16 & 255) as usize]
                ^ t[4][(word >> 24 & 255) as usize]
                ^ t[3][(word >> 32 & 255) as usize]
                ^ t[2][(word >> 40 & 255) as usize]
                ^ t[1][(word >> 48 & 255) as usize]
                ^ t[0][(word >> 56) as usize];
        }
        for &byte in rest {
            crc = (crc >> 8) ^ t[0][((crc ^ u32::from(byte)) & 255) as usize];
        }
        !crc
    }
}

/// Gives the CRC-32C of `bytes`; for one short run. For many, keep a [`Checksum`].
///
/// ```
/// assert_eq!(duizhao::format::crc32c(b"123456789"), 0xe306_9283);
/// ```
pub fn crc32c(bytes: &[u8]) -> u32 {
    Checksum::new().of(bytes)
}
