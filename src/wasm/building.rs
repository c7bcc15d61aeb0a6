//! Builders, as JavaScript holds them.

use super::indexing::CoreIndex;
use super::json::Json;
use super::lexicon::LEXICON;
use super::options::{self, BuilderGiven};
use super::reading::{CoreSource, with_source};
use super::{shape, thrown};
use crate::index::{Added, Builder, BuilderOptions, Index, Readings, write_site};
use crate::{Error, ErrorKind};
use core::arch::wasm32::memory_size;
use std::hint::black_box;
use wasm_bindgen::prelude::*;

/// A builder; `CoreBuilder` in `www/lib/engine.ts`.
#[wasm_bindgen]
pub struct CoreBuilder {
    builder: Builder,
    memory: Memory,
}

/// Memory is taken ahead, an eighth of what there is at a time: the allocator asks for a few pages when it needs them, and V8
/// collects its own garbage about every time, which took half the time of reading a large corpus.
#[derive(Default)]
struct Memory {
    num_pages: usize,
}

impl Memory {
    const PAGE_BYTES: usize = 1 << 16;

    /// Where memory has grown since it was asked last, has it grow by more at once.
    fn take_ahead(&mut self) {
        if memory_size::<0>() > self.num_pages {
            let mut ahead: Vec<u8> = Vec::new();
            // Given back at once, to the allocator; where there is no more, whoever needs it finds out.
            let _ = ahead.try_reserve_exact(memory_size::<0>() * Memory::PAGE_BYTES / 8);
            drop(black_box(ahead));
            self.num_pages = memory_size::<0>();
        }
    }
}

#[wasm_bindgen]
impl CoreBuilder {
    /// Starts an index with `CoreBuilderOptions`, the lexicon that was handed in, if any, and the bytes of an earlier
    /// index, if there is one (else no bytes).
    #[wasm_bindgen(constructor)]
    pub fn new(given: &JsValue, base: Vec<u8>) -> Result<CoreBuilder, JsValue> {
        let given: BuilderGiven = options::read(given)?;
        let defaults = BuilderOptions::default();
        let options = BuilderOptions {
            stored_text: given.stored_text.unwrap_or(defaults.stored_text),
            boilerplate: given.include_boilerplate.unwrap_or(defaults.boilerplate),
            aliases: given.aliases.unwrap_or_default(),
            pinyin: given.pinyin.as_deref().map(Readings::parse),
            for_site: given.for_site.unwrap_or(defaults.for_site),
        };
        let lexicon = LEXICON.with_borrow(Clone::clone);
        let mut builder = Builder::new(options, lexicon);
        if !base.is_empty() {
            builder = Index::open(base).and_then(|base| builder.with_base(base)).map_err(thrown)?;
        }
        Ok(CoreBuilder { builder, memory: Memory::default() })
    }

    /// Reads and adds a `CoreSource`, or takes it over from the earlier index where that has it as it is: `CoreAdded`
    /// as JSON.
    pub fn add(&mut self, source: &CoreSource) -> Result<String, JsValue> {
        self.memory.take_ahead();
        let builder = &mut self.builder;
        let added = with_source(source, |source, options, content_hash| {
            builder.add_source(source, options, content_hash)
        })?;
        Ok(added_json(&added))
    }

    /// Takes over the document of the earlier index that was added under this id and content hash: `CoreAdded` as JSON,
    /// or nothing where there is none.
    #[wasm_bindgen(js_name = addUnchanged)]
    pub fn add_unchanged(&mut self, id: &str, content_hash: &str) -> Result<Option<String>, JsValue> {
        let Ok(content_hash) = u64::from_str_radix(content_hash, 16) else { return Ok(None) };
        let found = self.builder.add_unchanged(id, content_hash).map_err(thrown)?;
        Ok(found.map(|info| added_json(&Added { info, is_unchanged: true })))
    }

    /// Takes a document out; false where there is none of this id.
    pub fn remove(&mut self, id: &str) -> bool {
        self.builder.remove(id)
    }

    /// Adds all documents of an index and gives their number.
    #[wasm_bindgen(js_name = addIndex)]
    pub fn add_index(&mut self, bytes: Vec<u8>) -> Result<u32, JsValue> {
        let index = Index::open(bytes).map_err(thrown)?;
        self.builder.add_index(&index).map_err(thrown)?;
        Ok(index.documents().len() as u32)
    }

    /// The bytes of the index.
    pub fn finish(self) -> Result<Vec<u8>, JsValue> {
        self.builder.finish().map_err(thrown)
    }

    /// The files of the index as a site, as `CoreIndex.writeSite` gives them.
    #[wasm_bindgen(js_name = finishSite)]
    pub fn finish_site(self, put: &js_sys::Function) -> Result<(), JsValue> {
        putting(put, |put| self.builder.finish_site(put))
    }
}

/// `CoreAdded`.
fn added_json(added: &Added<'_>) -> String {
    Json::of(|json| {
        json.object(|json| {
            shape::info(json.field("info"), &added.info);
            json.field("isUnchanged").boolean(added.is_unchanged);
        });
    })
}

/// A hash of what a document is made from, for `CoreSource.contentHash`.
#[wasm_bindgen(js_name = contentHash)]
pub fn content_hash(bytes: &[u8]) -> String {
    format!("{:016x}", crate::index::content_hash(bytes))
}

#[wasm_bindgen]
impl CoreIndex {
    /// Lays the index out as a site: `put(name, bytes)` for each file, the manifest last.
    #[wasm_bindgen(js_name = writeSite)]
    pub fn write_site(&self, put: &js_sys::Function) -> Result<(), JsValue> {
        putting(put, |put| write_site(&self.index, put))
    }
}

/// Runs `write` with what hands each file over; what `put` throws is thrown.
fn putting(
    put: &js_sys::Function,
    write: impl FnOnce(&mut dyn FnMut(&str, Vec<u8>) -> crate::Result<()>) -> crate::Result<()>,
) -> Result<(), JsValue> {
    let mut failed = None;
    let written = write(&mut |name, bytes| {
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
