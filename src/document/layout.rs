//! Where the blocks of a text stand, and what has to be known besides to have the document again without reading: the result
//! of reading, as far as the text does not show it by itself.
//!
//! Example: of `> **问：** 好` the one block is a quote from byte 2 on, said by speaker 0; its prose are the pieces `问：`
//! and ` 好`, the first of them is the label.

use super::{Block, BlockKind, Document};
use crate::text::{Normalizer, Repair, Span};

/// Where the blocks of a text stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Whether bracketed sounds are noise in this text.
    pub is_annotated: bool,
    /// Its blocks in order; some may come out empty, and are no blocks of the document then.
    pub blocks: Vec<BlockLayout>,
    /// The pieces of source that are their prose, those of each block after those of the one before.
    pub pieces: Vec<Span>,
    /// Broken characters that are put together again, in order.
    pub repairs: Vec<Repair>,
}

/// Where one block stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockLayout {
    /// What it is.
    pub kind: BlockKind,
    /// Level of a heading, 1 to 6; 0 for anything else.
    pub level: u8,
    /// Who speaks: an index into [`Document::speakers`].
    pub speaker: Option<u16>,
    /// Whether it belongs to the page and not to the text.
    pub is_boilerplate: bool,
    /// Where it stands in the source text, marks included.
    pub source: Span,
    /// The speaker's label, in source bytes; empty where there is none.
    pub label: Span,
    /// How many of [`Layout::pieces`] are its own.
    pub num_pieces: u32,
}

impl Document {
    /// The document that `layout` describes; `known` has the text and all else that is told of it.
    ///
    /// Cost: linear in the text.
    #[cfg(feature = "search")]
    pub(crate) fn of_layout(mut known: Document, layout: Layout) -> Document {
        let text = std::mem::take(&mut known.text);
        known.layout = layout;
        let repairs = std::mem::take(&mut known.layout.repairs);
        known.lay_out(Normalizer::known(&text, known.layout.is_annotated, repairs));
        known.text = text;
        known
    }

    /// Normalises the blocks of the layout, and keeps the repairs that were made.
    pub(super) fn lay_out(&mut self, mut normalizer: Normalizer<'_>) {
        let mut pieces = self.layout.pieces.as_slice();
        self.blocks = Vec::with_capacity(self.layout.blocks.len());
        for block in &self.layout.blocks {
            let (own, rest) = pieces.split_at_checked(block.num_pieces as usize).unwrap_or((pieces, &[]));
            pieces = rest;
            let folded = normalizer.push_block(own);
            if folded.is_empty() {
                continue;
            }
            self.blocks.push(Block {
                kind: block.kind,
                level: block.level,
                speaker: block.speaker,
                is_boilerplate: block.is_boilerplate,
                source: block.source,
                folded,
                label: block.label,
            });
        }
        self.layout.repairs = normalizer.take_repairs();
        self.normalized = normalizer.finish();
        for block in &mut self.blocks {
            // Labels were found in the source; from here on they are spans of the folded text.
            block.label = match block.label.is_empty() {
                true => Span { start: block.folded.start, end: block.folded.start },
                false => self.normalized.map.folded_span(block.label).intersection(block.folded),
            };
        }
    }
}

/// The source of a heading without its anchor, and the anchor: `## 用法` and `use` of `## 用法 {#use .note}`. Only braces
/// that begin with `#` are an anchor (pulldown-cmark's own reading takes any for attributes, 变量 of `## 用法 {变量}` too).
pub(super) fn heading_anchor(source: &str) -> Option<(&str, &str)> {
    let (title, attributes) = source.trim_end().strip_suffix('}')?.rsplit_once("{#")?;
    let anchor = attributes.split_ascii_whitespace().next()?;
    let is_plain = !attributes.contains(['{', '}', '\n']) && !attributes.starts_with(char::is_whitespace);
    (is_plain && !title.ends_with('\\')).then(|| (title.trim_end(), anchor))
}
