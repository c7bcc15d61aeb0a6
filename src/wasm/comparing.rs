//! Comparisons, as JavaScript asks for them.

use super::json::Json;
use super::options::{self, CompareGiven, LinkGiven};
use super::utf16::Utf16;
use super::{read_source, shape};
use crate::compare::{self, CompareOptions, Unit};
use crate::document::Document;
use crate::text::Span;
use wasm_bindgen::prelude::*;

/// `Comparison` of two `CoreSource`s, as JSON.
#[wasm_bindgen(js_name = compareTexts)]
pub fn compare_texts(left: &JsValue, right: &JsValue, given: &JsValue) -> Result<String, JsValue> {
    compare(&read_source(left)?, &read_source(right)?, given, Vec::new())
}

/// `Comparison` of two documents. `aliases` go beside those that the options name.
pub(super) fn compare(
    left: &Document,
    right: &Document,
    given: &JsValue,
    mut aliases: Vec<(String, String)>,
) -> Result<String, JsValue> {
    let given: CompareGiven = options::read(given)?;
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
    Ok(Json::of(|json| shape::comparison(json, left, right, &found)))
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
