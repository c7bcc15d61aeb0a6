//! What is stored of a corpus, and how it is written and read.
//!
//! Documents go into a [`Builder`], bytes come out; an [`Index`] opens the bytes. Useful for knowing which terms
//! stand where, and for getting a document back; not useful for deciding which document answers best: that is
//! the room `query`. `FORMAT.md` describes every section.

// What only builders call.
#![cfg_attr(not(feature = "build"), allow(dead_code))]

mod aliases;
mod analysis;
#[cfg(feature = "build")]
mod builder;
mod cache;
mod characters;
mod documents;
#[cfg(feature = "build")]
mod earlier;
#[cfg(feature = "build")]
mod entry;
mod hashes;
mod indexed_text;
#[cfg(feature = "build")]
mod interner;
#[cfg(feature = "build")]
mod inversion;
mod layout;
mod length;
mod mark;
mod meta;
#[cfg(feature = "build")]
mod pairs;
mod passages;
#[cfg(feature = "build")]
mod pieces;
mod postings;
mod reader;
mod readings;
#[cfg(feature = "build")]
mod regional;
mod site;
mod store;
#[cfg(feature = "build")]
mod symbol;
mod term_tree;
mod terms;
mod unit;
mod unit_spans;

pub use aliases::{AliasPair, AliasTable};
#[cfg(feature = "build")]
pub use builder::{Added, Builder, BuilderOptions};
pub use characters::CharacterTable;
pub use documents::{DocumentInfo, DocumentTable};
pub use hashes::content_hash;
pub use indexed_text::IndexedText;
pub use passages::Passages;
pub use postings::{List, Postings};
pub use reader::Index;
pub use readings::Readings;
#[cfg(feature = "build")]
pub use site::write_site;
pub use site::{Candidates, MANIFEST_NAME};
pub use terms::{MAX_TERM_BYTES, MAX_TERMS, TermDictionary, TermId};
pub use unit::{MAX_UNITS, UNIT_CHARS};
pub use unit_spans::UnitSpan;

pub(crate) use analysis::visit_terms;
pub(crate) use length::{NUM_LEVELS, length_of};

use crate::format::SectionId;

const SECTION_META: SectionId = *b"META";
const SECTION_TERMS: SectionId = *b"TERM";
const SECTION_POSTINGS: SectionId = *b"POST";
const SECTION_TITLES: SectionId = *b"TITL";
const SECTION_DOCUMENTS: SectionId = *b"DOCS";
const SECTION_ALIASES: SectionId = *b"ALIA";
const SECTION_HASHES: SectionId = *b"HASH";
const SECTION_PINYIN: SectionId = *b"PINY";
const SECTION_REGIONAL: SectionId = *b"REGI";
const SECTION_SPANS: SectionId = *b"SPAN";
const SECTION_TEXT: SectionId = *b"TEXT";

/// The version of the rules in this room that change what an index of the same texts holds, or how what it holds is
/// understood: units, the guesses of `mark` that layouts correct, and the pieces of a site.
const INDEX_RULES: u32 = 4;

/// The fingerprint of the whole chain from text to term: cleaning and folding, and the rules of this room. The
/// lexicon is not part of it: queries are segmented over the index's own terms.
pub fn fingerprint() -> u32 {
    crate::text::FINGERPRINT.rotate_left(16) ^ INDEX_RULES
}
