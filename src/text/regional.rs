//! Regional words: what is this thing called on the other side of the strait? `软件` / `軟體`, `网络` / `網路`.
//!
//! Useful for finding and aligning texts from different regions, below a literal match; not useful for folding: many of
//! these words mean something else elsewhere (`文件` is a file here, a document there), so no text is changed by them.

use std::sync::OnceLock;

use crate::order;

/// `data/regional-words.txt`, folded and packed by `build.rs`: a query asks before its first answer.
static PACKED: &str = include_str!(concat!(env!("OUT_DIR"), "/regional.txt"));

/// Pairs of folded words that name one thing in different regions, both directions, sorted by the first.
pub fn regional_words() -> &'static [(String, String)] {
    static WORDS: OnceLock<Vec<(String, String)>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words = Vec::new();
        let mut parts = PACKED.split_inclusive(|c: char| c < ' ');
        while let (Some(left), Some(middle)) = (parts.next(), parts.next()) {
            let (left, num_same) = counted(left);
            let (middle, num_at_end) = counted(middle);
            let (before, after) = (place(left, num_same), place(left, left.chars().count() - num_at_end));
            let mut right = left[..before].to_owned();
            right.push_str(middle);
            right.push_str(&left[after..]);
            words.push((left.to_owned(), right.clone()));
            words.push((right, left.to_owned()));
        }
        order::sort_by(&mut words, Ord::cmp);
        words.dedup();
        words
    })
}

/// A part of the packed table and the number that ends it.
fn counted(part: &str) -> (&str, usize) {
    let (text, number) = part.split_at(part.len() - 1);
    (text, usize::from(number.as_bytes()[0]) - 1)
}

/// The byte where character `number` of `word` begins; its end for one past the last.
fn place(word: &str, number: usize) -> usize {
    word.char_indices().nth(number).map_or(word.len(), |(at, _)| at)
}

/// What a folded word is called in other regions, in no order of preference. Cost: a binary search.
///
/// ```
/// use duizhao::text::regional_forms;
/// assert_eq!(regional_forms("软体").collect::<Vec<_>>(), ["软件"]);
/// assert_eq!(regional_forms("苹果").count(), 0);
/// ```
pub fn regional_forms(word: &str) -> impl Iterator<Item = &'static str> {
    let words = regional_words();
    let first = words.partition_point(|pair| pair.0.as_str() < word);
    words[first..].iter().take_while(move |pair| pair.0 == word).map(|pair| pair.1.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn the_packed_table_is_the_table_folded() {
        let table = include_str!("../../data/regional-words.txt");
        let mut expected = Vec::new();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let (left, right) = line.split_once('\t').unwrap();
            let left = fold(left);
            for right in right.split(' ').map(fold).filter(|right| *right != left) {
                expected.push((left.clone(), right.clone()));
                expected.push((right, left.clone()));
            }
        }
        expected.sort();
        expected.dedup();
        assert_eq!(regional_words(), expected);
    }
}
