//! Search and side-by-side comparison of Chinese texts, wholly inside the reader's browser.
//!
//! This crate is the core of Duizhao 对照: text and bytes in, values out, with no I/O, clock, threads or
//! randomness. `ARCHITECTURE.md` walks through the rooms; each module head says which question it answers.

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
