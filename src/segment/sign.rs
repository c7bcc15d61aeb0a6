//! Signs, digits and letters between Han, known by one look into a table: what they fold to and what that is.
//!
//! Nearly all pieces of prose that are no Han are one sign, or digits before a Han character. [`Signs::piece_at`] finds these
//! without folding a text or asking for a class; whatever else there is, it leaves to [`piece_at`](super::scan::piece_at). Where it
//! finds a piece, it is the same one; the test below holds that.

use super::TokenKind;
use super::run::{COMMON_HAN, UNCOMMON};
use super::scan::{MAX_ATOM_BYTES, ends_run_with};
use crate::text::{CharClass, class_of};

/// Code points that are known: Latin letters and signs, general punctuation, Chinese signs, full-width forms.
const KNOWN: [std::ops::Range<u32>; 4] = [0..0x100, 0x2000..0x2080, 0x3000..0x3040, 0xff00..0xff80];

/// What is known of a character.
#[derive(Clone, Copy, Debug)]
struct Sign {
    /// What the lexicon calls its folded form.
    id: u16,
    folded: u16,
    class: CharClass,
    /// Bytes of the folded form.
    len: u8,
    /// A piece that ends here is the last of its run.
    ends_run: bool,
    /// A word or number ends before it for certain.
    ends_atom: bool,
}

/// The characters of [`KNOWN`], one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Signs {
    signs: Vec<Sign>,
}

/// A piece that was found.
pub(super) struct SignPiece {
    /// Bytes of the text as it stands, and when folded.
    pub len: usize,
    pub len_folded: usize,
    pub num_chars: usize,
    pub kind: TokenKind,
    pub ends_run: bool,
}

/// What stands at a place.
enum Found {
    Sign(Sign, usize),
    /// The end of the text, or a Han character.
    Border,
    Other,
}

impl Signs {
    /// Characters fold by `fold`; `id` is what the lexicon calls a folded one.
    pub(super) fn new(fold: impl Fn(char) -> char, id: impl Fn(char) -> u16) -> Signs {
        let codes = KNOWN.into_iter().flatten();
        let signs = codes.map(|code| {
            let folded = char::from_u32(code).map_or(char::REPLACEMENT_CHARACTER, &fold);
            let class = class_of(folded);
            let is_sign = class == CharClass::Punctuation || class == CharClass::Space;
            Sign {
                id: id(folded),
                folded: u16::try_from(u32::from(folded)).unwrap_or(u16::MAX),
                class,
                len: folded.len_utf8() as u8,
                ends_run: ends_run_with(folded),
                ends_atom: is_sign && !['.', ',', '_', '\'', '&', '-', '/', ':', '+', '#'].contains(&folded),
            }
        });
        Signs { signs: signs.collect() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.signs.is_empty()
    }

    #[inline(always)]
    fn find(&self, rest: &[u8], common: &[u16]) -> Found {
        let (place, len) = match *rest {
            [] => return Found::Border,
            [first @ 0..0x80, ..] => (usize::from(first), 1),
            [first @ 0xc2..=0xc3, second, ..] => {
                (usize::from(first & 3) << 6 | usize::from(second & 0x3f), 2)
            }
            [first @ 0xe0..0xf0, second, third, ..] => {
                let code =
                    u32::from(first & 15) << 12 | u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f);
                let place = match code {
                    0x2000..0x2080 => code.wrapping_sub(0x2000 - 0x100),
                    0x3000..0x3040 => code.wrapping_sub(0x3000 - 0x180),
                    0xff00..0xff80 => code.wrapping_sub(0xff00 - 0x1c0),
                    _ => {
                        let id = common.get(code.wrapping_sub(u32::from(COMMON_HAN.start)) as usize);
                        return if id.is_some_and(|&id| id != UNCOMMON) {
                            Found::Border
                        } else {
                            Found::Other
                        };
                    }
                };
                (place as usize, 3)
            }
            _ => return Found::Other,
        };
        self.signs.get(place).map_or(Found::Other, |&sign| Found::Sign(sign, len))
    }

