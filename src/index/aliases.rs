//! The alias table: forms that name one thing, as the texts gloss them (`阿莫迪（Dario Amodei）`).

use crate::Result;
use crate::format::{BitReader, BitWriter, ByteReader, ByteWriter, deflate, inflate, pack, unpack};
use crate::order;
use crate::sorted::SortedMap;

const SECTION: &str = "ALIA";
const MAX_TABLE_BYTES: u64 = 1 << 26;

/// The pairs of an index, with the documents that gloss them.
#[derive(Debug, Default)]
pub struct AliasTable {
    /// Each form with each form tied to it, ascending.
    forms: Vec<(String, String)>,
    /// For each hash of a first character, whether a form may begin with it: most words of a query are no names.
    begins: Vec<bool>,
    pairs: Vec<AliasPair>,
    /// Where the documents of each pair end in `documents`.
    ends: Vec<u32>,
    documents: Vec<u32>,
}

const NUM_HASHES: usize = 1 << 12;

fn hash_of_first(form: &str) -> usize {
    form.chars().next().map_or(0, |first| first as usize) % NUM_HASHES
}

/// Two forms of one thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AliasPair {
    /// One form, folded.
    pub left: String,
    /// The other, folded.
    pub right: String,
    /// How many documents tie them.
    pub num_documents: u32,
    /// Whether it was given when the index was built, whatever the documents say.
    pub is_given: bool,
}

/// Collects the pairs of an index that is being built.
#[derive(Default)]
pub(super) struct AliasCollector {
    pairs: SortedMap<(String, String), Tie>,
}

#[derive(Default)]
struct Tie {
    is_given: bool,
    documents: Vec<u32>,
}

impl AliasCollector {
    /// Takes a pair that holds for the whole index; its forms need not be folded.
    pub(super) fn give(&mut self, left: &str, right: &str) {
        if let Some(tie) = self.tie(&crate::text::fold(left), &crate::text::fold(right)) {
            tie.is_given = true;
        }
    }

    /// Takes a pair that `document` ties; documents come in ascending order.
    pub(super) fn add(&mut self, document: u32, left: &str, right: &str) {
        if let Some(tie) = self.tie(left, right).filter(|tie| tie.documents.last() != Some(&document)) {
            tie.documents.push(document);
        }
    }

    fn tie(&mut self, left: &str, right: &str) -> Option<&mut Tie> {
        let (left, right) = if left <= right { (left, right) } else { (right, left) };
        let is_pair = !left.is_empty() && left != right;
        is_pair.then(|| self.pairs.or_default((left.to_owned(), right.to_owned())))
    }

    /// The pairs, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.keys().map(|(left, right)| (left.as_str(), right.as_str()))
    }

    /// The section; `None` where there is no pair.
    pub(super) fn encode(&self, num_documents: u32) -> Option<Vec<u8>> {
        if self.pairs.is_empty() {
            return None;
        }
        let mut writer = ByteWriter::new();
        writer.column(self.pairs.keys().map(|(left, _)| left.as_str()));
        writer.column(self.pairs.keys().map(|(_, right)| right.as_str()));
        let mut packed = ByteWriter::new();
        let plain = writer.finish();
        packed.varint(plain.len() as u64);
        packed.block(&deflate(&plain));
        let mut bits = BitWriter::new();
        for tie in self.pairs.values() {
            bits.write(u32::from(tie.is_given), 1);
            bits.write_gamma(tie.documents.len() as u32 + 1);
            bits.write_ascending(&tie.documents, num_documents);
        }
        packed.raw(&bits.finish());
        Some(packed.finish())
    }
}

/// Writes pairs with how many documents tie them, but not which: for a piece of a site index.
pub(crate) fn encode_counts(pairs: &[AliasPair]) -> Vec<u8> {
    let mut writer = ByteWriter::new();
    writer.column(pairs.iter().map(|pair| pair.left.as_str()));
    writer.column(pairs.iter().map(|pair| pair.right.as_str()));
    for pair in pairs {
        writer.varint(u64::from(pair.num_documents));
    }
    pack(&writer.finish())
}

impl AliasTable {
    /// Reads what [`encode_counts`] wrote.
    pub(crate) fn decode_counts(bytes: &[u8]) -> Result<AliasTable> {
        let plain = unpack(bytes, MAX_TABLE_BYTES, SECTION)?;
        let mut reader = ByteReader::new(&plain, SECTION);
        let (lefts, rights) = (reader.column()?, reader.column()?);
        if lefts.len() != rights.len() {
            return Err(reader.corrupt("an alias has one form only"));
        }
        let mut table = AliasTable::default();
        for (left, right) in lefts.iter().zip(rights.iter()) {
            let num_documents = reader.number(u64::from(u32::MAX), "a number of documents")? as u32;
            table.push(left, right, num_documents, false);
        }
        reader.finish()?;
        Ok(table.sorted())
    }

