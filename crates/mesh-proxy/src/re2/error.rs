//! Why a pattern is refused.

use std::fmt;

/// A pattern that cannot be used, in RE2's words where RE2 refuses it too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    reason: &'static str,
    part: String,
}

impl Error {
    pub(super) fn new(reason: &'static str, part: impl Into<String>) -> Self {
        Self { reason, part: part.into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.part.is_empty() { f.write_str(self.reason) } else { write!(f, "{}: {}", self.reason, self.part) }
    }
}

impl std::error::Error for Error {}
