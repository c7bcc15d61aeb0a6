//! Comparisons, as JavaScript asks for them.

use super::json::Json;
use super::utf16::Utf16;
use super::{options, read_source, shape};
use crate::compare::{self, CompareOptions, Unit};
use crate::document::Document;
use crate::text::Span;
use js_sys::Array;
use wasm_bindgen::prelude::*;

/// `Comparison` of two `CoreSource`s, as JSON.
#[wasm_bindgen(js_name = compareTexts)]
pub fn compare_texts(left: &JsValue, right: &JsValue, given: &JsValue) -> Result<String, JsValue> {
    Ok(compare(&read_source(left)?, &read_source(right)?, given, Vec::new()))
}

/// `Comparison` of two documents. `aliases` go beside those that the options name.
pub(super) fn compare(
    left: &Document,
    right: &Document,
    given: &JsValue,
    mut aliases: Vec<(String, String)>,
) -> String {
    aliases.extend(options::pairs(given, "aliases"));
    let defaults = CompareOptions::default();
    let options = CompareOptions {
        unit: match options::string(given, "unit").as_deref() {
            Some("passage") => Unit::Passage,
            Some("article") => Unit::Article,
            _ => Unit::Sentence,
        },
        min_score: options::number(given, "minScore").unwrap_or(defaults.min_score),
        aliases,
        pinned: links(given, "pinned", left, right),
        rejected: links(given, "rejected", left, right),
    };
    let found = compare::compare(left, right, &options);
    Json::of(|json| shape::comparison(json, left, right, &found))
}

/// Links set by hand, from UTF-16 units to bytes.
fn links(given: &JsValue, name: &str, left: &Document, right: &Document) -> Vec<(Span, Span)> {
    let list =
        options::field(given, name).and_then(|value| value.dyn_into::<Array>().ok()).unwrap_or_default();
    if list.length() == 0 {
        return Vec::new();
    }
    let (left_units, right_units) = (Utf16::new(&left.text), Utf16::new(&right.text));
    let span = |link: &JsValue, name: &str, document: &Document, units: &Utf16| -> Option<Span> {
        let ends = options::field(link, name)?.dyn_into::<Array>().ok()?;
        let byte = |at: u32| ends.get(at).as_f64().map(|unit| units.byte(&document.text, unit as u32));
        Some(Span { start: byte(0)?, end: byte(1)? })
    };
    list.iter()
        .filter_map(|link| {
            Some((span(&link, "left", left, &left_units)?, span(&link, "right", right, &right_units)?))
        })
        .collect()
}
