//! Evidence: what do two units share, and how much does that say?
//!
//! A unit is the set of its Han characters, their neighbouring pairs, its Latin words, numbers by value, and names
//! by alias. What is rare in the two documents weighs more (`ln(1 + N / df)`), what is common in Chinese less
//! ([`super::stock`]). Features are 64-bit keys, interned by sorting, so nothing depends on a hash table's order.

use super::link::Link;
use super::stock::Stock;
use super::unit::Unit;
use crate::document::Document;
use crate::order::sort_numbers;
use crate::text::{CharClass, QuantityKind, Span, class_of, decimal, is_han, quantities};

/// Weight added to both totals: units that say little are alike only if they share nearly all of it.
const PRIOR_WEIGHT: f64 = 6.0;
/// Features that occur in more right units than this do not propose cells by themselves; they count in cells that
/// rarer ones propose. Keeps the cost of two long texts near linear.
const MAX_PROPOSING_UNITS: usize = 96;
/// Cells kept for one left unit when the table of all cells would be large.
const MAX_ROW_CELLS: usize = 16;
/// Up to so many cells every cell of two documents is kept.
pub(super) const MAX_DENSE_CELLS: usize = 1 << 22;

const CHARACTER: u64 = 1 << 56;
const BIGRAM: u64 = 2 << 56;
const WORD: u64 = 3 << 56;
const NUMBER: u64 = 4 << 56;
const NAME: u64 = 5 << 56;
const KIND: u64 = 0xff << 56;

/// Names that mean one thing, for both documents of a pair.
#[derive(Default)]
pub(super) struct Names {
    /// Folded name and its group, sorted by name.
    names: Vec<(String, u32)>,
}

impl Names {
    /// Joins the pairs into groups: a name in two pairs ties both.
    pub fn new<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut names: Vec<(String, u32)> = Vec::new();
        let mut groups: Vec<(String, String)> = pairs
            .filter(|(a, b)| !a.is_empty() && !b.is_empty())
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .collect();
        groups.sort();
        groups.dedup();
        for (a, b) in groups {
            let find = |names: &[(String, u32)], name: &str| {
                names.iter().find(|entry| entry.0 == name).map(|entry| entry.1)
            };
            match (find(&names, &a), find(&names, &b)) {
                (Some(x), Some(y)) => {
                    names.iter_mut().filter(|entry| entry.1 == y).for_each(|entry| entry.1 = x)
                }
                (Some(x), None) => names.push((b, x)),
                (None, Some(y)) => names.push((a, y)),
                (None, None) => {
                    let group = names.len() as u32;
                    names.push((a, group));
                    names.push((b, group));
                }
            }
        }
        names.sort();
        Names { names }
    }

    /// The longest name that starts at the start of `text`, as its length in bytes and its group.
    pub fn at_start(&self, text: &str) -> Option<(usize, u32)> {
        let first = text.chars().next()?;
        let from = self.names.partition_point(|(name, _)| name.chars().next() < Some(first));
        let mut found = None;
        for (name, group) in self.names.get(from..)?.iter().take_while(|(name, _)| name.starts_with(first)) {
            if text.starts_with(name.as_str()) && is_word_end(name, &text[name.len()..]) {
                found = Some((name.len(), *group));
            }
        }
        found
    }
}

/// A Latin name ends where a word ends; a Han name anywhere.
fn is_word_end(name: &str, rest: &str) -> bool {
    let is_letter = |c: char| matches!(class_of(c), CharClass::Letter | CharClass::Digit);
    !(name.chars().last().is_some_and(is_letter) && rest.chars().next().is_some_and(is_letter))
}

/// A feature where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Feature {
    pub key: u64,
    /// In folded bytes.
    pub span: Span,
}

/// The features of one document, unit by unit.
pub(super) struct Side {
    pub features: Vec<Vec<u32>>,
    pub total: Vec<f64>,
}

/// Both documents' units as weighted sets.
pub(super) struct Evidence {
    keys: Vec<u64>,
    weight: Vec<f64>,
    pub left: Side,
    pub right: Side,
}

