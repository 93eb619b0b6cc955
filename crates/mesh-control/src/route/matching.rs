//! Match conditions (`TranslateRouteMatch`).

use mesh_config::model::{HttpMatchRequest, StringMatch};
use mesh_ordered::{OrderedMap, sort_by};
use mesh_proxy::config::{
    HeaderMatchSpecifier, HeaderMatcher, MatchPattern, Origin, PathSpecifier, QueryParameterMatchSpecifier,
    QueryParameterMatcher, RegexMatcher, RouteMatch, StringMatcher,
};

/// How a `prefix` of the URI is read: VirtualServices take it as text, the Gateway API by path segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrefixMeaning {
    /// `/v1` takes `/v1x` too.
    Text,
    /// `/v1` takes `/v1` and `/v1/x`.
    Segments,
}

/// The match of a route; without a condition everything.
#[must_use]
pub fn convert(condition: Option<&HttpMatchRequest>, prefix: PrefixMeaning, origin: Origin) -> RouteMatch {
    let Some(condition) = condition else {
        return RouteMatch { origin, ..RouteMatch::new(PathSpecifier::Prefix("/".to_owned())) };
    };
    let ignore_case = condition.ignore_uri_case.as_ref().is_some_and(|ignore| ignore.value);
    RouteMatch {
        case_sensitive: Some(!ignore_case),
        headers: headers(condition, origin),
        query_parameters: query_parameters(&condition.query_params, origin),
        origin,
        ..RouteMatch::new(path(condition.uri.as_ref(), prefix))
    }
}

/// Whether nothing can come after this route (`IsCatchAllRoute`).
#[must_use]
pub fn is_catch_all(route_match: &RouteMatch) -> bool {
    let every_path = match &route_match.path_specifier {
        PathSpecifier::Prefix(prefix) | PathSpecifier::PathSeparatedPrefix(prefix) => prefix == "/",
        PathSpecifier::SafeRegex(regex) => regex.regex == ".*",
        PathSpecifier::Path(_) => false,
    };
    every_path && route_match.headers.is_empty() && route_match.query_parameters.is_empty()
}

/// A text matcher; `None` where nothing is asked.
#[must_use]
pub fn string_matcher(condition: &StringMatch) -> Option<StringMatcher> {
    let pattern = match condition {
        StringMatch::Exact(text) => MatchPattern::Exact(text.value.clone()),
        StringMatch::Prefix(text) => MatchPattern::Prefix(text.value.clone()),
        StringMatch::Regex(text) => MatchPattern::SafeRegex(RegexMatcher { regex: text.value.clone() }),
        StringMatch::Unset(_) => return None,
    };
    Some(pattern.into())
}

fn path(uri: Option<&StringMatch>, prefix: PrefixMeaning) -> PathSpecifier {
    match uri {
        Some(StringMatch::Exact(path)) => PathSpecifier::Path(path.value.clone()),
        Some(StringMatch::Prefix(path)) if prefix == PrefixMeaning::Segments && path.value != "/" => {
            PathSpecifier::PathSeparatedPrefix(path.strip_suffix('/').unwrap_or(path).to_owned())
        }
        Some(StringMatch::Prefix(path)) => PathSpecifier::Prefix(path.value.clone()),
        Some(StringMatch::Regex(path)) => PathSpecifier::SafeRegex(RegexMatcher { regex: path.value.clone() }),
        Some(StringMatch::Unset(_)) | None => PathSpecifier::Prefix("/".to_owned()),
    }
}

/// `headers` and `withoutHeaders` sorted by name, then method, authority and scheme.
fn headers(condition: &HttpMatchRequest, origin: Origin) -> Vec<HeaderMatcher> {
    let mut headers: Vec<HeaderMatcher> =
        condition.headers.iter().map(|(name, value)| header(name, value, origin)).collect();
    headers.extend(condition.without_headers.iter().map(|(name, value)| HeaderMatcher {
        invert_match: true,
        // A present match looks at the header itself; the others take a missing one as empty.
        treat_missing_header_as_empty: !is_present_match(value),
        ..header(name, value, origin)
    }));
    sort_by(&mut headers, |one, other| one.name.cmp(&other.name));
    let pseudo = [(":method", &condition.method), (":authority", &condition.authority), (":scheme", &condition.scheme)];
    headers.extend(pseudo.iter().filter_map(|(name, value)| value.as_ref().map(|value| header(name, value, origin))));
    headers
}

fn header(name: &str, value: &StringMatch, origin: Origin) -> HeaderMatcher {
    let specifier = match string_matcher(value) {
        Some(matcher) if !is_present_match(value) => HeaderMatchSpecifier::StringMatch(matcher),
        _ => HeaderMatchSpecifier::PresentMatch(true),
    };
    HeaderMatcher { origin, ..HeaderMatcher::new(name, specifier) }
}

fn query_parameters(parameters: &OrderedMap<String, StringMatch>, origin: Origin) -> Vec<QueryParameterMatcher> {
    let parameter = |(name, value): (&String, &StringMatch)| QueryParameterMatcher {
        name: name.clone(),
        query_parameter_match_specifier: Some(match string_matcher(value) {
            Some(matcher) if !is_present_match(value) => QueryParameterMatchSpecifier::StringMatch(matcher),
            _ => QueryParameterMatchSpecifier::PresentMatch(true),
        }),
        origin,
    };
    parameters.iter().map(parameter).collect()
}

/// `{}` and the regex `*`, which is no expression, ask for presence (`canBeConvertedToPresentMatch`).
fn is_present_match(value: &StringMatch) -> bool {
    match value {
        StringMatch::Unset(_) => true,
        StringMatch::Regex(regex) => regex.value == "*",
        _ => false,
    }
}
