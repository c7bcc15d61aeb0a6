//! Units: into what pieces is a document cut, before pieces are linked?
//!
//! Example: `第二条　为了保护…` is one article unit; its label `第二条` is kept beside it and is not compared, so that
//! renumbering changes nothing.

use super::Unit as Granularity;
use super::wording::is_telling;
use crate::document::{BlockKind, Document};
use crate::text::{CharClass, Span, class_of};

/// About how long a passage is, in characters.
const PASSAGE_CHARS: usize = 200;

/// What a unit is, as far as linking cares: code answers to code, and a heading rather to a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UnitKind {
    Prose,
    Heading,
    Code,
    Row,
}

/// One piece of a document. All spans are in folded bytes.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// The whole piece.
    pub folded: Span,
    /// What is compared: without a speaker's label, a list mark or an article's number.
    pub content: Span,
    pub block: u32,
    pub kind: UnitKind,
    pub speaker: Option<u16>,
    /// Ends in a question mark.
    pub is_question: bool,
    /// Belongs to the page and not to the text: linked with its like, never counted.
    pub is_boilerplate: bool,
}

/// Cuts a document. Metadata, and pieces that say nothing (a rule, a speaker's name on a line of its own), belong to
/// no unit.
pub(super) fn cut(document: &Document, granularity: Granularity) -> Vec<Unit> {
    let pieces: Vec<(Span, u32)> = match granularity {
        Granularity::Sentence => {
            document.sentences().iter().map(|piece| (piece.folded, piece.block)).collect()
        }
        Granularity::Passage => {
            document.passages(PASSAGE_CHARS).iter().map(|piece| (piece.folded, piece.block)).collect()
        }
        Granularity::Article => articles(document),
    };
    let text = document.folded();
    let mut units = Vec::with_capacity(pieces.len());
    for (folded, block) in pieces {
        let Some(of) = document.blocks.get(block as usize) else { continue };
        if of.kind == BlockKind::Metadata {
            continue;
        }
        let kind = match of.kind {
            BlockKind::Heading => UnitKind::Heading,
            BlockKind::Code => UnitKind::Code,
            BlockKind::TableRow => UnitKind::Row,
            _ => UnitKind::Prose,
        };
        let is_start = folded.start == of.folded.start;
        let label =
            article_label(folded.of(text)).filter(|_| is_start).map_or(Span::default(), |len_bytes| Span {
                start: folded.start,
                end: folded.start + len_bytes as u32,
            });
        let mut content = folded;
        for skipped in [of.label, label] {
            if !skipped.is_empty() && skipped.end > content.start && skipped.start <= content.start {
                content.start = skipped.end.min(content.end);
            }
        }
        content = trim_label(text, content);
        // An image between two linked paragraphs has a place, if no words; between sentences it is noise.
        let says_nothing = granularity != Granularity::Passage && !is_telling(content.of(text));
        if says_nothing || !of.label.is_empty() && of.label.contains(folded) {
            continue;
        }
        let is_question =
            matches!(content.of(text).trim_end_matches(['"', ')', '》', ' ']).chars().last(), Some('?'));
        units.push(Unit {
            folded,
            content,
            block,
            kind,
            speaker: of.speaker,
            is_question,
            is_boilerplate: of.is_boilerplate,
        });
    }
    units
}

/// Drops the white space and the colon that a label leaves behind.
fn trim_label(text: &str, span: Span) -> Span {
    let piece = span.of(text);
    let kept = piece.trim_start_matches([' ', ':', '\n']);
    if kept.is_empty() {
        return span;
    }
    Span { start: span.end - kept.len() as u32, end: span.end }
}

/// Articles: from one `第…条` at the start of a block to the next, or to a heading. What stands before the first
/// article, and every heading, is a unit of its own.
fn articles(document: &Document) -> Vec<(Span, u32)> {
    let text = document.folded();
    let mut pieces: Vec<(Span, u32)> = Vec::new();
    let mut is_open = false;
    for (at, block) in document.blocks.iter().enumerate() {
        if block.is_boilerplate || block.kind == BlockKind::Metadata {
            is_open = false;
            continue;
        }
        let starts = article_label(block.folded.of(text)).is_some();
        if block.kind == BlockKind::Heading && !starts || is_division(block.folded.of(text)) {
            pieces.push((block.folded, at as u32));
            is_open = false;
        } else if starts {
            pieces.push((block.folded, at as u32));
            is_open = true;
        } else if is_open && let Some(last) = pieces.last_mut() {
            last.0 = last.0.hull(block.folded);
        } else {
            pieces.push((block.folded, at as u32));
        }
    }
    pieces
}

/// Length in bytes of an article's number at the start of a folded block: `第一百二十条`, `第12条之一`.
pub(super) fn article_label(text: &str) -> Option<usize> {
    let len_bytes = numbered(text, '条')?;
    let rest = text.get(len_bytes..)?;
    // `第二条的规定…` at the start of a paragraph speaks of an article and does not open one.
    let after = rest.strip_prefix('之').map(|more| more.trim_start_matches(is_numeral));
    let end = after.map_or(len_bytes, |more| text.len() - more.len());
    let next = text.get(end..)?.chars().next();
    let is_opening = match next {
        None | Some(' ' | ':' | '\n' | '【' | '(' | '[') => true,
        Some(c) => !matches!(
            c,
            '的' | '第' | '规' | '所' | '和' | '、' | ',' | '至' | '或' | '以' | '及' | '与' | '中'
        ),
    };
    is_opening.then_some(end)
}

/// Whether a folded block is the title of a part, chapter or section: `第三章 总则`.
fn is_division(text: &str) -> bool {
    text.chars().count() <= 40
        && ['编', '章', '节'].iter().any(|mark| numbered(text, *mark).is_some())
        && !text.ends_with('。')
}

fn numbered(text: &str, mark: char) -> Option<usize> {
    let rest = text.strip_prefix('第')?;
    let after = rest.trim_start_matches(is_numeral);
    let after = if after.len() == rest.len() { return None } else { after };
    let tail = after.strip_prefix(mark)?;
    Some(text.len() - tail.len())
}

fn is_numeral(c: char) -> bool {
    class_of(c) == CharClass::Digit || "一二三四五六七八九十百千零两".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn article_labels() {
        for (text, label, reason) in [
            ("第一条 为了", Some("第一条"), "plain"),
            ("第一百二十条为了", Some("第一百二十条"), "no space"),
            ("第12条 为了", Some("第12条"), "digits"),
            ("第二百八十七条之一 明知", Some("第二百八十七条之一"), "inserted article"),
            ("第二条的规定适用于", None, "speaks of an article"),
            ("第二条、第三条所称", None, "a list of articles"),
            ("第三章 总则", None, "a chapter"),
            ("第一", None, "cut off"),
        ] {
            let found = article_label(text).map(|end| &text[..end]);
            assert_eq!(found, label, "{text}: {reason}");
        }
    }
}