/// What one left unit shares with one right unit.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cell {
    pub right: u32,
    /// Weight of what is shared.
    pub shared: f64,
    /// Twice the shared weight over both totals.
    pub likeness: f64,
    /// The shared weight over the smaller total.
    pub containment: f64,
}

impl Evidence {
    pub fn new(left: (&Document, &[Unit]), right: (&Document, &[Unit]), names: &Names) -> Self {
        let collect = |(document, units): (&Document, &[Unit])| -> Vec<Vec<u64>> {
            units.iter().map(|unit| keys(document.folded(), unit.content, names)).collect()
        };
        Evidence::of(collect(left), collect(right))
    }

    /// Of the keys of each left and each right unit.
    pub fn of(left_keys: Vec<Vec<u64>>, right_keys: Vec<Vec<u64>>) -> Self {
        let mut all: Vec<u64> = left_keys.iter().chain(&right_keys).flatten().copied().collect();
        sort_numbers(&mut all);
        let num_units = (left_keys.len() + right_keys.len()) as f64;
        let stock = Stock::new();
        let (mut keys, mut weight) = (Vec::new(), Vec::new());
        for run in all.chunk_by(|a, b| a == b) {
            keys.push(run[0]);
            weight.push(libm::log(1.0 + num_units / run.len() as f64) * prior(run[0], &stock));
        }
        drop(all);
        let intern = |units: Vec<Vec<u64>>| -> Side {
            let features: Vec<Vec<u32>> = units
                .iter()
                .map(|unit| unit.iter().map(|key| keys.partition_point(|known| known < key) as u32).collect())
                .collect();
            let total = features
                .iter()
                .map(|unit: &Vec<u32>| unit.iter().map(|id| weight[*id as usize]).sum())
                .collect();
            Side { features, total }
        };
        let (left, right) = (intern(left_keys), intern(right_keys));
        Evidence { keys, weight, left, right }
    }

    /// How much two linked units share, in features that stand once in each text: a word of two characters has three.
    pub fn num_shared(&self, link: &Link) -> f64 {
        let (left, right) = (&self.left.total, &self.right.total);
        let lesser = left[link.left as usize].min(right[link.right as usize]);
        let shared = if link.is_exact { lesser } else { link.containment * (lesser + PRIOR_WEIGHT) };
        shared / libm::log(1.0 + (left.len() + right.len()) as f64 / 2.0)
    }

    /// Whether the left text is the shorter one, in units, then in what they say: measures that look from one side to the
    /// other start there, so that it does not matter which text is called left.
    pub fn is_left_short(&self) -> bool {
        let (left, right) = (&self.left.total, &self.right.total);
        let said = |total: &[f64]| total.iter().sum::<f64>();
        left.len() < right.len() || left.len() == right.len() && said(left) <= said(right)
    }

    /// Weights of all features, by ordinal.
    pub fn weights(&self) -> &[f64] {
        &self.weight
    }

    /// Weight of a feature; 0 for one that stands in neither document.
    pub fn weight_of(&self, key: u64) -> f64 {
        match self.keys.binary_search(&key) {
            Ok(at) => self.weight[at],
            Err(_) => 0.0,
        }
    }

