//! Which documents answer, and where?
//!
//! An input is parsed ([`parse()`]: no input is an error), cut into words over the index's own terms, looked up,
//! ranked in two steps, and shown as passages with exact highlights ([`search()`]), or side by side, one column for
//! each document ([`columns()`]).
//!
//! Useful for finding; not useful for setting two texts against each other: that is the room `compare`.

mod columns;
mod date;
mod evidence;
mod facet;
mod filter;
mod forms;
mod holdings;
mod literal;
mod parse;
mod passage;
mod pattern;
mod plan;
mod rank;
mod search;
mod sound;
mod stop;
mod suggest;
mod topic;

pub use columns::{Column, MAX_COLUMN_PASSAGES, columns};
pub use date::DateRange;
pub use facet::{FacetCount, Facets, MAX_FACET_VALUES};
pub use forms::FormKind;
pub use parse::{Clause, ClauseKind, Filter, MAX_CLAUSES, MAX_INPUT_CHARS, Query, parse};
pub use passage::{ALL_PASSAGES, HitPassage, PASSAGE_CHARS};
pub use rank::Parts;
pub use search::{Evidence, Hit, MAX_LIMIT, SearchOptions, SearchResult, Tried, search};
pub use suggest::{MAX_SUGGESTIONS, Suggestion, suggest};
