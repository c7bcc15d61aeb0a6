//! Where in a text do the words of a query stand, and how closely? One pass, a few operations a character.
//!
//! Worked by hand: the query 图片生成 has four places, one bit each. On the text `生成图片` the places of each
//! character are `3 4 1 2`, so the masks are `0100 1000 0001 0010` (place 1 is the lowest bit). Shifting the mask of
//! the character before by one and keeping the bits of this one leaves those places up to which two characters of
//! the query stand in a row: none, `1000` (生成), none, `0010` (图片). A word of two characters is found where the
//! bit of its last place is left over; longer rows work alike.

/// The longest pattern, in UTF-16 units: one bit each.
pub(crate) const MAX_PATTERN: usize = 64;

/// Rows are followed up to this length; of a longer word the rest is compared.
const MAX_ROW: usize = 8;

/// Slots for the distinct units of a pattern: a power of two, several times as many.
const NUM_SLOTS: usize = 512;
/// Words of the bits that say which units have none.
const NUM_BITS: usize = 32;

#[inline]
fn hash(unit: u16) -> usize {
    (usize::from(unit) ^ usize::from(unit) >> 9) % NUM_SLOTS
}

/// Stands between clauses; matches nothing.
const BREAK: u16 = 0xffff;

/// What a query looks for in a text.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    units: Vec<u16>,
    /// Distinct units with the places they have, each at its hash or in the next free slot after it.
    slots: Vec<(u16, u64)>,
    /// A bit for the lowest bits of each unit that has places: most characters of a text are told apart by it.
    may_be: [u64; NUM_BITS],
    /// Rows longer than this are of no word.
    max_row: usize,
    words: Vec<PatternWord>,
    /// For each length of row, the last places of the words of that length.
    ends: [u64; MAX_ROW + 1],
    /// The word whose last place each bit is.
    word_at: [u8; MAX_PATTERN],
}

/// A word of the pattern.
#[derive(Clone, Debug)]
struct PatternWord {
    start: usize,
    len: usize,
    /// Made of letters or digits: then it must not stand inside a longer such run.
    is_atom: bool,
}

/// A word found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Which word, in the order of [`Pattern::word`].
    pub word: u8,
    /// Where it starts and ends, in units of the text.
    pub start: u32,
    pub end: u32,
}

impl Default for Pattern {
    fn default() -> Self {
        Pattern {
            units: Vec::new(),
            slots: vec![(BREAK, 0); NUM_SLOTS],
            may_be: [0; NUM_BITS],
            max_row: 2,
            words: Vec::new(),
            ends: [0; MAX_ROW + 1],
            word_at: [0; MAX_PATTERN],
        }
    }
}

impl Pattern {
    /// Adds a clause, in folded text, and gives where it starts; words are added to it by [`Pattern::word`]. `None` when it does
    /// not fit.
    pub(crate) fn clause(&mut self, text: &str) -> Option<usize> {
        let len = text.encode_utf16().count();
        if self.units.len() + len + 1 > MAX_PATTERN {
            return None;
        }
        if !self.units.is_empty() {
            self.units.push(BREAK);
        }
        let start = self.units.len();
        self.units.extend(text.encode_utf16());
        Some(start)
    }

    /// Adds a clause that is one word; gives its number, `None` when it does not fit.
    pub(crate) fn whole(&mut self, text: &str) -> Option<u8> {
        let start = self.clause(text)?;
        self.word(start, self.units.len())
    }

    /// The number of units so far: where the next clause would start, but for the break.
    pub(crate) fn len(&self) -> usize {
        self.units.len()
    }

    /// Adds the word at units `start..end` of the pattern; gives its number.
    pub(crate) fn word(&mut self, start: usize, end: usize) -> Option<u8> {
        let units = self.units.get(start..end).filter(|units| !units.is_empty())?;
        let is_atom = units.iter().all(|&unit| is_atom(unit));
        let number = u8::try_from(self.words.len()).ok()?;
        *self.ends.get_mut(units.len().min(MAX_ROW))? |= 1 << (end - 1);
        *self.word_at.get_mut(end - 1)? = number;
        self.words.push(PatternWord { start, len: units.len(), is_atom });
        Some(number)
    }

