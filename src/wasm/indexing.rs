//! Indexes and their builders, as JavaScript holds them.

use super::json::Json;
use super::options::{self, BuilderGiven, ColumnsGiven, FilterGiven, SearchGiven};
use super::shape::{self, Offsets};
use super::utf16::Utf16;
use super::{LEXICON, gbk, read_source, thrown};
use crate::document::Document;
use crate::format::FORMAT_VERSION;
use crate::index::{Builder, BuilderOptions, Index, fingerprint, write_site};
use crate::query::{self, DateRange, Filter, HitPassage, SearchOptions};
use crate::text::fold;
use crate::{Error, ErrorKind};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A builder; `CoreBuilder` in `www/lib/engine.ts`.
#[wasm_bindgen]
pub struct CoreBuilder {
    builder: Builder,
}

#[wasm_bindgen]
impl CoreBuilder {
    /// Starts an index with `CoreBuilderOptions` and the lexicon that was handed in, if any.
    #[wasm_bindgen(constructor)]
    pub fn new(given: &JsValue) -> Result<CoreBuilder, JsValue> {
        let given: BuilderGiven = options::read(given)?;
        let defaults = BuilderOptions::default();
        let options = BuilderOptions {
            stored_text: given.stored_text.unwrap_or(defaults.stored_text),
            boilerplate: given.include_boilerplate.unwrap_or(defaults.boilerplate),
            aliases: given.aliases.unwrap_or_default(),
        };
        let lexicon = LEXICON.with_borrow(Clone::clone);
        Ok(CoreBuilder { builder: Builder::new(options, lexicon) })
    }

    /// Reads and adds a `CoreSource`: `DocumentInfo` as JSON.
    pub fn add(&mut self, source: &JsValue) -> Result<String, JsValue> {
        let document = read_source(source)?;
        let info = Json::of(|json| shape::info_of(json, &document));
        self.builder.add(document).map_err(thrown)?;
        Ok(info)
    }

    /// The bytes of the index.
    pub fn finish(self) -> Result<Vec<u8>, JsValue> {
        self.builder.finish().map_err(thrown)
    }
}

/// An open index; `CoreIndex` in `www/lib/engine.ts`. Everything it gives is JSON in a shape of `types.ts`.
#[wasm_bindgen]
pub struct CoreIndex {
    pub(super) index: Index,
    /// Offsets of the documents that were shown.
    units: RefCell<BTreeMap<u32, Rc<Utf16>>>,
}

#[wasm_bindgen]
impl CoreIndex {
    /// Checks and opens the bytes of an index.
    pub fn open(bytes: Vec<u8>) -> Result<CoreIndex, JsValue> {
        let index = Index::open(bytes).map_err(thrown)?.with_gbk(gbk);
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
        self.index.needs().join("\n")
    }

    /// Checks and takes a piece.
    pub fn supply(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), JsValue> {
        self.index.supply(name, bytes).map_err(thrown)
    }

    /// The names of all pieces of a site index: `string[]`.
    pub fn pieces(&self) -> String {
        Json::of(|json| json.array(self.index.piece_names(), |json, name| json.string(&name)))
    }

