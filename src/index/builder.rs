//! The builder: documents in, the bytes of an index out.

use super::aliases::{self, AliasPair};
use super::analysis::visit_terms;
use super::documents::{DocumentRecord, DocumentTable};
use super::pieces::visit_pieces;
use super::postings::PostingsWriter;
use super::terms::{MAX_TERMS, TermDictionary};
use super::unit::{MAX_UNITS, units};
use super::{
    SECTION_ALIASES, SECTION_DOCUMENTS, SECTION_META, SECTION_POSTINGS, SECTION_TERMS, SECTION_TEXT,
    SECTION_TITLES,
};
use super::{fingerprint, meta::Meta, store};
use crate::document::Document;
use crate::format::ContainerWriter;
use crate::segment::{Cost, Lexicon, Mode, Options, Segmenter, Token, Vocabulary};
use crate::text::Span;
use crate::{Error, ErrorKind, Result};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

/// What goes into an index.
#[derive(Clone, Debug)]
pub struct BuilderOptions {
    /// Whether the source texts are stored. Default: true. Without them an index is a third of the size; hits then
    /// carry documents and scores but no passages, literal strings are found by their words only, and the page
    /// that shows the hits supplies the text.
    pub stored_text: bool,
    /// Whether link lists, advertisements and the like count as text. Default: false; then they are found by a string
    /// that stands in them, after everything else, and count for nothing else.
    pub boilerplate: bool,
    /// Forms that name one thing, besides those that the texts gloss. Default: none.
    pub aliases: Vec<(String, String)>,
}

impl Default for BuilderOptions {
    fn default() -> Self {
        BuilderOptions { stored_text: true, boilerplate: false, aliases: Vec::new() }
    }
}

/// Builds an index. The same documents in the same order give the same bytes, on every machine and target.
///
/// Memory: the source texts (where stored) and about eight bytes a token.
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
    lexicon: Option<Lexicon>,
    /// In the order of adding; a replaced document keeps its place.
    documents: Vec<Entry>,
    by_id: BTreeMap<String, usize>,
    terms: Interner,
    /// What the source texts are made of.
    pieces: Interner,
}

struct Entry {
    record: DocumentRecord,
    /// The source text as numbers of pieces; empty where it is not stored.
    pieces: Vec<u32>,
    aliases: Vec<(String, String)>,
    /// For each unit, its terms with frequencies, by ascending number of the interner.
    units: Vec<Vec<(u32, u32)>>,
    title: Vec<u32>,
}

impl Builder {
    /// Starts an index. Without a lexicon every Han character is a term by itself: everything is found, but ranking
    /// is coarser and the index larger.
    pub fn new(options: BuilderOptions, lexicon: Option<Lexicon>) -> Self {
        Builder {
            options,
            lexicon,
            documents: Vec::new(),
            by_id: BTreeMap::new(),
            terms: Interner::default(),
            pieces: Interner::default(),
        }
    }

    /// Gives the number of documents so far.
    pub fn num_documents(&self) -> usize {
        self.documents.len()
    }

    /// Adds a document; one with the id of an earlier one replaces it, in its place.
    ///
    /// Errors: `TooLarge` when the index would have more than 2²⁸ units or 2²⁴ terms. Cost: linear in the text.
    pub fn add(&mut self, document: Document) -> Result<()> {
        let analysed = match &self.lexicon {
            Some(lexicon) => self.terms.analyse(&document, self.options.boilerplate, lexicon),
            None => self.terms.analyse(&document, self.options.boilerplate, &NoWords),
        };
        let mut pieces = Vec::new();
        if self.options.stored_text {
            visit_pieces(&document, &analysed.words, |piece| pieces.push(self.pieces.number(piece)));
        }
        if self.terms.len() as u64 > MAX_TERMS {
            return Err(Error::new(
                ErrorKind::TooLarge,
                format!(
                    "document \"{}\": the index would have more than {MAX_TERMS} terms; split the corpus",
                    document.id
                ),
            ));
        }
        let num_chars = document.folded().chars().count() as u32;
        let aliases =
            document.aliases.iter().map(|alias| (alias.left.clone(), alias.right.clone())).collect();
        let entry = Entry {
            aliases,
            units: analysed.units,
            title: analysed.title,
            record: DocumentRecord {
                num_chars,
                len_bytes: document.text.len() as u32,
                id: document.id,
                name: document.name,
                title: document.title,
                date: document.date,
                url: document.url,
                source: document.source,
                author: document.author,
                text_type: document.text_type,
                pinyin: document.pinyin,
                script: document.script,
                speakers: document.speakers,
                unit_tokens: analysed.unit_tokens,
                num_boilerplate: analysed.num_boilerplate,
                title_tokens: analysed.title_tokens,
            },
            pieces,
        };
        match self.by_id.get(&entry.record.id).and_then(|&at| self.documents.get_mut(at)) {
            Some(earlier) => *earlier = entry,
            None => {
                self.by_id.insert(entry.record.id.clone(), self.documents.len());
                self.documents.push(entry);
            }
        }
        Ok(())
    }

