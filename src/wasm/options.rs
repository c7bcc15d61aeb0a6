//! What JavaScript hands in: plain objects in the shapes of `www/lib/engine.ts`, whose types `www/lib/checks.ts` has
//! checked. A field that is missing, `undefined` or `null` keeps its default; one of another type is refused.

use super::thrown;
use crate::{Error, ErrorKind};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

/// Reads an object; nothing at all is an object without fields.
pub(super) fn read<T: DeserializeOwned + Default>(given: &JsValue) -> Result<T, JsValue> {
    if given.is_undefined() || given.is_null() {
        return Ok(T::default());
    }
    serde_wasm_bindgen::from_value(given.clone()).map_err(|error| {
        thrown(Error::new(ErrorKind::InvalidOption, format!("an option has a wrong value: {error}")))
    })
}

/// `CoreSource`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct SourceGiven {
    pub name: String,
    pub text: String,
    #[serde(rename = "type")]
    pub text_type: Option<String>,
    pub id: Option<String>,
    pub title: Option<String>,
    pub url: Option<String>,
    pub date: Option<String>,
    pub source: Option<String>,
    pub pinyin: Option<String>,
}

/// `CoreBuilderOptions`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct BuilderGiven {
    pub stored_text: Option<bool>,
    pub include_boilerplate: Option<bool>,
    pub aliases: Option<Vec<(String, String)>>,
}

/// `SearchOptions`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct SearchGiven {
    pub limit: Option<f64>,
    pub offset: Option<f64>,
    pub passages_per_document: Option<f64>,
    pub is_prefix: Option<bool>,
    pub explain: Option<bool>,
    pub facets: Option<bool>,
    pub filter: Option<FilterGiven>,
}

/// `Filter`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct FilterGiven {
    pub source: Vec<String>,
    pub speaker: Vec<String>,
    pub date: Option<(Option<String>, Option<String>)>,
    pub documents: Option<Vec<String>>,
}

/// `ColumnsOptions`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ColumnsGiven {
    pub documents: Option<Vec<String>>,
}

/// `CompareOptions`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct CompareGiven {
    pub unit: Option<String>,
    pub min_score: Option<f64>,
    pub aliases: Option<Vec<(String, String)>>,
    pub pinned: Option<Vec<LinkGiven>>,
    pub rejected: Option<Vec<LinkGiven>>,
}

/// `AcrossOptions`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct AcrossGiven {
    pub documents: Option<Vec<String>>,
    pub min_score: Option<f64>,
    pub min_documents: Option<f64>,
    pub limit: Option<f64>,
    pub aliases: Option<Vec<(String, String)>>,
}

/// `KeynessOptions`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct KeynessGiven {
    pub documents: Option<Vec<String>>,
    pub limit: Option<f64>,
}

/// A link set by hand: spans in UTF-16 units.
#[derive(Deserialize)]
pub(super) struct LinkGiven {
    pub left: (u32, u32),
    pub right: (u32, u32),
}

/// Settings of a segmenter.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct SegmenterGiven {
    pub joins_unknown: Option<bool>,
    pub joins_parts: Option<bool>,
}

/// The weight of a reader's own word.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct WeightGiven {
    pub cost: Option<f64>,
    pub frequency: Option<f64>,
}

/// A number of things: whole and not negative.
pub(super) fn count(given: Option<f64>) -> Option<usize> {
    given.filter(|value| *value >= 0.0).map(|value| value as usize)
}
