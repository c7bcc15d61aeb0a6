//! Which terms contain a character: the road from any string to the documents that may hold it.
//!
//! Every token of an indexed text is a term (there are no stop words, and unknown runs are single characters),
//! so the characters of a string that stands in a text stand in terms of that text, wherever the segmenter cut.
//! The documents that may hold the string are those that hold, for each of its characters, some term with it;
//! the text itself then decides. So any string is found at the price of this table, made from the terms when it
//! is first needed, and no byte of the index.

use super::terms::{TermDictionary, TermId};

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
    /// How many postings the terms of each character have together.
    num_postings: Vec<u64>,
}

impl CharacterTable {
    pub(crate) fn new(dictionary: &TermDictionary, num_postings: impl Fn(TermId) -> u64) -> CharacterTable {
        // By counting: first how many terms each character has, then each into its place.
        let mut counts = vec![0u32; NUM_COUNTED];
        let mut rare: Vec<(char, u32)> = Vec::new();
        for (term, ordinal) in dictionary.iter().zip(0u32..) {
            for char in term.chars() {
                match counts.get_mut(char as usize) {
                    Some(count) => *count += 1,
                    None => rare.push((char, ordinal)),
                }
            }
        }
        let mut table = CharacterTable::default();
        let mut places = vec![0u32; NUM_COUNTED];
        let mut end = 0u32;
        for (code_point, &count) in counts.iter().enumerate().filter(|&(_, &count)| count > 0) {
            if let Some(place) = places.get_mut(code_point) {
                *place = end;
            }
            end += count;
            table.chars.extend(char::from_u32(code_point as u32));
        }
        let mut terms = vec![0u32; end as usize];
        let firsts = places.clone();
        for (term, ordinal) in dictionary.iter().zip(0u32..) {
            for char in term.chars() {
                let (Some(place), Some(&first)) = (places.get_mut(char as usize), firsts.get(char as usize))
                else {
                    continue;
                };
                // A character that stands twice in a term counts once.
                let last = place.checked_sub(1).filter(|&last| last >= first);
                if last.and_then(|last| terms.get(last as usize)) == Some(&ordinal) {
                    continue;
                }
                if let Some(slot) = terms.get_mut(*place as usize) {
                    *slot = ordinal;
                }
                *place += 1;
            }
        }
        for &char in &table.chars {
            let at = char as usize;
            let range = firsts.get(at).map_or(0, |&first| first as usize)
                ..places.get(at).map_or(0, |&place| place as usize);
            table.terms.extend_from_slice(terms.get(range).unwrap_or(&[]));
            table.ends.push(table.terms.len() as u32);
        }
        rare.sort_unstable();
        rare.dedup();
        for terms in rare.chunk_by(|a, b| a.0 == b.0) {
            table.chars.extend(terms.first().map(|&(char, _)| char));
            table.terms.extend(terms.iter().map(|&(_, ordinal)| ordinal));
            table.ends.push(table.terms.len() as u32);
        }
        let mut start = 0usize;
        for &end in &table.ends {
            let of_char = table.terms.get(start..end as usize).unwrap_or(&[]);
            table.num_postings.push(of_char.iter().map(|&term| num_postings(TermId(term))).sum());
            start = end as usize;
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
