//! An index, open.

use super::aliases::AliasTable;
use super::cache::{Cache, Kept};
use super::characters::{CharacterTable, Holders};
use super::documents::{DocumentInfo, DocumentTable};
use super::indexed_text::IndexedText;
use super::layout;
use super::meta::Meta;
use super::passages::Passages;
use super::postings::{List, Postings};
use super::readings::Readings;
use super::site::{SECTION_SITE, Site};
use super::store::{Piece, Store};
use super::terms::{TermDictionary, TermId};
use super::unit::units;
use super::{
    SECTION_ALIASES, SECTION_DOCUMENTS, SECTION_HASHES, SECTION_META, SECTION_PINYIN, SECTION_POSTINGS,
    SECTION_REGIONAL, SECTION_SPANS, SECTION_TERMS, SECTION_TEXT, SECTION_TITLES, fingerprint, hashes,
};
use crate::document::{Document, MAX_DOCUMENT_BYTES};
use crate::format::{Container, SectionInfo};
use crate::segment::{Cost, Vocabulary, cost_of};
use crate::sorted::SortedMap;
use crate::{Error, ErrorKind, Result};
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

/// No index has more postings than this for each byte of its file.
const MAX_POSTINGS_PER_BYTE: u64 = 64;

/// An index that has been checked and opened. Its bytes are kept as they are; what is unpacked from them at once is
/// the term dictionary, the document table, the aliases and the heads of the postings; everything else when needed.
///
/// Memory: the file, about twice the size of its terms, and (where the text is stored and has been searched) two
/// bytes a character.
#[derive(Default)]
pub struct Index {
    container: Container,
    pub(super) meta: Meta,
    pub(super) terms: TermDictionary,
    body: Postings,
    titles: Postings,
    pub(super) documents: DocumentTable,
    pub(super) aliases: AliasTable,
    pub(super) regional: AliasTable,
    readings: Option<Readings>,
    store: Option<Store>,
    /// Where the index is a site: what has been fetched of it.
    pub(super) site: Option<Site>,
    num_postings: u64,
    pub(super) by_id: OnceCell<SortedMap<String, u32>>,
    characters: OnceCell<CharacterTable>,
    pub(super) holders: RefCell<Holders>,
    hashes: OnceCell<Vec<Option<u64>>>,
    cache: RefCell<Cache>,
}

impl Index {
    /// Checks `bytes` and opens the index in them.
    ///
    /// Errors: `NotAnIndex`, `Truncated`, `Corrupt` (names the section), `Version`, and `Fingerprint` where the index
    /// was built with other rules of cleaning and folding: then build it again from the texts.
    /// Cost: linear in the file for the checksums, and in the terms and documents.
    pub fn open(bytes: Vec<u8>) -> Result<Index> {
        let container = Container::open(bytes)?;
        if container.fingerprint() != fingerprint() {
            return Err(Error::new(
                ErrorKind::Fingerprint,
                format!(
                    "the index was built with analysis rules {:08x}, this Duizhao has {:08x}: its answers would be wrong; build it again from the texts",
                    container.fingerprint(),
                    fingerprint()
                ),
            ));
        }
        let mut index = Index { container, ..Index::default() };
        index.read_sections()?;
        Ok(index)
    }

