//! The cheapest path through the lattice of a run, from right to left, and the tokens it stands for.
//!
//! Worked by hand: in `研究生命` the best way from each place to the end is kept, the last place first. From `命`:
//! `命`. From `生`: `生命` (one word) beats `生`+`命`. From `研`: `研究` + best from `生` beats `研究生` + best from
//! `命`. The path is then read off from left to right, nothing turned round.

use super::edges::{Candidate, Edges};
use super::han::solve_han;
use super::lattice::{Edge, Lattice};
use super::run::{COMMON_HAN, Layout, Reading, Run, RunPiece};
use super::scan::{PieceKind, piece_at};
use super::sign::Signs;
use super::step::{Step, edge_code};
use super::user::{UserWords, Weight};
use super::{Cost, HAS_LEXICON, Lexicon, MAX_COST, Vocabulary};
use crate::order;
use crate::text::{Span, fold_char};

/// Which words of the lattice become tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The cheapest path: every byte of the text in exactly one token.
    #[default]
    Words,
    /// The cheapest path, and after each word the shorter words (of two characters or more) inside it.
    Search,
    /// Every word of the vocabulary, overlapping; single characters only where no longer word covers them.
    All,
}

/// What a token is. As a number, from 0: JavaScript knows them by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum TokenKind {
    /// A word of the vocabulary.
    Word,
    /// Han characters that are no word of the vocabulary: one, or several joined by their statistics.
    Unknown,
    /// Digits, with decimal point, thousands and date signs: `3.5`, `1,000`, `2025-01-20`.
    Number,
    /// A Latin (or other alphabetic) word, digits included: `openai`, `gpt-4o`, `c++`.
    Latin,
    /// One sign, or the same sign repeated.
    Punctuation,
    /// White space.
    Space,
}

impl TokenKind {
    #[inline(always)]
    pub(super) fn from_number(number: u8) -> TokenKind {
        match number {
            0 => TokenKind::Word,
            1 => TokenKind::Unknown,
            2 => TokenKind::Number,
            3 => TokenKind::Latin,
            4 => TokenKind::Punctuation,
            _ => TokenKind::Space,
        }
    }

    /// The stable name, as JavaScript sees it.
    pub fn as_str(self) -> &'static str {
        match self {
            TokenKind::Word => "word",
            TokenKind::Unknown => "unknown",
            TokenKind::Number => "number",
            TokenKind::Latin => "latin",
            TokenKind::Punctuation => "punctuation",
            TokenKind::Space => "space",
        }
    }

    /// Whether a reader would call it a word: neither punctuation nor space.
    pub fn is_word_like(self) -> bool {
        !matches!(self, TokenKind::Punctuation | TokenKind::Space)
    }
}

/// An occurrence of a word, with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the folded text.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// Two choices on which reading and searching differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Unknown Han characters may be joined into words. Better to read; in an index it costs recall, because text
    /// and query may be joined differently.
    pub joins_unknown: bool,
    /// `gpt-4o` and `2025-01-20` are one token; otherwise they fall apart at their hyphens.
    pub joins_parts: bool,
}

impl Options {
    /// For reading, counting and comparing: everything is joined. The default.
    pub const DISPLAY: Options = Options { joins_unknown: true, joins_parts: true };
    /// For the terms of an index and of its queries: nothing is joined.
    pub const INDEX: Options = Options { joins_unknown: false, joins_parts: false };
}

impl Default for Options {
    fn default() -> Self {
        Options::DISPLAY
    }
}

/// Cuts folded text into words of a vocabulary. Reusable; keeps its scratch memory from call to call.
#[derive(Clone, Debug)]
pub struct Segmenter<V: Vocabulary> {
    vocabulary: V,
    cutter: Cutter,
}

impl<V: Vocabulary> Segmenter<V> {
    /// A segmenter over `vocabulary` (or a reference to one) with [`Options::DISPLAY`].
    pub fn new(vocabulary: V) -> Self {
        Segmenter::with_options(vocabulary, Options::default())
    }

