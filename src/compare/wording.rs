//! Wording: which stretches of two linked units differ, at a grain that reads well?
//!
//! Tokens are aligned by an optimal path whose price is readability: each shared token earns its weight, and each
//! *run* of shared tokens pays an entrance fee, so that a lone `的` between two changes is part of the change and no
//! confetti is left, while a shared number or word stands for itself. No second pass is needed, and no library: a
//! plain table is exact for units of a page, and longer ones are cut at runs that occur once on each side.

use super::chain::backbone;
use super::evidence::Names;
use super::stock::Stock;
use crate::text::{CharClass, Span, class_of, is_han, quantities};

/// What a run of shared tokens pays.
const RUN_FEE: f64 = 1.6;
/// What a mark weighs; every word weighs more.
const MARK_WEIGHT: f64 = 0.3;
/// Cells of the largest table; beyond it, units are cut first.
const MAX_CELLS: usize = 1 << 22;
/// How many tokens in a row make an anchor for cutting.
const ANCHOR_TOKENS: usize = 4;

/// A token: a number, a Latin word, a name, one Han character, or one other mark.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// In folded bytes.
    pub span: Span,
    /// Equal for tokens that say the same, however they are written.
    pub key: u64,
    /// What sharing it earns.
    pub weight: f64,
}

/// A stretch that differs: ranges of tokens, one of which may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub left: (usize, usize),
    pub right: (usize, usize),
}

/// Two units, aligned token by token.
pub(super) struct Wording {
    pub left: Vec<Token>,
    pub right: Vec<Token>,
    pub regions: Vec<Region>,
    /// Share of the weight of both that is shared, 0 to 1.
    pub shared: f64,
    /// Weight of both.
    pub weight: f64,
}

/// Aligns two folded spans.
pub(super) fn align(left: (&str, Span), right: (&str, Span), names: &Names, stock: &Stock) -> Wording {
    let (a, b) = (tokens(left.0, left.1, names, stock), tokens(right.0, right.1, names, stock));
    let mut matches = Vec::new();
    let mut start = 0;
    while start < a.len() && start < b.len() && a[start].key == b[start].key {
        matches.push((start, start));
        start += 1;
    }
    let mut end = 0;
    while end < a.len() - start
        && end < b.len() - start
        && a[a.len() - 1 - end].key == b[b.len() - 1 - end].key
    {
        end += 1;
    }
    pairs(&a, &b, (start, a.len() - end), (start, b.len() - end), &mut matches);
    let last = matches.len();
    matches.extend((0..end).rev().map(|back| (a.len() - 1 - back, b.len() - 1 - back)));
    // One character shared at an edge is half a word where another takes the place of the rest: 国家海洋局, 国务院. A number
    // or a name beside it is a word of its own.
    let stops = |at: Option<&Token>| at.is_none_or(|token| token.weight <= MARK_WEIGHT);
    let is_alone = |at: usize, beside: Option<usize>| {
        a[at].weight < RUN_FEE && !stops(a.get(at)) && stops(beside.and_then(|beside| a.get(beside)))
    };
    let is_replaced = |from: (usize, usize), to: (usize, usize), (x, y): (usize, usize)| {
        to.0 > from.0 && to.1 > from.1 && a[x].weight < RUN_FEE && b[y].weight < RUN_FEE
    };
    if end > 0 && is_alone(a.len() - end, Some(a.len() - end + 1)) {
        let from = last.checked_sub(1).map_or((0, 0), |at| (matches[at].0 + 1, matches[at].1 + 1));
        let to = matches[last];
        if is_replaced(from, to, (to.0.saturating_sub(1), to.1.saturating_sub(1))) {
            matches.remove(last);
        }
    }
    if start > 0 && is_alone(start - 1, start.checked_sub(2)) {
        let to = matches.get(start).copied().unwrap_or((a.len(), b.len()));
        if is_replaced((start, start), to, (start, start)) {
            matches.remove(start - 1);
        }
    }

    let mut regions: Vec<Region> = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (x, y) in matches.iter().copied().chain([(a.len(), b.len())]) {
        if x > i || y > j {
            regions.push(Region { left: (i, x), right: (j, y) });
        }
        (i, j) = (x + 1, y + 1);
    }
    for at in 0..regions.len() {
        let before =
            at.checked_sub(1).map_or((0, 0), |before| (regions[before].left.1, regions[before].right.1));
        let after = regions.get(at + 1).map_or((a.len(), b.len()), |after| (after.left.0, after.right.0));
        let region = &mut regions[at];
        let (from, to) = (region.left.1 - region.left.0, region.right.1 - region.right.0);
        let by = match (from, to) {
            (0, _) => slide((right.0, &b), region.right, (before.1, after.1)),
            (_, 0) => slide((left.0, &a), region.left, (before.0, after.0)),
            _ => 0,
        };
        for end in [&mut region.left.0, &mut region.left.1, &mut region.right.0, &mut region.right.1] {
            *end = end.saturating_add_signed(by);
        }
    }
    let weight = |tokens: &[Token]| tokens.iter().map(|token| token.weight).sum::<f64>();
    let shared: f64 = matches.iter().map(|(x, _)| a[*x].weight).sum();
    let total = weight(&a) + weight(&b);
    let share = if total > 0.0 { 2.0 * shared / total } else { 1.0 };
    Wording { left: a, right: b, regions, shared: share, weight: total }
}

