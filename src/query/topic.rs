//! What do a few documents say on this, also in other words? For texts that are set beside each other.
//!
//! Every passage is read and scored by the query. The best ones show which further words belong to the matter
//! (of a query 算力 they may speak of 芯片 and 集群); by these all passages are scored again, and each speaks for its
//! neighbours. A document says something on the query when its best passage comes near the best of all.
//!
//! Useful for a few documents that are read whole; not useful for ranking many: there the words of one hit lead
//! away from those of another.
//!
//! Source: Lavrenko and Croft, *Relevance-Based Language Models*, 2001, with the weights of BM25.

use super::evidence::{B, K1, Reader, Weights};
use super::passage::{MEAN_LENGTH, PASSAGE_CHARS, Scored, read_passages, score, smooth};
use super::pattern::{MAX_PATTERN, Pattern};
use super::plan::{Plan, idf};
use super::stop::weight_of;
use crate::Result;
use crate::document::Document;
use crate::index::{Index, Passages, visit_terms};
use crate::order;
use crate::segment::{Mode, Options, Segmenter};
use crate::sorted::SortedMap;
use std::rc::Rc;

/// Documents are read whole where there are no more of them than this,
pub(crate) const MAX_DOCUMENTS: usize = 64;
/// … and no more text than this, in characters.
pub(crate) const MAX_CHARS: u64 = 400_000;

/// Further words come from so many passages at most,
const MAX_MODELS: usize = 12;
/// … so many of one document,
const MAX_MODELS_OF_ONE: usize = 3;
/// … that have this share of the best score.
const MIN_MODEL_SHARE: f64 = 0.4;
/// So many further words are taken.
const MAX_FURTHER: usize = 40;
/// What all further words weigh together, for each word of the query.
const FURTHER_WEIGHT: f64 = 1.5;

/// A document says something on the query when its best passage has this share of the best of all.
pub(crate) const MIN_SHARE: f64 = 0.16;

/// A document, its passages scored.
pub(crate) struct Said {
    pub document: u32,
    pub passages: Vec<Scored>,
    /// The score of its best passage.
    pub best: f64,
}

/// True when these documents are few enough to be read whole.
pub(crate) fn are_few(index: &Index, documents: &[u32]) -> bool {
    let num_chars = documents.iter().filter_map(|&document| index.documents().info(document));
    documents.len() <= MAX_DOCUMENTS
        && num_chars.map(|info| u64::from(info.num_chars)).sum::<u64>() <= MAX_CHARS
}

/// Reads `documents` and scores their passages; `passes` says which speakers count.
pub(crate) fn said(
    index: &Index,
    plan: &Plan,
    documents: &[u32],
    passes: impl Fn(Option<&str>) -> bool + Copy,
    num_steps: &mut u64,
) -> Result<Vec<Said>> {
    let mut reader = Reader::new(plan);
    let mut read: Vec<(Rc<Document>, Rc<Passages>, Said)> = Vec::with_capacity(documents.len());
    for &ordinal in documents {
        let (document, all) = (index.document(ordinal)?, index.passages(ordinal, PASSAGE_CHARS)?);
        *num_steps += document.folded().len() as u64 / 3;
        let passages = read_passages(plan, &mut reader, &document, &all, false, passes);
        read.push((document, all, Said { document: ordinal, passages, best: 0.0 }));
    }
    let everything = || read.iter().flat_map(|(_, _, said)| &said.passages);
    let weights = Weights::new(everything().map(|passage| &passage.evidence));
    let num_passages = everything().count() as u32;
    let word_weights: Vec<f64> = plan
        .words
        .iter()
        .enumerate()
        .map(|(at, word)| {
            let with = everything().filter(|passage| passage.has_word(at)).count() as u32;
            // A word that comes twice weighs nothing the second time; a single character of a longer clause says something
            // only beside another one, and pairs count that.
            if word.weight > 0.0 && !word.is_fragment {
                idf(with, num_passages) * weight_of(&word.text)
            } else {
                0.0
            }
        })
        .collect();
    for (_, _, said) in &mut read {
        score(plan, &weights, &mut said.passages, |at| word_weights.get(at).copied().unwrap_or(0.0));
    }
    let further = further_words(index, plan, &read);
    *num_steps += add_further(&further, plan, &mut read);
    let mut all_said: Vec<Said> = read.into_iter().map(|(_, _, said)| said).collect();
    for said in &mut all_said {
        smooth(&mut said.passages);
        said.best = said.passages.iter().map(|passage| passage.score).fold(0.0, f64::max);
    }
    Ok(all_said)
}

type Read = [(Rc<Document>, Rc<Passages>, Said)];

