//! Search and side-by-side comparison of Chinese texts, wholly inside the reader's browser.
//!
//! This crate is the core of Duizhao 对照: text and bytes in, values out, with no I/O, clock, threads or
//! randomness. `ARCHITECTURE.md` walks through the rooms; each module head says which question it answers.

// Where the module is compiled for size, the few functions that take most of the time are compiled for speed; only
// the builds of `scripts/toolchain.mjs` that compile the standard library too set this.
#![cfg_attr(optimize_for_size, feature(optimize_attribute))]

#[cfg(feature = "compare")]
pub mod compare;
#[cfg(any(feature = "read", feature = "search"))]
pub mod document;
mod error;
pub mod format;
#[cfg(feature = "search")]
pub mod index;
#[cfg_attr(not(feature = "search"), allow(dead_code))]
mod order;
#[cfg(feature = "search")]
pub mod query;
pub mod segment;
#[cfg_attr(not(all(feature = "build", feature = "compare")), allow(dead_code))]
mod sorted;
pub mod text;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use error::{Error, ErrorKind, Result};
