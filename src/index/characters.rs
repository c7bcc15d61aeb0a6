//! Which terms contain a character: the road from any string to the documents that may hold it.
//!
//! Every token of an indexed text is a term (there are no stop words, and unknown runs are single characters),
//! so the characters of a string that stands in a text stand in terms of that text, wherever the segmenter cut.
//! The documents that may hold the string are those that hold, for each of its characters, some term with it;
//! the text itself then decides. So any string is found at the price of this table, made from the terms when it
//! is first needed, and no byte of the index.

use super::terms::{TermDictionary, TermId};

/// The table: for each character, the terms that contain it.
#[derive(Debug, Default)]
pub struct CharacterTable {
    /// Ascending.
    chars: Vec<char>,
    /// Where the terms of each character end in `terms`.
    ends: Vec<u32>,
    terms: Vec<u32>,
    /// How many postings the terms of each character have together.
    num_postings: Vec<u64>,
}

impl CharacterTable {
    pub(crate) fn new(dictionary: &TermDictionary, num_postings: impl Fn(TermId) -> u64) -> CharacterTable {
        let mut pairs: Vec<u64> = Vec::with_capacity(dictionary.len() * 3);
        for (term, ordinal) in dictionary.iter().zip(0u32..) {
            for char in term.chars() {
                pairs.push(u64::from(u32::from(char)) << 32 | u64::from(ordinal));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut table = CharacterTable::default();
        for pair in pairs {
            let char = char::from_u32((pair >> 32) as u32).unwrap_or(char::REPLACEMENT_CHARACTER);
            if table.chars.last() != Some(&char) {
                table.chars.push(char);
                table.ends.push(table.terms.len() as u32);
                table.num_postings.push(0);
            }
            if let Some(sum) = table.num_postings.last_mut() {
                *sum += num_postings(TermId(pair as u32));
            }
            table.terms.push(pair as u32);
            if let Some(end) = table.ends.last_mut() {
                *end = table.terms.len() as u32;
            }
        }
        table
    }

    /// Gives how many postings the terms that contain `char` have together.
    pub fn num_postings(&self, char: char) -> u64 {
        self.chars.binary_search(&char).ok().and_then(|at| self.num_postings.get(at)).copied().unwrap_or(0)
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
