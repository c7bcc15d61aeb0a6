//! What a text is made of: title, date, blocks, speakers, sentences, passages, aliases.
//!
//! Example: the Markdown `# 访谈\n\n**记者：** 您怎么看？\n\n**专家：** 可能更早。` has the title 访谈, three blocks
//! (a heading and two turns) and two speakers.
//!
//! Useful for knowing where a statement stands and who makes it; not useful for cutting words.

mod alias;
mod boilerplate;
#[cfg(feature = "read")]
mod markdown;
mod metadata;
mod plain;
mod script;
mod sentence;
mod turn;

pub use alias::Alias;
pub use script::Script;
pub use sentence::{Passage, Sentence};

use crate::text::{GbkSource, NoiseKind, Normalized, Normalizer, PinyinNoise, Span, without_sounds};
use crate::{Error, ErrorKind, Result};

/// The longest source text one document may have, in bytes of UTF-8 (256 MiB). A longer one is refused as
/// [`ErrorKind::TooLarge`].
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

/// How a text is read.
#[derive(Clone, Copy, Default)]
pub struct ReadOptions {
    /// Whether bracketed sounds are noise. Default: decided by the document.
    pub pinyin: PinyinNoise,
    /// Where the GBK table comes from, for repairing broken bytes; without it they stay as they are.
    pub gbk: Option<GbkSource>,
    /// Whether a date that is not given or stated stays unknown, instead of being looked for in the text. Default: false. For
    /// texts of which it is known already.
    pub is_date_known: bool,
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
    /// Names that the text itself ties together.
    pub aliases: Vec<Alias>,
}

/// A block before its text is normalised.
#[derive(Clone, Debug)]
struct RawBlock {
    kind: BlockKind,
    level: u8,
    /// The pieces of source that are its prose.
    pieces: Vec<Span>,
    source: Span,
    /// Bytes of its prose that are link text.
    link_bytes: u32,
}

impl RawBlock {
    fn text(&self, source: &str) -> String {
        self.pieces.iter().map(|piece| piece.of(source)).collect()
    }
}

impl Document {
    /// Reads a text: finds its blocks, metadata, speakers and aliases, and normalises it.
    ///
    /// Errors: [`ErrorKind::TooLarge`] past [`MAX_DOCUMENT_BYTES`]. Any other text is a document, an empty one
    /// too. Cost: linear in the text.
    ///
    /// ```
    /// use duizhao::document::{Document, ReadOptions, Source};
    /// let source = Source { name: "a.md", text: "# 訪談\n\n經(jīng)濟(jì)技術(shù)發(fā)展。", ..Source::default() };
    /// let document = Document::read(&source, &ReadOptions::default())?;
    /// assert_eq!(document.title, "訪談");
    /// assert_eq!(document.normalized.text, "访谈\n经济技术发展。");
    /// # Ok::<(), duizhao::Error>(())
    /// ```
    pub fn read(source: &Source, options: &ReadOptions) -> Result<Document> {
        if source.text.len() > MAX_DOCUMENT_BYTES {
            return Err(Error::new(
                ErrorKind::TooLarge,
                format!(
                    "{}: a text of {} bytes; at most {MAX_DOCUMENT_BYTES} are read as one document. Split it and try again.",
                    source.name,
                    source.text.len()
                ),
            ));
        }
        let text = source.text;
        let (mut metadata, body) = metadata::front_matter(text);
        let mut raw = match source.text_type {
            #[cfg(feature = "read")]
            TextType::Markdown => markdown::blocks(text, body),
            #[cfg(not(feature = "read"))]
            TextType::Markdown => {
                let message = "this build cannot read Markdown; use one with the feature `read`";
                return Err(Error::new(ErrorKind::Unsupported, message));
            }
            TextType::Text => plain::blocks(text, body),
        };
        metadata.read_lines(text, &mut raw);

        let mut normalizer = Normalizer::new(text, options.pinyin, options.gbk);
        let turns = turn::find(text, &mut raw);
        let boilerplate = boilerplate::find(text, &raw, &turns);
        let mut blocks = Vec::with_capacity(raw.len());
        for (at, block) in raw.iter().enumerate() {
            let folded = normalizer.push_block(&block.pieces);
            if folded.is_empty() {
                continue;
            }
            blocks.push(Block {
                kind: block.kind,
                level: block.level,
                // What belongs to the page, nobody in the text says.
                speaker: turns.speaker_of(at).filter(|_| !boilerplate[at]),
                is_boilerplate: boilerplate[at],
                source: block.source,
                folded,
                label: turns.label_of(at),
            });
        }
        let is_annotated = normalizer.removes_pinyin();
        let normalized = normalizer.finish();
        for block in &mut blocks {
            // Labels were found in the source; from here on they are spans of the folded text.
            block.label = match block.label.is_empty() {
                true => Span { start: block.folded.start, end: block.folded.start },
                false => normalized.map.folded_span(block.label).intersection(block.folded),
            };
        }
        // What the text says of itself is shown as a label: without the noise that the text is full of.
        let label = |read: String| if is_annotated { without_sounds(&read) } else { read };
        let owned = |given: Option<&str>, read: Option<String>| given.map(str::to_owned).or(read.map(label));
        let mut document = Document {
            id: source.id.unwrap_or(source.name).to_owned(),
            name: source.name.to_owned(),
            title: String::new(),
            date: owned(source.date, metadata.date),
            url: owned(source.url, metadata.url),
            source: owned(source.source, metadata.source),
            author: metadata.author.map(label),
            script: script::of(text),
            text_type: source.text_type,
            pinyin: options.pinyin,
            text: text.to_owned(),
            normalized,
            blocks,
            speakers: turns.speakers.into_iter().map(label).collect(),
            aliases: Vec::new(),
        };
        document.title = owned(source.title, metadata.title).unwrap_or_else(|| document.title_from_text());
        if document.date.is_none() && !options.is_date_known {
            document.date = metadata::date_in_text(&document);
        }
        document.aliases = alias::find(&document);
        Ok(document)
    }

