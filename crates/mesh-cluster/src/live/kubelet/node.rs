//! Nodes as their kubelets keep them: registration, leases, silence, static pods.

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::change::{Key, Wake};
use super::super::events::{About, Source};
use super::super::kind::{NODES, Name};
use super::super::pod::Labels;
use super::super::time;
use super::super::{Machine, json};

/// The labels of a node: those that a kubelet gives it, and those that are written.
pub(crate) fn labels_of_node(name: &str, written: &Value) -> Labels {
    let own = [
        ("beta.kubernetes.io/arch", "amd64"),
        ("beta.kubernetes.io/os", "linux"),
        ("kubernetes.io/arch", "amd64"),
        ("kubernetes.io/hostname", name),
        ("kubernetes.io/os", "linux"),
    ];
    let mut labels: Labels = own.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    let written = written.as_object().into_iter().flatten();
    labels.extend(written.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))));
    labels
}

impl Machine {
    /// Whether there is such a node.
    pub(in super::super) fn has_node(&self, node: &str) -> bool {
        self.store.get(NODES, &Name::new("", node)).is_some()
    }

    /// A kubelet registers its node. `node` has a name and may have labels, taints, `cpu`, `memory` and `pods`.
    pub fn add_node(&mut self, now: u64, node: &Value, out: &mut Vec<super::super::Change>) {
        self.now = now;
        let name = json::text(node, "name");
        let labels = labels_of_node(name, node.get("labels").unwrap_or(&Value::Null));
        let amount = |key: &str, unset: &str| match node.get(key) {
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::String(text)) => text.clone(),
            _ => unset.to_owned(),
        };
        let resources = json!({
            "cpu": amount("cpu", "4"), "ephemeral-storage": "100Gi", "memory": amount("memory", "8Gi"),
            "pods": amount("pods", "110"),
        });
        let at = time::rfc3339(now);
        let condition = |kind: &str, status: &str, reason: &str, message: &str| {
            json!({"lastHeartbeatTime": at, "lastTransitionTime": at, "message": message, "reason": reason,
                   "status": status, "type": kind})
        };
        let uuid = self.new_uid();
        let mut object = json!({
            "apiVersion": "v1", "kind": "Node",
            "metadata": {
                "annotations": {
                    "node.alpha.kubernetes.io/ttl": "0",
                    "volumes.kubernetes.io/controller-managed-attach-detach": "true",
                },
                "labels": labels, "name": name,
            },
            "spec": {},
            "status": {
                "addresses": [
                    {"address": Self::node_address(name), "type": "InternalIP"}, {"address": name, "type": "Hostname"},
                    {"address": "localhost", "type": "InternalDNS"},
                ],
                "allocatable": resources, "capacity": resources,
                "conditions": [
                    condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
                    condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
                    condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
                    condition("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
                ],
                "daemonEndpoints": {"kubeletEndpoint": {"Port": 10250}},
                "nodeInfo": {
                    "architecture": "amd64", "bootID": uuid, "containerRuntimeVersion": "containerd://2.2.1",
                    "kernelVersion": "6.1.0-40-amd64", "kubeProxyVersion": "", "kubeletVersion": "v1.36.3",
                    "machineID": "0123456789abcdef0123456789abcdef", "operatingSystem": "linux",
                    "osImage": "Debian GNU/Linux 12 (bookworm)", "systemUUID": uuid,
                },
            },
        });
        if let Some(taints) = node.get("taints").filter(|taints| taints.as_array().is_some_and(|list| !list.is_empty()))
        {
            json::set(&mut object, "spec/taints", taints.clone());
        }
        self.kubelets.first_lease.insert(name.into(), now);
        let object = self.create(NODES, object);
        self.begin_node_lease(&object);
        let status = |what: &str| format!("Node {name} status is now: {what}");
        let said = [
            ("Starting", "Starting kubelet.".to_owned()),
            ("NodeHasSufficientMemory", status("NodeHasSufficientMemory")),
            ("NodeHasNoDiskPressure", status("NodeHasNoDiskPressure")),
            ("NodeHasSufficientPID", status("NodeHasSufficientPID")),
            ("NodeAllocatableEnforced", "Updated Node Allocatable limit across pods".to_owned()),
            ("NodeReady", status("NodeReady")),
        ];
        for (reason, message) in said {
            self.say_of_node(name, reason, &message);
        }
        let registered = format!("Node {name} event: Registered Node {name} in Controller");
        self.say_of(NODES, &object, "node-controller", false, "RegisteredNode", &registered);
        out.append(&mut self.changes);
    }

    /// A kubelet says something of its node.
    pub(super) fn say_of_node(&mut self, node: &str, reason: &str, message: &str) {
        let about = About { kind: NODES, name: Name::new("", node), uid: node.into() };
        self.say(about, Source::Kubelet(node, None), false, reason, message);
    }

    /// A kubelet falls silent, or talks again.
    pub fn silence(&mut self, now: u64, node: &str, silent: bool, out: &mut Vec<super::super::Change>) {
        self.now = now;
        if silent {
            self.kubelets.silent.insert(node.into(), now);
            self.watch_leases();
        } else if self.kubelets.silent.remove(&node.into()).is_some() {
            self.return_of(node);
        }
        out.append(&mut self.changes);
    }

