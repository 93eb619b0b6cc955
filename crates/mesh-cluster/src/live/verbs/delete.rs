//! DELETE and evictions.

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::kind::{self, Kind, Name};
use super::super::pod::{Condition, Deletion, Pod};
use super::super::time::{self, SECOND};
use super::super::{Machine, json, refusals};
use crate::api::{Answer, Propagation, Status};

/// How long writing a budget takes.
const WRITE: u64 = 10 * time::MILLISECOND;

impl Machine {
    /// Deletes an object, or begins to.
    pub(in super::super) fn delete(
        &mut self,
        kind: Kind,
        name: &Name,
        grace: Option<u64>,
        propagation: Propagation,
    ) -> Answer {
        match kind {
            kind::PODS => {
                let pod = self.store.pods.named(name).cloned();
                let pod = pod.ok_or_else(|| refusals::not_found(kind, &name.name))?;
                self.delete_pod(&pod, grace);
                return Ok(self.store.pods.get(pod.id).map_or_else(|| pod.object(), |pod| pod.object()));
            }
            kind::EVENTS => {
                let object = self.object(kind, name).ok_or_else(|| refusals::not_found(kind, &name.name))?;
                self.events.remove(name);
                return Ok((*object).clone());
            }
            _ => {}
        }
        let object = self.store.get(kind, name).cloned().ok_or_else(|| refusals::not_found(kind, &name.name))?;
        if kind == kind::NAMESPACES {
            return self.delete_namespace(name);
        }
        if propagation == Propagation::Orphan {
            self.orphan(json::text(&object, "metadata/uid"));
        }
        let foreground =
            propagation == Propagation::Foreground && self.has_dependents(json::text(&object, "metadata/uid"));
        if foreground || !json::list(&object, "metadata/finalizers").is_empty() {
            let at = time::rfc3339(self.now);
            let object = self.update(kind, name, |object| {
                json::default(object, "metadata/deletionTimestamp", at);
                json::default(object, "metadata/deletionGracePeriodSeconds", 0);
                if foreground {
                    let finalizers = json::map(object, "metadata").entry("finalizers").or_insert_with(|| json!([]));
                    if let Some(list) = finalizers.as_array_mut()
                        && !list.iter().any(|one| one == "foregroundDeletion")
                    {
                        list.push(json!("foregroundDeletion"));
                    }
                }
            });
            self.enqueue(super::super::change::Controller::GarbageCollector, kind, name.clone());
            return object.map(|object| (*object).clone()).ok_or_else(|| refusals::not_found(kind, &name.name));
        }
        self.erase(kind, name);
        Ok((*object).clone())
    }

    fn delete_namespace(&mut self, name: &Name) -> Answer {
        if matches!(&*name.name, "default" | "kube-system" | "kube-public") {
            return Err(refusals::forbidden(kind::NAMESPACES, &name.name, "this namespace may not be deleted"));
        }
        let at = time::rfc3339(self.now);
        let object = self.update(kind::NAMESPACES, name, |object| {
            json::default(object, "metadata/deletionTimestamp", at);
            json::set(object, "status/phase", "Terminating");
        });
        object.map(|object| (*object).clone()).ok_or_else(|| refusals::not_found(kind::NAMESPACES, &name.name))
    }

    /// Deletes a pod: at once where nothing runs, else when its kubelet says so (registry/core/pod/strategy.go's
    /// `CheckGracefulDelete`). A shorter grace than that of an earlier call shortens it.
    pub(in super::super) fn delete_pod(&mut self, pod: &Arc<Pod>, grace: Option<u64>) {
        let mut seconds = grace.unwrap_or(pod.spec.grace);
        if pod.node.is_none() || pod.is_finished() {
            seconds = 0;
        }
        let now = self.now;
        if seconds == 0 && pod.finalizers.is_empty() {
            // The last word on it is that its grace is 0.
            self.update_pod(pod.id, |pod| {
                let asked = pod.deletion.map_or(now, |old| old.asked);
                pod.deletion = Some(Deletion { at: now, grace: 0, asked });
            });
            self.erase_pod(pod.id);
            return;
        }
        let at = now.saturating_add(seconds.saturating_mul(SECOND));
        if pod.deletion.is_some_and(|old| old.at <= at) {
            return;
        }
        self.update_pod(pod.id, |pod| {
            let asked = pod.deletion.map_or(now, |old| old.asked);
            pod.generation += i64::from(pod.deletion.is_none());
            pod.deletion = Some(Deletion { at, grace: seconds, asked });
        });
    }

