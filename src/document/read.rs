//! From a text to a document: where its blocks stand, what it says of itself, and who speaks.

use super::layout::{BlockLayout, Layout};
use super::turn;
use super::{
    Block, BlockKind, Document, MAX_DOCUMENT_BYTES, Source, TextType, boilerplate, is_one_of, markdown,
    metadata, plain, script,
};
use crate::text::{GbkSource, Normalizer, PinyinNoise, Span, without_sounds};
use crate::{Error, ErrorKind, Result};

/// How a text is read.
#[derive(Clone, Copy, Default)]
pub struct ReadOptions {
    /// Whether bracketed sounds are noise. Default: decided by the document.
    pub pinyin: PinyinNoise,
    /// Where the GBK table comes from, for repairing broken bytes; without it they stay as they are.
    pub gbk: Option<GbkSource>,
}

/// A block before its text is normalised.
#[derive(Clone, Debug)]
pub(super) struct RawBlock {
    pub kind: BlockKind,
    pub level: u8,
    /// The pieces of source that are its prose.
    pub pieces: Vec<Span>,
    pub source: Span,
    /// Bytes of its prose that are link text.
    pub link_bytes: u32,
}

impl RawBlock {
    pub fn text(&self, source: &str) -> String {
        self.pieces.iter().map(|piece| piece.of(source)).collect()
    }
}

impl Document {
    /// Reads a text: finds its blocks, metadata and speakers, and normalises it.
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
            TextType::Markdown => markdown::blocks(text, body),
            TextType::Text => plain::blocks(text, body),
        };
        metadata.read_lines(text, &mut raw);

        let normalizer = Normalizer::new(text, options.pinyin, options.gbk);
        let turns = turn::find(text, &mut raw);
        let boilerplate = boilerplate::find(text, &raw, &turns);
        let mut layout = Layout { is_annotated: normalizer.removes_pinyin(), ..Layout::default() };
        for (at, block) in raw.iter().enumerate() {
            let is_boilerplate = boilerplate[at];
            layout.pieces.extend_from_slice(&block.pieces);
            layout.blocks.push(BlockLayout {
                kind: block.kind,
                level: block.level,
                // What belongs to the page, nobody in the text says.
                speaker: turns.speaker_of(at).filter(|_| !is_boilerplate),
                is_boilerplate,
                source: block.source,
                label: turns.label_of(at),
                num_pieces: block.pieces.len() as u32,
            });
        }
        // What the text says of itself is shown as a label: without the noise that the text is full of.
        let is_annotated = layout.is_annotated;
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
            layout,
            speakers: turns.speakers.into_iter().map(label).collect(),
            ..Document::default()
        };
        document.lay_out(normalizer);
        document.title = owned(source.title, metadata.title).unwrap_or_else(|| document.title_from_text());
        if document.date.is_none() {
            document.date = metadata::date_in_text(&document);
        }
        Ok(document)
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
            .find(|(_, c)| is_one_of(*c, "，。,；;！？!?："))
            .map_or(words.len(), |(at, _)| at);
        words.get(..clause).unwrap_or(&words).to_owned()
    }
}
