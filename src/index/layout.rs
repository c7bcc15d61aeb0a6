//! How the layout of a text is stored: beside the text, as what a look at the text would not tell.
//!
//! A text is gone through from mark to mark ([`Marks`]): for each the bits say whether it has its usual fate. What
//! is as usual costs a 0, and zeros at the end are not written: so a text of plain paragraphs, a line each, costs nothing at
//! all, and a Markdown text about a bit for each mark in it.
//!
//! Wire: `FORMAT.md`, section `TEXT`.

use super::mark::{Fate, Header, Mark, Marks, Passed, Style};
use crate::document::{BlockKind, BlockLayout, Layout, TextType};
use crate::format::{BitReader, BitWriter, unzigzag, zigzag};
use crate::text::{Cell, Repair, Span};
use crate::{Error, ErrorKind, Result};

const SECTION: &str = "TEXT";

const KINDS: [BlockKind; 7] = [
    BlockKind::Paragraph,
    BlockKind::Heading,
    BlockKind::ListItem,
    BlockKind::Quote,
    BlockKind::Code,
    BlockKind::TableRow,
    BlockKind::Metadata,
];

/// The fates of a mark, the likeliest first.
fn by_likelihood(usual: Fate) -> [Fate; 3] {
    match usual {
        Fate::Prose => [Fate::Prose, Fate::Out, Fate::End],
        Fate::Out => [Fate::Out, Fate::Prose, Fate::End],
        Fate::End => [Fate::End, Fate::Out, Fate::Prose],
    }
}

/// The headers of the last blocks, the last one first.
struct Recent(Vec<Header>);

/// So many headers are remembered.
const MAX_RECENT: usize = 64;

impl Recent {
    fn last(&self) -> Header {
        self.0.first().copied().unwrap_or(Header::FIRST)
    }

    fn note(&mut self, header: Header) {
        match self.0.iter().position(|known| *known == header) {
            Some(at) => {
                if let Some(until) = self.0.get_mut(..=at) {
                    until.rotate_right(1);
                }
            }
            None => {
                self.0.insert(0, header);
                self.0.truncate(MAX_RECENT);
            }
        }
    }
}

/// Whether a block of this header may begin with a label.
fn may_have_label(header: Header) -> bool {
    let is_said = header.speaker.is_some() || header.is_boilerplate;
    is_said && header.kind != BlockKind::Heading && header.kind != BlockKind::Metadata
}

/// The place after the colon number `number`, from 0, at or after `at`.
fn after_colon(text: &str, at: usize, number: u32) -> Option<usize> {
    let mut colons = text.get(at..)?.match_indices([':', '：']);
    colons.nth(number as usize).map(|(from, colon)| at + from + colon.len())
}

/// How a text is looked at, by what it is written in.
fn style_of(text_type: TextType) -> Style {
    match text_type {
        TextType::Text => Style::Lines,
        TextType::Markdown => Style::Markdown,
    }
}

/// The bits of the layout of `text`; none where all is as usual.
pub(super) fn encode(layout: &Layout, text: &str, text_type: TextType) -> Vec<u8> {
    // A text that is made to be looked at over and over is not looked at.
    let encoded =
        encode_by(layout, text, style_of(text_type)).or_else(|| encode_by(layout, text, Style::Nothing));
    let mut bytes = encoded.unwrap_or_default();
    while bytes.last() == Some(&0) {
        bytes.pop();
    }
    bytes
}

fn encode_by(layout: &Layout, text: &str, style: Style) -> Option<Vec<u8>> {
    let mut writer = Writer { marks: Marks::new(text, style), bits: BitWriter::new() };
    writer.flag(layout.is_annotated);
    writer.flag(style == Style::Nothing);
    if layout.is_annotated {
        writer.repairs(&layout.repairs);
    }
    writer.blocks(layout)?;
    Some(writer.bits.finish())
}

/// Writes layouts; gives nothing where the text would be looked at too often.
struct Writer<'t> {
    marks: Marks<'t>,
    bits: BitWriter,
}

