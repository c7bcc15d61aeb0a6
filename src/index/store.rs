//! The stored text: source texts as symbols in a prefix code.
//!
//! A text is a row of symbols. Most symbols are the terms of the index, which are there anyway; others are pieces
//! that are no terms (punctuation, words in Traditional characters, names with capitals), two say that the next
//! term is written with capitals, and some stand for two symbols that often follow each other. Symbols are coded
//! by how often they are used.
//!
//! Chosen by measuring (CMRC, as a share of gzip of the text): deflate in blocks of 64 KB 1.02, this .70 or less;
//! any single document can be unpacked by itself, and the text is the source text to the byte.
//!
//! Wire: a deflated head (pieces, pairs, how often what is used, the length of each document), then the bits of the
//! documents, each from a whole byte on.

use super::postings::Postings;
use super::terms::{TermDictionary, TermId};
use crate::format::{
    BitReader, BitWriter, ByteReader, ByteWriter, PrefixCode, StringColumn, deflate, inflate, write_symbols,
};
use crate::{Error, ErrorKind, Result};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::pieces::visit_runs;

const SECTION: &str = "TEXT";

/// The longest head, unpacked.
const MAX_HEAD_BYTES: u64 = 1 << 30;

/// The next term begins with a capital.
const CAPITAL: u32 = 0;
/// The next term is in capitals.
const CAPITALS: u32 = 1;
/// The first term; then come the pieces, then the pairs.
const FIRST_TERM: u32 = 2;

/// A piece used so often has a symbol of its own.
const MIN_COUNT: u32 = 3;
/// Terms in so many units have their use stored; of rarer ones the number of units tells it.
const MIN_UNITS: u32 = 8;
/// A pair used so often may have a symbol of its own.
const MIN_PAIR_COUNT: u32 = 12;
/// Pairs are looked for so many times; a pair may be made of pairs found before.
const NUM_PAIR_ROUNDS: usize = 5;
/// No symbol stands for a longer row than this.
const MAX_PAIR_SYMBOLS: u32 = 64;

/// The texts of a corpus as pieces.
pub(super) struct Pieces<'p> {
    /// The distinct pieces.
    pub strings: Vec<&'p str>,
    /// For each document its pieces in order.
    pub documents: Vec<&'p [u32]>,
}

/// How a piece is written.
enum Written {
    Symbol(u32),
    Row(Vec<u32>),
}

