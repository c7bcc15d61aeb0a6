//! Which terms contain a character: the road from any string to the documents that may hold it.
//!
//! Every token of an indexed text is a term (there are no stop words, and unknown runs are single characters),
//! so the characters of a string that stands in a text stand in terms of that text, wherever the segmenter cut.
//! The documents that may hold the string are those that hold, for each of its characters, some term with it;
//! the text itself then decides. So any string is found at the price of this table, made from the terms when it
//! is first needed, and no byte of the index.

use super::Index;
use super::terms::{MAX_TERM_BYTES, TermDictionary, TermId};
use crate::Result;
use crate::sorted::SortedMap;
use std::rc::Rc;

/// Characters below this are counted in an array: the Basic Multilingual Plane.
const NUM_COUNTED: usize = 0x1_0000;

/// The table: for each character, the terms that contain it.
#[derive(Debug, Default)]
pub struct CharacterTable {
    /// Ascending.
    chars: Vec<char>,
    /// Where the terms of each character end in `terms`.
    ends: Vec<u32>,
    terms: Vec<u32>,
    /// Terms so long that they may be but a part of what stands in the text.
    long: Vec<TermId>,
}

/// Documents with a character, as many in all as are kept: four bytes each.
const MAX_KEPT: usize = 1 << 20;

/// What is known of the characters asked for of late.
#[derive(Default)]
pub(super) struct Holders {
    of_char: SortedMap<char, Holder>,
    num_kept: usize,
}

#[derive(Default)]
struct Holder {
    /// How many postings the terms with the character have.
    num_postings: Option<u64>,
    /// The documents that have it.
    documents: Option<Rc<[u32]>>,
}

impl Index {
    /// The documents in whose indexed text or title some term with `char` stands, ascending.
    ///
    /// Errors: `Corrupt`. Cost: linear in the postings of these terms, and in the documents, unless it was asked for before.
    pub(crate) fn documents_with(&self, char: char) -> Result<Rc<[u32]>> {
        let known = self.holders.borrow_mut().of_char.or_default(char).documents.clone();
        if let Some(known) = known {
            return Ok(known);
        }
        let which = self.which_have(&mut self.characters().terms_with(char))?;
        let documents = (0u32..).zip(which).filter(|(_, is_in)| *is_in);
        let documents: Rc<[u32]> = documents.map(|(document, _)| document).collect();
        let mut holders = self.holders.borrow_mut();
        if holders.num_kept + documents.len() > MAX_KEPT {
            (holders.of_char, holders.num_kept) = (SortedMap::new(), 0);
        }
        holders.num_kept += documents.len();
        holders.of_char.or_default(char).documents = Some(Rc::clone(&documents));
        Ok(documents)
    }

    /// Of each document whether some of `terms` stands in its indexed text or title.
    ///
    /// Errors: `Corrupt`. Cost: linear in the postings of these terms, and in the documents.
    pub(crate) fn which_have(&self, terms: &mut dyn Iterator<Item = TermId>) -> Result<Vec<bool>> {
        let mut which = vec![false; self.documents.len()];
        let mut note = |document: u32| {
            if let Some(is_in) = which.get_mut(document as usize) {
                *is_in = true;
            }
        };
        for term in terms {
            self.postings(term)?.units().iter().for_each(|&unit| note(self.documents.document_of(unit)));
            if self.num_titles_with(term) > 0 {
                self.title_postings(term)?.units().iter().for_each(|&document| note(document));
            }
        }
        Ok(which)
    }

    /// How many postings the terms with `char` have.
    pub(crate) fn num_postings_of(&self, char: char) -> u64 {
        let known = self.holders.borrow_mut().of_char.or_default(char).num_postings;
        if let Some(known) = known {
            return known;
        }
        let num = self.characters().terms_with(char).map(|term| self.num_postings_with(term)).sum();
        self.holders.borrow_mut().of_char.or_default(char).num_postings = Some(num);
        num
    }
}

impl CharacterTable {
    /// Cost: linear in the terms.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    pub(crate) fn new(dictionary: &TermDictionary) -> CharacterTable {
        // By counting: first how many terms each character has, then each into its place.
        let mut places = vec![0u32; NUM_COUNTED];
        let mut rare: Vec<(char, u32)> = Vec::new();
        visit_characters(dictionary, |char, ordinal| match places.get_mut(char as usize) {
            Some(count) => *count += 1,
            None => rare.push((char, ordinal)),
        });
        let mut table = CharacterTable::default();
        let mut end = 0u32;
        for (code_point, place) in (0u32..).zip(&mut places).filter(|(_, count)| **count > 0) {
            let first = end;
            end += std::mem::replace(place, first);
            table.chars.extend(char::from_u32(code_point));
            table.ends.push(end);
        }
        table.terms = vec![0; end as usize];
        visit_characters(dictionary, |char, ordinal| {
            if let Some(place) = places.get_mut(char as usize) {
                if let Some(slot) = table.terms.get_mut(*place as usize) {
                    *slot = ordinal;
                }
                *place += 1;
            }
        });
        let is_long = |&term: &TermId| dictionary.term(term).len() + 4 > MAX_TERM_BYTES;
        table.long = (0..dictionary.len() as u32).map(TermId).filter(is_long).collect();
        rare.sort_unstable();
        for terms in rare.chunk_by(|a, b| a.0 == b.0) {
            table.chars.extend(terms.first().map(|&(char, _)| char));
            table.terms.extend(terms.iter().map(|&(_, ordinal)| ordinal));
            table.ends.push(table.terms.len() as u32);
        }
        table
    }

    /// Gives the terms so long that the token they are of may have been cut.
    pub(crate) fn long_terms(&self) -> impl Iterator<Item = TermId> + '_ {
        self.long.iter().copied()
    }

    /// Gives the terms that contain `char`, ascending.
    pub fn terms_with(&self, char: char) -> impl ExactSizeIterator<Item = TermId> + Clone + '_ {
        let found = self.chars.binary_search(&char).ok();
        let start = found
            .and_then(|at| at.checked_sub(1))
            .and_then(|at| self.ends.get(at))
            .map_or(0, |&end| end as usize);
        let end = found.and_then(|at| self.ends.get(at)).map_or(start, |&end| end as usize);
        self.terms.get(start..end).unwrap_or(&[]).iter().map(|&term| TermId(term))
    }
}

/// Visits the characters of all terms, each once for each term.
#[inline(always)]
fn visit_characters(dictionary: &TermDictionary, mut visit: impl FnMut(char, u32)) {
    for (term, ordinal) in dictionary.iter().zip(0u32..) {
        for (at, char) in term.char_indices() {
            if at == 0 || !term.get(..at).unwrap_or("").chars().any(|before| before == char) {
                visit(char, ordinal);
            }
        }
    }
}
