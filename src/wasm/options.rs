//! Options from JavaScript: plain objects whose types `www/lib/checks.ts` has checked. A field that is missing,
//! `undefined` or `null` is `None`; a field of a wrong type is too, so that nothing here can trap.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A field of an object; `None` where it is missing or nothing.
pub(super) fn field(object: &JsValue, name: &str) -> Option<JsValue> {
    if !object.is_object() {
        return None;
    }
    Reflect::get(object, &JsValue::from_str(name))
        .ok()
        .filter(|value| !value.is_undefined() && !value.is_null())
}

pub(super) fn string(object: &JsValue, name: &str) -> Option<String> {
    field(object, name)?.as_string()
}

pub(super) fn boolean(object: &JsValue, name: &str) -> Option<bool> {
    field(object, name)?.as_bool()
}

pub(super) fn number(object: &JsValue, name: &str) -> Option<f64> {
    field(object, name)?.as_f64()
}

/// A whole number that is not negative.
pub(super) fn count(object: &JsValue, name: &str) -> Option<usize> {
    number(object, name).filter(|value| *value >= 0.0).map(|value| value as usize)
}

/// Strings of an array; anything else in it is passed over.
pub(super) fn strings(object: &JsValue, name: &str) -> Option<Vec<String>> {
    let list = field(object, name)?.dyn_into::<Array>().ok()?;
    Some(list.iter().filter_map(|item| item.as_string()).collect())
}

/// Pairs of strings.
pub(super) fn pairs(object: &JsValue, name: &str) -> Vec<(String, String)> {
    let Some(list) = field(object, name).and_then(|value| value.dyn_into::<Array>().ok()) else {
        return Vec::new();
    };
    list.iter()
        .filter_map(|item| item.dyn_into::<Array>().ok())
        .filter_map(|pair| Some((pair.get(0).as_string()?, pair.get(1).as_string()?)))
        .collect()
}

/// Two strings of which each may be nothing.
pub(super) fn open_pair(object: &JsValue, name: &str) -> (Option<String>, Option<String>) {
    let Some(pair) = field(object, name).and_then(|value| value.dyn_into::<Array>().ok()) else {
        return (None, None);
    };
    (pair.get(0).as_string(), pair.get(1).as_string())
}
