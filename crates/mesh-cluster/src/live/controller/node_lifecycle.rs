//! Nodes that fall silent (pkg/controller/nodelifecycle): conditions, taints, and the pods on them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Value, json};

use super::super::change::Wake;
use super::super::events::Source;
use super::super::kind::{NODES, Name};
use super::super::pod::{Condition, PodId};
use super::super::{Machine, json, time};
use super::triggers::Triggers;
use mesh_ordered::Lookup;

const UNREACHABLE: &str = "node.kubernetes.io/unreachable";
const UNSCHEDULABLE: &str = "node.kubernetes.io/unschedulable";

/// How long the pods of a node that is gone stay: a quarantine of 40 s, and up to 20 s until the next look.
const QUARANTINE: u64 = 60 * time::SECOND;

/// What the node controllers remember.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lifecycle {
    /// ReplicaSets that have been left without an owner.
    pub(super) orphans: BTreeSet<Name>,
    /// Whether a look at the leases is due.
    watching: bool,
    /// The ends of pods of Jobs that have been counted, by the Job's uid.
    pub(super) ends: Arc<BTreeMap<String, BTreeSet<PodId>>>,
    /// When a disruption was last taken off a budget.
    pub(in super::super) spent: Arc<BTreeMap<Name, u64>>,
    /// Since when nodes are gone that still have pods.
    gone: Arc<BTreeMap<Name, u64>>,
    /// When Jobs may try again after a failure.
    pub(super) retries: Arc<BTreeMap<String, u64>>,
    /// What the endpoints of Services were last made of.
    pub(super) triggers: Lookup<Name, Triggers>,
    /// When pods are to be deleted for a taint.
    pub(super) evictions: Arc<BTreeMap<PodId, u64>>,
}

impl Machine {
    /// A kubelet is silent: the controller's looks at the leases matter from now on.
    pub(in super::super) fn watch_leases(&mut self) {
        if !std::mem::replace(&mut self.lifecycle.watching, true) {
            self.arm(self.look_after(self.now + 1), Wake::Monitor);
        }
    }

    /// The first look at the leases from a time on.
    fn look_after(&self, time: u64) -> u64 {
        let (first, period) = (self.settings.control.monitor_first, self.settings.control.monitor.max(1));
        first + time.saturating_sub(first).div_ceil(period) * period
    }

    /// A look at the leases (`monitorNodeHealth`).
    pub(in super::super) fn monitor(&mut self) {
        let mut again = false;
        for node in self.silent_nodes() {
            again = true;
            let name = Name::new("", Arc::clone(&node));
            let Some(object) = self.store.get(NODES, &name).cloned() else { continue };
            // The grace counts from the look that saw the lease renewed.
            let seen = self.look_after(self.last_lease(&node));
            let late = seen.saturating_add(self.settings.control.monitor_grace) <= self.now;
            if late && ready(&object) == "True" {
                self.lose(&name, &object);
            } else if late {
                self.enqueue(super::super::change::Controller::NodeLifecycle, NODES, name);
            }
        }
        for (name, object) in self.store.list(NODES, None) {
            if has_taint(&object, UNREACHABLE, "NoExecute") {
                again = true;
                if ready(&object) == "True" {
                    self.set_taint(&name, UNREACHABLE, "NoExecute", false);
                }
            }
        }
        self.lifecycle.watching = again;
        if again {
            self.arm(self.look_after(self.now + 1), Wake::Monitor);
        }
    }

    fn lose(&mut self, name: &Name, object: &Value) {
        let at = time::rfc3339(self.now);
        self.update(NODES, name, |node| {
            for condition in json::at_mut(node, "status/conditions").and_then(Value::as_array_mut).into_iter().flatten()
            {
                json::set(condition, "status", "Unknown");
                json::set(condition, "reason", "NodeStatusUnknown");
                json::set(condition, "message", "Kubelet stopped posting node status.");
                json::set(condition, "lastTransitionTime", at.as_str());
            }
        });
        let message = format!("Node {} status is now: NodeNotReady", name.name);
        self.say_of(NODES, object, "node-controller", false, "NodeNotReady", &message);
        for pod in self.store.pods.on(&name.name) {
            if !pod.is_ready() {
                continue;
            }
            let now = self.now;
            self.update_pod(pod.id, |pod| {
                let old = pod.status.condition("Ready").cloned();
                let (reason, message) = old.map_or_else(|| ("".into(), "".into()), |old| (old.reason, old.message));
                pod.status.set(now, Condition::because("Ready", "False", reason, message));
            });
            self.say_of_pod(&pod, Source::Component("node-controller"), true, "NodeNotReady", "Node is not ready");
        }
    }