    /// The source bytes a folded span came from; see [`crate::text::OffsetMap::source_span`].
    pub fn source_span(&self, folded: Span) -> Span {
        self.normalized.map.source_span(folded)
    }

    /// The folded text.
    pub fn folded(&self) -> &str {
        &self.normalized.text
    }

    /// The anchor of a heading, `use` in `## 用法 {#use}`: what a link to it ends in. None where it has none.
    #[cfg(feature = "read")]
    pub fn anchor(&self, block: usize) -> Option<&str> {
        let block = self.blocks.get(block).filter(|block| block.kind == BlockKind::Heading)?;
        markdown::heading_anchor(block.source.of(&self.text)).map(|(_, anchor)| anchor)
    }

    /// The same in a build that reads no Markdown: none.
    #[cfg(not(feature = "read"))]
    pub fn anchor(&self, _block: usize) -> Option<&str> {
        None
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
        clean.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The first heading; else a file name that says something; else the first words.
    fn title_from_text(&self) -> String {
        const MAX_TITLE_CHARS: usize = 60;
        let prose = |block: &&Block| {
            !matches!(block.kind, BlockKind::Metadata | BlockKind::Code) && !block.is_boilerplate
        };
        let heading = self
            .blocks
            .iter()
            .filter(prose)
            .take(3)
            .find(|block| block.kind == BlockKind::Heading && block.level == 1);
        let heading = heading
            .or_else(|| self.blocks.iter().find(prose).filter(|block| block.kind == BlockKind::Heading));
        if let Some(heading) = heading {
            return self.clean_source(heading.folded).chars().take(2 * MAX_TITLE_CHARS).collect();
        }
        let stem = self.name.rsplit(['/', '\\']).next().unwrap_or("");
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        let says_something = stem.chars().any(crate::text::is_han)
            || (stem.chars().any(|c| c.is_alphabetic())
                && stem.chars().filter(char::is_ascii_digit).count() < 4);
        if says_something {
            return stem.to_owned();
        }
        let Some(block) = self.blocks.iter().find(prose) else {
            return if stem.is_empty() { "无题".to_owned() } else { stem.to_owned() };
        };
        let words: String = self.clean_source(block.folded).chars().take(MAX_TITLE_CHARS).collect();
        let clause = words
            .char_indices()
            .skip(12)
            .find(|(_, c)| "，。,；;！？!?：".contains(*c))
            .map_or(words.len(), |(at, _)| at);
        words.get(..clause).unwrap_or(&words).to_owned()
    }
}
