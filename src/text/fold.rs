//! Folding one character: script (Traditional to Simplified), width, case, digits, punctuation.
//!
//! Many-to-one and for matching only. Tables: `data/opencc-ts-characters.txt`, `data/compatibility.txt`,
//! `data/variants.txt`, packed by `build.rs`.

use std::sync::OnceLock;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/fold.bin"));
static LOWER: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lower.bin"));

/// The tables unpacked: one cell for each character of the Basic Multilingual Plane (0 = folds to itself, 1 =
/// look in `rest`), and the few pairs that have a character outside it.
struct Table {
    plane: Vec<u16>,
    rest: Vec<(char, char)>,
    /// Letters beyond ASCII that have a lower case of one character.
    lower: Vec<(char, char)>,
}

const ELSEWHERE: u16 = 1;

/// Where the signs are that [`fold_form`] names.
const BLOCKS_WITH_FORMS: [std::ops::RangeInclusive<u16>; 9] = [
    0xa0..=0xbf,
    0x2bc..=0x2bc,
    0x2010..=0x2032,
    0x2212..=0x22ef,
    0x2500..=0x2501,
    0x3001..=0x301f,
    0x30fb..=0x30fb,
    0xfe30..=0xfe6f,
    0xff00..=0xffff,
];

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut plane = vec![0u16; 0x1_0000];
        let mut rest = Vec::new();
        let lower = unpack(LOWER);
        for (from, to) in unpack(PACKED) {
            match (u16::try_from(u32::from(from)), u16::try_from(u32::from(to))) {
                // A target may itself have a form to fold (Ａ by way of a compatibility character).
                (Ok(from), Ok(_)) => {
                    let to = if is_han(to) { to } else { fold_form(to, &lower) };
                    plane[usize::from(from)] = to as u16;
                }
                (narrow, _) => {
                    rest.push((from, to));
                    if let Ok(from) = narrow {
                        plane[usize::from(from)] = ELSEWHERE;
                    }
                }
            }
        }
        // Elsewhere there are only letters with a lower case; this runs before the first word, so it asks no more than needed.
        for code in BLOCKS_WITH_FORMS.iter().cloned().flatten() {
            if let (0, Some(c)) = (plane[usize::from(code)], char::from_u32(u32::from(code))) {
                let to = fold_form(c, &lower);
                if to != c {
                    plane[usize::from(code)] = to as u16;
                }
            }
        }
        for &(from, to) in &lower {
            if let (Ok(from), Ok(to)) = (u16::try_from(u32::from(from)), u16::try_from(u32::from(to)))
                && plane[usize::from(from)] == 0
            {
                plane[usize::from(from)] = to;
            }
        }
        Table { plane, rest, lower }
    })
}

/// The pairs of a table that `build.rs` packed, in order.
fn unpack(packed: &[u8]) -> Vec<(char, char)> {
    let mut bytes = packed.iter();
    let num_pairs = read_varint(&mut bytes).unwrap_or(0) as usize;
    let mut from = 0;
    let gaps: Vec<u32> = (0..num_pairs).filter_map(|_| read_varint(&mut bytes)).collect();
    let columns = bytes.as_slice();
    let to = |at: usize| {
        (0..3).fold(0, |to, column| {
            to << 8 | u32::from(columns.get(column * num_pairs + at).copied().unwrap_or(0))
        })
    };
    gaps.iter()
        .enumerate()
        .filter_map(|(at, gap)| {
            from += gap;
            Some((char::from_u32(from)?, char::from_u32(to(at))?))
        })
        .collect()
}

fn read_varint(bytes: &mut std::slice::Iter<'_, u8>) -> Option<u32> {
    let (mut value, mut shift) = (0u32, 0);
    loop {
        let byte = *bytes.next()?;
        value |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
        shift += 7;
    }
}

/// Width, case and punctuation of one character. Every result is in the Basic Multilingual Plane
/// where `c` is.
fn fold_form(c: char, lower: &[(char, char)]) -> char {
    match c {
        '“' | '”' | '„' | '‟' | '「' | '」' | '『' | '』' | '〝' | '〞' | '﹁' | '﹂' | '﹃' | '﹄' | '｢'
        | '｣' | '＂' | '«' | '»' => '"',
        '‘' | '’' | '‚' | '‛' | '＇' | 'ʼ' | '′' => '\'',
        '，' | '﹐' => ',',
        '．' | '﹒' => '.',
        '｡' | '。' => '。',
        '､' | '﹑' => '、',
        '；' | '﹔' => ';',
        '：' | '﹕' | '︰' => ':',
        '！' | '﹗' => '!',
        '？' | '﹖' => '?',
        '（' | '﹙' | '﹝' | '〔' => '(',
        '）' | '﹚' | '﹞' | '〕' => ')',
        '［' | '【' | '〖' => '[',
        '］' | '】' | '〗' => ']',
        '—' | '–' | '―' | '‐' | '‑' | '‒' | '−' | '－' | '﹣' | '─' | '━' => '-',
        '～' | '〜' | '∼' => '~',
        '‧' | '・' | '•' | '･' | '∙' => '·',
        '⋯' => '…',
        '〈' | '﹤' => '<',
        '〉' | '﹥' => '>',
        '％' | '﹪' => '%',
        '＀'..='～' => char::from_u32(c as u32 - 0xfee0).map_or(c, |c| c.to_ascii_lowercase()),
        '￥' => '¥',
        // Ⓐ comes here as A.
        _ if c.is_ascii() => c.to_ascii_lowercase(),
        _ => match lower.binary_search_by_key(&c, |pair| pair.0).map(|at| lower[at].1) {
            Ok(one) if (one as u32) <= 0xffff || (c as u32) > 0xffff => one,
            _ => c,
        },
    }
}

