//! Comparisons, as JavaScript asks for them.

#[cfg(feature = "search")]
use super::indexing::CoreIndex;
use super::json::Json;
#[cfg(feature = "search")]
use super::options::{self, AcrossGiven, KeynessGiven};
use super::reading::{CoreSource, read_source};
use super::utf16::Utf16;
use super::{shape, thrown};
#[cfg(feature = "search")]
use crate::compare::AcrossOptions;
use crate::compare::{self, CompareOptions, Unit};
use crate::document::Document;
use crate::text::Span;
use crate::{Error, ErrorKind};
use serde::Deserialize;
#[cfg(feature = "search")]
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Statements and terms that are given unless the caller asks for more or fewer.
#[cfg(feature = "search")]
const DEFAULT_STATEMENTS: usize = 100;
#[cfg(feature = "search")]
const DEFAULT_TERMS: usize = 20;

/// `Comparison` of two `CoreSource`s, as JSON.
#[wasm_bindgen(js_name = compareTexts)]
pub fn compare_texts(left: &CoreSource, right: &CoreSource, given: &JsValue) -> Result<String, JsValue> {
    compare(&read_source(left)?, &read_source(right)?, given, Vec::new())
}

#[cfg(feature = "search")]
#[wasm_bindgen]
impl CoreIndex {
    /// `Comparison` of two documents; the corpus's aliases count.
    pub fn compare(&self, left: &str, right: &str, given: &JsValue) -> Result<String, JsValue> {
        let (left, right) = (self.document_of(left)?, self.document_of(right)?);
        compare(&left, &right, given, self.aliases_in(&[&left, &right]))
    }

    /// `Across`: statements that recur in the index's documents.
    pub fn across(&self, given: &JsValue) -> Result<String, JsValue> {
        let given: AcrossGiven = options::read(given)?;
        let chosen = self.chosen(given.documents)?;
        let documents: Vec<&Document> = chosen.iter().map(|(_, document)| &**document).collect();
        let defaults = AcrossOptions::default();
        let mut aliases = self.aliases_in(&documents);
        aliases.extend(given.aliases.unwrap_or_default());
        let options = AcrossOptions {
            min_score: given.min_score.unwrap_or(defaults.min_score),
            min_documents: options::count(given.min_documents).unwrap_or(defaults.min_documents),
            aliases,
        };
        let statements = compare::across(&documents, &options);
        let limit = options::count(given.limit).unwrap_or(DEFAULT_STATEMENTS);
        let units: Vec<Rc<Utf16>> =
            chosen.iter().map(|(ordinal, document)| self.units(*ordinal, document)).collect();
        let sides: Vec<(&Document, &Utf16)> =
            documents.iter().zip(&units).map(|(document, units)| (*document, &**units)).collect();
        Ok(Json::of(|json| {
            json.object(|json| {
                json.field("documents").array(&documents, |json, document| shape::info_of(json, document));
                json.field("total").count(statements.len() as u64);
                json.field("statements").array(statements.iter().take(limit), |json, statement| {
                    shape::statement(json, statement, &sides);
                });
            });
        }))
    }

    /// `Keyness`: the terms that set each document apart from the others.
    pub fn keyness(&self, given: &JsValue) -> Result<String, JsValue> {
        let given: KeynessGiven = options::read(given)?;
        let chosen = self.chosen(given.documents)?;
        let documents: Vec<&Document> = chosen.iter().map(|(_, document)| &**document).collect();
        let limit = options::count(given.limit).unwrap_or(DEFAULT_TERMS);
        let found = compare::keyness(&documents, limit);
        Ok(Json::of(|json| {
            json.object(|json| {
                json.field("statistic").string("log-likelihood");
                json.field("minLogLikelihood").number(compare::MIN_LOG_LIKELIHOOD);
                json.field("columns").array(documents.iter().zip(&found), |json, (document, found)| {
                    json.object(|json| {
                        shape::info_of(json.field("document"), document);
                        shape::keyness_fields(json, found);
                    });
                });
            });
        }))
    }
}

