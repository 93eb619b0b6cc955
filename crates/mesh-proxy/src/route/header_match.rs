//! Tests of headers (`HeaderUtility::HeaderData`).

use super::request::Request;
use super::string_match::StringMatch;
use crate::config::{HeaderMatchSpecifier, HeaderMatcher, Int64Range, MatchPattern};
use crate::re2::Error;

/// A compiled [`HeaderMatcher`].
#[derive(Clone, Debug)]
pub struct HeaderMatch {
    name: Box<str>,
    test: Test,
    invert: bool,
    missing_is_empty: bool,
}

#[derive(Clone, Debug)]
enum Test {
    Present(bool),
    Value(StringMatch),
    /// Deprecated `exact_match: ""`, which any value passes.
    Anything,
    Range(Int64Range),
}

impl HeaderMatch {
    /// Compiles a matcher.
    ///
    /// # Errors
    /// A pattern that cannot be used.
    pub fn new(matcher: &HeaderMatcher) -> Result<Self, Error> {
        let value = |pattern: MatchPattern| StringMatch::from_pattern(&pattern, false).map(Test::Value);
        let test = match &matcher.header_match_specifier {
            None => Test::Present(true),
            Some(HeaderMatchSpecifier::PresentMatch(present)) => Test::Present(*present),
            Some(HeaderMatchSpecifier::StringMatch(matcher)) => Test::Value(StringMatch::new(matcher)?),
            Some(HeaderMatchSpecifier::RangeMatch(range)) => Test::Range(*range),
            Some(HeaderMatchSpecifier::ExactMatch(text)) if text.is_empty() => Test::Anything,
            Some(HeaderMatchSpecifier::ExactMatch(text)) => value(MatchPattern::Exact(text.clone()))?,
            Some(HeaderMatchSpecifier::PrefixMatch(text)) => value(MatchPattern::Prefix(text.clone()))?,
            Some(HeaderMatchSpecifier::SuffixMatch(text)) => value(MatchPattern::Suffix(text.clone()))?,
            Some(HeaderMatchSpecifier::ContainsMatch(text)) => value(MatchPattern::Contains(text.clone()))?,
            Some(HeaderMatchSpecifier::SafeRegexMatch(regex)) => value(MatchPattern::SafeRegex(regex.clone()))?,
        };
        Ok(Self {
            name: matcher.name.to_ascii_lowercase().into(),
            test,
            invert: matcher.invert_match,
            missing_is_empty: matcher.treat_missing_header_as_empty,
        })
    }

    /// Whether it holds for a request. A repeated header is tested value by value: one that passes is enough, and an
    /// inverted test asks that none does.
    #[must_use]
    pub fn matches(&self, request: &Request<'_>) -> bool {
        let mut values = request.values(&self.name);
        let first = values.next();
        match &self.test {
            Test::Present(present) => ((first.is_some() || self.missing_is_empty) == *present) != self.invert,
            test => match first {
                Some(first) => (test.passes(first) || values.any(|value| test.passes(value))) != self.invert,
                None => self.missing_is_empty && test.passes("") != self.invert,
            },
        }
    }
}

impl Test {
    fn passes(&self, value: &str) -> bool {
        match self {
            Test::Present(present) => *present,
            Test::Anything => true,
            Test::Value(matcher) => matcher.matches(value),
            Test::Range(range) => integer(value).is_some_and(|number| range.start <= number && number < range.end),
        }
    }
}

/// `absl::SimpleAtoi`: a decimal number with blanks around it and perhaps a sign.
fn integer(text: &str) -> Option<i64> {
    let text = text.trim_matches(|character: char| character.is_ascii_whitespace() || character == '\x0B');
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::HeaderMatch;
    use crate::route::{Connection, HeaderMap, Request};

    fn matches(matcher: serde_json::Value, headers: &[(&str, &str)]) -> bool {
        let headers: HeaderMap = headers.iter().copied().collect();
        let request = Request {
            method: "GET",
            scheme: "http",
            authority: "a.example",
            path: "/p?q",
            headers: &headers,
            connection: Connection::default(),
        };
        let matcher = serde_json::from_value(matcher).expect("a matcher");
        HeaderMatch::new(&matcher).expect("no regex").matches(&request)
    }

    #[test]
    fn a_missing_header_fails_each_test_of_its_value() {
        let exact = json!({"name": "x-a", "string_match": {"exact": "b"}});
        let inverted = json!({"name": "X-A", "string_match": {"exact": "b"}, "invert_match": true});
        let absent = json!({"name": "x-a", "present_match": true, "invert_match": true});
        let empty = json!({"name": "x-a", "string_match": {"exact": "b"}, "invert_match": true, "treat_missing_header_as_empty": true});
        for (headers, results) in [
            (vec![], [false, false, true, true]),
            (vec![("x-a", "b")], [true, false, false, false]),
            (vec![("x-a", "c")], [false, true, false, true]),
            (vec![("x-a", "c"), ("x-a", "b")], [true, false, false, false]),
        ] {
            let got = [&exact, &inverted, &absent, &empty].map(|matcher| matches(matcher.clone(), &headers));
            assert_eq!(got, results, "{headers:?}");
        }
    }

    #[test]
    fn ranges_are_half_open_and_decimal() {
        let range = json!({"name": "x-n", "range_match": {"start": "-5", "end": "10"}});
        for (value, result) in
            [("-5", true), ("9", true), ("10", false), ("+3", true), ("3.0", false), ("", false), (" 3", true)]
        {
            assert_eq!(matches(range.clone(), &[("x-n", value)]), result, "{value}");
        }
    }

    #[test]
    fn the_request_line_is_tested_as_headers() {
        for (name, value) in [
            (":method", "GET"),
            (":authority", "a.example"),
            ("Host", "a.example"),
            (":scheme", "http"),
            (":path", "/p?q"),
        ] {
            assert!(matches(json!({"name": name, "string_match": {"exact": value}}), &[]), "{name}");
        }
    }
}
