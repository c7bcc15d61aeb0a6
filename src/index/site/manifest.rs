//! The manifest: which pieces there are, and the little that every query needs.

use super::{Kind, Piece};
use crate::format::{
    ByteReader, ByteWriter, Container, ContainerWriter, SectionId, StringColumn, crc32c, pack, unpack,
};
use crate::index::length::NUM_LEVELS;
use crate::index::meta::Meta;
use crate::index::unit::MAX_UNITS;
use crate::index::{SECTION_META, fingerprint};
use crate::{Error, ErrorKind, Result};

/// The file that a site is opened by, in its folder.
pub const MANIFEST_NAME: &str = "manifest.dzx";

pub(in crate::index) const SECTION_SITE: SectionId = *b"SITE";
const SECTION_SUMS: SectionId = *b"SUMS";
const NAME: &str = "SITE";

/// So many pieces that follow each other have one checksum in the manifest, and in their names.
pub(super) const PIECES_IN_GROUP: u32 = 32;

/// The longest manifest, unpacked.
const MAX_BYTES: u64 = 1 << 28;

/// What every query needs.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub num_terms: u64,
    /// Of the text, all lists together.
    pub num_postings: u64,
    pub num_aliases: u64,
    /// Tokens of all units, and of all titles.
    pub num_tokens: u64,
    pub num_title_tokens: u64,
    /// Of each document.
    pub num_units: Vec<u32>,
    pub num_boilerplate: Vec<u32>,
    /// How often each level of length stands in lists of the text, and of titles.
    pub unit_levels: Vec<u32>,
    pub title_levels: Vec<u32>,
    /// The first character of each piece of terms, ascending.
    pub first_chars: Vec<char>,
    /// The first gram of each piece of grams, ascending.
    pub first_grams: StringColumn,
    /// Characters that are grams, ascending, each with the power of two below the number of its documents.
    pub chars: Vec<(char, u8)>,
    /// So many documents are in each piece of texts, and of documents, but for the last.
    pub documents_in_texts: u32,
    pub documents_in_table: u32,
    /// How many pieces there are, by kind.
    pub num_pieces: [u32; 5],
    /// The checksum of each group of pieces, by kind.
    pub groups: [Vec<u32>; 5],
    /// The length of all pieces of each kind.
    pub len_bytes: [u64; 5],
}

impl Manifest {
    pub(super) fn encode(&self, has_boilerplate: bool) -> Vec<u8> {
        let mut writer = ByteWriter::new();
        for number in [
            self.num_units.len() as u64,
            self.num_terms,
            self.num_postings,
            self.num_aliases,
            self.num_tokens,
            self.num_title_tokens,
            u64::from(self.documents_in_texts),
            u64::from(self.documents_in_table),
        ] {
            writer.varint(number);
        }
        for numbers in [&self.num_units, &self.num_boilerplate, &self.unit_levels, &self.title_levels] {
            for &number in numbers {
                writer.varint(u64::from(number));
            }
        }
        let first_chars: Vec<String> = self.first_chars.iter().map(|&char| char.into()).collect();
        writer.column(first_chars.iter().map(String::as_str));
        writer.column(self.first_grams.iter());
        writer.varint(self.chars.len() as u64);
        let mut before = 0;
        for &(char, _) in &self.chars {
            writer.varint(u64::from(u32::from(char) - before));
            before = u32::from(char);
        }
        for &(_, level) in &self.chars {
            writer.byte(level);
        }
        let mut sums = ByteWriter::new();
        for kind in Kind::ALL {
            writer.varint(u64::from(self.num_pieces[kind as usize]));
            writer.varint(self.len_bytes[kind as usize]);
            for checksum in &self.groups[kind as usize] {
                sums.raw(&checksum.to_le_bytes());
            }
        }
        let packed = pack(&writer.finish());
        let mut container = ContainerWriter::new(fingerprint());
        container.section(SECTION_META, Meta { has_text: true, has_boilerplate, ..Meta::default() }.encode());
        container.section(SECTION_SITE, packed);
        container.section(SECTION_SUMS, sums.finish());
        container.finish()
    }

