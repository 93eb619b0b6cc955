//! `envoy.extensions.filters.http.cors.v3.CorsPolicy`.

use serde::{Deserialize, Serialize};

use super::{Origin, RuntimeFractionalPercent, StringMatcher};

/// Cross-origin resource sharing of a route.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, tag = "@type", rename = "type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy")]
pub struct CorsPolicy {
    /// Origins that are allowed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allow_origin_string_match: Vec<StringMatcher>,
    /// What a preflight is told: `access-control-allow-methods`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub allow_methods: String,
    /// What a preflight is told: `access-control-allow-headers`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub allow_headers: String,
    /// What an answer is given: `access-control-expose-headers`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub expose_headers: String,
    /// What a preflight is told: `access-control-max-age`, in seconds.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub max_age: String,
    /// Whether `access-control-allow-credentials: true` is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_credentials: Option<bool>,
    /// For which share of requests it is in force; absent means all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter_enabled: Option<RuntimeFractionalPercent>,
    /// Whether a preflight whose origin does not match goes to the upstream; absent means yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forward_not_matching_preflights: Option<bool>,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}