    /// A segmenter over `vocabulary`.
    pub fn with_options(vocabulary: V, options: Options) -> Self {
        let user = UserWords::new(vocabulary.total());
        Segmenter {
            vocabulary,
            cutter: Cutter {
                options,
                user,
                layout: Layout::default(),
                steps: Vec::new(),
                common: Vec::new(),
                signs: [Signs::default(), Signs::default()],
                folded: String::new(),
            },
        }
    }

    /// Replaces `tokens` by the tokens of folded `text`, by start, then longer ones first.
    ///
    /// In mode [`Words`](Mode::Words) joined tokens give the text, spaces and punctuation included. Cost: linear in the
    /// text; allocates nothing once the scratch memory has grown to the longest run.
    pub fn segment(&mut self, text: &str, mode: Mode, tokens: &mut Vec<Token>) {
        self.cutter.segment(&self.vocabulary, text, mode, tokens);
    }

    /// Calls `visit(start, end, kind)` for the tokens in mode [`Words`](Mode::Words) of a text as it was written, which is
    /// folded character by character on the way. Offsets count UTF-16 units of the text: for JavaScript, which has no other.
    ///
    /// The quickest way over a lexicon without words of the user.
    pub fn segment_utf16(&mut self, text: &str, mut visit: impl FnMut(usize, usize, TokenKind)) {
        let mut folded = std::mem::take(&mut self.cutter.folded);
        folded.clear();
        let vocabulary: &dyn Vocabulary = &self.vocabulary;
        let folds = !self.cutter.edges(vocabulary).need_text();
        if !folds {
            folded.extend(text.chars().map(fold_char));
        }
        let read = if folds { text } else { &folded };
        let (mut at, mut unit) = (0, 0usize);
        let mut chars = text.chars();
        while let Some(end) = self.cutter.solve_run(vocabulary, read, at, folds) {
            let (mut num_chars, mut num_wide) = (0usize, 0usize);
            for step in self.cutter.iter_path() {
                let start = unit;
                if folds {
                    num_chars = num_chars.wrapping_add(step.num_chars());
                    unit = unit.wrapping_add(step.num_chars());
                    while self
                        .cutter
                        .layout
                        .wide
                        .get(num_wide)
                        .is_some_and(|&wide| (wide as usize) < num_chars)
                    {
                        num_wide = num_wide.wrapping_add(1);
                        unit = unit.wrapping_add(1);
                    }
                } else {
                    unit += chars.by_ref().take(step.num_chars()).map(char::len_utf16).sum::<usize>();
                }
                visit(start, unit, step.kind());
            }
            at = end;
        }
        self.cutter.folded = folded;
    }

    /// Adds a word for this segmenter, or changes its weight. It is folded as text is.
    ///
    /// A word may hold punctuation (`达里奥·阿莫迪`), but not go on after a line or sentence end.
    pub fn add_word(&mut self, word: &str, weight: Weight) {
        match weight {
            Weight::Cost(cost) => self.cutter.user.add(word, cost),
            Weight::Frequency(frequency) => self.cutter.user.add_frequency(word, frequency),
            Weight::Preferred => {
                let folded = crate::text::fold(word);
                let pieces = self.path_cost(&folded);
                self.cutter.user.add(&folded, pieces.saturating_sub(1));
            }
        }
    }

    /// Cost of the cheapest path through folded `text`, in thousandths of a nat.
    pub fn path_cost(&mut self, text: &str) -> Cost {
        let (mut at, mut cost) = (0, 0u32);
        while let Some(end) = self.cutter.solve_run(&self.vocabulary, text, at, false) {
            cost = cost.saturating_add(self.cutter.steps.first().map_or(0, |step| step.cost()));
            at = end;
        }
        cost
    }

