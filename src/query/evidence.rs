//! What a stretch of text says about a query: its words, its pairs of characters, its single characters, and how
//! closely they stand together. Units are ranked by it, and passages chosen.

use super::forms::{Form, FormKind};
use super::pattern::{Found, MAX_PATTERN, is_inside_number};
use super::plan::{FormPattern, Plan, idf};
use crate::order;
use crate::text::is_han;

/// How fast a repeated word stops adding; 0: at once.
pub(crate) const K1: f64 = 1.2;
/// How much length counts against a stretch, from 0 to 1.
pub(crate) const B: f64 = 0.75;
/// What a word weighs of which only some characters are there, times the share of those.
const PART_SHARE: f64 = 0.5;

/// Words with this bit are other forms of words.
const FORM: u8 = 128;

/// Reads stretches of text, one after the other.
pub(crate) struct Reader<'p> {
    plan: &'p Plan,
    forms: &'p FormPattern,
    found: Vec<Found>,
    counts: [u16; 256],
    title: Evidence,
    /// Which words of the pattern stand in the title of the document that is being read.
    in_title: [bool; 256],
}

/// What was read in one stretch.
#[derive(Clone, Debug)]
pub(crate) struct Evidence {
    /// The weight of the words in the best window.
    pub window: f64,
    /// The same, with a part of the weight for words of which only some characters stand there.
    pub covered: f64,
    /// How often each place of the pattern ends a pair there.
    pairs: [u8; MAX_PATTERN],
    /// How often each place of the pattern stands there.
    characters: [u8; MAX_PATTERN],
    /// Length in UTF-16 units.
    pub length: f64,
}

impl Evidence {
    /// Whether two characters of the query stand in a row.
    pub(crate) fn has_pair(&self) -> bool {
        self.pairs.iter().any(|&count| count > 0)
    }

    fn none(length: usize) -> Evidence {
        Evidence {
            window: 0.0,
            covered: 0.0,
            pairs: [0; MAX_PATTERN],
            characters: [0; MAX_PATTERN],
            length: length as f64,
        }
    }
}

impl<'p> Reader<'p> {
    pub(crate) fn new(plan: &'p Plan) -> Self {
        Reader {
            plan,
            forms: plan.form_pattern(),
            found: Vec::new(),
            counts: [0; 256],
            title: Evidence::none(0),
            in_title: [false; 256],
        }
    }

    /// Begins a document: what its title says holds for every stretch of it, once.
    pub(crate) fn begin(&mut self, title: &[u16]) {
        self.title = self.count(title);
        self.in_title = [false; 256];
        for found in &self.found {
            if let Some(is_in) = self.in_title.get_mut(usize::from(found.word)) {
                *is_in = true;
            }
        }
    }

