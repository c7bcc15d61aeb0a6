//! Lays a bundle out as a site.

use super::contents::{Contents, OfIndex, gram_of};
use super::gram::Gram;
use super::lists::{ListWriter, TermLists, about_bits};
use super::manifest::{MANIFEST_NAME, Manifest, PIECES_IN_GROUP, name, seal};
use super::terms::{LIST_BYTES_A_TERM, TermEntry};
use super::{Kind, MAX_PIECE_BYTES, Piece, terms, texts};
use crate::format::{Checksum, PrefixCode};
use crate::index::aliases::{AliasPair, AliasTable};
use crate::index::documents::{DocumentRecord, DocumentTable};
use crate::index::length::NUM_LEVELS;
use crate::index::{Index, TermId};
use crate::order::sort_by_number;
use crate::sorted::SortedMap;
use crate::{Error, ErrorKind, Result};

/// About so many bytes of text are in a piece of texts: a hit costs one.
const TEXT_BYTES: u64 = 4096;
/// No piece of lists is closed before it has so many.
const MIN_PIECE_BYTES: u64 = 1024;
/// So many documents are in a piece of the document table.
const DOCUMENTS_IN_TABLE: u32 = 1024;
/// So many documents a site may have: a gram and a document share 64 bits while lists are made.
const MAX_DOCUMENTS: usize = 1 << DOCUMENT_BITS;
const DOCUMENT_BITS: u32 = 22;

/// Where the pieces go: a name below the folder of the site, and the bytes.
type Put<'p> = &'p mut dyn FnMut(&str, Vec<u8>) -> Result<()>;

/// Writes `index` as a site: calls `put` with the name and the bytes of every file, the manifest last, so that a
/// folder that has one is whole. The same index gives the same files.
///
/// Errors: `Unsupported` for an index without its texts, and for one that is a site; `TooLarge` past 2²² documents;
/// whatever `put` gives; `Corrupt`. Cost: linear in the corpus; every text is read once.
/// Memory: eight bytes for each distinct gram of each document, besides the index.
pub fn write_site(index: &Index, put: Put<'_>) -> Result<()> {
    if !index.has_text() || index.is_site() {
        let what =
            if index.is_site() { "this is a site index already" } else { "a site index needs stored texts" };
        return Err(Error::new(
            ErrorKind::Unsupported,
            format!("{what}; make one from a bundle that has its texts"),
        ));
    }
    lay_out(index, &mut OfIndex::new(index), put)
}

/// Writes the site of `index`, whose texts `contents` has.
#[cfg_attr(optimize_for_size, optimize(speed))]
pub(in crate::index) fn lay_out(index: &Index, contents: &mut dyn Contents, put: Put<'_>) -> Result<()> {
    let num_documents = index.documents().len();
    if num_documents > MAX_DOCUMENTS {
        return Err(Error::new(
            ErrorKind::TooLarge,
            format!("{num_documents} documents, at most {MAX_DOCUMENTS} fit one site; split the corpus"),
        ));
    }
    let len_text =
        num_documents.checked_sub(1).map_or(0, |last| index.documents().text_range(last as u32).end);
    let mut pieces = Pieces {
        put,
        manifest: Manifest::default(),
        open: Default::default(),
        checksum: Checksum::new(),
        len_bytes: piece_bytes(len_text),
    };
    write_terms(index, &mut pieces)?;
    write_documents(index, contents, &mut pieces)?;
    write_grams(index, contents, &mut pieces)?;
    for kind in Kind::ALL {
        pieces.end_group(kind)?;
    }
    let bytes = pieces.manifest.encode(index.has_boilerplate());
    (pieces.put)(MANIFEST_NAME, bytes)
}

struct Pieces<'p> {
    put: Put<'p>,
    manifest: Manifest,
    /// The pieces of the last group of each kind: their names wait for the checksum of them all.
    open: [Vec<Vec<u8>>; 5],
    checksum: Checksum,
    /// About how long a piece of lists is.
    len_bytes: u64,
}

