//! Texts as documents, as JavaScript has them read.

#[cfg(feature = "search")]
use super::indexing::CoreIndex;
use super::json::Json;
use super::repairing::gbk;
use super::utf16::Utf16;
use super::{shape, thrown};
use crate::document::{Document, ReadOptions, Source, TextType};
use crate::text::PinyinNoise;
#[cfg(feature = "search")]
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// `CoreSource` of `www/lib/engine.ts`, which has made it. Each field is a property that the glue asks for by its name; asked through
    /// `Reflect` as options are, names and values became strings for every document, a seventh of the time of adding it.
    pub type CoreSource;
    #[wasm_bindgen(method, getter)]
    fn name(this: &CoreSource) -> String;
    #[wasm_bindgen(method, getter)]
    fn text(this: &CoreSource) -> String;
    #[wasm_bindgen(method, getter, js_name = type)]
    fn text_type(this: &CoreSource) -> String;
    #[wasm_bindgen(method, getter)]
    fn id(this: &CoreSource) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn title(this: &CoreSource) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn url(this: &CoreSource) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn date(this: &CoreSource) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn source(this: &CoreSource) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn pinyin(this: &CoreSource) -> String;
    #[wasm_bindgen(method, getter, js_name = contentHash)]
    fn content_hash(this: &CoreSource) -> Option<String>;
}

/// Reads one text: `Document` as JSON. `source` is a `CoreSource`.
#[wasm_bindgen]
pub fn read(source: &CoreSource) -> Result<String, JsValue> {
    let document = read_source(source)?;
    let units = Utf16::new(&document.text);
    Ok(Json::of(|json| shape::document(json, &document, &units)))
}

/// A `CoreSource` as a document.
pub(super) fn read_source(source: &CoreSource) -> Result<Document, JsValue> {
    with_source(source, |source, options, _| Document::read(source, options))
}

/// Calls `act` with a `CoreSource`, how it is read, and its content hash.
pub(super) fn with_source<T>(
    source: &CoreSource,
    act: impl FnOnce(&Source<'_>, &ReadOptions, Option<u64>) -> crate::Result<T>,
) -> Result<T, JsValue> {
    let (name, text, id) = (source.name(), source.text(), source.id());
    let (title, url, date, origin) = (source.title(), source.url(), source.date(), source.source());
    let pinyin = match source.pinyin().as_str() {
        "keep" => PinyinNoise::Keep,
        "remove" => PinyinNoise::Remove,
        _ => PinyinNoise::Auto,
    };
    let content_hash = source.content_hash().and_then(|hash| u64::from_str_radix(&hash, 16).ok());
    let source = Source {
        name: &name,
        text: &text,
        text_type: if source.text_type() == "text" { TextType::Text } else { TextType::Markdown },
        id: id.as_deref(),
        title: title.as_deref(),
        url: url.as_deref(),
        date: date.as_deref(),
        source: origin.as_deref(),
    };
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
