//! A reusable segmenter for JavaScript: it keeps to the characters it is given, and shows its lattice.

use super::json::Json;
use super::lexicon::LEXICON;
use super::options::{self, SegmenterGiven, WeightGiven};
use super::thrown;
use crate::segment::{Lattice, Lexicon, Mode, Options, Segmenter, Token, TokenKind, Weight};
use crate::text::fold_char;
use crate::{Error, ErrorKind};
use js_sys::Uint32Array;
use wasm_bindgen::prelude::*;

/// A reusable segmenter. It folds character by character and removes nothing, so its words cover exactly the text it
/// is given, the way `Intl.Segmenter` does.
#[wasm_bindgen]
pub struct CoreSegmenter {
    segmenter: Segmenter<Lexicon>,
    folded: String,
    /// UTF-16 units before each byte of `folded` at which a character starts, and at its end.
    units: Vec<u32>,
    tokens: Vec<Token>,
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
            units: Vec::new(),
            tokens: Vec::new(),
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
        self.cut(text, mode);
        let mut flat = Vec::with_capacity(self.tokens.len() * 3);
        for token in &self.tokens {
            flat.extend([self.unit(token.span.start), self.unit(token.span.end), kind_number(token.kind)]);
        }
        Uint32Array::from(flat.as_slice())
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
        self.segmenter.lattice(&self.folded)
    }

    fn fold(&mut self, text: &str) {
        self.folded.clear();
        self.units.clear();
        self.folded.reserve(text.len());
        self.units.resize(text.len() + text.len() / 2 + 1, 0);
        let mut unit = 0;
        for c in text.chars() {
            let at = self.folded.len();
            let folded = fold_char(c);
            self.folded.push(folded);
            // Folding can lengthen a character, though hardly ever.
            if self.units.len() <= at + 4 {
                self.units.resize(at * 2 + 8, 0);
            }
            if let Some(cell) = self.units.get_mut(at) {
                *cell = unit;
            }
            unit += c.len_utf16() as u32;
        }
        self.units.truncate(self.folded.len());
        self.units.push(unit);
    }

    fn unit(&self, offset: u32) -> u32 {
        self.units.get(offset as usize).copied().unwrap_or(0)
    }
}

fn kind_number(kind: TokenKind) -> u32 {
    match kind {
        TokenKind::Word => 0,
        TokenKind::Unknown => 1,
        TokenKind::Number => 2,
        TokenKind::Latin => 3,
        TokenKind::Punctuation => 4,
        TokenKind::Space => 5,
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
