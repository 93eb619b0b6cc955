//! `envoy.config.core.v3.TransportSocket` with `envoy.extensions.transport_sockets.tls.v3`: what a connection goes
//! through. Certificates are names only: none is read.

use serde::{Deserialize, Serialize};

use super::json::is_default;

/// The extension's name.
const TLS: &str = "envoy.transport_sockets.tls";

/// A transport socket; only TLS is known here, plain connections have none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransportSocket<C> {
    /// The extension's name.
    pub name: String,
    /// How it does TLS.
    pub typed_config: C,
}

impl<C> TransportSocket<C> {
    /// TLS with these settings.
    #[must_use]
    pub fn tls(typed_config: C) -> Self {
        Self { name: TLS.to_owned(), typed_config }
    }
}

/// TLS that ends here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    default,
    tag = "@type",
    rename = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext"
)]
pub struct DownstreamTlsContext {
    /// Certificates and protocols.
    pub common_tls_context: CommonTlsContext,
    /// Whether a client without a certificate is refused; absent means no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub require_client_certificate: Option<bool>,
}

/// TLS that begins here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    default,
    tag = "@type",
    rename = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext"
)]
pub struct UpstreamTlsContext {
    /// Certificates and protocols.
    pub common_tls_context: CommonTlsContext,
    /// The server name that is asked for; empty where none is, or where the cluster takes the request's.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sni: String,
}

/// What TLS of both directions has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CommonTlsContext {
    /// The protocols that are offered, or of which one is taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alpn_protocols: Vec<String>,
    /// The certificates by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tls_certificate_sds_secret_configs: Vec<SdsSecretConfig>,
    /// The authorities that vouch for the other side by name; absent means that its certificate is not looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validation_context_sds_secret_config: Option<SdsSecretConfig>,
}

/// A secret by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SdsSecretConfig {
    /// The name.
    #[serde(skip_serializing_if = "is_default")]
    pub name: String,
}