impl Writer<'_> {
    fn flag(&mut self, flag: bool) {
        self.bits.write(u32::from(flag), 1);
    }

    /// A number of which 0 is the usual one.
    fn number(&mut self, number: u32) {
        self.flag(number != 0);
        if number != 0 {
            self.bits.write_gamma(number);
        }
    }

    fn repairs(&mut self, repairs: &[Repair]) {
        let mut before = 0;
        self.number(repairs.len() as u32);
        for repair in repairs {
            self.bits.write_gamma(repair.at - before + 1);
            before = repair.at;
            self.bits.write_gamma(repair.replaces as u32 + 1);
            self.bits.write_gamma(repair.consumed as u32);
            self.bits.write_gamma(repair.cells.len() as u32 + 1);
            let mut end = repair.at;
            for cell in &repair.cells {
                self.bits.write(u32::from(cell.c), 21);
                self.bits.write_gamma(zigzag(i64::from(cell.span.start) - i64::from(end)) + 1);
                self.bits.write_gamma(cell.span.end - cell.span.start + 1);
                end = cell.span.end;
            }
        }
    }

    fn pass(&mut self, start: usize, end: usize) -> Option<()> {
        self.marks.pass(start, end).then_some(())
    }

    fn blocks(&mut self, layout: &Layout) -> Option<()> {
        let text = self.marks.text;
        let mut recent = Recent(Vec::new());
        let mut passed = Passed::new(self.marks.style);
        let mut pieces = layout.pieces.as_slice();
        let mut end = 0usize;
        for block in &layout.blocks {
            let (own, rest) = pieces.split_at(block.num_pieces as usize);
            pieces = rest;
            let (Some(first), Some(last)) = (own.first(), own.last()) else { continue };
            let (start, prose) = (block.source.start as usize, first.start as usize);
            let line = self.marks.next_visible(end);
            // Where a text seems to be over and is not, or the other way round, a 1 says so.
            self.flag(line >= text.len());
            self.pass(end, line)?;
            let header = Header {
                kind: block.kind,
                level: block.level,
                speaker: block.speaker,
                is_boilerplate: block.is_boilerplate,
            };
            let before = recent.last();
            self.header(header, self.marks.header(line, before), &recent);
            self.place_like(start, self.marks.source_start(line, block.kind));
            self.place_like(prose, self.marks.prose_start(start, block.kind));
            self.pass(line, prose)?;
            if may_have_label(header) {
                let has_label = !block.label.is_empty();
                self.flag(has_label != (header.speaker != before.speaker));
                if has_label {
                    let inside = text.get(prose..block.label.end as usize).unwrap_or("");
                    self.number((inside.matches([':', '：']).count() as u32).saturating_sub(1));
                    self.pass(prose, block.label.end as usize)?;
                }
            }
            recent.note(header);
            let at = self.pieces(own, block.kind, &mut passed)?;
            end = self.marks.source_end(at, last.end as usize, block.kind);
            self.pass(last.end as usize, end)?;
            self.place_like(block.source.end as usize, end);
        }
        self.flag(self.marks.next_visible(end) < text.len());
        Some(())
    }

    /// A place that is guessed to be `guess`.
    fn place_like(&mut self, place: usize, guess: usize) {
        self.number(zigzag(place as i64 - guess as i64));
    }

    fn header(&mut self, header: Header, guess: Header, recent: &Recent) {
        self.flag(header != guess);
        if header == guess {
            return;
        }
        let known = recent.0.iter().position(|known| *known == header);
        self.bits.write_gamma(known.unwrap_or(recent.0.len()) as u32 + 1);
        if known.is_some() {
            return;
        }
        self.bits.write(KINDS.iter().position(|&kind| kind == header.kind).unwrap_or(0) as u32, 3);
        self.bits.write(u32::from(header.level), 3);
        self.bits.write_gamma(header.speaker.map_or(1, |speaker| u32::from(speaker) + 2));
        self.flag(header.is_boilerplate);
    }

    /// Writes where the pieces of a block end; gives where the last mark was.
    fn pieces(&mut self, pieces: &[Span], kind: BlockKind, passed: &mut Passed) -> Option<usize> {
        let mut ahead = pieces.iter().copied().peekable();
        let mut from = ahead.peek().map_or(0, |first| first.start as usize);
        passed.begin(&self.marks, from);
        while let Some(&piece) = ahead.peek() {
            let mark = self.marks.next(from, kind, *passed);
            self.pass(from, mark.after)?;
            let end = piece.end as usize;
            if end > mark.at && end >= mark.beyond {
                from = self.fate(&mark, Fate::Prose, passed);
                continue;
            }
            ahead.next();
            let next = ahead.peek().map(|next| next.start as usize);
            if end == mark.at
                && let Some(num) = self.num_out(mark, next, kind, *passed).or(next.is_none().then_some(0))
            {
                let mut mark = mark;
                for _ in 0..num {
                    from = self.fate(&mark, Fate::Out, passed);
                    if next != Some(from) {
                        mark = self.marks.next(from, kind, *passed);
                        self.pass(from, mark.after)?;
                    }
                }
                if next.is_some() {
                    continue;
                }
                self.fate(&mark, Fate::End, passed);
                return Some(mark.at);
            }
            // Somewhere else: so many bytes on, and so many left out.
            self.bits.write(0b111, 3);
            self.bits.write_gamma((end - from) as u32 + 1);
            self.bits.write_gamma(next.map_or(0, |next| next - end) as u32 + 1);
            from = next.unwrap_or(end);
        }
        Some(from)
    }

    /// How many marks in a row, from the one given on, are left out to come exactly to `next`, or, where nothing comes, to
    /// where the block would end as usual.
    fn num_out(
        &self,
        first: Mark,
        next: Option<usize>,
        kind: BlockKind,
        mut passed: Passed,
    ) -> Option<usize> {
        let (mut mark, mut num) = (first, 0);
        loop {
            if next.is_none() && mark.usual == Fate::End {
                return Some(num);
            }
            if mark.after <= mark.at {
                return None;
            }
            passed.pass(&mark, Fate::Out);
            num += 1;
            let at = mark.after;
            if next == Some(at) {
                return Some(num);
            }
            mark = self.marks.next(at, kind, passed);
            if mark.at != at || next.is_some_and(|next| at > next) {
                return None;
            }
        }
    }

    /// Writes the fate of a mark; gives where to go on.
    fn fate(&mut self, mark: &Mark, fate: Fate, passed: &mut Passed) -> usize {
        let rank = by_likelihood(mark.usual).iter().position(|known| *known == fate).unwrap_or(0) as u32;
        self.bits.write((1 << rank) - 1, rank + 1);
        passed.pass(mark, fate);
        go_on(mark, fate)
    }
}