/// About how long pieces of lists are on a site with `len_text` bytes of text. A query takes a few of them for one list each, and
/// every piece costs every reader a few bytes of manifest: both are least where pieces grow with the square root of the whole.
fn piece_bytes(len_text: u64) -> u64 {
    (len_text.isqrt() * 3 / 4).clamp(MIN_PIECE_BYTES, MAX_PIECE_BYTES)
}

impl Pieces<'_> {
    fn add(&mut self, kind: Kind, bytes: Vec<u8>) -> Result<()> {
        self.manifest.num_pieces[kind as usize] += 1;
        self.open[kind as usize].push(bytes);
        if self.open[kind as usize].len() as u32 == PIECES_IN_GROUP { self.end_group(kind) } else { Ok(()) }
    }

    /// Gives the pieces of a group away, with the checksum of all in each name and in each seal.
    fn end_group(&mut self, kind: Kind) -> Result<()> {
        let group = std::mem::take(&mut self.open[kind as usize]);
        if group.is_empty() {
            return Ok(());
        }
        let contents: Vec<u32> = group.iter().map(|bytes| self.checksum.of(bytes)).collect();
        let all: Vec<u8> = contents.iter().flat_map(|content| content.to_le_bytes()).collect();
        let sum = self.checksum.of(&all);
        let first = self.manifest.num_pieces(kind) - group.len() as u32;
        for ((number, mut bytes), content) in (first..).zip(group).zip(contents) {
            let piece = Piece { kind, number };
            bytes.extend_from_slice(&seal(piece, content, sum).to_le_bytes());
            self.manifest.len_bytes[kind as usize] += bytes.len() as u64;
            (self.put)(&name(piece, sum), bytes)?;
        }
        self.manifest.groups[kind as usize].push(sum);
        Ok(())
    }
}

/// The lists of a term with the levels of its units and titles.
struct Found {
    units: Vec<u32>,
    frequencies: Vec<u32>,
    unit_levels: Vec<u8>,
    titles: Vec<u32>,
    title_levels: Vec<u8>,
}

impl Found {
    #[cfg_attr(optimize_for_size, optimize(speed))]
    fn of(index: &Index, term: TermId) -> Result<Found> {
        let (units, frequencies) = index.postings(term)?.iter().unzip();
        let titles = index.title_postings(term)?.units().to_vec();
        let levels = |places: &Vec<u32>, table: &[u8]| places.iter().map(|&at| table[at as usize]).collect();
        Ok(Found {
            unit_levels: levels(&units, index.documents().unit_levels()),
            title_levels: levels(&titles, index.documents().title_levels()),
            units,
            frequencies,
            titles,
        })
    }

    fn lists(&self) -> TermLists<'_> {
        TermLists {
            units: &self.units,
            frequencies: &self.frequencies,
            unit_levels: &self.unit_levels,
            titles: &self.titles,
            title_levels: &self.title_levels,
        }
    }
}

