//! The builder: documents in, the bytes of an index out.

use super::aliases::AliasCollector;
use super::documents::{DocumentInfo, DocumentTable, Given};
use super::earlier::Earlier;
use super::entry::{Cutting, Entry, Reading};
use super::hashes;
use super::interner::Interner;
use super::inversion::UsedTerms;
use super::meta::Meta;
use super::reader::Index;
use super::readings::Readings;
use super::site::{OfEntries, lay_out, write_site};
use super::terms::{MAX_TERMS, TermDictionary};
use super::unit::MAX_UNITS;
use super::{
    SECTION_ALIASES, SECTION_DOCUMENTS, SECTION_HASHES, SECTION_META, SECTION_PINYIN, SECTION_POSTINGS,
    SECTION_REGIONAL, SECTION_SPANS, SECTION_TERMS, SECTION_TEXT, SECTION_TITLES,
};
use super::{fingerprint, regional, symbol, unit_spans};
use crate::document::{Document, ReadOptions, Source};
use crate::format::ContainerWriter;
use crate::segment::Lexicon;
use crate::sorted::SortedMap;
use crate::text::PinyinNoise;
use crate::{Error, ErrorKind, Result};

/// What goes into an index.
#[derive(Clone, Debug)]
pub struct BuilderOptions {
    /// Whether the source texts are stored. Default: true. Without them an index is a third of the size; a hit then
    /// carries the span of the stretch (about 1,200 characters) that answers best, literal strings are found by their words only, and the
    /// page that shows the hits supplies the text.
    pub stored_text: bool,
    /// Whether link lists, advertisements and the like count as text. Default: false; then they are found by a string
    /// that stands in them, after everything else, and count for nothing else.
    pub boilerplate: bool,
    /// Forms that name one thing, besides those that the texts gloss. Default: none.
    pub aliases: Vec<(String, String)>,
    /// How characters are read, so that words are found by their pinyin. Default: none; then they are not. With a table of
    /// all characters the index grows by about two bytes for each character that its terms have.
    pub pinyin: Option<Readings>,
    /// Whether [`Builder::finish_site`] will be called: then what it asks of each text is kept while that is read. Default: false.
    pub for_site: bool,
}

impl Default for BuilderOptions {
    fn default() -> Self {
        BuilderOptions {
            stored_text: true,
            boilerplate: false,
            aliases: Vec::new(),
            pinyin: None,
            for_site: false,
        }
    }
}

/// Builds an index. The same documents in the same order give the same bytes, on every machine and target, whether
/// they were read now, taken over from an earlier index ([`Builder::with_base`]) or merged from parts
/// ([`Builder::add_index`]).
///
/// Memory: about twice the source texts where they are stored, and eight bytes for each distinct term of each unit.
///
/// ```
/// use duizhao::document::{Document, ReadOptions, Source};
/// use duizhao::index::{Builder, BuilderOptions, Index};
/// let source = Source { name: "a.txt", text: "人工智能模型可以生成圖片。", ..Source::default() };
/// let mut builder = Builder::new(BuilderOptions::default(), None);
/// builder.add(Document::read(&source, &ReadOptions::default())?)?;
/// let index = Index::open(builder.finish()?)?;
/// assert_eq!(index.documents().len(), 1);
/// # Ok::<(), duizhao::Error>(())
/// ```
pub struct Builder {
    options: BuilderOptions,
    /// The checksum of the lexicon; 0 without one.
    lexicon: u32,
    cutting: Cutting,
    /// In the order of adding; a replaced document keeps its place, a removed one leaves it empty.
    documents: Vec<Slot>,
    by_id: SortedMap<String, usize>,
    /// Terms, and what the source texts are made of.
    strings: Interner,
    base: Option<Index>,
}

/// The place of a document.
enum Slot {
    Removed,
    Read(Box<Entry>),
    /// The document of this ordinal in the base, unchanged, with the content hash that was given now.
    Kept(u32, Option<u64>),
}

/// What became of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added<'b> {
    /// What is known of the document.
    pub info: DocumentInfo<'b>,
    /// True where the base has it as it is: then it was taken over without being read.
    pub is_unchanged: bool,
}

impl Builder {
    /// Starts an index. Without a lexicon every Han character is a term by itself: everything is found, but ranking
    /// is coarser and the index larger.
    pub fn new(options: BuilderOptions, lexicon: Option<Lexicon>) -> Self {
        Builder {
            options,
            lexicon: lexicon.as_ref().map_or(0, Lexicon::checksum),
            cutting: Cutting::new(lexicon),
            documents: Vec::new(),
            by_id: SortedMap::new(),
            strings: Interner::default(),
            base: None,
        }
    }

