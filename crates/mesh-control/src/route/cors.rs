//! Cross-origin rules (`TranslateCORSPolicy`).

use mesh_config::Spanned;
use mesh_config::model::{CorsPolicy as IstioCors, UnmatchedPreflights};
use mesh_proxy::config::{
    CorsPolicy, FractionalPercent, MatchPattern, Origin, RuntimeFractionalPercent, StringMatcher,
};

use super::matching::string_matcher;

/// The CORS policy of a route.
#[must_use]
pub fn convert(cors: &IstioCors, origin: Origin) -> CorsPolicy {
    let exact = |origin: &Spanned<String>| StringMatcher::from(MatchPattern::Exact(origin.value.clone()));
    let allow_origin_string_match = if cors.allow_origins.is_empty() {
        cors.allow_origin.iter().map(exact).collect()
    } else {
        cors.allow_origins.iter().filter_map(string_matcher).collect()
    };
    let ignore = cors.unmatched_preflights.as_ref().is_some_and(|value| value.value == UnmatchedPreflights::Ignore);
    CorsPolicy {
        allow_origin_string_match,
        allow_methods: join(&cors.allow_methods),
        allow_headers: join(&cors.allow_headers),
        expose_headers: join(&cors.expose_headers),
        max_age: cors.max_age.as_ref().map_or_else(String::new, |age| age.as_secs().to_string()),
        allow_credentials: cors.allow_credentials.as_ref().map(|allow| allow.value),
        filter_enabled: Some(RuntimeFractionalPercent::new(FractionalPercent::ALWAYS)),
        forward_not_matching_preflights: Some(!ignore),
        origin,
    }
}

fn join(values: &[Spanned<String>]) -> String {
    values.iter().map(|value| value.value.as_str()).collect::<Vec<_>>().join(",")
}
