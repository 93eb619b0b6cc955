//! `RouteMatch`, `HeaderMatcher`, `QueryParameterMatcher`.

use serde::{Deserialize, Serialize};

use super::json::{integer64, is_default};
use super::{Origin, RegexMatcher, RuntimeFractionalPercent, StringMatcher};

/// What the path must be; the query and a fragment are never looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PathSpecifier {
    /// A text that it begins with.
    Prefix(String),
    /// All of it.
    Path(String),
    /// A pattern that takes all of it.
    SafeRegex(RegexMatcher),
    /// Whole segments that it begins with.
    PathSeparatedPrefix(String),
}

/// Which requests a route takes: all parts must hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RouteMatch {
    /// The path.
    #[serde(flatten)]
    pub path_specifier: PathSpecifier,
    /// Whether upper and lower case differ in the path; absent means yes. Says nothing about patterns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_sensitive: Option<bool>,
    /// A share of the requests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runtime_fraction: Option<RuntimeFractionalPercent>,
    /// Headers, all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<HeaderMatcher>,
    /// Query parameters, all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub query_parameters: Vec<QueryParameterMatcher>,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}

impl RouteMatch {
    /// A match of the path alone.
    #[must_use]
    pub fn new(path_specifier: PathSpecifier) -> Self {
        Self {
            path_specifier,
            case_sensitive: None,
            runtime_fraction: None,
            headers: Vec::new(),
            query_parameters: Vec::new(),
            origin: Origin::NONE,
        }
    }
}

/// A half-open range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Int64Range {
    /// The first that is in it.
    #[serde(with = "integer64", skip_serializing_if = "is_default")]
    pub start: i64,
    /// The first that is not.
    #[serde(with = "integer64", skip_serializing_if = "is_default")]
    pub end: i64,
}

/// What a header must be. Those that Envoy calls deprecated are read too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeaderMatchSpecifier {
    /// A text.
    StringMatch(StringMatcher),
    /// There (true) or absent (false).
    PresentMatch(bool),
    /// A decimal number in a range.
    RangeMatch(Int64Range),
    /// All of the value.
    ExactMatch(String),
    /// The value's beginning.
    PrefixMatch(String),
    /// The value's end.
    SuffixMatch(String),
    /// Some part of the value.
    ContainsMatch(String),
    /// A pattern that takes all of the value.
    SafeRegexMatch(RegexMatcher),
}

/// A test of a header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeaderMatcher {
    /// The header's name; `:method`, `:authority`, `:scheme` and `:path` are the request's own.
    pub name: String,
    /// What it must be; absent means there.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub header_match_specifier: Option<HeaderMatchSpecifier>,
    /// Whether the test must fail. A header that is absent fails a test of its value either way.
    #[serde(default, skip_serializing_if = "is_default")]
    pub invert_match: bool,
    /// Whether an absent header is tested as an empty one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub treat_missing_header_as_empty: bool,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}

impl HeaderMatcher {
    /// A test that is neither inverted nor holds for absent headers.
    #[must_use]
    pub fn new(name: &str, specifier: HeaderMatchSpecifier) -> Self {
        Self {
            name: name.to_owned(),
            header_match_specifier: Some(specifier),
            invert_match: false,
            treat_missing_header_as_empty: false,
            origin: Origin::NONE,
        }
    }
}

/// What a query parameter must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueryParameterMatchSpecifier {
    /// A text.
    StringMatch(StringMatcher),
    /// There (true) or absent (false).
    PresentMatch(bool),
}

/// A test of a query parameter's first value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryParameterMatcher {
    /// The parameter's name, in its exact case.
    pub name: String,
    /// What it must be; absent means there.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub query_parameter_match_specifier: Option<QueryParameterMatchSpecifier>,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}