    /// Fills an index whose container is open. Each section goes to its place at once: what is refused further on is then
    /// taken apart in one place of the code.
    fn read_sections(&mut self) -> Result<()> {
        let container = &self.container;
        self.meta = Meta::decode(container.require(SECTION_META)?)?;
        if container.section(SECTION_SITE).is_some() {
            let (site, documents) = Site::open(container)?;
            self.num_postings = site.num_postings().max(1);
            self.documents = documents;
            self.site = Some(site);
            return Ok(());
        }
        self.terms = TermDictionary::decode(container.require(SECTION_TERMS)?)?;
        self.body = Postings::open(container.require(SECTION_POSTINGS)?, "POST", true)?;
        self.titles = Postings::open(container.require(SECTION_TITLES)?, "TITL", false)?;
        self.documents = DocumentTable::decode(container.require(SECTION_DOCUMENTS)?)?;
        let num_documents = self.documents.len();
        if let Some(bytes) = container.section(SECTION_ALIASES) {
            self.aliases = AliasTable::decode(bytes, num_documents as u32)?;
        }
        if let Some(bytes) = container.section(SECTION_REGIONAL) {
            self.regional = AliasTable::decode_counts(bytes)?;
        }
        if let Some(bytes) = container.section(SECTION_PINYIN) {
            self.readings = Some(Readings::decode(bytes, &self.terms)?);
        }
        for (section, found, expected) in [
            ("POST: terms", self.body.num_terms(), self.terms.len()),
            ("TITL: terms", self.titles.num_terms(), self.terms.len()),
            ("POST: units", self.body.num_units() as usize, self.documents.num_units() as usize),
            ("TITL: documents", self.titles.num_units() as usize, num_documents),
        ] {
            if found != expected {
                return Err(Error::new(
                    ErrorKind::Corrupt,
                    format!("section {section}: expected {expected}, found {found}; rebuild the index"),
                ));
            }
        }
        if self.meta.has_text {
            self.store = Some(Store::open(container.require(SECTION_TEXT)?, num_documents, &self.terms)?);
        } else if let Some(bytes) = container.section(SECTION_SPANS) {
            self.documents.place_units(bytes)?;
        }
        self.num_postings = self.body.num_postings().max(1);
        // A list of everything takes no bits: so the lists, and what is made of them, are bounded by the file.
        let max_postings = container.bytes().len() as u64 * MAX_POSTINGS_PER_BYTE;
        if self.num_postings.saturating_add(self.titles.num_postings()) > max_postings {
            return Err(Error::new(
                ErrorKind::Corrupt,
                format!("section POST: more than {max_postings} postings; rebuild the index"),
            ));
        }
        Ok(())
    }

    /// The document table.
    pub fn documents(&self) -> &DocumentTable {
        &self.documents
    }

    /// The term dictionary; of a site index, of the terms that have been fetched.
    pub fn terms(&self) -> &TermDictionary {
        &self.terms
    }

    /// The term dictionary for terms that begin as `prefix` does: those of a site index are fetched.
    pub fn terms_for(&self, prefix: &str) -> &TermDictionary {
        if let (Some(site), Some(first)) = (&self.site, prefix.chars().next()) {
            site.want_terms(first);
        }
        &self.terms
    }

    /// The aliases that the documents gloss, and those given when building.
    pub fn aliases(&self) -> &AliasTable {
        &self.aliases
    }

    /// Pairs of regional words of which the texts have a form; of a site index, those of the terms that have been fetched.
    pub fn regional(&self) -> &AliasTable {
        &self.regional
    }

    /// How the characters of the terms are read, where the index was built with that.
    pub fn readings(&self) -> Option<&Readings> {
        self.readings.as_ref()
    }

    /// The sections of the file; those of a site's manifest.
    pub fn sections(&self) -> &[SectionInfo] {
        self.container.sections()
    }

    /// True when boilerplate counts as text.
    pub(crate) fn has_boilerplate(&self) -> bool {
        self.meta.has_boilerplate
    }

    /// The file.
    pub fn bytes(&self) -> &[u8] {
        self.container.bytes()
    }

    /// True when the source texts are stored.
    pub fn has_text(&self) -> bool {
        self.meta.has_text
    }

    /// What the index was built with.
    pub(super) fn meta(&self) -> &Meta {
        &self.meta
    }

    /// The version of Duizhao that wrote the index.
    pub fn writer(&self) -> &str {
        &self.meta.writer
    }

    pub(super) fn store(&self) -> Option<&Store> {
        self.store.as_ref()
    }

    /// Whether the file has no section but those that this version writes.
    pub(super) fn is_plain(&self) -> bool {
        let known = [
            SECTION_META,
            SECTION_TERMS,
            SECTION_POSTINGS,
            SECTION_TITLES,
            SECTION_ALIASES,
            SECTION_REGIONAL,
            SECTION_SPANS,
            SECTION_TEXT,
            SECTION_DOCUMENTS,
            SECTION_HASHES,
            SECTION_PINYIN,
        ];
        self.sections().iter().all(|section| known.contains(&section.id))
    }

    /// The content hash that a document was added with, if one was.
    pub fn content_hash(&self, ordinal: u32) -> Option<u64> {
        let hashes = self.hashes.get_or_init(|| self.read_hashes().unwrap_or_default());
        hashes.get(ordinal as usize).copied().flatten()
    }

