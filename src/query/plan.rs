//! What to look for: the words of a query with their weights, its literal strings, its aliases.

use super::forms::{Form, forms_across, forms_of};
use super::literal::Literal;
use super::parse::{Clause, ClauseKind};
use super::pattern::Pattern;
use super::sound::forms_by_sound;
use super::stop::weight_of;
use crate::index::{Index, TermId, visit_terms};
use crate::segment::{Mode, Options, Segmenter, TokenKind, Vocabulary};
use crate::text::{CharClass, Quantity, QuantityKind, class_of, is_han, quantities};
use std::cell::OnceCell;
use std::ops::Range;

/// No query has more words; what follows is left out.
pub(crate) const MAX_WORDS: usize = 128;

/// A word of the query.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// As folded.
    pub text: String,
    /// The term, where the index has it.
    pub term: Option<TermId>,
    /// How telling it is: its idf times the weight of its kind.
    pub weight: f64,
    /// Neither asks nor joins: worth a mark where it stands.
    pub is_telling: bool,
    /// Its number in the pattern, where it fits.
    pub in_pattern: Option<u8>,
    /// Which clause it is part of.
    pub clause: usize,
    /// Says something only beside another word: a single Han character of a longer clause; the `100` of `100万`, which
    /// by itself is another number.
    pub is_fragment: bool,
}

/// All that a query looks for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    pub words: Vec<Word>,
    pub pattern: Pattern,
    /// For each word of the pattern, its place in `words`.
    pub pattern_words: Vec<usize>,
    /// For each place of the pattern, whether it is part of a word that tells something.
    pub telling_places: u64,
    /// The clauses as strings, `None` for an excluded one.
    pub literals: Vec<(ClauseKind, Literal)>,
    /// Other forms of runs of words.
    pub forms: Vec<Form>,
    form_pattern: OnceCell<FormPattern>,
    /// The sum of the weights of all words.
    pub total_weight: f64,
}

/// The forms of a plan as a pattern.
#[derive(Clone, Debug, Default)]
pub(crate) struct FormPattern {
    pub pattern: Pattern,
    /// For each word of the pattern, which form it is.
    pub form_of: Vec<usize>,
}

impl Plan {
    /// The forms as a pattern, made with the first text that is read.
    pub(crate) fn form_pattern(&self) -> &FormPattern {
        self.form_pattern.get_or_init(|| {
            let mut made = FormPattern::default();
            for (at, form) in self.forms.iter().enumerate() {
                // A form that does not fit is not looked for.
                if made.pattern.whole(&form.literal.text).is_some() {
                    made.form_of.push(at);
                }
            }
            made.pattern.close();
            made
        })
    }

    /// The forms, to add more.
    pub(crate) fn forms_to_extend(&mut self) -> &mut Vec<Form> {
        self.form_pattern.take();
        &mut self.forms
    }

    /// The words of `clauses` as `vocabulary` cuts them.
    pub(crate) fn new(
        index: &Index,
        vocabulary: &dyn Vocabulary,
        clauses: &[Clause],
        is_prefix: bool,
    ) -> Plan {
        let mut plan = Plan::default();
        let mut tokens = Vec::new();
        for clause in clauses {
            let at = plan.literals.len();
            plan.literals.push((clause.kind, Literal::new(&clause.text)));
            if clause.kind == ClauseKind::Excluded {
                continue;
            }
            tokens.clear();
            Segmenter::with_options(vocabulary, Options::INDEX).segment(
                &clause.text,
                Mode::Words,
                &mut tokens,
            );
            let first_place = plan.pattern.clause(&clause.text);
            let first_word = plan.words.len();
            let numbers = quantities(&clause.text);
            for token in &tokens {
                if matches!(token.kind, TokenKind::Punctuation | TokenKind::Space) {
                    continue;
                }
                let mut start = token.span.start as usize;
                visit_terms(&clause.text, token, |text| {
                    let end = start + text.len();
                    plan.add_word(index, &clause.text, start..end, &numbers, at, first_place);
                    start = end;
                });
            }
            let is_unfinished = is_prefix && clause.kind == ClauseKind::Words && at + 1 == clauses.len();
            forms_of(index, &clause.text, &plan.words, first_word, &numbers, is_unfinished, &mut plan.forms);
        }
        forms_across(index, clauses, &plan.words, &mut plan.forms);
        forms_by_sound(index, clauses, &plan.words, is_prefix, &mut plan.forms);
        plan.pattern.close();
        plan.total_weight = plan.words.iter().map(|word| word.weight).sum();
        plan
    }