/// By how many tokens to move a stretch that only one side has, so that it begins and ends where a reader pauses: of
/// `审判员、助理审判员` what was put in is `、助理审判员` and not `审判员、助理`. It may move over tokens that are equal
/// at both its ends, between the stretches before and after.
fn slide(side: (&str, &[Token]), stretch: (usize, usize), within: (usize, usize)) -> isize {
    let (text, tokens) = side;
    let (mut start, mut end) = stretch;
    while start > within.0 && tokens[start - 1].key == tokens[end - 1].key {
        (start, end) = (start - 1, end - 1);
    }
    let said = |at: usize| tokens.get(at).map_or("。", |token| token.span.of(text));
    // How good a place between two tokens is to begin or to end.
    let pause = |at: usize| {
        let (before, after) = (at.checked_sub(1).map_or("。", said), said(at));
        match (before, after) {
            ("。" | "!" | "?" | ";", _) => 4,
            (_, "、") => 3,
            ("," | ":", _) => 2,
            (_, "," | "。") | ("、", _) => 1,
            _ => 0,
        }
    };
    let mut best = (pause(stretch.0) + pause(stretch.1), 0);
    loop {
        let by = start as isize - stretch.0 as isize;
        let value = pause(start) + pause(end);
        if value > best.0 {
            best = (value, by);
        }
        if end >= within.1 || tokens[start].key != tokens[end].key {
            return best.1;
        }
        (start, end) = (start + 1, end + 1);
    }
}

/// The aligned pairs of two token ranges, in order.
fn pairs(a: &[Token], b: &[Token], x: (usize, usize), y: (usize, usize), matches: &mut Vec<(usize, usize)>) {
    let (n, m) = (x.1.saturating_sub(x.0), y.1.saturating_sub(y.0));
    if n == 0 || m == 0 {
        return;
    }
    if (n + 1).saturating_mul(m + 1) <= MAX_CELLS {
        table(a, b, x, y, matches);
        return;
    }
    // Too long for a table: cut at the runs that occur once on each side, in their common order.
    let anchors = anchors(&a[x.0..x.1], &b[y.0..y.1]);
    if anchors.is_empty() {
        return;
    }
    let (mut i, mut j) = (x.0, y.0);
    for (left, right) in anchors {
        let (left, right) = (x.0 + left, y.0 + right);
        if left < i || right < j {
            continue;
        }
        if (left - i + 1).saturating_mul(right - j + 1) <= MAX_CELLS {
            pairs(a, b, (i, left), (j, right), matches);
        }
        matches.push((left, right));
        (i, j) = (left + 1, right + 1);
    }
    if (x.1 - i + 1).saturating_mul(y.1 - j + 1) <= MAX_CELLS {
        pairs(a, b, (i, x.1), (j, y.1), matches);
    }
}

/// Runs of tokens that occur once on each side, as positions, ordered.
fn anchors(a: &[Token], b: &[Token]) -> Vec<(usize, usize)> {
    let once = |tokens: &[Token]| -> Vec<(Vec<u64>, usize)> {
        let mut runs: Vec<(Vec<u64>, usize)> = tokens
            .windows(ANCHOR_TOKENS)
            .enumerate()
            .map(|(at, run)| (run.iter().map(|token| token.key).collect(), at))
            .collect();
        runs.sort();
        runs.chunk_by(|p, q| p.0 == q.0)
            .filter(|group| group.len() == 1)
            .map(|group| group[0].clone())
            .collect()
    };
    let (left, right) = (once(a), once(b));
    let mut both: Vec<(u32, u32, f64)> = left
        .iter()
        .filter_map(|(run, at)| {
            let found = right.binary_search_by(|entry| entry.0.cmp(run)).ok()?;
            Some((*at as u32, right[found].1 as u32, 1.0))
        })
        .collect();
    both.sort_by_key(|link| (link.0, link.1));
    backbone(&both).into_iter().map(|at| (both[at].0 as usize, both[at].1 as usize)).collect()
}

