//! The cheapest path through the lattice of a run, from right to left, and the tokens it stands for.
//!
//! Worked by hand: in `研究生命` the best way from each place to the end is kept, the last place first. From `命`:
//! `命`. From `生`: `生命` (one word) beats `生`+`命`. From `研`: `研究` + best from `生` beats `研究生` + best from
//! `命`. The path is then read off from left to right, nothing turned round.

use super::lattice::{Edge, Lattice};
use super::run::{Layout, Run};
use super::scan::{PieceKind, piece_at};
use super::user::{UserWords, Weight};
use super::{Cost, MAX_COST, UnknownWords, Vocabulary};
use crate::text::Span;

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
    layout: Layout,
    /// Best way on from each character of the run and from its end; only nodes (where an edge may end) are filled in.
    steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    cost: Cost,
    /// Characters of the edge; a run has fewer than 2^16.
    num_chars: u16,
    kind: TokenKind,
}

impl Step {
    /// Costs are far below these two, and added to either do not overflow: a run has at most 12,288 characters and 256
    /// more, each of which costs at most [`MAX_COST`].
    const NO_NODE: Step = Step { cost: 0x7fff_ffff, num_chars: 0, kind: TokenKind::Unknown };
    /// A node whose way on is not yet known; dearer than any run.
    const NODE: Step = Step { cost: 0x7fff_fffe, num_chars: 0, kind: TokenKind::Unknown };

