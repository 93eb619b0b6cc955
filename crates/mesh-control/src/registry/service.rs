//! A service as pilot keeps it, whether from Kubernetes or a ServiceEntry (`model.Service`).

use std::sync::Arc;

use mesh_ordered::OrderedMap;
use mesh_proxy::config::Origin;

use crate::export::ExportTo;
use crate::protocol::Protocol;

/// Labels of a workload or an endpoint.
pub type Labels = OrderedMap<String, String>;

/// The address that stands for "no address of its own".
pub const UNSPECIFIED_ADDRESS: &str = "0.0.0.0";

/// How the endpoints of a service are found (`model.Resolution`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// The control plane knows the endpoints.
    ClientSideLb,
    /// All addresses of a DNS name.
    Dns,
    /// One address of a DNS name at a time.
    DnsRoundRobin,
    /// The address the client asked for: headless Services, ServiceEntries without resolution.
    Passthrough,
    /// A wildcard whose names are resolved as they come.
    DynamicDns,
    /// Another name of a service: `ExternalName`.
    Alias,
}

/// Where a service was registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registry {
    /// A Kubernetes Service.
    Kubernetes,
    /// A ServiceEntry.
    External,
}

/// Kubernetes' `trafficDistribution`, or Istio's annotation for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TrafficDistribution {
    /// Anywhere.
    #[default]
    Any,
    /// The client's zone first.
    PreferSameZone,
    /// The client's node first.
    PreferSameNode,
}

/// A port of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// Its name, which joins it to endpoints.
    pub name: String,
    /// Its number, which clients use.
    pub number: u32,
    /// What it speaks.
    pub protocol: Protocol,
}

/// A port of a service: its position among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PortIndex(pub usize);

impl PortIndex {
    /// The position as the index of [`Service::ports`] and [`Service::endpoints`].
    #[must_use]
    pub fn index(self) -> usize {
        self.0
    }
}

/// A region, a zone and a sub-zone; each empty where unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Locality {
    /// The region.
    pub region: String,
    /// The zone.
    pub zone: String,
    /// The sub-zone.
    pub sub_zone: String,
}

impl Locality {
    /// Reads `region/zone/subzone`; a star stays a star.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut parts = text.splitn(3, '/').map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        Self { region: next(), zone: next(), sub_zone: next() }
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.region.is_empty() && self.zone.is_empty() && self.sub_zone.is_empty()
    }
}

/// Something that answers for a port of a service (`model.IstioEndpoint`).
#[derive(Clone, Debug, PartialEq)]
pub struct Endpoint {
    /// An address, or a DNS name for services resolved by DNS; shared by all endpoints of a pod.
    pub address: Arc<str>,
    /// The port it listens on.
    pub port: u32,
    /// Its labels, completed with those of its locality (`AugmentLabels`).
    pub labels: Arc<Labels>,
    /// Where it runs.
    pub locality: Arc<Locality>,
    /// Its weight; 0 counts as 1.
    pub weight: u32,
    /// Whether it takes requests. The others are left out of the load balancing.
    pub ready: bool,
    /// Whether it has a sidecar that speaks mutual TLS.
    pub mutual_tls: bool,
}

/// A service of the registry.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Its host name; for Kubernetes `<name>.<namespace>.svc.cluster.local`.
    pub hostname: String,
    /// Its name: the host for a ServiceEntry.
    pub name: String,
    /// Its namespace.
    pub namespace: String,
    /// RFC 3339, empty where none was given.
    pub creation_timestamp: String,
    /// Where it was registered.
    pub registry: Registry,
    /// How its endpoints are found.
    pub resolution: Resolution,
    /// The first of its addresses, else `0.0.0.0`.
    pub address: String,
    /// Its ports in order.
    pub ports: Vec<Port>,
    /// The endpoints of each port, in the order of `ports`.
    pub endpoints: Vec<Arc<Vec<Endpoint>>>,
    /// Whether it lies outside the mesh: no mutual TLS to it.
    pub mesh_external: bool,
    /// Who sees it; `None` leaves it to the mesh config.
    pub export_to: Option<ExportTo>,
    /// Its own labels.
    pub labels: Labels,
    /// The labels its endpoints must carry, if it selects them.
    pub has_selector: bool,
    /// What an alias stands for; empty for others.
    pub external_name: String,
    /// The names that stand for it.
    pub aliases: Vec<String>,
    /// Which endpoints are to be preferred.
    pub traffic_distribution: TrafficDistribution,
    /// Target ports of a ServiceEntry without resolution, by port.
    pub passthrough_target_ports: OrderedMap<u32, u32>,
    /// Where it was written.
    pub origin: Origin,
}

impl Service {
    /// The ports with their positions.
    pub fn indexed_ports(&self) -> impl Iterator<Item = (PortIndex, &Port)> {
        (0..).map(PortIndex).zip(&self.ports)
    }

    /// The port of a number, with its position; datagrams are none of the proxy's business (`PortList.GetByPort`).
    #[must_use]
    pub fn port(&self, number: u32) -> Option<(PortIndex, &Port)> {
        self.indexed_ports().find(|(_, port)| port.number == number && port.protocol != Protocol::Udp)
    }

    /// The endpoints of a port.
    #[must_use]
    pub fn endpoints_of(&self, port: PortIndex) -> &[Endpoint] {
        self.endpoints.get(port.index()).map_or(&[], |endpoints| endpoints.as_slice())
    }

    /// The same service with one of its ports only.
    #[must_use]
    pub fn with_port(&self, port: PortIndex) -> Self {
        // Not cloned as a whole: it may have ten thousand ports, and each is asked for.
        Self {
            hostname: self.hostname.clone(),
            name: self.name.clone(),
            namespace: self.namespace.clone(),
            creation_timestamp: self.creation_timestamp.clone(),
            registry: self.registry,
            resolution: self.resolution,
            address: self.address.clone(),
            ports: self.ports.get(port.index()).cloned().into_iter().collect(),
            endpoints: self.endpoints.get(port.index()).cloned().into_iter().collect(),
            mesh_external: self.mesh_external,
            export_to: self.export_to.clone(),
            labels: self.labels.clone(),
            has_selector: self.has_selector,
            external_name: self.external_name.clone(),
            aliases: self.aliases.clone(),
            traffic_distribution: self.traffic_distribution,
            passthrough_target_ports: self.passthrough_target_ports.clone(),
            origin: self.origin,
        }
    }

    /// Whether it is a headless Service of Kubernetes.
    #[must_use]
    pub fn is_headless(&self) -> bool {
        self.resolution == Resolution::Passthrough && self.registry == Registry::Kubernetes
    }
}
