//! A site, as far as it has been fetched.

use super::gram::{Gram, visit_grams};
use super::lists::ListPiece;
use super::manifest::{Manifest, seal};
use super::terms::TermPiece;
use super::texts::{GramPiece, TextPiece};
use super::{Candidates, Kind, Piece};
use crate::format::{Container, PrefixCode, crc32c};
use crate::index::aliases::AliasTable;
use crate::index::documents::{DocumentInfo, DocumentTable};
use crate::index::postings::List;
use crate::index::terms::{TermDictionary, TermId};
use crate::order;
use crate::sorted::SortedMap;
use crate::{Error, ErrorKind, Result};
use std::cell::{OnceCell, RefCell};

/// Grams are fetched two at a time, the rarest first, so many times at most.
const MAX_ROUNDS: usize = 3;
const GRAMS_A_ROUND: usize = 2;
/// So few documents are not narrowed further: reading them costs less than another gram.
const ENOUGH: usize = 8;

/// What has been fetched of a site, and what was asked for and is missing.
///
/// Memory: all that has been fetched, unpacked.
#[derive(Debug, Default)]
pub(in crate::index) struct Site {
    manifest: Manifest,
    num_units: u32,
    unit_code: PrefixCode,
    title_code: PrefixCode,
    terms: SortedMap<u32, TermPiece>,
    /// Of the terms of all pieces that are there, in order.
    lengths: Vec<(u32, u32)>,
    places: Vec<(u32, u32)>,
    postings: SortedMap<u32, Postings>,
    grams: SortedMap<u32, GramPiece>,
    texts: SortedMap<u32, TextPiece>,
    tables: SortedMap<u32, DocumentTable>,
    missing: RefCell<SortedMap<Piece, ()>>,
}

/// A piece of postings: read when it is first used, since how long its lists are is said in a piece of terms.
#[derive(Debug, Default)]
struct Postings {
    bytes: Vec<u8>,
    lists: OnceCell<ListPiece>,
}

/// What the rest of the index holds of a site: it changes with what is fetched.
#[derive(Default)]
pub(in crate::index) struct Held {
    pub terms: Option<(TermDictionary, AliasTable, AliasTable)>,
    pub documents: Option<DocumentTable>,
}

/// A text and the bits of its layout.
pub(in crate::index) type Stored<'s> = (&'s str, &'s [u8]);

impl Site {
    /// Opens the manifest; gives the part of the document table that it holds too.
    pub(in crate::index) fn open(container: &Container) -> Result<(Site, DocumentTable)> {
        let manifest = Manifest::decode(container)?;
        let mean = |sum: u64, num: usize| (sum as f64 / num.max(1) as f64).max(1.0);
        let num_units: u32 = manifest.num_units.iter().sum();
        let table = DocumentTable::of_units(
            &manifest.num_units,
            &manifest.num_boilerplate,
            mean(manifest.num_tokens, num_units as usize),
            mean(manifest.num_title_tokens, manifest.num_units.len()),
        );
        let site = Site {
            num_units,
            unit_code: PrefixCode::new(&manifest.unit_levels),
            title_code: PrefixCode::new(&manifest.title_levels),
            manifest,
            ..Site::default()
        };
        Ok((site, table))
    }

    pub(in crate::index) fn num_terms(&self) -> u64 {
        self.manifest.num_terms
    }

    pub(in crate::index) fn num_postings(&self) -> u64 {
        self.manifest.num_postings
    }

    pub(in crate::index) fn num_aliases(&self) -> u64 {
        self.manifest.num_aliases
    }

