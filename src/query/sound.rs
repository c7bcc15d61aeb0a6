//! Which words of the index are read as typed? `shuju`, `shù jù`, `shu4ju4`, `sj`, and `shuj` while typing, are 数据.
//!
//! The terms are walked as an automaton, from a first character to those of its terms that go on: the state is the places
//! in the letters typed that have been reached, one bit each. Worked by hand: of `xian` the character 先 (xian) reaches
//! place 4, 西 (xi) place 2; of 西安 the second (an) goes on from 2 to 4: both 先 and 西安 are read so.
//!
//! Useful where the index was built with readings; not useful for telling which of its readings a character has.

use super::forms::{Form, FormKind, MAX_FORMS};
use super::literal::Literal;
use super::parse::{Clause, ClauseKind};
use super::plan::Word;
use crate::index::{Index, Readings, TermId};
use std::ops::Range;

/// Longer inputs are not looked for by sound: their places fit no state.
const MAX_LETTERS: usize = 40;
/// So many clauses may spell one word: `ren gong zhi neng`.
const MAX_RUN: usize = 6;
/// So many words are taken for a run of letters, those in the most units first.
const MAX_WORDS: usize = 12;
/// What no word spells may be spelled by this many in a row.
const MAX_CHAIN: usize = 4;
/// So many ways to spell a beginning are followed.
const MAX_WAYS: usize = 3;

/// Letters typed, and where syllables must end.
#[derive(Clone, Debug)]
pub(super) struct Spelling {
    letters: Vec<u8>,
    /// One bit for each place that no syllable may go across: at a tone digit, an apostrophe, a space.
    breaks: u64,
}

/// How surely a word is meant; the first are surest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    /// All its syllables stand there.
    Whole,
    /// It, or its last syllable, goes on.
    Unfinished,
    /// Its syllables begin so.
    Initials,
}

impl Match {
    /// What it weighs, as a share of what was typed.
    fn share(self) -> f64 {
        match self {
            Match::Whole => 0.5,
            Match::Unfinished => 0.45,
            Match::Initials => 0.4,
        }
    }
}

/// The state of the walk.
#[derive(Clone, Copy, Debug, Default)]
struct Reached {
    /// By whole syllables.
    whole: u64,
    /// By their first letters.
    initials: u64,
    /// The letters ended inside a syllable.
    is_inside: bool,
}

impl Reached {
    fn is_nothing(self) -> bool {
        self.whole | self.initials == 0 && !self.is_inside
    }
}

impl Spelling {
    /// Reads folded text; `None` where it is no pinyin, by its letters.
    pub(super) fn of(text: &str) -> Option<Spelling> {
        const MARKED: &str = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ";
        let mut spelling = Spelling { letters: Vec::new(), breaks: 0 };
        for char in text.chars() {
            let is_after_letter =
                !spelling.letters.is_empty() && spelling.breaks >> spelling.letters.len() & 1 == 0;
            match char {
                'a'..='z' => spelling.letters.push(char as u8),
                'ü' => spelling.letters.push(b'v'),
                '1'..='5' | '\'' | '’' if is_after_letter => spelling.breaks |= 1 << spelling.letters.len(),
                ' ' => spelling.breaks |= 1 << spelling.letters.len(),
                _ => {
                    let at = MARKED.chars().position(|marked| marked == char)?;
                    spelling.letters.push(*b"aeiouv".get(at / 4)?);
                }
            }
            if spelling.letters.len() > MAX_LETTERS {
                return None;
            }
        }
        (spelling.letters.len() >= 2).then_some(spelling)
    }

    fn end(&self) -> u64 {
        1 << self.letters.len()
    }

    /// The state after a character.
    fn step(&self, from: Reached, readings: &Readings, char: char) -> Reached {
        let mut to = Reached::default();
        for syllable in readings.of(char) {
            let syllable = syllable.as_bytes();
            for place in places(from.whole) {
                let Some(rest) = self.letters.get(place..).filter(|rest| !rest.is_empty()) else { continue };
                let num = rest.len().min(syllable.len());
                if !is_read(rest, syllable) || self.has_break(place + 1..place + num) {
                    continue;
                }
                if num == syllable.len() {
                    to.whole |= 1 << (place + num);
                } else {
                    to.is_inside |= self.breaks & self.end() == 0;
                }
            }
            for place in places(from.initials) {
                let Some(rest) = self.letters.get(place..) else { continue };
                if rest.first() == syllable.first() {
                    to.initials |= 1 << (place + 1);
                    let is_double = syllable.get(1) == Some(&b'h') && rest.get(1) == Some(&b'h');
                    if is_double && !self.has_break(place + 1..place + 2) {
                        to.initials |= 1 << (place + 2);
                    }
                }
            }
        }
        to
    }

