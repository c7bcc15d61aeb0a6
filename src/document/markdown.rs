//! Blocks of a Markdown text, by `pulldown-cmark`: which bytes of the source are prose, and of what kind?

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::BlockKind;
use super::layout::heading_anchor;
use super::read::RawBlock;
use crate::text::Span;

/// The blocks of `text` from byte `body` on (front matter lies before it).
pub(super) fn blocks(text: &str, body: usize) -> Vec<RawBlock> {
    let mut reader = Reader { text, body, ..Reader::default() };
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    for (event, range) in Parser::new_ext(text.get(body..).unwrap_or(""), options).into_offset_iter() {
        reader.read(event, range.start + body..range.end + body);
    }
    reader.flush();
    reader.blocks
}

#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    body: usize,
    blocks: Vec<RawBlock>,
    pieces: Vec<Span>,
    source: Option<Span>,
    heading: u8,
    quotes: u32,
    items: u32,
    links: u32,
    images: u32,
    link_bytes: u32,
    in_code: bool,
    in_row: bool,
    /// Inside a `<script>` or `<style>` element.
    hidden: bool,
}

impl Reader<'_> {
    fn read(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(_) => self.prose(range),
            Event::Code(_) => {
                let ticks = self.text[range.clone()].bytes().take_while(|byte| *byte == b'`').count();
                self.prose(range.start + ticks..range.end.saturating_sub(ticks).max(range.start + ticks));
            }
            Event::Html(_) | Event::InlineHtml(_) => self.html(range),
            Event::Rule => self.flush(),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock | Tag::List(_) => self.flush(),
            Tag::Heading { level, .. } => {
                self.flush();
                self.heading = *level as u8;
                self.source = Some(self.trimmed(&range));
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotes += 1;
            }
            Tag::Item => {
                self.flush();
                self.items += 1;
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.in_code = true;
                self.source = Some(self.trimmed(&range));
            }
            Tag::TableHead | Tag::TableRow => {
                self.flush();
                self.in_row = true;
                self.source = Some(self.trimmed(&range));
            }
            Tag::Link { .. } => self.links += 1,
            Tag::Image { .. } => self.images += 1,
            _ => {}
        }
        if matches!(tag, Tag::Paragraph) {
            self.source = Some(self.trimmed(&range));
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock | TagEnd::List(_) => self.flush(),
            TagEnd::Heading(_) => {
                self.flush();
                self.heading = 0;
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::Item => {
                self.flush();
                self.items = self.items.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                self.flush();
                self.in_code = false;
            }
            // The bar between two cells is kept, so that no string is found across them.
            TagEnd::TableCell => {
                if let Some(bar) = self.text[range.end..].find('|').filter(|bar| *bar < 200) {
                    self.piece(range.end + bar..range.end + bar + 1);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                self.flush();
                self.in_row = false;
            }
            TagEnd::Link => self.links = self.links.saturating_sub(1),
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            _ => {}
        }
    }

    /// The range without white space and quotation marks of Markdown around it.
    fn trimmed(&self, range: &Range<usize>) -> Span {
        let piece = &self.text[range.clone()];
        let start = range.start + (piece.len() - piece.trim_start().len());
        Span::new(start, start + piece.trim().len())
    }

    /// A run of text: without the macros of wikis (`{{…}}`) and without stars that mark emphasis for an author but
    /// not by the letter of CommonMark (it wants a space beside them, Chinese has none).
    fn prose(&mut self, range: Range<usize>) {
        if self.images > 0 || self.hidden {
            return;
        }
        if self.in_code {
            return self.piece(range);
        }
        let mut at = range.start;
        let bytes = self.text.as_bytes();
        let mut next = range.start;
        while next < range.end {
            match (bytes[next], bytes.get(next + 1)) {
                (b'{', Some(b'{')) => {
                    let Some(len) = macro_len(&self.text[next..]) else {
                        next += 2;
                        continue;
                    };
                    self.piece(at..next);
                    if let Some(shown) = shown_argument(&self.text[next..next + len]) {
                        self.piece(next + shown.start..next + shown.end);
                    }
                    next += len;
                    at = next;
                }
                // The parser may hand over the stars of a pair one by one.
                (b'*', after) if after == Some(&b'*') || (next > 0 && bytes[next - 1] == b'*') => {
                    self.piece(at..next);
                    next += self.text[next..range.end].bytes().take_while(|byte| *byte == b'*').count();
                    at = next;
                }
                _ => next += 1,
            }
        }
        if at < range.end {
            self.piece(at..range.end);
        }
    }

    fn piece(&mut self, range: Range<usize>) {
        if range.is_empty() || range.start < self.body {
            return;
        }
        // A macro that was cut as a whole may reach past the end of this event's text.
        let range = range.start.max(self.pieces.last().map_or(0, |last| last.end as usize))..range.end;
        if range.is_empty() {
            return;
        }
        if self.links > 0 {
            self.link_bytes += range.len() as u32;
        }
        match self.pieces.last_mut() {
            Some(last) if last.end as usize == range.start => last.end = range.end as u32,
            _ => self.pieces.push(range.into()),
        }
    }

    /// Text between tags of raw HTML.
    fn html(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let rest = &self.text[at..range.end];
            let Some(open) = rest.find('<') else {
                self.prose(at..range.end);
                return;
            };
            self.prose(at..at + open);
            let tag = &rest[open..];
            let len = if tag.starts_with("<!--") {
                tag.find("-->").map(|end| end + 3)
            } else {
                tag.find('>').map(|end| end + 1)
            };
            let len = len.unwrap_or(tag.len());
            let name = tag[1..len].trim_end_matches(['>', '/']).split_whitespace().next().unwrap_or("");
            match name.to_ascii_lowercase().as_str() {
                "script" | "style" => self.hidden = true,
                "/script" | "/style" => self.hidden = false,
                "p" | "/p" | "div" | "/div" | "li" | "/li" | "tr" | "/tr" | "dt" | "dd" | "table"
                | "/table" | "ul" | "ol" => {
                    self.flush();
                }
                _ => {}
            }
            at += open + len;
        }
    }

    fn flush(&mut self) {
        let mut pieces = std::mem::take(&mut self.pieces);
        let source = self.source.take();
        if let (true, Some(source)) = (self.heading > 0, source) {
            // `## 标题 {#anchor}`: what is in braces is no text.
            if let Some((title, _)) = heading_anchor(source.of(self.text)) {
                let end = source.start + title.len() as u32;
                pieces.retain(|piece| piece.start < end);
                if let Some(last) = pieces.last_mut() {
                    last.end = last.end.min(end);
                }
            }
        }
        let link_bytes = std::mem::take(&mut self.link_bytes);
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return };
        let hull = first.hull(*last);
        let kind = match () {
            () if self.heading > 0 => BlockKind::Heading,
            () if self.in_code => BlockKind::Code,
            () if self.in_row => BlockKind::TableRow,
            () if self.items > 0 => BlockKind::ListItem,
            () if self.quotes > 0 => BlockKind::Quote,
            () => BlockKind::Paragraph,
        };
        self.blocks.push(RawBlock {
            kind,
            level: self.heading,
            source: source.map_or(hull, |source| source.hull(hull)),
            pieces,
            link_bytes,
        });
    }
}

/// The longest macro looked for, in bytes.
const MAX_MACRO_BYTES: usize = 600;

/// Length of `{{…}}` at the start of `text`.
fn macro_len(text: &str) -> Option<usize> {
    let mut limit = text.len().min(MAX_MACRO_BYTES);
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    text[..limit].find("}}").map(|end| end + 2)
}

/// What a cross-reference macro shows: the last of its first two quoted arguments
/// (`{{domxref("Window.open()", "打开")}}` shows 打开).
fn shown_argument(text: &str) -> Option<Range<usize>> {
    let name = text.trim_start_matches('{').trim_start().split(['(', ' ', '}']).next()?.to_ascii_lowercase();
    if !name.ends_with("xref") && name != "glossary" && !name.ends_with("element") {
        return None;
    }
    let mut shown = None;
    let mut at = text.find('(')?;
    for _ in 0..2 {
        let Some(open) = text[at..].find(['"', '\'']).map(|open| at + open) else { break };
        let quote = &text[open..open + 1];
        let Some(len) = text[open + 1..].find(quote) else { break };
        if len > 0 {
            shown = Some(open + 1..open + 1 + len);
        }
        at = open + len + 2;
    }
    shown
}
