//! The world of time 0: the documents of a scenario were applied long ago, and whatever can run is Ready.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use mesh_config::{Config, Resource, Spec};
use serde_json::{Value, json};

use super::kind::{self, Name};
use super::patch::take_away;
use super::reserved::{Place, Reserved};
use super::runner::Runner;
use super::time::SECOND;
use super::{Addresses, Machine, Settings, json, manifest};
use crate::api::{Address, ISTIO, KUBERNETES, PatchType, Propagation, Resource as ApiKind, Verb};
use crate::{Cluster, ClusterAddress, WorkloadKind};

/// How long before time 0 the documents were applied: what is ready within it is ready.
pub const SETTLING: u64 = 600 * SECOND;

/// The node of a world without one.
const ONLY_NODE: &str = "node";

impl Runner {
    /// A machine in which the documents of a scenario have been applied [`SETTLING`] ago. Its pods have the names, addresses and
    /// nodes that they have in `cluster`; what a document says that the API server would refuse is not there.
    #[must_use]
    pub fn settled(settings: Settings, config: &Config, cluster: &Cluster) -> Self {
        // Those that the pods of time 0 have are given to nobody else.
        let addresses = Addresses::Flat(cluster.pods.len() as u64 + 1);
        let mut machine = Machine::new(Settings { addresses, ..settings });
        machine.reserved = Some(Arc::new(reserved(cluster)));
        machine.add_images(super::built_images(config));
        machine.set_apps(config);
        let mut runner = Self::new(machine);
        let mut ignore = |_: u64, _: &super::Change| {};
        runner.act(|machine, now, out| add_nodes(machine, now, config, cluster, out), &mut ignore);
        for namespace in &cluster.namespaces {
            let object = json!({"metadata": {
                "name": namespace.name, "labels": namespace.labels, "annotations": namespace.annotations}});
            // Those that every cluster has are there already.
            let _ = runner.apply(&create("", "namespaces", "", object), &mut ignore);
        }
        for resource in &config.resources {
            if let Some(verb) = created(resource, cluster) {
                let _ = runner.apply(&verb, &mut ignore);
            }
        }
        let most = 10_000 + 200 * (cluster.pods.len() + config.resources.len());
        runner.run_until(SETTLING, most, &mut ignore);
        runner.machine.reserved = None;
        runner.machine.changes.clear();
        runner
    }
}

fn create(group: &str, plural: &str, namespace: &str, object: Value) -> Verb {
    let resource = ApiKind { group: group.to_owned(), plural: plural.to_owned() };
    Verb::Create { resource, namespace: namespace.to_owned(), object, dry_run: false }
}

/// The call that makes an object of a document; `None` for what the API server does not know, and for Nodes and Namespaces.
#[must_use]
fn created(resource: &Arc<Resource>, cluster: &Cluster) -> Option<Verb> {
    if matches!(resource.spec, Spec::Node(_) | Spec::Namespace(_)) {
        return None;
    }
    let group = resource.api_version.split_once('/').map_or("", |(group, _)| group);
    let known = KUBERNETES.iter().chain(ISTIO).find(|known| known.group == group && known.kind == resource.kind)?;
    let mut object = manifest::object(resource);
    let namespace = resource.metadata.namespace.as_str();
    match &resource.spec {
        Spec::Workload(..) => complete_workload(&mut object),
        Spec::Service(_) => {
            if let Some(ClusterAddress::Ip(ip)) =
                cluster.service(namespace, &resource.metadata.name.value).map(|service| &service.address)
            {
                json::set(&mut object, "spec/clusterIP", ip.to_string());
            }
        }
        _ => {}
    }
    Some(create(known.group, known.plural, namespace, object))
}

