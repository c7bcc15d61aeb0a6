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
//! | lost pair | `…會的…`, `會?的` | `95FE B5C4` out of step holds `FE B5`, which GBK does not define: dropped, or a `?` | `會的` |
//! | swallowed sign | `編幪?` | `BE8E CC96 2C`: the last trail byte went with the comma behind it | `編號` |
//!
//! Which character a sound belongs to is read off the document, where it stands annotated elsewhere, or is one that
//! these machines are known for; what is put back must be likelier than what stands there, by the characters and pairs
//! of characters of the same document, and by how common they are. Where that is not so, the place is left as it is,
//! and so are single characters of a run that nothing tells.

use crate::sorted::SortedMap;
use std::cell::RefCell;
use std::rc::Rc;

use super::fold::{fold_char, is_han};
use super::gbk::Gbk;
use super::noise::{Sound, marked_sound, sound};
use super::normalize::{Cell, Repair};

/// The longest stretch out of step, in characters.
const MAX_RUN: usize = 48;

/// Characters that such machines annotate, each with its sound, as seen on their pages: in a short text the one that
/// was torn apart may stand nowhere else.
const ANNOTATED: &str = "認rèn 關guān 發fā 業yè 現xiàn 經jīng 進jìn 應yīng 內nèi 當dāng 領lǐng 優yōu 規guī 產chǎn 數shù \
    費fèi 濟jì 達dá 術shù 學xué 機jī 務wù 風fēng 統tǒng 預yù 態tài 協xié 環huán 獨dú 續xù 設shè 嚴yán 訓xùn 創chuàng 強qiáng \
    負fù 責zé 補bǔ 結jié 構gòu 質zhì 復fù 準zhǔn 醫yī 監jiān 擔dān 網wǎng 絡luò 區qū 調diào 節jié 習xí 聯lián 擴kuò 導dǎo 細xì \
    轉zhuǎn 戰zhàn 遠yuǎn 標biāo 養yǎng 執zhí 運yùn 謹jǐn 團tuán 據jù";

/// The two characters a lost pair stood between, where the document shows them.
type LostPair = Option<(char, char)>;

/// Repairs one document, by what the document itself shows.
pub(super) struct Repairer {
    gbk: Rc<Gbk>,
    /// Sound to the characters that carry it.
    sounds: SortedMap<String, Vec<char>>,
    chars: SortedMap<char, u32>,
    pairs: SortedMap<(char, char), u32>,
    /// Answers of [`Repairer::lost_pair`]: the same bytes are asked for again with every split that is tried.
    lost: RefCell<SortedMap<(u8, u8), LostPair>>,
}

impl Repairer {
    pub fn new(gbk: Rc<Gbk>, source: &str) -> Self {
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
        for known in ANNOTATED.split_ascii_whitespace() {
            let Some(c) = known.chars().next() else { continue };
            let characters = repairer.sounds.or_default(known[c.len_utf8()..].to_owned());
            if !characters.contains(&c) {
                characters.push(c);
            }
        }
        repairer
    }

    /// A repair at the start of `rest`, where one is likelier than what stands there.
    pub fn repair(&self, before: &[Cell], rest: &[Cell]) -> Option<Repair> {
        match rest.first()?.c {
            '?' => self.out_of_step(before, rest),
            c if c.is_ascii_alphabetic() => self.swallowed_stop(before, rest),
            _ => None,
        }
    }

    /// `,F(xiàn)`: see the table above.
    fn swallowed_stop(&self, before: &[Cell], rest: &[Cell]) -> Option<Repair> {
        let comma = before.last().filter(|cell| matches!(cell.c, ',' | '，'))?;
        let (sound, _) = bracket(&rest[1..], 1)?;
        let restored = self.gbk.decode(0xac, rest[0].c as u8)?;
        self.sounds.get(&sound)?.contains(&restored).then(|| Repair {
            at: rest[0].span.start,
            replaces: 1,
            consumed: 1,
            cells: vec![Cell { c: '。', span: comma.span }, Cell { c: restored, span: rest[0].span }],
        })
    }

