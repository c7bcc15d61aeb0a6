//! The site index: an index as a folder of small pieces behind any static host, fetched as a query needs them.
//!
//! [`write_site`] lays an open bundle out as such a folder; an [`Index`](super::Index) opened from the manifest reads it.
//! Useful for hundreds of thousands of documents; not useful for a few hundred, which a bundle brings at once.
//!
//! Example: a folder `search/` with `manifest.dzx` and `terms/0-5f3c9d11.bin` and others; a query for 经济 fetches the piece of
//! terms with 经, then the piece of postings with 经济, then the texts of the best documents.
//!
//! Whatever the reader asks for and does not have is noted, answered with nothing, and fetched by the caller, who
//! asks again: [`Index::needs`](super::Index::needs), [`Index::supply`](super::Index::supply). `FORMAT.md` describes
//! every piece.

#[cfg(feature = "build")]
mod contents;
mod gram;
mod index;
mod lists;
mod manifest;
mod reader;
mod terms;
mod texts;
#[cfg(feature = "build")]
mod writer;

pub use manifest::MANIFEST_NAME;
#[cfg(feature = "build")]
pub use writer::write_site;

#[cfg(feature = "build")]
pub(super) use contents::{OfEntries, numbers_of};
pub(super) use manifest::SECTION_SITE;
pub(super) use reader::Site;
#[cfg(feature = "build")]
pub(super) use writer::lay_out;

/// A piece of lists is closed before it is longer than this, if not before.
const MAX_PIECE_BYTES: u64 = 3072;

/// The documents that may hold a string.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    /// Ascending; every document that holds it is among them.
    pub documents: Vec<u32>,
    /// Whether all of them hold it, without looking into their texts.
    pub is_certain: bool,
}

/// What kind of piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Terms,
    Postings,
    Grams,
    Texts,
    Documents,
}

impl Kind {
    const ALL: [Kind; 5] = [Kind::Terms, Kind::Postings, Kind::Grams, Kind::Texts, Kind::Documents];

    /// Its folder, and its name in errors.
    fn name(self) -> &'static str {
        match self {
            Kind::Terms => "terms",
            Kind::Postings => "postings",
            Kind::Grams => "grams",
            Kind::Texts => "texts",
            Kind::Documents => "documents",
        }
    }
}

/// A piece of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Piece {
    kind: Kind,
    number: u32,
}
