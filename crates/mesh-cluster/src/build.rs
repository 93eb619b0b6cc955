//! From resources to the cluster, in document order.

use std::net::Ipv4Addr;
use std::sync::Arc;

use mesh_config::model::{self, IntOrString, PodSpec, ServiceType};
use mesh_config::{Resource, Spanned, Spec};
use mesh_ordered::{OrderedMap, OrderedSet};

use crate::address::{Addresses, Giver};
use crate::endpoint_budget::EndpointBudget;
use crate::index::Index;
use crate::inject::has_sidecar;
use crate::inputs::Inputs;
use crate::names::{suffix, template_hash};
use crate::pod::containers;
use crate::schedule::Scheduler;
use crate::{
    Cluster, ClusterAddress, Container, Locality, Node, NodeIndex, Pod, Service, ServicePort, TargetPort, Workload,
    WorkloadIndex, WorkloadKind,
};

/// More pods than this of one workload are not started: a limit of the playground.
const MAX_REPLICAS: u32 = 1_000;

/// More pods than this of all workloads are not started: a text of a few lines must not fill the memory.
const MAX_PODS: usize = 10_000;

pub(crate) fn build(inputs: &Inputs, known: &Addresses) -> Cluster {
    let mut cluster =
        Cluster { namespaces: inputs.namespaces.clone(), schedulers: inputs.schedulers.clone(), ..Cluster::default() };
    let nodes = nodes(&inputs.resources);
    let endpoints = inputs.endpoints.clone();
    let mut addresses = Giver::new(known, written_addresses(&inputs.resources));
    let scheduler = Scheduler::new(&nodes, &inputs.resources);
    let mut pods = Pods {
        cluster: &mut cluster,
        nodes: &nodes,
        scheduler,
        endpoints,
        addresses: &mut addresses,
        schedulers: &inputs.schedulers,
    };
    for resource in &inputs.resources {
        match &resource.spec {
            Spec::Workload(kind, spec) => pods.workload(resource, *kind, spec),
            Spec::Pod(spec) => pods.bare(resource, spec),
            _ => {}
        }
    }
    cluster.nodes = nodes;
    for resource in &inputs.resources {
        if let Spec::Service(spec) = &resource.spec {
            cluster.services.push(service(resource, spec, &mut addresses));
        }
    }
    cluster.index = Index::new(&cluster.workloads, &cluster.pods, &cluster.services);
    cluster
}

fn nodes(resources: &[Arc<Resource>]) -> Vec<Node> {
    let node = |resource: &Arc<Resource>| match &resource.spec {
        Spec::Node(spec) => Some(Node {
            name: resource.metadata.name.value.clone(),
            labels: resource.metadata.labels.clone(),
            locality: Locality::of_node(&resource.metadata.labels),
            unschedulable: spec.unschedulable.as_ref().is_some_and(|value| value.value),
            span: resource.span,
        }),
        _ => None,
    };
    resources.iter().filter_map(node).collect()
}

/// The addresses that Services ask for.
fn written_addresses(resources: &[Arc<Resource>]) -> OrderedSet<Ipv4Addr> {
    let written = |resource: &Arc<Resource>| match &resource.spec {
        Spec::Service(spec) => spec.cluster_ip.as_ref()?.value.parse().ok(),
        _ => None,
    };
    resources.iter().filter_map(written).collect()
}

struct Pods<'a, 'k> {
    cluster: &'a mut Cluster,
    nodes: &'a [Node],
    scheduler: Scheduler<'a>,
    endpoints: EndpointBudget,
    addresses: &'a mut Giver<'k>,
    schedulers: &'a OrderedSet<String>,
}

