//! Who asks: a sidecar or a gateway.

use std::fmt;
use std::net::Ipv4Addr;
use std::sync::Arc;

use mesh_cluster::WorkloadIndex;
use mesh_words::{Words, say};

use crate::gateway::ServiceTarget;
use crate::proxy_settings::ProxySettings;
use crate::registry::{Labels, Locality};

/// Which side of a mesh a proxy serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProxyKind {
    /// Beside an app.
    Sidecar,
    /// At the edge.
    Gateway,
}

/// A proxy that can be asked for its configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// Its name as it was asked for: a workload's, `client` or `ingress`.
    pub name: String,
    /// What it is.
    pub kind: ProxyKind,
    /// Its namespace.
    pub namespace: String,
    /// Its labels, completed with those of its place.
    pub labels: Labels,
    /// Where it runs.
    pub locality: Locality,
    /// Its address, where it has a pod.
    pub ip: Option<Ipv4Addr>,
    /// Its workload in the cluster, where it has one.
    pub workload: Option<WorkloadIndex>,
    /// Whether it has a proxy at all; without one it sends plainly to what DNS gives.
    pub sidecar: bool,
    /// The Service ports that lead to it, for gateways.
    pub(crate) targets: Vec<ServiceTarget>,
    /// What its pod's annotation says of headers, with the mesh config; `None` where it says nothing.
    pub(crate) settings: Option<Arc<ProxySettings>>,
}

impl Client {
    /// `<namespace>.svc.cluster.local`.
    #[must_use]
    pub fn dns_domain(&self) -> String {
        format!("{}.svc.{}", self.namespace, crate::host::CLUSTER_DOMAIN)
    }

    /// A sidecar without a pod, as a test or a table describes it.
    #[must_use]
    pub fn sidecar(name: &str, namespace: &str, labels: Labels) -> Self {
        Self {
            name: name.to_owned(),
            kind: ProxyKind::Sidecar,
            namespace: namespace.to_owned(),
            labels,
            locality: Locality::default(),
            ip: None,
            workload: None,
            sidecar: true,
            targets: Vec::new(),
            settings: None,
        }
    }
}

/// There is no such client, or more than one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientError {
    /// What was asked for.
    pub asked: String,
    /// Why it is not clear who is meant.
    pub reason: Words,
    /// The clients there are.
    pub known: Vec<String>,
}

impl ClientError {
    /// What is wrong, and which clients there are.
    #[must_use]
    pub fn words(&self) -> Words {
        let (asked, reason) = (&self.asked, self.reason.clone());
        if self.known.is_empty() {
            say!("client-unknown-nobody", asked, reason)
        } else {
            say!("client-unknown", asked, reason, known = self.known.clone())
        }
    }
}

impl fmt::Display for ClientError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.words().fmt(formatter)
    }
}

impl std::error::Error for ClientError {}