    /// The lattice of folded `text`: every edge that was weighed, and which were chosen.
    pub fn lattice(&mut self, text: &str) -> Lattice {
        self.cutter.lattice(&self.vocabulary, text)
    }
}

/// A segmenter without its vocabulary: one piece of code for all of them.
#[derive(Clone, Debug)]
struct Cutter {
    options: Options,
    user: UserWords,
    layout: Layout,
    /// Best way on from each character of the run and from its end; longer than the run.
    steps: Vec<Step>,
    /// What the lexicon calls the folded forms of [`COMMON_HAN`]; empty until it is asked.
    common: Vec<u16>,
    /// Signs of a text that is folded, and of one that is folded on the way; empty until they are asked.
    signs: [Signs; 2],
    folded: String,
}

impl Cutter {
    fn segment(&mut self, vocabulary: &dyn Vocabulary, text: &str, mode: Mode, tokens: &mut Vec<Token>) {
        tokens.clear();
        let mut at = 0;
        while let Some(end) = self.solve_run(vocabulary, text, at, false) {
            if mode == Mode::All {
                self.layout.find_starts(text);
                self.read_all(self.edges(vocabulary), text, tokens);
            } else {
                self.read_path(self.edges(vocabulary), text, mode, tokens);
            }
            at = end;
        }
    }

    fn lattice(&mut self, vocabulary: &dyn Vocabulary, text: &str) -> Lattice {
        let mut all = Vec::new();
        let mut at = 0;
        while let Some(run_end) = self.solve_run(vocabulary, text, at, false) {
            self.layout.find_starts(text);
            let (run, edges) = (self.layout.run(text), self.edges(vocabulary));
            let first = all.len();
            for &piece in &self.layout.pieces {
                for start in self.starts_in(piece) {
                    edges.visit(run, piece, start, &mut |edge| {
                        if self.is_node(edge.end) {
                            let (start, end) = (run.start(start) as usize, run.start(edge.end) as usize);
                            all.push(Edge::new(start, end, edge.cost, edge.kind));
                        }
                    });
                }
            }
            self.each_step(text, |span, kind| {
                let is_it = |edge: &&mut Edge| edge.span == span && edge.kind == kind;
                if let Some(edge) = all[first..].iter_mut().filter(is_it).min_by_key(|edge| edge.cost) {
                    edge.is_chosen = true;
                }
            });
            at = run_end;
        }
        order::sort_by_key(&mut all, |edge| (edge.span.start, edge.span.end, !edge.is_chosen, edge.cost));
        Lattice { text: text.to_owned(), edges: all }
    }

    fn edges<'e>(&'e self, vocabulary: &'e dyn Vocabulary) -> Edges<'e> {
        Edges { vocabulary, lexicon: lexicon_of(vocabulary), user: &self.user, options: self.options }
    }

    /// Characters at which edges start.
    fn starts_in(&self, piece: RunPiece) -> std::ops::Range<usize> {
        match piece.kind {
            PieceKind::Han => piece.start..piece.end,
            PieceKind::Whole(_) => piece.start..piece.start + 1,
        }
    }

    fn is_node(&self, at: usize) -> bool {
        self.steps.get(at).is_some_and(|step| step.is_node())
    }

