//! The boundary to JavaScript.

use wasm_bindgen::prelude::*;

/// The version of the package that built this module.
#[wasm_bindgen(js_name = moduleVersion)]
pub fn module_version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
