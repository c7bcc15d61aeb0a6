//! The shapes of `www/lib/types.ts`, field by field. A change here is a change there.

use super::json::Json;
use super::utf16::Utf16;
use crate::document::{Document, Script};
use crate::text::Span;

/// `[start, end]`.
pub(super) fn span(json: &mut Json, units: &Utf16, text: &str, span: Span) {
    let (start, end) = units.span(text, span);
    json.array([start, end], Json::count);
}

/// `start` and `end` as two fields of the object being written.
pub(super) fn start_end(json: &mut Json, units: &Utf16, text: &str, span: Span) {
    let (start, end) = units.span(text, span);
    json.field("start").count(start);
    json.field("end").count(end);
}

/// The fields of `DocumentInfo`, from a document at hand.
pub(super) fn info_fields(json: &mut Json, document: &Document) {
    json.field("id").string(&document.id);
    json.field("name").string(&document.name);
    json.field("title").string(&document.title);
    json.field("date").string_or_null(document.date.as_deref());
    json.field("url").string_or_null(document.url.as_deref());
    json.field("source").string_or_null(document.source.as_deref());
    json.field("author").string_or_null(document.author.as_deref());
    json.field("language").string_or_null(language(document.script));
    json.field("script").string(document.script.as_str());
    json.field("numChars").count(document.text.chars().count() as u64);
}

/// The tag that a page puts into `lang`, so that each script gets its own shapes.
pub(super) fn language(script: Script) -> Option<&'static str> {
    match script {
        Script::Simplified => Some("zh-Hans"),
        Script::Traditional => Some("zh-Hant"),
        Script::Mixed => Some("zh"),
        Script::None => None,
    }
}

/// `Document`.
pub(super) fn document(json: &mut Json, document: &Document, units: &Utf16) {
    let text = document.text.as_str();
    json.object(|json| {
        info_fields(json, document);
        json.field("text").string(text);
        json.field("blocks").array(&document.blocks, |json, block| {
            json.object(|json| {
                json.field("kind").string(block.kind.as_str());
                json.field("level").count(block.level);
                match block.speaker {
                    Some(speaker) => json.field("speaker").count(speaker),
                    None => json.field("speaker").null(),
                }
                json.field("isBoilerplate").boolean(block.is_boilerplate);
                start_end(json, units, text, block.source);
            });
        });
        json.field("removed").array(&document.normalized.removed, |json, removal| {
            json.object(|json| {
                json.field("kind").string(removal.kind.as_str());
                start_end(json, units, text, removal.span);
            });
        });
        json.field("aliases").array(&document.aliases, |json, alias| {
            json.object(|json| {
                json.field("left").string(&alias.left);
                json.field("right").string(&alias.right);
                start_end(json, units, text, document.source_span(alias.span));
            });
        });
        json.field("speakers").array(&document.speakers, |json, speaker| json.string(speaker));
    });
}
