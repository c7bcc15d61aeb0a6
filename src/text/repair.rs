//! Putting broken GBK pairs together again.
//!
//! The machines that put a sound behind every character of their list did so on GBK bytes, without regard for
//! character boundaries. `改變人` is `B8C4 D783 C8CB`; the bytes `83 C8` in its middle are `內`, so `(nèi)` went in
//! between: `B8C4 D783 C8 28…`. From there on the text is one byte out of step, until a byte below 80 falls into the
//! place of a trail byte.
//!
//! | rule | seen | bytes | was |
//! | --- | --- | --- | --- |
//! | out of step | `變?nèi)祟惿…術` as `變?nèi)…夹g(shù)` | the trail byte of 內, put back before `CB EE 90 C9 …` up to `67` | `變人類社…技術` |
//! | one character | `談?wù)?` | `84 D5` is 務: the trail byte `D5` leads a character whose own trail byte is lost | `談論` |
//! | swallowed stop | `,F(xiàn)在` | `A1A3 AC46` is 。現; `A3 AC`, a wide comma, was made a narrow one | `。現在` |
//! | lost pair | `…會的…` | `95FE B5C4` out of step holds `FE B5`, which GBK does not define: dropped | `會的` |
//!
//! Which character a sound belongs to is read off the document, where it stands annotated elsewhere; what is put back
//! must be likelier than what stands there, by the characters and pairs of characters of the same document. Where
//! that is not so, the place is left as it is.

use crate::sorted::SortedMap;
use std::cell::RefCell;

use super::fold::is_han;
use super::gbk::Gbk;
use super::noise::{Sound, marked_sound, sound};
use super::normalize::Cell;

/// The longest stretch out of step, in characters.
const MAX_RUN: usize = 48;

/// A repaired stretch: the last `replaces` characters before it and `consumed` characters of it become `cells`.
pub(super) struct Repaired {
    pub replaces: usize,
    pub consumed: usize,
    pub cells: Vec<Cell>,
}

/// The two characters a lost pair stood between, where the document shows them.
type LostPair = Option<(char, char)>;

/// Repairs one document, by what the document itself shows.
pub(super) struct Repairer<'a> {
    gbk: &'a Gbk,
    /// Sound to the characters that carry it.
    sounds: SortedMap<String, Vec<char>>,
    chars: SortedMap<char, u32>,
    pairs: SortedMap<(char, char), u32>,
    /// Answers of [`Repairer::lost_pair`]: the same bytes are asked for again with every split that is tried.
    lost: RefCell<SortedMap<(u8, u8), LostPair>>,
}

impl<'a> Repairer<'a> {
    pub fn new(gbk: &'a Gbk, source: &str) -> Self {
        let mut repairer = Repairer {
            gbk,
            sounds: SortedMap::new(),
            chars: SortedMap::new(),
            pairs: SortedMap::new(),
            lost: RefCell::default(),
        };
        let mut previous = '\0';
        let mut rest = source;
        while let Some(c) = rest.chars().next() {
            if is_han(previous)
                && let Some((inside, len_bytes)) = marked_sound(rest)
            {
                let characters = repairer.sounds.or_default(inside.to_owned());
                if !characters.contains(&previous) {
                    characters.push(previous);
                }
                rest = &rest[len_bytes..];
                continue;
            }
            *repairer.chars.or_default(c) += 1;
            *repairer.pairs.or_default((previous, c)) += 1;
            previous = c;
            rest = &rest[c.len_utf8()..];
        }
        repairer
    }

    /// A repair at the start of `rest`, where one is likelier than what stands there.
    pub fn repair(&self, before: &[Cell], rest: &[Cell]) -> Option<Repaired> {
        match rest.first()?.c {
            '?' => self.out_of_step(before, rest),
            c if c.is_ascii_alphabetic() => self.swallowed_stop(before, rest),
            _ => None,
        }
    }

    /// `,F(xiàn)`: see the table above.
    fn swallowed_stop(&self, before: &[Cell], rest: &[Cell]) -> Option<Repaired> {
        let comma = before.last().filter(|cell| matches!(cell.c, ',' | '，'))?;
        let (sound, _) = bracket(&rest[1..], 1)?;
        let restored = self.gbk.decode(0xac, rest[0].c as u8)?;
        self.sounds.get(&sound)?.contains(&restored).then(|| Repaired {
            replaces: 1,
            consumed: 1,
            cells: vec![Cell { c: '。', span: comma.span }, Cell { c: restored, span: rest[0].span }],
        })
    }

