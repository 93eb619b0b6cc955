//! Services.

use std::net::Ipv4Addr;
use std::sync::Arc;

use mesh_config::{Resource, Span};
use mesh_ordered::OrderedMap;

use crate::{Pod, PodIndex};

/// How a Service is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClusterAddress {
    /// By an address of its own.
    Ip(Ipv4Addr),
    /// By the addresses of its pods.
    Headless,
    /// By another name: `ExternalName`.
    Name(String),
}

/// The port of a pod that a Service's port leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TargetPort {
    /// By number.
    Number(u16),
    /// By the name that a container gives it.
    Name(String),
}

/// A port of a Service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServicePort {
    /// Its name; empty where it has none.
    pub name: String,
    /// Its number.
    pub port: u16,
    /// Where it leads.
    pub target_port: TargetPort,
    /// TCP, UDP or SCTP.
    pub protocol: String,
    /// What it speaks, where said.
    pub app_protocol: Option<String>,
    /// The port on every node, where it has one.
    pub node_port: Option<u16>,
}

impl ServicePort {
    /// The port of a pod that it leads to; `None` where the pod has none of that name.
    #[must_use]
    pub fn on(&self, pod: &Pod) -> Option<u16> {
        match &self.target_port {
            TargetPort::Number(number) => Some(*number),
            TargetPort::Name(name) => pod.port(name),
        }
    }
}

/// A pod behind a Service's port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The pod.
    pub pod: PodIndex,
    /// The port it listens on.
    pub port: u16,
}

/// A Service.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// Its namespace.
    pub namespace: String,
    /// How it is reached.
    pub address: ClusterAddress,
    /// Its ports in order.
    pub ports: Vec<ServicePort>,
    /// Labels of its pods; empty selects none.
    pub selector: OrderedMap<String, String>,
    /// Where it was written.
    pub span: Span,
    /// The resource that it was read from.
    pub resource: Arc<Resource>,
}

impl Service {
    /// `<name>.<namespace>.svc.cluster.local`.
    #[must_use]
    pub fn hostname(&self) -> String {
        format!("{}.{}.svc.cluster.local", self.name, self.namespace)
    }

    /// Whether a pod stands behind it.
    #[must_use]
    pub fn selects(&self, pod: &Pod) -> bool {
        self.selects_labels(&pod.namespace, &pod.labels)
    }

    /// Whether pods of a namespace with some labels are behind it.
    #[must_use]
    pub fn selects_labels(&self, namespace: &str, labels: &OrderedMap<String, String>) -> bool {
        self.namespace == namespace
            && !self.selector.is_empty()
            && self.selector.iter().all(|(key, value)| labels.get(key) == Some(value))
    }
}
