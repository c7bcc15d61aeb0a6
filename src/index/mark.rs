//! Where do the blocks of a text most likely begin and end, and which marks in them are no prose? Told from a few characters
//! at a time, without reading: a guess, which the layout of a text corrects where it is wrong. Another guess gives stored
//! layouts another meaning: the version of the index rules moves with it.
//!
//! Worked by hand: in `**问：** 好` the marks are the stars at 0 and at 8, which are likely left out, and the end at 13, where the
//! block likely ends.

use crate::document::BlockKind;
use crate::text::is_invisible;

/// The longest mark that ends at a sign further on, in bytes.
const MAX_MARK_BYTES: usize = 400;

/// What becomes of the text at a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is prose.
    Prose,
    /// It is left out.
    Out,
    /// The block ends before it.
    End,
}

/// A place where prose may stop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// Where it begins, in bytes of the source.
    pub at: usize,
    /// Where what follows it begins.
    pub after: usize,
    /// Where the next mark is looked for if this one is prose.
    pub beyond: usize,
    /// What likely becomes of it.
    pub usual: Fate,
    /// The sign, or 0 at the end of a line.
    pub sign: u8,
}

/// What kind of block, by all that the header of a block says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub kind: BlockKind,
    pub level: u8,
    pub speaker: Option<u16>,
    pub is_boilerplate: bool,
}

impl Header {
    /// What a text begins with.
    pub(super) const FIRST: Header =
        Header { kind: BlockKind::Paragraph, level: 0, speaker: None, is_boilerplate: false };
}

/// How a text is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Not at all: it has one mark, its end.
    Nothing,
    /// Line by line.
    Lines,
    /// By the marks of Markdown too.
    Markdown,
}

/// A source text, looked at from place to place. All places are on character boundaries where the one asked from is.
#[derive(Clone, Copy)]
pub(super) struct Marks<'t> {
    pub text: &'t str,
    pub style: Style,
    /// So many bytes may still be looked at: layouts go back a little, but not over and over.
    pub num_left: usize,
}

/// What was passed in the block, as far as it tells what comes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Passed {
    /// Inside a run between backquotes, where only they are marks.
    is_in_code: bool,
    /// What last became of a single line break.
    joins_lines: bool,
}

impl Passed {
    pub(super) fn new(style: Style) -> Passed {
        Passed { is_in_code: false, joins_lines: style == Style::Markdown }
    }

    /// The prose of a block begins at `first`.
    pub(super) fn begin(&mut self, marks: &Marks<'_>, first: usize) {
        self.is_in_code = first.checked_sub(1).is_some_and(|before| marks.byte(before) == b'`');
    }