impl Pods<'_, '_> {
    fn workload(&mut self, resource: &Arc<Resource>, kind: model::WorkloadKind, spec: &model::Workload) {
        let annotations = spec
            .template
            .as_ref()
            .and_then(|template| template.metadata.as_ref())
            .map(|metadata| plain(&metadata.annotations))
            .unwrap_or_default();
        let pod = spec.pod_spec();
        let wanted = spec.replicas.as_ref().map_or(1, |replicas| u32::try_from(replicas.value).unwrap_or(0));
        let kind = match kind {
            model::WorkloadKind::Deployment => WorkloadKind::Deployment,
            model::WorkloadKind::DaemonSet => WorkloadKind::DaemonSet,
            model::WorkloadKind::ReplicaSet => WorkloadKind::ReplicaSet,
            model::WorkloadKind::StatefulSet => WorkloadKind::StatefulSet,
        };
        let asks = self.scheduler.asks(resource);
        let places = match kind {
            WorkloadKind::DaemonSet => self.scheduler.feasible_for_daemon(pod, asks.as_ref()),
            _ => Vec::new(),
        };
        let room = u32::try_from(MAX_PODS.saturating_sub(self.cluster.pods.len())).unwrap_or(0);
        let replicas = match kind {
            // Without nodes in the scenario there is one that nobody wrote down.
            WorkloadKind::DaemonSet if self.nodes.is_empty() => 1,
            WorkloadKind::DaemonSet => u32::try_from(places.len()).unwrap_or(0).min(room),
            _ => wanted.min(MAX_REPLICAS).min(room),
        };
        let labels = spec.pod_labels();
        let replicas = if self.is_placed(pod) { replicas } else { 0 };
        let replicas = self.endpoints.take(&resource.metadata.namespace, &labels, replicas);
        let index = self.add_workload(resource, kind, labels, annotations, replicas);
        let text = |value: Option<&Spanned<String>>| value.map_or_else(String::new, |text| text.value.clone());
        let template = Template {
            containers: containers(pod),
            hostname: text(pod.and_then(|pod| pod.hostname.as_ref())),
            subdomain: match kind {
                WorkloadKind::StatefulSet => text(spec.service_name.as_ref()).into(),
                _ => text(pod.and_then(|pod| pod.subdomain.as_ref())).into(),
            },
        };
        for ordinal in 0..replicas {
            let node = if kind == WorkloadKind::DaemonSet {
                let node = places.get(ordinal as usize).copied();
                node.into_iter().for_each(|node| self.scheduler.occupy(node, asks.as_ref()));
                node
            } else {
                self.scheduler.place(pod, asks.as_ref())
            };
            // What no node takes is Pending, as a cluster that begins to live says in the scheduler's words.
            if node.is_some() || self.nodes.is_empty() {
                self.start(index, &template, node, ordinal);
            }
        }
    }

    /// Whether a scheduler of the name that a pod asks for is there, or none is needed. Without one it waits without a word.
    fn is_placed(&self, spec: Option<&PodSpec>) -> bool {
        let Some(spec) = spec else { return true };
        let asked = spec.scheduler_name.as_ref().map(|name| name.value.as_str()).filter(|name| !name.is_empty());
        spec.node_name.is_some() || asked.is_none_or(|name| self.schedulers.contains(name))
    }

    fn bare(&mut self, resource: &Arc<Resource>, spec: &PodSpec) {
        let labels = resource.metadata.labels.clone();
        let room = u32::from(self.cluster.pods.len() < MAX_PODS && self.is_placed(Some(spec)));
        let started = self.endpoints.take(&resource.metadata.namespace, &labels, room);
        let annotations = resource.metadata.annotations.clone();
        let index = self.add_workload(resource, WorkloadKind::Pod, labels, annotations, started);
        if started == 1 {
            let asks = self.scheduler.asks(resource);
            let node = self.scheduler.place(Some(spec), asks.as_ref());
            if node.is_none() && !self.nodes.is_empty() {
                return;
            }
            let text =
                |value: &Option<Spanned<String>>| value.as_ref().map_or_else(String::new, |text| text.value.clone());
            let template = Template {
                containers: containers(Some(spec)),
                hostname: text(&spec.hostname),
                subdomain: text(&spec.subdomain).into(),
            };
            self.start(index, &template, node, 0);
        }
    }

    fn add_workload(
        &mut self,
        resource: &Resource,
        kind: WorkloadKind,
        labels: OrderedMap<String, String>,
        annotations: OrderedMap<String, String>,
        replicas: u32,
    ) -> WorkloadIndex {
        let namespace = &resource.metadata.namespace;
        let known = self.cluster.namespaces.iter().find(|known| known.name == *namespace);
        let sidecar = has_sidecar(&labels, &annotations, known.map(|known| (&known.labels, &known.annotations)));
        let index = WorkloadIndex(self.cluster.workloads.len());
        self.cluster.workloads.push(Workload {
            kind,
            name: resource.metadata.name.value.clone(),
            namespace: namespace.clone(),
            labels: Arc::new(labels),
            annotations: Arc::new(annotations),
            sidecar,
            replicas,
            span: resource.span,
        });
        index
    }

