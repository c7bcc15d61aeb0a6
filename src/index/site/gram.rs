//! Grams: which strings, however short, a document holds, so that any string can be found without reading every text.
//!
//! The grams of a text are its characters, its pairs of characters, and its words of Latin letters or of digits.
//! A pair is of two characters that follow each other; letters and digits of ASCII are never cut, because a string
//! that ends in one is only found where the word ends too.
//!
//! Worked by hand: `用 GPT-4o 读图片` has the grams 用, `gpt`, `4`, `o`, 读, 图, 片, 读图, 图片. A document that holds
//! the string 读图片 has the pairs 读图 and 图片; whether it holds the string, its text says.

use crate::index::terms::MAX_TERM_BYTES;
use crate::text::{CharClass, class_of};

/// A gram of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gram<'t> {
    /// A run of ASCII letters, or of ASCII digits, at most [`MAX_TERM_BYTES`] of it.
    Atom(&'t str),
    /// A character that is part of a word otherwise.
    One(char),
    /// Two such characters in a row.
    Two(char, char),
}

impl Gram<'_> {
    /// The key under which the list of the gram is stored.
    pub(crate) fn key(self) -> String {
        match self {
            Gram::Atom(atom) => atom.to_owned(),
            Gram::One(char) => char.into(),
            Gram::Two(first, second) => [first, second].iter().collect(),
        }
    }
}

/// Visits the grams of folded text, in its order, as often as they stand there.
#[cfg_attr(optimize_for_size, optimize(speed))]
pub(crate) fn visit_grams<'t>(text: &'t str, mut visit: impl FnMut(Gram<'t>)) {
    let mut before: Option<char> = None;
    let mut atom: Option<(usize, bool)> = None;
    let end_atom = |atom: &mut Option<(usize, bool)>, end: usize, visit: &mut dyn FnMut(Gram<'t>)| {
        if let Some((start, _)) = atom.take() {
            let end = end.min(start + MAX_TERM_BYTES);
            if let Some(atom) = text.get(start..end) {
                visit(Gram::Atom(atom));
            }
        }
    };
    for (at, char) in text.char_indices() {
        if char.is_ascii_alphanumeric() {
            let is_digit = char.is_ascii_digit();
            if atom.is_some_and(|(_, of_digits)| of_digits != is_digit) {
                end_atom(&mut atom, at, &mut visit);
            }
            atom.get_or_insert((at, is_digit));
            before = None;
            continue;
        }
        end_atom(&mut atom, at, &mut visit);
        if !matches!(class_of(char), CharClass::Han | CharClass::Letter | CharClass::Digit) {
            before = None;
            continue;
        }
        visit(Gram::One(char));
        if let Some(first) = before {
            visit(Gram::Two(first, char));
        }
        before = Some(char);
    }
    end_atom(&mut atom, text.len(), &mut visit);
}

#[cfg(test)]
mod tests {
    use super::{Gram, visit_grams};

    #[test]
    fn the_grams_of_a_text() {
        let mut keys = Vec::new();
        visit_grams("用 gpt-4o 读图片", |gram: Gram| keys.push(gram.key()));
        assert_eq!(keys, ["用", "gpt", "4", "o", "读", "图", "读图", "片", "图片"]);
    }
}
