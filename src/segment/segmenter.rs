//! The cheapest path through the lattice of a run, from right to left, and the tokens it stands for.
//!
//! Worked by hand: in `研究生命` the best way from each place to the end is kept, the last place first. From `命`:
//! `命`. From `生`: `生命` (one word) beats `生`+`命`. From `研`: `研究` + best from `生` beats `研究生` + best from
//! `命`. The path is then read off from left to right, nothing turned round.

use super::lattice::{Edge, Lattice};
use super::scan::{Piece, PieceKind, ends_run, piece_at};
use super::unknown::{MAX_UNKNOWN_CHARS, Place};
use super::user::{UserWords, Weight};
use super::{Cost, MAX_COST, UnknownWords, Vocabulary};
use crate::text::Span;

/// A run is cut at the next piece after this many bytes even without a line or sentence end, so that memory and the
/// sum of costs stay bounded. Prose never gets there.
pub const MAX_RUN_BYTES: usize = 12_288;

/// Cost of a Latin word or a number as it stands; cheap enough that it never hinders its neighbours, dear enough
/// that a mixed word such as `卡拉ok` wins over `卡拉` + `ok`.
const WHOLE_COST: Cost = 10_000;

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

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    options: Options,
    user: UserWords,
    pieces: Vec<Piece>,
    /// Best way on from each byte of the run; only nodes (where an edge may end) are filled in.
    steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    cost: Cost,
    /// Bytes from the start of the run.
    end: u32,
    kind: TokenKind,
}

impl Step {
    const NO_NODE: Step = Step { cost: Cost::MAX, end: 0, kind: TokenKind::Unknown };
    /// A node whose way on is not yet known; dearer than any run.
    const NODE: Step = Step { cost: Cost::MAX - 1, end: 0, kind: TokenKind::Unknown };
}

impl<V: Vocabulary> Segmenter<V> {
    /// A segmenter over `vocabulary` (or a reference to one) with [`Options::DISPLAY`].
    pub fn new(vocabulary: V) -> Self {
        Segmenter::with_options(vocabulary, Options::default())
    }

    /// A segmenter over `vocabulary`.
    pub fn with_options(vocabulary: V, options: Options) -> Self {
        Segmenter {
            user: UserWords::new(vocabulary.total()),
            vocabulary,
            options,
            pieces: Vec::new(),
            steps: Vec::new(),
        }
    }

    /// Replaces `tokens` by the tokens of folded `text`, by start, then longer ones first.
    ///
    /// In mode [`Words`](Mode::Words) joined tokens give the text, spaces and punctuation included. Cost: linear in the
    /// text; allocates nothing once the scratch memory has grown to the longest run.
    pub fn segment(&mut self, text: &str, mode: Mode, tokens: &mut Vec<Token>) {
        tokens.clear();
        let mut at = 0;
        while let Some(run) = self.next_run(text, at) {
            self.solve(text, run);
            match mode {
                Mode::Words | Mode::Search => self.read_path(text, run, mode, tokens),
                Mode::All => self.read_all(text, run, tokens),
            }
            at = run.end as usize;
        }
    }

    /// Adds a word for this segmenter, or changes its weight. It is folded as text is.
    ///
    /// A word may hold punctuation (`达里奥·阿莫迪`), but not go on after a line or sentence end.
    pub fn add_word(&mut self, word: &str, weight: Weight) {
        match weight {
            Weight::Cost(cost) => self.user.add(word, cost),
            Weight::Frequency(frequency) => self.user.add_frequency(word, frequency),
            Weight::Preferred => {
                let folded = crate::text::fold(word);
                let pieces = self.path_cost(&folded);
                self.user.add(&folded, pieces.saturating_sub(1));
            }
        }
    }

    /// Cost of the cheapest path through folded `text`, in thousandths of a nat.
    pub fn path_cost(&mut self, text: &str) -> Cost {
        let (mut at, mut cost) = (0, 0u32);
        while let Some(run) = self.next_run(text, at) {
            self.solve(text, run);
            cost = cost.saturating_add(self.steps.first().map_or(0, |step| step.cost));
            at = run.end as usize;
        }
        cost
    }

    /// The lattice of folded `text`: every edge that was weighed, and which were chosen.
    pub fn lattice(&mut self, text: &str) -> Lattice {
        let mut edges = Vec::new();
        let mut at = 0;
        while let Some(run) = self.next_run(text, at) {
            self.solve(text, run);
            let first = edges.len();
            self.visit_edges(text, run, |edge, _| edges.push(edge));
            let mut start = run.start;
            while let Some(&step) = self.steps.get((start - run.start) as usize).filter(|_| start < run.end) {
                let span = Span { start, end: run.start + step.end };
                let is_it = |edge: &&mut Edge| edge.span == span && edge.kind == step.kind;
                if let Some(edge) = edges[first..].iter_mut().filter(is_it).min_by_key(|edge| edge.cost) {
                    edge.is_chosen = true;
                }
                start = span.end;
            }
            at = run.end as usize;
        }
        edges.sort_by_key(|edge| (edge.span.start, edge.span.end, !edge.is_chosen, edge.cost));
        Lattice { text: text.to_owned(), edges }
    }