/// The words that the best passages have besides those of the query, each with its share of the weight of all.
fn further_words(index: &Index, plan: &Plan, read: &Read) -> Vec<(String, f64)> {
    let mut best: Vec<(f64, usize, usize)> = Vec::new();
    for (of, (_, _, said)) in read.iter().enumerate() {
        best.extend(said.passages.iter().map(|passage| (passage.score, of, passage.at)));
    }
    order::sort_by(&mut best, |a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let least = best.first().map_or(0.0, |best| best.0 * MIN_MODEL_SHARE).max(f64::MIN_POSITIVE);
    let mut num_of = vec![0usize; read.len()];
    best.retain(|&(score, of, _)| {
        let Some(num) = num_of.get_mut(of).filter(|_| score >= least) else { return false };
        *num += 1;
        *num <= MAX_MODELS_OF_ONE
    });
    best.truncate(MAX_MODELS);
    let total: f64 = best.iter().map(|&(score, _, _)| score).sum();
    let mut weights: SortedMap<&str, f64> = SortedMap::new();
    let mut segmenter = Segmenter::with_options(index, Options::INDEX);
    let mut tokens = Vec::new();
    for &(score, of, at) in &best {
        let Some((document, all, _)) = read.get(of) else { continue };
        let Some(text) = all.get(at).map(|(passage, _)| passage.folded.of(document.folded())) else {
            continue;
        };
        segmenter.segment(text, Mode::Words, &mut tokens);
        let mut terms: Vec<&str> = Vec::with_capacity(tokens.len());
        for token in &tokens {
            visit_terms(text, token, |term| terms.push(term));
        }
        let share = score / total / terms.len().max(1) as f64;
        for term in terms.into_iter().filter(|&term| weight_of(term) >= 1.0) {
            *weights.or_default(term) += share;
        }
    }
    let num_units = index.documents().num_units();
    let mut further: Vec<(&str, f64)> = weights
        .iter()
        .filter_map(|(&text, &weight)| {
            let num_with = index.num_units_with(index.terms().find(text)?);
            // What stands in one place only leads nowhere else, and a single character leads anywhere.
            let is_leading = num_with > 1 && text.chars().nth(1).is_some();
            is_leading.then(|| (text, weight * idf(num_with, num_units)))
        })
        .collect();
    order::sort_by(&mut further, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    further.truncate(MAX_FURTHER);
    let all: f64 = further.iter().map(|(_, weight)| weight).sum();
    let num_words = plan.words.iter().filter(|word| word.weight > 0.0 && word.is_telling).count() as f64;
    let share = FURTHER_WEIGHT * num_words / all.max(f64::MIN_POSITIVE);
    further.into_iter().map(|(text, weight)| (text.to_owned(), weight * share)).collect()
}

/// Adds to every passage what it says of the further words; gives the steps.
fn add_further(further: &[(String, f64)], plan: &Plan, read: &mut Read) -> u64 {
    if further.is_empty() || !plan.asks_something() {
        return 0;
    }
    // As many patterns as it takes: for each its words, by their place in `further`.
    let mut patterns: Vec<(Pattern, Vec<usize>)> = Vec::new();
    for (at, (text, _)) in further.iter().enumerate() {
        let len = text.encode_utf16().count();
        if patterns.last().is_none_or(|(pattern, _)| pattern.len() + len + 1 > MAX_PATTERN) {
            patterns.push(Default::default());
        }
        let Some((pattern, words)) = patterns.last_mut() else { continue };
        if pattern.whole(text).is_some() {
            words.push(at);
        }
    }
    for (pattern, _) in &mut patterns {
        pattern.close();
    }
    let mut num_steps = 0;
    let (mut num_with, mut num_passages) = (vec![0u32; further.len()], 0u32);
    let mut counts: Vec<Vec<f64>> = Vec::new();
    for (_, all, said) in read.iter() {
        for scored in &said.passages {
            let utf16 = all.get(scored.at).map_or(&[][..], |(_, utf16)| utf16);
            let mut frequencies = vec![0.0; further.len()];
            for (pattern, words) in &patterns {
                num_steps += utf16.len() as u64;
                pattern.read(
                    utf16,
                    |found| {
                        let at = words.get(usize::from(found.word));
                        if let Some(count) = at.and_then(|&at| frequencies.get_mut(at)) {
                            *count += 1.0;
                        }
                    },
                    |_, _| {},
                );
            }
            for (with, &count) in num_with.iter_mut().zip(&frequencies) {
                *with += u32::from(count > 0.0);
            }
            num_passages += 1;
            counts.push(frequencies);
        }
    }
    let mut counts = counts.into_iter();
    for passage in read.iter_mut().flat_map(|(_, _, said)| &mut said.passages) {
        let Some(frequencies) = counts.next() else { break };
        let norm = K1 * (1.0 - B + B * passage.evidence.length / MEAN_LENGTH);
        let parts =
            further.iter().zip(&frequencies).zip(&num_with).filter(|((_, frequency), _)| **frequency > 0.0);
        passage.score += parts
            .map(|(((_, weight), frequency), &with)| {
                weight * idf(with, num_passages) * frequency * (K1 + 1.0) / (frequency + norm)
            })
            .sum::<f64>();
    }
    num_steps
}
