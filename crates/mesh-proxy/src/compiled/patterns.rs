//! How much the patterns of a configuration are compiled to. A short one that repeats a thousand times is a long program,
//! and thousands of such fit in a file: a limit of the playground.

use crate::config::{
    HeaderMatchSpecifier, MatchPattern, PathSpecifier, QueryParameterMatchSpecifier, RouteMatch, StringMatcher,
};
use crate::re2;

/// Instructions that the patterns of a configuration may have beyond what they have of their own length: that of 20
/// patterns that repeat as often as RE2 takes. A pattern without counted repetitions needs none of them.
const MOST_STEPS: usize = 40_000;

/// Instructions that a byte of a pattern stands for without counted repetitions.
const STEPS_OF_A_BYTE: usize = 2;

/// Bytes of an instruction, with what testing a text keeps of it.
const STEP_BYTES: usize = 150;

/// What is left of [`MOST_STEPS`], and what was compiled.
#[derive(Debug)]
pub(super) struct Patterns {
    left: usize,
    steps: usize,
}

impl Default for Patterns {
    fn default() -> Self {
        Self { left: MOST_STEPS, steps: 0 }
    }
}

impl Patterns {
    /// Takes what the patterns of a match need, if it is there.
    pub(super) fn take(&mut self, route_match: &RouteMatch) -> bool {
        let (mut steps, mut beyond) = (0_usize, 0_usize);
        for pattern in patterns(route_match) {
            let own = re2::steps(pattern);
            steps = steps.saturating_add(own);
            beyond = beyond.saturating_add(own.saturating_sub(pattern.len() * STEPS_OF_A_BYTE));
        }
        let left = self.left.checked_sub(beyond);
        if let Some(left) = left {
            self.left = left;
            self.steps = self.steps.saturating_add(steps);
        }
        left.is_some()
    }

    /// Bytes of all that was taken, about.
    pub(super) fn bytes(&self) -> usize {
        self.steps.saturating_mul(STEP_BYTES)
    }
}

/// The patterns of a match.
fn patterns(route_match: &RouteMatch) -> impl Iterator<Item = &str> {
    let path = match &route_match.path_specifier {
        PathSpecifier::SafeRegex(matcher) => Some(matcher.regex.as_str()),
        _ => None,
    };
    let headers = route_match.headers.iter().filter_map(|header| match header.header_match_specifier.as_ref()? {
        HeaderMatchSpecifier::SafeRegexMatch(matcher) => Some(matcher.regex.as_str()),
        HeaderMatchSpecifier::StringMatch(matcher) => of_string(matcher),
        _ => None,
    });
    let parameters = route_match.query_parameters.iter();
    let parameters = parameters.filter_map(|parameter| match parameter.query_parameter_match_specifier.as_ref()? {
        QueryParameterMatchSpecifier::StringMatch(matcher) => of_string(matcher),
        QueryParameterMatchSpecifier::PresentMatch(_) => None,
    });
    path.into_iter().chain(headers).chain(parameters)
}

fn of_string(matcher: &StringMatcher) -> Option<&str> {
    match &matcher.match_pattern {
        MatchPattern::SafeRegex(matcher) => Some(&matcher.regex),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::config::RegexMatcher;

    use super::*;

    fn with(pattern: &str) -> RouteMatch {
        RouteMatch::new(PathSpecifier::SafeRegex(RegexMatcher { regex: pattern.to_owned() }))
    }

    #[test]
    fn only_counted_repetitions_use_up_the_steps() {
        let mut patterns = Patterns::default();
        assert!((0..100_000).all(|_| patterns.take(&with("/v[0-9]+/(a|b)*c?"))));
        let dear = (0..1_000).filter(|_| patterns.take(&with("(a{1,30}){1,33}"))).count();
        assert_eq!(dear, 19);
        assert!(!patterns.take(&with(r"[\pL\pN]{1000}")));
        assert!(patterns.take(&with("/plain")), "what needs none is still taken");
    }
}
