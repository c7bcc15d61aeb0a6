//! The whole chain, cleaning then folding, with the way back to the source.
//!
//! A document is normalised block by block into one folded text: blocks are separated by `\n`, which stands
//! nowhere else, and each block is given as the pieces of source that make up its prose (Markdown marks left out).

use super::fold::{fold_char, is_han};
#[cfg(any(feature = "read", feature = "segment"))]
use super::gbk::GbkSource;
#[cfg(any(feature = "read", feature = "segment"))]
use super::noise::marked_sound;
use super::noise::{NoiseKind, Sound, entity, is_invisible, sound};
#[cfg(any(feature = "read", feature = "segment"))]
use super::repair::Repairer;
use super::{OffsetMap, Span};

/// A stretch of source that matching does not see, or sees repaired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Removal {
    /// Why.
    pub kind: NoiseKind,
    /// Where in the source.
    pub span: Span,
}

/// A folded text with the way back to its source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Normalized {
    /// The folded text: Simplified, lower case, half-width, without noise; blocks separated by `\n`.
    pub text: String,
    /// From folded spans to source spans and back.
    pub map: OffsetMap,
    /// What was taken out or repaired, in source order.
    pub removed: Vec<Removal>,
}

/// Whether bracketed sounds after Han characters are noise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PinyinNoise {
    /// Decide by how they stand in the document; see [`is_annotated`].
    #[default]
    Auto,
    /// They are text: a lesson about pronunciation.
    Keep,
    /// They are noise.
    Remove,
}

/// One character of the source with the bytes it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The character.
    pub c: char,
    /// Where in the source.
    pub span: Span,
}

/// Broken characters put together again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Where in the source the first character stands that is taken for a broken one.
    pub at: u32,
    /// How many characters before it change too.
    pub replaces: usize,
    /// How many characters from it on, itself included.
    pub consumed: usize,
    /// What stands in their place.
    pub cells: Vec<Cell>,
}

/// Normalises the blocks of one source text into one folded text.
///
/// Cost: linear in the source.
pub struct Normalizer<'a> {
    source: &'a str,
    remove_plain: bool,
    remove_marked: bool,
    #[cfg(any(feature = "read", feature = "segment"))]
    repairer: Option<Repairer>,
    /// Those made, or those that are known, of which so many have been made.
    repairs: Vec<Repair>,
    num_repaired: usize,
    out: Normalized,
    cells: Vec<Cell>,
    kept: Vec<Cell>,
}

impl<'a> Normalizer<'a> {
    /// A normaliser for `source`. `gbk` gives the table that repairing broken bytes needs, and is asked only for a text
    /// whose bracketed sounds are noise; without it such places stay as they are.
    #[cfg(any(feature = "read", feature = "segment"))]
    pub fn new(source: &'a str, pinyin: PinyinNoise, gbk: Option<GbkSource>) -> Self {
        let remove = match pinyin {
            PinyinNoise::Auto => is_annotated(source),
            PinyinNoise::Keep => false,
            PinyinNoise::Remove => true,
        };
        let mut normalizer = Normalizer::known(source, remove, Vec::new());
        normalizer.repairer =
            gbk.filter(|_| remove).and_then(|gbk| gbk()).map(|gbk| Repairer::new(gbk, source));
        normalizer
    }

    /// A normaliser for a source of which it is known whether its bracketed sounds are noise, and which repairs are to be
    /// made in it, in order.
    pub fn known(source: &'a str, remove: bool, repairs: Vec<Repair>) -> Self {
        Normalizer {
            source,
            remove_plain: remove,
            remove_marked: remove,
            #[cfg(any(feature = "read", feature = "segment"))]
            repairer: None,
            repairs,
            num_repaired: 0,
            out: Normalized { text: String::with_capacity(source.len()), ..Normalized::default() },
            cells: Vec::new(),
            kept: Vec::new(),
        }
    }

    /// Whether bracketed sounds are taken as noise in this source.
    pub fn removes_pinyin(&self) -> bool {
        self.remove_plain
    }

