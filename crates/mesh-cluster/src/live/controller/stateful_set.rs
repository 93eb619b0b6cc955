//! StatefulSets (pkg/controller/statefulset): pods with numbers, one after another.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::super::kind::{Name, STATEFUL_SETS};
use super::super::pod::Pod;
use super::super::{Machine, json};
use super::deployment::replicas;
use super::pods::{named, selector_of};

const HASH: &str = "controller-revision-hash";

impl Machine {
    /// One look at a StatefulSet (`UpdateStatefulSet`).
    pub(in super::super) fn sync_stateful_set(&mut self, name: &Name) {
        let Some(set) = self.store.get(STATEFUL_SETS, name).cloned() else { return };
        if json::at(&set, "metadata/deletionTimestamp").is_some() {
            return;
        }
        let (_, update) = self.revision_of(STATEFUL_SETS, &set);
        let pods = self.claim(STATEFUL_SETS, &set, &selector_of(STATEFUL_SETS, &set));
        let mut numbered: BTreeMap<i64, Arc<Pod>> =
            pods.iter().filter_map(|pod| Some((number(&name.name, &pod.name)?, Arc::clone(pod)))).collect();
        let current = match json::text(&set, "status/currentRevision") {
            "" => update.clone(),
            known => known.to_owned(),
        };
        self.stateful_status(name, &numbered, &current, &update);
        let wanted = replicas(&set);
        let parallel = json::text(&set, "spec/podManagementPolicy") == "Parallel";
        let beyond: Vec<Arc<Pod>> = numbered.range(wanted..).map(|(_, pod)| Arc::clone(pod)).collect();
        let mut goes_on = true;
        for number in 0..wanted.min(10_000) {
            goes_on = match numbered.get(&number).cloned() {
                None => {
                    self.make_stateful(&set, number, &numbered, &current, &update);
                    parallel
                }
                Some(pod) if pod.status.phase == "Failed" || pod.status.phase == "Succeeded" => {
                    if pod.deletion.is_none() {
                        self.delete_pod(&pod, None);
                    }
                    parallel
                }
                Some(pod) => pod.deletion.is_none() && pod.is_ready() || parallel,
            };
            if !goes_on {
                break;
            }
        }
        if !goes_on {
            return;
        }
        // From the last to the first, each when the one after it is gone and all before it run.
        for pod in beyond.iter().rev() {
            if pod.deletion.is_none() {
                self.remove_stateful(&set, pod);
            }
            if !parallel {
                return;
            }
        }
        if !beyond.is_empty() || json::text(&set, "spec/updateStrategy/type") != "RollingUpdate" {
            return;
        }
        let partition = json::int(&set, "spec/updateStrategy/rollingUpdate/partition").unwrap_or(0);
        while let Some((number, pod)) = numbered.pop_last() {
            if number < partition {
                break;
            }
            if pod.labels.get(HASH) != Some(&update) {
                if pod.deletion.is_none() {
                    self.remove_stateful(&set, &pod);
                }
                return;
            }
            if !pod.is_ready() || pod.deletion.is_some() {
                return;
            }
        }
    }

    fn make_stateful(&mut self, set: &Value, number: i64, pods: &BTreeMap<i64, Arc<Pod>>, current: &str, update: &str) {
        let name = json::text(set, "metadata/name").to_owned();
        let pod_name = format!("{name}-{number}");
        let partition = json::int(set, "spec/updateStrategy/rollingUpdate/partition").unwrap_or(0);
        let revision = if number >= partition { update } else { current };
        let service = json::text(set, "spec/serviceName").to_owned();
        let made = self.pod_of_template(STATEFUL_SETS, set, pods.get(&number), Some(&pod_name), |pod| {
            let labels = json::map(pod, "metadata/labels");
            labels.insert("apps.kubernetes.io/pod-index".to_owned(), number.to_string().into());
            labels.insert("statefulset.kubernetes.io/pod-name".to_owned(), pod_name.clone().into());
            labels.insert(HASH.to_owned(), revision.into());
            json::set(pod, "metadata/generateName", format!("{name}-"));
            json::set(pod, "spec/hostname", pod_name.as_str());
            if !service.is_empty() {
                json::set(pod, "spec/subdomain", service);
            }
        });
        match made {
            Ok(pod) => {
                let place = named(&pod.namespace, Arc::clone(&pod.name));
                if self.store.pods.named(&place).is_none() {
                    self.create_pod(pod);
                    let message = format!("Create Pod {pod_name} in StatefulSet {name} successful");
                    self.say_of(STATEFUL_SETS, set, "statefulset-controller", false, "SuccessfulCreate", &message);
                }
            }
            Err(status) => {
                let message = format!("Create Pod {pod_name} in StatefulSet {name} failed error: {}", status.message);
                self.say_of(STATEFUL_SETS, set, "statefulset-controller", true, "FailedCreate", &message);
            }
        }
    }

    fn remove_stateful(&mut self, set: &Value, pod: &Arc<Pod>) {
        self.delete_pod(pod, None);
        let message = format!("Delete Pod {} in StatefulSet {} successful", pod.name, json::text(set, "metadata/name"));
        self.say_of(STATEFUL_SETS, set, "statefulset-controller", false, "SuccessfulDelete", &message);
    }

    fn stateful_status(&mut self, name: &Name, pods: &BTreeMap<i64, Arc<Pod>>, current: &str, update: &str) {
        let now = self.now;
        self.update(STATEFUL_SETS, name, |set| {
            let ready_for = json::int(set, "spec/minReadySeconds").and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
            let count =
                |keep: &dyn Fn(&Pod) -> bool| i64::try_from(pods.values().filter(|pod| keep(pod)).count()).unwrap_or(0);
            let of = |pod: &Pod, revision: &str| pod.labels.get(HASH).is_some_and(|known| known == revision);
            let live = |pod: &Pod| pod.deletion.is_none() && !pod.is_finished();
            json::set(set, "status/replicas", count(&|_| true));
            json::set_count(set, "status/readyReplicas", count(&|pod| pod.is_ready() && pod.status.phase == "Running"));
            json::set(
                set,
                "status/availableReplicas",
                count(&|pod| pod.status.phase == "Running" && pod.is_available(ready_for, now)),
            );
            let updated = count(&|pod| live(pod) && of(pod, update));
            json::set_count(set, "status/updatedReplicas", updated);
            json::set(set, "status/collisionCount", 0);
            json::set(set, "status/observedGeneration", json::int(set, "metadata/generation").unwrap_or(0));
            json::set(set, "status/updateRevision", update);
            let wanted = replicas(set);
            let complete = updated == wanted && count(&|pod| pod.is_ready()) == wanted && count(&|_| true) == wanted;
            let current = if complete { update } else { current };
            json::set(set, "status/currentRevision", current);
            json::set_count(set, "status/currentReplicas", count(&|pod| live(pod) && of(pod, current)));
        });
    }
}

/// The number of a pod of a StatefulSet.
fn number(set: &str, pod: &str) -> Option<i64> {
    pod.strip_prefix(set)?.strip_prefix('-')?.parse().ok()
}
