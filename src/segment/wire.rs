//! The trie on the wire: level by level, each number coded in the light of what is already known.
//!
//! In this order: the alphabet (every character that occurs, as gaps; which of them begin words); then for each depth the
//! sets of characters that follow each node, and for each new node its level and its number of children.
//!
//! - A *set* is coded by halving the alphabet: how many of the `k` characters lie in the left half, and so on down. The
//!   share expected on the left is learnt for each half and depth (it becomes the frequency of each character), and for the
//!   third character of a word on also taken from the set after the last character where that begins a word: `国人` is
//!   known when `中国人` comes. Coding numbers, and not the characters one by one, saves what their order would cost.
//! - A *level* depends on the depth and on the level of the character by itself.
//! - A *number of children* depends on depth, level, and on how many characters follow the same character at the root.
//!
//! Measured on the two lexicons: a third less than the same streams under brotli.
//!
//! Writing and reading are one function, see [`Code`]. All arithmetic is integers, or `+ - * /` on `f64` in a fixed order,
//! which is the same on every target.

use super::coder::{Code, Learnt, ONE, code_bits};
use super::trie::NO_WORD;

/// The level-order streams of a trie; the roots are the first `num_roots` nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Streams {
    pub num_roots: usize,
    /// Number of children of each node.
    pub counts: Vec<u16>,
    pub labels: Vec<u16>,
    /// Below 16, or [`NO_WORD`].
    pub levels: Vec<u8>,
}

/// Depths are told apart up to here.
const NUM_DEPTHS: usize = 5;
/// Sixteen levels, "no word", and for the context "not known".
const NUM_LEVELS: usize = 18;
/// Bit lengths of a 16-bit number.
const NUM_LENGTHS: usize = 17;
/// Most halvings of an alphabet of 65,536.
const NUM_HALVINGS: usize = 17;
/// Sets larger than this have their halves coded plainly, to stay within the exponents of `f64`.
const LARGEST_SET: usize = 900;

/// Codes `given` (or, reading, what the coder holds) and returns it. `None` where the decisions do not describe a trie of
/// `num_nodes` nodes over `num_chars` characters.
pub(super) fn code_streams<C: Code>(
    coder: &mut C,
    given: &Streams,
    num_nodes: usize,
    num_chars: usize,
) -> Option<Streams> {
    let mut found = Streams::default();
    let mut alphabet: Vec<u16> = Vec::with_capacity(num_chars);
    let mut given_alphabet = given.labels.clone();
    given_alphabet.sort_unstable();
    given_alphabet.dedup();
    let code_of = |label: u16| given_alphabet.binary_search(&label).unwrap_or(0) as u16;
    let given_codes: Vec<u16> = given.labels.iter().map(|&label| code_of(label)).collect();

    // Codes of the characters of each node; those of the roots come with the alphabet.
    let mut codes: Vec<u16> = Vec::with_capacity(num_nodes);
    let mut gaps = Numbers::new(1);
    let mut is_root = Learnt::NEW;
    let mut roots = vec![usize::MAX; num_chars];
    let mut next_label = 0usize;
    for (code, root) in roots.iter_mut().enumerate() {
        let gap = given_alphabet.get(code).map_or(0, |&label| usize::from(label) - next_label);
        let label = next_label + gaps.code(coder, 0, gap);
        alphabet.push(u16::try_from(label).ok()?);
        next_label = label + 1;
        if is_root.code(
            coder,
            given_codes
                .get(..given.num_roots)
                .is_some_and(|codes| codes.binary_search(&(code as u16)).is_ok()),
        ) {
            *root = codes.len();
            codes.push(code as u16);
        }
    }
    found.num_roots = codes.len();

    let mut sets = Sets::new(num_chars);
    let mut levels = vec![[Learnt::NEW; 32]; NUM_DEPTHS * NUM_LEVELS];
    let mut counts = Numbers::new(NUM_DEPTHS * NUM_LEVELS * NUM_LENGTHS);
    // First child of each node whose set is known.
    let mut first: Vec<usize> = Vec::with_capacity(num_nodes + 1);
    let mut begin = 0;
    let mut depth = 0;
    while begin < codes.len() {
        let end = codes.len();
        if end > num_nodes {
            return None;
        }
        for node in begin..end {
            let code = *codes.get(node)?;
            let root = *roots.get(usize::from(code))?;
            // What the character is by itself is known once the roots are.
            let alone =
                if depth == 0 || root == usize::MAX { 17 } else { level_index(*found.levels.get(root)?) };
            let context = depth.min(NUM_DEPTHS - 1) * NUM_LEVELS;
            let wanted = given.levels.get(node).map_or(0, |&level| level_index(level));
            let level = code_bits(coder, levels.get_mut(context + alone)?, wanted);
            found.levels.push(match level {
                0..16 => level as u8,
                16 => NO_WORD,
                _ => return None,
            });
            let fan_out = if depth == 0 || root == usize::MAX {
                0
            } else {
                bit_length(usize::from(*found.counts.get(root)?))
            };
            let wanted = given.counts.get(node).map_or(0, |&count| usize::from(count));
            let count = counts.code(coder, (context + level) * NUM_LENGTHS + fan_out, wanted);
            found.counts.push(u16::try_from(count).ok().filter(|&count| usize::from(count) <= num_chars)?);
        }
        for node in begin..end {
            first.push(codes.len());
            let count = usize::from(*found.counts.get(node)?);
            if count == 0 {
                continue;
            }
            if codes.len() + count > num_nodes {
                return None;
            }
            let root = *roots.get(usize::from(*codes.get(node)?))?;
            let hints = match (depth, first.get(root), found.counts.get(root)) {
                (1.., Some(&start), Some(&num)) => start..start + usize::from(num),
                _ => 0..0,
            };
            let wanted = given_codes.get(codes.len()..codes.len() + count).unwrap_or(&[]);
            sets.code(coder, depth.min(2), wanted, count, hints, &mut codes)?;
        }
        begin = end;
        depth += 1;
    }
    found.labels =
        codes.iter().map(|&code| alphabet.get(usize::from(code)).copied()).collect::<Option<_>>()?;
    (codes.len() == num_nodes).then_some(found)
}