    /// Ends the index and gives its bytes.
    ///
    /// Errors: `TooLarge` for more than 2²⁸ units. Cost: linear in the postings, and sorting the terms.
    pub fn finish(self) -> Result<Vec<u8>> {
        let num_units: u64 = self.documents.iter().map(|entry| entry.units.len() as u64).sum();
        if num_units > u64::from(MAX_UNITS) {
            return Err(Error::new(
                ErrorKind::TooLarge,
                format!("{num_units} units of text, at most {MAX_UNITS} fit one index; split the corpus"),
            ));
        }
        let used = UsedTerms::new(&self.terms, &self.documents);
        let mut container = ContainerWriter::new(fingerprint());
        let meta = Meta { has_boilerplate: self.options.boilerplate, has_text: self.options.stored_text };
        container.section(SECTION_META, meta.encode());
        container.section(SECTION_TERMS, TermDictionary::encode(used.sorted.iter().copied()));
        let units = self.documents.iter().flat_map(|entry| entry.units.iter());
        container.section(SECTION_POSTINGS, used.postings(units, num_units as u32));
        container.section(SECTION_TITLES, used.title_postings(&self.documents));
        let pairs = self.alias_pairs();
        if !pairs.is_empty() {
            container.section(SECTION_ALIASES, aliases::encode(&pairs));
        }
        if self.options.stored_text {
            let pieces = store::Pieces {
                strings: self.pieces.iter().collect(),
                documents: self.documents.iter().map(|entry| entry.pieces.as_slice()).collect(),
            };
            container.section(
                SECTION_TEXT,
                store::encode(&pieces, &used.sorted, &used.num_units(&self.documents)),
            );
        }
        let records: Vec<DocumentRecord> = self.documents.into_iter().map(|entry| entry.record).collect();
        container.section(SECTION_DOCUMENTS, DocumentTable::encode(&records));
        Ok(container.finish())
    }

    /// The pairs of all documents and of the options, ascending, each with its number of documents.
    fn alias_pairs(&self) -> Vec<AliasPair> {
        let mut counts: BTreeMap<(String, String), u32> = BTreeMap::new();
        for (left, right) in &self.options.aliases {
            counts.insert(ordered(crate::text::fold(left), crate::text::fold(right)), 0);
        }
        for entry in &self.documents {
            let pairs: BTreeSet<_> =
                entry.aliases.iter().map(|(left, right)| ordered(left.clone(), right.clone())).collect();
            for pair in pairs {
                *counts.entry(pair).or_default() += 1;
            }
        }
        let pairs = counts
            .into_iter()
            .filter(|((left, right), _)| !left.is_empty() && !right.is_empty() && left != right);
        pairs.map(|((left, right), num_documents)| AliasPair { left, right, num_documents }).collect()
    }
}

/// The vocabulary of an index without a lexicon: every Han character stands alone.
struct NoWords;

impl Vocabulary for NoWords {
    fn words_at(&self, _text: &str, _at: usize, _found: impl FnMut(usize, Cost)) {}

    fn total(&self) -> u64 {
        1
    }
}

fn ordered(left: String, right: String) -> (String, String) {
    if left <= right { (left, right) } else { (right, left) }
}

/// From a list of term numbers in ascending order to each number with how often it stands there.
fn counted(sorted: &[u32]) -> Vec<(u32, u32)> {
    let mut counts: Vec<(u32, u32)> = Vec::new();
    for &number in sorted {
        match counts.last_mut() {
            Some((last, count)) if *last == number => *count += 1,
            _ => counts.push((number, 1)),
        }
    }
    counts
}

/// The terms that some document still has (a replaced one may have taken its terms along), in byte order.
struct UsedTerms<'b> {
    sorted: Vec<&'b str>,
    /// From the interner's number to the ordinal in `sorted`.
    ordinals: Vec<u32>,
}

