//! Which documents answer best? In two steps: by the words they hold (postings), then by how closely the words
//! stand together (text).
//!
//! First step: BM25F, words of a unit and of the title. Second step, for the
//! best [`POOL`] documents: the telling weight of the words inside the best window of [`WINDOW`] characters, and
//! the pairs and single characters of the query that stand in the text however it was cut into words.
//!
//! Source: Robertson and Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond*, 2009.

use super::evidence::{B, Evidence, K1, Reader, Weights};
use super::literal::Holding;
use super::plan::{Plan, Word};
use super::search::Evidence as FoundBy;
use crate::Result;
use crate::index::{Index, NUM_LEVELS, TermId, length_of};
use crate::order;
use crate::sorted::SortedMap;

/// So many documents are read again,
pub(crate) const POOL: usize = 24;

/// … of a site index, where each has to be fetched, so many,
pub(crate) const SITE_POOL: usize = 12;
/// … and so many postings are read, but for the most telling word.
pub(crate) const SITE_POSTINGS: u64 = 10_000;

/// How many documents are read again.
pub(crate) struct PoolSize {
    /// So many at most,
    pub max: usize,
    /// … but not those whose score in the first step is below this share of the best: no second step makes up for that,
    min_share: f64,
    /// … unless there are fewer documents than this.
    min: usize,
}

impl PoolSize {
    /// Of an index that has its texts at hand, or where the caller says how many.
    pub(crate) fn of(max: usize) -> PoolSize {
        PoolSize { max, min_share: 0.3, min: 10 }
    }

    /// Of a site. Seven texts are read where it would be eleven; questions of CMRC lose nothing by it, MRR@10 .9905 and .9905
    /// (sentences .8824 and .8820; `cargo run --profile measure --example site -- pool`, 24 November 2026).
    pub(crate) fn of_site() -> PoolSize {
        PoolSize { max: SITE_POOL, min_share: 0.6, min: 4 }
    }
}

/// The length of the window in which words should stand together, in characters.
pub(crate) const WINDOW: u32 = 60;

/// How often a word of the title counts as standing in every unit.
const TITLE_WEIGHT: f64 = 2.0;
/// What the best window adds: the weight of its words times this.
const WINDOW_WEIGHT: f64 = 1.0;
/// What pairs of characters add.
pub(crate) const PAIR_WEIGHT: f64 = 0.4;
/// What single characters add.
pub(crate) const CHARACTER_WEIGHT: f64 = 0.15;
/// What a phrase found as typed adds: the weight of its words times this.
const LITERAL_WEIGHT: f64 = 0.5;

/// The parts of a score; they add up to it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Parts {
    /// Words in the best unit (BM25).
    pub words: f64,
    /// Words in the title (BM25).
    pub title: f64,
    /// Words close together in the best window.
    pub window: f64,
    /// Pairs of characters.
    pub pairs: f64,
    /// Single characters.
    pub characters: f64,
    /// Clauses that stand there as typed.
    pub literal: f64,
}

impl Parts {
    /// The score.
    pub fn sum(&self) -> f64 {
        self.words + self.title + self.window + self.pairs + self.characters + self.literal
    }
}

/// A document as ranked.
#[derive(Clone, Debug)]
pub(crate) struct Ranked {
    pub document: u32,
    pub parts: Parts,
    /// The share of the query's weight that stands in the best window, from 0 to 1.
    pub coverage: f64,
    /// Which clauses stand there as typed, one bit each.
    pub literals: u64,
    /// The best unit.
    pub unit: Option<u32>,
    /// Found only by another form of its words, and by which kind.
    pub only_by: Option<FoundBy>,
    /// Has something of the query that can be shown: a word, another form of one, or two characters of one in a row.
    pub has_evidence: bool,
    /// Has two characters of the query in a row, which may be marked where no word is.
    has_pair: bool,
    /// False where only its text can tell whether it holds the query as typed.
    pub is_certain: bool,
    /// Holds the query as typed, but only in what is no part of its text.
    pub is_boilerplate_only: bool,
}

