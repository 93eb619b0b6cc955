//! Services of Kubernetes (`serviceregistry/kube/conversion.go`).

use std::sync::Arc;

use mesh_cluster::{Cluster, ClusterAddress, NodeIndex, Pod, Service as KubernetesService, WorkloadIndex};
use mesh_config::Spec;
use mesh_ordered::OrderedMap;

use super::{
    Endpoint, Labels, Locality, Port, Registry, Resolution, Service, TrafficDistribution, UNSPECIFIED_ADDRESS,
};
use crate::export::ExportTo;
use crate::origin::Origins;
use crate::protocol::Protocol;

const EXPORT_TO: &str = "networking.istio.io/exportTo";
const TRAFFIC_DISTRIBUTION: &str = "networking.istio.io/traffic-distribution";

/// A Service as pilot sees it, with its endpoints.
pub(super) fn convert(
    service: &KubernetesService,
    cluster: &Cluster,
    pods: &[Endpoint],
    origins: &mut Origins,
) -> Service {
    let (resolution, address, external_name) = match &service.address {
        ClusterAddress::Ip(ip) => (Resolution::ClientSideLb, ip.to_string(), String::new()),
        ClusterAddress::Headless => (Resolution::Passthrough, UNSPECIFIED_ADDRESS.to_owned(), String::new()),
        ClusterAddress::Name(name) => (Resolution::Alias, UNSPECIFIED_ADDRESS.to_owned(), name.clone()),
    };
    let metadata = &service.resource.metadata;
    let export_to = metadata.annotations.get(EXPORT_TO).map(|value| ExportTo::new(value.split(',')));
    Service {
        hostname: service.hostname(),
        name: service.name.clone(),
        namespace: service.namespace.clone(),
        creation_timestamp: metadata.creation_timestamp.clone().unwrap_or_default(),
        registry: Registry::Kubernetes,
        resolution,
        address,
        ports: ports(service),
        // Nothing is known of the endpoints of a service that nobody is to see.
        endpoints: if export_to.as_ref().is_some_and(ExportTo::is_none) {
            service.ports.iter().map(|_| Arc::default()).collect()
        } else {
            endpoints(service, cluster, pods)
        },
        mesh_external: !external_name.is_empty(),
        export_to,
        labels: metadata.labels.clone(),
        has_selector: !service.selector.is_empty(),
        external_name,
        aliases: Vec::new(),
        traffic_distribution: distribution(service, cluster),
        passthrough_target_ports: OrderedMap::new(),
        origin: origins.resource(&service.resource),
    }
}

fn ports(service: &KubernetesService) -> Vec<Port> {
    let port = |port: &mesh_cluster::ServicePort| Port {
        name: port.name.clone(),
        number: u32::from(port.port),
        protocol: Protocol::of_service_port(
            u32::from(port.port),
            &port.name,
            &port.protocol,
            port.app_protocol.as_deref(),
        ),
    };
    service.ports.iter().map(port).collect()
}

/// Endpoints are joined to ports by name, as EndpointSlices are.
fn endpoints(service: &KubernetesService, cluster: &Cluster, pods: &[Endpoint]) -> Vec<Arc<Vec<Endpoint>>> {
    let of_port = |port: &mesh_cluster::ServicePort| {
        let found = cluster.endpoints(service, port);
        let endpoint = |found: &mesh_cluster::Endpoint| {
            Some(Endpoint { port: u32::from(found.port), ..pods.get(found.pod.index())?.clone() })
        };
        // Not collected, which leaves room for twice as many: they may be 100,000.
        let mut endpoints = Vec::with_capacity(found.len());
        endpoints.extend(found.iter().filter_map(endpoint));
        Arc::new(endpoints)
    };
    service.ports.iter().map(of_port).collect()
}

/// What pods of one workload on one node have in common.
#[derive(Clone)]
struct Place {
    labels: Arc<Labels>,
    locality: Arc<Locality>,
    mutual_tls: bool,
}

