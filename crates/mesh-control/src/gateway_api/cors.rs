//! The CORS filter (`createCorsFilter`).

use mesh_config::Spanned;
use mesh_config::model::{CorsPolicy, HttpCorsFilter, StringMatch, UnmatchedPreflights};
use std::time::Duration;

/// Any origin that is one: `<scheme>://<host>(:<port>)`.
const ANY_ORIGIN: &str = r"^[a-zA-Z][a-zA-Z0-9+.-]*://[^/\s?#]+$";

/// The policy that a filter stands for; preflights of other origins are answered without permission.
pub(super) fn policy(filter: &HttpCorsFilter) -> CorsPolicy {
    let span = filter.span;
    let allowed = filter.allow_credentials.clone().filter(|allowed| allowed.value);
    let seconds = filter.max_age.as_ref().map_or(5, |age| u64::try_from(age.value).unwrap_or(0));
    CorsPolicy {
        span,
        allow_origins: filter.allow_origins.iter().filter(|origin| !origin.value.is_empty()).map(origin).collect(),
        allow_methods: filter.allow_methods.clone(),
        allow_headers: filter.allow_headers.clone(),
        expose_headers: filter.expose_headers.clone(),
        max_age: (seconds > 0).then(|| Spanned::new(Duration::from_secs(seconds), span)),
        allow_credentials: allowed,
        unmatched_preflights: Some(Spanned::new(UnmatchedPreflights::Ignore, span)),
        ..CorsPolicy::default()
    }
}

/// A star stands for any text; one at the end is a prefix.
fn origin(written: &Spanned<String>) -> StringMatch {
    let with = |text: String| Spanned::new(text, written.span);
    let text = written.value.as_str();
    if text == "*" {
        return StringMatch::Regex(with(ANY_ORIGIN.to_owned()));
    }
    match text.matches('*').count() {
        0 => StringMatch::Exact(written.clone()),
        1 if text.ends_with('*') => StringMatch::Prefix(with(text.trim_end_matches('*').to_owned())),
        _ => {
            let parts: Vec<String> = text.split('*').map(crate::route::regex_quote).collect();
            StringMatch::Regex(with(format!("^{}$", parts.join(".*"))))
        }
    }
}