/// The calls that make of the documents of one configuration those of another, as `kubectl apply --prune` would: what is written
/// now is set, what is written no more is taken away, and what nobody wrote stays as it lives.
#[must_use]
pub fn applied(before: &Config, now: &Config, cluster: &Cluster) -> Vec<Verb> {
    let key = |resource: &Arc<Resource>| {
        let metadata = &resource.metadata;
        (resource.api_version.clone(), resource.kind.clone(), metadata.namespace.clone(), metadata.name.value.clone())
    };
    let old: BTreeMap<_, _> = before.resources.iter().map(|resource| (key(resource), resource)).collect();
    let new: BTreeSet<_> = now.resources.iter().map(key).collect();
    let mut verbs = Vec::new();
    for resource in &now.resources {
        let Some(create) = created(resource, cluster) else { continue };
        match old.get(&key(resource)) {
            None => verbs.push(create),
            Some(known) if known.content.key() == resource.content.key() => {}
            Some(known) => verbs.extend(created(known, cluster).and_then(|known| patched(known, create))),
        }
    }
    for resource in before.resources.iter().filter(|resource| !new.contains(&key(resource))) {
        if let Some((address, _)) = created(resource, cluster).and_then(addressed) {
            verbs.push(Verb::Delete { address, grace: None, propagation: Propagation::Background, dry_run: false });
        }
    }
    verbs
}

/// The call that deletes an object of a kind (`VirtualService`); `None` for a kind that the API server does not know.
#[must_use]
pub fn deletion(kind: &str, namespace: &str, name: &str) -> Option<Verb> {
    let known = KUBERNETES.iter().chain(ISTIO).find(|known| known.kind == kind)?;
    let namespace = if known.namespaced { namespace } else { "" };
    let address = Address { resource: known.resource(), namespace: namespace.to_owned(), name: name.to_owned() };
    Some(Verb::Delete { address, grace: None, propagation: Propagation::Background, dry_run: false })
}

/// Where a call would make its object, and the object.
fn addressed(create: Verb) -> Option<(Address, Value)> {
    let Verb::Create { resource, namespace, object, .. } = create else { return None };
    let name = json::text(&object, "metadata/name").to_owned();
    Some((Address { resource, namespace, name }, object))
}

fn patched(before: Verb, now: Verb) -> Option<Verb> {
    let (_, old) = addressed(before)?;
    let (address, mut patch) = addressed(now)?;
    let is_own = KUBERNETES.iter().any(|known| known.group == address.resource.group);
    let patch_type = if is_own { PatchType::StrategicMerge } else { PatchType::Merge };
    take_away(&old, &mut patch, patch_type);
    Some(Verb::Patch { address, patch_type, patch, dry_run: false })
}

/// What scenarios may leave out and a cluster asks for: the selector, and names and images of containers.
fn complete_workload(object: &mut Value) {
    let labels = json::at(object, "spec/template/metadata/labels").cloned();
    match labels {
        Some(labels) => json::default(object, "spec/selector", json!({"matchLabels": labels})),
        None => {
            let own = json!({"app": json::text(object, "metadata/name")});
            json::default(object, "spec/selector", json!({"matchLabels": own}));
            json::default(object, "spec/template/metadata/labels", own);
        }
    }
    json::default(object, "spec/template/spec/containers", json!([{"name": "app", "image": "app"}]));
}

fn add_nodes(machine: &mut Machine, now: u64, config: &Config, cluster: &Cluster, out: &mut Vec<super::Change>) {
    let is_node = |resource: &&Arc<Resource>| matches!(resource.spec, Spec::Node(_));
    let mut any = false;
    for resource in config.resources.iter().filter(is_node) {
        any = true;
        let written = manifest::object(resource);
        let amount = |what: &str| {
            json::at(&written, &format!("status/allocatable/{what}"))
                .or_else(|| json::at(&written, &format!("status/capacity/{what}")))
                .cloned()
        };
        let mut node = json!({
            "name": resource.metadata.name.value, "labels": resource.metadata.labels,
            "taints": json::at(&written, "spec/taints"),
        });
        for what in ["cpu", "memory", "pods"] {
            if let Some(amount) = amount(what) {
                json::set(&mut node, what, amount);
            }
        }
        if json::at(&node, "pods").is_none() {
            json::set(&mut node, "pods", pods_on(cluster, &resource.metadata.name.value).max(PODS_OF_A_NODE));
        }
        machine.add_node(now, &node, out);
        if json::flag(&written, "spec/unschedulable") {
            let name = Name::new("", resource.metadata.name.value.as_str());
            machine.update(kind::NODES, &name, |node| json::set(node, "spec/unschedulable", true));
        }
    }
    if !any {
        machine.add_node(now, &json!({"name": ONLY_NODE, "cpu": 10_000, "memory": "100Ti", "pods": 100_000}), out);
    }
}

