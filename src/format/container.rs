//! The container: a header, a table, sections; everything checked before any section is read.

use super::checksum::Checksum;
use crate::{Error, ErrorKind, Result};

/// The first eight bytes of every index: a reader of bytes sees the name, and a transfer that changes line
/// ends or strips the eighth bit breaks them.
pub const MAGIC: [u8; 8] = *b"duizhao\x9e";

/// The format that this build writes.
pub const FORMAT_VERSION: u16 = 1;

/// The oldest reader that can read what this build writes.
pub const MIN_READER_VERSION: u16 = 1;

/// No container has more sections than this.
pub const MAX_SECTIONS: u32 = 64;

const HEADER_BYTES: usize = 32;
const ENTRY_BYTES: usize = 24;

/// The name of a section: four ASCII letters, readable in a dump.
pub type SectionId = [u8; 4];

/// One section, for people who look inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionInfo {
    /// The name.
    pub id: SectionId,
    /// Where it starts, in bytes from the start of the file.
    pub offset: usize,
    /// How long it is, in bytes.
    pub len_bytes: usize,
    /// Its CRC-32C.
    pub checksum: u32,
}

impl SectionInfo {
    /// Gives the name as text.
    pub fn name(&self) -> String {
        section_name(self.id)
    }
}

fn section_name(id: SectionId) -> String {
    id.map(char::from).iter().collect()
}

/// Puts sections together.
pub struct ContainerWriter {
    fingerprint: u32,
    sections: Vec<(SectionId, Vec<u8>)>,
}

impl ContainerWriter {
    /// Starts a container for an index made by the analysis chain of this fingerprint.
    pub fn new(fingerprint: u32) -> Self {
        ContainerWriter { fingerprint, sections: Vec::new() }
    }

    /// Adds a section; the order of adding is the order in the file.
    pub fn section(&mut self, id: SectionId, bytes: Vec<u8>) {
        debug_assert!(self.sections.iter().all(|(other, _)| *other != id));
        self.sections.push((id, bytes));
    }

    /// Gives the whole file.
    pub fn finish(self) -> Vec<u8> {
        let checksum = Checksum::new();
        let table_end = HEADER_BYTES + self.sections.len() * ENTRY_BYTES;
        let total = table_end + self.sections.iter().map(|(_, bytes)| bytes.len()).sum::<usize>();
        let mut table = Vec::with_capacity(table_end - HEADER_BYTES);
        let mut offset = table_end;
        for (id, bytes) in &self.sections {
            table.extend_from_slice(id);
            table.extend_from_slice(&checksum.of(bytes).to_le_bytes());
            table.extend_from_slice(&(offset as u64).to_le_bytes());
            table.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
            offset += bytes.len();
        }
        let mut file = Vec::with_capacity(total);
        file.extend_from_slice(&MAGIC);
        file.extend_from_slice(&FORMAT_VERSION.to_le_bytes());
        file.extend_from_slice(&MIN_READER_VERSION.to_le_bytes());
        file.extend_from_slice(&(self.sections.len() as u32).to_le_bytes());
        file.extend_from_slice(&(total as u64).to_le_bytes());
        file.extend_from_slice(&self.fingerprint.to_le_bytes());
        let mut head = file.clone();
        head.extend_from_slice(&table);
        file.extend_from_slice(&checksum.of(&head).to_le_bytes());
        file.extend_from_slice(&table);
        for (_, bytes) in &self.sections {
            file.extend_from_slice(bytes);
        }
        file
    }
}

/// A container whose every byte has been checked.
///
/// ```
/// use duizhao::format::{Container, ContainerWriter};
/// let mut writer = ContainerWriter::new(7);
/// writer.section(*b"NOTE", "对照".into());
/// let container = Container::open(writer.finish())?;
/// assert_eq!(container.section(*b"NOTE"), Some("对照".as_bytes()));
/// assert_eq!(container.fingerprint(), 7);
/// # Ok::<(), duizhao::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Container {
    bytes: Vec<u8>,
    version: u16,
    fingerprint: u32,
    sections: Vec<SectionInfo>,
}

