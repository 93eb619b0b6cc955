//! DaemonSets (pkg/controller/daemon): a pod on each node that takes it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::super::kind::{DAEMON_SETS, NODES, Name};
use super::super::pod::{Pod, PodSpec};
use super::super::{Machine, json};
use super::pods::selector_of;
use super::scaled;

/// What every pod of a DaemonSet tolerates (daemon/util's `AddOrUpdateDaemonPodTolerations`).
const TOLERATED: &[(&str, &str)] = &[
    ("node.kubernetes.io/not-ready", "NoExecute"),
    ("node.kubernetes.io/unreachable", "NoExecute"),
    ("node.kubernetes.io/disk-pressure", "NoSchedule"),
    ("node.kubernetes.io/memory-pressure", "NoSchedule"),
    ("node.kubernetes.io/pid-pressure", "NoSchedule"),
    ("node.kubernetes.io/unschedulable", "NoSchedule"),
];

impl Machine {
    /// One look at a DaemonSet.
    pub(in super::super) fn sync_daemon_set(&mut self, name: &Name) {
        let Some(set) = self.store.get(DAEMON_SETS, name).cloned() else { return };
        if json::at(&set, "metadata/deletionTimestamp").is_some() {
            return;
        }
        let (hash, _) = self.revision_of(DAEMON_SETS, &set);
        let pods = self.claim(DAEMON_SETS, &set, &selector_of(DAEMON_SETS, &set));
        let mut on: BTreeMap<Arc<str>, Vec<Arc<Pod>>> = BTreeMap::new();
        for pod in &pods {
            if let Some(node) = pod.node.clone().or_else(|| target(pod)) {
                on.entry(node).or_default().push(Arc::clone(pod));
            }
        }
        let Ok(template) = self.pod_of_template(DAEMON_SETS, &set, pods.first(), None, |pod| complete(pod, &hash, ""))
        else {
            return;
        };
        let nodes = self.store.list(NODES, None);
        let mut wanted = Vec::new();
        for (node, object) in &nodes {
            let (runs, stays) = takes(&template.spec, object);
            let here = on.remove(&node.name).unwrap_or_default();
            if runs {
                wanted.push(Arc::clone(&node.name));
            }
            let live: Vec<&Arc<Pod>> = here.iter().filter(|pod| !pod.is_finished()).collect();
            for pod in here.iter().filter(|pod| pod.status.phase == "Failed" && pod.deletion.is_none()) {
                let message = format!(
                    "Found failed daemon pod {}/{} on node {}, will try to kill it",
                    pod.namespace, pod.name, node.name
                );
                self.say_of(DAEMON_SETS, &set, "daemonset-controller", true, "FailedDaemonPod", &message);
                self.remove_daemon(&set, pod);
            }
            if runs && here.is_empty() {
                let target = node.name.to_string();
                let like = pods.iter().find(|pod| target_is(pod, &target));
                if let Ok(pod) =
                    self.pod_of_template(DAEMON_SETS, &set, like, None, |pod| complete(pod, &hash, &target))
                {
                    let made = self.create_generated(pod);
                    let message = format!("Created pod: {}", made.name);
                    self.say_of(DAEMON_SETS, &set, "daemonset-controller", false, "SuccessfulCreate", &message);
                }
            } else if !stays {
                for pod in live.iter().filter(|pod| pod.deletion.is_none()) {
                    self.remove_daemon(&set, pod);
                }
            }
        }
        // Pods that wait for nodes that are gone.
        for pod in on.into_values().flatten().filter(|pod| pod.deletion.is_none() && pod.node.is_none()) {
            self.remove_daemon(&set, &pod);
        }
        self.roll_daemons(&set, &pods, &hash, wanted.len());
        self.daemon_status(name, &set, &pods, &hash, &wanted);
    }

    fn remove_daemon(&mut self, set: &Value, pod: &Arc<Pod>) {
        self.delete_pod(pod, None);
        let message = format!("Deleted pod: {}", pod.name);
        self.say_of(DAEMON_SETS, set, "daemonset-controller", false, "SuccessfulDelete", &message);
    }

