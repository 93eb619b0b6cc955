//! What runs, as the control plane reads it.

use std::collections::BTreeMap;
use std::sync::Arc;

use mesh_ordered::{OrderedMap, OrderedSet};
use serde_json::Value;

use super::kind::{self, Name};
use super::pod::{Labels, Pod as LivePod};
use super::{Machine, json, notify};
use crate::index::Index;
use crate::inject::has_sidecar;
use crate::{
    Cluster, ClusterAddress, Container, ContainerPort, Locality, Node, NodeIndex, Pod, ReadinessProbe, Service,
    Workload, WorkloadIndex, WorkloadKind,
};

/// How a pod stands, as far as requests can tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Its address, once it has one.
    pub address: Option<std::net::Ipv4Addr>,
    /// Whether Services count it among their ready endpoints: it is Ready and not going.
    pub serves: bool,
    /// Whether it has a process.
    pub runs: bool,
    /// Stands for its labels: Services select it by them.
    pub labels: u64,
}

/// Of a pod of which a controller has made several: what they share.
type Group = (WorkloadKind, Name, Arc<Labels>, Arc<Labels>);

/// One pod as the control plane reads it, in a cluster that was read before.
#[derive(Clone, Debug)]
pub enum RunningPod {
    /// It does not run: it has no address, or it has ended.
    Gone,
    /// It runs: as a pod of a workload of the cluster, and that workload as its pod's labels and annotations make it.
    Runs(Box<(Pod, Workload)>),
    /// It runs, and its workload or its node is none of the cluster's.
    Unknown,
}

impl Machine {
    /// One pod of [`Self::running`], without looking at the others.
    #[must_use]
    pub fn running_pod(&self, base: &Cluster, namespace: &str, name: &str) -> RunningPod {
        let pod = self.store.pods.named(&Name::new(namespace, name));
        let Some(pod) = pod.filter(|pod| pod.status.ip.is_some() && !pod.is_finished()) else {
            return RunningPod::Gone;
        };
        let (kind, name) = self.workload_of(pod);
        let known = base.workloads_named(&name.name);
        let mut known = known.filter(|(_, known)| known.kind == kind && known.namespace == *name.namespace);
        let Some((index, written)) = known.next() else { return RunningPod::Unknown };
        let labels = Arc::new(without_hash(kind, &pod.labels));
        let workload = workload(&(kind, name.clone(), labels, Arc::clone(&pod.annotations)), 1, base, Some(written));
        let node = pod.node.as_deref().filter(|_| !base.nodes.is_empty());
        let place = node.map(|node| {
            let place = base.nodes.iter().position(|known| known.name == node)?;
            let object = self.store.get(kind::NODES, &Name::new("", node))?;
            Some((NodeIndex(place), Locality::of_node(&ordered(&super::pod_labels(object, "metadata/labels")))))
        });
        if place == Some(None) {
            return RunningPod::Unknown;
        }
        let made = running_pod(pod, index, &workload, containers_of(&pod.spec.json), place.flatten());
        made.map_or(RunningPod::Gone, |pod| RunningPod::Runs(Box::new((pod, workload))))
    }

