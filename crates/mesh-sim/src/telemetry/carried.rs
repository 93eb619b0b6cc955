//! How requests were carried.

use serde::{Deserialize, Serialize};

/// What a request is to its client's proxy (Istio's `request_protocol`, and the connections of its TCP metrics).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Protocol {
    /// HTTP that is no gRPC.
    #[default]
    Http,
    /// A gRPC call.
    Grpc,
    /// A connection whose bytes are passed on unread.
    Tcp,
}

impl Protocol {
    pub(super) fn is_http(&self) -> bool {
        *self == Self::Http
    }
}

/// How one request was carried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Carried {
    /// What it is to its client's proxy.
    pub(crate) protocol: Protocol,
    /// Whether it went from sidecar to sidecar in mutual TLS (Istio's `connection_security_policy`).
    pub(crate) in_mutual_tls: bool,
}