    fn start(&mut self, workload: WorkloadIndex, template: &Template, node: Option<NodeIndex>, ordinal: u32) {
        let Some(owner) = self.cluster.workloads.get(workload.index()) else { return };
        let own = owner.labels.get("istio-locality").or_else(|| owner.annotations.get("istio-locality"));
        let locality = own.map(|label| Locality::of_label(label));
        let of_node =
            || node.and_then(|node| self.nodes.get(node.index())).map(|node| node.locality.clone()).unwrap_or_default();
        let name = pod_name(owner, ordinal);
        let hostname = if owner.kind == WorkloadKind::StatefulSet { name.clone() } else { template.hostname.clone() };
        let pod = Pod {
            ip: self.addresses.pod(&owner.namespace, &name),
            name,
            hostname,
            subdomain: Arc::clone(&template.subdomain),
            namespace: owner.namespace.clone(),
            labels: owner.labels.clone(),
            annotations: owner.annotations.clone(),
            workload,
            containers: Arc::clone(&template.containers),
            ready: true,
            sidecar: owner.sidecar,
            node,
            locality: locality.unwrap_or_else(of_node),
            span: owner.span,
        };
        self.cluster.pods.push(pod);
    }
}

/// What the pods of a workload share.
struct Template {
    containers: Arc<[Container]>,
    hostname: String,
    subdomain: Arc<str>,
}

/// Named as Kubernetes names them: a Deployment's pods also carry the hash of its template.
fn pod_name(owner: &Workload, ordinal: u32) -> String {
    let Workload { name, namespace, .. } = owner;
    let index = ordinal.to_string();
    let random = suffix(&[namespace, name, &index], 5);
    match owner.kind {
        WorkloadKind::Deployment => generated(&format!("{name}-{}-", template_hash(namespace, name)), &random),
        WorkloadKind::DaemonSet | WorkloadKind::ReplicaSet => generated(&format!("{name}-"), &random),
        WorkloadKind::StatefulSet => format!("{name}-{ordinal}"),
        WorkloadKind::Pod => name.clone(),
    }
}

/// A generated name: the base is cut so that the name stays a label (`names.SimpleNameGenerator` of the API server).
fn generated(base: &str, random: &str) -> String {
    const LONGEST_BASE: usize = 63 - 5;
    let end = (0..=LONGEST_BASE.min(base.len())).rev().find(|end| base.is_char_boundary(*end)).unwrap_or(0);
    format!("{}{random}", base.get(..end).unwrap_or_default())
}

fn plain(map: &OrderedMap<String, Spanned<String>>) -> OrderedMap<String, String> {
    map.iter().map(|(key, value)| (key.clone(), value.value.clone())).collect()
}

fn service(resource: &Arc<Resource>, spec: &model::Service, addresses: &mut Giver<'_>) -> Service {
    Service {
        name: resource.metadata.name.value.clone(),
        namespace: resource.metadata.namespace.clone(),
        address: cluster_address(resource, spec, addresses),
        ports: spec.ports.iter().filter_map(service_port).collect(),
        selector: plain(&spec.selector),
        span: resource.span,
        resource: Arc::clone(resource),
    }
}

fn cluster_address(resource: &Resource, spec: &model::Service, addresses: &mut Giver<'_>) -> ClusterAddress {
    let external = spec.service_type.as_ref().is_some_and(|kind| kind.value == ServiceType::ExternalName);
    if let Some(name) = spec.external_name.as_ref().filter(|name| external && !name.is_empty()) {
        return ClusterAddress::Name(name.value.clone());
    }
    let written = spec.cluster_ip.as_ref().map_or("", |address| address.value.as_str());
    if written == "None" {
        return ClusterAddress::Headless;
    }
    let (namespace, name) = (&resource.metadata.namespace, &resource.metadata.name.value);
    ClusterAddress::Ip(match written.parse() {
        Ok(written) => {
            addresses.skip_service(namespace, name);
            written
        }
        Err(_) => addresses.service(namespace, name),
    })
}

fn service_port(written: &model::KubernetesServicePort) -> Option<ServicePort> {
    let text = |value: &Option<Spanned<String>>| value.as_ref().map_or_else(String::new, |text| text.value.clone());
    let port = u16::try_from(written.port.as_ref()?.value).ok()?;
    let target_port = match written.target_port.as_ref().map(|target| &target.value) {
        Some(IntOrString::Int(number)) if *number != 0 => TargetPort::Number(u16::try_from(*number).ok()?),
        Some(IntOrString::String(name)) => {
            name.parse().map_or_else(|_| TargetPort::Name(name.clone()), TargetPort::Number)
        }
        _ => TargetPort::Number(port),
    };
    let protocol = text(&written.protocol);
    Some(ServicePort {
        name: text(&written.name),
        port,
        target_port,
        protocol: if protocol.is_empty() { "TCP".to_owned() } else { protocol },
        app_protocol: written.app_protocol.as_ref().map(|protocol| protocol.value.clone()),
        node_port: written.node_port.as_ref().and_then(|port| u16::try_from(port.value).ok()),
    })
}
