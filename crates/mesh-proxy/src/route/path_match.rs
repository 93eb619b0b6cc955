//! Tests of the path (`RouteEntryImplBase` and its kinds).

use super::string_match::starts_with;
use crate::config::PathSpecifier;
use crate::re2::{Error, FullMatch};

/// A compiled [`PathSpecifier`].
#[derive(Clone, Debug)]
pub struct PathMatch {
    kind: Kind,
    ignore_case: bool,
}

#[derive(Clone, Debug)]
enum Kind {
    Prefix(Box<str>),
    Exact(Box<str>),
    SeparatedPrefix(Box<str>),
    Regex(FullMatch),
}

impl PathMatch {
    /// Compiles a test; case is kept or not as the route says, but always in patterns.
    ///
    /// # Errors
    /// A pattern that cannot be used.
    pub fn new(specifier: &PathSpecifier, case_sensitive: bool) -> Result<Self, Error> {
        let kind = match specifier {
            PathSpecifier::Prefix(prefix) => Kind::Prefix(prefix.as_str().into()),
            PathSpecifier::Path(path) => Kind::Exact(path.as_str().into()),
            PathSpecifier::PathSeparatedPrefix(prefix) => Kind::SeparatedPrefix(prefix.as_str().into()),
            PathSpecifier::SafeRegex(matcher) => Kind::Regex(FullMatch::new(&matcher.regex)?),
        };
        Ok(Self { kind, ignore_case: !case_sensitive })
    }

    /// Whether it holds for a path without query and fragment.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        match &self.kind {
            Kind::Prefix(prefix) => starts_with(path, prefix, self.ignore_case),
            Kind::Exact(wanted) => wanted.len() == path.len() && starts_with(path, wanted, self.ignore_case),
            Kind::SeparatedPrefix(prefix) => {
                let behind = path.as_bytes().get(prefix.len());
                starts_with(path, prefix, self.ignore_case) && behind.is_none_or(|byte| *byte == b'/')
            }
            Kind::Regex(regex) => regex.matches(path),
        }
    }

    /// The part of a path (without query and fragment) that a prefix rewrite replaces.
    #[must_use]
    pub fn matched<'a>(&self, path: &'a str) -> &'a str {
        match &self.kind {
            Kind::Prefix(text) | Kind::Exact(text) | Kind::SeparatedPrefix(text) => {
                path.get(..text.len()).unwrap_or(path)
            }
            Kind::Regex(_) => path,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PathMatch;
    use crate::config::{PathSpecifier, RegexMatcher};

    /// Measured on Envoy 1.40; queries are cut before.
    #[test]
    fn paths_match_as_measured() {
        let text = |text: &str| text.to_owned();
        let regex = PathSpecifier::SafeRegex(RegexMatcher { regex: text("/re/[0-9]+") });
        for (specifier, case_sensitive, taken, left) in [
            (PathSpecifier::Path(text("/exact")), true, vec!["/exact"], vec!["/exact/", "/exactfoo", "/EXACT"]),
            (PathSpecifier::Path(text("/exact")), false, vec!["/exact", "/EXACT"], vec!["/EXACT/"]),
            (
                PathSpecifier::PathSeparatedPrefix(text("/sep")),
                true,
                vec!["/sep", "/sep/", "/sep/x"],
                vec!["/sepa", "/se"],
            ),
            (PathSpecifier::PathSeparatedPrefix(text("/sep")), false, vec!["/SEP/x"], vec!["/sepa"]),
            (PathSpecifier::Prefix(text("/q")), true, vec!["/q", "/qa"], vec!["/Q", "/"]),
            (PathSpecifier::Prefix(text("/CaSe")), false, vec!["/case/x", "/CASE"], vec!["/cas"]),
            (regex, true, vec!["/re/12"], vec!["/re/12/x", "/re/", "x/re/1"]),
        ] {
            let path = PathMatch::new(&specifier, case_sensitive).expect("it is right");
            assert!(taken.iter().all(|text| path.matches(text)), "{specifier:?}");
            assert!(!left.iter().any(|text| path.matches(text)), "{specifier:?}");
        }
    }
}
