//! The lexicon, handed in once and kept.

use super::thrown;
use crate::segment::Lexicon;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

thread_local! {
    pub(super) static LEXICON: RefCell<Option<Lexicon>> = const { RefCell::new(None) };
}

/// The lexicon that builders and `segment` use from here on.
#[wasm_bindgen(js_name = openLexicon)]
pub fn open_lexicon(bytes: &[u8]) -> Result<(), JsValue> {
    let lexicon = Lexicon::open(bytes).map_err(thrown)?;
    LEXICON.with_borrow_mut(|slot| *slot = Some(lexicon));
    Ok(())
}
