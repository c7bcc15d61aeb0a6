//! What else may the words of a query be called? Other names, regional words, numbers written otherwise, words not
//! yet finished, and words with a slip.
//!
//! Each form stands for a run of words and weighs a share of them, by how sure it is that it means the same.

use super::literal::Literal;
use super::parse::{Clause, ClauseKind};
use super::plan::Word;
use crate::index::{Index, TermId};
use crate::order;
use crate::text::{Quantity, QuantityKind, is_han};
use std::ops::Range;

/// No query has more forms: as many as a pattern can tell apart.
pub(crate) const MAX_FORMS: usize = 64;

/// Of the neighbours of a word at most so many are taken, those in the most documents first.
const MAX_NEIGHBOURS: usize = 4;
/// Of the words that an unfinished word may become at most so many are taken.
const MAX_COMPLETIONS: usize = 8;
/// The search for neighbours looks at no more terms than this.
const MAX_STEPS: usize = 10_000;

/// What makes a form stand for the words typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormKind {
    /// Some document, or the builder, ties the two names together.
    Alias,
    /// The word of another region: 软件, 軟體.
    Regional,
    /// The same number written otherwise: 100万, 一百万.
    Number,
    /// A word that begins as typed.
    Completion,
    /// A word that is read as typed: shuju, sj.
    Pinyin,
    /// A word one edit away.
    Edit,
}

impl FormKind {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            FormKind::Alias => "alias",
            FormKind::Regional => "regional",
            FormKind::Number => "number",
            FormKind::Completion => "completion",
            FormKind::Pinyin => "pinyin",
            FormKind::Edit => "edit",
        }
    }

    /// What it weighs, as a share of the words typed.
    fn share(self) -> f64 {
        match self {
            FormKind::Number => 0.9,
            FormKind::Alias => 0.8,
            FormKind::Regional => 0.7,
            FormKind::Completion => 0.6,
            FormKind::Pinyin => 0.5,
            FormKind::Edit => 0.35,
        }
    }
}

/// Another form of what a run of words names.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub literal: Literal,
    pub kind: FormKind,
    /// The words it stands for.
    pub words: Range<usize>,
    /// What it weighs, as a share of those words.
    pub share: f64,
}

/// Finds the forms of the words of one clause, in which `numbers` are. `first_word` is the first of its words in `words`, which
/// end with it.
pub(crate) fn forms_of(
    index: &Index,
    clause: &str,
    words: &[Word],
    first_word: usize,
    numbers: &[Quantity],
    is_unfinished: bool,
    forms: &mut Vec<Form>,
) {
    let places = places_of(clause, words.get(first_word..).unwrap_or(&[]));
    let mut add = |form: &str, run: Range<usize>, kind: FormKind| {
        let is_known = forms.iter().any(|known| known.literal.text == form);
        if forms.len() < MAX_FORMS && !is_known && !form.is_empty() {
            let words = first_word + run.start..first_word + run.end;
            let literal = match kind {
                FormKind::Number => Literal::number(form),
                _ => Literal::new(form),
            };
            forms.push(Form { literal, kind, words, share: kind.share() });
        }
    };
    for (first, start) in places.iter().map(|place| place.start).enumerate() {
        for (last, end) in places.iter().map(|place| place.end).enumerate().skip(first) {
            let Some(run) = clause.get(start..end) else { continue };
            if !index.aliases().has_form_with(run) && !index.regional().has_form_with(run) {
                break; // nor with a longer run
            }
            for form in index.aliases().of(run) {
                add(form, first..last + 1, FormKind::Alias);
            }
            for form in index.regional().of(run) {
                add(form, first..last + 1, FormKind::Regional);
            }
        }
    }
    for quantity in numbers
        .iter()
        .filter(|quantity| quantity.kind == QuantityKind::Number && quantity.low == quantity.high)
    {
        let is_inside = |place: &&Range<usize>| {
            place.start >= quantity.span.start as usize && place.end <= quantity.span.end as usize
        };
        let (Some(first), num) =
            (places.iter().position(|place| is_inside(&place)), places.iter().filter(is_inside).count())
        else {
            continue;
        };
        let unit = quantity.unit.as_str();
        for form in ways_to_write(quantity.low) {
            let form = form + unit;
            if clause.get(quantity.span.range()) != Some(&form) {
                add(&form, first..first + num, FormKind::Number);
            }
        }
    }
    // The 万 of `100万` begins no word.
    let ends_number = |place: &Range<usize>| {
        let is_inside = |span: Range<usize>| span.start < place.start && place.start < span.end;
        numbers.iter().any(|number| is_inside(number.span.range()))
    };
    if is_unfinished
        && let (Some(last), Some(word)) = (places.len().checked_sub(1), words.last())
        && !places.last().is_some_and(ends_number)
    {
        let is_single = |word: &&Word| word.text.chars().nth(1).is_none() && word.text.chars().all(is_han);
        let before = last.checked_sub(1).and_then(|before| words.get(first_word + before)).filter(is_single);
        for form in completions(index, &word.text) {
            match before.filter(|_| is_single(&word)) {
                // Characters of which no word was made: only the two together go on as typed.
                Some(before) => {
                    add(&format!("{}{form}", before.text), last - 1..last + 1, FormKind::Completion)
                }
                None => add(&form, last..last + 1, FormKind::Completion),
            }
        }
    }
    for (at, word) in words.get(first_word..).unwrap_or(&[]).iter().enumerate() {
        let is_latin = word.text.len() >= 4 && word.text.bytes().all(|byte| byte.is_ascii_alphabetic());
        if is_latin && word.term.is_none() {
            for form in neighbours(index, &word.text) {
                add(&form, at..at + 1, FormKind::Edit);
            }
        }
    }
}