    /// Gives the builder an index built before, of which [`Builder::add_source`] and [`Builder::add_unchanged`] take
    /// the documents that have not changed. What is not added again is not in the new index. The GBK table, where
    /// one is used, must be the one of then.
    ///
    /// Errors: `InvalidOption` where the base was built with other options, another lexicon or another version, and so
    /// would not give what reading gives: then start without it.
    pub fn with_base(mut self, base: Index) -> Result<Self> {
        let (expected, found) = (self.meta(), base.meta());
        if *found != expected || base.is_site() {
            return Err(Error::new(
                ErrorKind::InvalidOption,
                format!(
                    "the earlier index was built in another way (expected {}, found {}); build without it",
                    told(&expected),
                    told(found)
                ),
            ));
        }
        self.base = Some(base);
        Ok(self)
    }

    fn meta(&self) -> Meta {
        Meta {
            has_text: self.options.stored_text,
            has_boilerplate: self.options.boilerplate,
            lexicon: self.lexicon,
            writer: env!("CARGO_PKG_VERSION").to_owned(),
            pinyin: self.options.pinyin.as_ref().map_or(0, Readings::checksum),
        }
    }

    /// Gives the number of documents so far.
    pub fn num_documents(&self) -> usize {
        self.by_id.len()
    }

    /// Adds a document; one with the id of an earlier one replaces it, in its place.
    ///
    /// Errors: none today. Cost: linear in the text.
    pub fn add(&mut self, document: Document) -> Result<()> {
        self.add_read(document, None, None);
        Ok(())
    }

