//! What a reader sees of a hit: the best passages of a document with the places that answer marked.

use super::evidence::{B, Evidence, K1, Reader, Weights};
use super::parse::ClauseKind;
use super::pattern::find;
use super::plan::Plan;
use super::rank::{CHARACTER_WEIGHT, PAIR_WEIGHT, Ranked};
use crate::document::{BlockKind, Document, Passage};
use crate::index::{Index, Passages};
use crate::order;
use crate::text::Span;

/// Passages are about so long, in characters.
pub const PASSAGE_CHARS: usize = 280;

/// The length against which that of a passage counts, in characters.
pub(crate) const MEAN_LENGTH: f64 = 120.0;

/// As a number of passages: every one in which something of the query stands, boilerplate too, in the order of the text. For marking
/// a text as a whole.
pub const ALL_PASSAGES: usize = usize::MAX;

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
    /// Anchor of the nearest of these headings that has one (the passage's own first): what a link to it ends in.
    pub anchor: Option<String>,
    /// Who speaks.
    pub speaker: Option<String>,
    /// What answers in it: source spans in bytes, in order, apart from each other. None where the index has no text.
    pub highlights: Vec<Span>,
}

/// A stretch shorter than this, in characters, is not taken to be denser for that: a heading is no answer.
const MIN_LENGTH: f64 = 60.0;

/// What the passage before adds to a passage: who asks names the matter, who answers speaks of it.
const BEFORE_SHARE: f64 = 0.5;
/// What the passage after adds.
const AFTER_SHARE: f64 = 0.2;
/// What a heading keeps of its score: what stands below it is the answer, where it says anything.
const HEADING_SHARE: f64 = 0.6;

/// A passage as read.
#[derive(Clone, Debug)]
pub(crate) struct Scored {
    /// Its place among the passages of the document.
    pub at: usize,
    pub evidence: Evidence,
    /// How often each word of the plan, by itself or by another form, stands in it.
    frequencies: Vec<f64>,
    /// Which clauses stand in it as typed, one bit each.
    literal_clauses: u64,
    kind: BlockKind,
    pub score: f64,
}

impl Scored {
    /// True when word `at` of the plan, or another form of it, stands there.
    pub(crate) fn has_word(&self, at: usize) -> bool {
        self.frequencies.get(at).is_some_and(|&frequency| frequency > 0.0)
    }

    /// Whether something of the query stands in it that is marked for itself: a clause as typed, a telling word, or another form
    /// of one.
    pub(crate) fn answers(&self, plan: &Plan) -> bool {
        let mut telling = (0..).zip(&plan.words).filter(|(_, word)| word.is_telling && !word.is_fragment);
        self.literal_clauses != 0 || telling.any(|(at, _)| self.has_word(at))
    }
}

/// Reads the passages of a document that count: `passes` says which speakers do. None is scored yet.
pub(crate) fn read_passages(
    plan: &Plan,
    reader: &mut Reader,
    document: &Document,
    all: &Passages,
    with_boilerplate: bool,
    passes: impl Fn(Option<&str>) -> bool,
) -> Vec<Scored> {
    // The title says nothing on where to look in the text.
    reader.begin(&[]);
    let mut read = Vec::with_capacity(all.len());
    for (at, (passage, utf16)) in all.iter().enumerate() {
        let Some(block) = document.blocks.get(passage.block as usize) else { continue };
        if !passes(speaker_of(document, passage)) || (block.is_boilerplate && !with_boilerplate) {
            continue;
        }
        let mut evidence = reader.read(utf16, PASSAGE_CHARS as u32);
        evidence.length = evidence.length.max(MIN_LENGTH);
        let mut literal_clauses = 0u64;
        for (clause, (kind, literal)) in plan.literals.iter().enumerate().take(64) {
            if *kind != ClauseKind::Excluded && find(utf16, &literal.utf16, 0).is_some() {
                literal_clauses |= 1 << clause;
            }
        }
        let (frequencies, kind) = (reader.frequencies(), block.kind);
        read.push(Scored { at, evidence, frequencies, literal_clauses, kind, score: 0.0 });
    }
    read
}

/// Scores passages by themselves; a word weighs what `weight_of` says of its place in the plan.
pub(crate) fn score(
    plan: &Plan,
    weights: &Weights,
    passages: &mut [Scored],
    weight_of: impl Fn(usize) -> f64,
) {
    for passage in passages {
        let evidence = &passage.evidence;
        let norm = K1 * (1.0 - B + B * evidence.length / MEAN_LENGTH);
        let words: f64 = passage
            .frequencies
            .iter()
            .enumerate()
            .map(|(at, frequency)| weight_of(at) * frequency * (K1 + 1.0) / (frequency + norm))
            .sum();
        let (pairs, characters) = weights.sums(evidence, Some(MEAN_LENGTH));
        passage.score = words + PAIR_WEIGHT * pairs + CHARACTER_WEIGHT * characters;
        passage.score += plan.weight_of_clauses(passage.literal_clauses);
        if passage.literal_clauses != 0 && passage.score == 0.0 {
            passage.score = f64::MIN_POSITIVE;
        }
    }
}