    /// `mark` had this fate.
    pub(super) fn pass(&mut self, mark: &Mark, fate: Fate) {
        match (mark.sign, fate) {
            (b'`', Fate::Out) => self.is_in_code = !self.is_in_code,
            (b'\n', Fate::Out) => self.joins_lines = true,
            (b'\n', Fate::End) => self.joins_lines = false,
            _ => {}
        }
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

impl<'t> Marks<'t> {
    pub(super) fn new(text: &'t str, style: Style) -> Marks<'t> {
        Marks { text, style, num_left: text.len().saturating_mul(8).saturating_add(1 << 16) }
    }

    /// Notes that the text was gone through from `start` to `end`; false once that was too much.
    pub(super) fn pass(&mut self, start: usize, end: usize) -> bool {
        let num_left = self.num_left.checked_sub(end.saturating_sub(start) + 1);
        self.num_left = num_left.unwrap_or(0);
        num_left.is_some()
    }

    fn is_markdown(&self) -> bool {
        self.style == Style::Markdown
    }

    fn rest(&self, at: usize) -> &str {
        self.text.get(at..).unwrap_or("")
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// The end of the run of these signs, which are ASCII, from `at` on.
    fn skip(&self, at: usize, signs: &[u8]) -> usize {
        let bytes = self.text.as_bytes().get(at..).unwrap_or(&[]);
        at + bytes.iter().position(|byte| !signs.contains(byte)).unwrap_or(bytes.len())
    }

    /// The first place from `at` on that is not blank.
    pub(super) fn next_visible(&self, at: usize) -> usize {
        let rest = self.rest(at);
        self.text.len() - rest.trim_start_matches(is_blank).len()
    }

    /// The likely header of the block that begins at `at`, which is not blank.
    pub(super) fn header(&self, at: usize, before: Header) -> Header {
        let plain = Header { kind: BlockKind::Paragraph, level: 0, ..before };
        if !self.is_markdown() {
            return if before.kind == BlockKind::Heading { plain } else { before };
        }
        let kind = |kind| Header { kind, ..plain };
        match self.byte(at) {
            b'#' => {
                let level = self.skip(at, b"#") - at;
                match self.byte(at + level) {
                    b' ' if level <= 6 => {
                        Header { kind: BlockKind::Heading, level: level as u8, speaker: None, ..before }
                    }
                    _ => plain,
                }
            }
            b'>' => kind(BlockKind::Quote),
            b'|' => kind(BlockKind::TableRow),
            b'`' | b'~' if self.is_fence(at) => kind(BlockKind::Code),
            _ if self.after_bullet(at) > at => kind(BlockKind::ListItem),
            _ => plain,
        }
    }

    fn is_fence(&self, at: usize) -> bool {
        let rest = self.rest(at);
        rest.starts_with("```") || rest.starts_with("~~~")
    }

    /// The place after the mark of a list item; `at` where there is none.
    fn after_bullet(&self, at: usize) -> usize {
        let mark = match self.byte(at) {
            b'-' | b'*' | b'+' => at + 1,
            b'0'..=b'9' => {
                let digits = self.skip(at, b"0123456789");
                if matches!(self.byte(digits), b'.' | b')') { digits + 1 } else { at }
            }
            _ => at,
        };
        let end = self.skip(mark, b" ");
        if end > mark && mark > at { end } else { at }
    }

    /// The place after marks of emphasis, links and code, which stand before words.
    fn after_emphasis(&self, at: usize) -> usize {
        self.skip(at, b"*_`[~")
    }

    /// Where a block likely begins whose line begins at `at`.
    pub(super) fn source_start(&self, at: usize, kind: BlockKind) -> usize {
        if !self.is_markdown() {
            return at;
        }
        match kind {
            BlockKind::ListItem => self.after_emphasis(self.after_bullet(at)),
            BlockKind::Quote => self.skip(at, b"> "),
            BlockKind::TableRow => {
                let rule = self.skip(at, b"|:- ");
                if self.byte(rule) == b'\n' { self.next_visible(rule) } else { at }
            }
            _ => at,
        }
    }

    /// Where the prose likely begins of a block that begins at `at`.
    pub(super) fn prose_start(&self, at: usize, kind: BlockKind) -> usize {
        if !self.is_markdown() {
            return at;
        }
        match kind {
            BlockKind::Heading => self.after_emphasis(self.skip(at, b"# ")),
            BlockKind::TableRow => self.after_emphasis(self.skip(at, b"| ")),
            BlockKind::Code if self.is_fence(at) => {
                self.rest(at).find('\n').map_or(self.text.len(), |end| at + end + 1)
            }
            BlockKind::Code => at,
            _ => self.after_emphasis(at),
        }
    }

    /// Where a block likely ends that has no prose from `at` on, the last piece of it ending at `end`.
    pub(super) fn source_end(&self, at: usize, end: usize, kind: BlockKind) -> usize {
        if kind == BlockKind::Code && self.is_markdown() {
            let line = self.next_visible(end);
            let fence = self.byte(line);
            return match self.is_fence(line) {
                true => self.skip(line, &[fence]),
                false => end,
            };
        }
        at.max(end)
    }

    /// The first mark from `from` on, in a block of this kind. There is one at the end of the text.
    pub(super) fn next(&self, from: usize, kind: BlockKind, passed: Passed) -> Mark {
        if self.style == Style::Nothing {
            let end = self.text.len();
            return Mark { at: end, after: from, beyond: end, usual: Fate::End, sign: 0 };
        }
        if self.style == Style::Lines {
            let end = self.rest(from).find('\n').map_or(self.text.len(), |end| from + end);
            return self.line_end(from, end, kind, passed);
        }
        if kind == BlockKind::Code {
            let end = self.rest(from).find('\n').map_or(self.text.len(), |end| from + end + 1);
            let line = self.skip(end, b" \t");
            let is_over = line == self.text.len() || self.is_fence(line);
            let usual = if is_over { Fate::End } else { Fate::Prose };
            return Mark { at: end, after: line, beyond: end, usual, sign: 0 };
        }
        let bytes = self.text.as_bytes();
        let mut at = from;
        loop {
            let byte = match bytes.get(at) {
                None => return self.line_end(from, self.text.len(), kind, passed),
                Some(&byte) => byte,
            };
            let found = match byte {
                b'\n' => return self.line_end(from, at, kind, passed),
                b'`' => Some((self.skip(at, b"`"), Fate::Out)),
                b' ' if kind == BlockKind::TableRow => self.beside_bar(at),
                _ if passed.is_in_code => None,
                b'*' | b'_' | b'~' | b'[' | b']' | b'<' | b'\\' | b'{' | b'!' => self.sign(at, byte),
                _ => None,
            };
            match found {
                Some((after, usual)) => return Mark { at, after, beyond: after, usual, sign: byte },
                None => at += 1,
            }
        }
    }

    /// The mark at the sign at `at`, if it is one: where it ends, and what likely becomes of it.
    fn sign(&self, at: usize, sign: u8) -> Option<(usize, Fate)> {
        let run = self.skip(at, &[sign]);
        let (before, after) = (at.checked_sub(1).map_or(b' ', |before| self.byte(before)), self.byte(run));
        let through = |end: &str| self.through(at, end);
        match sign {
            b'*' if before == b' ' && after == b' ' => None,
            b'_' if before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric() => None,
            b'~' if run - at < 2 => None,
            b'*' | b'_' | b'~' => Some((run, Fate::Out)),
            b'[' => {
                let close = through("]")?;
                let is_link = matches!(self.byte(close), b'(' | b'[');
                is_link.then_some((at + 1, Fate::Out))
            }
            b']' => match self.byte(at + 1) {
                b'(' => Some((through(")")?, Fate::Out)),
                b'[' => Some((self.through(at + 1, "]")?, Fate::Out)),
                _ => None,
            },
            b'!' if after == b'[' => Some((self.through(self.through(at, "](")?, ")")?, Fate::Out)),
            b'<' if after.is_ascii_alphabetic() || matches!(after, b'/' | b'!') => {
                Some((through(">")?, Fate::Out))
            }
            b'\\' if after.is_ascii_punctuation() => Some((at + 1, Fate::Out)),
            b'{' if after == b'#' || run - at >= 2 => Some((through("}")?, Fate::Out)),
            _ => None,
        }
    }

    /// The place after `end`, if it comes soon after `at`.
    fn through(&self, at: usize, end: &str) -> Option<usize> {
        let bytes = self.text.as_bytes().get(at..)?;
        let near = bytes.get(..MAX_MARK_BYTES).unwrap_or(bytes);
        let found = near.windows(end.len()).position(|some| some == end.as_bytes())?;
        let after = at + found + end.len();
        // Closing braces and brackets come in runs.
        Some(if end == "}" { self.skip(after, b"}") } else { after })
    }

    /// A run of spaces beside a bar of a table.
    fn beside_bar(&self, at: usize) -> Option<(usize, Fate)> {
        let end = self.skip(at, b" ");
        let is_beside =
            self.byte(end) == b'|' || at.checked_sub(1).is_some_and(|before| self.byte(before) == b'|');
        is_beside.then_some((end, Fate::Out))
    }

    /// The mark that the end of a line is: it begins where the white space before it does, not before `from`, and goes on to
    /// the next line that is not blank.
    fn line_end(&self, from: usize, end: usize, kind: BlockKind, passed: Passed) -> Mark {
        let line = self.text.get(from..end).unwrap_or("");
        let at = from + line.trim_end_matches(is_blank).len();
        let mut after = self.next_visible(end);
        let gap = self.text.get(end..after).unwrap_or("");
        let is_blank_line = after >= self.text.len() || gap.bytes().filter(|&byte| byte == b'\n').count() > 1;
        let begins_block = self.is_markdown()
            && match kind {
                BlockKind::Heading | BlockKind::TableRow => true,
                _ => {
                    matches!(self.byte(after), b'#' | b'|')
                        || self.is_fence(after)
                        || self.after_bullet(after) > after
                }
            };
        if self.is_markdown() && kind == BlockKind::Quote {
            after = self.skip(after, b"> ");
        }
        let (usual, sign) = match () {
            () if is_blank_line => (Fate::End, 0),
            () if begins_block => (Fate::End, 0),
            () if passed.joins_lines => (Fate::Out, b'\n'),
            () => (Fate::End, b'\n'),
        };
        Mark { at, after, beyond: after, usual, sign }
    }
}
