//! VirtualServices as the control plane uses them: short names resolved, delegates merged, sorted by age.

mod delegate;
mod index;
mod resolve;

use std::sync::Arc;

use mesh_config::model::{HttpRoute, TcpRoute, TlsRoute};
use mesh_proxy::config::Origin;

use crate::export::ExportTo;
use crate::origin::Age;

pub use delegate::{has_conflict, merge_http_routes, merge_match_requests};
pub use index::VirtualServiceIndex;
pub use resolve::load;

/// Where the parts of an `http` entry were written.
#[derive(Clone, Debug, Default)]
pub struct HttpOrigins {
    /// The entry.
    pub route: Origin,
    /// Its conditions, in order.
    pub matches: Vec<Origin>,
    /// Its destinations, in order.
    pub destinations: Vec<Origin>,
    /// Its `redirect` or `directResponse`.
    pub action: Origin,
    /// Its `timeout`; none where the default holds.
    pub timeout: Origin,
    /// Its `retries`; none where the default holds.
    pub retries: Origin,
    /// Its `rewrite`.
    pub rewrite: Origin,
    /// Its `fault`.
    pub fault: Origin,
    /// Its `corsPolicy`.
    pub cors: Origin,
    /// Its `mirror` or `mirrors`.
    pub mirror: Origin,
    /// Its `headers`.
    pub headers: Origin,
}

impl HttpOrigins {
    /// Where a destination was written.
    #[must_use]
    pub fn destination(&self, index: usize) -> Origin {
        self.destinations.get(index).copied().unwrap_or_default()
    }
}

/// An entry of `http`.
#[derive(Clone, Debug)]
pub struct HttpEntry {
    /// Its content, host names and gateways resolved.
    pub route: HttpRoute,
    /// Where its parts were written.
    pub origins: HttpOrigins,
}

/// An entry of `tls`.
#[derive(Clone, Debug)]
pub struct TlsEntry {
    /// Its content, host names and gateways resolved.
    pub route: TlsRoute,
    /// Where it was written.
    pub origin: Origin,
    /// Where its destinations were written.
    pub destinations: Vec<Origin>,
}

/// An entry of `tcp`.
#[derive(Clone, Debug)]
pub struct TcpEntry {
    /// Its content, host names and gateways resolved.
    pub route: TcpRoute,
    /// Where it was written.
    pub origin: Origin,
    /// Where its destinations were written.
    pub destinations: Vec<Origin>,
}

/// A VirtualService with hosts: delegates are part of those that name them.
#[derive(Clone, Debug)]
pub struct VirtualService {
    /// Its name.
    pub name: String,
    /// Its namespace.
    pub namespace: String,
    /// RFC 3339, empty where none was given.
    pub creation_timestamp: String,
    /// Its hosts, resolved.
    pub hosts: Vec<String>,
    /// Its gateways, resolved; `mesh` where none are named.
    pub gateways: Vec<String>,
    /// Its HTTP rules.
    pub http: Vec<Arc<HttpEntry>>,
    /// Its TLS rules.
    pub tls: Vec<TlsEntry>,
    /// Its TCP rules.
    pub tcp: Vec<TcpEntry>,
    /// Who sees it, with `.` replaced by the namespace.
    pub export_to: ExportTo,
    /// Whether it stands for a route of the Gateway API.
    pub gateway_semantics: bool,
    /// Whether that is a TLSRoute, whose rules hold where TLS ends, too.
    pub from_tls_route: bool,
    /// Whether it stands for Ingresses.
    pub ingress_semantics: bool,
    /// Where it was written.
    pub origin: Origin,
}

impl VirtualService {
    /// What decides its place among others, from the oldest on.
    pub(crate) fn age(&self) -> Age<'_> {
        (self.creation_timestamp.is_empty(), &self.creation_timestamp, &self.name, &self.namespace)
    }

    /// `namespace/name`.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}/{}", self.namespace, self.name)
    }
}
