//! The best path through a piece of Han over a lexicon, as quickly as it can be had.
//!
//! The same choice as among all edges of [`Edges`](super::edges::Edges); a law in `tests/segment.rs` holds that. What a text
//! is made of passes here, so nothing is called for an edge, and joined characters are looked at only where they cost no more
//! than the same characters one by one: else they cannot win. That is known by running sums, without any cost of a path.

use super::TokenKind;
use super::step::{LONGER, NO_NODE_COST, Step, edge_code, source};
use super::trie::{ArrayTrie, Excess};
use super::unknown::MAX_UNKNOWN_CHARS;
use std::ops::Range;

const SINGLE: u32 = edge_code(source::RULE, 1, TokenKind::Unknown);
const SINGLE_WORD: u32 = edge_code(source::WORD, 1, TokenKind::Word);
const WORD_OF_TWO: u32 = edge_code(source::WORD, 2, TokenKind::Word);

/// Fills in the steps of `places`, the last one first; the piece of Han goes on to `piece_end`, and the steps from
/// `places.end` on are known. `ids` has one number more than there are characters.
#[cfg_attr(optimize_for_size, optimize(speed))]
pub(super) fn solve_han(
    trie: &ArrayTrie,
    joins_unknown: bool,
    ids: &[u16],
    steps: &mut [Step],
    places: Range<usize>,
    piece_end: usize,
) {
    let heads = trie.heads();
    let [two, three, four] = trie.unknown_bases().map(|base| base as i32);
    let mut ahead = Ahead::default();
    for &id in ids.get(places.end..piece_end).unwrap_or(&[]).iter().take(MAX_UNKNOWN_CHARS - 1).rev() {
        if let Some(head) = heads.get(usize::from(id)) {
            ahead.push(head.excess());
        }
    }
    let mut next_id = ids.get(places.end).copied().unwrap_or(trie.no_id());
    let mut on = steps.get(places.end).map_or(NO_NODE_COST, |step| step.cost());
    for at in places.rev() {
        let Some(&id) = ids.get(at) else { continue };
        let Some(head) = heads.get(usize::from(id)) else { continue };
        let code = if head.is_single_word { SINGLE_WORD } else { SINGLE };
        let mut best = Step::of(on.wrapping_add(head.single()), code);

        let mut children = head.children();
        let (mut code, mut end, mut last_id) = (WORD_OF_TWO, at.wrapping_add(2), next_id);
        while let Some(walked) = trie.step(children, last_id) {
            let on = steps.get(end).map_or(NO_NODE_COST, |step| step.cost());
            best = best.min(Step::of(on.wrapping_add(walked.cost), code));
            let (Some(further), Some(&id)) = (walked.children, ids.get(end)) else { break };
            (children, last_id) = (further, id);
            code = code.wrapping_sub(LONGER);
            end = end.wrapping_add(1);
        }

        if joins_unknown {
            let excess = head.excess();
            let least = ahead
                .of_two
                .wrapping_add(two)
                .min(ahead.of_three.wrapping_add(three))
                .min(ahead.of_four.wrapping_add(four));
            ahead.push(excess);
            if least.wrapping_add(excess.begin) <= 0 {
                trie.unknown_words(ids.get(at..piece_end).unwrap_or(&[]), &mut |num_chars, cost| {
                    let on = steps.get(at.wrapping_add(num_chars)).map_or(NO_NODE_COST, |step| step.cost());
                    let code = edge_code(source::JOINED, num_chars, TokenKind::Unknown);
                    best = best.min(Step::of(on.wrapping_add(cost), code));
                });
            }
        }

        if let Some(step) = steps.get_mut(at) {
            *step = best;
        }
        (on, next_id) = (best.cost(), id);
    }
}

/// What the last characters of a word of two, three and four, from the next place on, cost more than each by itself.
#[derive(Clone, Copy)]
struct Ahead {
    of_two: i32,
    of_three: i32,
    of_four: i32,
}

impl Default for Ahead {
    fn default() -> Ahead {
        Ahead { of_two: FAR, of_three: FAR, of_four: FAR }
    }
}

/// More than the costs of any characters.
const FAR: i32 = 1 << 28;

impl Ahead {
    #[inline(always)]
    fn push(&mut self, excess: Excess) {
        *self = Ahead {
            of_two: excess.end,
            of_three: excess.middle.wrapping_add(self.of_two),
            of_four: excess.middle.wrapping_add(self.of_three),
        };
    }
}