    fn has_break(&self, mut places: Range<usize>) -> bool {
        places.any(|place| self.breaks >> place & 1 == 1)
    }

    /// Walks the terms from `place` of the letters on: `found(term, num_chars, reached, goes_on)` for each that spells
    /// something of them to its end, or, where `is_prefix`, to the end of the letters.
    fn walk(
        &self,
        index: &Index,
        place: usize,
        is_prefix: bool,
        mut found: impl FnMut(TermId, usize, Reached, bool),
    ) {
        let Some(readings) = index.readings() else { return };
        let initials = if place == 0 { 1 } else { 0 };
        let from = Reached { whole: 1 << place, initials, is_inside: false };
        let is_done =
            |reached: Reached| reached.is_inside || (reached.whole | reached.initials) & self.end() != 0;
        for (first, range) in index.terms().iter_first_chars() {
            let after_first = self.step(from, readings, first);
            if after_first.is_nothing() {
                continue;
            }
            for term in range.map(TermId) {
                let (mut reached, mut num_chars) = (after_first, 1);
                let mut rest = index.terms().term(term).chars().skip(1).peekable();
                while let Some(&char) = rest.peek() {
                    if reached.is_nothing() || (is_prefix && is_done(reached)) {
                        break;
                    }
                    // What ends inside a syllable ends there.
                    reached = self.step(reached, readings, char);
                    num_chars += 1;
                    rest.next();
                }
                if !reached.is_nothing() {
                    found(term, num_chars, reached, rest.peek().is_some());
                }
            }
        }
    }

    /// The words that are read so, the surest first, of those the ones in the most units first. Cost: linear in the
    /// terms whose first character may be read as the letters begin.
    pub(super) fn words(&self, index: &Index, is_prefix: bool) -> Vec<(Match, TermId)> {
        let mut words: Vec<u64> = Vec::new();
        self.walk(index, 0, is_prefix, |term, num_chars, reached, goes_on| {
            let kind = if reached.whole & self.end() != 0 {
                if goes_on { Match::Unfinished } else { Match::Whole }
            } else if reached.is_inside && is_prefix {
                Match::Unfinished
            } else if reached.initials & self.end() != 0 && (num_chars > 1 || is_prefix) {
                Match::Initials
            } else {
                return;
            };
            words.push((kind as u64) << 56 | rank(index, term));
        });
        words.sort_unstable();
        words.truncate(MAX_WORDS);
        let kinds = [Match::Whole, Match::Unfinished, Match::Initials];
        words.iter().filter_map(|word| Some((*kinds.get((word >> 56) as usize)?, ranked(*word)))).collect()
    }

    /// Rows of words that are read so together, for what no single word spells.
    fn rows(&self, index: &Index) -> Vec<String> {
        // For each place the ways to it: words, single characters among them, and their text.
        let mut ways: Vec<Vec<(usize, String)>> = vec![Vec::new(); self.letters.len() + 1];
        if let Some(start) = ways.first_mut() {
            start.push((0, String::new()));
        }
        for place in 0..self.letters.len() {
            let here = ways.get_mut(place).map(std::mem::take).unwrap_or_default();
            if here.is_empty() {
                continue;
            }
            // By place, words before single characters, the frequent first.
            let mut steps: Vec<u64> = Vec::new();
            self.walk(index, place, false, |term, num_chars, reached, _| {
                let rank = rank(index, term) | u64::from(num_chars == 1) << 56;
                steps.extend(places(reached.whole).map(|to| (to as u64) << 57 | rank));
            });
            steps.sort_unstable();
            for to in steps.chunk_by(|a, b| a >> 57 == b >> 57) {
                for &step in to.iter().take(MAX_WAYS) {
                    let Some(reached) = ways.get_mut((step >> 57) as usize) else { continue };
                    for (cost, text) in &here {
                        // A word is one step; a single character, which may be any, as much as two.
                        let cost = cost + if step >> 56 & 1 == 1 { 2 } else { 1 };
                        let at = reached.iter().take_while(|known| known.0 <= cost).count();
                        if cost <= MAX_CHAIN && at < MAX_WAYS {
                            reached.insert(at, (cost, text.clone() + index.terms().term(ranked(step))));
                            reached.truncate(MAX_WAYS);
                        }
                    }
                }
            }
        }
        // Characters alone say nothing: there are a dozen for each syllable.
        let has_word = |way: &(usize, String)| way.0 < 2 * way.1.chars().count();
        ways.pop().unwrap_or_default().into_iter().filter(has_word).map(|(_, text)| text).collect()
    }
}