    /// Reads a stretch of the document; a window is `window` characters long.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    pub(crate) fn read(&mut self, text: &[u16], window: u32) -> Evidence {
        let mut evidence = self.count(text);
        let both = |counts: &mut [u8; MAX_PATTERN], title: &[u8; MAX_PATTERN]| {
            for (count, &more) in counts.iter_mut().zip(title) {
                *count = count.saturating_add(u8::from(more > 0));
            }
        };
        both(&mut evidence.pairs, &self.title.pairs);
        both(&mut evidence.characters, &self.title.characters);
        let (weight, end) = self.best_window(window);
        evidence.window = weight;
        evidence.covered = weight + self.partly_covered(text, end, window);
        evidence
    }

    /// Finds the words of `text`, and counts its pairs and characters.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    fn count(&mut self, text: &[u16]) -> Evidence {
        let mut evidence = Evidence::none(text.len());
        let telling = self.plan.telling_places;
        let found = &mut self.found;
        found.clear();
        self.plan.pattern.read(
            text,
            |word| found.push(word),
            |length, places| {
                let counts = if length == 1 { &mut evidence.characters } else { &mut evidence.pairs };
                let mut places = places & telling;
                while places != 0 {
                    if let Some(count) = counts.get_mut(places.trailing_zeros() as usize) {
                        *count = count.saturating_add(1);
                    }
                    places &= places - 1;
                }
            },
        );
        let forms = &self.forms.pattern;
        if forms.len() > 0 {
            let is_number = |word: u8| {
                let form = self.forms.form_of.get(usize::from(word)).and_then(|&at| self.plan.forms.get(at));
                form.is_some_and(|form| form.kind == FormKind::Number)
            };
            let mut add = |word: Found| {
                let (start, end) = (word.start as usize, word.end as usize);
                if !is_number(word.word) || !is_inside_number(text, start, end) {
                    found.push(Found { word: word.word | FORM, ..word });
                }
            };
            forms.read(text, &mut add, |_, _| {});
            order::sort_by_key(found, |word| (word.end, word.word));
        }
        evidence
    }

    /// Looks for the words only; [`Reader::words`] gives them.
    pub(crate) fn look_at(&mut self, text: &[u16]) {
        self.count(text);
    }

    /// The words found in the stretch read last: which word of the plan (`None` for another form), from where to
    /// where.
    pub(crate) fn words(&self) -> impl Iterator<Item = (Option<usize>, u32, u32)> + '_ {
        self.found.iter().filter_map(|found| match found.word < FORM {
            true => {
                Some((Some(*self.plan.pattern_words.get(usize::from(found.word))?), found.start, found.end))
            }
            false => Some((None, found.start, found.end)),
        })
    }

    /// Whether the stretch read last, or the title, has something of the query that can be marked: a telling word,
    /// another form of one, or characters of a clause side by side.
    pub(crate) fn tells_something(&self) -> bool {
        let word_at = |at: usize| self.plan.words.get(at).filter(|word| word.is_telling);
        let is_telling = |at| word_at(at).is_some_and(|word| !word.is_fragment);
        let in_title = self.plan.pattern_words.iter().zip(&self.in_title).filter(|(_, is_in)| **is_in);
        let mut last_end = None;
        in_title.map(|(&at, _)| at).any(is_telling)
            || self.words().any(|(word, start, end)| {
                let is_beside = last_end.replace(end) == Some(start);
                word.is_none_or(|at| is_telling(at) || (is_beside && word_at(at).is_some()))
            })
    }

    /// How often each word of the plan, by itself or by another form, stands in the stretch read last.
    pub(crate) fn frequencies(&self) -> Vec<f64> {
        let mut frequencies = vec![0.0f64; self.plan.words.len()];
        for found in &self.found {
            if found.word < FORM {
                let at = self.plan.pattern_words.get(usize::from(found.word));
                if let Some(frequency) = at.and_then(|&at| frequencies.get_mut(at)) {
                    *frequency += 1.0;
                }
            } else if let Some(form) = self.form(found.word) {
                for at in form.words.clone() {
                    if let Some(frequency) = frequencies.get_mut(at) {
                        *frequency += form.share;
                    }
                }
            }
        }
        frequencies
    }

    /// The greatest weight of distinct words in the title and inside `length` characters, and where that window ends.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    fn best_window(&mut self, length: u32) -> (f64, u32) {
        let found = std::mem::take(&mut self.found);
        self.counts = [0; 256];
        let mut weight: f64 =
            (0..self.plan.pattern_words.len()).map(|number| self.value_of_word(number)).sum();
        let mut best = (weight, 0);
        let mut start = 0;
        for word in &found {
            weight += self.change(word.word, 1);
            while let Some(old) = found.get(start).filter(|old| old.start + length < word.end) {
                weight += self.change(old.word, -1);
                start += 1;
            }
            if weight > best.0 {
                best = (weight, word.end);
            }
        }
        self.found = found;
        best
    }

    /// The part of the weight of words that are not in the best window, but of which some characters are: a text
    /// that says 图像生成 says something on 图片生成.
    fn partly_covered(&self, text: &[u16], end: u32, length: u32) -> f64 {
        let start = end.saturating_sub(length);
        let Some(window) = text.get(start as usize..(start + length).min(text.len() as u32) as usize) else {
            return 0.0;
        };
        let places = self.plan.pattern.places_in(window);
        let missing = self.plan.words.iter().filter_map(|word| Some((word, word.in_pattern?)));
        missing
            .filter(|(word, number)| {
                word.text.chars().nth(1).is_some()
                    && word.text.chars().all(is_han)
                    && !self.in_title.get(usize::from(*number)).copied().unwrap_or(false)
                    && !self.found.iter().any(|found| {
                        found.word == *number && found.start >= start && found.end <= start + length
                    })
            })
            .map(|(word, number)| PART_SHARE * word.weight * self.plan.pattern.share_of_word(number, places))
            .sum()
    }

    /// Lets a word enter or leave the window; gives what that adds to its weight.
    fn change(&mut self, word: u8, by: i32) -> f64 {
        let before = self.value_of(word);
        if let Some(count) = self.counts.get_mut(usize::from(word)) {
            *count = count.saturating_add_signed(by as i16);
        }
        self.value_of(word) - before
    }

    /// What a word, or the words that another form stands for, weigh in the window as it is.
    fn value_of(&self, word: u8) -> f64 {
        if word < FORM {
            return self.value_of_word(usize::from(word));
        }
        let Some(form) = self.form(word) else { return 0.0 };
        let words = form.words.clone().filter_map(|at| self.plan.words.get(at)?.in_pattern);
        words.map(|number| self.value_of_word(usize::from(number))).sum()
    }

    fn value_of_word(&self, number: usize) -> f64 {
        let Some(&at) = self.plan.pattern_words.get(number) else { return 0.0 };
        let weight = self.plan.words.get(at).map_or(0.0, |word| word.weight);
        if self.counts.get(number).is_some_and(|&count| count > 0)
            || self.in_title.get(number).copied().unwrap_or(false)
        {
            return weight;
        }
        let present = self.forms.form_of.iter().enumerate().filter_map(|(number, &form)| {
            let number = number | usize::from(FORM);
            let is_there = self.counts.get(number).is_some_and(|&count| count > 0)
                || self.in_title.get(number).copied().unwrap_or(false);
            self.plan.forms.get(form).filter(|form| is_there && form.words.contains(&at))
        });
        weight * present.map(|form| form.share).fold(0.0, f64::max)
    }

    /// The form that a word of the pattern of forms is.
    fn form(&self, word: u8) -> Option<&'p Form> {
        self.plan.forms.get(*self.forms.form_of.get(usize::from(word & !FORM))?)
    }
}