#[cfg_attr(optimize_for_size, optimize(speed))]
fn write_terms(index: &Index, pieces: &mut Pieces<'_>) -> Result<()> {
    let table = index.documents();
    let num_terms = index.terms().len() as u32;
    let (mut unit_levels, mut title_levels) = (vec![0u32; NUM_LEVELS], vec![0u32; NUM_LEVELS]);
    let mut num_postings = 0;
    for term in (0..num_terms).map(TermId) {
        let found = Found::of(index, term)?;
        num_postings += found.units.len() as u64;
        for (levels, counts) in
            [(&found.unit_levels, &mut unit_levels), (&found.title_levels, &mut title_levels)]
        {
            for &level in levels {
                counts[usize::from(level)] = counts[usize::from(level)].saturating_add(1);
            }
        }
    }
    let (unit_code, title_code) = (PrefixCode::new(&unit_levels), PrefixCode::new(&title_levels));
    let mut writer =
        ListWriter::new(table.num_units(), table.len() as u32, &unit_code, &title_code, pieces.len_bytes);
    let min_terms = (pieces.len_bytes / LIST_BYTES_A_TERM) as u32;
    let (aliases, regional) = (by_first_char(index.aliases()), by_first_char(index.regional()));
    // The forms of aliases begin with characters that no term may begin with: they go where such a term would.
    let first_of = |term: u32| index.terms().term(TermId(term)).chars().next().unwrap_or('\0');
    let mut first = 0;
    while first < num_terms {
        let mut end = first + 1;
        while end < num_terms && ((end - first) < min_terms || first_of(end) == first_of(end - 1)) {
            end += 1;
        }
        let first_lists = pieces.manifest.num_pieces(Kind::Postings);
        let mut entries: Vec<TermEntry<'_>> = Vec::with_capacity((end - first) as usize);
        for ordinal in first..end {
            let found = Found::of(index, TermId(ordinal))?;
            let is_full = writer.is_full(&found.lists());
            if is_full {
                pieces.add(Kind::Postings, writer.take())?;
            }
            writer.add(&found.lists());
            entries.push(TermEntry {
                term: index.terms().term(TermId(ordinal)),
                num_units: found.units.len() as u32,
                num_titles: found.titles.len() as u32,
                begins_piece: is_full || ordinal == first,
            });
        }
        pieces.add(Kind::Postings, writer.take())?;
        let from = if first == 0 { '\0' } else { first_of(first) };
        let next = (end < num_terms).then(|| first_of(end));
        let [aliases, regional] = [&aliases, &regional].map(|by_char| {
            let own = by_char.iter_from(&from).take_while(|(char, _)| next.is_none_or(|next| **char < next));
            let mut pairs: Vec<AliasPair> = own.flat_map(|(_, pairs)| pairs.iter().cloned()).collect();
            pairs.sort_unstable();
            pairs.dedup();
            pairs
        });
        pieces.manifest.first_chars.push(from);
        pieces.add(Kind::Terms, terms::encode(&entries, first_lists, &aliases, &regional))?;
        first = end;
    }
    let manifest = &mut pieces.manifest;
    manifest.num_terms = u64::from(num_terms);
    manifest.num_postings = num_postings;
    manifest.num_aliases = index.aliases().iter().count() as u64;
    (manifest.unit_levels, manifest.title_levels) = (unit_levels, title_levels);
    Ok(())
}

/// The pairs of a table by the first character of each form.
fn by_first_char(table: &AliasTable) -> SortedMap<char, Vec<AliasPair>> {
    let mut by_char: SortedMap<char, Vec<AliasPair>> = SortedMap::new();
    for pair in table.iter() {
        for form in [&pair.left, &pair.right] {
            let pairs = form.chars().next().map(|first| by_char.or_default(first));
            if let Some(pairs) = pairs.filter(|pairs| pairs.last() != Some(pair)) {
                pairs.push(pair.clone());
            }
        }
    }
    by_char
}

fn write_documents(index: &Index, contents: &dyn Contents, pieces: &mut Pieces<'_>) -> Result<()> {
    let table = index.documents();
    let num_documents = table.len() as u32;
    let len_bytes = num_documents.checked_sub(1).map_or(0, |last| table.text_range(last).end);
    let mean = len_bytes / u64::from(num_documents.max(1));
    let in_texts = (TEXT_BYTES / mean.max(1)).clamp(1, 1024) as u32;
    let records = |first: u32, num: u32| -> Vec<DocumentRecord> {
        (first..num_documents.min(first + num)).filter_map(|ordinal| table.record(ordinal)).collect()
    };
    for first in (0..num_documents).step_by(in_texts as usize) {
        let (mut text, mut layouts) = (String::new(), Vec::new());
        for ordinal in first..num_documents.min(first + in_texts) {
            layouts.push(contents.text(ordinal, &mut text)?);
        }
        pieces.add(Kind::Texts, texts::encode(&records(first, in_texts), &text, &layouts))?;
    }
    for first in (0..num_documents).step_by(DOCUMENTS_IN_TABLE as usize) {
        pieces.add(Kind::Documents, DocumentTable::encode(records(first, DOCUMENTS_IN_TABLE).iter()))?;
    }
    let manifest = &mut pieces.manifest;
    for ordinal in 0..num_documents {
        let (all, text) = (table.all_units(ordinal).len(), table.units(ordinal).len());
        manifest.num_units.push(all as u32);
        manifest.num_boilerplate.push((all - text) as u32);
    }
    (manifest.num_tokens, manifest.num_title_tokens) = table.num_tokens();
    manifest.documents_in_texts = in_texts;
    manifest.documents_in_table = DOCUMENTS_IN_TABLE;
    Ok(())
}