/// Where the next mark is looked for after one that did not end the block.
fn go_on(mark: &Mark, fate: Fate) -> usize {
    match fate {
        Fate::Out => mark.after,
        _ => mark.beyond,
    }
}

/// Reads layouts.
struct Reader<'t> {
    marks: Marks<'t>,
    bits: BitReader<'t>,
    num_bits: u64,
}

/// The layout of `text` that `bytes` tell.
///
/// Errors: `Corrupt` where they tell of places that are not in the text, or of speakers that are none. Cost: linear in the
/// text and the bytes.
pub(super) fn decode(bytes: &[u8], text: &str, text_type: TextType, num_speakers: usize) -> Result<Layout> {
    // The zeros that were not written.
    let padded = [bytes, &[0; 8]].concat();
    let mut reader = Reader {
        marks: Marks::new(text, style_of(text_type)),
        bits: BitReader::new(&padded, 0, SECTION),
        num_bits: bytes.len() as u64 * 8,
    };
    let mut layout = Layout { is_annotated: reader.flag()?, ..Layout::default() };
    if reader.flag()? {
        reader.marks.style = Style::Nothing;
    }
    if layout.is_annotated {
        reader.repairs(&mut layout.repairs)?;
    }
    reader.blocks(&mut layout, num_speakers)?;
    Ok(layout)
}

fn corrupt(what: &str) -> Error {
    Error::new(
        ErrorKind::Corrupt,
        format!("section {SECTION}: the layout of a text {what}; rebuild the index"),
    )
}

