//! ReplicaSets and ReplicationControllers (pkg/controller/replicaset).

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::change::Controller;
use super::super::kind::{Kind, Name, REPLICA_SETS};
use super::super::pod::Pod;
use super::super::time::{self, SECOND};
use super::super::{Machine, json};
use super::deployment::replicas;
use super::pods::selector_of;

/// How many pods a look may make or delete (`BurstReplicas`).
const BURST: i64 = 500;

/// More pods than this are not made: a limit of the playground, twice that of the pods of time 0.
const MOST_PODS: usize = 20_000;

impl Machine {
    /// One look at a ReplicaSet.
    pub(in super::super) fn sync_replica_set(&mut self, kind: Kind, name: &Name) {
        let Some(set) = self.store.get(kind, name).cloned() else { return };
        let selector = selector_of(kind, &set);
        let pods = self.claim(kind, &set, &selector);
        let active: Vec<Arc<Pod>> = pods.iter().filter(|pod| pod.is_active()).cloned().collect();
        let failure = if json::at(&set, "metadata/deletionTimestamp").is_none() {
            self.manage_replicas(kind, name, &set, &active)
        } else {
            None
        };
        // The status is of the pods as they were before: what has been made shows at the next look.
        self.replica_set_status(kind, name, &pods, failure);
    }

    fn manage_replicas(&mut self, kind: Kind, name: &Name, set: &Arc<Value>, active: &[Arc<Pod>]) -> Option<String> {
        let source = if kind == REPLICA_SETS { "replicaset-controller" } else { "replication-controller" };
        let missing = replicas(set) - i64::try_from(active.len()).unwrap_or(0);
        if missing > 0 {
            let room = i64::try_from(MOST_PODS.saturating_sub(self.pod_count())).unwrap_or(0);
            let template = self.pod_of_template(kind, set, active.first(), None, |_| {});
            match template {
                Ok(pod) => {
                    for _ in 0..missing.min(BURST).min(room) {
                        let made = self.create_generated(pod.clone());
                        let message = format!("Created pod: {}", made.name);
                        self.say_of(kind, set, source, false, "SuccessfulCreate", &message);
                    }
                }
                Err(status) => {
                    let message = format!("Error creating: {}", status.message);
                    self.say_of(kind, set, source, true, "FailedCreate", &message);
                    self.enqueue_at(self.now + 5 * SECOND, Controller::ReplicaSet, kind, name.clone());
                    return Some(status.message);
                }
            }
        } else if missing < 0 {
            let related = self.related(set);
            let count = usize::try_from((-missing).min(BURST)).unwrap_or(0);
            for pod in self.victims(active.to_vec(), &related, count) {
                let message = format!("Deleted pod: {}", pod.name);
                self.delete_pod(&pod, None);
                self.say_of(kind, set, source, false, "SuccessfulDelete", &message);
            }
        }
        None
    }

    /// The pods of all ReplicaSets that have the same controller.
    fn related(&self, set: &Value) -> Vec<Arc<Pod>> {
        let owners = json::list(set, "metadata/ownerReferences");
        let uid = owners.iter().find(|owner| json::flag(owner, "controller")).map(|owner| json::text(owner, "uid"));
        let Some(uid) = uid else { return self.store.pods.owned(json::text(set, "metadata/uid")) };
        let sets = self.store.owned(uid).into_iter().filter_map(|(kind, name)| self.store.get(kind, &name).cloned());
        sets.flat_map(|set| self.store.pods.owned(json::text(&set, "metadata/uid"))).collect()
    }

    fn replica_set_status(&mut self, kind: Kind, name: &Name, pods: &[Arc<Pod>], failure: Option<String>) {
        let (now, at) = (self.now, time::rfc3339(self.now));
        let mut next: Option<u64> = None;
        self.update(kind, name, |set| {
            let ready_for = json::int(set, "spec/minReadySeconds").and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
            let labels = super::super::pod_labels(set, "spec/template/metadata/labels");
            let (mut all, mut full, mut ready, mut available, mut terminating) = (0, 0, 0, 0, 0);
            for pod in pods {
                if pod.deletion.is_some() && !pod.is_finished() {
                    terminating += 1;
                }
                if !pod.is_active() {
                    continue;
                }
                all += 1;
                full += i64::from(labels.iter().all(|(key, value)| pod.labels.get(key) == Some(value)));
                if let Some(from) = pod.available_at(ready_for) {
                    ready += 1;
                    if from <= now {
                        available += 1;
                    } else {
                        next = Some(next.map_or(from, |next| next.min(from)));
                    }
                }
            }
            json::set(set, "status/replicas", all);
            json::set_count(set, "status/fullyLabeledReplicas", full);
            json::set_count(set, "status/readyReplicas", ready);
            json::set_count(set, "status/availableReplicas", available);
            if kind == REPLICA_SETS {
                json::set(set, "status/terminatingReplicas", terminating);
            }
            json::set(set, "status/observedGeneration", json::int(set, "metadata/generation").unwrap_or(0));
            match failure {
                Some(message) => {
                    let condition = json!([{
                        "lastTransitionTime": at, "message": message, "reason": "FailedCreate", "status": "True",
                        "type": "ReplicaFailure",
                    }]);
                    json::default(set, "status/conditions", condition);
                }
                None => {
                    json::remove(set, "status/conditions");
                }
            }
        });
        if let Some(next) = next {
            self.enqueue_at(next, Controller::ReplicaSet, kind, name.clone());
        }
    }
}
