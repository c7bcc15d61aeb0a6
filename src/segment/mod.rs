//! Where does one word end and the next begin?
//!
//! Example: `他来到了网易杭研大厦` has candidates `他`, `来`, `来到`, `到`, `了`, `网易`, `网`, …; each is an edge from
//! the place where it starts to the place where it ends, with a cost (how surprising the word is). The cheapest
//! path through this lattice is the segmentation: `他 来到 了 网易 杭研 大厦`.
//!
//! A [`Segmenter`] finds that path over any [`Vocabulary`]: the shipped [`Lexicon`], or the terms of an index, so
//! that a page that only searches needs no lexicon. What no vocabulary knows is joined by statistics of its
//! characters (with a lexicon) or left as single characters; Latin words, numbers and mixed terms (`gpt-4o`,
//! `c++`, `a股`) are found by rule. The lattice can be looked at: [`Segmenter::lattice`].
//!
//! ```
//! use duizhao::segment::{Lexicon, LexiconBuilder, Mode, Segmenter};
//!
//! let mut builder = LexiconBuilder::default();
//! for (word, frequency) in [("研究", 9000), ("研究生", 900), ("生命", 8000), ("命", 300), ("起源", 700), ("生", 2000)] {
//!     builder.add(word, frequency);
//! }
//! let lexicon = Lexicon::open(&builder.finish()?)?;
//! let mut tokens = Vec::new();
//! let text = "研究生命起源";
//! Segmenter::new(&lexicon).segment(text, Mode::Words, &mut tokens);
//! let words: Vec<&str> = tokens.iter().map(|token| token.span.of(text)).collect();
//! assert_eq!(words, ["研究", "生命", "起源"]);
//! # Ok::<(), duizhao::Error>(())
//! ```
//!
//! Useful for terms, highlighting and word-level comparison; not useful for names and new words in general (no
//! statistics of context are kept), nor for parts of speech. All offsets are bytes of folded text
//! ([`crate::text::fold`]).

mod build;
mod coder;
mod draw;
mod edges;
mod han;
mod lattice;
mod lexicon;
mod run;
mod scan;
mod segmenter;
mod sign;
mod step;
mod trie;
mod unknown;
mod user;
mod wire;

pub use build::LexiconBuilder;
pub use lattice::{Edge, Lattice};
pub use lexicon::{Lexicon, MAX_WORD_CHARS};
pub use run::MAX_RUN_BYTES;
pub use scan::MAX_ATOM_BYTES;
pub use segmenter::{Mode, Options, Segmenter, Token, TokenKind};
pub use user::{UserWords, Weight};

/// How surprising a word is, in thousandths of a nat: `1000 · ln(total / frequency)`. Costs of a path add up.
pub type Cost = u32;

/// The largest cost of one edge; dearer words are clamped, so that the cost of a run cannot overflow.
pub const MAX_COST: Cost = 65_535;

/// Whether this build can open a lexicon; what only serves lexicons is left out where it cannot.
const HAS_LEXICON: bool = cfg!(any(feature = "build", feature = "segment"));

/// The words a text may be cut into, whatever holds them.
///
/// Implemented by [`Lexicon`] and [`UserWords`], and by an index over its own terms.
pub trait Vocabulary {
    /// Calls `found(end, cost)` for every word that starts at byte `at` of folded `text`, shortest first; `end` is
    /// the byte one past the word. `at` is a character boundary; past the end nothing is found.
    fn words_at(&self, text: &str, at: usize, found: &mut dyn FnMut(usize, Cost));

    /// Sum of the frequencies of all words: the denominator of every cost, at least 1.
    fn total(&self) -> u64;

    /// The lexicon that it is, if it is one: its words are found by numbers of characters, several times as fast, and what
    /// it does not know may be joined by statistics of characters.
    fn lexicon(&self) -> Option<&Lexicon> {
        None
    }
}

/// Borrowed or shared, a vocabulary is one.
macro_rules! pass_on {
    ($($pointer:ty),*) => {$(
        impl<V: Vocabulary + ?Sized> Vocabulary for $pointer {
            fn words_at(&self, text: &str, at: usize, found: &mut dyn FnMut(usize, Cost)) {
                (**self).words_at(text, at, found);
            }

            fn total(&self) -> u64 {
                (**self).total()
            }

            fn lexicon(&self) -> Option<&Lexicon> {
                (**self).lexicon()
            }
        }
    )*};
}
pass_on!(&V, std::rc::Rc<V>, std::sync::Arc<V>);

/// The cost of a word seen `frequency` times among `total` words; a frequency of 0 counts as 1.
///
/// The logarithm is the same code on every target, so costs (and with them every segmentation) are too.
///
/// ```
/// assert_eq!(duizhao::segment::cost_of(1, 1000), 6908);
/// ```
pub fn cost_of(frequency: u64, total: u64) -> Cost {
    let ratio = total.max(1) as f64 / frequency.max(1) as f64;
    let cost = libm::round(1000.0 * libm::log(ratio));
    if cost <= 0.0 { 0 } else { (cost as Cost).min(MAX_COST) }
}