fn level_index(level: u8) -> usize {
    if level == NO_WORD { 16 } else { usize::from(level) }
}

fn bit_length(number: usize) -> usize {
    (usize::BITS - number.leading_zeros()) as usize
}

/// Numbers of up to 16 bits: the bit length step by step, then the two bits after the first as learnt, the rest plainly.
struct Numbers {
    lengths: Vec<[Learnt; NUM_LENGTHS]>,
    heads: Vec<[Learnt; 4]>,
}

impl Numbers {
    fn new(num_contexts: usize) -> Numbers {
        Numbers {
            lengths: vec![[Learnt::NEW; NUM_LENGTHS]; num_contexts],
            heads: vec![[Learnt::NEW; 4]; NUM_LENGTHS],
        }
    }

    fn code<C: Code>(&mut self, coder: &mut C, context: usize, number: usize) -> usize {
        let wanted = bit_length(number);
        let mut length = 0;
        if let Some(steps) = self.lengths.get_mut(context) {
            for step in steps.iter_mut().take(NUM_LENGTHS - 1) {
                if !step.code(coder, length < wanted) {
                    break;
                }
                length += 1;
            }
        }
        if length < 2 {
            return length;
        }
        let num_low = length - 1;
        let num_learnt = num_low.min(2);
        let low = number & ((1 << num_low) - 1);
        let head = match self.heads.get_mut(length).and_then(|tree| tree.get_mut(..1 << num_learnt)) {
            Some(tree) => code_bits(coder, tree, low >> (num_low - num_learnt)),
            None => 0,
        };
        let mut value = 1 << num_learnt | head;
        for bit in (0..num_low - num_learnt).rev() {
            value = value << 1 | usize::from(coder.code(low >> bit & 1 == 1, ONE / 2));
        }
        value
    }
}

/// Sets of character codes.
struct Sets {
    num_chars: usize,
    /// For each depth (second, third, later characters) and half: how many were left, of how many.
    seen: [Vec<[u32; 2]>; 3],
    /// For each depth, halving and size of the hint (up to 3): how far the hint is to be believed.
    trust: [[[f64; 4]; NUM_HALVINGS]; 3],
}

/// A half of the alphabet still to be halved.
#[derive(Clone, Copy)]
struct Half {
    from: usize,
    to: usize,
    /// Place in a heap: children of `n` are `2n` and `2n + 1`.
    place: usize,
    halving: usize,
    count: usize,
    /// Part of the wanted characters (writing) and of the hints that lie inside.
    wanted: (usize, usize),
    hints: (usize, usize),
}

