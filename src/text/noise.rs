//! Noise that is not text: which stretches of the source carry no meaning of their own?
//!
//! | rule | example | becomes |
//! | --- | --- | --- |
//! | bracketed sound after a Han character | `經(jīng)濟(jì)` | `經濟` |
//! | letter left over from a broken GBK pair, before its sound | `F(xiàn)在` | `现在` (see `repair`) |
//! | entity left in text | `&quot;` | `"` |
//! | zero-width, soft hyphen, variation selector, bidi control | `经\u{200b}济` | `经济` |

#[cfg(feature = "read")]
use super::fold::is_han;

/// What kind of noise a removed stretch was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NoiseKind {
    /// A pronunciation in brackets after the character it belongs to.
    Pinyin,
    /// A character broken by whoever inserted the pronunciation, restored by rule.
    Mojibake,
    /// An HTML entity left in the text.
    Entity,
    /// A character without width or meaning of its own.
    Invisible,
    /// White space that Chinese does not use: line breaks and wide spaces between Han characters.
    Space,
}

impl NoiseKind {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            NoiseKind::Pinyin => "pinyin",
            NoiseKind::Mojibake => "mojibake",
            NoiseKind::Entity => "entity",
            NoiseKind::Invisible => "invisible",
            NoiseKind::Space => "space",
        }
    }
}

/// Whether a character is invisible noise: it is dropped before matching.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
        || (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

/// Named entities that are found left over in Chinese web texts.
const ENTITIES: [(&str, char); 20] = [
    ("quot", '"'),
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("hellip", '…'),
    ("middot", '·'),
    ("bull", '•'),
    ("laquo", '«'),
    ("raquo", '»'),
];

/// The longest entity looked for, in bytes; a longer one is text.
const MAX_ENTITY_BYTES: usize = 64;

/// An entity at the start of `text`: the character it stands for and its length in bytes.
///
/// `&amp;quot;` counts as one entity (escaped twice), so that cleaning twice is cleaning once.
pub fn entity(text: &str) -> Option<(char, usize)> {
    let mut rest = text.strip_prefix('&')?;
    while let Some(inner) = rest.strip_prefix("amp;") {
        let known = inner.len() < rest.len() && (inner.starts_with("amp;") || named(inner).is_some());
        if !known || text.len() - inner.len() > MAX_ENTITY_BYTES {
            break;
        }
        rest = inner;
    }
    let (c, len) = named(rest)?;
    Some((c, text.len() - rest.len() + len))
}

fn named(rest: &str) -> Option<(char, usize)> {
    let end = rest.bytes().take(12).position(|byte| byte == b';')?;
    let name = rest.get(..end)?;
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|&c| c != '\0' && (!c.is_control() || c.is_whitespace()))?
        }
        None => ENTITIES.iter().find(|entity| entity.0 == name)?.1,
    };
    Some((c, end + 1))
}

/// How sure a bracketed sound is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sound {
    /// It has a tone mark, a tone digit or ü: nothing but a pronunciation looks like that.
    Marked,
    /// Plain letters that form a syllable (`men`, `de`): a pronunciation only among others.
    Plain,
}

/// Whether `text` (the inside of a bracket) is one Mandarin syllable, and how sure that is.
pub fn sound(text: &str) -> Option<Sound> {
    let mut letters = [0u8; 7];
    let (mut len, mut marked) = (0, false);
    let mut characters = text.chars();
    for c in characters.by_ref() {
        if c.is_ascii_digit() {
            if len == 0 || !('1'..='5').contains(&c) {
                return None;
            }
            marked = true;
            break;
        }
        let letter = match c {
            'a'..='z' => c as u8,
            'A'..='Z' => c.to_ascii_lowercase() as u8,
            'ā' | 'á' | 'ǎ' | 'à' | 'ă' | 'Ā' | 'Á' | 'Ǎ' | 'À' | 'ɑ' => b'a',
            'ē' | 'é' | 'ě' | 'è' | 'ĕ' | 'Ē' | 'É' | 'Ě' | 'È' => b'e',
            'ī' | 'í' | 'ǐ' | 'ì' | 'ĭ' => b'i',
            'ō' | 'ó' | 'ǒ' | 'ò' | 'ŏ' | 'Ō' | 'Ó' | 'Ǒ' | 'Ò' => b'o',
            'ū' | 'ú' | 'ǔ' | 'ù' | 'ŭ' => b'u',
            'ü' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => b'v',
            'ń' | 'ň' | 'ǹ' => b'n',
            'ḿ' => b'm',
            'ɡ' => b'g',
            _ => return None,
        };
        marked |= !c.is_ascii();
        *letters.get_mut(len)? = letter;
        len += 1;
    }
    if characters.next().is_some() || !is_syllable(&letters[..len]) {
        return None;
    }
    Some(if marked { Sound::Marked } else { Sound::Plain })
}