    /// The piece at the beginning of `rest`, where it is one of known characters and no other can follow that would lengthen
    /// it. Its numbers are put into `ids`.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    pub(super) fn piece_at(&self, rest: &[u8], common: &[u16], ids: &mut [u16]) -> Option<SignPiece> {
        let Found::Sign(first, len) = self.find(rest, common) else { return None };
        let kind = match first.class {
            CharClass::Han => return None,
            CharClass::Letter => TokenKind::Latin,
            CharClass::Digit => TokenKind::Number,
            CharClass::Space => TokenKind::Space,
            CharClass::Punctuation => TokenKind::Punctuation,
        };
        let mut piece = SignPiece {
            len,
            len_folded: usize::from(first.len),
            num_chars: 1,
            kind,
            ends_run: first.ends_run,
        };
        let mut ids = ids.iter_mut();
        *ids.next()? = first.id;
        loop {
            let (sign, len) = match self.find(rest.get(piece.len..).unwrap_or(&[]), common) {
                Found::Sign(sign, len) => (sign, len),
                Found::Border => return Some(piece),
                Found::Other => return None,
            };
            let goes_on = match kind {
                TokenKind::Punctuation => sign.folded == first.folded,
                TokenKind::Space => sign.class == CharClass::Space,
                _ if sign.class == CharClass::Letter => {
                    piece.kind = TokenKind::Latin;
                    true
                }
                _ if sign.class == CharClass::Digit => true,
                _ if sign.ends_atom || sign.class == CharClass::Han => false,
                _ => return None,
            };
            if !goes_on {
                return Some(piece);
            }
            piece.len = piece.len.wrapping_add(len);
            piece.len_folded = piece.len_folded.wrapping_add(usize::from(sign.len));
            piece.num_chars = piece.num_chars.wrapping_add(1);
            piece.ends_run |= sign.ends_run;
            *ids.next()? = sign.id;
            // What is longer is cut, or nearly.
            if piece.len_folded >= MAX_ATOM_BYTES {
                return None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::scan::{PieceKind, ends_run, piece_at};
    use crate::text::{fold_char, is_han};

    /// All short texts over what matters here, and long pieces: what is found is what the rules find.
    #[test]
    fn a_piece_that_is_found_is_the_piece_of_the_rules() {
        let characters = "的𠮷〇㐀aＡé１0,，.。…-—'+#:： \n　「“·😀";
        let texts = |len: u32| {
            let num = characters.chars().count();
            (0..num.pow(len)).map(move |number| {
                (0..len).filter_map(|at| characters.chars().nth(number / num.pow(at) % num)).collect()
            })
        };
        let long = ["a", "１", "　", "—"].into_iter();
        let long = long.flat_map(|c| (80..90).chain(250..260).map(|num| c.repeat(num) + "的"));
        let common: Vec<u16> = vec![7; COMMON_HAN.len()];
        let (plain, folding) = (Signs::new(|c| c, |c| c as u16), Signs::new(fold_char, |c| c as u16));
        let (mut num_found, mut num_asked) = (0, 0);
        for text in (1..4).flat_map(texts).chain(long) {
            for folds in [false, true] {
                let fold = |c: char| if folds { fold_char(c) } else { c };
                let signs = if folds { &folding } else { &plain };
                let folded: String = text.chars().map(fold).collect();
                let mut ids = [0; 300];
                num_asked += 1;
                let Some(found) = signs.piece_at(text.as_bytes(), &common, &mut ids) else { continue };
                num_found += 1;
                for is_joined in [false, true] {
                    let piece = piece_at(&folded, 0, is_joined).unwrap();
                    let kind = PieceKind::Whole(found.kind);
                    assert_eq!((found.len_folded, kind), (piece.end, piece.kind), "{text:?}");
                    assert_eq!(found.ends_run, ends_run(&folded, piece), "{text:?}");
                    assert!(!folded.starts_with(is_han), "{text:?}");
                }
                let written: String = text.chars().take(found.num_chars).collect();
                assert_eq!(written.len(), found.len, "{text:?}");
                let expected: Vec<u16> = folded[..found.len_folded].chars().map(|c| c as u16).collect();
                assert_eq!(ids[..found.num_chars], expected, "{text:?}");
            }
        }
        assert!(num_found * 2 > num_asked, "{num_found} of {num_asked}");
    }
}