    fn out_of_step(&self, before: &[Cell], rest: &[Cell]) -> Option<Repair> {
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

        // Where the sound tells which pair was torn, what is left is where the run ends.
        let (common, least) = if is_known { (COMMON, COMMON) } else { (0.0, MIN_LIKELIHOOD) };
        let mut best: Option<(f64, Vec<char>, usize)> = None;
        let mut consider = |characters: Vec<char>, consumed: usize, next: Option<char>| {
            let score = self.likelihood(previous, &characters, next, 0, common);
            if best.as_ref().is_none_or(|best| score > best.0) {
                best = Some((score, characters, consumed));
            }
        };
        for &split in splits {
            let stop = after.first().map(|cell| cell.c).filter(|c| matches!(c, '?' | '。' | ',' | '，'));
            if let Some(stop) = stop {
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
            }
            if stop.is_none_or(|stop| stop == '?' && is_known) {
                for (bytes, consumed) in byte_runs(&self.gbk, split, after, is_known) {
                    if let Some(characters) = self.decode(previous, &bytes, is_known)
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
        if score < least || score <= self.likelihood(previous, &standing, next, 1, common) {
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
        Some(Repair { at: rest[0].span.start, replaces: 0, consumed: marker + consumed, cells })
    }

    /// Decodes pairs; a character that the document knows nothing of may be two with a pair lost between them. Bytes that
    /// are not known are 0; where the document does not tell what stood there, a `?` is left. `known` says that the bytes are
    /// surely out of step.
    fn decode(&self, previous: char, bytes: &[u8], known: bool) -> Option<Vec<char>> {
        let mut characters = Vec::new();
        let mut pairs = bytes.chunks_exact(2).enumerate().peekable();
        while let Some((at, pair)) = pairs.next() {
            let (lead, trail) = (pair[0], pair[1]);
            if lead == 0 {
                characters.push('?');
                continue;
            }
            if trail == 0 {
                if let Some(trail) = pairs.peek().and_then(|(_, pair)| (pair[0] == 0).then_some(pair[1])) {
                    pairs.next();
                    let seen = self.lost_pair(lead, trail).filter(|pair| self.pairs.contains(pair));
                    let (first, second) = seen.unwrap_or(('?', '?'));
                    characters.extend([first, second]);
                } else {
                    let before = characters.last().copied().unwrap_or(previous);
                    characters.push(self.lost_trail(before, lead).unwrap_or('?'));
                }
                continue;
            }
            let decoded = self.gbk.decode(lead, trail);
            if (at > 0 || decoded.is_none())
                && decoded.is_none_or(|c| self.count(c) == 0)
                && let Some((first, second)) = self.lost_pair(lead, trail)
            {
                characters.extend([first, second]);
                continue;
            }
            // What the document does not have and hardly any text has is half of something that was lost.
            let is_odd = |c: char| known && is_han(c) && self.count(c) == 0 && !self.is_common(c);
            characters.push(decoded.filter(|c| !is_odd(*c)).or(known.then_some('?'))?);
        }
        Some(characters)
    }

    /// The character of this lead byte that the document most often has after `before`.
    fn lost_trail(&self, before: char, lead: u8) -> Option<char> {
        let candidates = (0x40..=0xfe).filter_map(|trail| self.gbk.decode(lead, trail));
        let counted = candidates.filter_map(|c| self.pairs.get(&(before, c)).map(|num| (*num, c)));
        counted.filter(|(num, _)| *num >= 2).max_by_key(|(num, _)| *num).map(|(_, c)| c)
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
                // A full stop is at home everywhere, so it must have been seen there.
                let fits = is_han(second) || likely >= 8;
                if fits && rarer >= 2 && likely >= 4 && best.is_none_or(|(most, _)| likely > most) {
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
    /// neighbour, how often it occurs elsewhere, up to a few times. `own` is how often the run itself was counted,
    /// `common` what a common character counts that the document does not have. Signs that are trail bytes count nothing.
    fn likelihood(&self, previous: char, run: &[char], next: Option<char>, own: u32, common: f64) -> f64 {
        let next = next.filter(|c| is_han(*c) || *c == '。');
        let (mut score, mut num) = (0.0, 0);
        let mut before = previous;
        for &c in run.iter().chain(next.as_ref()) {
            if is_han(c) {
                let pair = self.pairs.get(&(before, c)).copied().unwrap_or(0);
                let here = f64::from(self.count(c).saturating_sub(own).min(4)) / 4.0;
                score += if here < common && self.is_common(c) { common } else { here };
                score += f64::from(pair.saturating_sub(own).min(3));
                num += 1;
            } else if matches!(c, '?' | '@'..='~') {
                num += 1;
            }
            before = c;
        }
        score / f64::from(num.max(1))
    }

    /// Whether the Simplified form stands on the first level of GB 2312, which has the 3,755 commonest.
    fn is_common(&self, c: char) -> bool {
        self.gbk.encode(fold_char(c)).is_some_and(|[lead, _]| (0xb0..=0xd7).contains(&lead))
    }
}

/// The least likelihood of what is put back.
const MIN_LIKELIHOOD: f64 = 0.7;
/// What a common character counts, where the sound tells which pair was torn; and the least likelihood there.
const COMMON: f64 = 0.5;

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
/// below 80 in the place of a trail byte. A narrow sign may also stand for the wide one it was made from, and with
/// `gaps` a `?` for a pair that GBK does not define (two bytes 0), or for the last lead byte and the sign behind it.
fn byte_runs(gbk: &Gbk, split: u8, after: &[Cell], gaps: bool) -> Vec<(Vec<u8>, usize)> {
    let mut runs = Vec::new();
    let (mut bytes, mut has_gap) = (vec![split], false);
    for (at, cell) in after.iter().take(MAX_RUN).enumerate() {
        if gaps && cell.c == '?' {
            let mut whole = bytes.clone();
            whole.push(0);
            runs.push((whole, at + 1));
            bytes.extend([0, 0]);
            has_gap = true;
        } else if cell.c.is_ascii() {
            let byte = cell.c as u8;
            if (0x40..=0x7e).contains(&byte) {
                let mut whole = bytes.clone();
                whole.push(byte);
                runs.push((whole, at + 1));
            }
            let is_sign = (0x21..=0x7e).contains(&byte) && !matches!(byte, b'(' | b')' | b'?');
            if !is_sign || (has_gap && byte.is_ascii_alphanumeric()) {
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
