//! What is inside an index, as JavaScript asks for it, and ways to go on: all that pages which only search do without.

use super::indexing::CoreIndex;
use super::json::Json;
use super::{shape, thrown};
use crate::format::FORMAT_VERSION;
use crate::index::fingerprint;
use crate::query;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl CoreIndex {
    /// The names of all pieces of a site index: `string[]`.
    pub fn pieces(&self) -> String {
        Json::of(|json| json.array(self.index.piece_names(), |json, name| json.string(&name)))
    }

    /// `Suggestion[]`.
    pub fn suggest(&self, input: &str, limit: usize) -> Result<String, JsValue> {
        let found = query::suggest(&self.index, input, limit).map_err(thrown)?;
        Ok(Json::of(|json| {
            json.array(&found, |json, suggestion| {
                json.object(|json| {
                    json.field("text").string(&suggestion.text);
                    json.field("kind").string(suggestion.kind.as_str());
                    json.field("numDocuments").count(suggestion.num_documents);
                });
            });
        }))
    }

    /// `DocumentInfo[]`.
    pub fn documents(&self) -> String {
        self.index.has_documents();
        Json::of(|json| json.array(self.index.documents().iter(), |json, info| shape::info(json, &info)))
    }

    /// Name pairs of the corpus.
    pub fn aliases(&self) -> String {
        self.index.has_terms();
        Json::of(|json| {
            json.array(self.index.aliases().iter(), |json, pair| {
                json.object(|json| {
                    json.field("left").string(&pair.left);
                    json.field("right").string(&pair.right);
                    json.field("numDocuments").count(pair.num_documents);
                });
            });
        })
    }

    /// `Inspection`.
    pub fn inspect(&self) -> String {
        let index = &self.index;
        Json::of(|json| {
            json.object(|json| {
                json.field("formatVersion").count(u64::from(FORMAT_VERSION));
                json.field("fingerprint").string(&format!("{:08x}", fingerprint()));
                json.field("writer").string(index.writer());
                let of_pieces: u64 = index.pieces().map(|(_, _, len_bytes)| len_bytes).sum();
                json.field("lenBytes").count(index.bytes().len() as u64 + of_pieces);
                json.field("isSite").boolean(index.is_site());
                json.field("hasText").boolean(index.has_text());
                json.field("numDocuments").count(index.documents().len() as u64);
                json.field("numUnits").count(index.documents().num_units());
                let (num_terms, num_aliases) = index.num_terms_and_aliases();
                json.field("numTerms").count(num_terms);
                json.field("numAliases").count(num_aliases);
                let sections = index.sections().iter();
                let sections = sections.map(|section| (section.name(), 1, section.len_bytes as u64));
                let pieces = index.pieces().map(|(name, num, len_bytes)| (name.to_owned(), num, len_bytes));
                json.field("sections").array(sections.chain(pieces), |json, (name, num, len_bytes)| {
                    json.object(|json| {
                        json.field("name").string(&name);
                        json.field("lenBytes").count(len_bytes);
                        json.field("numFiles").count(num);
                    });
                });
            });
        })
    }

    /// Checks everything, then `Inspection`.
    pub fn verify(&self) -> Result<String, JsValue> {
        self.index.verify().map_err(thrown)?;
        Ok(self.inspect())
    }
}