    /// The cells of every left unit, by right unit. All cells that share anything where the table has at most
    /// `max_dense_cells`; the most alike ones of each row where it is larger. `num_steps` grows by every posting that is
    /// looked at and every feature that is set against another.
    pub fn cells(&self, max_dense_cells: usize, num_steps: &mut u64) -> Vec<Vec<Cell>> {
        let (num_left, num_right) = (self.left.features.len(), self.right.features.len());
        let is_dense = num_left.saturating_mul(num_right) <= max_dense_cells;
        let mut postings: Vec<Vec<u32>> = vec![Vec::new(); self.weight.len()];
        for (unit, features) in self.right.features.iter().enumerate() {
            for id in features {
                postings[*id as usize].push(unit as u32);
            }
        }
        let mut shared = vec![0.0f64; num_right];
        let mut touched: Vec<u32> = Vec::new();
        let mut rows = Vec::with_capacity(num_left);
        for (left, features) in self.left.features.iter().enumerate() {
            for id in features {
                let units = &postings[*id as usize];
                if !is_dense && units.len() > MAX_PROPOSING_UNITS {
                    continue;
                }
                *num_steps += units.len() as u64;
                for unit in units {
                    if shared[*unit as usize] == 0.0 {
                        touched.push(*unit);
                    }
                    shared[*unit as usize] += self.weight[*id as usize];
                }
            }
            let likeness = |right: &u32| {
                shared[*right as usize]
                    / (self.left.total[left] + self.right.total[*right as usize] + 2.0 * PRIOR_WEIGHT)
            };
            let mut row: Vec<Cell> = if !is_dense && touched.len() > MAX_ROW_CELLS {
                // The most alike of thousands, each looked at once; of equals, the first ones of the text.
                let mut best: Vec<(f64, u32)> = Vec::with_capacity(MAX_ROW_CELLS);
                for right in &touched {
                    let alike = likeness(right);
                    if best.get(MAX_ROW_CELLS - 1).is_some_and(|least| alike < least.0) {
                        continue;
                    }
                    let is_before = |kept: &(f64, u32)| kept.0 > alike || kept.0 == alike && kept.1 < *right;
                    let at = best.partition_point(is_before);
                    if at < MAX_ROW_CELLS {
                        best.truncate(MAX_ROW_CELLS - 1);
                        best.insert(at, (alike, *right));
                    }
                }
                best.iter().map(|kept| self.cell(left, kept.1, shared[kept.1 as usize])).collect()
            } else {
                touched.iter().map(|right| self.cell(left, *right, shared[*right as usize])).collect()
            };
            for right in touched.drain(..) {
                shared[right as usize] = 0.0;
            }
            if !is_dense {
                for cell in &mut row {
                    *num_steps += (features.len() + self.right.features[cell.right as usize].len()) as u64;
                    *cell = self.cell(left, cell.right, self.overlap(left, cell.right as usize));
                }
            }
            row.sort_by_key(|cell| cell.right);
            rows.push(row);
        }
        rows
    }

    fn cell(&self, left: usize, right: u32, shared: f64) -> Cell {
        let (a, b) = (self.left.total[left], self.right.total[right as usize]);
        Cell {
            right,
            shared,
            likeness: 2.0 * shared / (a + b + 2.0 * PRIOR_WEIGHT),
            containment: shared / (a.min(b) + PRIOR_WEIGHT),
        }
    }

    fn overlap(&self, left: usize, right: usize) -> f64 {
        let (a, b) = (&self.left.features[left], &self.right.features[right]);
        let (mut i, mut j, mut sum) = (0, 0, 0.0);
        while i < a.len() && j < b.len() {
            match a[i].cmp(&b[j]) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    sum += self.weight[a[i] as usize];
                    i += 1;
                    j += 1;
                }
            }
        }
        sum
    }
}

/// What a feature says by its nature, before its frequency in the two documents.
fn prior(key: u64, stock: &Stock) -> f64 {
    let c = |bits: u64| char::from_u32((bits & 0xff_ffff) as u32).unwrap_or('\0');
    match key & KIND {
        CHARACTER => stock.character(c(key)),
        BIGRAM => stock.pair(c(key >> 24), c(key)),
        WORD if key & 1 == 0 => 0.4,
        NUMBER if key & 1 == 0 => 0.5,
        _ => 1.5,
    }
}

