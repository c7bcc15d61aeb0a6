//! The one public error: an opaque value with a stable kind and a sentence for the reader.
//!
//! Useful for everything that can be refused; not useful for "nothing found", which is an answer.

use std::fmt;

/// What went wrong, in a word that is stable across versions; JavaScript sees it as `error.kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The bytes end before the container says they do.
    Truncated,
    /// A checksum or a structural invariant does not hold.
    Corrupt,
    /// The container was written in a format version this build cannot read.
    Version,
    /// The index was built with another analysis chain.
    Fingerprint,
    /// The bytes are not an index at all.
    NotAnIndex,
    /// A stated limit is exceeded.
    TooLarge,
    /// Well-formed, but this build or this kind of input cannot do it.
    Unsupported,
    /// No document has that id.
    UnknownDocument,
    /// An option has a value outside its range.
    InvalidOption,
}

impl ErrorKind {
    /// The stable name: lower case, words joined by hyphens.
    pub fn as_str(self) -> &'static str {
        match self {
            ErrorKind::Truncated => "truncated",
            ErrorKind::Corrupt => "corrupt",
            ErrorKind::Version => "version",
            ErrorKind::Fingerprint => "fingerprint",
            ErrorKind::NotAnIndex => "not-an-index",
            ErrorKind::TooLarge => "too-large",
            ErrorKind::Unsupported => "unsupported",
            ErrorKind::UnknownDocument => "unknown-document",
            ErrorKind::InvalidOption => "invalid-option",
        }
    }
}

/// An error of the core: a [`kind`](Error::kind) to branch on and a message to show.
///
/// The message says what was expected, what was found, where, and the way out. Its wording is not stable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Refusal>);

/// Behind a pointer: a result then takes one word more than its value, and handing one on moves one word.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Refusal {
    kind: ErrorKind,
    message: String,
}

/// Shorthand for a result of the core.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Makes an error of `kind` with a message for the reader.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error(Box::new(Refusal { kind, message: message.into() }))
    }

    /// The stable kind.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The sentence for the reader.
    pub fn message(&self) -> &str {
        &self.0.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for Error {}
