//! `envoy.type.matcher.v3`: StringMatcher, RegexMatcher, RegexMatchAndSubstitute.

use serde::{Deserialize, Serialize};

use super::json::is_default;

/// A pattern in RE2's syntax.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegexMatcher {
    /// The pattern; matchers ask that it takes the whole text.
    pub regex: String,
}

/// A pattern, and what each of its matches is replaced by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegexMatchAndSubstitute {
    /// The pattern, which may match anywhere.
    pub pattern: RegexMatcher,
    /// The replacement; `\1` is the first group, `\0` all of it, `\\` a backslash.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub substitution: String,
}

/// How a text is compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchPattern {
    /// All of it.
    Exact(String),
    /// Its beginning.
    Prefix(String),
    /// Its end.
    Suffix(String),
    /// Some part of it.
    Contains(String),
    /// A pattern that takes all of it.
    SafeRegex(RegexMatcher),
}

/// A test of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StringMatcher {
    /// What is compared.
    #[serde(flatten)]
    pub match_pattern: MatchPattern,
    /// Whether ASCII case is ignored; says nothing about patterns.
    #[serde(default, skip_serializing_if = "is_default")]
    pub ignore_case: bool,
}

impl From<MatchPattern> for StringMatcher {
    fn from(match_pattern: MatchPattern) -> Self {
        Self { match_pattern, ignore_case: false }
    }
}
