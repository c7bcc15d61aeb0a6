//! Keyness: which terms set one document apart from the others?
//!
//! The statistic is the log-likelihood ratio G² of Dunning (Accurate Methods for the Statistics of Surprise and
//! Coincidence, Computational Linguistics 19, 1993): how much better two rates explain the counts than one. Terms
//! are Latin words and names, and stretches of two to four Han characters; of stretches that occur together the
//! longest is kept, so that no lexicon is needed and a new name is a term like any other.

use crate::sorted::SortedMap;

use super::stock::Stock;
use crate::document::{BlockKind, Document};
use crate::text::{CharClass, class_of, is_han};

/// The least G² of a term: one in a thousand for two rates that are one (chi-square, one degree of freedom).
pub const MIN_LOG_LIKELIHOOD: f64 = 10.83;
/// How often a term must occur in the document.
const MIN_COUNT: u32 = 3;
/// The longest stretch of Han characters.
const MAX_CHARS: usize = 4;
/// A stretch is part of a longer one when the longer one makes up this share of it.
const PART_SHARE: f64 = 0.7;
/// The least weight of an edge of a stretch: `的模` and `模型是` are no terms.
const MIN_EDGE: f64 = 0.5;

/// A term that sets a document apart.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyTerm {
    /// The term, folded.
    pub term: String,
    /// How often it occurs in the document.
    pub count: u32,
    /// How often it occurs in the other documents together.
    pub count_elsewhere: u32,
    /// G²: the greater, the more surely the term is more frequent here than elsewhere.
    pub log_likelihood: f64,
}

/// The terms of one document that set it apart from the others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Keyness {
    /// In how many places of the document a term could stand: its Han characters and Latin words.
    pub num_places: u64,
    /// Surest first.
    pub terms: Vec<KeyTerm>,
}

/// For each of `documents`, the terms that are more frequent in it than in the others together, surest first, at most
/// `limit` each.
///
/// No terms where there is no other document. Cost: linear in the text, times four.
pub fn keyness(documents: &[&Document], limit: usize) -> Vec<Keyness> {
    let stock = Stock::new();
    let counted: Vec<(SortedMap<String, u32>, u64)> =
        documents.iter().map(|document| counts(document, &stock)).collect();
    let num_places: u64 = counted.iter().map(|(_, places)| places).sum();
    let mut everywhere: SortedMap<&str, u32> = SortedMap::new();
    for (term, count) in counted.iter().flat_map(|(found, _)| found) {
        *everywhere.or_default(term) += count;
    }
    counted
        .iter()
        .map(|(here, num_here)| Keyness {
            num_places: *num_here,
            terms: match documents.len() {
                0 | 1 => Vec::new(),
                _ => terms(here, *num_here, &everywhere, num_places, limit),
            },
        })
        .collect()
}

/// The surest terms of one document.
fn terms(
    here: &SortedMap<String, u32>,
    num_here: u64,
    everywhere: &SortedMap<&str, u32>,
    num_places: u64,
    limit: usize,
) -> Vec<KeyTerm> {
    let num_elsewhere = num_places - num_here;
    let frequent: Vec<(&String, u32)> =
        here.iter().filter(|entry| *entry.1 >= MIN_COUNT).map(|(term, count)| (term, *count)).collect();
    let mut terms: Vec<KeyTerm> = frequent
        .iter()
        .filter_map(|(term, count)| {
            let other = everywhere.get(term.as_str()).map_or(0, |total| total - count);
            let value = log_likelihood(*count, num_here, other, num_elsewhere);
            let is_more = f64::from(*count) * num_elsewhere as f64 > f64::from(other) * num_here as f64;
            (is_more && value >= MIN_LOG_LIKELIHOOD).then(|| KeyTerm {
                term: (*term).clone(),
                count: *count,
                count_elsewhere: other,
                log_likelihood: value,
            })
        })
        .collect();
    terms.sort_by(|a, b| b.log_likelihood.total_cmp(&a.log_likelihood).then_with(|| a.term.cmp(&b.term)));
    // What mostly stands inside a longer term says nothing more than that; only the surest are asked.
    let mut kept: Vec<KeyTerm> = Vec::new();
    for term in terms {
        if kept.len() >= limit {
            break;
        }
        if !is_part(&term, &frequent) {
            kept.push(term);
        }
    }
    kept
}

