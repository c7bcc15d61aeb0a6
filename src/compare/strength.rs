//! Strength: how sure, how strong, how far does a statement go, what does it deny, and when is it?
//!
//! Example: `将运行超过100万个` announces, `也并非不可能` only does not rule out. Each expression has a scale and a step on
//! it; two statements disagree where the weakest steps they take on one scale differ. Steps compare only within a
//! scale, and only roughly: they order expressions, they do not measure.
//!
//! The words, each with the reason it stands there, are a table: `data/strength.tsv`.

use std::sync::OnceLock;

/// The table, without its reasons.
static TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/strength.tsv"));

/// What is graded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scale {
    /// How sure something is said to be: from 0 (ruled out) to 6 (necessary). Saying it plainly is 5.
    Certainty,
    /// What one must or may do: from 0 (forbidden) to 4 (must).
    Duty,
    /// How far it goes: from 1 (hardly) to 5 (wholly). Saying it plainly is 4.
    Degree,
}

impl Scale {
    /// The step of a statement that says nothing on this scale; `None` where silence says nothing.
    pub fn plain(self) -> Option<u8> {
        match self {
            Scale::Certainty => Some(5),
            Scale::Duty => None,
            Scale::Degree => Some(4),
        }
    }
}

/// What a word of the table does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    Strength(Scale),
    /// In it an expression stands by accident, or in another sense.
    NoStrength,
    Denial,
    /// In it a sign of denial denies nothing.
    NoDenial,
    /// A time that has no date, by what it points to.
    Time,
    /// How a time lies to its date.
    Bound,
}

/// A word of the table.
#[derive(Clone, Copy)]
struct Word {
    text: &'static str,
    set: Set,
    /// Step on a scale, or group of words that mean the same.
    step: u8,
}

/// The table, ready for look-ups.
struct Words {
    /// By first character, the longest first, so that the first that fits is the one.
    words: Vec<Word>,
    /// A bit for the low bits of every first character: most places of a text begin no word, and cost one look.
    firsts: [u64; NUM_FIRSTS / 64],
}

const NUM_FIRSTS: usize = 4096;

fn first_bit(c: char) -> (usize, u64) {
    let at = c as usize % NUM_FIRSTS;
    (at / 64, 1 << (at % 64))
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words = Vec::new();
        for line in TABLE.lines() {
            let Some((head, listed)) = line.split_once('\t') else { continue };
            let (name, step) = head.split_once(' ').unwrap_or((head, ""));
            let step = step.bytes().fold(0, |step, digit| 10 * step + (digit - b'0'));
            let set = match name {
                "certainty" => Set::Strength(Scale::Certainty),
                "duty" => Set::Strength(Scale::Duty),
                "degree" => Set::Strength(Scale::Degree),
                "no-strength" => Set::NoStrength,
                "denial" => Set::Denial,
                "no-denial" => Set::NoDenial,
                "time" => Set::Time,
                _ => Set::Bound,
            };
            words.extend(listed.split(' ').map(|text| Word { text, set, step }));
        }
        words.sort_by_key(|word: &Word| (word.text.chars().next(), std::cmp::Reverse(word.text.len())));
        let mut firsts = [0; NUM_FIRSTS / 64];
        for (at, bit) in words.iter().filter_map(|word| word.text.chars().next()).map(first_bit) {
            firsts[at] |= bit;
        }
        Words { words, firsts }
    })
}

/// The words at the start of a text that begins with `first`, the longest first.
fn at_start(first: char, text: &str) -> impl Iterator<Item = Word> {
    let Words { words, firsts } = words();
    let (at, bit) = first_bit(first);
    let from = match firsts[at] & bit {
        0 => words.len(),
        _ => words.partition_point(|word| word.text.chars().next() < Some(first)),
    };
    let alike = words[from..].iter().take_while(move |word| word.text.starts_with(first));
    alike.copied().filter(move |word| text.starts_with(word.text))
}

/// A graded expression where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Grade {
    pub scale: Scale,
    pub step: u8,
    /// Byte offset in the text that was read, and length.
    pub start: usize,
    pub len_bytes: usize,
}

