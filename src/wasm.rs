//! The boundary to JavaScript: the only room that names `wasm_bindgen`, `js_sys`, `web_sys` or `serde_wasm_bindgen`.
//!
//! Calls take strings, bytes and plain objects, and give JSON text in the shapes of `www/lib/types.ts`; offsets
//! become UTF-16 units here, once. Refusals are thrown as an `Error` with a `kind`. `www/lib/engine.ts` is the only caller.
//!
//! The lexicon is handed in once and used by every later call; the GBK table is asked of the platform when the first
//! text needs it.

mod comparing;
mod indexing;
mod json;
mod options;
mod segmenter;
mod segmenting;
mod shape;
mod utf16;

use crate::Error;
use crate::document::{Document, ReadOptions, Source, TextType};
use crate::segment::Lexicon;
use crate::text::{Gbk, PinyinNoise, is_annotated};
use js_sys::Reflect;
use json::Json;
use options::SourceGiven;
use std::cell::RefCell;
use std::ops::RangeInclusive;
use std::rc::Rc;
use utf16::Utf16;
use wasm_bindgen::prelude::*;
use web_sys::TextDecoder;

thread_local! {
    static GBK: RefCell<Option<Rc<Gbk>>> = const { RefCell::new(None) };
    static LEXICON: RefCell<Option<Lexicon>> = const { RefCell::new(None) };
}

/// Throws a refusal of the core.
fn thrown(error: Error) -> JsValue {
    let value = js_sys::Error::new(error.message());
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&value, &"kind".into(), &error.kind().as_str().into());
    value.into()
}

/// The table that repairs broken characters: every platform's `TextDecoder` knows it, so the module need not carry it.
/// Made once; `None` where the platform has no GBK after all.
fn gbk() -> Option<Rc<Gbk>> {
    if let Some(gbk) = GBK.with_borrow(Clone::clone) {
        return Some(gbk);
    }
    const LEADS: RangeInclusive<u8> = 0x81..=0xfe;
    const TRAILS: RangeInclusive<u8> = 0x40..=0xff;
    let pairs: Vec<u8> = LEADS.flat_map(|lead| TRAILS.flat_map(move |trail| [lead, trail, b'\n'])).collect();
    let decoded = TextDecoder::new_with_label("gbk").ok()?.decode_with_u8_array(&pairs).ok()?;
    let cells: Vec<u16> = decoded
        .lines()
        .map(|line| {
            let mut units = line.encode_utf16();
            match (units.next(), units.next()) {
                (Some(unit), None) => unit,
                _ => 0,
            }
        })
        .collect();
    let gbk = Rc::new(Gbk::new(&cells)?);
    GBK.with_borrow_mut(|slot| *slot = Some(Rc::clone(&gbk)));
    Some(gbk)
}

/// The table for a text that may need it: one that is full of bracketed sounds.
fn gbk_for(text: &str) -> Option<Rc<Gbk>> {
    if is_annotated(text) { gbk() } else { None }
}

/// The lexicon that builders and `segment` use from here on.
#[wasm_bindgen(js_name = openLexicon)]
pub fn open_lexicon(bytes: &[u8]) -> Result<(), JsValue> {
    let lexicon = Lexicon::open(bytes).map_err(thrown)?;
    LEXICON.with_borrow_mut(|slot| *slot = Some(lexicon));
    Ok(())
}

/// Reads one text: `Document` as JSON. `source` is a `CoreSource`.
#[wasm_bindgen]
pub fn read(source: &JsValue) -> Result<String, JsValue> {
    let document = read_source(source)?;
    let units = Utf16::new(&document.text);
    Ok(Json::of(|json| shape::document(json, &document, &units)))
}

/// A `CoreSource` as a document.
fn read_source(source: &JsValue) -> Result<Document, JsValue> {
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
    let gbk = gbk_for(&given.text);
    Document::read(&source, &ReadOptions { pinyin, gbk: gbk.as_deref() }).map_err(thrown)
}
