//! Listener filters: what is looked at before a filter chain is chosen.

use serde::{Deserialize, Serialize};

/// A listener filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListenerFilter {
    /// The extension's name.
    pub name: String,
    /// Which one.
    pub typed_config: ListenerFilterConfig,
}

/// The known listener filters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "@type")]
pub enum ListenerFilterConfig {
    /// Reads the server name and the protocols that TLS offers.
    #[serde(rename = "type.googleapis.com/envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector")]
    TlsInspector {},
    /// Finds out whether plain bytes are HTTP.
    #[serde(rename = "type.googleapis.com/envoy.extensions.filters.listener.http_inspector.v3.HttpInspector")]
    HttpInspector {},
    /// One that is not known here; does nothing.
    #[serde(other)]
    Unknown,
}

impl ListenerFilter {
    /// The one that reads TLS.
    #[must_use]
    pub fn tls_inspector() -> Self {
        Self {
            name: "envoy.filters.listener.tls_inspector".to_owned(),
            typed_config: ListenerFilterConfig::TlsInspector {},
        }
    }

    /// The one that recognizes HTTP.
    #[must_use]
    pub fn http_inspector() -> Self {
        Self {
            name: "envoy.filters.listener.http_inspector".to_owned(),
            typed_config: ListenerFilterConfig::HttpInspector {},
        }
    }
}