/// The best path through the table of two token ranges. `open` is the best sum of a path that ends in a shared
/// token, `best` that of any path; a step remembers where it came from in two bits.
fn table(a: &[Token], b: &[Token], x: (usize, usize), y: (usize, usize), matches: &mut Vec<(usize, usize)>) {
    const UP: u8 = 1;
    const LEFT: u8 = 2;
    const SHARED: u8 = 3;
    const CONTINUES: u8 = 4;
    let (n, m) = (x.1 - x.0, y.1 - y.0);
    let width = m + 1;
    let mut came_from = vec![0u8; (n + 1) * width];
    let mut best = vec![0.0f64; width];
    let mut open = vec![f64::NEG_INFINITY; width];
    for i in 1..=n {
        let (mut diagonal_best, mut diagonal_open) = (best[0], open[0]);
        open[0] = f64::NEG_INFINITY;
        came_from[i * width] = UP;
        for j in 1..=m {
            let (above_best, above_open) = (best[j], open[j]);
            let token = &a[x.0 + i - 1];
            let mut shared = f64::NEG_INFINITY;
            let mut step = 0;
            if token.key == b[y.0 + j - 1].key {
                let enters = diagonal_best - RUN_FEE;
                (shared, step) =
                    if diagonal_open >= enters { (diagonal_open, CONTINUES) } else { (enters, 0) };
                shared += token.weight;
            }
            let (mut value, mut from) = (above_best, UP);
            if best[j - 1] > value {
                (value, from) = (best[j - 1], LEFT);
            }
            if shared > value {
                (value, from) = (shared, SHARED);
            }
            came_from[i * width + j] = from | step;
            best[j] = value;
            open[j] = shared;
            (diagonal_best, diagonal_open) = (above_best, above_open);
        }
    }
    let first = matches.len();
    let (mut i, mut j) = (n, m);
    let mut is_in_run = false;
    while i > 0 && j > 0 {
        let step = came_from[i * width + j];
        if is_in_run || step & 3 == SHARED {
            matches.push((x.0 + i - 1, y.0 + j - 1));
            is_in_run = step & CONTINUES != 0;
            i -= 1;
            j -= 1;
        } else if step & 3 == UP {
            i -= 1;
        } else {
            j -= 1;
        }
    }
    matches[first..].reverse();
}

/// Cuts a folded span into tokens; white space is none.
pub(super) fn tokens(text: &str, span: Span, names: &Names, stock: &Stock) -> Vec<Token> {
    let piece = span.of(text);
    let mut numbers = quantities(piece).into_iter().peekable();
    let mut found = Vec::with_capacity(piece.len() / 3 + 1);
    let mut at = 0;
    let mut push = |start: usize, end: usize, key: u64, weight: f64| {
        found.push(Token {
            span: Span { start: span.start + start as u32, end: span.start + end as u32 },
            key,
            weight,
        });
    };
    while let Some(c) = piece[at..].chars().next() {
        while numbers.peek().is_some_and(|quantity| (quantity.span.start as usize) < at) {
            numbers.next();
        }
        if let Some(quantity) =
            numbers.next_if(|quantity| quantity.span.start as usize == at && !quantity.span.is_empty())
        {
            let end = quantity.span.end as usize;
            push(at, end, hash(b'n', (quantity.key() + &quantity.unit).as_bytes()), 2.5);
            at = end;
            continue;
        }
        if let Some((len_bytes, group)) = names.at_start(&piece[at..]) {
            push(at, at + len_bytes, hash(b'@', &group.to_le_bytes()), 2.5);
            at += len_bytes;
            continue;
        }
        let is_part = |c: char| matches!(class_of(c), CharClass::Letter | CharClass::Digit);
        let end = if is_part(c) {
            piece[at..].char_indices().find(|(_, c)| !is_part(*c)).map_or(piece.len(), |(len, _)| at + len)
        } else {
            at + c.len_utf8()
        };
        if !c.is_whitespace() {
            let weight = match class_of(c) {
                CharClass::Han => 0.3 + 0.7 * stock.character(c),
                CharClass::Letter | CharClass::Digit => 2.0,
                _ => MARK_WEIGHT,
            };
            push(at, end, hash(b'w', &piece.as_bytes()[at..end]), weight);
        }
        at = end;
    }
    found
}

fn hash(kind: u8, bytes: &[u8]) -> u64 {
    [kind].iter().chain(bytes).fold(0xcbf2_9ce4_8422_2325u64, |state, byte| {
        (state ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Whether a folded text says anything: a Han character, a letter or a digit.
pub(super) fn is_telling(text: &str) -> bool {
    text.chars().any(|c| is_han(c) || matches!(class_of(c), CharClass::Letter | CharClass::Digit))
}
