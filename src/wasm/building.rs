//! Builders, as JavaScript holds them.

use super::indexing::CoreIndex;
use super::json::Json;
use super::lexicon::LEXICON;
use super::options::{self, BuilderGiven};
use super::reading::read_source;
use super::{shape, thrown};
use crate::index::{Builder, BuilderOptions, write_site};
use crate::{Error, ErrorKind};
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

#[wasm_bindgen]
impl CoreIndex {
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
}