    fn read_hashes(&self) -> Result<Vec<Option<u64>>> {
        let section = self.container.section(SECTION_HASHES);
        section.map_or(Ok(Vec::new()), |bytes| hashes::decode(bytes, self.documents.len() as u32))
    }

    /// The ordinal of the document with this id.
    ///
    /// Errors: `UnknownDocument`. Cost: the first call makes a map of all ids.
    pub fn ordinal_of(&self, id: &str) -> Result<u32> {
        if let Some(found) = self.site.as_ref().and_then(|site| site.ordinal_of(id)) {
            return Ok(found);
        }
        if !self.has_documents() {
            return Ok(0);
        }
        let by_id = self
            .by_id
            .get_or_init(|| self.documents.iter().map(|info| (info.id.to_owned(), info.ordinal)).collect());
        by_id.get(id).copied().ok_or_else(|| {
            let mut some = String::new();
            for known in by_id.keys().take(3) {
                if !some.is_empty() {
                    some.push_str(", ");
                }
                some.push_str(known);
            }
            Error::new(
                ErrorKind::UnknownDocument,
                format!(
                    "no document has the id \"{id}\"; the index has {} documents, such as {some}",
                    by_id.len()
                ),
            )
        })
    }

    /// What is known of a document without its text.
    ///
    /// Errors: `UnknownDocument` for an ordinal past the end.
    pub fn info(&self, ordinal: u32) -> Result<DocumentInfo<'_>> {
        if let Some(site) = self.site.as_ref().filter(|_| (ordinal as usize) < self.documents.len()) {
            let known = self.documents.info(ordinal).or_else(|| site.info(ordinal));
            return Ok(known.unwrap_or(DocumentInfo::unknown(ordinal)));
        }
        self.documents.info(ordinal).ok_or_else(|| {
            Error::new(
                ErrorKind::UnknownDocument,
                format!("there is no document {ordinal}; the index has {}", self.documents.len()),
            )
        })
    }

    /// A document as it was read when it was added: from its stored text and layout, without reading it anew.
    ///
    /// Errors: `UnknownDocument`; `Unsupported` where the index stores no text; `Corrupt`.
    /// Cost: linear in the document.
    pub fn document(&self, ordinal: u32) -> Result<Rc<Document>> {
        // In the place of a document whose text is not there yet, an empty one.
        Ok(self.kept_document(ordinal)?.unwrap_or_default())
    }

    /// A document, kept for a while; `None` where its text has to be fetched first.
    fn kept_document(&self, ordinal: u32) -> Result<Option<Rc<Document>>> {
        if let Some(kept) = self.cache.borrow_mut().find(ordinal) {
            return Ok(Some(Rc::clone(&kept.document)));
        }
        let Some(document) = self.read_document(ordinal)?.map(Rc::new) else { return Ok(None) };
        let kept = Kept { document: Rc::clone(&document), passages: Vec::new() };
        self.cache.borrow_mut().keep(ordinal, kept);
        Ok(Some(document))
    }

    /// The passages of a document, of at most about `max_chars` characters, kept as long as the document is.
    ///
    /// Errors: as [`Index::document`].
    pub fn passages(&self, ordinal: u32, max_chars: usize) -> Result<Rc<Passages>> {
        let document = self.document(ordinal)?;
        let mut cache = self.cache.borrow_mut();
        let mut kept = cache.find(ordinal);
        let of_length = |kept: &Kept| kept.passages.iter().find(|(len, _)| *len == max_chars).cloned();
        if let Some((_, passages)) = kept.as_deref().and_then(of_length) {
            return Ok(passages);
        }
        let passages = Rc::new(Passages::new(&document, max_chars));
        if let Some(kept) = &mut kept {
            kept.passages.push((max_chars, Rc::clone(&passages)));
        }
        Ok(passages)
    }

    /// A document; `None` where its text has to be fetched first.
    pub(super) fn read_document(&self, ordinal: u32) -> Result<Option<Document>> {
        if let Some(site) = &self.site {
            self.info(ordinal)?;
            let Some((table, place, (text, layout))) = site.text(ordinal) else { return Ok(None) };
            return document_of(table, place, text.to_owned(), layout).map(Some);
        }
        let (text, layout) = self.stored_text(ordinal)?;
        document_of(&self.documents, ordinal, text, layout).map(Some)
    }

    /// The source text of a document, from the file, and the bits of its layout.
    ///
    /// Errors: as [`Index::document`]. Cost: linear in the text.
    pub(crate) fn stored_text(&self, ordinal: u32) -> Result<(String, &[u8])> {
        let (store, section, len_bytes) = self.stored(ordinal)?;
        store.text(section, ordinal, len_bytes, &self.terms, &self.body)
    }

    /// Visits the pieces that a stored text is written in; gives the bits of its layout.
    pub(super) fn visit_pieces(&self, ordinal: u32, visit: impl FnMut(Piece<'_>)) -> Result<&[u8]> {
        let (store, section, len_bytes) = self.stored(ordinal)?;
        store.visit_pieces(section, ordinal, len_bytes, &self.terms, &self.body, visit)
    }

    /// The store, its section, and the length of a document's text.
    fn stored(&self, ordinal: u32) -> Result<(&Store, &[u8], usize)> {
        self.info(ordinal)?;
        let Some(store) = &self.store else {
            return Err(Error::new(
                ErrorKind::Unsupported,
                "this index was built without its texts; build it with stored text to read or compare them",
            ));
        };
        let range = self.documents.text_range(ordinal);
        Ok((store, self.container.require(SECTION_TEXT)?, (range.end - range.start) as usize))
    }

    /// The indexed text of a document, made once and kept.
    ///
    /// Errors: as [`Index::document`]. Cost: as [`Index::document`] the first time.
    pub fn indexed_text(&self, ordinal: u32) -> Result<Rc<IndexedText>> {
        if let Some(Some(text)) = self.cache.borrow().texts.get(ordinal as usize) {
            return Ok(Rc::clone(text));
        }
        // Whose text is ranked is often shown next.
        let Some(document) = self.kept_document(ordinal)? else { return Ok(Rc::default()) };
        let text = Rc::new(IndexedText::new(&document, self.meta.has_boilerplate));
        let mut cache = self.cache.borrow_mut();
        cache.texts.resize(self.documents.len(), None);
        if let Some(slot) = cache.texts.get_mut(ordinal as usize) {
            *slot = Some(Rc::clone(&text));
            cache.num_texts += 1;
        }
        Ok(text)
    }

    /// The share of the documents whose indexed text has been made and kept, from 0 to 1.
    pub fn share_read(&self) -> f64 {
        self.cache.borrow().num_texts as f64 / self.documents.len().max(1) as f64
    }

    /// In how many units `term` stands.
    pub fn num_units_with(&self, term: TermId) -> u32 {
        if let Some(site) = &self.site {
            return site.lengths(term).0;
        }
        self.body.length(term)
    }

    /// In the titles of how many documents `term` stands.
    pub fn num_titles_with(&self, term: TermId) -> u32 {
        if let Some(site) = &self.site {
            return site.lengths(term).1;
        }
        self.titles.length(term)
    }

    /// How many postings `term` has, in units and in titles.
    pub(crate) fn num_postings_with(&self, term: TermId) -> u64 {
        u64::from(self.num_units_with(term)) + u64::from(self.num_titles_with(term))
    }

    /// In which units `term` stands, and how often in each.
    ///
    /// Errors: `Corrupt`.
    pub fn postings(&self, term: TermId) -> Result<List> {
        if let Some(site) = &self.site {
            return site.list(term, false);
        }
        self.body.list(self.container.require(SECTION_POSTINGS)?, term)
    }

    /// In the titles of which documents `term` stands.
    ///
    /// Errors: `Corrupt`.
    pub fn title_postings(&self, term: TermId) -> Result<List> {
        if let Some(site) = &self.site {
            return site.list(term, true);
        }
        self.titles.list(self.container.require(SECTION_TITLES)?, term)
    }

    /// Visits all postings, by term and then by unit, with how often the term stands there.
    ///
    /// Errors: `Corrupt`. Cost: linear in the postings; nothing is kept.
    pub fn visit_postings(&self, visit: impl FnMut(TermId, u32, u32)) -> Result<()> {
        if self.site.is_some() {
            return self.visit_lists(Index::postings, visit);
        }
        self.body.visit(self.container.require(SECTION_POSTINGS)?, visit)
    }

    /// Visits for each term the documents that have it in their titles.
    ///
    /// Errors and cost: as [`Index::visit_postings`].
    pub fn visit_title_postings(&self, mut visit: impl FnMut(TermId, u32)) -> Result<()> {
        let visit = |term, document, _| visit(term, document);
        if self.site.is_some() {
            return self.visit_lists(Index::title_postings, visit);
        }
        self.titles.visit(self.container.require(SECTION_TITLES)?, visit)
    }

    /// Visits the lists of a site index, one by one.
    fn visit_lists(
        &self,
        list_of: impl Fn(&Index, TermId) -> Result<List>,
        mut visit: impl FnMut(TermId, u32, u32),
    ) -> Result<()> {
        for term in (0..self.terms.len() as u32).map(TermId) {
            for (unit, frequency) in list_of(self, term)?.iter() {
                visit(term, unit, frequency);
            }
        }
        Ok(())
    }

    /// Which terms contain a character; made on the first call.
    pub fn characters(&self) -> &CharacterTable {
        self.characters.get_or_init(|| CharacterTable::new(&self.terms))
    }

    /// Reads every list and every stored text, and checks that they belong together.
    ///
    /// Errors: `Corrupt` for the first thing that does not hold. Cost: linear in the corpus.
    pub fn verify(&self) -> Result<()> {
        if let Some(site) = &self.site {
            site.need_all();
            if site.is_waiting() {
                return Ok(());
            }
        }
        let mut tokens = vec![0u64; self.documents.num_units() as usize];
        self.visit_postings(|_, unit, frequency| {
            if let Some(sum) = tokens.get_mut(unit as usize) {
                *sum += u64::from(frequency);
            }
        })?;
        self.visit_title_postings(|_, _| {})?;
        self.read_hashes()?;
        for (unit, (&found, &expected)) in tokens.iter().zip(self.documents.unit_tokens()).enumerate() {
            if found != u64::from(expected) {
                return Err(Error::new(
                    ErrorKind::Corrupt,
                    format!(
                        "section POST: unit {unit} has {found} tokens, expected {expected}; rebuild the index"
                    ),
                ));
            }
        }
        if self.has_text() {
            for ordinal in 0..self.documents.len() as u32 {
                let Some(document) = self.read_document(ordinal)? else { continue };
                let expected = self.documents.all_units(ordinal).len();
                let found = units_of(&document, self.meta.has_boilerplate);
                if found != expected {
                    return Err(Error::new(
                        ErrorKind::Corrupt,
                        format!(
                            "section TEXT: document {ordinal} has {found} units, expected {expected}; rebuild the index"
                        ),
                    ));
                }
            }
        }
        Ok(())
    }
}

