//! What a text is made of: title, date, blocks, speakers, sentences, passages, aliases.
//!
//! Example: the Markdown `# 访谈\n\n**记者：** 您怎么看？\n\n**专家：** 可能更早。` has the title 访谈, three blocks
//! (a heading and two turns) and two speakers.
//!
//! Useful for knowing where a statement stands and who makes it; not useful for cutting words.

#[cfg(feature = "read")]
mod alias;
#[cfg(feature = "read")]
mod boilerplate;
mod layout;
#[cfg(feature = "read")]
mod markdown;
#[cfg(feature = "read")]
mod metadata;
#[cfg(feature = "read")]
mod plain;
#[cfg(feature = "read")]
mod read;
#[cfg(feature = "read")]
mod script;
mod sentence;
#[cfg(feature = "read")]
mod turn;

#[cfg(feature = "read")]
pub use alias::Alias;
pub use layout::{BlockLayout, Layout};
#[cfg(feature = "read")]
pub use read::ReadOptions;
pub use sentence::{Passage, Sentence};

use crate::text::{NoiseKind, Normalized, PinyinNoise, Span};
#[cfg(feature = "read")]
use std::cell::OnceCell;

/// The longest source text one document may have, in bytes of UTF-8 (256 MiB). A longer one is refused as
/// [`crate::ErrorKind::TooLarge`].
pub const MAX_DOCUMENT_BYTES: usize = 256 << 20;

/// What the source text is written in. HTML becomes text before it reaches the core.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextType {
    /// Plain text: lines, perhaps hard-wrapped.
    Text,
    /// Markdown (CommonMark with tables).
    #[default]
    Markdown,
}

/// Simplified, Traditional, both or neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Script {
    /// Simplified characters.
    Simplified,
    /// Traditional characters.
    Traditional,
    /// Both in good number.
    Mixed,
    /// No Han character tells.
    #[default]
    None,
}

impl Script {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Script::Simplified => "simplified",
            Script::Traditional => "traditional",
            Script::Mixed => "mixed",
            Script::None => "none",
        }
    }
}

/// A text to read, with what is known about it. What is given here wins over what the text says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Source<'a> {
    /// File name; the last resort for a title, and the id where none is given.
    pub name: &'a str,
    /// The text, as it will be shown.
    pub text: &'a str,
    /// What it is written in.
    pub text_type: TextType,
    /// Identifier, unique in a corpus.
    pub id: Option<&'a str>,
    /// Title.
    pub title: Option<&'a str>,
    /// Address of the original.
    pub url: Option<&'a str>,
    /// Date: `2025`, `2025-01` or `2025-01-20`.
    pub date: Option<&'a str>,
    /// Publisher.
    pub source: Option<&'a str>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A heading; `level` says which.
    Heading,
    /// A paragraph, or a speaker's turn.
    Paragraph,
    /// A paragraph inside a quotation.
    Quote,
    /// An item of a list.
    ListItem,
    /// Code or preformatted text.
    Code,
    /// A row of a table.
    TableRow,
    /// A line that tells about the text: author, date, address.
    Metadata,
}

impl BlockKind {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            BlockKind::Heading => "heading",
            BlockKind::Paragraph => "paragraph",
            BlockKind::Quote => "quote",
            BlockKind::ListItem => "list-item",
            BlockKind::Code => "code",
            BlockKind::TableRow => "table-row",
            BlockKind::Metadata => "metadata",
        }
    }
}

/// A block of a document: a stretch that is read as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Level of a heading, 1 to 6; 0 for anything else.
    pub level: u8,
    /// Who speaks: an index into [`Document::speakers`].
    pub speaker: Option<u16>,
    /// Whether it belongs to the page and not to the text (link lists, advertisements): shown greyed, not searched.
    pub is_boilerplate: bool,
    /// Where it stands in the source text, marks included.
    pub source: Span,
    /// Its text, in [`Normalized::text`].
    pub folded: Span,
    /// The speaker's label at its start, in folded bytes; empty where there is none.
    pub label: Span,
}