/// Lets passages speak for their neighbours, and what stands below a heading go before it.
pub(crate) fn smooth(passages: &mut [Scored]) {
    let alone: Vec<f64> = passages.iter().map(|passage| passage.score).collect();
    let mut places: Vec<usize> = passages.iter().map(|passage| passage.at).collect();
    places.push(usize::MAX);
    for (number, passage) in passages.iter_mut().enumerate() {
        match passage.kind {
            BlockKind::Heading => {
                passage.score *= HEADING_SHARE;
                continue;
            }
            // Lines such as the author's stand below a title without saying anything on it.
            BlockKind::Metadata => continue,
            _ => {}
        }
        let before =
            number.checked_sub(1).filter(|&before| places.get(before) == passage.at.checked_sub(1).as_ref());
        let after = Some(number + 1).filter(|&after| places.get(after) == Some(&(passage.at + 1)));
        let score = |of: Option<usize>| of.and_then(|of| alone.get(of)).copied().unwrap_or(0.0);
        passage.score += BEFORE_SHARE * score(before) + AFTER_SHARE * score(after);
    }
}

/// Keeps the passages that hold one of `phrases`, where any does: one may also run from a passage into the next.
pub(crate) fn keep_phrases(passages: &mut Vec<Scored>, phrases: u64) {
    if passages.iter().any(|passage| passage.literal_clauses & phrases != 0) {
        passages.retain(|passage| passage.literal_clauses & phrases != 0);
    }
}

/// Keeps the passages that answer for themselves, where any does, and gives how many they are.
pub(crate) fn keep_answers(plan: &Plan, passages: &mut Vec<Scored>) -> usize {
    if !passages.iter().any(|passage| passage.answers(plan)) {
        return 0;
    }
    passages.retain(|passage| passage.answers(plan));
    passages.len()
}

/// The best passages, best first, at most `max`; with [`ALL_PASSAGES`] all of them, in the order of the text.
pub(crate) fn best(mut passages: Vec<Scored>, max: usize) -> Vec<Scored> {
    passages.retain(|passage| passage.score > 0.0);
    if max == ALL_PASSAGES {
        return passages;
    }
    order::sort_by(&mut passages, |a, b| b.score.total_cmp(&a.score).then(a.at.cmp(&b.at)));
    let least = passages.first().map_or(0.0, |best| best.score * SHARE_OF_BEST);
    passages.retain(|passage| passage.score >= least);
    passages.truncate(max);
    passages
}

/// The stretch of a document that answers best, where the index has no text: where it stands, and nothing more.
pub(crate) fn unread(index: &Index, ranked: &Ranked) -> Option<HitPassage> {
    let unit = ranked.unit.filter(|_| ranked.parts.words > 0.0 || ranked.literals != 0)?;
    let span = index.documents().unit_span(unit)?.bytes;
    let (headings, anchor, speaker, highlights) = (Vec::new(), None, None, Vec::new());
    Some(HitPassage { span, score: ranked.parts.words, headings, anchor, speaker, highlights })
}

/// Makes the passages to show: source spans, headings, marks. Where none of them has a word of the query, parts of words
/// are marked: of 协作者 they may say 协作.
///
/// Where the whole clause stands as typed, its parts elsewhere are beside the point: in one passage, or with `is_of_all` in all of them.
pub(crate) fn shown(
    plan: &Plan,
    document: &Document,
    all: &Passages,
    chosen: &[Scored],
    is_of_all: bool,
) -> Vec<HitPassage> {
    let standing = chosen.iter().filter(|_| is_of_all).fold(0, |all, passage| all | passage.literal_clauses);
    let mut made =
        shown_with(plan, document, all, chosen, &|reader, utf16| marks(plan, reader, utf16, standing));
    if made.iter().all(|passage| passage.highlights.is_empty()) {
        made = shown_with(plan, document, all, chosen, &|_, utf16| part_marks(plan, utf16));
    }
    made
}

/// What answers in a passage of which the UTF-16 units are given, in such units.
type Marks<'m> = &'m dyn Fn(&mut Reader, &[u16]) -> Vec<(usize, usize)>;