impl Container {
    /// Checks `bytes` and takes them over.
    ///
    /// Errors: `NotAnIndex` (says what the bytes look like), `Truncated`, `Corrupt` (names the section),
    /// `Version` (written by a newer Duizhao), `TooLarge` (more than this machine can address).
    /// Cost: one pass over the bytes.
    pub fn open(bytes: Vec<u8>) -> Result<Container> {
        let known = bytes.len().min(MAGIC.len());
        if bytes.get(..known) != MAGIC.get(..known) {
            return Err(Error::new(
                ErrorKind::NotAnIndex,
                format!("expected a Duizhao index (.dzx), found {}", looks_like(&bytes)),
            ));
        }
        let header: &[u8; HEADER_BYTES] =
            bytes.first_chunk().ok_or_else(|| truncated(bytes.len(), HEADER_BYTES as u64))?;
        let num_sections = u32_at(header, 12);
        if num_sections > MAX_SECTIONS {
            return Err(corrupt(
                "header",
                format!("expected at most {MAX_SECTIONS} sections, found {num_sections}"),
            ));
        }
        let table_end = HEADER_BYTES + num_sections as usize * ENTRY_BYTES;
        let table =
            bytes.get(HEADER_BYTES..table_end).ok_or_else(|| truncated(bytes.len(), table_end as u64))?;
        let checksum = Checksum::new();
        let mut head = header[..28].to_vec();
        head.extend_from_slice(table);
        check("header", checksum.of(&head), u32_at(header, 28))?;

        let version = u16::from_le_bytes([header[8], header[9]]);
        let min_reader = u16::from_le_bytes([header[10], header[11]]);
        if min_reader > FORMAT_VERSION {
            return Err(Error::new(
                ErrorKind::Version,
                format!(
                    "this index has format {version} and needs a Duizhao that reads format {min_reader}; this one reads up to {FORMAT_VERSION}: update Duizhao, or build the index again with this version"
                ),
            ));
        }
        let total = u64_at(header, 16);
        if (bytes.len() as u64) < total {
            return Err(truncated(bytes.len(), total));
        }
        if bytes.len() as u64 > total {
            return Err(corrupt("header", format!("expected {total} bytes in all, found {}", bytes.len())));
        }

        let mut sections: Vec<SectionInfo> = Vec::with_capacity(num_sections as usize);
        let mut expected_offset = table_end as u64;
        for entry in table.as_chunks::<ENTRY_BYTES>().0 {
            let id = [entry[0], entry[1], entry[2], entry[3]];
            let (stored, offset, len) = (u32_at(entry, 4), u64_at(entry, 8), u64_at(entry, 16));
            let name = section_name(id);
            let end = offset.checked_add(len).filter(|&end| offset == expected_offset && end <= total);
            let Some(end) = end else {
                return Err(corrupt(
                    &name,
                    format!(
                        "expected it at byte {expected_offset}, inside {total} bytes; found {len} bytes at {offset}"
                    ),
                ));
            };
            if sections.iter().any(|other| other.id == id) {
                return Err(corrupt(&name, "it is there twice".to_owned()));
            }
            // Both lie inside `bytes`, so they fit `usize` on a 32-bit target too.
            let (offset, end_byte) = (offset as usize, end as usize);
            let content = bytes.get(offset..end_byte).unwrap_or(&[]);
            check(&name, checksum.of(content), stored)?;
            sections.push(SectionInfo { id, offset, len_bytes: content.len(), checksum: stored });
            expected_offset = end;
        }
        if expected_offset != total {
            return Err(corrupt("header", format!("the sections end at byte {expected_offset} of {total}")));
        }
        let fingerprint = u32_at(header, 24);
        Ok(Container { bytes, version, fingerprint, sections })
    }

    /// Gives the bytes of a section, or `None` where the file has no such section.
    pub fn section(&self, id: SectionId) -> Option<&[u8]> {
        let section = self.sections.iter().find(|section| section.id == id)?;
        self.bytes.get(section.offset..section.offset.checked_add(section.len_bytes)?)
    }

    /// Gives the bytes of a section that every index has.
    ///
    /// Errors: `Corrupt` when the file has none.
    pub fn require(&self, id: SectionId) -> Result<&[u8]> {
        self.section(id).ok_or_else(|| corrupt(&section_name(id), "it is missing".to_owned()))
    }

    /// Visits the sections in the order of the file, unknown ones included.
    pub fn sections(&self) -> &[SectionInfo] {
        &self.sections
    }

    /// Gives the format version of the file.
    pub fn version(&self) -> u16 {
        self.version
    }

    /// Gives the fingerprint of the analysis chain that made the index.
    pub fn fingerprint(&self) -> u32 {
        self.fingerprint
    }

    /// Gives the whole file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |chunk| u32::from_le_bytes(*chunk))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |chunk| u64::from_le_bytes(*chunk))
}

fn truncated(found: usize, expected: u64) -> Error {
    Error::new(
        ErrorKind::Truncated,
        format!("the index ends early: expected {expected} bytes, found {found}; load or copy it again"),
    )
}

fn corrupt(section: &str, what: String) -> Error {
    Error::new(ErrorKind::Corrupt, format!("section {section}: {what}; load the index again, or rebuild it"))
}

fn check(section: &str, found: u32, expected: u32) -> Result<()> {
    if found == expected {
        return Ok(());
    }
    Err(corrupt(
        section,
        format!("the bytes are damaged: expected checksum {expected:08x}, found {found:08x}"),
    ))
}

/// Says in words what bytes that are no index seem to be.
fn looks_like(bytes: &[u8]) -> &'static str {
    let start = bytes.get(..bytes.len().min(64)).unwrap_or(&[]);
    let text = start.trim_ascii_start().to_ascii_lowercase();
    let kinds: [(&[u8], &str); 9] = [
        (b"<!doctype", "a web page (HTML): is the address right?"),
        (b"<html", "a web page (HTML): is the address right?"),
        (b"<", "XML or HTML: is the address right?"),
        (b"{", "JSON: build an index from it first"),
        (b"[", "JSON: build an index from it first"),
        (b"\x1f\x8b", "gzip: unpack it first"),
        (b"pk\x03\x04", "a ZIP archive: unpack it first"),
        (b"%pdf", "a PDF: index its text instead"),
        (b"\x89png", "a PNG image"),
    ];
    for (magic, what) in kinds {
        if text.starts_with(magic) {
            return what;
        }
    }
    let is_text =
        std::str::from_utf8(start).map_or_else(|fault| fault.valid_up_to() + 3 >= start.len(), |_| true);
    if is_text && !start.contains(&0) {
        "text: build an index from it first"
    } else {
        "bytes of another kind"
    }
}