    /// Lays out the run at byte `at` and fills in the best way on from every node of it, the last one first; gives its end,
    /// `None` at the end of the text. The text is folded, or `folds` on the way; then only the steps tell what was found.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    fn solve_run(
        &mut self,
        vocabulary: &dyn Vocabulary,
        text: &str,
        at: usize,
        folds: bool,
    ) -> Option<usize> {
        let lexicon = lexicon_of(vocabulary);
        if folds && self.common.is_empty() {
            self.common = lexicon.map_or_else(Vec::new, |lexicon| lexicon.trie().ids_of_folded(COMMON_HAN));
        }
        let common = match lexicon {
            Some(lexicon) if !folds => lexicon.trie().ids_of(COMMON_HAN),
            _ => self.common.as_slice(),
        };
        let signs = &mut self.signs[usize::from(folds)];
        if let Some(lexicon) = lexicon.filter(|_| signs.is_empty()) {
            let fold = |c| if folds { fold_char(c) } else { c };
            *signs = Signs::new(fold, |c| lexicon.trie().id(c));
        }
        let reading = Reading { lexicon, joins_parts: self.options.joins_parts, common, signs, folds };
        let end = self.layout.next_run(text, at, reading)?;
        if self.edges(vocabulary).need_text() {
            self.layout.find_starts(text);
        }
        let mut steps = std::mem::take(&mut self.steps);
        let run = self.layout.run(text);
        // What stands there from before is overwritten before it is read, since edges lead to the right.
        if steps.len() <= run.num_chars() {
            steps.resize((run.num_chars() + 1).next_power_of_two(), Step::NO_NODE);
        }
        if let Some(last) = steps.get_mut(run.num_chars()) {
            *last = Step::END;
        }
        let edges = self.edges(vocabulary);
        for &piece in self.layout.pieces.iter().rev() {
            match (piece.kind, lexicon) {
                (PieceKind::Han, Some(lexicon)) => {
                    let joins = self.options.joins_unknown;
                    let solve = |start, end, steps: &mut [Step]| {
                        solve_han(lexicon.trie(), joins, run.ids, steps, start..end, piece.end);
                    };
                    let mut end = piece.end;
                    if !self.user.is_empty() {
                        // A character that begins a word of the user is asked in full.
                        for at in (piece.start..piece.end).rev() {
                            let c = run.of(at, at + 1).chars().next();
                            if c.is_some_and(|c| self.user.begins_with(c)) {
                                solve(at + 1, end, &mut steps);
                                solve_place(edges, run, piece, at, &mut steps);
                                end = at;
                            }
                        }
                    }
                    solve(piece.start, end, &mut steps);
                }
                (PieceKind::Han, None) => {
                    for at in (piece.start..piece.end).rev() {
                        solve_place(edges, run, piece, at, &mut steps);
                    }
                }
                (PieceKind::Whole(_), _) => {
                    if let Some(inside) = steps.get_mut(piece.start + 1..piece.end) {
                        inside.fill(Step::NO_NODE);
                    }
                    match edges.only_edge(run, piece) {
                        Some(edge) => {
                            let step = step_over(edge, piece.start, &steps);
                            if let Some(cell) = steps.get_mut(piece.start) {
                                *cell = step;
                            }
                        }
                        None => solve_place(edges, run, piece, piece.start, &mut steps),
                    }
                }
            }
        }
        self.steps = steps;
        Some(end)
    }

    /// The steps of the best path, in order.
    #[inline]
    fn iter_path(&self) -> impl Iterator<Item = Step> {
        let mut at = 0usize;
        std::iter::from_fn(move || {
            let step = *self.steps.get(at)?;
            at = at.wrapping_add(step.num_chars());
            (step.num_chars() > 0).then_some(step)
        })
    }

    /// Calls `visit` for every edge of the best path, in bytes of the text.
    #[inline]
    fn each_step(&self, text: &str, mut visit: impl FnMut(Span, TokenKind)) {
        let mut end = self.layout.start;
        for step in self.iter_path() {
            let start = end;
            for _ in 0..step.num_chars() {
                end = end.wrapping_add(text.as_bytes().get(end).map_or(0, |&byte| width_of(byte)));
            }
            visit(Span { start: start as u32, end: end as u32 }, step.kind());
        }
    }

    fn read_path(&self, edges: Edges<'_>, text: &str, mode: Mode, tokens: &mut Vec<Token>) {
        self.each_step(text, |span, kind| {
            let token = Token { span, kind };
            tokens.push(token);
            if mode == Mode::Search {
                self.read_inside(edges, text, token, tokens);
            }
        });
    }

    /// The parts of a long token: shorter words, or what a hyphen joined.
    fn read_inside(&self, edges: Edges<'_>, text: &str, token: Token, tokens: &mut Vec<Token>) {
        let whole = token.span;
        match token.kind {
            TokenKind::Word if whole.len_bytes() > 6 => {
                for (at, _) in whole.of(text).char_indices() {
                    let start = whole.start as usize + at;
                    edges.ends_at(text, start, &mut |end| {
                        let span = Span::new(start, end);
                        if span != whole && whole.contains(span) && is_longer_than_one(span.of(text)) {
                            tokens.push(Token { span, kind: TokenKind::Word });
                        }
                    });
                }
            }
            TokenKind::Latin | TokenKind::Number if self.options.joins_parts => {
                let mut at = whole.start as usize;
                while let Some(piece) = piece_at(whole.of(text), at - whole.start as usize, false) {
                    let span = Span::new(at, whole.start as usize + piece.end);
                    if let PieceKind::Whole(kind) = piece.kind
                        && kind.is_word_like()
                        && span != whole
                    {
                        tokens.push(Token { span, kind });
                    }
                    at = span.end as usize;
                }
            }
            _ => {}
        }
    }

    fn read_all(&self, edges: Edges<'_>, text: &str, tokens: &mut Vec<Token>) {
        let run = self.layout.run(text);
        let mut covered = 0;
        for &piece in &self.layout.pieces {
            for at in self.starts_in(piece) {
                let (end, kind) = match piece.kind {
                    PieceKind::Whole(kind) => (piece.end, kind),
                    PieceKind::Han => (at + 1, TokenKind::Unknown),
                };
                let span = |end| Span { start: run.start(at), end: run.start(end) };
                let first = tokens.len();
                let mut is_word = false;
                edges.words_from(run, at, &mut |word| {
                    is_word |= word.end == end && word.cost < MAX_COST;
                    if word.end > end && self.is_node(word.end) && word.cost < MAX_COST {
                        tokens.push(Token { span: span(word.end), kind: TokenKind::Word });
                        covered = covered.max(word.end);
                    }
                });
                order::sort_by_key(&mut tokens[first..], |token| std::cmp::Reverse(token.span.end));
                if piece.kind != PieceKind::Han || covered < end {
                    let kind = if piece.kind == PieceKind::Han && is_word { TokenKind::Word } else { kind };
                    let token = Token { span: span(end), kind };
                    tokens.push(token);
                    self.read_inside(edges, text, token, tokens);
                    covered = covered.max(end);
                }
            }
        }
    }
}