pub(super) fn encode(pieces: &Pieces<'_>, terms: &[&str], num_units: &[u32]) -> Vec<u8> {
    let mut counts = vec![0u32; pieces.strings.len()];
    for &piece in pieces.documents.iter().copied().flatten() {
        counts[piece as usize] += 1;
    }
    let term_of = |text: &str| terms.binary_search(&text).ok().map(|at| at as u32 + FIRST_TERM);
    // What rare pieces fall apart into may be frequent.
    let mut run_counts: BTreeMap<&str, u32> = BTreeMap::new();
    let is_rare = |piece: usize| counts[piece] < MIN_COUNT && term_of(pieces.strings[piece]).is_none();
    for (piece, &string) in pieces.strings.iter().enumerate() {
        if is_rare(piece) && as_capitals(string, &term_of).is_none() {
            visit_runs(string, &mut |run| *run_counts.entry(run).or_default() += counts[piece]);
        }
    }
    let mut extras: BTreeSet<&str> = BTreeSet::new();
    for (piece, &string) in pieces.strings.iter().enumerate() {
        if !is_rare(piece) && term_of(string).is_none() {
            extras.insert(string);
        }
    }
    for (run, &count) in &run_counts {
        if count >= MIN_COUNT && term_of(run).is_none() {
            extras.insert(run);
        } else if term_of(run).is_none() && !extras.contains(run) {
            for (at, char) in run.char_indices() {
                let char = &run[at..at + char.len_utf8()];
                if term_of(char).is_none() {
                    extras.insert(char);
                }
            }
        }
    }
    let extras: Vec<&str> = extras.into_iter().collect();
    let first_extra = FIRST_TERM + terms.len() as u32;
    let symbol_of = |text: &str| {
        term_of(text).or_else(|| extras.binary_search(&text).ok().map(|at| first_extra + at as u32))
    };
    let written: Vec<Written> = pieces
        .strings
        .iter()
        .map(|&string| match (symbol_of(string), as_capitals(string, &term_of)) {
            (Some(symbol), _) => Written::Symbol(symbol),
            (None, Some(row)) => Written::Row(row),
            (None, None) => {
                let mut row = Vec::new();
                visit_runs(string, &mut |run| match symbol_of(run) {
                    Some(symbol) => row.push(symbol),
                    None => row.extend(
                        run.char_indices().filter_map(|(at, char)| symbol_of(&run[at..at + char.len_utf8()])),
                    ),
                });
                Written::Row(row)
            }
        })
        .collect();

    let mut rows: Vec<Vec<u32>> = Vec::with_capacity(pieces.documents.len());
    for document in &pieces.documents {
        let mut row = Vec::with_capacity(document.len());
        for &piece in *document {
            match &written[piece as usize] {
                Written::Symbol(symbol) => row.push(*symbol),
                Written::Row(symbols) => row.extend_from_slice(symbols),
            }
        }
        rows.push(row);
    }
    let first_pair = first_extra + extras.len() as u32;
    let pairs = join_pairs(&mut rows, first_pair);

    let mut uses = vec![0u32; first_pair as usize + pairs.len()];
    for &symbol in rows.iter().flatten() {
        uses[symbol as usize] += 1;
    }
    let mut levels: Vec<u8> = Vec::new();
    let weights = weights(num_units, first_pair as usize + pairs.len(), |symbol, guess| {
        let level = level_of(uses[symbol]);
        levels.push(zigzag(i16::from(level) - i16::from(guess)));
        Some(level)
    });
    let code = PrefixCode::new(&weights.unwrap_or_default());
    let codes = code.codes();
    let (mut bits, mut lengths) = (Vec::new(), Vec::new());
    for row in &rows {
        let mut writer = BitWriter::new();
        write_symbols(&codes, row, &mut writer);
        let bytes = writer.finish();
        lengths.push(bytes.len() as u64);
        bits.extend_from_slice(&bytes);
    }

    let mut head = ByteWriter::new();
    head.column(extras.iter().copied());
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

/// A piece as a term with capitals: `Amodei`, `GPT`.
fn as_capitals(piece: &str, term_of: &impl Fn(&str) -> Option<u32>) -> Option<Vec<u32>> {
    let first = piece.chars().next()?;
    if !first.is_ascii_uppercase() {
        return None;
    }
    let small = piece.to_ascii_lowercase();
    let term = term_of(&small)?;
    [CAPITAL, CAPITALS]
        .into_iter()
        .find(|&how| with_capitals(how, &small) == piece)
        .map(|how| vec![how, term])
}

fn with_capitals(how: u32, term: &str) -> String {
    let len = if how == CAPITALS { term.len() } else { term.chars().next().map_or(0, char::len_utf8) };
    let (head, rest) = term.split_at(len);
    head.to_ascii_uppercase() + rest
}

/// Gives frequent pairs a symbol each, from `first` on, and puts it in their place.
fn join_pairs(rows: &mut [Vec<u32>], first: u32) -> Vec<[u32; 2]> {
    let mut pairs: Vec<[u32; 2]> = Vec::new();
    let mut sizes: Vec<u32> = Vec::new();
    for _ in 0..NUM_PAIR_ROUNDS {
        let mut uses: Vec<u32> = vec![0; first as usize + pairs.len()];
        let mut seen: Vec<u64> = Vec::new();
        let size =
            |symbol: u32, sizes: &[u32]| symbol.checked_sub(first).map_or(1, |pair| sizes[pair as usize]);
        for row in rows.iter() {
            for symbol in row {
                uses[*symbol as usize] += 1;
            }
            seen.extend(
                row.windows(2)
                    .filter(|pair| pair[0] > CAPITALS)
                    .map(|pair| u64::from(pair[0]) << 32 | u64::from(pair[1])),
            );
        }
        seen.sort_unstable();
        let total = rows.iter().map(Vec::len).sum::<usize>() as f64;
        let mut chosen: Vec<u64> = Vec::new();
        for run in seen.chunk_by(|a, b| a == b) {
            let (left, right) = ((run[0] >> 32) as u32, run[0] as u32);
            let count = run.len() as u32;
            if count < MIN_PAIR_COUNT || size(left, &sizes) + size(right, &sizes) > MAX_PAIR_SYMBOLS {
                continue;
            }
            // Bits saved by each use, less what the pair costs itself (about two symbols and its own weight).
            let expected = f64::from(uses[left as usize]) * f64::from(uses[right as usize]) / total;
            let saved = f64::from(count) * libm::log2(f64::from(count) / expected);
            if saved > 48.0 && f64::from(count) > 2.0 * expected {
                chosen.push(run[0]);
            }
        }
        if chosen.is_empty() {
            break;
        }
        let start = first + pairs.len() as u32;
        for &pair in &chosen {
            let (left, right) = ((pair >> 32) as u32, pair as u32);
            sizes.push(size(left, &sizes) + size(right, &sizes));
            pairs.push([left, right]);
        }
        for row in rows.iter_mut() {
            let mut joined = Vec::with_capacity(row.len());
            let mut at = 0;
            while let Some(&left) = row.get(at) {
                let right = row.get(at + 1);
                let found = right.and_then(|&right| {
                    chosen.binary_search(&(u64::from(left) << 32 | u64::from(right))).ok()
                });
                joined.push(found.map_or(left, |found| start + found as u32));
                at += if found.is_some() { 2 } else { 1 };
            }
            *row = joined;
        }
    }
    pairs
}

/// The weight of each symbol. `level(symbol, guess)` gives the level of those whose use is stored; of the others the
/// number of units is the weight. `None` as soon as `level` gives it.
fn weights(
    num_units: &[u32],
    num_symbols: usize,
    mut level: impl FnMut(usize, u8) -> Option<u8>,
) -> Option<Vec<u32>> {
    let mut weights = Vec::with_capacity(num_symbols);
    for symbol in 0..num_symbols {
        let units = symbol.checked_sub(FIRST_TERM as usize).and_then(|term| num_units.get(term)).copied();
        weights.push(match units {
            Some(units) if units < MIN_UNITS => units.max(1),
            Some(units) => weight_of(level(symbol, level_of(units))?),
            None => weight_of(level(symbol, 0)?),
        });
    }
    Some(weights)
}

/// The highest level there is.
const MAX_LEVEL: u8 = 4 * 29;

/// Levels go up by a fourth root of two.
fn weight_of(level: u8) -> u32 {
    const ROOTS: [u64; 4] = [65_536, 77_936, 92_682, 110_218];
    let level = level.min(MAX_LEVEL);
    ((ROOTS[usize::from(level & 3)] << (level >> 2)) >> 16).max(1) as u32
}

fn level_of(count: u32) -> u8 {
    (0..MAX_LEVEL).find(|&level| weight_of(level) >= count).unwrap_or(MAX_LEVEL)
}

fn zigzag(value: i16) -> u8 {
    (if value < 0 { -2 * value - 1 } else { 2 * value }).clamp(0, 255) as u8
}

fn unzigzag(code: u8) -> i16 {
    let half = i16::from(code >> 1);
    if code & 1 == 1 { -half - 1 } else { half }
}

/// The store, open.
#[derive(Debug, Default)]
pub(crate) struct Store {
    extras: StringColumn,
    pairs: Vec<[u32; 2]>,
    levels: Vec<u8>,
    /// Where each document ends, in bytes of the section.
    ends: Vec<usize>,
    first_byte: usize,
    code: OnceCell<PrefixCode>,
}

impl Store {
    /// Reads the head.
    pub(crate) fn open(bytes: &[u8], num_documents: usize, terms: &TermDictionary) -> Result<Store> {
        let mut reader = ByteReader::new(bytes, SECTION);
        let len_head = reader.number(MAX_HEAD_BYTES, "a length")? as usize;
        let head = inflate(reader.block()?, len_head, SECTION)?;
        let first_byte = bytes.len() - reader.num_left();
        let mut head = ByteReader::new(&head, SECTION);
        let extras = head.column()?;
        let first_pair = u64::from(FIRST_TERM) + terms.len() as u64 + extras.len() as u64;
        let num_pairs = head.number(head.num_left() as u64, "a number of pairs")? as usize;
        let mut pairs = vec![[0u32; 2]; num_pairs];
        for side in 0..2 {
            for (at, pair) in pairs.iter_mut().enumerate() {
                // A pair is made of symbols before it, so that every row ends.
                let symbol =
                    head.number((first_pair + at as u64).saturating_sub(1), "a symbol before this one")?;
                if let Some(slot) = pair.get_mut(side) {
                    *slot = u32::try_from(symbol).map_err(|_| head.corrupt("too many symbols"))?;
                }
            }
        }
        // A pair of pairs of pairs … is unpacked by recursion: so it must not go deep.
        let mut depths: Vec<u8> = Vec::with_capacity(pairs.len());
        for pair in &pairs {
            let depth_of = |symbol: u32| {
                let at = u64::from(symbol).checked_sub(first_pair).and_then(|at| usize::try_from(at).ok());
                at.and_then(|at| depths.get(at)).map_or(0, |&depth| depth + 1)
            };
            let depth = pair.iter().map(|&symbol| depth_of(symbol)).max().unwrap_or(0);
            if usize::from(depth) >= NUM_PAIR_ROUNDS {
                return Err(head.corrupt("pairs of pairs are nested too deep"));
            }
            depths.push(depth);
        }
        let levels = head.block()?.to_vec();
        let mut ends = Vec::with_capacity(num_documents.min(head.num_left()));
        let mut end = first_byte;
        for _ in 0..num_documents {
            end += head.number((bytes.len() - end) as u64, "a length inside the section")? as usize;
            ends.push(end);
        }
        head.finish()?;
        if end != bytes.len() {
            return Err(reader.corrupt("the documents end before the section"));
        }
        Ok(Store { extras, pairs, levels, ends, first_byte, code: OnceCell::new() })
    }

    /// Gives the text of a document, `len_bytes` long.
    ///
    /// Errors: `Corrupt` where the bits give another length. Cost: linear in the text; the first time, in the terms.
    pub(crate) fn text(
        &self,
        section: &[u8],
        document: u32,
        len_bytes: usize,
        terms: &TermDictionary,
        body: &Postings,
    ) -> Result<String> {
        let code = match self.code.get() {
            Some(code) => code,
            None => {
                let code = self.make_code(terms, body)?;
                self.code.get_or_init(|| code)
            }
        };
        let at = document as usize;
        let start =
            at.checked_sub(1).map_or(Some(self.first_byte), |previous| self.ends.get(previous).copied());
        let range = start.unwrap_or(0)..self.ends.get(at).copied().unwrap_or(0);
        let bytes = section.get(range).unwrap_or(&[]);
        let mut reader = BitReader::new(bytes, 0, SECTION);
        let mut text = String::with_capacity(len_bytes.min(bytes.len().saturating_mul(64)));
        let mut how = None;
        while text.len() < len_bytes {
            let symbol = code.read(&mut reader)?;
            self.write(symbol, terms, &mut how, &mut text, len_bytes);
        }
        if text.len() == len_bytes {
            return Ok(text);
        }
        Err(Error::new(
            ErrorKind::Corrupt,
            format!(
                "section {SECTION}: document {document} should have {len_bytes} bytes and has more; rebuild the index"
            ),
        ))
    }

    /// Writes what a symbol stands for; stops once more than `max_bytes` are there.
    fn write(
        &self,
        symbol: u32,
        terms: &TermDictionary,
        how: &mut Option<u32>,
        text: &mut String,
        max_bytes: usize,
    ) {
        if text.len() > max_bytes {
            return;
        }
        let Some(term) = symbol.checked_sub(FIRST_TERM) else {
            *how = Some(symbol);
            return;
        };
        if let Some(extra) = term.checked_sub(terms.len() as u32) {
            match extra.checked_sub(self.extras.len() as u32).and_then(|pair| self.pairs.get(pair as usize)) {
                None => text.push_str(self.extras.at(extra as usize)),
                Some(&[left, right]) => {
                    self.write(left, terms, how, text, max_bytes);
                    self.write(right, terms, how, text, max_bytes);
                }
            }
            return;
        }
        let term = terms.term(TermId(term));
        match how.take() {
            None => text.push_str(term),
            Some(how) => text.push_str(&with_capitals(how, term)),
        }
    }

    fn make_code(&self, terms: &TermDictionary, body: &Postings) -> Result<PrefixCode> {
        let num_units: Vec<u32> = (0..terms.len() as u32).map(|term| body.length(TermId(term))).collect();
        let num_symbols = FIRST_TERM as usize + terms.len() + self.extras.len() + self.pairs.len();
        let mut levels = self.levels.iter();
        let weights = weights(&num_units, num_symbols, |_, guess| {
            let level = i16::from(guess) + unzigzag(*levels.next()?);
            Some(level.clamp(0, i16::from(MAX_LEVEL)) as u8)
        });
        let weights = weights.filter(|_| levels.next().is_none());
        let weights = weights.ok_or_else(|| {
            Error::new(
                ErrorKind::Corrupt,
                format!("section {SECTION}: not one level for each symbol; rebuild the index"),
            )
        })?;
        Ok(PrefixCode::new(&weights))
    }
}
