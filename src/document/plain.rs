//! Blocks of a plain text: lines that are paragraphs, lines that a hard wrap broke, headings without marks.

use super::read::RawBlock;
use super::{BlockKind, is_one_of};
use crate::text::{Span, is_han};

/// Signs that end a line which needs no continuation.
const ENDED: &str = "。！？!?…；;：:」』”’）)》\"'】";
const PAIRS: [(char, char); 6] =
    [('「', '」'), ('『', '』'), ('“', '”'), ('（', '）'), ('《', '》'), ('【', '】')];

/// How many lines a quotation left open may join: one that never closes must not swallow the text.
const MAX_JOINED_LINES: usize = 12;
/// The longest line that may be a heading, in characters.
const MAX_HEADING_CHARS: usize = 40;

/// One line without the white space around it.
struct Line {
    span: Span,
    after_blank: bool,
}

/// The blocks of `text` from byte `body` on.
pub(super) fn blocks(text: &str, body: usize) -> Vec<RawBlock> {
    let lines = lines(text, body);
    let is_wrapped = is_hard_wrapped(text, &lines);
    let mut blocks: Vec<RawBlock> = Vec::new();
    // What the block under construction still has open, and how many lines it holds.
    let mut open = Open::default();
    for line in &lines {
        let joins = blocks.last().is_some_and(|_| open.continues(line, is_wrapped));
        if joins && let Some(block) = blocks.last_mut() {
            block.pieces.push(line.span);
            block.source = block.source.hull(line.span);
        } else {
            open = Open::default();
            blocks.push(RawBlock {
                kind: BlockKind::Paragraph,
                level: 0,
                pieces: vec![line.span],
                source: line.span,
                link_bytes: 0,
            });
        }
        open.read(line.span.of(text));
    }
    find_headings(text, &mut blocks);
    blocks
}

fn lines(text: &str, body: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut at, mut after_blank) = (body, true);
    for line in text.get(body..).unwrap_or("").split_inclusive('\n') {
        let trimmed = line.trim_matches(|c: char| c.is_whitespace() || crate::text::is_invisible(c));
        if trimmed.is_empty() {
            after_blank = true;
        } else {
            let start = at + (trimmed.as_ptr() as usize - line.as_ptr() as usize);
            lines.push(Line { span: Span::new(start, start + trimmed.len()), after_blank });
            after_blank = false;
        }
        at += line.len();
    }
    lines
}

/// Whether lines were broken at a column: most lines that are followed by another without a blank line between
/// end in mid-sentence and near one width.
fn is_hard_wrapped(text: &str, lines: &[Line]) -> bool {
    let widths: Vec<usize> = lines
        .windows(2)
        .filter(|pair| !pair[1].after_blank)
        .map(|pair| {
            pair[0].span.of(text).chars().map(|c| if is_han(c) || !c.is_ascii() { 2 } else { 1 }).sum()
        })
        .collect();
    let Some(&widest) = widths.iter().max() else { return false };
    let near = widths.iter().filter(|width| **width * 4 >= widest * 3).count();
    let open = lines
        .windows(2)
        .filter(|pair| !pair[1].after_blank && !pair[0].span.of(text).ends_with(|c| is_one_of(c, ENDED)))
        .count();
    widths.len() >= 4 && widest <= 200 && near * 3 >= widths.len() * 2 && open * 2 >= widths.len()
}

/// What the lines read so far of a block leave open.
#[derive(Default)]
struct Open {
    marks: [i32; PAIRS.len()],
    num_lines: usize,
    has_stop: bool,
    ends_open: bool,
}

impl Open {
    #[cfg_attr(optimize_for_size, optimize(speed))]
    fn read(&mut self, line: &str) {
        self.num_lines += 1;
        for c in line.chars().filter(|&c| !is_han(c)) {
            for (count, (opening, closing)) in self.marks.iter_mut().zip(PAIRS) {
                *count += i32::from(c == opening) - i32::from(c == closing);
            }
            self.has_stop |= c == '。';
        }
        self.ends_open = !line.ends_with(|c| is_one_of(c, ENDED));
    }

    fn continues(&self, next: &Line, is_wrapped: bool) -> bool {
        if is_wrapped && !next.after_blank {
            return true;
        }
        let quotation_open = self.marks.iter().any(|count| *count > 0);
        self.num_lines < MAX_JOINED_LINES && (quotation_open || (self.has_stop && self.ends_open))
    }
}

/// Marks headings: numbered ones, and short lines without a final stop that stand alone before a longer text.
fn find_headings(text: &str, blocks: &mut [RawBlock]) {
    let num_chars: Vec<usize> = blocks.iter().map(|block| block.text(text).chars().count()).collect();
    let has_prose = num_chars.iter().any(|count| *count > MAX_HEADING_CHARS);
    for at in 0..blocks.len() {
        let line = blocks[at].text(text);
        if let Some(level) = numbered_level(&line)
            && num_chars[at] <= MAX_HEADING_CHARS
            && !line.ends_with(['。', '；', '，', ','])
        {
            (blocks[at].kind, blocks[at].level) = (BlockKind::Heading, level);
            continue;
        }
        let is_short =
            num_chars[at] <= MAX_HEADING_CHARS || (at == 0 && num_chars[at] <= 2 * MAX_HEADING_CHARS);
        let next_is_long = num_chars.get(at + 1).is_some_and(|count| *count > num_chars[at]);
        let stop = if at == 0 { "。；;，," } else { "。！!；;，,：:、…」』”\"）)" };
        let ends_like_prose = line.ends_with(|c| is_one_of(c, stop));
        let is_label = line.chars().take(12).any(|c| matches!(c, '：' | ':')) && at > 0;
        if has_prose
            && is_short
            && next_is_long
            && !ends_like_prose
            && !is_label
            && line.chars().any(char::is_alphabetic)
        {
            let next_is_heading_too = num_chars.get(at + 1).is_some_and(|count| *count <= MAX_HEADING_CHARS)
                && blocks.get(at + 1).is_some_and(|next| !next.text(text).ends_with(|c| is_one_of(c, ENDED)));
            if at == 0 || !next_is_heading_too {
                (blocks[at].kind, blocks[at].level) = (BlockKind::Heading, if at == 0 { 1 } else { 2 });
            }
        }
    }
}

/// The level a numbered heading has by its form: `第一编`, `第一章`, `第一节`, `一、`, `（一）`.
pub(super) fn numbered_level(line: &str) -> Option<u8> {
    let numerals = |c: char| is_one_of(c, "零〇一二三四五六七八九十百千两") || c.is_ascii_digit();
    let line = line.trim_start();
    if let Some(rest) = line.strip_prefix('第') {
        let unit = rest.trim_start_matches(numerals);
        if unit.len() == rest.len() {
            return None;
        }
        return match unit.chars().next()? {
            '编' | '編' | '部' => Some(1),
            '章' => Some(2),
            '节' | '節' => Some(3),
            _ => None,
        };
    }
    if let Some(rest) = line.strip_prefix(['（', '(']) {
        let after = rest.trim_start_matches(numerals);
        return (after.len() < rest.len() && after.starts_with(['）', ')'])).then_some(4);
    }
    let after = line.trim_start_matches(|c| is_one_of(c, "一二三四五六七八九十百"));
    (after.len() < line.len() && after.starts_with('、')).then_some(3)
}