    /// Appends a block made of `pieces` of the source, in order; a gap between two pieces that holds a line break
    /// counts as one. Returns the block's span in the folded text.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    pub fn push_block(&mut self, pieces: &[Span]) -> Span {
        if !self.out.text.is_empty() {
            self.out.text.push('\n');
        }
        let start = self.out.text.len();
        let before = (self.out.map.mark(), self.out.removed.len());
        if self.remove_plain || self.push_plain(pieces).is_none() {
            self.out.text.truncate(start);
            self.out.map.forget_after(before.0);
            self.out.removed.truncate(before.1);
            self.collect(pieces);
            self.clean();
            self.emit();
        }
        Span::new(start, self.out.text.len())
    }

    /// Appends a block in which no character but white space depends on its neighbours, as most are; `None` as soon as one
    /// does. What it gives is what the steps below give.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    fn push_plain(&mut self, pieces: &[Span]) -> Option<()> {
        let mut previous: Option<char> = None;
        let mut gap: Option<Gap> = None;
        // Where folded and source bytes began to advance together.
        let mut run = (self.out.text.len(), 0usize);
        let mut run_end = 0usize;
        let mut last_end: Option<u32> = None;
        for &piece in pieces {
            if let Some(end) = last_end {
                let between = Span { start: end, end: piece.start };
                if between.of(self.source).contains('\n') {
                    gap = Some(Gap { wide: true, span: gap.map_or(between, |gap| gap.span.hull(between)) });
                }
            }
            last_end = Some(piece.end);
            for (at, c) in piece.of(self.source).char_indices() {
                let is_common = matches!(c, '\u{4e00}'..='\u{9fff}');
                if !is_common
                    && (matches!(c, '&' | '.' | '．' | '○' | '◯')
                        || (self.remove_marked && matches!(c, '(' | '（'))
                        || is_invisible(c))
                {
                    return None;
                }
                if !is_common && c.is_whitespace() {
                    let start = piece.start as usize + at;
                    let span = Span::new(start, start + c.len_utf8());
                    let wide = matches!(c, '\u{3000}' | '\n' | '\r');
                    gap = Some(Gap {
                        wide: wide || gap.is_some_and(|gap| gap.wide),
                        span: gap.map_or(span, |gap| gap.span.hull(span)),
                    });
                    continue;
                }
                let folded = fold_char(c);
                let start = piece.start as usize + at;
                if let (Some(space), Some(before)) = (gap.take(), previous) {
                    if space.separates(before, folded) {
                        self.end_run(run, run_end);
                        self.push(' ', space.span);
                        run = (self.out.text.len(), start);
                    } else if space.span.of(self.source).contains('\u{3000}') {
                        self.out.removed.push(Removal { kind: NoiseKind::Space, span: space.span });
                    }
                }
                let (len, folded_len) = (c.len_utf8(), folded.len_utf8());
                if start != run_end || len != folded_len || run.0 == self.out.text.len() {
                    self.end_run(run, run_end);
                    run = (self.out.text.len(), start);
                }
                self.out.text.push(folded);
                run_end = start + len;
                if len != folded_len {
                    self.out.map.push(Span::new(run.0, self.out.text.len()), Span::new(run.1, run_end));
                    run = (self.out.text.len(), run_end);
                }
                previous = Some(folded);
            }
        }
        self.end_run(run, run_end);
        Some(())
    }

    /// Notes that the folded text from `folded` on came from the source up to `end`, where there is such text.
    fn end_run(&mut self, (folded, source): (usize, usize), end: usize) {
        if folded < self.out.text.len() {
            self.out.map.push(Span::new(folded, self.out.text.len()), Span::new(source, end));
        }
    }

    /// The repairs made so far, in order; forgets them.
    pub fn take_repairs(&mut self) -> Vec<Repair> {
        std::mem::take(&mut self.repairs)
    }

    /// The folded text with its map.
    pub fn finish(self) -> Normalized {
        self.out
    }

    /// Source characters of the block, entities decoded, invisible characters gone.
    fn collect(&mut self, pieces: &[Span]) {
        self.cells.clear();
        let mut previous_end: Option<u32> = None;
        for &piece in pieces {
            if let Some(end) = previous_end
                && (Span { start: end, end: piece.start }).of(self.source).contains('\n')
            {
                self.cells.push(Cell { c: '\n', span: Span { start: end, end: piece.start } });
            }
            previous_end = Some(piece.end);
            let text = piece.of(self.source);
            let mut at = 0;
            while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
                let start = piece.start as usize + at;
                if c == '&'
                    && let Some((c, len)) = entity(&text[at..])
                {
                    let span = Span::new(start, start + len);
                    self.out.removed.push(Removal { kind: NoiseKind::Entity, span });
                    if !is_invisible(c) {
                        self.cells.push(Cell { c, span });
                    }
                    at += len;
                    continue;
                }
                at += c.len_utf8();
                let span = Span::new(start, piece.start as usize + at);
                if is_invisible(c) {
                    self.out.removed.push(Removal { kind: NoiseKind::Invisible, span });
                } else {
                    self.cells.push(Cell { c, span });
                }
            }
        }
    }

    /// Takes bracketed sounds out and repairs what they broke.
    fn clean(&mut self) {
        if !self.remove_marked {
            std::mem::swap(&mut self.cells, &mut self.kept);
            return;
        }
        self.kept.clear();
        let mut at = 0;
        while at < self.cells.len() {
            if let Some(number) = self.repair_at(at)
                && let Some(repair) = self.repairs.get(number)
            {
                let first = self.kept.len() - repair.replaces;
                let from = self.kept.get(first).map_or(self.cells[at].span, |cell| cell.span);
                let until = self.cells[at + repair.consumed - 1].span;
                self.kept.truncate(first);
                self.kept.extend_from_slice(&repair.cells);
                self.out.removed.push(Removal { kind: NoiseKind::Mojibake, span: from.hull(until) });
                at += repair.consumed;
                continue;
            }
            let after_han = self
                .kept
                .iter()
                .rev()
                .find(|cell| !cell.c.is_whitespace())
                // A circle may be a zero; whether it is, its neighbours decide later.
                .is_some_and(|cell| matches!(cell.c, '○' | '◯') || is_han(fold_char(cell.c)));
            if let Some(len) =
                after_han.then(|| bracketed_sound(&self.cells[at..], self.remove_plain)).flatten()
            {
                let span = self.cells[at].span.hull(self.cells[at + len - 1].span);
                self.out.removed.push(Removal { kind: NoiseKind::Pinyin, span });
                at += len;
            } else {
                self.kept.push(self.cells[at]);
                at += 1;
            }
        }
    }

    /// Which of the repairs is made at cell `at`, if one is.
    fn repair_at(&mut self, at: usize) -> Option<usize> {
        let rest = self.cells.get(at..)?;
        #[cfg(any(feature = "read", feature = "segment"))]
        if let Some(repairer) = &self.repairer {
            self.repairs.push(repairer.repair(&self.kept, rest)?);
            return Some(self.repairs.len() - 1);
        }
        let known = self.repairs.get(self.num_repaired).filter(|known| known.at == rest[0].span.start)?;
        self.num_repaired += 1;
        let fits = known.replaces <= self.kept.len() && (1..=rest.len()).contains(&known.consumed);
        fits.then_some(self.num_repaired - 1)
    }

    /// Folds what is kept into the text, deciding on white space by its neighbours.
    fn emit(&mut self) {
        let block = self.out.text.len();
        let mut previous: Option<char> = None;
        let mut gap: Option<Gap> = None;
        for at in 0..self.kept.len() {
            let Cell { c, span } = self.kept[at];
            if c.is_whitespace() {
                let wide = c == '\u{3000}' || c == '\n' || c == '\r';
                gap = Some(Gap {
                    wide: wide || gap.is_some_and(|gap| gap.wide),
                    span: gap.map_or(span, |gap| gap.span.hull(span)),
                });
                continue;
            }
            let next = self.kept.get(at + 1).map(|cell| cell.c);
            let folded = match c {
                // White space beside it may go, so what counts is what stands beyond.
                '○' | '◯' => {
                    let beyond = self.kept[at + 1..].iter().map(|cell| cell.c).find(|c| !c.is_whitespace());
                    fold_in_context(c, previous, beyond.map(fold_char).or(next))
                }
                _ => fold_in_context(c, previous, next),
            };
            if let (Some(space), Some(before)) = (gap.take(), previous) {
                if space.separates(before, folded) {
                    self.push(' ', space.span);
                } else if c != '\n' && space.span.of(self.source).contains('\u{3000}') {
                    self.out.removed.push(Removal { kind: NoiseKind::Space, span: space.span });
                }
            }
            self.push(folded, span);
            previous = Some(folded);
        }
        debug_assert!(!self.out.text[block..].contains('\n'));
    }

    fn push(&mut self, c: char, source: Span) {
        let start = self.out.text.len();
        self.out.text.push(c);
        self.out.map.push(Span::new(start, self.out.text.len()), source);
    }
}