    /// Scans the pieces of the run at byte `at` and lays out its nodes; `None` at the end of the text.
    fn next_run(&mut self, text: &str, at: usize) -> Option<Span> {
        self.pieces.clear();
        let mut end = at;
        while let Some(piece) = piece_at(text, end, self.options.joins_parts) {
            self.pieces.push(piece);
            end = piece.end;
            if end - at >= MAX_RUN_BYTES || ends_run(text, piece) {
                break;
            }
        }
        if end == at {
            return None;
        }
        self.steps.clear();
        self.steps.resize(end - at + 1, Step::NO_NODE);
        for piece in &self.pieces {
            match piece.kind {
                PieceKind::Whole(_) => self.steps[piece.start - at] = Step::NODE,
                PieceKind::Han => {
                    for (step, &byte) in self.steps[piece.start - at..]
                        .iter_mut()
                        .zip(&text.as_bytes()[piece.start..piece.end])
                    {
                        // Not a continuation byte of UTF-8.
                        if byte & 0xc0 != 0x80 {
                            *step = Step::NODE;
                        }
                    }
                }
            }
        }
        self.steps[end - at] = Step { cost: 0, ..Step::NODE };
        Some(Span::new(at, end))
    }

    /// Fills in the best way on from every node of `run`, the last one first.
    fn solve(&mut self, text: &str, run: Span) {
        let mut steps = std::mem::take(&mut self.steps);
        self.visit_edges_over(text, run, &mut steps, |edge, steps| {
            let (start, end) = ((edge.span.start - run.start) as usize, edge.span.end - run.start);
            let cost = edge.cost + steps[end as usize].cost;
            // Of two ways of one cost the later one offered wins, which is the longer first word.
            if cost <= steps[start].cost {
                steps[start] = Step { cost, end, kind: edge.kind };
            }
        });
        self.steps = steps;
    }

    /// Calls `visit` for every edge of `run`, the last start first.
    fn visit_edges(&self, text: &str, run: Span, mut visit: impl FnMut(Edge, &[Step])) {
        let mut steps = self.steps.clone();
        self.visit_edges_over(text, run, &mut steps, |edge, steps| visit(edge, steps));
    }

    /// The one place where edges come from: rules, user words, vocabulary, statistics of characters.
    fn visit_edges_over(
        &self,
        text: &str,
        run: Span,
        steps: &mut [Step],
        mut visit: impl FnMut(Edge, &mut [Step]),
    ) {
        let base = run.start as usize;
        let unknown_cost = self.vocabulary.unknown_cost().min(MAX_COST);
        let unknown_words = if self.options.joins_unknown { self.vocabulary.unknown_words() } else { None };
        for piece in self.pieces.iter().rev() {
            match piece.kind {
                PieceKind::Whole(kind) => {
                    let cost = if kind.is_word_like() { WHOLE_COST } else { 0 };
                    visit(Edge::new(piece.start, piece.end, cost, kind), steps);
                    if kind != TokenKind::Space {
                        self.visit_words(text, piece.start, base, steps, |end, cost, steps| {
                            let kind = if end == piece.end { kind } else { TokenKind::Word };
                            visit(Edge::new(piece.start, end, cost, kind), steps);
                        });
                    }
                }
                PieceKind::Han => {
                    let mut ahead = Ahead::default();
                    let mut end = piece.end;
                    while let Some(c) = text.get(piece.start..end).and_then(|han| han.chars().next_back()) {
                        let at = end - c.len_utf8();
                        visit(Edge::new(at, end, unknown_cost, TokenKind::Unknown), steps);
                        self.visit_words(text, at, base, steps, |end, cost, steps| {
                            visit(Edge::new(at, end, cost, TokenKind::Word), steps);
                        });
                        if let Some(unknown) = unknown_words {
                            ahead.push(c, end, unknown);
                            ahead.visit_words(unknown, |end, cost| {
                                visit(Edge::new(at, end, cost, TokenKind::Unknown), steps);
                            });
                        }
                        end = at;
                    }
                }
            }
        }
    }