    /// The cluster of now. Namespaces, Services and what the machine knows nothing of are those of `base`; pods are those that
    /// have an address and have not ended, workload by workload, the oldest first.
    #[must_use]
    pub fn running(&self, base: &Cluster) -> Cluster {
        let nodes = self.nodes(base);
        let places: BTreeMap<&str, NodeIndex> =
            nodes.iter().enumerate().map(|(index, node)| (node.name.as_str(), NodeIndex(index))).collect();
        let written = Written::new(base);
        let mut cluster = Cluster {
            namespaces: base.namespaces.clone(),
            services: self.services(base),
            schedulers: base.schedulers.clone(),
            ..Cluster::default()
        };
        for (group, pods) in self.groups(&written) {
            let index = WorkloadIndex(cluster.workloads.len());
            let (kind, name, ..) = &group;
            let known = written.place(*kind, name).and_then(|place| base.workloads.get(place));
            cluster.workloads.push(workload(&group, pods.len(), base, known));
            let mut containers: Option<(Arc<super::pod::PodSpec>, Arc<[Container]>)> = None;
            for pod in pods {
                let known = containers.as_ref().filter(|(spec, _)| Arc::ptr_eq(spec, &pod.spec));
                let shared = known.map_or_else(|| containers_of(&pod.spec.json), |(_, shared)| Arc::clone(shared));
                containers = Some((Arc::clone(&pod.spec), Arc::clone(&shared)));
                let Some(owner) = cluster.workloads.get(index.index()) else { continue };
                let node = pod.node.as_deref().and_then(|name| places.get(name).copied());
                let place = |index: NodeIndex| Some((index, nodes.get(index.index())?.locality.clone()));
                let made = running_pod(&pod, index, owner, shared, node.and_then(place));
                cluster.pods.extend(made);
            }
        }
        cluster.nodes = nodes;
        cluster.index = Index::new(&cluster.workloads, &cluster.pods, &cluster.services);
        cluster
    }

    /// The addresses of pods that run and take no requests from a Service: those that are not ready and those that are going
    /// (endpointslice's `Conditions`).
    #[must_use]
    pub fn not_serving(&self) -> OrderedSet<std::net::Ipv4Addr> {
        let pods = self.store.pods.list(None);
        let silent = pods.iter().filter(|pod| !pod.is_ready() || pod.deletion.is_some());
        silent.filter_map(|pod| pod.status.ip.as_ref()?.parse().ok()).collect()
    }

    /// How a pod stands; `None` where there is none.
    #[must_use]
    pub fn standing(&self, namespace: &str, name: &str) -> Option<Standing> {
        let pod = self.store.pods.named(&Name::new(namespace, name))?;
        let runs = |container: &super::pod::ContainerStatus| {
            matches!(container.state, super::pod::ContainerState::Running { .. })
        };
        Some(Standing {
            address: pod.status.ip.as_ref().and_then(|address| address.parse().ok()),
            serves: pod.is_ready() && pod.deletion.is_none(),
            runs: pod.status.containers.iter().any(runs) && pod.life.answers_from <= self.now,
            labels: hash_of(&pod.labels),
        })
    }

    /// How all pods stand.
    pub fn standings(&self) -> impl Iterator<Item = ((String, String), Standing)> {
        let pods = self.store.pods.list(None).into_iter();
        let name = |pod: Arc<LivePod>| (pod.namespace.to_string(), pod.name.to_string());
        pods.map(name).filter_map(|(namespace, name)| {
            let standing = self.standing(&namespace, &name)?;
            Some(((namespace, name), standing))
        })
    }

    /// The Services with the addresses that they have for life.
    fn services(&self, base: &Cluster) -> Vec<Service> {
        let address = |service: &Service| {
            let object =
                self.store.get(kind::SERVICES, &Name::new(service.namespace.as_str(), service.name.as_str()))?;
            json::text(object, "spec/clusterIP").parse().ok().map(ClusterAddress::Ip)
        };
        let own = |service: &Service| Service {
            address: address(service).unwrap_or_else(|| service.address.clone()),
            ..service.clone()
        };
        base.services.iter().map(own).collect()
    }

