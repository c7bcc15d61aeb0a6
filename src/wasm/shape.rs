//! The shapes of `www/lib/types.ts`, field by field. A change here is a change there.

#[cfg(feature = "compare")]
mod compared;
#[cfg(feature = "search")]
mod found;
#[cfg(feature = "read")]
mod read;

#[cfg(feature = "compare")]
pub(super) use compared::{comparison, keyness_fields, statement};
#[cfg(feature = "search")]
pub(super) use found::{info, parts, passage, what_else};
#[cfg(feature = "read")]
pub(super) use read::{document, info_of};

use super::json::Json;
use super::utf16::Utf16;
use crate::document::Script;
use crate::text::Span;

/// A text with its offsets, which every shape that has spans needs.
pub(super) struct Offsets<'a> {
    pub text: &'a str,
    pub units: &'a Utf16,
}

impl Offsets<'_> {
    /// `[start, end]`.
    pub fn span(&self, json: &mut Json, span: Span) {
        let (start, end) = self.units.span(self.text, span);
        json.array([start, end], Json::count);
    }

    /// `start` and `end` as two fields of the object being written.
    pub fn start_end(&self, json: &mut Json, span: Span) {
        let (start, end) = self.units.span(self.text, span);
        json.field("start").count(start);
        json.field("end").count(end);
    }
}
/// The tag that a page puts into `lang`, so that each script gets its own shapes.
fn language(script: Script) -> Option<&'static str> {
    match script {
        Script::Simplified => Some("zh-Hans"),
        Script::Traditional => Some("zh-Hant"),
        Script::Mixed => Some("zh"),
        Script::None => None,
    }
}