#[cfg_attr(optimize_for_size, optimize(speed))]
fn write_grams(index: &Index, contents: &mut dyn Contents, pieces: &mut Pieces<'_>) -> Result<()> {
    let num_documents = index.documents().len() as u32;
    let mut places: Vec<u64> = Vec::new();
    for document in 0..num_documents {
        contents.grams(document, &mut |gram| places.push(gram << DOCUMENT_BITS | u64::from(document)))?;
    }
    // They came document by document, and equal ones stay in their order.
    sort_by_number(&mut places, |place| place >> DOCUMENT_BITS);
    let document_of = |place: &u64| (place & ((1 << DOCUMENT_BITS) - 1)) as u32;
    let runs = places.chunk_by(|a, b| a >> DOCUMENT_BITS == b >> DOCUMENT_BITS);
    // Atoms have the lowest numbers, but in the order in which they came.
    let mut atoms: Vec<(&str, &[u64])> = Vec::new();
    let mut writer = GramWriter { pieces, num_documents, keys: Vec::new(), lists: Vec::new(), num_bits: 0 };
    let mut chars: Vec<(char, u8)> = Vec::new();
    let mut is_past_atoms = false;
    for run in runs {
        let number = run[0] >> DOCUMENT_BITS;
        let Some(gram) = gram_of(number) else {
            atoms.push((contents.atom(number as u32), run));
            continue;
        };
        if !is_past_atoms {
            is_past_atoms = true;
            writer.atoms(&mut atoms, document_of)?;
        }
        if let Gram::One(char) = gram {
            chars.push((char, run.len().ilog2() as u8));
        }
        writer.add(gram.key(), run.iter().map(document_of).collect())?;
    }
    writer.atoms(&mut atoms, document_of)?;
    writer.end()?;
    pieces.manifest.chars = chars;
    Ok(())
}

struct GramWriter<'w, 'p> {
    pieces: &'w mut Pieces<'p>,
    num_documents: u32,
    keys: Vec<String>,
    lists: Vec<Vec<u32>>,
    num_bits: u64,
}

impl GramWriter<'_, '_> {
    fn atoms(&mut self, atoms: &mut Vec<(&str, &[u64])>, document_of: impl Fn(&u64) -> u32) -> Result<()> {
        atoms.sort_unstable();
        for (atom, run) in atoms.drain(..) {
            self.add(atom.to_owned(), run.iter().map(&document_of).collect())?;
        }
        Ok(())
    }

    fn add(&mut self, key: String, list: Vec<u32>) -> Result<()> {
        let num_bits = about_bits(list.len() as u32, self.num_documents, 1);
        if self.num_bits + num_bits > 8 * self.pieces.len_bytes || self.keys.len() == texts::MAX_GRAMS {
            self.end()?;
        }
        self.num_bits += num_bits;
        self.keys.push(key);
        self.lists.push(list);
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        let Some(first) = self.keys.first().cloned() else { return Ok(()) };
        let bytes = texts::encode_grams(&self.keys, &self.lists, self.num_documents);
        self.pieces.manifest.first_grams.push(&first);
        self.keys.clear();
        self.lists.clear();
        self.num_bits = 0;
        self.pieces.add(Kind::Grams, bytes)
    }
}
