//! Regional words: what is this thing called on the other side of the strait? `软件` / `軟體`, `网络` / `網路`.
//!
//! Useful for finding and aligning texts from different regions, below a literal match; not useful for folding: many of
//! these words mean something else elsewhere (`文件` is a file here, a document there), so no text is changed by them.

use std::sync::OnceLock;

use super::normalize::fold;
use crate::order;

static TABLE: &str = include_str!("../../data/regional-words.txt");

/// Pairs of folded words that name one thing in different regions, both directions, sorted by the first.
pub fn regional_words() -> &'static [(String, String)] {
    static WORDS: OnceLock<Vec<(String, String)>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words = Vec::new();
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let Some((left, right)) = line.split_once('\t') else { continue };
            let left = fold(left);
            for right in right.split(' ').map(fold).filter(|right| *right != left) {
                words.push((left.clone(), right.clone()));
                words.push((right, left.clone()));
            }
        }
        order::sort_by(&mut words, Ord::cmp);
        words.dedup();
        words
    })
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