    /// Ends the making.
    pub(crate) fn close(&mut self) {
        for (place, &unit) in self.units.iter().enumerate().filter(|(_, unit)| **unit != BREAK) {
            if let Some(bits) = self.may_be.get_mut(usize::from(unit >> 6) % NUM_BITS) {
                *bits |= 1 << (unit % 64);
            }
            let mut slot = hash(unit);
            // At most MAX_PATTERN of the slots are ever taken, so there is a free one.
            while let Some(taken) = self.slots.get_mut(slot) {
                if taken.1 == 0 || taken.0 == unit {
                    *taken = (unit, taken.1 | 1 << place);
                    break;
                }
                slot = (slot + 1) % NUM_SLOTS;
            }
        }
        self.max_row = self.words.iter().map(|word| word.len).max().unwrap_or(0).clamp(2, MAX_ROW);
    }

    /// The places of a unit; most characters of a text have none.
    #[inline(always)]
    fn mask(&self, unit: u16) -> u64 {
        let bits = self.may_be.get(usize::from(unit >> 6) % NUM_BITS).copied().unwrap_or(0);
        if bits >> (unit % 64) & 1 == 0 {
            return 0;
        }
        let mut slot = hash(unit);
        while let Some(&(known, mask)) = self.slots.get(slot) {
            if known == unit || mask == 0 {
                return if known == unit { mask } else { 0 };
            }
            slot = (slot + 1) % NUM_SLOTS;
        }
        0
    }

    /// The places of the pattern whose units stand somewhere in `text`.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    pub(crate) fn places_in(&self, text: &[u16]) -> u64 {
        text.iter().fold(0, |places, &unit| places | self.mask(unit))
    }

    /// What share of the units of word `number` have their place in `places`.
    pub(crate) fn share_of_word(&self, number: u8, places: u64) -> f64 {
        let Some(word) = self.words.get(usize::from(number)) else { return 0.0 };
        let wanted = u64::MAX >> (64 - word.len.clamp(1, 64)) << word.start;
        f64::from((places & wanted).count_ones()) / word.len.max(1) as f64
    }

    /// Where two Han characters stand in a row in `text` as they do in the pattern, of its places in `places` only.
    pub(crate) fn pairs<'t>(
        &'t self,
        text: &'t [u16],
        places: u64,
    ) -> impl Iterator<Item = (usize, usize)> + 't {
        let mut before = 0;
        text.iter().enumerate().filter_map(move |(at, &unit)| {
            let mask = if is_atom(unit) { 0 } else { self.mask(unit) & places };
            let is_pair = (before << 1) & mask != 0;
            before = mask;
            is_pair.then(|| (at - 1, at + 1))
        })
    }

    /// Reads `text` once. Calls `word` with every word found, and `row(length, places)` with the places of the pattern
    /// at which a row of `length` (1 or 2) characters ends, for every such end in the text.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    pub(crate) fn read(&self, text: &[u16], mut word: impl FnMut(Found), mut row: impl FnMut(usize, u64)) {
        let mut rows = [0u64; MAX_ROW + 1];
        // Rows longer than this are empty.
        let mut longest = 0;
        for (at, &unit) in text.iter().enumerate() {
            let mask = self.mask(unit);
            if mask == 0 {
                longest = 0;
                continue;
            }
            for len in (2..=self.max_row.min(longest + 1)).rev() {
                rows[len] = (rows[len - 1] << 1) & mask;
            }
            rows[1] = mask;
            longest = (longest + 1).min(self.max_row);
            while longest > 1 && rows[longest] == 0 {
                longest -= 1;
            }
            row(1, mask);
            if longest > 1 {
                row(2, rows[2]);
            }
            for (len, &reached) in rows.iter().enumerate().take(longest + 1).skip(1) {
                let mut found = reached & self.ends[len];
                while found != 0 {
                    let place = found.trailing_zeros() as usize;
                    found &= found - 1;
                    let number = self.word_at.get(place).copied().unwrap_or(0);
                    let Some(known) = self.words.get(usize::from(number)) else { continue };
                    let (start, end) = ((at + 1).saturating_sub(known.len), at + 1);
                    let is_whole = known.len <= MAX_ROW
                        || self.units.get(known.start..known.start + known.len) == text.get(start..end);
                    if !is_whole || (known.is_atom && !stands_free(text, start, end)) {
                        continue;
                    }
                    word(Found { word: number, start: start as u32, end: end as u32 });
                }
            }
        }
    }
}