    /// Reads and adds a source, unless the base has the same one: then that is taken over. The same is: the same id,
    /// name, type and given fields, read in the same way, and the same text. `content_hash` is kept for
    /// [`Builder::add_unchanged`].
    ///
    /// Errors: as [`Document::read`] and [`Builder::add`]; `Corrupt` for a damaged base. Cost: linear in the text.
    pub fn add_source(
        &mut self,
        source: &Source<'_>,
        options: &ReadOptions,
        content_hash: Option<u64>,
    ) -> Result<Added<'_>> {
        let id = source.id.unwrap_or(source.name);
        let given = Given::of(source);
        if let Some(ordinal) = self.base_ordinal(id)
            && self.is_unchanged(ordinal, source, options.pinyin)?
        {
            return self.keep(ordinal, content_hash);
        }
        let at = self.add_read(Document::read(source, options)?, Some(given), content_hash);
        match self.documents.get(at) {
            Some(Slot::Read(entry)) => Ok(Added { info: entry.record.info(at as u32), is_unchanged: false }),
            _ => Err(Error::new(ErrorKind::UnknownDocument, "the document just added is not there")),
        }
    }

    /// Takes over a document of the base that was added with this content hash, whatever was hashed; `None` where the
    /// base has no such document: then it must be read.
    ///
    /// Errors: none but `Corrupt`. Cost: a look into a map.
    pub fn add_unchanged(&mut self, id: &str, content_hash: u64) -> Result<Option<DocumentInfo<'_>>> {
        let Some(ordinal) = self.base_ordinal(id) else { return Ok(None) };
        if self.base.as_ref().and_then(|base| base.content_hash(ordinal)) != Some(content_hash) {
            return Ok(None);
        }
        self.keep(ordinal, Some(content_hash)).map(|added| Some(added.info))
    }

    fn base_ordinal(&self, id: &str) -> Option<u32> {
        self.base.as_ref()?.ordinal_of(id).ok()
    }

    fn is_unchanged(&self, ordinal: u32, source: &Source<'_>, pinyin: PinyinNoise) -> Result<bool> {
        let Some(base) = self.base.as_ref().filter(|base| base.has_text()) else { return Ok(false) };
        let documents = base.documents();
        let range = documents.text_range(ordinal);
        Ok(range.end - range.start == source.text.len() as u64
            && documents.is_given_as(ordinal, source, pinyin)
            && base.stored_text(ordinal)?.0 == source.text)
    }

    fn keep(&mut self, ordinal: u32, content_hash: Option<u64>) -> Result<Added<'_>> {
        let missing = || Error::new(ErrorKind::UnknownDocument, "the earlier index has no such document");
        let id = self.base.as_ref().ok_or_else(missing)?.info(ordinal)?.id.to_owned();
        self.put(&id, Slot::Kept(ordinal, content_hash));
        let info = self.base.as_ref().ok_or_else(missing)?.info(ordinal)?;
        Ok(Added { info, is_unchanged: true })
    }

    fn add_read(&mut self, document: Document, given: Option<Given>, content_hash: Option<u64>) -> usize {
        let reading = Reading {
            stored_text: self.options.stored_text,
            boilerplate: self.options.boilerplate,
            grams: self.options.for_site && self.options.stored_text,
        };
        let mut entry = Entry::new(document, &reading, &mut self.cutting, &mut self.strings);
        entry.record.given = given;
        entry.record.content_hash = content_hash;
        let id = entry.record.id.clone();
        self.put(&id, Slot::Read(Box::new(entry)))
    }

    /// Puts a document in its place and gives that.
    fn put(&mut self, id: &str, slot: Slot) -> usize {
        let at = *self.by_id.or_insert(id.to_owned(), self.documents.len());
        match self.documents.get_mut(at) {
            Some(earlier) => *earlier = slot,
            None => self.documents.push(slot),
        }
        at
    }

    /// Takes a document out; false where there is none of this id. Another of the same id goes to the end.
    pub fn remove(&mut self, id: &str) -> bool {
        let Some(at) = self.by_id.remove(id) else { return false };
        if let Some(slot) = self.documents.get_mut(at) {
            *slot = Slot::Removed;
        }
        true
    }

    /// Adds all documents of an index, in their order, without reading them again, and the aliases it was given: so parts
    /// that were built apart become one. Those with the id of an earlier one replace it.
    ///
    /// Errors: `InvalidOption` where it was built with other options or another lexicon; `Corrupt`.
    /// Cost: linear in the index.
    pub fn add_index(&mut self, index: &Index) -> Result<()> {
        let (expected, found) = (self.meta(), index.meta());
        let is_fit = !index.is_site()
            && (found.has_text || !expected.has_text)
            // What a part has, the whole shall have: the readings come from the table, whatever table the part had.
            && (found.pinyin == 0 || expected.pinyin != 0)
            && (found.has_boilerplate, found.lexicon) == (expected.has_boilerplate, expected.lexicon);
        if !is_fit {
            return Err(Error::new(
                ErrorKind::InvalidOption,
                format!(
                    "the index to add was built in another way (expected {}, found {}); build it again",
                    told(&expected),
                    told(found)
                ),
            ));
        }
        let earlier = Earlier::new(index, &mut self.strings)?;
        for ordinal in 0..index.documents().len() as u32 {
            let entry = earlier.entry(ordinal, self.options.stored_text, &mut self.strings)?;
            let id = entry.record.id.clone();
            self.put(&id, Slot::Read(Box::new(entry)));
        }
        let given = index.aliases().iter().filter(|pair| pair.is_given);
        self.options.aliases.extend(given.map(|pair| (pair.left.clone(), pair.right.clone())));
        Ok(())
    }

    /// Ends the index and gives its bytes.
    ///
    /// Errors: `TooLarge` for more than 2²⁸ units or 2²⁴ terms. Cost: linear in the postings and the texts, and sorting
    /// the terms; where every document was taken over from the base in its order, next to nothing.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        self.documents.retain(|slot| !matches!(slot, Slot::Removed));
        let base = self.base.take();
        if let Some(base) = &base
            && self.is_same(base)
        {
            return Ok(base.bytes().to_vec());
        }
        let documents = self.entries(base.as_ref())?;
        drop(base);
        write(&documents, &self.strings, &self.options, &self.meta())
    }

    /// Ends the index as a site: calls `put` as [`write_site`] does with what [`Builder::finish`] gives, but the texts are not
    /// packed for the bundle first, only to be unpacked again.
    ///
    /// Errors: those of both. Cost: where documents were taken over, or the options did not say `for_site`, that of both.
    pub fn finish_site(mut self, put: &mut dyn FnMut(&str, Vec<u8>) -> Result<()>) -> Result<()> {
        self.documents.retain(|slot| !matches!(slot, Slot::Removed));
        let is_read = |slot: &Slot| matches!(slot, Slot::Read(entry) if entry.grams.is_some());
        if !self.documents.iter().all(is_read) {
            return write_site(&Index::open(self.finish()?)?, put);
        }
        let documents = self.entries(None)?;
        let meta = Meta { has_text: false, ..self.meta() };
        let index = Index::open(write(&documents, &self.strings, &self.options, &meta)?)?;
        lay_out(&index, &mut OfEntries { entries: &documents, strings: &self.strings }, put)
    }

    /// Whether the index would be the base again.
    fn is_same(&self, base: &Index) -> bool {
        let is_kept = self.documents.len() == base.documents().len()
            && (0u32..).zip(&self.documents).all(|(ordinal, slot)| {
                matches!(slot, Slot::Kept(kept, hash) if *kept == ordinal && *hash == base.content_hash(ordinal))
            });
        let mut aliases = AliasCollector::default();
        for (left, right) in &self.options.aliases {
            aliases.give(left, right);
        }
        let given = base.aliases().iter().filter(|pair| pair.is_given);
        is_kept && base.is_plain() && aliases.iter().eq(given.map(|pair| (&*pair.left, &*pair.right)))
    }

    fn entries(&mut self, base: Option<&Index>) -> Result<Vec<Entry>> {
        let mut earlier = None;
        let mut entries = Vec::with_capacity(self.documents.len());
        for slot in std::mem::take(&mut self.documents) {
            match (slot, base) {
                (Slot::Read(entry), _) => entries.push(*entry),
                (Slot::Kept(ordinal, content_hash), Some(base)) => {
                    let earlier = match &earlier {
                        Some(earlier) => earlier,
                        None => earlier.insert(Earlier::new(base, &mut self.strings)?),
                    };
                    let mut entry = earlier.entry(ordinal, self.options.stored_text, &mut self.strings)?;
                    entry.record.content_hash = content_hash;
                    entries.push(entry);
                }
                (Slot::Kept(..) | Slot::Removed, _) => {}
            }
        }
        Ok(entries)
    }
}

