//! Which script is a text written in?

use super::Script;
use crate::text::{fold_char, is_han};

/// How much of a text is looked at, in characters: enough to tell, whatever its length.
const MAX_CHARS: usize = 20_000;

/// Common characters that only Simplified texts use; for Traditional ones the folding table tells.
const SIMPLIFIED_ONLY: &str = "们这为来时个说对发经过还会没开问关学现点进业产实长动机东书见车门马风飞鱼鸟龙话语认识让谁请谢买卖头样应当总觉难图国区医华单双变听叫后里与从众优传伤伟价体余农决况冲刘则创办务劳势协卫压历县参";

/// The script of `text`, by counting characters that belong to one script only.
#[cfg_attr(optimize_for_size, optimize(speed))]
pub(super) fn of(text: &str) -> Script {
    let only = SimplifiedOnly::new();
    let (mut simplified, mut traditional) = (0u32, 0u32);
    let mut any = false;
    for c in text.chars().take(MAX_CHARS).filter(|&c| is_han(c)) {
        any = true;
        // Characters such as 着 or 后 belong to both; those few do not tip the scales.
        if fold_char(c) != c {
            traditional += 1;
        } else if only.contains(c) {
            simplified += 1;
        }
    }
    match (simplified, traditional) {
        (0, 0) if any => Script::Simplified,
        (0, 0) => Script::None,
        _ if traditional * 5 < simplified => Script::Simplified,
        _ if simplified * 5 < traditional => Script::Traditional,
        _ => Script::Mixed,
    }
}

/// [`SIMPLIFIED_ONLY`] as a bit for each unified ideograph: every character of a text is looked up.
struct SimplifiedOnly([u64; NUM_WORDS]);

/// The first unified ideograph, and how many words have a bit for each up to U+9FFF.
const FIRST: usize = 0x4e00;
const NUM_WORDS: usize = (0xa000 - FIRST) / 64;

impl SimplifiedOnly {
    fn new() -> Self {
        let mut bits = [0; NUM_WORDS];
        for place in SIMPLIFIED_ONLY.chars().filter_map(|c| (c as usize).checked_sub(FIRST)) {
            if let Some(word) = bits.get_mut(place / 64) {
                *word |= 1 << (place % 64);
            }
        }
        SimplifiedOnly(bits)
    }

    fn contains(&self, c: char) -> bool {
        let place = (c as usize).checked_sub(FIRST);
        place.is_some_and(|place| self.0.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bits_are_the_list() {
        let only = SimplifiedOnly::new();
        for c in ('\0'..='\u{10ffff}').filter(|&c| c != '\0') {
            assert_eq!(only.contains(c), SIMPLIFIED_ONLY.contains(c), "{c}");
        }
    }
}
