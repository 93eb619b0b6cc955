//! What an app does with a request.

use std::sync::Arc;

use mesh_proxy::Duration;
use mesh_proxy::re2::FullMatch;

use super::behaviour::Behaviour;
use super::{ErrorRule, Latency, Page, Share};
use crate::request::Request;

/// How the pods of a workload answer.
#[derive(Clone, Debug)]
pub(crate) struct App {
    /// The time of an answer, without the calls.
    pub(crate) latency: Latency,
    /// The status of a good answer.
    pub(crate) status: u16,
    /// Other statuses; the first that applies counts.
    pub(crate) errors: Vec<ErrorRule>,
    /// Requests never answered.
    pub(crate) hang: Share,
    /// Requests reset instead of answered.
    pub(crate) reset: Share,
    /// Requests worked on at once.
    pub(crate) concurrency: u32,
    /// Which headers of a request go out again on the calls.
    pub(crate) propagate: Vec<HeaderPattern>,
    /// The calls made for a request.
    pub(crate) calls: Vec<Call>,
    /// Whether all calls are made at once.
    pub(crate) parallel: bool,
    /// What a sample image does beyond that.
    pub(crate) behaviour: Behaviour,
    /// The bodies of its answers.
    pub(crate) page: Page,
}

impl Default for App {
    fn default() -> Self {
        Self {
            latency: Latency::DEFAULT,
            status: 200,
            errors: Vec::new(),
            hang: Share::default(),
            reset: Share::default(),
            concurrency: u32::MAX,
            propagate: Vec::new(),
            calls: Vec::new(),
            parallel: false,
            behaviour: Behaviour::Plain,
            page: Page::Name,
        }
    }
}

impl App {
    /// A gateway: it sends on what it receives, through its own proxy, and answers what comes back.
    pub(crate) fn gateway() -> Self {
        let call = Call {
            request: Arc::default(),
            path: CallPath::Forward,
            when: CallMatch::default(),
            share: Share::percent(100.0),
            timeout: None,
            on_error: OnError::Pass,
            tries: 1,
        };
        Self { latency: Latency::Constant(0), calls: vec![call], ..Self::default() }
    }

    /// Whether it is a gateway, which sends on what it gets.
    pub(crate) fn forwards(&self) -> bool {
        self.calls.iter().any(|call| call.path == CallPath::Forward)
    }

    /// Whether it looks at a request beyond counting it.
    pub(crate) fn reads_requests(&self) -> bool {
        !self.calls.is_empty() || self.behaviour != Behaviour::Plain
    }
}

/// A call that an app makes for a request.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// What it sends; headers that go out again are added.
    pub(crate) request: Arc<Request>,
    /// Where the call's path comes from.
    pub(crate) path: CallPath,
    /// For which requests.
    pub(crate) when: CallMatch,
    /// For which share of these.
    pub(crate) share: Share,
    /// When the app gives up.
    pub(crate) timeout: Option<Duration>,
    /// What a failed call does.
    pub(crate) on_error: OnError,
    /// How often the app itself tries.
    pub(crate) tries: u32,
}

/// Where a call's path comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CallPath {
    /// From the call's URL.
    OfCall,
    /// From the request, without so many bytes at its beginning, as a reverse proxy does it.
    OfRequest {
        /// How many.
        strip: usize,
    },
    /// All of the request, as a gateway does it.
    Forward,
}

/// What a failed call does to the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnError {
    /// 500 at once.
    Fail,
    /// The status that came.
    Pass,
    /// Nothing.
    Ignore,
}

/// Which requests a call is made for: those that meet all conditions.
#[derive(Clone, Debug, Default)]
pub(crate) struct CallMatch {
    /// Of the path without the query.
    pub(crate) path: Option<TextMatch>,
    /// Of the method.
    pub(crate) method: Option<TextMatch>,
    /// Of headers.
    pub(crate) headers: Vec<(String, Option<TextMatch>)>,
}

impl CallMatch {
    /// Whether a request meets the conditions.
    pub(crate) fn takes(&self, request: &Request) -> bool {
        let meets = |condition: &Option<TextMatch>, text| condition.as_ref().is_none_or(|it| it.takes(text));
        self.path.as_ref().is_none_or(|it| it.takes(request.path_only()))
            && meets(&self.method, &request.method)
            && self
                .headers
                .iter()
                .all(|(name, condition)| request.header(name).is_some_and(|value| meets(condition, value)))
    }
}

/// A condition of a text.
#[derive(Clone, Debug)]
pub(crate) enum TextMatch {
    /// The whole text.
    Exact(String),
    /// Its beginning.
    Prefix(String),
    /// The whole text, by an expression.
    Regex(FullMatch),
    /// No text: for an expression that cannot be read.
    Never,
}

impl TextMatch {
    /// An RE2 expression; one that cannot be read, which is a diagnostic, takes nothing.
    pub(crate) fn regex(pattern: &str) -> Self {
        FullMatch::new(pattern).map_or(TextMatch::Never, TextMatch::Regex)
    }

    /// Whether a text meets the condition.
    pub(crate) fn takes(&self, text: &str) -> bool {
        match self {
            TextMatch::Exact(whole) => text == whole,
            TextMatch::Prefix(start) => text.starts_with(start.as_str()),
            TextMatch::Regex(expression) => expression.matches(text),
            TextMatch::Never => false,
        }
    }
}

/// Names of headers: `x-my-header`, `x-*`, `*`; case does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HeaderPattern {
    start: String,
    open: bool,
}

impl HeaderPattern {
    /// Reads a pattern; only a star at its end is special.
    pub(crate) fn new(pattern: &str) -> Self {
        let lower = pattern.to_ascii_lowercase();
        match lower.strip_suffix('*') {
            Some(start) => Self { start: start.to_owned(), open: true },
            None => Self { start: lower, open: false },
        }
    }

    /// Whether it takes a name in lower case.
    pub(crate) fn takes(&self, name: &str) -> bool {
        if self.open { name.starts_with(&self.start) } else { name == self.start }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_patterns_end_in_a_star_or_not() {
        assert!(HeaderPattern::new("X-*").takes("x-my-header"));
        assert!(!HeaderPattern::new("x-*").takes("my-header"));
        assert!(HeaderPattern::new("end-user").takes("end-user"));
        assert!(!HeaderPattern::new("end-user").takes("end-users"));
        assert!(HeaderPattern::new("*").takes("anything"));
    }

    #[test]
    fn a_call_is_made_for_requests_that_meet_all_conditions() {
        let when = CallMatch {
            path: Some(TextMatch::Prefix("/reviews".into())),
            method: Some(TextMatch::Exact("GET".into())),
            headers: vec![("x-a".into(), None)],
        };
        let request =
            |method, path: &str, header| Request::new(method, &format!("http://a{path}"), [(header, "1")]).unwrap();
        assert!(when.takes(&request("GET", "/reviews/1?q", "X-A")));
        assert!(!when.takes(&request("POST", "/reviews/1", "x-a")));
        assert!(!when.takes(&request("GET", "/ratings", "x-a")));
        assert!(!when.takes(&request("GET", "/reviews/1", "x-b")));
    }
}