/// A name of more clauses than this is not looked for.
const MAX_NAME_CLAUSES: usize = 4;

/// Finds other names for clauses that follow each other: `scaling law`, `Dario Amodei` are two clauses each.
pub(crate) fn forms_across(index: &Index, clauses: &[Clause], words: &[Word], forms: &mut Vec<Form>) {
    let is_words = |clause: &Clause| clause.kind == ClauseKind::Words;
    for first in 0..clauses.len() {
        let run = clauses.iter().skip(first).take_while(|clause| is_words(clause));
        let mut name = String::new();
        for (last, clause) in run.take(MAX_NAME_CLAUSES).enumerate().map(|(at, clause)| (first + at, clause))
        {
            if last > first {
                name.push(' ');
            }
            name.push_str(&clause.text);
            let start = words.partition_point(|word| word.clause < first);
            let end = words.partition_point(|word| word.clause <= last);
            for form in index.aliases().of(&name).filter(|_| last > first && start < end) {
                let is_known = forms.iter().any(|known| known.literal.text == form);
                if forms.len() < MAX_FORMS && !is_known {
                    let (kind, words) = (FormKind::Alias, start..end);
                    forms.push(Form { literal: Literal::new(form), kind, words, share: kind.share() });
                }
            }
        }
    }
}

/// Finds the words one edit away from a clause that no document holds, where it looks like one word: three to five Han
/// characters. Looks at all terms, so it is asked last.
pub(crate) fn neighbours_of(index: &Index, clause: &str, words: Range<usize>, forms: &mut Vec<Form>) {
    let is_one_word = (3..=5).contains(&clause.chars().count()) && clause.chars().all(is_han);
    if !is_one_word || words.is_empty() || forms.len() >= MAX_FORMS {
        return;
    }
    for form in neighbours(index, clause) {
        let (kind, words) = (FormKind::Edit, words.clone());
        forms.push(Form { literal: Literal::new(&form), kind, words, share: kind.share() });
    }
}

/// Where the words of a clause stand in it; they follow each other in order.
fn places_of(clause: &str, words: &[Word]) -> Vec<Range<usize>> {
    let mut places = Vec::with_capacity(words.len());
    let mut from = 0;
    for word in words {
        let Some(at) = clause.get(from..).and_then(|rest| rest.find(&word.text)) else { break };
        places.push(from + at..from + at + word.text.len());
        from += at + word.text.len();
    }
    places
}

/// Terms that begin with `word` and go on, those in the most units first.
fn completions(index: &Index, word: &str) -> Vec<String> {
    let found = index
        .terms_for(word)
        .starting_with(word)
        .map(TermId)
        .take(MAX_STEPS)
        .filter(|&term| index.terms().term(term) != word);
    most_frequent(index, found.collect(), MAX_COMPLETIONS)
}