/// Letters and digits of ASCII: runs of them are whole words.
fn is_atom(unit: u16) -> bool {
    u8::try_from(unit).is_ok_and(|byte| byte.is_ascii_alphanumeric())
}

/// True when the run of letters or digits at `start..end` is not part of a longer one.
pub(crate) fn stands_free(text: &[u16], start: usize, end: usize) -> bool {
    let same_kind = |inside: Option<&u16>, outside: Option<&u16>| match (inside, outside) {
        (Some(&inside), Some(&outside)) => {
            is_atom(inside) && is_atom(outside) && is_digit(inside) == is_digit(outside)
        }
        _ => false,
    };
    let before = start.checked_sub(1).and_then(|before| text.get(before));
    !same_kind(text.get(start), before)
        && !same_kind(end.checked_sub(1).and_then(|last| text.get(last)), text.get(end))
}

/// Whether what stands in a text as a number is only a part of one: 百万 of 三百万, of 数百万, of 百万亿.
pub(crate) fn is_inside_number(text: &[u16], start: usize, end: usize) -> bool {
    const NUMERALS: &str = "〇零一二两三四五六七八九十百千万亿0123456789";
    let is_one_of = |place: Option<usize>, signs: &str| {
        let unit = place.and_then(|place| text.get(place));
        unit.is_some_and(|&unit| signs.chars().any(|sign| sign as u32 == u32::from(unit)))
    };
    let before = start.checked_sub(1);
    is_one_of(before, NUMERALS) || is_one_of(before, "数几") || is_one_of(Some(end), NUMERALS)
}

fn is_digit(unit: u16) -> bool {
    u8::try_from(unit).is_ok_and(|byte| byte.is_ascii_digit())
}

/// Where `needle` stands in `text` first, from `from` on; letters and digits at its edges must stand free.
#[cfg_attr(optimize_for_size, optimize(speed))]
pub(crate) fn find(text: &[u16], needle: &[u16], from: usize) -> Option<usize> {
    let (&first, rest) = needle.split_first()?;
    let starts = text.get(..=text.len().checked_sub(needle.len())?)?;
    let mut at = from;
    loop {
        at += position(starts.get(at..)?, first)?;
        let end = at + needle.len();
        if text.get(at + 1..end)? == rest && stands_free(text, at, end) {
            return Some(at);
        }
        at += 1;
    }
}

/// Where a unit stands first, four at a time: of a word that holds it some quarter becomes 0, and only then does taking 1 from
/// all of them set a highest bit that was not set.
#[inline(always)]
fn position(text: &[u16], unit: u16) -> Option<usize> {
    const ONES: u64 = 0x0001_0001_0001_0001;
    let wanted = u64::from(unit) * ONES;
    let is_without = |four: &&[u16; 4]| {
        let [a, b, c, d] = four.map(u64::from);
        let word = (a | b << 16 | c << 32 | d << 48) ^ wanted;
        word.wrapping_sub(ONES) & !word & (ONES << 15) == 0
    };
    let at = 4 * text.as_chunks::<4>().0.iter().take_while(is_without).count();
    text.get(at..)?.iter().position(|&own| own == unit).map(|place| at + place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finding_is_looking_at_every_place(text in "[ab12一丁\u{8001}\u{ffff}]{0,30}", needle in "[a1一丁\u{ffff}]{1,3}", from in 0usize..32) {
            let text: Vec<u16> = text.encode_utf16().collect();
            let needle: Vec<u16> = needle.encode_utf16().collect();
            let expected = (from..text.len())
                .find(|&at| text[at..].starts_with(&needle) && stands_free(&text, at, at + needle.len()));
            prop_assert_eq!(find(&text, &needle, from), expected);
        }
    }
}
