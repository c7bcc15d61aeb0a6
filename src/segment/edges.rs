//! Where the edges of a lattice come from: rules, user words, vocabulary, statistics of characters.

use super::run::{Run, RunPiece};
use super::scan::PieceKind;
use super::step::source;
use super::user::UserWords;
use super::{Cost, Lexicon, MAX_COST, Options, TokenKind, Vocabulary, cost_of};

/// Cost of a Latin word or a number as it stands; cheap enough that it never hinders its neighbours, dear enough
/// that a mixed word such as `卡拉ok` wins over `卡拉` + `ok`.
const WHOLE_COST: Cost = 10_000;

/// A candidate word, from its start to character `end`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    /// It may lie inside a piece that stays whole: then the edge is none.
    pub end: usize,
    pub cost: Cost,
    /// Of [`source`].
    pub source: u32,
    pub kind: TokenKind,
}

/// All that edges come from.
#[derive(Clone, Copy)]
pub(super) struct Edges<'e> {
    pub vocabulary: &'e dyn Vocabulary,
    pub lexicon: Option<&'e Lexicon>,
    pub user: &'e UserWords,
    pub options: Options,
}

impl Edges<'_> {
    /// Whether [`words_from`](Edges::words_from) reads characters, and not only their numbers.
    pub fn need_text(&self) -> bool {
        self.lexicon.is_none() || !self.user.is_empty()
    }

    /// The edge of a piece that stays whole, if no other starts there.
    #[inline]
    pub fn only_edge(&self, run: Run<'_>, piece: RunPiece) -> Option<Candidate> {
        let (PieceKind::Whole(kind), Some(lexicon), true) = (piece.kind, self.lexicon, self.user.is_empty())
        else {
            return None;
        };
        let begins_word = run.ids.get(piece.start).is_some_and(|&id| lexicon.trie().begins_word(id));
        (kind == TokenKind::Space || !begins_word).then(|| whole(piece, kind))
    }

    /// Every edge from character `at` of the run, which lies in `piece` (at its start, where that stays whole).
    pub fn visit(&self, run: Run<'_>, piece: RunPiece, at: usize, visit: &mut dyn FnMut(Candidate)) {
        match piece.kind {
            PieceKind::Whole(kind) => {
                visit(whole(piece, kind));
                if kind != TokenKind::Space {
                    self.words_from(run, at, &mut |candidate| {
                        let kind = if candidate.end == piece.end { kind } else { TokenKind::Word };
                        visit(Candidate { kind, ..candidate });
                    });
                }
            }
            PieceKind::Han => {
                let cost = cost_of(1, self.vocabulary.total()).min(MAX_COST);
                visit(Candidate { end: at + 1, cost, source: source::RULE, kind: TokenKind::Unknown });
                self.words_from(run, at, visit);
                if let Some(lexicon) = self.lexicon.filter(|_| self.options.joins_unknown) {
                    let ids = run.ids.get(at..piece.end).unwrap_or(&[]);
                    let (source, kind) = (source::JOINED, TokenKind::Unknown);
                    lexicon.trie().unknown_words(ids, &mut |num_chars, cost| {
                        visit(Candidate { end: at + num_chars, cost, source, kind });
                    });
                }
            }
        }
    }

    /// Words of the vocabulary and of the user that start at character `at` of the run, shortest first.
    pub fn words_from(&self, run: Run<'_>, at: usize, visit: &mut dyn FnMut(Candidate)) {
        let mut of_vocabulary = |end, cost: Cost| {
            if self.user.is_empty() || self.user.cost_of(run.of(at, end)).is_none() {
                visit(Candidate {
                    end,
                    cost: cost.min(MAX_COST),
                    source: source::WORD,
                    kind: TokenKind::Word,
                });
            }
        };
        match self.lexicon {
            Some(lexicon) => lexicon
                .trie()
                .words(run.ids.get(at..).unwrap_or(&[]), &mut |num, cost| of_vocabulary(at + num, cost)),
            None => words_in(run, at, self.vocabulary, &mut of_vocabulary),
        }
        if !self.user.is_empty() {
            words_in(run, at, self.user, &mut |end, cost| {
                visit(Candidate { end, cost, source: source::USER, kind: TokenKind::Word });
            });
        }
    }

    /// Ends of the words at byte `start`, shortest first; a word both of the user and of the vocabulary once.
    pub fn ends_at(&self, text: &str, start: usize, found: &mut dyn FnMut(usize)) {
        self.vocabulary.words_at(text, start, &mut |end, _| {
            let word = text.get(start..end).unwrap_or("");
            if self.user.is_empty() || self.user.cost_of(word).is_none() {
                found(end);
            }
        });
        self.user.words_at(text, start, &mut |end, cost| {
            if cost < MAX_COST {
                found(end);
            }
        });
    }
}

/// A piece as it stands.
fn whole(piece: RunPiece, kind: TokenKind) -> Candidate {
    let cost = if kind.is_word_like() { WHOLE_COST } else { 0 };
    Candidate { end: piece.end, cost, source: source::RULE, kind }
}

/// Words that start at character `at` of a run, which knows where its characters start.
fn words_in(run: Run<'_>, at: usize, vocabulary: &dyn Vocabulary, found: &mut dyn FnMut(usize, Cost)) {
    let Some(&start) = run.starts.get(at) else { return };
    let mut end_char = at;
    vocabulary.words_at(run.text, start as usize, &mut |end, cost| {
        while run.starts.get(end_char).is_some_and(|&start| (start as usize) < end) {
            end_char += 1;
        }
        if run.starts.get(end_char).is_some_and(|&start| start as usize == end) {
            found(end_char, cost);
        }
    });
}
