//! Nodes as the schedulers see them (pkg/scheduler/framework's `NodeInfo`).

use std::sync::Arc;

use serde_json::Value;

use super::super::kind::Name;
use super::super::pod::{Labels, Pod, PodSpec};
use super::super::{Machine, json, quantity};
use super::hints::Happened;
use super::node_tree::zone_of;

/// A node and what is requested of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct NodeInfo {
    pub(in super::super) name: Arc<str>,
    pub(super) labels: Labels,
    pub(super) unschedulable: bool,
    /// Key, value and effect.
    pub(super) taints: Vec<(String, String, String)>,
    pub(super) cpu: i64,
    pub(super) memory: i64,
    pub(super) pods: i64,
    pub(super) used_cpu: i64,
    pub(super) used_memory: i64,
    pub(super) used_pods: i64,
    /// The same with defaults for containers that request nothing.
    pub(super) scored_cpu: i64,
    pub(super) scored_memory: i64,
    /// Protocol, address and port of each host port in use.
    pub(super) ports: Vec<(String, String, i64)>,
}

impl NodeInfo {
    /// Cpu in thousandths of a core, memory in bytes and pods: what is requested, and what the node has for them.
    pub(in super::super) fn requested_and_allocatable(&self) -> [[i64; 2]; 3] {
        [[self.used_cpu, self.cpu], [self.used_memory, self.memory], [self.used_pods, self.pods]]
    }

    /// Whether it has a taint that keeps off pods of this spec.
    pub(super) fn has_untolerated(&self, spec: &PodSpec) -> bool {
        let keeps_off = |(key, value, effect): &(String, String, String)| {
            matches!(effect.as_str(), "NoSchedule" | "NoExecute") && !spec.tolerates(key, value, effect)
        };
        self.taints.iter().any(keeps_off)
    }

    /// Adds a pod, or takes one away.
    pub(super) fn count(&mut self, pod: &Pod, sign: i64) {
        self.used_pods += sign;
        self.used_cpu += sign * pod.spec.cpu;
        self.used_memory += sign * pod.spec.memory;
        self.scored_cpu += sign * pod.spec.scored_cpu;
        self.scored_memory += sign * pod.spec.scored_memory;
        for port in &pod.spec.host_ports {
            if sign > 0 {
                self.ports.push(port.clone());
            } else if let Some(place) = self.ports.iter().position(|known| known == port) {
                self.ports.swap_remove(place);
            }
        }
    }
}

impl Machine {
    /// A node came, changed or went.
    pub(in super::super) fn note_node(&mut self, name: &Name, object: Option<&Arc<Value>>) {
        let Some(object) = object else {
            if let Some(gone) = self.scheduling.nodes.remove(&name.name) {
                Arc::make_mut(&mut self.scheduling.order).remove(&zone_of(&gone.labels), &name.name);
            }
            return;
        };
        let amount = |what: &str| json::at(object, &format!("status/allocatable/{what}"));
        let known = self.scheduling.nodes.get(&name.name).cloned();
        let old = known.as_deref().cloned().unwrap_or_default();
        let text = |taint: &Value, field: &str| json::text(taint, field).to_owned();
        let mut info = NodeInfo {
            name: Arc::clone(&name.name),
            labels: super::super::pod_labels(object, "metadata/labels"),
            unschedulable: json::flag(object, "spec/unschedulable"),
            taints: json::list(object, "spec/taints")
                .iter()
                .map(|taint| (text(taint, "key"), text(taint, "value"), text(taint, "effect")))
                .collect(),
            cpu: amount("cpu").and_then(quantity::milli).unwrap_or(0),
            memory: amount("memory").and_then(quantity::whole).unwrap_or(0),
            pods: amount("pods").and_then(quantity::whole).unwrap_or(0),
            ..old
        };
        if known.is_none() {
            for pod in self.store.pods.on(&name.name).iter().filter(|pod| !pod.is_finished()) {
                info.count(pod, 1);
            }
        }
        let (old, new) = (known.as_ref().map(|node| zone_of(&node.labels)), zone_of(&info.labels));
        if old.as_ref() != Some(&new) {
            let order = Arc::make_mut(&mut self.scheduling.order);
            if let Some(old) = old {
                order.remove(&old, &name.name);
            }
            order.add(&new, &name.name);
        }
        let info = Arc::new(info);
        self.scheduling.nodes.insert(Arc::clone(&name.name), Arc::clone(&info));
        self.reconsider(&Happened::Node(known.as_deref(), &info));
    }

    /// A pod uses a node, or no longer does.
    pub(super) fn use_node(&mut self, pod: &Pod, sign: i64) {
        if super::affinity::is_averse(pod) {
            let averse = Arc::make_mut(&mut self.scheduling.averse);
            if sign > 0 {
                averse.insert(pod.id);
            } else {
                averse.remove(&pod.id);
            }
        }
        if let Some(info) = pod.node.as_ref().and_then(|node| self.scheduling.nodes.get_mut(node)) {
            Arc::make_mut(info).count(pod, sign);
        }
    }

    /// All nodes in the order in which schedulers look at them.
    pub(in super::super) fn node_infos(&self) -> Vec<Arc<NodeInfo>> {
        let names = self.scheduling.order.list();
        names.filter_map(|name| self.scheduling.nodes.get(name)).map(Arc::clone).collect()
    }
}