impl Ranked {
    /// A document of which nothing is known yet.
    pub(crate) fn of(document: u32) -> Ranked {
        Ranked {
            document,
            parts: Parts::default(),
            coverage: 0.0,
            literals: 0,
            unit: None,
            only_by: None,
            has_evidence: true,
            has_pair: true,
            is_certain: true,
            is_boilerplate_only: false,
        }
    }

    /// Whether something of the query can be marked in it.
    pub(crate) fn can_be_shown(&self) -> bool {
        self.has_evidence || self.has_pair
    }

    /// Adds what the text of a document that holds the only clause as typed is known to say without being read.
    pub(crate) fn has_all(&mut self, plan: &Plan) {
        self.coverage = 1.0;
        self.parts.window = WINDOW_WEIGHT * plan.total_weight;
        self.parts.literal = LITERAL_WEIGHT * plan.total_weight;
    }
}

/// The scores of the first step, by unit.
pub(crate) struct FirstStep {
    /// What the words of the unit add.
    pub words: Vec<f64>,
    /// What the title adds to that.
    pub title: Vec<f64>,
}

/// Adds up BM25 over the postings of all words. A word of the title counts as if it stood in every unit of the
/// document; where it stands there too, it counts little more: what a document is about it need not repeat.
///
/// Words are taken from the most telling on, until `max_postings` are read: the lists of the others are long, and say
/// little.
#[cfg_attr(optimize_for_size, optimize(speed))]
pub(crate) fn first_step(
    index: &Index,
    plan: &Plan,
    max_postings: u64,
    num_steps: &mut u64,
) -> Result<FirstStep> {
    let documents = index.documents();
    let (mean_unit, mean_title) = documents.mean_lengths();
    let (unit_norms, title_norms) = (Norms::new(mean_unit), Norms::new(mean_title));
    let (unit_levels, title_levels) = (documents.unit_levels(), documents.title_levels());
    let saturated = |frequency: f64| frequency * (K1 + 1.0) / (frequency + K1);
    let num_units = documents.num_units() as usize;
    let mut step = FirstStep { words: vec![0.0; num_units], title: vec![0.0; num_units] };
    let mut num_left = max_postings;
    let mut words: Vec<(&Word, TermId)> =
        plan.words.iter().filter_map(|word| Some((word, word.term.filter(|_| word.weight > 0.0)?))).collect();
    if max_postings < u64::MAX {
        order::sort_by(&mut words, |(a, _), (b, _)| b.weight.total_cmp(&a.weight));
    }
    for (at, (word, term)) in words.into_iter().enumerate() {
        let num_postings = index.num_postings_with(term);
        if at > 0 && num_postings > num_left {
            continue;
        }
        num_left = num_left.saturating_sub(num_postings);
        let list = index.postings(term)?;
        *num_steps += list.units().len() as u64;
        let normalised = |place: usize, unit: u32, frequency: u32| {
            f64::from(frequency) / unit_norms.of(list.level(place, unit, unit_levels))
        };
        for (place, (unit, frequency)) in list.iter().enumerate() {
            if let Some(score) = step.words.get_mut(unit as usize) {
                *score += word.weight * saturated(normalised(place, unit, frequency));
            }
        }
        if index.num_titles_with(term) == 0 {
            continue;
        }
        let titles = index.title_postings(term)?;
        let mut in_text = list.iter().enumerate().peekable();
        for (place, &document) in titles.units().iter().enumerate() {
            let title = TITLE_WEIGHT / title_norms.of(titles.level(place, document, title_levels));
            for unit in documents.units(document) {
                *num_steps += 1;
                while in_text.next_if(|&(_, (earlier, _))| earlier < unit).is_some() {}
                let frequency = match in_text.peek() {
                    Some(&(place, (found, frequency))) if found == unit => normalised(place, unit, frequency),
                    _ => 0.0,
                };
                if let Some(score) = step.title.get_mut(unit as usize) {
                    *score += word.weight * (saturated(frequency + title) - saturated(frequency));
                }
            }
        }
    }
    Ok(step)
}

