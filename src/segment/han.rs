//! The best path through a piece of Han over a lexicon, as quickly as it can be had.
//!
//! The same choice as among all edges of [`Edges`](super::edges::Edges); a law in `tests/segment.rs` holds that. What a text
//! is made of passes here, so nothing is called for an edge, and of joined characters a running sum says whether they cost no
//! more than the best word: only then are they looked at one by one.

use super::step::{LONGER, NO_NODE_COST, Step, edge_code, source};
use super::trie::{ArrayTrie, Head, NO_COST};
use super::unknown::MAX_UNKNOWN_CHARS;
use super::{Cost, TokenKind};
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
    let bases = trie.unknown_bases();
    let mut joined = Joined::default();
    let right = places.end..piece_end.min(places.end.wrapping_add(MAX_UNKNOWN_CHARS - 1));
    for at in right.rev() {
        let head = ids.get(at).and_then(|&id| heads.get(usize::from(id)));
        if let (Some(head), Some(step)) = (head, steps.get(at.wrapping_add(1))) {
            joined.push(head, step.cost());
        }
    }
    let mut next_id = ids.get(places.end).copied().unwrap_or(trie.no_id());
    let mut on = steps.get(places.end).map_or(NO_NODE_COST, |step| step.cost());
    // What stands at a place, and whether it may begin a word with what follows, is asked one place ahead: the processor cannot
    // foretell the answer, and so need not wait for memory to find that it went the wrong way.
    let look = |at: usize, next_id: u16| {
        let id = ids.get(at).copied().unwrap_or(trie.no_id());
        let head = heads.get(usize::from(id))?;
        Some((id, head, trie.may_go_on(head.children(), next_id)))
    };
    let mut ahead = look(places.end.wrapping_sub(1), next_id);
    for at in places.rev() {
        let Some((id, head, may_go_on)) = ahead else { break };
        ahead = look(at.wrapping_sub(1), id);
        let mut best = on.wrapping_add(head.single());
        let mut best_code = if head.is_single_word() { SINGLE_WORD } else { SINGLE };

        // Of two ways of one cost the longer first word wins, so lengths come in their order.
        let mut walk = if may_go_on { trie.child(head.children(), next_id) } else { None };
        let (mut code, mut end) = (WORD_OF_TWO, at.wrapping_add(2));
        while let Some(walked) = walk {
            let cost = steps.get(end).map_or(NO_NODE_COST, |step| step.cost()).wrapping_add(walked.cost);
            if cost <= best {
                (best, best_code) = (cost, code);
            }
            let (Some(further), Some(&id)) = (walked.children, ids.get(end)) else { break };
            walk = trie.step(further, id);
            code = code.wrapping_sub(LONGER);
            end = end.wrapping_add(1);
        }

        let mut step = Step::of(best, best_code);
        if joins_unknown {
            if joined.least(bases).wrapping_add(head.begin()) <= best {
                trie.unknown_words(ids.get(at..piece_end).unwrap_or(&[]), &mut |num_chars, cost| {
                    let on = steps.get(at.wrapping_add(num_chars)).map_or(NO_NODE_COST, |step| step.cost());
                    let code = edge_code(source::JOINED, num_chars, TokenKind::Unknown);
                    step = step.min(Step::of(on.wrapping_add(cost), code));
                });
            }
            joined.push(head, on);
        }

        if let Some(cell) = steps.get_mut(at) {
            *cell = step;
        }
        (on, next_id) = (step.cost(), id);
    }
}

/// The least cost to the end of the run of an unknown word of two, three and four characters that begins at the place in hand,
/// but for its first character and what every word of that length costs.
#[derive(Clone, Copy)]
struct Joined {
    of_two: Cost,
    of_three: Cost,
    of_four: Cost,
}

impl Default for Joined {
    fn default() -> Joined {
        Joined { of_two: NO_COST, of_three: NO_COST, of_four: NO_COST }
    }
}

impl Joined {
    /// Goes one place to the left; `head` is of the character of that was in hand, behind which it costs `on`.
    #[inline(always)]
    fn push(&mut self, head: &Head, on: Cost) {
        *self = Joined {
            of_two: on.wrapping_add(head.end()),
            of_three: self.of_two.wrapping_add(head.middle()),
            of_four: self.of_three.wrapping_add(head.middle()),
        };
    }

    #[inline(always)]
    fn least(&self, [two, three, four]: [Cost; MAX_UNKNOWN_CHARS - 1]) -> Cost {
        let of_two = self.of_two.wrapping_add(two);
        of_two.min(self.of_three.wrapping_add(three)).min(self.of_four.wrapping_add(four))
    }
}
