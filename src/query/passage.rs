//! What a reader sees of a hit: the best passages of a document with the places that answer marked.

use super::evidence::{B, K1, Reader, Weights};
use super::parse::ClauseKind;
use super::pattern::find;
use super::plan::Plan;
use super::rank::{CHARACTER_WEIGHT, PAIR_WEIGHT};
use crate::document::{Document, Passage};
use crate::text::Span;

/// Passages are about so long, in characters.
pub const PASSAGE_CHARS: usize = 280;

/// The length against which that of a passage counts, in characters.
const MEAN_LENGTH: f64 = 120.0;

/// A passage is shown when its score is at least this share of the best of its document.
const SHARE_OF_BEST: f64 = 0.5;

/// A passage that answers.
#[derive(Clone, Debug, PartialEq)]
pub struct HitPassage {
    /// Its place in the source text, in bytes.
    pub span: Span,
    /// Its score: the weight of the query's words in its best window, and more for a phrase as typed.
    pub score: f64,
    /// The headings above it, outermost first, as source text.
    pub headings: Vec<String>,
    /// Who speaks.
    pub speaker: Option<String>,
    /// What answers in it: source spans in bytes, in order, apart from each other.
    pub highlights: Vec<Span>,
}

/// A stretch shorter than this, in characters, is not taken to be denser for that: a heading is no answer.
const MIN_LENGTH: f64 = 80.0;

/// Finds the best passages of a document, best first, at most `max`. `passes` says which speakers count.
pub(crate) fn passages(
    plan: &Plan,
    weights: &Weights,
    document: &Document,
    all: &[Passage],
    max: usize,
    with_boilerplate: bool,
    passes: impl Fn(Option<&str>) -> bool,
) -> Vec<HitPassage> {
    let mut reader = Reader::new(plan);
    // The title says nothing on where to look in the text.
    reader.begin(&[]);
    let mut scored: Vec<(f64, usize, Vec<Span>)> = Vec::new();
    let (mut utf16, mut starts) = (Vec::new(), Vec::new());
    for (at, passage) in all.iter().enumerate() {
        let Some(block) = document.blocks.get(passage.block as usize) else { continue };
        if !passes(speaker_of(document, passage)) || (block.is_boilerplate && !with_boilerplate) {
            continue;
        }
        utf16.clear();
        starts.clear();
        for (byte, char) in passage.folded.of(document.folded()).char_indices() {
            let mut buffer = [0u16; 2];
            for &unit in char.encode_utf16(&mut buffer).iter() {
                utf16.push(unit);
                starts.push(passage.folded.start + byte as u32);
            }
        }
        let byte_at = |unit: usize| starts.get(unit).copied().unwrap_or(passage.folded.end);
        let mut evidence = reader.read(&utf16, PASSAGE_CHARS as u32);
        evidence.length = evidence.length.max(MIN_LENGTH);
        let mut literal_clauses = 0u64;
        let mut marks: Vec<Span> = Vec::new();
        for (clause, (kind, literal)) in plan.literals.iter().enumerate().take(64) {
            let mut from = 0;
            while *kind != ClauseKind::Excluded
                && let Some(start) = find(&utf16, &literal.utf16, from)
            {
                from = start + literal.utf16.len();
                literal_clauses |= 1 << clause;
                marks.push(Span { start: byte_at(start), end: byte_at(from) });
            }
        }
        let norm = K1 * (1.0 - B + B * evidence.length / MEAN_LENGTH);
        let words: f64 = plan
            .words
            .iter()
            .zip(reader.frequencies())
            .map(|(word, frequency)| word.weight * frequency * (K1 + 1.0) / (frequency + norm))
            .sum();
        let (pairs, characters) = weights.sums(&evidence, Some(MEAN_LENGTH));
        let mut score = words + evidence.window + PAIR_WEIGHT * pairs + CHARACTER_WEIGHT * characters;
        score += plan.weight_of_clauses(literal_clauses);
        if literal_clauses != 0 && score == 0.0 {
            score = f64::MIN_POSITIVE;
        }
        if score <= 0.0 || (literal_clauses == 0 && evidence.window == 0.0 && pairs == 0.0) {
            continue;
        }
        for (word, start, end) in reader.words() {
            let is_telling = word.and_then(|at| plan.words.get(at)).is_none_or(|word| {
                // Where the whole clause stands as typed, its parts elsewhere are beside the point.
                word.is_telling && literal_clauses >> word.clause.min(63) & 1 == 0
            });
            if is_telling {
                marks.push(Span { start: byte_at(start as usize), end: byte_at(end as usize) });
            }
        }
        scored.push((score, at, marks));
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let least = scored.first().map_or(0.0, |best| best.0 * SHARE_OF_BEST);
    scored.retain(|passage| passage.0 >= least);
    scored.truncate(max);
    scored
        .into_iter()
        .filter_map(|(score, at, marks)| {
            let passage = all.get(at)?;
            Some(HitPassage {
                span: document.source_span(passage.folded),
                score,
                headings: headings_of(document, passage),
                speaker: speaker_of(document, passage).map(str::to_owned),
                highlights: highlights(document, marks),
            })
        })
        .collect()
}

/// From marks in folded text to source spans: in order, touching ones joined.
fn highlights(document: &Document, mut marks: Vec<Span>) -> Vec<Span> {
    marks.sort_unstable_by_key(|mark| (mark.start, mark.end));
    let mut joined: Vec<Span> = Vec::new();
    for mark in marks {
        match joined.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => joined.push(mark),
        }
    }
    joined.into_iter().map(|mark| document.source_span(mark)).collect()
}

fn speaker_of<'d>(document: &'d Document, passage: &Passage) -> Option<&'d str> {
    let speaker = document.blocks.get(passage.block as usize)?.speaker?;
    document.speakers.get(usize::from(speaker)).map(String::as_str)
}

fn headings_of(document: &Document, passage: &Passage) -> Vec<String> {
    let path = document.heading_path(passage.block as usize);
    path.into_iter()
        .filter_map(|at| document.blocks.get(at))
        .map(|block| document.clean_source(block.folded))
        .collect()
}