impl Sets {
    fn new(num_chars: usize) -> Sets {
        let num_places = 2 * num_chars.next_power_of_two();
        Sets {
            num_chars,
            seen: std::array::from_fn(|_| vec![[0; 2]; num_places]),
            trust: [[[0.5; 4]; NUM_HALVINGS]; 3],
        }
    }

    /// Appends a set of `count` codes to `codes`, ascending; `hints` is a range of `codes`.
    fn code<C: Code>(
        &mut self,
        coder: &mut C,
        depth: usize,
        wanted: &[u16],
        count: usize,
        hints: std::ops::Range<usize>,
        codes: &mut Vec<u16>,
    ) -> Option<()> {
        let mut halves =
            [Half { from: 0, to: 0, place: 0, halving: 0, count: 0, wanted: (0, 0), hints: (0, 0) };
                NUM_HALVINGS + 1];
        *halves.first_mut()? = Half {
            from: 0,
            to: self.num_chars,
            place: 1,
            halving: 0,
            count,
            wanted: (0, wanted.len()),
            hints: (hints.start, hints.end),
        };
        let mut num_halves = 1;
        while num_halves > 0 {
            num_halves -= 1;
            let half = *halves.get(num_halves)?;
            if half.count == 0 {
                continue;
            }
            if half.count == 1 {
                let wanted = wanted.get(half.wanted.0).copied();
                codes.push(self.code_one(coder, depth, half, wanted, codes)?);
                continue;
            }
            let size = half.to - half.from;
            if half.count >= size {
                codes.extend((half.from..half.to).map(|code| code as u16));
                continue;
            }
            let middle = (half.from + half.to) / 2;
            let split = |list: &[u16], (start, end): (usize, usize)| {
                list.get(start..end)
                    .map_or(start, |part| start + part.partition_point(|&code| usize::from(code) < middle))
            };
            let split_hints = split(codes, half.hints);
            let split_wanted = split(wanted, half.wanted);
            let seen = self.seen.get_mut(depth)?.get_mut(half.place)?;
            let share = (middle - half.from) as f64 / size as f64;
            let learnt = (f64::from(seen[0]) + share) / (f64::from(seen[1]) + 1.0);
            let num_hints = half.hints.1 - half.hints.0;
            let mut chance = learnt;
            let mut hinted = None;
            if num_hints > 0 {
                let trust = self.trust.get_mut(depth)?.get_mut(half.halving)?.get_mut(num_hints.min(3))?;
                let hint = ((split_hints - half.hints.0) as f64 + 0.1 * learnt) / (num_hints as f64 + 0.1);
                chance = *trust * hint + (1.0 - *trust) * learnt;
                hinted = Some((trust, hint));
            }
            let bounds = (half.count.saturating_sub(half.to - middle), half.count.min(middle - half.from));
            let num_left = code_share(coder, half.count, bounds, chance, split_wanted - half.wanted.0)?;
            let num_right = half.count - num_left;
            if let Some((trust, hint)) = hinted.filter(|_| half.count <= 3) {
                let likelihood = |chance: f64| {
                    let chance = chance.clamp(1e-6, 1.0 - 1e-6);
                    let left = (0..num_left).fold(1.0, |product, _| product * chance);
                    (0..num_right).fold(left, |product, _| product * (1.0 - chance))
                };
                let (by_hint, by_learnt) = (*trust * likelihood(hint), (1.0 - *trust) * likelihood(learnt));
                *trust += (by_hint / (by_hint + by_learnt) - *trust) * 0.01;
            }
            seen[0] += num_left as u32;
            seen[1] += half.count as u32;
            if seen[1] > 4000 {
                *seen = [seen[0] / 2, seen[1] / 2];
            }
            let next = Half { halving: half.halving + 1, ..half };
            // The left half is taken first, so that codes come out ascending.
            *halves.get_mut(num_halves)? = Half {
                from: middle,
                place: 2 * half.place + 1,
                count: num_right,
                wanted: (split_wanted, half.wanted.1),
                hints: (split_hints, half.hints.1),
                ..next
            };
            *halves.get_mut(num_halves + 1)? = Half {
                to: middle,
                place: 2 * half.place,
                count: num_left,
                wanted: (half.wanted.0, split_wanted),
                hints: (half.hints.0, split_hints),
                ..next
            };
            num_halves += 2;
        }
        Some(())
    }
}