    fn push(&mut self, left: &str, right: &str, num_documents: u32, is_given: bool) {
        self.pairs.push(AliasPair {
            left: left.to_owned(),
            right: right.to_owned(),
            num_documents,
            is_given,
        });
        for (from, to) in [(left, right), (right, left)] {
            if !from.is_empty() && !to.is_empty() && from != to {
                self.forms.push((from.to_owned(), to.to_owned()));
            }
        }
    }

    pub(crate) fn decode(bytes: &[u8], num_documents: u32) -> Result<AliasTable> {
        let mut packed = ByteReader::new(bytes, SECTION);
        let len_bytes = packed.number(MAX_TABLE_BYTES, "a length")? as usize;
        let plain = inflate(packed.block()?, len_bytes, SECTION)?;
        let mut reader = ByteReader::new(&plain, SECTION);
        let (lefts, rights) = (reader.column()?, reader.column()?);
        if lefts.len() != rights.len() {
            return Err(reader.corrupt("an alias has one form only"));
        }
        reader.finish()?;
        let mut bits = BitReader::new(packed.raw(packed.num_left())?, 0, SECTION);
        let mut table = AliasTable::default();
        for (left, right) in lefts.iter().zip(rights.iter()) {
            let is_given = bits.read(1)? == 1;
            let num = bits.read_gamma()? - 1;
            bits.read_ascending(num as usize, num_documents, &mut table.documents)?;
            // A list of all documents takes no bits, so their sum is bounded here.
            if table.documents.len() as u64 > bytes.len() as u64 * 64 + u64::from(num_documents) {
                return Err(packed.corrupt("the pairs have more documents than fit"));
            }
            table.ends.push(table.documents.len() as u32);
            table.push(left, right, num, is_given);
        }
        Ok(table.sorted())
    }

    /// One table of several, which may share pairs.
    pub(crate) fn joined<'t>(parts: impl Iterator<Item = &'t AliasTable>) -> AliasTable {
        let mut joined = AliasTable::default();
        for part in parts {
            joined.forms.extend(part.forms.iter().cloned());
            joined.pairs.extend(part.pairs.iter().cloned());
        }
        order::sort_by(&mut joined.pairs, Ord::cmp);
        joined.pairs.dedup();
        joined.sorted()
    }

    /// Visits all pairs, in the order of their forms.
    pub fn iter(&self) -> impl Iterator<Item = &AliasPair> {
        self.pairs.iter()
    }

    /// Visits the documents that tie each pair, in the order of [`AliasTable::iter`], ascending.
    pub fn iter_documents(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(&self.ends)
            .map(|(start, &end)| self.documents.get(start as usize..end as usize).unwrap_or(&[]))
    }

    pub(super) fn pair(&self, at: usize) -> Option<&AliasPair> {
        self.pairs.get(at)
    }

    /// Gives the forms tied to `form`, ascending; only direct ties: a tie of ties is often a mistake.
    pub fn of<'a>(&'a self, form: &'a str) -> impl Iterator<Item = &'a str> {
        self.from(form).take_while(move |(own, _)| own == form).map(|(_, other)| other.as_str())
    }

    /// True when some form begins with `prefix`.
    pub(crate) fn has_form_with(&self, prefix: &str) -> bool {
        self.begins.get(hash_of_first(prefix)) == Some(&true)
            && self.from(prefix).next().is_some_and(|(form, _)| form.starts_with(prefix))
    }

    /// The ties of `form` and of the forms after it.
    fn from(&self, form: &str) -> std::slice::Iter<'_, (String, String)> {
        let start = self.forms.partition_point(|(own, _)| own.as_str() < form);
        self.forms.get(start..).unwrap_or_default().iter()
    }

    fn sorted(mut self) -> AliasTable {
        order::sort_by(&mut self.forms, Ord::cmp);
        self.forms.dedup();
        self.begins = vec![false; NUM_HASHES];
        for (form, _) in &self.forms {
            if let Some(begins) = self.begins.get_mut(hash_of_first(form)) {
                *begins = true;
            }
        }
        self
    }

    /// Visits the forms that have a tie and start with `prefix`.
    pub fn forms_starting_with<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        let mut last = "";
        self.from(prefix)
            .map(|(form, _)| form.as_str())
            .take_while(move |form| form.starts_with(prefix))
            .filter(move |form| std::mem::replace(&mut last, form) != *form)
    }
}