    fn add_word(
        &mut self,
        index: &Index,
        clause: &str,
        place: Range<usize>,
        numbers: &[Quantity],
        at: usize,
        first_place: Option<usize>,
    ) {
        let text = clause.get(place.clone()).unwrap_or("");
        let is_known = self.words.iter().any(|word| word.text == text);
        if self.words.len() == MAX_WORDS {
            return;
        }
        let term = index.terms_for(text).find(text);
        let num_units = term.map_or(0, |term| index.num_units_with(term));
        let idf = idf(num_units, index.documents().num_units());
        // A word that comes twice counts once.
        let weight = if is_known { 0.0 } else { idf * weight_of(text) };
        let mut in_pattern = None;
        if let Some(first) = first_place.filter(|_| !is_known) {
            let unit = |byte: usize| first + clause.get(..byte).unwrap_or("").encode_utf16().count();
            let (start_place, end_place) = (unit(place.start), unit(place.end));
            in_pattern = self.pattern.word(start_place, end_place);
            if in_pattern.is_some() {
                self.pattern_words.push(self.words.len());
                if weight_of(text) >= 1.0 {
                    for bit in start_place..end_place {
                        self.telling_places |= 1 << bit;
                    }
                }
            }
        }
        let mut chars = text.chars();
        let is_single_han = chars.next().is_some_and(is_han) && chars.next().is_none();
        self.words.push(Word {
            text: text.to_owned(),
            term,
            weight,
            is_telling: weight_of(text) >= 1.0,
            in_pattern,
            clause: at,
            is_fragment: (is_single_han && clause.len() > text.len())
                || is_digits_of_another(text, place, numbers),
        });
    }

    /// Which words are those of a clause.
    pub(crate) fn words_of(&self, clause: usize) -> std::ops::Range<usize> {
        let start = self.words.partition_point(|word| word.clause < clause);
        start..self.words.partition_point(|word| word.clause <= clause)
    }

    /// The clauses in quotation marks, one bit each.
    pub(crate) fn phrases(&self) -> u64 {
        let kinds = self.literals.iter().map(|(kind, _)| *kind).take(64).enumerate();
        kinds.fold(0, |bits, (clause, kind)| bits | u64::from(kind == ClauseKind::Phrase) << clause)
    }

    /// The weight of the words of the clauses in `clauses`, one bit each.
    pub(crate) fn weight_of_clauses(&self, clauses: u64) -> f64 {
        let words = self.words.iter().filter(|word| word.clause < 64 && clauses >> word.clause & 1 == 1);
        words.map(|word| word.weight).sum()
    }

    /// True when some clause holds a letter, a digit or a Han character.
    pub(crate) fn asks_something(&self) -> bool {
        self.literals.iter().any(|(_, literal)| {
            literal
                .text
                .chars()
                .any(|char| matches!(class_of(char), CharClass::Han | CharClass::Letter | CharClass::Digit))
        })
    }
}

/// Whether digits at `place` of a clause are but the start of a number of another value there: the `100` of `100万`.
fn is_digits_of_another(text: &str, place: Range<usize>, numbers: &[Quantity]) -> bool {
    let holds = |number: &&Quantity| {
        let span = number.span.range();
        !matches!(number.kind, QuantityKind::Date | QuantityKind::Ordinal)
            && span.start <= place.start
            && place.end <= span.end
    };
    let Some(number) = numbers.iter().find(holds) else { return false };
    // Not by the library's parser of decimals: its tables are a tenth of the module for searching.
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && quantities(text).iter().any(|own| own.low != number.low && own.low != number.high)
}

/// Inverse document frequency: the rarer, the more telling. The logarithm is the same code on every target.
pub(crate) fn idf(num_with: u32, num_all: u32) -> f64 {
    let (with, all) = (f64::from(num_with), f64::from(num_all));
    libm::log(1.0 + (all - with + 0.5) / (with + 0.5))
}