/// A text that has been read.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Identifier, unique in a corpus.
    pub id: String,
    /// File name.
    pub name: String,
    /// Title, never empty.
    pub title: String,
    /// `2025`, `2025-01` or `2025-01-20`.
    pub date: Option<String>,
    /// Address of the original.
    pub url: Option<String>,
    /// Publisher.
    pub source: Option<String>,
    /// Author.
    pub author: Option<String>,
    /// Simplified, Traditional, mixed or neither.
    pub script: Script,
    /// What the source text is written in.
    pub text_type: TextType,
    /// What was asked for bracketed sounds when it was read.
    pub pinyin: PinyinNoise,
    /// The source text; all source spans are in it.
    pub text: String,
    /// Its folded form with the way back.
    pub normalized: Normalized,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
    /// Names of those who speak, in order of appearance.
    pub speakers: Vec<String>,
    /// What reading found out of the text: from it and the text all this can be made again.
    pub layout: Layout,
    #[cfg(feature = "read")]
    pub(crate) aliases: OnceCell<Vec<Alias>>,
}

impl Document {
    /// The source bytes a folded span came from; see [`crate::text::OffsetMap::source_span`].
    pub fn source_span(&self, folded: Span) -> Span {
        self.normalized.map.source_span(folded)
    }

    /// The same for spans that mostly come in order; see [`crate::text::OffsetMap::source_spans`].
    pub fn source_spans(&self) -> impl FnMut(Span) -> Span {
        self.normalized.map.source_spans()
    }

    /// The folded text.
    pub fn folded(&self) -> &str {
        &self.normalized.text
    }

    /// The anchor of a heading, `use` in `## 用法 {#use}`: what a link to it ends in. None where it has none.
    pub fn anchor(&self, block: usize) -> Option<&str> {
        let block = self.blocks.get(block).filter(|block| block.kind == BlockKind::Heading)?;
        layout::heading_anchor(block.source.of(&self.text)).map(|(_, anchor)| anchor)
    }

    /// Names that the text itself ties together; looked for when first asked for.
    #[cfg(feature = "read")]
    pub fn aliases(&self) -> &[Alias] {
        self.aliases.get_or_init(|| alias::find(self))
    }

    /// The headings above a block, outermost first, as indices into [`Document::blocks`]. Cost: linear in the
    /// blocks before it.
    pub fn heading_path(&self, block: usize) -> Vec<usize> {
        let mut path = Vec::new();
        let mut level = match self.blocks.get(block) {
            Some(at) if at.kind == BlockKind::Heading => at.level,
            _ => u8::MAX,
        };
        for (at, candidate) in self.blocks.iter().enumerate().take(block).rev() {
            if candidate.kind == BlockKind::Heading && candidate.level < level {
                level = candidate.level;
                path.push(at);
                if level <= 1 {
                    break;
                }
            }
        }
        path.reverse();
        path
    }

    /// The source text of a folded span without the noise in it: for titles, names and other short labels.
    pub fn clean_source(&self, folded: Span) -> String {
        let span = self.source_span(folded);
        let mut clean = String::new();
        let mut at = span.start;
        let removed = &self.normalized.removed;
        let first = removed.partition_point(|removal| removal.span.end <= span.start);
        let inside = removed[first..].iter().take_while(|removal| removal.span.start < span.end);
        for removal in
            inside.filter(|removal| matches!(removal.kind, NoiseKind::Pinyin | NoiseKind::Invisible))
        {
            if removal.span.start >= at {
                clean.push_str(Span { start: at, end: removal.span.start }.of(&self.text));
                at = removal.span.end;
            }
        }
        clean.push_str(Span { start: at, end: span.end.max(at) }.of(&self.text));
        let mut joined = String::with_capacity(clean.len());
        for word in clean.split_whitespace() {
            if !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(word);
        }
        joined
    }
}

/// Whether `c` is one of `signs`. Beyond ASCII `str::contains` prepares a search for a string, each time.
fn is_one_of(c: char, signs: &str) -> bool {
    signs.chars().any(|sign| sign == c)
}
