//! Keyness: which terms set one document apart from the others?
//!
//! The statistic is the log-likelihood ratio G² of Dunning (Accurate Methods for the Statistics of Surprise and
//! Coincidence, Computational Linguistics 19, 1993): how much better two rates explain the counts than one. Terms
//! are Latin words and names, and stretches of Han characters, found without a lexicon, so that a new name is a term like
//! any other: stretches of two to four characters are counted, and one that mostly stands inside a longer one grows into it
//! (`工智能` into `人工智能`, `虚拟协作` into `虚拟协作者`).

use crate::sorted::SortedMap;

use super::stock::Stock;
use crate::document::{BlockKind, Document};
use crate::text::{CharClass, class_of, is_han};

/// The least G² of a term: one in a thousand for two rates that are one (chi-square, one degree of freedom).
pub const MIN_LOG_LIKELIHOOD: f64 = 10.83;
/// How often a term must occur in the document.
const MIN_COUNT: u32 = 3;
/// The longest stretch of Han characters that is counted, and the longest that one grows into.
const MAX_CHARS: usize = 4;
const MAX_GROWN_CHARS: usize = 12;
/// A stretch is part of a longer one when one neighbour stands beside it in this share of its places,
const PART_SHARE: f64 = 0.7;
/// and its edge beside that neighbour in this share of the neighbour's: `的` stands before everything.
const NEIGHBOUR_SHARE: f64 = 0.08;
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
    let texts: Vec<Vec<&str>> = documents.iter().map(|document| texts_of(document)).collect();
    let counted: Vec<(SortedMap<String, u32>, u64)> =
        texts.iter().map(|texts| counts(texts, &stock)).collect();
    let num_places: u64 = counted.iter().map(|(_, places)| places).sum();
    let mut everywhere: SortedMap<&str, u32> = SortedMap::new();
    for (term, count) in counted.iter().flat_map(|(found, _)| found) {
        *everywhere.or_default(term) += count;
    }
    let all = All { texts: &texts, everywhere, num_places, stock: &stock };
    let columns = counted.iter().enumerate();
    columns
        .map(|(at, (here, num_here))| Keyness {
            num_places: *num_here,
            terms: match documents.len() {
                0 | 1 => Vec::new(),
                _ => all.terms_of(at, here, *num_here, limit),
            },
        })
        .collect()
}

/// What the documents hold together.
struct All<'t> {
    texts: &'t [Vec<&'t str>],
    everywhere: SortedMap<&'t str, u32>,
    num_places: u64,
    stock: &'t Stock,
}

impl All<'_> {
    /// The surest terms of document `at`.
    fn terms_of(
        &self,
        at: usize,
        here: &SortedMap<String, u32>,
        num_here: u64,
        limit: usize,
    ) -> Vec<KeyTerm> {
        let num_elsewhere = self.num_places - num_here;
        let rated = |term: String, count: u32, count_elsewhere: u32| {
            let log_likelihood = log_likelihood(count, num_here, count_elsewhere, num_elsewhere);
            let is_more =
                f64::from(count) * num_elsewhere as f64 > f64::from(count_elsewhere) * num_here as f64;
            (count >= MIN_COUNT && is_more && log_likelihood >= MIN_LOG_LIKELIHOOD).then_some(KeyTerm {
                term,
                count,
                count_elsewhere,
                log_likelihood,
            })
        };
        let mut terms: Vec<KeyTerm> = here
            .iter()
            .filter(|(_, count)| **count >= MIN_COUNT)
            .filter_map(|(term, &count)| {
                let elsewhere = self.everywhere.get(term.as_str()).map_or(0, |total| total - count);
                rated(term.clone(), count, elsewhere)
            })
            .collect();
        surest_first(&mut terms);
        let Some(texts) = self.texts.get(at) else { return Vec::new() };
        let mut kept: Vec<KeyTerm> = Vec::new();
        for mut term in terms {
            if kept.len() >= limit {
                break;
            }
            if let Some(grown) = grown(&term.term, texts) {
                if self.stock.has_word(grown.chars()) {
                    continue;
                }
                let elsewhere = self.texts.iter().enumerate().filter(|(other, _)| *other != at);
                let count_elsewhere = elsewhere.map(|(_, texts)| count_in(texts, &grown)).sum();
                let count = count_in(texts, &grown);
                match rated(grown, count, count_elsewhere) {
                    Some(grown) => term = grown,
                    None => continue,
                }
            }
            if !kept.iter().any(|known| says_no_more(&term, known)) {
                kept.push(term);
            }
        }
        surest_first(&mut kept);
        kept
    }
}

