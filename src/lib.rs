//! Search and side-by-side comparison of Chinese texts, wholly inside the reader's browser.
//!
//! This crate is the core of Duizhao 对照: text and bytes in, values out, with no I/O, clock, threads or
//! randomness. `ARCHITECTURE.md` walks through the rooms; each module head says which question it answers.

// Where the module is compiled for size, the few functions that take most of the time are compiled for speed; only
// the builds of `scripts/toolchain.mjs` that compile the standard library too set this.
#![cfg_attr(optimize_for_size, feature(optimize_attribute))]

pub mod compare;
pub mod document;
mod error;
pub mod format;
pub mod index;
pub mod query;
pub mod segment;
mod sorted;
pub mod text;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use error::{Error, ErrorKind, Result};