/// How much a length counts against what stands in it, by its level.
struct Norms([f64; NUM_LEVELS]);

impl Norms {
    fn new(mean: f64) -> Norms {
        let mut norms = [1.0; NUM_LEVELS];
        for (norm, level) in norms.iter_mut().zip(0u8..) {
            *norm = 1.0 - B + B * length_of(level) / mean;
        }
        Norms(norms)
    }

    fn of(&self, level: u8) -> f64 {
        self.0.get(usize::from(level)).copied().unwrap_or(1.0)
    }
}

impl FirstStep {
    /// The score of a unit.
    pub(crate) fn of(&self, unit: u32) -> f64 {
        let at = |scores: &[f64]| scores.get(unit as usize).copied().unwrap_or(0.0);
        at(&self.words) + at(&self.title)
    }

    /// The best unit of a document with its score.
    pub(crate) fn best_unit(&self, index: &Index, document: u32) -> (Option<u32>, f64) {
        let mut best = (None, 0.0);
        for unit in index.documents().units(document) {
            let score = self.of(unit);
            if best.0.is_none() || score > best.1 {
                best = (Some(unit), score);
            }
        }
        best
    }

    /// A document by the first step alone.
    pub(crate) fn scored(&self, index: &Index, document: u32) -> Ranked {
        let (unit, _) = self.best_unit(index, document);
        let at = |scores: &[f64]| unit.and_then(|unit| scores.get(unit as usize)).copied().unwrap_or(0.0);
        let parts = Parts { words: at(&self.words), title: at(&self.title), ..Parts::default() };
        Ranked { parts, unit, ..Ranked::of(document) }
    }

    /// Distinct documents of those given, best first.
    pub(crate) fn best_of(&self, index: &Index, documents: impl Iterator<Item = u32>) -> Vec<u32> {
        let mut wanted: Vec<u32> = documents.collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut scored: Vec<(f64, u32)> =
            wanted.into_iter().map(|document| (self.best_unit(index, document).1, document)).collect();
        order::sort_by(&mut scored, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        scored.into_iter().map(|(_, document)| document).collect()
    }

    /// Visits the documents of the units that have a score, in order; most have none.
    pub(crate) fn documents<'s>(&'s self, index: &'s Index) -> impl Iterator<Item = u32> {
        let scores = (0u32..).zip(self.words.iter().zip(&self.title));
        let scored = scores.filter(|(_, (words, title))| **words != 0.0 || **title != 0.0);
        scored.map(|(unit, _)| index.documents().document_of(unit))
    }

    /// The best documents, best first; of equals the earlier one.
    pub(crate) fn best_documents(
        &self,
        index: &Index,
        pool: &PoolSize,
        passes: impl Fn(u32) -> bool,
    ) -> Vec<u32> {
        let num = pool.max;
        // The best so far, in order: most units are worse than the last of them.
        let mut best: Vec<(f64, u32)> = Vec::new();
        let mut last = None;
        for document in self.documents(index) {
            // Units of a document follow each other.
            if last.replace(document) == Some(document) {
                continue;
            }
            let (_, score) = self.best_unit(index, document);
            // Documents come in order, so of equals the earlier one stays before.
            if best.len() >= num && best.last().is_none_or(|last| last.0 >= score) {
                continue;
            }
            let place = best.partition_point(|better| better.0 >= score);
            if score > 0.0 && place < num && passes(document) {
                best.truncate(num - 1);
                best.insert(place, (score, document));
            }
        }
        let least = best.first().map_or(0.0, |best| best.0 * pool.min_share);
        let num = best.iter().take_while(|scored| scored.0 >= least).count();
        best.truncate(num.max(pool.min));
        best.into_iter().map(|(_, document)| document).collect()
    }
}

/// What was found out about the pool as a whole.
pub(crate) struct Pool {
    /// In the order of the documents given.
    pub ranked: Vec<Ranked>,
    /// How telling pairs and characters are.
    pub weights: Weights,
}

