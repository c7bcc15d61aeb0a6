//! Shapes of a text that was read.

use super::{Offsets, language};
use crate::document::Document;
use crate::text::quantities;
use crate::wasm::json::Json;
use crate::wasm::utf16::Utf16;

/// The fields of `DocumentInfo`, from a document at hand.
fn info_fields(json: &mut Json, document: &Document) {
    json.field("id").string(&document.id);
    json.field("name").string(&document.name);
    json.field("title").string(&document.title);
    json.field("date").string_or_null(document.date.as_deref());
    json.field("url").string_or_null(document.url.as_deref());
    json.field("source").string_or_null(document.source.as_deref());
    json.field("author").string_or_null(document.author.as_deref());
    json.field("language").string_or_null(language(document.script));
    json.field("script").string(document.script.as_str());
    json.field("numChars").count(document.folded().chars().count() as u64);
}

/// `DocumentInfo` of a document at hand.
pub(in crate::wasm) fn info_of(json: &mut Json, document: &Document) {
    json.object(|json| info_fields(json, document));
}

/// `Document`.
pub(in crate::wasm) fn document(json: &mut Json, document: &Document, units: &Utf16) {
    json.object(|json| document_fields(json, document, units));
}

fn document_fields(json: &mut Json, document: &Document, units: &Utf16) {
    let offsets = Offsets { text: &document.text, units };
    info_fields(json, document);
    json.field("text").string(&document.text);
    json.field("blocks").array(&document.blocks, |json, block| {
        json.object(|json| {
            json.field("kind").string(block.kind.as_str());
            json.field("level").count(block.level);
            match block.speaker {
                Some(speaker) => json.field("speaker").count(speaker),
                None => json.field("speaker").null(),
            }
            json.field("isBoilerplate").boolean(block.is_boilerplate);
            offsets.start_end(json, block.source);
        });
    });
    json.field("removed").array(&document.normalized.removed, |json, removal| {
        json.object(|json| {
            json.field("kind").string(removal.kind.as_str());
            offsets.start_end(json, removal.span);
        });
    });
    json.field("aliases").array(document.aliases(), |json, alias| {
        json.object(|json| {
            json.field("left").string(&alias.left);
            json.field("right").string(&alias.right);
            offsets.start_end(json, document.source_span(alias.span));
        });
    });
    json.field("speakers").array(&document.speakers, |json, speaker| json.string(speaker));
    json.field("quantities").array(quantities(document.folded()), |json, quantity| {
        json.object(|json| {
            json.field("kind").string(quantity.kind.as_str());
            json.field("low").number(quantity.low);
            json.field("high").number(quantity.high);
            json.field("unit").string(&quantity.unit);
            offsets.start_end(json, document.source_span(quantity.span));
        });
    });
}