    pub(super) fn decode(container: &Container) -> Result<Manifest> {
        let plain = unpack(container.require(SECTION_SITE)?, MAX_BYTES, NAME)?;
        let mut reader = ByteReader::new(&plain, NAME);
        let num_documents = reader.number(plain.len() as u64, "a number of documents")? as usize;
        let mut manifest = Manifest {
            num_terms: reader.varint()?,
            num_postings: reader.varint()?,
            num_aliases: reader.varint()?,
            num_tokens: reader.varint()?,
            num_title_tokens: reader.varint()?,
            ..Manifest::default()
        };
        for slot in [&mut manifest.documents_in_texts, &mut manifest.documents_in_table] {
            *slot = reader.number(u64::from(u32::MAX), "a number of documents")?.max(1) as u32;
        }
        let mut numbers = |len: usize, max: u64| -> Result<Vec<u32>> {
            (0..len).map(|_| Ok(reader.number(max, "a number")? as u32)).collect()
        };
        manifest.num_units = numbers(num_documents, u64::from(MAX_UNITS))?;
        manifest.num_boilerplate = numbers(num_documents, u64::from(MAX_UNITS))?;
        manifest.unit_levels = numbers(NUM_LEVELS, u64::from(u32::MAX))?;
        manifest.title_levels = numbers(NUM_LEVELS, u64::from(u32::MAX))?;
        let num_units: u64 = manifest.num_units.iter().map(|&units| u64::from(units)).sum();
        if num_units > u64::from(MAX_UNITS) {
            return Err(reader.corrupt("more units than an index may have"));
        }
        let first_chars = reader.column()?;
        manifest.first_chars = first_chars.iter().filter_map(|string| string.chars().next()).collect();
        manifest.first_grams = reader.column()?;
        if manifest.first_chars.len() != first_chars.len()
            || !manifest.first_chars.is_sorted_by(|a, b| a < b)
            || !manifest.first_grams.iter().is_sorted_by(|a, b| a < b)
        {
            return Err(reader.corrupt("the pieces are not in order"));
        }
        let num_chars = reader.count("a number of characters")?;
        let mut code = 0u64;
        let mut chars = Vec::with_capacity(num_chars.min(reader.num_left()));
        for _ in 0..num_chars {
            code += reader.number(u64::from(u32::from(char::MAX)), "a character")?;
            let char = u32::try_from(code).ok().and_then(char::from_u32);
            chars.push(char.ok_or_else(|| reader.corrupt("a number that is no character"))?);
        }
        let levels = reader.raw(num_chars)?;
        manifest.chars = chars.into_iter().zip(levels.iter().copied()).collect();
        let mut sums = container.require(SECTION_SUMS)?;
        for kind in Kind::ALL {
            let max = sums.len() as u64 / 4 * u64::from(PIECES_IN_GROUP);
            let num = reader.number(max, "a number of pieces")? as u32;
            let len_bytes = reader.varint()?;
            let num_groups = num.div_ceil(PIECES_IN_GROUP) as usize;
            let (own, rest) = sums.split_at_checked(num_groups * 4).unwrap_or((&[], &[]));
            sums = rest;
            let own = own.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect();
            let at = kind as usize;
            if let Some(slot) = manifest.groups.get_mut(at) {
                *slot = own;
            }
            if let Some(slot) = manifest.num_pieces.get_mut(at) {
                *slot = num;
            }
            if let Some(slot) = manifest.len_bytes.get_mut(at) {
                *slot = len_bytes;
            }
        }
        for (kind, expected) in [
            (Kind::Terms, manifest.first_chars.len()),
            (Kind::Grams, manifest.first_grams.len()),
            (Kind::Texts, num_documents.div_ceil(manifest.documents_in_texts as usize)),
            (Kind::Documents, num_documents.div_ceil(manifest.documents_in_table as usize)),
        ] {
            let found = manifest.num_pieces(kind) as usize;
            if found != expected {
                let what = format!("expected {expected} pieces of {}, found {found}", kind.name());
                return Err(reader.corrupt(&what));
            }
        }
        reader.finish()?;
        Ok(manifest)
    }

    pub(super) fn num_documents(&self) -> u32 {
        self.num_units.len() as u32
    }

    pub(super) fn num_pieces(&self, kind: Kind) -> u32 {
        self.num_pieces.get(kind as usize).copied().unwrap_or(0)
    }

    /// The checksum of the group that a piece is in; `None` where there is no such piece.
    pub(super) fn group_of(&self, piece: Piece) -> Option<u32> {
        if piece.number >= self.num_pieces(piece.kind) {
            return None;
        }
        let group = piece.number / PIECES_IN_GROUP;
        self.groups.get(piece.kind as usize)?.get(group as usize).copied()
    }

    /// The name of a piece, below the folder of the manifest.
    pub(super) fn name_of(&self, piece: Piece) -> String {
        name(piece, self.group_of(piece).unwrap_or(0))
    }

    /// The piece of this name.
    ///
    /// Errors: `Unsupported` where this manifest has none: then it is another site's, or an older one's.
    pub(super) fn piece_of(&self, name: &str) -> Result<Piece> {
        let found = Kind::ALL.into_iter().find_map(|kind| {
            let number = name.strip_prefix(kind.name())?.strip_prefix('/')?.split('-').next()?;
            let piece = Piece { kind, number: number.parse().ok()? };
            (self.group_of(piece).is_some() && self.name_of(piece) == name).then_some(piece)
        });
        found.ok_or_else(|| {
            Error::new(
                ErrorKind::Unsupported,
                format!(
                    "the site index has no piece \"{name}\"; open the site again, it may have been replaced"
                ),
            )
        })
    }

    /// The piece of terms that a term with this first character is in.
    pub(super) fn terms_with(&self, first: char) -> Option<u32> {
        let after = self.first_chars.partition_point(|&char| char <= first);
        after.checked_sub(1).map(|number| number as u32)
    }

    /// The piece of grams that this key is in.
    pub(super) fn grams_with(&self, key: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.first_grams.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.first_grams.at(middle) <= key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low.checked_sub(1).map(|number| number as u32)
    }

    /// The power of two below the number of documents with a character; `None` where no document has it.
    pub(super) fn level_of_char(&self, char: char) -> Option<u8> {
        let at = self.chars.binary_search_by_key(&char, |&(known, _)| known).ok()?;
        self.chars.get(at).map(|&(_, level)| level)
    }
}

pub(super) fn name(piece: Piece, group: u32) -> String {
    format!("{}/{}-{group:08x}.bin", piece.kind.name(), piece.number)
}

/// What stands behind the content of a piece: a checksum of it, of its place, and of the group that it is in. So a piece that was
/// damaged, that lay in another place, or that is of another build, is known by itself.
pub(super) fn seal(piece: Piece, content: u32, group: u32) -> u32 {
    let mut bytes = [0; 13];
    let (numbers, kind) = bytes.as_chunks_mut::<4>();
    for (slot, number) in numbers.iter_mut().zip([content, group, piece.number]) {
        *slot = number.to_le_bytes();
    }
    kind.fill(piece.kind as u8);
    crc32c(&bytes)
}