    /// Brings the taints of a node in line with its state (`doNoScheduleTaintingPass`, `processTaintBaseEviction`).
    pub(in super::super) fn sync_node_taints(&mut self, name: &Name) {
        let Some(node) = self.store.get(NODES, name).cloned() else {
            self.collect_pods_of(name);
            return;
        };
        if self.lifecycle.gone.contains_key(name) {
            Arc::make_mut(&mut self.lifecycle.gone).remove(name);
        }
        let unknown = ready(&node) == "Unknown";
        self.set_taint(name, UNSCHEDULABLE, "NoSchedule", json::flag(&node, "spec/unschedulable"));
        self.set_taint(name, UNREACHABLE, "NoSchedule", unknown);
        if unknown && !has_taint(&node, UNREACHABLE, "NoExecute") {
            if has_taint(&node, UNREACHABLE, "NoSchedule") {
                if !self.is_disrupted(name) {
                    self.set_taint(name, UNREACHABLE, "NoExecute", true);
                }
            } else {
                self.enqueue(super::super::change::Controller::NodeLifecycle, NODES, name.clone());
            }
        }
    }

    /// Pods of a node that is not there go, once it has been gone for a while (pkg/controller/podgc).
    fn collect_pods_of(&mut self, name: &Name) {
        let now = self.now;
        let gone = self.lifecycle.gone.get(name).copied().unwrap_or(now);
        if gone.saturating_add(QUARANTINE) > now {
            let gone = *Arc::make_mut(&mut self.lifecycle.gone).entry(name.clone()).or_insert(now);
            self.enqueue_at(
                gone.saturating_add(QUARANTINE),
                super::super::change::Controller::NodeLifecycle,
                NODES,
                name.clone(),
            );
            return;
        }
        Arc::make_mut(&mut self.lifecycle.gone).remove(name);
        for pod in self.store.pods.on(&name.name) {
            self.disrupt(&pod, "DeletionByPodGC", "PodGC: node no longer exists");
            if let Some(pod) = self.update_pod(pod.id, |pod| pod.status.phase = "Failed") {
                self.delete_pod(&pod, Some(0));
            }
        }
    }

    /// Whether every node is lost: then no more pods are evicted, but those of the first (`handleDisruption`).
    fn is_disrupted(&self, name: &Name) -> bool {
        let nodes = self.store.list(NODES, None);
        let all_lost = nodes.iter().all(|(_, node)| ready(node) != "True");
        all_lost && nodes.iter().any(|(other, node)| other != name && has_taint(node, UNREACHABLE, "NoExecute"))
    }

    fn set_taint(&mut self, name: &Name, key: &str, effect: &str, wanted: bool) {
        let at = time::rfc3339(self.now);
        self.update(NODES, name, |node| {
            if has_taint(node, key, effect) == wanted {
                return;
            }
            let mut taints = json::list(node, "spec/taints").to_vec();
            if wanted {
                taints.push(json!({"effect": effect, "key": key, "timeAdded": at}));
            } else {
                taints.retain(|taint| json::text(taint, "key") != key || json::text(taint, "effect") != effect);
            }
            if taints.is_empty() {
                json::remove(node, "spec/taints");
            } else {
                json::set(node, "spec/taints", Value::Array(taints));
            }
        });
    }
}

fn has_taint(node: &Value, key: &str, effect: &str) -> bool {
    json::list(node, "spec/taints")
        .iter()
        .any(|taint| json::text(taint, "key") == key && json::text(taint, "effect") == effect)
}

/// The status of a node's condition Ready.
fn ready(node: &Value) -> &str {
    super::deployment_status::condition(node, "Ready").map_or("", |condition| json::text(condition, "status"))
}
