//! `envoy.extensions.upstreams.http.v3.HttpProtocolOptions`: how a cluster speaks HTTP.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::json::{duration, is_default};

/// Settings of a cluster by extension.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedExtensionProtocolOptions {
    /// HTTP.
    #[serde(
        rename = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
        skip_serializing_if = "Option::is_none"
    )]
    pub http: Option<HttpProtocolOptions>,
}

impl TypedExtensionProtocolOptions {
    /// Whether nothing is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.http.is_none()
    }
}

/// How a cluster speaks HTTP.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, tag = "@type", rename = "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions")]
pub struct HttpProtocolOptions {
    /// What holds for any version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub common_http_protocol_options: Option<CommonHttpProtocolOptions>,
    /// TLS names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upstream_http_protocol_options: Option<UpstreamHttpProtocolOptions>,
    /// Which version.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub upstream_protocol_options: Option<UpstreamProtocolOptions>,
}

/// What holds for any version of HTTP.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CommonHttpProtocolOptions {
    /// How long a connection without requests lives; absent means 1 h.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub idle_timeout: Option<Duration>,
    /// How long a connection lives.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub max_connection_duration: Option<Duration>,
    /// How many requests a connection carries; absent or 0 means any number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_requests_per_connection: Option<u32>,
}

/// TLS names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpstreamHttpProtocolOptions {
    /// Whether the server name is the request's host.
    #[serde(skip_serializing_if = "is_default")]
    pub auto_sni: bool,
    /// Whether the certificate must be the host's.
    #[serde(skip_serializing_if = "is_default")]
    pub auto_san_validation: bool,
}

/// HTTP/1.1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Http1ProtocolOptions {}

/// HTTP/2.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Http2ProtocolOptions {
    /// Requests at once on a connection; absent means 1024 (Envoy 1.40).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_concurrent_streams: Option<u32>,
}

/// One version always.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExplicitHttpConfig {
    /// HTTP/1.1.
    HttpProtocolOptions(Http1ProtocolOptions),
    /// HTTP/2.
    Http2ProtocolOptions(Http2ProtocolOptions),
}

/// The version that the client speaks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UseDownstreamProtocolConfig {
    /// With HTTP/1.1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_protocol_options: Option<Http1ProtocolOptions>,
    /// With HTTP/2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http2_protocol_options: Option<Http2ProtocolOptions>,
}

/// Which version of HTTP a cluster is spoken to in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UpstreamProtocolOptions {
    /// One version always.
    ExplicitHttpConfig(ExplicitHttpConfig),
    /// The version that the client speaks.
    UseDownstreamProtocolConfig(UseDownstreamProtocolConfig),
}