#[cfg(feature = "search")]
impl CoreIndex {
    /// The named documents with their ordinals, each once; all where none is named.
    fn chosen(&self, ids: Option<Vec<String>>) -> Result<Vec<(u32, Rc<Document>)>, JsValue> {
        let mut ordinals: Vec<u32> = match ids {
            Some(ids) => ids
                .iter()
                .map(|id| self.index.ordinal_of(id))
                .collect::<crate::Result<_>>()
                .map_err(thrown)?,
            None => (0..self.index.documents().len() as u32).collect(),
        };
        ordinals.sort_unstable();
        ordinals.dedup();
        let document = |ordinal: u32| Ok((ordinal, self.index.document(ordinal).map_err(thrown)?));
        ordinals.into_iter().map(document).collect()
    }

    /// The corpus's aliases of which both names stand in one of the documents.
    fn aliases_in(&self, documents: &[&Document]) -> Vec<(String, String)> {
        self.index.has_terms();
        let stands = |name: &str| documents.iter().any(|document| document.folded().contains(name));
        let aliases = self.index.aliases().iter().filter(|pair| stands(&pair.left) && stands(&pair.right));
        aliases.map(|pair| (pair.left.clone(), pair.right.clone())).collect()
    }
}

/// `CompareOptions`. Links inside lists inside an object: the only options deep enough to be worth a library.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct CompareGiven {
    unit: Option<String>,
    min_score: Option<f64>,
    aliases: Option<Vec<(String, String)>>,
    pinned: Option<Vec<LinkGiven>>,
    rejected: Option<Vec<LinkGiven>>,
}

/// A link set by hand: spans in UTF-16 units.
#[derive(Deserialize)]
struct LinkGiven {
    left: (u32, u32),
    right: (u32, u32),
}

impl CompareGiven {
    fn read(given: &JsValue) -> Result<CompareGiven, JsValue> {
        if given.is_undefined() || given.is_null() {
            return Ok(CompareGiven::default());
        }
        serde_wasm_bindgen::from_value(given.clone()).map_err(|error| {
            let message = format!("an option of the comparison has a wrong value: {error}");
            thrown(Error::new(ErrorKind::InvalidOption, message))
        })
    }
}

/// `Comparison` of two documents. `aliases` go beside those that the options name.
pub(super) fn compare(
    left: &Document,
    right: &Document,
    given: &JsValue,
    mut aliases: Vec<(String, String)>,
) -> Result<String, JsValue> {
    let given = CompareGiven::read(given)?;
    aliases.extend(given.aliases.unwrap_or_default());
    let defaults = CompareOptions::default();
    let options = CompareOptions {
        unit: match given.unit.as_deref() {
            Some("passage") => Unit::Passage,
            Some("article") => Unit::Article,
            _ => Unit::Sentence,
        },
        min_score: given.min_score.unwrap_or(defaults.min_score),
        aliases,
        pinned: links(given.pinned, left, right),
        rejected: links(given.rejected, left, right),
    };
    let found = compare::compare(left, right, &options);
    let articles = match options.unit {
        Unit::Article => compare::article_table(left, right, &found),
        Unit::Sentence | Unit::Passage => Vec::new(),
    };
    Ok(Json::of(|json| shape::comparison(json, (left, right), (&found, &articles), &options)))
}

/// Links set by hand, from UTF-16 units to bytes.
fn links(given: Option<Vec<LinkGiven>>, left: &Document, right: &Document) -> Vec<(Span, Span)> {
    let given = given.unwrap_or_default();
    if given.is_empty() {
        return Vec::new();
    }
    let (left_units, right_units) = (Utf16::new(&left.text), Utf16::new(&right.text));
    let span = |(start, end): (u32, u32), document: &Document, units: &Utf16| Span {
        start: units.byte(&document.text, start),
        end: units.byte(&document.text, end),
    };
    given
        .iter()
        .map(|link| (span(link.left, left, &left_units), span(link.right, right, &right_units)))
        .collect()
}