/// Terms one edit away (a character more, less, other, or two swapped), those in the most units first.
///
/// Cost: a look at every term that has one of two of its characters.
pub(crate) fn neighbours(index: &Index, word: &str) -> Vec<String> {
    let terms = index.terms_for(word);
    let possible = possible_neighbours(index, word).into_iter().map(TermId);
    let mut found: Vec<TermId> =
        possible.filter(|&term| is_neighbour(terms.term(term), word)).take(MAX_STEPS).collect();
    let num_chars = word.chars().count();
    // A neighbour of a short Han word is mostly another word.
    found.retain(|&term| terms.term(term).chars().count() + 1 >= num_chars.max(3));
    if index.is_site() {
        // Whatever else has been fetched must not show in an answer.
        found.retain(|&term| terms.term(term).chars().next() == word.chars().next());
    }
    most_frequent(index, found, MAX_NEIGHBOURS)
}

/// The terms among which all neighbours of `word` are, ascending: one edit leaves one of any two of its characters.
fn possible_neighbours(index: &Index, word: &str) -> Vec<u32> {
    // A site has fetched some of its terms only, and more of them later.
    if word.chars().nth(1).is_none() || index.is_site() {
        return (0..index.terms_for(word).len() as u32).collect();
    }
    // The two that the fewest terms have.
    let (mut first, mut second) = ((usize::MAX, ' '), (usize::MAX, ' '));
    for char in word.chars() {
        let one = (index.characters().terms_with(char).len(), char);
        if one.0 < first.0 {
            (first, second) = (one, first);
        } else if one.0 < second.0 {
            second = one;
        }
    }
    let mut possible: Vec<u32> = Vec::new();
    for (_, char) in [first, second] {
        possible.extend(index.characters().terms_with(char).map(|term| term.0));
    }
    possible.sort_unstable();
    possible.dedup();
    possible
}

/// Whether two strings are the same but for one character more, less or other, or two swapped.
fn is_neighbour(left: &str, right: &str) -> bool {
    if left.len().abs_diff(right.len()) > 4 {
        return false;
    }
    let (mut left, mut right) = (left.chars(), right.chars());
    // What is the same at the start cannot be better used otherwise.
    loop {
        let (left_before, right_before) = (left.as_str(), right.as_str());
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b => continue,
            (a, b) => {
                let is_other = left.as_str() == right.as_str();
                let is_more = left.as_str() == right_before || right.as_str() == left_before;
                let is_swapped = a.is_some() && (left.next(), right.next()) == (b, a);
                return is_other || is_more || (is_swapped && left.as_str() == right.as_str());
            }
        }
    }
}

pub(crate) fn most_frequent(index: &Index, mut terms: Vec<TermId>, max: usize) -> Vec<String> {
    order::sort_by_key(&mut terms, |&term| (u32::MAX - index.num_units_with(term), term));
    terms.truncate(max);
    terms.into_iter().map(|term| index.terms().term(term).to_owned()).collect()
}

/// How a whole number may be written: `1000000`, `100万`, `百万`, `一百万`.
fn ways_to_write(value: f64) -> Vec<String> {
    if !(1.0..1e12).contains(&value) || value != libm::floor(value) {
        return Vec::new();
    }
    let value = value as u64;
    let mut ways = vec![value.to_string()];
    for (unit, name) in [(100_000_000u64, "亿"), (10_000, "万")] {
        if value.is_multiple_of(unit) {
            let head = value / unit;
            ways.push(format!("{head}{name}"));
            if let Some(han) = in_han(head) {
                ways.extend(
                    han.strip_prefix('一')
                        .filter(|rest| !rest.is_empty())
                        .map(|rest| format!("{rest}{name}")),
                );
                ways.push(han + name);
            }
        }
    }
    ways.extend(in_han(value));
    ways
}

/// A number below ten thousand in Han characters: 105 is 一百零五.
fn in_han(value: u64) -> Option<String> {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if !(1..10_000).contains(&value) {
        return None;
    }
    let mut text = String::new();
    let mut is_gap = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = value / unit % 10;
        if digit == 0 {
            is_gap = !text.is_empty();
            continue;
        }
        if is_gap {
            text.push('零');
            is_gap = false;
        }
        // 十五, not 一十五.
        if !(digit == 1 && unit == 10 && text.is_empty()) {
            text.push_str(DIGITS.get(digit as usize)?);
        }
        text.push_str(name);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::is_neighbour;
    use levenshtein_automata::{Distance, LevenshteinAutomatonBuilder};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn one_edit_is_what_the_automaton_says(left in "[ab一二𠮷]{0,6}", right in "[ab一二𠮷]{0,6}") {
            let automaton = LevenshteinAutomatonBuilder::new(1, true).build_dfa(&right);
            let expected = matches!(automaton.eval(&left), Distance::Exact(_));
            prop_assert_eq!(is_neighbour(&left, &right), expected, "{} {}", left, right);
        }
    }
}