impl Reader<'_> {
    /// One bit; past the end all are 0.
    fn flag(&mut self) -> Result<bool> {
        if self.bits.position() >= self.num_bits {
            return Ok(false);
        }
        Ok(self.bits.read(1)? == 1)
    }

    fn number(&mut self) -> Result<u32> {
        if self.flag()? { self.bits.read_gamma() } else { Ok(0) }
    }

    fn gamma(&mut self) -> Result<u32> {
        Ok(self.bits.read_gamma()? - 1)
    }

    /// A place of the text, on a character boundary: so far from `near`.
    fn place(&self, near: usize, difference: i64) -> Result<usize> {
        let place = usize::try_from(near as i64 + difference).ok();
        let place = place.filter(|&place| self.marks.text.is_char_boundary(place));
        place.ok_or_else(|| corrupt("tells of a place that is not in it"))
    }

    /// A place of the text that is guessed to be `guess`.
    fn place_like(&mut self, guess: usize) -> Result<usize> {
        let difference = unzigzag(self.number()?);
        self.place(guess, difference)
    }

    /// A place of the text after `start`.
    fn place_after(&mut self, start: usize) -> Result<usize> {
        let difference = i64::from(self.gamma()?);
        self.place(start, difference)
    }

    fn pass(&mut self, start: usize, end: usize) -> Result<()> {
        if self.marks.pass(start, end) { Ok(()) } else { Err(corrupt("goes back too often")) }
    }

    fn repairs(&mut self, repairs: &mut Vec<Repair>) -> Result<()> {
        let mut before = 0;
        for _ in 0..self.number()? {
            let at = self.place_after(before)?;
            before = at;
            let (replaces, consumed) = (self.gamma()? as usize, self.gamma()? as usize + 1);
            let mut cells: Vec<Cell> = Vec::new();
            let mut end = at;
            for _ in 0..self.gamma()? {
                let c = char::from_u32(self.bits.read(21)?).filter(|&c| c != '\n');
                let c = c.ok_or_else(|| corrupt("repairs to no character"))?;
                let difference = unzigzag(self.gamma()?);
                let start = self.place(end, difference)?;
                if cells.last().is_some_and(|before| (start as u32) < before.span.end) {
                    return Err(corrupt("repairs to characters out of order"));
                }
                end = self.place_after(start)?;
                cells.push(Cell { c, span: Span::new(start, end) });
            }
            repairs.push(Repair { at: at as u32, replaces, consumed, cells });
        }
        Ok(())
    }

    fn blocks(&mut self, layout: &mut Layout, num_speakers: usize) -> Result<()> {
        let text = self.marks.text;
        let mut recent = Recent(Vec::new());
        let mut passed = Passed::new(self.marks.style);
        let mut end = 0usize;
        loop {
            let line = self.marks.next_visible(end);
            let is_over = line >= text.len();
            if self.flag()? != is_over {
                return Ok(());
            }
            self.pass(end, line)?;
            let before = recent.last();
            let header = self.header(self.marks.header(line, before), &recent)?;
            if header.speaker.is_some_and(|speaker| usize::from(speaker) >= num_speakers) {
                return Err(corrupt("has a speaker that is none of the document's"));
            }
            let start = self.place_like(self.marks.source_start(line, header.kind))?;
            let first = self.place_like(self.marks.prose_start(start, header.kind))?;
            self.pass(line, first)?;
            let mut label = Span::default();
            if may_have_label(header) && self.flag()? != (header.speaker != before.speaker) {
                let end = after_colon(text, first, self.number()?);
                label = Span::new(first, end.ok_or_else(|| corrupt("has a label without a colon"))?);
                self.pass(first, label.end as usize)?;
            }
            recent.note(header);
            let num_before = layout.pieces.len();
            let at = self.pieces(first, header.kind, &mut passed, &mut layout.pieces)?;
            let last = layout.pieces.get(num_before..).and_then(|own| own.last());
            let last = last.ok_or_else(|| corrupt("has a block without text"))?.end as usize;
            end = self.marks.source_end(at, last, header.kind);
            self.pass(last, end)?;
            let until = self.place_like(end)?;
            if until < last || start > first {
                return Err(corrupt("has a block that is shorter than its text"));
            }
            layout.blocks.push(BlockLayout {
                kind: header.kind,
                level: header.level,
                speaker: header.speaker,
                is_boilerplate: header.is_boilerplate,
                source: Span::new(start, until),
                label,
                num_pieces: (layout.pieces.len() - num_before) as u32,
            });
        }
    }

    fn header(&mut self, guess: Header, recent: &Recent) -> Result<Header> {
        if !self.flag()? {
            return Ok(guess);
        }
        let rank = self.gamma()? as usize;
        if let Some(&known) = recent.0.get(rank) {
            return Ok(known);
        }
        let kind = KINDS.get(self.bits.read(3)? as usize).copied();
        let level = self.bits.read(3)? as u8;
        let speaker = self.gamma()?.checked_sub(1).map(u16::try_from).transpose();
        let speaker = speaker.map_err(|_| corrupt("has too many speakers"))?;
        let kind = kind.ok_or_else(|| corrupt("has a block of no known kind"))?;
        Ok(Header { kind, level, speaker, is_boilerplate: self.flag()? })
    }

    /// Reads the pieces of a block from `first` on; gives where the last mark was.
    fn pieces(
        &mut self,
        first: usize,
        kind: BlockKind,
        passed: &mut Passed,
        pieces: &mut Vec<Span>,
    ) -> Result<usize> {
        passed.begin(&self.marks, first);
        let (mut open, mut from) = (first, first);
        let mut close = |open: usize, end: usize| {
            if open < end {
                pieces.push(Span::new(open, end));
            }
        };
        loop {
            let mark = self.marks.next(from, kind, *passed);
            self.pass(from, mark.after)?;
            let mut rank = 0;
            while rank < 3 && self.flag()? {
                rank += 1;
            }
            let Some(&fate) = by_likelihood(mark.usual).get(rank) else {
                let end = self.place_after(from)?;
                close(open, end);
                open = self.place_after(end)?;
                if open == end {
                    return Ok(end);
                }
                from = open;
                continue;
            };
            passed.pass(&mark, fate);
            match fate {
                Fate::Prose if mark.at >= self.marks.text.len() => {
                    return Err(corrupt("goes on where it ends"));
                }
                Fate::Prose => {}
                Fate::Out => {
                    close(open, mark.at);
                    open = mark.after;
                }
                Fate::End => {
                    close(open, mark.at);
                    return Ok(mark.at);
                }
            }
            from = go_on(&mark, fate);
        }
    }
}