    #[inline]
    fn is_node(&self) -> bool {
        self.cost != Step::NO_NODE.cost
    }
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
            layout: Layout::default(),
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
        while let Some(end) = self.next_run(text, at) {
            self.solve(text);
            match mode {
                Mode::Words | Mode::Search => self.read_path(text, mode, tokens),
                Mode::All => self.read_all(text, tokens),
            }
            at = end;
        }
    }

    /// Calls `visit(start, end, kind)` for the tokens of folded `text` in mode [`Words`](Mode::Words), in characters
    /// of the text instead of bytes.
    pub fn segment_in_chars(&mut self, text: &str, mut visit: impl FnMut(usize, usize, TokenKind)) {
        let (mut at, mut num_chars) = (0, 0);
        while let Some(end) = self.next_run(text, at) {
            self.solve(text);
            self.each_step_in_chars(|start, end, kind| visit(num_chars + start, num_chars + end, kind));
            num_chars += self.layout.run(text).ids.len();
            at = end;
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
        while let Some(end) = self.next_run(text, at) {
            self.solve(text);
            cost = cost.saturating_add(self.steps.first().map_or(0, |step| step.cost));
            at = end;
        }
        cost
    }

    /// The lattice of folded `text`: every edge that was weighed, and which were chosen.
    pub fn lattice(&mut self, text: &str) -> Lattice {
        let mut edges = Vec::new();
        let mut at = 0;
        while let Some(run_end) = self.next_run(text, at) {
            self.solve(text);
            let run = self.layout.run(text);
            let first = edges.len();
            let mut all = AllEdges { run, steps: &self.steps, edges: &mut edges, start: 0 };
            self.visit_edges(run, &mut all);
            self.each_step(run, |span, kind| {
                let is_it = |edge: &&mut Edge| edge.span == span && edge.kind == kind;
                if let Some(edge) = edges[first..].iter_mut().filter(is_it).min_by_key(|edge| edge.cost) {
                    edge.is_chosen = true;
                }
            });
            at = run_end;
        }
        edges.sort_by_key(|edge| (edge.span.start, edge.span.end, !edge.is_chosen, edge.cost));
        Lattice { text: text.to_owned(), edges }
    }

    /// Lays out the run at byte `at` and its nodes; gives its end, `None` at the end of the text.
    fn next_run(&mut self, text: &str, at: usize) -> Option<usize> {
        let end = self.layout.next_run(text, at, self.options.joins_parts, &self.vocabulary)?;
        let num_chars = self.layout.run(text).ids.len();
        self.steps.clear();
        // In Han every character is a node, in all else the first of a piece.
        self.steps.resize(num_chars, Step::NODE);
        for piece in self.layout.pieces.iter().filter(|piece| piece.kind != PieceKind::Han) {
            if let Some(inside) = self.steps.get_mut(piece.start + 1..piece.end) {
                inside.fill(Step::NO_NODE);
            }
        }
        self.steps.push(Step { cost: 0, ..Step::NODE });
        Some(end)
    }

    /// Fills in the best way on from every node of the run, the last one first.
    fn solve(&mut self, text: &str) {
        let mut steps = std::mem::take(&mut self.steps);
        self.visit_edges(
            self.layout.run(text),
            &mut BestWay { steps: &mut steps, start: 0, best: Step::NODE },
        );
        self.steps = steps;
    }

    /// The one place where edges come from: rules, user words, vocabulary, statistics of characters. The last start comes
    /// first, and of one start the longest word of the vocabulary last, then unknown words.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    fn visit_edges(&self, run: Run<'_>, visitor: &mut impl EdgeVisitor) {
        let unknown_cost = self.vocabulary.unknown_cost().min(MAX_COST);
        let unknown_words = if self.options.joins_unknown { self.vocabulary.unknown_words() } else { None };
        for piece in self.layout.pieces.iter().rev() {
            match piece.kind {
                PieceKind::Whole(kind) => {
                    let cost = if kind.is_word_like() { WHOLE_COST } else { 0 };
                    visitor.begin(piece.start);
                    visitor.edge(piece.end, cost, kind);
                    if kind != TokenKind::Space {
                        self.visit_words(run, piece.start, |end, cost| {
                            let kind = if end == piece.end { kind } else { TokenKind::Word };
                            visitor.edge(end, cost, kind);
                        });
                    }
                    visitor.finish();
                }
                PieceKind::Han => {
                    let mut ahead = Ahead::new(unknown_words);
                    for at in (piece.start..piece.end).rev() {
                        visitor.begin(at);
                        visitor.edge(at + 1, unknown_cost, TokenKind::Unknown);
                        self.visit_words(run, at, |end, cost| visitor.edge(end, cost, TokenKind::Word));
                        if let Some(unknown) = unknown_words {
                            let id = run.ids.get(at).copied().unwrap_or(u16::MAX);
                            ahead.step(at, id, unknown, visitor);
                        }
                        visitor.finish();
                    }
                }
            }
        }
    }

    /// Words of the user and of the vocabulary that start at character `at` of the run.
    #[inline(always)]
    fn visit_words(&self, run: Run<'_>, at: usize, mut visit: impl FnMut(usize, Cost)) {
        if self.user.is_empty() {
            self.vocabulary.words_in(run, at, |end, cost| visit(end, cost.min(MAX_COST)));
            return;
        }
        self.vocabulary.words_in(run, at, |end, cost| {
            if self.user.cost_of(run.of(at, end)).is_none() {
                visit(end, cost.min(MAX_COST));
            }
        });
        self.user.words_in(run, at, visit);
    }

    /// Calls `visit` for every edge of the best path.
    #[inline]
    fn each_step(&self, run: Run<'_>, mut visit: impl FnMut(Span, TokenKind)) {
        self.each_step_in_chars(|start, end, kind| {
            visit(Span { start: run.start(start), end: run.start(end) }, kind);
        });
    }

    /// The same in characters of the run.
    #[inline]
    fn each_step_in_chars(&self, mut visit: impl FnMut(usize, usize, TokenKind)) {
        let mut at = 0;
        while let Some(step) = self.steps.get(at).filter(|step| step.num_chars > 0) {
            let end = at + usize::from(step.num_chars);
            visit(at, end, step.kind);
            at = end;
        }
    }

    fn read_path(&self, text: &str, mode: Mode, tokens: &mut Vec<Token>) {
        self.each_step(self.layout.run(text), |span, kind| {
            let token = Token { span, kind };
            tokens.push(token);
            if mode == Mode::Search {
                self.read_inside(text, token, tokens);
            }
        });
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

    #[cfg_attr(optimize_for_size, optimize(speed))]
    fn read_all(&self, text: &str, tokens: &mut Vec<Token>) {
        let run = self.layout.run(text);
        let mut covered = 0;
        for piece in &self.layout.pieces {
            let mut at = piece.start;
            while at < piece.end {
                let (end, kind) = match piece.kind {
                    PieceKind::Whole(kind) => (piece.end, kind),
                    PieceKind::Han => (at + 1, TokenKind::Unknown),
                };
                let span = |end| Span { start: run.start(at), end: run.start(end) };
                let first = tokens.len();
                let mut is_word = false;
                self.visit_words(run, at, |word_end, cost| {
                    is_word |= word_end == end && cost < MAX_COST;
                    let is_node = self.steps.get(word_end).is_some_and(Step::is_node);
                    if word_end > end && is_node && cost < MAX_COST {
                        tokens.push(Token { span: span(word_end), kind: TokenKind::Word });
                        covered = covered.max(word_end);
                    }
                });
                tokens[first..].sort_by_key(|token| std::cmp::Reverse(token.span.end));
                if piece.kind != PieceKind::Han || covered < end {
                    let kind = if piece.kind == PieceKind::Han && is_word { TokenKind::Word } else { kind };
                    let token = Token { span: span(end), kind };
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

/// Hears of the edges of a lattice, start by start.
trait EdgeVisitor {
    /// From here on edges start at this character.
    fn begin(&mut self, start: usize);

    /// An edge to this character. It may lie inside a piece that stays whole: then the edge is none.
    fn edge(&mut self, end: usize, cost: Cost, kind: TokenKind);

    /// No more edges start there.
    fn finish(&mut self);
}

/// Keeps the best way on from each node.
struct BestWay<'s> {
    steps: &'s mut [Step],
    start: usize,
    best: Step,
}

impl EdgeVisitor for BestWay<'_> {
    #[inline(always)]
    fn begin(&mut self, start: usize) {
        self.start = start;
        self.best = Step::NODE;
    }

    #[inline(always)]
    fn edge(&mut self, end: usize, cost: Cost, kind: TokenKind) {
        let cost = self.steps.get(end).map_or(Step::NO_NODE.cost, |step| cost.wrapping_add(step.cost));
        // Of two ways of one cost the later one offered wins, which is the longer first word.
        if cost <= self.best.cost {
            self.best = Step { cost, num_chars: end.wrapping_sub(self.start) as u16, kind };
        }
    }

    #[inline(always)]
    fn finish(&mut self) {
        if let Some(step) = self.steps.get_mut(self.start) {
            *step = self.best;
        }
    }
}

/// Keeps them all.
struct AllEdges<'e> {
    run: Run<'e>,
    steps: &'e [Step],
    edges: &'e mut Vec<Edge>,
    start: usize,
}

impl EdgeVisitor for AllEdges<'_> {
    fn begin(&mut self, start: usize) {
        self.start = start;
    }

    fn edge(&mut self, end: usize, cost: Cost, kind: TokenKind) {
        if self.steps.get(end).is_some_and(Step::is_node) {
            let (start, end) = (self.run.start(self.start) as usize, self.run.start(end) as usize);
            self.edges.push(Edge::new(start, end, cost, kind));
        }
    }

    fn finish(&mut self) {}
}

/// Unknown words of two to four characters, while their first character moves to the left through a piece of Han: what the
/// characters ahead cost at the end and inside of a word.
struct Ahead {
    /// Characters to the end of the piece, from the next one on.
    num_ahead: usize,
    base_costs: [Cost; 3],
    /// Cost at the end of a word of the next three characters.
    last: [Cost; 3],
    /// Cost inside a word of the next one, and of the next two together.
    inside: [Cost; 2],
}

impl Ahead {
    fn new(unknown: Option<&UnknownWords>) -> Ahead {
        let base_costs = unknown.map_or([MAX_COST; 3], UnknownWords::base_costs);
        Ahead { num_ahead: 0, base_costs, last: [MAX_COST; 3], inside: [MAX_COST; 2] }
    }

    #[inline(always)]
    fn step(&mut self, at: usize, id: u16, unknown: &UnknownWords, visitor: &mut impl EdgeVisitor) {
        let costs = unknown.at(id);
        let (begin, middle, last) =
            (Cost::from(costs.begin), Cost::from(costs.middle), Cost::from(costs.end));
        // None of these sums is larger than six times MAX_COST.
        let [one, two, three] = self.base_costs.map(|base| base.wrapping_add(begin));
        if self.num_ahead > 0 {
            let cost = one.wrapping_add(self.last[0]);
            visitor.edge(at.wrapping_add(2), cost.min(MAX_COST), TokenKind::Unknown);
        }
        if self.num_ahead > 1 {
            let cost = two.wrapping_add(self.inside[0]).wrapping_add(self.last[1]);
            visitor.edge(at.wrapping_add(3), cost.min(MAX_COST), TokenKind::Unknown);
        }
        if self.num_ahead > 2 {
            let cost = three.wrapping_add(self.inside[1]).wrapping_add(self.last[2]);
            visitor.edge(at.wrapping_add(4), cost.min(MAX_COST), TokenKind::Unknown);
        }
        self.last = [last, self.last[0], self.last[1]];
        self.inside = [middle, middle.wrapping_add(self.inside[0])];
        self.num_ahead = self.num_ahead.wrapping_add(1);
    }
}
