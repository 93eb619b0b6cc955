//! RE2's patterns on top of regex-lite.
//!
//! Envoy's patterns are RE2's, and Envoy has RE2 read both patterns and texts as Latin-1 (measured on the binary): each
//! byte is a character, so that `.` takes half of an `é`, and `(?i)` knows ASCII's letters only. Patterns are parsed
//! here as RE2 parses them and handed to regex-lite in a form that means the same there: no flags, no named classes,
//! explicit ranges, a character for each byte. What RE2 refuses is refused; what cannot be had here because it is too
//! large is refused with a message that says so. Nothing changes its meaning silently.

mod class;
mod emit;
mod error;
mod escape;
mod latin1;
mod parse;
mod substitution;
mod unicode;

#[cfg(test)]
mod tests;

pub use error::Error;
pub use substitution::Substitution;

/// A pattern that takes all of a text or nothing of it, as `RE2::FullMatch`.
#[derive(Clone, Debug)]
pub struct FullMatch {
    regex: regex_lite::Regex,
}

impl FullMatch {
    /// Compiles a pattern in RE2's syntax.
    ///
    /// # Errors
    /// What RE2 refuses, or accepts and cannot be had here; the message says which.
    pub fn new(pattern: &str) -> Result<Self, Error> {
        let body = parse::parse(&latin1::decode(pattern))?.to_regex_lite();
        Ok(Self { regex: compile(&format!(r"\A(?:{body})\z"))? })
    }

    /// Whether it takes all of a text.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.regex.is_match(&latin1::decode(text))
    }
}

/// How many instructions a pattern is compiled to, about; 0 of one that is refused.
#[must_use]
pub fn steps(pattern: &str) -> usize {
    parse::parse(&latin1::decode(pattern)).map_or(0, |node| node.steps())
}

/// How deep groups may be nested in what is handed on; RE2 itself allows 1000.
const NEST_LIMIT: u32 = 250;
/// Bytes of a compiled pattern. RE2 allows 8 MiB of a denser form; the time that a test may take is bounded here.
const SIZE_LIMIT: usize = 1 << 19;

fn compile(pattern: &str) -> Result<regex_lite::Regex, Error> {
    regex_lite::RegexBuilder::new(pattern)
        .size_limit(SIZE_LIMIT)
        .nest_limit(NEST_LIMIT)
        .build()
        .map_err(|_| Error::new("not simulated: pattern too large", "repeat less often"))
}
