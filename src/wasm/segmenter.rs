//! A reusable segmenter for JavaScript: it keeps to the characters it is given, and shows its lattice.

use super::json::Json;
use super::lexicon::LEXICON;
use super::options::{self, SegmenterGiven, WeightGiven};
use super::thrown;
use crate::segment::{Lattice, Lexicon, Mode, Options, Segmenter, Token, Weight};
use crate::text::fold_chars;
use crate::{Error, ErrorKind};
use js_sys::Uint32Array;
use wasm_bindgen::prelude::*;

/// A reusable segmenter. It folds character by character and removes nothing, so its words cover exactly the text it
/// is given, the way `Intl.Segmenter` does.
#[wasm_bindgen]
pub struct CoreSegmenter {
    segmenter: Segmenter<Lexicon>,
    folded: String,
    /// Characters of the text, by number, that are two UTF-16 units each; nearly always none.
    wide: Vec<u32>,
    /// UTF-16 units before each byte of `folded` at which a character starts, and at its end; counted where tokens come in
    /// bytes.
    units: Vec<u32>,
    tokens: Vec<Token>,
    flat: Vec<[u32; 3]>,
}

#[wasm_bindgen]
impl CoreSegmenter {
    /// A segmenter over the open lexicon; `settings` may have `joinsUnknown` and `joinsParts` (both true by default).
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &JsValue) -> Result<CoreSegmenter, JsValue> {
        let lexicon = LEXICON.with_borrow(Clone::clone).ok_or_else(|| {
            thrown(Error::new(
                ErrorKind::Unsupported,
                "this build carries no lexicon, so texts cannot be cut into words; hand one in",
            ))
        })?;
        let settings: SegmenterGiven = options::read(settings)?;
        let joins = Options {
            joins_unknown: settings.joins_unknown.unwrap_or(true),
            joins_parts: settings.joins_parts.unwrap_or(true),
        };
        Ok(CoreSegmenter {
            segmenter: Segmenter::with_options(lexicon, joins),
            folded: String::new(),
            wide: Vec::new(),
            units: Vec::new(),
            tokens: Vec::new(),
            flat: Vec::new(),
        })
    }

    /// Adds a word; `weight` may have `cost` or `frequency`, else the word wins over its pieces.
    #[wasm_bindgen(js_name = addWord)]
    pub fn add_word(&mut self, word: &str, weight: &JsValue) -> Result<(), JsValue> {
        let weight: WeightGiven = options::read(weight)?;
        let weight = match (options::count(weight.cost), options::count(weight.frequency)) {
            (Some(cost), _) => Weight::Cost(u32::try_from(cost).unwrap_or(u32::MAX)),
            (None, Some(frequency)) => Weight::Frequency(frequency as u64),
            (None, None) => Weight::Preferred,
        };
        self.segmenter.add_word(word, weight);
        Ok(())
    }

    /// Three numbers a token: start and end in UTF-16 units, and the kind (0 word, 1 unknown, 2 number, 3 latin,
    /// 4 punctuation, 5 space).
    pub fn offsets(&mut self, text: &str, mode: &str) -> Uint32Array {
        self.flat.clear();
        if mode_of(mode) == Mode::Words {
            let flat = &mut self.flat;
            self.segmenter.segment_utf16(text, |start, end, kind| {
                flat.push([start as u32, end as u32, kind as u32]);
            });
        } else {
            self.cut(text, mode);
            self.count_units();
            for token in &self.tokens {
                let unit = |offset: u32| self.units.get(offset as usize).copied().unwrap_or(0);
                self.flat.push([unit(token.span.start), unit(token.span.end), token.kind as u32]);
            }
        }
        Uint32Array::from(self.flat.as_flattened())
    }

    /// Folded words without space and punctuation, separated by line feeds (which are in no word).
    pub fn terms(&mut self, text: &str, mode: &str) -> String {
        self.cut(text, mode);
        let mut terms = String::with_capacity(self.folded.len());
        for token in self.tokens.iter().filter(|token| token.kind.is_word_like()) {
            if !terms.is_empty() {
                terms.push('\n');
            }
            terms.push_str(token.span.of(&self.folded));
        }
        terms
    }

    /// The lattice as JSON: `{ text, folded, cost, edges: [{ word, start, end, cost, kind, isChosen }] }`.
    pub fn lattice(&mut self, text: &str) -> String {
        let lattice = self.weigh(text);
        Json::of(|json| {
            json.object(|json| {
                json.field("text").string(text);
                json.field("folded").string(&lattice.text);
                json.field("cost").number(lattice.path_cost() as f64);
                json.field("edges").array(&lattice.edges, |json, edge| {
                    json.object(|json| {
                        json.field("word").string(lattice.word(edge));
                        json.field("start").count(self.unit(edge.span.start));
                        json.field("end").count(self.unit(edge.span.end));
                        json.field("cost").count(edge.cost);
                        json.field("kind").string(edge.kind.as_str());
                        json.field("isChosen").boolean(edge.is_chosen);
                    });
                });
            });
        })
    }

    /// The lattice drawn: `dot`, `svg`, or printed.
    #[wasm_bindgen(js_name = drawLattice)]
    pub fn draw_lattice(&mut self, text: &str, format: &str) -> String {
        let lattice = self.weigh(text);
        match format {
            "dot" => lattice.to_dot(),
            "svg" => lattice.to_svg(),
            _ => lattice.to_string(),
        }
    }
}

impl CoreSegmenter {
    fn cut(&mut self, text: &str, mode: &str) {
        self.fold(text);
        self.segmenter.segment(&self.folded, mode_of(mode), &mut self.tokens);
    }

    fn weigh(&mut self, text: &str) -> Lattice {
        self.fold(text);
        self.count_units();
        self.segmenter.lattice(&self.folded)
    }

    /// Folds character by character, so that the n-th of the one is the n-th of the other.
    fn fold(&mut self, text: &str) {
        self.folded.clear();
        self.wide.clear();
        fold_chars(text, &mut self.folded, &mut |num| self.wide.push(num as u32));
    }

    fn count_units(&mut self) {
        self.units.clear();
        self.units.resize(self.folded.len() + 1, 0);
        let mut wide = self.wide.iter().peekable();
        let mut unit = 0;
        for (num, (at, _)) in self.folded.char_indices().enumerate() {
            if let Some(cell) = self.units.get_mut(at) {
                *cell = unit;
            }
            unit += 1 + u32::from(wide.next_if(|&&wide| wide as usize == num).is_some());
        }
        if let Some(cell) = self.units.last_mut() {
            *cell = unit;
        }
    }

    fn unit(&self, offset: u32) -> u32 {
        self.units.get(offset as usize).copied().unwrap_or(0)
    }
}

/// A mode by its name; `words` where it is none.
pub(super) fn mode_of(name: &str) -> Mode {
    match name {
        "search" => Mode::Search,
        "all" => Mode::All,
        _ => Mode::Words,
    }
}
