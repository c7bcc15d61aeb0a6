//! The boundary to JavaScript: the only room that names `wasm_bindgen`, `js_sys` or `web_sys`.
//!
//! Calls take strings, bytes and plain objects, and give JSON text in the shapes of `www/lib/types.ts`; offsets
//! become UTF-16 units here, once. Refusals are thrown as an `Error` with a `kind`. `www/lib/engine.ts` is the only caller.
//!
//! The lexicon is handed in once and used by every later call; the GBK table is asked of the platform when the first
//! text needs it. Cargo features say which rooms a module carries.

#[cfg(feature = "build")]
mod building;
#[cfg(feature = "compare")]
mod comparing;
#[cfg(feature = "search")]
mod indexing;
#[cfg(feature = "build")]
mod inspecting;
#[cfg_attr(not(any(feature = "search", feature = "read")), allow(dead_code))]
mod json;
#[cfg(any(feature = "build", feature = "segment"))]
mod lexicon;
#[cfg_attr(not(all(feature = "build", feature = "segment", feature = "compare")), allow(dead_code))]
mod options;
#[cfg(any(feature = "build", feature = "compare"))]
mod reading;
#[cfg(any(feature = "read", feature = "segment"))]
mod repairing;
#[cfg(feature = "segment")]
mod segmenter;
#[cfg(feature = "segment")]
mod segmenting;
// Of an index only, or of two texts.
#[cfg(any(feature = "search", feature = "read"))]
#[cfg_attr(not(all(feature = "search", feature = "compare")), allow(dead_code, unused_imports))]
mod shape;
#[cfg_attr(not(feature = "compare"), allow(dead_code))]
mod utf16;

use crate::Error;
use js_sys::Reflect;
use wasm_bindgen::prelude::*;

/// Throws a refusal of the core.
fn thrown(error: Error) -> JsValue {
    let value = js_sys::Error::new(error.message());
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&value, &"kind".into(), &error.kind().as_str().into());
    value.into()
}