/// How far a closing bracket is looked for, in characters: no sound is longer than seven.
#[cfg(any(feature = "read", feature = "segment"))]
const MAX_SOUND_CHARS: usize = 8;

/// A bracketed sound with a tone at the start of `text`: the sound, and the bytes it takes with its brackets.
#[cfg(any(feature = "read", feature = "segment"))]
pub(super) fn marked_sound(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_prefix(['(', '（'])?;
    let (len, closing) = inner.char_indices().take(MAX_SOUND_CHARS).find(|(_, c)| matches!(c, ')' | '）'))?;
    let found = &inner[..len];
    (sound(found) == Some(Sound::Marked))
        .then(|| (found, text.len() - inner.len() + len + closing.len_utf8()))
}

/// A short text without the bracketed sounds in it: for titles, names and other labels of an annotated document.
#[cfg(feature = "read")]
pub fn without_sounds(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if clean.ends_with(is_han)
            && let Some((_, len_bytes)) = marked_sound(rest)
        {
            rest = &rest[len_bytes..];
            continue;
        }
        clean.push(c);
        rest = &rest[c.len_utf8()..];
    }
    clean
}

fn is_syllable(letters: &[u8]) -> bool {
    const FINALS: [&[u8]; 37] = [
        b"a", b"o", b"e", b"i", b"u", b"v", b"ai", b"ei", b"ui", b"ao", b"ou", b"iu", b"ie", b"ve", b"ue",
        b"er", b"an", b"en", b"in", b"un", b"vn", b"ang", b"eng", b"ing", b"ong", b"ia", b"iao", b"ian",
        b"iang", b"iong", b"ua", b"uo", b"uai", b"uan", b"uang", b"io", b"n",
    ];
    let initial = match letters {
        [b'z' | b'c' | b's', b'h', ..] => 2,
        [
            b'b' | b'p' | b'm' | b'f' | b'd' | b't' | b'n' | b'l' | b'g' | b'k' | b'h' | b'j' | b'q' | b'x'
            | b'r' | b'z' | b'c' | b's' | b'y' | b'w',
            ..,
        ] => 1,
        _ => 0,
    };
    FINALS.contains(&&letters[initial..]) || (initial > 0 && FINALS.contains(&letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sounds() {
        for (text, want) in [
            ("jīng", Some(Sound::Marked)),
            ("lüè", Some(Sound::Marked)),
            ("lve4", Some(Sound::Marked)),
            ("Xiàn", Some(Sound::Marked)),
            ("men", Some(Sound::Plain)),
            ("AI", Some(Sound::Plain)), // looks like one; the density rule keeps such brackets
            ("GPT", None),
            ("jīngjì", None), // two syllables: an honest gloss of a word
            ("2024", None),
            ("", None),
            ("1", None),
        ] {
            assert_eq!(sound(text), want, "{text}");
        }
    }

    #[test]
    fn labels() {
        assert_eq!(without_sounds("官方媒體/網(wǎng)絡(luò)新聞(AI)"), "官方媒體/網絡新聞(AI)");
    }

    #[test]
    fn entities() {
        assert_eq!(entity("&quot;好"), Some(('"', 6)));
        assert_eq!(entity("&amp;quot;好"), Some(('"', 10)));
        assert_eq!(entity("&#x4e2d;"), Some(('中', 8)));
        assert_eq!(entity("AT&T;"), None);
        assert_eq!(entity("&T;"), None);
        assert_eq!(entity("&#0;"), None);
    }
}
