//! From source text to clean, folded text with a way back: what does this text say, whatever its script,
//! width, case and noise?
//!
//! Example: the source `經(jīng)濟 GROWTH，２％` normalises to `经济growth,2%`, and the folded span of `经济`
//! maps back to the source span `經(jīng)濟`.
//!
//! Useful for matching; not useful for showing: what the reader sees is always the source.

mod fold;
#[cfg(any(feature = "read", feature = "segment"))]
mod gbk;
mod noise;
mod normalize;
mod numeral;
mod offset_map;
mod quantity;
mod regional;
#[cfg(any(feature = "read", feature = "segment"))]
mod repair;
mod span;

#[cfg(feature = "segment")]
pub use fold::fold_chars;
pub(crate) use fold::visit_folding;
pub use fold::{CharClass, class_of, fold_char, is_han};
#[cfg(any(feature = "read", feature = "segment"))]
pub use gbk::{Gbk, GbkSource};
#[cfg(feature = "read")]
pub use noise::without_sounds;
pub use noise::{NoiseKind, is_invisible};
#[cfg(any(feature = "read", feature = "segment"))]
pub use normalize::is_annotated;
pub use normalize::{Cell, Normalized, Normalizer, PinyinNoise, Removal, Repair, fold};
#[cfg(feature = "compare")]
pub(crate) use numeral::decimal;
pub use offset_map::OffsetMap;
#[cfg(feature = "read")]
pub(crate) use quantity::Quantities;
pub use quantity::{Quantity, QuantityKind, quantities};
pub use regional::{regional_forms, regional_words};
pub use span::Span;

/// Fingerprint of the analysis chain. It moves when a rule or a table here or in `segment` changes what a text or
/// a query becomes; an index built with another one is refused, because its terms would not be found.
pub const FINGERPRINT: u32 = 3;
