//! What listener filters find out about a connection (`tls_inspector.cc`, `http_inspector.cc`).

use super::Downstream;
use crate::config::{Listener, ListenerFilterConfig};

/// How the bytes of a connection come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportProtocol {
    /// As they are.
    RawBuffer,
    /// In TLS.
    Tls,
}

impl TransportProtocol {
    /// Its name in a filter chain's match.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::RawBuffer => "raw_buffer",
            Self::Tls => "tls",
        }
    }
}

/// What a listener knows of a connection when it chooses a filter chain. Without a listener filter that looks, TLS is
/// bytes like any other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected<'a> {
    /// How its bytes come.
    pub transport_protocol: TransportProtocol,
    /// The server name in lower case; empty where none is known.
    pub server_name: String,
    /// The protocols that TLS offers, or the one that plain bytes turned out to be.
    pub application_protocols: Vec<&'a str>,
}

impl<'a> Inspected<'a> {
    /// What a listener's filters find out.
    #[must_use]
    pub fn new(listener: &Listener, downstream: &Downstream<'a>) -> Self {
        let has = |wanted: &ListenerFilterConfig| {
            listener.listener_filters.iter().any(|filter| filter.typed_config == *wanted)
        };
        let plain = Self {
            transport_protocol: TransportProtocol::RawBuffer,
            server_name: String::new(),
            application_protocols: Vec::new(),
        };
        match downstream.tls {
            Some(hello) if has(&ListenerFilterConfig::TlsInspector {}) => Self {
                transport_protocol: TransportProtocol::Tls,
                server_name: hello.server_name.unwrap_or_default().to_ascii_lowercase(),
                application_protocols: hello.application_protocols.iter().map(String::as_str).collect(),
            },
            None if downstream.speaks_http && has(&ListenerFilterConfig::HttpInspector {}) => {
                Self { application_protocols: vec!["http/1.1"], ..plain }
            }
            _ => plain,
        }
    }
}