/// A run of white space: `wide` where it holds a line break or an ideographic space.
#[derive(Clone, Copy)]
struct Gap {
    wide: bool,
    span: Span,
}

impl Gap {
    /// Whether the space means something between two folded characters: between two Latin words always, between
    /// two Han characters only when typed as a plain space, between Han and anything else never (`AI 模型` is
    /// `AI模型`).
    fn separates(self, before: char, after: char) -> bool {
        match (is_ideographic(before), is_ideographic(after)) {
            (false, false) => true,
            (true, true) => !self.wide && is_han(before) && is_han(after),
            _ => false,
        }
    }
}

fn is_ideographic(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3000}'..='\u{30ff}' | '…' | '\u{ff00}'..='\u{ffef}')
}

/// Folds a character that needs its neighbours: a half-width full stop after Han, a circle among Chinese digits.
fn fold_in_context(c: char, previous: Option<char>, next: Option<char>) -> char {
    let is_digit = |c: Option<char>| c.is_some_and(|c| "零一二三四五六七八九〇○◯".contains(c));
    match c {
        '.' | '．'
            if previous.is_some_and(is_han)
                && !next.is_some_and(|c| c == '.' || (c.is_alphanumeric() && !is_han(fold_char(c)))) =>
        {
            '。'
        }
        '○' | '◯' if is_digit(previous) || is_digit(next) => '零',
        _ => fold_char(c),
    }
}