impl Sets {
    /// The same for the only character of a half, which most halves come down to: nothing to put aside.
    fn code_one<C: Code>(
        &mut self,
        coder: &mut C,
        depth: usize,
        half: Half,
        wanted: Option<u16>,
        codes: &[u16],
    ) -> Option<u16> {
        let Half { mut from, mut to, mut place, mut halving, hints: (mut first_hint, mut end_hint), .. } =
            half;
        let seen = self.seen.get_mut(depth)?;
        let trust = self.trust.get_mut(depth)?;
        while to - from > 1 {
            let middle = (from + to) / 2;
            let cell = seen.get_mut(place)?;
            let share = (middle - from) as f64 / (to - from) as f64;
            let learnt = (f64::from(cell[0]) + share) / (f64::from(cell[1]) + 1.0);
            let wants_left = wanted.is_some_and(|code| usize::from(code) < middle);
            let is_left;
            if first_hint == end_hint {
                is_left = coder.code(wants_left, (learnt * f64::from(ONE)) as u32);
            } else {
                let num_hints = end_hint - first_hint;
                let split = first_hint
                    + codes.get(first_hint..end_hint)?.partition_point(|&code| usize::from(code) < middle);
                let trust = trust.get_mut(halving)?.get_mut(num_hints.min(3))?;
                let hint = ((split - first_hint) as f64 + 0.1 * learnt) / (num_hints as f64 + 0.1);
                let chance = *trust * hint + (1.0 - *trust) * learnt;
                is_left = coder.code(wants_left, (chance * f64::from(ONE)) as u32);
                let likelihood = |chance: f64| {
                    let chance = chance.clamp(1e-6, 1.0 - 1e-6);
                    if is_left { chance } else { 1.0 - chance }
                };
                let (by_hint, by_learnt) = (*trust * likelihood(hint), (1.0 - *trust) * likelihood(learnt));
                *trust += (by_hint / (by_hint + by_learnt) - *trust) * 0.01;
                (first_hint, end_hint) = if is_left { (first_hint, split) } else { (split, end_hint) };
            }
            cell[0] += u32::from(is_left);
            cell[1] += 1;
            if cell[1] > 4000 {
                *cell = [cell[0] / 2, cell[1] / 2];
            }
            (from, to) = if is_left { (from, middle) } else { (middle, to) };
            place = 2 * place + usize::from(!is_left);
            halving += 1;
        }
        u16::try_from(from).ok()
    }
}

/// Codes how many of `count` are left, when each is with `chance`: binomial, cut off at what is possible.
fn code_share<C: Code>(
    coder: &mut C,
    count: usize,
    bounds: (usize, usize),
    chance: f64,
    wanted: usize,
) -> Option<usize> {
    let (least, most) = bounds;
    if least >= most {
        return (least == most).then_some(least);
    }
    let out_of = f64::from(ONE);
    if count == 1 {
        return Some(usize::from(coder.code(wanted == 1, (chance * out_of) as u32)));
    }
    if count > LARGEST_SET {
        let mut number = 0;
        for bit in (0..bit_length(most)).rev() {
            number = number << 1 | usize::from(coder.code(wanted >> bit & 1 == 1, ONE / 2));
        }
        return (least..=most).contains(&number).then_some(number);
    }
    if chance > 0.5 {
        // The rarer side is counted, so that the first term is no smaller than 2^-count.
        let wanted = if C::WRITES { count - wanted } else { 0 };
        let right = code_share(coder, count, (count - most, count - least), 1.0 - chance, wanted)?;
        return Some(count - right);
    }
    let chance = chance.max(1.0 / 4096.0);
    let odds = chance / (1.0 - chance);
    let next = |term: f64, number: usize| term * odds * (count - number) as f64 / (number + 1) as f64;
    let mut term = (0..count).fold(1.0, |product, _| product * (1.0 - chance));
    for number in 0..least {
        term = next(term, number);
    }
    let (mut rest, mut ahead) = (0.0, term);
    for number in least..=most {
        rest += ahead;
        ahead = next(ahead, number);
    }
    for number in least..most {
        let hazard = if rest > 0.0 { (term / rest).min(1.0) } else { 0.5 };
        if coder.code(number == wanted, (hazard * out_of) as u32) {
            return Some(number);
        }
        rest -= term;
        term = next(term, number);
    }
    Some(most)
}
