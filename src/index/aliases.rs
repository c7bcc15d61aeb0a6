//! The alias table: forms that name one thing, as the texts gloss them (`阿莫迪（Dario Amodei）`).

use crate::Result;
use crate::format::{ByteReader, ByteWriter, deflate, inflate};
use std::collections::{BTreeMap, BTreeSet};

const SECTION: &str = "ALIA";
const MAX_TABLE_BYTES: u64 = 1 << 26;

/// The pairs of an index, with the number of documents that gloss them.
#[derive(Debug, Default)]
pub struct AliasTable {
    /// From each form to the forms tied to it, ascending.
    forms: BTreeMap<String, BTreeSet<String>>,
    pairs: Vec<AliasPair>,
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
}

pub(crate) fn encode(pairs: &[AliasPair]) -> Vec<u8> {
    let mut writer = ByteWriter::new();
    writer.column(pairs.iter().map(|pair| pair.left.as_str()));
    writer.column(pairs.iter().map(|pair| pair.right.as_str()));
    for pair in pairs {
        writer.varint(u64::from(pair.num_documents));
    }
    let plain = writer.finish();
    let mut packed = ByteWriter::new();
    packed.varint(plain.len() as u64);
    packed.raw(&deflate(&plain));
    packed.finish()
}

impl AliasTable {
    pub(crate) fn decode(bytes: &[u8]) -> Result<AliasTable> {
        let mut packed = ByteReader::new(bytes, SECTION);
        let len_bytes = packed.number(MAX_TABLE_BYTES, "a length")? as usize;
        let plain = inflate(packed.raw(packed.num_left())?, len_bytes, SECTION)?;
        let mut reader = ByteReader::new(&plain, SECTION);
        let (lefts, rights) = (reader.column()?, reader.column()?);
        if lefts.len() != rights.len() {
            return Err(reader.corrupt("an alias has one form only"));
        }
        let mut table = AliasTable::default();
        for (left, right) in lefts.iter().zip(rights.iter()) {
            let num_documents = reader.number(u64::from(u32::MAX), "a number of documents")? as u32;
            table.pairs.push(AliasPair { left: left.to_owned(), right: right.to_owned(), num_documents });
            for (from, to) in [(left, right), (right, left)] {
                if !from.is_empty() && !to.is_empty() && from != to {
                    table.forms.entry(from.to_owned()).or_default().insert(to.to_owned());
                }
            }
        }
        reader.finish()?;
        Ok(table)
    }

    /// One table of several, which may share pairs.
    pub(crate) fn joined<'t>(parts: impl Iterator<Item = &'t AliasTable>) -> AliasTable {
        let mut joined = AliasTable::default();
        for part in parts {
            for (form, others) in &part.forms {
                joined.forms.entry(form.clone()).or_default().extend(others.iter().cloned());
            }
            joined.pairs.extend(part.pairs.iter().cloned());
        }
        joined.pairs.sort_unstable();
        joined.pairs.dedup();
        joined
    }

    /// Visits all pairs, in the order of their forms.
    pub fn iter(&self) -> impl Iterator<Item = &AliasPair> {
        self.pairs.iter()
    }

    /// Gives the forms tied to `form`, ascending; only direct ties: a tie of ties is often a mistake.
    pub fn of(&self, form: &str) -> impl Iterator<Item = &str> {
        self.forms.get(form).into_iter().flatten().map(String::as_str)
    }

    /// Visits the forms that have a tie and start with `prefix`.
    pub fn forms_starting_with<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        self.forms
            .range(prefix.to_owned()..)
            .map(|(form, _)| form.as_str())
            .take_while(move |form| form.starts_with(prefix))
    }
}