    fn out_of_step(&self, before: &[Cell], rest: &[Cell]) -> Option<Repaired> {
        let previous =
            before.iter().rev().find(|cell| !cell.c.is_whitespace()).filter(|cell| is_han(cell.c))?.c;
        let (sound, marker) = bracket(rest, 1)?;
        let [_, lead] = self.gbk.encode(previous)?;
        let marker_span = rest[0].span.hull(rest[marker - 1].span);
        let after = &rest[marker..];

        // The trail bytes that may have been split off: that of a character with this sound, else any.
        let known: Vec<u8> = self
            .sounds
            .get(&sound)
            .into_iter()
            .flatten()
            .filter_map(|c| self.gbk.encode(*c))
            .filter(|pair| pair[0] == lead)
            .map(|pair| pair[1])
            .collect();
        let any: Vec<u8> = (0x81..=0xfe).collect();
        let is_known = !known.is_empty();
        let splits = if is_known { &known } else { &any };

        let mut best: Option<(f64, Vec<char>, usize)> = None;
        let mut consider = |characters: Vec<char>, consumed: usize, next: Option<char>| {
            let score = self.likelihood(previous, &characters, next, 0);
            if best.as_ref().is_none_or(|best| score > best.0) {
                best = Some((score, characters, consumed));
            }
        };
        for &split in splits {
            if let Some(stop) =
                after.first().map(|cell| cell.c).filter(|c| matches!(c, '?' | '。' | ',' | '，'))
            {
                // One character: its trail byte is lost, with whatever stood behind it.
                let swallowed = entity_tail(&after[1..]);
                let mark = usize::from(stop == '?');
                let next = if swallowed > 0 { None } else { after.get(mark).map(|cell| cell.c) };
                for trail in 0x40..=0xfe {
                    // Of so many, only one that the document has beside its neighbour.
                    if let Some(c) =
                        self.gbk.decode(split, trail).filter(|c| self.pairs.contains(&(previous, *c)))
                    {
                        consider(vec![c], mark + swallowed, next);
                    }
                }
            } else {
                for (bytes, consumed) in byte_runs(self.gbk, split, after) {
                    if let Some(characters) = self.decode(&bytes)
                        && (is_known
                            || self.pairs.contains(&(previous, characters[0]))
                            || self.begins_a_pair(&characters))
                    {
                        consider(characters, consumed, after.get(consumed).map(|cell| cell.c));
                    }
                }
            }
        }
        let (score, characters, consumed) = best?;
        let standing: Vec<char> = after[..consumed].iter().map(|cell| cell.c).collect();
        let next = after.get(consumed).map(|cell| cell.c);
        if score < MIN_LIKELIHOOD || score <= self.likelihood(previous, &standing, next, 1) {
            return None;
        }
        // Each restored character stands where the byte it begins with stood: the first in the marker, the others in
        // the character before; what is left over at the end belongs to the last.
        let num = characters.len();
        let span_of = |at: usize| match at {
            0 if num == 1 && consumed > 0 => marker_span.hull(after[consumed - 1].span),
            0 => marker_span,
            _ if at + 1 == num => after[at.min(consumed) - 1].span.hull(after[consumed - 1].span),
            _ => after[(at - 1).min(consumed - 1)].span,
        };
        let cells =
            spread(characters.into_iter().enumerate().map(|(at, c)| Cell { c, span: span_of(at) }).collect());
        Some(Repaired { replaces: 0, consumed: marker + consumed, cells })
    }

    /// Decodes pairs; a character that the document knows nothing of may be two with a pair lost between them.
    fn decode(&self, bytes: &[u8]) -> Option<Vec<char>> {
        let mut characters = Vec::new();
        for (at, pair) in bytes.chunks_exact(2).enumerate() {
            let decoded = self.gbk.decode(pair[0], pair[1]);
            if (at > 0 || decoded.is_none())
                && decoded.is_none_or(|c| self.count(c) == 0)
                && let Some((first, second)) = self.lost_pair(pair[0], pair[1])
            {
                characters.extend([first, second]);
                continue;
            }
            characters.push(decoded?);
        }
        Some(characters)
    }

    /// The two characters of which `lead` and `trail` are the outer bytes and a pair that GBK does not define the
    /// inner ones: the likeliest, where the document has them side by side.
    fn lost_pair(&self, lead: u8, trail: u8) -> Option<(char, char)> {
        if let Some(known) = self.lost.borrow().get(&(lead, trail)) {
            return *known;
        }
        let found = self.find_lost_pair(lead, trail);
        self.lost.borrow_mut().insert((lead, trail), found);
        found
    }