    /// Kinds of pieces: name, how many, bytes in all.
    pub(in crate::index) fn kinds(&self) -> impl Iterator<Item = (&'static str, u32, u64)> + '_ {
        Kind::ALL.into_iter().map(|kind| {
            let len_bytes = self.manifest.len_bytes.get(kind as usize).copied().unwrap_or(0);
            (kind.name(), self.manifest.num_pieces(kind), len_bytes)
        })
    }

    pub(in crate::index) fn names(&self) -> Vec<String> {
        let of_kind = |kind| {
            let numbers = 0..self.manifest.num_pieces(kind);
            numbers.map(move |number| self.manifest.name_of(Piece { kind, number }))
        };
        Kind::ALL.into_iter().flat_map(of_kind).collect()
    }

    /// Whether something was asked for that is not there.
    pub(in crate::index) fn is_waiting(&self) -> bool {
        !self.missing.borrow().is_empty()
    }

    /// The names of what was asked for and is not there; forgets them.
    pub(in crate::index) fn needs(&self) -> Vec<String> {
        let missing = std::mem::take(&mut *self.missing.borrow_mut());
        missing.keys().map(|&piece| self.manifest.name_of(piece)).collect()
    }

    fn need(&self, kind: Kind, number: u32) {
        if number < self.manifest.num_pieces(kind) {
            self.missing.borrow_mut().insert(Piece { kind, number }, ());
        }
    }

    /// Notes that all pieces are needed which are not there.
    pub(in crate::index) fn need_all(&self) {
        for kind in Kind::ALL {
            for number in 0..self.manifest.num_pieces(kind) {
                let is_there = match kind {
                    Kind::Terms => self.terms.contains(&number),
                    Kind::Postings => self.postings.contains(&number),
                    Kind::Grams => self.grams.contains(&number),
                    Kind::Texts => self.texts.contains(&number),
                    Kind::Documents => self.tables.contains(&number),
                };
                if !is_there {
                    self.need(kind, number);
                }
            }
        }
    }

    /// Checks a piece and takes it; one that is there already is left as it is.
    ///
    /// Errors: `Truncated` and `Corrupt` where the bytes are not those of the piece that the manifest means, or no such piece;
    /// `Unsupported` for a name that the manifest has not.
    pub(in crate::index) fn supply(&mut self, name: &str, mut bytes: Vec<u8>) -> Result<Held> {
        let piece = self.manifest.piece_of(name)?;
        let group = self.manifest.group_of(piece).unwrap_or(0);
        let len_content = bytes.len().saturating_sub(4);
        let is_whole = bytes.get(len_content..).is_some_and(|last| {
            let content = crc32c(bytes.get(..len_content).unwrap_or(&[]));
            last == seal(piece, content, group).to_le_bytes()
        });
        if !is_whole {
            let looks =
                if bytes.trim_ascii_start().starts_with(b"<") { " (it looks like a web page)" } else { "" };
            return Err(Error::new(
                ErrorKind::Corrupt,
                format!(
                    "piece {name} of the site index: these {} bytes are damaged or of another build{looks}; load it again, or build the site again",
                    bytes.len()
                ),
            ));
        }
        bytes.truncate(len_content);
        let number = piece.number;
        let mut held = Held::default();
        match piece.kind {
            Kind::Terms => {
                let terms = TermPiece::decode(&bytes)?;
                self.check_terms(number, &terms)?;
                self.terms.insert(number, terms);
                held.terms = Some(self.join_terms());
            }
            Kind::Postings => {
                self.postings.or_insert(number, Postings { bytes, lists: OnceCell::new() });
            }
            Kind::Grams => {
                self.grams.insert(number, GramPiece::decode(&bytes, self.manifest.num_documents())?);
            }
            Kind::Texts => {
                let texts = TextPiece::decode(&bytes)?;
                self.check_documents(name, number, self.manifest.documents_in_texts, &texts.table)?;
                self.texts.insert(number, texts);
            }
            Kind::Documents => {
                let table = DocumentTable::decode(&bytes)?;
                self.check_documents(name, number, self.manifest.documents_in_table, &table)?;
                self.tables.insert(number, table);
                if self.tables.len() == self.manifest.num_pieces(Kind::Documents) as usize {
                    held.documents = Some(DocumentTable::joined(self.tables.values()));
                }
            }
        }
        Ok(held)
    }

    /// The terms of a piece begin with the characters that the manifest says.
    fn check_terms(&self, number: u32, piece: &TermPiece) -> Result<()> {
        let mut of_ends = [piece.terms.iter().next(), piece.terms.iter().last()].into_iter().flatten();
        let is_inside = of_ends.all(|term| {
            term.chars().next().and_then(|first| self.manifest.terms_with(first)) == Some(number)
        });
        if is_inside {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Corrupt,
            format!(
                "piece {number} of terms: its terms begin otherwise than the manifest says; build the site again"
            ),
        ))
    }

