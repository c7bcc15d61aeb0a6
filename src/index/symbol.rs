//! Source texts as symbols: which strings get one, and the section that holds them.

use super::interner::Interner;
use super::inversion::{NO_TERM, UsedTerms};
use super::pairs::{END, join_pairs};
use super::pieces::visit_runs;
use super::store::{CAPITAL, CAPITALS, FIRST_TERM, JOIN, level_of, weights, with_capitals};
use crate::format::{BitWriter, ByteWriter, PrefixCode, deflate, write_symbols, zigzag};
use crate::sorted::SortedMap;

/// A piece used so often has a symbol of its own.
const MIN_COUNT: u32 = 3;

/// How a piece is written.
enum Written {
    /// It does not occur.
    Not,
    Symbol(u32),
    /// A sign for capitals, and a term.
    Capitals([u32; 2]),
    /// Parts with [`JOIN`] between them.
    Row(Vec<u32>),
}

/// Encodes texts, each a row of numbers of `strings`, with the bits of their layouts.
pub(super) fn encode<'d>(
    strings: &Interner,
    documents: impl Iterator<Item = &'d [u32]> + Clone,
    mut layouts: impl Iterator<Item = &'d [u8]>,
    terms: &UsedTerms<'_>,
    num_units: &[u32],
) -> Vec<u8> {
    let mut counts = vec![0u32; strings.len()];
    let mut num_pieces = 0;
    for &piece in documents.clone().flatten() {
        counts[piece as usize] += 1;
        num_pieces += 1;
    }
    let symbols = Symbols::choose(strings, &counts, terms);
    let written: Vec<Written> = (0..strings.len() as u32)
        .map(|piece| match counts[piece as usize] {
            0 => Written::Not,
            _ => symbols.write(strings.at(piece), terms.ordinals[piece as usize]),
        })
        .collect();
    let mut row: Vec<u32> = Vec::with_capacity(num_pieces + num_pieces / 8);
    for document in documents {
        for &piece in document {
            match &written[piece as usize] {
                Written::Not => {}
                Written::Symbol(symbol) => row.push(*symbol),
                Written::Capitals(symbols) => row.extend_from_slice(symbols),
                Written::Row(symbols) => row.extend_from_slice(symbols),
            }
        }
        row.push(END);
    }
    drop(written);
    let first_pair = symbols.first_extra() + symbols.extras.len() as u32;
    let pairs = join_pairs(&mut row, first_pair);

    let mut uses = vec![0u32; first_pair as usize + pairs.len()];
    for &symbol in row.iter().filter(|&&symbol| symbol != END) {
        uses[symbol as usize] += 1;
    }
    let mut levels: Vec<u8> = Vec::new();
    let weights = weights(num_units, first_pair as usize + pairs.len(), |symbol, guess| {
        let level = level_of(uses[symbol]);
        levels.push(zigzag(i64::from(level) - i64::from(guess)).min(255) as u8);
        Some(level)
    });
    let code = PrefixCode::new(&weights.unwrap_or_default());
    let codes = code.codes();
    let (mut bits, mut lengths) = (Vec::new(), Vec::new());
    for document in row.split_inclusive(|&symbol| symbol == END) {
        let mut writer = BitWriter::new();
        write_symbols(&codes, document.split_last().map_or(&[], |(_, document)| document), &mut writer);
        let num_before = bits.len();
        bits.extend_from_slice(&writer.finish());
        bits.extend_from_slice(layouts.next().unwrap_or(&[]));
        lengths.push((bits.len() - num_before) as u64);
    }

    let mut head = ByteWriter::new();
    head.column(symbols.extras.iter().copied());
    head.varint(pairs.len() as u64);
    for side in [0, 1] {
        for pair in &pairs {
            head.varint(u64::from(pair[side]));
        }
    }
    head.block(&levels);
    for length in lengths {
        head.varint(length);
    }
    let head = head.finish();
    let mut writer = ByteWriter::new();
    writer.varint(head.len() as u64);
    writer.block(&deflate(&head));
    writer.raw(&bits);
    writer.finish()
}

/// The strings that have a symbol: the terms, and some that are none.
struct Symbols<'s> {
    terms: &'s [&'s str],
    /// Ascending.
    extras: Vec<&'s str>,
}

impl<'s> Symbols<'s> {
    fn choose(strings: &'s Interner, counts: &[u32], terms: &'s UsedTerms<'_>) -> Symbols<'s> {
        let mut symbols = Symbols { terms: &terms.sorted, extras: Vec::new() };
        let mut extras: SortedMap<&str, ()> = SortedMap::new();
        // What rare pieces fall apart into may be frequent.
        let mut run_counts: SortedMap<&str, u32> = SortedMap::new();
        for (piece, (&count, &ordinal)) in (0u32..).zip(counts.iter().zip(&terms.ordinals)) {
            if count == 0 || ordinal != NO_TERM {
                continue;
            }
            let string = strings.at(piece);
            if count >= MIN_COUNT {
                extras.insert(string, ());
            } else if symbols.as_capitals(string).is_none() {
                visit_runs(string, &mut |run| *run_counts.or_default(run) += count);
            }
        }
        for (run, &count) in &run_counts {
            if symbols.term(run).is_some() || extras.contains(run) {
                continue;
            }
            if count >= MIN_COUNT {
                extras.insert(run, ());
                continue;
            }
            for char in chars_of(run) {
                if symbols.term(char).is_none() {
                    extras.insert(char, ());
                }
            }
        }
        symbols.extras = extras.keys().copied().collect();
        symbols
    }

    fn first_extra(&self) -> u32 {
        FIRST_TERM + self.terms.len() as u32
    }

    fn term(&self, text: &str) -> Option<u32> {
        self.terms.binary_search(&text).ok().map(|at| at as u32 + FIRST_TERM)
    }

    fn symbol(&self, text: &str) -> Option<u32> {
        let extra = || self.extras.binary_search(&text).ok();
        self.term(text).or_else(|| extra().map(|at| self.first_extra() + at as u32))
    }

    /// How a piece is written that is the term `ordinal`, if it is one.
    fn write(&self, piece: &str, ordinal: u32) -> Written {
        if ordinal != NO_TERM {
            return Written::Symbol(FIRST_TERM + ordinal);
        }
        if let Ok(at) = self.extras.binary_search(&piece) {
            return Written::Symbol(self.first_extra() + at as u32);
        }
        if let Some(row) = self.as_capitals(piece) {
            return Written::Capitals(row);
        }
        let mut parts = Vec::new();
        visit_runs(piece, &mut |run| match self.symbol(run) {
            Some(symbol) => parts.push(symbol),
            None => parts.extend(chars_of(run).filter_map(|char| self.symbol(char))),
        });
        let last = parts.len().saturating_sub(1);
        let mut row = Vec::with_capacity(parts.len() * 2);
        for (at, part) in parts.into_iter().enumerate() {
            if at < last {
                row.push(JOIN);
            }
            row.push(part);
        }
        Written::Row(row)
    }

    /// A piece as a term with capitals: `Amodei`, `GPT`.
    fn as_capitals(&self, piece: &str) -> Option<[u32; 2]> {
        let first = piece.chars().next()?;
        if !first.is_ascii_uppercase() {
            return None;
        }
        let small = piece.to_ascii_lowercase();
        let term = self.term(&small)?;
        let how = [CAPITAL, CAPITALS].into_iter().find(|&how| with_capitals(how, &small) == piece)?;
        Some([how, term])
    }
}

/// Each character of a string as a string.
fn chars_of(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices().filter_map(|(at, char)| text.get(at..at + char.len_utf8()))
}
