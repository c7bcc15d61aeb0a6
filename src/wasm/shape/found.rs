//! Shapes of what is found in an index.

use super::{Offsets, language};
use crate::index::DocumentInfo;
use crate::query::{FacetCount, HitPassage, Parts, SearchResult};
use crate::wasm::json::Json;

/// `DocumentInfo`, from an index.
pub(in crate::wasm) fn info(json: &mut Json, info: &DocumentInfo) {
    json.object(|json| {
        json.field("id").string(info.id);
        json.field("name").string(info.name);
        json.field("title").string(info.title);
        json.field("date").string_or_null(info.date);
        json.field("url").string_or_null(info.url);
        json.field("source").string_or_null(info.source);
        json.field("author").string_or_null(info.author);
        json.field("language").string_or_null(language(info.script));
        json.field("script").string(info.script.as_str());
        json.field("numChars").count(info.num_chars);
    });
}

/// `HitPassage`, which stands at `start..end` of its text; that is there where its offsets are.
pub(in crate::wasm) fn passage(
    json: &mut Json,
    passage: &HitPassage,
    (start, end): (u32, u32),
    offsets: Option<&Offsets>,
) {
    json.object(|json| {
        json.field("text").string(offsets.map_or("", |offsets| passage.span.of(offsets.text)));
        json.field("start").count(start);
        json.field("end").count(end);
        json.field("score").number(passage.score);
        json.field("heading").string(&passage.headings.join(" › "));
        json.field("anchor").string_or_null(passage.anchor.as_deref());
        json.field("speaker").string_or_null(passage.speaker.as_deref());
        json.field("highlights").array(&passage.highlights, |json, span| {
            if let Some(offsets) = offsets {
                offsets.span(json, *span);
            }
        });
    });
}

/// The fields of `SearchResult` that are there only where they were asked for, or where nothing was found.
pub(in crate::wasm) fn what_else(json: &mut Json, found: &SearchResult) {
    if let Some(facets) = &found.facets {
        json.field("facets").object(|json| {
            for (name, counts) in
                [("sources", &facets.sources), ("speakers", &facets.speakers), ("years", &facets.years)]
            {
                json.field(name).array(counts, |json, FacetCount { value, num_documents }| {
                    json.object(|json| {
                        json.field("value").string(value);
                        json.field("numDocuments").count(*num_documents);
                    });
                });
            }
        });
    }
    json.field("numExcluded").count(found.num_excluded as u64);
    json.field("tried").array(&found.tried, |json, tried| {
        json.object(|json| {
            json.field("text").string(&tried.text);
            json.field("kind").string(tried.kind.as_str());
        });
    });
    json.field("nearest").array(&found.nearest, |json, text| json.string(text));
}

/// `ScorePart[]`.
pub(in crate::wasm) fn parts(json: &mut Json, parts: &Parts) {
    let named = [
        ("words", parts.words),
        ("title", parts.title),
        ("window", parts.window),
        ("pairs", parts.pairs),
        ("characters", parts.characters),
        ("literal", parts.literal),
    ];
    json.array(named, |json, (name, value)| {
        json.object(|json| {
            json.field("name").string(name);
            json.field("value").number(value);
        });
    });
}