impl<'b> UsedTerms<'b> {
    fn new(terms: &'b Interner, documents: &[Entry]) -> UsedTerms<'b> {
        let mut is_used = vec![false; terms.len()];
        for entry in documents {
            for &(number, _) in entry.units.iter().flatten() {
                is_used[number as usize] = true;
            }
            for &number in &entry.title {
                is_used[number as usize] = true;
            }
        }
        let mut used: Vec<(&str, u32)> = Vec::new();
        for (number, term) in terms.iter().enumerate() {
            if is_used[number] {
                used.push((term, number as u32));
            }
        }
        used.sort_unstable();
        let mut ordinals = vec![0u32; terms.len()];
        for (ordinal, &(_, number)) in used.iter().enumerate() {
            ordinals[number as usize] = ordinal as u32;
        }
        UsedTerms { sorted: used.into_iter().map(|(term, _)| term).collect(), ordinals }
    }

    /// Inverts `places`, each a list of terms with frequencies.
    fn postings<'p>(
        &self,
        places: impl Iterator<Item = &'p Vec<(u32, u32)>> + Clone,
        num_places: u32,
    ) -> Vec<u8> {
        let mut starts = vec![0usize; self.sorted.len() + 1];
        for &(number, _) in places.clone().flatten() {
            starts[self.ordinals[number as usize] as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut lists = vec![(0u32, 0u32); *starts.last().unwrap_or(&0)];
        for (place, terms) in places.enumerate() {
            for &(number, frequency) in terms {
                let at = &mut next[self.ordinals[number as usize] as usize];
                lists[*at] = (place as u32, frequency);
                *at += 1;
            }
        }
        let mut writer = PostingsWriter::new(num_places, true);
        for range in starts.windows(2) {
            let (units, frequencies): (Vec<u32>, Vec<u32>) =
                lists[range[0]..range[1]].iter().copied().unzip();
            writer.list(&units, &frequencies);
        }
        writer.finish()
    }

    /// In how many units each term stands, by its ordinal.
    fn num_units(&self, documents: &[Entry]) -> Vec<u32> {
        let mut counts = vec![0u32; self.sorted.len()];
        for &(number, _) in documents.iter().flat_map(|entry| entry.units.iter().flatten()) {
            counts[self.ordinals[number as usize] as usize] += 1;
        }
        counts
    }

    fn title_postings(&self, documents: &[Entry]) -> Vec<u8> {
        let mut lists: Vec<(u32, u32)> = Vec::new();
        for (document, entry) in documents.iter().enumerate() {
            lists.extend(entry.title.iter().map(|&number| (self.ordinals[number as usize], document as u32)));
        }
        lists.sort_unstable();
        let mut writer = PostingsWriter::new(documents.len() as u32, false);
        let mut rest = lists.as_slice();
        for ordinal in 0..self.sorted.len() as u32 {
            let len = rest.iter().take_while(|&&(term, _)| term == ordinal).count();
            let (list, after) = rest.split_at(len);
            let places: Vec<u32> = list.iter().map(|&(_, document)| document).collect();
            writer.list(&places, &[]);
            rest = after;
        }
        writer.finish()
    }
}

/// Gives each distinct term a number, in the order of first appearance.
#[derive(Default)]
struct Interner {
    numbers: HashMap<Box<str>, u32, BuildHasherDefault<TermHasher>>,
    text: String,
    ends: Vec<u32>,
}

/// A document as terms.
struct Analysed {
    units: Vec<Vec<(u32, u32)>>,
    unit_tokens: Vec<u32>,
    num_boilerplate: u32,
    title: Vec<u32>,
    title_tokens: u32,
    /// The folded spans of all tokens, also of those that are not indexed.
    words: Vec<Span>,
}

impl Interner {
    /// Cuts a document into units and those into terms.
    fn analyse<V: Vocabulary>(
        &mut self,
        document: &Document,
        with_boilerplate: bool,
        vocabulary: &V,
    ) -> Analysed {
        let mut segmenter = Segmenter::with_options(vocabulary, Options::INDEX);
        let mut tokens: Vec<Token> = Vec::new();
        let mut words: Vec<Span> = Vec::new();
        let mut terms_of = |text: &str, start: u32| {
            let mut numbers = Vec::new();
            tokens.clear();
            segmenter.segment(text, Mode::Words, &mut tokens);
            for token in &tokens {
                words.push(Span { start: start + token.span.start, end: start + token.span.end });
                visit_terms(text, token, |term| numbers.push(self.number(term)));
            }
            numbers.sort_unstable();
            numbers
        };
        let (mut units_of_terms, mut unit_tokens) = (Vec::new(), Vec::new());
        let found = units(document, with_boilerplate);
        for unit in found.spans {
            let terms = terms_of(unit.of(document.folded()), unit.start);
            unit_tokens.push(terms.len() as u32);
            units_of_terms.push(counted(&terms));
        }
        let mut title = terms_of(&crate::text::fold(&document.title), 0);
        let title_tokens = title.len() as u32;
        title.dedup();
        // The tokens of the title are no part of the text.
        words.truncate(words.len() - tokens.len());
        let num_boilerplate = found.num_boilerplate as u32;
        Analysed { units: units_of_terms, unit_tokens, num_boilerplate, title, title_tokens, words }
    }

    fn number(&mut self, term: &str) -> u32 {
        if let Some(&number) = self.numbers.get(term) {
            return number;
        }
        let number = self.ends.len() as u32;
        self.text.push_str(term);
        self.ends.push(self.text.len() as u32);
        self.numbers.insert(term.into(), number);
        number
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    /// The terms by ascending number.
    fn iter(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let term = &self.text[start..end as usize];
            start = end as usize;
            term
        })
    }
}

/// A fixed hash (FNV-1a over eight bytes at a time): the map is only looked up, never iterated, and the same on
/// every machine.
#[derive(Default)]
struct TermHasher(u64);

impl Hasher for TermHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0u8; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0 ^ u64::from_le_bytes(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.0 = (self.0 ^ u64::from(value)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 29
    }
}
