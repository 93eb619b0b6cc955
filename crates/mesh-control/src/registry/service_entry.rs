//! Services of ServiceEntries (`serviceregistry/serviceentry/conversion.go`).

use std::net::IpAddr;
use std::sync::Arc;

use mesh_cluster::Cluster;
use mesh_config::Resource;
use mesh_config::model::{Location, Resolution as WrittenResolution, ServiceEntry, ServiceEntryPort, WorkloadEntry};
use mesh_ordered::{OrderedMap, OrderedSet, sort_by_key};

use super::kubernetes::{annotated_distribution, augment};
use super::{Endpoint, Labels, Locality, Port, Registry, Resolution, Service, UNSPECIFIED_ADDRESS};
use crate::export::ExportTo;
use crate::origin::Origins;
use crate::protocol::Protocol;

/// Its services: one for each host and address.
pub(super) fn convert(
    resource: &Arc<Resource>,
    entry: &ServiceEntry,
    cluster: &Cluster,
    pods: &[Endpoint],
    origins: &mut Origins,
) -> Vec<Service> {
    let resolution = match entry.resolution.as_ref().map_or(WrittenResolution::None, |resolution| resolution.value) {
        WrittenResolution::None => Resolution::Passthrough,
        WrittenResolution::Static => Resolution::ClientSideLb,
        WrittenResolution::Dns => Resolution::Dns,
        WrittenResolution::DnsRoundRobin => Resolution::DnsRoundRobin,
        WrittenResolution::DynamicDns => Resolution::DynamicDns,
    };
    let location = entry.location.as_ref().map_or(Location::MeshExternal, |location| location.value);
    let metadata = &resource.metadata;
    let template = Service {
        hostname: String::new(),
        name: String::new(),
        namespace: metadata.namespace.clone(),
        creation_timestamp: metadata.creation_timestamp.clone().unwrap_or_default(),
        registry: Registry::External,
        resolution,
        address: UNSPECIFIED_ADDRESS.to_owned(),
        ports: entry.ports.iter().map(port).collect(),
        endpoints: Vec::new(),
        mesh_external: location == Location::MeshExternal,
        export_to: (!entry.export_to.is_empty())
            .then(|| ExportTo::new(entry.export_to.iter().map(|value| value.value.as_str()))),
        labels: metadata.labels.clone(),
        has_selector: entry.workload_selector.is_some(),
        external_name: String::new(),
        aliases: Vec::new(),
        traffic_distribution: annotated_distribution(
            metadata.annotations.get("networking.istio.io/traffic-distribution"),
        ),
        passthrough_target_ports: passthrough_ports(entry, resolution),
        origin: origins.resource(resource),
    };
    // Only where its own name is resolved has a host other endpoints than the next.
    let own_name = entry.workload_selector.is_none() && entry.endpoints.is_empty();
    let shared = (!own_name).then(|| endpoints(&metadata.namespace, entry, resolution, "", cluster, pods));
    let mut services = Vec::new();
    let (mut hosts, addresses) = (OrderedSet::new(), addresses(entry));
    for host in entry.hosts.iter().filter(|host| hosts.insert(host.value.as_str())) {
        let own = || endpoints(&metadata.namespace, entry, resolution, &host.value, cluster, pods);
        let endpoints = shared.clone().unwrap_or_else(own);
        for address in &addresses {
            services.push(Service {
                hostname: host.value.clone(),
                name: host.value.clone(),
                address: address.clone(),
                endpoints: endpoints.clone(),
                ..template.clone()
            });
        }
    }
    services
}

fn port(written: &ServiceEntryPort) -> Port {
    Port {
        name: written.name.as_ref().map_or_else(String::new, |name| name.value.clone()),
        number: written.number.as_ref().map_or(0, |number| number.value),
        protocol: Protocol::parse(written.protocol.as_ref().map_or("", |protocol| protocol.value.as_str())),
    }
}

/// Each address once, as written, a range of one address as that address; `0.0.0.0` where there are none.
fn addresses(entry: &ServiceEntry) -> Vec<String> {
    if entry.addresses.is_empty() {
        return vec![UNSPECIFIED_ADDRESS.to_owned()];
    }
    let read = |written: &str| match written.split_once('/') {
        None => written.parse::<IpAddr>().is_ok().then(|| written.to_owned()),
        Some((address, bits)) => {
            let ip = address.parse::<IpAddr>().ok()?;
            let bits: u8 = bits.parse().ok()?;
            let whole = if ip.is_ipv4() { 32 } else { 128 };
            Some(if bits == whole { ip.to_string() } else { written.to_owned() })
        }
    };
    let mut known = OrderedSet::new();
    let all = entry.addresses.iter().filter_map(|address| read(&address.value));
    all.filter(|address| known.insert(address.clone())).collect()
}