    /// An eviction (registry/core/pod/storage/eviction.go). A conflict (409) over a budget is what the real server repeats
    /// by itself inside the call, after 500 to 550 ms: whoever lives in simulated time asks again then.
    pub(super) fn evict(&mut self, name: &Name, grace: Option<u64>) -> Answer {
        let pod = self.store.pods.named(name).cloned().ok_or_else(|| refusals::not_found(kind::PODS, &name.name))?;
        // What has ended, waits for a node or goes already is deleted whatever budgets say.
        if !(pod.is_finished() || pod.status.phase == "Pending" || pod.deletion.is_some()) {
            self.spend_budget(&pod)?;
        }
        self.disrupt(&pod, "EvictionByEvictionAPI", "Eviction API: evicting");
        if let Some(pod) = self.store.pods.get(pod.id).cloned() {
            self.delete_pod(&pod, grace);
        }
        Ok(json!({"apiVersion": "v1", "code": 201, "kind": "Status", "metadata": {}, "status": "Success"}))
    }

    /// Writes why a pod is going to be disrupted.
    pub(in super::super) fn disrupt(&mut self, pod: &Pod, reason: &'static str, message: &str) {
        let now = self.now;
        let generation = pod.generation;
        self.update_pod(pod.id, |pod| {
            let condition = Condition::because("DisruptionTarget", "True", reason, message);
            pod.status.set(now, Condition { observed: Some(generation), ..condition });
        });
    }

    /// Takes one disruption off the budget of a pod, or refuses.
    fn spend_budget(&mut self, pod: &Pod) -> Result<(), Status> {
        let candidates = self.store.selecting(kind::BUDGETS, &pod.namespace, &pod.labels);
        let mut budgets: Vec<(Name, Arc<Value>)> = Vec::new();
        for name in candidates {
            if let Some(object) = self.store.get(kind::BUDGETS, &name).cloned()
                && super::super::selector::Selector::of(kind::BUDGETS, &object)
                    .is_some_and(|one| one.selects(&pod.labels))
            {
                budgets.push((name, object));
            }
        }
        let (name, budget) = match budgets.as_slice() {
            [] => return Ok(()),
            [one] => one.clone(),
            _ => {
                let message =
                    "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.";
                return Err(refusals::internal(message));
            }
        };
        let number = |path: &str| json::int(&budget, path).unwrap_or(0);
        let (healthy, desired) = (number("status/currentHealthy"), number("status/desiredHealthy"));
        if !pod.is_ready() {
            // UnhealthyPodEvictionPolicy: a pod that is not ready takes nothing away.
            if json::text(&budget, "spec/unhealthyPodEvictionPolicy") == "AlwaysAllow"
                || (healthy >= desired && desired > 0)
            {
                return Ok(());
            }
        }
        // Two evictions at the same time write the same budget: one of them comes too late.
        if self.lifecycle.spent.get(&name).is_some_and(|at| at.saturating_add(WRITE) > self.now) {
            return Err(refusals::conflict(kind::BUDGETS, &name.name));
        }
        let observed = json::int(&budget, "status/observedGeneration") == json::int(&budget, "metadata/generation");
        let allowed = number("status/disruptionsAllowed");
        if allowed < 1 || !observed {
            return Err(refusals::too_many_requests(&name.name, desired, healthy));
        }
        Arc::make_mut(&mut self.lifecycle.spent).insert(name.clone(), self.now);
        let at = time::rfc3339(self.now);
        self.update(kind::BUDGETS, &name, |budget| {
            json::set(budget, "status/disruptionsAllowed", allowed - 1);
            if allowed == 1 {
                super::super::controller::budget_condition(budget, false, &at);
            }
            json::map(budget, "status/disruptedPods").insert(pod.name.to_string(), json!(at));
        });
        Ok(())
    }
}
