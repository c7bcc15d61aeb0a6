//! Texts as documents, as JavaScript has them read.

#[cfg(feature = "search")]
use super::indexing::CoreIndex;
use super::json::Json;
use super::options::{self, SourceGiven};
use super::repairing::gbk;
use super::utf16::Utf16;
use super::{shape, thrown};
use crate::document::{Document, ReadOptions, Source, TextType};
use crate::text::PinyinNoise;
#[cfg(feature = "search")]
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Reads one text: `Document` as JSON. `source` is a `CoreSource`.
#[wasm_bindgen]
pub fn read(source: &JsValue) -> Result<String, JsValue> {
    let document = read_source(source)?;
    let units = Utf16::new(&document.text);
    Ok(Json::of(|json| shape::document(json, &document, &units)))
}

/// A `CoreSource` as a document.
pub(super) fn read_source(source: &JsValue) -> Result<Document, JsValue> {
    with_source(source, |source, options, _| Document::read(source, options))
}

/// Calls `act` with a `CoreSource`, how it is read, and its content hash.
pub(super) fn with_source<T>(
    source: &JsValue,
    act: impl FnOnce(&Source<'_>, &ReadOptions, Option<u64>) -> crate::Result<T>,
) -> Result<T, JsValue> {
    let given: SourceGiven = options::read(source)?;
    let source = Source {
        name: &given.name,
        text: &given.text,
        text_type: if given.text_type.as_deref() == Some("text") {
            TextType::Text
        } else {
            TextType::Markdown
        },
        id: given.id.as_deref(),
        title: given.title.as_deref(),
        url: given.url.as_deref(),
        date: given.date.as_deref(),
        source: given.source.as_deref(),
    };
    let pinyin = match given.pinyin.as_deref() {
        Some("keep") => PinyinNoise::Keep,
        Some("remove") => PinyinNoise::Remove,
        _ => PinyinNoise::Auto,
    };
    let content_hash = given.content_hash.and_then(|hash| u64::from_str_radix(&hash, 16).ok());
    let options = ReadOptions { pinyin, gbk: Some(gbk), ..ReadOptions::default() };
    act(&source, &options, content_hash).map_err(thrown)
}

#[cfg(feature = "build")]
#[wasm_bindgen]
impl CoreIndex {
    /// `Document`.
    pub fn document(&self, id: &str) -> Result<String, JsValue> {
        let document = self.document_of(id)?;
        let ordinal = self.index.ordinal_of(id).map_err(thrown)?;
        let units = self.units(ordinal, &document);
        Ok(Json::of(|json| shape::document(json, &document, &units)))
    }
}

#[cfg(feature = "search")]
impl CoreIndex {
    /// The document with this id.
    pub(super) fn document_of(&self, id: &str) -> Result<Rc<Document>, JsValue> {
        self.index.ordinal_of(id).and_then(|ordinal| self.index.document(ordinal)).map_err(thrown)
    }
}