/// The folded form of one character: Simplified, half-width, lower case; Chinese punctuation of one class as one
/// sign (`「`, `“` and `"` as `"`).
///
/// Cost: one table look-up. Errors: none; a character without an entry folds to itself.
///
/// ```
/// use duizhao::text::fold_char;
/// assert_eq!("髮發後裡著Ａ１，「𠵾㗲".chars().map(fold_char).collect::<String>(), "发发后里着a1,\"𠵾𠵾");
/// ```
#[cfg_attr(optimize_for_size, optimize(speed))]
pub fn fold_char(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let table = table();
    match table.plane.get(c as usize) {
        Some(0) => c,
        Some(&cell) if cell != ELSEWHERE => char::from_u32(u32::from(cell)).unwrap_or(c),
        cell => {
            let to = table.rest.binary_search_by_key(&c, |pair| pair.0).map_or(c, |at| table.rest[at].1);
            if cell.is_none() { fold_form(to, &table.lower) } else { to }
        }
    }
}

/// Appends the folded form of every character of `text` to `folded`, so that the n-th of the one is the n-th of the other, and
/// calls `wide(n)` for those outside the Basic Multilingual Plane, which take two UTF-16 units.
///
/// The same as [`fold_char`] on each; cost: a few instructions for a character that stays as it is.
///
/// ```
/// let (mut folded, mut wide) = (String::new(), Vec::new());
/// duizhao::text::fold_chars("髮Ａ𠮷", &mut folded, &mut |n| wide.push(n));
/// assert_eq!((folded.as_str(), wide), ("发a𠮷", vec![2]));
/// ```
#[cfg(feature = "segment")]
pub fn fold_chars(text: &str, folded: &mut String, wide: &mut dyn FnMut(usize)) {
    let plane = table().plane.as_slice();
    let bytes = text.as_bytes();
    folded.reserve(text.len());
    let (mut at, mut copied, mut num_chars) = (0usize, 0usize, 0usize);
    while at < bytes.len() {
        // What has three bytes and stays, nearly everything, is passed over, and copied in stretches.
        let (chunks, _) = bytes.get(at..).unwrap_or(&[]).as_chunks::<3>();
        let mut num = 0usize;
        for &[first, second, third] in chunks {
            let code =
                u32::from(first) << 12 & 0xf000 | u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f);
            if first & 0xf0 != 0xe0 || plane.get(code as usize) != Some(&0) {
                break;
            }
            num = num.wrapping_add(1);
        }
        at = at.wrapping_add(num.wrapping_mul(3));
        num_chars = num_chars.wrapping_add(num);
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        let to = fold_char(c);
        let end = at.wrapping_add(c.len_utf8());
        if to != c {
            folded.push_str(text.get(copied..at).unwrap_or(""));
            folded.push(to);
            copied = end;
        }
        if c > '\u{ffff}' {
            wide(num_chars);
        }
        at = end;
        num_chars = num_chars.wrapping_add(1);
    }
    folded.push_str(text.get(copied..).unwrap_or(""));
}

/// Calls `visit(code, folded)` for those characters of the Basic Multilingual Plane from `codes.start` to `codes.end` that do
/// not fold to themselves; quicker than to ask each.
pub(crate) fn visit_folding(codes: std::ops::Range<u16>, visit: &mut dyn FnMut(u16, char)) {
    let cells = table().plane.get(usize::from(codes.start)..usize::from(codes.end)).unwrap_or(&[]);
    for (code, _) in codes.zip(cells).filter(|(_, cell)| **cell != 0) {
        if let Some(c) = char::from_u32(u32::from(code)) {
            visit(code, fold_char(c));
        }
    }
}

/// What a character is, as far as cutting and matching care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CharClass {
    /// A Han ideograph of any block, and 〇.
    Han,
    /// A letter of an alphabet.
    Letter,
    /// A decimal digit.
    Digit,
    /// White space.
    Space,
    /// Everything else: punctuation, symbols, emoji.
    Punctuation,
}

/// The class of a character, folded or not.
///
/// ```
/// use duizhao::text::{CharClass, class_of};
/// assert_eq!(class_of('𠮷'), CharClass::Han);
/// assert_eq!(class_of('。'), CharClass::Punctuation);
/// ```
pub fn class_of(c: char) -> CharClass {
    if c.is_ascii() {
        return match c {
            'a'..='z' | 'A'..='Z' => CharClass::Letter,
            '0'..='9' => CharClass::Digit,
            ' ' | '\t'..='\r' => CharClass::Space,
            _ => CharClass::Punctuation,
        };
    }
    if is_han(c) {
        CharClass::Han
    } else if matches!(c, '\u{3001}'..='\u{3004}' | '\u{3008}'..='\u{3020}') {
        // The commonest marks of all, 、 and 。 and 《 and 》, would be asked four questions more.
        CharClass::Punctuation
    } else if c.is_whitespace() {
        CharClass::Space
    } else if c.is_alphabetic() {
        CharClass::Letter
    } else if c.is_numeric() {
        CharClass::Digit
    } else {
        CharClass::Punctuation
    }
}

/// Whether `c` is a Han ideograph: the unified blocks and their extensions, the compatibility block, 々 and 〇.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '々' | '〇' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_what_the_rules_say() {
        let packed = unpack(PACKED);
        for code in 0x80..=0xffff {
            let Some(c) = char::from_u32(code) else { continue };
            let by_pair = packed.iter().find(|pair| pair.0 == c).map_or(c, |pair| pair.1);
            if by_pair as u32 <= 0xffff {
                assert_eq!(fold_char(c), fold_form(by_pair, &table().lower), "{code:x}");
            }
        }
    }
}