/// Each pod as an endpoint of no port yet. Those of its ports are copies, which share its address, its labels and its
/// locality; pods of one workload on one node share the latter two.
pub(super) fn pod_endpoints(cluster: &Cluster) -> Vec<Endpoint> {
    let mut places: OrderedMap<(WorkloadIndex, Option<NodeIndex>), Place> = OrderedMap::new();
    let endpoint = |pod: &Pod| {
        let place = places.entry((pod.workload, pod.node));
        let place = place.or_insert_with(|| Place {
            labels: Arc::new(pod_labels(pod, cluster)),
            locality: Arc::new(locality(pod)),
            mutual_tls: cluster.is_injected(pod),
        });
        let Place { labels, locality, mutual_tls } = place.clone();
        let address = pod.ip.to_string().into();
        Endpoint { address, port: 0, labels, locality, weight: 0, ready: pod.ready, mutual_tls }
    };
    cluster.pods.iter().map(endpoint).collect()
}

/// One pod as an endpoint of no port yet.
pub(crate) fn pod_endpoint(pod: &Pod, cluster: &Cluster) -> Endpoint {
    Endpoint {
        address: pod.ip.to_string().into(),
        port: 0,
        labels: Arc::new(pod_labels(pod, cluster)),
        locality: Arc::new(locality(pod)),
        weight: 0,
        ready: true,
        mutual_tls: cluster.is_injected(pod),
    }
}

/// Where a pod runs.
#[must_use]
pub fn locality(pod: &Pod) -> Locality {
    let mesh_cluster::Locality { region, zone, sub_zone } = pod.locality.clone();
    Locality { region, zone, sub_zone }
}

/// The labels of a pod with those of its place.
#[must_use]
pub fn pod_labels(pod: &Pod, cluster: &Cluster) -> Labels {
    let node = pod.node.and_then(|node| cluster.nodes.get(node.index())).map(|node| node.name.as_str());
    augment(&pod.labels, &locality(pod), node)
}

/// Labels with those of a locality and a node added (`AugmentLabels`).
#[must_use]
pub fn augment(labels: &Labels, locality: &Locality, node: Option<&str>) -> Labels {
    let mut augmented = labels.clone();
    let place = [
        ("topology.kubernetes.io/region", locality.region.as_str()),
        ("topology.kubernetes.io/zone", locality.zone.as_str()),
        ("topology.istio.io/subzone", locality.sub_zone.as_str()),
        ("kubernetes.io/hostname", node.unwrap_or_default()),
    ];
    let known = place.into_iter().filter(|(_, value)| !value.is_empty());
    augmented.extend(known.map(|(key, value)| (key.to_owned(), value.to_owned())));
    augmented
}

/// The field, else the Service's annotation, else the namespace's (`GetTrafficDistribution`).
fn distribution(service: &KubernetesService, cluster: &Cluster) -> TrafficDistribution {
    if let Spec::Service(spec) = &service.resource.spec {
        match spec.traffic_distribution.as_ref().map(|value| value.value.as_str()) {
            Some("PreferSameZone" | "PreferClose") => return TrafficDistribution::PreferSameZone,
            Some("PreferSameNode") => return TrafficDistribution::PreferSameNode,
            _ => {}
        }
    }
    let namespace = cluster.namespaces.iter().find(|namespace| namespace.name == service.namespace);
    let annotation = service.resource.metadata.annotations.get(TRAFFIC_DISTRIBUTION);
    annotated_distribution(annotation.or_else(|| namespace?.annotations.get(TRAFFIC_DISTRIBUTION)))
}

/// What an annotation says of the distribution.
pub(super) fn annotated_distribution(annotation: Option<&String>) -> TrafficDistribution {
    match annotation.map(|value| value.to_ascii_lowercase()).as_deref() {
        Some("preferclose" | "prefersamezone") => TrafficDistribution::PreferSameZone,
        Some("prefersamenode") => TrafficDistribution::PreferSameNode,
        _ => TrafficDistribution::Any,
    }
}
