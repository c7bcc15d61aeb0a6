//! Open indexes, as JavaScript holds them.

use super::json::Json;
use super::options::{self, ColumnsGiven, FilterGiven, SearchGiven};
use super::shape::{self, Offsets};
use super::thrown;
use super::utf16::Utf16;
use crate::document::Document;
use crate::index::Index;
use crate::query::{self, DateRange, Filter, HitPassage, SearchOptions};
use crate::sorted::SortedMap;
use crate::text::{Span, fold};
use crate::{Error, ErrorKind};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// An open index; `CoreIndex` in `www/lib/engine.ts`. Everything it gives is JSON in a shape of `types.ts`.
#[wasm_bindgen]
pub struct CoreIndex {
    pub(super) index: Index,
    /// Offsets of the documents that were shown.
    units: RefCell<SortedMap<u32, Rc<Utf16>>>,
}

#[wasm_bindgen]
impl CoreIndex {
    /// Checks and opens the bytes of an index.
    pub fn open(bytes: Vec<u8>) -> Result<CoreIndex, JsValue> {
        let index = Index::open(bytes).map_err(thrown)?;
        Ok(CoreIndex { index, units: RefCell::default() })
    }

    /// True for a site index, of which pieces may be missing.
    #[wasm_bindgen(js_name = isSite)]
    pub fn is_site(&self) -> bool {
        self.index.is_site()
    }

    /// The names of the pieces that the calls since the last of this one lacked, a line each; where there is one, what
    /// those calls gave or threw is void.
    pub fn needs(&self) -> String {
        let mut names = String::new();
        for name in self.index.needs() {
            if !names.is_empty() {
                names.push('\n');
            }
            names.push_str(&name);
        }
        names
    }

    /// Checks and takes a piece.
    pub fn supply(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), JsValue> {
        self.index.supply(name, bytes).map_err(thrown)
    }

    /// `SearchResult`.
    pub fn search(&self, input: &str, given: &JsValue) -> Result<String, JsValue> {
        let given: SearchGiven = options::read(given)?;
        let defaults = SearchOptions::default();
        let options = SearchOptions {
            limit: options::count(given.limit).unwrap_or(defaults.limit),
            offset: options::count(given.offset).unwrap_or(defaults.offset),
            passages: options::count(given.passages_per_document).unwrap_or(defaults.passages),
            is_prefix: given.is_prefix.unwrap_or(defaults.is_prefix),
            facets: given.facets.unwrap_or(defaults.facets),
            filter: filter(given.filter)?,
            ..defaults
        };
        let is_explained = given.explain.unwrap_or(false);
        let found = query::search(&self.index, input, &options).map_err(thrown)?;
        let mut hits = Vec::with_capacity(found.hits.len());
        for hit in &found.hits {
            hits.push((hit, self.shown(hit.document, &hit.passages)?));
        }
        Ok(Json::of(|json| {
            json.object(|json| {
                json.field("total").count(found.total as u64);
                json.field("isTotalExact").boolean(found.is_total_exact);
                json.field("tookSteps").count(found.took_steps);
                json.field("isCut").boolean(found.is_cut);
                shape::what_else(json, &found);
                json.field("hits").array(&hits, |json, (hit, shown)| {
                    json.object(|json| {
                        self.info(json.field("document"), hit.document);
                        json.field("score").number(hit.score);
                        json.field("evidence").string(hit.evidence.as_str());
                        json.field("coverage").number(hit.coverage);
                        shown.write(json.field("passages"), &hit.passages);
                        json.field("numPassages").count(hit.num_passages as u64);
                        if is_explained {
                            shape::parts(json.field("explanation"), &hit.parts);
                        }
                    });
                });
            });
        }))
    }

    /// `Columns`.
    pub fn columns(&self, input: &str, given: &JsValue) -> Result<String, JsValue> {
        let ids = options::read::<ColumnsGiven>(given)?.documents.unwrap_or_default();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let found = query::columns(&self.index, input, &ids).map_err(thrown)?;
        let mut columns = Vec::with_capacity(found.len());
        for column in &found {
            columns.push((column, self.shown(column.document, &column.passages)?));
        }
        Ok(Json::of(|json| {
            json.object(|json| {
                json.field("columns").array(&columns, |json, (column, shown)| {
                    json.object(|json| {
                        self.info(json.field("document"), column.document);
                        shown.write(json.field("passages"), &column.passages);
                    });
                });
            });
        }))
    }
}

/// A document whose passages are shown.
enum Shown {
    /// With its offsets.
    Read(Rc<Document>, Rc<Utf16>),
    /// Of which the index has no text: where the passages stand, in UTF-16 units.
    Unread(Vec<Span>),
}

impl Shown {
    fn write(&self, json: &mut Json, passages: &[HitPassage]) {
        match self {
            Shown::Read(document, units) => {
                let offsets = Offsets { text: &document.text, units };
                json.array(passages, |json, passage| {
                    let span = offsets.units.span(offsets.text, passage.span);
                    shape::passage(json, passage, span, Some(&offsets));
                });
            }
            Shown::Unread(spans) => json.array(passages.iter().zip(spans), |json, (passage, span)| {
                shape::passage(json, passage, (span.start, span.end), None);
            }),
        }
    }
}

impl CoreIndex {
    pub(super) fn units(&self, ordinal: u32, document: &Document) -> Rc<Utf16> {
        if self.index.is_waiting() {
            return Rc::new(Utf16::new(&document.text));
        }
        let mut held = self.units.borrow_mut();
        if let Some(units) = held.get(&ordinal) {
            return Rc::clone(units);
        }
        let units = Rc::new(Utf16::new(&document.text));
        held.insert(ordinal, Rc::clone(&units));
        units
    }

    fn shown(&self, ordinal: u32, passages: &[HitPassage]) -> Result<Shown, JsValue> {
        if passages.is_empty() || !self.index.has_text() {
            let documents = self.index.documents();
            let spans = passages.iter().filter_map(|passage| documents.utf16_of(ordinal, passage.span));
            return Ok(Shown::Unread(spans.collect()));
        }
        let document = self.index.document(ordinal).map_err(thrown)?;
        let units = self.units(ordinal, &document);
        Ok(Shown::Read(document, units))
    }

    fn info(&self, json: &mut Json, ordinal: u32) {
        match self.index.info(ordinal) {
            Ok(info) => shape::info(json, &info),
            Err(_) => json.null(), // the ordinal came from this index
        }
    }
}

/// `Filter`.
fn filter(given: FilterGiven) -> Result<Filter, JsValue> {
    let folded = |texts: Vec<String>| texts.iter().map(|text| fold(text)).collect();
    let [from, to] = given.date;
    let range = format!("{}..{}", from.unwrap_or_default(), to.unwrap_or_default());
    let date = match DateRange::parse(&range) {
        Some(range) => Some(range),
        None if range == ".." => None,
        None => {
            let message = format!(
                "filter.date is {range}; two ISO dates are expected, the first not after the second, each maybe partial (2024, 2024-06, 2024-06-01)"
            );
            return Err(thrown(Error::new(ErrorKind::InvalidOption, message)));
        }
    };
    Ok(Filter {
        titles: Vec::new(),
        sources: folded(given.source),
        speakers: folded(given.speaker),
        date,
        documents: given.documents.unwrap_or_default(),
    })
}