/// Length in characters of a bracketed sound at the start of `cells`.
fn bracketed_sound(cells: &[Cell], plain_too: bool) -> Option<usize> {
    if !matches!(cells.first()?.c, '(' | '（') {
        return None;
    }
    let len = cells.iter().take(12).position(|cell| matches!(cell.c, ')' | '）'))?;
    let inside: String = cells[1..len].iter().map(|cell| cell.c).collect();
    let inside = inside.trim();
    match sound(inside)? {
        Sound::Marked => Some(len + 1),
        Sound::Plain => {
            (plain_too && inside.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(len + 1)
        }
    }
}

/// Whether bracketed sounds in `source` are the work of a machine: at least three, most of them in the middle of
/// a sentence (a Han character follows), and each annotated character annotated nearly every time it occurs. A
/// lesson explains a character once and then uses it, and its entries end a line or a clause.
///
/// ```
/// use duizhao::text::is_annotated;
/// assert!(is_annotated("經(jīng)濟(jì)技術(shù)的發(fā)展,經(jīng)濟(jì)的"));
/// assert!(!is_annotated("“爱（ài）”字读第四声。爱是动词，爱也是名词。“好（hǎo）”是形容词，也读好（hào）。"));
/// ```
#[cfg(any(feature = "read", feature = "segment"))]
#[cfg_attr(optimize_for_size, optimize(speed))]
pub fn is_annotated(source: &str) -> bool {
    let mut counts = crate::sorted::SortedMap::<char, [u32; 2]>::new();
    let (mut num_sounds, mut num_inside) = (0u32, 0u32);
    for at in opening_brackets(source) {
        let previous = source[..at].chars().next_back().filter(|&c| is_han(c));
        if let Some(previous) = previous
            && let Some((_, len_bytes)) = marked_sound(&source[at..])
        {
            num_sounds += 1;
            num_inside += u32::from(source[at + len_bytes..].starts_with(is_han));
            counts.or_default(previous)[0] += 1;
        }
    }
    if num_sounds < 3 || num_inside * 2 < num_sounds {
        return false;
    }
    for c in source.chars() {
        if let Some(count) = counts.get_mut(&c) {
            count[1] += 1;
        }
    }
    let [annotated, all] = counts.values().fold([0, 0], |sum, count| [sum[0] + count[0], sum[1] + count[1]]);
    annotated * 3 >= all * 2
}

/// Where round brackets open, narrow ones first. Most texts have few, and the library looks at eight bytes at a time for one.
#[cfg(any(feature = "read", feature = "segment"))]
fn opening_brackets(text: &str) -> impl Iterator<Item = usize> + '_ {
    ['(', '（'].into_iter().flat_map(|bracket| text.match_indices(bracket)).map(|(at, _)| at)
}

/// Normalises a short string by itself: a query, a term, a word of the lexicon. The result is what the same
/// characters become in a document.
///
/// Bracketed sounds with a tone mark are dropped, so a string pasted from a noisy page finds what it should.
///
/// ```
/// use duizhao::text::fold;
/// assert_eq!(fold("經(jīng)濟 GROWTH，２％"), "经济growth,2%");
/// ```
pub fn fold(text: &str) -> String {
    let mut normalizer = Normalizer::known(text, false, Vec::new());
    normalizer.remove_marked = true;
    normalizer.push_block(&[Span::new(0, text.len())]);
    normalizer.finish().text
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        /// Blocks that are quick to normalise come out as by the long way.
        #[test]
        fn the_short_way_is_the_long_way(
            text in "[一二經ａＡa𠮷，。「﹒\u{2F00}ß 　\\n\\r\u{85}\u{200b}&;.○?(ī)]{0,40}",
            cuts in proptest::collection::vec(0usize..40, 0..4),
            remove_marked in proptest::bool::ANY,
        ) {
            let mut ends: Vec<usize> = cuts.iter().map(|&cut| text.floor_char_boundary(cut.min(text.len()))).collect();
            ends.extend([0, text.len()]);
            ends.sort_unstable();
            ends.dedup();
            // Every second stretch is left out.
            let pieces: Vec<Span> = ends.windows(2).step_by(2).map(|pair| Span::new(pair[0], pair[1])).collect();
            let mut short = Normalizer::known(&text, false, Vec::new());
            let mut long = Normalizer::known(&text, false, Vec::new());
            (short.remove_marked, long.remove_marked) = (remove_marked, remove_marked);
            for _ in 0..2 {
                short.push_block(&pieces);
                if !long.out.text.is_empty() {
                    long.out.text.push('\n');
                }
                long.collect(&pieces);
                long.clean();
                long.emit();
            }
            proptest::prop_assert_eq!(short.finish(), long.finish());
        }
    }
}