    /// Deletes pods of an older template, as many as may be unavailable.
    fn roll_daemons(&mut self, set: &Value, pods: &[Arc<Pod>], hash: &str, wanted: usize) {
        if json::text(set, "spec/updateStrategy/type") != "RollingUpdate" {
            return;
        }
        let total = i64::try_from(wanted).unwrap_or(0);
        let most = scaled(json::at(set, "spec/updateStrategy/rollingUpdate/maxUnavailable"), total, true).max(1);
        let ready = pods.iter().filter(|pod| pod.deletion.is_none() && pod.is_ready()).count();
        let mut left = most - (total - i64::try_from(ready).unwrap_or(0));
        for pod in pods.iter().filter(|pod| pod.deletion.is_none() && !is_of(pod, hash)) {
            if pod.is_ready() {
                if left <= 0 {
                    continue;
                }
                left -= 1;
            }
            self.remove_daemon(set, pod);
        }
    }

    fn daemon_status(&mut self, name: &Name, set: &Value, pods: &[Arc<Pod>], hash: &str, wanted: &[Arc<str>]) {
        let now = self.now;
        let ready_for = json::int(set, "spec/minReadySeconds").and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
        let (mut current, mut updated, mut ready, mut available) = (0, 0, 0, 0);
        for node in wanted {
            let Some(pod) = pods.iter().find(|pod| pod.node.as_ref() == Some(node) && pod.deletion.is_none()) else {
                continue;
            };
            current += 1;
            updated += i64::from(is_of(pod, hash));
            ready += i64::from(pod.is_ready());
            available += i64::from(pod.is_available(ready_for, now));
        }
        let misplaced = pods.iter().filter(|pod| pod.node.as_ref().is_some_and(|node| !wanted.contains(node))).count();
        let desired = i64::try_from(wanted.len()).unwrap_or(0);
        self.update(DAEMON_SETS, name, |set| {
            json::set(set, "status/currentNumberScheduled", current);
            json::set(set, "status/desiredNumberScheduled", desired);
            json::set_count(set, "status/numberAvailable", available);
            json::set(set, "status/numberMisscheduled", misplaced);
            json::set(set, "status/numberReady", ready);
            json::set_count(set, "status/numberUnavailable", desired - available);
            json::set_count(set, "status/updatedNumberScheduled", updated);
            json::set(set, "status/observedGeneration", json::int(set, "metadata/generation").unwrap_or(0));
        });
    }
}

fn is_of(pod: &Pod, hash: &str) -> bool {
    pod.labels.get("controller-revision-hash").is_some_and(|known| known == hash)
}

/// What a daemon's pod has besides its template: tolerations, and an affinity to its node.
fn complete(pod: &mut Value, hash: &str, node: &str) {
    json::map(pod, "metadata/labels").insert("controller-revision-hash".to_owned(), hash.into());
    json::map(pod, "metadata/labels").insert("pod-template-generation".to_owned(), "1".into());
    let list = json::map(pod, "spec").entry("tolerations").or_insert_with(|| json!([]));
    if let Some(list) = list.as_array_mut() {
        list.extend(TOLERATED.iter().map(|(key, effect)| json!({"effect": effect, "key": key, "operator": "Exists"})));
    }
    if !node.is_empty() {
        let term = json!([{"matchFields": [{"key": "metadata.name", "operator": "In", "values": [node]}]}]);
        json::set(
            pod,
            "spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution",
            json!({"nodeSelectorTerms": term}),
        );
    }
}

const TERM: &str =
    "affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/0/matchFields/0/values/0";

/// The node that a daemon's pod is for.
fn target(pod: &Pod) -> Option<Arc<str>> {
    json::at(&pod.spec.json, TERM).and_then(Value::as_str).map(Arc::from)
}

fn target_is(pod: &Pod, node: &str) -> bool {
    json::text(&pod.spec.json, TERM) == node
}

/// Whether a node is to run a daemon, and whether one that runs there may stay (`NodeShouldRunDaemonPod`).
fn takes(spec: &PodSpec, node: &Value) -> (bool, bool) {
    if !super::super::scheduler::node_fits(&spec.json, node) {
        return (false, false);
    }
    let untolerated = |effect: &str| {
        json::list(node, "spec/taints").iter().any(|taint| {
            let text = |field: &str| json::text(taint, field);
            text("effect") == effect
                && !spec.tolerations.iter().any(|one| one.tolerates(text("key"), text("value"), effect))
        })
    };
    let (schedules, executes) = (!untolerated("NoSchedule"), !untolerated("NoExecute"));
    (schedules && executes, executes)
}