fn surest_first(terms: &mut [KeyTerm]) {
    terms.sort_by(|a, b| b.log_likelihood.total_cmp(&a.log_likelihood).then_with(|| a.term.cmp(&b.term)));
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

/// Whether `term` says nothing more than the surer `known`: it is the same, mostly a part of it, or that and one character
/// (`项功能`).
fn says_no_more(term: &KeyTerm, known: &KeyTerm) -> bool {
    let most_of = |part: u32, whole: u32| f64::from(part) >= PART_SHARE * f64::from(whole);
    if known.term.contains(&term.term) {
        return known.term == term.term || most_of(known.count, term.count);
    }
    let num_more = term.term.chars().count().saturating_sub(known.term.chars().count());
    term.term.contains(&known.term) && num_more == 1 && !most_of(term.count, known.count)
}

/// What `term` is mostly a part of, or `None` where its neighbours vary.
fn grown(term: &str, texts: &[&str]) -> Option<String> {
    if !term.starts_with(is_han) {
        return None;
    }
    let mut grown = term.to_owned();
    while grown.chars().count() < MAX_GROWN_CHARS {
        let (mut before, mut after, mut count) = (Vec::new(), Vec::new(), 0u32);
        for text in texts {
            for (at, found) in text.match_indices(grown.as_str()) {
                count += 1;
                before.extend(text.get(..at).and_then(|before| before.chars().next_back()));
                after.extend(text.get(at + found.len()..).and_then(|after| after.chars().next()));
            }
        }
        let (first, last) = (grown.chars().next(), grown.chars().next_back());
        let joined = |neighbours: &mut Vec<char>, pair: &dyn Fn(char) -> [Option<char>; 2]| {
            neighbours.sort_unstable();
            let most = neighbours.chunk_by(|a, b| a == b).max_by_key(|run| run.len())?;
            let neighbour = most.first().copied().filter(|&c| is_han(c))?;
            let num_pairs = count_in(texts, &pair(neighbour).iter().flatten().collect::<String>());
            let num_neighbours = count_in(texts, neighbour.encode_utf8(&mut [0; 4]));
            let is_part = most.len() as f64 >= PART_SHARE * f64::from(count)
                && f64::from(num_pairs) >= NEIGHBOUR_SHARE * f64::from(num_neighbours);
            is_part.then_some(neighbour)
        };
        let before = joined(&mut before, &|neighbour| [Some(neighbour), first]);
        match (before, joined(&mut after, &|neighbour| [last, Some(neighbour)])) {
            (Some(neighbour), _) => grown.insert(0, neighbour),
            (_, Some(neighbour)) => grown.push(neighbour),
            _ => break,
        }
    }
    (grown.len() > term.len()).then_some(grown)
}

fn count_in(texts: &[&str], term: &str) -> u32 {
    texts.iter().map(|text| text.matches(term).count() as u32).sum()
}

/// The folded texts of the blocks that a document itself says.
fn texts_of(document: &Document) -> Vec<&str> {
    let blocks = document.blocks.iter().filter(|block| {
        !block.is_boilerplate && !matches!(block.kind, BlockKind::Code | BlockKind::Metadata)
    });
    blocks.map(|block| block.folded.of(document.folded())).collect()
}

/// How often each candidate occurs, and in how many places one could.
fn counts(texts: &[&str], stock: &Stock) -> (SortedMap<String, u32>, u64) {
    let mut found: SortedMap<String, u32> = SortedMap::new();
    let mut num_places = 0u64;
    for text in texts {
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
                    let is_stock = stock.has_word(stretch.iter().map(|&(_, c)| c));
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