    /// Lays the index out as a site: `put(name, bytes)` for each file, the manifest last.
    #[wasm_bindgen(js_name = writeSite)]
    pub fn write_site(&self, put: &js_sys::Function) -> Result<(), JsValue> {
        let mut failed = None;
        let written = write_site(&self.index, &mut |name, bytes| {
            let bytes = js_sys::Uint8Array::from(bytes.as_slice());
            put.call2(&JsValue::NULL, &name.into(), &bytes).map(|_| ()).map_err(|fault| {
                failed = Some(fault);
                Error::new(ErrorKind::Unsupported, "a file of the site was not taken")
            })
        });
        match failed {
            Some(fault) => Err(fault),
            None => written.map_err(thrown),
        }
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
            filter: filter(given.filter.unwrap_or_default())?,
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
                        if is_explained {
                            shape::parts(json.field("explanation"), &hit.parts);
                        }
                    });
                });
            });
        }))
    }

    /// `Suggestion[]`.
    pub fn suggest(&self, input: &str, limit: usize) -> Result<String, JsValue> {
        let found = query::suggest(&self.index, input, limit).map_err(thrown)?;
        Ok(Json::of(|json| {
            json.array(&found, |json, suggestion| {
                json.object(|json| {
                    json.field("text").string(&suggestion.text);
                    json.field("kind").string(suggestion.kind.as_str());
                    json.field("numDocuments").count(suggestion.num_documents);
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

    /// `DocumentInfo[]`.
    pub fn documents(&self) -> String {
        self.index.has_documents();
        Json::of(|json| json.array(self.index.documents().iter(), |json, info| shape::info(json, &info)))
    }

    /// `Document`.
    pub fn document(&self, id: &str) -> Result<String, JsValue> {
        let document = self.document_of(id)?;
        let ordinal = self.index.ordinal_of(id).map_err(thrown)?;
        let units = self.units(ordinal, &document);
        Ok(Json::of(|json| shape::document(json, &document, &units)))
    }

    /// Name pairs of the corpus.
    pub fn aliases(&self) -> String {
        self.index.has_terms();
        Json::of(|json| {
            json.array(self.index.aliases().iter(), |json, pair| {
                json.object(|json| {
                    json.field("left").string(&pair.left);
                    json.field("right").string(&pair.right);
                    json.field("numDocuments").count(pair.num_documents);
                });
            });
        })
    }

    /// `Inspection`.
    pub fn inspect(&self) -> String {
        let index = &self.index;
        Json::of(|json| {
            json.object(|json| {
                json.field("formatVersion").count(u64::from(FORMAT_VERSION));
                json.field("fingerprint").string(&format!("{:08x}", fingerprint()));
                let of_pieces: u64 = index.pieces().map(|(_, _, len_bytes)| len_bytes).sum();
                json.field("lenBytes").count(index.bytes().len() as u64 + of_pieces);
                json.field("isSite").boolean(index.is_site());
                json.field("hasText").boolean(index.has_text());
                json.field("numDocuments").count(index.documents().len() as u64);
                json.field("numUnits").count(index.documents().num_units());
                let (num_terms, num_aliases) = index.num_terms_and_aliases();
                json.field("numTerms").count(num_terms);
                json.field("numAliases").count(num_aliases);
                let sections = index.sections().iter();
                let sections = sections.map(|section| (section.name(), 1, section.len_bytes as u64));
                let pieces = index.pieces().map(|(name, num, len_bytes)| (name.to_owned(), num, len_bytes));
                json.field("sections").array(sections.chain(pieces), |json, (name, num, len_bytes)| {
                    json.object(|json| {
                        json.field("name").string(&name);
                        json.field("lenBytes").count(len_bytes);
                        json.field("numFiles").count(num);
                    });
                });
            });
        })
    }

    /// Checks everything, then `Inspection`.
    pub fn verify(&self) -> Result<String, JsValue> {
        self.index.verify().map_err(thrown)?;
        Ok(self.inspect())
    }
}

/// A document whose passages are shown, with its offsets; nothing where there are no passages.
struct Shown(Option<(Rc<Document>, Rc<Utf16>)>);

impl Shown {
    fn write(&self, json: &mut Json, passages: &[HitPassage]) {
        match &self.0 {
            None => json.array([0u32; 0], Json::count),
            Some((document, units)) => {
                let offsets = Offsets { text: &document.text, units };
                json.array(passages, |json, passage| shape::passage(json, passage, &offsets));
            }
        }
    }
}

impl CoreIndex {
    pub(super) fn document_of(&self, id: &str) -> Result<Rc<Document>, JsValue> {
        self.index.ordinal_of(id).and_then(|ordinal| self.index.document(ordinal)).map_err(thrown)
    }

    pub(super) fn units(&self, ordinal: u32, document: &Document) -> Rc<Utf16> {
        if self.index.is_waiting() {
            return Rc::new(Utf16::new(&document.text));
        }
        let mut held = self.units.borrow_mut();
        Rc::clone(held.entry(ordinal).or_insert_with(|| Rc::new(Utf16::new(&document.text))))
    }

    fn shown(&self, ordinal: u32, passages: &[HitPassage]) -> Result<Shown, JsValue> {
        if passages.is_empty() {
            return Ok(Shown(None));
        }
        let document = self.index.document(ordinal).map_err(thrown)?;
        let units = self.units(ordinal, &document);
        Ok(Shown(Some((document, units))))
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
    let (from, to) = given.date.unwrap_or_default();
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