/// G² of a term that occurs `a` times in `n` places here and `b` times in `m` places elsewhere.
fn log_likelihood(a: u32, n: u64, b: u32, m: u64) -> f64 {
    let (a, b, n, m) = (f64::from(a), f64::from(b), n as f64, m as f64);
    let share = (a + b) / (n + m).max(1.0);
    let part = |count: f64, places: f64| {
        if count > 0.0 && places > 0.0 { count * libm::log(count / (places * share)) } else { 0.0 }
    };
    (2.0 * (part(a, n) + part(b, m))).max(0.0)
}

/// How often each candidate occurs, and in how many places one could.
fn counts(document: &Document, stock: &Stock) -> (SortedMap<String, u32>, u64) {
    let mut found: SortedMap<String, u32> = SortedMap::new();
    let mut num_places = 0u64;
    let blocks = document.blocks.iter().filter(|block| {
        !block.is_boilerplate && !matches!(block.kind, BlockKind::Code | BlockKind::Metadata)
    });
    for block in blocks {
        let text = block.folded.of(document.folded());
        let characters: Vec<(usize, char)> = text.char_indices().collect();
        let mut at = 0;
        while let Some((start, c)) = characters.get(at).copied() {
            if is_han(c) {
                num_places += 1;
                for len in 2..=MAX_CHARS {
                    let Some(stretch) = characters.get(at..at + len) else { break };
                    let Some((end, last)) = stretch.last().copied() else { break };
                    if !is_han(last) {
                        break;
                    }
                    let is_stock = stretch.windows(2).any(|pair| stock.is_stock(pair[0].1, pair[1].1));
                    if stock.character(c) >= MIN_EDGE && stock.character(last) >= MIN_EDGE && !is_stock {
                        *found.or_default(text[start..end + last.len_utf8()].to_owned()) += 1;
                    }
                }
                at += 1;
            } else if class_of(c) == CharClass::Letter {
                let is_part = |c: char| matches!(class_of(c), CharClass::Letter | CharClass::Digit);
                let num_chars = characters[at..].iter().take_while(|(_, c)| is_part(*c)).count();
                let end = characters.get(at + num_chars).map_or(text.len(), |(end, _)| *end);
                num_places += 1;
                if num_chars > 1 {
                    *found.or_default(text[start..end].to_owned()) += 1;
                }
                at += num_chars;
            } else {
                at += 1;
            }
        }
    }
    (found, num_places)
}

/// Whether a stretch mostly stands inside one longer stretch.
fn is_part(of: &KeyTerm, frequent: &[(&String, u32)]) -> bool {
    let term = of.term.as_str();
    if !term.chars().all(is_han) || term.chars().count() >= MAX_CHARS {
        return false;
    }
    frequent.iter().any(|(longer, count)| {
        longer.len() > term.len()
            && longer.contains(term)
            && f64::from(*count) >= PART_SHARE * f64::from(of.count)
    })
}

#[cfg(test)]
mod tests {
    use super::log_likelihood;

    #[test]
    fn worked_by_hand() {
        // 10 of 100 here, 10 of 900 elsewhere: 2 (10 ln(10/2) + 10 ln(10/18)).
        let expected = 2.0 * (10.0 * 5f64.ln() + 10.0 * (10.0f64 / 18.0).ln());
        assert!((log_likelihood(10, 100, 10, 900) - expected).abs() < 1e-9);
        assert_eq!(log_likelihood(5, 100, 5, 100), 0.0);
        assert_eq!(log_likelihood(0, 100, 0, 0), 0.0);
    }
}
