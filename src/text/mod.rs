//! From source text to clean, folded text with a way back: what does this text say, whatever its script,
//! width, case and noise?
//!
//! Example: the source `經(jīng)濟 GROWTH，２％` normalises to `经济growth,2%`, and the folded span of `经济`
//! maps back to the source span of `經(jīng)濟`.
//!
//! Useful for matching; not useful for showing: what the reader sees is always the source.

mod offset_map;
mod span;

pub use offset_map::OffsetMap;
pub use span::Span;