/// Adds the words that clauses of letters may be the sound of.
pub(super) fn forms_by_sound(
    index: &Index,
    clauses: &[Clause],
    words: &[Word],
    is_prefix: bool,
    forms: &mut Vec<Form>,
) {
    if index.readings().is_none() {
        return;
    }
    let is_letters = |clause: &&Clause| {
        clause.kind == ClauseKind::Words && clause.text.bytes().any(|byte| byte.is_ascii_lowercase())
    };
    let mut first = 0;
    while first < clauses.len() {
        let rest = clauses.get(first..).unwrap_or(&[]);
        let longest = rest.iter().take_while(is_letters).count().min(MAX_RUN);
        // One word of several clauses, else what the first of them is by itself.
        let mut num = 1;
        for len in (1..=longest).rev() {
            let run = rest.get(..len).unwrap_or(&[]);
            let mut text = String::new();
            for clause in run {
                text.push_str(if text.is_empty() { "" } else { " " });
                text.push_str(&clause.text);
            }
            let Some(spelling) = Spelling::of(&text) else { continue };
            let is_unfinished = is_prefix && first + len == clauses.len();
            let mut found = spelling.words(index, is_unfinished);
            // What stands there as typed is rarely meant as first letters, and a syllable as one of its many characters
            // only by itself.
            let is_known = len == 1 && index.terms().find(&text).is_some();
            let is_alone = clauses.len() == 1 && !is_known;
            found.retain(|&(kind, term)| match kind {
                Match::Initials if len > 1 => spelling.is_single_letters(),
                Match::Initials => !is_known,
                Match::Whole | Match::Unfinished => {
                    is_alone || index.terms().term(term).chars().nth(1).is_some()
                }
            });
            let start = words.partition_point(|word| word.clause < first);
            let end = words.partition_point(|word| word.clause < first + len);
            let mut add = |text: &str, literal: Literal, share: f64| {
                let is_new = forms.len() < MAX_FORMS && !forms.iter().any(|known| known.literal.text == text);
                if is_new && start < end {
                    forms.push(Form { literal, kind: FormKind::Pinyin, words: start..end, share });
                }
            };
            for &(kind, term) in &found {
                let text = index.terms().term(term);
                add(text, Literal::of_terms(text), kind.share());
            }
            if len == 1 && !is_known && !found.iter().any(|&(kind, _)| kind == Match::Whole) {
                for text in spelling.rows(index) {
                    add(&text, Literal::new(&text), Match::Whole.share());
                }
            }
            if !found.is_empty() {
                num = len;
                break;
            }
        }
        first += num;
    }
}

impl Spelling {
    /// Whether each letter stands by itself, as in `s j`.
    fn is_single_letters(&self) -> bool {
        (1..self.letters.len()).all(|place| self.breaks >> place & 1 == 1)
    }
}

/// A term and how rare it is, in 56 bits, so that the more frequent come first.
fn rank(index: &Index, term: TermId) -> u64 {
    u64::from(u32::MAX - index.num_units_with(term)) << 24 | u64::from(term.0 & 0xff_ffff)
}

/// The term of a [`rank`].
fn ranked(rank: u64) -> TermId {
    TermId((rank & 0xff_ffff) as u32)
}

/// The places of a set, ascending.
fn places(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (set != 0).then_some(set.trailing_zeros() as usize);
        set &= set.wrapping_sub(1);
        place
    })
}

/// Whether letters and a syllable agree as far as both go; `lue` is typed for `lve`.
fn is_read(letters: &[u8], syllable: &[u8]) -> bool {
    letters.iter().zip(syllable).enumerate().all(|(at, (letter, expected))| {
        letter == expected || (*expected == b'v' && *letter == b'u' && syllable.get(at + 1) == Some(&b'e'))
    })
}