/// The index is its own lexicon: its terms with the number of units they stand in.
impl Vocabulary for Index {
    fn words_at(&self, text: &str, at: usize, found: &mut dyn FnMut(usize, Cost)) {
        let total = self.total();
        let rest = text.get(at..).unwrap_or("");
        self.terms_for(rest).visit_prefixes_of(rest, &mut |end, term| {
            // A term of titles only is as rare as can be.
            found(at + end, cost_of(u64::from(self.num_units_with(term)).max(1), total));
        });
    }

    fn total(&self) -> u64 {
        self.num_postings
    }
}

/// The document at `place` of a table, of its text and the bits of its layout.
fn document_of(table: &DocumentTable, place: u32, text: String, layout: &[u8]) -> Result<Document> {
    if text.len() > MAX_DOCUMENT_BYTES {
        return Err(Error::new(
            ErrorKind::TooLarge,
            format!(
                "document {place}: a text of {} bytes, at most {MAX_DOCUMENT_BYTES} are read",
                text.len()
            ),
        ));
    }
    let info = table.info(place).unwrap_or(DocumentInfo::unknown(place));
    let owned = |field: Option<&str>| field.map(str::to_owned);
    let text_type = table.text_type(place);
    let speakers: Vec<String> = table.speakers(place).map(str::to_owned).collect();
    let layout = layout::decode(layout, &text, text_type, speakers.len())?;
    let known = Document {
        id: info.id.to_owned(),
        name: info.name.to_owned(),
        title: info.title.to_owned(),
        date: owned(info.date),
        url: owned(info.url),
        source: owned(info.source),
        author: owned(info.author),
        script: info.script,
        text_type,
        pinyin: table.pinyin(place),
        text,
        speakers,
        ..Document::default()
    };
    Ok(Document::of_layout(known, layout))
}

fn units_of(document: &Document, with_boilerplate: bool) -> usize {
    units(document, with_boilerplate).spans.len()
}