/// Which clauses a document holds as typed, one bit each, and a unit that holds one.
pub(crate) type Literals = SortedMap<u32, (u64, Option<u32>)>;

/// Of a long document so many units are read again, the best by words.
const MAX_UNITS_READ: usize = 4;

/// Reads the texts of `documents` and ranks them.
pub(crate) fn second_step(
    index: &Index,
    plan: &Plan,
    first: &FirstStep,
    documents: &[u32],
    literals: &Literals,
    named_otherwise: &[SortedMap<u32, Holding>],
    num_steps: &mut u64,
) -> Result<Pool> {
    let mut reader = Reader::new(plan);
    let mut read: Vec<(usize, u32, Evidence, bool)> = Vec::new();
    for (at, &document) in documents.iter().enumerate() {
        let text = index.indexed_text(document)?;
        reader.begin(&text.title_utf16);
        let units = index.documents().units(document);
        let mut chosen: Vec<u32> = units.clone().collect();
        if chosen.len() > MAX_UNITS_READ {
            order::sort_by(&mut chosen, |&a, &b| first.of(b).total_cmp(&first.of(a)).then(a.cmp(&b)));
            chosen.truncate(MAX_UNITS_READ);
            // And those known to hold something that no word shows.
            let held = literals.get(&document).and_then(|(_, unit)| *unit);
            let form = named_otherwise
                .iter()
                .filter_map(|held| held.get(&document).and_then(|holding| holding.unit));
            chosen.extend(held.into_iter().chain(form));
            chosen.sort_unstable();
            chosen.dedup();
        }
        for unit in chosen {
            let range = text.units.get((unit - units.start) as usize).cloned();
            let Some(unit_text) = range.and_then(|range| text.text_utf16.get(range)) else { continue };
            *num_steps += unit_text.len() as u64;
            let evidence = reader.read(unit_text, WINDOW);
            read.push((at, unit, evidence, reader.tells_something()));
        }
    }
    let weights = Weights::new(read.iter().map(|(_, _, evidence, _)| evidence));
    let mut ranked: Vec<Ranked> = Vec::with_capacity(documents.len());
    let mut rest = read.iter().peekable();
    for (at, &document) in documents.iter().enumerate() {
        let mut best = Ranked::of(document);
        let (mut tells_something, mut has_pair) = (false, false);
        while let Some((_, unit, evidence, tells)) = rest.next_if(|(of, ..)| *of == at) {
            tells_something |= tells;
            has_pair |= evidence.has_pair();
            let (pairs, characters) = weights.sums(evidence, None);
            let parts = Parts {
                words: first.words.get(*unit as usize).copied().unwrap_or(0.0),
                title: first.title.get(*unit as usize).copied().unwrap_or(0.0),
                window: WINDOW_WEIGHT * evidence.window,
                pairs: PAIR_WEIGHT * pairs,
                characters: CHARACTER_WEIGHT * characters,
                literal: 0.0,
            };
            let coverage = if plan.total_weight > 0.0 { evidence.covered / plan.total_weight } else { 0.0 };
            best.coverage = best.coverage.max(coverage);
            if best.unit.is_none() || parts.sum() > best.parts.sum() {
                best.parts = parts;
                best.unit = Some(*unit);
            }
        }
        if let Some(&(clauses, unit)) = literals.get(&document) {
            best.literals = clauses;
            best.unit = best.unit.or(unit);
            best.parts.literal = LITERAL_WEIGHT * plan.weight_of_clauses(clauses);
        }
        let has_words = best.literals != 0 || best.parts.words > 0.0 || best.parts.title > 0.0;
        let held = named_otherwise.iter().zip(&plan.forms).filter(|(held, _)| held.contains(&document));
        let best_kind = held.map(|(_, form)| FoundBy::by(form.kind)).min();
        best.only_by = best_kind.filter(|_| !has_words);
        best.has_pair = has_pair;
        best.has_evidence = (has_words && tells_something) || best.literals != 0 || best_kind.is_some();
        ranked.push(best);
    }
    Ok(Pool { ranked, weights })
}