    fn nodes(&self, base: &Cluster) -> Vec<Node> {
        let mut nodes: Vec<Node> = Vec::new();
        if base.nodes.is_empty() {
            return nodes;
        }
        let places: BTreeMap<&str, usize> =
            base.nodes.iter().enumerate().map(|(place, node)| (node.name.as_str(), place)).collect();
        for (name, object) in self.store.list(kind::NODES, None) {
            let labels = ordered(&super::pod_labels(&object, "metadata/labels"));
            let known = places.get(&*name.name).and_then(|place| base.nodes.get(*place));
            nodes.push(Node {
                name: name.name.to_string(),
                locality: Locality::of_node(&labels),
                labels: known.map_or(labels, |known| known.labels.clone()),
                unschedulable: json::flag(&object, "spec/unschedulable"),
                span: known.map_or_else(Default::default, |known| known.span),
            });
        }
        nodes.sort_by_key(|node| places.get(node.name.as_str()).copied().unwrap_or(usize::MAX));
        nodes
    }

    /// The pods by what they share: workloads in the order of `base`, then in order of their first pod.
    fn groups(&self, written: &Written<'_>) -> Vec<(Group, Vec<Arc<LivePod>>)> {
        let mut pods = self.store.pods.list(None);
        pods.retain(|pod| pod.status.ip.is_some() && !pod.is_finished());
        pods.sort_by_key(|pod| pod.id);
        let mut order: BTreeMap<Group, usize> = BTreeMap::new();
        let mut groups: Vec<(Group, Vec<Arc<LivePod>>)> = Vec::new();
        for pod in pods {
            let (kind, name) = self.workload_of(&pod);
            let labels = Arc::new(without_hash(kind, &pod.labels));
            let group = (kind, name, labels, Arc::clone(&pod.annotations));
            let at = *order.entry(group.clone()).or_insert_with(|| {
                groups.push((group, Vec::new()));
                groups.len() - 1
            });
            if let Some((_, members)) = groups.get_mut(at) {
                members.push(pod);
            }
        }
        groups.sort_by_cached_key(|((kind, name, ..), _)| written.place(*kind, name).unwrap_or(usize::MAX));
        groups
    }

    /// The controller that people know a pod by: the Deployment behind its ReplicaSet.
    pub(super) fn workload_of(&self, pod: &LivePod) -> (WorkloadKind, Name) {
        let Some(owner) = &pod.controller else {
            return (WorkloadKind::Pod, Name { namespace: Arc::clone(&pod.namespace), name: Arc::clone(&pod.name) });
        };
        let named = |name: &str| Name::new(Arc::clone(&pod.namespace), name);
        let kind = match &*owner.kind {
            "DaemonSet" => WorkloadKind::DaemonSet,
            "StatefulSet" => WorkloadKind::StatefulSet,
            _ => WorkloadKind::ReplicaSet,
        };
        let set = self.store.get(kind::REPLICA_SETS, &named(&owner.name));
        match set.and_then(|set| notify::owner_of(set, "Deployment")) {
            Some(deployment) => (WorkloadKind::Deployment, named(deployment)),
            None => (kind, named(&owner.name)),
        }
    }
}

/// FNV-1a of labels.
fn hash_of(labels: &Labels) -> u64 {
    let texts = labels.iter().flat_map(|(key, value)| [key.as_bytes(), b"=", value.as_bytes(), b","]);
    let bytes = texts.flatten();
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Labels without those that controllers add: rules do not name them, and clients with the same ones share a configuration.
fn without_hash(kind: WorkloadKind, labels: &Labels) -> Labels {
    let mut own = labels.clone();
    if kind != WorkloadKind::Pod {
        for added in [
            "pod-template-hash",
            "controller-revision-hash",
            "pod-template-generation",
            "statefulset.kubernetes.io/pod-name",
            "apps.kubernetes.io/pod-index",
        ] {
            own.remove(added);
        }
    }
    own
}

/// The places of the workloads that somebody wrote.
struct Written<'a> {
    places: BTreeMap<(WorkloadKind, &'a str, &'a str), usize>,
}

impl<'a> Written<'a> {
    fn new(base: &'a Cluster) -> Self {
        let mut places = BTreeMap::new();
        for (place, workload) in base.workloads.iter().enumerate() {
            places.entry((workload.kind, workload.namespace.as_str(), workload.name.as_str())).or_insert(place);
        }
        Self { places }
    }