fn hash(kind: u64, bytes: &[u8], is_telling: bool) -> u64 {
    let mut state = 0xcbf2_9ce4_8422_2325u64;
    for byte in bytes {
        state = (state ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    kind | (state & !KIND & !1) | u64::from(is_telling)
}

/// A number's key: by value, whatever it counts. Numbers below ten say little.
fn number_key(value: f64) -> u64 {
    hash(NUMBER, &value.to_bits().to_le_bytes(), value.abs() >= 10.0 || value != (value as i64) as f64)
}

/// The features of a folded span, in order of appearance, repeated where they are repeated.
pub(super) fn features(text: &str, span: Span, names: &Names) -> Vec<Feature> {
    let piece = span.of(text);
    let mut found = Vec::with_capacity(piece.len());
    let at =
        |start: usize, end: usize| Span { start: span.start + start as u32, end: span.start + end as u32 };
    let mut in_number = vec![];
    for quantity in quantities(piece) {
        let (start, end) = (quantity.span.start as usize, quantity.span.end as usize);
        in_number.push(start..end);
        let mut push = |value: f64| found.push(Feature { key: number_key(value), span: at(start, end) });
        if quantity.kind == QuantityKind::Date {
            let (year, rest) = ((quantity.low / 10_000.0) as i64, quantity.low % 10_000.0);
            if year > 0 {
                push(year as f64);
            }
            if rest > 0.0 {
                push(1_000_000.0 + rest);
            }
        } else {
            push(quantity.low);
            if quantity.high != quantity.low {
                push(quantity.high);
            }
        }
    }
    let mut previous: Option<(char, usize)> = None;
    let mut characters = piece.char_indices().peekable();
    while let Some((start, c)) = characters.next() {
        if let Some((len_bytes, group)) = names.at_start(&piece[start..]) {
            found.push(Feature {
                key: hash(NAME, &group.to_le_bytes(), true),
                span: at(start, start + len_bytes),
            });
        }
        let end = start + c.len_utf8();
        if is_han(c) {
            found.push(Feature { key: CHARACTER | u64::from(c as u32), span: at(start, end) });
            if let Some((before, from)) = previous {
                found.push(Feature {
                    key: BIGRAM | u64::from(before as u32) << 24 | u64::from(c as u32),
                    span: at(from, end),
                });
            }
            previous = Some((c, start));
            continue;
        }
        previous = None;
        if !matches!(class_of(c), CharClass::Letter | CharClass::Digit) {
            continue;
        }
        if let Some(len_bytes) = address(&piece[start..]) {
            // An address says where, not what: two pages of one site share most of each.
            while characters.next_if(|(next, _)| *next < start + len_bytes).is_some() {}
            continue;
        }
        let mut end = end;
        while let Some((next, d)) = characters.peek().copied() {
            let joins = matches!(d, '-' | '_' | '.' | '+' | '#' | '\'')
                && piece[next + 1..]
                    .chars()
                    .next()
                    .is_some_and(|e| matches!(class_of(e), CharClass::Letter | CharClass::Digit));
            if !joins && !matches!(class_of(d), CharClass::Letter | CharClass::Digit) {
                break;
            }
            end = next + d.len_utf8();
            characters.next();
        }
        let word = &piece[start..end];
        if word.chars().all(|c| c.is_ascii_digit() || c == '.') {
            if let Some(value) = decimal(word)
                && !in_number.iter().any(|span| span.contains(&start))
            {
                found.push(Feature { key: number_key(value), span: at(start, end) });
            }
        } else {
            found.push(Feature { key: hash(WORD, word.as_bytes(), word.len() > 1), span: at(start, end) });
        }
    }
    found
}

/// The keys of the features of a folded span, sorted, each once.
pub(super) fn keys(text: &str, span: Span, names: &Names) -> Vec<u64> {
    let mut keys: Vec<u64> = features(text, span, names).iter().map(|feature| feature.key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Length of a web address at the start of a text.
pub(super) fn address(text: &str) -> Option<usize> {
    let is_address = ["http://", "https://", "www."].iter().any(|start| text.starts_with(start));
    let is_end =
        |c: char| c.is_whitespace() || is_han(c) || matches!(c, ')' | ']' | '>' | '"' | '。' | '、' | '》');
    is_address.then(|| text.find(is_end).unwrap_or(text.len()))
}

/// Whether a key stands for two neighbouring characters.
pub(super) fn is_bigram(key: u64) -> bool {
    key & KIND == BIGRAM
}

/// Whether a key stands for one character.
pub(super) fn is_character(key: u64) -> bool {
    key & KIND == CHARACTER
}

/// Whether a key stands for a number or date.
pub(super) fn is_number(key: u64) -> bool {
    key & KIND == NUMBER
}