/// What an index was built with, for a message.
fn told(meta: &Meta) -> String {
    let (with_text, with_boilerplate) = (
        if meta.has_text { "with" } else { "without" },
        if meta.has_boilerplate { "with" } else { "without" },
    );
    format!(
        "{with_text} text, {with_boilerplate} boilerplate, lexicon {:08x}, pinyin {:08x}, version {}",
        meta.lexicon, meta.pinyin, meta.writer
    )
}

/// Writes the index of `documents`.
fn write(documents: &[Entry], strings: &Interner, options: &BuilderOptions, meta: &Meta) -> Result<Vec<u8>> {
    let num_units: u64 = documents.iter().map(|entry| entry.units.len() as u64).sum();
    if num_units > u64::from(MAX_UNITS) {
        return Err(Error::new(
            ErrorKind::TooLarge,
            format!("{num_units} units of text, at most {MAX_UNITS} fit one index; split the corpus"),
        ));
    }
    let used = UsedTerms::new(strings, documents);
    if used.sorted.len() as u64 > MAX_TERMS {
        return Err(Error::new(
            ErrorKind::TooLarge,
            format!("{} terms, at most {MAX_TERMS} fit one index; split the corpus", used.sorted.len()),
        ));
    }
    let mut container = ContainerWriter::new(fingerprint());
    container.section(SECTION_META, meta.encode());
    container.section(SECTION_TERMS, TermDictionary::encode(used.sorted.iter().copied()));
    let units = documents.iter().flat_map(|entry| entry.units.iter());
    container.section(SECTION_POSTINGS, used.postings(units, num_units as u32));
    container.section(SECTION_TITLES, used.title_postings(documents));
    let mut aliases = AliasCollector::default();
    for (left, right) in &options.aliases {
        aliases.give(left, right);
    }
    for (document, entry) in (0u32..).zip(documents) {
        for (left, right) in &entry.aliases {
            aliases.add(document, left, right);
        }
    }
    if let Some(section) = aliases.encode(documents.len() as u32) {
        container.section(SECTION_ALIASES, section);
    }
    if let Some(section) = regional::encode(documents, strings, &used.sorted) {
        container.section(SECTION_REGIONAL, section);
    }
    if meta.has_text {
        let texts = documents.iter().map(|entry| &*entry.pieces);
        let layouts = documents.iter().map(|entry| &*entry.layout);
        let num_units = used.num_units(documents);
        container.section(SECTION_TEXT, symbol::encode(strings, texts, layouts, &used, &num_units));
    }
    // A document from an index of before they were kept has none; then none can be told from the section.
    let has_spans = documents.iter().all(|entry| entry.unit_spans.len() == entry.units.len());
    if !options.stored_text && has_spans {
        let spans = documents.iter().map(|entry| &*entry.unit_spans);
        container.section(SECTION_SPANS, unit_spans::encode(spans));
    }
    let records = documents.iter().map(|entry| &entry.record);
    container.section(SECTION_DOCUMENTS, DocumentTable::encode(records.clone()));
    if let Some(section) = hashes::encode(records.map(|record| record.content_hash)) {
        container.section(SECTION_HASHES, section);
    }
    if let Some(section) =
        options.pinyin.as_ref().and_then(|readings| readings.encode(used.sorted.iter().copied()))
    {
        container.section(SECTION_PINYIN, section);
    }
    Ok(container.finish())
}