    fn place(&self, kind: WorkloadKind, name: &Name) -> Option<usize> {
        self.places.get(&(kind, &*name.namespace, &*name.name)).copied()
    }
}

fn workload(
    (kind, name, labels, annotations): &Group,
    pods: usize,
    base: &Cluster,
    written: Option<&Workload>,
) -> Workload {
    let namespace = base.namespaces.iter().find(|known| known.name == *name.namespace);
    let (labels, annotations) = (ordered(labels), ordered(annotations));
    Workload {
        kind: *kind,
        name: name.name.to_string(),
        namespace: name.namespace.to_string(),
        sidecar: has_sidecar(&labels, &annotations, namespace.map(|known| (&known.labels, &known.annotations))),
        labels: Arc::new(labels),
        annotations: Arc::new(annotations),
        replicas: u32::try_from(pods).unwrap_or(u32::MAX),
        span: written.map_or_else(Default::default, |written| written.span),
    }
}

fn ordered(labels: &Labels) -> OrderedMap<String, String> {
    labels.iter().map(|(key, value)| (key.clone(), value.clone())).collect()
}

fn running_pod(
    pod: &LivePod,
    index: WorkloadIndex,
    owner: &Workload,
    containers: Arc<[Container]>,
    node: Option<(NodeIndex, Locality)>,
) -> Option<Pod> {
    let own = owner.labels.get("istio-locality").or_else(|| owner.annotations.get("istio-locality"));
    let (node, of_node) = node.map_or_else(Default::default, |(index, locality)| (Some(index), locality));
    let text = |path: &str| json::text(&pod.spec.json, path);
    Some(Pod {
        name: pod.name.to_string(),
        namespace: pod.namespace.to_string(),
        ip: pod.status.ip.as_ref()?.parse().ok()?,
        labels: Arc::clone(&owner.labels),
        annotations: Arc::clone(&owner.annotations),
        hostname: if owner.kind == WorkloadKind::StatefulSet {
            pod.name.to_string()
        } else {
            text("hostname").to_owned()
        },
        subdomain: text("subdomain").into(),
        workload: index,
        containers,
        ready: true,
        sidecar: owner.sidecar,
        node,
        locality: own.map_or(of_node, |label| Locality::of_label(label)),
        span: owner.span,
    })
}

/// The containers of a pod's spec.
fn containers_of(spec: &Value) -> Arc<[Container]> {
    let words = |container: &Value, path: &str| -> Vec<String> {
        json::list(container, path).iter().filter_map(|word| word.as_str().map(str::to_owned)).collect()
    };
    let container = |container: &Value| Container {
        name: json::text(container, "name").to_owned(),
        image: json::text(container, "image").to_owned(),
        argv: words(container, "command").into_iter().chain(words(container, "args")).collect(),
        env: json::list(container, "env")
            .iter()
            .map(|entry| (json::text(entry, "name").to_owned(), json::text(entry, "value").to_owned()))
            .collect(),
        ports: json::list(container, "ports").iter().filter_map(port).collect(),
        readiness: container.get("readinessProbe").map(readiness),
    };
    json::list(spec, "containers").iter().map(container).collect()
}

fn port(port: &Value) -> Option<ContainerPort> {
    let number = u16::try_from(json::int(port, "containerPort")?).ok()?;
    Some(ContainerPort { name: json::text(port, "name").to_owned(), number })
}

fn readiness(probe: &Value) -> ReadinessProbe {
    let number =
        |key: &str, unset: u32| json::int(probe, key).and_then(|number| u32::try_from(number).ok()).unwrap_or(unset);
    ReadinessProbe {
        initial_delay: number("initialDelaySeconds", 0),
        period: number("periodSeconds", 10),
        failure_threshold: number("failureThreshold", 3),
        success_threshold: number("successThreshold", 1),
    }
}
