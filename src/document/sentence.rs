//! Sentences and passages: the units that comparison aligns and search returns.

use super::{BlockKind, Document, is_one_of};
use crate::text::{Span, is_han};

/// A sentence: never empty, inside one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its text, in folded bytes.
    pub folded: Span,
    /// The block it stands in.
    pub block: u32,
}

/// A run of whole sentences inside one block (or one sentence cut at a clause, where it is too long by itself).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its text, in folded bytes.
    pub folded: Span,
    /// The block it stands in.
    pub block: u32,
}

impl Document {
    /// The sentences in order. Those of a block cover it but for white space between them; a row or a line of code is
    /// one sentence. A headline may be two, `新桥通车！渡轮停航`.
    pub fn sentences(&self) -> Vec<Sentence> {
        self.cut(false)
    }

    fn cut(&self, are_headings_whole: bool) -> Vec<Sentence> {
        let text = self.folded();
        let mut sentences = Vec::new();
        for (at, block) in self.blocks.iter().enumerate() {
            let is_whole = matches!(block.kind, BlockKind::Code | BlockKind::TableRow | BlockKind::Metadata)
                || are_headings_whole && block.kind == BlockKind::Heading;
            let cuts = if is_whole { vec![block.folded.end] } else { ends(text, block.folded) };
            let mut start = block.folded.start;
            for end in cuts {
                let folded = trim(text, Span { start, end });
                if !folded.is_empty() {
                    sentences.push(Sentence { folded, block: at as u32 });
                }
                start = end;
            }
        }
        sentences
    }

    /// Passages of at most about `max_chars` characters, in order: whole blocks where they fit, else runs of
    /// sentences, else (a sentence longer than twice that) runs of clauses.
    pub fn passages(&self, max_chars: usize) -> Vec<Passage> {
        let text = self.folded();
        let max_bytes = max_chars.saturating_mul(3).max(12);
        let mut passages: Vec<Passage> = Vec::new();
        for sentence in self.cut(true) {
            if let Some(last) = passages.last_mut()
                && last.block == sentence.block
                && last.folded.hull(sentence.folded).len_bytes() <= max_bytes
            {
                last.folded = last.folded.hull(sentence.folded);
                continue;
            }
            let mut rest = sentence.folded;
            while rest.len_bytes() > 2 * max_bytes {
                let cut = clause_end(text, rest, max_bytes);
                passages
                    .push(Passage { folded: Span { start: rest.start, end: cut }, block: sentence.block });
                rest.start = cut;
            }
            passages.push(Passage { folded: rest, block: sentence.block });
        }
        passages
    }
}

/// Offsets one past each sentence of a block.
fn ends(text: &str, block: Span) -> Vec<u32> {
    let mut ends = Vec::new();
    let mut quotes = 0u32;
    let mut previous = '\0';
    // Since an `&`, letters and digits only: `;` then ends a reference to a character, such as `&copy;`.
    let mut is_reference = false;
    let mut characters = block.of(text).char_indices().peekable();
    while let Some((_, c)) = characters.next() {
        quotes += u32::from(c == '"');
        let next = characters.peek().map(|(_, c)| *c);
        let is_end = match c {
            '。' => true,
            '!' | '?' => {
                next.is_none_or(|next| next == ' ' || is_han(next) || is_one_of(next, "\"')》,、。!?"))
                    || (is_han(previous) && !is_broken_sound(characters.clone().map(|(_, c)| c)))
            }
            ';' => !is_reference && (is_han(previous) || next.is_some_and(is_han)),
            '…' => {
                next.is_some_and(|next| next != '…' && !is_one_of(next, "\")》'。!?,")) && previous == '…'
            }
            '.' => previous.is_ascii_alphabetic() && next == Some(' '),
            _ => false,
        };
        is_reference = c == '&' || is_reference && (c.is_ascii_alphanumeric() || c == '#');
        previous = c;
        if !is_end {
            continue;
        }
        // Closing marks belong to the sentence they close.
        while let Some(&(_, mark)) = characters.peek() {
            match mark {
                '。' | '!' | '?' | ')' | '》' | ']' | '…' => {}
                '"' | '\'' if quotes % 2 == 1 => quotes += u32::from(mark == '"'),
                _ => break,
            }
            previous = mark;
            characters.next();
        }
        ends.push(characters.peek().map_or(block.end, |(at, _)| block.start + *at as u32));
    }
    if ends.last() != Some(&block.end) {
        ends.push(block.end);
    }
    ends
}

/// Whether letters and a closing bracket follow: `変?nèi)` is what an inserted sound broke, no question.
fn is_broken_sound(characters: impl Iterator<Item = char>) -> bool {
    let mut rest = characters.skip_while(|c| c.is_alphabetic() && !is_han(*c));
    rest.next() == Some(')')
}

fn trim(text: &str, span: Span) -> Span {
    let piece = span.of(text);
    let start = span.start + (piece.len() - piece.trim_start().len()) as u32;
    Span { start, end: (start + piece.trim().len() as u32).min(span.end) }
}

/// Where to cut a sentence that is too long: after the last comma within `max_bytes`, else at the last character
/// that fits.
fn clause_end(text: &str, span: Span, max_bytes: usize) -> u32 {
    let piece = span.of(text);
    let mut fits = 0;
    let mut comma = None;
    for (at, c) in piece.char_indices() {
        let end = at + c.len_utf8();
        if end > max_bytes {
            break;
        }
        fits = end;
        if matches!(c, ',' | '、' | ';' | ':' | ' ') && end * 2 > max_bytes {
            comma = Some(end);
        }
    }
    // A character wider than `max_bytes` cannot be: the smallest `max_bytes` is 12.
    span.start + comma.unwrap_or(fits) as u32
}
