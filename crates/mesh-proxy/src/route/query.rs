//! Tests of query parameters (`ConfigUtility::QueryParameterMatcher`).

use super::string_match::StringMatch;
use crate::config::{QueryParameterMatchSpecifier, QueryParameterMatcher};
use crate::re2::Error;

/// The first value of a parameter in a path with its query; one without `=` is empty. Nothing is decoded.
#[must_use]
pub fn query_parameter<'a>(path: &'a str, name: &str) -> Option<&'a str> {
    let (_, query) = path.split_once('?')?;
    // A trailing separator ends the query; an empty one between two others is a parameter without a name.
    let query = query.strip_suffix('&').unwrap_or(query);
    let parameters = query.split('&').map(|parameter| parameter.split_once('=').unwrap_or((parameter, "")));
    parameters.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// A compiled [`QueryParameterMatcher`].
#[derive(Clone, Debug)]
pub struct QueryParameterMatch {
    name: Box<str>,
    test: Test,
}

#[derive(Clone, Debug)]
enum Test {
    Present(bool),
    Value(StringMatch),
}

impl QueryParameterMatch {
    /// Compiles a matcher.
    ///
    /// # Errors
    /// A pattern that cannot be used.
    pub fn new(matcher: &QueryParameterMatcher) -> Result<Self, Error> {
        let test = match &matcher.query_parameter_match_specifier {
            None => Test::Present(true),
            Some(QueryParameterMatchSpecifier::PresentMatch(present)) => Test::Present(*present),
            Some(QueryParameterMatchSpecifier::StringMatch(matcher)) => Test::Value(StringMatch::new(matcher)?),
        };
        Ok(Self { name: matcher.name.as_str().into(), test })
    }

    /// Whether it holds for a path with its query.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        let value = query_parameter(path, &self.name);
        match &self.test {
            Test::Present(present) => value.is_some() == *present,
            Test::Value(matcher) => value.is_some_and(|value| matcher.matches(value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::query_parameter;

    #[test]
    fn the_first_value_counts_and_nothing_is_decoded() {
        for (path, name, value) in [
            ("/?a=1&a=2", "a", Some("1")),
            ("/?a", "a", Some("")),
            ("/?a=", "a", Some("")),
            ("/?a=b=c", "a", Some("b=c")),
            ("/?A=1", "a", None),
            ("/?a=%20", "a", Some("%20")),
            ("/?%61=1", "a", None),
            ("/", "a", None),
            ("/?", "", Some("")),
            ("/?a=1&&b=2", "b", Some("2")),
        ] {
            assert_eq!(query_parameter(path, name), value, "{path}");
        }
    }
}