/// How telling each pair and each character is, as shown by how few of many stretches have it.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    pairs: [f64; MAX_PATTERN],
    characters: [f64; MAX_PATTERN],
    mean_length: f64,
}

impl Weights {
    pub(crate) fn new<'e>(all: impl Iterator<Item = &'e Evidence>) -> Weights {
        let (mut with_pair, mut with_character) = ([0u32; MAX_PATTERN], [0u32; MAX_PATTERN]);
        let (mut num, mut length) = (0u32, 0.0);
        for evidence in all {
            num += 1;
            length += evidence.length;
            for (sum, &count) in with_pair.iter_mut().zip(&evidence.pairs) {
                *sum += u32::from(count > 0);
            }
            for (sum, &count) in with_character.iter_mut().zip(&evidence.characters) {
                *sum += u32::from(count > 0);
            }
        }
        Weights {
            pairs: with_pair.map(|with| idf(with, num)),
            characters: with_character.map(|with| idf(with, num)),
            mean_length: length / f64::from(num.max(1)),
        }
    }

    /// What the pairs and the characters of a stretch add up to, each kept from counting without end. `mean_length`
    /// is that of stretches of its kind; by default that of those the weights were made of.
    pub(crate) fn sums(&self, evidence: &Evidence, mean_length: Option<f64>) -> (f64, f64) {
        let norm = K1 * (1.0 - B + B * evidence.length / mean_length.unwrap_or(self.mean_length).max(1.0));
        let sum = |counts: &[u8; MAX_PATTERN], weights: &[f64; MAX_PATTERN]| -> f64 {
            let parts = counts.iter().zip(weights).filter(|(count, _)| **count > 0);
            parts
                .map(|(&count, &weight)| weight * f64::from(count) * (K1 + 1.0) / (f64::from(count) + norm))
                .sum()
        };
        (sum(&evidence.pairs, &self.pairs), sum(&evidence.characters, &self.characters))
    }
}