    /// Words of the user and of the vocabulary that start at `at` and end at a node of the run.
    #[inline]
    fn visit_words(
        &self,
        text: &str,
        at: usize,
        base: usize,
        steps: &mut [Step],
        mut visit: impl FnMut(usize, Cost, &mut [Step]),
    ) {
        let is_node =
            |end: usize, steps: &[Step]| steps.get(end - base).is_some_and(|step| step.cost != Cost::MAX);
        if self.user.is_empty() {
            self.vocabulary.words_at(text, at, |end, cost| {
                if is_node(end, steps) {
                    visit(end, cost.min(MAX_COST), steps);
                }
            });
            return;
        }
        self.vocabulary.words_at(text, at, |end, cost| {
            let is_shadowed = self.user.cost_of(&text[at..end]).is_some();
            if is_node(end, steps) && !is_shadowed {
                visit(end, cost.min(MAX_COST), steps);
            }
        });
        self.user.words_at(text, at, |end, cost| {
            if is_node(end, steps) {
                visit(end, cost, steps);
            }
        });
    }

    fn read_path(&self, text: &str, run: Span, mode: Mode, tokens: &mut Vec<Token>) {
        let mut start = run.start;
        while let Some(step) = self.steps.get((start - run.start) as usize).filter(|_| start < run.end) {
            let token = Token { span: Span { start, end: run.start + step.end }, kind: step.kind };
            tokens.push(token);
            if mode == Mode::Search {
                self.read_inside(text, token, tokens);
            }
            start = token.span.end;
        }
    }

    /// The parts of a long token: shorter words, or what a hyphen joined.
    fn read_inside(&self, text: &str, token: Token, tokens: &mut Vec<Token>) {
        let whole = token.span;
        match token.kind {
            TokenKind::Word if whole.len_bytes() > 6 => {
                for (at, _) in whole.of(text).char_indices() {
                    let start = whole.start as usize + at;
                    self.each_word(text, start, |end| {
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

    fn read_all(&self, text: &str, run: Span, tokens: &mut Vec<Token>) {
        let mut covered = run.start as usize;
        for piece in &self.pieces {
            let mut at = piece.start;
            while at < piece.end {
                let (end, kind) = match piece.kind {
                    PieceKind::Whole(kind) => (piece.end, kind),
                    PieceKind::Han => {
                        let len =
                            text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
                        (at + len, TokenKind::Unknown)
                    }
                };
                let first = tokens.len();
                let mut is_word = false;
                self.each_word(text, at, |word_end| {
                    is_word |= word_end == end;
                    let is_node = self
                        .steps
                        .get(word_end - run.start as usize)
                        .is_some_and(|step| step.cost != Cost::MAX);
                    if word_end > end && is_node {
                        tokens.push(Token { span: Span::new(at, word_end), kind: TokenKind::Word });
                        covered = covered.max(word_end);
                    }
                });
                tokens[first..].reverse();
                if piece.kind != PieceKind::Han || covered < end {
                    let kind = if piece.kind == PieceKind::Han && is_word { TokenKind::Word } else { kind };
                    let token = Token { span: Span::new(at, end), kind };
                    tokens.push(token);
                    self.read_inside(text, token, tokens);
                    covered = covered.max(end);
                }
                at = end;
            }
        }
    }

    /// Ends of the words at `start`, shortest first; a word both of the user and of the vocabulary once.
    fn each_word(&self, text: &str, start: usize, mut found: impl FnMut(usize)) {
        self.vocabulary.words_at(text, start, |end, _| {
            if self.user.is_empty() || self.user.cost_of(&text[start..end]).is_none() {
                found(end);
            }
        });
        self.user.words_at(text, start, |end, cost| {
            if cost < MAX_COST {
                found(end);
            }
        });
    }
}

fn is_longer_than_one(text: &str) -> bool {
    text.chars().nth(1).is_some()
}

/// The next few Han characters of a piece, nearest first, with the cost of each inside and at the end of a word.
#[derive(Default)]
struct Ahead {
    chars: [AheadChar; MAX_UNKNOWN_CHARS],
    len: usize,
}

#[derive(Clone, Copy, Default)]
struct AheadChar {
    end: usize,
    begin: Cost,
    middle: Cost,
    last: Cost,
}

impl Ahead {
    fn push(&mut self, c: char, end: usize, unknown: &UnknownWords) {
        self.chars.copy_within(0..MAX_UNKNOWN_CHARS - 1, 1);
        let [begin, middle, last] =
            [Place::Begin, Place::Middle, Place::End].map(|place| unknown.at(c, place));
        self.chars[0] = AheadChar { end, begin, middle, last };
        self.len = (self.len + 1).min(MAX_UNKNOWN_CHARS);
    }

    fn visit_words(&self, unknown: &UnknownWords, mut found: impl FnMut(usize, Cost)) {
        let mut inside = self.chars[0].begin;
        for num_chars in 2..=self.len {
            let last = self.chars[num_chars - 1];
            found(last.end, (unknown.base_cost(num_chars) + inside + last.last).min(MAX_COST));
            inside += last.middle;
        }
    }
}