fn passthrough_ports(entry: &ServiceEntry, resolution: Resolution) -> OrderedMap<u32, u32> {
    let pair = |port: &ServiceEntryPort| {
        let target = port.target_port.as_ref().map_or(0, |target| target.value);
        let number = port.number.as_ref()?.value;
        (resolution == Resolution::Passthrough && target != 0).then_some((number, target))
    };
    entry.ports.iter().filter_map(pair).collect()
}

fn endpoints(
    namespace: &str,
    entry: &ServiceEntry,
    resolution: Resolution,
    host: &str,
    cluster: &Cluster,
    pods: &[Endpoint],
) -> Vec<Arc<Vec<Endpoint>>> {
    let of_port = |port: &ServiceEntryPort| {
        let number = port.number.as_ref().map_or(0, |number| number.value);
        let target =
            port.target_port.as_ref().map(|target| target.value).filter(|target| *target > 0).unwrap_or(number);
        let by_dns = matches!(resolution, Resolution::Dns | Resolution::DnsRoundRobin);
        let found = match &entry.workload_selector {
            Some(selector) => selected_pods(namespace, &selector.labels, target, cluster, pods),
            None if entry.endpoints.is_empty() && by_dns => vec![dns_endpoint(host, target)],
            None => entry.endpoints.iter().map(|endpoint| written_endpoint(endpoint, port, target)).collect(),
        };
        Arc::new(found)
    };
    entry.ports.iter().map(of_port).collect()
}

/// The host's own name, to be resolved.
fn dns_endpoint(host: &str, port: u32) -> Endpoint {
    Endpoint {
        address: host.into(),
        port,
        labels: Arc::default(),
        locality: Arc::default(),
        weight: 0,
        ready: true,
        mutual_tls: false,
    }
}

fn written_endpoint(entry: &WorkloadEntry, port: &ServiceEntryPort, target: u32) -> Endpoint {
    let name = port.name.as_ref().map_or("", |name| name.value.as_str());
    let own = entry.ports.get(name).map(|port| port.value).filter(|port| *port > 0);
    let labels: Labels = entry.labels.iter().map(|(key, value)| (key.clone(), value.value.clone())).collect();
    let written =
        entry.locality.as_ref().map(|locality| locality.value.clone()).filter(|locality| !locality.is_empty());
    let label = || labels.get("istio-locality").map(|label| label.replace('.', "/"));
    let locality = written.or_else(label).map_or_else(Locality::default, |locality| Locality::parse(&locality));
    let mode = labels.get("security.istio.io/tlsMode").map(String::as_str);
    Endpoint {
        address: entry.address.as_ref().map_or_else(|| "".into(), |address| address.value.as_str().into()),
        port: own.unwrap_or(target),
        mutual_tls: mode.map_or(entry.service_account.is_some(), |mode| mode == "istio"),
        labels: Arc::new(augment(&labels, &locality, None)),
        locality: Arc::new(locality),
        weight: entry.weight.as_ref().map_or(0, |weight| weight.value),
        ready: true,
    }
}

fn selected_pods(
    namespace: &str,
    selector: &OrderedMap<String, mesh_config::Spanned<String>>,
    port: u32,
    cluster: &Cluster,
    pods: &[Endpoint],
) -> Vec<Endpoint> {
    let selected = cluster.pods.iter().zip(pods).filter(|(pod, _)| {
        pod.namespace == namespace && selector.iter().all(|(key, value)| pod.labels.get(key) == Some(&value.value))
    });
    let mut selected: Vec<_> = selected.collect();
    // By name, as far as the part of a name goes that is not random.
    let workload =
        |pod: &mesh_cluster::Pod| cluster.workloads.get(pod.workload.index()).map(|workload| workload.name.as_str());
    sort_by_key(&mut selected, |(pod, _)| (workload(pod), pod.ip));
    selected.into_iter().map(|(_, endpoint)| Endpoint { port, ..endpoint.clone() }).collect()
}
