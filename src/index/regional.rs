//! Regional words of an index: of the pairs of the table in `text`, those of which its texts have a form. So whoever searches needs
//! no table of all of them.
//!
//! Whether a form stands somewhere is asked by its pairs of neighbouring characters, in the pieces of the stored texts and across
//! them: words from the other side are often in no lexicon, and are cut into characters.

use super::aliases::{AliasPair, encode_counts};
use super::entry::Entry;
use super::interner::Interner;
use crate::text::{fold_char, regional_words};

/// The section of `documents`; `None` where none of the words is in them. `terms` are all terms.
#[cfg_attr(optimize_for_size, optimize(speed))]
pub(super) fn encode(documents: &[Entry], strings: &Interner, terms: &[&str]) -> Option<Vec<u8>> {
    let mut seen = Seen::of_table();
    for term in terms {
        seen.look_into(term.chars());
    }
    let mut is_used = vec![false; strings.len()];
    // The last characters of pieces that may begin something, and the first that may end it; `\0` for others.
    let mut ends: Vec<Option<(char, char)>> = vec![None; strings.len()];
    for entry in documents {
        let mut before = '\0';
        for &piece in &entry.pieces {
            let slot = &mut ends[piece as usize];
            let (first, last) = *slot.get_or_insert_with(|| {
                let string = strings.at(piece);
                let end = |char: Option<char>| char.map_or('\0', folded);
                (end(string.chars().next()), end(string.chars().next_back()))
            });
            seen.see(before, first);
            before = last;
            is_used[piece as usize] = true;
        }
        seen.look_into(entry.record.title.chars().map(folded));
    }
    for (piece, _) in (0u32..).zip(&is_used).filter(|(_, is_used)| **is_used) {
        seen.look_into(strings.at(piece).chars().map(folded));
    }
    // A form of one character is here where a term begins with it.
    let begins = |form: &str| {
        terms.get(terms.partition_point(|&term| term < form)).is_some_and(|term| term.starts_with(form))
    };
    let is_here = |form: &str| if form.chars().nth(1).is_some() { seen.has(form) } else { begins(form) };
    let pairs: Vec<AliasPair> = regional_words()
        .iter()
        .filter(|(left, right)| left < right && (is_here(left) || is_here(right)))
        .map(|(left, right)| AliasPair {
            left: left.clone(),
            right: right.clone(),
            num_documents: 0,
            is_given: false,
        })
        .collect();
    (!pairs.is_empty()).then(|| encode_counts(&pairs))
}

fn folded(char: char) -> char {
    fold_char(char).to_ascii_lowercase()
}

/// The pairs of characters of all forms, ascending, and which of them stand somewhere.
struct Seen {
    pairs: Vec<(char, char)>,
    is_seen: Vec<bool>,
    /// For each hash of a pair whether there may be one: most neighbours of a text are told apart by that.
    maybe: Vec<bool>,
}

const NUM_HASHES: usize = 1 << 14;

fn hash_of(first: char, second: char) -> usize {
    (u32::from(first).wrapping_mul(151) ^ u32::from(second)) as usize % NUM_HASHES
}

impl Seen {
    fn of_table() -> Seen {
        let mut pairs: Vec<(char, char)> = Vec::new();
        for (form, _) in regional_words() {
            pairs.extend(form.chars().zip(form.chars().skip(1)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut maybe = vec![false; NUM_HASHES];
        for &(first, second) in &pairs {
            maybe[hash_of(first, second)] = true;
        }
        Seen { is_seen: vec![false; pairs.len()], pairs, maybe }
    }

    #[cfg_attr(optimize_for_size, optimize(speed))]
    fn see(&mut self, first: char, second: char) {
        if self.maybe[hash_of(first, second)]
            && let Ok(at) = self.pairs.binary_search(&(first, second))
        {
            self.is_seen[at] = true;
        }
    }

    fn look_into(&mut self, chars: impl Iterator<Item = char>) {
        let mut before = '\0';
        for char in chars {
            self.see(before, char);
            before = char;
        }
    }

    fn has(&self, form: &str) -> bool {
        let mut pairs = form.chars().zip(form.chars().skip(1));
        pairs.all(|pair| self.pairs.binary_search(&pair).is_ok_and(|at| self.is_seen[at]))
    }
}