/// Every place where a word of one of the sets stands, the longest one, none inside another.
fn places(text: &str, sets: impl Fn(Set) -> bool) -> Vec<(usize, Word)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        match at_start(c, &text[at..]).find(|word| sets(word.set)) {
            Some(word) => {
                found.push((at, word));
                at += word.text.len();
            }
            None => at += c.len_utf8(),
        }
    }
    found
}

/// The graded expressions of a folded text, in order.
pub(super) fn grades(text: &str) -> Vec<Grade> {
    places(text, |set| matches!(set, Set::Strength(_) | Set::NoStrength))
        .into_iter()
        .filter_map(|(start, word)| match word.set {
            Set::Strength(scale) => Some(Grade { scale, step: word.step, start, len_bytes: word.text.len() }),
            _ => None,
        })
        .collect()
}

/// Where a folded text denies something: byte offset and length, in order.
pub(super) fn denials(text: &str) -> Vec<(usize, usize)> {
    places(text, |set| matches!(set, Set::Denial | Set::NoDenial))
        .into_iter()
        .filter(|(_, word)| word.set == Set::Denial)
        .map(|(start, word)| (start, word.text.len()))
        .collect()
}

/// A relative time where it stands: byte offset, length, and its number in the table.
pub(super) fn times(text: &str) -> Vec<(usize, usize, u8)> {
    places(text, |set| set == Set::Time)
        .into_iter()
        .map(|(start, word)| (start, word.text.len(), word.step))
        .collect()
}

/// The bound that follows a date, `2027年` + `之前`: its length and group, `前后` before `前`.
pub(super) fn time_bound(after: &str) -> Option<(usize, usize)> {
    let after_unit = after.strip_prefix('年').unwrap_or(after);
    let skipped = after.len() - after_unit.len();
    let first = after_unit.chars().next()?;
    let bound = at_start(first, after_unit).find(|word| word.set == Set::Bound);
    bound
        .map(|word| (skipped + word.text.len(), usize::from(word.step)))
        .or_else(|| after_unit.starts_with('前').then_some((skipped + '前'.len_utf8(), 0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_stand_once_in_a_set() {
        let mut seen: Vec<(&str, String)> = Vec::new();
        for word in &words().words {
            assert_eq!(
                crate::text::fold(word.text),
                word.text,
                "data/strength.tsv is compared with folded text"
            );
            let set = (word.text, format!("{:?}", word.set));
            assert!(!seen.contains(&set), "data/strength.tsv has {} twice", word.text);
            seen.push(set);
        }
        assert!(seen.len() > 300, "data/strength.tsv was read");
    }

    #[test]
    fn graded_expressions() {
        for (text, expected, reason) in [
            ("百万颗芯片也并非不可能", vec![("并非不可能", 3)], "two denials are not one"),
            ("完全可以超越人类智能", vec![("完全可以", 6)], "not 可以 alone"),
            ("不太可能发生", vec![("不太可能", 1)], "not 可能"),
            ("有这种可能性", vec![], "a noun"),
            ("当事人应当提交", vec![("应当", 3)], "a duty"),
            ("是其中的一个组成部分", vec![], "part of a thing, not partly"),
        ] {
            let found: Vec<(&str, u8)> = grades(text)
                .iter()
                .map(|grade| (&text[grade.start..grade.start + grade.len_bytes], grade.step))
                .collect();
            assert_eq!(found, expected, "{text}: {reason}");
        }
    }

    #[test]
    fn denials_and_what_only_looks_like_one() {
        for (text, expected, reason) in [
            ("这项功能不会推出", vec!["不会"], "plain"),
            ("不仅如此", vec![], "not only"),
            ("阿莫迪没有否认", vec!["没有", "否认"], "a name, then twice"),
            ("在不久的将来", vec![], "soon"),
            ("并非易事", vec!["并非"], "literary"),
            ("有没有记忆功能", vec![], "a question"),
        ] {
            let found: Vec<&str> =
                denials(text).iter().map(|(start, len)| &text[*start..start + len]).collect();
            assert_eq!(found, expected, "{text}: {reason}");
        }
    }

    #[test]
    fn times_and_bounds() {
        assert_eq!(times("上周发布,最近").len(), 2);
        assert_eq!(time_bound("年之前,ai"), Some(("年之前".len(), 0)));
        assert_eq!(time_bound("前后在"), Some(("前后".len(), 2)));
        assert_eq!(time_bound("超越"), None);
    }
}