/// The lexicon that a vocabulary is. A build that only searches has none, and so none of the code for them.
fn lexicon_of(vocabulary: &dyn Vocabulary) -> Option<&Lexicon> {
    if HAS_LEXICON { vocabulary.lexicon() } else { None }
}

/// Fills in the step of one place by all its edges; those to its right are known.
fn solve_place(edges: Edges<'_>, run: Run<'_>, piece: RunPiece, at: usize, steps: &mut [Step]) {
    let mut best = Step::NODE;
    edges.visit(run, piece, at, &mut |edge| best = best.min(step_over(edge, at, steps)));
    if let Some(step) = steps.get_mut(at) {
        *step = best;
    }
}

/// The way on over one edge.
#[inline]
fn step_over(edge: Candidate, at: usize, steps: &[Step]) -> Step {
    let on = steps.get(edge.end).copied().unwrap_or(Step::NO_NODE);
    let code = edge_code(edge.source, edge.end.wrapping_sub(at), edge.kind);
    Step::of(on.cost().wrapping_add(edge.cost), code)
}

/// Bytes of the character that begins with this one.
#[inline(always)]
fn width_of(first: u8) -> usize {
    match first {
        0..0x80 => 1,
        0x80..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    }
}

fn is_longer_than_one(text: &str) -> bool {
    text.chars().nth(1).is_some()
}
