//! From documents with their terms to terms with their documents.

use super::entry::{Entry, TermCount};
use super::interner::Interner;
use super::postings::PostingsWriter;
use crate::order::{sort_by, sort_by_number};

/// No term has this ordinal.
pub(super) const NO_TERM: u32 = u32::MAX;

/// The terms that some document has (a replaced one may have taken its terms along), in byte order.
pub(super) struct UsedTerms<'b> {
    pub sorted: Vec<&'b str>,
    /// From the interner's number to the ordinal in `sorted`; [`NO_TERM`] for a string that is no term.
    pub ordinals: Vec<u32>,
}

impl<'b> UsedTerms<'b> {
    #[cfg_attr(optimize_for_size, optimize(speed))]
    pub(super) fn new(strings: &'b Interner, documents: &[Entry]) -> UsedTerms<'b> {
        let mut is_used = vec![false; strings.len()];
        for entry in documents {
            for count in entry.units.iter().flatten() {
                is_used[count.term as usize] = true;
            }
            for &term in &entry.title {
                is_used[term as usize] = true;
            }
        }
        let used =
            in_byte_order(strings, (0..).zip(&is_used).filter_map(|(number, &is)| is.then_some(number)));
        let mut ordinals = vec![NO_TERM; strings.len()];
        for (ordinal, &number) in used.iter().enumerate() {
            ordinals[number as usize] = ordinal as u32;
        }
        UsedTerms { sorted: used.into_iter().map(|number| strings.at(number)).collect(), ordinals }
    }

    /// Inverts `places`, each the terms of one unit.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    pub(super) fn postings<'p>(
        &self,
        places: impl Iterator<Item = &'p Box<[TermCount]>> + Clone,
        num_places: u32,
    ) -> Vec<u8> {
        let ordinal_of = |count: &TermCount| self.ordinals[count.term as usize] as usize;
        let mut starts = vec![0usize; self.sorted.len() + 1];
        for count in places.clone().flatten() {
            starts[ordinal_of(count) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let num_postings = *starts.last().unwrap_or(&0);
        let (mut units, mut frequencies) = (vec![0u32; num_postings], vec![0u32; num_postings]);
        for (place, terms) in places.enumerate() {
            for count in terms {
                let at = &mut next[ordinal_of(count)];
                units[*at] = place as u32;
                frequencies[*at] = count.frequency;
                *at += 1;
            }
        }
        let mut writer = PostingsWriter::new(num_places, true);
        for range in starts.windows(2) {
            writer.list(&units[range[0]..range[1]], &frequencies[range[0]..range[1]]);
        }
        writer.finish()
    }

    /// In how many units each term stands, by its ordinal.
    pub(super) fn num_units(&self, documents: &[Entry]) -> Vec<u32> {
        let mut counts = vec![0u32; self.sorted.len()];
        for count in documents.iter().flat_map(|entry| entry.units.iter().flatten()) {
            counts[self.ordinals[count.term as usize] as usize] += 1;
        }
        counts
    }

    pub(super) fn title_postings(&self, documents: &[Entry]) -> Vec<u8> {
        let mut lists: Vec<(u32, u32)> = Vec::new();
        for (document, entry) in documents.iter().enumerate() {
            lists.extend(entry.title.iter().map(|&term| (self.ordinals[term as usize], document as u32)));
        }
        sort_by_number(&mut lists, |(term, _)| u64::from(term));
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

/// Puts numbers of distinct strings in the byte order of these: by their first bytes as a number, then those that begin alike.
#[cfg_attr(optimize_for_size, optimize(speed))]
fn in_byte_order(strings: &Interner, numbers: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut sorted: Vec<(u64, u32)> = numbers.map(|number| (head_of(strings.at(number)), number)).collect();
    sort_by_number(&mut sorted, |(head, _)| head);
    for alike in sorted.chunk_by_mut(|a, b| a.0 == b.0).filter(|alike| alike.len() > 1) {
        sort_by(alike, |&(_, a), &(_, b)| strings.at(a).cmp(strings.at(b)));
    }
    sorted.into_iter().map(|(_, number)| number).collect()
}

/// The first eight bytes of a string, the first of them the highest; zeros behind a shorter one.
#[inline(always)]
fn head_of(string: &str) -> u64 {
    let bytes = string.as_bytes();
    match bytes.first_chunk::<8>() {
        Some(head) => u64::from_be_bytes(*head),
        None => bytes.iter().rev().fold(0, |head, &byte| (head >> 8) | u64::from(byte) << 56),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Short ones, some with the least byte, many that begin alike.
        #[test]
        fn strings_stand_in_byte_order(strings in prop::collection::btree_set("(经济|人工智能){0,2}[\\x00a-c经]{0,3}", 0..60)) {
            let mut interner = Interner::default();
            let mut shuffled: Vec<&String> = strings.iter().collect();
            shuffled.sort_by_key(|string| string.bytes().rev().collect::<Vec<u8>>());
            for string in shuffled {
                interner.number(string);
            }
            let sorted = in_byte_order(&interner, 0..interner.len() as u32);
            prop_assert!(sorted.into_iter().map(|number| interner.at(number)).eq(&strings));
        }
    }
}