/// As many pods as a kubelet takes by itself (`--max-pods`); a node that has more at time 0 takes those.
const PODS_OF_A_NODE: usize = 110;

fn pods_on(cluster: &Cluster, node: &str) -> usize {
    let index = cluster.nodes.iter().position(|known| known.name == node);
    cluster.pods.iter().filter(|pod| pod.node.map(|node| node.index()) == index && index.is_some()).count()
}

/// Names, addresses and nodes of the pods of a cluster.
fn reserved(cluster: &Cluster) -> Reserved {
    let mut reserved = Reserved::default();
    let nameless = cluster.nodes.is_empty();
    for pod in &cluster.pods {
        let Some(workload) = cluster.workloads.get(pod.workload.index()) else { continue };
        let name = Name::new(pod.namespace.as_str(), pod.name.as_str());
        let node = match pod.node.and_then(|node| cluster.nodes.get(node.index())) {
            Some(node) => Some(Arc::from(node.name.as_str())),
            None => nameless.then(|| Arc::from(ONLY_NODE)),
        };
        reserved.places.insert(name.clone(), Place { node, address: pod.ip.to_string() });
        let prefix = match workload.kind {
            WorkloadKind::Deployment => {
                let hash = crate::template_hash(&workload.namespace, &workload.name);
                reserved.hashes.insert(Name::new(workload.namespace.as_str(), workload.name.as_str()), hash.clone());
                format!("{}-{hash}-", workload.name)
            }
            WorkloadKind::DaemonSet | WorkloadKind::ReplicaSet => format!("{}-", workload.name),
            WorkloadKind::StatefulSet | WorkloadKind::Pod => continue,
        };
        let names: &mut VecDeque<_> =
            reserved.names.entry(Name::new(pod.namespace.as_str(), prefix.as_str())).or_default();
        names.push_back(Arc::clone(&name.name));
    }
    reserved
}

#[cfg(test)]
mod tests {
    use mesh_config::SourceFile;

    use super::*;

    fn cluster(text: &str) -> (Config, Cluster) {
        let config = mesh_config::parse(&[SourceFile { name: "a.yaml".into(), text: text.into() }]);
        let cluster = Cluster::new(&config);
        (config, cluster)
    }

    const WORLD: &str = "
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80, name: http}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  template:
    metadata: {labels: {app: web, version: v1}}
    spec: {containers: [{name: web, image: 'web:1'}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  replicas: 2
  serviceName: db
  template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db, image: db}]}}
---
apiVersion: v1
kind: Pod
metadata: {name: bare, labels: {app: bare}}
spec: {containers: [{name: bare, image: bare}]}
";

    #[test]
    fn at_time_0_the_machine_runs_what_the_documents_say() {
        let nodes = "
---
{apiVersion: v1, kind: Node, metadata: {name: n1, labels: {topology.kubernetes.io/zone: a}}}
---
{apiVersion: v1, kind: Node, metadata: {name: n2}}
---
{apiVersion: v1, kind: Node, metadata: {name: n3}, spec: {unschedulable: true}}
---
{apiVersion: v1, kind: Node, metadata: {name: n4}, spec: {taints: [{key: gpu, value: big, effect: NoExecute}]}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec: {template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: agent, image: agent}]}}}
";
        for text in [WORLD.to_owned(), format!("{WORLD}{nodes}")] {
            let (config, cluster) = cluster(&text);
            let runner = Runner::settled(Settings::default(), &config, &cluster);
            let running = runner.machine.running(&cluster);
            let shape = |cluster: &Cluster| -> Vec<(String, String, Option<usize>, String)> {
                let pods = cluster.pods.iter();
                pods.map(|pod| {
                    let name = cluster.workloads[pod.workload.index()].name.clone();
                    (pod.name.clone(), pod.ip.to_string(), pod.node.map(|node| node.index()), name)
                })
                .collect()
            };
            assert_eq!(shape(&running), shape(&cluster));
            assert_eq!(
                running.pods.iter().map(|pod| &pod.labels).collect::<Vec<_>>(),
                cluster.pods.iter().map(|pod| &pod.labels).collect::<Vec<_>>()
            );
            assert_eq!(running.nodes, cluster.nodes);
            assert!(runner.machine.not_serving().is_empty());
        }
    }
}