    /// When a kubelet last renewed its lease.
    pub(in super::super) fn last_lease(&self, node: &Arc<str>) -> u64 {
        let first = self.kubelets.first_lease.get(node).copied().unwrap_or(0);
        let until = self.kubelets.silent.get(node).copied().unwrap_or(self.now);
        let period = self.settings.kubelet.lease.max(1);
        first + until.saturating_sub(first) / period * period
    }

    /// The nodes whose kubelet is silent.
    pub(in super::super) fn silent_nodes(&self) -> Vec<Arc<str>> {
        let mut nodes: Vec<_> = self.kubelets.silent.iter().map(|(node, _)| Arc::clone(node)).collect();
        nodes.sort();
        nodes
    }

    /// A kubelet is back: it goes on with its pods at once, and says at its next renewal that its node is ready.
    fn return_of(&mut self, node: &str) {
        for pod in self.store.pods.on(node) {
            if pod.is_finished() || pod.status.containers.is_empty() {
                self.arm(self.now, Wake::Pod(pod.id));
                continue;
            }
            // Its statuses are posted again: what the node controller wrote is overwritten.
            self.conclude_pod(pod.id);
            if pod.deletion.is_some()
                && !pod.life.stopping
                && !pod.life.agenda.iter().any(|(_, act)| *act == super::Act::Stop)
            {
                self.plan(pod.id, 0, super::Act::Stop);
            }
            self.arm(self.now, Wake::Pod(pod.id));
        }
        let first = self.kubelets.first_lease.get(&node.into()).copied().unwrap_or(0);
        let period = self.settings.kubelet.lease.max(1);
        let next = first + (self.now.saturating_sub(first) / period + 1) * period;
        let key = Key { kind: NODES, name: Name::new("", node) };
        self.arm(next, Wake::Node(key));
    }

    /// A kubelet that was silent posts its node's status.
    pub(in super::super) fn hear_from(&mut self, name: &Name) {
        if self.kubelets.silent.get(&name.name).is_some() {
            return;
        }
        let at = time::rfc3339(self.now);
        let Some(old) = self.store.get(NODES, name).cloned() else { return };
        let unknown = json::list(&old, "status/conditions").iter().any(|one| json::text(one, "status") == "Unknown");
        if !unknown {
            return;
        }
        self.update(NODES, name, |node| {
            let fine = [
                ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
                ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
                ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
                ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
            ];
            let conditions = fine.map(|(kind, status, reason, message)| {
                json!({"lastHeartbeatTime": at, "lastTransitionTime": at, "message": message, "reason": reason,
                       "status": status, "type": kind})
            });
            json::set(node, "status/conditions", Value::Array(conditions.to_vec()));
        });
        let node = name.name.to_string();
        self.say_of_node(&node, "NodeReady", &format!("Node {node} status is now: NodeReady"));
    }

    /// A manifest appears in a node's directory of static pods: its kubelet runs it and makes a mirror of it in the API.
    pub fn add_static_pod(&mut self, now: u64, node: &str, manifest: &Value, out: &mut Vec<super::super::Change>) {
        self.now = now;
        let mut object = manifest.clone();
        let name = format!("{}-{node}", json::text(manifest, "metadata/name"));
        json::set(&mut object, "metadata/name", name.as_str());
        json::default(&mut object, "metadata/namespace", "default");
        json::set(&mut object, "spec/nodeName", node);
        let hash = "0123456789abcdef0123456789abcdef";
        let annotations = json::map(&mut object, "metadata/annotations");
        for key in ["kubernetes.io/config.hash", "kubernetes.io/config.mirror"] {
            annotations.insert(key.to_owned(), hash.into());
        }
        annotations.insert("kubernetes.io/config.seen".to_owned(), time::rfc3339(now).into());
        annotations.insert("kubernetes.io/config.source".to_owned(), "file".into());
        let uid = self.store.get(NODES, &Name::new("", node)).map(|node| json::text(node, "metadata/uid").to_owned());
        json::set(
            &mut object,
            "metadata/ownerReferences",
            json!([{
                "apiVersion": "v1", "controller": true, "kind": "Node", "name": node, "uid": uid.unwrap_or_default(),
            }]),
        );
        json::default(&mut object, "spec/tolerations", json!([{"effect": "NoExecute", "operator": "Exists"}]));
        if let Ok(pod) = self.admitted_pod(object) {
            let name = Name { namespace: Arc::clone(&pod.namespace), name: Arc::clone(&pod.name) };
            self.kubelets.manifests.insert(name.clone(), Arc::new(pod));
            self.run_static_pod(&name);
        }
        out.append(&mut self.changes);
    }

    /// Runs a static pod whose mirror is not there.
    pub(in super::super) fn run_static_pod(&mut self, name: &Name) {
        let Some(pod) = self.kubelets.manifests.get(name).cloned() else { return };
        let there = pod.node.as_ref().is_some_and(|node| self.has_node(node));
        if there && self.store.pods.named(name).is_none() {
            self.create_pod((*pod).clone());
        }
    }
}
