//! A document as the builder keeps it: its terms by unit, its text by pieces.

use super::analysis::visit_terms;
use super::documents::DocumentRecord;
use super::interner::Interner;
use super::layout;
use super::pieces::{Word, visit_pieces};
use super::site;
use super::unit::units;
use super::unit_spans::{UnitSpan, unit_spans};
use crate::document::Document;
use crate::order::sort_small_numbers;
use crate::segment::{Cost, Lexicon, Mode, Options, Segmenter, Token, Vocabulary};
use crate::text::Span;

/// What the builder keeps of a document. Numbers are those of its [`Interner`].
pub(super) struct Entry {
    pub record: DocumentRecord,
    /// The source text; empty where it is not stored.
    pub pieces: Box<[u32]>,
    /// The bits of its layout; none where the text is not stored.
    pub layout: Box<[u8]>,
    /// Where each unit stands; none where the text is stored.
    pub unit_spans: Box<[UnitSpan]>,
    /// The names that the text ties together.
    pub aliases: Box<[(String, String)]>,
    /// For each unit, its distinct terms with frequencies.
    pub units: Box<[Box<[TermCount]>]>,
    /// The distinct terms of the title.
    pub title: Box<[u32]>,
    /// The grams of a site index, where one shall be made.
    pub grams: Option<Box<[u64]>>,
}

/// A term and how often it stands somewhere.
#[derive(Clone, Copy, Debug)]
pub(super) struct TermCount {
    pub term: u32,
    pub frequency: u32,
}

/// What is asked when documents become entries.
pub(super) struct Reading {
    /// Whether the text is kept.
    pub stored_text: bool,
    /// Whether boilerplate counts as text.
    pub boilerplate: bool,
    /// Whether grams are kept.
    pub grams: bool,
}

impl Entry {
    /// Cuts a document into units, those into terms, and its text into pieces.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    pub(super) fn new(
        document: Document,
        reading: &Reading,
        cutting: &mut Cutting,
        strings: &mut Interner,
    ) -> Entry {
        let mut tokens: Vec<Token> = Vec::new();
        let mut words: Vec<Word> = Vec::new();
        let mut numbers: Vec<u32> = Vec::new();
        let mut terms_of = |text: &str, start: u32, numbers: &mut Vec<u32>, words: Option<&mut Vec<Word>>| {
            numbers.clear();
            tokens.clear();
            cutting.words(text, &mut tokens);
            let mut words = words;
            for token in &tokens {
                let num_before = numbers.len();
                visit_terms(text, token, |term| numbers.push(strings.number(term)));
                let term = match numbers.get(num_before..) {
                    Some([term]) => Some(*term),
                    _ => None,
                };
                if let Some(words) = words.as_deref_mut() {
                    let folded = Span { start: start + token.span.start, end: start + token.span.end };
                    words.push(Word { folded, term });
                }
            }
            sort_small_numbers(numbers);
        };
        let (mut units_of_terms, mut unit_tokens) = (Vec::new(), Vec::new());
        let found = units(&document, reading.boilerplate);
        for unit in &found.spans {
            terms_of(unit.of(document.folded()), unit.start, &mut numbers, Some(&mut words));
            unit_tokens.push(numbers.len() as u32);
            units_of_terms.push(counted(&numbers));
        }
        terms_of(&crate::text::fold(&document.title), 0, &mut numbers, None);
        let title_tokens = numbers.len() as u32;
        numbers.dedup();
        let aliases = document.aliases().iter();
        let aliases = aliases.map(|alias| (alias.left.clone(), alias.right.clone())).collect();
        let (mut pieces, mut layout, mut spans) = (Vec::new(), Vec::new(), Box::default());
        if !reading.stored_text {
            spans = unit_spans(&document, &found.spans);
        } else {
            layout = layout::encode(&document.layout, &document.text, document.text_type);
            visit_pieces(&document, &words, |piece, known| {
                pieces.push(known.unwrap_or_else(|| strings.number(piece)));
            });
        }
        let grams = reading.grams.then(|| site::numbers_of(&document, reading.boilerplate, strings).into());
        let num_chars = document.folded().chars().count() as u32;
        Entry {
            aliases,
            layout: layout.into(),
            unit_spans: spans,
            units: units_of_terms.into(),
            title: numbers.into(),
            grams,
            record: DocumentRecord {
                num_chars,
                len_bytes: document.text.len() as u32,
                id: document.id,
                name: document.name,
                title: document.title,
                date: document.date,
                url: document.url,
                source: document.source,
                author: document.author,
                text_type: document.text_type,
                pinyin: document.pinyin,
                script: document.script,
                speakers: document.speakers,
                unit_tokens,
                num_boilerplate: found.num_boilerplate as u32,
                title_tokens,
                given: None,
                content_hash: None,
            },
            pieces: pieces.into(),
        }
    }
}

/// What cuts texts into words, with its scratch memory, which is dear to fill for each document.
pub(super) enum Cutting {
    ByLexicon(Segmenter<Lexicon>),
    ByCharacter(Segmenter<NoWords>),
}

impl Cutting {
    pub(super) fn new(lexicon: Option<Lexicon>) -> Cutting {
        match lexicon {
            Some(lexicon) => Cutting::ByLexicon(Segmenter::with_options(lexicon, Options::INDEX)),
            None => Cutting::ByCharacter(Segmenter::with_options(NoWords, Options::INDEX)),
        }
    }

    fn words(&mut self, text: &str, tokens: &mut Vec<Token>) {
        match self {
            Cutting::ByLexicon(segmenter) => segmenter.segment(text, Mode::Words, tokens),
            Cutting::ByCharacter(segmenter) => segmenter.segment(text, Mode::Words, tokens),
        }
    }
}

/// The vocabulary of an index without a lexicon: every Han character stands alone.
pub(super) struct NoWords;

impl Vocabulary for NoWords {
    fn words_at(&self, _text: &str, _at: usize, _found: &mut dyn FnMut(usize, Cost)) {}

    fn total(&self) -> u64 {
        1
    }
}

/// From a list of terms in ascending order to each with how often it stands there.
#[cfg_attr(optimize_for_size, optimize(speed))]
fn counted(sorted: &[u32]) -> Box<[TermCount]> {
    sorted
        .chunk_by(|a, b| a == b)
        .filter_map(|run| Some(TermCount { term: *run.first()?, frequency: run.len() as u32 }))
        .collect()
}
