//! What an index file is made of: the container, its checks, and the codes for numbers.
//!
//! Useful for writing and reading sections of bytes that come from strangers; not useful for knowing what a
//! section means: no search word is known here. `FORMAT.md` describes every byte.
//!
//! - [`ContainerWriter`] and [`Container`]: magic, versions, lengths, a section table, a checksum for each section.
//! - [`ByteReader`] and [`ByteWriter`]: variable-length integers, strings, columns of strings.
//! - [`BitReader`] and [`BitWriter`]: gamma and interpolative codes.
//! - [`PrefixCode`]: frequent symbols in few bits.
//! - [`SetCode`]: sets of symbols of which some are likelier than others.
//! - [`deflate()`] and [`inflate()`]: bounded compression, the same bytes on every target; [`pack`] and [`unpack`]: with the
//!   length before it.

mod bits;
mod bytes;
mod checksum;
mod container;
mod deflate;
mod inflate;
mod packed;
mod prefix_code;
mod set_code;

pub use bits::{BitReader, BitWriter};
#[cfg(feature = "search")]
pub(crate) use bits::{unzigzag, zigzag};
pub use bytes::{ByteReader, ByteWriter, StringColumn};
pub use checksum::{Checksum, crc32c};
pub use container::{Container, ContainerWriter, FORMAT_VERSION, MIN_READER_VERSION, SectionId, SectionInfo};
pub use deflate::deflate;
pub use inflate::inflate;
pub use packed::{pack, unpack};
pub use prefix_code::{PrefixCode, write_symbols};
pub use set_code::SetCode;
