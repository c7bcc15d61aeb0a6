//! The boundary to JavaScript: the only room that names `wasm_bindgen` or `js_sys`.
//!
//! Calls take strings, bytes and plain objects, and give JSON text in the shapes of `www/lib/types.ts`; offsets
//! become UTF-16 units here, once. Refusals are thrown as an `Error` with a `kind`. `www/lib/engine.ts` is the only caller.
//!
//! The GBK table and the lexicon are handed in once and used by every later call.

mod comparing;
mod indexing;
mod json;
mod options;
mod segmenter;
mod segmenting;
mod shape;
mod utf16;

use crate::document::{Document, ReadOptions, Source, TextType};
use crate::segment::Lexicon;
use crate::text::{Gbk, PinyinNoise};
use crate::{Error, ErrorKind};
use js_sys::{Reflect, Uint16Array};
use json::Json;
use std::cell::RefCell;
use utf16::Utf16;
use wasm_bindgen::prelude::*;

thread_local! {
    static GBK: RefCell<Option<Gbk>> = const { RefCell::new(None) };
    static LEXICON: RefCell<Option<Lexicon>> = const { RefCell::new(None) };
}

/// Throws a refusal of the core.
fn thrown(error: Error) -> JsValue {
    let value = js_sys::Error::new(error.message());
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&value, &"kind".into(), &error.kind().as_str().into());
    value.into()
}

/// The GBK table that repairs broken characters: `TextDecoder("gbk")` of every pair, see [`Gbk::new`].
#[wasm_bindgen(js_name = openGbk)]
pub fn open_gbk(cells: &Uint16Array) -> Result<(), JsValue> {
    let cells = cells.to_vec();
    let gbk = Gbk::new(&cells).ok_or_else(|| {
        let message = format!("a GBK table has {} cells; this has {}", Gbk::NUM_CELLS, cells.len());
        thrown(Error::new(ErrorKind::InvalidOption, message))
    })?;
    GBK.with_borrow_mut(|slot| *slot = Some(gbk));
    Ok(())
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
    let string = |name| options::string(source, name);
    let (name, text) = (string("name").unwrap_or_default(), string("text").unwrap_or_default());
    let (id, title, url, date, publisher) =
        (string("id"), string("title"), string("url"), string("date"), string("source"));
    let source = Source {
        name: &name,
        text: &text,
        text_type: if string("type").as_deref() == Some("text") {
            TextType::Text
        } else {
            TextType::Markdown
        },
        id: id.as_deref(),
        title: title.as_deref(),
        url: url.as_deref(),
        date: date.as_deref(),
        source: publisher.as_deref(),
    };
    GBK.with_borrow(|gbk| {
        Document::read(&source, &ReadOptions { pinyin: PinyinNoise::default(), gbk: gbk.as_ref() })
            .map_err(thrown)
    })
}