    /// The documents of a piece have as many units as the manifest says.
    fn check_documents(&self, name: &str, number: u32, in_piece: u32, table: &DocumentTable) -> Result<()> {
        let first = number as usize * in_piece as usize;
        let expected = self.manifest.num_units.iter().skip(first).take(in_piece as usize);
        let found = (0..table.len() as u32).map(|place| table.all_units(place).len() as u32);
        if found.eq(expected.copied()) {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Corrupt,
            format!(
                "piece {name} of the site index: its documents are not those of the manifest; build the site again"
            ),
        ))
    }

    fn join_terms(&mut self) -> (TermDictionary, AliasTable, AliasTable) {
        self.lengths.clear();
        self.places.clear();
        for piece in self.terms.values() {
            self.lengths.extend(piece.num_units.iter().copied().zip(piece.num_titles.iter().copied()));
            self.places.extend_from_slice(&piece.places);
        }
        let terms = TermDictionary::joined(self.terms.values().map(|piece| &piece.terms));
        let aliases = AliasTable::joined(self.terms.values().map(|piece| &piece.aliases));
        let regional = AliasTable::joined(self.terms.values().map(|piece| &piece.regional));
        (terms, aliases, regional)
    }

    /// Notes what is missing of the terms that begin with `first`.
    pub(in crate::index) fn want_terms(&self, first: char) {
        if let Some(number) = self.manifest.terms_with(first).filter(|number| !self.terms.contains(number)) {
            self.need(Kind::Terms, number);
        }
    }

    /// Notes what is missing of all terms.
    pub(in crate::index) fn want_all_terms(&self) {
        for number in 0..self.manifest.num_pieces(Kind::Terms) {
            if !self.terms.contains(&number) {
                self.need(Kind::Terms, number);
            }
        }
    }

    /// Notes what is missing of the document table.
    pub(in crate::index) fn want_documents(&self) {
        for number in 0..self.manifest.num_pieces(Kind::Documents) {
            if !self.tables.contains(&number) {
                self.need(Kind::Documents, number);
            }
        }
    }

    /// In how many units, and in how many titles, a term stands.
    pub(in crate::index) fn lengths(&self, term: TermId) -> (u32, u32) {
        self.lengths.get(term.index()).copied().unwrap_or((0, 0))
    }

    /// The list of a term, in the text or in titles; empty where it is not there yet.
    pub(in crate::index) fn list(&self, term: TermId, of_titles: bool) -> Result<List> {
        let lengths = self.lengths(term);
        let Some(&(number, place)) = self.places.get(term.index()) else { return Ok(List::default()) };
        if (if of_titles { lengths.1 } else { lengths.0 }) == 0 {
            return Ok(List::default());
        }
        let Some(piece) = self.postings.get(&number) else {
            self.need(Kind::Postings, number);
            return Ok(List::default());
        };
        let lists = match piece.lists.get() {
            Some(lists) => lists,
            None => {
                let first = term.index() - place as usize;
                let places = self.places.get(first..).unwrap_or(&[]);
                let num = places.iter().take_while(|(of, _)| *of == number).count();
                let lists = ListPiece::decode(
                    &piece.bytes,
                    self.lengths.iter().skip(first).take(num).copied(),
                    (self.num_units, &self.unit_code),
                    (self.manifest.num_documents(), &self.title_code),
                )?;
                piece.lists.get_or_init(|| lists)
            }
        };
        Ok(lists.list(place, of_titles))
    }

    /// The piece of texts that a document is in and its place there; notes it where it is missing.
    fn texts_with(&self, document: u32) -> Option<(&TextPiece, u32)> {
        let in_piece = self.manifest.documents_in_texts.max(1);
        let number = document / in_piece;
        let piece = self.texts.get(&number);
        if piece.is_none() {
            self.need(Kind::Texts, number);
        }
        piece.map(|piece| (piece, document % in_piece))
    }

    /// What is known of a document, if its text is there.
    pub(in crate::index) fn info(&self, document: u32) -> Option<DocumentInfo<'_>> {
        let (piece, place) = self.texts_with(document)?;
        Some(DocumentInfo { ordinal: document, ..piece.table.info(place)? })
    }

    /// The table of a piece with a document, its place there, its text, and the bits of its layout.
    pub(in crate::index) fn text(&self, document: u32) -> Option<(&DocumentTable, u32, Stored<'_>)> {
        let (piece, place) = self.texts_with(document)?;
        Some((&piece.table, place, piece.text(place)?))
    }

    /// The document with an id, among those whose texts are there.
    pub(in crate::index) fn ordinal_of(&self, id: &str) -> Option<u32> {
        self.texts.iter().find_map(|(&number, piece)| {
            let place = piece.table.iter().position(|info| info.id == id)?;
            Some(number * self.manifest.documents_in_texts + place as u32)
        })
    }

    /// The documents that may hold `string`, which is folded.
    pub(in crate::index) fn candidates(&self, string: &str) -> Candidates {
        let mut grams: Vec<(u32, String)> = Vec::new();
        let (mut num_chars, mut is_held) = (0, true);
        visit_grams(string, |gram| {
            let level = |char| self.manifest.level_of_char(char);
            // A pair stands in about as many documents as both its characters suggest, were they strangers.
            let rank = match gram {
                Gram::Atom(_) => Some(0),
                Gram::One(char) => level(char).map(|level| 64 + 2 * u32::from(level)),
                Gram::Two(first, second) => {
                    level(first).zip(level(second)).map(|(a, b)| u32::from(a) + u32::from(b))
                }
            };
            num_chars += usize::from(!matches!(gram, Gram::Two(..)));
            match rank {
                Some(rank) => grams.push((rank, gram.key())),
                None => is_held = false,
            }
        });
        if !is_held || grams.is_empty() {
            return Candidates { documents: Vec::new(), is_certain: true };
        }
        order::sort_by(&mut grams, Ord::cmp);
        grams.dedup();
        // A pair says all that its characters say.
        let singles: Vec<String> = grams
            .iter()
            .filter(|(_, key)| {
                !grams.iter().any(|(_, other)| other.len() > key.len() && other.contains(key.as_str()))
            })
            .map(|(_, key)| key.clone())
            .collect();
        let is_certain = singles.len() == 1 && singles.first().is_some_and(|only| only == string);
        let mut documents: Option<Vec<u32>> = None;
        for round in singles.chunks(GRAMS_A_ROUND).take(MAX_ROUNDS) {
            if documents.as_ref().is_some_and(|documents| documents.len() <= ENOUGH) {
                break;
            }
            let mut is_missing = false;
            for key in round {
                let Some(number) = self.manifest.grams_with(key) else {
                    return Candidates { documents: Vec::new(), is_certain: true };
                };
                let Some(piece) = self.grams.get(&number) else {
                    self.need(Kind::Grams, number);
                    is_missing = true;
                    continue;
                };
                let with = piece.documents(key);
                documents = Some(match documents {
                    None => with.to_vec(),
                    Some(some) => {
                        some.into_iter().filter(|document| with.binary_search(document).is_ok()).collect()
                    }
                });
            }
            if is_missing {
                return Candidates::default();
            }
        }
        Candidates { documents: documents.unwrap_or_default(), is_certain }
    }
}
