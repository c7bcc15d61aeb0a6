//! What the texts of an index say while it is laid out as a site: told by the index, or by the builder that has them still and
//! need not pack and unpack them.

use super::gram::{Gram, visit_grams};
use crate::Result;
use crate::document::Document;
use crate::index::Index;
use crate::index::entry::Entry;
use crate::index::interner::Interner;
use crate::index::unit::units;
use crate::order::sort_numbers;
use crate::text::Span;

/// Texts by document, and their grams.
pub(in crate::index) trait Contents {
    /// Appends the text of a document and gives the bits of its layout.
    fn text(&self, ordinal: u32, text: &mut String) -> Result<&[u8]>;

    /// Visits the grams of a document as [`numbers_of`] gives them.
    fn grams(&mut self, ordinal: u32, visit: &mut dyn FnMut(u64)) -> Result<()>;

    /// The word of letters or digits that was given this number.
    fn atom(&self, number: u32) -> &str;
}

const CHAR_BITS: u32 = 21;

/// The grams of a document, each once, as numbers, ascending: words of letters and digits by their numbers in `strings`, which are
/// below those of characters, since the first character that is none of ASCII is U+0080.
#[cfg_attr(optimize_for_size, optimize(speed))]
pub(in crate::index) fn numbers_of(
    document: &Document,
    with_boilerplate: bool,
    strings: &mut Interner,
) -> Vec<u64> {
    let mut numbers = Vec::new();
    visit_indexed(document, with_boilerplate, |text| {
        visit_grams(text, |gram| {
            numbers.push(match gram {
                Gram::Atom(atom) => u64::from(strings.number(atom)),
                Gram::One(char) => u64::from(u32::from(char)) << CHAR_BITS,
                Gram::Two(first, second) => {
                    u64::from(u32::from(first)) << CHAR_BITS | u64::from(u32::from(second))
                }
            });
        });
    });
    sort_numbers(&mut numbers);
    numbers.dedup();
    numbers
}

/// The gram of a number, `None` for a word.
pub(super) fn gram_of(number: u64) -> Option<Gram<'static>> {
    let first = char::from_u32((number >> CHAR_BITS) as u32).filter(|first| !first.is_ascii())?;
    match (number & ((1 << CHAR_BITS) - 1)) as u32 {
        0 => Some(Gram::One(first)),
        second => Some(Gram::Two(first, char::from_u32(second).unwrap_or(first))),
    }
}

/// Visits the indexed text of a document, folded, in stretches without a gap, and its title.
fn visit_indexed(document: &Document, with_boilerplate: bool, mut visit: impl FnMut(&str)) {
    let mut open: Option<Span> = None;
    for unit in units(document, with_boilerplate).spans {
        match &mut open {
            Some(span) if span.end == unit.start => span.end = unit.end,
            _ => {
                if let Some(span) = open.replace(unit) {
                    visit(span.of(document.folded()));
                }
            }
        }
    }
    if let Some(span) = open {
        visit(span.of(document.folded()));
    }
    visit(&crate::text::fold(&document.title));
}

/// An index with stored texts.
pub(super) struct OfIndex<'i> {
    index: &'i Index,
    atoms: Interner,
}

impl<'i> OfIndex<'i> {
    pub(super) fn new(index: &'i Index) -> Self {
        OfIndex { index, atoms: Interner::default() }
    }
}

impl Contents for OfIndex<'_> {
    fn text(&self, ordinal: u32, text: &mut String) -> Result<&[u8]> {
        let (own, layout) = self.index.stored_text(ordinal)?;
        text.push_str(&own);
        Ok(layout)
    }

    fn grams(&mut self, ordinal: u32, visit: &mut dyn FnMut(u64)) -> Result<()> {
        if let Some(document) = self.index.read_document(ordinal)? {
            numbers_of(&document, self.index.has_boilerplate(), &mut self.atoms).into_iter().for_each(visit);
        }
        Ok(())
    }

    fn atom(&self, number: u32) -> &str {
        self.atoms.at(number)
    }
}

/// Entries of a builder, which were read for a site.
pub(in crate::index) struct OfEntries<'b> {
    pub entries: &'b [Entry],
    pub strings: &'b Interner,
}

impl OfEntries<'_> {
    fn entry(&self, ordinal: u32) -> Result<&Entry> {
        self.entries.get(ordinal as usize).ok_or_else(|| {
            crate::Error::new(crate::ErrorKind::UnknownDocument, "fewer documents than the index has")
        })
    }
}

impl Contents for OfEntries<'_> {
    fn text(&self, ordinal: u32, text: &mut String) -> Result<&[u8]> {
        let entry = self.entry(ordinal)?;
        for &piece in &entry.pieces {
            text.push_str(self.strings.at(piece));
        }
        Ok(&entry.layout)
    }

    fn grams(&mut self, ordinal: u32, visit: &mut dyn FnMut(u64)) -> Result<()> {
        self.entry(ordinal)?.grams.iter().flatten().copied().for_each(visit);
        Ok(())
    }

    fn atom(&self, number: u32) -> &str {
        self.strings.at(number)
    }
}
