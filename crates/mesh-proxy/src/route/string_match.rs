//! Tests of a text (`Matchers::StringMatcherImpl`).

use crate::config::{MatchPattern, StringMatcher};
use crate::re2::{Error, FullMatch};

/// A compiled [`StringMatcher`].
#[derive(Clone, Debug)]
pub struct StringMatch {
    pattern: Pattern,
    ignore_case: bool,
}

#[derive(Clone, Debug)]
enum Pattern {
    Exact(Box<str>),
    Prefix(Box<str>),
    Suffix(Box<str>),
    Contains(Box<str>),
    Regex(FullMatch),
}

impl StringMatch {
    /// Compiles a matcher.
    ///
    /// # Errors
    /// A pattern that cannot be used.
    pub fn new(matcher: &StringMatcher) -> Result<Self, Error> {
        Self::from_pattern(&matcher.match_pattern, matcher.ignore_case)
    }

    /// Compiles a pattern.
    ///
    /// # Errors
    /// A pattern that cannot be used.
    pub fn from_pattern(pattern: &MatchPattern, ignore_case: bool) -> Result<Self, Error> {
        let pattern = match pattern {
            MatchPattern::Exact(text) => Pattern::Exact(text.as_str().into()),
            MatchPattern::Prefix(text) => Pattern::Prefix(text.as_str().into()),
            MatchPattern::Suffix(text) => Pattern::Suffix(text.as_str().into()),
            MatchPattern::Contains(text) if ignore_case => Pattern::Contains(text.to_ascii_lowercase().into()),
            MatchPattern::Contains(text) => Pattern::Contains(text.as_str().into()),
            MatchPattern::SafeRegex(matcher) => Pattern::Regex(FullMatch::new(&matcher.regex)?),
        };
        Ok(Self { pattern, ignore_case })
    }

    /// Whether it holds for a text.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        match &self.pattern {
            Pattern::Exact(wanted) => same(text.as_bytes(), wanted.as_bytes(), self.ignore_case),
            Pattern::Prefix(wanted) => starts_with(text, wanted, self.ignore_case),
            Pattern::Suffix(wanted) => {
                let start = text.len().checked_sub(wanted.len());
                let end = start.and_then(|start| text.as_bytes().get(start..));
                end.is_some_and(|end| same(end, wanted.as_bytes(), self.ignore_case))
            }
            Pattern::Contains(wanted) if self.ignore_case => text.to_ascii_lowercase().contains(&**wanted),
            Pattern::Contains(wanted) => text.contains(&**wanted),
            Pattern::Regex(regex) => regex.matches(text),
        }
    }
}

fn same(text: &[u8], wanted: &[u8], ignore_case: bool) -> bool {
    if ignore_case { text.eq_ignore_ascii_case(wanted) } else { text == wanted }
}

/// Whether a text begins with another one.
pub(super) fn starts_with(text: &str, wanted: &str, ignore_case: bool) -> bool {
    text.as_bytes().get(..wanted.len()).is_some_and(|start| same(start, wanted.as_bytes(), ignore_case))
}

#[cfg(test)]
mod tests {
    use super::StringMatch;
    use crate::config::MatchPattern;

    #[test]
    fn case_is_ignored_where_asked() {
        let text = |text: &str| text.to_owned();
        for (pattern, taken, taken_without_case) in [
            (MatchPattern::Exact(text("aB")), "aB", "Ab"),
            (MatchPattern::Prefix(text("aB")), "aBc", "Abc"),
            (MatchPattern::Suffix(text("aB")), "caB", "cAb"),
            (MatchPattern::Contains(text("aB")), "caBc", "cAbc"),
        ] {
            let strict = StringMatch::from_pattern(&pattern, false).expect("no regex");
            let lenient = StringMatch::from_pattern(&pattern, true).expect("no regex");
            assert!(strict.matches(taken) && lenient.matches(taken));
            assert!(!strict.matches(taken_without_case) && lenient.matches(taken_without_case));
            assert!(!lenient.matches("é") && !lenient.matches(""));
        }
    }
}