    fn find_lost_pair(&self, lead: u8, trail: u8) -> Option<(char, char)> {
        let mut best = None;
        for inner in (0xa1..=0xfe_u8).filter(|inner| (0xaa..=0xaf).contains(inner) || *inner >= 0xf8) {
            let Some(first) = self.gbk.decode(lead, inner).filter(|c| self.count(*c) >= 2) else { continue };
            for second_lead in 0xa1..=0xfe {
                let Some(second) = self.gbk.decode(second_lead, trail) else { continue };
                let rarer = self.count(first).min(self.count(second));
                let likely = self.pairs.get(&(first, second)).copied().unwrap_or(0) * 8 + rarer.min(8);
                if rarer >= 2 && likely >= 4 && best.is_none_or(|(most, _)| likely > most) {
                    best = Some((likely, (first, second)));
                }
            }
        }
        best.map(|(_, pair)| pair)
    }

    /// Whether the first two characters stand side by side elsewhere.
    fn begins_a_pair(&self, characters: &[char]) -> bool {
        matches!(characters, [first, second, ..] if self.pairs.get(&(*first, *second)).is_some_and(|count| *count >= 2))
    }

    fn count(&self, c: char) -> u32 {
        self.chars.get(&c).copied().unwrap_or(0)
    }

    /// How much at home the Han characters of a run are in the document: for each, and for each pair with its
    /// neighbour, how often it occurs elsewhere, up to a few times. `own` is how often the run itself was counted.
    fn likelihood(&self, previous: char, run: &[char], next: Option<char>, own: u32) -> f64 {
        let next = next.filter(|c| is_han(*c) || *c == '。');
        let (mut score, mut num) = (0.0, 0);
        let mut before = previous;
        for &c in run.iter().chain(next.as_ref()) {
            if is_han(c) {
                let pair = self.pairs.get(&(before, c)).copied().unwrap_or(0);
                score += f64::from(self.count(c).saturating_sub(own).min(4)) / 4.0;
                score += f64::from(pair.saturating_sub(own).min(3));
                num += 1;
            }
            before = c;
        }
        score / f64::from(num.max(1))
    }
}

/// The least likelihood of what is put back.
const MIN_LIKELIHOOD: f64 = 0.7;

/// Keeps source spans apart and in order: a span that begins before the last one ended begins where it ends.
fn spread(mut cells: Vec<Cell>) -> Vec<Cell> {
    for at in 1..cells.len() {
        let end = cells[at - 1].span.end;
        // Two characters from one (a lost pair) share its place; the second is left with the end of it.
        cells[at].span.start = cells[at].span.start.max(end);
        cells[at].span.end = cells[at].span.end.max(cells[at].span.start);
    }
    cells
}

/// `?nèi)` or `(nèi)` at the start of `cells`: the sound and the length in characters.
fn bracket(cells: &[Cell], opening: usize) -> Option<(String, usize)> {
    let len = cells.iter().take(9).position(|cell| cell.c == ')')?;
    let inside: String = cells.get(opening..len)?.iter().map(|cell| cell.c).collect();
    (sound(&inside)? == Sound::Marked).then_some((inside, len + 1))
}

/// How many characters of a half-swallowed `&quot;` stand at the start of `cells`.
fn entity_tail(cells: &[Cell]) -> usize {
    let is_quot = "quot;".chars().zip(cells).filter(|(c, cell)| *c == cell.c).count() == 5;
    if is_quot { 5 } else { 0 }
}

/// The bytes of what follows a split-off trail byte, up to each place where the text may be in step again: a byte
/// below 80 in the place of a trail byte. A narrow sign may also stand for the wide one it was made from.
fn byte_runs(gbk: &Gbk, split: u8, after: &[Cell]) -> Vec<(Vec<u8>, usize)> {
    let mut runs = Vec::new();
    let mut bytes = vec![split];
    for (at, cell) in after.iter().take(MAX_RUN).enumerate() {
        if cell.c.is_ascii() {
            let byte = cell.c as u8;
            if (0x40..=0x7e).contains(&byte) {
                let mut whole = bytes.clone();
                whole.push(byte);
                runs.push((whole, at + 1));
            }
            if !(0x21..=0x7e).contains(&byte) || matches!(byte, b'(' | b')' | b'?') {
                break;
            }
            bytes.extend([0xa3, byte + 0x80]);
        } else if let Some(pair) = gbk.encode(cell.c) {
            bytes.extend(pair);
        } else {
            break;
        }
    }
    runs
}