fn shown_with(
    plan: &Plan,
    document: &Document,
    all: &Passages,
    chosen: &[Scored],
    marks: Marks<'_>,
) -> Vec<HitPassage> {
    let mut reader = Reader::new(plan);
    reader.begin(&[]);
    let mut made = Vec::with_capacity(chosen.len());
    for scored in chosen {
        let Some((passage, utf16)) = all.get(scored.at) else { continue };
        made.push(HitPassage {
            span: with_emphasis(document, passage.block, document.source_span(passage.folded)),
            score: scored.score,
            headings: headings_of(document, passage),
            anchor: anchor_of(document, passage).map(str::to_owned),
            speaker: speaker_of(document, passage).map(str::to_owned),
            highlights: highlights(document, passage, marks(&mut reader, utf16)),
        });
    }
    made
}

/// A span with the stars and strokes right beside it, which belong to no text: else of `**问：** 为什么？` the half would be shown.
fn with_emphasis(document: &Document, block: u32, span: Span) -> Span {
    let Some(block) = document.blocks.get(block as usize) else { return span };
    let is_sign = |byte: &&u8| matches!(byte, b'*' | b'_');
    let before = Span { start: block.source.start, end: span.start }.of(&document.text);
    let after = Span { start: span.end, end: block.source.end }.of(&document.text);
    let (num_before, num_after) = (
        before.as_bytes().iter().rev().take_while(is_sign).count(),
        after.as_bytes().iter().take_while(is_sign).count(),
    );
    Span { start: span.start - num_before as u32, end: span.end + num_after as u32 }
}

/// The clauses as typed, and telling words, but not those of clauses that are `standing` elsewhere as typed.
fn marks(plan: &Plan, reader: &mut Reader, utf16: &[u16], standing: u64) -> Vec<(usize, usize)> {
    reader.look_at(utf16);
    let mut marks = Vec::new();
    let mut literal_clauses = standing;
    for (clause, (kind, literal)) in plan.literals.iter().enumerate().take(64) {
        let mut from = 0;
        while *kind != ClauseKind::Excluded
            && let Some(start) = find(utf16, &literal.utf16, from)
        {
            from = start + literal.utf16.len();
            literal_clauses |= 1 << clause;
            marks.push((start, from));
        }
    }
    let mut found: Vec<(u32, u32, bool)> = Vec::new();
    for (word, start, end) in reader.words() {
        let word = word.and_then(|at| plan.words.get(at));
        let is_telling =
            word.is_none_or(|word| word.is_telling && literal_clauses >> word.clause.min(63) & 1 == 0);
        if is_telling {
            found.push((start, end, word.is_some_and(|word| word.is_fragment)));
        }
    }
    for &(start, end, is_fragment) in &found {
        // A single character of a longer clause says something only beside another one.
        let is_beside = || found.iter().any(|&(from, to, _)| to == start || from == end);
        if !is_fragment || is_beside() {
            marks.push((start as usize, end as usize));
        }
    }
    marks
}

/// Two characters in a row of a telling word.
fn part_marks(plan: &Plan, utf16: &[u16]) -> Vec<(usize, usize)> {
    plan.pattern.pairs(utf16, plan.telling_places).collect()
}

/// From marks in a passage to source spans: in order, touching ones joined.
fn highlights(document: &Document, passage: &Passage, mut marks: Vec<(usize, usize)>) -> Vec<Span> {
    order::sort_by(&mut marks, Ord::cmp);
    let mut joined: Vec<(usize, usize)> = Vec::with_capacity(marks.len());
    for mark in marks {
        match joined.last_mut() {
            Some(last) if mark.0 <= last.1 => last.1 = last.1.max(mark.1),
            _ => joined.push(mark),
        }
    }
    let mut chars = passage.folded.of(document.folded()).chars();
    let (mut unit, mut byte) = (0, passage.folded.start);
    // Asked in order, so the text is walked once.
    let mut byte_at = |wanted: usize| {
        while unit < wanted
            && let Some(char) = chars.next()
        {
            unit += char.len_utf16();
            byte += char.len_utf8() as u32;
        }
        byte
    };
    let mut folded = |(start, end)| Span { start: byte_at(start), end: byte_at(end) };
    joined.into_iter().map(|mark| document.source_span(folded(mark))).collect()
}

pub(crate) fn speaker_of<'d>(document: &'d Document, passage: &Passage) -> Option<&'d str> {
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

fn anchor_of<'d>(document: &'d Document, passage: &Passage) -> Option<&'d str> {
    let block = passage.block as usize;
    let above = document.heading_path(block).into_iter().rev();
    std::iter::once(block).chain(above).find_map(|at| document.anchor(at))
}
