//! Segmentation, as JavaScript asks for it: words of the source text, with its noise between them.

use super::json::Json;
use super::lexicon::LEXICON;
use super::repairing::gbk;
use super::segmenter::mode_of;
use super::thrown;
use super::utf16::Utf16;
use crate::segment::{Mode, Segmenter, Token};
use crate::text::{Normalizer, PinyinNoise, Span};
use crate::{Error, ErrorKind};
use wasm_bindgen::prelude::*;

/// `Word[]` of a text, as JSON. In `words` mode the texts of all items, joined, are the text.
#[wasm_bindgen]
pub fn segment(text: &str, mode: &str) -> Result<String, JsValue> {
    let mode = mode_of(mode);
    let mut normalizer = Normalizer::new(text, PinyinNoise::default(), Some(gbk));
    // Line by line: a line break ends a word.
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        normalizer.push_block(&[Span::new(start, start + line.trim_end_matches(['\n', '\r']).len())]);
        start += line.len();
    }
    let normalized = normalizer.finish();
    let mut tokens: Vec<Token> = Vec::new();
    LEXICON.with_borrow(|lexicon| {
        let lexicon = lexicon.as_ref().ok_or_else(|| {
            thrown(Error::new(
                ErrorKind::Unsupported,
                "this build carries no lexicon, so texts cannot be cut into words; hand one in",
            ))
        })?;
        Segmenter::new(lexicon).segment(&normalized.text, mode, &mut tokens);
        Ok::<(), JsValue>(())
    })?;
    let units = Utf16::new(text);
    let mut words: Vec<(Span, &str)> = Vec::with_capacity(tokens.len());
    let mut end = 0;
    for token in &tokens {
        let mut span = normalized.map.source_span(token.span);
        if mode == Mode::Words {
            // Several folded characters may come from one of the source; it belongs to the first token.
            span.start = span.start.max(end);
            if span.is_empty() {
                continue;
            }
            push_gap(&mut words, text, Span { start: end, end: span.start });
            end = span.end;
        }
        words.push((span, token.kind.as_str()));
    }
    if mode == Mode::Words {
        push_gap(&mut words, text, Span { start: end, end: text.len() as u32 });
    }
    Ok(Json::of(|json| {
        json.array(&words, |json, (span, kind)| {
            let (start, end) = units.span(text, *span);
            json.object(|json| {
                json.field("text").string(span.of(text));
                json.field("start").count(start);
                json.field("end").count(end);
                json.field("kind").string(kind);
            });
        });
    }))
}

/// What stands between two words and belongs to neither.
fn push_gap<'k>(words: &mut Vec<(Span, &'k str)>, text: &str, gap: Span) {
    if !gap.is_empty() {
        let is_space = gap.of(text).chars().all(char::is_whitespace);
        words.push((gap, if is_space { "space" } else { "noise" }));
    }
}
